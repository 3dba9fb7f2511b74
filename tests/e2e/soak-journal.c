/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The journal of an agent; see the header. */

#include "config.h"

#include "soak-journal.h"

#include <string.h>
#include <unistd.h>

static const char *const words[SOAK_N_KINDS] = {
  "life", "saw", "means", "kept", "undid", "refused", "final", "did", "gave",
};

void
soak_line_free (SoakLine *self)
{
  g_clear_pointer (&self->held, g_array_unref);
  g_free (self->word);
  g_free (self);
}

static void
append (int      fd,
        GString *line)
{
  g_string_append_c (line, '\n');
  /* One write is whole or not at all, whoever is killed when. */
  g_assert_cmpint (write (fd, line->str, line->len), ==, (gssize) line->len);
}

static GString *
begin_line (SoakKind kind)
{
  GString *line = g_string_new (words[kind]);

  g_string_append_printf (line, " %" G_GINT64_FORMAT, g_get_monotonic_time ());

  return line;
}

void
soak_write_saw (int     fd,
                gint64  seq,
                GArray *held)
{
  GString *line = begin_line (SOAK_SAW);

  g_string_append_printf (line, " %" G_GINT64_FORMAT, seq);
  for (guint i = 0; i < held->len; i++) {
    const SoakHeld *item = &g_array_index (held, SoakHeld, i);

    g_string_append_printf (line, " %u:%" G_GINT64_FORMAT ":%c", item->call, item->version,
                            item->confirmed ? 'c' : 'u');
  }
  append (fd, line);
  g_string_free (line, TRUE);
}

void
soak_write (int         fd,
            SoakKind    kind,
            guint       call,
            gint64      version,
            const char *word)
{
  GString *line = begin_line (kind);

  g_string_append_printf (line, " %u %" G_GINT64_FORMAT " %s", call, version, word ? word : "-");
  append (fd, line);
  g_string_free (line, TRUE);
}

static void
parse_saw (SoakLine *line,
           GStrv     parts)
{
  line->seq = g_ascii_strtoll (parts[2], NULL, 10);
  line->held = g_array_new (FALSE, FALSE, sizeof (SoakHeld));
  for (guint i = 3; parts[i]; i++) {
    g_auto (GStrv) fields = g_strsplit (parts[i], ":", 3);
    SoakHeld held = { 0 };

    g_assert_cmpuint (g_strv_length (fields), ==, 3);
    held.call = (guint) g_ascii_strtoull (fields[0], NULL, 10);
    held.version = g_ascii_strtoll (fields[1], NULL, 10);
    held.confirmed = *fields[2] == 'c';
    g_array_append_val (line->held, held);
  }
}

SoakLine *
soak_line_parse (const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, " ", -1);
  SoakLine *line = g_new0 (SoakLine, 1);

  g_assert_cmpuint (g_strv_length (parts), >=, 3);
  while (line->kind < SOAK_N_KINDS && !g_str_equal (parts[0], words[line->kind]))
    line->kind++;
  g_assert_cmpint (line->kind, <, SOAK_N_KINDS);
  line->at_usec = g_ascii_strtoll (parts[1], NULL, 10);
  if (line->kind == SOAK_SAW) {
    parse_saw (line, parts);
    return line;
  }
  g_assert_cmpuint (g_strv_length (parts), ==, 5);
  line->call = (guint) g_ascii_strtoull (parts[2], NULL, 10);
  line->version = g_ascii_strtoll (parts[3], NULL, 10);
  line->word = g_strdup (parts[4]);

  return line;
}

GPtrArray *
soak_journal_read (const char *path)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func ((GDestroyNotify) soak_line_free);
  g_autofree char *text = NULL;
  g_auto (GStrv) rows = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  rows = g_strsplit (text, "\n", -1);
  for (guint i = 0; rows[i]; i++) {
    if (*rows[i])
      g_ptr_array_add (lines, soak_line_parse (rows[i]));
  }

  return lines;
}

/* Base64 without its padding, of the number of the last event. */
gint64
soak_read_cursor (const char *cursor)
{
  g_autofree char *padded = NULL;
  g_autofree char *text = NULL;
  gsize size = 0;

  if (!cursor)
    return -1;
  padded = g_strdup_printf ("%s%.*s", cursor, (int) ((4 - strlen (cursor) % 4) % 4), "===");
  text = (char *) g_base64_decode (padded, &size);
  text = g_realloc (text, size + 1);
  text[size] = '\0';
  g_assert_cmpuint (size, >, 0);

  return g_ascii_strtoll (text, NULL, 10);
}

guint
soak_choose (guint64     seed,
             guint       bound,
             const char *format,
             ...)
{
  g_autofree char *what = NULL;
  guint64 hash = G_GUINT64_CONSTANT (0xcbf29ce484222325) ^ seed;
  va_list args;

  va_start (args, format);
  what = g_strdup_vprintf (format, args);
  va_end (args);
  for (const char *c = what; *c; c++)
    hash = (hash ^ (guchar) * c) * G_GUINT64_CONSTANT (0x100000001b3);
  hash = (hash ^ (hash >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  hash = (hash ^ (hash >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);

  return (guint) ((hash ^ (hash >> 31)) % bound);
}
