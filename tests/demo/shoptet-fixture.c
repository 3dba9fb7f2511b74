/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* See shoptet-fixture.h. */

#include "shoptet-fixture.h"

#include "wb-time.h"
#include "wb-validity.h"

void
shoptet_fixture_set_up (ShoptetFixture                *self,
                        const WbPretendShoptetOptions *options)
{
  WbPretendShoptetOptions own = options ? *options : (WbPretendShoptetOptions) { 0 };
  g_autoptr (GError) error = NULL;
  gint64 now = 0;

  wb_time_parse ("2026-11-21T20:00:00Z", &now);
  self->clock = wb_movable_clock_new (now, FALSE);
  wb_movable_clock_set_auto_advance (self->clock, TRUE);
  if (!own.record_file)
    own.record_file = g_getenv ("WB_SHOPTET_RECORD");
  self->store = wb_pretend_shoptet_new (&own, WB_CLOCK (self->clock), &error);
  g_assert_no_error (error);
  self->url = wb_pretend_shoptet_listen (self->store, 0, NULL, &error);
  g_assert_no_error (error);
  wb_pretend_shoptet_add_private_token (self->store, SHOPTET_TOKEN);
  wb_pretend_shoptet_add_oauth_token (self->store, SHOPTET_OAUTH);
}

void
shoptet_fixture_tear_down (ShoptetFixture *self)
{
  wb_pretend_shoptet_free (self->store);
  g_object_unref (self->clock);
}

WbShop *
shoptet_fixture_open (ShoptetFixture *self,
                      const char     *secret)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbShopSecret) parsed =
    wb_shop_secret_parse ("shoptet", secret ? secret : "private_token=" SHOPTET_TOKEN, &error);
  WbHttp *http = wb_http_new (NULL, WB_CLOCK (self->clock), NULL);
  WbShop *shop = NULL;

  g_assert_no_error (error);
  shop = wb_shoptet_new (self->url, parsed, http, WB_CLOCK (self->clock), &error);
  g_assert_no_error (error);

  return shop;
}

char *
shoptet_fixture_addon (ShoptetFixture *self,
                       const char     *token)
{
  return g_strdup_printf ("oauth_token=%s\ntoken_url=%s" WB_PRETEND_SHOPTET_TOKEN_PATH, token, self->url);
}

WbShopCoupon *
shoptet_fixture_coupon (ShoptetFixture *self)
{
  WbShopCoupon *coupon = wb_shop_coupon_new ();
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Prague");
  gint32 last_day = wb_validity_last_day (wb_clock_now (WB_CLOCK (self->clock)), 14, zone);

  coupon->code = g_strdup (SHOPTET_CODE);
  coupon->amount = (WbMoney) { 20000, "CZK" };
  coupon->min_order = (WbMoney) { 100000, "CZK" };
  coupon->expires_at = wb_validity_expires_at (last_day, zone);
  coupon->usage_limit = 1;
  coupon->ticket_mark = g_strdup ("t-42");

  return coupon;
}
