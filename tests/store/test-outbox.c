/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The outbox: what is kept of a row, and which one goes next. */

#include "config.h"

#include "store-fixture.h"

static WbOutboxRow *
make_row (const char *op,
          const char *kind,
          const char *id)
{
  WbOutboxRow *row = wb_outbox_row_new ();
  static int n_rows;

  row->key = g_strdup_printf ("key-%d", n_rows++);
  row->op = g_strdup (op);
  row->object_kind = g_strdup (kind);
  row->object_id = g_strdup (id);
  row->body = json_from_string ("{\"assignee\":\"me\"}", NULL);
  row->created_at = NOW;

  return row;
}

static gint64
add (Fixture     *fixture,
     WbOutboxRow *row)
{
  g_autoptr (GError) error = NULL;
  WbDb *db = wb_workspace_begin (fixture->ws, &error);
  gint64 seq = 0;

  g_assert_true (wb_outbox_add (db, row, &error));
  g_assert_no_error (error);
  g_assert_true (wb_workspace_commit (fixture->ws, WB_TABLE_OUTBOX, &error));
  seq = row->seq;
  wb_outbox_row_unref (row);

  return seq;
}

/* Sets state and due time of a stored row. */
static void
set_state (Fixture       *fixture,
           gint64         seq,
           WbOutboxState  state,
           gint64         next_attempt_at)
{
  g_autoptr (GError) error = NULL;
  WbDb *db = wb_workspace_begin (fixture->ws, &error);
  g_autoptr (WbOutboxRow) row = wb_outbox_get (db, seq, &error);

  row->state = state;
  row->next_attempt_at = next_attempt_at;
  g_assert_true (wb_outbox_update (db, row, &error));
  g_assert_true (wb_workspace_commit (fixture->ws, WB_TABLE_OUTBOX, &error));
  g_assert_no_error (error);
}

static void
remove_row (Fixture *fixture,
            gint64   seq)
{
  g_autoptr (GError) error = NULL;
  WbDb *db = wb_workspace_begin (fixture->ws, &error);

  g_assert_true (wb_outbox_remove (db, seq, &error));
  g_assert_true (wb_workspace_commit (fixture->ws, WB_TABLE_OUTBOX, &error));
  g_assert_no_error (error);
}

static void
assert_next (Fixture *fixture,
             gint64   seq,
             gint64   wake_at)
{
  g_autoptr (GError) error = NULL;
  gint64 told = 0;
  g_autoptr (WbOutboxRow) row = wb_outbox_next (wb_workspace_get_reader (fixture->ws), NOW, &told,
                                                &error);

  g_assert_no_error (error);
  g_assert_cmpint (row ? row->seq : 0, ==, seq);
  g_assert_cmpint (told, ==, wake_at);
}

static void
test_outbox_keeps_every_field (Fixture       *fixture,
                               gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbOutboxRow) row = make_row (WB_OP_SETTINGS, "settings", "b1");
  g_autoptr (WbOutboxRow) got = NULL;
  g_autoptr (JsonNode) base = json_from_string ("{\"a\":[1,null,\"ž\"]}", NULL);
  g_autoptr (JsonNode) current = json_from_string ("{\"b\":2}", NULL);
  g_autoptr (JsonNode) story = json_from_string ("{\"note\":null}", NULL);
  gint64 seq = 0;

  row->base_version = 17;
  row->base = json_node_ref (base);
  row->current = json_node_ref (current);
  row->story = json_node_ref (story);
  row->state = WB_OUTBOX_CONFLICT;
  row->next_attempt_at = NOW + 3;
  row->attempts = 4;
  row->error_code = g_strdup ("version_mismatch");
  row->error_message = g_strdup ("Someone else changed it.");
  seq = add (fixture, wb_outbox_row_ref (row));
  got = wb_outbox_get (wb_workspace_get_reader (fixture->ws), seq, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (got->key, ==, row->key);
  g_assert_cmpstr (got->op, ==, WB_OP_SETTINGS);
  g_assert_cmpstr (got->object_kind, ==, "settings");
  g_assert_cmpstr (got->object_id, ==, "b1");
  g_assert_cmpint (got->base_version, ==, 17);
  g_assert_true (json_node_equal (got->body, row->body));
  g_assert_true (json_node_equal (got->base, base));
  g_assert_true (json_node_equal (got->current, current));
  g_assert_true (json_node_equal (got->story, story));
  g_assert_cmpint (got->state, ==, WB_OUTBOX_CONFLICT);
  g_assert_cmpint (got->created_at, ==, NOW);
  g_assert_cmpint (got->next_attempt_at, ==, NOW + 3);
  g_assert_cmpint (got->attempts, ==, 4);
  g_assert_cmpstr (got->error_code, ==, "version_mismatch");
  g_assert_cmpstr (got->error_message, ==, "Someone else changed it.");
  g_assert_null (wb_outbox_get (wb_workspace_get_reader (fixture->ws), seq + 1, &error));
  g_assert_no_error (error);
}

static void
test_outbox_refuses_a_key_twice (Fixture       *fixture,
                                 gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbOutboxRow) row = make_row (WB_OP_ASSIGN, "activity", "k1");
  g_autoptr (WbOutboxRow) same = make_row (WB_OP_ASSIGN, "activity", "k2");
  WbDb *db = NULL;

  g_free (same->key);
  same->key = g_strdup (row->key);
  add (fixture, wb_outbox_row_ref (row));
  db = wb_workspace_begin (fixture->ws, &error);
  g_assert_false (wb_outbox_add (db, same, &error));
  g_assert_error (error, WB_DB_ERROR, WB_DB_ERROR_CONSTRAINT);
  wb_workspace_rollback (fixture->ws);
}

static void
test_outbox_sends_oldest_first_per_object (Fixture       *fixture,
                                           gconstpointer  data)
{
  gint64 a1 = add (fixture, make_row (WB_OP_ASSIGN, "activity", "a"));
  gint64 b1 = add (fixture, make_row (WB_OP_ASSIGN, "activity", "b"));
  gint64 a2 = add (fixture, make_row (WB_OP_COMPLETE, "activity", "a"));
  gint64 other = add (fixture, make_row (WB_OP_SETTINGS, "settings", "a"));

  assert_next (fixture, a1, NOW);
  /* Its turn comes later: the others are not held up, what is behind it is. */
  set_state (fixture, a1, WB_OUTBOX_WAITING, NOW + 60);
  assert_next (fixture, b1, NOW);
  remove_row (fixture, b1);
  assert_next (fixture, other, NOW);
  remove_row (fixture, other);
  assert_next (fixture, 0, NOW + 60);
  set_state (fixture, a1, WB_OUTBOX_SENDING, 0);
  assert_next (fixture, 0, WB_TIME_NONE);
  set_state (fixture, a1, WB_OUTBOX_NEEDS_YOU, 0);
  assert_next (fixture, 0, WB_TIME_NONE);
  set_state (fixture, a1, WB_OUTBOX_CONFLICT, 0);
  assert_next (fixture, 0, WB_TIME_NONE);
  remove_row (fixture, a1);
  assert_next (fixture, a2, NOW);
  remove_row (fixture, a2);
  assert_next (fixture, 0, WB_TIME_NONE);
}

/* What stands before a row of the same call, and whether it goes all the same. */
static void
test_outbox_waits_for_a_person (Fixture       *fixture,
                                gconstpointer  data)
{
  static const struct
  {
    const char *op;
    WbOutboxState state;
    const char *code;
    gboolean act_goes;
    gboolean note_goes;
  } before[] = {
    { WB_OP_COMPLETE, WB_OUTBOX_WAITING, NULL, FALSE, FALSE },
    { WB_OP_COMPLETE, WB_OUTBOX_SENDING, NULL, FALSE, FALSE },
    { WB_OP_COMPLETE, WB_OUTBOX_NEEDS_YOU, "out_of_range", FALSE, TRUE },
    { WB_OP_COMPLETE, WB_OUTBOX_NEEDS_YOU, NULL, FALSE, TRUE },
    { WB_OP_COMPLETE, WB_OUTBOX_CONFLICT, "version_mismatch", FALSE, TRUE },
    /* Lost to somebody else: there is nothing left in it to be sent. */
    { WB_OP_COMPLETE, WB_OUTBOX_NEEDS_YOU, "already_assigned", TRUE, TRUE },
    { WB_OP_ASSIGN, WB_OUTBOX_NEEDS_YOU, "activity_closed", TRUE, TRUE },
    { WB_OP_NOTE, WB_OUTBOX_WAITING, NULL, FALSE, FALSE },
    { WB_OP_NOTE, WB_OUTBOX_NEEDS_YOU, "validation_failed", TRUE, TRUE },
  };
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (before); i++) {
    gint64 first = add (fixture, make_row (before[i].op, "activity", "a"));
    g_autoptr (WbOutboxRow) row = wb_outbox_get (wb_workspace_get_reader (fixture->ws), first, &error);
    gint64 then = 0;
    WbDb *db = NULL;

    g_test_message ("%s, %s, %s", before[i].op, wb_outbox_state_to_text (before[i].state), before[i].code);
    row->state = before[i].state;
    row->next_attempt_at = NOW + 60;
    row->error_code = g_strdup (before[i].code);
    db = wb_workspace_begin (fixture->ws, &error);
    g_assert_true (wb_outbox_update (db, row, &error));
    g_assert_true (wb_workspace_commit (fixture->ws, WB_TABLE_OUTBOX, &error));

    then = add (fixture, make_row (WB_OP_ASSIGN, "activity", "a"));
    assert_next (fixture, before[i].act_goes ? then : 0,
                 before[i].act_goes ? NOW : before[i].state == WB_OUTBOX_WAITING ? NOW + 60 : WB_TIME_NONE);
    /* A note goes even from behind an act that is held up so. */
    if (!before[i].act_goes) {
      gint64 note = add (fixture, make_row (WB_OP_NOTE, "activity", "a"));

      assert_next (fixture, before[i].note_goes ? note : 0,
                   before[i].note_goes                       ? NOW
                   : before[i].state == WB_OUTBOX_WAITING ? NOW + 60 : WB_TIME_NONE);
      remove_row (fixture, note);
    }
    remove_row (fixture, then);
    then = add (fixture, make_row (WB_OP_NOTE, "activity", "a"));
    assert_next (fixture, before[i].note_goes ? then : 0,
                 before[i].note_goes                      ? NOW
                 : before[i].state == WB_OUTBOX_WAITING ? NOW + 60 : WB_TIME_NONE);
    remove_row (fixture, then);
    remove_row (fixture, first);
  }
}

/* A person who asks shortens a wait, not one that the server asked for. */
static void
test_outbox_hurries (Fixture       *fixture,
                     gconstpointer  data)
{
  static const struct
  {
    const char *code;
    WbOutboxState state;
    gboolean hurries;
  } waits[] = {
    { NULL, WB_OUTBOX_WAITING, TRUE },
    { WB_OUTBOX_RETRY_AFTER, WB_OUTBOX_WAITING, FALSE },
    { "out_of_range", WB_OUTBOX_NEEDS_YOU, FALSE },
  };
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (waits); i++) {
    gint64 seq = add (fixture, make_row (WB_OP_ASSIGN, "activity", "a"));
    g_autoptr (WbOutboxRow) row = wb_outbox_get (wb_workspace_get_reader (fixture->ws), seq, &error);
    WbDb *db = wb_workspace_begin (fixture->ws, &error);

    g_test_message ("%s", waits[i].code);
    row->state = waits[i].state;
    row->next_attempt_at = NOW + 60;
    row->error_code = g_strdup (waits[i].code);
    g_assert_true (wb_outbox_update (db, row, &error));
    g_assert_true (wb_outbox_hurry (db, &error));
    g_assert_true (wb_workspace_commit (fixture->ws, WB_TABLE_OUTBOX, &error));
    g_clear_pointer (&row, wb_outbox_row_unref);
    row = wb_outbox_get (wb_workspace_get_reader (fixture->ws), seq, &error);
    g_assert_cmpint (row->next_attempt_at, ==, waits[i].hurries ? 0 : NOW + 60);
    g_assert_cmpint (row->state, ==, waits[i].state);
    remove_row (fixture, seq);
  }
}

static void
test_outbox_never_sends_a_coupon_by_itself (Fixture       *fixture,
                                            gconstpointer  data)
{
  gint64 phone = 0;

  add (fixture, make_row (WB_OP_COUPON, "ticket", "t"));
  assert_next (fixture, 0, WB_TIME_NONE);
  phone = add (fixture, make_row (WB_OP_PHONE, "ticket", "t"));
  assert_next (fixture, phone, NOW);
}

static void
test_outbox_counts (Fixture       *fixture,
                    gconstpointer  data)
{
  gint64 seqs[4] = { 0 };
  gint64 waiting = -1;
  gint64 needs_you = -1;

  for (guint i = 0; i < 4; i++)
    seqs[i] = add (fixture, make_row (WB_OP_ASSIGN, "activity", "a"));
  add (fixture, make_row (WB_OP_COUPON, "ticket", "t"));
  set_state (fixture, seqs[1], WB_OUTBOX_SENDING, 0);
  set_state (fixture, seqs[2], WB_OUTBOX_NEEDS_YOU, 0);
  set_state (fixture, seqs[3], WB_OUTBOX_CONFLICT, 0);
  g_assert_true (wb_outbox_count (wb_workspace_get_reader (fixture->ws), &waiting, &needs_you,
                                  NULL));
  g_assert_cmpint (waiting, ==, 2);
  g_assert_cmpint (needs_you, ==, 2);
}

static void
test_outbox_recovers_what_was_cut_off (Fixture       *fixture,
                                       gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  gint64 seq = add (fixture, make_row (WB_OP_ASSIGN, "activity", "a"));
  gint64 refused = add (fixture, make_row (WB_OP_ASSIGN, "activity", "b"));
  g_autoptr (GPtrArray) rows = NULL;
  WbDb *db = NULL;

  set_state (fixture, seq, WB_OUTBOX_SENDING, NOW + 999);
  set_state (fixture, refused, WB_OUTBOX_NEEDS_YOU, 0);
  fixture_reopen (fixture);
  db = wb_workspace_begin (fixture->ws, &error);
  g_assert_true (wb_outbox_recover (db, &error));
  g_assert_true (wb_workspace_commit (fixture->ws, WB_TABLE_OUTBOX, &error));
  assert_next (fixture, seq, NOW);
  rows = read_outbox (fixture);
  g_assert_cmpint (((WbOutboxRow *) rows->pdata[1])->state, ==, WB_OUTBOX_NEEDS_YOU);
}

static void
test_outbox_never_gives_a_number_again (Fixture       *fixture,
                                        gconstpointer  data)
{
  gint64 first = add (fixture, make_row (WB_OP_ASSIGN, "activity", "a"));

  remove_row (fixture, first);
  remove_row (fixture, first);
  g_assert_cmpint (add (fixture, make_row (WB_OP_ASSIGN, "activity", "a")), >, first);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  FIXTURE_ADD ("/wb/store/outbox/keeps-every-field", test_outbox_keeps_every_field);
  FIXTURE_ADD ("/wb/store/outbox/refuses-a-key-twice", test_outbox_refuses_a_key_twice);
  FIXTURE_ADD ("/wb/store/outbox/sends-oldest-first-per-object",
               test_outbox_sends_oldest_first_per_object);
  FIXTURE_ADD ("/wb/store/outbox/waits-for-a-person", test_outbox_waits_for_a_person);
  FIXTURE_ADD ("/wb/store/outbox/hurries", test_outbox_hurries);
  FIXTURE_ADD ("/wb/store/outbox/never-sends-a-coupon-by-itself",
               test_outbox_never_sends_a_coupon_by_itself);
  FIXTURE_ADD ("/wb/store/outbox/counts", test_outbox_counts);
  FIXTURE_ADD ("/wb/store/outbox/recovers-what-was-cut-off",
               test_outbox_recovers_what_was_cut_off);
  FIXTURE_ADD ("/wb/store/outbox/never-gives-a-number-again",
               test_outbox_never_gives_a_number_again);

  return g_test_run ();
}
