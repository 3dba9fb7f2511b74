/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Changes, orders, invoices and credit notes, as Shoptet's API answers them
 * (reference/shoptet-api.md 6). An order does not name its coupon but in the text of a row; what
 * was given back stands on credit notes, which name the order. */

#include "config.h"

#include "wb-shoptet-json.h"

#include "wb-coupon-code.h"
#include "wb-time.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* System statuses are below zero; the shop's own are named as it likes. */
#define STATUS_DONE -3
#define STATUS_CANCELLED -4

void
wb_shoptet_change_free (WbShoptetChange *self)
{
  if (!self)
    return;
  g_free (self->code);
  g_free (self);
}

void
wb_shoptet_credit_free (WbShoptetCredit *self)
{
  if (!self)
    return;
  g_free (self->code);
  g_free (self->order_code);
  g_free (self);
}

/**
 * wb_shoptet_decode_changes:
 * @node: a page of a change feed
 * @changes: (element-type WbShoptetChange): grows by the page's lines
 * @paginator_out: (out): where the list stands
 * @error: return location; `WB_WIRE_ERROR_BAD_SHAPE`
 *
 * A line without a time counts as the oldest: it is read again each time rather than lost.
 *
 * Returns: whether it is such a page; if not, @changes is as it was
 */
gboolean
wb_shoptet_decode_changes (JsonNode            *node,
                           GPtrArray           *changes,
                           WbShoptetPaginator  *paginator_out,
                           GError             **error)
{
  WbWireReader reader, data;
  JsonArray *list;
  guint before;

  g_return_val_if_fail (node && changes && paginator_out, FALSE);

  before = changes->len;
  wb_wire_reader_init (&reader, node);
  wb_wire_enter (&reader, "data", WB_WIRE_REQUIRED, &data);
  list = wb_wire_read_array (&data, "changes", WB_WIRE_REQUIRED);
  for (guint i = 0; list && i < json_array_get_length (list); i++) {
    WbShoptetChange *change = g_new0 (WbShoptetChange, 1);
    WbWireReader line;
    g_autofree char *type = NULL;

    g_ptr_array_add (changes, change);
    wb_wire_enter_element (&data, "changes", list, i, WB_WIRE_REQUIRED, &line);
    change->code = wb_wire_read_text (&line, "code", WB_WIRE_REQUIRED);
    change->time = wb_wire_read_time (&line, "changeTime", WB_WIRE_PRESENT);
    type = wb_wire_read_text (&line, "changeType", WB_WIRE_REQUIRED);
    change->is_deleted = g_strcmp0 (type, "delete") == 0;
    if (change->time == WB_TIME_NONE)
      change->time = 0;
  }
  wb_shoptet_read_paginator (&data, paginator_out);
  if (wb_wire_reader_finish (&reader, error))
    return TRUE;
  g_ptr_array_set_size (changes, (gint) before);

  return FALSE;
}

/* A price that may be below zero, as one that is not; NONE = it cannot be read. */
static WbMoney
parse_size (const char *price,
            const char *currency)
{
  WbMoney money = WB_MONEY_NONE;

  if (!price || !wb_money_parse_api (price, currency, TRUE, &money, NULL))
    return WB_MONEY_NONE;
  money.minor = ABS (money.minor);

  return money;
}

/* The total with VAT; what is left to pay where the shop does not tell it. */
static WbMoney
read_total (WbWireReader *parent)
{
  WbWireReader price;
  g_autofree char *with_vat = NULL;
  g_autofree char *to_pay = NULL;
  g_autofree char *currency = NULL;

  wb_wire_enter (parent, "price", WB_WIRE_REQUIRED, &price);
  currency = wb_wire_read_text (&price, "currencyCode", WB_WIRE_REQUIRED);
  with_vat = wb_wire_read_decimal (&price, "withVat", WB_WIRE_PRESENT);
  to_pay = wb_wire_read_decimal (&price, "toPay", WB_WIRE_LENIENT);

  return parse_size (with_vat ? with_vat : to_pay, currency);
}

static WbShopOrderCoupon *
find_coupon (GPtrArray  *coupons,
             const char *code)
{
  for (guint i = 0; i < coupons->len; i++) {
    WbShopOrderCoupon *coupon = g_ptr_array_index (coupons, i);

    if (strcmp (coupon->code, code) == 0)
      return coupon;
  }

  return NULL;
}

/* A percentage may be split into a row per VAT rate: rows of one code are one coupon. */
static void
add_coupon (GPtrArray     *coupons,
            const char    *code,
            const WbMoney *discount)
{
  WbShopOrderCoupon *coupon = code[0] != '\0' ? find_coupon (coupons, code) : NULL;

  if (coupon) {
    if (wb_money_is_none (&coupon->discount) || wb_money_is_none (discount))
      coupon->discount = WB_MONEY_NONE;
    else
      coupon->discount.minor += discount->minor;
    return;
  }
  coupon = wb_shop_order_coupon_new ();
  coupon->code = g_strdup (code);
  coupon->discount = *discount;
  coupon->is_certain = code[0] != '\0';
  g_ptr_array_add (coupons, coupon);
}

/* A row's text is in the shop's language and may have been changed by hand: whatever in it has the
 * form of a code of ours is told, known or not. A row without any is told without a code. */
static void
read_item (WbWireReader *item,
           const char   *currency,
           GPtrArray    *coupons)
{
  g_autofree char *type = wb_wire_read_text (item, "itemType", WB_WIRE_REQUIRED);
  g_autofree char *name = NULL;
  g_autofree char *price = NULL;
  g_autofree char *foreign = NULL;
  g_auto (GStrv) codes = NULL;
  WbWireReader inner;
  WbMoney discount;

  if (g_strcmp0 (type, "discount-coupon") != 0)
    return;
  name = wb_wire_read_text (item, "name", WB_WIRE_LENIENT);
  wb_wire_enter (item, "itemPrice", WB_WIRE_LENIENT, &inner);
  price = wb_wire_read_decimal (&inner, "withVat", WB_WIRE_LENIENT);
  discount = parse_size (price, currency);
  codes = wb_coupon_code_find_in_text (name ? name : "");
  for (guint i = 0; codes[i]; i++)
    add_coupon (coupons, codes[i], &discount);
  foreign = codes[0] ? NULL : wb_coupon_code_find_foreign (name ? name : "");
  if (!codes[0])
    add_coupon (coupons, foreign ? foreign : "", &discount);
}

static WbShopOrderState
judge_state (int         status,
             gboolean    is_paid,
             GHashTable *paid_states)
{
  if (status == STATUS_CANCELLED)
    return WB_SHOP_ORDER_CANCELLED;
  if (is_paid || status == STATUS_DONE ||
      (paid_states && g_hash_table_contains (paid_states, GINT_TO_POINTER (status))))
    return WB_SHOP_ORDER_PAID;

  return WB_SHOP_ORDER_OPEN;
}

static void
read_state (WbShopOrder  *order,
            WbWireReader *inner,
            GHashTable   *paid_states)
{
  WbWireReader status;
  /* `null` = the shop does not know. */
  gboolean is_paid = wb_wire_read_bool (inner, "paid", WB_WIRE_PRESENT, FALSE);
  int id;

  wb_wire_enter (inner, "status", WB_WIRE_PRESENT, &status);
  id = wb_wire_read_small (&status, "id", WB_WIRE_LENIENT, 0);
  order->state = judge_state (id, is_paid, paid_states);
}

/**
 * wb_shoptet_decode_order:
 * @node: the answer to `GET /api/orders/<code>`
 * @paid_states: (nullable): statuses that mark an order paid
 * @error: return location; `WB_WIRE_ERROR_BAD_SHAPE` naming the member
 *
 * The order's number is its key: it is all that is left of a deleted one.
 *
 * Returns: (transfer full): the order, without its refunds
 */
WbShopOrder *
wb_shoptet_decode_order (JsonNode    *node,
                         GHashTable  *paid_states,
                         GError     **error)
{
  g_autoptr (WbShopOrder) order = wb_shop_order_new ();
  WbWireReader reader, data, inner;
  JsonArray *items;
  g_autofree char *email = NULL;

  g_return_val_if_fail (node, NULL);

  wb_wire_reader_init (&reader, node);
  wb_wire_enter (&reader, "data", WB_WIRE_REQUIRED, &data);
  wb_wire_enter (&data, "order", WB_WIRE_REQUIRED, &inner);
  order->code = wb_wire_read_text (&inner, "code", WB_WIRE_REQUIRED);
  order->remote_id = g_strdup (order->code);
  order->created_at = wb_wire_read_time (&inner, "creationTime", WB_WIRE_PRESENT);
  order->updated_at = wb_wire_read_time (&inner, "changeTime", WB_WIRE_PRESENT);
  email = wb_wire_read_text (&inner, "email", WB_WIRE_LENIENT);
  order->email = email && email[0] != '\0' ? g_utf8_strdown (email, -1) : NULL;
  read_state (order, &inner, paid_states);
  order->total = read_total (&inner);
  if (!wb_money_is_none (&order->total)) {
    order->refunded = order->total;
    order->refunded.minor = 0;
  }
  items = wb_wire_read_array (&inner, "items", WB_WIRE_REQUIRED);
  for (guint i = 0; items && i < json_array_get_length (items); i++) {
    WbWireReader item;

    wb_wire_enter_element (&inner, "items", items, i, WB_WIRE_REQUIRED, &item);
    read_item (&item, order->total.currency, order->coupons);
  }
  if (!wb_wire_reader_finish (&reader, error))
    return NULL;
  if (order->updated_at == WB_TIME_NONE)
    order->updated_at = order->created_at;

  return g_steal_pointer (&order);
}

/**
 * wb_shoptet_order_gone:
 * @code: an order's number
 * @time: when it was deleted, in ms
 *
 * Returns: (transfer full): the order as cancelled, with nothing else known of it
 */
WbShopOrder *
wb_shoptet_order_gone (const char *code,
                       gint64      time)
{
  WbShopOrder *order = wb_shop_order_new ();

  g_return_val_if_fail (code, NULL);

  order->remote_id = g_strdup (code);
  order->code = g_strdup (code);
  order->state = WB_SHOP_ORDER_CANCELLED;
  order->created_at = WB_TIME_NONE;
  order->updated_at = time;

  return order;
}

/**
 * wb_shoptet_decode_papers:
 * @node: the answer to `GET /api/invoices?orderCode=…`
 * @name: of the list
 * @error: return location; `WB_WIRE_ERROR_BAD_SHAPE`
 *
 * Returns: (transfer full): the invoices' numbers
 */
GStrv
wb_shoptet_decode_papers (JsonNode    *node,
                          const char  *name,
                          GError     **error)
{
  g_autoptr (GPtrArray) codes = g_ptr_array_new_with_free_func (g_free);
  WbWireReader reader, data;
  JsonArray *list;

  g_return_val_if_fail (node, NULL);

  wb_wire_reader_init (&reader, node);
  wb_wire_enter (&reader, "data", WB_WIRE_REQUIRED, &data);
  list = wb_wire_read_array (&data, name, WB_WIRE_REQUIRED);
  for (guint i = 0; list && i < json_array_get_length (list); i++) {
    WbWireReader inner;
    char *code;

    wb_wire_enter_element (&data, name, list, i, WB_WIRE_REQUIRED, &inner);
    code = wb_wire_read_text (&inner, "code", WB_WIRE_REQUIRED);
    if (code)
      g_ptr_array_add (codes, code);
  }
  if (!wb_wire_reader_finish (&reader, error))
    return NULL;
  g_ptr_array_add (codes, NULL);

  return (GStrv) g_ptr_array_steal (codes, NULL);
}

static WbShoptetCredit *
read_credit (WbWireReader *inner)
{
  WbShoptetCredit *credit = g_new0 (WbShoptetCredit, 1);

  credit->code = wb_wire_read_text (inner, "code", WB_WIRE_REQUIRED);
  credit->order_code = wb_wire_read_text (inner, "orderCode", WB_WIRE_PRESENT);
  credit->is_valid = wb_wire_read_bool (inner, "isValid", WB_WIRE_REQUIRED, FALSE);
  credit->total = read_total (inner);

  return credit;
}

/**
 * wb_shoptet_decode_credit:
 * @node: the answer to `GET /api/credit-notes/<code>`
 * @error: return location; `WB_WIRE_ERROR_BAD_SHAPE`
 *
 * Returns: (transfer full): the credit note
 */
WbShoptetCredit *
wb_shoptet_decode_credit (JsonNode  *node,
                          GError   **error)
{
  g_autoptr (WbShoptetCredit) credit = NULL;
  WbWireReader reader, data, inner;

  g_return_val_if_fail (node, NULL);

  wb_wire_reader_init (&reader, node);
  wb_wire_enter (&reader, "data", WB_WIRE_REQUIRED, &data);
  wb_wire_enter (&data, "creditNote", WB_WIRE_REQUIRED, &inner);
  credit = read_credit (&inner);
  if (!wb_wire_reader_finish (&reader, error))
    return NULL;

  return g_steal_pointer (&credit);
}

/**
 * wb_shoptet_decode_credits:
 * @node: a page of `GET /api/credit-notes`
 * @paginator_out: (out): where the list stands
 * @error: return location; `WB_WIRE_ERROR_BAD_SHAPE`
 *
 * Returns: (transfer full) (element-type WbShoptetCredit): the credit notes
 */
GPtrArray *
wb_shoptet_decode_credits (JsonNode            *node,
                           WbShoptetPaginator  *paginator_out,
                           GError             **error)
{
  g_autoptr (GPtrArray) credits =
    g_ptr_array_new_with_free_func ((GDestroyNotify) wb_shoptet_credit_free);
  WbWireReader reader, data;
  JsonArray *list;

  g_return_val_if_fail (node && paginator_out, NULL);

  wb_wire_reader_init (&reader, node);
  wb_wire_enter (&reader, "data", WB_WIRE_REQUIRED, &data);
  list = wb_wire_read_array (&data, "creditNotes", WB_WIRE_REQUIRED);
  for (guint i = 0; list && i < json_array_get_length (list); i++) {
    WbWireReader inner;

    wb_wire_enter_element (&data, "creditNotes", list, i, WB_WIRE_REQUIRED, &inner);
    g_ptr_array_add (credits, read_credit (&inner));
  }
  wb_shoptet_read_paginator (&data, paginator_out);
  if (!wb_wire_reader_finish (&reader, error))
    return NULL;

  return g_steal_pointer (&credits);
}

/**
 * wb_shoptet_order_refund:
 * @order: an order, not shared yet
 * @credits: (element-type WbShoptetCredit): credit notes, of other orders too
 *
 * Writes what the order's own valid credit notes give back. An order that is cancelled stays so:
 * its coupon is free again.
 */
void
wb_shoptet_order_refund (WbShopOrder *order,
                         GPtrArray   *credits)
{
  gint64 minor = 0;

  g_return_if_fail (order && credits);

  for (guint i = 0; i < credits->len; i++) {
    const WbShoptetCredit *credit = g_ptr_array_index (credits, i);

    if (credit->is_valid && g_strcmp0 (credit->order_code, order->code) == 0 &&
        strcmp (credit->total.currency, order->total.currency) == 0)
      minor += credit->total.minor;
  }
  if (wb_money_is_none (&order->total) || minor == 0)
    return;
  order->refunded.minor = MIN (minor, order->total.minor);
  if (order->refunded.minor == order->total.minor && order->state != WB_SHOP_ORDER_CANCELLED)
    order->state = WB_SHOP_ORDER_REFUNDED;
}
