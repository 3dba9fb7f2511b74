/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Shopify's Admin GraphQL API (reference/shopify-api.md): admin token, or client credentials renewed
 * before their 24 hours are over. */

#pragma once

#include "wb-shop.h"
#include "wb-shop-secret.h"

G_BEGIN_DECLS

#define WB_TYPE_SHOPIFY (wb_shopify_get_type ())
G_DECLARE_FINAL_TYPE (WbShopify, wb_shopify, WB, SHOPIFY, GObject)

/* @shop_url: as its owner types it: name.myshopify.com, an admin address, or a loopback address (the
 * demo's). @http is taken. */
WbShop    *wb_shopify_new   (const char          *shop_url,
                             const WbShopSecret  *secret,
                             WbHttp              *http,
                             WbClock             *clock,
                             GError             **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
