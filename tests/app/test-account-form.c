/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The preferences' form: what is typed, what becomes of it, what is wrong with it. */

#include "config.h"

#include "wb-account-form.h"
#include "wb-merchant-store.h"
#include "wb-time.h"

typedef struct
{
  WbAccount *account;
  WbAccountForm *form;
  guint n_changed;
} Fixture;

static void
add_money (GArray     *amounts,
           const char *currency,
           gint64      minor)
{
  WbMoney money = { minor, "" };

  g_strlcpy (money.currency, currency, sizeof money.currency);
  g_array_append_val (amounts, money);
}

static void
changed_cb (Fixture *fixture)
{
  fixture->n_changed++;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  WbHours week = { 0x1f, 9 * 60, 17 * 60 };
  gint32 christmas = 0, new_year = 0;
  WbAccount *account = wb_account_new ();

  g_assert_true (wb_date_parse ("2026-12-24", &christmas));
  g_assert_true (wb_date_parse ("2026-01-01", &new_year));
  account->id = g_strdup ("a1");
  g_strfreev (account->currencies);
  account->currencies = g_strsplit ("CZK,EUR", ",", -1);
  g_array_append_val (account->business_hours, week);
  /* As the server has them, not in their order. */
  g_array_append_val (account->closed_days, christmas);
  g_array_append_val (account->closed_days, new_year);
  add_money (account->coupon_cap, "CZK", 50000);
  add_money (account->coupon_cap, "USD", 2000);
  account->coupon_cap_percent_hundredths = 1250;
  account->version = 4;
  fixture->account = account;
  fixture->form = wb_account_form_new (account, NULL, "cs_CZ");
  g_signal_connect_swapped (fixture->form, "changed", G_CALLBACK (changed_cb), fixture);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_assert_finalize_object (fixture->form);
  wb_account_unref (fixture->account);
}

static const char *
get_text (Fixture    *fixture,
          const char *field)
{
  return wb_account_form_get_text (fixture->form, field);
}

static void
test_account_form_shows_what_is (Fixture       *fixture,
                                 gconstpointer  data)
{
  static const struct
  {
    const char *field;
    const char *text;
  } cases[] = {
    { "call_goal_hours", "24" },        { "business_hours.0", "9:00–17:00" },
    { "business_hours.4", "9:00–17:00" }, { "business_hours.5", "" },
    { "coupon_cap.CZK", "500,00" },     { "coupon_cap.EUR", "" },
    { "coupon_cap.USD", "20,00" },      { "coupon_budget.CZK", "" },
    { "coupon_cap_percent", "12,50" },
  };
  g_autoptr (WbAccount) same = wb_account_form_dup_account (fixture->form);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_test_message ("%s", cases[i].field);
    g_assert_cmpstr (get_text (fixture, cases[i].field), ==, cases[i].text);
    g_assert_cmpstr (wb_account_form_find_problem (fixture->form, cases[i].field), ==, "");
  }
  g_assert_false (wb_account_form_is_dirty (fixture->form));
  g_assert_nonnull (same);
  g_assert_cmpint (same->call_goal_hours, ==, fixture->account->call_goal_hours);
  g_assert_cmpuint (same->business_hours->len, ==, 1);
  g_assert_cmpuint (same->coupon_cap->len, ==, 2);
  g_assert_cmpint (same->coupon_cap_percent_hundredths, ==, 1250);
}

static void
test_account_form_takes_what_is_typed (Fixture       *fixture,
                                       gconstpointer  data)
{
  g_autoptr (WbAccount) account = NULL;

  wb_account_form_type (fixture->form, "call_goal_hours", "8");
  wb_account_form_type (fixture->form, "business_hours.5", "9-12");
  wb_account_form_type (fixture->form, "coupon_cap.CZK", "1 234,50");
  wb_account_form_type (fixture->form, "coupon_cap.USD", "");
  wb_account_form_type (fixture->form, "coupon_budget.EUR", "1000");
  wb_account_form_type (fixture->form, "coupon_cap_percent", "");
  g_assert_cmpuint (fixture->n_changed, ==, 6);
  g_assert_true (wb_account_form_is_dirty (fixture->form));

  account = wb_account_form_dup_account (fixture->form);
  g_assert_nonnull (account);
  g_assert_cmpint (account->call_goal_hours, ==, 8);
  g_assert_cmpuint (account->business_hours->len, ==, 2);
  g_assert_cmpuint (g_array_index (account->business_hours, WbHours, 0).days, ==, 0x1f);
  g_assert_cmpuint (g_array_index (account->business_hours, WbHours, 1).days, ==, 0x20);
  g_assert_cmpint (g_array_index (account->business_hours, WbHours, 1).to_min, ==, 12 * 60);
  g_assert_cmpuint (account->coupon_cap->len, ==, 1);
  g_assert_cmpint (g_array_index (account->coupon_cap, WbMoney, 0).minor, ==, 123450);
  g_assert_cmpuint (account->coupon_budget->len, ==, 1);
  g_assert_cmpint (g_array_index (account->coupon_budget, WbMoney, 0).minor, ==, 100000);
  g_assert_cmpint (account->coupon_cap_percent_hundredths, ==, -1);
  g_assert_cmpint (account->version, ==, 4);
}

/* Each with what makes it right again. */
static void
test_account_form_says_what_is_wrong (Fixture       *fixture,
                                      gconstpointer  data)
{
  static const struct
  {
    const char *field;
    const char *wrong;
    const char *right;
  } cases[] = {
    { "call_goal_hours", "0", "1" },           { "call_goal_hours", "721", "720" },
    { "call_goal_hours", "soon", "24" },       { "business_hours.1", "17-9", "9-17" },
    { "business_hours.1", "9-12, 11-17", "9-12, 12-17" },
    { "business_hours.1", "all day", "0-24" }, { "coupon_cap.CZK", "-1", "1" },
    { "coupon_cap.CZK", "1,2345", "1,23" },    { "coupon_cap.CZK", "much", "500" },
    { "coupon_budget.EUR", "-5", "5" },        { "coupon_cap_percent", "101", "100" },
    { "coupon_cap_percent", "half", "50" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (WbAccount) refused = NULL;
    g_autoptr (WbAccount) taken = NULL;

    g_test_message ("%s: %s", cases[i].field, cases[i].wrong);
    wb_account_form_type (fixture->form, cases[i].field, cases[i].wrong);
    g_assert_cmpstr (wb_account_form_find_problem (fixture->form, cases[i].field), !=, "");
    g_assert_cmpuint (wb_account_form_count_problems (fixture->form), ==, 1);
    refused = wb_account_form_dup_account (fixture->form);
    g_assert_null (refused);
    /* Nothing typed is lost. */
    g_assert_cmpstr (get_text (fixture, cases[i].field), ==, cases[i].wrong);

    wb_account_form_type (fixture->form, cases[i].field, cases[i].right);
    g_assert_cmpstr (wb_account_form_find_problem (fixture->form, cases[i].field), ==, "");
    taken = wb_account_form_dup_account (fixture->form);
    g_assert_nonnull (taken);
  }
}

static void
test_account_form_keeps_closed_days_in_order (Fixture       *fixture,
                                              gconstpointer  data)
{
  GArray *days = wb_account_form_get_closed_days (fixture->form);
  gint32 first = g_array_index (days, gint32, 0);
  g_autoptr (WbAccount) account = NULL;

  g_assert_cmpuint (days->len, ==, 2);
  g_assert_cmpint (first, <, g_array_index (days, gint32, 1));
  wb_account_form_add_closed_day (fixture->form, first);
  g_assert_cmpuint (days->len, ==, 2);
  g_assert_false (wb_account_form_is_dirty (fixture->form));

  wb_account_form_add_closed_day (fixture->form, first + 1);
  g_assert_cmpuint (days->len, ==, 3);
  g_assert_cmpint (g_array_index (days, gint32, 1), ==, first + 1);
  g_assert_true (wb_account_form_is_dirty (fixture->form));
  account = wb_account_form_dup_account (fixture->form);
  g_assert_cmpuint (account->closed_days->len, ==, 3);

  wb_account_form_drop_closed_day (fixture->form, first + 1);
  g_assert_false (wb_account_form_is_dirty (fixture->form));
}

static void
test_account_form_typed_back_is_no_edit (Fixture       *fixture,
                                         gconstpointer  data)
{
  wb_account_form_type (fixture->form, "coupon_cap.CZK", "1");
  g_assert_true (wb_account_form_is_dirty (fixture->form));
  wb_account_form_type (fixture->form, "coupon_cap.CZK", "500,00");
  g_assert_false (wb_account_form_is_dirty (fixture->form));
}

static void
add (const char *path,
     void (*func)(Fixture       *fixture,
                  gconstpointer data))
{
  g_test_add (path, Fixture, NULL, set_up, func, tear_down);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  add ("/app/account-form/shows-what-is", test_account_form_shows_what_is);
  add ("/app/account-form/takes-what-is-typed", test_account_form_takes_what_is_typed);
  add ("/app/account-form/says-what-is-wrong", test_account_form_says_what_is_wrong);
  add ("/app/account-form/keeps-closed-days-in-order",
       test_account_form_keeps_closed_days_in_order);
  add ("/app/account-form/typed-back-is-no-edit", test_account_form_typed_back_is_no_edit);

  return g_test_run ();
}
