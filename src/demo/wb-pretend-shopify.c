/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The pretend shop's outside: addresses, sign-in, points, versions and faults
 * (reference/shopify-api.md 1, 2, 8 and 9). */

#include "config.h"

#include "wb-pretend-shopify-private.h"

#include "wb-time.h"
#include "wb-wire.h"

#include <libsoup/soup.h>
#include <string.h>

#define MAX_COST 1000
#define TOKEN_SECS 86399
#define JSON_TYPE "application/json; charset=utf-8"

static const char all_scopes[] =
  "read_discounts write_discounts read_orders read_customers";

typedef struct
{
  char *id;            /* (owned) */
  char *secret;        /* (owned) */
  WbShopifyApp state;
} PretendApp;

static void
free_app (gpointer data)
{
  PretendApp *app = data;

  g_free (app->id);
  g_free (app->secret);
  g_free (app);
}

/* What is left in the bucket now. */
static double
count_points (WbPretendShopify *self)
{
  gint64 now = wb_clock_steady (self->clock);

  self->available = MIN (self->bucket_points, self->available + (double) (now - self->counted_at) /
                         WB_SECOND_MS * self->points_per_sec);
  self->counted_at = now;

  return self->available;
}

static void
add_cost (WbPretendShopify *self,
          JsonObject       *body,
          double            requested,
          double            actual)
{
  JsonObject *extensions = json_object_new ();
  JsonObject *cost = json_object_new ();
  JsonObject *status = json_object_new ();

  json_object_set_int_member (cost, "requestedQueryCost", (gint64) requested);
  if (actual >= 0)
    json_object_set_int_member (cost, "actualQueryCost", (gint64) actual);
  else
    json_object_set_null_member (cost, "actualQueryCost");
  json_object_set_int_member (status, "maximumAvailable", (gint64) self->bucket_points);
  json_object_set_int_member (status, "currentlyAvailable", (gint64) self->available);
  json_object_set_int_member (status, "restoreRate", (gint64) self->points_per_sec);
  json_object_set_object_member (cost, "throttleStatus", status);
  json_object_set_object_member (extensions, "cost", cost);
  json_object_set_object_member (body, "extensions", extensions);
}

static void
answer_body (WbPretendAnswer *answer,
             guint            status,
             JsonObject      *body)
{
  g_autoptr (JsonNode) node = shopify_take (body);
  g_autofree char *text = wb_graphql_print (node);

  answer->status = status;
  answer->content_type = JSON_TYPE;
  g_string_assign (answer->body, text);
}

/* `errors` as a text, as statuses other than 200 have it. */
static void
answer_text (WbPretendAnswer *answer,
             guint            status,
             const char      *words)
{
  JsonObject *body = json_object_new ();

  json_object_set_string_member (body, "errors", words);
  answer_body (answer, status, body);
}

static void
answer_error (WbPretendAnswer *answer,
              const char      *code,
              const char      *message)
{
  JsonObject *body = json_object_new ();
  JsonArray *errors = json_array_new ();

  json_array_add_object_element (errors, shopify_new_error (code, message));
  json_object_set_array_member (body, "errors", errors);
  answer_body (answer, 200, body);
}

static gboolean
is_signed_in (WbPretendShopify       *self,
              const WbPretendRequest *request)
{
  const char *token = g_hash_table_lookup (request->headers, "x-shopify-access-token");
  const gint64 *until = token ? g_hash_table_lookup (self->tokens, token) : NULL;

  return until && (*until == WB_TIME_NONE || *until > wb_clock_now (self->clock));
}

static void
refuse_points (WbPretendShopify *self,
               WbGraphqlRun     *run,
               WbPretendAnswer  *answer)
{
  JsonObject *body = json_object_new ();
  JsonArray *errors = json_array_new ();
  gboolean is_too_costly = run->requested > MAX_COST;
  JsonObject *error =
    is_too_costly ? shopify_new_error ("MAX_COST_EXCEEDED", "Query cost exceeds the single query "
                                       "max cost limit (1000).") :
    shopify_new_error ("THROTTLED", "Throttled");

  if (!is_too_costly) {
    self->n_throttled++;
    json_object_set_string_member (json_object_get_object_member (error, "extensions"),
                                   "documentation", "https://shopify.dev/api/usage/rate-limits");
  }
  json_array_add_object_element (errors, error);
  json_object_set_array_member (body, "errors", errors);
  add_cost (self, body, run->requested, -1);
  answer_body (answer, 200, body);
}

static void
run_document (WbPretendShopify  *self,
              WbGraphqlDocument *document,
              JsonObject        *variables,
              WbPretendAnswer   *answer)
{
  static const char *const hidden[] = { "Order.email", "Customer.defaultEmailAddress", NULL };
  const WbGraphqlSchema schema = { shopify_fields, shopify_inputs, self->linear_costs };
  g_auto (WbGraphqlRun) run = { NULL };
  JsonObject *body;
  JsonObject *data;

  wb_graphql_run_init (&run, &schema, document);
  run.scopes = (const char *const *) self->scopes;
  run.hidden = self->hides_email ? hidden : NULL;
  run.resolve = shopify_resolve;
  run.data = self;
  if (!wb_graphql_validate (&run) || !wb_graphql_coerce (&run, variables)) {
    body = json_object_new ();
    json_object_set_array_member (body, "errors", json_array_ref (run.errors));
    answer_body (answer, 200, body);
    return;
  }
  wb_graphql_count (&run);
  if (run.requested > MAX_COST || count_points (self) < run.requested) {
    refuse_points (self, &run, answer);
    return;
  }
  data = wb_graphql_execute (&run);
  self->available -= run.actual;
  self->spent += run.actual;
  body = json_object_new ();
  if (json_array_get_length (run.errors) > 0)
    json_object_set_array_member (body, "errors", json_array_ref (run.errors));
  json_object_set_object_member (body, "data", data);
  add_cost (self, body, run.requested, run.actual);
  answer_body (answer, 200, body);
}

/* The body of a question; NULL = it is none. */
static WbGraphqlDocument *
read_question (const WbPretendRequest  *request,
               JsonNode               **node_out,
               GError                 **error)
{
  gsize length = 0;
  const char *text = g_bytes_get_data (request->body, &length);
  const char *operation;
  JsonObject *object = NULL;

  *node_out = text ? wb_wire_parse (text, (gssize) length, WB_WIRE_MAX_BODY_BYTES, error) : NULL;
  if (*node_out && JSON_NODE_HOLDS_OBJECT (*node_out))
    object = json_node_get_object (*node_out);
  if (!object || !json_object_has_member (object, "query")) {
    g_clear_error (error);
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                         "query: required parameter missing or invalid");
    return NULL;
  }
  operation = json_object_get_string_member_with_default (object, "operationName", NULL);

  return wb_graphql_parse (json_object_get_string_member (object, "query"), operation, error);
}

/* Faults that keep a request from the shop. */
static gboolean
fail_before (WbPretendFault   fault,
             WbPretendAnswer *answer)
{
  switch ((int) fault) {
    case WB_PRETEND_FAULT_429:
      answer_text (answer, 429, "Exceeded the rate limit. Slow down.");
      wb_pretend_answer_add_header (answer, "Retry-After", "2");
      return TRUE;
    case WB_PRETEND_FAULT_423:
      answer_text (answer, 423, "This shop is locked.");
      return TRUE;
    case WB_PRETEND_FAULT_500_BEFORE:
      wb_pretend_answer_html (answer, 503, "Service unavailable", "Something went wrong.");
      return TRUE;
    case WB_PRETEND_FAULT_HTML:
      wb_pretend_answer_html (answer, 403, "Request blocked", "Our firewall does not like this.");
      return TRUE;
    case WB_PRETEND_FAULT_UNAUTHORIZED:
      answer_text (answer, 401, "[API] Invalid API key or access token (unrecognized login or "
                   "wrong password)");
      return TRUE;
    default:
      return FALSE;
  }
}

static void
answer_question (WbPretendShopify       *self,
                 const WbPretendRequest *request,
                 WbGraphqlDocument      *document,
                 JsonNode               *question,
                 WbPretendFault          fault,
                 WbPretendAnswer        *answer)
{
  JsonNode *variables = json_object_get_member (json_node_get_object (question), "variables");
  guint before = self->discounts->len;

  run_document (self, document, variables && JSON_NODE_HOLDS_OBJECT (variables) ?
                json_node_get_object (variables) : NULL, answer);
  if (self->discounts->len > before)
    shopify_spoil (self, fault);
  if (fault == WB_PRETEND_FAULT_500_AFTER)
    answer_error (answer, "INTERNAL_SERVER_ERROR",
                  "Internal error. Looks like something went wrong on our end.\nRequest ID: "
                  "3f0c9a1e-0000-4000-8000-000000000001 (include this in support requests).");
  if (document->is_mutation && !shopify_save (self))
    answer_error (answer, "INTERNAL_SERVER_ERROR", "The state could not be saved");
}

static WbPretendSending
handle_graphql (WbPretendShopify       *self,
                const WbPretendRequest *request,
                gboolean                is_released,
                WbPretendAnswer        *answer)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) question = NULL;
  g_autoptr (WbGraphqlDocument) document = read_question (request, &question, &error);
  const char *class = document ? shopify_classify (document) : WB_PRETEND_REQUEST_CHECK;
  WbPretendFault fault = WB_PRETEND_FAULT_NONE;

  if (!is_released) {
    g_ptr_array_add (self->requests, g_strdup (class));
    fault = wb_pretend_faults_take (self->faults, class);
  }
  if (fault == WB_PRETEND_FAULT_SILENT_BEFORE || fault == WB_PRETEND_FAULT_HOLD_BEFORE)
    return wb_pretend_sending_of (fault);
  if (fail_before (fault, answer))
    return WB_PRETEND_SEND;

  wb_pretend_answer_add_header (answer, "X-Shopify-API-Version", self->version);
  wb_pretend_answer_add_header (answer, "X-Request-Id", "3f0c9a1e-0000-4000-8000-000000000001");
  if (!is_signed_in (self, request))
    fail_before (WB_PRETEND_FAULT_UNAUTHORIZED, answer);
  else if (self->is_frozen)
    answer_text (answer, 402, "Unavailable Shop");
  else if (!document)
    answer_error (answer, "PARSE_ERROR", error->message);
  else
    answer_question (self, request, document, question, fault, answer);
  shopify_record (self, request, answer);

  return wb_pretend_sending_of (fault);
}

static const PretendApp *
find_app (WbPretendShopify *self,
          const char       *id,
          const char       *secret)
{
  for (guint i = 0; i < self->apps->len; i++) {
    const PretendApp *app = g_ptr_array_index (self->apps, i);

    if (g_strcmp0 (app->id, id) == 0 && g_strcmp0 (app->secret, secret) == 0)
      return app;
  }

  return NULL;
}

static void
answer_oauth_error (WbPretendAnswer *answer,
                    const char      *code)
{
  JsonObject *body = json_object_new ();

  json_object_set_string_member (body, "error", code);
  answer_body (answer, 400, body);
}

static void
give_token (WbPretendShopify *self,
            WbPretendAnswer  *answer)
{
  JsonObject *body = json_object_new ();
  g_autofree char *token = g_strdup_printf ("shpat_%032x", ++self->n_tokens);
  g_autofree char *scopes = g_strjoinv (",", self->scopes);
  gint64 *until = g_new (gint64, 1);

  *until = wb_clock_now (self->clock) + TOKEN_SECS * WB_SECOND_MS;
  json_object_set_string_member (body, "access_token", token);
  json_object_set_string_member (body, "scope", scopes);
  json_object_set_int_member (body, "expires_in", TOKEN_SECS);
  g_hash_table_replace (self->tokens, g_steal_pointer (&token), until);
  answer_body (answer, 200, body);
}

static WbPretendSending
handle_token (WbPretendShopify       *self,
              const WbPretendRequest *request,
              WbPretendAnswer        *answer)
{
  gsize length = 0;
  const char *body = g_bytes_get_data (request->body, &length);
  g_autofree char *form_text = g_strndup (body ? body : "", length);
  g_autoptr (GHashTable) form = soup_form_decode (form_text);
  const PretendApp *app = find_app (self, g_hash_table_lookup (form, "client_id"),
                                    g_hash_table_lookup (form, "client_secret"));
  WbPretendFault fault;

  g_ptr_array_add (self->requests, g_strdup ("token"));
  fault = wb_pretend_faults_take (self->faults, "token");
  if (fault == WB_PRETEND_FAULT_SILENT_BEFORE)
    return WB_PRETEND_HANG_UP;
  if (fail_before (fault, answer))
    return WB_PRETEND_SEND;
  if (g_strcmp0 (g_hash_table_lookup (form, "grant_type"), "client_credentials") != 0)
    answer_oauth_error (answer, "unsupported_grant_type");
  else if (!app)
    answer_oauth_error (answer, "invalid_client");
  else if (app->state == WB_SHOPIFY_APP_NOT_INSTALLED)
    wb_pretend_answer_html (answer, 400, "Oauth error app_not_installed",
                            "Oauth error app_not_installed: the app is not installed.");
  else if (app->state == WB_SHOPIFY_APP_OF_OTHERS)
    answer_oauth_error (answer, "shop_not_permitted");
  else
    give_token (self, answer);

  return wb_pretend_sending_of (fault);
}

static WbPretendSending
answer_cb (WbPretendRequest *request,
           gboolean          is_released,
           WbPretendAnswer  *answer,
           gpointer          data)
{
  WbPretendShopify *self = data;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  if (strcmp (request->method, "POST") == 0 &&
      strcmp (request->path, "/admin/oauth/access_token") == 0)
    return handle_token (self, request, answer);
  if (strcmp (request->method, "POST") == 0 && g_str_has_prefix (request->path, "/admin/api/20") &&
      g_str_has_suffix (request->path, "/graphql.json"))
    return handle_graphql (self, request, is_released, answer);
  wb_pretend_answer_html (answer, 404, "Not found", "There is nothing here.");

  return WB_PRETEND_SEND;
}

static void
take_options (WbPretendShopify              *self,
              const WbPretendShopifyOptions *options)
{
  self->name = g_strdup (options->name ? options->name : "Pretend shop");
  self->currency = g_strdup (options->currency ? options->currency : "CZK");
  self->zone_name = g_strdup (options->time_zone ? options->time_zone : "Europe/Prague");
  self->state_file = g_strdup (options->state_file);
  self->taxes_excluded = options->taxes_excluded;
  self->sells_subscriptions = options->sells_subscriptions;
  self->linear_costs = options->linear_costs;
  self->count_lag_ms = options->count_lag_ms;
  self->search_lag_ms = options->search_lag_ms;
  self->bucket_points = options->bucket_points > 0 ? options->bucket_points : 2000;
  self->points_per_sec = options->points_per_sec > 0 ? options->points_per_sec : 100;
}

/**
 * wb_pretend_shopify_new:
 * @options: (nullable): what the shop is like; `NULL` = all defaults
 * @clock: the shop's time
 * @error: return location; `GFileError`, [error@WB_WIRE_ERROR] or `G_IO_ERROR_INVALID_DATA` for a
 *   state file that cannot be read
 *
 * Opens a shop that nobody can reach yet.
 *
 * Returns: (transfer full): the shop
 */
WbPretendShopify *
wb_pretend_shopify_new (const WbPretendShopifyOptions  *options,
                        WbClock                        *clock,
                        GError                        **error)
{
  static const WbPretendShopifyOptions defaults = { NULL };
  g_autoptr (WbPretendShopify) self = g_new0 (WbPretendShopify, 1);

  g_return_val_if_fail (WB_IS_CLOCK (clock), NULL);

  g_mutex_init (&self->mutex);
  self->clock = g_object_ref (clock);
  take_options (self, options ? options : &defaults);
  self->tokens = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->apps = g_ptr_array_new_with_free_func (free_app);
  self->scopes = g_strsplit (all_scopes, " ", -1);
  self->version = g_strdup ("2026-10");
  self->is_supported = TRUE;
  self->available = self->bucket_points;
  self->counted_at = wb_clock_steady (clock);
  self->next_id = 1660000000101;
  self->discounts = g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);
  self->orders = g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);
  self->customers = g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);
  self->by_code = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                         (GDestroyNotify) json_object_unref);
  self->by_id = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free,
                                       (GDestroyNotify) json_object_unref);
  self->faults = wb_pretend_faults_new ();
  self->requests = g_ptr_array_new_with_free_func (g_free);
  self->record_file = g_strdup (g_getenv ("WB_SHOPIFY_RECORD"));
  shopify_record_types (self);
  if (self->state_file && !shopify_load (self, error))
    return NULL;
  self->server = wb_pretend_server_new (answer_cb, self, clock);

  return g_steal_pointer (&self);
}

/**
 * wb_pretend_shopify_free:
 * @self: (transfer full) (nullable): a shop
 *
 * Stops to listen, hangs up on everybody, and forgets all that is not in a state file.
 */
void
wb_pretend_shopify_free (WbPretendShopify *self)
{
  if (!self)
    return;
  g_clear_pointer (&self->server, wb_pretend_server_free);
  g_hash_table_unref (self->tokens);
  g_ptr_array_unref (self->apps);
  g_strfreev (self->scopes);
  g_free (self->version);
  g_hash_table_unref (self->by_code);
  g_hash_table_unref (self->by_id);
  g_ptr_array_unref (self->discounts);
  g_ptr_array_unref (self->orders);
  g_ptr_array_unref (self->customers);
  wb_pretend_faults_free (self->faults);
  g_ptr_array_unref (self->requests);
  g_free (self->record_file);
  g_free (self->name);
  g_free (self->currency);
  g_free (self->zone_name);
  g_free (self->state_file);
  g_clear_object (&self->clock);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

/**
 * wb_pretend_shopify_listen:
 * @self: a shop
 * @port: where; 0 = anywhere
 * @tls_file: (nullable): PEM with certificate and key; `NULL` = plain http
 * @error: return location; `GIOError` or `GTlsError`
 *
 * Returns: (transfer none): the address, until @self is freed
 */
const char *
wb_pretend_shopify_listen (WbPretendShopify  *self,
                           guint              port,
                           const char        *tls_file,
                           GError           **error)
{
  g_return_val_if_fail (self, NULL);

  return wb_pretend_server_listen (self->server, port, tls_file, NULL, error);
}

/**
 * wb_pretend_shopify_release:
 * @self: a shop
 *
 * Lets go on what a fault holds.
 */
void
wb_pretend_shopify_release (WbPretendShopify *self)
{
  g_return_if_fail (self);

  wb_pretend_server_release (self->server);
}

/**
 * wb_pretend_shopify_add_app:
 * @self: a shop
 * @client_id: of an app
 * @client_secret: its secret
 * @state: whether it is given tokens
 */
void
wb_pretend_shopify_add_app (WbPretendShopify *self,
                            const char       *client_id,
                            const char       *client_secret,
                            WbShopifyApp      state)
{
  g_autoptr (GMutexLocker) locker = NULL;
  PretendApp *app;

  g_return_if_fail (self && client_id && client_secret);

  locker = g_mutex_locker_new (&self->mutex);
  app = g_new0 (PretendApp, 1);
  app->id = g_strdup (client_id);
  app->secret = g_strdup (client_secret);
  app->state = state;
  g_ptr_array_add (self->apps, app);
}

/**
 * wb_pretend_shopify_drain:
 * @self: a shop
 * @left: points
 *
 * Takes points away as somebody else with the same app would.
 */
void
wb_pretend_shopify_drain (WbPretendShopify *self,
                          double            left)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_if_fail (self);

  locker = g_mutex_locker_new (&self->mutex);
  self->available = MIN (count_points (self), left);
}
