/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Instants and dates without GDateTime's allocations: a sync reads six of them per ticket. The
 * calendar is the proleptic Gregorian one; years 0001 to 9999 are all that RFC 3339 can write. */

#include "config.h"

#include "wb-time.h"

#include <string.h>

#define DAY_MIN (-719162) /* 0001-01-01 */
#define DAY_MAX 2932896   /* 9999-12-31 */

/* Reads exactly @n_digits ASCII digits and moves on behind them. */
static gboolean
take_digits (const char **cursor,
             int          n_digits,
             int         *value_out)
{
  int value = 0;

  for (int i = 0; i < n_digits; i++) {
    if (!g_ascii_isdigit ((*cursor)[i]))
      return FALSE;
    value = value * 10 + g_ascii_digit_value ((*cursor)[i]);
  }

  *cursor += n_digits;
  *value_out = value;

  return TRUE;
}

static gboolean
take_char (const char **cursor,
           char         c)
{
  if (**cursor != c)
    return FALSE;

  (*cursor)++;

  return TRUE;
}

/* Days since 1970-01-01; the year is counted from March so that the leap day comes last. */
static gint32
count_days (int year,
            int month,
            int day)
{
  int y = month <= 2 ? year - 1 : year;
  int era = y / 400;
  int year_of_era = y - era * 400;
  int day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

  return era * 146097 + day_of_era - 719468;
}

static void
split_days (gint32  days,
            int    *year_out,
            int    *month_out,
            int    *day_out)
{
  int z = days + 719468;
  int era = z / 146097;
  int day_of_era = z - era * 146097;
  int year_of_era =
    (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  int shifted_month = (5 * day_of_year + 2) / 153;

  *day_out = day_of_year - (153 * shifted_month + 2) / 5 + 1;
  *month_out = shifted_month < 10 ? shifted_month + 3 : shifted_month - 9;
  *year_out = year_of_era + era * 400 + (*month_out <= 2 ? 1 : 0);
}

/* Not printf: pages of tickets are written full of times. */
static void
put_digits (char *place,
            int   value,
            int   n_digits)
{
  for (int i = n_digits - 1; i >= 0; i--, value /= 10)
    place[i] = (char) ('0' + value % 10);
}

static void
put_date (char *place,
          int   year,
          int   month,
          int   day)
{
  put_digits (place, year, 4);
  place[4] = '-';
  put_digits (place + 5, month, 2);
  place[7] = '-';
  put_digits (place + 8, day, 2);
}

static gboolean
take_date (const char **cursor,
           gint32      *days_out)
{
  int year = 0;
  int month = 0;
  int day = 0;

  if (!take_digits (cursor, 4, &year) || !take_char (cursor, '-') ||
      !take_digits (cursor, 2, &month) || !take_char (cursor, '-') ||
      !take_digits (cursor, 2, &day))
    return FALSE;

  if (year < 1 || !g_date_valid_dmy (day, month, year))
    return FALSE;

  *days_out = count_days (year, month, day);

  return TRUE;
}

/* "10:05:00", "10:05:00.12"; what is finer than a millisecond is cut off. */
static gboolean
take_clock (const char **cursor,
            gint64      *ms_out)
{
  int hour = 0;
  int minute = 0;
  int second = 0;
  int fraction_ms = 0;

  if (!take_digits (cursor, 2, &hour) || !take_char (cursor, ':') ||
      !take_digits (cursor, 2, &minute) || !take_char (cursor, ':') ||
      !take_digits (cursor, 2, &second))
    return FALSE;

  if (hour > 23 || minute > 59 || second > 59)
    return FALSE;

  if (take_char (cursor, '.')) {
    int n_digits = 0;

    for (; g_ascii_isdigit (**cursor); (*cursor)++, n_digits++) {
      if (n_digits < 3)
        fraction_ms = fraction_ms * 10 + g_ascii_digit_value (**cursor);
    }
    if (n_digits == 0 || n_digits > 9)
      return FALSE;
    for (; n_digits < 3; n_digits++)
      fraction_ms *= 10;
  }

  *ms_out = hour * WB_HOUR_MS + minute * WB_MINUTE_MS + second * WB_SECOND_MS + fraction_ms;

  return TRUE;
}

/* "Z", "+02:00" or "+0200". */
static gboolean
take_offset (const char **cursor,
             gint64      *offset_ms_out)
{
  int sign;
  int hours = 0;
  int minutes = 0;

  *offset_ms_out = 0;
  if (take_char (cursor, 'Z') || take_char (cursor, 'z'))
    return TRUE;

  if (**cursor != '+' && **cursor != '-')
    return FALSE;
  sign = **cursor == '-' ? -1 : 1;
  (*cursor)++;

  if (!take_digits (cursor, 2, &hours))
    return FALSE;
  (void) take_char (cursor, ':');
  if (!take_digits (cursor, 2, &minutes) || hours > 23 || minutes > 59)
    return FALSE;

  *offset_ms_out = sign * (hours * WB_HOUR_MS + minutes * WB_MINUTE_MS);

  return TRUE;
}

/* Rounds towards the past, also before 1970. */
static gint64
divide_down (gint64 value,
             gint64 divisor)
{
  gint64 quotient = value / divisor;

  return value % divisor < 0 ? quotient - 1 : quotient;
}

static gint64
offset_at (gint64     ms,
           GTimeZone *zone)
{
  int interval = g_time_zone_find_interval (zone, G_TIME_TYPE_UNIVERSAL,
                                            divide_down (ms, WB_SECOND_MS));

  return interval < 0 ? 0 : g_time_zone_get_offset (zone, interval) * WB_SECOND_MS;
}

/**
 * wb_time_parse:
 * @text: (nullable): an RFC 3339 instant
 * @ms_out: (out): Unix milliseconds, UTC
 *
 * Reads an instant as the tolerant reader must (reference/retino-api.md B.0): ending in "Z" or an
 * offset with or without a colon, with up to 9 fraction digits, of which three are kept. A time
 * without a zone is refused: it would be a guess. Any thread.
 *
 * Returns: `FALSE` if @text is not one; @ms_out is untouched then
 */
gboolean
wb_time_parse (const char *text,
               gint64     *ms_out)
{
  const char *cursor = text;
  gint32 days = 0;
  gint64 clock_ms = 0;
  gint64 offset_ms = 0;
  gint64 ms;

  g_return_val_if_fail (ms_out, FALSE);

  if (!text || !take_date (&cursor, &days))
    return FALSE;
  if (!take_char (&cursor, 'T') && !take_char (&cursor, 't'))
    return FALSE;
  if (!take_clock (&cursor, &clock_ms) || !take_offset (&cursor, &offset_ms) || *cursor != '\0')
    return FALSE;

  /* The first and last hours of all may lie outside the calendar once they are in UTC. */
  ms = days * WB_DAY_MS + clock_ms - offset_ms;
  if (divide_down (ms, WB_DAY_MS) < DAY_MIN || divide_down (ms, WB_DAY_MS) > DAY_MAX)
    return FALSE;
  *ms_out = ms;

  return TRUE;
}

/**
 * wb_time_format:
 * @ms: Unix milliseconds, UTC, or `WB_TIME_NONE`
 *
 * Writes an instant as level 1 does: UTC with milliseconds (B.1). Any thread.
 *
 * Returns: (nullable) (transfer full): e.g. "2025-10-03T10:05:00.000Z"; `NULL` for `WB_TIME_NONE`
 *   and for what lies outside the years 0001 to 9999
 */
char *
wb_time_format (gint64 ms)
{
  gint64 days = divide_down (ms, WB_DAY_MS);
  char text[] = "YYYY-MM-DDTHH:MM:SS.mmmZ";
  int rest_ms;
  int year = 0;
  int month = 0;
  int day = 0;

  if (days < DAY_MIN || days > DAY_MAX)
    return NULL;

  rest_ms = (int) (ms - days * WB_DAY_MS);
  split_days ((gint32) days, &year, &month, &day);

  put_date (text, year, month, day);
  text[10] = 'T';
  put_digits (text + 11, rest_ms / 3600000, 2);
  text[13] = ':';
  put_digits (text + 14, rest_ms / 60000 % 60, 2);
  text[16] = ':';
  put_digits (text + 17, rest_ms / 1000 % 60, 2);
  text[19] = '.';
  put_digits (text + 20, rest_ms % 1000, 3);
  text[23] = 'Z';

  return g_strdup (text);
}

/**
 * wb_date_parse:
 * @text: (nullable): "YYYY-MM-DD"
 * @days_out: (out): days since 1970-01-01
 *
 * Returns: `FALSE` if @text is not a date of the calendar; @days_out is untouched then
 */
gboolean
wb_date_parse (const char *text,
               gint32     *days_out)
{
  const char *cursor = text;
  gint32 days = 0;

  g_return_val_if_fail (days_out, FALSE);

  if (!text || !take_date (&cursor, &days) || *cursor != '\0')
    return FALSE;

  *days_out = days;

  return TRUE;
}

/**
 * wb_date_format:
 * @days: days since 1970-01-01, or `WB_DATE_NONE`
 *
 * Returns: (nullable) (transfer full): "YYYY-MM-DD"; `NULL` for `WB_DATE_NONE` and for what lies
 *   outside the years 0001 to 9999
 */
char *
wb_date_format (gint32 days)
{
  char text[] = "YYYY-MM-DD";
  int year = 0;
  int month = 0;
  int day = 0;

  if (days < DAY_MIN || days > DAY_MAX)
    return NULL;

  split_days (days, &year, &month, &day);

  put_date (text, year, month, day);

  return g_strdup (text);
}

/**
 * wb_time_to_local:
 * @ms: Unix milliseconds, UTC
 * @zone: the zone whose wall clock is asked for
 *
 * What a wall clock in @zone shows, as milliseconds since 1970-01-01 00:00 on that same clock.
 *
 * Returns: local milliseconds
 */
gint64
wb_time_to_local (gint64     ms,
                  GTimeZone *zone)
{
  g_return_val_if_fail (zone, ms);

  return ms + offset_at (ms, zone);
}

/**
 * wb_time_from_local:
 * @local_ms: a wall clock's reading, as from [func@time_to_local]
 * @zone: the zone the clock hangs in
 * @later: which of the two instants to take when the clock shows this time twice
 *
 * The instant at which a wall clock shows this time. A time skipped in spring becomes the first
 * instant after the gap (reference/retino-api.md B.6). Zones that change twice within two days are
 * not foreseen; no zone in use does. Any thread.
 *
 * Returns: Unix milliseconds, UTC
 */
gint64
wb_time_from_local (gint64     local_ms,
                    GTimeZone *zone,
                    gboolean   later)
{
  gint64 before;
  gint64 after;
  gint64 low;
  gint64 high;

  g_return_val_if_fail (zone, local_ms);

  before = local_ms - offset_at (local_ms - WB_DAY_MS, zone);
  after = local_ms - offset_at (local_ms + WB_DAY_MS, zone);

  if (before == after)
    return before;

  /* Autumn: both readings are true, the one under the old offset comes first. */
  if (before < after) {
    gboolean before_is_true = before + offset_at (before, zone) == local_ms;
    gboolean after_is_true = after + offset_at (after, zone) == local_ms;

    if (before_is_true && after_is_true)
      return later ? after : before;

    return before_is_true ? before : after;
  }

  /* Spring: usually one of the readings is true ... */
  if (before + offset_at (before, zone) == local_ms)
    return before;
  if (after + offset_at (after, zone) == local_ms)
    return after;

  /* ... and inside the gap none is: the change lies between them, on a whole second. */
  low = divide_down (after, WB_SECOND_MS);
  high = divide_down (before, WB_SECOND_MS);
  while (high - low > 1) {
    gint64 middle = low + (high - low) / 2;

    if (offset_at (middle * WB_SECOND_MS, zone) == offset_at (after, zone))
      low = middle;
    else
      high = middle;
  }

  return high * WB_SECOND_MS;
}

/**
 * wb_date_of_time:
 * @ms: Unix milliseconds, UTC
 * @zone: the zone whose calendar is meant
 *
 * Returns: the calendar date there, in days since 1970-01-01
 */
gint32
wb_date_of_time (gint64     ms,
                 GTimeZone *zone)
{
  g_return_val_if_fail (zone, WB_DATE_NONE);

  return (gint32) divide_down (wb_time_to_local (ms, zone), WB_DAY_MS);
}

/**
 * wb_date_start:
 * @days: a date in days since 1970-01-01
 * @zone: the zone whose calendar is meant
 *
 * The first instant of a day: midnight, or where the clock skips midnight the end of the gap, or
 * where it shows midnight twice the first of the two.
 *
 * Returns: Unix milliseconds, UTC
 */
gint64
wb_date_start (gint32     days,
               GTimeZone *zone)
{
  g_return_val_if_fail (zone, WB_TIME_NONE);

  return wb_time_from_local (days * WB_DAY_MS, zone, FALSE);
}
