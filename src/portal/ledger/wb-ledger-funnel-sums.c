/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Sums of the funnel by day, tool, type, placement and currency, which statistics are read from;
 * see wb-ledger-funnel-private.h. */

#include "config.h"

#include "wb-ledger-funnel-private.h"

#define N_COUNTS WB_N_FUNNEL_COUNTS

typedef struct
{
  gboolean is_there;
  gboolean has_shown;
  gint64 counts[N_COUNTS];  /* offered, shown, taken, used, used_probable, open */
  gint64 revenue;
  gint64 revenue_probable;
  double squares;
  double all_squares;
} Sum;

static void
bind_key (WbStmt            *stmt,
          const char *const *key)
{
  wb_stmt_bind_int64 (stmt, 1, g_ascii_strtoll (key[0], NULL, 10));
  for (int i = 1; i < 5; i++)
    wb_stmt_bind_text (stmt, i + 1, key[i]);
}

/* A mail is looked at where nobody can count it, and what staff say is not shown. */
static gboolean
can_be_shown (const char *placement)
{
  return *placement != '\0' &&
         wb_placement_from_text (placement) != WB_PLACEMENT_EMAIL;
}

static void
add_counts (const char *const   *key,
            const WbFunnelDelta *delta,
            Sum                 *sum)
{
  for (int i = 0; i < N_COUNTS; i++)
    sum->counts[i] += delta->counts[i];
  sum->has_shown = can_be_shown (key[3]);
  if (!sum->has_shown)
    sum->counts[1] = 0;
}

/* Money of all rows of that day, whatever currency their tickets are in. */
static gboolean
count_money (WbFunnelCount      *self,
             const char *const  *key,
             Sum                *sum,
             GError            **error)
{
  g_autoptr (WbStmt) stmt = NULL;
  gboolean has_row = FALSE;

  sum->is_there = sum->counts[0] > 0;
  sum->revenue = 0;
  sum->revenue_probable = 0;
  sum->squares = 0;
  sum->all_squares = 0;
  if (*key[4] == '\0')
    return TRUE;
  stmt = wb_funnel_prepare (self,
                            "SELECT m.revenue, m.revenue_probable FROM funnel_row@ r"
                            " CROSS JOIN funnel_money@ m WHERE r.day = ? AND r.tool = ?"
                            " AND r.type = ? AND r.placement = ? AND m.ticket = r.ticket"
                            " AND m.tool = r.tool AND m.currency = ? ORDER BY r.ticket",
                            error);
  if (!stmt)
    return FALSE;
  bind_key (stmt, key);
  for (;;) {
    double revenue = 0;
    double all = 0;

    if (!wb_stmt_step (stmt, &has_row, error))
      return FALSE;
    if (!has_row)
      return TRUE;
    sum->is_there = TRUE;
    sum->revenue += wb_stmt_get_int64 (stmt, 0);
    sum->revenue_probable += wb_stmt_get_int64 (stmt, 1);
    revenue = (double) wb_stmt_get_int64 (stmt, 0);
    all = revenue + (double) wb_stmt_get_int64 (stmt, 1);
    sum->squares += revenue * revenue;
    sum->all_squares += all * all;
  }
}

#define SUM_COLUMNS                                              \
  "offered, shown, taken, used, used_probable, open, revenue, "  \
  "revenue_probable, revenue_squares, revenue_all_squares"

static void
read_sum (WbStmt *stmt,
          int     column,
          Sum    *sum)
{
  for (int i = 0; i < N_COUNTS; i++)
    sum->counts[i] = wb_stmt_get_int64 (stmt, column + i);
  sum->has_shown = !wb_stmt_is_null (stmt, column + 1);
  sum->revenue = wb_stmt_get_int64 (stmt, column + N_COUNTS);
  sum->revenue_probable = wb_stmt_get_int64 (stmt, column + N_COUNTS + 1);
  sum->squares = wb_stmt_get_double (stmt, column + N_COUNTS + 2);
  sum->all_squares = wb_stmt_get_double (stmt, column + N_COUNTS + 3);
  sum->is_there = TRUE;
}

static gboolean
load_sum (WbFunnelCount      *self,
          const char *const  *key,
          Sum                *sum,
          GError            **error)
{
  g_autoptr (WbStmt) stmt = NULL;
  gboolean has_row = FALSE;

  stmt = wb_funnel_prepare (self,
                            "SELECT " SUM_COLUMNS " FROM funnel_sum@ WHERE day = ? AND tool = ?"
                            " AND type = ? AND placement = ? AND currency = ?",
                            error);
  if (!stmt)
    return FALSE;
  bind_key (stmt, key);
  if (!wb_stmt_step (stmt, &has_row, error))
    return FALSE;
  if (has_row)
    read_sum (stmt, 0, sum);

  return TRUE;
}

static gboolean
is_same (const Sum *first,
         const Sum *second)
{
  for (int i = 0; i < N_COUNTS; i++) {
    if (first->counts[i] != second->counts[i])
      return FALSE;
  }

  return first->is_there == second->is_there && first->has_shown == second->has_shown &&
         first->revenue == second->revenue && first->revenue_probable == second->revenue_probable &&
         !(first->squares < second->squares) && !(first->squares > second->squares) &&
         !(first->all_squares < second->all_squares) && !(first->all_squares > second->all_squares);
}

static gboolean
remove_sum (WbFunnelCount      *self,
            const char *const  *key,
            GError            **error)
{
  g_autoptr (WbStmt) stmt = NULL;

  stmt = wb_funnel_prepare (self,
                            "DELETE FROM funnel_sum@ WHERE day = ? AND tool = ? AND type = ?"
                            " AND placement = ? AND currency = ?",
                            error);
  if (!stmt)
    return FALSE;
  bind_key (stmt, key);

  return wb_stmt_run (stmt, error);
}

static gboolean
store_sum (WbFunnelCount      *self,
           const char *const  *key,
           const Sum          *sum,
           GError            **error)
{
  g_autoptr (WbStmt) stmt = NULL;

  if (!remove_sum (self, key, error))
    return FALSE;
  if (!sum->is_there)
    return TRUE;
  stmt = wb_funnel_prepare (self,
                            "INSERT INTO funnel_sum@ (day, tool, type, placement, currency, "
                            SUM_COLUMNS ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                            error);
  if (!stmt)
    return FALSE;
  bind_key (stmt, key);
  for (int i = 0; i < N_COUNTS; i++)
    wb_stmt_bind_int64 (stmt, 6 + i, sum->counts[i]);
  if (!sum->has_shown)
    wb_stmt_bind_null (stmt, 7);
  wb_stmt_bind_int64 (stmt, 6 + N_COUNTS, sum->revenue);
  wb_stmt_bind_int64 (stmt, 7 + N_COUNTS, sum->revenue_probable);
  wb_stmt_bind_double (stmt, 8 + N_COUNTS, sum->squares);
  wb_stmt_bind_double (stmt, 9 + N_COUNTS, sum->all_squares);

  return wb_stmt_run (stmt, error);
}

/* Whoever has read the day reads it again. */
static gboolean
mark_day (WbFunnelCount      *self,
          const char *const  *key,
          GError            **error)
{
  g_autoptr (WbStmt) stmt = NULL;

  if (self->is_quiet)
    return TRUE;
  stmt = wb_funnel_prepare (self,
                            "INSERT INTO funnel_day (day, changed_at) VALUES (?, ?)"
                            " ON CONFLICT (day) DO UPDATE SET changed_at = excluded.changed_at",
                            error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_int64 (stmt, 1, g_ascii_strtoll (key[0], NULL, 10));
  wb_stmt_bind_int64 (stmt, 2, self->now);

  return wb_stmt_run (stmt, error);
}

/**
 * wb_funnel_make_sum:
 * @self: what is being counted
 * @key: (array length=5): day, tool, type, placement, currency
 * @delta: what it is changed by
 * @error: return location (WB_DB_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_funnel_make_sum (WbFunnelCount        *self,
                    const char *const    *key,
                    const WbFunnelDelta  *delta,
                    GError              **error)
{
  Sum old = { FALSE };
  Sum sum = { FALSE };

  if (!load_sum (self, key, &old, error))
    return FALSE;
  sum = old;
  add_counts (key, delta, &sum);
  sum.is_there = TRUE;
  /* Of a sum without tickets only money may be left. */
  if ((delta->has_money || sum.counts[0] <= 0) && !count_money (self, key, &sum, error))
    return FALSE;
  if (is_same (&old, &sum))
    return TRUE;

  return store_sum (self, key, &sum, error) && mark_day (self, key, error);
}

static char *
dup_known (WbStmt *stmt,
           int     column)
{
  const char *text = wb_stmt_get_text (stmt, column);

  return *text == '\0' ? NULL : g_strdup (text);
}

static WbFunnelRow *
read_row (WbStmt *stmt)
{
  WbFunnelRow *row = wb_funnel_row_new ();
  const char *tool = wb_stmt_get_text (stmt, 1);
  Sum sum = { FALSE };

  row->day = (gint32) wb_stmt_get_int64 (stmt, 0);
  row->has_tool = TRUE;
  while (row->tool < WB_N_TOOLS - 1 && !g_str_equal (wb_tool_to_text (row->tool), tool))
    row->tool++;
  row->type = dup_known (stmt, 2);
  row->placement = dup_known (stmt, 3);
  row->currency = dup_known (stmt, 4);
  read_sum (stmt, 5, &sum);
  row->offered = sum.counts[0];
  row->shown = sum.has_shown ? sum.counts[1] : WB_COUNT_NONE;
  row->taken = sum.counts[2];
  row->used = sum.counts[3];
  row->used_probable = sum.counts[4];
  row->open = sum.counts[5];
  row->revenue = sum.revenue;
  row->revenue_probable = sum.revenue_probable;
  row->revenue_squares = sum.squares;
  row->revenue_all_squares = sum.all_squares;

  return row;
}

static gboolean
count_rows (WbLedger  *self,
            gint32     from,
            gint32     to,
            gint64    *count_out,
            GError   **error)
{
  g_autoptr (WbStmt) stmt = NULL;
  gboolean has_row = FALSE;

  stmt = wb_db_prepare (self->db, "SELECT count(*) FROM funnel_sum WHERE day >= ? AND day <= ?",
                        error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_int64 (stmt, 1, from);
  wb_stmt_bind_int64 (stmt, 2, to);
  if (!wb_stmt_step (stmt, &has_row, error))
    return FALSE;
  *count_out = wb_stmt_get_int64 (stmt, 0);

  return TRUE;
}

/**
 * wb_ledger_funnel_rows:
 * @self: the ledger
 * @from: the first day
 * @to: the last day
 * @limit: how many rows at most
 * @offset: how many to leave out first
 * @count_out: (out): how many there are
 * @error: return location (WB_DB_ERROR)
 *
 * Returns: (transfer full) (element-type WbFunnelRow): by day, tool, type, placement, currency;
 *   `NULL` with @error set
 */
GPtrArray *
wb_ledger_funnel_rows (WbLedger  *self,
                       gint32     from,
                       gint32     to,
                       gint64     limit,
                       gint64     offset,
                       gint64    *count_out,
                       GError   **error)
{
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (WbStmt) stmt = NULL;
  gboolean has_row = FALSE;

  g_return_val_if_fail (self && count_out, NULL);

  if (!count_rows (self, from, to, count_out, error))
    return NULL;
  rows = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_funnel_row_unref);
  stmt = wb_db_prepare (self->db,
                        "SELECT day, tool, type, placement, currency, " SUM_COLUMNS
                        " FROM funnel_sum WHERE day >= ? AND day <= ?"
                        " ORDER BY day, tool, type, placement, currency LIMIT ? OFFSET ?",
                        error);
  if (!stmt)
    return NULL;
  wb_stmt_bind_int64 (stmt, 1, from);
  wb_stmt_bind_int64 (stmt, 2, to);
  wb_stmt_bind_int64 (stmt, 3, limit);
  wb_stmt_bind_int64 (stmt, 4, offset);
  for (;;) {
    if (!wb_stmt_step (stmt, &has_row, error))
      return NULL;
    if (!has_row)
      return g_steal_pointer (&rows);
    g_ptr_array_add (rows, read_row (stmt));
  }
}
