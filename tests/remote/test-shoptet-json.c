/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What is sent to Shoptet and read from it, on the samples, which are valid by its OpenAPI file. */

#include "wb-shoptet-json.h"
#include "wb-time.h"

#include <string.h>

#define GUID "6f1d0c52-3a44-4b1e-9b57-0d9f6a1c2e31"

static const char *const currencies[] = { "CZK", "EUR", "JPY", "KWD", NULL };

static JsonNode *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  JsonNode *node = wb_wire_parse (text, -1, WB_WIRE_MAX_BODY_BYTES, &error);

  g_assert_no_error (error);

  return node;
}

static char *
load_text (const char *name)
{
  g_autofree char *path = g_build_filename (TEST_DATA_DIR, "shoptet", name, NULL);
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);

  return text;
}

static JsonNode *
load (const char *name)
{
  g_autofree char *text = load_text (name);

  return parse (text);
}

/* A sample with one part of its text replaced. */
static JsonNode *
load_with (const char *name,
           const char *old,
           const char *replacement)
{
  g_autofree char *text = load_text (name);
  g_autoptr (GString) changed = g_string_new (text);

  g_assert_cmpuint (g_string_replace (changed, old, replacement, 1), ==, 1);

  return parse (changed->str);
}

static GTimeZone *
prague (void)
{
  return g_time_zone_new_identifier ("Europe/Prague");
}

static gint64
at (const char *text)
{
  gint64 ms = WB_TIME_NONE;

  g_assert_true (wb_time_parse (text, &ms));

  return ms;
}

static WbShopCoupon *
new_coupon (void)
{
  WbShopCoupon *coupon = wb_shop_coupon_new ();

  coupon->code = g_strdup ("RMK7F3KQ2XW");
  coupon->amount = (WbMoney) { 20000, "CZK" };
  coupon->min_order = (WbMoney) { 100000, "CZK" };
  coupon->expires_at = at ("2026-12-21T22:59:59Z");
  coupon->usage_limit = 1;
  coupon->ticket_mark = g_strdup ("RMK claim 1048");

  return coupon;
}

static void
test_shoptet_json_encode (void)
{
  static const struct {
    gboolean is_percent;
    int hundredths;
    WbMoney amount;
    WbMoney minimum;
    gboolean ends;
    const char *json;
  } cases[] = {
    { FALSE, 0, { 20000, "CZK" }, { 100000, "CZK" }, TRUE,
      "\"discountType\":\"fixed\",\"amount\":\"200.00\",\"minPrice\":\"1000.00\",\"currency\":\"CZK\"" },
    { FALSE, 0, { 1550, "EUR" }, { 0, "" }, TRUE,
      "\"discountType\":\"fixed\",\"amount\":\"15.50\",\"currency\":\"EUR\"" },
    { FALSE, 0, { 500, "JPY" }, { 0, "" }, FALSE,
      "\"discountType\":\"fixed\",\"amount\":\"500.00\",\"currency\":\"JPY\"" },
    { FALSE, 0, { 1250, "KWD" }, { 0, "" }, FALSE,
      "\"discountType\":\"fixed\",\"amount\":\"1.25\",\"currency\":\"KWD\"" },
    { TRUE, 1000, { 0, "" }, { 0, "" }, TRUE, "\"discountType\":\"percentual\",\"ratio\":\"0.1000\"" },
    { TRUE, 1250, { 0, "" }, { 50000, "CZK" }, TRUE,
      "\"discountType\":\"percentual\",\"ratio\":\"0.1250\",\"minPrice\":\"500.00\",\"currency\":\"CZK\"" },
    { TRUE, 10000, { 0, "" }, { 0, "" }, FALSE, "\"discountType\":\"percentual\",\"ratio\":\"1.0000\"" },
  };
  g_autoptr (GTimeZone) zone = prague ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (WbShopCoupon) coupon = new_coupon ();
    g_autoptr (JsonNode) body = NULL;
    g_autofree char *text = NULL;
    g_autofree char *wanted = g_strdup_printf (
      "{\"data\":{\"coupons\":[{\"code\":\"RMK7F3KQ2XW\",%s,\"template\":\"" GUID "\","
      "\"shippingPrice\":\"cart\",%s\"reusable\":false,\"remark\":\"RMK claim 1048\"}]}}",
      cases[i].json, cases[i].ends ? "\"validTo\":\"2026-12-21\"," : "");
    g_autoptr (GError) error = NULL;

    coupon->is_percent = cases[i].is_percent;
    coupon->percent_hundredths = cases[i].hundredths;
    coupon->amount = cases[i].amount;
    coupon->min_order = cases[i].minimum;
    if (!cases[i].ends)
      coupon->expires_at = WB_TIME_NONE;
    g_assert_true (wb_shoptet_check_coupon (coupon, currencies, &error));
    g_assert_no_error (error);
    body = wb_shoptet_encode_coupon (coupon, GUID, zone);
    text = wb_wire_print (body);
    g_assert_cmpstr (text, ==, wanted);
  }
}

static void
test_shoptet_json_refuses (void)
{
  static const struct {
    const char *code;
    gboolean is_percent;
    int hundredths;
    WbMoney amount;
    WbMoney minimum;
    int limit;
    const char *email;
    const char *words;   /* NULL = good */
  } cases[] = {
    { "RMK7F3KQ2XW", FALSE, 0, { 20000, "CZK" }, { 100000, "CZK" }, 1, NULL, NULL },
    { "RMK7F3KQ2XW23456", FALSE, 0, { 1, "EUR" }, { 0, "" }, 0, NULL, NULL },
    { "RMK7F3KQ2XW234567", FALSE, 0, { 20000, "CZK" }, { 0, "" }, 1, NULL, "16" },
    { "rmk7f3kq2xw", FALSE, 0, { 20000, "CZK" }, { 0, "" }, 1, NULL, "capital" },
    { "", FALSE, 0, { 20000, "CZK" }, { 0, "" }, 1, NULL, "code" },
    { "RMK7F3KQ2XW", FALSE, 0, { 0, "CZK" }, { 0, "" }, 1, NULL, "above zero" },
    { "RMK7F3KQ2XW", FALSE, 0, { 20000, "USD" }, { 0, "" }, 1, NULL, "USD" },
    { "RMK7F3KQ2XW", FALSE, 0, { 1251, "KWD" }, { 0, "" }, 1, NULL, "two decimal" },
    { "RMK7F3KQ2XW", FALSE, 0, { 20000, "CZK" }, { 1000, "EUR" }, 1, NULL, "same currency" },
    { "RMK7F3KQ2XW", FALSE, 0, { 20000, "CZK" }, { -1, "CZK" }, 1, NULL, "below zero" },
    { "RMK7F3KQ2XW", TRUE, 0, { 0, "" }, { 0, "" }, 1, NULL, "percentage" },
    { "RMK7F3KQ2XW", TRUE, 10001, { 0, "" }, { 0, "" }, 1, NULL, "percentage" },
    { "RMK7F3KQ2XW", FALSE, 0, { 20000, "CZK" }, { 0, "" }, 2, NULL, "once" },
    { "RMK7F3KQ2XW", FALSE, 0, { 20000, "CZK" }, { 0, "" }, 1, "jana@example.com", "one customer" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (WbShopCoupon) coupon = wb_shop_coupon_new ();
    g_autoptr (GError) error = NULL;

    coupon->code = g_strdup (cases[i].code);
    coupon->is_percent = cases[i].is_percent;
    coupon->percent_hundredths = cases[i].hundredths;
    coupon->amount = cases[i].amount;
    coupon->min_order = cases[i].minimum;
    coupon->usage_limit = cases[i].limit;
    coupon->email = g_strdup (cases[i].email);
    g_assert_cmpint (wb_shoptet_check_coupon (coupon, currencies, &error), ==, !cases[i].words);
    if (cases[i].words) {
      g_assert_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_NOT_ALLOWED);
      g_assert_nonnull (strstr (error->message, cases[i].words));
    }
  }
}

static void
test_shoptet_json_paths (void)
{
  g_autofree char *coupon = wb_shoptet_path_coupon ("A B/Č?");
  g_autofree char *order = wb_shoptet_path_order ("2026-1/A");
  g_autofree char *changes =
    wb_shoptet_path_changes ("orders", at ("2026-11-26T09:14:17+0100"), 1000, 2);
  g_autofree char *credits = wb_shoptet_path_credits ("invoiceCode", "F&1", 1);
  g_autofree char *proofs = wb_shoptet_path_proofs ("2026#1");
  g_autofree char *invoices = wb_shoptet_path_invoices ("2026#1");
  g_autoptr (JsonNode) ended = wb_shoptet_encode_end ("RMK7F3KQ2XW", 20777);
  g_autoptr (JsonNode) template = wb_shoptet_encode_template ("Winback");
  g_autofree char *ended_text = wb_wire_print (ended);
  g_autofree char *template_text = wb_wire_print (template);

  g_assert_cmpstr (coupon, ==, "/api/discount-coupons/A%20B%2F%C4%8C%3F");
  g_assert_cmpstr (order, ==, "/api/orders/2026-1%2FA");
  g_assert_cmpstr (changes, ==,
                   "/api/orders/changes?from=2026-11-26T08:14:17%2B0000&itemsPerPage=1000&page=2");
  g_assert_cmpstr (credits, ==, "/api/credit-notes?itemsPerPage=20&page=1&invoiceCode=F%261");
  g_assert_cmpstr (proofs, ==, "/api/proof-payments?itemsPerPage=100&orderCode=2026%231");
  g_assert_cmpstr (invoices, ==, "/api/invoices?itemsPerPage=100&orderCode=2026%231");
  g_assert_cmpstr (ended_text, ==, "{\"data\":{\"coupons\":[{\"code\":\"RMK7F3KQ2XW\","
                   "\"validTo\":\"2026-11-20\"}]}}");
  g_assert_cmpstr (template_text, ==, "{\"data\":{\"title\":\"Winback\","
                   "\"productSelectionMode\":\"parameters\"}}");
}

static void
test_shoptet_json_eshop (void)
{
  g_autoptr (JsonNode) node = load ("eshop-info-response-200.json");
  g_autoptr (JsonNode) other = load_with ("eshop-info-response-200.json", "\"urls\": []",
                                          "\"urls\": [], \"orderStatuses\": {\"defaultStatus\": -1, "
                                          "\"statuses\": [{\"id\": 5, \"order\": 1, \"name\": \"Převzato\","
                                          " \"markAsPaid\": true}, {\"id\": -1, \"order\": 2, \"name\": "
                                          "\"Nová\", \"markAsPaid\": false}]}");
  g_autoptr (JsonNode) bare = load_with ("eshop-info-response-200.json", "discountCoupons", "other");
  g_autoptr (JsonNode) broken = load_with ("eshop-info-response-200.json", "\"timezone\"", "\"zone\"");
  g_autoptr (GError) error = NULL;
  g_autoptr (WbShoptetEshop) eshop = wb_shoptet_decode_eshop (node, &error);
  g_autoptr (WbShoptetEshop) with_statuses = wb_shoptet_decode_eshop (other, &error);
  g_autoptr (WbShoptetEshop) without = wb_shoptet_decode_eshop (bare, &error);
  g_autoptr (WbShoptetEshop) none = NULL;
  g_autofree char *codes = NULL;

  g_assert_no_error (error);
  codes = g_strjoinv (" ", eshop->currencies);
  g_assert_cmpstr (codes, ==, "CZK EUR");
  g_assert_cmpstr (eshop->name, ==, "Ukázkový e-shop");
  g_assert_cmpstr (eshop->url, ==, "https://www.example-eshop.test/");
  g_assert_cmpstr (eshop->time_zone, ==, "Europe/Prague");
  g_assert_true (eshop->is_vat_payer && eshop->has_coupons);
  g_assert_false (without->has_coupons);
  g_assert_true (g_hash_table_contains (with_statuses->paid_states, GINT_TO_POINTER (5)));
  g_assert_false (g_hash_table_contains (with_statuses->paid_states, GINT_TO_POINTER (-1)));
  none = wb_shoptet_decode_eshop (broken, &error);
  g_assert_error (error, WB_WIRE_ERROR, WB_WIRE_ERROR_BAD_SHAPE);
  g_assert_nonnull (strstr (error->message, "timezone"));
}

static void
test_shoptet_json_rights (void)
{
  static const struct {
    const char *endpoints;
    guint rights;
  } cases[] = {
    { "", WB_SHOPTET_RIGHT_UNKNOWN },
    { "{\"endpoint\":\"/api/orders\",\"access\":\"both\"}", WB_SHOPTET_RIGHT_UNKNOWN },
    { "{\"endpoint\":\"/api/discount-coupons\",\"access\":\"read\"}", WB_SHOPTET_RIGHT_READ },
    { "{\"endpoint\":\"/api/discount-coupons\",\"access\":\"both\"}",
      WB_SHOPTET_RIGHT_READ | WB_SHOPTET_RIGHT_WRITE },
    { "{\"endpoint\":\"/api/discount-coupons\",\"access\":\"read\"},"
      "{\"endpoint\":\"/api/discount-coupons\",\"access\":\"write\"}",
      WB_SHOPTET_RIGHT_READ | WB_SHOPTET_RIGHT_WRITE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = g_strdup_printf ("{\"data\":{\"endpoints\":[%s]},\"errors\":null}",
                                             cases[i].endpoints);
    g_autoptr (JsonNode) node = parse (text);
    g_autoptr (GError) error = NULL;
    guint rights = 99;

    g_assert_true (wb_shoptet_decode_rights (node, "discount-coupons", &rights, &error));
    g_assert_no_error (error);
    g_assert_cmpuint (rights, ==, cases[i].rights);
  }
}

static void
test_shoptet_json_templates (void)
{
  static const struct {
    const char *guid;
    const char *title;
    const char *found;
  } cases[] = {
    { NULL, "Remarketing", "Remarketing" },
    { NULL, "Winback", NULL },
    { GUID, NULL, "Remarketing" },
    { "6F1D0C52-3A44-4B1E-9B57-0D9F6A1C2E31", NULL, "Remarketing" },
    { "6f1d0c52-3a44-4b1e-9b57-0d9f6a1c2e32", NULL, NULL },
  };
  g_autoptr (JsonNode) list = load ("template-list-response-200.json");
  g_autoptr (JsonNode) made = load ("template-create-response-201.json");
  g_autofree char *new_guid = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *guid = NULL;
    g_autofree char *title = NULL;

    g_assert_true (wb_shoptet_decode_template (list, cases[i].guid, cases[i].title, &guid, &title,
                                               &error));
    g_assert_no_error (error);
    g_assert_cmpstr (title, ==, cases[i].found);
    g_assert_cmpstr (guid, ==, cases[i].found ? GUID : NULL);
  }
  new_guid = wb_shoptet_decode_new_template (made, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (new_guid, ==, GUID);
}

static void
test_shoptet_json_token (void)
{
  g_autoptr (JsonNode) node = load ("oauth-access-token-response.json");
  g_autoptr (JsonNode) broken = parse ("{\"access_token\":\"a b\",\"expires_in\":1800}");
  g_autoptr (GError) error = NULL;
  g_autoptr (WbShoptetToken) token = wb_shoptet_decode_token (node, &error);
  g_autoptr (WbShoptetToken) none = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (token->token, ==, "123456-a-EXAMPLEEXAMPLEEXAMPLEEXAMPLE0001");
  g_assert_cmpint (token->expires_in_secs, ==, 1800);
  none = wb_shoptet_decode_token (broken, &error);
  g_assert_error (error, WB_WIRE_ERROR, WB_WIRE_ERROR_BAD_SHAPE);
  g_assert_null (strstr (error->message, "a b"));
}

/* One change to the sample of a coupon, and what becomes of it. */
static void
test_shoptet_json_coupon (void)
{
  static const struct {
    const char *old;
    const char *replacement;
    gboolean is_percent;
    gint64 value;
    gint64 minimum;
    int limit;
    int used;
    const char *oddity;
  } cases[] = {
    { "\"used", "\"used", FALSE, 20000, 100000, 1, 1, NULL },
    { "\"200.00\"", "200.00", FALSE, 20000, 100000, 1, 1, NULL },
    { "\"200.00\"", "200", FALSE, 20000, 100000, 1, 1, NULL },
    { "\"200.00\"", "\"200.005\"", FALSE, 0, 100000, 1, 1, NULL },
    { "\"discountType\": \"fixed\",\n      \"amount\": \"200.00\",\n      \"ratio\": null",
      "\"discountType\": \"percentual\", \"amount\": null, \"ratio\": \"0.1250\"", TRUE, 1250, 100000, 1, 1,
      NULL },
    { "\"minPrice\": \"1000.00\"", "\"minPrice\": null", FALSE, 20000, 0, 1, 1, NULL },
    { "\"reusable\": false", "\"reusable\": true", FALSE, 20000, 100000, 0, 1, NULL },
    { "\"usedCount\": 1", "\"usedCount\": 0", FALSE, 20000, 100000, 1, 0, NULL },
    { "\"cart\"", "\"free\"", FALSE, 20000, 100000, 1, 1, "shipping" },
    { "6f1d", "7f1d", FALSE, 20000, 100000, 1, 1, "template" },
  };
  g_autoptr (GTimeZone) zone = prague ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (JsonNode) node = load_with ("coupon-detail-response-200.json", cases[i].old,
                                           cases[i].replacement);
    g_autoptr (GError) error = NULL;
    g_autoptr (WbShopCoupon) coupon = wb_shoptet_decode_coupon (node, zone, GUID, &error);

    g_test_message ("%u", i);
    g_assert_no_error (error);
    g_assert_cmpstr (coupon->code, ==, "RMK7F3KQ2XW");
    g_assert_cmpstr (coupon->remote_id, ==, "RMK7F3KQ2XW");
    g_assert_cmpint (coupon->is_percent, ==, cases[i].is_percent);
    g_assert_cmpint (coupon->is_percent ? coupon->percent_hundredths : coupon->amount.minor, ==,
                     cases[i].value);
    g_assert_cmpint (coupon->min_order.minor, ==, cases[i].minimum);
    g_assert_cmpint (coupon->usage_limit, ==, cases[i].limit);
    g_assert_cmpint (coupon->usage_count, ==, cases[i].used);
    g_assert_cmpint (coupon->expires_at, ==, at ("2026-12-21T22:59:59Z"));
    g_assert_cmpstr (coupon->ticket_mark, ==, "RMK claim 1048");
    g_assert_null (coupon->email);
    if (cases[i].oddity)
      g_assert_nonnull (strstr (coupon->oddity, cases[i].oddity));
    else
      g_assert_null (coupon->oddity);
  }
}

static void
test_shoptet_json_coupon_broken (void)
{
  static const struct {
    const char *old;
    const char *replacement;
    const char *member;
  } cases[] = {
    { "\"code\": \"RMK7F3KQ2XW\"", "\"code\": null", "data.coupon.code" },
    { "\"usedCount\": 1", "\"usedCount\": null", "usedCount" },
    { "\"reusable\": false,", "", "reusable" },
    { "\"2026-12-21\"", "\"21. 12. 2026\"", "validTo" },
    { "\"discountType\": \"fixed\"", "\"discountType\": \"percentual\"", "ratio" },
    { "\"coupon\": {", "\"cupon\": {", "data.coupon" },
  };
  g_autoptr (GTimeZone) zone = prague ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (JsonNode) node = load_with ("coupon-detail-response-200.json", cases[i].old,
                                           cases[i].replacement);
    g_autoptr (GError) error = NULL;
    g_autoptr (WbShopCoupon) coupon = wb_shoptet_decode_coupon (node, zone, GUID, &error);

    g_assert_null (coupon);
    g_assert_error (error, WB_WIRE_ERROR, WB_WIRE_ERROR_BAD_SHAPE);
    g_test_message ("%s", error->message);
    g_assert_nonnull (strstr (error->message, cases[i].member));
  }
}

static void
test_shoptet_json_lists (void)
{
  g_autoptr (GTimeZone) zone = prague ();
  g_autoptr (JsonNode) page = load ("coupon-list-response-200.json");
  g_autoptr (JsonNode) made = load ("coupon-create-response-201.json");
  g_autoptr (JsonNode) partial = load ("coupon-create-response-201-partial.json");
  g_autoptr (JsonNode) changed = load ("coupon-update-response-200-with-errors.json");
  WbShoptetPaginator where = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) listed = wb_shoptet_decode_coupons (page, zone, NULL, &where, &error);
  g_autoptr (GPtrArray) both = wb_shoptet_decode_coupons (made, zone, GUID, NULL, &error);
  g_autoptr (GPtrArray) one = wb_shoptet_decode_coupons (partial, zone, GUID, NULL, &error);
  g_autoptr (GPtrArray) ended = wb_shoptet_decode_coupons (changed, zone, GUID, NULL, &error);
  g_autoptr (GPtrArray) no_page = NULL;
  g_autofree char *code = NULL;
  g_autofree char *words = wb_shoptet_dup_errors (changed, &code);
  g_autofree char *no_words = wb_shoptet_dup_errors (partial, NULL);

  g_assert_no_error (error);
  g_assert_cmpuint (listed->len, ==, 2);
  g_assert_cmpint (where.page, ==, 1);
  g_assert_cmpint (where.page_count, ==, 2);
  g_assert_cmpint (where.total, ==, 1002);
  g_assert_cmpuint (both->len, ==, 2);
  g_assert_cmpint (((WbShopCoupon *) both->pdata[1])->percent_hundredths, ==, 1000);
  g_assert_cmpuint (one->len, ==, 1);
  g_assert_cmpint (((WbShopCoupon *) ended->pdata[0])->expires_at, ==, at ("2026-11-20T22:59:59Z"));
  g_assert_cmpstr (code, ==, "discount-coupon-code-duplicated");
  g_assert_cmpstr (words, ==, "Discount coupon code \"RMK7F3KQ2XW\" is duplicated.");
  g_assert_null (no_words);
  /* What was made is no page. */
  no_page = wb_shoptet_decode_coupons (made, zone, NULL, &where, &error);
  g_assert_error (error, WB_WIRE_ERROR, WB_WIRE_ERROR_BAD_SHAPE);
}

static void
test_shoptet_json_changes (void)
{
  g_autoptr (JsonNode) node = load ("orders-changes-response-200.json");
  g_autoptr (JsonNode) broken = load_with ("orders-changes-response-200.json", "\"delete\"", "null");
  g_autoptr (GPtrArray) changes =
    g_ptr_array_new_with_free_func ((GDestroyNotify) wb_shoptet_change_free);
  const WbShoptetChange *first, *second;
  WbShoptetPaginator where = { 0 };
  g_autoptr (GError) error = NULL;

  g_assert_true (wb_shoptet_decode_changes (node, changes, &where, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (changes->len, ==, 2);
  first = g_ptr_array_index (changes, 0);
  second = g_ptr_array_index (changes, 1);
  g_assert_cmpstr (first->code, ==, "2026000123");
  g_assert_cmpint (first->time, ==, at ("2026-11-26T08:14:17Z"));
  g_assert_false (first->is_deleted);
  g_assert_cmpstr (second->code, ==, "2026000099");
  g_assert_true (second->is_deleted);
  g_assert_false (wb_shoptet_decode_changes (broken, changes, &where, &error));
  g_assert_error (error, WB_WIRE_ERROR, WB_WIRE_ERROR_BAD_SHAPE);
  g_assert_cmpuint (changes->len, ==, 2);
}

static void
test_shoptet_json_order (void)
{
  static const struct {
    const char *old;
    const char *replacement;
    WbShopOrderState state;
    gint64 total;
    const char *code;
    gint64 discount;
    const char *email;
  } cases[] = {
    { "\"code\": \"2026", "\"code\": \"2026", WB_SHOP_ORDER_PAID, 100000, "RMK7F3KQ2XW", 20000,
      "jana.novakova@example.com" },
    { "Slevový kupon č. RMK7F3KQ2XW - Sleva 200 Kč", "Rabatt rmk7f3kq2xw", WB_SHOP_ORDER_PAID, 100000,
      "RMK7F3KQ2XW", 20000, "jana.novakova@example.com" },
    { "Slevový kupon č. RMK7F3KQ2XW - Sleva 200 Kč", "Slevový kupon - Sleva 200 Kč", WB_SHOP_ORDER_PAID,
      100000, "", 20000, "jana.novakova@example.com" },
    { "RMK7F3KQ2XW -", "LETO10 -", WB_SHOP_ORDER_PAID, 100000, "LETO10", 20000, "jana.novakova@example.com" },
    { "\"jana.novakova@example.com\"", "\"Jana.Novakova@Example.COM\"", WB_SHOP_ORDER_PAID, 100000,
      "RMK7F3KQ2XW", 20000, "jana.novakova@example.com" },
    { "\"jana.novakova@example.com\"", "null", WB_SHOP_ORDER_PAID, 100000, "RMK7F3KQ2XW", 20000, NULL },
    { "\"withVat\": \"1000.00\"", "\"withVat\": 1000.5", WB_SHOP_ORDER_PAID, 100050, "RMK7F3KQ2XW", 20000,
      "jana.novakova@example.com" },
    /* A deposit leaves less to pay; what the order is worth stays. */
    { "\"toPay\": \"1000.00\"", "\"toPay\": \"200.00\"", WB_SHOP_ORDER_PAID, 100000, "RMK7F3KQ2XW", 20000,
      "jana.novakova@example.com" },
    { "\"withVat\": \"1000.00\"", "\"withVat\": null", WB_SHOP_ORDER_PAID, 100000, "RMK7F3KQ2XW", 20000,
      "jana.novakova@example.com" },
    { "\"withVat\": \"-200.00\"", "\"withVat\": -200.0", WB_SHOP_ORDER_PAID, 100000, "RMK7F3KQ2XW", 20000,
      "jana.novakova@example.com" },
    { "\"amount\": \"1.000\"", "\"amount\": 2.000", WB_SHOP_ORDER_PAID, 100000, "RMK7F3KQ2XW", 20000,
      "jana.novakova@example.com" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (JsonNode) node = load_with ("order-detail-with-coupon.json", cases[i].old,
                                           cases[i].replacement);
    g_autoptr (GError) error = NULL;
    g_autoptr (WbShopOrder) order = wb_shoptet_decode_order (node, NULL, &error);
    const WbShopOrderCoupon *coupon;

    g_test_message ("%u", i);
    g_assert_no_error (error);
    g_assert_cmpstr (order->remote_id, ==, "2026000123");
    g_assert_cmpstr (order->code, ==, "2026000123");
    g_assert_cmpint (order->state, ==, cases[i].state);
    g_assert_cmpint (order->total.minor, ==, cases[i].total);
    g_assert_cmpstr (order->total.currency, ==, "CZK");
    g_assert_cmpint (order->refunded.minor, ==, 0);
    g_assert_cmpstr (order->refunded.currency, ==, "CZK");
    g_assert_cmpstr (order->email, ==, cases[i].email);
    g_assert_cmpint (order->created_at, ==, at ("2026-11-25T19:36:22Z"));
    g_assert_cmpint (order->updated_at, ==, at ("2026-11-26T08:14:17Z"));
    g_assert_cmpuint (order->coupons->len, ==, 1);
    coupon = g_ptr_array_index (order->coupons, 0);
    g_assert_cmpstr (coupon->code, ==, cases[i].code);
    g_assert_cmpint (coupon->is_certain, ==, cases[i].code[0] != '\0');
    g_assert_cmpint (coupon->discount.minor, ==, cases[i].discount);
  }
}

/* `paid` and the status together. */
static void
test_shoptet_json_order_states (void)
{
  static const struct {
    const char *paid;
    const char *status;
    WbShopOrderState state;
  } cases[] = {
    { "true", "{\"id\": -1, \"name\": \"Nová\"}", WB_SHOP_ORDER_PAID },
    { "false", "{\"id\": -1, \"name\": \"Nová\"}", WB_SHOP_ORDER_OPEN },
    { "null", "{\"id\": -1, \"name\": \"Nová\"}", WB_SHOP_ORDER_OPEN },
    { "false", "{\"id\": -3, \"name\": \"Vyřízena\"}", WB_SHOP_ORDER_PAID },
    { "null", "{\"id\": 7, \"name\": \"Převzato\"}", WB_SHOP_ORDER_PAID },
    { "null", "{\"id\": 8, \"name\": \"Balí se\"}", WB_SHOP_ORDER_OPEN },
    { "true", "{\"id\": -4, \"name\": \"Storno\"}", WB_SHOP_ORDER_CANCELLED },
    { "false", "{\"id\": -4, \"name\": null}", WB_SHOP_ORDER_CANCELLED },
    { "null", "null", WB_SHOP_ORDER_OPEN },
  };
  g_autoptr (GHashTable) paid_states = g_hash_table_new (NULL, NULL);

  g_hash_table_add (paid_states, GINT_TO_POINTER (7));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = g_strdup_printf (
      "{\"data\":{\"order\":{\"code\":\"1\",\"creationTime\":\"2026-11-25T20:36:22+0100\","
      "\"changeTime\":null,\"email\":\"\",\"paid\":%s,\"status\":%s,\"price\":{\"withVat\":\"10.00\","
      "\"toPay\":\"10.00\",\"currencyCode\":\"EUR\"},\"items\":[]}},\"errors\":null}", cases[i].paid,
      cases[i].status);
    g_autoptr (JsonNode) node = parse (text);
    g_autoptr (GError) error = NULL;
    g_autoptr (WbShopOrder) order = wb_shoptet_decode_order (node, paid_states, &error);

    g_assert_no_error (error);
    g_assert_cmpint (order->state, ==, cases[i].state);
    g_assert_null (order->email);
    g_assert_cmpint (order->updated_at, ==, order->created_at);
    g_assert_cmpuint (order->coupons->len, ==, 0);
  }
}

/* A percentage with a row per VAT rate is one coupon. */
static void
test_shoptet_json_order_rows (void)
{
  g_autoptr (JsonNode) node = parse (
    "{\"data\":{\"order\":{\"code\":\"1\",\"creationTime\":null,\"changeTime\":null,\"email\":null,"
    "\"paid\":true,\"status\":null,\"price\":{\"withVat\":\"10.00\",\"toPay\":\"10.00\",\"currencyCode\":"
    "\"EUR\"},\"items\":["
    "{\"itemType\":\"discount-coupon\",\"name\":\"Kupón RMK7F3KQ2XW\",\"itemPrice\":{\"withVat\":\"-1.50\"}},"
    "{\"itemType\":\"discount-coupon\",\"name\":\"Kupón RMK7F3KQ2XW\",\"itemPrice\":{\"withVat\":\"-0.25\"}},"
    "{\"itemType\":\"volume-discount\",\"name\":\"WBABCDEFGHJK\",\"itemPrice\":{\"withVat\":\"-9.00\"}},"
    "{\"itemType\":\"product\",\"name\":\"WBABCDEFGHJK\",\"itemPrice\":{\"withVat\":\"9.00\"}},"
    "{\"itemType\":\"discount-coupon\",\"name\":null,\"itemPrice\":null}]}},\"errors\":null}");
  g_autoptr (GError) error = NULL;
  g_autoptr (WbShopOrder) order = wb_shoptet_decode_order (node, NULL, &error);
  const WbShopOrderCoupon *first, *second;

  g_assert_no_error (error);
  g_assert_cmpuint (order->coupons->len, ==, 2);
  first = g_ptr_array_index (order->coupons, 0);
  second = g_ptr_array_index (order->coupons, 1);
  g_assert_cmpstr (first->code, ==, "RMK7F3KQ2XW");
  g_assert_cmpint (first->discount.minor, ==, 175);
  g_assert_cmpstr (second->code, ==, "");
  g_assert_true (wb_money_is_none (&second->discount));
}

static void
test_shoptet_json_refunds (void)
{
  static const struct {
    WbShopOrderState before;
    gint64 credits[3];      /* the second is of another order, the third not valid */
    WbShopOrderState after;
    gint64 refunded;
  } cases[] = {
    { WB_SHOP_ORDER_PAID, { 0, 500, 500 }, WB_SHOP_ORDER_PAID, 0 },
    { WB_SHOP_ORDER_PAID, { 400, 500, 500 }, WB_SHOP_ORDER_PAID, 400 },
    { WB_SHOP_ORDER_PAID, { 1000, 500, 500 }, WB_SHOP_ORDER_REFUNDED, 1000 },
    { WB_SHOP_ORDER_OPEN, { 1200, 500, 500 }, WB_SHOP_ORDER_REFUNDED, 1000 },
    { WB_SHOP_ORDER_CANCELLED, { 1000, 500, 500 }, WB_SHOP_ORDER_CANCELLED, 1000 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (WbShopOrder) order = wb_shop_order_new ();
    g_autoptr (GPtrArray) credits =
      g_ptr_array_new_with_free_func ((GDestroyNotify) wb_shoptet_credit_free);

    order->code = g_strdup ("1");
    order->remote_id = g_strdup ("1");
    order->state = cases[i].before;
    order->total = (WbMoney) { 1000, "EUR" };
    order->refunded = (WbMoney) { 0, "EUR" };
    for (guint j = 0; j < 3; j++) {
      WbShoptetCredit *credit = g_new0 (WbShoptetCredit, 1);

      credit->code = g_strdup_printf ("D%u", j);
      credit->order_code = g_strdup (j == 1 ? "2" : "1");
      credit->is_valid = j != 2;
      credit->total = (WbMoney) { cases[i].credits[j], "EUR" };
      g_ptr_array_add (credits, credit);
    }
    wb_shoptet_order_refund (order, credits);
    g_assert_cmpint (order->state, ==, cases[i].after);
    g_assert_cmpint (order->refunded.minor, ==, cases[i].refunded);
  }
}

static WbHttpReply *
new_reply (guint       status,
           const char *body)
{
  WbHttpReply *reply = g_new0 (WbHttpReply, 1);

  reply->status = status;
  reply->date = WB_TIME_NONE;
  reply->retry_after_ms = -1;
  reply->headers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  reply->body = g_bytes_new (body, strlen (body));

  return reply;
}

/* Every way a shop refuses, by its decision, and by a word that says what it is. */
static void
test_shoptet_json_errors (void)
{
  static const struct {
    guint status;
    const char *body;     /* a file, or the text itself */
    int error;            /* WbRemoteError */
    const char *code;
    const char *words;
  } cases[] = {
    { 401, "error-401-expired-token.json", WB_REMOTE_ERROR_UNAUTHORIZED, "expired-token", "run out" },
    { 401, "error-401-missing-token.json", WB_REMOTE_ERROR_UNAUTHORIZED, "missing-access-token",
      "Premium" },
    { 403, "error-403-missing-module.json", WB_REMOTE_ERROR_FORBIDDEN, "missing-module",
      "Slevové kupóny" },
    { 403, "error-403-no-rights.json", WB_REMOTE_ERROR_FORBIDDEN, "invalid-token-no-rights", "allow it" },
    { 404, "error-404-coupon-not-found.json", WB_REMOTE_ERROR_NOT_FOUND, "discount-coupon-not-found",
      "no such coupon" },
    { 404, "error-404-template-not-found.json", WB_REMOTE_ERROR_NOT_FOUND,
      "discount-coupon-template-not-found", "template" },
    { 409, "error-409-coupon-already-used.json", WB_REMOTE_ERROR_CONFLICT, "discount-coupon-already-used",
      "already used" },
    { 422, "error-422-validation.json", WB_REMOTE_ERROR_REJECTED, "invalid-request-data", "percentual" },
    { 422, "error-404-coupon-not-found.json", WB_REMOTE_ERROR_NOT_FOUND, "discount-coupon-not-found",
      "no such coupon" },
    { 422, "{\"data\":null,\"errors\":[{\"errorCode\":\"discount-coupon-code-duplicated\",\"message\":\"x\"}]}",
      WB_REMOTE_ERROR_CONFLICT, "discount-coupon-code-duplicated", "already has" },
    { 400, "{\"data\":null,\"errors\":[{\"errorCode\":\"validation-error\",\"message\":\"Too many.\"}]}",
      WB_REMOTE_ERROR_REJECTED, "validation-error", "Too many." },
    { 413, "{\"data\":null,\"errors\":[{\"errorCode\":\"too-many\",\"message\":\"x\"}]}",
      WB_REMOTE_ERROR_REJECTED, "too-many", "more than" },
    { 423, "", WB_REMOTE_ERROR_RATE_LIMITED, NULL, "busy" },
    { 429, "", WB_REMOTE_ERROR_RATE_LIMITED, NULL, "slow down" },
    { 429, "<html>429 Too Many Requests</html>", WB_REMOTE_ERROR_RATE_LIMITED, NULL, "slow down" },
    { 500, "{\"data\":null,\"errors\":[{\"errorCode\":\"server\",\"message\":\"Ouch\"}]}",
      WB_REMOTE_ERROR_SERVER_FAULT, "server", "fault (500): Ouch" },
    { 502, "", WB_REMOTE_ERROR_SERVER_FAULT, NULL, "502" },
    { 503, "", WB_REMOTE_ERROR_SERVER_FAULT, NULL, "maintenance" },
    { 200, "<html><title>Blocked</title></html>", WB_REMOTE_ERROR_UNEXPECTED_REPLY, NULL, "Blocked" },
    { 200, "[]", WB_REMOTE_ERROR_UNEXPECTED_REPLY, NULL, "JSON" },
    { 200, "{\"data\":{", WB_REMOTE_ERROR_UNEXPECTED_REPLY, NULL, "broke off" },
    { 404, "<html><p>Not found</p></html>", WB_REMOTE_ERROR_UNEXPECTED_REPLY, NULL, "Not found" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = g_str_has_suffix (cases[i].body, ".json") ? load_text (cases[i].body) :
                            g_strdup (cases[i].body);
    g_autoptr (WbHttpReply) reply = new_reply (cases[i].status, text);
    g_autofree char *code = NULL;
    g_autoptr (GError) error = NULL;
    g_autoptr (JsonNode) node = wb_shoptet_read_reply (reply, &code, &error);

    g_assert_null (node);
    g_test_message ("%u: %s", cases[i].status, error->message);
    g_assert_error (error, WB_REMOTE_ERROR, cases[i].error);
    g_assert_cmpstr (code, ==, cases[i].code);
    g_assert_nonnull (strstr (error->message, cases[i].words));
    /* A part of a token stands in one of the messages. */
    g_assert_null (strstr (error->message, "afd"));
  }
}

static void
test_shoptet_json_success (void)
{
  g_autofree char *text = load_text ("coupon-create-response-201-partial.json");
  g_autoptr (WbHttpReply) reply = new_reply (201, text);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = wb_shoptet_read_reply (reply, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (node);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/remote/shoptet-json/encode", test_shoptet_json_encode);
  g_test_add_func ("/remote/shoptet-json/refuses", test_shoptet_json_refuses);
  g_test_add_func ("/remote/shoptet-json/paths", test_shoptet_json_paths);
  g_test_add_func ("/remote/shoptet-json/eshop", test_shoptet_json_eshop);
  g_test_add_func ("/remote/shoptet-json/rights", test_shoptet_json_rights);
  g_test_add_func ("/remote/shoptet-json/templates", test_shoptet_json_templates);
  g_test_add_func ("/remote/shoptet-json/token", test_shoptet_json_token);
  g_test_add_func ("/remote/shoptet-json/coupon", test_shoptet_json_coupon);
  g_test_add_func ("/remote/shoptet-json/coupon-broken", test_shoptet_json_coupon_broken);
  g_test_add_func ("/remote/shoptet-json/lists", test_shoptet_json_lists);
  g_test_add_func ("/remote/shoptet-json/changes", test_shoptet_json_changes);
  g_test_add_func ("/remote/shoptet-json/order", test_shoptet_json_order);
  g_test_add_func ("/remote/shoptet-json/order-states", test_shoptet_json_order_states);
  g_test_add_func ("/remote/shoptet-json/order-rows", test_shoptet_json_order_rows);
  g_test_add_func ("/remote/shoptet-json/refunds", test_shoptet_json_refunds);
  g_test_add_func ("/remote/shoptet-json/errors", test_shoptet_json_errors);
  g_test_add_func ("/remote/shoptet-json/success", test_shoptet_json_success);

  return g_test_run ();
}
