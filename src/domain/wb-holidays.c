/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Public holidays by rule: days on which offices rest by law. The rules are those in force since
 * 2020, with the changes made since and, for years to come, as the law stands:
 *
 * CZ: act 245/2000 Sb. (Good Friday since 2016).
 * SK: act 241/1993 Z. z.; 1 September is still a state holiday but a working day since 2024 (act
 *     530/2023 Z. z.), 17 November since 2025, 8 May and 15 September in 2026 alone (act 261/2025
 *     Z. z., new § 4b). 28 October is a state holiday on which people work.
 * PL: act of 18 January 1951 on days free of work; 24 December since 2025 (Dz. U. 2024 poz. 1965).
 *     Easter Sunday and Whit Sunday are named in it.
 * DE: the days that the acts of all sixteen states name, and 3 October (Unification Treaty).
 * AT: Arbeitsruhegesetz § 7 (Good Friday was never one for all, since 2019 it is for nobody). */

#include "config.h"

#include "wb-holidays.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define FOREVER G_MAXINT16

typedef struct {
  const char *country;
  gint8 month;      /* 0 = counted from Easter Sunday */
  gint8 day;        /* of the month, or from Easter Sunday */
  gint16 from_year;
  gint16 to_year;
  const char *name;
} Rule;

#define FIXED(country, month, day, name) { country, month, day, 0, FOREVER, name }
#define EASTER(country, days, name) { country, 0, days, 0, FOREVER, name }

static const Rule rules[] = {
  FIXED ("CZ", 1, 1, N_ ("New Year’s Day")),
  EASTER ("CZ", -2, N_ ("Good Friday")),
  EASTER ("CZ", 1, N_ ("Easter Monday")),
  FIXED ("CZ", 5, 1, N_ ("Labour Day")),
  FIXED ("CZ", 5, 8, N_ ("Victory Day")),
  FIXED ("CZ", 7, 5, N_ ("Saints Cyril and Methodius Day")),
  FIXED ("CZ", 7, 6, N_ ("Jan Hus Day")),
  FIXED ("CZ", 9, 28, N_ ("Czech Statehood Day")),
  FIXED ("CZ", 10, 28, N_ ("Czechoslovak Independence Day")),
  FIXED ("CZ", 11, 17, N_ ("Freedom and Democracy Day")),
  FIXED ("CZ", 12, 24, N_ ("Christmas Eve")),
  FIXED ("CZ", 12, 25, N_ ("Christmas Day")),
  FIXED ("CZ", 12, 26, N_ ("Second Day of Christmas")),

  FIXED ("SK", 1, 1, N_ ("New Year’s Day")),
  FIXED ("SK", 1, 6, N_ ("Epiphany")),
  EASTER ("SK", -2, N_ ("Good Friday")),
  EASTER ("SK", 1, N_ ("Easter Monday")),
  FIXED ("SK", 5, 1, N_ ("Labour Day")),
  { "SK", 5, 8, 0, 2025, N_ ("Victory Day") },
  { "SK", 5, 8, 2027, FOREVER, N_ ("Victory Day") },
  FIXED ("SK", 7, 5, N_ ("Saints Cyril and Methodius Day")),
  FIXED ("SK", 8, 29, N_ ("Slovak National Uprising Day")),
  { "SK", 9, 1, 0, 2023, N_ ("Constitution Day") },
  { "SK", 9, 15, 0, 2025, N_ ("Our Lady of Sorrows") },
  { "SK", 9, 15, 2027, FOREVER, N_ ("Our Lady of Sorrows") },
  FIXED ("SK", 11, 1, N_ ("All Saints’ Day")),
  { "SK", 11, 17, 0, 2024, N_ ("Freedom and Democracy Day") },
  FIXED ("SK", 12, 24, N_ ("Christmas Eve")),
  FIXED ("SK", 12, 25, N_ ("Christmas Day")),
  FIXED ("SK", 12, 26, N_ ("Second Day of Christmas")),

  FIXED ("PL", 1, 1, N_ ("New Year’s Day")),
  FIXED ("PL", 1, 6, N_ ("Epiphany")),
  EASTER ("PL", 0, N_ ("Easter Sunday")),
  EASTER ("PL", 1, N_ ("Easter Monday")),
  FIXED ("PL", 5, 1, N_ ("Labour Day")),
  FIXED ("PL", 5, 3, N_ ("Constitution Day")),
  EASTER ("PL", 49, N_ ("Whit Sunday")),
  EASTER ("PL", 60, N_ ("Corpus Christi")),
  FIXED ("PL", 8, 15, N_ ("Assumption Day")),
  FIXED ("PL", 11, 1, N_ ("All Saints’ Day")),
  FIXED ("PL", 11, 11, N_ ("Polish Independence Day")),
  { "PL", 12, 24, 2025, FOREVER, N_ ("Christmas Eve") },
  FIXED ("PL", 12, 25, N_ ("Christmas Day")),
  FIXED ("PL", 12, 26, N_ ("Second Day of Christmas")),

  FIXED ("DE", 1, 1, N_ ("New Year’s Day")),
  EASTER ("DE", -2, N_ ("Good Friday")),
  EASTER ("DE", 1, N_ ("Easter Monday")),
  FIXED ("DE", 5, 1, N_ ("Labour Day")),
  EASTER ("DE", 39, N_ ("Ascension Day")),
  EASTER ("DE", 50, N_ ("Whit Monday")),
  FIXED ("DE", 10, 3, N_ ("German Unity Day")),
  FIXED ("DE", 12, 25, N_ ("Christmas Day")),
  FIXED ("DE", 12, 26, N_ ("Second Day of Christmas")),

  FIXED ("AT", 1, 1, N_ ("New Year’s Day")),
  FIXED ("AT", 1, 6, N_ ("Epiphany")),
  EASTER ("AT", 1, N_ ("Easter Monday")),
  FIXED ("AT", 5, 1, N_ ("Labour Day")),
  EASTER ("AT", 39, N_ ("Ascension Day")),
  EASTER ("AT", 50, N_ ("Whit Monday")),
  EASTER ("AT", 60, N_ ("Corpus Christi")),
  FIXED ("AT", 8, 15, N_ ("Assumption Day")),
  FIXED ("AT", 10, 26, N_ ("Austrian National Day")),
  FIXED ("AT", 11, 1, N_ ("All Saints’ Day")),
  FIXED ("AT", 12, 8, N_ ("Immaculate Conception")),
  FIXED ("AT", 12, 25, N_ ("Christmas Day")),
  FIXED ("AT", 12, 26, N_ ("Second Day of Christmas")),
};

static const char *const countries[] = { "CZ", "SK", "PL", "DE", "AT", NULL };
/* In the order of @countries. */
static const char *const country_names[] = {
  N_ ("Czechia"), N_ ("Slovakia"), N_ ("Poland"), N_ ("Germany"), N_ ("Austria"),
};

static gint32
days_of (int year,
         int month,
         int day)
{
  g_autoptr (GDate) date = g_date_new_dmy ((GDateDay) day, (GDateMonth) month, (GDateYear) year);
  g_autoptr (GDate) start = g_date_new_dmy (1, G_DATE_JANUARY, 1970);

  return g_date_days_between (start, date);
}

static int
compare_holidays (gconstpointer a,
                  gconstpointer b)
{
  const WbHoliday *left = a;
  const WbHoliday *right = b;

  return (left->date > right->date) - (left->date < right->date);
}

/**
 * wb_easter_sunday:
 * @year: a year of the Gregorian calendar, 1583 or later
 *
 * By the rule of the Western churches (the anonymous algorithm of 1876). Any thread.
 *
 * Returns: days since 1970-01-01
 */
gint32
wb_easter_sunday (int year)
{
  int golden = year % 19;
  int century = year / 100;
  int correction = (century - (century + 8) / 25 + 1) / 3;
  int moon = (19 * golden + century - century / 4 - correction + 15) % 30;
  int weekday = (32 + 2 * (century % 4) + 2 * (year % 100 / 4) - moon - year % 4) % 7;
  int shift = (golden + 11 * moon + 22 * weekday) / 451;
  int march_day = 22 + moon + weekday - 7 * shift;

  g_return_val_if_fail (year >= 1583 && year <= 9999, 0);

  return days_of (year, 3, 1) + march_day - 1;
}

/**
 * wb_holidays_countries:
 *
 * Returns: (transfer none): ISO 3166 codes, `NULL` at the end
 */
const char *const *
wb_holidays_countries (void)
{
  return countries;
}

/**
 * wb_holidays_country_name:
 * @country: (nullable): ISO 3166 code
 *
 * Returns: (transfer none) (nullable): its translated name; `NULL` if it is not one of these
 */
const char *
wb_holidays_country_name (const char *country)
{
  for (guint i = 0; country && countries[i]; i++) {
    if (strcmp (countries[i], country) == 0)
      return _ (country_names[i]);
  }

  return NULL;
}

/**
 * wb_holidays_of_year:
 * @country: (nullable): ISO 3166 code
 * @year: 2020 or later; for earlier ones the laws of 2020 are taken
 *
 * Any thread.
 *
 * Returns: (transfer full) (nullable) (element-type WbHoliday): the year's holidays by date, none
 *   twice; `NULL` if the country is not one of these
 */
GArray *
wb_holidays_of_year (const char *country,
                     int         year)
{
  GArray *holidays;
  gint32 easter;

  g_return_val_if_fail (year >= 1583 && year <= 9999, NULL);

  if (!wb_holidays_country_name (country))
    return NULL;

  holidays = g_array_new (FALSE, TRUE, sizeof (WbHoliday));
  easter = wb_easter_sunday (year);
  for (guint i = 0; i < G_N_ELEMENTS (rules); i++) {
    const Rule *rule = &rules[i];
    WbHoliday holiday = { 0, _ (rule->name) };

    if (strcmp (rule->country, country) != 0 || year < rule->from_year || year > rule->to_year)
      continue;
    holiday.date = rule->month == 0 ? easter + rule->day : days_of (year, rule->month, rule->day);
    g_array_append_val (holidays, holiday);
  }
  g_array_sort (holidays, compare_holidays);

  /* Ascension Day falls on 1 May when Easter is on 23 March. */
  for (guint i = holidays->len - 1; i > 0; i--) {
    if (g_array_index (holidays, WbHoliday, i).date ==
        g_array_index (holidays, WbHoliday, i - 1).date)
      g_array_remove_index (holidays, i);
  }

  return holidays;
}
