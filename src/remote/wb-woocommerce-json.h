/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What is said to and by WooCommerce REST v3, as pure functions: builders, decoders, and the one
 * place that turns an answer into a decision. Any thread. */

#pragma once

#include "wb-shop.h"
#include "wb-wire.h"

G_BEGIN_DECLS

/* The meta_data key that carries our ticket's id. */
#define WB_WOOCOMMERCE_TICKET_KEY "_winback_ticket"

/* What the root index tells. */
typedef struct
{
  char *name;              /* (owned) (nullable) */
  char *time_zone;         /* (owned) IANA name or "+HH:MM" */
  gboolean has_wc_v3;
} WbWoocommerceIndex;

void          wb_woocommerce_index_clear    (WbWoocommerceIndex *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (WbWoocommerceIndex, wb_woocommerce_index_clear)

gboolean      wb_woocommerce_decode_index   (JsonNode *node, WbWoocommerceIndex *index_out, GError **error);
char         *wb_woocommerce_decode_currency (JsonNode *node, GError **error) G_GNUC_WARN_UNUSED_RESULT;
char         *wb_woocommerce_decode_setting (JsonNode *node, GError **error) G_GNUC_WARN_UNUSED_RESULT;
WbShopCoupon *wb_woocommerce_decode_coupon  (JsonNode *node, const char *currency, GError **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray    *wb_woocommerce_decode_coupons (JsonNode *node, const char *currency, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* For lists, where others' coupons stand, too: what cannot be read is told by its oddity, and is left out
 * only without id or code. @n_listed_out: how many elements the page had. */
GPtrArray    *wb_woocommerce_decode_all_coupons (JsonNode *node, const char *currency, guint *n_listed_out,
                                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* NULL without an error = an order that is not one yet (a draft of the checkout). */
WbShopOrder  *wb_woocommerce_decode_order   (JsonNode *node, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* WB_TIME_NONE = it does not say */
gint64        wb_woocommerce_read_order_time (JsonNode *node);

/* Some versions list orders with an empty `refunds` whatever was given back: whether an order came with
 * some, whether it may have some that it does not tell of, and the order's own list, taken off it. */
gboolean      wb_woocommerce_lists_refunds  (JsonNode *node);
gboolean      wb_woocommerce_may_hide_refunds (JsonNode *node, const WbShopOrder *order);
gboolean      wb_woocommerce_take_refunds   (JsonArray *refunds, WbShopOrder *order, GError **error);

/* Where a pass over all coupons stands: how many were listed, and the last one's id. */
typedef struct
{
  guint64 n_listed;
  guint64 last_id;
} WbWoocommerceCouponMark;

gboolean      wb_woocommerce_parse_coupon_mark (const char *text, WbWoocommerceCouponMark *mark_out);
char         *wb_woocommerce_format_coupon_mark (const WbWoocommerceCouponMark *mark) G_GNUC_WARN_UNUSED_RESULT;
/* The page that shows the last listed coupon again, and as many behind it as can be. */
void          wb_woocommerce_choose_page    (guint64 n_listed, guint *per_page_out, guint64 *page_out);

/* Where following orders stands: those changed after a second, and a page of them. */
typedef struct
{
  gint64 after;              /* ms, whole seconds */
  guint page;
} WbWoocommerceOrderMark;

gboolean      wb_woocommerce_parse_order_mark (const char *text, WbWoocommerceOrderMark *mark_out);
char         *wb_woocommerce_format_order_mark (const WbWoocommerceOrderMark *mark) G_GNUC_WARN_UNUSED_RESULT;

char         *wb_woocommerce_normalize_site (const char *site_url) G_GNUC_WARN_UNUSED_RESULT;
gboolean      wb_woocommerce_check_keys     (const char *key, const char *secret, GError **error);
gboolean      wb_woocommerce_email_is_valid (const char *email);
/* What WooCommerce would store as something else is refused before it is sent. */
gboolean      wb_woocommerce_check_coupon   (const WbShopCoupon *coupon, const char *shop_currency, GError **error);
char         *wb_woocommerce_format_expiry  (gint64 expires_at, GTimeZone *zone) G_GNUC_WARN_UNUSED_RESULT;
JsonNode     *wb_woocommerce_encode_coupon  (const WbShopCoupon *coupon, GTimeZone *zone) G_GNUC_WARN_UNUSED_RESULT;

/* The JSON of a success; else an error by status and `code`. @code_out: the server's error code. */
JsonNode     *wb_woocommerce_read_reply     (const WbHttpReply *reply, char **code_out, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A server's text without tags and entities, on one line, at most @max_chars long. */
char         *wb_woocommerce_plain_text     (const char *text, gssize length, guint max_chars) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
