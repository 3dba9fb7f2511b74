/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Views and clicks in the ledger: the rollup kept with each of them is the one that counting anew
 * gives, to the row, in whatever order they came and in whatever zone days are. */

#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "portal-fixture.h"
#include "wb-ledger-account.h"
#include "wb-ledger-recount.h"
#include "wb-ledger-sights.h"
#include "wb-ledger-tickets.h"

#define MAC "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Safari/605.1.15"
#define N_DRAWN 3000
#define N_TICKETS 40

#define ROLLUP \
  "SELECT day, banner, placement, type, impressions, impressions_raw, clicks, clicks_raw, head, prefetch, agent," \
  " burst, repeat FROM sight_count ORDER BY 1, 2, 3, 4"
#define VERDICTS "SELECT id, verdict FROM sight ORDER BY id"

typedef struct
{
  char id[40];
  char ticket[40];
  WbLedgerSight sight;
} Drawn;

static WbLedger *
open_ledger (Fixture *fixture)
{
  g_autoptr (WbRandom) random = WB_RANDOM (wb_seeded_random_new (7));
  g_autoptr (GError) error = NULL;
  WbLedger *ledger = NULL;

  fixture_close (fixture);
  ledger = wb_ledger_open (fixture->db, WB_CLOCK (fixture->clock), random, TRUE, &error);
  g_assert_no_error (error);

  return ledger;
}

static void
set_zone (WbLedger   *ledger,
          const char *zone)
{
  g_autoptr (WbAccount) account = NULL;
  g_autoptr (GError) error = NULL;
  gboolean more = TRUE;

  g_assert_true (wb_ledger_account_get (ledger, &account, NULL));
  g_free (account->time_zone);
  account->time_zone = g_strdup (zone);
  g_assert_true (wb_db_begin_immediate (ledger->db, NULL));
  g_assert_true (wb_ledger_account_put (ledger, account, &error));
  g_assert_no_error (error);
  g_assert_true (wb_db_commit (ledger->db, NULL));
  while (more) {
    g_assert_true (wb_ledger_recount_step (ledger, 0, &more, &error));
    g_assert_no_error (error);
  }
}

/* All rows of an answer, a line each. */
static char *
dump (WbLedger   *ledger,
      const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbStmt) stmt = wb_db_prepare (ledger->db, sql, &error);
  GString *text = g_string_new (NULL);
  int n_columns = 1;

  g_assert_no_error (error);
  for (const char *c = sql; strncmp (c, " FROM", 5) != 0; c++)
    n_columns += *c == ',';
  for (;;) {
    gboolean has_row = FALSE;

    g_assert_true (wb_stmt_step (stmt, &has_row, NULL));
    if (!has_row)
      return g_string_free (text, FALSE);
    for (int i = 0; i < n_columns; i++)
      g_string_append_printf (text, "%s%s", wb_stmt_get_text (stmt, i), i + 1 < n_columns ? " " : "\n");
  }
}

static void
add (WbLedger            *ledger,
     const WbLedgerSight *sight,
     gboolean             is_new_expected)
{
  g_autoptr (GError) error = NULL;
  gboolean is_new = FALSE;

  g_assert_true (wb_db_begin_immediate (ledger->db, NULL));
  wb_ledger_sight_add (ledger, sight, &is_new, &error);
  g_assert_no_error (error);
  g_assert_true (wb_db_commit (ledger->db, NULL));
  g_assert_true (is_new == is_new_expected);
}

/* Some weeks around a night in which clocks change: crowds around midnights, bursts, repeats. */
static Drawn *
draw (guint  seed,
      gint64 middle)
{
  static const char *const types[] = { TYPE_RETURN, TYPE_CLAIM };
  static const char *const agents[] = { "", MAC, MAC, MAC, "Slackbot-LinkExpanding 1.0", "curl/8.0" };
  static const WbPlacements places[] = { WB_PLACEMENT_PORTAL, WB_PLACEMENT_TICKET_DETAIL, WB_PLACEMENT_EMAIL };
  g_autoptr (WbRandom) random = WB_RANDOM (wb_seeded_random_new (seed));
  Drawn *drawn = g_new0 (Drawn, N_DRAWN);
  gint64 at = middle;

  for (guint i = 0; i < N_DRAWN; i++) {
    guint ticket = wb_random_below (random, N_TICKETS);
    guint step = wb_random_below (random, 20);
    WbSight *sight = &drawn[i].sight.sight;

    /* Near the one before, or somewhere else. */
    if (step < 12)
      at += wb_random_below (random, 1500);
    else if (step < 18)
      at += wb_random_below (random, 40000);
    else
      at = middle - 3 * WB_DAY_MS + (gint64) wb_random_below (random, 6 * 24 * 60) * WB_MINUTE_MS;
    g_snprintf (drawn[i].id, sizeof drawn[i].id, "%08x-%u", wb_random_below (random, 0xffffffff), i);
    g_snprintf (drawn[i].ticket, sizeof drawn[i].ticket, "ticket-%u", step < 16 &&
                i > 0 ? (i / 7) % N_TICKETS : ticket);
    *sight = (WbSight) {
      .at = at,
      .id = drawn[i].id,
      .ticket = drawn[i].ticket,
      .kind = (WbSightKind) wb_random_below (random, 3),
      .banner = wb_random_below (random, 3) == 0 ? "winter" : "autumn",
      .placement = places[wb_random_below (random, 3)],
      .is_head = wb_random_below (random, 15) == 0,
      .is_ahead = wb_random_below (random, 15) == 0,
      .agent = agents[wb_random_below (random, G_N_ELEMENTS (agents))],
    };
    if (sight->kind == WB_SIGHT_VIEW && sight->placement == WB_PLACEMENT_EMAIL)
      sight->kind = WB_SIGHT_LOOK;
    drawn[i].sight.type = types[wb_random_below (random, 2)];
  }

  return drawn;
}

static void
shuffle (Drawn *drawn,
         guint  seed)
{
  g_autoptr (WbRandom) random = WB_RANDOM (wb_seeded_random_new (seed));

  for (guint i = N_DRAWN - 1; i > 0; i--) {
    guint other = wb_random_below (random, i + 1);
    Drawn kept = drawn[i];

    drawn[i] = drawn[other];
    drawn[other] = kept;
  }
  for (guint i = 0; i < N_DRAWN; i++) {
    drawn[i].sight.sight.id = drawn[i].id;
    drawn[i].sight.sight.ticket = drawn[i].ticket;
  }
}

static void
add_all (WbLedger    *ledger,
         const Drawn *drawn)
{
  gboolean is_new = FALSE;

  g_assert_true (wb_db_begin_immediate (ledger->db, NULL));
  for (guint i = 0; i < N_DRAWN; i++) {
    g_autoptr (GError) error = NULL;

    wb_ledger_sight_add (ledger, &drawn[i].sight, &is_new, &error);
    g_assert_no_error (error);
    g_assert_true (is_new);
  }
  g_assert_true (wb_db_commit (ledger->db, NULL));
}

static int
compare_lines (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* The same numbers from the events alone, by GLib's calendar, in a form that compares. */
static char *
recount (WbLedger   *ledger,
         const char *zone_name)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (zone_name);
  g_autoptr (GDateTime) epoch = g_date_time_new_utc (1970, 1, 1, 0, 0, 0);
  g_autoptr (GHashTable) counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (WbStmt) stmt = NULL;
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  GHashTableIter iter;
  gpointer key = NULL;
  gpointer value = NULL;

  stmt = wb_db_prepare (ledger->db,
                        "SELECT at, kind, verdict, banner, placement, type FROM sight WHERE kind <> 'look'", NULL);
  for (;;) {
    g_autoptr (GDateTime) utc = NULL;
    g_autoptr (GDateTime) local = NULL;
    g_autoptr (GDateTime) midnight = NULL;
    g_autofree char *row = NULL;
    gboolean has_row = FALSE;
    int *n = NULL;

    g_assert_true (wb_stmt_step (stmt, &has_row, NULL));
    if (!has_row)
      break;
    utc = g_date_time_new_from_unix_utc (wb_stmt_get_int64 (stmt, 0) / 1000);
    local = g_date_time_to_timezone (utc, zone);
    midnight = g_date_time_new_utc (g_date_time_get_year (local), g_date_time_get_month (local),
                                    g_date_time_get_day_of_month (local), 0, 0, 0);
    row = g_strdup_printf ("%d %s %s %s %s %s", (int) (g_date_time_difference (midnight, epoch) / G_TIME_SPAN_DAY),
                           wb_stmt_get_text (stmt, 3), wb_stmt_get_text (stmt, 4), wb_stmt_get_text (stmt, 5),
                           wb_stmt_get_text (stmt, 1), wb_stmt_get_text (stmt, 2));
    n = g_hash_table_lookup (counts, row);
    if (!n) {
      n = g_new0 (int, 1);
      g_hash_table_insert (counts, g_steal_pointer (&row), n);
    }
    (*n)++;
  }

  g_hash_table_iter_init (&iter, counts);
  while (g_hash_table_iter_next (&iter, &key, &value))
    g_ptr_array_add (lines, g_strdup_printf ("%s %d", (char *) key, *(int *) value));
  g_ptr_array_sort (lines, compare_lines);
  g_ptr_array_add (lines, NULL);

  return g_strjoinv ("\n", (GStrv) lines->pdata);
}

/* What the ledger serves, in that form. */
static char *
serve (WbLedger *ledger)
{
  WbLedgerStatAsk ask = { .from = -100000, .to = 100000 };
  g_autoptr (GError) error = NULL;
  gint64 count = 0;
  g_autoptr (GPtrArray) rows = wb_ledger_banner_counts (ledger, &ask, 100000, 0, &count, &error);
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);

  g_assert_no_error (error);
  g_assert_cmpint (count, ==, rows->len);
  for (guint i = 0; i < rows->len; i++) {
    const WbBannerCount *row = g_ptr_array_index (rows, i);
    g_autofree char *head = g_strdup_printf ("%d %s %s %s", row->day, row->banner, row->placement, row->type);
    gint64 views = MAX (row->impressions, 0);
    gint64 left_out = MAX (row->impressions_raw, 0) - views;
    gint64 clicks = row->clicks;

    g_assert_true ((row->impressions == WB_COUNT_NONE) == g_str_equal (row->placement, "email"));
    g_assert_true ((row->impressions_raw == WB_COUNT_NONE) == g_str_equal (row->placement, "email"));
    if (row->clicks > 0)
      g_ptr_array_add (lines, g_strdup_printf ("%s click counted %d", head, (int) row->clicks));
    for (int v = WB_VERDICT_HEAD; v < WB_N_VERDICTS; v++) {
      clicks += row->filtered[v];
      if (row->filtered[v] > 0)
        g_ptr_array_add (lines, g_strdup_printf ("%s click %s %d", head, wb_verdict_to_text (v),
                                                 (int) row->filtered[v]));
    }
    g_assert_cmpint (clicks, ==, row->clicks_raw);
    if (views > 0)
      g_ptr_array_add (lines, g_strdup_printf ("%s view counted %d", head, (int) views));
    if (left_out > 0)
      g_ptr_array_add (lines, g_strdup_printf ("%s view other %d", head, (int) left_out));
  }
  g_ptr_array_sort (lines, compare_lines);
  g_ptr_array_add (lines, NULL);

  return g_strjoinv ("\n", (GStrv) lines->pdata);
}

/* Views that were left out are served in one number. */
static char *
join_views (const char *recounted)
{
  g_auto (GStrv) lines = g_strsplit (recounted, "\n", -1);
  g_autoptr (GHashTable) others = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) out = g_ptr_array_new_with_free_func (g_free);
  GHashTableIter iter;
  gpointer key = NULL;
  gpointer value = NULL;

  for (guint i = 0; lines[i]; i++) {
    char *view = strstr (lines[i], " view ");

    if (!view || g_str_has_prefix (view, " view counted")) {
      g_ptr_array_add (out, g_strdup (lines[i]));
    } else {
      int n = atoi (strrchr (lines[i], ' ') + 1);
      g_autofree char *head = g_strndup (lines[i], (gsize) (view - lines[i]));

      n += GPOINTER_TO_INT (g_hash_table_lookup (others, head));
      g_hash_table_replace (others, g_steal_pointer (&head), GINT_TO_POINTER (n));
    }
  }
  g_hash_table_iter_init (&iter, others);
  while (g_hash_table_iter_next (&iter, &key, &value))
    g_ptr_array_add (out, g_strdup_printf ("%s view other %d", (char *) key, GPOINTER_TO_INT (value)));
  g_ptr_array_sort (out, compare_lines);
  g_ptr_array_add (out, NULL);

  return g_strjoinv ("\n", (GStrv) out->pdata);
}

static void
rebuild (WbLedger *ledger,
         gboolean  changes)
{
  g_autoptr (GError) error = NULL;
  gint64 epoch = wb_ledger_stat_epoch (ledger);
  gint64 n_changed = -1;

  wb_ledger_recount_run (ledger, &n_changed, &error);
  g_assert_no_error (error);
  g_assert_true ((n_changed > 0) == changes);
  g_assert_cmpint (wb_ledger_stat_epoch (ledger), ==, changes ? epoch + 1 : epoch);
}

static void
test_zones (void)
{
  /* Around the nights in which clocks changed there. */
  static const struct {
    const char *zone;
    gint64 middle;
  } rows[] = {
    { "Europe/Prague", G_GINT64_CONSTANT (1761440400000) },      /* 2025-10-26 01:00 UTC, back */
    { "America/New_York", G_GINT64_CONSTANT (1741503600000) },   /* 2025-03-09 07:00 UTC, forward */
    { "Pacific/Auckland", G_GINT64_CONSTANT (1758981600000) },   /* 2025-09-27 14:00 UTC, forward */
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Fixture) fixture = fixture_new_stopped ();
    g_autoptr (WbLedger) ledger = open_ledger (fixture);
    g_autofree Drawn *drawn = draw (i, rows[i].middle);
    g_autofree char *by_one = NULL;
    g_autofree char *recounted = NULL;
    g_autofree char *joined = NULL;
    g_autofree char *served = NULL;
    g_autofree char *anew = NULL;

    g_test_message ("%s", rows[i].zone);
    set_zone (ledger, rows[i].zone);
    add_all (ledger, drawn);
    by_one = dump (ledger, ROLLUP);
    recounted = recount (ledger, rows[i].zone);
    joined = join_views (recounted);
    served = serve (ledger);
    g_assert_cmpstr (served, ==, joined);
    rebuild (ledger, FALSE);
    anew = dump (ledger, ROLLUP);
    g_assert_cmpstr (by_one, ==, anew);

    /* A rollup that somebody spoiled is mended. */
    g_assert_true (wb_db_exec (ledger->db, "UPDATE sight_count SET clicks = clicks + 1 WHERE rowid % 5 = 0", NULL));
    g_assert_true (wb_db_exec (ledger->db, "DELETE FROM sight_count WHERE rowid % 7 = 0", NULL));
    rebuild (ledger, TRUE);
    g_clear_pointer (&anew, g_free);
    anew = dump (ledger, ROLLUP);
    g_assert_cmpstr (by_one, ==, anew);
  }
}

/* The same events in another order, the same rules changed: the same history on two machines. */
static void
test_two_machines (void)
{
  g_autoptr (Fixture) one = fixture_new_stopped ();
  g_autoptr (Fixture) two = fixture_new_stopped ();
  g_autoptr (WbLedger) first = open_ledger (one);
  g_autoptr (WbLedger) second = open_ledger (two);
  g_autofree Drawn *drawn = draw (11, NOW);
  g_autoptr (WbClickRules) rules = wb_click_rules_parse (
    "[clicks]\nrepeat-seconds=5\nburst-milliseconds=4000\nburst-links=2\nagents=safari\n", NULL);
  g_autofree char *before = NULL;
  g_auto (GStrv) texts = g_new0 (char *, 5);

  add_all (first, drawn);
  shuffle (drawn, 12);
  g_assert_true (wb_db_begin_immediate (second->db, NULL));
  for (guint i = 0; i < N_DRAWN; i++)
    g_assert_true (wb_ledger_sights_load (second, &drawn[i].sight, 1, FALSE, NULL));
  g_assert_true (wb_db_commit (second->db, NULL));
  rebuild (second, TRUE);
  texts[0] = dump (first, ROLLUP);
  texts[1] = dump (second, ROLLUP);
  g_assert_cmpstr (texts[0], ==, texts[1]);
  texts[2] = dump (first, VERDICTS);
  texts[3] = dump (second, VERDICTS);
  g_assert_cmpstr (texts[2], ==, texts[3]);

  before = g_steal_pointer (&texts[0]);
  for (guint i = 1; i < 4; i++)
    g_clear_pointer (&texts[i], g_free);
  g_assert_true (wb_ledger_set_click_rules (first, rules, NULL));
  g_assert_true (wb_ledger_set_click_rules (second, rules, NULL));
  rebuild (first, TRUE);
  rebuild (second, TRUE);
  texts[0] = dump (first, ROLLUP);
  texts[1] = dump (second, ROLLUP);
  g_assert_cmpstr (texts[0], ==, texts[1]);
  g_assert_cmpstr (texts[0], !=, before);
  texts[2] = dump (first, VERDICTS);
  texts[3] = dump (second, VERDICTS);
  g_assert_cmpstr (texts[2], ==, texts[3]);
}

static int
count_clicks (WbLedger *ledger)
{
  g_autoptr (WbTicket) ticket = NULL;

  g_assert_true (wb_ledger_ticket_get (ledger, TICKET_1, &ticket, NULL));

  return ticket->banner_clicks;
}

static WbLedgerSight
make_sight (const char   *id,
            gint64        at,
            WbSightKind   kind,
            WbPlacements  placement)
{
  return (WbLedgerSight) {
           .type = TYPE_RETURN,
           .sight = {
             .id = id,
             .at = at,
             .kind = kind,
             .ticket = TICKET_1,
             .banner = kind == WB_SIGHT_LOOK ? "" : "b",
             .placement = placement,
             .agent = MAC,
           },
  };
}

/* A ticket's clicks are those that count; a burst that shows only later takes its own back. */
static void
test_ticket (void)
{
  g_autoptr (Fixture) fixture = fixture_new_stopped ();
  g_autoptr (WbLedger) ledger = open_ledger (fixture);
  const WbLedgerSight click = make_sight ("1", NOW, WB_SIGHT_CLICK, WB_PLACEMENT_EMAIL);
  const WbLedgerSight repeat = make_sight ("2", NOW + 900, WB_SIGHT_CLICK, WB_PLACEMENT_EMAIL);
  const WbLedgerSight later = make_sight ("3", NOW + 40000, WB_SIGHT_CLICK, WB_PLACEMENT_EMAIL);
  const WbLedgerSight page = make_sight ("4", NOW + 1000, WB_SIGHT_LOOK, WB_PLACEMENT_PORTAL);
  const WbLedgerSight other = make_sight ("5", NOW + 1100, WB_SIGHT_LOOK, WB_PLACEMENT_TICKET_DETAIL);
  g_autoptr (WbClickRules) rules = wb_click_rules_new_default ();
  g_autofree char *events = NULL;

  add (ledger, &click, TRUE);
  g_assert_cmpint (count_clicks (ledger), ==, 1);
  add (ledger, &click, FALSE);
  g_assert_cmpint (count_clicks (ledger), ==, 1);
  add (ledger, &repeat, TRUE);
  g_assert_cmpint (count_clicks (ledger), ==, 1);
  add (ledger, &later, TRUE);
  g_assert_cmpint (count_clicks (ledger), ==, 2);
  add (ledger, &page, TRUE);
  g_assert_cmpint (count_clicks (ledger), ==, 2);
  /* The third link within two seconds, come late. */
  add (ledger, &other, TRUE);
  g_assert_cmpint (count_clicks (ledger), ==, 1);
  events = dump (ledger, "SELECT count(*) FROM event WHERE kind = 'portal'");
  g_assert_cmpstr (events, ==, "2\n");

  rules->burst_links = 4;
  g_assert_true (wb_ledger_set_click_rules (ledger, rules, NULL));
  rebuild (ledger, TRUE);
  g_assert_cmpint (count_clicks (ledger), ==, 2);
  g_free (events);
  events = dump (ledger, "SELECT count(*) FROM event WHERE kind = 'portal'");
  g_assert_cmpstr (events, ==, "2\n");
}

/* Days of another zone, from the events; what is fixed stays where it is. */
static void
test_zone_changes (void)
{
  g_autoptr (Fixture) fixture = fixture_new_stopped ();
  g_autoptr (WbLedger) ledger = open_ledger (fixture);
  /* 22:30 UTC: the 4th in Prague, the 3rd in New York. */
  const WbLedgerSight click = make_sight ("1", NOW + 12 * WB_HOUR_MS + 30 * WB_MINUTE_MS, WB_SIGHT_CLICK,
                                          WB_PLACEMENT_EMAIL);
  gint32 third = 0;
  g_autofree char *prague = NULL;
  g_autofree char *new_york = NULL;
  g_auto (GStrv) expected = g_new0 (char *, 3);
  gint64 epoch = 0;

  g_assert_true (wb_date_parse ("2025-10-03", &third));
  expected[0] = g_strdup_printf ("%d\n", third + 1);
  expected[1] = g_strdup_printf ("%d\n", third);
  add (ledger, &click, TRUE);
  g_assert_true (wb_db_exec (ledger->db,
                             "INSERT INTO sight_fixed VALUES (1, 'b', 'email', 't', 0, 0, 3, 5, 0, 0, 0, 0, 2)", NULL));
  prague = dump (ledger, "SELECT day FROM sight_count");
  g_assert_cmpstr (prague, ==, expected[0]);
  epoch = wb_ledger_stat_epoch (ledger);
  set_zone (ledger, "America/New_York");
  new_york = dump (ledger, "SELECT day FROM sight_count");
  g_assert_cmpstr (new_york, ==, expected[1]);
  g_assert_cmpint (wb_ledger_stat_epoch (ledger), >, epoch);
  {
    g_autofree char *served = serve (ledger);
    g_autofree char *both = g_strdup_printf ("1 b email t click counted 3\n1 b email t click repeat 2\n"
                                             "%d b email " TYPE_RETURN " click counted 1", third);

    g_assert_cmpstr (served, ==, both);
  }
}

/* What is forgotten after 400 days leaves its sums, and counting anew still gives the same. */
static void
test_prune (void)
{
  g_autoptr (Fixture) fixture = fixture_new_stopped ();
  g_autoptr (WbLedger) ledger = open_ledger (fixture);
  g_autofree Drawn *drawn = draw (5, NOW);
  g_autofree char *before = NULL;
  g_autofree char *n_before = NULL;

  add_all (ledger, drawn);
  before = serve (ledger);
  n_before = dump (ledger, "SELECT count(*) FROM sight");
  /* The days go by one after the other. */
  fixture_advance (fixture, (WB_LEDGER_SIGHT_DAYS - 3) * WB_DAY_MS);
  for (guint day = 0; day < 9; day++) {
    g_autofree char *after = NULL;
    g_autofree char *anew = NULL;
    g_autofree char *n = NULL;
    g_autoptr (GError) error = NULL;

    g_assert_true (wb_db_begin_immediate (ledger->db, NULL));
    wb_ledger_sights_prune (ledger, &error);
    g_assert_no_error (error);
    g_assert_true (wb_db_commit (ledger->db, NULL));
    after = serve (ledger);
    g_assert_cmpstr (after, ==, before);
    rebuild (ledger, FALSE);
    anew = serve (ledger);
    g_assert_cmpstr (anew, ==, before);
    n = dump (ledger, "SELECT count(*) FROM sight");
    if (day == 0)
      g_assert_cmpstr (n, ==, n_before);
    if (day == 4)
      g_assert_cmpstr (n, !=, n_before);
    if (day == 8)
      g_assert_cmpstr (n, ==, "0\n");
    fixture_advance (fixture, WB_DAY_MS);
  }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wb/portal/sights/kept-is-what-counting-anew-gives", test_zones);
  g_test_add_func ("/wb/portal/sights/rules-change-history-alike", test_two_machines);
  g_test_add_func ("/wb/portal/sights/a-tickets-clicks-are-those-that-count", test_ticket);
  g_test_add_func ("/wb/portal/sights/another-zone-has-other-days", test_zone_changes);
  g_test_add_func ("/wb/portal/sights/forgotten-ones-leave-their-sums", test_prune);

  return g_test_run ();
}
