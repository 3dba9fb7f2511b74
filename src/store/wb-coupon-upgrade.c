/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Takes the coupons of version 4 over, whole objects of the API, into the columns of version 5:
 * what SQL cannot do exactly (amounts by the digits of their currency) or at all (folding for
 * search). The old table is there until its rows are in the new one, so a program that is killed
 * inside begins again. */

#include "config.h"

#include "wb-coupon-row.h"
#include "wb-coupon-store.h"
#include "wb-unreadable-store.h"
#include "wb-wire-coupon.h"
#include "wb-workspace-private.h"

static gboolean
take_over (WbDb        *db,
           const char  *id,
           const char  *data,
           gint64       now,
           GError     **error)
{
  g_autoptr (JsonNode) node = wb_store_parse (data, NULL);
  g_autoptr (WbCoupon) coupon = node ? wb_wire_coupon_decode (node, NULL) : NULL;

  /* Fetched again by its id, like all that could not be read. */
  if (!coupon)
    return wb_unreadable_store_note (db, "coupons", id, now, error);

  return wb_coupon_store_apply (db, coupon, NULL, error);
}

static gboolean
take_all_over (WbDb    *db,
               gint64   now,
               GError **error)
{
  g_autoptr (WbStmt) stmt = wb_db_prepare (db, "SELECT id, data FROM coupon_v4 ORDER BY row",
                                           error);
  gboolean has_row = FALSE;

  if (!stmt)
    return FALSE;
  do {
    if (!wb_stmt_step (stmt, &has_row, error))
      return FALSE;
    if (has_row && !take_over (db, wb_stmt_get_text (stmt, 0), wb_stmt_get_text (stmt, 1), now,
                               error))
      return FALSE;
  } while (has_row);

  return TRUE;
}

static gboolean
has_old_table (WbDb      *db,
               gboolean  *has_out,
               GError   **error)
{
  return wb_store_exists (db, "SELECT 1 FROM sqlite_schema WHERE name = ?1", "coupon_v4", NULL,
                          has_out, error);
}

/* Looked for again under the lock: another program may have been faster. */
static gboolean
upgrade_in_transaction (WbDb    *db,
                        gint64   now,
                        GError **error)
{
  gboolean has_table = FALSE;

  if (!has_old_table (db, &has_table, error))
    return FALSE;
  if (!has_table)
    return TRUE;

  return take_all_over (db, now, error) && wb_db_exec (db, "DROP TABLE coupon_v4", error);
}

gboolean
wb_coupon_upgrade (WbDb    *writer,
                   gint64   now,
                   GError **error)
{
  gboolean has_table = FALSE;

  if (!has_old_table (writer, &has_table, error))
    return FALSE;
  if (!has_table)
    return TRUE;
  if (!wb_db_begin_immediate (writer, error))
    return FALSE;
  if (upgrade_in_transaction (writer, now, error))
    return wb_db_commit (writer, error);
  wb_db_rollback (writer);

  return FALSE;
}
