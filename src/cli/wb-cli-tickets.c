/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* winbackctl tickets: newest first, or those a search finds. */

#include "config.h"

#include "wb-cli.h"

#include "wb-account-store.h"
#include "wb-cli-print.h"
#include "wb-ticket-state.h"
#include "wb-ticket-store.h"
#include "wb-wire-ticket.h"

#include <glib/gi18n-lib.h>

/* A terminal's worth; a program gets all. */
#define ROWS_FOR_PEOPLE 50

static const char *
find_state_name (WbCli      *self,
                 GPtrArray  *states,
                 const char *id)
{
  for (guint i = 0; id && i < states->len; i++) {
    const WbTicketState *state = g_ptr_array_index (states, i);

    if (g_str_equal (state->id, id) && state->name)
      return wb_cli_pick_text (self, state->name);
  }
  return id;
}

static void
add_row (WbCli          *self,
         WbCliTable     *table,
         GPtrArray      *states,
         const WbTicket *ticket)
{
  g_autofree char *updated = wb_cli_format_time (ticket->updated_at, wb_cli_now (self), self->zone);
  const char *const cells[] = {
    ticket->code, wb_cli_type_name (self, ticket->type),
    find_state_name (self, states, ticket->state), ticket->customer_name,
    ticket->order_code, updated,
  };

  wb_cli_table_add (table, cells);
}

static gboolean
print_table (WbCli      *self,
             GPtrArray  *tickets,
             gboolean    has_more,
             GError    **error)
{
  g_autoptr (GPtrArray) states = wb_ticket_state_store_list (self->db, error);
  g_autoptr (WbCliTable) table = wb_cli_table_new (_ ("Ticket"), _ ("Type"), _ ("State"),
                                                   _ ("Customer"), _ ("Order"), _ ("Changed"),
                                                   NULL);

  if (!states)
    return FALSE;
  for (guint i = 0; i < tickets->len; i++)
    add_row (self, table, states, g_ptr_array_index (tickets, i));
  if (tickets->len == 0)
    g_print (_ ("No tickets.\n"));
  else
    wb_cli_table_print (table);
  if (has_more)
    g_print (_ ("There are more; narrow them with --search, or take all with --json.\n"));
  return TRUE;
}

/**
 * wb_cli_tickets:
 * @self: the program
 * @args: none
 * @error: return location for a #GError
 *
 * Lists the tickets, accents and case set aside in a search.
 *
 * Returns: `TRUE` on success
 */
gboolean
wb_cli_tickets (WbCli   *self,
                GStrv    args,
                GError **error)
{
  guint limit = self->options.json ? 0 : ROWS_FOR_PEOPLE + 1;
  g_autoptr (GArray) ids = wb_ticket_store_list_ids (self->db, self->options.search, limit, error);
  g_autoptr (GPtrArray) tickets = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_ticket_unref);
  guint n_shown;

  if (!ids)
    return FALSE;
  n_shown = self->options.json ? ids->len : MIN (ids->len, ROWS_FOR_PEOPLE);
  for (guint i = 0; i < n_shown; i++) {
    WbTicket *ticket = wb_ticket_store_get_row (self->db, g_array_index (ids, gint64, i), error);

    if (!ticket)
      return FALSE;
    g_ptr_array_add (tickets, ticket);
  }
  if (!self->options.json)
    return print_table (self, tickets, ids->len > n_shown, error);
  wb_cli_print_array (tickets, (JsonNode * (*)(gconstpointer))wb_wire_ticket_encode);
  return TRUE;
}
