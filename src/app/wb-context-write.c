/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Staff's writes run one after another on a thread of their own: a commit may wait for the engine's
 * (20 ms at most), which the main thread must not, and a take must stay before its completion. What
 * was asked is carried out even when the page that asked is gone; only its answer is then not
 * heard. The answer comes after a frame that is due and after the "changed" of what is stored
 * (wb-workspace.c), but it does come where frame follows frame: what spins until something is
 * stored would spin for ever on a slow machine else. */

#include "config.h"

#include "wb-context-write.h"

#include <gdk/gdk.h>

/* After a frame that is due, */
#define ANSWER_PRIORITY (GDK_PRIORITY_REDRAW + 10)
/* and no later than this, a little after wb-workspace.c told what is stored. */
#define ANSWER_WITHIN_MS 50

typedef struct
{
  GTask *task;             /* (owned) */
  WbWorkspace *workspace;  /* (owned) */
  WbContextWork work;
  gpointer data;           /* (owned) */
  GDestroyNotify data_free;
} Write;

struct _WbWriteQueue
{
  GThreadPool *pool;  /* (owned) of one thread */
};

static void
write_free (Write *self)
{
  if (self->data_free)
    self->data_free (self->data);
  g_object_unref (self->workspace);
  g_object_unref (self->task);
  g_free (self);
}

/* What came of it, held by two sources: whichever is first gives it. */
typedef struct
{
  GTask *task;    /* (owned) (nullable) `NULL` = given */
  GError *error;  /* (owned) (nullable) */
} Answer;

static void
answer_clear (Answer *self)
{
  g_clear_object (&self->task);
  g_clear_error (&self->error);
}

static void
answer_release (gpointer data)
{
  g_atomic_rc_box_release_full (data, (GDestroyNotify) answer_clear);
}

static gboolean
answer_cb (gpointer user_data)
{
  Answer *self = user_data;
  g_autoptr (GTask) task = g_steal_pointer (&self->task);

  if (task && self->error)
    g_task_return_error (task, g_steal_pointer (&self->error));
  else if (task)
    g_task_return_boolean (task, TRUE);

  return G_SOURCE_REMOVE;
}

/* Takes @error over. */
static void
answer (GTask  *task,
        GError *error)
{
  Answer *self = g_atomic_rc_box_new0 (Answer);

  self->task = g_object_ref (task);
  self->error = error;
  g_timeout_add_full (G_PRIORITY_DEFAULT, ANSWER_WITHIN_MS, answer_cb,
                      g_atomic_rc_box_acquire (self), answer_release);
  g_idle_add_full (ANSWER_PRIORITY, answer_cb, self, answer_release);
}

static void
run_write (gpointer item,
           gpointer unused)
{
  Write *self = item;
  g_autoptr (GError) error = NULL;

  if (self->work (self->workspace, self->data, &error))
    answer (self->task, NULL);
  else
    answer (self->task, g_steal_pointer (&error));

  write_free (self);
}

WbWriteQueue *
wb_write_queue_new (void)
{
  WbWriteQueue *self = g_new0 (WbWriteQueue, 1);

  self->pool = g_thread_pool_new (run_write, NULL, 1, FALSE, NULL);

  return self;
}

void
wb_write_queue_free (WbWriteQueue *self)
{
  g_thread_pool_free (self->pool, FALSE, TRUE);
  g_free (self);
}

void
wb_write_queue_push (WbWriteQueue   *self,
                     GTask          *task,
                     WbWorkspace    *workspace,
                     WbContextWork   work,
                     gpointer        data,
                     GDestroyNotify  data_free)
{
  Write *item = g_new0 (Write, 1);

  item->task = g_object_ref (task);
  item->workspace = g_object_ref (workspace);
  item->work = work;
  item->data = data;
  item->data_free = data_free;
  g_thread_pool_push (self->pool, item, NULL);
}

/**
 * wb_context_transact:
 * @workspace: the workspace of a #WbContextWork
 * @change: what is done; `FALSE` with an error takes it all back
 * @data: (nullable): for @change
 * @touched: what the commit says was touched
 *
 * The writing thread.
 *
 * Returns: `FALSE` with the error of @change or a %WB_DB_ERROR; nothing is stored then
 */
gboolean
wb_context_transact (WbWorkspace      *workspace,
                     WbContextChange   change,
                     gpointer          data,
                     WbTables          touched,
                     GError          **error)
{
  WbDb *db = NULL;

  g_return_val_if_fail (WB_IS_WORKSPACE (workspace), FALSE);
  g_return_val_if_fail (change, FALSE);

  db = wb_workspace_begin (workspace, error);
  if (!db)
    return FALSE;
  if (!change (db, data, error)) {
    wb_workspace_rollback (workspace);
    return FALSE;
  }

  return wb_workspace_commit (workspace, touched, error);
}
