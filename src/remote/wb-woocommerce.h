/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* WooCommerce REST v3 (reference/woocommerce-api.md, samples/woocommerce-recorded): Basic over
 * https, OAuth 1.0a over http to loopback. */

#pragma once

#include "wb-random.h"
#include "wb-shop.h"

G_BEGIN_DECLS

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
