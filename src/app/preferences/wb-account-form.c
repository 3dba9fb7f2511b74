/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The account's preferences as they are typed; see wb-account-form.h.
 *
 * The rules are wb_account_validate()'s. Found here is only what those cannot see: words that are
 * no amount and no times. What was not touched goes back exactly as it came. */

#include "config.h"

#include "wb-account-form.h"

#include "wb-account-rules.h"
#include "wb-form.h"
#include "wb-merchant-store.h"
#include "wb-offer-text.h"
#include "wb-opening-hours.h"
#include "wb-time.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define GOAL "call_goal_hours"
#define HOURS "business_hours"
#define CLOSED "closed_days"
#define CAP "coupon_cap"
#define BUDGET "coupon_budget"
#define CAP_PERCENT "coupon_cap_percent"

struct _WbAccountForm
{
  GObject parent_instance;

  WbAccount *base;       /* (owned) what the edit started from */
  GStrv currencies;      /* (owned) */
  char *locale;          /* (owned) (nullable) */
  GHashTable *texts;     /* (owned) (element-type utf8 utf8) field -> as typed */
  GHashTable *before;    /* (owned) (element-type utf8 utf8) field -> as it was */
  GArray *closed_days;   /* (owned) (element-type gint32) in their order */
  GHashTable *problems;  /* (owned) (nullable) field -> sentence; found when asked for */
};

static void wb_account_form_form_init (WbFormInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (WbAccountForm, wb_account_form, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (WB_TYPE_FORM, wb_account_form_form_init))

static char *
name_field (const char *group,
            const char *detail)
{
  return g_strdup_printf ("%s.%s", group, detail);
}

static char *
name_day (int day)
{
  return g_strdup_printf (HOURS ".%d", day);
}

static void
set_text (WbAccountForm *self,
          char          *field,
          char          *text)
{
  g_hash_table_insert (self->before, g_strdup (field), g_strdup (text));
  g_hash_table_insert (self->texts, field, text);
}

static const char *
look_up (WbAccountForm *self,
         const char    *field)
{
  const char *text = g_hash_table_lookup (self->texts, field);

  return text ? text : "";
}

static gboolean
is_touched (WbAccountForm *self,
            const char    *field)
{
  return g_strcmp0 (look_up (self, field), g_hash_table_lookup (self->before, field)) != 0;
}

static const WbMoney *
find_money (GArray     *amounts,
            const char *currency)
{
  for (guint i = 0; i < amounts->len; i++) {
    const WbMoney *money = &g_array_index (amounts, WbMoney, i);

    if (g_str_equal (money->currency, currency))
      return money;
  }

  return NULL;
}

static void
set_money_texts (WbAccountForm *self,
                 const char    *group,
                 GArray        *amounts)
{
  for (gsize i = 0; self->currencies[i]; i++) {
    const WbMoney *money = find_money (amounts, self->currencies[i]);

    set_text (self, name_field (group, self->currencies[i]),
              money ? wb_money_format_plain (money, self->locale) : g_strdup (""));
  }
}

static void
set_texts (WbAccountForm *self)
{
  const WbAccount *base = self->base;

  set_text (self, g_strdup (GOAL), g_strdup_printf ("%d", base->call_goal_hours));
  for (int day = 0; day < WB_N_WEEKDAYS; day++)
    set_text (self, name_day (day), wb_opening_hours_format (base->business_hours, day));
  set_money_texts (self, CAP, base->coupon_cap);
  set_money_texts (self, BUDGET, base->coupon_budget);
  if (base->coupon_cap_percent_hundredths >= 0) {
    g_autofree char *percent = g_strdup_printf ("%d.%02d",
                                                base->coupon_cap_percent_hundredths / 100,
                                                base->coupon_cap_percent_hundredths % 100);

    set_text (self, g_strdup (CAP_PERCENT), wb_offer_text_for_people (percent, NULL, self->locale));
  } else {
    set_text (self, g_strdup (CAP_PERCENT), g_strdup (""));
  }
}

static void
add_currency (GPtrArray  *currencies,
              const char *currency)
{
  if (!g_ptr_array_find_with_equal_func (currencies, currency, g_str_equal, NULL))
    g_ptr_array_add (currencies, g_strdup (currency));
}

/* Those of the account and of its shops, and any that has a cap or a budget already. */
static GStrv
list_currencies (const WbAccount *account,
                 GPtrArray       *stores)
{
  g_autoptr (GPtrArray) currencies = g_ptr_array_new_with_free_func (g_free);
  g_auto (GStrv) of_stores = stores ? wb_merchant_stores_coupon_currencies (stores) : NULL;
  GArray *amounts[] = { account->coupon_cap, account->coupon_budget };

  for (gsize i = 0; account->currencies && account->currencies[i]; i++)
    add_currency (currencies, account->currencies[i]);
  for (gsize i = 0; of_stores && of_stores[i]; i++)
    add_currency (currencies, of_stores[i]);
  for (gsize i = 0; i < G_N_ELEMENTS (amounts); i++) {
    for (guint j = 0; j < amounts[i]->len; j++)
      add_currency (currencies, g_array_index (amounts[i], WbMoney, j).currency);
  }
  g_ptr_array_set_free_func (currencies, NULL);
  g_ptr_array_add (currencies, NULL);

  return (GStrv) g_ptr_array_steal (currencies, NULL);
}

static void
add_problem (GHashTable *problems,
             const char *field,
             const char *message)
{
  /* The first thing wrong with a field is the one to mend first. */
  if (!g_hash_table_contains (problems, field))
    g_hash_table_insert (problems, g_strdup (field), g_strdup (message));
}

/* In all of these, words that cannot be read are told to @problems (nullable). */
static void
read_hours (WbAccountForm *self,
            WbAccount     *account,
            GHashTable    *problems)
{
  g_autoptr (GArray) hours = g_array_new (FALSE, TRUE, sizeof (WbHours));
  gboolean touched = FALSE;

  for (int day = 0; day < WB_N_WEEKDAYS; day++) {
    g_autofree char *field = name_day (day);

    touched |= is_touched (self, field);
    if (!wb_opening_hours_parse (look_up (self, field), day, hours) && problems)
      add_problem (problems, field, _ ("Enter times such as 9:00–12:00, 13:00–17:00."));
  }
  if (!touched)
    return;

  g_array_unref (account->business_hours);
  account->business_hours = wb_opening_hours_join (hours);
}

static void
read_amounts (WbAccountForm  *self,
              const char     *group,
              GArray        **amounts,
              GHashTable     *problems)
{
  g_autoptr (GArray) read = g_array_new (FALSE, TRUE, sizeof (WbMoney));
  gboolean touched = FALSE;

  for (gsize i = 0; self->currencies[i]; i++) {
    const char *currency = self->currencies[i];
    g_autofree char *field = name_field (group, currency);
    g_autofree char *text = wb_offer_text_from_typed (look_up (self, field), currency,
                                                      self->locale);
    WbMoney money = WB_MONEY_NONE;

    touched |= is_touched (self, field);
    if (!text)
      continue;
    if (wb_money_parse_api (text, currency, FALSE, &money, NULL)) {
      g_array_append_val (read, money);
    } else if (problems) {
      g_autofree char *message = wb_offer_text_explain (text, currency, self->locale);

      add_problem (problems, field, message);
    }
  }
  if (!touched)
    return;

  g_array_unref (*amounts);
  *amounts = g_steal_pointer (&read);
}

static void
read_percent (WbAccountForm *self,
              WbAccount     *account,
              GHashTable    *problems)
{
  g_autofree char *text = wb_offer_text_from_typed (look_up (self, CAP_PERCENT), NULL,
                                                    self->locale);
  gint64 hundredths = 0;

  if (!is_touched (self, CAP_PERCENT))
    return;
  if (!text) {
    account->coupon_cap_percent_hundredths = -1;
  } else if (wb_decimal_parse (text, 2, &hundredths, NULL)) {
    account->coupon_cap_percent_hundredths = (int) MIN (hundredths, G_MAXINT);
  } else if (problems) {
    g_autofree char *message = wb_offer_text_explain (text, NULL, self->locale);

    add_problem (problems, CAP_PERCENT, message);
  }
}

static void
read_goal (WbAccountForm *self,
           WbAccount     *account,
           GHashTable    *problems)
{
  g_autofree char *text = g_strstrip (g_strdup (look_up (self, GOAL)));
  gint64 hours = 0;

  if (g_ascii_string_to_signed (text, 10, G_MININT, G_MAXINT, &hours, NULL))
    account->call_goal_hours = (int) hours;
  else if (problems)
    add_problem (problems, GOAL, _ ("Enter a whole number of hours."));
}

static gboolean
are_days_equal (GArray *a,
                GArray *b)
{
  return a->len == b->len &&
         (a->len == 0 || memcmp (a->data, b->data, a->len * sizeof (gint32)) == 0);
}

static int
compare_days (gconstpointer a,
              gconstpointer b)
{
  gint32 one = *(const gint32 *) a;
  gint32 other = *(const gint32 *) b;

  return (one > other) - (one < other);
}

static GArray *
sort_days (GArray *days)
{
  GArray *sorted = g_array_copy (days);

  g_array_sort (sorted, compare_days);

  return sorted;
}

static WbAccount *
build_account (WbAccountForm *self,
               GHashTable    *problems)
{
  WbAccount *account = wb_account_copy (self->base);

  read_goal (self, account, problems);
  read_hours (self, account, problems);
  read_amounts (self, CAP, &account->coupon_cap, problems);
  read_amounts (self, BUDGET, &account->coupon_budget, problems);
  read_percent (self, account, problems);
  /* In their order, as the rules want them, whichever way they came. */
  g_array_unref (account->closed_days);
  account->closed_days = g_array_copy (self->closed_days);

  return account;
}

/* "business_hours[1]" is of all days of that entry, "closed_days[0]" of the list. */
static void
take_rule (GHashTable      *problems,
           const WbAccount *account,
           const WbProblem *problem)
{
  guint64 index = 0;

  if (g_str_has_prefix (problem->path, CLOSED)) {
    add_problem (problems, CLOSED, problem->message);
  } else if (g_str_has_prefix (problem->path, HOURS "[")) {
    index = g_ascii_strtoull (problem->path + strlen (HOURS "["), NULL, 10);
    for (int day = 0; day < WB_N_WEEKDAYS && index < account->business_hours->len; day++) {
      g_autofree char *field = name_day (day);

      if (g_array_index (account->business_hours, WbHours, index).days & (1u << day))
        add_problem (problems, field, problem->message);
    }
  } else {
    add_problem (problems, problem->path, problem->message);
  }
}

static GHashTable *
get_problems (WbAccountForm *self)
{
  g_autoptr (WbAccount) account = NULL;
  g_autoptr (GPtrArray) found = NULL;

  if (self->problems)
    return self->problems;

  self->problems = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  account = build_account (self, self->problems);
  found = wb_account_validate (account);
  for (guint i = 0; i < found->len; i++)
    take_rule (self->problems, account, g_ptr_array_index (found, i));

  return self->problems;
}

static void
emit_changed (WbAccountForm *self)
{
  g_clear_pointer (&self->problems, g_hash_table_unref);
  wb_form_changed (WB_FORM (self));
}

static void
wb_account_form_finalize (GObject *object)
{
  WbAccountForm *self = WB_ACCOUNT_FORM (object);

  g_clear_pointer (&self->base, wb_account_unref);
  g_clear_pointer (&self->currencies, g_strfreev);
  g_clear_pointer (&self->texts, g_hash_table_unref);
  g_clear_pointer (&self->before, g_hash_table_unref);
  g_clear_pointer (&self->closed_days, g_array_unref);
  g_clear_pointer (&self->problems, g_hash_table_unref);
  g_free (self->locale);

  G_OBJECT_CLASS (wb_account_form_parent_class)->finalize (object);
}

static void
wb_account_form_class_init (WbAccountFormClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = wb_account_form_finalize;
}

static const char *
wb_account_form_form_get_text (WbForm     *form,
                               const char *field)
{
  return wb_account_form_get_text (WB_ACCOUNT_FORM (form), field);
}

static void
wb_account_form_form_type (WbForm     *form,
                           const char *field,
                           const char *text)
{
  wb_account_form_type (WB_ACCOUNT_FORM (form), field, text);
}

static const char *
wb_account_form_form_find_problem (WbForm     *form,
                                   const char *field)
{
  return wb_account_form_find_problem (WB_ACCOUNT_FORM (form), field);
}

static void
wb_account_form_form_init (WbFormInterface *iface)
{
  iface->get_text = wb_account_form_form_get_text;
  iface->type = wb_account_form_form_type;
  iface->find_problem = wb_account_form_form_find_problem;
}

static void
wb_account_form_init (WbAccountForm *self)
{
  self->texts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->before = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

/**
 * wb_account_form_new:
 * @shown: the account as it is shown now, copied
 * @stores: (nullable) (element-type WbMerchantStore): whose currencies get a cap and a budget, too
 * @locale: (nullable): how the person writes numbers; `NULL` = the process's locale
 *
 * Returns: (transfer full): the form, with nothing edited; any thread, but one at a time
 */
WbAccountForm *
wb_account_form_new (const WbAccount *shown,
                     GPtrArray       *stores,
                     const char      *locale)
{
  WbAccountForm *self = NULL;

  g_return_val_if_fail (shown, NULL);

  self = g_object_new (WB_TYPE_ACCOUNT_FORM, NULL);
  self->base = wb_account_copy (shown);
  self->locale = g_strdup (locale);
  self->currencies = list_currencies (shown, stores);
  self->closed_days = sort_days (shown->closed_days);
  set_texts (self);

  return self;
}

/**
 * wb_account_form_dup_currencies:
 * @self: a form
 *
 * Returns: (transfer full): the currencies that have a cap and a budget
 */
GStrv
wb_account_form_dup_currencies (WbAccountForm *self)
{
  g_return_val_if_fail (WB_IS_ACCOUNT_FORM (self), NULL);

  return g_strdupv (self->currencies);
}

/**
 * wb_account_form_get_text:
 * @self: a form
 * @field: one of its fields
 *
 * Returns: (transfer none): what stands in it, until it changes
 */
const char *
wb_account_form_get_text (WbAccountForm *self,
                          const char    *field)
{
  g_return_val_if_fail (WB_IS_ACCOUNT_FORM (self), NULL);
  g_return_val_if_fail (field, NULL);

  return look_up (self, field);
}

/**
 * wb_account_form_type:
 * @self: a form
 * @field: one of its fields
 * @text: what stands in it from now on
 */
void
wb_account_form_type (WbAccountForm *self,
                      const char    *field,
                      const char    *text)
{
  g_return_if_fail (WB_IS_ACCOUNT_FORM (self));
  g_return_if_fail (field && text);
  g_return_if_fail (g_hash_table_contains (self->texts, field));

  if (g_str_equal (look_up (self, field), text))
    return;

  g_hash_table_insert (self->texts, g_strdup (field), g_strdup (text));
  emit_changed (self);
}

/**
 * wb_account_form_get_closed_days:
 * @self: a form
 *
 * Returns: (transfer none) (element-type gint32): the days, in their order
 */
GArray *
wb_account_form_get_closed_days (WbAccountForm *self)
{
  g_return_val_if_fail (WB_IS_ACCOUNT_FORM (self), NULL);

  return self->closed_days;
}

/**
 * wb_account_form_add_closed_day:
 * @self: a form
 * @day: a date; one that is there already changes nothing
 */
void
wb_account_form_add_closed_day (WbAccountForm *self,
                                gint32         day)
{
  g_return_if_fail (WB_IS_ACCOUNT_FORM (self));
  g_return_if_fail (day != WB_DATE_NONE);

  for (guint i = 0; i < self->closed_days->len; i++) {
    if (g_array_index (self->closed_days, gint32, i) == day)
      return;
  }
  g_array_append_val (self->closed_days, day);
  g_array_sort (self->closed_days, compare_days);
  emit_changed (self);
}

/**
 * wb_account_form_drop_closed_day:
 * @self: a form
 * @day: a date that is there
 */
void
wb_account_form_drop_closed_day (WbAccountForm *self,
                                 gint32         day)
{
  g_return_if_fail (WB_IS_ACCOUNT_FORM (self));

  for (guint i = 0; i < self->closed_days->len; i++) {
    if (g_array_index (self->closed_days, gint32, i) != day)
      continue;
    g_array_remove_index (self->closed_days, i);
    emit_changed (self);
    return;
  }
}

/**
 * wb_account_form_find_problem:
 * @self: a form
 * @field: one of its fields
 *
 * Returns: (transfer none): what is wrong with it, for people; "" = nothing. Until the next change
 */
const char *
wb_account_form_find_problem (WbAccountForm *self,
                              const char    *field)
{
  const char *message = NULL;

  g_return_val_if_fail (WB_IS_ACCOUNT_FORM (self), NULL);
  g_return_val_if_fail (field, NULL);

  message = g_hash_table_lookup (get_problems (self), field);

  return message ? message : "";
}

/**
 * wb_account_form_count_problems:
 * @self: a form
 *
 * Returns: how many fields something is wrong with
 */
guint
wb_account_form_count_problems (WbAccountForm *self)
{
  g_return_val_if_fail (WB_IS_ACCOUNT_FORM (self), 0);

  return g_hash_table_size (get_problems (self));
}

/**
 * wb_account_form_is_dirty:
 * @self: a form
 *
 * Returns: whether anything stands there that did not before
 */
gboolean
wb_account_form_is_dirty (WbAccountForm *self)
{
  g_autoptr (GArray) before = NULL;
  GHashTableIter iter;
  const char *field = NULL;

  g_return_val_if_fail (WB_IS_ACCOUNT_FORM (self), FALSE);

  g_hash_table_iter_init (&iter, self->texts);
  while (g_hash_table_iter_next (&iter, (gpointer *) &field, NULL)) {
    if (is_touched (self, field))
      return TRUE;
  }
  before = sort_days (self->base->closed_days);

  return !are_days_equal (before, self->closed_days);
}

/**
 * wb_account_form_get_base:
 * @self: a form
 *
 * Returns: (transfer none): the account that the edit started from
 */
const WbAccount *
wb_account_form_get_base (WbAccountForm *self)
{
  g_return_val_if_fail (WB_IS_ACCOUNT_FORM (self), NULL);

  return self->base;
}

/**
 * wb_account_form_dup_account:
 * @self: a form
 *
 * Returns: (transfer full) (nullable): the account to save; `NULL` while something is wrong
 */
WbAccount *
wb_account_form_dup_account (WbAccountForm *self)
{
  g_return_val_if_fail (WB_IS_ACCOUNT_FORM (self), NULL);

  if (wb_account_form_count_problems (self) > 0)
    return NULL;

  return build_account (self, NULL);
}
