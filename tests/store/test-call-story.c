/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Work on a call that somebody else took or closed meanwhile: nothing that was said is lost or said
 * twice, one row tells of it, and both stories can be read. */

#include "config.h"

#include "store-fixture.h"
#include "wb-call-story.h"
#include "wb-wire-activity.h"
#include "wb-wire-write.h"
#include "wb-workspace-private.h"

#define CALL "c1"

static void
put_scene (Fixture *fixture)
{
  put_ticket (fixture, make_ticket ("t1", "A1", "Jana", 1));
  put_call (fixture, make_call (CALL, "t1", NOW + WB_HOUR_MS, 3));
}

/* One letter an act: t(ake), s(nooze), n(o answer with a note), N (without one), c(omplete with a
 * note), C (without), g(ive back), w(rite a note). */
static void
act (Fixture *fixture,
     char     what)
{
  g_autoptr (GError) error = NULL;
  WbWorkspace *ws = fixture->ws;
  gint64 at = NOW - WB_HOUR_MS;

  switch (what) {
    case 't':
      wb_action_take (ws, CALL, 0, &error);
      break;
    case 's':
      wb_action_snooze (ws, CALL, NOW + WB_DAY_MS, WB_OUTCOME_NONE, NULL, &error);
      break;
    case 'n':
      wb_action_snooze (ws, CALL, NOW + WB_DAY_MS, WB_OUTCOME_NO_ANSWER, "Nebere", &error);
      break;
    case 'N':
      wb_action_snooze (ws, CALL, NOW + WB_DAY_MS, WB_OUTCOME_BUSY, NULL, &error);
      break;
    case 'c':
      wb_action_complete (ws, CALL, WB_OUTCOME_EXCHANGE_AGREED, "Za modré", at, &error);
      break;
    case 'C':
      wb_action_complete (ws, CALL, WB_OUTCOME_RESOLVED, NULL, at, &error);
      break;
    case 'g':
      wb_action_release (ws, CALL, &error);
      break;
    case 'w':
      wb_action_note (ws, CALL, "Poznámka", WB_OUTCOME_NONE, WB_TIME_NONE, &error);
      break;
    default:
      g_assert_not_reached ();
  }
  g_assert_no_error (error);
}

/* The call as the server has it when the first act arrives. */
static WbActivity *
make_theirs (const char *code)
{
  WbActivity *call = make_call (CALL, "t1", NOW + WB_HOUR_MS, 5);

  if (g_str_equal (code, "already_assigned")) {
    call->assignee = g_strdup (COLLEAGUE);
    return call;
  }
  g_free (call->status);
  call->status = g_strdup ("closed");
  call->outcome = g_strdup ("declined");
  call->note = g_strdup ("Nechce");
  call->closed_by = g_strdup (COLLEAGUE);
  call->closed_at = NOW;
  call->called_at = NOW - WB_MINUTE_MS;

  return call;
}

/* As the engine does: what the server has and what becomes of the row, in one transaction. */
static void
lose (Fixture    *fixture,
      gint64      seq,
      const char *code,
      gboolean    is_known)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbActivity) theirs = make_theirs (code);
  g_autoptr (JsonNode) current = is_known ? wb_wire_activity_encode (theirs) : NULL;
  WbDb *db = wb_workspace_begin (fixture->ws, &error);

  g_assert_no_error (error);
  if (is_known)
    g_assert_true (wb_call_store_apply (db, theirs, NULL, &error));
  g_assert_true (wb_call_story_tell (db, fixture->random, seq, code, "Petr has it", current, &error));
  g_assert_no_error (error);
  g_assert_true (wb_workspace_commit (fixture->ws, WB_TABLE_OUTBOX | WB_TABLE_CALLS, &error));
}

static const char *const op_names[] = {
  WB_OP_ASSIGN, "assign", WB_OP_RESCHEDULE, "reschedule", WB_OP_COMPLETE, "complete", WB_OP_NOTE, "note",
  WB_OP_REOPEN, "reopen",
};

/* "op:state:outcome:note …" of all rows. */
static char *
describe (Fixture *fixture)
{
  g_autoptr (GPtrArray) rows = read_outbox (fixture);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < rows->len; i++) {
    const WbOutboxRow *row = g_ptr_array_index (rows, i);
    const char *name = NULL;

    for (guint j = 0; j < G_N_ELEMENTS (op_names); j += 2) {
      if (g_str_equal (op_names[j], row->op))
        name = op_names[j + 1];
    }
    g_string_append_printf (text, "%s%s:%s", i > 0 ? " " : "", name, wb_outbox_state_to_text (row->state));
    if (g_str_equal (row->op, WB_OP_NOTE)) {
      g_autoptr (WbCompleteBody) body = wb_wire_complete_body_decode (row->body, NULL);

      g_string_append_printf (text, ":%s:%s", body->outcome ? body->outcome : "-",
                              g_str_has_prefix (body->note, "Called;") ? "said" : body->note);
    }
  }

  return g_string_free (text, FALSE);
}

static const struct
{
  const char *acts;
  const char *left;        /* in the outbox */
  const char *my_outcome;  /* of the story; NULL = none was said */
  const char *my_note;
  gboolean kept;
} rows[] = {
  { "t", "assign:needs_you", NULL, NULL, FALSE },
  { "tc", "complete:needs_you note:waiting:exchange_agreed:Za modré", "exchange_agreed", "Za modré", TRUE },
  { "tC", "complete:needs_you note:waiting:resolved:said", "resolved", NULL, TRUE },
  { "c", "complete:needs_you note:waiting:exchange_agreed:Za modré", "exchange_agreed", "Za modré", TRUE },
  { "tn", "reschedule:needs_you note:waiting:no_answer:Nebere", "no_answer", "Nebere", TRUE },
  { "tN", "reschedule:needs_you note:waiting:busy:said", "busy", NULL, TRUE },
  { "ts", "reschedule:needs_you", NULL, NULL, FALSE },
  { "tnc", "complete:needs_you note:waiting:no_answer:Nebere note:waiting:exchange_agreed:Za modré",
    "exchange_agreed", "Za modré", TRUE },
  { "tsg", "reschedule:needs_you", NULL, NULL, FALSE },
  { "tng", "reschedule:needs_you note:waiting:no_answer:Nebere", "no_answer", "Nebere", TRUE },
  { "twc", "note:waiting:-:Poznámka complete:needs_you note:waiting:exchange_agreed:Za modré",
    "exchange_agreed", "Za modré", TRUE },
};

/* Of all that was done one row tells, and what was said goes on. */
static void
test_story_keeps_what_was_said (void)
{
  static const char *const codes[] = { "already_assigned", "activity_closed" };

  for (gsize i = 0; i < G_N_ELEMENTS (rows) * G_N_ELEMENTS (codes); i++) {
    const char *code = codes[i % G_N_ELEMENTS (codes)];
    gsize row = i / G_N_ELEMENTS (codes);
    Fixture fixture = { 0 };
    g_autoptr (WbCallStory) story = NULL;
    g_autoptr (WbActivity) shown = NULL;
    g_autoptr (GPtrArray) before = NULL;
    g_autoptr (GError) error = NULL;
    g_autofree char *left = NULL;

    g_test_message ("%s, %s", rows[row].acts, code);
    fixture_set_up (&fixture, NULL);
    put_scene (&fixture);
    for (const char *letter = rows[row].acts; *letter; letter++)
      act (&fixture, *letter);
    before = read_outbox (&fixture);
    lose (&fixture, ((WbOutboxRow *) before->pdata[0])->seq, code, TRUE);

    left = describe (&fixture);
    g_assert_cmpstr (left, ==, rows[row].left);
    story = wb_call_story_get (wb_workspace_get_reader (fixture.ws), CALL, &error);
    g_assert_no_error (error);
    g_assert_nonnull (story);
    g_assert_cmpstr (story->my_outcome, ==, rows[row].my_outcome);
    g_assert_cmpstr (story->my_note, ==, rows[row].my_note);
    g_assert_cmpint (story->note_kept, ==, rows[row].kept);
    g_assert_cmpstr (story->their_user, ==, COLLEAGUE);
    g_assert_cmpint (story->is_closed, ==, i % 2 == 1);
    g_assert_cmpstr (story->their_outcome, ==, i % 2 == 1 ? "declined" : NULL);
    g_assert_cmpstr (story->their_note, ==, i % 2 == 1 ? "Nechce" : NULL);
    g_assert_cmpint (story->their_at, ==, i % 2 == 1 ? NOW - WB_MINUTE_MS : WB_TIME_NONE);
    /* What is shown is theirs. */
    shown = read_call (&fixture, CALL);
    g_assert_cmpint (wb_activity_is_open (shown), ==, i % 2 == 0);
    g_assert_cmpstr (shown->assignee, ==, i % 2 == 0 ? COLLEAGUE : NULL);
    fixture_tear_down (&fixture, NULL);
  }
}

/* When it was said stays with it, however late the refusal comes. */
static void
test_story_keeps_the_time (Fixture       *fixture,
                           gconstpointer  data)
{
  g_autoptr (WbCallStory) story = NULL;
  g_autoptr (GPtrArray) left = NULL;
  g_autoptr (WbCompleteBody) body = NULL;

  put_scene (fixture);
  act (fixture, 'c');
  wb_movable_clock_advance (WB_MOVABLE_CLOCK (fixture->clock), WB_DAY_MS);
  lose (fixture, 1, "activity_closed", TRUE);
  left = read_outbox (fixture);
  body = wb_wire_complete_body_decode (((WbOutboxRow *) left->pdata[1])->body, NULL);
  g_assert_cmpint (body->called_at, ==, NOW - WB_HOUR_MS);
  story = wb_call_story_get (wb_workspace_get_reader (fixture->ws), CALL, NULL);
  g_assert_cmpint (story->my_at, ==, NOW - WB_HOUR_MS);
  g_assert_cmpstr (story->op, ==, WB_OP_COMPLETE);
}

/* Taken and given back: they did not want it any more. */
static void
test_story_of_nothing_is_none (Fixture       *fixture,
                               gconstpointer  data)
{
  g_autoptr (WbCallStory) story = NULL;
  g_autofree char *left = NULL;

  put_scene (fixture);
  act (fixture, 't');
  act (fixture, 'g');
  lose (fixture, 1, "already_assigned", TRUE);
  left = describe (fixture);
  g_assert_cmpstr (left, ==, "");
  story = wb_call_story_get (wb_workspace_get_reader (fixture->ws), CALL, NULL);
  g_assert_null (story);
}

/* Sent again and refused again, and discarded at last: one note all the while, and the act itself no
 * longer has it. */
static void
test_story_says_nothing_twice (Fixture       *fixture,
                               gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  put_scene (fixture);
  act (fixture, 't');
  act (fixture, 'c');
  lose (fixture, 1, "already_assigned", TRUE);
  for (guint i = 0; i < 3; i++) {
    g_autoptr (WbOutboxRow) row = wb_outbox_get (wb_workspace_get_reader (fixture->ws), 2, &error);
    g_autoptr (WbCompleteBody) body = wb_wire_complete_body_decode (row->body, NULL);
    g_autofree char *left = describe (fixture);
    g_autofree char *going = NULL;

    g_assert_cmpstr (left, ==, "complete:needs_you note:waiting:exchange_agreed:Za modré");
    g_assert_cmpstr (body->outcome, ==, "exchange_agreed");
    g_assert_null (body->note);
    g_assert_true (wb_action_resend (fixture->ws, 2, &error));
    g_assert_no_error (error);
    going = describe (fixture);
    g_assert_cmpstr (going, ==, "complete:waiting note:waiting:exchange_agreed:Za modré");
    lose (fixture, 2, i == 0 ? "already_assigned" : "activity_closed", i != 1);
  }
  g_assert_true (wb_action_discard (fixture->ws, 2, &error));
  {
    g_autofree char *left = describe (fixture);
    g_autoptr (WbCallStory) story = wb_call_story_get (wb_workspace_get_reader (fixture->ws), CALL, &error);

    g_assert_cmpstr (left, ==, "note:waiting:exchange_agreed:Za modré");
    g_assert_null (story);
  }
}

/* An earlier story that was not read yet and a new one are one: what tells more stays. */
static void
test_story_is_one_per_call (Fixture       *fixture,
                            gconstpointer  data)
{
  g_autoptr (WbActivity) free_again = make_call (CALL, "t1", NOW + WB_HOUR_MS, 7);
  g_autofree char *left = NULL;
  g_autofree char *more = NULL;

  put_scene (fixture);
  act (fixture, 't');
  act (fixture, 'n');
  lose (fixture, 1, "already_assigned", TRUE);
  /* Given back by the colleague, taken once more here, and lost once more. */
  put_call (fixture, g_steal_pointer (&free_again));
  act (fixture, 't');
  {
    g_autoptr (GPtrArray) waiting = read_outbox (fixture);

    lose (fixture, ((WbOutboxRow *) waiting->pdata[2])->seq, "already_assigned", FALSE);
  }
  left = describe (fixture);
  g_assert_cmpstr (left, ==, "reschedule:needs_you note:waiting:no_answer:Nebere");
  act (fixture, 'C');
  {
    g_autoptr (GPtrArray) waiting = read_outbox (fixture);

    lose (fixture, ((WbOutboxRow *) waiting->pdata[2])->seq, "activity_closed", FALSE);
  }
  more = describe (fixture);
  g_assert_cmpstr (more, ==,
                   "note:waiting:no_answer:Nebere complete:needs_you note:waiting:resolved:said");
}

/* Where the server did not show the call, its words and what is known here have to do. */
static void
test_story_without_theirs (Fixture       *fixture,
                           gconstpointer  data)
{
  g_autoptr (WbCallStory) story = NULL;

  put_scene (fixture);
  act (fixture, 'c');
  lose (fixture, 1, "activity_closed", FALSE);
  story = wb_call_story_get (wb_workspace_get_reader (fixture->ws), CALL, NULL);
  g_assert_true (story->is_closed);
  g_assert_null (story->their_user);
  g_assert_cmpint (story->their_at, ==, WB_TIME_NONE);
  g_assert_cmpstr (story->my_note, ==, "Za modré");
}

/* Refusals that have nothing to do with other people are no story. */
static void
test_story_needs_its_codes (Fixture       *fixture,
                            gconstpointer  data)
{
  static const char *const others[] = { "role_required", "out_of_range", "version_mismatch", NULL };
  g_autoptr (GError) error = NULL;

  put_scene (fixture);
  act (fixture, 'c');
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++) {
    g_autoptr (WbOutboxRow) row = wb_outbox_get (wb_workspace_get_reader (fixture->ws), 1, &error);
    g_autoptr (WbCallStory) story = NULL;
    WbDb *db = wb_workspace_begin (fixture->ws, &error);

    g_assert_false (wb_call_story_is_code (others[i]));
    row->state = WB_OUTBOX_NEEDS_YOU;
    g_free (row->error_code);
    row->error_code = g_strdup (others[i]);
    g_assert_true (wb_outbox_update (db, row, &error));
    g_assert_true (wb_workspace_commit (fixture->ws, WB_TABLE_OUTBOX, &error));
    story = wb_call_story_get (wb_workspace_get_reader (fixture->ws), CALL, &error);
    g_assert_no_error (error);
    g_assert_null (story);
  }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wb/store/call-story/keeps-what-was-said", test_story_keeps_what_was_said);
  FIXTURE_ADD ("/wb/store/call-story/keeps-the-time", test_story_keeps_the_time);
  FIXTURE_ADD ("/wb/store/call-story/of-nothing-is-none", test_story_of_nothing_is_none);
  FIXTURE_ADD ("/wb/store/call-story/says-nothing-twice", test_story_says_nothing_twice);
  FIXTURE_ADD ("/wb/store/call-story/is-one-per-call", test_story_is_one_per_call);
  FIXTURE_ADD ("/wb/store/call-story/without-theirs", test_story_without_theirs);
  FIXTURE_ADD ("/wb/store/call-story/needs-its-codes", test_story_needs_its_codes);

  return g_test_run ();
}
