/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Exactly one coupon in Shoptet, whatever goes wrong there, on the way, or with us. */

#include "shoptet-fixture.h"
#include "wb-issue-matrix.h"
#include "wb-time.h"
#include "wb-validity.h"

typedef struct
{
  ShoptetFixture shop;
  WbShopCoupon *coupon;
  WbIssueMatrix matrix;
} Fixture;

static WbPretendShoptet *
store_of (gpointer data)
{
  return ((Fixture *) data)->shop.store;
}

static WbShop *
open_shop (gpointer data)
{
  return shoptet_fixture_open (&((Fixture *) data)->shop, NULL);
}

static guint
count_code (gpointer    data,
            const char *code)
{
  return wb_pretend_shoptet_count_code (store_of (data), code);
}

static void
add_fault (gpointer        data,
           WbPretendFault  fault,
           const char     *request,
           guint           times)
{
  wb_pretend_shoptet_add_fault (store_of (data), fault, request, times);
}

static void
clear_faults (gpointer data)
{
  wb_pretend_shoptet_clear_faults (store_of (data));
}

static void
release (gpointer data)
{
  wb_pretend_shoptet_release (store_of (data));
}

static void
clear_shop (gpointer data)
{
  wb_pretend_shoptet_clear (store_of (data));
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Prague");
  gint64 now;

  shoptet_fixture_set_up (&fixture->shop, NULL);
  now = wb_clock_now (WB_CLOCK (fixture->shop.clock));
  fixture->coupon = shoptet_fixture_coupon (&fixture->shop);
  /* In the future of all runs. */
  fixture->coupon->expires_at = wb_validity_expires_at (wb_validity_last_day (now, 3650, zone), zone);
  fixture->matrix = (WbIssueMatrix) {
    .name = "Shoptet",
    .open_shop = open_shop,
    .count_code = count_code,
    .add_fault = add_fault,
    .clear_faults = clear_faults,
    .release = release,
    .clear_shop = clear_shop,
    .data = fixture,
    .clock = fixture->shop.clock,
    .coupon = fixture->coupon,
  };
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  wb_shop_coupon_unref (fixture->coupon);
  shoptet_fixture_tear_down (&fixture->shop);
}

static void
test_each (Fixture       *fixture,
           gconstpointer  data)
{
  wb_issue_matrix_run_each (&fixture->matrix);
  /* Of all these, one template. */
  g_assert_cmpuint (wb_pretend_shoptet_count_templates (fixture->shop.store), <=, 2);
}

static void
test_seeded (Fixture       *fixture,
             gconstpointer  data)
{
  wb_issue_matrix_run (&fixture->matrix, 20261122, 2000);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/wb/shoptet-issues/each", Fixture, NULL, set_up, test_each, tear_down);
  g_test_add ("/wb/shoptet-issues/seeded", Fixture, NULL, set_up, test_seeded, tear_down);

  return g_test_run ();
}
