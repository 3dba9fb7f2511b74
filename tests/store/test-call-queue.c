/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The queue as it is asked for: its sorts and filters, its counts, the share answered, and that none of
 * them reads more than its index. */

#include "config.h"

#include "store-fixture.h"

#include "wb-db-private.h"

/* Seven calls, four of them late; the digits of an id are its places by due_at, promise and age. */
static void
put_queue (Fixture *fixture)
{
  const struct
  {
    const char *id;
    gint64 due_at;
    gint64 promise;
    gint64 created_at;
    const char *assignee;
    const char *type;
    const char *phone;
  } rows[] = {
    { "k134", NOW - 9, NOW - 3, NOW - 50, NULL, "claim", "+420601123456" },
    { "k241", NOW - 8, NOW - 2, NOW - 90, AGENT, "return", NULL },
    { "k312", NOW - 7, NOW - 5, NOW - 80, COLLEAGUE, "return", "" },
    { "k423", NOW - 6, NOW - 4, NOW - 60, NULL, NULL, "+420601123457" },
    { "k512", NOW + 1, NOW + 1, NOW - 70, AGENT, "claim", "+420601123458" },
    { "k621", NOW + 2, NOW + 2, NOW - 99, NULL, "return", "+420601123459" },
    { "k711", NOW + 20 * WB_DAY_MS, NOW - 99, NOW - 999, AGENT, "return", "+420601123450" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    WbActivity *call = make_call (rows[i].id, "t1", rows[i].due_at, 1);

    call->original_due_at = rows[i].promise;
    call->created_at = rows[i].created_at;
    call->assignee = g_strdup (rows[i].assignee);
    call->ticket_type = g_strdup (rows[i].type);
    g_free (call->customer_phone);
    call->customer_phone = g_strdup (rows[i].phone);
    put_call (fixture, call);
  }
}

static char *
list_ids (WbDb              *db,
          const WbCallQuery *query)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) refs = wb_call_store_list (db, query, &error);
  GString *text = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < refs->len; i++) {
    const WbCallRef *ref = &g_array_index (refs, WbCallRef, i);
    g_autoptr (WbActivity) call = wb_call_store_get_row (db, ref->rowid, &error);

    g_assert_no_error (error);
    g_string_append_printf (text, "%s%s:%s", i > 0 ? " " : "", wb_call_group_to_text (ref->group), call->id);
  }

  return g_string_free (text, FALSE);
}

static void
test_call_queue_sorts_within_groups (Fixture       *fixture,
                                     gconstpointer  data)
{
  const struct
  {
    WbCallSort sort;
    const char *listed;
  } cases[] = {
    { WB_CALL_SORT_NEXT_TRY, "late:k134 late:k241 late:k312 late:k423 today:k512 today:k621 later:k711" },
    { WB_CALL_SORT_PROMISE, "late:k312 late:k423 late:k134 late:k241 today:k512 today:k621 later:k711" },
    { WB_CALL_SORT_AGE, "late:k241 late:k312 late:k423 late:k134 today:k621 today:k512 later:k711" },
  };
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Prague");

  put_queue (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    WbCallQuery query = { .sort = cases[i].sort, .now = NOW, .zone = zone };
    g_autofree char *listed = list_ids (wb_workspace_get_reader (fixture->ws), &query);

    g_test_message ("sort %u", cases[i].sort);
    g_assert_cmpstr (listed, ==, cases[i].listed);
  }
}

static void
test_call_queue_filters (Fixture       *fixture,
                         gconstpointer  data)
{
  const struct
  {
    WbCallFilter filter;
    const char *type;
    gboolean no_number;
    const char *listed;
  } cases[] = {
    { WB_CALL_FILTER_ALL, "claim", FALSE, "late:k134 today:k512" },
    { WB_CALL_FILTER_ALL, "clai", FALSE, "" },
    { WB_CALL_FILTER_ALL, NULL, TRUE, "late:k241 late:k312" },
    { WB_CALL_FILTER_MINE, NULL, FALSE, "late:k241 today:k512 later:k711" },
    { WB_CALL_FILTER_MINE, "return", FALSE, "late:k241 later:k711" },
    { WB_CALL_FILTER_MINE, "return", TRUE, "late:k241" },
    { WB_CALL_FILTER_FREE, NULL, FALSE, "late:k134 late:k423 today:k621" },
    { WB_CALL_FILTER_FREE, "return", FALSE, "today:k621" },
    { WB_CALL_FILTER_FREE, "return", TRUE, "" },
  };
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Prague");
  WbDb *db = wb_workspace_get_reader (fixture->ws);

  put_queue (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    WbCallQuery query = {
      .filter = cases[i].filter,
      .type = cases[i].type,
      .no_number = cases[i].no_number,
      .me = AGENT,
      .now = NOW,
      .zone = zone,
    };
    g_autofree char *listed = list_ids (db, &query);
    g_auto (GStrv) ids = g_strsplit (listed, " ", -1);
    gint64 count = -1;

    g_test_message ("filter %u, type %s, no number %d", cases[i].filter, cases[i].type, cases[i].no_number);
    g_assert_cmpstr (listed, ==, cases[i].listed);
    /* The count is of the same, whatever is searched for. */
    query.typed = "zzz";
    g_assert_true (wb_call_store_count_open (db, &query, &count, &error));
    g_assert_no_error (error);
    g_assert_cmpint (count, ==, g_strv_length (ids));
  }
}

static void
test_call_queue_follows_what_is_shown (Fixture       *fixture,
                                       gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Prague");
  WbDb *db = wb_workspace_get_reader (fixture->ws);
  WbCallQuery query = { .no_number = TRUE, .now = NOW, .zone = zone };
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  put_ticket (fixture, make_ticket ("t1", "T1", "Jana", 1));
  put_queue (fixture);
  before = list_ids (db, &query);
  g_assert_cmpstr (before, ==, "late:k241 late:k312");
  /* Entered here and not sent yet: nobody is without a number any more. */
  g_assert_true (wb_action_set_phone (fixture->ws, "t1", "+420777000111", &error));
  after = list_ids (db, &query);
  g_assert_cmpstr (after, ==, "");
}

/* One call asked for @age ms ago, that ended with @outcome after @called_after ms (negative = open). */
static WbActivity *
make_answered (const char *id,
               gint64      age,
               gint64      promise_after,
               const char *outcome,
               gint64      called_after)
{
  WbActivity *call = make_call (id, "t1", NOW, 1);

  call->created_at = NOW - age;
  call->original_due_at = call->created_at + promise_after;
  if (called_after >= 0) {
    g_free (call->status);
    call->status = g_strdup ("closed");
    call->outcome = g_strdup (outcome);
    call->called_at = call->created_at + called_after;
    call->closed_at = call->called_at;
  }

  return call;
}

static void
test_call_queue_counts_the_answered (Fixture       *fixture,
                                     gconstpointer  data)
{
  const struct
  {
    gint64 age;
    const char *outcome;
    gint64 called_after;
  } calls[] = {
    { 3 * WB_DAY_MS, "resolved", WB_HOUR_MS },
    { 3 * WB_DAY_MS, "resolved", WB_DAY_MS },
    { 3 * WB_DAY_MS, "declined", WB_DAY_MS + 1 },
    { 3 * WB_DAY_MS, "coupon_offered", 2 * WB_DAY_MS },
    { 3 * WB_DAY_MS, "exchange_agreed", 2 * WB_DAY_MS + 1 },
    { 3 * WB_DAY_MS, "a_word_of_tomorrow", 5 },
    { 3 * WB_DAY_MS, "unreachable", WB_HOUR_MS },
    { 3 * WB_DAY_MS, "wrong_number", WB_HOUR_MS },
    { WB_HOUR_MS, "wrong_number", 5 },
    { WB_HOUR_MS, NULL, 5 },
    { WB_DAY_MS, NULL, -1 },
    { WB_DAY_MS + 1, NULL, -1 },
    { 2 * WB_DAY_MS + 1, NULL, -1 },
    { WB_HOUR_MS, NULL, -1 },
    { 8 * WB_DAY_MS, "resolved", 5 },
    { 7 * WB_DAY_MS, NULL, -1 },
  };
  g_autoptr (GError) error = NULL;
  WbAnsweredShare expected[2] = { { 0, 0 }, { 0, 0 } };
  WbAnsweredShare got[2] = { { 9, 9 }, { 9, 9 } };
  WbActivity *task = make_answered ("task", WB_HOUR_MS, WB_HOUR_MS, "resolved", 5);
  gint64 from = NOW - 7 * WB_DAY_MS;

  g_free (task->kind);
  task->kind = g_strdup ("task");
  put_call (fixture, task);
  for (guint i = 0; i < G_N_ELEMENTS (calls); i++) {
    g_autofree char *id = g_strdup_printf ("k%u", i);
    WbActivity *call = make_answered (id, calls[i].age, 2 * WB_DAY_MS, calls[i].outcome, calls[i].called_after);
    gint64 limits[] = { call->created_at + WB_DAY_MS, call->original_due_at };

    for (guint j = 0; call->created_at >= from && j < G_N_ELEMENTS (limits); j++) {
      WbAnswered answered = wb_answered_judge (call, limits[j], NOW);

      expected[j].n_met += answered == WB_ANSWERED_MET ? 1 : 0;
      expected[j].n_counted += answered != WB_ANSWERED_NOT_YET ? 1 : 0;
    }
    put_call (fixture, call);
  }
  g_assert_true (wb_call_store_answered (wb_workspace_get_reader (fixture->ws), from, NOW, 24, &got[0],
                                         &got[1], &error));
  g_assert_no_error (error);
  for (guint j = 0; j < G_N_ELEMENTS (got); j++) {
    g_assert_cmpuint (got[j].n_met, ==, expected[j].n_met);
    g_assert_cmpuint (got[j].n_counted, ==, expected[j].n_counted);
  }
  g_assert_cmpuint (got[0].n_met, ==, 3);
  g_assert_cmpuint (got[1].n_met, ==, 5);
  g_assert_cmpuint (got[0].n_counted, ==, 11);
  g_assert_cmpuint (got[1].n_counted, ==, 10);
}

/* What one case asks of @db. */
typedef struct
{
  const char *what;
  gboolean counts;
  WbCallQuery query;
  const char *plan;    /* all its lines */
} PlanCase;

static void
ask (WbDb           *db,
     const PlanCase *plan_case,
     GTimeZone      *zone)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) refs = NULL;
  WbCallQuery query = plan_case->query;
  WbAnsweredShare shares[2];
  gint64 count = 0;

  query.me = AGENT;
  query.now = NOW;
  query.zone = zone;
  if (g_str_equal (plan_case->what, "late"))
    wb_call_store_count_late (db, NOW, &count, &error);
  else if (g_str_equal (plan_case->what, "answered"))
    wb_call_store_answered (db, NOW, NOW, 24, &shares[0], &shares[1], &error);
  else if (plan_case->counts)
    wb_call_store_count_open (db, &query, &count, &error);
  else
    refs = wb_call_store_list (db, &query, &error);
  g_assert_no_error (error);
}

/* How SQLite goes about each statement that was just made on @db, a line per step. */
static char *
describe_plans (WbDb *db)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GList) statements = g_hash_table_get_keys (db->statements);
  GString *text = g_string_new (NULL);

  for (GList *l = statements; l; l = l->next) {
    g_autofree char *sql = g_strconcat ("EXPLAIN QUERY PLAN ", l->data, NULL);
    g_autoptr (WbStmt) stmt = NULL;
    gboolean has_row = FALSE;

    if (!strstr (l->data, "FROM call"))
      continue;
    g_test_message ("%s", (const char *) l->data);
    stmt = wb_db_prepare (db, sql, &error);
    g_assert_no_error (error);
    while (wb_stmt_step (stmt, &has_row, &error) && has_row)
      g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", wb_stmt_get_text (stmt, 3));
    g_assert_no_error (error);
  }

  return g_string_free (text, FALSE);
}

#define SEARCH "SEARCH call USING COVERING INDEX "

static void
test_call_queue_reads_indexes_only (Fixture       *fixture,
                                    gconstpointer  data)
{
  const PlanCase cases[] = {
    { "all by next try", FALSE, { .sort = WB_CALL_SORT_NEXT_TRY }, SEARCH "call_by_queue (queue=?)" },
    { "all by promise", FALSE, { .sort = WB_CALL_SORT_PROMISE }, SEARCH "call_by_promise (queue=?)" },
    { "all by age", FALSE, { .sort = WB_CALL_SORT_AGE }, SEARCH "call_by_age (queue=?)" },
    { "free by next try", FALSE, { .filter = WB_CALL_FILTER_FREE }, SEARCH "call_by_queue (queue=?)" },
    { "free by promise", FALSE, { .filter = WB_CALL_FILTER_FREE, .sort = WB_CALL_SORT_PROMISE },
      SEARCH "call_by_promise (queue=?)" },
    { "free by age", FALSE, { .filter = WB_CALL_FILTER_FREE, .sort = WB_CALL_SORT_AGE },
      SEARCH "call_by_age (queue=?)" },
    { "of a type by age", FALSE, { .type = "b1", .sort = WB_CALL_SORT_AGE }, SEARCH "call_by_age (queue=?)" },
    { "without a number", FALSE, { .no_number = TRUE }, SEARCH "call_by_queue (queue=?)" },
    { "mine by next try", FALSE, { .filter = WB_CALL_FILTER_MINE },
      SEARCH "call_by_holder (queue=? AND assignee=?)" },
    /* One person's calls are few enough to be sorted. */
    { "mine by promise", FALSE, { .filter = WB_CALL_FILTER_MINE, .sort = WB_CALL_SORT_PROMISE },
      SEARCH "call_by_holder (queue=? AND assignee=?)\nUSE TEMP B-TREE FOR ORDER BY" },
    { "count of all", TRUE, { 0 }, SEARCH "call_by_queue (queue=?)" },
    { "count of mine", TRUE, { .filter = WB_CALL_FILTER_MINE }, SEARCH "call_by_holder (queue=? AND assignee=?)" },
    { "count of the free", TRUE, { .filter = WB_CALL_FILTER_FREE },
      SEARCH "call_by_holder (queue=? AND assignee=?)" },
    { "late", FALSE, { 0 }, SEARCH "call_by_queue (queue=? AND sort_at<?)" },
    { "answered", FALSE, { 0 }, SEARCH "call_by_answer (created_at>?)" },
  };
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Prague");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (WbDb) db = wb_workspace_open_reader (fixture->ws, NULL);
    g_autofree char *plan = NULL;

    g_test_message ("%s", cases[i].what);
    ask (db, &cases[i], zone);
    plan = describe_plans (db);
    g_assert_cmpstr (plan, ==, cases[i].plan);
  }
}

static void
test_call_queue_tells_what_is_unsent (Fixture       *fixture,
                                      gconstpointer  data)
{
  const struct
  {
    const char *id;
    const char *act;
    WbCallUnsent unsent;
  } cases[] = {
    { "none", "nothing", WB_CALL_UNSENT_NONE },
    { "taken", "take", WB_CALL_UNSENT_HOLDER },
    { "put off", "snooze", WB_CALL_UNSENT_HOLDER | WB_CALL_UNSENT_TIME },
    { "mine put off", "snooze", WB_CALL_UNSENT_TIME },
    { "ended", "complete", WB_CALL_UNSENT_HOLDER | WB_CALL_UNSENT_END },
    { "mine ended", "complete", WB_CALL_UNSENT_END },
    { "noted", "note", WB_CALL_UNSENT_NOTE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GPtrArray) rows = NULL;
    const char *id = cases[i].id;
    const char *act = cases[i].act;
    WbActivity *call = make_call (id, "t1", NOW, 1);
    WbCallUnsent unsent = WB_CALL_UNSENT_NONE;
    WbDb *db = NULL;

    g_test_message ("%s", id);
    call->assignee = g_str_has_prefix (id, "mine") ? g_strdup (AGENT) : NULL;
    put_call (fixture, call);
    if (g_str_equal (act, "take"))
      wb_action_take (fixture->ws, id, 0, &error);
    else if (g_str_equal (act, "snooze"))
      wb_action_snooze (fixture->ws, id, NOW + WB_DAY_MS, WB_OUTCOME_NONE, NULL, &error);
    else if (g_str_equal (act, "complete"))
      wb_action_complete (fixture->ws, id, WB_OUTCOME_RESOLVED, NULL, WB_TIME_NONE, &error);
    else if (g_str_equal (act, "note"))
      wb_action_note (fixture->ws, id, "x", WB_OUTCOME_NONE, WB_TIME_NONE, &error);
    g_assert_no_error (error);
    g_assert_true (wb_call_store_unsent (wb_workspace_get_reader (fixture->ws), id, &unsent, &error));
    g_assert_cmpint (unsent, ==, cases[i].unsent);

    /* Refused, it is shown no more, so it is not "not confirmed yet" either. */
    rows = read_outbox (fixture);
    db = wb_workspace_begin (fixture->ws, &error);
    for (guint j = 0; j < rows->len; j++) {
      WbOutboxRow *row = g_ptr_array_index (rows, j);

      row->state = WB_OUTBOX_NEEDS_YOU;
      g_assert_true (wb_outbox_update (db, row, &error));
    }
    g_assert_true (wb_workspace_commit (fixture->ws, WB_TABLE_OUTBOX, &error));
    g_assert_true (wb_call_store_unsent (wb_workspace_get_reader (fixture->ws), id, &unsent, &error));
    g_assert_cmpint (unsent, ==, WB_CALL_UNSENT_NONE);
  }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) FIXTURE_ADD ("/wb/store/call-queue/" path, function)
  ADD ("sorts-within-groups", test_call_queue_sorts_within_groups);
  ADD ("filters", test_call_queue_filters);
  ADD ("follows-what-is-shown", test_call_queue_follows_what_is_shown);
  ADD ("counts-the-answered", test_call_queue_counts_the_answered);
  ADD ("reads-indexes-only", test_call_queue_reads_indexes_only);
  ADD ("tells-what-is-unsent", test_call_queue_tells_what_is_unsent);

  return g_test_run ();
}
