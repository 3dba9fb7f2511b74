/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The WooCommerce client and the issuer against a store that behaves as the recorded one does: OAuth
 * over http, Basic over https with a private authority, and every way a store can fail. */

#include "wb-coupon-issuer.h"
#include "wb-pretend-woo.h"
#include "wb-stub-server.h"
#include "wb-time.h"
#include "wb-validity.h"
#include "wb-woocommerce.h"

#include <glib/gstdio.h>
#include <string.h>

#define KEY "ck_1111111111111111111111111111111111111111"
#define SECRET "cs_2222222222222222222222222222222222222222"
#define READ_KEY "ck_3333333333333333333333333333333333333333"
#define READ_SECRET "cs_4444444444444444444444444444444444444444"
#define WRITE_KEY "ck_7777777777777777777777777777777777777777"
#define WRITE_SECRET "cs_8888888888888888888888888888888888888888"
#define POWERLESS_KEY "ck_5555555555555555555555555555555555555555"
#define POWERLESS_SECRET "cs_6666666666666666666666666666666666666666"
#define CODE "WBABCDEFGHJK"

typedef struct
{
  WbMovableClock *clock;
  WbRandom *random;
  WbPretendWoo *store;
  const char *url;          /* http */
  const char *tls_url;      /* https */
  const char *bare_url;     /* https, and the web server drops the sign-in */
  const char *static_url;   /* https, and the web server has no rewrites */
} Fixture;

static void
open_store (Fixture                   *fixture,
            const WbPretendWooOptions *options)
{
  g_autofree char *tls_file = wb_stub_data_path ("tls/server.pem");
  const WbPretendWooFront tls = { .tls_file = tls_file };
  const WbPretendWooFront bare = { .tls_file = tls_file, .strips_authorization = TRUE };
  const WbPretendWooFront plain = { .tls_file = tls_file, .no_rewrites = TRUE };
  g_autoptr (GError) error = NULL;

  fixture->store = wb_pretend_woo_new (options, WB_CLOCK (fixture->clock), &error);
  g_assert_no_error (error);
  fixture->url = wb_pretend_woo_listen (fixture->store, NULL, &error);
  g_assert_no_error (error);
  fixture->tls_url = wb_pretend_woo_listen (fixture->store, &tls, &error);
  g_assert_no_error (error);
  fixture->bare_url = wb_pretend_woo_listen (fixture->store, &bare, &error);
  g_assert_no_error (error);
  fixture->static_url = wb_pretend_woo_listen (fixture->store, &plain, &error);
  g_assert_no_error (error);
  wb_pretend_woo_add_key (fixture->store, KEY, SECRET, WB_WOO_KEY_READ_WRITE, TRUE);
  wb_pretend_woo_add_key (fixture->store, READ_KEY, READ_SECRET, WB_WOO_KEY_READ, TRUE);
  wb_pretend_woo_add_key (fixture->store, WRITE_KEY, WRITE_SECRET, WB_WOO_KEY_WRITE, TRUE);
  wb_pretend_woo_add_key (fixture->store, POWERLESS_KEY, POWERLESS_SECRET, WB_WOO_KEY_READ_WRITE,
                          FALSE);
}

static void
set_up (Fixture                   *fixture,
        const WbPretendWooOptions *options)
{
  gint64 now = 0;

  wb_time_parse ("2026-11-21T20:00:00Z", &now);
  fixture->clock = wb_movable_clock_new (now, FALSE);
  wb_movable_clock_set_auto_advance (fixture->clock, TRUE);
  fixture->random = wb_seeded_random_new (7);
  open_store (fixture, options);
}

static void
tear_down (Fixture *fixture)
{
  wb_pretend_woo_free (fixture->store);
  g_clear_object (&fixture->random);
  g_clear_object (&fixture->clock);
}

static WbShop *
new_shop (Fixture    *fixture,
          const char *url,
          const char *key,
          const char *secret,
          guint       total_timeout_secs)
{
  g_autofree char *ca_file = wb_stub_data_path ("tls/ca.pem");
  const WbHttpOptions options = { .ca_file = ca_file, .total_timeout_secs = total_timeout_secs };
  g_autoptr (GError) error = NULL;
  WbHttp *http = wb_http_new (&options, WB_CLOCK (fixture->clock), &error);
  WbShop *shop;

  g_assert_no_error (error);
  shop = wb_woocommerce_new (url, key, secret, http, WB_CLOCK (fixture->clock), fixture->random,
                             &error);
  g_assert_no_error (error);

  return shop;
}

static WbShopCoupon *
new_coupon (Fixture *fixture)
{
  WbShopCoupon *coupon = wb_shop_coupon_new ();
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Prague");
  gint32 last_day = wb_validity_last_day (wb_clock_now (WB_CLOCK (fixture->clock)), 14, zone);

  coupon->code = g_strdup (CODE);
  coupon->amount = (WbMoney) { 20000, "CZK" };
  coupon->min_order = (WbMoney) { 100000, "CZK" };
  coupon->expires_at = wb_validity_expires_at (last_day, zone);
  coupon->usage_limit = 1;
  coupon->email = g_strdup ("Alena.Nova@example.com");
  coupon->ticket_mark = g_strdup ("t-42");

  return coupon;
}

static void
test_woocommerce_check (void)
{
  Fixture fixture = { 0 };
  const WbPretendWooOptions options = { .name = "Šaty &amp; boty", .currency = "EUR" };
  const char *urls[2];

  set_up (&fixture, &options);
  urls[0] = fixture.url;
  urls[1] = fixture.tls_url;
  for (guint i = 0; i < G_N_ELEMENTS (urls); i++) {
    g_autoptr (WbShop) shop = new_shop (&fixture, urls[i], KEY, SECRET, 0);
    g_autoptr (GError) error = NULL;
    g_autoptr (WbShopCaps) caps = wb_shop_check (shop, NULL, NULL, NULL, &error);

    g_assert_no_error (error);
    g_assert_cmpstr (caps->platform, ==, "woocommerce");
    g_assert_cmpstr (caps->name, ==, "Šaty & boty");
    g_assert_cmpstr (caps->time_zone, ==, "Europe/Prague");
    g_assert_cmpuint (g_strv_length (caps->currencies), ==, 1);
    g_assert_cmpstr (caps->currencies[0], ==, "EUR");
    g_assert_true (caps->percent && caps->fixed && caps->minimum && caps->expiry &&
                   caps->email_restriction);
  }
  /* Nothing was made by looking. */
  g_assert_cmpuint (wb_pretend_woo_count_requests (fixture.store, "POST"), ==, 2);
  g_assert_cmpuint (wb_pretend_woo_count_code (fixture.store, ""), ==, 0);
  tear_down (&fixture);
}

static void
test_woocommerce_check_bare_offset (void)
{
  Fixture fixture = { 0 };
  const WbPretendWooOptions options = { .time_zone = "+05:30" };
  g_autoptr (WbShop) shop = NULL;
  g_autoptr (WbShopCaps) caps = NULL;
  g_autoptr (GError) error = NULL;

  set_up (&fixture, &options);
  shop = new_shop (&fixture, fixture.url, KEY, SECRET, 0);
  caps = wb_shop_check (shop, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (caps->time_zone, ==, "+05:30");
  tear_down (&fixture);
}

/* Each trouble by its code and by a word that tells the owner what it is. */
static void
test_woocommerce_check_says_what_is_wrong (void)
{
  static const struct {
    const char *place;      /* "http", "tls", "bare", "static" */
    const char *key;
    const char *secret;
    int fault;              /* -1 = none */
    WbRemoteError code;
    const char *words;
  } cases[] = {
    { "tls", READ_KEY, READ_SECRET, -1, WB_REMOTE_ERROR_UNAUTHORIZED, "may only read" },
    { "tls", WRITE_KEY, WRITE_SECRET, -1, WB_REMOTE_ERROR_UNAUTHORIZED, "may only write" },
    { "tls", KEY, READ_SECRET, -1, WB_REMOTE_ERROR_UNAUTHORIZED, "secret is wrong" },
    { "tls", "ck_0", "cs_0", -1, WB_REMOTE_ERROR_UNAUTHORIZED, "does not know this consumer key" },
    { "tls", POWERLESS_KEY, POWERLESS_SECRET, -1, WB_REMOTE_ERROR_FORBIDDEN, "shop manager" },
    { "bare", KEY, SECRET, -1, WB_REMOTE_ERROR_UNAUTHORIZED, "removes the sign-in" },
    { "bare", "ck_0", "cs_0", -1, WB_REMOTE_ERROR_UNAUTHORIZED, "does not know this consumer key" },
    { "static", KEY, SECRET, -1, WB_REMOTE_ERROR_UNEXPECTED_REPLY, "permalinks" },
    { "http", READ_KEY, READ_SECRET, -1, WB_REMOTE_ERROR_UNAUTHORIZED, "may only read" },
    { "http", KEY, READ_SECRET, -1, WB_REMOTE_ERROR_UNAUTHORIZED, "signature does not match" },
    { "http", "ck_0", "cs_0", -1, WB_REMOTE_ERROR_UNAUTHORIZED, "Consumer key is invalid" },
    { "tls", KEY, SECRET, WB_WOO_FAULT_HTML_PAGE, WB_REMOTE_ERROR_UNEXPECTED_REPLY, "Request blocked" },
    { "tls", KEY, SECRET, WB_WOO_FAULT_MAINTENANCE, WB_REMOTE_ERROR_SERVER_FAULT, "maintenance" },
    { "tls", KEY, SECRET, WB_WOO_FAULT_DATABASE, WB_REMOTE_ERROR_SERVER_FAULT, "database" },
    { "tls", KEY, SECRET, WB_WOO_FAULT_FATAL, WB_REMOTE_ERROR_SERVER_FAULT, "critical error" },
    { "tls", KEY, SECRET, WB_WOO_FAULT_RATE_LIMITED, WB_REMOTE_ERROR_RATE_LIMITED, "slow down" },
    { "tls", KEY, SECRET, WB_WOO_FAULT_REDIRECT, WB_REMOTE_ERROR_UNEXPECTED_REPLY, "https://shop.example/" },
    { "tls", KEY, SECRET, WB_WOO_FAULT_PHP_WARNING, WB_REMOTE_ERROR_UNEXPECTED_REPLY, "Warning" },
  };
  Fixture fixture = { 0 };

  set_up (&fixture, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    const char *url = strcmp (cases[i].place, "http") == 0 ? fixture.url :
                      strcmp (cases[i].place, "tls") == 0 ? fixture.tls_url :
                      strcmp (cases[i].place, "bare") == 0 ? fixture.bare_url : fixture.static_url;
    g_autoptr (WbShop) shop = new_shop (&fixture, url, cases[i].key, cases[i].secret, 0);
    g_autoptr (WbShopCaps) caps = NULL;
    g_autoptr (GError) error = NULL;

    if (cases[i].fault >= 0)
      wb_pretend_woo_queue_fault (fixture.store, (WbPretendWooFault) cases[i].fault, NULL, 1);
    caps = wb_shop_check (shop, NULL, NULL, NULL, &error);
    g_assert_null (caps);
    g_test_message ("%u: %s", i, error->message);
    g_assert_error (error, WB_REMOTE_ERROR, (gint) cases[i].code);
    g_assert_nonnull (strstr (error->message, cases[i].words));
    g_assert_null (strstr (error->message, "cs_"));
  }
  tear_down (&fixture);
}

static void
test_woocommerce_check_coupons_off (void)
{
  Fixture fixture = { 0 };
  const WbPretendWooOptions options = { .coupons_disabled = TRUE };
  g_autoptr (WbShop) shop = NULL;
  g_autoptr (WbShopCaps) caps = NULL;
  g_autoptr (GError) error = NULL;

  set_up (&fixture, &options);
  shop = new_shop (&fixture, fixture.url, KEY, SECRET, 0);
  caps = wb_shop_check (shop, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (wb_shop_caps_find_note (caps, WB_SHOP_NOTE_MISSING, WB_SHOP_NOTE_COUPONS_OFF));
  tear_down (&fixture);
}

/* What a shop tells of itself, as notes for its owner. */
static void
test_woocommerce_check_notes (void)
{
  static const struct {
    WbPretendWooOptions options;
    gboolean vat_known;
    const char *vat_note;
  } rows[] = {
    { { .currency = "CZK" }, FALSE, NULL },
    { { .currency = "EUR", .has_taxes = TRUE, .prices_include_tax = TRUE }, TRUE, WB_SHOP_NOTE_VAT_INCLUDED },
    { { .currency = "PLN", .has_taxes = TRUE }, TRUE, WB_SHOP_NOTE_VAT_EXCLUDED },
    /* Without taxes, how prices are entered means nothing. */
    { { .currency = "CZK", .prices_include_tax = TRUE }, FALSE, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    Fixture fixture = { 0 };
    g_autoptr (WbShop) shop = NULL;
    g_autoptr (WbShopCaps) caps = NULL;
    g_autoptr (GError) error = NULL;
    const WbShopNote *note = NULL;

    g_test_message ("row %u", i);
    set_up (&fixture, &rows[i].options);
    shop = new_shop (&fixture, fixture.tls_url, KEY, SECRET, 0);
    caps = wb_shop_check (shop, NULL, NULL, NULL, &error);
    g_assert_no_error (error);
    note = wb_shop_caps_find_note (caps, WB_SHOP_NOTE_CANNOT, WB_SHOP_NOTE_ONE_CURRENCY);
    g_assert_nonnull (note);
    g_assert_cmpstr (note->value, ==, rows[i].options.currency);
    g_assert_nonnull (wb_shop_caps_find_note (caps, WB_SHOP_NOTE_CAN, WB_SHOP_NOTE_EMAIL));
    g_assert_nonnull (wb_shop_caps_find_note (caps, WB_SHOP_NOTE_CAN, WB_SHOP_NOTE_ORDERS));
    g_assert_null (wb_shop_caps_find_note (caps, WB_SHOP_NOTE_MISSING, WB_SHOP_NOTE_COUPONS_OFF));
    g_assert_cmpint (caps->vat_known, ==, rows[i].vat_known);
    g_assert_cmpint (caps->prices_include_vat, ==, rows[i].vat_known && rows[i].options.prices_include_tax);
    for (guint j = 0; j < 2; j++) {
      const char *code = j == 0 ? WB_SHOP_NOTE_VAT_INCLUDED : WB_SHOP_NOTE_VAT_EXCLUDED;

      g_assert_cmpint (wb_shop_caps_find_note (caps, WB_SHOP_NOTE_CAN, code) != NULL, ==,
                       g_strcmp0 (code, rows[i].vat_note) == 0);
    }
    tear_down (&fixture);
  }
}

typedef struct
{
  GString *story;
} Steps;

static void
step_cb (WbShopStep step,
         gboolean   done,
         gpointer   data)
{
  g_string_append_printf (((Steps *) data)->story, "%s%u", done ? "+" : "?", step);
}

/* Each step is begun and passed in turn; the one begun last is what an error is about. */
static void
test_woocommerce_check_steps (void)
{
  static const struct {
    const char *request;
    WbPretendFault fault;
    guint after;
    const char *story;
  } rows[] = {
    { WB_PRETEND_REQUEST_CHECK, WB_PRETEND_FAULT_NONE, 0, "?0+0?1+1?2+2?3+3?4+4" },
    { WB_PRETEND_REQUEST_CHECK, WB_PRETEND_FAULT_HTML, 0, "?0" },
    { WB_PRETEND_REQUEST_CHECK, WB_PRETEND_FAULT_UNAUTHORIZED, 1, "?0+0?1" },
    { WB_PRETEND_REQUEST_CHECK, WB_PRETEND_FAULT_500_BEFORE, 2, "?0+0?1+1?2" },
    { WB_PRETEND_REQUEST_CHECK, WB_PRETEND_FAULT_423, 3, "?0+0?1+1?2+2?3" },
    { WB_PRETEND_REQUEST_ORDERS, WB_PRETEND_FAULT_SILENT_BEFORE, 0, "?0+0?1+1?2+2?3+3?4" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    Fixture fixture = { 0 };
    g_autoptr (GString) story = g_string_new (NULL);
    g_autoptr (WbShop) shop = NULL;
    g_autoptr (WbShopCaps) caps = NULL;
    g_autoptr (GError) error = NULL;
    Steps steps = { story };

    g_test_message ("%s", rows[i].story);
    set_up (&fixture, NULL);
    wb_pretend_woo_add_fault (fixture.store, WB_PRETEND_FAULT_NONE, rows[i].request, rows[i].after);
    wb_pretend_woo_add_fault (fixture.store, rows[i].fault, rows[i].request, 1);
    shop = new_shop (&fixture, fixture.url, KEY, SECRET, 0);
    caps = wb_shop_check (shop, step_cb, &steps, NULL, &error);
    g_assert_cmpstr (story->str, ==, rows[i].story);
    g_assert_cmpint (caps != NULL, ==, rows[i].fault == WB_PRETEND_FAULT_NONE);
    g_assert_cmpint (error != NULL, ==, rows[i].fault != WB_PRETEND_FAULT_NONE);
    tear_down (&fixture);
  }
}

static void
test_woocommerce_coupon_life (void)
{
  Fixture fixture = { 0 };
  const char *urls[2];

  set_up (&fixture, NULL);
  urls[0] = fixture.url;
  urls[1] = fixture.tls_url;
  for (guint i = 0; i < G_N_ELEMENTS (urls); i++) {
    g_autoptr (WbShop) shop = new_shop (&fixture, urls[i], KEY, SECRET, 0);
    g_autoptr (WbShopCoupon) wanted = new_coupon (&fixture);
    g_autoptr (WbShopCoupon) created = NULL;
    g_autoptr (WbShopCoupon) read = NULL;
    g_autoptr (WbShopCoupon) again = NULL;
    g_autoptr (GPtrArray) found = NULL;
    g_autofree char *json = NULL;
    g_autofree char *difference = NULL;
    g_autoptr (GError) error = NULL;

    created = wb_shop_create (shop, wanted, NULL, &error);
    g_assert_no_error (error);
    json = wb_pretend_woo_dup_coupon (fixture.store, CODE);
    g_assert_nonnull (strstr (json, "\"date_expires\":\"2026-12-05T23:59:59\""));
    g_assert_nonnull (strstr (json, "\"amount\":\"200.00\""));
    g_assert_nonnull (strstr (json, "\"minimum_amount\":\"1000.00\""));
    g_assert_nonnull (strstr (json, "\"usage_limit\":1,"));
    g_assert_nonnull (strstr (json, "\"individual_use\":true"));
    g_assert_nonnull (strstr (json, "\"email_restrictions\":[\"alena.nova@example.com\"]"));

    read = wb_shop_read_back (shop, created->remote_id, NULL, &error);
    g_assert_no_error (error);
    difference = wb_shop_coupon_difference (wanted, read);
    g_assert_cmpstr (difference, ==, NULL);
    found = wb_shop_find_code (shop, "wbabcdefghjk", NULL, &error);
    g_assert_no_error (error);
    g_assert_cmpuint (found->len, ==, 1);

    again = wb_shop_create (shop, wanted, NULL, &error);
    g_assert_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_CONFLICT);
    g_clear_error (&error);

    g_assert_true (wb_shop_remove (shop, created->remote_id, NULL, &error));
    g_assert_no_error (error);
    g_assert_cmpuint (wb_pretend_woo_count_code (fixture.store, CODE), ==, 0);
    /* Gone already is as good. */
    g_assert_true (wb_shop_remove (shop, created->remote_id, NULL, &error));
    g_assert_no_error (error);
    again = wb_shop_read_back (shop, created->remote_id, NULL, &error);
    g_assert_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_NOT_FOUND);
  }
  tear_down (&fixture);
}

static void
test_woocommerce_create_percent (void)
{
  Fixture fixture = { 0 };
  g_autoptr (WbShop) shop = NULL;
  g_autoptr (WbShopCoupon) wanted = NULL;
  g_autoptr (WbShopCoupon) created = NULL;
  g_autofree char *difference = NULL;
  g_autoptr (GError) error = NULL;

  set_up (&fixture, NULL);
  shop = new_shop (&fixture, fixture.url, KEY, SECRET, 0);
  wanted = new_coupon (&fixture);
  wanted->is_percent = TRUE;
  wanted->percent_hundredths = 1250;
  wanted->min_order = WB_MONEY_NONE;
  g_clear_pointer (&wanted->email, g_free);
  created = wb_shop_create (shop, wanted, NULL, &error);
  g_assert_no_error (error);
  difference = wb_shop_coupon_difference (wanted, created);
  g_assert_cmpstr (difference, ==, NULL);
  tear_down (&fixture);
}

/* A draft has no code as far as lists go, but keeps its id. */
static void
test_woocommerce_finds_all_of_a_code (void)
{
  Fixture fixture = { 0 };
  g_autoptr (WbShop) shop = NULL;
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (WbShopCoupon) draft = NULL;
  g_autoptr (GError) error = NULL;

  set_up (&fixture, NULL);
  wb_pretend_woo_put_coupon (fixture.store, "{\"id\":70,\"code\":\"wbabcdefghjk\"}");
  wb_pretend_woo_put_coupon (fixture.store, "{\"id\":9,\"code\":\"wbabcdefghjk\"}");
  wb_pretend_woo_put_coupon (fixture.store, "{\"id\":71,\"code\":\"wbabcdefghjkl\"}");
  wb_pretend_woo_put_coupon (fixture.store,
                             "{\"id\":72,\"code\":\"wbabcdefghjk\",\"status\":\"draft\"}");
  shop = new_shop (&fixture, fixture.url, KEY, SECRET, 0);
  found = wb_shop_find_code (shop, CODE, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (found->len, ==, 2);
  g_assert_cmpstr (((WbShopCoupon *) found->pdata[0])->remote_id, ==, "9");
  g_assert_cmpstr (((WbShopCoupon *) found->pdata[1])->remote_id, ==, "70");
  draft = wb_shop_read_back (shop, "72", NULL, &error);
  g_assert_no_error (error);
  g_assert_false (draft->is_live);
  tear_down (&fixture);
}

static void
test_woocommerce_refuses_before_sending (void)
{
  Fixture fixture = { 0 };
  g_autoptr (WbShop) shop = NULL;
  g_autoptr (WbShopCaps) caps = NULL;
  guint posts;

  set_up (&fixture, NULL);
  shop = new_shop (&fixture, fixture.url, KEY, SECRET, 0);
  caps = wb_shop_check (shop, NULL, NULL, NULL, NULL);
  g_assert_nonnull (caps);
  posts = wb_pretend_woo_count_requests (fixture.store, "POST");
  for (int i = 0; i < 4; i++) {
    g_autoptr (WbShopCoupon) wanted = new_coupon (&fixture);
    g_autoptr (WbShopCoupon) created = NULL;
    g_autoptr (GError) error = NULL;

    if (i == 0)
      strcpy (wanted->amount.currency, "EUR");
    if (i == 1)
      wanted->email[5] = ' ';
    if (i == 2)
      wanted->amount.minor = 0;
    if (i == 3)
      wanted->code[3] = '&';
    created = wb_shop_create (shop, wanted, NULL, &error);
    g_assert_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_NOT_ALLOWED);
    g_assert_null (created);
  }
  g_assert_cmpuint (wb_pretend_woo_count_requests (fixture.store, "POST"), ==, posts);
  tear_down (&fixture);
}

/* A ledger in memory that keeps what it is given. */
#define TEST_TYPE_LEDGER (test_ledger_get_type ())
G_DECLARE_FINAL_TYPE (TestLedger, test_ledger, TEST, LEDGER, GObject)

struct _TestLedger
{
  GObject parent_instance;

  int n_stores;
};

static gboolean
test_ledger_store (WbCouponLedger  *ledger,
                   const WbIssue   *issue,
                   GError         **error)
{
  TEST_LEDGER (ledger)->n_stores++;

  return TRUE;
}

static void
test_ledger_iface_init (WbCouponLedgerInterface *iface)
{
  iface->store = test_ledger_store;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TestLedger, test_ledger, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (WB_TYPE_COUPON_LEDGER,
                                                      test_ledger_iface_init))

static void
test_ledger_class_init (TestLedgerClass *klass)
{
}

static void
test_ledger_init (TestLedger *self)
{
}

static WbIssue *
new_issue (Fixture *fixture)
{
  WbIssue *issue = wb_issue_new ();

  issue->id = g_strdup ("c1");
  issue->wanted = new_coupon (fixture);

  return issue;
}

static void
run_issue (Fixture *fixture,
           WbIssue *issue,
           WbShop  *shop)
{
  g_autoptr (TestLedger) ledger = g_object_new (TEST_TYPE_LEDGER, NULL);

  for (int round = 0; round < 20; round++) {
    g_autoptr (GError) error = NULL;
    gint64 now = wb_clock_now (WB_CLOCK (fixture->clock));

    if (wb_coupon_issuer_run (issue, WB_COUPON_LEDGER (ledger), shop, WB_CLOCK (fixture->clock),
                              NULL, &error))
      return;
    g_test_message ("  %s", error->message);
    if (issue->not_before > now)
      wb_movable_clock_advance (fixture->clock, issue->not_before - now);
  }
  g_assert_not_reached ();
}

static void
test_woocommerce_issues_once (void)
{
  static const struct { int fault; const char *method; WbIssueStep end; const char *words; } cases[] = {
    { -1, NULL, WB_ISSUE_DONE, NULL },
    { WB_WOO_FAULT_FAIL_BEFORE, "POST", WB_ISSUE_DONE, NULL },
    { WB_WOO_FAULT_FAIL_AFTER, "POST", WB_ISSUE_DONE, NULL },
    { WB_WOO_FAULT_SILENT_BEFORE, "POST", WB_ISSUE_DONE, NULL },
    { WB_WOO_FAULT_SILENT_AFTER, "POST", WB_ISSUE_DONE, NULL },
    { WB_WOO_FAULT_CUT_AFTER, "POST", WB_ISSUE_DONE, NULL },
    { WB_WOO_FAULT_DUPLICATE, "POST", WB_ISSUE_DONE, NULL },
    { WB_WOO_FAULT_PHP_WARNING, "POST", WB_ISSUE_DONE, NULL },
    { WB_WOO_FAULT_HTML_PAGE, "POST", WB_ISSUE_DONE, NULL },
    { WB_WOO_FAULT_RATE_LIMITED, "POST", WB_ISSUE_DONE, NULL },
    { WB_WOO_FAULT_MAINTENANCE, "POST", WB_ISSUE_DONE, NULL },
    { WB_WOO_FAULT_MAINTENANCE, "GET", WB_ISSUE_DONE, NULL },
    { WB_WOO_FAULT_DROP_EMAIL, "POST", WB_ISSUE_FAILED, "anybody" },
    { WB_WOO_FAULT_OTHER_AMOUNT, "POST", WB_ISSUE_FAILED, "value" },
    { WB_WOO_FAULT_OTHER_EXPIRY, "POST", WB_ISSUE_FAILED, "expiry" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    Fixture fixture = { 0 };
    g_autoptr (WbShop) shop = NULL;
    g_autoptr (WbIssue) issue = NULL;

    g_test_message ("case %u", i);
    set_up (&fixture, NULL);
    shop = new_shop (&fixture, fixture.url, KEY, SECRET, 0);
    issue = new_issue (&fixture);
    if (cases[i].fault >= 0)
      wb_pretend_woo_queue_fault (fixture.store, (WbPretendWooFault) cases[i].fault,
                                  cases[i].method, 1);
    run_issue (&fixture, issue, shop);
    g_assert_cmpint (issue->step, ==, cases[i].end);
    g_assert_cmpuint (wb_pretend_woo_count_code (fixture.store, CODE), ==,
                      cases[i].end == WB_ISSUE_DONE ? 1 : 0);
    if (cases[i].words)
      g_assert_nonnull (strstr (issue->error_message, cases[i].words));
    else
      g_assert_null (issue->error_message);
    tear_down (&fixture);
  }
}

/* The store found the code free, was slow, and stores beside the second request. */
static void
test_woocommerce_issues_once_beside_a_late_request (void)
{
  Fixture fixture = { 0 };
  g_autoptr (WbShop) shop = NULL;
  g_autoptr (WbIssue) issue = NULL;
  g_autoptr (TestLedger) ledger = g_object_new (TEST_TYPE_LEDGER, NULL);
  g_autoptr (WbShopCaps) caps = NULL;
  g_autoptr (GError) error = NULL;

  set_up (&fixture, NULL);
  shop = new_shop (&fixture, fixture.url, KEY, SECRET, 1);
  caps = wb_shop_check (shop, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  issue = new_issue (&fixture);
  wb_pretend_woo_queue_fault (fixture.store, WB_WOO_FAULT_HOLD_BEFORE, "POST", 1);
  g_assert_false (wb_coupon_issuer_run (issue, WB_COUPON_LEDGER (ledger), shop,
                                        WB_CLOCK (fixture.clock), NULL, &error));
  g_assert_true (wb_remote_error_is_passing (error));
  g_clear_error (&error);
  g_assert_cmpint (issue->step, ==, WB_ISSUE_LOOKED);

  /* The second request is stored, its answer lost; the first one lands before the end is in the
   * ledger, which is as if the program had died there. */
  wb_movable_clock_advance (fixture.clock, WB_MINUTE_MS);
  wb_pretend_woo_queue_fault (fixture.store, WB_WOO_FAULT_SILENT_AFTER, "POST", 1);
  run_issue (&fixture, issue, shop);
  wb_pretend_woo_release (fixture.store);
  g_assert_cmpuint (wb_pretend_woo_count_code (fixture.store, CODE), ==, 2);
  issue->step = WB_ISSUE_CREATED;
  run_issue (&fixture, issue, shop);
  g_assert_cmpint (issue->step, ==, WB_ISSUE_DONE);
  g_assert_cmpuint (wb_pretend_woo_count_code (fixture.store, CODE), ==, 1);
  tear_down (&fixture);
}

/* The store is killed with the coupon stored and the answer unsent, and comes back with its data. */
static void
test_woocommerce_issues_once_when_the_store_dies (void)
{
  Fixture fixture = { 0 };
  g_autofree char *folder = g_dir_make_tmp ("winback-woo-XXXXXX", NULL);
  g_autofree char *file = g_build_filename (folder, "state.json", NULL);
  const WbPretendWooOptions options = { .state_file = file };
  g_autoptr (WbShop) shop = NULL;
  g_autoptr (WbShop) shop_after = NULL;
  g_autoptr (WbShopCaps) caps = NULL;
  g_autoptr (WbIssue) issue = NULL;
  g_autoptr (TestLedger) ledger = g_object_new (TEST_TYPE_LEDGER, NULL);
  g_autoptr (GError) error = NULL;

  set_up (&fixture, &options);
  shop = new_shop (&fixture, fixture.url, KEY, SECRET, 0);
  issue = new_issue (&fixture);
  caps = wb_shop_check (shop, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  wb_pretend_woo_queue_fault (fixture.store, WB_WOO_FAULT_SILENT_AFTER, "POST", 1);
  wb_pretend_woo_queue_fault (fixture.store, WB_WOO_FAULT_SILENT_BEFORE, "GET", 1);
  g_assert_false (wb_coupon_issuer_run (issue, WB_COUPON_LEDGER (ledger), shop,
                                        WB_CLOCK (fixture.clock), NULL, &error));
  g_assert_true (wb_remote_error_is_passing (error));
  g_assert_cmpint (issue->step, ==, WB_ISSUE_ASKED);
  wb_pretend_woo_free (fixture.store);
  open_store (&fixture, &options);
  shop_after = new_shop (&fixture, fixture.url, KEY, SECRET, 0);
  run_issue (&fixture, issue, shop_after);
  g_assert_cmpint (issue->step, ==, WB_ISSUE_DONE);
  g_assert_cmpuint (wb_pretend_woo_count_code (fixture.store, CODE), ==, 1);
  tear_down (&fixture);
  g_unlink (file);
  g_rmdir (folder);
}

static void
test_woocommerce_refuses_bad_beginnings (void)
{
  static const struct { const char *url, *key, *secret; } cases[] = {
    { "http://shop.example", KEY, SECRET },
    { "ftp://shop.example", KEY, SECRET },
    { "", KEY, SECRET },
    { "https://shop.example", "ck_1\n", SECRET },
    { "https://shop.example", KEY, "cs_1\r\nX: y" },
    { "https://shop.example", SECRET, KEY },
    { "https://shop.example", "ck_", SECRET },
  };
  Fixture fixture = { 0 };

  set_up (&fixture, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    WbHttp *http = wb_http_new (NULL, WB_CLOCK (fixture.clock), &error);
    g_autoptr (WbShop) shop =
      wb_woocommerce_new (cases[i].url, cases[i].key, cases[i].secret, http,
                          WB_CLOCK (fixture.clock), fixture.random, &error);

    g_test_message ("%u: %s", i, error ? error->message : "accepted");
    g_assert_null (shop);
    g_assert_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_NOT_ALLOWED);
    g_assert_null (strstr (error->message, "2222"));
  }
  tear_down (&fixture);
}

/* Without its authority the store is refused, and nothing of the key is sent. */
static void
test_woocommerce_needs_the_authority (void)
{
  Fixture fixture = { 0 };
  WbHttp *http;
  g_autoptr (WbShop) shop = NULL;
  g_autoptr (WbShopCaps) caps = NULL;
  g_autoptr (GError) error = NULL;

  set_up (&fixture, NULL);
  http = wb_http_new (NULL, WB_CLOCK (fixture.clock), &error);
  g_assert_no_error (error);
  shop = wb_woocommerce_new (fixture.tls_url, KEY, SECRET, http, WB_CLOCK (fixture.clock),
                             fixture.random, &error);
  g_assert_no_error (error);
  caps = wb_shop_check (shop, NULL, NULL, NULL, &error);
  g_assert_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_TLS);
  g_assert_cmpuint (wb_pretend_woo_count_requests (fixture.store, NULL), ==, 0);
  tear_down (&fixture);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/demo/woocommerce/check", test_woocommerce_check);
  g_test_add_func ("/demo/woocommerce/check-bare-offset", test_woocommerce_check_bare_offset);
  g_test_add_func ("/demo/woocommerce/check-says-what-is-wrong",
                   test_woocommerce_check_says_what_is_wrong);
  g_test_add_func ("/demo/woocommerce/check-coupons-off", test_woocommerce_check_coupons_off);
  g_test_add_func ("/demo/woocommerce/check-notes", test_woocommerce_check_notes);
  g_test_add_func ("/demo/woocommerce/check-steps", test_woocommerce_check_steps);
  g_test_add_func ("/demo/woocommerce/coupon-life", test_woocommerce_coupon_life);
  g_test_add_func ("/demo/woocommerce/create-percent", test_woocommerce_create_percent);
  g_test_add_func ("/demo/woocommerce/finds-all-of-a-code", test_woocommerce_finds_all_of_a_code);
  g_test_add_func ("/demo/woocommerce/refuses-before-sending",
                   test_woocommerce_refuses_before_sending);
  g_test_add_func ("/demo/woocommerce/refuses-bad-beginnings",
                   test_woocommerce_refuses_bad_beginnings);
  g_test_add_func ("/demo/woocommerce/needs-the-authority", test_woocommerce_needs_the_authority);
  g_test_add_func ("/demo/woocommerce/issues-once", test_woocommerce_issues_once);
  g_test_add_func ("/demo/woocommerce/issues-once-beside-a-late-request",
                   test_woocommerce_issues_once_beside_a_late_request);
  g_test_add_func ("/demo/woocommerce/issues-once-when-the-store-dies",
                   test_woocommerce_issues_once_when_the_store_dies);

  return g_test_run ();
}
