/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Banners; see wb-banner-store.h. Their pictures are in wb-picture-store.c. */

#include "config.h"

#include "wb-banner-store.h"

#include "wb-patch.h"
#include "wb-wire-banner.h"
#include "wb-workspace-private.h"

/**
 * wb_banner_store_apply:
 * @db: the open transaction
 * @banner: from the server
 * @changed_out: (out) (optional): whether anything was stored
 *
 * Applies it if its version is above the stored one; unsent changes stay.
 *
 * Returns: `TRUE` unless the database failed (%WB_DB_ERROR)
 */
gboolean
wb_banner_store_apply (WbDb            *db,
                       const WbBanner  *banner,
                       gboolean        *changed_out,
                       GError         **error)
{
  g_autoptr (WbStmt) stmt = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *data = NULL;

  g_return_val_if_fail (db, FALSE);
  g_return_val_if_fail (banner && banner->id && banner->picture, FALSE);
  g_return_val_if_fail (!error || !*error, FALSE);

  node = wb_wire_banner_encode (banner);
  data = wb_store_print (node);
  stmt = wb_db_prepare (db, "INSERT INTO banner (id, version, created_at, archived, sha256, bytes,"
                        " data) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (id) DO UPDATE SET"
                        " version = ?2, created_at = ?3, archived = ?4, sha256 = ?5, bytes = ?6,"
                        " data = ?7, doomed = 0 WHERE ?2 > version", error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_text (stmt, 1, banner->id);
  wb_stmt_bind_int64 (stmt, 2, banner->version);
  wb_store_bind_time (stmt, 3, banner->created_at);
  wb_stmt_bind_int64 (stmt, 4, banner->archived ? 1 : 0);
  wb_stmt_bind_text (stmt, 5, banner->picture->sha256);
  wb_stmt_bind_int64 (stmt, 6, banner->picture->size);
  wb_stmt_bind_text (stmt, 7, data);
  if (!wb_stmt_run (stmt, error))
    return FALSE;
  if (changed_out)
    *changed_out = wb_db_changes (db) > 0;

  return TRUE;
}

/**
 * wb_banner_store_remove:
 * @db: the open transaction
 * @id: the server's id; one that is not stored is removed already
 * @version: of the removal; a banner stored with this or a later one stays. G_MAXINT64 = whatever
 *   is stored
 *
 * Removes a banner. One that unsent work hangs on stays until that is gone.
 *
 * Returns: `TRUE` unless the database failed (%WB_DB_ERROR)
 */
gboolean
wb_banner_store_remove (WbDb        *db,
                        const char  *id,
                        gint64       version,
                        GError     **error)
{
  g_autoptr (WbStmt) stmt = NULL;
  gboolean unsent = FALSE;

  g_return_val_if_fail (db, FALSE);
  g_return_val_if_fail (id, FALSE);
  g_return_val_if_fail (!error || !*error, FALSE);

  if (!wb_store_exists (db, "SELECT 1 FROM outbox WHERE object_kind = 'banner'"
                        " AND object_id = ?1", id, NULL, &unsent, error))
    return FALSE;
  stmt = wb_db_prepare (db, unsent ? "UPDATE banner SET doomed = 1 WHERE id = ?1 AND version < ?2"
                                   : "DELETE FROM banner WHERE id = ?1 AND version < ?2", error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_text (stmt, 1, id);
  wb_stmt_bind_int64 (stmt, 2, version);

  return wb_stmt_run (stmt, error);
}

gboolean
wb_banner_store_refresh (WbDb        *db,
                         const char  *id,
                         GError     **error)
{
  return wb_store_run (db, "DELETE FROM banner WHERE id = ?1 AND doomed = 1 AND NOT EXISTS"
                       " (SELECT 1 FROM outbox WHERE object_kind = 'banner' AND object_id = ?1)",
                       id, NULL, error);
}

/* What waits to be sent, on top of what the server said. */
static WbBanner *
parse_shown (WbDb        *db,
             const char  *id,
             const char  *text,
             GError     **error)
{
  g_autoptr (JsonNode) server = wb_store_parse (text, error);
  g_autoptr (JsonNode) shown = server ? wb_store_apply_unsent (db, "banner", id, server, error)
                                      : NULL;

  return shown ? wb_wire_banner_decode (shown, error) : NULL;
}

/* The row of one banner; NULL without an error = none. */
static char *
read_data (WbDb        *db,
           const char  *id,
           GError     **error)
{
  g_autoptr (WbStmt) stmt = wb_db_prepare (db, "SELECT data FROM banner WHERE id = ?1", error);
  gboolean has_row = FALSE;

  if (!stmt)
    return NULL;
  wb_stmt_bind_text (stmt, 1, id);
  if (!wb_stmt_step (stmt, &has_row, error) || !has_row)
    return NULL;

  return wb_stmt_dup_text (stmt, 0);
}

/**
 * wb_banner_store_get:
 * @db: a reader, or the open transaction
 * @id: the server's id
 *
 * Returns: (transfer full) (nullable): what is shown: the server's banner with what was changed and
 *   waits to be sent on top; `NULL` without an error when there is none
 */
WbBanner *
wb_banner_store_get (WbDb        *db,
                     const char  *id,
                     GError     **error)
{
  g_autofree char *data = NULL;

  g_return_val_if_fail (db, NULL);
  g_return_val_if_fail (id, NULL);

  data = read_data (db, id, error);

  return data ? parse_shown (db, id, data, error) : NULL;
}

/**
 * wb_banner_store_get_server:
 * @db: a reader, or the open transaction
 * @id: the server's id
 *
 * Returns: (transfer full) (nullable): what the server last said; `NULL` without an error when
 *   there is none
 */
WbBanner *
wb_banner_store_get_server (WbDb        *db,
                            const char  *id,
                            GError     **error)
{
  g_autofree char *data = NULL;
  g_autoptr (JsonNode) node = NULL;

  g_return_val_if_fail (db, NULL);
  g_return_val_if_fail (id, NULL);

  data = read_data (db, id, error);
  node = data ? wb_store_parse (data, error) : NULL;

  return node ? wb_wire_banner_decode (node, error) : NULL;
}

/**
 * wb_banner_store_list:
 * @db: a reader, or the open transaction
 *
 * Returns: (transfer full) (element-type WbBanner): all banners as they are shown, newest first,
 *   archived ones too; `NULL` with a %WB_DB_ERROR
 */
GPtrArray *
wb_banner_store_list (WbDb    *db,
                      GError **error)
{
  g_autoptr (GPtrArray) banners = NULL;
  g_autoptr (WbStmt) stmt = NULL;
  gboolean has_row = FALSE;

  g_return_val_if_fail (db, NULL);

  banners = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_banner_unref);
  stmt = wb_db_prepare (db, "SELECT id, data FROM banner ORDER BY created_at DESC, id", error);
  if (!stmt)
    return NULL;
  while (wb_stmt_step (stmt, &has_row, error)) {
    WbBanner *banner = NULL;

    if (!has_row)
      return g_steal_pointer (&banners);
    banner = parse_shown (db, wb_stmt_get_text (stmt, 0), wb_stmt_get_text (stmt, 1), error);
    if (!banner)
      return NULL;
    g_ptr_array_add (banners, banner);
  }

  return NULL;
}

/**
 * wb_banner_store_all_ids:
 * @db: a reader, or the open transaction
 *
 * Returns: (transfer full) (element-type utf8): the ids of all banners; `NULL` with a %WB_DB_ERROR
 */
GPtrArray *
wb_banner_store_all_ids (WbDb    *db,
                         GError **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (WbStmt) stmt = NULL;
  gboolean has_row = FALSE;

  g_return_val_if_fail (db, NULL);

  stmt = wb_db_prepare (db, "SELECT id FROM banner", error);
  if (!stmt)
    return NULL;
  while (wb_stmt_step (stmt, &has_row, error)) {
    if (!has_row)
      return g_steal_pointer (&ids);
    g_ptr_array_add (ids, wb_stmt_dup_text (stmt, 0));
  }

  return NULL;
}
