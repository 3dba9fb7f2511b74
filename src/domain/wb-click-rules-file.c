/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The rules of clicks as a file that a person edits; see wb-click-rules.h. Whatever is wrong with
 * it is told at once, since who has to mend it should not have to try again for each line. */

#include "config.h"

#include "wb-click-rules.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#define GROUP "clicks"
#define KEY_REPEAT "repeat-seconds"
#define KEY_BURST_MS "burst-milliseconds"
#define KEY_BURST_LINKS "burst-links"
#define KEY_AGENTS "agents"
#define KEY_CLICK_AGENTS "click-agents"

G_DEFINE_QUARK (wb-click-rules-error-quark, wb_click_rules_error)

static const char *const keys[] = {
  KEY_REPEAT, KEY_BURST_MS, KEY_BURST_LINKS, KEY_AGENTS, KEY_CLICK_AGENTS, NULL,
};

static void G_GNUC_PRINTF (2, 3)
add_problem (GString    * problems,
             const char *format,
             ...)
{
  va_list arguments;

  if (problems->len > 0)
    g_string_append_c (problems, '\n');
  va_start (arguments, format);
  g_string_append_vprintf (problems, format, arguments);
  va_end (arguments);
}

static void
read_number (GKeyFile   *file,
             const char *key,
             int         least,
             int         most,
             int        *number,
             GString    *problems)
{
  g_autofree char *text = g_key_file_get_value (file, GROUP, key, NULL);
  gint64 found = 0;

  if (!text)
    return;

  if (g_ascii_string_to_signed (g_strstrip (text), 10, least, most, &found, NULL))
    *number = (int) found;
  else
    add_problem (problems, _ ("%s: give a whole number from %d to %d."), key, least, most);
}

static gboolean
is_agent (const char *text)
{
  gsize length = strlen (text);

  for (gsize i = 0; i < length; i++) {
    if (!g_ascii_isprint (text[i]))
      return FALSE;
  }

  return length >= WB_CLICK_RULES_AGENT_CHARS_MIN && length <= WB_CLICK_RULES_AGENT_CHARS_MAX;
}

static void
read_agents (GKeyFile     *file,
             const char   *key,
             char       ***agents,
             GString      *problems)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GStrvBuilder) builder = NULL;
  g_auto (GStrv) found = NULL;

  if (!g_key_file_has_key (file, GROUP, key, NULL))
    return;

  found = g_key_file_get_string_list (file, GROUP, key, NULL, &error);
  if (!found) {
    add_problem (problems, "%s: %s", key, error->message);
    return;
  }

  builder = g_strv_builder_new ();
  for (guint i = 0; found[i]; i++) {
    g_autofree char *agent = g_ascii_strdown (g_strstrip (found[i]), -1);

    if (is_agent (agent))
      g_strv_builder_add (builder, agent);
    else
      add_problem (problems, _ ("%s: “%s” is no part of a name: give %d to %d plain characters."),
                   key, agent, WB_CLICK_RULES_AGENT_CHARS_MIN, WB_CLICK_RULES_AGENT_CHARS_MAX);
  }
  g_strfreev (*agents);
  *agents = g_strv_builder_end (builder);
}

/* A word that was mistyped must not be taken for one that was left out. */
static void
find_unknown (GKeyFile *file,
              GString  *problems)
{
  g_auto (GStrv) groups = g_key_file_get_groups (file, NULL);
  g_auto (GStrv) found = g_key_file_get_keys (file, GROUP, NULL, NULL);

  for (guint i = 0; groups[i]; i++) {
    if (!g_str_equal (groups[i], GROUP))
      add_problem (problems, _ ("[%s] is not known; the only group is [%s]."), groups[i], GROUP);
  }
  if (!found)
    add_problem (problems, _ ("The group [%s] is missing."), GROUP);
  for (guint i = 0; found && found[i]; i++) {
    if (!g_strv_contains (keys, found[i]))
      add_problem (problems, _ ("%s is not known."), found[i]);
  }
}

/**
 * wb_click_rules_parse:
 * @text: a key file; what it leaves out is as by default
 * @error: return location (WB_CLICK_RULES_ERROR); its message has a line for each problem
 *
 * Returns: (transfer full): the rules; `NULL` with @error set
 */
WbClickRules *
wb_click_rules_parse (const char  *text,
                      GError     **error)
{
  g_autoptr (WbClickRules) self = wb_click_rules_new_default ();
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GString) problems = g_string_new (NULL);
  g_autoptr (GError) file_error = NULL;

  g_return_val_if_fail (text, NULL);

  if (!g_key_file_load_from_data (file, text, strlen (text), G_KEY_FILE_NONE, &file_error)) {
    g_set_error (error, WB_CLICK_RULES_ERROR, 0, "%s", file_error->message);
    return NULL;
  }

  find_unknown (file, problems);
  read_number (file, KEY_REPEAT, 0, WB_CLICK_RULES_REPEAT_SECS_MAX, &self->repeat_secs, problems);
  read_number (file, KEY_BURST_MS, 0, WB_CLICK_RULES_BURST_MS_MAX, &self->burst_ms, problems);
  read_number (file, KEY_BURST_LINKS, 2, WB_CLICK_RULES_BURST_LINKS_MAX, &self->burst_links,
               problems);
  read_agents (file, KEY_AGENTS, &self->agents, problems);
  read_agents (file, KEY_CLICK_AGENTS, &self->click_agents, problems);
  if (problems->len > 0) {
    g_set_error_literal (error, WB_CLICK_RULES_ERROR, 0, problems->str);
    return NULL;
  }

  return g_steal_pointer (&self);
}

/**
 * wb_click_rules_print:
 * @self: rules
 *
 * Returns: (transfer full): the file that says them, as wb_click_rules_parse() reads it
 */
char *
wb_click_rules_print (const WbClickRules *self)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();

  g_return_val_if_fail (self, NULL);

  g_key_file_set_integer (file, GROUP, KEY_REPEAT, self->repeat_secs);
  g_key_file_set_integer (file, GROUP, KEY_BURST_MS, self->burst_ms);
  g_key_file_set_integer (file, GROUP, KEY_BURST_LINKS, self->burst_links);
  g_key_file_set_string_list (file, GROUP, KEY_AGENTS, (const char *const *) self->agents,
                              g_strv_length (self->agents));
  g_key_file_set_string_list (file, GROUP, KEY_CLICK_AGENTS,
                              (const char *const *) self->click_agents,
                              g_strv_length (self->click_agents));

  return g_key_file_to_data (file, NULL, NULL);
}
