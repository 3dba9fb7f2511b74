/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CSV, one row at a time; see wb-csv.h. */

#include "config.h"

#include "wb-csv.h"

#include <string.h>

/* A minus may start a number, and nothing else. */
static gboolean
is_number (const char *text)
{
  gboolean has_digit = FALSE;
  gboolean has_point = FALSE;

  if (*text == '-')
    text++;
  for (; *text; text++) {
    if (g_ascii_isdigit (*text))
      has_digit = TRUE;
    else if (*text == '.' && has_digit && !has_point)
      has_point = TRUE;
    else
      return FALSE;
  }

  return has_digit;
}

/* What a spreadsheet takes for the start of a formula, or skips on the way to one. */
static gboolean
is_formula (const char *text)
{
  if (strchr ("=+@\t\r", *text))
    return *text != '\0';

  return *text == '-' && !is_number (text);
}

/**
 * wb_csv_append_cell:
 * @out: what is written
 * @text: (nullable): the cell; `NULL` = empty
 * @is_last: whether the row ends with it
 *
 * Appends one cell and what follows it, a comma or CRLF. Quoted where RFC 4180 asks for it; what a
 * spreadsheet would run (`=`, `+`, `-`, `@`, tab, return at the start) gets an apostrophe before
 * it, which spreadsheets show as text.
 */
void
wb_csv_append_cell (GString    *out,
                    const char *text,
                    gboolean    is_last)
{
  gboolean harmful = FALSE;

  g_return_if_fail (out);

  if (text && *text) {
    harmful = is_formula (text);
    if (!harmful && !strpbrk (text, ",\"\r\n")) {
      g_string_append (out, text);
    } else {
      g_string_append_c (out, '"');
      if (harmful)
        g_string_append_c (out, '\'');
      for (const char *at = text; *at; at++) {
        if (*at == '"')
          g_string_append_c (out, '"');
        g_string_append_c (out, *at);
      }
      g_string_append_c (out, '"');
    }
  }
  g_string_append (out, is_last ? "\r\n" : ",");
}

/**
 * wb_csv_append_row:
 * @out: what is written
 * @cells: (array zero-terminated=1): the row's cells; an empty one is ""
 *
 * Appends one row with CRLF at its end.
 */
void
wb_csv_append_row (GString           *out,
                   const char *const *cells)
{
  g_return_if_fail (out && cells && cells[0]);

  for (guint i = 0; cells[i]; i++)
    wb_csv_append_cell (out, cells[i], !cells[i + 1]);
}
