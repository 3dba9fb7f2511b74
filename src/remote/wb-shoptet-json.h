/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What is said to and by Shoptet's API, as pure functions: paths and bodies (wb-shoptet-build.c), what
 * answers hold (wb-shoptet-json.c, wb-shoptet-orders.c), and the one place that turns an answer into a
 * decision (wb-shoptet-reply.c). Any thread. */

#pragma once

#include "wb-shop.h"
#include "wb-wire-reader.h"

G_BEGIN_DECLS

/* What our template is called in the shop, where none was chosen. */
#define WB_SHOPTET_TEMPLATE_TITLE "Winback"
/* The add-on that coupons need, and what the administration calls it. */
#define WB_SHOPTET_COUPON_MODULE "discountCoupons"
#define WB_SHOPTET_COUPON_MODULE_TITLE "Slevové kupóny"
/* The change feed is guaranteed to reach back so far. */
#define WB_SHOPTET_HISTORY_DAYS 30

/* What `GET /api/eshop` tells. */
typedef struct
{
  char *name;              /* (owned) */
  char *url;               /* (owned) (nullable) where customers find it */
  char *time_zone;         /* (owned) IANA name */
  GStrv currencies;        /* (owned) those customers see, the shop's own first */
  GHashTable *paid_states; /* (owned) ids of order statuses that mark an order paid, as pointers */
  gboolean is_vat_payer;
  gboolean has_coupons;    /* the module is active */
} WbShoptetEshop;

void          wb_shoptet_eshop_free       (WbShoptetEshop *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbShoptetEshop, wb_shoptet_eshop_free)

/* What a token may do with one kind of thing, as far as the shop tells it. */
typedef enum
{
  WB_SHOPTET_RIGHT_UNKNOWN = 0,
  WB_SHOPTET_RIGHT_READ = 1,
  WB_SHOPTET_RIGHT_WRITE = 2,
} WbShoptetRight;

/* Where a list stands. */
typedef struct
{
  int page;
  int page_count;
  int total;               /* lines on all pages, now */
} WbShoptetPaginator;

void          wb_shoptet_read_paginator   (WbWireReader *data, WbShoptetPaginator *paginator_out);

/* A line of the change feeds of orders and credit notes. */
typedef struct
{
  char *code;              /* (owned) */
  gint64 time;             /* ms */
  gboolean is_deleted;
} WbShoptetChange;

/* A credit note, as far as an order's refunds need it. */
typedef struct
{
  char *code;              /* (owned) */
  char *order_code;        /* (owned) (nullable) */
  gboolean is_valid;
  WbMoney total;           /* with VAT, as a positive amount */
} WbShoptetCredit;

/* An API token for an add-on. */
typedef struct
{
  char *token;             /* (owned) */
  int expires_in_secs;
} WbShoptetToken;

void          wb_shoptet_change_free      (WbShoptetChange *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbShoptetChange, wb_shoptet_change_free)
void          wb_shoptet_credit_free      (WbShoptetCredit *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbShoptetCredit, wb_shoptet_credit_free)
/* Wipes the token. */
void          wb_shoptet_token_free       (WbShoptetToken *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbShoptetToken, wb_shoptet_token_free)

/* The origin of an address as its owner types it ("https://shop.example"); not checked. */
char         *wb_shoptet_normalize_url    (const char *url) G_GNUC_WARN_UNUSED_RESULT;

/* Building. What Shoptet would not store as it is meant is refused before it is sent. */
gboolean      wb_shoptet_check_coupon     (const WbShopCoupon *coupon, const char *const *currencies, GError **error);
JsonNode     *wb_shoptet_encode_coupon    (const WbShopCoupon *coupon, const char *template_guid, GTimeZone *zone) G_GNUC_WARN_UNUSED_RESULT;
JsonNode     *wb_shoptet_encode_end       (const char *code, gint32 last_day) G_GNUC_WARN_UNUSED_RESULT;
JsonNode     *wb_shoptet_encode_template  (const char *title) G_GNUC_WARN_UNUSED_RESULT;
char         *wb_shoptet_path_coupon      (const char *code) G_GNUC_WARN_UNUSED_RESULT;
char         *wb_shoptet_path_coupons     (int page) G_GNUC_WARN_UNUSED_RESULT;
char         *wb_shoptet_path_order       (const char *code) G_GNUC_WARN_UNUSED_RESULT;
/* @what: "orders" or "credit-notes" */
char         *wb_shoptet_path_changes     (const char *what, gint64 from, int per_page, int page) G_GNUC_WARN_UNUSED_RESULT;
char         *wb_shoptet_path_credit      (const char *code) G_GNUC_WARN_UNUSED_RESULT;
char         *wb_shoptet_path_invoices    (const char *order_code) G_GNUC_WARN_UNUSED_RESULT;
char         *wb_shoptet_path_proofs      (const char *order_code) G_GNUC_WARN_UNUSED_RESULT;
/* @by: "invoiceCode" or "proofPaymentCode". */
char         *wb_shoptet_path_credits     (const char *by, const char *code, int page) G_GNUC_WARN_UNUSED_RESULT;

/* Reading. WB_WIRE_ERROR_BAD_SHAPE naming the member. */
WbShoptetEshop *wb_shoptet_decode_eshop   (JsonNode *node, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Rights to what has @part in its name ("discount-coupons"), as a bit set of WbShoptetRight. */
gboolean      wb_shoptet_decode_rights    (JsonNode *node, const char *part, guint *rights_out, GError **error);
/* The template with @guid, or without one that is called @title; *guid_out NULL = there is none. */
gboolean      wb_shoptet_decode_template  (JsonNode *node, const char *guid, const char *title, char **guid_out, char **title_out, GError **error);
char         *wb_shoptet_decode_new_template (JsonNode *node, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* @template_guid: (nullable) another one is told as an oddity. */
WbShopCoupon *wb_shoptet_decode_coupon    (JsonNode *node, GTimeZone *zone, const char *template_guid, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The coupons of a list, or of the answer to making or changing some. @paginator_out: (nullable) */
GPtrArray    *wb_shoptet_decode_coupons   (JsonNode *node, GTimeZone *zone, const char *template_guid, WbShoptetPaginator *paginator_out, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Adds to @changes (element-type WbShoptetChange). */
gboolean      wb_shoptet_decode_changes   (JsonNode *node, GPtrArray *changes, WbShoptetPaginator *paginator_out, GError **error);
WbShopOrder  *wb_shoptet_decode_order     (JsonNode *node, GHashTable *paid_states, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* An order of which only its end is known. */
WbShopOrder  *wb_shoptet_order_gone       (const char *code, gint64 time) G_GNUC_WARN_UNUSED_RESULT;
/* @list: "invoices", or "items" (of proofs of payment). */
GStrv         wb_shoptet_decode_papers    (JsonNode *node, const char *list, GError **error) G_GNUC_WARN_UNUSED_RESULT;
WbShoptetCredit *wb_shoptet_decode_credit (JsonNode *node, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* (element-type WbShoptetCredit) */
GPtrArray    *wb_shoptet_decode_credits   (JsonNode *node, WbShoptetPaginator *paginator_out, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Takes the credit notes of its own off @order: refunded, and REFUNDED when nothing is left. */
void          wb_shoptet_order_refund     (WbShopOrder *order, GPtrArray *credits);
WbShoptetToken *wb_shoptet_decode_token   (JsonNode *node, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The envelope of a success; else an error by status and `errorCode`. @code_out: the latter. */
JsonNode     *wb_shoptet_read_reply       (const WbHttpReply *reply, char **code_out, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* What is said about rows a success left out, in one line; NULL = nothing. @code_out: (nullable) */
char         *wb_shoptet_dup_errors       (JsonNode *node, char **code_out) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
