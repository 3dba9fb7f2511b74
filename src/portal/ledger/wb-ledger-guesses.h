/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Orders that took a discount off without naming the coupon (wb-coupon-match.h). A guess waits until
 * the shop says that the coupon was used; only then does the order count for it, as probable. */

#pragma once

#include "wb-ledger.h"
#include "wb-shop-order.h"

G_BEGIN_DECLS

/* In shop_order_coupon.is_certain, besides 0 and 1. */
#define WB_LEDGER_GUESS_WAITING (-1)

/* *id_out: (transfer full) (nullable): the one coupon that the order's unnamed discount may be. */
gboolean   wb_ledger_guess_find     (WbLedger           *self,
                                     const char         *store_id,
                                     const WbShopOrder  *order,
                                     char              **id_out,
                                     GError            **error);
/* The shop says that the coupon was used, or that it was not. *found_out: whether an order was waiting
 * for that. */
gboolean   wb_ledger_guess_settle   (WbLedger           *self,
                                     const char         *coupon_id,
                                     gboolean            is_used,
                                     gboolean           *found_out,
                                     GError            **error);

G_END_DECLS
