/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A pretend shop's outside: a thread with its own main context and one SoupServer per address; see
 * wb-pretend-server.h.
 *
 * Connections are accepted here and handed to SoupServer, whose own listener never accepts again
 * after one failure (reference/proven.md 2). */

#include "config.h"

#include "wb-pretend-server.h"

#include "wb-oauth1.h"
#include "wb-time.h"

#include <libsoup/soup.h>
#include <string.h>

#define BACKLOG 512
#define LATE_MS (10 * WB_SECOND_MS)

typedef struct
{
  WbPretendServer *server;
  char *url;                      /* (owned) */
  gpointer data;                  /* the shop's */
  GTlsCertificate *certificate;   /* (owned) (nullable) */
  GSocket *socket;                /* (owned) */
  GSource *source;                /* (owned) (nullable) */
  SoupServer *soup;               /* (owned) (nullable) made and dropped on the server's thread */
} Front;

/* A request that waits to be released, or for its time. */
typedef struct
{
  WbPretendServer *server;
  SoupServerMessage *message;     /* (owned) (nullable) NULL = the client was hung up on */
  WbPretendRequest *request;      /* (owned) (nullable) still to be handled */
  WbPretendAnswer *answer;        /* (owned) (nullable) ready to go */
  gboolean is_gone;               /* the client has left */
  gint64 until;                   /* steady ms; when a late one may go */
  GThread *timer;                 /* (owned) (nullable) ends then */
} Held;

struct _WbPretendServer
{
  WbPretendHandler handler;
  gpointer data;
  WbClock *clock;                 /* (owned) */
  GCancellable *stopping;         /* (owned) ends the timers */
  GMainContext *context;          /* (owned) */
  GMainLoop *loop;                /* (owned) */
  GThread *thread;                /* (owned) */
  GMutex mutex;                   /* guards fronts */
  GPtrArray *fronts;              /* (owned) */
  GPtrArray *held;                /* (owned) the server's thread only */
  GAsyncQueue *released;          /* (owned) one item per finished release */
};

static void
free_request (WbPretendRequest *request)
{
  g_free (request->method);
  g_free (request->path);
  g_free (request->query);
  g_hash_table_unref (request->headers);
  g_bytes_unref (request->body);
  g_ptr_array_unref (request->query_params);
  g_free (request);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbPretendRequest, free_request)

static WbPretendAnswer *
new_answer (void)
{
  WbPretendAnswer *answer = g_new0 (WbPretendAnswer, 1);

  answer->headers = g_ptr_array_new_with_free_func (g_free);
  answer->body = g_string_new (NULL);

  return answer;
}

static void
free_answer (WbPretendAnswer *answer)
{
  g_ptr_array_unref (answer->headers);
  g_string_free (answer->body, TRUE);
  g_free (answer);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbPretendAnswer, free_answer)

static void
free_held (gpointer data)
{
  Held *held = data;

  g_clear_pointer (&held->timer, g_thread_join);
  if (held->message)
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

static WbPretendRequest *
copy_request (Front             *front,
              SoupServerMessage *message)
{
  WbPretendRequest *request = g_new0 (WbPretendRequest, 1);
  GUri *uri = soup_server_message_get_uri (message);
  SoupMessageBody *body = soup_server_message_get_request_body (message);

  request->method = g_strdup (soup_server_message_get_method (message));
  request->path = g_strdup (g_uri_get_path (uri));
  request->query = g_strdup (g_uri_get_query (uri));
  request->query_params = wb_oauth1_split_query (request->query);
  request->headers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  soup_message_headers_foreach (soup_server_message_get_request_headers (message), add_header_cb,
                                request->headers);
  request->body = body ? soup_message_body_flatten (body) : g_bytes_new (NULL, 0);
  request->front = front->data;

  return request;
}

static void
set_answer (WbPretendServer       *self,
            SoupServerMessage     *message,
            const WbPretendAnswer *answer)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  g_autoptr (GDateTime) now =
    g_date_time_new_from_unix_utc (wb_clock_now (self->clock) / WB_SECOND_MS);
  g_autofree char *date = soup_date_time_to_string (now, SOUP_DATE_HTTP);

  soup_message_headers_replace (headers, "Date", date);
  soup_message_headers_replace (headers, "Connection", "close");
  if (answer->content_type)
    soup_message_headers_replace (headers, "Content-Type", answer->content_type);
  for (guint i = 0; i < answer->headers->len; i += 2)
    soup_message_headers_replace (headers, answer->headers->pdata[i],
                                  answer->headers->pdata[i + 1]);
  soup_message_headers_set_encoding (headers, SOUP_ENCODING_CHUNKED);
  soup_server_message_set_status (message, answer->status, NULL);
  soup_message_body_append (soup_server_message_get_response_body (message), SOUP_MEMORY_COPY,
                            answer->body->str, answer->body->len);
  soup_message_body_complete (soup_server_message_get_response_body (message));
}

/* Closes the connection, after half the answer if there is one. */
static void
hang_up (SoupServerMessage     *message,
         const WbPretendAnswer *answer)
{
  g_autoptr (GIOStream) stream = soup_server_message_steal_connection (message);
  g_autofree char *head = NULL;

  if (answer) {
    head = g_strdup_printf ("HTTP/1.1 %u OK\r\nContent-Type: %s\r\nContent-Length: %" G_GSIZE_FORMAT
                            "\r\nConnection: close\r\n\r\n", answer->status,
                            answer->content_type ? answer->content_type : "text/plain",
                            answer->body->len);
    g_output_stream_write_all (g_io_stream_get_output_stream (stream), head, strlen (head), NULL,
                               NULL, NULL);
    g_output_stream_write_all (g_io_stream_get_output_stream (stream), answer->body->str,
                               answer->body->len / 2, NULL, NULL, NULL);
  }
  g_io_stream_close (stream, NULL, NULL);
}

static void
client_gone_cb (SoupServerMessage *message,
                Held              *held)
{
  held->is_gone = TRUE;
}

static void
lose (WbPretendServer   *self,
      SoupServerMessage *message,
      WbPretendRequest  *request)
{
  Held *held = g_new0 (Held, 1);

  held->server = self;
  held->request = request;
  g_ptr_array_add (self->held, held);
  hang_up (message, NULL);
}

static Held *
hold (WbPretendServer   *self,
      SoupServerMessage *message,
      WbPretendRequest  *request,
      WbPretendAnswer   *answer)
{
  Held *held = g_new0 (Held, 1);

  held->server = self;
  held->message = g_object_ref (message);
  held->request = request;
  held->answer = answer;
  g_signal_connect (message, "finished", G_CALLBACK (client_gone_cb), held);
  soup_server_message_pause (message);
  g_ptr_array_add (self->held, held);

  return held;
}

/* Runs @function on the server's thread. Never on this one, as g_main_context_invoke() would while
 * the loop does not run yet: libsoup's sources would end up in another context. */
static void
invoke (WbPretendServer *self,
        GSourceFunc      function,
        gpointer         data)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, function, data, NULL);
  g_source_attach (source, self->context);
}

/* @held is out of the array; frees it. */
static void
let_go (Held *held)
{
  WbPretendServer *self = held->server;

  if (held->request) {
    held->answer = new_answer ();
    self->handler (held->request, TRUE, held->answer, self->data);
  }
  if (held->message && !held->is_gone) {
    set_answer (self, held->message, held->answer);
    soup_server_message_unpause (held->message);
  }
  free_held (held);
}

static gboolean
time_has_come_cb (gpointer data)
{
  Held *held = data;
  guint at = 0;

  /* Not any more when the server ends. */
  if (g_ptr_array_find (held->server->held, held, &at)) {
    g_ptr_array_steal_index (held->server->held, at);
    let_go (held);
  }

  return G_SOURCE_REMOVE;
}

static gpointer
wait_for_time (gpointer data)
{
  Held *held = data;
  WbPretendServer *self = held->server;

  if (wb_clock_wait_steady (self->clock, held->until, self->stopping, NULL))
    invoke (self, time_has_come_cb, held);

  return NULL;
}

static void
hold_for_a_while (WbPretendServer   *self,
                  SoupServerMessage *message,
                  WbPretendAnswer   *answer)
{
  Held *held = hold (self, message, NULL, answer);

  held->until = wb_clock_steady (self->clock) + LATE_MS;
  held->timer = g_thread_new ("pretend-late", wait_for_time, held);
}

static void
handle_cb (SoupServer        *server,
           SoupServerMessage *message,
           const char        *path,
           GHashTable        *query,
           gpointer           data)
{
  Front *front = data;
  WbPretendServer *self = front->server;
  g_autoptr (WbPretendRequest) request = copy_request (front, message);
  g_autoptr (WbPretendAnswer) answer = new_answer ();

  switch (self->handler (request, FALSE, answer, self->data)) {
    case WB_PRETEND_HANG_UP:
      hang_up (message, NULL);
      break;
    case WB_PRETEND_CUT:
      hang_up (message, answer);
      break;
    case WB_PRETEND_HOLD:
      hold (self, message, NULL, g_steal_pointer (&answer));
      break;
    case WB_PRETEND_HOLD_REQUEST:
      hold (self, message, g_steal_pointer (&request), NULL);
      break;
    case WB_PRETEND_LOSE_REQUEST:
      lose (self, message, g_steal_pointer (&request));
      break;
    case WB_PRETEND_SEND_LATE:
      hold_for_a_while (self, message, g_steal_pointer (&answer));
      break;
    case WB_PRETEND_SEND:
    default:
      set_answer (self, message, answer);
      break;
  }
}

static gboolean
release_cb (gpointer data)
{
  WbPretendServer *self = data;

  for (guint i = 0; i < self->held->len;) {
    Held *held = g_ptr_array_index (self->held, i);

    if (held->timer) {
      i++;
      continue;
    }
    g_ptr_array_steal_index (self->held, i);
    let_go (held);
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
    soup_server_accept_iostream (front->soup, stream, local, remote, NULL);

  return G_SOURCE_CONTINUE;
}

static void
free_front (gpointer data)
{
  Front *front = data;

  g_clear_object (&front->socket);
  g_clear_object (&front->certificate);
  g_free (front->url);
  g_free (front);
}

static gboolean
start_front_cb (gpointer data)
{
  Front *front = data;

  front->soup = soup_server_new (NULL, NULL);
  soup_server_add_handler (front->soup, NULL, handle_cb, front, NULL);
  front->source = g_socket_create_source (front->socket, G_IO_IN, NULL);
  g_source_set_callback (front->source, G_SOURCE_FUNC (accept_cb), front, NULL);
  g_source_attach (front->source, front->server->context);

  return G_SOURCE_REMOVE;
}

static gpointer
serve (gpointer data)
{
  WbPretendServer *self = data;

  g_main_context_push_thread_default (self->context);
  g_main_loop_run (self->loop);

  g_ptr_array_set_size (self->held, 0);
  for (guint i = 0; i < self->fronts->len; i++) {
    Front *front = g_ptr_array_index (self->fronts, i);

    if (front->source)
      g_source_destroy (front->source);
    g_clear_pointer (&front->source, g_source_unref);
    if (front->soup)
      soup_server_disconnect (front->soup);
    g_clear_object (&front->soup);
  }
  /* Lets libsoup finish what it has put off. */
  while (g_main_context_iteration (self->context, FALSE)) {
  }
  g_main_context_pop_thread_default (self->context);

  return NULL;
}

/**
 * wb_pretend_server_new:
 * @handler: answers
 * @data: for @handler
 * @clock: what Date says, and what late answers wait for
 *
 * Returns: (transfer full): a server that nobody can reach yet
 */
WbPretendServer *
wb_pretend_server_new (WbPretendHandler  handler,
                       gpointer          data,
                       WbClock          *clock)
{
  WbPretendServer *self = NULL;

  g_return_val_if_fail (handler, NULL);
  g_return_val_if_fail (WB_IS_CLOCK (clock), NULL);

  self = g_new0 (WbPretendServer, 1);
  self->handler = handler;
  self->data = data;
  self->clock = g_object_ref (clock);
  self->stopping = g_cancellable_new ();
  g_mutex_init (&self->mutex);
  self->fronts = g_ptr_array_new_with_free_func (free_front);
  self->held = g_ptr_array_new_with_free_func (free_held);
  self->released = g_async_queue_new ();
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  self->thread = g_thread_new ("pretend-shop", serve, self);

  return self;
}

static gboolean
quit_cb (gpointer data)
{
  g_main_loop_quit (data);

  return G_SOURCE_REMOVE;
}

/**
 * wb_pretend_server_free:
 * @self: (transfer full) (nullable): a server
 */
void
wb_pretend_server_free (WbPretendServer *self)
{
  if (!self)
    return;
  g_cancellable_cancel (self->stopping);
  /* Not by g_main_loop_quit() from here: the loop may not run yet. */
  invoke (self, quit_cb, self->loop);
  g_thread_join (self->thread);
  g_ptr_array_unref (self->held);
  g_async_queue_unref (self->released);
  g_ptr_array_unref (self->fronts);
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  g_object_unref (self->stopping);
  g_object_unref (self->clock);
  g_mutex_clear (&self->mutex);
  g_free (self);
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
 * wb_pretend_server_listen:
 * @self: a server
 * @port: where; 0 = anywhere
 * @tls_file: (nullable): PEM with certificate and key; `NULL` = plain http
 * @front: (nullable): what requests that come here carry
 * @error: return location; `GIOError` or `GTlsError`
 *
 * Returns: (transfer none): the address, until @self is freed
 */
const char *
wb_pretend_server_listen (WbPretendServer  *self,
                          guint             port,
                          const char       *tls_file,
                          gpointer          front,
                          GError          **error)
{
  g_autoptr (GSocket) socket = NULL;
  g_autoptr (GSocketAddress) bound = NULL;
  g_autoptr (GTlsCertificate) certificate = NULL;
  Front *added = NULL;

  g_return_val_if_fail (self, NULL);

  if (tls_file) {
    certificate = g_tls_certificate_new_from_file (tls_file, error);
    if (!certificate)
      return NULL;
  }
  socket = open_socket (port, error);
  bound = socket ? g_socket_get_local_address (socket, error) : NULL;
  if (!bound)
    return NULL;
  port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));

  added = g_new0 (Front, 1);
  added->server = self;
  added->url = certificate ? g_strdup_printf ("https://localhost:%u", port) :
               g_strdup_printf ("http://127.0.0.1:%u", port);
  added->data = front;
  added->certificate = g_steal_pointer (&certificate);
  added->socket = g_steal_pointer (&socket);
  g_mutex_lock (&self->mutex);
  g_ptr_array_add (self->fronts, added);
  g_mutex_unlock (&self->mutex);
  invoke (self, start_front_cb, added);

  return added->url;
}

/**
 * wb_pretend_server_release:
 * @self: a server
 *
 * Not from a handler, and without a lock that the handler takes.
 */
void
wb_pretend_server_release (WbPretendServer *self)
{
  g_return_if_fail (self);

  invoke (self, release_cb, self);
  g_async_queue_pop (self->released);
}
