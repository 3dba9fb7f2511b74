/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Carries a request through the checks; see wb-portal-router.h. */

#include "config.h"

#include "wb-portal-router.h"

#include "wb-api.h"
#include "wb-ledger-account.h"
#include "wb-ledger-coupons.h"
#include "wb-ledger-users.h"
#include "wb-portal-wait.h"
#include "wb-wire-coupon.h"

#define KEY_MAX 255
#define CUSTOMERS_PATH "/portal/"
/* What a question about statistics waits at most for what is not stored yet. */
#define DRAIN_MS 2000

static const WbRoute *
list_routes (guint  group,
             guint *n_out)
{
  switch (group) {
    case 0:
      return wb_api_account_routes (n_out);
    case 1:
      return wb_api_catalogue_routes (n_out);
    case 2:
      return wb_api_tickets_routes (n_out);
    case 3:
      return wb_api_settings_routes (n_out);
    case 4:
      return wb_api_activities_routes (n_out);
    case 5:
      return wb_api_coupons_routes (n_out);
    case 6:
      return wb_api_events_routes (n_out);
    case 7:
      return wb_api_banners_routes (n_out);
    case 8:
      return wb_api_files_routes (n_out);
    case 9:
      return wb_api_stats_routes (n_out);
    default:
      return NULL;
  }
}

static const char *
get_header (WbPortalRequest *request,
            const char      *name)
{
  return soup_message_headers_get_one (
    soup_server_message_get_request_headers (request->message), name);
}

static void
authenticate (WbPortalRequest *request)
{
  const char *header = get_header (request, "Authorization");
  g_autofree char *token = NULL;
  g_autoptr (GError) error = NULL;

  /* "Token <t>", and the bare token (B.1). */
  if (header && g_ascii_strncasecmp (header, "Token ", 6) == 0)
    header += 6;
  token = header ? g_strstrip (g_strdup (header)) : NULL;

  if (token &&
      !wb_ledger_user_by_token (request->portal->ledger, token, &request->user, &error)) {
    wb_portal_request_fail (request, error);
  } else if (!request->user) {
    wb_portal_request_refuse (request, 401, "token_invalid",
                              "The token is missing or not valid. Ask for a new one.");
  } else {
    request->is_manager = wb_role_from_text (request->user->role) == WB_ROLE_MANAGER;
  }
}

static void
count_request (WbPortalRequest *request)
{
  request->counted = wb_portal_limits_take (request->portal->limits, request->user->id,
                                            request->now, &request->allowance);
  if (!request->counted) {
    request->retry_after_secs = request->allowance.retry_after_secs;
    wb_portal_request_refuse (request, 429, "rate_limited",
                              "Too many requests. Wait as long as Retry-After says.");
  }
}

/* Whether @path is @pattern with something for its {id}. */
static gboolean
match_path (const char  *pattern,
            const char  *path,
            char       **id_out)
{
  const char *hole = strstr (pattern, "{id}");
  gsize n_before = 0;
  const char *end = NULL;

  *id_out = NULL;
  if (!hole)
    return g_str_equal (pattern, path);

  n_before = (gsize) (hole - pattern);
  if (strncmp (pattern, path, n_before) != 0)
    return FALSE;

  end = strchr (path + n_before, '/');
  if (!end)
    end = path + strlen (path);
  if (end == path + n_before || !g_str_equal (hole + strlen ("{id}"), end))
    return FALSE;

  *id_out = g_strndup (path + n_before, (gsize) (end - path - n_before));

  return TRUE;
}

static void
find_route (WbPortalRequest *request)
{
  g_autoptr (GString) allow = g_string_new (NULL);
  const WbRoute *routes = NULL;
  guint n_routes = 0;

  for (guint group = 0; (routes = list_routes (group, &n_routes)); group++) {
    for (guint i = 0; i < n_routes; i++) {
      g_autofree char *id = NULL;

      if (!match_path (routes[i].path, request->path, &id))
        continue;
      if (g_str_equal (routes[i].method, request->method)) {
        request->route = &routes[i];
        request->id = g_steal_pointer (&id);
        return;
      }
      g_string_append_printf (allow, "%s%s", allow->len > 0 ? ", " : "", routes[i].method);
    }
  }

  if (allow->len > 0) {
    request->allow = g_strdup (allow->str);
    wb_portal_request_refuse (request, 405, "method_not_allowed",
                              "This address does not take that method.");
  } else {
    wb_portal_request_refuse (request, 404, "not_found", "There is nothing at this address.");
  }
}

static void
answer_with_coupon (WbPortalRequest     *request,
                    const WbLedgerReply *reply)
{
  g_autoptr (WbCoupon) coupon = NULL;
  g_autoptr (GError) error = NULL;

  if (!wb_ledger_coupon_get (request->portal->ledger, reply->coupon, &coupon, &error))
    wb_portal_request_fail (request, error);
  else if (!coupon)
    wb_portal_request_refuse (request, 404, "not_found", "The coupon is gone.");
  else
    wb_portal_request_reply_version (request, reply->status, wb_wire_coupon_encode (coupon),
                                     coupon->version);
}

static char *
hash_request (WbPortalRequest *request)
{
  g_autoptr (GBytes) identity = NULL;

  if (request->route->identify)
    identity = request->route->identify (request);

  return wb_ledger_reply_hash (request->method, request->path,
                               identity ? identity : request->body);
}

static void
replay (WbPortalRequest *request)
{
  g_autoptr (WbLedgerReply) reply = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *hash = NULL;

  if ((request->route->flags & WB_ROUTE_KEY) == 0)
    return;
  request->key = g_strdup (get_header (request, "Idempotency-Key"));
  if (!request->key)
    return;

  if (!wb_ledger_reply_get (request->portal->ledger, request->user->id, request->key, &reply,
                            &error)) {
    wb_portal_request_fail (request, error);
    return;
  }
  if (!reply)
    return;

  hash = hash_request (request);
  if (!g_str_equal (hash, reply->request_sha256)) {
    wb_portal_request_refuse (request, 422, "idempotency_key_reused",
                              "This idempotency key belongs to another request.");
    return;
  }

  request->replayed = TRUE;
  if (reply->coupon) {
    answer_with_coupon (request, reply);
  } else {
    request->status = reply->status;
    request->answer = g_steal_pointer (&reply->body);
    request->etag = g_steal_pointer (&reply->etag);
  }
}

static void
check_role (WbPortalRequest *request)
{
  g_autoptr (WbAccount) account = NULL;
  g_autoptr (GError) error = NULL;

  if ((request->route->flags & WB_ROUTE_MANAGER) != 0 && !request->is_manager) {
    wb_portal_request_refuse (request, 403, "role_required", "Only a manager may do this.");
    return;
  }
  if ((request->route->flags & WB_ROUTE_ADDON) != 0) {
    if (!wb_ledger_account_get (request->portal->ledger, &account, &error))
      wb_portal_request_fail (request, error);
    else if (!account || !account->remarketing_active)
      wb_portal_request_refuse (request, 403, "addon_inactive",
                                "Remarketing is not activated. Activate it first.");
  }
  if (request->status == 0 && request->route->authorize)
    request->route->authorize (request);
}

static void
read_input (WbPortalRequest  *request,
            GError          **error)
{
  g_autoptr (JsonNode) node = NULL;
  gsize size = 0;
  const char *data = g_bytes_get_data (request->body, &size);

  if (!request->route->decode)
    return;

  node = wb_wire_parse (data ? data : "", (gssize) size, WB_WIRE_MAX_REQUEST_BYTES, error);
  if (!node)
    return;
  request->input = request->route->decode (node, error);
  request->free_input = request->route->free_input;
}

static void
check_key (WbPortalRequest *request)
{
  if ((request->route->flags & WB_ROUTE_KEY) == 0)
    return;

  if (!request->key || !*request->key)
    wb_portal_request_refuse (request, 400, "idempotency_key_required",
                              "Send an Idempotency-Key with this request.");
  else if (strlen (request->key) > KEY_MAX)
    wb_portal_request_malformed (request, "Idempotency-Key",
                                 "An idempotency key has at most 255 characters.");
}

static void
check_version (WbPortalRequest *request)
{
  const char *header = get_header (request, "If-Match");
  g_autofree char *version = NULL;

  if ((request->route->flags & WB_ROUTE_VERSION) == 0)
    return;
  if (!header) {
    wb_portal_request_refuse (request, 428, "precondition_required",
                              "Send If-Match with the version that this change is based on.");
    return;
  }

  version = g_strdup_printf ("%" G_GINT64_FORMAT, request->object_version);
  if (!wb_portal_etag_matches (header, version)) {
    wb_portal_request_refuse_current (request, 412, "version_mismatch",
                                      "Someone changed this meanwhile.",
                                      request->encode_object (request->object));
    /* The answer's own entity tag is that of the object it shows. */
    if (!request->etag)
      request->etag = g_steal_pointer (&version);
  }
}

/* Everything after the route, inside the transaction. */
static void
run_route (WbPortalRequest *request)
{
  g_autoptr (GError) input_error = NULL;
  g_autoptr (GError) error = NULL;

  replay (request);
  if (request->status != 0)
    return;

  if (request->route->load && !request->route->load (request, &error)) {
    wb_portal_request_fail (request, error);
    return;
  }
  read_input (request, &input_error);

  check_role (request);
  if (request->status == 0 && request->route->load && !request->object)
    wb_portal_request_refuse (request, 404, "not_found", "There is no such object.");
  if (request->status == 0)
    check_key (request);
  if (request->status == 0 && input_error)
    wb_portal_request_malformed (request, NULL, input_error->message);
  if (request->status == 0)
    check_version (request);
  if (request->status == 0)
    request->route->handle (request);
}

static gboolean
store_reply (WbPortalRequest  *request,
             GError          **error)
{
  g_autoptr (WbLedgerReply) reply = NULL;

  if ((request->route->flags & WB_ROUTE_KEY) == 0 || request->replayed)
    return TRUE;

  reply = g_new0 (WbLedgerReply, 1);
  reply->request_sha256 = hash_request (request);
  reply->status = request->status != 0 ? request->status : request->late_status;
  reply->coupon = g_strdup (request->coupon);
  if (!reply->coupon) {
    reply->etag = g_strdup (request->etag);
    reply->body = g_strdup (request->answer);
  }

  return wb_ledger_reply_put (request->portal->ledger, request->user->id, request->key, reply,
                              error);
}

static void
run_write (WbPortalRequest *request)
{
  g_autoptr (GError) error = NULL;
  gboolean accepted = FALSE;

  if (!wb_portal_wait_begin (request))
    return;

  run_route (request);
  accepted = request->when != WB_PORTAL_ANSWER_NOW ||
             (request->status >= 200 && request->status < 300);
  if (!accepted) {
    wb_portal_rollback (request->portal);
  } else if (!store_reply (request, &error) || !wb_portal_commit (request->portal, &error)) {
    wb_portal_rollback (request->portal);
    wb_portal_request_forget (request);
    wb_portal_request_fail (request, error);
  }
}

static void
run_read (WbPortalRequest *request)
{
  WbDb *db = request->portal->ledger->db;
  g_autoptr (GError) error = NULL;

  /* Count and rows of a page, and events and their cursor, come from one state. */
  if (!wb_db_begin (db, &error)) {
    wb_portal_request_fail (request, error);
    return;
  }
  run_route (request);
  wb_db_rollback (db);

  if (request->status == 200 && wb_portal_request_has_current (request))
    request->status = 304;
}

/**
 * wb_portal_route_again:
 * @request: a request that waited to write
 *
 * Ends as wb_portal_route() does; who asks, and how often, was looked at.
 */
void
wb_portal_route_again (WbPortalRequest *request)
{
  request->when = WB_PORTAL_ANSWER_NOW;
  request->is_again = TRUE;
  request->now = wb_clock_now (request->portal->clock);
  if (g_str_has_prefix (request->path, CUSTOMERS_PATH))
    wb_api_customer_answer (request);
  else
    run_write (request);
}

/**
 * wb_portal_route:
 * @request: a request
 *
 * Ends with the request answered, or with `when` saying what its answer waits for.
 */
void
wb_portal_route (WbPortalRequest *request)
{
  if (g_str_has_prefix (request->path, CUSTOMERS_PATH)) {
    wb_api_customer_answer (request);
    return;
  }

  authenticate (request);
  if (request->status == 0)
    count_request (request);
  if (request->status == 0)
    find_route (request);
  if (request->status != 0)
    return;

  if ((request->route->flags & WB_ROUTE_SIGHTS) != 0) {
    wb_portal_drain_sights (request->portal, DRAIN_MS);
    wb_portal_pass_funnel_time (request->portal);
  }
  if (g_str_equal (request->method, "GET"))
    run_read (request);
  else
    run_write (request);
}
