/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a person at the command line is told when a token, a server, a certificate or a file is bad:
 * one line and exit status 1, whatever came, and what the workspace has is still there afterwards. */

#include "config.h"

#include "bad-input-desk.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define NOBODY 65534

static const struct
{
  const char *name;
  DeskBad bad;
  gboolean stops_sending;   /* a write that meets it fails the sync, too */
  const char *words;
} answers[] = {
  { "wrong token", DESK_BAD_TOKEN, TRUE, "oken" },
  { "HTML", DESK_BAD_HTML, TRUE, "web page" },
  { "HTML said to be JSON", DESK_BAD_HTML_AS_JSON, TRUE, "web page" },
  { "JSON cut in half", DESK_BAD_CUT_JSON, TRUE, "JSON" },
  { "body cut in half", DESK_BAD_CUT_BODY, TRUE, "before the answer was complete" },
  { "300 MB announced", DESK_BAD_ANNOUNCED, TRUE, "larger than" },
  { "300 MB, not announced", DESK_BAD_ENDLESS, TRUE, "larger than" },
  { "nested 200,000 deep", DESK_BAD_DEEP, TRUE, "JSON" },
  { "wrong type", DESK_BAD_TYPE, FALSE, "cannot be read" },
  { "fault of the server", DESK_BAD_FAULT, FALSE, "fault" },
};

static void
test_bad_input_answers (void)
{
  g_autoptr (Desk) desk = desk_new ();

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++) {
    g_test_message ("%s", answers[i].name);
    desk_spoil (desk, answers[i].bad, DESK_EVERYWHERE);
    desk_check_server (desk, desk->relay_url, answers[i].words);
    for (DeskWhere where = DESK_TICKETS; where <= DESK_WRITES; where++) {
      g_autoptr (CliResult) synced = NULL;

      if (where == DESK_WRITES && !answers[i].stops_sending)
        continue;
      desk_move_server (desk, desk->relay_url);
      desk_spoil (desk, answers[i].bad, where);
      wb_stub_server_forget (desk->relay.server);
      synced = cli_run (desk->fixture, "sync", NULL);
      desk_check_refused (desk, synced, where == DESK_TICKETS ? "tickets" : "writes", answers[i].words);
      if (where == DESK_TICKETS)
        g_assert_cmpuint (wb_stub_server_count_for (desk->relay.server, "GET", DESK_API "/tickets"), ==, 1);
      desk_check_held (desk);
    }
  }
  desk_check_recovers (desk);
}

static void
test_bad_input_servers (void)
{
  static const struct
  {
    const char *name;
    const char *tls;
    const char *url;
    const char *words;
  } rows[] = {
    { "closed port", NULL, NULL, "Cannot reach 127.0.0.1" },
    { "certificate of another name", "wrong-name", NULL, "made for another name" },
    { "self-signed certificate", "self-signed", NULL, "nobody this computer trusts" },
    { "http to another computer", NULL, "http://192.0.2.1" DESK_API, "without encryption" },
  };
  g_autoptr (Desk) desk = desk_new ();

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (WbStubServer) server = rows[i].tls ? wb_stub_server_new (rows[i].tls) : NULL;
    g_autofree char *url = server ? wb_stub_server_dup_url (server, DESK_API) : NULL;

    g_test_message ("%s", rows[i].name);
    desk_check_server (desk, url ? url : rows[i].url ? rows[i].url : desk->closed_url, rows[i].words);
    if (server)
      g_assert_cmpuint (wb_stub_server_count (server), ==, 0);
  }
  desk_check_recovers (desk);
}

static void
test_bad_input_tokens (void)
{
  static const struct
  {
    const char *name;
    const char *text;
    const char *words;
  } rows[] = {
    { "wrong", DESK_WRONG_TOKEN "\n", "token" },
    { "line break inside", DESK_WRONG_TOKEN "\n" DESK_WRONG_TOKEN "\n", "line break" },
    { "carriage return inside", DESK_WRONG_TOKEN "\r\nX-Other: " DESK_WRONG_TOKEN, "line break" },
    { "empty", "\n", "empty" },
    { "letters that are none of a token's", "žluťoučký", "foreign letter" },
  };
  g_autoptr (Desk) desk = desk_new ();

  desk_move_server (desk, desk->fixture->url);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *file = cli_fixture_write (desk->fixture, "bad-token", rows[i].text);
    g_autoptr (CliResult) again = NULL;

    g_test_message ("%s", rows[i].name);
    desk_check_first_connect (desk, desk->fixture->url, file, rows[i].words);
    again = desk_connect (desk, desk->fixture->url, file);
    desk_check_refused (desk, again, "connect again", rows[i].words);
    desk_check_held (desk);
  }
  /* The token that was there before is still the one in use. */
  desk_check_recovers (desk);
}

/* Every command on a workspace that cannot be used. */
static void
check_commands (Desk       *self,
                const char *words)
{
  const WbActivity *call = g_ptr_array_index (self->fixture->calls, 1);
  const char *const commands[][4] = {
    { "sync" }, { "calls" }, { "tickets" }, { "outbox" }, { "conflicts" }, { "call", "take", call->id },
    { "outbox", "discard", "1" },
  };
  g_autoptr (CliResult) again = desk_connect (self, self->fixture->url, self->token_file);

  desk_check_refused (self, again, "connect", words);
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++) {
    g_autoptr (CliResult) result = cli_run (self->fixture, commands[i][0], commands[i][1], commands[i][2], NULL);

    desk_check_refused (self, result, commands[i][0], words);
  }
}

static void
check_same_bytes (const char *file,
                  GBytes     *before)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GMappedFile) mapped = g_mapped_file_new (file, FALSE, &error);
  g_autoptr (GBytes) now = NULL;

  g_assert_no_error (error);
  now = g_mapped_file_get_bytes (mapped);
  g_assert_true (g_bytes_equal (now, before));
}

static GBytes *
read_bytes (const char *file)
{
  char *data = NULL;
  gsize length = 0;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (file, &data, &length, &error);
  g_assert_no_error (error);
  return g_bytes_new_take (data, length);
}

/* SQLite keeps it in the file's header (https://www.sqlite.org/fileformat.html, 1.3), big-endian. */
static void
set_user_version (const char *file,
                  guint32     version)
{
  const gsize at = 60;
  g_autoptr (GBytes) bytes = read_bytes (file);
  gsize length = 0;
  g_autofree guint8 *data = g_memdup2 (g_bytes_get_data (bytes, &length), g_bytes_get_size (bytes));
  guint32 big = GUINT32_TO_BE (version);
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (length, >, 100);
  memcpy (data + at, &big, sizeof big);
  g_file_set_contents (file, (char *) data, length, &error);
  g_assert_no_error (error);
}

static void
test_bad_input_workspaces (void)
{
  static const struct
  {
    const char *name;
    const char *text;   /* (nullable) instead of the database; NULL = its version is raised */
    const char *words;
  } rows[] = {
    { "of a newer version", NULL, "newer Winback" },
    { "not a database", "This is no database, whatever its name is.\n", "not a Winback database" },
    { "empty", "", "move its folder away" },
  };
  g_autoptr (Desk) desk = desk_new ();
  g_autofree char *file = g_build_filename (desk->fixture->workspace, "workspace.db", NULL);
  g_autofree char *log = g_strconcat (file, "-wal", NULL);
  g_autoptr (GBytes) good = NULL;
  g_autoptr (GError) error = NULL;

  /* Nobody uses it, so all of it is in this one file. */
  g_assert_false (g_file_test (log, G_FILE_TEST_EXISTS));
  good = read_bytes (file);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GBytes) bad = NULL;

    g_test_message ("%s", rows[i].name);
    if (rows[i].text)
      g_assert_true (g_file_set_contents (file, rows[i].text, -1, &error));
    else
      set_user_version (file, 9999);
    bad = read_bytes (file);
    check_commands (desk, rows[i].words);
    check_same_bytes (file, bad);
    g_file_set_contents (file, g_bytes_get_data (good, NULL), g_bytes_get_size (good), &error);
    g_assert_no_error (error);
    desk_check_held (desk);
  }
  desk_check_recovers (desk);
}

static void
become_nobody_cb (gpointer data)
{
  if (geteuid () == 0 && setuid (NOBODY) != 0)
    _exit (126);
}

/* The program stands in a build folder that may be root's alone, so the other user gets a copy. */
static char *
copy_program (Desk *self)
{
  g_autoptr (GFile) from = g_file_new_for_path (g_getenv ("WINBACKCTL"));
  g_autoptr (GFile) to = g_file_new_build_filename (self->fixture->dir, "winbackctl", NULL);
  g_autoptr (GError) error = NULL;

  if (!g_file_query_exists (to, NULL))
    g_file_copy (from, to, G_FILE_COPY_NONE, NULL, NULL, NULL, &error);
  g_assert_no_error (error);

  return g_file_get_path (to);
}

/* Root may write anywhere, so the program runs as somebody else. */
static CliResult *
run_as_nobody (Desk       *self,
               const char *workspace,
               ...)
{
  g_autoptr (GSubprocessLauncher) launcher = NULL;
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autoptr (GSubprocess) child = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *secrets = g_strdup_printf ("file:%s/own/tokens", self->fixture->dir);
  g_autofree char *program = copy_program (self);
  CliResult *result = g_new0 (CliResult, 1);
  const char *arg;
  va_list list;

  launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_subprocess_launcher_set_child_setup (launcher, become_nobody_cb, NULL, NULL);
  g_subprocess_launcher_setenv (launcher, "WINBACK_SECRETS", secrets, TRUE);
  g_ptr_array_add (argv, program);
  g_ptr_array_add (argv, (gpointer) "--workspace");
  g_ptr_array_add (argv, (gpointer) workspace);
  va_start (list, workspace);
  while ((arg = va_arg (list, const char *)))
    g_ptr_array_add (argv, (gpointer) arg);
  va_end (list);
  g_ptr_array_add (argv, NULL);
  child = g_subprocess_launcher_spawnv (launcher, (const char *const *) argv->pdata, &error);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (child, NULL, NULL, &result->out, &result->err, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (child));
  result->status = g_subprocess_get_exit_status (child);
  return result;
}

static void
test_bad_input_read_only_folder (void)
{
  g_autoptr (Desk) desk = desk_new ();
  CliFixture *fixture = desk->fixture;
  const WbActivity *call = g_ptr_array_index (fixture->calls, 1);
  const char *const commands[][4] = { { "sync" }, { "call", "take", call->id }, { "outbox", "discard", "1" } };
  g_autofree char *file = g_build_filename (fixture->workspace, "workspace.db", NULL);
  g_autofree char *fresh = g_build_filename (fixture->workspace, "sub", NULL);
  g_autofree char *own = g_build_filename (fixture->dir, "own", NULL);
  g_autofree char *tokens = g_build_filename (own, "tokens", NULL);
  g_autoptr (CliResult) connected = NULL;
  g_autofree char *kept = NULL;

  g_assert_cmpint (g_mkdir (own, 0700), ==, 0);
  if (geteuid () == 0)
    g_assert_cmpint (chown (own, NOBODY, NOBODY), ==, 0);
  g_assert_cmpint (g_chmod (desk->token_file, 0644), ==, 0);
  g_assert_cmpint (g_chmod (fixture->dir, 0755), ==, 0);
  g_assert_cmpint (g_chmod (file, 0444), ==, 0);
  g_assert_cmpint (g_chmod (fixture->workspace, 0555), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++) {
    g_autoptr (CliResult) result = run_as_nobody (desk, fixture->workspace, commands[i][0], commands[i][1],
                                                  commands[i][2], NULL);

    desk_check_refused (desk, result, commands[i][0], "rite");
  }
  connected = run_as_nobody (desk, fresh, "connect", "helpdesk", fixture->url, "--token-file",
                             desk->token_file, NULL);
  desk_check_refused (desk, connected, "connect", "Cannot make the folder");
  g_assert_cmpint (g_chmod (fixture->workspace, 0700), ==, 0);
  g_assert_cmpint (g_chmod (file, 0600), ==, 0);
  g_assert_false (g_file_test (fresh, G_FILE_TEST_EXISTS));
  /* The token of a workspace that was not made is not kept either. */
  if (g_file_get_contents (tokens, &kept, NULL, NULL))
    g_assert_null (strstr (kept, desk->token));
  desk_check_held (desk);
  desk_check_recovers (desk);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_nonnull (g_getenv ("WINBACKCTL"));
  g_test_add_func ("/e2e/bad-input/answers", test_bad_input_answers);
  g_test_add_func ("/e2e/bad-input/servers", test_bad_input_servers);
  g_test_add_func ("/e2e/bad-input/tokens", test_bad_input_tokens);
  g_test_add_func ("/e2e/bad-input/workspaces", test_bad_input_workspaces);
  g_test_add_func ("/e2e/bad-input/read-only-folder", test_bad_input_read_only_folder);

  return g_test_run ();
}
