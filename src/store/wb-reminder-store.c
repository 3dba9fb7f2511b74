/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Reminders of calls; see wb-reminder-store.h. A call has a bit for each kind that was shown of it
 * and an index of those where it was not, by the time the kind goes by, so that a look costs what
 * there is to show. What came before a kind's first look is cut off by its instant in the small
 * facts, and what is older than a week is no news to anybody. */

#include "config.h"

#include "wb-reminder-store.h"

#include "wb-call-store.h"
#include "wb-meta-store.h"
#include "wb-time.h"
#include "wb-working-time.h"
#include "wb-workspace-private.h"

#define MAX_AGE_MS (7 * WB_DAY_MS)
/* More are not read at once, nor could anybody read them. */
#define MAX_AT_ONCE 100

/* In the order of WbReminderKind. The index is named, since the planner knows no numbers: another
 * one looks as good to it and leads through all that was shown already. */
static const struct {
  const char *column;
  const char *bit;
  const char *index;
} kinds[WB_N_REMINDERS] = {
  { "created_at", "1", "call_to_tell" },
  { "created_at", "2", "call_to_goal" },
  { "promise", "4", "call_to_promise" },
};

static void
init_due_reminder (WbDueReminder *self)
{
}

static void
clear_due_reminder (WbDueReminder *self)
{
  g_clear_pointer (&self->activity, wb_activity_unref);
}

WB_DEFINE_RECORD (WbDueReminder, wb_due_reminder, init_due_reminder, clear_due_reminder)

/* From the instant of a call's column to that of its reminder. */
static gint64
offset_of (WbReminderKind       kind,
           const WbReminderAsk *ask)
{
  if (kind == WB_REMINDER_GOAL)
    return wb_deadline_goal (0, ask->goal_hours);

  return kind == WB_REMINDER_PROMISE ? -WB_REMINDER_PROMISE_LEAD_MS : 0;
}

static char *
dup_key (WbReminderKind kind)
{
  return g_strconcat (WB_META_REMINDED_FROM, wb_reminder_to_text (kind), NULL);
}

/* Reminders of a kind that came by then are no news; FALSE = there was no first look yet. */
static gboolean
read_from (WbDb           *db,
           WbReminderKind  kind,
           gint64         *from_out)
{
  g_autofree char *key = dup_key (kind);
  g_autofree char *value = wb_workspace_dup_meta (db, key);

  if (value)
    *from_out = g_ascii_strtoll (value, NULL, 10);

  return value != NULL;
}

/* Open calls for this person whose reminder comes after @after and not after @until, by when. */
static WbStmt *
prepare_calls (WbDb                 *db,
               const WbReminderAsk  *ask,
               WbReminderKind        kind,
               gint64                after,
               gint64                until,
               GError              **error)
{
  g_autofree char *sql = g_strdup_printf (
    "SELECT row FROM call INDEXED BY %s WHERE queue = 1 AND reminded & %s = 0 AND %s > ?1"
    " AND %s <= ?2 AND (assignee IS NULL OR assignee = ?3) ORDER BY %s LIMIT ?4",
    kinds[kind].index, kinds[kind].bit, kinds[kind].column, kinds[kind].column,
    kinds[kind].column);
  WbStmt *stmt = wb_db_prepare (db, sql, error);
  gint64 offset = offset_of (kind, ask);

  if (!stmt)
    return NULL;
  wb_stmt_bind_int64 (stmt, 1, after - offset);
  wb_stmt_bind_int64 (stmt, 2, until == G_MAXINT64 ? until : until - offset);
  wb_stmt_bind_text (stmt, 3, ask->me);
  wb_stmt_bind_int64 (stmt, 4, until == G_MAXINT64 ? 1 : MAX_AT_ONCE);

  return stmt;
}

/* Adds to @due what is to be shown of the calls of @stmt, and to @next when the rest is. */
static gboolean
judge_calls (WbDb                 *db,
             WbStmt               *stmt,
             const WbReminderAsk  *ask,
             WbReminderKind        kind,
             GPtrArray            *due,
             gint64               *next,
             guint                *n_out,
             GError              **error)
{
  gboolean has_row = FALSE;

  for (*n_out = 0; wb_stmt_step (stmt, &has_row, error); (*n_out)++) {
    g_autoptr (WbActivity) call = NULL;
    gint64 show_at = 0;

    if (!has_row)
      return TRUE;
    call = wb_call_store_get_row (db, wb_stmt_get_int64 (stmt, 0), error);
    if (!call)
      return FALSE;
    show_at = wb_reminder_show_at (kind, call, ask->goal_hours, ask->me, ask->settings, ask->zone);
    if (show_at == WB_TIME_NONE)
      continue;
    if (show_at > ask->now) {
      *next = *next == WB_TIME_NONE ? show_at : MIN (*next, show_at);
    } else {
      WbDueReminder *reminder = wb_due_reminder_new ();

      reminder->kind = kind;
      reminder->show_at = show_at;
      reminder->activity = g_steal_pointer (&call);
      g_ptr_array_add (due, reminder);
    }
  }

  return FALSE;
}

static gboolean
look_at_kind (WbDb                 *db,
              const WbReminderAsk  *ask,
              WbReminderKind        kind,
              GPtrArray            *due,
              gint64               *next,
              GError              **error)
{
  g_autoptr (WbStmt) past = NULL;
  g_autoptr (WbStmt) coming = NULL;
  gint64 from = 0;
  guint n = 0;

  if (!read_from (db, kind, &from))
    return TRUE;
  past = prepare_calls (db, ask, kind, MAX (from, ask->now - MAX_AGE_MS), ask->now, error);
  if (!past || !judge_calls (db, past, ask, kind, due, next, &n, error))
    return FALSE;
  /* The rest of so many comes when these are marked. */
  if (n == MAX_AT_ONCE)
    return TRUE;
  coming = prepare_calls (db, ask, kind, ask->now, G_MAXINT64, error);

  return coming && judge_calls (db, coming, ask, kind, due, next, &n, error);
}

static gboolean
is_wanted (WbReminderKind         kind,
           const WbLocalSettings *settings)
{
  const gboolean wanted[WB_N_REMINDERS] = {
    settings->notify_new, settings->notify_goal, settings->notify_promise,
  };

  return wanted[kind];
}

static int
compare_due (gconstpointer a,
             gconstpointer b)
{
  const WbDueReminder *left = *(WbDueReminder *const *) a;
  const WbDueReminder *right = *(WbDueReminder *const *) b;

  if (left->show_at != right->show_at)
    return left->show_at < right->show_at ? -1 : 1;

  return (int) left->kind - (int) right->kind;
}

/* What came in the hours of yesterday is not shown in the night either. */
static void
wait_for_hours (const WbReminderAsk *ask,
                GPtrArray           *due,
                gint64              *next)
{
  g_autoptr (WbWorkingCalendar) calendar = NULL;
  gint64 open_at = 0;

  if (due->len == 0)
    return;
  calendar = wb_working_calendar_new_weekly (ask->settings->notification_hours, ask->zone);
  open_at = wb_working_next_open (calendar, ask->now);
  if (open_at == ask->now)
    return;
  g_ptr_array_set_size (due, 0);
  if (open_at != WB_TIME_NONE)
    *next = *next == WB_TIME_NONE ? open_at : MIN (*next, open_at);
}

/**
 * wb_reminder_store_due:
 * @db: a reader
 * @ask: for whom and when
 * @next_out: (out): ms; when to look again, WB_TIME_NONE = only after a change
 *
 * Nothing is due before wb_reminder_store_baseline(), and at most 100 of a kind at once: the others
 * when those are marked.
 *
 * Returns: (transfer full) (element-type WbDueReminder): those to show now, oldest first; `NULL`
 *   with a %WB_DB_ERROR
 */
GPtrArray *
wb_reminder_store_due (WbDb                 *db,
                       const WbReminderAsk  *ask,
                       gint64               *next_out,
                       GError              **error)
{
  g_autoptr (GPtrArray) due = NULL;

  g_return_val_if_fail (db, NULL);
  g_return_val_if_fail (ask && ask->settings && ask->zone && ask->goal_hours >= 0, NULL);
  g_return_val_if_fail (next_out, NULL);
  g_return_val_if_fail (!error || !*error, NULL);

  due = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_due_reminder_unref);
  *next_out = WB_TIME_NONE;
  for (guint i = 0; i < WB_N_REMINDERS; i++) {
    if (is_wanted (i, ask->settings) && !look_at_kind (db, ask, i, due, next_out, error))
      return NULL;
  }
  wait_for_hours (ask, due, next_out);
  g_ptr_array_sort (due, compare_due);

  return g_steal_pointer (&due);
}

/**
 * wb_reminder_store_mark:
 * @db: the open transaction; it touches no table that anything but reminders is read from
 * @activity_id: the server's id; one that is not stored is done with
 * @kind: what was shown of it
 * @now: ms
 *
 * Returns: `TRUE` unless the database failed (%WB_DB_ERROR)
 */
gboolean
wb_reminder_store_mark (WbDb            *db,
                        const char      *activity_id,
                        WbReminderKind   kind,
                        gint64           now,
                        GError         **error)
{
  g_autofree char *sql = NULL;

  g_return_val_if_fail (db, FALSE);
  g_return_val_if_fail (activity_id, FALSE);
  g_return_val_if_fail ((guint) kind < WB_N_REMINDERS, FALSE);

  sql = g_strdup_printf ("UPDATE call SET reminded = reminded | %s WHERE id = ?1", kinds[kind].bit);

  return wb_store_run (db, sql, activity_id, NULL, error);
}

/**
 * wb_reminder_store_shown:
 * @db: a reader
 *
 * Returns: (transfer full) (element-type utf8): the ids of open calls of which something has been
 *   shown; `NULL` with a %WB_DB_ERROR
 */
GPtrArray *
wb_reminder_store_shown (WbDb    *db,
                         GError **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (WbStmt) stmt = NULL;
  gboolean has_row = FALSE;

  g_return_val_if_fail (db, NULL);

  stmt = wb_db_prepare (db, "SELECT id FROM call INDEXED BY call_reminded WHERE queue = 1"
                        " AND reminded > 0", error);
  if (!stmt)
    return NULL;
  while (wb_stmt_step (stmt, &has_row, error)) {
    if (!has_row)
      return g_steal_pointer (&ids);
    g_ptr_array_add (ids, wb_stmt_dup_text (stmt, 0));
  }

  return NULL;
}

/**
 * wb_reminder_store_skip:
 * @db: the open transaction
 * @kind: a kind that was switched on just now
 * @now: ms, server time
 *
 * Whatever of this kind has come by now is no news.
 *
 * Returns: `TRUE` unless the database failed (%WB_DB_ERROR)
 */
gboolean
wb_reminder_store_skip (WbDb            *db,
                        WbReminderKind   kind,
                        gint64           now,
                        GError         **error)
{
  g_autofree char *key = NULL;
  g_autofree char *value = NULL;

  g_return_val_if_fail (db, FALSE);
  g_return_val_if_fail ((guint) kind < WB_N_REMINDERS, FALSE);

  key = dup_key (kind);
  value = g_strdup_printf ("%" G_GINT64_FORMAT, now);

  return wb_workspace_set_meta (db, key, value, error);
}

/**
 * wb_reminder_store_baseline:
 * @db: the open transaction
 * @ask: when
 *
 * The first look: whatever has come by now is no news. Each later one changes nothing, so it may be
 * asked for at each start.
 *
 * Returns: `TRUE` unless the database failed (%WB_DB_ERROR)
 */
gboolean
wb_reminder_store_baseline (WbDb                 *db,
                            const WbReminderAsk  *ask,
                            GError              **error)
{
  g_return_val_if_fail (db, FALSE);
  g_return_val_if_fail (ask, FALSE);

  for (guint i = 0; i < WB_N_REMINDERS; i++) {
    gint64 from = 0;

    if (!read_from (db, i, &from) && !wb_reminder_store_skip (db, i, ask->now, error))
      return FALSE;
  }

  return TRUE;
}
