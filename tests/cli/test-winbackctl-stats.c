/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* winbackctl stats as people run it: sums for people, all rows as CSV and JSON, and what it says where
 * there is nothing to tell. */

#define _GNU_SOURCE
#include "config.h"

#include "cli-fixture.h"

#include "wb-fake-stats.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct
{
  CliFixture desk;        /* of which only the folders are used */
  WbClock *clock;
  WbFakeHelpdesk *fake;
  WbFakeStats *stats;
  gint32 today;
} Bench;

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name = NULL;

  while (dir && (name = g_dir_read_name (dir))) {
    g_autofree char *child = g_build_filename (path, name, NULL);

    remove_tree (child);
  }
  g_remove (path);
}

static void
add_funnel (Bench  *bench,
            gint32  day,
            WbTool  tool,
            gint64  offered,
            gint64  used)
{
  WbFunnelRow *row = wb_fake_stats_add_funnel (bench->stats, day, tool, offered);

  row->taken = offered / 2;
  row->used = used;
  row->revenue = used * 100050;
  row->revenue_squares = (double) used * 100050.0 * 100050.0;
  row->revenue_all_squares = row->revenue_squares;
}

static void
add_rows (Bench *bench)
{
  WbBannerCount *mail = wb_fake_stats_add_banner (bench->stats, bench->today, "b9", 4);
  WbBannerCount *other = wb_fake_stats_add_banner (bench->stats, bench->today - 1, "b9", 30);
  WbCallCount *calls = wb_fake_stats_add_calls (bench->stats, bench->today - 1, 20);

  g_free (mail->placement);
  mail->placement = g_strdup ("email");
  mail->impressions = mail->impressions_raw = WB_COUNT_NONE;
  other->clicks_raw = 37;
  other->filtered[WB_VERDICT_BURST] = 7;
  wb_fake_stats_add_banner (bench->stats, bench->today - 40, "b8", 5);
  add_funnel (bench, bench->today, WB_TOOL_COUPON, 500, 150);
  add_funnel (bench, bench->today, WB_TOOL_BANNER, 500, 20);
  add_funnel (bench, bench->today, WB_TOOL_CALL_REQUEST, 40, 3);
  calls->open = 2;
  calls->in_goal = 9;
  calls->goal_counted = 18;
  calls->in_promise = 15;
  calls->promise_counted = 18;
  calls->ends[WB_CALL_END_DECLINED] = 11;
}

static void
set_up (Bench         *bench,
        gconstpointer  level)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Prague");
  g_autoptr (GError) error = NULL;
  g_autofree char *url = NULL;
  g_autofree char *token = NULL;
  g_autoptr (CliResult) connected = NULL;

  bench->clock = WB_CLOCK (wb_system_clock_new ());
  bench->fake = wb_fake_helpdesk_new (GPOINTER_TO_INT (level));
  bench->fake->now = wb_clock_now (bench->clock);
  bench->stats = wb_fake_stats_new (bench->fake);
  bench->today = wb_date_of_time (bench->fake->now, zone);
  add_rows (bench);
  bench->desk.dir = g_dir_make_tmp ("wb-cli-XXXXXX", &error);
  g_assert_no_error (error);
  cli_fixture_use (&bench->desk, "workspace");
  url = wb_stub_server_dup_url (bench->fake->stub, "/api/v2");
  token = cli_fixture_write (&bench->desk, "token", bench->fake->token);
  connected = cli_ok (&bench->desk, "connect", "helpdesk", url, "--token-file", token, NULL);
}

static void
tear_down (Bench         *bench,
           gconstpointer  level)
{
  wb_fake_helpdesk_free (bench->fake);
  wb_fake_stats_free (bench->stats);
  g_object_unref (bench->clock);
  remove_tree (bench->desk.dir);
  g_free (bench->desk.dir);
  g_free (bench->desk.workspace);
}

/* The line of @out that begins with @word, its spaces made one. */
static char *
find_line (const CliResult *result,
           const char      *word)
{
  g_auto (GStrv) lines = g_strsplit (result->out, "\n", -1);

  for (guint i = 0; lines[i]; i++) {
    g_autoptr (GString) line = g_string_new (NULL);

    if (!g_str_has_prefix (lines[i], word))
      continue;
    for (const char *at = lines[i]; *at; at++) {
      if (*at != ' ' || line->len == 0 || line->str[line->len - 1] != ' ')
        g_string_append_c (line, *at);
    }
    return g_strchomp (g_string_free (g_steal_pointer (&line), FALSE));
  }

  return NULL;
}

static void
check_line (const CliResult *result,
            const char      *word,
            const char      *expected)
{
  g_autofree char *line = find_line (result, word);

  g_assert_cmpstr (line, ==, expected);
}

static void
sync_desk (Bench *bench)
{
  g_autoptr (CliResult) synced = cli_ok (&bench->desk, "sync", NULL);
}

static char *
day (Bench  *bench,
     gint32  ago)
{
  return wb_date_format (bench->today - ago);
}

static void
test_stats_for_people (Bench         *bench,
                       gconstpointer  data)
{
  g_autoptr (CliResult) banners = NULL;
  g_autoptr (CliResult) funnel = NULL;
  g_autoptr (CliResult) calls = NULL;

  sync_desk (bench);
  banners = cli_ok (&bench->desk, "stats", "banners", NULL);
  /* 30 clicks of 300 views; the four of the mail are of none. */
  check_line (banners, "b9", "b9 300 34 41 7 10.0%");
  g_assert_null (strstr (banners->out, "b8"));
  funnel = cli_ok (&bench->desk, "stats", "funnel", NULL);
  g_assert_nonnull (strstr (funnel->out, "The coupon brings customers back best.\n"));
  g_assert_nonnull (strstr (funnel->out, "Of 100 customers offered a coupon, 30 ordered again (26 to 34)."));
  g_assert_nonnull (strstr (funnel->out, "CZK"));
  g_assert_nonnull (strstr (funnel->out, "Not enough yet: 40 of 100 offered"));
  calls = cli_ok (&bench->desk, "stats", "calls", NULL);
  g_assert_nonnull (strstr (calls->out, "50.0%"));
  g_assert_nonnull (strstr (calls->out, "83.3%"));
  check_line (calls, "Declined", "Declined 11");
}

static void
test_stats_of_a_period (Bench         *bench,
                        gconstpointer  data)
{
  g_autofree char *first = day (bench, 40);
  g_autofree char *last = day (bench, 1);
  g_autofree char *future = wb_date_format (bench->today + 3);
  g_autofree char *old = wb_date_format (bench->today - 500);
  g_autoptr (CliResult) both = NULL;
  g_autoptr (CliResult) none = NULL;

  sync_desk (bench);
  both = cli_ok (&bench->desk, "stats", "banners", "--from", first, "--to", last, NULL);
  check_line (both, "b8", "b8 50 5 5 0 10.0%");
  check_line (both, "b9", "b9 300 30 37 7 10.0%");
  check_line (both, "All banners", "All banners 350 35 42 7 10.0%");
  none = cli_ok (&bench->desk, "stats", "banners", "--to", first, "--from", first, NULL);
  check_line (none, "b8", "b8 50 5 5 0 10.0%");
  cli_refused (&bench->desk, 1, "first day", "stats", "banners", "--from", last, "--to", first, NULL);
  cli_refused (&bench->desk, 1, "still to come", "stats", "banners", "--from", future, "--to", future, NULL);
  cli_refused (&bench->desk, 1, "366", "stats", "funnel", "--from", old, NULL);
  cli_refused (&bench->desk, 2, "no date", "stats", "calls", "--from", "soon", NULL);
  cli_refused (&bench->desk, 2, "--csv or --json", "stats", "calls", "--csv", "--json", NULL);
  cli_refused (&bench->desk, 2, "no currency", "stats", "funnel", "--currency", "XQX", NULL);
  cli_refused (&bench->desk, 2, "--currency", "stats", "calls", "--currency", "CZK", NULL);
}

static void
test_stats_for_programs (Bench         *bench,
                         gconstpointer  data)
{
  g_autofree char *today = day (bench, 0);
  g_autofree char *expected = g_strdup_printf ("%s,b9,email,Vratka,,,4,4,0,0,0,0,0\r\n", today);
  g_autofree char *money = g_strdup_printf ("%s,Coupon,Vratka,,CZK,500,500,250,150,0,0,150075.00,0.00\r\n", today);
  g_autoptr (CliResult) csv = NULL;
  g_autoptr (CliResult) funnel_csv = NULL;
  g_autoptr (CliResult) calls_csv = NULL;
  g_autoptr (CliResult) json = NULL;
  g_autoptr (CliResult) funnel = NULL;
  JsonObject *object = NULL;

  sync_desk (bench);
  csv = cli_ok (&bench->desk, "stats", "banners", "--csv", NULL);
  g_assert_true (g_str_has_prefix (csv->out, "Day,Banner,Placement,"));
  g_assert_nonnull (strstr (csv->out, expected));
  funnel_csv = cli_ok (&bench->desk, "stats", "funnel", "--csv", NULL);
  g_assert_nonnull (strstr (funnel_csv->out, money));
  calls_csv = cli_ok (&bench->desk, "stats", "calls", "--csv", NULL);
  g_assert_nonnull (strstr (calls_csv->out, ",Vratka,20,2,9,18,15,18,0,0,0,11,0,0\r\n"));

  json = cli_ok (&bench->desk, "stats", "banners", "--json", NULL);
  object = json_node_get_object (json->json);
  g_assert_cmpstr (json_object_get_string_member (object, "time_zone"), ==, "Europe/Prague");
  g_assert_cmpstr (json_object_get_string_member (object, "to"), ==, today);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (object, "results")), ==, 2);
  funnel = cli_ok (&bench->desk, "stats", "funnel", "--json", "--currency", "czk", NULL);
  object = json_node_get_object (funnel->json);
  g_assert_cmpstr (json_object_get_string_member (object, "headline"), ==, "The coupon brings customers back best");
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (object, "results")), ==, 3);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (object, "advice")), >, 0);
}

static void
test_stats_that_are_not_there (Bench         *bench,
                               gconstpointer  level)
{
  static const char *const kinds[] = { "banners", "funnel", "calls" };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    cli_refused (&bench->desk, 1, level ? "sync" : "does not offer", "stats", kinds[i], NULL);
  bench->fake->has_funnel = FALSE;
  sync_desk (bench);
  cli_refused (&bench->desk, 1, "does not offer", "stats", "funnel", NULL);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/wb/winbackctl/stats/for-people", Bench, GINT_TO_POINTER (1), set_up, test_stats_for_people,
              tear_down);
  g_test_add ("/wb/winbackctl/stats/of-a-period", Bench, GINT_TO_POINTER (1), set_up, test_stats_of_a_period,
              tear_down);
  g_test_add ("/wb/winbackctl/stats/for-programs", Bench, GINT_TO_POINTER (1), set_up, test_stats_for_programs,
              tear_down);
  g_test_add ("/wb/winbackctl/stats/not-there", Bench, GINT_TO_POINTER (1), set_up,
              test_stats_that_are_not_there, tear_down);
  g_test_add ("/wb/winbackctl/stats/not-there-at-level-0", Bench, NULL, set_up, test_stats_that_are_not_there,
              tear_down);

  return g_test_run ();
}
