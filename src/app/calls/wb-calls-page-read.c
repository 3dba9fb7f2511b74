/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The queue as the Calls page asks for it, on a worker: which calls in which order, what is marked
 * in them, the filters' counts, and which call should be made next. */

#include "config.h"

#include "wb-calls-page-private.h"

#include "wb-call-story.h"
#include "wb-calling-hours.h"
#include "wb-outbox.h"

#include <glib/gi18n-lib.h>

/* Closed calls are shown to look back and to undo, not as an archive: that is the Tickets page. */
#define CLOSED_LIMIT 50

/* How many calls are read to find one whose customer may be called now: at night none may, and a
 * long queue of them is not read for it. */
#define MOST_LOOKED_AT 400

/* And how many on the main thread, in the frame of a key. */
#define MOST_NEAR 40

/* How long it holds that none of many may be called. */
#define RANK_HOLDS_MS (5 * WB_MINUTE_MS)

/* How long the frame that asks waits for other rows: those that come within it are one frame with
 * what was pressed to ask for them, later ones a second one, which costs more than it waits. */
#define AWAITED_MS 24

typedef struct
{
  WbCallQuery query;          /* its strings and zone are owned */
  gboolean find_next;
  char *handled_id;           /* (owned) (nullable) not the next one */
  WbLocalSettings *settings;  /* (owned) (nullable) when calling is fair */
} Question;

typedef struct
{
  GArray *refs;               /* (owned) (element-type WbCallRef) */
  GHashTable *marks;          /* (owned) (element-type utf8 guint) WbCallMark by activity id */
  WbCallsCounts counts;
  gboolean found_next;        /* it was asked for */
  int rank;                   /* of the next one */
  gint64 next;                /* row id; 0 = none */
} Answer;

static void
question_free (Question *self)
{
  g_time_zone_unref (self->query.zone);
  g_free ((char *) self->query.me);
  g_free ((char *) self->query.typed);
  g_free ((char *) self->query.type);
  g_free (self->handled_id);
  g_clear_pointer (&self->settings, wb_local_settings_unref);
  g_free (self);
}

static void
answer_free (Answer *self)
{
  g_clear_pointer (&self->refs, g_array_unref);
  g_clear_pointer (&self->marks, g_hash_table_unref);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Answer, answer_free)

/* The lower the sooner. */
enum
{
  RANK_NOW,
  RANK_UNKNOWN,  /* no number, or nobody knows what time it is there */
  RANK_NOT_NOW,
  RANK_PUT_OFF,  /* by whoever spoke to them, until later */
  RANK_NEVER,    /* held by another, done already */
};

static int
rank_call (const Question   *question,
           const WbActivity *call)
{
  g_autoptr (WbCalling) calling = NULL;

  if (!wb_activity_is_open (call) || g_strcmp0 (call->id, question->handled_id) == 0 ||
      (call->assignee && g_strcmp0 (call->assignee, question->query.me) != 0))
    return RANK_NEVER;
  if (call->due_at > question->query.now && call->due_at != call->original_due_at)
    return RANK_PUT_OFF;

  calling = wb_calling_judge (call->customer_phone,
                              question->settings ? question->settings->calling_hours : NULL,
                              question->query.now);

  return calling->verdict == WB_CALLING_PERMITTED ? RANK_NOW
         : calling->verdict == WB_CALLING_UNKNOWN ? RANK_UNKNOWN
                                                  : RANK_NOT_NOW;
}

/* The first in the order shown whose customer may be called now, else the next best. */
static gboolean
find_next_call (WbDb            *reader,
                const Question  *question,
                Answer          *answer,
                GError         **error)
{
  int best = RANK_NEVER;

  answer->found_next = TRUE;
  for (guint i = 0; i < MIN (answer->refs->len, MOST_LOOKED_AT) && best > RANK_NOW; i++) {
    const WbCallRef *ref = &g_array_index (answer->refs, WbCallRef, i);
    g_autoptr (GError) problem = NULL;
    g_autoptr (WbActivity) call = NULL;
    int rank = RANK_NEVER;

    if (ref->group == WB_CALL_GROUP_CLOSED)
      break;
    call = wb_call_store_get_row (reader, ref->rowid, &problem);
    if (problem) {
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }
    if (call)
      rank = rank_call (question, call);
    if (rank < best) {
      best = rank;
      answer->next = ref->rowid;
    }
  }
  answer->rank = best;

  return TRUE;
}

/* As its row has it: the rows in sight are read already, and to read forty more takes half a
 * frame. */
static WbActivity *
dup_call (WbCallsPage *self,
          gint64       rowid)
{
  guint position = 0;
  g_autoptr (GObject) row = NULL;
  WbActivity *call = NULL;

  /* What cannot be read here is told when the queue is read. */
  if (!wb_call_list_find (self->calls, rowid, &position))
    return wb_call_store_get_row (wb_context_get_reader (self->context), rowid, NULL);

  row = g_list_model_get_item (G_LIST_MODEL (self->calls), position);
  call = wb_row_get_record (WB_ROW (row));

  return call ? wb_activity_ref (call) : NULL;
}

/* The next call to make as find_next_call() finds it, if that is one of the first few shown: so the
 * work goes on before the queue is read without the call just done. At night it is one that may not
 * be called now, as long as none could be found among many. 0 = the queue has to be read. */
gint64
wb_calls_page_find_near (WbCallsPage *self)
{
  const Question question = {
    .query = { .me = wb_context_get_me_id (self->context), .now = wb_context_now (self->context) },
    .handled_id = self->handled_id,
    .settings = (WbLocalSettings *) wb_context_get_local_settings (self->context),
  };
  gboolean is_known = question.query.now - self->next_ranked_at < RANK_HOLDS_MS;
  int wanted = is_known ? MIN (self->next_rank, RANK_NEVER - 1) : RANK_NOW;

  for (guint i = 0; self->refs && i < MIN (self->refs->len, MOST_NEAR); i++) {
    const WbCallRef *ref = &g_array_index (self->refs, WbCallRef, i);
    g_autoptr (WbActivity) call = NULL;

    if (ref->group == WB_CALL_GROUP_CLOSED)
      break;
    call = dup_call (self, ref->rowid);
    if (call && rank_call (&question, call) <= wanted)
      return ref->rowid;
  }

  return 0;
}

/* What waits to be sent or read, by call: the outbox is short, so that a row that comes into view
 * need not ask. */
static gboolean
read_marks (WbDb    *reader,
            Answer  *answer,
            GError **error)
{
  g_autoptr (GPtrArray) rows = wb_outbox_list (reader, error);

  answer->marks = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; rows && i < rows->len; i++) {
    const WbOutboxRow *row = g_ptr_array_index (rows, i);
    g_autoptr (GError) problem = NULL;
    g_autoptr (WbCallStory) story = NULL;
    WbCallUnsent unsent = WB_CALL_UNSENT_NONE;

    if (!g_str_equal (row->object_kind, "activity") ||
        g_hash_table_contains (answer->marks, row->object_id))
      continue;
    story = wb_call_story_get (reader, row->object_id, &problem);
    if (problem || !wb_call_store_unsent (reader, row->object_id, &unsent, &problem)) {
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }
    if (story || unsent != WB_CALL_UNSENT_NONE)
      g_hash_table_insert (answer->marks, g_strdup (row->object_id),
                           GUINT_TO_POINTER (story ? WB_CALL_MARK_STORY : WB_CALL_MARK_UNSENT));
  }

  return rows != NULL;
}

static gint64
count_open (GArray *refs)
{
  guint n = refs->len;

  while (n > 0 && g_array_index (refs, WbCallRef, n - 1).group == WB_CALL_GROUP_CLOSED)
    n--;

  return n;
}

static gboolean
read_counts (WbDb            *reader,
             const Question  *question,
             GArray          *refs,
             WbCallsCounts   *counts,
             GError         **error)
{
  WbCallQuery query = question->query;
  gboolean narrowed = query.type || query.no_number;

  query.typed = NULL;
  /* What was not searched for has been listed. */
  if (narrowed && !question->query.typed)
    counts->n_listed = count_open (refs);
  else if (narrowed && !wb_call_store_count_open (reader, &query, &counts->n_listed, error))
    return FALSE;
  query.filter = WB_CALL_FILTER_MINE;
  if (!wb_call_store_count_open (reader, &query, &counts->n_mine, error))
    return FALSE;
  query.filter = WB_CALL_FILTER_FREE;
  if (!wb_call_store_count_open (reader, &query, &counts->n_free, error))
    return FALSE;
  query.filter = question->query.filter;
  query.type = NULL;
  query.no_number = FALSE;

  return !narrowed || wb_call_store_count_open (reader, &query, &counts->n_all, error);
}

static gboolean
read_all (WbDb            *reader,
          const Question  *question,
          Answer          *answer,
          GError         **error)
{
  answer->refs = wb_call_store_list (reader, &question->query, error);

  return answer->refs && read_marks (reader, answer, error) &&
         read_counts (reader, question, answer->refs, &answer->counts, error) &&
         (!question->find_next || find_next_call (reader, question, answer, error));
}

/* All of one moment: what is counted is what is listed, whatever is stored meanwhile. */
static gpointer
read_answer (WbDb      *reader,
             gpointer   question,
             GError   **error)
{
  g_autoptr (Answer) answer = g_new0 (Answer, 1);
  gboolean is_read = FALSE;

  if (!wb_db_begin (reader, error))
    return NULL;
  is_read = read_all (reader, question, answer, error);
  wb_db_rollback (reader);

  return is_read ? g_steal_pointer (&answer) : NULL;
}

static void ask (WbCallsPage *self,
                 gboolean anew);

static void
show_answer (WbCallsPage *self,
             Answer      *answer)
{
  g_clear_pointer (&self->rules->marks, g_hash_table_unref);
  self->rules->marks = g_steal_pointer (&answer->marks);
  if (answer->found_next) {
    self->next_rank = answer->rank;
    self->next_ranked_at = wb_context_now (self->context);
  }
  wb_calls_page_show_counts (self, &answer->counts);
  wb_calls_page_show_refs (self, answer->refs, answer->found_next ? &answer->next : NULL);
}

static void
list_read_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Answer) answer = wb_ask_finish (result, &error);
  WbCallsPage *self = NULL;

  /* The page is gone; or another question was put, or the answer is shown already. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || (!answer && !error))
    return;

  self = WB_CALLS_PAGE (user_data);
  self->reading = FALSE;
  if (error) {
    g_autofree char *markup = g_markup_escape_text (error->message, -1);

    wb_calls_page_show_empty (self, "dialog-error-symbolic", _ ("The calls cannot be read"), markup,
                              NULL);
  } else if (!self->read_again || !self->want_next || answer->found_next) {
    show_answer (self, answer);
  }
  /* Otherwise a call was done meanwhile: this list has it still, and the next one comes with what
   * to call next. */
  if (self->read_again)
    ask (self, FALSE);
}

static Question *
make_question (WbCallsPage *self)
{
  Question *question = g_new0 (Question, 1);
  const WbLocalSettings *settings = wb_context_get_local_settings (self->context);

  question->query = (WbCallQuery) {
    .filter = wb_calls_page_get_filter (self),
    .sort = self->rules->sort,
    .type = g_strdup (self->type_id),
    .no_number = self->no_number,
    .me = g_strdup (wb_context_get_me_id (self->context)),
    .typed = g_strdup (self->typed),
    .now = wb_context_now (self->context),
    .zone = g_time_zone_ref (wb_context_get_zone (self->context)),
    .closed_limit = CLOSED_LIMIT,
  };
  question->find_next = self->want_next;
  question->handled_id = g_strdup (self->handled_id);
  if (settings)
    question->settings = wb_local_settings_ref ((WbLocalSettings *) settings);

  return question;
}

static void
make_room_cb (gpointer user_data)
{
  wb_calls_page_show_only_view (WB_CALLS_PAGE (user_data));
}

/* The same question is put once at a time: what is asked meanwhile is asked once after it, and so
 * it is answered however often something is stored. Nobody waits for the answer to an old one: it
 * is dropped for @anew. */
static void
ask (WbCallsPage *self,
     gboolean     anew)
{
  if (self->reading && !anew) {
    self->read_again = TRUE;
    return;
  }

  self->reading = TRUE;
  /* All that is stored by now is read. */
  self->read_again = FALSE;
  /* Words are searched for longer than a letter typed can wait to be seen. */
  if (anew && !self->typed)
    wb_ask_put_beside (self->ask, make_question (self), make_room_cb, AWAITED_MS,
                       self->cancellable, list_read_cb, self);
  else
    wb_ask_put (self->ask, make_question (self), self->cancellable, list_read_cb, self);
}

void
wb_calls_page_set_up_reading (WbCallsPage *self)
{
  self->ask = wb_ask_new (wb_context_get_workspace (self->context), read_answer,
                          (GDestroyNotify) question_free, (GDestroyNotify) answer_free);
}

/* Asks for the queue anew: time went by, or other calls are wanted. What stands in a row that stays
 * only a commit changes. */
void
wb_calls_page_read_list (WbCallsPage *self)
{
  ask (self, FALSE);
}

/* As wb_calls_page_read_list(), for another question: other rows than those shown will come, in
 * this frame if it can be. */
void
wb_calls_page_ask_anew (WbCallsPage *self)
{
  self->asked_anew = TRUE;
  self->scroll_next = TRUE;
  ask (self, TRUE);
}

/* The call on the card, when it stays where it is in the list: whoever takes it or gives it back
 * sees that in the next frame, and not when 20,000 calls have been read. */
static void
show_at_once (WbCallsPage *self,
              gint64       rowid)
{
  WbActivity *shown = rowid == self->selected_id ? wb_calls_page_get_selected_call (self) : NULL;
  WbActivity *on_card = wb_call_card_get_call (self->card);
  g_autoptr (WbActivity) call = NULL;

  if (!shown || !on_card || self->want_next || !g_str_equal (shown->id, on_card->id))
    return;
  /* What cannot be read here the list tells when it is read. */
  call = wb_call_store_get_row (wb_context_get_reader (self->context), rowid, NULL);
  if (!call || !wb_activity_is_open (call) || !wb_activity_is_open (shown) ||
      call->due_at != shown->due_at)
    return;

  wb_call_list_reload_id (self->calls, rowid);
  wb_calls_page_show_card (self, wb_calls_page_get_selected_call (self));
}

/* After a commit that touched @tables. A call brings its row with it, what waits to be sent of it
 * too; a ticket, a type or a name may stand in any. */
void
wb_calls_page_read_changes (WbCallsPage *self,
                            guint        tables)
{
  GArray *calls =
    wb_workspace_get_changed_calls (wb_context_get_workspace (self->context));

  if (!self->stale)
    self->stale = g_array_new (FALSE, FALSE, sizeof (gint64));
  if (!calls || tables & (WB_TABLE_TICKETS | WB_TABLE_ACCOUNT)) {
    self->all_stale = TRUE;
  } else {
    g_array_append_vals (self->stale, calls->data, calls->len);
    for (guint i = 0; i < calls->len; i++)
      show_at_once (self, g_array_index (calls, gint64, i));
  }
  ask (self, FALSE);
}

/* Those of the rows shown that may have changed say so. */
void
wb_calls_page_show_changes (WbCallsPage *self)
{
  g_autoptr (GArray) stale = g_steal_pointer (&self->stale);

  if (self->all_stale) {
    self->all_stale = FALSE;
    wb_call_list_reload (self->calls);
    return;
  }

  for (guint i = 0; stale && i < stale->len; i++)
    wb_call_list_reload_id (self->calls, g_array_index (stale, gint64, i));
}
