/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Uploads: one file out of a form that anybody may have written. What is found lies inside the body,
 * has no boundary in it, and a name that leads nowhere. The first line is the boundary. */

#include "fuzz.h"

#include "wb-portal-multipart.h"

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  const guint8 *line = memchr (data, '\n', size);
  gsize n_boundary = line ? (gsize) (line - data) : 0;
  g_autofree char *boundary = fuzz_dup_text (data, n_boundary);
  gsize skipped = line ? n_boundary + 1 : 0;
  g_autoptr (GBytes) body = g_bytes_new (data + skipped, size - skipped);
  g_auto (WbPortalPart) part = { 0 };
  g_autoptr (GError) error = NULL;

  if (wb_portal_multipart_find (body, boundary, "file", &part, &error)) {
    gsize length = 0;
    const char *found = g_bytes_get_data (part.bytes, &length);
    g_autofree char *delimiter = g_strconcat ("\r\n--", boundary, NULL);

    g_assert_no_error (error);
    g_assert_cmpuint (length, <, size);
    g_assert_null (g_strstr_len (found, (gssize) length, delimiter));
    if (part.file_name) {
      g_assert_true (g_utf8_validate (part.file_name, -1, NULL));
      g_assert_null (strpbrk (part.file_name, "/\\\r\n"));
    }
  } else {
    g_assert_nonnull (error);
  }

  return 0;
}
