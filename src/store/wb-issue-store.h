/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The ledger of the desktop at level 0 (design.md 7): coupons it makes in shops itself, where the
 * making of each stands, and what became of them. The code is stored before the shop is asked. */

#pragma once

#include "wb-coupon.h"
#include "wb-coupon-event.h"
#include "wb-shop-order.h"
#include "wb-workspace.h"

G_BEGIN_DECLS

/* As WbIssue of remote (which store does not know): sync carries one into the other. */
typedef struct
{
  char *coupon;        /* (owned) coupon id */
  char *connection;    /* (owned) WbShopConnection id */
  char *code;          /* (owned) */
  char *remote_id;     /* (owned) (nullable) */
  char *replaces;      /* (owned) (nullable) coupon id to be disabled in the shop first */
  int step;            /* WbIssueStep */
  gint64 not_before;   /* ms */
  int attempts;
  char *error_code;    /* (owned) (nullable) */
  char *error_message; /* (owned) (nullable) */
} WbIssueRow;

WB_DECLARE_RECORD (WbIssueRow, wb_issue_row)

/* WbIssueStep, which store does not know; who carries one into the other asserts that they are the
 * same. */
#define WB_ISSUE_ROW_PREPARED 0
#define WB_ISSUE_ROW_ASKED 1
#define WB_ISSUE_ROW_LOOKED 2
#define WB_ISSUE_ROW_CREATED 3
#define WB_ISSUE_ROW_REMOVING 4
#define WB_ISSUE_ROW_DONE 5
#define WB_ISSUE_ROW_FAILED 6

/* All functions take the open transaction, or a reader where they only read; commit with
 * WB_TABLE_COUPONS. */

/* Stores @coupon (pending, no code shown), its issue and the story's first line. One that is stored
 * already and failed is tried again: its story goes on. WB_ACTION_ERROR_EXISTS: the ticket has a
 * pending or active coupon already (unless issue->replaces names it), or the code is being made;
 * WB_ACTION_ERROR_INVALID: the coupon is stored and did not fail. */
gboolean    wb_issue_store_add       (WbDb *db, const WbCoupon *coupon, const WbIssueRow *issue, const char *by, GError **error);
/* Not finished, of a connection (NULL = of all), the one due first first. (element-type WbIssueRow) */
GPtrArray  *wb_issue_store_list      (WbDb *db, const char *connection, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Keeps where it stands, and the lines of the story that follow from it; with a final step also the
 * coupon's state, code and story, and the row goes. */
WbIssueRow *wb_issue_store_get       (WbDb *db, const char *coupon_id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean    wb_issue_store_save      (WbDb *db, const WbIssueRow *issue, gint64 now, GError **error);

/* What orders say about coupons of @connection; with the mark behind them (NULL = none).
 * Coupons nobody here made are not kept. @orders: (element-type WbShopOrder). */
gboolean    wb_issue_store_take_orders (WbDb *db, const char *connection, GPtrArray *orders, const char *mark, gint64 now, GError **error);
char       *wb_issue_store_dup_mark  (WbDb *db, const char *connection, const char *kind) G_GNUC_WARN_UNUSED_RESULT;
gboolean    wb_issue_store_set_mark  (WbDb *db, const char *connection, const char *kind, const char *mark, GError **error);
/* A coupon of @connection by its code in any case; NULL without error = none of ours. */
WbCoupon   *wb_issue_store_find_code (WbDb *db, const char *connection, const char *code, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Keeps a changed coupon with a line of its story (nullable). */
gboolean    wb_issue_store_change    (WbDb *db, const WbCoupon *coupon, const WbCouponEvent *event, GError **error);
/* The shop says that the coupon of @code was not used: no order that names none used it. */
gboolean    wb_issue_store_drop_guess (WbDb *db, const char *connection, const char *code, GError **error);
/* Active ones made here whose time is over become expired; how many in *n_out. */
gboolean    wb_issue_store_expire    (WbDb *db, gint64 now, guint *n_out, GError **error);

/* The story as known here: level 0's own, or what the service told (fetched when a card opens).
 * Oldest first. (element-type WbCouponEvent) */
GPtrArray  *wb_coupon_story_list     (WbDb *db, const char *coupon_id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean    wb_coupon_story_replace  (WbDb *db, const char *coupon_id, GPtrArray *events, GError **error);

G_END_DECLS
