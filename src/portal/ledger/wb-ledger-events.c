/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* One row per change, written in the change's transaction. Writers take turns (BEGIN IMMEDIATE), so
 * a number is never seen before a smaller one: a cursor already given out hides nothing. */

#include "config.h"

#include "wb-ledger-events.h"

#include "wb-time.h"
#include "wb-wire-event.h"

#define META_FLOOR "events_floor"

/**
 * wb_ledger_event_add:
 * @self: the ledger, in a transaction
 * @kind: the object member's name: "activity", "ticket", …
 * @change: "created", "updated" or "deleted"
 * @actor: (nullable): the user who did it
 * @object_id: its id; of settings, the type's
 * @object_version: its version now
 * @object: (transfer full): the whole object as its GET gives it; of a deletion, what is left
 * @error: return location (WB_DB_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_event_add (WbLedger    *self,
                     const char  *kind,
                     const char  *change,
                     const char  *actor,
                     const char  *object_id,
                     gint64       object_version,
                     JsonNode    *object,
                     GError     **error)
{
  g_autofree char *doc = wb_ledger_print (object);
  g_autoptr (WbStmt) stmt = NULL;

  stmt = wb_db_prepare (self->db,
                        "INSERT INTO event (created_at, kind, change, actor, object_id,"
                        " object_version, doc) VALUES (?, ?, ?, ?, ?, ?, ?)",
                        error);
  if (!stmt)
    return FALSE;

  wb_stmt_bind_int64 (stmt, 1, wb_ledger_now (self));
  wb_stmt_bind_text (stmt, 2, kind);
  wb_stmt_bind_text (stmt, 3, change);
  wb_stmt_bind_text (stmt, 4, actor);
  wb_stmt_bind_text (stmt, 5, object_id);
  wb_stmt_bind_int64 (stmt, 6, object_version);
  wb_stmt_bind_text (stmt, 7, doc);
  self->n_events++;

  return wb_stmt_run (stmt, error);
}

static gboolean
read_number (WbLedger    *self,
             const char  *sql,
             gint64       bind,
             gint64      *number_out,
             GError     **error)
{
  g_autoptr (WbStmt) stmt = wb_db_prepare (self->db, sql, error);
  gboolean has_row = FALSE;

  *number_out = 0;
  if (!stmt)
    return FALSE;

  if (bind != WB_TIME_NONE)
    wb_stmt_bind_int64 (stmt, 1, bind);
  if (!wb_stmt_step (stmt, &has_row, error))
    return FALSE;
  if (has_row && !wb_stmt_is_null (stmt, 0))
    *number_out = wb_stmt_get_int64 (stmt, 0);

  return TRUE;
}

/**
 * wb_ledger_events_head:
 * @self: the ledger
 * @seq_out: (out): the newest event's number; 0 = there never was one
 * @error: return location (WB_DB_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_events_head (WbLedger  *self,
                       gint64    *seq_out,
                       GError   **error)
{
  /* The table itself may have been emptied by pruning. */
  return read_number (self, "SELECT seq FROM sqlite_sequence WHERE name = 'event'", WB_TIME_NONE,
                      seq_out, error);
}

/**
 * wb_ledger_events_floor:
 * @self: the ledger
 * @seq_out: (out): the newest number that is no longer kept; a cursor below it has expired
 * @error: return location (WB_DB_ERROR)
 *
 * Judged by the present time, so that it does not depend on when rows are really deleted.
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_events_floor (WbLedger  *self,
                        gint64    *seq_out,
                        GError   **error)
{
  g_autofree char *stored = wb_ledger_dup_meta (self, META_FLOOR);
  gint64 oldest = wb_ledger_now (self) - WB_LEDGER_EVENT_DAYS * WB_DAY_MS;
  gint64 pruned = stored ? g_ascii_strtoll (stored, NULL, 10) : 0;

  if (!read_number (self, "SELECT max(seq) FROM event WHERE created_at < ?", oldest, seq_out,
                    error))
    return FALSE;

  *seq_out = MAX (*seq_out, pruned);

  return TRUE;
}

/**
 * wb_ledger_events_prune:
 * @self: the ledger, in a transaction
 * @error: return location (WB_DB_ERROR)
 *
 * Deletes what is older than 30 days.
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_events_prune (WbLedger  *self,
                        GError   **error)
{
  g_autofree char *text = NULL;
  g_autoptr (WbStmt) stmt = NULL;
  gint64 floor_seq = 0;

  if (!wb_ledger_events_floor (self, &floor_seq, error))
    return FALSE;

  text = g_strdup_printf ("%" G_GINT64_FORMAT, floor_seq);
  if (!wb_ledger_set_meta (self, META_FLOOR, text, error))
    return FALSE;

  stmt = wb_db_prepare (self->db, "DELETE FROM event WHERE seq <= ?", error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_int64 (stmt, 1, floor_seq);

  return wb_stmt_run (stmt, error);
}

static WbEvent *
read_event (WbStmt  *stmt,
            GError **error)
{
  g_autoptr (WbEvent) event = wb_event_new ();
  const char *change = wb_stmt_get_text (stmt, 3);

  /* Ids are UUIDs everywhere in the API; this one also counts. */
  event->id = g_strdup_printf ("00000000-0000-4000-8000-%012" G_GINT64_MODIFIER "x",
                               (guint64) wb_stmt_get_int64 (stmt, 0));
  event->created_at = wb_stmt_get_int64 (stmt, 1);
  event->kind = wb_stmt_dup_text (stmt, 2);
  event->event_type = g_strdup_printf ("%s.%s", event->kind, change);
  event->deleted = g_str_equal (change, "deleted");
  event->actor = wb_stmt_dup_text (stmt, 4);
  event->object_id = wb_stmt_dup_text (stmt, 5);
  event->object_version = wb_stmt_get_int64 (stmt, 6);
  event->object = wb_wire_parse (wb_stmt_get_text (stmt, 7), -1, WB_WIRE_MAX_BODY_BYTES, error);
  if (!event->object)
    return NULL;

  return g_steal_pointer (&event);
}

static char *
make_read_sql (GStrv kinds)
{
  GString *sql = g_string_new ("SELECT seq, created_at, kind, change, actor, object_id,"
                               " object_version, doc FROM event WHERE seq > ?");

  if (kinds) {
    g_string_append (sql, " AND kind IN (");
    for (guint i = 0; kinds[i]; i++)
      g_string_append (sql, i == 0 ? "?" : ", ?");
    g_string_append_c (sql, ')');
  }
  g_string_append (sql, " ORDER BY seq LIMIT ?");

  return g_string_free (sql, FALSE);
}

/**
 * wb_ledger_events_read:
 * @self: the ledger, in a transaction
 * @after: the number to go on from
 * @limit: how many at most
 * @kinds: (nullable): only these kinds; `NULL` = all
 * @events_out: (out) (transfer full) (element-type WbEvent): the events
 * @next_out: (out): the number to go on from next time; beyond kinds left out
 * @has_more_out: (out): whether more are there already
 * @error: return location (WB_DB_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_events_read (WbLedger   *self,
                       gint64      after,
                       int         limit,
                       GStrv       kinds,
                       GPtrArray **events_out,
                       gint64     *next_out,
                       gboolean   *has_more_out,
                       GError    **error)
{
  g_autoptr (GPtrArray) events = NULL;
  g_autofree char *sql = make_read_sql (kinds);
  g_autoptr (WbStmt) stmt = NULL;
  int index = 1;

  if (!wb_ledger_events_head (self, next_out, error))
    return FALSE;

  stmt = wb_db_prepare (self->db, sql, error);
  if (!stmt)
    return FALSE;

  wb_stmt_bind_int64 (stmt, index++, after);
  for (guint i = 0; kinds && kinds[i]; i++)
    wb_stmt_bind_text (stmt, index++, kinds[i]);
  wb_stmt_bind_int64 (stmt, index, limit + 1);

  events = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_event_unref);
  *has_more_out = FALSE;
  for (;;) {
    WbEvent *event = NULL;
    gboolean has_row = FALSE;

    if (!wb_stmt_step (stmt, &has_row, error))
      return FALSE;
    if (!has_row)
      break;
    if (events->len == (guint) limit) {
      *has_more_out = TRUE;
      break;
    }

    event = read_event (stmt, error);
    if (!event)
      return FALSE;
    g_ptr_array_add (events, event);
    after = wb_stmt_get_int64 (stmt, 0);
  }

  if (*has_more_out)
    *next_out = after;
  *events_out = g_steal_pointer (&events);

  return TRUE;
}
