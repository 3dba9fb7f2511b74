/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What lets us into a shop of each platform, once it was entered and used by winbackctl and by the service,
 * stands in no file of the workspace and the ledger, no word that was printed, no argument and no variable
 * of a program that runs, and the kernel writes no image of a program's memory that ends at its worst. */

#define _GNU_SOURCE
#include "config.h"

#include "wb-fake-helpdesk.h"

#include "wb-demo-shop.h"
#include "wb-time.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

#define TICKET "e1000001-0000-4000-8000-000000000001"
#define WAIT_SECS 20

typedef struct
{
  const char *platform;
  char *root;               /* (owned) temporary */
  char *kept;               /* (owned) below it: workspace and ledger, which is searched */
  char *secret_file;        /* (owned) */
  WbClock *clock;           /* (owned) this computer's */
  WbRandom *random;         /* (owned) */
  WbFakeHelpdesk *fake;     /* (owned) */
  WbDemoShopServer *shop;   /* (owned) */
  GPtrArray *secrets;       /* (owned) (element-type utf8) what nobody may tell */
  GString *said;            /* (owned) all that was printed */
} Desk;

static void
write_private (const char *path,
               const char *text)
{
  g_autoptr (GError) error = NULL;

  g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_NONE, 0600, &error);
  g_assert_no_error (error);
}

static void
set_up (Desk       *self,
        const char *platform)
{
  WbDemoShopSetup setup = { platform, "Obchod", "CZK", "Europe/Prague", NULL, 0 };
  g_auto (GStrv) lines = NULL;
  g_autoptr (GError) error = NULL;
  JsonObject *ticket = NULL;

  self->platform = platform;
  self->root = g_dir_make_tmp ("winback-secrets-XXXXXX", &error);
  g_assert_no_error (error);
  self->kept = g_build_filename (self->root, "kept", NULL);
  g_assert_no_errno (g_mkdir (self->kept, 0700));
  self->clock = WB_CLOCK (wb_system_clock_new ());
  self->random = wb_seeded_random_new (5);
  self->fake = wb_fake_helpdesk_new (0);
  self->fake->now = wb_clock_now (self->clock);
  ticket = wb_fake_helpdesk_add_ticket (self->fake, TICKET, self->fake->now);
  json_object_set_string_member (ticket, "code", "20250001");
  self->shop = wb_demo_shop_start (&setup, self->clock, self->random, &error);
  g_assert_no_error (error);
  self->secret_file = g_build_filename (self->root, "shop.secret", NULL);
  write_private (self->secret_file, wb_demo_shop_get_secret (self->shop));
  self->said = g_string_new (NULL);
  self->secrets = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (self->secrets, g_strdup (self->fake->token));
  lines = g_strsplit (wb_demo_shop_get_secret (self->shop), "\n", -1);
  for (guint i = 0; lines[i]; i++) {
    if (strchr (lines[i], '='))
      g_ptr_array_add (self->secrets, g_strdup (strchr (lines[i], '=') + 1));
  }
  g_assert_cmpuint (self->secrets->len, >, 1);
}

static void
tear_down (Desk *self)
{
  g_autofree char *quoted = g_shell_quote (self->root);
  g_autofree char *line = g_strconcat ("rm -rf ", quoted, NULL);

  wb_demo_shop_stop (self->shop);
  wb_fake_helpdesk_free (self->fake);
  g_assert_true (g_spawn_command_line_sync (line, NULL, NULL, NULL, NULL));
  g_object_unref (self->clock);
  g_object_unref (self->random);
  g_ptr_array_unref (self->secrets);
  g_string_free (self->said, TRUE);
  g_free (self->secret_file);
  g_free (self->kept);
  g_free (self->root);
}

/* Starts the words of @line, which have no blanks in them, in the temporary folder; whoever wants to may write
 * images of memory there. */
static GSubprocess *
start (Desk       *self,
       const char *line)
{
  g_autoptr (GSubprocessLauncher) launcher = NULL;
  g_autofree char *secrets = g_strdup_printf ("file:%s/keys", self->root);
  g_autofree char *words = g_strconcat ("ulimit -c unlimited; exec ", line, NULL);
  g_autoptr (GError) error = NULL;
  GSubprocess *process = NULL;

  launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_MERGE);
  g_subprocess_launcher_set_cwd (launcher, self->root);
  g_subprocess_launcher_setenv (launcher, "WINBACK_SECRETS", secrets, TRUE);
  process = g_subprocess_launcher_spawn (launcher, &error, "sh", "-c", words, NULL);
  g_assert_no_error (error);

  return process;
}

static char *
finish (Desk        *self,
        GSubprocess *process)
{
  g_autoptr (GError) error = NULL;
  char *out = NULL;

  g_subprocess_communicate_utf8 (process, NULL, NULL, &out, NULL, &error);
  g_assert_no_error (error);
  g_string_append (self->said, out);

  return out;
}

G_GNUC_PRINTF (2, 3) static char *
run (Desk       *self,
     const char *format,
     ...)
{
  g_autofree char *line = NULL;
  g_autoptr (GSubprocess) process = NULL;
  char *out = NULL;
  va_list args;

  va_start (args, format);
  line = g_strdup_vprintf (format, args);
  va_end (args);
  process = start (self, line);
  out = finish (self, process);
  g_test_message ("%s\n%s", line, out);
  g_assert_true (g_subprocess_get_if_exited (process));
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 0);

  return out;
}

static gboolean
has_file (const char *dir,
          const char *prefix)
{
  g_autoptr (GDir) entries = g_dir_open (dir, 0, NULL);
  const char *name = NULL;

  while ((name = g_dir_read_name (entries))) {
    if (g_str_has_prefix (name, prefix))
      return TRUE;
  }

  return FALSE;
}

static gboolean
files_have (const char *dir,
            const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) grep = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error, "grep", "-rqaF", "-e", text, dir,
                                                   NULL);

  g_assert_no_error (error);
  g_subprocess_wait (grep, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_subprocess_get_exit_status (grep), <, 2);

  return g_subprocess_get_successful (grep);
}

/* One of the program's files in /proc, with what parts its lines; NULL = nobody but root may read it. */
static char *
read_proc (GSubprocess *process,
           const char  *name)
{
  g_autofree char *path = g_strdup_printf ("/proc/%s/%s", g_subprocess_get_identifier (process), name);
  gsize length = 0;
  char *text = NULL;

  if (!g_file_get_contents (path, &text, &length, NULL))
    return NULL;
  for (gsize i = 0; i < length; i++)
    text[i] = text[i] ? text[i] : '\n';

  return text;
}

static void
assert_not_told (Desk        *self,
                 GSubprocess *process)
{
  g_autofree char *arguments = process ? read_proc (process, "cmdline") : NULL;
  g_autofree char *variables = process ? read_proc (process, "environ") : NULL;

  if (process)
    g_assert_nonnull (strstr (arguments, "winback"));
  for (guint i = 0; i < self->secrets->len; i++) {
    const char *secret = g_ptr_array_index (self->secrets, i);

    g_assert_true (!arguments || !strstr (arguments, secret));
    g_assert_true (!variables || !strstr (variables, secret));
    g_assert_null (strstr (self->said->str, secret));
    g_assert_false (files_have (self->kept, secret));
  }
}

/* Ends it as a fault in it would. Returns whether the kernel wrote an image of its memory. */
static gboolean
abort_it (Desk        *self,
          GSubprocess *process)
{
  g_subprocess_send_signal (process, SIGABRT);
  g_free (finish (self, process));
  g_assert_true (g_subprocess_get_if_signaled (process));
  g_assert_cmpint (g_subprocess_get_term_sig (process), ==, SIGABRT);

  return WCOREDUMP (g_subprocess_get_status (process)) || has_file (self->root, "core");
}

/* Until the program has a connection to that port open: it is using what it was given. */
static void
await_connection_to (GSubprocess *process,
                     guint        port)
{
  g_autofree char *peer = g_strdup_printf ("0100007F:%04X 01 ", port);
  gint64 until = g_get_monotonic_time () + WAIT_SECS * G_TIME_SPAN_SECOND;

  while (g_get_monotonic_time () < until) {
    g_autofree char *sockets = read_proc (process, "net/tcp");

    g_assert_nonnull (sockets);
    if (strstr (sockets, peer))
      return;
    g_thread_yield ();
  }
  g_assert_not_reached ();
}

static guint
get_port (const char *url)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);

  return (guint) g_uri_get_port (uri);
}

static void
test_winbackctl (gconstpointer platform)
{
  Desk desk = { NULL };
  g_autofree char *ctl = NULL;
  g_autofree char *token = NULL;
  g_autofree char *url = NULL;
  g_autofree char *made = NULL;
  g_autoptr (GSubprocess) process = NULL;

  set_up (&desk, platform);
  ctl = g_strdup_printf ("%s --workspace %s/workspace", g_getenv ("WB_CTL"), desk.kept);
  token = g_build_filename (desk.root, "token", NULL);
  url = wb_stub_server_dup_url (desk.fake->stub, "/api/v2");
  write_private (token, desk.fake->token);
  g_free (run (&desk, "%s connect helpdesk %s --token-file %s", ctl, url, token));
  g_free (run (&desk, "%s sync", ctl));
  g_free (run (&desk, "%s connect shop %s %s --secret-file %s --name Obchod", ctl, desk.platform,
               wb_demo_shop_get_url (desk.shop), desk.secret_file));
  made = run (&desk, "%s coupon issue --ticket 20250001 --currency CZK --amount 200 --days 14", ctl);
  g_assert_cmpuint (wb_demo_shop_count_code (desk.shop, NULL), ==, 1);
  assert_not_told (&desk, NULL);
  g_assert_true (files_have (desk.kept, "Obchod"));

  /* The shop takes its time, with the key in memory. */
  wb_demo_shop_add_fault (desk.shop, WB_PRETEND_FAULT_SLOW, WB_PRETEND_REQUEST_ANY, 100);
  {
    g_autofree char *check = g_strconcat (ctl, " shop check Obchod", NULL);

    process = start (&desk, check);
  }
  await_connection_to (process, get_port (wb_demo_shop_get_url (desk.shop)));
  assert_not_told (&desk, process);
  g_assert_false (abort_it (&desk, process));
  assert_not_told (&desk, NULL);
  tear_down (&desk);
}

static void
test_service (gconstpointer platform)
{
  Desk desk = { NULL };
  g_autofree char *portal = NULL;
  g_autofree char *serve = NULL;
  g_autoptr (GSubprocess) process = NULL;

  set_up (&desk, platform);
  portal = g_strdup_printf ("%s --db %s/portal.db", g_getenv ("WB_PORTAL_PROGRAM"), desk.kept);
  g_free (run (&desk, "%s account init --name Shop --currency CZK --language cs --time-zone Europe/Prague", portal));
  g_free (run (&desk, "%s shop add %s %s --secret-file %s --allow-loopback --store-id obchod --name Obchod", portal,
               desk.platform, wb_demo_shop_get_url (desk.shop), desk.secret_file));
  /* The shop takes its time, with the key in memory. */
  wb_demo_shop_add_fault (desk.shop, WB_PRETEND_FAULT_SLOW, WB_PRETEND_REQUEST_ANY, 100);
  serve = g_strconcat (portal, " --listen 127.0.0.1:0 --allow-loopback", NULL);
  process = start (&desk, serve);
  await_connection_to (process, get_port (wb_demo_shop_get_url (desk.shop)));
  assert_not_told (&desk, process);
  g_assert_true (files_have (desk.kept, "Obchod"));
  g_assert_false (abort_it (&desk, process));
  assert_not_told (&desk, NULL);
  tear_down (&desk);
}

/* The window's own limit stands before anything else is done, so that its keys need not be entered here. */
static void
test_window (void)
{
  Desk desk = { NULL };
  g_autoptr (GSubprocess) process = NULL;
  g_autofree char *arguments = NULL;
  gint64 until = g_get_monotonic_time () + WAIT_SECS * G_TIME_SPAN_SECOND;
  gboolean is_limited = FALSE;

  set_up (&desk, "woocommerce");
  process = start (&desk, g_getenv ("WB_WINDOW_PROGRAM"));
  while (!is_limited && g_subprocess_get_identifier (process) && g_get_monotonic_time () < until) {
    g_autofree char *limits = read_proc (process, "limits");

    is_limited = limits && g_regex_match_simple ("^Max core file size +1 +1 ", limits, G_REGEX_MULTILINE, 0);
  }
  g_assert_true (is_limited);
  arguments = read_proc (process, "cmdline");
  g_assert_true (g_str_has_suffix (g_strchomp (arguments), "/winback"));
  g_assert_false (abort_it (&desk, process));
  tear_down (&desk);
}

/* What is found above would be seen: another program's image is written here. */
static void
test_images_are_seen (void)
{
  Desk desk = { NULL };
  g_autoptr (GSubprocess) process = NULL;
  gboolean is_written = FALSE;

  set_up (&desk, "woocommerce");
  process = start (&desk, "sleep 1000");
  is_written = abort_it (&desk, process);
  tear_down (&desk);
  if (!is_written)
    g_test_skip ("This computer writes no images of memory at all");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; wb_demo_shop_platform (i); i++) {
    g_autofree char *ctl = g_strdup_printf ("/e2e/secrets/%s/winbackctl", wb_demo_shop_platform (i));
    g_autofree char *service = g_strdup_printf ("/e2e/secrets/%s/service", wb_demo_shop_platform (i));

    g_test_add_data_func (ctl, wb_demo_shop_platform (i), test_winbackctl);
    g_test_add_data_func (service, wb_demo_shop_platform (i), test_service);
  }
  g_test_add_func ("/e2e/secrets/window", test_window);
  g_test_add_func ("/e2e/secrets/images-are-seen", test_images_are_seen);

  return g_test_run ();
}
