/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Words for search, cut the same way when indexed and when asked: folded (wb-fold.h), then split at
 * everything that is neither letter nor digit. Since the cutting is ours, the index can do with
 * FTS5's simplest tokenizer and no positions.
 *
 * Telephone numbers are found however they are typed: all digits are one word, and so are the digits
 * without the first one, two and three, of which one is the number without its country's code. */

#include "config.h"

#include "wb-workspace-private.h"

#include "wb-fold.h"

#include <string.h>

/* No country's code is longer. */
#define MAX_COUNTRY_DIGITS 3
/* Shorter ones are no telephone number that is worth other spellings. */
#define MIN_PHONE_DIGITS 7

static void
append_words (GString    *text,
              const char *folded)
{
  const char *word = NULL;
  const char *p = folded;

  for (;; p = g_utf8_next_char (p)) {
    guchar byte = (guchar) * p;
    gboolean in_word = byte < 0x80 ? g_ascii_isalnum (byte)
                                   : g_unichar_isalnum (g_utf8_get_char (p));

    if (in_word) {
      if (!word)
        word = p;
      continue;
    }
    if (word) {
      if (text->len > 0)
        g_string_append_c (text, ' ');
      g_string_append_len (text, word, p - word);
      word = NULL;
    }
    if (byte == '\0')
      return;
  }
}

static void
append_digits (GString    *digits,
               const char *text)
{
  for (; *text != '\0'; text++) {
    if (g_ascii_isdigit (*text))
      g_string_append_c (digits, *text);
  }
}

static void
append_phone (GString    *text,
              const char *phone)
{
  g_autoptr (GString) digits = g_string_new (NULL);
  gsize start = 0;

  append_digits (digits, phone);
  if (digits->len == 0)
    return;
  if (g_str_has_prefix (digits->str, "00"))
    g_string_erase (digits, 0, 2);

  g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", digits->str);
  for (start = 1; start <= MAX_COUNTRY_DIGITS && digits->len >= start + MIN_PHONE_DIGITS; start++)
    g_string_append_printf (text, " %s", digits->str + start);
}

char *
wb_search_text (const char *const *texts,
                guint              n_texts,
                const char        *phone)
{
  GString *text = g_string_sized_new (256);

  for (guint i = 0; i < n_texts; i++) {
    g_autofree char *folded = NULL;

    if (!texts[i] || *texts[i] == '\0')
      continue;
    folded = wb_fold (texts[i]);
    append_words (text, folded);
  }
  if (phone)
    append_phone (text, phone);

  return g_string_free (text, FALSE);
}

/* The digits of what looks like a telephone number typed in groups, or with a leading + or 0; NULL
 * = it does not look so. */
char *
wb_search_phone (const char *typed)
{
  g_autoptr (GString) digits = g_string_new (NULL);
  const char *number = NULL;

  if (strspn (typed, "0123456789 +-/().\t") != strlen (typed))
    return NULL;
  append_digits (digits, typed);
  number = digits->str;
  if (g_str_has_prefix (number, "00"))
    number += 2;
  else if (*number == '0')
    number += 1;
  if (strlen (number) < 2)
    return NULL;

  return g_strdup (number);
}

GStrv
wb_search_words (const char *typed)
{
  g_autofree char *folded = wb_fold (typed);
  g_autoptr (GString) text = g_string_new (NULL);

  append_words (text, folded);

  return g_strsplit (text->str, " ", -1);
}

char *
wb_search_fts_query (const char *typed)
{
  g_autoptr (GString) query = g_string_new (NULL);
  g_autofree char *phone = NULL;
  g_auto (GStrv) words = NULL;

  if (!typed)
    return NULL;
  words = wb_search_words (typed);
  if (!words[0])
    return NULL;

  g_string_append_c (query, '(');
  for (guint i = 0; words[i]; i++)
    g_string_append_printf (query, "%s\"%s\"*", i > 0 ? " AND " : "", words[i]);
  g_string_append_c (query, ')');
  phone = wb_search_phone (typed);
  if (phone && (words[1] || g_strcmp0 (phone, words[0]) != 0))
    g_string_append_printf (query, " OR \"%s\"*", phone);

  return g_string_free (g_steal_pointer (&query), FALSE);
}
