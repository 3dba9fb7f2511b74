/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The outbox; see wb-outbox.h. Whatever changes here, what is shown of the object follows in the
 * same transaction, so that neither sync nor actions can forget it. */

#include "config.h"

#include "wb-outbox.h"

#include "wb-time.h"
#include "wb-workspace-private.h"

#define COLUMNS \
  "seq, key, op, object_kind, object_id, base_version, body, base, state, created_at, " \
  "next_attempt_at, attempts, error_code, error_message, current, story"

static const char *const states[] = {
  [WB_OUTBOX_WAITING] = "waiting",
  [WB_OUTBOX_SENDING] = "sending",
  [WB_OUTBOX_NEEDS_YOU] = "needs_you",
  [WB_OUTBOX_CONFLICT] = "conflict",
};

static void
init_outbox_row (WbOutboxRow *self)
{
}

static void
clear_outbox_row (WbOutboxRow *self)
{
  g_free (self->key);
  g_free (self->op);
  g_free (self->object_kind);
  g_free (self->object_id);
  g_clear_pointer (&self->body, json_node_unref);
  g_clear_pointer (&self->base, json_node_unref);
  g_free (self->error_code);
  g_free (self->error_message);
  g_clear_pointer (&self->current, json_node_unref);
  g_clear_pointer (&self->story, json_node_unref);
}

WB_DEFINE_RECORD (WbOutboxRow, wb_outbox_row, init_outbox_row, clear_outbox_row)

/**
 * wb_outbox_state_to_text:
 * @state: a state
 *
 * Returns: (transfer none): "waiting", "sending", "needs_you" or "conflict"
 */
const char *
wb_outbox_state_to_text (WbOutboxState state)
{
  g_return_val_if_fail ((guint) state < G_N_ELEMENTS (states), NULL);

  return states[state];
}

static WbOutboxState
parse_state (const char *text)
{
  for (guint i = 0; i < G_N_ELEMENTS (states); i++) {
    if (g_strcmp0 (text, states[i]) == 0)
      return i;
  }

  /* The table's CHECK lets no other text in; a person is the safe one to ask. */
  return WB_OUTBOX_NEEDS_YOU;
}

static gboolean
refresh_object (WbDb        *db,
                const char  *object_kind,
                const char  *object_id,
                GError     **error)
{
  if (g_strcmp0 (object_kind, "activity") == 0)
    return wb_call_store_refresh (db, object_id, error);
  if (g_strcmp0 (object_kind, "ticket") == 0)
    return wb_ticket_store_refresh (db, object_id, error);
  if (g_strcmp0 (object_kind, "banner") == 0)
    return wb_banner_store_refresh (db, object_id, error);

  /* Settings and the account are put together when they are read. */
  return TRUE;
}

static void
bind_row (WbStmt            *stmt,
          const WbOutboxRow *row)
{
  g_autofree char *body = wb_store_print (row->body);
  g_autofree char *base = wb_store_print (row->base);
  g_autofree char *current = wb_store_print (row->current);
  g_autofree char *story = wb_store_print (row->story);

  if (row->seq == 0)
    wb_stmt_bind_null (stmt, 1);
  else
    wb_stmt_bind_int64 (stmt, 1, row->seq);
  wb_stmt_bind_text (stmt, 2, row->key);
  wb_stmt_bind_text (stmt, 3, row->op);
  wb_stmt_bind_text (stmt, 4, row->object_kind);
  wb_stmt_bind_text (stmt, 5, row->object_id);
  wb_stmt_bind_int64 (stmt, 6, row->base_version);
  wb_stmt_bind_text (stmt, 7, body);
  wb_stmt_bind_text (stmt, 8, base);
  wb_stmt_bind_text (stmt, 9, wb_outbox_state_to_text (row->state));
  wb_stmt_bind_int64 (stmt, 10, row->created_at);
  wb_stmt_bind_int64 (stmt, 11, row->next_attempt_at);
  wb_stmt_bind_int64 (stmt, 12, row->attempts);
  wb_stmt_bind_text (stmt, 13, row->error_code);
  wb_stmt_bind_text (stmt, 14, row->error_message);
  wb_stmt_bind_text (stmt, 15, current);
  wb_stmt_bind_text (stmt, 16, story);
}

/**
 * wb_outbox_add:
 * @db: the open transaction, that of the local effect
 * @row: not stored yet; its `seq` is set
 *
 * Stores a write that is to be sent. What is shown of its object follows.
 *
 * Returns: `TRUE` if it is stored with the transaction; `FALSE` with a %WB_DB_ERROR
 */
gboolean
wb_outbox_add (WbDb         *db,
               WbOutboxRow  *row,
               GError      **error)
{
  g_autoptr (WbStmt) stmt = NULL;

  g_return_val_if_fail (db, FALSE);
  g_return_val_if_fail (row && row->seq == 0 && row->key && row->body, FALSE);
  g_return_val_if_fail (!error || !*error, FALSE);

  stmt = wb_db_prepare (db, "INSERT INTO outbox (" COLUMNS ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7,"
                        " ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)", error);
  if (!stmt)
    return FALSE;
  bind_row (stmt, row);
  if (!wb_stmt_run (stmt, error))
    return FALSE;
  row->seq = wb_db_last_rowid (db);

  return refresh_object (db, row->object_kind, row->object_id, error);
}

static gboolean
read_node (WbStmt    *stmt,
           int        column,
           JsonNode **node_out,
           GError   **error)
{
  if (wb_stmt_is_null (stmt, column))
    return TRUE;
  *node_out = wb_store_parse (wb_stmt_get_text (stmt, column), error);

  return *node_out != NULL;
}

static WbOutboxRow *
read_row (WbStmt  *stmt,
          GError **error)
{
  g_autoptr (WbOutboxRow) row = wb_outbox_row_new ();

  row->seq = wb_stmt_get_int64 (stmt, 0);
  row->key = wb_stmt_dup_text (stmt, 1);
  row->op = wb_stmt_dup_text (stmt, 2);
  row->object_kind = wb_stmt_dup_text (stmt, 3);
  row->object_id = wb_stmt_dup_text (stmt, 4);
  row->base_version = wb_stmt_get_int64 (stmt, 5);
  row->state = parse_state (wb_stmt_get_text (stmt, 8));
  row->created_at = wb_stmt_get_int64 (stmt, 9);
  row->next_attempt_at = wb_stmt_get_int64 (stmt, 10);
  row->attempts = (int) wb_stmt_get_int64 (stmt, 11);
  row->error_code = wb_stmt_dup_text (stmt, 12);
  row->error_message = wb_stmt_dup_text (stmt, 13);
  if (!read_node (stmt, 6, &row->body, error) || !read_node (stmt, 7, &row->base, error) ||
      !read_node (stmt, 14, &row->current, error) || !read_node (stmt, 15, &row->story, error))
    return NULL;

  return g_steal_pointer (&row);
}

/* The one row of @stmt; NULL without an error = none. */
static WbOutboxRow *
read_one (WbStmt  *stmt,
          GError **error)
{
  gboolean has_row = FALSE;

  if (!wb_stmt_step (stmt, &has_row, error) || !has_row)
    return NULL;

  return read_row (stmt, error);
}

static GPtrArray *
read_all (WbStmt  *stmt,
          GError **error)
{
  g_autoptr (GPtrArray) rows = NULL;
  gboolean has_row = FALSE;

  rows = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_outbox_row_unref);
  while (wb_stmt_step (stmt, &has_row, error)) {
    WbOutboxRow *row = NULL;

    if (!has_row)
      return g_steal_pointer (&rows);
    row = read_row (stmt, error);
    if (!row)
      return NULL;
    g_ptr_array_add (rows, row);
  }

  return NULL;
}

/**
 * wb_outbox_get:
 * @db: a reader, or the open transaction
 * @seq: its number
 *
 * Returns: (transfer full) (nullable): the row; `NULL` without an error when it is gone
 */
WbOutboxRow *
wb_outbox_get (WbDb    *db,
               gint64   seq,
               GError **error)
{
  g_autoptr (WbStmt) stmt = NULL;

  g_return_val_if_fail (db, NULL);

  stmt = wb_db_prepare (db, "SELECT " COLUMNS " FROM outbox WHERE seq = ?1", error);
  if (!stmt)
    return NULL;
  wb_stmt_bind_int64 (stmt, 1, seq);

  return read_one (stmt, error);
}

/**
 * wb_outbox_list:
 * @db: a reader, or the open transaction
 *
 * Returns: (transfer full) (element-type WbOutboxRow): all rows, oldest first; `NULL` with a
 *   %WB_DB_ERROR
 */
GPtrArray *
wb_outbox_list (WbDb    *db,
                GError **error)
{
  g_autoptr (WbStmt) stmt = NULL;

  g_return_val_if_fail (db, NULL);

  stmt = wb_db_prepare (db, "SELECT " COLUMNS " FROM outbox ORDER BY seq", error);

  return stmt ? read_all (stmt, error) : NULL;
}

/**
 * wb_outbox_for_object:
 * @db: a reader, or the open transaction
 * @object_kind: "activity", "settings", "account", "banner" or "ticket"
 * @object_id: the server's id; of settings their type; %WB_OUTBOX_ACCOUNT
 *
 * Returns: (transfer full) (element-type WbOutboxRow): its rows, oldest first; `NULL` with a
 *   %WB_DB_ERROR
 */
GPtrArray *
wb_outbox_for_object (WbDb        *db,
                      const char  *object_kind,
                      const char  *object_id,
                      GError     **error)
{
  g_autoptr (WbStmt) stmt = NULL;

  g_return_val_if_fail (db, NULL);
  g_return_val_if_fail (object_kind && object_id, NULL);

  stmt = wb_db_prepare (db, "SELECT " COLUMNS " FROM outbox WHERE object_kind = ?1"
                        " AND object_id = ?2 ORDER BY seq", error);
  if (!stmt)
    return NULL;
  wb_stmt_bind_text (stmt, 1, object_kind);
  wb_stmt_bind_text (stmt, 2, object_id);

  return read_all (stmt, error);
}

/* Whether the row @a stops what is behind it until a person has done something. */
#define WAITS_FOR_A_PERSON(a)                                                    \
  a ".state IN ('needs_you', 'conflict') AND "                                  \
  a ".op NOT IN ('" WB_OP_COUPON "', '" WB_OP_NOTE "')"                          \
  " AND NOT (" a ".object_kind = 'activity' AND " a ".state = 'needs_you' AND"    \
  " coalesce (" a ".error_code, '') IN ('already_assigned', 'activity_closed'))"

#define IS_BEFORE(a, b)                                                          \
  a ".object_kind = " b ".object_kind AND " a ".object_id = " b ".object_id AND " \
  a ".seq < " b ".seq"

/* Waits by itself and has nothing of its object before it that goes or is decided first; a note
 * goes after what is sent before it, and waits for no person. Settings are refused while
 * remarketing is not active, so they also wait for its switching that was done before. */
#define HEADS                                                                    \
  "FROM outbox AS o WHERE state = 'waiting' AND op <> '" WB_OP_COUPON "'"        \
  " AND NOT EXISTS (SELECT 1 FROM outbox AS p WHERE " IS_BEFORE ("p", "o")       \
  " AND p.op <> '" WB_OP_COUPON "' AND (CASE WHEN p.state IN ('waiting', 'sending')" \
  " THEN o.op <> '" WB_OP_NOTE "' OR NOT EXISTS (SELECT 1 FROM outbox AS q WHERE " \
  IS_BEFORE ("q", "p") " AND " WAITS_FOR_A_PERSON ("q") ")"                      \
  " ELSE o.op <> '" WB_OP_NOTE "' AND " WAITS_FOR_A_PERSON ("p") " END))"        \
  " AND NOT (op = '" WB_OP_SETTINGS "' AND EXISTS (SELECT 1 FROM outbox AS a" \
  " WHERE a.object_kind = 'account' AND a.op = '" WB_OP_ADDON "' AND a.seq < o.seq))"

static gboolean
read_wake_at (WbDb    *db,
              gint64  *wake_at_out,
              GError **error)
{
  g_autoptr (WbStmt) stmt = wb_db_prepare (db, "SELECT min (next_attempt_at) " HEADS, error);
  gboolean has_row = FALSE;

  if (!stmt || !wb_stmt_step (stmt, &has_row, error))
    return FALSE;
  *wake_at_out = wb_store_get_time (stmt, 0);

  return TRUE;
}

/**
 * wb_outbox_next:
 * @db: a reader, or the open transaction
 * @now: ms, of the clock that `next_attempt_at` was set by
 * @wake_at_out: (out) (optional): ms; when a row will be due, WB_TIME_NONE = none will by itself;
 *   @now when one is due
 *
 * See the header. A staff coupon is never due and stands in nobody's way.
 *
 * Returns: (transfer full) (nullable): the row; `NULL` without an error when none is due
 */
WbOutboxRow *
wb_outbox_next (WbDb    *db,
                gint64   now,
                gint64  *wake_at_out,
                GError **error)
{
  g_autoptr (GError) problem = NULL;
  g_autoptr (WbStmt) stmt = NULL;
  WbOutboxRow *row = NULL;

  g_return_val_if_fail (db, NULL);
  g_return_val_if_fail (!error || !*error, NULL);

  if (wake_at_out)
    *wake_at_out = now;
  stmt = wb_db_prepare (db, "SELECT " COLUMNS " " HEADS " AND next_attempt_at <= ?1"
                        " ORDER BY seq LIMIT 1", error);
  if (!stmt)
    return NULL;
  wb_stmt_bind_int64 (stmt, 1, now);
  row = read_one (stmt, &problem);
  if (row)
    return row;
  if (problem)
    g_propagate_error (error, g_steal_pointer (&problem));
  else if (wake_at_out)
    read_wake_at (db, wake_at_out, error);

  return NULL;
}

/**
 * wb_outbox_update:
 * @db: the open transaction
 * @row: a stored row
 *
 * Stores all of the row anew. What is shown of its object follows.
 *
 * Returns: `TRUE` unless the database failed (%WB_DB_ERROR)
 */
gboolean
wb_outbox_update (WbDb               *db,
                  const WbOutboxRow  *row,
                  GError            **error)
{
  g_autoptr (WbStmt) stmt = NULL;

  g_return_val_if_fail (db, FALSE);
  g_return_val_if_fail (row && row->seq > 0, FALSE);
  g_return_val_if_fail (!error || !*error, FALSE);

  stmt = wb_db_prepare (db, "UPDATE outbox SET key = ?2, op = ?3, object_kind = ?4, object_id = ?5,"
                        " base_version = ?6, body = ?7, base = ?8, state = ?9, created_at = ?10,"
                        " next_attempt_at = ?11, attempts = ?12, error_code = ?13,"
                        " error_message = ?14, current = ?15, story = ?16 WHERE seq = ?1", error);
  if (!stmt)
    return FALSE;
  bind_row (stmt, row);

  return wb_stmt_run (stmt, error) &&
         refresh_object (db, row->object_kind, row->object_id, error);
}

/**
 * wb_outbox_remove:
 * @db: the open transaction
 * @seq: its number; one that is not there is removed already
 *
 * Removes a row that was sent or discarded. What is shown of its object follows, and what the
 * server removed long ago and was kept for this row only goes now.
 *
 * Returns: `TRUE` unless the database failed (%WB_DB_ERROR)
 */
gboolean
wb_outbox_remove (WbDb    *db,
                  gint64   seq,
                  GError **error)
{
  g_autoptr (GError) problem = NULL;
  g_autoptr (WbOutboxRow) row = NULL;
  g_autoptr (WbStmt) stmt = NULL;

  g_return_val_if_fail (db, FALSE);
  g_return_val_if_fail (!error || !*error, FALSE);

  row = wb_outbox_get (db, seq, &problem);
  if (!row) {
    if (!problem)
      return TRUE;
    g_propagate_error (error, g_steal_pointer (&problem));
    return FALSE;
  }
  stmt = wb_db_prepare (db, "DELETE FROM outbox WHERE seq = ?1", error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_int64 (stmt, 1, seq);

  return wb_stmt_run (stmt, error) &&
         refresh_object (db, row->object_kind, row->object_id, error);
}

/**
 * wb_outbox_count:
 * @db: a reader, or the open transaction
 * @waiting_out: (out): how many will be sent by themselves; no staff coupons
 * @needs_you_out: (out): how many wait for a person: refusals and conflicts
 *
 * Returns: `TRUE` unless the database failed (%WB_DB_ERROR)
 */
gboolean
wb_outbox_count (WbDb    *db,
                 gint64  *waiting_out,
                 gint64  *needs_you_out,
                 GError **error)
{
  g_autoptr (WbStmt) stmt = NULL;
  gboolean has_row = FALSE;

  g_return_val_if_fail (db, FALSE);
  g_return_val_if_fail (waiting_out && needs_you_out, FALSE);

  stmt = wb_db_prepare (db, "SELECT count(*) FILTER (WHERE state IN ('waiting', 'sending')"
                        " AND op <> '" WB_OP_COUPON "'),"
                        " count(*) FILTER (WHERE state IN ('needs_you', 'conflict')) FROM outbox",
                        error);
  if (!stmt || !wb_stmt_step (stmt, &has_row, error))
    return FALSE;
  *waiting_out = wb_stmt_get_int64 (stmt, 0);
  *needs_you_out = wb_stmt_get_int64 (stmt, 1);

  return TRUE;
}

/**
 * wb_outbox_hurry:
 * @db: the open transaction
 *
 * What waits for its next try after some trouble is due at once; a wait that the server asked for
 * (%WB_OUTBOX_RETRY_AFTER) stays.
 *
 * Returns: `TRUE` unless the database failed (%WB_DB_ERROR)
 */
gboolean
wb_outbox_hurry (WbDb    *db,
                 GError **error)
{
  g_return_val_if_fail (db, FALSE);

  return wb_store_run (db, "UPDATE outbox SET next_attempt_at = 0 WHERE state = 'waiting' AND"
                       " next_attempt_at > 0 AND coalesce (error_code, '') <>"
                       " '" WB_OUTBOX_RETRY_AFTER "'", NULL, NULL, error);
}

/**
 * wb_outbox_recover:
 * @db: the open transaction
 *
 * At the start of a program that holds the sync lock: rows found "sending" were cut off, and go
 * again, at once, with the same key.
 *
 * Returns: `TRUE` unless the database failed (%WB_DB_ERROR)
 */
gboolean
wb_outbox_recover (WbDb    *db,
                   GError **error)
{
  g_return_val_if_fail (db, FALSE);

  return wb_store_run (db, "UPDATE outbox SET state = 'waiting', next_attempt_at = 0"
                       " WHERE state = 'sending'", NULL, NULL, error);
}
