/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Orders as Shopify tells them (reference/shopify-api.md 5). All amounts are those in the shop's
 * own currency (shopMoney): the coupon's amount and minimum are in it, and what a customer saw in
 * another currency was converted at a rate that the order does not name, so it cannot be added up.
 * */

#include "config.h"

#include "wb-shopify-json.h"

#include "wb-time.h"
#include "wb-wire-reader.h"

#include <string.h>

/* NONE where there is none, or it is written as no amount of its currency can be. */
static WbMoney
read_shop_money (WbWireReader *order,
                 const char   *name)
{
  WbWireReader bag, reader;
  g_autofree char *amount = NULL;
  g_autofree char *currency = NULL;
  WbMoney money = WB_MONEY_NONE;

  if (!wb_wire_enter (order, name, WB_WIRE_OPTIONAL, &bag))
    return money;
  wb_wire_enter (&bag, "shopMoney", WB_WIRE_REQUIRED, &reader);
  amount = wb_wire_read_decimal (&reader, "amount", WB_WIRE_REQUIRED);
  currency = wb_wire_read_text (&reader, "currencyCode", WB_WIRE_REQUIRED);
  if (amount && currency)
    wb_money_parse_api (amount, currency, TRUE, &money, NULL);

  return money;
}

/* VOIDED and EXPIRED are payments that never came: the order stands, unpaid, until it is
 * cancelled. */
static WbShopOrderState
judge_state (const char *financial,
             gboolean    is_cancelled)
{
  if (is_cancelled)
    return WB_SHOP_ORDER_CANCELLED;
  if (g_strcmp0 (financial, "REFUNDED") == 0)
    return WB_SHOP_ORDER_REFUNDED;
  if (g_strcmp0 (financial, "PAID") == 0 || g_strcmp0 (financial, "PARTIALLY_REFUNDED") == 0)
    return WB_SHOP_ORDER_PAID;

  return WB_SHOP_ORDER_OPEN;
}

/* What was given back: as money (a refund need not name goods), or as goods that were taken off the
 * order before they were paid for; whichever is more. */
static WbMoney
judge_refund (const WbShopOrder *order,
              const WbMoney     *current,
              const WbMoney     *refunded)
{
  WbMoney result = order->total;

  if (wb_money_is_none (&order->total) || order->state == WB_SHOP_ORDER_REFUNDED)
    return result;
  result.minor = 0;
  if (strcmp (refunded->currency, order->total.currency) == 0)
    result.minor = refunded->minor;
  if (strcmp (current->currency, order->total.currency) == 0)
    result.minor = MAX (result.minor, order->total.minor - current->minor);
  result.minor = CLAMP (result.minor, 0, MAX (order->total.minor, 0));

  return result;
}

/* The order tells what it discounted in all; that is the coupon's doing only if it was alone. */
static gboolean
has_one_discount (WbWireReader *order)
{
  WbWireReader applications;
  JsonArray *nodes;

  if (!wb_wire_enter (order, "discountApplications", WB_WIRE_LENIENT, &applications))
    return FALSE;
  nodes = wb_wire_read_array (&applications, "nodes", WB_WIRE_LENIENT);

  return nodes && json_array_get_length (nodes) == 1;
}

static void
read_coupons (WbShopOrder  *order,
              WbWireReader *reader)
{
  g_auto (GStrv) codes = wb_wire_read_ids (reader, "discountCodes", WB_WIRE_REQUIRED);
  WbMoney discount = WB_MONEY_NONE;

  if (codes && g_strv_length (codes) == 1 && has_one_discount (reader))
    discount = read_shop_money (reader, "totalDiscountsSet");
  for (guint i = 0; codes && codes[i]; i++) {
    WbShopOrderCoupon *coupon = wb_shop_order_coupon_new ();

    coupon->code = g_utf8_strup (codes[i], -1);
    coupon->discount = discount;
    g_ptr_array_add (order->coupons, coupon);
  }
}

static WbShopOrder *
decode_order (JsonNode  *node,
              GError   **error)
{
  g_autoptr (WbShopOrder) order = wb_shop_order_new ();
  WbWireReader reader;
  g_autofree char *financial = NULL;
  g_autofree char *email = NULL;
  WbMoney current, refunded;
  gint64 cancelled_at;

  wb_wire_reader_init (&reader, node);
  order->remote_id = wb_wire_read_text (&reader, "id", WB_WIRE_REQUIRED);
  order->code = wb_wire_read_text (&reader, "name", WB_WIRE_REQUIRED);
  order->created_at = wb_wire_read_time (&reader, "createdAt", WB_WIRE_REQUIRED);
  order->updated_at = wb_wire_read_time (&reader, "updatedAt", WB_WIRE_REQUIRED);
  order->is_test = wb_wire_read_bool (&reader, "test", WB_WIRE_REQUIRED, FALSE);
  cancelled_at = wb_wire_read_time (&reader, "cancelledAt", WB_WIRE_PRESENT);
  financial = wb_wire_read_text (&reader, "displayFinancialStatus", WB_WIRE_PRESENT);
  order->state = judge_state (financial, cancelled_at != WB_TIME_NONE);
  order->total = read_shop_money (&reader, "totalPriceSet");
  current = read_shop_money (&reader, "currentTotalPriceSet");
  refunded = read_shop_money (&reader, "totalRefundedSet");
  order->refunded = judge_refund (order, &current, &refunded);
  email = wb_wire_read_text (&reader, "email", WB_WIRE_OPTIONAL);
  order->email = email && email[0] != '\0' ? g_utf8_strdown (email, -1) : NULL;
  read_coupons (order, &reader);
  if (!wb_wire_reader_finish (&reader, error))
    return NULL;

  return g_steal_pointer (&order);
}

/**
 * wb_shopify_decode_orders:
 * @data: the answer to `WB_SHOPIFY_ORDERS`
 * @list_out: (out caller-allocates): the page
 * @error: return location; `WB_WIRE_ERROR_BAD_SHAPE` naming the member
 *
 * Returns: whether it is such a page
 */
gboolean
wb_shopify_decode_orders (JsonNode       *data,
                          WbShopifyList  *list_out,
                          GError        **error)
{
  WbWireReader reader, list, info;
  JsonArray *nodes;

  g_return_val_if_fail (data && list_out, FALSE);

  memset (list_out, 0, sizeof *list_out);
  list_out->items = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_shop_order_unref);
  wb_wire_reader_init (&reader, data);
  wb_wire_enter (&reader, "orders", WB_WIRE_REQUIRED, &list);
  wb_wire_enter (&list, "pageInfo", WB_WIRE_REQUIRED, &info);
  list_out->has_more = wb_wire_read_bool (&info, "hasNextPage", WB_WIRE_REQUIRED, FALSE);
  list_out->cursor = wb_wire_read_text (&info, "endCursor", WB_WIRE_PRESENT);
  nodes = wb_wire_read_array (&list, "nodes", WB_WIRE_REQUIRED);
  if (!wb_wire_reader_finish (&reader, error)) {
    wb_shopify_list_clear (list_out);
    return FALSE;
  }
  for (guint i = 0; i < json_array_get_length (nodes); i++) {
    WbShopOrder *order = decode_order (json_array_get_element (nodes, i), error);

    if (!order) {
      g_prefix_error (error, "orders.nodes[%u].", i);
      wb_shopify_list_clear (list_out);
      return FALSE;
    }
    g_ptr_array_add (list_out->items, order);
  }

  return TRUE;
}
