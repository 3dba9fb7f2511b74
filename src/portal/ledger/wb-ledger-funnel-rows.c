/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Counts one ticket's way with one tool from all that is known of it; see
 * wb-ledger-funnel-private.h.
 *
 * It was offered at the first of: an offer, an asking, a confirmed click, a coupon. It was taken at
 * the first of the last three; a coupon that failed was asked for and not had. Orders count for it
 * as wb-ledger-funnel-orders.c says; a coupon that its shop calls used, without an order that could
 * be read, counts with what it tells of itself. */

#include "config.h"

#include "wb-ledger-funnel-private.h"

#include "wb-coupon.h"
#include "wb-wire-coupon.h"

typedef struct
{
  gint64 at;        /* WB_TIME_NONE = never */
  char *placement;  /* (owned) (nullable) "" = staff */
} First;

typedef struct
{
  char currency[4];
  gint64 certain;   /* minor units */
  gint64 probable;
} Money;

typedef struct
{
  const char *ticket;   /* (unowned) */
  const char *tool;     /* (unowned) */
  gboolean is_there;
  char *type;           /* (owned) (nullable) as all texts below */
  char *currency;
  char *shop;
  char *who;
  First offered;
  First taken;
  gboolean shown;
  gboolean has_old_sum;
  gint64 old_day;
  char *old_placement;
  gint64 old_counts[WB_N_FUNNEL_COUNTS];
  gint64 old_taken_at;
  gint64 live_until;    /* of its coupons; WB_TIME_NONE = none can be used */
  guint n_certain;      /* orders */
  guint n_probable;
  GArray *money;        /* (owned) (element-type Money) */
} Row;

static void
row_clear (Row *self)
{
  g_free (self->type);
  g_free (self->currency);
  g_free (self->shop);
  g_free (self->who);
  g_free (self->offered.placement);
  g_free (self->taken.placement);
  g_free (self->old_placement);
  g_clear_pointer (&self->money, g_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Row, row_clear)

/* Of two at one instant the one that is told first stays. */
static void
take_earlier (First      *first,
              gint64      at,
              const char *placement)
{
  if (at == WB_TIME_NONE || (first->at != WB_TIME_NONE && first->at <= at))
    return;

  first->at = at;
  g_free (first->placement);
  first->placement = g_strdup (placement ? placement : "");
}

static gint64
get_time (WbStmt *stmt,
          int     column)
{
  return wb_stmt_is_null (stmt, column) ? WB_TIME_NONE : wb_stmt_get_int64 (stmt, column);
}

static gboolean
is_by_customer (const char *placement)
{
  return placement && *placement != '\0';
}

/* The facts that stand in the row itself. */
static gboolean
load_row (WbFunnelCount  *self,
          Row            *row,
          GError        **error)
{
  g_autoptr (WbStmt) stmt = NULL;

  row->offered.at = WB_TIME_NONE;
  row->taken.at = WB_TIME_NONE;
  row->old_taken_at = WB_TIME_NONE;
  row->live_until = WB_TIME_NONE;
  row->money = g_array_new (FALSE, FALSE, sizeof (Money));
  stmt = wb_funnel_prepare (self,
                            "SELECT type, currency, shop, who, offer_at, offer_placement, ask_at,"
                            " ask_placement, click_at, click_placement, seen, day, placement,"
                            " taken_at, shown, used, used_probable, is_open"
                            " FROM funnel_row@ WHERE ticket = ? AND tool = ?",
                            error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_text (stmt, 1, row->ticket);
  wb_stmt_bind_text (stmt, 2, row->tool);
  if (!wb_stmt_step (stmt, &row->is_there, error))
    return FALSE;
  if (!row->is_there)
    return TRUE;

  row->type = wb_stmt_dup_text (stmt, 0);
  row->currency = wb_stmt_dup_text (stmt, 1);
  row->shop = wb_stmt_dup_text (stmt, 2);
  row->who = wb_stmt_dup_text (stmt, 3);
  take_earlier (&row->offered, get_time (stmt, 4), wb_stmt_get_text (stmt, 5));
  take_earlier (&row->offered, get_time (stmt, 6), wb_stmt_get_text (stmt, 7));
  take_earlier (&row->offered, get_time (stmt, 8), wb_stmt_get_text (stmt, 9));
  take_earlier (&row->taken, get_time (stmt, 6), wb_stmt_get_text (stmt, 7));
  take_earlier (&row->taken, get_time (stmt, 8), wb_stmt_get_text (stmt, 9));
  /* What a customer took, they saw. */
  row->shown = wb_stmt_get_int64 (stmt, 10) != 0 || is_by_customer (wb_stmt_get_text (stmt, 7)) ||
               is_by_customer (wb_stmt_get_text (stmt, 9));
  row->has_old_sum = !wb_stmt_is_null (stmt, 11);
  row->old_day = wb_stmt_get_int64 (stmt, 11);
  row->old_placement = wb_stmt_dup_text (stmt, 12);
  row->old_taken_at = get_time (stmt, 13);
  row->old_counts[0] = 1;
  row->old_counts[1] = wb_stmt_get_int64 (stmt, 14);
  row->old_counts[2] = row->old_taken_at != WB_TIME_NONE;
  for (int i = 3; i < WB_N_FUNNEL_COUNTS; i++)
    row->old_counts[i] = wb_stmt_get_int64 (stmt, 15 + i - 3);

  return TRUE;
}

static void
add_money (Row        *row,
           const char *currency,
           gint64      minor,
           gboolean    is_certain)
{
  Money money = { .currency = "" };
  Money *found = NULL;

  for (guint i = 0; i < row->money->len && !found; i++) {
    if (g_str_equal (g_array_index (row->money, Money, i).currency, currency))
      found = &g_array_index (row->money, Money, i);
  }
  if (!found) {
    g_strlcpy (money.currency, currency, sizeof money.currency);
    g_array_append_val (row->money, money);
    found = &g_array_index (row->money, Money, row->money->len - 1);
  }
  *(is_certain ? &found->certain : &found->probable) += minor;
}

/* Whether an order that can be read, and counts, used the coupon. */
static gboolean
has_order (WbFunnelCount  *self,
           const char     *coupon_id,
           gboolean       *has_out,
           GError        **error)
{
  g_autoptr (WbStmt) stmt = NULL;

  stmt = wb_funnel_prepare (self,
                            "SELECT 1 FROM shop_order_coupon l JOIN funnel_order@ o"
                            " ON o.store = l.store AND o.remote_id = l.remote_id"
                            " WHERE l.coupon = ? AND l.is_certain >= 0 AND o.is_counted = 1"
                            " LIMIT 1",
                            error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_text (stmt, 1, coupon_id);

  return wb_stmt_step (stmt, has_out, error);
}

/* What a used coupon tells of its order, where the order itself is not known. */
static gboolean
add_own_order (WbFunnelCount   *self,
               Row             *row,
               const WbCoupon  *coupon,
               GError         **error)
{
  WbMoney revenue = WB_MONEY_NONE;
  gboolean has = FALSE;

  if (!g_str_equal (coupon->state, WB_COUPON_USED))
    return TRUE;
  if (!has_order (self, coupon->id, &has, error))
    return FALSE;
  if (has)
    return TRUE;

  if (coupon->is_probable)
    row->n_probable++;
  else
    row->n_certain++;
  if (coupon->revenue && coupon->revenue_currency &&
      wb_money_parse_api (coupon->revenue, coupon->revenue_currency, TRUE, &revenue, NULL))
    add_money (row, coupon->revenue_currency, MAX (revenue.minor, 0), !coupon->is_probable);

  return TRUE;
}

static gboolean
add_coupon (WbFunnelCount   *self,
            Row             *row,
            const WbCoupon  *coupon,
            GError         **error)
{
  gboolean failed = g_str_equal (coupon->state, WB_COUPON_FAILED);

  /* A click that made none was made on an offer; staff who got none for a customer offered none. */
  if (!failed || is_by_customer (coupon->placement))
    take_earlier (&row->offered, coupon->created_at, coupon->placement);
  if (failed)
    return TRUE;

  take_earlier (&row->taken, coupon->created_at, coupon->placement);
  row->shown |= is_by_customer (coupon->placement);
  if (wb_coupon_is_live (coupon) && coupon->expires_at != WB_TIME_NONE)
    row->live_until = MAX (row->live_until, coupon->expires_at + 1);
  else if (wb_coupon_is_live (coupon))
    row->live_until = G_MAXINT64;

  return add_own_order (self, row, coupon, error);
}

static gboolean
load_coupons (WbFunnelCount  *self,
              Row            *row,
              char          **type_out,
              GError        **error)
{
  g_autoptr (WbLedgerQuery) query = NULL;
  g_autoptr (GPtrArray) coupons = NULL;
  gboolean is_call = g_str_equal (row->tool, wb_tool_to_text (WB_TOOL_CALL_REQUEST));

  if (!is_call && !g_str_equal (row->tool, wb_tool_to_text (WB_TOOL_COUPON)))
    return TRUE;
  query = wb_ledger_query_new ("coupon");
  wb_ledger_query_text (query, "ticket = ?", row->ticket);
  wb_ledger_query_order (query, "created_at, id");
  coupons = wb_ledger_query_run (query, self->ledger, G_MAXINT, 0,
                                 (WbWireDecodeFunc) wb_wire_coupon_decode,
                                 (GDestroyNotify) wb_coupon_unref, error);

  for (guint i = 0; coupons && i < coupons->len; i++) {
    const WbCoupon *coupon = g_ptr_array_index (coupons, i);

    /* One that was given on a call is what the call brought. */
    if ((coupon->activity ? TRUE : FALSE) != is_call)
      continue;
    if (!*type_out)
      *type_out = g_strdup (coupon->ticket_type);
    if (!add_coupon (self, row, coupon, error))
      return FALSE;
  }

  return coupons ? TRUE : FALSE;
}

static gboolean
load_orders (WbFunnelCount  *self,
             Row            *row,
             GError        **error)
{
  g_autoptr (WbStmt) stmt = NULL;
  gboolean has_row = FALSE;

  stmt = wb_funnel_prepare (self,
                            "SELECT currency, minor, is_certain FROM funnel_order@"
                            " WHERE ticket = ? AND tool = ?",
                            error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_text (stmt, 1, row->ticket);
  wb_stmt_bind_text (stmt, 2, row->tool);
  for (;;) {
    gboolean is_certain = FALSE;

    if (!wb_stmt_step (stmt, &has_row, error))
      return FALSE;
    if (!has_row)
      return TRUE;
    is_certain = wb_stmt_get_int64 (stmt, 2) != 0;
    *(is_certain ? &row->n_certain : &row->n_probable) += 1;
    if (*wb_stmt_get_text (stmt, 0) != '\0')
      add_money (row, wb_stmt_get_text (stmt, 0), wb_stmt_get_int64 (stmt, 1), is_certain);
  }
}

/* Puts the row into its sum, or takes it out (@sign); and names those that its money, as it stands
 * in the ledger, is part of. */
static gboolean
touch_sums (WbFunnelCount  *self,
            const Row      *row,
            gint64          day,
            const char     *placement,
            const gint64    counts[WB_N_FUNNEL_COUNTS],
            gint64          sign,
            GError        **error)
{
  WbFunnelDelta *delta = NULL;
  g_autoptr (WbStmt) stmt = NULL;
  gboolean has_row = FALSE;

  delta = wb_funnel_touch_sum (self, day, row->tool, row->type, placement, row->currency);
  for (int i = 0; i < WB_N_FUNNEL_COUNTS; i++)
    delta->counts[i] += sign * counts[i];
  stmt = wb_funnel_prepare (self,
                            "SELECT currency FROM funnel_money@ WHERE ticket = ? AND tool = ?",
                            error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_text (stmt, 1, row->ticket);
  wb_stmt_bind_text (stmt, 2, row->tool);
  for (;;) {
    if (!wb_stmt_step (stmt, &has_row, error))
      return FALSE;
    if (!has_row)
      return TRUE;
    delta = wb_funnel_touch_sum (self, day, row->tool, row->type, placement,
                                 wb_stmt_get_text (stmt, 0));
    delta->has_money = TRUE;
  }
}

static gboolean
run_for_row (WbFunnelCount  *self,
             const char     *sql,
             const Row      *row,
             GError        **error)
{
  g_autoptr (WbStmt) stmt = wb_funnel_prepare (self, sql, error);

  if (!stmt)
    return FALSE;
  wb_stmt_bind_text (stmt, 1, row->ticket);
  wb_stmt_bind_text (stmt, 2, row->tool);

  return wb_stmt_run (stmt, error);
}

/* Orders near the old taking and near the new one may count for another row now. */
static gboolean
move_taking (WbFunnelCount  *self,
             const Row      *row,
             GError        **error)
{
  g_autofree char *key = NULL;
  g_autoptr (WbStmt) stmt = NULL;

  if (row->old_taken_at == row->taken.at)
    return TRUE;
  stmt = wb_funnel_prepare (self,
                            "UPDATE funnel_row@ SET taken_at = ?3 WHERE ticket = ?1 AND tool = ?2",
                            error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_text (stmt, 1, row->ticket);
  wb_stmt_bind_text (stmt, 2, row->tool);
  wb_ledger_bind_time (stmt, 3, row->taken.at);
  if (!wb_stmt_run (stmt, error))
    return FALSE;
  if (!row->who || !row->shop)
    return TRUE;

  return (row->old_taken_at == WB_TIME_NONE ||
          wb_funnel_assign_window (self, row->who, row->shop, row->old_taken_at,
                                   row->old_taken_at + WB_FUNNEL_WINDOW_MS, error)) &&
         (row->taken.at == WB_TIME_NONE ||
          wb_funnel_assign_window (self, row->who, row->shop, row->taken.at,
                                   row->taken.at + WB_FUNNEL_WINDOW_MS, error));
}

static gboolean
store_money (WbFunnelCount  *self,
             const Row      *row,
             GError        **error)
{
  if (!run_for_row (self, "DELETE FROM funnel_money@ WHERE ticket = ? AND tool = ?", row, error))
    return FALSE;

  for (guint i = 0; i < row->money->len; i++) {
    const Money *money = &g_array_index (row->money, Money, i);
    g_autoptr (WbStmt) stmt = NULL;

    stmt = wb_funnel_prepare (self,
                              "INSERT INTO funnel_money@ (ticket, tool, currency, revenue,"
                              " revenue_probable) VALUES (?, ?, ?, ?, ?)",
                              error);
    if (!stmt)
      return FALSE;
    wb_stmt_bind_text (stmt, 1, row->ticket);
    wb_stmt_bind_text (stmt, 2, row->tool);
    wb_stmt_bind_text (stmt, 3, money->currency);
    wb_stmt_bind_int64 (stmt, 4, money->certain);
    wb_stmt_bind_int64 (stmt, 5, money->probable);
    if (!wb_stmt_run (stmt, error))
      return FALSE;
  }

  return TRUE;
}

/* Until when it may still bring an order; WB_TIME_NONE = it has. */
static gint64
find_open_until (const Row *row)
{
  gint64 since = row->taken.at == WB_TIME_NONE ? row->offered.at : row->taken.at;

  if (row->n_certain > 0)
    return WB_TIME_NONE;

  return MAX (row->live_until, since + WB_FUNNEL_WINDOW_MS);
}

static gboolean
store_row (WbFunnelCount  *self,
           const Row      *row,
           gint32          day,
           gint64          counts[WB_N_FUNNEL_COUNTS],
           GError        **error)
{
  gint64 open_until = find_open_until (row);
  g_autoptr (WbStmt) stmt = NULL;

  counts[0] = 1;
  counts[1] = row->shown;
  counts[2] = row->taken.at != WB_TIME_NONE;
  counts[3] = row->n_certain > 0;
  counts[4] = row->n_certain == 0 && row->n_probable > 0;
  counts[5] = open_until != WB_TIME_NONE && open_until > self->now;
  stmt = wb_funnel_prepare (self,
                            "UPDATE funnel_row@ SET day = ?3, placement = ?4, shown = ?5, "
                            " used = ?6, used_probable = ?7, open_until = ?8, is_open = ?9"
                            " WHERE ticket = ?1 AND tool = ?2",
                            error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_text (stmt, 1, row->ticket);
  wb_stmt_bind_text (stmt, 2, row->tool);
  wb_stmt_bind_int64 (stmt, 3, day);
  wb_stmt_bind_text (stmt, 4, row->offered.placement);
  wb_stmt_bind_int64 (stmt, 5, counts[1]);
  wb_stmt_bind_int64 (stmt, 6, counts[3]);
  wb_stmt_bind_int64 (stmt, 7, counts[4]);
  wb_ledger_bind_time (stmt, 8, open_until);
  wb_stmt_bind_int64 (stmt, 9, counts[5]);

  return wb_stmt_run (stmt, error);
}

/* Nothing is left of it: staff's coupon failed. */
static gboolean
remove_row (WbFunnelCount  *self,
            const Row      *row,
            GError        **error)
{
  return move_taking (self, row, error) &&
         run_for_row (self, "DELETE FROM funnel_money@ WHERE ticket = ? AND tool = ?", row,
                      error) &&
         run_for_row (self, "DELETE FROM funnel_row@ WHERE ticket = ? AND tool = ?", row, error);
}

/**
 * wb_funnel_count_row:
 * @self: what is being counted
 * @ticket_id: whose row
 * @tool: which one's
 * @error: return location (WB_DB_ERROR, WB_WIRE_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_funnel_count_row (WbFunnelCount  *self,
                     const char     *ticket_id,
                     const char     *tool,
                     GError        **error)
{
  g_auto (Row) row = { .ticket = ticket_id, .tool = tool };
  g_autofree char *type = NULL;
  gint64 counts[WB_N_FUNNEL_COUNTS] = { 0 };
  gint32 day = 0;

  if (!load_row (self, &row, error) || !load_coupons (self, &row, &type, error))
    return FALSE;
  if (!row.is_there && row.offered.at == WB_TIME_NONE)
    return TRUE;
  if (!row.is_there) {
    /* The first that is told of it is its coupon. */
    wb_funnel_touch_row (self, ticket_id, tool);
    return wb_funnel_need_row (self, ticket_id, tool, type, error);
  }
  if (row.has_old_sum &&
      !touch_sums (self, &row, row.old_day, row.old_placement, row.old_counts, -1, error))
    return FALSE;
  if (row.offered.at == WB_TIME_NONE)
    return remove_row (self, &row, error);

  day = wb_date_of_time (row.offered.at, self->zone);

  return move_taking (self, &row, error) && load_orders (self, &row, error) &&
         store_money (self, &row, error) && store_row (self, &row, day, counts, error) &&
         touch_sums (self, &row, day, row.offered.placement, counts, 1, error);
}
