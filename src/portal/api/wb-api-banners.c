/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* /remarketing/banners (reference/retino-api.md B.8; period: design.md 7). */

#include "config.h"

#include "wb-api.h"

#include "wb-ledger-account.h"
#include "wb-ledger-banners.h"
#include "wb-ledger-files.h"
#include "wb-time.h"
#include "wb-wire-banner.h"
#include "wb-wire-reader.h"

/* What a body says; what it leaves out stays as it is. */
typedef struct
{
  gboolean has_name;
  char *name;            /* (owned) (nullable) */
  char *file;            /* (owned) (nullable) of a new banner */
  gboolean has_alt_text;
  WbLangText *alt_text;  /* (owned) (nullable) */
  gboolean has_archived;
  gboolean archived;
  gboolean has_starts_on;
  gint32 starts_on;
  gboolean has_ends_on;
  gint32 ends_on;
} Input;

static void
free_input (gpointer data)
{
  Input *input = data;

  g_free (input->name);
  g_free (input->file);
  g_clear_pointer (&input->alt_text, wb_lang_text_unref);
  g_free (input);
}

static gpointer
decode_input (JsonNode  *node,
              GError   **error)
{
  Input *input = g_new0 (Input, 1);
  WbWireReader reader;

  wb_wire_reader_init (&reader, node);
  input->has_name = wb_wire_has (&reader, "name");
  input->name = wb_wire_read_text (&reader, "name", WB_WIRE_OPTIONAL);
  input->file = wb_wire_read_id (&reader, "file", WB_WIRE_OPTIONAL);
  input->has_alt_text = wb_wire_has (&reader, "alt_text");
  input->alt_text = wb_wire_read_lang_text (&reader, "alt_text", WB_WIRE_OPTIONAL);
  input->has_archived = wb_wire_has (&reader, "archived");
  input->archived = wb_wire_read_bool (&reader, "archived",
                                       input->has_archived ? WB_WIRE_REQUIRED : WB_WIRE_OPTIONAL,
                                       FALSE);
  input->has_starts_on = wb_wire_has (&reader, "starts_on");
  input->starts_on = wb_wire_read_date (&reader, "starts_on", WB_WIRE_OPTIONAL);
  input->has_ends_on = wb_wire_has (&reader, "ends_on");
  input->ends_on = wb_wire_read_date (&reader, "ends_on", WB_WIRE_OPTIONAL);
  if (!wb_wire_reader_finish (&reader, error))
    g_clear_pointer (&input, free_input);

  return input;
}

static void
apply_input (const Input *input,
             WbBanner    *banner)
{
  if (input->has_name) {
    g_free (banner->name);
    banner->name = g_strdup (input->name ? input->name : "");
  }
  if (input->has_alt_text) {
    wb_lang_text_unref (banner->alt_text);
    banner->alt_text = input->alt_text ? wb_lang_text_ref (input->alt_text) : wb_lang_text_new ();
  }
  if (input->has_archived)
    banner->archived = input->archived;
  if (input->has_starts_on)
    banner->starts_on = input->starts_on;
  if (input->has_ends_on)
    banner->ends_on = input->ends_on;
}

static void
set_url (WbPortalRequest *request,
         gpointer         item)
{
  WbBanner *banner = item;

  wb_api_files_set_url (request, banner->picture);
}

static gboolean
load_banner (WbPortalRequest  *request,
             GError          **error)
{
  WbBanner *banner = NULL;

  if (!wb_ledger_banner_get (request->portal->ledger, request->id, &banner, error))
    return FALSE;
  if (banner)
    set_url (request, banner);
  wb_portal_request_set_object (request, banner, (GDestroyNotify) wb_banner_unref,
                                banner ? banner->version : 0,
                                (WbWireEncodeFunc) wb_wire_banner_encode);

  return TRUE;
}

static void
answer_banner (WbPortalRequest *request,
               guint            status,
               const WbBanner  *banner)
{
  wb_portal_request_reply_version (request, status, wb_wire_banner_encode (banner),
                                   banner->version);
}

static void
get_banner (WbPortalRequest *request)
{
  answer_banner (request, 200, request->object);
}

static void
list_banners (WbPortalRequest *request)
{
  static const char *const orders[] = { "created_at", "updated_at", "name", NULL };
  g_autoptr (WbLedgerQuery) query = wb_ledger_query_new ("banner");
  const char *archived = wb_portal_request_param (request, "archived");

  if (!wb_api_where_times (request, query, "updated_at_from", NULL, "updated_at") ||
      !wb_api_order_by (request, query, "-created_at", orders))
    return;

  if (!archived || g_str_equal (archived, "false")) {
    wb_ledger_query_where (query, "archived = 0");
  } else if (g_str_equal (archived, "true")) {
    wb_ledger_query_where (query, "archived = 1");
  } else if (!g_str_equal (archived, "all")) {
    wb_portal_request_malformed (request, "archived", "Give true, false or all.");
    return;
  }

  request->adapt_item = set_url;
  wb_api_answer_page (request, query, (WbWireDecodeFunc) wb_wire_banner_decode,
                      (GDestroyNotify) wb_banner_unref, (WbWireEncodeFunc) wb_wire_banner_encode,
                      TRUE);
}

/* NULL = could not be read; the request is answered. */
static GPtrArray *
judge_banner (WbPortalRequest *request,
              const WbBanner  *banner)
{
  g_autoptr (WbAccount) account = NULL;
  g_autoptr (GError) error = NULL;

  if (!wb_ledger_account_get (request->portal->ledger, &account, &error)) {
    wb_portal_request_fail (request, error);
    return NULL;
  }

  return wb_banner_validate (banner, account ? account->default_language : NULL);
}

/* A file that is not there is told of with all else that is wrong, and names the answer. */
static void
refuse_file (WbPortalRequest *request,
             GPtrArray       *problems)
{
  static const char message[] = "There is no such file. Upload it again: one that no banner shows"
                                " is kept for a day.";

  wb_problems_add (problems, "file_unknown", message, "file");
  wb_portal_request_refuse_problems (request, 400, "file_unknown", message, problems);
}

static void
post_banner (WbPortalRequest *request)
{
  WbLedger *ledger = request->portal->ledger;
  const Input *input = request->input;
  g_autoptr (WbBanner) banner = wb_banner_new ();
  g_autoptr (WbPicture) picture = NULL;
  g_autoptr (GPtrArray) problems = NULL;
  g_autoptr (GError) error = NULL;

  banner->id = wb_random_uuid (request->portal->random);
  banner->name = g_strdup ("");
  apply_input (input, banner);
  banner->archived = FALSE;

  if (input->file && !wb_ledger_file_get (ledger, input->file, &picture, &error)) {
    wb_portal_request_fail (request, error);
    return;
  }
  problems = judge_banner (request, banner);
  if (!problems)
    return;
  if (!picture) {
    refuse_file (request, problems);
    return;
  }
  if (problems->len > 0) {
    wb_portal_request_invalid (request, problems);
    return;
  }

  g_clear_pointer (&banner->picture, wb_picture_unref);
  banner->picture = g_steal_pointer (&picture);
  set_url (request, banner);
  if (!wb_ledger_banner_save (ledger, banner, TRUE, request->user->id, &error))
    wb_portal_request_fail (request, error);
  else
    answer_banner (request, 201, banner);
}

static void
refuse_in_use (WbPortalRequest *request,
               const WbBanner  *banner,
               const char      *detail)
{
  wb_portal_request_refuse_current (request, 409, "banner_in_use", detail,
                                    wb_wire_banner_encode (banner));
}

static void
patch_banner (WbPortalRequest *request)
{
  const WbBanner *stored = request->object;
  g_autoptr (WbBanner) banner = wb_banner_copy (stored);
  g_autoptr (GPtrArray) problems = NULL;
  g_autoptr (GError) error = NULL;

  apply_input (request->input, banner);
  problems = judge_banner (request, banner);
  if (!problems)
    return;

  if (problems->len > 0)
    wb_portal_request_invalid (request, problems);
  else if (banner->archived && stored->used_by && stored->used_by[0])
    refuse_in_use (request, stored,
                   "Offers show this banner. Choose another one there before you archive it.");
  else if (!wb_ledger_banner_save (request->portal->ledger, banner, FALSE, request->user->id,
                                   &error))
    wb_portal_request_fail (request, error);
  else
    answer_banner (request, 200, banner);
}

static void
delete_banner (WbPortalRequest *request)
{
  WbLedger *ledger = request->portal->ledger;
  WbBanner *banner = request->object;
  g_autoptr (GError) error = NULL;
  gboolean was_shown = FALSE;

  if (!wb_ledger_banner_was_shown (ledger, banner->id, &was_shown, &error))
    wb_portal_request_fail (request, error);
  else if (banner->used_by && banner->used_by[0])
    refuse_in_use (request, banner,
                   "Offers show this banner. Choose another one there before you delete it.");
  else if (was_shown)
    refuse_in_use (request, banner,
                   "Customers have seen this banner, and statistics name it. Archive it instead.");
  else if (!wb_ledger_banner_delete (ledger, banner, request->user->id, &error))
    wb_portal_request_fail (request, error);
  else
    wb_portal_request_reply (request, 204, NULL);
}

/**
 * wb_api_banners_adapt_event:
 * @request: who reads the feed
 * @event: an event
 *
 * Says whole addresses in what an event tells of a banner.
 */
void
wb_api_banners_adapt_event (WbPortalRequest *request,
                            const WbEvent   *event)
{
  JsonObject *file = NULL;
  g_autofree char *origin = NULL;
  g_autofree char *url = NULL;

  if (!g_str_equal (event->kind, "banner") || event->deleted)
    return;

  file = json_object_get_object_member (json_node_get_object (event->object), "file");
  origin = wb_portal_request_dup_origin (request);
  url = g_strconcat (origin, json_object_get_string_member (file, "url"), NULL);
  json_object_set_string_member (file, "url", url);
}

static const WbRoute routes[] = {
  { .method = "GET", .path = "/remarketing/banners", .handle = list_banners },
  { .method = "POST",
    .path = "/remarketing/banners",
    .flags = WB_ROUTE_MANAGER | WB_ROUTE_KEY,
    .decode = decode_input,
    .free_input = free_input,
    .handle = post_banner },
  { .method = "GET",
    .path = "/remarketing/banners/{id}",
    .load = load_banner,
    .handle = get_banner },
  { .method = "PATCH",
    .path = "/remarketing/banners/{id}",
    .flags = WB_ROUTE_MANAGER | WB_ROUTE_VERSION | WB_ROUTE_KEY,
    .load = load_banner,
    .decode = decode_input,
    .free_input = free_input,
    .handle = patch_banner },
  { .method = "DELETE",
    .path = "/remarketing/banners/{id}",
    .flags = WB_ROUTE_MANAGER | WB_ROUTE_VERSION | WB_ROUTE_SIGHTS,
    .load = load_banner,
    .handle = delete_banner },
};

const WbRoute *
wb_api_banners_routes (guint *n_out)
{
  *n_out = G_N_ELEMENTS (routes);

  return routes;
}
