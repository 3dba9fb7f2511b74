/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The Shopify client against a shop that behaves as the recorded ones do: what a check says, coupons
 * from beginning to end, tokens, and every way a shop can say no. */

#include "shopify-fixture.h"

#include "wb-shop-open.h"

#include <glib/gstdio.h>

static void
note_step (WbShopStep step,
           gboolean   done,
           gpointer   data)
{
  g_string_append_printf (data, "%u%s ", step, done ? "+" : "?");
}

static void
assert_note (const WbShopCaps *caps,
             WbShopNoteKind    kind,
             const char       *code,
             const char       *value)
{
  const WbShopNote *note = wb_shop_caps_find_note (caps, kind, code);

  g_test_message ("note %u %s", kind, code);
  g_assert_nonnull (note);
  g_assert_cmpstr (note->value, ==, value);
}

static void
test_shopify_check (ShopifyFixture *fixture,
                    gconstpointer   data)
{
  g_autoptr (WbShop) shop = shopify_open_shop (fixture);
  g_autoptr (GString) steps = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (WbShopCaps) caps = wb_shop_check (shop, note_step, steps, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (steps->str, ==, "0? 0+ 1? 1+ 2? 2+ 3? 3+ 4? 4+ ");
  g_assert_cmpstr (caps->platform, ==, "shopify");
  g_assert_cmpstr (caps->name, ==, "Pretend shop");
  g_assert_cmpstr (caps->time_zone, ==, "Europe/Prague");
  g_assert_cmpuint (g_strv_length (caps->currencies), ==, 1);
  g_assert_cmpstr (caps->currencies[0], ==, "CZK");
  g_assert_true (caps->percent && caps->fixed && caps->minimum && caps->expiry);
  g_assert_true (caps->email_restriction);
  g_assert_true (caps->vat_known && caps->prices_include_vat);
  assert_note (caps, WB_SHOP_NOTE_CAN, WB_SHOP_NOTE_EMAIL, NULL);
  assert_note (caps, WB_SHOP_NOTE_CANNOT, WB_SHOP_NOTE_ONE_CURRENCY, "CZK");
  assert_note (caps, WB_SHOP_NOTE_CAN, WB_SHOP_NOTE_VAT_INCLUDED, NULL);
  assert_note (caps, WB_SHOP_NOTE_CAN, WB_SHOP_NOTE_ORDERS, NULL);
  assert_note (caps, WB_SHOP_NOTE_CANNOT, WB_SHOP_NOTE_ORDER_DAYS, "60");
  assert_note (caps, WB_SHOP_NOTE_CAN, WB_SHOP_NOTE_API_VERSION, "2026-10");
  g_assert_null (wb_shop_caps_find_note (caps, WB_SHOP_NOTE_MISSING, WB_SHOP_NOTE_SCOPE));
}

static void
test_shopify_check_lacks (ShopifyFixture *fixture,
                          gconstpointer   data)
{
  g_autoptr (WbShop) shop = shopify_open_shop (fixture);
  g_autoptr (GString) steps = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (WbShopCaps) all = NULL;
  g_autoptr (WbShopCaps) caps = NULL;

  /* No orders, no customers, and the version has fallen forward. */
  wb_pretend_shopify_set_scopes (fixture->store, "write_discounts");
  wb_pretend_shopify_set_version (fixture->store, "2027-01", TRUE);
  caps = wb_shop_check (shop, note_step, steps, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (steps->str, ==, "0? 0+ 1? 1+ 2? 2+ 3? 3+ ");
  g_assert_false (caps->email_restriction);
  assert_note (caps, WB_SHOP_NOTE_CANNOT, WB_SHOP_NOTE_EMAIL, NULL);
  assert_note (caps, WB_SHOP_NOTE_MISSING, WB_SHOP_NOTE_SCOPE, "read_orders");
  assert_note (caps, WB_SHOP_NOTE_MISSING, WB_SHOP_NOTE_API_VERSION, "2026-10");
  g_assert_null (wb_shop_caps_find_note (caps, WB_SHOP_NOTE_CANNOT, WB_SHOP_NOTE_ORDER_DAYS));
  g_assert_null (wb_shop_caps_find_note (caps, WB_SHOP_NOTE_CAN, WB_SHOP_NOTE_ORDERS));

  /* All orders; a version that answers but will end. */
  wb_pretend_shopify_set_scopes (fixture->store,
                                 "write_discounts read_orders read_all_orders read_customers");
  wb_pretend_shopify_set_version (fixture->store, "2026-10", FALSE);
  all = wb_shop_check (shop, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (all->email_restriction);
  g_assert_null (wb_shop_caps_find_note (all, WB_SHOP_NOTE_CANNOT, WB_SHOP_NOTE_ORDER_DAYS));
  assert_note (all, WB_SHOP_NOTE_MISSING, WB_SHOP_NOTE_API_VERSION, "2026-10");
}

static void
test_shopify_check_fails (ShopifyFixture *fixture,
                          gconstpointer   data)
{
  static const struct
  {
    const char *what;
    WbPretendFault fault;
    WbRemoteError code;
    const char *words;
    const char *steps;
  } cases[] = {
    { "scope", WB_PRETEND_FAULT_NONE, WB_REMOTE_ERROR_FORBIDDEN, "write_discounts", "0? 0+ 1? 1+ 2? 2+ 3? " },
    { "frozen", WB_PRETEND_FAULT_NONE, WB_REMOTE_ERROR_FORBIDDEN, "bill", "0? 0+ 1? " },
    { "key", WB_PRETEND_FAULT_UNAUTHORIZED, WB_REMOTE_ERROR_UNAUTHORIZED, "access token", "0? 0+ 1? " },
    { "firewall", WB_PRETEND_FAULT_HTML, WB_REMOTE_ERROR_UNEXPECTED_REPLY, "Request blocked", "0? " },
    { "busy", WB_PRETEND_FAULT_500_BEFORE, WB_REMOTE_ERROR_SERVER_FAULT, "503", "0? " },
    { "fault", WB_PRETEND_FAULT_500_AFTER, WB_REMOTE_ERROR_SERVER_FAULT, "Internal error", "0? " },
    { "limit", WB_PRETEND_FAULT_429, WB_REMOTE_ERROR_RATE_LIMITED, "slow down", "0? " },
    { "locked", WB_PRETEND_FAULT_423, WB_REMOTE_ERROR_RATE_LIMITED, "locked", "0? " },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (WbShop) shop = shopify_open_shop (fixture);
    g_autoptr (GString) steps = g_string_new (NULL);
    g_autoptr (GError) error = NULL;

    g_test_message ("%s", cases[i].what);
    wb_pretend_shopify_set_scopes (fixture->store, i == 0 ? "read_discounts" : "write_discounts");
    wb_pretend_shopify_set_frozen (fixture->store, i == 1);
    if (cases[i].fault != WB_PRETEND_FAULT_NONE)
      wb_pretend_shopify_queue_fault (fixture->store, cases[i].fault, WB_PRETEND_REQUEST_CHECK, 1);
    g_assert_null (wb_shop_check (shop, note_step, steps, NULL, &error));
    g_assert_error (error, WB_REMOTE_ERROR, (gint) cases[i].code);
    g_assert_nonnull (strstr (error->message, cases[i].words));
    g_assert_null (strstr (error->message, "shpat_"));
    g_assert_cmpstr (steps->str, ==, cases[i].steps);
    if (cases[i].fault == WB_PRETEND_FAULT_429)
      g_assert_cmpint (wb_shop_get_retry_after_ms (shop), ==, 2000);
  }
}

static void
test_shopify_wrong_key (ShopifyFixture *fixture,
                        gconstpointer   data)
{
  g_autoptr (WbShop) shop = shopify_open_with (fixture, "access_token=shpat_99999999999999999999999999999999\n");
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) found = wb_shop_find_code (shop, SHOPIFY_CODE, NULL, &error);

  g_assert_null (found);
  g_assert_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_UNAUTHORIZED);
  g_assert_null (strstr (error->message, "shpat_9"));
}

static void
test_shopify_coupon (ShopifyFixture *fixture,
                     gconstpointer   data)
{
  g_autoptr (WbShop) shop = shopify_open_shop (fixture);
  g_autoptr (WbShopCoupon) coupon = shopify_make_coupon (fixture, SHOPIFY_CODE);
  g_autoptr (WbShopCoupon) created = shopify_create (fixture, shop, coupon);
  g_autoptr (WbShopCoupon) read = NULL;
  g_autoptr (WbShopCoupon) gone = NULL;
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GPtrArray) none = NULL;
  g_autoptr (GError) error = NULL;

  shopify_assert_same (coupon, created);
  g_assert_true (g_str_has_prefix (created->remote_id, "gid://shopify/DiscountCodeNode/"));
  read = wb_shop_read_back (shop, created->remote_id, NULL, &error);
  g_assert_no_error (error);
  shopify_assert_same (coupon, read);
  found = wb_shop_find_code (shop, "wbabcdefghjk", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (found->len, ==, 1);
  shopify_assert_same (coupon, found->pdata[0]);

  /* The code is taken, in any case. */
  g_assert_null (wb_shop_create (shop, coupon, NULL, &error));
  g_assert_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_CONFLICT);
  g_clear_error (&error);
  g_assert_cmpuint (wb_pretend_shopify_count_code (fixture->store, SHOPIFY_CODE), ==, 1);

  g_assert_true (wb_shop_remove (shop, created->remote_id, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (wb_pretend_shopify_count_code (fixture->store, SHOPIFY_CODE), ==, 0);
  /* Gone is gone. */
  g_assert_true (wb_shop_remove (shop, created->remote_id, NULL, &error));
  g_assert_no_error (error);
  gone = wb_shop_read_back (shop, created->remote_id, NULL, &error);
  g_assert_null (gone);
  g_assert_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_NOT_FOUND);
  g_clear_error (&error);
  none = wb_shop_find_code (shop, SHOPIFY_CODE, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (none->len, ==, 0);

  /* An id of another family. */
  gone = wb_shop_read_back (shop, "gid://shopify/DiscountAutomaticNode/1", NULL, &error);
  g_assert_null (gone);
  g_assert_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_NOT_FOUND);
}

static void
test_shopify_percentages (ShopifyFixture *fixture,
                          gconstpointer   data)
{
  static const int cases[] = { 1, 7, 700, 1000, 1250, 2900, 3333, 5700, 9999, 10000 };
  g_autoptr (WbShop) shop = shopify_open_shop (fixture);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *code = g_strdup_printf ("WBPERCENT%u", i);
    g_autoptr (WbShopCoupon) coupon = shopify_make_coupon (fixture, code);
    g_autoptr (WbShopCoupon) created = NULL;

    g_test_message ("%d", cases[i]);
    coupon->is_percent = TRUE;
    coupon->percent_hundredths = cases[i];
    coupon->amount = WB_MONEY_NONE;
    coupon->min_order = WB_MONEY_NONE;
    coupon->expires_at = WB_TIME_NONE;
    created = shopify_create (fixture, shop, coupon);
    shopify_assert_same (coupon, created);
  }
}

static void
test_shopify_one_customer (ShopifyFixture *fixture,
                           gconstpointer   data)
{
  g_autoptr (WbShop) shop = shopify_open_shop (fixture);
  g_autoptr (WbShop) fresh = shopify_open_shop (fixture);
  g_autoptr (WbShopCoupon) coupon = shopify_make_coupon (fixture, SHOPIFY_CODE);
  g_autoptr (WbShopCoupon) created = NULL;
  g_autoptr (WbShopCoupon) read = NULL;
  g_autofree char *json = NULL;
  g_autoptr (GError) error = NULL;

  coupon->email = g_strdup ("Alena.Nova@example.com");
  created = shopify_create (fixture, shop, coupon);
  shopify_assert_same (coupon, created);
  json = wb_pretend_shopify_dup_coupon (fixture->store, SHOPIFY_CODE);
  g_assert_nonnull (strstr (json, "DiscountCustomers"));
  /* After a new start, too. */
  read = wb_shop_read_back (fresh, created->remote_id, NULL, &error);
  g_assert_no_error (error);
  shopify_assert_same (coupon, read);
}

static void
test_shopify_refuses_customers (ShopifyFixture *fixture,
                                gconstpointer   data)
{
  static const struct { const char *scopes, *email; gboolean hides; const char *words; } cases[] = {
    { "write_discounts read_customers", "nobody@example.com", FALSE, "no customer" },
    { "write_discounts", SHOPIFY_EMAIL, FALSE, "read_customers" },
    { "write_discounts read_customers", SHOPIFY_EMAIL, TRUE, "Basic" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (WbShop) shop = shopify_open_shop (fixture);
    g_autoptr (WbShopCoupon) coupon = shopify_make_coupon (fixture, SHOPIFY_CODE);
    g_autoptr (GPtrArray) found = NULL;
    g_autoptr (GError) error = NULL;

    g_test_message ("%u", i);
    wb_pretend_shopify_set_scopes (fixture->store, cases[i].scopes);
    wb_pretend_shopify_set_hides_email (fixture->store, cases[i].hides);
    coupon->email = g_strdup (cases[i].email);
    g_assert_null (wb_shop_create (shop, coupon, NULL, &error));
    g_assert_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_NOT_ALLOWED);
    g_assert_nonnull (strstr (error->message, cases[i].words));
    g_clear_error (&error);
    /* Rather none than one for everybody. */
    g_assert_cmpuint (wb_pretend_shopify_count_coupons (fixture->store), ==, 0);
    found = wb_shop_find_code (shop, SHOPIFY_CODE, NULL, &error);
    g_assert_no_error (error);
    g_assert_cmpuint (found->len, ==, 0);
  }
}

/* A coupon limited to a customer is read also where the plan hides who that is. */
static void
test_shopify_hidden_customer (ShopifyFixture *fixture,
                              gconstpointer   data)
{
  g_autoptr (WbShop) shop = shopify_open_shop (fixture);
  g_autoptr (WbShopCoupon) coupon = shopify_make_coupon (fixture, SHOPIFY_CODE);
  g_autoptr (WbShopCoupon) created = NULL;
  g_autoptr (WbShopCoupon) read = NULL;
  g_autoptr (WbShopPage) page = NULL;
  g_autoptr (GError) error = NULL;

  coupon->email = g_strdup (SHOPIFY_EMAIL);
  created = shopify_create (fixture, shop, coupon);
  wb_pretend_shopify_set_hides_email (fixture->store, TRUE);
  read = wb_shop_read_back (shop, created->remote_id, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (strstr (read->oddity, "some customers"));
  page = wb_shop_list_coupons (shop, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (page->items->len, ==, 1);
}

static void
test_shopify_disable (ShopifyFixture *fixture,
                      gconstpointer   data)
{
  g_autoptr (WbShop) shop = shopify_open_shop (fixture);
  g_autoptr (WbShopCoupon) coupon = shopify_make_coupon (fixture, SHOPIFY_CODE);
  g_autoptr (WbShopCoupon) used = shopify_make_coupon (fixture, "WBUSED");
  g_autoptr (WbShopCoupon) ended = shopify_make_coupon (fixture, "WBENDED");
  g_autoptr (WbShopCoupon) created = shopify_create (fixture, shop, coupon);
  g_autoptr (WbShopCoupon) created_used = shopify_create (fixture, shop, used);
  g_autoptr (WbShopCoupon) created_ended = shopify_create (fixture, shop, ended);
  g_autoptr (WbShopCoupon) read = NULL;
  const WbPretendShopifyOrder order = { .codes = "WBUSED", .total = "900.00" };
  g_autoptr (GError) error = NULL;
  guint requests;

  g_assert_true (wb_shop_disable (shop, created->remote_id, NULL, &error));
  g_assert_no_error (error);
  read = wb_shop_read_back (shop, created->remote_id, NULL, &error);
  g_assert_no_error (error);
  g_assert_false (read->is_live);
  g_assert_cmpuint (wb_pretend_shopify_count_code (fixture->store, SHOPIFY_CODE), ==, 1);
  /* Again: nothing to do. */
  requests = wb_pretend_shopify_count_requests (fixture->store, WB_PRETEND_REQUEST_REMOVE);
  g_assert_true (wb_shop_disable (shop, created->remote_id, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (wb_pretend_shopify_count_requests (fixture->store, WB_PRETEND_REQUEST_REMOVE), ==, requests);

  wb_pretend_shopify_place_order (fixture->store, &order);
  g_assert_false (wb_shop_disable (shop, created_used->remote_id, NULL, &error));
  g_assert_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_CONFLICT);
  g_clear_error (&error);

  /* It ended by itself. */
  wb_movable_clock_advance (fixture->clock, 30 * WB_DAY_MS);
  g_assert_true (wb_shop_disable (shop, created_ended->remote_id, NULL, &error));
  g_assert_no_error (error);

  /* Gone, before or in between. */
  wb_pretend_shopify_remove_coupon (fixture->store, SHOPIFY_CODE);
  g_assert_true (wb_shop_disable (shop, created->remote_id, NULL, &error));
  g_assert_no_error (error);
}

/* Used only as far as the shop has counted: the order tells it before. */
static void
test_shopify_lag (void)
{
  const WbPretendShopifyOptions options = { .count_lag_ms = WB_MINUTE_MS };
  const WbPretendShopifyOrder order = { .codes = SHOPIFY_CODE, .total = "900.00" };
  ShopifyFixture fixture = { NULL };
  g_autoptr (WbShop) shop = NULL;
  g_autoptr (WbShopCoupon) coupon = NULL;
  g_autoptr (WbShopCoupon) created = NULL;
  g_autoptr (WbShopCoupon) soon = NULL;
  g_autoptr (WbShopCoupon) later = NULL;
  g_autoptr (GError) error = NULL;

  shopify_set_up (&fixture, &options);
  shop = shopify_open_shop (&fixture);
  coupon = shopify_make_coupon (&fixture, SHOPIFY_CODE);
  created = shopify_create (&fixture, shop, coupon);
  wb_pretend_shopify_place_order (fixture.store, &order);
  soon = wb_shop_read_back (shop, created->remote_id, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (soon->usage_count, ==, 0);
  wb_movable_clock_advance (fixture.clock, WB_MINUTE_MS);
  later = wb_shop_read_back (shop, created->remote_id, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (later->usage_count, ==, 1);
  g_clear_object (&shop);
  shopify_tear_down (&fixture, NULL);
}

/* A shop whose clock is behind ours would take a coupon that starts now for one of tomorrow. */
static void
test_shopify_starts_by_the_shops_clock (ShopifyFixture *fixture,
                                        gconstpointer   data)
{
  g_autoptr (WbMovableClock) ours = wb_movable_clock_new (wb_clock_now (WB_CLOCK (fixture->clock)) +
                                                          3 * WB_HOUR_MS, FALSE);
  g_autoptr (WbShopSecret) secret = wb_shop_secret_parse ("shopify", "access_token=" SHOPIFY_TOKEN "\n", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (WbShop) shop = wb_shopify_new (fixture->url, secret, wb_http_new (NULL, WB_CLOCK (ours), NULL),
                                            WB_CLOCK (ours), &error);
  g_autoptr (WbShopCoupon) coupon = shopify_make_coupon (fixture, SHOPIFY_CODE);
  g_autoptr (WbShopCoupon) created = shopify_create (fixture, shop, coupon);

  g_assert_true (created->is_live);
}

static void
test_shopify_tokens (ShopifyFixture *fixture,
                     gconstpointer   data)
{
  g_autoptr (WbShop) shop = shopify_open_app (fixture);
  g_autoptr (GPtrArray) first = NULL;
  g_autoptr (GPtrArray) second = NULL;
  g_autoptr (GPtrArray) third = NULL;
  g_autoptr (GPtrArray) fourth = NULL;
  g_autoptr (GError) error = NULL;

  first = wb_shop_find_code (shop, SHOPIFY_CODE, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (wb_pretend_shopify_count_tokens (fixture->store), ==, 1);
  /* Good until five minutes before its end. */
  wb_movable_clock_advance (fixture->clock, (86399 - 301) * WB_SECOND_MS);
  second = wb_shop_find_code (shop, SHOPIFY_CODE, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (wb_pretend_shopify_count_tokens (fixture->store), ==, 1);
  wb_movable_clock_advance (fixture->clock, 2 * WB_SECOND_MS);
  third = wb_shop_find_code (shop, SHOPIFY_CODE, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (wb_pretend_shopify_count_tokens (fixture->store), ==, 2);
  /* Taken back: one new one. */
  wb_pretend_shopify_drop_tokens (fixture->store);
  fourth = wb_shop_find_code (shop, SHOPIFY_CODE, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (wb_pretend_shopify_count_tokens (fixture->store), ==, 3);
  /* A new one that is no good either ends it. */
  wb_pretend_shopify_queue_fault (fixture->store, WB_PRETEND_FAULT_UNAUTHORIZED, WB_PRETEND_REQUEST_FIND, 2);
  g_assert_null (wb_shop_find_code (shop, SHOPIFY_CODE, NULL, &error));
  g_assert_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_UNAUTHORIZED);
  g_assert_cmpuint (wb_pretend_shopify_count_tokens (fixture->store), ==, 4);
}

static void
test_shopify_no_token (ShopifyFixture *fixture,
                       gconstpointer   data)
{
  static const struct { WbShopifyApp state; const char *id, *words; } cases[] = {
    { WB_SHOPIFY_APP_NOT_INSTALLED, "aaaa", "not installed" },
    { WB_SHOPIFY_APP_OF_OTHERS, "bbbb", "another organisation" },
    { WB_SHOPIFY_APP_INSTALLED, "cccc", "client secret" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *lines = g_strdup_printf ("client_id=%s\nclient_secret=" SHOPIFY_CLIENT_SECRET "\n", cases[i].id);
    g_autoptr (WbShop) shop = shopify_open_with (fixture, lines);
    g_autoptr (GString) steps = g_string_new (NULL);
    g_autoptr (GError) error = NULL;

    g_test_message ("%s", cases[i].words);
    if (cases[i].state != WB_SHOPIFY_APP_INSTALLED)
      wb_pretend_shopify_add_app (fixture->store, cases[i].id, SHOPIFY_CLIENT_SECRET, cases[i].state);
    g_assert_null (wb_shop_check (shop, note_step, steps, NULL, &error));
    g_assert_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_UNAUTHORIZED);
    g_assert_nonnull (strstr (error->message, cases[i].words));
    g_assert_null (strstr (error->message, "shpss_"));
    g_assert_cmpstr (steps->str, ==, "0? 0+ 1? ");
  }
}

static void
test_shopify_cancel (ShopifyFixture *fixture,
                     gconstpointer   data)
{
  g_autoptr (WbShop) shop = shopify_open_shop (fixture);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (wb_shop_list_coupons (shop, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (wb_pretend_shopify_count_requests (fixture->store, NULL), ==, 0);
}

static void
test_shopify_open (ShopifyFixture *fixture,
                   gconstpointer   data)
{
  g_autoptr (WbShopSecret) secret = wb_shop_secret_parse ("shopify", "access_token=" SHOPIFY_TOKEN "\n", NULL);
  g_autoptr (WbRandom) random = wb_seeded_random_new (1);
  WbShopAddress address = { .platform = "shopify", .url = fixture->url, .secret = secret };
  g_autoptr (GError) error = NULL;
  g_autoptr (WbShop) shop = NULL;
  g_autoptr (WbShopCaps) caps = NULL;
  g_autofree char *url = wb_shop_normalize_url ("shopify", "Admin.Shopify.com/store/My-Shop/orders");

  g_assert_cmpstr (url, ==, "https://my-shop.myshopify.com");
  g_assert_null (wb_shop_open (&address, WB_CLOCK (fixture->clock), random, &error));
  g_assert_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_NOT_ALLOWED);
  g_clear_error (&error);
  address.url = "https://www.example.com";
  g_assert_null (wb_shop_open (&address, WB_CLOCK (fixture->clock), random, &error));
  g_assert_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_NOT_ALLOWED);
  g_assert_nonnull (strstr (error->message, ".myshopify.com"));
  g_clear_error (&error);
  address.url = fixture->url;
  address.allow_loopback = TRUE;
  shop = wb_shop_open (&address, WB_CLOCK (fixture->clock), random, &error);
  g_assert_no_error (error);
  caps = wb_shop_check (shop, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (caps->platform, ==, "shopify");
}

static void
test_shopify_keeps_state (void)
{
  g_autofree char *folder = g_dir_make_tmp ("wb-shopify-XXXXXX", NULL);
  g_autofree char *file = g_build_filename (folder, "shop.json", NULL);
  const WbPretendShopifyOptions options = { .state_file = file };
  ShopifyFixture fixture = { NULL };
  g_autoptr (WbShopCoupon) coupon = NULL;
  g_autoptr (WbShopCoupon) read = NULL;
  g_autofree char *remote_id = NULL;

  shopify_set_up (&fixture, &options);
  coupon = shopify_make_coupon (&fixture, SHOPIFY_CODE);
  coupon->email = g_strdup (SHOPIFY_EMAIL);
  {
    g_autoptr (WbShop) shop = shopify_open_shop (&fixture);
    g_autoptr (WbShopCoupon) created = shopify_create (&fixture, shop, coupon);

    remote_id = g_strdup (created->remote_id);
  }
  shopify_tear_down (&fixture, NULL);

  shopify_set_up (&fixture, &options);
  {
    g_autoptr (WbShop) shop = shopify_open_shop (&fixture);
    g_autoptr (GError) error = NULL;

    read = wb_shop_read_back (shop, remote_id, NULL, &error);
    g_assert_no_error (error);
    shopify_assert_same (coupon, read);
  }
  shopify_tear_down (&fixture, NULL);
  g_assert_cmpint (g_unlink (file), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

#define ADD(path, function) \
  g_test_add ("/wb/demo/shopify/" path, ShopifyFixture, NULL, shopify_set_up_plain, function, shopify_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("check", test_shopify_check);
  ADD ("check-says-what-is-missing", test_shopify_check_lacks);
  ADD ("check-fails-in-words", test_shopify_check_fails);
  ADD ("wrong-key", test_shopify_wrong_key);
  ADD ("coupon", test_shopify_coupon);
  ADD ("percentages", test_shopify_percentages);
  ADD ("one-customer", test_shopify_one_customer);
  ADD ("refuses-customers-it-cannot-see", test_shopify_refuses_customers);
  ADD ("hidden-customer", test_shopify_hidden_customer);
  ADD ("disable", test_shopify_disable);
  g_test_add_func ("/wb/demo/shopify/uses-are-counted-late", test_shopify_lag);
  ADD ("starts-by-the-shops-clock", test_shopify_starts_by_the_shops_clock);
  ADD ("tokens-are-renewed", test_shopify_tokens);
  ADD ("no-token", test_shopify_no_token);
  ADD ("cancel", test_shopify_cancel);
  ADD ("open", test_shopify_open);
  g_test_add_func ("/wb/demo/shopify/keeps-state", test_shopify_keeps_state);

  return g_test_run ();
}
