/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The scripted server of the tests does what its header says: a fault that did not happen would let
 * every test that leans on it pass in vain. */

#include "config.h"

#include "wb-stub-server.h"

#include <libsoup/soup.h>

typedef struct
{
  WbStubServer *server;
  SoupSession *session;
  GMainContext *context;
  guint n_effects;        /* counted by the handler; atomic */
} Fixture;

static void
handle_thing (WbStubServer        *server,
              const WbStubRequest *request,
              WbStubReply         *reply,
              gpointer             data)
{
  g_atomic_int_inc ((int *) data);
  wb_stub_reply_set_json (reply, 200, "{\"thing\":\"0123456789\"}");
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->context = g_main_context_new ();
  g_main_context_push_thread_default (fixture->context);
  fixture->server = wb_stub_server_new (NULL);
  fixture->session = g_object_new (SOUP_TYPE_SESSION, "timeout", 2, "proxy-resolver", NULL, NULL);
  wb_stub_server_handle (fixture->server, "POST", "/thing", handle_thing, &fixture->n_effects);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  soup_session_abort (fixture->session);
  g_object_unref (fixture->session);
  wb_stub_server_free (fixture->server);
  g_main_context_pop_thread_default (fixture->context);
  g_main_context_unref (fixture->context);
}

static GBytes *
post_thing (Fixture       *fixture,
            GCancellable  *cancellable,
            GError       **error)
{
  g_autofree char *url = wb_stub_server_dup_url (fixture->server, "/thing?a=b%20c");
  g_autoptr (SoupMessage) message = soup_message_new ("POST", url);
  g_autoptr (GBytes) body = g_bytes_new_static ("hello", 5);

  soup_message_set_request_body_from_bytes (message, "text/plain", body);
  return soup_session_send_and_read (fixture->session, message, cancellable, error);
}

static void
test_stub_server_answers_and_records (Fixture       *fixture,
                                      gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = post_thing (fixture, NULL, &error);
  g_autoptr (WbStubRequest) request = NULL;
  g_autofree char *param = NULL;

  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                   "{\"thing\":\"0123456789\"}", 22);
  g_assert_cmpuint (wb_stub_server_count (fixture->server), ==, 1);
  g_assert_cmpuint (wb_stub_server_count_for (fixture->server, "POST", "/thing"), ==, 1);
  g_assert_cmpuint (wb_stub_server_count_for (fixture->server, "GET", "/thing"), ==, 0);
  request = wb_stub_server_dup_request (fixture->server, 0);
  param = wb_stub_request_dup_param (request, "a");
  g_assert_cmpstr (param, ==, "b c");
  g_assert_cmpstr (wb_stub_request_get_header (request, "Content-Type"), ==, "text/plain");
  g_assert_cmpmem (g_bytes_get_data (request->body, NULL), g_bytes_get_size (request->body),
                   "hello", 5);
}

static void
test_stub_server_queue_goes_first_and_once (Fixture       *fixture,
                                            gconstpointer  data)
{
  static const char *const expected[] = { "one", "two", "{\"thing\":\"0123456789\"}" };

  wb_stub_server_queue (fixture->server, "POST", "/thing", 200, "text/plain", "one", -1, NULL, NULL);
  wb_stub_server_queue (fixture->server, "POST", "/thing", 200, "text/plain", "two", -1, NULL, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GBytes) bytes = post_thing (fixture, NULL, &error);
    g_autofree char *text = NULL;

    g_assert_no_error (error);
    text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
    g_assert_cmpstr (text, ==, expected[i]);
  }
  g_assert_cmpint (fixture->n_effects, ==, 1);
}

static const struct
{
  const char *name;
  WbStubFault fault;
  guint n_effects;
} cutting_faults[] = {
  { "drop-unread", WB_STUB_DROP_UNREAD, 0 },
  { "drop-read", WB_STUB_DROP_READ, 1 },
  { "cut-body", WB_STUB_CUT_BODY, 1 },
};

static void
test_stub_server_faults_cut (Fixture       *fixture,
                             gconstpointer  data)
{
  for (guint i = 0; i < G_N_ELEMENTS (cutting_faults); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GError) later_error = NULL;
    g_autoptr (GBytes) bytes = NULL;
    g_autoptr (GBytes) later = NULL;

    g_test_message ("%s", cutting_faults[i].name);
    g_atomic_int_set (&fixture->n_effects, 0);
    wb_stub_server_queue_fault (fixture->server, NULL, NULL, cutting_faults[i].fault);
    bytes = post_thing (fixture, NULL, &error);
    /* Reading a cut body whole is no error to libsoup 3.2. */
    if (cutting_faults[i].fault == WB_STUB_CUT_BODY) {
      g_assert_no_error (error);
      g_assert_cmpuint (g_bytes_get_size (bytes), ==, 11);
    } else {
      g_assert_null (bytes);
      g_assert_nonnull (error);
    }
    g_assert_cmpint (g_atomic_int_get (&fixture->n_effects), ==, cutting_faults[i].n_effects);
    later = post_thing (fixture, NULL, &later_error);
    g_assert_no_error (later_error);
    g_assert_nonnull (later);
  }
}

static gpointer
release_once_held (gpointer server)
{
  wb_stub_server_wait_count (server, 1);
  wb_stub_server_release (server);
  return NULL;
}

static void
test_stub_server_hold_waits_for_release (Fixture       *fixture,
                                         gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  GThread *thread = NULL;

  wb_stub_server_queue_fault (fixture->server, "POST", "/thing", WB_STUB_HOLD);
  bytes = post_thing (fixture, NULL, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
  g_assert_cmpint (g_atomic_int_get (&fixture->n_effects), ==, 1);
  g_clear_error (&error);

  wb_stub_server_release (fixture->server);
  wb_stub_server_forget (fixture->server);
  wb_stub_server_queue_fault (fixture->server, "POST", "/thing", WB_STUB_HOLD);
  thread = g_thread_new ("release", release_once_held, fixture->server);
  bytes = post_thing (fixture, NULL, &error);
  g_thread_join (thread);
  g_assert_no_error (error);
  g_assert_nonnull (bytes);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/support/stub-server/answers-and-records", Fixture, NULL, set_up,
              test_stub_server_answers_and_records, tear_down);
  g_test_add ("/support/stub-server/queue-goes-first-and-once", Fixture, NULL, set_up,
              test_stub_server_queue_goes_first_and_once, tear_down);
  g_test_add ("/support/stub-server/faults-cut", Fixture, NULL, set_up,
              test_stub_server_faults_cut, tear_down);
  g_test_add ("/support/stub-server/hold-waits-for-release", Fixture, NULL, set_up,
              test_stub_server_hold_waits_for_release, tear_down);
  return g_test_run ();
}
