/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Problems of an edited offer set, named for people; see wb-offer-rules.h.
 *
 * The rules themselves are wb_offer_set_validate()'s. Two kinds of problems are found here instead:
 * words that are no amount (the rules would only see text that is not a number), and currencies
 * without an amount, which are told per shop that would go without a coupon. */

#include "config.h"

#include "wb-offer-rules.h"

#include "wb-offer-fields.h"
#include "wb-offer-text.h"
#include "wb-plain-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

void
wb_offer_problem_free (WbOfferProblem *self)
{
  g_free (self->detail);
  g_free (self->code);
  g_free (self->message);
  g_free (self);
}

static void
add_problem (GPtrArray          *problems,
             const WbOfferPlace *place,
             const char         *code,
             const char         *message)
{
  WbOfferProblem *problem = NULL;

  /* One percentage is one problem, however many currencies carry it. */
  for (guint i = 0; i < problems->len; i++) {
    const WbOfferProblem *other = g_ptr_array_index (problems, i);

    if (other->tool == place->tool && other->field == place->field &&
        g_strcmp0 (other->detail, place->detail) == 0 && g_strcmp0 (other->code, code) == 0)
      return;
  }

  problem = g_new0 (WbOfferProblem, 1);
  problem->tool = place->tool;
  problem->field = place->field;
  problem->detail = g_strdup (place->detail);
  problem->code = g_strdup (code);
  problem->message = g_strdup (message);
  g_ptr_array_add (problems, problem);
}

static void
add_amount_problem (GPtrArray    *problems,
                    WbOfferField  field,
                    const char   *currency,
                    const char   *code,
                    const char   *message)
{
  WbOfferPlace place = { WB_TOOL_COUPON, field, (char *) currency };

  add_problem (problems, &place, code, message);
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

  if (!g_str_has_prefix (path, WB_OFFER_PATH_AMOUNTS "["))
    return NULL;

  open = path + strlen (WB_OFFER_PATH_AMOUNTS "[");
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

static WbTool
find_tool (const char *path)
{
  for (WbTool tool = 0; tool < WB_N_TOOLS; tool++) {
    g_autofree char *prefix = g_strconcat ("tools.", wb_tool_to_text (tool), NULL);

    if (g_str_has_prefix (path, prefix))
      return tool;
  }

  return WB_TOOL_COUPON;
}

/**
 * wb_offer_view_find_place:
 * @set: (nullable): the set that @path counts its rows in; %NULL when it names their currencies
 * @path: where in the API's object
 * @place_out: (out): which field of which tool that is; clear it with wb_offer_place_clear()
 *
 * Turns a path of the rules or of a merge into a field of the page.
 */
void
wb_offer_view_find_place (const WbOfferSet *set,
                          const char       *path,
                          WbOfferPlace     *place_out)
{
  place_out->tool = find_tool (path);
  place_out->field = WB_OFFER_FIELD_TOOL;
  place_out->detail = NULL;

  if (g_str_has_prefix (path, WB_OFFER_PATH_AMOUNTS)) {
    place_out->field = g_str_has_suffix (path, ".min_order_value") ? WB_OFFER_FIELD_MINIMUM
                                                                   : WB_OFFER_FIELD_AMOUNT;
    place_out->detail = find_currency (set, path);
  } else if (g_str_has_prefix (path, WB_OFFER_PATH_CALL_TEXT)) {
    const char *language = path + strlen (WB_OFFER_PATH_CALL_TEXT);

    place_out->field = WB_OFFER_FIELD_TEXT;
    place_out->detail = g_strdup (*language == '.' ? language + 1 : language);
  } else if (g_str_has_suffix (path, ".placements")) {
    place_out->field = WB_OFFER_FIELD_PLACEMENTS;
  } else if (g_str_equal (path, WB_OFFER_PATH_VALIDITY)) {
    place_out->field = WB_OFFER_FIELD_VALIDITY;
  } else if (g_str_equal (path, WB_OFFER_PATH_TARGET)) {
    place_out->field = WB_OFFER_FIELD_TARGET_URL;
  } else if (g_str_equal (path, WB_OFFER_PATH_PICTURE)) {
    place_out->field = WB_OFFER_FIELD_BANNER;
  }
}

void
wb_offer_place_clear (WbOfferPlace *self)
{
  g_clear_pointer (&self->detail, g_free);
}

/**
 * wb_offer_view_find_banner:
 * @banners: (nullable) (element-type WbBanner): the known ones
 * @id: (nullable): a banner
 *
 * Returns: (transfer none) (nullable): the banner
 */
const WbBanner *
wb_offer_view_find_banner (GPtrArray  *banners,
                           const char *id)
{
  for (guint i = 0; id && banners && i < banners->len; i++) {
    const WbBanner *banner = g_ptr_array_index (banners, i);

    if (g_strcmp0 (banner->id, id) == 0)
      return banner;
  }

  return NULL;
}

/**
 * wb_offer_view_tidy_texts:
 * @set: a set that nobody else holds
 *
 * Takes away what nobody would want to send: texts of blanks alone, and blanks around the banner's
 * address, which come with pasting.
 */
void
wb_offer_view_tidy_texts (WbOfferSet *set)
{
  WbLangText *text = set->call_text;

  for (guint i = text->texts->len; i > 0; i--) {
    if (wb_text_is_blank (g_ptr_array_index (text->texts, i - 1)))
      wb_lang_text_set (text, g_ptr_array_index (text->languages, i - 1), NULL);
  }

  if (set->banner_target_url) {
    g_strstrip (set->banner_target_url);
    if (*set->banner_target_url == '\0')
      g_clear_pointer (&set->banner_target_url, g_free);
  }
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

      add_amount_problem (problems, WB_OFFER_FIELD_AMOUNT, percent ? NULL : row->currency,
                          "unreadable", message);
    }

    if (!wb_offer_text_is_readable (row->min_order_value)) {
      g_autofree char *message =
        wb_offer_text_explain (row->min_order_value, row->currency, view->locale);

      add_amount_problem (problems, WB_OFFER_FIELD_MINIMUM, row->currency, "unreadable", message);
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

    if (row && row->amount && *row->amount != '\0')
      continue;

    if (percent) {
      add_amount_problem (problems, WB_OFFER_FIELD_AMOUNT, NULL, "amount_missing",
                          _ ("There is no percentage. Customers would get no coupon."));
      continue;
    }

    shops = wb_offer_view_dup_store_names (view->stores, currency);
    /* Translators: the first %s is a currency such as PLN, the second the names of shops */
    message = g_strdup_printf (_ ("%s has no amount. Customers of %s would get no coupon."),
                               currency, shops ? shops : currency);
    add_amount_problem (problems, WB_OFFER_FIELD_AMOUNT, currency, "amount_missing", message);
  }
}

static gboolean
is_unreadable (const WbOfferSet *set,
               const char       *currency,
               WbOfferField      field)
{
  const WbCouponAmount *row = NULL;

  if (currency && (field == WB_OFFER_FIELD_AMOUNT || field == WB_OFFER_FIELD_MINIMUM))
    row = wb_offer_set_find_amount (set, currency);
  if (!row)
    return FALSE;

  return !wb_offer_text_is_readable (field == WB_OFFER_FIELD_MINIMUM ? row->min_order_value
                                                                     : row->amount);
}

static gboolean
banner_exists (const char *id,
               gboolean   *archived_out,
               gpointer    data)
{
  const WbBanner *banner = wb_offer_view_find_banner (data, id);

  if (banner)
    *archived_out = banner->archived;

  return banner != NULL;
}

static void
add_broken_rules (GPtrArray         *problems,
                  const WbOfferView *view)
{
  WbOfferContext context = {
    .stores = view->stores,
    .default_language = view->default_language,
    .banner_exists = view->banners ? banner_exists : NULL,
    .banner_data = view->banners,
    .keep_unknown_kinds = TRUE,
  };
  g_autoptr (WbOfferSet) tidy = wb_offer_set_copy (view->set);
  g_autoptr (GPtrArray) found = NULL;
  gboolean percent = wb_offer_view_is_percent (view->set);

  wb_offer_view_tidy_texts (tidy);
  found = wb_offer_set_validate (tidy, &context);

  for (guint i = 0; i < found->len; i++) {
    const WbProblem *problem = g_ptr_array_index (found, i);
    g_auto (WbOfferPlace) place = { 0 };
    g_autofree char *message = NULL;

    wb_offer_view_find_place (tidy, problem->path, &place);
    if (g_str_equal (problem->code, "amount_missing") ||
        is_unreadable (tidy, place.detail, place.field))
      continue;

    if (percent && place.field == WB_OFFER_FIELD_AMOUNT &&
        !g_str_has_suffix (problem->path, ".currency"))
      g_clear_pointer (&place.detail, g_free);

    if (g_str_equal (problem->code, "currency_unknown") && place.detail)
      message = g_strdup_printf (_ ("No connected shop takes %s. Remove the row."), place.detail);

    add_problem (problems, &place, problem->code, message ? message : problem->message);
  }
}

/* The order in which the page shows the fields: tool by tool, then the grid of places. */
static int
rank_problem (const WbOfferProblem *self)
{
  static const int ranks[] = {
    [WB_OFFER_FIELD_TOOL] = 0,   [WB_OFFER_FIELD_VALIDITY] = 1,   [WB_OFFER_FIELD_AMOUNT] = 2,
    [WB_OFFER_FIELD_MINIMUM] = 2, [WB_OFFER_FIELD_TEXT] = 3,       [WB_OFFER_FIELD_BANNER] = 4,
    [WB_OFFER_FIELD_TARGET_URL] = 5,
  };

  if (self->field == WB_OFFER_FIELD_PLACEMENTS)
    return 100 + self->tool;

  return 10 * self->tool + ranks[self->field];
}

static int
compare_problems (gconstpointer a,
                  gconstpointer b,
                  gpointer      data)
{
  const WbOfferProblem *one = *(WbOfferProblem *const *) a;
  const WbOfferProblem *other = *(WbOfferProblem *const *) b;
  const WbOfferView *view = data;
  GStrv order = one->field == WB_OFFER_FIELD_TEXT ? view->languages : view->currencies;
  int rows[2] = { -1, -1 };

  if (rank_problem (one) != rank_problem (other))
    return rank_problem (one) - rank_problem (other);

  for (int i = 0; order && order[i]; i++) {
    if (g_strcmp0 (order[i], one->detail) == 0)
      rows[0] = i;
    if (g_strcmp0 (order[i], other->detail) == 0)
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
 * Everything wrong with the tools at once, in the order in which the page shows their fields.
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
  g_ptr_array_sort_with_data (problems, compare_problems, (gpointer) view);

  return g_steal_pointer (&problems);
}
