/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A year of views and clicks, a million of them, from the service's events to the sums on a desk: every
 * number that the window shows is what SQL of its own counts in the raw events, in three time zones, before
 * and after the service's sums are made anew. That SQL judges scanners and repeated clicks itself, too. The same
 * for offers and calls, of which the ledger keeps each ticket's way and each call. */

#include "config.h"

#include "wb-e2e.h"

#include "wb-ledger-account.h"
#include "wb-ledger-funnel.h"
#include "wb-ledger-recount.h"
#include "wb-ledger-sights.h"
#include "wb-staff-actions.h"
#include "wb-stat-store.h"

#include <string.h>

#if defined __SANITIZE_ADDRESS__ || defined __SANITIZE_THREAD__
#define N_SIGHTS 40000
#else
#define N_SIGHTS 1000000
#endif
#define SIGHTS_A_TICKET 25
#define N_DAYS 365
#define BATCH 20000

static const char *const banners[] = { "n1", "n2", "n3", "n4", "n5" };
static const char *const types[] = { E2E_TYPE_RETURN, E2E_TYPE_CLAIM, "b1000003", "b1000004" };
static const WbPlacements placements[] = { WB_PLACEMENT_PORTAL, WB_PLACEMENT_TICKET_DETAIL, WB_PLACEMENT_EMAIL };
static const char *const zones[] = { "Europe/Prague", "America/New_York", "Pacific/Auckland" };

typedef struct
{
  E2e *e2e;             /* (owned) */
  E2eSeat *seat;        /* (owned) */
  char *path;           /* (owned) of the ledger */
  GRand *rand;          /* (owned) */
  WbDb *raw;            /* (owned) reads the ledger's events; tables of its own beside them */
} Bench;

static guint
draw (Bench *bench,
      guint  n)
{
  return (guint) g_rand_int_range (bench->rand, 0, (gint32) n);
}

/* The next of a ticket's sights; a few are followed at once by what scanners and hurried people do. */
typedef struct
{
  WbLedgerSight sight;
  char id[24];
  char ticket[16];
  guint repeat;         /* this many more within moments */
  guint burst;
} Draw;

static void
draw_far (Bench *bench,
          Draw  *next,
          guint  index)
{
  static const char *const agents[] = { "Mozilla/5.0 (X11; Linux)", "Mozilla/5.0 (iPhone)", "Slackbot 1.0", "" };
  WbSight *sight = &next->sight.sight;
  const guint step = N_DAYS * 86400u / SIGHTS_A_TICKET;
  const guint place = index % SIGHTS_A_TICKET;
  guint roll = draw (bench, 100);

  sight->at = E2E_NOW - (gint64) N_DAYS * WB_DAY_MS +
              ((gint64) place * step + 60 + draw (bench, step - 120)) * WB_SECOND_MS + draw (bench, 1000);
  sight->kind = roll < 55 ? WB_SIGHT_VIEW : WB_SIGHT_CLICK;
  sight->placement = placements[draw (bench, G_N_ELEMENTS (placements))];
  /* Nobody sees what a mail shows. */
  if (sight->placement == WB_PLACEMENT_EMAIL && sight->kind == WB_SIGHT_VIEW)
    sight->kind = WB_SIGHT_LOOK;
  sight->banner = banners[draw (bench, G_N_ELEMENTS (banners))];
  sight->agent = agents[draw (bench, 40) < 37 ? draw (bench, 2) : 2 + draw (bench, 2)];
  sight->is_head = roll % 29 == 0;
  sight->is_ahead = roll % 31 == 0;
  next->sight.type = types[(index / SIGHTS_A_TICKET) % G_N_ELEMENTS (types)];
  next->repeat = sight->kind == WB_SIGHT_CLICK && roll % 7 == 0 ? 1 : 0;
  next->burst = roll == 3 ? 3 : 0;
}

static void
draw_next (Bench *bench,
           Draw  *next,
           guint  index)
{
  WbSight *sight = &next->sight.sight;

  if (index % SIGHTS_A_TICKET == 0)
    next->repeat = next->burst = 0;
  g_snprintf (next->id, sizeof next->id, "s%07u", index);
  g_snprintf (next->ticket, sizeof next->ticket, "t%06u", index / SIGHTS_A_TICKET);
  if (next->repeat > 0) {
    next->repeat--;
    sight->at += 1000 + draw (bench, 28000);
  } else if (next->burst > 0) {
    /* Another link of the same mail. */
    next->burst--;
    sight->at += 1 + draw (bench, 400);
    sight->kind = WB_SIGHT_CLICK;
    sight->banner = banners[(next->burst + 1) % G_N_ELEMENTS (banners)];
  } else {
    draw_far (bench, next, index);
  }
  sight->id = next->id;
  sight->ticket = next->ticket;
}

static WbLedger *
open_ledger (Bench *bench)
{
  g_autoptr (GError) error = NULL;
  WbLedger *ledger = wb_ledger_open (bench->path, WB_CLOCK (bench->e2e->clock), bench->e2e->random, TRUE, &error);

  g_assert_no_error (error);

  return ledger;
}

static void
load_sights (Bench    *bench,
             WbLedger *ledger)
{
  g_autoptr (GError) error = NULL;
  Draw next = { 0 };

  for (guint i = 0; i < N_SIGHTS; i++) {
    if (i % BATCH == 0)
      g_assert_true (wb_db_begin_immediate (ledger->db, &error));
    draw_next (bench, &next, i);
    g_assert_true (wb_ledger_sights_load (ledger, &next.sight, 1, FALSE, &error));
    if (i % BATCH == BATCH - 1 || i == N_SIGHTS - 1)
      g_assert_true (wb_db_commit (ledger->db, &error));
    g_assert_no_error (error);
  }
}

static void
exec (Bench      *bench,
      const char *sql)
{
  g_autoptr (GError) error = NULL;

  wb_db_exec (bench->raw, sql, &error);
  g_assert_no_error (error);
}

static gint64
read_number (Bench      *bench,
             const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbStmt) stmt = wb_db_prepare (bench->raw, sql, &error);
  gboolean has_row = FALSE;

  g_assert_no_error (error);
  g_assert_true (wb_stmt_step (stmt, &has_row, &error));
  g_assert_no_error (error);
  g_assert_true (has_row);

  return wb_stmt_get_int64 (stmt, 0);
}

/* The rules once more, in SQL: what a sight is by itself; then three or more links of a ticket within two
 * seconds; then a click within 30 s of the same one before. */
static void
judge_raw (Bench *bench)
{
  exec (bench, "CREATE TEMP TABLE judged AS SELECT row, id, at, kind, ticket, type, banner, placement, is_ahead,"
        " CASE WHEN is_head THEN 'head' WHEN is_ahead THEN 'prefetch'"
        " WHEN agent LIKE '%slackbot%' THEN 'agent' END AS mine,"
        " CASE kind WHEN 'click' THEN 'click ' || placement || banner ELSE 'page ' || placement END AS link,"
        " min (at - lag (at, 1, 0) OVER near, lead (at, 1, 1e15) OVER near - at) AS gap"
        " FROM sight WINDOW near AS (PARTITION BY ticket ORDER BY at, id)");
  exec (bench, "CREATE TEMP TABLE close AS SELECT * FROM judged WHERE gap <= 2000 AND NOT is_ahead");
  exec (bench, "CREATE INDEX close_at ON close (ticket, at)");
  exec (bench, "CREATE TEMP TABLE bursts AS SELECT row FROM close c WHERE"
        " (SELECT count (DISTINCT link) FROM close d WHERE d.ticket = c.ticket"
        " AND d.at BETWEEN c.at - 2000 AND c.at + 2000) >= 3");
  exec (bench, "CREATE UNIQUE INDEX judged_row ON judged (row)");
  exec (bench, "UPDATE judged SET mine = 'burst' WHERE mine IS NULL AND row IN (SELECT row FROM bursts)");
  exec (bench, "UPDATE judged SET mine = 'repeat' WHERE row IN (SELECT row FROM (SELECT row,"
        " at - lag (at) OVER (PARTITION BY ticket, banner, placement ORDER BY at, id) AS since FROM judged"
        " WHERE kind = 'click' AND mine IS NULL) WHERE since < 30000)");
  exec (bench, "UPDATE judged SET mine = 'counted' WHERE mine IS NULL");
  g_assert_cmpint (read_number (bench, "SELECT count (*) FROM judged j JOIN sight s ON s.row = j.row"
                                " WHERE s.verdict <> j.mine"), ==, 0);
  g_assert_cmpint (read_number (bench, "SELECT count (DISTINCT mine) FROM judged"), ==, 6);
  g_assert_cmpint (read_number (bench, "SELECT count (*) FROM judged"), ==, N_SIGHTS);
}

/* When each day of a zone begins, by the calendar of the library and not by our own. */
static void
put_days (Bench      *bench,
          const char *zone_name)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (zone_name);
  gint32 first = (gint32) ((E2E_NOW / WB_DAY_MS) - N_DAYS - 2);

  exec (bench, "DROP TABLE IF EXISTS zone_day");
  exec (bench, "CREATE TEMP TABLE zone_day (start INTEGER PRIMARY KEY, day INTEGER)");
  for (gint32 day = first; day < first + N_DAYS + 5; day++) {
    g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc ((gint64) day * 86400);
    g_autoptr (GDateTime) start = g_date_time_new (zone, g_date_time_get_year (utc), g_date_time_get_month (utc),
                                                   g_date_time_get_day_of_month (utc), 0, 0, 0);
    g_autofree char *sql = g_strdup_printf ("INSERT INTO zone_day VALUES (%" G_GINT64_FORMAT ", %d)",
                                            g_date_time_to_unix (start) * 1000, day);

    exec (bench, sql);
  }
}

static void
recount (Bench      *bench,
         const char *zone_name)
{
  put_days (bench, zone_name);
  exec (bench, "DROP TABLE IF EXISTS expected");
  exec (bench, "CREATE TEMP TABLE expected AS SELECT"
        " (SELECT day FROM zone_day WHERE start <= at ORDER BY start DESC LIMIT 1) AS day,"
        " banner, placement, type,"
        " iif (placement = 'email', NULL, sum (kind = 'view' AND mine = 'counted')) AS views,"
        " iif (placement = 'email', NULL, sum (kind = 'view')) AS views_raw,"
        " sum (kind = 'click' AND mine = 'counted') AS clicks, sum (kind = 'click') AS clicks_raw,"
        " sum (kind = 'click' AND mine = 'head') AS head, sum (kind = 'click' AND mine = 'prefetch') AS prefetch,"
        " sum (kind = 'click' AND mine = 'agent') AS agent, sum (kind = 'click' AND mine = 'burst') AS burst,"
        " sum (kind = 'click' AND mine = 'repeat') AS repeat,"
        " iif (placement = 'email', 0, sum (kind = 'click' AND mine = 'counted')) AS seen_clicks"
        " FROM judged WHERE kind <> 'look' GROUP BY 1, 2, 3, 4");
}

static void
append_number (GString *text,
               gint64   number)
{
  if (number == WB_COUNT_NONE)
    g_string_append (text, " -");
  else
    g_string_append_printf (text, " %" G_GINT64_FORMAT, number);
}

static char *
tell_sums (GPtrArray *sums)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < sums->len; i++) {
    const WbBannerCount *sum = g_ptr_array_index (sums, i);

    if (sum->day != WB_DATE_NONE)
      g_string_append_printf (text, "%d", sum->day);
    g_string_append_printf (text, " %s %s %s", sum->banner ? sum->banner : "*", sum->placement ? sum->placement : "*",
                            sum->type ? sum->type : "*");
    append_number (text, sum->impressions);
    append_number (text, sum->impressions_raw);
    append_number (text, sum->clicks);
    append_number (text, sum->clicks_raw);
    for (int v = WB_VERDICT_HEAD; v < WB_N_VERDICTS; v++)
      append_number (text, sum->filtered[v]);
    append_number (text, sum->clicks_with_views);
    g_string_append_c (text, '\n');
  }

  return g_string_free (text, FALSE);
}

/* The same lines from the recount. */
static char *
tell_recount (Bench             *bench,
              const WbStatQuery *query)
{
  static const struct
  {
    WbStatBy by;
    const char *name;
  } columns[] = { { WB_STAT_BY_BANNER, "banner" }, { WB_STAT_BY_PLACEMENT, "placement" }, { WB_STAT_BY_TYPE, "type" } };
  g_autoptr (GString) sql = g_string_new ("SELECT ");
  g_autoptr (GString) group = g_string_new (NULL);
  GString *text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (WbStmt) stmt = NULL;
  gboolean has_row = FALSE;
  const char *filters[] = { query->banner, query->placement, query->type };

  g_string_append (sql, query->by & WB_STAT_BY_DAY ? "day" : "''");
  g_string_append (group, query->by & WB_STAT_BY_DAY ? "day" : "''");
  for (guint i = 0; i < G_N_ELEMENTS (columns); i++) {
    gboolean kept = filters[i] || (query->by & columns[i].by);

    g_string_append_printf (sql, "|| ' ' || %s", kept ? columns[i].name : "'*'");
    if (kept)
      g_string_append_printf (group, ", %s", columns[i].name);
  }
  g_string_append (sql, ", ifnull (sum (views), '-') || ' ' || ifnull (sum (views_raw), '-') || ' ' || sum (clicks)"
                   " || ' ' || sum (clicks_raw) || ' ' || sum (head) || ' ' || sum (prefetch) || ' ' || sum (agent)"
                   " || ' ' || sum (burst) || ' ' || sum (repeat) || ' ' || sum (seen_clicks) FROM expected");
  g_string_append_printf (sql, " WHERE day BETWEEN %d AND %d", query->period.from, query->period.to);
  for (guint i = 0; i < G_N_ELEMENTS (columns); i++) {
    if (filters[i])
      g_string_append_printf (sql, " AND %s = '%s'", columns[i].name, filters[i]);
  }
  g_string_append_printf (sql, " GROUP BY %s HAVING count (*) > 0 ORDER BY %s", group->str, group->str);
  stmt = wb_db_prepare (bench->raw, sql->str, &error);
  g_assert_no_error (error);
  while (wb_stmt_step (stmt, &has_row, &error) && has_row)
    g_string_append_printf (text, "%s %s\n", wb_stmt_get_text (stmt, 0), wb_stmt_get_text (stmt, 1));
  g_assert_no_error (error);

  return g_string_free (text, FALSE);
}

static void
check_lines (const char *shown,
             const char *expected)
{
  g_auto (GStrv) ours = NULL;
  g_auto (GStrv) theirs = NULL;

  if (g_str_equal (shown, expected))
    return;
  ours = g_strsplit (shown, "\n", -1);
  theirs = g_strsplit (expected, "\n", -1);
  for (guint i = 0; ours[i] && theirs[i]; i++)
    g_assert_cmpstr (ours[i], ==, theirs[i]);
  g_assert_cmpuint (g_strv_length (ours), ==, g_strv_length (theirs));
}

static void
check_query (Bench             *bench,
             const WbStatQuery *query)
{
  g_autoptr (GError) error = NULL;
  WbDb *db = wb_workspace_get_reader (bench->seat->workspace);
  g_autoptr (GPtrArray) sums = wb_stat_store_banners (db, query, &error);
  g_autofree char *shown = NULL;
  g_autofree char *expected = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (sums->len, >, 0);
  shown = tell_sums (sums);
  expected = tell_recount (bench, query);
  check_lines (shown, expected);
}

/* Each sum that a page may ask for: of every period, kept apart by everything, of one of each. */
static void
check_all (Bench      *bench,
           const char *zone_name)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (zone_name);
  gint32 today = wb_date_of_time (E2E_NOW, zone);
  gint32 clock_change = 0;

  g_assert_true (wb_date_parse ("2025-10-26", &clock_change));
  for (int kind = 0; kind <= WB_PERIOD_CUSTOM; kind++) {
    const WbPeriod period = kind < WB_PERIOD_CUSTOM ? wb_period_of (kind, today)
                                                    : (WbPeriod) { clock_change, clock_change };
    const WbPeriod before = wb_period_before (kind, &period);
    const WbStatQuery filters[] = {
      { .period = period }, { .period = before }, { .period = period, .banner = banners[2] },
      { .period = period, .placement = "email" }, { .period = period, .type = types[1] },
      { .period = period, .banner = banners[0], .placement = "portal", .type = types[3] },
    };

    for (gsize i = 0; i < G_N_ELEMENTS (filters); i++) {
      for (guint by = 0; by <= (WB_STAT_BY_DAY | WB_STAT_BY_BANNER | WB_STAT_BY_PLACEMENT | WB_STAT_BY_TYPE); by++) {
        WbStatQuery query = filters[i];

        query.by = by;
        /* Of the year before there is nothing. */
        if (before.from < today - N_DAYS && i == 1)
          continue;
        /* A single day, or few sights, may have none of a kind. */
        if (N_SIGHTS < 1000000 && (kind == WB_PERIOD_CUSTOM || i == 5))
          continue;
        check_query (bench, &query);
      }
    }
  }
}

static Bench *
bench_new (guint n_tickets,
           guint n_calls)
{
  Bench *bench = g_new0 (Bench, 1);
  g_autoptr (GError) error = NULL;

  bench->rand = g_rand_new_with_seed (20251121);
  bench->e2e = e2e_new (n_tickets, n_calls);
  bench->path = g_build_filename (bench->e2e->dir, "portal.db", NULL);
  bench->seat = e2e_seat_new (bench->e2e, E2E_EVA);
  bench->raw = wb_db_open (bench->path, WB_DB_READ_WRITE, &error);
  g_assert_no_error (error);
  exec (bench, "PRAGMA temp_store = MEMORY");

  return bench;
}

static void
bench_free (Bench *bench)
{
  wb_db_close (bench->raw);
  e2e_seat_free (bench->seat);
  e2e_free (bench->e2e);
  g_rand_free (bench->rand);
  g_free (bench->path);
  g_free (bench);
}

/* The account moves to another zone. */
static void
move_account (Bench      *bench,
              const char *zone_name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbAccount) account = NULL;
  WbLedger *ledger = open_ledger (bench);

  g_assert_true (wb_db_begin_immediate (ledger->db, &error));
  g_assert_true (wb_ledger_account_get (ledger, &account, &error));
  g_free (account->time_zone);
  account->time_zone = g_strdup (zone_name);
  g_assert_true (wb_ledger_account_save (ledger, account, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (wb_db_commit (ledger->db, &error));
  g_assert_true (wb_ledger_recount_run (ledger, NULL, &error));
  g_assert_no_error (error);
  wb_ledger_close (ledger);
}

/* Gives how many sums came out different. */
static gint64
rebuild (Bench *bench)
{
  g_autoptr (GError) error = NULL;
  WbLedger *ledger = open_ledger (bench);
  gint64 n_changed = 0;

  g_assert_true (wb_ledger_recount_run (ledger, &n_changed, &error));
  g_assert_no_error (error);
  wb_ledger_close (ledger);

  return n_changed;
}

static void
sync_desk (Bench      *bench,
           WbStatKind  kind,
           const char *zone_name)
{
  g_auto (WbStatState) state = { 0 };
  gint64 started = g_get_monotonic_time ();

  e2e_start_portal (bench->e2e);
  wb_sync_wake (bench->seat->sync);
  e2e_seat_sync (bench->seat);
  e2e_stop_portal (bench->e2e);
  g_assert_true (wb_stat_store_state (wb_workspace_get_reader (bench->seat->workspace), kind, &state, NULL));
  g_assert_nonnull (state.facts);
  g_assert_cmpstr (state.facts->time_zone, ==, zone_name);
  g_test_message ("read in %.1f s", (double) (g_get_monotonic_time () - started) / 1e6);
}

static void
test_recount_of_a_year (void)
{
  Bench *bench = bench_new (1, 0);
  WbLedger *ledger = NULL;
  gint64 started = g_get_monotonic_time ();

  e2e_stop_portal (bench->e2e);
  ledger = open_ledger (bench);
  load_sights (bench, ledger);
  wb_ledger_close (ledger);
  for (gsize i = 0; i < G_N_ELEMENTS (zones); i++) {
    if (i == 0)
      rebuild (bench);
    else
      move_account (bench, zones[i]);
    g_test_message ("%s: counted after %.1f s", zones[i], (double) (g_get_monotonic_time () - started) / 1e6);
    if (i == 0)
      judge_raw (bench);
    recount (bench, zones[i]);
    g_test_message ("recounted after %.1f s", (double) (g_get_monotonic_time () - started) / 1e6);
    sync_desk (bench, WB_STAT_BANNERS, zones[i]);
    check_all (bench, zones[i]);
  }
  /* Made anew they are the same, to the row. */
  g_assert_cmpint (rebuild (bench), ==, 0);
  sync_desk (bench, WB_STAT_BANNERS, zones[2]);
  check_all (bench, zones[2]);
  bench_free (bench);
}

/* The funnel: so many tickets, each offered some tools, taken or not, and orders after. */

#define N_TICKETS 240
#define N_CALLS 40

static const char *
read_store_id (Bench *bench)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbStmt) stmt = wb_db_prepare (bench->raw, "SELECT id FROM merchant_store", &error);
  gboolean has_row = FALSE;

  g_assert_no_error (error);
  g_assert_true (wb_stmt_step (stmt, &has_row, &error) && has_row);

  return g_intern_string (wb_stmt_get_text (stmt, 0));
}

static WbShopOrder *
draw_order (Bench *bench,
            guint  index)
{
  WbShopOrder *order = wb_shop_order_new ();

  order->remote_id = g_strdup_printf ("o%u", index);
  order->code = g_strdup_printf ("o%u", index);
  order->state = WB_SHOP_ORDER_PAID;
  order->total = (WbMoney) { 10000 + draw (bench, 500000), "" };
  order->refunded = (WbMoney) { 0, "" };
  g_strlcpy (order->total.currency, draw (bench, 4) ? "CZK" : "EUR", sizeof order->total.currency);
  g_strlcpy (order->refunded.currency, order->total.currency, sizeof order->refunded.currency);
  order->email = g_strdup_printf ("customer%u@example.com", draw (bench, N_TICKETS));
  order->created_at = E2E_NOW - (gint64) draw (bench, 90 * 1440) * WB_MINUTE_MS;
  order->updated_at = order->created_at;

  return order;
}

static void
load_funnel (Bench    *bench,
             WbLedger *ledger)
{
  g_autoptr (GPtrArray) orders = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_shop_order_unref);
  g_autoptr (GError) error = NULL;

  g_assert_true (wb_db_begin_immediate (ledger->db, &error));
  for (guint i = 0; i < N_TICKETS; i++) {
    g_autofree char *ticket = e2e_ticket_id (i);

    for (int tool = 0; tool < WB_N_TOOLS; tool++) {
      gint64 at = E2E_NOW - (gint64) (1 + draw (bench, 90 * 1440)) * WB_MINUTE_MS;
      WbPlacements placement = draw (bench, 4) ? placements[draw (bench, 3)] : WB_PLACEMENT_NONE;

      if (draw (bench, 4) == 0)
        continue;
      g_assert_true (wb_ledger_funnel_offer (ledger, ticket, tool, placement, at, &error));
      g_assert_true (wb_ledger_funnel_offer (ledger, ticket, tool, WB_PLACEMENT_EMAIL, at + WB_HOUR_MS, &error));
      if (draw (bench, 2) == 0)
        continue;
      g_assert_true (wb_ledger_funnel_take (ledger, ticket, tool, placement, at + WB_SECOND_MS, &error));
    }
  }
  for (guint i = 0; i < 2 * N_TICKETS; i++)
    g_ptr_array_add (orders, draw_order (bench, i));
  g_assert_true (wb_ledger_funnel_orders (ledger, read_store_id (bench), orders, &error));
  g_assert_no_error (error);
  g_assert_true (wb_db_commit (ledger->db, &error));
}

/* The days are counted once more; the rest is as the ledger has each ticket's way. */
static void
recount_funnel (Bench      *bench,
                const char *zone_name)
{
  put_days (bench, zone_name);
  exec (bench, "DROP TABLE IF EXISTS way");
  exec (bench, "CREATE TEMP TABLE way AS SELECT *, (SELECT day FROM zone_day WHERE start <= first ORDER BY start DESC"
        " LIMIT 1) AS real_day FROM (SELECT *, min (ifnull (offer_at, 1e17), ifnull (ask_at, 1e17),"
        " ifnull (click_at, 1e17)) AS first FROM funnel_row)");
  g_assert_cmpint (read_number (bench, "SELECT count (*) FROM way WHERE day <> real_day"), ==, 0);
  exec (bench, "DROP TABLE IF EXISTS expected");
  exec (bench, "CREATE TEMP TABLE expected AS SELECT real_day AS day, tool, type, nullif (placement, '') AS placement,"
        " nullif (currency, '') AS currency, count (*) AS offered,"
        " iif (placement IN ('', 'email'), NULL, sum (shown)) AS shown, count (taken_at) AS taken, sum (used) AS used,"
        " sum (used_probable) AS used_probable, sum (is_open) AS open, 0 AS revenue, 0 AS revenue_probable,"
        " 0.0 AS squares, 0.0 AS all_squares FROM way GROUP BY 1, 2, 3, 4, 5");
  exec (bench, "INSERT INTO expected SELECT real_day, w.tool, type, nullif (placement, ''),"
        " m.currency, 0, iif (placement IN ('', 'email'), NULL, 0), 0, 0, 0,"
        " 0, m.revenue, m.revenue_probable, 1.0 * m.revenue * m.revenue,"
        " 1.0 * (m.revenue + m.revenue_probable) * (m.revenue + m.revenue_probable)"
        " FROM way w JOIN funnel_money m USING (ticket, tool)");
  g_assert_cmpint (read_number (bench, "SELECT sum (used_probable) > 20 AND sum (open) > 20 AND"
                                " count (DISTINCT currency) = 2 FROM expected"), ==, 1);
}

static char *
tell_ways (GPtrArray *sums)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < sums->len; i++) {
    const WbFunnelRow *sum = g_ptr_array_index (sums, i);

    if (sum->day != WB_DATE_NONE)
      g_string_append_printf (text, "%d", sum->day);
    g_string_append_printf (text, " %s %s %s %s", sum->placement ? sum->placement : "*", sum->type ? sum->type : "*",
                            sum->has_tool ? wb_tool_to_text (sum->tool) : "*", sum->currency ? sum->currency : "*");
    append_number (text, sum->offered);
    append_number (text, sum->shown);
    append_number (text, sum->taken);
    append_number (text, sum->used);
    append_number (text, sum->used_probable);
    append_number (text, sum->open);
    append_number (text, sum->revenue);
    append_number (text, sum->revenue_probable);
    g_string_append_printf (text, " %.0f %.0f\n", sum->revenue_squares, sum->revenue_all_squares);
  }

  return g_string_free (text, FALSE);
}

/* Money is summed only where one currency is. */
static char *
tell_recounted_ways (Bench             *bench,
                     const WbStatQuery *query)
{
  static const struct
  {
    WbStatBy by;
    const char *name;
    const char *order;
  } columns[] = {
    { WB_STAT_BY_PLACEMENT, "placement", "placement" }, { WB_STAT_BY_TYPE, "type", "type" },
    { WB_STAT_BY_TOOL, "tool", "CASE tool WHEN 'coupon' THEN 0 WHEN 'call_request' THEN 1 ELSE 2 END" },
    { WB_STAT_BY_CURRENCY, "currency", "currency" },
  };
  const char *filters[] = { NULL, query->type, NULL, query->currency };
  gboolean has_money = query->currency || (query->by & WB_STAT_BY_CURRENCY);
  g_autoptr (GString) sql = g_string_new ("SELECT ");
  g_autoptr (GString) group = g_string_new (query->by & WB_STAT_BY_DAY ? "day" : "''");
  g_autoptr (GError) error = NULL;
  g_autoptr (WbStmt) stmt = NULL;
  GString *text = g_string_new (NULL);
  gboolean has_row = FALSE;

  g_string_append (sql, group->str);
  for (guint i = 0; i < G_N_ELEMENTS (columns); i++) {
    gboolean kept = filters[i] || (query->by & columns[i].by);

    g_string_append_printf (sql, "|| ' ' || ifnull (%s, '*')", kept ? columns[i].name : "NULL");
    if (kept)
      g_string_append_printf (group, ", %s", columns[i].order);
  }
  g_string_append_printf (sql, ", sum (offered) || ' ' || ifnull (sum (shown), '-') || ' ' || sum (taken) || ' ' ||"
                          " sum (used) || ' ' || sum (used_probable) || ' ' || sum (open) || ' ' ||"
                          " sum (revenue * %1$d) || ' ' || sum (revenue_probable * %1$d) || ' ' ||"
                          " printf ('%%.0f %%.0f', sum (squares * %1$d), sum (all_squares * %1$d)) FROM expected"
                          " WHERE day BETWEEN %2$d AND %3$d", has_money ? 1 : 0, query->period.from, query->period.to);
  for (guint i = 0; i < G_N_ELEMENTS (columns); i++) {
    if (filters[i])
      g_string_append_printf (sql, " AND %s = '%s'", columns[i].name, filters[i]);
  }
  g_string_append_printf (sql, " GROUP BY %s HAVING count (*) > 0 ORDER BY %s", group->str, group->str);
  stmt = wb_db_prepare (bench->raw, sql->str, &error);
  g_assert_no_error (error);
  while (wb_stmt_step (stmt, &has_row, &error) && has_row)
    g_string_append_printf (text, "%s %s\n", wb_stmt_get_text (stmt, 0), wb_stmt_get_text (stmt, 1));
  g_assert_no_error (error);

  return g_string_free (text, FALSE);
}

static void
check_funnel (Bench  *bench,
              gint32  today)
{
  const WbPeriod year = { today - N_DAYS, today };
  const WbPeriod month = { today - 60, today - 31 };
  const WbStatQuery filters[] = {
    { .period = year }, { .period = month }, { .period = year, .type = E2E_TYPE_CLAIM },
    { .period = year, .currency = "EUR" }, { .period = month, .currency = "CZK", .type = E2E_TYPE_RETURN },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (filters); i++) {
    for (guint by = 0; by < 64; by++) {
      g_autoptr (GError) error = NULL;
      WbStatQuery query = filters[i];
      g_autoptr (GPtrArray) sums = NULL;
      g_autofree char *shown = NULL;
      g_autofree char *expected = NULL;

      query.by = by & ~WB_STAT_BY_BANNER;
      sums = wb_stat_store_funnel (wb_workspace_get_reader (bench->seat->workspace), &query, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (sums->len, >, 0);
      shown = tell_ways (sums);
      expected = tell_recounted_ways (bench, &query);
      check_lines (shown, expected);
    }
  }
}

/* The calls of the merchant are open or were answered today, which the ledger keeps call by call. */
static void
check_calls (Bench  *bench,
             gint32  today)
{
  const WbStatQuery query = { { today - N_DAYS, today }, .by = WB_STAT_BY_DAY | WB_STAT_BY_TYPE };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) sums = wb_stat_store_calls (wb_workspace_get_reader (bench->seat->workspace), &query, &error);
  g_autoptr (GString) shown = g_string_new (NULL);
  g_autoptr (GString) expected = g_string_new (NULL);
  g_autoptr (WbStmt) stmt = NULL;
  g_autofree char *sql = NULL;
  gboolean has_row = FALSE;
  gint64 now = wb_clock_now (WB_CLOCK (bench->e2e->clock));

  g_assert_no_error (error);
  for (guint i = 0; i < sums->len; i++) {
    const WbCallCount *sum = g_ptr_array_index (sums, i);

    const gint64 numbers[] = {
      sum->asked, sum->open, sum->in_goal, sum->goal_counted, sum->in_promise, sum->promise_counted,
      sum->ends[WB_CALL_END_DECLINED], sum->ends[WB_CALL_END_UNREACHABLE],
    };

    g_string_append_printf (shown, "%d %s", sum->day, sum->type);
    for (guint n = 0; n < G_N_ELEMENTS (numbers); n++)
      append_number (shown, numbers[n]);
    g_string_append_c (shown, '\n');
  }
  sql = g_strdup_printf ("SELECT real_day || ' ' || type || ' ' || count (*) || ' ' || sum (is_open) || ' ' ||"
                         " sum (ifnull (answered_at <= goal_at, 0)) || ' ' ||"
                         " sum (answered_at IS NOT NULL OR goal_at < %1$" G_GINT64_FORMAT ") || ' ' ||"
                         " sum (ifnull (answered_at <= promise_at, 0)) || ' ' ||"
                         " sum (answered_at IS NOT NULL OR promise_at < %1$" G_GINT64_FORMAT ") || ' ' ||"
                         " sum (ifnull (outcome = 'declined', 0)) || ' ' || sum (ifnull (outcome = 'unreachable', 0))"
                         " FROM (SELECT *, asked_at + 86400000 AS goal_at, (SELECT day FROM zone_day"
                         " WHERE start <= asked_at ORDER BY start DESC LIMIT 1) AS real_day FROM call_row)"
                         " GROUP BY real_day, type ORDER BY real_day, type", now);
  stmt = wb_db_prepare (bench->raw, sql, &error);
  g_assert_no_error (error);
  while (wb_stmt_step (stmt, &has_row, &error) && has_row)
    g_string_append_printf (expected, "%s\n", wb_stmt_get_text (stmt, 0));
  g_assert_no_error (error);
  check_lines (shown->str, expected->str);
  g_assert_cmpint (read_number (bench, "SELECT sum (is_open) > 5 AND sum (answered_at IS NOT NULL) > 5"
                                " FROM call_row"), ==, 1);
}

/* A third of the calls end, some without an answer. */
static void
end_calls (Bench *bench)
{
  g_autoptr (GError) error = NULL;

  e2e_seat_sync (bench->seat);
  for (guint i = 0; i < N_CALLS; i += 3) {
    g_autofree char *id = e2e_call_id (i);

    g_assert_true (wb_action_complete (bench->seat->workspace, id, i % 2 ? WB_OUTCOME_DECLINED : WB_OUTCOME_UNREACHABLE,
                                       NULL, E2E_NOW - (gint64) i * WB_HOUR_MS / 4, &error));
    g_assert_no_error (error);
  }
  e2e_seat_sync (bench->seat);
  e2e_advance (bench->e2e, WB_SECOND_MS);
}

static void
test_recount_of_offers (void)
{
  Bench *bench = bench_new (N_TICKETS, N_CALLS);
  WbLedger *ledger = NULL;

  end_calls (bench);
  e2e_stop_portal (bench->e2e);
  ledger = open_ledger (bench);
  load_funnel (bench, ledger);
  wb_ledger_close (ledger);
  for (gsize i = 0; i < G_N_ELEMENTS (zones); i++) {
    for (int again = 0; again < 2; again++) {
      g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (zones[i]);
      gint32 today = wb_date_of_time (E2E_NOW, zone);

      g_test_message ("%s %d", zones[i], again);
      if (again)
        g_assert_cmpint (rebuild (bench), ==, 0);
      else
        move_account (bench, zones[i]);
      recount_funnel (bench, zones[i]);
      sync_desk (bench, WB_STAT_FUNNEL, zones[i]);
      check_funnel (bench, today);
      check_calls (bench, today);
    }
  }
  bench_free (bench);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wb/e2e/recount/of-a-year", test_recount_of_a_year);
  g_test_add_func ("/wb/e2e/recount/of-offers", test_recount_of_offers);

  return g_test_run ();
}
