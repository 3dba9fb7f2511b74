/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The desktop application's entry: what must be set before any library starts, then run. */

#include "config.h"

#include "wb-application.h"

#include "wb-memory.h"

#include <glib/gi18n.h>
#include <locale.h>

int
main (int   argc,
      char *argv[])
{
  g_autoptr (WbApplication) app = NULL;

  wb_memory_keep_images ();
  /* HTTP/2 over TLS leaks descriptors in the floor's libsoup (reference/proven.md 1). */
  g_setenv ("SOUP_FORCE_HTTP1", "1", TRUE);

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  app = wb_application_new ();

  return g_application_run (G_APPLICATION (app), argc, argv);
}
