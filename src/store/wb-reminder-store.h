/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Which reminders of calls are due and which have been shown: a restart repeats none, and what was
 * there before the first look is no news. */

#pragma once

#include "wb-activity.h"
#include "wb-db.h"
#include "wb-reminder.h"

G_BEGIN_DECLS

typedef struct
{
  WbReminderKind kind;
  gint64 show_at;         /* ms */
  WbActivity *activity;   /* (owned) */
} WbDueReminder;

WB_DECLARE_RECORD (WbDueReminder, wb_due_reminder)

typedef struct
{
  gint64 now;                       /* ms, server time */
  int goal_hours;
  const char *me;                   /* (nullable) user id */
  const WbLocalSettings *settings;
  GTimeZone *zone;                  /* this computer's */
} WbReminderAsk;

/* Those to show now, oldest first, and when to look again (WB_TIME_NONE = only after a change).
 * Reads what can be due by an index, never the whole queue. (element-type WbDueReminder) */
GPtrArray *wb_reminder_store_due      (WbDb                *db,
                                       const WbReminderAsk *ask,
                                       gint64              *next_out,
                                       GError             **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean   wb_reminder_store_mark     (WbDb                *db,
                                       const char          *activity_id,
                                       WbReminderKind       kind,
                                       gint64               now,
                                       GError             **error);
/* The ids of open calls of which something has been shown: to withdraw what is done. */
GPtrArray *wb_reminder_store_shown    (WbDb                *db,
                                       GError             **error) G_GNUC_WARN_UNUSED_RESULT;
/* A kind was switched on just now: what came of it before is no news. */
gboolean   wb_reminder_store_skip     (WbDb                *db,
                                       WbReminderKind       kind,
                                       gint64               now,
                                       GError             **error);
/* The first look, after the first load: whatever has come by now counts as shown. Later ones change
 * nothing. */
gboolean   wb_reminder_store_baseline (WbDb                *db,
                                       const WbReminderAsk *ask,
                                       GError             **error);

G_END_DECLS
