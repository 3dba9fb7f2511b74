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

WbInterval wb_interval_share  (gint64 k,
                               gint64 n);
WbInterval wb_interval_mean   (double sum,
                               double squares,
                               gint64 n);
double     wb_test_shares     (gint64 k,
                               gint64 n,
                               gint64 l,
                               gint64 m);
double     wb_test_means      (double sum_a,
                               double squares_a,
                               gint64 n_a,
                               double sum_b,
                               double squares_b,
                               gint64 n_b);

G_END_DECLS
