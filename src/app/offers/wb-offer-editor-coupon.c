/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The coupon tool of an offer editor: rows per currency, kind, validity. */

#include "config.h"

#include "wb-offer-editor-private.h"

#include "wb-offer-rules.h"
#include "wb-offer-text.h"

/* Where the percentage is kept aside among the amounts per currency. */
#define PERCENT_KEY "%"

static WbCouponAmount *
find_amount (WbOfferEditor *self,
             const char    *currency)
{
  return (WbCouponAmount *) wb_offer_set_find_amount (self->set, currency);
}

/* A row that nobody filled and the server does not know is no edit. */
static void
drop_empty_rows (WbOfferEditor *self)
{
  if (wb_offer_view_is_percent (self->set))
    return;

  for (guint i = self->set->amounts->len; i > 0; i--) {
    const WbCouponAmount *row = g_ptr_array_index (self->set->amounts, i - 1);

    if (!row->amount && !row->min_order_value &&
        !wb_offer_set_find_amount (self->base, row->currency))
      g_ptr_array_remove_index (self->set->amounts, i - 1);
  }
}

static WbCouponAmount *
ensure_amount (WbOfferEditor *self,
               const char    *currency)
{
  gboolean percent = wb_offer_view_is_percent (self->set);
  WbCouponAmount *row = find_amount (self, currency);

  if (row)
    return row;

  row = wb_offer_set_ensure_amount (self->set, currency);
  g_free (row->kind);
  row->kind = g_strdup (percent ? WB_COUPON_KIND_PERCENT : WB_COUPON_KIND_FIXED);
  if (percent && self->set->amounts->len > 1) {
    const WbCouponAmount *first = g_ptr_array_index (self->set->amounts, 0);

    g_free (row->amount);
    row->amount = g_strdup (first->amount);
  }

  return row;
}

/**
 * wb_offer_editor_dup_currencies:
 * @self: the editor
 *
 * The rows to show: the currencies of the connected shops, then those that stand in the set and no
 * shop takes any more.
 *
 * Returns: (transfer full): ISO 4217 codes
 */
GStrv
wb_offer_editor_dup_currencies (WbOfferEditor *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  g_return_val_if_fail (WB_IS_OFFER_EDITOR (self), NULL);

  for (guint i = 0; self->needed && self->needed[i]; i++)
    g_strv_builder_add (builder, self->needed[i]);

  for (guint i = 0; i < self->set->amounts->len; i++) {
    const WbCouponAmount *row = g_ptr_array_index (self->set->amounts, i);

    if (!self->needed || !g_strv_contains ((const char *const *) self->needed, row->currency))
      g_strv_builder_add (builder, row->currency);
  }

  return g_strv_builder_end (builder);
}

/**
 * wb_offer_editor_dup_store_names:
 * @self: the editor
 * @currency: ISO 4217 code
 *
 * Returns: (transfer full) (nullable): the shops that take @currency; %NULL = none does
 */
char *
wb_offer_editor_dup_store_names (WbOfferEditor *self,
                                 const char    *currency)
{
  g_return_val_if_fail (WB_IS_OFFER_EDITOR (self), NULL);
  g_return_val_if_fail (currency, NULL);

  return wb_offer_view_dup_store_names (self->stores, currency);
}

/**
 * wb_offer_editor_dup_store_trouble:
 * @self: the editor
 * @currency: ISO 4217 code
 *
 * Returns: (transfer full) (nullable): which shops that take @currency cannot make coupons now, a
 *   line for each; %NULL when all can
 */
char *
wb_offer_editor_dup_store_trouble (WbOfferEditor *self,
                                   const char    *currency)
{
  g_return_val_if_fail (WB_IS_OFFER_EDITOR (self), NULL);
  g_return_val_if_fail (currency, NULL);

  return wb_offer_view_dup_store_trouble (self->stores, currency);
}

/**
 * wb_offer_editor_dup_stores_without:
 * @self: the editor
 *
 * Returns: (transfer full) (nullable): which shops never make coupons, a line for each; %NULL when
 *   all do
 */
char *
wb_offer_editor_dup_stores_without (WbOfferEditor *self)
{
  g_return_val_if_fail (WB_IS_OFFER_EDITOR (self), NULL);

  return wb_offer_view_dup_stores_without (self->stores);
}

/**
 * wb_offer_editor_is_kind_known:
 * @self: the editor
 *
 * Returns: whether the coupon's kind is one that can be edited; an unknown one goes back unchanged
 */
gboolean
wb_offer_editor_is_kind_known (WbOfferEditor *self)
{
  g_return_val_if_fail (WB_IS_OFFER_EDITOR (self), FALSE);

  for (guint i = 0; i < self->set->amounts->len; i++) {
    const WbCouponAmount *row = g_ptr_array_index (self->set->amounts, i);

    if (g_strcmp0 (row->kind, WB_COUPON_KIND_FIXED) != 0 &&
        g_strcmp0 (row->kind, WB_COUPON_KIND_PERCENT) != 0)
      return FALSE;
  }

  return TRUE;
}

/**
 * wb_offer_editor_is_percent:
 * @self: the editor
 *
 * Returns: whether the coupon is a percentage
 */
gboolean
wb_offer_editor_is_percent (WbOfferEditor *self)
{
  g_return_val_if_fail (WB_IS_OFFER_EDITOR (self), FALSE);

  return wb_offer_view_is_percent (self->set);
}

/**
 * wb_offer_editor_set_percent:
 * @self: the editor
 * @percent: whether the coupon is a percentage
 *
 * Changes the kind of all rows. The amounts of the other kind are kept aside, and come back with
 * it.
 */
void
wb_offer_editor_set_percent (WbOfferEditor *self,
                             gboolean       percent)
{
  g_auto (GStrv) currencies = NULL;
  const char *kind = percent ? WB_COUPON_KIND_PERCENT : WB_COUPON_KIND_FIXED;

  g_return_if_fail (WB_IS_OFFER_EDITOR (self));

  if (percent == wb_offer_view_is_percent (self->set) || !wb_offer_editor_is_kind_known (self))
    return;

  currencies = wb_offer_editor_dup_currencies (self);
  for (guint i = 0; currencies[i]; i++) {
    WbCouponAmount *row = ensure_amount (self, currencies[i]);

    g_hash_table_insert (self->other_kind, g_strdup (percent ? currencies[i] : PERCENT_KEY),
                         g_steal_pointer (&row->amount));
  }

  for (guint i = 0; currencies[i]; i++) {
    WbCouponAmount *row = ensure_amount (self, currencies[i]);

    g_free (row->kind);
    row->kind = g_strdup (kind);
    row->amount = g_strdup (g_hash_table_lookup (self->other_kind,
                                                 percent ? PERCENT_KEY : currencies[i]));
  }

  drop_empty_rows (self);
  wb_offer_editor_emit_changed (self);
}

/**
 * wb_offer_editor_dup_amount:
 * @self: the editor
 * @currency: (nullable): ISO 4217 code; %NULL = the percentage
 *
 * Returns: (transfer full): what stands in the field, as the person writes numbers
 */
char *
wb_offer_editor_dup_amount (WbOfferEditor *self,
                            const char    *currency)
{
  const WbCouponAmount *row = NULL;

  g_return_val_if_fail (WB_IS_OFFER_EDITOR (self), NULL);

  if (currency)
    row = find_amount (self, currency);
  else if (self->set->amounts->len > 0)
    row = g_ptr_array_index (self->set->amounts, 0);

  return wb_offer_text_for_people (row ? row->amount : NULL, currency, self->locale);
}

/**
 * wb_offer_editor_type_amount:
 * @self: the editor
 * @currency: (nullable): ISO 4217 code; %NULL = the percentage, which is one for all currencies
 * @typed: what stands in the field now
 */
void
wb_offer_editor_type_amount (WbOfferEditor *self,
                             const char    *currency,
                             const char    *typed)
{
  g_autofree char *before = NULL;
  g_autofree char *text = NULL;

  g_return_if_fail (WB_IS_OFFER_EDITOR (self));
  g_return_if_fail (typed);

  /* What came from the server stays letter for letter until somebody really changes it. */
  before = wb_offer_editor_dup_amount (self, currency);
  if (g_str_equal (before, typed))
    return;

  text = wb_offer_text_from_typed (typed, currency, self->locale);
  if (currency) {
    WbCouponAmount *row = ensure_amount (self, currency);

    g_free (row->amount);
    row->amount = g_steal_pointer (&text);
  } else {
    for (guint i = 0; i < self->set->amounts->len; i++) {
      WbCouponAmount *row = g_ptr_array_index (self->set->amounts, i);

      g_free (row->amount);
      row->amount = g_strdup (text);
    }
  }

  drop_empty_rows (self);
  wb_offer_editor_emit_changed (self);
}

/**
 * wb_offer_editor_dup_minimum:
 * @self: the editor
 * @currency: ISO 4217 code
 *
 * Returns: (transfer full): what stands in the field, as the person writes numbers
 */
char *
wb_offer_editor_dup_minimum (WbOfferEditor *self,
                             const char    *currency)
{
  const WbCouponAmount *row = NULL;

  g_return_val_if_fail (WB_IS_OFFER_EDITOR (self), NULL);
  g_return_val_if_fail (currency, NULL);

  row = find_amount (self, currency);
  return wb_offer_text_for_people (row ? row->min_order_value : NULL, currency, self->locale);
}

/**
 * wb_offer_editor_type_minimum:
 * @self: the editor
 * @currency: ISO 4217 code
 * @typed: what stands in the field now; empty = from any order
 */
void
wb_offer_editor_type_minimum (WbOfferEditor *self,
                              const char    *currency,
                              const char    *typed)
{
  g_autofree char *before = NULL;
  WbCouponAmount *row = NULL;

  g_return_if_fail (WB_IS_OFFER_EDITOR (self));
  g_return_if_fail (currency && typed);

  before = wb_offer_editor_dup_minimum (self, currency);
  if (g_str_equal (before, typed))
    return;

  row = ensure_amount (self, currency);
  g_free (row->min_order_value);
  row->min_order_value = wb_offer_text_from_typed (typed, currency, self->locale);
  drop_empty_rows (self);
  wb_offer_editor_emit_changed (self);
}

static gboolean
reads_as (WbOfferEditor *self,
          const char    *typed,
          const char    *currency,
          const char    *stored)
{
  g_autofree char *text = wb_offer_text_from_typed (typed, currency, self->locale);
  g_autofree char *shown = wb_offer_text_for_people (stored, currency, self->locale);

  return g_strcmp0 (text, stored) == 0 || g_str_equal (typed, shown);
}

/**
 * wb_offer_editor_is_amount:
 * @self: the editor
 * @currency: (nullable): ISO 4217 code; %NULL = the percentage
 * @typed: what stands in the field
 *
 * Tells a field in which somebody types whether its text still is the amount, only not yet written
 * out, or the amount was changed elsewhere.
 *
 * Returns: whether @typed reads as the amount
 */
gboolean
wb_offer_editor_is_amount (WbOfferEditor *self,
                           const char    *currency,
                           const char    *typed)
{
  const WbCouponAmount *row = NULL;

  g_return_val_if_fail (WB_IS_OFFER_EDITOR (self), FALSE);

  if (currency)
    row = find_amount (self, currency);
  else if (self->set->amounts->len > 0)
    row = g_ptr_array_index (self->set->amounts, 0);

  return reads_as (self, typed, currency, row ? row->amount : NULL);
}

/**
 * wb_offer_editor_is_minimum:
 * @self: the editor
 * @currency: ISO 4217 code
 * @typed: what stands in the field
 *
 * Returns: whether @typed reads as the minimum, as wb_offer_editor_is_amount() does
 */
gboolean
wb_offer_editor_is_minimum (WbOfferEditor *self,
                            const char    *currency,
                            const char    *typed)
{
  const WbCouponAmount *row = NULL;

  g_return_val_if_fail (WB_IS_OFFER_EDITOR (self), FALSE);

  row = find_amount (self, currency);

  return reads_as (self, typed, currency, row ? row->min_order_value : NULL);
}

/**
 * wb_offer_editor_remove_currency:
 * @self: the editor
 * @currency: ISO 4217 code of a row that no shop takes
 */
void
wb_offer_editor_remove_currency (WbOfferEditor *self,
                                 const char    *currency)
{
  g_return_if_fail (WB_IS_OFFER_EDITOR (self));
  g_return_if_fail (currency);

  for (guint i = self->set->amounts->len; i > 0; i--) {
    const WbCouponAmount *row = g_ptr_array_index (self->set->amounts, i - 1);

    if (g_str_equal (row->currency, currency))
      g_ptr_array_remove_index (self->set->amounts, i - 1);
  }

  wb_offer_editor_emit_changed (self);
}

/**
 * wb_offer_editor_set_validity:
 * @self: the editor
 * @days: days after the issue date; -1 = not set
 */
void
wb_offer_editor_set_validity (WbOfferEditor *self,
                              int            days)
{
  g_return_if_fail (WB_IS_OFFER_EDITOR (self));

  if (self->set->validity_days == days)
    return;

  self->set->validity_days = days;
  wb_offer_editor_emit_changed (self);
}
