/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Notes of calls as they are typed; see wb-call-draft.h. */

#include "config.h"

#include "wb-call-draft.h"

#include "wb-workspace-private.h"

/**
 * wb_call_draft_get:
 * @db: a reader, or the open transaction
 * @activity_id: the server's id of the call
 *
 * Returns: (transfer full) (nullable): what was typed so far; `NULL` without an error when nothing
 *   was
 */
char *
wb_call_draft_get (WbDb        *db,
                   const char  *activity_id,
                   GError     **error)
{
  g_autoptr (WbStmt) stmt = NULL;
  gboolean has_row = FALSE;

  g_return_val_if_fail (db, NULL);
  g_return_val_if_fail (activity_id, NULL);

  stmt = wb_db_prepare (db, "SELECT note FROM call_draft WHERE activity = ?1", error);
  if (!stmt)
    return NULL;
  wb_stmt_bind_text (stmt, 1, activity_id);

  return wb_stmt_step (stmt, &has_row, error) && has_row ? wb_stmt_dup_text (stmt, 0) : NULL;
}

/**
 * wb_call_draft_put:
 * @db: the open transaction
 * @activity_id: the server's id of the call
 * @note: (nullable): what is typed now; `NULL` or "" removes it
 * @now: ms
 *
 * Returns: `TRUE` unless the database failed (%WB_DB_ERROR)
 */
gboolean
wb_call_draft_put (WbDb        *db,
                   const char  *activity_id,
                   const char  *note,
                   gint64       now,
                   GError     **error)
{
  g_autoptr (WbStmt) stmt = NULL;

  g_return_val_if_fail (db, FALSE);
  g_return_val_if_fail (activity_id, FALSE);

  if (!note || *note == '\0')
    return wb_store_run (db, "DELETE FROM call_draft WHERE activity = ?1", activity_id, NULL,
                         error);
  stmt = wb_db_prepare (db, "INSERT INTO call_draft (activity, note, updated_at)"
                        " VALUES (?1, ?2, ?3)"
                        " ON CONFLICT (activity) DO UPDATE SET note = ?2, updated_at = ?3", error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_text (stmt, 1, activity_id);
  wb_stmt_bind_text (stmt, 2, note);
  wb_stmt_bind_int64 (stmt, 3, now);

  return wb_stmt_run (stmt, error);
}
