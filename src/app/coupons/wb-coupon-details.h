/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* One coupon: what was frozen at its issue, what became of it, its whole story, and what can be done
 * about it; header bar included. Main thread only. */

#pragma once

#include "wb-context.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define WB_TYPE_COUPON_DETAILS (wb_coupon_details_get_type ())
G_DECLARE_FINAL_TYPE (WbCouponDetails, wb_coupon_details, WB, COUPON_DETAILS, AdwBin)

/* Actions: details.copy, .retry, .disable (asks first), .replace (shows the giver), .again (the
 * story); coupons.close is its page's. */

GtkWidget  *wb_coupon_details_new         (WbContext       *context) G_GNUC_WARN_UNUSED_RESULT;
/* They stand in place of the table, where a button of their own goes back. */
void        wb_coupon_details_set_folded  (WbCouponDetails *self,
                                           gboolean         folded);
void        wb_coupon_details_set_coupon  (WbCouponDetails *self,
                                           const char      *coupon_id);
const char *wb_coupon_details_get_coupon  (WbCouponDetails *self);

G_END_DECLS
