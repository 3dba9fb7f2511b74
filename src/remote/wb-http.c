/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The transport. Each WbHttp has its own sessions, made under a context of its own that is never
 * iterated, and belongs to one thread at a time: on a shared session the third request to a host
 * waits uncancellably. Programs set SOUP_FORCE_HTTP1=1 first thing in main: HTTP/2 leaks
 * descriptors with each aborted call. The reasons of each rule are in reference/proven.md 1. */

#include "config.h"

#include "wb-http.h"

#include "wb-http-private.h"
#include "wb-watch.h"
#include "wb-wire.h"

#include <glib/gi18n-lib.h>
#include <libsoup/soup.h>
#include <string.h>

#define CONNECT_TIMEOUT_SECS 10
#define IO_TIMEOUT_SECS 60
#define TOTAL_TIMEOUT_SECS 120
#define PIECE_BYTES (16 * 1024)

struct _WbHttp
{
  GMainContext *context;     /* (owned) never iterated */
  SoupSession *direct;       /* (owned) (nullable) for loopback: no proxy, no session bus */
  SoupSession *outside;      /* (owned) (nullable) for everything else: the desktop's proxy */
  GTlsDatabase *authorities; /* (owned) (nullable) trusted besides the system's */
  WbClock *clock;            /* (owned) */
  char *user_agent;          /* (owned) */
  guint connect_timeout_secs;
  guint io_timeout_secs;
  guint total_timeout_secs;
  gsize max_body_bytes;
};

/* One call under way; on the stack of its thread. */
typedef struct
{
  WbHttp *http;
  WbWatch *watch;                  /* (owned) */
  SoupMessage *message;            /* (owned) */
  GUri *uri;                       /* (owned) */
  char *host;                      /* (owned) host and port, for people */
  gint64 started_usec;
  guint total_timeout_secs;
  gsize max_body_bytes;
  gboolean is_sent;                /* the server may have seen the request */
  GTlsCertificateFlags tls_errors; /* not 0 = refused */
} Call;

static void
clear_call (Call *call)
{
  g_clear_pointer (&call->watch, wb_watch_free);
  if (call->message)
    g_signal_handlers_disconnect_by_data (call->message, call);
  g_clear_object (&call->message);
  g_clear_pointer (&call->uri, g_uri_unref);
  g_clear_pointer (&call->host, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Call, clear_call)

static gboolean
is_loopback (const char *host)
{
  g_autoptr (GInetAddress) address = NULL;

  if (g_ascii_strcasecmp (host, "localhost") == 0)
    return TRUE;
  address = g_inet_address_new_from_string (host);
  return address && g_inet_address_get_is_loopback (address);
}

static gboolean
has_control (const char *text)
{
  for (const char *c = text; *c; c++)
    if ((guchar) * c <= ' ' || *c == 0x7f)
      return TRUE;
  return FALSE;
}

static GUri *
parse_url (const char  *url,
           GError     **error)
{
  g_autoptr (GUri) uri = NULL;
  const char *host;

  if (has_control (url)) {
    g_set_error_literal (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_NOT_ALLOWED,
                         _ ("The address has a space or a line break in it"));
    return NULL;
  }
  uri = g_uri_parse (url, SOUP_HTTP_URI_FLAGS, NULL);
  host = uri ? g_uri_get_host (uri) : NULL;
  if (!host || !*host ||
      (!g_str_equal (g_uri_get_scheme (uri), "https") && !g_str_equal (g_uri_get_scheme (uri), "http"))) {
    g_set_error_literal (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_NOT_ALLOWED,
                         _ ("This is not a web address; it starts with https://"));
    return NULL;
  }
  if (g_uri_get_userinfo (uri)) {
    g_set_error_literal (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_NOT_ALLOWED,
                         _ ("The address must not hold a name or a password"));
    return NULL;
  }
  if (g_str_equal (g_uri_get_scheme (uri), "http") && !is_loopback (host)) {
    g_set_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_NOT_ALLOWED,
                 _ ("%s would be reached without encryption; use https://"), host);
    return NULL;
  }
  return g_steal_pointer (&uri);
}

/**
 * wb_http_check_url:
 * @url: an absolute address
 * @error: return location for a #GError
 *
 * Whether [func@wb_http_send] would use @url at all: https, or http to this very computer; no name
 * or password in it (design.md 8). Asks no server. Any thread.
 *
 * Errors: %WB_REMOTE_ERROR_NOT_ALLOWED, in words for people.
 *
 * Returns: `TRUE` if it is allowed
 */
gboolean
wb_http_check_url (const char  *url,
                   GError     **error)
{
  g_autoptr (GUri) uri = NULL;

  g_return_val_if_fail (url, FALSE);

  uri = parse_url (url, error);
  return uri != NULL;
}

static GTlsDatabase *
load_authorities (const char  *file,
                  GError     **error)
{
  g_autoptr (GError) cause = NULL;
  g_autofree char *path = g_canonicalize_filename (file, NULL);
  GList *certificates = g_tls_certificate_list_new_from_file (path, &cause);
  GTlsDatabase *authorities = NULL;

  if (certificates)
    authorities = g_tls_file_database_new (path, &cause);
  g_list_free_full (certificates, g_object_unref);
  if (!authorities)
    g_set_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_TLS,
                 _ ("The authority file %s cannot be used: %s"), file,
                 cause ? cause->message : _ ("there is no certificate in it"));
  return authorities;
}

static guint
either (guint given,
        guint otherwise)
{
  return given != 0 ? given : otherwise;
}

/**
 * wb_http_new:
 * @options: (nullable): `NULL` for the defaults
 * @clock: judges a Retry-After given as a date when the server told no Date
 * @error: return location for a #GError
 *
 * Makes a transport. Any thread; used from one thread at a time afterwards.
 *
 * Errors: %WB_REMOTE_ERROR_TLS when the authority file cannot be used.
 *
 * Returns: (transfer full) (nullable): the transport
 */
WbHttp *
wb_http_new (const WbHttpOptions  *options,
             WbClock              *clock,
             GError              **error)
{
  static const WbHttpOptions defaults = { 0 };
  g_autoptr (GTlsDatabase) authorities = NULL;
  WbHttp *self;

  g_return_val_if_fail (WB_IS_CLOCK (clock), NULL);

  if (!options)
    options = &defaults;
  if (options->ca_file) {
    authorities = load_authorities (options->ca_file, error);
    if (!authorities)
      return NULL;
  }
  self = g_new0 (WbHttp, 1);
  self->context = g_main_context_new ();
  self->clock = g_object_ref (clock);
  self->authorities = g_steal_pointer (&authorities);
  self->user_agent = g_strdup (options->user_agent ? options->user_agent : "Winback/" WB_VERSION);
  self->connect_timeout_secs = either (options->connect_timeout_secs, CONNECT_TIMEOUT_SECS);
  self->io_timeout_secs = either (options->io_timeout_secs, IO_TIMEOUT_SECS);
  self->total_timeout_secs = either (options->total_timeout_secs, TOTAL_TIMEOUT_SECS);
  self->max_body_bytes = options->max_body_bytes ? options->max_body_bytes : WB_WIRE_MAX_BODY_BYTES;
  return self;
}

/**
 * wb_http_free:
 * @self: a transport with no call under way
 *
 * Closes its connections. Any thread.
 */
void
wb_http_free (WbHttp *self)
{
  g_return_if_fail (self);

  if (self->direct)
    soup_session_abort (self->direct);
  if (self->outside)
    soup_session_abort (self->outside);
  g_clear_object (&self->direct);
  g_clear_object (&self->outside);
  g_clear_object (&self->authorities);
  g_clear_object (&self->clock);
  g_main_context_unref (self->context);
  g_free (self->user_agent);
  g_free (self);
}

static SoupSession *
get_session (WbHttp *self,
             GUri   *uri)
{
  gboolean is_direct = is_loopback (g_uri_get_host (uri));
  SoupSession **session = is_direct ? &self->direct : &self->outside;

  if (*session)
    return *session;
  g_main_context_push_thread_default (self->context);
  if (is_direct)
    *session = g_object_new (SOUP_TYPE_SESSION, "timeout", self->io_timeout_secs,
                             "idle-timeout", 0, "user-agent", self->user_agent,
                             "proxy-resolver", NULL, NULL);
  else
    *session = g_object_new (SOUP_TYPE_SESSION, "timeout", self->io_timeout_secs,
                             "idle-timeout", 0, "user-agent", self->user_agent, NULL);
  /* Who we are is said by our own headers only. */
  soup_session_remove_feature_by_type (*session, SOUP_TYPE_AUTH_MANAGER);
  g_main_context_pop_thread_default (self->context);
  return *session;
}

/* What is wrong with a certificate once the connection's own authorities are taken into account. */
static GTlsCertificateFlags
judge_certificate (Call                 *call,
                   GTlsCertificate      *certificate,
                   GTlsCertificateFlags  flags)
{
  g_autoptr (GSocketConnectable) identity = NULL;
  g_autoptr (GError) error = NULL;
  GTlsCertificateFlags own;

  if (flags == 0 || !call->http->authorities || !certificate)
    return flags;
  identity = g_network_address_new (g_uri_get_host (call->uri), g_uri_get_port (call->uri));
  own = g_tls_database_verify_chain (call->http->authorities, certificate,
                                     G_TLS_DATABASE_PURPOSE_AUTHENTICATE_SERVER, identity, NULL,
                                     G_TLS_DATABASE_VERIFY_NONE, NULL, &error);
  return error ? flags : own;
}

static gboolean
accept_certificate_cb (SoupMessage          *message,
                       GTlsCertificate      *certificate,
                       GTlsCertificateFlags  flags,
                       Call                 *call)
{
  call->tls_errors = judge_certificate (call, certificate, flags);
  return call->tls_errors == 0;
}

/* A resumed TLS session is not verified by the library; its errors are told here all the same,
 * before any byte of the request goes out. */
static void
certificate_errors_cb (SoupMessage *message,
                       GParamSpec  *pspec,
                       Call        *call)
{
  call->tls_errors = judge_certificate (call, soup_message_get_tls_peer_certificate (message),
                                        soup_message_get_tls_peer_certificate_errors (message));
  if (call->tls_errors != 0)
    g_cancellable_cancel (wb_watch_get_cancellable (call->watch));
}

static void
starting_cb (SoupMessage *message,
             Call        *call)
{
  gint64 spent_ms = (g_get_monotonic_time () - call->started_usec) / 1000;
  gint64 left_ms = (gint64) call->total_timeout_secs * 1000 - spent_ms;

  call->is_sent = TRUE;
  wb_watch_arm (call->watch, (guint) CLAMP (left_ms, 1, G_MAXINT));
}

static gboolean
add_headers (SoupMessage  *message,
             GStrv         headers,
             GError      **error)
{
  SoupMessageHeaders *target = soup_message_get_request_headers (message);

  for (guint i = 0; headers && headers[i]; i += 2) {
    g_assert (headers[i + 1]);
    if (strpbrk (headers[i], "\r\n: ") || strpbrk (headers[i + 1], "\r\n")) {
      g_set_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_NOT_ALLOWED,
                   _ ("The header %s would have a line break in it"), headers[i]);
      return FALSE;
    }
    soup_message_headers_replace (target, headers[i], headers[i + 1]);
  }
  return TRUE;
}

static gboolean
prepare_call (Call                 *call,
              WbHttp               *self,
              const WbHttpRequest  *request,
              GCancellable         *cancellable,
              GError              **error)
{
  SoupMessageFlags flags = SOUP_MESSAGE_NO_REDIRECT | SOUP_MESSAGE_DO_NOT_USE_AUTH_CACHE;
  int port;

  call->http = self;
  call->uri = parse_url (request->url, error);
  if (!call->uri)
    return FALSE;
  port = g_uri_get_port (call->uri);
  call->host = port > 0 ? g_strdup_printf ("%s:%d", g_uri_get_host (call->uri), port)
                        : g_strdup (g_uri_get_host (call->uri));
  call->message = soup_message_new_from_uri (request->method, call->uri);
  if (!add_headers (call->message, request->headers, error))
    return FALSE;
  if (request->body)
    soup_message_set_request_body_from_bytes (call->message, request->content_type, request->body);
  if (request->idempotent)
    flags |= SOUP_MESSAGE_IDEMPOTENT;
  soup_message_set_flags (call->message, flags);
  call->total_timeout_secs = request->total_timeout_secs ? request->total_timeout_secs
                                                         : self->total_timeout_secs;
  call->max_body_bytes = request->max_body_bytes ? request->max_body_bytes : self->max_body_bytes;
  call->started_usec = g_get_monotonic_time ();
  call->watch = wb_watch_new (cancellable);
  wb_watch_arm (call->watch, MIN (self->connect_timeout_secs, call->total_timeout_secs) * 1000);
  g_signal_connect (call->message, "starting", G_CALLBACK (starting_cb), call);
  g_signal_connect (call->message, "accept-certificate", G_CALLBACK (accept_certificate_cb), call);
  g_signal_connect (call->message, "notify::tls-peer-certificate-errors",
                    G_CALLBACK (certificate_errors_cb), call);
  return TRUE;
}

static const char *
explain_certificate (GTlsCertificateFlags flags)
{
  if (flags & G_TLS_CERTIFICATE_BAD_IDENTITY)
    return _ ("it was made for another name");
  if (flags & G_TLS_CERTIFICATE_EXPIRED)
    return _ ("it has expired");
  if (flags & G_TLS_CERTIFICATE_NOT_ACTIVATED)
    return _ ("it is not valid yet; check this computer's clock");
  if (flags & G_TLS_CERTIFICATE_REVOKED)
    return _ ("it has been revoked");
  if (flags & G_TLS_CERTIFICATE_INSECURE)
    return _ ("it is too weak");
  return _ ("nobody this computer trusts has signed it; if the authority is your own, "
            "give its file");
}

/* The cause of a failed call as a decision. Takes @cause. */
static void
explain_failure (Call    *call,
                 GError  *cause_in,
                 GError **error)
{
  g_autoptr (GError) cause = cause_in;

  if (call->tls_errors != 0) {
    g_set_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_TLS,
                 _ ("The certificate of %s is not valid: %s"), call->host,
                 explain_certificate (call->tls_errors));
  } else if (wb_watch_has_expired (call->watch) && !call->is_sent) {
    g_set_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_OFFLINE,
                 _ ("%s could not be reached in time"), call->host);
  } else if (wb_watch_has_expired (call->watch)) {
    g_set_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_TIMEOUT,
                 _ ("%s took longer than %u seconds to answer"), call->host,
                 call->total_timeout_secs);
  } else if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    g_propagate_error (error, g_steal_pointer (&cause));
  } else if (cause->domain == G_TLS_ERROR && !call->is_sent) {
    g_set_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_TLS,
                 _ ("No encrypted connection to %s: %s"), call->host, cause->message);
  } else if (!call->is_sent) {
    g_set_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_OFFLINE,
                 _ ("Cannot reach %s: %s"), call->host, cause->message);
  } else if (cause->domain == SOUP_SESSION_ERROR ||
             g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_INVALID_DATA)) {
    g_set_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_UNEXPECTED_REPLY,
                 _ ("%s did not answer as a web server does: %s"), call->host, cause->message);
  } else if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_TIMED_OUT)) {
    g_set_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_TIMEOUT,
                 _ ("%s stopped answering"), call->host);
  } else {
    g_set_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_TIMEOUT,
                 _ ("The connection to %s broke before the answer was complete: %s"), call->host,
                 cause->message);
  }
}

static void
refuse_size (Call    *call,
             GError **error)
{
  g_autofree char *size = g_format_size (call->max_body_bytes);

  /* Closing the stream would otherwise read on to the end. */
  g_cancellable_cancel (wb_watch_get_cancellable (call->watch));
  g_set_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_UNEXPECTED_REPLY,
               _ ("The answer of %s is larger than %s and was refused"), call->host, size);
}

static GBytes *
read_body (Call          *call,
           GInputStream  *stream,
           GError       **error)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (call->message);
  GCancellable *cancellable = wb_watch_get_cancellable (call->watch);
  gboolean is_coded = soup_message_headers_get_one (headers, "Content-Encoding") != NULL;
  gboolean has_length = soup_message_headers_get_encoding (headers) == SOUP_ENCODING_CONTENT_LENGTH;
  gsize max = call->max_body_bytes;
  g_autoptr (GByteArray) body = g_byte_array_new ();
  g_autofree guint8 *piece = g_malloc (PIECE_BYTES);
  goffset length = has_length ? soup_message_headers_get_content_length (headers) : -1;

  if (length > 0 && (guint64) length > max) {
    refuse_size (call, error);
    return NULL;
  }
  for (;;) {
    GError *cause = NULL;
    gssize n = g_input_stream_read (stream, piece, PIECE_BYTES, cancellable, &cause);

    if (n < 0) {
      explain_failure (call, cause, error);
      return NULL;
    }
    if (n == 0)
      break;
    if (body->len + (gsize) n > max) {
      refuse_size (call, error);
      return NULL;
    }
    g_byte_array_append (body, piece, (guint) n);
  }
  /* libsoup does not tell every cut. */
  if (length > 0 && !is_coded && body->len < (guint64) length) {
    explain_failure (call, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT,
                                                _ ("the end is missing")), error);
    return NULL;
  }
  return g_byte_array_free_to_bytes (g_steal_pointer (&body));
}

/**
 * wb_http_send:
 * @self: a transport
 * @request: what to send
 * @cancellable: (nullable): ends the call at any point within milliseconds
 * @error: return location for a #GError
 *
 * Sends one request and reads the whole answer. Blocking: worker threads only. Redirects are not
 * followed: a 3xx is a reply whose `location` says where to.
 *
 * Errors: %WB_REMOTE_ERROR_NOT_ALLOWED before anything is sent; %WB_REMOTE_ERROR_OFFLINE when the
 * server cannot have seen the request; %WB_REMOTE_ERROR_TIMEOUT when it may have (also for a
 * connection that broke); %WB_REMOTE_ERROR_TLS; %WB_REMOTE_ERROR_UNEXPECTED_REPLY for what is not
 * HTTP or too large; %G_IO_ERROR_CANCELLED. No message holds more of the address than its host.
 *
 * Returns: (transfer full) (nullable): the reply, whatever its status
 */
WbHttpReply *
wb_http_send (WbHttp               *self,
              const WbHttpRequest  *request,
              GCancellable         *cancellable,
              GError              **error)
{
  g_auto (Call) call = { 0 };
  g_autoptr (GInputStream) stream = NULL;
  g_autoptr (GBytes) body = NULL;
  GCancellable *own;
  GError *cause = NULL;

  g_return_val_if_fail (self, NULL);
  g_return_val_if_fail (request && request->method && request->url, NULL);

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  if (!prepare_call (&call, self, request, cancellable, error))
    return NULL;
  own = wb_watch_get_cancellable (call.watch);
  stream = soup_session_send (get_session (self, call.uri), call.message, own, &cause);
  if (!stream) {
    explain_failure (&call, cause, error);
    return NULL;
  }
  body = read_body (&call, stream, error);
  g_input_stream_close (stream, own, NULL);
  if (!body)
    return NULL;
  return wb_http_reply_new_for_message (call.message, body, wb_clock_now (self->clock));
}
