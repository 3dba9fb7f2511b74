/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What became of a coupon; see wb-coupon-outcome.h.
 *
 * An order counts when it was placed with the coupon, is no test and was not cancelled: from then
 * on the coupon is used, be the order paid or not, because the shop will not take the code again.
 * Cancelling frees it, as shops do; giving money back does not (woocommerce-api.md 4,
 * shopify-api.md 5). Revenue is what the counting orders are worth less what was given back of
 * them, in the first one's currency: two currencies are never added (design.md 4). */

#include "config.h"

#include "wb-coupon-outcome.h"

#include "wb-time.h"

/**
 * wb_coupon_outcome_clear:
 * @self: an outcome
 *
 * Frees what it holds.
 */
void
wb_coupon_outcome_clear (WbCouponOutcome *self)
{
  g_clear_pointer (&self->used_order_code, g_free);
}

/* How the order names the coupon: NULL = not at all. */
static const WbShopOrderCoupon *
find_coupon (const WbShopOrder *order,
             const WbCoupon    *coupon)
{
  for (guint i = 0; i < order->coupons->len; i++) {
    const WbShopOrderCoupon *one = g_ptr_array_index (order->coupons, i);

    if (one->code && coupon->code && g_ascii_strcasecmp (one->code, coupon->code) == 0)
      return one;
  }

  return NULL;
}

static gboolean
counts (const WbShopOrder *order)
{
  return !order->is_test && order->state != WB_SHOP_ORDER_CANCELLED;
}

static int
compare_age (gconstpointer a,
             gconstpointer b)
{
  const WbShopOrder *first = *(const WbShopOrder *const *) a;
  const WbShopOrder *second = *(const WbShopOrder *const *) b;

  if (first->created_at != second->created_at)
    return first->created_at < second->created_at ? -1 : 1;

  return g_strcmp0 (first->remote_id, second->remote_id);
}

/* The orders that count, the oldest first, those that name it for certain before guesses. */
static GPtrArray *
pick_orders (const WbCoupon *coupon,
             GPtrArray      *orders,
             gboolean       *is_probable_out)
{
  g_autoptr (GPtrArray) certain = g_ptr_array_new ();
  g_autoptr (GPtrArray) guessed = g_ptr_array_new ();

  for (guint i = 0; i < orders->len; i++) {
    WbShopOrder *order = g_ptr_array_index (orders, i);
    const WbShopOrderCoupon *one = find_coupon (order, coupon);

    if (one && counts (order))
      g_ptr_array_add (one->is_certain ? certain : guessed, order);
  }
  g_ptr_array_sort (certain, compare_age);
  g_ptr_array_sort (guessed, compare_age);
  *is_probable_out = certain->len == 0 && guessed->len > 0;

  return certain->len > 0 ? g_steal_pointer (&certain) : g_steal_pointer (&guessed);
}

static void
add_order (WbCouponOutcome   *outcome,
           const WbShopOrder *order)
{
  gint64 total = order->total.minor;
  gint64 refunded = wb_money_is_none (&order->refunded) ? 0 : order->refunded.minor;

  if (wb_money_is_none (&order->total))
    return;
  if (order->state == WB_SHOP_ORDER_REFUNDED)
    refunded = total;
  refunded = CLAMP (refunded, 0, MAX (total, 0));

  if (wb_money_is_none (&outcome->revenue)) {
    outcome->revenue = order->total;
    outcome->revenue.minor = 0;
    outcome->refunded = outcome->revenue;
  } else if (!g_str_equal (outcome->revenue.currency, order->total.currency)) {
    outcome->is_mixed = TRUE;
    return;
  }
  outcome->revenue.minor += total - refunded;
  outcome->refunded.minor += refunded;
}

/* Without an order: what an order had used is free again; the rest is not for orders to say, nor is
 * a use that the shop counts without one: each reading would take back what the other one says. */
static const char *
state_without_orders (const WbCoupon *coupon,
                      gint64          now)
{
  if (g_strcmp0 (coupon->state, WB_COUPON_USED) != 0 &&
      g_strcmp0 (coupon->state, WB_COUPON_ACTIVE) != 0)
    return coupon->state;
  if (g_str_equal (coupon->state, WB_COUPON_USED) && !coupon->used_order_code)
    return coupon->state;

  return coupon->expires_at != WB_TIME_NONE && coupon->expires_at < now ? WB_COUPON_EXPIRED
                                                                        : WB_COUPON_ACTIVE;
}

/**
 * wb_coupon_outcome_judge:
 * @coupon: a coupon
 * @orders: (element-type WbShopOrder): all known orders of its shop that name its code
 * @now: ms
 * @outcome_out: (out caller-allocates): what became of it
 *
 * Judges all orders anew each time, so that what a shop tells twice, late or in another order
 * changes nothing. Any thread.
 */
void
wb_coupon_outcome_judge (const WbCoupon  *coupon,
                         GPtrArray       *orders,
                         gint64           now,
                         WbCouponOutcome *outcome_out)
{
  g_autoptr (GPtrArray) picked = NULL;
  const WbShopOrder *first = NULL;

  g_return_if_fail (coupon && coupon->state && orders && outcome_out);

  *outcome_out = (WbCouponOutcome) { .used_at = WB_TIME_NONE,
                                     .revenue = WB_MONEY_NONE,
                                     .refunded = WB_MONEY_NONE };
  picked = pick_orders (coupon, orders, &outcome_out->is_probable);
  if (picked->len == 0) {
    outcome_out->state = state_without_orders (coupon, now);
    if (g_str_equal (outcome_out->state, WB_COUPON_USED))
      outcome_out->used_at = coupon->used_at;
    return;
  }

  first = g_ptr_array_index (picked, 0);
  outcome_out->state = WB_COUPON_USED;
  outcome_out->used_at = first->created_at;
  outcome_out->used_order_code = g_strdup (first->code ? first->code : first->remote_id);
  outcome_out->n_orders = picked->len;
  for (guint i = 0; i < picked->len; i++)
    add_order (outcome_out, g_ptr_array_index (picked, i));
}

static gboolean
set_text (char **field,
          char  *value)
{
  if (g_strcmp0 (*field, value) == 0) {
    g_free (value);
    return FALSE;
  }
  g_free (*field);
  *field = value;

  return TRUE;
}

static char *
format_money (const WbMoney *money)
{
  return wb_money_is_none (money) ? NULL : wb_money_format_api (money);
}

/**
 * wb_coupon_outcome_apply:
 * @outcome: from [func@wb_coupon_outcome_judge]
 * @coupon: the coupon it was judged for
 *
 * Writes what became of it into the coupon. Its version and `updated_at` are the caller's.
 *
 * Returns: whether anything is different now
 */
gboolean
wb_coupon_outcome_apply (const WbCouponOutcome *outcome,
                         WbCoupon              *coupon)
{
  gboolean has_revenue = FALSE;
  gboolean changed = FALSE;

  g_return_val_if_fail (outcome && outcome->state && coupon, FALSE);

  has_revenue = !wb_money_is_none (&outcome->revenue);
  changed |= set_text (&coupon->state, g_strdup (outcome->state));
  changed |= set_text (&coupon->used_order_code, g_strdup (outcome->used_order_code));
  changed |= set_text (&coupon->revenue, format_money (&outcome->revenue));
  changed |= set_text (&coupon->revenue_currency,
                       has_revenue ? g_strdup (outcome->revenue.currency) : NULL);
  changed |= set_text (&coupon->refunded,
                       outcome->refunded.minor > 0 ? format_money (&outcome->refunded) : NULL);
  changed |= coupon->used_at != outcome->used_at || coupon->is_probable != outcome->is_probable;
  coupon->used_at = outcome->used_at;
  coupon->is_probable = outcome->is_probable;

  return changed;
}
