/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Storing a person's settings; see wb-local-work.h. */

#include "config.h"

#include "wb-local-work.h"

#include "wb-local-settings-store.h"

static gboolean
put_settings (WbWorkspace  *workspace,
              gpointer      data,
              GError      **error)
{
  WbDb *db = wb_workspace_begin (workspace, error);

  if (!db)
    return FALSE;
  if (!wb_local_settings_store_put (db, data, error)) {
    wb_workspace_rollback (workspace);
    return FALSE;
  }

  return wb_workspace_commit (workspace, WB_TABLE_ACCOUNT, error);
}

/**
 * wb_local_work_put:
 * @context: a workspace
 * @settings: what to store, copied
 * @callback: called on the main thread
 * @user_data: for @callback
 *
 * Stores a person's settings; the context tells of it as of any change.
 */
void
wb_local_work_put (WbContext             *context,
                   const WbLocalSettings *settings,
                   GAsyncReadyCallback    callback,
                   gpointer               user_data)
{
  g_return_if_fail (WB_IS_CONTEXT (context));
  g_return_if_fail (settings);

  wb_context_write_async (context, put_settings, wb_local_settings_copy (settings),
                          (GDestroyNotify) wb_local_settings_unref, NULL, callback, user_data);
}
