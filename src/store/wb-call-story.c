/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Both stories of a call that was lost to somebody else; see wb-call-story.h.
 *
 * The acts behind the refused one were done on a call that was never theirs, so none of them can
 * succeed: each that says something goes on as a note, and all but one go. The one that stays has
 * what was sent on in `story`, and its own note taken out of it: sending it again says nothing
 * twice, however often it is refused. */

#include "config.h"

#include "wb-call-story.h"

#include <glib/gi18n-lib.h>

#include "wb-call-store.h"
#include "wb-meta-store.h"
#include "wb-time.h"
#include "wb-wire-activity.h"
#include "wb-wire-write.h"
#include "wb-workspace-private.h"

static void
init_call_story (WbCallStory *self)
{
  self->my_at = WB_TIME_NONE;
  self->their_at = WB_TIME_NONE;
}

static void
clear_call_story (WbCallStory *self)
{
  g_free (self->op);
  g_free (self->my_outcome);
  g_free (self->my_note);
  g_free (self->their_user);
  g_free (self->their_outcome);
  g_free (self->their_note);
}

WB_DEFINE_RECORD (WbCallStory, wb_call_story, init_call_story, clear_call_story)

/**
 * wb_call_story_is_code:
 * @code: (nullable): the server's
 *
 * Returns: whether it says that the call is somebody else's, or closed, by now
 */
gboolean
wb_call_story_is_code (const char *code)
{
  return g_strcmp0 (code, "already_assigned") == 0 || g_strcmp0 (code, "activity_closed") == 0;
}

static gboolean
is_story (const WbOutboxRow *row)
{
  return row->state == WB_OUTBOX_NEEDS_YOU && wb_call_story_is_code (row->error_code);
}

static gboolean
gives_back (const WbOutboxRow *row)
{
  g_autoptr (WbAssignBody) body = NULL;

  if (g_str_equal (row->op, WB_OP_ASSIGN))
    body = wb_wire_assign_body_decode (row->body, NULL);

  return body && !body->assignee;
}

/* How much an act tells of what was done; 0 = none of those that a call can be lost in. */
static int
rank (const WbOutboxRow *row)
{
  static const char *const ops[] = { WB_OP_REOPEN, WB_OP_ASSIGN, WB_OP_RESCHEDULE, WB_OP_COMPLETE };

  if (gives_back (row))
    return 1;
  for (guint i = 0; i < G_N_ELEMENTS (ops); i++) {
    if (g_str_equal (row->op, ops[i]))
      return (int) i + 1;
  }

  return 0;
}

/* What an act says of a call that was made, in the form of a note's body; NULL = nothing. */
static WbCompleteBody *
read_deed (const WbOutboxRow *row)
{
  g_autoptr (WbCompleteBody) deed = NULL;

  if (g_str_equal (row->op, WB_OP_COMPLETE)) {
    deed = wb_wire_complete_body_decode (row->body, NULL);
  } else if (g_str_equal (row->op, WB_OP_RESCHEDULE)) {
    g_autoptr (WbRescheduleBody) body = wb_wire_reschedule_body_decode (row->body, NULL);

    if (!body || !body->has_attempt)
      return NULL;
    deed = wb_complete_body_new ();
    deed->outcome = g_strdup (body->attempt_outcome);
    deed->note = g_strdup (body->attempt_note);
    deed->called_at = body->attempt_at;
  } else if (g_str_equal (row->op, WB_OP_REOPEN)) {
    g_autoptr (WbReopenBody) body = wb_wire_reopen_body_decode (row->body, NULL);

    if (!body || !body->reason)
      return NULL;
    deed = wb_complete_body_new ();
    deed->note = g_strdup (body->reason);
    deed->called_at = WB_TIME_NONE;
  }
  if (deed && deed->called_at == WB_TIME_NONE)
    deed->called_at = row->created_at;

  return g_steal_pointer (&deed);
}

static gboolean
send_on (WbDb                  *db,
         WbRandom              *random,
         const WbOutboxRow     *row,
         const WbCompleteBody  *deed,
         GError               **error)
{
  g_autoptr (WbOutboxRow) note = wb_outbox_row_new ();
  g_autoptr (WbCompleteBody) body = wb_complete_body_new ();

  body->outcome = g_strdup (deed->outcome);
  /* A note is never empty; the outcome and the time go beside it. */
  body->note = g_strdup (deed->note ? deed->note
                         : _ ("Called; a colleague had taken or closed the call meanwhile"));
  body->called_at = deed->called_at;
  note->key = wb_random_uuid (random);
  note->op = g_strdup (WB_OP_NOTE);
  note->object_kind = g_strdup ("activity");
  note->object_id = g_strdup (row->object_id);
  note->body = wb_wire_complete_body_encode (body);
  note->created_at = row->created_at;

  return wb_outbox_add (db, note, error);
}

/* What was sent on is not said again by the act itself; another body is another request. */
static void
take_note_out (WbOutboxRow *row,
               WbRandom    *random)
{
  JsonNode *node = NULL;

  if (g_str_equal (row->op, WB_OP_COMPLETE)) {
    g_autoptr (WbCompleteBody) body = wb_wire_complete_body_decode (row->body, NULL);

    g_clear_pointer (&body->note, g_free);
    node = wb_wire_complete_body_encode (body);
  } else if (g_str_equal (row->op, WB_OP_RESCHEDULE)) {
    g_autoptr (WbRescheduleBody) body = wb_wire_reschedule_body_decode (row->body, NULL);

    g_clear_pointer (&body->attempt_note, g_free);
    node = wb_wire_reschedule_body_encode (body);
  } else {
    g_autoptr (WbReopenBody) body = wb_wire_reopen_body_decode (row->body, NULL);

    g_clear_pointer (&body->reason, g_free);
    node = wb_wire_reopen_body_encode (body);
  }
  json_node_unref (row->body);
  row->body = node;
  g_free (row->key);
  row->key = wb_random_uuid (random);
}

/* The acts that were lost together: the refused one, those behind it, and what an earlier refusal
 * of the same call left. */
static GPtrArray *
list_lost (WbDb        *db,
           gint64       seq,
           const char  *activity_id,
           GError     **error)
{
  g_autoptr (GPtrArray) rows = wb_outbox_for_object (db, "activity", activity_id, error);

  for (guint i = rows ? rows->len : 0; i > 0; i--) {
    const WbOutboxRow *row = g_ptr_array_index (rows, i - 1);
    gboolean is_pending = row->state == WB_OUTBOX_WAITING || row->state == WB_OUTBOX_SENDING;

    if (rank (row) == 0 || !(is_story (row) || (is_pending && row->seq >= seq)))
      g_ptr_array_remove_index (rows, i - 1);
  }

  return g_steal_pointer (&rows);
}

/* The one that tells most, of equal ones the last. */
static WbOutboxRow *
choose (GPtrArray *rows)
{
  WbOutboxRow *chosen = g_ptr_array_index (rows, 0);

  for (guint i = 1; i < rows->len; i++) {
    WbOutboxRow *row = g_ptr_array_index (rows, i);

    if (rank (row) >= rank (chosen))
      chosen = row;
  }

  return chosen;
}

/* Taken and given back again, with nothing done in between: there is nothing to tell. */
static gboolean
is_nothing (GPtrArray *rows)
{
  if (!gives_back (g_ptr_array_index (rows, rows->len - 1)))
    return FALSE;
  for (guint i = 0; i < rows->len; i++) {
    if (!g_str_equal (((WbOutboxRow *) g_ptr_array_index (rows, i))->op, WB_OP_ASSIGN))
      return FALSE;
  }

  return TRUE;
}

static void
refuse (WbOutboxRow *row,
        const char  *code,
        const char  *message,
        JsonNode    *current)
{
  row->state = WB_OUTBOX_NEEDS_YOU;
  g_free (row->error_code);
  row->error_code = g_strdup (code);
  g_free (row->error_message);
  row->error_message = g_strdup (message);
  if (!current)
    return;
  g_clear_pointer (&row->current, json_node_unref);
  row->current = json_node_ref (current);
}

/**
 * wb_call_story_tell:
 * @db: the open transaction
 * @random: makes the keys of what is sent on
 * @seq: the row of the outbox that was refused
 * @code: the server's, one of wb_call_story_is_code()
 * @message: why, for people
 * @current: (nullable): the call as the server has it
 *
 * Of this row and the acts on the same call behind it, each that says what came of a call goes on
 * as a note, once. One of them stays under “needs you”: the one that tells most. A bare taking says
 * nothing and only stays; given back again, not even that.
 *
 * Returns: `TRUE` if it is stored with the transaction, or the row is gone; `FALSE` with a
 *   %WB_DB_ERROR
 */
gboolean
wb_call_story_tell (WbDb        *db,
                    WbRandom    *random,
                    gint64       seq,
                    const char  *code,
                    const char  *message,
                    JsonNode    *current,
                    GError     **error)
{
  g_autoptr (GError) problem = NULL;
  g_autoptr (WbOutboxRow) refused = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  WbOutboxRow *kept = NULL;

  g_return_val_if_fail (db && random, FALSE);
  g_return_val_if_fail (wb_call_story_is_code (code), FALSE);
  g_return_val_if_fail (!error || !*error, FALSE);

  refused = wb_outbox_get (db, seq, &problem);
  rows = refused ? list_lost (db, seq, refused->object_id, &problem) : NULL;
  if (problem) {
    g_propagate_error (error, g_steal_pointer (&problem));
    return FALSE;
  }
  if (!rows || rows->len == 0)
    return TRUE;

  kept = is_nothing (rows) ? NULL : choose (rows);
  for (guint i = 0; i < rows->len; i++) {
    WbOutboxRow *row = g_ptr_array_index (rows, i);
    g_autoptr (WbCompleteBody) deed = row->story ? NULL : read_deed (row);

    if (deed && !send_on (db, random, row, deed, error))
      return FALSE;
    if (row != kept) {
      if (!wb_outbox_remove (db, row->seq, error))
        return FALSE;
    } else if (deed) {
      row->story = wb_wire_complete_body_encode (deed);
      if (deed->note)
        take_note_out (row, random);
    }
  }
  if (!kept)
    return TRUE;
  refuse (kept, code, message, current);

  return wb_outbox_update (db, kept, error);
}

static void
read_mine (WbCallStory       *story,
           const WbOutboxRow *row)
{
  g_autoptr (WbCompleteBody) deed = row->story ? wb_wire_complete_body_decode (row->story, NULL)
                                               : read_deed (row);

  story->seq = row->seq;
  story->op = g_strdup (row->op);
  story->my_at = row->created_at;
  story->note_kept = row->story != NULL;
  if (!deed)
    return;
  story->my_outcome = g_strdup (deed->outcome);
  story->my_note = g_strdup (deed->note);
  story->my_at = deed->called_at;
}

static gboolean
is_theirs (const WbActivity *call,
           const char       *me)
{
  const char *user = wb_activity_is_open (call) ? call->assignee : call->closed_by;

  return !wb_activity_is_open (call) || (user && g_strcmp0 (user, me) != 0);
}

/* As the server has it now, where that still tells of another person, else as it was said with the
 * refusal. */
static void
read_theirs (WbCallStory       *story,
             WbDb              *db,
             const WbOutboxRow *row)
{
  g_autofree char *me = wb_workspace_dup_meta (db, WB_META_ME);
  g_autoptr (WbActivity) call = wb_call_store_get_server (db, row->object_id, NULL);

  if ((!call || !is_theirs (call, me)) && row->current) {
    g_clear_pointer (&call, wb_activity_unref);
    call = wb_wire_activity_decode (row->current, NULL);
  }
  story->is_closed = g_strcmp0 (row->error_code, "activity_closed") == 0;
  if (!call || !is_theirs (call, me))
    return;
  story->is_closed = !wb_activity_is_open (call);
  if (!story->is_closed) {
    story->their_user = g_strdup (call->assignee);
    return;
  }
  story->their_user = g_strdup (call->closed_by);
  story->their_outcome = g_strdup (call->outcome);
  story->their_note = g_strdup (call->note);
  story->their_at = call->called_at != WB_TIME_NONE ? call->called_at : call->closed_at;
}

/**
 * wb_call_story_get:
 * @db: a reader, or the open transaction
 * @activity_id: the server's id
 *
 * Returns: (transfer full) (nullable): both stories of a call that was lost to somebody else and
 *   not been read yet; `NULL` without an error when there is none
 */
WbCallStory *
wb_call_story_get (WbDb        *db,
                   const char  *activity_id,
                   GError     **error)
{
  g_autoptr (GPtrArray) rows = NULL;

  g_return_val_if_fail (db, NULL);
  g_return_val_if_fail (activity_id, NULL);
  g_return_val_if_fail (!error || !*error, NULL);

  rows = wb_outbox_for_object (db, "activity", activity_id, error);
  for (guint i = rows ? rows->len : 0; i > 0; i--) {
    const WbOutboxRow *row = g_ptr_array_index (rows, i - 1);
    g_autoptr (WbCallStory) story = NULL;

    if (!is_story (row) || rank (row) == 0)
      continue;
    story = wb_call_story_new ();
    read_mine (story, row);
    read_theirs (story, db, row);
    return g_steal_pointer (&story);
  }

  return NULL;
}
