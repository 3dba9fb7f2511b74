/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* winback-demo: starts the demo, says in one line of JSON where it is, and serves until SIGTERM. */

#include "config.h"

#include <gio/gio.h>
#include <glib-unix.h>
#include <glib/gi18n.h>
#include <locale.h>
#include <stdio.h>

#include "wb-demo.h"
#include "wb-time.h"

/* Exit statuses of all our programs. */
#define STATUS_OK 0
#define STATUS_FAILED 1
#define STATUS_USAGE 2

#define SECS_PER_DAY 86400

typedef struct
{
  char *dir;      /* (owned) (nullable) */
  char *seed;     /* (owned) (nullable) */
  char *now;      /* (owned) (nullable) */
  int port;
  int n_tickets;  /* -1 = not given, as below */
  int n_calls;
  int customers_secs;
  GStrv faults;   /* (owned) (nullable) */
  gboolean inactive;
  gboolean show_version;
} Arguments;

static void
clear_arguments (Arguments *self)
{
  g_free (self->dir);
  g_free (self->seed);
  g_free (self->now);
  g_strfreev (self->faults);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Arguments, clear_arguments)

static gboolean
parse_arguments (Arguments   *self,
                 int         *argc,
                 char      ***argv,
                 GError     **error)
{
  const GOptionEntry entries[] = {
    { "dir", 0, 0, G_OPTION_ARG_FILENAME, &self->dir,
      N_ ("Keep the data in this folder, and go on with what is there"), N_ ("FOLDER") },
    { "port", 0, 0, G_OPTION_ARG_INT, &self->port,
      N_ ("Serve the helpdesk on this port (default: any free one)"), N_ ("PORT") },
    { "seed", 0, 0, G_OPTION_ARG_STRING, &self->seed,
      N_ ("The same number gives the same data (default: 1)"), N_ ("NUMBER") },
    { "now", 0, 0, G_OPTION_ARG_STRING, &self->now,
      N_ ("Start the clock at this time, such as 2026-11-21T09:00:00Z"), N_ ("TIME") },
    { "tickets", 0, 0, G_OPTION_ARG_INT, &self->n_tickets,
      N_ ("How many tickets, most of them new (default: a year of them)"), N_ ("NUMBER") },
    { "calls", 0, 0, G_OPTION_ARG_INT, &self->n_calls,
      N_ ("How many calls, at most one per ticket (default: 40)"), N_ ("NUMBER") },
    { "customers", 0, 0, G_OPTION_ARG_INT, &self->customers_secs,
      N_ ("Every so many seconds a customer comes, for a call or a coupon (default: nobody does)"),
      N_ ("SECONDS") },
    { "fault", 0, 0, G_OPTION_ARG_STRING_ARRAY, &self->faults,
      N_ ("What the next request of a name meets in a shop, as often as it is given"),
      N_ ("SHOP:REQUEST:KIND") },
    { "inactive", 0, 0, G_OPTION_ARG_NONE, &self->inactive,
      N_ ("Remarketing has not been activated yet"), NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, &self->show_version, N_ ("Show the version"), NULL },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);

  g_option_context_set_summary (context,
                                _ ("A merchant to play with: a helpdesk and three shops."));
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  if (!g_option_context_parse (context, argc, argv, error))
    return FALSE;
  if (*argc > 1) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_UNKNOWN_OPTION,
                 _ ("Unexpected argument %s."),
                 (*argv)[1]);
    return FALSE;
  }

  return TRUE;
}

static gboolean
fail_value (GError     **error,
            const char  *message)
{
  g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, message);

  return FALSE;
}

/* By its platform or by its name on orders. */
static gboolean
read_shop (const char *text,
           WbDemoShop *shop_out)
{
  for (int i = 0; i < WB_DEMO_N_SHOPS; i++) {
    if (g_strcmp0 (text, wb_demo_store_platform ((WbDemoShop) i)) == 0 ||
        g_strcmp0 (text, wb_demo_store_name ((WbDemoShop) i)) == 0) {
      *shop_out = (WbDemoShop) i;
      return TRUE;
    }
  }

  return FALSE;
}

static const char *
find_request (const char *text)
{
  static const char *const requests[] = {
    WB_PRETEND_REQUEST_ANY, WB_PRETEND_REQUEST_CHECK, WB_PRETEND_REQUEST_CREATE,
    WB_PRETEND_REQUEST_FIND, WB_PRETEND_REQUEST_REMOVE, WB_PRETEND_REQUEST_ORDERS,
  };

  for (guint i = 0; i < G_N_ELEMENTS (requests); i++) {
    if (g_strcmp0 (text, requests[i]) == 0)
      return requests[i];
  }

  return NULL;
}

/* Who wrote something else is told what there is. */
static gboolean
fail_fault (GError     **error,
            const char  *text)
{
  g_autoptr (GString) shops = g_string_new (NULL);
  g_autoptr (GString) kinds = g_string_new (NULL);

  for (int i = 0; i < WB_DEMO_N_SHOPS; i++)
    g_string_append_printf (shops, "%s%s", i == 0 ? "" : ", ",
                            wb_demo_store_name ((WbDemoShop) i));
  for (int i = 0; i < WB_DEMO_N_SHOPS; i++)
    g_string_append_printf (shops, ", %s", wb_demo_store_platform ((WbDemoShop) i));
  for (int i = WB_PRETEND_FAULT_NONE + 1; i < WB_PRETEND_FAULT_HOLD_BEFORE; i++)
    g_string_append_printf (kinds, "%s%s", kinds->len == 0 ? "" : ", ",
                            wb_pretend_fault_to_text ((WbPretendFault) i));
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               /* Translators: what was written, and three lists of words. */
               _ ("--fault takes SHOP:REQUEST:KIND, not %s.\nShops: %s\nRequests: %s\nKinds: %s"),
               text, shops->str, "any, check, create, find, remove, orders", kinds->str);

  return FALSE;
}

/* Those that wait to be released are for tests: nobody could release them here. */
static gboolean
read_fault (const char   *text,
            WbDemoFault  *fault,
            GError      **error)
{
  g_auto (GStrv) words = g_strsplit (text, ":", -1);

  fault->times = 1;
  if (g_strv_length (words) != 3 || !read_shop (words[0], &fault->shop) ||
      !(fault->request = find_request (words[1])) ||
      !wb_pretend_fault_from_text (words[2], &fault->kind) ||
      fault->kind == WB_PRETEND_FAULT_NONE || fault->kind >= WB_PRETEND_FAULT_HOLD_BEFORE)
    return fail_fault (error, text);

  return TRUE;
}

static gboolean
read_faults (const Arguments  *arguments,
             GArray           *faults,
             GError          **error)
{
  for (guint i = 0; arguments->faults && arguments->faults[i]; i++) {
    WbDemoFault fault = { 0 };

    if (!read_fault (arguments->faults[i], &fault, error))
      return FALSE;
    g_array_append_val (faults, fault);
  }

  return TRUE;
}

static gboolean
read_arguments (const Arguments  *arguments,
                WbDemoOptions    *options,
                GError          **error)
{
  int n_calls_default = WB_DEMO_CALLS_DEFAULT;

  options->dir = arguments->dir;
  options->seed = 1;
  options->now = WB_TIME_NONE;

  if (arguments->port < 0 || arguments->port > G_MAXUINT16)
    return fail_value (error, _ ("--port takes a number from 0 to 65535."));
  options->port = (guint16) arguments->port;
  if (arguments->seed &&
      !g_ascii_string_to_unsigned (arguments->seed, 10, 0, G_MAXUINT64, &options->seed, NULL))
    return fail_value (error, _ ("--seed takes a whole number from 0 on."));
  if (arguments->now && !wb_time_parse (arguments->now, &options->now))
    return fail_value (error, _ ("--now takes a time, such as 2026-11-21T09:00:00Z."));
  if (arguments->n_tickets < -1 || arguments->n_tickets > WB_DEMO_TICKETS_MAX ||
      arguments->n_calls < -1 || arguments->n_calls > WB_DEMO_TICKETS_MAX)
    return fail_value (error, _ ("--tickets and --calls take numbers from 0 to 2000000."));
  if (arguments->customers_secs != -1 &&
      (arguments->customers_secs < 1 || arguments->customers_secs > SECS_PER_DAY))
    return fail_value (error, _ ("--customers takes a number of seconds from 1 to 86400."));
  options->customers_secs = MAX (arguments->customers_secs, 0);

  /* Customers cannot have asked for calls that nobody offered, unless that is asked for. */
  options->inactive = arguments->inactive;
  if (arguments->inactive && arguments->n_calls < 0)
    n_calls_default = 0;

  /* Who says how many wants them in sight; else they are those of a year, so that Results has
   * something to compare. Who asks for one of the two gets enough of the other. */
  options->is_year = !arguments->inactive && arguments->n_tickets < 0 &&
                     arguments->n_calls <= WB_DEMO_CALLS_DEFAULT;
  options->n_tickets = arguments->n_tickets >= 0 ? arguments->n_tickets
                     : options->is_year ? WB_DEMO_YEAR_TICKETS_DEFAULT
                     : MAX (WB_DEMO_TICKETS_DEFAULT, arguments->n_calls);
  options->n_calls = arguments->n_calls >= 0
    ? arguments->n_calls : MIN (n_calls_default, options->n_tickets);
  if (options->n_calls > options->n_tickets)
    return fail_value (error, _ ("--calls cannot be more than --tickets."));
  /* Nobody has answered calls of a merchant who has never offered any. */
  if (!options->inactive && options->n_calls > 0)
    options->n_answered = MIN (options->is_year ? WB_DEMO_YEAR_ANSWERED_DEFAULT
                                                : WB_DEMO_ANSWERED_DEFAULT,
                               options->n_tickets - options->n_calls);

  return TRUE;
}

static gboolean
signal_cb (gpointer user_data)
{
  g_main_loop_quit (user_data);

  return G_SOURCE_CONTINUE;
}

static int
complain (const GError *error,
          int           status)
{
  g_printerr ("winback-demo: %s\n", error->message);

  return status;
}

static int
serve (const WbDemoOptions *options)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (WbDemo) demo = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *line = NULL;
  guint terminated = g_unix_signal_add (SIGTERM, signal_cb, loop);
  guint interrupted = g_unix_signal_add (SIGINT, signal_cb, loop);
  int status = STATUS_OK;

  demo = wb_demo_start (options, &error);
  if (demo) {
    line = wb_demo_dup_ready_line (demo);
    /* Who started us waits for the line at the other end of a pipe. */
    if (puts (line) == EOF || fflush (stdout) == EOF)
      status = STATUS_FAILED;
    else
      g_main_loop_run (loop);
  } else {
    status = complain (error, STATUS_FAILED);
  }
  g_source_remove (terminated);
  g_source_remove (interrupted);

  return status;
}

int
main (int   argc,
      char *argv[])
{
  g_auto (Arguments) arguments = { .n_tickets = -1, .n_calls = -1, .customers_secs = -1 };
  WbDemoOptions options = { NULL };
  g_autoptr (GArray) faults = g_array_new (FALSE, FALSE, sizeof (WbDemoFault));
  g_autoptr (GError) error = NULL;

  /* HTTP/2 over TLS leaks descriptors in the libsoup of Debian 12 (reference/proven.md 1). */
  g_setenv ("SOUP_FORCE_HTTP1", "1", TRUE);
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  if (!parse_arguments (&arguments, &argc, &argv, &error) ||
      !read_arguments (&arguments, &options, &error) ||
      !read_faults (&arguments, faults, &error))
    return complain (error, STATUS_USAGE);
  options.faults = (const WbDemoFault *) (gpointer) faults->data;
  options.n_faults = faults->len;
  if (arguments.show_version) {
    g_print ("winback-demo %s\n", WB_VERSION);
    return STATUS_OK;
  }

  return serve (&options);
}
