/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Folding for search. FTS5's own remove_diacritics leaves ł, đ, ß and others alone, and ICU's
 * transliterator turns kanji into pinyin, so we fold ourselves (reference/proven.md 3). */

#include "config.h"

#include "wb-fold.h"

#include <string.h>

/* Letters with a stroke or ligatures, which no decomposition takes apart; case is folded before. */
static const char *
find_plain_letter (gunichar c)
{
  switch (c) {
    case 0x142: /* ł */
      return "l";
    case 0xf8: /* ø */
      return "o";
    case 0x111: /* đ */
    case 0xf0: /* ð */
      return "d";
    case 0x127: /* ħ */
      return "h";
    case 0x131: /* ı */
      return "i";
    case 0xe6: /* æ */
      return "ae";
    case 0x153: /* œ */
      return "oe";
    case 0xdf: /* ß */
      return "ss";
    case 0xfe: /* þ */
      return "th";
    default:
      return NULL;
  }
}

static void
append_folded (GString    *folded,
               const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  /* Some capitals come out only when a variant is taken apart, and folding may put together. */
  g_autofree char *plain_forms = g_utf8_normalize (valid, -1, G_NORMALIZE_ALL);
  g_autofree char *cased = g_utf8_casefold (plain_forms, -1);
  g_autofree char *taken_apart = g_utf8_normalize (cased, -1, G_NORMALIZE_ALL);

  for (const char *p = taken_apart; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);
    const char *plain;

    if (g_unichar_ismark (c))
      continue;
    plain = find_plain_letter (c);
    if (plain)
      g_string_append (folded, plain);
    else
      g_string_append_unichar (folded, c);
  }
}

/* Most of what a shop stores (codes, e-mails, names) is ASCII: there, folding is lowering. */
static gboolean
is_ascii (const char *text)
{
  for (; *text != '\0'; text++) {
    if ((guchar) * text >= 0x80)
      return FALSE;
  }

  return TRUE;
}

/**
 * wb_fold:
 * @text: (nullable): any text; invalid UTF-8 is mended, not refused
 *
 * Takes case and accents away: "Łukasz Dvořák" becomes "lukasz dvorak". Folding twice changes
 * nothing. Any thread.
 *
 * Returns: (transfer full): the folded text; "" for `NULL`
 */
char *
wb_fold (const char *text)
{
  g_autoptr (GString) folded = NULL;

  if (!text)
    return g_strdup ("");
  if (is_ascii (text))
    return g_ascii_strdown (text, -1);

  folded = g_string_sized_new (strlen (text) + 8);
  append_folded (folded, text);

  return g_string_free (g_steal_pointer (&folded), FALSE);
}

/**
 * wb_fold_fts_query:
 * @typed: (nullable): what a person typed in a search field
 *
 * Makes the FTS5 query for it: all words, each as a prefix. Quoting keeps FTS5's operators out;
 * words without a letter or digit are left out, since FTS5 would find nothing for them. Any thread.
 *
 * Returns: (nullable) (transfer full): the query; `NULL` when nothing is asked
 */
char *
wb_fold_fts_query (const char *typed)
{
  g_autofree char *folded = wb_fold (typed);
  g_autoptr (GString) query = g_string_new (NULL);
  const char *p = folded;

  while (*p != '\0') {
    g_autoptr (GString) word = g_string_new (NULL);
    gboolean has_content = FALSE;

    for (; *p != '\0' && !g_unichar_isspace (g_utf8_get_char (p)); p = g_utf8_next_char (p)) {
      gunichar c = g_utf8_get_char (p);

      if (c == '"')
        continue;
      has_content = has_content || g_unichar_isalnum (c);
      g_string_append_unichar (word, c);
    }
    if (has_content)
      g_string_append_printf (query, "%s\"%s\"*", query->len > 0 ? " " : "", word->str);
    while (*p != '\0' && g_unichar_isspace (g_utf8_get_char (p)))
      p = g_utf8_next_char (p);
  }

  if (query->len == 0)
    return NULL;

  return g_string_free (g_steal_pointer (&query), FALSE);
}
