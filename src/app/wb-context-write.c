/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Staff's writes run one after another on a thread of their own: a commit may wait for the engine's
 * (20 ms at most), which the main thread must not, and a take must stay before its completion. What
 * was asked is carried out even when the page that asked is gone; only its answer is then not
 * heard. */

#include "config.h"

#include "wb-context-write.h"

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

static void
run_write (gpointer item,
           gpointer unused)
{
  Write *self = item;
  g_autoptr (GError) error = NULL;

  if (self->work (self->workspace, self->data, &error))
    g_task_return_boolean (self->task, TRUE);
  else
    g_task_return_error (self->task, g_steal_pointer (&error));

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
