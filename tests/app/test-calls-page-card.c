/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The card follows the list one frame later: what is pressed in between is meant for the call that is
 * selected, not for the one still on the card. */

#include "config.h"

#include "calls-page-fixture.h"

#include "wb-call-draft.h"
#include "wb-call-row.h"
#include "wb-staff-actions.h"

/* The call on the card as it is, without asking the page for it. */
static const char *
get_shown (CallsPageFixture *fixture)
{
  return wb_call_card_get_call (calls_page_get_card (fixture))->id;
}

/* The one that is selected, without filling the card for it. */
static WbActivity *
get_selected (CallsPageFixture *fixture)
{
  GtkListView *view = GTK_LIST_VIEW (app_find (fixture->page, GTK_TYPE_LIST_VIEW));
  GtkSingleSelection *selection = GTK_SINGLE_SELECTION (gtk_list_view_get_model (view));

  return wb_row_get_record (gtk_single_selection_get_selected_item (selection));
}

/* Two calls: the one on the card, and the one selected by Down just now. */
static void
move_on (CallsPageFixture  *fixture,
         WbActivity       **before_out,
         WbActivity       **after_out)
{
  calls_page_expect_list (fixture);
  *before_out = wb_activity_ref (calls_page_get_call (fixture));
  g_assert_true (calls_page_press (fixture, GDK_KEY_Down, 0));
  *after_out = wb_activity_ref (calls_page_get_call (fixture));
  g_assert_cmpstr ((*after_out)->id, !=, (*before_out)->id);

  g_assert_true (calls_page_press (fixture, GDK_KEY_Up, 0));
  g_assert_cmpstr (calls_page_get_call (fixture)->id, ==, (*before_out)->id);
  g_assert_true (calls_page_press (fixture, GDK_KEY_Down, 0));
  g_assert_cmpstr (get_shown (fixture), ==, (*before_out)->id);
}

static gboolean
is_open (CallsPageFixture *fixture,
         const WbActivity *call)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbActivity) stored = wb_call_store_get (calls_page_get_reader (fixture), call->id, &error);

  g_assert_no_error (error);

  return wb_activity_is_open (stored);
}

static void
test_card_acts_on_selected (CallsPageFixture *fixture,
                            gconstpointer     data)
{
  g_autoptr (WbActivity) before = NULL;
  g_autoptr (WbActivity) after = NULL;

  move_on (fixture, &before, &after);
  g_assert_true (calls_page_press (fixture, GDK_KEY_1, 0));
  app_wait_written (&fixture->app);
  g_assert_false (is_open (fixture, after));
  g_assert_true (is_open (fixture, before));
}

static void
test_card_keeps_note_of_selected (CallsPageFixture *fixture,
                                  gconstpointer     data)
{
  WbDb *reader = calls_page_get_reader (fixture);
  GtkWidget *view = app_find (GTK_WIDGET (calls_page_get_card (fixture)), GTK_TYPE_TEXT_VIEW);
  g_autoptr (WbActivity) before = NULL;
  g_autoptr (WbActivity) after = NULL;
  g_autofree char *kept = NULL;
  g_autofree char *other = NULL;

  move_on (fixture, &before, &after);
  g_assert_true (calls_page_press (fixture, GDK_KEY_n, 0));
  g_assert_true (gtk_root_get_focus (GTK_ROOT (fixture->window)) == view);
  gtk_text_buffer_insert_at_cursor (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)), "Rang twice", -1);
  g_assert_true (calls_page_press (fixture, GDK_KEY_Up, 0));
  calls_page_get_call (fixture);
  app_wait_written (&fixture->app);

  kept = wb_call_draft_get (reader, after->id, NULL);
  g_assert_cmpstr (kept, ==, "Rang twice");
  other = wb_call_draft_get (reader, before->id, NULL);
  g_assert_null (other);
}

/* A key on its way to any widget of the page: a button that has the focus, the note. */
static void
send_key (CallsPageFixture *fixture,
          guint             keyval)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (fixture->page);
  guint n_sent = 0;

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++) {
    g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);
    gboolean used = FALSE;

    if (!GTK_IS_EVENT_CONTROLLER_KEY (controller))
      continue;
    g_assert_cmpint (gtk_event_controller_get_propagation_phase (controller), ==, GTK_PHASE_CAPTURE);
    g_signal_emit_by_name (controller, "key-pressed", keyval, 0, 0, &used);
    g_assert_false (used);
    n_sent++;
  }
  g_assert_cmpuint (n_sent, ==, 1);
}

static void
test_card_settles_before_keys (CallsPageFixture *fixture,
                               gconstpointer     data)
{
  static const struct
  {
    guint keyval;
    gboolean settles;
  } cases[] = {
    { GDK_KEY_space, TRUE }, { GDK_KEY_Return, TRUE }, { GDK_KEY_Tab, TRUE }, { GDK_KEY_x, TRUE },
    { GDK_KEY_5, TRUE },     { GDK_KEY_Down, FALSE },  { GDK_KEY_k, FALSE },  { GDK_KEY_Page_Down, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (WbActivity) before = NULL;
    g_autoptr (WbActivity) after = NULL;

    g_test_message ("%s", gdk_keyval_name (cases[i].keyval));
    move_on (fixture, &before, &after);
    send_key (fixture, cases[i].keyval);
    g_assert_cmpstr (get_shown (fixture), ==, cases[i].settles ? after->id : before->id);
  }
}

static gboolean
shows_selected (gpointer data)
{
  gpointer *wanted = data;

  return g_str_equal (wb_call_card_get_call (wanted[0])->id, wanted[1]);
}

/* Of calls passed at once only the last comes, and by itself. */
static void
test_card_follows (CallsPageFixture *fixture,
                   gconstpointer     data)
{
  gpointer wanted[] = { calls_page_get_card (fixture), NULL };
  g_autofree char *first = NULL;
  g_autofree char *last = NULL;

  calls_page_expect_list (fixture);
  g_assert_true (calls_page_press (fixture, GDK_KEY_End, 0));
  last = g_strdup (calls_page_get_call (fixture)->id);
  g_assert_true (calls_page_press (fixture, GDK_KEY_Home, 0));
  first = g_strdup (calls_page_get_call (fixture)->id);
  while (calls_page_press (fixture, GDK_KEY_j, 0))
    g_assert_cmpstr (get_shown (fixture), ==, first);
  wanted[1] = last;
  app_wait_until (shows_selected, wanted);
}

/* While a key is held down the list moves alone; when it is let go the card comes. A slow machine takes it for
 * single steps, which the card follows: then there is nothing to see. */
static void
test_card_waits_for_held_key (CallsPageFixture *fixture,
                              gconstpointer     data)
{
  const gint64 soon_usec = 60 * G_TIME_SPAN_MILLISECOND;
  gboolean is_seen = FALSE;

  calls_page_expect_list (fixture);
  for (int i = 0; i < 20 && !is_seen; i++) {
    g_autofree char *before = g_strdup (calls_page_get_call (fixture)->id);
    gpointer wanted[] = { calls_page_get_card (fixture), NULL };
    g_autofree char *after = NULL;
    gint64 start_usec = g_get_monotonic_time ();
    gboolean moved = FALSE;

    send_key (fixture, GDK_KEY_Down);
    send_key (fixture, GDK_KEY_Down);
    moved = calls_page_press (fixture, GDK_KEY_Down, 0);
    app_wait_frames (fixture->window, 2);
    is_seen = moved && g_str_equal (get_shown (fixture), before);
    if (g_get_monotonic_time () - start_usec < soon_usec)
      g_assert_true (is_seen || !moved);
    after = g_strdup (get_selected (fixture)->id);
    wanted[1] = after;
    app_wait_until (shows_selected, wanted);
    if (!moved)
      calls_page_press (fixture, GDK_KEY_Home, 0);
  }
}

static void
expect_selected (CallsPageFixture *fixture,
                 const char       *id,
                 gboolean          is_it)
{
  g_assert_true (g_str_equal (get_selected (fixture)->id, id) == is_it);
}

/* Before anything is stored the next call is there; what was refused comes back. */
static void
test_card_goes_on_at_once (CallsPageFixture *fixture,
                           gconstpointer     data)
{
  GtkWidget *view = app_find (GTK_WIDGET (calls_page_get_card (fixture)), GTK_TYPE_TEXT_VIEW);
  g_autofree char *long_note = g_strnfill (WB_NOTE_MAX + 1, 'x');
  g_autoptr (WbActivity) done = NULL;
  g_autoptr (WbActivity) refused = NULL;

  calls_page_expect_list (fixture);
  done = wb_activity_ref (calls_page_get_call (fixture));
  g_assert_true (calls_page_press (fixture, GDK_KEY_1, 0));
  expect_selected (fixture, done->id, FALSE);
  app_wait_written (&fixture->app);
  g_assert_false (is_open (fixture, done));
  expect_selected (fixture, done->id, FALSE);

  refused = wb_activity_ref (calls_page_get_call (fixture));
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)), long_note, -1);
  g_assert_true (calls_page_press (fixture, GDK_KEY_1, 0));
  expect_selected (fixture, refused->id, FALSE);
  app_wait_written (&fixture->app);
  expect_selected (fixture, refused->id, TRUE);
  g_assert_true (is_open (fixture, refused));
}

typedef struct
{
  guint n_changes;
  gboolean is_painted;
} Watch;

/* Rows go from the list before others come. */
static gboolean
is_by_promise (gpointer data)
{
  GListModel *list = data;
  gint64 last = G_MININT64;

  for (guint i = 0; i < g_list_model_get_n_items (list); i++) {
    g_autoptr (GObject) item = g_list_model_get_item (list, i);
    const WbActivity *call = WB_IS_ROW (item) ? wb_row_get_record (WB_ROW (item)) : NULL;

    if (!WB_IS_ROW (item))
      last = G_MININT64;
    if (!call || !wb_activity_is_open (call))
      continue;
    if (call->original_due_at < last)
      return FALSE;
    last = call->original_due_at;
  }

  return TRUE;
}

static gboolean
is_painted (gpointer data)
{
  return ((Watch *) data)->is_painted;
}

static void
items_changed_cb (Watch *watch)
{
  watch->n_changes++;
}

static void
painted_cb (Watch *watch)
{
  watch->is_painted = TRUE;
}

/* However busy the machine is, the first rows of another question are painted before the rest of them comes. */
static void
test_card_first_rows_first (CallsPageFixture *fixture,
                            gconstpointer     data)
{
  GListModel *list = calls_page_get_list (fixture);
  GdkFrameClock *clock = gtk_widget_get_frame_clock (fixture->page);
  Watch watch = { 0 };
  gint64 busy_until = 0;

  calls_page_expect_list (fixture);
  g_assert_cmpuint (g_list_model_get_n_items (list), >, 32);
  g_assert_false (is_by_promise (list));
  g_signal_connect_swapped (list, "items-changed", G_CALLBACK (items_changed_cb), &watch);
  gtk_widget_activate_action (fixture->page, "queue.sort", "s", "promise");
  app_wait_until (is_by_promise, list);
  watch.n_changes = 0;
  g_signal_connect_swapped (clock, "after-paint", G_CALLBACK (painted_cb), &watch);
  /* The machine does something else for a while. */
  busy_until = g_get_monotonic_time () + 150 * G_TIME_SPAN_MILLISECOND;
  while (g_get_monotonic_time () < busy_until)
    ;
  app_wait_until (is_painted, &watch);
  g_assert_cmpuint (watch.n_changes, ==, 0);

  fixture->query.sort = WB_CALL_SORT_PROMISE;
  calls_page_expect_list (fixture);
  g_assert_cmpuint (watch.n_changes, >, 0);
  g_signal_handlers_disconnect_by_data (list, &watch);
  g_signal_handlers_disconnect_by_data (clock, &watch);
}

/* Not on a button that ends the call: the next blank would. */
static void
test_card_gives_focus_back (CallsPageFixture *fixture,
                            gconstpointer     data)
{
  static const struct
  {
    guint keyval;
    GdkModifierType state;
    gboolean leaves;
  } cases[] = {
    { GDK_KEY_Escape, 0, TRUE },
    { GDK_KEY_Return, GDK_CONTROL_MASK, TRUE },
    { GDK_KEY_Return, 0, FALSE },
  };
  GtkWidget *view = app_find (GTK_WIDGET (calls_page_get_card (fixture)), GTK_TYPE_TEXT_VIEW);
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (view);

  calls_page_expect_list (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    GtkWidget *focus = NULL;

    g_test_message ("%s", gdk_keyval_name (cases[i].keyval));
    g_assert_true (calls_page_press (fixture, GDK_KEY_n, 0));
    g_assert_true (gtk_root_get_focus (GTK_ROOT (fixture->window)) == view);
    for (guint c = 0; c < g_list_model_get_n_items (controllers); c++) {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, c);
      gboolean used = FALSE;

      if (GTK_IS_EVENT_CONTROLLER_KEY (controller) &&
          gtk_event_controller_get_propagation_phase (controller) == GTK_PHASE_CAPTURE)
        g_signal_emit_by_name (controller, "key-pressed", cases[i].keyval, 0, cases[i].state, &used);
    }
    app_wait_frames (fixture->window, 3);
    focus = gtk_root_get_focus (GTK_ROOT (fixture->window));
    g_assert_nonnull (focus);
    if (cases[i].leaves)
      g_assert_true (WB_IS_CALL_ROW (gtk_widget_get_first_child (focus)));
    else
      g_assert_true (focus == view);
  }
}

/* The first call of a group comes with the group's name. */
static void
test_card_shows_the_group (CallsPageFixture *fixture,
                           gconstpointer     data)
{
  GtkWidget *view = app_find (fixture->page, GTK_TYPE_LIST_VIEW);
  graphene_rect_t bounds;
  GtkWidget *header = NULL;

  calls_page_expect_list (fixture);
  g_assert_true (calls_page_press (fixture, GDK_KEY_End, 0));
  app_wait_frames (fixture->window, 5);
  g_assert_true (calls_page_press (fixture, GDK_KEY_Home, 0));
  app_wait_frames (fixture->window, 5);
  header = gtk_widget_get_first_child (gtk_widget_get_first_child (view));
  g_assert_true (WB_IS_CALL_HEADER (wb_call_row_get_item (WB_CALL_ROW (header))));
  g_assert_true (gtk_widget_compute_bounds (header, view, &bounds));
  g_assert_cmpfloat (bounds.origin.y, >=, 0);
}

#define REST_MS 120
#define MOST_ROUNDS 5

typedef struct
{
  guint n_frames;
  guint n_painted;
  gint64 last_usec;
} Frames;

static void
frame_cb (GdkFrameClock *clock,
          Frames        *frames)
{
  frames->n_frames++;
  frames->last_usec = g_get_monotonic_time ();
}

static void
paint_cb (GdkFrameClock *clock,
          Frames        *frames)
{
  frames->n_painted++;
}

static gboolean
wake_cb (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

static gboolean
is_at_rest (gpointer data)
{
  return g_get_monotonic_time () - ((Frames *) data)->last_usec > REST_MS * 1000;
}

static void
wait_for_rest (Frames *frames)
{
  guint wake_id = g_timeout_add (20, wake_cb, NULL);

  frames->last_usec = g_get_monotonic_time ();
  app_wait_until (is_at_rest, frames);
  g_source_remove (wake_id);
}

/* Whether each frame of that key and of what follows it is painted. */
static gboolean
paints_each_frame (CallsPageFixture *fixture,
                   Frames           *frames,
                   guint             key)
{
  gboolean each = FALSE;

  *frames = (Frames) { 0 };
  calls_page_press (fixture, key, 0);
  while (frames->n_painted == 0)
    g_main_context_iteration (NULL, TRUE);
  each = frames->n_frames == frames->n_painted;
  app_wait_written (&fixture->app);
  wait_for_rest (frames);

  /* The key and the card; what is stored is read later, and does not come with a key. */
  return each && (key == GDK_KEY_t || key == GDK_KEY_g || frames->n_frames == frames->n_painted);
}

/* A frame in which nothing is painted is one that the next key waits for. On a busy machine something
 * else may ask for one now and then, but not each time. */
static void
test_card_leaves_no_empty_frame (CallsPageFixture *fixture,
                                 gconstpointer     data)
{
  static const guint keys[] = { GDK_KEY_Down, GDK_KEY_Down, GDK_KEY_t, GDK_KEY_g, GDK_KEY_Up };
  GdkFrameClock *clock = gtk_widget_get_frame_clock (fixture->window);
  gboolean clean[G_N_ELEMENTS (keys)] = { FALSE };
  Frames frames = { 0 };
  guint n_left = G_N_ELEMENTS (keys);

  calls_page_expect_list (fixture);
  g_signal_connect (clock, "before-paint", G_CALLBACK (frame_cb), &frames);
  g_signal_connect (clock, "paint", G_CALLBACK (paint_cb), &frames);
  wait_for_rest (&frames);
  for (guint round = 0; round < MOST_ROUNDS && n_left > 0; round++) {
    for (guint i = 0; i < G_N_ELEMENTS (keys); i++) {
      gboolean each = paints_each_frame (fixture, &frames, keys[i]);

      g_test_message ("%s: %u frames, %u painted", gdk_keyval_name (keys[i]), frames.n_frames, frames.n_painted);
      if (each && !clean[i]) {
        clean[i] = TRUE;
        n_left--;
      }
    }
  }
  g_assert_cmpuint (n_left, ==, 0);
  g_signal_handlers_disconnect_by_data (clock, &frames);
}

/* What scrolls looks when it is shown whether it may do so smoothly. */
static void
set_up_smooth (CallsPageFixture *fixture,
               gconstpointer     data)
{
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", TRUE, NULL);
  calls_page_set_up (fixture, data);
}

static void
tear_down_smooth (CallsPageFixture *fixture,
                  gconstpointer     data)
{
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  calls_page_tear_down (fixture, data);
}

/* The focus goes to a row above those in view, as by Up: the list scrolls to it, and nothing around it tries to. */
static void
test_card_scrolls_nothing_else (CallsPageFixture *fixture,
                                gconstpointer     data)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (fixture->window);
  GtkWidget *list = app_find (fixture->page, GTK_TYPE_LIST_VIEW);
  GtkWidget *above = NULL;
  Frames frames = { 0 };

  calls_page_expect_list (fixture);
  g_signal_connect (clock, "before-paint", G_CALLBACK (frame_cb), &frames);
  g_signal_connect (clock, "paint", G_CALLBACK (paint_cb), &frames);
  g_assert_true (gtk_widget_grab_focus (list));
  g_assert_true (calls_page_press (fixture, GDK_KEY_End, 0));
  wait_for_rest (&frames);
  for (GtkWidget *child = gtk_widget_get_first_child (list); child; child = gtk_widget_get_next_sibling (child)) {
    graphene_rect_t bounds;

    if (gtk_widget_compute_bounds (child, fixture->page, &bounds) && bounds.origin.y < 0)
      above = child;
  }
  g_assert_nonnull (above);

  frames = (Frames) { 0 };
  g_assert_true (gtk_widget_grab_focus (above));
  wait_for_rest (&frames);
  g_signal_handlers_disconnect_by_data (clock, &frames);
  g_test_message ("%u frames, %u of them painted", frames.n_frames, frames.n_painted);
  /* Else there are twelve. */
  g_assert_cmpuint (frames.n_frames - frames.n_painted, <, 4);
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr (AdwApplication) application = NULL;

  g_test_init (&argc, &argv, NULL);
  adw_init ();
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  application = app_get_application ();

#define ADD(path, function) \
  g_test_add ("/winback/app/calls-page-card/" path, CallsPageFixture, NULL, calls_page_set_up, function, \
              calls_page_tear_down)
  ADD ("acts-on-the-selected-call", test_card_acts_on_selected);
  ADD ("keeps-the-note-of-the-selected-call", test_card_keeps_note_of_selected);
  ADD ("settles-before-other-keys", test_card_settles_before_keys);
  ADD ("follows-the-list", test_card_follows);
  ADD ("waits-for-a-held-key", test_card_waits_for_held_key);
  ADD ("goes-on-at-once", test_card_goes_on_at_once);
  ADD ("paints-the-first-rows-first", test_card_first_rows_first);
  ADD ("gives-the-focus-back", test_card_gives_focus_back);
  ADD ("shows-the-group", test_card_shows_the_group);
  ADD ("leaves-no-empty-frame", test_card_leaves_no_empty_frame);
  g_test_add ("/winback/app/calls-page-card/scrolls-nothing-else", CallsPageFixture, NULL, set_up_smooth,
              test_card_scrolls_nothing_else, tear_down_smooth);

  return g_test_run ();
}
