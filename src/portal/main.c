/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* winback-portal: the companion service and its command line. */

#include "config.h"

#include <locale.h>

#include <glib/gi18n-lib.h>

#include "wb-memory.h"
#include "wb-portal-commands.h"

int
main (int    argc,
      char **argv)
{
  wb_memory_shut ();
  /* HTTP/2 leaks descriptors for each aborted call; before any other thread is there
   * (reference/proven.md 1). */
  g_setenv ("SOUP_FORCE_HTTP1", "1", TRUE);

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  return wb_portal_commands_run (argc, argv);
}
