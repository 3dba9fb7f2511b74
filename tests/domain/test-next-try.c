/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* When to try again: what is always offered, and what is proposed after each way of reaching nobody.
 * All times are of one week in Prague: 16 November 2026 is a Monday (and a working day here). */

#include "wb-next-try.h"
#include "wb-time.h"

#define OFFICE_FROM_MIN (8 * 60)
#define OFFICE_TO_MIN (18 * 60)

static gint64
at (const char *text)
{
  gint64 ms = WB_TIME_NONE;

  g_assert_true (!text || wb_time_parse (text, &ms));

  return ms;
}

static GArray *
make_hours (guint days,
            int   from_min,
            int   to_min)
{
  GArray *hours = g_array_new (FALSE, TRUE, sizeof (WbHours));
  WbHours entry = { days, (gint16) from_min, (gint16) to_min };

  g_array_append_val (hours, entry);

  return hours;
}

/* "no_answer 2026-11-16T08:00:00Z; busy 2026-11-16T11:00:00Z" */
static GPtrArray *
make_attempts (const char *text)
{
  GPtrArray *attempts = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_attempt_unref);
  g_auto (GStrv) parts = g_strsplit (text ? text : "", "; ", -1);

  for (guint i = 0; parts[i] && *parts[i] != '\0'; i++) {
    g_auto (GStrv) words = g_strsplit (parts[i], " ", 2);
    WbAttempt *attempt = wb_attempt_new ();

    attempt->outcome = g_strdup (words[0]);
    attempt->at = at (words[1]);
    g_ptr_array_add (attempts, attempt);
  }

  return attempts;
}

/* One line per time, "*" before the proposed one, in UTC to the minute. */
static char *
describe (GArray *times,
          guint   proposed)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < times->len; i++) {
    const WbNextTry *item = &g_array_index (times, WbNextTry, i);
    g_autofree char *time = wb_time_format (item->at);

    time[16] = '\0';
    g_string_append_printf (text, "%s%s%s %s", i == 0 ? "" : "\n", i == proposed ? "*" : "", item->label,
                            time + 5);
  }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
test_list (void)
{
  static const struct {
    const char *what;
    const char *now;
    WbOutcome attempt;
    const char *attempts;
    const char *phone;
    const char *times;
  } cases[] = {
    { "a plain snooze on Monday morning", "2026-11-16T08:00:00Z", WB_OUTCOME_NONE, NULL, NULL,
      "*In an hour 11-16T09:00\nThis afternoon 11-16T14:00\nTomorrow at 9:00 11-17T08:00" },
    { "they asked for another time", "2026-11-16T08:00:00Z", WB_OUTCOME_CALL_LATER, NULL, NULL,
      "*In an hour 11-16T09:00\nThis afternoon 11-16T14:00\nTomorrow at 9:00 11-17T08:00" },
    { "the afternoon is near", "2026-11-16T12:00:00Z", WB_OUTCOME_NONE, NULL, NULL,
      "*In an hour 11-16T13:00\nTomorrow at 9:00 11-17T08:00" },
    { "on Friday evening", "2026-11-20T16:00:00Z", WB_OUTCOME_NONE, NULL, NULL,
      "*In an hour 11-20T17:00\nTomorrow at 9:00 11-21T08:00\nNext working day 11-23T08:00" },
    { "busy", "2026-11-16T08:00:00Z", WB_OUTCOME_BUSY, NULL, "+420601123456",
      "*In 15 minutes 11-16T08:15\nIn an hour 11-16T09:00\nThis afternoon 11-16T14:00\n"
      "Tomorrow at 9:00 11-17T08:00" },
    { "busy just before the customer's evening", "2026-11-16T18:50:00Z", WB_OUTCOME_BUSY, NULL,
      "+420601123456", "In an hour 11-16T19:50\n*Tomorrow at 9:00 11-17T08:00" },
    { "no answer in the morning: at noon", "2026-11-16T08:00:00Z", WB_OUTCOME_NO_ANSWER, NULL,
      "+420601123456",
      "In an hour 11-16T09:00\n*Today around noon 11-16T11:00\nThis afternoon 11-16T14:00\n"
      "Tomorrow at 9:00 11-17T08:00" },
    { "no answer late in the morning: two hours on", "2026-11-16T09:50:00Z", WB_OUTCOME_NO_ANSWER,
      NULL, "+420601123456",
      "In an hour 11-16T10:50\n*Today around noon 11-16T12:00\nThis afternoon 11-16T14:00\n"
      "Tomorrow at 9:00 11-17T08:00" },
    { "no answer at noon either: this afternoon", "2026-11-16T11:00:00Z", WB_OUTCOME_NO_ANSWER,
      "no_answer 2026-11-16T08:00:00Z", "+420601123456",
      "In an hour 11-16T12:00\n*This afternoon 11-16T14:00\nTomorrow at 9:00 11-17T08:00" },
    { "voicemail at nine: time to hear it", "2026-11-16T08:00:00Z", WB_OUTCOME_VOICEMAIL, NULL,
      "+420601123456",
      "In an hour 11-16T09:00\n*Today around noon 11-16T12:00\nThis afternoon 11-16T14:00\n"
      "Tomorrow at 9:00 11-17T08:00" },
    { "nothing but the early evening is left", "2026-11-16T14:00:00Z", WB_OUTCOME_NO_ANSWER,
      "no_answer 2026-11-13T08:00:00Z; busy 2026-11-13T11:00:00Z", "+420601123456",
      "In an hour 11-16T15:00\n*Early this evening 11-16T16:30\nTomorrow at 9:00 11-17T08:00" },
    { "that one too: the part tried least, and first", "2026-11-16T16:30:00Z", WB_OUTCOME_NO_ANSWER,
      "no_answer 2026-11-12T08:00:00Z; voicemail 2026-11-13T08:00:00Z; busy 2026-11-13T11:00:00Z; "
      "no_answer 2026-11-16T14:00:00Z",
      "+420601123456",
      "In an hour 11-16T17:30\nTomorrow at 9:00 11-17T08:00\n*Tomorrow around noon 11-17T11:00" },
    { "those who were reached do not count", "2026-11-16T16:30:00Z", WB_OUTCOME_NO_ANSWER,
      "call_later 2026-11-13T08:00:00Z", "+420601123456",
      "In an hour 11-16T17:30\n*Tomorrow at 9:00 11-17T08:00" },
    { "Friday afternoon: Monday morning", "2026-11-20T16:30:00Z", WB_OUTCOME_NO_ANSWER,
      NULL, "+420601123456",
      "In an hour 11-20T17:30\nTomorrow at 9:00 11-21T08:00\n*Next working day 11-23T08:00" },
    { "Friday, the morning tried: Monday at noon", "2026-11-20T16:30:00Z", WB_OUTCOME_NO_ANSWER,
      "no_answer 2026-11-19T08:00:00Z", "+420601123456",
      "In an hour 11-20T17:30\nTomorrow at 9:00 11-21T08:00\nNext working day 11-23T08:00\n"
      "*Next working day, around noon 11-23T11:00" },
    /* Nine at night in Tokyo: their next morning is our night, their noon still is, their late
     * afternoon our eight o'clock. */
    { "the customer's day, not ours", "2026-11-16T12:00:00Z", WB_OUTCOME_NO_ANSWER, NULL,
      "+819012345678",
      "In an hour 11-16T13:00\n*Tomorrow morning 11-17T07:00\nTomorrow at 9:00 11-17T08:00" },
    { "a number of no known country: our day", "2026-11-16T18:00:00Z", WB_OUTCOME_NO_ANSWER, NULL,
      "601123456", "In an hour 11-16T19:00\n*Tomorrow at 9:00 11-17T08:00" },
    { "no number at all", "2026-11-16T08:00:00Z", WB_OUTCOME_NO_ANSWER, NULL, NULL,
      "In an hour 11-16T09:00\n*Today around noon 11-16T11:00\nThis afternoon 11-16T14:00\n"
      "Tomorrow at 9:00 11-17T08:00" },
    /* The Sunday on which the clock goes forward lies between. */
    { "over the change of the clock", "2026-03-27T16:30:00Z", WB_OUTCOME_NO_ANSWER, NULL,
      "+420601123456",
      "In an hour 03-27T17:30\nTomorrow at 9:00 03-28T08:00\n*Next working day 03-30T07:00" },
  };
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Prague");
  g_autoptr (GArray) calling_hours = make_hours (0x3f, 8 * 60, 20 * 60);
  g_autoptr (GArray) opening_hours = make_hours (0x1f, OFFICE_FROM_MIN, OFFICE_TO_MIN);
  g_autoptr (WbWorkingCalendar) calendar =
    wb_working_calendar_new_weekly (opening_hours, zone);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GPtrArray) attempts = make_attempts (cases[i].attempts);
    WbNextTryAsk ask = { at (cases[i].now), zone, calendar, cases[i].phone, calling_hours, attempts,
                         cases[i].attempt };
    g_autoptr (GArray) times = NULL;
    g_autofree char *text = NULL;
    guint proposed = 99;

    g_test_message ("%s", cases[i].what);
    times = wb_next_try_list (&ask, &proposed);
    text = describe (times, proposed);
    g_assert_cmpstr (text, ==, cases[i].times);
  }
}

/* Without opening hours Monday to Friday are worked, and nobody minds the hour; without calling hours
 * none is unfair. */
static void
test_without_hours (void)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Prague");
  WbNextTryAsk ask = { at ("2026-11-20T16:30:00Z"), zone, NULL, "+420601123456", NULL, NULL,
                       WB_OUTCOME_NO_ANSWER };
  g_autoptr (GArray) times = NULL;
  g_autofree char *text = NULL;
  guint proposed = 99;

  times = wb_next_try_list (&ask, &proposed);
  text = describe (times, proposed);
  g_assert_cmpstr (text, ==,
                   "In an hour 11-20T17:30\nTomorrow at 9:00 11-21T08:00\n*Next working day 11-23T08:00");
}

/* Closed days and late mornings move the next working day; hours in which nobody may be called leave
 * nothing to propose but the last. */
static void
test_calendars (void)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Prague");
  g_autoptr (GArray) late_hours = make_hours (0x1f, 10 * 60 + 30, 16 * 60);
  g_autoptr (GArray) no_hours = g_array_new (FALSE, TRUE, sizeof (WbHours));
  g_autoptr (WbWorkingCalendar) calendar = wb_working_calendar_new_weekly (late_hours, zone);
  gint32 closed[] = { 20780, 20781 }; /* Monday and Tuesday, 23 and 24 November 2026 */
  WbNextTryAsk ask = { at ("2026-11-20T14:30:00Z"), zone, calendar, "+420601123456", NULL, NULL,
                       WB_OUTCOME_NO_ANSWER };
  g_autoptr (GArray) times = NULL;
  g_autoptr (GArray) hopeless = NULL;
  g_autofree char *text = NULL;
  guint proposed = 99;

  g_array_append_vals (calendar->closed_days, closed, G_N_ELEMENTS (closed));
  times = wb_next_try_list (&ask, &proposed);
  text = describe (times, proposed);
  g_assert_cmpstr (text, ==,
                   "In an hour 11-20T15:30\nTomorrow at 9:00 11-21T08:00\n*Next working day 11-25T09:30");

  ask.calling_hours = no_hours;
  hopeless = wb_next_try_list (&ask, &proposed);
  g_assert_cmpuint (hopeless->len, ==, 3);
  g_assert_cmpuint (proposed, ==, 2);
}

/* Whatever is asked: in order, to come, no two the same, one of them proposed. */
static void
test_any_time (void)
{
  static const char *const phones[] = { NULL, "+420601123456", "+12125550100", "+819012345678",
                                        "+351912345678", "601" };
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Prague");
  g_autoptr (GArray) calling_hours = make_hours (0x3f, 8 * 60, 20 * 60);
  gint64 start = at ("2026-10-22T00:00:00Z");

  for (guint i = 0; i < 400; i++) {
    static const WbOutcome outcomes[] = { WB_OUTCOME_NONE, WB_OUTCOME_NO_ANSWER, WB_OUTCOME_BUSY,
                                          WB_OUTCOME_CALL_LATER, WB_OUTCOME_VOICEMAIL };
    WbNextTryAsk ask = { start + g_test_rand_int_range (0, 7 * 86400) * WB_SECOND_MS, zone, NULL,
                         phones[i % G_N_ELEMENTS (phones)], calling_hours, NULL,
                         outcomes[i % G_N_ELEMENTS (outcomes)] };
    g_autoptr (GArray) times = NULL;
    guint proposed = 99;

    times = wb_next_try_list (&ask, &proposed);
    g_assert_cmpuint (times->len, >=, 2);
    g_assert_cmpuint (proposed, <, times->len);
    for (guint k = 0; k < times->len; k++)
      g_assert_cmpint (g_array_index (times, WbNextTry, k).at, >,
                       k == 0 ? ask.now : g_array_index (times, WbNextTry, k - 1).at);
  }
}

static void
test_count_vain (void)
{
  static const struct {
    const char *attempts;
    guint n_vain;
  } cases[] = {
    { NULL, 0 },
    { "no_answer 2026-11-16T08:00:00Z", 1 },
    { "no_answer 2026-11-16T08:00:00Z; busy 2026-11-16T09:00:00Z; voicemail 2026-11-16T10:00:00Z",
      3 },
    { "no_answer 2026-11-16T08:00:00Z; call_later 2026-11-16T09:00:00Z; busy 2026-11-16T10:00:00Z",
      1 },
    { "no_answer 2026-11-16T08:00:00Z; call_later 2026-11-16T09:00:00Z", 0 },
    { "busy 2026-11-16T10:00:00Z; call_later 2026-11-16T09:00:00Z; no_answer 2026-11-16T08:00:00Z",
      1 },
    { "no_answer 2026-11-16T08:00:00Z; spoke_briefly 2026-11-16T09:00:00Z", 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GPtrArray) attempts = make_attempts (cases[i].attempts);

    g_test_message ("%s", cases[i].attempts ? cases[i].attempts : "none");
    g_assert_cmpuint (wb_next_try_count_vain (attempts), ==, cases[i].n_vain);
  }
  g_assert_cmpuint (wb_next_try_count_vain (NULL), ==, 0);
}

/* Each time by itself, where it is still to come. */
static void
test_usual (void)
{
  static const struct {
    const char *now;
    const char *times[WB_N_NEXT_TRIES];
  } cases[] = {
    /* A Monday before noon. */
    { "2026-11-16T08:30:00Z",
      { "2026-11-16T09:30:00Z", "2026-11-16T14:00:00Z", "2026-11-17T08:00:00Z", "2026-11-17T08:00:00Z" } },
    /* An hour before three it is no proposal any more. */
    { "2026-11-16T13:00:00Z", { "2026-11-16T14:00:00Z", NULL, "2026-11-17T08:00:00Z", "2026-11-17T08:00:00Z" } },
    /* After a Friday come two days on which nobody works. */
    { "2026-11-20T18:00:00Z", { "2026-11-20T19:00:00Z", NULL, "2026-11-21T08:00:00Z", "2026-11-23T08:00:00Z" } },
  };
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Prague");

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    const WbNextTryAsk ask = { .now = at (cases[i].now), .zone = zone };

    for (int j = 0; j < WB_N_NEXT_TRIES; j++) {
      g_test_message ("%s, %d", cases[i].now, j);
      g_assert_cmpint (wb_next_try_usual ((WbNextTryUsual) j, &ask), ==, at (cases[i].times[j]));
    }
  }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wb/domain/next-try/list", test_list);
  g_test_add_func ("/wb/domain/next-try/without-hours", test_without_hours);
  g_test_add_func ("/wb/domain/next-try/calendars", test_calendars);
  g_test_add_func ("/wb/domain/next-try/any-time", test_any_time);
  g_test_add_func ("/wb/domain/next-try/count-vain", test_count_vain);
  g_test_add_func ("/wb/domain/next-try/usual-times", test_usual);

  return g_test_run ();
}
