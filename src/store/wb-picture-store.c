/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The pictures of banners, by the SHA-256 of their bytes; see wb-banner-store.h. They can be
 * fetched again at any time, so their sum is bounded by letting go of what is needed least. */

#include "config.h"

#include "wb-banner-store.h"

#include "wb-wire-banner.h"
#include "wb-workspace-private.h"

/* Whether a banner that is not archived shows it. */
#define IS_SHOWN \
  "EXISTS (SELECT 1 FROM banner AS b WHERE b.sha256 = picture.sha256 AND NOT b.archived)"

/**
 * wb_banner_store_get_picture:
 * @db: a reader, or the open transaction
 * @sha256: of the bytes, in lower-case hexadecimal
 *
 * Returns: (transfer full) (nullable): the file's bytes; `NULL` without an error when they are not
 *   kept here
 */
GBytes *
wb_banner_store_get_picture (WbDb        *db,
                             const char  *sha256,
                             GError     **error)
{
  g_autoptr (WbStmt) stmt = NULL;
  gboolean has_row = FALSE;

  g_return_val_if_fail (db, NULL);
  g_return_val_if_fail (sha256, NULL);

  stmt = wb_db_prepare (db, "SELECT bytes FROM picture WHERE sha256 = ?1", error);
  if (!stmt)
    return NULL;
  wb_stmt_bind_text (stmt, 1, sha256);

  return wb_stmt_step (stmt, &has_row, error) && has_row ? wb_stmt_get_blob (stmt, 0) : NULL;
}

static gboolean
read_sum (WbDb    *db,
          gint64  *sum_out,
          GError **error)
{
  g_autoptr (WbStmt) stmt = wb_db_prepare (db, "SELECT coalesce (sum (size), 0) FROM picture",
                                           error);
  gboolean has_row = FALSE;

  if (!stmt || !wb_stmt_step (stmt, &has_row, error))
    return FALSE;
  *sum_out = wb_stmt_get_int64 (stmt, 0);

  return TRUE;
}

/* Lets pictures go until there is room; the one just stored is the last to go. */
static gboolean
make_room (WbDb        *db,
           const char  *newest,
           GError     **error)
{
  gint64 sum = 0;

  if (!read_sum (db, &sum, error))
    return FALSE;
  while (sum > WB_PICTURES_BYTES_MAX) {
    if (!wb_store_run (db, "DELETE FROM picture WHERE row = (SELECT row FROM picture"
                       " WHERE sha256 <> ?1 ORDER BY " IS_SHOWN ", stored_at, row LIMIT 1)",
                       newest, NULL, error))
      return FALSE;
    if (wb_db_changes (db) == 0)
      break;
    if (!read_sum (db, &sum, error))
      return FALSE;
  }

  return TRUE;
}

/**
 * wb_banner_store_put_picture:
 * @db: the open transaction
 * @sha256: of @bytes, in lower-case hexadecimal
 * @bytes: the file
 * @now: ms
 *
 * Keeps a picture; one that is kept already stays. Where all would be more than
 * %WB_PICTURES_BYTES_MAX others go.
 *
 * Returns: `TRUE` unless the database failed (%WB_DB_ERROR)
 */
gboolean
wb_banner_store_put_picture (WbDb        *db,
                             const char  *sha256,
                             GBytes      *bytes,
                             gint64       now,
                             GError     **error)
{
  g_autoptr (WbStmt) stmt = NULL;

  g_return_val_if_fail (db, FALSE);
  g_return_val_if_fail (sha256 && bytes, FALSE);
  g_return_val_if_fail (!error || !*error, FALSE);

  stmt = wb_db_prepare (db, "INSERT INTO picture (sha256, stored_at, size, bytes)"
                        " VALUES (?1, ?2, ?3, ?4) ON CONFLICT (sha256) DO NOTHING", error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_text (stmt, 1, sha256);
  wb_stmt_bind_int64 (stmt, 2, now);
  wb_stmt_bind_int64 (stmt, 3, (gint64) g_bytes_get_size (bytes));
  wb_stmt_bind_blob (stmt, 4, bytes);
  if (!wb_stmt_run (stmt, error))
    return FALSE;

  return wb_db_changes (db) == 0 || make_room (db, sha256, error);
}

static WbPicture *
parse_picture (const char  *text,
               GError     **error)
{
  g_autoptr (JsonNode) node = wb_store_parse (text, error);
  g_autoptr (WbBanner) banner = node ? wb_wire_banner_decode (node, error) : NULL;

  return banner ? wb_picture_ref (banner->picture) : NULL;
}

/**
 * wb_banner_store_list_missing:
 * @db: a reader, or the open transaction
 *
 * The pictures that banners which are not archived show and that are not kept here, those of the
 * newest banners first, as long as all of them together fit into %WB_PICTURES_BYTES_MAX.
 *
 * Returns: (transfer full) (element-type WbPicture): them; `NULL` with a %WB_DB_ERROR
 */
GPtrArray *
wb_banner_store_list_missing (WbDb    *db,
                              GError **error)
{
  g_autoptr (GPtrArray) pictures = NULL;
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (WbStmt) stmt = NULL;
  gboolean has_row = FALSE;
  gint64 sum = 0;

  g_return_val_if_fail (db, NULL);

  pictures = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_picture_unref);
  stmt = wb_db_prepare (db, "SELECT b.sha256, max (coalesce (p.size, b.bytes), 1), p.row IS NULL,"
                        " b.data FROM banner AS b LEFT JOIN picture AS p ON p.sha256 = b.sha256"
                        " WHERE NOT b.archived AND b.sha256 IS NOT NULL"
                        " ORDER BY b.created_at DESC, b.id", error);
  if (!stmt)
    return NULL;
  while (wb_stmt_step (stmt, &has_row, error)) {
    WbPicture *picture = NULL;

    if (!has_row)
      return g_steal_pointer (&pictures);
    if (!g_hash_table_add (seen, wb_stmt_dup_text (stmt, 0)))
      continue;
    sum += wb_stmt_get_int64 (stmt, 1);
    if (sum > WB_PICTURES_BYTES_MAX)
      return g_steal_pointer (&pictures);
    if (wb_stmt_get_int64 (stmt, 2) == 0)
      continue;
    picture = parse_picture (wb_stmt_get_text (stmt, 3), error);
    if (!picture)
      return NULL;
    g_ptr_array_add (pictures, picture);
  }

  return NULL;
}
