/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Every GraphQL document that is sent to Shopify, and what the first of each is expected to cost.
 * Constants, so that a test validates them all against the published schema. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Versions come each quarter and live a year; an expired one is answered by the oldest that is left
 * (reference/shopify-api.md 1). */
#define WB_SHOPIFY_API_VERSION "2026-10"

/* Carried by every coupon of ours, to list them by; beside it "winback-ticket:" and the ticket's mark. */
#define WB_SHOPIFY_TAG "winback"
#define WB_SHOPIFY_TICKET_TAG "winback-ticket:"

typedef enum
{
  WB_SHOPIFY_CHECK,
  WB_SHOPIFY_CREATE,
  WB_SHOPIFY_BY_CODE,
  WB_SHOPIFY_BY_ID,
  WB_SHOPIFY_DELETE,
  WB_SHOPIFY_DEACTIVATE,
  WB_SHOPIFY_COUPONS,
  WB_SHOPIFY_ORDERS,
  WB_SHOPIFY_CUSTOMER,
  WB_N_SHOPIFY_DOCUMENTS,
} WbShopifyDocument;

const char *wb_shopify_document_name (WbShopifyDocument document);
const char *wb_shopify_document_text (WbShopifyDocument document);
/* Points to have ready before the first one; each answer tells what it really asks for. */
double      wb_shopify_document_cost (WbShopifyDocument document);

G_END_DECLS
