/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The end of a person's work; see wb-sign-off.h. */

#include "config.h"

#include "wb-sign-off.h"

#include "wb-staff-actions.h"

/* As long as a person waits for a program to end without asking what it does. */
#define PATIENCE_MS 3000

static gboolean
release_held (WbWorkspace  *workspace,
              gpointer      data,
              GError      **error)
{
  guint n_released = 0;

  return wb_action_release_all (workspace, &n_released, error);
}

static void
flushed_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);

  /* Whatever is left is in the outbox, and sent the next time. */
  wb_sync_flush_finish (WB_SYNC (source), result);
  g_task_return_boolean (task, TRUE);
}

static void
released_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  WbSync *sync = g_task_get_task_data (task);

  /* A call that could not be given back is free when its lease runs out. */
  wb_context_write_finish (result, NULL);
  if (sync)
    wb_sync_flush_async (sync, PATIENCE_MS, flushed_cb, g_steal_pointer (&task));
  else
    g_task_return_boolean (task, TRUE);
}

/**
 * wb_sign_off_async:
 * @context: a workspace
 * @callback: called when nothing more is to be waited for
 * @user_data: for @callback
 *
 * Gives back the calls that the person holds by a lease and sends what waits, for three seconds at
 * most.
 */
void
wb_sign_off_async (WbContext           *context,
                   GAsyncReadyCallback  callback,
                   gpointer             user_data)
{
  GTask *task = NULL;
  WbSync *sync = NULL;

  g_return_if_fail (WB_IS_CONTEXT (context));

  sync = wb_context_get_sync (context);
  task = g_task_new (NULL, NULL, callback, user_data);
  g_task_set_source_tag (task, wb_sign_off_async);
  if (sync)
    g_task_set_task_data (task, g_object_ref (sync), g_object_unref);
  wb_context_write_async (context, release_held, NULL, NULL, NULL, released_cb, task);
}

/**
 * wb_sign_off_finish:
 * @result: from the callback
 */
void
wb_sign_off_finish (GAsyncResult *result)
{
  g_return_if_fail (g_task_is_valid (result, NULL));

  g_task_propagate_boolean (G_TASK (result), NULL);
}

static void
signed_off_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  wb_sign_off_finish (result);
  *(gboolean *) user_data = TRUE;
}

/**
 * wb_sign_off:
 * @context: a workspace
 *
 * The same where the main loop has ended and nothing is shown any more: it goes on for this alone.
 */
void
wb_sign_off (WbContext *context)
{
  gboolean done = FALSE;

  g_return_if_fail (WB_IS_CONTEXT (context));

  wb_sign_off_async (context, signed_off_cb, &done);
  while (!done)
    g_main_context_iteration (NULL, TRUE);
}
