/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Which coupons a person wants to see and in which order: what the filters, the search and the
 * headers say together, and the question to the workspace that comes of it. */

#pragma once

#include "wb-coupon-list.h"
#include "wb-time.h"

G_BEGIN_DECLS

/* Names of periods, as menus and tests say them; "" = any time. */
#define WB_COUPON_PERIOD_ANY ""
#define WB_COUPON_PERIOD_TODAY "today"
#define WB_COUPON_PERIOD_WEEK "week"              /* the last 7 days */
#define WB_COUPON_PERIOD_DAYS "days"              /* the last 30 days */
#define WB_COUPON_PERIOD_MONTH "month"            /* this one */
#define WB_COUPON_PERIOD_LAST_MONTH "last-month"
#define WB_COUPON_PERIOD_YEAR "year"              /* this one */
#define WB_COUPON_PERIOD_OTHER "other"            /* first_day and last_day say which */

typedef struct
{
  char *state;       /* (owned) (nullable) */
  char *type;        /* (owned) (nullable) */
  char *store;       /* (owned) (nullable) */
  char *currency;    /* (owned) (nullable) */
  char *issued_by;   /* (owned) (nullable) "" = customers */
  char *period;      /* (owned) (nullable) WB_COUPON_PERIOD_… */
  gint32 first_day;  /* of WB_COUPON_PERIOD_OTHER; WB_DATE_NONE = open */
  gint32 last_day;
  char *typed;       /* (owned) (nullable) */
  WbCouponSort sort;
  gboolean reversed;
} WbCouponFilter;

WbCouponFilter *wb_coupon_filter_new      (void) G_GNUC_WARN_UNUSED_RESULT;
void            wb_coupon_filter_free     (WbCouponFilter       *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbCouponFilter, wb_coupon_filter_free)

/* The filters alone; and with what is typed. */
gboolean        wb_coupon_filter_is_set   (const WbCouponFilter *self);
gboolean        wb_coupon_filter_narrows  (const WbCouponFilter *self);
/* Back to all coupons; the order stays. */
void            wb_coupon_filter_clear    (WbCouponFilter       *self);

/* The days of a period, the second one not in it any more; WB_DATE_NONE = open. */
void            wb_coupon_filter_get_days (const WbCouponFilter *self,
                                           gint32                today,
                                           gint32               *from_out,
                                           gint32               *to_out);

/* The question, with texts of its own so that it can go to another thread. */
typedef struct _WbCouponQuestion WbCouponQuestion;
WbCouponQuestion    *wb_coupon_question_new       (const WbCouponFilter *filter,
                                                   guint                 limit,
                                                   gint32                today,
                                                   GTimeZone            *zone) G_GNUC_WARN_UNUSED_RESULT;
void                 wb_coupon_question_free      (WbCouponQuestion     *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbCouponQuestion, wb_coupon_question_free)
const WbCouponQuery *wb_coupon_question_get_query (WbCouponQuestion     *self);

G_END_DECLS
