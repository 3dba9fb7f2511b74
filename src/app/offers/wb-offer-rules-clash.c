/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Where two edits of an offer set clash, named for people; see wb-offer-rules.h. */

#include "config.h"

#include "wb-offer-rules.h"

#include "wb-offer-text.h"

#include <glib/gi18n-lib.h>
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

static char *
name_clash_field (const char         *path,
                  const WbOfferPlace *place)
{
  switch (place->field) {
    case WB_OFFER_FIELD_AMOUNT:
      if (place->detail && g_str_has_suffix (path, ".amount"))
        /* Translators: %s is a currency such as CZK */
        return g_strdup_printf (_ ("Amount in %s"), place->detail);
      return g_strdup (_ ("Amount or percent"));
    case WB_OFFER_FIELD_MINIMUM:
      return g_strdup_printf (_ ("Minimum order in %s"), place->detail ? place->detail : "");
    case WB_OFFER_FIELD_VALIDITY:
      return g_strdup (_ ("Days of validity"));
    case WB_OFFER_FIELD_TEXT:
      /* Translators: %s is a language code such as cs */
      return g_strdup_printf (_ ("Text of the call request (%s)"), place->detail);
    case WB_OFFER_FIELD_TARGET_URL:
      return g_strdup (_ ("Where the banner leads"));
    case WB_OFFER_FIELD_BANNER:
      return g_strdup (_ ("Banner"));
    case WB_OFFER_FIELD_PLACEMENTS:
      return g_strdup (_ ("Where it shows"));
    case WB_OFFER_FIELD_TOOL:
    default:
      return g_strdup (_ ("On or off"));
  }
}

/* How values are said. */
typedef struct
{
  gboolean percent;
  GPtrArray *banners;  /* (unowned) (nullable) */
  const char *locale;  /* (unowned) (nullable) */
} ClashWords;

static char *
name_clash_value (const char         *value,
                  const char         *path,
                  const WbOfferPlace *place,
                  const ClashWords   *words)
{
  const char *currency = place->tool == WB_TOOL_COUPON ? place->detail : NULL;


  if (!value || value[0] == '\0')
    /* Translators: the value of a field in which nothing stands */
    return g_strdup (_ ("Nothing"));

  if (g_str_has_suffix (path, ".amount") && words->percent) {
    g_autofree char *number = wb_offer_text_for_people (value, NULL, words->locale);

    return g_strconcat (number, " %", NULL);
  }

  if (currency &&
      (g_str_has_suffix (path, ".amount") || g_str_has_suffix (path, ".min_order_value"))) {
    g_autofree char *number = wb_offer_text_for_people (value, currency, words->locale);

    return g_strconcat (number, " ", currency, NULL);
  }

  if (g_str_has_suffix (path, ".enabled"))
    return g_strdup (g_str_equal (value, "true") ? _ ("On") : _ ("Off"));

  if (g_str_has_suffix (path, ".kind"))
    return g_strdup (g_str_equal (value, WB_COUPON_KIND_PERCENT) ? _ ("Percent") : _ ("Amount"));

  if (place->field == WB_OFFER_FIELD_BANNER) {
    const WbBanner *banner = wb_offer_view_find_banner (words->banners, value);

    return g_strdup (banner ? banner->name : value);
  }

  return g_strdup (value);
}

/**
 * wb_offer_view_name_clashes:
 * @field_clashes: (element-type WbFieldClash): of wb_offer_set_merge()
 * @percent: whether the set's coupon is a percentage
 * @banners: (nullable) (element-type WbBanner): the known ones
 * @locale: (nullable): how the person reads numbers
 *
 * Returns: (transfer full) (element-type WbOfferClash): the same, in words
 */
GPtrArray *
wb_offer_view_name_clashes (GPtrArray  *field_clashes,
                            gboolean    percent,
                            GPtrArray  *banners,
                            const char *locale)
{
  ClashWords words = { percent, banners, locale };
  g_autoptr (GPtrArray) clashes =
    g_ptr_array_new_with_free_func ((GDestroyNotify) wb_offer_clash_free);

  for (guint i = 0; field_clashes && i < field_clashes->len; i++) {
    const WbFieldClash *found = g_ptr_array_index (field_clashes, i);
    WbOfferClash *clash = g_new0 (WbOfferClash, 1);
    g_auto (WbOfferPlace) place = { 0 };

    wb_offer_view_find_place (NULL, found->path, &place);
    clash->path = g_strdup (found->path);
    clash->label = name_clash_field (found->path, &place);
    clash->mine = name_clash_value (found->mine, found->path, &place, &words);
    clash->theirs = name_clash_value (found->theirs, found->path, &place, &words);
    clash->before = name_clash_value (found->base, found->path, &place, &words);
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
