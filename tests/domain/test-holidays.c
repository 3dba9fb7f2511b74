/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Public holidays against lists typed from calendars, not computed: Easter of two decades, whole
 * years of each country around its changes of law, and the number of days of every year. */

#include "wb-holidays.h"
#include "wb-time.h"

#define FIRST_YEAR 2020
#define LAST_YEAR 2040

static void
test_easter (void)
{
  static const char *const sundays[] = {
    "2020-04-12", "2021-04-04", "2022-04-17", "2023-04-09", "2024-03-31", "2025-04-20",
    "2026-04-05", "2027-03-28", "2028-04-16", "2029-04-01", "2030-04-21", "2031-04-13",
    "2032-03-28", "2033-04-17", "2034-04-09", "2035-03-25", "2036-04-13", "2037-04-05",
    "2038-04-25", "2039-04-10", "2040-04-01",
    /* The earliest and the latest that there are, and a year where a shortened rule fails. */
    "1818-03-22", "1943-04-25", "1954-04-18", "1981-04-19", "2008-03-23", "2049-04-18",
    "2076-04-19", "2160-03-23", "2285-03-22",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (sundays); i++) {
    g_autofree char *date = NULL;

    g_test_message ("%s", sundays[i]);
    date = wb_date_format (wb_easter_sunday ((int) g_ascii_strtoll (sundays[i], NULL, 10)));
    g_assert_cmpstr (date, ==, sundays[i]);
  }
}

static char *
list_year (const char *country,
           int         year)
{
  g_autoptr (GArray) holidays = wb_holidays_of_year (country, year);
  g_autoptr (GString) text = g_string_new (NULL);

  g_assert_nonnull (holidays);
  for (guint i = 0; i < holidays->len; i++) {
    const WbHoliday *holiday = &g_array_index (holidays, WbHoliday, i);
    g_autofree char *date = wb_date_format (holiday->date);

    g_assert_cmpstr (holiday->name, !=, "");
    g_assert_cmpint (g_ascii_strtoll (date, NULL, 10), ==, year);
    g_string_append_printf (text, "%s%s", i == 0 ? "" : " ", date + 5);
  }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
test_whole_years (void)
{
  static const struct {
    const char *country;
    int year;
    const char *days;
  } cases[] = {
    { "CZ", 2020, "01-01 04-10 04-13 05-01 05-08 07-05 07-06 09-28 10-28 11-17 12-24 12-25 12-26" },
    { "CZ", 2024, "01-01 03-29 04-01 05-01 05-08 07-05 07-06 09-28 10-28 11-17 12-24 12-25 12-26" },
    { "CZ", 2026, "01-01 04-03 04-06 05-01 05-08 07-05 07-06 09-28 10-28 11-17 12-24 12-25 12-26" },
    { "CZ", 2038, "01-01 04-23 04-26 05-01 05-08 07-05 07-06 09-28 10-28 11-17 12-24 12-25 12-26" },
    { "SK", 2023, "01-01 01-06 04-07 04-10 05-01 05-08 07-05 08-29 09-01 09-15 11-01 11-17 12-24 "
      "12-25 12-26" },
    { "SK", 2024, "01-01 01-06 03-29 04-01 05-01 05-08 07-05 08-29 09-15 11-01 11-17 12-24 12-25 "
      "12-26" },
    { "SK", 2025, "01-01 01-06 04-18 04-21 05-01 05-08 07-05 08-29 09-15 11-01 12-24 12-25 12-26" },
    { "SK", 2026, "01-01 01-06 04-03 04-06 05-01 07-05 08-29 11-01 12-24 12-25 12-26" },
    { "SK", 2027, "01-01 01-06 03-26 03-29 05-01 05-08 07-05 08-29 09-15 11-01 12-24 12-25 12-26" },
    { "PL", 2020, "01-01 01-06 04-12 04-13 05-01 05-03 05-31 06-11 08-15 11-01 11-11 12-25 12-26" },
    { "PL", 2024, "01-01 01-06 03-31 04-01 05-01 05-03 05-19 05-30 08-15 11-01 11-11 12-25 12-26" },
    { "PL", 2025, "01-01 01-06 04-20 04-21 05-01 05-03 06-08 06-19 08-15 11-01 11-11 12-24 12-25 "
      "12-26" },
    { "PL", 2026, "01-01 01-06 04-05 04-06 05-01 05-03 05-24 06-04 08-15 11-01 11-11 12-24 12-25 "
      "12-26" },
    { "DE", 2020, "01-01 04-10 04-13 05-01 05-21 06-01 10-03 12-25 12-26" },
    { "DE", 2024, "01-01 03-29 04-01 05-01 05-09 05-20 10-03 12-25 12-26" },
    { "DE", 2026, "01-01 04-03 04-06 05-01 05-14 05-25 10-03 12-25 12-26" },
    { "DE", 2038, "01-01 04-23 04-26 05-01 06-03 06-14 10-03 12-25 12-26" },
    /* Ascension Day on 1 May: one day, not two. */
    { "DE", 2160, "01-01 03-21 03-24 05-01 05-12 10-03 12-25 12-26" },
    { "AT", 2024, "01-01 01-06 04-01 05-01 05-09 05-20 05-30 08-15 10-26 11-01 12-08 12-25 12-26" },
    { "AT", 2025, "01-01 01-06 04-21 05-01 05-29 06-09 06-19 08-15 10-26 11-01 12-08 12-25 12-26" },
    { "AT", 2026, "01-01 01-06 04-06 05-01 05-14 05-25 06-04 08-15 10-26 11-01 12-08 12-25 12-26" },
    { "AT", 2038, "01-01 01-06 04-26 05-01 06-03 06-14 06-24 08-15 10-26 11-01 12-08 12-25 12-26" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *days = NULL;

    g_test_message ("%s %d", cases[i].country, cases[i].year);
    days = list_year (cases[i].country, cases[i].year);
    g_assert_cmpstr (days, ==, cases[i].days);
  }
}

static void
test_counts (void)
{
  static const struct {
    const char *country;
    int from_year;
    int to_year;
    guint n_days;
  } cases[] = {
    { "CZ", FIRST_YEAR, LAST_YEAR, 13 }, { "SK", FIRST_YEAR, 2023, 15 }, { "SK", 2024, 2024, 14 },
    { "SK", 2025, 2025, 13 },            { "SK", 2026, 2026, 11 },       { "SK", 2027, LAST_YEAR, 13 },
    { "PL", FIRST_YEAR, 2024, 13 },      { "PL", 2025, LAST_YEAR, 14 },  { "DE", FIRST_YEAR, LAST_YEAR, 9 },
    { "AT", FIRST_YEAR, LAST_YEAR, 13 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    for (int year = cases[i].from_year; year <= cases[i].to_year; year++) {
      g_autoptr (GArray) holidays = wb_holidays_of_year (cases[i].country, year);

      g_test_message ("%s %d", cases[i].country, year);
      g_assert_cmpuint (holidays->len, ==, cases[i].n_days);
      for (guint k = 1; k < holidays->len; k++)
        g_assert_cmpint (g_array_index (holidays, WbHoliday, k - 1).date, <,
                         g_array_index (holidays, WbHoliday, k).date);
    }
  }
}

static void
test_names (void)
{
  static const struct {
    const char *country;
    int year;
    const char *date;
    const char *name;
  } cases[] = {
    { "CZ", 2026, "2026-07-06", "Jan Hus Day" },
    { "SK", 2025, "2025-09-15", "Our Lady of Sorrows" },
    { "PL", 2026, "2026-06-04", "Corpus Christi" },
    { "PL", 2025, "2025-12-24", "Christmas Eve" },
    { "DE", 2026, "2026-05-14", "Ascension Day" },
    { "AT", 2026, "2026-12-08", "Immaculate Conception" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GArray) holidays = wb_holidays_of_year (cases[i].country, cases[i].year);
    const char *name = NULL;
    gint32 date = 0;

    g_test_message ("%s", cases[i].date);
    g_assert_true (wb_date_parse (cases[i].date, &date));
    for (guint k = 0; k < holidays->len; k++) {
      if (g_array_index (holidays, WbHoliday, k).date == date)
        name = g_array_index (holidays, WbHoliday, k).name;
    }
    g_assert_cmpstr (name, ==, cases[i].name);
  }
}

static void
test_countries (void)
{
  g_autofree char *codes = g_strjoinv (" ", (GStrv) wb_holidays_countries ());

  g_assert_cmpstr (codes, ==, "CZ SK PL DE AT");
  g_assert_cmpstr (wb_holidays_country_name ("CZ"), ==, "Czechia");
  g_assert_cmpstr (wb_holidays_country_name ("AT"), ==, "Austria");
  g_assert_null (wb_holidays_country_name ("FR"));
  g_assert_null (wb_holidays_country_name (NULL));
  g_assert_null (wb_holidays_of_year ("FR", 2026));
  g_assert_null (wb_holidays_of_year (NULL, 2026));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wb/domain/holidays/easter", test_easter);
  g_test_add_func ("/wb/domain/holidays/whole-years", test_whole_years);
  g_test_add_func ("/wb/domain/holidays/counts", test_counts);
  g_test_add_func ("/wb/domain/holidays/names", test_names);
  g_test_add_func ("/wb/domain/holidays/countries", test_countries);

  return g_test_run ();
}
