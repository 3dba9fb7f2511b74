/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What becomes of the coupons made here: the orders that used them, what their shops say, and time;
 * see wb-issue-store.h. */

#include "config.h"

#include "wb-coupon-outcome.h"
#include "wb-coupon-row.h"
#include "wb-coupon-store.h"
#include "wb-issue-private.h"
#include "wb-time.h"
#include "wb-workspace-private.h"

#define MARK_ORDERS "orders"

/**
 * wb_issue_store_dup_mark:
 * @db: a reader, or the open transaction
 * @connection: a shop
 * @kind: "orders" or "coupons"
 *
 * Returns: (transfer full) (nullable): how far it was followed; `NULL` = not yet
 */
char *
wb_issue_store_dup_mark (WbDb       *db,
                         const char *connection,
                         const char *kind)
{
  g_autoptr (WbStmt) stmt = NULL;
  gboolean has_row = FALSE;

  g_return_val_if_fail (db, NULL);
  g_return_val_if_fail (connection && kind, NULL);

  stmt = wb_db_prepare (db, "SELECT mark FROM shop_mark WHERE connection = ?1 AND kind = ?2",
                        NULL);
  if (!stmt)
    return NULL;
  wb_stmt_bind_text (stmt, 1, connection);
  wb_stmt_bind_text (stmt, 2, kind);

  return wb_stmt_step (stmt, &has_row, NULL) && has_row ? wb_stmt_dup_text (stmt, 0) : NULL;
}

/**
 * wb_issue_store_set_mark:
 * @db: the open transaction
 * @connection: a shop
 * @kind: "orders" or "coupons"
 * @mark: (nullable): what its client gave; `NULL` = begin anew
 *
 * Returns: `TRUE` unless the database failed (%WB_DB_ERROR)
 */
gboolean
wb_issue_store_set_mark (WbDb        *db,
                         const char  *connection,
                         const char  *kind,
                         const char  *mark,
                         GError     **error)
{
  g_autoptr (WbStmt) stmt = NULL;

  g_return_val_if_fail (db, FALSE);
  g_return_val_if_fail (connection && kind, FALSE);

  if (!mark)
    return wb_store_run (db, "DELETE FROM shop_mark WHERE connection = ?1 AND kind = ?2",
                         connection, kind, error);
  stmt = wb_db_prepare (db, "INSERT INTO shop_mark (connection, kind, mark) VALUES (?1, ?2, ?3)"
                        " ON CONFLICT (connection, kind) DO UPDATE SET mark = ?3 WHERE mark <> ?3",
                        error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_text (stmt, 1, connection);
  wb_stmt_bind_text (stmt, 2, kind);
  wb_stmt_bind_text (stmt, 3, mark);

  return wb_stmt_run (stmt, error);
}

/**
 * wb_issue_store_find_code:
 * @db: a reader, or the open transaction
 * @connection: a shop
 * @code: in any case
 *
 * Returns: (transfer full) (nullable): the newest coupon made here of that code; `NULL` without an
 *   error when there is none
 */
WbCoupon *
wb_issue_store_find_code (WbDb        *db,
                          const char  *connection,
                          const char  *code,
                          GError     **error)
{
  g_autofree char *upper = NULL;
  g_autoptr (WbStmt) stmt = NULL;
  gboolean has_row = FALSE;
  gint64 store = 0;

  g_return_val_if_fail (db, NULL);
  g_return_val_if_fail (connection && code, NULL);

  if (!wb_coupon_row_find_word (db, connection, &store, error) || store == 0)
    return NULL;
  upper = g_ascii_strup (code, -1);
  stmt = wb_db_prepare (db, "SELECT " WB_COUPON_ROW_READ " FROM coupon WHERE store = ?1 AND"
                        " code = ?2 AND origin = 1 ORDER BY row DESC LIMIT 1", error);
  if (!stmt)
    return NULL;
  wb_stmt_bind_int64 (stmt, 1, store);
  wb_stmt_bind_text (stmt, 2, upper);

  return wb_stmt_step (stmt, &has_row, error) && has_row ? wb_coupon_row_read (stmt) : NULL;
}

/* Those of the codes of all orders that are of coupons made here. */
static GHashTable *
find_own_codes (WbDb        *db,
                const char  *connection,
                GPtrArray   *orders,
                GError     **error)
{
  g_autoptr (GHashTable) codes = NULL;

  codes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < orders->len; i++) {
    const WbShopOrder *order = g_ptr_array_index (orders, i);

    for (guint j = 0; j < order->coupons->len; j++) {
      const WbShopOrderCoupon *one = g_ptr_array_index (order->coupons, j);
      g_autofree char *code = one->code ? g_ascii_strup (one->code, -1) : NULL;
      g_autoptr (GError) problem = NULL;
      g_autoptr (WbCoupon) coupon = NULL;

      if (!code || g_hash_table_contains (codes, code))
        continue;
      coupon = wb_issue_store_find_code (db, connection, code, &problem);
      if (problem) {
        g_propagate_error (error, g_steal_pointer (&problem));
        return NULL;
      }
      if (coupon)
        g_hash_table_add (codes, g_steal_pointer (&code));
    }
  }

  return g_steal_pointer (&codes);
}

static gboolean
tell_money (WbDb            *db,
            const WbCoupon  *coupon,
            const char      *kind,
            const char      *order_code,
            const WbMoney   *money,
            gint64           at,
            GError         **error)
{
  g_autoptr (WbCouponEvent) event = wb_coupon_event_new ();

  if (g_str_equal (kind, WB_COUPON_EVENT_USED) && coupon->is_probable)
    event->value = g_strdup ("probable");
  event->kind = g_strdup (kind);
  event->at = at;
  event->order_code = g_strdup (order_code);
  if (!wb_money_is_none (money)) {
    event->amount = wb_money_format_api (money);
    event->currency = g_strdup (money->currency);
  }

  return wb_coupon_story_add (db, coupon->id, event, error);
}

/* How the coupon stood before it was judged. */
typedef struct
{
  gboolean was_used;
  char *order_code;  /* (owned) (nullable) */
  char *refunded;    /* (owned) (nullable) */
} Before;

static void
clear_before (Before *before)
{
  g_free (before->order_code);
  g_free (before->refunded);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Before, clear_before)

static gboolean
tell_outcome (WbDb                   *db,
              const WbCoupon         *coupon,
              const Before           *before,
              const WbCouponOutcome  *outcome,
              gint64                  now,
              GError                **error)
{
  gboolean is_used = g_str_equal (coupon->state, WB_COUPON_USED);
  gboolean same_order = g_strcmp0 (before->order_code, coupon->used_order_code) == 0;
  WbMoney none = WB_MONEY_NONE;

  /* One that the shop only counted has its order now: that is no other use. */
  if (before->was_used && !same_order && (before->order_code || !is_used) &&
      !tell_money (db, coupon, WB_COUPON_EVENT_FREED, before->order_code, &none, now, error))
    return FALSE;
  if (is_used && (!before->was_used || !same_order) &&
      !tell_money (db, coupon, WB_COUPON_EVENT_USED, coupon->used_order_code, &outcome->revenue,
                   coupon->used_at != WB_TIME_NONE ? coupon->used_at : now, error))
    return FALSE;
  if (!is_used || outcome->refunded.minor <= 0 ||
      (same_order && g_strcmp0 (before->refunded, coupon->refunded) == 0))
    return TRUE;

  return tell_money (db, coupon, WB_COUPON_EVENT_REFUNDED, coupon->used_order_code,
                     &outcome->refunded, now, error);
}

/* @settled_out: (optional): whether an order was found to have used it. */
static gboolean
judge_coupon (WbDb        *db,
              const char  *connection,
              WbCoupon    *coupon,
              gboolean     only_used,
              gboolean    *settled_out,
              gint64       now,
              GError     **error)
{
  g_autoptr (GPtrArray) orders = NULL;
  g_auto (WbCouponOutcome) outcome = { 0 };
  g_auto (Before) before = { 0 };

  orders = wb_shop_order_store_list (db, connection, coupon->code, error);
  if (!orders)
    return FALSE;
  wb_issue_guess_drop (coupon, orders);

  before.was_used = g_str_equal (coupon->state, WB_COUPON_USED);
  before.order_code = g_strdup (coupon->used_order_code);
  before.refunded = g_strdup (coupon->refunded);
  wb_coupon_outcome_judge (coupon, orders, now, &outcome);
  if (settled_out)
    *settled_out = outcome.n_orders > 0;
  if ((only_used && outcome.n_orders == 0) || !wb_coupon_outcome_apply (&outcome, coupon))
    return TRUE;
  coupon->updated_at = now;
  coupon->version++;

  return wb_coupon_store_put_own (db, coupon, TRUE, error) &&
         tell_outcome (db, coupon, &before, &outcome, now, error);
}

static gboolean
judge_code (WbDb        *db,
            const char  *connection,
            const char  *code,
            gint64       now,
            GError     **error)
{
  g_autoptr (WbCoupon) coupon = wb_issue_store_find_code (db, connection, code, error);

  if (!coupon)
    return !error || !*error;

  return judge_coupon (db, connection, coupon, FALSE, NULL, now, error);
}

static gboolean
names_own (const WbShopOrder *order,
           GHashTable        *codes)
{
  for (guint i = 0; i < order->coupons->len; i++) {
    const WbShopOrderCoupon *one = g_ptr_array_index (order->coupons, i);
    g_autofree char *code = one->code ? g_ascii_strup (one->code, -1) : NULL;

    if (code && g_hash_table_contains (codes, code))
      return TRUE;
  }

  return FALSE;
}

static gboolean
take_order (WbDb               *db,
            const char         *connection,
            const WbShopOrder  *order,
            GHashTable         *codes,
            GHashTable         *touched,
            GError            **error)
{
  g_autofree char *guessed = NULL;

  return (names_own (order, codes) ||
          wb_issue_guess_find (db, connection, order, &guessed, error)) &&
         wb_shop_order_store_put (db, connection, order, codes, guessed, touched, error);
}

/**
 * wb_issue_store_take_orders:
 * @db: the open transaction
 * @connection: a shop
 * @orders: (element-type WbShopOrder): a page of its orders
 * @mark: (nullable): how far it is followed with them
 * @now: ms
 *
 * Each coupon is judged by all its orders anew, so that a page that comes twice, or orders that
 * come in another order, change nothing.
 *
 * Returns: `TRUE` unless the database failed (%WB_DB_ERROR)
 */
gboolean
wb_issue_store_take_orders (WbDb        *db,
                            const char  *connection,
                            GPtrArray   *orders,
                            const char  *mark,
                            gint64       now,
                            GError     **error)
{
  g_autoptr (GHashTable) codes = NULL;
  g_autoptr (GHashTable) touched = NULL;
  GHashTableIter iter;
  gpointer code = NULL;

  g_return_val_if_fail (db, FALSE);
  g_return_val_if_fail (connection && orders, FALSE);
  g_return_val_if_fail (!error || !*error, FALSE);

  codes = find_own_codes (db, connection, orders, error);
  if (!codes)
    return FALSE;
  touched = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < orders->len; i++) {
    if (!take_order (db, connection, g_ptr_array_index (orders, i), codes, touched, error))
      return FALSE;
  }
  g_hash_table_iter_init (&iter, touched);
  while (g_hash_table_iter_next (&iter, &code, NULL)) {
    g_autoptr (GError) problem = NULL;

    if (!judge_code (db, connection, code, now, &problem)) {
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }
  }

  return !mark || wb_issue_store_set_mark (db, connection, MARK_ORDERS, mark, error);
}

/* The shop says that it was used: by an order that was waiting for that, or by none that is
 * known. */
static gboolean
settle_guess (WbDb            *db,
              const WbCoupon  *coupon,
              gboolean        *settled_out,
              GError         **error)
{
  g_autoptr (WbCoupon) used = NULL;

  *settled_out = FALSE;
  if (!g_str_equal (coupon->state, WB_COUPON_USED) || coupon->used_order_code || !coupon->code ||
      !coupon->store)
    return TRUE;
  used = wb_coupon_store_get (db, coupon->id, error);

  return used && judge_coupon (db, coupon->store, used, TRUE, settled_out, coupon->updated_at,
                               error);
}

/**
 * wb_issue_store_change:
 * @db: the open transaction
 * @coupon: a coupon made here, as it is to be; its version is the caller's to raise
 * @event: (nullable): what is told of it
 *
 * What the shop's own list says, or a person did.
 *
 * Returns: `TRUE` unless the database failed (%WB_DB_ERROR)
 */
gboolean
wb_issue_store_change (WbDb                 *db,
                       const WbCoupon       *coupon,
                       const WbCouponEvent  *event,
                       GError              **error)
{
  gboolean settled = FALSE;

  g_return_val_if_fail (db, FALSE);
  g_return_val_if_fail (coupon && coupon->id && coupon->ticket, FALSE);
  g_return_val_if_fail (!error || !*error, FALSE);

  if (!wb_coupon_store_put_own (db, coupon, TRUE, error) ||
      !settle_guess (db, coupon, &settled, error))
    return FALSE;

  return settled || !event || wb_coupon_story_add (db, coupon->id, event, error);
}

/* Those to expire, by id: they are changed after they are read. */
static GPtrArray *
list_expiring (WbDb    *db,
               gint64   now,
               GError **error)
{
  g_autoptr (GPtrArray) coupons = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_coupon_unref);
  g_autoptr (WbStmt) stmt = NULL;
  gboolean has_row = FALSE;

  stmt = wb_db_prepare (db, "SELECT " WB_COUPON_ROW_READ " FROM coupon INDEXED BY"
                        " coupon_active_by_end WHERE state = 2 AND ifnull (expires_at,"
                        " 9223372036854775807) < ?1 AND origin = 1", error);
  if (!stmt)
    return NULL;
  wb_stmt_bind_int64 (stmt, 1, now);
  while (wb_stmt_step (stmt, &has_row, error)) {
    if (!has_row)
      return g_steal_pointer (&coupons);
    g_ptr_array_add (coupons, wb_coupon_row_read (stmt));
  }

  return NULL;
}

/**
 * wb_issue_store_expire:
 * @db: the open transaction
 * @now: ms
 * @n_out: (out) (optional): how many became expired
 *
 * The helpdesk's coupons are left to the helpdesk.
 *
 * Returns: `TRUE` unless the database failed (%WB_DB_ERROR)
 */
gboolean
wb_issue_store_expire (WbDb    *db,
                       gint64   now,
                       guint   *n_out,
                       GError **error)
{
  g_autoptr (GPtrArray) coupons = NULL;

  g_return_val_if_fail (db, FALSE);
  g_return_val_if_fail (!error || !*error, FALSE);

  coupons = list_expiring (db, now, error);
  if (!coupons)
    return FALSE;
  for (guint i = 0; i < coupons->len; i++) {
    WbCoupon *coupon = g_ptr_array_index (coupons, i);

    g_free (coupon->state);
    coupon->state = g_strdup (WB_COUPON_EXPIRED);
    coupon->updated_at = now;
    coupon->version++;
    if (!wb_coupon_store_put_own (db, coupon, TRUE, error) ||
        !wb_coupon_story_tell (db, coupon->id, WB_COUPON_EVENT_EXPIRED, coupon->expires_at, NULL,
                               NULL, error))
      return FALSE;
  }
  if (n_out)
    *n_out = coupons->len;

  return TRUE;
}
