/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* One of the merchant's e-shops as the helpdesk knows it: the API's "store"
 * (reference/retino-api.md B.2). Named so to keep it apart from our own store layer. */

#pragma once

#include "wb-record.h"
#include "wb-shop-caps.h"

G_BEGIN_DECLS

typedef struct
{
  char *id;                 /* (owned) */
  char *store_id;           /* (owned) the merchant's own name, on orders */
  char *name;               /* (owned) (nullable) */
  char *platform;           /* (owned) shoptet|shopify|woocommerce|prestashop|xml|api|other */
  char *url;                /* (owned) (nullable) */
  GStrv currencies;         /* (owned) those a coupon can be issued in */
  char *connection;         /* (owned) connected|error|disabled|waiting */
  gint64 last_sync_at;      /* ms or WB_TIME_NONE */
  gboolean supports_coupons;
  char *error_message;      /* (owned) (nullable) in words, why its connection is "error" */
  WbShopCaps *caps;         /* (owned) (nullable) what it can do; NULL = not told */
  gint64 version;
} WbMerchantStore;

WB_DECLARE_RECORD (WbMerchantStore, wb_merchant_store)

/* The currencies a coupon needs an amount for: those of all stores that support coupons, each
 * once, in the order first seen (B.5). */
GStrv      wb_merchant_stores_coupon_currencies  (GPtrArray *stores) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
