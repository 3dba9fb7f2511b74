/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Orders of shops as far as they name coupons made here; see wb-issue-private.h. An order that
 * names none is not kept: it is nobody's business here. */

#include "config.h"

#include "wb-issue-private.h"
#include "wb-time.h"
#include "wb-workspace-private.h"

static void
set_money (WbMoney    *money,
           gint64      minor,
           const char *currency)
{
  money->minor = minor;
  g_strlcpy (money->currency, currency ? currency : "", sizeof money->currency);
}

/* The codes that the stored form of an order names. */
static gboolean
gather_stored_codes (WbDb        *db,
                     const char  *connection,
                     const char  *order_id,
                     GHashTable  *touched,
                     GError     **error)
{
  g_autoptr (WbStmt) stmt = NULL;
  gboolean has_row = FALSE;

  stmt = wb_db_prepare (db, "SELECT coupon_code FROM shop_order_coupon WHERE connection = ?1 AND"
                        " order_id = ?2", error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_text (stmt, 1, connection);
  wb_stmt_bind_text (stmt, 2, order_id);
  while (wb_stmt_step (stmt, &has_row, error)) {
    if (!has_row)
      return TRUE;
    g_hash_table_add (touched, wb_stmt_dup_text (stmt, 0));
  }

  return FALSE;
}

static gboolean
insert_order (WbDb               *db,
              const char         *connection,
              const WbShopOrder  *order,
              GError            **error)
{
  g_autoptr (WbStmt) stmt = NULL;

  stmt = wb_db_prepare (db, "INSERT INTO shop_order (connection, remote_id, code, state, is_test,"
                        " currency, total_minor, refunded_minor, email, created_at, updated_at)"
                        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)", error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_text (stmt, 1, connection);
  wb_stmt_bind_text (stmt, 2, order->remote_id);
  wb_stmt_bind_text (stmt, 3, order->code ? order->code : order->remote_id);
  wb_stmt_bind_text (stmt, 4, wb_shop_order_state_to_text (order->state));
  wb_stmt_bind_int64 (stmt, 5, order->is_test);
  wb_stmt_bind_text (stmt, 6, order->total.currency);
  wb_stmt_bind_int64 (stmt, 7, order->total.minor);
  wb_stmt_bind_int64 (stmt, 8, order->refunded.minor);
  wb_stmt_bind_text (stmt, 9, order->email);
  wb_store_bind_time (stmt, 10, order->created_at);
  wb_store_bind_time (stmt, 11, order->updated_at);

  return wb_stmt_run (stmt, error);
}

static gboolean
insert_coupon (WbDb                     *db,
               const char               *connection,
               const char               *order_id,
               const char               *code,
               const WbShopOrderCoupon  *coupon,
               GError                  **error)
{
  g_autoptr (WbStmt) stmt = NULL;
  gboolean told = !wb_money_is_none (&coupon->discount);

  /* An order may name a code twice. */
  stmt = wb_db_prepare (db, "INSERT OR IGNORE INTO shop_order_coupon (connection, coupon_code,"
                        " order_id, remote_id, discount_minor, discount_currency, is_certain)"
                        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)", error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_text (stmt, 1, connection);
  wb_stmt_bind_text (stmt, 2, code);
  wb_stmt_bind_text (stmt, 3, order_id);
  wb_stmt_bind_text (stmt, 4, coupon->remote_id);
  if (told)
    wb_stmt_bind_int64 (stmt, 5, coupon->discount.minor);
  wb_stmt_bind_text (stmt, 6, told ? coupon->discount.currency : NULL);
  wb_stmt_bind_int64 (stmt, 7, coupon->is_certain);

  return wb_stmt_run (stmt, error);
}

static gboolean
insert_guess (WbDb               *db,
              const char         *connection,
              const WbShopOrder  *order,
              const char         *code,
              GError            **error)
{
  g_autoptr (WbShopOrderCoupon) coupon = wb_shop_order_coupon_new ();

  coupon->is_certain = FALSE;

  return insert_coupon (db, connection, order->remote_id, code, coupon, error);
}

gboolean
wb_shop_order_store_put (WbDb               *db,
                         const char         *connection,
                         const WbShopOrder  *order,
                         GHashTable         *codes,
                         const char         *guessed,
                         GHashTable         *touched,
                         GError            **error)
{
  gboolean is_stored = FALSE;

  if (!gather_stored_codes (db, connection, order->remote_id, touched, error) ||
      !wb_store_run (db, "DELETE FROM shop_order WHERE connection = ?1 AND remote_id = ?2",
                     connection, order->remote_id, error))
    return FALSE;

  for (guint i = 0; i < order->coupons->len; i++) {
    const WbShopOrderCoupon *coupon = g_ptr_array_index (order->coupons, i);
    g_autofree char *code = coupon->code ? g_ascii_strup (coupon->code, -1) : NULL;

    if (!code || !g_hash_table_contains (codes, code))
      continue;
    if (!is_stored && !insert_order (db, connection, order, error))
      return FALSE;
    is_stored = TRUE;
    if (!insert_coupon (db, connection, order->remote_id, code, coupon, error))
      return FALSE;
    g_hash_table_add (touched, g_steal_pointer (&code));
  }
  if (is_stored || !guessed)
    return TRUE;

  g_hash_table_add (touched, g_strdup (guessed));

  return insert_order (db, connection, order, error) &&
         insert_guess (db, connection, order, guessed, error);
}

static WbShopOrder *
read_order (WbStmt     *stmt,
            const char *code)
{
  WbShopOrder *order = wb_shop_order_new ();
  WbShopOrderCoupon *coupon = wb_shop_order_coupon_new ();

  order->remote_id = wb_stmt_dup_text (stmt, 0);
  order->code = wb_stmt_dup_text (stmt, 1);
  if (!wb_shop_order_state_from_text (wb_stmt_get_text (stmt, 2), &order->state))
    order->state = WB_SHOP_ORDER_OPEN;
  order->is_test = wb_stmt_get_int64 (stmt, 3) != 0;
  set_money (&order->total, wb_stmt_get_int64 (stmt, 5), wb_stmt_get_text (stmt, 4));
  set_money (&order->refunded, wb_stmt_get_int64 (stmt, 6), wb_stmt_get_text (stmt, 4));
  order->email = wb_stmt_dup_text (stmt, 7);
  order->created_at = wb_store_get_time (stmt, 8);
  order->updated_at = wb_store_get_time (stmt, 9);
  coupon->code = g_strdup (code);
  coupon->remote_id = wb_stmt_dup_text (stmt, 10);
  if (!wb_stmt_is_null (stmt, 11))
    set_money (&coupon->discount, wb_stmt_get_int64 (stmt, 11), wb_stmt_get_text (stmt, 12));
  coupon->is_certain = wb_stmt_get_int64 (stmt, 13) != 0;
  g_ptr_array_add (order->coupons, coupon);

  return order;
}

GPtrArray *
wb_shop_order_store_list (WbDb        *db,
                          const char  *connection,
                          const char  *code,
                          GError     **error)
{
  g_autoptr (GPtrArray) orders = NULL;
  g_autoptr (WbStmt) stmt = NULL;
  gboolean has_row = FALSE;

  orders = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_shop_order_unref);
  stmt = wb_db_prepare (db, "SELECT o.remote_id, o.code, o.state, o.is_test, o.currency,"
                        " o.total_minor, o.refunded_minor, o.email, o.created_at, o.updated_at,"
                        " c.remote_id, c.discount_minor, c.discount_currency, c.is_certain"
                        " FROM shop_order_coupon c JOIN shop_order o ON o.connection ="
                        " c.connection AND o.remote_id = c.order_id WHERE c.connection = ?1 AND"
                        " c.coupon_code = ?2 ORDER BY o.created_at, o.remote_id", error);
  if (!stmt)
    return NULL;
  wb_stmt_bind_text (stmt, 1, connection);
  wb_stmt_bind_text (stmt, 2, code);
  while (wb_stmt_step (stmt, &has_row, error)) {
    if (!has_row)
      return g_steal_pointer (&orders);
    g_ptr_array_add (orders, read_order (stmt, code));
  }

  return NULL;
}
