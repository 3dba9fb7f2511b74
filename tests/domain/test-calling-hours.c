/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Whether a customer may be called, by the clock where the number rings. */

#include "wb-calling-hours.h"
#include "wb-time.h"

#define WORKING_WEEK 0x1f
#define WEEK_BUT_SUNDAY 0x3f
#define WHOLE_WEEK 0x7f

static gint64
at (const char *text)
{
  gint64 ms = WB_TIME_NONE;

  g_assert_true (!text || wb_time_parse (text, &ms));

  return ms;
}

static GArray *
make_hours (guint days,
            int   from_hour,
            int   to_hour)
{
  GArray *hours = g_array_new (FALSE, TRUE, sizeof (WbHours));
  WbHours entry = { days, (gint16) (from_hour * 60), (gint16) (to_hour * 60) };

  g_array_append_val (hours, entry);

  return hours;
}

static void
test_judge (void)
{
  static const struct {
    const char *phone;
    guint days;
    int from_hour;
    int to_hour;
    const char *now;
    WbCallingVerdict verdict;
    const char *country;
    const char *changes_at;
  } cases[] = {
    /* A Monday in Prague, to the minute. */
    { "+420601123456", WEEK_BUT_SUNDAY, 8, 20, "2026-11-23T06:59:59.999Z", WB_CALLING_NOT_NOW, "CZ",
      "2026-11-23T07:00:00Z" },
    { "+420601123456", WEEK_BUT_SUNDAY, 8, 20, "2026-11-23T07:00:00Z", WB_CALLING_PERMITTED, "CZ",
      "2026-11-23T19:00:00Z" },
    { "+420601123456", WEEK_BUT_SUNDAY, 8, 20, "2026-11-23T18:59:59.999Z", WB_CALLING_PERMITTED,
      "CZ", "2026-11-23T19:00:00Z" },
    { "+420601123456", WEEK_BUT_SUNDAY, 8, 20, "2026-11-23T19:00:00Z", WB_CALLING_NOT_NOW, "CZ",
      "2026-11-24T07:00:00Z" },
    /* Saturday evening: Monday. Friday evening of a working week: Monday too. */
    { "+420601123456", WEEK_BUT_SUNDAY, 8, 20, "2026-11-21T20:00:00Z", WB_CALLING_NOT_NOW, "CZ",
      "2026-11-23T07:00:00Z" },
    { "+420601123456", WORKING_WEEK, 9, 17, "2026-11-20T18:00:00Z", WB_CALLING_NOT_NOW, "CZ",
      "2026-11-23T08:00:00Z" },
    /* The night on which the clock goes forward: eight comes an hour sooner. */
    { "+420601123456", WHOLE_WEEK, 8, 20, "2026-03-28T20:00:00Z", WB_CALLING_NOT_NOW, "CZ",
      "2026-03-29T06:00:00Z" },
    { "+420601123456", WHOLE_WEEK, 8, 20, "2026-10-24T19:00:00Z", WB_CALLING_NOT_NOW, "CZ",
      "2026-10-25T07:00:00Z" },
    /* Elsewhere it is another time of the day. */
    { "+819012345678", WHOLE_WEEK, 8, 20, "2026-11-23T10:59:00Z", WB_CALLING_PERMITTED, "JP",
      "2026-11-23T11:00:00Z" },
    { "+819012345678", WHOLE_WEEK, 8, 20, "2026-11-23T11:00:00Z", WB_CALLING_NOT_NOW, "JP",
      "2026-11-23T23:00:00Z" },
    { "+919812345678", WHOLE_WEEK, 8, 20, "2026-11-23T02:29:00Z", WB_CALLING_NOT_NOW, "IN",
      "2026-11-23T02:30:00Z" },
    /* Portugal and Spain: only when it is fair on the islands too, and no longer than at home. */
    { "+351912345678", WHOLE_WEEK, 8, 20, "2026-11-23T08:30:00Z", WB_CALLING_NOT_NOW, "PT",
      "2026-11-23T09:00:00Z" },
    { "+351912345678", WHOLE_WEEK, 8, 20, "2026-11-23T09:00:00Z", WB_CALLING_PERMITTED, "PT",
      "2026-11-23T20:00:00Z" },
    { "+34612345678", WHOLE_WEEK, 8, 20, "2026-11-23T07:30:00Z", WB_CALLING_NOT_NOW, "ES",
      "2026-11-23T08:00:00Z" },
    /* From Newfoundland (UTC-3:30) to Hawaii (UTC-10). */
    { "+12125550100", WHOLE_WEEK, 8, 20, "2026-11-23T17:59:00Z", WB_CALLING_NOT_NOW, "US",
      "2026-11-23T18:00:00Z" },
    { "+12125550100", WHOLE_WEEK, 8, 20, "2026-11-23T18:00:00Z", WB_CALLING_PERMITTED, "US",
      "2026-11-23T23:30:00Z" },
    /* Kaliningrad (UTC+2) and Kamchatka (UTC+12) share two hours of eight to twenty, none of nine
     * to seventeen. */
    { "+79161234567", WHOLE_WEEK, 8, 20, "2026-11-23T08:00:00Z", WB_CALLING_NOT_NOW, "RU",
      "2026-11-24T06:00:00Z" },
    { "+79161234567", WHOLE_WEEK, 9, 17, "2026-11-23T08:00:00Z", WB_CALLING_NOT_NOW, "RU", NULL },
    /* Always, and never. */
    { "+420601123456", WHOLE_WEEK, 0, 24, "2026-11-23T02:00:00Z", WB_CALLING_PERMITTED, "CZ",
      NULL },
    { "+420601123456", 0, 8, 20, "2026-11-23T12:00:00Z", WB_CALLING_NOT_NOW, "CZ", NULL },
    /* Unknown is never said to be permitted. */
    { "601123456", WHOLE_WEEK, 0, 24, "2026-11-23T12:00:00Z", WB_CALLING_UNKNOWN, NULL, NULL },
    { "+881612345678", WHOLE_WEEK, 0, 24, "2026-11-23T12:00:00Z", WB_CALLING_UNKNOWN, NULL, NULL },
    { NULL, WHOLE_WEEK, 0, 24, "2026-11-23T12:00:00Z", WB_CALLING_UNKNOWN, NULL, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GArray) hours =
      make_hours (cases[i].days, cases[i].from_hour, cases[i].to_hour);
    g_autoptr (WbCalling) calling =
      wb_calling_judge (cases[i].phone, hours, at (cases[i].now));

    g_test_message ("%s %d-%d at %s", cases[i].phone ? cases[i].phone : "none", cases[i].from_hour,
                    cases[i].to_hour, cases[i].now);
    g_assert_cmpint (calling->verdict, ==, cases[i].verdict);
    g_assert_cmpstr (calling->country, ==, cases[i].country);
    g_assert_cmpint (calling->changes_at, ==, at (cases[i].changes_at));
  }
}

/* A local time can only be told where there is one. */
static void
test_zone (void)
{
  g_autoptr (GArray) hours = make_hours (WHOLE_WEEK, 8, 20);
  g_autoptr (WbCalling) czech = wb_calling_judge ("+420601123456", hours, 0);
  g_autoptr (WbCalling) american = wb_calling_judge ("+12125550100", hours, 0);
  g_autoptr (WbCalling) unknown = wb_calling_judge ("601123456", hours, 0);

  g_assert_nonnull (czech->zone);
  g_assert_cmpstr (g_time_zone_get_identifier (czech->zone), ==, "Europe/Prague");
  g_assert_null (american->zone);
  g_assert_null (unknown->zone);
}

/* Without any hours nobody is to be called. */
static void
test_no_hours (void)
{
  g_autoptr (GArray) hours = g_array_new (FALSE, TRUE, sizeof (WbHours));
  g_autoptr (WbCalling) calling =
    wb_calling_judge ("+420601123456", hours, at ("2026-11-23T12:00:00Z"));

  g_assert_cmpint (calling->verdict, ==, WB_CALLING_NOT_NOW);
  g_assert_cmpint (calling->changes_at, ==, WB_TIME_NONE);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wb/domain/calling-hours/judge", test_judge);
  g_test_add_func ("/wb/domain/calling-hours/zone", test_zone);
  g_test_add_func ("/wb/domain/calling-hours/no-hours", test_no_hours);

  return g_test_run ();
}
