/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Time by opening hours: typed examples over the nights that are not 24 hours long, and properties
 * over random calendars, against a count that looks at every quarter of an hour on the wall. */

#include "wb-time.h"
#include "wb-working-time.h"

#include <stdio.h>
#include <stdlib.h>

#define QUARTER_MS (15 * WB_MINUTE_MS)
#define N_CALENDARS 60
#define N_INSTANTS 12

static gint64
at (const char *text)
{
  gint64 ms = WB_TIME_NONE;

  g_assert_true (!text || wb_time_parse (text, &ms));

  return ms;
}

/* "12345 8:00-12:00 12:30-17:00; 6 9:00-11:00": days (1 = Monday), then hours. */
static WbWorkingCalendar *
make_calendar (const char *zone,
               const char *hours,
               const char *closed)
{
  WbWorkingCalendar *calendar = wb_working_calendar_new ();
  g_auto (GStrv) parts = g_strsplit (hours, "; ", -1);
  g_auto (GStrv) days = g_strsplit (closed ? closed : "", " ", -1);

  calendar->zone = g_time_zone_new_identifier (zone);
  for (guint i = 0; parts[i] && *parts[i] != '\0'; i++) {
    g_auto (GStrv) words = g_strsplit (parts[i], " ", -1);
    guint mask = 0;

    for (const char *day = words[0]; *day != '\0'; day++)
      mask |= 1u << (*day - '1');
    for (guint k = 1; words[k]; k++) {
      WbHours entry = { mask, 0, 0 };
      int from_hour = 0;
      int from_minute = 0;
      int to_hour = 0;
      int to_minute = 0;

      g_assert_cmpint (sscanf (words[k], "%d:%d-%d:%d", &from_hour, &from_minute, &to_hour,
                               &to_minute), ==, 4);
      entry.from_min = (gint16) (from_hour * 60 + from_minute);
      entry.to_min = (gint16) (to_hour * 60 + to_minute);
      g_array_append_val (calendar->hours, entry);
    }
  }
  for (guint i = 0; days[i] && *days[i] != '\0'; i++) {
    gint32 date = 0;

    g_assert_true (wb_date_parse (days[i], &date));
    g_array_append_val (calendar->closed_days, date);
  }

  return calendar;
}

#define OFFICE "12345 8:00-12:00 12:30-17:00; 6 9:00-11:00"
#define ALWAYS "1234567 0:00-24:00"
#define NIGHTS "1234567 0:00-6:00"

static void
test_elapsed (void)
{
  static const struct {
    const char *zone;
    const char *hours;
    const char *closed;
    const char *from;
    const char *to;
    int minutes;
  } cases[] = {
    /* One Monday in Prague; then the week: five days of 510 minutes and a Saturday of 120. */
    { "Europe/Prague", OFFICE, NULL, "2026-11-23T06:00:00Z", "2026-11-23T20:00:00Z", 510 },
    { "Europe/Prague", OFFICE, NULL, "2026-11-23T10:30:00Z", "2026-11-23T11:45:00Z", 45 },
    { "Europe/Prague", OFFICE, NULL, "2026-11-22T23:00:00Z", "2026-11-29T23:00:00Z", 2670 },
    { "Europe/Prague", OFFICE, NULL, "2026-11-23T20:00:00Z", "2026-11-23T06:00:00Z", 0 },
    { "Europe/Prague", OFFICE, NULL, "2026-11-23T09:00:00Z", "2026-11-23T09:00:00Z", 0 },
    { "Europe/Prague", OFFICE, NULL, "2026-11-22T00:00:00Z", "2026-11-22T22:00:00Z", 0 },
    /* The year turns on a Thursday; Christmas and New Year are closed. */
    { "Europe/Prague", OFFICE, "2026-12-24 2026-12-25 2026-12-26 2027-01-01",
      "2026-12-23T16:00:00Z", "2027-01-04T07:30:00Z", 4 * 510 + 120 + 30 },
    /* Nights of 23 and of 25 hours, and of 24 beside them. */
    { "Europe/Prague", NIGHTS, NULL, "2026-03-27T23:00:00Z", "2026-03-28T23:00:00Z", 360 },
    { "Europe/Prague", NIGHTS, NULL, "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z", 300 },
    { "Europe/Prague", NIGHTS, NULL, "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z", 420 },
    { "Europe/Lisbon", NIGHTS, NULL, "2026-03-29T00:00:00Z", "2026-03-29T23:00:00Z", 300 },
    { "Europe/Lisbon", NIGHTS, NULL, "2026-10-24T23:00:00Z", "2026-10-26T00:00:00Z", 420 },
    { "America/New_York", NIGHTS, NULL, "2026-03-08T05:00:00Z", "2026-03-09T04:00:00Z", 300 },
    { "America/New_York", NIGHTS, NULL, "2026-11-01T04:00:00Z", "2026-11-02T05:00:00Z", 420 },
    { "Europe/Prague", ALWAYS, NULL, "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z", 1380 },
    { "Europe/Prague", ALWAYS, NULL, "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z", 1500 },
    /* The hour that is skipped spans nothing; the one that comes twice spans two. */
    { "Europe/Prague", "7 2:00-3:00", NULL, "2026-03-28T12:00:00Z", "2026-03-30T12:00:00Z", 0 },
    { "Europe/Prague", "7 2:00-3:00", NULL, "2026-10-24T12:00:00Z", "2026-10-26T12:00:00Z", 120 },
    /* Hours that meet inside it are still counted once each time they are shown. */
    { "Europe/Prague", "7 1:00-2:30 2:30-4:00", NULL, "2026-10-24T12:00:00Z",
      "2026-10-26T12:00:00Z", 240 },
    { "America/New_York", "7 1:00-2:00", NULL, "2026-11-01T00:00:00Z", "2026-11-02T00:00:00Z",
      120 },
    { "America/New_York", "7 2:00-3:00", NULL, "2026-03-08T00:00:00Z", "2026-03-09T00:00:00Z", 0 },
    /* A server that lists the same time twice, or an end before its start. */
    { "Europe/Prague", "1 8:00-12:00 10:00-14:00 9:00-11:00 17:00-16:00", NULL,
      "2026-11-23T00:00:00Z", "2026-11-24T00:00:00Z", 360 },
    { "Europe/Prague", "", NULL, "2026-01-01T00:00:00Z", "2026-12-31T00:00:00Z", 0 },
    /* Before 1970. */
    { "UTC", "4 0:00-24:00", NULL, "1969-12-25T00:00:00Z", "1970-01-02T00:00:00Z", 2880 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (WbWorkingCalendar) calendar =
      make_calendar (cases[i].zone, cases[i].hours, cases[i].closed);

    g_test_message ("%s \"%s\" %s - %s", cases[i].zone, cases[i].hours, cases[i].from, cases[i].to);
    g_assert_cmpint (wb_working_elapsed (calendar, at (cases[i].from), at (cases[i].to)), ==,
                     cases[i].minutes * WB_MINUTE_MS);
  }
}

static void
test_add_and_next (void)
{
  static const struct {
    const char *zone;
    const char *hours;
    const char *closed;
    const char *from;
    int minutes;
    const char *added;
    const char *next_open;
    const char *next_close;
  } cases[] = {
    { "Europe/Prague", OFFICE, NULL, "2026-11-23T10:30:00Z", 60, "2026-11-23T12:00:00Z",
      "2026-11-23T10:30:00Z", "2026-11-23T11:00:00Z" },
    /* The first instant: the end of the morning, not the start of the afternoon. */
    { "Europe/Prague", OFFICE, NULL, "2026-11-23T10:30:00Z", 30, "2026-11-23T11:00:00Z",
      "2026-11-23T10:30:00Z", "2026-11-23T11:00:00Z" },
    { "Europe/Prague", OFFICE, NULL, "2026-11-23T11:10:00Z", 0, "2026-11-23T11:10:00Z",
      "2026-11-23T11:30:00Z", "2026-11-23T11:10:00Z" },
    { "Europe/Prague", OFFICE, NULL, "2026-11-27T16:30:00Z", 121, "2026-11-30T07:01:00Z",
      "2026-11-28T08:00:00Z", "2026-11-27T16:30:00Z" },
    { "Europe/Prague", OFFICE, "2026-12-31 2027-01-01 2027-01-02", "2026-12-30T16:00:00Z", 30,
      "2027-01-04T07:30:00Z", "2027-01-04T07:00:00Z", "2026-12-30T16:00:00Z" },
    /* Over midnight it stays open. */
    { "Europe/Prague", "1 20:00-24:00; 2 0:00-4:00", NULL, "2026-11-23T20:00:00Z", 300,
      "2026-11-24T01:00:00Z", "2026-11-23T20:00:00Z", "2026-11-24T03:00:00Z" },
    { "Europe/Prague", NIGHTS, NULL, "2026-03-29T00:30:00Z", 60, "2026-03-29T01:30:00Z",
      "2026-03-29T00:30:00Z", "2026-03-29T04:00:00Z" },
    { "Europe/Prague", "7 2:00-3:00", NULL, "2026-03-29T00:30:00Z", 1, "2026-04-05T00:01:00Z",
      "2026-04-05T00:00:00Z", "2026-03-29T00:30:00Z" },
    { "Europe/Prague", "7 2:00-2:30", NULL, "2026-10-25T00:10:00Z", 30, "2026-10-25T01:10:00Z",
      "2026-10-25T00:10:00Z", "2026-10-25T00:30:00Z" },
    { "Europe/Prague", ALWAYS, NULL, "2026-10-24T12:00:00Z", 2880, "2026-10-26T12:00:00Z",
      "2026-10-24T12:00:00Z", NULL },
    { "Europe/Prague", "", NULL, "2026-10-24T12:00:00Z", 1, NULL, NULL, "2026-10-24T12:00:00Z" },
    /* 366 days hold 52 Mondays of an hour, or 53: here 53 would be one too many. */
    { "Europe/Prague", "1 8:00-9:00", NULL, "2026-11-24T12:00:00Z", 52 * 60, "2027-11-22T08:00:00Z",
      "2026-11-30T07:00:00Z", "2026-11-24T12:00:00Z" },
    { "Europe/Prague", "1 8:00-9:00", NULL, "2026-11-24T12:00:00Z", 53 * 60, NULL,
      "2026-11-30T07:00:00Z", "2026-11-24T12:00:00Z" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (WbWorkingCalendar) calendar =
      make_calendar (cases[i].zone, cases[i].hours, cases[i].closed);
    gint64 from = at (cases[i].from);

    g_test_message ("%s \"%s\" %s + %d", cases[i].zone, cases[i].hours, cases[i].from,
                    cases[i].minutes);
    g_assert_cmpint (wb_working_add (calendar, from, cases[i].minutes * WB_MINUTE_MS), ==,
                     at (cases[i].added));
    g_assert_cmpint (wb_working_next_open (calendar, from), ==, at (cases[i].next_open));
    g_assert_cmpint (wb_working_next_close (calendar, from), ==, at (cases[i].next_close));
    g_assert_cmpint (wb_working_is_open (calendar, from), ==,
                     wb_working_next_open (calendar, from) == from);
  }
}

static void
test_workdays (void)
{
  static const struct {
    const char *hours;
    const char *date;
    gboolean is_workday;
  } cases[] = {
    { OFFICE, "2026-11-23", TRUE },       { OFFICE, "2026-11-28", TRUE },
    { OFFICE, "2026-11-29", FALSE },      { OFFICE, "2026-12-24", FALSE },
    { "7 2:00-3:00", "2026-03-22", TRUE }, { "7 2:00-3:00", "2026-03-29", FALSE },
    { "", "2026-11-23", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (WbWorkingCalendar) calendar =
      make_calendar ("Europe/Prague", cases[i].hours, "2026-12-24");
    gint32 date = 0;

    g_test_message ("\"%s\" on %s", cases[i].hours, cases[i].date);
    g_assert_true (wb_date_parse (cases[i].date, &date));
    g_assert_cmpint (wb_working_is_workday (calendar, date), ==, cases[i].is_workday);
  }
}

/* What the account says, in whatever order it lists the days. */
static void
test_of_account (void)
{
  g_autoptr (WbAccount) account = wb_account_new ();
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Prague");
  g_autoptr (WbWorkingCalendar) calendar = NULL;
  WbHours hours = { 0x1f, 480, 1020 };
  gint32 days[] = { 20781, 20780, 20782 }; /* 24, 23 and 25 November 2026 */

  g_array_append_vals (account->closed_days, days, G_N_ELEMENTS (days));
  g_assert_null (wb_working_calendar_of (account, zone));

  g_array_append_val (account->business_hours, hours);
  calendar = wb_working_calendar_of (account, zone);
  g_assert_nonnull (calendar);
  for (gint32 date = 20780; date <= 20782; date++)
    g_assert_false (wb_working_is_workday (calendar, date));
  g_assert_true (wb_working_is_workday (calendar, 20783));
  g_assert_cmpint (wb_working_next_open (calendar, at ("2026-11-23T12:00:00Z")), ==,
                   at ("2026-11-26T07:00:00Z"));
}

/* A new calendar has no zone: it goes by UTC. */
static void
test_no_zone (void)
{
  g_autoptr (WbWorkingCalendar) calendar = wb_working_calendar_new ();
  WbHours hours = { 0x7f, 480, 540 };

  g_assert_cmpint (wb_working_next_open (calendar, 0), ==, WB_TIME_NONE);
  g_array_append_val (calendar->hours, hours);
  g_assert_cmpint (wb_working_next_open (calendar, 0), ==, 8 * WB_HOUR_MS);
}

static WbWorkingCalendar *
make_random_calendar (const char *zone,
                      gint32      around)
{
  WbWorkingCalendar *calendar = wb_working_calendar_new ();
  int n_hours = g_test_rand_int_range (0, 7);
  GArray *closed = calendar->closed_days;

  calendar->zone = g_time_zone_new_identifier (zone);
  for (int i = 0; i < n_hours; i++) {
    int from = g_test_rand_int_range (0, 96);
    int to = g_test_rand_int_range (0, 97);
    WbHours hours = { (guint) g_test_rand_int_range (1, 128), (gint16) (from * 15),
                      (gint16) (to * 15) };

    g_array_append_val (calendar->hours, hours);
  }
  for (gint32 date = around - 5; date < around + 5; date++) {
    if (g_test_rand_int_range (0, 4) == 0)
      g_array_append_val (closed, date);
  }

  return calendar;
}

/* By the clock on the wall, as a person with the plan on paper would tell. */
static gboolean
is_open_on_the_wall (const WbWorkingCalendar *calendar,
                     gint64                   ms)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (ms / WB_SECOND_MS);
  g_autoptr (GDateTime) local = g_date_time_to_timezone (utc, calendar->zone);
  guint day = 1u << (g_date_time_get_day_of_week (local) - 1);
  int minute = g_date_time_get_hour (local) * 60 + g_date_time_get_minute (local);
  g_autofree char *date = g_date_time_format (local, "%Y-%m-%d");

  for (guint i = 0; i < calendar->closed_days->len; i++) {
    g_autofree char *closed =
      wb_date_format (g_array_index (calendar->closed_days, gint32, i));

    if (g_str_equal (date, closed))
      return FALSE;
  }
  for (guint i = 0; i < calendar->hours->len; i++) {
    const WbHours *hours = &g_array_index (calendar->hours, WbHours, i);

    if ((hours->days & day) != 0 && minute >= hours->from_min && minute < hours->to_min)
      return TRUE;
  }

  return FALSE;
}

static gint64
count_on_the_wall (const WbWorkingCalendar *calendar,
                   gint64                   from,
                   gint64                   to)
{
  gint64 elapsed = 0;

  for (gint64 ms = from; ms < to; ms += QUARTER_MS)
    elapsed += is_open_on_the_wall (calendar, ms) ? QUARTER_MS : 0;

  return elapsed;
}

static int
compare_times (gconstpointer a,
               gconstpointer b)
{
  gint64 left = *(const gint64 *) a;
  gint64 right = *(const gint64 *) b;

  return (left > right) - (left < right);
}

/* Of one calendar, around one night. */
static void
check_properties (const WbWorkingCalendar *calendar,
                  gint64                   night)
{
  gint64 times[N_INSTANTS];
  gint64 total = 0;
  gint64 day_start = night - night % QUARTER_MS - 2 * WB_DAY_MS;

  g_assert_cmpint (wb_working_elapsed (calendar, day_start, day_start + 4 * WB_DAY_MS), ==,
                   count_on_the_wall (calendar, day_start, day_start + 4 * WB_DAY_MS));

  for (guint i = 0; i < N_INSTANTS; i++)
    times[i] = night + g_test_rand_int_range (-3 * (int) WB_DAY_MS, 3 * (int) WB_DAY_MS);
  qsort (times, N_INSTANTS, sizeof times[0], compare_times);

  for (guint i = 0; i + 1 < N_INSTANTS; i++) {
    gint64 step = wb_working_elapsed (calendar, times[i], times[i + 1]);
    gint64 added = wb_working_add (calendar, times[i], step);
    gint64 next_open = wb_working_next_open (calendar, times[i]);

    /* Never backwards, never faster than time itself; the sum of parts is the whole. */
    g_assert_cmpint (step, >=, 0);
    g_assert_cmpint (step, <=, times[i + 1] - times[i]);
    total += step;
    g_assert_cmpint (wb_working_elapsed (calendar, times[0], times[i + 1]), ==, total);

    /* add() undoes elapsed(), and comes to the first such instant. */
    g_assert_cmpint (added, <=, times[i + 1]);
    g_assert_cmpint (wb_working_elapsed (calendar, times[i], added), ==, step);
    if (step > 0)
      g_assert_cmpint (wb_working_elapsed (calendar, times[i], added - 1), ==, step - 1);
    else
      g_assert_cmpint (added, ==, times[i]);

    g_assert_cmpint (wb_working_is_open (calendar, times[i]), ==,
                     is_open_on_the_wall (calendar, times[i]));
    if (next_open != WB_TIME_NONE) {
      g_assert_true (wb_working_is_open (calendar, next_open));
      g_assert_cmpint (wb_working_elapsed (calendar, times[i], next_open), ==, 0);
    }
  }
}

static void
test_properties (void)
{
  static const struct {
    const char *zone;
    const char *night;
  } cases[] = {
    { "Europe/Prague", "2026-03-29T01:00:00Z" },    { "Europe/Prague", "2026-10-25T01:00:00Z" },
    { "Europe/Lisbon", "2026-03-29T01:00:00Z" },    { "Europe/Lisbon", "2026-10-25T01:00:00Z" },
    { "America/New_York", "2026-03-08T07:00:00Z" }, { "America/New_York", "2026-11-01T06:00:00Z" },
    { "Europe/Prague", "2026-12-31T23:00:00Z" },    { "America/New_York", "2027-01-01T05:00:00Z" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    gint64 night = at (cases[i].night);

    g_test_message ("%s %s", cases[i].zone, cases[i].night);
    for (guint n = 0; n < N_CALENDARS; n++) {
      g_autoptr (WbWorkingCalendar) calendar =
        make_random_calendar (cases[i].zone, (gint32) (night / WB_DAY_MS));

      check_properties (calendar, night);
    }
  }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wb/domain/working-time/elapsed", test_elapsed);
  g_test_add_func ("/wb/domain/working-time/add-and-next", test_add_and_next);
  g_test_add_func ("/wb/domain/working-time/workdays", test_workdays);
  g_test_add_func ("/wb/domain/working-time/of-account", test_of_account);
  g_test_add_func ("/wb/domain/working-time/no-zone", test_no_zone);
  g_test_add_func ("/wb/domain/working-time/properties", test_properties);

  return g_test_run ();
}
