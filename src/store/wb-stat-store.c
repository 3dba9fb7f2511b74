/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What is stored of statistics, and how it is replaced; see wb-stat-store.h. Sums are in
 * wb-stat-sums.c, a day's bytes in wb-stat-pack.c. */

#include "config.h"

#include "wb-stat-pack.h"
#include "wb-workspace-private.h"

#define MAX_DAYS (2 * WB_PERIOD_MAX_DAYS)

/**
 * wb_stat_state_clear:
 * @self: a state
 *
 * Frees what it holds.
 */
void
wb_stat_state_clear (WbStatState *self)
{
  g_return_if_fail (self);

  g_clear_pointer (&self->facts, wb_stat_facts_unref);
}

static gint32
get_day (WbStmt *stmt,
         int     column)
{
  return wb_stmt_is_null (stmt, column) ? WB_DATE_NONE : (gint32) wb_stmt_get_int64 (stmt, column);
}

/**
 * wb_stat_store_state:
 * @db: a reader, or the open transaction
 * @kind: what of
 * @state_out: (out caller-allocates): what was last read; cleared by the caller
 *
 * Any thread.
 *
 * Returns: `TRUE` unless the database failed (%WB_DB_ERROR)
 */
gboolean
wb_stat_store_state (WbDb         *db,
                     WbStatKind    kind,
                     WbStatState  *state_out,
                     GError      **error)
{
  g_autoptr (WbStmt) stmt = NULL;
  gboolean has_row = FALSE;

  g_return_val_if_fail (db, FALSE);
  g_return_val_if_fail (kind < WB_N_STATS, FALSE);
  g_return_val_if_fail (state_out, FALSE);

  *state_out = (WbStatState) {
    .known = { 0, -1 }, .read_at = WB_TIME_NONE, .read_all_at = WB_TIME_NONE,
    .changed_at = WB_TIME_NONE
  };
  stmt = wb_db_prepare (db, "SELECT time_zone, final_until, epoch, known_from, known_to, read_at,"
                        " read_all_at, changed_at FROM stat_state WHERE kind = ?1", error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_text (stmt, 1, wb_stat_form (kind)->name);
  if (!wb_stmt_step (stmt, &has_row, error))
    return FALSE;
  if (!has_row)
    return TRUE;

  state_out->facts = wb_stat_facts_new ();
  state_out->facts->time_zone = wb_stmt_dup_text (stmt, 0);
  state_out->facts->final_until = get_day (stmt, 1);
  state_out->facts->epoch = wb_stmt_get_int64 (stmt, 2);
  state_out->known = (WbPeriod) { get_day (stmt, 3), get_day (stmt, 4) };
  state_out->read_at = wb_store_get_time (stmt, 5);
  state_out->read_all_at = wb_store_get_time (stmt, 6);
  state_out->changed_at = wb_store_get_time (stmt, 7);

  return TRUE;
}

static gboolean
store_state (WbDb               *db,
             const WbStatForm   *form,
             const WbStatState  *state,
             GError            **error)
{
  g_autoptr (WbStmt) stmt = NULL;

  stmt = wb_db_prepare (db, "INSERT OR REPLACE INTO stat_state (kind, time_zone, final_until,"
                        " epoch, known_from, known_to, read_at, read_all_at, changed_at)"
                        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)", error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_text (stmt, 1, form->name);
  wb_stmt_bind_text (stmt, 2, state->facts->time_zone);
  if (state->facts->final_until == WB_DATE_NONE)
    wb_stmt_bind_null (stmt, 3);
  else
    wb_stmt_bind_int64 (stmt, 3, state->facts->final_until);
  wb_stmt_bind_int64 (stmt, 4, state->facts->epoch);
  wb_stmt_bind_int64 (stmt, 5, state->known.from);
  wb_stmt_bind_int64 (stmt, 6, state->known.to);
  wb_stmt_bind_int64 (stmt, 7, state->read_at);
  wb_store_bind_time (stmt, 8, state->read_all_at);
  wb_stmt_bind_int64 (stmt, 9, state->changed_at);

  return wb_stmt_run (stmt, error);
}

static gboolean
delete_days (WbDb              *db,
             const WbStatForm  *form,
             gint32             before,
             gint32             after,
             gboolean          *changed,
             GError           **error)
{
  g_autoptr (WbStmt) stmt = NULL;

  stmt = wb_db_prepare (db, "DELETE FROM stat_day WHERE kind = ?1 AND (day < ?2 OR day > ?3)",
                        error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_text (stmt, 1, form->name);
  wb_stmt_bind_int64 (stmt, 2, before);
  wb_stmt_bind_int64 (stmt, 3, after);
  if (!wb_stmt_run (stmt, error))
    return FALSE;
  *changed |= wb_db_changes (db) > 0;

  return TRUE;
}

/* The bytes of each stored day of @period, by the day. */
static GHashTable *
read_days (WbDb              *db,
           const WbStatForm  *form,
           const WbPeriod    *period,
           GError           **error)
{
  g_autoptr (GHashTable) days = NULL;
  g_autoptr (WbStmt) stmt = NULL;
  gboolean has_row = FALSE;

  days = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_bytes_unref);
  stmt = wb_db_prepare (db, "SELECT day, rows FROM stat_day WHERE kind = ?1"
                        " AND day BETWEEN ?2 AND ?3", error);
  if (!stmt)
    return NULL;
  wb_stmt_bind_text (stmt, 1, form->name);
  wb_stmt_bind_int64 (stmt, 2, period->from);
  wb_stmt_bind_int64 (stmt, 3, period->to);
  while (wb_stmt_step (stmt, &has_row, error)) {
    if (!has_row)
      return g_steal_pointer (&days);
    g_hash_table_insert (days, GINT_TO_POINTER ((int) wb_stmt_get_int64 (stmt, 0)),
                         wb_stmt_get_blob (stmt, 1));
  }

  return NULL;
}

/* @bytes: (nullable): NULL = the day has no rows. */
static gboolean
store_day (WbDb              *db,
           const WbStatForm  *form,
           gint32             day,
           GBytes            *bytes,
           GError           **error)
{
  g_autoptr (WbStmt) stmt = NULL;

  stmt = wb_db_prepare (db, bytes ? "INSERT OR REPLACE INTO stat_day (kind, day, rows)"
                        " VALUES (?1, ?2, ?3)"
                                  : "DELETE FROM stat_day WHERE kind = ?1 AND day = ?2", error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_text (stmt, 1, form->name);
  wb_stmt_bind_int64 (stmt, 2, day);
  if (bytes)
    wb_stmt_bind_blob (stmt, 3, bytes);

  return wb_stmt_run (stmt, error);
}

static int
compare_rows (gconstpointer a,
              gconstpointer b,
              gpointer      form)
{
  return wb_stat_form_compare (form, *(gconstpointer const *) a, *(gconstpointer const *) b);
}

/**
 * wb_stat_store_order:
 * @kind: of what
 * @period: the days that were read
 * @rows: (element-type gpointer): rows of those days
 *
 * Puts @rows in order, for wb_stat_store_put_days(). Any thread.
 *
 * Returns: `FALSE` with %WB_DB_ERROR_CONSTRAINT when one is of another day
 */
gboolean
wb_stat_store_order (WbStatKind       kind,
                     const WbPeriod  *period,
                     GPtrArray       *rows,
                     GError         **error)
{
  const WbStatForm *form = NULL;

  g_return_val_if_fail (kind < WB_N_STATS, FALSE);
  g_return_val_if_fail (period && rows, FALSE);

  form = wb_stat_form (kind);
  g_ptr_array_sort_with_data (rows, compare_rows, (gpointer) form);
  if (rows->len > 0 &&
      (wb_stat_form_get_day (form, rows->pdata[0]) < period->from ||
       wb_stat_form_get_day (form, rows->pdata[rows->len - 1]) > period->to)) {
    g_set_error (error, WB_DB_ERROR, WB_DB_ERROR_CONSTRAINT, "%s: a row of another day",
                 form->name);
    return FALSE;
  }

  return TRUE;
}

/**
 * wb_stat_store_put_days:
 * @db: the open transaction
 * @kind: of what
 * @days: some days
 * @rows: (element-type gpointer): from wb_stat_store_order()
 * @next: (inout): which row is the first of @days; then the first after them
 * @changed: (inout): raised when a day is another one than before
 *
 * Day after day: what is stored of it, what came of it, and a write only where they differ.
 *
 * Returns: `TRUE` when done; `FALSE` with a %WB_DB_ERROR
 */
gboolean
wb_stat_store_put_days (WbDb            *db,
                        WbStatKind       kind,
                        const WbPeriod  *days,
                        GPtrArray       *rows,
                        guint           *next,
                        gboolean        *changed,
                        GError         **error)
{
  const WbStatForm *form = NULL;
  g_autoptr (GHashTable) stored = NULL;

  g_return_val_if_fail (db, FALSE);
  g_return_val_if_fail (kind < WB_N_STATS, FALSE);
  g_return_val_if_fail (days && rows && next && changed, FALSE);

  form = wb_stat_form (kind);
  stored = read_days (db, form, days, error);
  if (!stored)
    return FALSE;
  for (gint32 day = days->from; day <= days->to; day++) {
    GBytes *old = g_hash_table_lookup (stored, GINT_TO_POINTER (day));
    g_autoptr (GBytes) bytes = NULL;
    guint first = *next;

    while (*next < rows->len && wb_stat_form_get_day (form, rows->pdata[*next]) == day)
      (*next)++;
    if (*next > first) {
      bytes = wb_stat_pack (form, &rows->pdata[first], *next - first, error);
      if (!bytes)
        return FALSE;
    }
    if ((!old && !bytes) || (old && bytes && g_bytes_equal (old, bytes)))
      continue;
    *changed = TRUE;
    if (!store_day (db, form, day, bytes, error))
      return FALSE;
  }

  return TRUE;
}

static gboolean
is_same_count (const WbStatState *state,
               const WbStatFacts *facts)
{
  return state->facts && state->facts->epoch == facts->epoch &&
         g_strcmp0 (state->facts->time_zone, facts->time_zone) == 0;
}

/* What is known once @period was read. */
static void
join_period (WbStatState    *state,
             const WbPeriod *period,
             gboolean        is_same)
{
  gboolean touches = is_same && state->known.from <= state->known.to &&
                     period->from <= state->known.to + 1 && period->to >= state->known.from - 1;

  if (touches) {
    state->known.from = MIN (state->known.from, period->from);
    state->known.to = MAX (state->known.to, period->to);
  } else {
    state->known = *period;
    state->read_all_at = WB_TIME_NONE;
  }
  state->known.from = MAX (state->known.from, state->known.to - MAX_DAYS + 1);
}

/**
 * wb_stat_store_mark:
 * @db: the open transaction
 * @kind: of what
 * @period: the days that were read, whole
 * @facts: what the answer said beside them
 * @changed: whether a day of them was another one before
 * @now: server's time, ms
 *
 * What is known, once @period's days are stored; others that are not known are forgotten.
 *
 * Returns: `TRUE` when done; `FALSE` with a %WB_DB_ERROR
 */
gboolean
wb_stat_store_mark (WbDb               *db,
                    WbStatKind          kind,
                    const WbPeriod     *period,
                    const WbStatFacts  *facts,
                    gboolean            changed,
                    gint64              now,
                    GError            **error)
{
  const WbStatForm *form = NULL;
  g_auto (WbStatState) state = { 0 };

  g_return_val_if_fail (db, FALSE);
  g_return_val_if_fail (kind < WB_N_STATS, FALSE);
  g_return_val_if_fail (period && period->from <= period->to, FALSE);
  g_return_val_if_fail (facts, FALSE);
  g_return_val_if_fail (!error || !*error, FALSE);

  form = wb_stat_form (kind);
  if (!wb_stat_store_state (db, kind, &state, error))
    return FALSE;
  join_period (&state, period, is_same_count (&state, facts));
  if (!delete_days (db, form, state.known.from, state.known.to, &changed, error))
    return FALSE;

  g_clear_pointer (&state.facts, wb_stat_facts_unref);
  state.facts = wb_stat_facts_new ();
  state.facts->time_zone = g_strdup (facts->time_zone);
  state.facts->final_until = facts->final_until;
  state.facts->epoch = facts->epoch;
  state.read_at = now;
  if (changed || state.changed_at == WB_TIME_NONE)
    state.changed_at = now;
  if (state.known.from >= period->from && state.known.to <= period->to)
    state.read_all_at = now;

  return store_state (db, form, &state, error);
}

/**
 * wb_stat_store_replace:
 * @db: the open transaction
 * @kind: of what
 * @period: the days that were read, whole
 * @rows: (element-type gpointer): all rows of those days; put in order
 * @facts: what the answer said beside them
 * @now: server's time, ms
 *
 * Makes @period's days those of the service, as the header says.
 *
 * Returns: `TRUE` when done; `FALSE` with a %WB_DB_ERROR, and the transaction is to be rolled back
 */
gboolean
wb_stat_store_replace (WbDb               *db,
                       WbStatKind          kind,
                       const WbPeriod     *period,
                       GPtrArray          *rows,
                       const WbStatFacts  *facts,
                       gint64              now,
                       GError            **error)
{
  gboolean changed = FALSE;
  guint next = 0;

  g_return_val_if_fail (period && period->from <= period->to, FALSE);

  return wb_stat_store_order (kind, period, rows, error) &&
         wb_stat_store_put_days (db, kind, period, rows, &next, &changed, error) &&
         wb_stat_store_mark (db, kind, period, facts, changed, now, error);
}

/**
 * wb_stat_store_mark_all:
 * @db: the open transaction
 * @kind: of what
 * @now: server's time, ms, when reading it all began
 *
 * Remembers that everything known was read anew, in however many asks.
 *
 * Returns: `TRUE` unless the database failed (%WB_DB_ERROR)
 */
gboolean
wb_stat_store_mark_all (WbDb        *db,
                        WbStatKind   kind,
                        gint64       now,
                        GError     **error)
{
  g_autoptr (WbStmt) stmt = NULL;

  g_return_val_if_fail (db, FALSE);
  g_return_val_if_fail (kind < WB_N_STATS, FALSE);
  g_return_val_if_fail (!error || !*error, FALSE);

  stmt = wb_db_prepare (db, "UPDATE stat_state SET read_all_at = ?2 WHERE kind = ?1", error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_text (stmt, 1, wb_stat_form (kind)->name);
  wb_stmt_bind_int64 (stmt, 2, now);

  return wb_stmt_run (stmt, error);
}

/**
 * wb_stat_store_forget:
 * @db: the open transaction
 * @kind: of what
 *
 * Forgets all rows and what was known of them.
 *
 * Returns: `TRUE` unless the database failed (%WB_DB_ERROR)
 */
gboolean
wb_stat_store_forget (WbDb        *db,
                      WbStatKind   kind,
                      GError     **error)
{
  const char *name = NULL;

  g_return_val_if_fail (db, FALSE);
  g_return_val_if_fail (kind < WB_N_STATS, FALSE);
  g_return_val_if_fail (!error || !*error, FALSE);

  name = wb_stat_form (kind)->name;

  return wb_store_run (db, "DELETE FROM stat_day WHERE kind = ?1", name, NULL, error) &&
         wb_store_run (db, "DELETE FROM stat_state WHERE kind = ?1", name, NULL, error);
}
