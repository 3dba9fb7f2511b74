/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the parts of WbCouponsPage share: reading (-read.c), which state it is in (-show.c), and the
 * export (-export.c). */

#pragma once

#include "wb-ask.h"
#include "wb-context.h"
#include "wb-coupon-filter.h"
#include "wb-coupons-page.h"

G_BEGIN_DECLS

struct _WbCouponsPage
{
  AdwBin parent_instance;

  GtkWidget *page_stack;
  GtkWidget *absent_page;
  GtkWidget *split;
  GtkWidget *search_entry;
  GtkWidget *details_button;
  GtkWidget *filter_bin;
  GtkWidget *totals_bin;
  GtkWidget *list_stack;
  GtkWidget *load_bar;
  GtkWidget *load_label;
  GtkWidget *empty_page;
  GtkWidget *empty_button;
  GtkWidget *table_bin;
  GtkWidget *offline_box;
  GtkWidget *count_label;
  GtkWidget *export_box;
  GtkWidget *export_label;
  GtkWidget *export_bar;
  GtkWidget *details_bin;
  GtkWidget *filter_bar;
  GtkWidget *totals_view;
  GtkWidget *table;
  GtkWidget *details;

  GtkWidget *outer;               /* (unowned) (nullable) the split that the page is in */

  WbContext *context;             /* (owned) */
  GCancellable *cancellable;      /* (owned) */
  GSimpleActionGroup *actions;    /* (owned) */
  WbCouponFilter *filter;         /* (owned) */
  WbAsk *rows_ask;                /* (owned) */
  WbAsk *totals_ask;              /* (owned) */
  gulong changed_id;
  gulong sync_changed_id;
  guint pause_id;                 /* timeout, 0 = none */
  guint whole_id;                 /* timeout: the rest of the list is read then, 0 = none */
  guint details_id;               /* timeout: the details follow the selection then, 0 = none */
  guint focus_id;                 /* tick: the table has the keyboard then, 0 = none */
  gboolean wants_focus;           /* the table is to have it once it has rows */
  gboolean has_read;
  guint n_asked;                  /* so many first rows were asked for last */
  gboolean has_first_only;        /* the list ends after the first rows for now */
  gboolean is_dirty;              /* rows were written that are listed already */
  char *trouble;                  /* (owned) (nullable) why the list cannot be read */
  GCancellable *exporting;        /* (owned) (nullable) of the export that is running */
};

/* -read.c */
void     wb_coupons_page_set_up_reading  (WbCouponsPage *self);
void     wb_coupons_page_read_first      (WbCouponsPage *self);
void     wb_coupons_page_read_soon       (WbCouponsPage *self);
void     wb_coupons_page_stop_reading    (WbCouponsPage *self);

/* -show.c */
void     wb_coupons_page_show_state      (WbCouponsPage *self);

/* -export.c */
void     wb_coupons_page_export          (WbCouponsPage *self);
void     wb_coupons_page_export_to       (WbCouponsPage *self,
                                          GFile         *file);
void     wb_coupons_page_stop_export     (WbCouponsPage *self);

/* In wb-coupons-page.c, for the others. */
WbCouponQuestion *wb_coupons_page_make_question (WbCouponsPage *self,
                                          guint          limit) G_GNUC_WARN_UNUSED_RESULT;
void     wb_coupons_page_clear           (WbCouponsPage *self);

G_END_DECLS
