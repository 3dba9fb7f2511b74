/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* An amount from the field into what is saved: typed in either way of writing it arrives as the
 * API's decimal text; what is no amount stays word for word, and says what to do. */

#include "config.h"

#include "wb-offer-editor.h"
#include "wb-offer-text.h"

#include "wb-random.h"

#define NBSP "\xc2\xa0"
#define NNBSP "\xe2\x80\xaf"

static WbOfferEditor *
new_editor (const char *currency,
            const char *locale)
{
  g_autoptr (GPtrArray) stores =
    g_ptr_array_new_with_free_func ((GDestroyNotify) wb_merchant_store_unref);
  g_autoptr (WbOfferSet) shown = wb_offer_set_new ();
  WbMerchantStore *store = wb_merchant_store_new ();
  const char *currencies[] = { currency, NULL };

  store->id = g_strdup ("c1");
  store->name = g_strdup ("example.cz");
  store->supports_coupons = TRUE;
  g_strfreev (store->currencies);
  store->currencies = g_strdupv ((GStrv) currencies);
  g_ptr_array_add (stores, store);
  shown->type = g_strdup ("b1");
  wb_offer_set_set_on (shown, WB_TOOL_COUPON, TRUE);
  wb_offer_set_set_placements (shown, WB_TOOL_COUPON, WB_PLACEMENT_PORTAL);
  shown->validity_days = 14;

  return wb_offer_editor_new (shown, stores, "cs", locale);
}

static const WbCouponAmount *
find_saved (WbOfferSet *set,
            const char *currency)
{
  const WbCouponAmount *amount = wb_offer_set_find_amount (set, currency);

  g_assert_nonnull (amount);

  return amount;
}

static void
test_offer_text_arrives (void)
{
  static const struct
  {
    const char *locale;
    const char *typed;
    const char *shown;
  } rows[] = {
    { "en_US", "1,234.50", "1,234.50" },
    { "en_US", "1 234,50", "1,234.50" },
    { "en_US", "1" NBSP "234,50", "1,234.50" },
    { "cs_CZ", "1 234,50", "1" NBSP "234,50" },
    { "cs_CZ", "1" NBSP "234,50", "1" NBSP "234,50" },
    { "cs_CZ", "1" NNBSP "234,50", "1" NBSP "234,50" },
    { "cs_CZ", "1,234.50", "1" NBSP "234,50" },
    { "cs_CZ", "1234.5", "1" NBSP "234,50" },
    { "de_DE", "1.234,50", "1.234,50" },
    { "pl_PL", "1234,50", "1234,50" },
    { "sk_SK", " 1 234,50 ", "1" NBSP "234,50" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (WbOfferEditor) editor = new_editor ("CZK", rows[i].locale);
    g_autoptr (WbOfferSet) saved = NULL;
    g_autofree char *shown = NULL;

    g_test_message ("“%s” in %s", rows[i].typed, rows[i].locale);
    wb_offer_editor_type_amount (editor, "CZK", rows[i].typed);
    wb_offer_editor_type_minimum (editor, "CZK", rows[i].typed);
    g_assert_true (wb_offer_editor_can_save (editor));
    saved = wb_offer_editor_dup_savable (editor);
    g_assert_cmpstr (find_saved (saved, "CZK")->amount, ==, "1234.50");
    g_assert_cmpstr (find_saved (saved, "CZK")->min_order_value, ==, "1234.50");
    shown = wb_offer_editor_dup_amount (editor, "CZK");
    g_assert_cmpstr (shown, ==, rows[i].shown);
  }
}

static void
test_offer_text_says_what_to_do (void)
{
  static const struct
  {
    const char *currency;
    const char *typed;
    const char *code;
    const char *message;
    const char *shown;    /* what the field still has */
  } rows[] = {
    { "CZK", "1.2345", "unreadable", "Enter at most 2 decimals.", "1.2345" },
    { "CZK", "1.2345 CZK", "unreadable", "Enter a number, such as 12.50.", "1.2345 CZK" },
    { "JPY", "1.5", "unreadable", "JPY has no decimals: enter a whole number.", "1.5" },
    { "CZK", "-1", "unreadable", "Enter it without a minus sign.", "-1" },
    { "CZK", "0", "not_positive", "Enter an amount above zero.", "0.00" },
    { "CZK", "1e3", "unreadable", "Enter a number, such as 12.50.", "1e3" },
    { "CZK", "١٢", "unreadable", "Enter a number, such as 12.50.", "١٢" },
    { "CZK", "", "amount_missing", "CZK has no amount. Customers of example.cz would get no coupon.", "" },
    { "CZK", "1000000000000000", "too_large", "Enter at most 1,000,000.", "1,000,000,000,000,000.00" },
    { "CZK", "100000000000000000000", "unreadable", "Enter a smaller number.",
      "100000000000000000000" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (WbOfferEditor) editor = new_editor (rows[i].currency, "en_US");
    g_autofree char *shown = NULL;
    const WbOfferProblem *problem = NULL;

    g_test_message ("“%s”", rows[i].typed);
    /* Something was there before, and is replaced. */
    wb_offer_editor_type_amount (editor, rows[i].currency, "77");
    wb_offer_editor_type_amount (editor, rows[i].currency, rows[i].typed);
    g_assert_cmpuint (wb_offer_editor_get_problems (editor)->len, ==, 1);
    problem = g_ptr_array_index (wb_offer_editor_get_problems (editor), 0);
    g_assert_cmpint (problem->field, ==, WB_OFFER_FIELD_AMOUNT);
    g_assert_cmpstr (problem->code, ==, rows[i].code);
    g_assert_cmpstr (problem->message, ==, rows[i].message);
    g_assert_false (wb_offer_editor_can_save (editor));
    shown = wb_offer_editor_dup_amount (editor, rows[i].currency);
    g_assert_cmpstr (shown, ==, rows[i].shown);
  }
}

/* What a field shows is what it means, for amounts and for percentages. */
static void
test_offer_text_reads_what_it_shows (void)
{
  static const char *const locales[] = {
    "en_US", "en_GB", "en_IN", "cs_CZ", "sk_SK", "pl_PL", "de_DE", "de_AT", "de_CH",
  };
  static const char *const currencies[] = { "CZK", "EUR", "JPY", "KWD", "CLF", "HUF", NULL };
  g_autoptr (WbRandom) random = wb_seeded_random_new (42);

  for (gsize c = 0; c < G_N_ELEMENTS (currencies); c++) {
    for (gsize l = 0; l < G_N_ELEMENTS (locales); l++) {
      for (int i = 0; i < 100; i++) {
        WbMoney money = { wb_random_below (random, i % 2 == 0 ? 10000 : 2000000000), "" };
        g_autofree char *text = NULL;
        g_autofree char *shown = NULL;
        g_autofree char *again = NULL;

        g_strlcpy (money.currency, currencies[c] ? currencies[c] : "EUR", sizeof money.currency);
        text = wb_money_format_api (&money);
        shown = wb_offer_text_for_people (text, currencies[c], locales[l]);
        again = wb_offer_text_from_typed (shown, currencies[c], locales[l]);
        if (g_strcmp0 (again, text) != 0)
          g_error ("%s in %s: “%s” is read as %s", text, locales[l], shown, again);
      }
    }
  }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wb/app/offer-text/arrives", test_offer_text_arrives);
  g_test_add_func ("/wb/app/offer-text/says-what-to-do", test_offer_text_says_what_to_do);
  g_test_add_func ("/wb/app/offer-text/reads-what-it-shows", test_offer_text_reads_what_it_shows);

  return g_test_run ();
}
