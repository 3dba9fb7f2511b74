/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The two clocks of a call: the promise (two calendar days, same local time) and the 24-hour goal,
 * and the groups of the queue (design.md 4, reference/retino-api.md B.6). */

#pragma once

#include "wb-activity.h"
#include "wb-time.h"

G_BEGIN_DECLS

#define WB_PROMISE_DAYS 2

gint64     wb_deadline_promise  (gint64      created_at,
                                 GTimeZone  *zone);
gint64     wb_deadline_goal     (gint64      created_at,
                                 int         goal_hours);

typedef enum
{
  WB_CALL_GROUP_LATE,
  WB_CALL_GROUP_TODAY,
  WB_CALL_GROUP_WEEK,    /* the next 7 days after today */
  WB_CALL_GROUP_LATER,
  WB_CALL_GROUP_CLOSED,
} WbCallGroup;

WbCallGroup wb_call_group_of         (const WbActivity *activity,
                                      gint64            now,
                                      GTimeZone        *zone);
const char *wb_call_group_to_text    (WbCallGroup       group);
gboolean    wb_call_group_from_text  (const char       *text,
                                      WbCallGroup      *group_out);
const char *wb_call_group_label      (WbCallGroup       group);

/* The instants at which groups change, for queries: late < now; today < start of tomorrow; week <
 * start of the day 8 days on. */
void        wb_call_group_bounds     (gint64            now,
                                      GTimeZone        *zone,
                                      gint64           *tomorrow_out,
                                      gint64           *later_out);

G_END_DECLS
