/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A pretend Shopify shop: in-process, on loopback, on a thread of its own. It answers GraphQL as the
 * recordings of real ones do (tests/demo/test-pretend-shopify.c replays them) and fails on demand. For
 * the demo and for tests; what it keeps is worth nothing. All functions: any thread.
 *
 * With WB_SHOPIFY_RECORD in the environment each question is written to that file with its answer, a
 * line of JSON each, and before them what may be asked (tests/demo/check-shopify-schema.py). */

#pragma once

#include "wb-clock.h"
#include "wb-pretend-fault.h"

G_BEGIN_DECLS

typedef struct _WbPretendShopify WbPretendShopify;

typedef struct
{
  const char *name;            /* (nullable) "Pretend shop" */
  const char *currency;        /* (nullable) "CZK" */
  const char *time_zone;       /* (nullable) "Europe/Prague" */
  const char *state_file;      /* (nullable) kept here after each change and read at the start */
  gboolean taxes_excluded;
  gboolean sells_subscriptions; /* summaries speak of one-time purchases then */
  double bucket_points;        /* 0 = 2000 */
  double points_per_sec;       /* 0 = 100 */
  gboolean linear_costs;       /* lists at the price documented until 2024 */
  gint64 count_lag_ms;         /* how late uses of a coupon are counted */
  gint64 search_lag_ms;        /* how late lists of discounts know of a change */
} WbPretendShopifyOptions;

WbPretendShopify *wb_pretend_shopify_new        (const WbPretendShopifyOptions *options,
                                                 WbClock                       *clock,
                                                 GError                       **error);
void              wb_pretend_shopify_free       (WbPretendShopify              *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbPretendShopify, wb_pretend_shopify_free)

/* While held, changes are not written to the state file; all at once when let go. */
void              wb_pretend_shopify_hold (WbPretendShopify *self, gboolean is_held);

/* @port: 0 = any; @tls_file: (nullable) PEM with certificate and key. (transfer none) */
const char       *wb_pretend_shopify_listen     (WbPretendShopify *self,
                                                 guint             port,
                                                 const char       *tls_file,
                                                 GError          **error);

/* Sign-in: a token that never ends, or an app that gets tokens of a day. */
typedef enum
{
  WB_SHOPIFY_APP_INSTALLED,
  WB_SHOPIFY_APP_NOT_INSTALLED,
  WB_SHOPIFY_APP_OF_OTHERS,    /* of another organisation */
} WbShopifyApp;

void              wb_pretend_shopify_add_token  (WbPretendShopify *self, const char *token);
void              wb_pretend_shopify_add_app    (WbPretendShopify *self, const char *client_id, const char *client_secret, WbShopifyApp state);
void              wb_pretend_shopify_drop_tokens (WbPretendShopify *self);
guint             wb_pretend_shopify_count_tokens (WbPretendShopify *self);

/* The shop's own state. Scopes: "write_discounts read_orders ..."; all that Winback uses at the start. */
void              wb_pretend_shopify_set_scopes (WbPretendShopify *self, const char *scopes);
void              wb_pretend_shopify_set_version (WbPretendShopify *self, const char *served, gboolean is_supported);
void              wb_pretend_shopify_set_frozen (WbPretendShopify *self, gboolean is_frozen);
/* A plan that hides customers' e-mail addresses. */
void              wb_pretend_shopify_set_hides_email (WbPretendShopify *self, gboolean hides);
/* Another app spends all points but @left. */
void              wb_pretend_shopify_drain      (WbPretendShopify *self, double left);
gint64            wb_pretend_shopify_add_customer (WbPretendShopify *self, const char *email);

/* Trouble. @request: WB_PRETEND_REQUEST_... */
void              wb_pretend_shopify_queue_fault (WbPretendShopify *self, WbPretendFault fault, const char *request, guint times);
void              wb_pretend_shopify_clear_faults (WbPretendShopify *self);
/* Forgets discounts and orders. */
void              wb_pretend_shopify_clear      (WbPretendShopify *self);
void              wb_pretend_shopify_release    (WbPretendShopify *self);

/* Orders, as customers place them and staff deal with them. Amounts: decimal text in the shop's currency. */
typedef struct
{
  const char *codes;           /* (nullable) of coupons, space-separated */
  const char *total;           /* after the discount */
  const char *discount;        /* (nullable) */
  const char *email;           /* (nullable) */
  const char *financial;       /* (nullable) "PAID" */
  const char *presentment;     /* (nullable) currency the customer paid in, at a tenth of the amount */
  gboolean is_test;
} WbPretendShopifyOrder;

gint64            wb_pretend_shopify_place_order (WbPretendShopify *self, const WbPretendShopifyOrder *order);
/* What people call an order, "#1001"; and the order that is called so, 0 = none. */
char             *wb_pretend_shopify_dup_order_name (WbPretendShopify *self, gint64 id) G_GNUC_WARN_UNUSED_RESULT;
gint64            wb_pretend_shopify_find_order (WbPretendShopify *self, const char *name);
void              wb_pretend_shopify_cancel_order (WbPretendShopify *self, gint64 id);
/* @amount: all that was given back by now; all of the total = REFUNDED. */
void              wb_pretend_shopify_refund_order (WbPretendShopify *self, gint64 id, const char *amount);

/* What came and what is there, for tests. @request NULL = any. */
guint             wb_pretend_shopify_count_requests (WbPretendShopify *self, const char *request);
guint             wb_pretend_shopify_count_throttled (WbPretendShopify *self);
double            wb_pretend_shopify_get_spent  (WbPretendShopify *self);
/* Discounts that can be spent, and those (ended ones too) of a code in any case. */
guint             wb_pretend_shopify_count_coupons (WbPretendShopify *self);
guint             wb_pretend_shopify_count_code (WbPretendShopify *self, const char *code);
/* The discount of that code as GraphQL would show all of it, NULL = none. */
char             *wb_pretend_shopify_dup_coupon (WbPretendShopify *self, const char *code) G_GNUC_WARN_UNUSED_RESULT;
/* As the shop's owner would in the administration. @json: members of DiscountCodeBasicInput. 0 = refused. */
gint64            wb_pretend_shopify_put_coupon (WbPretendShopify *self, const char *json);
void              wb_pretend_shopify_remove_coupon (WbPretendShopify *self, const char *code);
/* @n of them, a second apart, ending now: codes PREFIX-0 ..., each order using the coupon of its number. */
void              wb_pretend_shopify_put_many   (WbPretendShopify *self, const char *prefix, guint n_coupons, guint n_orders);
G_END_DECLS
