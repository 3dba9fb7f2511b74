/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The question behind the list of tickets; see wb-ticket-query.h.
 *
 * At each key a new question is asked. A worker that finds a newer one drops its own, and one that
 * is in the middle of reading is interrupted, so no answer waits for one that nobody wants. */

#include "config.h"

#include "wb-ticket-query.h"

#include "wb-ticket-store.h"

struct _WbTicketQuery
{
  gatomicrefcount refs;
  WbWorkspace *workspace;  /* (owned) */
  GMutex lock;             /* held while the reader is used */
  WbDb *reader;            /* (owned) (nullable) (mutex lock) opened by the first question */
  GMutex running_lock;     /* guards the one below, and is never held long */
  WbDb *running;           /* (unowned) (nullable) (mutex running_lock) being read from */
  int newest;              /* (atomic) number of the newest question */
};

typedef struct
{
  WbTicketQuery *query;  /* (owned) */
  char *typed;           /* (owned) (nullable) */
  guint limit;
  int number;
} Question;

static void
question_free (Question *self)
{
  wb_ticket_query_unref (self->query);
  g_free (self->typed);
  g_free (self);
}

static void
set_running (WbTicketQuery *self,
             WbDb          *reader)
{
  g_mutex_lock (&self->running_lock);
  self->running = reader;
  g_mutex_unlock (&self->running_lock);
}

static gboolean
is_stale (Question *question)
{
  return g_atomic_int_get (&question->query->newest) != question->number;
}

static GArray *
read_ids (Question  *question,
          GError   **error)
{
  WbTicketQuery *self = question->query;
  GArray *ids = NULL;

  if (!self->reader)
    self->reader = wb_workspace_open_reader (self->workspace, error);
  if (!self->reader)
    return NULL;

  set_running (self, self->reader);
  if (!is_stale (question))
    ids = wb_ticket_store_list_ids (self->reader, question->typed, question->limit, error);
  set_running (self, NULL);

  return ids;
}

static void
answer (GTask        *task,
        gpointer      source,
        gpointer      task_data,
        GCancellable *cancellable)
{
  Question *question = task_data;
  WbTicketQuery *self = question->query;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids = NULL;

  g_mutex_lock (&self->lock);
  if (!is_stale (question))
    ids = read_ids (question, &error);
  g_mutex_unlock (&self->lock);

  if (is_stale (question))
    g_task_return_pointer (task, NULL, NULL);
  else if (ids)
    g_task_return_pointer (task, g_steal_pointer (&ids), (GDestroyNotify) g_array_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * wb_ticket_query_new:
 * @workspace: where to look
 *
 * Returns: (transfer full): nothing asked yet
 */
WbTicketQuery *
wb_ticket_query_new (WbWorkspace *workspace)
{
  WbTicketQuery *self = g_new0 (WbTicketQuery, 1);

  g_atomic_ref_count_init (&self->refs);
  g_mutex_init (&self->lock);
  g_mutex_init (&self->running_lock);
  self->workspace = g_object_ref (workspace);

  return self;
}

/**
 * wb_ticket_query_unref:
 * @self: (transfer full): a query; questions on their way keep it until they end. Any thread
 */
void
wb_ticket_query_unref (WbTicketQuery *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;

  g_clear_pointer (&self->reader, wb_db_close);
  g_object_unref (self->workspace);
  g_mutex_clear (&self->lock);
  g_mutex_clear (&self->running_lock);
  g_free (self);
}

/**
 * wb_ticket_query_ask:
 * @self: a query
 * @typed: (nullable): what a person typed; %NULL or "" = all tickets
 * @limit: at most so many, the newest; 0 = all
 * @cancellable: (nullable): a cancellable
 * @callback: ended by wb_ticket_query_finish()
 * @user_data: for @callback
 *
 * Asks for the row ids, newest first; any older question is dropped. Main thread.
 */
void
wb_ticket_query_ask (WbTicketQuery       *self,
                     const char          *typed,
                     guint                limit,
                     GCancellable        *cancellable,
                     GAsyncReadyCallback  callback,
                     gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Question *question = g_new0 (Question, 1);

  g_task_set_source_tag (task, wb_ticket_query_ask);
  g_atomic_ref_count_inc (&self->refs);
  question->query = self;
  question->typed = g_strdup (typed);
  question->limit = limit;
  question->number = g_atomic_int_add (&self->newest, 1) + 1;
  g_task_set_task_data (task, question, (GDestroyNotify) question_free);

  g_mutex_lock (&self->running_lock);
  if (self->running)
    wb_db_interrupt (self->running);
  g_mutex_unlock (&self->running_lock);
  g_task_run_in_thread (task, answer);
}

/**
 * wb_ticket_query_finish:
 * @result: what the callback got
 * @error: WB_DB_ERROR, or G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable) (element-type gint64): the row ids; %NULL without @error = a
 *   newer question was asked
 */
GArray *
wb_ticket_query_finish (GAsyncResult  *result,
                        GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
