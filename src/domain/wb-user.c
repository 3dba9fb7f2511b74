/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A member of staff, and what the role text of any server means. */

#include "config.h"

#include "wb-user.h"

#include "wb-time.h"

static void
init_user (WbUser *self)
{
  self->last_activity_at = WB_TIME_NONE;
  self->date_joined = WB_TIME_NONE;
  self->active = TRUE;
}

static void
clear_user (WbUser *self)
{
  g_free (self->id);
  g_free (self->role);
  g_free (self->email);
  g_free (self->full_name);
  g_free (self->phone_number);
}

WB_DEFINE_RECORD (WbUser, wb_user, init_user, clear_user)

/**
 * wb_role_from_text:
 * @text: (nullable): a role as the server says it
 *
 * Compared without regard to case; anything that is not a manager has an agent's rights
 * (reference/retino-api.md B.3).
 *
 * Returns: the role
 */
WbRole
wb_role_from_text (const char *text)
{
  return text && g_ascii_strcasecmp (text, "manager") == 0 ? WB_ROLE_MANAGER : WB_ROLE_AGENT;
}

/**
 * wb_role_to_text:
 * @role: a role
 *
 * Returns: (transfer none): the word of the API
 */
const char *
wb_role_to_text (WbRole role)
{
  return role == WB_ROLE_MANAGER ? "manager" : "agent";
}

/* The first letter of a word with the accents that stand on it, in upper case. */
static void
append_initial (GString    *initials,
                const char *word)
{
  const char *end = g_utf8_next_char (word);
  g_autofree char *upper = NULL;

  while (*end != '\0' && g_unichar_ismark (g_utf8_get_char (end)))
    end = g_utf8_next_char (end);

  upper = g_utf8_strup (word, end - word);
  g_string_append (initials, upper);
}

/**
 * wb_user_initials:
 * @full_name: (nullable): a person's name
 *
 * The initials of the first and the last word: "Eva Maria Dvořáková" is "ED". Words that do not
 * start with a letter, such as "(support)", are passed over.
 *
 * Returns: (transfer full): at most two letters, "" when there is no name
 */
char *
wb_user_initials (const char *full_name)
{
  g_autoptr (GString) initials = g_string_new (NULL);
  g_autofree char *valid = NULL;
  const char *first = NULL;
  const char *last = NULL;
  gboolean at_start = TRUE;

  if (full_name)
    valid = g_utf8_make_valid (full_name, -1);

  for (const char *p = valid; p && *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (at_start && g_unichar_isalpha (c)) {
      if (!first)
        first = p;
      last = p;
    }
    at_start = g_unichar_isspace (c);
  }

  if (first)
    append_initial (initials, first);
  if (last && last != first)
    append_initial (initials, last);

  return g_string_free (g_steal_pointer (&initials), FALSE);
}
