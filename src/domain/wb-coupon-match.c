/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Who used a coupon when nobody says (reference/shoptet-api.md 6): the same customer, the same
 * amount, after the coupon was made. Two that fit are none: a wrong guess would move revenue from
 * one offer to another. */

#include "config.h"

#include "wb-coupon-match.h"

#include <string.h>

static gboolean
is_same_address (const char *first,
                 const char *second)
{
  g_autofree char *a = NULL;
  g_autofree char *b = NULL;

  if (!first || !second || first[0] == '\0')
    return FALSE;
  a = g_utf8_casefold (first, -1);
  b = g_utf8_casefold (second, -1);

  return strcmp (a, b) == 0;
}

static gboolean
fits (const WbCouponCandidate *candidate,
      const WbShopOrder       *order,
      const WbShopOrderCoupon *row)
{
  return !wb_money_is_none (&candidate->amount) &&
         wb_money_equal (&candidate->amount, &row->discount) &&
         order->created_at >= candidate->created_at &&
         is_same_address (candidate->email, order->email);
}

/**
 * wb_coupon_match_unnamed:
 * @order: an order
 *
 * Returns: (transfer none) (nullable): its first discount that names no coupon; `NULL` when there
 * is none, or when the order is cancelled or a test, so that it uses none
 */
const WbShopOrderCoupon *
wb_coupon_match_unnamed (const WbShopOrder *order)
{
  g_return_val_if_fail (order, NULL);

  if (order->is_test || order->state == WB_SHOP_ORDER_CANCELLED)
    return NULL;
  for (guint i = 0; i < order->coupons->len; i++) {
    const WbShopOrderCoupon *row = g_ptr_array_index (order->coupons, i);

    if (!row->code || row->code[0] == '\0')
      return row;
  }

  return NULL;
}

/**
 * wb_coupon_match_find:
 * @candidates: (array length=n_candidates): coupons whose count of uses rose and that no order
 * names
 * @n_candidates: how many
 * @order: an order
 * @row: its discount without a name, from wb_coupon_match_unnamed()
 *
 * Any thread.
 *
 * Returns: (transfer none) (nullable): the only candidate that fits
 */
const WbCouponCandidate *
wb_coupon_match_find (const WbCouponCandidate *candidates,
                      guint                    n_candidates,
                      const WbShopOrder       *order,
                      const WbShopOrderCoupon *row)
{
  const WbCouponCandidate *found = NULL;

  g_return_val_if_fail (order && row && (candidates || n_candidates == 0), NULL);

  for (guint i = 0; i < n_candidates; i++) {
    if (!fits (&candidates[i], order, row))
      continue;
    if (found)
      return NULL;
    found = &candidates[i];
  }

  return found;
}
