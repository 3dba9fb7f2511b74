/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Orders of WooCommerce REST v3, and the marks that say how far lists were read
 * (reference/woocommerce-api.md 4 and 5). Pure. */

#include "config.h"

#include "wb-woocommerce-json.h"

#include "wb-coupon-code.h"
#include "wb-time.h"
#include "wb-wire-reader.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

#define PER_PAGE 100
/* Narrower pages than this are not worth the request. */
#define LEAST_PER_PAGE 60

/* Digits after the point that are read; WooCommerce computes with six at most. */
#define MAX_PLACES 6
/* No order is worth that, and sums of what is below stay far from overflowing. */
#define MAX_MINOR (G_MAXINT64 / 10000000)

/* Shops without taxes leave decimals out, others write more than the currency has: an amount is
 * rounded to what the currency knows, half away from zero. NULL or nonsense = none. */
static WbMoney
read_money (const char *text,
            const char *currency)
{
  WbMoney money = WB_MONEY_NONE;
  int digits = currency ? wb_currency_digits (currency) : -1;
  gboolean is_negative = text && text[0] == '-';
  gint64 minor = 0;
  int places = 0;
  gboolean seen_point = FALSE;
  gboolean rounds_up = FALSE;

  if (!text || digits < 0)
    return WB_MONEY_NONE;
  if (is_negative)
    text++;
  if (!g_ascii_isdigit (text[0]))
    return WB_MONEY_NONE;

  for (const char *p = text; *p; p++) {
    if (*p == '.' && !seen_point) {
      seen_point = TRUE;
      continue;
    }
    if (!g_ascii_isdigit (*p) || places > MAX_PLACES || minor > MAX_MINOR)
      return WB_MONEY_NONE;
    if (seen_point && ++places > digits) {
      rounds_up = places == digits + 1 ? *p >= '5' : rounds_up;
      continue;
    }
    minor = minor * 10 + (*p - '0');
  }
  for (; places < digits; places++)
    minor *= 10;

  money.minor = (minor + (rounds_up ? 1 : 0)) * (is_negative ? -1 : 1);
  g_strlcpy (money.currency, currency, sizeof money.currency);

  return money;
}

/* Without a zone, in UTC. */
static gint64
read_time (WbWireReader *reader,
           const char   *name)
{
  g_autofree char *text = wb_wire_read_text (reader, name, WB_WIRE_LENIENT);
  g_autofree char *utc = text && text[0] != '\0' ? g_strconcat (text, "Z", NULL) : NULL;
  gint64 ms = WB_TIME_NONE;

  return utc && wb_time_parse (utc, &ms) ? ms : WB_TIME_NONE;
}

static WbShopOrderState
read_state (const char *status,
            gboolean    is_paid)
{
  static const struct
  {
    const char *status;
    WbShopOrderState state;
  } states[] = {
    { "processing", WB_SHOP_ORDER_PAID },
    { "completed", WB_SHOP_ORDER_PAID },
    { "cancelled", WB_SHOP_ORDER_CANCELLED },
    { "failed", WB_SHOP_ORDER_CANCELLED },
    { "trash", WB_SHOP_ORDER_CANCELLED },
    { "refunded", WB_SHOP_ORDER_REFUNDED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (states); i++) {
    if (strcmp (states[i].status, status) == 0)
      return states[i].state;
  }

  /* Pending, on hold, and what plugins invent. */
  return is_paid ? WB_SHOP_ORDER_PAID : WB_SHOP_ORDER_OPEN;
}

/* "[22,"code",null,500]" since WooCommerce 8.7; an object with an id before. */
static char *
read_info (JsonNode *value)
{
  g_autoptr (JsonNode) parsed = NULL;
  JsonNode *id = NULL;

  if (value && JSON_NODE_HOLDS_VALUE (value) && json_node_get_value_type (value) == G_TYPE_STRING) {
    parsed = wb_wire_parse (json_node_get_string (value), -1, WB_WIRE_MAX_BODY_BYTES, NULL);
    value = parsed;
  }
  if (value && JSON_NODE_HOLDS_ARRAY (value) &&
      json_array_get_length (json_node_get_array (value)) > 0)
    id = json_array_get_element (json_node_get_array (value), 0);
  else if (value && JSON_NODE_HOLDS_OBJECT (value))
    id = json_object_get_member (json_node_get_object (value), "id");

  if (!id || !JSON_NODE_HOLDS_VALUE (id) || json_node_get_value_type (id) != G_TYPE_INT64 ||
      json_node_get_int (id) <= 0)
    return NULL;

  return g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (id));
}

static char *
read_coupon_id (WbWireReader *line)
{
  JsonArray *entries = wb_wire_read_array (line, "meta_data", WB_WIRE_LENIENT);

  for (guint i = 0; entries && i < json_array_get_length (entries); i++) {
    g_autofree char *key = NULL;
    char *id = NULL;
    WbWireReader entry;

    wb_wire_enter_element (line, "meta_data", entries, i, WB_WIRE_LENIENT, &entry);
    key = wb_wire_read_text (&entry, "key", WB_WIRE_LENIENT);
    if (g_strcmp0 (key, "coupon_info") == 0 || g_strcmp0 (key, "coupon_data") == 0)
      id = read_info (wb_wire_peek (&entry, "value"));
    if (id)
      return id;
  }

  return NULL;
}

static void
read_coupons (WbShopOrder  *order,
              WbWireReader *reader,
              const char   *currency)
{
  JsonArray *lines = wb_wire_read_array (reader, "coupon_lines", WB_WIRE_REQUIRED);

  for (guint i = 0; lines && i < json_array_get_length (lines); i++) {
    g_autoptr (WbShopOrderCoupon) coupon = wb_shop_order_coupon_new ();
    g_autofree char *code = NULL;
    g_autofree char *discount = NULL;
    g_autofree char *tax = NULL;
    WbMoney tax_money = WB_MONEY_NONE;
    WbWireReader line;

    wb_wire_enter_element (reader, "coupon_lines", lines, i, WB_WIRE_REQUIRED, &line);
    code = wb_wire_read_text (&line, "code", WB_WIRE_REQUIRED);
    if (!code)
      return;
    coupon->code = g_utf8_strup (code, -1);
    coupon->remote_id = read_coupon_id (&line);
    coupon->is_certain = TRUE;
    discount = wb_wire_read_text (&line, "discount", WB_WIRE_LENIENT);
    tax = wb_wire_read_text (&line, "discount_tax", WB_WIRE_LENIENT);
    coupon->discount = read_money (discount, currency);
    tax_money = read_money (tax, currency);
    if (!wb_money_is_none (&coupon->discount))
      coupon->discount.minor += tax_money.minor;
    g_ptr_array_add (order->coupons, g_steal_pointer (&coupon));
  }
}

/* Each as a negative total. What was given back does not lower the order's own total. */
static void
read_refunds (WbShopOrder  *order,
              WbWireReader *reader,
              const char   *currency)
{
  JsonArray *refunds = wb_wire_read_array (reader, "refunds", WB_WIRE_LENIENT);

  order->refunded = order->total;
  order->refunded.minor = 0;
  for (guint i = 0; refunds && i < json_array_get_length (refunds); i++) {
    g_autofree char *total = NULL;
    WbMoney money = WB_MONEY_NONE;
    WbWireReader refund;

    wb_wire_enter_element (reader, "refunds", refunds, i, WB_WIRE_LENIENT, &refund);
    total = wb_wire_read_text (&refund, "total", WB_WIRE_LENIENT);
    money = read_money (total, currency);
    order->refunded.minor += ABS (money.minor);
  }
  /* An order that is refunded as a whole says so even where its list of refunds comes empty. */
  if (order->state == WB_SHOP_ORDER_REFUNDED || order->refunded.minor > order->total.minor)
    order->refunded.minor = order->total.minor;
}

static void
read_email (WbShopOrder  *order,
            WbWireReader *reader)
{
  g_autofree char *email = NULL;
  WbWireReader billing;

  if (!wb_wire_enter (reader, "billing", WB_WIRE_LENIENT, &billing))
    return;
  email = wb_wire_read_text (&billing, "email", WB_WIRE_LENIENT);
  if (email && email[0] != '\0')
    order->email = g_utf8_strdown (email, -1);
}

/**
 * wb_woocommerce_decode_order:
 * @node: an order as WooCommerce answers it, reduced or not
 * @error: return location; `WB_WIRE_ERROR_BAD_SHAPE` naming the member
 *
 * Returns: (transfer full) (nullable): the order; `NULL` without @error set = a draft of the
 * checkout,
 *   which is no order yet (recording 140)
 */
WbShopOrder *
wb_woocommerce_decode_order (JsonNode  *node,
                             GError   **error)
{
  g_autoptr (WbShopOrder) order = wb_shop_order_new ();
  g_autofree char *status = NULL;
  g_autofree char *currency = NULL;
  g_autofree char *total = NULL;
  g_autofree char *number = NULL;
  WbWireReader reader;
  gint64 id;

  g_return_val_if_fail (node, NULL);

  wb_wire_reader_init (&reader, node);
  id = wb_wire_read_int (&reader, "id", WB_WIRE_REQUIRED, 0);
  status = wb_wire_read_text (&reader, "status", WB_WIRE_REQUIRED);
  currency = wb_wire_read_text (&reader, "currency", WB_WIRE_LENIENT);
  total = wb_wire_read_text (&reader, "total", WB_WIRE_LENIENT);
  number = wb_wire_read_text (&reader, "number", WB_WIRE_LENIENT);
  read_coupons (order, &reader, currency);
  order->updated_at = read_time (&reader, "date_modified_gmt");
  if (order->updated_at == WB_TIME_NONE)
    wb_wire_reader_refuse (&reader, "date_modified_gmt", _ ("not a time"));
  order->created_at = read_time (&reader, "date_created_gmt");
  if (order->created_at == WB_TIME_NONE)
    order->created_at = order->updated_at;
  if (!wb_wire_reader_failed (&reader)) {
    order->state = read_state (status, read_time (&reader, "date_paid_gmt") != WB_TIME_NONE);
    order->total = read_money (total, currency);
    read_refunds (order, &reader, currency);
    read_email (order, &reader);
  }
  if (!wb_wire_reader_finish (&reader, error) || strcmp (status, "checkout-draft") == 0)
    return NULL;

  g_free (order->remote_id);
  order->remote_id = g_strdup_printf ("%" G_GINT64_FORMAT, id);
  g_free (order->code);
  order->code = number && number[0] != '\0' ? g_steal_pointer (&number) :
                g_strdup (order->remote_id);

  return g_steal_pointer (&order);
}

/**
 * wb_woocommerce_lists_refunds:
 * @node: an order as WooCommerce lists it
 *
 * Returns: whether it came with what was given back: then this shop tells of refunds
 */
gboolean
wb_woocommerce_lists_refunds (JsonNode *node)
{
  WbWireReader reader;
  JsonArray *refunds;

  g_return_val_if_fail (node, FALSE);

  wb_wire_reader_init (&reader, node);
  refunds = wb_wire_read_array (&reader, "refunds", WB_WIRE_LENIENT);

  return wb_wire_reader_finish (&reader, NULL) && refunds && json_array_get_length (refunds) > 0;
}

/* One of ours: what others' coupons bring is not counted. */
static gboolean
names_code_of_ours (const WbShopOrder *order)
{
  for (guint i = 0; i < order->coupons->len; i++) {
    const WbShopOrderCoupon *coupon = g_ptr_array_index (order->coupons, i);

    if (wb_coupon_code_is_valid (coupon->code))
      return TRUE;
  }

  return FALSE;
}

/**
 * wb_woocommerce_may_hide_refunds:
 * @node: an order as WooCommerce lists it
 * @order: the same, decoded
 *
 * Neither status nor total of an order change when a part of it is given back, but its date does:
 * a paid order without refunds that was changed after it was paid may have some. One that is given
 * back as a whole says so itself, and only orders with a code of ours are worth the question.
 *
 * Returns: whether its own list of refunds should be read
 */
gboolean
wb_woocommerce_may_hide_refunds (JsonNode          *node,
                                 const WbShopOrder *order)
{
  WbWireReader reader;
  gint64 paid_at;

  g_return_val_if_fail (node && order, FALSE);

  if (order->state != WB_SHOP_ORDER_PAID || wb_woocommerce_lists_refunds (node) ||
      !names_code_of_ours (order))
    return FALSE;

  wb_wire_reader_init (&reader, node);
  paid_at = read_time (&reader, "date_paid_gmt");

  return wb_wire_reader_finish (&reader, NULL) &&
         (paid_at == WB_TIME_NONE || order->updated_at > paid_at);
}

/**
 * wb_woocommerce_take_refunds:
 * @refunds: the answer of `orders/ID/refunds`
 * @order: the order, whose `refunded` is set
 * @error: return location; `WB_WIRE_ERROR_BAD_SHAPE` naming the member
 *
 * Returns: `FALSE` with @error set; @order is as it was
 */
gboolean
wb_woocommerce_take_refunds (JsonArray    *refunds,
                             WbShopOrder  *order,
                             GError      **error)
{
  gint64 refunded = 0;

  g_return_val_if_fail (refunds && order, FALSE);

  for (guint i = 0; i < json_array_get_length (refunds); i++) {
    g_autofree char *amount = NULL;
    WbMoney money = WB_MONEY_NONE;
    WbWireReader reader;

    wb_wire_reader_init (&reader, json_array_get_element (refunds, i));
    amount = wb_wire_read_text (&reader, "amount", WB_WIRE_REQUIRED);
    if (!wb_wire_reader_finish (&reader, error))
      return FALSE;
    money = read_money (amount, order->total.currency);
    refunded += ABS (money.minor);
  }
  order->refunded.minor = MIN (refunded, order->total.minor);

  return TRUE;
}

/**
 * wb_woocommerce_read_order_time:
 * @node: an order, or a draft of one
 *
 * Returns: when it was changed last, in ms; `WB_TIME_NONE` = it does not say
 */
gint64
wb_woocommerce_read_order_time (JsonNode *node)
{
  WbWireReader reader;
  gint64 ms = 0;

  g_return_val_if_fail (node, WB_TIME_NONE);

  wb_wire_reader_init (&reader, node);
  ms = read_time (&reader, "date_modified_gmt");

  return wb_wire_reader_finish (&reader, NULL) ? ms : WB_TIME_NONE;
}

/**
 * wb_woocommerce_parse_coupon_mark:
 * @text: (nullable): a mark; `NULL` = the start
 * @mark_out: (out): what it says
 *
 * Returns: whether it is one of wb_woocommerce_format_coupon_mark()
 */
gboolean
wb_woocommerce_parse_coupon_mark (const char              *text,
                                  WbWoocommerceCouponMark *mark_out)
{
  char *end = NULL;

  g_return_val_if_fail (mark_out, FALSE);

  *mark_out = (WbWoocommerceCouponMark) { 0, 0 };
  if (!text)
    return TRUE;
  if (!g_ascii_isdigit (text[0]))
    return FALSE;
  mark_out->n_listed = g_ascii_strtoull (text, &end, 10);
  if (end[0] != ' ' || !g_ascii_isdigit (end[1]) || mark_out->n_listed > G_MAXUINT32)
    return FALSE;
  mark_out->last_id = g_ascii_strtoull (end + 1, &end, 10);

  return end[0] == '\0' && (mark_out->n_listed == 0) == (mark_out->last_id == 0);
}

/**
 * wb_woocommerce_format_coupon_mark:
 * @mark: where a pass stands
 *
 * Returns: (transfer full): as text
 */
char *
wb_woocommerce_format_coupon_mark (const WbWoocommerceCouponMark *mark)
{
  g_return_val_if_fail (mark, NULL);

  return g_strdup_printf ("%" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT, mark->n_listed,
                          mark->last_id);
}

/**
 * wb_woocommerce_choose_page:
 * @n_listed: how many coupons were listed before
 * @per_page_out: (out): how wide the page is to be
 * @page_out: (out): its number
 *
 * Pages are counted, so when somebody deletes a coupon that was listed already, all behind it
 * move up
 * and the next page leaves one out. A page that begins at or before the last listed one cannot: its
 * first id shows that. Of all widths, the one that shows most new ones.
 */
void
wb_woocommerce_choose_page (guint64  n_listed,
                            guint   *per_page_out,
                            guint64 *page_out)
{
  guint64 most = 0;

  g_return_if_fail (per_page_out && page_out);

  *per_page_out = PER_PAGE;
  *page_out = 1;
  if (n_listed == 0)
    return;

  for (guint per_page = PER_PAGE; per_page >= LEAST_PER_PAGE; per_page--) {
    guint64 page = (n_listed - 1) / per_page + 1;
    guint64 gain = page * per_page - n_listed;

    if (gain > most) {
      most = gain;
      *per_page_out = per_page;
      *page_out = page;
    }
  }
}

/**
 * wb_woocommerce_parse_order_mark:
 * @text: a mark
 * @mark_out: (out): what it says
 *
 * Returns: whether it is one of wb_woocommerce_format_order_mark()
 */
gboolean
wb_woocommerce_parse_order_mark (const char             *text,
                                 WbWoocommerceOrderMark *mark_out)
{
  g_auto (GStrv) words = NULL;
  guint64 page = 0;

  g_return_val_if_fail (text && mark_out, FALSE);

  words = g_strsplit (text, " ", -1);
  if (g_strv_length (words) != 2 || !wb_time_parse (words[0], &mark_out->after) ||
      !g_ascii_string_to_unsigned (words[1], 10, 1, G_MAXINT, &page, NULL))
    return FALSE;
  mark_out->page = (guint) page;

  return TRUE;
}

/**
 * wb_woocommerce_format_order_mark:
 * @mark: where following orders stands
 *
 * Returns: (transfer full): as text
 */
char *
wb_woocommerce_format_order_mark (const WbWoocommerceOrderMark *mark)
{
  g_autofree char *after = NULL;

  g_return_val_if_fail (mark, NULL);

  after = wb_time_format (mark->after);

  return g_strdup_printf ("%s %u", after, mark->page);
}
