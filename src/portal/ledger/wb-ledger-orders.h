/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Orders that used coupons of ours, and what became of those coupons by them (wb-coupon-outcome.h).
 * Of an order nothing is kept that tells who placed it. */

#pragma once

#include "wb-ledger.h"
#include "wb-shop-order.h"

G_BEGIN_DECLS

/* @orders: (element-type WbShopOrder), as a shop told them; those that never named a coupon of ours
 * leave no trace. Repeats change nothing. */
gboolean   wb_ledger_orders_take  (WbLedger     *self,
                                   const char   *store_id,
                                   GPtrArray    *orders,
                                   GError      **error);
/* An order that was guessed counts from now on: judges the coupon and tells its story. */
gboolean   wb_ledger_orders_judge_guess (WbLedger   *self,
                                   const char   *coupon_id,
                                   GError      **error);

G_END_DECLS
