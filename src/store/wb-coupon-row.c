/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A coupon as a row; see wb-coupon-row.h. */

#include "config.h"

#include "wb-coupon-row.h"

#include "wb-time.h"
#include "wb-workspace-private.h"

/* Words of the search index that nobody can type: characters of private use, which stand for what
 * is filtered by and the number of its word. Being one character each, they are in no prefix index
 * but that of one letter. */
#define FIRST_MARK 0xf0000
#define N_MARKS 0xfffe
#define FIRST_MARK_BEYOND 0x100000

/* The first place is the instant of creation; with each that is taken, twice as many are tried. */
#define MAX_TRIES 26

/* Parameters 1 to 34, in the order of wb_coupon_row_bind(). */
#define COLUMNS                                                                             \
  "row, id, origin, superseded, version, created_at, updated_at, expires_at, used_at, "     \
  "state, type, store, currency, issued_by, kind, platform, placement, revenue_currency, "  \
  "ticket, ticket_code, code, amount, amount_minor, min_order_value, remote_id, activity, " \
  "settings_version, used_order_code, revenue, revenue_minor, refunded, is_probable, "      \
  "error_code, error_message, search"
#define VALUES                                                                              \
  "?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, "  \
  "?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27, ?28, ?29, ?30, ?31, ?32, ?33, ?34, ?35"

void
wb_coupon_stored_clear (WbCouponStored *self)
{
  g_clear_pointer (&self->search, g_free);
}

WbCoupon *
wb_coupon_row_read (WbStmt *stmt)
{
  WbCoupon *coupon = wb_coupon_new ();
  int i = 0;

  coupon->id = wb_stmt_dup_text (stmt, i++);
  coupon->ticket = wb_stmt_dup_text (stmt, i++);
  coupon->ticket_code = wb_stmt_dup_text (stmt, i++);
  coupon->ticket_type = wb_stmt_dup_text (stmt, i++);
  coupon->store = wb_stmt_dup_text (stmt, i++);
  coupon->platform = wb_stmt_dup_text (stmt, i++);
  coupon->remote_id = wb_stmt_dup_text (stmt, i++);
  coupon->code = wb_stmt_dup_text (stmt, i++);
  coupon->settings_version = wb_stmt_get_int64 (stmt, i++);
  coupon->issued_by = wb_stmt_dup_text (stmt, i++);
  coupon->activity = wb_stmt_dup_text (stmt, i++);
  coupon->kind = wb_stmt_dup_text (stmt, i++);
  coupon->amount = wb_stmt_dup_text (stmt, i++);
  coupon->currency = wb_stmt_dup_text (stmt, i++);
  coupon->min_order_value = wb_stmt_dup_text (stmt, i++);
  coupon->placement = wb_stmt_dup_text (stmt, i++);
  coupon->state = wb_stmt_dup_text (stmt, i++);
  coupon->created_at = wb_stmt_get_int64 (stmt, i++);
  coupon->expires_at = wb_store_get_time (stmt, i++);
  coupon->used_at = wb_store_get_time (stmt, i++);
  coupon->used_order_code = wb_stmt_dup_text (stmt, i++);
  coupon->revenue = wb_stmt_dup_text (stmt, i++);
  coupon->revenue_currency = wb_stmt_dup_text (stmt, i++);
  coupon->refunded = wb_stmt_dup_text (stmt, i++);
  coupon->is_probable = wb_stmt_get_int64 (stmt, i++) != 0;
  coupon->error_code = wb_stmt_dup_text (stmt, i++);
  coupon->error_message = wb_stmt_dup_text (stmt, i++);
  coupon->updated_at = wb_store_get_time (stmt, i++);
  coupon->version = wb_stmt_get_int64 (stmt, i++);
  g_assert (i == WB_COUPON_ROW_N_READ);

  return coupon;
}

/* As wb-coupon-sums.c counts them in SQL. */
static gint64
count_days (gint64 created_at,
            gint64 at)
{
  return at == WB_TIME_NONE ? WB_COUPON_DAYS_NEVER : (at - created_at) / WB_DAY_MS;
}

gboolean
wb_coupon_row_look_up (WbDb            *db,
                       const char      *id,
                       WbCouponStored  *stored,
                       GError         **error)
{
  g_autoptr (WbStmt) stmt = NULL;
  gboolean has_row = FALSE;
  WbCouponFacts *facts = &stored->facts;
  gint64 created_at = 0;

  stmt = wb_db_prepare (db, "SELECT row, version, origin, superseded, search, state, type, store,"
                        " currency, issued_by, kind, platform, placement, revenue_currency,"
                        " amount_minor, revenue_minor, created_at, expires_at, used_at FROM coupon"
                        " WHERE id = ?1", error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_text (stmt, 1, id);
  if (!wb_stmt_step (stmt, &has_row, error))
    return FALSE;
  if (!has_row)
    return TRUE;

  stored->row = wb_stmt_get_int64 (stmt, 0);
  stored->version = wb_stmt_get_int64 (stmt, 1);
  stored->origin = (WbCouponOrigin) wb_stmt_get_int64 (stmt, 2);
  stored->superseded = wb_stmt_get_int64 (stmt, 3) != 0;
  stored->search = wb_stmt_dup_text (stmt, 4);
  for (int i = 0; i < WB_COUPON_N_WORDS; i++)
    facts->words[i] = wb_stmt_get_int64 (stmt, 5 + i);
  facts->has_amount = !wb_stmt_is_null (stmt, 5 + WB_COUPON_N_WORDS);
  facts->amount_minor = wb_stmt_get_int64 (stmt, 5 + WB_COUPON_N_WORDS);
  facts->has_revenue = !wb_stmt_is_null (stmt, 6 + WB_COUPON_N_WORDS);
  facts->revenue_minor = wb_stmt_get_int64 (stmt, 6 + WB_COUPON_N_WORDS);
  created_at = wb_stmt_get_int64 (stmt, 7 + WB_COUPON_N_WORDS);
  facts->valid_days = count_days (created_at, wb_store_get_time (stmt, 8 + WB_COUPON_N_WORDS));
  facts->use_days = count_days (created_at, wb_store_get_time (stmt, 9 + WB_COUPON_N_WORDS));

  return TRUE;
}

gboolean
wb_coupon_row_find_word (WbDb        *db,
                         const char  *text,
                         gint64      *n_out,
                         GError     **error)
{
  g_autoptr (WbStmt) stmt = NULL;
  gboolean has_row = FALSE;

  stmt = wb_db_prepare (db, "SELECT n FROM coupon_word WHERE text = ?1", error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_text (stmt, 1, text);
  if (!wb_stmt_step (stmt, &has_row, error))
    return FALSE;
  *n_out = has_row ? wb_stmt_get_int64 (stmt, 0) : 0;

  return TRUE;
}

static gboolean
find_or_add_word (WbDb        *db,
                  const char  *text,
                  gint64      *n_out,
                  GError     **error)
{
  if (!wb_coupon_row_find_word (db, text, n_out, error))
    return FALSE;
  if (*n_out > 0)
    return TRUE;
  if (!wb_store_run (db, "INSERT INTO coupon_word (text) VALUES (?1)", text, NULL, error))
    return FALSE;
  *n_out = wb_db_last_rowid (db);

  return TRUE;
}

/* All nine in one question; only what is new takes another. */
static gboolean
find_words (WbDb        *db,
            const char  *texts[WB_COUPON_N_WORDS],
            gint64       words[WB_COUPON_N_WORDS],
            GError     **error)
{
  g_autoptr (WbStmt) stmt = NULL;
  gboolean has_row = FALSE;

  stmt = wb_db_prepare (db, "SELECT (SELECT n FROM coupon_word WHERE text = ?1),"
                        " (SELECT n FROM coupon_word WHERE text = ?2),"
                        " (SELECT n FROM coupon_word WHERE text = ?3),"
                        " (SELECT n FROM coupon_word WHERE text = ?4),"
                        " (SELECT n FROM coupon_word WHERE text = ?5),"
                        " (SELECT n FROM coupon_word WHERE text = ?6),"
                        " (SELECT n FROM coupon_word WHERE text = ?7),"
                        " (SELECT n FROM coupon_word WHERE text = ?8),"
                        " (SELECT n FROM coupon_word WHERE text = ?9)", error);
  if (!stmt)
    return FALSE;
  for (int i = 0; i < WB_COUPON_N_WORDS; i++)
    wb_stmt_bind_text (stmt, i + 1, texts[i] ? texts[i] : "");
  if (!wb_stmt_step (stmt, &has_row, error))
    return FALSE;
  for (int i = 0; i < WB_COUPON_N_WORDS; i++)
    words[i] = wb_stmt_get_int64 (stmt, i);
  g_clear_pointer (&stmt, wb_stmt_release);
  for (int i = 0; i < WB_COUPON_N_WORDS; i++) {
    if (words[i] == 0 && !find_or_add_word (db, texts[i], &words[i], error))
      return FALSE;
  }

  return TRUE;
}

static gboolean
read_money (const char *text,
            const char *currency,
            gint64     *minor_out)
{
  WbMoney money = WB_MONEY_NONE;

  if (!text || !currency || !wb_money_parse_api (text, currency, TRUE, &money, NULL))
    return FALSE;
  *minor_out = money.minor;

  return TRUE;
}

gboolean
wb_coupon_row_find_facts (WbDb            *db,
                          const WbCoupon  *coupon,
                          WbCouponFacts   *facts,
                          GError         **error)
{
  const char *texts[WB_COUPON_N_WORDS] = {
    [WB_COUPON_WORD_STATE] = coupon->state,
    [WB_COUPON_WORD_TYPE] = coupon->ticket_type,
    [WB_COUPON_WORD_STORE] = coupon->store,
    [WB_COUPON_WORD_CURRENCY] = coupon->currency,
    [WB_COUPON_WORD_ISSUED_BY] = coupon->issued_by,
    [WB_COUPON_WORD_KIND] = coupon->kind,
    [WB_COUPON_WORD_PLATFORM] = coupon->platform,
    [WB_COUPON_WORD_PLACEMENT] = coupon->placement,
    [WB_COUPON_WORD_REVENUE_CURRENCY] = coupon->revenue_currency,
  };

  *facts = (WbCouponFacts) { 0 };
  if (!find_words (db, texts, facts->words, error))
    return FALSE;
  if (facts->words[WB_COUPON_WORD_KIND] == WB_COUPON_KIND_NUMBER_PERCENT)
    facts->has_amount = coupon->amount && wb_decimal_parse (coupon->amount, 2,
                                                            &facts->amount_minor, NULL);
  else
    facts->has_amount = read_money (coupon->amount, coupon->currency, &facts->amount_minor);
  facts->has_revenue = read_money (coupon->revenue, coupon->revenue_currency,
                                   &facts->revenue_minor);
  facts->valid_days = count_days (coupon->created_at, coupon->expires_at);
  facts->use_days = count_days (coupon->created_at, coupon->used_at);

  return TRUE;
}

void
wb_coupon_row_append_mark (GString      *text,
                           WbCouponWord  filter,
                           gint64        word)
{
  gint64 mark = word * WB_COUPON_N_FILTERS + filter;

  /* Beyond twenty-six thousand shops, types and users a filter lets some through that it should
   * not. */
  mark %= 2 * N_MARKS;
  if (text->len > 0)
    g_string_append_c (text, ' ');
  g_string_append_unichar (text, mark < N_MARKS
                                   ? (gunichar) (FIRST_MARK + mark)
                                   : (gunichar) (FIRST_MARK_BEYOND + mark - N_MARKS));
}

gboolean
wb_coupon_row_search (WbDb                 *db,
                      const WbCoupon       *coupon,
                      const WbCouponFacts  *facts,
                      char                **search_out,
                      GError              **error)
{
  const char *texts[5] = { coupon->code, coupon->ticket_code, coupon->used_order_code };
  const char *phone = NULL;
  g_autoptr (GString) search = NULL;
  g_autoptr (WbStmt) stmt = NULL;
  g_autofree char *words = NULL;
  gboolean has_row = FALSE;

  stmt = wb_db_prepare (db, "SELECT customer_name, customer_email, coalesce (unsent_phone,"
                        " customer_phone) FROM ticket WHERE id = ?1", error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_text (stmt, 1, coupon->ticket);
  if (!wb_stmt_step (stmt, &has_row, error))
    return FALSE;
  if (has_row) {
    texts[3] = wb_stmt_get_text (stmt, 0);
    texts[4] = wb_stmt_get_text (stmt, 1);
    phone = wb_stmt_get_text (stmt, 2);
  }
  words = wb_search_text (texts, G_N_ELEMENTS (texts), phone);
  search = g_string_new (words);
  for (int i = 0; i < WB_COUPON_N_FILTERS; i++)
    wb_coupon_row_append_mark (search, i, facts->words[i]);
  *search_out = g_string_free (g_steal_pointer (&search), FALSE);

  return TRUE;
}

static void
bind_minor (WbStmt   *stmt,
            int       index,
            gboolean  has_minor,
            gint64    minor)
{
  if (has_minor)
    wb_stmt_bind_int64 (stmt, index, minor);
  else
    wb_stmt_bind_null (stmt, index);
}

/* Everything but the row, which is the first parameter. */
static void
bind_coupon (WbStmt               *stmt,
             const WbCoupon       *coupon,
             const WbCouponStored *as)
{
  g_autofree char *code = coupon->code ? g_ascii_strup (coupon->code, -1) : NULL;
  const WbCouponFacts *facts = &as->facts;
  int i = 1;

  wb_stmt_bind_text (stmt, ++i, coupon->id);
  wb_stmt_bind_int64 (stmt, ++i, as->origin);
  wb_stmt_bind_int64 (stmt, ++i, as->superseded);
  wb_stmt_bind_int64 (stmt, ++i, coupon->version);
  wb_stmt_bind_int64 (stmt, ++i, coupon->created_at);
  wb_store_bind_time (stmt, ++i, coupon->updated_at);
  wb_store_bind_time (stmt, ++i, coupon->expires_at);
  wb_store_bind_time (stmt, ++i, coupon->used_at);
  for (int word = 0; word < WB_COUPON_N_WORDS; word++)
    wb_stmt_bind_int64 (stmt, ++i, facts->words[word]);
  wb_stmt_bind_text (stmt, ++i, coupon->ticket ? coupon->ticket : "");
  wb_stmt_bind_text (stmt, ++i, coupon->ticket_code);
  wb_stmt_bind_text (stmt, ++i, code);
  wb_stmt_bind_text (stmt, ++i, coupon->amount ? coupon->amount : "");
  bind_minor (stmt, ++i, facts->has_amount, facts->amount_minor);
  wb_stmt_bind_text (stmt, ++i, coupon->min_order_value);
  wb_stmt_bind_text (stmt, ++i, coupon->remote_id);
  wb_stmt_bind_text (stmt, ++i, coupon->activity);
  wb_stmt_bind_int64 (stmt, ++i, coupon->settings_version);
  wb_stmt_bind_text (stmt, ++i, coupon->used_order_code);
  wb_stmt_bind_text (stmt, ++i, coupon->revenue);
  bind_minor (stmt, ++i, facts->has_revenue, facts->revenue_minor);
  wb_stmt_bind_text (stmt, ++i, coupon->refunded);
  wb_stmt_bind_int64 (stmt, ++i, coupon->is_probable);
  wb_stmt_bind_text (stmt, ++i, coupon->error_code);
  wb_stmt_bind_text (stmt, ++i, coupon->error_message);
  wb_stmt_bind_text (stmt, ++i, as->search);
}

/* The place of the @attempt'th try: the instant of creation, then anywhere in the next 2, 4, 8, …
 * milliseconds, so that a hundred thousand of one instant stay within minutes of it. */
static gint64
choose_row (const WbCoupon *coupon,
            int             attempt)
{
  gint64 at = CLAMP (coupon->created_at, 1, G_MAXINT64 / 4);
  guint64 hash = g_str_hash (coupon->id);

  hash = (hash + (guint64) attempt) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);

  return attempt == 0 ? at : at + (gint64) (hash >> (64 - attempt));
}

gboolean
wb_coupon_row_insert (WbDb                  *db,
                      const WbCoupon        *coupon,
                      const WbCouponStored  *as,
                      gint64                *row_out,
                      GError               **error)
{
  g_autoptr (WbStmt) stmt = NULL;

  stmt = wb_db_prepare (db, "INSERT INTO coupon (" COLUMNS ") VALUES (" VALUES ")"
                        " ON CONFLICT (row) DO NOTHING", error);
  if (!stmt)
    return FALSE;

  for (int attempt = 0; attempt <= MAX_TRIES; attempt++) {
    gint64 row = choose_row (coupon, attempt);

    wb_stmt_bind_int64 (stmt, 1, row);
    bind_coupon (stmt, coupon, as);
    if (!wb_stmt_run (stmt, error))
      return FALSE;
    if (wb_db_changes (db) > 0) {
      *row_out = row;
      return TRUE;
    }
  }

  /* Sixty million of one instant. */
  g_set_error (error, WB_DB_ERROR, WB_DB_ERROR_FAILED, "no place for coupon %s", coupon->id);

  return FALSE;
}

gboolean
wb_coupon_row_update (WbDb                  *db,
                      const WbCoupon        *coupon,
                      const WbCouponStored  *as,
                      GError               **error)
{
  g_autoptr (WbStmt) stmt = NULL;

  stmt = wb_db_prepare (db, "UPDATE coupon SET (" COLUMNS ") = (" VALUES ") WHERE row = ?1", error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_int64 (stmt, 1, as->row);
  bind_coupon (stmt, coupon, as);

  return wb_stmt_run (stmt, error);
}

static gboolean
run_index (WbDb        *db,
           const char  *sql,
           gint64       row,
           const char  *search,
           GError     **error)
{
  g_autoptr (WbStmt) stmt = wb_db_prepare (db, sql, error);

  if (!stmt)
    return FALSE;
  wb_stmt_bind_int64 (stmt, 1, row);
  wb_stmt_bind_text (stmt, 2, search);

  return wb_stmt_run (stmt, error);
}

gboolean
wb_coupon_index_put (WbDb        *db,
                     gint64       row,
                     const char  *search,
                     GError     **error)
{
  return run_index (db, "INSERT INTO coupon_fts (rowid, search) VALUES (?1, ?2)", row, search,
                    error);
}

gboolean
wb_coupon_index_take (WbDb        *db,
                      gint64       row,
                      const char  *search,
                      GError     **error)
{
  return run_index (db, "INSERT INTO coupon_fts (coupon_fts, rowid, search)"
                    " VALUES ('delete', ?1, ?2)", row, search, error);
}
