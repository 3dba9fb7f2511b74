/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Words for search, cut the same way when indexed and when asked: folded (wb-fold.h), then split at
 * everything that is neither letter nor digit. Since the cutting is ours, the index can do with
 * FTS5's simplest tokenizer and no positions.
 *
 * Telephone numbers are found however they are typed: all digits are one word, and so are the
 * digits without the first one, two and three, of which one is the number without its country's
 * code. */

#include "config.h"

#include "wb-workspace-private.h"

#include "wb-fold.h"

#include <string.h>

/* No country's code is longer. */
#define MAX_COUNTRY_DIGITS 3
/* Shorter ones are no telephone number that is worth other spellings. */
#define MIN_PHONE_DIGITS 7

/* The letters of the languages we meet most, folded once each: folding is by character, marks and
 * all, so the folded text of a word is that of its letters. */
#define TABLE_START 0x80
#define TABLE_END 0x250

static const char *const *
get_fold_table (void)
{
  static char *table[TABLE_END - TABLE_START];
  static gsize made = 0;

  if (g_once_init_enter (&made)) {
    for (gunichar c = TABLE_START; c < TABLE_END; c++) {
      char utf8[7] = "";

      g_unichar_to_utf8 (c, utf8);
      table[c - TABLE_START] = wb_fold (utf8);
    }
    g_once_init_leave (&made, 1);
  }

  return (const char *const *) table;
}

/* FALSE when the text has a character that is not in the table; @folded is of no use then. */
static gboolean
fold_quickly (GString    *folded,
              const char *text)
{
  const char *const *table = get_fold_table ();

  for (const guchar *p = (const guchar *) text; *p != '\0'; p++) {
    gunichar c = *p;

    if (c < 0x80) {
      g_string_append_c (folded, g_ascii_tolower ((char) c));
      continue;
    }
    /* Two bytes reach from U+0080 to U+07FF. */
    if ((c & 0xe0) != 0xc0 || (p[1] & 0xc0) != 0x80)
      return FALSE;
    c = (c & 0x1f) << 6 | (p[1] & 0x3f);
    if (c < TABLE_START || c >= TABLE_END)
      return FALSE;
    g_string_append (folded, table[c - TABLE_START]);
    p++;
  }

  return TRUE;
}

static void
append_folded_words (GString    *text,
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

/* @scratch is for use between calls. */
static void
append_words (GString    *text,
              const char *raw,
              GString    *scratch)
{
  g_autofree char *folded = NULL;

  g_string_truncate (scratch, 0);
  if (fold_quickly (scratch, raw)) {
    append_folded_words (text, scratch->str);
    return;
  }
  folded = wb_fold (raw);
  append_folded_words (text, folded);
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

  for (start = 0; start <= MAX_COUNTRY_DIGITS &&
       (start == 0 || digits->len >= start + MIN_PHONE_DIGITS); start++) {
    if (text->len > 0)
      g_string_append_c (text, ' ');
    g_string_append (text, digits->str + start);
  }
}

char *
wb_search_text (const char *const *texts,
                guint              n_texts,
                const char        *phone)
{
  GString *text = g_string_sized_new (256);
  g_autoptr (GString) scratch = g_string_sized_new (64);

  for (guint i = 0; i < n_texts; i++) {
    if (texts[i])
      append_words (text, texts[i], scratch);
  }
  if (phone)
    append_phone (text, phone);

  return g_string_free (text, FALSE);
}

/* What people, and the pages they copy from, put between the digits of a number. */
static gboolean
is_in_phone (gunichar c)
{
  if (c < 0x80)
    return c == '\0' || strchr ("0123456789 +-/().\t", (int) c);

  return g_unichar_isspace (c) || g_unichar_type (c) == G_UNICODE_DASH_PUNCTUATION ||
         g_unichar_type (c) == G_UNICODE_FORMAT;
}

/* "+44 (0)20 …": the zero in brackets is for those who dial without the country. */
static void
append_digits_abroad (GString    *digits,
                      const char *typed)
{
  const char *zero = strstr (typed, "(0)");

  if (!zero || zero == typed) {
    append_digits (digits, typed);
    return;
  }
  for (const char *p = typed; *p != '\0'; p++) {
    if (g_ascii_isdigit (*p) && p != zero + 1)
      g_string_append_c (digits, *p);
  }
}

/* The digits of what looks like a telephone number typed in groups, or with a leading + or 0; NULL
 * = it does not look so. */
char *
wb_search_phone (const char *typed)
{
  g_autoptr (GString) digits = g_string_new (NULL);
  const char *number = NULL;

  if (!g_utf8_validate (typed, -1, NULL))
    return NULL;
  for (const char *p = typed; *p != '\0'; p = g_utf8_next_char (p)) {
    if (!is_in_phone (g_utf8_get_char (p)))
      return NULL;
  }
  append_digits_abroad (digits, typed);
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
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GString) scratch = g_string_new (NULL);

  append_words (text, typed, scratch);

  return g_strsplit (text->str, " ", -1);
}

/* With its country it can be nothing but a number, and its groups need not be looked for. */
gboolean
wb_search_is_phone (const char *typed)
{
  g_auto (GStrv) words = wb_search_words (typed);

  return strchr (typed, '+') || (words[0] && g_str_has_prefix (words[0], "00"));
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

  phone = wb_search_phone (typed);
  if (phone && wb_search_is_phone (typed)) {
    g_string_append_printf (query, "\"%s\"*", phone);
    return g_string_free (g_steal_pointer (&query), FALSE);
  }

  g_string_append_c (query, '(');
  for (guint i = 0; words[i]; i++)
    g_string_append_printf (query, "%s\"%s\"*", i > 0 ? " AND " : "", words[i]);
  g_string_append_c (query, ')');
  if (phone && (words[1] || g_strcmp0 (phone, words[0]) != 0))
    g_string_append_printf (query, " OR \"%s\"*", phone);

  return g_string_free (g_steal_pointer (&query), FALSE);
}
