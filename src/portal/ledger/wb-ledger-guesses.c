/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Guessed uses; see wb-ledger-guesses.h. Who ordered is compared and forgotten. */

#include "config.h"

#include "wb-ledger-guesses.h"

#include "wb-coupon-match.h"
#include "wb-coupon-outcome.h"
#include "wb-ledger-coupons.h"
#include "wb-ledger-orders.h"
#include "wb-ledger-story.h"
#include "wb-ledger-tickets.h"

/* Coupons worth as much as the discount, that could be used when it was ordered and that no order
 * names. */
static WbStmt *
prepare_candidates (WbLedger                 *self,
                    const char               *store_id,
                    const WbShopOrder        *order,
                    const WbShopOrderCoupon  *row,
                    GError                  **error)
{
  WbStmt *stmt = NULL;

  stmt = wb_db_prepare (self->db,
                        "SELECT id, code, ticket, created_at FROM coupon WHERE (state = 'active'"
                        " OR (state = 'expired' AND updated_at >= ? AND expires_at >= ?))"
                        " AND code IS NOT NULL AND store = ? AND kind = 'fixed'"
                        " AND currency = ? AND amount_minor = ?"
                        " AND created_at <= ? AND NOT EXISTS (SELECT 1 FROM shop_order_coupon o"
                        " WHERE o.coupon = coupon.id AND (o.is_certain >= 0 OR"
                        " o.remote_id <> ?))",
                        error);
  if (!stmt)
    return NULL;

  wb_stmt_bind_int64 (stmt, 1, wb_ledger_now (self) - WB_COUPON_LATE_USE_MS);
  wb_stmt_bind_int64 (stmt, 2, order->created_at);
  wb_stmt_bind_text (stmt, 3, store_id);
  wb_stmt_bind_text (stmt, 4, row->discount.currency);
  wb_stmt_bind_int64 (stmt, 5, row->discount.minor);
  wb_stmt_bind_int64 (stmt, 6, order->created_at);
  wb_stmt_bind_text (stmt, 7, order->remote_id);

  return stmt;
}

static gboolean
load_email (WbLedger    *self,
            const char  *ticket_id,
            char       **email_out,
            GError     **error)
{
  g_autoptr (WbTicket) ticket = NULL;

  *email_out = NULL;
  if (!wb_ledger_ticket_get (self, ticket_id, &ticket, error))
    return FALSE;
  if (ticket)
    *email_out = g_strdup (ticket->customer_email);

  return TRUE;
}

static gboolean
pick_candidate (WbLedger                 *self,
                WbStmt                   *stmt,
                const WbShopOrder        *order,
                const WbShopOrderCoupon  *row,
                char                    **id_out,
                GError                  **error)
{
  g_autoptr (GArray) candidates = g_array_new (FALSE, FALSE, sizeof (WbCouponCandidate));
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
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
    if (!load_email (self, wb_stmt_get_text (stmt, 2), &email, error))
      return FALSE;
    code = wb_stmt_dup_text (stmt, 1);
    g_ptr_array_add (texts, code);
    g_ptr_array_add (texts, email);
    g_ptr_array_add (ids, wb_stmt_dup_text (stmt, 0));
    candidate.code = code;
    candidate.email = email;
    candidate.created_at = wb_stmt_get_int64 (stmt, 3);
    g_array_append_val (candidates, candidate);
  }

  found = wb_coupon_match_find ((const WbCouponCandidate *) (gpointer) candidates->data,
                                candidates->len, order, row);
  if (found) {
    gsize index = (gsize) (found - (const WbCouponCandidate *) (gpointer) candidates->data);

    *id_out = g_strdup (g_ptr_array_index (ids, index));
  }

  return TRUE;
}

/**
 * wb_ledger_guess_find:
 * @self: the ledger, in a transaction
 * @store_id: the shop the order is from
 * @order: an order as the shop told it
 * @id_out: (out) (transfer full) (nullable): the id of the coupon it may have used; `NULL` = it
 *   names what it used, or none or several fit
 * @error: return location (WB_DB_ERROR, WB_WIRE_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_guess_find (WbLedger           *self,
                      const char         *store_id,
                      const WbShopOrder  *order,
                      char              **id_out,
                      GError            **error)
{
  const WbShopOrderCoupon *row = wb_coupon_match_unnamed (order);
  g_autoptr (WbStmt) stmt = NULL;

  *id_out = NULL;
  if (!row || !order->email || wb_money_is_none (&row->discount))
    return TRUE;

  stmt = prepare_candidates (self, store_id, order, row, error);

  return stmt && pick_candidate (self, stmt, order, row, id_out, error);
}

static gboolean
run_for_coupon (WbLedger    *self,
                const char  *sql,
                const char  *coupon_id,
                GError     **error)
{
  g_autoptr (WbStmt) stmt = wb_db_prepare (self->db, sql, error);

  if (!stmt)
    return FALSE;
  wb_stmt_bind_text (stmt, 1, coupon_id);

  return wb_stmt_run (stmt, error);
}

/**
 * wb_ledger_guess_settle:
 * @self: the ledger, in a transaction
 * @coupon_id: a coupon's id
 * @is_used: what its shop says of it
 * @found_out: (out): whether an order was waiting for that
 * @error: return location (WB_DB_ERROR, WB_WIRE_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_guess_settle (WbLedger    *self,
                        const char  *coupon_id,
                        gboolean     is_used,
                        gboolean    *found_out,
                        GError     **error)
{
  if (!run_for_coupon (self,
                       is_used ? "UPDATE shop_order_coupon SET is_certain = 0 WHERE coupon = ?"
                       " AND is_certain < 0"
                               : "DELETE FROM shop_order_coupon WHERE coupon = ?"
                       " AND is_certain < 0",
                       coupon_id, error))
    return FALSE;
  *found_out = wb_db_changes (self->db) > 0;

  return !*found_out || !is_used || wb_ledger_orders_judge_guess (self, coupon_id, error);
}
