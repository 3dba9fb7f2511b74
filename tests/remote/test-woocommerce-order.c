/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Orders of WooCommerce as recorded and as documented, what states and refunds make of them, and the marks
 * that say how far lists were read. */

#include "wb-time.h"
#include "wb-woocommerce-json.h"

#include <gio/gio.h>
#include <string.h>

static JsonNode *
load (const char *folder,
      const char *file)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autofree char *path = g_build_filename (TEST_DATA_DIR, folder, file, NULL);
  g_autoptr (GError) error = NULL;
  JsonNode *root = NULL;

  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);
  root = json_parser_get_root (parser);

  return JSON_NODE_HOLDS_ARRAY (root) ? json_node_copy (json_array_get_element (json_node_get_array (root), 0)) :
         json_node_copy (root);
}

static void
test_samples (void)
{
  static const struct {
    const char *folder;
    const char *file;
    const char *id;
    WbShopOrderState state;
    gint64 total;
    gint64 refunded;
    const char *email;
    const char *code;        /* NULL = no coupon */
    const char *coupon_id;
    gint64 discount;
    const char *updated;
  } rows[] = {
    { "woocommerce-recorded", "128-order-with-coupon.json", "55", WB_SHOP_ORDER_PAID, 50000, 0, "alice@example.com",
      "VOUCHER-500-A", "22", 50000, "2026-11-21T19:53:05.000Z" },
    { "woocommerce-recorded", "132-order-cancel.json", "55", WB_SHOP_ORDER_CANCELLED, 50000, 0, "alice@example.com",
      "VOUCHER-500-A", "22", 50000, "2026-11-21T19:53:07.000Z" },
    { "woocommerce-recorded", "138-order-remove-coupon.json", "57", WB_SHOP_ORDER_PAID, 100000, 10000,
      "alice@example.com", NULL, NULL, 0, "2026-11-21T19:53:09.000Z" },
    { "woocommerce-recorded", "149-order-percent-coupon.json", "18", WB_SHOP_ORDER_PAID, 90000, 0, "bob@example.com",
      "SEED10", "15", 10000, "2026-11-21T19:39:05.000Z" },
    /* With its tax. */
    { "woocommerce", "orders-page-response-200.json", "7310", WB_SHOP_ORDER_PAID, 100000, 0,
      "jana.novakova@example.com", "RMK-7F3K-Q2XW", "5021", 20000, "2026-11-26T08:14:17.000Z" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (JsonNode) node = load (rows[i].folder, rows[i].file);
    g_autoptr (GError) error = NULL;
    g_autoptr (WbShopOrder) order = wb_woocommerce_decode_order (node, &error);
    g_autofree char *updated = NULL;

    g_test_message ("%s", rows[i].file);
    g_assert_no_error (error);
    g_assert_cmpstr (order->remote_id, ==, rows[i].id);
    g_assert_cmpstr (order->code, ==, rows[i].id);
    g_assert_cmpint (order->state, ==, rows[i].state);
    g_assert_false (order->is_test);
    g_assert_cmpint (order->total.minor, ==, rows[i].total);
    g_assert_cmpstr (order->total.currency, ==, "CZK");
    g_assert_cmpint (order->refunded.minor, ==, rows[i].refunded);
    g_assert_cmpstr (order->refunded.currency, ==, "CZK");
    g_assert_cmpstr (order->email, ==, rows[i].email);
    updated = wb_time_format (order->updated_at);
    g_assert_cmpstr (updated, ==, rows[i].updated);
    g_assert_cmpint (order->created_at, <=, order->updated_at);
    g_assert_cmpuint (order->coupons->len, ==, rows[i].code ? 1 : 0);
    if (rows[i].code) {
      const WbShopOrderCoupon *coupon = g_ptr_array_index (order->coupons, 0);

      g_assert_cmpstr (coupon->code, ==, rows[i].code);
      g_assert_cmpstr (coupon->remote_id, ==, rows[i].coupon_id);
      g_assert_cmpint (coupon->discount.minor, ==, rows[i].discount);
      g_assert_true (coupon->is_certain);
    }
  }
}

#define MODIFIED "\"date_modified_gmt\":\"2026-11-21T19:53:05\""

/* @members: of an order worth 1000.00 with a coupon. */
static JsonNode *
make (const char *members)
{
  g_autofree char *text = g_strdup_printf ("{\"id\":5,\"currency\":\"CZK\",\"total\":\"1000.00\"," MODIFIED ","
                                           "\"coupon_lines\":[]%s%s}", members[0] ? "," : "", members);
  g_autoptr (GError) error = NULL;
  JsonNode *node = json_from_string (text, &error);

  g_assert_no_error (error);

  return node;
}

static void
test_states (void)
{
  static const struct {
    const char *members;
    WbShopOrderState state;
    gint64 refunded;
  } rows[] = {
    { "\"status\":\"pending\"", WB_SHOP_ORDER_OPEN, 0 },
    { "\"status\":\"on-hold\"", WB_SHOP_ORDER_OPEN, 0 },
    { "\"status\":\"on-hold\",\"date_paid_gmt\":\"2026-11-21T19:00:00\"", WB_SHOP_ORDER_PAID, 0 },
    { "\"status\":\"processing\"", WB_SHOP_ORDER_PAID, 0 },
    { "\"status\":\"completed\"", WB_SHOP_ORDER_PAID, 0 },
    { "\"status\":\"ready-to-ship\"", WB_SHOP_ORDER_OPEN, 0 },
    { "\"status\":\"ready-to-ship\",\"date_paid_gmt\":\"2026-11-21T19:00:00\"", WB_SHOP_ORDER_PAID, 0 },
    { "\"status\":\"cancelled\",\"date_paid_gmt\":\"2026-11-21T19:00:00\"", WB_SHOP_ORDER_CANCELLED, 0 },
    { "\"status\":\"failed\"", WB_SHOP_ORDER_CANCELLED, 0 },
    { "\"status\":\"trash\"", WB_SHOP_ORDER_CANCELLED, 0 },
    { "\"status\":\"completed\",\"refunds\":[{\"id\":1,\"total\":\"-100.00\"}]", WB_SHOP_ORDER_PAID, 10000 },
    { "\"status\":\"completed\",\"refunds\":[{\"id\":1,\"total\":\"-100.00\"},{\"id\":2,\"total\":\"-0.5\"}]",
      WB_SHOP_ORDER_PAID, 10050 },
    /* All of it, also where a version forgets to list what was given back. */
    { "\"status\":\"refunded\",\"refunds\":[{\"id\":1,\"total\":\"-1000.00\"}]", WB_SHOP_ORDER_REFUNDED, 100000 },
    { "\"status\":\"refunded\",\"refunds\":[]", WB_SHOP_ORDER_REFUNDED, 100000 },
    { "\"status\":\"refunded\"", WB_SHOP_ORDER_REFUNDED, 100000 },
    /* Never more than it brought. */
    { "\"status\":\"completed\",\"refunds\":[{\"id\":1,\"total\":\"-3000.00\"}]", WB_SHOP_ORDER_PAID, 100000 },
    { "\"status\":\"completed\",\"refunds\":[{\"id\":1,\"total\":null},5]", WB_SHOP_ORDER_PAID, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (JsonNode) node = make (rows[i].members);
    g_autoptr (GError) error = NULL;
    g_autoptr (WbShopOrder) order = wb_woocommerce_decode_order (node, &error);

    g_test_message ("%s", rows[i].members);
    g_assert_no_error (error);
    g_assert_cmpint (order->state, ==, rows[i].state);
    g_assert_cmpint (order->refunded.minor, ==, rows[i].refunded);
    g_assert_cmpint (order->total.minor, ==, 100000);
  }
}

/* Amounts come with any number of places; another currency has others. */
static void
test_money (void)
{
  static const struct {
    const char *currency;
    const char *total;
    gint64 minor;
    const char *in;          /* "" = no money at all */
  } rows[] = {
    { "CZK", "\"288\"", 28800, "CZK" },
    { "CZK", "\"165.2893\"", 16529, "CZK" },
    { "CZK", "\"165.295\"", 16530, "CZK" },
    { "JPY", "\"500\"", 500, "JPY" },
    { "JPY", "\"500.50\"", 501, "JPY" },
    { "KWD", "\"1.2345\"", 1235, "KWD" },
    { "EUR", "\"-12.50\"", -1250, "EUR" },
    { "EUR", "\"12,50\"", 0, "" },
    { "EUR", "\"\"", 0, "" },
    { "EUR", "\"1e3\"", 0, "" },
    { "EUR", "\"99999999999999999999\"", 0, "" },
    { "KWD", "\"90000000000000000\"", 0, "" },
    { "EUR", "null", 0, "" },
    { "EUR", "{}", 0, "" },
    { "XX", "\"5.00\"", 0, "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *text =
      g_strdup_printf ("{\"id\":5,\"status\":\"completed\",\"currency\":\"%s\",\"total\":%s," MODIFIED
                       ",\"coupon_lines\":[]}", rows[i].currency, rows[i].total);
    g_autoptr (JsonNode) node = json_from_string (text, NULL);
    g_autoptr (GError) error = NULL;
    g_autoptr (WbShopOrder) order = wb_woocommerce_decode_order (node, &error);

    g_test_message ("%s", text);
    g_assert_no_error (error);
    g_assert_cmpint (order->total.minor, ==, rows[i].minor);
    g_assert_cmpstr (order->total.currency, ==, rows[i].in);
  }
}

static void
test_coupon_info (void)
{
  static const struct {
    const char *meta;
    const char *id;
  } rows[] = {
    { "[{\"key\":\"coupon_info\",\"value\":\"[22,\\\"a\\\",null,500]\"}]", "22" },
    { "[{\"key\":\"coupon_info\",\"value\":[22,\"a\",null,500]}]", "22" },
    { "[{\"key\":\"coupon_data\",\"value\":{\"id\":23,\"code\":\"a\"}}]", "23" },
    { "[{\"key\":\"x\",\"value\":\"[9]\"},{\"key\":\"coupon_data\",\"value\":\"{\\\"id\\\":24}\"}]", "24" },
    { "[{\"key\":\"coupon_info\",\"value\":\"nonsense\"}]", NULL },
    { "[{\"key\":\"coupon_info\",\"value\":\"[]\"}]", NULL },
    { "[{\"key\":\"coupon_info\",\"value\":\"[0]\"}]", NULL },
    { "[{\"key\":\"coupon_info\",\"value\":null},7,null]", NULL },
    { "[]", NULL },
    { "null", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *text =
      g_strdup_printf ("{\"id\":5,\"status\":\"completed\",\"currency\":\"CZK\",\"total\":\"1\"," MODIFIED
                       ",\"coupon_lines\":[{\"code\":\"žlu-1\",\"discount\":\"1\",\"meta_data\":%s}]}", rows[i].meta);
    g_autoptr (JsonNode) node = json_from_string (text, NULL);
    g_autoptr (GError) error = NULL;
    g_autoptr (WbShopOrder) order = wb_woocommerce_decode_order (node, &error);
    const WbShopOrderCoupon *coupon = NULL;

    g_test_message ("%s", rows[i].meta);
    g_assert_no_error (error);
    coupon = g_ptr_array_index (order->coupons, 0);
    g_assert_cmpstr (coupon->code, ==, "ŽLU-1");
    g_assert_cmpstr (coupon->remote_id, ==, rows[i].id);
    g_assert_cmpint (coupon->discount.minor, ==, 100);
  }
}

/* Drafts of the checkout are no orders, but say when they changed. */
static void
test_draft (void)
{
  g_autoptr (JsonNode) node = make ("\"status\":\"checkout-draft\"");
  g_autoptr (GError) error = NULL;
  gint64 wanted = 0;

  g_assert_null (wb_woocommerce_decode_order (node, &error));
  g_assert_no_error (error);
  g_assert_true (wb_time_parse ("2026-11-21T19:53:05Z", &wanted));
  g_assert_cmpint (wb_woocommerce_read_order_time (node), ==, wanted);
}

static void
test_refused (void)
{
  static const struct {
    const char *json;
    const char *says;
  } rows[] = {
    { "{}", "id" },
    { "[]", "" },
    { "{\"id\":5,\"status\":\"completed\",\"coupon_lines\":[]}", "date_modified_gmt" },
    { "{\"id\":5,\"status\":\"completed\",\"coupon_lines\":[],\"date_modified_gmt\":\"yesterday\"}",
      "date_modified_gmt" },
    { "{\"id\":5,\"status\":null,\"coupon_lines\":[]," MODIFIED "}", "status" },
    { "{\"id\":5,\"status\":\"completed\"," MODIFIED "}", "coupon_lines" },
    { "{\"id\":5,\"status\":\"completed\",\"coupon_lines\":[{}]," MODIFIED "}", "code" },
    { "{\"id\":\"x\",\"status\":\"completed\",\"coupon_lines\":[]," MODIFIED "}", "id" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (JsonNode) node = json_from_string (rows[i].json, NULL);
    g_autoptr (GError) error = NULL;

    g_test_message ("%s", rows[i].json);
    g_assert_null (wb_woocommerce_decode_order (node, &error));
    g_assert_error (error, WB_WIRE_ERROR, WB_WIRE_ERROR_BAD_SHAPE);
    g_assert_nonnull (strstr (error->message, rows[i].says));
  }
}

/* The list of an order's own refunds, for versions that leave it out of the order. */
static void
test_own_refunds (void)
{
  static const struct {
    const char *json;
    gint64 refunded;         /* -1 = refused */
  } rows[] = {
    { "[]", 0 },
    { "[{\"amount\":\"100.00\"}]", 10000 },
    { "[{\"amount\":\"100.00\"},{\"amount\":\"50.5\"}]", 15050 },
    /* Never more than was paid. */
    { "[{\"amount\":\"700\"},{\"amount\":\"700\"}]", 80000 },
    { "[{\"amount\":null}]", -1 },
    { "[{\"id\":58}]", -1 },
    { "[100]", -1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (JsonNode) node = json_from_string (rows[i].json, NULL);
    g_autoptr (WbShopOrder) order = wb_shop_order_new ();
    g_autoptr (GError) error = NULL;

    g_test_message ("%s", rows[i].json);
    order->total = (WbMoney) { 80000, "CZK" };
    order->refunded = (WbMoney) { 77, "CZK" };
    g_assert_cmpint (wb_woocommerce_take_refunds (json_node_get_array (node), order, &error), ==,
                     rows[i].refunded >= 0);
    if (rows[i].refunded >= 0) {
      g_assert_no_error (error);
      g_assert_cmpint (order->refunded.minor, ==, rows[i].refunded);
    } else {
      g_assert_error (error, WB_WIRE_ERROR, WB_WIRE_ERROR_BAD_SHAPE);
      g_assert_cmpint (order->refunded.minor, ==, 77);
    }
  }
}

/* A recorded order of a shop that does tell of refunds is never asked again; nor is one that was not
 * touched since it was paid, that is not paid, or that names somebody else's code. */
static void
test_may_hide_refunds (void)
{
  static const struct {
    const char *what;
    const char *status;
    const char *paid;
    const char *code;
    const char *refunds;
    gboolean may_hide;
  } rows[] = {
    { "changed since", "completed", "\"2026-11-21T10:00:00\"", "wb23456789ab", "[]", TRUE },
    { "paid by hand", "completed", "null", "wb23456789ab", "[]", TRUE },
    { "untouched", "processing", "\"2026-11-21T12:00:00\"", "wb23456789ab", "[]", FALSE },
    { "tells", "completed", "\"2026-11-21T10:00:00\"", "wb23456789ab", "[{\"total\":\"-1.00\"}]", FALSE },
    { "all back", "refunded", "\"2026-11-21T10:00:00\"", "wb23456789ab", "[]", FALSE },
    { "cancelled", "cancelled", "\"2026-11-21T10:00:00\"", "wb23456789ab", "[]", FALSE },
    { "not paid", "pending", "null", "wb23456789ab", "[]", FALSE },
    { "somebody else's", "completed", "\"2026-11-21T10:00:00\"", "summer-10", "[]", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *json = g_strdup_printf (
      "{\"id\":57,\"status\":\"%s\",\"currency\":\"CZK\",\"total\":\"800.00\","
      "\"date_modified_gmt\":\"2026-11-21T12:00:00\",\"date_paid_gmt\":%s,\"refunds\":%s,"
      "\"coupon_lines\":[{\"code\":\"%s\"}]}", rows[i].status, rows[i].paid, rows[i].refunds, rows[i].code);
    g_autoptr (JsonNode) node = json_from_string (json, NULL);
    g_autoptr (GError) error = NULL;
    g_autoptr (WbShopOrder) order = wb_woocommerce_decode_order (node, &error);

    g_test_message ("%s", rows[i].what);
    g_assert_no_error (error);
    g_assert_cmpint (wb_woocommerce_may_hide_refunds (node, order), ==, rows[i].may_hide);
    g_assert_cmpint (wb_woocommerce_lists_refunds (node), ==, strcmp (rows[i].refunds, "[]") != 0);
  }
}

static void
test_marks (void)
{
  static const struct {
    const char *text;
    gboolean coupon;
    gboolean order;
  } rows[] = {
    { "0 0", TRUE, FALSE }, { "100 4711", TRUE, FALSE }, { "2026-11-21T19:53:05.000Z 1", FALSE, TRUE },
    { "2026-11-21T19:53:05.000Z 12", FALSE, TRUE }, { "", FALSE, FALSE }, { "100", FALSE, FALSE },
    { "100 ", FALSE, FALSE }, { "100 x", FALSE, FALSE }, { "-1 5", FALSE, FALSE }, { "0 5", FALSE, FALSE },
    { "5 0", FALSE, FALSE }, { "99999999999999 5", FALSE, FALSE }, { "100 4711 9", FALSE, FALSE },
    { "2026-11-21T19:53:05Z 0", FALSE, FALSE }, { "2026-11-21T19:53:05Z -1", FALSE, FALSE },
    { "yesterday 1", FALSE, FALSE }, { "2026-11-21T19:53:05.000Z", FALSE, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    WbWoocommerceCouponMark coupon = { 0 };
    WbWoocommerceOrderMark order = { 0 };

    g_test_message ("“%s”", rows[i].text);
    g_assert_cmpint (wb_woocommerce_parse_coupon_mark (rows[i].text, &coupon), ==, rows[i].coupon);
    g_assert_cmpint (wb_woocommerce_parse_order_mark (rows[i].text, &order), ==, rows[i].order);
    if (rows[i].coupon) {
      g_autofree char *again = wb_woocommerce_format_coupon_mark (&coupon);

      g_assert_cmpstr (again, ==, rows[i].text);
    }
    if (rows[i].order) {
      g_autofree char *again = wb_woocommerce_format_order_mark (&order);

      g_assert_cmpstr (again, ==, rows[i].text);
    }
  }
}

/* Each page shows the last listed coupon again, is one the shop serves, and nearly all of it is new. */
static void
test_pages (void)
{
  guint64 n_listed = 0;
  guint n_requests = 0;

  while (n_listed < 10000) {
    guint per_page = 0;
    guint64 page = 0;

    wb_woocommerce_choose_page (n_listed, &per_page, &page);
    g_assert_cmpuint (per_page, >=, 1);
    g_assert_cmpuint (per_page, <=, 100);
    if (n_listed > 0)
      g_assert_cmpuint ((page - 1) * per_page, <, n_listed);
    g_assert_cmpuint (page * per_page, >, n_listed);
    n_listed = page * per_page;
    n_requests++;
  }
  /* A hundred would do if nobody ever deleted one. */
  g_assert_cmpuint (n_requests, <=, 115);

  for (n_listed = 1; n_listed < 3000; n_listed++) {
    guint per_page = 0;
    guint64 page = 0;

    wb_woocommerce_choose_page (n_listed, &per_page, &page);
    g_assert_cmpuint ((page - 1) * per_page, <, n_listed);
    g_assert_cmpuint (page * per_page, >=, n_listed + (n_listed < 100 ? 1 : 60));
  }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wb/woocommerce-order/samples", test_samples);
  g_test_add_func ("/wb/woocommerce-order/states", test_states);
  g_test_add_func ("/wb/woocommerce-order/money", test_money);
  g_test_add_func ("/wb/woocommerce-order/coupon-info", test_coupon_info);
  g_test_add_func ("/wb/woocommerce-order/draft", test_draft);
  g_test_add_func ("/wb/woocommerce-order/refused", test_refused);
  g_test_add_func ("/wb/woocommerce-order/own-refunds", test_own_refunds);
  g_test_add_func ("/wb/woocommerce-order/may-hide-refunds", test_may_hide_refunds);
  g_test_add_func ("/wb/woocommerce-order/marks", test_marks);
  g_test_add_func ("/wb/woocommerce-order/pages", test_pages);

  return g_test_run ();
}
