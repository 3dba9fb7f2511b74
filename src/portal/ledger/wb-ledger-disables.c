/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Coupons that a person wants disabled. The wish is kept until the shop's worker has done it, over
 * restarts too; for a coupon that is still being made it waits until that is settled. */

#include "config.h"

#include "wb-ledger-coupons.h"

#include "wb-ledger-story.h"

gboolean
wb_ledger_disable_add (WbLedger        *self,
                       const WbCoupon  *coupon,
                       const char      *user,
                       GError         **error)
{
  g_autoptr (WbStmt) stmt = NULL;

  stmt = wb_db_prepare (self->db,
                        "INSERT INTO coupon_disable (coupon, store, user, not_before)"
                        " VALUES (?, ?, ?, 0) ON CONFLICT (coupon) DO NOTHING",
                        error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_text (stmt, 1, coupon->id);
  wb_stmt_bind_text (stmt, 2, coupon->store);
  wb_stmt_bind_text (stmt, 3, user);

  return wb_stmt_run (stmt, error);
}

gboolean
wb_ledger_disable_delay (WbLedger    *self,
                         const char  *coupon_id,
                         gint64       not_before,
                         GError     **error)
{
  g_autoptr (WbStmt) stmt = NULL;

  stmt = wb_db_prepare (self->db, "UPDATE coupon_disable SET not_before = ? WHERE coupon = ?",
                        error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_int64 (stmt, 1, not_before);
  wb_stmt_bind_text (stmt, 2, coupon_id);

  return wb_stmt_run (stmt, error);
}

static gboolean
find_user (WbLedger    *self,
           const char  *coupon_id,
           char       **user_out,
           GError     **error)
{
  g_autoptr (WbStmt) stmt = NULL;
  gboolean has_row = FALSE;

  *user_out = NULL;
  stmt = wb_db_prepare (self->db, "SELECT user FROM coupon_disable WHERE coupon = ?", error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_text (stmt, 1, coupon_id);
  if (!wb_stmt_step (stmt, &has_row, error))
    return FALSE;
  if (has_row)
    *user_out = wb_stmt_dup_text (stmt, 0);

  return TRUE;
}

gboolean
wb_ledger_disable_is_wanted (WbLedger   *self,
                             const char *coupon_id)
{
  g_autofree char *user = NULL;

  return find_user (self, coupon_id, &user, NULL) && user;
}

static gboolean
forget_wish (WbLedger    *self,
             const char  *coupon_id,
             GError     **error)
{
  g_autoptr (WbStmt) stmt = NULL;

  stmt = wb_db_prepare (self->db, "DELETE FROM coupon_disable WHERE coupon = ?", error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_text (stmt, 1, coupon_id);

  return wb_stmt_run (stmt, error);
}

/**
 * wb_ledger_disable_done:
 * @self: the ledger, in a transaction
 * @coupon_id: a coupon's id
 * @state: what it is from now on: disabled, or used; that of one that is not active stays
 * @error: return location (WB_DB_ERROR, WB_WIRE_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_disable_done (WbLedger    *self,
                        const char  *coupon_id,
                        const char  *state,
                        GError     **error)
{
  g_autoptr (WbCoupon) coupon = NULL;
  g_autofree char *user = NULL;
  const char *kind = WB_COUPON_EVENT_DISABLED;

  if (!find_user (self, coupon_id, &user, error) || !forget_wish (self, coupon_id, error) ||
      !wb_ledger_coupon_get (self, coupon_id, &coupon, error))
    return FALSE;
  if (!coupon || !g_str_equal (coupon->state, WB_COUPON_ACTIVE))
    return TRUE;

  g_free (coupon->state);
  coupon->state = g_strdup (state);
  if (g_str_equal (state, WB_COUPON_USED)) {
    coupon->used_at = wb_ledger_now (self);
    kind = WB_COUPON_EVENT_USED;
  }

  return wb_ledger_coupon_save (self, coupon, FALSE, user, error) &&
         wb_ledger_story_tell (self, coupon_id, kind, user, NULL, error);
}
