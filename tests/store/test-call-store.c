/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The call queue: what is applied, how it is grouped, filtered and searched, and what is shown while
 * work is unsent. */

#include "config.h"

#include "store-fixture.h"

static void
test_call_store_keeps_every_field (Fixture       *fixture,
                                   gconstpointer  data)
{
  g_autoptr (WbActivity) call = make_call ("k1", "e1", NOW + 5, 3);
  g_autoptr (WbActivity) got = NULL;
  g_autoptr (WbActivity) server = NULL;
  WbAttempt *attempt = wb_attempt_new ();

  call->ticket_code = g_strdup ("20250042");
  call->ticket_type = g_strdup ("b1");
  call->name = g_strdup ("Zavolat zákazníkovi");
  call->assignee = g_strdup (COLLEAGUE);
  call->lease_until = NOW + 7;
  call->placement = g_strdup ("portal");
  attempt->at = NOW - 9;
  attempt->user = g_strdup (COLLEAGUE);
  attempt->outcome = g_strdup ("no_answer");
  g_ptr_array_add (call->attempts, attempt);
  g_assert_true (put_call (fixture, wb_activity_ref (call)));

  got = read_call (fixture, "k1");
  server = wb_call_store_get_server (wb_workspace_get_reader (fixture->ws), "k1", NULL);
  for (int i = 0; i < 2; i++) {
    const WbActivity *a = i == 0 ? got : server;

    g_assert_cmpstr (a->ticket, ==, "e1");
    g_assert_cmpstr (a->ticket_code, ==, "20250042");
    g_assert_cmpstr (a->ticket_type, ==, "b1");
    g_assert_cmpstr (a->name, ==, call->name);
    g_assert_cmpstr (a->assignee, ==, COLLEAGUE);
    g_assert_cmpint (a->lease_until, ==, NOW + 7);
    g_assert_cmpstr (a->placement, ==, "portal");
    g_assert_cmpint (a->due_at, ==, NOW + 5);
    g_assert_cmpint (a->original_due_at, ==, NOW + 5);
    g_assert_cmpint (a->created_at, ==, call->created_at);
    g_assert_cmpint (a->version, ==, 3);
    g_assert_cmpuint (a->attempts->len, ==, 1);
    g_assert_cmpstr (((WbAttempt *) a->attempts->pdata[0])->outcome, ==, "no_answer");
  }
  g_assert_null (read_call (fixture, "k2"));
}

static void
test_call_store_applies_only_newer_versions (Fixture       *fixture,
                                             gconstpointer  data)
{
  const struct
  {
    gint64 version;
    gboolean applied;
  } steps[] = { { 2, TRUE }, { 2, FALSE }, { 1, FALSE }, { 3, TRUE } };

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++) {
    g_autoptr (WbActivity) got = NULL;

    g_test_message ("version %" G_GINT64_FORMAT, steps[i].version);
    g_assert_cmpint (put_call (fixture, make_call ("k1", "e1", NOW + i, steps[i].version)), ==,
                     steps[i].applied);
    got = read_call (fixture, "k1");
    g_assert_cmpint (got->due_at == NOW + i, ==, steps[i].applied);
  }
}

/* "late:k1 today:k2 …" */
static char *
list_calls (Fixture      *fixture,
            WbCallFilter  filter,
            const char   *typed,
            guint         closed_limit)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Prague");
  WbDb *db = wb_workspace_get_reader (fixture->ws);
  WbCallQuery query = {
    .filter = filter,
    .me = AGENT,
    .typed = typed,
    .now = NOW,
    .zone = zone,
    .closed_limit = closed_limit,
  };
  g_autoptr (GArray) refs = wb_call_store_list (db, &query, &error);
  gint64 none = -1;
  GString *text = g_string_new (NULL);

  g_assert_no_error (error);
  g_assert_true (wb_call_store_find_row (db, "nobody", &none, &error));
  g_assert_cmpint (none, ==, 0);
  for (guint i = 0; i < refs->len; i++) {
    const WbCallRef *ref = &g_array_index (refs, WbCallRef, i);
    g_autoptr (WbActivity) call = wb_call_store_get_row (db, ref->rowid, &error);

    gint64 rowid = 0;

    g_assert_no_error (error);
    g_assert_true (wb_call_store_find_row (db, call->id, &rowid, &error));
    g_assert_no_error (error);
    g_assert_cmpint (rowid, ==, ref->rowid);
    /* The query groups as the rule of the domain does. */
    g_assert_cmpint (ref->group, ==, wb_call_group_of (call, NOW, zone));
    g_string_append_printf (text, "%s%s:%s", i > 0 ? " " : "", wb_call_group_to_text (ref->group),
                            call->id);
  }

  return g_string_free (text, FALSE);
}

static void
put_queue (Fixture *fixture)
{
  const struct
  {
    const char *id;
    gint64 due_at;
    const char *assignee;
    gint64 closed_at;
    const char *kind;
  } rows[] = {
    { "later", NOW + 20 * WB_DAY_MS, NULL, WB_TIME_NONE, "call_request" },
    { "today", NOW + 2 * WB_HOUR_MS, AGENT, WB_TIME_NONE, "call_request" },
    { "late1", NOW - 1, NULL, WB_TIME_NONE, "call_request" },
    { "late0", NOW - WB_DAY_MS, COLLEAGUE, WB_TIME_NONE, "call_request" },
    { "now", NOW, NULL, WB_TIME_NONE, "call_request" },
    { "week", NOW + 3 * WB_DAY_MS, NULL, WB_TIME_NONE, "call_request" },
    { "task", NOW - 5, NULL, WB_TIME_NONE, "task" },
    { "done1", NOW - 50, AGENT, NOW - 10, "call_request" },
    { "done2", NOW - 50, COLLEAGUE, NOW - 5, "call_request" },
    { "done3", NOW - 50, COLLEAGUE, NOW - 500, "call_request" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    WbActivity *call = make_call (rows[i].id, rows[i].id, rows[i].due_at, 1);

    call->assignee = g_strdup (rows[i].assignee);
    g_free (call->kind);
    call->kind = g_strdup (rows[i].kind);
    if (rows[i].closed_at != WB_TIME_NONE) {
      g_free (call->status);
      call->status = g_strdup ("closed");
      call->closed_at = rows[i].closed_at;
    }
    put_call (fixture, call);
  }
}

static void
test_call_store_lists_the_queue (Fixture       *fixture,
                                 gconstpointer  data)
{
  const struct
  {
    WbCallFilter filter;
    guint closed_limit;
    const char *listed;
  } cases[] = {
    { WB_CALL_FILTER_ALL, 0,
      "late:late0 late:late1 today:now today:today week:week later:later" },
    { WB_CALL_FILTER_ALL, 2,
      "late:late0 late:late1 today:now today:today week:week later:later"
      " closed:done2 closed:done1" },
    { WB_CALL_FILTER_MINE, 9, "today:today closed:done1" },
    { WB_CALL_FILTER_FREE, 9, "late:late1 today:now week:week later:later" },
  };
  gint64 n_late = 0;

  put_queue (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *listed = NULL;

    g_test_message ("filter %u, closed %u", cases[i].filter, cases[i].closed_limit);
    listed = list_calls (fixture, cases[i].filter, NULL, cases[i].closed_limit);
    g_assert_cmpstr (listed, ==, cases[i].listed);
  }
  g_assert_true (wb_call_store_count_late (wb_workspace_get_reader (fixture->ws), NOW, &n_late,
                                           NULL));
  g_assert_cmpint (n_late, ==, 2);
}

static void
test_call_store_counts_by_the_index (Fixture       *fixture,
                                     gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  const char *queries[] = {
    "EXPLAIN QUERY PLAN SELECT count(*) FROM call WHERE queue = 1 AND sort_at < 5",
    "EXPLAIN QUERY PLAN SELECT row, sort_at FROM call WHERE queue = 1 ORDER BY sort_at, row",
  };

  for (guint i = 0; i < G_N_ELEMENTS (queries); i++) {
    g_autoptr (WbStmt) stmt = wb_db_prepare (wb_workspace_get_reader (fixture->ws), queries[i],
                                             &error);
    gboolean has_row = FALSE;

    g_assert_true (wb_stmt_step (stmt, &has_row, &error));
    g_test_message ("%s", wb_stmt_get_text (stmt, 3));
    g_assert_nonnull (strstr (wb_stmt_get_text (stmt, 3), "COVERING INDEX call_by_queue (queue=?"));
  }
}

static void
test_call_store_finds_by_call_and_ticket (Fixture       *fixture,
                                          gconstpointer  data)
{
  const struct
  {
    const char *typed;
    const char *listed;
  } cases[] = {
    { "", "later:k1 later:k2" },
    { "nova", "later:k1" },
    { "601 123", "later:k1" },
    { "sofa", "later:k1" },
    { "lukasz", "later:k2" },
    { "OBJ-7", "later:k2" },
    { "nova sofa", "" },
    { "50%", "" },
    { "_", "later:k1 later:k2" },
    { "zzz", "" },
  };
  WbTicket *ticket = make_ticket ("e1", "T1", "Somebody", 1);
  WbProduct *product = wb_product_new ();
  WbActivity *call = NULL;

  product->name = g_strdup ("Sofa Malmö");
  g_ptr_array_add (ticket->products, product);
  put_ticket (fixture, ticket);
  ticket = make_ticket ("e2", "T2", "Łukasz", 1);
  ticket->has_order = TRUE;
  ticket->order_code = g_strdup ("OBJ-7");
  put_ticket (fixture, ticket);
  put_call (fixture, make_call ("k1", "e1", NOW + 20 * WB_DAY_MS, 1));
  call = make_call ("k2", "e2", NOW + 21 * WB_DAY_MS, 1);
  g_clear_pointer (&call->customer_name, g_free);
  g_clear_pointer (&call->customer_phone, g_free);
  put_call (fixture, call);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *listed = NULL;

    g_test_message ("typed: %s", cases[i].typed);
    listed = list_calls (fixture, WB_CALL_FILTER_ALL, cases[i].typed, 0);
    g_assert_cmpstr (listed, ==, cases[i].listed);
  }
}

static void
test_call_store_shows_unsent_work_over_a_sync (Fixture       *fixture,
                                               gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbActivity) shown = NULL;
  g_autoptr (WbActivity) server = NULL;
  g_autoptr (WbActivity) after = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  WbActivity *answer = NULL;
  WbDb *db = NULL;

  put_call (fixture, make_call ("k1", "e1", NOW, 1));
  g_assert_true (wb_action_take (fixture->ws, "k1", 900, &error));
  g_assert_true (wb_action_complete (fixture->ws, "k1", WB_OUTCOME_RESOLVED, "Vyřešeno", NOW - 7,
                                     &error));
  /* The server tells of something else in between: the customer changed the number. */
  answer = make_call ("k1", "e1", NOW, 2);
  g_free (answer->customer_phone);
  answer->customer_phone = g_strdup ("+420777000111");
  g_assert_true (put_call (fixture, answer));

  shown = read_call (fixture, "k1");
  g_assert_cmpstr (shown->status, ==, "closed");
  g_assert_cmpstr (shown->outcome, ==, "resolved");
  g_assert_cmpstr (shown->note, ==, "Vyřešeno");
  g_assert_cmpstr (shown->assignee, ==, AGENT);
  g_assert_cmpstr (shown->closed_by, ==, AGENT);
  g_assert_cmpint (shown->called_at, ==, NOW - 7);
  g_assert_cmpint (shown->closed_at, ==, NOW);
  g_assert_cmpstr (shown->customer_phone, ==, "+420777000111");
  g_assert_cmpint (shown->version, ==, 2);
  server = wb_call_store_get_server (wb_workspace_get_reader (fixture->ws), "k1", &error);
  g_assert_cmpstr (server->status, ==, "open");
  g_assert_null (server->assignee);

  /* Refused: the server's word stands again. */
  rows = read_outbox (fixture);
  g_assert_cmpuint (rows->len, ==, 2);
  db = wb_workspace_begin (fixture->ws, &error);
  for (guint i = 0; i < rows->len; i++) {
    WbOutboxRow *row = g_ptr_array_index (rows, i);

    row->state = WB_OUTBOX_NEEDS_YOU;
    g_assert_true (wb_outbox_update (db, row, &error));
  }
  g_assert_true (wb_workspace_commit (fixture->ws, WB_TABLE_OUTBOX, &error));
  after = read_call (fixture, "k1");
  g_assert_cmpstr (after->status, ==, "open");
  g_assert_null (after->assignee);
  g_assert_cmpint (read_number (wb_workspace_get_reader (fixture->ws),
                                "SELECT queue FROM call"), ==, 1);
}

static void
test_call_store_does_not_show_what_no_longer_applies (Fixture       *fixture,
                                                      gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbActivity) shown = NULL;
  WbActivity *taken = make_call ("k1", "e1", NOW, 2);

  put_call (fixture, make_call ("k1", "e1", NOW, 1));
  g_assert_true (wb_action_take (fixture->ws, "k1", 0, &error));
  taken->assignee = g_strdup (COLLEAGUE);
  put_call (fixture, taken);
  shown = read_call (fixture, "k1");
  g_assert_cmpstr (shown->assignee, ==, COLLEAGUE);
}

static void
test_call_store_lists_calls_of_a_ticket (Fixture       *fixture,
                                         gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) calls = NULL;
  WbActivity *closed = make_call ("k1", "e1", NOW, 1);
  WbDb *db = NULL;

  g_free (closed->status);
  closed->status = g_strdup ("closed");
  closed->closed_at = NOW;
  put_call (fixture, closed);
  put_call (fixture, make_call ("k2", "e1", NOW + 5, 1));
  put_call (fixture, make_call ("k3", "e2", NOW, 1));
  calls = wb_call_store_for_ticket (wb_workspace_get_reader (fixture->ws), "e1", &error);
  g_assert_cmpuint (calls->len, ==, 2);
  g_assert_cmpstr (((WbActivity *) calls->pdata[0])->id, ==, "k2");

  db = wb_workspace_begin (fixture->ws, &error);
  g_assert_true (wb_call_store_remove (db, "k1", &error));
  g_assert_true (wb_call_store_remove (db, "no-such", &error));
  g_assert_true (wb_workspace_commit (fixture->ws, WB_TABLE_CALLS, &error));
  g_assert_null (read_call (fixture, "k1"));
}

static void
test_call_store_removes_when_its_work_is_done (Fixture       *fixture,
                                               gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (WbActivity) kept = NULL;
  WbDb *db = NULL;

  put_call (fixture, make_call ("k1", "e1", NOW, 1));
  g_assert_true (wb_action_take (fixture->ws, "k1", 0, &error));
  g_assert_true (wb_action_note (fixture->ws, "k1", "x", WB_OUTCOME_NONE, WB_TIME_NONE, &error));
  rows = read_outbox (fixture);
  db = wb_workspace_begin (fixture->ws, &error);
  g_assert_true (wb_call_store_remove (db, "k1", &error));
  g_assert_true (wb_outbox_remove (db, ((WbOutboxRow *) rows->pdata[0])->seq, &error));
  g_assert_true (wb_workspace_commit (fixture->ws, WB_TABLE_CALLS, &error));
  kept = read_call (fixture, "k1");
  g_assert_nonnull (kept);
  db = wb_workspace_begin (fixture->ws, &error);
  g_assert_true (wb_outbox_remove (db, ((WbOutboxRow *) rows->pdata[1])->seq, &error));
  g_assert_true (wb_workspace_commit (fixture->ws, WB_TABLE_CALLS, &error));
  g_assert_null (read_call (fixture, "k1"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  FIXTURE_ADD ("/wb/store/call-store/keeps-every-field", test_call_store_keeps_every_field);
  FIXTURE_ADD ("/wb/store/call-store/applies-only-newer-versions",
               test_call_store_applies_only_newer_versions);
  FIXTURE_ADD ("/wb/store/call-store/lists-the-queue", test_call_store_lists_the_queue);
  FIXTURE_ADD ("/wb/store/call-store/counts-by-the-index", test_call_store_counts_by_the_index);
  FIXTURE_ADD ("/wb/store/call-store/finds-by-call-and-ticket",
               test_call_store_finds_by_call_and_ticket);
  FIXTURE_ADD ("/wb/store/call-store/shows-unsent-work-over-a-sync",
               test_call_store_shows_unsent_work_over_a_sync);
  FIXTURE_ADD ("/wb/store/call-store/does-not-show-what-no-longer-applies",
               test_call_store_does_not_show_what_no_longer_applies);
  FIXTURE_ADD ("/wb/store/call-store/lists-calls-of-a-ticket",
               test_call_store_lists_calls_of_a_ticket);
  FIXTURE_ADD ("/wb/store/call-store/removes-when-its-work-is-done",
               test_call_store_removes_when_its_work_is_done);

  return g_test_run ();
}
