/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The two clocks of a call and the groups of the queue; see wb-deadline.h. */

#include "config.h"

#include "wb-deadline.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Groups stand for "the next 7 days after today". */
#define WEEK_DAYS 7

/* In the order of WbCallGroup. */
static const struct {
  const char *text;
  const char *label;
} groups[] = {
  { "late", N_ ("Late") },           { "today", N_ ("Today") },   { "week", N_ ("Next 7 days") },
  { "later", NC_ ("calls", "Later") }, { "closed", N_ ("Closed") },
};

/**
 * wb_deadline_promise:
 * @created_at: when the customer asked, in Unix milliseconds
 * @zone: the account's time zone
 *
 * When the customer is promised an answer: two calendar days later at the same local time; in the
 * spring gap the first instant after it, in the autumn overlap the later one
 * (reference/retino-api.md B.6).
 *
 * Returns: Unix milliseconds
 */
gint64
wb_deadline_promise (gint64     created_at,
                     GTimeZone *zone)
{
  g_return_val_if_fail (zone, WB_TIME_NONE);

  return wb_time_from_local (wb_time_to_local (created_at, zone) + WB_PROMISE_DAYS * WB_DAY_MS,
                             zone, TRUE);
}

/**
 * wb_deadline_goal:
 * @created_at: when the customer asked, in Unix milliseconds
 * @goal_hours: the account's `call_goal_hours`
 *
 * When the merchant wants to have answered. Hours are hours: a change of the clock does not move
 * it.
 *
 * Returns: Unix milliseconds
 */
gint64
wb_deadline_goal (gint64 created_at,
                  int    goal_hours)
{
  g_return_val_if_fail (goal_hours >= 0, created_at);

  return created_at + goal_hours * WB_HOUR_MS;
}

/**
 * wb_call_group_bounds:
 * @now: server time, in Unix milliseconds
 * @zone: the account's time zone
 * @tomorrow_out: (out): the start of tomorrow: due before it and not late is today's
 * @later_out: (out): the start of the day 8 days on: due before it is the week's
 *
 * The instants at which groups change, for queries and for knowing when to look again.
 */
void
wb_call_group_bounds (gint64     now,
                      GTimeZone *zone,
                      gint64    *tomorrow_out,
                      gint64    *later_out)
{
  gint32 today;

  g_return_if_fail (zone);
  g_return_if_fail (tomorrow_out);
  g_return_if_fail (later_out);

  today = wb_date_of_time (now, zone);
  *tomorrow_out = wb_date_start (today + 1, zone);
  *later_out = wb_date_start (today + 1 + WEEK_DAYS, zone);
}

/**
 * wb_call_group_of:
 * @activity: a call or task
 * @now: server time, in Unix milliseconds
 * @zone: the account's time zone
 *
 * Which group of the queue it stands in. Groups go by `due_at`, which snoozing moves; the promise
 * is shown apart.
 *
 * Returns: the group
 */
WbCallGroup
wb_call_group_of (const WbActivity *activity,
                  gint64            now,
                  GTimeZone        *zone)
{
  gint64 tomorrow = 0;
  gint64 later = 0;

  g_return_val_if_fail (activity, WB_CALL_GROUP_LATER);
  g_return_val_if_fail (zone, WB_CALL_GROUP_LATER);

  if (!wb_activity_is_open (activity))
    return WB_CALL_GROUP_CLOSED;
  if (activity->due_at == WB_TIME_NONE)
    return WB_CALL_GROUP_LATER;
  if (activity->due_at < now)
    return WB_CALL_GROUP_LATE;

  wb_call_group_bounds (now, zone, &tomorrow, &later);
  if (activity->due_at < tomorrow)
    return WB_CALL_GROUP_TODAY;

  return activity->due_at < later ? WB_CALL_GROUP_WEEK : WB_CALL_GROUP_LATER;
}

/**
 * wb_call_group_to_text:
 * @group: a group
 *
 * Returns: (transfer none): its word on command lines: "late", "today", "week", "later", "closed"
 */
const char *
wb_call_group_to_text (WbCallGroup group)
{
  g_return_val_if_fail ((guint) group < G_N_ELEMENTS (groups), NULL);

  return groups[group].text;
}

/**
 * wb_call_group_from_text:
 * @text: (nullable): a word from [func@wb_call_group_to_text]
 * @group_out: (out): the group
 *
 * Returns: `FALSE` if there is no such group; @group_out is untouched then
 */
gboolean
wb_call_group_from_text (const char  *text,
                         WbCallGroup *group_out)
{
  g_return_val_if_fail (group_out, FALSE);

  for (guint i = 0; text && i < G_N_ELEMENTS (groups); i++) {
    if (strcmp (groups[i].text, text) == 0) {
      *group_out = (WbCallGroup) i;
      return TRUE;
    }
  }

  return FALSE;
}

/**
 * wb_call_group_label:
 * @group: a group
 *
 * Returns: (transfer none): its translated heading
 */
const char *
wb_call_group_label (WbCallGroup group)
{
  g_return_val_if_fail ((guint) group < G_N_ELEMENTS (groups), "");

  if (group == WB_CALL_GROUP_LATER)
    return g_dpgettext2 (GETTEXT_PACKAGE, "calls", groups[group].label);

  return _ (groups[group].label);
}
