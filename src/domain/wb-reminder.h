/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* When staff are reminded of a call: a new request, the goal (24 h), one hour before the promise, and
 * only within the hours in which this agent wants to be told (design.md 4: notification hours). Pure. */

#pragma once

#include "wb-activity.h"
#include "wb-local-settings.h"

G_BEGIN_DECLS

typedef enum
{
  WB_REMINDER_NEW,
  WB_REMINDER_GOAL,
  WB_REMINDER_PROMISE,
} WbReminderKind;

#define WB_N_REMINDERS 3
#define WB_REMINDER_PROMISE_LEAD_MS WB_HOUR_MS

const char *wb_reminder_to_text   (WbReminderKind         kind);
/* When it comes by itself, whatever the hours. */
gint64      wb_reminder_at        (WbReminderKind         kind,
                                   const WbActivity      *activity,
                                   int                    goal_hours);
/* When it may be shown: then, or at the start of the next notification hours; WB_TIME_NONE = this kind
 * is switched off, the call is closed or somebody else's, or there are no such hours. */
gint64      wb_reminder_show_at   (WbReminderKind         kind,
                                   const WbActivity      *activity,
                                   int                    goal_hours,
                                   const char            *me,
                                   const WbLocalSettings *settings,
                                   GTimeZone             *zone);

G_END_DECLS
