/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Promise, goal and groups around the nights that have no 24 hours, and over New Year. What is
 * expected comes from another implementation of the tz database, never from our own. */

#include "wb-deadline.h"

static gint64
at (const char *text)
{
  gint64 ms = 0;

  g_assert_true (wb_time_parse (text, &ms));

  return ms;
}

static void
test_promise_and_goal (void)
{
  static const struct {
    const char *zone;
    const char *created;
    const char *promise;
    const char *goal;
  } cases[] = {
    /* Prague in spring: two days before the gap, one day before, on it. */
    { "Europe/Prague", "2026-03-27T00:59:59.999Z", "2026-03-29T00:59:59.999Z", "2026-03-28T00:59:59.999Z" },
    { "Europe/Prague", "2026-03-27T01:00:00.000Z", "2026-03-29T01:00:00.000Z", "2026-03-28T01:00:00.000Z" },
    { "Europe/Prague", "2026-03-27T01:30:00.000Z", "2026-03-29T01:00:00.000Z", "2026-03-28T01:30:00.000Z" },
    { "Europe/Prague", "2026-03-27T01:59:59.999Z", "2026-03-29T01:00:00.000Z", "2026-03-28T01:59:59.999Z" },
    { "Europe/Prague", "2026-03-27T02:00:00.000Z", "2026-03-29T01:00:00.000Z", "2026-03-28T02:00:00.000Z" },
    { "Europe/Prague", "2026-03-27T11:00:00.000Z", "2026-03-29T10:00:00.000Z", "2026-03-28T11:00:00.000Z" },
    { "Europe/Prague", "2026-03-28T01:30:00.000Z", "2026-03-30T00:30:00.000Z", "2026-03-29T01:30:00.000Z" },
    { "Europe/Prague", "2026-03-29T10:00:00.000Z", "2026-03-31T10:00:00.000Z", "2026-03-30T10:00:00.000Z" },
    { "Europe/Prague", "2026-03-29T00:30:00.000Z", "2026-03-30T23:30:00.000Z", "2026-03-30T00:30:00.000Z" },
    /* Prague in autumn: two days before the overlap, one day before, in it (both times). */
    { "Europe/Prague", "2026-10-22T23:59:59.999Z", "2026-10-24T23:59:59.999Z", "2026-10-23T23:59:59.999Z" },
    { "Europe/Prague", "2026-10-23T00:00:00.000Z", "2026-10-25T01:00:00.000Z", "2026-10-24T00:00:00.000Z" },
    { "Europe/Prague", "2026-10-23T00:30:00.000Z", "2026-10-25T01:30:00.000Z", "2026-10-24T00:30:00.000Z" },
    { "Europe/Prague", "2026-10-23T00:59:59.999Z", "2026-10-25T01:59:59.999Z", "2026-10-24T00:59:59.999Z" },
    { "Europe/Prague", "2026-10-23T01:00:00.000Z", "2026-10-25T02:00:00.000Z", "2026-10-24T01:00:00.000Z" },
    { "Europe/Prague", "2026-10-23T10:00:00.000Z", "2026-10-25T11:00:00.000Z", "2026-10-24T10:00:00.000Z" },
    { "Europe/Prague", "2026-10-24T10:00:00.000Z", "2026-10-26T11:00:00.000Z", "2026-10-25T10:00:00.000Z" },
    { "Europe/Prague", "2026-10-25T00:30:00.000Z", "2026-10-27T01:30:00.000Z", "2026-10-26T00:30:00.000Z" },
    { "Europe/Prague", "2026-10-25T01:30:00.000Z", "2026-10-27T01:30:00.000Z", "2026-10-26T01:30:00.000Z" },
    /* Prague over New Year, and to a leap day. */
    { "Europe/Prague", "2026-12-29T23:00:00.000Z", "2026-12-31T23:00:00.000Z", "2026-12-30T23:00:00.000Z" },
    { "Europe/Prague", "2026-12-30T22:59:59.999Z", "2027-01-01T22:59:59.999Z", "2026-12-31T22:59:59.999Z" },
    { "Europe/Prague", "2026-12-31T22:30:00.000Z", "2027-01-02T22:30:00.000Z", "2027-01-01T22:30:00.000Z" },
    { "Europe/Prague", "2026-12-31T23:00:00.000Z", "2027-01-02T23:00:00.000Z", "2027-01-01T23:00:00.000Z" },
    { "Europe/Prague", "2028-02-27T11:00:00.000Z", "2028-02-29T11:00:00.000Z", "2028-02-28T11:00:00.000Z" },
    /* Lisbon in spring: two days before the gap, one day before, on it. */
    { "Europe/Lisbon", "2026-03-27T00:59:59.999Z", "2026-03-29T00:59:59.999Z", "2026-03-28T00:59:59.999Z" },
    { "Europe/Lisbon", "2026-03-27T01:00:00.000Z", "2026-03-29T01:00:00.000Z", "2026-03-28T01:00:00.000Z" },
    { "Europe/Lisbon", "2026-03-27T01:30:00.000Z", "2026-03-29T01:00:00.000Z", "2026-03-28T01:30:00.000Z" },
    { "Europe/Lisbon", "2026-03-27T01:59:59.999Z", "2026-03-29T01:00:00.000Z", "2026-03-28T01:59:59.999Z" },
    { "Europe/Lisbon", "2026-03-27T02:00:00.000Z", "2026-03-29T01:00:00.000Z", "2026-03-28T02:00:00.000Z" },
    { "Europe/Lisbon", "2026-03-27T12:00:00.000Z", "2026-03-29T11:00:00.000Z", "2026-03-28T12:00:00.000Z" },
    { "Europe/Lisbon", "2026-03-28T01:30:00.000Z", "2026-03-30T00:30:00.000Z", "2026-03-29T01:30:00.000Z" },
    { "Europe/Lisbon", "2026-03-29T11:00:00.000Z", "2026-03-31T11:00:00.000Z", "2026-03-30T11:00:00.000Z" },
    { "Europe/Lisbon", "2026-03-29T00:30:00.000Z", "2026-03-30T23:30:00.000Z", "2026-03-30T00:30:00.000Z" },
    /* Lisbon in autumn: two days before the overlap, one day before, in it (both times). */
    { "Europe/Lisbon", "2026-10-22T23:59:59.999Z", "2026-10-24T23:59:59.999Z", "2026-10-23T23:59:59.999Z" },
    { "Europe/Lisbon", "2026-10-23T00:00:00.000Z", "2026-10-25T01:00:00.000Z", "2026-10-24T00:00:00.000Z" },
    { "Europe/Lisbon", "2026-10-23T00:30:00.000Z", "2026-10-25T01:30:00.000Z", "2026-10-24T00:30:00.000Z" },
    { "Europe/Lisbon", "2026-10-23T00:59:59.999Z", "2026-10-25T01:59:59.999Z", "2026-10-24T00:59:59.999Z" },
    { "Europe/Lisbon", "2026-10-23T01:00:00.000Z", "2026-10-25T02:00:00.000Z", "2026-10-24T01:00:00.000Z" },
    { "Europe/Lisbon", "2026-10-23T11:00:00.000Z", "2026-10-25T12:00:00.000Z", "2026-10-24T11:00:00.000Z" },
    { "Europe/Lisbon", "2026-10-24T11:00:00.000Z", "2026-10-26T12:00:00.000Z", "2026-10-25T11:00:00.000Z" },
    { "Europe/Lisbon", "2026-10-25T00:30:00.000Z", "2026-10-27T01:30:00.000Z", "2026-10-26T00:30:00.000Z" },
    { "Europe/Lisbon", "2026-10-25T01:30:00.000Z", "2026-10-27T01:30:00.000Z", "2026-10-26T01:30:00.000Z" },
    /* Lisbon over New Year, and to a leap day. */
    { "Europe/Lisbon", "2026-12-30T00:00:00.000Z", "2027-01-01T00:00:00.000Z", "2026-12-31T00:00:00.000Z" },
    { "Europe/Lisbon", "2026-12-30T23:59:59.999Z", "2027-01-01T23:59:59.999Z", "2026-12-31T23:59:59.999Z" },
    { "Europe/Lisbon", "2026-12-31T23:30:00.000Z", "2027-01-02T23:30:00.000Z", "2027-01-01T23:30:00.000Z" },
    { "Europe/Lisbon", "2027-01-01T00:00:00.000Z", "2027-01-03T00:00:00.000Z", "2027-01-02T00:00:00.000Z" },
    { "Europe/Lisbon", "2028-02-27T12:00:00.000Z", "2028-02-29T12:00:00.000Z", "2028-02-28T12:00:00.000Z" },
    /* New York in spring: two days before the gap, one day before, on it. */
    { "America/New_York", "2026-03-06T06:59:59.999Z", "2026-03-08T06:59:59.999Z", "2026-03-07T06:59:59.999Z" },
    { "America/New_York", "2026-03-06T07:00:00.000Z", "2026-03-08T07:00:00.000Z", "2026-03-07T07:00:00.000Z" },
    { "America/New_York", "2026-03-06T07:30:00.000Z", "2026-03-08T07:00:00.000Z", "2026-03-07T07:30:00.000Z" },
    { "America/New_York", "2026-03-06T07:59:59.999Z", "2026-03-08T07:00:00.000Z", "2026-03-07T07:59:59.999Z" },
    { "America/New_York", "2026-03-06T08:00:00.000Z", "2026-03-08T07:00:00.000Z", "2026-03-07T08:00:00.000Z" },
    { "America/New_York", "2026-03-06T17:00:00.000Z", "2026-03-08T16:00:00.000Z", "2026-03-07T17:00:00.000Z" },
    { "America/New_York", "2026-03-07T07:30:00.000Z", "2026-03-09T06:30:00.000Z", "2026-03-08T07:30:00.000Z" },
    { "America/New_York", "2026-03-08T16:00:00.000Z", "2026-03-10T16:00:00.000Z", "2026-03-09T16:00:00.000Z" },
    { "America/New_York", "2026-03-08T06:30:00.000Z", "2026-03-10T05:30:00.000Z", "2026-03-09T06:30:00.000Z" },
    /* New York in autumn: two days before the overlap, one day before, in it (both times). */
    { "America/New_York", "2026-10-30T04:59:59.999Z", "2026-11-01T04:59:59.999Z", "2026-10-31T04:59:59.999Z" },
    { "America/New_York", "2026-10-30T05:00:00.000Z", "2026-11-01T06:00:00.000Z", "2026-10-31T05:00:00.000Z" },
    { "America/New_York", "2026-10-30T05:30:00.000Z", "2026-11-01T06:30:00.000Z", "2026-10-31T05:30:00.000Z" },
    { "America/New_York", "2026-10-30T05:59:59.999Z", "2026-11-01T06:59:59.999Z", "2026-10-31T05:59:59.999Z" },
    { "America/New_York", "2026-10-30T06:00:00.000Z", "2026-11-01T07:00:00.000Z", "2026-10-31T06:00:00.000Z" },
    { "America/New_York", "2026-10-30T16:00:00.000Z", "2026-11-01T17:00:00.000Z", "2026-10-31T16:00:00.000Z" },
    { "America/New_York", "2026-10-31T16:00:00.000Z", "2026-11-02T17:00:00.000Z", "2026-11-01T16:00:00.000Z" },
    { "America/New_York", "2026-11-01T05:30:00.000Z", "2026-11-03T06:30:00.000Z", "2026-11-02T05:30:00.000Z" },
    { "America/New_York", "2026-11-01T06:30:00.000Z", "2026-11-03T06:30:00.000Z", "2026-11-02T06:30:00.000Z" },
    /* New York over New Year, and to a leap day. */
    { "America/New_York", "2026-12-30T05:00:00.000Z", "2027-01-01T05:00:00.000Z", "2026-12-31T05:00:00.000Z" },
    { "America/New_York", "2026-12-31T04:59:59.999Z", "2027-01-02T04:59:59.999Z", "2027-01-01T04:59:59.999Z" },
    { "America/New_York", "2027-01-01T04:30:00.000Z", "2027-01-03T04:30:00.000Z", "2027-01-02T04:30:00.000Z" },
    { "America/New_York", "2027-01-01T05:00:00.000Z", "2027-01-03T05:00:00.000Z", "2027-01-02T05:00:00.000Z" },
    { "America/New_York", "2028-02-27T17:00:00.000Z", "2028-02-29T17:00:00.000Z", "2028-02-28T17:00:00.000Z" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (cases[i].zone);
    g_autofree char *promise = wb_time_format (wb_deadline_promise (at (cases[i].created), zone));
    g_autofree char *goal = wb_time_format (wb_deadline_goal (at (cases[i].created), 24));

    g_test_message ("%s %s", cases[i].zone, cases[i].created);
    g_assert_cmpstr (promise, ==, cases[i].promise);
    g_assert_cmpstr (goal, ==, cases[i].goal);
  }
}

static WbCallGroup
group_at (gint64     due_at,
          gint64     now,
          GTimeZone *zone)
{
  g_autoptr (WbActivity) call = wb_activity_new ();

  call->status = g_strdup ("open");
  call->due_at = due_at;

  return wb_call_group_of (call, now, zone);
}

/* When today ends and when the next 7 days do; a call stands on the right side of each, to the
 * millisecond. */
static void
test_groups (void)
{
  static const struct {
    const char *zone;
    const char *now;
    const char *tomorrow;
    const char *later;
  } cases[] = {
    { "Europe/Prague", "2026-03-28T11:00:00.000Z", "2026-03-28T23:00:00.000Z", "2026-04-04T22:00:00.000Z" },
    { "Europe/Prague", "2026-03-28T23:30:00.000Z", "2026-03-29T22:00:00.000Z", "2026-04-05T22:00:00.000Z" },
    { "Europe/Prague", "2026-03-29T10:00:00.000Z", "2026-03-29T22:00:00.000Z", "2026-04-05T22:00:00.000Z" },
    { "Europe/Prague", "2026-03-22T11:00:00.000Z", "2026-03-22T23:00:00.000Z", "2026-03-29T22:00:00.000Z" },
    { "Europe/Prague", "2026-10-24T21:30:00.000Z", "2026-10-24T22:00:00.000Z", "2026-10-31T23:00:00.000Z" },
    { "Europe/Prague", "2026-10-25T11:00:00.000Z", "2026-10-25T23:00:00.000Z", "2026-11-01T23:00:00.000Z" },
    { "Europe/Prague", "2026-10-18T10:00:00.000Z", "2026-10-18T22:00:00.000Z", "2026-10-25T23:00:00.000Z" },
    { "Europe/Prague", "2026-12-31T22:59:59.000Z", "2026-12-31T23:00:00.000Z", "2027-01-07T23:00:00.000Z" },
    { "Europe/Prague", "2026-12-25T11:00:00.000Z", "2026-12-25T23:00:00.000Z", "2027-01-01T23:00:00.000Z" },
    { "Europe/Lisbon", "2026-03-28T12:00:00.000Z", "2026-03-29T00:00:00.000Z", "2026-04-04T23:00:00.000Z" },
    { "Europe/Lisbon", "2026-03-29T11:00:00.000Z", "2026-03-29T23:00:00.000Z", "2026-04-05T23:00:00.000Z" },
    { "Europe/Lisbon", "2026-10-24T22:30:00.000Z", "2026-10-24T23:00:00.000Z", "2026-11-01T00:00:00.000Z" },
    { "Europe/Lisbon", "2026-10-25T12:00:00.000Z", "2026-10-26T00:00:00.000Z", "2026-11-02T00:00:00.000Z" },
    { "Europe/Lisbon", "2026-12-31T23:59:59.000Z", "2027-01-01T00:00:00.000Z", "2027-01-08T00:00:00.000Z" },
    { "America/New_York", "2026-03-07T17:00:00.000Z", "2026-03-08T05:00:00.000Z", "2026-03-15T04:00:00.000Z" },
    { "America/New_York", "2026-03-08T16:00:00.000Z", "2026-03-09T04:00:00.000Z", "2026-03-16T04:00:00.000Z" },
    { "America/New_York", "2026-11-01T03:30:00.000Z", "2026-11-01T04:00:00.000Z", "2026-11-08T05:00:00.000Z" },
    { "America/New_York", "2026-11-01T17:00:00.000Z", "2026-11-02T05:00:00.000Z", "2026-11-09T05:00:00.000Z" },
    { "America/New_York", "2027-01-01T04:59:59.000Z", "2027-01-01T05:00:00.000Z", "2027-01-08T05:00:00.000Z" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (cases[i].zone);
    gint64 now = at (cases[i].now);
    gint64 tomorrow = at (cases[i].tomorrow);
    gint64 later = at (cases[i].later);
    gint64 tomorrow_told = 0;
    gint64 later_told = 0;

    g_test_message ("%s %s", cases[i].zone, cases[i].now);
    wb_call_group_bounds (now, zone, &tomorrow_told, &later_told);
    g_assert_cmpint (tomorrow_told, ==, tomorrow);
    g_assert_cmpint (later_told, ==, later);

    g_assert_cmpint (group_at (now - 1, now, zone), ==, WB_CALL_GROUP_LATE);
    g_assert_cmpint (group_at (now, now, zone), ==, WB_CALL_GROUP_TODAY);
    g_assert_cmpint (group_at (tomorrow - 1, now, zone), ==, WB_CALL_GROUP_TODAY);
    g_assert_cmpint (group_at (tomorrow, now, zone), ==, WB_CALL_GROUP_WEEK);
    g_assert_cmpint (group_at (later - 1, now, zone), ==, WB_CALL_GROUP_WEEK);
    g_assert_cmpint (group_at (later, now, zone), ==, WB_CALL_GROUP_LATER);
  }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wb/domain/deadline-tables/promise-and-goal", test_promise_and_goal);
  g_test_add_func ("/wb/domain/deadline-tables/groups", test_groups);

  return g_test_run ();
}
