/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The table of coupons: a header that sorts, and a list of drawn rows below it that agree with it on
 * where the columns stand. Copying, the menu of a row and what opens one are here; what they do are
 * actions of who shows it: coupons.copy, coupons.details. Main thread only. */

#pragma once

#include "wb-context.h"
#include "wb-coupon-list.h"
#include "wb-row-list.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define WB_TYPE_COUPON_TABLE (wb_coupon_table_get_type ())
G_DECLARE_FINAL_TYPE (WbCouponTable, wb_coupon_table, WB, COUPON_TABLE, GtkWidget)

/* Signal "activated" (guint position): a row was opened.
 * Signal "selected": another row is selected, by a person.
 * Signal "sort" (int WbCouponSort): its column's header was pressed. */

GtkWidget   *wb_coupon_table_new           (WbContext     *context,
                                            GMenuModel    *row_menu) G_GNUC_WARN_UNUSED_RESULT;
/* Lets go of the rows, before the reader goes. */
void         wb_coupon_table_close         (WbCouponTable *self);
/* (element-type gint64) the row ids, in their order. */
void         wb_coupon_table_set_ids       (WbCouponTable *self,
                                            GArray        *ids);
/* The first rows of another question: what is in sight begins anew. */
void         wb_coupon_table_replace_ids   (WbCouponTable *self,
                                            GArray        *ids);
/* Some of them were written. */
void         wb_coupon_table_reload        (WbCouponTable *self);
guint        wb_coupon_table_get_n_rows    (WbCouponTable *self);
void         wb_coupon_table_set_sort      (WbCouponTable *self,
                                            WbCouponSort   sort,
                                            gboolean       reversed);
void         wb_coupon_table_refresh       (WbCouponTable *self);

/* Row id of the selected row, 0 = none; stays when other rows come. */
gint64       wb_coupon_table_get_selected  (WbCouponTable *self);
/* FALSE = there is no such row. */
gboolean     wb_coupon_table_select        (WbCouponTable *self,
                                            gint64         rowid);
void         wb_coupon_table_select_first  (WbCouponTable *self);
const WbCouponRow *wb_coupon_table_get_row (WbCouponTable *self);
void         wb_coupon_table_focus         (WbCouponTable *self);
GtkWidget   *wb_coupon_table_get_list      (WbCouponTable *self);

G_END_DECLS
