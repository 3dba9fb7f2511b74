/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The last chance of what was just done, before the program ends: giving calls back at sign-off is
 * worth a moment, and not a second where there is no network. Whatever does not go now goes at the
 * next start. */

#include "config.h"

#include "wb-sync-object.h"

#include "wb-outbox.h"

/* What goes by itself; -1 = the workspace cannot be read. */
static gint64
count_waiting (WbSync *self)
{
  g_autoptr (WbDb) reader = wb_workspace_open_reader (self->workspace, NULL);
  gint64 n_waiting = 0;
  gint64 n_needs_you = 0;

  if (!reader || !wb_outbox_count (reader, &n_waiting, &n_needs_you, NULL))
    return -1;

  return n_waiting;
}

/* Whether the pushing thread can be hoped to send something now. */
static gboolean
has_hope (WbSync *self)
{
  gboolean has = FALSE;

  g_mutex_lock (&self->lock);
  has = self->may_push && !self->stopping &&
        (self->state->phase == WB_SYNC_CONNECTING || self->state->phase == WB_SYNC_FIRST_LOAD ||
         self->state->phase == WB_SYNC_LIVE);
  g_mutex_unlock (&self->lock);

  return has;
}

/* The end of the step that is being waited for; NULL = there is nothing to wait for any more. */
static GCancellable *
find_end (WbSync *self,
          guint   step)
{
  WbClock *clock = wb_workspace_get_clock (self->workspace);
  GCancellable *end = NULL;

  g_mutex_lock (&self->lock);
  if (!self->stopping && self->push_ended < step &&
      self->push.held_until <= wb_clock_steady (clock))
    end = g_object_ref (self->push_end);
  g_mutex_unlock (&self->lock);

  return end;
}

/**
 * wb_sync_flush:
 * @self: an engine
 * @max_ms: how long to wait at most
 *
 * Sends what waits in the outbox now and waits until it has been tried. Without a connection, a
 * token or the sync lock it returns at once, and so it does where the server asked for a pause.
 * Blocking; any thread but the main one.
 *
 * Returns: whether nothing that goes by itself is left
 */
gboolean
wb_sync_flush (WbSync *self,
               gint64  max_ms)
{
  WbClock *clock = NULL;
  gint64 until = 0;
  guint step = 0;

  g_return_val_if_fail (WB_IS_SYNC (self), FALSE);
  g_return_val_if_fail (max_ms >= 0, FALSE);

  if (count_waiting (self) == 0)
    return TRUE;
  if (!has_hope (self))
    return FALSE;

  clock = wb_workspace_get_clock (self->workspace);
  until = wb_clock_steady (clock) + max_ms;
  g_mutex_lock (&self->lock);
  self->hurry = TRUE;
  /* The one that is under way, if any, may have looked before the last row was there. */
  step = self->push_begun + 1;
  g_mutex_unlock (&self->lock);
  wb_sync_wake_push (self);
  for (;;) {
    g_autoptr (GCancellable) end = find_end (self, step);

    if (!end || wb_clock_wait_steady (clock, until, end, NULL))
      break;
  }

  return count_waiting (self) == 0;
}

static void
flush_thread_cb (GTask        *task,
                 gpointer      source,
                 gpointer      data,
                 GCancellable *cancellable)
{
  g_task_return_boolean (task, wb_sync_flush (source, *(gint64 *) data));
}

/**
 * wb_sync_flush_async:
 * @self: an engine
 * @max_ms: how long to wait at most
 * @callback: called on this thread's context
 * @user_data: for @callback
 *
 * wb_sync_flush() on a thread of its own.
 */
void
wb_sync_flush_async (WbSync              *self,
                     gint64               max_ms,
                     GAsyncReadyCallback  callback,
                     gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (WB_IS_SYNC (self));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, wb_sync_flush_async);
  g_task_set_task_data (task, g_memdup2 (&max_ms, sizeof max_ms), g_free);
  g_task_run_in_thread (task, flush_thread_cb);
}

/**
 * wb_sync_flush_finish:
 * @self: an engine
 * @result: what the callback was given
 *
 * Returns: as wb_sync_flush()
 */
gboolean
wb_sync_flush_finish (WbSync       *self,
                      GAsyncResult *result)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), NULL);
}
