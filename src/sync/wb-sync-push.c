/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The outbox on its way (reference/retino-api.md B.12, design.md 7).
 *
 * A row is marked as being sent, in a transaction of its own, before its request; what came of it
 * is one transaction with the answered object, the version for the rows behind it and the row's
 * end. A program killed in between finds the row marked and sends the same key again: the server
 * then gives its stored answer. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "wb-call-story.h"
#include "wb-meta-store.h"
#include "wb-outbox.h"
#include "wb-sync-private.h"
#include "wb-time.h"
#include "wb-wire-activity.h"
#include "wb-wire-write.h"

/* What was wanted is so already, or the answer came: the object is stored, the row goes, and the
 * rows behind it are based on the answer. */
static gboolean
finish_row (WbSync             *self,
            const WbOutboxRow  *row,
            JsonNode           *answer,
            GError            **error)
{
  WbTables touched = WB_TABLE_OUTBOX | wb_sync_tables_of (row->object_kind);
  g_autoptr (GPtrArray) behind = NULL;
  gboolean is_version_for_others = FALSE;
  gint64 version = 0;
  WbDb *db = wb_sync_begin (self, error);
  gboolean ok = db != NULL;

  if (!db)
    return FALSE;

  /* The row first, so that the stores no longer show its effect on top of the answer. */
  ok = wb_outbox_remove (db, row->seq, error);
  if (ok && answer) {
    g_autoptr (GError) problem = NULL;
    const char *kind = g_str_equal (row->op, WB_OP_COUPON) ? "coupon" : row->object_kind;

    /* An answer that cannot be read does not undo what the server did; the object comes again with
     * the next pull. A workspace that cannot be written is another matter. */
    if (!wb_sync_apply_answer (db, kind, answer, &version, &touched, &problem) &&
        !g_error_matches (problem, WB_REMOTE_ERROR, WB_REMOTE_ERROR_UNEXPECTED_REPLY)) {
      g_propagate_error (error, g_steal_pointer (&problem));
      ok = FALSE;
    }
  }
  behind = ok ? wb_outbox_for_object (db, row->object_kind, row->object_id, error) : NULL;
  ok = ok && behind;
  is_version_for_others = version > 0 && !g_str_equal (row->op, WB_OP_COUPON);
  for (guint i = 0; ok && is_version_for_others && i < behind->len; i++) {
    WbOutboxRow *other = g_ptr_array_index (behind, i);

    if (other->seq < row->seq)
      continue;
    wb_sync_rebase_row (self, other, answer, version);
    ok = wb_outbox_update (db, other, error);
  }

  return wb_sync_end (self, ok, touched, error);
}

/* The row as it now stands, and (nullable) the object that the server showed. */
static gboolean
store_row (WbSync             *self,
           const WbOutboxRow  *row,
           JsonNode           *current,
           GError            **error)
{
  /* What is shown has the row's change on top only as long as it waits or is sent. */
  WbTables touched = WB_TABLE_OUTBOX | wb_sync_tables_of (row->object_kind);
  gboolean ok = TRUE;
  gint64 version = 0;
  WbDb *db = wb_sync_begin (self, error);

  if (!db)
    return FALSE;

  if (current)
    ok = wb_sync_apply_answer (db, row->object_kind, current, &version, &touched, error);

  return wb_sync_end (self, ok && wb_outbox_update (db, row, error), touched, error);
}

static void
set_row_error (WbOutboxRow *row,
               const char  *code,
               const char  *message)
{
  g_free (row->error_code);
  g_free (row->error_message);
  row->error_code = g_strdup (code);
  row->error_message = g_strdup (message);
}

/* The same key goes again: unknown outcome, or nothing the row is to blame for. */
static gboolean
postpone_row (WbSync             *self,
              WbOutboxRow        *row,
              const WbReplyInfo  *info,
              const GError       *problem,
              GError            **error)
{
  gboolean is_strange = g_error_matches (problem, WB_REMOTE_ERROR,
                                         WB_REMOTE_ERROR_UNEXPECTED_REPLY) ||
                        g_error_matches (problem, WB_REMOTE_ERROR, WB_REMOTE_ERROR_TLS);

  row->state = WB_OUTBOX_WAITING;
  row->next_attempt_at = 0;
  if (is_strange || wb_remote_error_is_passing (problem)) {
    row->next_attempt_at = wb_sync_server_now (self) +
                           wb_sync_back_off_ms (self, row->attempts, info->retry_after_ms);
    set_row_error (row, info->retry_after_ms >= 0 ? WB_OUTBOX_RETRY_AFTER : NULL, problem->message);
  } else if (!g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    /* A token is needed: that was no attempt of the row's. One that was stopped on its way is:
     * the server may have done it, and what has no attempt is taken back by forgetting it. */
    row->attempts--;
  }

  return store_row (self, row, NULL, error);
}

/* A refusal stays until a person edits, resends or discards it. */
static gboolean
refuse_row (WbSync             *self,
            WbOutboxRow        *row,
            const WbReplyInfo  *info,
            const GError       *problem,
            GError            **error)
{
  const WbApiError *api_error = info->api_error;

  row->state = WB_OUTBOX_NEEDS_YOU;
  set_row_error (row, api_error ? api_error->code : NULL, problem->message);

  return store_row (self, row, NULL, error);
}

/* A call that is another's or closed by now: what was done goes on as notes, and what is shown of
 * the call follows, all in one transaction. */
static gboolean
lose_call (WbSync       *self,
           WbOutboxRow  *row,
           JsonNode     *current,
           GError      **error)
{
  WbTables touched = WB_TABLE_OUTBOX | WB_TABLE_CALLS;
  WbRandom *random = wb_workspace_get_random (wb_sync_get_workspace (self));
  gint64 version = 0;
  gboolean ok = TRUE;
  WbDb *db = wb_sync_begin (self, error);

  if (!db)
    return FALSE;
  if (current)
    ok = wb_sync_apply_answer (db, row->object_kind, current, &version, &touched, error);
  ok = ok && wb_call_story_tell (db, random, row->seq, row->error_code, row->error_message, current,
                                 error);

  return wb_sync_end (self, ok, touched, error);
}

/* Newer than what the write was based on. @again_out: changed to fit, send it at once. */
static gboolean
merge_row (WbSync       *self,
           WbOutboxRow  *row,
           JsonNode     *current,
           gboolean     *again_out,
           GError      **error)
{
  g_autoptr (WbDb) reader = wb_workspace_open_reader (wb_sync_get_workspace (self), error);
  WbSyncMerge merge = WB_SYNC_MERGE_CONFLICT;

  *again_out = FALSE;
  if (!reader)
    return FALSE;

  merge = wb_sync_merge_row (self, reader, row, current);
  switch (merge) {
    case WB_SYNC_MERGE_DONE:
      return finish_row (self, row, current, error);
    case WB_SYNC_MERGE_AGAIN:
      *again_out = TRUE;
      row->state = WB_OUTBOX_SENDING;
      break;
    case WB_SYNC_MERGE_REFUSED:
      row->state = WB_OUTBOX_NEEDS_YOU;
      if (wb_call_story_is_code (row->error_code))
        return lose_call (self, row, current, error);
      break;
    case WB_SYNC_MERGE_CONFLICT:
    default:
      row->state = WB_OUTBOX_CONFLICT;
      set_row_error (row, "version_mismatch", _ ("Somebody else has changed the same meanwhile"));
      break;
  }
  g_clear_pointer (&row->current, json_node_unref);
  if (!*again_out)
    row->current = json_node_ref (current);

  return store_row (self, row, current, error);
}

/* A give-back that is refused has happened: the call is not with us. */
static gboolean
is_give_back (const WbOutboxRow *row)
{
  g_autoptr (WbAssignBody) body = NULL;

  if (g_str_equal (row->op, WB_OP_ASSIGN))
    body = wb_wire_assign_body_decode (row->body, NULL);

  return body && !body->assignee;
}

/* Refused without the call that it is about, which is fetched: it says by whom, and whether it is
 * still so. Where it cannot be had, the server's words stand. */
static gboolean
meet_other (WbSync        *self,
            WbHelpdesk    *helpdesk,
            WbOutboxRow   *row,
            const char    *code,
            const GError  *problem,
            gboolean      *again_out,
            GCancellable  *cancellable,
            GError       **error)
{
  g_autofree char *said = g_strdup (code);
  g_autofree char *me = NULL;
  g_autoptr (WbActivity) call = NULL;
  g_autoptr (JsonNode) current = NULL;

  if (is_give_back (row))
    return finish_row (self, row, NULL, error);
  call = wb_helpdesk_get_activity (helpdesk, row->object_id, cancellable, NULL);
  if (!wb_sync_requested (self, helpdesk, error))
    return FALSE;
  current = call ? wb_wire_activity_encode (call) : NULL;
  /* One that has not moved is refused for reasons of the server's own. */
  me = wb_sync_dup_meta (self, WB_META_ME);
  if (current && (call->version != row->base_version || !wb_activity_is_open (call) ||
                  (call->assignee && g_strcmp0 (call->assignee, me) != 0)))
    return merge_row (self, row, current, again_out, error);
  row->state = WB_OUTBOX_NEEDS_YOU;
  set_row_error (row, said, problem->message);

  return lose_call (self, row, current, error);
}

/* Whether an error of a request means that no other row would fare better now. */
static gboolean
stops_all (const WbReplyInfo *info,
           const GError      *problem)
{
  /* A server that answered this one row with a fault, or is still working on it, may take
   * another. */
  if (info->status != 0 && info->retry_after_ms < 0 &&
      (g_error_matches (problem, WB_REMOTE_ERROR, WB_REMOTE_ERROR_SERVER_FAULT) ||
       info->status == 409))
    return FALSE;

  return TRUE;
}

/* One request. Gives whether its outcome is stored; *@problem_out is what the request met. */
static gboolean
try_row (WbSync        *self,
         WbHelpdesk    *helpdesk,
         WbOutboxRow   *row,
         JsonNode     **answer_out,
         GError       **problem_out,
         gboolean      *again_out,
         GCancellable  *cancellable,
         GError       **error)
{
  g_autoptr (JsonNode) answer = NULL;
  const WbReplyInfo *info = NULL;

  *again_out = FALSE;
  answer = wb_helpdesk_write (helpdesk, row->op, row->object_id, row->body, row->base_version,
                              row->key, cancellable, problem_out);
  if (!wb_sync_requested (self, helpdesk, error))
    return FALSE;
  info = wb_helpdesk_get_last (helpdesk);

  if (!*problem_out) {
    if (!finish_row (self, row, answer, error))
      return FALSE;
    if (answer_out)
      *answer_out = g_steal_pointer (&answer);
    return TRUE;
  }
  if (g_error_matches (*problem_out, WB_REMOTE_ERROR, WB_REMOTE_ERROR_STALE) && info->api_error &&
      info->api_error->current)
    return merge_row (self, row, info->api_error->current, again_out, error);
  if (g_error_matches (*problem_out, WB_REMOTE_ERROR, WB_REMOTE_ERROR_CONFLICT) &&
      info->api_error && wb_call_story_is_code (info->api_error->code) &&
      g_str_equal (row->object_kind, "activity") && !g_str_equal (row->op, WB_OP_NOTE))
    return meet_other (self, helpdesk, row, info->api_error->code, *problem_out, again_out,
                       cancellable, error);
  if (g_error_matches (*problem_out, WB_REMOTE_ERROR, WB_REMOTE_ERROR_STALE) ||
      g_error_matches (*problem_out, WB_REMOTE_ERROR, WB_REMOTE_ERROR_FORBIDDEN) ||
      g_error_matches (*problem_out, WB_REMOTE_ERROR, WB_REMOTE_ERROR_NOT_FOUND) ||
      g_error_matches (*problem_out, WB_REMOTE_ERROR, WB_REMOTE_ERROR_CONFLICT) ||
      g_error_matches (*problem_out, WB_REMOTE_ERROR, WB_REMOTE_ERROR_GONE) ||
      g_error_matches (*problem_out, WB_REMOTE_ERROR, WB_REMOTE_ERROR_REJECTED))
    return refuse_row (self, row, info, *problem_out, error);

  return postpone_row (self, row, info, *problem_out, error);
}

/* Marks the row as being sent, if it still is as it was read: what was taken back or changed since
 * must not go. */
static gboolean
claim_row (WbSync       *self,
           WbOutboxRow  *row,
           gboolean     *claimed_out,
           GError      **error)
{
  g_autoptr (GError) problem = NULL;
  g_autoptr (WbOutboxRow) now = NULL;
  WbDb *db = wb_sync_begin (self, error);

  *claimed_out = FALSE;
  if (!db)
    return FALSE;
  now = wb_outbox_get (db, row->seq, &problem);
  if (!now || now->state != row->state || !g_str_equal (now->key, row->key)) {
    wb_sync_rollback (self);
    if (!problem)
      return TRUE;
    g_propagate_error (error, g_steal_pointer (&problem));
    return FALSE;
  }
  row->base_version = now->base_version;
  row->state = WB_OUTBOX_SENDING;
  row->attempts++;
  *claimed_out = TRUE;

  return wb_sync_end (self, wb_outbox_update (db, row, error),
                      WB_TABLE_OUTBOX | wb_sync_tables_of (row->object_kind), error);
}

gboolean
wb_sync_send_row (WbSync        *self,
                  WbHelpdesk    *helpdesk,
                  WbOutboxRow   *row,
                  JsonNode     **answer_out,
                  gboolean      *stop_out,
                  GCancellable  *cancellable,
                  GError       **error)
{
  g_autoptr (GError) problem = NULL;
  gboolean is_claimed = FALSE;
  gboolean again = FALSE;

  *stop_out = FALSE;
  if (!claim_row (self, row, &is_claimed, error))
    return FALSE;
  if (!is_claimed)
    return TRUE;
  if (!try_row (self, helpdesk, row, answer_out, &problem, &again, cancellable, error))
    return FALSE;

  if (again) {
    g_clear_error (&problem);
    if (!try_row (self, helpdesk, row, answer_out, &problem, &again, cancellable, error))
      return FALSE;
    /* Overtaken twice in a row: it fits still and goes again in a while. */
    if (again) {
      row->state = WB_OUTBOX_WAITING;
      row->next_attempt_at = wb_sync_server_now (self) +
                             wb_sync_back_off_ms (self, row->attempts, -1);
      return store_row (self, row, NULL, error);
    }
  }
  if (!problem)
    return TRUE;

  if (row->state == WB_OUTBOX_WAITING && stops_all (wb_helpdesk_get_last (helpdesk), problem)) {
    *stop_out = TRUE;
    g_propagate_error (error, g_steal_pointer (&problem));
    return FALSE;
  }
  /* For who sends one row and waits for it; the outbox has it all the same. */
  if (answer_out) {
    g_propagate_error (error, g_steal_pointer (&problem));
    return FALSE;
  }

  return TRUE;
}

/**
 * wb_sync_push:
 * @self: an engine
 * @helpdesk: a client of this thread
 * @cancellable: (nullable): stops it
 *
 * Sends what is due in the outbox, oldest first per object, until nothing is. A refusal, a conflict
 * and a fault of the server over one row are kept with the row and are no errors. Blocking; worker
 * thread.
 *
 * Returns: `TRUE` if nothing that is due is left; `FALSE` with %WB_REMOTE_ERROR (network, rate
 *   limit, token: everything is kept), %WB_DB_ERROR or `G_IO_ERROR_CANCELLED`
 */
gboolean
wb_sync_push (WbSync        *self,
              WbHelpdesk    *helpdesk,
              GCancellable  *cancellable,
              GError       **error)
{
  g_autoptr (WbDb) reader = NULL;

  g_return_val_if_fail (WB_IS_SYNC (self), FALSE);
  g_return_val_if_fail (helpdesk, FALSE);
  g_return_val_if_fail (!error || !*error, FALSE);

  reader = wb_workspace_open_reader (wb_sync_get_workspace (self), error);
  if (!reader)
    return FALSE;

  for (;;) {
    g_autoptr (WbOutboxRow) row = NULL;
    g_autoptr (GError) problem = NULL;
    gint64 wake_at = WB_TIME_NONE;
    gboolean stop = FALSE;

    if (g_cancellable_set_error_if_cancelled (cancellable, error))
      return FALSE;
    row = wb_outbox_next (reader, wb_sync_server_now (self), &wake_at, &problem);
    if (problem) {
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }
    if (!row) {
      wb_sync_set_push_wake (self, wake_at);
      return TRUE;
    }
    if (!wb_sync_send_row (self, helpdesk, row, NULL, &stop, cancellable, error))
      return FALSE;
  }
}
