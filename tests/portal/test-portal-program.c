/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* winback-portal as a person starts it: its commands, its refusals, its end; and TLS. */

#include "config.h"

#include "portal-fixture.h"

#include <signal.h>
#include <string.h>

#include <gio/gio.h>
#include <glib/gstdio.h>

typedef struct
{
  int status;
  char *out;
  char *err;
} Run;

static void
run_clear (Run *self)
{
  g_free (self->out);
  g_free (self->err);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Run, run_clear)

/* Runs the program with the words of @line, which have no blanks in them. */
static Run
run (const char *input,
     const char *format,
     ...)
{
  va_list args;
  g_autofree char *line = NULL;
  g_auto (GStrv) words = NULL;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) argv = NULL;
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  Run result = { 0 };

  va_start (args, format);
  line = g_strdup_vprintf (format, args);
  va_end (args);
  words = g_strsplit (line, " ", -1);
  g_strv_builder_add (builder, PORTAL_EXE);
  g_strv_builder_addv (builder, (const char **) words);
  argv = g_strv_builder_end (builder);

  process = g_subprocess_newv ((const char *const *) argv,
                               G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                               G_SUBPROCESS_FLAGS_STDERR_PIPE,
                               &error);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, input, NULL, &result.out, &result.err, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (process));
  result.status = g_subprocess_get_exit_status (process);

  return result;
}

/* By another process: closing a file here would drop the locks that the portal has on it. */
static gboolean
files_have (const char *dir,
            const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) grep = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error, "grep", "-rqaF",
                                                   "-e", text, dir, NULL);

  g_assert_no_error (error);
  g_subprocess_wait (grep, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_subprocess_get_exit_status (grep), <, 2);

  return g_subprocess_get_successful (grep);
}

static void
remove_ledger (const char *dir,
               const char *db)
{
  g_autofree char *secret = g_strconcat (db, ".key", NULL);

  g_assert_no_errno (g_unlink (db));
  g_assert_no_errno (g_unlink (secret));
  g_assert_no_errno (g_rmdir (dir));
}

static void
test_users (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_auto (Run) added = run (NULL, "--db %s user add --name Jan --email jan@example.com", fixture->db);
  g_auto (Run) twice = run (NULL, "--db %s user add --name Jan --email JAN@example.com", fixture->db);
  g_auto (Run) bad_role = run (NULL, "--db %s user add --name J --email j@example.com --role king", fixture->db);
  g_auto (Run) listed = run (NULL, "--db %s user list", fixture->db);
  g_auto (Run) renewed = { 0 };
  g_auto (Run) nobody = run (NULL, "--db %s user token nobody@example.com", fixture->db);
  g_auto (Run) disabled = { 0 };
  g_autofree char *key = g_strdup ("Idempotency-Key: k1\r\nIf-Match: \"1\"\r\n");
  g_autoptr (Answer) old = NULL;
  g_autoptr (Answer) taken = NULL;
  g_autoptr (Answer) dead = NULL;
  g_autoptr (Answer) replayed = NULL;
  g_autoptr (Answer) gone = NULL;

  g_assert_cmpint (added.status, ==, 0);
  g_assert_true (g_regex_match_simple ("^[0-9a-f]{40}\n$", added.out, 0, 0));
  g_strchomp (added.out);
  g_assert_cmpint (twice.status, ==, 1);
  g_assert_cmpint (bad_role.status, ==, 2);
  g_assert_cmpint (nobody.status, ==, 1);
  g_assert_nonnull (strstr (listed.out, "jan@example.com"));
  g_assert_null (strstr (listed.out, added.out));
  /* Neither in the file nor in its journal, while a portal serves from it. */
  g_assert_false (files_have (fixture->dir, added.out));
  g_assert_true (files_have (fixture->dir, "jan@example.com"));

  old = ask (fixture, "GET", "/account/me", added.out, NULL, NULL);
  assert_status (old, 200);
  assert_text (old, "role", "agent");
  taken = ask (fixture, "POST", "/activities/" CALL_1 "/assign", added.out, key, "{\"assignee\":\"me\"}");
  assert_status (taken, 200);

  renewed = run (NULL, "--db %s user token jan@example.com", fixture->db);
  g_strchomp (renewed.out);
  dead = ask (fixture, "GET", "/account/me", added.out, NULL, NULL);
  assert_refused (dead, 401, "token_invalid");
  /* Keys are the user's, not the token's. */
  replayed = ask (fixture, "POST", "/activities/" CALL_1 "/assign", renewed.out, key, "{\"assignee\":\"me\"}");
  assert_status (replayed, 200);
  g_assert_cmpstr (answer_header (replayed, "idempotency-replayed"), ==, "true");

  disabled = run (NULL, "--db %s user disable jan@example.com", fixture->db);
  g_assert_cmpint (disabled.status, ==, 0);
  gone = ask (fixture, "GET", "/account/me", renewed.out, NULL, NULL);
  assert_refused (gone, 401, "token_invalid");
}

static void
test_usage (void)
{
  static const struct {
    const char *line;
    int status;
  } rows[] = {
    { "--nonsense", 2 },
    { "user list", 2 },
    { "--db %s user", 2 },
    { "--db %s user dance", 2 },
    { "--db %s user token", 2 },
    { "--db %s user list more", 2 },
    { "--db %s user list --role agent", 2 },
    { "--db %s account init --currency XXQ", 2 },
    { "--db %s account init --time-zone Mars/Olympus", 2 },
    { "--db %s account init --language Czech", 2 },
    { "--db %s account init --name A --currency CZK,EUR --language cs,en --time-zone Europe/Prague", 0 },
    { "--db %s --listen 0.0.0.0:0", 2 },
    { "--db %s --listen nowhere", 2 },
    { "--db %s --tls-cert /nonexistent", 2 },
    { "--db %s --tls-cert /nonexistent --tls-key /nonexistent", 1 },
    { "--db %s --rate-limit few", 2 },
    { "--db %s --public-url nowhere", 2 },
    { "--db %s ticket import /nonexistent", 1 },
    { "--db %s ticket link", 2 },
    { "--db %s ticket link 20250042", 2 },
    { "--db %s ticket link 20250042 --public-url nowhere", 2 },
    { "--db %s ticket link 20250042 --public-url https://api.example.com", 1 },
    { "--db %s ticket link 20250042 --public-url https://api.example.com --lang xx", 2 },
    { "--db %s ticket import /nonexistent --lang cs", 2 },
    { "--db %s shop add woocommerce https://shop.example", 2 },
    { "--db %s shop add shopzilla https://shop.example --secret-file /x", 2 },
    { "--db %s shop add woocommerce http://shop.example --secret-file /x", 1 },
    { "--db %s shop add woocommerce http://127.0.0.1:1 --secret-file /x", 2 },
    { "--db %s shop add woocommerce http://127.0.0.1:1 --secret-file /x --allow-loopback", 1 },
    { "--db %s shop list", 0 },
    { "--db /nonexistent/portal.db user list", 1 },
    { "--version", 0 },
  };
  g_autofree char *dir = g_dir_make_tmp ("winback-portal-XXXXXX", NULL);
  g_autofree char *db = g_build_filename (dir, "portal.db", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    const char *hole = strstr (rows[i].line, "%s");
    g_autofree char *line = NULL;
    g_auto (Run) done = { 0 };

    g_test_message ("%s", rows[i].line);
    line = hole ? g_strdup_printf ("%.*s%s%s", (int) (hole - rows[i].line), rows[i].line, db, hole + 2)
                : g_strdup (rows[i].line);
    done = run (NULL, "%s", line);
    g_test_message ("%s", done.err);
    g_assert_cmpint (done.status, ==, rows[i].status);
    if (rows[i].status != 0)
      g_assert_nonnull (strstr (done.err, "winback-portal: "));
  }
  remove_ledger (dir, db);
}

static void
test_import (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_auto (Run) first = { 0 };
  g_auto (Run) again = { 0 };
  g_auto (Run) changed = { 0 };
  g_auto (Run) bad = { 0 };
  g_auto (Run) deleted = { 0 };
  g_autofree char *file = g_build_filename (fixture->dir, "tickets.jsonl", NULL);
  g_autoptr (Answer) head = ask (fixture, "GET", "/events?after=head", EVA, NULL, NULL);
  g_autofree char *cursor = answer_text (head, "next_cursor");
  g_autofree char *path = g_strdup_printf ("/events?wait=25&after=%s", cursor);
  GSocketConnection *waiting = ask_begin (fixture, "GET", path, EVA, NULL, NULL);
  g_autoptr (Answer) told = NULL;
  g_autoptr (Answer) found = NULL;
  g_autoptr (Answer) tombstones = NULL;
  g_autoptr (Answer) kept = NULL;

  g_assert_true (g_file_set_contents (file,
                                      "{\"code\":\"N1\",\"type\":\"return\","
                                      "\"customer\":{\"name\":\"Nová\","
                                      "\"phone\":\"+420 601 999 888\"},"
                                      "\"history_items\":[{\"history_item_type\":\"note\","
                                      "\"history_item_data\":{\"text\":\"z webu\"},"
                                      "\"created_at\":\"2025-10-01T08:00:00Z\"}]}\n"
                                      "\n"
                                      "{\"code\":\"20250042\",\"customer\":{\"name\":\"Jana Nová\"}}\n", -1, NULL));
  first = run (NULL, "--db %s ticket import %s", fixture->db, file);
  g_assert_cmpstr (first.err, ==, "");
  g_assert_cmpstr (first.out, ==, "1 added, 1 changed, 0 deleted, 0 as they were\n");

  /* A portal that serves notices by itself. */
  told = ask_end (waiting);
  assert_text (told, "results.0.event_type", "ticket.created");
  assert_text (told, "results.0.ticket.history_items.0.history_item_data.text", "z webu");
  assert_text (told, "results.1.event_type", "ticket.updated");
  assert_text (told, "results.1.ticket.id", TICKET_1);

  again = run (NULL, "--db %s ticket import %s", fixture->db, file);
  g_assert_cmpstr (again.out, ==, "0 added, 0 changed, 0 deleted, 2 as they were\n");
  changed = run ("{\"code\":\"N1\",\"type\":\"Reklamace\","
                 "\"customer\":{\"name\":\"Nová\"}}\n", "--db %s ticket import -", fixture->db);
  g_assert_cmpstr (changed.out, ==, "0 added, 1 changed, 0 deleted, 0 as they were\n");
  found = ask (fixture, "GET", "/tickets/search?search=nova&ordering=-code", EVA, NULL, NULL);
  g_assert_cmpint (answer_int (found, "count"), ==, 2);
  assert_text (found, "results.0.type", TYPE_CLAIM);
  /* What was said before is not forgotten. */
  kept = ask (fixture, "GET", "/tickets/" TICKET_1, EVA, NULL, NULL);
  assert_text (kept, "history_items.0.id", ID ("60", 1));

  bad = run ("{\"code\":\"N2\",\"type\":\"return\"}\n{\"type\":\"return\"}\n", "--db %s ticket import -", fixture->db);
  g_assert_cmpint (bad.status, ==, 1);
  g_assert_nonnull (strstr (bad.err, "Line 2: "));

  deleted = run ("{\"code\":\"20250042\",\"deleted_at\":\"2025-10-03T00:00:00Z\"}\n",
                 "--db %s ticket import -", fixture->db);
  g_assert_cmpstr (deleted.out, ==, "0 added, 0 changed, 1 deleted, 0 as they were\n");
  tombstones = ask (fixture, "GET",
                    "/tickets?include_deleted=true&updated_at_from=2025-10-04T00:00:00Z&ordering=-updated_at",
                    EVA, NULL, NULL);
  assert_text (tombstones, "results.0.id", TICKET_1);
  g_assert_true (answer_has (tombstones, "results.0.deleted_at"));
  g_assert_false (answer_has (tombstones, "results.0.customer"));
  {
    g_autoptr (Answer) ticket = ask (fixture, "GET", "/tickets/" TICKET_1, EVA, NULL, NULL);
    g_autoptr (Answer) call = ask (fixture, "GET", "/activities/" CALL_1, EVA, NULL, NULL);

    assert_refused (ticket, 404, "not_found");
    assert_refused (call, 404, "not_found");
  }
}

static void
test_serve (void)
{
  g_autofree char *dir = g_dir_make_tmp ("winback-portal-XXXXXX", NULL);
  g_autofree char *db = g_build_filename (dir, "portal.db", NULL);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GDataInputStream) out = NULL;
  g_autofree char *line = NULL;
  g_autoptr (GError) error = NULL;

  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, PORTAL_EXE, "--db", db,
                              "--listen", "127.0.0.1:0", NULL);
  g_assert_no_error (error);
  out = g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  line = g_data_input_stream_read_line (out, NULL, NULL, NULL);
  g_assert_nonnull (line);
  g_assert_true (g_regex_match_simple ("http://127\\.0\\.0\\.1:[1-9][0-9]*/api/v2$", line, 0, 0));
  g_subprocess_send_signal (process, SIGTERM);
  g_assert_true (g_subprocess_wait (process, NULL, NULL));
  g_assert_true (g_subprocess_get_successful (process));
  remove_ledger (dir, db);
}

/* The customer's link opens the ticket's offers, and nobody who reads the ledger or a log finds it. */
static void
test_link (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_auto (Run) first = run (NULL, "--db %s ticket link 20250042 --public-url https://api.example.com/", fixture->db);
  g_auto (Run) second = run (NULL, "--db %s ticket link 20250042 --public-url https://api.example.com --lang en",
                             fixture->db);
  g_auto (Run) nobody = run (NULL, "--db %s ticket link 99999999 --public-url https://api.example.com", fixture->db);
  g_auto (Run) other_language = run (NULL, "--db %s ticket link 20250042 --public-url https://a.example --lang pl",
                                     fixture->db);
  static const char start[] = "https://api.example.com/api/v2";
  g_autofree char *key = NULL;
  g_autoptr (Answer) offers = NULL;
  g_autoptr (Answer) english = NULL;

  g_assert_cmpint (first.status, ==, 0);
  g_assert_true (g_regex_match_simple (
                   "^https://api\\.example\\.com/api/v2/portal/[0-9a-f]{32}/offers\\?placement=portal\n$", first.out, 0, 0));
  g_assert_true (g_str_has_suffix (second.out, "/offers?placement=portal&lang=en\n"));
  g_assert_cmpint (nobody.status, ==, 1);
  g_assert_cmpint (other_language.status, ==, 2);

  /* It is the same link, however often it is asked for. */
  g_assert_true (strncmp (first.out, second.out, strlen (first.out) - 1) == 0);
  g_strchomp (first.out);
  g_strchomp (second.out);
  offers = ask (fixture, "GET", first.out + strlen (start), NULL, NULL, NULL);
  assert_status (offers, 200);
  assert_text (offers, "language", "cs");
  english = ask (fixture, "GET", second.out + strlen (start), NULL, NULL, NULL);
  assert_text (english, "language", "en");

  key = g_strndup (first.out + strlen (start) + strlen ("/portal/"), 32);
  g_assert_false (files_have (fixture->dir, key));
  g_assert_null (strstr (first.err, key));
}

/* A portal that says where it is reached is believed by its commands. */
static void
test_link_recalls (void)
{
  g_autoptr (Fixture) fixture = fixture_new_stopped ();
  g_auto (Run) told = { 0 };
  g_auto (Run) not_told = { 0 };
  g_autofree char *here = NULL;

  fixture->public_url = "https://cdn.example.com";
  fixture_restart (fixture);
  told = run (NULL, "--db %s ticket link 20250042", fixture->db);
  g_assert_cmpint (told.status, ==, 0);
  g_assert_true (g_str_has_prefix (told.out, "https://cdn.example.com/api/v2/portal/"));

  fixture->public_url = NULL;
  fixture_restart (fixture);
  not_told = run (NULL, "--db %s ticket link 20250042", fixture->db);
  g_assert_cmpint (not_told.status, ==, 0);
  here = g_strdup_printf ("http://127.0.0.1:%u/api/v2/portal/", wb_portal_get_port (fixture->portal));
  g_assert_true (g_str_has_prefix (not_told.out, here));
}

/* With all the log there is, no key of a customer is in it, whether it opens something or not. */
static void
test_log_without_keys (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_auto (Run) link = run (NULL, "--db %s ticket link 20250042 --public-url https://a.example", fixture->db);
  g_autofree char *key = g_strndup (link.out + strlen ("https://a.example/api/v2/portal/"), 32);
  g_autofree char *path = g_strdup_printf ("/portal/%s/offers?placement=portal", key);
  g_autofree char *wrong = g_strdup_printf ("/portal/%s/offers?placement=nowhere", key);
  g_autofree char *request = g_strdup_printf ("/portal/%s/call-request", key);
  g_autoptr (GSubprocessLauncher) launcher = NULL;
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GDataInputStream) out = NULL;
  g_autofree char *line = NULL;
  g_autofree char *rest = NULL;
  g_autofree char *log = NULL;

  launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_subprocess_launcher_setenv (launcher, "G_MESSAGES_DEBUG", "all", TRUE);
  wb_portal_stop (fixture->portal);
  process = g_subprocess_launcher_spawn (launcher, &error, PORTAL_EXE, "--db", fixture->db, "--listen",
                                         "127.0.0.1:0", NULL);
  g_assert_no_error (error);
  out = g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  line = g_data_input_stream_read_line (out, NULL, NULL, NULL);
  g_assert_nonnull (line);
  fixture->port = (guint16) g_ascii_strtoull (strrchr (line, ':') + 1, NULL, 10);
  {
    g_autoptr (Answer) offers = ask (fixture, "GET", path, NULL, NULL, NULL);
    g_autoptr (Answer) refused = ask (fixture, "GET", wrong, NULL, NULL, NULL);
    g_autoptr (Answer) call = ask (fixture, "POST", request, NULL, NULL,
                                   "{\"placement\":\"portal\",\"phone\":\"+420777888999\"}");
    g_autoptr (Answer) wrong_number = ask (fixture, "POST", request, NULL, NULL,
                                           "{\"placement\":\"portal\",\"phone\":\"777888999123\"}");

    assert_status (call, 200);
    assert_status (wrong_number, 400);
    assert_status (offers, 200);
    assert_status (refused, 400);
    g_assert_null (strstr (refused->body, key));
  }
  g_subprocess_send_signal (process, SIGTERM);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &rest, &log, &error);
  g_assert_no_error (error);
  g_assert_null (strstr (log, key));
  /* Nor is anybody's number. */
  g_assert_null (strstr (log, "777888999"));
}

static char *
ask_tls (guint16        port,
         GTlsDatabase  *authorities,
         GError       **error)
{
  static const char request[] =
    "GET /api/v2/account/me HTTP/1.1\r\nHost: localhost\r\nAuthorization: Token " EVA "\r\n\r\n";
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) plain = NULL;
  g_autoptr (GSocketConnectable) name = g_network_address_new ("localhost", port);
  g_autoptr (GIOStream) tls = NULL;
  char buffer[4096] = "";
  gsize n = 0;

  g_socket_client_set_enable_proxy (client, FALSE);
  g_socket_client_set_timeout (client, 30);
  plain = g_socket_client_connect_to_host (client, "127.0.0.1", port, NULL, error);
  if (!plain)
    return NULL;
  tls = g_tls_client_connection_new (G_IO_STREAM (plain), name, error);
  g_tls_connection_set_database (G_TLS_CONNECTION (tls), authorities);
  if (!g_output_stream_write_all (g_io_stream_get_output_stream (tls), request, sizeof request - 1,
                                  NULL, NULL, error))
    return NULL;
  g_input_stream_read_all (g_io_stream_get_input_stream (tls), buffer, sizeof buffer - 1, &n, NULL,
                           NULL);

  return g_strndup (buffer, n);
}

static void
test_tls (void)
{
  g_autoptr (Fixture) fixture = fixture_new_stopped ();
  g_autofree char *pem = g_build_filename (TEST_DATA_DIR, "tls", "server.pem", NULL);
  g_autofree char *ca = g_build_filename (TEST_DATA_DIR, "tls", "ca.pem", NULL);
  g_autoptr (GTlsDatabase) authorities = NULL;
  g_autoptr (WbRandom) random = wb_system_random_new ();
  g_autoptr (WbPortal) portal = NULL;
  g_autoptr (GError) error = NULL;
  /* Not loopback: with a certificate it may be anything. */
  WbPortalOptions options = {
    .db_path = fixture->db,
    .listen = "0.0.0.0:0",
    .tls_cert = pem,
    .tls_key = pem,
    .bare = TRUE,
  };
  g_autofree char *answer = NULL;
  g_autofree char *plain = NULL;

  portal = wb_portal_open (&options, WB_CLOCK (fixture->clock), random, &error);
  g_assert_no_error (error);
  wb_portal_start (portal, &error);
  g_assert_no_error (error);

  authorities = g_tls_file_database_new (ca, &error);
  g_assert_no_error (error);
  answer = ask_tls (wb_portal_get_port (portal), authorities, &error);
  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (answer, "HTTP/1.1 200"));
  g_assert_nonnull (strstr (answer, EVA_ID));

  /* Plain words on the same port get nothing, and harm nobody. */
  {
    g_autoptr (GSocketClient) client = g_socket_client_new ();
    g_autoptr (GSocketConnection) connection = NULL;
    char buffer[16];
    gsize n = 0;

    g_socket_client_set_enable_proxy (client, FALSE);
    connection = g_socket_client_connect_to_host (client, "127.0.0.1", wb_portal_get_port (portal), NULL, &error);
    g_assert_no_error (error);
    g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)),
                               "GET / HTTP/1.1\r\n\r\n", 18, NULL, NULL, NULL);
    g_input_stream_read_all (g_io_stream_get_input_stream (G_IO_STREAM (connection)), buffer,
                             sizeof buffer, &n, NULL, NULL);
    g_assert_true (n < 4 || memcmp (buffer, "HTTP", 4) != 0);
  }
  plain = ask_tls (wb_portal_get_port (portal), authorities, &error);
  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (plain, "HTTP/1.1 200"));
  wb_portal_stop (portal);
}

static guint
serve_extra (const char  *method,
             GBytes      *body,
             char       **json_out,
             gpointer     data)
{
  fixture_advance (data, WB_HOUR_MS);
  *json_out = g_strdup_printf ("{\"method\":\"%s\"}", method);

  return 200;
}

static void
test_extra_paths (void)
{
  g_autoptr (Fixture) fixture = fixture_new_stopped ();
  g_autoptr (Answer) answer = NULL;
  g_autoptr (Answer) late = NULL;

  wb_portal_add_handler (fixture->portal, "/demo/clock", serve_extra, fixture);
  fixture_start (fixture);
  answer = ask (fixture, "POST", "//demo/clock", NULL, NULL, "{}");
  assert_status (answer, 200);
  assert_text (answer, "method", "POST");
  g_assert_cmpstr (answer_header (answer, "date"), ==, "Fri, 03 Oct 2025 11:00:00 GMT");
  late = ask (fixture, "POST", "//demo/other", NULL, NULL, "{}");
  assert_refused (late, 401, "token_invalid");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wb/portal/program/tokens-are-shown-once-and-kept-hashed", test_users);
  g_test_add_func ("/wb/portal/program/wrong-use-says-so", test_usage);
  g_test_add_func ("/wb/portal/program/tickets-are-upserted-by-code", test_import);
  g_test_add_func ("/wb/portal/program/serves-until-sigterm", test_serve);
  g_test_add_func ("/wb/portal/program/a-link-is-shown-once-and-kept-hashed", test_link);
  g_test_add_func ("/wb/portal/program/a-link-stands-where-the-portal-does", test_link_recalls);
  g_test_add_func ("/wb/portal/program/a-log-has-no-keys", test_log_without_keys);
  g_test_add_func ("/wb/portal/program/serves-tls", test_tls);
  g_test_add_func ("/wb/portal/program/paths-of-others-stand-beside-the-api", test_extra_paths);

  return g_test_run ();
}
