/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A year of views and clicks, a million of them, from the service's events to the sums on a desk: every
 * number that the window shows is what SQL of its own counts in the raw events, in three time zones, before
 * and after the service's sums are made anew. That SQL judges scanners and repeated clicks itself, too. */

#include "config.h"

#include "wb-e2e.h"

#include "wb-ledger-account.h"
#include "wb-ledger-sights.h"
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
    g_assert_true (wb_ledger_sights_load (ledger, &next.sight, 1, &error));
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
  exec (bench, "DROP TABLE IF EXISTS recount");
  exec (bench, "CREATE TEMP TABLE recount AS SELECT"
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
                   " || ' ' || sum (burst) || ' ' || sum (repeat) || ' ' || sum (seen_clicks) FROM recount");
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
  if (!g_str_equal (shown, expected)) {
    g_auto (GStrv) ours = g_strsplit (shown, "\n", -1);
    g_auto (GStrv) theirs = g_strsplit (expected, "\n", -1);

    for (guint i = 0; ours[i] && theirs[i]; i++)
      g_assert_cmpstr (ours[i], ==, theirs[i]);
    g_assert_cmpuint (g_strv_length (ours), ==, g_strv_length (theirs));
  }
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
bench_new (void)
{
  Bench *bench = g_new0 (Bench, 1);
  g_autoptr (GError) error = NULL;
  WbLedger *ledger = NULL;

  bench->rand = g_rand_new_with_seed (20251121);
  bench->e2e = e2e_new (1, 0);
  bench->path = g_build_filename (bench->e2e->dir, "portal.db", NULL);
  bench->seat = e2e_seat_new (bench->e2e, E2E_EVA);
  e2e_stop_portal (bench->e2e);
  ledger = open_ledger (bench);
  load_sights (bench, ledger);
  wb_ledger_close (ledger);
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

/* The account moves to another zone; gives how many sums came out different when they are made anew after. */
static gint64
count_in_zone (Bench      *bench,
               const char *zone_name,
               gboolean    is_new_zone)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbAccount) account = NULL;
  WbLedger *ledger = open_ledger (bench);
  gint64 n_changed = 0;

  g_assert_true (wb_db_begin_immediate (ledger->db, &error));
  if (is_new_zone) {
    g_assert_true (wb_ledger_account_get (ledger, &account, &error));
    g_free (account->time_zone);
    account->time_zone = g_strdup (zone_name);
    g_assert_true (wb_ledger_account_save (ledger, account, NULL, &error));
    g_assert_true (wb_ledger_sights_set_zone (ledger, zone_name, &error));
  } else {
    g_assert_true (wb_ledger_sights_rebuild (ledger, &n_changed, &error));
  }
  g_assert_no_error (error);
  g_assert_true (wb_db_commit (ledger->db, &error));
  wb_ledger_close (ledger);

  return n_changed;
}

static void
read_and_check (Bench      *bench,
                const char *zone_name)
{
  g_auto (WbStatState) state = { 0 };
  gint64 started = g_get_monotonic_time ();

  e2e_start_portal (bench->e2e);
  wb_sync_wake (bench->seat->sync);
  e2e_seat_sync (bench->seat);
  e2e_stop_portal (bench->e2e);
  g_assert_true (wb_stat_store_state (wb_workspace_get_reader (bench->seat->workspace), WB_STAT_BANNERS, &state, NULL));
  g_assert_nonnull (state.facts);
  g_assert_cmpstr (state.facts->time_zone, ==, zone_name);
  g_test_message ("read in %.1f s", (double) (g_get_monotonic_time () - started) / 1e6);
  check_all (bench, zone_name);
}

static void
test_recount_of_a_year (void)
{
  Bench *bench = bench_new ();
  gint64 started = g_get_monotonic_time ();

  for (gsize i = 0; i < G_N_ELEMENTS (zones); i++) {
    count_in_zone (bench, zones[i], TRUE);
    if (i == 0)
      count_in_zone (bench, zones[i], FALSE);
    g_test_message ("%s: counted after %.1f s", zones[i], (double) (g_get_monotonic_time () - started) / 1e6);
    if (i == 0)
      judge_raw (bench);
    recount (bench, zones[i]);
    g_test_message ("recounted after %.1f s", (double) (g_get_monotonic_time () - started) / 1e6);
    read_and_check (bench, zones[i]);
  }
  /* Made anew they are the same, to the row. */
  g_assert_cmpint (count_in_zone (bench, zones[2], FALSE), ==, 0);
  read_and_check (bench, zones[2]);
  bench_free (bench);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wb/e2e/recount/of-a-year", test_recount_of_a_year);

  return g_test_run ();
}
