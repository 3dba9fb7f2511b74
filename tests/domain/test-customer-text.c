/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What customers read: coupons with each language's money and plurals, and that no language lacks a
 * sentence. No-break spaces are shown as "~" here, so that a row says where lines may break. */

#include "wb-customer-text.h"

#include <string.h>

static WbServedOffer *
new_coupon (const char *kind,
            const char *amount,
            const char *currency,
            const char *minimum,
            int         days)
{
  WbServedOffer *offer = wb_served_offer_new ();

  offer->tool = WB_TOOL_COUPON;
  offer->kind = g_strdup (kind);
  offer->amount = g_strdup (amount);
  offer->currency = g_strdup (currency);
  offer->min_order_value = g_strdup (minimum);
  offer->validity_days = days;

  return offer;
}

/* Takes @text; ICU groups digits by a no-break space of either width. */
static char *
show_spaces (char *text)
{
  GString *shown = g_string_new (text);

  g_free (text);
  g_string_replace (shown, "\302\240", "~", 0);
  g_string_replace (shown, "\342\200\257", "~", 0);

  return g_string_free (shown, FALSE);
}

static void
test_customer_coupon_titles (void)
{
  static const struct {
    const char *language;
    const char *kind;
    const char *amount;
    const char *currency;
    const char *title;
  } cases[] = {
    { "cs", "fixed", "200.00", "CZK", "Sleva 200~Kč na další nákup" },
    { "cs", "fixed", "1234.50", "CZK", "Sleva 1~234,50~Kč na další nákup" },
    { "cs", "fixed", "8.00", "EUR", "Sleva 8~€ na další nákup" },
    { "cs", "percent", "10", "CZK", "Sleva 10~% na další nákup" },
    { "cs", "percent", "12.50", "CZK", "Sleva 12,5~% na další nákup" },
    { "cs", "percent", "12.05", "CZK", "Sleva 12,05~% na další nákup" },
    { "cs", "percent", "100.00", "CZK", "Sleva 100~% na další nákup" },
    { "sk", "fixed", "8.00", "EUR", "Zľava 8~€ na ďalší nákup" },
    { "sk", "percent", "7.25", "EUR", "Zľava 7,25~% na ďalší nákup" },
    { "pl", "fixed", "40.00", "PLN", "Rabat 40~zł na kolejne zakupy" },
    { "pl", "percent", "12.50", "PLN", "Rabat 12,5% na kolejne zakupy" },
    { "de", "fixed", "8.50", "EUR", "8,50~€ Rabatt auf Ihre nächste Bestellung" },
    { "de", "percent", "0.50", "EUR", "0,5~% Rabatt auf Ihre nächste Bestellung" },
    { "en", "fixed", "8.00", "EUR", "€8 off your next order" },
    { "en", "fixed", "200.00", "CZK", "CZK~200 off your next order" },
    { "en", "fixed", "1500", "JPY", "JP¥1,500 off your next order" },
    { "en", "percent", "12.50", "EUR", "12.5% off your next order" },
    { "fr", "fixed", "8.00", "EUR", "€8 off your next order" },
    { NULL, "percent", "10", "EUR", "10% off your next order" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (WbServedOffer) offer =
      new_coupon (cases[i].kind, cases[i].amount, cases[i].currency, NULL, 14);
    g_autofree char *title = NULL;

    g_test_message ("%s", cases[i].title);
    title = show_spaces (wb_customer_coupon_title (offer, cases[i].language));
    g_assert_cmpstr (title, ==, cases[i].title);
  }
}

static void
test_customer_coupon_terms (void)
{
  static const struct {
    const char *language;
    const char *currency;
    const char *minimum;
    int days;
    const char *terms;
  } cases[] = {
    { "cs", "CZK", "1000.00", 1, "Při nákupu od 1~000~Kč, platí 1~den." },
    { "cs", "CZK", "1000.00", 2, "Při nákupu od 1~000~Kč, platí 2~dny." },
    { "cs", "CZK", "999.90", 4, "Při nákupu od 999,90~Kč, platí 4~dny." },
    { "cs", "CZK", "1000.00", 5, "Při nákupu od 1~000~Kč, platí 5~dní." },
    { "cs", "CZK", NULL, 14, "Platí 14~dní." },
    { "cs", "CZK", "0.00", 22, "Platí 22~dní." },
    { "sk", "EUR", "40.00", 1, "Pri nákupe od 40~€, platí 1~deň." },
    { "sk", "EUR", "40.00", 3, "Pri nákupe od 40~€, platí 3~dni." },
    { "sk", "EUR", "40.00", 30, "Pri nákupe od 40~€, platí 30~dní." },
    { "sk", "EUR", NULL, 101, "Platí 101~dní." },
    { "pl", "PLN", "160.00", 1, "Przy zakupach od 160~zł, ważny 1~dzień." },
    { "pl", "PLN", "160.00", 2, "Przy zakupach od 160~zł, ważny 2~dni." },
    { "pl", "PLN", "160.00", 14, "Przy zakupach od 160~zł, ważny 14~dni." },
    { "pl", "PLN", "0.00", 5, "Ważny 5~dni." },
    { "de", "EUR", "40.00", 1, "Ab 40~€ Bestellwert, 1~Tag gültig." },
    { "de", "EUR", "1250.00", 14, "Ab 1.250~€ Bestellwert, 14~Tage gültig." },
    { "de", "EUR", NULL, 14, "14~Tage gültig." },
    { "en", "EUR", "40.00", 1, "On orders from €40, valid for 1~day." },
    { "en", "EUR", "40.00", 14, "On orders from €40, valid for 14~days." },
    { "en", "EUR", NULL, 14, "Valid for 14~days." },
    { "hu", "JPY", "5000", 2, "On orders from JP¥5,000, valid for 2~days." },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (WbServedOffer) offer =
      new_coupon ("fixed", "5", cases[i].currency, cases[i].minimum, cases[i].days);
    g_autofree char *terms = NULL;

    g_test_message ("%s", cases[i].terms);
    terms = show_spaces (wb_customer_coupon_terms (offer, cases[i].language));
    g_assert_cmpstr (terms, ==, cases[i].terms);
  }
}

/* Every sentence is there in every language, and in none of them is another's left standing. */
static void
test_customer_text_is_whole (void)
{
  static const char *const languages[] = { "en", "cs", "sk", "pl", "de" };

  for (WbCustomerText id = 0; id < WB_N_CUSTOMER_TEXTS; id++) {
    for (gsize i = 0; i < G_N_ELEMENTS (languages); i++) {
      const char *text = wb_customer_text (id, languages[i]);

      g_test_message ("%u %s", id, languages[i]);
      g_assert_nonnull (text);
      g_assert_true (g_utf8_validate (text, -1, NULL));
      g_assert_cmpuint (strlen (text), >, 2);
      g_assert_null (strchr (text, '{'));
      if (i > 0)
        g_assert_cmpstr (text, !=, wb_customer_text (id, "en"));
    }
    g_assert_cmpstr (wb_customer_text (id, "fr"), ==, wb_customer_text (id, "en"));
    g_assert_cmpstr (wb_customer_text (id, NULL), ==, wb_customer_text (id, "en"));
  }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wb/domain/customer-text/coupon-titles", test_customer_coupon_titles);
  g_test_add_func ("/wb/domain/customer-text/coupon-terms", test_customer_coupon_terms);
  g_test_add_func ("/wb/domain/customer-text/is-whole", test_customer_text_is_whole);

  return g_test_run ();
}
