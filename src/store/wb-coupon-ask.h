/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A question of the Coupons page, made ready for SQL: words as numbers, and the index that leads to
 * the fewest rows. This layer only. */

#pragma once

#include "wb-coupon-list.h"
#include "wb-coupon-row.h"

G_BEGIN_DECLS

/* As the index has it: without an end last. */
#define WB_COUPON_END "ifnull (expires_at, 9223372036854775807)"
/* Parameters that wb_coupon_ask_bind() gives values to. */
#define WB_COUPON_ASK_N_BOUND 5

typedef struct
{
  const WbCouponQuery *query;                /* (unowned) */
  gint64 words[WB_COUPON_N_FILTERS];         /* 0 = does not matter */
  gboolean is_impossible;                    /* nothing stored has one of the words */
  gboolean has_range;
  gint64 from;                               /* ms; G_MININT64 without has_range */
  gint64 to;                                 /* ms, exclusive; G_MAXINT64 */
  gboolean has_rows;                         /* with has_range, and where hits are known */
  gint64 row_from;                           /* between which rows it can be; the same */
  gint64 row_to;                             /* exclusive */
  int rarest;                                /* a WbCouponWord; -1 = no filter is set */
  gint64 n_rarest;                           /* how many coupons have it */
  gint64 n_of_state;                         /* the same of the state; with one */
  gint64 n_all;                              /* how many coupons there are */
  gboolean knows_days;                       /* after how many days they end is counted */
  guint few_at_once;                         /* so many rows are sorted, rather than sought out */
  guint few_of_range;                        /* the same of rows of a stretch of time */
  char *match;                               /* (owned) (nullable) for coupon_fts, filters and all */
} WbCouponAsk;

gboolean   wb_coupon_ask_prepare    (WbCouponAsk          *self,
                                     WbDb                 *db,
                                     const WbCouponQuery  *query,
                                     GError              **error);
void       wb_coupon_ask_clear      (WbCouponAsk          *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (WbCouponAsk, wb_coupon_ask_clear)

/* "coupon_by_state" or NULL, the index of the rarest filter. */
const char *wb_coupon_ask_index     (const WbCouponAsk    *self);
/* Appends " WHERE …" for filters and range, whose values are bound to the first parameters. Words
 * are written into the text, so that partial indexes are seen. */
void       wb_coupon_ask_append_where (const WbCouponAsk  *self,
                                     GString              *sql);
void       wb_coupon_ask_bind       (const WbCouponAsk    *self,
                                     WbStmt               *stmt);

/* Reads the rows in their order, @limit of them (0 = all): newest first, or where filters or range
 * leave only a few, which are sorted, those of a currency after those of the one before it in
 * @currencies (words; nullable). */
char      *wb_coupon_ask_list_sql   (const WbCouponAsk    *self,
                                     gboolean              few,
                                     GArray               *currencies,
                                     guint                 limit) G_GNUC_WARN_UNUSED_RESULT;
/* Reads those of another order out of its index, or out of @index (nullable) in the order of rows,
 * for which @where (" AND …" or "") holds. */
char      *wb_coupon_ask_piece_sql  (const WbCouponAsk    *self,
                                     const char           *index,
                                     const char           *where,
                                     guint                 limit) G_GNUC_WARN_UNUSED_RESULT;
/* Whether all are wanted in the order of rows: they come unsorted. */
gboolean   wb_coupon_ask_is_unsorted (const WbCouponAsk   *self);
/* Appends what they are sorted by. */
void       wb_coupon_ask_append_order (const WbCouponAsk  *self,
                                     GArray               *currencies,
                                     GString              *sql);

/* Tests only: how many rows are few enough to be sorted. */
void       wb_coupon_ask_set_few    (guint                 at_once,
                                     guint                 of_range);

G_END_DECLS
