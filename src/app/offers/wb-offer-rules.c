/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Problems and clashes of an edited offer set, named for people; see wb-offer-rules.h.
 *
 * The rules themselves are wb_offer_set_validate()'s. Two kinds of problems are found here instead:
 * words that are no amount (the rules would only see text that is not a number), and currencies
 * without an amount, which are told per shop that would go without a coupon. */

#include "config.h"

#include "wb-offer-rules.h"

#include "wb-offer-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define COUPON_PATH "tools.coupon"
#define AMOUNTS_PATH "tools.coupon.amounts"
#define CALL_TEXT_PATH "tools.call_request.text"

void
wb_offer_problem_free (WbOfferProblem *self)
{
  g_free (self->currency);
  g_free (self->code);
  g_free (self->message);
  g_free (self);
}

void
wb_offer_clash_free (WbOfferClash *self)
{
  g_free (self->path);
  g_free (self->label);
  g_free (self->mine);
  g_free (self->theirs);
  g_free (self->before);
  g_free (self);
}

static void
add_problem (GPtrArray    *problems,
             WbOfferField  field,
             const char   *currency,
             const char   *code,
             const char   *message)
{
  WbOfferProblem *problem = NULL;

  /* One percentage is one problem, however many currencies carry it. */
  for (guint i = 0; i < problems->len; i++) {
    const WbOfferProblem *other = g_ptr_array_index (problems, i);

    if (other->field == field && g_strcmp0 (other->currency, currency) == 0 &&
        g_strcmp0 (other->code, code) == 0)
      return;
  }

  problem = g_new0 (WbOfferProblem, 1);
  problem->field = field;
  problem->currency = g_strdup (currency);
  problem->code = g_strdup (code);
  problem->message = g_strdup (message);
  g_ptr_array_add (problems, problem);
}

gboolean
wb_offer_view_is_percent (const WbOfferSet *set)
{
  const WbCouponAmount *first = NULL;

  if (set->amounts->len == 0)
    return FALSE;

  first = g_ptr_array_index (set->amounts, 0);
  return g_strcmp0 (first->kind, WB_COUPON_KIND_PERCENT) == 0;
}

/* The currency in "tools.coupon.amounts[1].amount" or "…amounts[CZK].amount"; NULL = none. */
static char *
find_currency (const WbOfferSet *set,
               const char       *path)
{
  const char *open = NULL, *close = NULL;
  g_autofree char *inside = NULL;
  guint64 index = 0;

  if (!g_str_has_prefix (path, AMOUNTS_PATH "["))
    return NULL;

  open = path + strlen (AMOUNTS_PATH "[");
  close = strchr (open, ']');
  if (!close)
    return NULL;

  inside = g_strndup (open, close - open);
  if (!g_ascii_string_to_unsigned (inside, 10, 0, G_MAXUINT, &index, NULL))
    return g_steal_pointer (&inside);

  if (!set || index >= set->amounts->len)
    return NULL;

  return g_strdup (((WbCouponAmount *) g_ptr_array_index (set->amounts, index))->currency);
}

static WbOfferField
find_field (const char *path)
{
  if (g_str_has_prefix (path, AMOUNTS_PATH))
    return g_str_has_suffix (path, ".min_order_value") ? WB_OFFER_FIELD_MINIMUM
                                                       : WB_OFFER_FIELD_AMOUNT;
  if (g_str_equal (path, COUPON_PATH ".validity_days"))
    return WB_OFFER_FIELD_VALIDITY;
  if (g_str_equal (path, COUPON_PATH ".placements"))
    return WB_OFFER_FIELD_PLACEMENTS;
  if (g_str_has_prefix (path, COUPON_PATH))
    return WB_OFFER_FIELD_COUPON;

  return WB_OFFER_FIELD_OTHER;
}

/**
 * wb_offer_view_dup_store_names:
 * @stores: (element-type WbMerchantStore): the merchant's shops
 * @currency: ISO 4217 code
 *
 * Names the shops whose coupons are in @currency, as one line.
 *
 * Returns: (transfer full) (nullable): their names, or %NULL when there is none
 */
char *
wb_offer_view_dup_store_names (GPtrArray  *stores,
                               const char *currency)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < stores->len; i++) {
    const WbMerchantStore *store = g_ptr_array_index (stores, i);

    if (!store->supports_coupons || !store->currencies ||
        !g_strv_contains ((const char *const *) store->currencies, currency))
      continue;

    if (names->len > 0)
      g_string_append (names, ", ");
    g_string_append (names, store->name ? store->name : store->store_id);
  }

  if (names->len == 0)
    return NULL;

  return g_strdup (names->str);
}

static void
add_unreadable (GPtrArray         *problems,
                const WbOfferView *view)
{
  gboolean percent = wb_offer_view_is_percent (view->set);

  for (guint i = 0; i < view->set->amounts->len; i++) {
    const WbCouponAmount *row = g_ptr_array_index (view->set->amounts, i);

    if (!wb_offer_text_is_readable (row->amount)) {
      g_autofree char *message =
        wb_offer_text_explain (row->amount, percent ? NULL : row->currency, view->locale);

      add_problem (problems, WB_OFFER_FIELD_AMOUNT, percent ? NULL : row->currency,
                   "unreadable", message);
    }

    if (!wb_offer_text_is_readable (row->min_order_value)) {
      g_autofree char *message =
        wb_offer_text_explain (row->min_order_value, row->currency, view->locale);

      add_problem (problems, WB_OFFER_FIELD_MINIMUM, row->currency, "unreadable", message);
    }
  }
}

static void
add_missing (GPtrArray         *problems,
             const WbOfferView *view)
{
  gboolean percent = wb_offer_view_is_percent (view->set);

  if (!view->set->coupon_enabled)
    return;

  for (guint i = 0; view->currencies && view->currencies[i]; i++) {
    const char *currency = view->currencies[i];
    const WbCouponAmount *row = wb_offer_set_find_amount (view->set, currency);
    g_autofree char *shops = NULL;
    g_autofree char *message = NULL;

    if (row && row->amount)
      continue;

    if (percent) {
      add_problem (problems, WB_OFFER_FIELD_AMOUNT, NULL, "amount_missing",
                   _ ("There is no percentage. Customers would get no coupon."));
      continue;
    }

    shops = wb_offer_view_dup_store_names (view->stores, currency);
    /* Translators: the first %s is a currency such as PLN, the second the names of shops */
    message = g_strdup_printf (_ ("%s has no amount. Customers of %s would get no coupon."),
                               currency, shops ? shops : currency);
    add_problem (problems, WB_OFFER_FIELD_AMOUNT, currency, "amount_missing", message);
  }
}

static gboolean
is_unreadable (const WbOfferSet *set,
               const char       *currency,
               WbOfferField      field)
{
  const WbCouponAmount *row = currency ? wb_offer_set_find_amount (set, currency) : NULL;

  if (!row)
    return FALSE;

  return !wb_offer_text_is_readable (field == WB_OFFER_FIELD_MINIMUM ? row->min_order_value
                                                                     : row->amount);
}

static void
add_broken_rules (GPtrArray         *problems,
                  const WbOfferView *view)
{
  WbOfferContext context = {
    .stores = view->stores,
    .default_language = view->default_language,
    .keep_unknown_kinds = TRUE,
  };
  g_autoptr (GPtrArray) found = wb_offer_set_validate (view->set, &context);
  gboolean percent = wb_offer_view_is_percent (view->set);

  for (guint i = 0; i < found->len; i++) {
    const WbProblem *problem = g_ptr_array_index (found, i);
    WbOfferField field = find_field (problem->path);
    g_autofree char *currency = find_currency (view->set, problem->path);
    g_autofree char *message = NULL;

    /* Call request and banner are not edited here: what the server took it will take again, and
     * if not, its words are shown. */
    if (field == WB_OFFER_FIELD_OTHER || g_str_equal (problem->code, "amount_missing") ||
        is_unreadable (view->set, currency, field))
      continue;

    if (percent && field == WB_OFFER_FIELD_AMOUNT && !g_str_has_suffix (problem->path, ".currency"))
      g_clear_pointer (&currency, g_free);

    if (g_str_equal (problem->code, "currency_unknown") && currency)
      message = g_strdup_printf (_ ("No connected shop takes %s. Remove the row."), currency);

    add_problem (problems, field, currency, problem->code, message ? message : problem->message);
  }
}

static int
compare_problems (gconstpointer a,
                  gconstpointer b,
                  gpointer      data)
{
  const WbOfferProblem *one = *(WbOfferProblem *const *) a;
  const WbOfferProblem *other = *(WbOfferProblem *const *) b;
  GStrv currencies = data;
  /* The order in which the page shows the fields. */
  static const int order[] = { 9, 0, 3, 3, 2, 8 };
  int ranks[2] = { order[one->field], order[other->field] };
  int rows[2] = { -1, -1 };

  if (ranks[0] != ranks[1])
    return ranks[0] - ranks[1];

  for (int i = 0; currencies && currencies[i]; i++) {
    if (g_strcmp0 (currencies[i], one->currency) == 0)
      rows[0] = i;
    if (g_strcmp0 (currencies[i], other->currency) == 0)
      rows[1] = i;
  }

  if (rows[0] != rows[1])
    return rows[0] - rows[1];

  return (int) one->field - (int) other->field;
}

/**
 * wb_offer_view_find_problems:
 * @view: the set and what it is judged by
 *
 * Everything wrong with the coupon tool at once, in the order in which the page shows its fields.
 * A tool that is off may be incomplete; what stands in it must still be readable (B.5).
 *
 * Returns: (transfer full) (element-type WbOfferProblem): empty when all is well
 */
GPtrArray *
wb_offer_view_find_problems (const WbOfferView *view)
{
  g_autoptr (GPtrArray) problems =
    g_ptr_array_new_with_free_func ((GDestroyNotify) wb_offer_problem_free);

  add_unreadable (problems, view);
  add_missing (problems, view);
  add_broken_rules (problems, view);
  g_ptr_array_sort_with_data (problems, compare_problems, view->currencies);

  return g_steal_pointer (&problems);
}

static char *
name_clash_field (const char   *path,
                  WbOfferField  field,
                  const char   *currency)
{
  switch (field) {
    case WB_OFFER_FIELD_AMOUNT:
      if (currency && g_str_has_suffix (path, ".amount"))
        /* Translators: %s is a currency such as CZK */
        return g_strdup_printf (_ ("Amount in %s"), currency);
      return g_strdup (_ ("Amount or percent"));
    case WB_OFFER_FIELD_MINIMUM:
      return g_strdup_printf (_ ("Minimum order in %s"), currency ? currency : "");
    case WB_OFFER_FIELD_VALIDITY:
      return g_strdup (_ ("Days of validity"));
    case WB_OFFER_FIELD_PLACEMENTS:
      return g_strdup (_ ("Where the coupon is offered"));
    case WB_OFFER_FIELD_COUPON:
      return g_strdup (_ ("Discount coupon on or off"));
    case WB_OFFER_FIELD_OTHER:
    default:
      if (strstr (path, "call_request"))
        return g_strdup (_ ("Call request"));
      return g_strdup (_ ("Banner"));
  }
}

static char *
name_clash_value (const char *value,
                  const char *path,
                  const char *currency,
                  gboolean    percent,
                  const char *locale)
{
  if (!value || value[0] == '\0')
    /* Translators: the value of a field in which nothing stands */
    return g_strdup (_ ("Nothing"));

  if (g_str_has_suffix (path, ".amount") && percent) {
    g_autofree char *number = wb_offer_text_for_people (value, NULL, locale);

    return g_strconcat (number, " %", NULL);
  }

  if (currency &&
      (g_str_has_suffix (path, ".amount") || g_str_has_suffix (path, ".min_order_value"))) {
    g_autofree char *number = wb_offer_text_for_people (value, currency, locale);

    return g_strconcat (number, " ", currency, NULL);
  }

  if (g_str_has_suffix (path, ".enabled"))
    return g_strdup (g_str_equal (value, "true") ? _ ("On") : _ ("Off"));

  if (g_str_has_suffix (path, ".kind"))
    return g_strdup (g_str_equal (value, WB_COUPON_KIND_PERCENT) ? _ ("Percent") : _ ("Amount"));

  return g_strdup (value);
}

/**
 * wb_offer_view_name_clashes:
 * @field_clashes: (element-type WbFieldClash): of wb_offer_set_merge()
 * @percent: whether the set's coupon is a percentage
 * @locale: (nullable): how the person reads numbers
 *
 * Returns: (transfer full) (element-type WbOfferClash): the same, in words
 */
GPtrArray *
wb_offer_view_name_clashes (GPtrArray  *field_clashes,
                            gboolean    percent,
                            const char *locale)
{
  g_autoptr (GPtrArray) clashes =
    g_ptr_array_new_with_free_func ((GDestroyNotify) wb_offer_clash_free);

  for (guint i = 0; field_clashes && i < field_clashes->len; i++) {
    const WbFieldClash *found = g_ptr_array_index (field_clashes, i);
    WbOfferClash *clash = g_new0 (WbOfferClash, 1);
    g_autofree char *currency = find_currency (NULL, found->path);

    clash->path = g_strdup (found->path);
    clash->field = find_field (found->path);
    clash->label = name_clash_field (found->path, clash->field, currency);
    clash->mine = name_clash_value (found->mine, found->path, currency, percent, locale);
    clash->theirs = name_clash_value (found->theirs, found->path, currency, percent, locale);
    clash->before = name_clash_value (found->base, found->path, currency, percent, locale);
    g_ptr_array_add (clashes, clash);
  }

  return g_steal_pointer (&clashes);
}

static void
copy_amount_field (WbOfferSet       *to,
                   const WbOfferSet *from,
                   const char       *currency,
                   const char       *path)
{
  const WbCouponAmount *source = wb_offer_set_find_amount (from, currency);
  WbCouponAmount *target = NULL;

  if (!source) {
    for (guint i = 0; i < to->amounts->len; i++) {
      const WbCouponAmount *row = g_ptr_array_index (to->amounts, i);

      if (g_str_equal (row->currency, currency)) {
        g_ptr_array_remove_index (to->amounts, i);
        return;
      }
    }
    return;
  }

  target = wb_offer_set_ensure_amount (to, currency);
  if (g_str_has_suffix (path, ".amount") || g_str_has_suffix (path, "]")) {
    g_free (target->amount);
    target->amount = g_strdup (source->amount);
  }
  if (g_str_has_suffix (path, ".min_order_value") || g_str_has_suffix (path, "]")) {
    g_free (target->min_order_value);
    target->min_order_value = g_strdup (source->min_order_value);
  }
  /* An amount only means something with its kind. */
  if (!g_str_has_suffix (path, ".min_order_value")) {
    g_free (target->kind);
    target->kind = g_strdup (source->kind);
  }
}

static void
copy_other_field (WbOfferSet       *to,
                  const WbOfferSet *from,
                  const char       *path)
{
  if (g_str_has_prefix (path, "tools.call_request.enabled"))
    to->call_enabled = from->call_enabled;
  else if (g_str_has_prefix (path, "tools.call_request.placements"))
    to->call_placements = from->call_placements;
  else if (g_str_has_prefix (path, CALL_TEXT_PATH)) {
    const char *language = path + strlen (CALL_TEXT_PATH);

    if (*language == '.')
      language++;
    wb_lang_text_set (to->call_text, language, wb_lang_text_get (from->call_text, language));
  } else if (g_str_has_prefix (path, "tools.banner.enabled"))
    to->banner_enabled = from->banner_enabled;
  else if (g_str_has_prefix (path, "tools.banner.placements"))
    to->banner_placements = from->banner_placements;
  else if (g_str_has_prefix (path, "tools.banner.target_url")) {
    g_free (to->banner_target_url);
    to->banner_target_url = g_strdup (from->banner_target_url);
  } else if (g_str_has_prefix (path, "tools.banner")) {
    g_free (to->banner);
    to->banner = g_strdup (from->banner);
  }
}

/**
 * wb_offer_view_copy_field:
 * @to: the set to change
 * @from: the set whose value is chosen
 * @path: the clash's path
 *
 * Takes one field over from another set.
 */
void
wb_offer_view_copy_field (WbOfferSet       *to,
                          const WbOfferSet *from,
                          const char       *path)
{
  g_autofree char *currency = find_currency (NULL, path);

  if (currency)
    copy_amount_field (to, from, currency, path);
  else if (g_str_equal (path, COUPON_PATH ".enabled"))
    to->coupon_enabled = from->coupon_enabled;
  else if (g_str_equal (path, COUPON_PATH ".placements"))
    to->coupon_placements = from->coupon_placements;
  else if (g_str_equal (path, COUPON_PATH ".validity_days"))
    to->validity_days = from->validity_days;
  else
    copy_other_field (to, from, path);
}
