/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* /users, /types, /states, /tags (reference/retino-api.md B.3). */

#include "config.h"

#include "wb-api.h"

#include "wb-tag.h"
#include "wb-ticket-state.h"
#include "wb-ticket-type.h"
#include "wb-wire-tag.h"
#include "wb-wire-ticket-state.h"
#include "wb-wire-ticket-type.h"
#include "wb-wire-user.h"

static void
answer_table (WbPortalRequest  *request,
              const char       *table,
              const char       *order,
              WbWireDecodeFunc  decode,
              GDestroyNotify    free_item,
              WbWireEncodeFunc  encode)
{
  g_autoptr (WbLedgerQuery) query = wb_ledger_query_new (table);

  wb_ledger_query_order (query, order);
  wb_api_answer_page (request, query, decode, free_item, encode, TRUE);
}

static void
list_users (WbPortalRequest *request)
{
  answer_table (request, "staff", "row", (WbWireDecodeFunc) wb_wire_user_decode,
                (GDestroyNotify) wb_user_unref, (WbWireEncodeFunc) wb_wire_user_encode);
}

static void
list_types (WbPortalRequest *request)
{
  answer_table (request, "ticket_type", "position, id",
                (WbWireDecodeFunc) wb_wire_ticket_type_decode,
                (GDestroyNotify) wb_ticket_type_unref,
                (WbWireEncodeFunc) wb_wire_ticket_type_encode);
}

static void
list_states (WbPortalRequest *request)
{
  answer_table (request, "ticket_state", "type, position, id",
                (WbWireDecodeFunc) wb_wire_ticket_state_decode,
                (GDestroyNotify) wb_ticket_state_unref,
                (WbWireEncodeFunc) wb_wire_ticket_state_encode);
}

static void
list_tags (WbPortalRequest *request)
{
  answer_table (request, "tag", "row", (WbWireDecodeFunc) wb_wire_tag_decode,
                (GDestroyNotify) wb_tag_unref, (WbWireEncodeFunc) wb_wire_tag_encode);
}

static const WbRoute routes[] = {
  { .method = "GET", .path = "/users", .handle = list_users },
  { .method = "GET", .path = "/types", .handle = list_types },
  { .method = "GET", .path = "/states", .handle = list_states },
  { .method = "GET", .path = "/tags", .handle = list_tags },
};

const WbRoute *
wb_api_catalogue_routes (guint *n_out)
{
  *n_out = G_N_ELEMENTS (routes);

  return routes;
}
