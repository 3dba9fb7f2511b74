/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* One first sync into a new workspace, timed from the moment the workspace stands to the moment
 * everything is stored and searchable.
 *
 *   bench-sync URL FOLDER      prints "SECONDS TICKETS\n" */

#include "config.h"

#include "wb-sync.h"
#include "wb-ticket-store.h"

#include <stdio.h>

int
main (int    argc,
      char **argv)
{
  g_autoptr (WbClock) clock = wb_system_clock_new ();
  g_autoptr (WbRandom) random = wb_system_random_new ();
  WbSecrets *secrets = NULL;   /* the engine takes it */
  g_autoptr (WbWorkspace) workspace = NULL;
  g_autoptr (WbSync) sync = NULL;
  g_autofree char *spec = NULL;
  g_autofree char *dir = NULL;
  g_autoptr (GError) error = NULL;
  gint64 start_usec;
  gint64 end_usec;
  gint64 count = 0;

  g_assert_cmpint (argc, ==, 3);
  spec = g_strdup_printf ("file:%s/secrets/tokens", argv[2]);
  dir = g_build_filename (argv[2], "workspace", NULL);
  secrets = wb_secrets_new (spec, &error);
  g_assert_no_error (error);
  workspace = wb_sync_connect (argv[1], "0123456789abcdef0123456789abcdef01234567", NULL, dir, secrets,
                               clock, random, NULL, &error);
  g_assert_no_error (error);
  sync = wb_sync_new_for_workspace (workspace, secrets, NULL);
  start_usec = g_get_monotonic_time ();
  wb_sync_run (sync, NULL, &error);
  end_usec = g_get_monotonic_time ();
  g_assert_no_error (error);
  wb_ticket_store_count (wb_workspace_get_reader (workspace), &count, &error);
  g_assert_no_error (error);
  printf ("%.3f %" G_GINT64_FORMAT "\n", (double) (end_usec - start_usec) / G_USEC_PER_SEC, count);
  g_clear_object (&sync);
  wb_workspace_close (workspace);

  return 0;
}
