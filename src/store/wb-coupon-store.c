/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Coupons as the helpdesk lists them; see wb-coupon-store.h. */

#include "config.h"

#include "wb-coupon-store.h"

#include "wb-wire-coupon.h"
#include "wb-workspace-private.h"

/**
 * wb_coupon_store_apply:
 * @db: the open transaction
 * @coupon: from the server
 * @changed_out: (out) (optional): whether anything was stored
 *
 * Applies it if its version is above the stored one.
 *
 * Returns: `TRUE` unless the database failed (%WB_DB_ERROR)
 */
gboolean
wb_coupon_store_apply (WbDb            *db,
                       const WbCoupon  *coupon,
                       gboolean        *changed_out,
                       GError         **error)
{
  g_autoptr (WbStmt) stmt = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *data = NULL;

  g_return_val_if_fail (db, FALSE);
  g_return_val_if_fail (coupon && coupon->id, FALSE);
  g_return_val_if_fail (!error || !*error, FALSE);

  node = wb_wire_coupon_encode (coupon);
  data = wb_store_print (node);
  stmt = wb_db_prepare (db, "INSERT INTO coupon (id, ticket, version, created_at, data) VALUES (?1,"
                        " ?2, ?3, ?4, ?5) ON CONFLICT (id) DO UPDATE SET ticket = ?2, version = ?3,"
                        " created_at = ?4, data = ?5 WHERE ?3 > version", error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_text (stmt, 1, coupon->id);
  wb_stmt_bind_text (stmt, 2, coupon->ticket ? coupon->ticket : "");
  wb_stmt_bind_int64 (stmt, 3, coupon->version);
  wb_stmt_bind_int64 (stmt, 4, coupon->created_at);
  wb_stmt_bind_text (stmt, 5, data);
  if (!wb_stmt_run (stmt, error))
    return FALSE;
  if (changed_out)
    *changed_out = wb_db_changes (db) > 0;

  return TRUE;
}

static WbCoupon *
parse_coupon (const char  *text,
              GError     **error)
{
  g_autoptr (JsonNode) node = wb_store_parse (text, error);

  return node ? wb_wire_coupon_decode (node, error) : NULL;
}

/**
 * wb_coupon_store_get:
 * @db: a reader, or the open transaction
 * @id: the server's id
 *
 * Returns: (transfer full) (nullable): the coupon; `NULL` without an error when it is not stored
 */
WbCoupon *
wb_coupon_store_get (WbDb        *db,
                     const char  *id,
                     GError     **error)
{
  g_autoptr (WbStmt) stmt = NULL;
  gboolean has_row = FALSE;

  g_return_val_if_fail (db, NULL);
  g_return_val_if_fail (id, NULL);

  stmt = wb_db_prepare (db, "SELECT data FROM coupon WHERE id = ?1", error);
  if (!stmt)
    return NULL;
  wb_stmt_bind_text (stmt, 1, id);
  if (!wb_stmt_step (stmt, &has_row, error) || !has_row)
    return NULL;

  return parse_coupon (wb_stmt_get_text (stmt, 0), error);
}

/**
 * wb_coupon_store_for_ticket:
 * @db: a reader, or the open transaction
 * @ticket_id: the server's id of the ticket
 *
 * Returns: (transfer full) (element-type WbCoupon): its coupons, newest first; `NULL` with a
 *   %WB_DB_ERROR
 */
GPtrArray *
wb_coupon_store_for_ticket (WbDb        *db,
                            const char  *ticket_id,
                            GError     **error)
{
  g_autoptr (GPtrArray) coupons = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_coupon_unref);
  g_autoptr (WbStmt) stmt = NULL;
  gboolean has_row = FALSE;

  g_return_val_if_fail (db, NULL);
  g_return_val_if_fail (ticket_id, NULL);

  stmt = wb_db_prepare (db, "SELECT data FROM coupon WHERE ticket = ?1"
                        " ORDER BY created_at DESC, row DESC", error);
  if (!stmt)
    return NULL;
  wb_stmt_bind_text (stmt, 1, ticket_id);
  while (wb_stmt_step (stmt, &has_row, error)) {
    WbCoupon *coupon = NULL;

    if (!has_row)
      return g_steal_pointer (&coupons);
    coupon = parse_coupon (wb_stmt_get_text (stmt, 0), error);
    if (!coupon)
      return NULL;
    g_ptr_array_add (coupons, coupon);
  }

  return NULL;
}

/**
 * wb_coupon_store_remove:
 * @db: the open transaction
 * @id: the server's id; one that is not stored is removed already
 *
 * Returns: `TRUE` unless the database failed (%WB_DB_ERROR)
 */
gboolean
wb_coupon_store_remove (WbDb        *db,
                        const char  *id,
                        GError     **error)
{
  g_return_val_if_fail (db, FALSE);
  g_return_val_if_fail (id, FALSE);

  return wb_store_run (db, "DELETE FROM coupon WHERE id = ?1", id, NULL, error);
}

/**
 * wb_coupon_store_all_ids:
 * @db: a reader, or the open transaction
 * @created_from: ms
 *
 * What a full read of the server's list covers (reference/retino-api.md B.12).
 *
 * Returns: (transfer full) (element-type utf8): server ids, sorted; `NULL` with a %WB_DB_ERROR
 */
GPtrArray *
wb_coupon_store_all_ids (WbDb    *db,
                         gint64   created_from,
                         GError **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (WbStmt) stmt = NULL;
  gboolean has_row = FALSE;

  g_return_val_if_fail (db, NULL);

  stmt = wb_db_prepare (db, "SELECT id FROM coupon WHERE created_at >= ?1 ORDER BY id", error);
  if (!stmt)
    return NULL;
  wb_stmt_bind_int64 (stmt, 1, created_from);
  while (wb_stmt_step (stmt, &has_row, error)) {
    if (!has_row)
      return g_steal_pointer (&ids);
    g_ptr_array_add (ids, wb_stmt_dup_text (stmt, 0));
  }

  return NULL;
}
