/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Storing a person's settings; see wb-local-work.h. */

#include "config.h"

#include "wb-local-work.h"

#include "wb-local-settings-store.h"
#include "wb-reminder-store.h"

typedef struct
{
  WbLocalSettings *settings;  /* (owned) */
  gint64 now;
} Change;

static void
change_free (gpointer data)
{
  Change *change = data;

  wb_local_settings_unref (change->settings);
  g_free (change);
}

/* Who switches a reminder on wants to be told of what comes, not of what has come. */
static gboolean
skip_past (WbDb                   *db,
           const WbLocalSettings  *before,
           const Change           *change,
           GError                **error)
{
  const WbLocalSettings *after = change->settings;
  const gboolean switched_on[WB_N_REMINDERS] = {
    [WB_REMINDER_NEW] = after->notify_new && !before->notify_new,
    [WB_REMINDER_GOAL] = after->notify_goal && !before->notify_goal,
    [WB_REMINDER_PROMISE] = after->notify_promise && !before->notify_promise,
  };

  for (int kind = 0; kind < WB_N_REMINDERS; kind++) {
    if (switched_on[kind] && !wb_reminder_store_skip (db, kind, change->now, error))
      return FALSE;
  }

  return TRUE;
}

static gboolean
change_settings (WbDb      *db,
                 gpointer   data,
                 GError   **error)
{
  Change *change = data;
  g_autoptr (WbLocalSettings) before = wb_local_settings_store_get (db, error);

  return before && skip_past (db, before, change, error) &&
         wb_local_settings_store_put (db, change->settings, error);
}

static gboolean
put_settings (WbWorkspace  *workspace,
              gpointer      data,
              GError      **error)
{
  return wb_context_transact (workspace, change_settings, data, WB_TABLE_ACCOUNT, error);
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
  Change *change = NULL;

  g_return_if_fail (WB_IS_CONTEXT (context));
  g_return_if_fail (settings);

  change = g_new0 (Change, 1);
  change->settings = wb_local_settings_copy (settings);
  change->now = wb_context_now (context);
  wb_context_write_async (context, put_settings, change, change_free, NULL, callback, user_data);
}
