/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a customer would get: per platform what is sent, and for each obstacle that it is told. */

#include "wb-coupon-forecast.h"
#include "wb-time.h"

/* 21 November 2026, 12:00 UTC: 13:00 in Prague. */
#define NOW G_GINT64_CONSTANT (1795262400000)

static WbMerchantStore *
make_store (const char *platform)
{
  WbMerchantStore *store = wb_merchant_store_new ();

  store->id = g_strdup ("c1");
  store->store_id = g_strdup ("shop");
  store->name = g_strdup ("example.cz");
  store->platform = g_strdup (platform);
  g_strfreev (store->currencies);
  store->currencies = g_strsplit ("CZK", ",", -1);
  store->connection = g_strdup ("connected");
  store->supports_coupons = TRUE;
  store->caps = wb_shop_caps_new ();
  store->caps->percent = TRUE;
  store->caps->fixed = TRUE;
  store->caps->minimum = TRUE;
  store->caps->expiry = TRUE;
  store->caps->time_zone = g_strdup ("Europe/Prague");

  return store;
}

static WbOfferSet *
make_set (const char *kind,
          const char *amount,
          const char *minimum)
{
  WbOfferSet *set = wb_offer_set_new ();
  WbCouponAmount *row = NULL;

  set->version = 3;
  set->coupon_enabled = TRUE;
  set->validity_days = 14;
  row = wb_offer_set_ensure_amount (set, "CZK");
  g_free (row->kind);
  row->kind = g_strdup (kind);
  g_free (row->amount);
  row->amount = g_strdup (amount);
  g_free (row->min_order_value);
  row->min_order_value = g_strdup (minimum);

  return set;
}

static const char *
find (GPtrArray      *lines,
      WbForecastKind  kind,
      const char     *code)
{
  for (guint i = 0; i < lines->len; i++) {
    const WbForecastLine *line = g_ptr_array_index (lines, i);

    if (line->kind == kind && g_str_equal (line->code, code))
      return line->words;
  }

  return NULL;
}

static GPtrArray *
forecast (const WbOfferSet      *set,
          const char            *currency,
          const WbMerchantStore *store)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();

  return wb_coupon_forecast (set, currency, store, NOW, zone);
}

static void
test_sent (void)
{
  static const struct {
    const char *platform;
    const char *kind;
    const char *amount;
    const char *value;
    const char *validity;
    const char *once;
  } cases[] = {
    { "shoptet", "fixed", "200.00", "amount = 200.00 CZK", "validTo = 2026-12-05",
      "reusable = false" },
    { "shoptet", "percent", "12.50", "ratio = 0.1250", "validTo = 2026-12-05", "reusable = false" },
    { "shopify", "fixed", "200.00", "discountAmount = 200.00 CZK",
      "endsAt = 2026-12-05T22:59:59.000Z", "usageLimit = 1" },
    { "shopify", "percent", "100", "percentage = 1.0000", "endsAt = 2026-12-05T22:59:59.000Z",
      "usageLimit = 1" },
    { "woocommerce", "fixed", "200.00", "fixed_cart = 200.00 CZK",
      "date_expires = 2026-12-05T23:59:59", "usage_limit = 1" },
    { "woocommerce", "percent", "12.5", "percent = 12.50", "date_expires = 2026-12-05T23:59:59",
      "usage_limit = 1" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (WbMerchantStore) store = make_store (cases[i].platform);
    g_autoptr (WbOfferSet) set = make_set (cases[i].kind, cases[i].amount, "1000.00");
    g_autoptr (GPtrArray) lines = forecast (set, "CZK", store);

    g_test_message ("%s %s", cases[i].platform, cases[i].kind);
    g_assert_true (wb_coupon_forecast_works (lines));
    g_assert_cmpstr (find (lines, WB_FORECAST_SENT, "value"), ==, cases[i].value);
    g_assert_cmpstr (find (lines, WB_FORECAST_SENT, "validity"), ==, cases[i].validity);
    g_assert_cmpstr (find (lines, WB_FORECAST_SENT, "once"), ==, cases[i].once);
    g_assert_nonnull (find (lines, WB_FORECAST_SENT, "minimum"));
    g_assert_cmpstr (find (lines, WB_FORECAST_RESULT, "validity"), ==,
                     "To the end of 5 December 2026 by the shop’s clock (Europe/Prague)");
    g_assert_cmpint (find (lines, WB_FORECAST_NOTE, "midnight") != NULL, ==,
                     g_str_equal (cases[i].platform, "woocommerce"));
  }
}

static void
change_nothing (WbOfferSet      *set,
                WbMerchantStore *store)
{
}

static void
switch_off (WbOfferSet      *set,
            WbMerchantStore *store)
{
  set->coupon_enabled = FALSE;
}

static void
forget (WbOfferSet      *set,
        WbMerchantStore *store)
{
  set->version = 0;
}

static void
no_days (WbOfferSet      *set,
         WbMerchantStore *store)
{
  set->validity_days = -1;
}

static void
no_amount (WbOfferSet      *set,
           WbMerchantStore *store)
{
  WbCouponAmount *row = wb_offer_set_ensure_amount (set, "CZK");

  g_clear_pointer (&row->amount, g_free);
}

static void
zero_amount (WbOfferSet      *set,
             WbMerchantStore *store)
{
  WbCouponAmount *row = wb_offer_set_ensure_amount (set, "CZK");

  g_free (row->amount);
  row->amount = g_strdup ("0.00");
}

static void
pause_shop (WbOfferSet      *set,
            WbMerchantStore *store)
{
  g_free (store->connection);
  store->connection = g_strdup ("disabled");
}

static void
break_shop (WbOfferSet      *set,
            WbMerchantStore *store)
{
  g_free (store->connection);
  store->connection = g_strdup ("error");
  store->error_message = g_strdup ("the key is not good any more");
}

static void
no_coupons (WbOfferSet      *set,
            WbMerchantStore *store)
{
  store->supports_coupons = FALSE;
}

static void
other_currency (WbOfferSet      *set,
                WbMerchantStore *store)
{
  g_strfreev (store->currencies);
  store->currencies = g_strsplit ("EUR,PLN", ",", -1);
}

static void
no_fixed (WbOfferSet      *set,
          WbMerchantStore *store)
{
  store->caps->fixed = FALSE;
}

static void
no_minimum (WbOfferSet      *set,
            WbMerchantStore *store)
{
  store->caps->minimum = FALSE;
}

static void
no_expiry (WbOfferSet      *set,
           WbMerchantStore *store)
{
  store->caps->expiry = FALSE;
}

static void
no_module (WbOfferSet      *set,
           WbMerchantStore *store)
{
  wb_shop_caps_add_note (store->caps, WB_SHOP_NOTE_MISSING, WB_SHOP_NOTE_MODULE, "Slevové kupóny");
}

/* Each obstacle is told by its code, alone; and the twin without it works. */
static void
test_obstacles (void)
{
  static const struct {
    const char *code;   /* NULL = none: it works */
    void (*change) (WbOfferSet *set, WbMerchantStore *store);
  } cases[] = {
    { NULL, change_nothing },        { "not_enabled", switch_off },   { "not_configured", forget },
    { "no_validity", no_days },      { "no_amount", no_amount },      { "bad_amount", zero_amount },
    { "paused", pause_shop },        { "disconnected", break_shop },  { "no_coupons", no_coupons },
    { "wrong_currency", other_currency }, { "kind", no_fixed },       { "minimum", no_minimum },
    { "expiry", no_expiry },         { "module", no_module },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (WbMerchantStore) store = make_store ("shoptet");
    g_autoptr (WbOfferSet) set = make_set ("fixed", "200.00", "1000.00");
    g_autoptr (GPtrArray) lines = NULL;
    guint n_obstacles = 0;

    g_test_message ("%s", cases[i].code ? cases[i].code : "works");
    cases[i].change (set, store);
    lines = forecast (set, "CZK", store);
    for (guint j = 0; j < lines->len; j++) {
      const WbForecastLine *line = g_ptr_array_index (lines, j);

      n_obstacles += line->kind == WB_FORECAST_CANNOT;
    }
    g_assert_cmpint (wb_coupon_forecast_works (lines), ==, cases[i].code == NULL);
    g_assert_cmpuint (n_obstacles, ==, cases[i].code ? 1 : 0);
    if (cases[i].code)
      g_assert_nonnull (find (lines, WB_FORECAST_CANNOT, cases[i].code));
  }
}

/* The reason the shop gave is in the words; without offers at all there is still a line. */
static void
test_words (void)
{
  g_autoptr (WbMerchantStore) store = make_store ("shopify");
  g_autoptr (WbOfferSet) set = make_set ("percent", "10.00", NULL);
  g_autoptr (GPtrArray) lines = NULL;
  g_autoptr (GPtrArray) none = forecast (NULL, "CZK", store);

  g_assert_nonnull (find (none, WB_FORECAST_CANNOT, "not_configured"));
  g_assert_false (wb_coupon_forecast_works (none));

  break_shop (set, store);
  wb_shop_caps_add_note (store->caps, WB_SHOP_NOTE_CANNOT, WB_SHOP_NOTE_ONE_CURRENCY, "CZK");
  wb_shop_caps_add_note (store->caps, WB_SHOP_NOTE_CANNOT, WB_SHOP_NOTE_EMAIL, NULL);
  lines = forecast (set, "CZK", store);
  g_assert_cmpstr (find (lines, WB_FORECAST_CANNOT, "disconnected"), ==,
                   "example.cz does not let Winback in: the key is not good any more");
  /* A percentage needs no conversion; that anybody may use the code is said. */
  g_assert_null (find (lines, WB_FORECAST_NOTE, WB_SHOP_NOTE_ONE_CURRENCY));
  g_assert_nonnull (find (lines, WB_FORECAST_NOTE, WB_SHOP_NOTE_EMAIL));
}

/* What is only missing to follow orders, or ends one day, stops no coupon; it is told all the same. */
static void
test_missing (void)
{
  static const struct {
    const char *code;
    const char *value;
    gboolean stops;
  } cases[] = {
    { WB_SHOP_NOTE_SCOPE, "read_orders", FALSE },
    { WB_SHOP_NOTE_SCOPE, "write_discounts", TRUE },
    { WB_SHOP_NOTE_API_VERSION, "2026-10", FALSE },
    { WB_SHOP_NOTE_TEMPLATE, NULL, TRUE },
    { WB_SHOP_NOTE_COUPONS_OFF, NULL, TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (WbMerchantStore) store = make_store ("shopify");
    g_autoptr (WbOfferSet) set = make_set ("fixed", "200.00", NULL);
    g_autoptr (GPtrArray) lines = NULL;

    g_test_message ("%s %s", cases[i].code, cases[i].value ? cases[i].value : "");
    wb_shop_caps_add_note (store->caps, WB_SHOP_NOTE_MISSING, cases[i].code, cases[i].value);
    lines = forecast (set, "CZK", store);
    g_assert_cmpint (wb_coupon_forecast_works (lines), ==, !cases[i].stops);
    g_assert_nonnull (find (lines, cases[i].stops ? WB_FORECAST_CANNOT : WB_FORECAST_NOTE,
                            cases[i].code));
  }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/coupon-forecast/sent", test_sent);
  g_test_add_func ("/coupon-forecast/obstacles", test_obstacles);
  g_test_add_func ("/coupon-forecast/missing", test_missing);
  g_test_add_func ("/coupon-forecast/words", test_words);

  return g_test_run ();
}
