/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Money: exact reading and writing for programs and for people, and everything that is refused. */

#include "wb-money.h"

/* Spaces that stand inside numbers: the plain one, no-break, thin and narrow no-break. */
#define NBSP "\xc2\xa0"
#define THIN "\xe2\x80\x89"
#define NNBSP "\xe2\x80\xaf"

static const char *const currencies[] = {
  "AED", "BGN", "CHF", "CLF", "CLP", "CZK", "DKK", "EUR", "GBP", "HUF", "ISK", "JPY", "KRW",
  "KWD", "NOK", "OMR", "PLN", "RON", "SEK", "TND", "UAH", "USD", "UYW", "XAF", "ZAR",
};
static const char *const locales[] = {
  "en_US", "en_GB", "cs_CZ", "sk_SK", "pl_PL", "de_DE", "de_CH", "de_AT", "fr_FR", "hu_HU", "C",
};

static void
test_currency_digits (void)
{
  static const struct {
    const char *code;
    int digits;
  } cases[] = {
    { "CZK", 2 }, { "EUR", 2 }, { "PLN", 2 }, { "HUF", 2 }, { "AED", 2 }, { "ZWL", 2 },
    { "JPY", 0 }, { "ISK", 0 }, { "BIF", 0 }, { "XPF", 0 }, { "KWD", 3 }, { "BHD", 3 },
    { "TND", 3 }, { "CLF", 4 }, { "UYW", 4 }, { "czk", -1 }, { "XAU", -1 }, { "XXX", -1 },
    { "CZ", -1 }, { "CZKK", -1 }, { "ZK ", -1 }, { "", -1 }, { NULL, -1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_test_message ("%s", cases[i].code ? cases[i].code : "(null)");
    g_assert_cmpint (wb_currency_digits (cases[i].code), ==, cases[i].digits);
  }
}

static void
test_money_parse_api (void)
{
  static const struct {
    const char *text;
    const char *currency;
    int strict;    /* -1 = accepted, else the error's code */
    int tolerant;
    gint64 minor;
  } cases[] = {
    { "1599.00", "CZK", -1, -1, 159900 },
    { "0.00", "CZK", -1, -1, 0 },
    { "0.05", "EUR", -1, -1, 5 },
    { "1599", "JPY", -1, -1, 1599 },
    { "1.500", "KWD", -1, -1, 1500 },
    { "1.0005", "CLF", -1, -1, 10005 },
    { "92233720368547758.07", "CZK", -1, -1, G_MAXINT64 },
    { "92233720368547758.08", "CZK", WB_MONEY_ERROR_OVERFLOW, WB_MONEY_ERROR_OVERFLOW, 0 },
    { "99999999999999999999999999999999", "JPY", WB_MONEY_ERROR_OVERFLOW,
      WB_MONEY_ERROR_OVERFLOW, 0 },
    { "1599", "CZK", WB_MONEY_ERROR_MALFORMED, -1, 159900 },
    { "1599.5", "CZK", WB_MONEY_ERROR_MALFORMED, -1, 159950 },
    { "1599.500000", "CZK", WB_MONEY_ERROR_TOO_MANY_DIGITS, -1, 159950 },
    { "1599.0", "JPY", WB_MONEY_ERROR_TOO_MANY_DIGITS, -1, 1599 },
    { "01.00", "CZK", WB_MONEY_ERROR_MALFORMED, -1, 100 },
    { "-5.00", "CZK", WB_MONEY_ERROR_NEGATIVE, -1, -500 },
    { "-92233720368547758.08", "CZK", WB_MONEY_ERROR_NEGATIVE, -1, G_MININT64 },
    { "1599.001", "CZK", WB_MONEY_ERROR_TOO_MANY_DIGITS, WB_MONEY_ERROR_TOO_MANY_DIGITS, 0 },
    { "1.5", "JPY", WB_MONEY_ERROR_TOO_MANY_DIGITS, WB_MONEY_ERROR_TOO_MANY_DIGITS, 0 },
    { "", "CZK", WB_MONEY_ERROR_EMPTY, WB_MONEY_ERROR_EMPTY, 0 },
    { NULL, "CZK", WB_MONEY_ERROR_EMPTY, WB_MONEY_ERROR_EMPTY, 0 },
    { "1.", "CZK", WB_MONEY_ERROR_MALFORMED, WB_MONEY_ERROR_MALFORMED, 0 },
    { ".50", "CZK", WB_MONEY_ERROR_MALFORMED, WB_MONEY_ERROR_MALFORMED, 0 },
    { "1,50", "CZK", WB_MONEY_ERROR_MALFORMED, WB_MONEY_ERROR_MALFORMED, 0 },
    { "1e3", "CZK", WB_MONEY_ERROR_MALFORMED, WB_MONEY_ERROR_MALFORMED, 0 },
    { "+1.00", "CZK", WB_MONEY_ERROR_MALFORMED, WB_MONEY_ERROR_MALFORMED, 0 },
    { " 1.00", "CZK", WB_MONEY_ERROR_MALFORMED, WB_MONEY_ERROR_MALFORMED, 0 },
    { "1.00 ", "CZK", WB_MONEY_ERROR_MALFORMED, WB_MONEY_ERROR_MALFORMED, 0 },
    { "--1.00", "CZK", WB_MONEY_ERROR_MALFORMED, WB_MONEY_ERROR_MALFORMED, 0 },
    { "NaN", "CZK", WB_MONEY_ERROR_MALFORMED, WB_MONEY_ERROR_MALFORMED, 0 },
    { "١٢.00", "CZK", WB_MONEY_ERROR_MALFORMED, WB_MONEY_ERROR_MALFORMED, 0 },
    { "1.00", "XXX", WB_MONEY_ERROR_UNKNOWN_CURRENCY, WB_MONEY_ERROR_UNKNOWN_CURRENCY, 0 },
    { "1.00", NULL, WB_MONEY_ERROR_UNKNOWN_CURRENCY, WB_MONEY_ERROR_UNKNOWN_CURRENCY, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    for (int tolerant = 0; tolerant < 2; tolerant++) {
      g_autoptr (GError) error = NULL;
      int expected = tolerant ? cases[i].tolerant : cases[i].strict;
      WbMoney money = WB_MONEY_NONE;
      gboolean ok = wb_money_parse_api (cases[i].text, cases[i].currency, tolerant, &money, &error);

      g_test_message ("%s %s, tolerant %d", cases[i].text ? cases[i].text : "(null)",
                      cases[i].currency ? cases[i].currency : "(null)", tolerant);
      if (expected == -1) {
        g_assert_no_error (error);
        g_assert_true (ok);
        g_assert_cmpint (money.minor, ==, cases[i].minor);
        g_assert_cmpstr (money.currency, ==, cases[i].currency);
      } else {
        g_assert_false (ok);
        g_assert_error (error, WB_MONEY_ERROR, expected);
        g_assert_true (wb_money_is_none (&money));
      }
    }
  }
}

static void
test_money_format_api (void)
{
  static const struct {
    WbMoney money;
    const char *text;
  } cases[] = {
    { { 0, "CZK" }, "0.00" },
    { { 7, "CZK" }, "0.07" },
    { { -7, "CZK" }, "-0.07" },
    { { 159900, "CZK" }, "1599.00" },
    { { 1599, "JPY" }, "1599" },
    { { 1, "KWD" }, "0.001" },
    { { 10005, "CLF" }, "1.0005" },
    { { G_MAXINT64, "CZK" }, "92233720368547758.07" },
    { { G_MININT64, "CZK" }, "-92233720368547758.08" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = wb_money_format_api (&cases[i].money);

    g_assert_cmpstr (text, ==, cases[i].text);
  }
}

static void
test_decimal_parse (void)
{
  static const struct {
    const char *text;
    int digits;
    int code;
    gint64 scaled;
  } cases[] = {
    { "12.5", 2, -1, 1250 },
    { "12.50", 2, -1, 1250 },
    { "100", 2, -1, 10000 },
    { "0", 0, -1, 0 },
    { "12.345", 2, WB_MONEY_ERROR_TOO_MANY_DIGITS, 0 },
    { "12.500", 2, WB_MONEY_ERROR_TOO_MANY_DIGITS, 0 },
    { "-1", 2, WB_MONEY_ERROR_NEGATIVE, 0 },
    { "012", 2, WB_MONEY_ERROR_MALFORMED, 0 },
    { "12%", 2, WB_MONEY_ERROR_MALFORMED, 0 },
    { "", 2, WB_MONEY_ERROR_EMPTY, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    gint64 scaled = 4711;
    gboolean ok = wb_decimal_parse (cases[i].text, cases[i].digits, &scaled, &error);

    g_test_message ("%s", cases[i].text);
    if (cases[i].code == -1) {
      g_assert_no_error (error);
      g_assert_true (ok);
      g_assert_cmpint (scaled, ==, cases[i].scaled);
    } else {
      g_assert_false (ok);
      g_assert_error (error, WB_MONEY_ERROR, cases[i].code);
      g_assert_cmpint (scaled, ==, 4711);
    }
  }
}

static void
test_money_parse_typed (void)
{
  static const struct {
    const char *text;
    const char *currency;
    const char *locale;
    int code;  /* -1 = accepted */
    gint64 minor;
  } cases[] = {
    { "1,234.50", "CZK", "en_US", -1, 123450 },
    { "1234.50", "CZK", "en_US", -1, 123450 },
    { "1234.5", "CZK", "en_US", -1, 123450 },
    { "1,234", "CZK", "en_US", -1, 123400 },
    { "1,234,567", "CZK", "en_US", -1, 123456700 },
    { "1 234,50", "CZK", "cs_CZ", -1, 123450 },
    { "1" NBSP "234,50", "CZK", "cs_CZ.UTF-8", -1, 123450 },
    { "1" NNBSP "234,50", "CZK", "cs_CZ", -1, 123450 },
    { "1" THIN "234,50", "CZK", "cs", -1, 123450 },
    { "1234,5", "CZK", "cs_CZ", -1, 123450 },
    { "  200 ", "CZK", "cs_CZ", -1, 20000 },
    { NBSP "200" NNBSP, "CZK", "cs_CZ", -1, 20000 },
    { ",50", "CZK", "cs_CZ", -1, 50 },
    { "0", "CZK", "cs_CZ", -1, 0 },
    /* Each in the other's way of writing, where it cannot be mistaken. */
    { "1,234.50", "CZK", "cs_CZ", -1, 123450 },
    { "1 234,50", "CZK", "en_US", -1, 123450 },
    { "1.234,50", "EUR", "en_US", -1, 123450 },
    { "1,234.50", "EUR", "de_DE", -1, 123450 },
    { "12,50", "EUR", "en_US", -1, 1250 },
    { "12.50", "EUR", "de_DE", -1, 1250 },
    { "12.5", "CZK", "cs_CZ", -1, 1250 },
    /* Where it can be mistaken the locale decides, or it is refused. */
    { "1.234", "EUR", "de_DE", -1, 123400 },
    { "1.234", "EUR", "en_US", WB_MONEY_ERROR_TOO_MANY_DIGITS, 0 },
    { "1.234", "CZK", "cs_CZ", WB_MONEY_ERROR_TOO_MANY_DIGITS, 0 },
    { "1,234", "CZK", "cs_CZ", WB_MONEY_ERROR_TOO_MANY_DIGITS, 0 },
    { "1.500", "CZK", "en_US", WB_MONEY_ERROR_TOO_MANY_DIGITS, 0 },
    { "0.500", "EUR", "de_DE", WB_MONEY_ERROR_TOO_MANY_DIGITS, 0 },
    { "1,234", "KWD", "cs_CZ", -1, 1234 },
    { "1,234", "KWD", "en_US", -1, 1234000 },
    { "1.234,5678", "CLF", "de_DE", -1, 12345678 },
    { "1’234.50", "CHF", "de_CH", -1, 123450 },
    { "1'234.50", "CHF", "de_CH", -1, 123450 },
    /* Groups of two above the thousands, where they are the custom. */
    { "12,34,567.00", "INR", "en_IN", -1, 123456700 },
    { "12,34,567.00", "INR", "en_US", WB_MONEY_ERROR_MALFORMED, 0 },
    { "1,234,567.00", "INR", "en_IN", -1, 123456700 },
    { "1,234,56,789.00", "INR", "en_IN", WB_MONEY_ERROR_MALFORMED, 0 },
    { "12,34,56", "INR", "en_IN", WB_MONEY_ERROR_MALFORMED, 0 },
    { "1234", "JPY", "en_US", -1, 1234 },
    { "1234.00", "JPY", "en_US", WB_MONEY_ERROR_TOO_MANY_DIGITS, 0 },
    { "1000000000000000", "CZK", "cs_CZ", -1, G_GINT64_CONSTANT (100000000000000000) },
    { "100000000000000000", "CZK", "cs_CZ", WB_MONEY_ERROR_OVERFLOW, 0 },
    { "", "CZK", "cs_CZ", WB_MONEY_ERROR_EMPTY, 0 },
    { " " NBSP, "CZK", "cs_CZ", WB_MONEY_ERROR_EMPTY, 0 },
    { NULL, "CZK", "cs_CZ", WB_MONEY_ERROR_EMPTY, 0 },
    { "-1", "CZK", "cs_CZ", WB_MONEY_ERROR_NEGATIVE, 0 },
    { "−1", "CZK", "cs_CZ", WB_MONEY_ERROR_NEGATIVE, 0 },
    { "–1", "CZK", "cs_CZ", WB_MONEY_ERROR_NEGATIVE, 0 },
    { "1–2", "CZK", "cs_CZ", WB_MONEY_ERROR_MALFORMED, 0 },
    { "1e3", "CZK", "en_US", WB_MONEY_ERROR_MALFORMED, 0 },
    { "١٢", "CZK", "en_US", WB_MONEY_ERROR_MALFORMED, 0 },
    { "+1", "CZK", "en_US", WB_MONEY_ERROR_MALFORMED, 0 },
    { "1-2", "CZK", "en_US", WB_MONEY_ERROR_MALFORMED, 0 },
    { "1.", "CZK", "en_US", WB_MONEY_ERROR_MALFORMED, 0 },
    { ".", "CZK", "en_US", WB_MONEY_ERROR_MALFORMED, 0 },
    { ",", "CZK", "cs_CZ", WB_MONEY_ERROR_MALFORMED, 0 },
    { "1.2.3", "CZK", "en_US", WB_MONEY_ERROR_MALFORMED, 0 },
    { "1,23,456", "CZK", "en_US", WB_MONEY_ERROR_MALFORMED, 0 },
    { "1234,567.00", "CZK", "en_US", WB_MONEY_ERROR_MALFORMED, 0 },
    { "1,234.50,7", "CZK", "en_US", WB_MONEY_ERROR_MALFORMED, 0 },
    { "1 23", "CZK", "cs_CZ", WB_MONEY_ERROR_MALFORMED, 0 },
    { "1 234 56", "CZK", "cs_CZ", WB_MONEY_ERROR_MALFORMED, 0 },
    { "1,5 0", "CZK", "cs_CZ", WB_MONEY_ERROR_MALFORMED, 0 },
    { "200 Kč", "CZK", "cs_CZ", WB_MONEY_ERROR_MALFORMED, 0 },
    { "\xff", "CZK", "cs_CZ", WB_MONEY_ERROR_MALFORMED, 0 },
    { "0x10", "CZK", "cs_CZ", WB_MONEY_ERROR_MALFORMED, 0 },
    { "200", "XXX", "cs_CZ", WB_MONEY_ERROR_UNKNOWN_CURRENCY, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    WbMoney money = WB_MONEY_NONE;
    g_autofree char *shown = g_strescape (cases[i].text ? cases[i].text : "(null)", NULL);
    gboolean ok = wb_money_parse_typed (cases[i].text, cases[i].currency, cases[i].locale, &money,
                                        &error);

    g_test_message ("row %u: \"%s\" %s in %s", (guint) i, shown, cases[i].currency,
                    cases[i].locale);
    if (cases[i].code == -1) {
      g_assert_no_error (error);
      g_assert_true (ok);
      g_assert_cmpint (money.minor, ==, cases[i].minor);
    } else {
      g_assert_false (ok);
      g_assert_error (error, WB_MONEY_ERROR, cases[i].code);
    }
  }
}

/* What an entry shows must be what it means, for any amount, currency and language. */
static void
test_money_typed_reads_what_plain_writes (void)
{
  for (gsize c = 0; c < G_N_ELEMENTS (currencies); c++) {
    for (gsize l = 0; l < G_N_ELEMENTS (locales); l++) {
      for (gint64 minor = 0; minor < G_GINT64_CONSTANT (1000000000000000);
           minor = minor * 3 + 1 + g_test_rand_int_range (0, 1000)) {
        WbMoney money = { minor, "" };
        WbMoney again = WB_MONEY_NONE;
        g_autoptr (GError) error = NULL;
        g_autofree char *plain = NULL;
        g_autofree char *api = NULL;

        g_strlcpy (money.currency, currencies[c], sizeof money.currency);
        plain = wb_money_format_plain (&money, locales[l]);
        wb_money_parse_typed (plain, currencies[c], locales[l], &again, &error);
        if (error || !wb_money_equal (&money, &again))
          g_error ("%s in %s: \"%s\" is read as %" G_GINT64_FORMAT, currencies[c], locales[l],
                   plain, again.minor);

        api = wb_money_format_api (&money);
        g_assert_true (wb_money_parse_api (api, currencies[c], FALSE, &again, &error));
        g_assert_true (wb_money_equal (&money, &again));
      }
    }
  }
}

static void
test_money_format_for_people (void)
{
  static const struct {
    WbMoney money;
    const char *locale;
    const char *plain;
    const char *symbol;
    const char *short_symbol;
  } cases[] = {
    { { 20000, "CZK" }, "cs_CZ", "200,00", "200,00" NBSP "Kč", "200" NBSP "Kč" },
    { { 123450, "CZK" }, "cs_CZ", "1" NBSP "234,50", "1" NBSP "234,50" NBSP "Kč",
      "1" NBSP "234,50" NBSP "Kč" },
    { { 123450, "EUR" }, "de_DE", "1.234,50", "1.234,50" NBSP "€", "1.234,50" NBSP "€" },
    { { 800, "EUR" }, "en_US", "8.00", "€8.00", "€8" },
    { { 123450, "USD" }, "C", "1,234.50", "$1,234.50", "$1,234.50" },
    { { 1234, "JPY" }, "en_US", "1,234", "¥1,234", "¥1,234" },
    { { 1500, "KWD" }, "en_US", "1.500", "KWD" NBSP "1.500", "KWD" NBSP "1.500" },
    { { 123400, "PLN" }, "pl_PL", "1234,00", "1234,00" NBSP "zł", "1234" NBSP "zł" },
    /* ICU alone would hide these minor units. */
    { { 150, "HUF" }, "hu_HU", "1,50", "1,50" NBSP "Ft", "1,50" NBSP "Ft" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *plain = wb_money_format_plain (&cases[i].money, cases[i].locale);
    g_autofree char *symbol = wb_money_format_symbol (&cases[i].money, cases[i].locale, FALSE);
    g_autofree char *shorter = wb_money_format_symbol (&cases[i].money, cases[i].locale, TRUE);

    g_assert_cmpstr (plain, ==, cases[i].plain);
    g_assert_cmpstr (symbol, ==, cases[i].symbol);
    g_assert_cmpstr (shorter, ==, cases[i].short_symbol);
  }
}

static void
test_money_equal (void)
{
  WbMoney a = { 100, "CZK" };
  WbMoney b = { 100, "EUR" };
  WbMoney zero = { 0, "CZK" };
  WbMoney none = WB_MONEY_NONE;

  g_assert_true (wb_money_equal (&a, &a));
  g_assert_false (wb_money_equal (&a, &b));
  g_assert_false (wb_money_equal (&a, &zero));
  g_assert_false (wb_money_equal (&zero, &none));
  g_assert_true (wb_money_equal (&none, NULL));
}

static gpointer
format_many (gpointer data)
{
  for (int i = 0; i < 500; i++) {
    WbMoney money = { i, "" };
    g_autofree char *text = NULL;

    g_strlcpy (money.currency, currencies[(gsize) i % G_N_ELEMENTS (currencies)],
               sizeof money.currency);
    text = wb_money_format_symbol (&money, locales[(gsize) i % G_N_ELEMENTS (locales)], FALSE);
    g_assert_nonnull (text);
  }

  return NULL;
}

static void
test_money_formats_on_any_thread (void)
{
  GThread *threads[4];

  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("format", format_many, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  /* First, so that the threads race for making the formatters, too. */
  g_test_add_func ("/wb/domain/money/formats-on-any-thread", test_money_formats_on_any_thread);
  g_test_add_func ("/wb/domain/money/currency-digits", test_currency_digits);
  g_test_add_func ("/wb/domain/money/parse-api", test_money_parse_api);
  g_test_add_func ("/wb/domain/money/format-api", test_money_format_api);
  g_test_add_func ("/wb/domain/money/decimal-parse", test_decimal_parse);
  g_test_add_func ("/wb/domain/money/parse-typed", test_money_parse_typed);
  g_test_add_func ("/wb/domain/money/typed-reads-what-plain-writes",
                   test_money_typed_reads_what_plain_writes);
  g_test_add_func ("/wb/domain/money/format-for-people", test_money_format_for_people);
  g_test_add_func ("/wb/domain/money/equal", test_money_equal);

  return g_test_run ();
}
