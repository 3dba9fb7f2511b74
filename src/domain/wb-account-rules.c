/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The account's own settings: their rules, copies and equality. */

#include "config.h"

#include "wb-account-rules.h"

#include <glib/gi18n-lib.h>

#include "wb-hours.h"

#define WHOLE_PERCENT_HUNDREDTHS 10000

static void
check_closed_days (GPtrArray *problems,
                   GArray    *days)
{
  for (guint i = 1; days && i < days->len; i++) {
    gint32 day = g_array_index (days, gint32, i);
    gint32 before = g_array_index (days, gint32, i - 1);

    if (day == before)
      wb_problems_add (problems, "duplicate", _ ("This day is listed already. Remove one of them."),
                       "closed_days[%u]", i);
    else if (day < before)
      wb_problems_add (problems, "not_sorted",
                       _ ("List the closed days from the earliest to the latest."),
                       "closed_days[%u]", i);
  }
}

static void
check_amounts (GPtrArray  *problems,
               GArray     *amounts,
               const char *name)
{
  for (guint i = 0; amounts && i < amounts->len; i++) {
    const WbMoney *money = &g_array_index (amounts, WbMoney, i);
    gboolean is_repeated = FALSE;

    for (guint before = 0; before < i && !is_repeated; before++)
      is_repeated = g_str_equal (g_array_index (amounts, WbMoney, before).currency,
                                 money->currency);

    if (wb_currency_digits (money->currency) < 0)
      wb_problems_add (problems, "currency_unknown", _ ("This currency is not known."), "%s.%s",
                       name, money->currency);
    else if (is_repeated)
      wb_problems_add (problems, "currency_duplicate",
                       _ ("This currency has an amount already. Remove one of them."), "%s.%s",
                       name, money->currency);
    else if (money->minor < 0)
      wb_problems_add (problems, "negative", _ ("Enter an amount of zero or more."), "%s.%s", name,
                       money->currency);
  }
}

/**
 * wb_account_validate:
 * @self: an account
 *
 * Judges what a manager may set on the account (reference/retino-api.md B.2): goal hours 1 to 720,
 * opening hours that do not overlap, closed days in order and once each, caps and budgets of zero
 * or more in currencies we know, a percentage of at most 100. Any thread.
 *
 * Returns: (transfer full) (element-type WbProblem): all problems; empty when there is none
 */
GPtrArray *
wb_account_validate (const WbAccount *self)
{
  GPtrArray *problems;

  g_return_val_if_fail (self, NULL);

  problems = wb_problems_new ();
  if (self->call_goal_hours < 1 || self->call_goal_hours > WB_CALL_GOAL_HOURS_MAX)
    wb_problems_add (problems, "out_of_range", _ ("Enter 1 to 720 hours."), "call_goal_hours");
  wb_hours_add_problems (self->business_hours, "business_hours", problems);
  check_closed_days (problems, self->closed_days);
  check_amounts (problems, self->coupon_cap, "coupon_cap");
  check_amounts (problems, self->coupon_budget, "coupon_budget");
  if (self->coupon_cap_percent_hundredths > WHOLE_PERCENT_HUNDREDTHS)
    wb_problems_add (problems, "too_large", _ ("Enter at most 100 percent."), "coupon_cap_percent");

  return problems;
}

static void
replace_array (GArray **place,
               GArray  *array)
{
  g_array_unref (*place);
  *place = g_array_copy (array);
}

/**
 * wb_account_copy:
 * @self: an account
 *
 * A copy to be edited. Any thread.
 *
 * Returns: (transfer full): the copy, which shares nothing with @self
 */
WbAccount *
wb_account_copy (const WbAccount *self)
{
  g_autoptr (WbAccount) copy = NULL;

  g_return_val_if_fail (self, NULL);

  copy = wb_account_new ();
  copy->id = g_strdup (self->id);
  copy->name = self->name ? wb_lang_text_copy (self->name) : NULL;
  copy->time_zone = g_strdup (self->time_zone);
  copy->default_language = g_strdup (self->default_language);
  g_strfreev (copy->languages);
  copy->languages = g_strdupv (self->languages);
  g_strfreev (copy->currencies);
  copy->currencies = g_strdupv (self->currencies);
  copy->default_currency = g_strdup (self->default_currency);
  copy->default_ticket_type = g_strdup (self->default_ticket_type);
  copy->numbering_prefix = g_strdup (self->numbering_prefix);
  copy->numbering_suffix_length = self->numbering_suffix_length;
  copy->portal_url = g_strdup (self->portal_url);
  copy->color_primary = g_strdup (self->color_primary);
  copy->color_button_text = g_strdup (self->color_button_text);
  copy->color_background = g_strdup (self->color_background);
  copy->color_text = g_strdup (self->color_text);
  copy->font = g_strdup (self->font);
  copy->corner_radius = g_strdup (self->corner_radius);
  copy->remarketing_active = self->remarketing_active;
  copy->remarketing_activated_at = self->remarketing_activated_at;
  g_strfreev (copy->features);
  copy->features = g_strdupv (self->features);
  copy->call_goal_hours = self->call_goal_hours;
  replace_array (&copy->business_hours, self->business_hours);
  replace_array (&copy->closed_days, self->closed_days);
  replace_array (&copy->coupon_cap, self->coupon_cap);
  replace_array (&copy->coupon_budget, self->coupon_budget);
  copy->coupon_cap_percent_hundredths = self->coupon_cap_percent_hundredths;
  copy->version = self->version;

  return g_steal_pointer (&copy);
}

static gboolean
equal_days (GArray *a,
            GArray *b)
{
  if (a->len != b->len)
    return FALSE;

  for (guint i = 0; i < a->len; i++) {
    if (g_array_index (a, gint32, i) != g_array_index (b, gint32, i))
      return FALSE;
  }

  return TRUE;
}

/* In whatever order the currencies stand; neither names one twice. */
static gboolean
equal_amounts (GArray *a,
               GArray *b)
{
  if (a->len != b->len)
    return FALSE;

  for (guint i = 0; i < a->len; i++) {
    gboolean is_there = FALSE;

    for (guint k = 0; k < b->len && !is_there; k++)
      is_there = wb_money_equal (&g_array_index (a, WbMoney, i), &g_array_index (b, WbMoney, k));
    if (!is_there)
      return FALSE;
  }

  return TRUE;
}

/**
 * wb_account_equal_settings:
 * @a: an account
 * @b: another, or the same edited
 *
 * Whether both say the same in what a manager may set. Any thread.
 *
 * Returns: `TRUE` if they do
 */
gboolean
wb_account_equal_settings (const WbAccount *a,
                           const WbAccount *b)
{
  g_return_val_if_fail (a, FALSE);
  g_return_val_if_fail (b, FALSE);

  return a->call_goal_hours == b->call_goal_hours &&
         wb_hours_equal (a->business_hours, b->business_hours) &&
         equal_days (a->closed_days, b->closed_days) &&
         equal_amounts (a->coupon_cap, b->coupon_cap) &&
         equal_amounts (a->coupon_budget, b->coupon_budget) &&
         a->coupon_cap_percent_hundredths == b->coupon_cap_percent_hundredths;
}
