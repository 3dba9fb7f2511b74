/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The question behind the list of tickets; see wb-ticket-query.h. */

#include "config.h"

#include "wb-ticket-query.h"

#include "wb-ask.h"
#include "wb-ticket-store.h"

struct _WbTicketQuery
{
  WbAsk *ask;  /* (owned) */
};

typedef struct
{
  char *typed;  /* (owned) (nullable) */
  guint limit;
} Question;

static void
question_free (Question *self)
{
  g_free (self->typed);
  g_free (self);
}

static gpointer
read_ids (WbDb      *db,
          gpointer   wanted,
          GError   **error)
{
  Question *question = wanted;

  return wb_ticket_store_list_ids (db, question->typed, question->limit, error);
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

  self->ask = wb_ask_new (workspace, read_ids, (GDestroyNotify) question_free,
                          (GDestroyNotify) g_array_unref);

  return self;
}

/**
 * wb_ticket_query_unref:
 * @self: (transfer full): a query; a question on its way may still end. Main thread
 */
void
wb_ticket_query_unref (WbTicketQuery *self)
{
  wb_ask_unref (self->ask);
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
  Question *question = g_new0 (Question, 1);

  question->typed = g_strdup (typed);
  question->limit = limit;
  wb_ask_put (self->ask, question, cancellable, callback, user_data);
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
  return wb_ask_finish (result, error);
}
