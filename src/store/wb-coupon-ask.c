/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A question of the Coupons page, made ready for SQL; see wb-coupon-ask.h.
 *
 * Which index is used is never left to the planner, who knows nothing of how many rows there are:
 * the sums do (wb-coupon-sums.c). */

#include "config.h"

#include "wb-coupon-ask.h"

#include "wb-meta-store.h"
#include "wb-time.h"
#include "wb-workspace-private.h"

static const struct
{
  const char *column;
  const char *index;
  const char *count;  /* how many have a word */
} filters[WB_COUPON_N_FILTERS] = {
  [WB_COUPON_WORD_STATE] = {
    "state", "coupon_by_state", "SELECT sum (n) FROM coupon_total WHERE state = ?1",
  },
  [WB_COUPON_WORD_TYPE] = {
    "type", "coupon_by_type", "SELECT n FROM coupon_count WHERE what = 'type' AND word = ?1",
  },
  [WB_COUPON_WORD_STORE] = {
    "store", "coupon_by_store", "SELECT n FROM coupon_count WHERE what = 'store' AND word = ?1",
  },
  [WB_COUPON_WORD_CURRENCY] = {
    "currency", "coupon_by_currency", "SELECT sum (n) FROM coupon_total WHERE currency = ?1",
  },
  [WB_COUPON_WORD_ISSUED_BY] = {
    "issued_by", "coupon_by_issuer",
    "SELECT n FROM coupon_count WHERE what = 'issuer' AND word = ?1",
  },
};

/* So few rows are read and sorted at once in about 10 ms; of more enough for a page are found
 * sooner in the order's index. */
static guint few_at_once = 3000;
/* Those of a stretch of time lie side by side, which is quicker. */
static guint few_of_range = 6000;

/* How an order is said, and which index has it. */
static const struct
{
  const char *index;  /* (nullable) */
  const char *forward;
  const char *backward;
} sorts[] = {
  [WB_COUPON_SORT_CREATED] = { NULL, "row DESC", "row" },
  [WB_COUPON_SORT_EXPIRES] = {
    "coupon_by_end", WB_COUPON_END ", row", WB_COUPON_END " DESC, row DESC",
  },
  [WB_COUPON_SORT_VALUE] = {
    "coupon_by_value", "kind, amount_minor DESC, row DESC", "kind DESC, amount_minor, row",
  },
  [WB_COUPON_SORT_USED] = { "coupon_by_use", "used_at DESC, row DESC", "used_at, row" },
};

void
wb_coupon_ask_clear (WbCouponAsk *self)
{
  g_clear_pointer (&self->match, g_free);
}

static gboolean
count_word (WbDb    *db,
            int      filter,
            gint64   word,
            gint64  *n_out,
            GError **error)
{
  g_autoptr (WbStmt) stmt = wb_db_prepare (db, filters[filter].count, error);
  gboolean has_row = FALSE;

  if (!stmt)
    return FALSE;
  wb_stmt_bind_int64 (stmt, 1, word);
  if (!wb_stmt_step (stmt, &has_row, error))
    return FALSE;
  *n_out = has_row ? wb_stmt_get_int64 (stmt, 0) : 0;

  return TRUE;
}

static gboolean
find_filter (WbCouponAsk  *self,
             WbDb         *db,
             int           filter,
             const char   *text,
             GError      **error)
{
  gint64 n = 0;

  if (!text || self->is_impossible)
    return TRUE;
  if (!wb_coupon_row_find_word (db, text, &self->words[filter], error))
    return FALSE;
  if (self->words[filter] == 0) {
    self->is_impossible = TRUE;
    return TRUE;
  }
  if (!count_word (db, filter, self->words[filter], &n, error))
    return FALSE;
  if (filter == WB_COUPON_WORD_STATE)
    self->n_of_state = n;
  if (self->rarest < 0 || n < self->n_rarest) {
    self->rarest = filter;
    self->n_rarest = n;
  }

  return TRUE;
}

/* Filters are words of the same index, so that their intersection with what was typed is never
 * counted out. */
static char *
make_match (const WbCouponAsk *self)
{
  g_autofree char *typed = wb_search_fts_query (self->query->typed);
  g_autoptr (GString) match = NULL;

  if (!typed)
    return NULL;
  match = g_string_new (NULL);
  g_string_append_printf (match, "(%s)", typed);
  for (int i = 0; i < WB_COUPON_N_FILTERS; i++) {
    g_autoptr (GString) mark = g_string_new (NULL);

    if (self->words[i] == 0)
      continue;
    wb_coupon_row_append_mark (mark, i, self->words[i]);
    g_string_append_printf (match, " AND \"%s\"", mark->str);
  }

  return g_string_free (g_steal_pointer (&match), FALSE);
}

static gboolean
count_all (WbCouponAsk  *self,
           WbDb         *db,
           GError      **error)
{
  g_autoptr (WbStmt) stmt = wb_db_prepare (db, "SELECT sum (n) FROM coupon_total", error);
  gboolean has_row = FALSE;

  if (!stmt || !wb_stmt_step (stmt, &has_row, error))
    return FALSE;
  self->n_all = has_row ? wb_stmt_get_int64 (stmt, 0) : 0;

  return TRUE;
}

/* What is being loaded is in no sum until all of it is there. */
static void
find_loading (WbCouponAsk *self,
              WbDb        *db)
{
  g_autofree char *loading = wb_workspace_dup_meta (db, WB_META_BULK_LOAD);

  self->knows_days = !loading;
}

static gint64
add_shift (gint64 ms)
{
  return ms > G_MAXINT64 - WB_COUPON_ROW_MAX_SHIFT ? G_MAXINT64 : ms + WB_COUPON_ROW_MAX_SHIFT;
}

gboolean
wb_coupon_ask_prepare (WbCouponAsk          *self,
                       WbDb                 *db,
                       const WbCouponQuery  *query,
                       GError              **error)
{
  *self = (WbCouponAsk) { .query = query, .rarest = -1, .few_at_once = few_at_once,
                          .few_of_range = few_of_range };
  if (!find_filter (self, db, WB_COUPON_WORD_STATE, query->state, error) ||
      !find_filter (self, db, WB_COUPON_WORD_TYPE, query->type, error) ||
      !find_filter (self, db, WB_COUPON_WORD_STORE, query->store, error) ||
      !find_filter (self, db, WB_COUPON_WORD_CURRENCY, query->currency, error) ||
      !find_filter (self, db, WB_COUPON_WORD_ISSUED_BY, query->issued_by, error) ||
      !count_all (self, db, error))
    return FALSE;

  self->from = query->created_from != WB_TIME_NONE ? query->created_from : G_MININT64;
  self->to = query->created_to != WB_TIME_NONE ? query->created_to : G_MAXINT64;
  self->has_range = self->from != G_MININT64 || self->to != G_MAXINT64;
  if (self->from >= self->to)
    self->is_impossible = TRUE;
  self->has_rows = self->has_range;
  self->row_from = self->from;
  self->row_to = add_shift (self->to);
  find_loading (self, db);
  self->match = make_match (self);

  return TRUE;
}

const char *
wb_coupon_ask_index (const WbCouponAsk *self)
{
  return self->rarest < 0 ? NULL : filters[self->rarest].index;
}

/* The order of rows is that of creation, but a row may stand a little behind its time
 * (wb-coupon-row.c): only there, at the two ends, the time itself is looked at. */
void
wb_coupon_ask_append_where (const WbCouponAsk *self,
                            GString           *sql)
{
  g_string_append (sql, " WHERE 1");
  for (int i = 0; i < WB_COUPON_N_FILTERS; i++) {
    if (self->words[i] > 0)
      g_string_append_printf (sql, " AND %s = %" G_GINT64_FORMAT, filters[i].column,
                              self->words[i]);
  }
  if (self->has_rows)
    g_string_append (sql, " AND row >= ?1 AND row < ?2");
  if (self->has_range)
    g_string_append (sql, " AND (row >= ?3 OR created_at >= ?4) AND (row < ?5 OR created_at < ?5)");
}

void
wb_coupon_ask_bind (const WbCouponAsk *self,
                    WbStmt            *stmt)
{
  if (self->has_rows) {
    wb_stmt_bind_int64 (stmt, 1, self->row_from);
    wb_stmt_bind_int64 (stmt, 2, self->row_to);
  }
  if (self->has_range) {
    wb_stmt_bind_int64 (stmt, 3, self->from == G_MININT64 ? G_MININT64 : add_shift (self->from));
    wb_stmt_bind_int64 (stmt, 4, self->from);
    wb_stmt_bind_int64 (stmt, 5, self->to);
  }
}

/* All of them, or all of a time, come faster unsorted out of a small index than out of the
 * table. */
gboolean
wb_coupon_ask_is_unsorted (const WbCouponAsk *self)
{
  return self->query->sort == WB_COUPON_SORT_CREATED && self->rarest < 0 && self->query->limit == 0;
}

/* Values are compared within a currency only, so one currency comes after the other. */
void
wb_coupon_ask_append_order (const WbCouponAsk *self,
                            GArray            *currencies,
                            GString           *sql)
{
  g_string_append (sql, " ORDER BY ");
  if (currencies && currencies->len > 0) {
    g_string_append (sql, "CASE currency");
    for (guint i = 0; i < currencies->len; i++)
      g_string_append_printf (sql, " WHEN %" G_GINT64_FORMAT " THEN %u",
                              g_array_index (currencies, gint64, i), i);
    g_string_append (sql, " END, ");
  }
  g_string_append (sql, self->query->reversed ? sorts[self->query->sort].backward
                                              : sorts[self->query->sort].forward);
}

/* What is sorted keeps no more than so many. */
static char *
finish_sql (GString *sql,
            guint    limit)
{
  if (limit > 0)
    g_string_append_printf (sql, " LIMIT %u", limit);

  return g_string_free (sql, FALSE);
}

char *
wb_coupon_ask_list_sql (const WbCouponAsk *self,
                        gboolean           few,
                        GArray            *currencies,
                        guint              limit)
{
  GString *sql = g_string_new ("SELECT row FROM coupon ");
  /* Most of a time's rows are read quicker one after the other than each by itself. */
  gboolean by_range = few && self->has_range && 2 * self->n_rarest > self->n_all;

  if (wb_coupon_ask_is_unsorted (self))
    g_string_append (sql, "INDEXED BY coupon_by_state");
  else if (self->rarest >= 0 && !by_range)
    g_string_append_printf (sql, "INDEXED BY %s", wb_coupon_ask_index (self));
  else
    g_string_append (sql, "NOT INDEXED");
  wb_coupon_ask_append_where (self, sql);
  if (!wb_coupon_ask_is_unsorted (self))
    wb_coupon_ask_append_order (self, currencies, sql);

  return finish_sql (sql, limit);
}

char *
wb_coupon_ask_piece_sql (const WbCouponAsk *self,
                         const char        *index,
                         const char        *where,
                         guint              limit)
{
  GString *sql = g_string_new ("SELECT row FROM coupon INDEXED BY ");

  if (index)
    g_string_append (sql, index);
  else if (self->query->sort == WB_COUPON_SORT_EXPIRES &&
           self->words[WB_COUPON_WORD_STATE] == WB_COUPON_STATE_ACTIVE)
    g_string_append (sql, "coupon_active_by_end");
  else
    g_string_append (sql, sorts[self->query->sort].index);
  wb_coupon_ask_append_where (self, sql);
  g_string_append (sql, where);
  if (index)
    g_string_append (sql, self->query->reversed ? " ORDER BY row" : " ORDER BY row DESC");
  else
    wb_coupon_ask_append_order (self, NULL, sql);

  return finish_sql (sql, limit);
}

/* For tests, which have not so many. */
void
wb_coupon_ask_set_few (guint at_once,
                       guint of_range)
{
  few_at_once = at_once;
  few_of_range = of_range;
}
