/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Activities; see wb-ledger-activities.h. */

#include "config.h"

#include "wb-ledger-activities.h"

#include <json-glib/json-glib.h>

#include "wb-ledger-call-rows.h"
#include "wb-ledger-events.h"
#include "wb-ledger-funnel.h"
#include "wb-time.h"
#include "wb-wire-activity.h"

/**
 * wb_ledger_activity_get:
 * @self: the ledger
 * @id: an activity's id
 * @activity_out: (out) (transfer full) (nullable): the activity; `NULL` when unknown
 * @error: return location (WB_DB_ERROR, WB_WIRE_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_activity_get (WbLedger    *self,
                        const char  *id,
                        WbActivity **activity_out,
                        GError     **error)
{
  return wb_ledger_find (self, "SELECT doc FROM activity WHERE id = ?", id,
                         (WbWireDecodeFunc) wb_wire_activity_decode, (gpointer *) activity_out,
                         error);
}

/**
 * wb_ledger_activity_put:
 * @self: the ledger, in a transaction
 * @activity: an activity
 * @error: return location (WB_DB_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_activity_put (WbLedger          *self,
                        const WbActivity  *activity,
                        GError           **error)
{
  g_autofree char *doc = wb_ledger_print (wb_wire_activity_encode (activity));
  g_autoptr (WbStmt) stmt = NULL;

  stmt = wb_db_prepare (self->db,
                        "INSERT INTO activity (id, ticket, type, kind, status, assignee,"
                        " lease_until, due_at, created_at, updated_at, version, doc)"
                        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                        " ON CONFLICT (id) DO UPDATE SET ticket = excluded.ticket,"
                        " type = excluded.type, kind = excluded.kind, status = excluded.status,"
                        " assignee = excluded.assignee, lease_until = excluded.lease_until,"
                        " due_at = excluded.due_at, created_at = excluded.created_at,"
                        " updated_at = excluded.updated_at, version = excluded.version,"
                        " doc = excluded.doc",
                        error);
  if (!stmt)
    return FALSE;

  wb_stmt_bind_text (stmt, 1, activity->id);
  wb_stmt_bind_text (stmt, 2, activity->ticket);
  wb_stmt_bind_text (stmt, 3, activity->ticket_type);
  wb_stmt_bind_text (stmt, 4, activity->kind);
  wb_stmt_bind_text (stmt, 5, activity->status);
  wb_stmt_bind_text (stmt, 6, activity->assignee);
  wb_ledger_bind_time (stmt, 7, activity->lease_until);
  wb_stmt_bind_int64 (stmt, 8, activity->due_at);
  wb_stmt_bind_int64 (stmt, 9, activity->created_at);
  wb_stmt_bind_int64 (stmt, 10, activity->updated_at);
  wb_stmt_bind_int64 (stmt, 11, activity->version);
  wb_stmt_bind_text (stmt, 12, doc);

  return wb_stmt_run (stmt, error) && wb_ledger_funnel_call (self, activity, error);
}

/**
 * wb_ledger_activity_save:
 * @self: the ledger, in a transaction
 * @activity: an activity as it shall be; gets its next version and time
 * @is_new: whether it was not there before
 * @actor: (nullable): who changes it
 * @error: return location (WB_DB_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_activity_save (WbLedger    *self,
                         WbActivity  *activity,
                         gboolean     is_new,
                         const char  *actor,
                         GError     **error)
{
  activity->version++;
  activity->updated_at = wb_ledger_now (self);

  return wb_ledger_activity_put (self, activity, error) &&
         wb_ledger_event_add (self, "activity", is_new ? "created" : "updated", actor,
                              activity->id, activity->version,
                              wb_wire_activity_encode (activity), error);
}

/**
 * wb_ledger_activity_for_ticket:
 * @self: the ledger
 * @ticket_id: a ticket's id
 * @error: return location (WB_DB_ERROR, WB_WIRE_ERROR)
 *
 * Returns: (transfer full) (element-type WbActivity): the ticket's activities
 */
GPtrArray *
wb_ledger_activity_for_ticket (WbLedger    *self,
                               const char  *ticket_id,
                               GError     **error)
{
  g_autoptr (WbLedgerQuery) query = wb_ledger_query_new ("activity");

  wb_ledger_query_text (query, "ticket = ?", ticket_id);
  wb_ledger_query_order (query, "row");

  return wb_ledger_query_run (query, self, G_MAXINT, 0,
                              (WbWireDecodeFunc) wb_wire_activity_decode,
                              (GDestroyNotify) wb_activity_unref, error);
}

static JsonNode *
make_tombstone (const WbActivity *activity,
                gint64            deleted_at)
{
  g_autofree char *time = wb_time_format (deleted_at);
  g_autoptr (JsonObject) object = json_object_new ();

  json_object_set_string_member (object, "id", activity->id);
  json_object_set_int_member (object, "version", activity->version + 1);
  json_object_set_string_member (object, "deleted_at", time);

  return json_node_init_object (json_node_alloc (), object);
}

/**
 * wb_ledger_activities_delete:
 * @self: the ledger, in a transaction
 * @ticket_id: a ticket that is being deleted
 * @error: return location (WB_DB_ERROR, WB_WIRE_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_activities_delete (WbLedger    *self,
                             const char  *ticket_id,
                             GError     **error)
{
  g_autoptr (GPtrArray) activities = wb_ledger_activity_for_ticket (self, ticket_id, error);
  g_autoptr (WbStmt) stmt = NULL;
  gint64 now = wb_ledger_now (self);

  if (!activities)
    return FALSE;

  for (guint i = 0; i < activities->len; i++) {
    const WbActivity *activity = g_ptr_array_index (activities, i);

    if (!wb_ledger_event_add (self, "activity", "deleted", NULL, activity->id,
                              activity->version + 1, make_tombstone (activity, now), error))
      return FALSE;
  }

  stmt = wb_db_prepare (self->db, "DELETE FROM activity WHERE ticket = ?", error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_text (stmt, 1, ticket_id);

  return wb_stmt_run (stmt, error) && wb_ledger_call_rows_delete (self, ticket_id, error);
}

/**
 * wb_ledger_activities_expire:
 * @self: the ledger, in a transaction
 * @error: return location (WB_DB_ERROR, WB_WIRE_ERROR)
 *
 * A lease that has run out frees its call; that is nobody's act, so the event has no actor
 * (reference/retino-api.md B.6).
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_activities_expire (WbLedger  *self,
                             GError   **error)
{
  g_autoptr (WbLedgerQuery) query = wb_ledger_query_new ("activity");
  g_autoptr (GPtrArray) activities = NULL;

  wb_ledger_query_int64 (query, "lease_until <= ?", wb_ledger_now (self));
  wb_ledger_query_where (query, "status = 'open'");
  wb_ledger_query_order (query, "lease_until, id");
  activities = wb_ledger_query_run (query, self, G_MAXINT, 0,
                                    (WbWireDecodeFunc) wb_wire_activity_decode,
                                    (GDestroyNotify) wb_activity_unref, error);
  if (!activities)
    return FALSE;

  for (guint i = 0; i < activities->len; i++) {
    WbActivity *activity = g_ptr_array_index (activities, i);

    g_clear_pointer (&activity->assignee, g_free);
    activity->lease_until = WB_TIME_NONE;
    if (!wb_ledger_activity_save (self, activity, FALSE, NULL, error))
      return FALSE;
  }

  return TRUE;
}

/**
 * wb_ledger_activities_next:
 * @self: the ledger
 * @lease_until_out: (out): when the next lease runs out; `WB_TIME_NONE` = none does
 * @error: return location (WB_DB_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_activities_next (WbLedger  *self,
                           gint64    *lease_until_out,
                           GError   **error)
{
  g_autoptr (WbStmt) stmt = NULL;
  gboolean has_row = FALSE;

  *lease_until_out = WB_TIME_NONE;
  stmt = wb_db_prepare (self->db,
                        "SELECT min (lease_until) FROM activity WHERE lease_until IS NOT NULL"
                        " AND status = 'open'",
                        error);
  if (!stmt || !wb_stmt_step (stmt, &has_row, error))
    return FALSE;
  if (has_row && !wb_stmt_is_null (stmt, 0))
    *lease_until_out = wb_stmt_get_int64 (stmt, 0);

  return TRUE;
}
