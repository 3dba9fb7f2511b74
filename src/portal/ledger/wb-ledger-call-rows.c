/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Calls for statistics; see wb-ledger-call-rows.h. */

#include "config.h"

#include "wb-ledger-call-rows.h"

#include "wb-answered.h"
#include "wb-ledger-funnel-private.h"
#include "wb-ledger-recount.h"
#include "wb-ledger-sights-private.h"

static gboolean
put_row (WbLedger          *self,
         WbLedgerSet        set,
         const WbActivity  *activity,
         GError           **error)
{
  GTimeZone *zone = wb_ledger_judge_zone (self, set, error);
  g_autoptr (WbStmt) stmt = NULL;

  if (!zone)
    return FALSE;
  stmt = wb_ledger_prepare (self, set,
                            "INSERT INTO call_row@ (activity, ticket, day, type, asked_at,"
                            " promise_at, answered_at, outcome, is_open, changed_at)"
                            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                            " ON CONFLICT (activity) DO UPDATE SET day = excluded.day,"
                            " type = excluded.type, asked_at = excluded.asked_at,"
                            " promise_at = excluded.promise_at,"
                            " answered_at = excluded.answered_at,"
                            " outcome = excluded.outcome, is_open = excluded.is_open,"
                            " changed_at = excluded.changed_at",
                            error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_text (stmt, 1, activity->id);
  wb_stmt_bind_text (stmt, 2, activity->ticket);
  wb_stmt_bind_int64 (stmt, 3, wb_date_of_time (activity->created_at, zone));
  wb_stmt_bind_text (stmt, 4, activity->ticket_type ? activity->ticket_type : "");
  wb_stmt_bind_int64 (stmt, 5, activity->created_at);
  wb_stmt_bind_int64 (stmt, 6, activity->original_due_at);
  wb_ledger_bind_time (stmt, 7, wb_answered_at (activity));
  wb_stmt_bind_text (stmt, 8, activity->outcome);
  wb_stmt_bind_int64 (stmt, 9, wb_activity_is_open (activity));
  wb_stmt_bind_int64 (stmt, 10, activity->updated_at);

  return wb_stmt_run (stmt, error);
}

gboolean
wb_ledger_call_row_put (WbLedger          *self,
                        const WbActivity  *activity,
                        GError           **error)
{
  gboolean is_counting = FALSE;

  if (!wb_activity_is_call (activity))
    return TRUE;

  return put_row (self, WB_LEDGER_SERVED, activity, error) &&
         wb_ledger_recount_is_counting (self, &is_counting, error) &&
         (!is_counting || put_row (self, WB_LEDGER_NEXT, activity, error));
}

gboolean
wb_ledger_call_rows_delete (WbLedger    *self,
                            const char  *ticket_id,
                            GError     **error)
{
  for (int set = 0; set < WB_N_LEDGER_SETS; set++) {
    g_autoptr (WbStmt) stmt = NULL;

    stmt = wb_ledger_prepare (self, (WbLedgerSet) set,
                              "DELETE FROM call_row@ WHERE ticket = ? AND is_open = 1", error);
    if (!stmt)
      return FALSE;
    wb_stmt_bind_text (stmt, 1, ticket_id);
    if (!wb_stmt_run (stmt, error))
      return FALSE;
  }

  return TRUE;
}

gboolean
wb_ledger_call_row_copy (WbLedger    *self,
                         const char  *activity_id,
                         gint64       asked_at,
                         GError     **error)
{
  GTimeZone *zone = wb_ledger_judge_zone (self, WB_LEDGER_NEXT, error);
  g_autoptr (WbStmt) stmt = NULL;

  if (!zone)
    return FALSE;
  stmt = wb_db_prepare (self->db,
                        "INSERT INTO call_row_next (activity, ticket, day, type, asked_at,"
                        " promise_at, answered_at, outcome, is_open, changed_at) SELECT activity,"
                        " ticket, ?2, type, asked_at, promise_at, answered_at, outcome, is_open,"
                        " changed_at FROM call_row WHERE activity = ?1 ON CONFLICT DO NOTHING",
                        error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_text (stmt, 1, activity_id);
  wb_stmt_bind_int64 (stmt, 2, wb_date_of_time (asked_at, zone));

  return wb_stmt_run (stmt, error);
}

/* The rule of wb_answered_judge(), said in SQL; @limit is an instant. Met, and counted. */
#define MET(limit) "coalesce (sum (answered_at <= " limit "), 0)"
#define COUNTED(limit) "sum (answered_at IS NOT NULL OR " limit " < ?1)"
#define GOAL "(asked_at + ?2)"
#define ENDED(n) "coalesce (sum (outcome = ?" #n "), 0)"
#define FIRST_END 7

static WbCallCount *
read_count (WbStmt *stmt)
{
  WbCallCount *row = wb_call_count_new ();
  const char *type = wb_stmt_get_text (stmt, 1);

  row->day = (gint32) wb_stmt_get_int64 (stmt, 0);
  row->type = *type == '\0' ? NULL : g_strdup (type);
  row->asked = wb_stmt_get_int64 (stmt, 2);
  row->open = wb_stmt_get_int64 (stmt, 3);
  row->in_goal = wb_stmt_get_int64 (stmt, 4);
  row->goal_counted = wb_stmt_get_int64 (stmt, 5);
  row->in_promise = wb_stmt_get_int64 (stmt, 6);
  row->promise_counted = wb_stmt_get_int64 (stmt, 7);
  for (int i = 0; i < WB_N_CALL_ENDS; i++)
    row->ends[i] = wb_stmt_get_int64 (stmt, 8 + i);

  return row;
}

static gboolean
count_groups (WbLedger  *self,
              gint32     from,
              gint32     to,
              gint64    *count_out,
              GError   **error)
{
  g_autoptr (WbStmt) stmt = NULL;
  gboolean has_row = FALSE;

  stmt = wb_db_prepare (self->db,
                        "SELECT count(*) FROM (SELECT DISTINCT day, type FROM call_row"
                        " WHERE day >= ? AND day <= ?) groups",
                        error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_int64 (stmt, 1, from);
  wb_stmt_bind_int64 (stmt, 2, to);
  if (!wb_stmt_step (stmt, &has_row, error))
    return FALSE;
  *count_out = wb_stmt_get_int64 (stmt, 0);

  return TRUE;
}

/**
 * wb_ledger_call_counts:
 * @self: the ledger
 * @from: the first day
 * @to: the last day
 * @goal_hours: the account's goal
 * @limit: how many rows at most
 * @offset: how many to leave out first
 * @count_out: (out): how many there are
 * @error: return location (WB_DB_ERROR)
 *
 * Returns: (transfer full) (element-type WbCallCount): by day and type; `NULL` with @error set
 */
GPtrArray *
wb_ledger_call_counts (WbLedger  *self,
                       gint32     from,
                       gint32     to,
                       int        goal_hours,
                       gint64     limit,
                       gint64     offset,
                       gint64    *count_out,
                       GError   **error)
{
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (WbStmt) stmt = NULL;
  gboolean has_row = FALSE;

  g_return_val_if_fail (self && count_out, NULL);

  if (!count_groups (self, from, to, count_out, error))
    return NULL;
  rows = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_call_count_unref);
  G_STATIC_ASSERT (WB_N_CALL_ENDS == 6);
  stmt = wb_db_prepare (self->db,
                        "SELECT day, type, count(*), sum (is_open), " MET (GOAL) ", "
                        COUNTED (GOAL) ", " MET ("promise_at") ", " COUNTED ("promise_at") ", "
                        ENDED (7) ", " ENDED (8) ", " ENDED (9) ", " ENDED (10) ", " ENDED (11)
                        ", " ENDED (12) " FROM call_row WHERE day >= ?3 AND day <= ?4"
                        " GROUP BY day, type ORDER BY day, type LIMIT ?5 OFFSET ?6",
                        error);
  if (!stmt)
    return NULL;
  wb_stmt_bind_int64 (stmt, 1, wb_ledger_now (self));
  wb_stmt_bind_int64 (stmt, 2, goal_hours * WB_HOUR_MS);
  wb_stmt_bind_int64 (stmt, 3, from);
  wb_stmt_bind_int64 (stmt, 4, to);
  wb_stmt_bind_int64 (stmt, 5, limit);
  wb_stmt_bind_int64 (stmt, 6, offset);
  for (int i = 0; i < WB_N_CALL_ENDS; i++)
    wb_stmt_bind_text (stmt, FIRST_END + i, wb_call_end_to_text ((WbCallEnd) i));
  for (;;) {
    if (!wb_stmt_step (stmt, &has_row, error))
      return NULL;
    if (!has_row)
      return g_steal_pointer (&rows);
    g_ptr_array_add (rows, read_count (stmt));
  }
}

/**
 * wb_ledger_call_final:
 * @self: the ledger
 * @goal_hours: the account's goal
 * @final_out: (out): the last day whose calls stay as they are
 * @error: return location (WB_DB_ERROR, WB_WIRE_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_call_final (WbLedger  *self,
                      int        goal_hours,
                      gint32    *final_out,
                      GError   **error)
{
  gint64 goal_ms = goal_hours * WB_HOUR_MS;
  g_autoptr (WbStmt) stmt = NULL;
  GTimeZone *zone = NULL;
  gboolean has_row = FALSE;
  gint64 now = wb_ledger_now (self);

  zone = wb_ledger_judge_zone (self, WB_LEDGER_SERVED, error);
  if (!zone)
    return FALSE;
  *final_out = wb_date_of_time (now, zone) - 1;

  /* Without an answer it is decided when both limits have passed; a promise is two days. */
  stmt = wb_db_prepare (self->db,
                        "SELECT min (day) FROM (SELECT min (day) AS day FROM call_row"
                        " WHERE is_open = 1 UNION SELECT min (day) FROM call_row"
                        " WHERE changed_at > ?1 UNION SELECT min (day) FROM call_row"
                        " WHERE day >= ?2 AND answered_at IS NULL"
                        " AND (asked_at + ?3 >= ?4 OR promise_at >= ?4)) days",
                        error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_int64 (stmt, 1, now - WB_FUNNEL_NOTICE_MS);
  wb_stmt_bind_int64 (stmt, 2, wb_date_of_time (now - MAX (goal_ms, 4 * WB_DAY_MS), zone));
  wb_stmt_bind_int64 (stmt, 3, goal_ms);
  wb_stmt_bind_int64 (stmt, 4, now);
  if (!wb_stmt_step (stmt, &has_row, error))
    return FALSE;
  if (!wb_stmt_is_null (stmt, 0))
    *final_out = MIN (*final_out, (gint32) wb_stmt_get_int64 (stmt, 0) - 1);

  return TRUE;
}
