/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Tickets; see wb-ledger-tickets.h. A ticket's document leaves the history out: that has rows of
 * its own, so that a note does not rewrite all earlier ones and lists do not read them. */

#include "config.h"

#include "wb-ledger-tickets.h"

#include "wb-fold.h"
#include "wb-ledger-activities.h"
#include "wb-ledger-customers.h"
#include "wb-ledger-events.h"
#include "wb-ledger-funnel.h"
#include "wb-phone.h"
#include "wb-time.h"
#include "wb-wire-ticket.h"

/* People type a number without its country's code; prefixes are all that the index finds. */
#define LOCAL_PHONE_DIGITS 9

static gboolean
load_history (WbLedger  *self,
              WbTicket  *ticket,
              GError   **error)
{
  g_autoptr (WbStmt) stmt = NULL;

  stmt = wb_db_prepare (self->db,
                        "SELECT id, type, text, created_at, user FROM history WHERE ticket = ?"
                        " ORDER BY created_at, row",
                        error);
  if (!stmt)
    return FALSE;

  wb_stmt_bind_text (stmt, 1, ticket->id);
  g_ptr_array_set_size (ticket->history, 0);
  ticket->has_history = TRUE;
  for (;;) {
    WbHistoryItem *item = NULL;
    gboolean has_row = FALSE;

    if (!wb_stmt_step (stmt, &has_row, error))
      return FALSE;
    if (!has_row)
      return TRUE;

    item = wb_history_item_new ();
    item->id = wb_stmt_dup_text (stmt, 0);
    item->type = wb_stmt_dup_text (stmt, 1);
    item->text = wb_stmt_dup_text (stmt, 2);
    item->created_at = wb_stmt_is_null (stmt, 3) ? WB_TIME_NONE : wb_stmt_get_int64 (stmt, 3);
    item->user = wb_stmt_dup_text (stmt, 4);
    g_ptr_array_add (ticket->history, item);
  }
}

static gboolean
find_ticket (WbLedger    *self,
             const char  *sql,
             const char  *key,
             WbTicket   **ticket_out,
             GError     **error)
{
  if (!wb_ledger_find (self, sql, key, (WbWireDecodeFunc) wb_wire_ticket_decode,
                       (gpointer *) ticket_out, error))
    return FALSE;
  if (*ticket_out && !load_history (self, *ticket_out, error)) {
    g_clear_pointer (ticket_out, wb_ticket_unref);
    return FALSE;
  }

  return TRUE;
}

/**
 * wb_ledger_ticket_get:
 * @self: the ledger
 * @id: a ticket's id
 * @ticket_out: (out) (transfer full) (nullable): the ticket with its history; `NULL` when there is
 *   none or it was deleted
 * @error: return location (WB_DB_ERROR, WB_WIRE_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_ticket_get (WbLedger    *self,
                      const char  *id,
                      WbTicket   **ticket_out,
                      GError     **error)
{
  return find_ticket (self, "SELECT doc FROM ticket WHERE id = ? AND deleted_at IS NULL", id,
                      ticket_out, error);
}

/**
 * wb_ledger_ticket_by_code:
 * @self: the ledger
 * @code: a ticket's code
 * @ticket_out: (out) (transfer full) (nullable): the ticket with its history, be it deleted
 * @error: return location (WB_DB_ERROR, WB_WIRE_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_ticket_by_code (WbLedger    *self,
                          const char  *code,
                          WbTicket   **ticket_out,
                          GError     **error)
{
  return find_ticket (self, "SELECT doc FROM ticket WHERE code = ?", code, ticket_out, error);
}

static char *
make_search_body (const WbTicket *ticket)
{
  g_autofree char *digits = wb_phone_digits (ticket->customer_phone ? ticket->customer_phone : "");
  gsize n_digits = digits ? strlen (digits) : 0;
  const char *local = n_digits > LOCAL_PHONE_DIGITS ? digits + n_digits - LOCAL_PHONE_DIGITS : "";
  g_autofree char *text = NULL;

  text = g_strjoin (" ", ticket->code, ticket->order_code ? ticket->order_code : "",
                    ticket->customer_name ? ticket->customer_name : "",
                    ticket->customer_email ? ticket->customer_email : "", digits ? digits : "",
                    local, NULL);

  return wb_fold (text);
}

static gboolean
index_ticket (WbLedger        *self,
              const WbTicket  *ticket,
              GError         **error)
{
  g_autofree char *body = make_search_body (ticket);
  g_autoptr (WbStmt) find = NULL;
  g_autoptr (WbStmt) clear = NULL;
  g_autoptr (WbStmt) insert = NULL;
  gboolean has_row = FALSE;
  gint64 row = 0;

  find = wb_db_prepare (self->db, "SELECT row FROM ticket WHERE id = ?", error);
  if (!find)
    return FALSE;
  wb_stmt_bind_text (find, 1, ticket->id);
  if (!wb_stmt_step (find, &has_row, error))
    return FALSE;
  g_assert (has_row);
  row = wb_stmt_get_int64 (find, 0);

  clear = wb_db_prepare (self->db, "DELETE FROM ticket_search WHERE rowid = ?", error);
  if (!clear)
    return FALSE;
  wb_stmt_bind_int64 (clear, 1, row);
  if (!wb_stmt_run (clear, error))
    return FALSE;
  if (ticket->deleted_at != WB_TIME_NONE)
    return TRUE;

  insert = wb_db_prepare (self->db, "INSERT INTO ticket_search (rowid, body) VALUES (?, ?)",
                          error);
  if (!insert)
    return FALSE;
  wb_stmt_bind_int64 (insert, 1, row);
  wb_stmt_bind_text (insert, 2, body);

  return wb_stmt_run (insert, error);
}

static gboolean
put_history_item (WbLedger             *self,
                  const char           *ticket_id,
                  const WbHistoryItem  *item,
                  GError              **error)
{
  g_autoptr (WbStmt) stmt = NULL;
  g_autofree char *new_id = item->id ? NULL : wb_random_uuid (self->random);

  stmt = wb_db_prepare (self->db,
                        "INSERT INTO history (id, ticket, type, text, created_at, user)"
                        " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET"
                        " type = excluded.type, text = excluded.text,"
                        " created_at = excluded.created_at, user = excluded.user",
                        error);
  if (!stmt)
    return FALSE;

  wb_stmt_bind_text (stmt, 1, item->id ? item->id : new_id);
  wb_stmt_bind_text (stmt, 2, ticket_id);
  wb_stmt_bind_text (stmt, 3, item->type ? item->type : "note");
  wb_stmt_bind_text (stmt, 4, item->text);
  wb_ledger_bind_time (stmt, 5, item->created_at);
  wb_stmt_bind_text (stmt, 6, item->user);

  return wb_stmt_run (stmt, error);
}

static gboolean
put_row (WbLedger        *self,
         const WbTicket  *ticket,
         GError         **error)
{
  WbTicket bare = *ticket;
  g_autofree char *doc = NULL;
  g_autoptr (WbStmt) stmt = NULL;

  bare.has_history = FALSE;
  bare.has_remarketing = TRUE;
  doc = wb_ledger_print (wb_wire_ticket_encode (&bare));

  stmt = wb_db_prepare (self->db,
                        "INSERT INTO ticket (id, code, type, state, owner, created_at, updated_at,"
                        " closed_at, deleted_at, version, doc)"
                        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET"
                        " code = excluded.code, type = excluded.type, state = excluded.state,"
                        " owner = excluded.owner, created_at = excluded.created_at,"
                        " updated_at = excluded.updated_at, closed_at = excluded.closed_at,"
                        " deleted_at = excluded.deleted_at, version = excluded.version,"
                        " doc = excluded.doc",
                        error);
  if (!stmt)
    return FALSE;

  wb_stmt_bind_text (stmt, 1, ticket->id);
  wb_stmt_bind_text (stmt, 2, ticket->code);
  wb_stmt_bind_text (stmt, 3, ticket->type);
  wb_stmt_bind_text (stmt, 4, ticket->state);
  wb_stmt_bind_text (stmt, 5, ticket->owner);
  wb_ledger_bind_time (stmt, 6, ticket->created_at);
  wb_ledger_bind_time (stmt, 7, ticket->updated_at);
  wb_ledger_bind_time (stmt, 8, ticket->closed_at);
  wb_ledger_bind_time (stmt, 9, ticket->deleted_at);
  wb_stmt_bind_int64 (stmt, 10, ticket->version);
  wb_stmt_bind_text (stmt, 11, doc);

  return wb_stmt_run (stmt, error);
}

/**
 * wb_ledger_ticket_put:
 * @self: the ledger, in a transaction
 * @ticket: a ticket; what it has of a history is added to the stored one
 * @error: return location (WB_DB_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_ticket_put (WbLedger        *self,
                      const WbTicket  *ticket,
                      GError         **error)
{
  if (!put_row (self, ticket, error) || !index_ticket (self, ticket, error) ||
      (ticket->deleted_at == WB_TIME_NONE &&
       !(wb_ledger_customer_key_ensure (self, ticket->id, error) &&
         wb_ledger_funnel_ticket (self, ticket->id, ticket->customer_email, error))))
    return FALSE;

  for (guint i = 0; ticket->has_history && i < ticket->history->len; i++) {
    if (!put_history_item (self, ticket->id, g_ptr_array_index (ticket->history, i), error))
      return FALSE;
  }

  return TRUE;
}

static gboolean
add_event (WbLedger        *self,
           const WbTicket  *ticket,
           const char      *change,
           const char      *actor,
           GError         **error)
{
  return wb_ledger_event_add (self, "ticket", change, actor, ticket->id, ticket->version,
                              wb_wire_ticket_encode (ticket), error);
}

/**
 * wb_ledger_ticket_save:
 * @self: the ledger, in a transaction
 * @ticket: a ticket with its whole history, as it shall be; gets its next version and time
 * @is_new: whether it was not there before
 * @actor: (nullable): who changes it
 * @error: return location (WB_DB_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_ticket_save (WbLedger    *self,
                       WbTicket    *ticket,
                       gboolean     is_new,
                       const char  *actor,
                       GError     **error)
{
  ticket->version++;
  ticket->updated_at = wb_ledger_now (self);
  ticket->has_remarketing = TRUE;

  if (!wb_ledger_ticket_put (self, ticket, error) || !load_history (self, ticket, error))
    return FALSE;

  return add_event (self, ticket, is_new ? "created" : "updated", actor, error);
}

/**
 * wb_ledger_ticket_set_phone:
 * @self: the ledger, in a transaction
 * @ticket: a stored ticket, about to be saved
 * @phone: (nullable): the customer's number from now on
 * @actor: (nullable): who changes it
 * @error: return location (WB_DB_ERROR, WB_WIRE_ERROR)
 *
 * Calls show the ticket's number, so they change with it.
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_ticket_set_phone (WbLedger    *self,
                            WbTicket    *ticket,
                            const char  *phone,
                            const char  *actor,
                            GError     **error)
{
  g_autoptr (GPtrArray) activities = NULL;

  g_free (ticket->customer_phone);
  ticket->customer_phone = g_strdup (phone);
  activities = wb_ledger_activity_for_ticket (self, ticket->id, error);
  if (!activities)
    return FALSE;

  for (guint i = 0; i < activities->len; i++) {
    WbActivity *activity = g_ptr_array_index (activities, i);

    g_free (activity->customer_phone);
    activity->customer_phone = g_strdup (phone);
    if (!wb_ledger_activity_save (self, activity, FALSE, actor, error))
      return FALSE;
  }

  return TRUE;
}

/**
 * wb_ledger_ticket_delete:
 * @self: the ledger, in a transaction
 * @ticket: a stored ticket; becomes a tombstone
 * @error: return location (WB_DB_ERROR)
 *
 * Its activities and its customer's keys go with it, its coupons stay (reference/retino-api.md
 * B.6).
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_ticket_delete (WbLedger  *self,
                         WbTicket  *ticket,
                         GError   **error)
{
  g_autoptr (WbStmt) stmt = NULL;

  if (!wb_ledger_activities_delete (self, ticket->id, error) ||
      !wb_ledger_funnel_forget (self, ticket->id, error) ||
      !wb_ledger_customer_forget (self, ticket->id, error))
    return FALSE;

  ticket->version++;
  ticket->updated_at = wb_ledger_now (self);
  ticket->deleted_at = ticket->updated_at;
  ticket->has_history = FALSE;
  if (!put_row (self, ticket, error) || !index_ticket (self, ticket, error))
    return FALSE;

  stmt = wb_db_prepare (self->db, "DELETE FROM history WHERE ticket = ?", error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_text (stmt, 1, ticket->id);

  return wb_stmt_run (stmt, error) && add_event (self, ticket, "deleted", NULL, error);
}

/**
 * wb_ledger_ticket_remember:
 * @self: the ledger, in a transaction
 * @ticket: a stored ticket with its history
 * @type: what kind of entry: "note", "state_change"
 * @text: its text
 * @actor: (nullable): whose it is
 * @error: return location (WB_DB_ERROR)
 *
 * Adds an entry to the history of a ticket that is about to be saved.
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_ticket_remember (WbLedger    *self,
                           WbTicket    *ticket,
                           const char  *type,
                           const char  *text,
                           const char  *actor,
                           GError     **error)
{
  g_autoptr (WbHistoryItem) item = wb_history_item_new ();

  item->id = wb_random_uuid (self->random);
  item->type = g_strdup (type);
  item->text = g_strdup (text);
  item->created_at = wb_ledger_now (self);
  item->user = g_strdup (actor);

  return put_history_item (self, ticket->id, item, error) && load_history (self, ticket, error);
}

/**
 * wb_ledger_ticket_note:
 * @self: the ledger, in a transaction
 * @ticket_id: a ticket's id
 * @type: what kind of entry
 * @text: its text
 * @actor: (nullable): whose it is
 * @error: return location (WB_DB_ERROR, WB_WIRE_ERROR)
 *
 * Adds an entry to the history and saves the ticket; nothing to do when the ticket is gone.
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_ticket_note (WbLedger    *self,
                       const char  *ticket_id,
                       const char  *type,
                       const char  *text,
                       const char  *actor,
                       GError     **error)
{
  g_autoptr (WbTicket) ticket = NULL;

  if (!wb_ledger_ticket_get (self, ticket_id, &ticket, error))
    return FALSE;
  if (!ticket)
    return TRUE;

  return wb_ledger_ticket_remember (self, ticket, type, text, actor, error) &&
         wb_ledger_ticket_save (self, ticket, FALSE, actor, error);
}

/**
 * wb_ledger_ticket_search:
 * @typed: what a person typed
 *
 * A telephone number typed in groups is looked for in one piece.
 *
 * Returns: (transfer full) (nullable): the question for `ticket_search`; `NULL` = no words
 */
char *
wb_ledger_ticket_search (const char *typed)
{
  g_autofree char *digits = NULL;

  g_return_val_if_fail (typed, NULL);

  if (*typed && strspn (typed, "0123456789 +-()/") == strlen (typed)) {
    digits = wb_phone_digits (typed);
    if (digits && strlen (digits) >= LOCAL_PHONE_DIGITS)
      return wb_fold_fts_query (digits);
  }

  return wb_fold_fts_query (typed);
}
