/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The card of a call by its keys and actions: what they write and when they are there. */

#include "config.h"

#include "card-fixture.h"

#include "wb-local-settings-store.h"
#include "wb-snooze-popover.h"
#include "wb-staff-actions.h"
#include "wb-steady-bin.h"
#include "wb-time.h"

static void
test_call_card_take_and_give_back (CardFixture   *fixture,
                                   gconstpointer  data)
{
  g_autoptr (WbActivity) free_call = card_get_call (fixture, WB_CALL_FILTER_FREE);
  g_autoptr (WbActivity) taken = NULL;
  g_autoptr (WbActivity) given_back = NULL;

  wb_call_card_set_call (fixture->card, free_call);
  g_assert_false (wb_call_card_handle_key (fixture->card, GDK_KEY_g));
  card_press (fixture, GDK_KEY_t);
  taken = card_reread (fixture, free_call->id);
  g_assert_cmpstr (taken->assignee, ==, fixture->app.agent_id);

  g_assert_false (wb_call_card_handle_key (fixture->card, GDK_KEY_t));
  card_press (fixture, GDK_KEY_g);
  given_back = card_reread (fixture, free_call->id);
  g_assert_null (given_back->assignee);
}

static void
test_call_card_outcome_keys (CardFixture   *fixture,
                             gconstpointer  data)
{
  static const struct
  {
    guint keyval;
    const char *outcome;
  } cases[] = {
    { GDK_KEY_1, "resolved" },   { GDK_KEY_2, "coupon_offered" },
    { GDK_KEY_3, "exchange_agreed" }, { GDK_KEY_4, "declined" },
    { GDK_KEY_9, "wrong_number" }, { GDK_KEY_0, "unreachable" },
    { GDK_KEY_KP_1, "resolved" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (WbActivity) call = card_get_call (fixture, WB_CALL_FILTER_FREE);
    g_autoptr (WbActivity) done = NULL;

    g_test_message ("%s", gdk_keyval_name (cases[i].keyval));
    wb_call_card_set_call (fixture->card, call);
    card_press (fixture, cases[i].keyval);
    done = card_reread (fixture, call->id);
    g_assert_cmpstr (done->status, ==, "closed");
    g_assert_cmpstr (done->outcome, ==, cases[i].outcome);
    g_assert_cmpint (done->called_at, ==, APP_NOW);
    /* The call as it was, to take it back, and what was done, to say so. */
    g_assert_true (fixture->handled == call);
    g_assert_nonnull (strstr (fixture->words, wb_outcome_label (wb_outcome_from_text (
                                                                  cases[i].outcome))));
    /* A closed call takes no second outcome. */
    g_assert_false (wb_call_card_handle_key (fixture->card, cases[i].keyval));
  }
}

static void
test_call_card_keeps_note (CardFixture   *fixture,
                           gconstpointer  data)
{
  g_autoptr (WbActivity) call = card_get_call (fixture, WB_CALL_FILTER_FREE);
  g_autoptr (WbActivity) done = NULL;
  GtkWidget *view = app_find (GTK_WIDGET (fixture->card), GTK_TYPE_TEXT_VIEW);

  wb_call_card_set_call (fixture->card, call);
  card_press (fixture, GDK_KEY_n);
  g_assert_true (gtk_root_get_focus (GTK_ROOT (fixture->window)) == view);
  card_type (fixture, "  Wants the blue one.  ");
  card_press (fixture, GDK_KEY_3);
  done = card_reread (fixture, call->id);
  g_assert_cmpstr (done->note, ==, "Wants the blue one.");
}

static void
test_call_card_attempt_asks_when (CardFixture   *fixture,
                                  gconstpointer  data)
{
  static const struct
  {
    guint keyval;
    const char *outcome;
  } cases[] = {
    { GDK_KEY_5, "no_answer" },
    { GDK_KEY_6, "busy" },
    { GDK_KEY_7, "voicemail" },
    { GDK_KEY_8, "call_later" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (WbActivity) call = card_get_call (fixture, WB_CALL_FILTER_FREE);
    g_autoptr (WbActivity) snoozed = NULL;
    GtkWidget *popover = app_find (GTK_WIDGET (fixture->card), WB_TYPE_SNOOZE_POPOVER);
    GtkWidget *focus = NULL;
    guint n_before = call->attempts->len;
    const WbAttempt *attempt = NULL;

    g_test_message ("%s", cases[i].outcome);
    wb_call_card_set_call (fixture->card, call);
    app_wait_frames (fixture->window, 2);
    card_press (fixture, cases[i].keyval);
    g_assert_true (gtk_widget_get_visible (popover));
    /* The proposed time has the focus, so that Enter takes it. */
    focus = gtk_root_get_focus (GTK_ROOT (fixture->window));
    g_assert_true (GTK_IS_BUTTON (focus) && gtk_widget_is_ancestor (focus, popover));
    g_signal_emit_by_name (focus, "clicked");
    snoozed = card_reread (fixture, call->id);
    g_assert_cmpstr (snoozed->status, ==, "open");
    g_assert_cmpint (snoozed->due_at, >, APP_NOW);
    g_assert_cmpint (snoozed->original_due_at, ==, call->original_due_at);
    g_assert_cmpuint (snoozed->attempts->len, ==, n_before + 1);
    attempt = g_ptr_array_index (snoozed->attempts, n_before);
    g_assert_cmpstr (attempt->outcome, ==, cases[i].outcome);
    g_assert_true (fixture->handled == call);
    g_assert_nonnull (strstr (fixture->words, "Again "));
  }
}

/* Who closes the question without an answer goes on where they were. */
static void
test_call_card_snooze_gives_the_focus_back (CardFixture   *fixture,
                                            gconstpointer  data)
{
  g_autoptr (WbActivity) call = card_get_call (fixture, WB_CALL_FILTER_FREE);
  GtkWidget *popover = app_find (GTK_WIDGET (fixture->card), WB_TYPE_SNOOZE_POPOVER);
  GtkWidget *before = NULL;

  wb_call_card_set_call (fixture->card, call);
  app_wait_frames (fixture->window, 2);
  before = card_find_button (fixture, "card.open-ticket");
  g_assert_true (gtk_widget_grab_focus (before));
  for (int i = 0; i < 2; i++) {
    card_press (fixture, i == 0 ? GDK_KEY_s : GDK_KEY_5);
    app_wait_frames (fixture->window, 2);
    g_assert_true (gtk_root_get_focus (GTK_ROOT (fixture->window)) != before);
    gtk_popover_popdown (GTK_POPOVER (popover));
    app_wait_frames (fixture->window, 3);
    g_assert_true (gtk_root_get_focus (GTK_ROOT (fixture->window)) == before);
  }
}

static void
test_call_card_snooze_is_no_attempt (CardFixture   *fixture,
                                     gconstpointer  data)
{
  g_autoptr (WbActivity) call = card_get_call (fixture, WB_CALL_FILTER_FREE);
  g_autoptr (WbActivity) snoozed = NULL;
  guint n_before = call->attempts->len;

  wb_call_card_set_call (fixture->card, call);
  app_wait_frames (fixture->window, 2);
  card_press (fixture, GDK_KEY_s);
  g_signal_emit_by_name (gtk_root_get_focus (GTK_ROOT (fixture->window)), "clicked");
  snoozed = card_reread (fixture, call->id);
  g_assert_cmpint (snoozed->due_at, ==, APP_NOW + WB_HOUR_MS);
  g_assert_cmpuint (snoozed->attempts->len, ==, n_before);
}

static void
test_call_card_leaves_others_alone (CardFixture   *fixture,
                                    gconstpointer  data)
{
  g_autoptr (WbActivity) call = card_get_call (fixture, WB_CALL_FILTER_FREE);
  g_autoptr (WbActivity) held = wb_activity_copy (call);
  static const guint keys[] = { GDK_KEY_t, GDK_KEY_g, GDK_KEY_s, GDK_KEY_c, GDK_KEY_1, GDK_KEY_5 };

  g_free (held->assignee);
  held->assignee = g_strdup (fixture->app.manager_id);
  wb_call_card_set_call (fixture->card, held);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++) {
    g_test_message ("%s", gdk_keyval_name (keys[i]));
    g_assert_false (wb_call_card_handle_key (fixture->card, keys[i]));
  }
}

static void
test_call_card_says_why_refused (CardFixture   *fixture,
                                 gconstpointer  data)
{
  g_autoptr (WbActivity) call = card_get_call (fixture, WB_CALL_FILTER_FREE);
  g_autoptr (GError) error = NULL;

  wb_call_card_set_call (fixture->card, call);
  /* Closed meanwhile, and the card does not know yet. */
  wb_action_complete (fixture->app.workspace, call->id, WB_OUTCOME_RESOLVED, NULL, APP_NOW, &error);
  g_assert_no_error (error);
  card_press (fixture, GDK_KEY_t);
  /* Said at once, and taken back when it turns out otherwise. */
  g_assert_true (card_says (fixture, "This call is yours"));
  app_wait_written (&fixture->app);
  g_assert_nonnull (fixture->refused);
  g_assert_null (fixture->handled);
  g_assert_false (card_says (fixture, "This call is yours"));
  g_assert_true (wb_call_card_get_call (fixture->card) == call);
}

static void
test_call_card_undoes_completion (CardFixture   *fixture,
                                  gconstpointer  data)
{
  g_autoptr (WbActivity) call = card_get_call (fixture, WB_CALL_FILTER_FREE);
  g_autoptr (WbActivity) done = NULL;
  g_autoptr (WbActivity) again = NULL;

  wb_call_card_set_call (fixture->card, call);
  wb_call_card_handle_key (fixture->card, GDK_KEY_1);
  done = card_reread (fixture, call->id);
  g_assert_false (wb_activity_is_open (done));
  wb_call_card_undo (fixture->card, fixture->handled);
  again = card_reread (fixture, call->id);
  g_assert_cmpstr (again->status, ==, "open");
  g_assert_null (again->outcome);
}

static void
test_call_card_undoes_snooze (CardFixture   *fixture,
                              gconstpointer  data)
{
  g_autoptr (WbActivity) call = card_get_call (fixture, WB_CALL_FILTER_FREE);
  g_autoptr (WbActivity) snoozed = NULL;
  g_autoptr (WbActivity) again = NULL;

  wb_call_card_set_call (fixture->card, call);
  app_wait_frames (fixture->window, 2);
  card_press (fixture, GDK_KEY_s);
  g_signal_emit_by_name (gtk_root_get_focus (GTK_ROOT (fixture->window)), "clicked");
  snoozed = card_reread (fixture, call->id);
  g_assert_cmpint (snoozed->due_at, >, APP_NOW);
  wb_call_card_undo (fixture->card, fixture->handled);
  again = card_reread (fixture, call->id);
  g_assert_cmpint (again->due_at, <=, MAX (call->due_at, APP_NOW));
}

/* The arrows of the calendar are on the way of the Tab key. */
static void
test_call_card_names_what_picks_a_day (CardFixture   *fixture,
                                       gconstpointer  data)
{
  static const char *const names[] = { "Previous month", "Next month", "Previous year",
                                       "Next year" };
  GtkWidget *popover = app_find (GTK_WIDGET (fixture->card), WB_TYPE_SNOOZE_POPOVER);
  GtkWidget *widget = gtk_widget_get_first_child (app_find (popover, GTK_TYPE_CALENDAR));
  guint n_named = 0;

  for (widget = gtk_widget_get_first_child (widget); widget;
       widget = gtk_widget_get_next_sibling (widget)) {
    if (!GTK_IS_BUTTON (widget))
      continue;
    g_assert_cmpuint (n_named, <, G_N_ELEMENTS (names));
    gtk_test_accessible_assert_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                         names[n_named++]);
  }
  g_assert_cmpuint (n_named, ==, G_N_ELEMENTS (names));
}

static void
count_opening_hours (CardFixture *fixture)
{
  g_autoptr (WbLocalSettings) settings = wb_local_settings_new ();
  g_autoptr (GError) error = NULL;
  WbDb *db = wb_workspace_begin (fixture->app.workspace, &error);

  g_assert_no_error (error);
  settings->count_opening_hours = TRUE;
  wb_local_settings_store_put (db, settings, &error);
  g_assert_no_error (error);
  wb_workspace_commit (fixture->app.workspace, WB_TABLE_ACCOUNT, &error);
  g_assert_no_error (error);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

/* Where nothing is open between now and the promise there is no span to tell. */
static void
test_call_card_counts_opening_hours (CardFixture   *fixture,
                                     gconstpointer  data)
{
  static const struct
  {
    int now_hours;      /* after Friday 10:42 */
    int promise_hours;  /* after that */
    const char *words;
  } cases[] = {
    { 0, 2, "2 h of opening hours left" },
    { 0, -1, "late by 1 h of opening hours" },
    { 10, 2, "closed until then" },
    { 0, -1, "closed ever since" },
  };
  WbActivity *call = card_get_call_with (fixture, "+420601123456", NULL);

  count_opening_hours (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_test_message ("%s", cases[i].words);
    wb_movable_clock_advance (fixture->app.clock, cases[i].now_hours * WB_HOUR_MS);
    call->original_due_at =
      wb_context_now (fixture->app.context) + cases[i].promise_hours * WB_HOUR_MS;
    wb_call_card_set_call (fixture->card, call);
    g_assert_true (card_says (fixture, cases[i].words));
  }
  wb_activity_unref (call);
}

/* The words that a row would lay out anew for one width after another; NULL = none. */
static const char *
find_unsteady (GtkWidget *widget,
               gboolean   in_row)
{
  if (!gtk_widget_get_mapped (widget))
    return NULL;
  if (GTK_IS_LABEL (widget) && gtk_label_get_wrap (GTK_LABEL (widget)) && in_row)
    return gtk_label_get_text (GTK_LABEL (widget));
  if (WB_IS_STEADY_BIN (widget))
    in_row = FALSE;
  else if (GTK_IS_BOX (widget))
    in_row |= gtk_orientable_get_orientation (GTK_ORIENTABLE (widget)) == GTK_ORIENTATION_HORIZONTAL;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child)) {
    const char *found = find_unsteady (child, in_row);

    if (found)
      return found;
  }

  return NULL;
}

/* What makes the difference between one frame and several for each call that is looked at. */
static void
test_call_card_lays_words_out_once (CardFixture   *fixture,
                                    gconstpointer  data)
{
  g_autoptr (WbActivity) call = card_get_call (fixture, WB_CALL_FILTER_FREE);
  GtkWidget *bin = NULL;
  GtkWidget *label = gtk_label_new ("Several words that may stand below each other");
  int plain = 0;
  int tall = 0;

  wb_call_card_set_call (fixture->card, call);
  app_wait_frames (fixture->window, 2);
  g_assert_true (card_says (fixture, call->customer_name));
  g_assert_cmpstr (find_unsteady (GTK_WIDGET (fixture->card), FALSE), ==, NULL);

  /* And what the bin is for. */
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  bin = g_object_ref_sink (wb_steady_bin_new (label));
  gtk_widget_measure (label, GTK_ORIENTATION_HORIZONTAL, -1, &plain, NULL, NULL, NULL);
  gtk_widget_measure (label, GTK_ORIENTATION_HORIZONTAL, 20, &tall, NULL, NULL, NULL);
  g_assert_cmpint (tall, >, plain);
  gtk_widget_measure (bin, GTK_ORIENTATION_HORIZONTAL, 20, &tall, NULL, NULL, NULL);
  g_assert_cmpint (tall, ==, plain);
  g_object_unref (bin);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);

#define ADD(path, function) \
  g_test_add ("/winback/app/call-card/" path, CardFixture, NULL, card_fixture_set_up, function, \
              card_fixture_tear_down)
  ADD ("takes-and-gives-back", test_call_card_take_and_give_back);
  ADD ("completes-by-number-keys", test_call_card_outcome_keys);
  ADD ("sends-the-note-along", test_call_card_keeps_note);
  ADD ("asks-when-to-try-again", test_call_card_attempt_asks_when);
  ADD ("snooze-gives-the-focus-back", test_call_card_snooze_gives_the_focus_back);
  ADD ("snooze-is-no-attempt", test_call_card_snooze_is_no_attempt);
  ADD ("names-what-picks-a-day", test_call_card_names_what_picks_a_day);
  ADD ("counts-opening-hours", test_call_card_counts_opening_hours);
  ADD ("leaves-calls-of-others-alone", test_call_card_leaves_others_alone);
  ADD ("says-why-it-was-refused", test_call_card_says_why_refused);
  ADD ("takes-back-a-completion", test_call_card_undoes_completion);
  ADD ("takes-back-a-snooze", test_call_card_undoes_snooze);
  ADD ("lays-words-out-once", test_call_card_lays_words_out_once);

  return g_test_run ();
}
