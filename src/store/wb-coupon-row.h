/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A coupon as a row: the one place that knows the columns, the words that stand for them as numbers,
 * and what of a coupon is summed. This layer only. */

#pragma once

#include "wb-coupon.h"
#include "wb-db.h"

G_BEGIN_DECLS

/* What of a coupon is a word. The first five are also what coupons are filtered by. */
typedef enum
{
  WB_COUPON_WORD_STATE,
  WB_COUPON_WORD_TYPE,
  WB_COUPON_WORD_STORE,
  WB_COUPON_WORD_CURRENCY,
  WB_COUPON_WORD_ISSUED_BY,
  WB_COUPON_WORD_KIND,
  WB_COUPON_WORD_PLATFORM,
  WB_COUPON_WORD_PLACEMENT,
  WB_COUPON_WORD_REVENUE_CURRENCY,
  WB_COUPON_N_WORDS,
} WbCouponWord;

#define WB_COUPON_N_FILTERS (WB_COUPON_WORD_ISSUED_BY + 1)

/* Words with a number of their own; see 0005.sql. */
#define WB_COUPON_STATE_PENDING 1
#define WB_COUPON_STATE_ACTIVE 2
#define WB_COUPON_STATE_USED 3
#define WB_COUPON_STATE_EXPIRED 4
#define WB_COUPON_STATE_FAILED 5
#define WB_COUPON_STATE_DISABLED 6
#define WB_COUPON_KIND_NUMBER_FIXED 7
#define WB_COUPON_KIND_NUMBER_PERCENT 8
#define WB_COUPON_WORD_NONE 9

typedef enum
{
  WB_COUPON_ORIGIN_HELPDESK = 0,
  WB_COUPON_ORIGIN_HERE = 1,
} WbCouponOrigin;

/* The numbers of a coupon: its words, and its money. */
typedef struct
{
  gint64 words[WB_COUPON_N_WORDS];
  gboolean has_amount;
  gint64 amount_minor;   /* minor units, or hundredths of a percent */
  gboolean has_revenue;
  gint64 revenue_minor;
  gint64 valid_days;     /* whole days from its creation to its end; or NEVER */
  gint64 use_days;       /* the same to its use */
} WbCouponFacts;

#define WB_COUPON_DAYS_NEVER G_MAXINT64

/* What is stored of a coupon that comes again. */
typedef struct
{
  gint64 row;            /* 0 = it is not stored */
  gint64 version;
  WbCouponOrigin origin;
  gboolean superseded;
  WbCouponFacts facts;
  char *search;          /* (owned) */
} WbCouponStored;

void       wb_coupon_stored_clear   (WbCouponStored  *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (WbCouponStored, wb_coupon_stored_clear)

/* For wb_coupon_row_read(), from the table named coupon. */
#define WB_COUPON_ROW_WORD(column) "(SELECT text FROM coupon_word WHERE n = " column ")"
#define WB_COUPON_ROW_OPTIONAL_WORD(column) "nullif (" WB_COUPON_ROW_WORD (column) ", '')"
#define WB_COUPON_ROW_READ                                                                  \
  "coupon.id, coupon.ticket, coupon.ticket_code, "                                          \
  WB_COUPON_ROW_OPTIONAL_WORD ("coupon.type") ", "                                          \
  WB_COUPON_ROW_OPTIONAL_WORD ("coupon.store") ", "                                         \
  WB_COUPON_ROW_OPTIONAL_WORD ("coupon.platform") ", coupon.remote_id, coupon.code, "       \
  "coupon.settings_version, " WB_COUPON_ROW_OPTIONAL_WORD ("coupon.issued_by") ", "         \
  "coupon.activity, " WB_COUPON_ROW_WORD ("coupon.kind") ", coupon.amount, "                \
  WB_COUPON_ROW_WORD ("coupon.currency") ", coupon.min_order_value, "                       \
  WB_COUPON_ROW_OPTIONAL_WORD ("coupon.placement") ", " WB_COUPON_ROW_WORD ("coupon.state") ", " \
  "coupon.created_at, coupon.expires_at, coupon.used_at, coupon.used_order_code, "          \
  "coupon.revenue, " WB_COUPON_ROW_OPTIONAL_WORD ("coupon.revenue_currency") ", "           \
  "coupon.refunded, coupon.is_probable, coupon.error_code, coupon.error_message, "          \
  "coupon.updated_at, coupon.version"
#define WB_COUPON_ROW_N_READ 29

WbCoupon  *wb_coupon_row_read       (WbStmt          *stmt) G_GNUC_WARN_UNUSED_RESULT;
gboolean   wb_coupon_row_look_up    (WbDb            *db,
                                     const char      *id,
                                     WbCouponStored  *stored,
                                     GError         **error);
/* The numbers of @coupon; words never seen before are added. */
gboolean   wb_coupon_row_find_facts (WbDb            *db,
                                     const WbCoupon  *coupon,
                                     WbCouponFacts   *facts,
                                     GError         **error);
/* 0 = nothing stored has that word. */
gboolean   wb_coupon_row_find_word  (WbDb            *db,
                                     const char      *text,
                                     gint64          *n_out,
                                     GError         **error);
/* Its text in the search index: words, and what filters ask for. */
gboolean   wb_coupon_row_search     (WbDb                 *db,
                                     const WbCoupon       *coupon,
                                     const WbCouponFacts  *facts,
                                     char                **search_out,
                                     GError              **error);
/* The character that stands for a filter in it. */
void       wb_coupon_row_append_mark (GString       *text,
                                      WbCouponWord   filter,
                                      gint64         word);
/* A new row, or an older one. */
gboolean   wb_coupon_row_insert     (WbDb                 *db,
                                     const WbCoupon       *coupon,
                                     const WbCouponStored *as,
                                     gint64               *row_out,
                                     GError              **error);
gboolean   wb_coupon_row_update     (WbDb                 *db,
                                     const WbCoupon       *coupon,
                                     const WbCouponStored *as,
                                     GError              **error);
/* No row is further behind the time of its coupon's creation. */
#define WB_COUPON_ROW_MAX_SHIFT (G_GINT64_CONSTANT (1) << 26)

/* The search index, by hand. */
gboolean   wb_coupon_index_put      (WbDb            *db,
                                     gint64           row,
                                     const char      *search,
                                     GError         **error);
gboolean   wb_coupon_index_take     (WbDb            *db,
                                     gint64           row,
                                     const char      *search,
                                     GError         **error);

/* The sums: @sign 1 = it came, -1 = it went. */
gboolean   wb_coupon_sums_add       (WbDb                 *db,
                                     const WbCouponFacts  *facts,
                                     int                   sign,
                                     GError              **error);
gboolean   wb_coupon_sums_change    (WbDb                 *db,
                                     const WbCouponFacts  *from,
                                     const WbCouponFacts  *to,
                                     GError              **error);
/* All of them counted anew. */
gboolean   wb_coupon_sums_rebuild   (WbDb            *db,
                                     GError         **error);

/* The coupons of version 4, if any are left (0005.sql). No transaction is open. */
gboolean   wb_coupon_upgrade        (WbDb            *writer,
                                     gint64           now,
                                     GError         **error);

/* A coupon made here: stores what it is now. FALSE with WB_ACTION_ERROR_EXISTS when its ticket has
 * another one that can be spent, unless @yield: then it stands behind that one. */
gboolean   wb_coupon_store_put_own  (WbDb            *db,
                                     const WbCoupon  *coupon,
                                     gboolean         yield,
                                     GError         **error);
/* After a ticket's customer changed: what its coupons are found by follows. */
gboolean   wb_coupon_store_refresh_ticket (WbDb        *db,
                                           const char  *ticket_id,
                                           GError     **error);

G_END_DECLS
