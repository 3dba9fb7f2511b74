/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* /account, /account/me, /account/stores, /account/addons/remarketing (reference/retino-api.md
 * B.2). */

#include "config.h"

#include "wb-api.h"

#include "wb-account-rules.h"
#include "wb-ledger-account.h"
#include "wb-time.h"
#include "wb-wire-account.h"
#include "wb-wire-merchant-store.h"
#include "wb-wire-user.h"

static gboolean
load_account (WbPortalRequest  *request,
              GError          **error)
{
  WbAccount *account = NULL;

  if (!wb_ledger_account_get (request->portal->ledger, &account, error))
    return FALSE;
  wb_portal_request_set_object (request, account, (GDestroyNotify) wb_account_unref,
                                account ? account->version : 0,
                                (WbWireEncodeFunc) wb_wire_account_encode);

  return TRUE;
}

static void
answer_account (WbPortalRequest *request,
                const WbAccount *account)
{
  wb_portal_request_reply_version (request, 200, wb_wire_account_encode (account),
                                   account->version);
}

static void
get_account (WbPortalRequest *request)
{
  answer_account (request, request->object);
}

static void
get_me (WbPortalRequest *request)
{
  wb_portal_request_reply_version (request, 200, wb_wire_user_encode (request->user),
                                   request->user->version);
}

static void
list_stores (WbPortalRequest *request)
{
  g_autoptr (WbLedgerQuery) query = wb_ledger_query_new ("merchant_store");

  wb_ledger_query_order (query, "row");
  wb_api_answer_page (request, query, (WbWireDecodeFunc) wb_wire_merchant_store_decode,
                      (GDestroyNotify) wb_merchant_store_unref,
                      (WbWireEncodeFunc) wb_wire_merchant_store_encode, TRUE);
}

static gpointer
decode_object (JsonNode  *node,
               GError   **error)
{
  if (!JSON_NODE_HOLDS_OBJECT (node)) {
    g_set_error (error, WB_WIRE_ERROR, WB_WIRE_ERROR_BAD_SHAPE, "Send a JSON object.");
    return NULL;
  }

  return json_node_copy (node);
}

/* The account with the members of @patch that may be changed in place of its own. */
static WbAccount *
apply_patch (const WbAccount  *account,
             JsonNode         *patch,
             GError          **error)
{
  static const char *const members[] = {
    "call_goal_hours", "business_hours", "closed_days", "coupon_cap", "coupon_budget",
    "coupon_cap_percent",
  };
  g_autoptr (JsonNode) node = wb_wire_account_encode (account);
  JsonObject *object = json_node_get_object (node);
  JsonObject *changes = json_node_get_object (patch);

  for (guint i = 0; i < G_N_ELEMENTS (members); i++) {
    if (json_object_has_member (changes, members[i]))
      json_object_set_member (object, members[i], json_object_dup_member (changes, members[i]));
  }

  return wb_wire_account_decode (node, error);
}

static void
patch_account (WbPortalRequest *request)
{
  g_autoptr (WbAccount) changed = NULL;
  g_autoptr (GPtrArray) problems = NULL;
  g_autoptr (GError) error = NULL;

  changed = apply_patch (request->object, request->input, &error);
  if (!changed) {
    wb_portal_request_malformed (request, NULL, error->message);
    return;
  }

  problems = wb_account_validate (changed);
  if (problems->len > 0)
    wb_portal_request_invalid (request, problems);
  else if (!wb_ledger_account_save (request->portal->ledger, changed, request->user->id, &error))
    wb_portal_request_fail (request, error);
  else
    answer_account (request, changed);
}

static void
patch_remarketing (WbPortalRequest *request)
{
  WbAccount *account = request->object;
  JsonNode *member = json_object_get_member (json_node_get_object (request->input), "active");
  g_autoptr (GError) error = NULL;
  gboolean active = FALSE;

  if (!member || json_node_get_value_type (member) != G_TYPE_BOOLEAN) {
    wb_portal_request_malformed (request, "active", "Say whether it is active: true or false.");
    return;
  }

  active = json_node_get_boolean (member);
  if (active != account->remarketing_active) {
    account->remarketing_active = active;
    account->remarketing_activated_at = active ? request->now : WB_TIME_NONE;
    if (!wb_ledger_account_save (request->portal->ledger, account, request->user->id, &error)) {
      wb_portal_request_fail (request, error);
      return;
    }
  }
  answer_account (request, account);
}

static const WbRoute routes[] = {
  { .method = "GET", .path = "/account", .load = load_account, .handle = get_account },
  { .method = "PATCH",
    .path = "/account",
    .flags = WB_ROUTE_MANAGER | WB_ROUTE_VERSION | WB_ROUTE_KEY,
    .load = load_account,
    .decode = decode_object,
    .free_input = (GDestroyNotify) json_node_unref,
    .handle = patch_account },
  { .method = "PATCH",
    .path = "/account/addons/remarketing",
    .flags = WB_ROUTE_MANAGER | WB_ROUTE_VERSION,
    .load = load_account,
    .decode = decode_object,
    .free_input = (GDestroyNotify) json_node_unref,
    .handle = patch_remarketing },
  { .method = "GET", .path = "/account/me", .handle = get_me },
  { .method = "GET", .path = "/account/stores", .handle = list_stores },
};

const WbRoute *
wb_api_account_routes (guint *n_out)
{
  *n_out = G_N_ELEMENTS (routes);

  return routes;
}
