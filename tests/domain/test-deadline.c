/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Promises over both changes of the clock, the goal, the groups of the queue, and how long coupons
 * are valid. */

#include "wb-deadline.h"
#include "wb-validity.h"

#include <string.h>

static gint64
at (const char *text)
{
  gint64 ms = 0;

  g_assert_true (wb_time_parse (text, &ms));

  return ms;
}

static gint32
on (const char *text)
{
  gint32 days = 0;

  g_assert_true (wb_date_parse (text, &days));

  return days;
}

static void
test_deadline_promise (void)
{
  static const struct {
    const char *zone;
    const char *created;
    const char *promise;
  } cases[] = {
    { "Europe/Prague", "2025-10-03T10:05:00.123Z", "2025-10-05T10:05:00.123Z" },
    { "Europe/Prague", "2025-12-30T22:30:00Z", "2026-01-01T22:30:00.000Z" },
    { "Europe/Prague", "2024-02-27T12:00:00Z", "2024-02-29T12:00:00.000Z" },
    /* Spring: the same local time is an hour less away. */
    { "Europe/Prague", "2026-03-27T09:00:00Z", "2026-03-29T08:00:00.000Z" },
    { "Europe/Prague", "2026-03-28T09:00:00Z", "2026-03-30T08:00:00.000Z" },
    /* 02:30 does not exist on the 29th: the first instant after the gap. */
    { "Europe/Prague", "2026-03-27T01:30:00Z", "2026-03-29T01:00:00.000Z" },
    { "Europe/Prague", "2026-03-27T00:59:59Z", "2026-03-29T00:59:59.000Z" },
    { "Europe/Prague", "2026-03-27T02:00:00Z", "2026-03-29T01:00:00.000Z" },
    /* Autumn: an hour more; 02:30 comes twice: the later one. */
    { "Europe/Prague", "2026-10-23T10:00:00Z", "2026-10-25T11:00:00.000Z" },
    { "Europe/Prague", "2026-10-23T00:30:00Z", "2026-10-25T01:30:00.000Z" },
    { "Europe/Prague", "2026-10-22T23:59:00Z", "2026-10-24T23:59:00.000Z" },
    { "Europe/Prague", "2026-10-25T00:30:00Z", "2026-10-27T01:30:00.000Z" },
    { "Europe/Lisbon", "2026-03-27T01:30:00Z", "2026-03-29T01:00:00.000Z" },
    { "Europe/Lisbon", "2026-10-23T00:30:00Z", "2026-10-25T01:30:00.000Z" },
    { "Europe/Lisbon", "2026-07-01T12:00:00Z", "2026-07-03T12:00:00.000Z" },
    { "America/New_York", "2026-03-06T07:30:00Z", "2026-03-08T07:00:00.000Z" },
    { "America/New_York", "2026-10-30T05:30:00Z", "2026-11-01T06:30:00.000Z" },
    { "America/New_York", "2026-10-31T03:00:00Z", "2026-11-02T04:00:00.000Z" },
    { "UTC", "2026-03-27T01:30:00Z", "2026-03-29T01:30:00.000Z" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (cases[i].zone);
    g_autofree char *promise = NULL;

    g_test_message ("%s %s", cases[i].zone, cases[i].created);
    promise = wb_time_format (wb_deadline_promise (at (cases[i].created), zone));
    g_assert_cmpstr (promise, ==, cases[i].promise);
  }
}

static void
test_deadline_goal (void)
{
  g_autofree char *day = wb_time_format (wb_deadline_goal (at ("2026-03-28T12:00:00Z"), 24));
  g_autofree char *short_day = wb_time_format (wb_deadline_goal (at ("2026-03-28T12:00:00Z"), 4));

  g_assert_cmpstr (day, ==, "2026-03-29T12:00:00.000Z");
  g_assert_cmpstr (short_day, ==, "2026-03-28T16:00:00.000Z");
}

static void
test_call_groups (void)
{
  static const struct {
    const char *zone;
    const char *now;
    const char *due;
    WbCallGroup group;
  } cases[] = {
    { "Europe/Prague", "2026-11-21T10:00:00Z", "2026-11-21T09:59:59.999Z", WB_CALL_GROUP_LATE },
    { "Europe/Prague", "2026-11-21T10:00:00Z", "2026-11-21T10:00:00Z", WB_CALL_GROUP_TODAY },
    { "Europe/Prague", "2026-11-21T10:00:00Z", "2026-11-21T22:59:59.999Z", WB_CALL_GROUP_TODAY },
    { "Europe/Prague", "2026-11-21T10:00:00Z", "2026-11-21T23:00:00Z", WB_CALL_GROUP_WEEK },
    { "Europe/Prague", "2026-11-21T10:00:00Z", "2026-11-28T22:59:59Z", WB_CALL_GROUP_WEEK },
    { "Europe/Prague", "2026-11-21T10:00:00Z", "2026-11-28T23:00:00Z", WB_CALL_GROUP_LATER },
    /* The same instants stand in other groups elsewhere. */
    { "America/New_York", "2026-11-21T10:00:00Z", "2026-11-22T04:59:59Z", WB_CALL_GROUP_TODAY },
    { "America/New_York", "2026-11-21T10:00:00Z", "2026-11-22T05:00:00Z", WB_CALL_GROUP_WEEK },
    { "America/New_York", "2026-11-21T03:00:00Z", "2026-11-21T06:00:00Z", WB_CALL_GROUP_WEEK },
    /* Days with a change are 23 and 25 hours long. */
    { "Europe/Prague", "2026-03-29T00:30:00Z", "2026-03-29T21:59:59Z", WB_CALL_GROUP_TODAY },
    { "Europe/Prague", "2026-03-29T00:30:00Z", "2026-03-29T22:00:00Z", WB_CALL_GROUP_WEEK },
    { "Europe/Prague", "2026-10-25T00:30:00Z", "2026-10-25T22:59:59Z", WB_CALL_GROUP_TODAY },
    { "Europe/Prague", "2026-10-25T00:30:00Z", "2026-10-25T23:00:00Z", WB_CALL_GROUP_WEEK },
    { "Europe/Lisbon", "2026-10-24T22:59:59Z", "2026-10-24T23:00:00Z", WB_CALL_GROUP_WEEK },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (cases[i].zone);
    g_autoptr (WbActivity) call = wb_activity_new ();

    g_test_message ("%s now %s due %s", cases[i].zone, cases[i].now, cases[i].due);
    call->status = g_strdup ("open");
    call->due_at = at (cases[i].due);
    g_assert_cmpint (wb_call_group_of (call, at (cases[i].now), zone), ==, cases[i].group);

    g_free (call->status);
    call->status = g_strdup ("closed");
    g_assert_cmpint (wb_call_group_of (call, at (cases[i].now), zone), ==, WB_CALL_GROUP_CLOSED);
  }
}

static void
test_call_group_without_due (void)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();
  g_autoptr (WbActivity) task = wb_activity_new ();

  task->status = g_strdup ("open");
  g_assert_cmpint (wb_call_group_of (task, 0, zone), ==, WB_CALL_GROUP_LATER);
}

static void
test_call_group_words (void)
{
  WbCallGroup group = WB_CALL_GROUP_TODAY;

  for (int i = WB_CALL_GROUP_LATE; i <= WB_CALL_GROUP_CLOSED; i++) {
    g_assert_true (wb_call_group_from_text (wb_call_group_to_text ((WbCallGroup) i), &group));
    g_assert_cmpint (group, ==, i);
    g_assert_cmpstr (wb_call_group_label ((WbCallGroup) i), !=, "");
  }
  g_assert_cmpstr (wb_call_group_label (WB_CALL_GROUP_LATER), ==, "Later");
  g_assert_false (wb_call_group_from_text ("Late", &group));
  g_assert_false (wb_call_group_from_text (NULL, &group));
  g_assert_cmpint (group, ==, WB_CALL_GROUP_CLOSED);
}

static void
test_validity (void)
{
  static const struct {
    const char *zone;
    const char *issued;
    int days;
    const char *last_day;
    const char *expires;
    const char *woocommerce;
  } cases[] = {
    { "Europe/Prague", "2026-11-21T12:00:00Z", 14, "2026-12-05", "2026-12-05T22:59:59.000Z",
      "2026-12-05T23:59:59" },
    { "Europe/Prague", "2025-10-03T10:01:00Z", 30, "2025-11-02", "2025-11-02T22:59:59.000Z",
      "2025-11-02T23:59:59" },
    { "Europe/Prague", "2026-11-21T22:59:59Z", 1, "2026-11-22", "2026-11-22T22:59:59.000Z",
      "2026-11-22T23:59:59" },
    { "Europe/Prague", "2026-11-21T23:00:00Z", 1, "2026-11-23", "2026-11-23T22:59:59.000Z",
      "2026-11-23T23:59:59" },
    { "Europe/Prague", "2026-03-28T12:00:00Z", 1, "2026-03-29", "2026-03-29T21:59:59.000Z",
      "2026-03-29T23:59:59" },
    { "Europe/Prague", "2026-10-24T12:00:00Z", 1, "2026-10-25", "2026-10-25T22:59:59.000Z",
      "2026-10-25T23:59:59" },
    { "Europe/Prague", "2023-03-01T12:00:00Z", 365, "2024-02-29", "2024-02-29T22:59:59.000Z",
      "2024-02-29T23:59:59" },
    { "America/New_York", "2026-11-22T03:00:00Z", 7, "2026-11-28", "2026-11-29T04:59:59.000Z",
      "2026-11-28T23:59:59" },
    { "Asia/Tokyo", "2026-11-21T16:00:00Z", 7, "2026-11-29", "2026-11-29T14:59:59.000Z",
      "2026-11-29T23:59:59" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (cases[i].zone);
    gint32 last_day = wb_validity_last_day (at (cases[i].issued), cases[i].days, zone);
    g_autofree char *expires = wb_time_format (wb_validity_expires_at (last_day, zone));
    g_autofree char *woocommerce = wb_validity_woocommerce (last_day);
    g_autofree char *shoptet = wb_validity_shoptet (last_day);
    g_autofree char *shopify = wb_validity_shopify (wb_validity_expires_at (last_day, zone));

    g_test_message ("%s %s + %d", cases[i].zone, cases[i].issued, cases[i].days);
    g_assert_cmpint (last_day, ==, on (cases[i].last_day));
    g_assert_cmpstr (expires, ==, cases[i].expires);
    g_assert_cmpstr (woocommerce, ==, cases[i].woocommerce);
    /* A day, and the last one itself. */
    g_assert_cmpstr (shoptet, ==, cases[i].last_day);
    /* An instant, in whole seconds. */
    g_assert_cmpint (strlen (shopify), ==, strlen ("2026-12-05T22:59:59Z"));
    g_assert_true (g_str_has_suffix (shopify, "Z"));
    g_assert_cmpint (strncmp (shopify, expires, strlen ("2026-12-05T22:59:59")), ==, 0);
  }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wb/domain/deadline/promise", test_deadline_promise);
  g_test_add_func ("/wb/domain/deadline/goal", test_deadline_goal);
  g_test_add_func ("/wb/domain/deadline/groups", test_call_groups);
  g_test_add_func ("/wb/domain/deadline/group-without-due", test_call_group_without_due);
  g_test_add_func ("/wb/domain/deadline/group-words", test_call_group_words);
  g_test_add_func ("/wb/domain/validity/last-day-and-what-shops-are-sent", test_validity);

  return g_test_run ();
}
