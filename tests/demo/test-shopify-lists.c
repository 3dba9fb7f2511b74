/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Lists of the Shopify client: changed coupons, orders and what became of them, at the pace of the
 * shop's points, with nothing lost between pages. */

#include "shopify-fixture.h"

#include "wb-coupon-outcome.h"

#include <malloc.h>

static guint
follow (WbShop      *shop,
        gboolean     orders,
        char       **mark,
        GHashTable  *seen,
        guint       *n_pages)
{
  guint n = 0;
  gboolean has_more = TRUE;

  for (guint page_number = 0; has_more; page_number++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (WbShopPage) page = orders ? wb_shop_list_orders (shop, *mark, NULL, &error) :
                                  wb_shop_list_coupons (shop, *mark, NULL, &error);

    g_assert_no_error (error);
    for (guint i = 0; i < page->items->len; i++) {
      const char *id = orders ? ((WbShopOrder *) page->items->pdata[i])->remote_id :
                                ((WbShopCoupon *) page->items->pdata[i])->remote_id;

      if (seen)
        g_hash_table_add (seen, g_strdup (id));
    }
    n += page->items->len;
    has_more = page->has_more;
    g_free (*mark);
    *mark = g_strdup (page->mark);
    if (n_pages)
      ++*n_pages;
  }

  return n;
}

static void
test_shopify_coupons_list (ShopifyFixture *fixture,
                           gconstpointer   data)
{
  g_autoptr (WbShop) shop = shopify_open_shop (fixture);
  g_autoptr (WbShopCoupon) coupon = shopify_make_coupon (fixture, SHOPIFY_CODE);
  g_autoptr (WbShopCoupon) created = shopify_create (fixture, shop, coupon);
  g_autoptr (WbShopPage) full = NULL;
  g_autoptr (WbShopPage) quiet = NULL;
  g_autoptr (WbShopPage) changed = NULL;
  g_autoptr (WbShopPage) again = NULL;
  g_autoptr (GError) error = NULL;
  const WbPretendShopifyOrder order = { .codes = SHOPIFY_CODE, .total = "900.00" };

  /* Of others. */
  g_assert_cmpint (wb_pretend_shopify_put_coupon (fixture->store, "{\"title\":\"Summer\",\"code\":\"SUMMER\","
                                                  "\"startsAt\":\"2026-01-01T00:00:00Z\",\"context\":{\"all\":\"ALL\"},"
                                                  "\"customerGets\":{\"items\":{\"all\":true},\"value\":"
                                                  "{\"percentage\":0.5}}}"), >, 0);
  full = wb_shop_list_coupons (shop, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (full->starts_pass && full->ends_pass && !full->has_more);
  g_assert_cmpuint (full->items->len, ==, 1);
  shopify_assert_same (coupon, full->items->pdata[0]);

  /* Nothing new: only what may have changed while the search lagged. */
  wb_movable_clock_advance (fixture->clock, WB_HOUR_MS);
  quiet = wb_shop_list_coupons (shop, full->mark, NULL, &error);
  g_assert_no_error (error);
  g_assert_false (quiet->starts_pass || quiet->ends_pass);
  g_clear_pointer (&quiet, wb_shop_page_free);
  quiet = wb_shop_list_coupons (shop, full->mark, NULL, &error);
  wb_movable_clock_advance (fixture->clock, WB_HOUR_MS);
  changed = wb_shop_list_coupons (shop, quiet->mark, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (changed->items->len, ==, 0);

  wb_pretend_shopify_place_order (fixture->store, &order);
  g_clear_pointer (&changed, wb_shop_page_free);
  changed = wb_shop_list_coupons (shop, quiet->mark, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (changed->items->len, ==, 1);
  g_assert_cmpint (((WbShopCoupon *) changed->items->pdata[0])->usage_count, ==, 1);

  /* A day later all are gone over, so that one deleted in the shop is missed. */
  wb_pretend_shopify_remove_coupon (fixture->store, SHOPIFY_CODE);
  wb_movable_clock_advance (fixture->clock, WB_DAY_MS);
  again = wb_shop_list_coupons (shop, changed->mark, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (again->starts_pass && again->ends_pass);
  g_assert_cmpuint (again->items->len, ==, 0);
}

static const WbShopOrder *
read_order (WbShop      *shop,
            WbShopPage **page_out,
            guint        number)
{
  g_autoptr (GError) error = NULL;

  *page_out = wb_shop_list_orders (shop, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint ((*page_out)->items->len, >, number);

  return (*page_out)->items->pdata[number];
}

/* What becomes of the coupon, were this its only order. */
static void
assert_outcome (const WbShopOrder *order,
                const char        *state,
                gint64             revenue_minor)
{
  g_autoptr (WbCoupon) coupon = wb_coupon_new ();
  g_autoptr (GPtrArray) orders = g_ptr_array_new ();
  g_auto (WbCouponOutcome) outcome = { 0 };

  coupon->code = g_strdup ("ABC-1");
  coupon->state = g_strdup (WB_COUPON_ACTIVE);
  coupon->expires_at = WB_TIME_NONE;
  g_ptr_array_add (orders, (gpointer) order);
  wb_coupon_outcome_judge (coupon, orders, order->updated_at, &outcome);
  g_assert_cmpstr (outcome.state, ==, state);
  g_assert_cmpint (outcome.revenue.minor, ==, revenue_minor);
  g_assert_cmpint (wb_money_is_none (&outcome.revenue), ==, strcmp (state, WB_COUPON_USED) != 0);
  g_assert_false (outcome.is_probable || outcome.is_mixed);
}

static void
test_shopify_orders (ShopifyFixture *fixture,
                     gconstpointer   data)
{
  static const struct
  {
    const char *what;
    WbPretendShopifyOrder order;
    gboolean cancels;
    const char *refunds;
    WbShopOrderState state;
    gint64 total, refunded;
    guint n_coupons;
    gint64 discount;
    const char *coupon_state;
    gint64 revenue;
  } cases[] = {
    { "paid", { .codes = "Abc-1", .total = "900.00", .discount = "100.00", .email = "Jana@Shop.example" }, FALSE,
      NULL, WB_SHOP_ORDER_PAID, 90000, 0, 1, 10000, WB_COUPON_USED, 90000 },
    { "not paid", { .codes = "ABC-1", .total = "900.00", .financial = "PENDING" }, FALSE, NULL,
      WB_SHOP_ORDER_OPEN, 90000, 0, 1, 0, WB_COUPON_USED, 90000 },
    { "cancelled", { .codes = "ABC-1", .total = "900.00" }, TRUE, NULL, WB_SHOP_ORDER_CANCELLED,
      90000, 0, 1, 0, WB_COUPON_ACTIVE, 0 },
    { "refunded", { .codes = "ABC-1", .total = "900.00" }, FALSE, "900.00", WB_SHOP_ORDER_REFUNDED,
      90000, 90000, 1, 0, WB_COUPON_USED, 0 },
    { "partly", { .codes = "ABC-1", .total = "900.00" }, FALSE, "300.50", WB_SHOP_ORDER_PAID,
      90000, 30050, 1, 0, WB_COUPON_USED, 59950 },
    { "in euros", { .codes = "ABC-1", .total = "900.00", .presentment = "EUR" }, FALSE, NULL, WB_SHOP_ORDER_PAID,
      90000, 0, 1, 0, WB_COUPON_USED, 90000 },
    { "two codes", { .codes = "ABC-1 ABC-2", .total = "900.00", .discount = "100.00" }, FALSE, NULL,
      WB_SHOP_ORDER_PAID, 90000, 0, 2, 0, WB_COUPON_USED, 90000 },
    { "test", { .codes = "ABC-1", .total = "900.00", .is_test = TRUE }, FALSE, NULL, WB_SHOP_ORDER_PAID,
      90000, 0, 1, 0, WB_COUPON_ACTIVE, 0 },
    { "none", { .total = "900.00" }, FALSE, NULL, WB_SHOP_ORDER_PAID, 90000, 0, 0, 0, WB_COUPON_ACTIVE, 0 },
  };
  g_autoptr (WbShop) shop = shopify_open_shop (fixture);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    gint64 id = wb_pretend_shopify_place_order (fixture->store, &cases[i].order);
    g_autoptr (WbShopPage) page = NULL;
    const WbShopOrder *order;

    g_test_message ("%s", cases[i].what);
    wb_movable_clock_advance (fixture->clock, WB_MINUTE_MS);
    if (cases[i].cancels)
      wb_pretend_shopify_cancel_order (fixture->store, id);
    if (cases[i].refunds)
      wb_pretend_shopify_refund_order (fixture->store, id, cases[i].refunds);
    /* Oldest change first. */
    order = read_order (shop, &page, i);
    g_assert_cmpint (order->state, ==, cases[i].state);
    g_assert_cmpint (order->total.minor, ==, cases[i].total);
    g_assert_cmpstr (order->total.currency, ==, "CZK");
    g_assert_cmpint (order->refunded.minor, ==, cases[i].refunded);
    g_assert_cmpint (order->is_test, ==, cases[i].order.is_test);
    g_assert_cmpuint (order->coupons->len, ==, cases[i].n_coupons);
    assert_outcome (order, cases[i].coupon_state, cases[i].revenue);
    if (i == 0)
      g_assert_cmpstr (order->email, ==, "jana@shop.example");
    if (cases[i].n_coupons > 0) {
      const WbShopOrderCoupon *coupon = order->coupons->pdata[0];

      g_assert_cmpstr (coupon->code, ==, "ABC-1");
      g_assert_true (coupon->is_certain);
      g_assert_cmpint (coupon->discount.minor, ==, cases[i].discount);
    }
  }
}

static void
test_shopify_orders_hidden (ShopifyFixture *fixture,
                            gconstpointer   data)
{
  g_autoptr (WbShop) shop = shopify_open_shop (fixture);
  const WbPretendShopifyOrder order = { .codes = "ABC-1", .total = "900.00", .email = "jana@shop.example" };
  g_autoptr (WbShopPage) page = NULL;
  g_autoptr (GError) error = NULL;

  wb_pretend_shopify_place_order (fixture->store, &order);
  wb_pretend_shopify_set_hides_email (fixture->store, TRUE);
  page = wb_shop_list_orders (shop, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (page->items->len, ==, 1);
  g_assert_null (((WbShopOrder *) page->items->pdata[0])->email);

  /* Not for want of addresses, but of orders. */
  wb_pretend_shopify_set_scopes (fixture->store, "write_discounts");
  g_clear_pointer (&page, wb_shop_page_free);
  page = wb_shop_list_orders (shop, NULL, NULL, &error);
  g_assert_null (page);
  g_assert_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_FORBIDDEN);
  g_assert_nonnull (strstr (error->message, "read_orders"));
}

static void
test_shopify_throttled (ShopifyFixture *fixture,
                        gconstpointer   data)
{
  g_autoptr (WbShop) shop = shopify_open_shop (fixture);
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GError) error = NULL;
  gint64 before = wb_clock_steady (WB_CLOCK (fixture->clock));

  /* Somebody else with the same app spends all: the first question is refused, the rest waits. */
  wb_pretend_shopify_drain (fixture->store, 0);
  found = wb_shop_find_code (shop, SHOPIFY_CODE, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (wb_pretend_shopify_count_throttled (fixture->store), ==, 1);
  g_assert_cmpint (wb_clock_steady (WB_CLOCK (fixture->clock)), >, before);
}

/* How much of what the points allow is used. */
static void
assert_pace (ShopifyFixture *fixture,
             gint64          started_at,
             double          bucket_points,
             double          points_per_sec)
{
  double secs = (double) (wb_clock_steady (WB_CLOCK (fixture->clock)) - started_at) / WB_SECOND_MS;
  double allowed = bucket_points + secs * points_per_sec;
  double spent = wb_pretend_shopify_get_spent (fixture->store);

  g_test_message ("%.0f points of %.0f that %.1f s allow", spent, allowed, secs);
  g_assert_cmpfloat (spent, >=, allowed * 0.95);
  g_assert_cmpfloat (spent, <=, allowed);
  g_assert_cmpuint (wb_pretend_shopify_count_throttled (fixture->store), ==, 0);
}

static void
run_at_pace (gboolean orders)
{
  const WbPretendShopifyOptions options = { .bucket_points = 1000, .points_per_sec = 50 };
  ShopifyFixture fixture = { NULL };
  g_autoptr (WbShop) shop = NULL;
  g_autofree char *mark = NULL;
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint n_pages = 0;
  gint64 started_at;
  guint n;

  shopify_set_up (&fixture, &options);
  wb_pretend_shopify_put_many (fixture.store, "MANY", orders ? 0 : 10000, orders ? 10000 : 0);
  shop = shopify_open_shop (&fixture);
  started_at = wb_clock_steady (WB_CLOCK (fixture.clock));
  n = follow (shop, orders, &mark, seen, &n_pages);
  g_assert_cmpuint (n, ==, 10000);
  g_assert_cmpuint (g_hash_table_size (seen), ==, 10000);
  g_assert_cmpuint (n_pages, ==, 40);
  assert_pace (&fixture, started_at, options.bucket_points, options.points_per_sec);
  g_clear_object (&shop);
  shopify_tear_down (&fixture, NULL);
}

static void
test_shopify_ten_thousand_coupons (void)
{
  run_at_pace (FALSE);
}

static void
test_shopify_ten_thousand_orders (void)
{
  run_at_pace (TRUE);
}

/* Pages leave nothing behind: the fourth round needs no more than the second. */
static void
test_shopify_memory (ShopifyFixture *fixture,
                     gconstpointer   data)
{
  g_autoptr (WbShop) shop = shopify_open_shop (fixture);
  gsize after[4] = { 0 };

  wb_pretend_shopify_put_many (fixture->store, "MANY", 1000, 1000);
  for (guint i = 0; i < G_N_ELEMENTS (after); i++) {
    g_autofree char *coupons = NULL;
    g_autofree char *orders = NULL;

    follow (shop, FALSE, &coupons, NULL, NULL);
    follow (shop, TRUE, &orders, NULL, NULL);
    after[i] = mallinfo2 ().uordblks;
    g_test_message ("%" G_GSIZE_FORMAT " bytes in use", after[i]);
  }
  g_assert_cmpuint (after[3], <, after[1] + 256 * 1024);
}

/* Where lists cost as documented until 2024, a full page is over the limit of one question. */
static void
test_shopify_smaller_pages (void)
{
  const WbPretendShopifyOptions options = { .linear_costs = TRUE };
  ShopifyFixture fixture = { NULL };
  g_autoptr (WbShop) shop = NULL;
  g_autofree char *coupons = NULL;
  g_autofree char *orders = NULL;
  guint n_pages = 0;

  shopify_set_up (&fixture, &options);
  wb_pretend_shopify_put_many (fixture.store, "MANY", 600, 600);
  shop = shopify_open_shop (&fixture);
  g_assert_cmpuint (follow (shop, FALSE, &coupons, NULL, &n_pages), ==, 600);
  g_assert_cmpuint (n_pages, >, 3);
  n_pages = 0;
  g_assert_cmpuint (follow (shop, TRUE, &orders, NULL, &n_pages), ==, 600);
  g_assert_cmpuint (n_pages, >, 3);
  g_assert_cmpuint (wb_pretend_shopify_count_throttled (fixture.store), ==, 0);
  g_clear_object (&shop);
  shopify_tear_down (&fixture, NULL);
}

/* What changes while pages are read is not lost. */
static void
test_shopify_orders_change_between_pages (ShopifyFixture *fixture,
                                          gconstpointer   data)
{
  g_autoptr (WbShop) shop = shopify_open_shop (fixture);
  const WbPretendShopifyOrder order = { .codes = "ABC-1", .total = "900.00" };
  gint64 id = wb_pretend_shopify_place_order (fixture->store, &order);
  g_autoptr (WbShopPage) first = NULL;
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *mark = NULL;
  g_autofree char *gid = g_strdup_printf ("gid://shopify/Order/%" G_GINT64_FORMAT, id);
  g_autoptr (GError) error = NULL;

  wb_movable_clock_advance (fixture->clock, WB_HOUR_MS);
  wb_pretend_shopify_put_many (fixture->store, "MANY", 0, 400);
  first = wb_shop_list_orders (shop, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (first->has_more);
  wb_movable_clock_advance (fixture->clock, WB_SECOND_MS);
  wb_pretend_shopify_refund_order (fixture->store, id, "900.00");
  mark = g_strdup (first->mark);
  follow (shop, TRUE, &mark, seen, NULL);
  g_assert_true (g_hash_table_contains (seen, gid));
}

static void
test_shopify_faults_while_listing (ShopifyFixture *fixture,
                                   gconstpointer   data)
{
  static const struct { WbPretendFault fault; WbRemoteError code; } cases[] = {
    { WB_PRETEND_FAULT_500_BEFORE, WB_REMOTE_ERROR_SERVER_FAULT },
    { WB_PRETEND_FAULT_500_AFTER, WB_REMOTE_ERROR_SERVER_FAULT },
    { WB_PRETEND_FAULT_HTML, WB_REMOTE_ERROR_UNEXPECTED_REPLY },
    { WB_PRETEND_FAULT_429, WB_REMOTE_ERROR_RATE_LIMITED },
    { WB_PRETEND_FAULT_423, WB_REMOTE_ERROR_RATE_LIMITED },
    { WB_PRETEND_FAULT_UNAUTHORIZED, WB_REMOTE_ERROR_UNAUTHORIZED },
  };
  g_autoptr (WbShop) shop = shopify_open_shop (fixture);
  g_autofree char *mark = NULL;
  g_autoptr (WbShopPage) first = NULL;

  wb_pretend_shopify_put_many (fixture->store, "MANY", 0, 300);
  first = wb_shop_list_orders (shop, NULL, NULL, NULL);
  g_assert_nonnull (first);
  mark = g_strdup (first->mark);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;

    g_test_message ("%s", wb_pretend_fault_to_text (cases[i].fault));
    wb_pretend_shopify_queue_fault (fixture->store, cases[i].fault, WB_PRETEND_REQUEST_ORDERS, 1);
    g_assert_null (wb_shop_list_orders (shop, mark, NULL, &error));
    g_assert_error (error, WB_REMOTE_ERROR, (gint) cases[i].code);
    g_assert_null (strstr (error->message, "shpat_"));
  }
  g_assert_cmpuint (follow (shop, TRUE, &mark, NULL, NULL), ==, 50);
}

#define ADD(path, function) \
  g_test_add ("/wb/demo/shopify-lists/" path, ShopifyFixture, NULL, shopify_set_up_plain, function, shopify_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("coupons-list", test_shopify_coupons_list);
  ADD ("orders", test_shopify_orders);
  ADD ("orders-without-addresses", test_shopify_orders_hidden);
  ADD ("throttled-by-others", test_shopify_throttled);
  g_test_add_func ("/wb/demo/shopify-lists/ten-thousand-coupons", test_shopify_ten_thousand_coupons);
  g_test_add_func ("/wb/demo/shopify-lists/ten-thousand-orders", test_shopify_ten_thousand_orders);
  ADD ("memory-stays", test_shopify_memory);
  g_test_add_func ("/wb/demo/shopify-lists/smaller-pages", test_shopify_smaller_pages);
  ADD ("orders-change-between-pages", test_shopify_orders_change_between_pages);
  ADD ("faults-while-listing", test_shopify_faults_while_listing);

  return g_test_run ();
}
