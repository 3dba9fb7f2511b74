/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The service as a process of its own, for tests that kill it: a given ledger, a given port, and a
 * clock that runs some 300 times as fast, so that "look again after 60 s" takes a fifth of a second.
 *
 *   portal-child LEDGER PORT NOW_MS
 *   portal-child LEDGER PORT FROM_MS FROM_USEC FACTOR
 *
 * The second form has a clock that shows the same in all programs that are given the same. It ends with
 * the test that started it. */

#include "config.h"

#include <glib-unix.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>

#include "wb-fast-clock.h"
#include "wb-portal.h"

#define TICK_MS 2
#define STEP_MS 600

static gboolean
tick_cb (gpointer clock)
{
  wb_movable_clock_advance (WB_MOVABLE_CLOCK (clock), STEP_MS);

  return G_SOURCE_CONTINUE;
}

/* Asked to end, it ends as the service does; a log that only grew would make each start write more. */
static gboolean
end_cb (gpointer loop)
{
  g_main_loop_quit (loop);

  return G_SOURCE_CONTINUE;
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (WbClock) clock = NULL;
  g_autoptr (WbRandom) random = wb_system_random_new ();
  g_autoptr (WbPortal) portal = NULL;
  g_autofree char *listen = NULL;
  WbPortalOptions options = { 0 };
  g_autoptr (GError) error = NULL;

  g_assert_true (argc == 4 || argc == 6);
  prctl (PR_SET_PDEATHSIG, SIGKILL);
  listen = g_strdup_printf ("127.0.0.1:%s", argv[2]);
  if (argc == 6)
    clock = wb_fast_clock_new (g_ascii_strtoll (argv[3], NULL, 10), g_ascii_strtoll (argv[4], NULL, 10),
                               (guint) atoi (argv[5]));
  else
    clock = WB_CLOCK (wb_movable_clock_new (g_ascii_strtoll (argv[3], NULL, 10), TRUE));
  options.db_path = argv[1];
  options.listen = listen;
  options.allow_loopback = TRUE;
  options.rate_limit_per_minute = WB_PORTAL_RATE_OFF;
  portal = wb_portal_open (&options, clock, random, &error);
  if (!portal || !wb_portal_start (portal, &error)) {
    g_printerr ("portal-child: %s\n", error->message);
    return 1;
  }
  if (argc == 4)
    g_timeout_add (TICK_MS, tick_cb, clock);
  g_unix_signal_add (SIGTERM, end_cb, loop);
  g_print ("ready\n");
  g_main_loop_run (loop);

  return 0;
}
