/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* See results-fixture.h. */

#include "config.h"

#include "results-fixture.h"

#include "wb-account-store.h"
#include "wb-banner-store.h"

#define YEARS_DAYS 731
#define OPEN_DAYS 30

static const char *const currencies[] = { "CZK", "EUR" };

/* Of 1,000 that are offered it: taken; of 1,000 that took it: ordered, probably ordered. */
static const struct
{
  int taken;
  int used;
  int probable;
} shares[WB_N_TOOLS] = {
  [WB_TOOL_COUPON] = { 350, 460, 60 },
  [WB_TOOL_CALL_REQUEST] = { 110, 380, 90 },
  [WB_TOOL_BANNER] = { 230, 0, 14 },
};

static gboolean
is_one_of (WbRandom *random,
           int       thousandth)
{
  return (int) (wb_random_below (random, 1000)) < thousandth;
}

static void
go_with_tool (WbRandom    *random,
              WbFunnelRow *row,
              int          age_days)
{
  row->offered++;
  row->shown += is_one_of (random, 800);
  if (!is_one_of (random, shares[row->tool].taken)) {
    row->open += age_days < OPEN_DAYS && is_one_of (random, 600);
    return;
  }

  row->taken++;
  /* Whoever took it a few days ago still thinks. */
  if (age_days > 6 && is_one_of (random, shares[row->tool].used)) {
    double revenue = (double) (80000 + wb_random_below (random, 180000)) /
                     (g_str_equal (row->currency, "EUR") ? 25 : 1);

    row->used++;
    row->revenue += (gint64) revenue;
    row->revenue_squares += revenue * revenue;
    row->revenue_all_squares += revenue * revenue;
  } else if (age_days > 6 && is_one_of (random, shares[row->tool].probable)) {
    row->used_probable++;
    row->revenue_probable += 120000;
    row->revenue_all_squares += 120000.0 * 120000.0;
    row->open++;
  } else {
    row->open += age_days < OPEN_DAYS;
  }
}

static void
add_offers (ResultsRows *self,
            WbRandom    *random,
            int          age_days,
            int          n_tickets)
{
  for (guint type = 0; type < G_N_ELEMENTS (self->types); type++) {
    for (guint currency = 0; currency < G_N_ELEMENTS (currencies); currency++) {
      int n = (int) (1 + wb_random_below (random, (guint32) n_tickets)) / (currency == 0 ? 1 : 4);

      for (WbTool tool = 0; tool < WB_N_TOOLS && n > 0; tool++) {
        WbFunnelRow *row = wb_funnel_row_new ();

        row->day = self->today - age_days;
        row->has_tool = TRUE;
        row->tool = tool;
        row->type = g_strdup (self->types[type]);
        row->placement = g_strdup ("portal");
        row->currency = g_strdup (currencies[currency]);
        /* A new row does not know it. */
        row->shown = 0;
        for (int i = 0; i < n; i++)
          go_with_tool (random, row, age_days);
        g_ptr_array_add (self->rows[WB_STAT_FUNNEL], row);
      }
    }
  }
}

static void
add_calls (ResultsRows *self,
           WbRandom    *random,
           int          age_days)
{
  WbCallCount *row = wb_call_count_new ();

  row->day = self->today - age_days;
  row->type = g_strdup (self->types[0]);
  row->asked = 2 + wb_random_below (random, 5);
  for (gint64 i = 0; i < row->asked; i++) {
    /* Of the two periods that are looked at first, the later one is the better. */
    gboolean in_goal = is_one_of (random, age_days < OPEN_DAYS ? 880 : 760);
    gboolean in_promise = in_goal || is_one_of (random, 800);

    if (age_days == 0) {
      row->open++;
      continue;
    }
    row->goal_counted++;
    row->promise_counted++;
    row->in_goal += in_goal;
    row->in_promise += in_promise;
    row->ends[wb_random_below (random, WB_N_CALL_ENDS)]++;
  }
  g_ptr_array_add (self->rows[WB_STAT_CALLS], row);
}

static void
add_banners (ResultsRows *self,
             GPtrArray   *banners,
             WbRandom    *random,
             int          age_days)
{
  for (guint i = 0; i < MIN (banners->len, 3); i++) {
    const WbBanner *banner = g_ptr_array_index (banners, i);
    WbBannerCount *row = wb_banner_count_new ();

    row->day = self->today - age_days;
    row->banner = g_strdup (banner->id);
    row->placement = g_strdup ("portal");
    row->type = g_strdup (self->types[0]);
    row->impressions_raw = 20 + wb_random_below (random, 60);
    row->impressions = row->impressions_raw - wb_random_below (random, 8);
    row->clicks = wb_random_below (random, 9);
    row->filtered[WB_VERDICT_AGENT] = wb_random_below (random, 3);
    row->clicks_raw = row->clicks + row->filtered[WB_VERDICT_AGENT];
    g_ptr_array_add (self->rows[WB_STAT_BANNERS], row);
  }
}

static void
make_rows (ResultsRows  *self,
           AppFixture   *app,
           ResultsStory  story)
{
  g_autoptr (WbRandom) random = wb_seeded_random_new (11);
  g_autoptr (GPtrArray) banners =
    wb_banner_store_list (wb_workspace_get_reader (app->workspace), NULL);
  int n_days = story == RESULTS_YEARS ? YEARS_DAYS : story == RESULTS_WEEK ? 7 : 0;

  for (int age = 0; age < n_days; age++) {
    add_offers (self, random, age, story == RESULTS_YEARS ? 28 : 4);
    add_calls (self, random, age);
    if (banners)
      add_banners (self, banners, random, age);
  }
}

void
results_fixture_offer (AppFixture  *app,
                       const char **features)
{
  g_autoptr (GError) error = NULL;
  WbDb *db = wb_workspace_begin (app->workspace, &error);
  g_autoptr (WbAccount) account = wb_account_store_get (db, &error);

  g_assert_no_error (error);
  g_strfreev (account->features);
  account->features = g_strdupv ((char **) features);
  account->version++;
  wb_account_store_put (db, account, &error);
  g_assert_no_error (error);
  wb_workspace_commit (app->workspace, WB_TABLE_ACCOUNT, &error);
  g_assert_no_error (error);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

void
results_fixture_fill (ResultsRows  *self,
                      AppFixture   *app,
                      ResultsStory  story)
{
  static const char *features[] = {
    WB_FEATURE_REMARKETING, WB_FEATURE_ACTIVITIES, WB_FEATURE_COUPONS, WB_FEATURE_EVENTS,
    WB_FEATURE_BANNERS, WB_FEATURE_STATS, WB_FEATURE_FUNNEL, NULL,
  };
  GTimeZone *zone = wb_context_get_zone (app->context);
  GPtrArray *types = wb_context_get_types (app->context);
  g_autoptr (WbStatFacts) facts = wb_stat_facts_new ();
  g_autoptr (GError) error = NULL;
  WbPeriod known = { 0, 0 };
  WbDb *db = NULL;

  self->today = wb_date_of_time (APP_NOW, zone);
  g_assert_cmpuint (types->len, >=, G_N_ELEMENTS (self->types));
  for (guint i = 0; i < G_N_ELEMENTS (self->types); i++)
    self->types[i] = g_strdup (((WbTicketType *) g_ptr_array_index (types, i))->id);
  self->rows[WB_STAT_BANNERS] = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_banner_count_unref);
  self->rows[WB_STAT_FUNNEL] = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_funnel_row_unref);
  self->rows[WB_STAT_CALLS] = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_call_count_unref);
  make_rows (self, app, story);

  results_fixture_offer (app, features);
  known = (WbPeriod) { self->today - YEARS_DAYS + 1, self->today };
  facts->time_zone = g_strdup ("Europe/Prague");
  facts->final_until = self->today - 2;
  facts->epoch = 1;
  db = wb_workspace_begin (app->workspace, &error);
  g_assert_no_error (error);
  for (WbStatKind kind = 0; kind < WB_N_STATS; kind++) {
    wb_stat_store_replace (db, kind, &known, self->rows[kind], facts, APP_NOW, &error);
    g_assert_no_error (error);
  }
  wb_workspace_commit (app->workspace, WB_TABLE_STATS, &error);
  g_assert_no_error (error);
}

void
results_fixture_clear (ResultsRows *self)
{
  for (WbStatKind kind = 0; kind < WB_N_STATS; kind++)
    g_clear_pointer (&self->rows[kind], g_ptr_array_unref);
  for (guint i = 0; i < G_N_ELEMENTS (self->types); i++)
    g_clear_pointer (&self->types[i], g_free);
}

WbFunnelRow *
results_fixture_add_up (ResultsRows *self,
                        WbTool       tool,
                        gint32       from,
                        gint32       to,
                        const char  *type,
                        const char  *currency)
{
  WbFunnelRow *sum = wb_funnel_row_new ();

  sum->shown = 0;
  for (guint i = 0; i < self->rows[WB_STAT_FUNNEL]->len; i++) {
    const WbFunnelRow *row = g_ptr_array_index (self->rows[WB_STAT_FUNNEL], i);

    if (row->tool != tool || row->day < from || row->day > to ||
        (type && !g_str_equal (type, row->type)) ||
        (currency && !g_str_equal (currency, row->currency)))
      continue;
    sum->offered += row->offered;
    sum->shown += row->shown;
    sum->taken += row->taken;
    sum->used += row->used;
    sum->used_probable += row->used_probable;
    sum->open += row->open;
    sum->revenue += row->revenue;
    sum->revenue_probable += row->revenue_probable;
  }

  return sum;
}
