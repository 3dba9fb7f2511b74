/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* For which version of a ticket its history was asked for. The history comes with the detail only
 * (reference/retino-api.md B.4) and is kept while newer versions come without it, so the row alone
 * cannot say how old it is. Kept as small facts, for tickets with an open call only. */

#include "config.h"

#include "wb-ticket-store.h"

#include "wb-meta-store.h"
#include "wb-ticket-row.h"
#include "wb-workspace-private.h"

/**
 * wb_ticket_store_list_for_history:
 * @db: a reader, or the open transaction
 * @limit: at most so many
 *
 * The tickets of open calls whose history was not asked for yet, or before their present version.
 * Looks at every open call; not on the main thread.
 *
 * Returns: (transfer full) (element-type WbTicket): without history, the most urgent call's first;
 *   `NULL` with a %WB_DB_ERROR
 */
GPtrArray *
wb_ticket_store_list_for_history (WbDb    *db,
                                  guint    limit,
                                  GError **error)
{
  g_autoptr (GPtrArray) tickets = NULL;
  g_autoptr (WbStmt) stmt = NULL;
  gboolean has_row = FALSE;

  g_return_val_if_fail (db, NULL);

  stmt = wb_db_prepare (db, "SELECT " WB_TICKET_ROW_READ " FROM (SELECT ticket AS asked,"
                        " min (sort_at) AS due FROM call WHERE queue = 1 GROUP BY ticket)"
                        " JOIN ticket ON id = asked LEFT JOIN meta ON key = ?1 || id"
                        " WHERE NOT doomed AND (value IS NULL OR CAST (value AS INTEGER) < version)"
                        " ORDER BY due, id LIMIT ?2", error);
  if (!stmt)
    return NULL;
  wb_stmt_bind_text (stmt, 1, WB_META_HISTORY);
  wb_stmt_bind_int64 (stmt, 2, limit);

  tickets = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_ticket_unref);
  while (wb_stmt_step (stmt, &has_row, error)) {
    WbTicket *ticket = NULL;

    if (!has_row)
      return g_steal_pointer (&tickets);
    ticket = wb_ticket_row_read (stmt, error);
    if (!ticket)
      return NULL;
    g_ptr_array_add (tickets, ticket);
  }

  return NULL;
}

/**
 * wb_ticket_store_note_history:
 * @db: the open transaction
 * @id: the server's id; of a ticket without an open call nothing is noted
 * @version: the one the history was asked for; an older one than is noted changes nothing
 *
 * Keeps that the history of this version was asked for, whatever came of it. What comes with its
 * history through wb_ticket_store_apply() is noted there.
 *
 * Returns: `TRUE` unless the database failed (%WB_DB_ERROR)
 */
gboolean
wb_ticket_store_note_history (WbDb        *db,
                              const char  *id,
                              gint64       version,
                              GError     **error)
{
  g_autoptr (WbStmt) stmt = NULL;

  g_return_val_if_fail (db, FALSE);
  g_return_val_if_fail (id, FALSE);
  g_return_val_if_fail (!error || !*error, FALSE);

  stmt = wb_db_prepare (db, "INSERT INTO meta (key, value) SELECT ?1 || ?2, CAST (?3 AS TEXT)"
                        " WHERE EXISTS (SELECT 1 FROM call WHERE ticket = ?2 AND queue = 1)"
                        " ON CONFLICT (key) DO UPDATE SET value = excluded.value"
                        " WHERE CAST (value AS INTEGER) < ?3", error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_text (stmt, 1, WB_META_HISTORY);
  wb_stmt_bind_text (stmt, 2, id);
  wb_stmt_bind_int64 (stmt, 3, version);

  return wb_stmt_run (stmt, error);
}

/**
 * wb_ticket_store_tidy_histories:
 * @db: the open transaction
 *
 * Forgets what was noted of tickets that have no open call any more. Their history stays.
 *
 * Returns: `TRUE` unless the database failed (%WB_DB_ERROR)
 */
gboolean
wb_ticket_store_tidy_histories (WbDb    *db,
                                GError **error)
{
  g_return_val_if_fail (db, FALSE);

  /* The slash follows the full stop that ends the name. */
  return wb_store_run (db, "DELETE FROM meta WHERE key > ?1 AND key < ?2 AND NOT EXISTS"
                       " (SELECT 1 FROM call WHERE ticket = substr (key, length (?1) + 1)"
                       " AND queue = 1)", WB_META_HISTORY, "history/", error);
}
