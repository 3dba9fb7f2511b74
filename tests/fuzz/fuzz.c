/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The start of every fuzzed program. A critical message is a finding: it ends the program by the
 * signal that makes libFuzzer keep the input, which GLib's own way of ending does not. */

#include <stdio.h>
#include <stdlib.h>

#include "fuzz.h"

static GLogWriterOutput
write_log (GLogLevelFlags   level,
           const GLogField *fields,
           gsize            n_fields,
           gpointer         data)
{
  if (level & (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL)) {
    for (gsize i = 0; i < n_fields; i++) {
      if (strcmp (fields[i].key, "MESSAGE") == 0)
        fprintf (stderr, "%s\n", (const char *) fields[i].value);
    }
    abort ();
  }

  return G_LOG_WRITER_HANDLED;
}

int
LLVMFuzzerInitialize (int    *argc,
                      char ***argv)
{
  g_log_set_writer_func (write_log, NULL, NULL);

  return 0;
}
