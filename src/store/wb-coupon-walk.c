/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The rows of an order; see wb-coupon-walk.h.
 *
 * An order's index is read from its beginning until enough rows passed the filters. Where those of
 * a time are asked for, most of it would be read in vain: the index is read in pieces, and only
 * those in which they can stand. Coupons of a time end as many days after it as coupons are valid,
 * and are used as many days after it as they are used, which the sums count (wb-coupon-sums.c); the
 * ones of one value, those that never end and those that were not used stand in the order of time
 * by themselves. */

#include "config.h"

#include "wb-coupon-walk.h"

#include <stdlib.h>
#include <string.h>

#include "wb-time.h"

/* What it takes, in hundredths of a microsecond: to look at the words of a row, to gather one that
 * the search has found, and to ask of a row in an index whether it is one of those. */
#define LOOK_COST 400
#define GATHER_COST 25
#define PASS_COST 20

/* The rows of an index for which a condition holds, about its parameters from ?6 on. */
typedef struct
{
  const char *index;  /* (nullable) one in the order of rows, in place of the order's own */
  const char *where;
  gint64 values[3];
} Piece;

/* From the first instant to before the last one. */
typedef struct
{
  gint64 from;
  gint64 to;
} Window;

static int
compare_newest_first (gconstpointer a,
                      gconstpointer b)
{
  gint64 x = *(const gint64 *) a;
  gint64 y = *(const gint64 *) b;

  return (x < y) - (x > y);
}

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

/* Going on takes looking at as many more as hold the rest that is wanted, if they go on as they
 * began. */
static void
weigh (WbCouponSieve *self)
{
  double share = (double) (self->n_found + 1) / (double) self->n_looked;
  double rest = (double) (self->n_wanted - self->n_found) / share;

  self->gave_up = rest * LOOK_COST >
                  share * (double) self->n_all * GATHER_COST + rest * PASS_COST;
  self->weigh_at += self->weigh_at / 2 + 1;
}

static gboolean
look_at_words (WbCouponSieve  *self,
               gint64          row,
               gboolean       *through_out,
               GError        **error)
{
  const char *text = NULL;
  gboolean has_row = FALSE;

  wb_stmt_reset (self->search);
  wb_stmt_bind_int64 (self->search, 1, row);
  if (!wb_stmt_step (self->search, &has_row, error))
    return FALSE;
  *through_out = FALSE;
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

static gboolean
lets_through (WbCouponSieve  *self,
              gint64          row,
              gboolean       *through_out,
              GError        **error)
{
  *through_out = FALSE;
  if (self->hits) {
    *through_out = bsearch (&row, self->hits->data, self->hits->len, sizeof (gint64),
                            compare_newest_first) != NULL;
    return TRUE;
  }

  if (self->n_looked >= self->weigh_at)
    weigh (self);
  if (self->gave_up)
    return TRUE;
  if (!look_at_words (self, row, through_out, error))
    return FALSE;
  self->n_looked++;
  self->n_found += *through_out ? 1 : 0;

  return TRUE;
}

gboolean
wb_coupon_walk_gather (WbStmt         *stmt,
                       GArray         *ids,
                       guint           limit,
                       WbCouponSieve  *sieve,
                       GError        **error)
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

static gboolean
is_enough (const WbCouponAsk   *ask,
           const WbCouponSieve *sieve,
           GArray              *ids)
{
  return (ask->query->limit > 0 && ids->len >= ask->query->limit) || (sieve && sieve->gave_up);
}

static gboolean
walk_piece (const WbCouponAsk  *ask,
            WbDb               *db,
            const Piece        *piece,
            WbCouponSieve      *sieve,
            GArray             *ids,
            GError            **error)
{
  guint limit = sieve || ask->query->limit == 0 ? 0 : ask->query->limit - ids->len;
  g_autofree char *sql = NULL;
  g_autoptr (WbStmt) stmt = NULL;

  if (is_enough (ask, sieve, ids))
    return TRUE;
  sql = wb_coupon_ask_piece_sql (ask, piece->index, piece->where, limit);
  stmt = wb_db_prepare (db, sql, error);
  if (!stmt)
    return FALSE;
  wb_coupon_ask_bind (ask, stmt);
  for (guint i = 0; i < G_N_ELEMENTS (piece->values); i++) {
    g_autofree char *parameter = g_strdup_printf ("?%u", WB_COUPON_ASK_N_BOUND + 1 + i);

    if (strstr (piece->where, parameter))
      wb_stmt_bind_int64 (stmt, (int) (WB_COUPON_ASK_N_BOUND + 1 + i), piece->values[i]);
  }

  return wb_coupon_walk_gather (stmt, ids, ask->query->limit, sieve, error);
}

/* Windows of time. */

static gint64
add (gint64 a,
     gint64 b)
{
  gint64 sum = 0;

  if (a == G_MININT64 || a == G_MAXINT64)
    return a;
  if (__builtin_add_overflow (a, b, &sum))
    return b > 0 ? G_MAXINT64 : G_MININT64;

  return sum;
}

/* The numbers of days that the sums count of @what, in their order. */
static GArray *
read_days (WbDb        *db,
           const char  *what,
           GError     **error)
{
  g_autoptr (GArray) days = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (WbStmt) stmt =
    wb_db_prepare (db, "SELECT word FROM coupon_count WHERE what = ?1 AND n > 0 ORDER BY word",
                   error);

  if (!stmt)
    return NULL;
  wb_stmt_bind_text (stmt, 1, what);
  if (!wb_coupon_walk_gather (stmt, days, 0, NULL, error))
    return NULL;

  return g_steal_pointer (&days);
}

/* When something happens to coupons created from @from to @to that happens to each so many of @days
 * after; (element-type Window), one after the other and apart. */
static GArray *
make_windows (GArray *days,
              gint64  from,
              gint64  to)
{
  GArray *windows = g_array_new (FALSE, FALSE, sizeof (Window));

  for (guint i = 0; i < days->len; i++) {
    gint64 n = g_array_index (days, gint64, i);
    Window *last = windows->len > 0 ? &g_array_index (windows, Window, windows->len - 1) : NULL;
    Window window = { 0 };

    if (n == WB_COUPON_DAYS_NEVER)
      continue;
    n = CLAMP (n, G_MININT64 / WB_DAY_MS + 2, G_MAXINT64 / WB_DAY_MS - 2);
    /* Days are counted towards zero. */
    window = (Window) { add (from, (n - 1) * WB_DAY_MS), add (to, (n + 1) * WB_DAY_MS) };
    if (last && window.from <= last->to)
      last->to = window.to;
    else
      g_array_append_val (windows, window);
  }

  return windows;
}

/* From which instant to which one the rows that are asked for were created. */
static Window
get_created (const WbCouponAsk *ask)
{
  return (Window) {
           MAX (ask->from, add (ask->row_from, -WB_COUPON_ROW_MAX_SHIFT)),
           MIN (ask->to, ask->row_to)
  };
}

/* Those to whom it has happened, as @where says of ?6 and ?7, in the order of when. */
static gboolean
walk_windows (const WbCouponAsk  *ask,
              WbDb               *db,
              const char         *what,
              const char         *where,
              gboolean            latest_first,
              WbCouponSieve      *sieve,
              GArray             *ids,
              GError            **error)
{
  Piece piece = { NULL, where, { G_MININT64, G_MAXINT64, 0 } };
  Window created = get_created (ask);
  g_autoptr (GArray) days = NULL;
  g_autoptr (GArray) windows = NULL;

  if (!ask->has_rows || !ask->knows_days)
    return walk_piece (ask, db, &piece, sieve, ids, error);
  days = read_days (db, what, error);
  if (!days)
    return FALSE;
  windows = make_windows (days, created.from, created.to);
  for (guint i = 0; i < windows->len; i++) {
    const Window *window =
      &g_array_index (windows, Window, latest_first ? windows->len - 1 - i : i);

    piece.values[0] = window->from;
    piece.values[1] = window->to;
    if (!walk_piece (ask, db, &piece, sieve, ids, error))
      return FALSE;
  }

  return TRUE;
}

static gboolean
walk_by_end (const WbCouponAsk  *ask,
             WbDb               *db,
             WbCouponSieve      *sieve,
             GArray             *ids,
             GError            **error)
{
  static const Piece never = { NULL, " AND " WB_COUPON_END " = 9223372036854775807", { 0 } };
  static const Piece all = { NULL, "", { 0 } };
  const char *within = " AND " WB_COUPON_END " >= ?6 AND " WB_COUPON_END " < ?7";
  gboolean reversed = ask->query->reversed;

  if (!ask->has_rows || !ask->knows_days)
    return walk_piece (ask, db, &all, sieve, ids, error);
  if (reversed && !walk_piece (ask, db, &never, sieve, ids, error))
    return FALSE;
  if (!walk_windows (ask, db, "valid", within, reversed, sieve, ids, error))
    return FALSE;

  return reversed || walk_piece (ask, db, &never, sieve, ids, error);
}

/* How many of the state that is asked for were not used; -1 = that is not known. */
static gboolean
count_unused (const WbCouponAsk  *ask,
              WbDb               *db,
              gint64             *n_out,
              GError            **error)
{
  g_autoptr (WbStmt) stmt = NULL;
  gboolean has_row = FALSE;

  *n_out = -1;
  if (!ask->knows_days || ask->words[WB_COUPON_WORD_STATE] == 0)
    return TRUE;
  stmt = wb_db_prepare (db, "SELECT n FROM coupon_count WHERE what = 'unused' AND word = ?1",
                        error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_int64 (stmt, 1, ask->words[WB_COUPON_WORD_STATE]);
  if (!wb_stmt_step (stmt, &has_row, error))
    return FALSE;
  *n_out = has_row ? wb_stmt_get_int64 (stmt, 0) : 0;

  return TRUE;
}

/* Most states have been used all, or not at all: the other ones are not looked for among all
 * coupons, and those not used stand in the order of rows, which the filter's own index has. */
static gboolean
walk_by_use (const WbCouponAsk  *ask,
             WbDb               *db,
             WbCouponSieve      *sieve,
             GArray             *ids,
             GError            **error)
{
  const char *within = " AND used_at >= ?6 AND used_at < ?7";
  gboolean reversed = ask->query->reversed;
  Piece unused = { NULL, " AND used_at IS NULL", { 0 } };
  gboolean has_used = TRUE;
  gint64 n_unused = -1;

  if (!count_unused (ask, db, &n_unused, error))
    return FALSE;
  if (n_unused > 0 && n_unused == ask->n_of_state) {
    has_used = FALSE;
    unused = (Piece) { wb_coupon_ask_index (ask), "", { 0 } };
  }
  if (reversed && n_unused != 0 && !walk_piece (ask, db, &unused, sieve, ids, error))
    return FALSE;
  if (has_used && !walk_windows (ask, db, "use", within, !reversed, sieve, ids, error))
    return FALSE;

  return reversed || n_unused == 0 || walk_piece (ask, db, &unused, sieve, ids, error);
}

/* The next value of a currency and kind, from *@value on; FALSE in @has_out = there is none. */
static gboolean
find_value (const WbCouponAsk  *ask,
            WbDb               *db,
            gint64              currency,
            gint64              kind,
            gint64             *value,
            gboolean           *has_out,
            GError            **error)
{
  g_autoptr (WbStmt) stmt = wb_db_prepare (
    db, ask->query->reversed
    ? "SELECT amount_minor FROM coupon INDEXED BY coupon_by_value WHERE currency = ?1 AND kind = ?2"
    " AND amount_minor >= ?3 ORDER BY amount_minor LIMIT 1"
    : "SELECT amount_minor FROM coupon INDEXED BY coupon_by_value WHERE currency = ?1 AND kind = ?2"
    " AND amount_minor <= ?3 ORDER BY amount_minor DESC LIMIT 1",
    error);

  if (!stmt)
    return FALSE;
  wb_stmt_bind_int64 (stmt, 1, currency);
  wb_stmt_bind_int64 (stmt, 2, kind);
  wb_stmt_bind_int64 (stmt, 3, *value);
  if (!wb_stmt_step (stmt, has_out, error))
    return FALSE;
  if (*has_out)
    *value = wb_stmt_get_int64 (stmt, 0);

  return TRUE;
}

/* One value after the other, and from a great many on what is left of them as it comes. */
static gboolean
walk_values (const WbCouponAsk  *ask,
             WbDb               *db,
             gint64              currency,
             gint64              kind,
             WbCouponSieve      *sieve,
             GArray             *ids,
             GError            **error)
{
  gboolean reversed = ask->query->reversed;
  gint64 value = reversed ? G_MININT64 : G_MAXINT64;
  Piece piece = { NULL, " AND currency = ?6 AND kind = ?7 AND amount_minor = ?8",
                  { currency, kind, 0 } };
  gboolean has_value = TRUE;

  for (guint i = 0; i <= ask->few_at_once / 10; i++) {
    if (is_enough (ask, sieve, ids))
      return TRUE;
    if (!find_value (ask, db, currency, kind, &value, &has_value, error))
      return FALSE;
    if (!has_value)
      return TRUE;
    piece.values[2] = value;
    if (!walk_piece (ask, db, &piece, sieve, ids, error))
      return FALSE;
    if (value == (reversed ? G_MAXINT64 : G_MININT64))
      return TRUE;
    value += reversed ? 1 : -1;
  }
  piece.where = reversed ? " AND currency = ?6 AND kind = ?7 AND amount_minor >= ?8"
                         : " AND currency = ?6 AND kind = ?7 AND amount_minor <= ?8";
  piece.values[2] = value;

  return walk_piece (ask, db, &piece, sieve, ids, error);
}

static gboolean
walk_currency_of_time (const WbCouponAsk  *ask,
                       WbDb               *db,
                       gint64              currency,
                       WbCouponSieve      *sieve,
                       GArray             *ids,
                       GError            **error)
{
  gboolean reversed = ask->query->reversed;
  g_autoptr (GArray) kinds = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (WbStmt) stmt =
    wb_db_prepare (db, reversed
                   ? "SELECT DISTINCT kind FROM coupon_total WHERE currency = ?1 ORDER BY kind DESC"
                   : "SELECT DISTINCT kind FROM coupon_total WHERE currency = ?1 ORDER BY kind",
                   error);

  if (!stmt)
    return FALSE;
  wb_stmt_bind_int64 (stmt, 1, currency);
  if (!wb_coupon_walk_gather (stmt, kinds, 0, NULL, error))
    return FALSE;
  for (guint i = 0; i < kinds->len; i++) {
    gint64 kind = g_array_index (kinds, gint64, i);
    /* Of a currency that is not known there is no number. */
    Piece none = { NULL, " AND currency = ?6 AND kind = ?7 AND amount_minor IS NULL",
                   { currency, kind, 0 } };

    if (reversed && !walk_piece (ask, db, &none, sieve, ids, error))
      return FALSE;
    if (!walk_values (ask, db, currency, kind, sieve, ids, error))
      return FALSE;
    if (!reversed && !walk_piece (ask, db, &none, sieve, ids, error))
      return FALSE;
  }

  return TRUE;
}

/* The index has the values of each currency: one is read after the other. */
static gboolean
walk_by_value (const WbCouponAsk  *ask,
               WbDb               *db,
               WbCouponSieve      *sieve,
               GArray             *ids,
               GError            **error)
{
  g_autoptr (GArray) currencies = wb_coupon_walk_currencies (db, ask->query->reversed, error);
  gint64 only = ask->words[WB_COUPON_WORD_CURRENCY];

  if (!currencies)
    return FALSE;
  for (guint i = 0; i < currencies->len; i++) {
    gint64 currency = g_array_index (currencies, gint64, i);
    Piece piece = { NULL, " AND currency = ?6", { currency, 0, 0 } };

    if (only > 0 && currency != only)
      continue;
    if (is_enough (ask, sieve, ids))
      break;
    if (ask->has_rows ? !walk_currency_of_time (ask, db, currency, sieve, ids, error)
                      : !walk_piece (ask, db, &piece, sieve, ids, error))
      return FALSE;
  }

  return TRUE;
}

gboolean
wb_coupon_walk (const WbCouponAsk  *ask,
                WbDb               *db,
                WbCouponSieve      *sieve,
                GArray             *ids,
                GError            **error)
{
  switch (ask->query->sort) {
    case WB_COUPON_SORT_EXPIRES:
      return walk_by_end (ask, db, sieve, ids, error);

    case WB_COUPON_SORT_VALUE:
      return walk_by_value (ask, db, sieve, ids, error);

    case WB_COUPON_SORT_USED:
      return walk_by_use (ask, db, sieve, ids, error);

    case WB_COUPON_SORT_CREATED:
    default:
      g_return_val_if_reached (FALSE);
  }
}

GArray *
wb_coupon_walk_currencies (WbDb      *db,
                           gboolean   reversed,
                           GError   **error)
{
  g_autoptr (GArray) currencies = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (WbStmt) stmt = NULL;

  stmt = wb_db_prepare (db, reversed
                        ? "SELECT DISTINCT currency FROM coupon_total ORDER BY (SELECT text FROM"
                        " coupon_word WHERE n = currency) DESC"
                        : "SELECT DISTINCT currency FROM coupon_total ORDER BY (SELECT text FROM"
                        " coupon_word WHERE n = currency)", error);
  if (!stmt || !wb_coupon_walk_gather (stmt, currencies, 0, NULL, error))
    return NULL;

  return g_steal_pointer (&currencies);
}
