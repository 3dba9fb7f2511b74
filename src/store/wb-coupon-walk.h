/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The rows of an order of coupons, out of its index one after the other. This layer only. */

#pragma once

#include "wb-coupon-ask.h"

G_BEGIN_DECLS

/* Which rows of an order are wanted: those that are known, or those with certain words. */
typedef struct
{
  GArray *hits;        /* (unowned) (nullable) sorted with the newest first */
  char **words;        /* (unowned) folded; without hits: what words of the row begin with, */
  const char *phone;   /* (nullable) or one of them with these digits, */
  gboolean only_phone; /* or with nothing else */
  WbStmt *search;      /* (unowned) (nullable) reads the words of row ?1 */
  guint n_wanted;
  gint64 n_all;        /* among how many rows it is looked for */
  guint n_looked;
  guint n_found;
  guint weigh_at;      /* after so many it is asked whether to go on */
  gboolean gave_up;    /* to gather all hits is quicker */
} WbCouponSieve;

/* Adds rows of @ask in its order to @ids, up to its limit; those that @sieve (nullable) lets
 * through only. */
gboolean   wb_coupon_walk              (const WbCouponAsk  *ask,
                                        WbDb               *db,
                                        WbCouponSieve      *sieve,
                                        GArray             *ids,
                                        GError            **error);
/* The same of all rows that @stmt gives, up to @limit (0 = all of them). */
gboolean   wb_coupon_walk_gather       (WbStmt         *stmt,
                                        GArray         *ids,
                                        guint           limit,
                                        WbCouponSieve  *sieve,
                                        GError        **error);
/* The currencies there are, in the order of their codes. (element-type gint64) */
GArray    *wb_coupon_walk_currencies   (WbDb      *db,
                                        gboolean   reversed,
                                        GError   **error) G_GNUC_WARN_UNUSED_RESULT;
G_END_DECLS
