/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the desk does with edits: saving, giving up, going back; and how far it has come. */

#include "config.h"

#include "wb-offer-desk-private.h"

#include "wb-offer-proposal.h"
#include "wb-offer-store.h"
#include "wb-offer-work.h"

#include <glib/gi18n-lib.h>

G_DEFINE_QUARK (wb-offer-desk-error-quark, wb_offer_desk_error)

static gboolean
is_reachable (WbOfferDesk *self)
{
  const WbSyncState *state = wb_context_get_sync_state (self->context);

  return state->phase == WB_SYNC_LIVE || state->phase == WB_SYNC_CONNECTING ||
         state->phase == WB_SYNC_FIRST_LOAD;
}

/**
 * wb_offer_desk_get_delivery:
 * @self: the desk
 * @type_id: a ticket type with an editor
 * @message_out: (out) (optional) (nullable) (transfer none): the server's words, or why it
 *   could not be stored; until the next "changed"
 *
 * Returns: how far the last save has come
 */
WbDelivery
wb_offer_desk_get_delivery (WbOfferDesk  *self,
                            const char   *type_id,
                            const char  **message_out)
{
  WbDesk *desk = NULL;
  const char *message = NULL;
  WbDelivery delivery = WB_DELIVERY_NONE;

  g_return_val_if_fail (WB_IS_OFFER_DESK (self), WB_DELIVERY_NONE);

  desk = wb_offer_desk_find (self, type_id);
  if (!desk)
    delivery = WB_DELIVERY_NONE;
  else if (desk->trouble) {
    delivery = WB_DELIVERY_NOT_SAVED;
    message = desk->trouble;
  } else if (desk->saving)
    delivery = WB_DELIVERY_SAVING;
  else if (desk->row && desk->row->state == WB_OUTBOX_CONFLICT)
    delivery = WB_DELIVERY_CONFLICT;
  else if (desk->row && desk->row->state == WB_OUTBOX_NEEDS_YOU) {
    delivery = WB_DELIVERY_REFUSED;
    message = desk->row->error_message;
  } else if (desk->row)
    delivery = is_reachable (self) ? WB_DELIVERY_SENDING : WB_DELIVERY_WAITING;
  else if (desk->sent)
    delivery = WB_DELIVERY_SENT;

  if (message_out)
    *message_out = message;

  return delivery;
}

/* Lives from asking for a write to its end. */
typedef struct
{
  WbOfferDesk *desk;  /* (owned) */
  char *type_id;      /* (owned) */
  WbOfferSet *saved;  /* (owned) (nullable) what is being saved */
  gboolean give_up;   /* the edits go with the row */
} Asked;

static void
work_done_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autofree Asked *asked = user_data;
  g_autoptr (WbOfferDesk) self = asked->desk;
  g_autofree char *type_id = asked->type_id;
  g_autoptr (WbOfferSet) saved = asked->saved;
  g_autoptr (GError) error = NULL;
  gboolean done = wb_context_write_finish (result, &error);
  gboolean give_up = asked->give_up;
  WbDesk *desk = wb_offer_desk_find (self, type_id);

  /* The desk was closed meanwhile; what was asked for is done all the same. */
  if (!desk)
    return;

  desk->saving = FALSE;
  g_clear_pointer (&desk->trouble, g_free);
  if (!done)
    desk->trouble = g_strdup (error->message);
  else if (saved) {
    desk->asked_seq = 0;
    desk->had_draft = FALSE;
    wb_offer_editor_saved (desk->editor, saved);
    if (!wb_offer_editor_is_dirty (desk->editor))
      g_clear_handle_id (&desk->draft_source, g_source_remove);
  }
  if (done && give_up) {
    wb_offer_editor_discard (desk->editor);
    wb_offer_desk_store_draft (desk);
  }
  if (done && wb_context_get_sync (self->context))
    wb_sync_wake (wb_context_get_sync (self->context));
  /* Nothing else keeps them: saving stopped the draft from being stored, and a refused row that was
   * to be replaced may be gone. */
  if (!done && saved)
    wb_offer_desk_store_draft (desk);
  wb_offer_desk_refresh (desk);
}

static Asked *
start_work (WbDesk           *desk,
            const WbOfferSet *saved)
{
  Asked *asked = g_new0 (Asked, 1);

  asked->desk = g_object_ref (desk->desk);
  asked->type_id = g_strdup (desk->type_id);
  asked->saved = saved ? wb_offer_set_copy (saved) : NULL;
  desk->saving = saved != NULL;
  desk->sent = FALSE;
  g_clear_pointer (&desk->trouble, g_free);

  return asked;
}

void
wb_offer_desk_drop_row (WbDesk *desk)
{
  Asked *asked = start_work (desk, NULL);

  asked->give_up = TRUE;
  wb_offer_work_drop_row (desk->desk->context, desk->row->seq, work_done_cb, asked);
}

/**
 * wb_offer_desk_save:
 * @self: the desk
 * @type_id: a ticket type with an editor
 *
 * Stores what the editor has and sends it; nothing where wb_offer_editor_can_save() says no. Words
 * about it come by wb_offer_desk_get_delivery().
 */
void
wb_offer_desk_save (WbOfferDesk *self,
                    const char  *type_id)
{
  WbDesk *desk = NULL;
  g_autoptr (WbOfferSet) set = NULL;
  g_autoptr (WbOfferSet) base = NULL;
  gint64 conflict_seq = 0, refused_seq = 0;

  g_return_if_fail (WB_IS_OFFER_DESK (self));

  desk = wb_offer_desk_find (self, type_id);
  if (!desk || desk->saving)
    return;
  set = wb_offer_editor_dup_savable (desk->editor);
  if (!set)
    return;

  base = wb_offer_set_copy (wb_offer_editor_get_base (desk->editor));
  if (desk->row && desk->row->state == WB_OUTBOX_CONFLICT)
    conflict_seq = desk->row->seq;
  else if (desk->row && desk->row->state == WB_OUTBOX_NEEDS_YOU) {
    g_autoptr (WbOfferSet) server =
      wb_offer_store_get_server (wb_context_get_reader (self->context), type_id, NULL);

    /* The refused set is replaced, and what replaces it is based on what the server really has. */
    refused_seq = desk->row->seq;
    if (server) {
      g_clear_pointer (&base, wb_offer_set_unref);
      base = g_steal_pointer (&server);
    }
  }

  g_clear_handle_id (&desk->draft_source, g_source_remove);
  wb_offer_work_save (self->context, set, base, conflict_seq, refused_seq, work_done_cb,
                      start_work (desk, set));
  wb_offer_desk_emit_changed (desk);
}

/* An editor of its own judges it: the one on the page must not change before. */
static gboolean
check_savable (WbOfferDesk       *self,
               const WbOfferSet  *set,
               GError           **error)
{
  const WbAccount *account = wb_context_get_account (self->context);
  g_autoptr (WbOfferEditor) judge =
    wb_offer_editor_new (set, wb_context_get_stores (self->context),
                         account ? account->default_language : NULL, NULL);
  GPtrArray *problems = NULL;

  wb_offer_editor_set_banners (judge, self->banners);
  problems = wb_offer_editor_get_problems (judge);
  if (problems->len == 0)
    return TRUE;

  g_set_error (error, WB_OFFER_DESK_ERROR, WB_OFFER_DESK_ERROR_INVALID,
               /* Translators: %s is a sentence that says what is wrong */
               _ ("It cannot be offered again as it was. %s"),
               ((const WbOfferProblem *) g_ptr_array_index (problems, 0))->message);

  return FALSE;
}

static gboolean
check_free (WbDesk    *desk,
            gboolean   drop_edits,
            GError   **error)
{
  if (desk->saving || (desk->row && (desk->row->state == WB_OUTBOX_CONFLICT ||
                                     desk->row->state == WB_OUTBOX_NEEDS_YOU))) {
    g_set_error_literal (error, WB_OFFER_DESK_ERROR, WB_OFFER_DESK_ERROR_BUSY,
                         _ ("Your last change waits for you. Send it or give it up first."));
    return FALSE;
  }
  if (wb_offer_editor_is_dirty (desk->editor) && !drop_edits) {
    g_set_error_literal (error, WB_OFFER_DESK_ERROR, WB_OFFER_DESK_ERROR_UNSAVED,
                         _ ("There are unsaved changes. Save or discard them first."));
    return FALSE;
  }

  return TRUE;
}

/**
 * wb_offer_desk_go_back:
 * @self: the desk
 * @type_id: a ticket type
 * @old: an earlier version of its offers
 * @drop_edits: whether edits that are not saved may be lost
 * @error: set on refusal: #WbOfferDeskError; %WB_DB_ERROR when the workspace could not be read
 *
 * Saves the tools of @old, letter for letter, as a new version, at once. Words about it come by
 * wb_offer_desk_get_delivery().
 *
 * Returns: %FALSE when it was refused and nothing changed
 */
gboolean
wb_offer_desk_go_back (WbOfferDesk       *self,
                       const char        *type_id,
                       const WbOfferSet  *old,
                       gboolean           drop_edits,
                       GError           **error)
{
  WbDesk *desk = NULL;
  g_autoptr (WbOfferSet) base = NULL;
  g_autoptr (WbOfferSet) set = NULL;

  g_return_val_if_fail (WB_IS_OFFER_DESK (self), FALSE);
  g_return_val_if_fail (type_id && old, FALSE);

  if (!wb_offer_desk_get_editor (self, type_id, error))
    return FALSE;
  desk = wb_offer_desk_find (self, type_id);
  if (!check_free (desk, drop_edits, error))
    return FALSE;

  base = wb_offer_set_copy (wb_offer_editor_get_base (desk->editor));
  set = wb_offer_set_go_back (old, base);
  if (wb_offer_set_equal_tools (set, base)) {
    g_set_error_literal (error, WB_OFFER_DESK_ERROR, WB_OFFER_DESK_ERROR_INVALID,
                         _ ("These are the offers of today already."));
    return FALSE;
  }
  if (!check_savable (self, set, error))
    return FALSE;

  wb_offer_editor_discard (desk->editor);
  wb_offer_editor_replace_tools (desk->editor, set);
  g_clear_handle_id (&desk->draft_source, g_source_remove);
  wb_offer_work_save (self->context, set, base, 0, 0, work_done_cb, start_work (desk, set));
  wb_offer_desk_emit_changed (desk);

  return TRUE;
}

/**
 * wb_offer_desk_discard:
 * @self: the desk
 * @type_id: a ticket type with an editor
 *
 * Forgets the type's edits, here and in the draft.
 */
void
wb_offer_desk_discard (WbOfferDesk *self,
                       const char  *type_id)
{
  WbDesk *desk = NULL;

  g_return_if_fail (WB_IS_OFFER_DESK (self));

  desk = wb_offer_desk_find (self, type_id);
  if (!desk)
    return;

  g_clear_pointer (&desk->trouble, g_free);
  if (desk->asked_seq != 0) {
    /* What clashes was saved once: taking it back takes its row back. */
    wb_offer_desk_drop_row (desk);
    return;
  }
  wb_offer_editor_discard (desk->editor);
  wb_offer_desk_store_draft (desk);
}

/**
 * wb_offer_desk_send_again:
 * @self: the desk
 * @type_id: a ticket type whose save was refused
 */
void
wb_offer_desk_send_again (WbOfferDesk *self,
                          const char  *type_id)
{
  WbDesk *desk = NULL;

  g_return_if_fail (WB_IS_OFFER_DESK (self));

  desk = wb_offer_desk_find (self, type_id);
  if (desk && desk->row)
    wb_offer_work_resend_row (self->context, desk->row->seq, work_done_cb,
                              start_work (desk, NULL));
}

/**
 * wb_offer_desk_drop_refused:
 * @self: the desk
 * @type_id: a ticket type whose save was refused
 *
 * Gives the refused change up: the server's set is shown again.
 */
void
wb_offer_desk_drop_refused (WbOfferDesk *self,
                            const char  *type_id)
{
  WbDesk *desk = NULL;

  g_return_if_fail (WB_IS_OFFER_DESK (self));

  desk = wb_offer_desk_find (self, type_id);
  if (desk && desk->row)
    wb_offer_desk_drop_row (desk);
}
