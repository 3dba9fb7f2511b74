/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a coupon is to be, where no server has offers to go by: shop, value, minimum order, days.
 * Says in a sentence what the customer will get, and what is wrong with what is typed. Main thread
 * only. */

#pragma once

#include "wb-context.h"
#include "wb-sync-shops.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define WB_TYPE_COUPON_FORM (wb_coupon_form_get_type ())
G_DECLARE_FINAL_TYPE (WbCouponForm, wb_coupon_form, WB, COUPON_FORM, AdwBin)

/* Signal "changed": what it says is another. Signal "submitted": Return in one of its fields. */

GtkWidget     *wb_coupon_form_new       (WbContext    *context) G_GNUC_WARN_UNUSED_RESULT;
/* As at first, with the currency of the ticket's order where a shop has it. */
void           wb_coupon_form_reset     (WbCouponForm *self,
                                         const char   *currency);
/* “200 Kč off an order over 1 000 Kč, valid to the end of 5 Dec.”; NULL = not yet. */
char          *wb_coupon_form_describe  (WbCouponForm *self) G_GNUC_WARN_UNUSED_RESULT;
/* NULL = something is missing or wrong; it is said, and that field has the focus. */
WbCouponOrder *wb_coupon_form_dup_order (WbCouponForm *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
