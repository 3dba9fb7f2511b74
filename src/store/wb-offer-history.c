/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Earlier versions of settings; see wb-offer-history.h. */

#include "config.h"

#include "wb-offer-history.h"

#include "wb-wire-offer-set.h"
#include "wb-workspace-private.h"

static gboolean
put_version (WbDb              *db,
             const char        *type_id,
             const WbOfferSet  *set,
             GError           **error)
{
  g_autoptr (WbStmt) stmt = NULL;
  g_autoptr (JsonNode) node = wb_wire_offer_set_encode (set);
  g_autofree char *data = wb_store_print (node);

  stmt = wb_db_prepare (db, "INSERT INTO offer_version (type, version, data) VALUES (?1, ?2, ?3)"
                        " ON CONFLICT (type, version) DO NOTHING", error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_text (stmt, 1, type_id);
  wb_stmt_bind_int64 (stmt, 2, set->version);
  wb_stmt_bind_text (stmt, 3, data);

  return wb_stmt_run (stmt, error);
}

/**
 * wb_offer_history_put:
 * @db: the open transaction
 * @type_id: a ticket type
 * @versions: (element-type WbOfferSet): its versions, in any order
 *
 * Keeps versions. One that is kept already is left as it is, for a version never changes.
 *
 * Returns: `TRUE` unless the database failed (%WB_DB_ERROR)
 */
gboolean
wb_offer_history_put (WbDb        *db,
                      const char  *type_id,
                      GPtrArray   *versions,
                      GError     **error)
{
  g_return_val_if_fail (db, FALSE);
  g_return_val_if_fail (type_id && versions, FALSE);
  g_return_val_if_fail (!error || !*error, FALSE);

  for (guint i = 0; i < versions->len; i++) {
    if (!put_version (db, type_id, g_ptr_array_index (versions, i), error))
      return FALSE;
  }

  return TRUE;
}

/**
 * wb_offer_history_list:
 * @db: a reader, or the open transaction
 * @type_id: a ticket type
 *
 * Returns: (transfer full) (element-type WbOfferSet): the versions that were fetched, newest first;
 *   `NULL` with a %WB_DB_ERROR
 */
GPtrArray *
wb_offer_history_list (WbDb        *db,
                       const char  *type_id,
                       GError     **error)
{
  g_autoptr (GPtrArray) versions = NULL;
  g_autoptr (WbStmt) stmt = NULL;
  gboolean has_row = FALSE;

  g_return_val_if_fail (db, NULL);
  g_return_val_if_fail (type_id, NULL);

  versions = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_offer_set_unref);
  stmt = wb_db_prepare (db, "SELECT data FROM offer_version WHERE type = ?1 ORDER BY version DESC",
                        error);
  if (!stmt)
    return NULL;
  wb_stmt_bind_text (stmt, 1, type_id);
  while (wb_stmt_step (stmt, &has_row, error)) {
    g_autoptr (JsonNode) node = NULL;
    WbOfferSet *set = NULL;

    if (!has_row)
      return g_steal_pointer (&versions);
    node = wb_store_parse (wb_stmt_get_text (stmt, 0), error);
    set = node ? wb_wire_offer_set_decode (node, error) : NULL;
    if (!set)
      return NULL;
    g_ptr_array_add (versions, set);
  }

  return NULL;
}
