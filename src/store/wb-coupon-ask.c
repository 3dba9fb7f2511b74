/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A question of the Coupons page, made ready for SQL; see wb-coupon-ask.h.
 *
 * Which index is used is never left to the planner, who knows nothing of how many rows there are:
 * the sums do (wb-coupon-sums.c). */

#include "config.h"

#include "wb-coupon-ask.h"

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

/* A workspace whose sums are of before this was counted does not know. */
static gboolean
find_odd (WbCouponAsk  *self,
          WbDb         *db,
          GError      **error)
{
  g_autoptr (WbStmt) stmt = NULL;
  gboolean has_row = FALSE;

  if (self->query->sort != WB_COUPON_SORT_EXPIRES || self->query->created_from == WB_TIME_NONE)
    return TRUE;
  stmt = wb_db_prepare (db, "SELECT n FROM coupon_count WHERE what = 'odd' AND word = 0", error);
  if (!stmt || !wb_stmt_step (stmt, &has_row, error))
    return FALSE;
  self->ends_in_range = has_row && wb_stmt_get_int64 (stmt, 0) == 0;

  return TRUE;
}

gboolean
wb_coupon_ask_prepare (WbCouponAsk          *self,
                       WbDb                 *db,
                       const WbCouponQuery  *query,
                       GError              **error)
{
  *self = (WbCouponAsk) { .query = query, .rarest = -1 };
  if (!find_filter (self, db, WB_COUPON_WORD_STATE, query->state, error) ||
      !find_filter (self, db, WB_COUPON_WORD_TYPE, query->type, error) ||
      !find_filter (self, db, WB_COUPON_WORD_STORE, query->store, error) ||
      !find_filter (self, db, WB_COUPON_WORD_CURRENCY, query->currency, error) ||
      !find_filter (self, db, WB_COUPON_WORD_ISSUED_BY, query->issued_by, error) ||
      !find_odd (self, db, error))
    return FALSE;

  self->from = query->created_from != WB_TIME_NONE ? query->created_from : G_MININT64;
  self->to = query->created_to != WB_TIME_NONE ? query->created_to : G_MAXINT64;
  self->has_range = self->from != G_MININT64 || self->to != G_MAXINT64;
  if (self->from >= self->to)
    self->is_impossible = TRUE;
  if (self->has_range)
    self->n_all = wb_coupon_store_count_state (db, NULL, NULL);
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
  if (self->has_range)
    g_string_append (sql, " AND row >= ?1 AND row < ?2 AND (row >= ?3 OR created_at >= ?1)"
                     " AND (row < ?4 OR created_at < ?4)");
}

static gint64
add_shift (gint64 ms)
{
  return ms > G_MAXINT64 - WB_COUPON_ROW_MAX_SHIFT ? G_MAXINT64 : ms + WB_COUPON_ROW_MAX_SHIFT;
}

int
wb_coupon_ask_bind (const WbCouponAsk *self,
                    WbStmt            *stmt)
{
  if (!self->has_range)
    return 0;
  wb_stmt_bind_int64 (stmt, 1, self->from);
  wb_stmt_bind_int64 (stmt, 2, add_shift (self->to));
  wb_stmt_bind_int64 (stmt, 3, self->from == G_MININT64 ? G_MININT64 : add_shift (self->from));
  wb_stmt_bind_int64 (stmt, 4, self->to);

  return 4;
}
