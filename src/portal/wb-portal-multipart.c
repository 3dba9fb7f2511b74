/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Walks a multipart body from boundary to boundary; see wb-portal-multipart.h. A body is taken only
 * whole: one that does not end in its last boundary was cut off on the way. */

#include "config.h"

#include "wb-portal-multipart.h"

#include <libsoup/soup.h>
#include <string.h>

/* RFC 2046, 5.1.1. */
#define BOUNDARY_MAX 70
#define HEADERS_MAX 8192
#define DISPOSITION "Content-Disposition:"
#define PARTS_MAX 32
#define NAME_CHARS_MAX 200

void
wb_portal_part_clear (WbPortalPart *self)
{
  g_clear_pointer (&self->file_name, g_free);
  g_clear_pointer (&self->bytes, g_bytes_unref);
}

/* What is still to be read. */
typedef struct
{
  const char *at;
  const char *end;
} Rest;

static gboolean
fail (GError     **error,
      const char  *message)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, message);

  return FALSE;
}

static gboolean
starts_with (const Rest *rest,
             const char *text)
{
  gsize length = strlen (text);

  return (gsize) (rest->end - rest->at) >= length && memcmp (rest->at, text, length) == 0;
}

static const char *
find (const Rest *rest,
      const char *text)
{
  Rest ahead = *rest;

  for (;;) {
    ahead.at = memchr (ahead.at, text[0], (gsize) (ahead.end - ahead.at));
    if (!ahead.at || starts_with (&ahead, text))
      return ahead.at;
    ahead.at++;
  }
}

/* After a boundary: the end of its line, or "--" which ends the body. */
static gboolean
pass_boundary_end (Rest      *rest,
                   gboolean  *is_last_out,
                   GError   **error)
{
  *is_last_out = starts_with (rest, "--");
  if (*is_last_out)
    return TRUE;

  while (rest->at < rest->end && (*rest->at == ' ' || *rest->at == '\t'))
    rest->at++;
  if (!starts_with (rest, "\r\n"))
    return fail (error, "The form is not whole: it ends inside a boundary.");
  rest->at += 2;

  return TRUE;
}

/* The name as people would say it: a browser may send a whole path. */
static char *
clean_file_name (const char *raw)
{
  const char *slash = NULL;
  g_autofree char *valid = NULL;
  GString *name = NULL;
  glong n_chars = 0;

  if (!raw)
    return NULL;

  valid = g_utf8_make_valid (raw, -1);
  slash = strrchr (valid, '/');
  if (!slash || (strrchr (valid, '\\') && strrchr (valid, '\\') > slash))
    slash = strrchr (valid, '\\');
  name = g_string_new (NULL);
  for (const char *c = slash ? slash + 1 : valid; *c && n_chars < NAME_CHARS_MAX;
       c = g_utf8_next_char (c)) {
    gunichar character = g_utf8_get_char (c);

    if (g_unichar_iscntrl (character))
      continue;
    g_string_append_unichar (name, character);
    n_chars++;
  }

  return g_string_free (name, name->len == 0);
}

/* TRUE = this is the part called @field. */
static gboolean
read_headers (const char  *text,
              const char  *field,
              char       **file_name_out)
{
  g_auto (GStrv) lines = g_strsplit (text, "\r\n", -1);

  for (guint i = 0; lines[i]; i++) {
    const char *value = strchr (lines[i], ':');
    GHashTable *params = NULL;
    gboolean is_it = FALSE;

    if (!value || g_ascii_strncasecmp (lines[i], DISPOSITION, strlen (DISPOSITION)) != 0)
      continue;

    params = soup_header_parse_semi_param_list (value + 1);
    is_it = g_hash_table_contains (params, "form-data") &&
            g_strcmp0 (g_hash_table_lookup (params, "name"), field) == 0;
    if (is_it)
      *file_name_out = clean_file_name (g_hash_table_lookup (params, "filename"));
    soup_header_free_param_list (params);

    return is_it;
  }

  return FALSE;
}

/* One part, from after its boundary's line to the next boundary, which is passed. */
static gboolean
read_part (Rest          *rest,
           GBytes        *body,
           const char    *delimiter,
           const char    *field,
           WbPortalPart  *part_out,
           GError       **error)
{
  const char *start = g_bytes_get_data (body, NULL);
  const char *blank = find (rest, "\r\n\r\n");
  const char *end = NULL;
  g_autofree char *headers = NULL;
  g_autofree char *file_name = NULL;

  if (!blank || blank - rest->at > HEADERS_MAX)
    return fail (error, "The form is not whole: a part has no end of its headers.");

  headers = g_strndup (rest->at, (gsize) (blank - rest->at));
  rest->at = blank + 4;
  end = find (rest, delimiter);
  if (!end)
    return fail (error, "The form is not whole: its last boundary is missing.");

  if (read_headers (headers, field, &file_name)) {
    if (part_out->bytes)
      return fail (error, "The form has this field twice.");
    part_out->file_name = g_steal_pointer (&file_name);
    part_out->bytes = g_bytes_new_from_bytes (body, (gsize) (rest->at - start),
                                              (gsize) (end - rest->at));
  }
  rest->at = end + strlen (delimiter);

  return TRUE;
}

/**
 * wb_portal_multipart_find:
 * @body: a request's body
 * @boundary: (nullable): what its Content-Type says
 * @field: the field wanted
 * @part_out: (out caller-allocates): the field; clear it whatever is returned
 * @error: return location (G_IO_ERROR_INVALID_DATA), a sentence for who sent it
 *
 * Returns: `FALSE` with @error set when the body is no whole form or has no such field
 */
gboolean
wb_portal_multipart_find (GBytes        *body,
                          const char    *boundary,
                          const char    *field,
                          WbPortalPart  *part_out,
                          GError       **error)
{
  g_autofree char *delimiter = NULL;
  gsize size = 0;
  const char *data = g_bytes_get_data (body, &size);
  Rest rest = { data, data };
  gboolean is_last = FALSE;
  int n_parts = 0;

  *part_out = (WbPortalPart) { NULL };
  if (!boundary || !*boundary || strlen (boundary) > BOUNDARY_MAX)
    return fail (error, "The form's boundary is missing or too long.");
  if (!data)
    return fail (error, "The form is empty.");

  rest.end += size;
  delimiter = g_strdup_printf ("\r\n--%s", boundary);
  /* The first boundary may stand at the very start. */
  if (starts_with (&rest, delimiter + 2)) {
    rest.at += strlen (delimiter) - 2;
  } else {
    const char *first = find (&rest, delimiter);

    if (!first)
      return fail (error, "The form has no boundary.");
    rest.at = first + strlen (delimiter);
  }

  if (!pass_boundary_end (&rest, &is_last, error))
    return FALSE;
  while (!is_last) {
    if (++n_parts > PARTS_MAX)
      return fail (error, "The form has too many fields.");
    if (!read_part (&rest, body, delimiter, field, part_out, error) ||
        !pass_boundary_end (&rest, &is_last, error))
      return FALSE;
  }

  if (!part_out->bytes)
    return fail (error, "The form has no such field.");

  return TRUE;
}
