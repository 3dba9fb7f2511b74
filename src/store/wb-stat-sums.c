/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Sums of statistics; see wb-stat-store.h. A query goes through the days of its period, each one
 * row of bytes, and adds each of their rows to the sum it belongs to: a few milliseconds for a
 * year, whatever the sums are kept apart by. */

#include "config.h"

#include "wb-stat-pack.h"

/* What a sum is of. Numbers of words are those of the query, not of a day's bytes. */
typedef struct
{
  gint32 day;
  guint32 tool;
  guint32 words[WB_N_STAT_WORDS];
} Key;

typedef struct
{
  Key key;
  gpointer sum;           /* (unowned) */
} Group;

typedef struct
{
  const WbStatForm *form;
  gboolean by_day;
  gboolean by_tool;
  gboolean by_word[WB_N_STAT_WORDS];       /* kept apart, or filtered, by it */
  const char *filters[WB_N_STAT_WORDS];    /* (unowned) (nullable) "" = none */
  GHashTable *numbers;    /* (owned) (element-type utf8 guint) of words, in all days read */
  GHashTable *groups;     /* (owned) (element-type Key Group) */
  GPtrArray *sums;        /* (owned) */
} Query;

static guint
hash_key (gconstpointer pointer)
{
  const Key *key = pointer;
  guint32 hash = (guint32) key->day * 31 + key->tool;

  for (int i = 0; i < WB_N_STAT_WORDS; i++)
    hash = hash * 0x9e3779b1u + key->words[i];

  return hash ^ (hash >> 15);
}

static gboolean
equal_keys (gconstpointer a,
            gconstpointer b)
{
  return memcmp (a, b, sizeof (Key)) == 0;
}

static void
init_query (Query             *self,
            WbStatKind         kind,
            const WbStatQuery *ask)
{
  static const WbStatBy bits[WB_N_STAT_WORDS] = {
    [WB_STAT_WORD_BANNER] = WB_STAT_BY_BANNER,
    [WB_STAT_WORD_PLACEMENT] = WB_STAT_BY_PLACEMENT,
    [WB_STAT_WORD_TYPE] = WB_STAT_BY_TYPE,
    [WB_STAT_WORD_CURRENCY] = WB_STAT_BY_CURRENCY,
  };
  const char *filters[WB_N_STAT_WORDS] = {
    [WB_STAT_WORD_BANNER] = ask->banner,
    [WB_STAT_WORD_PLACEMENT] = ask->placement,
    [WB_STAT_WORD_TYPE] = ask->type,
    [WB_STAT_WORD_CURRENCY] = ask->currency,
  };
  const WbStatForm *form = wb_stat_form (kind);

  *self = (Query) { .form = form };
  self->by_day = (ask->by & WB_STAT_BY_DAY) != 0;
  self->by_tool = form->has_tool && (ask->by & WB_STAT_BY_TOOL) != 0;
  for (int i = 0; i < WB_N_STAT_WORDS; i++) {
    if (form->words[i] == WB_STAT_NO_FIELD)
      continue;
    self->filters[i] = filters[i];
    self->by_word[i] = filters[i] || (ask->by & bits[i]);
  }
  self->numbers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->groups = g_hash_table_new_full (hash_key, equal_keys, NULL, g_free);
  self->sums = g_ptr_array_new_with_free_func (form->unref);
}

static void
clear_query (Query *self)
{
  g_clear_pointer (&self->numbers, g_hash_table_unref);
  g_clear_pointer (&self->groups, g_hash_table_unref);
  g_clear_pointer (&self->sums, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Query, clear_query)

/* The query's number of each word of a day; @places[0] is that of none. */
static guint32 *
number_words (Query     *self,
              GPtrArray *words)
{
  guint32 *places = g_new0 (guint32, words->len + 1);

  for (guint i = 0; i < words->len; i++) {
    const char *word = g_ptr_array_index (words, i);
    guint number = GPOINTER_TO_UINT (g_hash_table_lookup (self->numbers, word));

    if (number == 0) {
      number = g_hash_table_size (self->numbers) + 1;
      g_hash_table_insert (self->numbers, g_strdup (word), GUINT_TO_POINTER (number));
    }
    places[i + 1] = number;
  }

  return places;
}

static gboolean
is_asked_for (const Query  *self,
              WbStatReader *reader)
{
  for (int i = 0; i < WB_N_STAT_WORDS; i++) {
    const char *word = NULL;

    if (!self->filters[i])
      continue;
    word = *wb_stat_form_get_word (self->form, &reader->row, i);
    if (g_strcmp0 (self->filters[i], word ? word : "") != 0)
      return FALSE;
  }

  return TRUE;
}

static gpointer
create_sum (const Query  *self,
            WbStatReader *reader)
{
  gpointer sum = self->form->create ();

  if (self->by_day)
    *(gint32 *) ((char *) sum + self->form->day) = reader->day;
  if (self->by_tool) {
    ((WbFunnelRow *) sum)->has_tool = TRUE;
    ((WbFunnelRow *) sum)->tool = reader->row.funnel.tool;
  }
  for (int i = 0; i < WB_N_STAT_WORDS; i++) {
    if (self->by_word[i])
      *wb_stat_form_get_word (self->form, sum, i) =
        g_strdup (*wb_stat_form_get_word (self->form, &reader->row, i));
  }

  return sum;
}

static void
add_row (Query         *self,
         WbStatReader  *reader,
         const guint32 *places)
{
  Key key = { 0 };
  Group *group = NULL;

  key.day = self->by_day ? reader->day : 0;
  key.tool = self->by_tool ? reader->row.funnel.tool : 0;
  for (int i = 0; i < WB_N_STAT_WORDS; i++)
    key.words[i] = self->by_word[i] ? places[reader->ids[i]] : 0;
  group = g_hash_table_lookup (self->groups, &key);
  if (!group) {
    group = g_new0 (Group, 1);
    group->key = key;
    group->sum = create_sum (self, reader);
    g_ptr_array_add (self->sums, group->sum);
    g_hash_table_insert (self->groups, &group->key, group);
  }
  self->form->add (group->sum, &reader->row);
}

static gboolean
add_day (Query   *self,
         gint32   day,
         GBytes  *bytes,
         GError **error)
{
  g_auto (WbStatReader) reader = { 0 };
  g_autofree guint32 *places = NULL;
  gboolean has_row = FALSE;

  if (!wb_stat_reader_init (&reader, self->form, day, bytes, error))
    return FALSE;
  places = number_words (self, reader.words);
  while (wb_stat_reader_step (&reader, &has_row, error)) {
    if (!has_row)
      return TRUE;
    if (is_asked_for (self, &reader))
      add_row (self, &reader, places);
  }

  return FALSE;
}

static int
compare_sums (gconstpointer a,
              gconstpointer b,
              gpointer      form)
{
  return wb_stat_form_compare (form, *(gconstpointer const *) a, *(gconstpointer const *) b);
}

static GPtrArray *
read_sums (WbDb               *db,
           WbStatKind          kind,
           const WbStatQuery  *ask,
           GError            **error)
{
  g_auto (Query) query = { 0 };
  g_autoptr (WbStmt) stmt = NULL;
  gboolean has_row = FALSE;

  init_query (&query, kind, ask);
  stmt = wb_db_prepare (db, "SELECT day, rows FROM stat_day WHERE kind = ?1"
                        " AND day BETWEEN ?2 AND ?3 ORDER BY day", error);
  if (!stmt)
    return NULL;
  wb_stmt_bind_text (stmt, 1, query.form->name);
  wb_stmt_bind_int64 (stmt, 2, ask->period.from);
  wb_stmt_bind_int64 (stmt, 3, ask->period.to);
  for (;;) {
    g_autoptr (GBytes) bytes = NULL;

    if (!wb_stmt_step (stmt, &has_row, error))
      return NULL;
    if (!has_row)
      break;
    bytes = wb_stmt_get_blob (stmt, 1);
    if (!add_day (&query, (gint32) wb_stmt_get_int64 (stmt, 0), bytes, error))
      return NULL;
  }
  g_ptr_array_sort_with_data (query.sums, compare_sums, (gpointer) query.form);

  return g_steal_pointer (&query.sums);
}

/**
 * wb_stat_store_banners:
 * @db: a reader, or the open transaction
 * @query: which days, filters, and what is kept apart
 *
 * Returns: (transfer full) (element-type WbBannerCount): the sums; `NULL` with a %WB_DB_ERROR
 */
GPtrArray *
wb_stat_store_banners (WbDb               *db,
                       const WbStatQuery  *query,
                       GError            **error)
{
  g_return_val_if_fail (db && query, NULL);

  return read_sums (db, WB_STAT_BANNERS, query, error);
}

/**
 * wb_stat_store_funnel:
 * @db: a reader, or the open transaction
 * @query: which days, filters, and what is kept apart
 *
 * Returns: (transfer full) (element-type WbFunnelRow): the sums; `NULL` with a %WB_DB_ERROR
 */
GPtrArray *
wb_stat_store_funnel (WbDb               *db,
                      const WbStatQuery  *query,
                      GError            **error)
{
  g_return_val_if_fail (db && query, NULL);

  return read_sums (db, WB_STAT_FUNNEL, query, error);
}

/**
 * wb_stat_store_calls:
 * @db: a reader, or the open transaction
 * @query: which days, filters, and what is kept apart
 *
 * Returns: (transfer full) (element-type WbCallCount): the sums; `NULL` with a %WB_DB_ERROR
 */
GPtrArray *
wb_stat_store_calls (WbDb               *db,
                     const WbStatQuery  *query,
                     GError            **error)
{
  g_return_val_if_fail (db && query, NULL);

  return read_sums (db, WB_STAT_CALLS, query, error);
}
