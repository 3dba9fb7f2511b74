/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What statistics cost on a desk, without the window:
 *
 *   bench-stats fill FOLDER DAYS    makes a workspace with rows of the last days, at most two years of 366; prints how
 *                                   fast
 *   bench-stats ask FOLDER          sums of a year, kept apart by everything, many times; prints JSON
 *
 * Times are of the thread's processor, so that a busy machine does not change them. */

#include "config.h"

#include "wb-account-store.h"
#include "wb-banner-store.h"
#include "wb-meta-store.h"
#include "wb-stat-store.h"
#include "wb-time.h"
#include "wb-workspace.h"

#include <stdlib.h>
#include <time.h>

#define N_TYPES 4
#define N_BANNERS 5
#define N_ROUNDS 60

static const char *const placements[] = { "portal", "ticket_detail", "email", NULL };
static const char *const currencies[] = { "CZK", "EUR", "HUF" };

static double
now_ms (void)
{
  struct timespec time = { 0 };

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);

  return (double) time.tv_sec * 1000.0 + (double) time.tv_nsec / 1e6;
}

static char *
make_id (guint kind,
         guint index)
{
  return g_strdup_printf ("%08x-0000-4000-8000-%012u", kind, index);
}

static void
put_account (WbDb   *db,
             gint64  now)
{
  const char *features[] = { WB_FEATURE_REMARKETING, WB_FEATURE_ACTIVITIES, WB_FEATURE_COUPONS, WB_FEATURE_BANNERS,
                             WB_FEATURE_STATS, WB_FEATURE_FUNNEL, NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (WbAccount) account = wb_account_new ();
  g_autofree char *synced = g_strdup_printf ("%" G_GINT64_FORMAT, now);

  account->id = g_strdup ("a1");
  account->time_zone = g_strdup ("Europe/Prague");
  account->default_language = g_strdup ("cs");
  account->default_currency = g_strdup ("CZK");
  account->remarketing_active = TRUE;
  g_strfreev (account->features);
  account->features = g_strdupv ((GStrv) features);
  wb_account_store_put (db, account, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < N_TYPES; i++) {
    g_autoptr (WbTicketType) type = wb_ticket_type_new ();

    type->id = make_id (0xb1000001, i);
    type->name = wb_lang_text_new_plain (i % 2 ? "Reklamace" : "Vratka");
    type->position = (int) i;
    type->version = 1;
    wb_ticket_type_store_upsert (db, type, &error);
    g_assert_no_error (error);
  }
  wb_workspace_set_meta (db, WB_META_LEVEL, "1", &error);
  wb_workspace_set_meta (db, WB_META_LAST_SYNCED_AT, synced, &error);
  g_assert_no_error (error);
}

static void
put_banners (WbDb   *db,
             gint64  now)
{
  for (guint i = 0; i < N_BANNERS; i++) {
    g_autoptr (WbBanner) banner = wb_banner_new ();
    g_autoptr (GError) error = NULL;

    g_free (banner->id);
    banner->id = make_id (0x03000001, i);
    g_free (banner->name);
    banner->name = g_strdup_printf ("Podzim %u", i);
    banner->picture = wb_picture_new ();
    banner->picture->id = make_id (0x02000001, i);
    banner->picture->mime_type = g_strdup ("image/png");
    banner->picture->sha256 = g_strdup_printf ("%064u", i);
    banner->picture->url = g_strdup ("http://127.0.0.1:9/f.png");
    banner->created_at = banner->updated_at = now;
    banner->version = 1;
    wb_banner_store_apply (db, banner, NULL, &error);
    g_assert_no_error (error);
  }
}

static void
add_banner_rows (GPtrArray *rows,
                 gint32     day)
{
  for (guint i = 0; i < N_BANNERS * N_TYPES * 3; i++) {
    WbBannerCount *row = wb_banner_count_new ();
    gint64 n = 3 + (day * 7 + (gint32) i * 13) % 40;

    row->day = day;
    row->banner = make_id (0x03000001, i / 12);
    row->type = make_id (0xb1000001, i / 3 % N_TYPES);
    row->placement = g_strdup (placements[i % 3]);
    row->impressions = i % 3 == 2 ? WB_COUNT_NONE : n * 12;
    row->impressions_raw = i % 3 == 2 ? WB_COUNT_NONE : n * 13;
    row->clicks = n;
    row->clicks_raw = n + 5;
    row->filtered[WB_VERDICT_BURST] = 5;
    g_ptr_array_add (rows, row);
  }
}

/* Three of four ways that an offer can be made come on a day: 40,000 rows a year. */
static void
add_funnel_rows (GPtrArray *rows,
                 gint32     day)
{
  for (guint i = 0; i < WB_N_TOOLS * N_TYPES * 4 * G_N_ELEMENTS (currencies); i++) {
    WbFunnelRow *row = NULL;
    gint64 n = 4 + (day * 5 + (gint32) i * 11) % 30;

    if ((i + (guint) day) % 4 == 0)
      continue;
    row = wb_funnel_row_new ();
    row->day = day;
    row->has_tool = TRUE;
    row->tool = i % WB_N_TOOLS;
    row->type = make_id (0xb1000001, i / WB_N_TOOLS % N_TYPES);
    row->placement = g_strdup (placements[i / (WB_N_TOOLS * N_TYPES) % 4]);
    row->currency = g_strdup (currencies[i / (WB_N_TOOLS * N_TYPES * 4)]);
    row->offered = n;
    row->shown = row->placement ? n - 1 : WB_COUNT_NONE;
    row->taken = n / 2;
    row->used = n / (4 + row->tool);
    row->used_probable = n % 2;
    row->open = n % 3;
    row->revenue = row->used * 125050;
    row->revenue_probable = row->used_probable * 99000;
    row->revenue_squares = (double) row->used * 125050.0 * 125050.0;
    row->revenue_all_squares = row->revenue_squares + (double) row->used_probable * 99000.0 * 99000.0;
    g_ptr_array_add (rows, row);
  }
}

static void
add_call_rows (GPtrArray *rows,
               gint32     day)
{
  for (guint i = 0; i < N_TYPES; i++) {
    WbCallCount *row = wb_call_count_new ();

    row->day = day;
    row->type = make_id (0xb1000001, i);
    row->asked = 5 + (day + (gint32) i) % 9;
    row->goal_counted = row->promise_counted = row->asked - 1;
    row->in_goal = row->asked / 2;
    row->in_promise = row->asked - 2;
    row->open = 1;
    row->ends[WB_CALL_END_RESOLVED] = 2;
    row->ends[WB_CALL_END_DECLINED] = 1;
    g_ptr_array_add (rows, row);
  }
}

static GPtrArray *
make_rows (WbStatKind      kind,
           const WbPeriod *period,
           gint32          first)
{
  static const GDestroyNotify unrefs[WB_N_STATS] = {
    (GDestroyNotify) wb_banner_count_unref, (GDestroyNotify) wb_funnel_row_unref, (GDestroyNotify) wb_call_count_unref
  };
  static void (*const add[WB_N_STATS])(GPtrArray *rows, gint32 day) = {
    add_banner_rows, add_funnel_rows, add_call_rows
  };
  GPtrArray *rows = g_ptr_array_new_with_free_func (unrefs[kind]);

  for (gint32 day = MAX (first, period->from); day <= period->to; day++)
    add[kind] (rows, day);

  return rows;
}

static gint32
get_today (gint64 now)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Prague");

  return wb_date_of_time (now, zone);
}

/* Gives the longest time of putting a year into the place of another, ms. */
static double
put_stats (WbWorkspace *workspace,
           gint32       n_days,
           gint64       now)
{
  g_autoptr (WbStatFacts) facts = wb_stat_facts_new ();
  gint32 today = get_today (now);
  double longest = 0;

  facts->time_zone = g_strdup ("Europe/Prague");
  facts->final_until = today - 30;
  facts->epoch = 1;
  for (int kind = 0; kind < WB_N_STATS; kind++) {
    for (int year = 0; year < 2; year++) {
      const WbPeriod period = { today - (year + 1) * WB_PERIOD_MAX_DAYS + 1, today - year * WB_PERIOD_MAX_DAYS };
      g_autoptr (GPtrArray) rows = make_rows (kind, &period, today - n_days + 1);
      g_autoptr (GError) error = NULL;
      double started = now_ms ();
      WbDb *db = wb_workspace_begin (workspace, &error);

      wb_stat_store_replace (db, kind, &period, rows, facts, now, &error);
      g_assert_no_error (error);
      wb_workspace_commit (workspace, WB_TABLE_STATS, &error);
      g_assert_no_error (error);
      longest = MAX (longest, now_ms () - started);
    }
  }

  return longest;
}

static void
fill (const char *folder,
      gint32      n_days)
{
  g_autoptr (WbClock) clock = wb_system_clock_new ();
  g_autoptr (WbRandom) random = wb_seeded_random_new (1);
  g_autoptr (GError) error = NULL;
  g_autoptr (WbWorkspace) workspace = NULL;
  gint64 now = wb_clock_now (clock);
  WbDb *db = NULL;

  workspace = wb_workspace_create (folder, "http://127.0.0.1:9/api/v2", clock, random, &error);
  g_assert_no_error (error);
  db = wb_workspace_begin (workspace, &error);
  put_account (db, now);
  if (n_days > 0)
    put_banners (db, now);
  wb_workspace_commit (workspace, WB_TABLE_ALL, &error);
  g_assert_no_error (error);
  g_print ("{\"year_put_ms\": %.3f", put_stats (workspace, n_days, now));
  g_print (", \"year_put_again_ms\": %.3f}\n", put_stats (workspace, n_days, now));
  wb_workspace_close (workspace);
}

static int
compare_doubles (gconstpointer a,
                 gconstpointer b)
{
  double left = *(const double *) a;
  double right = *(const double *) b;

  return (left > right) - (left < right);
}

/* The 99th of a hundred times of one question about a year. */
static double
time_question (WbDb              *db,
               WbStatKind         kind,
               const WbStatQuery *query)
{
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (double));

  for (int round = 0; round < N_ROUNDS; round++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GPtrArray) sums = NULL;
    double ms = now_ms ();

    if (kind == WB_STAT_BANNERS)
      sums = wb_stat_store_banners (db, query, &error);
    else if (kind == WB_STAT_FUNNEL)
      sums = wb_stat_store_funnel (db, query, &error);
    else
      sums = wb_stat_store_calls (db, query, &error);
    g_assert_no_error (error);
    ms = now_ms () - ms;
    g_array_append_val (times, ms);
  }
  g_array_sort (times, compare_doubles);

  return g_array_index (times, double, times->len * 99 / 100);
}

/* The slowest of each, over what the pages ask: by one thing beside the day, and filtered. */
static void
ask (const char *folder)
{
  static const struct
  {
    WbStatKind kind;
    const char *name;
    WbStatBy by[5];
  } questions[] = {
    { WB_STAT_BANNERS, "banners",
      { WB_STAT_BY_BANNER, WB_STAT_BY_DAY, WB_STAT_BY_PLACEMENT, WB_STAT_BY_TYPE,
        WB_STAT_BY_DAY | WB_STAT_BY_BANNER } },
    { WB_STAT_FUNNEL, "funnel",
      { WB_STAT_BY_TOOL, WB_STAT_BY_TOOL | WB_STAT_BY_CURRENCY, WB_STAT_BY_DAY | WB_STAT_BY_TOOL,
        WB_STAT_BY_TOOL | WB_STAT_BY_TYPE | WB_STAT_BY_CURRENCY, WB_STAT_BY_DAY } },
    { WB_STAT_CALLS, "calls",
      { WB_STAT_BY_NOTHING, WB_STAT_BY_DAY, WB_STAT_BY_TYPE, WB_STAT_BY_DAY | WB_STAT_BY_TYPE, WB_STAT_BY_NOTHING } },
  };
  g_autoptr (WbClock) clock = wb_system_clock_new ();
  g_autoptr (WbRandom) random = wb_seeded_random_new (1);
  g_autoptr (GError) error = NULL;
  g_autoptr (WbWorkspace) workspace = wb_workspace_open (folder, clock, random, &error);
  g_autofree char *type = make_id (0xb1000001, 1);
  gint32 today = 0;

  g_assert_no_error (error);
  today = get_today (wb_clock_now (clock));
  for (gsize i = 0; i < G_N_ELEMENTS (questions); i++) {
    double slowest = 0;

    for (gsize by = 0; by < G_N_ELEMENTS (questions[i].by); by++) {
      WbStatQuery query = { .period = { today - WB_PERIOD_MAX_DAYS + 1, today }, .by = questions[i].by[by] };

      slowest = MAX (slowest, time_question (wb_workspace_get_reader (workspace), questions[i].kind, &query));
      query.type = type;
      slowest = MAX (slowest, time_question (wb_workspace_get_reader (workspace), questions[i].kind, &query));
    }
    g_print ("%s\"%s_p99_ms\": %.3f", i > 0 ? ", " : "{", questions[i].name, slowest);
  }
  g_print ("}\n");
  wb_workspace_close (workspace);
}

int
main (int    argc,
      char **argv)
{
  if (argc == 4 && g_str_equal (argv[1], "fill"))
    fill (argv[2], atoi (argv[3]));
  else if (argc == 3 && g_str_equal (argv[1], "ask"))
    ask (argv[2]);
  else
    return 2;

  return 0;
}
