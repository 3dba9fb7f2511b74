/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The demo's year, as the helpdesk's statistics tell of it: each ticket type, placement and banner,
 * season and weekdays, periods worth comparing, and something that there is not enough of yet. */

#include "wb-demo.h"

#include <string.h>

#include "wb-coupon.h"
#include "wb-helpdesk.h"
#include "wb-offer-set.h"
#include "wb-results.h"
#include "wb-stat-rows.h"
#include "wb-time.h"

#define NOW "2026-11-21T09:00:00Z"
#define MONTHS 12
#define DAYS 365

typedef struct
{
  WbDemo *demo;          /* (owned) */
  WbHelpdesk *helpdesk;  /* (owned) */
  gint32 today;
  GPtrArray *funnel;     /* (owned) (element-type WbFunnelRow) */
  GPtrArray *banners;    /* (owned) (element-type WbBannerCount) */
  GPtrArray *calls;      /* (owned) (element-type WbCallCount) */
} Fixture;

static GPtrArray *
read_all (Fixture        *fixture,
          const char     *what,
          GDestroyNotify  free_row)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func (free_row);
  WbStatPage asked = { .from = fixture->today - DAYS + 1, .to = fixture->today, .page = 1 };

  for (gboolean more = TRUE; more; asked.page++) {
    g_autoptr (WbStatFacts) facts = NULL;
    g_autoptr (GError) error = NULL;
    gboolean not_modified = FALSE;
    g_autoptr (WbWirePage) page = wb_helpdesk_get_stats (fixture->helpdesk, what, &asked, NULL, &not_modified,
                                                         &facts, NULL, &error);

    g_assert_no_error (error);
    g_ptr_array_extend_and_steal (rows, g_steal_pointer (&page->items));
    page->items = g_ptr_array_new ();
    more = asked.page < page->total_pages;
  }

  return rows;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  unused)
{
  WbDemoOptions options = {
    .seed = 1, .n_tickets = WB_DEMO_YEAR_TICKETS_DEFAULT, .n_calls = WB_DEMO_CALLS_DEFAULT,
    .n_answered = WB_DEMO_YEAR_ANSWERED_DEFAULT, .is_year = TRUE,
  };
  WbHttpOptions http_options = { .io_timeout_secs = 20, .total_timeout_secs = 60 };
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Prague");
  g_autoptr (WbClock) clock = wb_system_clock_new ();
  g_autoptr (GError) error = NULL;
  WbHttp *http = NULL;

  g_assert_true (wb_time_parse (NOW, &options.now));
  fixture->today = wb_date_of_time (options.now, zone);
  fixture->demo = wb_demo_start (&options, &error);
  g_assert_no_error (error);
  http = wb_http_new (&http_options, clock, &error);
  g_assert_no_error (error);
  fixture->helpdesk = wb_helpdesk_new (wb_demo_get_url (fixture->demo),
                                       wb_demo_get_token (fixture->demo, WB_ROLE_MANAGER, 0),
                                       WB_AUTH_TOKEN, http, &error);
  g_assert_no_error (error);
  fixture->funnel = read_all (fixture, "funnel", (GDestroyNotify) wb_funnel_row_unref);
  fixture->banners = read_all (fixture, "banners", (GDestroyNotify) wb_banner_count_unref);
  fixture->calls = read_all (fixture, "calls", (GDestroyNotify) wb_call_count_unref);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  unused)
{
  g_ptr_array_unref (fixture->funnel);
  g_ptr_array_unref (fixture->banners);
  g_ptr_array_unref (fixture->calls);
  g_clear_pointer (&fixture->helpdesk, wb_helpdesk_free);
  wb_demo_stop (fixture->demo);
}

/* Tools by type and place, and each step a part of the one before it. */
static void
test_year_each_type_and_place (Fixture       *fixture,
                               gconstpointer  unused)
{
  g_autoptr (GHashTable) types = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) used_types = g_hash_table_new (g_str_hash, g_str_equal);
  WbPlacements taken[WB_N_TOOLS] = { 0 };
  WbPlacements all = WB_PLACEMENT_PORTAL | WB_PLACEMENT_TICKET_DETAIL | WB_PLACEMENT_EMAIL;

  for (guint i = 0; i < fixture->funnel->len; i++) {
    const WbFunnelRow *row = g_ptr_array_index (fixture->funnel, i);

    g_assert_cmpint (row->taken, <=, row->offered);
    g_assert_cmpint (row->used + row->used_probable, <=, row->taken);
    if (row->revenue > 0)
      g_assert_cmpint (row->used, >, 0);
    if (row->offered > 0)
      g_hash_table_add (types, row->type);
    if (row->used > 0)
      g_hash_table_add (used_types, row->type);
    if (row->placement && row->taken > 0)
      taken[row->tool] |= wb_placement_from_text (row->placement);
  }
  g_assert_cmpuint (g_hash_table_size (types), ==, 4);
  g_assert_cmpuint (g_hash_table_size (used_types), ==, 4);
  for (int i = 0; i < WB_N_TOOLS; i++) {
    g_test_message ("%s", wb_tool_words ((WbTool) i));
    g_assert_cmpuint (taken[i], ==, all);
  }
}

/* Five banners had their time, each where it was shown; nobody clicked what is to come. */
static void
test_year_each_banner (Fixture       *fixture,
                       gconstpointer  unused)
{
  g_autoptr (GHashTable) clicked = g_hash_table_new (g_str_hash, g_str_equal);
  WbPlacements places = WB_PLACEMENT_NONE;
  gint64 n_filtered = 0;
  gint64 n_views = 0;

  for (guint i = 0; i < fixture->banners->len; i++) {
    const WbBannerCount *row = g_ptr_array_index (fixture->banners, i);

    g_assert_cmpint (row->clicks, <=, row->clicks_raw);
    if (row->clicks > 0) {
      g_hash_table_add (clicked, row->banner);
      places |= wb_placement_from_text (row->placement);
    }
    n_filtered += row->clicks_raw - row->clicks;
    n_views += MAX (row->impressions, 0);
  }
  g_assert_cmpuint (g_hash_table_size (clicked), ==, 5);
  g_assert_cmpuint (places, ==, WB_PLACEMENT_PORTAL | WB_PLACEMENT_TICKET_DETAIL | WB_PLACEMENT_EMAIL);
  g_assert_cmpint (n_filtered, >, 20);
  g_assert_cmpint (n_views, >, 500);
}

static int
month_of (gint32 day)
{
  g_autofree char *text = wb_date_format (day);

  return (int) g_ascii_strtoll (text + 5, NULL, 10) - 1;
}

/* A manager sees Christmas come back in January, summers that are quiet, and Mondays. */
static void
test_year_season_and_weekdays (Fixture       *fixture,
                               gconstpointer  unused)
{
  gint64 months[MONTHS] = { 0 };
  gint64 weekdays[7] = { 0 };
  gint64 n_calls = 0;
  gint64 n_ended = 0;

  for (guint i = 0; i < fixture->funnel->len; i++) {
    const WbFunnelRow *row = g_ptr_array_index (fixture->funnel, i);

    if (row->tool != WB_TOOL_COUPON)
      continue;
    months[month_of (row->day)] += row->offered;
    weekdays[(row->day + 3) % 7] += row->offered;
  }
  for (int i = 0; i < MONTHS; i++) {
    g_test_message ("month %d: %" G_GINT64_FORMAT, i + 1, months[i]);
    g_assert_cmpint (months[i], >, 70);
  }
  g_assert_cmpint (months[0], >, months[6] * 6 / 5);
  g_assert_cmpint (months[0], >, months[7] * 6 / 5);
  g_assert_cmpint (weekdays[0], >, weekdays[5] * 5 / 4);

  /* Calls: since they are offered, in each month and with each ending. */
  memset (months, 0, sizeof months);
  for (guint i = 0; i < fixture->calls->len; i++) {
    const WbCallCount *row = g_ptr_array_index (fixture->calls, i);

    months[month_of (row->day)] += row->asked;
    n_calls += row->asked - row->open;
    for (int j = 0; j < WB_N_CALL_ENDS; j++)
      n_ended += row->ends[j];
  }
  for (int i = 1; i < MONTHS - 1; i++)
    g_assert_cmpint (months[i], >, 10);
  g_assert_cmpint (n_ended, ==, n_calls);
}

/* Revenue is of the orders that coupons brought, in the currency they were paid in: one by one, and
 * never together. */
static void
test_year_currencies_stay_apart (Fixture       *fixture,
                                 gconstpointer  unused)
{
  static const char *const currencies[] = { "CZK", "EUR", "PLN" };
  gint64 paid[G_N_ELEMENTS (currencies)] = { 0 };
  gint64 told[G_N_ELEMENTS (currencies)] = { 0 };
  gint64 n_used = 0;
  gint64 n_told = 0;
  gint64 n_pages = 1;

  for (gint64 number = 1; number <= n_pages; number++) {
    g_autofree char *number_text = g_strdup_printf ("%" G_GINT64_FORMAT, number);
    char *query[] = { (char *) "page_size", (char *) "100", (char *) "page", number_text, NULL };
    gboolean not_modified = FALSE;
    g_autoptr (GError) error = NULL;
    g_autoptr (WbWirePage) page = wb_helpdesk_get_page (fixture->helpdesk, "coupons", query, NULL, &not_modified,
                                                        NULL, &error);

    g_assert_no_error (error);
    n_pages = page->total_pages;
    for (guint i = 0; i < page->items->len; i++) {
      const WbCoupon *coupon = g_ptr_array_index (page->items, i);
      WbMoney revenue = WB_MONEY_NONE;

      if (!coupon->revenue || g_strcmp0 (coupon->state, WB_COUPON_USED) != 0)
        continue;
      g_assert_true (wb_money_parse_api (coupon->revenue, coupon->revenue_currency, TRUE, &revenue, NULL));
      n_used++;
      for (guint j = 0; j < G_N_ELEMENTS (currencies); j++) {
        if (g_str_equal (coupon->revenue_currency, currencies[j]))
          paid[j] += revenue.minor;
      }
    }
  }
  for (guint i = 0; i < fixture->funnel->len; i++) {
    const WbFunnelRow *row = g_ptr_array_index (fixture->funnel, i);

    n_told += row->used;
    for (guint j = 0; j < G_N_ELEMENTS (currencies); j++) {
      if (g_strcmp0 (row->currency, currencies[j]) == 0)
        told[j] += row->revenue;
    }
  }
  g_assert_cmpint (n_told, ==, n_used);
  for (guint j = 0; j < G_N_ELEMENTS (currencies); j++) {
    g_test_message ("%s: %" G_GINT64_FORMAT, currencies[j], told[j]);
    g_assert_cmpint (told[j], >, 0);
    g_assert_cmpint (told[j], ==, paid[j]);
  }
}

static GPtrArray *
rows_of (Fixture        *fixture,
         const WbPeriod *period)
{
  GPtrArray *rows = g_ptr_array_new ();

  for (guint i = 0; i < fixture->funnel->len; i++) {
    WbFunnelRow *row = g_ptr_array_index (fixture->funnel, i);

    if (row->day >= period->from && row->day <= period->to)
      g_ptr_array_add (rows, row);
  }

  return rows;
}

static WbResults *
look_at (Fixture      *fixture,
         WbPeriodKind  kind,
         const char   *type)
{
  WbResultsAsk ask = { .period = wb_period_of (kind, fixture->today), .type = type, .with_probable = TRUE };
  WbPeriod before = wb_period_before (kind, &ask.period);
  g_autoptr (GPtrArray) rows = rows_of (fixture, &ask.period);
  g_autoptr (GPtrArray) rows_before = rows_of (fixture, &before);

  return wb_results_make (&ask, rows, rows_before);
}

/* What the Results page says then: intervals, a comparison, and where it is too early. */
static void
test_year_is_worth_looking_at (Fixture       *fixture,
                               gconstpointer  unused)
{
  g_autoptr (WbResults) year = look_at (fixture, WB_PERIOD_YEAR, NULL);
  g_autoptr (WbResults) quarter = look_at (fixture, WB_PERIOD_90_DAYS, NULL);
  WbResultsAsk first_ask = {
    .period = wb_period_of (WB_PERIOD_30_DAYS, fixture->today), .currency = "CZK", .with_probable = TRUE,
  };
  g_autoptr (GPtrArray) first_rows = rows_of (fixture, &first_ask.period);
  g_autoptr (GPtrArray) no_rows = g_ptr_array_new ();
  g_autoptr (WbResults) first_look = wb_results_make (&first_ask, first_rows, no_rows);
  g_autoptr (GHashTable) types = g_hash_table_new (g_str_hash, g_str_equal);
  GHashTableIter iter;
  gpointer type = NULL;
  guint n_short = 0;
  guint n_compared = 0;

  g_assert_cmpuint (year->tools->len, ==, WB_N_TOOLS);
  for (guint i = 0; i < year->tools->len; i++) {
    const WbToolResult *result = g_ptr_array_index (year->tools, i);

    g_test_message ("%s: %" G_GINT64_FORMAT " of %" G_GINT64_FORMAT, wb_tool_words (result->tool),
                    result->orders, result->sum->offered);
    g_assert_true (result->is_enough);
    g_assert_cmpfloat (result->share.high - result->share.low, <, 0.06);
  }
  for (guint i = 0; i < quarter->tools->len; i++) {
    const WbToolResult *result = g_ptr_array_index (quarter->tools, i);

    n_compared += result->is_enough && result->before_is_enough;
  }
  g_assert_cmpuint (n_compared, >, 0);
  /* What the page opens with: one tool that can be judged, and one that cannot yet. */
  g_assert_true (((WbToolResult *) g_ptr_array_index (first_look->tools, 0))->is_enough);
  g_assert_false (((WbToolResult *) g_ptr_array_index (first_look->tools, WB_N_TOOLS - 1))->is_enough);

  for (guint i = 0; i < fixture->funnel->len; i++)
    g_hash_table_add (types, ((WbFunnelRow *) g_ptr_array_index (fixture->funnel, i))->type);
  g_hash_table_iter_init (&iter, types);
  while (g_hash_table_iter_next (&iter, &type, NULL)) {
    g_autoptr (WbResults) one = look_at (fixture, WB_PERIOD_YEAR, type);
    const WbToolResult *first = g_ptr_array_index (one->tools, 0);

    n_short += !first->is_enough;
  }
  g_assert_cmpuint (n_short, ==, 1);
}

#define ADD(path, function) g_test_add ("/wb/demo/year/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("each-type-and-place", test_year_each_type_and_place);
  ADD ("each-banner", test_year_each_banner);
  ADD ("season-and-weekdays", test_year_season_and_weekdays);
  ADD ("currencies-stay-apart", test_year_currencies_stay_apart);
  ADD ("is-worth-looking-at", test_year_is_worth_looking_at);

  return g_test_run ();
}
