/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the fuzzed programs share. Each takes bytes from libFuzzer and feeds them to one reader of
 * what people, servers and files send; a failed assertion is a finding, as a crash is. */

#pragma once

#include <glib.h>
#include <string.h>

int        LLVMFuzzerInitialize    (int           *argc,
                                    char        ***argv);
int        LLVMFuzzerTestOneInput  (const guint8  *data,
                                    gsize          size);

/* As a text with an end; what a NUL hides from the reader would be hidden from us, too. */
static inline char *
fuzz_dup_text (const guint8 *data,
               gsize         size)
{
  return g_strndup ((const char *) data, size);
}
