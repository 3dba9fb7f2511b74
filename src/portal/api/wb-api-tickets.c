/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* /tickets: list, search, detail, change, close, products (reference/retino-api.md B.4). */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "wb-api.h"

#include "wb-ledger-account.h"
#include "wb-ledger-catalogue.h"
#include "wb-ledger-customers.h"
#include "wb-ledger-tickets.h"
#include "wb-ledger-users.h"
#include "wb-phone.h"
#include "wb-portal-address.h"
#include "wb-time.h"
#include "wb-wire-ticket.h"
#include "wb-wire-write.h"

static gboolean
load_ticket (WbPortalRequest  *request,
             GError          **error)
{
  WbTicket *ticket = NULL;

  if (!wb_ledger_ticket_get (request->portal->ledger, request->id, &ticket, error))
    return FALSE;
  wb_portal_request_set_object (request, ticket, (GDestroyNotify) wb_ticket_unref,
                                ticket ? ticket->version : 0,
                                (WbWireEncodeFunc) wb_wire_ticket_encode);

  return TRUE;
}

static void
answer_ticket (WbPortalRequest *request,
               const WbTicket  *ticket)
{
  wb_portal_request_reply_version (request, 200, wb_wire_ticket_encode (ticket),
                                   ticket->version);
}

/* The customer's link is for who asks about this one ticket: what is kept of answers and events
 * never has it. */
static void
get_ticket (WbPortalRequest *request)
{
  WbLedger *ledger = request->portal->ledger;
  WbTicket *ticket = request->object;
  g_autofree char *origin = wb_portal_address_recall (ledger);
  g_autofree char *key = NULL;
  g_autoptr (GError) error = NULL;

  if (!wb_ledger_customer_key_get (ledger, ticket->id, &key, &error)) {
    wb_portal_request_fail (request, error);
    return;
  }
  if (origin && key)
    ticket->portal_url = wb_portal_address_offers (origin, key, NULL);
  answer_ticket (request, ticket);
}

static void
answer_tickets (WbPortalRequest *request,
                WbLedgerQuery   *query)
{
  wb_api_answer_page (request, query, (WbWireDecodeFunc) wb_wire_ticket_decode,
                      (GDestroyNotify) wb_ticket_unref, (WbWireEncodeFunc) wb_wire_ticket_encode,
                      FALSE);
}

static void
list_tickets (WbPortalRequest *request)
{
  static const char *const orders[] = { "updated_at", "created_at", "closed_at", "code", NULL };
  static const char *const texts[] = { "type", "state", "owner", NULL };
  g_autoptr (WbLedgerQuery) query = wb_ledger_query_new ("ticket");
  int is_closed = -1;
  int include_deleted = -1;

  if (!wb_portal_request_bool_param (request, "is_closed", &is_closed) ||
      !wb_portal_request_bool_param (request, "include_deleted", &include_deleted) ||
      !wb_api_where_times (request, query, "updated_at_from", "updated_at_to", "updated_at") ||
      !wb_api_where_times (request, query, "created_at_from", "created_at_to", "created_at") ||
      !wb_api_where_times (request, query, "closed_at_from", "closed_at_to", "closed_at") ||
      !wb_api_order_by (request, query, "-updated_at", orders))
    return;

  wb_api_where_texts (request, query, texts);
  if (is_closed >= 0)
    wb_ledger_query_where (query, is_closed ? "closed_at IS NOT NULL" : "closed_at IS NULL");
  if (include_deleted != 1)
    wb_ledger_query_where (query, "deleted_at IS NULL");

  answer_tickets (request, query);
}

static void
search_tickets (WbPortalRequest *request)
{
  static const char *const orders[] = { "updated_at", "created_at", "closed_at", "code", NULL };
  g_autoptr (WbLedgerQuery) query = wb_ledger_query_new ("ticket");
  const char *typed = wb_portal_request_param (request, "search");
  g_autofree char *match = typed ? wb_ledger_ticket_search (typed) : NULL;

  if (!wb_api_order_by (request, query, "-updated_at", orders))
    return;

  wb_ledger_query_where (query, "deleted_at IS NULL");
  /* Nothing to look for finds nothing, rather than everything. */
  if (match)
    wb_ledger_query_text (query,
                          "row IN (SELECT rowid FROM ticket_search WHERE ticket_search MATCH ?)",
                          match);
  else
    wb_ledger_query_where (query, "1 = 0");

  answer_tickets (request, query);
}

static JsonNode *
copy_node (gconstpointer record)
{
  return json_node_copy ((JsonNode *) record);
}

static void
list_products (WbPortalRequest *request)
{
  g_autoptr (JsonNode) ticket = wb_wire_ticket_encode (request->object);
  JsonArray *products = json_object_get_array_member (json_node_get_object (ticket), "products");
  g_autoptr (GPtrArray) items = g_ptr_array_new ();

  for (guint i = 0; i < json_array_get_length (products); i++)
    g_ptr_array_add (items, json_array_get_element (products, i));

  wb_api_answer_items (request, items, copy_node, FALSE);
}

/* The state's or user's id must be one there is, and fit the ticket. */
static gboolean
check_patch (WbPortalRequest      *request,
             const WbTicket       *ticket,
             const WbTicketPatch  *patch,
             GPtrArray            *problems,
             WbTicketState       **state_out,
             GError              **error)
{
  WbLedger *ledger = request->portal->ledger;
  g_autoptr (WbTicketState) state = NULL;
  g_autoptr (WbUser) owner = NULL;

  if (patch->has_state) {
    if (patch->state && !wb_ledger_state_get (ledger, patch->state, &state, error))
      return FALSE;
    if (!state || (state->type && g_strcmp0 (state->type, ticket->type) != 0))
      wb_problems_add (problems, "state_unknown", "This ticket's type has no such state.",
                       "state");
  }
  if (patch->has_owner && patch->owner) {
    if (!wb_ledger_user_get (ledger, patch->owner, &owner, error))
      return FALSE;
    if (!owner || !owner->active)
      wb_problems_add (problems, "user_unknown", "There is no such active user.", "owner");
  }
  if (patch->has_phone && patch->customer_phone) {
    g_autofree char *phone = wb_phone_to_e164 (patch->customer_phone, NULL);

    if (!phone)
      wb_problems_add (problems, "phone_invalid", "Enter a number like +420601123456.",
                       "customer.phone");
  }
  *state_out = g_steal_pointer (&state);

  return TRUE;
}

static gboolean
change_phone (WbPortalRequest  *request,
              WbTicket         *ticket,
              const char       *typed,
              GError          **error)
{
  g_autofree char *phone = typed ? wb_phone_to_e164 (typed, NULL) : NULL;

  if (g_strcmp0 (phone, ticket->customer_phone) == 0)
    return TRUE;

  return wb_ledger_ticket_set_phone (request->portal->ledger, ticket, phone, request->user->id,
                                     error);
}

static gboolean
change_state (WbPortalRequest      *request,
              WbTicket             *ticket,
              const WbTicketState  *state,
              GError              **error)
{
  WbLedger *ledger = request->portal->ledger;
  g_autoptr (WbAccount) account = NULL;
  g_autofree char *text = NULL;

  if (g_strcmp0 (ticket->state, state->id) == 0)
    return TRUE;
  if (!wb_ledger_account_get (ledger, &account, error))
    return FALSE;

  g_free (ticket->state);
  ticket->state = g_strdup (state->id);
  text = g_strdup (wb_lang_text_pick (state->name, account ? account->default_language : NULL,
                                      NULL));

  return wb_ledger_ticket_remember (ledger, ticket, "state_change", text, request->user->id,
                                    error);
}

static gboolean
apply_patch (WbPortalRequest      *request,
             WbTicket             *ticket,
             const WbTicketPatch  *patch,
             const WbTicketState  *state,
             GError              **error)
{
  if (patch->has_state && !change_state (request, ticket, state, error))
    return FALSE;
  if (patch->has_owner) {
    g_free (ticket->owner);
    ticket->owner = g_strdup (patch->owner);
  }
  if (patch->has_phone && !change_phone (request, ticket, patch->customer_phone, error))
    return FALSE;

  return wb_ledger_ticket_save (request->portal->ledger, ticket, FALSE, request->user->id, error);
}

static void
patch_ticket (WbPortalRequest *request)
{
  WbTicket *ticket = request->object;
  const WbTicketPatch *patch = request->input;
  g_autoptr (GPtrArray) problems = wb_problems_new ();
  g_autoptr (WbTicketState) state = NULL;
  g_autoptr (GError) error = NULL;

  if (!check_patch (request, ticket, patch, problems, &state, &error))
    wb_portal_request_fail (request, error);
  else if (problems->len > 0)
    wb_portal_request_invalid (request, problems);
  else if (ticket->closed_at != WB_TIME_NONE)
    wb_portal_request_refuse (request, 409, "ticket_closed", "This ticket is closed.");
  else if (!apply_patch (request, ticket, patch, state, &error))
    wb_portal_request_fail (request, error);
  else
    answer_ticket (request, ticket);
}

static gboolean
close_it (WbPortalRequest  *request,
          WbTicket         *ticket,
          GError          **error)
{
  WbLedger *ledger = request->portal->ledger;
  g_autoptr (WbTicketState) resolved = NULL;

  if (ticket->type &&
      !wb_ledger_state_first (ledger, ticket->type, "resolved", &resolved, error))
    return FALSE;
  if (resolved && !change_state (request, ticket, resolved, error))
    return FALSE;
  ticket->closed_at = request->now;

  return wb_ledger_ticket_save (ledger, ticket, FALSE, request->user->id, error);
}

static void
close_ticket (WbPortalRequest *request)
{
  WbTicket *ticket = request->object;
  g_autoptr (GError) error = NULL;

  if (ticket->closed_at != WB_TIME_NONE)
    wb_portal_request_refuse (request, 409, "ticket_closed", "This ticket is closed already.");
  else if (!close_it (request, ticket, &error))
    wb_portal_request_fail (request, error);
  else
    answer_ticket (request, ticket);
}

static const WbRoute routes[] = {
  { .method = "GET", .path = "/tickets", .handle = list_tickets },
  { .method = "GET", .path = "/tickets/search", .handle = search_tickets },
  { .method = "GET", .path = "/tickets/{id}", .load = load_ticket, .handle = get_ticket },
  { .method = "PATCH",
    .path = "/tickets/{id}",
    .flags = WB_ROUTE_VERSION | WB_ROUTE_KEY,
    .load = load_ticket,
    .decode = (gpointer (*)(JsonNode *, GError **))wb_wire_ticket_patch_decode,
    .free_input = (GDestroyNotify) wb_ticket_patch_unref,
    .handle = patch_ticket },
  { .method = "POST",
    .path = "/tickets/{id}/close",
    .flags = WB_ROUTE_KEY,
    .load = load_ticket,
    .handle = close_ticket },
  { .method = "GET",
    .path = "/tickets/{id}/products",
    .load = load_ticket,
    .handle = list_products },
};

const WbRoute *
wb_api_tickets_routes (guint *n_out)
{
  *n_out = G_N_ELEMENTS (routes);

  return routes;
}
