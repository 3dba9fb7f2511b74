/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* /remarketing/settings (reference/retino-api.md B.5; versions: design.md 7). */

#include "config.h"

#include "wb-api.h"

#include "wb-ledger-account.h"
#include "wb-ledger-banners.h"
#include "wb-ledger-catalogue.h"
#include "wb-ledger-settings.h"
#include "wb-wire-offer-set.h"

static gboolean
load_settings (WbPortalRequest  *request,
               GError          **error)
{
  g_autoptr (WbTicketType) type = NULL;
  WbOfferSet *settings = NULL;

  if (!wb_ledger_type_get (request->portal->ledger, request->id, &type, error))
    return FALSE;
  if (type && !wb_ledger_settings_get (request->portal->ledger, request->id, &settings, error))
    return FALSE;

  wb_portal_request_set_object (request, settings, (GDestroyNotify) wb_offer_set_unref,
                                settings ? settings->version : 0,
                                (WbWireEncodeFunc) wb_wire_offer_set_encode);

  return TRUE;
}

static void
answer_settings (WbPortalRequest  *request,
                 const WbOfferSet *settings)
{
  wb_portal_request_reply_version (request, 200, wb_wire_offer_set_encode (settings),
                                   settings->version);
}

static void
get_settings (WbPortalRequest *request)
{
  answer_settings (request, request->object);
}

static void
list_settings (WbPortalRequest *request)
{
  WbLedger *ledger = request->portal->ledger;
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (GPtrArray) types = NULL;
  g_autoptr (GError) error = NULL;

  all = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_offer_set_unref);
  types = wb_ledger_type_list (ledger, &error);
  for (guint i = 0; types && i < types->len; i++) {
    const WbTicketType *type = g_ptr_array_index (types, i);
    WbOfferSet *settings = NULL;

    if (!wb_ledger_settings_get (ledger, type->id, &settings, &error))
      break;
    g_ptr_array_add (all, settings);
  }

  if (error)
    wb_portal_request_fail (request, error);
  else
    wb_api_answer_items (request, all, (WbWireEncodeFunc) wb_wire_offer_set_encode, TRUE);
}

/* A tool left out would be switched off and its amounts lost, so all three must be there. */
static gboolean
has_all_tools (JsonObject  *object,
               GError     **error)
{
  static const char *const names[] = { "coupon", "call_request", "banner" };
  JsonNode *tools = json_object_get_member (object, "tools");

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    JsonNode *tool = NULL;

    if (tools && JSON_NODE_HOLDS_OBJECT (tools))
      tool = json_object_get_member (json_node_get_object (tools), names[i]);
    if (!tool || !JSON_NODE_HOLDS_OBJECT (tool)) {
      g_set_error (error, WB_WIRE_ERROR, WB_WIRE_ERROR_BAD_SHAPE,
                   "Send the whole settings: tools.%s is missing.", names[i]);
      return FALSE;
    }
  }

  return TRUE;
}

/* The type is the path's; what the body says of it is read-only and ignored. */
static gpointer
decode_settings (JsonNode  *node,
                 GError   **error)
{
  if (JSON_NODE_HOLDS_OBJECT (node)) {
    JsonObject *object = json_node_get_object (node);
    static const char *const read_only[] = {
      "deadline_days", "display_order", "updated_at", "updated_by", "version",
    };

    if (!has_all_tools (object, error))
      return NULL;
    json_object_set_string_member (object, "type", "");
    for (guint i = 0; i < G_N_ELEMENTS (read_only); i++) {
      if (json_object_has_member (object, read_only[i]))
        json_object_remove_member (object, read_only[i]);
    }
  }

  return wb_wire_offer_set_decode (node, error);
}

/* What the rules ask of banners, and what kept the ledger from telling. */
typedef struct
{
  WbLedger *ledger;  /* (unowned) */
  GError *error;     /* (owned) (nullable) */
} BannerLookup;

static gboolean
find_banner (const char *banner_id,
             gboolean   *archived_out,
             gpointer    data)
{
  BannerLookup *lookup = data;
  g_autoptr (WbBanner) banner = NULL;

  *archived_out = FALSE;
  if (lookup->error ||
      !wb_ledger_banner_get (lookup->ledger, banner_id, &banner, &lookup->error) || !banner)
    return FALSE;
  *archived_out = banner->archived;

  return TRUE;
}

static void
put_settings (WbPortalRequest *request)
{
  WbLedger *ledger = request->portal->ledger;
  const WbOfferSet *old = request->object;
  WbOfferSet *settings = request->input;
  g_autoptr (GPtrArray) stores = NULL;
  g_autoptr (GPtrArray) problems = NULL;
  g_autoptr (WbAccount) account = NULL;
  g_autoptr (GError) error = NULL;
  BannerLookup lookup = { ledger, NULL };
  WbOfferContext context = { .banner_exists = find_banner, .banner_data = &lookup };

  stores = wb_ledger_store_list (ledger, &error);
  if (!stores || !wb_ledger_account_get (ledger, &account, &error)) {
    wb_portal_request_fail (request, error);
    return;
  }

  g_free (settings->type);
  settings->type = g_strdup (request->id);
  settings->call_deadline_days = old->call_deadline_days;
  settings->version = old->version;
  context.stores = stores;
  context.default_language = account->default_language;
  problems = wb_offer_set_validate (settings, &context);
  if (lookup.error) {
    g_propagate_error (&error, lookup.error);
    wb_portal_request_fail (request, error);
    return;
  }

  if (problems->len > 0)
    wb_portal_request_invalid (request, problems);
  else if (!wb_ledger_settings_save (ledger, settings, request->user->id, &error))
    wb_portal_request_fail (request, error);
  else
    answer_settings (request, settings);
}

static JsonNode *
encode_version (gconstpointer record)
{
  static const char *const members[] = { "version", "updated_at", "updated_by", "tools" };
  g_autoptr (JsonNode) whole = wb_wire_offer_set_encode (record);
  g_autoptr (JsonObject) object = json_object_new ();

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    json_object_set_member (object, members[i],
                            json_object_dup_member (json_node_get_object (whole), members[i]));

  return json_node_init_object (json_node_alloc (), object);
}

static void
list_versions (WbPortalRequest *request)
{
  g_autoptr (WbLedgerQuery) query = wb_ledger_query_new ("settings_version");

  wb_ledger_query_text (query, "type = ?", request->id);
  wb_ledger_query_order (query, "version DESC");
  wb_api_answer_page (request, query, (WbWireDecodeFunc) wb_wire_offer_set_decode,
                      (GDestroyNotify) wb_offer_set_unref, encode_version, TRUE);
}

static const WbRoute routes[] = {
  { .method = "GET", .path = "/remarketing/settings", .handle = list_settings },
  { .method = "GET",
    .path = "/remarketing/settings/{id}",
    .load = load_settings,
    .handle = get_settings },
  { .method = "PUT",
    .path = "/remarketing/settings/{id}",
    .flags = WB_ROUTE_MANAGER | WB_ROUTE_ADDON | WB_ROUTE_VERSION | WB_ROUTE_KEY,
    .load = load_settings,
    .decode = decode_settings,
    .free_input = (GDestroyNotify) wb_offer_set_unref,
    .handle = put_settings },
  { .method = "GET",
    .path = "/remarketing/settings/{id}/versions",
    .load = load_settings,
    .handle = list_versions },
};

const WbRoute *
wb_api_settings_routes (guint *n_out)
{
  *n_out = G_N_ELEMENTS (routes);

  return routes;
}
