/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Banners; see wb-ledger-banners.h. */

#include "config.h"

#include "wb-ledger-banners.h"

#include "wb-ledger-events.h"
#include "wb-ledger-files.h"
#include "wb-wire-banner.h"
#include "wb-wire-builder.h"

/**
 * wb_ledger_banner_get:
 * @self: the ledger
 * @id: a banner's id
 * @banner_out: (out) (transfer full) (nullable): the banner, its picture's address a path; `NULL`
 *   when unknown
 * @error: return location (WB_DB_ERROR, WB_WIRE_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_banner_get (WbLedger    *self,
                      const char  *id,
                      WbBanner   **banner_out,
                      GError     **error)
{
  return wb_ledger_find (self, "SELECT doc FROM banner WHERE id = ?", id,
                         (WbWireDecodeFunc) wb_wire_banner_decode, (gpointer *) banner_out,
                         error);
}

static gboolean
find_users (WbLedger    *self,
            const char  *id,
            GStrv       *types_out,
            GError     **error)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (WbStmt) stmt = NULL;

  stmt = wb_db_prepare (self->db, "SELECT type FROM settings WHERE banner = ? ORDER BY type",
                        error);
  if (!stmt)
    return FALSE;

  wb_stmt_bind_text (stmt, 1, id);
  for (;;) {
    gboolean has_row = FALSE;

    if (!wb_stmt_step (stmt, &has_row, error))
      return FALSE;
    if (!has_row)
      break;
    g_strv_builder_add (builder, wb_stmt_get_text (stmt, 0));
  }
  *types_out = g_strv_builder_end (builder);

  return TRUE;
}

/* The API form with the picture's address as a path: who asks says where the portal stands. */
static JsonNode *
encode_stored (const WbBanner *banner)
{
  JsonNode *node = wb_wire_banner_encode (banner);
  JsonObject *file = json_object_get_object_member (json_node_get_object (node), "file");
  g_autofree char *path = wb_ledger_file_path (banner->picture->id, banner->picture->mime_type);

  json_object_set_string_member (file, "url", path);

  return node;
}

/**
 * wb_ledger_banner_put:
 * @self: the ledger, in a transaction
 * @banner: a banner; learns which types use it
 * @error: return location (WB_DB_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_banner_put (WbLedger  *self,
                      WbBanner  *banner,
                      GError   **error)
{
  g_auto (GStrv) used_by = NULL;
  g_autofree char *doc = NULL;
  g_autoptr (WbStmt) stmt = NULL;

  if (!find_users (self, banner->id, &used_by, error))
    return FALSE;
  g_strfreev (banner->used_by);
  banner->used_by = g_steal_pointer (&used_by);

  doc = wb_ledger_print (encode_stored (banner));
  stmt = wb_db_prepare (self->db,
                        "INSERT INTO banner (id, file, name, archived, created_at, updated_at,"
                        " version, doc) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
                        " ON CONFLICT (id) DO UPDATE SET file = excluded.file,"
                        " name = excluded.name, archived = excluded.archived,"
                        " created_at = excluded.created_at, updated_at = excluded.updated_at,"
                        " version = excluded.version, doc = excluded.doc",
                        error);
  if (!stmt)
    return FALSE;

  wb_stmt_bind_text (stmt, 1, banner->id);
  wb_stmt_bind_text (stmt, 2, banner->picture->id);
  wb_stmt_bind_text (stmt, 3, banner->name);
  wb_stmt_bind_int64 (stmt, 4, banner->archived ? 1 : 0);
  wb_stmt_bind_int64 (stmt, 5, banner->created_at);
  wb_stmt_bind_int64 (stmt, 6, banner->updated_at);
  wb_stmt_bind_int64 (stmt, 7, banner->version);
  wb_stmt_bind_text (stmt, 8, doc);

  return wb_stmt_run (stmt, error);
}

/**
 * wb_ledger_banner_save:
 * @self: the ledger, in a transaction
 * @banner: a banner as it shall be; gets its next version and time
 * @is_new: whether it was not there before
 * @actor: (nullable): who changes it
 * @error: return location (WB_DB_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_banner_save (WbLedger    *self,
                       WbBanner    *banner,
                       gboolean     is_new,
                       const char  *actor,
                       GError     **error)
{
  banner->version++;
  banner->updated_at = wb_ledger_now (self);
  if (is_new)
    banner->created_at = banner->updated_at;

  return wb_ledger_banner_put (self, banner, error) &&
         wb_ledger_event_add (self, "banner", is_new ? "created" : "updated", actor, banner->id,
                              banner->version, encode_stored (banner), error);
}

/**
 * wb_ledger_banner_delete:
 * @self: the ledger, in a transaction
 * @banner: a stored banner that nothing uses and nobody ever saw; gets its last version
 * @actor: (nullable): who deletes it
 * @error: return location (WB_DB_ERROR)
 *
 * Its picture then belongs to nothing and goes like any other upload.
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_banner_delete (WbLedger    *self,
                         WbBanner    *banner,
                         const char  *actor,
                         GError     **error)
{
  g_autoptr (WbStmt) stmt = wb_db_prepare (self->db, "DELETE FROM banner WHERE id = ?", error);
  JsonObject *rest = NULL;

  if (!stmt)
    return FALSE;
  wb_stmt_bind_text (stmt, 1, banner->id);
  if (!wb_stmt_run (stmt, error))
    return FALSE;

  banner->version++;
  rest = json_object_new ();
  wb_wire_put_text (rest, "id", banner->id);
  json_object_set_int_member (rest, "version", banner->version);
  wb_wire_put_time (rest, "deleted_at", wb_ledger_now (self));

  return wb_ledger_event_add (self, "banner", "deleted", actor, banner->id, banner->version,
                              wb_wire_take_object (rest), error);
}

/**
 * wb_ledger_banner_was_shown:
 * @self: the ledger
 * @id: a banner's id
 * @was_shown_out: (out): whether a customer was ever shown it
 * @error: return location (WB_DB_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_banner_was_shown (WbLedger    *self,
                            const char  *id,
                            gboolean    *was_shown_out,
                            GError     **error)
{
  g_autoptr (WbStmt) stmt = NULL;

  *was_shown_out = FALSE;
  stmt = wb_db_prepare (self->db,
                        "SELECT 1 FROM banner WHERE id = ? AND shown_at IS NOT NULL", error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_text (stmt, 1, id);

  return wb_stmt_step (stmt, was_shown_out, error);
}

/**
 * wb_ledger_banner_mark_shown:
 * @self: the ledger, in a transaction
 * @id: a banner that is shown to a customer
 * @at: when, ms; only the first time counts
 * @error: return location (WB_DB_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_banner_mark_shown (WbLedger    *self,
                             const char  *id,
                             gint64       at,
                             GError     **error)
{
  g_autoptr (WbStmt) stmt = NULL;

  stmt = wb_db_prepare (self->db,
                        "UPDATE banner SET shown_at = ? WHERE id = ? AND shown_at IS NULL", error);
  if (!stmt)
    return FALSE;

  wb_stmt_bind_int64 (stmt, 1, at);
  wb_stmt_bind_text (stmt, 2, id);

  return wb_stmt_run (stmt, error);
}
