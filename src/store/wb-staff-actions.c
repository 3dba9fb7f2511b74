/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What staff do with calls, each one transaction; see wb-staff-actions.h. The rules are those of
 * reference/retino-api.md B.6 and B.13, as far as they can be judged here. */

#include "config.h"

#include "wb-staff-actions.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "wb-account-store.h"
#include "wb-call-draft.h"
#include "wb-call-store.h"
#include "wb-staff-private.h"
#include "wb-time.h"
#include "wb-wire-activity.h"

G_DEFINE_QUARK (wb-action-error-quark, wb_action_error)

#define MAX_AHEAD_MS (30 * WB_DAY_MS)
#define REOPEN_MS (24 * WB_HOUR_MS)
/* A time chosen on a clock that runs a little behind the server's is meant as now. */
#define SLACK_MS WB_MINUTE_MS

static gboolean
refuse_holder (WbStaffAction     *action,
               const WbActivity  *call,
               GError           **error)
{
  g_autoptr (WbUser) user = wb_user_store_get (action->db, call->assignee, NULL);

  if (user && user->full_name)
    g_set_error (error, WB_ACTION_ERROR, WB_ACTION_ERROR_HELD_BY_OTHER, _ ("%s has this call"),
                 user->full_name);
  else
    g_set_error_literal (error, WB_ACTION_ERROR, WB_ACTION_ERROR_HELD_BY_OTHER,
                         _ ("A colleague has this call"));

  return FALSE;
}

WbActivity *
wb_staff_find_call (WbStaffAction  *action,
                    const char     *id,
                    GError        **error)
{
  g_autoptr (GError) problem = NULL;
  WbActivity *call = wb_call_store_get (action->db, id, &problem);

  if (call)
    return call;
  if (problem)
    g_propagate_error (error, g_steal_pointer (&problem));
  else
    wb_staff_refuse (WB_ACTION_ERROR_NOT_FOUND, _ ("There is no such call here"), error);

  return NULL;
}

WbActivity *
wb_staff_find_workable (WbStaffAction  *action,
                        const char     *id,
                        GError        **error)
{
  g_autoptr (WbActivity) call = wb_staff_find_call (action, id, error);

  if (!call)
    return NULL;
  if (!wb_activity_is_open (call)) {
    wb_staff_refuse (WB_ACTION_ERROR_CLOSED, _ ("The call is closed already"), error);
    return NULL;
  }
  if (!wb_call_replay_may_act (call, &action->context)) {
    refuse_holder (action, call, error);
    return NULL;
  }

  return g_steal_pointer (&call);
}

gboolean
wb_staff_send_call (WbStaffAction     *action,
                    const char        *op,
                    const WbActivity  *call,
                    JsonNode          *body,
                    GError           **error)
{
  g_autoptr (JsonNode) base = wb_wire_activity_encode (call);

  return wb_staff_send (action, op, "activity", call->id, call->version, body, base, NULL, error);
}

static gboolean
check_note (const char  *note,
            GError     **error)
{
  if (!note || g_utf8_strlen (note, -1) <= WB_NOTE_MAX)
    return TRUE;
  g_set_error (error, WB_ACTION_ERROR, WB_ACTION_ERROR_INVALID,
               ngettext ("Shorten the note to %d character", "Shorten the note to %d characters",
                         WB_NOTE_MAX), WB_NOTE_MAX);

  return FALSE;
}

static gboolean
check_due_at (WbStaffAction  *action,
              gint64          due_at,
              GError        **error)
{
  if (due_at < action->now - SLACK_MS)
    return wb_staff_refuse (WB_ACTION_ERROR_INVALID, _ ("Choose a time that is not past"), error);
  if (due_at > action->now + MAX_AHEAD_MS)
    return wb_staff_refuse (WB_ACTION_ERROR_INVALID, _ ("Choose a time within 30 days"), error);

  return TRUE;
}

/* What was typed goes with what is sent, which may have more to it. Anything else stays: a note
 * that is not sent, and what is being typed in the window while another program sends another. */
static gboolean
drop_sent_draft (WbStaffAction  *action,
                 const char     *id,
                 const char     *note,
                 GError        **error)
{
  g_autoptr (GError) problem = NULL;
  g_autofree char *draft = wb_call_draft_get (action->db, id, &problem);

  if (problem) {
    g_propagate_error (error, g_steal_pointer (&problem));
    return FALSE;
  }

  return !draft || !strstr (note, g_strstrip (draft)) ||
         wb_call_draft_put (action->db, id, NULL, action->now, error);
}

static gboolean
send_with_note (WbStaffAction     *action,
                const char        *op,
                const WbActivity  *call,
                JsonNode          *body,
                const char        *note,
                GError           **error)
{
  return wb_staff_send_call (action, op, call, body, error) &&
         (!note || drop_sent_draft (action, call->id, note, error));
}

gboolean
wb_staff_complete (WbStaffAction  *action,
                   const char     *id,
                   WbOutcome       outcome,
                   const char     *note,
                   gint64          called_at,
                   GError        **error)
{
  g_autoptr (WbActivity) call = wb_staff_find_workable (action, id, error);
  g_autoptr (WbCompleteBody) body = wb_complete_body_new ();
  g_autoptr (JsonNode) node = NULL;

  if (!call)
    return FALSE;
  body->outcome = g_strdup (wb_outcome_to_text (outcome));
  body->note = note && *note != '\0' ? g_strdup (note) : NULL;
  /* Told now, since what is done offline arrives late. */
  body->called_at = called_at != WB_TIME_NONE ? called_at : action->now;
  node = wb_wire_complete_body_encode (body);

  return send_with_note (action, WB_OP_COMPLETE, call, node, body->note, error);
}

/**
 * wb_action_complete:
 * @ws: a workspace in which this thread has not begun
 * @activity_id: the server's id
 * @outcome: one that ends a call
 * @note: (nullable): at most 2000 characters; becomes an internal note of the ticket
 * @called_at: ms; WB_TIME_NONE = now
 *
 * Ends a call; a free one becomes theirs. With @note goes the draft that it has in it
 * (wb-call-draft.h).
 *
 * Returns: `TRUE` if it is stored; `FALSE` with %WB_ACTION_ERROR_NOT_FOUND, _CLOSED,
 *   _HELD_BY_OTHER, _INVALID, _NOT_OFFERED or a %WB_DB_ERROR
 */
gboolean
wb_action_complete (WbWorkspace  *ws,
                    const char   *activity_id,
                    WbOutcome     outcome,
                    const char   *note,
                    gint64        called_at,
                    GError      **error)
{
  WbStaffAction action;

  g_return_val_if_fail (WB_IS_WORKSPACE (ws), FALSE);
  g_return_val_if_fail (activity_id, FALSE);

  if (!wb_outcome_is_final (outcome))
    return wb_staff_refuse (WB_ACTION_ERROR_INVALID, _ ("Choose an outcome that ends the call"),
                            error);
  if (!check_note (note, error))
    return FALSE;

  return wb_staff_begin (&action, ws, WB_FEATURE_ACTIVITIES, error) &&
         wb_staff_end (&action,
                       wb_staff_complete (&action, activity_id, outcome, note, called_at, error),
                       WB_TABLE_CALLS | WB_TABLE_OUTBOX | WB_TABLE_DRAFTS, error);
}

gboolean
wb_staff_snooze (WbStaffAction  *action,
                 const char     *id,
                 gint64          due_at,
                 WbOutcome       attempt,
                 const char     *attempt_note,
                 GError        **error)
{
  g_autoptr (WbActivity) call = wb_staff_find_workable (action, id, error);
  g_autoptr (WbRescheduleBody) body = wb_reschedule_body_new ();
  g_autoptr (JsonNode) node = NULL;

  if (!call || !check_due_at (action, due_at, error))
    return FALSE;
  body->due_at = due_at;
  body->has_attempt = attempt != WB_OUTCOME_NONE;
  body->attempt_at = WB_TIME_NONE;
  if (body->has_attempt) {
    body->attempt_outcome = g_strdup (wb_outcome_to_text (attempt));
    body->attempt_note = attempt_note && *attempt_note != '\0' ? g_strdup (attempt_note) : NULL;
    body->attempt_at = action->now;
  }
  node = wb_wire_reschedule_body_encode (body);

  return send_with_note (action, WB_OP_RESCHEDULE, call, node, body->attempt_note, error);
}

/**
 * wb_action_snooze:
 * @ws: a workspace in which this thread has not begun
 * @activity_id: the server's id
 * @due_at: ms; when to act next, not past and within 30 days; the promise does not move
 * @attempt: how an attempt went, %WB_OUTCOME_NONE = none was made
 * @attempt_note: (nullable): at most 2000 characters
 *
 * Moves a call; a free one becomes theirs. With @attempt_note goes the draft that it has
 * in it (wb-call-draft.h).
 *
 * Returns: `TRUE` if it is stored; `FALSE` with %WB_ACTION_ERROR_NOT_FOUND, _CLOSED,
 *   _HELD_BY_OTHER, _INVALID, _NOT_OFFERED or a %WB_DB_ERROR
 */
gboolean
wb_action_snooze (WbWorkspace  *ws,
                  const char   *activity_id,
                  gint64        due_at,
                  WbOutcome     attempt,
                  const char   *attempt_note,
                  GError      **error)
{
  WbStaffAction action;

  g_return_val_if_fail (WB_IS_WORKSPACE (ws), FALSE);
  g_return_val_if_fail (activity_id, FALSE);

  if (attempt != WB_OUTCOME_NONE && !wb_outcome_is_attempt (attempt))
    return wb_staff_refuse (WB_ACTION_ERROR_INVALID,
                            _ ("This outcome ends a call; choose one that leaves it open"), error);
  if (!check_note (attempt_note, error))
    return FALSE;

  return wb_staff_begin (&action, ws, WB_FEATURE_ACTIVITIES, error) &&
         wb_staff_end (&action,
                       wb_staff_snooze (&action, activity_id, due_at, attempt, attempt_note, error),
                       WB_TABLE_CALLS | WB_TABLE_OUTBOX | WB_TABLE_DRAFTS, error);
}

gboolean
wb_staff_reopen (WbStaffAction  *action,
                 const char     *id,
                 gint64          due_at,
                 const char     *reason,
                 GError        **error)
{
  g_autoptr (WbActivity) call = wb_staff_find_call (action, id, error);
  g_autoptr (WbReopenBody) body = wb_reopen_body_new ();
  g_autoptr (JsonNode) node = NULL;

  if (!call)
    return FALSE;
  if (wb_activity_is_open (call))
    return wb_staff_refuse (WB_ACTION_ERROR_OPEN, _ ("The call is open already"), error);
  if (!action->context.is_manager &&
      (g_strcmp0 (call->closed_by, action->me) != 0 || call->closed_at < action->now - REOPEN_MS))
    return wb_staff_refuse (WB_ACTION_ERROR_INVALID,
                            _ ("Only a manager may reopen a call that a colleague closed, or that "
                               "was closed more than a day ago"), error);
  if (!check_due_at (action, due_at, error))
    return FALSE;
  body->due_at = due_at;
  body->reason = reason && *reason != '\0' ? g_strdup (reason) : NULL;
  node = wb_wire_reopen_body_encode (body);

  return wb_staff_send_call (action, WB_OP_REOPEN, call, node, error);
}

/**
 * wb_action_reopen:
 * @ws: a workspace in which this thread has not begun
 * @activity_id: the server's id
 * @due_at: ms; when to act next, not past and within 30 days
 * @reason: (nullable): at most 2000 characters
 *
 * Opens a closed call again: an agent those they closed themselves within 24 h, a manager any.
 *
 * Returns: `TRUE` if it is stored; `FALSE` with %WB_ACTION_ERROR_NOT_FOUND, _OPEN, _INVALID,
 *   _NOT_OFFERED or a %WB_DB_ERROR
 */
gboolean
wb_action_reopen (WbWorkspace  *ws,
                  const char   *activity_id,
                  gint64        due_at,
                  const char   *reason,
                  GError      **error)
{
  WbStaffAction action;

  g_return_val_if_fail (WB_IS_WORKSPACE (ws), FALSE);
  g_return_val_if_fail (activity_id, FALSE);

  if (!check_note (reason, error))
    return FALSE;

  return wb_staff_begin (&action, ws, WB_FEATURE_ACTIVITIES, error) &&
         wb_staff_end (&action, wb_staff_reopen (&action, activity_id, due_at, reason, error),
                       WB_TABLE_CALLS | WB_TABLE_OUTBOX, error);
}

static gboolean
add_note (WbStaffAction  *action,
          const char     *id,
          const char     *note,
          WbOutcome       outcome,
          gint64          called_at,
          GError        **error)
{
  g_autoptr (WbActivity) call = wb_staff_find_call (action, id, error);
  g_autoptr (WbCompleteBody) body = wb_complete_body_new ();
  g_autoptr (JsonNode) node = NULL;

  if (!call)
    return FALSE;
  body->outcome = g_strdup (wb_outcome_to_text (outcome));
  body->note = g_strdup (note);
  body->called_at = called_at != WB_TIME_NONE ? called_at : action->now;
  node = wb_wire_complete_body_encode (body);

  return send_with_note (action, WB_OP_NOTE, call, node, body->note, error);
}

/**
 * wb_action_note:
 * @ws: a workspace in which this thread has not begun
 * @activity_id: the server's id
 * @note: 1 to 2000 characters
 * @outcome: what came of it, %WB_OUTCOME_NONE = nothing is said
 * @called_at: ms; WB_TIME_NONE = now
 *
 * Adds a note to the ticket of a call, open or closed, whoever has it; it changes neither outcome
 * nor holder.
 *
 * Returns: `TRUE` if it is stored; `FALSE` with %WB_ACTION_ERROR_NOT_FOUND, _INVALID, _NOT_OFFERED
 *   or a %WB_DB_ERROR
 */
gboolean
wb_action_note (WbWorkspace  *ws,
                const char   *activity_id,
                const char   *note,
                WbOutcome     outcome,
                gint64        called_at,
                GError      **error)
{
  WbStaffAction action;

  g_return_val_if_fail (WB_IS_WORKSPACE (ws), FALSE);
  g_return_val_if_fail (activity_id, FALSE);

  if (!note || *note == '\0')
    return wb_staff_refuse (WB_ACTION_ERROR_INVALID, _ ("Write a note first"), error);
  if (!check_note (note, error))
    return FALSE;

  return wb_staff_begin (&action, ws, WB_FEATURE_ACTIVITIES, error) &&
         wb_staff_end (&action, add_note (&action, activity_id, note, outcome, called_at, error),
                       WB_TABLE_OUTBOX | WB_TABLE_DRAFTS, error);
}
