/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* How times, spans and amounts read. */

#include "config.h"

#include "wb-format.h"
#include "wb-results-words.h"

/* 2026-11-20 10:42 in Prague, a Friday. */
#define NOW G_GINT64_CONSTANT (1795167720000)

static GTimeZone *
new_prague (void)
{
  return g_time_zone_new_identifier ("Europe/Prague");
}

static void
test_format_span (void)
{
  static const struct
  {
    gint64 ms;
    const char *words;
  } cases[] = {
    { 0, "under a minute" },
    { 59 * WB_SECOND_MS, "under a minute" },
    { WB_MINUTE_MS, "1 min" },
    { 59 * WB_MINUTE_MS, "59 min" },
    { WB_HOUR_MS, "1 h" },
    { 2 * WB_HOUR_MS + 37 * WB_MINUTE_MS, "2 h 37 min" },
    { -(2 * WB_HOUR_MS + 37 * WB_MINUTE_MS), "2 h 37 min" },
    { 10 * WB_HOUR_MS + 30 * WB_MINUTE_MS, "10 h" },
    { 47 * WB_HOUR_MS, "47 h" },
    { 48 * WB_HOUR_MS, "2 days" },
    { 30 * WB_DAY_MS, "30 days" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *words = wb_format_span (cases[i].ms);

    g_test_message ("%" G_GINT64_FORMAT " ms", cases[i].ms);
    g_assert_cmpstr (words, ==, cases[i].words);
  }
}

static void
test_format_when (void)
{
  g_autoptr (GTimeZone) zone = new_prague ();
  static const struct
  {
    gint64 offset_ms;
    const char *words;
  } cases[] = {
    { 0, "today 10:42" },
    { 4 * WB_HOUR_MS, "today 14:42" },
    /* 13 h 17 min on is the last minute of the day, one more the first of the next. */
    { 13 * WB_HOUR_MS + 17 * WB_MINUTE_MS, "today 23:59" },
    { 13 * WB_HOUR_MS + 18 * WB_MINUTE_MS, "tomorrow 0:00" },
    { -10 * WB_HOUR_MS - 43 * WB_MINUTE_MS, "yesterday 23:59" },
    { 3 * WB_DAY_MS, "Mon 10:42" },
    { -3 * WB_DAY_MS, "Tue 10:42" },
    { 7 * WB_DAY_MS, "27 Nov 10:42" },
    { 60 * WB_DAY_MS, "19 Jan 2027" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *words = wb_format_when (NOW + cases[i].offset_ms, NOW, zone);

    g_test_message ("%s", cases[i].words);
    g_assert_cmpstr (words, ==, cases[i].words);
  }
}

static void
test_format_date (void)
{
  g_autoptr (GTimeZone) zone = new_prague ();
  gint32 today = wb_date_of_time (NOW, zone);
  g_autofree char *near = wb_format_date (today + 14, NOW, zone);
  g_autofree char *far = wb_format_date (today + 60, NOW, zone);

  /* With no-break spaces. */
  g_assert_cmpstr (near, ==, "4\302\240Dec");
  g_assert_cmpstr (far, ==, "19\302\240Jan\302\2402027");
}

static void
test_format_due (void)
{
  g_autoptr (GTimeZone) zone = new_prague ();
  static const struct
  {
    gint64 offset_ms;
    const char *words;
    WbUrgency urgency;
  } cases[] = {
    { -20 * WB_MINUTE_MS, "20 min late", WB_URGENCY_LATE },
    /* A row says whole hours: the card beside it is exact. */
    { -(2 * WB_HOUR_MS + 37 * WB_MINUTE_MS), "2 h late", WB_URGENCY_LATE },
    { -3 * WB_DAY_MS, "3 days late", WB_URGENCY_LATE },
    { -1, "under a minute late", WB_URGENCY_LATE },
    { 50 * WB_MINUTE_MS, "in 50 min", WB_URGENCY_SOON },
    { WB_HOUR_MS - 1, "in 59 min", WB_URGENCY_SOON },
    { WB_HOUR_MS, "11:42", WB_URGENCY_NONE },
    { 2 * WB_DAY_MS, "Sun 10:42", WB_URGENCY_NONE },
    { 7 * WB_DAY_MS, "27\302\240Nov", WB_URGENCY_NONE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    WbUrgency urgency = WB_URGENCY_NONE;
    g_autofree char *words = wb_format_due (NOW + cases[i].offset_ms, NOW, zone, &urgency);

    g_test_message ("%s", cases[i].words);
    g_assert_cmpstr (words, ==, cases[i].words);
    g_assert_cmpint (urgency, ==, cases[i].urgency);
  }
}

static void
test_format_offer (void)
{
  static const struct
  {
    const char *kind;
    const char *amount;
    const char *minimum;
    const char *currency;
    const char *words;
  } cases[] = {
    { "fixed", "8.00", "40.00", "EUR", "€8 off an order over €40" },
    { "fixed", "8.50", "0.00", "EUR", "€8.50 off" },
    { "fixed", "8.50", NULL, "EUR", "€8.50 off" },
    { "percent", "10.00", "20.00", "EUR", "10% off an order over €20" },
    { "percent", "12.50", NULL, "EUR", "12.5% off" },
    { "percent", "100", NULL, "EUR", "100% off" },
    /* What cannot be read is shown as it came. */
    { "fixed", "eight", NULL, "EUR", "eight EUR off" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *words = wb_format_offer (cases[i].kind, cases[i].amount, cases[i].minimum,
                                              cases[i].currency);

    g_test_message ("%s", cases[i].words);
    g_assert_cmpstr (words, ==, cases[i].words);
  }
}

static void
test_format_language (void)
{
  static const struct
  {
    const char *code;
    const char *name;
    const char *native;
  } cases[] = {
    { "cs", "Czech", "Čeština" },
    { "en", "English", "English" },
    { "el", "Greek", "Ελληνικά" },
    { "qq", "qq", "qq" },
    { "", "", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *name = wb_format_language (cases[i].code);
    g_autofree char *native = wb_format_language_native (cases[i].code);

    g_test_message ("\"%s\"", cases[i].code);
    g_assert_cmpstr (name, ==, cases[i].name);
    g_assert_cmpstr (native, ==, cases[i].native);
  }
}

static void
test_format_join (void)
{
  g_autofree char *all = wb_format_join ("a", "b", "c", NULL);
  g_autofree char *some = wb_format_join (WB_TEXT (NULL), "b", "", "d", NULL);
  g_autofree char *none = wb_format_join ("", NULL);

  g_assert_cmpstr (all, ==, "a · b · c");
  g_assert_cmpstr (some, ==, "b · d");
  g_assert_cmpstr (none, ==, "");
}

/* Rounding never makes all of nearly all, nor none of a few. */
static void
test_format_percent (void)
{
  static const struct
  {
    double share;
    const char *words;
  } cases[] = {
    { 0, "0%" },       { 0.001, "1%" },   { 0.004, "1%" }, { 0.146, "15%" },
    { 0.994, "99%" },  { 0.9999, "99%" }, { 1, "100%" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *words = wb_results_format_percent (cases[i].share);
    g_auto (GStrv) parts = g_strsplit (words, "\302\240", -1);
    g_autofree char *plain = g_strjoinv (" ", parts);

    g_test_message ("%f", cases[i].share);
    g_assert_cmpstr (plain, ==, cases[i].words);
  }
}

int
main (int   argc,
      char *argv[])
{
  g_setenv ("LC_ALL", "en_US.UTF-8", TRUE);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/winback/app/format/span-names-the-two-biggest-units", test_format_span);
  g_test_add_func ("/winback/app/format/when-says-the-day-as-one-does", test_format_when);
  g_test_add_func ("/winback/app/format/date-stays-on-one-line", test_format_date);
  g_test_add_func ("/winback/app/format/due-is-short-and-knows-urgency", test_format_due);
  g_test_add_func ("/winback/app/format/offer-leaves-out-what-is-not-there", test_format_offer);
  g_test_add_func ("/winback/app/format/language-is-named-as-one-does", test_format_language);
  g_test_add_func ("/winback/app/format/join-skips-empty-texts", test_format_join);
  g_test_add_func ("/winback/app/format/percent-rounds-none-away", test_format_percent);

  return g_test_run ();
}
