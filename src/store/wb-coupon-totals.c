/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What coupons come to, per currency; see wb-coupon-list.h. */

#include "config.h"

#include "wb-coupon-ask.h"
#include "wb-workspace-private.h"

static void
init_totals (WbCouponTotals *self)
{
}

static void
clear_totals (WbCouponTotals *self)
{
  g_free (self->currency);
}

WB_DEFINE_RECORD (WbCouponTotals, wb_coupon_totals, init_totals, clear_totals)

static WbCouponTotals *
ensure_totals (GPtrArray  *all,
               const char *currency)
{
  WbCouponTotals *totals = NULL;

  for (guint i = 0; i < all->len; i++) {
    totals = g_ptr_array_index (all, i);
    if (g_str_equal (totals->currency, currency))
      return totals;
  }
  totals = wb_coupon_totals_new ();
  totals->currency = g_strdup (currency);
  g_ptr_array_add (all, totals);

  return totals;
}

static int
compare_currency (gconstpointer a,
                  gconstpointer b)
{
  const WbCouponTotals *first = *(const WbCouponTotals *const *) a;
  const WbCouponTotals *second = *(const WbCouponTotals *const *) b;

  return g_strcmp0 (first->currency, second->currency);
}

/* Adds @n coupons of one state and kind; @minor is 0 for percent ones. */
static void
add_group (WbCouponTotals *totals,
           gint64          state,
           gint64          kind,
           gint64          n,
           gint64          minor)
{
  gint64 n_percent = kind == WB_COUPON_KIND_NUMBER_PERCENT ? n : 0;

  switch (state) {
    case WB_COUPON_STATE_ACTIVE:
      totals->n_open += n;
      totals->open_minor += minor;
      totals->n_open_percent += n_percent;
      break;

    case WB_COUPON_STATE_USED:
      totals->n_used += n;
      totals->n_used_percent += n_percent;
      totals->used_minor += minor;
      break;

    case WB_COUPON_STATE_EXPIRED:
      totals->n_expired += n;
      totals->n_expired_percent += n_percent;
      totals->expired_minor += minor;
      break;

    case WB_COUPON_STATE_DISABLED:
      break;

    case WB_COUPON_STATE_FAILED:
      totals->n_failed += n;
      return;

    default:
      /* Being made, or a state of a newer server. */
      return;
  }
  totals->n_issued += n;
  totals->n_issued_percent += n_percent;
  totals->issued_minor += minor;
}

/* @stmt: currency, state, kind, how many, sum. */
static gboolean
add_groups (GPtrArray  *all,
            WbStmt     *stmt,
            GError    **error)
{
  gboolean has_row = FALSE;

  while (wb_stmt_step (stmt, &has_row, error)) {
    if (!has_row)
      return TRUE;
    add_group (ensure_totals (all, wb_stmt_get_text (stmt, 0)), wb_stmt_get_int64 (stmt, 1),
               wb_stmt_get_int64 (stmt, 2), wb_stmt_get_int64 (stmt, 3),
               wb_stmt_get_int64 (stmt, 4));
  }

  return FALSE;
}

/* @stmt: currency, sum. */
static gboolean
add_revenues (GPtrArray  *all,
              WbStmt     *stmt,
              GError    **error)
{
  gboolean has_row = FALSE;

  while (wb_stmt_step (stmt, &has_row, error)) {
    if (!has_row)
      return TRUE;
    ensure_totals (all, wb_stmt_get_text (stmt, 0))->revenue_minor += wb_stmt_get_int64 (stmt, 1);
  }

  return FALSE;
}

/* @groups and @revenues: SQL; @ask (nullable) for its parameters, @rows (nullable) for those that
 * name the rows. */
static GPtrArray *
add_up (WbDb               *db,
        const char         *groups,
        const char         *revenues,
        const WbCouponAsk  *ask,
        const char         *rows,
        GError            **error)
{
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (WbStmt) first = wb_db_prepare (db, groups, error);
  g_autoptr (WbStmt) second = first ? wb_db_prepare (db, revenues, error) : NULL;

  if (!second)
    return NULL;
  if (rows) {
    wb_stmt_bind_text (first, 1, rows);
    wb_stmt_bind_text (second, 1, rows);
  } else if (ask) {
    wb_coupon_ask_bind (ask, first);
    wb_coupon_ask_bind (ask, second);
  }
  all = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_coupon_totals_unref);
  if (!add_groups (all, first, error) || !add_revenues (all, second, error))
    return NULL;
  g_ptr_array_sort (all, compare_currency);

  return g_steal_pointer (&all);
}

/**
 * wb_coupon_store_totals:
 * @db: a reader, or the open transaction
 *
 * Returns: (transfer full) (element-type WbCouponTotals): of all coupons, by currency; `NULL` with
 *   a %WB_DB_ERROR
 */
GPtrArray *
wb_coupon_store_totals (WbDb    *db,
                        GError **error)
{
  g_return_val_if_fail (db, NULL);

  return add_up (db, "SELECT " WB_COUPON_ROW_WORD ("currency") ", state, kind, n, minor"
                 " FROM coupon_total WHERE n > 0",
                 "SELECT " WB_COUPON_ROW_WORD ("currency") ", minor FROM coupon_revenue"
                 " WHERE n > 0", NULL, NULL, error);
}

#define GROUPS \
  "SELECT " WB_COUPON_ROW_WORD ("currency") ", state, kind, count(*)," \
  " ifnull (sum (iif (kind = 7, amount_minor, 0)), 0) FROM "
#define REVENUES "SELECT " WB_COUPON_ROW_WORD ("revenue_currency") ", sum (revenue_minor) FROM "

static GPtrArray *
add_up_filtered (WbDb               *db,
                 const WbCouponAsk  *ask,
                 GError            **error)
{
  const char *index = wb_coupon_ask_index (ask);
  g_autofree char *from = index ? g_strconcat ("coupon INDEXED BY ", index, NULL)
                                : g_strdup ("coupon NOT INDEXED");
  g_autoptr (GString) groups = g_string_new (GROUPS);
  g_autoptr (GString) revenues = g_string_new (REVENUES);

  g_string_append (groups, from);
  wb_coupon_ask_append_where (ask, groups);
  g_string_append (groups, " GROUP BY currency, state, kind");
  g_string_append (revenues, from);
  wb_coupon_ask_append_where (ask, revenues);
  g_string_append (revenues, " AND revenue_minor IS NOT NULL GROUP BY revenue_currency");

  return add_up (db, groups->str, revenues->str, ask, NULL, error);
}

static GPtrArray *
add_up_typed (WbDb                 *db,
              const WbCouponQuery  *query,
              GError              **error)
{
  WbCouponQuery all = *query;
  g_autoptr (GArray) ids = NULL;
  g_autoptr (GString) rows = g_string_new ("[");

  all.sort = WB_COUPON_SORT_CREATED;
  all.limit = 0;
  ids = wb_coupon_store_list (db, &all, error);
  if (!ids)
    return NULL;
  for (guint i = 0; i < ids->len; i++)
    g_string_append_printf (rows, "%s%" G_GINT64_FORMAT, i > 0 ? "," : "",
                            g_array_index (ids, gint64, i));
  g_string_append_c (rows, ']');

  return add_up (db, GROUPS "json_each (?1) CROSS JOIN coupon ON coupon.row = value"
                 " GROUP BY currency, state, kind",
                 REVENUES "json_each (?1) CROSS JOIN coupon ON coupon.row = value"
                 " WHERE revenue_minor IS NOT NULL GROUP BY revenue_currency", NULL, rows->str,
                 error);
}

/**
 * wb_coupon_store_totals_of:
 * @db: a reader, or the open transaction
 * @query: which; its order and limit do not matter
 *
 * Returns: (transfer full) (element-type WbCouponTotals): of the coupons that @query lists, by
 *   currency; `NULL` with a %WB_DB_ERROR
 */
GPtrArray *
wb_coupon_store_totals_of (WbDb                 *db,
                           const WbCouponQuery  *query,
                           GError              **error)
{
  g_auto (WbCouponAsk) ask = { 0 };

  g_return_val_if_fail (db, NULL);
  g_return_val_if_fail (query, NULL);
  g_return_val_if_fail (!error || !*error, NULL);

  if (!wb_coupon_ask_prepare (&ask, db, query, error))
    return NULL;
  if (ask.is_impossible)
    return g_ptr_array_new_with_free_func ((GDestroyNotify) wb_coupon_totals_unref);
  if (ask.match)
    return add_up_typed (db, query, error);
  if (ask.rarest < 0 && !ask.has_range)
    return wb_coupon_store_totals (db, error);

  return add_up_filtered (db, &ask, error);
}

/**
 * wb_coupon_store_count_state:
 * @db: a reader, or the open transaction
 * @state: (nullable): WB_COUPON_…; `NULL` = whatever state
 *
 * Returns: how many coupons are in it; -1 with a %WB_DB_ERROR
 */
gint64
wb_coupon_store_count_state (WbDb        *db,
                             const char  *state,
                             GError     **error)
{
  g_autoptr (WbStmt) stmt = NULL;
  gboolean has_row = FALSE;

  g_return_val_if_fail (db, -1);

  stmt = wb_db_prepare (db, "SELECT ifnull (sum (n), 0) FROM coupon_total WHERE ?1 IS NULL OR state"
                        " = (SELECT n FROM coupon_word WHERE text = ?1)", error);
  if (!stmt)
    return -1;
  wb_stmt_bind_text (stmt, 1, state);

  return wb_stmt_step (stmt, &has_row, error) && has_row ? wb_stmt_get_int64 (stmt, 0) : -1;
}
