/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Plain texts: what counts as none, and what counts as markup. */

#include "config.h"

#include "wb-plain-text.h"

#include <string.h>

/**
 * wb_text_is_blank:
 * @text: (nullable): a text in UTF-8
 *
 * Any thread.
 *
 * Returns: `TRUE` if a reader sees nothing: no text, an empty one, or only white space
 */
gboolean
wb_text_is_blank (const char *text)
{
  for (const char *p = text; p && *p != '\0'; p = g_utf8_next_char (p)) {
    if (!g_unichar_isspace (g_utf8_get_char (p)))
      return FALSE;
  }

  return TRUE;
}

/**
 * wb_text_has_markup:
 * @text: a text in UTF-8
 *
 * "<b>" and "&amp;" are markup; "I <3 you" and "A & B" are not. Any thread.
 *
 * Returns: `TRUE` if a page would take part of it for a tag or an entity
 */
gboolean
wb_text_has_markup (const char *text)
{
  g_return_val_if_fail (text, FALSE);

  for (const char *p = strpbrk (text, "<&"); p; p = strpbrk (p + 1, "<&")) {
    if (*p == '<' && (g_ascii_isalpha (p[1]) || strchr ("/!?", p[1])) && p[1] != '\0')
      return TRUE;
    if (*p == '&') {
      gsize length = p[1] == '#' ? 1 : 0;

      while (g_ascii_isalnum (p[1 + length]))
        length++;
      if (length > 0 && p[1 + length] == ';')
        return TRUE;
    }
  }

  return FALSE;
}
