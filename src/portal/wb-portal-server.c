/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* SoupServer reads and writes HTTP, but listening is done here: its own accept loop has a queue of
 * ten, never recovers from one failed accept, and kept-alive connections leak (reference/proven.md
 * 2). Hence one request per connection. */

#include "config.h"

#include "wb-portal-server.h"

#include "wb-api.h"
#include "wb-image-probe.h"
#include "wb-portal-router.h"
#include "wb-portal-shops.h"
#include "wb-portal-wait.h"

/* What a form may have around a picture of the greatest size. */
#define FORM_BYTES (64 * 1024)
#define BACKLOG 512
/* A client that says nothing for so long is let go; paused ones are not touched by it. */
#define SILENCE_SECS 60
#define REARM_MS 100
/* How long a refused client may take to read why. */
#define LINGER_SECS 2
#define DRAIN_USEC (2 * G_USEC_PER_SEC)
#define SOCKET_KEY "wb-socket"
#define SIZE_KEY "wb-body-size"
#define ENDED_KEY "wb-ended"

struct _WbPortalServer
{
  WbPortal *portal;               /* (unowned) */
  GSocket *listener;              /* (owned) (nullable) */
  GTlsCertificate *certificate;   /* (owned) (nullable) */
  SoupServer *soup;               /* (owned) (nullable) */
  GSource *accept_source;         /* (owned) (nullable) */
  GSource *rearm_source;          /* (owned) (nullable) */
  guint16 port;
  guint n_messages;               /* being read, answered or written */
};

static void arm_accept (WbPortalServer *self);

/* "127.0.0.1:8080", "[::1]:0" */
static GSocketAddress *
parse_listen (const char  *listen,
              GError     **error)
{
  const char *colon = strrchr (listen, ':');
  g_autofree char *host = NULL;
  gint64 port = 0;
  GSocketAddress *address = NULL;

  if (colon && g_ascii_string_to_signed (colon + 1, 10, 0, G_MAXUINT16, &port, NULL)) {
    host = g_strndup (listen, (gsize) (colon - listen));
    if (host[0] == '[' && g_str_has_suffix (host, "]")) {
      host[strlen (host) - 1] = '\0';
      address = g_inet_socket_address_new_from_string (host + 1, (guint) port);
    } else {
      const char *name = g_str_equal (host, "localhost") ? "127.0.0.1" : host;

      address = g_inet_socket_address_new_from_string (name, (guint) port);
    }
  }
  if (!address)
    g_set_error (error, WB_PORTAL_ERROR, WB_PORTAL_ERROR_USAGE,
                 "“%s” is no address to listen on. Give one like 127.0.0.1:8080.", listen);

  return address;
}

static gboolean
check_safe (WbPortal        *portal,
            GSocketAddress  *address,
            GError         **error)
{
  GInetAddress *inet = g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (address));

  if (portal->tls_cert || portal->behind_proxy || g_inet_address_get_is_loopback (inet))
    return TRUE;

  g_set_error (error, WB_PORTAL_ERROR, WB_PORTAL_ERROR_USAGE,
               "Plain http is only served on loopback. Give --tls-cert and --tls-key, or"
               " --behind-proxy when a proxy in front does TLS.");

  return FALSE;
}

static gboolean
load_certificate (WbPortalServer  *self,
                  GError         **error)
{
  WbPortal *portal = self->portal;
  g_autoptr (GError) local_error = NULL;

  if (!portal->tls_cert && !portal->tls_key)
    return TRUE;
  if (!portal->tls_cert || !portal->tls_key) {
    g_set_error (error, WB_PORTAL_ERROR, WB_PORTAL_ERROR_USAGE,
                 "--tls-cert and --tls-key go together.");
    return FALSE;
  }

  self->certificate = g_tls_certificate_new_from_files (portal->tls_cert, portal->tls_key,
                                                        &local_error);
  if (!self->certificate) {
    g_set_error (error, WB_PORTAL_ERROR, WB_PORTAL_ERROR_TLS,
                 "The certificate or its key cannot be used: %s", local_error->message);
    return FALSE;
  }

  return TRUE;
}

static gboolean
open_listener (WbPortalServer  *self,
               GError         **error)
{
  g_autoptr (GSocketAddress) address = parse_listen (self->portal->listen, error);
  g_autoptr (GSocketAddress) local = NULL;
  g_autoptr (GError) local_error = NULL;

  if (!address || !check_safe (self->portal, address, error))
    return FALSE;

  self->listener = g_socket_new (g_socket_address_get_family (address), G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_TCP, &local_error);
  if (self->listener) {
    g_socket_set_listen_backlog (self->listener, BACKLOG);
    g_socket_set_blocking (self->listener, FALSE);
    if (g_socket_bind (self->listener, address, TRUE, &local_error) &&
        g_socket_listen (self->listener, &local_error))
      local = g_socket_get_local_address (self->listener, &local_error);
  }
  if (!local) {
    g_set_error (error, WB_PORTAL_ERROR, WB_PORTAL_ERROR_LISTEN, "Cannot listen on %s: %s",
                 self->portal->listen, local_error->message);
    return FALSE;
  }
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (local));

  return TRUE;
}

WbPortalServer *
wb_portal_server_new (WbPortal  *portal,
                      GError   **error)
{
  g_autoptr (WbPortalServer) self = g_new0 (WbPortalServer, 1);

  self->portal = portal;
  if (!load_certificate (self, error) || !open_listener (self, error))
    return NULL;

  return g_steal_pointer (&self);
}

static void
clear_source (GSource **source)
{
  if (*source) {
    g_source_destroy (*source);
    g_clear_pointer (source, g_source_unref);
  }
}

void
wb_portal_server_free (WbPortalServer *self)
{
  clear_source (&self->accept_source);
  clear_source (&self->rearm_source);
  if (self->soup)
    soup_server_disconnect (self->soup);
  g_clear_object (&self->soup);
  if (self->listener)
    g_socket_close (self->listener, NULL);
  g_clear_object (&self->listener);
  g_clear_object (&self->certificate);
  g_free (self);
}

guint16
wb_portal_server_get_port (WbPortalServer *self)
{
  return self->port;
}

GSocket *
wb_portal_server_get_socket (SoupServerMessage *message)
{
  GSocketAddress *remote = soup_server_message_get_remote_address (message);

  return remote ? g_object_get_data (G_OBJECT (remote), SOCKET_KEY) : NULL;
}

static void
serve_connection (WbPortalServer *self,
                  GSocket        *socket)
{
  g_autoptr (GSocketConnection) connection = NULL;
  g_autoptr (GIOStream) stream = NULL;
  g_autoptr (GSocketAddress) local = g_socket_get_local_address (socket, NULL);
  g_autoptr (GSocketAddress) remote = g_socket_get_remote_address (socket, NULL);
  g_autoptr (GError) error = NULL;

  /* Gone again already. */
  if (!local || !remote)
    return;

  g_socket_set_timeout (socket, SILENCE_SECS);
  g_socket_set_option (socket, 6 /* IPPROTO_TCP */, 1 /* TCP_NODELAY */, 1, NULL);
  connection = g_socket_connection_factory_create_connection (socket);
  if (self->certificate)
    stream = g_tls_server_connection_new (G_IO_STREAM (connection), self->certificate, &error);
  else
    stream = g_object_ref (G_IO_STREAM (connection));

  g_object_set_data_full (G_OBJECT (remote), SOCKET_KEY, g_object_ref (socket), g_object_unref);
  if (!stream || !soup_server_accept_iostream (self->soup, stream, local, remote, &error))
    g_message ("A connection could not be served: %s", error->message);
}

static gboolean
rearm_cb (gpointer data)
{
  WbPortalServer *self = data;

  g_clear_pointer (&self->rearm_source, g_source_unref);
  arm_accept (self);

  return G_SOURCE_REMOVE;
}

static gboolean
accept_cb (GSocket      *listener,
           GIOCondition  condition,
           gpointer      data)
{
  WbPortalServer *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocket) socket = g_socket_accept (listener, NULL, &error);

  if (socket) {
    serve_connection (self, socket);
    return G_SOURCE_CONTINUE;
  }
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TOO_MANY_OPEN_FILES))
    return G_SOURCE_CONTINUE;

  /* The socket stays readable, so going on at once would only burn the processor. */
  clear_source (&self->accept_source);
  self->rearm_source = g_timeout_source_new (REARM_MS);
  g_source_set_callback (self->rearm_source, rearm_cb, self, NULL);
  g_source_attach (self->rearm_source, self->portal->context);

  return G_SOURCE_REMOVE;
}

static void
arm_accept (WbPortalServer *self)
{
  self->accept_source = g_socket_create_source (self->listener, G_IO_IN, NULL);
  g_source_set_callback (self->accept_source, G_SOURCE_FUNC (accept_cb), self, NULL);
  g_source_attach (self->accept_source, self->portal->context);
}

static gboolean
close_stream_cb (gpointer data)
{
  g_io_stream_close (data, NULL, NULL);

  return G_SOURCE_REMOVE;
}

/* A message whose connection was stolen may not be told of as ended, so it is counted once here. */
static void
end_message (WbPortalServer    *self,
             SoupServerMessage *message)
{
  if (g_object_get_data (G_OBJECT (message), ENDED_KEY))
    return;

  g_object_set_data (G_OBJECT (message), ENDED_KEY, GINT_TO_POINTER (TRUE));
  self->n_messages--;
}

static gboolean
is_upload (SoupServerMessage *message)
{
  return g_str_equal (g_uri_get_path (soup_server_message_get_uri (message)),
                      WB_API_BASE_PATH "/files");
}

static goffset
find_body_max (SoupServerMessage *message)
{
  return is_upload (message) ? WB_IMAGE_BYTES_MAX + FORM_BYTES : WB_WIRE_MAX_REQUEST_BYTES;
}

/* Answers without reading on: whatever else comes on this connection is never looked at. */
static void
refuse_body (WbPortalServer    *self,
             SoupServerMessage *message)
{
  const char *body = is_upload (message)
    ? "{\"detail\":\"A file has at most 2 MiB.\",\"code\":\"file_too_large\"}"
    : "{\"detail\":\"A request body has at most 1 MiB.\",\"code\":\"file_too_large\"}";
  g_autoptr (GDateTime) now = g_date_time_new_from_unix_utc (wb_clock_now (self->portal->clock) /
                                                             1000);
  g_autofree char *date = soup_date_time_to_string (now, SOUP_DATE_HTTP);
  g_autofree char *head = NULL;
  g_autoptr (GSource) linger = g_timeout_source_new_seconds (LINGER_SECS);
  GSocket *socket = wb_portal_server_get_socket (message);
  GIOStream *stream = NULL;

  end_message (self, message);
  stream = soup_server_message_steal_connection (message);

  head = g_strdup_printf ("HTTP/1.1 413 Content Too Large\r\nDate: %s\r\n"
                          "Content-Type: application/json; charset=utf-8\r\n"
                          "Content-Length: %" G_GSIZE_FORMAT "\r\nConnection: close\r\n\r\n%s",
                          date, strlen (body), body);
  g_output_stream_write_all (g_io_stream_get_output_stream (stream), head, strlen (head), NULL,
                             NULL, NULL);
  if (socket)
    g_socket_shutdown (socket, FALSE, TRUE, NULL);

  /* Closed at once, the unread rest would reset the connection before the answer is read. */
  g_source_set_callback (linger, close_stream_cb, stream, g_object_unref);
  g_source_attach (linger, self->portal->context);
}

static void
got_headers_cb (SoupServerMessage *message,
                gpointer           data)
{
  WbPortalServer *self = data;
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);

  if (soup_message_headers_get_encoding (headers) == SOUP_ENCODING_CONTENT_LENGTH) {
    goffset length = soup_message_headers_get_content_length (headers);

    if (length < 0 || length > find_body_max (message))
      refuse_body (self, message);
  }
}

static void
got_chunk_cb (SoupServerMessage *message,
              GBytes            *chunk,
              gpointer           data)
{
  WbPortalServer *self = data;
  gsize size = GPOINTER_TO_SIZE (g_object_get_data (G_OBJECT (message), SIZE_KEY));

  size += g_bytes_get_size (chunk);
  g_object_set_data (G_OBJECT (message), SIZE_KEY, GSIZE_TO_POINTER (size));
  if ((goffset) size > find_body_max (message))
    refuse_body (self, message);
}

static void
request_started_cb (SoupServer        *soup,
                    SoupServerMessage *message,
                    gpointer           data)
{
  WbPortalServer *self = data;

  self->n_messages++;
  soup_message_headers_replace (soup_server_message_get_response_headers (message), "Connection",
                                "close");
  g_signal_connect (message, "got-headers", G_CALLBACK (got_headers_cb), self);
  g_signal_connect (message, "got-chunk", G_CALLBACK (got_chunk_cb), self);
}

static void
request_ended_cb (SoupServer        *soup,
                  SoupServerMessage *message,
                  gpointer           data)
{
  end_message (data, message);
}

static gboolean
serve_extra (WbPortalRequest *request)
{
  WbPortal *portal = request->portal;

  for (guint i = 0; i < portal->extras->len; i++) {
    const WbPortalExtra *extra = &g_array_index (portal->extras, WbPortalExtra, i);

    if (g_str_equal (extra->path, request->path)) {
      request->status = extra->handler (request->method, request->body, &request->answer,
                                        extra->data);
      /* It may have moved the clock. */
      wb_portal_pass_time (portal, TRUE);
      return TRUE;
    }
  }

  return FALSE;
}

static void
request_cb (SoupServer        *soup,
            SoupServerMessage *message,
            const char        *path,
            GHashTable        *query,
            gpointer           data)
{
  WbPortalServer *self = data;
  gboolean in_base = g_str_has_prefix (path, WB_API_BASE_PATH "/");
  g_autoptr (WbPortalRequest) request = NULL;

  /* Judged by what the clock says now, not by when the alarm's thread came to it. */
  wb_portal_pass_time (self->portal, FALSE);
  request = wb_portal_request_new (self->portal, message,
                                   in_base ? path + strlen (WB_API_BASE_PATH) : path, query);
  if (in_base || (!wb_api_files_serve (request, path) && !serve_extra (request))) {
    /* Nothing of the API stands outside its base. */
    if (!in_base) {
      g_free (request->path);
      request->path = g_strdup ("");
    }
    wb_portal_route (request);
  }

  if (request->when == WB_PORTAL_ANSWER_NOW) {
    wb_portal_request_send (request);
  } else {
    if (request->hand_over)
      wb_portal_wait_hand_over (request);
    wb_portal_wait_add (g_steal_pointer (&request));
  }

  wb_portal_rearm (self->portal);
}

void
wb_portal_server_start (WbPortalServer *self)
{
  self->soup = soup_server_new (NULL, NULL);
  g_signal_connect (self->soup, "request-started", G_CALLBACK (request_started_cb), self);
  g_signal_connect (self->soup, "request-finished", G_CALLBACK (request_ended_cb), self);
  g_signal_connect (self->soup, "request-aborted", G_CALLBACK (request_ended_cb), self);
  soup_server_add_handler (self->soup, NULL, request_cb, self, NULL);
  arm_accept (self);
}

void
wb_portal_server_drain (WbPortalServer *self)
{
  gint64 until = g_get_monotonic_time () + DRAIN_USEC;
  g_autoptr (GSource) tick = g_timeout_source_new (20);

  clear_source (&self->accept_source);
  clear_source (&self->rearm_source);
  wb_portal_wait_end (self->portal);

  /* Only so that a wait for silent clients ends. */
  g_source_set_dummy_callback (tick);
  g_source_attach (tick, self->portal->context);
  while (self->n_messages > 0 && g_get_monotonic_time () < until)
    g_main_context_iteration (self->portal->context, TRUE);
  g_source_destroy (tick);
}
