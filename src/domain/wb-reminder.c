/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* When staff are reminded of a call; see wb-reminder.h. */

#include "config.h"

#include "wb-reminder.h"

#include "wb-deadline.h"
#include "wb-working-time.h"

/* In the order of WbReminderKind. */
static const char *const words[WB_N_REMINDERS] = { "new", "goal", "promise" };

/**
 * wb_reminder_to_text:
 * @kind: a kind of reminder
 *
 * Returns: (transfer none): its word in storage and ids: "new", "goal", "promise"
 */
const char *
wb_reminder_to_text (WbReminderKind kind)
{
  g_return_val_if_fail ((guint) kind < WB_N_REMINDERS, NULL);

  return words[kind];
}

/**
 * wb_reminder_at:
 * @kind: a kind of reminder
 * @activity: a call
 * @goal_hours: the account's `call_goal_hours`
 *
 * When this reminder comes by itself, whoever it is for and whatever the hours. Snoozing a call
 * does not move it: neither the goal nor the promise moves. Any thread.
 *
 * Returns: Unix milliseconds; `WB_TIME_NONE` if the call does not say when it was asked for, or has
 *   no promise
 */
gint64
wb_reminder_at (WbReminderKind    kind,
                const WbActivity *activity,
                int               goal_hours)
{
  g_return_val_if_fail ((guint) kind < WB_N_REMINDERS, WB_TIME_NONE);
  g_return_val_if_fail (activity, WB_TIME_NONE);

  if (kind == WB_REMINDER_PROMISE) {
    return activity->original_due_at == WB_TIME_NONE
             ? WB_TIME_NONE
             : activity->original_due_at - WB_REMINDER_PROMISE_LEAD_MS;
  }
  if (activity->created_at == WB_TIME_NONE)
    return WB_TIME_NONE;

  return kind == WB_REMINDER_NEW ? activity->created_at
                                 : wb_deadline_goal (activity->created_at, goal_hours);
}

static gboolean
is_wanted (WbReminderKind         kind,
           const WbLocalSettings *settings)
{
  switch (kind) {
    case WB_REMINDER_NEW:
      return settings->notify_new;
    case WB_REMINDER_GOAL:
      return settings->notify_goal;
    case WB_REMINDER_PROMISE:
      return settings->notify_promise;
    default:
      return FALSE;
  }
}

/**
 * wb_reminder_show_at:
 * @kind: a kind of reminder
 * @activity: a call
 * @goal_hours: the account's `call_goal_hours`
 * @me: (nullable): the user who would be told; `NULL` is told of free calls only
 * @settings: what they set on this computer
 * @zone: this computer's time zone
 *
 * When to show it: at once when it comes within the notification hours, else when the next ones
 * begin. Tasks are not reminded of, nor are calls that are closed or that somebody else holds. Any
 * thread.
 *
 * Returns: Unix milliseconds; `WB_TIME_NONE` = not at all
 */
gint64
wb_reminder_show_at (WbReminderKind         kind,
                     const WbActivity      *activity,
                     int                    goal_hours,
                     const char            *me,
                     const WbLocalSettings *settings,
                     GTimeZone             *zone)
{
  g_autoptr (WbWorkingCalendar) calendar = NULL;
  gint64 at;

  g_return_val_if_fail (activity, WB_TIME_NONE);
  g_return_val_if_fail (settings, WB_TIME_NONE);
  g_return_val_if_fail (zone, WB_TIME_NONE);

  if (!is_wanted (kind, settings) || !wb_activity_is_call (activity) ||
      !wb_activity_is_open (activity))
    return WB_TIME_NONE;
  if (activity->assignee && g_strcmp0 (activity->assignee, me) != 0)
    return WB_TIME_NONE;

  at = wb_reminder_at (kind, activity, goal_hours);
  if (at == WB_TIME_NONE)
    return WB_TIME_NONE;

  calendar = wb_working_calendar_new_weekly (settings->notification_hours, zone);

  return wb_working_next_open (calendar, at);
}
