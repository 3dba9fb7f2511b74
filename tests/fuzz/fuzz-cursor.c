/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The event feed's cursors: a client sends one back, or anything at all. What is taken is just what
 * was given out, letter for letter. */

/* The two functions are nobody else's, so their file is taken in. */
#include "wb-api-events.c"

#include "fuzz.h"

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autofree char *text = fuzz_dup_text (data, size);
  gint64 number = -1;

  if (parse_cursor (text, &number)) {
    g_autofree char *cursor = make_cursor (number);

    g_assert_cmpint (number, >=, 0);
    g_assert_cmpstr (cursor, ==, text);
  }

  return 0;
}
