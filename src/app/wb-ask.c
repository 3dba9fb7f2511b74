/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Questions to the workspace; see wb-ask.h.
 *
 * At each key a new question is put. A worker that finds a newer one drops its own, and one that
 * is in the middle of reading is interrupted, so no answer waits for one that nobody wants. An
 * answer waits in its question until it is taken: in the callback, or before, by who waits for
 * it. */

#include "config.h"

#include "wb-ask.h"

struct _WbAsk
{
  gatomicrefcount refs;
  WbWorkspace *workspace;        /* (owned) */
  WbAskReadFunc read;
  GDestroyNotify free_question;
  GDestroyNotify free_answer;
  GMutex lock;                   /* held while the reader is used */
  WbDb *reader;                  /* (owned) (nullable) (mutex lock) opened by the first question */
  GMutex running_lock;           /* guards the one below, and is never held long */
  WbDb *running;                 /* (unowned) (nullable) (mutex running_lock) being read from */
  GMutex answer_lock;            /* guards the answers, and is never held long */
  GCond answered;                /* (mutex answer_lock) one is there */
  int newest;                    /* (atomic) number of the newest question */
};

typedef struct
{
  WbAsk *ask;        /* (owned) */
  gpointer wanted;   /* (owned) what the reading function understands */
  int number;
  gboolean is_done;  /* (mutex answer_lock) */
  gpointer answer;   /* (owned) (nullable) (mutex answer_lock) until it is taken */
  GError *error;     /* (owned) (nullable) (mutex answer_lock) the same */
} Question;

static void
question_free (Question *self)
{
  g_clear_pointer (&self->answer, self->ask->free_answer);
  g_clear_error (&self->error);
  self->ask->free_question (self->wanted);
  wb_ask_unref (self->ask);
  g_free (self);
}

static void
set_running (WbAsk *self,
             WbDb  *reader)
{
  g_mutex_lock (&self->running_lock);
  self->running = reader;
  g_mutex_unlock (&self->running_lock);
}

static void
interrupt (WbAsk *self)
{
  g_mutex_lock (&self->running_lock);
  if (self->running)
    wb_db_interrupt (self->running);
  g_mutex_unlock (&self->running_lock);
}

static gboolean
is_stale (Question *question)
{
  return g_atomic_int_get (&question->ask->newest) != question->number;
}

static gpointer
read_answer (Question  *question,
             GError   **error)
{
  WbAsk *self = question->ask;
  gpointer answer = NULL;

  if (!self->reader)
    self->reader = wb_workspace_open_reader (self->workspace, error);
  if (!self->reader)
    return NULL;

  set_running (self, self->reader);
  if (!is_stale (question))
    answer = self->read (self->reader, question->wanted, error);
  set_running (self, NULL);

  return answer;
}

static void
answer_question (GTask        *task,
                 gpointer      source,
                 gpointer      task_data,
                 GCancellable *cancellable)
{
  Question *question = task_data;
  WbAsk *self = question->ask;
  g_autoptr (GError) error = NULL;
  gpointer answer = NULL;

  g_mutex_lock (&self->lock);
  if (!is_stale (question))
    answer = read_answer (question, &error);
  g_mutex_unlock (&self->lock);

  g_mutex_lock (&self->answer_lock);
  question->answer = answer;
  question->error = g_steal_pointer (&error);
  question->is_done = TRUE;
  g_cond_broadcast (&self->answered);
  g_mutex_unlock (&self->answer_lock);
  g_task_return_boolean (task, TRUE);
}

/**
 * wb_ask_new:
 * @workspace: where to look
 * @read: reads the answer to a question, on a worker
 * @free_question: frees a question, on any thread
 * @free_answer: frees an answer that nobody took, on any thread
 *
 * Returns: (transfer full): nothing asked yet
 */
WbAsk *
wb_ask_new (WbWorkspace    *workspace,
            WbAskReadFunc   read,
            GDestroyNotify  free_question,
            GDestroyNotify  free_answer)
{
  WbAsk *self = NULL;

  g_return_val_if_fail (WB_IS_WORKSPACE (workspace), NULL);
  g_return_val_if_fail (read && free_question && free_answer, NULL);

  self = g_new0 (WbAsk, 1);
  g_atomic_ref_count_init (&self->refs);
  g_mutex_init (&self->lock);
  g_mutex_init (&self->running_lock);
  g_mutex_init (&self->answer_lock);
  g_cond_init (&self->answered);
  self->workspace = g_object_ref (workspace);
  self->read = read;
  self->free_question = free_question;
  self->free_answer = free_answer;

  return self;
}

/**
 * wb_ask_unref:
 * @self: (transfer full): an asker; questions on their way keep it until they end. Any thread
 */
void
wb_ask_unref (WbAsk *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;

  g_clear_pointer (&self->reader, wb_db_close);
  g_object_unref (self->workspace);
  g_mutex_clear (&self->lock);
  g_mutex_clear (&self->running_lock);
  g_mutex_clear (&self->answer_lock);
  g_cond_clear (&self->answered);
  g_free (self);
}

static GTask *
put (WbAsk               *self,
     gpointer             question,
     GCancellable        *cancellable,
     GAsyncReadyCallback  callback,
     gpointer             user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Question *asked = g_new0 (Question, 1);

  g_task_set_source_tag (task, put);
  g_atomic_ref_count_inc (&self->refs);
  asked->ask = self;
  asked->wanted = question;
  asked->number = g_atomic_int_add (&self->newest, 1) + 1;
  g_task_set_task_data (task, asked, (GDestroyNotify) question_free);

  interrupt (self);
  g_task_run_in_thread (task, answer_question);

  return task;
}

/**
 * wb_ask_put:
 * @self: an asker
 * @question: (transfer full): for the reading function
 * @cancellable: (nullable): a cancellable
 * @callback: ended by wb_ask_finish()
 * @user_data: for @callback
 *
 * Asks; any older question is dropped. Main thread.
 */
void
wb_ask_put (WbAsk               *self,
            gpointer             question,
            GCancellable        *cancellable,
            GAsyncReadyCallback  callback,
            gpointer             user_data)
{
  g_autoptr (GTask) task = put (self, question, cancellable, callback, user_data);
}

static gboolean
wait_answered (WbAsk    *self,
               Question *question,
               gint64    end_usec)
{
  gboolean is_done = FALSE;

  g_mutex_lock (&self->answer_lock);
  while (!question->is_done && g_cond_wait_until (&self->answered, &self->answer_lock, end_usec))
    ;
  is_done = question->is_done;
  g_mutex_unlock (&self->answer_lock);

  return is_done;
}

/**
 * wb_ask_put_awaited:
 * @self: an asker
 * @question: (transfer full): for the reading function
 * @most_ms: a part of a frame
 * @cancellable: (nullable): a cancellable
 * @callback: ended by wb_ask_finish()
 * @user_data: for @callback
 *
 * As wb_ask_put(), but when the answer is there within @most_ms, @callback gets it before this
 * returns: what changed on screen to ask and what it brings are one frame then, not two. @callback
 * is called once more then and gets neither answer nor error.
 */
void
wb_ask_put_awaited (WbAsk               *self,
                    gpointer             question,
                    guint                most_ms,
                    GCancellable        *cancellable,
                    GAsyncReadyCallback  callback,
                    gpointer             user_data)
{
  wb_ask_put_beside (self, question, NULL, most_ms, cancellable, callback, user_data);
}

/**
 * wb_ask_put_beside:
 * @self: an asker
 * @question: (transfer full): for the reading function
 * @work: (nullable): what there is to do on the main thread until the answer is there
 * @most_ms: a part of a frame, with that work
 * @cancellable: (nullable): a cancellable
 * @callback: ended by wb_ask_finish()
 * @user_data: for @callback and @work
 *
 * As wb_ask_put_awaited(), but what would be done anyway is done while the worker reads. Main
 * thread.
 */
void
wb_ask_put_beside (WbAsk               *self,
                   gpointer question,
                   void (*work)(gpointer user_data),
                   guint most_ms,
                   GCancellable        *cancellable,
                   GAsyncReadyCallback callback,
                   gpointer user_data)
{
  gint64 end_usec = g_get_monotonic_time () + most_ms * (gint64) 1000;
  g_autoptr (GTask) task = put (self, question, cancellable, callback, user_data);

  if (work)
    work (user_data);
  if (wait_answered (self, g_task_get_task_data (task), end_usec))
    callback (NULL, G_ASYNC_RESULT (task), user_data);
}

/**
 * wb_ask_forget:
 * @self: an asker
 *
 * Nobody wants the answer any more: its callback gets neither answer nor error. Main thread.
 */
void
wb_ask_forget (WbAsk *self)
{
  g_atomic_int_inc (&self->newest);
  interrupt (self);
}

/**
 * wb_ask_finish:
 * @result: what the callback got
 * @error: %WB_DB_ERROR, or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the answer; `NULL` without @error = a newer question was
 *   asked, or the answer was taken before
 */
gpointer
wb_ask_finish (GAsyncResult  *result,
               GError       **error)
{
  Question *question = NULL;
  gpointer answer = NULL;

  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  if (g_cancellable_set_error_if_cancelled (g_task_get_cancellable (G_TASK (result)), error))
    return NULL;
  question = g_task_get_task_data (G_TASK (result));
  if (is_stale (question))
    return NULL;
  g_mutex_lock (&question->ask->answer_lock);
  answer = g_steal_pointer (&question->answer);
  if (question->error)
    g_propagate_error (error, g_steal_pointer (&question->error));
  g_mutex_unlock (&question->ask->answer_lock);

  return answer;
}
