/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The card of a call by its keys and actions: what they write and when they are there. */

#include "config.h"

#include "app-fixture.h"

#include "wb-call-card.h"
#include "wb-call-store.h"
#include "wb-snooze-popover.h"
#include "wb-staff-actions.h"
#include "wb-time.h"

typedef struct
{
  AppFixture app;
  GtkWidget *window;
  WbCallCard *card;
  WbActivity *handled; /* (owned) (nullable) */
  char *words;         /* (owned) (nullable) */
  char *refused;       /* (owned) (nullable) */
} Fixture;

static void
handled_cb (WbCallCard *card,
            WbActivity *before,
            const char *words,
            Fixture    *fixture)
{
  g_clear_pointer (&fixture->handled, wb_activity_unref);
  fixture->handled = wb_activity_ref (before);
  g_free (fixture->words);
  fixture->words = g_strdup (words);
}

static void
refused_cb (WbCallCard   *card,
            const GError *error,
            Fixture      *fixture)
{
  g_free (fixture->refused);
  fixture->refused = g_strdup (error->message);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  app_fixture_set_up (&fixture->app, NULL);
  fixture->card = wb_call_card_new (fixture->app.context);
  fixture->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 600, 900);
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->card));
  g_signal_connect (fixture->card, "handled", G_CALLBACK (handled_cb), fixture);
  g_signal_connect (fixture->card, "refused", G_CALLBACK (refused_cb), fixture);
  gtk_window_present (GTK_WINDOW (fixture->window));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_object_ref (fixture->card);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (fixture->card);
  app_fixture_tear_down (&fixture->app, NULL);
  g_clear_pointer (&fixture->handled, wb_activity_unref);
  g_free (fixture->words);
  g_free (fixture->refused);
}

/* The first open call of the queue under that filter. */
static WbActivity *
get_call (Fixture      *fixture,
          WbCallFilter  filter)
{
  WbDb *reader = wb_context_get_reader (fixture->app.context);
  WbCallQuery query = {
    .filter = filter,
    .me = fixture->app.agent_id,
    .now = APP_NOW,
    .zone = wb_context_get_zone (fixture->app.context),
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) refs = wb_call_store_list (reader, &query, &error);
  WbActivity *call = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (refs->len, >, 0);
  call = wb_call_store_get_row (reader, g_array_index (refs, WbCallRef, 0).rowid, &error);
  g_assert_no_error (error);

  return call;
}

static WbActivity *
reread (Fixture    *fixture,
        const char *id)
{
  g_autoptr (GError) error = NULL;
  WbActivity *call = NULL;

  app_wait_written (&fixture->app);
  call = wb_call_store_get (wb_context_get_reader (fixture->app.context), id, &error);
  g_assert_no_error (error);
  wb_call_card_set_call (fixture->card, call);

  return call;
}

static void
test_call_card_take_and_give_back (Fixture       *fixture,
                                   gconstpointer  data)
{
  g_autoptr (WbActivity) free_call = get_call (fixture, WB_CALL_FILTER_FREE);
  g_autoptr (WbActivity) taken = NULL;
  g_autoptr (WbActivity) given_back = NULL;

  wb_call_card_set_call (fixture->card, free_call);
  g_assert_false (wb_call_card_handle_key (fixture->card, GDK_KEY_g));
  g_assert_true (wb_call_card_handle_key (fixture->card, GDK_KEY_t));
  taken = reread (fixture, free_call->id);
  g_assert_cmpstr (taken->assignee, ==, fixture->app.agent_id);

  g_assert_false (wb_call_card_handle_key (fixture->card, GDK_KEY_t));
  g_assert_true (wb_call_card_handle_key (fixture->card, GDK_KEY_g));
  given_back = reread (fixture, free_call->id);
  g_assert_null (given_back->assignee);
}

static void
test_call_card_outcome_keys (Fixture       *fixture,
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
    g_autoptr (WbActivity) call = get_call (fixture, WB_CALL_FILTER_FREE);
    g_autoptr (WbActivity) done = NULL;

    g_test_message ("%s", gdk_keyval_name (cases[i].keyval));
    wb_call_card_set_call (fixture->card, call);
    g_assert_true (wb_call_card_handle_key (fixture->card, cases[i].keyval));
    done = reread (fixture, call->id);
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
type (Fixture    *fixture,
      const char *text)
{
  GtkWidget *view = app_find (GTK_WIDGET (fixture->card), GTK_TYPE_TEXT_VIEW);

  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)), text, -1);
}

static void
test_call_card_keeps_note (Fixture       *fixture,
                           gconstpointer  data)
{
  g_autoptr (WbActivity) call = get_call (fixture, WB_CALL_FILTER_FREE);
  g_autoptr (WbActivity) done = NULL;
  GtkWidget *view = app_find (GTK_WIDGET (fixture->card), GTK_TYPE_TEXT_VIEW);

  wb_call_card_set_call (fixture->card, call);
  g_assert_true (wb_call_card_handle_key (fixture->card, GDK_KEY_n));
  g_assert_true (gtk_root_get_focus (GTK_ROOT (fixture->window)) == view);
  type (fixture, "  Wants the blue one.  ");
  g_assert_true (wb_call_card_handle_key (fixture->card, GDK_KEY_3));
  done = reread (fixture, call->id);
  g_assert_cmpstr (done->note, ==, "Wants the blue one.");
}

static void
test_call_card_attempt_asks_when (Fixture       *fixture,
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
    g_autoptr (WbActivity) call = get_call (fixture, WB_CALL_FILTER_FREE);
    g_autoptr (WbActivity) snoozed = NULL;
    GtkWidget *popover = app_find (GTK_WIDGET (fixture->card), WB_TYPE_SNOOZE_POPOVER);
    GtkWidget *focus = NULL;
    guint n_before = call->attempts->len;
    const WbAttempt *attempt = NULL;

    g_test_message ("%s", cases[i].outcome);
    wb_call_card_set_call (fixture->card, call);
    app_wait_frames (fixture->window, 2);
    g_assert_true (wb_call_card_handle_key (fixture->card, cases[i].keyval));
    g_assert_true (gtk_widget_get_visible (popover));
    /* The proposed time has the focus, so that Enter takes it. */
    focus = gtk_root_get_focus (GTK_ROOT (fixture->window));
    g_assert_true (GTK_IS_BUTTON (focus) && gtk_widget_is_ancestor (focus, popover));
    g_signal_emit_by_name (focus, "clicked");
    snoozed = reread (fixture, call->id);
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

static void
test_call_card_snooze_is_no_attempt (Fixture       *fixture,
                                     gconstpointer  data)
{
  g_autoptr (WbActivity) call = get_call (fixture, WB_CALL_FILTER_FREE);
  g_autoptr (WbActivity) snoozed = NULL;
  guint n_before = call->attempts->len;

  wb_call_card_set_call (fixture->card, call);
  app_wait_frames (fixture->window, 2);
  g_assert_true (wb_call_card_handle_key (fixture->card, GDK_KEY_s));
  g_signal_emit_by_name (gtk_root_get_focus (GTK_ROOT (fixture->window)), "clicked");
  snoozed = reread (fixture, call->id);
  g_assert_cmpint (snoozed->due_at, ==, APP_NOW + WB_HOUR_MS);
  g_assert_cmpuint (snoozed->attempts->len, ==, n_before);
}

static void
test_call_card_leaves_others_alone (Fixture       *fixture,
                                    gconstpointer  data)
{
  g_autoptr (WbActivity) call = get_call (fixture, WB_CALL_FILTER_FREE);
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
test_call_card_says_why_refused (Fixture       *fixture,
                                 gconstpointer  data)
{
  g_autoptr (WbActivity) call = get_call (fixture, WB_CALL_FILTER_FREE);
  g_autoptr (GError) error = NULL;

  wb_call_card_set_call (fixture->card, call);
  /* Closed meanwhile, and the card does not know yet. */
  wb_action_complete (fixture->app.workspace, call->id, WB_OUTCOME_RESOLVED, NULL, APP_NOW, &error);
  g_assert_no_error (error);
  g_assert_true (wb_call_card_handle_key (fixture->card, GDK_KEY_t));
  app_wait_written (&fixture->app);
  g_assert_nonnull (fixture->refused);
  g_assert_null (fixture->handled);
}

static void
test_call_card_undoes_completion (Fixture       *fixture,
                                  gconstpointer  data)
{
  g_autoptr (WbActivity) call = get_call (fixture, WB_CALL_FILTER_FREE);
  g_autoptr (WbActivity) done = NULL;
  g_autoptr (WbActivity) again = NULL;

  wb_call_card_set_call (fixture->card, call);
  wb_call_card_handle_key (fixture->card, GDK_KEY_1);
  done = reread (fixture, call->id);
  g_assert_false (wb_activity_is_open (done));
  wb_call_card_undo (fixture->card, fixture->handled);
  again = reread (fixture, call->id);
  g_assert_cmpstr (again->status, ==, "open");
  g_assert_null (again->outcome);
}

static void
test_call_card_undoes_snooze (Fixture       *fixture,
                              gconstpointer  data)
{
  g_autoptr (WbActivity) call = get_call (fixture, WB_CALL_FILTER_FREE);
  g_autoptr (WbActivity) snoozed = NULL;
  g_autoptr (WbActivity) again = NULL;

  wb_call_card_set_call (fixture->card, call);
  app_wait_frames (fixture->window, 2);
  g_assert_true (wb_call_card_handle_key (fixture->card, GDK_KEY_s));
  g_signal_emit_by_name (gtk_root_get_focus (GTK_ROOT (fixture->window)), "clicked");
  snoozed = reread (fixture, call->id);
  g_assert_cmpint (snoozed->due_at, >, APP_NOW);
  wb_call_card_undo (fixture->card, fixture->handled);
  again = reread (fixture, call->id);
  g_assert_cmpint (again->due_at, <=, MAX (call->due_at, APP_NOW));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);

#define ADD(path, function) \
  g_test_add ("/winback/app/call-card/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("takes-and-gives-back", test_call_card_take_and_give_back);
  ADD ("completes-by-number-keys", test_call_card_outcome_keys);
  ADD ("sends-the-note-along", test_call_card_keeps_note);
  ADD ("asks-when-to-try-again", test_call_card_attempt_asks_when);
  ADD ("snooze-is-no-attempt", test_call_card_snooze_is_no_attempt);
  ADD ("leaves-calls-of-others-alone", test_call_card_leaves_others_alone);
  ADD ("says-why-it-was-refused", test_call_card_says_why_refused);
  ADD ("takes-back-a-completion", test_call_card_undoes_completion);
  ADD ("takes-back-a-snooze", test_call_card_undoes_snooze);

  return g_test_run ();
}
