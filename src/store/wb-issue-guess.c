/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Orders that do not say which coupon they used (wb-coupon-match.h). One that may have used a
 * coupon made here is kept with it; it counts once the shop says that the coupon was used. */

#include "config.h"

#include "wb-coupon-match.h"
#include "wb-coupon-row.h"
#include "wb-issue-private.h"
#include "wb-offer-set.h"
#include "wb-workspace-private.h"

/* What was found for the order before stays so when it is told again. */
static gboolean
find_stored (WbDb               *db,
             const char         *connection,
             const WbShopOrder  *order,
             char              **code_out,
             GError            **error)
{
  g_autoptr (WbStmt) stmt = NULL;
  gboolean has_row = FALSE;

  stmt = wb_db_prepare (db, "SELECT coupon_code FROM shop_order_coupon WHERE connection = ?1 AND"
                        " order_id = ?2 AND is_certain = 0", error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_text (stmt, 1, connection);
  wb_stmt_bind_text (stmt, 2, order->remote_id);
  if (!wb_stmt_step (stmt, &has_row, error))
    return FALSE;
  if (has_row)
    *code_out = wb_stmt_dup_text (stmt, 0);

  return TRUE;
}

/* Coupons worth as much as the discount, that could be used when it was ordered and that no order
 * names. */
static WbStmt *
prepare_candidates (WbDb                     *db,
                    const char               *connection,
                    const WbShopOrder        *order,
                    const WbShopOrderCoupon  *row,
                    GError                  **error)
{
  gint64 store = 0;
  gint64 currency = 0;
  gint64 kind = 0;
  WbStmt *stmt = NULL;

  if (!wb_coupon_row_find_word (db, connection, &store, error) ||
      !wb_coupon_row_find_word (db, row->discount.currency, &currency, error) ||
      !wb_coupon_row_find_word (db, WB_COUPON_KIND_FIXED, &kind, error))
    return NULL;
  stmt = wb_db_prepare (db, "SELECT c.code, c.created_at, t.customer_email FROM coupon c JOIN"
                        " ticket t ON t.id = c.ticket WHERE c.store = ?1 AND c.origin = 1 AND"
                        " (c.state IN (2, 3) OR (c.state = 4 AND c.expires_at >= ?5))"
                        " AND c.code IS NOT NULL AND c.used_order_code IS NULL"
                        " AND c.currency = ?2 AND c.kind = ?3 AND c.amount_minor = ?4 AND"
                        " c.created_at <= ?5 AND NOT EXISTS (SELECT 1 FROM shop_order_coupon o"
                        " WHERE o.connection = ?6 AND o.coupon_code = c.code AND o.order_id <> ?7)",
                        error);
  if (!stmt)
    return NULL;
  wb_stmt_bind_int64 (stmt, 1, store);
  wb_stmt_bind_int64 (stmt, 2, currency);
  wb_stmt_bind_int64 (stmt, 3, kind);
  wb_stmt_bind_int64 (stmt, 4, row->discount.minor);
  wb_stmt_bind_int64 (stmt, 5, order->created_at);
  wb_stmt_bind_text (stmt, 6, connection);
  wb_stmt_bind_text (stmt, 7, order->remote_id);

  return stmt;
}

static gboolean
pick_candidate (WbStmt                   *stmt,
                const WbShopOrder        *order,
                const WbShopOrderCoupon  *row,
                char                    **code_out,
                GError                  **error)
{
  g_autoptr (GArray) candidates = g_array_new (FALSE, FALSE, sizeof (WbCouponCandidate));
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  const WbCouponCandidate *found = NULL;
  gboolean has_row = FALSE;

  for (;;) {
    WbCouponCandidate candidate = { .amount = row->discount };
    char *code = NULL;
    char *email = NULL;

    if (!wb_stmt_step (stmt, &has_row, error))
      return FALSE;
    if (!has_row)
      break;
    code = wb_stmt_dup_text (stmt, 0);
    email = wb_stmt_dup_text (stmt, 2);
    g_ptr_array_add (texts, code);
    g_ptr_array_add (texts, email);
    candidate.code = code;
    candidate.created_at = wb_stmt_get_int64 (stmt, 1);
    candidate.email = email;
    g_array_append_val (candidates, candidate);
  }

  found = wb_coupon_match_find ((const WbCouponCandidate *) (gpointer) candidates->data,
                                candidates->len, order, row);
  *code_out = found ? g_strdup (found->code) : NULL;

  return TRUE;
}

gboolean
wb_issue_guess_find (WbDb               *db,
                     const char         *connection,
                     const WbShopOrder  *order,
                     char              **code_out,
                     GError            **error)
{
  const WbShopOrderCoupon *row = wb_coupon_match_unnamed (order);
  g_autoptr (WbStmt) stmt = NULL;

  *code_out = NULL;
  if (!find_stored (db, connection, order, code_out, error))
    return FALSE;
  if (*code_out || !row || !order->email || wb_money_is_none (&row->discount))
    return TRUE;

  stmt = prepare_candidates (db, connection, order, row, error);

  return stmt && pick_candidate (stmt, order, row, code_out, error);
}

void
wb_issue_guess_drop (const WbCoupon *coupon,
                     GPtrArray      *orders)
{
  if (g_str_equal (coupon->state, WB_COUPON_USED))
    return;
  for (guint i = orders->len; i > 0; i--) {
    const WbShopOrder *order = g_ptr_array_index (orders, i - 1);
    const WbShopOrderCoupon *one = g_ptr_array_index (order->coupons, 0);

    if (!one->is_certain)
      g_ptr_array_remove_index (orders, i - 1);
  }
}

/**
 * wb_issue_store_drop_guess:
 * @db: the open transaction
 * @connection: a shop
 * @code: the code of a coupon made in it
 * @error: return location
 *
 * The shop says that the coupon was not used: whichever order seemed to have used it did not.
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_issue_store_drop_guess (WbDb        *db,
                           const char  *connection,
                           const char  *code,
                           GError     **error)
{
  g_return_val_if_fail (db, FALSE);
  g_return_val_if_fail (connection && code, FALSE);

  return wb_store_run (db, "DELETE FROM shop_order WHERE connection = ?1 AND remote_id IN (SELECT"
                       " order_id FROM shop_order_coupon WHERE connection = ?1 AND coupon_code ="
                       " ?2 AND is_certain = 0)", connection, code, error);
}
