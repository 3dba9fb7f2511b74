/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What people hand to winbackctl besides words: files, dates, texts per language. */

#include "config.h"

#include "wb-cli.h"

#include "wb-time.h"
#include "wb-wire.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

/* A file, or standard input; no more than a server would take. */
static char *
read_whole (const char  *path,
            gsize       *length_out,
            GError     **error)
{
  g_autoptr (GIOChannel) channel = NULL;
  g_autoptr (GError) cause = NULL;
  g_autofree char *text = NULL;

  *length_out = 0;
  if (g_str_equal (path, "-"))
    channel = g_io_channel_unix_new (STDIN_FILENO);
  else
    channel = g_io_channel_new_file (path, "r", &cause);
  if (channel)
    g_io_channel_set_encoding (channel, NULL, NULL);
  if (channel &&
      g_io_channel_read_to_end (channel, &text, length_out, &cause) == G_IO_STATUS_NORMAL)
    return g_steal_pointer (&text);
  g_set_error (error, WB_CLI_ERROR, WB_CLI_ERROR_FAILED, _ ("Cannot read %s: %s"), path,
               cause ? cause->message : _ ("nothing came"));
  return NULL;
}

/**
 * wb_cli_read_json:
 * @self: the program, asked with `--file`
 * @error: return location for a #GError
 *
 * Returns: (transfer full) (nullable): the JSON in the file, or of standard input
 */
JsonNode *
wb_cli_read_json (WbCli   *self,
                  GError **error)
{
  gsize length = 0;
  g_autofree char *text = read_whole (self->options.file, &length, error);
  JsonNode *node = NULL;

  if (!text)
    return NULL;
  node = wb_wire_parse (text, (gssize) length, WB_WIRE_MAX_REQUEST_BYTES, error);
  if (!node)
    g_prefix_error (error, _ ("%s holds no settings: "), self->options.file);
  return node;
}

/**
 * wb_cli_read_date:
 * @text: (nullable): what was written; `NULL` leaves @days_inout
 * @days_inout: (inout): the date; %WB_DATE_NONE for "none"
 * @error: return location for a #GError
 *
 * Returns: `FALSE` with %WB_CLI_ERROR_USAGE when it is no date
 */
gboolean
wb_cli_read_date (const char  *text,
                  gint32      *days_inout,
                  GError     **error)
{
  gint32 days = WB_DATE_NONE;

  if (!text)
    return TRUE;
  if (!g_str_equal (text, "none") && !wb_date_parse (text, &days)) {
    g_set_error (error, WB_CLI_ERROR, WB_CLI_ERROR_USAGE,
                 _ ("“%s” is no date; write it like 2025-10-31"), text);
    return FALSE;
  }
  *days_inout = days;
  return TRUE;
}

/**
 * wb_cli_read_texts:
 * @pairs: (nullable): "LANG=TEXT" each; an empty text takes a language away
 * @texts: where they go
 * @error: return location for a #GError
 *
 * Returns: `FALSE` with %WB_CLI_ERROR_USAGE when one of them is not of this form
 */
gboolean
wb_cli_read_texts (GStrv        pairs,
                   WbLangText  *texts,
                   GError     **error)
{
  for (guint i = 0; pairs && pairs[i]; i++) {
    const char *equals = strchr (pairs[i], '=');
    g_autofree char *language = equals ? g_strndup (pairs[i], (gsize) (equals - pairs[i])) : NULL;

    if (!language || strlen (language) != 2 || !g_ascii_islower (language[0]) ||
        !g_ascii_islower (language[1])) {
      g_set_error (error, WB_CLI_ERROR, WB_CLI_ERROR_USAGE,
                   _ ("Write “%s” with its language, like en=Autumn sale"), pairs[i]);
      return FALSE;
    }
    wb_lang_text_set (texts, language, equals[1] == '\0' ? NULL : equals + 1);
  }
  return TRUE;
}
