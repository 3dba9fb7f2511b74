/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Unsent work on top of the server's object; see wb-call-replay.h. What no longer applies, because
 * somebody else closed or took the call meanwhile, is passed over: the server will refuse it, and
 * until then its word is shown. */

#include "config.h"

#include "wb-call-replay.h"

#include "wb-time.h"
#include "wb-wire-write.h"

static void
set_text (char       **text,
          const char  *value)
{
  char *copy = g_strdup (value);

  g_free (*text);
  *text = copy;
}

/**
 * wb_call_replay_may_act:
 * @activity: a call
 * @context: who acts
 *
 * Returns: whether they may change it as far as its holder goes: free, theirs, or they are a
 *   manager
 */
gboolean
wb_call_replay_may_act (const WbActivity      *activity,
                        const WbReplayContext *context)
{
  return !activity->assignee || context->is_manager ||
         g_strcmp0 (activity->assignee, context->me) == 0;
}

static gboolean
is_workable (const WbActivity      *activity,
             const WbReplayContext *context)
{
  return wb_activity_is_open (activity) && wb_call_replay_may_act (activity, context);
}

static void
take_if_free (WbActivity            *shown,
              const WbReplayContext *context)
{
  if (!shown->assignee)
    set_text (&shown->assignee, context->me);
}

static void
replay_assign (WbActivity            *shown,
               const WbOutboxRow     *row,
               const WbReplayContext *context)
{
  g_autoptr (WbAssignBody) body = wb_wire_assign_body_decode (row->body, NULL);

  if (!body || !is_workable (shown, context))
    return;
  set_text (&shown->assignee,
            g_strcmp0 (body->assignee, "me") == 0 ? context->me : body->assignee);
  shown->lease_until = body->assignee && body->lease_secs > 0
                       ? row->created_at + body->lease_secs * WB_SECOND_MS
                       : WB_TIME_NONE;
}

static void
replay_reschedule (WbActivity            *shown,
                   const WbOutboxRow     *row,
                   const WbReplayContext *context)
{
  g_autoptr (WbRescheduleBody) body = wb_wire_reschedule_body_decode (row->body, NULL);

  if (!body || !is_workable (shown, context))
    return;
  take_if_free (shown, context);
  /* A past time is taken as the time of the request. */
  shown->due_at = MAX (body->due_at, row->created_at);
  shown->lease_until = shown->due_at + WB_RESCHEDULE_LEASE_MS;
  if (body->has_attempt) {
    WbAttempt *attempt = wb_attempt_new ();

    attempt->at = body->attempt_at != WB_TIME_NONE ? body->attempt_at : row->created_at;
    attempt->user = g_strdup (context->me);
    attempt->outcome = g_strdup (body->attempt_outcome);
    attempt->note = g_strdup (body->attempt_note);
    g_ptr_array_add (shown->attempts, attempt);
  }
}

static void
replay_complete (WbActivity            *shown,
                 const WbOutboxRow     *row,
                 const WbReplayContext *context)
{
  g_autoptr (WbCompleteBody) body = wb_wire_complete_body_decode (row->body, NULL);

  if (!body || !is_workable (shown, context))
    return;
  take_if_free (shown, context);
  set_text (&shown->status, "closed");
  set_text (&shown->outcome, body->outcome);
  set_text (&shown->note, body->note);
  set_text (&shown->closed_by, context->me);
  shown->called_at = body->called_at != WB_TIME_NONE ? body->called_at : row->created_at;
  shown->closed_at = row->created_at;
  shown->lease_until = WB_TIME_NONE;
}

static void
replay_reopen (WbActivity        *shown,
               const WbOutboxRow *row)
{
  g_autoptr (WbReopenBody) body = wb_wire_reopen_body_decode (row->body, NULL);

  if (!body || wb_activity_is_open (shown))
    return;
  set_text (&shown->status, "open");
  set_text (&shown->outcome, NULL);
  set_text (&shown->note, NULL);
  set_text (&shown->closed_by, NULL);
  shown->called_at = WB_TIME_NONE;
  shown->closed_at = WB_TIME_NONE;
  shown->due_at = body->due_at;
}

static void
replay_phone (WbActivity        *shown,
              const WbOutboxRow *row)
{
  g_autoptr (WbTicketPatch) body = wb_wire_ticket_patch_decode (row->body, NULL);

  if (body && body->has_phone)
    set_text (&shown->customer_phone, body->customer_phone);
}

/**
 * wb_call_replay:
 * @server: the server's object
 * @rows: (element-type WbOutboxRow): unsent work on it and on its ticket, oldest first; rows that
 *   wait for a person are passed over
 * @context: who did it
 *
 * Returns: (transfer full): what to show; its version is the server's
 */
WbActivity *
wb_call_replay (const WbActivity      *server,
                GPtrArray             *rows,
                const WbReplayContext *context)
{
  WbActivity *shown = wb_activity_copy (server);

  for (guint i = 0; i < rows->len; i++) {
    const WbOutboxRow *row = g_ptr_array_index (rows, i);

    if (row->state != WB_OUTBOX_WAITING && row->state != WB_OUTBOX_SENDING)
      continue;
    if (g_str_equal (row->op, WB_OP_ASSIGN))
      replay_assign (shown, row, context);
    else if (g_str_equal (row->op, WB_OP_RESCHEDULE))
      replay_reschedule (shown, row, context);
    else if (g_str_equal (row->op, WB_OP_COMPLETE))
      replay_complete (shown, row, context);
    else if (g_str_equal (row->op, WB_OP_REOPEN))
      replay_reopen (shown, row);
    else if (g_str_equal (row->op, WB_OP_PHONE))
      replay_phone (shown, row);
  }

  return shown;
}
