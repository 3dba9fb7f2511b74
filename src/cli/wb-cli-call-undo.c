/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* winbackctl call undo: takes the last act on a call back. The window remembers how the call was
 * before; each run of winbackctl is a program of its own, so that the last act is remembered in the
 * workspace, with how the call was after it: what changed since is not undone unawares. An act that
 * waits to be sent, the window's too, brings with it how the call was. */

#include "config.h"

#include "wb-cli.h"

#include "wb-meta-store.h"
#include "wb-outbox.h"
#include "wb-staff-actions.h"
#include "wb-wire-activity.h"
#include "wb-wire.h"

#include <glib/gi18n-lib.h>

static gboolean
set_last_act (WbCli       *self,
              const char  *value,
              GError     **error)
{
  WbDb *db = wb_workspace_begin (self->workspace, error);

  if (!db)
    return FALSE;
  if (wb_workspace_set_meta (db, WB_META_LAST_ACT, value, error))
    return wb_workspace_commit (self->workspace, 0, error);
  wb_workspace_rollback (self->workspace);
  return FALSE;
}

/**
 * wb_cli_remember_act:
 * @self: the program
 * @before: a call as it was before this program did something to it
 * @after: as it is now
 * @error: return location for a #GError
 *
 * For "call undo", which takes only the last act back.
 *
 * Returns: `TRUE` if it is stored
 */
gboolean
wb_cli_remember_act (WbCli             *self,
                     const WbActivity  *before,
                     const WbActivity  *after,
                     GError           **error)
{
  JsonObject *object = json_object_new ();
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), object);
  g_autofree char *text = NULL;

  json_object_set_member (object, "before", wb_wire_activity_encode (before));
  json_object_set_member (object, "after", wb_wire_activity_encode (after));
  text = wb_wire_print (node);
  json_object_unref (object);
  return set_last_act (self, text, error);
}

/* As far as an act changes a call. */
static gboolean
is_same (const WbActivity *a,
         const WbActivity *b)
{
  return g_strcmp0 (a->id, b->id) == 0 && g_strcmp0 (a->status, b->status) == 0 &&
         g_strcmp0 (a->outcome, b->outcome) == 0 && g_strcmp0 (a->assignee, b->assignee) == 0 &&
         a->due_at == b->due_at && a->attempts->len == b->attempts->len;
}

/* NULL = winbackctl's last act was on another call, or it is not as that act left it any more. */
static WbActivity *
find_remembered (WbCli            *self,
                 const WbActivity *call)
{
  g_autofree char *text = wb_workspace_dup_meta (self->db, WB_META_LAST_ACT);
  g_autoptr (JsonNode) node =
    text ? wb_wire_parse (text, -1, WB_WIRE_MAX_BODY_BYTES, NULL) : NULL;
  JsonObject *object = node && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  g_autoptr (WbActivity) after = NULL;

  if (!object || !json_object_has_member (object, "before") ||
      !json_object_has_member (object, "after"))
    return NULL;
  after = wb_wire_activity_decode (json_object_get_member (object, "after"), NULL);
  if (!after || !is_same (after, call))
    return NULL;
  return wb_wire_activity_decode (json_object_get_member (object, "before"), NULL);
}

/* As it was before the last act that waits to be sent; notes are beside the other acts. */
static WbActivity *
find_unsent (WbCli             *self,
             const WbActivity  *call,
             GError           **error)
{
  g_autoptr (GPtrArray) rows = wb_outbox_for_object (self->db, "activity", call->id, error);

  for (guint i = rows ? rows->len : 0; i > 0; i--) {
    const WbOutboxRow *row = g_ptr_array_index (rows, i - 1);

    if (row->base && !g_str_equal (row->op, WB_OP_NOTE))
      return wb_wire_activity_decode (row->base, error);
  }
  return NULL;
}

/**
 * wb_cli_call_undo:
 * @self: the program
 * @args: the call
 * @error: return location for a #GError
 *
 * Takes the last act on a call back.
 *
 * Returns: `TRUE` if it is sent or stored
 */
gboolean
wb_cli_call_undo (WbCli   *self,
                  GStrv    args,
                  GError **error)
{
  g_autoptr (WbActivity) call = wb_cli_resolve_call (self, args[0], error);
  g_autoptr (WbActivity) before = NULL;
  g_autoptr (GError) problem = NULL;

  if (!call)
    return FALSE;
  before = find_remembered (self, call);
  if (!before)
    before = find_unsent (self, call, &problem);
  if (problem) {
    g_propagate_error (error, g_steal_pointer (&problem));
    return FALSE;
  }
  if (!before) {
    g_set_error_literal (error, WB_CLI_ERROR, WB_CLI_ERROR_FAILED,
                         _ ("There is nothing to take back: only the last act is, as long as the "
                            "call is as that left it"));
    return FALSE;
  }
  return wb_action_undo (self->workspace, before, error) && set_last_act (self, NULL, error) &&
         wb_cli_deliver_call (self, call, _ ("Taken back"), WB_CLI_DEED_UNDO, error);
}
