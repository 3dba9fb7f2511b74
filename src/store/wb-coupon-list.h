/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The Coupons page's questions to the workspace: which rows, in which order, and the totals per
 * currency. Rows are ids (design.md 6); a million coupons cost what a hundred cost: totals come from
 * a rollup kept with each write, never from a scan. */

#pragma once

#include "wb-coupon.h"
#include "wb-db.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  WB_COUPON_SORT_CREATED,   /* newest first */
  WB_COUPON_SORT_EXPIRES,   /* what ends first, first; without an end last */
  WB_COUPON_SORT_VALUE,     /* largest first, within a currency */
  WB_COUPON_SORT_USED,      /* used last, first */
} WbCouponSort;

typedef struct
{
  const char *state;      /* (nullable) WB_COUPON_... */
  const char *type;       /* (nullable) ticket type id */
  const char *store;      /* (nullable) merchant store id */
  const char *currency;   /* (nullable) */
  const char *issued_by;  /* (nullable) user id; "" = customers' clicks */
  gint64 created_from;    /* ms or WB_TIME_NONE */
  gint64 created_to;      /* ms, exclusive, or WB_TIME_NONE */
  const char *typed;      /* (nullable) search: code, ticket, customer, order */
  WbCouponSort sort;
  gboolean reversed;
  guint limit;            /* 0 = all */
} WbCouponQuery;

/* (element-type gint64) row ids. Worker thread when unlimited. */
GArray     *wb_coupon_store_list     (WbDb *db, const WbCouponQuery *query, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* One row for the table, with what a table shows besides the coupon. */
typedef struct
{
  gint64 rowid;
  WbCoupon *coupon;        /* (owned) */
  char *customer;          /* (owned) (nullable) of its ticket, if that is known here */
} WbCouponRow;
WbCouponRow *wb_coupon_store_get_row (WbDb *db, gint64 rowid, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void        wb_coupon_row_free       (WbCouponRow *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbCouponRow, wb_coupon_row_free)

/* Per currency; money in minor units of it. A percent coupon has no value until it is used, so it
 * is counted and adds nothing to the amounts. */
typedef struct
{
  char *currency;           /* (owned) */
  gint64 n_issued;          /* ever active: active, used, expired, disabled */
  gint64 n_issued_percent;  /* of n_issued: how many are percent coupons; as below */
  gint64 issued_minor;
  gint64 n_used;
  gint64 n_used_percent;
  gint64 used_minor;        /* face value of fixed ones */
  gint64 n_open;            /* active: what may still be claimed */
  gint64 open_minor;        /* the open liability, fixed ones */
  gint64 n_open_percent;    /* of n_open: how many are percent coupons, whose liability is not known */
  gint64 n_expired;
  gint64 n_expired_percent;
  gint64 expired_minor;
  gint64 n_failed;
  gint64 revenue_minor;     /* what orders in this currency brought, refunds taken off */
} WbCouponTotals;

WB_DECLARE_RECORD (WbCouponTotals, wb_coupon_totals)

/* By currency. (element-type WbCouponTotals) Main thread: reads the rollup alone. */
GPtrArray  *wb_coupon_store_totals   (WbDb *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same for what @query lists (a scan: worker thread). */
GPtrArray  *wb_coupon_store_totals_of (WbDb *db, const WbCouponQuery *query, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Counts per state for the filter's menu, from the rollup: 0 for a state without any. */
gint64      wb_coupon_store_count_state (WbDb *db, const char *state, GError **error);

/* Writes what @query lists as CSV, streamed. WB_TIME in the account's zone. Worker thread;
 * @progress (nullable) every thousand rows. */
typedef void (* WbCouponExportFunc) (gint64 n_done, gpointer data);
gboolean    wb_coupon_store_export   (WbDb *db, const WbCouponQuery *query, GTimeZone *zone, GOutputStream *out, WbCouponExportFunc progress, gpointer data, GCancellable *cancellable, GError **error);

G_END_DECLS
