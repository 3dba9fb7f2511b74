/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The funnel of a ledger that had none, the funnel made anew, and what time, another zone or
 * another secret change about it; see wb-ledger-funnel.h. */

#include "config.h"

#include "wb-ledger-funnel-private.h"

#include "wb-ledger-account.h"
#include "wb-ledger-recount.h"
#include "wb-ledger-sights-private.h"
#include "wb-wire-activity.h"

#define META_FILLED "funnel_filled"
#define META_GOAL "funnel_call_goal"

/* A coupon that never expires may be used in years: such an old day is read again when that
 * happens, and not each time until then. */
#define OPEN_DAYS 180
/* Closed in one transaction. */
#define N_CLOSED 100

typedef gboolean (*TextFunc) (WbFunnelCount *self, const char *first, const char *second,
                              GError **error);

/* Calls @func for each row of the question, which gives one text or two. They are read first, as
 * what is read may be written. */
static gboolean
for_each (WbFunnelCount  *self,
          const char     *sql,
          TextFunc        func,
          GError        **error)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (WbStmt) stmt = wb_funnel_prepare (self, sql, error);
  gboolean has_row = FALSE;

  if (!stmt)
    return FALSE;
  do {
    if (!wb_stmt_step (stmt, &has_row, error))
      return FALSE;
    if (has_row) {
      g_ptr_array_add (texts, wb_stmt_dup_text (stmt, 0));
      g_ptr_array_add (texts, wb_stmt_dup_text (stmt, 1));
    }
  } while (has_row);
  g_clear_pointer (&stmt, wb_stmt_release);

  for (guint i = 0; i < texts->len; i += 2) {
    if (!func (self, g_ptr_array_index (texts, i), g_ptr_array_index (texts, i + 1), error))
      return FALSE;
  }

  return TRUE;
}

static gboolean
fill_ticket (WbFunnelCount  *self,
             const char     *ticket_id,
             const char     *email,
             GError        **error)
{
  return wb_ledger_funnel_ticket (self->ledger, ticket_id, email, error);
}

static gboolean
fill_call (WbFunnelCount  *self,
           const char     *doc,
           const char     *none,
           GError        **error)
{
  g_autoptr (WbActivity) call = wb_ledger_decode (doc, (WbWireDecodeFunc) wb_wire_activity_decode,
                                                  error);

  return call && wb_ledger_funnel_call (self->ledger, call, error);
}

static gboolean
touch_row (WbFunnelCount  *self,
           const char     *ticket_id,
           const char     *tool,
           GError        **error)
{
  wb_funnel_touch_row (self, ticket_id, tool);

  return TRUE;
}

/* Orders that named coupons of ours; who placed them was not kept. */
static gboolean
fill_orders (WbFunnelCount  *self,
             GError        **error)
{
  return wb_db_exec (self->ledger->db,
                     "INSERT INTO funnel_order (store, remote_id, code, shop, is_counted, currency,"
                     " minor, created_at) SELECT o.store, o.remote_id, o.code, s.store_id,"
                     " CASE WHEN o.is_test = 0 AND o.state <> 'cancelled' THEN 1 ELSE 0 END,"
                     " o.currency, CASE WHEN o.state = 'refunded' THEN 0"
                     " WHEN o.refunded_minor > o.total_minor THEN 0"
                     " ELSE o.total_minor - o.refunded_minor END, o.created_at"
                     " FROM shop_order o LEFT JOIN merchant_store s ON s.id = o.store"
                     " WHERE TRUE ON CONFLICT DO NOTHING",
                     error);
}

static gboolean
assign_order (WbFunnelCount  *self,
              const char     *store_id,
              const char     *remote_id,
              GError        **error)
{
  return wb_funnel_assign_order (self, store_id, remote_id, FALSE, error);
}

#define COUPON_ROWS                                                                 \
  "SELECT DISTINCT ticket, CASE WHEN json_extract (doc, '$.activity') IS NULL"      \
  " THEN 'coupon' ELSE 'call_request' END FROM coupon"

/* What an older ledger knows: tickets, calls, coupons, and the orders of those. */
static gboolean
fill (WbFunnelCount  *self,
      GError        **error)
{
  self->is_quiet = TRUE;

  return for_each (self, "SELECT id, json_extract (doc, '$.customer.email') FROM ticket"
                   " WHERE deleted_at IS NULL", fill_ticket, error) &&
         for_each (self, "SELECT doc, NULL FROM activity WHERE kind = 'call_request' ORDER BY row",
                   fill_call, error) &&
         fill_orders (self, error) &&
         for_each (self, "SELECT store, remote_id FROM funnel_order", assign_order, error) &&
         for_each (self, COUPON_ROWS, touch_row, error);
}

/* What it was filled by. */
static gboolean
store_account (WbLedger  *self,
               GError   **error)
{
  g_autoptr (WbAccount) account = NULL;
  g_autofree char *goal = NULL;

  if (!wb_ledger_account_get (self, &account, error))
    return FALSE;
  if (!account)
    return TRUE;
  goal = g_strdup_printf ("%d", account->call_goal_hours);

  return wb_ledger_set_meta (self, META_GOAL, goal, error);
}

static gboolean
fill_all (WbLedger  *self,
          GError   **error)
{
  WbFunnelCount *count = wb_funnel_begin (self, WB_LEDGER_SERVED);

  return wb_funnel_end (count, fill (count, error), error) && store_account (self, error) &&
         wb_ledger_set_meta (self, META_FILLED, "1", error);
}

/**
 * wb_ledger_funnel_open:
 * @self: a ledger that is being opened
 * @error: return location (WB_DB_ERROR, WB_WIRE_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_funnel_open (WbLedger  *self,
                       GError   **error)
{
  g_autofree char *filled = wb_ledger_dup_meta (self, META_FILLED);

  if (filled)
    return TRUE;
  if (!wb_db_begin_immediate (self->db, error))
    return FALSE;
  if (!fill_all (self, error)) {
    wb_db_rollback (self->db);
    return FALSE;
  }

  return wb_db_commit (self->db, error);
}

/**
 * wb_funnel_copy_rows:
 * @self: what is being counted, of the set that comes
 * @ticket_id: whose rows
 * @error: return location (WB_DB_ERROR)
 *
 * Their facts, as they are served; what follows from them is counted.
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_funnel_copy_rows (WbFunnelCount  *self,
                     const char     *ticket_id,
                     GError        **error)
{
  g_autoptr (WbStmt) stmt = NULL;
  g_autoptr (WbStmt) tools = NULL;
  gboolean has_row = FALSE;

  stmt = wb_funnel_prepare (self,
                            "INSERT INTO funnel_row@ (ticket, tool, type, currency, shop, who,"
                            " offer_at, offer_placement, ask_at, ask_placement, click_at,"
                            " click_placement, seen) SELECT ticket, tool, type, currency, shop,"
                            " who, offer_at, offer_placement, ask_at, ask_placement, click_at,"
                            " click_placement, seen FROM funnel_row WHERE ticket = ?"
                            " ON CONFLICT DO NOTHING",
                            error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_text (stmt, 1, ticket_id);
  if (!wb_stmt_run (stmt, error))
    return FALSE;

  tools = wb_funnel_prepare (self,
                             "SELECT tool FROM funnel_row@ WHERE ticket = ?1 UNION SELECT CASE WHEN"
                             " json_extract (doc, '$.activity') IS NULL THEN 'coupon'"
                             " ELSE 'call_request' END FROM coupon WHERE ticket = ?1",
                             error);
  if (!tools)
    return FALSE;
  wb_stmt_bind_text (tools, 1, ticket_id);
  for (;;) {
    if (!wb_stmt_step (tools, &has_row, error))
      return FALSE;
    if (!has_row)
      return TRUE;
    wb_funnel_touch_row (self, ticket_id, wb_stmt_get_text (tools, 0));
  }
}

/**
 * wb_funnel_copy_order:
 * @self: what is being counted, of the set that comes
 * @store_id: the order's shop
 * @remote_id: its id there
 * @error: return location (WB_DB_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_funnel_copy_order (WbFunnelCount  *self,
                      const char     *store_id,
                      const char     *remote_id,
                      GError        **error)
{
  g_autoptr (WbStmt) stmt = NULL;

  stmt = wb_funnel_prepare (self,
                            "INSERT INTO funnel_order@ (store, remote_id, code, shop, who,"
                            " is_counted, currency, minor, created_at) SELECT store, remote_id,"
                            " code, shop, who, is_counted, currency, minor, created_at"
                            " FROM funnel_order WHERE store = ? AND remote_id = ?"
                            " ON CONFLICT DO NOTHING",
                            error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_text (stmt, 1, store_id);
  wb_stmt_bind_text (stmt, 2, remote_id);

  return wb_stmt_run (stmt, error) &&
         wb_funnel_assign_order (self, store_id, remote_id, TRUE, error);
}

static gboolean
find_due (WbLedger     *self,
          WbLedgerSet   set,
          gboolean     *is_due_out,
          GError      **error)
{
  g_autoptr (WbStmt) stmt = NULL;

  stmt = wb_ledger_prepare (self, set,
                            "SELECT 1 FROM funnel_row@ WHERE is_open = 1 AND open_until <= ?"
                            " LIMIT 1",
                            error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_int64 (stmt, 1, wb_ledger_now (self));

  return wb_stmt_step (stmt, is_due_out, error);
}

/**
 * wb_ledger_funnel_is_due:
 * @self: the ledger
 *
 * Returns: whether time has closed something since wb_ledger_funnel_pass_time() last ran
 */
gboolean
wb_ledger_funnel_is_due (WbLedger *self)
{
  gboolean is_due = FALSE;

  return find_due (self, WB_LEDGER_SERVED, &is_due, NULL) && is_due;
}

static gboolean
run_at (WbLedger    *self,
        const char  *sql,
        gint64       at,
        GError     **error)
{
  g_autoptr (WbStmt) stmt = wb_db_prepare (self->db, sql, error);

  if (!stmt)
    return FALSE;
  wb_stmt_bind_int64 (stmt, 1, at);

  return wb_stmt_run (stmt, error);
}

static gboolean
close_some (WbLedger     *self,
            WbLedgerSet   set,
            gboolean     *more_out,
            GError      **error)
{
  WbFunnelCount *count = wb_funnel_begin (self, set);
  g_autofree char *sql = NULL;

  sql = g_strdup_printf ("SELECT ticket, tool FROM funnel_row@ WHERE is_open = 1"
                         " AND open_until <= %" G_GINT64_FORMAT " LIMIT %d", wb_ledger_now (self),
                         N_CLOSED);

  return wb_funnel_end (count, for_each (count, sql, touch_row, error), error) &&
         find_due (self, set, more_out, error);
}

/**
 * wb_ledger_funnel_pass_time:
 * @self: the ledger, in a transaction
 * @more_out: (out): whether some is left to be done in another transaction
 * @error: return location (WB_DB_ERROR, WB_WIRE_ERROR)
 *
 * What may bring no order any more is not open any more; nor in what is being counted anew, which
 * may have been begun long ago.
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_funnel_pass_time (WbLedger  *self,
                            gboolean  *more_out,
                            GError   **error)
{
  gboolean is_counting = FALSE;
  gboolean more_next = FALSE;

  if (!close_some (self, WB_LEDGER_SERVED, more_out, error) ||
      !run_at (self, "DELETE FROM funnel_day WHERE changed_at <= ?",
               wb_ledger_now (self) - WB_FUNNEL_NOTICE_MS, error) ||
      !wb_ledger_recount_is_counting (self, &is_counting, error) ||
      (is_counting && !close_some (self, WB_LEDGER_NEXT, &more_next, error)))
    return FALSE;
  *more_out = *more_out || more_next;

  return TRUE;
}

/**
 * wb_ledger_funnel_account:
 * @self: the ledger, in a transaction
 * @account: the account as it is from now on
 * @error: return location (WB_DB_ERROR, WB_WIRE_ERROR)
 *
 * By another goal calls are judged otherwise: history is not what clients have read.
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_funnel_account (WbLedger         *self,
                          const WbAccount  *account,
                          GError          **error)
{
  g_autofree char *old_goal = wb_ledger_dup_meta (self, META_GOAL);
  g_autofree char *goal = g_strdup_printf ("%d", account->call_goal_hours);

  if (g_strcmp0 (old_goal, goal) == 0)
    return TRUE;

  return wb_ledger_set_meta (self, META_GOAL, goal, error) &&
         (!old_goal || wb_ledger_stat_epoch_raise (self, error));
}

/**
 * wb_ledger_funnel_final:
 * @self: the ledger
 * @error: return location (WB_DB_ERROR, WB_WIRE_ERROR)
 *
 * Returns: the last day that does not change any more; `WB_DATE_NONE` with @error set
 */
gint32
wb_ledger_funnel_final (WbLedger  *self,
                        GError   **error)
{
  g_autoptr (WbStmt) stmt = NULL;
  GTimeZone *zone = NULL;
  gboolean has_row = FALSE;
  gint64 now = 0;
  gint32 final = WB_DATE_NONE;

  g_return_val_if_fail (self, WB_DATE_NONE);

  now = wb_ledger_now (self);
  zone = wb_ledger_judge_zone (self, WB_LEDGER_SERVED, error);
  if (!zone)
    return WB_DATE_NONE;
  stmt = wb_db_prepare (self->db,
                        "SELECT min (day) FROM (SELECT min (day) AS day FROM funnel_sum"
                        " WHERE open > 0 AND day >= ?2 UNION SELECT min (day) FROM funnel_day"
                        " WHERE changed_at > ?1) days",
                        error);
  if (!stmt)
    return WB_DATE_NONE;
  wb_stmt_bind_int64 (stmt, 1, now - WB_FUNNEL_NOTICE_MS);
  wb_stmt_bind_int64 (stmt, 2, wb_date_of_time (now, zone) - OPEN_DAYS);
  if (!wb_stmt_step (stmt, &has_row, error))
    return WB_DATE_NONE;

  final = wb_date_of_time (now, zone) - 1;
  if (!wb_stmt_is_null (stmt, 0))
    final = MIN (final, (gint32) wb_stmt_get_int64 (stmt, 0) - 1);

  return final;
}

/* Of an e-mail the sum is another one by another secret; orders follow their customer's tickets. */
static gboolean
rekey_ticket (WbFunnelCount  *self,
              const char     *ticket_id,
              const char     *email,
              GError        **error)
{
  g_autofree char *who = wb_funnel_who (self->ledger, email);
  static const char *const writes[] = {
    "UPDATE funnel_order@ SET who = ?1 WHERE who = (SELECT who FROM ticket WHERE id = ?2)",
    "UPDATE funnel_row@ SET who = ?1 WHERE ticket = ?2",
    "UPDATE ticket SET who = ?1 WHERE id = ?2",
  };

  for (guint i = 0; i < G_N_ELEMENTS (writes); i++) {
    g_autoptr (WbStmt) stmt = wb_funnel_prepare (self, writes[i], error);

    if (!stmt)
      return FALSE;
    wb_stmt_bind_text (stmt, 1, who);
    wb_stmt_bind_text (stmt, 2, ticket_id);
    if (!wb_stmt_run (stmt, error))
      return FALSE;
  }

  return TRUE;
}

/**
 * wb_ledger_funnel_forget:
 * @self: the ledger, in a transaction
 * @ticket_id: a ticket that is being deleted
 * @error: return location (WB_DB_ERROR)
 *
 * What was counted stays, and stays the same when it is counted anew; but nothing leads to the
 * person any more: in place of the sum of the e-mail the ticket and its orders get one of nothing.
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_funnel_forget (WbLedger    *self,
                         const char  *ticket_id,
                         GError     **error)
{
  static const char *const writes[] = {
    "UPDATE funnel_order@ SET who = ?1 WHERE who = ?3 AND (ticket = ?2 OR NOT EXISTS"
    " (SELECT 1 FROM ticket t WHERE t.who = ?3 AND t.id <> ?2))",
    "UPDATE funnel_row@ SET who = ?1 WHERE ticket = ?2 AND who = ?3",
    "UPDATE ticket SET who = ?1 WHERE id = ?2 AND who = ?3",
  };
  g_autofree char *nobody = wb_ledger_new_secret (self, 32);
  g_autofree char *who = NULL;

  if (!wb_ledger_find_text (self, "SELECT who FROM ticket WHERE id = ?", ticket_id, &who, error))
    return FALSE;
  for (int set = 0; who && set < WB_N_LEDGER_SETS; set++) {
    for (guint i = 0; i < G_N_ELEMENTS (writes); i++) {
      g_autoptr (WbStmt) stmt = NULL;

      stmt = wb_ledger_prepare (self, (WbLedgerSet) set, writes[i], error);
      if (!stmt)
        return FALSE;
      wb_stmt_bind_text (stmt, 1, nobody);
      wb_stmt_bind_text (stmt, 2, ticket_id);
      wb_stmt_bind_text (stmt, 3, who);
      if (!wb_stmt_run (stmt, error))
        return FALSE;
    }
  }

  return TRUE;
}

/**
 * wb_ledger_funnel_rekey:
 * @self: the ledger, in a transaction, with another secret than before
 * @error: return location (WB_DB_ERROR, WB_WIRE_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_funnel_rekey (WbLedger  *self,
                        GError   **error)
{
  WbFunnelCount *count = NULL;

  if (!wb_ledger_recount_restart (self, error))
    return FALSE;
  count = wb_funnel_begin (self, WB_LEDGER_SERVED);

  return wb_funnel_end (count,
                        for_each (count, "SELECT id, json_extract (doc, '$.customer.email')"
                                  " FROM ticket WHERE who IS NOT NULL AND deleted_at IS NULL",
                                  rekey_ticket, error),
                        error);
}
