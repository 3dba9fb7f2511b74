/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Which ticket and tool each order counts for; see wb-ledger-funnel-private.h. An order that used a
 * coupon of ours counts for that coupon. Any other counts, as a probable one, for what its customer
 * took last before it in the same shop, in the 30 days before. So it counts once. */

#include "config.h"

#include "wb-ledger-funnel-private.h"

typedef struct
{
  const char *store;      /* (unowned) */
  const char *remote_id;  /* (unowned) */
  char *code;             /* (owned) (nullable), as all texts below */
  char *shop;
  char *who;
  gboolean is_counted;
  gint64 created_at;
  char *old_ticket;
  char *old_tool;
  gboolean was_certain;
  char *ticket;
  char *tool;
  gboolean is_certain;
} Order;

static void
order_clear (Order *self)
{
  g_free (self->code);
  g_free (self->shop);
  g_free (self->who);
  g_free (self->old_ticket);
  g_free (self->old_tool);
  g_free (self->ticket);
  g_free (self->tool);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Order, order_clear)

static gboolean
load_order (WbFunnelCount  *self,
            Order          *order,
            gboolean       *found_out,
            GError        **error)
{
  g_autoptr (WbStmt) stmt = NULL;

  stmt = wb_funnel_prepare (self,
                            "SELECT code, shop, who, is_counted, created_at, ticket, tool,"
                            " is_certain FROM funnel_order@ WHERE store = ? AND remote_id = ?",
                            error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_text (stmt, 1, order->store);
  wb_stmt_bind_text (stmt, 2, order->remote_id);
  if (!wb_stmt_step (stmt, found_out, error))
    return FALSE;
  if (!*found_out)
    return TRUE;

  order->code = wb_stmt_dup_text (stmt, 0);
  order->shop = wb_stmt_dup_text (stmt, 1);
  order->who = wb_stmt_dup_text (stmt, 2);
  order->is_counted = wb_stmt_get_int64 (stmt, 3) != 0;
  order->created_at = wb_stmt_get_int64 (stmt, 4);
  order->old_ticket = wb_stmt_dup_text (stmt, 5);
  order->old_tool = wb_stmt_dup_text (stmt, 6);
  order->was_certain = wb_stmt_get_int64 (stmt, 7) != 0;

  return TRUE;
}

/* Of several coupons the one that it names for certain, and of those the newest. */
static gboolean
find_by_link (WbFunnelCount  *self,
              Order          *order,
              gboolean       *found_out,
              GError        **error)
{
  g_autoptr (WbStmt) stmt = NULL;

  stmt = wb_funnel_prepare (self,
                            "SELECT c.ticket, json_extract (c.doc, '$.activity'), l.is_certain"
                            " FROM shop_order_coupon l JOIN coupon c ON c.id = l.coupon"
                            " WHERE l.store = ? AND l.remote_id = ? AND l.is_certain >= 0"
                            " ORDER BY l.is_certain DESC, c.created_at DESC, c.id LIMIT 1",
                            error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_text (stmt, 1, order->store);
  wb_stmt_bind_text (stmt, 2, order->remote_id);
  if (!wb_stmt_step (stmt, found_out, error))
    return FALSE;
  if (!*found_out)
    return TRUE;

  order->ticket = wb_stmt_dup_text (stmt, 0);
  order->tool = g_strdup (wb_tool_to_text (wb_stmt_is_null (stmt, 1) ? WB_TOOL_COUPON
                                                                     : WB_TOOL_CALL_REQUEST));
  order->is_certain = wb_stmt_get_int64 (stmt, 2) > 0;

  return TRUE;
}

/* A coupon that came from elsewhere tells the number of its order: that one counts with it. */
static gboolean
is_told_by_coupon (WbFunnelCount  *self,
                   const Order    *order,
                   gboolean       *is_told_out,
                   GError        **error)
{
  g_autoptr (WbStmt) stmt = NULL;

  *is_told_out = FALSE;
  if (!order->code || !order->who)
    return TRUE;
  stmt = wb_funnel_prepare (self,
                            "SELECT 1 FROM ticket t JOIN coupon c ON c.ticket = t.id"
                            " WHERE t.who = ? AND c.store = ? AND c.state = 'used'"
                            " AND json_extract (c.doc, '$.used_order_code') = ? LIMIT 1",
                            error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_text (stmt, 1, order->who);
  wb_stmt_bind_text (stmt, 2, order->store);
  wb_stmt_bind_text (stmt, 3, order->code);

  return wb_stmt_step (stmt, is_told_out, error);
}

static gboolean
find_by_customer (WbFunnelCount  *self,
                  Order          *order,
                  GError        **error)
{
  g_autoptr (WbStmt) stmt = NULL;
  gboolean has_row = FALSE;

  if (!order->who || !order->shop)
    return TRUE;
  stmt = wb_funnel_prepare (self,
                            "SELECT ticket, tool FROM funnel_row@ WHERE who = ? AND shop = ?"
                            " AND taken_at >= ? AND taken_at <= ?"
                            " ORDER BY taken_at DESC, ticket, tool LIMIT 1",
                            error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_text (stmt, 1, order->who);
  wb_stmt_bind_text (stmt, 2, order->shop);
  wb_stmt_bind_int64 (stmt, 3, order->created_at - WB_FUNNEL_WINDOW_MS);
  wb_stmt_bind_int64 (stmt, 4, order->created_at);
  if (!wb_stmt_step (stmt, &has_row, error))
    return FALSE;
  if (has_row) {
    order->ticket = wb_stmt_dup_text (stmt, 0);
    order->tool = wb_stmt_dup_text (stmt, 1);
  }

  return TRUE;
}

static gboolean
find_row (WbFunnelCount  *self,
          Order          *order,
          GError        **error)
{
  gboolean found = FALSE;

  if (!order->is_counted)
    return TRUE;
  if (!find_by_link (self, order, &found, error) ||
      (!found && !is_told_by_coupon (self, order, &found, error)))
    return FALSE;

  return found || find_by_customer (self, order, error);
}

static gboolean
store_row (WbFunnelCount  *self,
           const Order    *order,
           GError        **error)
{
  g_autoptr (WbStmt) stmt = NULL;

  stmt = wb_funnel_prepare (self,
                            "UPDATE funnel_order@ SET ticket = ?, tool = ?, is_certain = ?"
                            " WHERE store = ? AND remote_id = ?",
                            error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_text (stmt, 1, order->ticket);
  wb_stmt_bind_text (stmt, 2, order->tool);
  wb_stmt_bind_int64 (stmt, 3, order->is_certain);
  wb_stmt_bind_text (stmt, 4, order->store);
  wb_stmt_bind_text (stmt, 5, order->remote_id);

  return wb_stmt_run (stmt, error);
}

/* An order counts for one of the coupons that it names. The others stop counting it themselves,
 * once it is known. */
static gboolean
touch_coupons (WbFunnelCount  *self,
               const Order    *order,
               GError        **error)
{
  g_autoptr (WbStmt) stmt = NULL;
  gboolean has_row = FALSE;

  stmt = wb_funnel_prepare (self,
                            "SELECT c.ticket, json_extract (c.doc, '$.activity')"
                            " FROM shop_order_coupon l JOIN coupon c ON c.id = l.coupon"
                            " WHERE l.store = ? AND l.remote_id = ? AND l.is_certain >= 0",
                            error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_text (stmt, 1, order->store);
  wb_stmt_bind_text (stmt, 2, order->remote_id);
  for (;;) {
    if (!wb_stmt_step (stmt, &has_row, error))
      return FALSE;
    if (!has_row)
      return TRUE;
    wb_funnel_touch_row (self, wb_stmt_get_text (stmt, 0),
                         wb_tool_to_text (wb_stmt_is_null (stmt, 1) ? WB_TOOL_COUPON
                                                                    : WB_TOOL_CALL_REQUEST));
  }
}

/**
 * wb_funnel_assign_order:
 * @self: what is being counted
 * @store_id: the order's shop
 * @remote_id: its id there
 * @is_changed: whether the order itself is another one than before
 * @error: return location (WB_DB_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_funnel_assign_order (WbFunnelCount  *self,
                        const char     *store_id,
                        const char     *remote_id,
                        gboolean        is_changed,
                        GError        **error)
{
  g_auto (Order) order = { .store = store_id, .remote_id = remote_id };
  gboolean found = FALSE;

  if (!load_order (self, &order, &found, error))
    return FALSE;
  if (!found)
    return TRUE;
  if (!find_row (self, &order, error))
    return FALSE;
  if (!is_changed && g_strcmp0 (order.ticket, order.old_ticket) == 0 &&
      g_strcmp0 (order.tool, order.old_tool) == 0 && order.is_certain == order.was_certain)
    return TRUE;

  if (is_changed && !touch_coupons (self, &order, error))
    return FALSE;
  if (order.old_ticket)
    wb_funnel_touch_row (self, order.old_ticket, order.old_tool);
  if (order.ticket)
    wb_funnel_touch_row (self, order.ticket, order.tool);

  return store_row (self, &order, error);
}

/* Runs for each row of @stmt, which gives store and remote_id. They are read first: assigning
 * writes what is being read. */
static gboolean
assign_each (WbFunnelCount  *self,
             WbStmt         *stmt,
             GError        **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  gboolean has_row = FALSE;

  do {
    if (!wb_stmt_step (stmt, &has_row, error))
      return FALSE;
    if (has_row) {
      g_ptr_array_add (ids, wb_stmt_dup_text (stmt, 0));
      g_ptr_array_add (ids, wb_stmt_dup_text (stmt, 1));
    }
  } while (has_row);

  for (guint i = 0; i < ids->len; i += 2) {
    if (!wb_funnel_assign_order (self, g_ptr_array_index (ids, i), g_ptr_array_index (ids, i + 1),
                                 FALSE, error))
      return FALSE;
  }

  return TRUE;
}

gboolean
wb_funnel_assign_window (WbFunnelCount  *self,
                         const char     *who,
                         const char     *shop,
                         gint64          from,
                         gint64          to,
                         GError        **error)
{
  g_autoptr (WbStmt) stmt = NULL;

  if (!who)
    return TRUE;
  stmt = wb_funnel_prepare (self,
                            "SELECT store, remote_id FROM funnel_order@ WHERE who = ? AND shop = ?"
                            " AND created_at >= ? AND created_at <= ?",
                            error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_text (stmt, 1, who);
  wb_stmt_bind_text (stmt, 2, shop);
  wb_stmt_bind_int64 (stmt, 3, from);
  wb_stmt_bind_int64 (stmt, 4, to);

  return assign_each (self, stmt, error);
}

/* Orders that name the coupon, or that it names; and those that counted for it until now. */
gboolean
wb_funnel_assign_coupon (WbFunnelCount  *self,
                         const char     *coupon_id,
                         GError        **error)
{
  g_autoptr (WbStmt) stmt = NULL;

  stmt = wb_funnel_prepare (self,
                            "SELECT store, remote_id FROM shop_order_coupon WHERE coupon = ?1"
                            " UNION SELECT o.store, o.remote_id FROM coupon c JOIN ticket t"
                            " ON t.id = c.ticket JOIN funnel_order@ o ON o.who = t.who"
                            " WHERE c.id = ?1 AND o.code IS NOT NULL AND o.store = c.store"
                            " AND (o.code = json_extract (c.doc, '$.used_order_code')"
                            " OR o.ticket IS NULL OR o.ticket = c.ticket)",
                            error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_text (stmt, 1, coupon_id);

  return assign_each (self, stmt, error);
}

/* Of other people nothing is kept. */
static gboolean
is_worth_keeping (WbFunnelCount      *self,
                  const char         *store_id,
                  const WbShopOrder  *order,
                  const char         *who,
                  gboolean           *is_worth_out,
                  GError            **error)
{
  g_autoptr (WbStmt) stmt = NULL;

  stmt = wb_funnel_prepare (self,
                            "SELECT 1 WHERE EXISTS (SELECT 1 FROM funnel_order@ WHERE store = ?1"
                            " AND remote_id = ?2) OR EXISTS (SELECT 1 FROM shop_order"
                            " WHERE store = ?1 AND remote_id = ?2)"
                            " OR EXISTS (SELECT 1 FROM ticket WHERE who = ?3)",
                            error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_text (stmt, 1, store_id);
  wb_stmt_bind_text (stmt, 2, order->remote_id);
  wb_stmt_bind_text (stmt, 3, who);

  return wb_stmt_step (stmt, is_worth_out, error);
}

/* What it brought: all was given back of one that is refunded, however the shop writes that, and
 * one below nothing, of goods exchanged, brought nothing. */
static gint64
count_minor (const WbShopOrder *order)
{
  gint64 refunded = wb_money_is_none (&order->refunded) ? 0 : order->refunded.minor;

  if (wb_money_is_none (&order->total) || order->state == WB_SHOP_ORDER_REFUNDED)
    return 0;

  return MAX (order->total.minor - MAX (refunded, 0), 0);
}

static gboolean
take_order (WbFunnelCount      *self,
            const char         *store_id,
            const char         *shop,
            const WbShopOrder  *order,
            GError            **error)
{
  g_autofree char *who = wb_funnel_who (self->ledger, order->email);
  g_autoptr (WbStmt) stmt = NULL;
  gboolean is_worth = FALSE;

  /* What is being counted may come to it later: whose it was may be forgotten by now. */
  if ((self->set == WB_LEDGER_NEXT &&
       !wb_funnel_copy_order (self, store_id, order->remote_id, error)) ||
      !is_worth_keeping (self, store_id, order, who, &is_worth, error))
    return FALSE;
  if (!is_worth)
    return TRUE;

  /* Of one that was a deleted ticket's it stays forgotten whose it is: see
   * wb_ledger_funnel_forget(). */
  stmt = wb_funnel_prepare (self,
                            "INSERT INTO funnel_order@ (store, remote_id, code, shop, who,"
                            " is_counted, currency, minor, created_at)"
                            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
                            " ON CONFLICT (store, remote_id) DO UPDATE SET code = excluded.code,"
                            " shop = coalesce (excluded.shop, funnel_order@.shop),"
                            " who = CASE WHEN EXISTS (SELECT 1 FROM ticket WHERE ticket.who ="
                            " funnel_order@.who AND ticket.deleted_at IS NOT NULL)"
                            " THEN funnel_order@.who"
                            " ELSE coalesce (excluded.who, funnel_order@.who) END,"
                            " is_counted = excluded.is_counted, currency = excluded.currency,"
                            " minor = excluded.minor, created_at = excluded.created_at",
                            error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_text (stmt, 1, store_id);
  wb_stmt_bind_text (stmt, 2, order->remote_id);
  wb_stmt_bind_text (stmt, 3, order->code);
  wb_stmt_bind_text (stmt, 4, shop);
  wb_stmt_bind_text (stmt, 5, who);
  wb_stmt_bind_int64 (stmt, 6, !order->is_test && order->state != WB_SHOP_ORDER_CANCELLED);
  wb_stmt_bind_text (stmt, 7, order->total.currency);
  wb_stmt_bind_int64 (stmt, 8, count_minor (order));
  wb_stmt_bind_int64 (stmt, 9, order->created_at);

  return wb_stmt_run (stmt, error) &&
         wb_funnel_assign_order (self, store_id, order->remote_id, TRUE, error);
}

typedef struct
{
  const char *store;    /* (unowned) */
  const char *shop;     /* (unowned) (nullable) all orders of it are of one; its name is tickets' */
  GPtrArray *orders;    /* (unowned) */
} OrdersFact;

static gboolean
take_orders (WbFunnelCount  *self,
             gconstpointer   data,
             GError        **error)
{
  const OrdersFact *fact = data;

  for (guint i = 0; i < fact->orders->len; i++) {
    if (!take_order (self, fact->store, fact->shop, g_ptr_array_index (fact->orders, i), error))
      return FALSE;
  }

  return TRUE;
}

/**
 * wb_ledger_funnel_orders:
 * @self: the ledger, in a transaction
 * @store_id: the shop they are from
 * @orders: (element-type WbShopOrder): as the shop told them; which coupons they name is known
 *   already (wb_ledger_orders_take())
 * @error: return location (WB_DB_ERROR, WB_WIRE_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_funnel_orders (WbLedger    *self,
                         const char  *store_id,
                         GPtrArray   *orders,
                         GError     **error)
{
  g_autofree char *shop = NULL;
  OrdersFact fact = { store_id, NULL, orders };

  g_return_val_if_fail (self && store_id && orders, FALSE);

  if (!wb_ledger_find_text (self, "SELECT store_id FROM merchant_store WHERE id = ?", store_id,
                            &shop, error))
    return FALSE;
  fact.shop = shop;

  return wb_funnel_run (self, NULL, take_orders, &fact, error);
}
