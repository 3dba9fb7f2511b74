/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Activities; see wb-call-store.h. Each row has the server's object and, where unsent work changes
 * it, the shown one (wb-call-replay.h), both as JSON since they are read whole; the columns beside
 * them are what the queue is sorted and filtered by, taken from the shown one. */

#include "config.h"

#include "wb-call-store.h"

#include "wb-account-store.h"
#include "wb-call-replay.h"
#include "wb-meta-store.h"
#include "wb-time.h"
#include "wb-wire-activity.h"
#include "wb-workspace-private.h"

static WbActivity *
parse_activity (const char  *text,
                GError     **error)
{
  g_autoptr (JsonNode) node = wb_store_parse (text, error);

  return node ? wb_wire_activity_decode (node, error) : NULL;
}

static char *
print_activity (const WbActivity *activity)
{
  g_autoptr (JsonNode) node = wb_wire_activity_encode (activity);

  return wb_store_print (node);
}

static GPtrArray *
read_unsent (WbDb              *db,
             const WbActivity  *server,
             GError           **error)
{
  g_autoptr (GPtrArray) rows = wb_outbox_for_object (db, "activity", server->id, error);
  g_autoptr (GPtrArray) phones = NULL;

  if (!rows)
    return NULL;
  phones = wb_outbox_for_object (db, "ticket", server->ticket ? server->ticket : "", error);
  if (!phones)
    return NULL;
  for (guint i = 0; i < phones->len; i++)
    g_ptr_array_add (rows, wb_outbox_row_ref (g_ptr_array_index (phones, i)));

  return g_steal_pointer (&rows);
}

/* NULL without an error = the server's object is what is shown. */
static WbActivity *
make_shown (WbDb              *db,
            const WbActivity  *server,
            GError           **error)
{
  g_autoptr (GPtrArray) rows = read_unsent (db, server, error);
  g_autofree char *me = NULL;
  g_autoptr (WbUser) user = NULL;
  WbReplayContext context = { NULL, FALSE };

  if (!rows || rows->len == 0)
    return NULL;
  me = wb_workspace_dup_meta (db, WB_META_ME);
  user = me ? wb_user_store_get (db, me, NULL) : NULL;
  context.me = me;
  context.is_manager = user && wb_role_from_text (user->role) == WB_ROLE_MANAGER;

  return wb_call_replay (server, rows, &context);
}

static void
bind_shown (WbStmt           *stmt,
            int               first,
            const WbActivity *shown)
{
  const char *texts[] = { shown->ticket_code, shown->customer_name };
  g_autofree char *search = wb_search_text (texts, G_N_ELEMENTS (texts), shown->customer_phone);
  WbCallQueue queue = WB_CALL_QUEUE_NONE;
  gint64 sort_at = 0;

  if (wb_activity_is_open (shown)) {
    queue = wb_activity_is_call (shown) ? WB_CALL_QUEUE_OPEN : WB_CALL_QUEUE_NONE;
    sort_at = shown->due_at;
  } else {
    queue = wb_activity_is_call (shown) ? WB_CALL_QUEUE_CLOSED : WB_CALL_QUEUE_NONE;
    sort_at = shown->closed_at != WB_TIME_NONE ? shown->closed_at : shown->updated_at;
  }
  wb_stmt_bind_int64 (stmt, first, queue);
  wb_stmt_bind_int64 (stmt, first + 1, sort_at);
  wb_stmt_bind_text (stmt, first + 2, shown->assignee);
  wb_stmt_bind_text (stmt, first + 3, search);
  wb_stmt_bind_text (stmt, first + 4, shown->ticket_type);
  wb_stmt_bind_int64 (stmt, first + 5, shown->created_at);
  wb_stmt_bind_int64 (stmt, first + 6, shown->original_due_at);
  wb_stmt_bind_int64 (stmt, first + 7, shown->customer_phone && *shown->customer_phone != '\0');
  wb_store_bind_time (stmt, first + 8, wb_answered_at (shown));
}

static gboolean
write_call (WbDb              *db,
            const WbActivity  *server,
            GError           **error)
{
  g_autoptr (GError) problem = NULL;
  g_autoptr (WbActivity) shown = make_shown (db, server, &problem);
  g_autofree char *server_json = print_activity (server);
  g_autofree char *shown_json = NULL;
  g_autoptr (WbStmt) stmt = NULL;

  if (problem) {
    g_propagate_error (error, g_steal_pointer (&problem));
    return FALSE;
  }
  if (shown)
    shown_json = print_activity (shown);
  stmt = wb_db_prepare (db, "INSERT INTO call (id, ticket, version, server, shown, queue, sort_at,"
                        " assignee, search, type, created_at, promise, has_number, answered_at)"
                        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)"
                        " ON CONFLICT (id) DO UPDATE SET ticket = ?2, version = ?3, server = ?4,"
                        " shown = ?5, queue = ?6, sort_at = ?7, assignee = ?8, search = ?9,"
                        " type = ?10, created_at = ?11, promise = ?12, has_number = ?13,"
                        " answered_at = ?14", error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_text (stmt, 1, server->id);
  wb_stmt_bind_text (stmt, 2, server->ticket ? server->ticket : "");
  wb_stmt_bind_int64 (stmt, 3, server->version);
  wb_stmt_bind_text (stmt, 4, server_json);
  wb_stmt_bind_text (stmt, 5, g_strcmp0 (shown_json, server_json) != 0 ? shown_json : NULL);
  bind_shown (stmt, 6, shown ? shown : server);

  return wb_stmt_run (stmt, error);
}

static gboolean
read_version (WbDb        *db,
              const char  *id,
              gint64      *version_out,
              GError     **error)
{
  g_autoptr (WbStmt) stmt = wb_db_prepare (db, "SELECT version FROM call WHERE id = ?1", error);
  gboolean has_row = FALSE;

  if (!stmt)
    return FALSE;
  wb_stmt_bind_text (stmt, 1, id);
  if (!wb_stmt_step (stmt, &has_row, error))
    return FALSE;
  *version_out = has_row ? wb_stmt_get_int64 (stmt, 0) : -1;

  return TRUE;
}

/**
 * wb_call_store_apply:
 * @db: the open transaction
 * @activity: from the server
 * @changed_out: (out) (optional): whether anything was stored
 *
 * Applies it if its version is above the stored one (reference/retino-api.md B.12); unsent work
 * stays on top.
 *
 * Returns: `TRUE` unless the database failed (%WB_DB_ERROR)
 */
gboolean
wb_call_store_apply (WbDb              *db,
                     const WbActivity  *activity,
                     gboolean          *changed_out,
                     GError           **error)
{
  gint64 version = -1;
  gboolean newer = FALSE;

  g_return_val_if_fail (db, FALSE);
  g_return_val_if_fail (activity && activity->id, FALSE);
  g_return_val_if_fail (!error || !*error, FALSE);

  if (changed_out)
    *changed_out = FALSE;
  if (!read_version (db, activity->id, &version, error))
    return FALSE;
  newer = activity->version > version;
  if (newer && (!write_call (db, activity, error) ||
                !wb_store_run (db, "UPDATE call SET doomed = 0 WHERE id = ?1 AND doomed = 1",
                               activity->id, NULL, error)))
    return FALSE;
  if (changed_out)
    *changed_out = newer;

  return TRUE;
}

static WbActivity *
read_one (WbDb        *db,
          const char  *sql,
          const char  *id,
          gint64       row,
          GError     **error)
{
  g_autoptr (WbStmt) stmt = wb_db_prepare (db, sql, error);
  gboolean has_row = FALSE;

  if (!stmt)
    return NULL;
  if (id)
    wb_stmt_bind_text (stmt, 1, id);
  else
    wb_stmt_bind_int64 (stmt, 1, row);
  if (!wb_stmt_step (stmt, &has_row, error) || !has_row)
    return NULL;

  return parse_activity (wb_stmt_get_text (stmt, 0), error);
}

/**
 * wb_call_store_get:
 * @db: a reader, or the open transaction
 * @id: the server's id
 *
 * Returns: (transfer full) (nullable): the activity as it is shown; `NULL` without an error when it
 *   is not stored
 */
WbActivity *
wb_call_store_get (WbDb        *db,
                   const char  *id,
                   GError     **error)
{
  g_return_val_if_fail (db, NULL);
  g_return_val_if_fail (id, NULL);

  return read_one (db, "SELECT coalesce (shown, server) FROM call WHERE id = ?1", id, 0, error);
}

/**
 * wb_call_store_get_row:
 * @db: a reader, or the open transaction
 * @rowid: a row id of wb_call_store_list()
 *
 * Returns: (transfer full) (nullable): the activity as it is shown; `NULL` without an error when it
 *   is gone
 */
WbActivity *
wb_call_store_get_row (WbDb    *db,
                       gint64   rowid,
                       GError **error)
{
  g_return_val_if_fail (db, NULL);

  return read_one (db, "SELECT coalesce (shown, server) FROM call WHERE row = ?1", NULL, rowid,
                   error);
}

/**
 * wb_call_store_find_row:
 * @db: a reader, or the open transaction
 * @id: the server's id
 * @rowid_out: (out): its row id, as wb_call_store_list() names it; 0 = it is not stored
 * @error: return location for a [struct@GLib.Error]
 *
 * Returns: `FALSE` with @error set when that cannot be read
 */
gboolean
wb_call_store_find_row (WbDb        *db,
                        const char  *id,
                        gint64      *rowid_out,
                        GError     **error)
{
  g_autoptr (WbStmt) stmt = NULL;
  gboolean has_row = FALSE;

  g_return_val_if_fail (db, FALSE);
  g_return_val_if_fail (id, FALSE);
  g_return_val_if_fail (rowid_out, FALSE);

  *rowid_out = 0;
  stmt = wb_db_prepare (db, "SELECT row FROM call WHERE id = ?1", error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_text (stmt, 1, id);
  if (!wb_stmt_step (stmt, &has_row, error))
    return FALSE;
  if (has_row)
    *rowid_out = wb_stmt_get_int64 (stmt, 0);

  return TRUE;
}

/**
 * wb_call_store_get_server:
 * @db: a reader, or the open transaction
 * @id: the server's id
 *
 * Returns: (transfer full) (nullable): what the server last said; `NULL` without an error when it
 *   is not stored
 */
WbActivity *
wb_call_store_get_server (WbDb        *db,
                          const char  *id,
                          GError     **error)
{
  g_return_val_if_fail (db, NULL);
  g_return_val_if_fail (id, NULL);

  return read_one (db, "SELECT server FROM call WHERE id = ?1", id, 0, error);
}

/**
 * wb_call_store_for_ticket:
 * @db: a reader, or the open transaction
 * @ticket_id: the server's id of the ticket
 *
 * Returns: (transfer full) (element-type WbActivity): its activities as they are shown, open ones
 *   first, then the newest closed; `NULL` with a %WB_DB_ERROR
 */
GPtrArray *
wb_call_store_for_ticket (WbDb        *db,
                          const char  *ticket_id,
                          GError     **error)
{
  g_autoptr (GPtrArray) calls = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_activity_unref);
  g_autoptr (WbStmt) stmt = NULL;
  gboolean has_row = FALSE;

  g_return_val_if_fail (db, NULL);
  g_return_val_if_fail (ticket_id, NULL);

  stmt = wb_db_prepare (db, "SELECT coalesce (shown, server) FROM call WHERE ticket = ?1"
                        " ORDER BY coalesce (shown, server) ->> '$.status' <> 'open',"
                        " iif (queue = 1, sort_at, -sort_at)", error);
  if (!stmt)
    return NULL;
  wb_stmt_bind_text (stmt, 1, ticket_id);
  while (wb_stmt_step (stmt, &has_row, error)) {
    WbActivity *call = NULL;

    if (!has_row)
      return g_steal_pointer (&calls);
    call = parse_activity (wb_stmt_get_text (stmt, 0), error);
    if (!call)
      return NULL;
    g_ptr_array_add (calls, call);
  }

  return NULL;
}

static WbCallUnsent
unsent_of (const WbOutboxRow *row)
{
  if (row->state != WB_OUTBOX_WAITING && row->state != WB_OUTBOX_SENDING)
    return WB_CALL_UNSENT_NONE;
  if (g_str_equal (row->op, WB_OP_ASSIGN))
    return WB_CALL_UNSENT_HOLDER;
  if (g_str_equal (row->op, WB_OP_RESCHEDULE))
    return WB_CALL_UNSENT_TIME;
  if (g_str_equal (row->op, WB_OP_COMPLETE) || g_str_equal (row->op, WB_OP_REOPEN))
    return WB_CALL_UNSENT_END;

  return g_str_equal (row->op, WB_OP_NOTE) ? WB_CALL_UNSENT_NOTE : WB_CALL_UNSENT_NONE;
}

/* Who works on a free call takes it by that. */
static gboolean
read_taken (WbDb        *db,
            const char  *id,
            gboolean    *taken_out,
            GError     **error)
{
  return wb_store_exists (db, "SELECT 1 FROM call WHERE id = ?1 AND shown IS NOT NULL"
                          " AND shown ->> '$.assignee' IS NOT server ->> '$.assignee'", id, NULL,
                          taken_out, error);
}

/**
 * wb_call_store_unsent:
 * @db: a reader, or the open transaction
 * @id: the server's id
 * @unsent_out: (out): what the server has not confirmed yet; refused work is not in it, since it is
 *   not shown
 *
 * Returns: `TRUE` unless the database failed (%WB_DB_ERROR)
 */
gboolean
wb_call_store_unsent (WbDb          *db,
                      const char    *id,
                      WbCallUnsent  *unsent_out,
                      GError       **error)
{
  g_autoptr (GPtrArray) rows = NULL;
  WbCallUnsent unsent = WB_CALL_UNSENT_NONE;
  gboolean taken = FALSE;

  g_return_val_if_fail (db, FALSE);
  g_return_val_if_fail (id && unsent_out, FALSE);
  g_return_val_if_fail (!error || !*error, FALSE);

  rows = wb_outbox_for_object (db, "activity", id, error);
  if (!rows)
    return FALSE;
  for (guint i = 0; i < rows->len; i++)
    unsent |= unsent_of (g_ptr_array_index (rows, i));
  if (rows->len > 0 && !read_taken (db, id, &taken, error))
    return FALSE;
  *unsent_out = unsent | (taken ? WB_CALL_UNSENT_HOLDER : WB_CALL_UNSENT_NONE);

  return TRUE;
}

/**
 * wb_call_store_remove:
 * @db: the open transaction
 * @id: the server's id; one that is not stored is removed already
 *
 * Removes an activity. One that unsent work hangs on stays until that is gone.
 *
 * Returns: `TRUE` unless the database failed (%WB_DB_ERROR)
 */
gboolean
wb_call_store_remove (WbDb        *db,
                      const char  *id,
                      GError     **error)
{
  gboolean unsent = FALSE;

  g_return_val_if_fail (db, FALSE);
  g_return_val_if_fail (id, FALSE);

  if (!wb_store_exists (db, "SELECT 1 FROM outbox WHERE object_kind = 'activity'"
                        " AND object_id = ?1", id, NULL, &unsent, error))
    return FALSE;

  return wb_store_run (db, unsent ? "UPDATE call SET doomed = 1 WHERE id = ?1"
                                  : "DELETE FROM call WHERE id = ?1", id, NULL, error);
}

gboolean
wb_call_store_remove_all (WbDb        *db,
                          const char  *ticket_id,
                          GError     **error)
{
  return wb_store_run (db, "DELETE FROM call WHERE ticket = ?1", ticket_id, NULL, error);
}

/* When the last unsent work of a call is gone, it may be what a removed call or ticket waited
 * for. */
static gboolean
bury (WbDb        *db,
      const char  *id,
      GError     **error)
{
  g_autoptr (WbStmt) stmt = NULL;
  g_autofree char *ticket = NULL;
  gboolean has_row = FALSE;

  stmt = wb_db_prepare (db, "SELECT t.id FROM ticket AS t JOIN call AS c ON t.id = c.ticket"
                        " WHERE c.id = ?1 AND t.doomed = 1", error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_text (stmt, 1, id);
  if (!wb_stmt_step (stmt, &has_row, error))
    return FALSE;
  if (has_row)
    ticket = wb_stmt_dup_text (stmt, 0);
  g_clear_pointer (&stmt, wb_stmt_release);

  if (!wb_store_run (db, "DELETE FROM call WHERE id = ?1 AND doomed = 1 AND NOT EXISTS"
                     " (SELECT 1 FROM outbox WHERE object_kind = 'activity' AND object_id = ?1)",
                     id, NULL, error))
    return FALSE;

  return !ticket || wb_ticket_store_refresh (db, ticket, error);
}

gboolean
wb_call_store_refresh (WbDb        *db,
                       const char  *id,
                       GError     **error)
{
  g_autoptr (GError) problem = NULL;
  g_autoptr (WbActivity) server = wb_call_store_get_server (db, id, &problem);

  if (problem) {
    g_propagate_error (error, g_steal_pointer (&problem));
    return FALSE;
  }
  if (!server)
    return TRUE;

  return write_call (db, server, error) && bury (db, id, error);
}

gboolean
wb_call_store_refresh_ticket (WbDb        *db,
                              const char  *ticket_id,
                              GError     **error)
{
  g_autoptr (GPtrArray) calls = wb_call_store_for_ticket (db, ticket_id, error);

  if (!calls)
    return FALSE;
  for (guint i = 0; i < calls->len; i++) {
    const WbActivity *call = g_ptr_array_index (calls, i);

    if (!wb_call_store_refresh (db, call->id, error))
      return FALSE;
  }

  return TRUE;
}

/**
 * wb_call_store_all_ids:
 * @db: a reader, or the open transaction
 * @closed_from: ms
 *
 * What a full read of the server's list covers, tasks included (reference/retino-api.md B.12).
 *
 * Returns: (transfer full) (element-type utf8): server ids, sorted; `NULL` with a %WB_DB_ERROR
 */
GPtrArray *
wb_call_store_all_ids (WbDb    *db,
                       gint64   closed_from,
                       GError **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *from = wb_time_format (closed_from);
  g_autoptr (WbStmt) stmt = NULL;
  gboolean has_row = FALSE;

  g_return_val_if_fail (db, NULL);

  stmt = wb_db_prepare (db, "SELECT id FROM call WHERE json_extract (server, '$.status') = 'open'"
                        " OR json_extract (server, '$.closed_at') >= ?1 ORDER BY id", error);
  if (!stmt)
    return NULL;
  wb_stmt_bind_text (stmt, 1, from);
  while (wb_stmt_step (stmt, &has_row, error)) {
    if (!has_row)
      return g_steal_pointer (&ids);
    g_ptr_array_add (ids, wb_stmt_dup_text (stmt, 0));
  }

  return NULL;
}
