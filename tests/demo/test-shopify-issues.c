/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Exactly one coupon in Shopify, whatever goes wrong there, on the way, or with us. */

#include "wb-issue-matrix.h"
#include "wb-pretend-shopify.h"
#include "wb-shopify.h"
#include "wb-time.h"
#include "wb-validity.h"

#define TOKEN "shpat_11111111111111111111111111111111"
#define EMAIL "alena.nova@example.com"

typedef struct
{
  WbMovableClock *clock;
  WbShopSecret *secret;
  WbPretendShopify *store;
  const char *url;
  WbShopCoupon *coupon;
  WbIssueMatrix matrix;
} Fixture;

static WbShop *
open_shop (gpointer data)
{
  Fixture *fixture = data;
  g_autoptr (GError) error = NULL;
  WbHttp *http = wb_http_new (NULL, WB_CLOCK (fixture->clock), &error);
  WbShop *shop = wb_shopify_new (fixture->url, fixture->secret, http, WB_CLOCK (fixture->clock), &error);

  g_assert_no_error (error);

  return shop;
}

static guint
count_code (gpointer    data,
            const char *code)
{
  return wb_pretend_shopify_count_code (((Fixture *) data)->store, code);
}

static void
add_fault (gpointer        data,
           WbPretendFault  fault,
           const char     *request,
           guint           times)
{
  wb_pretend_shopify_queue_fault (((Fixture *) data)->store, fault, request, times);
}

static void
clear_faults (gpointer data)
{
  wb_pretend_shopify_clear_faults (((Fixture *) data)->store);
}

static void
release (gpointer data)
{
  wb_pretend_shopify_release (((Fixture *) data)->store);
}

static void
clear_shop (gpointer data)
{
  wb_pretend_shopify_clear (((Fixture *) data)->store);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Prague");
  g_autoptr (GError) error = NULL;
  gint64 now = 0;

  wb_time_parse ("2026-11-21T20:00:00Z", &now);
  fixture->clock = wb_movable_clock_new (now, FALSE);
  wb_movable_clock_set_auto_advance (fixture->clock, TRUE);
  fixture->secret = wb_shop_secret_parse ("shopify", "access_token=" TOKEN "\n", &error);
  g_assert_no_error (error);
  fixture->store = wb_pretend_shopify_new (NULL, WB_CLOCK (fixture->clock), &error);
  g_assert_no_error (error);
  fixture->url = wb_pretend_shopify_listen (fixture->store, 0, NULL, &error);
  g_assert_no_error (error);
  wb_pretend_shopify_add_token (fixture->store, TOKEN);
  wb_pretend_shopify_add_customer (fixture->store, EMAIL);

  fixture->coupon = wb_shop_coupon_new ();
  fixture->coupon->code = g_strdup ("REPLACED");
  fixture->coupon->amount = (WbMoney) { 20000, "CZK" };
  fixture->coupon->min_order = (WbMoney) { 100000, "CZK" };
  /* In the future of all runs. */
  fixture->coupon->expires_at = wb_validity_expires_at (wb_validity_last_day (now, 3650, zone), zone);
  fixture->coupon->usage_limit = 1;
  fixture->coupon->email = g_strdup ("Alena.Nova@example.com");
  fixture->coupon->ticket_mark = g_strdup ("replaced");

  fixture->matrix = (WbIssueMatrix) {
    .name = "Shopify",
    .open_shop = open_shop,
    .count_code = count_code,
    .add_fault = add_fault,
    .clear_faults = clear_faults,
    .release = release,
    .clear_shop = clear_shop,
    .data = fixture,
    .clock = fixture->clock,
    .coupon = fixture->coupon,
  };
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  wb_pretend_shopify_free (fixture->store);
  wb_shop_coupon_unref (fixture->coupon);
  wb_shop_secret_free (fixture->secret);
  g_object_unref (fixture->clock);
}

static void
test_each (Fixture       *fixture,
           gconstpointer  data)
{
  wb_issue_matrix_run_each (&fixture->matrix);
}

static void
test_seeded (Fixture       *fixture,
             gconstpointer  data)
{
  wb_issue_matrix_run (&fixture->matrix, 20261121, 2000);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/wb/shopify-issues/each", Fixture, NULL, set_up, test_each, tear_down);
  g_test_add ("/wb/shopify-issues/seeded", Fixture, NULL, set_up, test_seeded, tear_down);

  return g_test_run ();
}
