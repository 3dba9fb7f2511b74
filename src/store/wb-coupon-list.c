/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Which coupons are listed, in which order; see wb-coupon-list.h.
 *
 * Newest first is the order of rows, which each index and the search index have by itself. Other
 * orders have an index of their own, of which the beginning is read until enough rows passed the
 * filters; where a filter lets only a few through, these are read and sorted instead. What is typed
 * is asked of the search index together with the filters; for another order than its own, few hits
 * are sorted; more are gathered, and the order's index is read until enough of them were met. Where
 * there are a great many, enough for a page stand near the beginning of the order's index: its
 * rows' own words are looked at. */

#include "config.h"

#include "wb-coupon-list.h"

#include <stdlib.h>
#include <string.h>

#include "wb-coupon-ask.h"
#include "wb-time.h"
#include "wb-workspace-private.h"

/* So few rows are read and sorted at once in about 15 ms. */
static guint few_at_once = 5000;
/* Those of a stretch of time lie side by side, which is ten times as quick; and they lie together
 * in other orders by time, too, whose index would be read for long until they come. */
static guint few_of_range = 50000;

#define END "ifnull (expires_at, 9223372036854775807)"

/* How an order is said, and which index has it. */
static const struct
{
  const char *index;  /* (nullable) */
  const char *forward;
  const char *backward;
} sorts[] = {
  [WB_COUPON_SORT_CREATED] = { NULL, "row DESC", "row" },
  [WB_COUPON_SORT_EXPIRES] = { "coupon_by_end", END ", row", END " DESC, row DESC" },
  [WB_COUPON_SORT_VALUE] = {
    "coupon_by_value", "kind, amount_minor DESC, row DESC", "kind DESC, amount_minor, row",
  },
  [WB_COUPON_SORT_USED] = { "coupon_by_use", "used_at DESC, row DESC", "used_at, row" },
};

static GArray *
new_ids (void)
{
  return g_array_new (FALSE, FALSE, sizeof (gint64));
}

static const char *
order_of (const WbCouponQuery *query)
{
  return query->reversed ? sorts[query->sort].backward : sorts[query->sort].forward;
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

/* Which rows of an order are wanted: those that are known, or those with certain words. */
typedef struct
{
  GArray *hits;       /* (unowned) (nullable) sorted with the newest first */
  char **words;       /* (unowned) folded; without hits: what words of the row begin with, */
  const char *phone;  /* (nullable) or one of them with these digits, */
  gboolean only_phone;/* or with nothing else */
  WbStmt *search;     /* (unowned) (nullable) reads the words of row ?1 */
  guint n_left;       /* how many more rows are looked at for their words */
  gboolean gave_up;   /* there were more */
} Sieve;

static gboolean
has_word_from (const char *search,
               const char *word)
{
  gsize length = strlen (word);

  for (const char *p = search; p; p = strchr (p, ' ')) {
    p += *p == ' ' ? 1 : 0;
    if (strncmp (p, word, length) == 0)
      return TRUE;
  }

  return FALSE;
}

static gboolean
lets_through (Sieve     *self,
              gint64     row,
              gboolean  *through_out,
              GError   **error)
{
  const char *text = NULL;
  gboolean has_row = FALSE;

  if (self->hits) {
    *through_out = bsearch (&row, self->hits->data, self->hits->len, sizeof (gint64),
                            compare_newest_first) != NULL;
    return TRUE;
  }

  *through_out = FALSE;
  self->gave_up = self->n_left == 0;
  if (self->gave_up)
    return TRUE;
  self->n_left--;
  wb_stmt_reset (self->search);
  wb_stmt_bind_int64 (self->search, 1, row);
  if (!wb_stmt_step (self->search, &has_row, error))
    return FALSE;
  if (!has_row)
    return TRUE;
  text = wb_stmt_get_text (self->search, 0);
  *through_out = !self->only_phone;
  for (guint i = 0; self->words[i] && *through_out; i++)
    *through_out = has_word_from (text, self->words[i]);
  if (!*through_out && self->phone)
    *through_out = has_word_from (text, self->phone);

  return TRUE;
}

/* Adds the rows of @stmt to @ids, up to @limit in all (0 = no limit); those that @sieve (nullable)
 * lets through only. */
static gboolean
gather (WbStmt  *stmt,
        GArray  *ids,
        guint    limit,
        Sieve   *sieve,
        GError **error)
{
  gboolean has_row = FALSE;

  while (limit == 0 || ids->len < limit) {
    gboolean through = TRUE;
    gint64 row = 0;

    if (!wb_stmt_step (stmt, &has_row, error))
      return FALSE;
    if (!has_row)
      return TRUE;
    row = wb_stmt_get_int64 (stmt, 0);
    if (sieve && !lets_through (sieve, row, &through, error))
      return FALSE;
    if (sieve && sieve->gave_up)
      return TRUE;
    if (through)
      g_array_append_val (ids, row);
  }

  return TRUE;
}

/* All of them, or all of a time, come faster unsorted out of a small index than out of the
 * table. */
static gboolean
is_unsorted (const WbCouponAsk *ask)
{
  return ask->query->sort == WB_COUPON_SORT_CREATED && ask->rarest < 0 && ask->query->limit == 0;
}

static void
append_source (const WbCouponAsk *ask,
               gboolean           few,
               GString           *sql)
{
  /* Most of a time's rows are read quicker one after the other than each by itself. */
  gboolean by_range = ask->has_range && 2 * ask->n_rarest > ask->n_all;
  gboolean by_filter = ask->rarest >= 0 &&
                       (ask->query->sort == WB_COUPON_SORT_CREATED || (few && !by_range));
  const char *index = sorts[ask->query->sort].index;

  if (is_unsorted (ask))
    index = "coupon_by_state";
  else if (by_filter)
    index = wb_coupon_ask_index (ask);
  else if (few)
    index = NULL;
  else if (ask->query->sort == WB_COUPON_SORT_EXPIRES &&
           ask->words[WB_COUPON_WORD_STATE] == WB_COUPON_STATE_ACTIVE)
    index = "coupon_active_by_end";
  if (index)
    g_string_append_printf (sql, "coupon INDEXED BY %s", index);
  else
    g_string_append (sql, "coupon NOT INDEXED");
}

/* Values are compared within a currency only, so one currency comes after the other. */
static void
append_currency_order (GArray  *currencies,
                       GString *sql)
{
  if (!currencies || currencies->len == 0)
    return;
  g_string_append (sql, "CASE currency");
  for (guint i = 0; i < currencies->len; i++)
    g_string_append_printf (sql, " WHEN %" G_GINT64_FORMAT " THEN %u",
                            g_array_index (currencies, gint64, i), i);
  g_string_append (sql, " END, ");
}

char *
wb_coupon_ask_list_sql (const WbCouponAsk *ask,
                        gboolean           few,
                        GArray            *currencies,
                        gint64             currency,
                        guint              limit)
{
  g_autoptr (GString) sql = g_string_new ("SELECT row FROM ");

  append_source (ask, few, sql);
  wb_coupon_ask_append_where (ask, sql);
  if (currency > 0)
    g_string_append_printf (sql, " AND currency = %" G_GINT64_FORMAT, currency);
  if (is_unsorted (ask))
    return g_string_free (g_steal_pointer (&sql), FALSE);
  /* Else half of the index would be read until those of the time come. */
  if (ask->ends_in_range && !few)
    g_string_append (sql, " AND " END " >= ?1");
  g_string_append (sql, " ORDER BY ");
  if (few)
    append_currency_order (currencies, sql);
  g_string_append (sql, order_of (ask->query));
  /* What is sorted keeps no more than so many. */
  if (limit > 0)
    g_string_append_printf (sql, " LIMIT %u", limit);

  return g_string_free (g_steal_pointer (&sql), FALSE);
}

/* The currencies there are, in the order of their codes. */
static GArray *
list_currencies (WbDb      *db,
                 gboolean   reversed,
                 GError   **error)
{
  g_autoptr (GArray) currencies = new_ids ();
  g_autoptr (WbStmt) stmt = NULL;

  stmt = wb_db_prepare (db, reversed
                        ? "SELECT DISTINCT currency FROM coupon_total ORDER BY (SELECT text FROM"
                        " coupon_word WHERE n = currency) DESC"
                        : "SELECT DISTINCT currency FROM coupon_total ORDER BY (SELECT text FROM"
                        " coupon_word WHERE n = currency)", error);
  if (!stmt || !gather (stmt, currencies, 0, NULL, error))
    return NULL;

  return g_steal_pointer (&currencies);
}

/* In the order asked for, of the coupons of one currency (0 = of all). */
static gboolean
run_list (const WbCouponAsk  *ask,
          WbDb               *db,
          gboolean            few,
          gint64              currency,
          Sieve              *sieve,
          GArray             *ids,
          GError            **error)
{
  guint limit = sieve || ask->query->limit == 0 ? 0 : ask->query->limit - ids->len;
  g_autoptr (GArray) currencies = NULL;
  g_autofree char *sql = NULL;
  g_autoptr (WbStmt) stmt = NULL;

  if (few && ask->query->sort == WB_COUPON_SORT_VALUE) {
    currencies = list_currencies (db, ask->query->reversed, error);
    if (!currencies)
      return FALSE;
  }
  sql = wb_coupon_ask_list_sql (ask, few, currencies, currency, limit);
  stmt = wb_db_prepare (db, sql, error);
  if (!stmt)
    return FALSE;
  wb_coupon_ask_bind (ask, stmt);
  if (!gather (stmt, ids, ask->query->limit, sieve, error))
    return FALSE;
  if (is_unsorted (ask))
    g_array_sort (ids, ask->query->reversed ? compare_oldest_first : compare_newest_first);

  return TRUE;
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

  *few_out = ask->rarest >= 0 && ask->n_rarest <= few_at_once;
  if (*few_out || !ask->has_range)
    return TRUE;
  /* A small index counts them in a tenth of the pages. */
  stmt = wb_db_prepare (db, "SELECT count(*) FROM (SELECT 1 FROM coupon INDEXED BY coupon_by_state"
                        " WHERE state IN (SELECT DISTINCT state FROM coupon_total) AND row >= ?1"
                        " AND row < ?2 LIMIT ?3 + 1)", error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_int64 (stmt, 1, ask->from);
  wb_stmt_bind_int64 (stmt, 2, ask->to);
  wb_stmt_bind_int64 (stmt, 3, few_of_range);
  if (!wb_stmt_step (stmt, &has_row, error))
    return FALSE;
  *few_out = has_row && wb_stmt_get_int64 (stmt, 0) <= few_of_range;

  return TRUE;
}

/* The index has the values of each currency: one is read after the other. */
static gboolean
list_by_value (const WbCouponAsk  *ask,
               WbDb               *db,
               Sieve              *sieve,
               GArray             *ids,
               GError            **error)
{
  g_autoptr (GArray) currencies = list_currencies (db, ask->query->reversed, error);
  gint64 only = ask->words[WB_COUPON_WORD_CURRENCY];

  if (!currencies)
    return FALSE;
  for (guint i = 0; i < currencies->len; i++) {
    gint64 currency = g_array_index (currencies, gint64, i);

    if (only > 0 && currency != only)
      continue;
    if (ask->query->limit > 0 && ids->len >= ask->query->limit)
      break;
    if (!run_list (ask, db, FALSE, only > 0 ? 0 : currency, sieve, ids, error))
      return FALSE;
  }

  return TRUE;
}

static gboolean
list_in_order (const WbCouponAsk  *ask,
               WbDb               *db,
               Sieve              *sieve,
               GArray             *ids,
               GError            **error)
{
  gboolean few = FALSE;

  if (!leaves_few (ask, db, &few, error))
    return FALSE;
  if (ask->query->sort == WB_COUPON_SORT_VALUE && !few)
    return list_by_value (ask, db, sieve, ids, error);

  return run_list (ask, db, few, 0, sieve, ids, error);
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

/* What was typed, newest first or oldest first, up to @limit. */
static gboolean
search (const WbCouponAsk  *ask,
        WbDb               *db,
        gboolean            oldest_first,
        guint               limit,
        GArray             *ids,
        GError            **error)
{
  g_autoptr (WbStmt) stmt = NULL;
  gboolean has_row = FALSE;

  stmt = wb_db_prepare (db, oldest_first
                        ? "SELECT rowid FROM coupon_fts WHERE coupon_fts MATCH ?1 AND"
                        " rowid >= ?2 AND rowid < ?3 ORDER BY rowid"
                        : "SELECT rowid FROM coupon_fts WHERE coupon_fts MATCH ?1 AND"
                        " rowid >= ?2 AND rowid < ?3 ORDER BY rowid DESC", error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_text (stmt, 1, ask->match);
  wb_stmt_bind_int64 (stmt, 2, ask->from);
  wb_stmt_bind_int64 (stmt, 3, ask->to > G_MAXINT64 - WB_COUPON_ROW_MAX_SHIFT
                                 ? G_MAXINT64 : ask->to + WB_COUPON_ROW_MAX_SHIFT);
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
    currencies = list_currencies (db, query->reversed, error);
    if (!currencies)
      return FALSE;
  }
  for (guint i = 0; i < hits->len; i++)
    g_string_append_printf (rows, "%s%" G_GINT64_FORMAT, i > 0 ? "," : "",
                            g_array_index (hits, gint64, i));
  g_string_append_c (rows, ']');

  sql = g_string_new ("SELECT row FROM json_each (?1) CROSS JOIN coupon ON coupon.row = value"
                      " ORDER BY ");
  append_currency_order (currencies, sql);
  g_string_append (sql, order_of (query));
  if (query->limit > 0)
    g_string_append_printf (sql, " LIMIT %u", query->limit);
  stmt = wb_db_prepare (db, sql->str, error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_text (stmt, 1, rows->str);

  return gather (stmt, ids, query->limit, NULL, error);
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
  /* As many as are read in 30 ms; those of a common word come much earlier. */
  Sieve sieve = { .words = words, .phone = phone,
                  .only_phone = phone && wb_search_is_phone (ask->query->typed),
                  .n_left = few_at_once + few_at_once * 3 / 5 };

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

static gboolean
list_typed (const WbCouponAsk  *ask,
            WbDb               *db,
            GArray             *ids,
            GError            **error)
{
  const WbCouponQuery *query = ask->query;
  g_autoptr (GArray) hits = new_ids ();
  Sieve sieve = { .hits = hits };
  /* So many are gathered in 15 ms; of more than these enough for a page stand near the beginning of
   * any order. */
  guint many = MAX (few_at_once, 4 * few_of_range);
  gboolean found = FALSE;

  if (query->sort == WB_COUPON_SORT_CREATED)
    return search (ask, db, query->reversed, query->limit, ids, error);
  if (!search (ask, db, FALSE, query->limit > 0 ? many + 1 : 0, hits, error))
    return FALSE;
  if (hits->len <= few_at_once)
    return sort_hits (ask, db, hits, ids, error);

  if (query->limit > 0 && hits->len > many) {
    if (!list_by_looking (ask, db, ids, &found, error))
      return FALSE;
    if (found)
      return TRUE;
    g_array_set_size (hits, 0);
    if (!search (ask, db, FALSE, 0, hits, error))
      return FALSE;
  }

  return list_in_order (ask, db, &sieve, ids, error);
}

/* For tests, which have not so many. */
void
wb_coupon_ask_set_few (guint at_once,
                       guint of_range)
{
  few_at_once = at_once;
  few_of_range = of_range;
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
  g_return_val_if_fail (query && query->sort < G_N_ELEMENTS (sorts), NULL);
  g_return_val_if_fail (!error || !*error, NULL);

  if (!wb_coupon_ask_prepare (&ask, db, query, error))
    return NULL;
  if (ask.is_impossible)
    return g_steal_pointer (&ids);

  if (ask.match)
    listed = list_typed (&ask, db, ids, error);
  else if (query->sort == WB_COUPON_SORT_CREATED)
    listed = run_list (&ask, db, FALSE, 0, NULL, ids, error);
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
