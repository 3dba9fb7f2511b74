/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A pretend Shopify shop with a token, an app and a customer, and clients of it. */

#pragma once

#include "wb-pretend-shopify.h"
#include "wb-shopify.h"
#include "wb-time.h"

#include <string.h>

#define SHOPIFY_TOKEN "shpat_11111111111111111111111111111111"
#define SHOPIFY_CLIENT_ID "0db6d7e08e4ba05ce97440df36c7ed33"
#define SHOPIFY_CLIENT_SECRET "shpss_22222222222222222222222222222222"
#define SHOPIFY_EMAIL "alena.nova@example.com"
#define SHOPIFY_CODE "WBABCDEFGHJK"

typedef struct
{
  WbMovableClock *clock;
  WbPretendShopify *store;
  const char *url;
} ShopifyFixture;

void shopify_set_up (ShopifyFixture *fixture, const WbPretendShopifyOptions *options);
void shopify_set_up_plain (ShopifyFixture *fixture, gconstpointer data);
void shopify_tear_down (ShopifyFixture *fixture, gconstpointer data);
WbShop *shopify_open_with (ShopifyFixture *fixture, const char *lines);
WbShop *shopify_open_shop (ShopifyFixture *fixture);
WbShop *shopify_open_app (ShopifyFixture *fixture);
WbShopCoupon *shopify_make_coupon (ShopifyFixture *fixture, const char *code);
WbShopCoupon *shopify_create (ShopifyFixture *fixture, WbShop *shop, const WbShopCoupon *coupon);
void shopify_assert_same (const WbShopCoupon *meant, const WbShopCoupon *stored);
