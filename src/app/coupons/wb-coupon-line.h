/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A coupon in the table: one widget that draws all its cells itself, as long lists need it
 * (reference/floors.md 2), and says them to assistive technology in one sentence. Where the table is
 * narrow it is a card of two lines. */

#pragma once

#include "wb-context.h"
#include "wb-coupon-columns.h"
#include "wb-coupon-paint.h"
#include "wb-row-list.h"

G_BEGIN_DECLS

#define WB_TYPE_COUPON_LINE (wb_coupon_line_get_type ())
G_DECLARE_FINAL_TYPE (WbCouponLine, wb_coupon_line, WB, COUPON_LINE, GtkWidget)

GtkWidget     *wb_coupon_line_new         (WbContext       *context,
                                           WbCouponColumns *columns,
                                           WbCouponPaint   *paint) G_GNUC_WARN_UNUSED_RESULT;
void           wb_coupon_line_set_row     (WbCouponLine    *self,
                                           WbRow           *row);
WbRow         *wb_coupon_line_get_row     (WbCouponLine    *self);
void           wb_coupon_line_refresh     (WbCouponLine    *self);
const char    *wb_coupon_line_get_spoken  (WbCouponLine    *self);
/* Whether there was less room for that than it needs. */
gboolean       wb_coupon_line_is_cut      (WbCouponLine    *self,
                                           WbCouponColumn   column);
/* What stands in a cell, as drawn; NULL = nothing, or no such column at its width. */
const char    *wb_coupon_line_get_text    (WbCouponLine    *self,
                                           WbCouponColumn   column);
/* Whether a press there copies the code. */
gboolean       wb_coupon_line_is_copy_at  (WbCouponLine    *self,
                                           double           x);

G_END_DECLS
