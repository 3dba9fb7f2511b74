/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The Shoptet client against a shop that answers as the OpenAPI file says: signing in, what the check
 * tells, and a coupon's life. */

#include "shoptet-fixture.h"

#include "wb-time.h"

#include <glib/gstdio.h>
#include <string.h>

/* "reach reach! sign sign!": begun, and passed. */
static void
note_step_cb (WbShopStep step,
              gboolean   done,
              gpointer   data)
{
  static const char *const names[WB_N_SHOP_STEPS] = { "reach", "sign", "read", "coupons", "orders" };

  g_string_append_printf (data, "%s%s ", names[step], done ? "!" : "");
}

static char *
list_notes (const WbShopCaps *caps)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < caps->notes->len; i++) {
    const WbShopNote *note = g_ptr_array_index (caps->notes, i);

    g_string_append_printf (text, "%s %s %s; ", wb_shop_note_kind_to_text (note->kind), note->code,
                            note->value ? note->value : "-");
  }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

#define ALL_STEPS "reach reach! sign sign! read read! coupons coupons! orders orders! "

static void
test_shoptet_check (void)
{
  ShoptetFixture fixture = { 0 };
  const char *const currencies[] = { "CZK", "EUR", NULL };
  const WbPretendShoptetOptions options = { .name = "Obchůdek", .currencies = currencies };
  g_autofree char *addon = NULL;
  const char *secrets[2] = { NULL };

  shoptet_fixture_set_up (&fixture, &options);
  addon = shoptet_fixture_addon (&fixture, SHOPTET_OAUTH);
  secrets[1] = addon;
  for (guint i = 0; i < G_N_ELEMENTS (secrets); i++) {
    g_autoptr (WbShop) shop = shoptet_fixture_open (&fixture, secrets[i]);
    g_autoptr (GString) steps = g_string_new (NULL);
    g_autoptr (GError) error = NULL;
    g_autoptr (WbShopCaps) caps = wb_shop_check (shop, note_step_cb, steps, NULL, &error);
    g_autofree char *codes = NULL;
    g_autofree char *notes = NULL;
    g_autofree char *wanted = NULL;

    g_assert_no_error (error);
    codes = g_strjoinv (" ", caps->currencies);
    notes = list_notes (caps);
    g_assert_cmpstr (caps->platform, ==, "shoptet");
    g_assert_cmpstr (caps->name, ==, "Obchůdek");
    g_assert_cmpstr (caps->time_zone, ==, "Europe/Prague");
    g_assert_cmpstr (codes, ==, "CZK EUR");
    g_assert_cmpint (caps->code_chars_max, ==, 16);
    g_assert_true (caps->percent && caps->fixed && caps->minimum && caps->expiry);
    g_assert_false (caps->email_restriction);
    g_assert_true (caps->vat_known && caps->prices_include_vat);
    g_assert_cmpstr (caps->template_title, ==, "Winback");
    g_assert_cmpstr (steps->str, ==, ALL_STEPS);
    wanted = g_strdup_printf ("can key_of %s/; cannot email_restriction -; can any_currency -; can vat_included -; "
                              "cannot code_length 16; cannot order_days 30; cannot order_by_name -; "
                              "can template Winback; can orders -; ", fixture.url);
    g_assert_cmpstr (notes, ==, wanted);
  }
  /* Nothing was made by looking. */
  g_assert_cmpuint (wb_pretend_shoptet_count_requests (fixture.store, "POST"), ==, 0);
  g_assert_cmpuint (wb_pretend_shoptet_count_templates (fixture.store), ==, 0);
  shoptet_fixture_tear_down (&fixture);
}

/* What the owner can mend is a note, and its step is not passed. */
static void
test_shoptet_check_lacks (void)
{
  static const struct {
    int area;              /* -1 = the module is off, -2 = another template was chosen */
    gboolean denies_read;
    gboolean denies_write;
    const char *note;
    const char *steps;     /* the end of them */
  } cases[] = {
    { -1, FALSE, FALSE, "missing module Slevové kupóny; ", "coupons orders orders! " },
    { -2, FALSE, FALSE, "missing template -; ", "coupons orders orders! " },
    { WB_PRETEND_SHOPTET_COUPONS, FALSE, TRUE, "missing scope discount-coupons (write); ",
      "coupons orders orders! " },
    { WB_PRETEND_SHOPTET_COUPONS, TRUE, TRUE, "missing scope discount-coupons; ", "coupons orders orders! " },
    { WB_PRETEND_SHOPTET_ORDERS, TRUE, FALSE, "missing scope orders; ", "coupons coupons! orders " },
    { WB_PRETEND_SHOPTET_CREDIT_NOTES, TRUE, FALSE, "missing scope credit-notes; ", "coupons coupons! orders " },
    { WB_PRETEND_SHOPTET_INVOICES, TRUE, TRUE, "missing scope invoices; ", "coupons coupons! orders " },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    ShoptetFixture fixture = { 0 };
    g_autoptr (WbShop) shop = NULL;
    g_autoptr (WbShopCaps) caps = NULL;
    g_autoptr (GString) steps = g_string_new (NULL);
    g_autofree char *notes = NULL;
    g_autoptr (GError) error = NULL;

    shoptet_fixture_set_up (&fixture, NULL);
    if (cases[i].area == -1)
      wb_pretend_shoptet_set_coupon_module (fixture.store, FALSE);
    if (cases[i].area >= 0)
      wb_pretend_shoptet_deny (fixture.store, (WbPretendShoptetArea) cases[i].area, cases[i].denies_read,
                               cases[i].denies_write);
    shop = shoptet_fixture_open (&fixture, cases[i].area == -2 ? "private_token=" SHOPTET_TOKEN "\n"
                                 "template=00000000-0000-0000-0000-000000000000" : NULL);
    caps = wb_shop_check (shop, note_step_cb, steps, NULL, &error);
    g_assert_no_error (error);
    notes = list_notes (caps);
    g_test_message ("%s", notes);
    g_assert_nonnull (strstr (notes, cases[i].note));
    g_assert_true (g_str_has_suffix (steps->str, cases[i].steps));
    shoptet_fixture_tear_down (&fixture);
  }
}

/* Each trouble by its code, by a word that tells the owner what it is, and by the step it was met at. */
static void
test_shoptet_check_says_what_is_wrong (void)
{
  static const struct {
    const char *secret;    /* NULL = the private token, "addon" = ... */
    WbPretendFault fault;
    WbRemoteError code;
    const char *words;
    const char *steps;
  } cases[] = {
    { "private_token=wrong-token", WB_PRETEND_FAULT_NONE, WB_REMOTE_ERROR_UNAUTHORIZED, "Premium",
      "reach reach! sign " },
    { "addon wrong-token", WB_PRETEND_FAULT_NONE, WB_REMOTE_ERROR_UNAUTHORIZED, "install the add-on",
      "reach reach! sign " },
    { NULL, WB_PRETEND_FAULT_UNAUTHORIZED, WB_REMOTE_ERROR_UNAUTHORIZED, "Private API", "reach reach! sign " },
    { NULL, WB_PRETEND_FAULT_HTML, WB_REMOTE_ERROR_UNEXPECTED_REPLY, "Request blocked", "reach " },
    { NULL, WB_PRETEND_FAULT_500_BEFORE, WB_REMOTE_ERROR_SERVER_FAULT, "fault (500)", "reach reach! sign " },
    { NULL, WB_PRETEND_FAULT_SILENT_BEFORE, WB_REMOTE_ERROR_TIMEOUT, "", "reach " },
    { NULL, WB_PRETEND_FAULT_423, WB_REMOTE_ERROR_RATE_LIMITED, "busy", "reach " },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    ShoptetFixture fixture = { 0 };
    g_autofree char *addon = NULL;
    g_autoptr (WbShop) shop = NULL;
    g_autoptr (WbShopCaps) caps = NULL;
    g_autoptr (GString) steps = g_string_new (NULL);
    g_autoptr (GError) error = NULL;

    shoptet_fixture_set_up (&fixture, NULL);
    addon = shoptet_fixture_addon (&fixture, "wrong-token");
    shop = shoptet_fixture_open (&fixture, g_strcmp0 (cases[i].secret, "addon wrong-token") == 0 ? addon :
                                                                                                   cases[i].secret);
    wb_pretend_shoptet_add_fault (fixture.store, cases[i].fault, WB_PRETEND_REQUEST_CHECK, 1);
    caps = wb_shop_check (shop, note_step_cb, steps, NULL, &error);
    g_assert_null (caps);
    g_test_message ("%u: %s", i, error->message);
    g_assert_error (error, WB_REMOTE_ERROR, (gint) cases[i].code);
    g_assert_nonnull (strstr (error->message, cases[i].words));
    g_assert_null (strstr (error->message, "wrong-token"));
    g_assert_null (strstr (error->message, "PLANTED"));
    g_assert_cmpstr (steps->str, ==, cases[i].steps);
    shoptet_fixture_tear_down (&fixture);
  }
}

static void
test_shoptet_coupon_life (void)
{
  ShoptetFixture fixture = { 0 };
  g_autoptr (WbShop) shop = NULL;
  g_autoptr (WbShopCoupon) wanted = NULL;
  g_autoptr (WbShopCoupon) created = NULL;
  g_autoptr (WbShopCoupon) read = NULL;
  g_autoptr (WbShopCoupon) again = NULL;
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GPtrArray) none = NULL;
  g_autoptr (WbShopPage) page = NULL;
  g_autofree char *json = NULL;
  g_autofree char *difference = NULL;
  g_autoptr (GError) error = NULL;

  shoptet_fixture_set_up (&fixture, NULL);
  shop = shoptet_fixture_open (&fixture, NULL);
  wanted = shoptet_fixture_coupon (&fixture);
  created = wb_shop_create (shop, wanted, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (created->remote_id, ==, SHOPTET_CODE);
  json = wb_pretend_shoptet_dup_coupon (fixture.store, SHOPTET_CODE);
  g_assert_nonnull (strstr (json, "\"discountType\":\"fixed\",\"amount\":\"200.00\",\"ratio\":null,"
                            "\"minPrice\":\"1000.00\",\"currency\":\"CZK\""));
  g_assert_nonnull (strstr (json, "\"shippingPrice\":\"cart\",\"validFrom\":null,\"validTo\":\"2026-12-05\","
                            "\"reusable\":false,\"usedCount\":0,\"remark\":\"t-42\""));

  read = wb_shop_read_back (shop, created->remote_id, NULL, &error);
  g_assert_no_error (error);
  difference = wb_shop_coupon_difference (wanted, read);
  g_assert_cmpstr (difference, ==, NULL);
  found = wb_shop_find_code (shop, "rmk7f3kq2xw", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (found->len, ==, 1);
  none = wb_shop_find_code (shop, "RMK7F3KQ2XX", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (none->len, ==, 0);

  page = wb_shop_list_coupons (shop, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (page->items->len, ==, 1);
  g_assert_true (page->starts_pass && page->ends_pass);

  /* Left out of a 201: the code is taken. */
  again = wb_shop_create (shop, wanted, NULL, &error);
  g_assert_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_CONFLICT);
  g_clear_error (&error);

  g_assert_true (wb_shop_remove (shop, created->remote_id, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (wb_pretend_shoptet_count_code (fixture.store, SHOPTET_CODE), ==, 0);
  g_assert_true (wb_shop_remove (shop, created->remote_id, NULL, &error));
  g_assert_no_error (error);
  again = wb_shop_read_back (shop, created->remote_id, NULL, &error);
  g_assert_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_NOT_FOUND);
  shoptet_fixture_tear_down (&fixture);
}

static void
test_shoptet_percent (void)
{
  ShoptetFixture fixture = { 0 };
  g_autoptr (WbShop) shop = NULL;
  g_autoptr (WbShopCoupon) wanted = NULL;
  g_autoptr (WbShopCoupon) created = NULL;
  g_autofree char *difference = NULL;
  g_autoptr (GError) error = NULL;

  shoptet_fixture_set_up (&fixture, NULL);
  shop = shoptet_fixture_open (&fixture, NULL);
  wanted = shoptet_fixture_coupon (&fixture);
  wanted->is_percent = TRUE;
  wanted->percent_hundredths = 1250;
  wanted->amount = WB_MONEY_NONE;
  wanted->min_order = (WbMoney) { 4000, "EUR" };
  wanted->expires_at = WB_TIME_NONE;
  created = wb_shop_create (shop, wanted, NULL, &error);
  g_assert_no_error (error);
  difference = wb_shop_coupon_difference (wanted, created);
  g_assert_cmpstr (difference, ==, NULL);
  shoptet_fixture_tear_down (&fixture);
}

static void
test_shoptet_disable (void)
{
  ShoptetFixture fixture = { 0 };
  const WbPretendShoptetPurchase purchase = { .goods = { 150000, "CZK" }, .coupon = SHOPTET_CODE };
  g_autoptr (WbShop) shop = NULL;
  g_autoptr (WbShopCoupon) wanted = NULL;
  g_autoptr (WbShopCoupon) created = NULL;
  g_autoptr (WbShopCoupon) second = NULL;
  g_autofree char *json = NULL;
  g_autofree char *refused = NULL;
  g_autofree char *order = NULL;
  g_autoptr (GError) error = NULL;

  shoptet_fixture_set_up (&fixture, NULL);
  shop = shoptet_fixture_open (&fixture, NULL);
  wanted = shoptet_fixture_coupon (&fixture);
  created = wb_shop_create (shop, wanted, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (wb_pretend_shoptet_count_coupons (fixture.store), ==, 1);
  g_assert_true (wb_shop_disable (shop, SHOPTET_CODE, NULL, &error));
  g_assert_no_error (error);
  /* It stays in the shop, and nobody can use it. */
  json = wb_pretend_shoptet_dup_coupon (fixture.store, SHOPTET_CODE);
  g_assert_nonnull (strstr (json, "\"validTo\":\"2026-11-20\""));
  g_assert_nonnull (strstr (json, "\"remark\":\"t-42\""));
  refused = wb_pretend_shoptet_buy (fixture.store, &purchase);
  g_assert_null (refused);
  /* Once more, and of one that is gone. */
  g_assert_true (wb_shop_disable (shop, SHOPTET_CODE, NULL, &error));
  wb_pretend_shoptet_remove_coupon (fixture.store, SHOPTET_CODE);
  g_assert_true (wb_shop_disable (shop, SHOPTET_CODE, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (wb_pretend_shoptet_count_requests (fixture.store, "PATCH"), ==, 1);

  second = wb_shop_create (shop, wanted, NULL, &error);
  g_assert_no_error (error);
  order = wb_pretend_shoptet_buy (fixture.store, &purchase);
  g_assert_nonnull (order);
  g_assert_false (wb_shop_disable (shop, SHOPTET_CODE, NULL, &error));
  g_assert_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_CONFLICT);
  shoptet_fixture_tear_down (&fixture);
}

/* The chosen template; else the one with our title; else a new one, once. */
static void
test_shoptet_templates (void)
{
  static const struct { const char *there; gboolean chosen; guint n_after; const char *guid; } cases[] = {
    { NULL, FALSE, 1, "6f1d0c52-3a44-4b1e-9b57-000000000001" },
    { "Winback", FALSE, 1, "6f1d0c52-3a44-4b1e-9b57-000000000001" },
    { "Eshop", FALSE, 2, "6f1d0c52-3a44-4b1e-9b57-000000000002" },
    { "Eshop", TRUE, 1, "6f1d0c52-3a44-4b1e-9b57-000000000001" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    ShoptetFixture fixture = { 0 };
    g_autofree char *guid = NULL;
    g_autofree char *secret = NULL;
    g_autoptr (WbShop) shop = NULL;
    g_autoptr (WbShopCoupon) wanted = NULL;
    g_autoptr (WbShopCoupon) created = NULL;
    g_autoptr (WbShopCoupon) second = NULL;
    g_autofree char *json = NULL;
    g_autoptr (GError) error = NULL;

    shoptet_fixture_set_up (&fixture, NULL);
    if (cases[i].there)
      guid = wb_pretend_shoptet_add_template (fixture.store, cases[i].there);
    secret = g_strdup_printf ("private_token=" SHOPTET_TOKEN "\n%s%s", cases[i].chosen ? "template=" : "",
                              cases[i].chosen ? guid : "");
    shop = shoptet_fixture_open (&fixture, secret);
    wanted = shoptet_fixture_coupon (&fixture);
    created = wb_shop_create (shop, wanted, NULL, &error);
    g_assert_no_error (error);
    g_free (wanted->code);
    wanted->code = g_strdup ("RMK7F3KQ2XX");
    second = wb_shop_create (shop, wanted, NULL, &error);
    g_assert_no_error (error);
    g_assert_cmpuint (wb_pretend_shoptet_count_templates (fixture.store), ==, cases[i].n_after);
    json = wb_pretend_shoptet_dup_coupon (fixture.store, SHOPTET_CODE);
    g_assert_nonnull (strstr (json, cases[i].guid));
    shoptet_fixture_tear_down (&fixture);
  }
}

/* A 201 without our coupon is no success, and the next try looks for the template anew. */
static void
test_shoptet_left_out (void)
{
  for (guint i = 0; i < 2; i++) {
    ShoptetFixture fixture = { 0 };
    const WbPretendShoptetOptions options = { .explains = i == 1 };
    g_autoptr (WbShop) shop = NULL;
    g_autoptr (WbShopCoupon) wanted = NULL;
    g_autoptr (WbShopCoupon) first = NULL;
    g_autoptr (WbShopCoupon) second = NULL;
    g_autoptr (GError) error = NULL;

    shoptet_fixture_set_up (&fixture, &options);
    shop = shoptet_fixture_open (&fixture, NULL);
    wanted = shoptet_fixture_coupon (&fixture);
    first = wb_shop_create (shop, wanted, NULL, &error);
    g_assert_no_error (error);
    wb_pretend_shoptet_remove_templates (fixture.store);
    g_free (wanted->code);
    wanted->code = g_strdup ("RMK7F3KQ2XX");
    second = wb_shop_create (shop, wanted, NULL, &error);
    g_assert_null (second);
    g_assert_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_REJECTED);
    g_assert_nonnull (strstr (error->message, i == 1 ? "template was not found" : "did not say why"));
    g_clear_error (&error);
    second = wb_shop_create (shop, wanted, NULL, &error);
    g_assert_no_error (error);
    g_assert_cmpuint (wb_pretend_shoptet_count_templates (fixture.store), ==, 1);
    shoptet_fixture_tear_down (&fixture);
  }
}

static void
test_shoptet_addon_tokens (void)
{
  ShoptetFixture fixture = { 0 };
  g_autofree char *addon = NULL;
  g_autoptr (WbShop) shop = NULL;
  g_autoptr (GPtrArray) others = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GError) error = NULL;
  guint before;

  shoptet_fixture_set_up (&fixture, NULL);
  addon = shoptet_fixture_addon (&fixture, SHOPTET_OAUTH);
  shop = shoptet_fixture_open (&fixture, addon);

  /* One token serves until it runs out: by our clock, */
  for (guint i = 0; i < 3; i++) {
    g_clear_pointer (&found, g_ptr_array_unref);
    found = wb_shop_find_code (shop, SHOPTET_CODE, NULL, &error);
    g_assert_no_error (error);
  }
  g_assert_cmpuint (wb_pretend_shoptet_count_requests (fixture.store, NULL), ==, 5);
  wb_movable_clock_advance (fixture.clock, 30 * WB_MINUTE_MS);
  g_clear_pointer (&found, g_ptr_array_unref);
  found = wb_shop_find_code (shop, SHOPTET_CODE, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (wb_pretend_shoptet_count_status (fixture.store, 401), ==, 0);
  g_assert_cmpuint (wb_pretend_shoptet_count_requests (fixture.store, NULL), ==, 7);
  /* or because the shop says so, which costs one call more. */
  wb_pretend_shoptet_expire_tokens (fixture.store);
  g_clear_pointer (&found, g_ptr_array_unref);
  found = wb_shop_find_code (shop, SHOPTET_CODE, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (wb_pretend_shoptet_count_status (fixture.store, 401), ==, 1);
  g_assert_cmpuint (wb_pretend_shoptet_count_requests (fixture.store, NULL), ==, 10);

  /* The sixth is not given. */
  for (guint i = 0; i < 5; i++) {
    g_ptr_array_add (others, shoptet_fixture_open (&fixture, addon));
    g_clear_pointer (&found, g_ptr_array_unref);
    found = wb_shop_find_code (others->pdata[i], SHOPTET_CODE, NULL, &error);
    if (i < 4)
      g_assert_no_error (error);
  }
  g_assert_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_RATE_LIMITED);
  g_assert_nonnull (strstr (error->message, "five tokens"));
  g_assert_null (strstr (error->message, SHOPTET_OAUTH));
  g_assert_cmpint (wb_shop_get_retry_after_ms (others->pdata[4]), >, 0);
  g_clear_error (&error);
  before = wb_pretend_shoptet_count_requests (fixture.store, NULL);
  wb_movable_clock_advance (fixture.clock, 30 * WB_MINUTE_MS);
  found = wb_shop_find_code (others->pdata[4], SHOPTET_CODE, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (wb_pretend_shoptet_count_requests (fixture.store, NULL), >, before);
  shoptet_fixture_tear_down (&fixture);
}

/* Others fill the bucket: we wait for the date that the shop tells, and go on. */
static void
test_shoptet_bucket (void)
{
  ShoptetFixture fixture = { 0 };
  g_autoptr (WbShop) shop = NULL;
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GPtrArray) again = NULL;
  g_autoptr (GError) error = NULL;
  gint64 before;

  shoptet_fixture_set_up (&fixture, NULL);
  shop = shoptet_fixture_open (&fixture, NULL);
  found = wb_shop_find_code (shop, SHOPTET_CODE, NULL, &error);
  g_assert_no_error (error);
  wb_pretend_shoptet_pour (fixture.store, 400);
  before = wb_clock_now (WB_CLOCK (fixture.clock));
  again = wb_shop_find_code (shop, SHOPTET_CODE, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (wb_pretend_shoptet_count_status (fixture.store, 429), ==, 1);
  g_assert_cmpint (wb_clock_now (WB_CLOCK (fixture.clock)) - before, >=, 20 * WB_SECOND_MS);
  g_assert_cmpint (wb_clock_now (WB_CLOCK (fixture.clock)) - before, <=, 30 * WB_SECOND_MS);
  shoptet_fixture_tear_down (&fixture);
}

/* The same write, while the first is still under way. */
static void
test_shoptet_locked (void)
{
  ShoptetFixture fixture = { 0 };
  g_autoptr (WbShop) shop = NULL;
  g_autoptr (WbShopCoupon) wanted = NULL;
  g_autoptr (WbShopCoupon) created = NULL;
  g_autoptr (GError) error = NULL;

  shoptet_fixture_set_up (&fixture, NULL);
  shop = shoptet_fixture_open (&fixture, NULL);
  wanted = shoptet_fixture_coupon (&fixture);
  wb_pretend_shoptet_add_fault (fixture.store, WB_PRETEND_FAULT_LATE, WB_PRETEND_REQUEST_CREATE, 1);
  created = wb_shop_create (shop, wanted, NULL, &error);
  g_assert_null (created);
  g_assert_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_TIMEOUT);
  g_clear_error (&error);
  created = wb_shop_create (shop, wanted, NULL, &error);
  g_assert_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_RATE_LIMITED);
  g_assert_true (wb_remote_error_is_passing (error));
  g_assert_cmpint (wb_shop_get_retry_after_ms (shop), ==, 5 * WB_SECOND_MS);
  g_assert_cmpuint (wb_pretend_shoptet_count_status (fixture.store, 423), ==, 1);
  g_clear_error (&error);
  /* It arrives; ours is then one too many. */
  wb_pretend_shoptet_release (fixture.store);
  created = wb_shop_create (shop, wanted, NULL, &error);
  g_assert_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_CONFLICT);
  g_assert_cmpuint (wb_pretend_shoptet_count_coupons (fixture.store), ==, 1);
  shoptet_fixture_tear_down (&fixture);
}

static void
test_shoptet_state_file (void)
{
  g_autofree char *folder = g_dir_make_tmp ("wb-shoptet-XXXXXX", NULL);
  g_autofree char *file = g_build_filename (folder, "state.json", NULL);
  const WbPretendShoptetOptions options = { .state_file = file };
  const WbPretendShoptetPurchase purchase = {
    .email = "jana@example.com", .goods = { 150000, "CZK" }, .coupon = SHOPTET_CODE, .paid = TRUE,
  };
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  for (guint i = 0; i < 2; i++) {
    ShoptetFixture fixture = { 0 };
    g_autoptr (WbShop) shop = NULL;
    g_autoptr (WbShopCoupon) wanted = NULL;
    g_autoptr (WbShopCoupon) created = NULL;
    g_autoptr (GError) error = NULL;

    shoptet_fixture_set_up (&fixture, &options);
    shop = shoptet_fixture_open (&fixture, NULL);
    wanted = shoptet_fixture_coupon (&fixture);
    if (i == 0) {
      g_autofree char *order = NULL;

      created = wb_shop_create (shop, wanted, NULL, &error);
      g_assert_no_error (error);
      order = wb_pretend_shoptet_buy (fixture.store, &purchase);
      wb_pretend_shoptet_credit_order (fixture.store, order, 10000);
      before = wb_pretend_shoptet_dup_coupon (fixture.store, SHOPTET_CODE);
    } else {
      g_autoptr (WbShopPage) page = wb_shop_list_orders (shop, NULL, NULL, &error);
      const WbShopOrder *order;

      g_assert_no_error (error);
      g_assert_cmpuint (page->items->len, ==, 1);
      order = g_ptr_array_index (page->items, 0);
      g_assert_cmpint (order->refunded.minor, ==, 10000);
      after = wb_pretend_shoptet_dup_coupon (fixture.store, SHOPTET_CODE);
    }
    shoptet_fixture_tear_down (&fixture);
  }
  g_assert_cmpstr (after, ==, before);
  g_assert_nonnull (strstr (after, "\"usedCount\":1"));
  g_remove (file);
  g_rmdir (folder);
}

/* Keys travel in headers only. */
static void
test_shoptet_no_token_in_urls (void)
{
  g_autofree char *folder = g_dir_make_tmp ("wb-shoptet-XXXXXX", NULL);
  g_autofree char *file = g_build_filename (folder, "record", NULL);
  const WbPretendShoptetOptions options = { .record_file = file };
  ShoptetFixture fixture = { 0 };
  g_autofree char *addon = NULL;
  g_autofree char *text = NULL;
  g_autoptr (WbShop) shop = NULL;
  g_autoptr (WbShopCaps) caps = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) lines = NULL;

  shoptet_fixture_set_up (&fixture, &options);
  addon = shoptet_fixture_addon (&fixture, SHOPTET_OAUTH);
  shop = shoptet_fixture_open (&fixture, addon);
  caps = wb_shop_check (shop, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  shoptet_fixture_tear_down (&fixture);
  g_assert_true (g_file_get_contents (file, &text, NULL, NULL));
  g_assert_null (strstr (text, SHOPTET_OAUTH));
  lines = g_strsplit (g_strstrip (text), "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 7);
  g_assert_nonnull (strstr (lines[1], "/api/eshop"));
  for (guint i = 1; lines[i]; i++)
    g_assert_null (strstr (lines[i], "123456-a-API"));
  g_remove (file);
  g_rmdir (folder);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/demo/shoptet/check", test_shoptet_check);
  g_test_add_func ("/demo/shoptet/check-lacks", test_shoptet_check_lacks);
  g_test_add_func ("/demo/shoptet/check-says-what-is-wrong", test_shoptet_check_says_what_is_wrong);
  g_test_add_func ("/demo/shoptet/coupon-life", test_shoptet_coupon_life);
  g_test_add_func ("/demo/shoptet/percent", test_shoptet_percent);
  g_test_add_func ("/demo/shoptet/disable", test_shoptet_disable);
  g_test_add_func ("/demo/shoptet/templates", test_shoptet_templates);
  g_test_add_func ("/demo/shoptet/left-out", test_shoptet_left_out);
  g_test_add_func ("/demo/shoptet/addon-tokens", test_shoptet_addon_tokens);
  g_test_add_func ("/demo/shoptet/bucket", test_shoptet_bucket);
  g_test_add_func ("/demo/shoptet/locked", test_shoptet_locked);
  g_test_add_func ("/demo/shoptet/state-file", test_shoptet_state_file);
  g_test_add_func ("/demo/shoptet/no-token-in-urls", test_shoptet_no_token_in_urls);

  return g_test_run ();
}
