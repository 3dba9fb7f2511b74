/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Coupons, their sums and their search index; see wb-coupon-store.h. Both are written by hand
 * beside the row (wb-coupon-row.h). */

#include "config.h"

#include "wb-coupon-store.h"

#include <glib/gi18n-lib.h>

#include "wb-coupon-row.h"
#include "wb-staff-actions.h"
#include "wb-time.h"
#include "wb-workspace-private.h"

/* What stands in @stored becomes @coupon, with the numbers and the text in @as; the index first,
 * while the row still has the old text. */
static gboolean
change_row (WbDb                  *db,
            const WbCoupon        *coupon,
            const WbCouponStored  *stored,
            const WbCouponStored  *as,
            GError               **error)
{
  gboolean same = g_strcmp0 (stored->search, as->search) == 0;

  return (same || wb_coupon_index_take (db, stored->row, stored->search, error)) &&
         wb_coupon_row_update (db, coupon, as, error) &&
         (same || wb_coupon_index_put (db, stored->row, as->search, error)) &&
         wb_coupon_sums_change (db, &stored->facts, &as->facts, error);
}

static gboolean
add_row (WbDb                  *db,
         const WbCoupon        *coupon,
         const WbCouponStored  *as,
         GError               **error)
{
  gint64 row = 0;

  return wb_coupon_row_insert (db, coupon, as, &row, error) &&
         wb_coupon_index_put (db, row, as->search, error) &&
         wb_coupon_sums_add (db, &as->facts, 1, error);
}

/* @as: where the row stands and whose it is; its numbers and its text are made here. */
static gboolean
prepare_row (WbDb            *db,
             const WbCoupon  *coupon,
             WbCouponStored  *as,
             GError         **error)
{
  return wb_coupon_row_find_facts (db, coupon, &as->facts, error) &&
         wb_coupon_row_search (db, coupon, &as->facts, &as->search, error);
}

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
  g_auto (WbCouponStored) stored = { 0 };
  g_auto (WbCouponStored) as = { 0 };

  g_return_val_if_fail (db, FALSE);
  g_return_val_if_fail (coupon && coupon->id, FALSE);
  g_return_val_if_fail (!error || !*error, FALSE);

  if (changed_out)
    *changed_out = FALSE;
  if (!wb_coupon_row_look_up (db, coupon->id, &stored, error))
    return FALSE;
  if (stored.row > 0 && coupon->version <= stored.version)
    return TRUE;

  as.row = stored.row;
  as.origin = stored.origin;
  as.superseded = stored.superseded;
  if (!prepare_row (db, coupon, &as, error) ||
      !(stored.row > 0 ? change_row (db, coupon, &stored, &as, error)
                       : add_row (db, coupon, &as, error)))
    return FALSE;
  if (changed_out)
    *changed_out = TRUE;

  return TRUE;
}

/**
 * wb_coupon_store_load:
 * @db: the open transaction, within a coupon load
 * @coupon: from the server
 *
 * As wb_coupon_store_apply(), but leaves search and sums to the end of the load.
 *
 * Returns: `TRUE` unless the database failed (%WB_DB_ERROR)
 */
gboolean
wb_coupon_store_load (WbDb            *db,
                      const WbCoupon  *coupon,
                      GError         **error)
{
  g_auto (WbCouponStored) stored = { 0 };
  g_auto (WbCouponStored) as = { 0 };

  g_return_val_if_fail (db, FALSE);
  g_return_val_if_fail (coupon && coupon->id, FALSE);
  g_return_val_if_fail (!error || !*error, FALSE);

  if (!wb_coupon_row_look_up (db, coupon->id, &stored, error))
    return FALSE;
  if (stored.row > 0 && coupon->version <= stored.version)
    return TRUE;
  as.row = stored.row;
  as.origin = stored.origin;
  if (!prepare_row (db, coupon, &as, error))
    return FALSE;

  return as.row > 0 ? wb_coupon_row_update (db, coupon, &as, error)
                    : wb_coupon_row_insert (db, coupon, &as, &as.row, error);
}

static gboolean
has_other_live (WbDb            *db,
                const WbCoupon  *coupon,
                gboolean        *has_out,
                GError         **error)
{
  return wb_store_exists (db, "SELECT 1 FROM coupon WHERE ticket = ?1 AND id <> ?2 AND"
                          " origin = 1 AND superseded = 0 AND state IN (1, 2)", coupon->ticket,
                          coupon->id, has_out, error);
}

gboolean
wb_coupon_store_put_own (WbDb            *db,
                         const WbCoupon  *coupon,
                         gboolean         yield,
                         GError         **error)
{
  g_auto (WbCouponStored) stored = { 0 };
  g_auto (WbCouponStored) as = { 0 };
  gboolean has_other = FALSE;

  if (!wb_coupon_row_look_up (db, coupon->id, &stored, error))
    return FALSE;
  as.row = stored.row;
  as.origin = WB_COUPON_ORIGIN_HERE;
  as.superseded = stored.superseded;
  if (!as.superseded && wb_coupon_is_live (coupon)) {
    if (!has_other_live (db, coupon, &has_other, error))
      return FALSE;
    if (has_other && !yield) {
      g_set_error_literal (error, WB_ACTION_ERROR, WB_ACTION_ERROR_EXISTS,
                           _ ("This ticket has a coupon already; disable that one first"));
      return FALSE;
    }
    as.superseded = has_other;
  }

  return prepare_row (db, coupon, &as, error) &&
         (stored.row > 0 ? change_row (db, coupon, &stored, &as, error)
                         : add_row (db, coupon, &as, error));
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

  stmt = wb_db_prepare (db, "SELECT " WB_COUPON_ROW_READ " FROM coupon WHERE id = ?1", error);
  if (!stmt)
    return NULL;
  wb_stmt_bind_text (stmt, 1, id);
  if (!wb_stmt_step (stmt, &has_row, error) || !has_row)
    return NULL;

  return wb_coupon_row_read (stmt);
}

/**
 * wb_coupon_store_get_rowid:
 * @db: a reader, or the open transaction
 * @id: the server's id
 *
 * Returns: the row id by which lists know it; 0 without an error when it is not stored
 */
gint64
wb_coupon_store_get_rowid (WbDb        *db,
                           const char  *id,
                           GError     **error)
{
  g_autoptr (WbStmt) stmt = NULL;
  gboolean has_row = FALSE;

  g_return_val_if_fail (db, 0);
  g_return_val_if_fail (id, 0);

  stmt = wb_db_prepare (db, "SELECT row FROM coupon WHERE id = ?1", error);
  if (!stmt)
    return 0;
  wb_stmt_bind_text (stmt, 1, id);
  if (!wb_stmt_step (stmt, &has_row, error) || !has_row)
    return 0;

  return wb_stmt_get_int64 (stmt, 0);
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

  stmt = wb_db_prepare (db, "SELECT " WB_COUPON_ROW_READ " FROM coupon WHERE ticket = ?1"
                        " ORDER BY row DESC", error);
  if (!stmt)
    return NULL;
  wb_stmt_bind_text (stmt, 1, ticket_id);
  while (wb_stmt_step (stmt, &has_row, error)) {
    if (!has_row)
      return g_steal_pointer (&coupons);
    g_ptr_array_add (coupons, wb_coupon_row_read (stmt));
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
  g_auto (WbCouponStored) stored = { 0 };

  g_return_val_if_fail (db, FALSE);
  g_return_val_if_fail (id, FALSE);

  if (!wb_coupon_row_look_up (db, id, &stored, error))
    return FALSE;
  if (stored.row == 0)
    return TRUE;

  return wb_coupon_index_take (db, stored.row, stored.search, error) &&
         wb_coupon_sums_add (db, &stored.facts, -1, error) &&
         wb_store_run (db, "DELETE FROM coupon_event WHERE coupon = ?1", id, NULL, error) &&
         wb_store_run (db, "DELETE FROM coupon WHERE id = ?1", id, NULL, error);
}

/**
 * wb_coupon_store_all_ids:
 * @db: a reader, or the open transaction
 * @created_from: ms
 *
 * What a full read of the server's list covers (reference/retino-api.md B.12); coupons made here
 * are not among them.
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

  stmt = wb_db_prepare (db, "SELECT id FROM coupon WHERE row >= ?1 AND created_at >= ?1"
                        " AND origin = 0 ORDER BY id", error);
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

/* One coupon's text in the index, as its ticket is now. */
static gboolean
refresh_search (WbDb        *db,
                const char  *id,
                GError     **error)
{
  g_auto (WbCouponStored) stored = { 0 };
  g_autoptr (WbCoupon) coupon = wb_coupon_store_get (db, id, error);
  g_autofree char *search = NULL;

  if (!coupon || !wb_coupon_row_look_up (db, id, &stored, error) ||
      !wb_coupon_row_search (db, coupon, &stored.facts, &search, error))
    return FALSE;
  if (g_strcmp0 (search, stored.search) == 0)
    return TRUE;

  return wb_coupon_index_take (db, stored.row, stored.search, error) &&
         wb_store_run (db, "UPDATE coupon SET search = ?2 WHERE id = ?1", id, search, error) &&
         wb_coupon_index_put (db, stored.row, search, error);
}

gboolean
wb_coupon_store_refresh_ticket (WbDb        *db,
                                const char  *ticket_id,
                                GError     **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (WbStmt) stmt = NULL;
  gboolean has_row = FALSE;

  stmt = wb_db_prepare (db, "SELECT id FROM coupon WHERE ticket = ?1", error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_text (stmt, 1, ticket_id);
  do {
    if (!wb_stmt_step (stmt, &has_row, error))
      return FALSE;
    if (has_row)
      g_ptr_array_add (ids, wb_stmt_dup_text (stmt, 0));
  } while (has_row);
  for (guint i = 0; i < ids->len; i++) {
    if (!refresh_search (db, g_ptr_array_index (ids, i), error))
      return FALSE;
  }

  return TRUE;
}
