/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Where two edits of an offer set clash, named for people; see wb-offer-rules.h. */

#include "config.h"

#include "wb-offer-rules.h"

#include "wb-offer-diff.h"
#include "wb-offer-text.h"

#include <string.h>

void
wb_offer_clash_free (WbOfferClash *self)
{
  g_free (self->detail);
  g_free (self->path);
  g_free (self->label);
  g_free (self->mine);
  g_free (self->theirs);
  g_free (self->before);
  g_free (self);
}

static gboolean
is_percent (const WbOfferSet *set,
            const char       *currency)
{
  const WbCouponAmount *row = currency ? wb_offer_set_find_amount (set, currency) : NULL;

  return row && g_strcmp0 (row->kind, WB_COUPON_KIND_PERCENT) == 0;
}

static GHashTable *
map_banner_names (GPtrArray *banners)
{
  GHashTable *names = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; banners && i < banners->len; i++) {
    const WbBanner *banner = g_ptr_array_index (banners, i);

    g_hash_table_insert (names, banner->id, banner->name);
  }

  return names;
}

/* One side's value. A choice between texts needs them whole, and what was typed and is no amount is
 * said as it was typed. */
static char *
say_value (const char         *path,
           const char         *value,
           const WbOfferPlace *place,
           const WbOfferSet   *side,
           const WbDiffWords  *words)
{
  WbDiffWords these = *words;

  these.percent = place->field == WB_OFFER_FIELD_AMOUNT && is_percent (side, place->detail);
  if (!wb_offer_text_is_readable (value))
    return wb_offer_text_for_people (value, place->detail, words->locale);
  if (value && *value != '\0' &&
      (place->field == WB_OFFER_FIELD_TEXT || place->field == WB_OFFER_FIELD_TARGET_URL))
    return g_strdup (value);

  return wb_field_value_for_people (path, value, &these);
}

/**
 * wb_offer_view_name_clashes:
 * @field_clashes: (element-type WbFieldClash): of wb_offer_set_merge()
 * @sides: the sets that were merged
 * @banners: (nullable) (element-type WbBanner): the known ones
 * @locale: (nullable): how the person reads numbers
 *
 * The words are those of the history, so that what clashes can be found there.
 *
 * Returns: (transfer full) (element-type WbOfferClash): the same, in words
 */
GPtrArray *
wb_offer_view_name_clashes (GPtrArray          *field_clashes,
                            const WbOfferSides *sides,
                            GPtrArray          *banners,
                            const char         *locale)
{
  g_autoptr (GHashTable) names = map_banner_names (banners);
  WbDiffWords words = { .locale = locale, .banner_names = names };
  g_autoptr (GPtrArray) clashes =
    g_ptr_array_new_with_free_func ((GDestroyNotify) wb_offer_clash_free);

  for (guint i = 0; field_clashes && i < field_clashes->len; i++) {
    const WbFieldClash *found = g_ptr_array_index (field_clashes, i);
    const char *path = found->path;
    WbOfferClash *clash = g_new0 (WbOfferClash, 1);
    g_auto (WbOfferPlace) place = { 0 };

    wb_offer_view_find_place (NULL, path, &place);
    words.percent = is_percent (sides->mine, place.detail) &&
                    is_percent (sides->theirs, place.detail);
    clash->path = g_strdup (path);
    clash->label = wb_field_label (path, &words);
    clash->mine = say_value (path, found->mine, &place, sides->mine, &words);
    clash->theirs = say_value (path, found->theirs, &place, sides->theirs, &words);
    clash->before = say_value (path, found->base, &place, sides->before, &words);
    clash->tool = place.tool;
    clash->field = place.field;
    clash->detail = g_steal_pointer (&place.detail);
    g_ptr_array_add (clashes, clash);
  }

  return g_steal_pointer (&clashes);
}

static void
copy_string (char       **to,
             const char  *from)
{
  char *copy = g_strdup (from);

  g_free (*to);
  *to = copy;
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
  if (g_str_has_suffix (path, ".amount") || g_str_has_suffix (path, "]"))
    copy_string (&target->amount, source->amount);
  if (g_str_has_suffix (path, ".min_order_value") || g_str_has_suffix (path, "]"))
    copy_string (&target->min_order_value, source->min_order_value);
  /* An amount only means something with its kind. */
  if (!g_str_has_suffix (path, ".min_order_value"))
    copy_string (&target->kind, source->kind);
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
  g_auto (WbOfferPlace) place = { 0 };

  wb_offer_view_find_place (NULL, path, &place);
  switch (place.field) {
    case WB_OFFER_FIELD_AMOUNT:
    case WB_OFFER_FIELD_MINIMUM:
      if (place.detail)
        copy_amount_field (to, from, place.detail, path);
      break;
    case WB_OFFER_FIELD_VALIDITY:
      to->validity_days = from->validity_days;
      break;
    case WB_OFFER_FIELD_TEXT:
      wb_lang_text_set (to->call_text, place.detail,
                        wb_lang_text_get (from->call_text, place.detail));
      break;
    case WB_OFFER_FIELD_BANNER:
      copy_string (&to->banner, from->banner);
      break;
    case WB_OFFER_FIELD_TARGET_URL:
      copy_string (&to->banner_target_url, from->banner_target_url);
      break;
    case WB_OFFER_FIELD_PLACEMENTS:
      wb_offer_set_set_placements (to, place.tool,
                                   wb_offer_set_get_placements (from, place.tool));
      break;
    case WB_OFFER_FIELD_TOOL:
    default:
      wb_offer_set_set_on (to, place.tool, wb_offer_set_is_on (from, place.tool));
  }
}
