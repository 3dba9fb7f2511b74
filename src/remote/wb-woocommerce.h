/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* WooCommerce REST v3 (reference/woocommerce-api.md, samples/woocommerce-recorded): Basic over
 * https, OAuth 1.0a over http to loopback. */

#pragma once

#include "wb-random.h"
#include "wb-shop.h"

G_BEGIN_DECLS

/* WooCommerce sets no limit; the shop's hosting does, and does not tell (reference/woocommerce-api.md 8).
 * So this is ours: one request at a time, and in the long run four a second, of which a small shop
 * answers about ten; as many at once as issuing a handful of coupons takes. */
#define WB_WOOCOMMERCE_REQUESTS_PER_SEC 4
#define WB_WOOCOMMERCE_BURST 30

#define WB_TYPE_WOOCOMMERCE (wb_woocommerce_get_type ())
G_DECLARE_FINAL_TYPE (WbWoocommerce, wb_woocommerce, WB, WOOCOMMERCE, GObject)

/* @site_url: the site as its owner types it ("https://shop.example"). @http is taken. */
WbShop    *wb_woocommerce_new  (const char   *site_url,
                                const char   *consumer_key,
                                const char   *consumer_secret,
                                WbHttp       *http,
                                WbClock      *clock,
                                WbRandom     *random,
                                GError      **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
