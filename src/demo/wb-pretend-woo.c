/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The pretend store's outside: a thread with its own main context and one SoupServer per address,
 * and the faults it is told to have. A request is copied out of libsoup's message at once, so that
 * one that is held goes on as PHP does when its client has long gone.
 *
 * Connections are accepted here and handed to SoupServer, whose own listener never accepts again
 * after one failure (reference/proven.md 2). */

#include "config.h"

#include "wb-pretend-woo-private.h"

#include "wb-oauth1.h"
#include "wb-time.h"

#include <libsoup/soup.h>
#include <string.h>

#define BACKLOG 512

typedef struct
{
  WbPretendWoo *store;
  char *url;                      /* (owned) */
  char *home_url;                 /* (owned) */
  gboolean strips_authorization;
  gboolean no_rewrites;
  GTlsCertificate *certificate;   /* (owned) (nullable) */
  GSocket *socket;                /* (owned) */
  GSource *source;                /* (owned) (nullable) */
  SoupServer *server;             /* (owned) (nullable) made and dropped on the server's thread */
} Front;

typedef struct
{
  WbPretendWooFault fault;
  char *method;                   /* (owned) (nullable) */
} Fault;

/* A request that waits to be released. */
typedef struct
{
  SoupServerMessage *message;     /* (owned) */
  PretendRequest *request;        /* (owned) (nullable) still to be handled */
  PretendAnswer *answer;          /* (owned) (nullable) ready to go */
  gboolean is_gone;               /* the client has left */
} Held;

static void
free_key (gpointer data)
{
  PretendKey *key = data;

  g_free (key->key);
  g_free (key->secret);
  g_free (key);
}

static void
free_fault (gpointer data)
{
  Fault *fault = data;

  g_free (fault->method);
  g_free (fault);
}

static void
free_request (PretendRequest *request)
{
  g_free (request->method);
  g_free (request->path);
  g_free (request->query);
  g_hash_table_unref (request->headers);
  g_bytes_unref (request->body);
  g_ptr_array_unref (request->query_params);
  g_free (request);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PretendRequest, free_request)

static PretendAnswer *
new_answer (void)
{
  PretendAnswer *answer = g_new0 (PretendAnswer, 1);

  answer->headers = g_ptr_array_new_with_free_func (g_free);
  answer->body = g_string_new (NULL);

  return answer;
}

static void
free_answer (PretendAnswer *answer)
{
  g_ptr_array_unref (answer->headers);
  g_string_free (answer->body, TRUE);
  g_free (answer);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PretendAnswer, free_answer)

static void
free_held (gpointer data)
{
  Held *held = data;

  g_signal_handlers_disconnect_by_data (held->message, held);
  g_clear_object (&held->message);
  g_clear_pointer (&held->request, free_request);
  g_clear_pointer (&held->answer, free_answer);
  g_free (held);
}

static void
add_header_cb (const char *name,
               const char *value,
               gpointer    headers)
{
  g_hash_table_insert (headers, g_ascii_strdown (name, -1), g_strdup (value));
}

static PretendRequest *
copy_request (Front             *front,
              SoupServerMessage *message)
{
  PretendRequest *request = g_new0 (PretendRequest, 1);
  GUri *uri = soup_server_message_get_uri (message);
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  const char *override;

  request->method = g_strdup (soup_server_message_get_method (message));
  request->path = g_strdup (g_uri_get_path (uri));
  request->query = g_strdup (g_uri_get_query (uri));
  request->query_params = wb_oauth1_split_query (request->query);
  request->headers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  soup_message_headers_foreach (soup_server_message_get_request_headers (message), add_header_cb,
                                request->headers);
  request->body = body ? soup_message_body_flatten (body) : g_bytes_new (NULL, 0);
  request->home_url = front->home_url;
  request->no_rewrites = front->no_rewrites;
  if (front->strips_authorization)
    g_hash_table_remove (request->headers, "authorization");

  /* For hosts that let only GET and POST through. */
  override = pretend_query_param (request, "_method");
  if (!override)
    override = g_hash_table_lookup (request->headers, "x-http-method-override");
  if (override && strcmp (request->method, "POST") == 0) {
    g_free (request->method);
    request->method = g_ascii_strup (override, -1);
  }

  return request;
}

static gboolean
save_state (WbPretendWoo *self)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *state = json_object_new ();
  JsonArray *coupons = json_array_new ();
  g_autofree char *text = NULL;

  json_object_set_int_member (state, "next_id", self->next_id);
  json_object_set_int_member (state, "next_meta_id", self->next_meta_id);
  for (guint i = 0; i < self->coupons->len; i++)
    json_array_add_object_element (coupons, json_object_ref (self->coupons->pdata[i]));
  json_object_set_array_member (state, "coupons", coupons);
  json_node_take_object (node, state);
  text = json_to_string (node, FALSE);

  return g_file_set_contents (self->state_file, text, -1, NULL);
}

static gboolean
load_state (WbPretendWoo  *self,
            GError       **error)
{
  g_autofree char *text = NULL;
  g_autoptr (JsonNode) root = NULL;
  JsonObject *state;
  JsonArray *coupons;

  if (!g_file_test (self->state_file, G_FILE_TEST_EXISTS))
    return TRUE;
  if (!g_file_get_contents (self->state_file, &text, NULL, error))
    return FALSE;
  root = wb_wire_parse (text, -1, WB_WIRE_MAX_BODY_BYTES, error);
  if (!root)
    return FALSE;
  state = JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;
  if (!state || !json_object_has_member (state, "next_id") ||
      !json_object_has_member (state, "next_meta_id") ||
      !json_object_has_member (state, "coupons")) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                         "Not the state of a pretend store");
    return FALSE;
  }
  self->next_id = json_object_get_int_member (state, "next_id");
  self->next_meta_id = json_object_get_int_member (state, "next_meta_id");
  coupons = json_object_get_array_member (state, "coupons");
  for (guint i = 0; i < json_array_get_length (coupons); i++)
    g_ptr_array_add (self->coupons,
                     json_object_ref (json_array_get_object_element (coupons, i)));

  return TRUE;
}

/**
 * pretend_remember:
 * @self: the store
 * @method: the verb that was done
 *
 * Saves the state if there is a file for it and something may have changed.
 *
 * Returns: `FALSE` when it could not be saved
 */
gboolean
pretend_remember (WbPretendWoo *self,
                  const char   *method)
{
  return !self->state_file || strcmp (method, "GET") == 0 || save_state (self);
}

/* Does the work, with the fault's side effects; the answer is what the store would say. */
static void
handle (WbPretendWoo         *self,
        WbPretendWooFault     fault,
        const PretendRequest *request,
        PretendAnswer        *answer)
{
  guint before = self->coupons->len;

  pretend_rest_handle (self, request, answer);
  if (self->coupons->len > before)
    pretend_fault_spoil (self, fault);
  if (fault == WB_WOO_FAULT_FAIL_AFTER)
    pretend_fault_in_store (WB_WOO_FAULT_FATAL, request, answer);
  if (fault == WB_WOO_FAULT_PHP_WARNING)
    g_string_prepend (answer->body,
                      "<br />\n<b>Warning</b>:  Undefined array key \"missing\" in "
                      "<b>/var/www/html/wp-content/mu-plugins/toggles.php</b> on line <b>4</b>"
                      "<br />\n");
  if (!pretend_remember (self, request->method))
    pretend_fault_in_store (WB_WOO_FAULT_DATABASE, request, answer);
}

static void
set_answer (WbPretendWoo        *self,
            SoupServerMessage   *message,
            const PretendAnswer *answer)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  g_autoptr (GDateTime) now =
    g_date_time_new_from_unix_utc (wb_clock_now (self->clock) / WB_SECOND_MS);
  g_autofree char *date = soup_date_time_to_string (now, SOUP_DATE_HTTP);

  for (guint i = 0; i < answer->headers->len; i += 2)
    soup_message_headers_replace (headers, answer->headers->pdata[i],
                                  answer->headers->pdata[i + 1]);
  soup_message_headers_replace (headers, "Date", date);
  soup_message_headers_replace (headers, "Connection", "close");
  soup_message_headers_replace (headers, "Content-Type", answer->content_type);
  soup_message_headers_replace (headers, "Cache-Control",
                                "no-cache, must-revalidate, max-age=0, no-store, private");
  soup_message_headers_set_encoding (headers, SOUP_ENCODING_CHUNKED);
  soup_server_message_set_status (message, answer->status, NULL);
  soup_message_body_append (soup_server_message_get_response_body (message), SOUP_MEMORY_COPY,
                            answer->body->str, answer->body->len);
  soup_message_body_complete (soup_server_message_get_response_body (message));
}

/* Closes the connection, after half the answer if there is one. */
static void
hang_up (SoupServerMessage   *message,
         const PretendAnswer *answer)
{
  g_autoptr (GIOStream) stream = soup_server_message_steal_connection (message);
  g_autofree char *head = NULL;

  if (answer) {
    head = g_strdup_printf ("HTTP/1.1 %u OK\r\nContent-Type: %s\r\nContent-Length: %" G_GSIZE_FORMAT
                            "\r\nConnection: close\r\n\r\n", answer->status, answer->content_type,
                            answer->body->len);
    g_output_stream_write_all (g_io_stream_get_output_stream (stream), head, strlen (head), NULL,
                               NULL, NULL);
    g_output_stream_write_all (g_io_stream_get_output_stream (stream), answer->body->str,
                               answer->body->len / 2, NULL, NULL, NULL);
  }
  g_io_stream_close (stream, NULL, NULL);
}

static gboolean
take_fault (WbPretendWoo      *self,
            const char        *method,
            WbPretendWooFault *fault_out)
{
  for (guint i = 0; i < self->faults->len; i++) {
    Fault *fault = g_ptr_array_index (self->faults, i);

    if (fault->method && strcmp (fault->method, method) != 0)
      continue;
    *fault_out = fault->fault;
    g_ptr_array_remove_index (self->faults, i);
    return TRUE;
  }

  return FALSE;
}

static void
client_gone_cb (SoupServerMessage *message,
                Held              *held)
{
  held->is_gone = TRUE;
}

static void
hold (WbPretendWoo      *self,
      SoupServerMessage *message,
      PretendRequest    *request,
      PretendAnswer     *answer)
{
  Held *held = g_new0 (Held, 1);

  held->message = g_object_ref (message);
  held->request = request;
  held->answer = answer;
  g_signal_connect (message, "finished", G_CALLBACK (client_gone_cb), held);
  soup_server_message_pause (message);
  g_ptr_array_add (self->held, held);
}

static void
handle_cb (SoupServer        *server,
           SoupServerMessage *message,
           const char        *path,
           GHashTable        *query,
           gpointer           data)
{
  Front *front = data;
  WbPretendWoo *self = front->store;
  g_autoptr (PretendRequest) request = copy_request (front, message);
  g_autoptr (PretendAnswer) answer = new_answer ();
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  WbPretendWooFault fault = (WbPretendWooFault) - 1;
  gboolean is_faulty;

  g_ptr_array_add (self->methods, g_strdup (request->method));
  is_faulty = take_fault (self, request->method, &fault);
  if (is_faulty && fault == WB_WOO_FAULT_SILENT_BEFORE) {
    hang_up (message, NULL);
    return;
  }
  if (is_faulty && fault == WB_WOO_FAULT_HOLD_BEFORE) {
    hold (self, message, g_steal_pointer (&request), NULL);
    return;
  }
  if (!is_faulty || !pretend_fault_before_store (fault, request, answer))
    handle (self, fault, request, answer);

  if (is_faulty && fault == WB_WOO_FAULT_SILENT_AFTER)
    hang_up (message, NULL);
  else if (is_faulty && fault == WB_WOO_FAULT_CUT_AFTER)
    hang_up (message, answer);
  else if (is_faulty && fault == WB_WOO_FAULT_HOLD_AFTER)
    hold (self, message, NULL, g_steal_pointer (&answer));
  else
    set_answer (self, message, answer);
}

/* Runs @function on the server's thread. Never on this one, as g_main_context_invoke() would while
 * the loop does not run yet: libsoup's sources would end up in another context. */
static void
invoke (WbPretendWoo *self,
        GSourceFunc   function,
        gpointer      data)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, function, data, NULL);
  g_source_attach (source, self->context);
}

static gboolean
release_cb (gpointer data)
{
  WbPretendWoo *self = data;

  while (self->held->len > 0) {
    Held *held = g_ptr_array_steal_index (self->held, 0);

    if (held->request) {
      g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

      held->answer = new_answer ();
      self->in_race = TRUE;
      handle (self, (WbPretendWooFault) - 1, held->request, held->answer);
      self->in_race = FALSE;
    }
    if (!held->is_gone) {
      set_answer (self, held->message, held->answer);
      soup_server_message_unpause (held->message);
    }
    free_held (held);
  }
  g_async_queue_push (self->released, self);

  return G_SOURCE_REMOVE;
}

static gboolean
accept_cb (GSocket      *socket,
           GIOCondition  condition,
           gpointer      data)
{
  Front *front = data;
  g_autoptr (GSocket) accepted = g_socket_accept (socket, NULL, NULL);
  g_autoptr (GSocketConnection) connection = NULL;
  g_autoptr (GIOStream) stream = NULL;
  g_autoptr (GSocketAddress) local = NULL;
  g_autoptr (GSocketAddress) remote = NULL;

  if (!accepted)
    return G_SOURCE_CONTINUE;
  local = g_socket_get_local_address (accepted, NULL);
  remote = g_socket_get_remote_address (accepted, NULL);
  connection = g_socket_connection_factory_create_connection (accepted);
  stream = front->certificate ?
           g_tls_server_connection_new (G_IO_STREAM (connection), front->certificate, NULL) :
           g_object_ref (G_IO_STREAM (connection));
  if (stream && local && remote)
    soup_server_accept_iostream (front->server, stream, local, remote, NULL);

  return G_SOURCE_CONTINUE;
}

static void
free_front (gpointer data)
{
  Front *front = data;

  g_clear_object (&front->socket);
  g_clear_object (&front->certificate);
  g_free (front->url);
  g_free (front->home_url);
  g_free (front);
}

static gboolean
start_front_cb (gpointer data)
{
  Front *front = data;

  front->server = soup_server_new (NULL, NULL);
  soup_server_add_handler (front->server, NULL, handle_cb, front, NULL);
  front->source = g_socket_create_source (front->socket, G_IO_IN, NULL);
  g_source_set_callback (front->source, G_SOURCE_FUNC (accept_cb), front, NULL);
  g_source_attach (front->source, front->store->context);

  return G_SOURCE_REMOVE;
}

static gpointer
serve (gpointer data)
{
  WbPretendWoo *self = data;

  g_main_context_push_thread_default (self->context);
  g_main_loop_run (self->loop);

  g_ptr_array_set_size (self->held, 0);
  for (guint i = 0; i < self->fronts->len; i++) {
    Front *front = g_ptr_array_index (self->fronts, i);

    if (front->source)
      g_source_destroy (front->source);
    g_clear_pointer (&front->source, g_source_unref);
    if (front->server)
      soup_server_disconnect (front->server);
    g_clear_object (&front->server);
  }
  /* Lets libsoup finish what it has put off. */
  while (g_main_context_iteration (self->context, FALSE)) {
  }
  g_main_context_pop_thread_default (self->context);

  return NULL;
}

/**
 * wb_pretend_woo_new:
 * @options: (nullable): what the store is like; `NULL` = all defaults
 * @clock: the store's time
 * @error: return location; `G_IO_ERROR_INVALID_ARGUMENT` for an unknown zone, `GFileError`,
 *   [error@WB_WIRE_ERROR] or `G_IO_ERROR_INVALID_DATA` for a state file that cannot be read
 *
 * Opens a store that nobody can reach yet.
 *
 * Returns: (transfer full): the store
 */
WbPretendWoo *
wb_pretend_woo_new (const WbPretendWooOptions  *options,
                    WbClock                    *clock,
                    GError                    **error)
{
  static const WbPretendWooOptions defaults = { .price_decimals = 2 };
  g_autoptr (WbPretendWoo) self = g_new0 (WbPretendWoo, 1);

  g_return_val_if_fail (WB_IS_CLOCK (clock), NULL);

  if (!options)
    options = &defaults;
  g_mutex_init (&self->mutex);
  self->clock = g_object_ref (clock);
  self->name = g_strdup (options->name ? options->name : "Pretend store");
  self->currency = g_strdup (options->currency ? options->currency : "CZK");
  self->zone_name = g_strdup (options->time_zone ? options->time_zone : "Europe/Prague");
  self->state_file = g_strdup (options->state_file);
  self->price_decimals = options->price_decimals;
  self->decimal_comma = options->decimal_comma;
  self->coupons_disabled = options->coupons_disabled;
  self->keys = g_ptr_array_new_with_free_func (free_key);
  self->nonces = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->coupons = g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);
  self->faults = g_ptr_array_new_with_free_func (free_fault);
  self->methods = g_ptr_array_new_with_free_func (g_free);
  self->fronts = g_ptr_array_new_with_free_func (free_front);
  self->held = g_ptr_array_new_with_free_func (free_held);
  self->released = g_async_queue_new ();
  self->next_id = 11;
  self->next_meta_id = 101;
  self->zone = g_time_zone_new_identifier (self->zone_name);
  if (!self->zone) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "No such time zone: %s",
                 self->zone_name);
    return NULL;
  }
  if (self->state_file && !load_state (self, error))
    return NULL;

  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  self->thread = g_thread_new ("pretend-woo", serve, self);

  return g_steal_pointer (&self);
}

static gboolean
quit_cb (gpointer data)
{
  g_main_loop_quit (data);

  return G_SOURCE_REMOVE;
}

/**
 * wb_pretend_woo_free:
 * @self: a store
 *
 * Stops to listen, hangs up on everybody, and forgets all that is not in a state file.
 */
void
wb_pretend_woo_free (WbPretendWoo *self)
{
  g_return_if_fail (self);

  if (self->thread) {
    /* Not by g_main_loop_quit() from here: the loop may not run yet. */
    invoke (self, quit_cb, self->loop);
    g_thread_join (self->thread);
  }
  g_clear_pointer (&self->held, g_ptr_array_unref);
  g_clear_pointer (&self->released, g_async_queue_unref);
  g_clear_pointer (&self->fronts, g_ptr_array_unref);
  g_clear_pointer (&self->loop, g_main_loop_unref);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_clear_pointer (&self->keys, g_ptr_array_unref);
  g_clear_pointer (&self->nonces, g_hash_table_unref);
  g_clear_pointer (&self->coupons, g_ptr_array_unref);
  g_clear_pointer (&self->faults, g_ptr_array_unref);
  g_clear_pointer (&self->methods, g_ptr_array_unref);
  g_clear_pointer (&self->zone, g_time_zone_unref);
  g_clear_object (&self->clock);
  g_free (self->name);
  g_free (self->currency);
  g_free (self->zone_name);
  g_free (self->state_file);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

/**
 * wb_pretend_woo_add_key:
 * @self: a store
 * @consumer_key: `ck_…`
 * @consumer_secret: `cs_…`
 * @permission: what the key may do
 * @has_rights: whether its user is a shop manager
 *
 * Makes an API key.
 */
void
wb_pretend_woo_add_key (WbPretendWoo    *self,
                        const char      *consumer_key,
                        const char      *consumer_secret,
                        WbWooPermission  permission,
                        gboolean         has_rights)
{
  g_autoptr (GMutexLocker) locker = NULL;
  PretendKey *key;

  g_return_if_fail (self && consumer_key && consumer_secret);

  locker = g_mutex_locker_new (&self->mutex);
  key = g_new0 (PretendKey, 1);
  key->key = g_strdup (consumer_key);
  key->secret = g_strdup (consumer_secret);
  key->permission = permission;
  key->has_rights = has_rights;
  g_ptr_array_add (self->keys, key);
}

static GSocket *
open_socket (guint    port,
             GError **error)
{
  g_autoptr (GSocket) socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM,
                                             G_SOCKET_PROTOCOL_TCP, error);
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, (guint16) port);

  if (!socket)
    return NULL;
  g_socket_set_listen_backlog (socket, BACKLOG);
  g_socket_set_blocking (socket, FALSE);
  if (!g_socket_bind (socket, address, TRUE, error) || !g_socket_listen (socket, error))
    return NULL;

  return g_steal_pointer (&socket);
}

/**
 * wb_pretend_woo_listen:
 * @self: a store
 * @front: (nullable): what the address is like; `NULL` = plain http on any port
 * @error: return location; `GIOError` or `GTlsError`
 *
 * Adds an address on loopback.
 *
 * Returns: (transfer none): its URL: `http://127.0.0.1:PORT` or `https://localhost:PORT`
 */
const char *
wb_pretend_woo_listen (WbPretendWoo             *self,
                       const WbPretendWooFront  *front,
                       GError                  **error)
{
  static const WbPretendWooFront defaults = { 0 };
  g_autoptr (GSocket) socket = NULL;
  g_autoptr (GSocketAddress) bound = NULL;
  g_autoptr (GTlsCertificate) certificate = NULL;
  g_autoptr (GMutexLocker) locker = NULL;
  Front *added;
  guint port;

  g_return_val_if_fail (self, NULL);

  if (!front)
    front = &defaults;
  if (front->tls_file) {
    certificate = g_tls_certificate_new_from_file (front->tls_file, error);
    if (!certificate)
      return NULL;
  }
  socket = open_socket (front->port, error);
  bound = socket ? g_socket_get_local_address (socket, error) : NULL;
  if (!bound)
    return NULL;
  port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));

  added = g_new0 (Front, 1);
  added->store = self;
  added->url = certificate ? g_strdup_printf ("https://localhost:%u", port) :
               g_strdup_printf ("http://127.0.0.1:%u", port);
  added->home_url = g_strdup (front->home_url ? front->home_url : added->url);
  added->strips_authorization = front->strips_authorization;
  added->no_rewrites = front->no_rewrites;
  added->certificate = g_steal_pointer (&certificate);
  added->socket = g_steal_pointer (&socket);
  locker = g_mutex_locker_new (&self->mutex);
  g_ptr_array_add (self->fronts, added);
  invoke (self, start_front_cb, added);

  return added->url;
}

/**
 * wb_pretend_woo_queue_fault:
 * @self: a store
 * @fault: what is to go wrong
 * @method: (nullable): with which verb; `NULL` = any
 * @times: how often
 *
 * The next requests that match meet @fault, in the order they were queued.
 */
void
wb_pretend_woo_queue_fault (WbPretendWoo      *self,
                            WbPretendWooFault  fault,
                            const char        *method,
                            guint              times)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_if_fail (self);

  locker = g_mutex_locker_new (&self->mutex);
  for (guint i = 0; i < times; i++) {
    Fault *queued = g_new0 (Fault, 1);

    queued->fault = fault;
    queued->method = g_strdup (method);
    g_ptr_array_add (self->faults, queued);
  }
}

/**
 * wb_pretend_woo_release:
 * @self: a store
 *
 * Lets everything go on that is held, whether its client still waits or not.
 * Returns when that is done.
 */
void
wb_pretend_woo_release (WbPretendWoo *self)
{
  g_return_if_fail (self);

  invoke (self, release_cb, self);
  g_async_queue_pop (self->released);
}
