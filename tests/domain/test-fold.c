/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Folding for search, and telephone numbers. */

#include "wb-fold.h"
#include "wb-phone.h"

static void
test_fold_takes_case_and_accents_away (void)
{
  static const struct {
    const char *text;
    const char *folded;
  } cases[] = {
    { "Łukasz", "lukasz" },
    { "PŘÍLIŠ ŽLUŤOUČKÝ KŮŇ", "prilis zlutoucky kun" },
    { "Dvořáková", "dvorakova" },
    { "Đorđe Ðá", "dorde da" },
    { "Größe STRASSE ẞ", "grosse strasse ss" },
    { "Ærø Œuvre Þór Ħal ı İ", "aero oeuvre thor hal i i" },
    { "e\xcc\x81\xcc\xa8", "e" },
    { "ﬁne Ⅷ", "fine viii" },
    { "ϓ 𝐀Ⓑ", "υ ab" },
    { "漢字 Ελλάδα", "漢字 ελλαδα" },
    { "VRAT8KQ2", "vrat8kq2" },
    { "", "" },
    { NULL, "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *folded = wb_fold (cases[i].text);
    g_autofree char *again = wb_fold (folded);

    g_test_message ("%s", cases[i].text ? cases[i].text : "(null)");
    g_assert_cmpstr (folded, ==, cases[i].folded);
    g_assert_cmpstr (again, ==, folded);
  }
}

static void
test_fold_mends_invalid_text (void)
{
  g_autofree char *folded = wb_fold ("a\xff\xc5");

  g_assert_true (g_utf8_validate (folded, -1, NULL));
  g_assert_true (g_str_has_prefix (folded, "a"));
}

static void
test_fold_fts_query (void)
{
  static const struct {
    const char *typed;
    const char *query;
  } cases[] = {
    { "Dvořák", "\"dvorak\"*" },
    { "  jana   NOVÁ ", "\"jana\"* \"nova\"*" },
    { "jana\xc2\xa0nova", "\"jana\"* \"nova\"*" },
    { "jana@example.com", "\"jana@example.com\"*" },
    { "a\"b OR \"c", "\"ab\"* \"or\"* \"c\"*" },
    { "(x) -y NEAR/3", "\"(x)\"* \"-y\"* \"near/3\"*" },
    { "+420 601", "\"+420\"* \"601\"*" },
    { "- x *", "\"x\"*" },
    { "\"\" - *", NULL },
    { " ", NULL },
    { "", NULL },
    { NULL, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *query = wb_fold_fts_query (cases[i].typed);

    g_test_message ("row %u", (guint) i);
    g_assert_cmpstr (query, ==, cases[i].query);
  }
}

static void
test_phone_to_e164 (void)
{
  static const struct {
    const char *typed;
    const char *country;
    const char *number;
  } cases[] = {
    { "601 123 456", "CZ", "+420601123456" },
    { "601123456", "cz", "+420601123456" },
    { "+420 601 123 456", NULL, "+420601123456" },
    { "+420\xc2\xa0" "601-123-456", "SK", "+420601123456" },
    { "00420 601/123.456", "CZ", "+420601123456" },
    { "0905 123 456", "SK", "+421905123456" },
    { "+421 (0)905 123 456", NULL, "+421905123456" },
    { "0171 1234567", "DE", "+491711234567" },
    { "+49 (0) 171 1234567", "CZ", "+491711234567" },
    { "06 1 234 5678", "HU", "+3612345678" },
    { "(020) 7946 0958", "GB", "+442079460958" },
    { "06 12 34 56 78", "FR", "+33612345678" },
    { "06 1234 5678", "IT", "+390612345678" },
    { "1 (212) 555-0100", "US", "+12125550100" },
    { "212-555-0100", "US", "+12125550100" },
    { "512 345 678", "PL", "+48512345678" },
    { "+972 3 123 4567", NULL, "+97231234567" },
    /* Not surely a number: it stays as typed. */
    { "601 123 456", NULL, NULL },
    { "601 123 456", "XX", NULL },
    { "601 123 45", "CZ", NULL },
    { "601 123 4567", "CZ", NULL },
    { "+420 601 123 45", NULL, NULL },
    { "905 123 456", "SK", NULL },
    { "171 1234567", "DE", NULL },
    { "601 123 456 ext. 7", "CZ", NULL },
    { "+420 601 123 456, 602 123 456", NULL, NULL },
    { "++420601123456", NULL, NULL },
    { "420+601123456", NULL, NULL },
    { "+0420601123456", NULL, NULL },
    { "+43 (0) 0312 4549", NULL, NULL },
    { "0 0171 1234567", "DE", NULL },
    { "+9721234567890123", NULL, NULL },
    { "+97212", NULL, NULL },
    { "call me", "CZ", NULL },
    { "٦٠١١٢٣٤٥٦", "CZ", NULL },
    { "\xff", "CZ", NULL },
    { "-", "CZ", NULL },
    { "", "CZ", NULL },
    { NULL, "CZ", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *number = wb_phone_to_e164 (cases[i].typed, cases[i].country);

    g_test_message ("row %u", (guint) i);
    g_assert_cmpstr (number, ==, cases[i].number);
    if (number) {
      g_autofree char *again = wb_phone_to_e164 (number, NULL);

      g_assert_cmpstr (again, ==, number);
    }
  }
}

static void
test_phone_for_people (void)
{
  static const struct {
    const char *phone;
    const char *shown;
    const char *digits;
  } cases[] = {
    { "+420601123456", "+420 601 123 456", "420601123456" },
    { "+12125550100", "+1 212 555 01 00", "12125550100" },
    { "+4712345678", "+47 123 456 78", "4712345678" },
    { "+97231234567", "+97231234567", "97231234567" },
    { "601 ext. 7", "601 ext. 7", "6017" },
    { "call me", "call me", "" },
    { "+", "+", "" },
    { NULL, "", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *shown = wb_phone_for_people (cases[i].phone);
    g_autofree char *digits = wb_phone_digits (cases[i].phone);

    g_assert_cmpstr (shown, ==, cases[i].shown);
    g_assert_cmpstr (digits, ==, cases[i].digits);
  }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wb/domain/fold/takes-case-and-accents-away",
                   test_fold_takes_case_and_accents_away);
  g_test_add_func ("/wb/domain/fold/mends-invalid-text", test_fold_mends_invalid_text);
  g_test_add_func ("/wb/domain/fold/fts-query", test_fold_fts_query);
  g_test_add_func ("/wb/domain/phone/to-e164", test_phone_to_e164);
  g_test_add_func ("/wb/domain/phone/for-people", test_phone_for_people);

  return g_test_run ();
}
