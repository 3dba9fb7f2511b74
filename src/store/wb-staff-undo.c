/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Taking back the last act on a call; see wb-staff-actions.h. An act that never left is forgotten
 * as if it had not been; of one that left, or may have, the server hears what makes the call again
 * what it was. All of it is one transaction. */

#include "config.h"

#include "wb-staff-actions.h"

#include <glib/gi18n-lib.h>

#include "wb-call-draft.h"
#include "wb-call-store.h"
#include "wb-staff-private.h"
#include "wb-time.h"
#include "wb-wire-activity.h"

/* Of a call that is with somebody again: as long as the window takes one for, so that a card that
 * is open renews it in time. */
#define LEASE_SECS 900

/* Renewals are not heard of here, so a lease that is shorter than it was shown is none the less
 * good; one that was lost, or came with putting off, is not. */
static gboolean
is_held_as_before (WbStaffAction    *action,
                   const WbActivity *call,
                   const WbActivity *before)
{
  gint64 fresh_until = action->now + LEASE_SECS * WB_SECOND_MS;

  if (g_strcmp0 (call->assignee, before->assignee) != 0)
    return FALSE;
  if (!before->assignee || before->lease_until == WB_TIME_NONE)
    return !before->assignee || call->lease_until == WB_TIME_NONE;

  return call->lease_until != WB_TIME_NONE &&
         call->lease_until <= MAX (before->lease_until, fresh_until);
}

/* As far as an act changes a call. */
static gboolean
is_as_before (WbStaffAction    *action,
              const WbActivity *call,
              const WbActivity *before)
{
  return g_strcmp0 (call->status, before->status) == 0 &&
         g_strcmp0 (call->outcome, before->outcome) == 0 &&
         is_held_as_before (action, call, before) && call->due_at == before->due_at &&
         call->attempts->len == before->attempts->len;
}

/* The row of the last act, if it was done on the call as it was @before and never left. Notes are
 * beside the other acts: they change nothing that could be undone with them. NULL without an error
 * = there is none. */
static WbOutboxRow *
find_unsent_act (WbStaffAction     *action,
                 const WbActivity  *before,
                 GError           **error)
{
  g_autoptr (GPtrArray) rows = wb_outbox_for_object (action->db, "activity", before->id, error);

  for (guint i = rows ? rows->len : 0; i > 0; i--) {
    WbOutboxRow *row = g_ptr_array_index (rows, i - 1);
    g_autoptr (WbActivity) base = NULL;

    if (i < rows->len && g_str_equal (row->op, WB_OP_NOTE))
      continue;
    base = row->base ? wb_wire_activity_decode (row->base, NULL) : NULL;
    if (base && wb_staff_is_unsent (row) && is_as_before (action, base, before))
      return wb_outbox_row_ref (row);
    if (!g_str_equal (row->op, WB_OP_NOTE))
      return NULL;
  }

  return NULL;
}

static char *
dup_note (const WbOutboxRow *row)
{
  if (g_str_equal (row->op, WB_OP_COMPLETE) || g_str_equal (row->op, WB_OP_NOTE)) {
    g_autoptr (WbCompleteBody) body = wb_wire_complete_body_decode (row->body, NULL);

    return body ? g_strdup (body->note) : NULL;
  }
  if (g_str_equal (row->op, WB_OP_RESCHEDULE)) {
    g_autoptr (WbRescheduleBody) body = wb_wire_reschedule_body_decode (row->body, NULL);

    return body ? g_strdup (body->attempt_note) : NULL;
  }

  return NULL;
}

static gboolean
read_draft (WbStaffAction  *action,
            const char     *id,
            char          **draft_out,
            GError        **error)
{
  g_autoptr (GError) problem = NULL;

  *draft_out = wb_call_draft_get (action->db, id, &problem);
  if (!problem)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&problem));

  return FALSE;
}

/* What was typed is typed again. @is_only_here: the server has not heard it, so it goes before
 * whatever is being typed by now; else something newer is left as it is. */
static gboolean
give_note_back (WbStaffAction  *action,
                const char     *id,
                const char     *note,
                gboolean        is_only_here,
                GError        **error)
{
  g_autofree char *draft = NULL;
  g_autofree char *both = NULL;

  if (!read_draft (action, id, &draft, error))
    return FALSE;
  if (!note || (draft && !is_only_here))
    return TRUE;
  both = draft ? g_strconcat (note, "\n", draft, NULL) : g_strdup (note);

  return wb_call_draft_put (action->db, id, both, action->now, error);
}

/* Ends the call again as it had been; what was typed since then stays. */
static gboolean
end_again (WbStaffAction     *action,
           const WbActivity  *before,
           GError           **error)
{
  g_autofree char *draft = NULL;

  return read_draft (action, before->id, &draft, error) &&
         wb_staff_complete (action, before->id, wb_outcome_from_text (before->outcome),
                            before->note, before->called_at, error) &&
         wb_call_draft_put (action->db, before->id, draft, action->now, error);
}

/* The server takes no past time. */
static gint64
due_from_now (WbStaffAction    *action,
              const WbActivity *before)
{
  return MAX (before->due_at, action->now);
}

/* One step at a time, each on the call as the one before left it. */
static gboolean
set_state (WbStaffAction     *action,
           const WbActivity  *call,
           const WbActivity  *before,
           GError           **error)
{
  const char *id = before->id;

  if (!wb_activity_is_open (before))
    return !wb_activity_is_open (call) || end_again (action, before, error);
  /* A manager may reopen what a colleague closed since, but not unawares. */
  if (!wb_activity_is_open (call) && action->context.is_manager &&
      g_strcmp0 (call->closed_by, action->me) != 0)
    return wb_staff_refuse (WB_ACTION_ERROR_CLOSED, _ ("The call is closed already"), error);
  if (!wb_activity_is_open (call))
    return wb_staff_reopen (action, id, due_from_now (action, before), NULL, error) &&
           give_note_back (action, id, call->note, FALSE, error);

  /* One time that has come is as good as another. */
  return call->due_at == before->due_at || MAX (call->due_at, before->due_at) <= action->now ||
         wb_staff_snooze (action, id, due_from_now (action, before), WB_OUTCOME_NONE, NULL, error);
}

/* The server takes no longer lease than an hour: a call that was put off is put off again, by which
 * a free one is taken. */
static gboolean
give_to (WbStaffAction     *action,
         const WbActivity  *call,
         const WbActivity  *before,
         GError           **error)
{
  gboolean is_mine = before->assignee && g_strcmp0 (before->assignee, action->me) == 0;
  gboolean is_taken = g_strcmp0 (call->assignee, before->assignee) == 0 ||
                      (is_mine && !call->assignee);
  gboolean was_put_off = before->assignee && wb_staff_is_put_off (action, before);
  gint64 lease_secs = 0;

  if (before->assignee && before->lease_until != WB_TIME_NONE)
    lease_secs = CLAMP ((before->lease_until - action->now) / WB_SECOND_MS, LEASE_SECS,
                        WB_LEASE_MAX_SECS);

  return ((was_put_off && is_taken) ||
          wb_staff_assign (action, call, is_mine ? "me" : before->assignee, (int) lease_secs,
                           error)) &&
         (!was_put_off || wb_staff_snooze (action, before->id, due_from_now (action, before),
                                           WB_OUTCOME_NONE, NULL, error));
}

static gboolean
set_holder (WbStaffAction     *action,
            const WbActivity  *before,
            GError           **error)
{
  g_autoptr (WbActivity) call = wb_staff_find_call (action, before->id, error);
  gboolean is_others = before->assignee && g_strcmp0 (before->assignee, action->me) != 0;

  if (!call)
    return FALSE;
  if (!wb_activity_is_open (call) || is_held_as_before (action, call, before))
    return TRUE;
  g_clear_pointer (&call, wb_activity_unref);
  call = wb_staff_find_workable (action, before->id, error);

  return call && (!is_others || wb_staff_require_manager (action, error)) &&
         give_to (action, call, before, error);
}

static gboolean
undo (WbStaffAction     *action,
      const WbActivity  *before,
      GError           **error)
{
  g_autoptr (GError) problem = NULL;
  g_autoptr (WbOutboxRow) row = NULL;
  g_autoptr (WbActivity) call = wb_staff_find_call (action, before->id, error);

  if (!call)
    return FALSE;
  row = find_unsent_act (action, before, &problem);
  if (problem) {
    g_propagate_error (error, g_steal_pointer (&problem));
    return FALSE;
  }
  if (row) {
    g_autofree char *note = dup_note (row);

    if (!wb_outbox_remove (action->db, row->seq, error))
      return FALSE;
    wb_workspace_probe (action->ws, "stored");
    return give_note_back (action, before->id, note, TRUE, error);
  }

  return set_state (action, call, before, error) && set_holder (action, before, error);
}

/**
 * wb_action_undo:
 * @ws: a workspace in which this thread has not begun
 * @before: the call as it was shown before the act that is to be undone
 *
 * Takes the last act on a call back. What was not sent is forgotten; else it is reopened, put to
 * its time and given to whom it was with, in as many acts as that takes, and a time that has passed
 * is now. A note that went with the act is a note being typed again. What the server has for good,
 * an attempt or a note in the ticket, stays.
 *
 * Returns: `TRUE` if it is stored, or nothing was left to undo; `FALSE` with
 *   %WB_ACTION_ERROR_NOT_FOUND, _HELD_BY_OTHER, _CLOSED, _INVALID, _ROLE, _NOT_OFFERED or a
 *   %WB_DB_ERROR, and then nothing changed
 */
gboolean
wb_action_undo (WbWorkspace       *ws,
                const WbActivity  *before,
                GError           **error)
{
  WbStaffAction action;

  g_return_val_if_fail (WB_IS_WORKSPACE (ws), FALSE);
  g_return_val_if_fail (before && before->id, FALSE);

  return wb_staff_begin (&action, ws, WB_FEATURE_ACTIVITIES, error) &&
         wb_staff_end (&action, undo (&action, before, error),
                       WB_TABLE_CALLS | WB_TABLE_OUTBOX | WB_TABLE_DRAFTS, error);
}
