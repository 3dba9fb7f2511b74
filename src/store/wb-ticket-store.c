/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Tickets, their history and their search index; see wb-ticket-store.h.
 *
 * The index is written by hand beside the row: a trigger would open a savepoint for each statement,
 * at which FTS5 writes everything out (reference/floors.md 3). To take a row out of it, it must be
 * told the text that went in, which is the column `search`. */

#include "config.h"

#include "wb-ticket-store.h"

#include "wb-coupon-row.h"
#include "wb-meta-store.h"
#include "wb-ticket-row.h"
#include "wb-time.h"
#include "wb-workspace-private.h"

/* So many neighbours are tried for a free row before the end of a run is looked up. */
#define MAX_PROBES 8
/* About three months of rows (wb_ticket_row_choose). */
#define RUN_ROWS (G_GINT64_CONSTANT (1) << 31)

/* What is stored of a ticket that comes again. */
typedef struct
{
  gint64 row;          /* 0 = it is not stored */
  gint64 version;
  gint64 updated_at;
  char *search;        /* (owned) */
  char *unsent_phone;  /* (owned) (nullable) */
} Stored;

static void
clear_stored (Stored *stored)
{
  g_free (stored->search);
  g_free (stored->unsent_phone);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Stored, clear_stored)

static gboolean
look_up (WbDb        *db,
         const char  *id,
         Stored      *stored,
         GError     **error)
{
  g_autoptr (WbStmt) stmt = NULL;
  gboolean has_row = FALSE;

  stmt = wb_db_prepare (db, "SELECT row, version, updated_at, search, unsent_phone FROM ticket"
                        " WHERE id = ?1", error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_text (stmt, 1, id);
  if (!wb_stmt_step (stmt, &has_row, error))
    return FALSE;
  if (has_row) {
    stored->row = wb_stmt_get_int64 (stmt, 0);
    stored->version = wb_stmt_get_int64 (stmt, 1);
    stored->updated_at = wb_store_get_time (stmt, 2);
    stored->search = wb_stmt_dup_text (stmt, 3);
    stored->unsent_phone = wb_stmt_dup_text (stmt, 4);
  }

  return TRUE;
}

static gboolean
read_free_row (WbDb    *db,
               gint64   row,
               gint64  *row_out,
               GError **error)
{
  g_autoptr (WbStmt) stmt = NULL;
  gboolean has_row = FALSE;

  stmt = wb_db_prepare (db, "SELECT max (row) + 1 FROM ticket WHERE row >= ?1 AND row < ?2", error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_int64 (stmt, 1, row);
  wb_stmt_bind_int64 (stmt, 2, row + RUN_ROWS);
  if (!wb_stmt_step (stmt, &has_row, error))
    return FALSE;
  *row_out = wb_stmt_get_int64 (stmt, 0);

  return TRUE;
}

static gboolean
row_is_of (WbDb        *db,
           gint64       row,
           const char  *id,
           gboolean    *same_out,
           GError     **error)
{
  g_autoptr (WbStmt) stmt = wb_db_prepare (db, "SELECT 1 FROM ticket WHERE row = ?1 AND id = ?2",
                                           error);

  if (!stmt)
    return FALSE;
  wb_stmt_bind_int64 (stmt, 1, row);
  wb_stmt_bind_text (stmt, 2, id);

  return wb_stmt_step (stmt, same_out, error);
}

/* Puts the ticket in the first free row from its own on. One that stands there already, from a page
 * read twice, is brought up to date. No look-up unless the row is taken. */
static gboolean
insert (WbDb            *db,
        const WbTicket  *ticket,
        const char      *search,
        gint64          *row_out,
        GError         **error)
{
  g_autoptr (WbStmt) stmt = NULL;
  g_autofree char *history = wb_ticket_row_history (ticket);
  gint64 row = wb_ticket_row_choose (ticket);

  stmt = wb_db_prepare (db, "INSERT INTO ticket (" WB_TICKET_ROW_WRITTEN ") VALUES ("
                        WB_TICKET_ROW_VALUES ") ON CONFLICT (row) DO UPDATE SET "
                        WB_TICKET_ROW_ASSIGN " WHERE id = ?2 AND (version < ?3 OR"
                        " (?3 = 0 AND updated_at < ?5))", error);
  if (!stmt)
    return FALSE;

  for (guint i = 0;; i++) {
    gboolean same = FALSE;

    wb_ticket_row_bind (stmt, row, ticket, search, history);
    if (!wb_stmt_run (stmt, error))
      return FALSE;
    if (wb_db_changes (db) > 0)
      break;
    if (!row_is_of (db, row, ticket->id, &same, error))
      return FALSE;
    if (same)
      break;
    row++;
    if (i >= MAX_PROBES && !read_free_row (db, row - 1, &row, error))
      return FALSE;
  }
  if (row_out)
    *row_out = row;

  return TRUE;
}

static gboolean
index_row (WbDb        *db,
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

static gboolean
put_in_index (WbDb        *db,
              gint64       row,
              const char  *search,
              GError     **error)
{
  return index_row (db, "INSERT INTO ticket_fts (rowid, search) VALUES (?1, ?2)", row, search,
                    error);
}

static gboolean
take_from_index (WbDb        *db,
                 gint64       row,
                 const char  *search,
                 GError     **error)
{
  return index_row (db, "INSERT INTO ticket_fts (ticket_fts, rowid, search)"
                    " VALUES ('delete', ?1, ?2)", row, search, error);
}

/* The index first, while the row still has the old text. */
static gboolean
reindex (WbDb          *db,
         const Stored  *stored,
         const char    *search,
         GError       **error)
{
  if (g_strcmp0 (stored->search, search) == 0)
    return TRUE;

  return take_from_index (db, stored->row, stored->search, error) &&
         put_in_index (db, stored->row, search, error);
}

static gboolean
update (WbDb            *db,
        const WbTicket  *ticket,
        const Stored    *stored,
        GError         **error)
{
  g_autofree char *search = wb_ticket_row_search (ticket, stored->unsent_phone);
  g_autofree char *history = wb_ticket_row_history (ticket);
  g_autoptr (WbStmt) stmt = NULL;

  if (!reindex (db, stored, search, error))
    return FALSE;
  stmt = wb_db_prepare (db, "UPDATE ticket SET " WB_TICKET_ROW_ASSIGN
                        ", doomed = 0 WHERE row = ?1 AND id = ?2", error);
  if (!stmt)
    return FALSE;
  wb_ticket_row_bind (stmt, stored->row, ticket, search, history);

  return wb_stmt_run (stmt, error) &&
         (g_strcmp0 (stored->search, search) == 0 ||
          wb_coupon_store_refresh_ticket (db, ticket->id, error));
}

/* The detail of a version that came without its history before. */
static gboolean
add_detail (WbDb            *db,
            const WbTicket  *ticket,
            const Stored    *stored,
            gboolean        *changed_out,
            GError         **error)
{
  g_autofree char *history = wb_ticket_row_history (ticket);
  g_autoptr (WbStmt) stmt = NULL;

  stmt = wb_db_prepare (db, "UPDATE ticket SET history = coalesce (?2, history),"
                        " portal_url = coalesce (?3, portal_url) WHERE row = ?1"
                        " AND (history IS NOT coalesce (?2, history) OR"
                        " portal_url IS NOT coalesce (?3, portal_url))", error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_int64 (stmt, 1, stored->row);
  wb_stmt_bind_text (stmt, 2, history);
  wb_stmt_bind_text (stmt, 3, ticket->portal_url);
  if (!wb_stmt_run (stmt, error))
    return FALSE;
  *changed_out = wb_db_changes (db) > 0;

  return TRUE;
}

static gboolean
is_newer (const WbTicket *ticket,
          const Stored   *stored)
{
  if (ticket->version > 0 || stored->version > 0)
    return ticket->version > stored->version;

  return ticket->updated_at == WB_TIME_NONE || ticket->updated_at > stored->updated_at;
}

/**
 * wb_ticket_store_apply:
 * @db: the open transaction
 * @ticket: from the server
 * @changed_out: (out) (optional): whether anything was stored
 *
 * See the header for what is applied. The detail of the version that is stored already adds its
 * history and the customer's link. A phone number that staff entered and that was not sent yet
 * stays. Rules: reference/retino-api.md B.11 and B.12.
 *
 * Returns: `TRUE` unless the database failed (%WB_DB_ERROR)
 */
gboolean
wb_ticket_store_apply (WbDb            *db,
                       const WbTicket  *ticket,
                       gboolean        *changed_out,
                       GError         **error)
{
  g_auto (Stored) stored = { 0 };
  gboolean changed = TRUE;

  g_return_val_if_fail (db, FALSE);
  g_return_val_if_fail (ticket && ticket->id, FALSE);
  g_return_val_if_fail (!error || !*error, FALSE);

  if (changed_out)
    *changed_out = FALSE;
  if (!look_up (db, ticket->id, &stored, error))
    return FALSE;

  if (ticket->deleted_at != WB_TIME_NONE) {
    changed = stored.row > 0 && is_newer (ticket, &stored);
    if (changed && !wb_ticket_store_remove (db, ticket->id, error))
      return FALSE;
  } else if (stored.row == 0) {
    g_autofree char *search = wb_ticket_row_search (ticket, NULL);
    gint64 row = 0;

    if (!insert (db, ticket, search, &row, error) || !put_in_index (db, row, search, error) ||
        !wb_coupon_store_refresh_ticket (db, ticket->id, error))
      return FALSE;
  } else if (is_newer (ticket, &stored)) {
    if (!update (db, ticket, &stored, error))
      return FALSE;
  } else {
    changed = FALSE;
    if ((ticket->has_history || ticket->portal_url) && ticket->version == stored.version &&
        !add_detail (db, ticket, &stored, &changed, error))
      return FALSE;
  }
  if (ticket->has_history && ticket->deleted_at == WB_TIME_NONE &&
      !wb_ticket_store_note_history (db, ticket->id, ticket->version, error))
    return FALSE;
  if (changed_out)
    *changed_out = changed;

  return TRUE;
}

/**
 * wb_ticket_store_load:
 * @db: the open transaction, within a bulk load
 * @ticket: from the server; a tombstone is passed over
 *
 * Stores a ticket without search rows and, but for a taken row, without a look-up.
 *
 * Returns: `TRUE` unless the database failed (%WB_DB_ERROR)
 */
gboolean
wb_ticket_store_load (WbDb            *db,
                      const WbTicket  *ticket,
                      GError         **error)
{
  g_autofree char *search = NULL;

  g_return_val_if_fail (db, FALSE);
  g_return_val_if_fail (ticket && ticket->id, FALSE);
  g_return_val_if_fail (!error || !*error, FALSE);

  if (ticket->deleted_at != WB_TIME_NONE)
    return TRUE;
  search = wb_ticket_row_search (ticket, NULL);

  return insert (db, ticket, search, NULL, error);
}

/* @stmt has the columns of WB_TICKET_ROW_READ, and the history after them where it is wanted. */
static WbTicket *
read_one (WbStmt    *stmt,
          gboolean   with_history,
          GError   **error)
{
  g_autoptr (WbTicket) ticket = NULL;
  gboolean has_row = FALSE;

  if (!wb_stmt_step (stmt, &has_row, error) || !has_row)
    return NULL;
  ticket = wb_ticket_row_read (stmt, error);
  if (!ticket)
    return NULL;
  if (with_history && !wb_ticket_row_read_history (ticket, wb_stmt_get_text (stmt, 30), error))
    return NULL;

  return g_steal_pointer (&ticket);
}

/**
 * wb_ticket_store_get:
 * @db: a reader, or the open transaction
 * @id: the server's id
 *
 * Returns: (transfer full) (nullable): the ticket with its history; `NULL` without an error when it
 *   is not stored
 */
WbTicket *
wb_ticket_store_get (WbDb        *db,
                     const char  *id,
                     GError     **error)
{
  g_autoptr (WbStmt) stmt = NULL;

  g_return_val_if_fail (db, NULL);
  g_return_val_if_fail (id, NULL);

  stmt = wb_db_prepare (db, "SELECT " WB_TICKET_ROW_READ ", history FROM ticket WHERE id = ?1",
                        error);
  if (!stmt)
    return NULL;
  wb_stmt_bind_text (stmt, 1, id);

  return read_one (stmt, TRUE, error);
}

/**
 * wb_ticket_store_dup_product_name:
 * @db: a reader, or the open transaction
 * @id: the server's id
 *
 * For a line of many: nothing else of the ticket is read.
 *
 * Returns: (transfer full) (nullable): the name of its first product; `NULL` without an error when
 *   there is none
 */
char *
wb_ticket_store_dup_product_name (WbDb        *db,
                                  const char  *id,
                                  GError     **error)
{
  g_autoptr (WbStmt) stmt = NULL;
  gboolean has_row = FALSE;

  g_return_val_if_fail (db, NULL);
  g_return_val_if_fail (id, NULL);

  stmt = wb_db_prepare (db, "SELECT products ->> '$[0].name' FROM ticket WHERE id = ?1", error);
  if (!stmt)
    return NULL;
  wb_stmt_bind_text (stmt, 1, id);
  if (!wb_stmt_step (stmt, &has_row, error))
    return NULL;

  return has_row ? wb_stmt_dup_text (stmt, 0) : NULL;
}

/**
 * wb_ticket_store_get_row:
 * @db: a reader, or the open transaction
 * @rowid: a row id of wb_ticket_store_list_ids()
 *
 * For lists: cheaper, because the history is left out (`has_history` is `FALSE`).
 *
 * Returns: (transfer full) (nullable): the ticket; `NULL` without an error when it is gone
 */
WbTicket *
wb_ticket_store_get_row (WbDb    *db,
                         gint64   rowid,
                         GError **error)
{
  g_autoptr (WbStmt) stmt = NULL;

  g_return_val_if_fail (db, NULL);

  stmt = wb_db_prepare (db, "SELECT " WB_TICKET_ROW_READ " FROM ticket WHERE row = ?1", error);
  if (!stmt)
    return NULL;
  wb_stmt_bind_int64 (stmt, 1, rowid);

  return read_one (stmt, FALSE, error);
}

/**
 * wb_ticket_store_find_code:
 * @db: a reader, or the open transaction
 * @code: exactly as the helpdesk writes it
 *
 * Returns: (transfer full) (nullable): the newest ticket of that code, with its history; `NULL`
 *   without an error when there is none
 */
WbTicket *
wb_ticket_store_find_code (WbDb        *db,
                           const char  *code,
                           GError     **error)
{
  g_autoptr (WbStmt) stmt = NULL;

  g_return_val_if_fail (db, NULL);
  g_return_val_if_fail (code, NULL);

  stmt = wb_db_prepare (db, "SELECT " WB_TICKET_ROW_READ ", history FROM ticket WHERE code = ?1"
                        " ORDER BY row DESC LIMIT 1", error);
  if (!stmt)
    return NULL;
  wb_stmt_bind_text (stmt, 1, code);

  return read_one (stmt, TRUE, error);
}

static gboolean
has_unsent_work (WbDb        *db,
                 const char  *id,
                 gboolean    *has_out,
                 GError     **error)
{
  return wb_store_exists (db, "SELECT 1 FROM outbox WHERE (object_kind = 'ticket' AND"
                          " object_id = ?1) OR (object_kind = 'activity' AND object_id IN"
                          " (SELECT id FROM call WHERE ticket = ?1)) LIMIT 1", id, NULL, has_out,
                          error);
}

/**
 * wb_ticket_store_remove:
 * @db: the open transaction
 * @id: the server's id; one that is not stored is removed already
 *
 * Removes a ticket with its calls; its coupons stay (reference/retino-api.md B.6). One that unsent
 * work hangs on stays until the last of that work is gone.
 *
 * Returns: `TRUE` unless the database failed (%WB_DB_ERROR)
 */
gboolean
wb_ticket_store_remove (WbDb        *db,
                        const char  *id,
                        GError     **error)
{
  g_auto (Stored) stored = { 0 };
  gboolean unsent = FALSE;

  g_return_val_if_fail (db, FALSE);
  g_return_val_if_fail (id, FALSE);

  if (!look_up (db, id, &stored, error) || !has_unsent_work (db, id, &unsent, error))
    return FALSE;
  if (unsent)
    return wb_store_run (db, "UPDATE ticket SET doomed = 1 WHERE id = ?1", id, NULL, error);
  if (!wb_call_store_remove_all (db, id, error))
    return FALSE;
  if (stored.row == 0)
    return TRUE;

  /* One that comes back comes without its history. */
  return take_from_index (db, stored.row, stored.search, error) &&
         wb_store_run (db, "DELETE FROM ticket WHERE id = ?1", id, NULL, error) &&
         wb_store_run (db, "DELETE FROM meta WHERE key = ?1 || ?2", WB_META_HISTORY, id, error) &&
         wb_coupon_store_refresh_ticket (db, id, error);
}

static gboolean
set_unsent_phone (WbDb          *db,
                  const Stored  *stored,
                  const char    *id,
                  const char    *phone,
                  GError       **error)
{
  g_autoptr (WbTicket) ticket = NULL;
  g_autoptr (WbStmt) stmt = NULL;
  g_autofree char *search = NULL;

  stmt = wb_db_prepare (db, "UPDATE ticket SET unsent_phone = ?2 WHERE id = ?1", error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_text (stmt, 1, id);
  wb_stmt_bind_text (stmt, 2, phone);
  if (!wb_stmt_run (stmt, error))
    return FALSE;

  /* Read again as it is shown now: its phone is the unsent one. */
  ticket = wb_ticket_store_get_row (db, stored->row, error);
  if (!ticket)
    return FALSE;
  search = wb_ticket_row_search (ticket, NULL);

  return reindex (db, stored, search, error) &&
         wb_store_run (db, "UPDATE ticket SET search = ?2 WHERE id = ?1 AND search <> ?2", id,
                       search, error) &&
         wb_coupon_store_refresh_ticket (db, id, error);
}

/* The phone that the newest unsent change enters; NULL = there is none, "" = taken away. */
static gboolean
read_unsent_phone (WbDb        *db,
                   const char  *id,
                   char       **phone_out,
                   GError     **error)
{
  g_autoptr (WbStmt) stmt = NULL;
  gboolean has_row = FALSE;

  stmt = wb_db_prepare (db, "SELECT coalesce (body ->> '$.customer.phone', '') FROM outbox WHERE"
                        " object_kind = 'ticket' AND object_id = ?1 AND op = '" WB_OP_PHONE "'"
                        " AND state IN ('waiting', 'sending') ORDER BY seq DESC LIMIT 1", error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_text (stmt, 1, id);
  if (!wb_stmt_step (stmt, &has_row, error))
    return FALSE;
  *phone_out = has_row ? wb_stmt_dup_text (stmt, 0) : NULL;

  return TRUE;
}

gboolean
wb_ticket_store_refresh (WbDb        *db,
                         const char  *ticket_id,
                         GError     **error)
{
  g_auto (Stored) stored = { 0 };
  g_autofree char *phone = NULL;
  gboolean doomed = FALSE;

  if (!look_up (db, ticket_id, &stored, error) ||
      !read_unsent_phone (db, ticket_id, &phone, error) ||
      !wb_store_exists (db, "SELECT 1 FROM ticket WHERE id = ?1 AND doomed = 1", ticket_id, NULL,
                        &doomed, error))
    return FALSE;
  if (stored.row == 0)
    return TRUE;
  if (doomed)
    return wb_ticket_store_remove (db, ticket_id, error);
  if (g_strcmp0 (phone, stored.unsent_phone) == 0)
    return TRUE;

  return set_unsent_phone (db, &stored, ticket_id, phone, error) &&
         wb_call_store_refresh_ticket (db, ticket_id, error);
}

/**
 * wb_ticket_store_count:
 * @db: a reader, or the open transaction
 * @count_out: (out): how many tickets are stored
 *
 * Reads an index from end to end; not on the main thread.
 *
 * Returns: `TRUE` unless the database failed (%WB_DB_ERROR)
 */
gboolean
wb_ticket_store_count (WbDb    *db,
                       gint64  *count_out,
                       GError **error)
{
  g_autoptr (WbStmt) stmt = wb_db_prepare (db, "SELECT count(*) FROM ticket", error);
  gboolean has_row = FALSE;

  g_return_val_if_fail (count_out, FALSE);

  if (!stmt || !wb_stmt_step (stmt, &has_row, error))
    return FALSE;
  *count_out = wb_stmt_get_int64 (stmt, 0);

  return TRUE;
}

static int
compare_newest_first (gconstpointer a,
                      gconstpointer b)
{
  gint64 x = *(const gint64 *) a;
  gint64 y = *(const gint64 *) b;

  return (x < y) - (x > y);
}

/**
 * wb_ticket_store_list_ids:
 * @db: a reader, or the open transaction
 * @typed: (nullable): what a person typed; no words in it = all tickets
 * @limit: the newest so many; 0 = all
 *
 * All words must be found, each at the beginning of a word of code, customer, phone, order or
 * product, whatever their case and accents. Off the main thread unless @limit is small.
 *
 * Returns: (transfer full) (element-type gint64): row ids, newest first; `NULL` with a %WB_DB_ERROR
 */
GArray *
wb_ticket_store_list_ids (WbDb        *db,
                          const char  *typed,
                          guint        limit,
                          GError     **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autofree char *query = wb_search_fts_query (typed);
  g_autoptr (WbStmt) stmt = NULL;
  gboolean has_row = FALSE;
  const char *sql = "SELECT rowid FROM ticket_fts WHERE ticket_fts MATCH ?1"
                    " ORDER BY rowid DESC LIMIT ?2";

  g_return_val_if_fail (db, NULL);

  /* All of them come faster out of the smallest index, unsorted, than out of the table. */
  if (!query)
    sql = limit == 0 ? "SELECT row FROM ticket"
                     : "SELECT row FROM ticket ORDER BY row DESC LIMIT ?2";
  stmt = wb_db_prepare (db, sql, error);
  if (!stmt)
    return NULL;
  if (query)
    wb_stmt_bind_text (stmt, 1, query);
  if (query || limit > 0)
    wb_stmt_bind_int64 (stmt, 2, limit > 0 ? (gint64) limit : -1);

  while (wb_stmt_step (stmt, &has_row, error)) {
    gint64 id = has_row ? wb_stmt_get_int64 (stmt, 0) : 0;

    if (!has_row) {
      if (!query && limit == 0)
        g_array_sort (ids, compare_newest_first);
      return g_steal_pointer (&ids);
    }
    g_array_append_val (ids, id);
  }

  return NULL;
}

/**
 * wb_ticket_store_all_ids:
 * @db: a reader, or the open transaction
 * @updated_from: ms; only tickets changed since; WB_TIME_NONE = all
 *
 * Returns: (transfer full) (element-type utf8): server ids, sorted; `NULL` with a %WB_DB_ERROR
 */
GPtrArray *
wb_ticket_store_all_ids (WbDb    *db,
                         gint64   updated_from,
                         GError **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (WbStmt) stmt = NULL;
  gboolean has_row = FALSE;
  const char *sql = updated_from == WB_TIME_NONE
                    ? "SELECT id FROM ticket ORDER BY id"
                    : "SELECT id FROM ticket WHERE updated_at >= ?1 ORDER BY id";

  g_return_val_if_fail (db, NULL);

  stmt = wb_db_prepare (db, sql, error);
  if (!stmt)
    return NULL;
  if (updated_from != WB_TIME_NONE)
    wb_stmt_bind_int64 (stmt, 1, updated_from);
  while (wb_stmt_step (stmt, &has_row, error)) {
    if (!has_row)
      return g_steal_pointer (&ids);
    g_ptr_array_add (ids, wb_stmt_dup_text (stmt, 0));
  }

  return NULL;
}
