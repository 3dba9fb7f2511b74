/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Work on shops; see wb-shop-work.h. A shop may take a minute to answer, and so may a keyring that
 * asks for a password, so all of it runs in threads of GTask. */

#include "config.h"

#include "wb-shop-work.h"

typedef struct
{
  WbShopConnection *connection;  /* (owned) (nullable) */
  WbShopSecret *secret;          /* (owned) (nullable) */
  char *id;                      /* (owned) (nullable) */
  WbShopDeed deed;
  WbShopStepFunc step;
  gpointer step_data;            /* (unowned) good until the cancellable is cancelled */
  GTask *task;                   /* (unowned) */
} Work;

static void
work_free (gpointer data)
{
  Work *self = data;

  g_clear_pointer (&self->connection, wb_shop_connection_unref);
  g_clear_pointer (&self->secret, wb_shop_secret_free);
  g_free (self->id);
  g_free (self);
}

static GTask *
make_task (WbContext           *context,
           Work                *work,
           gpointer             tag,
           GCancellable        *cancellable,
           GAsyncReadyCallback  callback,
           gpointer             user_data)
{
  GTask *task = g_task_new (wb_context_get_sync (context), cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, work, work_free);
  work->task = task;

  return task;
}

/* A step on its way to the main thread. */
typedef struct
{
  GTask *task;     /* (owned) */
  WbShopStep step;
  gboolean done;
} Told;

static void
told_free (gpointer data)
{
  Told *told = data;

  g_object_unref (told->task);
  g_free (told);
}

static gboolean
tell_cb (gpointer data)
{
  Told *told = data;
  Work *work = g_task_get_task_data (told->task);

  if (!g_cancellable_is_cancelled (g_task_get_cancellable (told->task)))
    work->step (told->step, told->done, work->step_data);

  return G_SOURCE_REMOVE;
}

static void
step_cb (WbShopStep step,
         gboolean   done,
         gpointer   data)
{
  Work *work = data;
  Told *told = g_new0 (Told, 1);

  told->task = g_object_ref (work->task);
  told->step = step;
  told->done = done;
  /* As the task's own answer, and so before it. */
  g_main_context_invoke_full (g_task_get_context (work->task), G_PRIORITY_DEFAULT, tell_cb, told,
                              told_free);
}

static void
check (GTask        *task,
       gpointer      source,
       gpointer      task_data,
       GCancellable *cancellable)
{
  Work *work = task_data;
  g_autoptr (GError) error = NULL;
  WbShopCaps *caps = wb_sync_check_shop (source, work->connection, work->secret, step_cb, work,
                                         cancellable, &error);

  if (caps)
    g_task_return_pointer (task, caps, (GDestroyNotify) wb_shop_caps_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * wb_shop_work_check:
 * @context: the workspace; it has an engine
 * @connection: what is checked
 * @secret: (transfer full) (nullable): `NULL` = the one that is kept
 * @step: told of each step on the main thread
 * @step_data: for @step; must live until @cancellable is cancelled or the check has ended
 * @cancellable: cancels it
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Asks the shop who it is and what it lets us do; stores nothing.
 */
void
wb_shop_work_check (WbContext           *context,
                    WbShopConnection    *connection,
                    WbShopSecret        *secret,
                    WbShopStepFunc       step,
                    gpointer             step_data,
                    GCancellable        *cancellable,
                    GAsyncReadyCallback  callback,
                    gpointer             user_data)
{
  Work *work = NULL;
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (WB_IS_CONTEXT (context) && connection && step);
  g_return_if_fail (G_IS_CANCELLABLE (cancellable));

  work = g_new0 (Work, 1);
  work->connection = wb_shop_connection_ref (connection);
  work->secret = secret;
  work->step = step;
  work->step_data = step_data;
  task = make_task (context, work, wb_shop_work_check, cancellable, callback, user_data);
  g_task_run_in_thread (task, check);
}

/**
 * wb_shop_work_check_finish:
 * @result: what came
 * @error: return location; its message tells the shop's owner what to do
 *
 * Returns: (transfer full): what the shop can do
 */
WbShopCaps *
wb_shop_work_check_finish (GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, wb_shop_work_check), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
put (GTask        *task,
     gpointer      source,
     gpointer      task_data,
     GCancellable *cancellable)
{
  Work *work = task_data;
  g_autoptr (GError) error = NULL;

  if (wb_sync_put_shop (source, work->connection, work->secret, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * wb_shop_work_put:
 * @context: the workspace; it has an engine
 * @connection: what to keep; an id of `NULL` gets one
 * @secret: (transfer full) (nullable): `NULL` = the one that is kept stays
 * @cancellable: cancels it
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Keeps a connection that was checked, its secret in the place the workspace keeps secrets.
 */
void
wb_shop_work_put (WbContext           *context,
                  WbShopConnection    *connection,
                  WbShopSecret        *secret,
                  GCancellable        *cancellable,
                  GAsyncReadyCallback  callback,
                  gpointer             user_data)
{
  Work *work = NULL;
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (WB_IS_CONTEXT (context) && connection);

  work = g_new0 (Work, 1);
  work->connection = wb_shop_connection_ref (connection);
  work->secret = secret;
  task = make_task (context, work, wb_shop_work_put, cancellable, callback, user_data);
  g_task_run_in_thread (task, put);
}

static void
carry_out (GTask        *task,
           gpointer      source,
           gpointer      task_data,
           GCancellable *cancellable)
{
  Work *work = task_data;
  g_autoptr (GError) error = NULL;
  gboolean done = work->deed == WB_SHOP_DEED_REMOVE
                    ? wb_sync_remove_shop (source, work->id, cancellable, &error)
                    : wb_sync_pause_shop (source, work->id, work->deed == WB_SHOP_DEED_PAUSE,
                                          cancellable, &error);

  if (done)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * wb_shop_work_do:
 * @context: the workspace; it has an engine
 * @connection_id: the connection's id
 * @deed: what to do with it
 * @cancellable: cancels it
 * @callback: called when it is done
 * @user_data: for @callback
 */
void
wb_shop_work_do (WbContext           *context,
                 const char          *connection_id,
                 WbShopDeed           deed,
                 GCancellable        *cancellable,
                 GAsyncReadyCallback  callback,
                 gpointer             user_data)
{
  Work *work = NULL;
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (WB_IS_CONTEXT (context) && connection_id);

  work = g_new0 (Work, 1);
  work->id = g_strdup (connection_id);
  work->deed = deed;
  task = make_task (context, work, wb_shop_work_put, cancellable, callback, user_data);
  g_task_run_in_thread (task, carry_out);
}

/**
 * wb_shop_work_finish:
 * @result: what came of [func@wb_shop_work_put] or [func@wb_shop_work_do]
 * @error: return location
 *
 * Returns: whether it is done
 */
gboolean
wb_shop_work_finish (GAsyncResult  *result,
                     GError       **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, wb_shop_work_put), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
