/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Instants and dates: what is read, what is refused, and both changes of the clock. */

#include "wb-time.h"

static void
test_time_parse_reads_and_refuses (void)
{
  static const struct {
    const char *text;
    gboolean ok;
    gint64 ms;
  } cases[] = {
    { "1970-01-01T00:00:00Z", TRUE, 0 },
    { "1970-01-01T00:00:00.001Z", TRUE, 1 },
    { "1969-12-31T23:59:59.999Z", TRUE, -1 },
    { "2025-10-03T10:05:00.000Z", TRUE, 1759485900000 },
    { "2025-10-03T12:05:00+02:00", TRUE, 1759485900000 },
    { "2025-10-03T12:05:00+0200", TRUE, 1759485900000 },
    { "2025-10-03T04:35:00-05:30", TRUE, 1759485900000 },
    { "2025-10-03t10:05:00z", TRUE, 1759485900000 },
    { "2025-10-03T10:05:00.1Z", TRUE, 1759485900100 },
    { "2025-10-03T10:05:00.123456Z", TRUE, 1759485900123 },
    { "2025-10-03T10:05:00.999999999Z", TRUE, 1759485900999 },
    { "2024-02-29T00:00:00Z", TRUE, 1709164800000 },
    { "0001-01-01T00:00:00Z", TRUE, -62135596800000 },
    { "0001-01-01T00:00:00+00:01", FALSE, 0 },
    { "0001-01-01T00:01:00+00:01", TRUE, -62135596800000 },
    { "9999-12-31T23:59:59.999Z", TRUE, 253402300799999 },
    { "9999-12-31T23:59:00-00:01", FALSE, 0 },
    { NULL, FALSE, 0 },
    { "", FALSE, 0 },
    { "2025-10-03", FALSE, 0 },
    { "2025-10-03T10:05:00", FALSE, 0 },
    { "2025-10-03 10:05:00Z", FALSE, 0 },
    { "2025-10-03T10:05Z", FALSE, 0 },
    { "2025-10-03T10:05:00.Z", FALSE, 0 },
    { "2025-10-03T10:05:00.1234567890Z", FALSE, 0 },
    { "2025-10-03T10:05:00Z ", FALSE, 0 },
    { "2025-10-03T24:00:00Z", FALSE, 0 },
    { "2025-10-03T10:60:00Z", FALSE, 0 },
    { "2025-10-03T10:05:60Z", FALSE, 0 },
    { "2025-10-03T10:05:00+24:00", FALSE, 0 },
    { "2025-10-03T10:05:00+2", FALSE, 0 },
    { "2025-02-29T00:00:00Z", FALSE, 0 },
    { "2025-13-01T00:00:00Z", FALSE, 0 },
    { "2025-00-01T00:00:00Z", FALSE, 0 },
    { "2025-01-00T00:00:00Z", FALSE, 0 },
    { "0000-01-01T00:00:00Z", FALSE, 0 },
    { "+025-01-01T00:00:00Z", FALSE, 0 },
    { "Fri, 03 Oct 2025 10:05:00 GMT", FALSE, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    gint64 ms = 4711;

    g_test_message ("%s", cases[i].text ? cases[i].text : "(null)");
    g_assert_cmpint (wb_time_parse (cases[i].text, &ms), ==, cases[i].ok);
    g_assert_cmpint (ms, ==, cases[i].ok ? cases[i].ms : 4711);
  }
}

static void
test_time_format_is_read_back (void)
{
  g_autofree char *none = wb_time_format (WB_TIME_NONE);
  g_autofree char *too_late = wb_time_format (253402300800000);
  g_autofree char *sample = wb_time_format (1759485900007);

  g_assert_null (none);
  g_assert_null (too_late);
  g_assert_cmpstr (sample, ==, "2025-10-03T10:05:00.007Z");

  /* A step that is prime to days, hours and seconds visits all of them. */
  for (gint64 ms = -62135596800000; ms < 253402300800000; ms += 86400000LL * 97 + 3607049) {
    g_autofree char *text = wb_time_format (ms);
    gint64 again = 0;

    g_assert_true (wb_time_parse (text, &again));
    g_assert_cmpint (again, ==, ms);
  }
}

/* GLib's calendar is the independent witness for ours. */
static void
test_date_agrees_with_glib (void)
{
  for (gint32 days = -719162; days <= 2932896; days += 89) {
    g_autofree char *text = wb_date_format (days);
    g_autofree char *expected = NULL;
    GDate date;
    gint32 again = 0;

    g_date_clear (&date, 1);
    g_date_set_julian (&date, (guint32) (days + 719163));
    expected = g_strdup_printf ("%04u-%02u-%02u", g_date_get_year (&date),
                                (guint) g_date_get_month (&date), g_date_get_day (&date));
    g_assert_cmpstr (text, ==, expected);
    g_assert_true (wb_date_parse (text, &again));
    g_assert_cmpint (again, ==, days);
  }
}

static void
test_date_parse_refuses (void)
{
  static const char *const refused[] = {
    "", "2025-10-3", "2025-02-30", "2025-10-03T", "2025/10/03", "20251003", "1900-02-29",
  };
  gint32 days = 7;

  g_assert_true (wb_date_parse ("2000-02-29", &days));
  g_assert_cmpint (days, ==, 11016);
  g_assert_null (wb_date_format (WB_DATE_NONE));
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++) {
    g_test_message ("%s", refused[i]);
    g_assert_false (wb_date_parse (refused[i], &days));
    g_assert_cmpint (days, ==, 11016);
  }
}

static void
test_time_from_local_over_changes (void)
{
  static const struct {
    const char *zone;
    const char *local;  /* what the wall clock shows */
    const char *earlier;
    const char *later;
  } cases[] = {
    { "Europe/Prague", "2026-01-15T12:00:00Z", "2026-01-15T11:00:00.000Z", NULL },
    { "Europe/Prague", "2026-07-15T12:00:00Z", "2026-07-15T10:00:00.000Z", NULL },
    /* Spring: 02:00 to 03:00 is skipped. */
    { "Europe/Prague", "2026-03-29T01:59:59Z", "2026-03-29T00:59:59.000Z", NULL },
    { "Europe/Prague", "2026-03-29T02:00:00Z", "2026-03-29T01:00:00.000Z", NULL },
    { "Europe/Prague", "2026-03-29T02:30:00.5Z", "2026-03-29T01:00:00.000Z", NULL },
    { "Europe/Prague", "2026-03-29T02:59:59Z", "2026-03-29T01:00:00.000Z", NULL },
    { "Europe/Prague", "2026-03-29T03:00:00Z", "2026-03-29T01:00:00.000Z", NULL },
    { "Europe/Prague", "2026-03-29T03:00:01Z", "2026-03-29T01:00:01.000Z", NULL },
    /* Autumn: 02:00 to 03:00 comes twice. */
    { "Europe/Prague", "2026-10-25T01:59:59Z", "2026-10-24T23:59:59.000Z", NULL },
    { "Europe/Prague", "2026-10-25T02:00:00Z", "2026-10-25T00:00:00.000Z",
      "2026-10-25T01:00:00.000Z" },
    { "Europe/Prague", "2026-10-25T02:30:00Z", "2026-10-25T00:30:00.000Z",
      "2026-10-25T01:30:00.000Z" },
    { "Europe/Prague", "2026-10-25T03:00:00Z", "2026-10-25T02:00:00.000Z", NULL },
    { "Europe/Lisbon", "2026-03-29T01:30:00Z", "2026-03-29T01:00:00.000Z", NULL },
    { "Europe/Lisbon", "2026-10-25T01:30:00Z", "2026-10-25T00:30:00.000Z",
      "2026-10-25T01:30:00.000Z" },
    { "America/New_York", "2026-03-08T02:30:00Z", "2026-03-08T07:00:00.000Z", NULL },
    { "America/New_York", "2026-11-01T01:30:00Z", "2026-11-01T05:30:00.000Z",
      "2026-11-01T06:30:00.000Z" },
    /* Half an hour of change, and a zone without any. */
    { "Australia/Lord_Howe", "2026-10-04T02:15:00Z", "2026-10-03T15:30:00.000Z", NULL },
    { "Asia/Kolkata", "2026-03-29T02:30:00Z", "2026-03-28T21:00:00.000Z", NULL },
    { "UTC", "2026-03-29T02:30:00Z", "2026-03-29T02:30:00.000Z", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (cases[i].zone);
    g_autofree char *earlier = NULL;
    g_autofree char *later = NULL;
    gint64 local_ms = 0;

    g_test_message ("%s %s", cases[i].zone, cases[i].local);
    g_assert_nonnull (zone);
    g_assert_true (wb_time_parse (cases[i].local, &local_ms));
    earlier = wb_time_format (wb_time_from_local (local_ms, zone, FALSE));
    later = wb_time_format (wb_time_from_local (local_ms, zone, TRUE));
    g_assert_cmpstr (earlier, ==, cases[i].earlier);
    g_assert_cmpstr (later, ==, cases[i].later ? cases[i].later : cases[i].earlier);
  }
}

static void
test_date_start_is_first_instant (void)
{
  static const struct {
    const char *zone;
    const char *date;
    const char *start;
  } cases[] = {
    { "Europe/Prague", "2026-03-29", "2026-03-28T23:00:00.000Z" },
    { "Europe/Prague", "2026-03-30", "2026-03-29T22:00:00.000Z" },
    { "America/New_York", "2026-11-02", "2026-11-02T05:00:00.000Z" },
    /* Midnight is skipped: the day starts at 01:00. */
    { "America/Sao_Paulo", "2018-11-04", "2018-11-04T03:00:00.000Z" },
    /* Midnight comes twice: the day starts at the first. */
    { "America/Havana", "2025-11-02", "2025-11-02T04:00:00.000Z" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (cases[i].zone);
    g_autofree char *text = NULL;
    gint32 days = 0;
    gint64 start;

    g_test_message ("%s %s", cases[i].zone, cases[i].date);
    g_assert_true (wb_date_parse (cases[i].date, &days));
    start = wb_date_start (days, zone);
    text = wb_time_format (start);
    g_assert_cmpstr (text, ==, cases[i].start);
    g_assert_cmpint (wb_date_of_time (start, zone), ==, days);
    g_assert_cmpint (wb_date_of_time (start - 1, zone), ==, days - 1);
  }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wb/domain/time/parse-reads-and-refuses", test_time_parse_reads_and_refuses);
  g_test_add_func ("/wb/domain/time/format-is-read-back", test_time_format_is_read_back);
  g_test_add_func ("/wb/domain/time/date-agrees-with-glib", test_date_agrees_with_glib);
  g_test_add_func ("/wb/domain/time/date-parse-refuses", test_date_parse_refuses);
  g_test_add_func ("/wb/domain/time/from-local-over-changes", test_time_from_local_over_changes);
  g_test_add_func ("/wb/domain/time/date-start-is-first-instant", test_date_start_is_first_instant);

  return g_test_run ();
}
