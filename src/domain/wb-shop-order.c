/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* An order as a shop tells it; see wb-shop-order.h. */

#include "config.h"

#include "wb-shop-order.h"

#include "wb-time.h"

static const char *const states[] = { "open", "paid", "cancelled", "refunded" };

static void
init_order_coupon (WbShopOrderCoupon *self)
{
  self->discount = WB_MONEY_NONE;
  self->is_certain = TRUE;
}

static void
clear_order_coupon (WbShopOrderCoupon *self)
{
  g_free (self->code);
  g_free (self->remote_id);
}

WB_DEFINE_RECORD (WbShopOrderCoupon, wb_shop_order_coupon, init_order_coupon, clear_order_coupon)

static void
init_order (WbShopOrder *self)
{
  self->total = WB_MONEY_NONE;
  self->refunded = WB_MONEY_NONE;
  self->created_at = WB_TIME_NONE;
  self->updated_at = WB_TIME_NONE;
  self->coupons = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_shop_order_coupon_unref);
}

static void
clear_order (WbShopOrder *self)
{
  g_free (self->remote_id);
  g_free (self->code);
  g_free (self->email);
  g_ptr_array_unref (self->coupons);
}

WB_DEFINE_RECORD (WbShopOrder, wb_shop_order, init_order, clear_order)

const char *
wb_shop_order_state_to_text (WbShopOrderState state)
{
  g_return_val_if_fail (state < G_N_ELEMENTS (states), NULL);

  return states[state];
}

gboolean
wb_shop_order_state_from_text (const char       *text,
                               WbShopOrderState *state_out)
{
  for (guint i = 0; i < G_N_ELEMENTS (states); i++) {
    if (g_strcmp0 (text, states[i]) == 0) {
      *state_out = i;
      return TRUE;
    }
  }

  return FALSE;
}
