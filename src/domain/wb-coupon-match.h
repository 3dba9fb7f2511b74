/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Which coupon an order used when the order does not say (Shoptet, when the row's text was changed): a
 * guess that is only made when nothing else fits, and is told as "probable". One rule for the service
 * and for the desktop at level 0. */

#pragma once

#include "wb-shop-order.h"

G_BEGIN_DECLS

/* A coupon that the shop says was used, and no order names. */
typedef struct
{
  const char *code;      /* (unowned) */
  const char *email;     /* (unowned) (nullable) of the customer it was given to */
  WbMoney amount;        /* what it takes off; WB_MONEY_NONE = a percentage, which never fits */
  gint64 created_at;     /* ms */
} WbCouponCandidate;

/* The candidate that the unnamed discount @row of @order is; NULL = none, or more than one fits. */
const WbCouponCandidate *wb_coupon_match_find  (const WbCouponCandidate *candidates,
                                                guint                    n_candidates,
                                                const WbShopOrder       *order,
                                                const WbShopOrderCoupon *row);
/* Whether @order has a discount that names no coupon. (nullable) The first such row. */
const WbShopOrderCoupon *wb_coupon_match_unnamed (const WbShopOrder     *order);

G_END_DECLS
