/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Intervals and tests against published values, and what must hold for all of them. */

#include "wb-interval.h"

#include "wb-random.h"

#include <math.h>

/* R. G. Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in Medicine
 * 17 (1998), Table I, method 3 (score, no continuity correction), 95 %. */
static void
test_share_published (void)
{
  static const struct {
    gint64 k, n;
    double low, high;
  } cases[] = {
    { 81, 263, 0.2553, 0.3662 },
    { 15, 148, 0.0624, 0.1605 },
    { 0, 20, 0, 0.1611 },
    { 1, 29, 0.0061, 0.1718 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    WbInterval share = wb_interval_share (cases[i].k, cases[i].n);

    g_test_message ("%d of %d", (int) cases[i].k, (int) cases[i].n);
    g_assert_cmpfloat_with_epsilon (share.value, (double) cases[i].k / (double) cases[i].n, 1e-12);
    g_assert_cmpfloat_with_epsilon (share.low, cases[i].low, 0.00005);
    g_assert_cmpfloat_with_epsilon (share.high, cases[i].high, 0.00005);
  }
}

/* The interval's ends are the two shares of which this one is just still believable; it lies the same
 * way seen from the other side; it narrows with more of the same. */
static void
test_share_properties (void)
{
  for (gint64 n = 1; n <= 400; n = n * 2 + 1) {
    for (gint64 k = 0; k <= n; k++) {
      WbInterval share = wb_interval_share (k, n);
      WbInterval other = wb_interval_share (n - k, n);
      WbInterval more = wb_interval_share (k * 4, n * 4);

      g_assert_cmpfloat (share.low, >=, 0);
      g_assert_cmpfloat (share.high, <=, 1);
      g_assert_cmpfloat (share.low, <=, share.value);
      g_assert_cmpfloat (share.high, >=, share.value);
      g_assert_cmpfloat_with_epsilon (share.low, 1 - other.high, 1e-12);
      g_assert_cmpfloat (more.high - more.low, <, share.high - share.low);
      if (k > 0) {
        double z = (share.value - share.low) / sqrt (share.low * (1 - share.low) / (double) n);

        g_assert_cmpfloat_with_epsilon (z, 1.959964, 1e-5);
      }
    }
  }
  g_assert_cmpfloat (wb_interval_share (0, 0).high, ==, 1);
}

/* NIST/SEMATECH e-Handbook of Statistical Methods 1.3.5.2, ZARR13.DAT: 195 values, mean 9.261460,
 * standard deviation 0.022789; 95 % limits 9.258242 and 9.264679. */
static void
test_mean_published (void)
{
  gint64 n = 195;
  double mean = 9.261460;
  double sd = 0.022789;
  double sum = mean * (double) n;
  double squares = sd * sd * (double) (n - 1) + sum * mean;
  WbInterval interval = wb_interval_mean (sum, squares, n);

  g_assert_cmpfloat_with_epsilon (interval.value, mean, 1e-9);
  g_assert_cmpfloat_with_epsilon (interval.low, 9.258242, 0.000002);
  g_assert_cmpfloat_with_epsilon (interval.high, 9.264679, 0.000002);

  g_assert_cmpfloat (wb_interval_mean (5, 25, 1).high, ==, INFINITY);
  g_assert_cmpfloat (wb_interval_mean (0, 0, 0).value, ==, 0);
  /* Nobody ordered: the mean is 0, and nothing is below. */
  g_assert_cmpfloat (wb_interval_mean (0, 0, 500).high, ==, 0);
  g_assert_cmpfloat (wb_interval_mean (10, 100, 500).low, ==, 0);
}

/* The interval of the mean holds the truth about as often as it says, for revenue as it is: most
 * tickets bring none, some much. */
static void
test_mean_coverage (void)
{
  g_autoptr (WbRandom) random = wb_seeded_random_new (20261122);
  int n_held = 0;
  const int n_runs = 1000;

  for (int run = 0; run < n_runs; run++) {
    double sum = 0;
    double squares = 0;
    WbInterval interval;

    for (int i = 0; i < 600; i++) {
      /* One in ten orders; what it is worth is skewed: 1000 x 2^(0..3). */
      double value = wb_random_below (random, 10) == 0
                     ? 1000.0 * (double) (1 << wb_random_below (random, 4)) : 0;

      sum += value;
      squares += value * value;
    }
    interval = wb_interval_mean (sum, squares, 600);
    if (interval.low <= 375 && interval.high >= 375)
      n_held++;
  }
  g_test_message ("held %d of %d", n_held, n_runs);
  g_assert_cmpint (n_held, >=, 925);
  g_assert_cmpint (n_held, <=, 975);
}

/* Exact tests as published: W. J. Conover, Practical Nonparametric Statistics (1971), p. 97 (Mendel:
 * 682 of 925 where 3/4 are expected), and the two rates 11 in 800 and 21 in 3011 in the manual of R's
 * poisson.test; both as R prints them. */
static void
test_shares_published (void)
{
  g_assert_cmpfloat_with_epsilon (wb_test_shares (682, 3, 243, 1), 0.3825, 0.00005);
  g_assert_cmpfloat_with_epsilon (wb_test_shares (11, 800, 21, 3011), 0.07967, 0.000005);

  g_assert_cmpfloat (wb_test_shares (0, 100, 0, 100), ==, 1);
  g_assert_cmpfloat (wb_test_shares (5, 100, 5, 100), ==, 1);
  g_assert_cmpfloat (wb_test_shares (0, 0, 5, 100), ==, 1);
  /* Fair coin: 10 of 10 twice 1/1024. */
  g_assert_cmpfloat_with_epsilon (wb_test_shares (10, 50, 0, 50), 2.0 / 1024, 1e-12);
}

/* From where it is no longer counted out exactly, the approximation takes over without a step. */
static void
test_shares_large (void)
{
  double exact = wb_test_shares (50300, 1000000, 49700, 1000000);
  double near = wb_test_shares (50301, 1000000, 49700, 1000000);

  g_assert_cmpfloat_with_epsilon (exact, near, 0.002);
  g_assert_cmpfloat (wb_test_shares (60000, 1000000, 50000, 1000000), <, 1e-9);
}

static void
test_means (void)
{
  /* 100 orders of 1000 in 1000 tickets against 50: sure. */
  g_assert_cmpfloat (wb_test_means (100000, 1e8, 1000, 50000, 5e7, 1000), <, 0.001);
  /* Twice the orders, each worth half: no difference. */
  g_assert_cmpfloat (wb_test_means (100000, 1e8, 1000, 100000, 5e7, 1000), ==, 1);
  g_assert_cmpfloat (wb_test_means (100, 10000, 1, 50, 2500, 1000), ==, 1);
  g_assert_cmpfloat (wb_test_means (0, 0, 1000, 0, 0, 1000), ==, 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/interval/share-published", test_share_published);
  g_test_add_func ("/interval/share-properties", test_share_properties);
  g_test_add_func ("/interval/mean-published", test_mean_published);
  g_test_add_func ("/interval/mean-coverage", test_mean_coverage);
  g_test_add_func ("/interval/shares-published", test_shares_published);
  g_test_add_func ("/interval/shares-large", test_shares_large);
  g_test_add_func ("/interval/means", test_means);

  return g_test_run ();
}
