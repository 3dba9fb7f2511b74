/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Shoptet's API (reference/shoptet-api.md): private token, or an add-on's OAuth token from which API
 * tokens are fetched as they run out. */

#pragma once

#include "wb-shop.h"
#include "wb-shop-secret.h"

G_BEGIN_DECLS

#define WB_TYPE_SHOPTET (wb_shoptet_get_type ())
G_DECLARE_FINAL_TYPE (WbShoptet, wb_shoptet, WB, SHOPTET, GObject)

/* @api_url: (nullable) NULL = https://api.myshoptet.com; the demo's is on loopback. @http is taken. */
WbShop    *wb_shoptet_new   (const char          *api_url,
                             const WbShopSecret  *secret,
                             WbHttp              *http,
                             WbClock             *clock,
                             GError             **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
