/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The bad network does what its header says: a fault that did not happen, or a lie that was not told,
 * would let what leans on it pass in vain. */

#include "config.h"

#include "wb-fault-proxy.h"
#include "wb-stub-server.h"

#include <gio/gio.h>

#define ANSWER "{\"thing\":\"0123456789\"}"
#define SEED G_GUINT64_CONSTANT (42)

typedef struct
{
  WbStubServer *server;
  WbFaultProxy *proxy;
} Fixture;

static void
handle_thing (WbStubServer        *server,
              const WbStubRequest *request,
              WbStubReply         *reply,
              gpointer             data)
{
  wb_stub_reply_set_json (reply, 200, ANSWER);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->server = wb_stub_server_new (NULL);
  fixture->proxy = wb_fault_proxy_new ((guint16) wb_stub_server_get_port (fixture->server), SEED);
  wb_stub_server_handle (fixture->server, NULL, "/thing", handle_thing, NULL);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  wb_stub_server_release (fixture->server);
  g_clear_pointer (&fixture->proxy, wb_fault_proxy_free);
  wb_stub_server_free (fixture->server);
}

/* A connection to the proxy that has said @request. */
static GSocketConnection *
say (Fixture    *fixture,
     const char *request)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection = NULL;
  g_autoptr (GError) error = NULL;

  g_socket_client_set_enable_proxy (client, FALSE);
  g_socket_client_set_timeout (client, 20);
  connection = g_socket_client_connect_to_host (client, "127.0.0.1", wb_fault_proxy_get_port (fixture->proxy),
                                                NULL, &error);
  g_assert_no_error (error);
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), request,
                             strlen (request), NULL, NULL, NULL);

  return g_steal_pointer (&connection);
}

/* All that comes until the connection ends, however it ends. */
static char *
hear (GSocketConnection *connection)
{
  GInputStream *stream = g_io_stream_get_input_stream (G_IO_STREAM (connection));
  GString *text = g_string_new (NULL);
  char piece[4096];
  gssize n = 0;

  while ((n = g_input_stream_read (stream, piece, sizeof piece, NULL, NULL)) > 0)
    g_string_append_len (text, piece, n);

  return g_string_free (text, FALSE);
}

static char *
make_request (const char *method,
              const char *path,
              const char *key)
{
  g_autofree char *header = key ? g_strdup_printf ("Idempotency-Key: %s\r\n", key) : g_strdup ("");

  return g_strdup_printf ("%s %s HTTP/1.1\r\nHost: localhost\r\n%sAuthorization: Token t\r\n"
                          "Content-Length: 5\r\n\r\nhello", method, path, header);
}

static char *
ask (Fixture    *fixture,
     const char *method,
     const char *path,
     const char *key)
{
  g_autofree char *request = make_request (method, path, key);
  g_autoptr (GSocketConnection) connection = say (fixture, request);

  return hear (connection);
}

static void
set_rate (Fixture *fixture,
          WbFault  fault)
{
  WbFaultRates rates = { .late_ms = 30, .retry_after_secs = 3 };

  rates.of_1000[fault] = 1000;
  wb_fault_proxy_set_rates (fixture->proxy, &rates);
}

typedef struct
{
  const char *name;
  WbFault fault;
  guint n_asked;        /* requests that the server saw */
  const char *starts;   /* what arrives begins so; NULL = nothing arrives */
  gboolean is_whole;    /* and ends with the whole answer */
} Case;

static const Case cases[] = {
  { "passed", WB_FAULT_PASSED, 1, "HTTP/1.1 200", TRUE },
  { "late", WB_FAULT_LATE, 1, "HTTP/1.1 200", TRUE },
  { "cut-before", WB_FAULT_CUT_BEFORE, 0, NULL, FALSE },
  { "cut-after", WB_FAULT_CUT_AFTER, 1, NULL, FALSE },
  { "cut-half", WB_FAULT_CUT_HALF, 1, "HTTP/1.1 200", FALSE },
  { "twice", WB_FAULT_TWICE, 2, "HTTP/1.1 200", TRUE },
  { "echo", WB_FAULT_ECHO, 2, "HTTP/1.1 200", TRUE },
  { "busy", WB_FAULT_BUSY, 0, "HTTP/1.1 503", FALSE },
  { "too-many", WB_FAULT_TOO_MANY, 0, "HTTP/1.1 429", FALSE },
};

static void
test_fault_proxy_fate (Fixture       *fixture,
                       gconstpointer  data)
{
  const Case *item = data;
  g_autofree char *answer = NULL;
  guint counts[WB_FAULT_N] = { 0 };

  set_rate (fixture, item->fault);
  answer = ask (fixture, "POST", "/thing", "key-1");
  if (item->n_asked > 0)
    wb_stub_server_wait_count (fixture->server, item->n_asked);
  g_assert_cmpuint (wb_stub_server_count (fixture->server), ==, item->n_asked);
  if (item->starts)
    g_assert_true (g_str_has_prefix (answer, item->starts));
  else
    g_assert_cmpstr (answer, ==, "");
  g_assert_cmpint (g_str_has_suffix (answer, ANSWER), ==, item->is_whole);
  if (item->fault == WB_FAULT_BUSY || item->fault == WB_FAULT_TOO_MANY)
    g_assert_nonnull (strstr (answer, "Retry-After: "));
  wb_fault_proxy_count (fixture->proxy, counts);
  g_assert_cmpuint (counts[item->fault], ==, 1);
}

/* What is only read is not sent twice. */
static void
test_fault_proxy_reads_go_once (Fixture       *fixture,
                                gconstpointer  data)
{
  guint counts[WB_FAULT_N] = { 0 };

  for (WbFault fault = WB_FAULT_TWICE; fault <= WB_FAULT_ECHO; fault++) {
    g_autofree char *answer = NULL;

    set_rate (fixture, fault);
    answer = ask (fixture, "GET", "/thing", NULL);
    g_assert_true (g_str_has_suffix (answer, ANSWER));
  }
  g_assert_cmpuint (wb_stub_server_count (fixture->server), ==, 2);
  wb_fault_proxy_count (fixture->proxy, counts);
  g_assert_cmpuint (counts[WB_FAULT_PASSED], ==, 2);
}

static void
test_fault_proxy_seed_repeats (Fixture       *fixture,
                               gconstpointer  data)
{
  g_autoptr (WbFaultProxy) same = wb_fault_proxy_new (1, SEED);
  g_autoptr (WbFaultProxy) other = wb_fault_proxy_new (1, SEED + 1);
  WbFaultRates rates = { .of_1000 = {[WB_FAULT_CUT_BEFORE] = 250, [WB_FAULT_BUSY] = 250 } };
  guint met[WB_FAULT_N] = { 0 };
  guint counts[WB_FAULT_N] = { 0 };
  guint n_differ = 0;

  wb_fault_proxy_set_rates (same, &rates);
  wb_fault_proxy_set_rates (other, &rates);
  wb_fault_proxy_set_rates (fixture->proxy, &rates);
  for (guint i = 0; i < 60; i++) {
    g_autofree char *key = g_strdup_printf ("key-%u", i / 3);
    WbFault fate = wb_fault_proxy_foretell (same, key, i % 3);
    g_autofree char *answer = ask (fixture, "POST", "/thing", key);

    met[fate]++;
    n_differ += fate != wb_fault_proxy_foretell (other, key, i % 3);
    g_assert_cmpint (fate == WB_FAULT_PASSED, ==, g_str_has_prefix (answer, "HTTP/1.1 200"));
  }
  wb_fault_proxy_count (fixture->proxy, counts);
  g_assert_cmpmem (counts, sizeof counts, met, sizeof met);
  g_assert_cmpuint (n_differ, >, 0);
  /* Each of the three at all, and none far too often. */
  g_assert_cmpuint (met[WB_FAULT_PASSED], >, 15);
  g_assert_cmpuint (met[WB_FAULT_CUT_BEFORE], >, 4);
  g_assert_cmpuint (met[WB_FAULT_BUSY], >, 4);
}

static void
test_fault_proxy_polls_are_cut (Fixture       *fixture,
                                gconstpointer  data)
{
  g_autofree char *answer = NULL;

  wb_stub_server_queue_fault (fixture->server, "GET", "/thing", WB_STUB_HOLD);
  set_rate (fixture, WB_FAULT_CUT_AFTER);
  answer = ask (fixture, "GET", "/thing?after=x&wait=25", NULL);
  g_assert_cmpstr (answer, ==, "");
  g_assert_cmpuint (wb_stub_server_count (fixture->server), ==, 1);
}

static void
test_fault_proxy_plug (Fixture       *fixture,
                       gconstpointer  data)
{
  g_autofree char *request = make_request ("GET", "/thing", NULL);
  g_autoptr (GSocketConnection) held = NULL;
  g_autofree char *broken = NULL;
  g_autofree char *refused = NULL;
  g_autofree char *again = NULL;

  wb_stub_server_queue_fault (fixture->server, "GET", "/thing", WB_STUB_HOLD);
  held = say (fixture, request);
  wb_stub_server_wait_count (fixture->server, 1);
  wb_fault_proxy_set_offline (fixture->proxy, TRUE);
  broken = hear (held);
  g_assert_cmpstr (broken, ==, "");
  refused = ask (fixture, "GET", "/thing", NULL);
  g_assert_cmpstr (refused, ==, "");
  g_assert_cmpuint (wb_stub_server_count (fixture->server), ==, 1);

  wb_fault_proxy_set_offline (fixture->proxy, FALSE);
  again = ask (fixture, "GET", "/thing", NULL);
  g_assert_true (g_str_has_suffix (again, ANSWER));
}

static void
count_whole (const char *request,
             const char *answer,
             gpointer    data)
{
  g_assert_true (g_str_has_prefix (request, "GET /thing"));
  g_assert_true (g_str_has_suffix (answer, ANSWER));
  g_atomic_int_inc ((int *) data);
}

static void
test_fault_proxy_watch_sees_whole_answers (Fixture       *fixture,
                                           gconstpointer  data)
{
  static const WbFault fates[] = { WB_FAULT_PASSED, WB_FAULT_CUT_HALF, WB_FAULT_CUT_AFTER, WB_FAULT_LATE };
  int n_whole = 0;

  wb_fault_proxy_set_watch (fixture->proxy, count_whole, &n_whole);
  for (guint i = 0; i < G_N_ELEMENTS (fates); i++) {
    g_autofree char *answer = NULL;

    set_rate (fixture, fates[i]);
    answer = ask (fixture, "GET", "/thing", NULL);
  }
  /* The last answer may be told of only after it was heard. */
  wb_fault_proxy_free (g_steal_pointer (&fixture->proxy));
  g_assert_cmpint (n_whole, ==, 2);
}

/* A server that honours keys, and one that does not. */
static void
test_fault_proxy_counts_repeats (Fixture       *fixture,
                                 gconstpointer  data)
{
  static const char *const texts[] = { "{\"n\":1}", "{\"n\":1}", "{\"n\":2}" };
  guint n_repeated = 0;
  guint n_different = 0;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autofree char *answer = NULL;

    wb_stub_server_queue_json (fixture->server, "POST", "/thing", 200, texts[i]);
    answer = ask (fixture, "POST", "/thing", "key-1");
    wb_fault_proxy_count_repeats (fixture->proxy, &n_repeated, &n_different);
    g_assert_cmpuint (n_repeated, ==, i);
    g_assert_cmpuint (n_different, ==, i / 2);
  }
}

static void
test_fault_proxy_lie_fresh_keys (Fixture       *fixture,
                                 gconstpointer  data)
{
  g_autoptr (WbStubRequest) first = NULL;
  g_autoptr (WbStubRequest) second = NULL;

  wb_fault_proxy_set_lie (fixture->proxy, WB_LIE_FRESH_KEYS, NULL);
  for (guint i = 0; i < 2; i++) {
    g_autofree char *answer = ask (fixture, "POST", "/thing", "key-1");

    g_assert_true (g_str_has_suffix (answer, ANSWER));
  }
  first = wb_stub_server_dup_request (fixture->server, 0);
  second = wb_stub_server_dup_request (fixture->server, 1);
  g_assert_cmpstr (wb_stub_request_get_header (first, "Idempotency-Key"), !=,
                   wb_stub_request_get_header (second, "Idempotency-Key"));
  g_assert_cmpmem (g_bytes_get_data (second->body, NULL), g_bytes_get_size (second->body), "hello", 5);
}

static void
test_fault_proxy_lie_lost_notes (Fixture       *fixture,
                                 gconstpointer  data)
{
  g_autofree char *answer = NULL;

  wb_fault_proxy_set_lie (fixture->proxy, WB_LIE_LOST_NOTES, NULL);
  answer = ask (fixture, "POST", "/thing/1/notes", "key-1");
  g_assert_true (g_str_has_prefix (answer, "HTTP/1.1 200"));
  g_assert_cmpuint (wb_stub_server_count_for (fixture->server, "POST", "/thing/1/notes"), ==, 0);
  g_assert_cmpuint (wb_stub_server_count_for (fixture->server, "GET", "/thing/1"), ==, 1);
}

static void
test_fault_proxy_lie_deaf_feed (Fixture       *fixture,
                                gconstpointer  data)
{
  g_autofree char *answer = NULL;

  wb_fault_proxy_set_lie (fixture->proxy, WB_LIE_DEAF_FEED, NULL);
  wb_stub_server_queue_json (fixture->server, "GET", "/events", 200,
                             "{\"results\":[{\"id\":\"1\"}],\"next_cursor\":\"MDAwMDE\",\"has_more\":true}");
  answer = ask (fixture, "GET", "/events?after=MDAwMDA", NULL);
  g_assert_true (g_str_has_suffix (answer, "{\"results\":[],\"next_cursor\":\"MDAwMDE\",\"has_more\":false}"));
}

static void
test_fault_proxy_lie_stolen_calls (Fixture       *fixture,
                                   gconstpointer  data)
{
  g_autofree char *answer = NULL;

  wb_fault_proxy_set_lie (fixture->proxy, WB_LIE_STOLEN_CALLS, "me");
  wb_stub_server_queue_json (fixture->server, "POST", "/thing/assign", 409,
                             "{\"code\":\"already_assigned\",\"current\":{\"assignee\":\"other\",\"n\":{}}}");
  answer = ask (fixture, "POST", "/thing/assign", "key-1");
  g_assert_true (g_str_has_prefix (answer, "HTTP/1.1 200"));
  g_assert_true (g_str_has_suffix (answer, "\r\n\r\n{\"assignee\":\"me\",\"n\":{}}"));
}

#define ADD(path, func) g_test_add ("/support/fault-proxy/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strdup_printf ("/support/fault-proxy/fate/%s", cases[i].name);

    g_test_add (path, Fixture, &cases[i], set_up, test_fault_proxy_fate, tear_down);
  }
  ADD ("reads-go-once", test_fault_proxy_reads_go_once);
  ADD ("seed-repeats", test_fault_proxy_seed_repeats);
  ADD ("polls-are-cut", test_fault_proxy_polls_are_cut);
  ADD ("plug", test_fault_proxy_plug);
  ADD ("watch-sees-whole-answers", test_fault_proxy_watch_sees_whole_answers);
  ADD ("counts-repeats", test_fault_proxy_counts_repeats);
  ADD ("lie/fresh-keys", test_fault_proxy_lie_fresh_keys);
  ADD ("lie/lost-notes", test_fault_proxy_lie_lost_notes);
  ADD ("lie/deaf-feed", test_fault_proxy_lie_deaf_feed);
  ADD ("lie/stolen-calls", test_fault_proxy_lie_stolen_calls);

  return g_test_run ();
}
