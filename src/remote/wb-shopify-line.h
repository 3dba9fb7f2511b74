/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The line to a Shopify shop: address, token and its renewal, points and their pace, version. Inside
 * remote only; one thread. */

#pragma once

#include "wb-shop-secret.h"
#include "wb-shopify-json.h"

G_BEGIN_DECLS

typedef struct _WbShopifyLine WbShopifyLine;

/* @http is taken, also on error. */
WbShopifyLine *wb_shopify_line_new    (const char *shop_url, const WbShopSecret *secret, WbHttp *http, WbClock *clock, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void           wb_shopify_line_free   (WbShopifyLine *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbShopifyLine, wb_shopify_line_free)

/* "data" of the answer. @too_costly_out: (optional) whether a smaller page may pass. */
JsonNode      *wb_shopify_line_ask    (WbShopifyLine *self, WbShopifyDocument document, const char *variables_json, gboolean *too_costly_out, GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Of the last answer: -1 = none; NULL = none yet; whether one came at all. */
gint64         wb_shopify_line_get_retry_after_ms (WbShopifyLine *self);
const char    *wb_shopify_line_get_version        (WbShopifyLine *self);
gboolean       wb_shopify_line_was_answered       (WbShopifyLine *self);
/* What the shop's clock shows, as far as its answers told. */
gint64         wb_shopify_line_shop_now           (WbShopifyLine *self);

G_END_DECLS
