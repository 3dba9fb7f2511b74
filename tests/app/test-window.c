/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The window with its pages: each made and taken away whole, and the queue worked through it. */

#include "config.h"

#include "app-fixture.h"

#include "wb-call-card.h"
#include "wb-call-row.h"
#include "wb-call-store.h"
#include "wb-need-card.h"
#include "wb-outbox.h"
#include "wb-page.h"
#include "wb-snooze-popover.h"
#include "wb-split-view.h"
#include "wb-staff-actions.h"
#include "wb-start-page.h"
#include "wb-sync-line.h"
#include "wb-ticket-store.h"

static AdwApplication *application;

typedef struct
{
  AppFixture app;
  GtkWidget *window;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  app_fixture_set_up (&fixture->app, data);
  fixture->window = GTK_WIDGET (wb_window_new (application));
  wb_window_set_context (WB_WINDOW (fixture->window), fixture->app.context);
  gtk_window_present (GTK_WINDOW (fixture->window));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  static const char *const names[] = { "calls", "tickets", "offers", "needs" };
  GtkWidget *pages[G_N_ELEMENTS (names)] = { NULL };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    pages[i] = wb_window_get_page (WB_WINDOW (fixture->window), names[i]);
    if (pages[i])
      g_object_ref (pages[i]);
  }
  g_object_ref (fixture->window);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  /* A query or a write may be under way; its answer is heard and let go. */
  app_wait_written (&fixture->app);
  g_assert_finalize_object (fixture->window);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_test_message ("%s", names[i]);
    if (pages[i])
      g_assert_finalize_object (pages[i]);
  }
  app_fixture_tear_down (&fixture->app, data);
}

static gboolean
has_call (gpointer data)
{
  WbCallCard *card = data;

  return wb_call_card_get_call (card) != NULL;
}

static WbCallCard *
get_card (Fixture *fixture)
{
  GtkWidget *page = wb_window_get_page (WB_WINDOW (fixture->window), "calls");
  WbCallCard *card = WB_CALL_CARD (app_find (page, WB_TYPE_CALL_CARD));

  app_wait_until (has_call, card);

  return card;
}

static gboolean
press (Fixture         *fixture,
       guint            keyval,
       GdkModifierType  state)
{
  return wb_page_handle_key (WB_PAGE (wb_window_get_page (WB_WINDOW (fixture->window), "calls")),
                             keyval, state);
}

/* The call that is selected: the card shows it soon, and at once when something asks what it is of. */
static WbActivity *
get_call (Fixture *fixture)
{
  wb_page_get_object (WB_PAGE (wb_window_get_page (WB_WINDOW (fixture->window), "calls")));

  return wb_call_card_get_call (get_card (fixture));
}

typedef struct
{
  WbCallCard *card;
  const char *id;
} Another;

static gboolean
shows_another (gpointer data)
{
  Another *another = data;
  WbActivity *call = wb_call_card_get_call (another->card);

  return call && g_strcmp0 (call->id, another->id) != 0;
}

static gboolean
shows_that (gpointer data)
{
  Another *that = data;
  WbActivity *call = wb_call_card_get_call (that->card);

  return call && g_strcmp0 (call->id, that->id) == 0;
}

static void
test_window_starts_with_most_urgent (Fixture       *fixture,
                                     gconstpointer  data)
{
  WbActivity *call = wb_call_card_get_call (get_card (fixture));

  g_assert_true (wb_activity_is_open (call));
  g_assert_cmpint (call->due_at, <, APP_NOW);
  g_assert_true (!call->assignee || g_str_equal (call->assignee, fixture->app.agent_id));
}

static void
test_window_goes_to_next_call (Fixture       *fixture,
                               gconstpointer  data)
{
  WbCallCard *card = get_card (fixture);
  g_autofree char *first = g_strdup (wb_call_card_get_call (card)->id);
  gint64 due_at = wb_call_card_get_call (card)->due_at;
  Another another = { card, first };
  g_autoptr (WbActivity) done = NULL;

  /* Two keys, start to end. */
  g_assert_true (press (fixture, GDK_KEY_t, 0));
  app_wait_written (&fixture->app);
  g_assert_true (press (fixture, GDK_KEY_1, 0));
  app_wait_until (shows_another, &another);
  done = wb_call_store_get (wb_context_get_reader (fixture->app.context), first, NULL);
  g_assert_cmpstr (done->outcome, ==, "resolved");
  g_assert_true (wb_activity_is_open (wb_call_card_get_call (card)));
  g_assert_cmpint (wb_call_card_get_call (card)->due_at, >=, due_at);

  /* And back. */
  g_assert_true (press (fixture, GDK_KEY_z, GDK_CONTROL_MASK));
  app_wait_until (shows_that, &another);
  app_wait_written (&fixture->app);
  wb_activity_unref (done);
  done = wb_call_store_get (wb_context_get_reader (fixture->app.context), first, NULL);
  g_assert_true (wb_activity_is_open (done));
  g_assert_false (press (fixture, GDK_KEY_z, GDK_CONTROL_MASK));
}

/* U takes back the last act only: a snooze after a completed call, not both. */
static void
test_window_undoes_only_the_last (Fixture       *fixture,
                                  gconstpointer  data)
{
  WbCallCard *card = get_card (fixture);
  g_autofree char *first = g_strdup (wb_call_card_get_call (card)->id);
  Another another = { card, first };
  g_autofree char *second = NULL;
  Another third = { card };
  g_autoptr (WbActivity) done = NULL;

  app_wait_frames (fixture->window, 3);
  g_assert_true (press (fixture, GDK_KEY_t, 0));
  app_wait_written (&fixture->app);
  g_assert_true (press (fixture, GDK_KEY_1, 0));
  app_wait_until (shows_another, &another);
  third.id = second = g_strdup (wb_call_card_get_call (card)->id);
  app_wait_frames (fixture->window, 3);
  g_assert_true (press (fixture, GDK_KEY_s, 0));
  g_signal_emit_by_name (gtk_root_get_focus (GTK_ROOT (fixture->window)), "clicked");
  app_wait_until (shows_another, &third);
  g_assert_true (press (fixture, GDK_KEY_u, 0));
  app_wait_until (shows_that, &third);
  app_wait_written (&fixture->app);
  g_assert_cmpint (wb_call_card_get_call (card)->due_at, <=, APP_NOW);
  done = wb_call_store_get (wb_context_get_reader (fixture->app.context), first, NULL);
  g_assert_false (wb_activity_is_open (done));
  g_assert_false (press (fixture, GDK_KEY_u, 0));
}

/* Begins to store something, so that what the window has stored waits behind it. */
static WbDb *
hold_writer (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  WbDb *db = wb_workspace_begin (fixture->app.workspace, &error);

  g_assert_no_error (error);

  return db;
}

/* U means the last act that was made, not the last that is stored: on a slow disk the next call is
 * shown before that. */
static void
test_window_undoes_what_is_being_stored (Fixture       *fixture,
                                         gconstpointer  data)
{
  WbCallCard *card = get_card (fixture);
  g_autofree char *first = g_strdup (get_call (fixture)->id);
  Another another = { card, first };
  g_autofree char *second = NULL;
  Another third = { card };
  g_autoptr (WbActivity) done = NULL;
  g_autoptr (WbActivity) open = NULL;

  g_assert_true (press (fixture, GDK_KEY_1, 0));
  app_wait_until (shows_another, &another);
  app_wait_written (&fixture->app);
  third.id = second = g_strdup (get_call (fixture)->id);

  hold_writer (fixture);
  g_assert_true (press (fixture, GDK_KEY_1, 0));
  app_wait_until (shows_another, &third);
  g_assert_true (press (fixture, GDK_KEY_u, 0));
  wb_workspace_rollback (fixture->app.workspace);

  app_wait_until (shows_that, &third);
  app_wait_written (&fixture->app);
  done = wb_call_store_get (wb_context_get_reader (fixture->app.context), first, NULL);
  g_assert_false (wb_activity_is_open (done));
  open = wb_call_store_get (wb_context_get_reader (fixture->app.context), second, NULL);
  g_assert_true (wb_activity_is_open (open));
}

/* What could not be stored is not there to be taken back: the act before it is the last one again. */
static void
test_window_undoes_none_that_was_refused (Fixture       *fixture,
                                          gconstpointer  data)
{
  WbCallCard *card = get_card (fixture);
  g_autofree char *first = g_strdup (get_call (fixture)->id);
  Another another = { card, first };
  g_autofree char *second = NULL;
  Another third = { card };
  g_autoptr (WbActivity) open = NULL;
  g_autoptr (GError) error = NULL;
  WbDb *db = NULL;

  g_assert_true (press (fixture, GDK_KEY_1, 0));
  app_wait_until (shows_another, &another);
  app_wait_written (&fixture->app);
  third.id = second = g_strdup (get_call (fixture)->id);

  /* It is gone meanwhile. */
  db = hold_writer (fixture);
  g_assert_true (press (fixture, GDK_KEY_1, 0));
  app_wait_until (shows_another, &third);
  g_assert_true (press (fixture, GDK_KEY_u, 0));
  wb_call_store_remove (db, second, &error);
  wb_workspace_commit (fixture->app.workspace, WB_TABLE_CALLS, &error);
  g_assert_no_error (error);
  app_wait_written (&fixture->app);
  app_wait_frames (fixture->window, 3);
  open = wb_call_store_get (wb_context_get_reader (fixture->app.context), first, NULL);
  g_assert_false (wb_activity_is_open (open));

  g_assert_true (press (fixture, GDK_KEY_u, 0));
  app_wait_until (shows_that, &another);
  app_wait_written (&fixture->app);
  wb_activity_unref (open);
  open = wb_call_store_get (wb_context_get_reader (fixture->app.context), first, NULL);
  g_assert_true (wb_activity_is_open (open));
}

static void
test_window_walks_over_headers (Fixture       *fixture,
                                gconstpointer  data)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gint64 last_due = G_MININT64;
  int n_open = 0;

  get_card (fixture);
  while (press (fixture, GDK_KEY_Up, 0))
    ;
  do {
    WbActivity *call = get_call (fixture);

    /* Never a header, never the same call twice, and in order. */
    g_assert_nonnull (call);
    g_assert_true (g_hash_table_add (seen, g_strdup (call->id)));
    if (wb_activity_is_open (call)) {
      g_assert_cmpint (call->due_at, >=, last_due);
      last_due = call->due_at;
      n_open++;
    }
  } while (press (fixture, n_open % 2 ? GDK_KEY_j : GDK_KEY_Down, 0));
  g_assert_cmpint (n_open, >, 10);

  /* The way back up ends at the same first call. */
  while (press (fixture, GDK_KEY_k, 0))
    ;
  g_assert_cmpint (get_call (fixture)->due_at, <, APP_NOW);
}

static void
test_window_counts_late_calls (Fixture       *fixture,
                               gconstpointer  data)
{
  gint64 n_late = 0;
  g_autofree char *words = NULL;
  g_autoptr (GError) error = NULL;
  GtkWidget *list = app_find (fixture->window, GTK_TYPE_LIST_BOX);
  GtkWidget *badge = gtk_widget_get_last_child (
    gtk_list_box_row_get_child (gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), 0)));

  wb_call_store_count_late (wb_context_get_reader (fixture->app.context), APP_NOW, &n_late, &error);
  g_assert_no_error (error);
  g_assert_cmpint (n_late, >, 0);
  words = g_strdup_printf ("%d", (int) n_late);
  g_assert_true (gtk_widget_get_visible (badge));
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (badge)), ==, words);

  /* One done is one less. */
  get_card (fixture);
  press (fixture, GDK_KEY_1, 0);
  app_wait_written (&fixture->app);
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (badge)), !=, words);
}

static void
test_window_names_every_row (Fixture       *fixture,
                             gconstpointer  data)
{
  GtkWidget *row = NULL;
  GtkWidget *holder = NULL;

  get_card (fixture);
  app_wait_frames (fixture->window, 3);
  row = app_find (fixture->window, WB_TYPE_CALL_ROW);
  g_assert_nonnull (row);
  holder = gtk_widget_get_parent (row);
  /* What takes the focus is the list's own widget: it carries the name. */
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (holder), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       wb_call_row_get_spoken (WB_CALL_ROW (row)));
  g_assert_cmpuint (strlen (wb_call_row_get_spoken (WB_CALL_ROW (row))), >, 3);
}

/* What a screen reader would say, as far as the toolkit tells a test. */
static gboolean
has_name (GtkWidget *widget)
{
  GtkAccessible *accessible = GTK_ACCESSIBLE (widget);

  return gtk_test_accessible_has_property (accessible, GTK_ACCESSIBLE_PROPERTY_LABEL) ||
         gtk_test_accessible_has_relation (accessible, GTK_ACCESSIBLE_RELATION_LABELLED_BY);
}

static int
count_unnamed (GtkWidget *widget,
               gboolean   inside_named)
{
  gboolean named = inside_named || has_name (widget);
  int n = 0;

  if (!gtk_widget_get_mapped (widget))
    return 0;
  /* Scrolled views and the like are stops of no words of their own. */
  if (gtk_widget_get_focusable (widget) && !named &&
      (GTK_IS_BUTTON (widget) || GTK_IS_TEXT (widget) || GTK_IS_LIST_BOX_ROW (widget) ||
       GTK_IS_SWITCH (widget) || GTK_IS_SPIN_BUTTON (widget) || GTK_IS_LIST_VIEW (widget))) {
    g_test_message ("no name: %s in %s", G_OBJECT_TYPE_NAME (widget),
                    G_OBJECT_TYPE_NAME (gtk_widget_get_parent (widget)));
    n++;
  }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    /* A name covers the parts of its own widget, not a whole page below a named list. */
    n += count_unnamed (child, named && !GTK_IS_LIST_BOX (widget) && !GTK_IS_LIST_VIEW (widget));

  return n;
}

static void
test_window_names_what_takes_focus (Fixture       *fixture,
                                    gconstpointer  data)
{
  static const char *const names[] = { "calls", "tickets", "offers", "needs" };
  int n = 0;

  get_card (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_test_message ("%s", names[i]);
    wb_window_show_page (WB_WINDOW (fixture->window), names[i]);
    app_wait_frames (fixture->window, 3);
    n += count_unnamed (fixture->window, FALSE);
  }
  g_assert_cmpint (n, ==, 0);
}

static void
test_window_focuses_next_row (Fixture       *fixture,
                              gconstpointer  data)
{
  WbCallCard *card = get_card (fixture);
  g_autofree char *first = g_strdup (wb_call_card_get_call (card)->id);
  Another another = { card, first };
  GtkWidget *focus = NULL;
  GtkWidget *row = NULL;

  app_wait_frames (fixture->window, 3);
  press (fixture, GDK_KEY_1, 0);
  app_wait_until (shows_another, &another);
  app_wait_frames (fixture->window, 3);
  focus = gtk_root_get_focus (GTK_ROOT (fixture->window));
  g_assert_nonnull (focus);
  row = app_find (focus, WB_TYPE_CALL_ROW);
  g_assert_nonnull (row);
  g_test_message ("focus: %s, %s", G_OBJECT_TYPE_NAME (focus),
                  wb_call_row_get_spoken (WB_CALL_ROW (row)));
  /* The row of the call on the card, not the header above it. */
  g_assert_nonnull (strstr (wb_call_row_get_spoken (WB_CALL_ROW (row)),
                            wb_call_card_get_call (card)->ticket_code));
}

static void
test_window_plain_server (Fixture       *fixture,
                          gconstpointer  data)
{
  GtkWidget *page = wb_window_get_page (WB_WINDOW (fixture->window), "calls");
  GtkWidget *status = app_find (page, ADW_TYPE_STATUS_PAGE);

  wb_window_show_page (WB_WINDOW (fixture->window), "calls");
  app_wait_frames (fixture->window, 3);
  g_assert_true (gtk_widget_get_mapped (status));
  g_assert_cmpstr (adw_status_page_get_title (ADW_STATUS_PAGE (status)), ==,
                   "No calls from this server");
}

static void
test_window_keeps_refusals (Fixture       *fixture,
                            gconstpointer  data)
{
  WbCallCard *card = get_card (fixture);
  g_autofree char *id = g_strdup (wb_call_card_get_call (card)->id);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  WbOutboxRow *row = NULL;
  WbDb *db = NULL;
  GtkWidget *page = NULL;
  gint64 seq = 0;

  press (fixture, GDK_KEY_1, 0);
  app_wait_written (&fixture->app);
  db = wb_workspace_begin (fixture->app.workspace, &error);
  rows = wb_outbox_for_object (db, "activity", id, &error);
  g_assert_cmpuint (rows->len, ==, 1);
  row = g_ptr_array_index (rows, 0);
  row->state = WB_OUTBOX_NEEDS_YOU;
  row->error_message = g_strdup ("Eva has this call.");
  seq = row->seq;
  wb_outbox_update (db, row, &error);
  wb_workspace_commit (fixture->app.workspace, WB_TABLE_OUTBOX, &error);
  g_assert_no_error (error);
  app_wait_written (&fixture->app);

  gtk_widget_activate_action (fixture->window, "win.needs-you", NULL);
  page = wb_window_get_page (WB_WINDOW (fixture->window), "needs");
  g_assert_true (gtk_widget_get_mapped (page));
  g_signal_emit_by_name (app_find (page, WB_TYPE_NEED_CARD), "resend", seq);
  app_wait_written (&fixture->app);
  g_assert_null (app_find (page, WB_TYPE_NEED_CARD));
  g_clear_pointer (&rows, g_ptr_array_unref);
  rows = wb_outbox_for_object (wb_context_get_reader (fixture->app.context), "activity", id,
                               &error);
  row = g_ptr_array_index (rows, 0);
  g_assert_cmpint (row->state, ==, WB_OUTBOX_WAITING);
}

static void
test_window_fits_narrow (Fixture       *fixture,
                         gconstpointer  data)
{
  static const char *const names[] = { "calls", "tickets", "offers", "needs" };
  GtkWidget *window = GTK_WIDGET (wb_window_new (application));

  /* From the first frame on: a window that starts wider stays so. */
  gtk_window_set_default_size (GTK_WINDOW (window), 360, 640);
  wb_window_set_context (WB_WINDOW (window), fixture->app.context);
  gtk_window_present (GTK_WINDOW (window));
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    GtkWidget *page = wb_window_get_page (WB_WINDOW (window), names[i]);
    GtkWidget *split = app_find (page, WB_TYPE_SPLIT_VIEW);

    g_test_message ("%s", names[i]);
    wb_window_show_page (WB_WINDOW (window), names[i]);
    app_wait_frames (window, 4);
    g_assert_cmpint (gtk_widget_get_width (window), <=, 360);
    if (split) {
      wb_split_view_set_show_content (WB_SPLIT_VIEW (split), TRUE);
      app_wait_frames (window, 4);
      g_assert_cmpint (gtk_widget_get_width (window), <=, 360);
    }
  }
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_window_start_page (void)
{
  GtkWidget *window = GTK_WIDGET (wb_window_new (application));
  WbStartPage *start = wb_start_page_new ();

  wb_window_set_start (WB_WINDOW (window), GTK_WIDGET (start));
  gtk_window_present (GTK_WINDOW (window));
  wb_start_page_show_connect (start);
  app_wait_frames (window, 3);
  g_object_ref (start);
  g_object_ref (window);
  gtk_window_destroy (GTK_WINDOW (window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (window);
  g_assert_finalize_object (start);
}

static void
test_window_templates (void)
{
  GType types[] = { WB_TYPE_SNOOZE_POPOVER, WB_TYPE_SYNC_LINE };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++) {
    GtkWidget *widget = g_object_ref_sink (g_object_new (types[i], NULL));

    g_test_message ("%s", g_type_name (types[i]));
    g_assert_finalize_object (widget);
  }
}

typedef struct
{
  GtkWidget *page;
  guint most;  /* as many rows, headers too, or fewer */
} ShortQueue;

static gboolean
is_short (gpointer data)
{
  ShortQueue *wanted = data;
  GtkWidget *list = app_find (wanted->page, GTK_TYPE_LIST_VIEW);

  return g_list_model_get_n_items (
    G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (list)))) <= wanted->most;
}

/* A search takes rows away for good; what goes through the rows after it must not meet them. */
static void
test_window_forgets_rows_of_search (Fixture       *fixture,
                                    gconstpointer  data)
{
  WbCallCard *card = get_card (fixture);
  GtkWidget *page = wb_window_get_page (WB_WINDOW (fixture->window), "calls");
  GtkWidget *entry = app_find (page, GTK_TYPE_SEARCH_ENTRY);
  g_autoptr (WbTicket) ticket =
    wb_ticket_store_get (wb_context_get_reader (fixture->app.context),
                         wb_call_card_get_call (card)->ticket, NULL);
  ShortQueue few = { page, 6 };

  app_wait_frames (fixture->window, 3);
  g_assert_false (is_short (&few));
  g_assert_true (wb_page_start_search (WB_PAGE (page)));
  gtk_editable_set_text (GTK_EDITABLE (entry), ticket->code);
  app_wait_until (is_short, &few);
  app_wait_frames (fixture->window, 3);

  g_signal_emit_by_name (entry, "activate");
  g_assert_true (app_find (page, GTK_TYPE_LIST_VIEW) ==
                 gtk_widget_get_ancestor (gtk_root_get_focus (GTK_ROOT (fixture->window)),
                                          GTK_TYPE_LIST_VIEW));
  g_assert_cmpstr (wb_call_card_get_call (card)->ticket, ==, ticket->id);
}

#define REST_MS 150

typedef struct
{
  gint64 updated_usec;   /* the last frame, whether or not anything was painted in it */
} Motion;

static void
moved_cb (GdkFrameClock *clock,
          Motion        *motion)
{
  motion->updated_usec = g_get_monotonic_time ();
}

static gboolean
wake_cb (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

static gboolean
is_at_rest (gpointer data)
{
  Motion *motion = data;

  return g_get_monotonic_time () - motion->updated_usec > REST_MS * 1000;
}

/* What moves where nobody sees it has frame follow frame, and each key wait for the next. */
static void
test_window_comes_to_rest (Fixture       *fixture,
                           gconstpointer  data)
{
  static const char *const names[] = { "calls", "tickets", "offers", "coupons", "results", "connections" };
  GtkSettings *settings = gtk_settings_get_default ();
  GdkFrameClock *clock = gtk_widget_get_frame_clock (fixture->window);
  Motion motion = { 0 };
  guint wake_id = g_timeout_add (20, wake_cb, NULL);

  get_card (fixture);
  g_object_set (settings, "gtk-enable-animations", TRUE, NULL);
  g_signal_connect (clock, "update", G_CALLBACK (moved_cb), &motion);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_test_message ("%s", names[i]);
    wb_window_show_page (WB_WINDOW (fixture->window), names[i]);
    motion.updated_usec = g_get_monotonic_time ();
    app_wait_until (is_at_rest, &motion);
  }
  g_signal_handlers_disconnect_by_data (clock, &motion);
  g_object_set (settings, "gtk-enable-animations", FALSE, NULL);
  g_source_remove (wake_id);
}

/* A page comes back as it was left. */
static void
test_window_hides_pages_behind (Fixture       *fixture,
                                gconstpointer  data)
{
  static const char *const names[] = { "calls", "tickets", "offers", "coupons", "banners", "results",
                                       "connections", "needs" };
  GtkWidget *calls = wb_window_get_page (WB_WINDOW (fixture->window), "calls");
  GtkWidget *list = app_find (calls, GTK_TYPE_LIST_VIEW);
  g_autofree char *id = NULL;

  get_card (fixture);
  app_wait_frames (fixture->window, 3);
  g_assert_true (press (fixture, GDK_KEY_j, 0));
  g_assert_true (press (fixture, GDK_KEY_j, 0));
  id = g_strdup (get_call (fixture)->id);
  g_assert_true (gtk_widget_grab_focus (list));

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    wb_window_show_page (WB_WINDOW (fixture->window), names[i]);
    app_wait_frames (fixture->window, 2);
    for (guint j = 0; j < G_N_ELEMENTS (names); j++) {
      GtkWidget *page = wb_window_get_page (WB_WINDOW (fixture->window), names[j]);

      g_test_message ("%s while %s is shown", names[j], names[i]);
      g_assert_cmpint (gtk_widget_get_visible (page), ==, i == j);
      g_assert_cmpint (gtk_widget_get_mapped (page), ==, i == j);
    }
  }
  wb_window_show_page (WB_WINDOW (fixture->window), "calls");
  app_wait_frames (fixture->window, 3);
  g_assert_cmpstr (get_call (fixture)->id, ==, id);
  g_assert_true (gtk_widget_is_ancestor (gtk_root_get_focus (GTK_ROOT (fixture->window)), list));
}

int
main (int   argc,
      char *argv[])
{
  static const AppFixtureOptions plain = { 60, 0, FALSE, TRUE };
  int status = 0;

  g_test_init (&argc, &argv, NULL);
  adw_init ();
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  application = app_get_application ();

#define ADD(path, data, function) \
  g_test_add ("/winback/app/window/" path, Fixture, data, set_up, function, tear_down)
  ADD ("starts-with-the-most-urgent-call", NULL, test_window_starts_with_most_urgent);
  ADD ("goes-to-the-next-call-and-back", NULL, test_window_goes_to_next_call);
  ADD ("undoes-only-the-last-act", NULL, test_window_undoes_only_the_last);
  ADD ("undoes-what-is-being-stored", NULL, test_window_undoes_what_is_being_stored);
  ADD ("undoes-none-that-was-refused", NULL, test_window_undoes_none_that_was_refused);
  ADD ("walks-over-headers", NULL, test_window_walks_over_headers);
  ADD ("counts-late-calls", NULL, test_window_counts_late_calls);
  ADD ("focuses-the-next-call", NULL, test_window_focuses_next_row);
  ADD ("forgets-the-rows-of-a-search", NULL, test_window_forgets_rows_of_search);
  ADD ("names-what-takes-the-focus", NULL, test_window_names_what_takes_focus);
  ADD ("names-every-row", NULL, test_window_names_every_row);
  ADD ("comes-to-rest", NULL, test_window_comes_to_rest);
  ADD ("hides-the-pages-behind", NULL, test_window_hides_pages_behind);
  ADD ("says-what-a-plain-server-lacks", &plain, test_window_plain_server);
  ADD ("keeps-what-was-refused", NULL, test_window_keeps_refusals);
  ADD ("fits-a-narrow-screen", NULL, test_window_fits_narrow);
  g_test_add_func ("/winback/app/window/start-page-comes-and-goes", test_window_start_page);
  g_test_add_func ("/winback/app/window/templates-come-and-go", test_window_templates);

  status = g_test_run ();
  g_object_unref (application);

  return status;
}
