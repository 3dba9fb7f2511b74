/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What becomes of coupons in a Shoptet shop: used, cancelled, given back, renamed; ten thousand of them
 * at the rate the shop allows, and no faster. */

#include "shoptet-fixture.h"

#include "wb-coupon-match.h"
#include "wb-time.h"

#include <string.h>
#include <unistd.h>

#define MANY 10000

/* All pages from @mark on, which becomes the next one; the newest line of each order by its number. */
static GHashTable *
follow_orders (WbShop  *shop,
               char   **mark,
               guint   *n_items)
{
  GHashTable *orders = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) wb_shop_order_unref);
  gboolean has_more = TRUE;

  while (has_more) {
    g_autoptr (GError) error = NULL;
    g_autoptr (WbShopPage) page = wb_shop_list_orders (shop, *mark, NULL, &error);

    g_assert_no_error (error);
    g_assert_cmpuint (page->items->len, <=, 50);
    for (guint i = 0; i < page->items->len; i++) {
      WbShopOrder *order = g_ptr_array_index (page->items, i);

      g_hash_table_replace (orders, order->remote_id, wb_shop_order_ref (order));
    }
    if (n_items)
      *n_items += page->items->len;
    has_more = page->has_more;
    g_free (*mark);
    *mark = g_strdup (page->mark);
  }

  return orders;
}

static const WbShopOrderCoupon *
only_coupon (const WbShopOrder *order)
{
  g_assert_cmpuint (order->coupons->len, ==, 1);

  return g_ptr_array_index (order->coupons, 0);
}

static void
make_coupon (ShoptetFixture *fixture,
             WbShop         *shop,
             const char     *code)
{
  g_autoptr (WbShopCoupon) wanted = shoptet_fixture_coupon (fixture);
  g_autoptr (WbShopCoupon) created = NULL;
  g_autoptr (GError) error = NULL;

  g_free (wanted->code);
  wanted->code = g_strdup (code);
  created = wb_shop_create (shop, wanted, NULL, &error);
  g_assert_no_error (error);
}

/* What happens to an order that used a coupon, and what we are told. */
static void
test_shoptet_order_fates (void)
{
  static const struct {
    const char *code;
    WbPretendShoptetRow row;
    int status;              /* 0 = left as it is */
    int paid;
    gint64 credit;           /* minor */
    gboolean is_deleted;
    WbShopOrderState state;
    gint64 refunded;
    gboolean is_certain;
  } cases[] = {
    { "WBAAAAAAAAAA", WB_PRETEND_SHOPTET_ROW_CZECH, 0, FALSE, 0, FALSE, WB_SHOP_ORDER_OPEN, 0, TRUE },
    { "WBAAAAAAAAAB", WB_PRETEND_SHOPTET_ROW_SLOVAK, -1, TRUE, 0, FALSE, WB_SHOP_ORDER_PAID, 0, TRUE },
    { "WBAAAAAAAAAC", WB_PRETEND_SHOPTET_ROW_CZECH, -3, -1, 0, FALSE, WB_SHOP_ORDER_PAID, 0, TRUE },
    { "WBAAAAAAAAAD", WB_PRETEND_SHOPTET_ROW_CZECH, 7, -1, 0, FALSE, WB_SHOP_ORDER_PAID, 0, TRUE },
    { "WBAAAAAAAAAE", WB_PRETEND_SHOPTET_ROW_CZECH, -2, -1, 0, FALSE, WB_SHOP_ORDER_OPEN, 0, TRUE },
    { "WBAAAAAAAAAF", WB_PRETEND_SHOPTET_ROW_CZECH, -4, TRUE, 0, FALSE, WB_SHOP_ORDER_CANCELLED, 0, TRUE },
    { "WBAAAAAAAAAG", WB_PRETEND_SHOPTET_ROW_CZECH, -3, TRUE, 30000, FALSE, WB_SHOP_ORDER_PAID, 30000, TRUE },
    { "WBAAAAAAAAAH", WB_PRETEND_SHOPTET_ROW_CZECH, -3, TRUE, 130000, FALSE, WB_SHOP_ORDER_REFUNDED, 130000, TRUE },
    { "WBAAAAAAAAAJ", WB_PRETEND_SHOPTET_ROW_CZECH, -3, TRUE, 0, TRUE, WB_SHOP_ORDER_CANCELLED, 0, TRUE },
    { "WBAAAAAAAAAK", WB_PRETEND_SHOPTET_ROW_NAMELESS, -3, TRUE, 0, FALSE, WB_SHOP_ORDER_PAID, 0, FALSE },
  };
  ShoptetFixture fixture = { 0 };
  g_autoptr (WbShop) shop = NULL;
  g_autofree char *mark = NULL;

  shoptet_fixture_set_up (&fixture, NULL);
  shop = shoptet_fixture_open (&fixture, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    const WbPretendShoptetPurchase purchase = {
      .email = "Jana@Example.com", .goods = { 150000, "CZK" }, .coupon = cases[i].code, .row = cases[i].row,
    };
    g_autofree char *number = NULL;
    g_autoptr (GHashTable) first = NULL;
    g_autoptr (GHashTable) second = NULL;
    const WbShopOrder *order;
    const WbShopOrderCoupon *coupon;

    g_test_message ("%s", cases[i].code);
    make_coupon (&fixture, shop, cases[i].code);
    number = wb_pretend_shoptet_buy (fixture.store, &purchase);
    g_assert_nonnull (number);
    /* Once with all that is said at the till, */
    first = follow_orders (shop, &mark, NULL);
    order = g_hash_table_lookup (first, number);
    g_assert_nonnull (order);
    g_assert_cmpint (order->state, ==, WB_SHOP_ORDER_OPEN);
    coupon = only_coupon (order);
    g_assert_cmpstr (coupon->code, ==, cases[i].is_certain ? cases[i].code : "");
    g_assert_cmpint (coupon->is_certain, ==, cases[i].is_certain);
    g_assert_cmpint (coupon->discount.minor, ==, 20000);
    g_assert_cmpint (order->total.minor, ==, 130000);
    g_assert_cmpstr (order->total.currency, ==, "CZK");
    g_assert_cmpstr (order->email, ==, "jana@example.com");
    g_assert_cmpint ((wb_coupon_match_unnamed (order) != NULL), ==, !cases[i].is_certain);

    /* and once days later. */
    wb_movable_clock_advance (fixture.clock, 2 * WB_DAY_MS);
    if (cases[i].status != 0)
      wb_pretend_shoptet_set_order (fixture.store, number, cases[i].status, cases[i].paid);
    if (cases[i].credit > 0) {
      g_autoptr (GHashTable) between = follow_orders (shop, &mark, NULL);

      g_assert_cmpint (((WbShopOrder *) g_hash_table_lookup (between, number))->refunded.minor, ==, 0);
      wb_movable_clock_advance (fixture.clock, WB_DAY_MS);
      /* The order itself does not change by it. */
      wb_pretend_shoptet_credit_order (fixture.store, number, cases[i].credit);
    }
    if (cases[i].is_deleted)
      wb_pretend_shoptet_delete_order (fixture.store, number);
    second = follow_orders (shop, &mark, NULL);
    order = g_hash_table_lookup (second, number);
    g_assert_nonnull (order);
    g_assert_cmpint (order->state, ==, cases[i].state);
    g_assert_cmpint (order->refunded.minor, ==, cases[i].refunded);
    wb_movable_clock_advance (fixture.clock, WB_DAY_MS);
  }
  shoptet_fixture_tear_down (&fixture);
}

/* Twice in parts is as much as all, whatever papers the shop writes. */
static void
check_credit_notes (gboolean writes_proofs)
{
  const WbPretendShoptetPurchase purchase = { .goods = { 150000, "CZK" }, .coupon = SHOPTET_CODE, .paid = TRUE };
  ShoptetFixture fixture = { 0 };
  g_autoptr (WbShop) shop = NULL;
  g_autofree char *mark = NULL;
  g_autofree char *number = NULL;
  static const struct { gint64 credit; gint64 refunded; WbShopOrderState state; } steps[] = {
    { 30000, 30000, WB_SHOP_ORDER_PAID },
    { 50000, 80000, WB_SHOP_ORDER_PAID },
    { 50000, 130000, WB_SHOP_ORDER_REFUNDED },
  };

  shoptet_fixture_set_up (&fixture, NULL);
  if (writes_proofs)
    wb_pretend_shoptet_write_proofs (fixture.store);
  shop = shoptet_fixture_open (&fixture, NULL);
  make_coupon (&fixture, shop, SHOPTET_CODE);
  number = wb_pretend_shoptet_buy (fixture.store, &purchase);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++) {
    g_autoptr (GHashTable) orders = NULL;
    const WbShopOrder *order;

    wb_movable_clock_advance (fixture.clock, WB_DAY_MS);
    wb_pretend_shoptet_credit_order (fixture.store, number, steps[i].credit);
    orders = follow_orders (shop, &mark, NULL);
    order = g_hash_table_lookup (orders, number);
    g_assert_cmpint (order->refunded.minor, ==, steps[i].refunded);
    g_assert_cmpint (order->state, ==, steps[i].state);
  }
  shoptet_fixture_tear_down (&fixture);
}

static void
test_shoptet_two_credit_notes (void)
{
  check_credit_notes (FALSE);
}

static void
test_shoptet_credit_notes_without_invoices (void)
{
  check_credit_notes (TRUE);
}

/* A token that may not read credit notes still follows the orders. */
static void
test_shoptet_without_credit_notes (void)
{
  const WbPretendShoptetPurchase purchase = { .goods = { 150000, "CZK" }, .coupon = SHOPTET_CODE, .paid = TRUE };
  static const WbPretendShoptetArea areas[] = { WB_PRETEND_SHOPTET_CREDIT_NOTES, WB_PRETEND_SHOPTET_INVOICES };

  for (guint i = 0; i < G_N_ELEMENTS (areas); i++) {
    ShoptetFixture fixture = { 0 };
    g_autoptr (WbShop) shop = NULL;
    g_autofree char *mark = NULL;
    g_autofree char *number = NULL;
    g_autoptr (GHashTable) orders = NULL;

    shoptet_fixture_set_up (&fixture, NULL);
    shop = shoptet_fixture_open (&fixture, NULL);
    make_coupon (&fixture, shop, SHOPTET_CODE);
    wb_pretend_shoptet_deny (fixture.store, areas[i], TRUE, TRUE);
    number = wb_pretend_shoptet_buy (fixture.store, &purchase);
    orders = follow_orders (shop, &mark, NULL);
    g_assert_nonnull (g_hash_table_lookup (orders, number));
    shoptet_fixture_tear_down (&fixture);
  }
}

static void
test_shoptet_orders_denied (void)
{
  ShoptetFixture fixture = { 0 };
  g_autoptr (WbShop) shop = NULL;
  g_autoptr (WbShopPage) page = NULL;
  g_autoptr (GError) error = NULL;

  shoptet_fixture_set_up (&fixture, NULL);
  shop = shoptet_fixture_open (&fixture, NULL);
  wb_pretend_shoptet_deny (fixture.store, WB_PRETEND_SHOPTET_ORDERS, TRUE, TRUE);
  page = wb_shop_list_orders (shop, NULL, NULL, &error);
  g_assert_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_FORBIDDEN);
  g_assert_null (strstr (error->message, "PLANTED"));
  shoptet_fixture_tear_down (&fixture);
}

/* Killed after any page, started again from its mark: each order is told. */
static void
test_shoptet_orders_resume (void)
{
  ShoptetFixture fixture = { 0 };
  g_autofree char *mark = NULL;
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gboolean has_more = TRUE;
  guint n_pages = 0;
  guint n_items = 0;

  shoptet_fixture_set_up (&fixture, NULL);
  wb_pretend_shoptet_add_orders (fixture.store, 333);
  while (has_more) {
    g_autoptr (WbShop) shop = shoptet_fixture_open (&fixture, NULL);
    g_autoptr (GError) error = NULL;
    g_autoptr (WbShopPage) page = NULL;

    /* In the middle of the third page the shop falls over: what was read is given out. */
    if (n_pages == 2) {
      wb_pretend_shoptet_add_fault (fixture.store, WB_PRETEND_FAULT_NONE, WB_PRETEND_REQUEST_ORDERS, 20);
      wb_pretend_shoptet_add_fault (fixture.store, WB_PRETEND_FAULT_500_BEFORE, WB_PRETEND_REQUEST_ORDERS, 1);
    }
    page = wb_shop_list_orders (shop, mark, NULL, &error);
    g_assert_no_error (error);
    if (n_pages == 2)
      g_assert_cmpuint (page->items->len, ==, 18);
    for (guint i = 0; i < page->items->len; i++)
      g_hash_table_add (seen, g_strdup (((WbShopOrder *) page->items->pdata[i])->code));
    n_items += page->items->len;
    has_more = page->has_more;
    g_free (mark);
    mark = g_strdup (page->mark);
    n_pages++;
  }
  g_assert_cmpuint (g_hash_table_size (seen), ==, 333);
  g_assert_cmpuint (n_items, ==, 333);
  g_assert_cmpuint (n_pages, ==, 8);
  shoptet_fixture_tear_down (&fixture);
}

/* The next look tells what changed, and little else. */
static void
test_shoptet_orders_changes_only (void)
{
  ShoptetFixture fixture = { 0 };
  g_autoptr (WbShop) shop = NULL;
  g_autofree char *mark = NULL;
  g_autoptr (GHashTable) all = NULL;
  g_autoptr (GHashTable) changed = NULL;
  g_autoptr (GHashTable) none = NULL;
  guint n_items = 0;

  shoptet_fixture_set_up (&fixture, NULL);
  wb_pretend_shoptet_add_orders (fixture.store, 1500);
  shop = shoptet_fixture_open (&fixture, NULL);
  wb_movable_clock_advance (fixture.clock, WB_HOUR_MS);
  all = follow_orders (shop, &mark, NULL);
  g_assert_cmpuint (g_hash_table_size (all), ==, 1500);
  wb_movable_clock_advance (fixture.clock, WB_HOUR_MS);
  wb_pretend_shoptet_set_order (fixture.store, "2026000007", -4, FALSE);
  wb_movable_clock_advance (fixture.clock, WB_HOUR_MS);
  changed = follow_orders (shop, &mark, &n_items);
  g_assert_cmpuint (n_items, ==, 1);
  g_assert_cmpint (((WbShopOrder *) g_hash_table_lookup (changed, "2026000007"))->state, ==,
                   WB_SHOP_ORDER_CANCELLED);
  wb_movable_clock_advance (fixture.clock, WB_HOUR_MS);
  n_items = 0;
  none = follow_orders (shop, &mark, &n_items);
  g_assert_cmpuint (n_items, ==, 0);
  shoptet_fixture_tear_down (&fixture);
}

/* While the feed is read an order changes, and one that was to come moves to a page that is done. */
static void
test_shoptet_orders_shift (void)
{
  ShoptetFixture fixture = { 0 };
  g_autoptr (WbShop) shop = NULL;
  g_autofree char *mark = NULL;
  g_autoptr (GHashTable) orders = NULL;

  shoptet_fixture_set_up (&fixture, NULL);
  wb_pretend_shoptet_add_orders (fixture.store, 1200);
  shop = shoptet_fixture_open (&fixture, NULL);
  wb_pretend_shoptet_shift_feed (fixture.store, "2026000003");
  orders = follow_orders (shop, &mark, NULL);
  g_assert_nonnull (g_hash_table_lookup (orders, "2026001001"));
  g_assert_cmpuint (g_hash_table_size (orders), ==, 1200);
  shoptet_fixture_tear_down (&fixture);
}

static void
test_shoptet_coupon_passes (void)
{
  ShoptetFixture fixture = { 0 };
  g_autoptr (WbShop) shop = NULL;
  g_autofree char *mark = NULL;
  g_autoptr (GError) error = NULL;
  static const struct { gboolean has_more, starts, ends; guint n; gboolean adds; } pages[] = {
    { TRUE, TRUE, FALSE, 1000, FALSE },
    { TRUE, FALSE, FALSE, 1000, FALSE },
    { FALSE, FALSE, TRUE, 500, FALSE },
    /* A pass while coupons are made has perhaps missed one. */
    { TRUE, TRUE, FALSE, 1000, TRUE },
    { TRUE, FALSE, FALSE, 1000, FALSE },
    { FALSE, FALSE, FALSE, 501, FALSE },
    { TRUE, TRUE, FALSE, 1000, FALSE },
    { TRUE, FALSE, FALSE, 1000, FALSE },
    { FALSE, FALSE, TRUE, 501, FALSE },
  };

  shoptet_fixture_set_up (&fixture, NULL);
  shop = shoptet_fixture_open (&fixture, NULL);
  wb_pretend_shoptet_add_coupons (fixture.store, 2500);
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++) {
    g_autoptr (WbShopPage) page = wb_shop_list_coupons (shop, mark, NULL, &error);

    g_assert_no_error (error);
    g_test_message ("%u", i);
    g_assert_cmpint (page->has_more, ==, pages[i].has_more);
    g_assert_cmpint (page->starts_pass, ==, pages[i].starts);
    g_assert_cmpint (page->ends_pass, ==, pages[i].ends);
    g_assert_cmpuint (page->items->len, ==, pages[i].n);
    g_free (mark);
    mark = g_strdup (page->mark);
    if (pages[i].adds)
      wb_pretend_shoptet_add_coupons (fixture.store, 1);
  }
  shoptet_fixture_tear_down (&fixture);
}

static gsize
resident_bytes (void)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) words = NULL;

  g_assert_true (g_file_get_contents ("/proc/self/statm", &text, NULL, NULL));
  words = g_strsplit (text, " ", 3);

  return (gsize) g_ascii_strtoull (words[1], NULL, 10) * (gsize) sysconf (_SC_PAGESIZE);
}

/* The time that so many drops take at the least: those that the bucket takes at once, and the rest by
 * its drain. */
static double
least_secs (ShoptetFixture *fixture)
{
  return (wb_pretend_shoptet_get_drops (fixture->store) - 200.0) / 10.0;
}

static void
test_shoptet_many_coupons (void)
{
  ShoptetFixture fixture = { 0 };
  g_autoptr (WbShop) shop = NULL;
  g_autoptr (GHashTable) codes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *mark = NULL;
  gboolean has_more = TRUE;

  shoptet_fixture_set_up (&fixture, NULL);
  shop = shoptet_fixture_open (&fixture, NULL);
  wb_pretend_shoptet_add_coupons (fixture.store, MANY);
  while (has_more) {
    g_autoptr (GError) error = NULL;
    g_autoptr (WbShopPage) page = wb_shop_list_coupons (shop, mark, NULL, &error);

    g_assert_no_error (error);
    for (guint i = 0; i < page->items->len; i++)
      g_hash_table_add (codes, g_strdup (((WbShopCoupon *) page->items->pdata[i])->code));
    has_more = page->has_more;
    g_free (mark);
    mark = g_strdup (page->mark);
  }
  g_assert_cmpuint (g_hash_table_size (codes), ==, MANY);
  g_assert_cmpuint (wb_pretend_shoptet_count_status (fixture.store, 429), ==, 0);
  shoptet_fixture_tear_down (&fixture);
}

static void
test_shoptet_many_orders (void)
{
  ShoptetFixture fixture = { 0 };
  g_autoptr (WbShop) shop = NULL;
  g_autofree char *mark = NULL;
  gboolean has_more = TRUE;
  gsize bytes_early = 0;
  guint n_items = 0;
  gint64 started;
  double secs;

  shoptet_fixture_set_up (&fixture, NULL);
  shop = shoptet_fixture_open (&fixture, NULL);
  wb_pretend_shoptet_add_orders (fixture.store, MANY);
  started = wb_clock_now (WB_CLOCK (fixture.clock));
  while (has_more) {
    g_autoptr (GError) error = NULL;
    g_autoptr (WbShopPage) page = wb_shop_list_orders (shop, mark, NULL, &error);

    g_assert_no_error (error);
    n_items += page->items->len;
    if (n_items >= MANY / 4 && bytes_early == 0)
      bytes_early = resident_bytes ();
    has_more = page->has_more;
    g_free (mark);
    mark = g_strdup (page->mark);
  }
  secs = (double) (wb_clock_now (WB_CLOCK (fixture.clock)) - started) / WB_SECOND_MS;
  g_test_message ("%u orders in %.0f s; %.0f s at the least", n_items, secs, least_secs (&fixture));
  g_assert_cmpuint (n_items, ==, MANY);
  g_assert_cmpuint (wb_pretend_shoptet_count_status (fixture.store, 429), ==, 0);
  g_assert_cmpfloat (least_secs (&fixture) / secs, >=, 0.95);
  /* Three quarters of it take no more memory than the first. */
  g_assert_cmpuint (resident_bytes (), <, bytes_early + 16 * 1024 * 1024);
  shoptet_fixture_tear_down (&fixture);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/demo/shoptet-follow/order-fates", test_shoptet_order_fates);
  g_test_add_func ("/demo/shoptet-follow/two-credit-notes", test_shoptet_two_credit_notes);
  g_test_add_func ("/demo/shoptet-follow/credit-notes-without-invoices", test_shoptet_credit_notes_without_invoices);
  g_test_add_func ("/demo/shoptet-follow/without-credit-notes", test_shoptet_without_credit_notes);
  g_test_add_func ("/demo/shoptet-follow/orders-denied", test_shoptet_orders_denied);
  g_test_add_func ("/demo/shoptet-follow/orders-resume", test_shoptet_orders_resume);
  g_test_add_func ("/demo/shoptet-follow/orders-changes-only", test_shoptet_orders_changes_only);
  g_test_add_func ("/demo/shoptet-follow/orders-shift", test_shoptet_orders_shift);
  g_test_add_func ("/demo/shoptet-follow/coupon-passes", test_shoptet_coupon_passes);
  g_test_add_func ("/demo/shoptet-follow/many-coupons", test_shoptet_many_coupons);
  g_test_add_func ("/demo/shoptet-follow/many-orders", test_shoptet_many_orders);

  return g_test_run ();
}
