/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Typed text, the set it makes, its problems, drafts and merges: WbOfferEditor without a window. */

#include "config.h"

#include "offer-editor-fixture.h"

#include "wb-offer-text.h"

static void
test_offer_text_reads_typed (void)
{
  static const struct
  {
    const char *locale;
    const char *currency;
    const char *typed;
    const char *text;   /* NULL = kept word for word, behind a mark */
    const char *shown;  /* what the field has when it is left */
  } cases[] = {
    { "cs_CZ", "CZK", "1000", "1000.00", "1" NBSP "000,00" },
    { "cs_CZ", "CZK", "1 000,5", "1000.50", "1" NBSP "000,50" },
    { "cs_CZ", "CZK", "1" NBSP "000,50", "1000.50", "1" NBSP "000,50" },
    { "en_US", "CZK", "1,000.50", "1000.50", "1,000.50" },
    { "de_DE", "EUR", "1.000,50", "1000.50", "1.000,50" },
    { "en_US", "JPY", "1200", "1200", "1,200" },
    { "cs_CZ", "CZK", "abc", NULL, "abc" },
    { "cs_CZ", "CZK", "-5", NULL, "-5" },
    { "en_US", "JPY", "12.5", NULL, "12.5" },
    { "cs_CZ", "CZK", "1,234", NULL, "1,234" },
    { "cs_CZ", "CZK", "12,5,0", NULL, "12,5,0" },
    { "cs_CZ", "CZK", "99999999999999999999", NULL, "99999999999999999999" },
    { "cs_CZ", NULL, "12,5", "12.50", "12,50" },
    { "cs_CZ", NULL, "10 %", "10.00", "10" },
    { "en_US", NULL, "12.5%", "12.50", "12.50" },
    { "en_US", NULL, "12.555", NULL, "12.555" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = NULL;
    g_autofree char *shown = NULL;

    g_test_message ("%s %s “%s”", cases[i].locale, cases[i].currency, cases[i].typed);
    text = wb_offer_text_from_typed (cases[i].typed, cases[i].currency, cases[i].locale);
    shown = wb_offer_text_for_people (text, cases[i].currency, cases[i].locale);
    g_assert_cmpstr (shown, ==, cases[i].shown);
    if (cases[i].text) {
      g_assert_cmpstr (text, ==, cases[i].text);
      g_assert_true (wb_offer_text_is_readable (text));
    } else {
      g_autofree char *why = wb_offer_text_explain (text, cases[i].currency, cases[i].locale);

      g_assert_false (wb_offer_text_is_readable (text));
      g_assert_cmpstr (why, !=, "");
    }
  }
}

static void
test_offer_text_nothing_is_nothing (void)
{
  static const char *blanks[] = { "", " ", NBSP, "\t " };

  for (gsize i = 0; i < G_N_ELEMENTS (blanks); i++) {
    g_autofree char *text = wb_offer_text_from_typed (blanks[i], "CZK", "cs_CZ");
    g_autofree char *shown = wb_offer_text_for_people (text, "CZK", "cs_CZ");

    g_test_message ("“%s”", blanks[i]);
    g_assert_null (text);
    g_assert_cmpstr (shown, ==, "");
  }
}

static void
test_offer_editor_without_edits_is_clean (void)
{
  g_autoptr (WbOfferEditor) editor = offer_test_new_editor ("cs_CZ");
  g_autofree char *amount = wb_offer_editor_dup_amount (editor, "CZK");
  g_autofree char *minimum = wb_offer_editor_dup_minimum (editor, "CZK");

  g_assert_cmpstr (amount, ==, "200,00");
  g_assert_cmpstr (minimum, ==, "1" NBSP "000,00");
  /* Leaving a field writes back what it shows; that is no edit. */
  wb_offer_editor_type_amount (editor, "CZK", amount);
  wb_offer_editor_type_minimum (editor, "CZK", minimum);
  g_assert_false (wb_offer_editor_is_dirty (editor));
  g_assert_false (wb_offer_editor_can_save (editor));
  g_assert_null (wb_offer_editor_dup_savable (editor));
  g_assert_cmpuint (wb_offer_editor_get_problems (editor)->len, ==, 0);
}

static void
test_offer_editor_typed_amount_is_saved (void)
{
  g_autoptr (WbOfferEditor) editor = offer_test_new_editor ("cs_CZ");
  g_autoptr (WbOfferSet) wanted = offer_test_new_set ();
  g_autoptr (WbOfferSet) savable = NULL;
  WbCouponAmount *row = NULL;

  wb_offer_editor_type_amount (editor, "CZK", "2");
  wb_offer_editor_type_amount (editor, "CZK", "25");
  wb_offer_editor_type_amount (editor, "CZK", "250,5");
  wb_offer_editor_type_minimum (editor, "EUR", "");
  g_assert_true (wb_offer_editor_is_dirty (editor));
  savable = wb_offer_editor_dup_savable (editor);
  g_assert_nonnull (savable);

  row = wb_offer_set_ensure_amount (wanted, "CZK");
  g_free (row->amount);
  row->amount = g_strdup ("250.50");
  g_clear_pointer (&wb_offer_set_ensure_amount (wanted, "EUR")->min_order_value, g_free);
  offer_test_assert_equal_tools (savable, wanted);
  g_assert_cmpint (savable->version, ==, 7);

  wb_offer_editor_saved (editor, savable);
  g_assert_false (wb_offer_editor_is_dirty (editor));
}

static void
test_offer_editor_keeps_what_is_typed_while_saving (void)
{
  g_autoptr (WbOfferEditor) editor = offer_test_new_editor ("cs_CZ");
  g_autoptr (WbOfferSet) savable = NULL;
  g_autofree char *amount = NULL;

  wb_offer_editor_type_amount (editor, "CZK", "250");
  savable = wb_offer_editor_dup_savable (editor);
  wb_offer_editor_type_amount (editor, "CZK", "260");
  wb_offer_editor_saved (editor, savable);

  amount = wb_offer_editor_dup_amount (editor, "CZK");
  g_assert_cmpstr (amount, ==, "260,00");
  g_assert_true (wb_offer_editor_is_dirty (editor));
}

static void
test_offer_editor_bad_input_is_a_problem_and_kept (void)
{
  static const struct
  {
    const char *currency;
    const char *amount;
    const char *minimum;
    WbOfferField field;
    const char *code;
  } cases[] = {
    { "CZK", "abc", "1", WB_OFFER_FIELD_AMOUNT, "unreadable" },
    { "CZK", "-1", "1", WB_OFFER_FIELD_AMOUNT, "unreadable" },
    { "CZK", "", "1", WB_OFFER_FIELD_AMOUNT, "amount_missing" },
    { "CZK", "0", "1", WB_OFFER_FIELD_AMOUNT, "not_positive" },
    { "CZK", "1000001", "1", WB_OFFER_FIELD_AMOUNT, "too_large" },
    { "EUR", "5", "x", WB_OFFER_FIELD_MINIMUM, "unreadable" },
    { "EUR", "5", "1000001", WB_OFFER_FIELD_MINIMUM, "too_large" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (WbOfferEditor) editor = offer_test_new_editor ("en_US");
    g_autoptr (WbOfferEditor) later = offer_test_new_editor ("en_US");
    g_autofree char *amount = NULL;
    const WbOfferProblem *problem = NULL;

    g_test_message ("%s “%s” “%s”", cases[i].currency, cases[i].amount, cases[i].minimum);
    wb_offer_editor_type_amount (editor, cases[i].currency, cases[i].amount);
    wb_offer_editor_type_minimum (editor, cases[i].currency, cases[i].minimum);
    problem = offer_test_find_problem (editor, cases[i].field, cases[i].currency, cases[i].code);
    g_assert_nonnull (problem);
    g_assert_cmpstr (problem->message, !=, "");
    g_assert_cmpuint (wb_offer_editor_get_problems (editor)->len, ==, 1);
    g_assert_false (wb_offer_editor_can_save (editor));

    /* A draft of it shows the same after a restart. */
    wb_offer_editor_restore_draft (later, wb_offer_editor_get_set (editor),
                                   wb_offer_editor_get_draft_base (editor));
    g_assert_nonnull (
      offer_test_find_problem (later, cases[i].field, cases[i].currency, cases[i].code));
    amount = wb_offer_editor_dup_amount (later, cases[i].currency);
    if (g_str_equal (cases[i].code, "unreadable") && cases[i].field == WB_OFFER_FIELD_AMOUNT)
      g_assert_cmpstr (amount, ==, cases[i].amount);
    g_assert_true (wb_offer_editor_is_dirty (later));
  }
}

static void
test_offer_editor_all_problems_at_once (void)
{
  g_autoptr (WbOfferEditor) editor = offer_test_new_editor ("en_US");

  wb_offer_editor_type_amount (editor, "CZK", "");
  wb_offer_editor_type_minimum (editor, "EUR", "-");
  wb_offer_editor_set_validity (editor, -1);
  wb_offer_editor_set_place (editor, WB_TOOL_COUPON, WB_PLACEMENT_PORTAL, FALSE);
  g_assert_nonnull (offer_test_find_problem (editor, WB_OFFER_FIELD_AMOUNT, "CZK", "amount_missing"));
  g_assert_nonnull (offer_test_find_problem (editor, WB_OFFER_FIELD_MINIMUM, "EUR", "unreadable"));
  g_assert_nonnull (offer_test_find_problem (editor, WB_OFFER_FIELD_VALIDITY, NULL, "out_of_range"));
  g_assert_nonnull (offer_test_find_problem (editor, WB_OFFER_FIELD_PLACEMENTS, NULL, "placement_required"));
  g_assert_cmpuint (wb_offer_editor_get_problems (editor)->len, ==, 4);

  /* A tool that is off may be incomplete, but what stands in it has to be readable. */
  wb_offer_editor_set_on (editor, WB_TOOL_COUPON, FALSE);
  wb_offer_editor_set_validity (editor, -1);
  g_assert_cmpuint (wb_offer_editor_get_problems (editor)->len, ==, 1);
  g_assert_nonnull (offer_test_find_problem (editor, WB_OFFER_FIELD_MINIMUM, "EUR", "unreadable"));
}

static void
test_offer_editor_discard_brings_back_the_base (void)
{
  g_autoptr (WbOfferEditor) editor = offer_test_new_editor ("en_US");

  wb_offer_editor_type_amount (editor, "CZK", "nonsense");
  wb_offer_editor_set_percent (editor, TRUE);
  wb_offer_editor_set_on (editor, WB_TOOL_COUPON, FALSE);
  g_assert_true (wb_offer_editor_is_dirty (editor));
  wb_offer_editor_discard (editor);
  g_assert_false (wb_offer_editor_is_dirty (editor));
  offer_test_assert_equal_tools (wb_offer_editor_get_set (editor), wb_offer_editor_get_base (editor));
}

static void
test_offer_editor_kind_there_and_back (void)
{
  g_autoptr (WbOfferEditor) editor = offer_test_new_editor ("en_US");
  g_autofree char *percent = NULL;
  g_autofree char *amount = NULL;

  wb_offer_editor_type_amount (editor, "EUR", "9.50");
  wb_offer_editor_set_percent (editor, TRUE);
  g_assert_true (wb_offer_editor_is_percent (editor));
  g_assert_nonnull (offer_test_find_problem (editor, WB_OFFER_FIELD_AMOUNT, NULL, "amount_missing"));
  g_assert_cmpuint (wb_offer_editor_get_problems (editor)->len, ==, 1);

  wb_offer_editor_type_amount (editor, NULL, "12.5");
  g_assert_cmpuint (wb_offer_editor_get_problems (editor)->len, ==, 0);
  for (guint i = 0; i < wb_offer_editor_get_set (editor)->amounts->len; i++) {
    const WbCouponAmount *row = g_ptr_array_index (wb_offer_editor_get_set (editor)->amounts, i);

    g_assert_cmpstr (row->kind, ==, WB_COUPON_KIND_PERCENT);
    g_assert_cmpstr (row->amount, ==, "12.50");
  }

  wb_offer_editor_type_amount (editor, NULL, "101");
  g_assert_nonnull (offer_test_find_problem (editor, WB_OFFER_FIELD_AMOUNT, NULL, "too_large"));

  wb_offer_editor_set_percent (editor, FALSE);
  amount = wb_offer_editor_dup_amount (editor, "EUR");
  g_assert_cmpstr (amount, ==, "9.50");
  wb_offer_editor_set_percent (editor, TRUE);
  percent = wb_offer_editor_dup_amount (editor, NULL);
  g_assert_cmpstr (percent, ==, "101");
}

static void
test_offer_editor_unknown_kind_goes_back_unchanged (void)
{
  g_autoptr (GPtrArray) stores = offer_test_new_stores ();
  g_autoptr (WbOfferSet) set = offer_test_new_set ();
  g_autoptr (WbOfferEditor) editor = NULL;
  g_autoptr (WbOfferSet) savable = NULL;

  for (guint i = 0; i < set->amounts->len; i++) {
    WbCouponAmount *row = g_ptr_array_index (set->amounts, i);

    g_free (row->kind);
    row->kind = g_strdup ("points");
  }
  editor = wb_offer_editor_new (set, stores, "cs", "en_US");
  g_assert_false (wb_offer_editor_is_kind_known (editor));
  wb_offer_editor_set_percent (editor, TRUE);
  wb_offer_editor_set_validity (editor, 30);
  savable = wb_offer_editor_dup_savable (editor);
  g_assert_nonnull (savable);
  for (guint i = 0; i < savable->amounts->len; i++)
    g_assert_cmpstr (((WbCouponAmount *) g_ptr_array_index (savable->amounts, i))->kind, ==,
                     "points");
}

static void
test_offer_editor_currencies_follow_the_shops (void)
{
  g_autoptr (WbOfferEditor) editor = offer_test_new_editor ("en_US");
  g_autoptr (GPtrArray) stores = offer_test_new_stores ();
  g_auto (GStrv) before = wb_offer_editor_dup_currencies (editor);
  g_auto (GStrv) after = NULL;
  g_autofree char *names = NULL;

  g_assert_cmpuint (g_strv_length (before), ==, 2);
  g_ptr_array_add (stores, offer_test_new_store ("oslo.pl", "PLN"));
  g_ptr_array_remove_index (stores, 1);
  wb_offer_editor_set_stores (editor, stores);
  after = wb_offer_editor_dup_currencies (editor);
  g_assert_cmpstr (after[0], ==, "CZK");
  g_assert_cmpstr (after[1], ==, "PLN");
  g_assert_cmpstr (after[2], ==, "EUR");
  names = wb_offer_editor_dup_store_names (editor, "PLN");
  g_assert_cmpstr (names, ==, "oslo.pl");
  g_assert_null (wb_offer_editor_dup_store_names (editor, "EUR"));
  g_assert_nonnull (offer_test_find_problem (editor, WB_OFFER_FIELD_AMOUNT, "PLN", "amount_missing"));
  g_assert_nonnull (offer_test_find_problem (editor, WB_OFFER_FIELD_AMOUNT, "EUR", "currency_unknown"));

  wb_offer_editor_remove_currency (editor, "EUR");
  wb_offer_editor_type_amount (editor, "PLN", "20");
  g_assert_cmpuint (wb_offer_editor_get_problems (editor)->len, ==, 0);
}

static void
test_offer_editor_says_what_shops_cannot_do (void)
{
  static const struct
  {
    const char *connection;
    gboolean supports;
    gboolean in_trouble;
  } cases[] = {
    { "connected", TRUE, FALSE }, { "error", TRUE, TRUE },     { "disabled", TRUE, TRUE },
    { "waiting", TRUE, TRUE },    { "anything", TRUE, FALSE }, { "error", FALSE, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (WbOfferEditor) editor = offer_test_new_editor ("en_US");
    g_autoptr (GPtrArray) stores = offer_test_new_stores ();
    WbMerchantStore *store = g_ptr_array_index (stores, 1);
    g_autofree char *trouble = NULL;
    g_autofree char *without = NULL;

    g_test_message ("%s %d", cases[i].connection, cases[i].supports);
    g_free (store->connection);
    store->connection = g_strdup (cases[i].connection);
    store->supports_coupons = cases[i].supports;
    wb_offer_editor_set_stores (editor, stores);
    g_assert_null (wb_offer_editor_dup_store_trouble (editor, "CZK"));
    trouble = wb_offer_editor_dup_store_trouble (editor, "EUR");
    without = wb_offer_editor_dup_stores_without (editor);
    g_assert_cmpint (trouble && strstr (trouble, "oslo.eu"), ==, cases[i].in_trouble);
    g_assert_cmpint (without && strstr (without, "oslo.eu"), ==, !cases[i].supports);
    /* An outage must not make settings unsaveable. */
    if (cases[i].supports)
      g_assert_cmpuint (wb_offer_editor_get_problems (editor)->len, ==, 0);
  }
}

static void
test_offer_editor_row_typed_and_cleared_is_no_edit (void)
{
  g_autoptr (WbOfferEditor) editor = offer_test_new_editor ("en_US");
  g_autoptr (GPtrArray) stores = offer_test_new_stores ();

  g_ptr_array_add (stores, offer_test_new_store ("oslo.pl", "PLN"));
  wb_offer_editor_set_stores (editor, stores);
  wb_offer_editor_type_amount (editor, "PLN", "2");
  g_assert_true (wb_offer_editor_is_dirty (editor));
  wb_offer_editor_type_amount (editor, "PLN", "");
  g_assert_false (wb_offer_editor_is_dirty (editor));
}

static void
test_offer_editor_merges_other_fields (void)
{
  g_autoptr (WbOfferEditor) editor = offer_test_new_editor ("en_US");
  g_autoptr (WbOfferSet) theirs = offer_test_new_set ();
  g_autoptr (WbOfferSet) savable = NULL;
  g_autofree char *czk = NULL;
  g_autofree char *eur = NULL;
  WbCouponAmount *row = wb_offer_set_ensure_amount (theirs, "EUR");

  g_free (row->amount);
  row->amount = g_strdup ("11.00");
  theirs->version = 8;
  theirs->call_enabled = FALSE;
  wb_offer_editor_type_amount (editor, "CZK", "250");
  g_assert_cmpint (wb_offer_editor_update (editor, theirs), ==, WB_OFFER_UPDATE_MERGED);
  czk = wb_offer_editor_dup_amount (editor, "CZK");
  eur = wb_offer_editor_dup_amount (editor, "EUR");
  g_assert_cmpstr (czk, ==, "250.00");
  g_assert_cmpstr (eur, ==, "11.00");
  g_assert_cmpuint (wb_offer_editor_get_clashes (editor)->len, ==, 0);
  savable = wb_offer_editor_dup_savable (editor);
  g_assert_nonnull (savable);
  g_assert_false (savable->call_enabled);
  g_assert_cmpint (savable->version, ==, 8);
  g_assert_cmpint (wb_offer_editor_get_base (editor)->version, ==, 8);

  /* Told again, it is nothing new. */
  g_assert_cmpint (wb_offer_editor_update (editor, theirs), ==, WB_OFFER_UPDATE_NONE);
}

static void
test_offer_editor_without_edits_takes_the_new_set (void)
{
  g_autoptr (WbOfferEditor) editor = offer_test_new_editor ("en_US");
  g_autoptr (WbOfferSet) theirs = offer_test_new_set ();

  theirs->validity_days = 20;
  theirs->version = 8;
  g_assert_cmpint (wb_offer_editor_update (editor, theirs), ==, WB_OFFER_UPDATE_RELOADED);
  g_assert_cmpint (wb_offer_editor_get_set (editor)->validity_days, ==, 20);
  g_assert_false (wb_offer_editor_is_dirty (editor));
}

static void
test_offer_editor_clash_asks_and_is_settled (void)
{
  static const struct
  {
    WbOfferChoice choice;
    const char *amount;
  } cases[] = {
    { WB_OFFER_CHOICE_MINE, "250.00" },
    { WB_OFFER_CHOICE_THEIRS, "300.00" },
    { WB_OFFER_CHOICE_BEFORE, "200.00" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (WbOfferEditor) editor = offer_test_new_editor ("en_US");
    g_autoptr (WbOfferEditor) later = offer_test_new_editor ("en_US");
    g_autoptr (WbOfferSet) theirs = offer_test_new_set ();
    WbCouponAmount *row = wb_offer_set_ensure_amount (theirs, "CZK");
    const WbOfferClash *clash = NULL;

    g_test_message ("%s", cases[i].amount);
    g_free (row->amount);
    row->amount = g_strdup ("300.00");
    theirs->version = 8;
    wb_offer_editor_type_amount (editor, "CZK", "250");
    wb_offer_editor_set_validity (editor, 30);
    g_assert_cmpint (wb_offer_editor_update (editor, theirs), ==, WB_OFFER_UPDATE_CLASH);
    g_assert_true (wb_offer_editor_has_open_clash (editor));
    g_assert_false (wb_offer_editor_can_save (editor));
    clash = g_ptr_array_index (wb_offer_editor_get_clashes (editor), 0);
    g_assert_cmpint (clash->field, ==, WB_OFFER_FIELD_AMOUNT);
    g_assert_cmpstr (clash->mine, ==, "CZK" NBSP "250.00");
    g_assert_cmpstr (clash->theirs, ==, "CZK" NBSP "300.00");
    g_assert_cmpstr (clash->before, ==, "CZK" NBSP "200.00");

    /* After a restart the draft asks the same. */
    wb_offer_editor_restore_draft (later, wb_offer_editor_get_set (editor),
                                   wb_offer_editor_get_draft_base (editor));
    g_assert_cmpint (wb_offer_editor_update (later, theirs), ==, WB_OFFER_UPDATE_CLASH);
    g_assert_cmpuint (wb_offer_editor_get_clashes (later)->len, ==, 1);

    wb_offer_editor_settle_clash (editor, 0, WB_OFFER_CHOICE_BEFORE);
    wb_offer_editor_settle_clash (editor, 0, cases[i].choice);
    g_assert_cmpstr (wb_offer_set_find_amount (wb_offer_editor_get_set (editor), "CZK")->amount,
                     ==, cases[i].amount);
    /* What did not clash is there whatever was chosen. */
    g_assert_cmpint (wb_offer_editor_get_set (editor)->validity_days, ==, 30);
    g_assert_true (wb_offer_editor_can_save (editor));
  }
}

static void
test_offer_editor_tells_typed_from_changed (void)
{
  static const struct
  {
    const char *typed;
    gboolean is;
  } cases[] = {
    { "200.00", TRUE }, { "200", TRUE }, { "200.0", TRUE }, { " 200", TRUE },
    { "250", FALSE },   { "", FALSE },   { "abc", FALSE },
  };
  g_autoptr (WbOfferEditor) editor = offer_test_new_editor ("en_US");

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_test_message ("“%s”", cases[i].typed);
    g_assert_cmpint (wb_offer_editor_is_amount (editor, "CZK", cases[i].typed), ==, cases[i].is);
  }
  g_assert_true (wb_offer_editor_is_minimum (editor, "EUR", "40"));
  g_assert_false (wb_offer_editor_is_minimum (editor, "EUR", "41"));
  wb_offer_editor_type_amount (editor, "CZK", "abc");
  g_assert_true (wb_offer_editor_is_amount (editor, "CZK", "abc"));
  g_assert_false (wb_offer_editor_is_amount (editor, "CZK", "abcd"));
}

static void
test_offer_editor_answered_for_theirs_leaves_nothing (void)
{
  g_autoptr (WbOfferEditor) editor = offer_test_new_editor ("en_US");
  g_autoptr (WbOfferSet) theirs = offer_test_new_set ();

  theirs->validity_days = 20;
  theirs->version = 8;
  wb_offer_editor_set_validity (editor, 30);
  wb_offer_editor_update (editor, theirs);
  wb_offer_editor_drop_settled (editor);
  g_assert_cmpuint (wb_offer_editor_get_clashes (editor)->len, ==, 1);
  wb_offer_editor_settle_clash (editor, 0, WB_OFFER_CHOICE_THEIRS);
  g_assert_false (wb_offer_editor_can_save (editor));
  wb_offer_editor_drop_settled (editor);
  g_assert_cmpuint (wb_offer_editor_get_clashes (editor)->len, ==, 0);
  g_assert_cmpint (wb_offer_editor_get_set (editor)->validity_days, ==, 20);
}

static void
test_offer_editor_second_change_during_a_clash (void)
{
  g_autoptr (WbOfferEditor) editor = offer_test_new_editor ("en_US");
  g_autoptr (WbOfferSet) first = offer_test_new_set ();
  g_autoptr (WbOfferSet) second = NULL;
  const WbOfferClash *clash = NULL;
  WbCouponAmount *row = wb_offer_set_ensure_amount (first, "CZK");

  g_free (row->amount);
  row->amount = g_strdup ("300.00");
  first->version = 8;
  second = wb_offer_set_copy (first);
  row = wb_offer_set_ensure_amount (second, "CZK");
  g_free (row->amount);
  row->amount = g_strdup ("310.00");
  second->version = 9;

  wb_offer_editor_type_amount (editor, "CZK", "250");
  wb_offer_editor_update (editor, first);
  g_assert_cmpint (wb_offer_editor_update (editor, second), ==, WB_OFFER_UPDATE_CLASH);
  clash = g_ptr_array_index (wb_offer_editor_get_clashes (editor), 0);
  g_assert_cmpstr (clash->theirs, ==, "CZK" NBSP "310.00");
  g_assert_cmpstr (clash->before, ==, "CZK" NBSP "200.00");
  g_assert_cmpstr (clash->mine, ==, "CZK" NBSP "250.00");
}

static void
test_offer_editor_conflict_of_a_saved_set (void)
{
  g_autoptr (WbOfferEditor) editor = offer_test_new_editor ("en_US");
  g_autoptr (WbOfferSet) before = offer_test_new_set ();
  g_autoptr (WbOfferSet) mine = offer_test_new_set ();
  g_autoptr (WbOfferSet) theirs = offer_test_new_set ();
  g_autoptr (WbOfferSet) savable = NULL;

  mine->validity_days = 21;
  theirs->validity_days = 28;
  theirs->version = 9;
  wb_offer_editor_start_conflict (editor, before, mine, theirs);
  g_assert_true (wb_offer_editor_has_open_clash (editor));
  /* Their value is no edit against theirs, and has to be saved all the same: it settles the row. */
  wb_offer_editor_settle_clash (editor, 0, WB_OFFER_CHOICE_THEIRS);
  g_assert_false (wb_offer_editor_is_dirty (editor));
  g_assert_true (wb_offer_editor_can_save (editor));
  savable = wb_offer_editor_dup_savable (editor);
  g_assert_cmpint (savable->validity_days, ==, 28);
  g_assert_cmpint (savable->version, ==, 9);
}

static void
test_offer_editor_never_configured_type (void)
{
  g_autoptr (GPtrArray) stores = offer_test_new_stores ();
  g_autoptr (WbOfferSet) set = wb_offer_set_new ();
  g_autoptr (WbOfferEditor) editor = NULL;
  g_autoptr (WbOfferSet) savable = NULL;

  set->type = g_strdup ("b9");
  editor = wb_offer_editor_new (set, stores, "cs", "en_US");
  g_assert_cmpuint (wb_offer_editor_get_problems (editor)->len, ==, 0);
  wb_offer_editor_set_on (editor, WB_TOOL_COUPON, TRUE);
  g_assert_cmpuint (wb_offer_editor_get_problems (editor)->len, ==, 4);
  wb_offer_editor_type_amount (editor, "CZK", "100");
  wb_offer_editor_type_amount (editor, "EUR", "4");
  wb_offer_editor_set_validity (editor, 7);
  wb_offer_editor_set_place (editor, WB_TOOL_COUPON, WB_PLACEMENT_EMAIL, TRUE);
  savable = wb_offer_editor_dup_savable (editor);
  g_assert_nonnull (savable);
  g_assert_cmpstr (savable->type, ==, "b9");
  g_assert_cmpuint (savable->amounts->len, ==, 2);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/app/offer-text/reads-typed", test_offer_text_reads_typed);
  g_test_add_func ("/app/offer-text/nothing-is-nothing", test_offer_text_nothing_is_nothing);
  g_test_add_func ("/app/offer-editor/without-edits-is-clean",
                   test_offer_editor_without_edits_is_clean);
  g_test_add_func ("/app/offer-editor/typed-amount-is-saved",
                   test_offer_editor_typed_amount_is_saved);
  g_test_add_func ("/app/offer-editor/keeps-what-is-typed-while-saving",
                   test_offer_editor_keeps_what_is_typed_while_saving);
  g_test_add_func ("/app/offer-editor/bad-input-is-a-problem-and-kept",
                   test_offer_editor_bad_input_is_a_problem_and_kept);
  g_test_add_func ("/app/offer-editor/all-problems-at-once",
                   test_offer_editor_all_problems_at_once);
  g_test_add_func ("/app/offer-editor/discard-brings-back-the-base",
                   test_offer_editor_discard_brings_back_the_base);
  g_test_add_func ("/app/offer-editor/kind-there-and-back", test_offer_editor_kind_there_and_back);
  g_test_add_func ("/app/offer-editor/unknown-kind-goes-back-unchanged",
                   test_offer_editor_unknown_kind_goes_back_unchanged);
  g_test_add_func ("/app/offer-editor/currencies-follow-the-shops",
                   test_offer_editor_currencies_follow_the_shops);
  g_test_add_func ("/app/offer-editor/says-what-shops-cannot-do",
                   test_offer_editor_says_what_shops_cannot_do);
  g_test_add_func ("/app/offer-editor/row-typed-and-cleared-is-no-edit",
                   test_offer_editor_row_typed_and_cleared_is_no_edit);
  g_test_add_func ("/app/offer-editor/merges-other-fields", test_offer_editor_merges_other_fields);
  g_test_add_func ("/app/offer-editor/without-edits-takes-the-new-set",
                   test_offer_editor_without_edits_takes_the_new_set);
  g_test_add_func ("/app/offer-editor/clash-asks-and-is-settled",
                   test_offer_editor_clash_asks_and_is_settled);
  g_test_add_func ("/app/offer-editor/tells-typed-from-changed",
                   test_offer_editor_tells_typed_from_changed);
  g_test_add_func ("/app/offer-editor/answered-for-theirs-leaves-nothing",
                   test_offer_editor_answered_for_theirs_leaves_nothing);
  g_test_add_func ("/app/offer-editor/second-change-during-a-clash",
                   test_offer_editor_second_change_during_a_clash);
  g_test_add_func ("/app/offer-editor/conflict-of-a-saved-set",
                   test_offer_editor_conflict_of_a_saved_set);
  g_test_add_func ("/app/offer-editor/never-configured-type",
                   test_offer_editor_never_configured_type);

  return g_test_run ();
}
