/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Two versions of one offer set, compared field by field as merging does it; the words for people
 * are in wb-offer-diff-words.c. */

#include "config.h"

#include "wb-offer-diff.h"

#include "wb-offer-fields.h"

static void
init_field_change (WbFieldChange *self)
{
}

static void
clear_field_change (WbFieldChange *self)
{
  g_free (self->path);
  g_free (self->before);
  g_free (self->after);
}

WB_DEFINE_RECORD (WbFieldChange, wb_field_change, init_field_change, clear_field_change)

static WbFieldChange *
add_change (GPtrArray  *changes,
            const char *path,
            const char *before,
            const char *after)
{
  WbFieldChange *change = wb_field_change_new ();

  change->path = g_strdup (path);
  change->before = g_strdup (before);
  change->after = g_strdup (after);
  g_ptr_array_add (changes, change);

  return change;
}

static void
compare_texts (GPtrArray  *changes,
               const char *path,
               const char *before,
               const char *after)
{
  if (g_strcmp0 (before, after) != 0)
    add_change (changes, path, before, after);
}

static void
compare_switch (GPtrArray  *changes,
                const char *tool_path,
                gboolean    before,
                gboolean    after)
{
  g_autofree char *path = g_strconcat (tool_path, ".enabled", NULL);

  compare_texts (changes, path, before ? "true" : "false", after ? "true" : "false");
}

static char *
write_placements (WbPlacements placements)
{
  GString *text = g_string_new (NULL);

  for (guint bit = WB_PLACEMENT_PORTAL; bit <= WB_PLACEMENT_EMAIL; bit <<= 1) {
    if (placements & bit)
      g_string_append_printf (text, text->len > 0 ? ",%s" : "%s", wb_placement_to_text (bit));
  }

  return g_string_free (text, text->len == 0);
}

static void
compare_placements (GPtrArray    *changes,
                    const char   *tool_path,
                    WbPlacements  before,
                    WbPlacements  after)
{
  g_autofree char *path = g_strconcat (tool_path, ".placements", NULL);
  g_autofree char *text_before = write_placements (before);
  g_autofree char *text_after = write_placements (after);

  compare_texts (changes, path, text_before, text_after);
}

static void
compare_days (GPtrArray *changes,
              int        before,
              int        after)
{
  g_autofree char *text_before = before < 0 ? NULL : g_strdup_printf ("%d", before);
  g_autofree char *text_after = after < 0 ? NULL : g_strdup_printf ("%d", after);

  compare_texts (changes, WB_OFFER_PATH_VALIDITY, text_before, text_after);
}

static gboolean
is_percent (const WbCouponAmount *row)
{
  return row && g_strcmp0 (row->kind, WB_COUPON_KIND_PERCENT) == 0;
}

static void
add_row_change (GPtrArray  *changes,
                const char *currency,
                const char *member,
                const char *before,
                const char *after)
{
  g_autofree char *path = wb_offer_path_of_amount (currency, member);

  add_change (changes, path, before, after);
}

/* Of two rows of one currency, one of which may be missing. An amount means something only together
 * with its kind: 10 CZK and 10 % are two amounts. */
static void
compare_rows (GPtrArray            *changes,
              const char           *currency,
              const WbCouponAmount *before,
              const WbCouponAmount *after)
{
  const char *amounts[] = { before ? before->amount : NULL, after ? after->amount : NULL };
  const char *minimums[] = { before ? before->min_order_value : NULL,
                             after ? after->min_order_value : NULL };
  gboolean same_kind = before && after && g_strcmp0 (before->kind, after->kind) == 0;
  gboolean same_minimum = wb_offer_decimals_equal (minimums[0], minimums[1]);

  /* A row that came or went tells so by its amount; a draft may have nothing but its kind. */
  if (!same_kind && ((before && after) || (!amounts[0] && !amounts[1] && same_minimum)))
    add_row_change (changes, currency, "kind", before ? before->kind : NULL,
                    after ? after->kind : NULL);

  if (!wb_offer_decimals_equal (amounts[0], amounts[1]) || (!same_kind && amounts[0])) {
    g_autofree char *path = wb_offer_path_of_amount (currency, "amount");
    WbFieldChange *change = add_change (changes, path, amounts[0], amounts[1]);

    change->before_percent = is_percent (before);
    change->after_percent = is_percent (after);
  }

  if (!same_minimum)
    add_row_change (changes, currency, "min_order_value", minimums[0], minimums[1]);
}

static void
compare_amounts (GPtrArray        *changes,
                 const WbOfferSet *before,
                 const WbOfferSet *after)
{
  for (guint i = 0; i < before->amounts->len; i++) {
    const WbCouponAmount *row = g_ptr_array_index (before->amounts, i);

    /* A currency given twice is refused by the rules; comparing sees the first, as merging does. */
    if (wb_offer_set_find_amount (before, row->currency) == row)
      compare_rows (changes, row->currency, row, wb_offer_set_find_amount (after, row->currency));
  }

  for (guint i = 0; i < after->amounts->len; i++) {
    const WbCouponAmount *row = g_ptr_array_index (after->amounts, i);

    if (!wb_offer_set_find_amount (before, row->currency) &&
        wb_offer_set_find_amount (after, row->currency) == row)
      compare_rows (changes, row->currency, NULL, row);
  }
}

static void
compare_language (GPtrArray        *changes,
                  const char       *language,
                  const WbOfferSet *before,
                  const WbOfferSet *after)
{
  g_autofree char *path = wb_offer_path_of_text (language);

  compare_texts (changes, path, wb_lang_text_get (before->call_text, language),
                 wb_lang_text_get (after->call_text, language));
}

static void
compare_call_texts (GPtrArray        *changes,
                    const WbOfferSet *before,
                    const WbOfferSet *after)
{
  GPtrArray *languages = before->call_text->languages;

  for (guint i = 0; i < languages->len; i++)
    compare_language (changes, g_ptr_array_index (languages, i), before, after);

  languages = after->call_text->languages;
  for (guint i = 0; i < languages->len; i++) {
    if (!wb_lang_text_get (before->call_text, g_ptr_array_index (languages, i)))
      compare_language (changes, g_ptr_array_index (languages, i), before, after);
  }
}

/**
 * wb_offer_set_diff:
 * @before: (nullable): the older version; `NULL` when there was none
 * @after: the newer one
 *
 * Compares what people set, by the fields of merging: amounts by currency, texts by language,
 * placements as a set. What the server keeps (version, who, when) is no difference, and neither is
 * the order of currencies and languages. Empty exactly when wb_offer_set_equal_tools() holds (a
 * currency given twice aside). Any thread.
 *
 * Returns: (transfer full) (element-type WbFieldChange): the changes in the API's order
 */
GPtrArray *
wb_offer_set_diff (const WbOfferSet *before,
                   const WbOfferSet *after)
{
  GPtrArray *changes = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_field_change_unref);
  g_autoptr (WbOfferSet) empty = wb_offer_set_new ();

  g_return_val_if_fail (after, changes);

  if (!before)
    before = empty;

  compare_switch (changes, WB_OFFER_PATH_COUPON, before->coupon_enabled, after->coupon_enabled);
  compare_placements (changes, WB_OFFER_PATH_COUPON, before->coupon_placements,
                      after->coupon_placements);
  compare_amounts (changes, before, after);
  compare_days (changes, before->validity_days, after->validity_days);

  compare_switch (changes, WB_OFFER_PATH_CALL, before->call_enabled, after->call_enabled);
  compare_placements (changes, WB_OFFER_PATH_CALL, before->call_placements,
                      after->call_placements);
  compare_call_texts (changes, before, after);

  compare_switch (changes, WB_OFFER_PATH_BANNER, before->banner_enabled, after->banner_enabled);
  compare_placements (changes, WB_OFFER_PATH_BANNER, before->banner_placements,
                      after->banner_placements);
  compare_texts (changes, WB_OFFER_PATH_PICTURE, before->banner, after->banner);
  compare_texts (changes, WB_OFFER_PATH_TARGET, before->banner_target_url,
                 after->banner_target_url);

  return changes;
}
