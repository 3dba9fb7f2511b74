/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Codes a customer can read aloud and type: no I, L or O beside the digits, no 0 or 1. */

#include "config.h"

#include "wb-coupon-code.h"

#include <string.h>

/* 10 of 31 are 49.5 bits: at a million live coupons one guess in 8 × 10^8 hits one. */
#define RANDOM_LENGTH 10

static const char alphabet[] = "ABCDEFGHJKMNPQRSTUVWXYZ23456789";
G_STATIC_ASSERT (sizeof alphabet - 1 == 31);

/* A prefix is the merchant's word, so it may use the letters we avoid ourselves. */
static gboolean
is_code_char (char c)
{
  return (c >= 'A' && c <= 'Z') || (c >= '2' && c <= '9');
}

static gboolean
is_made_of_code_chars (const char *text)
{
  for (; *text != '\0'; text++) {
    if (!is_code_char (*text))
      return FALSE;
  }

  return TRUE;
}

/**
 * wb_coupon_code_new:
 * @prefix: (nullable): the merchant's prefix, valid by [func@wb_coupon_code_prefix_valid]
 * @random: where the rest comes from; the kernel's source outside tests and the demo
 *
 * Any thread.
 *
 * Returns: (transfer full): a new code of at most `WB_COUPON_CODE_MAX` characters
 */
char *
wb_coupon_code_new (const char *prefix,
                    WbRandom   *random)
{
  char code[WB_COUPON_CODE_MAX + 1] = { 0 };
  gsize length = 0;

  g_return_val_if_fail (!prefix || wb_coupon_code_prefix_valid (prefix), NULL);
  g_return_val_if_fail (WB_IS_RANDOM (random), NULL);

  if (prefix) {
    length = strlen (prefix);
    memcpy (code, prefix, length);
  }
  for (int i = 0; i < RANDOM_LENGTH; i++)
    code[length++] = alphabet[wb_random_below (random, sizeof alphabet - 1)];

  return g_strdup (code);
}

/**
 * wb_coupon_code_is_valid:
 * @code: (nullable): a code
 *
 * Returns: `TRUE` if it could be one of ours: 10 to 16 of A–Z and 2–9
 */
gboolean
wb_coupon_code_is_valid (const char *code)
{
  gsize length = code ? strlen (code) : 0;

  return length >= RANDOM_LENGTH && length <= WB_COUPON_CODE_MAX && is_made_of_code_chars (code);
}

/**
 * wb_coupon_code_prefix_valid:
 * @prefix: (nullable): what a merchant wants codes to start with
 *
 * Returns: `TRUE` if it is at most 4 of A–Z and 2–9; "" is valid, `NULL` is not
 */
gboolean
wb_coupon_code_prefix_valid (const char *prefix)
{
  return prefix && strlen (prefix) <= WB_COUPON_CODE_PREFIX_MAX && is_made_of_code_chars (prefix);
}

/* A word without a digit may be a code when it is written in capitals, but hardly otherwise. */
static gboolean
looks_like_code (const char *word)
{
  gboolean has_digit = FALSE;
  gboolean has_small = FALSE;

  for (const char *p = word; *p != '\0'; p++) {
    has_digit = has_digit || g_ascii_isdigit (*p);
    has_small = has_small || g_ascii_islower (*p);
  }

  return has_digit || !has_small;
}

/* The next word at or after *cursor, of letters and digits of any script; NULL = there is none. */
static char *
next_word (const char **cursor)
{
  const char *start;

  while (**cursor != '\0' && !g_unichar_isalnum (g_utf8_get_char (*cursor)))
    *cursor = g_utf8_next_char (*cursor);
  start = *cursor;
  while (**cursor != '\0' && g_unichar_isalnum (g_utf8_get_char (*cursor)))
    *cursor = g_utf8_next_char (*cursor);

  return *cursor > start ? g_strndup (start, (gsize) (*cursor - start)) : NULL;
}

/**
 * wb_coupon_code_find_in_text:
 * @text: what a person or a shop wrote, in any language; UTF-8
 *
 * Finds the whole words that have the form of a code. Whether one of them is a code that was issued
 * is for the caller to know. Any thread.
 *
 * Returns: (transfer full): the words in upper case, in their order, each once
 */
GStrv
wb_coupon_code_find_in_text (const char *text)
{
  g_autoptr (GStrvBuilder) found = g_strv_builder_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  const char *cursor = text;
  char *word;

  g_return_val_if_fail (text, NULL);

  while ((word = next_word (&cursor))) {
    g_autofree char *owned_word = word;
    g_autofree char *upper = g_ascii_strup (word, -1);

    if (!wb_coupon_code_is_valid (upper) || !looks_like_code (word) ||
        g_hash_table_contains (seen, upper))
      continue;
    g_strv_builder_add (found, upper);
    g_hash_table_add (seen, g_steal_pointer (&upper));
  }

  return g_strv_builder_end (found);
}

/**
 * wb_coupon_code_find_foreign:
 * @text: what a shop wrote about a discount; UTF-8
 *
 * Codes that merchants think up are short words in capitals, or with a digit: what names one of
 * those is not nameless. A currency or an amount ("EUR", "10EUR") is none. Any thread.
 *
 * Returns: (transfer full) (nullable): the first such word in upper case
 */
char *
wb_coupon_code_find_foreign (const char *text)
{
  const char *cursor = text;
  char *word;

  g_return_val_if_fail (text, NULL);

  while ((word = next_word (&cursor))) {
    g_autofree char *owned_word = word;

    if (strlen (word) >= 4 && g_str_is_ascii (word) && g_ascii_isalpha (word[0]) &&
        looks_like_code (word))
      return g_ascii_strup (word, -1);
  }

  return NULL;
}
