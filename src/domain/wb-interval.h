/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* How sure a number is: 95 % intervals for shares and for money per ticket, and tests of whether two
 * tools differ. Pure; each formula names its source. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  double value;
  double low;
  double high;
} WbInterval;

/* Share k of n, Wilson's score interval (Wilson 1927), 95 %. n = 0: 0 to 1. */
WbInterval wb_interval_share      (gint64 k, gint64 n);
/* Mean of n values with @sum and @squares (zeros included), normal with the sample's variance; low
 * is never below 0 when no value was. */
WbInterval wb_interval_mean       (double sum, double squares, gint64 n);
/* Two-sided p that tools with k of n and l of m differ by chance: exact conditional binomial. */
double     wb_test_shares         (gint64 k, gint64 n, gint64 l, gint64 m);
/* The same for means of money (normal). */
double     wb_test_means          (double sum_a, double squares_a, gint64 n_a,
                                   double sum_b, double squares_b, gint64 n_b);
double     wb_normal_quantile     (double p);

G_END_DECLS
