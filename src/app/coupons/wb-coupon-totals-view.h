/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What coupons were given, used, are still open and brought, a line per currency: currencies are
 * never added. Where there is no room it is one button that opens the same. Main thread only. */

#pragma once

#include "wb-coupon-list.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define WB_TYPE_COUPON_TOTALS_VIEW (wb_coupon_totals_view_get_type ())
G_DECLARE_FINAL_TYPE (WbCouponTotalsView, wb_coupon_totals_view, WB, COUPON_TOTALS_VIEW, GtkWidget)

GtkWidget *wb_coupon_totals_view_new        (void) G_GNUC_WARN_UNUSED_RESULT;
/* (element-type WbCouponTotals); of what is listed rather than of all. Without any it hides. */
void       wb_coupon_totals_view_set_totals (WbCouponTotalsView *self,
                                             GPtrArray          *totals,
                                             gboolean            of_list);
/* Others are on their way: those shown are of before. */
void       wb_coupon_totals_view_set_stale  (WbCouponTotalsView *self);
/* All it says, a line per currency. */
char      *wb_coupon_totals_view_dup_text   (WbCouponTotalsView *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
