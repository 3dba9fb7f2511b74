/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "shopify-fixture.h"

#include "wb-validity.h"

void
shopify_set_up (ShopifyFixture                *fixture,
                const WbPretendShopifyOptions *options)
{
  g_autoptr (GError) error = NULL;
  gint64 now = 0;

  wb_time_parse ("2026-11-21T20:00:00Z", &now);
  fixture->clock = wb_movable_clock_new (now, FALSE);
  wb_movable_clock_set_auto_advance (fixture->clock, TRUE);
  fixture->store = wb_pretend_shopify_new (options, WB_CLOCK (fixture->clock), &error);
  g_assert_no_error (error);
  fixture->url = wb_pretend_shopify_listen (fixture->store, 0, NULL, &error);
  g_assert_no_error (error);
  wb_pretend_shopify_add_token (fixture->store, SHOPIFY_TOKEN);
  wb_pretend_shopify_add_app (fixture->store, SHOPIFY_CLIENT_ID, SHOPIFY_CLIENT_SECRET, WB_SHOPIFY_APP_INSTALLED);
  wb_pretend_shopify_add_customer (fixture->store, SHOPIFY_EMAIL);
}

void
shopify_set_up_plain (ShopifyFixture *fixture,
                      gconstpointer   data)
{
  shopify_set_up (fixture, NULL);
}

void
shopify_tear_down (ShopifyFixture *fixture,
                   gconstpointer   data)
{
  wb_pretend_shopify_free (fixture->store);
  g_assert_finalize_object (fixture->clock);
}

WbShop *
shopify_open_with (ShopifyFixture *fixture,
                   const char     *lines)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbShopSecret) secret = wb_shop_secret_parse ("shopify", lines, &error);
  WbHttp *http = wb_http_new (NULL, WB_CLOCK (fixture->clock), NULL);
  WbShop *shop;

  g_assert_no_error (error);
  shop = wb_shopify_new (fixture->url, secret, http, WB_CLOCK (fixture->clock), &error);
  g_assert_no_error (error);

  return shop;
}

WbShop *
shopify_open_shop (ShopifyFixture *fixture)
{
  return shopify_open_with (fixture, "access_token=" SHOPIFY_TOKEN "\n");
}

WbShop *
shopify_open_app (ShopifyFixture *fixture)
{
  return shopify_open_with (fixture, "client_id=" SHOPIFY_CLIENT_ID "\nclient_secret=" SHOPIFY_CLIENT_SECRET "\n");
}

WbShopCoupon *
shopify_make_coupon (ShopifyFixture *fixture,
                     const char     *code)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Prague");
  WbShopCoupon *coupon = wb_shop_coupon_new ();
  gint64 now = wb_clock_now (WB_CLOCK (fixture->clock));

  coupon->code = g_strdup (code);
  coupon->amount = (WbMoney) { 20000, "CZK" };
  coupon->min_order = (WbMoney) { 100000, "CZK" };
  coupon->expires_at = wb_validity_expires_at (wb_validity_last_day (now, 14, zone), zone);
  coupon->usage_limit = 1;
  coupon->ticket_mark = g_strdup ("T-7");

  return coupon;
}

WbShopCoupon *
shopify_create (ShopifyFixture     *fixture,
                WbShop             *shop,
                const WbShopCoupon *coupon)
{
  g_autoptr (GError) error = NULL;
  WbShopCoupon *created = wb_shop_create (shop, coupon, NULL, &error);

  g_assert_no_error (error);

  return created;
}

void
shopify_assert_same (const WbShopCoupon *meant,
                     const WbShopCoupon *stored)
{
  g_autofree char *difference = wb_shop_coupon_difference (meant, stored);

  g_assert_cmpstr (difference, ==, NULL);
}
