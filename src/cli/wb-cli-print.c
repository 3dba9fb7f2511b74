/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What winbackctl writes to standard output; see the header. */

#include "config.h"

#include "wb-cli-print.h"

#include "wb-time.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>

#define GAP 2
#define SHORT_ID 8

struct _WbCliTable
{
  guint n_columns;
  GPtrArray *rows;   /* (owned) (element-type GStrv) the headings first */
};

/**
 * wb_cli_table_new:
 * @first_heading: heading of the first column
 * @...: the other headings, then `NULL`
 *
 * Returns: (transfer full): a table without rows
 */
WbCliTable *
wb_cli_table_new (const char *first_heading,
                  ...)
{
  WbCliTable *self = g_new0 (WbCliTable, 1);
  g_autoptr (GStrvBuilder) headings = g_strv_builder_new ();
  GStrv row;
  va_list rest;

  va_start (rest, first_heading);
  for (const char *heading = first_heading; heading; heading = va_arg (rest, const char *))
    g_strv_builder_add (headings, heading);
  va_end (rest);
  row = g_strv_builder_end (headings);
  self->n_columns = g_strv_length (row);
  self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  g_ptr_array_add (self->rows, row);
  return self;
}

/**
 * wb_cli_table_free:
 * @self: a table
 */
void
wb_cli_table_free (WbCliTable *self)
{
  g_ptr_array_unref (self->rows);
  g_free (self);
}

/* A cell is one line of visible characters, whatever a customer or a server wrote: an escape
 * sequence must not reach the terminal. */
static char *
tidy_cell (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text ? text : "", -1);
  GString *cell = g_string_new (NULL);

  for (const char *c = valid; *c; c = g_utf8_next_char (c)) {
    gunichar letter = g_utf8_get_char (c);

    g_string_append_unichar (cell, g_unichar_iscntrl (letter) ? ' ' : letter);
  }
  return g_string_free (cell, FALSE);
}

/**
 * wb_cli_table_add:
 * @self: a table
 * @cells: one text per column; `NULL` for an empty cell
 */
void
wb_cli_table_add (WbCliTable        *self,
                  const char *const *cells)
{
  GStrv row = g_new0 (char *, self->n_columns + 1);

  for (guint i = 0; i < self->n_columns; i++)
    row[i] = tidy_cell (cells[i]);
  g_ptr_array_add (self->rows, row);
}

/**
 * wb_cli_format_cells:
 * @cells: (array zero-terminated=1): texts
 *
 * Returns: (transfer full): one line of visible characters, the cells apart by tabs
 */
char *
wb_cli_format_cells (const char *const *cells)
{
  GString *line = g_string_new (NULL);

  for (guint i = 0; cells[i]; i++) {
    g_autofree char *cell = tidy_cell (cells[i]);

    g_string_append_printf (line, "%s%s", i > 0 ? "\t" : "", cell);
  }
  return g_string_free (line, FALSE);
}

/**
 * wb_cli_text_width:
 * @text: UTF-8
 *
 * Returns: the columns @text takes in a terminal
 */
guint
wb_cli_text_width (const char *text)
{
  guint width = 0;

  for (const char *c = text; *c; c = g_utf8_next_char (c)) {
    gunichar letter = g_utf8_get_char (c);

    if (!g_unichar_iszerowidth (letter))
      width += g_unichar_iswide (letter) ? 2 : 1;
  }
  return width;
}

/**
 * wb_cli_table_to_text:
 * @self: a table
 *
 * Returns: (transfer full): the lines, headings first
 */
char *
wb_cli_table_to_text (WbCliTable *self)
{
  g_autofree guint *widths = g_new0 (guint, self->n_columns);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < self->rows->len; i++) {
    GStrv row = g_ptr_array_index (self->rows, i);

    for (guint column = 0; column < self->n_columns; column++)
      widths[column] = MAX (widths[column], wb_cli_text_width (row[column]));
  }
  for (guint i = 0; i < self->rows->len; i++) {
    GStrv row = g_ptr_array_index (self->rows, i);
    gsize end;

    for (guint column = 0; column < self->n_columns; column++) {
      guint pad = widths[column] + GAP - wb_cli_text_width (row[column]);

      g_string_append (text, row[column]);
      if (column + 1 < self->n_columns)
        g_string_append_printf (text, "%*s", (int) pad, "");
    }
    for (end = text->len; end > 0 && text->str[end - 1] == ' '; end--)
      ;
    g_string_truncate (text, end);
    g_string_append_c (text, '\n');
  }
  return g_string_free (text, FALSE);
}

/**
 * wb_cli_table_print:
 * @self: a table
 */
void
wb_cli_table_print (WbCliTable *self)
{
  g_autofree char *text = wb_cli_table_to_text (self);

  g_print ("%s", text);
}

/**
 * wb_cli_format_time:
 * @ms: an instant, or %WB_TIME_NONE
 * @now: ms; the year is left out while it is this one
 * @zone: the account's
 *
 * Returns: (transfer full): the local date and time, "–" for none
 */
char *
wb_cli_format_time (gint64     ms,
                    gint64     now,
                    GTimeZone *zone)
{
  g_autoptr (GDateTime) utc = NULL;
  g_autoptr (GDateTime) utc_now = NULL;
  g_autoptr (GDateTime) local = NULL;
  g_autoptr (GDateTime) local_now = NULL;

  if (ms == WB_TIME_NONE)
    return g_strdup ("–");
  utc = g_date_time_new_from_unix_utc (ms / 1000);
  utc_now = g_date_time_new_from_unix_utc (now / 1000);
  local = g_date_time_to_timezone (utc, zone);
  local_now = g_date_time_to_timezone (utc_now, zone);
  if (g_date_time_get_year (local) == g_date_time_get_year (local_now))
    /* Translators: day and time in lists, this year: Sun 5 Oct 14:30 */
    return g_date_time_format (local, _ ("%a %-e %b %H:%M"));
  /* Translators: day and time in lists, another year: 5 Oct 2024 14:30 */
  return g_date_time_format (local, _ ("%-e %b %Y %H:%M"));
}

/**
 * wb_cli_short_id:
 * @id: an id
 *
 * Returns: (transfer full): the first letters of a UUID, anything else whole
 */
char *
wb_cli_short_id (const char *id)
{
  return g_uuid_string_is_valid (id) ? g_strndup (id, SHORT_ID) : g_strdup (id);
}

/**
 * wb_cli_print_json:
 * @node: an object or an array
 *
 * Writes JSON in UTF-8, whatever the locale.
 */
void
wb_cli_print_json (JsonNode *node)
{
  g_autofree char *text = json_to_string (node, TRUE);

  fputs (text, stdout);
  fputc ('\n', stdout);
}

/**
 * wb_cli_print_array:
 * @items: records
 * @encode: makes one record's JSON
 */
void
wb_cli_print_array (GPtrArray *items,
                    JsonNode *(*encode)(gconstpointer record))
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_ARRAY);
  JsonArray *array = json_array_sized_new (items->len);

  for (guint i = 0; i < items->len; i++)
    json_array_add_element (array, encode (g_ptr_array_index (items, i)));
  json_node_take_array (node, array);
  wb_cli_print_json (node);
}
