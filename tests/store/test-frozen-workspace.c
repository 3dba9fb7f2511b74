/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The workspaces of each released version open, keep all that is in them, and open again. */

#include "config.h"

#include "wb-call-draft.h"
#include "wb-coupon-list.h"
#include "wb-issue-store.h"
#include "wb-local-settings-store.h"
#include "wb-offer-history.h"
#include "wb-shop-connection.h"
#include "wb-stat-store.h"

#include "store-fixture.h"
#include "wb-workspace-private.h"

#include <glib/gstdio.h>

#define SHA256 "4c4b6a3be1314ab86138bef4314dde022e600960d8689a2c8f8631802d20dab6"
#define FROZEN_DAY 20363
#define TYPE "b1000001-0000-4000-8000-000000000000"

static void
copy_frozen (const char *version,
             const char *dir)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *from = g_build_filename (TEST_DATA_DIR, version, "workspace.db", NULL);
  g_autofree char *to = g_build_filename (dir, "workspace.db", NULL);
  g_autofree char *contents = NULL;
  gsize length = 0;

  g_assert_true (g_file_get_contents (from, &contents, &length, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_set_contents_full (to, contents, (gssize) length,
                                           G_FILE_SET_CONTENTS_NONE, 0600, &error));
  g_assert_no_error (error);
}

static void
check_catalogues (WbDb *db)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbAccount) account = wb_account_store_get (db, &error);
  g_autoptr (WbUser) user = wb_user_store_get (db, AGENT, &error);
  g_autoptr (GPtrArray) stores = wb_merchant_store_list (db, &error);
  g_autoptr (GPtrArray) users = wb_user_store_list (db, &error);
  g_autoptr (GPtrArray) types = wb_ticket_type_store_list (db, &error);
  g_autoptr (GPtrArray) states = wb_ticket_state_store_list (db, &error);
  g_autoptr (GPtrArray) tags = wb_tag_store_list (db, &error);
  g_autofree char *cursor = wb_workspace_dup_meta (db, WB_META_CURSOR);

  g_assert_no_error (error);
  g_assert_cmpstr (account->time_zone, ==, "Europe/Prague");
  g_assert_cmpstr (user->full_name, ==, "Eva Dvořáková");
  g_assert_cmpuint (stores->len, ==, 1 + read_number (db, "SELECT count(*) FROM shop_connection"));
  g_assert_cmpuint (users->len, ==, 3);
  g_assert_cmpuint (types->len, ==, 1);
  g_assert_cmpuint (states->len, ==, 1);
  g_assert_cmpuint (tags->len, ==, 1);
  g_assert_cmpstr (cursor, ==, "MDAwOTI");
}

static void
check_ticket_and_call (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  WbDb *db = wb_workspace_get_reader (fixture->ws);
  g_autoptr (WbTicket) ticket = wb_ticket_store_get (db, "t1", &error);
  g_autoptr (WbActivity) call = wb_call_store_get (db, "k1", &error);
  g_autoptr (WbActivity) server = wb_call_store_get_server (db, "k1", &error);
  g_autofree char *by_name = search_tickets (fixture, "lukasz oslo");
  g_autofree char *by_phone = search_tickets (fixture, "777 000 111");

  g_assert_no_error (error);
  g_assert_cmpstr (ticket->customer_name, ==, "Łukasz Dvořák");
  g_assert_cmpstr (ticket->customer_phone, ==, "+420777000111");
  g_assert_cmpint (ticket->order_price_with_vat.minor, ==, 159900);
  g_assert_cmpuint (ticket->products->len, ==, 1);
  g_assert_cmpuint (ticket->history->len, ==, 1);
  g_assert_cmpstr (call->outcome, ==, "exchange_agreed");
  g_assert_cmpstr (call->customer_phone, ==, "+420777000111");
  g_assert_cmpstr (server->status, ==, "open");
  g_assert_cmpstr (by_name, ==, "t1");
  g_assert_cmpstr (by_phone, ==, "t1");
}

static void
check_offers_and_outbox (Fixture *fixture,
                         guint    n_rows)
{
  g_autoptr (GError) error = NULL;
  WbDb *db = wb_workspace_get_reader (fixture->ws);
  g_autoptr (WbOfferSet) offers = wb_offer_store_get (db, TYPE, &error);
  g_autoptr (WbOfferSet) draft = NULL;
  g_autoptr (WbOfferSet) base = NULL;
  g_autoptr (WbCoupon) coupon = wb_coupon_store_get (db, "c1", &error);
  g_autoptr (GPtrArray) rows = read_outbox (fixture);

  g_assert_no_error (error);
  g_assert_cmpstr (wb_offer_set_find_amount (offers, "CZK")->amount, ==, "200.00");
  g_assert_true (wb_offer_store_get_draft (db, TYPE, &draft, &base, &error));
  g_assert_cmpstr (wb_offer_set_find_amount (draft, "CZK")->amount, ==, "333.00");
  g_assert_cmpint (base->version, ==, 17);
  g_assert_cmpstr (coupon->code, ==, "VRAT8KQ2MX4TH7");
  g_assert_cmpuint (rows->len, ==, n_rows);
  g_assert_cmpstr (((WbOutboxRow *) rows->pdata[0])->op, ==, WB_OP_COMPLETE);
  g_assert_cmpint (((WbOutboxRow *) rows->pdata[0])->base_version, ==, 3);
  g_assert_cmpstr (((WbOutboxRow *) rows->pdata[1])->op, ==, WB_OP_PHONE);
}

/* What version 2 brought: empty in a workspace of version 1, and used in the same way. */
static void
check_banners (Fixture  *fixture,
               gboolean  has_banners)
{
  g_autoptr (GError) error = NULL;
  WbDb *db = wb_workspace_get_reader (fixture->ws);
  g_autoptr (GPtrArray) banners = wb_banner_store_list (db, &error);
  g_autoptr (GPtrArray) versions = wb_offer_history_list (db, TYPE, &error);
  g_autoptr (GBytes) picture = wb_banner_store_get_picture (db, SHA256, &error);
  g_autoptr (WbAccount) account = wb_account_store_get (db, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (banners->len, ==, has_banners ? 1 : 0);
  g_assert_cmpuint (versions->len, ==, has_banners ? 2 : 0);
  g_assert_cmpint (picture != NULL, ==, has_banners);
  g_assert_cmpint (account->remarketing_active, ==, !has_banners);
  if (!has_banners)
    return;
  g_assert_cmpstr (((WbBanner *) banners->pdata[0])->name, ==, "Zima");
  g_assert_cmpint (((WbOfferSet *) versions->pdata[1])->version, ==, 16);
  g_assert_cmpuint (g_bytes_get_size (picture), ==, 8);
}

/* What the queue is sorted and filtered by, of all calls. */
static char *
describe_queue (WbDb *db)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbStmt) stmt = NULL;
  gboolean has_row = FALSE;

  stmt = wb_db_prepare (db, "SELECT group_concat (concat) FROM (SELECT id || ' ' || queue || ' ' || sort_at ||"
                        " ' ' || coalesce (type, '-') || ' ' || created_at || ' ' || promise || ' ' ||"
                        " has_number || ' ' || coalesce (answered_at, '-') AS concat FROM call ORDER BY id)",
                        &error);
  g_assert_no_error (error);
  g_assert_true (wb_stmt_step (stmt, &has_row, &error));

  return wb_stmt_dup_text (stmt, 0);
}

/* What version 3 brought: the columns of the queue, filled where they were not, as the store itself
 * would fill them. */
static void
check_queue (Fixture  *fixture,
             gboolean  has_queue)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *before = describe_queue (wb_workspace_get_reader (fixture->ws));
  g_autofree char *after = NULL;
  g_autofree char *draft = NULL;
  g_autoptr (WbLocalSettings) settings = NULL;
  g_autoptr (WbActivity) call = read_call (fixture, "k1");
  WbDb *db = wb_workspace_begin (fixture->ws, &error);

  g_assert_true (wb_db_exec (db, "UPDATE call SET type = 'x', created_at = 1, promise = 1, has_number = 9,"
                             " answered_at = 1", &error));
  g_assert_true (wb_call_store_refresh (db, "k1", &error));
  g_assert_true (wb_call_store_refresh (db, "k2", &error));
  after = describe_queue (db);
  g_assert_cmpstr (before, ==, after);
  g_assert_cmpint (read_number (db, "SELECT created_at FROM call WHERE id = 'k1'"), ==, call->created_at);
  g_assert_cmpint (read_number (db, "SELECT answered_at FROM call WHERE id = 'k1'"), ==, call->called_at);
  wb_workspace_rollback (fixture->ws);

  db = wb_workspace_get_reader (fixture->ws);
  draft = wb_call_draft_get (db, "k2", &error);
  settings = wb_local_settings_store_get (db, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (draft, ==, has_queue ? "Rozepsaná" : NULL);
  g_assert_cmpint (settings->notify_goal, ==, !has_queue);
  g_assert_cmpint (read_number (db, "SELECT count(*) FROM call WHERE reminded = 1"), ==, has_queue ? 1 : 0);
}

static void
assert_found (WbDb       *db,
              const char *typed,
              guint       n_expected)
{
  WbCouponQuery query = {
    .typed = typed, .created_from = WB_TIME_NONE, .created_to = WB_TIME_NONE,
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids = wb_coupon_store_list (db, &query, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (ids->len, ==, n_expected);
}

/* What version 5 brought: coupons in columns, summed and searched, also those of before; a shop of our own and
 * what is made in it. */
static void
check_coupons (Fixture  *fixture,
               gboolean  has_shop)
{
  g_autoptr (GError) error = NULL;
  WbDb *db = wb_workspace_get_reader (fixture->ws);
  g_autoptr (WbCoupon) coupon = wb_coupon_store_get (db, "c1", &error);
  g_autoptr (WbCoupon) used = wb_coupon_store_get (db, "c2", &error);
  g_autoptr (WbShopConnection) shop = wb_shop_connection_get (db, "s1", &error);
  g_autoptr (GPtrArray) totals = wb_coupon_store_totals (db, &error);
  g_autoptr (GPtrArray) issues = wb_issue_store_list (db, "s1", &error);
  g_autoptr (GPtrArray) story = wb_coupon_story_list (db, "c2", &error);
  g_autofree char *mark = wb_issue_store_dup_mark (db, "s1", "orders");
  static const char *const counts[] = {
    "SELECT count(*) - (SELECT sum (n) FROM coupon_count WHERE what = 'valid') FROM coupon",
    "SELECT count(*) - (SELECT sum (n) FROM coupon_count WHERE what = 'use') FROM coupon",
    "SELECT count(*) - (SELECT sum (n) FROM coupon_count WHERE what = 'unused') FROM coupon WHERE used_at IS NULL",
    "SELECT count(*) FROM coupon WHERE NOT EXISTS (SELECT 1 FROM coupon_count WHERE what = 'valid' AND n > 0 AND"
    " word = ifnull ((expires_at - created_at) / 86400000, 9223372036854775807))",
    "SELECT count(*) FROM coupon WHERE NOT EXISTS (SELECT 1 FROM coupon_count WHERE what = 'use' AND n > 0 AND"
    " word = ifnull ((used_at - created_at) / 86400000, 9223372036854775807))",
    "SELECT count(*) FROM coupon_count WHERE what = 'odd'",
  };

  g_assert_no_error (error);
  g_assert_cmpstr (coupon->amount, ==, "200.00");
  g_assert_cmpstr (coupon->state, ==, WB_COUPON_ACTIVE);
  g_assert_cmpint (coupon->created_at, ==, NOW);
  assert_found (db, "vrat8", 1);
  assert_found (db, "lukasz", 1);
  g_assert_cmpint (((WbCouponTotals *) totals->pdata[0])->open_minor, ==, 20000);
  g_assert_cmpint (read_number (db, "SELECT count(*) FROM sqlite_schema WHERE name = 'coupon_v4'"), ==, 0);
  /* What version 7 counts. */
  g_assert_cmpint (read_number (db, "SELECT count(*) FROM coupon"), >, 0);
  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    g_assert_cmpint (read_number (db, counts[i]), ==, 0);
  if (!has_shop) {
    g_assert_null (shop);
    return;
  }
  g_assert_cmpstr (used->state, ==, WB_COUPON_USED);
  g_assert_cmpstr (used->revenue, ==, "1250.00");
  g_assert_cmpstr (shop->name, ==, "Žlutý obchod");
  g_assert_nonnull (wb_shop_caps_find_note (shop->caps, WB_SHOP_NOTE_MISSING, WB_SHOP_NOTE_TEMPLATE));
  g_assert_cmpuint (issues->len, ==, 1);
  g_assert_cmpstr (((WbIssueRow *) issues->pdata[0])->code, ==, "FROZEN3");
  g_assert_cmpuint (story->len, ==, 4);
  g_assert_cmpstr (mark, ==, "m1");
}

/* What version 6 brought: nothing was read of it in older ones. */
static void
check_stats (WbDb     *db,
             gboolean  has_stats)
{
  g_autoptr (GError) error = NULL;
  const WbStatQuery query = { { FROZEN_DAY - 30, FROZEN_DAY + 2 }, .by = WB_STAT_BY_TYPE | WB_STAT_BY_CURRENCY };
  g_autoptr (GPtrArray) banners = wb_stat_store_banners (db, &query, &error);
  g_autoptr (GPtrArray) funnel = wb_stat_store_funnel (db, &query, &error);
  g_autoptr (GPtrArray) calls = wb_stat_store_calls (db, &query, &error);

  g_assert_no_error (error);
  for (int kind = 0; kind < WB_N_STATS; kind++) {
    g_auto (WbStatState) state = { 0 };

    g_assert_true (wb_stat_store_state (db, kind, &state, &error));
    g_assert_no_error (error);
    g_assert_cmpint (state.facts != NULL, ==, has_stats);
    if (has_stats) {
      g_assert_cmpint (state.facts->epoch, ==, 2);
      g_assert_cmpint (state.known.from, ==, FROZEN_DAY - 30);
      g_assert_cmpint (state.read_all_at, ==, NOW);
    }
  }
  g_assert_cmpuint (banners->len, ==, has_stats ? 1 : 0);
  g_assert_cmpuint (funnel->len, ==, has_stats ? 1 : 0);
  g_assert_cmpuint (calls->len, ==, has_stats ? 1 : 0);
  if (!has_stats)
    return;
  g_assert_cmpint (((WbBannerCount *) banners->pdata[0])->impressions, ==, WB_COUNT_NONE);
  g_assert_cmpint (((WbBannerCount *) banners->pdata[0])->filtered[WB_VERDICT_BURST], ==, 2);
  g_assert_cmpint (((WbFunnelRow *) funnel->pdata[0])->offered, ==, 400);
  g_assert_cmpint (((WbFunnelRow *) funnel->pdata[0])->revenue, ==, 125000);
  g_assert_cmpfloat (((WbFunnelRow *) funnel->pdata[0])->revenue_squares, ==, 15625000000.0);
  g_assert_cmpint (((WbCallCount *) calls->pdata[0])->ends[WB_CALL_END_EXCHANGE_AGREED], ==, 4);
}

static void
test_frozen_workspace_opens (gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  Fixture fixture = { 0 };
  gboolean has_banners = !g_str_equal (data, "workspace-v1");
  gboolean has_queue = !g_str_equal (data, "workspace-v2") && has_banners;

  fixture.root = g_dir_make_tmp ("wb-store-XXXXXX", &error);
  fixture.dir = g_strdup (fixture.root);
  fixture.clock = WB_CLOCK (wb_movable_clock_new (NOW, FALSE));
  /* Another seed than the frozen keys were made with. */
  fixture.random = wb_seeded_random_new (8);
  copy_frozen (data, fixture.dir);
  for (int round = 0; round < 2; round++) {
    g_autoptr (GPtrArray) findings = NULL;
    WbDb *db = NULL;

    fixture_reopen (&fixture);
    check_catalogues (wb_workspace_get_reader (fixture.ws));
    check_ticket_and_call (&fixture);
    check_offers_and_outbox (&fixture, has_banners ? 4 : 2);
    check_banners (&fixture, has_banners);
    check_queue (&fixture, has_queue);
    check_coupons (&fixture, g_ascii_strcasecmp (data, "workspace-v5") >= 0);
    check_stats (wb_workspace_get_reader (fixture.ws), g_str_equal (data, "workspace-v6"));
    g_assert_cmpint (read_number (wb_workspace_get_reader (fixture.ws), "PRAGMA user_version"), ==,
                     7);
    db = wb_workspace_begin (fixture.ws, &error);
    g_assert_true (wb_db_check_integrity (db, &findings, &error));
    g_assert_cmpuint (findings->len, ==, 0);
    wb_workspace_rollback (fixture.ws);
  }
  /* And it can be worked in. */
  g_assert_true (wb_action_note (fixture.ws, "k1", "x", WB_OUTCOME_NONE, NOW, &error));
  g_assert_no_error (error);
  fixture_tear_down (&fixture, NULL);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_data_func ("/wb/store/frozen-workspace/v1-opens", "workspace-v1",
                        test_frozen_workspace_opens);
  g_test_add_data_func ("/wb/store/frozen-workspace/v2-opens", "workspace-v2",
                        test_frozen_workspace_opens);
  g_test_add_data_func ("/wb/store/frozen-workspace/v3-opens", "workspace-v3",
                        test_frozen_workspace_opens);
  g_test_add_data_func ("/wb/store/frozen-workspace/v4-opens", "workspace-v4",
                        test_frozen_workspace_opens);
  g_test_add_data_func ("/wb/store/frozen-workspace/v5-opens", "workspace-v5",
                        test_frozen_workspace_opens);
  g_test_add_data_func ("/wb/store/frozen-workspace/v6-opens", "workspace-v6",
                        test_frozen_workspace_opens);

  return g_test_run ();
}
