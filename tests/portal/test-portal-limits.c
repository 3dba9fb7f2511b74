/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The rate limit of reference/retino-api.md B.1, by a clock that the test holds. */

#include "config.h"

#include "wb-portal-limits.h"
#include "wb-time.h"

#define NOW G_GINT64_CONSTANT (1759480000000)

static void
test_portal_limits_count (void)
{
  g_autoptr (WbPortalLimits) limits = wb_portal_limits_new (3);
  WbPortalAllowance allowance;

  for (int i = 0; i < 3; i++) {
    g_assert_true (wb_portal_limits_take (limits, "eva", NOW + i * 1000, &allowance));
    g_assert_cmpint (allowance.remaining, ==, 2 - i);
    g_assert_cmpint (allowance.limit, ==, 3);
    g_assert_cmpint (allowance.reset_secs, ==, NOW / 1000 + 60);
    wb_portal_limits_give (limits, "eva");
  }

  g_assert_false (wb_portal_limits_take (limits, "eva", NOW + 10500, &allowance));
  g_assert_cmpint (allowance.remaining, ==, 0);
  g_assert_cmpint (allowance.retry_after_secs, ==, 50);

  /* Another user has a minute of their own, and a minute later everything is allowed again. */
  g_assert_true (wb_portal_limits_take (limits, "petr", NOW + 10500, &allowance));
  g_assert_false (wb_portal_limits_take (limits, "eva", NOW + WB_MINUTE_MS - 1, &allowance));
  g_assert_cmpint (allowance.retry_after_secs, ==, 1);
  g_assert_true (wb_portal_limits_take (limits, "eva", NOW + WB_MINUTE_MS, &allowance));
  g_assert_cmpint (allowance.remaining, ==, 2);
}

static void
test_portal_limits_at_once (void)
{
  g_autoptr (WbPortalLimits) limits = wb_portal_limits_new (100);
  WbPortalAllowance allowance;

  for (int i = 0; i < WB_PORTAL_AT_ONCE; i++)
    g_assert_true (wb_portal_limits_take (limits, "eva", NOW, &allowance));

  g_assert_false (wb_portal_limits_take (limits, "eva", NOW, &allowance));
  g_assert_cmpint (allowance.retry_after_secs, ==, 1);
  g_assert_cmpint (allowance.remaining, ==, 100 - WB_PORTAL_AT_ONCE);

  /* They are still running when their minute is over. */
  g_assert_false (wb_portal_limits_take (limits, "eva", NOW + 2 * WB_MINUTE_MS, &allowance));
  wb_portal_limits_give (limits, "eva");
  g_assert_true (wb_portal_limits_take (limits, "eva", NOW + 2 * WB_MINUTE_MS, &allowance));
}

static void
test_portal_limits_off (void)
{
  g_autoptr (WbPortalLimits) limits = wb_portal_limits_new (-1);
  WbPortalAllowance allowance;

  for (int i = 0; i < 1000; i++)
    g_assert_true (wb_portal_limits_take (limits, "eva", NOW, &allowance));

  g_assert_cmpint (allowance.remaining, ==, G_MAXINT);
  g_assert_cmpint (allowance.retry_after_secs, ==, 0);
}

/* Very many addresses at once, as an attack has them: each costs the same however many there are, and
 * none is remembered for long. */
static void
test_portal_limits_many (void)
{
  const guint n_addresses = 200000;
  const gint64 most_usec = 20 * G_USEC_PER_SEC;
  g_autoptr (WbPortalLimits) limits = wb_portal_limits_new (120);
  WbPortalAllowance allowance;
  gint64 started_at = g_get_monotonic_time ();

  for (guint i = 0; i < n_addresses; i++) {
    g_autofree char *address = g_strdup_printf ("10.%u.%u.%u", i >> 16, i >> 8 & 255, i & 255);

    g_assert_true (wb_portal_limits_take (limits, address, NOW, &allowance));
    wb_portal_limits_give (limits, address);
    /* A look at all of them for each took minutes. */
    g_assert_cmpint (g_get_monotonic_time () - started_at, <, most_usec);
  }
  g_assert_cmpuint (wb_portal_limits_count (limits), ==, n_addresses);

  /* A minute later the next one to come finds them gone. */
  g_assert_true (wb_portal_limits_take (limits, "192.0.2.1", NOW + WB_MINUTE_MS, &allowance));
  g_assert_cmpuint (wb_portal_limits_count (limits), ==, 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wb/portal/limits/requests-of-a-minute-are-counted-per-user",
                   test_portal_limits_count);
  g_test_add_func ("/wb/portal/limits/four-at-once", test_portal_limits_at_once);
  g_test_add_func ("/wb/portal/limits/very-many-addresses-cost-the-same-each",
                   test_portal_limits_many);
  g_test_add_func ("/wb/portal/limits/off-never-refuses", test_portal_limits_off);

  return g_test_run ();
}
