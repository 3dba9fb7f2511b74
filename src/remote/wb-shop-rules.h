/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What whoever works for a shop decides alike, be it the service or the desktop at level 0: what to
 * send for a coupon, how to take one out of use, when to try again, what the shop's own list says. */

#pragma once

#include "wb-coupon-event.h"
#include "wb-coupon.h"
#include "wb-shop.h"

G_BEGIN_DECLS

/* What a shop is asked for. @remote_id: (nullable) once the shop has it. */
WbShopCoupon *wb_shop_rules_wanted   (const WbCoupon      *coupon,
                                     const char          *code,
                                     const char          *remote_id) G_GNUC_WARN_UNUSED_RESULT;

/* Takes a coupon out of use for good. One that was used stays as it is: *was_used_out. */
gboolean      wb_shop_rules_retire   (WbShop              *shop,
                                     const char          *remote_id,
                                     gboolean            *was_used_out,
                                     GCancellable        *cancellable,
                                     GError             **error);

/* Whether @seen is a second one of the code that nobody was told of, and is to be removed. */
gboolean      wb_shop_rules_is_surplus (const WbCoupon     *coupon,
                                       const WbShopCoupon  *seen);

/* Whether a person has to do something before it can work again: a new key, an address, a right. */
gboolean      wb_shop_rules_needs_person (const GError    *error);
/* How long until a shop that failed so is tried again. */
gint64        wb_shop_rules_retry_ms (const GError        *error);

/* What the shop says of a coupon that is active here; @seen NULL = the shop has it no more. Changes
 * @coupon and gives the line of its story; NULL = nothing new. */
WbCouponEvent *wb_shop_rules_judge   (WbCoupon            *coupon,
                                     const WbShopCoupon  *seen,
                                     gint64               now) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
