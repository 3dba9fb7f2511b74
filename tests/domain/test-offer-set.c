/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The offer set: every rule of reference/retino-api.md B.5 with its refused twin, copies and
 * equality. A case starts from a set that is right and spoils one thing. */

#include "wb-offer-set.h"

#include <string.h>

#include "wb-merchant-store.h"
#include "wb-time.h"

typedef void (*Spoil) (WbOfferSet *set);

static WbMerchantStore *
new_store (const char *id,
           const char *currency,
           gboolean    supports_coupons)
{
  WbMerchantStore *store = wb_merchant_store_new ();
  const char *list[] = { currency, NULL };

  store->id = g_strdup (id);
  store->store_id = g_strdup (id);
  store->platform = g_strdup (supports_coupons ? "woocommerce" : "xml");
  store->connection = g_strdup ("error");
  store->currencies = g_strdupv ((char **) list);
  store->supports_coupons = supports_coupons;

  return store;
}

static GPtrArray *
new_stores (void)
{
  GPtrArray *stores = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_merchant_store_unref);

  g_ptr_array_add (stores, new_store ("cz", "CZK", TRUE));
  g_ptr_array_add (stores, new_store ("eu", "EUR", TRUE));
  g_ptr_array_add (stores, new_store ("feed", "PLN", FALSE));
  g_ptr_array_add (stores, new_store ("kw", "KWD", TRUE));
  g_ptr_array_add (stores, new_store ("jp", "JPY", TRUE));
  g_ptr_array_add (stores, new_store ("cz2", "CZK", TRUE));

  return stores;
}

static void
set_text (char       **place,
          const char  *text)
{
  g_free (*place);
  *place = g_strdup (text);
}

static WbCouponAmount *
row (WbOfferSet *set,
     guint       index)
{
  return g_ptr_array_index (set->amounts, index);
}

static void
add_amount (WbOfferSet *set,
            const char *currency,
            const char *amount,
            const char *minimum)
{
  WbCouponAmount *added = wb_coupon_amount_new ();

  added->currency = g_strdup (currency);
  added->kind = g_strdup (WB_COUPON_KIND_FIXED);
  added->amount = g_strdup (amount);
  added->min_order_value = g_strdup (minimum);
  g_ptr_array_add (set->amounts, added);
}

static WbOfferSet *
new_right_set (void)
{
  WbOfferSet *set = wb_offer_set_new ();

  set->type = g_strdup ("b1");
  set->coupon_enabled = TRUE;
  set->coupon_placements = WB_PLACEMENT_PORTAL;
  add_amount (set, "CZK", "200.00", "1000.00");
  add_amount (set, "EUR", "8.00", "40.00");
  add_amount (set, "KWD", "2.500", "0.000");
  add_amount (set, "JPY", "1000", "5000");
  set->validity_days = 30;
  set->call_enabled = TRUE;
  set->call_placements = WB_PLACEMENT_PORTAL | WB_PLACEMENT_EMAIL;
  wb_lang_text_set (set->call_text, "cs", "Chcete, abychom vám zavolali?");
  wb_lang_text_set (set->call_text, "en", "Shall we call you?");
  set->banner_enabled = TRUE;
  set->banner_placements = WB_PLACEMENT_EMAIL;
  set->banner = g_strdup ("03000001");
  set->banner_target_url = g_strdup ("https://www.example.cz/akce");

  return set;
}

static gboolean
find_banner (const char *banner_id,
             gboolean   *archived_out,
             gpointer    data)
{
  *archived_out = strcmp (banner_id, "old") == 0;

  return *archived_out || strcmp (banner_id, "03000001") == 0;
}

/* The problems as "path code" lines. */
static char *
judge (const WbOfferSet *set,
       gboolean          with_stores,
       gboolean          keep_unknown_kinds)
{
  g_autoptr (GPtrArray) stores = new_stores ();
  WbOfferContext context = {
    .stores = with_stores ? stores : NULL,
    .default_language = "cs",
    .banner_exists = find_banner,
    .keep_unknown_kinds = keep_unknown_kinds,
  };
  g_autoptr (GPtrArray) problems = wb_offer_set_validate (set, &context);
  GString *lines = g_string_new (NULL);

  for (guint i = 0; i < problems->len; i++) {
    const WbProblem *problem = g_ptr_array_index (problems, i);

    g_assert_cmpstr (problem->message, !=, "");
    g_string_append_printf (lines, "%s%s %s", i > 0 ? "\n" : "", problem->path, problem->code);
  }

  return g_string_free (lines, FALSE);
}

#define SPOIL(name, body)             \
  static void name (WbOfferSet * set) \
  {                                   \
    body;                             \
  }

/* *INDENT-OFF* */
SPOIL (nothing, (void) set)
SPOIL (coupon_nowhere, set->coupon_placements = WB_PLACEMENT_NONE)
SPOIL (call_nowhere, set->call_placements = WB_PLACEMENT_NONE)
SPOIL (banner_nowhere, set->banner_placements = WB_PLACEMENT_NONE)
SPOIL (all_off, set->coupon_enabled = set->call_enabled = set->banner_enabled = FALSE;
       set->coupon_placements = set->call_placements = set->banner_placements = 0)
SPOIL (currency_missing, g_ptr_array_remove_index (set->amounts, 1))
SPOIL (all_missing, g_ptr_array_set_size (set->amounts, 0))
SPOIL (currency_surplus, add_amount (set, "PLN", "30.00", "100.00"))
SPOIL (currency_twice, add_amount (set, "CZK", "30.00", "100.00"))
SPOIL (currency_odd, add_amount (set, "XYZ", "30.00", "100.00"))
SPOIL (amount_none, set_text (&row (set, 1)->amount, NULL))
SPOIL (amount_empty, set_text (&row (set, 1)->amount, ""))
SPOIL (amount_zero, set_text (&row (set, 1)->amount, "0.00"))
SPOIL (amount_smallest, set_text (&row (set, 1)->amount, "0.01"))
SPOIL (amount_negative, set_text (&row (set, 1)->amount, "-8.00"))
SPOIL (amount_nonsense, set_text (&row (set, 1)->amount, "8,00"))
SPOIL (amount_exponent, set_text (&row (set, 1)->amount, "1e3"))
SPOIL (amount_largest, set_text (&row (set, 1)->amount, "1000000.00"))
SPOIL (amount_too_large, set_text (&row (set, 1)->amount, "1000000.01"))
SPOIL (amount_huge, set_text (&row (set, 1)->amount, "1000000000000000000000000.00"))
SPOIL (amount_too_fine, set_text (&row (set, 1)->amount, "8.001"))
SPOIL (amount_fewer_digits, set_text (&row (set, 1)->amount, "8"))
SPOIL (kwd_fine, set_text (&row (set, 2)->amount, "2.501"))
SPOIL (kwd_too_fine, set_text (&row (set, 2)->amount, "2.5001"))
SPOIL (jpy_too_fine, set_text (&row (set, 3)->amount, "1000.0"))
SPOIL (minimum_none, set_text (&row (set, 0)->min_order_value, NULL))
SPOIL (minimum_zero, set_text (&row (set, 0)->min_order_value, "0.00"))
SPOIL (minimum_negative, set_text (&row (set, 0)->min_order_value, "-0.01"))
SPOIL (minimum_too_fine, set_text (&row (set, 3)->min_order_value, "0.5"))
SPOIL (minimum_too_large, set_text (&row (set, 3)->min_order_value, "1000001"))
SPOIL (minimum_nonsense, set_text (&row (set, 3)->min_order_value, "free"))
SPOIL (days_none, set->validity_days = -1)
SPOIL (days_zero, set->validity_days = 0)
SPOIL (days_one, set->validity_days = 1)
SPOIL (days_year, set->validity_days = 365)
SPOIL (days_too_many, set->validity_days = 366)
SPOIL (days_below, set->validity_days = -2)
SPOIL (kind_mixed, set_text (&row (set, 2)->kind, "percent"); set_text (&row (set, 2)->amount, "5"))
SPOIL (text_default_gone, wb_lang_text_set (set->call_text, "cs", NULL))
SPOIL (text_other_gone, wb_lang_text_set (set->call_text, "en", NULL))
SPOIL (text_blank, wb_lang_text_set (set->call_text, "en", " \n"))
SPOIL (text_tag, wb_lang_text_set (set->call_text, "en", "Shall we <b>call</b>?"))
SPOIL (text_comment, wb_lang_text_set (set->call_text, "en", "x <!-- y"))
SPOIL (text_entity, wb_lang_text_set (set->call_text, "en", "A &amp; B"))
SPOIL (text_number_entity, wb_lang_text_set (set->call_text, "en", "A &#38; B"))
SPOIL (text_hearts, wb_lang_text_set (set->call_text, "en", "We <3 you, 5 < 6 & A&B, call <"))
SPOIL (banner_none, set_text (&set->banner, NULL))
SPOIL (banner_unknown, set_text (&set->banner, "nowhere"))
SPOIL (banner_old, set_text (&set->banner, "old"))
SPOIL (url_none, set_text (&set->banner_target_url, NULL))
SPOIL (url_http, set_text (&set->banner_target_url, "http://www.example.cz/"))
SPOIL (url_relative, set_text (&set->banner_target_url, "/akce"))
SPOIL (url_no_host, set_text (&set->banner_target_url, "https:///akce"))
SPOIL (url_script, set_text (&set->banner_target_url, "javascript:alert(1)"))
SPOIL (url_user, set_text (&set->banner_target_url, "https://example.cz@evil.example/"))
SPOIL (url_space, set_text (&set->banner_target_url, "https://example.cz/a b"))
SPOIL (url_upper, set_text (&set->banner_target_url, "HTTPS://example.cz/č?x=1#y"))
SPOIL (drafts, set->coupon_enabled = set->call_enabled = set->banner_enabled = FALSE;
       set_text (&row (set, 0)->amount, NULL); set->validity_days = -1; add_amount (set, "PLN", NULL, NULL);
       set_text (&set->banner, NULL); set_text (&set->banner_target_url, NULL);
       wb_lang_text_set (set->call_text, "cs", NULL); wb_lang_text_set (set->call_text, "en", ""))
SPOIL (bad_drafts, set->coupon_enabled = set->call_enabled = set->banner_enabled = FALSE;
       set_text (&row (set, 0)->amount, "abc"); set_text (&row (set, 1)->min_order_value, "-1");
       set->validity_days = 400; add_amount (set, "CZK", NULL, NULL);
       set_text (&set->banner_target_url, "http://x/"); wb_lang_text_set (set->call_text, "en", "<i>"))
SPOIL (kind_unknown, for (guint i = 0; i < 4; i++) {
         set_text (&row (set, i)->kind, "points"); set_text (&row (set, i)->amount, "7 stars"); })
/* *INDENT-ON* */

static void
make_percent (WbOfferSet *set,
              const char *percent)
{
  for (guint i = 0; i < set->amounts->len; i++) {
    set_text (&row (set, i)->kind, WB_COUPON_KIND_PERCENT);
    set_text (&row (set, i)->amount, percent);
  }
}

SPOIL (percent, make_percent (set, "12.50"))
SPOIL (percent_short, make_percent (set, "7"); set_text (&row (set, 1)->amount, "7.00"))
SPOIL (percent_full, make_percent (set, "100"))
SPOIL (percent_too_large, make_percent (set, "100.01"))
SPOIL (percent_too_fine, make_percent (set, "12.505"))
SPOIL (percent_zero, make_percent (set, "0"))
SPOIL (percent_uneven, make_percent (set, "10"); set_text (&row (set, 3)->amount, "12"))

#define AMOUNT(i) "tools.coupon.amounts[" #i "].amount "
#define MINIMUM(i) "tools.coupon.amounts[" #i "].min_order_value "
#define EACH(code) AMOUNT (0) code "\n" AMOUNT (1) code "\n" AMOUNT (2) code "\n" AMOUNT (3) code

static void
test_offer_set_rules (void)
{
  static const struct {
    const char *name;
    Spoil spoil;
    const char *problems;
  } cases[] = {
    { "right as it is", nothing, "" },
    { "all off, shown nowhere", all_off, "" },
    { "coupon shown nowhere", coupon_nowhere, "tools.coupon.placements placement_required" },
    { "call shown nowhere", call_nowhere, "tools.call_request.placements placement_required" },
    { "banner shown nowhere", banner_nowhere, "tools.banner.placements placement_required" },
    { "a currency missing", currency_missing, "tools.coupon.amounts amount_missing" },
    { "all currencies missing", all_missing,
      "tools.coupon.amounts amount_missing\ntools.coupon.amounts amount_missing\n"
      "tools.coupon.amounts amount_missing\ntools.coupon.amounts amount_missing" },
    { "a currency of no shop with coupons", currency_surplus,
      "tools.coupon.amounts[4].currency currency_unknown" },
    { "a currency twice", currency_twice, "tools.coupon.amounts[4].currency currency_duplicate" },
    { "no currency at all", currency_odd, "tools.coupon.amounts[4].currency currency_unknown" },
    { "no amount", amount_none, AMOUNT (1) "amount_missing" },
    { "empty amount", amount_empty, AMOUNT (1) "amount_missing" },
    { "zero", amount_zero, AMOUNT (1) "not_positive" },
    { "a cent", amount_smallest, "" },
    { "below zero", amount_negative, AMOUNT (1) "not_positive" },
    { "comma", amount_nonsense, AMOUNT (1) "invalid" },
    { "exponent", amount_exponent, AMOUNT (1) "invalid" },
    { "a million", amount_largest, "" },
    { "a cent above a million", amount_too_large, AMOUNT (1) "too_large" },
    { "does not fit at all", amount_huge, AMOUNT (1) "too_large" },
    { "a tenth of a cent", amount_too_fine, AMOUNT (1) "too_many_digits" },
    { "whole euros", amount_fewer_digits, "" },
    { "KWD has three digits", kwd_fine, "" },
    { "KWD has no four", kwd_too_fine, AMOUNT (2) "too_many_digits" },
    { "JPY has none", jpy_too_fine, AMOUNT (3) "too_many_digits" },
    { "no minimum", minimum_none, "" },
    { "minimum zero", minimum_zero, "" },
    { "minimum below zero", minimum_negative, MINIMUM (0) "negative" },
    { "minimum too fine", minimum_too_fine, MINIMUM (3) "too_many_digits" },
    { "minimum too large", minimum_too_large, MINIMUM (3) "too_large" },
    { "minimum no number", minimum_nonsense, MINIMUM (3) "invalid" },
    { "days not set", days_none, "tools.coupon.validity_days out_of_range" },
    { "no day", days_zero, "tools.coupon.validity_days out_of_range" },
    { "one day", days_one, "" },
    { "a year", days_year, "" },
    { "more than a year", days_too_many, "tools.coupon.validity_days out_of_range" },
    { "days below zero", days_below, "tools.coupon.validity_days out_of_range" },
    { "kinds mixed", kind_mixed, "tools.coupon.amounts[2].kind kind_mixed" },
    { "percent", percent, "" },
    { "percent, written differently", percent_short, "" },
    { "100 percent", percent_full, "" },
    { "more than 100 percent", percent_too_large, EACH ("too_large") },
    { "percent too fine", percent_too_fine, EACH ("too_many_digits") },
    { "0 percent", percent_zero, EACH ("not_positive") },
    { "percentages differ", percent_uneven, AMOUNT (3) "amount_mixed" },
    { "default language missing", text_default_gone, "tools.call_request.text.cs text_required" },
    { "another language missing", text_other_gone, "" },
    { "a blank text", text_blank, "tools.call_request.text.en text_required" },
    { "tags", text_tag, "tools.call_request.text.en markup" },
    { "a comment", text_comment, "tools.call_request.text.en markup" },
    { "an entity", text_entity, "tools.call_request.text.en markup" },
    { "a number's entity", text_number_entity, "tools.call_request.text.en markup" },
    { "what only looks like tags", text_hearts, "" },
    { "no banner", banner_none, "tools.banner.banner banner_required" },
    { "a banner that is not there", banner_unknown, "tools.banner.banner banner_required" },
    { "an archived banner", banner_old, "tools.banner.banner banner_archived" },
    { "no address", url_none, "tools.banner.target_url url_invalid" },
    { "http", url_http, "tools.banner.target_url url_invalid" },
    { "relative address", url_relative, "tools.banner.target_url url_invalid" },
    { "no host", url_no_host, "tools.banner.target_url url_invalid" },
    { "a script", url_script, "tools.banner.target_url url_invalid" },
    { "a user's name in it", url_user, "tools.banner.target_url url_invalid" },
    { "a space in it", url_space, "tools.banner.target_url url_invalid" },
    { "upper case, accents, query", url_upper, "" },
    { "drafts", drafts, "" },
    { "drafts that are not well-formed", bad_drafts,
      AMOUNT (0) "invalid\n" MINIMUM (1) "negative\n"
      "tools.coupon.amounts[4].currency currency_duplicate\n"
      "tools.coupon.validity_days out_of_range\ntools.call_request.text.en markup\n"
      "tools.banner.target_url url_invalid" },
    { "a kind we do not know", kind_unknown,
      "tools.coupon.amounts[0].kind kind_unknown\ntools.coupon.amounts[1].kind kind_unknown\n"
      "tools.coupon.amounts[2].kind kind_unknown\ntools.coupon.amounts[3].kind kind_unknown" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (WbOfferSet) set = new_right_set ();
    g_autofree char *problems = NULL;

    g_test_message ("%s", cases[i].name);
    cases[i].spoil (set);
    problems = judge (set, TRUE, FALSE);
    g_assert_cmpstr (problems, ==, cases[i].problems);
  }
}

static void
test_offer_set_unknown_kind_is_passed_on (void)
{
  g_autoptr (WbOfferSet) set = new_right_set ();
  g_autofree char *problems = NULL;

  kind_unknown (set);
  problems = judge (set, TRUE, TRUE);
  g_assert_cmpstr (problems, ==, "");
}

static void
test_offer_set_needs_a_shop (void)
{
  g_autoptr (WbOfferSet) set = new_right_set ();
  g_autofree char *on = judge (set, FALSE, FALSE);
  g_autofree char *off = NULL;

  g_assert_cmpstr (on, ==, "tools.coupon.enabled platform_unsupported");
  set->coupon_enabled = FALSE;
  off = judge (set, FALSE, FALSE);
  g_assert_cmpstr (off, ==, "");
}

/* Lengths count characters for texts and bytes for addresses. */
static void
test_offer_set_lengths (void)
{
  g_autoptr (WbOfferSet) set = new_right_set ();
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GString) url = g_string_new ("https://example.cz/");
  g_autofree char *fits = NULL;
  g_autofree char *does_not = NULL;

  while (g_utf8_strlen (text->str, -1) < 500)
    g_string_append (text, "ř");
  while (url->len < 2048)
    g_string_append_c (url, 'a');
  wb_lang_text_set (set->call_text, "cs", text->str);
  set_text (&set->banner_target_url, url->str);
  fits = judge (set, TRUE, FALSE);
  g_assert_cmpstr (fits, ==, "");

  g_string_append_c (text, '!');
  g_string_append_c (url, 'a');
  wb_lang_text_set (set->call_text, "cs", text->str);
  set_text (&set->banner_target_url, url->str);
  does_not = judge (set, TRUE, FALSE);
  g_assert_cmpstr (does_not, ==,
                   "tools.call_request.text.cs too_long\ntools.banner.target_url url_invalid");
}

/* One answer names everything at once. */
static void
test_offer_set_all_problems_at_once (void)
{
  g_autoptr (WbOfferSet) set = new_right_set ();
  g_autofree char *problems = NULL;

  coupon_nowhere (set);
  amount_zero (set);
  minimum_negative (set);
  days_zero (set);
  call_nowhere (set);
  text_default_gone (set);
  banner_nowhere (set);
  banner_none (set);
  url_http (set);
  problems = judge (set, TRUE, FALSE);
  g_assert_cmpstr (problems, ==,
                   "tools.coupon.placements placement_required\n"
                   MINIMUM (0) "negative\n"
                   AMOUNT (1) "not_positive\n"
                   "tools.coupon.validity_days out_of_range\n"
                   "tools.call_request.placements placement_required\n"
                   "tools.call_request.text.cs text_required\n"
                   "tools.banner.placements placement_required\n"
                   "tools.banner.banner banner_required\n"
                   "tools.banner.target_url url_invalid");
}

static void
test_offer_set_copy_shares_nothing (void)
{
  g_autoptr (WbOfferSet) set = new_right_set ();
  g_autoptr (WbOfferSet) copy = NULL;

  set->version = 17;
  set->updated_at = 5;
  set->updated_by = g_strdup ("d1");
  copy = wb_offer_set_copy (set);
  g_assert_true (wb_offer_set_equal_tools (set, copy));
  g_assert_cmpstr (copy->type, ==, "b1");
  g_assert_cmpint (copy->version, ==, 17);
  g_assert_cmpint (copy->updated_at, ==, 5);
  g_assert_cmpstr (copy->updated_by, ==, "d1");

  set_text (&wb_offer_set_ensure_amount (copy, "CZK")->amount, "1.00");
  wb_lang_text_set (copy->call_text, "cs", "?");
  g_assert_cmpstr (row (set, 0)->amount, ==, "200.00");
  g_assert_cmpstr (wb_lang_text_get (set->call_text, "cs"), ==, "Chcete, abychom vám zavolali?");
}

SPOIL (coupon_off, set->coupon_enabled = FALSE)
SPOIL (call_off, set->call_enabled = FALSE)
SPOIL (banner_off, set->banner_enabled = FALSE)
SPOIL (coupon_elsewhere, set->coupon_placements = WB_PLACEMENT_EMAIL)
SPOIL (row_written_short, set_text (&row (set, 0)->amount, "200"))
SPOIL (rows_turned, g_ptr_array_add (set->amounts, wb_coupon_amount_ref (row (set, 0)));
       g_ptr_array_remove_index (set->amounts, 0))
SPOIL (kept_by_server, set->version = 99; set->updated_at = 3; set_text (&set->updated_by, "x"))
SPOIL (text_changed, wb_lang_text_set (set->call_text, "en", "Call?"))
SPOIL (minimum_changed, set_text (&row (set, 1)->min_order_value, "41.00"))

static void
test_offer_set_equality (void)
{
  static const struct {
    const char *name;
    Spoil spoil;
    gboolean equal;
  } cases[] = {
    { "nothing", nothing, TRUE },
    { "written short", row_written_short, TRUE },
    { "rows turned", rows_turned, TRUE },
    { "kept by server", kept_by_server, TRUE },
    { "coupon off", coupon_off, FALSE },
    { "call off", call_off, FALSE },
    { "banner off", banner_off, FALSE },
    { "coupon elsewhere", coupon_elsewhere, FALSE },
    { "currency missing", currency_missing, FALSE },
    { "currency surplus", currency_surplus, FALSE },
    { "currency twice", currency_twice, FALSE },
    { "amount", amount_smallest, FALSE },
    { "amount none", amount_none, FALSE },
    { "minimum", minimum_changed, FALSE },
    { "kind", kind_mixed, FALSE },
    { "days", days_one, FALSE },
    { "text", text_changed, FALSE },
    { "text gone", text_other_gone, FALSE },
    { "banner", banner_old, FALSE },
    { "address", url_none, FALSE },
  };
  g_autoptr (WbOfferSet) right = new_right_set ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (WbOfferSet) set = new_right_set ();

    g_test_message ("%s", cases[i].name);
    cases[i].spoil (set);
    g_assert_cmpint (wb_offer_set_equal_tools (right, set), ==, cases[i].equal);
    g_assert_cmpint (wb_offer_set_equal_tools (set, right), ==, cases[i].equal);
  }
}

static void
test_offer_set_amount_rows (void)
{
  g_autoptr (WbOfferSet) set = wb_offer_set_new ();
  WbCouponAmount *first = wb_offer_set_ensure_amount (set, "CZK");

  g_assert_cmpstr (first->kind, ==, WB_COUPON_KIND_FIXED);
  g_assert_null (first->amount);
  g_assert_true (wb_offer_set_ensure_amount (set, "CZK") == first);
  set_text (&first->kind, WB_COUPON_KIND_PERCENT);
  g_assert_cmpstr (wb_offer_set_ensure_amount (set, "EUR")->kind, ==, WB_COUPON_KIND_PERCENT);
  g_assert_true (wb_offer_set_find_amount (set, "CZK") == first);
  g_assert_null (wb_offer_set_find_amount (set, "PLN"));
  g_assert_cmpint (set->validity_days, ==, -1);
  g_assert_cmpint (set->call_deadline_days, ==, 2);
  g_assert_cmpint (set->version, ==, 0);
}

static void
test_placement_words (void)
{
  static const WbPlacements all[] = {
    WB_PLACEMENT_PORTAL, WB_PLACEMENT_TICKET_DETAIL, WB_PLACEMENT_EMAIL
  };

  for (gsize i = 0; i < G_N_ELEMENTS (all); i++)
    g_assert_cmpint (wb_placement_from_text (wb_placement_to_text (all[i])), ==, all[i]);
  g_assert_cmpint (wb_placement_from_text ("Portal"), ==, WB_PLACEMENT_NONE);
  g_assert_cmpint (wb_placement_from_text (NULL), ==, WB_PLACEMENT_NONE);
  g_assert_null (wb_placement_to_text (WB_PLACEMENT_PORTAL | WB_PLACEMENT_EMAIL));
  g_assert_null (wb_placement_to_text (WB_PLACEMENT_NONE));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wb/domain/offer-set/rules", test_offer_set_rules);
  g_test_add_func ("/wb/domain/offer-set/unknown-kind-is-passed-on",
                   test_offer_set_unknown_kind_is_passed_on);
  g_test_add_func ("/wb/domain/offer-set/needs-a-shop", test_offer_set_needs_a_shop);
  g_test_add_func ("/wb/domain/offer-set/lengths", test_offer_set_lengths);
  g_test_add_func ("/wb/domain/offer-set/all-problems-at-once",
                   test_offer_set_all_problems_at_once);
  g_test_add_func ("/wb/domain/offer-set/copy-shares-nothing", test_offer_set_copy_shares_nothing);
  g_test_add_func ("/wb/domain/offer-set/equality", test_offer_set_equality);
  g_test_add_func ("/wb/domain/offer-set/amount-rows", test_offer_set_amount_rows);
  g_test_add_func ("/wb/domain/offer-set/placement-words", test_placement_words);

  return g_test_run ();
}
