/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* /activities: the list and the detail; what is done to a call is in wb-api-calls.c
 * (reference/retino-api.md B.6). */

#include "config.h"

#include "wb-api-calls.h"
#include "wb-api.h"

#include "wb-ledger-activities.h"
#include "wb-wire-activity.h"
#include "wb-wire-reader.h"
#include "wb-wire-write.h"

static gboolean
load_activity (WbPortalRequest  *request,
               GError          **error)
{
  WbActivity *activity = NULL;

  if (!wb_ledger_activity_get (request->portal->ledger, request->id, &activity, error))
    return FALSE;
  wb_portal_request_set_object (request, activity, (GDestroyNotify) wb_activity_unref,
                                activity ? activity->version : 0,
                                (WbWireEncodeFunc) wb_wire_activity_encode);

  return TRUE;
}

static void
get_activity (WbPortalRequest *request)
{
  const WbActivity *activity = request->object;

  wb_portal_request_reply_version (request, 200, wb_wire_activity_encode (activity),
                                   activity->version);
}

/* `open` unless told otherwise. */
static gboolean
where_status (WbPortalRequest *request,
              WbLedgerQuery   *query)
{
  const char *status = wb_portal_request_param (request, "status");

  if (!status)
    status = "open";
  if (g_str_equal (status, "open") || g_str_equal (status, "closed")) {
    wb_ledger_query_text (query, "status = ?", status);
  } else if (!g_str_equal (status, "all")) {
    wb_portal_request_malformed (request, "status", "Give open, closed or all.");
    return FALSE;
  }

  return TRUE;
}

static gboolean
where_kind (WbPortalRequest *request,
            WbLedgerQuery   *query)
{
  const char *kind = wb_portal_request_param (request, "kind");

  if (!kind)
    return TRUE;
  if (!g_str_equal (kind, "call_request") && !g_str_equal (kind, "task")) {
    wb_portal_request_malformed (request, "kind", "Give call_request or task.");
    return FALSE;
  }
  wb_ledger_query_text (query, "kind = ?", kind);

  return TRUE;
}

static void
where_assignee (WbPortalRequest *request,
                WbLedgerQuery   *query)
{
  const char *assignee = wb_portal_request_param (request, "assignee");

  if (!assignee)
    return;
  if (g_str_equal (assignee, "none"))
    wb_ledger_query_where (query, "assignee IS NULL");
  else
    wb_ledger_query_text (query, "assignee = ?",
                          g_str_equal (assignee, "me") ? request->user->id : assignee);
}

static void
list_activities (WbPortalRequest *request)
{
  static const char *const orders[] = { "due_at", "created_at", "updated_at", NULL };
  static const char *const texts[] = { "ticket", "type", NULL };
  g_autoptr (WbLedgerQuery) query = wb_ledger_query_new ("activity");

  if (!where_status (request, query) || !where_kind (request, query) ||
      !wb_api_where_times (request, query, "updated_at_from", NULL, "updated_at") ||
      !wb_api_where_times (request, query, "due_from", "due_to", "due_at") ||
      !wb_api_order_by (request, query, "due_at", orders))
    return;

  where_assignee (request, query);
  wb_api_where_texts (request, query, texts);
  wb_api_answer_page (request, query, (WbWireDecodeFunc) wb_wire_activity_decode,
                      (GDestroyNotify) wb_activity_unref,
                      (WbWireEncodeFunc) wb_wire_activity_encode, FALSE);
}

/* {"lease_secs":900} */
static gpointer
decode_renew (JsonNode  *node,
              GError   **error)
{
  g_autoptr (WbAssignBody) body = wb_assign_body_new ();
  WbWireReader reader;

  wb_wire_reader_init (&reader, node);
  body->lease_secs = wb_wire_read_small (&reader, "lease_secs", WB_WIRE_REQUIRED, 0);

  return wb_wire_reader_finish (&reader, error) ? g_steal_pointer (&body) : NULL;
}

#define DECODE(func) ((gpointer (*)(JsonNode *, GError **))(func))

static const WbRoute routes[] = {
  { .method = "GET", .path = "/activities", .handle = list_activities },
  { .method = "GET", .path = "/activities/{id}", .load = load_activity, .handle = get_activity },
  { .method = "POST",
    .path = "/activities/{id}/assign",
    .flags = WB_ROUTE_VERSION | WB_ROUTE_KEY,
    .load = load_activity,
    .decode = DECODE (wb_wire_assign_body_decode),
    .free_input = (GDestroyNotify) wb_assign_body_unref,
    .authorize = wb_api_calls_authorize_assign,
    .handle = wb_api_calls_assign },
  { .method = "POST",
    .path = "/activities/{id}/reschedule",
    .flags = WB_ROUTE_VERSION | WB_ROUTE_KEY,
    .load = load_activity,
    .decode = DECODE (wb_wire_reschedule_body_decode),
    .free_input = (GDestroyNotify) wb_reschedule_body_unref,
    .handle = wb_api_calls_reschedule },
  { .method = "POST",
    .path = "/activities/{id}/complete",
    .flags = WB_ROUTE_VERSION | WB_ROUTE_KEY,
    .load = load_activity,
    .decode = DECODE (wb_wire_complete_body_decode),
    .free_input = (GDestroyNotify) wb_complete_body_unref,
    .handle = wb_api_calls_complete },
  { .method = "POST",
    .path = "/activities/{id}/reopen",
    .flags = WB_ROUTE_VERSION | WB_ROUTE_KEY,
    .load = load_activity,
    .decode = DECODE (wb_wire_reopen_body_decode),
    .free_input = (GDestroyNotify) wb_reopen_body_unref,
    .authorize = wb_api_calls_authorize_reopen,
    .handle = wb_api_calls_reopen },
  { .method = "POST",
    .path = "/activities/{id}/renew",
    .load = load_activity,
    .decode = decode_renew,
    .free_input = (GDestroyNotify) wb_assign_body_unref,
    .handle = wb_api_calls_renew },
  { .method = "POST",
    .path = "/activities/{id}/notes",
    .flags = WB_ROUTE_KEY,
    .load = load_activity,
    .decode = DECODE (wb_wire_complete_body_decode),
    .free_input = (GDestroyNotify) wb_complete_body_unref,
    .handle = wb_api_calls_note },
};

const WbRoute *
wb_api_activities_routes (guint *n_out)
{
  *n_out = G_N_ELEMENTS (routes);

  return routes;
}
