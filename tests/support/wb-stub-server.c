/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The scripted web server of the tests; see the header. All of libsoup is touched on the server's
 * own thread only; what tests ask for meanwhile is under one mutex.
 *
 * Connections are accepted here and handed to SoupServer: its own listener has a backlog of 10 and
 * never accepts again after one failure. */

#include "config.h"

#include "wb-stub-server.h"

#include <libsoup/soup.h>
#include <string.h>

#define DRIP_MS 20
#define HUGE_BYTES (G_GINT64_CONSTANT (300) * 1000 * 1000)
#define WAIT_SECS 20

typedef struct
{
  char *method;          /* (owned) (nullable) */
  char *path;            /* (owned) */
  WbStubHandler handler;
  gpointer data;
} Route;

typedef struct
{
  char *method;          /* (owned) (nullable) */
  char *path;            /* (owned) (nullable) */
  WbStubFault fault;
  WbStubReply *reply;    /* (owned) (nullable) of a queued reply; NULL = a fault */
} Scripted;

/* A reply that leaves SoupServer's hands: raw bytes on the stolen connection. */
typedef struct
{
  WbStubServer *server;
  GIOStream *stream;     /* (owned) */
  GBytes *bytes;         /* (owned) */
  gsize at;              /* how much has been written */
  GSource *source;       /* (owned) */
} Drip;

struct _WbStubServer
{
  GThread *thread;
  GMainContext *context;  /* (owned) */
  GMainLoop *loop;        /* (owned) */
  GSocket *socket;        /* (owned) */
  GTlsCertificate *certificate; /* (owned) (nullable) */
  SoupServer *server;     /* (owned) the server's thread only */
  GPtrArray *held;        /* (owned) (element-type SoupServerMessage) the server's thread only */
  GPtrArray *drips;       /* (owned) (element-type Drip) the server's thread only */
  char *url;              /* (owned) */
  guint port;

  GMutex mutex;           /* guards what follows */
  GCond cond;             /* a request was recorded, a byte was dripped */
  GPtrArray *routes;      /* (owned) (element-type Route) */
  GQueue scripted;        /* (element-type Scripted) */
  GPtrArray *requests;    /* (owned) (element-type WbStubRequest) */
  guint n_drips;
  Route stamp;            /* handler and data only */
};

static void
clear_request (WbStubRequest *self)
{
  g_free (self->method);
  g_free (self->path);
  g_free (self->query);
  g_hash_table_unref (self->headers);
  g_bytes_unref (self->body);
}

void
wb_stub_request_unref (WbStubRequest *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify) clear_request);
}

const char *
wb_stub_request_get_header (const WbStubRequest *self,
                            const char          *name)
{
  g_autofree char *lower = g_ascii_strdown (name, -1);

  return g_hash_table_lookup (self->headers, lower);
}

char *
wb_stub_request_dup_param (const WbStubRequest *self,
                           const char          *name)
{
  g_autoptr (GHashTable) params = NULL;

  if (!self->query)
    return NULL;
  params = g_uri_parse_params (self->query, -1, "&", G_URI_PARAMS_WWW_FORM, NULL);
  return params ? g_strdup (g_hash_table_lookup (params, name)) : NULL;
}

static WbStubReply *
new_reply (void)
{
  WbStubReply *reply = g_new0 (WbStubReply, 1);

  reply->status = 404;
  reply->headers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return reply;
}

static void
free_reply (WbStubReply *reply)
{
  g_hash_table_unref (reply->headers);
  g_clear_pointer (&reply->body, g_bytes_unref);
  g_free (reply);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbStubReply, free_reply)

static void
free_scripted (Scripted *scripted)
{
  g_free (scripted->method);
  g_free (scripted->path);
  g_clear_pointer (&scripted->reply, free_reply);
  g_free (scripted);
}

static void
free_route (Route *route)
{
  g_free (route->method);
  g_free (route->path);
  g_free (route);
}

static void
free_drip (Drip *drip)
{
  g_source_destroy (drip->source);
  g_source_unref (drip->source);
  g_io_stream_close (drip->stream, NULL, NULL);
  g_object_unref (drip->stream);
  g_bytes_unref (drip->bytes);
  g_free (drip);
}

void
wb_stub_reply_set_body (WbStubReply *self,
                        guint        status,
                        const char  *content_type,
                        const char  *data,
                        gssize       length)
{
  self->status = status;
  g_clear_pointer (&self->body, g_bytes_unref);
  if (data)
    self->body = g_bytes_new (data, length < 0 ? strlen (data) : (gsize) length);
  if (content_type)
    wb_stub_reply_set_header (self, "Content-Type", content_type);
}

void
wb_stub_reply_set_json (WbStubReply *self,
                        guint        status,
                        const char  *json)
{
  wb_stub_reply_set_body (self, status, "application/json", json, -1);
}

void
wb_stub_reply_set_header (WbStubReply *self,
                          const char  *name,
                          const char  *value)
{
  g_hash_table_replace (self->headers, g_strdup (name), g_strdup (value));
}

static void
add_header_cb (const char *name,
               const char *value,
               gpointer    headers)
{
  g_hash_table_replace (headers, g_ascii_strdown (name, -1), g_strdup (value));
}

static WbStubRequest *
record_request (WbStubServer      *self,
                SoupServerMessage *message)
{
  WbStubRequest *request = g_atomic_rc_box_new0 (WbStubRequest);
  GUri *uri = soup_server_message_get_uri (message);

  request->method = g_strdup (soup_server_message_get_method (message));
  request->path = g_strdup (g_uri_get_path (uri));
  request->query = g_strdup (g_uri_get_query (uri));
  request->headers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  soup_message_headers_foreach (soup_server_message_get_request_headers (message), add_header_cb,
                                request->headers);
  request->body = soup_message_body_flatten (soup_server_message_get_request_body (message));
  g_mutex_lock (&self->mutex);
  g_ptr_array_add (self->requests, g_atomic_rc_box_acquire (request));
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->mutex);
  return request;
}

/* Takes the first scripted entry for this request that is a reply, or that is a fault. */
static Scripted *
take_scripted (WbStubServer *self,
               const char   *method,
               const char   *path,
               gboolean      wants_reply,
               gboolean      only_unread)
{
  Scripted *found = NULL;

  g_mutex_lock (&self->mutex);
  for (GList *l = self->scripted.head; l && !found; l = l->next) {
    Scripted *scripted = l->data;

    if ((scripted->reply != NULL) != wants_reply ||
        (only_unread && scripted->fault != WB_STUB_DROP_UNREAD) ||
        (scripted->method && !g_str_equal (scripted->method, method)) ||
        (scripted->path && !g_str_equal (scripted->path, path)))
      continue;
    found = scripted;
    g_queue_delete_link (&self->scripted, l);
    break;
  }
  g_mutex_unlock (&self->mutex);
  return found;
}

static gboolean
route_matches (const Route *route,
               const char  *method,
               const char  *path)
{
  gsize length = strlen (route->path);

  if (route->method && !g_str_equal (route->method, method))
    return FALSE;
  if (!g_str_has_prefix (path, route->path))
    return FALSE;
  return length == 0 || route->path[length - 1] == '/' || path[length] == '\0' || path[length] == '/';
}

static void
answer (WbStubServer        *self,
        const WbStubRequest *request,
        WbStubReply         *reply)
{
  Scripted *scripted = take_scripted (self, request->method, request->path, TRUE, FALSE);
  Route best = { 0 };

  if (scripted) {
    GHashTableIter iter;
    gpointer name, value;

    reply->status = scripted->reply->status;
    reply->body = g_steal_pointer (&scripted->reply->body);
    g_hash_table_iter_init (&iter, scripted->reply->headers);
    while (g_hash_table_iter_next (&iter, &name, &value))
      wb_stub_reply_set_header (reply, name, value);
    free_scripted (scripted);
    return;
  }
  g_mutex_lock (&self->mutex);
  for (guint i = 0; i < self->routes->len; i++) {
    Route *route = g_ptr_array_index (self->routes, i);

    if (route_matches (route, request->method, request->path) &&
        (!best.path || strlen (route->path) >= strlen (best.path)))
      best = *route;
  }
  g_mutex_unlock (&self->mutex);
  if (best.handler)
    best.handler (self, request, reply, best.data);
}

static void
stamp (WbStubServer        *self,
       const WbStubRequest *request,
       WbStubReply         *reply)
{
  Route route = { 0 };

  g_mutex_lock (&self->mutex);
  route = self->stamp;
  g_mutex_unlock (&self->mutex);
  if (route.handler)
    route.handler (self, request, reply, route.data);
}

static GBytes *
print_raw (const WbStubReply *reply,
           gboolean           huge)
{
  GString *text = g_string_new (NULL);
  gsize length = reply->body ? g_bytes_get_size (reply->body) : 0;
  GHashTableIter iter;
  gpointer name, value;

  g_string_append_printf (text, "HTTP/1.1 %u Scripted\r\nConnection: close\r\n", reply->status);
  g_hash_table_iter_init (&iter, reply->headers);
  while (g_hash_table_iter_next (&iter, &name, &value))
    g_string_append_printf (text, "%s: %s\r\n", (char *) name, (char *) value);
  if (huge)
    g_string_append (text, "\r\n");
  else
    g_string_append_printf (text, "Content-Length: %" G_GSIZE_FORMAT "\r\n\r\n", length);
  if (length > 0)
    g_string_append_len (text, g_bytes_get_data (reply->body, NULL), length);
  return g_string_free_to_bytes (text);
}

static gboolean
drip_cb (gpointer data)
{
  Drip *drip = data;
  GOutputStream *out = g_io_stream_get_output_stream (drip->stream);
  const guint8 *bytes = g_bytes_get_data (drip->bytes, NULL);

  if (drip->at >= g_bytes_get_size (drip->bytes) ||
      g_output_stream_write (out, bytes + drip->at, 1, NULL, NULL) != 1) {
    g_io_stream_close (drip->stream, NULL, NULL);
    return G_SOURCE_REMOVE;
  }
  drip->at++;
  g_mutex_lock (&drip->server->mutex);
  drip->server->n_drips++;
  g_cond_broadcast (&drip->server->cond);
  g_mutex_unlock (&drip->server->mutex);
  return G_SOURCE_CONTINUE;
}

static void
start_drip (WbStubServer *self,
            GIOStream    *stream,
            GBytes       *bytes,
            gsize         at)
{
  Drip *drip = g_new0 (Drip, 1);

  drip->server = self;
  drip->stream = g_object_ref (stream);
  drip->bytes = g_bytes_ref (bytes);
  drip->at = at;
  drip->source = g_timeout_source_new (DRIP_MS);
  g_source_set_callback (drip->source, drip_cb, drip, NULL);
  g_source_attach (drip->source, self->context);
  g_ptr_array_add (self->drips, drip);
}

/* Writes until the other side has had enough; on a thread, for it would block the server. */
static gpointer
write_huge (gpointer data)
{
  g_autoptr (GIOStream) stream = data;
  GOutputStream *out = g_io_stream_get_output_stream (stream);
  g_autofree char *spaces = g_malloc (64 * 1024);
  gint64 left = HUGE_BYTES;

  memset (spaces, ' ', 64 * 1024);
  while (left > 0 && g_output_stream_write_all (out, spaces, 64 * 1024, NULL, NULL, NULL))
    left -= 64 * 1024;
  g_io_stream_close (stream, NULL, NULL);
  return NULL;
}

static void
misbehave (WbStubServer      *self,
           SoupServerMessage *message,
           WbStubReply       *reply)
{
  g_autoptr (GIOStream) stream = soup_server_message_steal_connection (message);
  GOutputStream *out = g_io_stream_get_output_stream (stream);
  g_autoptr (GBytes) raw = print_raw (reply, reply->fault == WB_STUB_HUGE_CHUNKED);
  gsize body = reply->body ? g_bytes_get_size (reply->body) : 0;
  gsize size = g_bytes_get_size (raw);
  gsize first = size;

  if (reply->fault == WB_STUB_DROP_READ || reply->fault == WB_STUB_DRIP_HEADERS)
    first = 0;
  else if (reply->fault == WB_STUB_CUT_BODY)
    first = size - body + body / 2;
  else if (reply->fault == WB_STUB_DRIP_BODY)
    first = size - body;
  if (first > 0)
    g_output_stream_write_all (out, g_bytes_get_data (raw, NULL), first, NULL, NULL, NULL);
  if (reply->fault == WB_STUB_DRIP_HEADERS || reply->fault == WB_STUB_DRIP_BODY)
    start_drip (self, stream, raw, first);
  else if (reply->fault == WB_STUB_HUGE_CHUNKED)
    g_thread_unref (g_thread_new ("stub-huge", write_huge, g_steal_pointer (&stream)));
  else
    g_io_stream_close (stream, NULL, NULL);
}

static void
handle_cb (SoupServer        *server,
           SoupServerMessage *message,
           const char        *path,
           GHashTable        *query,
           gpointer           data)
{
  WbStubServer *self = data;
  g_autoptr (WbStubRequest) request = record_request (self, message);
  g_autoptr (WbStubReply) reply = new_reply ();
  Scripted *fault = take_scripted (self, request->method, request->path, FALSE, FALSE);
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  GHashTableIter iter;
  gpointer name, value;

  answer (self, request, reply);
  stamp (self, request, reply);
  if (fault) {
    reply->fault = fault->fault;
    free_scripted (fault);
  }
  if (reply->fault != WB_STUB_NO_FAULT && reply->fault != WB_STUB_HOLD) {
    misbehave (self, message, reply);
    return;
  }
  soup_server_message_set_status (message, reply->status, NULL);
  /* SoupServer closes a connection it did not accept itself after one reply; unannounced, a client
   * that reuses it meets a reset. */
  soup_message_headers_replace (headers, "Connection", "close");
  g_hash_table_iter_init (&iter, reply->headers);
  while (g_hash_table_iter_next (&iter, &name, &value))
    soup_message_headers_replace (headers, name, value);
  if (reply->body && g_bytes_get_size (reply->body) > 0)
    soup_message_body_append_bytes (soup_server_message_get_response_body (message), reply->body);
  if (reply->fault == WB_STUB_HOLD) {
    soup_server_message_pause (message);
    g_ptr_array_add (self->held, g_object_ref (message));
  }
}

static void
got_headers_cb (SoupServerMessage *message,
                WbStubServer      *self)
{
  GUri *uri = soup_server_message_get_uri (message);
  Scripted *fault = take_scripted (self, soup_server_message_get_method (message),
                                   g_uri_get_path (uri), FALSE, TRUE);

  if (fault) {
    g_autoptr (GIOStream) stream = soup_server_message_steal_connection (message);

    g_io_stream_close (stream, NULL, NULL);
    free_scripted (fault);
  }
}

/* A held message whose client has gone must not be let go later. */
static void
finished_cb (SoupServerMessage *message,
             WbStubServer      *self)
{
  g_ptr_array_remove (self->held, message);
}

static void
request_started_cb (SoupServer        *server,
                    SoupServerMessage *message,
                    WbStubServer      *self)
{
  g_signal_connect (message, "got-headers", G_CALLBACK (got_headers_cb), self);
  g_signal_connect (message, "finished", G_CALLBACK (finished_cb), self);
}

static gboolean
accept_cb (GSocket      *socket,
           GIOCondition  condition,
           gpointer      data)
{
  WbStubServer *self = data;
  g_autoptr (GSocket) accepted = g_socket_accept (socket, NULL, NULL);
  g_autoptr (GSocketConnection) connection = NULL;
  g_autoptr (GSocketAddress) local = NULL;
  g_autoptr (GSocketAddress) remote = NULL;
  g_autoptr (GIOStream) stream = NULL;

  if (!accepted)
    return G_SOURCE_CONTINUE;
  connection = g_socket_connection_factory_create_connection (accepted);
  local = g_socket_get_local_address (accepted, NULL);
  remote = g_socket_get_remote_address (accepted, NULL);
  if (self->certificate)
    stream = g_tls_server_connection_new (G_IO_STREAM (connection), self->certificate, NULL);
  else
    stream = g_object_ref (G_IO_STREAM (connection));
  if (stream && local && remote)
    soup_server_accept_iostream (self->server, stream, local, remote, NULL);
  return G_SOURCE_CONTINUE;
}

static gpointer
serve (gpointer data)
{
  WbStubServer *self = data;
  g_autoptr (GSource) source = NULL;

  g_main_context_push_thread_default (self->context);
  self->server = g_object_new (SOUP_TYPE_SERVER, "server-header", "stub", NULL);
  g_signal_connect (self->server, "request-started", G_CALLBACK (request_started_cb), self);
  soup_server_add_handler (self->server, NULL, handle_cb, self, NULL);
  source = g_socket_create_source (self->socket, G_IO_IN, NULL);
  g_source_set_callback (source, G_SOURCE_FUNC (accept_cb), self, NULL);
  g_source_attach (source, self->context);
  g_main_loop_run (self->loop);
  g_source_destroy (source);
  g_ptr_array_set_size (self->drips, 0);
  g_ptr_array_set_size (self->held, 0);
  soup_server_disconnect (self->server);
  g_clear_object (&self->server);
  while (g_main_context_iteration (self->context, FALSE))
    ;
  g_main_context_pop_thread_default (self->context);
  return NULL;
}

static void
open_socket (WbStubServer *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) wanted = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) bound = NULL;

  self->socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP,
                               &error);
  g_assert_no_error (error);
  g_socket_set_listen_backlog (self->socket, 512);
  g_socket_bind (self->socket, wanted, TRUE, &error);
  g_assert_no_error (error);
  g_socket_listen (self->socket, &error);
  g_assert_no_error (error);
  bound = g_socket_get_local_address (self->socket, &error);
  g_assert_no_error (error);
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
}

WbStubServer *
wb_stub_server_new (const char *tls_name)
{
  WbStubServer *self = g_new0 (WbStubServer, 1);

  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  self->routes = g_ptr_array_new_with_free_func ((GDestroyNotify) free_route);
  self->requests = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_stub_request_unref);
  self->held = g_ptr_array_new_with_free_func (g_object_unref);
  self->drips = g_ptr_array_new_with_free_func ((GDestroyNotify) free_drip);
  open_socket (self);
  if (tls_name) {
    g_autofree char *name = g_strdup_printf ("tls/%s.pem", tls_name);
    g_autofree char *file = wb_stub_data_path (name);
    g_autoptr (GError) error = NULL;

    self->certificate = g_tls_certificate_new_from_file (file, &error);
    g_assert_no_error (error);
  }
  self->url = tls_name ? g_strdup_printf ("https://localhost:%u", self->port)
                       : g_strdup_printf ("http://127.0.0.1:%u", self->port);
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  self->thread = g_thread_new ("stub-server", serve, self);
  return self;
}

static gboolean
quit_cb (gpointer loop)
{
  g_main_loop_quit (loop);
  return G_SOURCE_REMOVE;
}

void
wb_stub_server_free (WbStubServer *self)
{
  g_main_context_invoke (self->context, quit_cb, self->loop);
  g_thread_join (self->thread);
  g_socket_close (self->socket, NULL);
  g_clear_object (&self->socket);
  g_clear_object (&self->certificate);
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  g_ptr_array_unref (self->held);
  g_ptr_array_unref (self->drips);
  g_ptr_array_unref (self->routes);
  g_ptr_array_unref (self->requests);
  g_queue_clear_full (&self->scripted, (GDestroyNotify) free_scripted);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
  g_free (self->url);
  g_free (self);
}

const char *
wb_stub_server_get_url (WbStubServer *self)
{
  return self->url;
}

char *
wb_stub_server_dup_url (WbStubServer *self,
                        const char   *path)
{
  return g_strconcat (self->url, path, NULL);
}

guint
wb_stub_server_get_port (WbStubServer *self)
{
  return self->port;
}

void
wb_stub_server_handle (WbStubServer  *self,
                       const char    *method,
                       const char    *path,
                       WbStubHandler  handler,
                       gpointer       data)
{
  Route *route = g_new0 (Route, 1);

  route->method = g_strdup (method);
  route->path = g_strdup (path);
  route->handler = handler;
  route->data = data;
  g_mutex_lock (&self->mutex);
  g_ptr_array_add (self->routes, route);
  g_mutex_unlock (&self->mutex);
}

void
wb_stub_server_set_stamp (WbStubServer  *self,
                          WbStubHandler  stamp_handler,
                          gpointer       data)
{
  g_mutex_lock (&self->mutex);
  self->stamp.handler = stamp_handler;
  self->stamp.data = data;
  g_mutex_unlock (&self->mutex);
}

static void
queue_scripted (WbStubServer *self,
                const char   *method,
                const char   *path,
                WbStubFault   fault,
                WbStubReply  *reply)
{
  Scripted *scripted = g_new0 (Scripted, 1);

  scripted->method = g_strdup (method);
  scripted->path = g_strdup (path);
  scripted->fault = fault;
  scripted->reply = reply;
  g_mutex_lock (&self->mutex);
  g_queue_push_tail (&self->scripted, scripted);
  g_mutex_unlock (&self->mutex);
}

void
wb_stub_server_queue (WbStubServer *self,
                      const char   *method,
                      const char   *path,
                      guint         status,
                      const char   *content_type,
                      const char   *data,
                      gssize        length,
                      const char   *header_name,
                      const char   *header_value)
{
  WbStubReply *reply = new_reply ();

  wb_stub_reply_set_body (reply, status, content_type, data, length);
  if (header_name)
    wb_stub_reply_set_header (reply, header_name, header_value);
  queue_scripted (self, method, path, WB_STUB_NO_FAULT, reply);
}

void
wb_stub_server_queue_json (WbStubServer *self,
                           const char   *method,
                           const char   *path,
                           guint         status,
                           const char   *json)
{
  wb_stub_server_queue (self, method, path, status, "application/json", json, -1, NULL, NULL);
}

void
wb_stub_server_queue_fault (WbStubServer *self,
                            const char   *method,
                            const char   *path,
                            WbStubFault   fault)
{
  queue_scripted (self, method, path, fault, NULL);
}

static gboolean
release_cb (gpointer data)
{
  WbStubServer *self = data;

  while (self->held->len > 0) {
    g_autoptr (SoupServerMessage) message = g_ptr_array_steal_index (self->held, 0);

    soup_server_message_unpause (message);
  }
  return G_SOURCE_REMOVE;
}

void
wb_stub_server_release (WbStubServer *self)
{
  g_main_context_invoke (self->context, release_cb, self);
}

guint
wb_stub_server_count (WbStubServer *self)
{
  guint count;

  g_mutex_lock (&self->mutex);
  count = self->requests->len;
  g_mutex_unlock (&self->mutex);
  return count;
}

WbStubRequest *
wb_stub_server_dup_request (WbStubServer *self,
                            guint         index)
{
  WbStubRequest *request;

  g_mutex_lock (&self->mutex);
  g_assert_cmpuint (index, <, self->requests->len);
  request = g_atomic_rc_box_acquire (g_ptr_array_index (self->requests, index));
  g_mutex_unlock (&self->mutex);
  return request;
}

guint
wb_stub_server_count_for (WbStubServer *self,
                          const char   *method,
                          const char   *path)
{
  guint count = 0;

  g_mutex_lock (&self->mutex);
  for (guint i = 0; i < self->requests->len; i++) {
    const WbStubRequest *request = g_ptr_array_index (self->requests, i);

    if ((!method || g_str_equal (request->method, method)) && g_str_equal (request->path, path))
      count++;
  }
  g_mutex_unlock (&self->mutex);
  return count;
}

void
wb_stub_server_forget (WbStubServer *self)
{
  g_mutex_lock (&self->mutex);
  g_ptr_array_set_size (self->requests, 0);
  g_mutex_unlock (&self->mutex);
}

void
wb_stub_server_wait_count (WbStubServer *self,
                           guint         count)
{
  gint64 until = g_get_monotonic_time () + WAIT_SECS * G_TIME_SPAN_SECOND;

  g_mutex_lock (&self->mutex);
  while (self->requests->len < count)
    g_assert_true (g_cond_wait_until (&self->cond, &self->mutex, until));
  g_mutex_unlock (&self->mutex);
}

void
wb_stub_server_wait_drips (WbStubServer *self,
                           guint         count)
{
  gint64 until = g_get_monotonic_time () + WAIT_SECS * G_TIME_SPAN_SECOND;

  g_mutex_lock (&self->mutex);
  while (self->n_drips < count)
    g_assert_true (g_cond_wait_until (&self->cond, &self->mutex, until));
  g_mutex_unlock (&self->mutex);
}

char *
wb_stub_data_path (const char *name)
{
  return g_build_filename (TEST_DATA_DIR, name, NULL);
}
