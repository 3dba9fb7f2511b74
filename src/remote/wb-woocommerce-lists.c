/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Reads coupons and orders of WooCommerce page by page.
 *
 * Coupons: the shop cannot tell changes (using a coupon does not touch date_modified, recordings
 * 129 and 133), so all are read, pass after pass, by id. Pages are counted and not anchored:
 * each begins at or before the last coupon listed, or somebody who deletes one would make
 * another one vanish here.
 *
 * Orders: by date of change, which is strict and in whole seconds (recordings 141 to 143). After
 * a full page the next one begins a second before its last order; when the end is reached, some
 * minutes before, as orders are committed later than they are dated.
 *
 * Refunds: some versions leave the list in an order empty (reference/woocommerce-api.md 5). Until
 * an order came with one, orders that may have been given back in part are asked for theirs: one
 * request for each that is new and names a code of ours, each in its turn. */

#include "config.h"

#include "wb-woocommerce-private.h"

#include "wb-oauth1.h"
#include "wb-shop-reply.h"
#include "wb-time.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define ORDERS_PER_PAGE 100
/* The newest month is what nobody has asked for yet. */
#define FIRST_DAYS 31
#define OVERLAP_MS (5 * WB_MINUTE_MS)

static GPtrArray *
ask_for_coupons (WbWoocommerce  *self,
                 guint64         n_listed,
                 guint64        *first_out,
                 guint          *per_page_out,
                 guint          *n_came_out,
                 GCancellable   *cancellable,
                 GError        **error)
{
  g_auto (WoocommerceAnswer) answer = { NULL };
  g_autofree char *route = NULL;
  GPtrArray *coupons = NULL;
  guint64 page = 0;

  wb_woocommerce_choose_page (n_listed, per_page_out, &page);
  *first_out = (page - 1) * *per_page_out;
  route = g_strdup_printf (WB_WOOCOMMERCE_API "coupons?per_page=%u&page=%" G_GUINT64_FORMAT
                           "&orderby=id&order=asc", *per_page_out, page);
  if (!woocommerce_call (self, "GET", route, WOOCOMMERCE_SIGN_IN, NULL, &answer, cancellable,
                         error))
    return NULL;
  coupons = wb_woocommerce_decode_all_coupons (answer.node, self->currency, n_came_out, error);
  if (!coupons)
    wb_shop_reply_adopt (error);

  return coupons;
}

static guint64
id_of (const WbShopCoupon *coupon)
{
  return g_ascii_strtoull (coupon->remote_id, NULL, 10);
}

/* A page that shows where the last one ended: begins at the start, or with an id that was listed
 * already. @at: where it begins. */
static GPtrArray *
read_coupons (WbWoocommerce            *self,
              WbWoocommerceCouponMark  *mark,
              guint64                  *at_out,
              guint                    *per_page_out,
              guint                    *n_came_out,
              GCancellable             *cancellable,
              GError                  **error)
{
  guint64 n_listed = mark->n_listed;

  for (;;) {
    g_autoptr (GPtrArray) coupons = ask_for_coupons (self, n_listed, at_out, per_page_out,
                                                     n_came_out, cancellable, error);

    if (!coupons)
      return NULL;
    if (*at_out == 0 ||
        (coupons->len > 0 && id_of (g_ptr_array_index (coupons, 0)) <= mark->last_id))
      return g_steal_pointer (&coupons);
    /* As many were deleted: step back. */
    n_listed = n_listed > *per_page_out ? n_listed - *per_page_out : 0;
  }
}

/* See wb_shop_list_coupons(). */
WbShopPage *
woocommerce_list_coupons (WbShop        *shop,
                          const char    *mark_text,
                          GCancellable  *cancellable,
                          GError       **error)
{
  WbWoocommerce *self = WB_WOOCOMMERCE (shop);
  g_autoptr (WbShopPage) page = NULL;
  g_autoptr (GPtrArray) coupons = NULL;
  WbWoocommerceCouponMark mark;
  guint64 at = 0;
  guint per_page = 0;
  guint n_came = 0;

  /* A mark that cannot be read starts a new pass: nothing is lost by that. */
  if (!wb_woocommerce_parse_coupon_mark (mark_text, &mark))
    mark = (WbWoocommerceCouponMark) { 0, 0 };
  if (!woocommerce_ensure_shop (self, cancellable, error))
    return NULL;
  coupons = read_coupons (self, &mark, &at, &per_page, &n_came, cancellable, error);
  if (!coupons)
    return NULL;

  page = g_new0 (WbShopPage, 1);
  page->items = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_shop_coupon_unref);
  page->starts_pass = mark.n_listed == 0;
  for (guint i = 0; i < coupons->len; i++) {
    WbShopCoupon *coupon = g_ptr_array_index (coupons, i);

    if (id_of (coupon) > mark.last_id)
      g_ptr_array_add (page->items, wb_shop_coupon_ref (coupon));
  }
  page->has_more = n_came >= per_page;
  page->ends_pass = !page->has_more;
  mark.n_listed = at + n_came;
  if (page->items->len > 0)
    mark.last_id = id_of (g_ptr_array_index (page->items, page->items->len - 1));
  if (page->ends_pass)
    mark = (WbWoocommerceCouponMark) { 0, 0 };
  page->mark = wb_woocommerce_format_coupon_mark (&mark);

  return g_steal_pointer (&page);
}

/* What came with the last page is not told again, as long as that page was kept: only who kept
 * it has its mark. */
static void
prepare_told (WbWoocommerce *self,
              const char    *mark_text)
{
  if (!self->told)
    self->told = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  if (!mark_text || g_strcmp0 (self->told_mark, mark_text) != 0)
    g_hash_table_remove_all (self->told);
}

/* By all that the order says: two changes within one second look alike otherwise. */
static char *
sum_up (JsonNode *node)
{
  g_autofree char *text = json_to_string (node, FALSE);

  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
}

static gboolean
require_list (JsonNode    *node,
              const char  *what,
              GError     **error)
{
  if (JSON_NODE_HOLDS_ARRAY (node))
    return TRUE;
  g_set_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_UNEXPECTED_REPLY,
               _ ("The shop's answer is not understood (%s)"), what);

  return FALSE;
}

/* An order that is gone by now has nothing left to give back. */
static gboolean
read_refunds (WbWoocommerce  *self,
              WbShopOrder    *order,
              GCancellable   *cancellable,
              GError        **error)
{
  g_auto (WoocommerceAnswer) answer = { NULL };
  g_autofree char *route = g_strdup_printf (
    WB_WOOCOMMERCE_API "orders/%s/refunds?per_page=%d&_fields=amount", order->remote_id,
    ORDERS_PER_PAGE);
  g_autoptr (GError) local_error = NULL;

  if (!woocommerce_call (self, "GET", route, WOOCOMMERCE_SIGN_IN, NULL, &answer, cancellable,
                         &local_error)) {
    if (g_error_matches (local_error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_NOT_FOUND))
      return TRUE;
    g_propagate_error (error, g_steal_pointer (&local_error));
    return FALSE;
  }
  if (!require_list (answer.node, "refunds", error))
    return FALSE;

  return wb_woocommerce_take_refunds (json_node_get_array (answer.node), order, error);
}

/* One order that was not told with the last page. */
static gboolean
fill_order (WbWoocommerce  *self,
            JsonNode       *node,
            WbShopOrder    *order,
            WbShopPage     *page,
            GCancellable   *cancellable,
            GError        **error)
{
  if (!self->lists_refunds && wb_woocommerce_may_hide_refunds (node, order) &&
      !read_refunds (self, order, cancellable, error))
    return FALSE;

  g_ptr_array_add (page->items, wb_shop_order_ref (order));

  return TRUE;
}

static void
notice_refunds (WbWoocommerce *self,
                JsonArray     *list)
{
  for (guint i = 0; !self->lists_refunds && i < json_array_get_length (list); i++)
    self->lists_refunds = wb_woocommerce_lists_refunds (json_array_get_element (list, i));
}

static gboolean
fill_orders (WbWoocommerce  *self,
             JsonArray      *list,
             WbShopPage     *page,
             gint64         *newest_out,
             GCancellable   *cancellable,
             GError        **error)
{
  g_autoptr (GHashTable) came = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  notice_refunds (self, list);
  for (guint i = 0; i < json_array_get_length (list); i++) {
    JsonNode *node = json_array_get_element (list, i);
    g_autofree char *sum = sum_up (node);
    g_autoptr (WbShopOrder) order = NULL;
    g_autoptr (GError) local_error = NULL;

    order = wb_woocommerce_decode_order (node, &local_error);
    if (local_error) {
      g_propagate_prefixed_error (error, g_steal_pointer (&local_error), "[%u].", i);
      return FALSE;
    }
    /* A draft moves the mark, too. */
    *newest_out = MAX (*newest_out, wb_woocommerce_read_order_time (node));
    if (order && !g_hash_table_contains (self->told, sum) &&
        !fill_order (self, node, order, page, cancellable, error))
      return FALSE;
    g_hash_table_add (came, g_steal_pointer (&sum));
  }

  g_hash_table_unref (self->told);
  self->told = g_steal_pointer (&came);

  return TRUE;
}

static JsonNode *
ask_for_orders (WbWoocommerce                 *self,
                const WbWoocommerceOrderMark  *mark,
                GCancellable                  *cancellable,
                GError                       **error)
{
  g_auto (WoocommerceAnswer) answer = { NULL };
  g_autoptr (GDateTime) after = g_date_time_new_from_unix_utc (mark->after / WB_SECOND_MS);
  g_autofree char *text = after ? g_date_time_format (after, "%Y-%m-%dT%H%%3A%M%%3A%S") : NULL;
  g_autofree char *route = NULL;

  /* Fields by name: names and addresses of customers stay in the shop. */
  route = g_strdup_printf (
    WB_WOOCOMMERCE_API "orders?modified_after=%s&dates_are_gmt=true&orderby=modified&order=asc"
    "&per_page=%d&page=%u&_fields=id%%2Cnumber%%2Cstatus%%2Ccurrency%%2Ctotal%%2Cdate_created_gmt"
    "%%2Cdate_modified_gmt%%2Cdate_paid_gmt%%2Cbilling.email%%2Ccoupon_lines%%2Crefunds",
    text ? text : "1970-01-01T00%3A00%3A00", ORDERS_PER_PAGE, mark->page);
  if (!woocommerce_call (self, "GET", route, WOOCOMMERCE_SIGN_IN, NULL, &answer, cancellable,
                         error))
    return NULL;
  if (!require_list (answer.node, "orders", error))
    return NULL;

  return g_steal_pointer (&answer.node);
}

/* See wb_shop_list_orders(). */
WbShopPage *
woocommerce_list_orders (WbShop        *shop,
                         const char    *mark_text,
                         GCancellable  *cancellable,
                         GError       **error)
{
  WbWoocommerce *self = WB_WOOCOMMERCE (shop);
  WbWoocommerceOrderMark mark = { .page = 1 };
  g_autoptr (WbShopPage) page = NULL;
  g_autoptr (JsonNode) node = NULL;
  gint64 newest = 0;

  /* A mark that cannot be read is as good as none. */
  if (!mark_text || !wb_woocommerce_parse_order_mark (mark_text, &mark)) {
    mark.after = wb_clock_now (self->clock) / WB_SECOND_MS * WB_SECOND_MS - FIRST_DAYS * WB_DAY_MS;
    mark.page = 1;
  }
  prepare_told (self, mark_text);
  node = ask_for_orders (self, &mark, cancellable, error);
  if (!node)
    return NULL;

  page = g_new0 (WbShopPage, 1);
  page->items = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_shop_order_unref);
  newest = mark.after;
  if (!fill_orders (self, json_node_get_array (node), page, &newest, cancellable, error)) {
    wb_shop_reply_adopt (error);
    return NULL;
  }

  page->has_more = json_array_get_length (json_node_get_array (node)) >= ORDERS_PER_PAGE;
  if (!page->has_more) {
    if (newest > mark.after)
      mark.after = newest - OVERLAP_MS;
    mark.page = 1;
  } else if (newest - WB_SECOND_MS > mark.after) {
    mark.after = newest - WB_SECOND_MS;
    mark.page = 1;
  } else {
    /* More of one second than a page holds. */
    mark.page++;
  }
  page->mark = wb_woocommerce_format_order_mark (&mark);
  g_free (self->told_mark);
  self->told_mark = g_strdup (page->mark);

  return g_steal_pointer (&page);
}
