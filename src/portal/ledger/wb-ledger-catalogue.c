/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Ticket types, states and tags; see wb-ledger-catalogue.h. */

#include "config.h"

#include "wb-ledger-catalogue.h"

#include "wb-wire-tag.h"
#include "wb-wire-ticket-state.h"
#include "wb-wire-ticket-type.h"

/**
 * wb_ledger_type_put:
 * @self: the ledger
 * @type: a ticket type
 * @error: return location (WB_DB_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_type_put (WbLedger            *self,
                    const WbTicketType  *type,
                    GError             **error)
{
  g_autofree char *doc = wb_ledger_print (wb_wire_ticket_type_encode (type));
  g_autoptr (WbStmt) stmt = NULL;

  stmt = wb_db_prepare (self->db,
                        "INSERT INTO ticket_type (id, position, version, doc) VALUES (?, ?, ?, ?)"
                        " ON CONFLICT (id) DO UPDATE SET position = excluded.position,"
                        " version = excluded.version, doc = excluded.doc",
                        error);
  if (!stmt)
    return FALSE;

  wb_stmt_bind_text (stmt, 1, type->id);
  wb_stmt_bind_int64 (stmt, 2, type->position);
  wb_stmt_bind_int64 (stmt, 3, type->version);
  wb_stmt_bind_text (stmt, 4, doc);

  return wb_stmt_run (stmt, error);
}

/**
 * wb_ledger_type_get:
 * @self: the ledger
 * @id: a type's id
 * @type_out: (out) (transfer full) (nullable): the type; `NULL` when unknown
 * @error: return location (WB_DB_ERROR, WB_WIRE_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_type_get (WbLedger      *self,
                    const char    *id,
                    WbTicketType **type_out,
                    GError       **error)
{
  return wb_ledger_find (self, "SELECT doc FROM ticket_type WHERE id = ?", id,
                         (WbWireDecodeFunc) wb_wire_ticket_type_decode, (gpointer *) type_out,
                         error);
}

/**
 * wb_ledger_type_list:
 * @self: the ledger
 * @error: return location (WB_DB_ERROR, WB_WIRE_ERROR)
 *
 * Returns: (transfer full) (element-type WbTicketType): all types in their order
 */
GPtrArray *
wb_ledger_type_list (WbLedger  *self,
                     GError   **error)
{
  g_autoptr (WbLedgerQuery) query = wb_ledger_query_new ("ticket_type");

  wb_ledger_query_order (query, "position, id");

  return wb_ledger_query_run (query, self, G_MAXINT, 0,
                              (WbWireDecodeFunc) wb_wire_ticket_type_decode,
                              (GDestroyNotify) wb_ticket_type_unref, error);
}

/**
 * wb_ledger_state_put:
 * @self: the ledger
 * @state: a ticket state
 * @error: return location (WB_DB_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_state_put (WbLedger             *self,
                     const WbTicketState  *state,
                     GError              **error)
{
  g_autofree char *doc = wb_ledger_print (wb_wire_ticket_state_encode (state));
  g_autoptr (WbStmt) stmt = NULL;

  stmt = wb_db_prepare (self->db,
                        "INSERT INTO ticket_state (id, type, step, position, version, doc)"
                        " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET"
                        " type = excluded.type, step = excluded.step,"
                        " position = excluded.position, version = excluded.version,"
                        " doc = excluded.doc",
                        error);
  if (!stmt)
    return FALSE;

  wb_stmt_bind_text (stmt, 1, state->id);
  wb_stmt_bind_text (stmt, 2, state->type);
  wb_stmt_bind_text (stmt, 3, state->step);
  wb_stmt_bind_int64 (stmt, 4, state->position);
  wb_stmt_bind_int64 (stmt, 5, state->version);
  wb_stmt_bind_text (stmt, 6, doc);

  return wb_stmt_run (stmt, error);
}

/**
 * wb_ledger_state_get:
 * @self: the ledger
 * @id: a state's id
 * @state_out: (out) (transfer full) (nullable): the state; `NULL` when unknown
 * @error: return location (WB_DB_ERROR, WB_WIRE_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_state_get (WbLedger       *self,
                     const char     *id,
                     WbTicketState **state_out,
                     GError        **error)
{
  return wb_ledger_find (self, "SELECT doc FROM ticket_state WHERE id = ?", id,
                         (WbWireDecodeFunc) wb_wire_ticket_state_decode, (gpointer *) state_out,
                         error);
}

/**
 * wb_ledger_state_first:
 * @self: the ledger
 * @type_id: a type's id
 * @step: new|waiting|resolving|decision|resolved
 * @state_out: (out) (transfer full) (nullable): the state; `NULL` when the type has none there
 * @error: return location (WB_DB_ERROR, WB_WIRE_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_state_first (WbLedger       *self,
                       const char     *type_id,
                       const char     *step,
                       WbTicketState **state_out,
                       GError        **error)
{
  g_autoptr (WbLedgerQuery) query = wb_ledger_query_new ("ticket_state");
  g_autoptr (GPtrArray) states = NULL;

  *state_out = NULL;
  wb_ledger_query_text (query, "type = ?", type_id);
  wb_ledger_query_text (query, "step = ?", step);
  wb_ledger_query_order (query, "position, id");
  states = wb_ledger_query_run (query, self, 1, 0, (WbWireDecodeFunc) wb_wire_ticket_state_decode,
                                (GDestroyNotify) wb_ticket_state_unref, error);
  if (!states)
    return FALSE;
  if (states->len > 0)
    *state_out = wb_ticket_state_ref (g_ptr_array_index (states, 0));

  return TRUE;
}

/**
 * wb_ledger_tag_put:
 * @self: the ledger
 * @tag: a tag
 * @error: return location (WB_DB_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_tag_put (WbLedger     *self,
                   const WbTag  *tag,
                   GError      **error)
{
  g_autofree char *doc = wb_ledger_print (wb_wire_tag_encode (tag));
  g_autoptr (WbStmt) stmt = NULL;

  stmt = wb_db_prepare (self->db,
                        "INSERT INTO tag (id, version, doc) VALUES (?, ?, ?)"
                        " ON CONFLICT (id) DO UPDATE SET version = excluded.version,"
                        " doc = excluded.doc",
                        error);
  if (!stmt)
    return FALSE;

  wb_stmt_bind_text (stmt, 1, tag->id);
  wb_stmt_bind_int64 (stmt, 2, tag->version);
  wb_stmt_bind_text (stmt, 3, doc);

  return wb_stmt_run (stmt, error);
}
