/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What became of a coupon, from the orders that used it: state, revenue, and what changed. One rule
 * for the service and for the desktop at level 0. */

#pragma once

#include "wb-coupon.h"
#include "wb-shop-order.h"
#include "wb-time.h"

G_BEGIN_DECLS

/* A use on the last day may be read when the coupon is expired: for this long it is looked for. */
#define WB_COUPON_LATE_USE_MS (30 * WB_DAY_MS)

  typedef struct
  {
    const char *state;    /* (unowned) WB_COUPON_USED, _ACTIVE, _EXPIRED, or the coupon's own where orders do not decide */
    gint64 used_at;       /* ms of the first order that counts; WB_TIME_NONE */
    char *used_order_code; /* (owned) (nullable) of that order */
    WbMoney revenue;      /* what those orders brought, refunds taken off; WB_MONEY_NONE = none counts */
    WbMoney refunded;     /* of them; WB_MONEY_NONE */
    guint n_orders;       /* that count; more than 1 = used more than once, which a person should know */
    gboolean is_probable; /* no order names it for certain */
    gboolean is_mixed;    /* orders in several currencies: revenue is of the first one's alone */
  } WbCouponOutcome;

  void       wb_coupon_outcome_clear  (WbCouponOutcome *self);
  G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (WbCouponOutcome, wb_coupon_outcome_clear)

/* @orders: (element-type WbShopOrder) all known ones that name @coupon's code. */
  void       wb_coupon_outcome_judge  (const WbCoupon  *coupon,
                                       GPtrArray       *orders,
                                       gint64 now,
                                       WbCouponOutcome *outcome_out);
/* Writes @outcome into @coupon; whether anything became different. */
  gboolean   wb_coupon_outcome_apply  (const WbCouponOutcome *outcome,
                                       WbCoupon        *coupon);

G_END_DECLS
