/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A question of the Coupons page, made ready for SQL: words as numbers, and the index that leads to
 * the fewest rows. This layer only. */

#pragma once

#include "wb-coupon-list.h"
#include "wb-coupon-row.h"

G_BEGIN_DECLS

typedef struct
{
  const WbCouponQuery *query;                /* (unowned) */
  gint64 words[WB_COUPON_N_FILTERS];         /* 0 = does not matter */
  gboolean is_impossible;                    /* nothing stored has one of the words */
  gboolean has_range;
  gint64 from;                               /* ms; valid with has_range */
  gint64 to;                                 /* ms, exclusive */
  int rarest;                                /* a WbCouponWord; -1 = no filter is set */
  gint64 n_rarest;                           /* how many coupons have it */
  gint64 n_all;                              /* how many coupons there are; with has_range */
  gboolean ends_in_range;                    /* none of a time ended before it */
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
/* Appends " WHERE …" for filters and range; its values are bound from parameter 1 on, as many as
 * wb_coupon_ask_bind() returns. Words are written into the text, so that partial indexes are seen. */
void       wb_coupon_ask_append_where (const WbCouponAsk  *self,
                                     GString              *sql);
int        wb_coupon_ask_bind       (const WbCouponAsk    *self,
                                     WbStmt               *stmt);

/* What reads the rows in their order, @limit of them (0 = all); @few = filters or range leave only a
 * few, which are sorted, those of a currency after those of the one before it in @currencies (words;
 * nullable); @currency 0 = all, as far as they need not be in the order of values. */
char      *wb_coupon_ask_list_sql   (const WbCouponAsk    *self,
                                     gboolean              few,
                                     GArray               *currencies,
                                     gint64                currency,
                                     guint                 limit) G_GNUC_WARN_UNUSED_RESULT;

/* Tests only: how many rows are few enough to be sorted. */
void       wb_coupon_ask_set_few    (guint                 at_once,
                                     guint                 of_range);

G_END_DECLS
