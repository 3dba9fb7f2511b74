/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Which times are proposed for the next try. */

#include "config.h"

#include "wb-snooze-times.h"

static char *
describe (GArray    *times,
          GTimeZone *zone)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < times->len; i++) {
    g_autoptr (GDateTime) utc =
      g_date_time_new_from_unix_utc (g_array_index (times, WbSnoozeTime, i).at / 1000);
    g_autoptr (GDateTime) local = g_date_time_to_timezone (utc, zone);
    g_autofree char *part = g_date_time_format (local, "%a %H:%M");

    g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", part);
  }

  return g_string_free (text, FALSE);
}

static gint64
at (GTimeZone  *zone,
    const char *iso)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (iso, zone);

  return g_date_time_to_unix (time) * 1000;
}

static void
test_snooze_times_list (void)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Prague");
  static const struct
  {
    const char *now;
    const char *times;
  } cases[] = {
    /* A Thursday morning: tomorrow is the next working day, named once. */
    { "2026-11-19T10:42:00", "Thu 11:12, Thu 11:42, Thu 15:00, Fri 09:00" },
    /* A Friday: the weekend is skipped, and tomorrow stays on offer. */
    { "2026-11-20T10:42:00", "Fri 11:12, Fri 11:42, Fri 15:00, Sat 09:00, Mon 09:00" },
    /* In the afternoon there is none left to propose. */
    { "2026-11-19T14:00:00", "Thu 14:30, Thu 15:00, Thu 17:00, Fri 09:00" },
    /* Late in the evening. */
    { "2026-11-19T23:50:00", "Fri 00:20, Fri 00:50, Fri 02:50, Fri 09:00" },
    /* The night before summer time ends, and the one before it starts: 9:00 on the wall. */
    { "2026-10-24T10:00:00", "Sat 10:30, Sat 11:00, Sat 15:00, Sun 09:00, Mon 09:00" },
    { "2026-03-28T10:00:00", "Sat 10:30, Sat 11:00, Sat 15:00, Sun 09:00, Mon 09:00" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GArray) times = wb_snooze_times_list (at (zone, cases[i].now), zone);
    g_autofree char *text = describe (times, zone);

    g_test_message ("%s", cases[i].now);
    g_assert_cmpstr (text, ==, cases[i].times);
  }
}

static void
test_snooze_times_propose (void)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Prague");
  gint64 now = at (zone, "2026-11-20T10:42:00");
  g_autoptr (GArray) times = wb_snooze_times_list (now, zone);
  static const struct
  {
    WbOutcome attempt;
    guint index;
  } cases[] = {
    { WB_OUTCOME_BUSY, 0 },
    { WB_OUTCOME_NONE, 1 },
    { WB_OUTCOME_CALL_LATER, 1 },
    { WB_OUTCOME_NO_ANSWER, 2 },
    { WB_OUTCOME_VOICEMAIL, 3 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_test_message ("%s", wb_outcome_to_text (cases[i].attempt));
    g_assert_cmpuint (wb_snooze_times_propose (times, cases[i].attempt, now), ==, cases[i].index);
  }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/winback/app/snooze-times/list-fits-the-hour-and-the-day",
                   test_snooze_times_list);
  g_test_add_func ("/winback/app/snooze-times/propose-suits-the-attempt",
                   test_snooze_times_propose);

  return g_test_run ();
}
