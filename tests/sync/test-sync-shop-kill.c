/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The program dies at each step of a coupon at level 0, with and without trouble from the shop, and is
 * started again: in the end there is one coupon in the shop and the workspace says so, or none and the
 * workspace says why; whatever was never stored was never promised. (tests/e2e does the same to real
 * processes.) */

#include "config.h"

#include "wb-shop-desk.h"

#include <string.h>

#define WAIT_SECS 3600
#define MOST_POINTS 60
#define MOST_ROUNDS 40
#define N_SEEDED 400

typedef struct
{
  guint n_passed;
  guint end_at;
} Killer;

static gboolean
probe_cb (const char *point,
          gpointer    data)
{
  Killer *killer = data;

  return killer->n_passed++ != killer->end_at;
}

/* Starts the program again until nothing is left to be done. @killer: (nullable) strikes again. */
static void
settle (WbShopDesk *shop)
{
  for (guint round = 0; wb_shop_desk_issues (shop) > 0; round++) {
    g_autoptr (GError) error = NULL;

    g_assert_cmpuint (round, <, MOST_ROUNDS);
    wb_movable_clock_advance (shop->desk->clock, 61 * WB_SECOND_MS);
    wb_pretend_woo_release (shop->woo);
    wb_sync_shops_round (shop->desk->sync, NULL, &error);
    if (error)
      g_test_message ("again: %s", error->message);
  }
}

static gboolean
may_fail (WbPretendFault fault)
{
  return fault == WB_PRETEND_FAULT_OTHER_AMOUNT || fault == WB_PRETEND_FAULT_OTHER_EXPIRY ||
         fault == WB_PRETEND_FAULT_DROP_EMAIL || fault == WB_PRETEND_FAULT_UNAUTHORIZED;
}

static void
judge (WbShopDesk *shop,
       const char *ticket,
       gboolean    was_killed,
       gboolean    may_end_without,
       guint      *n_lost)
{
  g_autoptr (WbCoupon) coupon = wb_shop_desk_coupon_of (shop, ticket);

  if (!coupon) {
    /* Killed before anything was stored. */
    g_assert_true (was_killed);
    g_assert_cmpuint (wb_pretend_woo_count_coupons (shop->woo), ==, 0);
    (*n_lost)++;
    return;
  }
  if (g_str_equal (coupon->state, WB_COUPON_FAILED)) {
    g_assert_true (may_end_without);
    g_assert_nonnull (coupon->error_message);
    g_assert_cmpuint (wb_pretend_woo_count_coupons (shop->woo), ==, 0);
    return;
  }
  g_assert_cmpstr (coupon->state, ==, WB_COUPON_ACTIVE);
  g_assert_cmpuint (wb_pretend_woo_count_code (shop->woo, coupon->code), ==, 1);
  g_assert_cmpuint (wb_pretend_woo_count_coupons (shop->woo), ==, 1);
}

/* One coupon with a death at @end_at; whether there was such a point. */
static gboolean
run_one (WbShopDesk *shop,
         guint       number,
         guint       end_at,
         gboolean    may_end_without,
         guint      *n_lost)
{
  g_autofree char *id = g_strdup_printf ("t%u", number);
  g_autoptr (WbCouponOrder) order = wb_shop_desk_order (id);
  g_autoptr (WbCoupon) coupon = NULL;
  g_autoptr (GError) error = NULL;
  Killer killer = { 0, end_at };
  gboolean was_killed = FALSE;

  wb_shop_desk_add_ticket (shop, id);
  wb_sync_set_probe (shop->desk->sync, probe_cb, &killer);
  coupon = wb_sync_issue_coupon (shop->desk->sync, order, WAIT_SECS, NULL, &error);
  was_killed = killer.n_passed > end_at;
  wb_sync_set_probe (shop->desk->sync, NULL, NULL);
  if (was_killed)
    wb_shop_desk_restart (shop);
  settle (shop);
  wb_pretend_woo_clear_faults (shop->woo);
  judge (shop, id, was_killed, may_end_without, n_lost);
  wb_pretend_woo_clear (shop->woo);

  return was_killed;
}

static void
test_sync_shop_kill_each_step_and_fault (void)
{
  static const WbPretendFault faults[] = {
    WB_PRETEND_FAULT_NONE, WB_PRETEND_FAULT_429, WB_PRETEND_FAULT_500_BEFORE, WB_PRETEND_FAULT_500_AFTER,
    WB_PRETEND_FAULT_SILENT_BEFORE, WB_PRETEND_FAULT_SILENT_AFTER, WB_PRETEND_FAULT_CUT, WB_PRETEND_FAULT_DROP,
    WB_PRETEND_FAULT_DUPLICATE, WB_PRETEND_FAULT_HTML, WB_PRETEND_FAULT_OTHER_AMOUNT,
    WB_PRETEND_FAULT_OTHER_EXPIRY, WB_PRETEND_FAULT_UNAUTHORIZED,
  };
  g_autoptr (WbShopDesk) shop = wb_shop_desk_new (TRUE);
  guint number = 0;
  guint n_lost = 0;
  guint n_deaths = 0;

  wb_shop_desk_connect (shop);
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++) {
    guint end_at = 0;
    gboolean was_killed = TRUE;

    g_test_message ("%s", wb_pretend_fault_to_text (faults[i]));
    for (; was_killed; end_at++) {
      g_assert_cmpuint (end_at, <, MOST_POINTS);
      if (faults[i] != WB_PRETEND_FAULT_NONE)
        wb_pretend_woo_add_fault (shop->woo, faults[i], WB_PRETEND_REQUEST_CREATE, 1);
      was_killed = run_one (shop, ++number, end_at, may_fail (faults[i]), &n_lost);
      n_deaths += was_killed;
    }
    g_assert_cmpuint (end_at, >=, 6);
  }
  g_test_message ("%u deaths, %u before anything was stored", n_deaths, n_lost);
  g_assert_cmpuint (n_lost, <, n_deaths / 4);
}

static void
test_sync_shop_kill_seeded (void)
{
  static const char *const requests[] = {
    WB_PRETEND_REQUEST_CREATE, WB_PRETEND_REQUEST_FIND, WB_PRETEND_REQUEST_REMOVE, WB_PRETEND_REQUEST_CHECK,
  };
  static const WbPretendFault faults[] = {
    WB_PRETEND_FAULT_429, WB_PRETEND_FAULT_500_BEFORE, WB_PRETEND_FAULT_500_AFTER,
    WB_PRETEND_FAULT_SILENT_BEFORE, WB_PRETEND_FAULT_SILENT_AFTER, WB_PRETEND_FAULT_CUT, WB_PRETEND_FAULT_DROP,
    WB_PRETEND_FAULT_DUPLICATE, WB_PRETEND_FAULT_HTML, WB_PRETEND_FAULT_OTHER_AMOUNT,
    WB_PRETEND_FAULT_OTHER_EXPIRY,
  };
  g_autoptr (WbShopDesk) shop = wb_shop_desk_new (TRUE);
  guint n_lost = 0;

  wb_shop_desk_connect (shop);
  for (guint i = 0; i < N_SEEDED; i++) {
    /* Each by a seed of its own, so that one that fails can be run alone. */
    g_autoptr (WbRandom) random = wb_seeded_random_new (0x5a000000 + i);
    guint n_troubles = wb_random_below (random, 4);
    gboolean without = FALSE;

    g_test_message ("seed %#x", 0x5a000000 + i);
    for (guint j = 0; j < n_troubles; j++) {
      WbPretendFault fault = faults[wb_random_below (random, G_N_ELEMENTS (faults))];
      const char *request = requests[wb_random_below (random, G_N_ELEMENTS (requests))];

      wb_pretend_woo_add_fault (shop->woo, WB_PRETEND_FAULT_NONE, request, wb_random_below (random, 3));
      wb_pretend_woo_add_fault (shop->woo, fault, request, 1);
      without |= may_fail (fault);
    }
    run_one (shop, 1000 + i, wb_random_below (random, 20), without, &n_lost);
  }
  g_assert_cmpuint (n_lost, <, N_SEEDED / 4);
}

int
main (int    argc,
      char **argv)
{
  g_setenv ("SOUP_FORCE_HTTP1", "1", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sync/shop-kill/each-step-and-fault", test_sync_shop_kill_each_step_and_fault);
  g_test_add_func ("/sync/shop-kill/seeded", test_sync_shop_kill_seeded);

  return g_test_run ();
}
