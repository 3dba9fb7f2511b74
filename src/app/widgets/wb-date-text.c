/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Days typed and read; see wb-date-text.h. */

#include "config.h"

#include "wb-date-text.h"

#include <langinfo.h>
#include <locale.h>
#include <string.h>

#define ISO_PATTERN "%Y-%m-%d"
/* A typed year of two digits is of this century; others are a slip of the finger. */
#define CENTURY 2000
#define LAST_YEAR 2199
/* A day without a year that lies further back than this is meant to come. */
#define BACK_DAYS_MAX 183
#define N_NUMBERS_MAX 3

typedef struct
{
  int value;
  int n_digits;
} Number;

/**
 * wb_date_text_get_pattern:
 *
 * Returns: (transfer none): how the person at this computer writes a day; ISO's way where the
 *   program has no locale
 */
const char *
wb_date_text_get_pattern (void)
{
  const char *locale = setlocale (LC_TIME, NULL);

  if (!locale || g_str_equal (locale, "C") || g_str_has_prefix (locale, "C.") ||
      g_str_equal (locale, "POSIX"))
    return ISO_PATTERN;

  return nl_langinfo (D_FMT);
}

/* "d", "m", "y" in the pattern's order; FALSE where it has something else than those three. */
static gboolean
read_order (const char *pattern,
            char        order[N_NUMBERS_MAX])
{
  int n = 0;

  if (g_str_equal (pattern, "%D"))
    pattern = "%m/%d/%y";
  if (g_str_equal (pattern, "%F"))
    pattern = ISO_PATTERN;

  for (const char *at = pattern; *at != '\0'; at++) {
    if (*at != '%')
      continue;
    at++;
    while (*at == '-' || *at == '_' || *at == '0')
      at++;
    if (n == N_NUMBERS_MAX)
      return FALSE;
    if (*at == 'd' || *at == 'e')
      order[n++] = 'd';
    else if (*at == 'm')
      order[n++] = 'm';
    else if (*at == 'y' || *at == 'Y')
      order[n++] = 'y';
    else
      return FALSE;
  }

  return n == N_NUMBERS_MAX && memchr (order, 'd', 3) && memchr (order, 'm', 3) &&
         memchr (order, 'y', 3);
}

/* -1 = there is something else in it than up to three numbers and what stands between them. */
static int
read_numbers (const char *text,
              Number      numbers[N_NUMBERS_MAX],
              char       *mark_out)
{
  int n = 0;

  *mark_out = '\0';
  for (const char *at = text; *at != '\0';) {
    if (g_ascii_isdigit (*at)) {
      Number number = { 0, 0 };

      if (n == N_NUMBERS_MAX)
        return -1;
      for (; g_ascii_isdigit (*at); at++, number.n_digits++) {
        if (number.n_digits == 4)
          return -1;
        number.value = number.value * 10 + (*at - '0');
      }
      numbers[n++] = number;
    } else if (strchr (" ./-", *at)) {
      if (*at != ' ' && *mark_out == '\0')
        *mark_out = *at;
      at++;
    } else {
      return -1;
    }
  }

  return n;
}

static gboolean
find_order (const char   *pattern,
            const Number *numbers,
            int           n,
            char          mark,
            char          order[N_NUMBERS_MAX])
{
  if (!read_order (pattern, order))
    memcpy (order, "ymd", N_NUMBERS_MAX);
  if (n == 3 && numbers[0].n_digits == 4)
    memcpy (order, "ymd", N_NUMBERS_MAX);
  else if (n == 3 && order[0] == 'y' && numbers[2].n_digits == 4) {
    /* Points are between day, month and year wherever the year comes last. */
    if (mark != '.')
      return FALSE;
    memcpy (order, "dmy", N_NUMBERS_MAX);
  }

  return TRUE;
}

static gboolean
make_date (int     year,
           int     month,
           int     day,
           gint32 *date_out)
{
  GDate epoch;
  GDate date;

  if (year < CENTURY || year > LAST_YEAR || month < 1 || month > 12 || day < 1 || day > 31 ||
      !g_date_valid_dmy ((GDateDay) day, (GDateMonth) month, (GDateYear) year))
    return FALSE;

  g_date_clear (&epoch, 1);
  g_date_set_dmy (&epoch, 1, G_DATE_JANUARY, 1970);
  g_date_clear (&date, 1);
  g_date_set_dmy (&date, (GDateDay) day, (GDateMonth) month, (GDateYear) year);
  *date_out = g_date_days_between (&epoch, &date);

  return TRUE;
}

static int
year_of (gint32 date)
{
  g_autoptr (GDateTime) day =
    g_date_time_new_from_unix_utc ((gint64) date * WB_DAY_MS / WB_SECOND_MS);

  return day ? g_date_time_get_year (day) : CENTURY;
}

static gboolean
read_year (const Number *number,
           int          *year_out)
{
  *year_out = number->n_digits == 2 ? CENTURY + number->value : number->value;

  return number->n_digits == 2 || number->n_digits == 4;
}

/**
 * wb_date_text_parse:
 * @text: what was typed
 * @pattern: how the person writes a day; a four-digit year in front is always ISO's way
 * @today: the day it is typed on, days since 1970-01-01
 * @date_out: (out): the day, days since 1970-01-01
 *
 * “30.11.2026”, “30. 11. 26” and “30.11.” where days come first, “11/30/2026” where months do, and
 * “2026-11-30” everywhere. A day without a year is in the half year behind @today or to come.
 *
 * Returns: whether @text is a day
 */
gboolean
wb_date_text_parse (const char *text,
                    const char *pattern,
                    gint32      today,
                    gint32     *date_out)
{
  Number numbers[N_NUMBERS_MAX] = { 0 };
  char order[N_NUMBERS_MAX] = { 0 };
  char mark = '\0';
  int day = 0, month = 0, year = 0, at = 0;
  int n = 0;

  g_return_val_if_fail (text && pattern && date_out, FALSE);

  n = read_numbers (text, numbers, &mark);
  if (n < 2 || !find_order (pattern, numbers, n, mark, order))
    return FALSE;

  for (int i = 0; i < N_NUMBERS_MAX; i++) {
    if (order[i] == 'y') {
      if (n == 3 && !read_year (&numbers[at++], &year))
        return FALSE;
      continue;
    }
    if (numbers[at].n_digits > 2)
      return FALSE;
    if (order[i] == 'd')
      day = numbers[at++].value;
    else
      month = numbers[at++].value;
  }

  if (n == 3)
    return make_date (year, month, day, date_out);
  if (!make_date (year_of (today), month, day, date_out))
    return FALSE;
  if (*date_out < today - BACK_DAYS_MAX)
    return make_date (year_of (today) + 1, month, day, date_out);

  return TRUE;
}

/**
 * wb_date_text_format:
 * @date: days since 1970-01-01; `WB_DATE_NONE` = none
 * @pattern: how the person writes a day
 *
 * The year has four digits, whatever @pattern says.
 *
 * Returns: (transfer full): the day as wb_date_text_parse() reads it; "" for none
 */
char *
wb_date_text_format (gint32      date,
                     const char *pattern)
{
  g_autoptr (GString) own = g_string_new (pattern);
  g_autoptr (GDateTime) day = NULL;
  char order[N_NUMBERS_MAX] = { 0 };

  g_return_val_if_fail (pattern, NULL);

  if (date == WB_DATE_NONE)
    return g_strdup ("");

  if (!read_order (pattern, order) || g_str_equal (pattern, "%F"))
    g_string_assign (own, ISO_PATTERN);
  else if (g_str_equal (pattern, "%D"))
    g_string_assign (own, "%m/%d/%Y");
  g_string_replace (own, "%y", "%Y", 0);
  /* Which would be padded by a blank. */
  g_string_replace (own, "%e", "%-d", 0);
  day = g_date_time_new_from_unix_utc ((gint64) date * WB_DAY_MS / WB_SECOND_MS);

  return day ? g_date_time_format (day, own->str) : g_strdup ("");
}
