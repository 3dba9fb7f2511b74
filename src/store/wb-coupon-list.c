/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Which coupons are listed, in which order; see wb-coupon-list.h.
 *
 * Newest first is the order of rows, which each index and the search index have by itself. Other
 * orders have an index of their own, which is read until enough rows passed the filters
 * (wb-coupon-walk.c); where a filter or a time lets only a few through, these are read and sorted
 * instead. What is typed is asked of the search index together with the filters. */

#include "config.h"

#include "wb-coupon-list.h"

#include "wb-coupon-walk.h"
#include "wb-time.h"
#include "wb-workspace-private.h"

static GArray *
new_ids (void)
{
  return g_array_new (FALSE, FALSE, sizeof (gint64));
}

static int
compare_newest_first (gconstpointer a,
                      gconstpointer b)
{
  gint64 x = *(const gint64 *) a;
  gint64 y = *(const gint64 *) b;

  return (x < y) - (x > y);
}

static int
compare_oldest_first (gconstpointer a,
                      gconstpointer b)
{
  return compare_newest_first (b, a);
}

/* Newest first, or a few, which are sorted. */
static gboolean
run_list (const WbCouponAsk  *ask,
          WbDb               *db,
          gboolean            few,
          WbCouponSieve      *sieve,
          GArray             *ids,
          GError            **error)
{
  g_autoptr (GArray) currencies = NULL;
  g_autofree char *sql = NULL;
  g_autoptr (WbStmt) stmt = NULL;

  if (ask->query->sort == WB_COUPON_SORT_VALUE) {
    currencies = wb_coupon_walk_currencies (db, ask->query->reversed, error);
    if (!currencies)
      return FALSE;
  }
  sql = wb_coupon_ask_list_sql (ask, few, currencies, sieve ? 0 : ask->query->limit);
  stmt = wb_db_prepare (db, sql, error);
  if (!stmt)
    return FALSE;
  wb_coupon_ask_bind (ask, stmt);
  if (!wb_coupon_walk_gather (stmt, ids, ask->query->limit, sieve, error))
    return FALSE;
  if (wb_coupon_ask_is_unsorted (ask))
    g_array_sort (ids, ask->query->reversed ? compare_oldest_first : compare_newest_first);

  return TRUE;
}

/* Of two filters few rows can have both, for which all of the order's index would be read; and the
 * index of the rarer one has the other's words: only rows that have both are read. */
static gint64
get_few (const WbCouponAsk *ask)
{
  guint n_filters = 0;

  for (int i = 0; i < WB_COUPON_N_FILTERS; i++)
    n_filters += ask->words[i] > 0 ? 1 : 0;

  return (gint64) ask->few_at_once * (n_filters > 1 ? 2 : 1);
}

/* Whether the filters or the range leave so few that reading and sorting them is the quickest. */
static gboolean
leaves_few (const WbCouponAsk  *ask,
            WbDb               *db,
            gboolean           *few_out,
            GError            **error)
{
  g_autoptr (WbStmt) stmt = NULL;
  gboolean has_row = FALSE;

  *few_out = ask->rarest >= 0 && ask->n_rarest <= get_few (ask);
  if (*few_out || !ask->has_rows)
    return TRUE;
  /* A small index counts them in a tenth of the pages. */
  stmt = wb_db_prepare (db, "SELECT count(*) FROM (SELECT 1 FROM coupon INDEXED BY coupon_by_state"
                        " WHERE state IN (SELECT DISTINCT state FROM coupon_total) AND row >= ?1"
                        " AND row < ?2 LIMIT ?3 + 1)", error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_int64 (stmt, 1, ask->row_from);
  wb_stmt_bind_int64 (stmt, 2, ask->row_to);
  wb_stmt_bind_int64 (stmt, 3, ask->few_of_range);
  if (!wb_stmt_step (stmt, &has_row, error))
    return FALSE;
  *few_out = has_row && wb_stmt_get_int64 (stmt, 0) <= ask->few_of_range;

  return TRUE;
}

static gboolean
list_in_order (const WbCouponAsk  *ask,
               WbDb               *db,
               WbCouponSieve      *sieve,
               GArray             *ids,
               GError            **error)
{
  gboolean few = FALSE;

  if (!leaves_few (ask, db, &few, error))
    return FALSE;

  return few ? run_list (ask, db, TRUE, sieve, ids, error)
             : wb_coupon_walk (ask, db, sieve, ids, error);
}

/* Whether a row that was found is of the time asked for: only at the two ends the row itself does
 * not tell. */
static gboolean
is_in_range (const WbCouponAsk  *ask,
             WbDb               *db,
             gint64              row,
             gboolean           *in_out,
             GError            **error)
{
  g_autoptr (WbStmt) stmt = NULL;

  *in_out = TRUE;
  if ((ask->from == G_MININT64 || row - ask->from >= WB_COUPON_ROW_MAX_SHIFT) && row < ask->to)
    return TRUE;
  stmt = wb_db_prepare (db, "SELECT 1 FROM coupon WHERE row = ?1 AND created_at >= ?2 AND"
                        " created_at < ?3", error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_int64 (stmt, 1, row);
  wb_stmt_bind_int64 (stmt, 2, ask->from);
  wb_stmt_bind_int64 (stmt, 3, ask->to);

  return wb_stmt_step (stmt, in_out, error);
}

static WbStmt *
start_search (const WbCouponAsk  *ask,
              WbDb               *db,
              gboolean            oldest_first,
              GError            **error)
{
  WbStmt *stmt = wb_db_prepare (db, oldest_first
                                ? "SELECT rowid FROM coupon_fts WHERE coupon_fts MATCH ?1 AND"
                                " rowid >= ?2 AND rowid < ?3 ORDER BY rowid"
                                : "SELECT rowid FROM coupon_fts WHERE coupon_fts MATCH ?1 AND"
                                " rowid >= ?2 AND rowid < ?3 ORDER BY rowid DESC", error);

  if (!stmt)
    return NULL;
  wb_stmt_bind_text (stmt, 1, ask->match);
  wb_stmt_bind_int64 (stmt, 2, ask->row_from);
  wb_stmt_bind_int64 (stmt, 3, ask->row_to);

  return stmt;
}

/* What was typed, newest first or oldest first: adds to @ids until there are @limit (0 = all). */
static gboolean
search (const WbCouponAsk  *ask,
        WbDb               *db,
        WbStmt             *stmt,
        guint               limit,
        GArray             *ids,
        GError            **error)
{
  gboolean has_row = FALSE;

  while (limit == 0 || ids->len < limit) {
    gboolean is_in = TRUE;
    gint64 row = 0;

    if (!wb_stmt_step (stmt, &has_row, error))
      return FALSE;
    if (!has_row)
      return TRUE;
    row = wb_stmt_get_int64 (stmt, 0);
    if (ask->has_range && !is_in_range (ask, db, row, &is_in, error))
      return FALSE;
    if (is_in)
      g_array_append_val (ids, row);
  }

  return TRUE;
}

/* A few hits, in the order that is asked for. */
static gboolean
sort_hits (const WbCouponAsk  *ask,
           WbDb               *db,
           GArray             *hits,
           GArray             *ids,
           GError            **error)
{
  const WbCouponQuery *query = ask->query;
  g_autoptr (GString) sql = NULL;
  g_autoptr (GString) rows = g_string_new ("[");
  g_autoptr (GArray) currencies = NULL;
  g_autoptr (WbStmt) stmt = NULL;

  if (query->sort == WB_COUPON_SORT_VALUE) {
    currencies = wb_coupon_walk_currencies (db, query->reversed, error);
    if (!currencies)
      return FALSE;
  }
  for (guint i = 0; i < hits->len; i++)
    g_string_append_printf (rows, "%s%" G_GINT64_FORMAT, i > 0 ? "," : "",
                            g_array_index (hits, gint64, i));
  g_string_append_c (rows, ']');

  sql = g_string_new ("SELECT row FROM json_each (?1) CROSS JOIN coupon ON coupon.row = value");
  wb_coupon_ask_append_order (ask, currencies, sql);
  if (query->limit > 0)
    g_string_append_printf (sql, " LIMIT %u", query->limit);
  stmt = wb_db_prepare (db, sql->str, error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_text (stmt, 1, rows->str);

  return wb_coupon_walk_gather (stmt, ids, query->limit, NULL, error);
}

/* The first rows of an order that have what was typed; *@found_out = FALSE when too many would have
 * to be looked at. */
static gboolean
list_by_looking (const WbCouponAsk  *ask,
                 WbDb               *db,
                 GArray             *ids,
                 gboolean           *found_out,
                 GError            **error)
{
  g_autofree char *phone = wb_search_phone (ask->query->typed);
  g_auto (GStrv) words = wb_search_words (ask->query->typed);
  g_autoptr (WbStmt) search = NULL;
  WbCouponSieve sieve = { .words = words, .phone = phone,
                          .only_phone = phone && wb_search_is_phone (ask->query->typed),
                          .n_wanted = ask->query->limit,
                          .n_all = ask->rarest >= 0 ? ask->n_rarest : ask->n_all,
                          .weigh_at = ask->few_at_once / 6 + 1 };

  *found_out = FALSE;
  search = wb_db_prepare (db, "SELECT search FROM coupon WHERE row = ?1", error);
  if (!search)
    return FALSE;
  sieve.search = search;
  if (!list_in_order (ask, db, &sieve, ids, error))
    return FALSE;
  *found_out = !sieve.gave_up;
  if (sieve.gave_up)
    g_array_set_size (ids, 0);

  return TRUE;
}

/* Between the first and the last of them nothing else is read. */
static void
narrow (WbCouponAsk *ask,
        GArray      *hits)
{
  if (hits->len == 0)
    return;
  ask->has_rows = TRUE;
  ask->row_from = MAX (ask->row_from, g_array_index (hits, gint64, hits->len - 1));
  ask->row_to = MIN (ask->row_to, g_array_index (hits, gint64, 0) + 1);
}

/* A few hits are sorted. Of more, the first ones in the order are found by looking at rows where
 * they are many; else all hits are gathered, and the order's index is read until enough of them
 * were met. What begins the search costs most of it, so it goes on where it stopped. */
static gboolean
list_typed (const WbCouponAsk  *ask,
            WbDb               *db,
            GArray             *ids,
            GError            **error)
{
  const WbCouponQuery *query = ask->query;
  gboolean is_newest = query->sort == WB_COUPON_SORT_CREATED;
  g_autoptr (GArray) hits = new_ids ();
  g_autoptr (WbStmt) stmt = start_search (ask, db, is_newest && query->reversed, error);
  WbCouponAsk narrowed = *ask;
  WbCouponSieve sieve = { .hits = hits };
  gboolean found = FALSE;

  if (!stmt)
    return FALSE;
  if (is_newest)
    return search (ask, db, stmt, query->limit, ids, error);
  if (!search (ask, db, stmt, query->limit > 0 ? ask->few_at_once + 1 : 0, hits, error))
    return FALSE;
  if (hits->len <= ask->few_at_once)
    return sort_hits (ask, db, hits, ids, error);

  if (query->limit > 0) {
    if (!list_by_looking (ask, db, ids, &found, error))
      return FALSE;
    if (found)
      return TRUE;
    if (!search (ask, db, stmt, 0, hits, error))
      return FALSE;
  }
  narrow (&narrowed, hits);

  return list_in_order (&narrowed, db, &sieve, ids, error);
}

/**
 * wb_coupon_store_list:
 * @db: a reader, or the open transaction
 * @query: which, and in which order
 *
 * What is typed must be found as with tickets: each word at the beginning of a word of the code,
 * the ticket's code, its customer's name, e-mail or telephone, or the order that used the coupon.
 *
 * Returns: (transfer full) (element-type gint64): row ids; `NULL` with a %WB_DB_ERROR
 */
GArray *
wb_coupon_store_list (WbDb                 *db,
                      const WbCouponQuery  *query,
                      GError              **error)
{
  g_autoptr (GArray) ids = new_ids ();
  g_auto (WbCouponAsk) ask = { 0 };
  gboolean listed = FALSE;

  g_return_val_if_fail (db, NULL);
  g_return_val_if_fail (query && query->sort <= WB_COUPON_SORT_USED, NULL);
  g_return_val_if_fail (!error || !*error, NULL);

  if (!wb_coupon_ask_prepare (&ask, db, query, error))
    return NULL;
  if (ask.is_impossible)
    return g_steal_pointer (&ids);

  if (ask.match)
    listed = list_typed (&ask, db, ids, error);
  else if (query->sort == WB_COUPON_SORT_CREATED)
    listed = run_list (&ask, db, FALSE, NULL, ids, error);
  else
    listed = list_in_order (&ask, db, NULL, ids, error);

  return listed ? g_steal_pointer (&ids) : NULL;
}

/**
 * wb_coupon_row_free:
 * @self: (transfer full): a row
 *
 * Frees it.
 */
void
wb_coupon_row_free (WbCouponRow *self)
{
  g_clear_pointer (&self->coupon, wb_coupon_unref);
  g_free (self->customer);
  g_free (self);
}

/**
 * wb_coupon_store_get_row:
 * @db: a reader, or the open transaction
 * @rowid: a row id of wb_coupon_store_list()
 *
 * Returns: (transfer full) (nullable): the row; `NULL` without an error when it is gone
 */
WbCouponRow *
wb_coupon_store_get_row (WbDb    *db,
                         gint64   rowid,
                         GError **error)
{
  g_autoptr (WbStmt) stmt = NULL;
  gboolean has_row = FALSE;
  WbCouponRow *row = NULL;

  g_return_val_if_fail (db, NULL);

  stmt = wb_db_prepare (db, "SELECT " WB_COUPON_ROW_READ ", (SELECT customer_name FROM ticket WHERE"
                        " ticket.id = coupon.ticket) FROM coupon WHERE row = ?1", error);
  if (!stmt)
    return NULL;
  wb_stmt_bind_int64 (stmt, 1, rowid);
  if (!wb_stmt_step (stmt, &has_row, error) || !has_row)
    return NULL;
  row = g_new0 (WbCouponRow, 1);
  row->rowid = rowid;
  row->coupon = wb_coupon_row_read (stmt);
  row->customer = wb_stmt_dup_text (stmt, WB_COUPON_ROW_N_READ);

  return row;
}
