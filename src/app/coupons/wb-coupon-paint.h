/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What all drawn rows of a table share: icons in their colours, and words that many rows say, laid
 * out once. Main thread only. */

#pragma once

#include "wb-coupon-columns.h"
#include "wb-coupon-list.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define WB_COUPON_ICON_SIZE 16

typedef struct _WbCouponPaint WbCouponPaint;

/* @owner: (unowned): the table, whose letters the words are in. */
WbCouponPaint *wb_coupon_paint_new    (GtkWidget         *owner) G_GNUC_WARN_UNUSED_RESULT;
void           wb_coupon_paint_free   (WbCouponPaint     *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbCouponPaint, wb_coupon_paint_free)
void           wb_coupon_paint_warm   (WbCouponPaint     *self);

/* @row: (nullable): nothing is drawn for none. */
void           wb_coupon_paint_state  (WbCouponPaint     *self,
                                       GtkSnapshot       *snapshot,
                                       const WbCouponRow *row,
                                       float              x,
                                       float              y);
void           wb_coupon_paint_copy   (WbCouponPaint     *self,
                                       GtkSnapshot       *snapshot,
                                       float              x,
                                       float              y,
                                       const GdkRGBA     *color);

/* (transfer full): ends in an ellipsis where its width is not enough. Rows with the same words in one
 * column share it, so whoever draws it sets its width and alignment each time. */
PangoLayout   *wb_coupon_paint_layout (WbCouponPaint     *self,
                                       WbCouponColumn     column,
                                       WbContext         *context,
                                       const WbCoupon    *coupon,
                                       gboolean           small,
                                       gboolean           bold) G_GNUC_WARN_UNUSED_RESULT;
/* Names may have changed. */
void           wb_coupon_paint_forget (WbCouponPaint     *self);
void           wb_coupon_paint_set_today (WbCouponPaint  *self,
                                          gint32          today);

G_END_DECLS
