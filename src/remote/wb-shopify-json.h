/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What is said to and by Shopify's Admin API, as pure functions: addresses, variables, decoders, marks
 * of lists, and the one place that turns an answer into a decision. Any thread. */

#pragma once

#include "wb-shop.h"
#include "wb-shopify-documents.h"
#include "wb-wire.h"

G_BEGIN_DECLS

/* "https://name.myshopify.com" of what an owner types or copies; loopback stays as it is. */
char         *wb_shopify_normalize_shop   (const char *shop_url, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same for keeping and comparing: what would be refused comes back nearly as it was. */
char         *wb_shopify_tidy_shop        (const char *shop_url) G_GNUC_WARN_UNUSED_RESULT;
gboolean      wb_shopify_check_secret     (const char *name, const char *value, GError **error);

/* What Shopify would refuse, or take and mean otherwise, is refused before it is sent. */
gboolean      wb_shopify_check_coupon     (const WbShopCoupon *coupon, const char *shop_currency, GError **error);

/* Bodies of requests. @variables_json of wb_shopify_build_request() is text, since a percentage must
 * be written with exactly its digits. */
char         *wb_shopify_build_request    (WbShopifyDocument document, const char *variables_json) G_GNUC_WARN_UNUSED_RESULT;
char         *wb_shopify_build_create     (const WbShopCoupon *coupon, gint64 starts_at, const char *customer_id, gboolean customers) G_GNUC_WARN_UNUSED_RESULT;
char         *wb_shopify_build_lookup     (WbShopifyDocument document, const char *value, gboolean customers) G_GNUC_WARN_UNUSED_RESULT;
char         *wb_shopify_build_page       (WbShopifyDocument document, int first, const char *after, const char *query, gboolean is_full, gboolean private_data) G_GNUC_WARN_UNUSED_RESULT;
char         *wb_shopify_build_token      (const char *client_id, const char *client_secret) G_GNUC_WARN_UNUSED_RESULT;

/* Who the shop is and what we may do there. */
typedef struct
{
  char *name;               /* (owned) */
  char *domain;             /* (owned) */
  char *currency;           /* (owned) */
  char *time_zone;          /* (owned) */
  gboolean taxes_included;
  gboolean is_supported;    /* our version of the API */
  GStrv scopes;             /* (owned) */
} WbShopifyShop;

void          wb_shopify_shop_clear       (WbShopifyShop *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (WbShopifyShop, wb_shopify_shop_clear)
gboolean      wb_shopify_shop_may         (const WbShopifyShop *self, const char *scope);

/* A page of a list. */
typedef struct
{
  GPtrArray *items;         /* (owned) (element-type WbShopCoupon or WbShopOrder) */
  char *cursor;             /* (owned) (nullable) */
  gboolean has_more;
} WbShopifyList;

void          wb_shopify_list_clear       (WbShopifyList *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (WbShopifyList, wb_shopify_list_clear)

/* @data: the answer's "data". Errors: WB_WIRE_ERROR_BAD_SHAPE naming the member. */
gboolean      wb_shopify_decode_shop      (JsonNode *data, WbShopifyShop *shop_out, GError **error);
/* A DiscountCodeNode or DiscountNode. @asked_code: (nullable) by which it was found. */
WbShopCoupon *wb_shopify_decode_coupon    (JsonNode *node, const char *asked_code, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean      wb_shopify_decode_coupons   (JsonNode *data, WbShopifyList *list_out, GError **error);
gboolean      wb_shopify_decode_orders    (JsonNode *data, WbShopifyList *list_out, GError **error);
/* Both NULL = no such customer, or an address that is not shown. */
gboolean      wb_shopify_decode_customer  (JsonNode *data, char **id_out, char **email_out, GError **error);
gboolean      wb_shopify_decode_token     (JsonNode *node, char **token_out, gint64 *expires_in_secs_out, GError **error);
/* The mutation's payload; userErrors become an error: CONFLICT for a taken code, NOT_FOUND for an id
 * that is not there, else REJECTED with the shop's words. */
JsonNode     *wb_shopify_decode_payload   (JsonNode *data, const char *mutation, GError **error);

/* What an answer says of points; < 0 = not told. */
typedef struct
{
  double requested;
  double available;
  double maximum;
  double restore_per_sec;
  gboolean is_throttled;    /* nothing was done */
  gboolean is_too_costly;   /* a smaller page may pass */
} WbShopifyCost;

/* "data" of a success (transfer full); else an error in words. */
JsonNode     *wb_shopify_read_reply       (const WbHttpReply *reply, WbShopifyCost *cost_out, GError **error) G_GNUC_WARN_UNUSED_RESULT;
JsonNode     *wb_shopify_read_token_reply (const WbHttpReply *reply, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Where a list goes on. */
typedef struct
{
  gint64 since;             /* ms: changes from here on */
  gint64 began_at;          /* ms: when this pass began; WB_TIME_NONE */
  gint64 full_at;           /* ms: when the last pass over all of it began; WB_TIME_NONE = never */
  gboolean is_full;         /* this pass goes over all of it */
  char *cursor;             /* (owned) (nullable) NULL = a pass begins */
} WbShopifyMark;

void          wb_shopify_mark_clear       (WbShopifyMark *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (WbShopifyMark, wb_shopify_mark_clear)
gboolean      wb_shopify_mark_parse       (const char *text, WbShopifyMark *mark_out);
char         *wb_shopify_mark_format      (const WbShopifyMark *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
