/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a manager is doing to one ticket type's offers; see wb-offer-editor.h.
 *
 * Two sets: the one the edits started from (base) and the edited one (set). Texts are turned into
 * the API's form at each key, so the set is always what would be saved, except for words that are
 * no amount: those stand in it behind a mark (wb-offer-text.h), are a problem, and keep it from
 * being saved while the draft still carries them.
 *
 * When the server's set changes meanwhile, the edits are merged onto it field by field. While a
 * clash is open, mine stands in the set and the draft keeps the old base, so that a restart asks
 * the same question again. */

#include "config.h"

#include "wb-offer-editor-private.h"

#include "wb-offer-rules.h"

G_DEFINE_FINAL_TYPE (WbOfferEditor, wb_offer_editor, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

void
wb_offer_editor_emit_changed (WbOfferEditor *self)
{
  g_clear_pointer (&self->problems, g_ptr_array_unref);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
replace_set (WbOfferSet       **place,
             const WbOfferSet  *set)
{
  WbOfferSet *copy = set ? wb_offer_set_copy (set) : NULL;

  g_clear_pointer (place, wb_offer_set_unref);
  *place = copy;
}

static void
forget_clashes (WbOfferEditor *self)
{
  g_clear_pointer (&self->clash_base, wb_offer_set_unref);
  g_clear_pointer (&self->clash_mine, wb_offer_set_unref);
  g_ptr_array_set_size (self->clashes, 0);
  self->in_conflict = FALSE;
}

/* Nothing typed into a field is the same as the field not being there. */
static WbOfferSet *
copy_for_saving (const WbOfferSet *set)
{
  WbOfferSet *copy = wb_offer_set_copy (set);

  for (guint i = copy->amounts->len; i > 0; i--) {
    const WbCouponAmount *row = g_ptr_array_index (copy->amounts, i - 1);

    if (!row->amount && !row->min_order_value)
      g_ptr_array_remove_index (copy->amounts, i - 1);
  }
  wb_offer_view_tidy_texts (copy);

  return copy;
}

/**
 * wb_offer_editor_new:
 * @shown: the type's set as the workspace shows it
 * @stores: (element-type WbMerchantStore): the merchant's shops
 * @default_language: (nullable): the account's default language
 * @locale: (nullable): how the person writes numbers; %NULL = the process's locale
 *
 * Main thread only, as everything here.
 *
 * Returns: (transfer full): an editor without edits
 */
WbOfferEditor *
wb_offer_editor_new (const WbOfferSet *shown,
                     GPtrArray        *stores,
                     const char       *default_language,
                     const char       *locale)
{
  WbOfferEditor *self = NULL;

  g_return_val_if_fail (shown, NULL);
  g_return_val_if_fail (stores, NULL);

  self = g_object_new (WB_TYPE_OFFER_EDITOR, NULL);
  self->default_language = g_strdup (default_language);
  self->locale = g_strdup (locale);
  self->stores = g_ptr_array_ref (stores);
  self->needed = wb_merchant_stores_coupon_currencies (stores);
  replace_set (&self->base, shown);
  replace_set (&self->set, shown);

  return self;
}

/**
 * wb_offer_editor_restore_draft:
 * @self: an editor without edits
 * @draft: the edits, as kept
 * @base: (nullable): the set they started from; %NULL = the one @self was made with
 *
 * Takes up edits of an earlier time. If the server's set has changed since, call
 * wb_offer_editor_update() with it next.
 */
void
wb_offer_editor_restore_draft (WbOfferEditor    *self,
                               const WbOfferSet *draft,
                               const WbOfferSet *base)
{
  g_return_if_fail (WB_IS_OFFER_EDITOR (self));
  g_return_if_fail (draft);

  forget_clashes (self);
  if (base)
    replace_set (&self->base, base);
  replace_set (&self->set, draft);
  wb_offer_editor_emit_changed (self);
}

/**
 * wb_offer_editor_set_stores:
 * @self: the editor
 * @stores: (element-type WbMerchantStore): the merchant's shops as they are now
 *
 * The shops changed: other currencies may be needed.
 */
void
wb_offer_editor_set_stores (WbOfferEditor *self,
                            GPtrArray     *stores)
{
  g_return_if_fail (WB_IS_OFFER_EDITOR (self));
  g_return_if_fail (stores);

  g_ptr_array_ref (stores);
  g_ptr_array_unref (self->stores);
  self->stores = stores;
  g_strfreev (self->needed);
  self->needed = wb_merchant_stores_coupon_currencies (stores);
  wb_offer_editor_emit_changed (self);
}

/* Where both changed a field, mine stays in the set until a person chooses. */
static void
keep_mine (WbOfferEditor    *self,
           const WbOfferSet *mine)
{
  for (guint i = 0; i < self->clashes->len; i++) {
    const WbOfferClash *clash = g_ptr_array_index (self->clashes, i);

    wb_offer_view_copy_field (self->set, mine, clash->path);
  }
}

static void
take_merge (WbOfferEditor    *self,
            const WbOfferSet *before,
            const WbOfferSet *mine,
            const WbOfferSet *theirs)
{
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (WbOfferSet) merged = wb_offer_set_merge (before, mine, theirs, &found);
  g_autoptr (WbOfferSet) kept_before = wb_offer_set_copy (before);
  g_autoptr (WbOfferSet) kept_mine = wb_offer_set_copy (mine);
  WbOfferSides sides = { kept_before, kept_mine, theirs };

  forget_clashes (self);
  replace_set (&self->base, theirs);
  replace_set (&self->set, merged);
  self->set->version = theirs->version;
  g_ptr_array_unref (self->clashes);
  self->clashes = wb_offer_view_name_clashes (found, &sides, self->banners, self->locale);
  if (self->clashes->len > 0) {
    self->clash_base = g_steal_pointer (&kept_before);
    self->clash_mine = g_steal_pointer (&kept_mine);
    keep_mine (self, self->clash_mine);
  }
}

/**
 * wb_offer_editor_update:
 * @self: the editor
 * @shown: the type's set as the workspace shows it now
 *
 * The workspace changed. Without edits the new set is shown; with edits they are merged onto it,
 * per field (reference/retino-api.md B.12).
 *
 * Returns: what came of it
 */
WbOfferUpdate
wb_offer_editor_update (WbOfferEditor    *self,
                        const WbOfferSet *shown)
{
  g_autoptr (WbOfferSet) before = NULL;
  g_autoptr (WbOfferSet) mine = NULL;

  g_return_val_if_fail (WB_IS_OFFER_EDITOR (self), WB_OFFER_UPDATE_NONE);
  g_return_val_if_fail (shown, WB_OFFER_UPDATE_NONE);

  if (wb_offer_set_equal_tools (self->base, shown)) {
    replace_set (&self->base, shown);
    self->set->version = shown->version;
    return WB_OFFER_UPDATE_NONE;
  }

  if (!wb_offer_editor_is_dirty (self)) {
    forget_clashes (self);
    replace_set (&self->base, shown);
    replace_set (&self->set, shown);
    g_hash_table_remove_all (self->other_kind);
    wb_offer_editor_emit_changed (self);
    return WB_OFFER_UPDATE_RELOADED;
  }

  /* A second change while the first is still asked about: the question starts again from the base
   * that both have in common. */
  before = wb_offer_set_copy (wb_offer_editor_get_draft_base (self));
  mine = wb_offer_set_copy (self->set);
  take_merge (self, before, mine, shown);
  wb_offer_editor_emit_changed (self);

  return self->clashes->len > 0 ? WB_OFFER_UPDATE_CLASH : WB_OFFER_UPDATE_MERGED;
}

/**
 * wb_offer_editor_start_conflict:
 * @self: the editor
 * @before: the set that was saved upon
 * @mine: the set that was saved
 * @theirs: the set the server has instead
 *
 * A set that was saved met another change on the server: asks as for a change while editing. What
 * is saved next settles it.
 */
void
wb_offer_editor_start_conflict (WbOfferEditor    *self,
                                const WbOfferSet *before,
                                const WbOfferSet *mine,
                                const WbOfferSet *theirs)
{
  g_return_if_fail (WB_IS_OFFER_EDITOR (self));
  g_return_if_fail (before && mine && theirs);

  take_merge (self, before, mine, theirs);
  self->in_conflict = TRUE;
  wb_offer_editor_emit_changed (self);
}

/**
 * wb_offer_editor_discard:
 * @self: the editor
 *
 * Forgets all edits and shows what they would have replaced.
 */
void
wb_offer_editor_discard (WbOfferEditor *self)
{
  g_return_if_fail (WB_IS_OFFER_EDITOR (self));

  forget_clashes (self);
  g_hash_table_remove_all (self->other_kind);
  replace_set (&self->set, self->base);
  wb_offer_editor_emit_changed (self);
}

/**
 * wb_offer_editor_saved:
 * @self: the editor
 * @saved: what wb_offer_editor_dup_savable() gave, and was saved
 *
 * Edits are counted against @saved from now on; what was typed while it was being saved stays.
 */
void
wb_offer_editor_saved (WbOfferEditor    *self,
                       const WbOfferSet *saved)
{
  g_autoptr (WbOfferSet) present = NULL;

  g_return_if_fail (WB_IS_OFFER_EDITOR (self));
  g_return_if_fail (saved);

  present = copy_for_saving (self->set);
  forget_clashes (self);
  g_hash_table_remove_all (self->other_kind);
  replace_set (&self->base, saved);
  if (wb_offer_set_equal_tools (present, saved) || wb_offer_set_equal_tools (self->set, saved))
    replace_set (&self->set, saved);
  wb_offer_editor_emit_changed (self);
}

/**
 * wb_offer_editor_get_set:
 * @self: the editor
 *
 * Returns: (transfer none): the edited set, which is also what a draft keeps; may hold marked words
 */
const WbOfferSet *
wb_offer_editor_get_set (WbOfferEditor *self)
{
  g_return_val_if_fail (WB_IS_OFFER_EDITOR (self), NULL);

  return self->set;
}

/**
 * wb_offer_editor_get_base:
 * @self: the editor
 *
 * Returns: (transfer none): the set that the edits are based on
 */
const WbOfferSet *
wb_offer_editor_get_base (WbOfferEditor *self)
{
  g_return_val_if_fail (WB_IS_OFFER_EDITOR (self), NULL);

  return self->base;
}

/**
 * wb_offer_editor_get_draft_base:
 * @self: the editor
 *
 * Returns: (transfer none): the base to keep with a draft; while a clash is open, the one before it
 */
const WbOfferSet *
wb_offer_editor_get_draft_base (WbOfferEditor *self)
{
  g_return_val_if_fail (WB_IS_OFFER_EDITOR (self), NULL);

  if (wb_offer_editor_has_open_clash (self))
    return self->clash_base;

  return self->base;
}

/**
 * wb_offer_editor_is_dirty:
 * @self: the editor
 *
 * Returns: whether there is something to save or to discard
 */
gboolean
wb_offer_editor_is_dirty (WbOfferEditor *self)
{
  g_return_val_if_fail (WB_IS_OFFER_EDITOR (self), FALSE);

  return !wb_offer_set_equal_tools (self->set, self->base);
}

/**
 * wb_offer_editor_can_save:
 * @self: the editor
 *
 * Returns: whether there are edits, nothing is wrong with them and no clash is open
 */
gboolean
wb_offer_editor_can_save (WbOfferEditor *self)
{
  g_return_val_if_fail (WB_IS_OFFER_EDITOR (self), FALSE);

  return (self->in_conflict || wb_offer_editor_is_dirty (self)) &&
         !wb_offer_editor_has_open_clash (self) &&
         wb_offer_editor_get_problems (self)->len == 0;
}

/**
 * wb_offer_editor_dup_savable:
 * @self: the editor
 *
 * The set to save: the edited one without rows and texts in which nothing stands.
 *
 * Returns: (transfer full) (nullable): the set; %NULL when wb_offer_editor_can_save() says no
 */
WbOfferSet *
wb_offer_editor_dup_savable (WbOfferEditor *self)
{
  g_return_val_if_fail (WB_IS_OFFER_EDITOR (self), NULL);

  if (!wb_offer_editor_can_save (self))
    return NULL;

  return copy_for_saving (self->set);
}

/**
 * wb_offer_editor_get_problems:
 * @self: the editor
 *
 * Returns: (transfer none) (element-type WbOfferProblem): all that is wrong, in the order of the
 *   page's fields; valid until the next change
 */
GPtrArray *
wb_offer_editor_get_problems (WbOfferEditor *self)
{
  g_return_val_if_fail (WB_IS_OFFER_EDITOR (self), NULL);

  if (!self->problems) {
    g_auto (GStrv) currencies = wb_offer_editor_dup_currencies (self);
    g_auto (GStrv) languages = wb_offer_editor_dup_languages (self);
    WbOfferView view = {
      .set = self->set,
      .stores = self->stores,
      .default_language = self->default_language,
      .locale = self->locale,
      .currencies = currencies,
      .languages = languages,
      .banners = self->banners,
    };

    self->problems = wb_offer_view_find_problems (&view);
  }

  return self->problems;
}

/**
 * wb_offer_editor_get_clashes:
 * @self: the editor
 *
 * Returns: (transfer none) (element-type WbOfferClash): the questions, settled ones included
 */
GPtrArray *
wb_offer_editor_get_clashes (WbOfferEditor *self)
{
  g_return_val_if_fail (WB_IS_OFFER_EDITOR (self), NULL);

  return self->clashes;
}

/**
 * wb_offer_editor_has_open_clash:
 * @self: the editor
 *
 * Returns: whether a person still has to choose somewhere
 */
gboolean
wb_offer_editor_has_open_clash (WbOfferEditor *self)
{
  g_return_val_if_fail (WB_IS_OFFER_EDITOR (self), FALSE);

  for (guint i = 0; i < self->clashes->len; i++)
    if (!((const WbOfferClash *) g_ptr_array_index (self->clashes, i))->settled)
      return TRUE;

  return FALSE;
}

/**
 * wb_offer_editor_drop_settled:
 * @self: the editor
 *
 * Forgets questions that are all answered so that nothing is left to save: the person has gone on.
 */
void
wb_offer_editor_drop_settled (WbOfferEditor *self)
{
  g_return_if_fail (WB_IS_OFFER_EDITOR (self));

  if (self->clashes->len == 0 || self->in_conflict || wb_offer_editor_has_open_clash (self) ||
      wb_offer_editor_is_dirty (self))
    return;

  forget_clashes (self);
  wb_offer_editor_emit_changed (self);
}

/**
 * wb_offer_editor_settle_clash:
 * @self: the editor
 * @index: which of wb_offer_editor_get_clashes()
 * @choice: whose value stands
 *
 * Answers one question; may be answered again until it is saved.
 */
void
wb_offer_editor_settle_clash (WbOfferEditor *self,
                              guint          index,
                              WbOfferChoice  choice)
{
  const WbOfferSet *from = NULL;
  WbOfferClash *clash = NULL;

  g_return_if_fail (WB_IS_OFFER_EDITOR (self));
  g_return_if_fail (index < self->clashes->len);

  clash = g_ptr_array_index (self->clashes, index);
  if (choice == WB_OFFER_CHOICE_THEIRS)
    from = self->base;
  else if (choice == WB_OFFER_CHOICE_BEFORE)
    from = self->clash_base;
  else
    from = self->clash_mine;

  wb_offer_view_copy_field (self->set, from, clash->path);
  clash->settled = TRUE;
  clash->choice = choice;
  wb_offer_editor_emit_changed (self);
}

static void
wb_offer_editor_finalize (GObject *object)
{
  WbOfferEditor *self = WB_OFFER_EDITOR (object);

  g_clear_pointer (&self->base, wb_offer_set_unref);
  g_clear_pointer (&self->set, wb_offer_set_unref);
  g_clear_pointer (&self->clash_base, wb_offer_set_unref);
  g_clear_pointer (&self->clash_mine, wb_offer_set_unref);
  g_clear_pointer (&self->clashes, g_ptr_array_unref);
  g_clear_pointer (&self->other_kind, g_hash_table_unref);
  g_clear_pointer (&self->stores, g_ptr_array_unref);
  g_clear_pointer (&self->needed, g_strfreev);
  g_clear_pointer (&self->languages, g_strfreev);
  g_clear_pointer (&self->banners, g_ptr_array_unref);
  g_clear_pointer (&self->default_language, g_free);
  g_clear_pointer (&self->locale, g_free);
  g_clear_pointer (&self->problems, g_ptr_array_unref);

  G_OBJECT_CLASS (wb_offer_editor_parent_class)->finalize (object);
}

static void
wb_offer_editor_class_init (WbOfferEditorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = wb_offer_editor_finalize;

  signals[CHANGED] =
    g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
}

static void
wb_offer_editor_init (WbOfferEditor *self)
{
  self->clashes = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_offer_clash_free);
  self->other_kind = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}
