/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Intervals and tests; see wb-interval.h. */

#include "config.h"

#include "wb-interval.h"

#include <math.h>

/* The standard normal's 97.5 % point. */
#define Z 1.959963984540054

/* More events than this are tested by the normal approximation, which then differs in no digit that
 * anybody reads. */
#define MAX_EXACT 100000

/**
 * wb_interval_share:
 * @k: how many of them, 0 to @n
 * @n: how many there are, at least 0
 *
 * Wilson's score interval at 95 %, without continuity correction (E. B. Wilson 1927; recommended by
 * R. G. Newcombe, Statistics in Medicine 17, 1998, method 3). It stays within 0 and 1 and is right
 * for few and for rare ones too. Any thread.
 *
 * Returns: the share and its interval; 0 to 1 when @n is 0
 */
WbInterval
wb_interval_share (gint64 k,
                   gint64 n)
{
  double share, middle, half, scale;

  g_return_val_if_fail (k >= 0 && k <= n, ((WbInterval) { 0, 0, 1 }));

  if (n == 0)
    return (WbInterval) { 0, 0, 1 };

  share = (double) k / (double) n;
  scale = 1 / (1 + Z * Z / (double) n);
  middle = scale * (share + Z * Z / (2 * (double) n));
  half = scale * Z * sqrt (share * (1 - share) / (double) n +
                           Z * Z / (4 * (double) n * (double) n));

  /* At the ends the formula gives them but for rounding. */
  return (WbInterval) {
           share,
           k == 0 ? 0 : MAX (0, middle - half),
           k == n ? 1 : MIN (1, middle + half),
  };
}

/* Student's 97.5 % point by the expansion in 1/degrees (Abramowitz and Stegun 26.7.5), right to
 * four digits from ten degrees on. */
static double
find_t (gint64 n_degrees)
{
  double v = (double) n_degrees;
  double z2 = Z * Z;
  double g1 = Z * (z2 + 1) / 4;
  double g2 = Z * ((5 * z2 + 16) * z2 + 3) / 96;
  double g3 = Z * (((3 * z2 + 19) * z2 + 17) * z2 - 15) / 384;

  return Z + g1 / v + g2 / (v * v) + g3 / (v * v * v);
}

/* The sample's variance; rounding must not make it negative. */
static double
find_variance (double sum,
               double squares,
               gint64 n)
{
  return MAX (0, (squares - sum * sum / (double) n) / (double) (n - 1));
}

/**
 * wb_interval_mean:
 * @sum: of the values, none of them negative
 * @squares: sum of their squares
 * @n: how many values there are, zeros counted
 *
 * The mean with Student's interval at 95 %: mean ± t·s/√n (NIST/SEMATECH e-Handbook 1.3.5.2). Used
 * for revenue per ticket offered, where most values are 0: the caller asks for enough orders first
 * (WB_RESULTS_MIN_ORDERS). Any thread.
 *
 * Returns: the mean and its interval; 0 to infinity for fewer than two values
 */
WbInterval
wb_interval_mean (double sum,
                  double squares,
                  gint64 n)
{
  double mean, half;

  g_return_val_if_fail (n >= 0, ((WbInterval) { 0, 0, INFINITY }));

  if (n < 2)
    return (WbInterval) { n > 0 ? sum : 0, 0, INFINITY };

  mean = sum / (double) n;
  half = find_t (n - 1) * sqrt (find_variance (sum, squares, n) / (double) n);

  return (WbInterval) { mean, MAX (0, mean - half), mean + half };
}

static double
find_normal_p (double z)
{
  return erfc (fabs (z) / G_SQRT2);
}

/* The chance of what is at most as likely as @k of @n, each with the chance @p. */
static double
test_binomial (gint64 k,
               gint64 n,
               double p)
{
  double log_p = log (p);
  double log_q = log1p (-p);
  double total = 0;
  double limit;

  if (n > MAX_EXACT)
    return find_normal_p (((double) k - (double) n * p) / sqrt ((double) n * p * (1 - p)));

  limit = lgamma ((double) n + 1) - lgamma ((double) k + 1) - lgamma ((double) (n - k) + 1) +
          (double) k * log_p + (double) (n - k) * log_q;
  for (gint64 i = 0; i <= n; i++) {
    double one = lgamma ((double) n + 1) - lgamma ((double) i + 1) -
                 lgamma ((double) (n - i) + 1) + (double) i * log_p + (double) (n - i) * log_q;

    if (one <= limit + 1e-7)
      total += exp (one);
  }

  return MIN (1, total);
}

/**
 * wb_test_shares:
 * @k: orders of the one tool
 * @n: tickets it was offered with
 * @l: orders of the other
 * @m: tickets that was offered with
 *
 * Whether two tools bring orders at different rates, given that they brought @k + @l together:
 * exact conditional binomial test, two-sided by likelihood (J. Przyborowski and H. Wilenski,
 * Biometrika 31, 1940). It is exact where both were offered with the same tickets and an order
 * counts once, and errs on the safe side where the tickets were others. Any thread.
 *
 * Returns: the chance of a difference this large or larger when there is none; 1 without orders
 */
double
wb_test_shares (gint64 k,
                gint64 n,
                gint64 l,
                gint64 m)
{
  g_return_val_if_fail (k >= 0 && l >= 0 && n >= 0 && m >= 0, 1);

  if (k + l == 0 || n == 0 || m == 0)
    return 1;

  return test_binomial (k, k + l, (double) n / ((double) n + (double) m));
}

/**
 * wb_test_means:
 * @sum_a: of the one tool's values, none of them negative
 * @squares_a: sum of their squares
 * @n_a: how many, zeros counted
 * @sum_b: as @sum_a, of the other
 * @squares_b: as @squares_a
 * @n_b: as @n_a
 *
 * Whether two means differ: the normal test of the difference, whose variance counts that the
 * values may belong to the same tickets, of which at most one tool has an order. Any thread.
 *
 * Returns: the chance of a difference this large or larger when there is none
 */
double
wb_test_means (double sum_a,
               double squares_a,
               gint64 n_a,
               double sum_b,
               double squares_b,
               gint64 n_b)
{
  double mean_a, mean_b, variance;

  if (n_a < 2 || n_b < 2)
    return 1;

  mean_a = sum_a / (double) n_a;
  mean_b = sum_b / (double) n_b;
  variance = find_variance (sum_a, squares_a, n_a) / (double) n_a +
             find_variance (sum_b, squares_b, n_b) / (double) n_b +
             2 * mean_a * mean_b / (double) MAX (n_a, n_b);
  if (variance <= 0)
    return 1;

  return find_normal_p ((mean_a - mean_b) / sqrt (variance));
}
