/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Money that people type into an offer: what each way of writing arrives as, what is said about
 * everything else, and that what a field shows is what it means, for every currency there is and
 * every variant of the languages we ship. */

#include "wb-money.h"

#include <string.h>
#include <unicode/uloc.h>

#include "wb-merchant-store.h"
#include "wb-offer-set.h"
#include "wb-random.h"

#define NBSP "\xc2\xa0"
#define THIN "\xe2\x80\x89"
#define NNBSP "\xe2\x80\xaf"

#define N_VALUES 8

static void
test_money_typed_either_way (void)
{
  static const char *const forms[] = {
    "1,234.50", "1 234,50", "1" NBSP "234,50", "1" NNBSP "234,50", "1" THIN "234,50", "1234,50",
    "1234.50", "1234,5", "1234.5", "1.234,50", "1'234.50", "1’234,50", " 1 234,50 ",
    NBSP "1,234.50" NNBSP, "01234.50",
  };
  static const char *const locales[] = {
    "en_US", "en_GB", "cs_CZ", "sk_SK", "pl_PL", "de_DE", "de_AT", "de_CH",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (forms); i++) {
    for (gsize l = 0; l < G_N_ELEMENTS (locales); l++) {
      g_autoptr (GError) error = NULL;
      g_autofree char *api = NULL;
      WbMoney money = WB_MONEY_NONE;

      g_test_message ("“%s” in %s", forms[i], locales[l]);
      wb_money_parse_typed (forms[i], "CZK", locales[l], &money, &error);
      g_assert_no_error (error);
      api = wb_money_format_api (&money);
      g_assert_cmpstr (api, ==, "1234.50");
    }
  }
}

/* The sentence for everything that is no amount. Each says what to do. */
static void
test_money_typed_says_what_to_do (void)
{
  static const struct
  {
    const char *text;
    const char *currency;
    int code;
    const char *message;
  } rows[] = {
    { "1.2345", "CZK", WB_MONEY_ERROR_TOO_MANY_DIGITS,
      "Enter at most 2 digits after the decimal point." },
    { "1,2345", "CZK", WB_MONEY_ERROR_TOO_MANY_DIGITS,
      "Enter at most 2 digits after the decimal point." },
    { "1.2345 CZK", "CZK", WB_MONEY_ERROR_MALFORMED, "Enter an amount in digits." },
    { "1.5", "JPY", WB_MONEY_ERROR_TOO_MANY_DIGITS,
      "Enter a whole number, without a decimal point." },
    { "-1", "CZK", WB_MONEY_ERROR_NEGATIVE, "Enter an amount without a minus sign." },
    { "\xe2\x88\x92" "1", "CZK", WB_MONEY_ERROR_NEGATIVE, "Enter an amount without a minus sign." },
    { "\xe2\x80\x93" "1", "CZK", WB_MONEY_ERROR_NEGATIVE, "Enter an amount without a minus sign." },
    { "1e3", "CZK", WB_MONEY_ERROR_MALFORMED, "Enter an amount in digits." },
    { "1E3", "CZK", WB_MONEY_ERROR_MALFORMED, "Enter an amount in digits." },
    { "١٢", "CZK", WB_MONEY_ERROR_MALFORMED, "Enter an amount in digits." },
    { "１２", "CZK", WB_MONEY_ERROR_MALFORMED, "Enter an amount in digits." },
    { "twelve", "CZK", WB_MONEY_ERROR_MALFORMED, "Enter an amount in digits." },
    { "", "CZK", WB_MONEY_ERROR_EMPTY, "Enter an amount." },
    { " " NBSP "\t", "CZK", WB_MONEY_ERROR_EMPTY, "Enter an amount." },
    { "100000000000000000000", "CZK", WB_MONEY_ERROR_OVERFLOW, "Enter a smaller amount." },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = NULL;
    WbMoney money = WB_MONEY_NONE;

    g_test_message ("“%s”", rows[i].text);
    g_assert_false (wb_money_parse_typed (rows[i].text, rows[i].currency, "en_US", &money, &error));
    g_assert_error (error, WB_MONEY_ERROR, rows[i].code);
    g_assert_cmpstr (error->message, ==, rows[i].message);
    g_assert_true (wb_money_is_none (&money));
  }
}

/* Numbers that can be read, but that no coupon may be worth: the rules say so. */
static void
test_money_typed_is_judged_by_the_rules (void)
{
  static const struct
  {
    const char *typed;
    const char *code;      /* NULL = accepted */
    const char *message;
  } rows[] = {
    { "0", "not_positive", "Enter an amount above zero." },
    { "0.00", "not_positive", "Enter an amount above zero." },
    { "0.01", NULL, NULL },
    { "1,000,000", NULL, NULL },
    { "1,000,000.01", "too_large", "Enter at most 1,000,000." },
    { "1000000000000000", "too_large", "Enter at most 1,000,000." },
  };
  g_autoptr (GPtrArray) stores = NULL;
  g_autoptr (WbMerchantStore) store = wb_merchant_store_new ();
  WbOfferContext context = { .default_language = "cs" };
  const char *list[] = { "CZK", NULL };

  stores = g_ptr_array_new ();
  store->supports_coupons = TRUE;
  g_strfreev (store->currencies);
  store->currencies = g_strdupv ((char **) list);
  g_ptr_array_add (stores, store);
  context.stores = stores;

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (WbOfferSet) set = wb_offer_set_new ();
    g_autoptr (GPtrArray) problems = NULL;
    WbCouponAmount *amount = wb_offer_set_ensure_amount (set, "CZK");
    WbMoney money = WB_MONEY_NONE;

    g_test_message ("%s", rows[i].typed);
    g_assert_true (wb_money_parse_typed (rows[i].typed, "CZK", "en_US", &money, NULL));
    amount->amount = wb_money_format_api (&money);
    wb_offer_set_set_on (set, WB_TOOL_COUPON, TRUE);
    wb_offer_set_set_placements (set, WB_TOOL_COUPON, WB_PLACEMENT_PORTAL);
    set->validity_days = 14;
    problems = wb_offer_set_validate (set, &context);
    g_assert_cmpuint (problems->len, ==, rows[i].code ? 1 : 0);
    if (rows[i].code) {
      const WbProblem *problem = g_ptr_array_index (problems, 0);

      g_assert_cmpstr (problem->path, ==, "tools.coupon.amounts[0].amount");
      g_assert_cmpstr (problem->code, ==, rows[i].code);
      g_assert_cmpstr (problem->message, ==, rows[i].message);
    }
  }
}

static GPtrArray *
list_currencies (void)
{
  GPtrArray *currencies = g_ptr_array_new_with_free_func (g_free);

  for (int code = 0; code < 26 * 26 * 26; code++) {
    char currency[] = { (char) ('A' + code / 676), (char) ('A' + code / 26 % 26),
                        (char) ('A' + code % 26), '\0' };

    if (wb_currency_digits (currency) >= 0)
      g_ptr_array_add (currencies, g_strdup (currency));
  }
  g_assert_cmpuint (currencies->len, >, 150);

  return currencies;
}

/* Every variant that ICU knows of the languages we ship. */
static GPtrArray *
list_locales (void)
{
  static const char *const languages[] = { "en", "cs", "sk", "pl", "de" };
  GPtrArray *locales = g_ptr_array_new ();
  gboolean has[G_N_ELEMENTS (languages)] = { FALSE };

  for (int32_t i = 0; i < uloc_countAvailable (); i++) {
    const char *locale = uloc_getAvailable (i);

    for (gsize l = 0; l < G_N_ELEMENTS (languages); l++) {
      if (strncmp (locale, languages[l], 2) == 0 && (locale[2] == '\0' || locale[2] == '_')) {
        g_ptr_array_add (locales, (gpointer) locale);
        has[l] = TRUE;
      }
    }
  }
  for (gsize l = 0; l < G_N_ELEMENTS (languages); l++)
    g_assert_true (has[l]);

  return locales;
}

/* Amounts of every length up to a hundred thousand million million, round ones among them. */
static gint64
draw_minor (WbRandom *random)
{
  gint64 minor = wb_random_below (random, 10);
  guint n_digits = wb_random_below (random, 17);
  gboolean is_round = wb_random_below (random, 4) == 0;

  for (guint i = 0; i < n_digits; i++)
    minor = minor * 10 + (is_round && i > 1 ? 0 : wb_random_below (random, 10));

  return minor;
}

static char *
replace_all (const char *text,
             const char *what,
             const char *with)
{
  g_auto (GStrv) parts = g_strsplit (text, what, -1);

  return g_strjoinv (with, parts);
}

static void
assert_read (const char    *text,
             const char    *locale,
             const WbMoney *money)
{
  WbMoney again = WB_MONEY_NONE;
  g_autoptr (GError) error = NULL;

  wb_money_parse_typed (text, money->currency, locale, &again, &error);
  if (error || !wb_money_equal (money, &again))
    g_error ("%" G_GINT64_FORMAT " %s in %s: “%s” is read as %" G_GINT64_FORMAT " (%s)",
             money->minor, money->currency, locale, text, again.minor,
             error ? error->message : "no error");
}

/* parse (format (x)) = x; also when the person types another space, or none, where the field
 * showed a no-break one. */
static void
test_money_typed_reads_what_is_shown (void)
{
  g_autoptr (WbRandom) random = wb_seeded_random_new (1234);
  g_autoptr (GPtrArray) currencies = list_currencies ();
  g_autoptr (GPtrArray) locales = list_locales ();
  guint n_grouped = 0;
  guint n_spaced = 0;

  for (guint c = 0; c < currencies->len; c++) {
    for (guint l = 0; l < locales->len; l++) {
      const char *locale = g_ptr_array_index (locales, l);

      for (int i = 0; i < N_VALUES; i++) {
        WbMoney money = { draw_minor (random), "" };
        g_autofree char *shown = NULL;
        g_autofree char *spaced = NULL;
        g_autofree char *joined = NULL;

        g_strlcpy (money.currency, g_ptr_array_index (currencies, c), sizeof money.currency);
        shown = wb_money_format_plain (&money, locale);
        assert_read (shown, locale, &money);
        n_grouped += strchr (shown, ',') && strchr (shown, '.');

        spaced = replace_all (shown, strstr (shown, NNBSP) ? NNBSP : NBSP, " ");
        if (strcmp (spaced, shown) == 0)
          continue;
        n_spaced++;
        assert_read (spaced, locale, &money);
        joined = replace_all (spaced, " ", "");
        assert_read (joined, locale, &money);
      }
    }
  }
  g_test_message ("%u currencies, %u locales, %u grouped, %u spaced", currencies->len,
                  locales->len, n_grouped, n_spaced);
  g_assert_cmpuint (n_grouped, >, 1000);
  g_assert_cmpuint (n_spaced, >, 1000);
}

/* The API's text reads back as what was written, whatever the amount. */
static void
test_money_typed_api_text_is_exact (void)
{
  g_autoptr (WbRandom) random = wb_seeded_random_new (5678);
  g_autoptr (GPtrArray) currencies = list_currencies ();

  for (guint c = 0; c < currencies->len; c++) {
    for (int i = 0; i < N_VALUES * 4; i++) {
      WbMoney money = { draw_minor (random), "" };
      WbMoney again = WB_MONEY_NONE;
      g_autoptr (GError) error = NULL;
      g_autofree char *text = NULL;

      g_strlcpy (money.currency, g_ptr_array_index (currencies, c), sizeof money.currency);
      text = wb_money_format_api (&money);
      wb_money_parse_api (text, money.currency, FALSE, &again, &error);
      g_assert_no_error (error);
      g_assert_true (wb_money_equal (&money, &again));
    }
  }
}

/* Everywhere alike: window, history, advice, command line. */
static void
test_money_typed_percent (void)
{
  static const struct
  {
    const char *amount;
    const char *locale;
    const char *words;
  } cases[] = {
    { "7.50", "en_US", "7.5%" },
    { "7.5", "cs_CZ", "7,5" NBSP "%" },
    { "7.50", "de_DE.UTF-8", "7,5" NBSP "%" },
    { "10.00", "cs_CZ", "10" NBSP "%" },
    { "12.25", "de_DE", "12,25" NBSP "%" },
    { "100", "en_US", "100%" },
    { "0.00", "en_US", "0%" },
    /* The process runs in C, which writes as in English. */
    { "12.50", NULL, "12.5%" },
    /* What is no percentage is said as it came. */
    { "12.345", "en_US", "12.345" },
    { "ten", "cs_CZ", "ten" },
    { "", "cs_CZ", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *words = wb_percent_format (cases[i].amount, cases[i].locale);

    g_test_message ("%s in %s", cases[i].amount, cases[i].locale ? cases[i].locale : "none");
    g_assert_cmpstr (words, ==, cases[i].words);
  }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wb/domain/money-typed/either-way", test_money_typed_either_way);
  g_test_add_func ("/wb/domain/money-typed/says-what-to-do", test_money_typed_says_what_to_do);
  g_test_add_func ("/wb/domain/money-typed/is-judged-by-the-rules",
                   test_money_typed_is_judged_by_the_rules);
  g_test_add_func ("/wb/domain/money-typed/reads-what-is-shown",
                   test_money_typed_reads_what_is_shown);
  g_test_add_func ("/wb/domain/money-typed/api-text-is-exact", test_money_typed_api_text_is_exact);
  g_test_add_func ("/wb/domain/money-typed/percent", test_money_typed_percent);

  return g_test_run ();
}
