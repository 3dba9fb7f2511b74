/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What is sent to WooCommerce and read from it, on all samples: those written from its documents and
 * those recorded from a real store. */

#include "wb-time.h"
#include "wb-woocommerce-json.h"

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

static gint64
time_of (const char *text)
{
  gint64 ms = WB_TIME_NONE;

  g_assert_true (!text || wb_time_parse (text, &ms));

  return ms;
}

static void
test_woocommerce_json_coupons (void)
{
  static const struct {
    const char *file;
    const char *id;
    const char *code;
    gboolean is_percent;
    gint64 value;            /* minor or hundredths */
    gint64 minimum;
    const char *expires;
    int limit;
    const char *email;
    const char *oddity;      /* a part of it */
  } cases[] = {
    { "006-coupon-create.json", "22", "voucher-500-a", FALSE, 50000, 30000, "2027-06-30T21:59:59Z", 1,
      "alice@example.com", NULL },
    { "007-coupon-create-percent.json", "23", "sleva15", TRUE, 1500, 0, NULL, 0, NULL, "product_ids" },
    { "008-coupon-create-minimal.json", "24", "min-only", FALSE, 0, 0, NULL, 0, NULL, "combined" },
    { "009-coupon-create-amount-number.json", "25", "num-amount", FALSE, 10000, 0, NULL, 0, NULL, "combined" },
    { "011-coupon-create-amount-3-decimals.json", "27", "three-dec", FALSE, 1235, 0, NULL, 0, NULL, "combined" },
    { "012-coupon-create-amount-garbage.json", "28", "abc-amount", FALSE, 0, 0, NULL, 0, NULL, "combined" },
    { "021-coupon-create-bad-email.json", "30", "bad-mail", FALSE, 1000, 0, NULL, 0, NULL, "combined" },
    { "022-coupon-create-email-wildcard.json", "31", "wild-mail", FALSE, 1000, 0, NULL, 0, "*@example.com",
      "combined" },
    { "025-coupon-date-only.json", "33", "d-plain", FALSE, 1000, 0, "2027-06-29T22:00:00Z", 0, NULL, "combined" },
    { "027-coupon-date-gmt.json", "35", "d-gmt", FALSE, 1000, 0, NULL, 0, NULL, "combined" },
    { "030-coupon-date-garbage.json", "38", "d-bad", FALSE, 1000, 0, "1969-12-31T23:00:00Z", 0, NULL, "combined" },
    { "031-coupon-date-feb30.json", "39", "d-feb30", FALSE, 1000, 0, "2027-03-01T23:00:00Z", 0, NULL, "combined" },
    { "056-coupon-update-readonly.json", "22", "voucher-500-a", FALSE, 50000, 30000, "2027-06-30T21:59:59Z", 1,
      "alice@example.com", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (JsonNode) node = load_json ("woocommerce-recorded", cases[i].file);
    g_autoptr (GError) error = NULL;
    g_autoptr (WbShopCoupon) coupon = wb_woocommerce_decode_coupon (node, "CZK", &error);

    g_test_message ("%s", cases[i].file);
    g_assert_no_error (error);
    g_assert_cmpstr (coupon->remote_id, ==, cases[i].id);
    g_assert_cmpstr (coupon->code, ==, cases[i].code);
    g_assert_cmpint (coupon->is_percent, ==, cases[i].is_percent);
    if (cases[i].is_percent)
      g_assert_cmpint (coupon->percent_hundredths, ==, cases[i].value);
    else
      g_assert_cmpint (coupon->amount.minor, ==, cases[i].value);
    g_assert_cmpint (coupon->min_order.minor, ==, cases[i].minimum);
    g_assert_cmpint (coupon->expires_at, ==, time_of (cases[i].expires));
    g_assert_cmpint (coupon->usage_limit, ==, cases[i].limit);
    g_assert_cmpstr (coupon->email, ==, cases[i].email);
    g_assert_null (coupon->ticket_mark);
    g_assert_true (coupon->is_live);
    if (cases[i].oddity)
      g_assert_nonnull (strstr (coupon->oddity, cases[i].oddity));
    else
      g_assert_null (coupon->oddity);
  }
}

static void
test_woocommerce_json_not_live (void)
{
  static const char *const files[] = { "100-coupon-create-draft.json", "071-coupon-delete-force.json" };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++) {
    g_autoptr (JsonNode) node = load_json ("woocommerce-recorded", files[i]);
    g_autoptr (WbShopCoupon) coupon = wb_woocommerce_decode_coupon (node, "CZK", NULL);

    g_assert_false (coupon->is_live);
  }
}

/* Every document with coupons in it that we have can be read. */
static void
test_woocommerce_json_reads_all_samples (void)
{
  static const char *const folders[] = { "woocommerce", "woocommerce-recorded" };
  guint coupons = 0;

  for (guint i = 0; i < G_N_ELEMENTS (folders); i++) {
    g_autofree char *path = g_build_filename (TEST_DATA_DIR, folders[i], NULL);
    g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
    const char *name;

    while ((name = g_dir_read_name (dir))) {
      g_autoptr (JsonNode) node = NULL;
      g_autoptr (GError) error = NULL;

      if (!g_str_has_suffix (name, ".json") || strstr (name, "request") || strstr (name, "vectors"))
        continue;
      node = load_json (folders[i], name);
      if (JSON_NODE_HOLDS_OBJECT (node) && json_object_has_member (json_node_get_object (node), "discount_type")) {
        g_autoptr (WbShopCoupon) coupon = wb_woocommerce_decode_coupon (node, "CZK", &error);

        g_test_message ("%s", name);
        g_assert_no_error (error);
        g_assert_nonnull (coupon);
        coupons++;
      } else if (strstr (name, "coupon-list") || strstr (name, "coupons-page1")) {
        g_autoptr (GPtrArray) list = wb_woocommerce_decode_coupons (node, "CZK", &error);

        g_assert_no_error (error);
        g_assert_cmpuint (list->len, ==, json_array_get_length (json_node_get_array (node)));
        coupons += list->len;
      }
    }
  }
  g_assert_cmpuint (coupons, >=, 35);
}

/* Each member of a coupon that is read, with each wrong type in its place and without it: an error
 * with the member's name, or a coupon that is certainly not taken for the one that was meant. */
static void
test_woocommerce_json_mutated (void)
{
  static const char *const members[] = {
    "id", "code", "amount", "discount_type", "date_expires_gmt", "usage_limit", "usage_count",
    "minimum_amount", "email_restrictions", "meta_data",
  };
  static const char *const values[] = {
    "{\"v\":null}", "{\"v\":true}", "{\"v\":-1.5}", "{\"v\":9}", "{\"v\":\"x\"}", "{\"v\":[]}", "{\"v\":[null]}",
    "{\"v\":[[1]]}", "{\"v\":{}}", "{}",
  };
  g_autoptr (JsonNode) sample = load_json ("woocommerce-recorded", "006-coupon-create.json");
  g_autoptr (WbShopCoupon) meant = wb_woocommerce_decode_coupon (sample, "CZK", NULL);
  guint refused = 0;

  meant->ticket_mark = g_strdup ("t1");
  for (guint i = 0; i < G_N_ELEMENTS (members); i++) {
    for (guint j = 0; j < G_N_ELEMENTS (values); j++) {
      g_autoptr (JsonNode) node = load_json ("woocommerce-recorded", "006-coupon-create.json");
      g_autoptr (JsonNode) holder = wb_wire_parse (values[j], -1, 100, NULL);
      g_autoptr (WbShopCoupon) coupon = NULL;
      g_autoptr (GError) error = NULL;
      JsonNode *value = json_object_get_member (json_node_get_object (holder), "v");

      if (value)
        json_object_set_member (json_node_get_object (node), members[i], json_node_copy (value));
      else
        json_object_remove_member (json_node_get_object (node), members[i]);
      coupon = wb_woocommerce_decode_coupon (node, "CZK", &error);
      if (coupon) {
        g_autofree char *difference = wb_shop_coupon_difference (meant, coupon);

        g_assert_nonnull (difference);
      } else {
        g_assert_error (error, WB_WIRE_ERROR, WB_WIRE_ERROR_BAD_SHAPE);
        g_assert_nonnull (strstr (error->message, members[i]));
        refused++;
      }
    }
  }
  g_assert_cmpuint (refused, >=, 70);
}

static void
test_woocommerce_json_errors (void)
{
  static const struct {
    const char *folder;
    const char *file;
    guint status;
    WbRemoteError code;
    const char *words;
  } cases[] = {
    { "woocommerce-recorded", "017-coupon-create-duplicate.json", 400, WB_REMOTE_ERROR_CONFLICT, "already has" },
    { "woocommerce-recorded", "058-coupon-update-to-duplicate-code.json", 400, WB_REMOTE_ERROR_CONFLICT,
      "already has" },
    { "woocommerce-recorded", "013-coupon-create-amount-negative.json", 400, WB_REMOTE_ERROR_REJECTED,
      "Invalid discount amount." },
    { "woocommerce-recorded", "015-coupon-create-bad-type.json", 400, WB_REMOTE_ERROR_REJECTED, "discount_type" },
    { "woocommerce-recorded", "016-coupon-create-no-code.json", 400, WB_REMOTE_ERROR_REJECTED, "code" },
    { "woocommerce-recorded", "034-coupon-get-404.json", 404, WB_REMOTE_ERROR_NOT_FOUND, "no such coupon" },
    { "woocommerce-recorded", "057-coupon-update-404.json", 400, WB_REMOTE_ERROR_NOT_FOUND, "no such coupon" },
    { "woocommerce-recorded", "063-coupon-batch-101.json", 413, WB_REMOTE_ERROR_REJECTED, "100 items" },
    { "woocommerce-recorded", "069-coupon-delete-trash-again.json", 410, WB_REMOTE_ERROR_GONE, "deleted" },
    { "woocommerce-recorded", "074-auth-none.json", 401, WB_REMOTE_ERROR_UNAUTHORIZED, "did not recognise" },
    { "woocommerce-recorded", "077-auth-wrong-secret.json", 401, WB_REMOTE_ERROR_UNAUTHORIZED, "secret is invalid" },
    { "woocommerce-recorded", "081-auth-readonly-write.json", 401, WB_REMOTE_ERROR_UNAUTHORIZED,
      "write permissions" },
    { "woocommerce-recorded", "084-auth-no-capability.json", 403, WB_REMOTE_ERROR_FORBIDDEN, "shop manager" },
    { "woocommerce-recorded", "098-oauth-missing.json", 401, WB_REMOTE_ERROR_UNAUTHORIZED, "oauth_timestamp" },
    { "woocommerce-recorded", "108-route-unknown.json", 404, WB_REMOTE_ERROR_UNEXPECTED_REPLY, "no WooCommerce API" },
    { "woocommerce-recorded", "112-html-404-no-rewrite.html", 404, WB_REMOTE_ERROR_UNEXPECTED_REPLY,
      "404 Not Found" },
    { "woocommerce-recorded", "113-html-503-maintenance.html", 503, WB_REMOTE_ERROR_SERVER_FAULT, "Maintenance" },
    { "woocommerce-recorded", "114-json-503-maintenance.json", 503, WB_REMOTE_ERROR_SERVER_FAULT,
      "scheduled maintenance" },
    { "woocommerce-recorded", "116-json-500-database.json", 500, WB_REMOTE_ERROR_SERVER_FAULT,
      ": Error establishing" },
    { "woocommerce-recorded", "117-fatal-500-html.html", 500, WB_REMOTE_ERROR_SERVER_FAULT, "“WordPress › Error”" },
    { "woocommerce-recorded", "119-warning-before-json.txt", 200, WB_REMOTE_ERROR_UNEXPECTED_REPLY,
      "“Warning:  Undefined array key \"missing\"" },
    { "woocommerce", "error-404-invalid-id.json", 404, WB_REMOTE_ERROR_NOT_FOUND, "no such coupon" },
    { "woocommerce", "error-501-trash-not-supported.json", 501, WB_REMOTE_ERROR_SERVER_FAULT, "501" },
    { "woocommerce", "error-401-oauth-nonce.json", 401, WB_REMOTE_ERROR_UNAUTHORIZED, "nonce" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_build_filename (TEST_DATA_DIR, cases[i].folder, cases[i].file, NULL);
    g_autofree char *text = NULL;
    g_autofree char *code = NULL;
    g_autoptr (JsonNode) node = NULL;
    g_autoptr (GError) error = NULL;
    WbHttpReply reply = { .status = cases[i].status, .retry_after_ms = -1 };
    gsize length = 0;

    g_assert_true (g_file_get_contents (path, &text, &length, NULL));
    reply.body = g_bytes_new_static (text, length);
    node = wb_woocommerce_read_reply (&reply, &code, &error);
    g_bytes_unref (reply.body);
    g_test_message ("%s: %s", cases[i].file, error->message);
    g_assert_null (node);
    g_assert_error (error, WB_REMOTE_ERROR, (gint) cases[i].code);
    g_assert_nonnull (strstr (error->message, cases[i].words));
    g_assert_null (strchr (error->message, '<'));
    g_assert_cmpint (g_str_has_suffix (cases[i].file, ".json"), ==, code != NULL);
  }
}

/* The shop's words may be in any language; what is decided must not change. */
static void
test_woocommerce_json_decides_by_code (void)
{
  static const char text[] =
    "{\"code\":\"woocommerce_rest_coupon_code_already_exists\",\"message\":\"Kód kupónu už existuje\","
    "\"data\":{\"status\":400}}";
  WbHttpReply reply = { .status = 400, .retry_after_ms = -1 };
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) error = NULL;

  reply.body = g_bytes_new_static (text, strlen (text));
  node = wb_woocommerce_read_reply (&reply, NULL, &error);
  g_bytes_unref (reply.body);
  g_assert_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_CONFLICT);
}

static void
test_woocommerce_json_redirects_and_scraps (void)
{
  static const struct {
    guint status;
    const char *location;
    const char *body;
    WbRemoteError code;
    const char *words;
  } cases[] = {
    { 301, "https://www.shop.example/wp-json/", "", WB_REMOTE_ERROR_UNEXPECTED_REPLY,
      "https://www.shop.example/wp-json/" },
    { 301, "https://www.shop.example/wp-json/?oauth_consumer_key=ck_1&oauth_signature=x", "",
      WB_REMOTE_ERROR_UNEXPECTED_REPLY, "https://www.shop.example/wp-json/" },
    /* What stands before the shop's API says nothing about its coupons. */
    { 404, NULL, "{\"code\":\"rest_disabled\",\"message\":\"Off\"}", WB_REMOTE_ERROR_UNEXPECTED_REPLY, "Off" },
    { 302, NULL, "<html>", WB_REMOTE_ERROR_UNEXPECTED_REPLY, "browser" },
    { 200, NULL, "", WB_REMOTE_ERROR_UNEXPECTED_REPLY, "empty" },
    { 201, NULL, "{\"id\":22,\"code\":\"x", WB_REMOTE_ERROR_UNEXPECTED_REPLY, "broke off" },
    { 429, NULL, "<h1>no</h1>", WB_REMOTE_ERROR_RATE_LIMITED, "slow" },
    { 502, NULL, "<html><body><h1>Bad gateway</h1>", WB_REMOTE_ERROR_SERVER_FAULT, "Bad gateway" },
    { 400, NULL, "[]", WB_REMOTE_ERROR_UNEXPECTED_REPLY, "400" },
    { 400, NULL, "{\"code\":5}", WB_REMOTE_ERROR_UNEXPECTED_REPLY, "400" },
    { 400, NULL, "{\"code\":\"x\",\"message\":5}", WB_REMOTE_ERROR_REJECTED, "x" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    WbHttpReply reply = { .status = cases[i].status, .location = (char *) cases[i].location, .retry_after_ms = -1 };
    g_autoptr (JsonNode) node = NULL;
    g_autoptr (GError) error = NULL;

    reply.body = g_bytes_new_static (cases[i].body, strlen (cases[i].body));
    node = wb_woocommerce_read_reply (&reply, NULL, &error);
    g_bytes_unref (reply.body);
    g_test_message ("%u: %s", i, error->message);
    g_assert_error (error, WB_REMOTE_ERROR, (gint) cases[i].code);
    g_assert_nonnull (strstr (error->message, cases[i].words));
    g_assert_null (strstr (error->message, "oauth"));
  }
}

static void
test_woocommerce_json_plain_text (void)
{
  static const struct { const char *text; guint max; const char *plain; } cases[] = {
    { "", 10, "" },
    { "\n\n  two  \nthree", 10, "two" },
    { "<style>p { }</style><script>x</script><p>a &amp; b</p>", 20, "a & b" },
    { "&lt;b&gt; &#39;q&#x27; &nope; &", 40, "<b> 'q' &nope; &" },
    { "<p>one</p><p>two</p>", 20, "one" },
    { "a\x01" "b\xff", 20, "a b\xef\xbf\xbd" },
    { "žžžžž", 3, "žžž…" },
    { "<unclosed", 20, "" },
    { "<style>never closed", 20, "" },
    { "&#0;&#xd800;&#99999999;", 40, "&#0;&#xd800;&#99999999;" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *plain = wb_woocommerce_plain_text (cases[i].text, -1, cases[i].max);

    g_test_message ("%u", i);
    g_assert_cmpstr (plain, ==, cases[i].plain);
  }
}

static void
test_woocommerce_json_index (void)
{
  static const struct { const char *text; const char *zone; const char *name; gboolean has_wc; } cases[] = {
    { "{\"name\":\"A\",\"gmt_offset\":1,\"timezone_string\":\"Europe/Prague\",\"namespaces\":[\"wc/v3\"]}",
      "Europe/Prague", "A", TRUE },
    { "{\"name\":\"\",\"gmt_offset\":5.5,\"timezone_string\":\"\",\"namespaces\":[\"wp/v2\"]}", "+05:30", NULL,
      FALSE },
    { "{\"name\":\"A\",\"gmt_offset\":-3.5,\"timezone_string\":\"\",\"namespaces\":[]}", "-03:30", "A", FALSE },
    { "{\"name\":\"A\",\"gmt_offset\":0,\"timezone_string\":null,\"namespaces\":[1,\"wc/v3\"]}", "+00:00", "A",
      TRUE },
    { "{\"name\":\"A\",\"timezone_string\":\"\",\"namespaces\":[]}", NULL, NULL, FALSE },
    { "{\"name\":\"A\",\"gmt_offset\":0,\"timezone_string\":\"\"}", NULL, NULL, FALSE },
    { "{\"name\":{},\"gmt_offset\":0,\"timezone_string\":\"\",\"namespaces\":[]}", NULL, NULL, FALSE },
    { "[]", NULL, NULL, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (JsonNode) node = wb_wire_parse (cases[i].text, -1, 1000, NULL);
    g_auto (WbWoocommerceIndex) index = { NULL };
    g_autoptr (GError) error = NULL;
    gboolean is_good = wb_woocommerce_decode_index (node, &index, &error);

    g_test_message ("%u", i);
    g_assert_cmpint (is_good, ==, cases[i].zone != NULL);
    if (!is_good) {
      g_assert_error (error, WB_WIRE_ERROR, WB_WIRE_ERROR_BAD_SHAPE);
      continue;
    }
    g_assert_cmpstr (index.time_zone, ==, cases[i].zone);
    g_assert_cmpstr (index.name, ==, cases[i].name);
    g_assert_cmpint (index.has_wc_v3, ==, cases[i].has_wc);
  }
}

static void
test_woocommerce_json_currency (void)
{
  g_autoptr (JsonNode) recorded = load_json ("woocommerce-recorded", "004-data-currencies-current.json");
  g_autoptr (JsonNode) unknown = wb_wire_parse ("{\"code\":\"XQX\"}", -1, 100, NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *currency = wb_woocommerce_decode_currency (recorded, &error);
  g_autofree char *none = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (currency, ==, "CZK");
  none = wb_woocommerce_decode_currency (unknown, &error);
  g_assert_null (none);
  g_assert_error (error, WB_WIRE_ERROR, WB_WIRE_ERROR_BAD_SHAPE);
}

/* A shop without decimals still writes two places; what the currency does not have is no amount. */
static void
test_woocommerce_json_amounts (void)
{
  static const struct { const char *amount; const char *currency; gint64 minor; gboolean is_none; } cases[] = {
    { "500.00", "JPY", 500, FALSE },
    { "99.50", "JPY", 0, TRUE },
    { "1.25", "KWD", 1250, FALSE },
    { "200", "CZK", 20000, FALSE },
    { "-5.00", "CZK", -500, FALSE },
    { "5,00", "CZK", 0, TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (JsonNode) node = load_json ("woocommerce-recorded", "006-coupon-create.json");
    g_autoptr (WbShopCoupon) coupon = NULL;

    g_test_message ("%u", i);
    json_object_set_string_member (json_node_get_object (node), "amount", cases[i].amount);
    json_object_set_string_member (json_node_get_object (node), "minimum_amount", "0.00");
    coupon = wb_woocommerce_decode_coupon (node, cases[i].currency, NULL);
    g_assert_nonnull (coupon);
    g_assert_cmpint (coupon->amount.minor, ==, cases[i].minor);
    g_assert_cmpint (wb_money_is_none (&coupon->amount), ==, cases[i].is_none);
  }
}

static void
test_woocommerce_json_emails (void)
{
  static const struct { const char *email; gboolean is_valid; } cases[] = {
    { "alena@example.com", TRUE },
    { "Alena.Nova+shop@sub.Example.co.uk", TRUE },
    { "o'neil@x-y.cz", TRUE },
    { NULL, FALSE },
    { "", FALSE },
    { "alena", FALSE },
    { "@example.com", FALSE },
    { "alena@", FALSE },
    { "alena@example", FALSE },
    { "alena@exam ple.com", FALSE },
    { "ale na@example.com", FALSE },
    { "a@b@example.com", FALSE },
    { "*@example.com", FALSE },
    { "alena@.example.com", FALSE },
    { "alena@example..com", FALSE },
    { "alena@-example.com", FALSE },
    { ".alena@example.com", FALSE },
    { "alena.@example.com", FALSE },
    { "al..ena@example.com", FALSE },
    { "aléna@example.com", FALSE },
    { "alena@exämple.com", FALSE },
    { "alena@example.com\n", FALSE },
    { "alena@example.com,b@example.com", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_test_message ("%s", cases[i].email);
    g_assert_cmpint (wb_woocommerce_email_is_valid (cases[i].email), ==, cases[i].is_valid);
  }
}

static void
test_woocommerce_json_expiry (void)
{
  static const struct { const char *zone; const char *instant; const char *sent; } cases[] = {
    { "Europe/Prague", "2026-12-05T22:59:59Z", "2026-12-05T23:59:59" },
    { "Europe/Prague", "2027-06-30T21:59:59Z", "2027-06-30T23:59:59" },
    { "America/New_York", "2026-12-06T04:59:59Z", "2026-12-05T23:59:59" },
    { "+05:30", "2026-12-05T18:29:59Z", "2026-12-05T23:59:59" },
    /* The day the clocks change, its end is an ordinary time. */
    { "Europe/Prague", "2026-10-25T22:59:59Z", "2026-10-25T23:59:59" },
    /* Clocks that go back at midnight: 23:59:59 comes twice, so the offset says which. */
    { "Asia/Beirut", "2026-10-24T20:59:59Z", "2026-10-24T23:59:59+03:00" },
    { "Asia/Beirut", "2026-10-24T21:59:59Z", "2026-10-24T23:59:59+02:00" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (cases[i].zone);
    g_autofree char *sent = wb_woocommerce_format_expiry (time_of (cases[i].instant), zone);

    g_test_message ("%u", i);
    g_assert_cmpstr (sent, ==, cases[i].sent);
  }
}

static WbShopCoupon *
new_coupon (void)
{
  WbShopCoupon *coupon = wb_shop_coupon_new ();

  coupon->code = g_strdup ("WBABC234");
  coupon->amount = (WbMoney) { 20000, "CZK" };
  coupon->min_order = (WbMoney) { 100000, "CZK" };
  coupon->expires_at = time_of ("2026-12-05T22:59:59Z");
  coupon->usage_limit = 1;
  coupon->email = g_strdup ("alena@example.com");
  coupon->ticket_mark = g_strdup ("t1");

  return coupon;
}

static void
test_woocommerce_json_encode (void)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Prague");
  g_autoptr (WbShopCoupon) coupon = new_coupon ();
  g_autoptr (JsonNode) fixed = wb_woocommerce_encode_coupon (coupon, zone);
  g_autofree char *fixed_text = wb_wire_print (fixed);
  g_autoptr (JsonNode) percent = NULL;
  g_autofree char *percent_text = NULL;

  g_assert_cmpstr (fixed_text, ==,
                   "{\"code\":\"WBABC234\",\"discount_type\":\"fixed_cart\",\"amount\":\"200.00\","
                   "\"individual_use\":true,\"usage_limit\":1,\"minimum_amount\":\"1000.00\","
                   "\"date_expires\":\"2026-12-05T23:59:59\","
                   "\"email_restrictions\":[\"alena@example.com\"],"
                   "\"meta_data\":[{\"key\":\"_winback_ticket\",\"value\":\"t1\"}]}");
  coupon->is_percent = TRUE;
  coupon->percent_hundredths = 1250;
  coupon->min_order = WB_MONEY_NONE;
  coupon->expires_at = WB_TIME_NONE;
  g_clear_pointer (&coupon->email, g_free);
  percent = wb_woocommerce_encode_coupon (coupon, zone);
  percent_text = wb_wire_print (percent);
  g_assert_cmpstr (percent_text, ==,
                   "{\"code\":\"WBABC234\",\"discount_type\":\"percent\",\"amount\":\"12.50\","
                   "\"individual_use\":true,\"usage_limit\":1,"
                   "\"meta_data\":[{\"key\":\"_winback_ticket\",\"value\":\"t1\"}]}");
}

static void make_fine (WbShopCoupon *c)
{
}
static void make_percent (WbShopCoupon *c)
{
  c->is_percent = TRUE; c->percent_hundredths = 10000;
}
static void make_percent_0 (WbShopCoupon *c)
{
  c->is_percent = TRUE;
}
static void make_percent_101 (WbShopCoupon *c)
{
  c->is_percent = TRUE; c->percent_hundredths = 10001;
}
static void make_zero (WbShopCoupon *c)
{
  c->amount.minor = 0;
}
static void make_negative (WbShopCoupon *c)
{
  c->amount.minor = -1;
}
static void make_negative_minimum (WbShopCoupon *c)
{
  c->min_order.minor = -1;
}
static void make_euro (WbShopCoupon *c)
{
  strcpy (c->amount.currency, "EUR");
}
static void make_euro_minimum (WbShopCoupon *c)
{
  strcpy (c->min_order.currency, "EUR");
}
static void make_no_minimum (WbShopCoupon *c)
{
  c->min_order = WB_MONEY_NONE;
}
static void make_lower (WbShopCoupon *c)
{
  c->code[0] = 'w';
}
static void make_empty (WbShopCoupon *c)
{
  c->code[0] = '\0';
}
static void make_bad_email (WbShopCoupon *c)
{
  c->email[0] = '@';
}

static void
test_woocommerce_json_check (void)
{
  static const struct { void (*make) (WbShopCoupon *c); gboolean is_good; } cases[] = {
    { make_fine, TRUE }, { make_percent, TRUE }, { make_no_minimum, TRUE },
    { make_percent_0, FALSE }, { make_percent_101, FALSE }, { make_zero, FALSE },
    { make_negative, FALSE }, { make_negative_minimum, FALSE }, { make_euro, FALSE },
    { make_euro_minimum, FALSE }, { make_lower, FALSE }, { make_empty, FALSE },
    { make_bad_email, FALSE },
  };
  g_autoptr (WbShopCoupon) dinars = new_coupon ();
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (WbShopCoupon) coupon = new_coupon ();
    g_autoptr (GError) refusal = NULL;

    cases[i].make (coupon);
    g_test_message ("%u", i);
    g_assert_cmpint (wb_woocommerce_check_coupon (coupon, "CZK", &refusal), ==, cases[i].is_good);
    if (!cases[i].is_good)
      g_assert_error (refusal, WB_REMOTE_ERROR, WB_REMOTE_ERROR_NOT_ALLOWED);
  }

  /* Two places are kept of three. */
  dinars->min_order = WB_MONEY_NONE;
  dinars->amount = (WbMoney) { 12340, "KWD" };
  g_assert_true (wb_woocommerce_check_coupon (dinars, "KWD", &error));
  dinars->amount.minor = 12345;
  g_assert_false (wb_woocommerce_check_coupon (dinars, "KWD", &error));
  g_assert_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_NOT_ALLOWED);
}

static void
test_woocommerce_json_sites (void)
{
  static const struct { const char *typed; const char *site; } cases[] = {
    { "shop.example", "https://shop.example" },
    { " https://shop.example/ ", "https://shop.example" },
    { "https://shop.example/cs/", "https://shop.example/cs" },
    { "https://shop.example/wp-admin/edit.php?post_type=shop_coupon", "https://shop.example" },
    { "https://shop.example/wp-json/wc/v3/", "https://shop.example" },
    { "http://127.0.0.1:8080//", "http://127.0.0.1:8080" },
    { "https://shop.example?x#y", "https://shop.example" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *site = wb_woocommerce_normalize_site (cases[i].typed);

    g_assert_cmpstr (site, ==, cases[i].site);
  }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/remote/woocommerce-json/coupons", test_woocommerce_json_coupons);
  g_test_add_func ("/remote/woocommerce-json/not-live", test_woocommerce_json_not_live);
  g_test_add_func ("/remote/woocommerce-json/reads-all-samples", test_woocommerce_json_reads_all_samples);
  g_test_add_func ("/remote/woocommerce-json/mutated", test_woocommerce_json_mutated);
  g_test_add_func ("/remote/woocommerce-json/errors", test_woocommerce_json_errors);
  g_test_add_func ("/remote/woocommerce-json/decides-by-code", test_woocommerce_json_decides_by_code);
  g_test_add_func ("/remote/woocommerce-json/redirects-and-scraps", test_woocommerce_json_redirects_and_scraps);
  g_test_add_func ("/remote/woocommerce-json/plain-text", test_woocommerce_json_plain_text);
  g_test_add_func ("/remote/woocommerce-json/index", test_woocommerce_json_index);
  g_test_add_func ("/remote/woocommerce-json/currency", test_woocommerce_json_currency);
  g_test_add_func ("/remote/woocommerce-json/amounts", test_woocommerce_json_amounts);
  g_test_add_func ("/remote/woocommerce-json/emails", test_woocommerce_json_emails);
  g_test_add_func ("/remote/woocommerce-json/expiry", test_woocommerce_json_expiry);
  g_test_add_func ("/remote/woocommerce-json/encode", test_woocommerce_json_encode);
  g_test_add_func ("/remote/woocommerce-json/check", test_woocommerce_json_check);
  g_test_add_func ("/remote/woocommerce-json/sites", test_woocommerce_json_sites);

  return g_test_run ();
}
