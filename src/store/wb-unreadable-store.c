/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What could not be read; see wb-unreadable-store.h. There are hardly ever any, so they are small
 * facts: "unreadable.", the list, ".", the id, and when it was tried last. */

#include "config.h"

#include "wb-unreadable-store.h"

#include <string.h>

#include "wb-workspace-private.h"

#define PREFIX "unreadable."

static char *
make_key (const char *resource,
          const char *id)
{
  return g_strconcat (PREFIX, resource ? resource : "", resource ? "." : "", id, NULL);
}

/* All that begins so, as a range of keys: '/' comes after '.'. */
static void
bind_range (WbStmt     *stmt,
            const char *resource)
{
  g_autofree char *from = make_key (resource, "");
  g_autofree char *until = g_strdup (from);

  until[strlen (until) - 1] = '/';
  wb_stmt_bind_text (stmt, 1, from);
  wb_stmt_bind_text (stmt, 2, until);
}

/**
 * wb_unreadable_store_note:
 * @db: the open transaction
 * @resource: the list it is in, e.g. "tickets"
 * @id: its id
 * @now: ms
 *
 * Remembers an object, or that it was tried again.
 *
 * Returns: `TRUE` unless the database failed (%WB_DB_ERROR)
 */
gboolean
wb_unreadable_store_note (WbDb        *db,
                          const char  *resource,
                          const char  *id,
                          gint64       now,
                          GError     **error)
{
  g_autofree char *key = NULL;
  g_autofree char *value = g_strdup_printf ("%" G_GINT64_FORMAT, now);

  g_return_val_if_fail (db, FALSE);
  g_return_val_if_fail (resource && id, FALSE);

  key = make_key (resource, id);

  return wb_workspace_set_meta (db, key, value, error);
}

/**
 * wb_unreadable_store_forget:
 * @db: the open transaction
 * @resource: the list it is in
 * @id: (nullable): its id; `NULL` = all of the list
 *
 * Forgets an object that was read, or is gone.
 *
 * Returns: `TRUE` unless the database failed (%WB_DB_ERROR)
 */
gboolean
wb_unreadable_store_forget (WbDb        *db,
                            const char  *resource,
                            const char  *id,
                            GError     **error)
{
  g_autoptr (WbStmt) stmt = NULL;

  g_return_val_if_fail (db, FALSE);
  g_return_val_if_fail (resource, FALSE);

  if (id) {
    g_autofree char *key = make_key (resource, id);

    return wb_workspace_set_meta (db, key, NULL, error);
  }
  stmt = wb_db_prepare (db, "DELETE FROM meta WHERE key >= ?1 AND key < ?2", error);
  if (!stmt)
    return FALSE;
  bind_range (stmt, resource);

  return wb_stmt_run (stmt, error);
}

/**
 * wb_unreadable_store_contains:
 * @db: a reader, or the open transaction
 * @resource: the list it is in
 * @id: its id
 *
 * Returns: whether it could not be read
 */
gboolean
wb_unreadable_store_contains (WbDb       *db,
                              const char *resource,
                              const char *id)
{
  g_autofree char *key = NULL;
  g_autofree char *value = NULL;

  g_return_val_if_fail (db, FALSE);
  g_return_val_if_fail (resource && id, FALSE);

  key = make_key (resource, id);
  value = wb_workspace_dup_meta (db, key);

  return value != NULL;
}

/**
 * wb_unreadable_store_count:
 * @db: a reader, or the open transaction
 * @resource: (nullable): a list; `NULL` = all
 * @count_out: (out): how many could not be read
 *
 * Returns: `TRUE` unless the database failed (%WB_DB_ERROR)
 */
gboolean
wb_unreadable_store_count (WbDb        *db,
                           const char  *resource,
                           gint64      *count_out,
                           GError     **error)
{
  g_autoptr (WbStmt) stmt = NULL;
  gboolean has_row = FALSE;

  g_return_val_if_fail (db, FALSE);
  g_return_val_if_fail (count_out, FALSE);

  stmt = wb_db_prepare (db, "SELECT count(*) FROM meta WHERE key >= ?1 AND key < ?2", error);
  if (!stmt)
    return FALSE;
  bind_range (stmt, resource);
  if (!wb_stmt_step (stmt, &has_row, error))
    return FALSE;
  *count_out = wb_stmt_get_int64 (stmt, 0);

  return TRUE;
}

/**
 * wb_unreadable_store_list:
 * @db: a reader, or the open transaction
 * @resource: a list
 * @before: ms; those that were tried last before it
 * @limit: at most so many
 *
 * Returns: (transfer full) (element-type utf8): their ids, those not tried for longest first;
 *   `NULL` with a %WB_DB_ERROR
 */
GPtrArray *
wb_unreadable_store_list (WbDb        *db,
                          const char  *resource,
                          gint64       before,
                          guint        limit,
                          GError     **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (WbStmt) stmt = NULL;
  g_autofree char *prefix = NULL;
  gboolean has_row = FALSE;

  g_return_val_if_fail (db, NULL);
  g_return_val_if_fail (resource, NULL);

  prefix = make_key (resource, "");
  stmt = wb_db_prepare (db, "SELECT key FROM meta WHERE key >= ?1 AND key < ?2"
                        " AND CAST (value AS INTEGER) < ?3 ORDER BY CAST (value AS INTEGER), key"
                        " LIMIT ?4", error);
  if (!stmt)
    return NULL;
  bind_range (stmt, resource);
  wb_stmt_bind_int64 (stmt, 3, before);
  wb_stmt_bind_int64 (stmt, 4, limit);
  while (wb_stmt_step (stmt, &has_row, error)) {
    if (!has_row)
      return g_steal_pointer (&ids);
    g_ptr_array_add (ids, g_strdup (wb_stmt_get_text (stmt, 0) + strlen (prefix)));
  }

  return NULL;
}
