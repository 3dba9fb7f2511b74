/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Counts of banners; see banners-fixture.h. */

#include "config.h"

#include "banners-fixture.h"

#include "wb-account-store.h"
#include "wb-banner-store.h"
#include "wb-stat-store.h"

#include <math.h>

/* The newest banner is offered with two types of tickets. */
static void
use_banner (WbDb       *db,
            AppFixture *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) banners = wb_banner_store_list (db, &error);
  g_autoptr (WbBanner) used = NULL;
  GPtrArray *types = wb_context_get_types (self->context);
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();

  g_assert_no_error (error);
  used = wb_banner_copy (g_ptr_array_index (banners, 0));
  for (guint i = 0; i < 2; i++)
    g_strv_builder_add (ids, ((const WbTicketType *) g_ptr_array_index (types, i))->id);
  g_strfreev (used->used_by);
  used->used_by = g_strv_builder_end (ids);
  used->version++;
  wb_banner_store_apply (db, used, NULL, &error);
  g_assert_no_error (error);
}

void
banners_fixture_offer (AppFixture *self)
{
  g_autoptr (GError) error = NULL;
  WbDb *db = wb_workspace_begin (self->workspace, &error);
  g_autoptr (WbAccount) account = NULL;
  g_autoptr (GStrvBuilder) features = g_strv_builder_new ();

  g_assert_no_error (error);
  account = wb_account_store_get (db, &error);
  g_assert_no_error (error);
  g_strv_builder_addv (features, (const char **) account->features);
  g_strv_builder_add (features, WB_FEATURE_STATS);
  g_strfreev (account->features);
  account->features = g_strv_builder_end (features);
  wb_account_store_put (db, account, &error);
  g_assert_no_error (error);
  use_banner (db, self);
  wb_workspace_commit (self->workspace, WB_TABLE_ACCOUNT | WB_TABLE_BANNERS, &error);
  g_assert_no_error (error);
}

void
banners_fixture_read (AppFixture *self,
                      gint32      from,
                      GPtrArray  *rows)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbStatFacts) facts = wb_stat_facts_new ();
  WbPeriod period = { from, BANNERS_TODAY };
  WbDb *db = wb_workspace_begin (self->workspace, &error);

  g_assert_no_error (error);
  facts->time_zone = g_strdup ("Europe/Prague");
  facts->final_until = BANNERS_TODAY - 2;
  facts->epoch = 1;
  wb_stat_store_replace (db, WB_STAT_BANNERS, &period, rows, facts, APP_NOW, &error);
  g_assert_no_error (error);
  wb_workspace_commit (self->workspace, WB_TABLE_STATS, &error);
  g_assert_no_error (error);
}

WbBannerCount *
banners_fixture_new_row (gint32      day,
                         const char *banner,
                         const char *placement,
                         const char *type,
                         gint64      clicks,
                         gint64      views)
{
  WbBannerCount *row = wb_banner_count_new ();

  row->day = day;
  row->banner = g_strdup (banner);
  row->placement = g_strdup (placement);
  row->type = g_strdup (type);
  row->clicks = clicks;
  row->clicks_raw = clicks;
  row->impressions = views;
  row->impressions_raw = views;

  return row;
}

static void
leave_out (WbBannerCount *row,
           WbVerdict      verdict,
           gint64         count)
{
  row->filtered[verdict] += count;
  row->clicks_raw += count;
}

/* Weeks with their week-ends, a season, and scanners in mails. */
static WbBannerCount *
make_row (gint32      day,
          guint       banner,
          const char *id,
          guint       placement,
          const char *type,
          guint       nth_type)
{
  static const char *const placements[] = { "email", "portal", "ticket_detail" };
  double season = 1 + 0.5 * sin (day / 40.0);
  double week = (day + 3) % 7 < 5 ? 1 : 0.45;
  double base = 26.0 / (banner + 1) / (nth_type + 1) * season * week;
  gint64 clicks = (gint64) (base / (placement + 1)) + (day * 7 + (int) placement * 3) % 4;
  gint64 views = placement == 0 ? WB_COUNT_NONE : clicks * (18 + placement * 9) + day % 13;
  WbBannerCount *row =
    banners_fixture_new_row (day, id, placements[placement], type, clicks, views);

  if (placement == 0) {
    leave_out (row, WB_VERDICT_HEAD, clicks / 9);
    leave_out (row, WB_VERDICT_AGENT, clicks / 4);
    leave_out (row, WB_VERDICT_BURST, clicks / 6 + day % 2);
  } else {
    leave_out (row, WB_VERDICT_PREFETCH, clicks / 11);
  }
  leave_out (row, WB_VERDICT_REPEAT, clicks / 8);

  return row;
}

GPtrArray *
banners_fixture_make_year (AppFixture *self)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_banner_count_unref);
  g_autoptr (GPtrArray) banners =
    wb_banner_store_list (wb_context_get_reader (self->context), NULL);
  GPtrArray *types = wb_context_get_types (self->context);

  for (gint32 day = BANNERS_TODAY - 364; day <= BANNERS_TODAY; day++) {
    for (guint i = 0; i < 3 * 3 * 2; i++) {
      const WbBanner *banner = g_ptr_array_index (banners, i / 6 % banners->len);
      const WbTicketType *type = g_ptr_array_index (types, i % 2);

      g_ptr_array_add (rows, make_row (day, i / 6, banner->id, i / 2 % 3, type->id, i % 2));
    }
  }

  return rows;
}
