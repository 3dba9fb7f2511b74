/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Opening hours between text and ranges; see wb-opening-hours.h. */

#include "config.h"

#include "wb-opening-hours.h"

#include "wb-time.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* 1 January 2024, a Monday. */
#define SOME_MONDAY 19723

static int
compare_by_start (gconstpointer a,
                  gconstpointer b)
{
  const WbHours *one = a;
  const WbHours *other = b;

  return one->from_min != other->from_min ? one->from_min - other->from_min
                                          : one->to_min - other->to_min;
}

/**
 * wb_opening_hours_format:
 * @hours: (element-type WbHours): of all days
 * @day: 0 = Monday … 6 = Sunday
 *
 * Returns: (transfer full): the day's ranges in their order, to be edited; "" = closed
 */
char *
wb_opening_hours_format (GArray *hours,
                         int     day)
{
  g_autoptr (GArray) ranges = g_array_new (FALSE, FALSE, sizeof (WbHours));
  GString *text = NULL;

  g_return_val_if_fail (hours, NULL);
  g_return_val_if_fail (day >= 0 && day < WB_N_WEEKDAYS, NULL);

  for (guint i = 0; i < hours->len; i++) {
    const WbHours *range = &g_array_index (hours, WbHours, i);

    if (range->days & (1u << day))
      g_array_append_val (ranges, *range);
  }
  g_array_sort (ranges, compare_by_start);

  text = g_string_new (NULL);
  for (guint i = 0; i < ranges->len; i++) {
    const WbHours *range = &g_array_index (ranges, WbHours, i);

    g_string_append_printf (text, "%s%d:%02d–%d:%02d", i > 0 ? ", " : "", range->from_min / 60,
                            range->from_min % 60, range->to_min / 60, range->to_min % 60);
  }

  return g_string_free (text, FALSE);
}

/* "9", "9:30" or "9.30"; moves @text behind it. */
static gboolean
take_time (const char **text,
           gint16      *minutes_out)
{
  const char *p = *text;
  int hours = 0, minutes = 0, n = 0;

  for (n = 0; n < 2 && g_ascii_isdigit (*p); n++)
    hours = hours * 10 + *p++ - '0';
  if (n == 0 || g_ascii_isdigit (*p))
    return FALSE;
  if (*p == ':' || *p == '.') {
    if (!g_ascii_isdigit (p[1]) || !g_ascii_isdigit (p[2]) || g_ascii_isdigit (p[3]))
      return FALSE;
    minutes = (p[1] - '0') * 10 + p[2] - '0';
    p += 3;
  }
  /* Midnight at the end of the day is 24:00. */
  if (minutes > 59 || hours * 60 + minutes > 24 * 60)
    return FALSE;

  *minutes_out = (gint16) (hours * 60 + minutes);
  *text = p;

  return TRUE;
}

static void
skip_spaces (const char **text)
{
  while (g_unichar_isspace (g_utf8_get_char (*text)))
    *text = g_utf8_next_char (*text);
}

/* Any of the dashes that keyboards and web pages give. */
static gboolean
take_dash (const char **text)
{
  gunichar dash = 0;

  skip_spaces (text);
  dash = g_utf8_get_char (*text);
  if (dash != '-' && !(dash >= 0x2010 && dash <= 0x2015) && dash != 0x2212)
    return FALSE;
  *text = g_utf8_next_char (*text);
  skip_spaces (text);

  return TRUE;
}

/**
 * wb_opening_hours_parse:
 * @typed: what stands in the field of a day, valid UTF-8; "" = closed
 * @day: 0 = Monday … 6 = Sunday
 * @hours: (element-type WbHours): what is read is added to it; unchanged on failure
 *
 * Reads ranges such as “9–17” or “9:00 - 12:00; 13.00 - 17.00”. Whether they are in order and apart
 * is wb_account_validate()'s to say.
 *
 * Returns: `TRUE` if all of it could be read
 */
gboolean
wb_opening_hours_parse (const char *typed,
                        int         day,
                        GArray     *hours)
{
  const char *p = typed;
  guint length = 0;

  g_return_val_if_fail (typed, FALSE);
  g_return_val_if_fail (day >= 0 && day < WB_N_WEEKDAYS, FALSE);
  g_return_val_if_fail (hours, FALSE);

  length = hours->len;
  skip_spaces (&p);
  while (*p != '\0') {
    WbHours range = { .days = 1u << day };

    if (!take_time (&p, &range.from_min) || !take_dash (&p) || !take_time (&p, &range.to_min)) {
      g_array_set_size (hours, length);
      return FALSE;
    }
    g_array_append_val (hours, range);
    skip_spaces (&p);
    if (*p == ',' || *p == ';') {
      p++;
      skip_spaces (&p);
      if (*p == '\0') {
        g_array_set_size (hours, length);
        return FALSE;
      }
    }
  }

  return TRUE;
}

/**
 * wb_opening_hours_join:
 * @hours: (element-type WbHours): ranges, each of any days
 *
 * Says the same with as few entries as possible: equal ranges of several days are one.
 *
 * Returns: (transfer full) (element-type WbHours): in the order of the first day, then of the start
 */
GArray *
wb_opening_hours_join (GArray *hours)
{
  GArray *joined = NULL;

  g_return_val_if_fail (hours, NULL);

  joined = g_array_new (FALSE, TRUE, sizeof (WbHours));
  for (guint i = 0; i < hours->len; i++) {
    const WbHours *range = &g_array_index (hours, WbHours, i);
    gboolean found = FALSE;

    for (guint j = 0; j < joined->len && !found; j++) {
      WbHours *other = &g_array_index (joined, WbHours, j);

      /* The same range twice on one day stays two, so that it is seen as the mistake it is. */
      found = compare_by_start (range, other) == 0 && (range->days & other->days) == 0;
      if (found)
        other->days |= range->days;
    }
    if (!found)
      g_array_append_val (joined, *range);
  }

  return joined;
}

static char *
format_weekday (int         day,
                const char *format)
{
  g_autoptr (GDateTime) date =
    g_date_time_new_from_unix_utc ((SOME_MONDAY + (gint64) day) * WB_DAY_MS / 1000);
  char *name = g_date_time_format (date, format);

  return name ? name : g_strdup ("");
}

/**
 * wb_opening_hours_name_day:
 * @day: 0 = Monday … 6 = Sunday
 *
 * Returns: (transfer full): its name in the locale, with a capital
 */
char *
wb_opening_hours_name_day (int day)
{
  g_autofree char *name = NULL;
  g_autofree char *first = NULL;
  const char *rest = NULL;

  g_return_val_if_fail (day >= 0 && day < WB_N_WEEKDAYS, NULL);

  name = format_weekday (day, "%A");
  if (*name == '\0')
    return g_steal_pointer (&name);
  rest = g_utf8_next_char (name);
  first = g_utf8_strup (name, rest - name);

  return g_strconcat (first, rest, NULL);
}

static char *
describe_days (int first,
               int last)
{
  g_autofree char *from = format_weekday (first, "%a");
  g_autofree char *to = format_weekday (last, "%a");

  if (first == last)
    return g_steal_pointer (&from);

  /* TRANSLATORS: from one weekday to another, e.g. “Mon–Fri” */
  return g_strdup_printf (_ ("%s–%s"), from, to);
}

/**
 * wb_opening_hours_describe:
 * @hours: (element-type WbHours): of all days
 *
 * Says them in one line: days in a row with the same hours stand together, closed ones are left
 * out.
 *
 * Returns: (transfer full): the words; "" = closed on all days
 */
char *
wb_opening_hours_describe (GArray *hours)
{
  GString *text = NULL;
  int day = 0;

  g_return_val_if_fail (hours, NULL);

  text = g_string_new (NULL);
  while (day < WB_N_WEEKDAYS) {
    g_autofree char *ranges = wb_opening_hours_format (hours, day);
    g_autofree char *days = NULL;
    int first = day;

    for (day++; day < WB_N_WEEKDAYS; day++) {
      g_autofree char *next = wb_opening_hours_format (hours, day);

      if (!g_str_equal (next, ranges))
        break;
    }
    if (*ranges == '\0')
      continue;
    days = describe_days (first, day - 1);
    g_string_append_printf (text, "%s%s %s", text->len > 0 ? "; " : "", days, ranges);
  }

  return g_string_free (text, FALSE);
}
