/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The transport against servers that answer, misbehave, never answer, or are not web servers. */

#include "config.h"

#include "wb-http.h"

#include "wb-stub-server.h"
#include "wb-time.h"

#include <string.h>

#define NOW (G_GINT64_CONSTANT (1759658400) * 1000)   /* 2025-10-05T10:00:00Z */

typedef struct
{
  WbStubServer *server;
  WbHttp *http;
  WbClock *clock;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  const WbHttpOptions *options = data;

  fixture->clock = WB_CLOCK (wb_movable_clock_new (NOW, FALSE));
  fixture->server = wb_stub_server_new (NULL);
  fixture->http = wb_http_new (options, fixture->clock, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  wb_http_free (fixture->http);
  wb_stub_server_free (fixture->server);
  g_object_unref (fixture->clock);
}

static WbHttpReply *
get (WbHttp        *http,
     const char    *url,
     GCancellable  *cancellable,
     GError       **error)
{
  WbHttpRequest request = { .method = "GET", .url = url };

  return wb_http_send (http, &request, cancellable, error);
}

static WbHttpReply *
get_path (Fixture     *fixture,
          const char  *path,
          GError     **error)
{
  g_autofree char *url = wb_stub_server_dup_url (fixture->server, path);

  return get (fixture->http, url, NULL, error);
}

static void
assert_works (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbHttpReply) reply = NULL;

  wb_stub_server_queue_json (fixture->server, "GET", "/fine", 200, "{}");
  reply = get_path (fixture, "/fine", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (reply->status, ==, 200);
}

/* Bytes that this process ever held at once, as the kernel counts them. */
static gsize
get_peak_bytes (void)
{
  g_autofree char *status = NULL;
  const char *line;

  g_assert_true (g_file_get_contents ("/proc/self/status", &status, NULL, NULL));
  line = strstr (status, "VmHWM:");
  g_assert_nonnull (line);
  return (gsize) g_ascii_strtoull (line + strlen ("VmHWM:"), NULL, 10) * 1024;
}

static void
test_http_reply_tells_what_came (Fixture       *fixture,
                                 gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbHttpReply) reply = NULL;
  g_autoptr (WbStubRequest) request = NULL;
  g_autofree char *url = wb_stub_server_dup_url (fixture->server, "/thing?a=1");
  char *headers[] = { (char *) "X-One", (char *) "1", NULL };
  g_autoptr (GBytes) body = g_bytes_new_static ("{\"a\":1}", 7);
  WbHttpRequest sent = { .method = "PUT", .url = url, .headers = headers, .body = body,
                         .content_type = "application/json" };

  wb_stub_server_queue (fixture->server, "PUT", "/thing", 412, "application/json", "{\"b\":2}", -1,
                        "ETag", "W/\"17\"");
  reply = wb_http_send (fixture->http, &sent, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (reply->status, ==, 412);
  g_assert_cmpstr (reply->etag, ==, "17");
  g_assert_cmpstr (reply->content_type, ==, "application/json");
  g_assert_cmpint (reply->retry_after_ms, ==, -1);
  g_assert_null (reply->location);
  g_assert_cmpint (reply->date, !=, WB_TIME_NONE);
  g_assert_cmpstr (g_hash_table_lookup (reply->headers, "server"), ==, "stub");
  g_assert_cmpmem (g_bytes_get_data (reply->body, NULL), g_bytes_get_size (reply->body),
                   "{\"b\":2}", 7);
  request = wb_stub_server_dup_request (fixture->server, 0);
  g_assert_cmpstr (request->method, ==, "PUT");
  g_assert_cmpstr (request->query, ==, "a=1");
  g_assert_cmpstr (wb_stub_request_get_header (request, "X-One"), ==, "1");
  g_assert_true (g_str_has_prefix (wb_stub_request_get_header (request, "User-Agent"), "Winback/"));
  g_assert_cmpmem (g_bytes_get_data (request->body, NULL), g_bytes_get_size (request->body),
                   "{\"a\":1}", 7);
}

static void
test_http_empty_reply_has_a_body (Fixture       *fixture,
                                  gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbHttpReply) reply = NULL;

  wb_stub_server_queue (fixture->server, "GET", "/none", 204, NULL, NULL, 0, NULL, NULL);
  reply = get_path (fixture, "/none", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (reply->status, ==, 204);
  g_assert_cmpuint (g_bytes_get_size (reply->body), ==, 0);
}

/* A listener that takes connections and says nothing, or @banner. */
typedef struct
{
  GSocketListener *listener;
  guint16 port;
  GThread *thread;
  const char *banner;       /* (nullable) */
  GCancellable *to_cancel;  /* (nullable) once the client has spoken */
  GCancellable *stop;
} Mute;

static gpointer
listen_mutely (gpointer data)
{
  Mute *mute = data;
  g_autoptr (GSocketConnection) connection = NULL;
  char byte;

  connection = g_socket_listener_accept (mute->listener, NULL, mute->stop, NULL);
  if (!connection)
    return NULL;
  g_input_stream_read (g_io_stream_get_input_stream (G_IO_STREAM (connection)), &byte, 1,
                       mute->stop, NULL);
  if (mute->to_cancel)
    g_cancellable_cancel (mute->to_cancel);
  if (mute->banner)
    g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)),
                               mute->banner, strlen (mute->banner), NULL, NULL, NULL);
  else
    while (g_input_stream_skip (g_io_stream_get_input_stream (G_IO_STREAM (connection)), 4096,
                                mute->stop, NULL) > 0)
      ;
  return NULL;
}

static void
start_mute (Mute         *mute,
            const char   *banner,
            GCancellable *to_cancel)
{
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) bound = NULL;
  g_autoptr (GError) error = NULL;

  mute->listener = g_socket_listener_new ();
  g_socket_listener_add_address (mute->listener, address, G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_TCP, NULL, &bound, &error);
  g_assert_no_error (error);
  mute->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
  mute->banner = banner;
  mute->to_cancel = to_cancel;
  mute->stop = g_cancellable_new ();
  mute->thread = g_thread_new ("mute", listen_mutely, mute);
}

static void
stop_mute (Mute *mute)
{
  g_cancellable_cancel (mute->stop);
  g_thread_join (mute->thread);
  g_object_unref (mute->stop);
  g_socket_listener_close (mute->listener);
  g_object_unref (mute->listener);
}

typedef struct
{
  WbStubServer *server;
  GCancellable *cancellable;
  guint n_requests;
  guint n_drips;
  gint64 cancelled_usec;
} Canceller;

static gpointer
cancel_when (gpointer data)
{
  Canceller *canceller = data;

  wb_stub_server_wait_count (canceller->server, canceller->n_requests);
  wb_stub_server_wait_drips (canceller->server, canceller->n_drips);
  canceller->cancelled_usec = g_get_monotonic_time ();
  g_cancellable_cancel (canceller->cancellable);
  return NULL;
}

static const struct
{
  const char *name;
  WbStubFault fault;
  guint n_drips;
} cancel_cases[] = {
  { "waiting for the headers", WB_STUB_HOLD, 0 },
  { "during the headers", WB_STUB_DRIP_HEADERS, 3 },
  { "during the body", WB_STUB_DRIP_BODY, 6 },
};

static void
test_http_cancel_ends_the_call_at_once (Fixture       *fixture,
                                        gconstpointer  data)
{
  g_autofree char *url = wb_stub_server_dup_url (fixture->server, "/slow");
  g_autofree char *body = g_strnfill (5000, 'x');

  for (guint i = 0; i < G_N_ELEMENTS (cancel_cases); i++) {
    g_autoptr (GCancellable) cancellable = g_cancellable_new ();
    g_autoptr (GError) error = NULL;
    Canceller canceller = { fixture->server, cancellable, 1, cancel_cases[i].n_drips, 0 };
    GThread *thread;

    g_test_message ("%s", cancel_cases[i].name);
    wb_stub_server_forget (fixture->server);
    wb_stub_server_queue (fixture->server, "GET", "/slow", 200, "text/plain", body, -1, NULL, NULL);
    wb_stub_server_queue_fault (fixture->server, "GET", "/slow", cancel_cases[i].fault);
    thread = g_thread_new ("canceller", cancel_when, &canceller);
    g_assert_null (get (fixture->http, url, cancellable, &error));
    g_thread_join (thread);
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    g_assert_cmpint (g_get_monotonic_time () - canceller.cancelled_usec, <, G_USEC_PER_SEC);
    assert_works (fixture);
  }
}

static void
test_http_cancelled_before_sends_nothing (Fixture       *fixture,
                                          gconstpointer  data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autofree char *url = wb_stub_server_dup_url (fixture->server, "/never");
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (get (fixture->http, url, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  assert_works (fixture);
  g_assert_cmpuint (wb_stub_server_count (fixture->server), ==, 1);
}

static void
test_http_cancel_during_connect (Fixture       *fixture,
                                 gconstpointer  data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *url = NULL;
  Mute mute = { 0 };

  /* The TLS handshake never ends; the first byte of it cancels. */
  start_mute (&mute, NULL, cancellable);
  url = g_strdup_printf ("https://localhost:%u/", mute.port);
  g_assert_null (get (fixture->http, url, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  stop_mute (&mute);
}

static const WbHttpOptions impatient = { .connect_timeout_secs = 1, .total_timeout_secs = 1 };

static void
test_http_connect_deadline_is_offline (Fixture       *fixture,
                                       gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *url = NULL;
  gint64 started = g_get_monotonic_time ();
  Mute mute = { 0 };

  start_mute (&mute, NULL, NULL);
  url = g_strdup_printf ("https://localhost:%u/", mute.port);
  g_assert_null (get (fixture->http, url, NULL, &error));
  g_assert_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_OFFLINE);
  g_assert_cmpint (g_get_monotonic_time () - started, <, 5 * G_USEC_PER_SEC);
  stop_mute (&mute);
}

static void
test_http_total_deadline_ends_what_drips (Fixture       *fixture,
                                          gconstpointer  data)
{
  static const WbStubFault faults[] = { WB_STUB_HOLD, WB_STUB_DRIP_HEADERS, WB_STUB_DRIP_BODY };
  g_autofree char *body = g_strnfill (5000, 'x');

  for (guint i = 0; i < G_N_ELEMENTS (faults); i++) {
    g_autoptr (GError) error = NULL;
    gint64 started = g_get_monotonic_time ();

    g_test_message ("fault %u", (guint) faults[i]);
    wb_stub_server_queue (fixture->server, "GET", "/slow", 200, "text/plain", body, -1, NULL, NULL);
    wb_stub_server_queue_fault (fixture->server, "GET", "/slow", faults[i]);
    g_assert_null (get_path (fixture, "/slow", &error));
    g_assert_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_TIMEOUT);
    g_assert_cmpint (g_get_monotonic_time () - started, >=, 900 * 1000);
    g_assert_cmpint (g_get_monotonic_time () - started, <, 5 * G_USEC_PER_SEC);
  }
  assert_works (fixture);
}

static void
test_http_drip_within_the_deadline_is_read (Fixture       *fixture,
                                            gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbHttpReply) reply = NULL;

  wb_stub_server_queue (fixture->server, "GET", "/slow", 200, "text/plain", "12345", -1, NULL, NULL);
  wb_stub_server_queue_fault (fixture->server, "GET", "/slow", WB_STUB_DRIP_BODY);
  reply = get_path (fixture, "/slow", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (reply->body), ==, 5);
}

static GBytes *
compress_zeros (gsize n_bytes)
{
  g_autoptr (GConverter) gzip = G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 9));
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr (GOutputStream) out = g_converter_output_stream_new (memory, gzip);
  char zeros[4096] = { 0 };

  for (gsize done = 0; done < n_bytes; done += sizeof zeros)
    g_assert_true (g_output_stream_write_all (out, zeros, sizeof zeros, NULL, NULL, NULL));
  g_assert_true (g_output_stream_close (out, NULL, NULL));
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (memory));
}

#define CAP (256 * 1024)
static const WbHttpOptions capped = { .max_body_bytes = CAP };

static const struct
{
  const char *name;
  gsize n_bytes;
  gboolean gzip;
  WbStubFault fault;
  gboolean is_fine;
} cap_cases[] = {
  { "announced, exactly the cap", CAP, FALSE, WB_STUB_NO_FAULT, TRUE },
  { "announced, one over", CAP + 1, FALSE, WB_STUB_NO_FAULT, FALSE },
  { "gzip, decoded to the cap", CAP, TRUE, WB_STUB_NO_FAULT, TRUE },
  { "gzip bomb", 64 * 1024 * 1024, TRUE, WB_STUB_NO_FAULT, FALSE },
  { "300 MB, not announced", 0, FALSE, WB_STUB_HUGE_CHUNKED, FALSE },
};

static void
test_http_cap_counts_decoded_bytes (Fixture       *fixture,
                                    gconstpointer  data)
{
  for (guint i = 0; i < G_N_ELEMENTS (cap_cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (WbHttpReply) reply = NULL;
    g_autoptr (GBytes) body = NULL;
    gsize peak;

    g_test_message ("%s", cap_cases[i].name);
    body = cap_cases[i].gzip ? compress_zeros (cap_cases[i].n_bytes)
                             : g_bytes_new_take (g_malloc0 (cap_cases[i].n_bytes + 1), cap_cases[i].n_bytes);
    wb_stub_server_queue (fixture->server, "GET", "/big", 200, "text/plain",
                          g_bytes_get_data (body, NULL), (gssize) g_bytes_get_size (body),
                          cap_cases[i].gzip ? "Content-Encoding" : NULL, "gzip");
    wb_stub_server_queue_fault (fixture->server, "GET", "/big", cap_cases[i].fault);
    peak = get_peak_bytes ();
    reply = get_path (fixture, "/big", &error);
    if (cap_cases[i].is_fine) {
      g_assert_no_error (error);
      g_assert_cmpuint (g_bytes_get_size (reply->body), ==, CAP);
    } else {
      g_assert_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_UNEXPECTED_REPLY);
      g_assert_null (reply);
    }
    g_assert_cmpuint (get_peak_bytes (), <, peak + 16 * 1024 * 1024);
  }
  assert_works (fixture);
}

static void
test_http_redirects_are_not_followed (Fixture       *fixture,
                                      gconstpointer  data)
{
  static const guint statuses[] = { 301, 302, 303, 307, 308 };
  g_autoptr (WbStubServer) other = wb_stub_server_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (WbHttpReply) reply = NULL;

    wb_stub_server_queue (fixture->server, "GET", "/moved", statuses[i], NULL, NULL, 0, "Location",
                          wb_stub_server_get_url (other));
    reply = get_path (fixture, "/moved", &error);
    g_assert_no_error (error);
    g_assert_cmpuint (reply->status, ==, statuses[i]);
    g_assert_cmpstr (reply->location, ==, wb_stub_server_get_url (other));
  }
  g_assert_cmpuint (wb_stub_server_count (other), ==, 0);
}

static const struct
{
  const char *certificate;
  gboolean has_ca;
  gboolean is_fine;
} tls_cases[] = {
  { "server", TRUE, TRUE },
  { "server", FALSE, FALSE },
  { "wrong-name", TRUE, FALSE },
  { "wrong-name", FALSE, FALSE },
  { "self-signed", TRUE, FALSE },
  { "self-signed", FALSE, FALSE },
};

static void
test_http_certificates_are_verified (Fixture       *fixture,
                                     gconstpointer  data)
{
  g_autofree char *ca_file = wb_stub_data_path ("tls/ca.pem");

  for (guint i = 0; i < G_N_ELEMENTS (tls_cases); i++) {
    g_autoptr (WbStubServer) server = wb_stub_server_new (tls_cases[i].certificate);
    WbHttpOptions options = { .ca_file = tls_cases[i].has_ca ? ca_file : NULL };
    g_autoptr (GError) error = NULL;
    g_autoptr (WbHttp) http = wb_http_new (&options, fixture->clock, &error);

    g_assert_no_error (error);
    g_test_message ("%s, authority %s", tls_cases[i].certificate,
                    tls_cases[i].has_ca ? "given" : "not given");
    /* Twice: a resumed session must be judged as the first one. */
    for (guint round = 1; round <= 2; round++) {
      g_autoptr (WbHttpReply) reply = NULL;

      wb_stub_server_queue_json (server, "GET", "/x", 200, "{}");
      reply = get (http, wb_stub_server_get_url (server), NULL, &error);
      if (tls_cases[i].is_fine) {
        g_assert_no_error (error);
        g_assert_cmpuint (wb_stub_server_count (server), ==, round);
      } else {
        g_assert_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_TLS);
        g_assert_cmpuint (wb_stub_server_count (server), ==, 0);
        g_clear_error (&error);
      }
    }
  }
}

/* A session resumed by a transport that does not know the authority is refused all the same. */
static void
test_http_resumed_tls_is_verified (Fixture       *fixture,
                                   gconstpointer  data)
{
  g_autoptr (WbStubServer) server = wb_stub_server_new ("server");
  g_autofree char *ca_file = wb_stub_data_path ("tls/ca.pem");
  WbHttpOptions options = { .ca_file = ca_file };
  g_autoptr (GError) error = NULL;
  g_autoptr (WbHttp) knowing = wb_http_new (&options, fixture->clock, &error);
  g_autoptr (WbHttpReply) reply = NULL;

  reply = get (knowing, wb_stub_server_get_url (server), NULL, &error);
  g_assert_no_error (error);
  g_assert_null (get (fixture->http, wb_stub_server_get_url (server), NULL, &error));
  g_assert_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_TLS);
  g_assert_cmpuint (wb_stub_server_count (server), ==, 1);
}

static void
test_http_bad_authority_file_is_refused (Fixture       *fixture,
                                         gconstpointer  data)
{
  g_autofree char *empty = wb_stub_data_path ("tls/make.sh");
  const char *const files[] = { "/nonexistent/ca.pem", empty };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++) {
    WbHttpOptions options = { .ca_file = files[i] };
    g_autoptr (GError) error = NULL;

    g_assert_null (wb_http_new (&options, fixture->clock, &error));
    g_assert_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_TLS);
  }
}

static void
test_http_nobody_there_is_offline (Fixture       *fixture,
                                   gconstpointer  data)
{
  g_autofree char *url = NULL;
  g_autoptr (GError) error = NULL;
  WbStubServer *gone = wb_stub_server_new (NULL);

  url = g_strdup (wb_stub_server_get_url (gone));
  wb_stub_server_free (gone);
  g_assert_null (get (fixture->http, url, NULL, &error));
  g_assert_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_OFFLINE);
}

static void
test_http_broken_connections_are_unknown_outcomes (Fixture       *fixture,
                                                   gconstpointer  data)
{
  static const WbStubFault faults[] = { WB_STUB_DROP_UNREAD, WB_STUB_DROP_READ, WB_STUB_CUT_BODY };

  for (guint i = 0; i < G_N_ELEMENTS (faults); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *url = wb_stub_server_dup_url (fixture->server, "/cut");
    g_autoptr (GBytes) body = g_bytes_new_static ("{}", 2);
    WbHttpRequest request = { .method = "POST", .url = url, .body = body,
                              .content_type = "application/json" };

    g_test_message ("fault %u", (guint) faults[i]);
    wb_stub_server_queue_json (fixture->server, "POST", "/cut", 200, "{\"a\":\"0123456789\"}");
    wb_stub_server_queue_fault (fixture->server, "POST", "/cut", faults[i]);
    g_assert_null (wb_http_send (fixture->http, &request, NULL, &error));
    g_assert_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_TIMEOUT);
    assert_works (fixture);
  }
}

static void
test_http_other_protocols_are_unexpected (Fixture       *fixture,
                                          gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *url = NULL;
  Mute mute = { 0 };

  start_mute (&mute, "SSH-2.0-OpenSSH_9.2p1\r\n\r\n", NULL);
  url = g_strdup_printf ("http://127.0.0.1:%u/", mute.port);
  g_assert_null (get (fixture->http, url, NULL, &error));
  g_assert_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_UNEXPECTED_REPLY);
  stop_mute (&mute);
}

static const struct
{
  const char *date;         /* (nullable) the server's own */
  const char *retry_after;
  gint64 expected_ms;
} retry_cases[] = {
  { NULL, "7", 7000 },
  { NULL, "0", 0 },
  { NULL, "99999999999999999999", G_GINT64_CONSTANT (604800000) },
  { NULL, "seven", -1 },
  { NULL, "7x", -1 },
  { NULL, "-7", -1 },
  { NULL, "Sun, 05 Oct 2025 10:00:30 GMT", 30000 },
  { NULL, "Sun, 05 Oct 2025 09:59:00 GMT", 0 },
  { "Wed, 01 Jan 2020 00:00:00 GMT", "Wed, 01 Jan 2020 00:02:00 GMT", 120000 },
};

static void
test_http_retry_after_in_both_forms (Fixture       *fixture,
                                     gconstpointer  data)
{
  for (guint i = 0; i < G_N_ELEMENTS (retry_cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (WbHttpReply) reply = NULL;
    g_autofree char *value = NULL;

    g_test_message ("%s", retry_cases[i].retry_after);
    /* Two headers in one: the reply is written raw, so that there is no Date but ours. */
    value = retry_cases[i].date ? g_strdup_printf ("%s\r\nDate: %s", retry_cases[i].retry_after,
                                                   retry_cases[i].date)
                                : g_strdup (retry_cases[i].retry_after);
    wb_stub_server_queue (fixture->server, "GET", "/busy", 429, "text/plain", "x", 1, "Retry-After",
                          value);
    wb_stub_server_queue_fault (fixture->server, "GET", "/busy", WB_STUB_DRIP_BODY);
    reply = get_path (fixture, "/busy", &error);
    g_assert_no_error (error);
    g_assert_cmpuint (reply->status, ==, 429);
    g_assert_cmpint (reply->retry_after_ms, ==, retry_cases[i].expected_ms);
  }
}

static gpointer
run_loop (gpointer loop)
{
  g_main_loop_run (loop);
  return NULL;
}

/* A server that keeps connections alive, which the stub does not. */
static gboolean
keep_alive_cb (GThreadedSocketService *service,
               GSocketConnection      *connection,
               GObject                *source,
               gpointer                n_connections)
{
  GOutputStream *out = g_io_stream_get_output_stream (G_IO_STREAM (connection));
  g_autoptr (GDataInputStream) in =
    g_data_input_stream_new (g_io_stream_get_input_stream (G_IO_STREAM (connection)));
  const char *reply = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

  g_atomic_int_inc ((int *) n_connections);
  g_data_input_stream_set_newline_type (in, G_DATA_STREAM_NEWLINE_TYPE_CR_LF);
  for (;;) {
    g_autofree char *line = g_data_input_stream_read_line (in, NULL, NULL, NULL);

    if (!line)
      return TRUE;
    if (*line == '\0')
      g_output_stream_write_all (out, reply, strlen (reply), NULL, NULL, NULL);
  }
}

static void
test_http_idempotent_post_reuses_the_connection (Fixture       *fixture,
                                                 gconstpointer  data)
{
  for (int idempotent = 0; idempotent <= 1; idempotent++) {
    g_autoptr (GSocketService) service = g_threaded_socket_service_new (4);
    g_autoptr (GError) error = NULL;
    guint16 port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (service), NULL, &error);
    g_autofree char *url = g_strdup_printf ("http://127.0.0.1:%u/", port);
    WbHttpRequest request = { .method = "POST", .url = url, .idempotent = idempotent == 1 };
    GThread *thread;
    g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
    int n_connections = 0;

    g_assert_no_error (error);
    g_signal_connect (service, "run", G_CALLBACK (keep_alive_cb), &n_connections);
    thread = g_thread_new ("accept", run_loop, loop);
    for (guint i = 0; i < 3; i++) {
      g_autoptr (WbHttpReply) reply = wb_http_send (fixture->http, &request, NULL, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (reply->status, ==, 200);
    }
    g_main_loop_quit (loop);
    g_thread_join (thread);
    g_assert_cmpint (g_atomic_int_get (&n_connections), ==, idempotent == 1 ? 1 : 3);
    g_socket_service_stop (service);
    g_socket_listener_close (G_SOCKET_LISTENER (service));
    g_clear_pointer (&fixture->http, wb_http_free);
    fixture->http = wb_http_new (NULL, fixture->clock, &error);
  }
}

static const struct
{
  const char *url;
  gboolean is_allowed;
} url_cases[] = {
  { "https://helpdesk.example/api/v2", TRUE },
  { "HTTPS://helpdesk.example", TRUE },
  { "http://127.0.0.1:8080/x", TRUE },
  { "http://127.9.9.9/x", TRUE },
  { "http://localhost/x", TRUE },
  { "http://[::1]:80/x", TRUE },
  { "http://helpdesk.example/", FALSE },
  { "http://10.0.0.1/", FALSE },
  { "http://[::2]/", FALSE },
  { "http://localhost.example/", FALSE },
  { "http://127.0.0.1.example/", FALSE },
  { "http://0.0.0.0/", FALSE },
  { "https://user:secret@helpdesk.example/", FALSE },
  { "https://helpdesk.example/a b", FALSE },
  { "https://helpdesk.example/\r\nX: y", FALSE },
  { "ftp://helpdesk.example/", FALSE },
  { "file:///etc/passwd", FALSE },
  { "helpdesk.example", FALSE },
  { "https://", FALSE },
  { "https:///x", FALSE },
  { "", FALSE },
};

static void
test_http_url_is_https_or_this_computer (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (url_cases); i++) {
    g_autoptr (GError) error = NULL;

    g_test_message ("%s", url_cases[i].url);
    g_assert_cmpint (wb_http_check_url (url_cases[i].url, &error), ==, url_cases[i].is_allowed);
    if (url_cases[i].is_allowed) {
      g_assert_no_error (error);
    } else {
      g_assert_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_NOT_ALLOWED);
      g_assert_null (strstr (error->message, "secret"));
    }
  }
}

static void
test_http_refused_url_and_header_send_nothing (Fixture       *fixture,
                                               gconstpointer  data)
{
  g_autofree char *url = wb_stub_server_dup_url (fixture->server, "/x");
  char *headers[] = { (char *) "Authorization", (char *) "Token a\r\nX-Evil: 1", NULL };
  WbHttpRequest broken = { .method = "GET", .url = url, .headers = headers };
  g_autoptr (GError) error = NULL;

  g_assert_null (wb_http_send (fixture->http, &broken, NULL, &error));
  g_assert_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_NOT_ALLOWED);
  g_assert_null (strstr (error->message, "Token"));
  g_clear_error (&error);
  g_assert_null (get (fixture->http, "http://helpdesk.example/", NULL, &error));
  g_assert_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_NOT_ALLOWED);
  g_assert_cmpuint (wb_stub_server_count (fixture->server), ==, 0);
}

#define ADD(name, options, func) \
  g_test_add ("/remote/http/" name, Fixture, options, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  /* A proxy that a desktop has set must never see what is for this computer. */
  g_setenv ("http_proxy", "http://127.0.0.1:9", TRUE);
  g_test_init (&argc, &argv, NULL);

  ADD ("reply-tells-what-came", NULL, test_http_reply_tells_what_came);
  ADD ("empty-reply-has-a-body", NULL, test_http_empty_reply_has_a_body);
  ADD ("cancelled-before-sends-nothing", NULL, test_http_cancelled_before_sends_nothing);
  ADD ("cancel-during-connect", NULL, test_http_cancel_during_connect);
  ADD ("cancel-ends-the-call-at-once", NULL, test_http_cancel_ends_the_call_at_once);
  ADD ("connect-deadline-is-offline", &impatient, test_http_connect_deadline_is_offline);
  ADD ("total-deadline-ends-what-drips", &impatient, test_http_total_deadline_ends_what_drips);
  ADD ("drip-within-the-deadline-is-read", &impatient, test_http_drip_within_the_deadline_is_read);
  ADD ("cap-counts-decoded-bytes", &capped, test_http_cap_counts_decoded_bytes);
  ADD ("redirects-are-not-followed", NULL, test_http_redirects_are_not_followed);
  ADD ("certificates-are-verified", NULL, test_http_certificates_are_verified);
  ADD ("resumed-tls-is-verified", NULL, test_http_resumed_tls_is_verified);
  ADD ("bad-authority-file-is-refused", NULL, test_http_bad_authority_file_is_refused);
  ADD ("nobody-there-is-offline", NULL, test_http_nobody_there_is_offline);
  ADD ("broken-connections-are-unknown-outcomes", NULL,
       test_http_broken_connections_are_unknown_outcomes);
  ADD ("other-protocols-are-unexpected", NULL, test_http_other_protocols_are_unexpected);
  ADD ("retry-after-in-both-forms", NULL, test_http_retry_after_in_both_forms);
  ADD ("idempotent-post-reuses-the-connection", NULL,
       test_http_idempotent_post_reuses_the_connection);
  ADD ("refused-url-and-header-send-nothing", NULL, test_http_refused_url_and_header_send_nothing);
  g_test_add_func ("/remote/http/url-is-https-or-this-computer",
                   test_http_url_is_https_or_this_computer);
  return g_test_run ();
}
