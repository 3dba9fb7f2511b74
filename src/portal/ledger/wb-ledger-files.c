/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Uploaded pictures; see wb-ledger-files.h. */

#include "config.h"

#include "wb-ledger-files.h"

#include "wb-time.h"
#include "wb-wire-banner.h"

/* Of files that no banner shows. */
#define UNBOUND "NOT EXISTS (SELECT 1 FROM banner WHERE banner.file = file.id)"

static const char *
find_extension (const char *mime_type)
{
  static const struct {
    const char *mime_type;
    const char *extension;
  } kinds[] = {
    { "image/png", "png" },
    { "image/jpeg", "jpg" },
    { "image/gif", "gif" },
    { "image/webp", "webp" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
    if (g_str_equal (kinds[i].mime_type, mime_type))
      return kinds[i].extension;
  }

  return "bin";
}

/**
 * wb_ledger_file_path:
 * @id: a file's id
 * @mime_type: what it is
 *
 * Returns: (transfer full): where it is served, below the portal's address
 */
char *
wb_ledger_file_path (const char *id,
                     const char *mime_type)
{
  return g_strdup_printf ("/f/%s.%s", id, find_extension (mime_type));
}

static gboolean
put_bytes (WbLedger    *self,
           const char  *sha256,
           GBytes      *bytes,
           GError     **error)
{
  g_autoptr (WbStmt) stmt = NULL;

  stmt = wb_db_prepare (self->db,
                        "INSERT INTO picture (sha256, bytes) VALUES (?, ?)"
                        " ON CONFLICT (sha256) DO NOTHING",
                        error);
  if (!stmt)
    return FALSE;

  wb_stmt_bind_text (stmt, 1, sha256);
  wb_stmt_bind_blob (stmt, 2, bytes);

  return wb_stmt_run (stmt, error);
}

/**
 * wb_ledger_file_add:
 * @self: the ledger, in a transaction
 * @picture: what was uploaded; its address is this ledger's to say
 * @bytes: its content, of which `sha256` is the sum
 * @error: return location (WB_DB_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_file_add (WbLedger         *self,
                    const WbPicture  *picture,
                    GBytes           *bytes,
                    GError          **error)
{
  g_autoptr (JsonNode) node = wb_wire_picture_encode (picture);
  g_autofree char *path = wb_ledger_file_path (picture->id, picture->mime_type);
  g_autofree char *doc = NULL;
  g_autoptr (WbStmt) stmt = NULL;

  if (!put_bytes (self, picture->sha256, bytes, error))
    return FALSE;

  json_object_set_string_member (json_node_get_object (node), "url", path);
  doc = wb_wire_print (node);
  stmt = wb_db_prepare (self->db,
                        "INSERT INTO file (id, sha256, created_at, doc) VALUES (?, ?, ?, ?)"
                        " ON CONFLICT (id) DO UPDATE SET sha256 = excluded.sha256,"
                        " created_at = excluded.created_at, doc = excluded.doc",
                        error);
  if (!stmt)
    return FALSE;

  wb_stmt_bind_text (stmt, 1, picture->id);
  wb_stmt_bind_text (stmt, 2, picture->sha256);
  wb_stmt_bind_int64 (stmt, 3, wb_ledger_now (self));
  wb_stmt_bind_text (stmt, 4, doc);

  return wb_stmt_run (stmt, error);
}

/**
 * wb_ledger_file_get:
 * @self: the ledger
 * @id: a file's id
 * @picture_out: (out) (transfer full) (nullable): the upload; `NULL` when unknown or removed
 * @error: return location (WB_DB_ERROR, WB_WIRE_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_file_get (WbLedger    *self,
                    const char  *id,
                    WbPicture  **picture_out,
                    GError     **error)
{
  return wb_ledger_find (self, "SELECT doc FROM file WHERE id = ?", id,
                         (WbWireDecodeFunc) wb_wire_picture_decode, (gpointer *) picture_out,
                         error);
}

/**
 * wb_ledger_file_bytes:
 * @self: the ledger
 * @sha256: the sum of a content
 * @bytes_out: (out) (transfer full) (nullable): the content; `NULL` when it is not here
 * @error: return location (WB_DB_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_file_bytes (WbLedger    *self,
                      const char  *sha256,
                      GBytes     **bytes_out,
                      GError     **error)
{
  g_autoptr (WbStmt) stmt = NULL;
  gboolean has_row = FALSE;

  *bytes_out = NULL;
  stmt = wb_db_prepare (self->db, "SELECT bytes FROM picture WHERE sha256 = ?", error);
  if (!stmt)
    return FALSE;

  wb_stmt_bind_text (stmt, 1, sha256);
  if (!wb_stmt_step (stmt, &has_row, error))
    return FALSE;
  if (has_row)
    *bytes_out = wb_stmt_get_blob (stmt, 0);

  return TRUE;
}

/**
 * wb_ledger_files_prune:
 * @self: the ledger, in a transaction
 * @error: return location (WB_DB_ERROR)
 *
 * Deletes the uploads of more than a day ago that no banner shows, and the contents that are then
 * nobody's.
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_files_prune (WbLedger  *self,
                       GError   **error)
{
  g_autoptr (WbStmt) files = NULL;
  g_autoptr (WbStmt) pictures = NULL;

  files = wb_db_prepare (self->db, "DELETE FROM file WHERE created_at <= ? AND " UNBOUND, error);
  if (!files)
    return FALSE;
  wb_stmt_bind_int64 (files, 1, wb_ledger_now (self) - WB_LEDGER_FILE_HOURS * WB_HOUR_MS);
  if (!wb_stmt_run (files, error))
    return FALSE;
  if (wb_db_changes (self->db) == 0)
    return TRUE;

  pictures = wb_db_prepare (self->db,
                            "DELETE FROM picture WHERE NOT EXISTS"
                            " (SELECT 1 FROM file WHERE file.sha256 = picture.sha256)",
                            error);

  return pictures && wb_stmt_run (pictures, error);
}

/**
 * wb_ledger_files_next:
 * @self: the ledger
 * @due_out: (out): when the next upload that no banner shows is to go; `WB_TIME_NONE` = there is
 *   none
 * @error: return location (WB_DB_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_files_next (WbLedger  *self,
                      gint64    *due_out,
                      GError   **error)
{
  g_autoptr (WbStmt) stmt = NULL;
  gboolean has_row = FALSE;

  *due_out = WB_TIME_NONE;
  stmt = wb_db_prepare (self->db, "SELECT min (created_at) FROM file WHERE " UNBOUND, error);
  if (!stmt || !wb_stmt_step (stmt, &has_row, error))
    return FALSE;
  if (has_row && !wb_stmt_is_null (stmt, 0))
    *due_out = wb_stmt_get_int64 (stmt, 0) + WB_LEDGER_FILE_HOURS * WB_HOUR_MS;

  return TRUE;
}
