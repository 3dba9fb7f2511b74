/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Who has a call: taking it, giving it back, handing it on; see wb-staff-actions.h. */

#include "config.h"

#include "wb-staff-actions.h"

#include <glib/gi18n-lib.h>

#include "wb-account-store.h"
#include "wb-call-store.h"
#include "wb-staff-private.h"
#include "wb-wire-write.h"

gboolean
wb_staff_assign (WbStaffAction     *action,
                 const WbActivity  *call,
                 const char        *assignee,
                 int                lease_secs,
                 GError           **error)
{
  g_autoptr (WbAssignBody) body = wb_assign_body_new ();
  g_autoptr (JsonNode) node = NULL;

  body->assignee = g_strdup (assignee);
  if (wb_account_has_feature (action->account, WB_FEATURE_LEASES))
    body->lease_secs = lease_secs;
  node = wb_wire_assign_body_encode (body);

  return wb_staff_send_call (action, WB_OP_ASSIGN, call, node, error);
}

static gboolean
take (WbStaffAction  *action,
      const char     *id,
      int             lease_secs,
      GError        **error)
{
  g_autoptr (WbActivity) call = wb_staff_find_workable (action, id, error);

  if (!call)
    return FALSE;
  /* Theirs already: nothing to send. */
  if (call->assignee && g_strcmp0 (call->assignee, action->me) == 0)
    return TRUE;

  return wb_staff_assign (action, call, "me", lease_secs, error);
}

/**
 * wb_action_take:
 * @ws: a workspace in which this thread has not begun
 * @activity_id: the server's id
 * @lease_secs: 60–3600; 0 = until given back; passed over where the server has no leases
 *
 * Takes a call. One that is theirs already stays so.
 *
 * Returns: `TRUE` if it is stored; `FALSE` with %WB_ACTION_ERROR_NOT_FOUND, _CLOSED,
 *   _HELD_BY_OTHER, _INVALID, _NOT_OFFERED or a %WB_DB_ERROR
 */
gboolean
wb_action_take (WbWorkspace  *ws,
                const char   *activity_id,
                int           lease_secs,
                GError      **error)
{
  WbStaffAction action;

  g_return_val_if_fail (WB_IS_WORKSPACE (ws), FALSE);
  g_return_val_if_fail (activity_id, FALSE);

  if (lease_secs != 0 && (lease_secs < WB_LEASE_MIN_SECS || lease_secs > WB_LEASE_MAX_SECS))
    return wb_staff_refuse (WB_ACTION_ERROR_INVALID, _ ("A call is taken for 1 to 60 minutes"),
                            error);

  return wb_staff_begin (&action, ws, WB_FEATURE_ACTIVITIES, error) &&
         wb_staff_end (&action, take (&action, activity_id, lease_secs, error),
                       WB_TABLE_CALLS | WB_TABLE_OUTBOX, error);
}

static gboolean
release (WbStaffAction  *action,
         const char     *id,
         GError        **error)
{
  g_autoptr (WbActivity) call = wb_staff_find_workable (action, id, error);

  if (!call)
    return FALSE;

  return !call->assignee || wb_staff_assign (action, call, NULL, 0, error);
}

/**
 * wb_action_release:
 * @ws: a workspace in which this thread has not begun
 * @activity_id: the server's id
 *
 * Gives a call back. One that is free already stays so.
 *
 * Returns: `TRUE` if it is stored; `FALSE` with %WB_ACTION_ERROR_NOT_FOUND, _CLOSED,
 *   _HELD_BY_OTHER, _NOT_OFFERED or a %WB_DB_ERROR
 */
gboolean
wb_action_release (WbWorkspace  *ws,
                   const char   *activity_id,
                   GError      **error)
{
  WbStaffAction action;

  g_return_val_if_fail (WB_IS_WORKSPACE (ws), FALSE);
  g_return_val_if_fail (activity_id, FALSE);

  return wb_staff_begin (&action, ws, WB_FEATURE_ACTIVITIES, error) &&
         wb_staff_end (&action, release (&action, activity_id, error),
                       WB_TABLE_CALLS | WB_TABLE_OUTBOX, error);
}

/* Only somebody who can be given work. */
static gboolean
check_colleague (WbStaffAction  *action,
                 const char     *user_id,
                 GError        **error)
{
  g_autoptr (GError) problem = NULL;
  g_autoptr (WbUser) user = wb_user_store_get (action->db, user_id, &problem);

  if (problem) {
    g_propagate_error (error, g_steal_pointer (&problem));
    return FALSE;
  }
  if (!user)
    return wb_staff_refuse (WB_ACTION_ERROR_NOT_FOUND, _ ("There is no such colleague here"),
                            error);

  return user->active ||
         wb_staff_refuse (WB_ACTION_ERROR_INVALID, _ ("This colleague no longer works here"),
                          error);
}

static gboolean
hand_on (WbStaffAction  *action,
         const char     *id,
         const char     *user_id,
         GError        **error)
{
  g_autoptr (WbActivity) call = NULL;
  gboolean is_me = g_strcmp0 (user_id, action->me) == 0;

  if (!action->context.is_manager)
    return wb_staff_refuse (WB_ACTION_ERROR_ROLE, _ ("Only a manager may give calls to others"),
                            error);
  if (user_id && !check_colleague (action, user_id, error))
    return FALSE;
  call = wb_staff_find_workable (action, id, error);
  if (!call)
    return FALSE;

  return g_strcmp0 (call->assignee, user_id) == 0 ||
         wb_staff_assign (action, call, user_id && is_me ? "me" : user_id, 0, error);
}

/**
 * wb_action_assign:
 * @ws: a workspace in which this thread has not begun
 * @activity_id: the server's id
 * @user_id: (nullable): who is to have it, until they give it back; `NULL` = nobody
 *
 * A manager gives a call to somebody, whoever has it. Nothing is sent when it is so already.
 *
 * Returns: `TRUE` if it is stored; `FALSE` with %WB_ACTION_ERROR_ROLE, _NOT_FOUND, _CLOSED,
 *   _INVALID (nobody to give work to), _NOT_OFFERED or a %WB_DB_ERROR
 */
gboolean
wb_action_assign (WbWorkspace  *ws,
                  const char   *activity_id,
                  const char   *user_id,
                  GError      **error)
{
  WbStaffAction action;

  g_return_val_if_fail (WB_IS_WORKSPACE (ws), FALSE);
  g_return_val_if_fail (activity_id, FALSE);

  return wb_staff_begin (&action, ws, WB_FEATURE_ACTIVITIES, error) &&
         wb_staff_end (&action, hand_on (&action, activity_id, user_id, error),
                       WB_TABLE_CALLS | WB_TABLE_OUTBOX, error);
}

static GPtrArray *
list_held (WbStaffAction  *action,
           GError        **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (WbStmt) stmt = NULL;
  gboolean has_row = FALSE;

  stmt = wb_db_prepare (action->db, "SELECT id FROM call WHERE queue = 1 AND assignee = ?1", error);
  if (!stmt)
    return NULL;
  wb_stmt_bind_text (stmt, 1, action->me);
  while (wb_stmt_step (stmt, &has_row, error)) {
    if (!has_row)
      return g_steal_pointer (&ids);
    g_ptr_array_add (ids, wb_stmt_dup_text (stmt, 0));
  }

  return NULL;
}

gboolean
wb_staff_is_put_off (WbStaffAction    *action,
                     const WbActivity *call)
{
  return call->due_at > action->now && call->due_at != call->original_due_at &&
         call->lease_until >= call->due_at + WB_RESCHEDULE_LEASE_MS;
}

/* A call put off stays with who promised to try again, unless its time has come; so does one held
 * until given back. */
static gboolean
goes_back (WbStaffAction    *action,
           const WbActivity *call)
{
  return call->lease_until != WB_TIME_NONE && !wb_staff_is_put_off (action, call);
}

/* A taking that was never sent is forgotten: the server need not hear of either. One by which a
 * call got its lease again is none: the server has it with them. */
static gboolean
find_unsent_taking (WbStaffAction     *action,
                    const WbActivity  *call,
                    gint64            *seq_out,
                    GError           **error)
{
  g_autoptr (GPtrArray) rows = wb_outbox_for_object (action->db, "activity", call->id, error);
  g_autoptr (WbActivity) server = wb_call_store_get_server (action->db, call->id, NULL);
  const WbOutboxRow *row = NULL;

  if (!rows)
    return FALSE;
  row = rows->len == 1 ? g_ptr_array_index (rows, 0) : NULL;
  if (server && g_strcmp0 (server->assignee, action->me) == 0)
    row = NULL;
  *seq_out = row && wb_staff_is_unsent (row) && g_str_equal (row->op, WB_OP_ASSIGN) ? row->seq : 0;

  return TRUE;
}

static gboolean
release_held (WbStaffAction     *action,
              const WbActivity  *call,
              GError           **error)
{
  gint64 seq = 0;

  if (!find_unsent_taking (action, call, &seq, error))
    return FALSE;

  return seq > 0 ? wb_outbox_remove (action->db, seq, error)
                 : wb_staff_assign (action, call, NULL, 0, error);
}

static gboolean
release_all (WbStaffAction  *action,
             guint          *n_released,
             GError        **error)
{
  g_autoptr (GPtrArray) ids = action->me ? list_held (action, error) : g_ptr_array_new ();

  if (!ids)
    return FALSE;
  for (guint i = 0; i < ids->len; i++) {
    g_autoptr (WbActivity) call = wb_staff_find_call (action, g_ptr_array_index (ids, i), error);

    if (!call)
      return FALSE;
    if (!goes_back (action, call))
      continue;
    if (!release_held (action, call, error))
      return FALSE;
    (*n_released)++;
  }

  return TRUE;
}

/**
 * wb_action_release_all:
 * @ws: a workspace in which this thread has not begun
 * @n_released_out: (out) (optional): how many went back
 *
 * Sign-off: gives back each open call that this person holds by a lease and did not put off to
 * later. One transaction.
 *
 * Returns: `TRUE` if it is stored; `FALSE` with %WB_ACTION_ERROR_NOT_OFFERED or a %WB_DB_ERROR
 */
gboolean
wb_action_release_all (WbWorkspace  *ws,
                       guint        *n_released_out,
                       GError      **error)
{
  WbStaffAction action;
  guint n_released = 0;

  g_return_val_if_fail (WB_IS_WORKSPACE (ws), FALSE);

  if (!wb_staff_begin (&action, ws, WB_FEATURE_ACTIVITIES, error) ||
      !wb_staff_end (&action, release_all (&action, &n_released, error),
                     WB_TABLE_CALLS | WB_TABLE_OUTBOX, error))
    return FALSE;
  if (n_released_out)
    *n_released_out = n_released;

  return TRUE;
}
