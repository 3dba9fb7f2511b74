/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A request and its answer; see wb-portal-request.h. Answers are in English: the portal has one
 * locale for all, and programs go by `code`. */

#include "config.h"

#include "wb-portal-request.h"

#include "wb-db.h"
#include "wb-time.h"
#include "wb-wire-api-error.h"

static char *
make_request_id (WbPortal *portal)
{
  guint64 number = 0;

  wb_random_fill (portal->random, (guint8 *) &number, sizeof number);

  return g_strdup_printf ("req_%016" G_GINT64_MODIFIER "x", number);
}

/**
 * wb_portal_request_new:
 * @portal: the portal
 * @message: the message, complete
 * @path: its path below the base
 * @query: (nullable): its parameters
 *
 * Returns: (transfer full): the request
 */
WbPortalRequest *
wb_portal_request_new (WbPortal          *portal,
                       SoupServerMessage *message,
                       const char        *path,
                       GHashTable        *query)
{
  WbPortalRequest *self = g_new0 (WbPortalRequest, 1);
  SoupMessageBody *body = soup_server_message_get_request_body (message);

  self->portal = portal;
  self->message = g_object_ref (message);
  self->request_id = make_request_id (portal);
  self->method = soup_server_message_get_method (message);
  self->path = g_strdup (path);
  self->query = query ? g_hash_table_ref (query)
                      : g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->body = soup_message_body_flatten (body);
  self->now = wb_clock_now (portal->clock);
  self->wait_until = WB_TIME_NONE;
  wb_portal_limits_peek (portal->limits, self->now, &self->allowance);

  return self;
}

/**
 * wb_portal_request_free:
 * @self: (transfer full): a request
 */
void
wb_portal_request_free (WbPortalRequest *self)
{
  if (self->watch) {
    g_source_destroy (self->watch);
    g_source_unref (self->watch);
  }
  g_clear_signal_handler (&self->finished_id, self->message);
  if (self->counted)
    wb_portal_limits_give (self->portal->limits, self->user->id);
  if (self->object)
    self->free_object (self->object);
  if (self->input)
    self->free_input (self->input);
  g_clear_pointer (&self->user, wb_user_unref);
  g_bytes_unref (self->body);
  g_hash_table_unref (self->query);
  g_strfreev (self->feed_kinds);
  g_free (self->coupon);
  g_free (self->request_id);
  g_free (self->path);
  g_free (self->id);
  g_free (self->key);
  g_free (self->etag);
  g_free (self->answer);
  g_clear_pointer (&self->content, g_bytes_unref);
  g_free (self->content_type);
  g_free (self->location);
  g_free (self->allow);
  g_object_unref (self->message);
  g_free (self);
}

/**
 * wb_portal_request_set_object:
 * @self: a request
 * @object: (transfer full) (nullable): what its path names; `NULL` = there is no such thing
 * @free_object: what frees it
 * @version: its version now
 * @encode: (nullable): its API form, for those who came with an older version
 */
void
wb_portal_request_set_object (WbPortalRequest  *self,
                              gpointer          object,
                              GDestroyNotify    free_object,
                              gint64            version,
                              WbWireEncodeFunc  encode)
{
  self->object = object;
  self->free_object = free_object;
  self->object_version = version;
  self->encode_object = encode;
}

static void
take_answer (WbPortalRequest *self,
             guint            status,
             JsonNode        *node,
             char            *etag)
{
  g_autoptr (JsonNode) owned = node;
  g_autofree char *owned_etag = etag;

  if (self->status != 0)
    return;

  self->status = status;
  self->etag = g_steal_pointer (&owned_etag);
  self->answer = owned ? wb_wire_print (owned) : NULL;
}

/**
 * wb_portal_request_reply:
 * @self: a request
 * @status: HTTP status
 * @node: (transfer full) (nullable): the body
 */
void
wb_portal_request_reply (WbPortalRequest *self,
                         guint            status,
                         JsonNode        *node)
{
  take_answer (self, status, node, NULL);
}

/**
 * wb_portal_request_reply_version:
 * @self: a request
 * @status: HTTP status
 * @node: (transfer full): the object in its API form
 * @version: its version, which is its entity tag
 */
void
wb_portal_request_reply_version (WbPortalRequest *self,
                                 guint            status,
                                 JsonNode        *node,
                                 gint64           version)
{
  take_answer (self, status, node, g_strdup_printf ("%" G_GINT64_FORMAT, version));
}

/**
 * wb_portal_request_reply_list:
 * @self: a request
 * @node: (transfer full): a page
 *
 * Its entity tag is a sum of what it says.
 */
void
wb_portal_request_reply_list (WbPortalRequest *self,
                              JsonNode        *node)
{
  wb_portal_request_reply (self, 200, node);
  if (self->status == 200 && !self->etag) {
    self->etag = g_compute_checksum_for_string (G_CHECKSUM_SHA256, self->answer, -1);
    self->etag[32] = '\0';
  }
}

static void
refuse (WbPortalRequest *self,
        guint            status,
        const char      *code,
        const char      *detail,
        GPtrArray       *problems,
        JsonNode        *current)
{
  g_autoptr (WbApiError) body = wb_api_error_new ();

  body->detail = g_strdup (detail);
  body->code = g_strdup (code);
  body->request_id = g_strdup (self->request_id);
  body->current = current;
  for (guint i = 0; problems && i < problems->len; i++)
    g_ptr_array_add (body->problems, wb_problem_ref (g_ptr_array_index (problems, i)));

  take_answer (self, status, wb_wire_api_error_encode (body), NULL);
}

/**
 * wb_portal_request_refuse:
 * @self: a request
 * @status: HTTP status
 * @code: one of B.1's codes
 * @detail: a sentence for people
 */
void
wb_portal_request_refuse (WbPortalRequest *self,
                          guint            status,
                          const char      *code,
                          const char      *detail)
{
  refuse (self, status, code, detail, NULL, NULL);
}

/**
 * wb_portal_request_refuse_current:
 * @self: a request
 * @status: HTTP status
 * @code: one of B.1's codes
 * @detail: a sentence for people
 * @current: (transfer full): the object as it is now
 */
void
wb_portal_request_refuse_current (WbPortalRequest *self,
                                  guint            status,
                                  const char      *code,
                                  const char      *detail,
                                  JsonNode        *current)
{
  refuse (self, status, code, detail, NULL, current);
}

/**
 * wb_portal_request_invalid:
 * @self: a request
 * @problems: (element-type WbProblem): all that is wrong with its fields
 */
void
wb_portal_request_invalid (WbPortalRequest *self,
                           GPtrArray       *problems)
{
  refuse (self, 400, "validation_failed", "Some fields are not valid.", problems, NULL);
}

/**
 * wb_portal_request_invalid_one:
 * @self: a request
 * @path: which field
 * @code: what is wrong with it
 * @message: a sentence that says what to do
 */
void
wb_portal_request_invalid_one (WbPortalRequest *self,
                               const char      *path,
                               const char      *code,
                               const char      *message)
{
  g_autoptr (GPtrArray) problems = wb_problems_new ();

  wb_problems_add (problems, code, message, "%s", path);
  wb_portal_request_invalid (self, problems);
}

/**
 * wb_portal_request_refuse_problems:
 * @self: a request
 * @status: HTTP status
 * @code: one of part B's codes
 * @detail: a sentence for people
 * @problems: (element-type WbProblem): what is wrong where
 */
void
wb_portal_request_refuse_problems (WbPortalRequest *self,
                                   guint            status,
                                   const char      *code,
                                   const char      *detail,
                                   GPtrArray       *problems)
{
  refuse (self, status, code, detail, problems, NULL);
}

/**
 * wb_portal_request_malformed:
 * @self: a request
 * @parameter: (nullable): the parameter or member that is not what it must be
 * @message: a sentence that says what to do
 */
void
wb_portal_request_malformed (WbPortalRequest *self,
                             const char      *parameter,
                             const char      *message)
{
  g_autoptr (GPtrArray) problems = wb_problems_new ();

  if (parameter)
    wb_problems_add (problems, "invalid", message, "%s", parameter);
  refuse (self, 400, "invalid_request", message, problems, NULL);
}

/**
 * wb_portal_request_fail:
 * @self: a request
 * @error: what kept the ledger from answering
 *
 * A busy or full disk passes, so the client is asked to come again; anything else is our fault. The
 * log has the ledger's words, which name no customer.
 */
void
wb_portal_request_fail (WbPortalRequest *self,
                        const GError    *error)
{
  g_message ("%s: %s", self->request_id, error->message);

  if (g_error_matches (error, WB_DB_ERROR, WB_DB_ERROR_BUSY) ||
      g_error_matches (error, WB_DB_ERROR, WB_DB_ERROR_FULL)) {
    self->retry_after_secs = 2;
    wb_portal_request_refuse (self, 503, "maintenance",
                              "The service cannot store this now. Try again in a moment.");
  } else {
    wb_portal_request_refuse (self, 500, "internal",
                              "The service failed. Its administrator finds the reason under the"
                              " request's number.");
  }
}

/**
 * wb_portal_request_forget:
 * @self: a request
 *
 * Takes back an answer whose effect could not be stored.
 */
void
wb_portal_request_forget (WbPortalRequest *self)
{
  self->status = 0;
  self->when = WB_PORTAL_ANSWER_NOW;
  g_clear_pointer (&self->answer, g_free);
  g_clear_pointer (&self->etag, g_free);
  g_clear_pointer (&self->location, g_free);
}

static void
set_headers (WbPortalRequest    *self,
             SoupMessageHeaders *headers)
{
  g_autoptr (GDateTime) now = g_date_time_new_from_unix_utc (wb_clock_now (self->portal->clock) /
                                                             1000);
  g_autofree char *date = soup_date_time_to_string (now, SOUP_DATE_HTTP);
  g_autofree char *limit = g_strdup_printf ("%d", self->allowance.limit);
  g_autofree char *remaining = g_strdup_printf ("%d", self->allowance.remaining);
  g_autofree char *reset = g_strdup_printf ("%" G_GINT64_FORMAT, self->allowance.reset_secs);

  soup_message_headers_replace (headers, "Date", date);
  soup_message_headers_replace (headers, "X-Request-Id", self->request_id);
  soup_message_headers_replace (headers, "X-RateLimit-Limit", limit);
  soup_message_headers_replace (headers, "X-RateLimit-Remaining", remaining);
  soup_message_headers_replace (headers, "X-RateLimit-Reset", reset);
  soup_message_headers_replace (headers, "Cache-Control",
                                self->cache_control ? self->cache_control : "no-store");
  soup_message_headers_replace (headers, "X-Content-Type-Options", "nosniff");

  if (self->etag) {
    g_autofree char *quoted = g_strdup_printf ("\"%s\"", self->etag);

    soup_message_headers_replace (headers, "ETag", quoted);
  }
  if (self->retry_after_secs > 0) {
    g_autofree char *secs = g_strdup_printf ("%d", self->retry_after_secs);

    soup_message_headers_replace (headers, "Retry-After", secs);
  }
  if (self->location)
    soup_message_headers_replace (headers, "Location", self->location);
  /* The key stands in the address. */
  if (self->for_customer)
    soup_message_headers_replace (headers, "Referrer-Policy", "no-referrer");
  if (self->replayed)
    soup_message_headers_replace (headers, "Idempotency-Replayed", "true");
  if (self->allow)
    soup_message_headers_replace (headers, "Allow", self->allow);
  if (self->status == 401)
    soup_message_headers_replace (headers, "WWW-Authenticate", "Token");
}

/**
 * wb_portal_request_send:
 * @self: a request with an answer
 */
void
wb_portal_request_send (WbPortalRequest *self)
{
  g_assert (self->status != 0);

  set_headers (self, soup_server_message_get_response_headers (self->message));
  soup_server_message_set_status (self->message, self->status, NULL);
  if (self->content && self->status != 304) {
    gsize size = 0;
    const char *data = g_bytes_get_data (self->content, &size);

    soup_server_message_set_response (self->message, self->content_type, SOUP_MEMORY_COPY, data,
                                      size);
  } else if (self->answer && self->status != 304) {
    gsize length = strlen (self->answer);

    soup_server_message_set_response (self->message, "application/json; charset=utf-8",
                                      SOUP_MEMORY_TAKE, g_steal_pointer (&self->answer), length);
  }
  if (self->paused) {
    self->paused = FALSE;
    soup_server_message_unpause (self->message);
  }
}

/**
 * wb_portal_request_param:
 * @self: a request
 * @name: a parameter
 *
 * Returns: (nullable) (transfer none): its value
 */
const char *
wb_portal_request_param (WbPortalRequest *self,
                         const char      *name)
{
  return g_hash_table_lookup (self->query, name);
}

/**
 * wb_portal_request_int_param:
 * @self: a request
 * @name: a parameter
 * @least: the least it may be
 * @most: the most it may be
 * @fallback: what it is when it was not given
 * @value_out: (out): what it is
 *
 * Returns: `FALSE` when it is none; the request is answered then
 */
gboolean
wb_portal_request_int_param (WbPortalRequest *self,
                             const char      *name,
                             int              least,
                             int              most,
                             int              fallback,
                             int             *value_out)
{
  const char *text = wb_portal_request_param (self, name);
  gint64 number = 0;

  *value_out = fallback;
  if (!text)
    return TRUE;

  if (!g_ascii_string_to_signed (text, 10, least, most, &number, NULL)) {
    g_autofree char *message = g_strdup_printf ("Give a whole number from %d to %d.", least, most);

    wb_portal_request_malformed (self, name, message);
    return FALSE;
  }
  *value_out = (int) number;

  return TRUE;
}

/**
 * wb_portal_request_time_param:
 * @self: a request
 * @name: a parameter
 * @value_out: (out): the instant, ms; `WB_TIME_NONE` when it was not given
 *
 * Returns: `FALSE` when it is none; the request is answered then
 */
gboolean
wb_portal_request_time_param (WbPortalRequest *self,
                              const char      *name,
                              gint64          *value_out)
{
  const char *text = wb_portal_request_param (self, name);

  *value_out = WB_TIME_NONE;
  if (!text)
    return TRUE;

  if (!wb_time_parse (text, value_out)) {
    wb_portal_request_malformed (self, name, "Give a time like 2025-10-01T08:00:00.000Z.");
    return FALSE;
  }

  return TRUE;
}

/**
 * wb_portal_request_bool_param:
 * @self: a request
 * @name: a parameter
 * @value_out: (out): 1 = true, 0 = false, -1 = not given
 *
 * Returns: `FALSE` when it is none; the request is answered then
 */
gboolean
wb_portal_request_bool_param (WbPortalRequest *self,
                              const char      *name,
                              int             *value_out)
{
  const char *text = wb_portal_request_param (self, name);

  *value_out = -1;
  if (!text)
    return TRUE;

  if (g_str_equal (text, "true")) {
    *value_out = 1;
  } else if (g_str_equal (text, "false")) {
    *value_out = 0;
  } else {
    wb_portal_request_malformed (self, name, "Give true or false.");
    return FALSE;
  }

  return TRUE;
}
