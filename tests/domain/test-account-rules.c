/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The account's own settings: each rule with its refused twin, copies, and what equality sees. */

#include "wb-account-rules.h"

#include "wb-time.h"

#define WEEK 0x7f
#define MONDAY 0x01
#define TUESDAY 0x02

static void
add_hours (WbAccount *account,
           guint      days,
           int        from_min,
           int        to_min)
{
  WbHours hours = { days, (gint16) from_min, (gint16) to_min };

  g_array_append_val (account->business_hours, hours);
}

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
add_day (WbAccount *account,
         gint32     day)
{
  g_array_append_val (account->closed_days, day);
}

static WbAccount *
new_account (void)
{
  WbAccount *account = wb_account_new ();
  static const char *const words[] = { "a", "b", NULL };

  account->id = g_strdup ("a1000001");
  account->name = wb_lang_text_new_plain ("Sale");
  account->time_zone = g_strdup ("Europe/Prague");
  account->default_language = g_strdup ("cs");
  g_strfreev (account->languages);
  account->languages = g_strdupv ((char **) words);
  account->default_currency = g_strdup ("CZK");
  account->default_ticket_type = g_strdup ("b1");
  account->numbering_prefix = g_strdup ("2025");
  account->numbering_suffix_length = 4;
  account->portal_url = g_strdup ("https://example.com");
  account->color_primary = g_strdup ("#000001");
  account->color_button_text = g_strdup ("#000002");
  account->color_background = g_strdup ("#000003");
  account->color_text = g_strdup ("#000004");
  account->font = g_strdup ("Inter");
  account->corner_radius = g_strdup ("mild");
  account->remarketing_active = TRUE;
  account->remarketing_activated_at = 5;
  g_strfreev (account->features);
  account->features = g_strdupv ((char **) words);
  account->call_goal_hours = 12;
  account->coupon_cap_percent_hundredths = 2000;
  account->version = 4;

  return account;
}

/* The only problem, or none when @path is NULL. */
static void
assert_judged (const WbAccount *account,
               const char      *path,
               const char      *code)
{
  g_autoptr (GPtrArray) problems = wb_account_validate (account);

  g_assert_cmpuint (problems->len, ==, path ? 1 : 0);
  if (path) {
    g_assert_cmpstr (((WbProblem *) g_ptr_array_index (problems, 0))->path, ==, path);
    g_assert_cmpstr (((WbProblem *) g_ptr_array_index (problems, 0))->code, ==, code);
  }
}

static void
test_account_rules_numbers (void)
{
  static const struct
  {
    int goal_hours;
    int percent_hundredths;
    const char *path;
    const char *code;
  } rows[] = {
    { 1, -1, NULL, NULL },
    { 0, -1, "call_goal_hours", "out_of_range" },
    { 720, 10000, NULL, NULL },
    { 721, -1, "call_goal_hours", "out_of_range" },
    { -24, -1, "call_goal_hours", "out_of_range" },
    { 24, 0, NULL, NULL },
    { 24, 10001, "coupon_cap_percent", "too_large" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (WbAccount) account = new_account ();

    g_test_message ("%d hours, %d", rows[i].goal_hours, rows[i].percent_hundredths);
    account->call_goal_hours = rows[i].goal_hours;
    account->coupon_cap_percent_hundredths = rows[i].percent_hundredths;
    assert_judged (account, rows[i].path, rows[i].code);
  }
}

static void
test_account_rules_hours (void)
{
  static const struct
  {
    WbHours first;
    WbHours second;
    const char *path;
    const char *code;
  } rows[] = {
    { { WEEK, 0, 1440 }, { 0, 0, 0 }, NULL, NULL },
    { { 0, 540, 1020 }, { 0, 0, 0 }, "business_hours[0]", "out_of_range" },
    { { 0x80, 540, 1020 }, { 0, 0, 0 }, "business_hours[0]", "out_of_range" },
    { { MONDAY, 540, 541 }, { 0, 0, 0 }, NULL, NULL },
    { { MONDAY, 540, 540 }, { 0, 0, 0 }, "business_hours[0]", "out_of_range" },
    { { MONDAY, 1020, 540 }, { 0, 0, 0 }, "business_hours[0]", "out_of_range" },
    { { MONDAY, -1, 540 }, { 0, 0, 0 }, "business_hours[0]", "out_of_range" },
    { { MONDAY, 540, 1441 }, { 0, 0, 0 }, "business_hours[0]", "out_of_range" },
    /* A lunch break, to the minute. */
    { { MONDAY, 540, 720 }, { MONDAY, 720, 1020 }, NULL, NULL },
    { { MONDAY, 540, 721 }, { MONDAY, 720, 1020 }, "business_hours[1]", "overlap" },
    { { MONDAY, 540, 1020 }, { TUESDAY, 540, 1020 }, NULL, NULL },
    { { MONDAY | TUESDAY, 540, 1020 }, { TUESDAY, 600, 660 }, "business_hours[1]", "overlap" },
    { { TUESDAY, 600, 660 }, { MONDAY | TUESDAY, 540, 1020 }, "business_hours[1]", "overlap" },
    { { WEEK, 540, 1020 }, { WEEK, 540, 1020 }, "business_hours[1]", "overlap" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (WbAccount) account = new_account ();

    g_test_message ("row %" G_GSIZE_FORMAT, i);
    add_hours (account, rows[i].first.days, rows[i].first.from_min, rows[i].first.to_min);
    if (rows[i].second.to_min > 0)
      add_hours (account, rows[i].second.days, rows[i].second.from_min, rows[i].second.to_min);
    assert_judged (account, rows[i].path, rows[i].code);
  }
}

static void
test_account_rules_closed_days (void)
{
  g_autoptr (WbAccount) account = new_account ();

  add_day (account, 20000);
  add_day (account, 20001);
  assert_judged (account, NULL, NULL);
  add_day (account, 20001);
  assert_judged (account, "closed_days[2]", "duplicate");
  g_array_index (account->closed_days, gint32, 2) = 19999;
  assert_judged (account, "closed_days[2]", "not_sorted");
}

static void
test_account_rules_amounts (void)
{
  static const struct
  {
    const char *currency;
    gint64 minor;
    const char *path;      /* in the cap */
    const char *code;
  } rows[] = {
    { "CZK", 0, NULL, NULL },
    { "CZK", -1, "coupon_cap.CZK", "negative" },
    { "KWD", G_MAXINT64, NULL, NULL },
    { "XYZ", 100, "coupon_cap.XYZ", "currency_unknown" },
    { "EUR", 100, "coupon_cap.EUR", "currency_duplicate" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (WbAccount) account = new_account ();
    g_autoptr (WbAccount) budget = new_account ();
    g_autofree char *path = NULL;

    g_test_message ("%s", rows[i].currency);
    add_money (account->coupon_cap, "EUR", 100);
    add_money (account->coupon_cap, rows[i].currency, rows[i].minor);
    assert_judged (account, rows[i].path, rows[i].code);

    if (rows[i].path)
      path = g_strdup_printf ("coupon_budget.%s", rows[i].currency);
    add_money (budget->coupon_budget, "EUR", 100);
    add_money (budget->coupon_budget, rows[i].currency, rows[i].minor);
    assert_judged (budget, path, rows[i].code);
  }
}

static void
test_account_rules_copy (void)
{
  g_autoptr (WbAccount) account = new_account ();
  g_autoptr (WbAccount) copy = NULL;

  add_hours (account, MONDAY, 1, 2);
  add_day (account, 20000);
  add_money (account->coupon_cap, "CZK", 5);
  add_money (account->coupon_budget, "EUR", 6);
  copy = wb_account_copy (account);

  g_assert_true (wb_account_equal_settings (account, copy));
  g_assert_cmpstr (copy->id, ==, account->id);
  g_assert_true (wb_lang_text_equal (copy->name, account->name));
  g_assert_cmpstr (copy->time_zone, ==, account->time_zone);
  g_assert_cmpstr (copy->default_language, ==, account->default_language);
  g_assert_cmpstrv (copy->languages, account->languages);
  g_assert_cmpstrv (copy->currencies, account->currencies);
  g_assert_cmpstr (copy->default_currency, ==, account->default_currency);
  g_assert_cmpstr (copy->default_ticket_type, ==, account->default_ticket_type);
  g_assert_cmpstr (copy->numbering_prefix, ==, account->numbering_prefix);
  g_assert_cmpint (copy->numbering_suffix_length, ==, 4);
  g_assert_cmpstr (copy->portal_url, ==, account->portal_url);
  g_assert_cmpstr (copy->color_primary, ==, account->color_primary);
  g_assert_cmpstr (copy->color_button_text, ==, account->color_button_text);
  g_assert_cmpstr (copy->color_background, ==, account->color_background);
  g_assert_cmpstr (copy->color_text, ==, account->color_text);
  g_assert_cmpstr (copy->font, ==, account->font);
  g_assert_cmpstr (copy->corner_radius, ==, account->corner_radius);
  g_assert_true (copy->remarketing_active);
  g_assert_cmpint (copy->remarketing_activated_at, ==, 5);
  g_assert_cmpstrv (copy->features, account->features);
  g_assert_cmpint (copy->version, ==, 4);

  /* What is changed in one is not changed in the other. */
  g_array_index (copy->coupon_cap, WbMoney, 0).minor = 7;
  g_assert_cmpint (g_array_index (account->coupon_cap, WbMoney, 0).minor, ==, 5);
}

typedef void (*Change) (WbAccount *account);

static void
change_goal (WbAccount *account)
{
  account->call_goal_hours++;
}

static void
change_percent (WbAccount *account)
{
  account->coupon_cap_percent_hundredths = -1;
}

static void
change_hours (WbAccount *account)
{
  g_array_index (account->business_hours, WbHours, 0).to_min++;
}

static void
drop_hours (WbAccount *account)
{
  g_array_set_size (account->business_hours, 0);
}

static void
change_day (WbAccount *account)
{
  g_array_index (account->closed_days, gint32, 0)++;
}

static void
add_a_day (WbAccount *account)
{
  add_day (account, 20009);
}

static void
change_cap (WbAccount *account)
{
  g_array_index (account->coupon_cap, WbMoney, 1).minor++;
}

static void
change_cap_currency (WbAccount *account)
{
  g_array_index (account->coupon_cap, WbMoney, 1).currency[0] = 'X';
}

static void
add_budget (WbAccount *account)
{
  add_money (account->coupon_budget, "PLN", 0);
}

static void
test_account_rules_equality (void)
{
  static const Change changes[] = {
    change_goal, change_percent, change_hours, drop_hours, change_day, add_a_day, change_cap,
    change_cap_currency, add_budget,
  };
  g_autoptr (WbAccount) account = new_account ();
  g_autoptr (WbAccount) other = NULL;

  add_hours (account, MONDAY, 1, 2);
  add_day (account, 20000);
  add_money (account->coupon_cap, "CZK", 5);
  add_money (account->coupon_cap, "EUR", 6);

  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++) {
    g_autoptr (WbAccount) changed = wb_account_copy (account);

    g_test_message ("change %" G_GSIZE_FORMAT, i);
    changes[i] (changed);
    g_assert_false (wb_account_equal_settings (account, changed));
    g_assert_false (wb_account_equal_settings (changed, account));
  }

  /* The order of currencies says nothing, and neither does what the server keeps. */
  other = wb_account_copy (account);
  g_array_set_size (other->coupon_cap, 0);
  add_money (other->coupon_cap, "EUR", 6);
  add_money (other->coupon_cap, "CZK", 5);
  other->version = 9;
  other->remarketing_active = FALSE;
  g_assert_true (wb_account_equal_settings (account, other));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wb/domain/account-rules/numbers", test_account_rules_numbers);
  g_test_add_func ("/wb/domain/account-rules/hours", test_account_rules_hours);
  g_test_add_func ("/wb/domain/account-rules/closed-days", test_account_rules_closed_days);
  g_test_add_func ("/wb/domain/account-rules/amounts", test_account_rules_amounts);
  g_test_add_func ("/wb/domain/account-rules/copy", test_account_rules_copy);
  g_test_add_func ("/wb/domain/account-rules/equality", test_account_rules_equality);

  return g_test_run ();
}
