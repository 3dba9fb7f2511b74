/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A coupon issued for a ticket; see wb-coupon.h. */

#include "config.h"

#include "wb-coupon.h"

#include "wb-time.h"

static void
init_coupon (WbCoupon *self)
{
  self->created_at = WB_TIME_NONE;
  self->expires_at = WB_TIME_NONE;
  self->used_at = WB_TIME_NONE;
  self->updated_at = WB_TIME_NONE;
}

static void
clear_coupon (WbCoupon *self)
{
  g_free (self->id);
  g_free (self->ticket);
  g_free (self->ticket_code);
  g_free (self->ticket_type);
  g_free (self->store);
  g_free (self->platform);
  g_free (self->remote_id);
  g_free (self->code);
  g_free (self->issued_by);
  g_free (self->activity);
  g_free (self->kind);
  g_free (self->amount);
  g_free (self->currency);
  g_free (self->min_order_value);
  g_free (self->placement);
  g_free (self->state);
  g_free (self->used_order_code);
  g_free (self->revenue);
  g_free (self->revenue_currency);
  g_free (self->refunded);
  g_free (self->error_code);
  g_free (self->error_message);
}

WB_DEFINE_RECORD (WbCoupon, wb_coupon, init_coupon, clear_coupon)

/**
 * wb_coupon_is_live:
 * @self: a coupon
 *
 * Whether it is being made or can be spent: a ticket has at most one such coupon
 * (reference/retino-api.md B.7).
 *
 * Returns: `TRUE` if it is pending or active
 */
gboolean
wb_coupon_is_live (const WbCoupon *self)
{
  g_return_val_if_fail (self, FALSE);

  return g_strcmp0 (self->state, WB_COUPON_PENDING) == 0 ||
         g_strcmp0 (self->state, WB_COUPON_ACTIVE) == 0;
}
