/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The filters of the Coupons page in a row: a button each that says what it lets through, and one
 * that takes all of them away. Scrolls sideways where the window is narrow. Main thread only. */

#pragma once

#include "wb-context.h"
#include "wb-coupon-filter.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define WB_TYPE_COUPON_FILTER_BAR (wb_coupon_filter_bar_get_type ())
G_DECLARE_FINAL_TYPE (WbCouponFilterBar, wb_coupon_filter_bar, WB, COUPON_FILTER_BAR, AdwBin)

/* Signal "changed": a person chose. Actions: filter.state, .type, .store, .currency, .by, .period
 * ('s': what; "" = all; .by "customer" = customers' clicks), filter.clear, filter.days. */

/* @filter: (unowned) what it changes; outlives it. */
GtkWidget *wb_coupon_filter_bar_new      (WbContext         *context,
                                          WbCouponFilter    *filter) G_GNUC_WARN_UNUSED_RESULT;
/* The filter was changed by somebody else, or there are other things to choose from. */
void       wb_coupon_filter_bar_refresh  (WbCouponFilterBar *self);

G_END_DECLS
