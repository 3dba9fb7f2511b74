/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Editors, drafts and deliveries; see wb-offer-desk.h.
 *
 * Writes go to the context's write thread, in the order asked for, so a draft stored late can never
 * follow the save that made it pointless. */

#include "config.h"

#include "wb-offer-desk-private.h"

#include "wb-banner-store.h"
#include "wb-offer-store.h"
#include "wb-offer-work.h"
#include "wb-wire-offer-set.h"

/* Typing is stored when it pauses, and at once when the page is left. */
#define DRAFT_PAUSE_MS 400

G_DEFINE_FINAL_TYPE (WbOfferDesk, wb_offer_desk, G_TYPE_OBJECT)

enum
{
  CHANGED,
  UPDATED,
  N_SIGNALS,
};
static guint signals[N_SIGNALS];

void
wb_offer_desk_emit_changed (WbDesk *desk)
{
  g_signal_emit (desk->desk, signals[CHANGED], 0, desk->type_id);
}

void
wb_offer_desk_store_draft (WbDesk *desk)
{
  WbOfferDesk *self = desk->desk;
  gboolean dirty = wb_offer_editor_is_dirty (desk->editor);

  g_clear_handle_id (&desk->draft_source, g_source_remove);
  if (!dirty && !desk->had_draft)
    return;

  /* While a conflict is asked about, the outbox row holds the question; no draft beside it. */
  if (dirty && desk->asked_seq == 0)
    wb_offer_work_put_draft (self->context, wb_offer_editor_get_set (desk->editor),
                             wb_offer_editor_get_draft_base (desk->editor));
  else
    wb_offer_work_drop_draft (self->context, desk->type_id);
  desk->had_draft = dirty && desk->asked_seq == 0;
}

static gboolean
draft_pause_cb (gpointer user_data)
{
  WbDesk *desk = user_data;

  desk->draft_source = 0;
  wb_offer_desk_store_draft (desk);

  return G_SOURCE_REMOVE;
}

static void
editor_changed_cb (WbDesk *desk)
{
  g_clear_handle_id (&desk->draft_source, g_source_remove);
  desk->draft_source = g_timeout_add (DRAFT_PAUSE_MS, draft_pause_cb, desk);
  desk->sent = FALSE;
  wb_offer_desk_emit_changed (desk);
}

static void
desk_free (WbDesk *desk)
{
  g_clear_handle_id (&desk->draft_source, g_source_remove);
  if (desk->editor) {
    g_signal_handlers_disconnect_by_data (desk->editor, desk);
    g_object_unref (desk->editor);
  }
  g_clear_pointer (&desk->row, wb_outbox_row_unref);
  g_free (desk->trouble);
  g_free (desk->type_id);
  g_free (desk);
}

static WbOfferSet *
read_shown (WbOfferDesk  *self,
            const char   *type_id,
            GError      **error)
{
  g_autoptr (GError) read_error = NULL;
  WbOfferSet *set = wb_offer_store_get (wb_context_get_reader (self->context), type_id,
                                        &read_error);

  if (read_error) {
    g_propagate_error (error, g_steal_pointer (&read_error));
    return NULL;
  }

  /* A type that the helpdesk added a moment ago: nothing is set up, and nothing is inherited. */
  if (!set) {
    set = wb_offer_set_new ();
    set->type = g_strdup (type_id);
  }

  return set;
}

/* The row to speak of: one that waits for a person before one that is on its way. */
static WbOutboxRow *
read_row (WbOfferDesk *self,
          const char  *type_id)
{
  g_autoptr (GPtrArray) rows =
    wb_outbox_for_object (wb_context_get_reader (self->context), "settings", type_id, NULL);
  WbOutboxRow *found = NULL;

  for (guint i = 0; rows && i < rows->len; i++) {
    WbOutboxRow *row = g_ptr_array_index (rows, i);

    if (!found || row->state == WB_OUTBOX_NEEDS_YOU || row->state == WB_OUTBOX_CONFLICT)
      found = row;
  }

  return found ? wb_outbox_row_ref (found) : NULL;
}

/* TRUE = the editor was given another question. */
static gboolean
ask_conflict (WbDesk *desk)
{
  g_autoptr (WbOfferSet) before = NULL;
  g_autoptr (WbOfferSet) mine = NULL;
  g_autoptr (WbOfferSet) theirs = NULL;

  if (!desk->row || desk->row->state != WB_OUTBOX_CONFLICT || !desk->row->current)
    return FALSE;

  mine = wb_wire_offer_set_decode (desk->row->body, NULL);
  theirs = wb_wire_offer_set_decode (desk->row->current, NULL);
  before = desk->row->base ? wb_wire_offer_set_decode (desk->row->base, NULL) : NULL;
  if (!mine || !theirs ||
      (desk->asked_seq == desk->row->seq && desk->asked_version == theirs->version))
    return FALSE;
  if (!before)
    before = wb_offer_set_new ();

  desk->asked_seq = desk->row->seq;
  desk->asked_version = theirs->version;
  wb_offer_editor_start_conflict (desk->editor, before, mine, theirs);

  return TRUE;
}

/* A refused save goes back into the fields it was made in, so that it can be mended there. */
static void
take_back_refused (WbDesk           *desk,
                   const WbOfferSet *shown)
{
  g_autoptr (WbOfferSet) mine = NULL;
  g_autoptr (WbOfferSet) base = NULL;

  if (!desk->row || desk->row->state != WB_OUTBOX_NEEDS_YOU) {
    desk->refused_seq = 0;
    return;
  }
  if (desk->refused_seq == desk->row->seq)
    return;

  desk->refused_seq = desk->row->seq;
  mine = wb_wire_offer_set_decode (desk->row->body, NULL);
  base = desk->row->base ? wb_wire_offer_set_decode (desk->row->base, NULL) : NULL;
  /* Edits made since then are newer: they stay. */
  if (!mine || wb_offer_editor_is_dirty (desk->editor))
    return;

  g_free (mine->type);
  mine->type = g_strdup (desk->type_id);
  wb_offer_editor_restore_draft (desk->editor, mine, base ? base : shown);
  wb_offer_editor_update (desk->editor, shown);
}

static void
refresh_row (WbDesk *desk)
{
  gboolean was_on_its_way = desk->row && (desk->row->state == WB_OUTBOX_WAITING ||
                                          desk->row->state == WB_OUTBOX_SENDING);

  g_clear_pointer (&desk->row, wb_outbox_row_unref);
  desk->row = read_row (desk->desk, desk->type_id);
  if (was_on_its_way && !desk->row)
    desk->sent = TRUE;
  if (!desk->row || desk->row->state != WB_OUTBOX_CONFLICT)
    desk->asked_seq = 0;
}

void
wb_offer_desk_refresh (WbDesk *desk)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbOfferSet) shown = read_shown (desk->desk, desk->type_id, &error);
  gboolean was_asking = desk->asked_seq != 0;
  WbOfferUpdate update = WB_OFFER_UPDATE_NONE;

  /* A short read that fails now succeeds at the next change; what is shown stays. */
  if (!shown)
    return;

  refresh_row (desk);
  if (ask_conflict (desk))
    update = WB_OFFER_UPDATE_CLASH;
  else if (desk->asked_seq == 0 && !desk->saving) {
    /* The question was settled or taken back elsewhere: its edits are nobody's any more. */
    if (was_asking)
      wb_offer_editor_discard (desk->editor);
    update = wb_offer_editor_update (desk->editor, shown);
    take_back_refused (desk, shown);
  }

  if (update != WB_OFFER_UPDATE_NONE)
    g_signal_emit (desk->desk, signals[UPDATED], 0, desk->type_id, (int) update);
  desk->banner_since = -1;
  wb_offer_desk_emit_changed (desk);
}

static void
refresh_all (WbOfferDesk *self)
{
  /* A list of its own: whoever is told of a change may ask for another editor. */
  g_autoptr (GList) desks = g_hash_table_get_values (self->desks);

  for (GList *item = desks; item; item = item->next)
    wb_offer_desk_refresh (item->data);
}

/* No banner here may mean that none has come yet: then the server alone judges which there are. */
static void
read_banners (WbOfferDesk *self)
{
  g_clear_pointer (&self->banners, g_ptr_array_unref);
  if (wb_context_offers (self->context, WB_FEATURE_BANNERS))
    self->banners = wb_banner_store_list (wb_context_get_reader (self->context), NULL);
  if (self->banners && self->banners->len == 0)
    g_clear_pointer (&self->banners, g_ptr_array_unref);
}

static void
tell_account (WbDesk *desk)
{
  WbContext *context = desk->desk->context;
  const WbAccount *account = wb_context_get_account (context);

  wb_offer_editor_set_stores (desk->editor, wb_context_get_stores (context));
  wb_offer_editor_set_languages (desk->editor, account ? account->languages : NULL);
  wb_offer_editor_set_default_language (desk->editor, account ? account->default_language : NULL);
}

static void
context_changed_cb (WbOfferDesk *self,
                    guint        tables)
{
  if (tables & WB_TABLE_ACCOUNT) {
    g_autoptr (GList) desks = g_hash_table_get_values (self->desks);

    for (GList *item = desks; item; item = item->next)
      tell_account (item->data);
  }

  if (tables & (WB_TABLE_ACCOUNT | WB_TABLE_BANNERS)) {
    g_autoptr (GList) desks = g_hash_table_get_values (self->desks);

    read_banners (self);
    for (GList *item = desks; item; item = item->next)
      wb_offer_editor_set_banners (((WbDesk *) item->data)->editor, self->banners);
  }

  if (tables & (WB_TABLE_OFFERS | WB_TABLE_OUTBOX))
    g_clear_pointer (&self->sets, g_ptr_array_unref);

  if (tables & (WB_TABLE_OFFERS | WB_TABLE_OUTBOX | WB_TABLE_ACCOUNT))
    refresh_all (self);
}

static void
sync_changed_cb (WbOfferDesk *self)
{
  GHashTableIter iter;
  WbDesk *desk = NULL;

  /* Only "sending" and "waiting" differ by it. */
  g_hash_table_iter_init (&iter, self->desks);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &desk))
    if (desk->row)
      wb_offer_desk_emit_changed (desk);
}

static WbDesk *
new_desk (WbOfferDesk      *self,
          const char       *type_id,
          const WbOfferSet *shown)
{
  const WbAccount *account = wb_context_get_account (self->context);
  g_autoptr (WbOfferSet) draft = NULL;
  g_autoptr (WbOfferSet) base = NULL;
  WbDesk *desk = g_new0 (WbDesk, 1);

  desk->desk = self;
  desk->type_id = g_strdup (type_id);
  desk->banner_since = -1;
  desk->editor = wb_offer_editor_new (shown, wb_context_get_stores (self->context),
                                      account ? account->default_language : NULL, NULL);
  wb_offer_editor_set_languages (desk->editor, account ? account->languages : NULL);
  wb_offer_editor_set_banners (desk->editor, self->banners);
  /* A draft that cannot be read is left where it is; the set is shown without it. */
  if (wb_offer_store_get_draft (wb_context_get_reader (self->context), type_id, &draft, &base,
                                NULL) &&
      draft) {
    wb_offer_editor_restore_draft (desk->editor, draft, base);
    desk->had_draft = TRUE;
    wb_offer_editor_update (desk->editor, shown);
  }
  refresh_row (desk);
  if (!ask_conflict (desk))
    take_back_refused (desk, shown);
  g_signal_connect_swapped (desk->editor, "changed", G_CALLBACK (editor_changed_cb), desk);

  return desk;
}

WbDesk *
wb_offer_desk_find (WbOfferDesk *self,
                    const char  *type_id)
{
  return g_hash_table_lookup (self->desks, type_id);
}

static void
wb_offer_desk_dispose (GObject *object)
{
  WbOfferDesk *self = WB_OFFER_DESK (object);

  if (self->context)
    wb_offer_desk_flush (self);
  g_clear_signal_handler (&self->changed_id, self->context);
  g_clear_signal_handler (&self->sync_changed_id, self->context);
  g_hash_table_remove_all (self->desks);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (wb_offer_desk_parent_class)->dispose (object);
}

static void
wb_offer_desk_finalize (GObject *object)
{
  WbOfferDesk *self = WB_OFFER_DESK (object);

  g_clear_pointer (&self->desks, g_hash_table_unref);
  g_clear_pointer (&self->banners, g_ptr_array_unref);
  g_clear_pointer (&self->sets, g_ptr_array_unref);

  G_OBJECT_CLASS (wb_offer_desk_parent_class)->finalize (object);
}

static void
wb_offer_desk_class_init (WbOfferDeskClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = wb_offer_desk_dispose;
  object_class->finalize = wb_offer_desk_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[UPDATED] = g_signal_new ("updated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_INT);
}

static void
wb_offer_desk_init (WbOfferDesk *self)
{
  self->desks = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) desk_free);
}

/**
 * wb_offer_desk_new:
 * @context: the workspace
 *
 * Returns: (transfer full): a desk without editors; they are made when asked for
 */
WbOfferDesk *
wb_offer_desk_new (WbContext *context)
{
  WbOfferDesk *self = NULL;

  g_return_val_if_fail (WB_IS_CONTEXT (context), NULL);

  self = g_object_new (WB_TYPE_OFFER_DESK, NULL);
  self->context = g_object_ref (context);
  self->changed_id =
    g_signal_connect_swapped (context, "changed", G_CALLBACK (context_changed_cb), self);
  self->sync_changed_id =
    g_signal_connect_swapped (context, "sync-changed", G_CALLBACK (sync_changed_cb), self);
  read_banners (self);

  return self;
}

/**
 * wb_offer_desk_get_editor:
 * @self: the desk
 * @type_id: a ticket type
 * @error: set when the workspace could not be read (WB_DB_ERROR)
 *
 * The type's editor, with the edits of an earlier time taken up.
 *
 * Returns: (transfer none) (nullable): the editor; %NULL with @error set
 */
WbOfferEditor *
wb_offer_desk_get_editor (WbOfferDesk  *self,
                          const char   *type_id,
                          GError      **error)
{
  WbDesk *desk = NULL;

  g_return_val_if_fail (WB_IS_OFFER_DESK (self), NULL);
  g_return_val_if_fail (type_id, NULL);

  desk = wb_offer_desk_find (self, type_id);
  if (!desk) {
    g_autoptr (WbOfferSet) shown = read_shown (self, type_id, error);

    if (!shown)
      return NULL;
    desk = new_desk (self, type_id, shown);
    g_hash_table_insert (self->desks, desk->type_id, desk);
  }

  return desk->editor;
}

/**
 * wb_offer_desk_is_configured:
 * @self: the desk
 * @type_id: a ticket type with an editor
 *
 * Returns: whether somebody has ever set the type up
 */
gboolean
wb_offer_desk_is_configured (WbOfferDesk *self,
                             const char  *type_id)
{
  WbDesk *desk = NULL;

  g_return_val_if_fail (WB_IS_OFFER_DESK (self), FALSE);

  desk = wb_offer_desk_find (self, type_id);

  return desk && (wb_offer_editor_get_base (desk->editor)->version > 0 || desk->row);
}

/**
 * wb_offer_desk_has_edits:
 * @self: the desk
 * @type_id: a ticket type with an editor
 *
 * Returns: whether something there is not saved
 */
gboolean
wb_offer_desk_has_edits (WbOfferDesk *self,
                         const char  *type_id)
{
  WbDesk *desk = NULL;

  g_return_val_if_fail (WB_IS_OFFER_DESK (self), FALSE);

  desk = wb_offer_desk_find (self, type_id);

  return desk && wb_offer_editor_is_dirty (desk->editor);
}

/**
 * wb_offer_desk_flush:
 * @self: the desk
 *
 * Asks for all drafts to be stored now: the page is left or the window closes.
 */
void
wb_offer_desk_flush (WbOfferDesk *self)
{
  GHashTableIter iter;
  WbDesk *desk = NULL;

  g_return_if_fail (WB_IS_OFFER_DESK (self));

  g_hash_table_iter_init (&iter, self->desks);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &desk))
    if (desk->draft_source)
      wb_offer_desk_store_draft (desk);
}
