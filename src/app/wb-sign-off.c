/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The end of a person's work; see wb-sign-off.h. The engine's own thread sends; here is only waited
 * for it, for as long as it gets on. */

#include "config.h"

#include "wb-sign-off.h"

#include "wb-outbox.h"
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

/* What waits for the outbox to be empty, or for its time to be over. */
typedef struct
{
  WbContext *context;  /* (owned) */
  gulong changed_id;
  gulong sync_changed_id;
  guint timeout_id;
} Farewell;

static void
farewell_free (gpointer data)
{
  Farewell *farewell = data;

  g_clear_handle_id (&farewell->timeout_id, g_source_remove);
  g_clear_signal_handler (&farewell->changed_id, farewell->context);
  g_clear_signal_handler (&farewell->sync_changed_id, farewell->context);
  g_object_unref (farewell->context);
  g_free (farewell);
}

/* Nothing is left to send, or nothing can be sent now: it is sent the next time. */
static gboolean
is_all_done (WbContext *context)
{
  WbSyncPhase phase = wb_context_get_sync_state (context)->phase;
  gint64 n_waiting = 0, n_needs_you = 0;

  if (!wb_context_get_sync (context) || (phase != WB_SYNC_LIVE && phase != WB_SYNC_CONNECTING))
    return TRUE;

  return !wb_outbox_count (wb_context_get_reader (context), &n_waiting, &n_needs_you, NULL) ||
         n_waiting == 0;
}

static void
end (GTask *task)
{
  Farewell *farewell = g_task_get_task_data (task);

  g_clear_handle_id (&farewell->timeout_id, g_source_remove);
  g_clear_signal_handler (&farewell->changed_id, farewell->context);
  g_clear_signal_handler (&farewell->sync_changed_id, farewell->context);
  g_task_return_boolean (task, TRUE);
  g_object_unref (task);
}

static void
look (GTask *task)
{
  Farewell *farewell = g_task_get_task_data (task);

  if (is_all_done (farewell->context))
    end (task);
}

static gboolean
patience_over_cb (gpointer user_data)
{
  GTask *task = user_data;
  Farewell *farewell = g_task_get_task_data (task);

  farewell->timeout_id = 0;
  end (task);

  return G_SOURCE_REMOVE;
}

static void
released_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  GTask *task = user_data;
  Farewell *farewell = g_task_get_task_data (task);

  /* A call that could not be given back is free when its lease runs out. */
  wb_context_write_finish (result, NULL);
  if (is_all_done (farewell->context)) {
    end (task);
    return;
  }

  farewell->changed_id = g_signal_connect_swapped (farewell->context, "changed", G_CALLBACK (look),
                                                   task);
  farewell->sync_changed_id = g_signal_connect_swapped (farewell->context, "sync-changed",
                                                        G_CALLBACK (look), task);
  farewell->timeout_id = g_timeout_add (PATIENCE_MS, patience_over_cb, task);
  wb_sync_wake (wb_context_get_sync (farewell->context));
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
  Farewell *farewell = NULL;

  g_return_if_fail (WB_IS_CONTEXT (context));

  task = g_task_new (NULL, NULL, callback, user_data);
  g_task_set_source_tag (task, wb_sign_off_async);
  farewell = g_new0 (Farewell, 1);
  farewell->context = g_object_ref (context);
  g_task_set_task_data (task, farewell, farewell_free);
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
