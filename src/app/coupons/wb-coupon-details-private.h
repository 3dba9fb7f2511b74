/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the parts of WbCouponDetails share: what it shows (-rows.c) and what it does (-deeds.c). */

#pragma once

#include "wb-coupon-details.h"
#include "wb-coupon.h"

G_BEGIN_DECLS

struct _WbCouponDetails
{
  AdwBin parent_instance;

  GtkWidget *stack;
  GtkWidget *scroller;
  GtkWidget *close;
  GtkWidget *code;
  GtkWidget *copy;
  GtkWidget *state_icon;
  GtkWidget *state_label;
  GtkWidget *state_note;
  GtkWidget *notice;
  GtkWidget *retry;
  GtkWidget *disable;
  GtkWidget *replace;
  GtkWidget *spinner;
  GtkWidget *why;
  GtkWidget *giver_bin;
  GtkWidget *issue_list;
  GtkWidget *use_group;
  GtkWidget *use_list;
  GtkWidget *story_spinner;
  GtkWidget *story_list;
  GtkWidget *story_state;
  GtkWidget *story_note;
  GtkWidget *story_again;
  GtkWidget *giver;

  WbContext *context;         /* (owned) */
  char *coupon_id;            /* (owned) (nullable) */
  WbCoupon *coupon;           /* (owned) (nullable) as last read */
  GPtrArray *story;           /* (owned) (nullable) (element-type WbCouponEvent) */
  gint64 story_version;       /* of the coupon when its story was asked for */
  GCancellable *fetching;     /* (owned) (nullable) the fetch of this coupon's story */
  char *trouble;              /* (owned) (nullable) why it could not be fetched */
  char *shown;                /* (owned) (nullable) the state of all shown, to see a change */
  GHashTable *busy;           /* (owned) (element-type utf8) coupons that are being acted on */
  GCancellable *cancellable;  /* (owned) of all deeds */
  gboolean is_asking;         /* whether to disable it */
  gboolean is_replacing;      /* the giver is shown */
  gulong changed_id;
  gulong sync_changed_id;
};

/* -rows.c */
void     wb_coupon_details_show_rows   (WbCouponDetails *self);
void     wb_coupon_details_show_story  (WbCouponDetails *self);

/* -deeds.c */
gboolean wb_coupon_details_has_keyboard  (WbCouponDetails *self);
void     wb_coupon_details_keep_keyboard (WbCouponDetails *self);
void     wb_coupon_details_show_deeds    (WbCouponDetails *self);
void     wb_coupon_details_forget_deeds  (WbCouponDetails *self);
void     wb_coupon_details_given_up_cb   (WbCouponDetails *self);
void     wb_coupon_details_notice_cb     (WbCouponDetails *self,
                                          int              button);
void     wb_coupon_details_retry_action    (GtkWidget *widget, const char *name, GVariant *parameter);
void     wb_coupon_details_disable_action  (GtkWidget *widget, const char *name, GVariant *parameter);
void     wb_coupon_details_replace_action  (GtkWidget *widget, const char *name, GVariant *parameter);

G_END_DECLS
