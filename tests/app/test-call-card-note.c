/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The note of a call: kept as it is typed, wherever the agent goes, until an outcome takes it. */

#include "config.h"

#include "card-fixture.h"

#include "wb-call-draft.h"
#include "wb-call-note.h"
#include "wb-staff-actions.h"

static char *
dup_draft (CardFixture *fixture,
           const char  *id)
{
  g_autoptr (GError) error = NULL;
  char *draft = wb_call_draft_get (wb_context_get_reader (fixture->app.context), id, &error);

  g_assert_no_error (error);

  return draft;
}

static void
put_draft (CardFixture *fixture,
           const char  *id,
           const char  *text)
{
  g_autoptr (GError) error = NULL;
  WbDb *db = wb_workspace_begin (fixture->app.workspace, &error);

  g_assert_no_error (error);
  wb_call_draft_put (db, id, text, APP_NOW, &error);
  wb_workspace_commit (fixture->app.workspace, WB_TABLE_DRAFTS, &error);
  g_assert_no_error (error);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static WbActivity *
get_another (CardFixture *fixture,
             const char  *id)
{
  WbDb *reader = wb_context_get_reader (fixture->app.context);
  WbCallQuery query = {
    .filter = WB_CALL_FILTER_FREE,
    .now = APP_NOW,
    .zone = wb_context_get_zone (fixture->app.context),
  };
  g_autoptr (GArray) refs = wb_call_store_list (reader, &query, NULL);

  for (guint i = 0; i < refs->len; i++) {
    g_autoptr (WbActivity) call =
      wb_call_store_get_row (reader, g_array_index (refs, WbCallRef, i).rowid, NULL);

    if (!g_str_equal (call->id, id))
      return g_steal_pointer (&call);
  }
  g_assert_not_reached ();
}

typedef struct
{
  CardFixture *fixture;
  const char *id;
  const char *text;  /* (nullable) */
} Kept;

static gboolean
is_kept (gpointer data)
{
  Kept *kept = data;
  g_autofree char *draft = dup_draft (kept->fixture, kept->id);

  return g_strcmp0 (draft, kept->text) == 0;
}

static void
test_call_note_is_kept_at_a_pause (CardFixture   *fixture,
                                   gconstpointer  data)
{
  g_autoptr (WbActivity) call = card_get_call (fixture, WB_CALL_FILTER_FREE);
  Kept kept = { fixture, call->id, "Wants the blue" };
  Kept gone = { fixture, call->id, NULL };

  wb_call_card_set_call (fixture->card, call);
  card_type (fixture, "Wants the blue");
  app_wait_until (is_kept, &kept);
  /* Emptied, it is no draft any more. */
  card_type (fixture, "");
  app_wait_until (is_kept, &gone);
}

static void
test_call_note_stays_with_its_call (CardFixture   *fixture,
                                    gconstpointer  data)
{
  g_autoptr (WbActivity) call = card_get_call (fixture, WB_CALL_FILTER_FREE);
  g_autoptr (WbActivity) other = get_another (fixture, call->id);
  g_autofree char *of_other = NULL;
  g_autofree char *at_once = NULL;
  g_autofree char *later = NULL;

  wb_call_card_set_call (fixture->card, call);
  card_type (fixture, "Line one\nline two");
  wb_call_card_set_call (fixture->card, other);
  of_other = card_dup_typed (fixture);
  g_assert_cmpstr (of_other, ==, "");

  /* Before the writing thread is done with it, and after. */
  wb_call_card_set_call (fixture->card, call);
  at_once = card_dup_typed (fixture);
  g_assert_cmpstr (at_once, ==, "Line one\nline two");
  wb_call_card_set_call (fixture->card, other);
  app_wait_written (&fixture->app);
  wb_call_card_set_call (fixture->card, call);
  later = card_dup_typed (fixture);
  g_assert_cmpstr (later, ==, "Line one\nline two");
}

static void
test_call_note_outlives_the_window (CardFixture   *fixture,
                                    gconstpointer  data)
{
  g_autoptr (WbActivity) call = card_get_call (fixture, WB_CALL_FILTER_FREE);
  WbCallCard *card = wb_call_card_new (fixture->app.context);
  GtkWidget *window = gtk_window_new ();
  g_autofree char *draft = NULL;
  g_autofree char *typed = NULL;

  gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (card));
  wb_call_card_set_call (card, call);
  gtk_text_buffer_set_text (
    gtk_text_view_get_buffer (GTK_TEXT_VIEW (app_find (window, GTK_TYPE_TEXT_VIEW))),
    "Half a sent", -1);
  /* No pause: closed while typing. */
  gtk_window_destroy (GTK_WINDOW (window));
  app_wait_written (&fixture->app);
  draft = dup_draft (fixture, call->id);
  g_assert_cmpstr (draft, ==, "Half a sent");

  wb_call_card_set_call (fixture->card, call);
  typed = card_dup_typed (fixture);
  g_assert_cmpstr (typed, ==, "Half a sent");
}

static void
test_call_note_goes_with_an_outcome (CardFixture   *fixture,
                                     gconstpointer  data)
{
  static const guint keys[] = { GDK_KEY_3, GDK_KEY_5 };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++) {
    g_autoptr (WbActivity) call = card_get_call (fixture, WB_CALL_FILTER_FREE);
    g_autoptr (WbActivity) done = NULL;
    g_autofree char *draft = NULL;
    g_autofree char *typed = NULL;

    g_test_message ("%s", gdk_keyval_name (keys[i]));
    wb_call_card_set_call (fixture->card, call);
    app_wait_frames (fixture->window, 2);
    card_type (fixture, "Blue, please.");
    card_press (fixture, keys[i]);
    if (keys[i] == GDK_KEY_5)
      g_signal_emit_by_name (gtk_root_get_focus (GTK_ROOT (fixture->window)), "clicked");
    app_wait_written (&fixture->app);
    draft = dup_draft (fixture, call->id);
    g_assert_null (draft);
    typed = card_dup_typed (fixture);
    g_assert_cmpstr (typed, ==, "");
    done = card_reread (fixture, call->id);
    if (keys[i] == GDK_KEY_3) {
      g_assert_cmpstr (done->note, ==, "Blue, please.");
    } else {
      const WbAttempt *attempt = g_ptr_array_index (done->attempts, done->attempts->len - 1);

      g_assert_cmpstr (attempt->note, ==, "Blue, please.");
    }
  }
}

/* The answer of the writing thread takes away what was sent, not what was typed since. */
static void
test_call_note_leaves_what_came_after (CardFixture   *fixture,
                                       gconstpointer  data)
{
  static const struct
  {
    const char *sent;
    const char *after;
    const char *left;
  } cases[] = {
    { "Blue, please.", "Blue, please. And soon", "And soon" },
    { "Blue, please.", "Blue, please.", "" },
    { "Blue, please.", "", "" },
    /* Written anew: nobody knows which of it is new. */
    { "Blue, please.", "No, green", "No, green" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (WbActivity) call = card_get_call (fixture, WB_CALL_FILTER_FREE);
    g_autoptr (WbActivity) done = NULL;
    g_autofree char *typed = NULL;
    g_autofree char *draft = NULL;

    g_test_message ("%s", cases[i].after);
    wb_call_card_set_call (fixture->card, call);
    card_type (fixture, cases[i].sent);
    card_press (fixture, GDK_KEY_1);
    card_type (fixture, cases[i].after);
    app_wait_written (&fixture->app);
    typed = card_dup_typed (fixture);
    g_assert_cmpstr (typed, ==, cases[i].left);

    /* And that is kept as any other. */
    wb_call_card_set_call (fixture->card, NULL);
    app_wait_written (&fixture->app);
    draft = dup_draft (fixture, call->id);
    g_assert_cmpstr (draft ? draft : "", ==, cases[i].left);
    done = card_reread (fixture, call->id);
    g_assert_cmpstr (done->note, ==, cases[i].sent);
  }
}

static void
test_call_note_stays_over_a_snooze (CardFixture   *fixture,
                                    gconstpointer  data)
{
  g_autoptr (WbActivity) call = card_get_call (fixture, WB_CALL_FILTER_FREE);
  g_autofree char *draft = NULL;

  wb_call_card_set_call (fixture->card, call);
  app_wait_frames (fixture->window, 2);
  card_type (fixture, "Ask about the size.");
  card_press (fixture, GDK_KEY_s);
  g_signal_emit_by_name (gtk_root_get_focus (GTK_ROOT (fixture->window)), "clicked");
  app_wait_written (&fixture->app);
  draft = dup_draft (fixture, call->id);
  g_assert_cmpstr (draft, ==, "Ask about the size.");
}

static void
test_call_note_stays_when_refused (CardFixture   *fixture,
                                   gconstpointer  data)
{
  g_autoptr (WbActivity) call = card_get_call (fixture, WB_CALL_FILTER_FREE);
  g_autofree char *long_note = g_strnfill (WB_NOTE_MAX + 1, 'x');
  g_autofree char *draft = NULL;

  wb_call_card_set_call (fixture->card, call);
  card_type (fixture, long_note);
  /* Said before it is tried. */
  g_assert_true (card_says (fixture, "2001 / 2000"));
  card_press (fixture, GDK_KEY_1);
  app_wait_written (&fixture->app);
  g_assert_nonnull (fixture->refused);
  g_assert_null (fixture->handled);
  draft = dup_draft (fixture, call->id);
  g_assert_cmpstr (draft, ==, long_note);
}

static void
test_call_note_comes_back_by_undo (CardFixture   *fixture,
                                   gconstpointer  data)
{
  g_autoptr (WbActivity) call = card_get_call (fixture, WB_CALL_FILTER_FREE);
  g_autoptr (WbActivity) again = NULL;
  g_autofree char *typed = NULL;

  wb_call_card_set_call (fixture->card, call);
  card_type (fixture, "Blue, please.");
  card_press (fixture, GDK_KEY_1);
  app_wait_written (&fixture->app);
  wb_call_card_undo (fixture->card, fixture->handled);
  again = card_reread (fixture, call->id);
  g_assert_true (wb_activity_is_open (again));
  typed = card_dup_typed (fixture);
  g_assert_cmpstr (typed, ==, "Blue, please.");
}

/* Written for a call that is somebody else's by now: it can still be added to the ticket. */
static void
test_call_note_can_be_added_later (CardFixture   *fixture,
                                   gconstpointer  data)
{
  g_autoptr (WbActivity) call = card_get_call_with (fixture, NULL, fixture->app.manager_id);
  WbCallUnsent unsent = WB_CALL_UNSENT_NONE;
  g_autofree char *draft = NULL;

  wb_call_card_set_call (fixture->card, call);
  g_assert_null (card_find_button (fixture, "card.add-note"));
  g_assert_false (wb_call_card_handle_key (fixture->card, GDK_KEY_n));

  put_draft (fixture, call->id, "Wants the blue one.");
  g_assert_nonnull (card_find_button (fixture, "card.add-note"));
  g_assert_null (card_find_button (fixture, "card.outcome"));
  gtk_widget_activate_action (GTK_WIDGET (fixture->card), "card.add-note", NULL);
  app_wait_written (&fixture->app);
  wb_call_store_unsent (wb_context_get_reader (fixture->app.context), call->id, &unsent, NULL);
  g_assert_cmpint (unsent & WB_CALL_UNSENT_NOTE, !=, 0);
  draft = dup_draft (fixture, call->id);
  g_assert_null (draft);
  g_assert_null (card_find_button (fixture, "card.add-note"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);

#define ADD(path, function)                                                       \
  g_test_add ("/winback/app/call-note/" path, CardFixture, NULL, card_fixture_set_up, function, \
              card_fixture_tear_down)
  ADD ("is-kept-at-a-pause", test_call_note_is_kept_at_a_pause);
  ADD ("stays-with-its-call", test_call_note_stays_with_its_call);
  ADD ("outlives-the-window", test_call_note_outlives_the_window);
  ADD ("goes-with-an-outcome", test_call_note_goes_with_an_outcome);
  ADD ("leaves-what-came-after", test_call_note_leaves_what_came_after);
  ADD ("stays-over-a-snooze", test_call_note_stays_over_a_snooze);
  ADD ("stays-when-refused", test_call_note_stays_when_refused);
  ADD ("comes-back-by-undo", test_call_note_comes_back_by_undo);
  ADD ("can-be-added-later", test_call_note_can_be_added_later);

  return g_test_run ();
}
