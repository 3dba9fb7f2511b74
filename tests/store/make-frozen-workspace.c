/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Makes the workspace that the newest tests/data/workspace-vN holds: small, with one of everything. Run
 * once for a new version of the schema, with the folder to make; an older folder is never made again, since
 * it stands for what people have on their disks. */

#include "config.h"

#include "wb-call-draft.h"
#include "wb-issue-store.h"
#include "wb-local-settings-store.h"
#include "wb-offer-history.h"
#include "wb-shop-connection.h"
#include "wb-stat-store.h"

#include "store-fixture.h"

#include <glib/gstdio.h>

/* Of the eight bytes that stand for a picture. */
#define SHA256 "4c4b6a3be1314ab86138bef4314dde022e600960d8689a2c8f8631802d20dab6"
#define FROZEN_DAY 20363
#define TYPE "b1000001-0000-4000-8000-000000000000"

static void
put_catalogues (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbTicketType) type = wb_ticket_type_new ();
  g_autoptr (WbTicketState) state = wb_ticket_state_new ();
  g_autoptr (WbTag) tag = wb_tag_new ();
  g_autoptr (GPtrArray) tags = g_ptr_array_new ();
  WbDb *db = wb_workspace_begin (fixture->ws, &error);

  type->id = g_strdup (TYPE);
  type->name = wb_lang_text_new ();
  wb_lang_text_set (type->name, "cs", "Vratka");
  type->version = 1;
  state->id = g_strdup ("f1");
  state->version = 1;
  tag->id = g_strdup ("07");
  tag->name = wb_lang_text_new_plain ("VIP");
  g_ptr_array_add (tags, tag);
  g_assert_true (wb_ticket_type_store_upsert (db, type, &error));
  g_assert_true (wb_ticket_state_store_upsert (db, state, &error));
  g_assert_true (wb_tag_store_replace_all (db, tags, &error));
  g_assert_true (wb_workspace_set_meta (db, WB_META_CURSOR, "MDAwOTI", &error));
  g_assert_true (wb_workspace_commit (fixture->ws, WB_TABLE_ALL, &error));
}

static void
put_objects (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbCoupon) coupon = make_coupon ("c1", "t1", 2);
  g_autoptr (WbOfferSet) base = make_offers (TYPE, "200.00", 17);
  g_autoptr (WbOfferSet) draft = make_offers (TYPE, "333.00", 17);
  WbTicket *ticket = make_ticket ("t1", "20250042", "Łukasz Dvořák", 12);
  WbProduct *product = wb_product_new ();
  WbHistoryItem *item = wb_history_item_new ();
  WbDb *db = NULL;

  ticket->customer_phone = g_strdup ("+420601123456");
  ticket->has_order = TRUE;
  ticket->order_code = g_strdup ("OBJ-2025-001");
  ticket->order_currency = g_strdup ("CZK");
  ticket->order_price_with_vat = (WbMoney) { 159900, "CZK" };
  product->name = g_strdup ("Křeslo Oslo");
  product->amount_milli = 1000;
  product->price_with_vat = (WbMoney) { 159900, "CZK" };
  g_ptr_array_add (ticket->products, product);
  item->id = g_strdup ("06");
  item->type = g_strdup ("note");
  item->text = g_strdup ("Zákazník chce výměnu.");
  item->created_at = NOW;
  g_ptr_array_add (ticket->history, item);
  ticket->has_history = TRUE;
  put_ticket (fixture, ticket);
  put_call (fixture, make_call ("k1", "t1", NOW + WB_HOUR_MS, 3));
  put_offers (fixture, wb_offer_set_ref (base));
  db = wb_workspace_begin (fixture->ws, &error);
  g_assert_true (wb_coupon_store_apply (db, coupon, NULL, &error));
  g_assert_true (wb_offer_store_put_draft (db, draft, base, &error));
  g_assert_true (wb_workspace_commit (fixture->ws, WB_TABLE_ALL, &error));
}

/* Since version 2. */
static WbBanner *
make_frozen_banner (const char *name)
{
  WbBanner *banner = make_banner ("n1", name, 3);

  g_free (banner->picture->sha256);
  banner->picture->sha256 = g_strdup (SHA256);

  return banner;
}

static void
put_banners (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_bytes_new_static ("\x89PNG\r\n\x1a\n", 8);
  g_autoptr (GPtrArray) versions = NULL;
  WbDb *db = NULL;

  versions = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_offer_set_unref);
  g_ptr_array_add (versions, make_offers (TYPE, "200.00", 17));
  g_ptr_array_add (versions, make_offers (TYPE, "100.00", 16));
  put_banner (fixture, make_frozen_banner ("Podzim"));
  db = wb_workspace_begin (fixture->ws, &error);
  g_assert_true (wb_banner_store_put_picture (db, SHA256, bytes, NOW, &error));
  g_assert_true (wb_offer_history_put (db, TYPE, versions, &error));
  g_assert_true (wb_workspace_commit (fixture->ws, WB_TABLE_ALL, &error));
}

/* Since version 3: a call that a reminder was shown of, with a note that is being typed. */
static void
put_queue (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbLocalSettings) settings = wb_local_settings_new ();
  WbActivity *call = make_call ("k2", "t1", NOW + WB_DAY_MS, 5);
  WbDb *db = NULL;

  call->ticket_type = g_strdup (TYPE);
  call->original_due_at = NOW + 7;
  g_clear_pointer (&call->customer_phone, g_free);
  put_call (fixture, call);
  settings->notify_goal = FALSE;
  db = wb_workspace_begin (fixture->ws, &error);
  g_assert_true (wb_call_draft_put (db, "k2", "Rozepsaná", NOW, &error));
  g_assert_true (wb_local_settings_store_put (db, settings, &error));
  g_assert_true (wb_db_exec (db, "UPDATE call SET reminded = 1 WHERE id = 'k2'", &error));
  g_assert_true (wb_workspace_commit (fixture->ws, WB_TABLE_ALL, &error));
}

/* Since version 5: a shop, a coupon made in it and used, one being made, and the helpdesk's own as above. */
static void
put_shop (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbShopConnection) shop = wb_shop_connection_new ();
  g_autoptr (WbShopOrder) order = wb_shop_order_new ();
  g_autoptr (GPtrArray) orders = g_ptr_array_new ();
  WbShopOrderCoupon *named = wb_shop_order_coupon_new ();
  WbDb *db = wb_workspace_begin (fixture->ws, &error);

  shop->id = g_strdup ("s1");
  shop->name = g_strdup ("Žlutý obchod");
  shop->platform = g_strdup ("shoptet");
  shop->url = g_strdup ("https://shop.example");
  shop->caps = wb_shop_caps_new ();
  wb_shop_caps_add_note (shop->caps, WB_SHOP_NOTE_MISSING, WB_SHOP_NOTE_TEMPLATE, NULL);
  g_assert_true (wb_shop_connection_put (db, shop, &error));
  for (int i = 2; i <= 3; i++) {
    g_autofree char *id = g_strdup_printf ("c%d", i);
    g_autofree char *ticket = g_strdup_printf ("t%d", i);
    g_autoptr (WbCoupon) coupon = make_coupon (id, ticket, 1);
    g_autoptr (WbIssueRow) issue = wb_issue_row_new ();

    coupon->store = g_strdup ("s1");
    issue->coupon = g_strdup (id);
    issue->connection = g_strdup ("s1");
    issue->code = g_strdup_printf ("FROZEN%d", i);
    g_assert_true (wb_issue_store_add (db, coupon, issue, AGENT, &error));
    issue->step = i == 2 ? WB_ISSUE_ROW_DONE : WB_ISSUE_ROW_ASKED;
    issue->attempts = 1;
    g_assert_true (wb_issue_store_save (db, issue, NOW, &error));
  }
  order->remote_id = g_strdup ("900");
  order->code = g_strdup ("2025900");
  order->state = WB_SHOP_ORDER_PAID;
  order->total = (WbMoney) { 125000, "CZK" };
  order->created_at = NOW;
  order->updated_at = NOW;
  named->code = g_strdup ("FROZEN2");
  g_ptr_array_add (order->coupons, named);
  g_ptr_array_add (orders, order);
  g_assert_true (wb_issue_store_take_orders (db, "s1", orders, "m1", NOW, &error));
  g_assert_no_error (error);
  g_assert_true (wb_workspace_commit (fixture->ws, WB_TABLE_ALL, &error));
}

/* Since version 6: a day of each kind of statistics. */
static void
put_stats (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbBannerCount) banner = wb_banner_count_new ();
  g_autoptr (WbFunnelRow) funnel = wb_funnel_row_new ();
  g_autoptr (WbCallCount) calls = wb_call_count_new ();
  g_autoptr (WbStatFacts) facts = wb_stat_facts_new ();
  gpointer records[WB_N_STATS] = { banner, funnel, calls };
  const WbPeriod period = { FROZEN_DAY - 30, FROZEN_DAY + 2 };
  WbDb *db = NULL;

  banner->day = funnel->day = calls->day = FROZEN_DAY;
  banner->banner = g_strdup ("n1");
  banner->placement = g_strdup ("email");
  banner->type = g_strdup (TYPE);
  banner->clicks = 3;
  banner->clicks_raw = 5;
  banner->filtered[WB_VERDICT_BURST] = 2;
  funnel->has_tool = TRUE;
  funnel->tool = WB_TOOL_CALL_REQUEST;
  funnel->type = g_strdup (TYPE);
  funnel->currency = g_strdup ("CZK");
  funnel->offered = 400;
  funnel->shown = 390;
  funnel->used = 1;
  funnel->revenue = 125000;
  funnel->revenue_squares = 15625000000.0;
  calls->asked = 7;
  calls->ends[WB_CALL_END_EXCHANGE_AGREED] = 4;
  facts->time_zone = g_strdup ("Europe/Prague");
  facts->final_until = FROZEN_DAY;
  facts->epoch = 2;
  db = wb_workspace_begin (fixture->ws, &error);
  for (int kind = 0; kind < WB_N_STATS; kind++) {
    g_autoptr (GPtrArray) rows = g_ptr_array_new ();

    g_ptr_array_add (rows, records[kind]);
    g_assert_true (wb_stat_store_replace (db, kind, &period, rows, facts, NOW, &error));
  }
  g_assert_true (wb_workspace_commit (fixture->ws, WB_TABLE_ALL, &error));
}

/* What only a manager does. */
static void
put_unsent_of_manager (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbBanner) base = make_frozen_banner ("Podzim");
  g_autoptr (WbBanner) renamed = make_frozen_banner ("Zima");

  put_meta (fixture, WB_META_ME, MANAGER);
  g_assert_true (wb_action_change_banner (fixture->ws, renamed, base, &error));
  g_assert_no_error (error);
  g_assert_true (wb_action_activate_remarketing (fixture->ws, FALSE, &error));
  g_assert_no_error (error);
  put_meta (fixture, WB_META_ME, AGENT);
}

static void
put_unsent (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (wb_action_complete (fixture->ws, "k1", WB_OUTCOME_EXCHANGE_AGREED, "Za modré.",
                                     NOW, &error));
  g_assert_no_error (error);
  g_assert_true (wb_action_set_phone (fixture->ws, "t1", "+420777000111", &error));
  g_assert_no_error (error);
}

int
main (int   argc,
      char *argv[])
{
  Fixture fixture = { 0 };
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;

  if (argc != 2 || g_mkdir_with_parents (argv[1], 0700) != 0) {
    g_printerr ("Usage: %s DIR\n", argv[0]);
    return 2;
  }

  fixture_set_up (&fixture, NULL);
  put_catalogues (&fixture);
  put_objects (&fixture);
  put_banners (&fixture);
  put_queue (&fixture);
  put_shop (&fixture);
  put_stats (&fixture);
  put_unsent (&fixture);
  put_unsent_of_manager (&fixture);
  g_clear_object (&fixture.ws);
  from = g_build_filename (fixture.dir, "workspace.db", NULL);
  to = g_build_filename (argv[1], "workspace.db", NULL);
  g_assert_cmpint (g_rename (from, to), ==, 0);
  fixture_tear_down (&fixture, NULL);

  return 0;
}
