/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The queue as it is asked for: rows in their order, counts, and the share answered. See
 * wb-call-store.h. Each statement here reads one index from end to end of what it needs and no row
 * of the table, the search excepted: 20,000 open calls are nothing unusual after a holiday. */

#include "config.h"

#include "wb-call-store.h"

#include "wb-workspace-private.h"

/* Which columns each parameter stands for; a list has only those that it needs. */
enum
{
  BIND_QUEUE = 1,
  BIND_ME,
  BIND_LIMIT,
  BIND_TYPE,
  BIND_PHONE = 8,
  BIND_TICKETS,
  BIND_WORDS,
};

/* In the order of WbCallSort. */
static const char *const sort_columns[] = { "sort_at", "promise", "created_at" };

/* What was typed, found: its words are bound from BIND_WORDS on, the tickets' query as
 * BIND_TICKETS, what looks like a telephone number as BIND_PHONE (NULL finds nothing). A call is
 * found by its own text or by its ticket's. */
static void
append_search (GString *sql,
               GStrv    words)
{
  g_string_append (sql, " AND ((");
  for (guint i = 0; words[i]; i++)
    g_string_append_printf (sql, "%s' ' || search LIKE ?%u", i > 0 ? " AND " : "", BIND_WORDS + i);
  /* The unary + keeps the planner from driving by the list of hits. */
  g_string_append (sql, ") OR ' ' || search LIKE ?8 OR EXISTS"
                   " (SELECT 1 FROM ticket AS t WHERE t.id = call.ticket AND"
                   " +t.row IN (SELECT rowid FROM ticket_fts WHERE ticket_fts MATCH ?9)))");
}

static void
bind_pattern (WbStmt     *stmt,
              int         index,
              const char *word)
{
  g_autofree char *pattern = word ? g_strdup_printf ("%% %s%%", word) : NULL;

  wb_stmt_bind_text (stmt, index, pattern);
}

static void
bind_search (WbStmt     *stmt,
             const char *typed,
             const char *fts_query,
             GStrv       words)
{
  g_autofree char *phone = wb_search_phone (typed);

  bind_pattern (stmt, BIND_PHONE, phone);
  wb_stmt_bind_text (stmt, BIND_TICKETS, fts_query);
  for (guint i = 0; words[i]; i++)
    bind_pattern (stmt, BIND_WORDS + (int) i, words[i]);
}

/* What is asked of a row besides the search. The free calls are most of them and stand in the order
 * of the whole list: where they are listed the unary + keeps the planner from collecting and
 * sorting them. Where they are counted their own index is the shortest way. */
static void
append_conditions (GString           *sql,
                   const WbCallQuery *query,
                   gboolean           listed)
{
  if (query->filter == WB_CALL_FILTER_MINE)
    g_string_append (sql, " AND assignee = ?2");
  else if (query->filter == WB_CALL_FILTER_FREE)
    g_string_append (sql, listed ? " AND +assignee IS NULL" : " AND assignee IS NULL");
  if (query->type)
    g_string_append (sql, " AND type = ?4");
  if (query->no_number)
    g_string_append (sql, " AND has_number = 0");
}

static void
bind_conditions (WbStmt            *stmt,
                 const WbCallQuery *query,
                 WbCallQueue        queue)
{
  wb_stmt_bind_int64 (stmt, BIND_QUEUE, queue);
  if (query->filter == WB_CALL_FILTER_MINE)
    wb_stmt_bind_text (stmt, BIND_ME, query->me);
  if (query->type)
    wb_stmt_bind_text (stmt, BIND_TYPE, query->type);
}

/* One holder's calls are few: found by the holder and sorted, which the unary + says. */
static void
append_order (GString           *sql,
              const WbCallQuery *query)
{
  gboolean as_indexed = query->filter != WB_CALL_FILTER_MINE ||
                        query->sort == WB_CALL_SORT_NEXT_TRY;

  g_string_append_printf (sql, " ORDER BY %s%s, row", as_indexed ? "" : "+",
                          sort_columns[query->sort]);
}

static WbStmt *
prepare_list (WbDb               *db,
              const WbCallQuery  *query,
              WbCallQueue         queue,
              GError            **error)
{
  g_autoptr (GString) sql = g_string_new ("SELECT row, sort_at FROM call WHERE queue = ?1");
  g_autofree char *fts_query = wb_search_fts_query (query->typed);
  g_auto (GStrv) words = fts_query ? wb_search_words (query->typed) : NULL;
  WbStmt *stmt = NULL;

  append_conditions (sql, query, TRUE);
  if (words)
    append_search (sql, words);
  if (queue == WB_CALL_QUEUE_CLOSED)
    g_string_append (sql, " ORDER BY sort_at DESC, row DESC LIMIT ?3");
  else
    append_order (sql, query);

  stmt = wb_db_prepare (db, sql->str, error);
  if (!stmt)
    return NULL;
  bind_conditions (stmt, query, queue);
  if (queue == WB_CALL_QUEUE_CLOSED)
    wb_stmt_bind_int64 (stmt, BIND_LIMIT, query->closed_limit);
  if (words)
    bind_search (stmt, query->typed, fts_query, words);

  return stmt;
}

static gboolean
collect_closed (WbDb               *db,
                const WbCallQuery  *query,
                GArray             *refs,
                GError            **error)
{
  g_autoptr (WbStmt) stmt = prepare_list (db, query, WB_CALL_QUEUE_CLOSED, error);
  gboolean has_row = FALSE;

  if (!stmt)
    return FALSE;
  while (wb_stmt_step (stmt, &has_row, error)) {
    WbCallRef ref = { WB_CALL_GROUP_CLOSED, 0 };

    if (!has_row)
      return TRUE;
    ref.rowid = wb_stmt_get_int64 (stmt, 0);
    g_array_append_val (refs, ref);
  }

  return FALSE;
}

static gboolean
read_open (WbDb               *db,
           const WbCallQuery  *query,
           GArray            **groups,
           GError            **error)
{
  g_autoptr (WbStmt) stmt = prepare_list (db, query, WB_CALL_QUEUE_OPEN, error);
  gint64 tomorrow = 0;
  gint64 later = 0;
  gboolean has_row = FALSE;

  if (!stmt)
    return FALSE;
  wb_call_group_bounds (query->now, query->zone, &tomorrow, &later);
  while (wb_stmt_step (stmt, &has_row, error)) {
    WbCallRef ref = { WB_CALL_GROUP_LATER, 0 };
    gint64 due_at = 0;

    if (!has_row)
      return TRUE;
    ref.rowid = wb_stmt_get_int64 (stmt, 0);
    due_at = wb_stmt_get_int64 (stmt, 1);
    ref.group = due_at < query->now ? WB_CALL_GROUP_LATE
                : due_at < tomorrow ? WB_CALL_GROUP_TODAY
                : due_at < later ? WB_CALL_GROUP_WEEK
                                 : WB_CALL_GROUP_LATER;
    g_array_append_val (groups[ref.group], ref);
  }

  return FALSE;
}

/* The rows come in the order they are to have within a group, so dealing them out is the sort. */
static gboolean
collect_open (WbDb               *db,
              const WbCallQuery  *query,
              GArray             *refs,
              GError            **error)
{
  GArray *groups[WB_CALL_GROUP_CLOSED] = { NULL };
  gboolean ok = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    groups[i] = g_array_new (FALSE, FALSE, sizeof (WbCallRef));
  ok = read_open (db, query, groups, error);
  for (guint i = 0; i < G_N_ELEMENTS (groups); i++) {
    g_array_append_vals (refs, groups[i]->data, groups[i]->len);
    g_array_unref (groups[i]);
  }

  return ok;
}

/**
 * wb_call_store_list:
 * @db: a reader, or the open transaction
 * @query: what to list
 *
 * The queue of calls (tasks are not in it): open ones group by group, in each by the sort asked for
 * and then by when they came here, then the newest closed. Closed calls are nobody's to take, so
 * the filter "free" has none.
 *
 * Returns: (transfer full) (element-type WbCallRef): the rows, group by group; `NULL` with a
 *   %WB_DB_ERROR
 */
GArray *
wb_call_store_list (WbDb               *db,
                    const WbCallQuery  *query,
                    GError            **error)
{
  g_autoptr (GArray) refs = g_array_new (FALSE, FALSE, sizeof (WbCallRef));

  g_return_val_if_fail (db, NULL);
  g_return_val_if_fail (query && query->zone, NULL);
  g_return_val_if_fail ((guint) query->sort < G_N_ELEMENTS (sort_columns), NULL);
  g_return_val_if_fail (!error || !*error, NULL);

  if (!collect_open (db, query, refs, error))
    return NULL;
  if (query->closed_limit > 0 && query->filter != WB_CALL_FILTER_FREE &&
      !collect_closed (db, query, refs, error))
    return NULL;

  return g_steal_pointer (&refs);
}

static gboolean
read_number (WbStmt  *stmt,
             gint64  *number_out,
             GError **error)
{
  gboolean has_row = FALSE;

  if (!wb_stmt_step (stmt, &has_row, error))
    return FALSE;
  *number_out = wb_stmt_get_int64 (stmt, 0);

  return TRUE;
}

/**
 * wb_call_store_count_open:
 * @db: a reader, or the open transaction
 * @query: what would be listed; its search, sort and times are passed over
 * @count_out: (out): how many open calls there are of it
 *
 * Returns: `TRUE` unless the database failed (%WB_DB_ERROR)
 */
gboolean
wb_call_store_count_open (WbDb               *db,
                          const WbCallQuery  *query,
                          gint64             *count_out,
                          GError            **error)
{
  g_autoptr (GString) sql = g_string_new ("SELECT count(*) FROM call WHERE queue = ?1");
  g_autoptr (WbStmt) stmt = NULL;

  g_return_val_if_fail (db, FALSE);
  g_return_val_if_fail (query && count_out, FALSE);
  g_return_val_if_fail (!error || !*error, FALSE);

  append_conditions (sql, query, FALSE);
  stmt = wb_db_prepare (db, sql->str, error);
  if (!stmt)
    return FALSE;
  bind_conditions (stmt, query, WB_CALL_QUEUE_OPEN);

  return read_number (stmt, count_out, error);
}

/**
 * wb_call_store_count_late:
 * @db: a reader, or the open transaction
 * @now: ms, server time
 * @count_out: (out): how many open calls are past their due_at
 *
 * Reads the late ones in an index, no others.
 *
 * Returns: `TRUE` unless the database failed (%WB_DB_ERROR)
 */
gboolean
wb_call_store_count_late (WbDb    *db,
                          gint64   now,
                          gint64  *count_out,
                          GError **error)
{
  g_autoptr (WbStmt) stmt = NULL;

  g_return_val_if_fail (db, FALSE);
  g_return_val_if_fail (count_out, FALSE);

  stmt = wb_db_prepare (db, "SELECT count(*) FROM call WHERE queue = 1 AND sort_at < ?1", error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_int64 (stmt, 1, now);

  return read_number (stmt, count_out, error);
}

/* The rule of wb_answered_judge(), counted where the calls are. */
#define COUNT_SHARE(limit)                                                       \
  "count(*) FILTER (WHERE answered_at <= " limit "),"                            \
  " count(*) FILTER (WHERE answered_at IS NOT NULL OR " limit " < ?2)"

/**
 * wb_call_store_answered:
 * @db: a reader, or the open transaction
 * @from: ms; calls asked for since then are counted
 * @now: ms, server time
 * @goal_hours: the account's goal
 * @goal_out: (out): how many were answered by the goal
 * @promise_out: (out): how many were answered by the promise
 *
 * Returns: `TRUE` unless the database failed (%WB_DB_ERROR)
 */
gboolean
wb_call_store_answered (WbDb             *db,
                        gint64            from,
                        gint64            now,
                        int               goal_hours,
                        WbAnsweredShare  *goal_out,
                        WbAnsweredShare  *promise_out,
                        GError          **error)
{
  g_autoptr (WbStmt) stmt = NULL;
  gboolean has_row = FALSE;

  g_return_val_if_fail (db, FALSE);
  g_return_val_if_fail (goal_hours >= 0, FALSE);
  g_return_val_if_fail (goal_out && promise_out, FALSE);
  g_return_val_if_fail (!error || !*error, FALSE);

  stmt = wb_db_prepare (db, "SELECT " COUNT_SHARE ("created_at + ?3") ", " COUNT_SHARE ("promise")
                        " FROM call WHERE queue > 0 AND created_at >= ?1", error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_int64 (stmt, 1, from);
  wb_stmt_bind_int64 (stmt, 2, now);
  wb_stmt_bind_int64 (stmt, 3, wb_deadline_goal (0, goal_hours));
  if (!wb_stmt_step (stmt, &has_row, error))
    return FALSE;
  *goal_out = (WbAnsweredShare) { (guint) wb_stmt_get_int64 (stmt, 0),
                                  (guint) wb_stmt_get_int64 (stmt, 1) };
  *promise_out = (WbAnsweredShare) { (guint) wb_stmt_get_int64 (stmt, 2),
                                     (guint) wb_stmt_get_int64 (stmt, 3) };

  return TRUE;
}
