/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The columns of the table of coupons: where each stands in a given width, so that the header and
 * all rows agree. What a narrow table has no room for is left out, the least asked for first; too
 * narrow for any table, each coupon is a card of two lines. Main thread only. */

#pragma once

#include "wb-context.h"
#include "wb-coupon-list.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* In the order they stand. */
typedef enum
{
  WB_COUPON_COLUMN_CODE,
  WB_COUPON_COLUMN_STATE,
  WB_COUPON_COLUMN_VALUE,
  WB_COUPON_COLUMN_MINIMUM,
  WB_COUPON_COLUMN_EXPIRES,
  WB_COUPON_COLUMN_TICKET,
  WB_COUPON_COLUMN_SHOP,
  WB_COUPON_COLUMN_ISSUED,
  WB_COUPON_COLUMN_USED,
  WB_COUPON_COLUMN_REVENUE,
  WB_COUPON_N_COLUMNS,
} WbCouponColumn;

/* Between the edge of a row and its words, and between two columns. */
#define WB_COUPON_PAD_X 12
#define WB_COUPON_COLUMN_GAP 12

#define WB_TYPE_COUPON_COLUMNS (wb_coupon_columns_get_type ())
G_DECLARE_FINAL_TYPE (WbCouponColumns, wb_coupon_columns, WB, COUPON_COLUMNS, GObject)

typedef struct
{
  int x;      /* in pixels from the row's start */
  int width;  /* 0 = left out */
} WbCouponPlace;

WbCouponColumns     *wb_coupon_columns_new        (void) G_GNUC_WARN_UNUSED_RESULT;
/* How many hundredths of the usual size letters have. */
void                 wb_coupon_columns_set_scale  (WbCouponColumns *self,
                                                   int              percent);
/* A merchant of one shop need not be told which. */
void                 wb_coupon_columns_set_has_shops (WbCouponColumns *self,
                                                   gboolean         has_shops);
/* Rows of @width are cards. */
gboolean             wb_coupon_columns_are_cards  (WbCouponColumns *self,
                                                   int              width);
/* (array fixed-size=WB_COUPON_N_COLUMNS) for a row of @width; until the next call. */
const WbCouponPlace *wb_coupon_columns_fit        (WbCouponColumns *self,
                                                   int              width);

const char          *wb_coupon_column_title       (WbCouponColumn   column);
gboolean             wb_coupon_column_is_number   (WbCouponColumn   column);
/* FALSE = there is no order by it. */
gboolean             wb_coupon_column_get_sort    (WbCouponColumn   column,
                                                   WbCouponSort    *sort_out);
char                *wb_coupon_column_make_text   (WbCouponColumn   column,
                                                   WbContext       *context,
                                                   const WbCoupon  *coupon) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
