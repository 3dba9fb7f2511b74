/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Taking a file out of a form that anybody may have written. */

#include "config.h"

#include "wb-portal-multipart.h"

#include <string.h>

#define HEAD "Content-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\n\r\n"
#define OTHER "Content-Disposition: form-data; name=\"note\"\r\n\r\nhello\r\n"

static void
test_portal_multipart_forms (void)
{
  static const struct {
    const char *why;
    const char *boundary;
    const char *body;
    const char *content;  /* NULL = refused */
    const char *name;
  } rows[] = {
    { "one file", "b", "--b\r\n" HEAD "PNG\r\n--b--\r\n", "PNG", "a.png" },
    { "no line end at the end", "b", "--b\r\n" HEAD "PNG\r\n--b--", "PNG", "a.png" },
    { "words before and after", "b", "hello\r\n--b\r\n" HEAD "PNG\r\n--b--\r\nbye", "PNG", "a.png" },
    { "blanks after a boundary", "b", "--b \t\r\n" HEAD "PNG\r\n--b--", "PNG", "a.png" },
    { "another field first", "b", "--b\r\n" OTHER "--b\r\n" HEAD "PNG\r\n--b--", "PNG", "a.png" },
    { "another field last", "b", "--b\r\n" HEAD "PNG\r\n--b\r\n" OTHER "--b--", "PNG", "a.png" },
    { "an empty file", "b", "--b\r\n" HEAD "\r\n--b--", "", "a.png" },
    { "line ends inside", "b", "--b\r\n" HEAD "\r\n\r\nP\r\n-\r\n\r\n--b--", "\r\n\r\nP\r\n-\r\n", "a.png" },
    { "nearly a boundary inside", "xyz", "--xyz\r\n" HEAD "P\r\n--xy\r\n--xyz--", "P\r\n--xy", "a.png" },
    { "no name", "b", "--b\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nP\r\n--b--", "P", NULL },
    { "a whole path", "b",
      "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"C:/x/pod zim.png\"\r\n\r\nP\r\n--b--",
      "P", "pod zim.png" },
    { "small letters, more headers", "b",
      "--b\r\nContent-Type: image/png\r\ncontent-disposition: form-data; name=file; filename=a.png\r\n\r\nP\r\n--b--",
      "P", "a.png" },
    { "a name in Czech", "b",
      "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"léto.png\"\r\n\r\nP\r\n--b--",
      "P", "léto.png" },

    { "no boundary told", NULL, "--b\r\n" HEAD "PNG\r\n--b--\r\n", NULL, NULL },
    { "an empty boundary", "", "--b\r\n" HEAD "PNG\r\n--b--\r\n", NULL, NULL },
    { "another boundary", "c", "--b\r\n" HEAD "PNG\r\n--b--\r\n", NULL, NULL },
    { "a boundary of 71",
      "00000000001111111111222222222233333333334444444444555555555566666666667", "x", NULL, NULL },
    { "empty", "b", "", NULL, NULL },
    { "only the end", "b", "--b--\r\n", NULL, NULL },
    { "no such field", "b", "--b\r\n" OTHER "--b--\r\n", NULL, NULL },
    { "not form-data", "b", "--b\r\nContent-Disposition: attachment; name=\"file\"\r\n\r\nP\r\n--b--", NULL, NULL },
    { "twice", "b", "--b\r\n" HEAD "P\r\n--b\r\n" HEAD "Q\r\n--b--", NULL, NULL },
    { "cut in the file", "b", "--b\r\n" HEAD "PN", NULL, NULL },
    { "cut before the last boundary's end", "b", "--b\r\n" HEAD "PNG\r\n--b", NULL, NULL },
    { "cut after half its end", "b", "--b\r\n" HEAD "PNG\r\n--b-", NULL, NULL },
    { "cut in the headers", "b", "--b\r\nContent-Disposition: form-data; name=\"fi", NULL, NULL },
    { "cut after the first boundary", "b", "--b", NULL, NULL },
    { "cut before another field's end", "b", "--b\r\n" HEAD "PNG\r\n--b\r\n" OTHER, NULL, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GBytes) body = g_bytes_new_static (rows[i].body, strlen (rows[i].body));
    g_auto (WbPortalPart) part = { NULL };
    g_autoptr (GError) error = NULL;
    gboolean found = wb_portal_multipart_find (body, rows[i].boundary, "file", &part, &error);

    g_test_message ("%s", rows[i].why);
    if (!rows[i].content) {
      g_assert_false (found);
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
      continue;
    }
    g_assert_no_error (error);
    g_assert_true (found);
    g_assert_cmpmem (g_bytes_get_data (part.bytes, NULL), g_bytes_get_size (part.bytes),
                     rows[i].content, strlen (rows[i].content));
    g_assert_cmpstr (part.file_name, ==, rows[i].name);
  }
}

/* However short it is cut, a form is refused and nothing outside of it is read. */
static void
test_portal_multipart_cut_anywhere (void)
{
  static const char whole[] = "--b\r\n" OTHER "--b\r\n" HEAD "PNG\0PNG\r\n--b--";

  for (gsize length = 0; length < sizeof whole - 1; length++) {
    /* Its own memory, so that a reader that goes on is caught. */
    g_autoptr (GBytes) body = g_bytes_new (whole, length);
    g_auto (WbPortalPart) part = { NULL };
    g_autoptr (GError) error = NULL;

    g_test_message ("%zu bytes", length);
    g_assert_false (wb_portal_multipart_find (body, "b", "file", &part, &error));
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
  }
  {
    g_autoptr (GBytes) body = g_bytes_new (whole, sizeof whole - 1);
    g_auto (WbPortalPart) part = { NULL };

    g_assert_true (wb_portal_multipart_find (body, "b", "file", &part, NULL));
    g_assert_cmpmem (g_bytes_get_data (part.bytes, NULL), g_bytes_get_size (part.bytes),
                     "PNG\0PNG", 7);
  }
}

static void
test_portal_multipart_names (void)
{
  g_autofree char *long_name = g_strnfill (500, 'a');
  g_autofree char *head = g_strdup_printf (
    "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\001\x7f%s\"\r\n\r\nP\r\n--b--",
    long_name);
  g_autoptr (GBytes) body = g_bytes_new_static (head, strlen (head));
  g_auto (WbPortalPart) part = { NULL };

  g_assert_true (wb_portal_multipart_find (body, "b", "file", &part, NULL));
  long_name[200] = '\0';
  g_assert_cmpstr (part.file_name, ==, long_name);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wb/portal/multipart/only-whole-forms-with-the-field",
                   test_portal_multipart_forms);
  g_test_add_func ("/wb/portal/multipart/cut-anywhere-is-refused",
                   test_portal_multipart_cut_anywhere);
  g_test_add_func ("/wb/portal/multipart/names-are-short-and-plain", test_portal_multipart_names);

  return g_test_run ();
}
