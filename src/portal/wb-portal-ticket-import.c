/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* How tickets enter a portal; see wb-portal-ticket-import.h. Lines are stored a few hundred at a
 * time, so that a portal that is serving is never kept waiting long; since the same line twice
 * changes nothing, a file that failed half-way is simply imported again. */

#include "config.h"

#include "wb-portal-ticket-import.h"

#include "wb-ledger-account.h"
#include "wb-ledger-catalogue.h"
#include "wb-ledger-tickets.h"
#include "wb-ledger-users.h"
#include "wb-phone.h"
#include "wb-portal.h"
#include "wb-time.h"
#include "wb-wire-ticket-state.h"
#include "wb-wire-ticket.h"

#define LINES_AT_ONCE 200

static gboolean
set_invalid (GError     **error,
             const char  *what)
{
  g_set_error_literal (error, WB_PORTAL_ERROR, WB_PORTAL_ERROR_INVALID, what);

  return FALSE;
}

static gboolean
has_text (const WbLangText *name,
          const char       *text)
{
  for (guint i = 0; name && i < name->texts->len; i++) {
    if (g_str_equal (g_ptr_array_index (name->texts, i), text))
      return TRUE;
  }

  return FALSE;
}

/* A file written by hand names types by name or kind; one that was exported, by id. */
static gboolean
resolve_type (WbLedger  *ledger,
              WbTicket  *ticket,
              GError   **error)
{
  g_autoptr (GPtrArray) types = wb_ledger_type_list (ledger, error);
  g_autofree char *message = NULL;

  if (!types)
    return FALSE;
  if (!ticket->type) {
    if (types->len > 0)
      ticket->type = g_strdup (((WbTicketType *) g_ptr_array_index (types, 0))->id);
    return TRUE;
  }

  for (guint i = 0; i < types->len; i++) {
    const WbTicketType *type = g_ptr_array_index (types, i);

    if (g_str_equal (type->id, ticket->type) || g_strcmp0 (type->kind, ticket->type) == 0 ||
        has_text (type->name, ticket->type)) {
      g_free (ticket->type);
      ticket->type = g_strdup (type->id);
      return TRUE;
    }
  }
  message = g_strdup_printf ("There is no ticket type “%s”.", ticket->type);

  return set_invalid (error, message);
}

static gboolean
resolve_state (WbLedger  *ledger,
               WbTicket  *ticket,
               GError   **error)
{
  g_autoptr (WbLedgerQuery) query = wb_ledger_query_new ("ticket_state");
  g_autoptr (GPtrArray) states = NULL;
  g_autofree char *message = NULL;

  wb_ledger_query_text (query, "type = ?", ticket->type);
  wb_ledger_query_order (query, "position, id");
  states = wb_ledger_query_run (query, ledger, G_MAXINT, 0,
                                (WbWireDecodeFunc) wb_wire_ticket_state_decode,
                                (GDestroyNotify) wb_ticket_state_unref, error);
  if (!states)
    return FALSE;
  if (!ticket->state) {
    if (states->len > 0)
      ticket->state = g_strdup (((WbTicketState *) g_ptr_array_index (states, 0))->id);
    return TRUE;
  }

  for (guint i = 0; i < states->len; i++) {
    const WbTicketState *state = g_ptr_array_index (states, i);

    if (g_str_equal (state->id, ticket->state) || has_text (state->name, ticket->state)) {
      g_free (ticket->state);
      ticket->state = g_strdup (state->id);
      return TRUE;
    }
  }
  message = g_strdup_printf ("The ticket's type has no state “%s”.", ticket->state);

  return set_invalid (error, message);
}

static gboolean
check_owner (WbLedger        *ledger,
             const WbTicket  *ticket,
             GError         **error)
{
  g_autoptr (WbUser) owner = NULL;

  if (!ticket->owner)
    return TRUE;
  if (!wb_ledger_user_get (ledger, ticket->owner, &owner, error))
    return FALSE;

  return owner || set_invalid (error, "The owner is no user of this portal.");
}

/* What the portal itself knows of the ticket stays. */
static void
keep_ours (WbTicket       *ticket,
           const WbTicket *stored)
{
  g_free (ticket->coupon);
  ticket->coupon = g_strdup (stored->coupon);
  g_free (ticket->call_request);
  ticket->call_request = g_strdup (stored->call_request);
  ticket->banner_clicks = stored->banner_clicks;
  ticket->version = stored->version;
  ticket->updated_at = stored->updated_at;
  if (ticket->created_at == WB_TIME_NONE)
    ticket->created_at = stored->created_at;
  if (!ticket->type)
    ticket->type = g_strdup (stored->type);
  if (!ticket->state && g_strcmp0 (ticket->type, stored->type) == 0)
    ticket->state = g_strdup (stored->state);
}

static gboolean
has_item (const WbTicket      *stored,
          const WbHistoryItem *item)
{
  for (guint i = 0; i < stored->history->len; i++) {
    const WbHistoryItem *other = g_ptr_array_index (stored->history, i);

    if (item->id ? g_str_equal (other->id, item->id)
                 : g_strcmp0 (other->text, item->text) == 0 &&
        other->created_at == item->created_at)
      return TRUE;
  }

  return FALSE;
}

/* Leaves only the entries that are new, since stored ones are never taken away. */
static void
drop_known_history (WbTicket       *ticket,
                    const WbTicket *stored)
{
  for (guint i = ticket->history->len; i > 0; i--) {
    if (has_item (stored, g_ptr_array_index (ticket->history, i - 1)))
      g_ptr_array_remove_index (ticket->history, i - 1);
  }
}

static gboolean
is_same (const WbTicket *ticket,
         const WbTicket *stored)
{
  WbTicket a = *ticket;
  WbTicket b = *stored;
  g_autofree char *a_text = NULL;
  g_autofree char *b_text = NULL;

  if (ticket->history->len > 0)
    return FALSE;

  a.has_history = b.has_history = FALSE;
  a.has_remarketing = b.has_remarketing = TRUE;
  a_text = wb_ledger_print (wb_wire_ticket_encode (&a));
  b_text = wb_ledger_print (wb_wire_ticket_encode (&b));

  return g_str_equal (a_text, b_text);
}

static void
normalize_phone (WbTicket *ticket)
{
  char *phone = ticket->customer_phone ? wb_phone_to_e164 (ticket->customer_phone, NULL) : NULL;

  /* One that cannot be told for sure stays as it was written. */
  if (phone) {
    g_free (ticket->customer_phone);
    ticket->customer_phone = phone;
  }
}

static gboolean
delete_ticket (WbLedger             *ledger,
               WbTicket             *stored,
               WbTicketImportCount  *count,
               GError              **error)
{
  if (!stored || stored->deleted_at != WB_TIME_NONE) {
    count->n_same++;
    return TRUE;
  }
  count->n_deleted++;

  return wb_ledger_ticket_delete (ledger, stored, error);
}

static gboolean
store_ticket (WbLedger             *ledger,
              WbTicket             *ticket,
              WbTicket             *stored,
              WbTicketImportCount  *count,
              GError              **error)
{
  g_autoptr (WbTicket) same_id = NULL;

  if (ticket->deleted_at != WB_TIME_NONE)
    return delete_ticket (ledger, stored, count, error);
  if (!stored && !wb_ledger_ticket_get (ledger, ticket->id, &same_id, error))
    return FALSE;
  if (same_id)
    return set_invalid (error, "Another ticket has this id.");

  normalize_phone (ticket);
  ticket->has_history = TRUE;
  if (stored) {
    keep_ours (ticket, stored);
    drop_known_history (ticket, stored);
  } else {
    ticket->version = 0;
    if (ticket->created_at == WB_TIME_NONE)
      ticket->created_at = wb_ledger_now (ledger);
  }
  if (!resolve_type (ledger, ticket, error) || !resolve_state (ledger, ticket, error) ||
      !check_owner (ledger, ticket, error))
    return FALSE;

  if (stored && is_same (ticket, stored)) {
    count->n_same++;
    return TRUE;
  }
  if (stored)
    count->n_changed++;
  else
    count->n_added++;

  return wb_ledger_ticket_save (ledger, ticket, !stored, NULL, error);
}

static gboolean
import_line (WbLedger             *ledger,
             const char           *line,
             WbTicketImportCount  *count,
             GError              **error)
{
  g_autoptr (JsonNode) node = wb_wire_parse (line, -1, WB_WIRE_MAX_BODY_BYTES, error);
  g_autoptr (WbTicket) ticket = NULL;
  g_autoptr (WbTicket) stored = NULL;
  g_autofree char *id = NULL;
  JsonNode *code = NULL;
  JsonObject *object = NULL;

  if (!node)
    return FALSE;
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return set_invalid (error, "A ticket is a JSON object.");

  object = json_node_get_object (node);
  code = json_object_get_member (object, "code");
  if (!code || json_node_get_value_type (code) != G_TYPE_STRING || !*json_node_get_string (code))
    return set_invalid (error, "A ticket needs its “code”.");
  if (!wb_ledger_ticket_by_code (ledger, json_node_get_string (code), &stored, error))
    return FALSE;

  if (stored)
    json_object_set_string_member (object, "id", stored->id);
  else if (!json_object_has_member (object, "id"))
    json_object_set_string_member (object, "id", (id = wb_random_uuid (ledger->random)));
  ticket = wb_wire_ticket_decode (node, error);

  return ticket && store_ticket (ledger, ticket, stored, count, error);
}

/**
 * wb_portal_ticket_import:
 * @ledger: the ledger
 * @lines: JSON lines of reference/retino-api.md B.4; empty ones are passed over
 * @count_out: (out caller-allocates): what was done
 * @error: return location (WB_PORTAL_ERROR_INVALID, WB_WIRE_ERROR, WB_DB_ERROR, G_IO_ERROR), with
 *   the line's number
 *
 * Returns: `FALSE` with @error set; lines of earlier batches are stored then
 */
gboolean
wb_portal_ticket_import (WbLedger             *ledger,
                         GInputStream         *lines,
                         WbTicketImportCount  *count_out,
                         GError              **error)
{
  g_autoptr (GDataInputStream) input = g_data_input_stream_new (lines);
  guint n_lines = 0;

  *count_out = (WbTicketImportCount) { 0 };
  g_data_input_stream_set_newline_type (input, G_DATA_STREAM_NEWLINE_TYPE_ANY);
  if (!wb_db_begin_immediate (ledger->db, error))
    return FALSE;

  for (;;) {
    g_autoptr (GError) local_error = NULL;
    g_autofree char *line = g_data_input_stream_read_line (input, NULL, NULL, &local_error);

    if (!line && !local_error)
      return wb_db_commit (ledger->db, error);

    n_lines++;
    if (line && *g_strstrip (line))
      import_line (ledger, line, count_out, &local_error);
    if (!local_error && n_lines % LINES_AT_ONCE == 0 &&
        wb_db_commit (ledger->db, &local_error))
      wb_db_begin_immediate (ledger->db, &local_error);
    if (local_error) {
      if (wb_db_in_transaction (ledger->db))
        wb_db_rollback (ledger->db);
      g_propagate_prefixed_error (error, g_steal_pointer (&local_error), "Line %u: ", n_lines);
      return FALSE;
    }
  }
}
