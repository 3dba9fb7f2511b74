/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The desk of the bad-input tests; see the header. */

#include "config.h"

#include "bad-input-desk.h"

#include <string.h>

#include "wb-http.h"
#include "wb-meta-store.h"
#include "wb-outbox.h"
#include "wb-workspace.h"

#define DEPTH 200000
#define HUGE_LENGTH "300000000"
#define NOTE "Said before anything broke."

static void
spoil (DeskBad      bad,
       WbStubReply *reply)
{
  static const char html[] = "<!DOCTYPE html>\n<html><body><h1>Welcome to our Wi-Fi</h1></body></html>\n";
  static const char half[] = "{\"count\":1,\"current_page\":1,\"total_pages\":1,\"results\":[{\"id\":\"e1000";
  static const char type[] = "{\"id\":{},\"name\":[],\"time_zone\":7,\"count\":1,\"current_page\":1,\"total_pages\":1,"
                             "\"results\":[{\"id\":[5],\"code\":{}}]}";
  g_autofree char *deep = NULL;

  switch (bad) {
    case DESK_BAD_TOKEN:
      wb_stub_reply_set_json (reply, 401, "{\"detail\":\"Invalid token.\"}");
      break;
    case DESK_BAD_HTML:
      wb_stub_reply_set_body (reply, 200, "text/html; charset=utf-8", html, -1);
      break;
    case DESK_BAD_HTML_AS_JSON:
      wb_stub_reply_set_json (reply, 200, html);
      break;
    case DESK_BAD_CUT_JSON:
      wb_stub_reply_set_json (reply, 200, half);
      break;
    case DESK_BAD_CUT_BODY:
      wb_stub_reply_set_json (reply, 200, half);
      reply->fault = WB_STUB_CUT_BODY;
      break;
    case DESK_BAD_ANNOUNCED:
      wb_stub_reply_set_json (reply, 200, "{\"id\":");
      wb_stub_reply_set_header (reply, "Content-Length", HUGE_LENGTH);
      reply->fault = WB_STUB_HUGE_CHUNKED;
      break;
    case DESK_BAD_ENDLESS:
      wb_stub_reply_set_json (reply, 200, "{\"id\":");
      reply->fault = WB_STUB_HUGE_CHUNKED;
      break;
    case DESK_BAD_DEEP:
      deep = g_strnfill (DEPTH, '[');
      wb_stub_reply_set_json (reply, 200, deep);
      break;
    case DESK_BAD_TYPE:
      wb_stub_reply_set_json (reply, 200, type);
      break;
    case DESK_BAD_FAULT:
      wb_stub_reply_set_body (reply, 500, "text/html", html, -1);
      break;
    case DESK_BAD_NOTHING:
    default:
      g_assert_not_reached ();
  }
}

/* Asks the portal the same and gives its answer. */
static void
pass_on (CliFixture          *fixture,
         const WbStubRequest *request,
         WbStubReply         *reply)
{
  static const char *const names[] = { "authorization", "if-match", "if-none-match", "idempotency-key" };
  static const char *const answered[] = { "etag", "retry-after", "date" };
  g_autofree char *url = g_strconcat (fixture->url, request->path + strlen (DESK_API),
                                      request->query ? "?" : "", request->query, NULL);
  g_autoptr (GPtrArray) headers = g_ptr_array_new ();
  WbHttpRequest copy = { .method = request->method, .url = url, .idempotent = TRUE };
  g_autoptr (GError) error = NULL;
  g_autoptr (WbHttp) http = wb_http_new (NULL, fixture->clock, &error);
  g_autoptr (WbHttpReply) got = NULL;

  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    const char *value = wb_stub_request_get_header (request, names[i]);

    if (!value)
      continue;
    g_ptr_array_add (headers, (gpointer) names[i]);
    g_ptr_array_add (headers, (gpointer) value);
  }
  g_ptr_array_add (headers, NULL);
  copy.headers = (GStrv) headers->pdata;
  if (g_bytes_get_size (request->body) > 0) {
    copy.body = request->body;
    copy.content_type = wb_stub_request_get_header (request, "content-type");
  }
  got = wb_http_send (http, &copy, NULL, &error);
  g_assert_no_error (error);
  wb_stub_reply_set_body (reply, got->status, got->content_type, g_bytes_get_data (got->body, NULL),
                          g_bytes_get_size (got->body));
  for (guint i = 0; i < G_N_ELEMENTS (answered); i++) {
    const char *value = g_hash_table_lookup (got->headers, answered[i]);

    if (value)
      wb_stub_reply_set_header (reply, answered[i], value);
  }
}

static void
relay_cb (WbStubServer        *server,
          const WbStubRequest *request,
          WbStubReply         *reply,
          gpointer             data)
{
  DeskRelay *self = data;
  DeskBad bad = g_atomic_int_get (&self->bad);
  DeskWhere where = g_atomic_int_get (&self->where);
  gboolean is_read = g_str_equal (request->method, "GET");
  g_autofree char *after = wb_stub_request_dup_param (request, "after");

  if (bad == DESK_BAD_NOTHING)
    pass_on (self->fixture, request, reply);
  else if (where == DESK_TICKETS && g_str_equal (request->path, DESK_API "/events") &&
           g_strcmp0 (after, "head") != 0)
    wb_stub_reply_set_json (reply, 410, "{\"code\":\"cursor_expired\",\"detail\":\"Too old.\"}");
  else if (where == DESK_TICKETS && !is_read)
    /* What waits is tried even though the tickets cannot be read; it is to wait on. */
    spoil (DESK_BAD_FAULT, reply);
  else if (where == DESK_EVERYWHERE || (where == DESK_WRITES && !is_read) ||
           (where == DESK_TICKETS && g_str_equal (request->path, DESK_API "/tickets")))
    /* Any JSON behind a 2xx says that a write was done; that is not what a wrong type is about. */
    spoil (bad == DESK_BAD_TYPE && !is_read ? DESK_BAD_FAULT : bad, reply);
  else
    pass_on (self->fixture, request, reply);
}

/* What is not to be lost: the tickets, and the unsent rows but for how often they were tried. */
static char *
dup_held (Desk *self)
{
  g_autoptr (CliResult) tickets = cli_ok (self->fixture, "tickets", "--json", NULL);
  g_autoptr (CliResult) outbox = cli_ok (self->fixture, "outbox", "--json", NULL);
  JsonArray *rows = json_node_get_array (outbox->json);
  g_autofree char *row = NULL;

  g_assert_cmpuint (json_array_get_length (json_node_get_array (tickets->json)), >, 10);
  g_assert_cmpuint (json_array_get_length (rows), ==, 1);
  for (guint i = 0; i < json_array_get_length (rows); i++) {
    static const char *const passing[] = { "attempts", "code", "detail" };
    JsonObject *object = json_array_get_object_element (rows, i);

    g_assert_cmpstr (json_object_get_string_member (object, "state"), ==, "waiting");
    for (guint j = 0; j < G_N_ELEMENTS (passing); j++)
      json_object_remove_member (object, passing[j]);
  }
  row = json_to_string (outbox->json, FALSE);
  g_assert_nonnull (strstr (row, NOTE));

  return g_strconcat (row, "\n", tickets->out, NULL);
}

void
desk_check_held (Desk *self)
{
  g_autofree char *held = dup_held (self);

  g_assert_cmpstr (held, ==, self->held);
}

void
desk_spoil (Desk      *self,
            DeskBad    bad,
            DeskWhere  where)
{
  g_atomic_int_set (&self->relay.bad, bad);
  g_atomic_int_set (&self->relay.where, where);
}

void
desk_move_server (Desk       *self,
                  const char *url)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbRandom) random = wb_seeded_random_new (1);
  WbWorkspace *workspace = wb_workspace_open (self->fixture->workspace, self->fixture->clock, random, &error);
  WbDb *db = NULL;
  g_autoptr (GPtrArray) rows = NULL;

  g_assert_no_error (error);
  rows = wb_outbox_list (wb_workspace_get_reader (workspace), &error);
  g_assert_no_error (error);
  db = wb_workspace_begin (workspace, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < rows->len; i++) {
    WbOutboxRow *row = g_ptr_array_index (rows, i);

    row->next_attempt_at = 0;
    g_assert_true (wb_outbox_update (db, row, &error));
  }
  g_assert_true (wb_workspace_set_meta (db, WB_META_BASE_URL, url, &error));
  g_assert_true (wb_workspace_commit (workspace, WB_TABLE_SYNC, &error));
  g_clear_pointer (&rows, g_ptr_array_unref);
  wb_workspace_close (workspace);
  g_object_unref (workspace);
}

CliResult *
desk_connect (Desk       *self,
              const char *url,
              const char *token_file)
{
  return cli_run (self->fixture, "connect", "helpdesk", url, "--token-file", token_file, "--ca",
                  self->ca_file, NULL);
}

static void
open_desk (Desk *self)
{
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) bound = NULL;
  g_autoptr (GError) error = NULL;

  self->closed = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, &error);
  g_assert_no_error (error);
  g_socket_bind (self->closed, any, FALSE, &error);
  g_assert_no_error (error);
  bound = g_socket_get_local_address (self->closed, &error);
  g_assert_no_error (error);
  self->closed_url = g_strdup_printf ("http://127.0.0.1:%u" DESK_API,
                                      g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound)));
}

Desk *
desk_new (void)
{
  Desk *self = g_new0 (Desk, 1);
  const WbActivity *call = NULL;
  g_autoptr (CliResult) connected = NULL;
  g_autoptr (CliResult) synced = NULL;
  g_autoptr (CliResult) done = NULL;

  self->fixture = cli_fixture_new ();
  self->relay.fixture = self->fixture;
  self->relay.server = wb_stub_server_new (NULL);
  wb_stub_server_handle (self->relay.server, NULL, DESK_API, relay_cb, &self->relay);
  self->relay_url = wb_stub_server_dup_url (self->relay.server, DESK_API);
  self->token = wb_demo_data_get_token (self->fixture->data, WB_ROLE_AGENT, 0);
  self->token_file = cli_fixture_write (self->fixture, "token", self->token);
  self->ca_file = wb_stub_data_path ("tls/ca.pem");
  open_desk (self);

  connected = desk_connect (self, self->fixture->url, self->token_file);
  g_assert_cmpint (connected->status, ==, 0);
  synced = cli_ok (self->fixture, "sync", NULL);
  desk_move_server (self, self->closed_url);
  call = g_ptr_array_index (self->fixture->calls, 0);
  done = cli_ok (self->fixture, "call", "complete", call->id, "--outcome", "resolved", "--note", NOTE, NULL);
  self->held = dup_held (self);

  return self;
}

void
desk_free (Desk *self)
{
  wb_stub_server_free (self->relay.server);
  g_object_unref (self->closed);
  cli_fixture_free (self->fixture);
  g_free (self->closed_url);
  g_free (self->relay_url);
  g_free (self->token_file);
  g_free (self->ca_file);
  g_free (self->held);
  g_free (self);
}

void
desk_check_refused (Desk            *self,
                    const CliResult *result,
                    const char      *what,
                    const char      *words)
{
  static const char prefix[] = "winbackctl: ";
  const char *line = result->err;
  const char *const never[] = { self->token, DESK_WRONG_TOKEN, "CRITICAL", "WARNING" };

  g_test_message ("%s: %d, %s", what, result->status, g_strchomp (result->err));
  g_assert_cmpint (result->status, ==, 1);
  g_assert_cmpstr (result->out, ==, "");
  g_assert_true (g_str_has_prefix (line, prefix));
  g_assert_null (strchr (line, '\n'));
  g_assert_true (g_utf8_validate (line, -1, NULL));
  g_assert_cmpuint (strlen (line), >, strlen (prefix) + 10);
  if (!strstr (line, words))
    g_error ("%s: “%s” does not say “%s”", what, line, words);
  for (guint i = 0; i < G_N_ELEMENTS (never); i++)
    g_assert_null (strstr (line, never[i]));
}

void
desk_check_first_connect (Desk       *self,
                          const char *url,
                          const char *token_file,
                          const char *words)
{
  g_autofree char *old = g_strdup (self->fixture->workspace);
  g_autoptr (CliResult) result = NULL;

  cli_fixture_use (self->fixture, "fresh");
  result = desk_connect (self, url, token_file);
  desk_check_refused (self, result, "first connect", words);
  g_assert_false (g_file_test (self->fixture->workspace, G_FILE_TEST_EXISTS));
  g_free (self->fixture->workspace);
  self->fixture->workspace = g_steal_pointer (&old);
}

void
desk_check_server (Desk       *self,
                   const char *url,
                   const char *words)
{
  g_autoptr (CliResult) again = NULL;
  g_autoptr (CliResult) synced = NULL;

  desk_check_first_connect (self, url, self->token_file, words);
  desk_move_server (self, url);
  again = desk_connect (self, url, self->token_file);
  desk_check_refused (self, again, "connect again", words);
  synced = cli_run (self->fixture, "sync", NULL);
  desk_check_refused (self, synced, "sync", words);
  desk_check_held (self);
}

void
desk_check_recovers (Desk *self)
{
  const WbActivity *call = g_ptr_array_index (self->fixture->calls, 0);
  g_autofree char *path = g_strconcat ("/activities/", call->id, NULL);
  g_autoptr (CliResult) synced = NULL;
  g_autoptr (CliResult) outbox = NULL;
  g_autoptr (JsonNode) node = NULL;

  desk_spoil (self, DESK_BAD_NOTHING, DESK_EVERYWHERE);
  desk_move_server (self, self->fixture->url);
  synced = cli_ok (self->fixture, "sync", NULL);
  outbox = cli_ok (self->fixture, "outbox", "--json", NULL);
  g_assert_cmpuint (json_array_get_length (json_node_get_array (outbox->json)), ==, 0);
  node = cli_api_get (self->fixture, path);
  g_assert_cmpstr (json_object_get_string_member (json_node_get_object (node), "outcome"), ==, "resolved");
  g_assert_cmpstr (json_object_get_string_member (json_node_get_object (node), "note"), ==, NOTE);
}
