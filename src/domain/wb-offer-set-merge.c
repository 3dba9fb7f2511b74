/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Two people edited the same offers: what does not clash is put together, field by field
 * (reference/retino-api.md B.12). A clash is left as mine in the merged set and reported; a person
 * decides, and nothing is sent before. */

#include "config.h"

#include "wb-offer-set.h"

#include "wb-offer-fields.h"

typedef enum
{
  TAKE_MINE,
  TAKE_THEIRS,
  TAKE_CLASH,
} Take;

static void
init_field_clash (WbFieldClash *self)
{
}

static void
clear_field_clash (WbFieldClash *self)
{
  g_free (self->path);
  g_free (self->mine);
  g_free (self->theirs);
  g_free (self->base);
}

WB_DEFINE_RECORD (WbFieldClash, wb_field_clash, init_field_clash, clear_field_clash)

static void
add_clash (GPtrArray  *clashes,
           const char *path,
           const char *base,
           const char *mine,
           const char *theirs)
{
  WbFieldClash *clash = wb_field_clash_new ();

  clash->path = g_strdup (path);
  clash->base = g_strdup (base);
  clash->mine = g_strdup (mine);
  clash->theirs = g_strdup (theirs);
  g_ptr_array_add (clashes, clash);
}

static Take
compare_text (const char *base,
              const char *mine,
              const char *theirs)
{
  if (g_strcmp0 (mine, theirs) == 0 || g_strcmp0 (theirs, base) == 0)
    return TAKE_MINE;

  return g_strcmp0 (mine, base) == 0 ? TAKE_THEIRS : TAKE_CLASH;
}

static Take
compare_decimals (const char *base,
                  const char *mine,
                  const char *theirs)
{
  if (wb_offer_decimals_equal (mine, theirs) || wb_offer_decimals_equal (theirs, base))
    return TAKE_MINE;

  return wb_offer_decimals_equal (mine, base) ? TAKE_THEIRS : TAKE_CLASH;
}

static void
merge_text (GPtrArray   *clashes,
            const char  *path,
            const char  *base,
            const char  *mine,
            const char  *theirs,
            char       **merged)
{
  Take take = compare_text (base, mine, theirs);

  g_free (*merged);
  *merged = g_strdup (take == TAKE_THEIRS ? theirs : mine);
  if (take == TAKE_CLASH)
    add_clash (clashes, path, base, mine, theirs);
}

static void
merge_days (GPtrArray *clashes,
            int        base,
            int        mine,
            int        theirs,
            int       *merged)
{
  *merged = mine == base ? theirs : mine;
  if (mine != theirs && mine != base && theirs != base) {
    char texts[3][16] = { "", "", "" };
    const int values[] = { base, mine, theirs };

    for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
      g_snprintf (texts[i], sizeof texts[i], "%d", values[i]);
    add_clash (clashes, WB_OFFER_PATH_VALIDITY, base == -1 ? NULL : texts[0],
               mine == -1 ? NULL : texts[1], theirs == -1 ? NULL : texts[2]);
  }
}

/* Of two states, as a switch and each placement of the set are, one side at most has changed, or
 * both have made the same change: no clash is possible. */
static guint
merge_bits (guint base,
            guint mine,
            guint theirs)
{
  guint changed_by_me = base ^ mine;

  return (mine & changed_by_me) | (theirs & ~changed_by_me);
}

static gboolean
equal_rows (const WbCouponAmount *a,
            const WbCouponAmount *b)
{
  if (!a || !b)
    return a == b;

  return g_strcmp0 (a->kind, b->kind) == 0 &&
         wb_offer_decimals_equal (a->amount, b->amount) &&
         wb_offer_decimals_equal (a->min_order_value, b->min_order_value);
}

static WbCouponAmount *
add_row (WbOfferSet           *merged,
         const WbCouponAmount *source)
{
  WbCouponAmount *row = wb_coupon_amount_new ();

  row->currency = g_strdup (source->currency);
  row->kind = g_strdup (source->kind);
  row->amount = g_strdup (source->amount);
  row->min_order_value = g_strdup (source->min_order_value);
  g_ptr_array_add (merged->amounts, row);

  return row;
}

/* A row that all three, or only the two sides, have. An amount means something only together with
 * its kind, so where one of the two was changed here and the other there, the amount clashes. */
static void
merge_row (GPtrArray            *clashes,
           WbOfferSet           *merged,
           const WbCouponAmount *base,
           const WbCouponAmount *mine,
           const WbCouponAmount *theirs)
{
  WbCouponAmount *row = add_row (merged, mine);
  const char *base_kind = base ? base->kind : NULL;
  const char *base_amount = base ? base->amount : NULL;
  const char *base_minimum = base ? base->min_order_value : NULL;
  Take amount = compare_decimals (base_amount, mine->amount, theirs->amount);
  Take minimum = compare_decimals (base_minimum, mine->min_order_value, theirs->min_order_value);

  if (g_strcmp0 (mine->kind, theirs->kind) != 0) {
    gboolean i_changed = g_strcmp0 (mine->kind, base_kind) != 0 ||
                         !wb_offer_decimals_equal (mine->amount, base_amount);
    gboolean they_changed = g_strcmp0 (theirs->kind, base_kind) != 0 ||
                            !wb_offer_decimals_equal (theirs->amount, base_amount);

    amount = i_changed && they_changed ? TAKE_CLASH : they_changed ? TAKE_THEIRS : TAKE_MINE;
  }

  if (amount == TAKE_THEIRS) {
    g_free (row->kind);
    row->kind = g_strdup (theirs->kind);
    g_free (row->amount);
    row->amount = g_strdup (theirs->amount);
  } else if (amount == TAKE_CLASH) {
    g_autofree char *path = wb_offer_path_of_amount (mine->currency, "amount");

    add_clash (clashes, path, base_amount, mine->amount, theirs->amount);
  }
  if (minimum == TAKE_THEIRS) {
    g_free (row->min_order_value);
    row->min_order_value = g_strdup (theirs->min_order_value);
  } else if (minimum == TAKE_CLASH) {
    g_autofree char *path = wb_offer_path_of_amount (mine->currency, "min_order_value");

    add_clash (clashes, path, base_minimum, mine->min_order_value, theirs->min_order_value);
  }
}

/* One side took the row away, or only one side has it. */
static void
merge_half_row (GPtrArray            *clashes,
                WbOfferSet           *merged,
                const WbCouponAmount *base,
                const WbCouponAmount *mine,
                const WbCouponAmount *theirs)
{
  const WbCouponAmount *left = mine ? mine : theirs;

  g_assert (left);

  if (!base) {
    add_row (merged, left);
  } else if (!equal_rows (base, left)) {
    g_autofree char *path = wb_offer_path_of_amount (left->currency, NULL);

    if (mine)
      add_row (merged, mine);
    add_clash (clashes, path, base->amount, mine ? mine->amount : NULL,
               theirs ? theirs->amount : NULL);
  }
}

static void
merge_amounts (GPtrArray        *clashes,
               WbOfferSet       *merged,
               const WbOfferSet *base,
               const WbOfferSet *mine,
               const WbOfferSet *theirs)
{
  for (guint i = 0; i < mine->amounts->len; i++) {
    const WbCouponAmount *row = g_ptr_array_index (mine->amounts, i);
    const WbCouponAmount *their_row = wb_offer_set_find_amount (theirs, row->currency);
    const WbCouponAmount *base_row = wb_offer_set_find_amount (base, row->currency);

    /* A currency given twice is refused by the rules; merging sees the first. */
    if (wb_offer_set_find_amount (mine, row->currency) != row)
      continue;
    if (their_row)
      merge_row (clashes, merged, base_row, row, their_row);
    else
      merge_half_row (clashes, merged, base_row, row, NULL);
  }

  for (guint i = 0; i < theirs->amounts->len; i++) {
    const WbCouponAmount *row = g_ptr_array_index (theirs->amounts, i);

    if (!wb_offer_set_find_amount (mine, row->currency) &&
        wb_offer_set_find_amount (theirs, row->currency) == row)
      merge_half_row (clashes, merged, wb_offer_set_find_amount (base, row->currency), NULL, row);
  }
}

/* The one kind of all rows; NULL when there is no row or they are mixed. */
static const char *
find_common_kind (const WbOfferSet *self)
{
  const char *kind = NULL;

  for (guint i = 0; i < self->amounts->len; i++) {
    const WbCouponAmount *amount = g_ptr_array_index (self->amounts, i);

    if (kind && g_strcmp0 (kind, amount->kind) != 0)
      return NULL;
    kind = amount->kind;
  }

  return kind;
}

/* I made the coupon a percentage, they added a fixed amount in another currency: row by row nothing
 * clashes, yet together it is an offer that neither meant and the rules refuse. */
static void
find_mixed_kinds (GPtrArray        *clashes,
                  const WbOfferSet *merged,
                  const WbOfferSet *base,
                  const WbOfferSet *mine,
                  const WbOfferSet *theirs)
{
  const char *my_kind = find_common_kind (mine);
  const char *their_kind = find_common_kind (theirs);

  if (!my_kind || !their_kind || merged->amounts->len == 0 || find_common_kind (merged))
    return;

  for (guint i = 0; i < merged->amounts->len; i++) {
    const WbCouponAmount *row = g_ptr_array_index (merged->amounts, i);
    const WbCouponAmount *base_row = wb_offer_set_find_amount (base, row->currency);
    g_autofree char *path = NULL;

    if (g_strcmp0 (row->kind, my_kind) == 0)
      continue;
    path = wb_offer_path_of_amount (row->currency, "kind");
    add_clash (clashes, path, base_row ? base_row->kind : NULL, my_kind, row->kind);
  }
}

static void
merge_one_language (GPtrArray        *clashes,
                    WbOfferSet       *merged,
                    const char       *language,
                    const WbOfferSet *base,
                    const WbOfferSet *mine,
                    const WbOfferSet *theirs)
{
  const char *base_text = wb_lang_text_get (base->call_text, language);
  const char *my_text = wb_lang_text_get (mine->call_text, language);
  const char *their_text = wb_lang_text_get (theirs->call_text, language);
  Take take = compare_text (base_text, my_text, their_text);

  wb_lang_text_set (merged->call_text, language, take == TAKE_THEIRS ? their_text : my_text);
  if (take == TAKE_CLASH) {
    g_autofree char *path = wb_offer_path_of_text (language);

    add_clash (clashes, path, base_text, my_text, their_text);
  }
}

static void
merge_texts (GPtrArray        *clashes,
             WbOfferSet       *merged,
             const WbOfferSet *base,
             const WbOfferSet *mine,
             const WbOfferSet *theirs)
{
  GPtrArray *languages = mine->call_text->languages;

  for (guint i = 0; i < languages->len; i++)
    merge_one_language (clashes, merged, g_ptr_array_index (languages, i), base, mine, theirs);

  languages = theirs->call_text->languages;
  for (guint i = 0; i < languages->len; i++) {
    if (!wb_lang_text_get (mine->call_text, g_ptr_array_index (languages, i)))
      merge_one_language (clashes, merged, g_ptr_array_index (languages, i), base, mine, theirs);
  }
}

/**
 * wb_offer_set_merge:
 * @base: (nullable): what both started from; `NULL` when the type was not configured
 * @mine: the edit made here
 * @theirs: what the server has now
 * @clashes_out: (out) (transfer full) (element-type WbFieldClash): the fields a person must decide,
 *   empty when there is none
 *
 * Merges three ways, per field: amounts by currency, texts by language, placements as a set. The
 * merged set holds mine where there is a clash, and type, version and what else the server keeps
 * from @theirs. It may break a rule that neither side breaks: validate it. Any thread.
 *
 * Returns: (transfer full): the merged set
 */
WbOfferSet *
wb_offer_set_merge (const WbOfferSet  *base,
                    const WbOfferSet  *mine,
                    const WbOfferSet  *theirs,
                    GPtrArray        **clashes_out)
{
  g_autoptr (GPtrArray) clashes =
    g_ptr_array_new_with_free_func ((GDestroyNotify) wb_field_clash_unref);
  g_autoptr (WbOfferSet) empty = wb_offer_set_new ();
  WbOfferSet *merged;

  g_return_val_if_fail (mine, NULL);
  g_return_val_if_fail (theirs, NULL);
  g_return_val_if_fail (clashes_out, NULL);

  if (!base)
    base = empty;

  merged = wb_offer_set_new ();
  merged->type = g_strdup (theirs->type);
  merged->call_deadline_days = theirs->call_deadline_days;
  merged->updated_at = theirs->updated_at;
  merged->updated_by = g_strdup (theirs->updated_by);
  merged->version = theirs->version;

  merged->coupon_enabled = merge_bits (!!base->coupon_enabled, !!mine->coupon_enabled,
                                       !!theirs->coupon_enabled);
  merged->coupon_placements = merge_bits (base->coupon_placements, mine->coupon_placements,
                                          theirs->coupon_placements);
  merge_amounts (clashes, merged, base, mine, theirs);
  find_mixed_kinds (clashes, merged, base, mine, theirs);
  merge_days (clashes, base->validity_days, mine->validity_days, theirs->validity_days,
              &merged->validity_days);

  merged->call_enabled = merge_bits (!!base->call_enabled, !!mine->call_enabled,
                                     !!theirs->call_enabled);
  merged->call_placements = merge_bits (base->call_placements, mine->call_placements,
                                        theirs->call_placements);
  merge_texts (clashes, merged, base, mine, theirs);

  merged->banner_enabled = merge_bits (!!base->banner_enabled, !!mine->banner_enabled,
                                       !!theirs->banner_enabled);
  merged->banner_placements = merge_bits (base->banner_placements, mine->banner_placements,
                                          theirs->banner_placements);
  merge_text (clashes, WB_OFFER_PATH_PICTURE, base->banner, mine->banner, theirs->banner,
              &merged->banner);
  merge_text (clashes, WB_OFFER_PATH_TARGET, base->banner_target_url, mine->banner_target_url,
              theirs->banner_target_url, &merged->banner_target_url);

  *clashes_out = g_steal_pointer (&clashes);

  return merged;
}
