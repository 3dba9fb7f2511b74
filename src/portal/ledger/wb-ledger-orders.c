/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Orders as shops tell them; see wb-ledger-orders.h. A page of them is taken in one transaction
 * with the mark behind it: what an order changed about coupons is judged anew from all orders
 * that name them, and its story is told from what the order was before. */

#include "config.h"

#include "wb-ledger-orders.h"

#include "wb-coupon-outcome.h"
#include "wb-ledger-coupons.h"
#include "wb-ledger-funnel.h"
#include "wb-ledger-guesses.h"
#include "wb-ledger-story.h"

/* What is known of an order already. */
typedef struct
{
  gboolean is_known;
  gboolean counted;      /* it was no test and not cancelled */
  gint64 refunded_minor;
  GHashTable *coupons;   /* (owned) (element-type utf8 int) ids of coupons it named, 0 = guessed */
} Known;

static void
known_clear (Known *self)
{
  g_clear_pointer (&self->coupons, g_hash_table_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Known, known_clear)

static gboolean
is_counted (WbShopOrderState state,
            gboolean         is_test)
{
  return !is_test && state != WB_SHOP_ORDER_CANCELLED;
}

static gboolean
load_known (WbLedger           *self,
            const char         *store_id,
            const WbShopOrder  *order,
            Known              *known,
            GError            **error)
{
  g_autoptr (WbStmt) stmt = NULL;
  gboolean has_row = FALSE;
  WbShopOrderState state = WB_SHOP_ORDER_OPEN;

  known->coupons = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  stmt = wb_db_prepare (self->db,
                        "SELECT o.state, o.is_test, o.refunded_minor, c.coupon, c.is_certain"
                        " FROM shop_order o"
                        " LEFT JOIN shop_order_coupon c ON c.store = o.store"
                        " AND c.remote_id = o.remote_id AND c.is_certain >= 0"
                        " WHERE o.store = ? AND o.remote_id = ?",
                        error);
  if (!stmt)
    return FALSE;

  wb_stmt_bind_text (stmt, 1, store_id);
  wb_stmt_bind_text (stmt, 2, order->remote_id);
  for (;;) {
    if (!wb_stmt_step (stmt, &has_row, error))
      return FALSE;
    if (!has_row)
      return TRUE;
    known->is_known = TRUE;
    wb_shop_order_state_from_text (wb_stmt_get_text (stmt, 0), &state);
    known->counted = is_counted (state, wb_stmt_get_int64 (stmt, 1) != 0);
    known->refunded_minor = wb_stmt_get_int64 (stmt, 2);
    if (!wb_stmt_is_null (stmt, 3))
      g_hash_table_insert (known->coupons, wb_stmt_dup_text (stmt, 3),
                           GINT_TO_POINTER ((int) wb_stmt_get_int64 (stmt, 4)));
  }
}

/* (transfer full) (nullable): the id of our coupon with that code in that shop. */
static gboolean
find_coupon (WbLedger    *self,
             const char  *store_id,
             const char  *code,
             char       **id_out,
             GError     **error)
{
  g_autofree char *upper = g_ascii_strup (code, -1);
  g_autoptr (WbStmt) stmt = NULL;
  gboolean has_row = FALSE;

  *id_out = NULL;
  stmt = wb_db_prepare (self->db, "SELECT id FROM coupon WHERE code = ? AND store = ?", error);
  if (!stmt)
    return FALSE;

  wb_stmt_bind_text (stmt, 1, upper);
  wb_stmt_bind_text (stmt, 2, store_id);
  if (!wb_stmt_step (stmt, &has_row, error))
    return FALSE;
  if (has_row)
    *id_out = wb_stmt_dup_text (stmt, 0);

  return TRUE;
}

static gboolean
store_order (WbLedger           *self,
             const char         *store_id,
             const WbShopOrder  *order,
             GError            **error)
{
  g_autoptr (WbStmt) stmt = NULL;

  stmt = wb_db_prepare (self->db,
                        "INSERT INTO shop_order (store, remote_id, code, state, is_test, currency,"
                        " total_minor, refunded_minor, created_at, updated_at)"
                        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                        " ON CONFLICT (store, remote_id) DO UPDATE SET code = excluded.code,"
                        " state = excluded.state, is_test = excluded.is_test,"
                        " currency = excluded.currency, total_minor = excluded.total_minor,"
                        " refunded_minor = excluded.refunded_minor,"
                        " created_at = excluded.created_at, updated_at = excluded.updated_at",
                        error);
  if (!stmt)
    return FALSE;

  wb_stmt_bind_text (stmt, 1, store_id);
  wb_stmt_bind_text (stmt, 2, order->remote_id);
  wb_stmt_bind_text (stmt, 3, order->code);
  wb_stmt_bind_text (stmt, 4, wb_shop_order_state_to_text (order->state));
  wb_stmt_bind_int64 (stmt, 5, order->is_test);
  wb_stmt_bind_text (stmt, 6, order->total.currency);
  wb_stmt_bind_int64 (stmt, 7, order->total.minor);
  wb_stmt_bind_int64 (stmt, 8, order->refunded.minor);
  wb_stmt_bind_int64 (stmt, 9, order->created_at);
  wb_stmt_bind_int64 (stmt, 10, order->updated_at);

  return wb_stmt_run (stmt, error);
}

static gboolean
forget_links (WbLedger           *self,
              const char         *store_id,
              const WbShopOrder  *order,
              GError            **error)
{
  g_autoptr (WbStmt) stmt = NULL;

  stmt = wb_db_prepare (self->db,
                        "DELETE FROM shop_order_coupon WHERE store = ? AND remote_id = ?", error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_text (stmt, 1, store_id);
  wb_stmt_bind_text (stmt, 2, order->remote_id);

  return wb_stmt_run (stmt, error);
}

static gboolean
store_link (WbLedger           *self,
            const char         *store_id,
            const WbShopOrder  *order,
            const char         *coupon_id,
            int                 is_certain,
            GError            **error)
{
  g_autoptr (WbStmt) stmt = NULL;

  stmt = wb_db_prepare (self->db,
                        "INSERT INTO shop_order_coupon (store, remote_id, coupon, is_certain)"
                        " VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET"
                        " is_certain = max (is_certain, excluded.is_certain)",
                        error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_text (stmt, 1, store_id);
  wb_stmt_bind_text (stmt, 2, order->remote_id);
  wb_stmt_bind_text (stmt, 3, coupon_id);
  wb_stmt_bind_int64 (stmt, 4, is_certain);

  return wb_stmt_run (stmt, error);
}

static gboolean
tell_order (WbLedger           *self,
            const char         *coupon_id,
            const char         *kind,
            const WbShopOrder  *order,
            gint64              minor,
            gboolean            is_certain,
            GError            **error)
{
  g_autoptr (WbCouponEvent) event = wb_coupon_event_new ();
  WbMoney money = order->total;

  event->kind = g_strdup (kind);
  /* When it happened, not when it was read. */
  event->at = g_str_equal (kind, WB_COUPON_EVENT_USED) ? order->created_at : order->updated_at;
  event->order_code = g_strdup (order->code ? order->code : order->remote_id);
  money.minor = minor;
  if (minor >= 0 && !wb_money_is_none (&money)) {
    event->amount = wb_money_format_api (&money);
    event->currency = g_strdup (money.currency);
  }
  if (!is_certain)
    event->value = g_strdup ("probable");

  return wb_ledger_story_add (self, coupon_id, event, error);
}

/* A coupon that came from elsewhere has told of its order. */
static gboolean
knows_order (WbLedger          *self,
             const char        *coupon_id,
             const WbShopOrder *order)
{
  g_autoptr (WbCoupon) coupon = NULL;

  return wb_ledger_coupon_get (self, coupon_id, &coupon, NULL) && coupon &&
         g_str_equal (coupon->state, WB_COUPON_USED) && order->code &&
         g_strcmp0 (coupon->used_order_code, order->code) == 0;
}

/* What the order means for one coupon that it names now, or named before. */
static gboolean
tell_change (WbLedger           *self,
             const WbShopOrder  *order,
             const Known        *known,
             const char         *coupon_id,
             gboolean            is_named,
             gboolean            is_certain,
             GError            **error)
{
  gboolean counted = known->counted && g_hash_table_contains (known->coupons, coupon_id);
  gboolean counts = is_named && is_counted (order->state, order->is_test);
  gint64 refunded = order->state == WB_SHOP_ORDER_REFUNDED ? order->total.minor
                                                           : order->refunded.minor;

  if (!counted && counts && !knows_order (self, coupon_id, order) &&
      !tell_order (self, coupon_id, WB_COUPON_EVENT_USED, order, order->total.minor, is_certain,
                   error))
    return FALSE;
  if (counted && !counts)
    return tell_order (self, coupon_id, WB_COUPON_EVENT_FREED, order, -1, TRUE, error);
  if (counts && refunded > (counted ? known->refunded_minor : 0))
    return tell_order (self, coupon_id, WB_COUPON_EVENT_REFUNDED, order, refunded, TRUE, error);

  return TRUE;
}

/* All of it was given back: however the shop writes that. */
static WbShopOrder *
settle_refund (const WbShopOrder *order)
{
  WbShopOrder *copy = wb_shop_order_new ();

  copy->remote_id = g_strdup (order->remote_id);
  copy->code = g_strdup (order->code);
  copy->state = order->state;
  copy->is_test = order->is_test;
  copy->total = order->total;
  copy->refunded = order->refunded;
  if (order->state == WB_SHOP_ORDER_REFUNDED)
    copy->refunded = order->total;
  copy->created_at = order->created_at;
  copy->updated_at = order->updated_at;

  return copy;
}

/* What an order that names nothing was found to have used stays so when it is told again. */
static void
keep_guesses (const Known *known,
              GHashTable  *named)
{
  GHashTableIter iter;
  gpointer key = NULL;
  gpointer value = NULL;

  g_hash_table_iter_init (&iter, known->coupons);
  while (g_hash_table_iter_next (&iter, &key, &value)) {
    if (GPOINTER_TO_INT (value) == 0)
      g_hash_table_insert (named, g_strdup (key), value);
  }
}

/* Adds the ids of the coupons whose fate may have changed to @touched. */
static gboolean
take_order (WbLedger           *self,
            const char         *store_id,
            const WbShopOrder  *order,
            GHashTable         *touched,
            GError            **error)
{
  g_auto (Known) known = { FALSE };
  g_autoptr (WbShopOrder) kept = settle_refund (order);
  g_autoptr (GHashTable) named = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *guessed = NULL;
  GHashTableIter iter;
  gpointer key = NULL;
  gpointer value = NULL;

  for (guint i = 0; i < order->coupons->len; i++) {
    const WbShopOrderCoupon *one = g_ptr_array_index (order->coupons, i);
    char *id = NULL;

    if (one->code && !find_coupon (self, store_id, one->code, &id, error))
      return FALSE;
    if (id)
      g_hash_table_insert (named, id, GINT_TO_POINTER (one->is_certain));
  }
  if (!load_known (self, store_id, order, &known, error))
    return FALSE;
  if (g_hash_table_size (named) == 0)
    keep_guesses (&known, named);
  if (g_hash_table_size (named) == 0 &&
      !wb_ledger_guess_find (self, store_id, order, &guessed, error))
    return FALSE;
  if (g_hash_table_size (named) == 0 && !guessed && !known.is_known)
    return TRUE;
  if (!store_order (self, store_id, kept, error) ||
      !forget_links (self, store_id, order, error))
    return FALSE;
  if (guessed && !store_link (self, store_id, order, guessed, WB_LEDGER_GUESS_WAITING, error))
    return FALSE;

  g_hash_table_iter_init (&iter, named);
  while (g_hash_table_iter_next (&iter, &key, &value)) {
    gboolean is_certain = GPOINTER_TO_INT (value);

    if (!store_link (self, store_id, order, key, is_certain, error) ||
        !tell_change (self, kept, &known, key, TRUE, is_certain, error))
      return FALSE;
    g_hash_table_add (touched, g_strdup (key));
  }
  g_hash_table_iter_init (&iter, known.coupons);
  while (g_hash_table_iter_next (&iter, &key, NULL)) {
    if (!g_hash_table_contains (named, key) &&
        !tell_change (self, kept, &known, key, FALSE, TRUE, error))
      return FALSE;
    g_hash_table_add (touched, g_strdup (key));
  }

  return TRUE;
}

static WbShopOrder *
read_order (WbStmt     *stmt,
            const char *code)
{
  WbShopOrder *order = wb_shop_order_new ();
  WbShopOrderCoupon *link = wb_shop_order_coupon_new ();

  order->remote_id = wb_stmt_dup_text (stmt, 0);
  order->code = wb_stmt_dup_text (stmt, 1);
  wb_shop_order_state_from_text (wb_stmt_get_text (stmt, 2), &order->state);
  order->is_test = wb_stmt_get_int64 (stmt, 3) != 0;
  g_strlcpy (order->total.currency, wb_stmt_get_text (stmt, 4), sizeof order->total.currency);
  order->refunded = order->total;
  order->total.minor = wb_stmt_get_int64 (stmt, 5);
  order->refunded.minor = wb_stmt_get_int64 (stmt, 6);
  order->created_at = wb_stmt_get_int64 (stmt, 7);
  order->updated_at = wb_stmt_get_int64 (stmt, 8);
  link->code = g_strdup (code);
  link->is_certain = wb_stmt_get_int64 (stmt, 9) != 0;
  g_ptr_array_add (order->coupons, link);

  return order;
}

static GPtrArray *
load_orders (WbLedger        *self,
             const WbCoupon  *coupon,
             GError         **error)
{
  g_autoptr (GPtrArray) orders = NULL;
  g_autoptr (WbStmt) stmt = NULL;
  gboolean has_row = FALSE;

  stmt = wb_db_prepare (self->db,
                        "SELECT o.remote_id, o.code, o.state, o.is_test, o.currency,"
                        " o.total_minor, o.refunded_minor, o.created_at, o.updated_at,"
                        " c.is_certain FROM shop_order_coupon c JOIN shop_order o"
                        " ON o.store = c.store AND o.remote_id = c.remote_id"
                        " WHERE c.coupon = ? AND c.is_certain >= 0",
                        error);
  if (!stmt)
    return NULL;

  orders = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_shop_order_unref);
  wb_stmt_bind_text (stmt, 1, coupon->id);
  for (;;) {
    if (!wb_stmt_step (stmt, &has_row, error))
      return NULL;
    if (!has_row)
      return g_steal_pointer (&orders);
    g_ptr_array_add (orders, read_order (stmt, coupon->code));
  }
}

static gboolean
judge_coupon (WbLedger    *self,
              const char  *coupon_id,
              GError     **error)
{
  g_autoptr (WbCoupon) coupon = NULL;
  g_autoptr (GPtrArray) orders = NULL;
  g_auto (WbCouponOutcome) outcome = { NULL };

  if (!wb_ledger_coupon_get (self, coupon_id, &coupon, error))
    return FALSE;
  g_assert (coupon);
  orders = load_orders (self, coupon, error);
  if (!orders)
    return FALSE;

  wb_coupon_outcome_judge (coupon, orders, wb_ledger_now (self), &outcome);

  return !wb_coupon_outcome_apply (&outcome, coupon) ||
         wb_ledger_coupon_save (self, coupon, FALSE, NULL, error);
}

/**
 * wb_ledger_orders_judge_guess:
 * @self: the ledger, in a transaction
 * @coupon_id: a coupon whose guessed order is settled
 * @error: return location (WB_DB_ERROR, WB_WIRE_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_orders_judge_guess (WbLedger    *self,
                              const char  *coupon_id,
                              GError     **error)
{
  g_autoptr (WbCoupon) coupon = NULL;
  g_autoptr (GPtrArray) orders = NULL;

  if (!wb_ledger_coupon_get (self, coupon_id, &coupon, error))
    return FALSE;
  g_assert (coupon);
  orders = load_orders (self, coupon, error);
  for (guint i = 0; orders && i < orders->len; i++) {
    const WbShopOrder *order = g_ptr_array_index (orders, i);

    if (is_counted (order->state, order->is_test) &&
        !tell_order (self, coupon_id, WB_COUPON_EVENT_USED, order, order->total.minor, FALSE,
                     error))
      return FALSE;
  }

  /* The coupon may say what it said before; its order counts for it only now. */
  return orders && judge_coupon (self, coupon_id, error) &&
         wb_ledger_funnel_coupon (self, coupon_id, error);
}

static gboolean
take_orders (WbLedger    *self,
             const char  *store_id,
             GPtrArray   *orders,
             GError     **error)
{
  g_autoptr (GHashTable) touched = NULL;
  GHashTableIter iter;
  gpointer key = NULL;

  touched = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < orders->len; i++) {
    if (!take_order (self, store_id, g_ptr_array_index (orders, i), touched, error))
      return FALSE;
  }

  g_hash_table_iter_init (&iter, touched);
  while (g_hash_table_iter_next (&iter, &key, NULL)) {
    if (!judge_coupon (self, key, error))
      return FALSE;
  }

  return TRUE;
}

/**
 * wb_ledger_orders_take:
 * @self: the ledger, in a transaction
 * @store_id: the shop they are from
 * @orders: (element-type WbShopOrder): changed orders, as the shop told them
 * @error: return location (WB_DB_ERROR, WB_WIRE_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_orders_take (WbLedger    *self,
                       const char  *store_id,
                       GPtrArray   *orders,
                       GError     **error)
{
  return take_orders (self, store_id, orders, error) &&
         wb_ledger_funnel_orders (self, store_id, orders, error);
}
