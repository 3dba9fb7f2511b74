/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A staff action under way: its transaction, who acts, and the outbox row that goes with the local
 * effect. The effect itself is made by the outbox when the row is added, from the very body that
 * will be sent, so that what is shown and what is sent cannot differ. */

#include "config.h"

#include "wb-staff-private.h"

#include <glib/gi18n-lib.h>

#include "wb-account-store.h"
#include "wb-meta-store.h"

static void
clear_action (WbStaffAction *self)
{
  g_clear_pointer (&self->account, wb_account_unref);
  g_clear_pointer (&self->me, g_free);
}

gboolean
wb_staff_refuse (WbActionError   code,
                 const char     *sentence,
                 GError        **error)
{
  g_set_error_literal (error, WB_ACTION_ERROR, code, sentence);

  return FALSE;
}

gboolean
wb_staff_require_manager (WbStaffAction  *self,
                          GError        **error)
{
  if (self->context.is_manager)
    return TRUE;

  return wb_staff_refuse (WB_ACTION_ERROR_ROLE, _ ("Only a manager may change this"), error);
}

static gboolean
look_who (WbStaffAction  *self,
          const char     *feature,
          GError        **error)
{
  g_autoptr (GError) problem = NULL;
  g_autoptr (WbUser) user = NULL;

  self->account = wb_account_store_get (self->db, &problem);
  if (problem) {
    g_propagate_error (error, g_steal_pointer (&problem));
    return FALSE;
  }
  if (feature && (!self->account || !wb_account_has_feature (self->account, feature)))
    return wb_staff_refuse (WB_ACTION_ERROR_NOT_OFFERED,
                            _ ("The connected helpdesk does not offer this"), error);
  self->me = wb_workspace_dup_meta (self->db, WB_META_ME);
  user = self->me ? wb_user_store_get (self->db, self->me, NULL) : NULL;
  self->context.me = self->me;
  self->context.is_manager = user && wb_role_from_text (user->role) == WB_ROLE_MANAGER;

  return TRUE;
}

gboolean
wb_staff_begin (WbStaffAction  *self,
                WbWorkspace    *ws,
                const char     *feature,
                GError        **error)
{
  *self = (WbStaffAction) { .ws = ws };
  self->db = wb_workspace_begin (ws, error);
  if (!self->db)
    return FALSE;
  wb_workspace_probe (ws, "begun");
  self->now = wb_workspace_server_now (ws, self->db);
  if (look_who (self, feature, error))
    return TRUE;
  wb_staff_end (self, FALSE, WB_TABLE_NONE, NULL);

  return FALSE;
}

gboolean
wb_staff_end (WbStaffAction  *self,
              gboolean        done,
              WbTables        touched,
              GError        **error)
{
  clear_action (self);
  if (!done) {
    wb_workspace_rollback (self->ws);
    return FALSE;
  }
  if (!wb_workspace_commit (self->ws, touched, error))
    return FALSE;
  wb_workspace_probe (self->ws, "committed");

  return TRUE;
}

gboolean
wb_staff_send (WbStaffAction  *self,
               const char     *op,
               const char     *object_kind,
               const char     *object_id,
               gint64          base_version,
               JsonNode       *body,
               JsonNode       *base,
               gint64         *seq_out,
               GError        **error)
{
  g_autoptr (WbOutboxRow) row = wb_outbox_row_new ();

  row->key = wb_random_uuid (wb_workspace_get_random (self->ws));
  row->op = g_strdup (op);
  row->object_kind = g_strdup (object_kind);
  row->object_id = g_strdup (object_id);
  row->base_version = base_version;
  row->body = json_node_ref (body);
  row->base = base ? json_node_ref (base) : NULL;
  row->created_at = self->now;
  if (!wb_outbox_add (self->db, row, error))
    return FALSE;
  if (seq_out)
    *seq_out = row->seq;
  wb_workspace_probe (self->ws, "stored");

  return TRUE;
}

gboolean
wb_staff_make_waiting (WbStaffAction  *action,
                       WbOutboxRow    *row,
                       GError        **error)
{
  row->state = WB_OUTBOX_WAITING;
  row->next_attempt_at = 0;
  row->attempts = 0;
  g_clear_pointer (&row->error_code, g_free);
  g_clear_pointer (&row->error_message, g_free);
  g_clear_pointer (&row->current, json_node_unref);

  return wb_outbox_update (action->db, row, error);
}

gboolean
wb_staff_is_unsent (const WbOutboxRow *row)
{
  return row->state == WB_OUTBOX_WAITING && row->attempts == 0;
}
