/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A year of what happens, drawn at random and told through the hooks of the service: each row of the answer
 * is what plain SQL over the plain facts says, before and after it is counted anew, in three time zones. A
 * ledger of the version before fills its funnel from what it knows. */

#include "config.h"

#include "funnel-world.h"

#include "wb-ledger-recount.h"

#include "wb-answered.h"
#include "wb-ledger-account.h"
#include "wb-ledger-activities.h"
#include "wb-ledger-call-rows.h"

#include <glib/gstdio.h>
#include <string.h>
#include <time.h>

#define N_TICKETS 70
#define N_FACTS 900

static const char *const tools[] = { "coupon", "call_request", "banner" };
static const char *const places[] = { "portal", "ticket_detail", "email" };

typedef struct
{
  World *world;
  WbRandom *random;
  int coupon_of[N_TICKETS];  /* how many it was given */
  int usable[N_TICKETS];     /* the newest that did not fail; 0 = none */
} Year;

static guint
draw (Year  *self,
      guint  bound)
{
  return wb_random_below (self->random, bound);
}

static const char *
draw_place (Year *self)
{
  return places[draw (self, G_N_ELEMENTS (places))];
}

/* One more thing that happens, on a day. */
static char *
draw_fact (Year   *self,
           double  day,
           guint   number)
{
  guint ticket = draw (self, N_TICKETS);
  gboolean fails = draw (self, 6) == 0;

  switch (draw (self, 9)) {
    case 0:
      return g_strdup_printf ("offer t%u %s %s %.4f", ticket, tools[draw (self, 3)], draw_place (self), day);
    case 1:
    case 2:
      return g_strdup_printf ("view t%u %s %s+%s %.4f %s", ticket, draw_place (self), tools[draw (self, 3)], "banner",
                              day, draw (self, 4) == 0 ? "bot" : "person");
    case 3:
      return g_strdup_printf ("call a%u t%u %s %.4f", number, ticket, draw_place (self), day);
    case 4:
      self->coupon_of[ticket]++;
      if (!fails)
        self->usable[ticket] = self->coupon_of[ticket];
      return g_strdup_printf ("coupon c%u.%d t%u %s %s %s %.4f", ticket, self->coupon_of[ticket], ticket,
                              draw (self, 3) == 0 ? "staff" : "portal", draw (self, 3) == 0 ? "x" : "-",
                              fails ? "failed" : "active", day);
    case 5:
      if (self->usable[ticket] > 0)
        return g_strdup_printf ("order o%u A someone@x.cz %sc%u.%d %s %u.00 %u.00 %.4f %s", number,
                                draw (self, 5) == 0 ? "?" : "", ticket, self->usable[ticket],
                                draw (self, 5) == 0 ? "cancelled" : "paid",
                                100 + draw (self, 5000), draw (self, 3) == 0 ? draw (self, 100) : 0, day,
                                draw (self, 8) == 0 ? "EUR" : "CZK");
    /* fall through */
    default:
      return g_strdup_printf ("order o%u %s Who%u@x.cz - %s %u.00 %u.00 %.4f CZK", number,
                              draw (self, 6) == 0 ? "B" : "A", draw (self, N_TICKETS / 2),
                              draw (self, 8) == 0 ? "refunded" : "paid", 100 + draw (self, 5000),
                              draw (self, 4) == 0 ? draw (self, 100) : 0, day);
  }
}

static void
live (Year *self)
{
  for (int i = 0; i < N_TICKETS; i++) {
    g_autofree char *fact = g_strdup_printf ("ticket t%d %s who%d@x.cz %s CZK", i, i % 3 == 0 ? "claim" : "return",
                                             i / 2, i % 7 == 0 ? "B" : "A");

    world_tell (self->world, fact);
  }
  for (guint i = 0; i < N_FACTS; i++) {
    /* Some things come to be known late. */
    double day = 365.0 * i / N_FACTS - (draw (self, 5) == 0 ? draw (self, 20) : 0) + draw (self, 10000) / 10000.0;
    g_autofree char *now = g_strdup_printf ("now %.4f", 365.0 * i / N_FACTS + 1);
    g_autofree char *fact = NULL;

    world_tell (self->world, now);
    fact = draw_fact (self, MAX (day, 0.1), i);
    world_tell (self->world, fact);
  }
}

static void
test_year (void)
{
  static const char *const zones[] = { "Europe/Prague", "America/New_York", "Pacific/Auckland" };

  for (gsize i = 0; i < G_N_ELEMENTS (zones); i++) {
    g_autoptr (World) world = world_new (zones[i]);
    g_autoptr (WbRandom) random = wb_seeded_random_new (11 + i);
    Year year = { world, random, { 0 }, { 0 } };
    g_autofree char *before = NULL;
    g_autofree char *after = NULL;
    gint64 n_changed = -1;

    g_test_message ("%s", zones[i]);
    live (&year);
    world_assert (world);
    before = world_dump (world);
    g_assert_cmpuint (strlen (before), >, 10000);
    g_assert_true (wb_ledger_recount_run (world->ledger, &n_changed, NULL));
    g_assert_cmpint (n_changed, ==, 0);
    after = world_dump (world);
    g_assert_cmpstr (after, ==, before);
    world_assert (world);
  }
}

static void
move_to_zone (World      *world,
              const char *zone)
{
  g_autoptr (WbAccount) account = NULL;

  g_assert_true (wb_db_begin_immediate (world->ledger->db, NULL));
  g_assert_true (wb_ledger_account_get (world->ledger, &account, NULL));
  g_free (account->time_zone);
  account->time_zone = g_strdup (zone);
  g_assert_true (wb_ledger_account_put (world->ledger, account, NULL));
  g_assert_true (wb_db_commit (world->ledger->db, NULL));
}

/* The program was killed: another one opens the ledger. */
static void
open_anew (World *world)
{
  g_autofree char *path = g_strdup (wb_db_get_path (world->ledger->db));
  g_autoptr (WbRandom) random = wb_system_random_new ();
  g_autoptr (GError) error = NULL;

  wb_ledger_close (world->ledger);
  world->ledger = wb_ledger_open (path, WB_CLOCK (world->clock), random, TRUE, &error);
  g_assert_no_error (error);
}

static gint64
count_left (World *world)
{
  return world_ask (world, "SELECT (SELECT count(*) FROM recount) + (SELECT count(*) FROM sight_count_next)"
                    " + (SELECT count(*) FROM funnel_row_next) + (SELECT count(*) FROM funnel_money_next)"
                    " + (SELECT count(*) FROM funnel_order_next) + (SELECT count(*) FROM funnel_sum_next)"
                    " + (SELECT count(*) FROM call_row_next)"
                    " + (SELECT count(*) FROM sight WHERE verdict_next IS NOT NULL)");
}

/* Between any two steps the program is killed and something else happens: what is served is what all facts
 * say, in the old zone until all is counted in the new one, and in the new one from then on. */
static void
test_steps (void)
{
  g_autoptr (World) world = world_new ("Europe/Prague");
  g_autoptr (WbRandom) random = wb_seeded_random_new (29);
  Year year = { world, random, { 0 }, { 0 } };
  gint64 epoch = 0;
  gint64 n_changed = -1;
  gint64 first_call = 0;
  gboolean more = TRUE;
  guint n_old = 0;
  guint n_new = 0;

  live (&year);
  epoch = wb_ledger_stat_epoch (world->ledger);
  first_call = world_ask (world, "SELECT sum (day) FROM call_row");
  move_to_zone (world, "Pacific/Auckland");
  for (guint i = 0; more; i++) {
    g_autofree char *fact = draw_fact (&year, 300 + i % 60, N_FACTS + i);
    gboolean swapped = wb_ledger_stat_epoch (world->ledger) > epoch;
    g_autofree char *zone = NULL;

    if (i % 3 == 0)
      world_tell (world, fact);
    if (swapped && n_new++ == 0) {
      g_setenv ("TZ", "Pacific/Auckland", TRUE);
      tzset ();
    }
    if (!swapped)
      n_old++;
    zone = wb_ledger_sights_dup_zone (world->ledger, NULL);
    g_assert_cmpstr (zone, ==, swapped ? "Pacific/Auckland" : "Europe/Prague");
    if (i % 8 == 0 || n_new == 1)
      world_assert (world);
    open_anew (world);
    g_assert_true (wb_ledger_recount_step (world->ledger, 0, &more, NULL));
  }
  g_assert_cmpuint (n_old, >, N_TICKETS);
  g_assert_cmpuint (n_new, >, 3);
  g_assert_cmpint (wb_ledger_stat_epoch (world->ledger), ==, epoch + 1);
  g_assert_cmpint (count_left (world), ==, 0);
  g_assert_cmpint (world_ask (world, "SELECT sum (day) FROM call_row"), >, first_call);
  world_assert (world);
  g_assert_true (wb_ledger_recount_run (world->ledger, &n_changed, NULL));
  g_assert_cmpint (n_changed, ==, 0);
  world_assert (world);
}

static char *
dump_sights (World *world)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (WbStmt) stmt = NULL;
  gboolean has_row = FALSE;

  stmt = wb_db_prepare (world->ledger->db, "SELECT day || ' ' || banner || placement || type || ' ' || impressions ||"
                        " ' ' || impressions_raw || ' ' || clicks || ' ' || clicks_raw || ' ' || head || ' ' || agent"
                        " || ' ' || burst || ' ' || repeat FROM sight_count WHERE impressions_raw + clicks_raw > 0"
                        " ORDER BY day, banner, placement, type", NULL);
  while (wb_stmt_step (stmt, &has_row, NULL) && has_row)
    g_string_append_printf (text, "%s\n", wb_stmt_get_text (stmt, 0));

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
assert_same (World *world,
             World *other)
{
  g_autofree char *sights = dump_sights (world);
  g_autofree char *others = dump_sights (other);
  g_autofree char *ways = world_dump (world);
  g_autofree char *other_ways = world_dump (other);

  g_assert_cmpstr (sights, ==, others);
  g_assert_cmpstr (ways, ==, other_ways);
}

/* To all three alike. */
static void
tell_all (World      *worlds[3],
          const char *fact)
{
  for (int i = 0; i < 3; i++)
    world_tell (worlds[i], fact);
}

static char *
draw_sight (WbRandom *random,
            double    day)
{
  guint ticket = wb_random_below (random, 20);
  const char *place = places[wb_random_below (random, 3)];

  day += wb_random_below (random, 40) / 86400.0;
  if (wb_random_below (random, 3) > 0)
    return g_strdup_printf ("click t%u %s %.7f %s", ticket, place, day,
                            wb_random_below (random, 4) == 0 ? "head" : "person");

  return g_strdup_printf ("view t%u %s coupon+banner %.7f %s", ticket, place, day,
                          wb_random_below (random, 3) == 0 ? "bot" : "person");
}

static void
set_rules (World              *world,
           const WbClickRules *rules)
{
  g_assert_true (wb_db_begin_immediate (world->ledger->db, NULL));
  g_assert_true (wb_ledger_set_click_rules (world->ledger, rules, NULL));
  g_assert_true (wb_db_commit (world->ledger->db, NULL));
}

/* What the tickets say of their banners. */
static gint64
sum_clicks (World *world)
{
  return world_ask (world, "SELECT sum (json_extract (doc, '$.remarketing.banner_clicks')) FROM ticket");
}

/* One ledger keeps its rules, one has the others from the start, and one changes them step by step, while
 * views and clicks come: it is as the first until it is as the second. Asked for something else on the way it
 * starts anew. */
static void
test_rules (void)
{
  g_autoptr (World) old = world_new ("Europe/Prague");
  g_autoptr (World) changing = world_new ("Europe/Prague");
  g_autoptr (World) new = world_new ("Europe/Prague");
  World *worlds[] = { old, changing, new };
  g_autoptr (WbRandom) random = wb_seeded_random_new (8);
  g_autoptr (WbClickRules) rules = wb_click_rules_new_default ();
  g_autoptr (WbClickRules) others = wb_click_rules_new_default ();
  gint64 epoch = 0;
  gboolean more = TRUE;
  guint n_old = 0;
  guint n_new = 0;

  g_strfreev (rules->agents);
  rules->agents = g_new0 (char *, 1);
  rules->repeat_secs = 5;
  rules->burst_links = 2;
  others->repeat_secs = 20;
  set_rules (new, rules);
  for (int i = 0; i < 20; i++) {
    g_autofree char *ticket = g_strdup_printf ("ticket t%d return who%d@x.cz A CZK", i, i);

    tell_all (worlds, ticket);
  }
  tell_all (worlds, "now 30");
  for (int i = 0; i < 300; i++) {
    g_autofree char *fact = draw_sight (random, 10 + wb_random_below (random, 3));

    tell_all (worlds, fact);
  }
  assert_same (changing, old);
  epoch = wb_ledger_stat_epoch (changing->ledger);
  set_rules (changing, others);
  for (guint i = 0; more; i++) {
    g_autofree char *fact = draw_sight (random, 10 + wb_random_below (random, 3));
    gboolean swapped = wb_ledger_stat_epoch (changing->ledger) > epoch;

    tell_all (worlds, fact);
    if (i == 12)
      set_rules (changing, rules);
    assert_same (changing, swapped ? new : old);
    n_old += !swapped;
    n_new += swapped;
    open_anew (changing);
    g_assert_true (wb_ledger_recount_step (changing->ledger, 0, &more, NULL));
  }
  g_assert_cmpuint (n_old, >, 35);
  g_assert_cmpuint (n_new, >, 20);
  g_assert_cmpint (count_left (changing), ==, 0);
  assert_same (changing, new);
  g_assert_cmpint (sum_clicks (changing), ==, sum_clicks (new));
  g_assert_cmpint (sum_clicks (changing), !=, sum_clicks (old));
}

/* How far the count is. */
static char *
find_step (World *world)
{
  g_autoptr (WbStmt) stmt = wb_db_prepare (world->ledger->db, "SELECT step FROM recount WHERE id = 1", NULL);
  gboolean has_row = FALSE;

  g_assert_true (wb_stmt_step (stmt, &has_row, NULL));

  return has_row ? wb_stmt_dup_text (stmt, 0) : g_strdup ("done");
}

static void
ask_anew (World *world)
{
  g_assert_true (wb_db_begin_immediate (world->ledger->db, NULL));
  g_assert_true (wb_ledger_recount_ask (world->ledger, NULL, NULL, NULL));
  g_assert_true (wb_db_commit (world->ledger->db, NULL));
}

/* Until @step is under way. */
static void
go_to_step (World      *world,
            const char *step)
{
  for (guint i = 0; i < 1000; i++) {
    g_autofree char *at = find_step (world);
    gboolean more = FALSE;

    if (g_str_equal (at, step))
      return;
    g_assert_true (wb_ledger_recount_step (world->ledger, 0, &more, NULL));
    g_assert_true (more || g_str_equal (step, "done"));
  }
  g_assert_not_reached ();
}

/* A service that was stopped for weeks goes on with a count: what time has closed meanwhile is no difference,
 * and is not open again once the count is served; wherever it was stopped. */
static void
test_time (void)
{
  static const char *const steps[] = { "orders", "compare" };

  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++) {
    g_autoptr (World) world = world_new ("Europe/Prague");
    gint64 epoch = wb_ledger_stat_epoch (world->ledger);
    gint64 n_changed = -1;

    g_test_message ("stopped in %s", steps[i]);
    world_tell (world, "ticket t1 return jana@x.cz A CZK; ticket t2 return eva@x.cz A CZK; now 10; "
                "offer t1 coupon portal 5; offer t2 coupon portal 30; call a1 t2 portal 9");
    ask_anew (world);
    go_to_step (world, steps[i]);
    world_tell (world, "now 50");
    world_assert (world);
    g_assert_true (wb_ledger_recount_run (world->ledger, &n_changed, NULL));
    g_assert_cmpint (world_ask (world, "SELECT sum (open) FROM funnel_sum WHERE day < 20089 + 15"), ==, 0);
    g_assert_cmpint (n_changed, ==, 0);
    g_assert_cmpint (wb_ledger_stat_epoch (world->ledger), ==, epoch);
    world_assert (world);
  }
}

/* What was found different before all was begun again is not found twice. */
static void
test_restart (void)
{
  g_autoptr (World) world = world_new ("Europe/Prague");
  g_autoptr (WbClickRules) rules = wb_click_rules_new_default ();
  gint64 n_first = -1;
  gint64 n_again = -1;

  world_tell (world, "ticket t1 return jana@x.cz A CZK; now 90; click t1 portal 5 person; "
              "click t1 portal 5.00005 person; click t1 portal 40 person; click t1 portal 40.00005 person");
  rules->repeat_secs = 0;
  set_rules (world, rules);
  go_to_step (world, "done");
  g_assert_true (wb_ledger_recount_run (world->ledger, &n_first, NULL));
  g_assert_cmpint (n_first, ==, 0);

  rules->repeat_secs = 60;
  set_rules (world, rules);
  go_to_step (world, "compare");
  for (gboolean more = FALSE; world_ask (world, "SELECT n_changed FROM recount WHERE id = 1") == 0;)
    g_assert_true (wb_ledger_recount_step (world->ledger, 0, &more, NULL));
  g_assert_true (wb_db_begin_immediate (world->ledger->db, NULL));
  g_assert_true (wb_ledger_recount_restart (world->ledger, NULL));
  g_assert_true (wb_db_commit (world->ledger->db, NULL));
  g_assert_true (wb_ledger_recount_run (world->ledger, &n_again, NULL));
  g_assert_cmpint (n_again, ==, 2);
}

#define N_MANY_ORDERS 200000

/* Processor time that one step takes which begins after the order @after; the best of some. */
static double
time_orders (World      *world,
             const char *after)
{
  double best = G_MAXDOUBLE;

  for (int i = 0; i < 5; i++) {
    g_autofree char *sql = g_strdup_printf ("DELETE FROM recount; DELETE FROM funnel_order_next; INSERT INTO recount"
                                            " VALUES (1, 'orders', 'sA' || char (31) || '%s', NULL,"
                                            " 'Europe/Prague', 0)", after);
    gboolean more = FALSE;
    clock_t started = 0;

    g_assert_true (wb_db_exec (world->ledger->db, sql, NULL));
    started = clock ();
    g_assert_true (wb_ledger_recount_step (world->ledger, 0, &more, NULL));
    best = MIN (best, (double) (clock () - started) / CLOCKS_PER_SEC);
    g_assert_cmpint (world_ask (world, "SELECT count(*) FROM funnel_order_next"), ==, 20);
  }

  return best;
}

/* The last orders of a shop with many take no longer than its first. */
static void
test_many_orders (void)
{
  g_autoptr (World) world = world_new ("Europe/Prague");
  double first = 0;
  double last = 0;

  g_assert_true (wb_db_exec (world->ledger->db, "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
                             " WHERE i < " G_STRINGIFY (N_MANY_ORDERS) ") INSERT INTO funnel_order (store, remote_id,"
                             " shop, is_counted, currency, minor, created_at) SELECT 'sA', printf ('%09d', i), 'A',"
                             " 1, 'CZK', 100, 0 FROM n", NULL));
  first = time_orders (world, "000000010");
  last = time_orders (world, "000199900");
  g_test_message ("%.2f ms, then %.2f ms", first * 1000, last * 1000);
  g_assert_cmpfloat (last, <, 3 * first + 0.005);
}

static void
put_call (World  *world,
          Year   *year,
          guint   number,
          GArray *calls)
{
  static const char *const outcomes[] = { "resolved", "exchange_agreed", "declined", "unreachable", "wrong_number" };
  WbActivity *call = wb_activity_new ();
  gint64 at = world_time (world, "0") + (gint64) draw (year, 200 * 24 * 60) * WB_MINUTE_MS;
  gboolean is_open = draw (year, 5) == 0;

  call->id = g_strdup_printf ("a%u", number);
  call->ticket = g_strdup ("t1");
  call->ticket_type = g_strdup (draw (year, 2) == 0 ? "return" : "claim");
  call->kind = g_strdup ("call_request");
  call->status = g_strdup (is_open ? "open" : "closed");
  call->outcome = is_open ? NULL : g_strdup (outcomes[draw (year, G_N_ELEMENTS (outcomes))]);
  call->called_at = is_open || draw (year, 4) == 0 ? WB_TIME_NONE
                                                   : at + (gint64) draw (year, 90 * 60) * WB_MINUTE_MS;
  call->closed_at = is_open ? WB_TIME_NONE : at + 50 * WB_HOUR_MS;
  call->created_at = at;
  call->due_at = at + 2 * WB_DAY_MS;
  call->original_due_at = call->due_at;
  call->updated_at = at;
  call->version = 1;
  g_assert_true (wb_ledger_activity_put (world->ledger, call, NULL));
  g_array_append_val (calls, call);
}

/* By the rule of the domain, one call at a time. */
static void
judge (const WbCallCount *row,
       GArray            *calls,
       GTimeZone         *zone,
       gint64             now,
       int                goal_hours)
{
  WbCallCount sum = { .day = row->day };

  for (guint i = 0; i < calls->len; i++) {
    const WbActivity *call = g_array_index (calls, WbActivity *, i);
    WbAnswered goal = wb_answered_judge (call, call->created_at + goal_hours * WB_HOUR_MS, now);
    WbAnswered promise = wb_answered_judge (call, call->original_due_at, now);
    WbCallEnd end = WB_CALL_END_RESOLVED;

    if (wb_date_of_time (call->created_at, zone) != row->day || !g_str_equal (call->ticket_type, row->type))
      continue;
    sum.asked++;
    sum.open += wb_activity_is_open (call);
    sum.in_goal += goal == WB_ANSWERED_MET;
    sum.goal_counted += goal != WB_ANSWERED_NOT_YET;
    sum.in_promise += promise == WB_ANSWERED_MET;
    sum.promise_counted += promise != WB_ANSWERED_NOT_YET;
    if (wb_call_end_from_text (call->outcome, &end))
      sum.ends[end]++;
  }
  g_assert_cmpint (row->asked, ==, sum.asked);
  g_assert_cmpint (row->open, ==, sum.open);
  g_assert_cmpint (row->in_goal, ==, sum.in_goal);
  g_assert_cmpint (row->goal_counted, ==, sum.goal_counted);
  g_assert_cmpint (row->in_promise, ==, sum.in_promise);
  g_assert_cmpint (row->promise_counted, ==, sum.promise_counted);
  for (int i = 0; i < WB_N_CALL_ENDS; i++)
    g_assert_cmpint (row->ends[i], ==, sum.ends[i]);
}

static void
test_calls (void)
{
  static const int goals[] = { 1, 24, 72 };
  g_autoptr (World) world = world_new ("Europe/Prague");
  g_autoptr (WbRandom) random = wb_seeded_random_new (5);
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Prague");
  g_autoptr (GArray) calls = g_array_new (FALSE, FALSE, sizeof (WbActivity *));
  Year year = { world, random, { 0 }, { 0 } };

  world_tell (world, "ticket t1 return jana@x.cz A CZK; now 200");
  g_assert_true (wb_db_begin_immediate (world->ledger->db, NULL));
  for (guint i = 0; i < 400; i++)
    put_call (world, &year, i, calls);
  g_assert_true (wb_db_commit (world->ledger->db, NULL));

  for (gsize i = 0; i < G_N_ELEMENTS (goals); i++) {
    g_autoptr (GPtrArray) rows = NULL;
    gint64 count = 0;
    gint64 asked = 0;

    rows = wb_ledger_call_counts (world->ledger, 0, G_MAXINT32, goals[i], G_MAXINT, 0, &count, NULL);
    g_assert_cmpint (count, ==, rows->len);
    for (guint k = 0; k < rows->len; k++) {
      judge (g_ptr_array_index (rows, k), calls, zone, wb_clock_now (WB_CLOCK (world->clock)), goals[i]);
      asked += ((WbCallCount *) g_ptr_array_index (rows, k))->asked;
    }
    g_assert_cmpint (asked, ==, 400);
  }
  for (guint i = 0; i < calls->len; i++)
    wb_activity_unref (g_array_index (calls, WbActivity *, i));
}

static void
remove_folder (const char *dir)
{
  g_autoptr (GDir) folder = g_dir_open (dir, 0, NULL);
  const char *name = NULL;

  while ((name = g_dir_read_name (folder))) {
    g_autofree char *file = g_build_filename (dir, name, NULL);

    g_remove (file);
  }
  g_assert_cmpint (g_rmdir (dir), ==, 0);
}

/* A ledger of an earlier version in a folder of its own. */
static char *
copy_frozen (const char *name)
{
  g_autofree char *source = g_build_filename (TEST_DATA_DIR, name, "portal.db", NULL);
  g_autoptr (GError) error = NULL;
  char *dir = g_dir_make_tmp ("wb-ledger-XXXXXX", &error);
  g_autofree char *path = g_build_filename (dir, "portal.db", NULL);
  g_autofree char *bytes = NULL;
  gsize size = 0;

  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (source, &bytes, &size, NULL));
  g_assert_true (g_file_set_contents (path, bytes, (gssize) size, NULL));

  return dir;
}

/* What an older ledger knows of coupons, calls and their orders. */
static void
test_frozen (void)
{
  g_autofree char *dir = copy_frozen ("ledger-v4");
  g_autofree char *path = g_build_filename (dir, "portal.db", NULL);
  g_autoptr (WbMovableClock) clock = wb_movable_clock_new ((gint64) BASE_DAY * WB_DAY_MS, FALSE);
  g_autoptr (WbRandom) random = wb_seeded_random_new (1);

  for (int i = 0; i < 2; i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (WbLedger) ledger = wb_ledger_open (path, WB_CLOCK (clock), random, TRUE, &error);
    World world = { .ledger = ledger };
    gint64 n_changed = -1;

    g_assert_no_error (error);
    g_assert_cmpint (world_ask (&world, "SELECT count(*) FROM ticket WHERE who IS NULL"), ==, 0);
    g_assert_cmpint (world_ask (&world, "SELECT sum (taken) FROM funnel_sum WHERE tool = 'coupon'"), ==,
                     world_ask (&world, "SELECT count(DISTINCT ticket) FROM coupon WHERE state <> 'failed'"));
    g_assert_cmpint (world_ask (&world, "SELECT sum (used) FROM funnel_sum WHERE tool = 'coupon'"), ==,
                     world_ask (&world, "SELECT count(*) FROM coupon WHERE state = 'used'"));
    g_assert_cmpint (world_ask (&world, "SELECT sum (used) FROM funnel_sum"), >, 0);
    g_assert_cmpint (world_ask (&world, "SELECT sum (taken) FROM funnel_sum WHERE tool = 'call_request'"), ==,
                     world_ask (&world, "SELECT count(DISTINCT ticket) FROM activity"));
    g_assert_cmpint (world_ask (&world, "SELECT count(*) FROM call_row"), ==,
                     world_ask (&world, "SELECT count(*) FROM activity"));
    g_assert_cmpint (world_ask (&world, "SELECT sum (revenue) FROM funnel_sum"), ==,
                     world_ask (&world, "SELECT sum (CAST (replace (json_extract (doc, '$.revenue'), '.', '') AS"
                                " INTEGER)) FROM coupon WHERE state = 'used'"));
    g_assert_true (wb_ledger_recount_run (ledger, &n_changed, &error));
    g_assert_cmpint (n_changed, ==, 0);
  }

  remove_folder (dir);
}

/* One of the version before keeps its statistics, to the row, and they can be counted anew. */
static void
test_frozen_statistics (void)
{
  g_autofree char *dir = copy_frozen ("ledger-v6");
  g_autofree char *path = g_build_filename (dir, "portal.db", NULL);
  g_autofree char *before = NULL;
  g_autofree char *sights = NULL;
  g_autoptr (WbMovableClock) clock = wb_movable_clock_new ((gint64) (BASE_DAY + 1000) * WB_DAY_MS, FALSE);
  g_autoptr (WbRandom) random = wb_system_random_new ();

  for (int i = 0; i < 2; i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (WbLedger) ledger = wb_ledger_open (path, WB_CLOCK (clock), random, TRUE, &error);
    World world = { .ledger = ledger };
    gint64 n_changed = -1;

    g_assert_no_error (error);
    g_assert_cmpint (world_ask (&world, "SELECT count(*) FROM sight"), ==, 212);
    g_assert_cmpint (world_ask (&world, "SELECT count(*) FROM funnel_row"), ==, 200);
    g_assert_cmpint (world_ask (&world, "SELECT count(*) FROM funnel_sum"), ==, 203);
    g_assert_cmpint (world_ask (&world, "SELECT count(*) FROM call_row"), ==, 92);
    if (i == 0)
      before = world_dump (&world);
    if (i == 0)
      sights = dump_sights (&world);
    g_assert_true (wb_ledger_recount_run (ledger, &n_changed, &error));
    g_assert_cmpint (n_changed, ==, 0);
    g_assert_cmpint (count_left (&world), ==, 0);
    {
      g_autofree char *after = world_dump (&world);
      g_autofree char *sights_after = dump_sights (&world);

      g_assert_cmpuint (strlen (after), >, 5000);
      g_assert_cmpstr (after, ==, before);
      g_assert_cmpuint (strlen (sights_after), >, 1000);
      g_assert_cmpstr (sights_after, ==, sights);
    }
  }
  remove_folder (dir);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wb/ledger/recount/a-year-in-three-zones", test_year);
  g_test_add_func ("/wb/ledger/recount/killed-between-any-two-steps", test_steps);
  g_test_add_func ("/wb/ledger/recount/rules-change-step-by-step", test_rules);
  g_test_add_func ("/wb/ledger/recount/time-passes-meanwhile", test_time);
  g_test_add_func ("/wb/ledger/recount/begun-again", test_restart);
  g_test_add_func ("/wb/ledger/recount/many-orders", test_many_orders);
  g_test_add_func ("/wb/ledger/recount/calls-as-the-domain-judges", test_calls);
  g_test_add_func ("/wb/ledger/recount/the-version-before-keeps-its-statistics", test_frozen_statistics);
  g_test_add_func ("/wb/ledger/recount/an-older-ledger-fills-itself", test_frozen);

  return g_test_run ();
}
