/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Opening hours as typed: what is read, what is not, and that both ways meet. */

#include "config.h"

#include "wb-opening-hours.h"

#define TUESDAY 1

static void
test_opening_hours_reads_what_people_type (void)
{
  static const struct
  {
    const char *typed;
    const char *read;  /* NULL = refused */
  } cases[] = {
    { "", "" },
    { "  ", "" },
    { "9-17", "9:00–17:00" },
    { "9:00–17:00", "9:00–17:00" },
    { "09.00 — 17.30", "9:00–17:30" },
    { "9:00 - 12:00, 13:00 - 17:00", "9:00–12:00, 13:00–17:00" },
    { "13-17;9-12", "9:00–12:00, 13:00–17:00" },
    { "9–12 13–17", "9:00–12:00, 13:00–17:00" },
    { "0:00-24:00", "0:00–24:00" },
    /* In the wrong order it can be read, and the rules say what is wrong with it. */
    { "17-9", "17:00–9:00" },
    { "9", NULL },
    { "9-", NULL },
    { "-17", NULL },
    { "9:00-17:00,", NULL },
    { "9:60-17:00", NULL },
    { "9:5-17:00", NULL },
    { "9-25", NULL },
    { "24:01-24:02", NULL },
    { "009-17", NULL },
    { "closed", NULL },
    { "9-17 or so", NULL },
    { "٩-١٧", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GArray) hours = g_array_new (FALSE, TRUE, sizeof (WbHours));
    gboolean read = wb_opening_hours_parse (cases[i].typed, TUESDAY, hours);
    g_autofree char *text = wb_opening_hours_format (hours, TUESDAY);

    g_test_message ("“%s”", cases[i].typed);
    g_assert_cmpint (read, ==, cases[i].read != NULL);
    g_assert_cmpstr (text, ==, cases[i].read ? cases[i].read : "");
  }
}

static void
test_opening_hours_refused_leaves_nothing (void)
{
  g_autoptr (GArray) hours = g_array_new (FALSE, TRUE, sizeof (WbHours));

  g_assert_true (wb_opening_hours_parse ("8-9", TUESDAY, hours));
  g_assert_false (wb_opening_hours_parse ("10-11, 12-", TUESDAY, hours));
  g_assert_cmpuint (hours->len, ==, 1);
}

static void
test_opening_hours_joins_equal_days (void)
{
  static const char *const week[WB_N_WEEKDAYS] = { "9-12, 13-17", "9-12, 13-17", "9-12", "", "9-17",
                                                   "", "" };
  g_autoptr (GArray) hours = g_array_new (FALSE, TRUE, sizeof (WbHours));
  g_autoptr (GArray) joined = NULL;

  for (int day = 0; day < WB_N_WEEKDAYS; day++)
    g_assert_true (wb_opening_hours_parse (week[day], day, hours));
  joined = wb_opening_hours_join (hours);
  g_assert_cmpuint (joined->len, ==, 3);
  g_assert_cmpuint (g_array_index (joined, WbHours, 0).days, ==, 0x7);
  g_assert_cmpuint (g_array_index (joined, WbHours, 1).days, ==, 0x3);
  g_assert_cmpuint (g_array_index (joined, WbHours, 2).days, ==, 0x10);
  for (int day = 0; day < WB_N_WEEKDAYS; day++) {
    g_autofree char *before = wb_opening_hours_format (hours, day);
    g_autofree char *after = wb_opening_hours_format (joined, day);

    g_assert_cmpstr (before, ==, after);
  }
}

/* Twice the same on one day is a mistake, which joining must not hide. */
static void
test_opening_hours_keeps_a_mistake (void)
{
  g_autoptr (GArray) hours = g_array_new (FALSE, TRUE, sizeof (WbHours));
  g_autoptr (GArray) joined = NULL;

  g_assert_true (wb_opening_hours_parse ("9-12, 9-12", TUESDAY, hours));
  joined = wb_opening_hours_join (hours);
  g_assert_cmpuint (joined->len, ==, 2);
}

static void
test_opening_hours_says_a_week_in_a_line (void)
{
  static const struct
  {
    const char *days[WB_N_WEEKDAYS];
    const char *words;
  } cases[] = {
    { { "", "", "", "", "", "", "" }, "" },
    { { "8-18", "8-18", "8-18", "8-18", "8-18", "", "" }, "Mon–Fri 8:00–18:00" },
    { { "8-18", "8-18", "8-18", "8-18", "8-18", "9-12", "" },
      "Mon–Fri 8:00–18:00; Sat 9:00–12:00" },
    { { "", "", "9-12,13-17", "", "", "", "0-24" },
      "Wed 9:00–12:00, 13:00–17:00; Sun 0:00–24:00" },
    /* The same hours on days apart are not said in one. */
    { { "8-12", "", "8-12", "", "", "", "" }, "Mon 8:00–12:00; Wed 8:00–12:00" },
    { { "8-12", "8-12", "8-12", "8-12", "8-12", "8-12", "8-12" }, "Mon–Sun 8:00–12:00" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GArray) hours = g_array_new (FALSE, TRUE, sizeof (WbHours));
    g_autoptr (GArray) joined = NULL;
    g_autofree char *words = NULL;

    g_test_message ("“%s”", cases[i].words);
    for (int day = 0; day < WB_N_WEEKDAYS; day++)
      g_assert_true (wb_opening_hours_parse (cases[i].days[day], day, hours));
    joined = wb_opening_hours_join (hours);
    words = wb_opening_hours_describe (joined);
    g_assert_cmpstr (words, ==, cases[i].words);
  }
}

static void
test_opening_hours_names_days (void)
{
  g_autofree char *monday = wb_opening_hours_name_day (0);
  g_autofree char *sunday = wb_opening_hours_name_day (6);

  g_assert_cmpstr (monday, ==, "Monday");
  g_assert_cmpstr (sunday, ==, "Sunday");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/opening-hours/reads-what-people-type",
                   test_opening_hours_reads_what_people_type);
  g_test_add_func ("/app/opening-hours/refused-leaves-nothing",
                   test_opening_hours_refused_leaves_nothing);
  g_test_add_func ("/app/opening-hours/joins-equal-days", test_opening_hours_joins_equal_days);
  g_test_add_func ("/app/opening-hours/keeps-a-mistake", test_opening_hours_keeps_a_mistake);
  g_test_add_func ("/app/opening-hours/says-a-week-in-a-line",
                   test_opening_hours_says_a_week_in_a_line);
  g_test_add_func ("/app/opening-hours/names-days", test_opening_hours_names_days);

  return g_test_run ();
}
