/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* "A write is stored and tried at once": after the transaction that stored it, the outbox is sent
 * from here, unless another program syncs this workspace, which then does it. */

#include "config.h"

#include "wb-cli.h"

#include <glib/gi18n-lib.h>

/**
 * wb_cli_get_sync:
 * @self: the program, its workspace open
 * @error: return location for a #GError
 *
 * The engine, with the token's place from `WINBACK_SECRETS` (the keyring unless set).
 *
 * Returns: (transfer none) (nullable): the engine
 */
WbSync *
wb_cli_get_sync (WbCli   *self,
                 GError **error)
{
  WbSecrets *secrets;

  if (self->sync)
    return self->sync;
  secrets = wb_secrets_new (g_getenv ("WINBACK_SECRETS"), error);
  if (!secrets)
    return NULL;
  self->sync = wb_sync_new_for_workspace (self->workspace, secrets, NULL);
  return self->sync;
}

/**
 * wb_cli_lock_sync:
 * @self: the program, its workspace open
 * @error: return location for a #GError
 *
 * Makes this program the one that syncs.
 *
 * Returns: `TRUE` if it is; else the error says who is
 */
gboolean
wb_cli_lock_sync (WbCli   *self,
                  GError **error)
{
  g_autofree char *holder = NULL;
  GError *cause = NULL;

  if (wb_workspace_try_lock_sync (self->workspace, &holder, &cause))
    return TRUE;
  if (cause)
    g_propagate_error (error, cause);
  else
    g_set_error (error, WB_CLI_ERROR, WB_CLI_ERROR_FAILED,
                 _ ("%s is syncing this workspace already"),
                 holder ? holder : _ ("Another program"));
  return FALSE;
}

/**
 * wb_cli_push:
 * @self: the program, its workspace open
 *
 * Sends all that is due.
 *
 * Returns: (transfer full) (nullable): why not, in words; `NULL` when it went
 */
char *
wb_cli_push (WbCli *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbHelpdesk) helpdesk = NULL;
  WbSync *sync = wb_cli_get_sync (self, &error);

  if (sync && wb_cli_lock_sync (self, &error)) {
    helpdesk = wb_sync_make_helpdesk (sync, NULL, &error);
    if (helpdesk)
      wb_sync_push (sync, helpdesk, NULL, &error);
    wb_workspace_unlock_sync (self->workspace);
  }
  return error ? g_strdup (error->message) : NULL;
}

/* The newest row about an object: the one just stored. */
static gint64
find_newest (WbCli       *self,
             const char  *object_kind,
             const char  *object_id,
             GError     **error)
{
  g_autoptr (GPtrArray) rows = wb_outbox_for_object (self->db, object_kind, object_id, error);
  gint64 seq = 0;

  for (guint i = 0; rows && i < rows->len; i++) {
    const WbOutboxRow *row = g_ptr_array_index (rows, i);

    seq = MAX (seq, row->seq);
  }
  return seq;
}

/**
 * wb_cli_send:
 * @self: the program, its workspace open
 * @object_kind: "activity", "settings" or "ticket"
 * @object_id: what was written about
 * @seq: the stored row, 0 = the newest one about that object
 * @why_waiting_out: (out) (transfer full) (nullable): why it waits, in words
 * @error: return location for a #GError
 *
 * Tries to send what was just stored.
 *
 * Returns: what became of it; the error is set with %WB_CLI_REFUSED only
 */
WbCliDelivery
wb_cli_send (WbCli       *self,
             const char  *object_kind,
             const char  *object_id,
             gint64       seq,
             char       **why_waiting_out,
             GError     **error)
{
  g_autofree char *why = NULL;
  g_autoptr (WbOutboxRow) row = NULL;
  GError *cause = NULL;

  *why_waiting_out = NULL;
  if (seq == 0)
    seq = find_newest (self, object_kind, object_id, &cause);
  if (seq == 0 && !cause)
    return WB_CLI_SENT;
  if (!cause)
    why = wb_cli_push (self);
  if (!cause)
    row = wb_outbox_get (self->db, seq, &cause);
  if (cause) {
    g_propagate_error (error, cause);
    return WB_CLI_REFUSED;
  }
  if (!row)
    return WB_CLI_SENT;
  if (row->state == WB_OUTBOX_NEEDS_YOU) {
    g_set_error (error, WB_CLI_ERROR, WB_CLI_ERROR_FAILED, _ ("Refused: %s"),
                 row->error_message ? row->error_message : _ ("the server gave no reason"));
    return WB_CLI_REFUSED;
  }
  if (row->state == WB_OUTBOX_CONFLICT) {
    g_set_error_literal (error, WB_CLI_ERROR, WB_CLI_ERROR_FAILED,
                         _ ("Somebody else has changed the same; see “winbackctl conflicts”"));
    return WB_CLI_REFUSED;
  }
  *why_waiting_out = why ? g_steal_pointer (&why)
                         : g_strdup (row->error_message ? row->error_message : _ ("it is not its "
                                                                                  "turn yet"));
  return WB_CLI_WAITING;
}
