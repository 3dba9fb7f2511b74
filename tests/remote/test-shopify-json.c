/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What is sent to Shopify and read from it, on all samples: those built from its schema and those
 * recorded from real shops. */

#include "wb-shopify-json.h"
#include "wb-shopify.h"
#include "wb-time.h"

#include <string.h>

static JsonNode *
load_json (const char *folder,
           const char *name)
{
  g_autofree char *path = g_build_filename (TEST_DATA_DIR, folder, name, NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  JsonNode *node;
  gsize length = 0;

  g_file_get_contents (path, &text, &length, &error);
  g_assert_no_error (error);
  node = wb_wire_parse (text, (gssize) length, WB_WIRE_MAX_BODY_BYTES, &error);
  g_assert_no_error (error);

  return node;
}

/* The member at "a.b.0.c" of @node. */
static JsonNode *
at (JsonNode   *node,
    const char *path)
{
  g_auto (GStrv) parts = g_strsplit (path, ".", -1);

  for (guint i = 0; parts[i] && node; i++) {
    if (JSON_NODE_HOLDS_ARRAY (node))
      node = json_array_get_element (json_node_get_array (node), (guint) atoi (parts[i]));
    else
      node = json_object_get_member (json_node_get_object (node), parts[i]);
  }
  g_assert_nonnull (node);

  return node;
}

static gint64
time_of (const char *text)
{
  gint64 ms = WB_TIME_NONE;

  g_assert_true (!text || wb_time_parse (text, &ms));

  return ms;
}

static WbHttpReply *
make_reply (guint       status,
            const char *text)
{
  WbHttpReply *reply = g_new0 (WbHttpReply, 1);

  reply->status = status;
  reply->date = WB_TIME_NONE;
  reply->retry_after_ms = -1;
  reply->headers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  reply->body = g_bytes_new (text, strlen (text));

  return reply;
}

static WbHttpReply *
load_reply (guint       status,
            const char *name)
{
  g_autofree char *path = g_build_filename (TEST_DATA_DIR, "shopify", name, NULL);
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));

  return make_reply (status, text);
}

static void
test_shopify_json_addresses (void)
{
  static const struct { const char *typed, *shop; } cases[] = {
    { "example-store", "https://example-store.myshopify.com" },
    { "example-store.myshopify.com", "https://example-store.myshopify.com" },
    { " https://Example-Store.myshopify.com/ ", "https://example-store.myshopify.com" },
    { "https://example-store.myshopify.com/admin/settings?x=1", "https://example-store.myshopify.com" },
    { "https://admin.shopify.com/store/example-store", "https://example-store.myshopify.com" },
    { "admin.shopify.com/store/example-store/orders", "https://example-store.myshopify.com" },
    { "http://127.0.0.1:8123/", "http://127.0.0.1:8123" },
    { "http://localhost:8123", "http://localhost:8123" },
    /* Refused: a domain of its own, somebody else's, plain http, nothing. */
    { "www.example.com", NULL },
    { "https://shop.example.com/", NULL },
    { "https://myshopify.com.example.com", NULL },
    { "https://a.b.myshopify.com", NULL },
    { "https://user@example-store.myshopify.com", NULL },
    { "http://example-store.myshopify.com", NULL },
    { "https://admin.shopify.com/store/", NULL },
    { "", NULL },
    { "exa mple", NULL },
    { "-store", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *shop = wb_shopify_normalize_shop (cases[i].typed, &error);
    g_autofree char *tidy = wb_shopify_tidy_shop (cases[i].typed);

    g_test_message ("%s", cases[i].typed);
    g_assert_cmpstr (shop, ==, cases[i].shop);
    if (cases[i].shop)
      g_assert_no_error (error);
    else
      g_assert_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_NOT_ALLOWED);
    g_assert_nonnull (tidy);
    if (cases[i].shop)
      g_assert_cmpstr (tidy, ==, cases[i].shop);
  }
}

static void
test_shopify_json_secrets (void)
{
  static const struct { const char *name, *value; gboolean good; } cases[] = {
    { "access_token", "shpat_00000000000000000000000000000000", TRUE },
    { "access_token", "shppa_00000000000000000000000000000000", TRUE },
    { "access_token", "shpss_00000000000000000000000000000000", FALSE },
    { "access_token", "00000000000000000000000000000000", FALSE },
    { "access_token", "shpat_0000\nX-Evil: 1", FALSE },
    { "access_token", "", FALSE },
    { "client_id", "0db6d7e08e4ba05ce97440df36c7ed33", TRUE },
    { "client_id", "a&client_secret=b", FALSE },
    { "client_secret", "shpss_00000000000000000000000000000000", TRUE },
    { "client_secret", "shpss 0000", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;

    g_test_message ("%u %s", i, cases[i].name);
    g_assert_cmpint (wb_shopify_check_secret (cases[i].name, cases[i].value, &error), ==,
                     cases[i].good);
    if (cases[i].good)
      continue;
    g_assert_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_NOT_ALLOWED);
    if (cases[i].value[0] != '\0')
      g_assert_null (strstr (error->message, cases[i].value));
  }
}

static WbShopCoupon *
make_coupon (int         percent_hundredths,
             gint64      amount_minor,
             const char *currency)
{
  WbShopCoupon *coupon = wb_shop_coupon_new ();

  coupon->code = g_strdup ("WBABCDEFGHJK");
  coupon->is_percent = percent_hundredths != 0;
  coupon->percent_hundredths = percent_hundredths;
  if (!coupon->is_percent) {
    coupon->amount.minor = amount_minor;
    g_strlcpy (coupon->amount.currency, currency, sizeof coupon->amount.currency);
  }
  coupon->expires_at = time_of ("2026-12-05T22:59:59Z");
  coupon->usage_limit = 1;
  coupon->ticket_mark = g_strdup ("T-\"7\"");

  return coupon;
}

static void
test_shopify_json_percentages (void)
{
  static const struct { int hundredths; const char *text; } cases[] = {
    { 1250, "0.125" }, { 1000, "0.1" }, { 700, "0.07" }, { 1, "0.0001" }, { 3333, "0.3333" },
    { 9999, "0.9999" }, { 10000, "1" }, { 2900, "0.29" }, { 5700, "0.57" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (WbShopCoupon) coupon = make_coupon (cases[i].hundredths, 0, NULL);
    g_autofree char *text = wb_shopify_build_create (coupon, 0, NULL, FALSE);
    g_autofree char *wanted = g_strdup_printf ("\"value\":{\"percentage\":%s}}", cases[i].text);

    g_test_message ("%d", cases[i].hundredths);
    g_assert_nonnull (strstr (text, wanted));
  }
}

static void
test_shopify_json_create (void)
{
  g_autoptr (WbShopCoupon) coupon = make_coupon (0, 20000, "CZK");
  g_autofree char *text = NULL;
  g_autofree char *mine = NULL;
  g_autoptr (JsonNode) node = NULL;

  coupon->min_order = (WbMoney) { 100000, "CZK" };
  text = wb_shopify_build_create (coupon, time_of ("2026-11-21T09:15:30Z"), NULL, FALSE);
  g_assert_cmpstr (text, ==,
                   "{\"input\":{\"title\":\"WBABCDEFGHJK\",\"code\":\"WBABCDEFGHJK\","
                   "\"startsAt\":\"2026-11-21T09:15:30Z\",\"endsAt\":\"2026-12-05T22:59:59Z\","
                   "\"usageLimit\":1,\"appliesOncePerCustomer\":true,\"context\":{\"all\":\"ALL\"},"
                   "\"customerGets\":{\"items\":{\"all\":true},\"value\":{\"discountAmount\":"
                   "{\"amount\":\"200.00\",\"appliesOnEachItem\":false}}},"
                   "\"minimumRequirement\":{\"subtotal\":{\"greaterThanOrEqualToSubtotal\":"
                   "\"1000.00\"}},\"tags\":[\"winback\",\"winback-ticket:T-\\\"7\\\"\"]},"
                   "\"customers\":false}");
  node = wb_wire_parse (text, -1, WB_WIRE_MAX_BODY_BYTES, NULL);
  g_assert_nonnull (node);

  /* For one customer, for ever, without a limit. */
  coupon->expires_at = WB_TIME_NONE;
  coupon->usage_limit = 0;
  mine = wb_shopify_build_create (coupon, 0, "gid://shopify/Customer/7", TRUE);
  g_assert_nonnull (strstr (mine, "\"context\":{\"customers\":{\"add\":[\"gid:"));
  g_assert_null (strstr (mine, "endsAt"));
  g_assert_null (strstr (mine, "usageLimit"));
  g_assert_null (strstr (mine, "\"ALL\""));
}

static void
test_shopify_json_refuses_coupons (void)
{
  static const struct
  {
    const char *what;
    int percent;
    gint64 amount;
    const char *currency;
    gint64 minimum;
    const char *minimum_currency;
    const char *code;
    gboolean good;
  } cases[] = {
    { "fixed", 0, 1, "CZK", 0, "", "A-1", TRUE },
    { "percent", 10000, 0, "", 5, "CZK", "A-1", TRUE },
    { "zero", 0, 0, "CZK", 0, "", "A-1", FALSE },
    { "below zero", 0, -1, "CZK", 0, "", "A-1", FALSE },
    { "no percent", -1, 0, "", 0, "", "A-1", FALSE },
    { "too many percent", 10001, 0, "", 0, "", "A-1", FALSE },
    { "another currency", 0, 100, "EUR", 0, "", "A-1", FALSE },
    { "minimum in another", 0, 100, "CZK", 1, "EUR", "A-1", FALSE },
    { "minimum below zero", 0, 100, "CZK", -1, "CZK", "A-1", FALSE },
    { "line break", 0, 100, "CZK", 0, "", "A\n1", FALSE },
    { "lower case", 0, 100, "CZK", 0, "", "a1", FALSE },
    { "no code", 0, 100, "CZK", 0, "", "", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (WbShopCoupon) coupon = make_coupon (cases[i].percent, cases[i].amount,
                                                   cases[i].currency);
    g_autoptr (GError) error = NULL;

    g_test_message ("%s", cases[i].what);
    g_free (coupon->code);
    coupon->code = g_strdup (cases[i].code);
    coupon->min_order.minor = cases[i].minimum;
    g_strlcpy (coupon->min_order.currency, cases[i].minimum_currency,
               sizeof coupon->min_order.currency);
    g_assert_cmpint (wb_shopify_check_coupon (coupon, "CZK", &error), ==, cases[i].good);
    if (!cases[i].good)
      g_assert_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_NOT_ALLOWED);
  }
}

static void
test_shopify_json_coupons (void)
{
  static const struct
  {
    const char *folder, *file, *path;
    const char *id, *code;
    int percent;
    gint64 amount;
    const char *currency;
    gint64 minimum;
    const char *expires;
    int limit, uses;
    gboolean is_live;
    const char *email;
    const char *oddity;      /* a part of it */
  } cases[] = {
    { "shopify", "coupon-create-response-200.json", "data.discountCodeBasicCreate.codeDiscountNode",
      "1660000000101", "RMK-7F3K-Q2XW", 0, 20000, "CZK", 100000, "2026-12-21T22:59:59Z", 1, 0, TRUE,
      "gid://shopify/Customer/7100000000001", NULL },
    { "shopify", "coupon-by-code-response-200.json", "data.codeDiscountNodeByCode", "1660000000101",
      "RMK-7F3K-Q2XW", 0, 20000, "CZK", 100000, "2026-12-21T22:59:59Z", 1, 1, TRUE,
      "gid://shopify/Customer/7100000000001", NULL },
    { "shopify", "coupon-list-response-200.json", "data.codeDiscountNodes.nodes.0", "1660000000101",
      "RMK-7F3K-Q2XW", 0, 20000, "CZK", 100000, "2026-12-21T22:59:59Z", 1, 1, TRUE,
      "gid://shopify/Customer/7100000000001", NULL },
    { "shopify-recorded", "discount-upstream-fixed-amount-activate.json",
      "setup.create.response.payload.data.discountCodeBasicCreate.codeDiscountNode", "1658450346290",
      "UPFIX1783294281086", 0, 500, "CAD", 5000, NULL, 100, 0, TRUE, NULL, "combined" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (JsonNode) root = load_json (cases[i].folder, cases[i].file);
    g_autofree char *gid = g_strconcat ("gid://shopify/DiscountCodeNode/", cases[i].id, NULL);
    g_autoptr (GError) error = NULL;
    g_autoptr (WbShopCoupon) coupon = wb_shopify_decode_coupon (at (root, cases[i].path), NULL,
                                                                &error);

    g_test_message ("%s", cases[i].file);
    g_assert_no_error (error);
    g_assert_cmpstr (coupon->remote_id, ==, gid);
    g_assert_cmpstr (coupon->code, ==, cases[i].code);
    g_assert_cmpint (coupon->percent_hundredths, ==, cases[i].percent);
    g_assert_cmpint (coupon->amount.minor, ==, cases[i].amount);
    g_assert_cmpstr (coupon->amount.currency, ==, cases[i].currency);
    g_assert_cmpint (coupon->min_order.minor, ==, cases[i].minimum);
    g_assert_cmpint (coupon->expires_at, ==, time_of (cases[i].expires));
    g_assert_cmpint (coupon->usage_limit, ==, cases[i].limit);
    g_assert_cmpint (coupon->usage_count, ==, cases[i].uses);
    g_assert_cmpint (coupon->is_live, ==, cases[i].is_live);
    g_assert_cmpstr (coupon->email, ==, cases[i].email);
    if (cases[i].oddity)
      g_assert_nonnull (strstr (coupon->oddity, cases[i].oddity));
    else
      g_assert_null (coupon->oddity);
  }
}

#define NODE(members) \
  "{\"id\":\"gid://shopify/DiscountCodeNode/1\",\"codeDiscount\":{\"__typename\":" \
  "\"DiscountCodeBasic\",\"title\":\"T\",\"status\":\"ACTIVE\",\"endsAt\":null," \
  "\"usageLimit\":1,\"asyncUsageCount\":0,\"tags\":[\"winback\",\"winback-ticket:T-7\"]" members "}}"
#define ONE_CODE ",\"codes\":{\"nodes\":[{\"code\":\"A1\"}]}"
#define GETS(value) ",\"customerGets\":{\"items\":{\"__typename\":\"AllDiscountItems\"},\"value\":" value "}"
#define PERCENT(number) GETS ("{\"__typename\":\"DiscountPercentage\",\"percentage\":" number "}")
#define AMOUNT(amount, each) \
  GETS ("{\"__typename\":\"DiscountAmount\",\"amount\":{\"amount\":\"" amount "\",\"currencyCode\":" \
        "\"CZK\"},\"appliesOnEachItem\":" each "}")

static void
test_shopify_json_oddities (void)
{
  static const struct { const char *json; int percent; const char *oddity; } cases[] = {
    { NODE (ONE_CODE PERCENT ("0.125")), 1250, NULL },
    { NODE (ONE_CODE PERCENT ("0.1")), 1000, NULL },
    { NODE (ONE_CODE PERCENT ("1.0")), 10000, NULL },
    { NODE (ONE_CODE PERCENT ("1")), 10000, NULL },
    { NODE (ONE_CODE PERCENT ("0.33333")), 0, "digits" },
    { NODE (ONE_CODE PERCENT ("10")), 0, "digits" },
    { NODE (ONE_CODE AMOUNT ("5.0", "true")), 0, "each item" },
    { NODE (ONE_CODE AMOUNT ("5.0", "false")), 0, NULL },
    { NODE (ONE_CODE GETS ("{\"__typename\":\"DiscountOnQuantity\"}")), 0, "another kind" },
    { NODE (ONE_CODE ",\"customerGets\":{\"items\":{\"__typename\":\"DiscountProducts\"},\"value\":"
            "{\"__typename\":\"DiscountPercentage\",\"percentage\":0.1}}"), 1000, "products" },
    { NODE (",\"codes\":{\"nodes\":[{\"code\":\"A1\"},{\"code\":\"A2\"}]}" PERCENT ("0.1")), 1000,
      "several codes" },
    { NODE (ONE_CODE PERCENT ("0.1") ",\"context\":{\"__typename\":\"DiscountCustomerSegments\"}"),
      1000, "some customers" },
    { NODE (ONE_CODE PERCENT ("0.1") ",\"context\":{\"__typename\":\"DiscountCustomers\"}"), 1000,
      "some customers" },
    { NODE (ONE_CODE PERCENT ("0.1") ",\"context\":{\"__typename\":\"DiscountBuyerSelectionAll\"}"),
      1000, NULL },
    { NODE (ONE_CODE PERCENT ("0.1")
            ",\"minimumRequirement\":{\"__typename\":\"DiscountMinimumQuantity\"}"), 1000,
      "number of items" },
    { NODE (ONE_CODE PERCENT ("0.1") ",\"combinesWith\":{\"orderDiscounts\":false,"
            "\"productDiscounts\":false,\"shippingDiscounts\":true}"), 1000, "combined" },
    { "{\"id\":\"gid://shopify/DiscountCodeNode/1\",\"codeDiscount\":{\"__typename\":"
      "\"DiscountCodeFreeShipping\"}}", 0, "another kind" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (JsonNode) node = wb_wire_parse (cases[i].json, -1, WB_WIRE_MAX_BODY_BYTES, NULL);
    g_autoptr (GError) error = NULL;
    g_autoptr (WbShopCoupon) coupon = wb_shopify_decode_coupon (node, "A1", &error);

    g_test_message ("%u %s", i, cases[i].oddity ? cases[i].oddity : "good");
    g_assert_no_error (error);
    g_assert_cmpstr (coupon->code, ==, "A1");
    g_assert_cmpint (coupon->percent_hundredths, ==, cases[i].percent);
    if (cases[i].oddity)
      g_assert_nonnull (strstr (coupon->oddity, cases[i].oddity));
    else
      g_assert_cmpstr (coupon->oddity, ==, NULL);
    if (!strstr (cases[i].json, "FreeShipping"))
      g_assert_cmpstr (coupon->ticket_mark, ==, "T-7");
  }
}

static void
test_shopify_json_bad_shapes (void)
{
  static const char *const cases[] = {
    "{}", "{\"id\":\"x\"}", "{\"id\":\"x\",\"codeDiscount\":null}",
    NODE (ONE_CODE), NODE (PERCENT ("0.1")), NODE (ONE_CODE PERCENT ("\"x\"") ",\"context\":7"),
    NODE (ONE_CODE AMOUNT ("5.0", "null")),
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (JsonNode) node = wb_wire_parse (cases[i], -1, WB_WIRE_MAX_BODY_BYTES, NULL);
    g_autoptr (GError) error = NULL;

    g_test_message ("%u", i);
    g_assert_null (wb_shopify_decode_coupon (node, NULL, &error));
    g_assert_error (error, WB_WIRE_ERROR, WB_WIRE_ERROR_BAD_SHAPE);
  }
}

static void
test_shopify_json_shop (void)
{
  g_autoptr (JsonNode) root = load_json ("shopify", "connection-check-response-200.json");
  g_autoptr (GError) error = NULL;
  g_auto (WbShopifyShop) shop = { NULL };

  g_assert_true (wb_shopify_decode_shop (at (root, "data"), &shop, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (shop.name, ==, "Example store");
  g_assert_cmpstr (shop.domain, ==, "example-store.myshopify.com");
  g_assert_cmpstr (shop.currency, ==, "CZK");
  g_assert_cmpstr (shop.time_zone, ==, "Europe/Prague");
  g_assert_true (shop.taxes_included);
  g_assert_true (shop.is_supported);
  g_assert_true (wb_shopify_shop_may (&shop, "write_discounts"));
  g_assert_true (wb_shopify_shop_may (&shop, "read_discounts"));
  g_assert_true (wb_shopify_shop_may (&shop, "read_orders"));
  g_assert_false (wb_shopify_shop_may (&shop, "write_orders"));
  g_assert_false (wb_shopify_shop_may (&shop, "read_all_orders"));
  g_assert_false (wb_shopify_shop_may (&shop, "read_customers"));
}

static void
test_shopify_json_lists (void)
{
  g_autoptr (JsonNode) old = load_json ("shopify", "coupon-list-response-200.json");
  g_autofree char *text = wb_wire_print (old);
  g_auto (GStrv) parts = g_strsplit (text, "codeDiscount", -1);
  /* The sample asks in the way that is about to end; its answer differs in two names. */
  g_autofree char *renamed = g_strjoinv ("discount", parts);
  g_autoptr (JsonNode) coupons = wb_wire_parse (renamed, -1, WB_WIRE_MAX_BODY_BYTES, NULL);
  g_autoptr (JsonNode) orders = load_json ("shopify", "orders-page-response-200.json");
  g_auto (WbShopifyList) list = { NULL };
  g_auto (WbShopifyList) order_list = { NULL };
  g_autoptr (GError) error = NULL;
  const WbShopOrder *order;
  const WbShopOrderCoupon *coupon;

  g_assert_true (wb_shopify_decode_coupons (at (coupons, "data"), &list, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (list.items->len, ==, 1);
  g_assert_true (list.has_more);
  g_assert_cmpstr (list.cursor, ==, "eyJsYXN0X2lkIjoxNjYwMDAwMDAwMTAxfQ==");

  g_assert_true (wb_shopify_decode_orders (at (orders, "data"), &order_list, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (order_list.items->len, ==, 1);
  g_assert_false (order_list.has_more);
  order = g_ptr_array_index (order_list.items, 0);
  g_assert_cmpstr (order->remote_id, ==, "gid://shopify/Order/5900000000042");
  g_assert_cmpstr (order->code, ==, "#1042");
  g_assert_cmpint (order->state, ==, WB_SHOP_ORDER_PAID);
  g_assert_false (order->is_test);
  /* The shop's currency, not the customer's euros. */
  g_assert_cmpint (order->total.minor, ==, 100000);
  g_assert_cmpstr (order->total.currency, ==, "CZK");
  g_assert_cmpint (order->refunded.minor, ==, 0);
  g_assert_cmpstr (order->email, ==, "jana.novakova@example.com");
  g_assert_cmpint (order->updated_at, ==, time_of ("2026-11-26T08:14:17Z"));
  g_assert_cmpuint (order->coupons->len, ==, 1);
  coupon = g_ptr_array_index (order->coupons, 0);
  g_assert_cmpstr (coupon->code, ==, "RMK-7F3K-Q2XW");
  g_assert_cmpint (coupon->discount.minor, ==, 20000);
}

#define MONEY(amount) "{\"shopMoney\":{\"amount\":\"" amount "\",\"currencyCode\":\"CZK\"}}"
#define ORDER(status, cancelled, total, current, refunded, codes, applied) \
  "{\"orders\":{\"pageInfo\":{\"hasNextPage\":false,\"endCursor\":null},\"nodes\":[{\"id\":\"1\"," \
  "\"name\":\"#1\",\"createdAt\":\"2026-11-25T19:36:22Z\",\"updatedAt\":\"2026-11-25T19:36:22Z\"," \
  "\"test\":false,\"displayFinancialStatus\":" status ",\"cancelledAt\":" cancelled "," \
  "\"totalPriceSet\":" MONEY (total) ",\"currentTotalPriceSet\":" MONEY (current) "," \
  "\"totalRefundedSet\":" MONEY (refunded) ",\"totalDiscountsSet\":" MONEY ("7.5") "," \
  "\"discountCodes\":[" codes "],\"discountApplications\":{\"nodes\":[" applied "]}}]}}"
#define NOW "\"2026-11-26T00:00:00Z\""

static void
test_shopify_json_order_states (void)
{
  static const struct
  {
    const char *json;
    WbShopOrderState state;
    gint64 total, refunded;
    guint n_coupons;
    gint64 discount;         /* 0 = not told */
  } cases[] = {
    { ORDER ("\"PENDING\"", "null", "10.0", "10.0", "0.0", "\"a\"", "{}"), WB_SHOP_ORDER_OPEN, 1000, 0, 1, 750 },
    { ORDER ("\"AUTHORIZED\"", "null", "10.0", "10.0", "0.0", "", ""), WB_SHOP_ORDER_OPEN, 1000, 0, 0, 0 },
    { ORDER ("\"PARTIALLY_PAID\"", "null", "10.0", "10.0", "0.0", "", ""), WB_SHOP_ORDER_OPEN, 1000, 0, 0, 0 },
    { ORDER ("\"PAID\"", "null", "10.0", "10.0", "0.0", "\"a\"", "{}"), WB_SHOP_ORDER_PAID, 1000, 0, 1, 750 },
    { ORDER ("\"PARTIALLY_REFUNDED\"", "null", "10.0", "6.0", "4.0", "\"a\"", "{}"), WB_SHOP_ORDER_PAID, 1000,
      400, 1, 750 },
    /* A refund without goods, and goods taken off before they were paid for. */
    { ORDER ("\"PARTIALLY_REFUNDED\"", "null", "10.0", "10.0", "4.0", "", ""), WB_SHOP_ORDER_PAID, 1000, 400, 0, 0 },
    { ORDER ("\"PENDING\"", "null", "10.0", "7.5", "0.0", "", ""), WB_SHOP_ORDER_OPEN, 1000, 250, 0, 0 },
    { ORDER ("\"PAID\"", "null", "10.0", "12.0", "0.0", "", ""), WB_SHOP_ORDER_PAID, 1000, 0, 0, 0 },
    { ORDER ("\"REFUNDED\"", "null", "10.0", "0.0", "10.0", "", ""), WB_SHOP_ORDER_REFUNDED, 1000, 1000, 0, 0 },
    { ORDER ("\"PAID\"", NOW, "10.0", "10.0", "0.0", "", ""), WB_SHOP_ORDER_CANCELLED, 1000, 0, 0, 0 },
    { ORDER ("\"REFUNDED\"", NOW, "10.0", "0.0", "10.0", "", ""), WB_SHOP_ORDER_CANCELLED, 1000, 1000, 0, 0 },
    { ORDER ("\"VOIDED\"", NOW, "10.0", "0.0", "0.0", "", ""), WB_SHOP_ORDER_CANCELLED, 1000, 1000, 0, 0 },
    { ORDER ("\"EXPIRED\"", "null", "10.0", "10.0", "0.0", "", ""), WB_SHOP_ORDER_OPEN, 1000, 0, 0, 0 },
    { ORDER ("null", "null", "0.0", "0.0", "0.0", "", ""), WB_SHOP_ORDER_OPEN, 0, 0, 0, 0 },
    { ORDER ("\"SOMETHING_NEW\"", "null", "10.0", "10.0", "0.0", "", ""), WB_SHOP_ORDER_OPEN, 1000, 0, 0, 0 },
    /* Whose discount it was cannot be told. */
    { ORDER ("\"PAID\"", "null", "10.0", "10.0", "0.0", "\"a\",\"b\"", "{},{}"), WB_SHOP_ORDER_PAID, 1000, 0, 2, 0 },
    { ORDER ("\"PAID\"", "null", "10.0", "10.0", "0.0", "\"a\"", "{},{}"), WB_SHOP_ORDER_PAID, 1000, 0, 1, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (JsonNode) node = wb_wire_parse (cases[i].json, -1, WB_WIRE_MAX_BODY_BYTES, NULL);
    g_auto (WbShopifyList) list = { NULL };
    g_autoptr (GError) error = NULL;
    const WbShopOrder *order;

    g_test_message ("%u", i);
    g_assert_true (wb_shopify_decode_orders (node, &list, &error));
    g_assert_no_error (error);
    order = g_ptr_array_index (list.items, 0);
    g_assert_cmpint (order->state, ==, cases[i].state);
    g_assert_cmpint (order->total.minor, ==, cases[i].total);
    g_assert_cmpint (order->refunded.minor, ==, cases[i].refunded);
    g_assert_cmpuint (order->coupons->len, ==, cases[i].n_coupons);
    if (cases[i].n_coupons > 0) {
      const WbShopOrderCoupon *coupon = g_ptr_array_index (order->coupons, 0);

      g_assert_cmpstr (coupon->code, ==, "A");
      g_assert_cmpint (coupon->discount.minor, ==, cases[i].discount);
      g_assert_cmpint (wb_money_is_none (&coupon->discount), ==, cases[i].discount == 0);
    }
  }
}

static void
test_shopify_json_errors (void)
{
  static const struct { guint status; const char *file; WbRemoteError code; const char *words; } cases[] = {
    { 401, "error-401-invalid-token.json", WB_REMOTE_ERROR_UNAUTHORIZED, "access token" },
    { 200, "error-access-denied.json", WB_REMOTE_ERROR_FORBIDDEN, "write_discounts" },
    { 200, "error-invalid-variable.json", WB_REMOTE_ERROR_REJECTED, "invalid decimal" },
    { 200, "error-max-input-size.json", WB_REMOTE_ERROR_REJECTED, "251" },
    { 200, "error-throttled.json", WB_REMOTE_ERROR_RATE_LIMITED, "slow down" },
    { 429, "error-throttled.json", WB_REMOTE_ERROR_RATE_LIMITED, "slow down" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (WbHttpReply) reply = load_reply (cases[i].status, cases[i].file);
    g_autoptr (GError) error = NULL;
    WbShopifyCost cost;

    g_test_message ("%u %s", cases[i].status, cases[i].file);
    g_assert_null (wb_shopify_read_reply (reply, &cost, &error));
    g_assert_error (error, WB_REMOTE_ERROR, (gint) cases[i].code);
    g_assert_nonnull (strstr (error->message, cases[i].words));
    g_assert_cmpint (cost.is_throttled, ==, cases[i].code == WB_REMOTE_ERROR_RATE_LIMITED);
    if (strcmp (cases[i].file, "error-throttled.json") == 0) {
      g_assert_cmpfloat (cost.requested, ==, 70);
      g_assert_cmpfloat (cost.available, ==, 66);
      g_assert_cmpfloat (cost.maximum, ==, 2000);
      g_assert_cmpfloat (cost.restore_per_sec, ==, 100);
    }
  }
}

#define LISTED(code) "{\"errors\":[{\"message\":\"Words.\",\"extensions\":{\"code\":\"" code "\"}}]}"

static void
test_shopify_json_other_errors (void)
{
  static const struct { guint status; const char *body; WbRemoteError code; const char *words; } cases[] = {
    { 200, LISTED ("INTERNAL_SERVER_ERROR"), WB_REMOTE_ERROR_SERVER_FAULT, "Words." },
    { 200, LISTED ("SOMETHING_NEW"), WB_REMOTE_ERROR_SERVER_FAULT, "Words." },
    { 200, LISTED ("SHOP_INACTIVE"), WB_REMOTE_ERROR_FORBIDDEN, "frozen" },
    { 200, LISTED ("RESOURCE_NOT_FOUND"), WB_REMOTE_ERROR_NOT_FOUND, "no such coupon" },
    { 200, LISTED ("undefinedField"), WB_REMOTE_ERROR_REJECTED, "Words." },
    { 200, LISTED ("MAX_COST_EXCEEDED"), WB_REMOTE_ERROR_REJECTED, "Words." },
    { 200, LISTED ("ACCESS_DENIED"), WB_REMOTE_ERROR_FORBIDDEN, "Words." },
    { 200, "{\"errors\":\"Not Found\"}", WB_REMOTE_ERROR_REJECTED, "Not Found" },
    { 200, "{\"errors\":[{}]}", WB_REMOTE_ERROR_SERVER_FAULT, "?" },
    { 200, "{}", WB_REMOTE_ERROR_UNEXPECTED_REPLY, "data" },
    { 200, "{\"data\":null}", WB_REMOTE_ERROR_UNEXPECTED_REPLY, "data" },
    { 200, "{\"data\":{\"sh", WB_REMOTE_ERROR_UNEXPECTED_REPLY, "broke off" },
    { 200, "<html><body>Hello</body></html>", WB_REMOTE_ERROR_UNEXPECTED_REPLY, "Hello" },
    { 301, "", WB_REMOTE_ERROR_UNEXPECTED_REPLY, "" },
    { 401, "<html>Proxy</html>", WB_REMOTE_ERROR_UNAUTHORIZED, "access token" },
    { 402, "{\"errors\":\"Unavailable Shop\"}", WB_REMOTE_ERROR_FORBIDDEN, "bill" },
    { 402, "<html></html>", WB_REMOTE_ERROR_FORBIDDEN, "bill" },
    { 403, "{\"errors\":\"Forbidden\"}", WB_REMOTE_ERROR_FORBIDDEN, "app" },
    { 403, "<html>Blocked by us</html>", WB_REMOTE_ERROR_UNEXPECTED_REPLY, "Blocked by us" },
    { 404, "{\"errors\":\"Not Found\"}", WB_REMOTE_ERROR_UNEXPECTED_REPLY, "no Shopify shop" },
    { 423, "{\"errors\":\"Locked\"}", WB_REMOTE_ERROR_RATE_LIMITED, "locked" },
    { 429, "", WB_REMOTE_ERROR_RATE_LIMITED, "slow down" },
    { 500, "{\"errors\":\"Internal Server Error\"}", WB_REMOTE_ERROR_SERVER_FAULT, "" },
    { 503, "<html>Busy</html>", WB_REMOTE_ERROR_SERVER_FAULT, "Busy" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (WbHttpReply) reply = make_reply (cases[i].status, cases[i].body);
    g_autoptr (GError) error = NULL;
    WbShopifyCost cost;

    g_test_message ("%u %s", cases[i].status, cases[i].body);
    g_assert_null (wb_shopify_read_reply (reply, &cost, &error));
    g_assert_error (error, WB_REMOTE_ERROR, (gint) cases[i].code);
    g_assert_nonnull (strstr (error->message, cases[i].words));
    g_assert_cmpint (cost.is_too_costly, ==, strstr (cases[i].body, "MAX_COST") != NULL);
  }
}

static void
test_shopify_json_user_errors (void)
{
  static const struct
  {
    const char *file, *mutation;
    gboolean good;
    WbRemoteError code;
    const char *words;
  } cases[] = {
    { "coupon-create-response-200.json", "discountCodeBasicCreate", TRUE, 0, NULL },
    { "coupon-delete-response-200.json", "discountCodeDelete", TRUE, 0, NULL },
    { "coupon-deactivate-response-200.json", "discountCodeDeactivate", TRUE, 0, NULL },
    { "error-usererrors-duplicate-code.json", "discountCodeBasicCreate", FALSE, WB_REMOTE_ERROR_CONFLICT,
      "already has a coupon" },
    { "error-usererrors-date-range.json", "discountCodeBasicCreate", FALSE, WB_REMOTE_ERROR_REJECTED,
      "Ends at needs to be after starts_at" },
    { "error-usererrors-missing-fields.json", "discountCodeBasicCreate", FALSE, WB_REMOTE_ERROR_REJECTED,
      "Code can't be blank; Title can't be blank; Starts at" },
    { "error-usererrors-negative-amount.json", "discountCodeBasicCreate", FALSE, WB_REMOTE_ERROR_REJECTED,
      "less than or equal" },
    { "error-usererrors-percentage-range.json", "discountCodeBasicCreate", FALSE, WB_REMOTE_ERROR_REJECTED,
      "between 0.0 and 1.0" },
    { "coupon-delete-response-200-unknown.json", "discountCodeDelete", FALSE, WB_REMOTE_ERROR_NOT_FOUND,
      "no such coupon" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (WbHttpReply) reply = load_reply (200, cases[i].file);
    g_autoptr (GError) error = NULL;
    WbShopifyCost cost;
    g_autoptr (JsonNode) data = wb_shopify_read_reply (reply, &cost, &error);
    JsonNode *payload;

    g_test_message ("%s", cases[i].file);
    g_assert_no_error (error);
    g_assert_cmpfloat (cost.requested, >=, 10);
    payload = wb_shopify_decode_payload (data, cases[i].mutation, &error);
    g_assert_cmpint (payload != NULL, ==, cases[i].good);
    if (cases[i].good)
      continue;
    g_assert_error (error, WB_REMOTE_ERROR, (gint) cases[i].code);
    g_assert_nonnull (strstr (error->message, cases[i].words));
  }
}

static void
test_shopify_json_tokens (void)
{
  static const struct { guint status; const char *body; int code; const char *words; } cases[] = {
    { 200, "{\"access_token\":\"shpat_0a\",\"scope\":\"\",\"expires_in\":86399}", -1, NULL },
    { 400, "{\"error\":\"app_not_installed\"}", WB_REMOTE_ERROR_UNAUTHORIZED, "not installed" },
    { 400, "<html><title>Oauth error app_not_installed</title></html>", WB_REMOTE_ERROR_UNAUTHORIZED,
      "not installed" },
    { 400, "{\"error\":\"shop_not_permitted\"}", WB_REMOTE_ERROR_UNAUTHORIZED, "another organisation" },
    { 400, "{\"error\":\"invalid_client\"}", WB_REMOTE_ERROR_UNAUTHORIZED, "client secret" },
    { 401, "", WB_REMOTE_ERROR_UNAUTHORIZED, "client secret" },
    { 404, "<html></html>", WB_REMOTE_ERROR_UNEXPECTED_REPLY, "no Shopify shop" },
    { 429, "", WB_REMOTE_ERROR_RATE_LIMITED, "slow down" },
    { 502, "<html>Gateway</html>", WB_REMOTE_ERROR_SERVER_FAULT, "Gateway" },
    { 200, "{\"access_token\":\"shpat_0", WB_REMOTE_ERROR_UNEXPECTED_REPLY, "not understood" },
  };
  g_autoptr (JsonNode) sample = load_json ("shopify", "token-client-credentials-response.json");
  g_autofree char *sample_token = NULL;
  gint64 sample_secs = 0;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (WbHttpReply) reply = make_reply (cases[i].status, cases[i].body);
    g_autoptr (GError) error = NULL;
    g_autoptr (JsonNode) node = wb_shopify_read_token_reply (reply, &error);

    g_test_message ("%u %s", cases[i].status, cases[i].body);
    g_assert_cmpint (node != NULL, ==, cases[i].code < 0);
    if (node)
      continue;
    g_assert_error (error, WB_REMOTE_ERROR, cases[i].code);
    g_assert_nonnull (strstr (error->message, cases[i].words));
    g_assert_null (strstr (error->message, "shpat_"));
  }

  g_assert_true (wb_shopify_decode_token (sample, &sample_token, &sample_secs, NULL));
  g_assert_cmpstr (sample_token, ==, "shpat_00000000000000000000000000000000");
  g_assert_cmpint (sample_secs, ==, 86399);
}

static void
test_shopify_json_customers (void)
{
  g_autoptr (JsonNode) sample = load_json ("shopify", "customer-by-email-response-200.json");
  g_autoptr (JsonNode) none = wb_wire_parse ("{\"customerByIdentifier\":null}", -1, 1000, NULL);
  g_autoptr (JsonNode) hidden =
    wb_wire_parse ("{\"customerByIdentifier\":{\"id\":\"gid://shopify/Customer/1\","
                   "\"defaultEmailAddress\":null}}", -1, 1000, NULL);
  g_autofree char *id = NULL;
  g_autofree char *email = NULL;
  g_autofree char *hidden_id = NULL;

  g_assert_true (wb_shopify_decode_customer (at (sample, "data"), &id, &email, NULL));
  g_assert_cmpstr (id, ==, "gid://shopify/Customer/7100000000001");
  g_assert_cmpstr (email, ==, "jana.novakova@example.com");
  g_free (g_steal_pointer (&id));
  g_free (g_steal_pointer (&email));
  g_assert_true (wb_shopify_decode_customer (none, &id, &email, NULL));
  g_assert_null (id);
  g_assert_true (wb_shopify_decode_customer (hidden, &hidden_id, &email, NULL));
  g_assert_cmpstr (hidden_id, ==, "gid://shopify/Customer/1");
  g_assert_null (email);
}

static void
test_shopify_json_marks (void)
{
  static const char *const bad[] = {
    "", "C", "C 1", "C 1 2 3", "X 1 2 3 -", "C x 2 3 -", "C - 2 3 -", "C 1 2 3 a b",
    "2026-11-21T00:00:00Z", "C -5 2 3 -",
  };
  const WbShopifyMark marks[] = {
    { 1000, 2000, WB_TIME_NONE, FALSE, NULL },
    { 0, 2000, 2000, TRUE, (char *) "eyJsYXN0X2lkIjoxfQ==" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (marks); i++) {
    g_autofree char *text = wb_shopify_mark_format (&marks[i]);
    g_auto (WbShopifyMark) read = { 0 };

    g_assert_true (wb_shopify_mark_parse (text, &read));
    g_assert_cmpint (read.since, ==, marks[i].since);
    g_assert_cmpint (read.began_at, ==, marks[i].began_at);
    g_assert_cmpint (read.full_at, ==, marks[i].full_at);
    g_assert_cmpint (read.is_full, ==, marks[i].is_full);
    g_assert_cmpstr (read.cursor, ==, marks[i].cursor);
  }
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_auto (WbShopifyMark) read = { 0 };

    g_test_message ("%s", bad[i]);
    g_assert_false (wb_shopify_mark_parse (bad[i], &read));
  }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wb/remote/shopify-json/addresses", test_shopify_json_addresses);
  g_test_add_func ("/wb/remote/shopify-json/secrets", test_shopify_json_secrets);
  g_test_add_func ("/wb/remote/shopify-json/percentages-are-exact", test_shopify_json_percentages);
  g_test_add_func ("/wb/remote/shopify-json/create", test_shopify_json_create);
  g_test_add_func ("/wb/remote/shopify-json/refuses-coupons", test_shopify_json_refuses_coupons);
  g_test_add_func ("/wb/remote/shopify-json/coupons", test_shopify_json_coupons);
  g_test_add_func ("/wb/remote/shopify-json/oddities", test_shopify_json_oddities);
  g_test_add_func ("/wb/remote/shopify-json/bad-shapes", test_shopify_json_bad_shapes);
  g_test_add_func ("/wb/remote/shopify-json/shop", test_shopify_json_shop);
  g_test_add_func ("/wb/remote/shopify-json/lists", test_shopify_json_lists);
  g_test_add_func ("/wb/remote/shopify-json/order-states", test_shopify_json_order_states);
  g_test_add_func ("/wb/remote/shopify-json/errors-of-samples", test_shopify_json_errors);
  g_test_add_func ("/wb/remote/shopify-json/other-errors", test_shopify_json_other_errors);
  g_test_add_func ("/wb/remote/shopify-json/user-errors", test_shopify_json_user_errors);
  g_test_add_func ("/wb/remote/shopify-json/tokens", test_shopify_json_tokens);
  g_test_add_func ("/wb/remote/shopify-json/customers", test_shopify_json_customers);
  g_test_add_func ("/wb/remote/shopify-json/marks", test_shopify_json_marks);

  return g_test_run ();
}
