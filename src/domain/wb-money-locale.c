/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Money as people type and read it. ICU knows symbols, order and separators, but not the digits:
 * for some currencies it hides minor units that exist (HUF, ISK), so those come from our table.
 *
 * Formatters are made once and kept: making one costs a thousand times what using it does. A made
 * one is never changed, so any thread may use it; the lock guards only the table of them. */

#include "config.h"

#include "wb-money.h"

#include <glib/gi18n-lib.h>
#include <locale.h>
#include <string.h>
#include <unicode/unum.h>
#include <unicode/unumberformatter.h>
#include <unicode/ustring.h>

#define NO_BREAK_SPACE 0x00a0
#define THIN_SPACE 0x2009
#define NARROW_NO_BREAK_SPACE 0x202f
#define MINUS_SIGN 0x2212
#define EN_DASH 0x2013
#define APOSTROPHE 0x2019

/* What stands between the digits a person types. */
typedef enum
{
  MARK_NONE,
  MARK_SPACE,
  MARK_COMMA,
  MARK_POINT,
  MARK_APOSTROPHE,
  N_MARKS,
} Mark;

#define GROUP_SIZE 3
#define PERCENT_DIGITS 2
/* Digits as in make_skeleton(), the number as it stands and not times a hundred. */
#define PERCENT_SKELETON "latin percent .##"

typedef struct
{
  Mark decimal;
  Mark grouping;
  int upper_group_size;   /* of the groups above the thousands: 2 in India, else 3 */
} Separators;

static GMutex kept_mutex;
static GHashTable *kept_formatters; /* (mutex: kept_mutex) skeleton and locale → UNumberFormatter */
static GHashTable *kept_separators; /* (mutex: kept_mutex) locale → Separators */

/* ICU's name of a locale; programs without one (C, POSIX) write as in English. */
static char *
find_locale (const char *locale)
{
  gsize length;

  if (!locale)
    locale = setlocale (LC_MONETARY, NULL);

  length = locale ? strcspn (locale, ".@") : 0;
  if (length == 0 || (length == 1 && locale[0] == 'C') ||
      (length == 5 && strncmp (locale, "POSIX", 5) == 0))
    return g_strdup ("en");

  return g_strndup (locale, length);
}

static Mark
mark_of_char (gunichar c)
{
  switch (c) {
    case ' ':
    case NO_BREAK_SPACE:
    case THIN_SPACE:
    case NARROW_NO_BREAK_SPACE:
      return MARK_SPACE;
    case ',':
      return MARK_COMMA;
    case '.':
      return MARK_POINT;
    case '\'':
    case APOSTROPHE:
      return MARK_APOSTROPHE;
    default:
      return MARK_NONE;
  }
}

/* What programs and people write for minus. */
static gboolean
is_minus (gunichar c)
{
  return c == '-' || c == MINUS_SIGN || c == EN_DASH;
}

static Mark
read_symbol (const UNumberFormat *format,
             UNumberFormatSymbol  symbol)
{
  UErrorCode status = U_ZERO_ERROR;
  UChar text[8] = { 0 };
  int32_t length = unum_getSymbol (format, symbol, text, G_N_ELEMENTS (text), &status);

  return U_SUCCESS (status) && length == 1 ? mark_of_char (text[0]) : MARK_NONE;
}

static Separators
find_separators (const char *locale)
{
  g_autofree char *name = find_locale (locale);
  Separators *kept;
  Separators found;

  g_mutex_lock (&kept_mutex);
  if (!kept_separators)
    kept_separators = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  kept = g_hash_table_lookup (kept_separators, name);
  if (!kept) {
    UErrorCode status = U_ZERO_ERROR;
    UNumberFormat *format = unum_open (UNUM_DECIMAL, NULL, 0, name, NULL, &status);

    kept = g_new0 (Separators, 1);
    kept->decimal = MARK_POINT;
    kept->upper_group_size = GROUP_SIZE;
    if (U_SUCCESS (status)) {
      if (unum_getAttribute (format, UNUM_SECONDARY_GROUPING_SIZE) > 0)
        kept->upper_group_size = unum_getAttribute (format, UNUM_SECONDARY_GROUPING_SIZE);
      kept->decimal = read_symbol (format, UNUM_DECIMAL_SEPARATOR_SYMBOL);
      kept->grouping = read_symbol (format, UNUM_GROUPING_SEPARATOR_SYMBOL);
    }
    unum_close (format);
    g_hash_table_insert (kept_separators, g_steal_pointer (&name), kept);
  }
  found = *kept;
  g_mutex_unlock (&kept_mutex);

  return found;
}

static const UNumberFormatter *
find_formatter (const char *skeleton,
                const char *locale)
{
  g_autofree char *name = find_locale (locale);
  g_autofree char *key = g_strconcat (skeleton, "|", name, NULL);
  UNumberFormatter *formatter;

  g_mutex_lock (&kept_mutex);
  if (!kept_formatters)
    kept_formatters = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  formatter = g_hash_table_lookup (kept_formatters, key);
  if (!formatter) {
    UErrorCode status = U_ZERO_ERROR;
    UChar skeleton_utf16[64] = { 0 };

    u_charsToUChars (skeleton, skeleton_utf16, (int32_t) strlen (skeleton));
    formatter = unumf_openForSkeletonAndLocale (skeleton_utf16, -1, name, &status);
    /* Locales come from the system, skeletons from below: only a broken ICU gets here. */
    if (U_FAILURE (status))
      g_error ("ICU makes no formatter for %s: %s", key, u_errorName (status));
    g_hash_table_insert (kept_formatters, g_steal_pointer (&key), formatter);
  }
  g_mutex_unlock (&kept_mutex);

  return formatter;
}

static char *
format_with (const UNumberFormatter *formatter,
             const char             *decimal)
{
  UErrorCode status = U_ZERO_ERROR;
  UFormattedNumber *result = unumf_openResult (&status);
  UChar text[128] = { 0 };
  int32_t length;
  char *utf8;

  unumf_formatDecimal (formatter, decimal, -1, result, &status);
  length = unumf_resultToString (result, text, G_N_ELEMENTS (text), &status);
  unumf_closeResult (result);
  if (U_FAILURE (status))
    g_error ("ICU does not format a number: %s", u_errorName (status));

  utf8 = g_utf16_to_utf8 ((const gunichar2 *) text, length, NULL, NULL, NULL);
  g_assert (utf8);

  return utf8;
}

static char *
format_money (const char    *skeleton,
              const char    *locale,
              const WbMoney *money)
{
  g_autofree char *decimal = wb_money_format_api (money);

  return format_with (find_formatter (skeleton, locale), decimal);
}

static gint64
minor_per_major (int digits)
{
  gint64 power = 1;

  for (; digits > 0; digits--)
    power *= 10;

  return power;
}

/* "numbering-system/latn": agents read and type 0–9 in every language. */
static char *
make_skeleton (const char *currency,
               int         digits)
{
  g_autoptr (GString) skeleton = g_string_new ("latin");

  if (currency)
    g_string_append_printf (skeleton, " currency/%s", currency);
  g_string_append (skeleton, digits > 0 ? " ." : " precision-integer");
  for (; digits > 0; digits--)
    g_string_append_c (skeleton, '0');

  return g_string_free (g_steal_pointer (&skeleton), FALSE);
}

/**
 * wb_money_format_plain:
 * @self: money
 * @locale: (nullable): e.g. "cs_CZ"; `NULL` for the process's
 *
 * Writes the amount without its currency, for entry fields: "1 234,50". What it writes,
 * [func@wb_money_parse_typed] reads back in the same locale. Any thread.
 *
 * Returns: (transfer full): the text
 */
char *
wb_money_format_plain (const WbMoney *self,
                       const char    *locale)
{
  g_autofree char *skeleton = NULL;
  int digits;

  g_return_val_if_fail (!wb_money_is_none (self), NULL);
  digits = wb_currency_digits (self->currency);
  g_return_val_if_fail (digits >= 0, NULL);

  skeleton = make_skeleton (NULL, digits);

  return format_money (skeleton, locale, self);
}

/**
 * wb_money_format_symbol:
 * @self: money
 * @locale: (nullable): e.g. "cs_CZ"; `NULL` for the process's
 * @drop_zero_fraction: whether to write "200 Kč" rather than "200,00 Kč"; an amount with a
 *   fraction keeps it
 *
 * Writes money for people. Any thread.
 *
 * Returns: (transfer full): e.g. "1 234,50 Kč"
 */
char *
wb_money_format_symbol (const WbMoney *self,
                        const char    *locale,
                        gboolean       drop_zero_fraction)
{
  g_autofree char *skeleton = NULL;
  int digits;

  g_return_val_if_fail (!wb_money_is_none (self), NULL);
  digits = wb_currency_digits (self->currency);
  g_return_val_if_fail (digits >= 0, NULL);

  if (drop_zero_fraction && self->minor % minor_per_major (digits) == 0)
    digits = 0;
  skeleton = make_skeleton (self->currency, digits);

  return format_money (skeleton, locale, self);
}

/**
 * wb_percent_format:
 * @amount: the API's decimal text, e.g. "12.50"
 * @locale: (nullable): e.g. "cs_CZ"; `NULL` for the process's
 *
 * Writes a percentage for people, with no more digits than it needs and the sign where the language
 * puts it. Any thread.
 *
 * Returns: (transfer full): e.g. "12,5 %" in Czech, "12.5%" in English; @amount itself when it is
 *   no number of at most two decimal places
 */
char *
wb_percent_format (const char *amount,
                   const char *locale)
{
  gint64 hundredths = 0;

  g_return_val_if_fail (amount, NULL);

  if (!wb_decimal_parse (amount, PERCENT_DIGITS, &hundredths, NULL))
    return g_strdup (amount);

  return format_with (find_formatter (PERCENT_SKELETON, locale), amount);
}

static gboolean
fail_typed (GError       **error,
            WbMoneyError   code)
{
  const char *message = _ ("Enter an amount in digits.");

  if (code == WB_MONEY_ERROR_EMPTY)
    message = _ ("Enter an amount.");
  else if (code == WB_MONEY_ERROR_NEGATIVE)
    message = _ ("Enter an amount without a minus sign.");
  g_set_error_literal (error, WB_MONEY_ERROR, code, message);

  return FALSE;
}

/* Which mark a person meant as the decimal point, of what stands in @text:
 * both comma and point → the last of them, whatever the locale ("1,234.50" and "1.234,50" cannot be
 *   mistaken);
 * one of them twice → none, it groups;
 * one of them once → the locale's word counts; where it groups in the locale, it does so here only
 *   before exactly three digits, else ("12,50" in English) nothing but a decimal point is left. */
static gboolean
find_decimal (const char        *text,
              const Separators  *separators,
              const char       **decimal_out)
{
  const char *last[N_MARKS] = { NULL };
  int count[N_MARKS] = { 0 };
  Mark mark;

  *decimal_out = NULL;
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p)) {
    mark = mark_of_char (g_utf8_get_char (p));
    last[mark] = p;
    count[mark]++;
  }

  if (count[MARK_COMMA] > 0 && count[MARK_POINT] > 0) {
    mark = last[MARK_COMMA] > last[MARK_POINT] ? MARK_COMMA : MARK_POINT;
    *decimal_out = last[mark];
    return count[mark] == 1;
  }

  mark = count[MARK_COMMA] > 0 ? MARK_COMMA : MARK_POINT;
  if (count[mark] != 1)
    return TRUE;
  if (mark == separators->decimal || mark != separators->grouping ||
      strlen (last[mark] + 1) != 3 || last[mark] == text || text[0] == '0' ||
      count[MARK_SPACE] > 0 || count[MARK_APOSTROPHE] > 0)
    *decimal_out = last[mark];

  return TRUE;
}

/* Takes the digits of the whole part. Groups, if any, are made by one mark; the last is of three,
 * those above it are too, or all of them of as many as the locale has there. */
static gboolean
take_whole (const char *text,
            const char *end,
            int         upper_group_size,
            GString    *digits)
{
  Mark grouping = MARK_NONE;
  gboolean is_in_threes = TRUE;
  gboolean is_in_locale = TRUE;
  int n_in_group = 0;

  for (const char *p = text; p < end; p = g_utf8_next_char (p)) {
    Mark mark = mark_of_char (g_utf8_get_char (p));

    if (g_ascii_isdigit (*p)) {
      g_string_append_c (digits, *p);
      n_in_group++;
      continue;
    }
    if (mark == MARK_NONE || (grouping != MARK_NONE && mark != grouping) || n_in_group == 0)
      return FALSE;
    /* The first group may be shorter than the others. */
    if (n_in_group > GROUP_SIZE || (grouping != MARK_NONE && n_in_group != GROUP_SIZE))
      is_in_threes = FALSE;
    if (n_in_group > upper_group_size ||
        (grouping != MARK_NONE && n_in_group != upper_group_size))
      is_in_locale = FALSE;
    grouping = mark;
    n_in_group = 0;
  }

  return grouping == MARK_NONE || (n_in_group == GROUP_SIZE && (is_in_threes || is_in_locale));
}

/**
 * wb_money_parse_typed:
 * @text: (nullable): what a person typed
 * @currency: (nullable): the ISO 4217 code of the field
 * @locale: (nullable): e.g. "cs_CZ"; `NULL` for the process's
 * @money_out: (out): the amount
 * @error: where to store an error
 *
 * Reads an amount in the reader's own way of writing numbers, grouped with any kind of space or
 * not at all. The other way of writing is read where it cannot be mistaken; where it can, the
 * locale decides, and more digits than the currency has are refused rather than guessed at. Any
 * thread.
 *
 * Returns: `FALSE` with any code of `WB_MONEY_ERROR`; @money_out is untouched then
 */
gboolean
wb_money_parse_typed (const char  *text,
                      const char  *currency,
                      const char  *locale,
                      WbMoney     *money_out,
                      GError     **error)
{
  g_autoptr (GString) plain = g_string_new (NULL);
  g_autofree char *typed = NULL;
  Separators separators;
  const char *decimal = NULL;
  int digits = wb_currency_digits (currency);

  g_return_val_if_fail (money_out, FALSE);

  if (!text || !g_utf8_validate (text, -1, NULL))
    return fail_typed (error, text ? WB_MONEY_ERROR_MALFORMED : WB_MONEY_ERROR_EMPTY);

  typed = g_strdup (text);
  while (mark_of_char (g_utf8_get_char (typed)) == MARK_SPACE || g_ascii_isspace (*typed))
    memmove (typed, g_utf8_next_char (typed), strlen (g_utf8_next_char (typed)) + 1);
  for (char *last = g_utf8_find_prev_char (typed, typed + strlen (typed));
       last && (mark_of_char (g_utf8_get_char (last)) == MARK_SPACE || g_ascii_isspace (*last));
       last = g_utf8_find_prev_char (typed, last))
    *last = '\0';

  if (*typed == '\0')
    return fail_typed (error, WB_MONEY_ERROR_EMPTY);
  if (is_minus (g_utf8_get_char (typed)))
    return fail_typed (error, WB_MONEY_ERROR_NEGATIVE);

  separators = find_separators (locale);
  if (!find_decimal (typed, &separators, &decimal) ||
      !take_whole (typed, decimal ? decimal : typed + strlen (typed),
                   separators.upper_group_size, plain))
    return fail_typed (error, WB_MONEY_ERROR_MALFORMED);

  if (decimal) {
    if (plain->len == 0)
      g_string_append_c (plain, '0');
    g_string_append_c (plain, '.');
    g_string_append (plain, decimal + 1);
    /* Zeros are no surplus here: "1.500" may be meant as fifteen hundred. */
    if (digits >= 0 && strspn (decimal + 1, "0123456789") > (gsize) digits) {
      gint64 unused = 0;

      return wb_decimal_parse (plain->str, digits, &unused, error);
    }
  }

  return wb_money_parse_api (plain->str, currency, TRUE, money_out, error);
}
