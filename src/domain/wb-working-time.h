/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Time by opening hours: weekly hours, closed days and the account's zone. Counted beside the promise
 * where a merchant wants it, and never moving it (design.md 4). Pure. */

#pragma once

#include "wb-account.h"
#include "wb-record.h"

G_BEGIN_DECLS

typedef struct
{
  GArray *hours;        /* (owned) (element-type WbHours) */
  GArray *closed_days;  /* (owned) (element-type gint32) dates, sorted */
  GTimeZone *zone;      /* (owned) (nullable) NULL only in a new one: UTC */
} WbWorkingCalendar;

WB_DECLARE_RECORD (WbWorkingCalendar, wb_working_calendar)

/* NULL = the account has no opening hours. */
WbWorkingCalendar *wb_working_calendar_of   (const WbAccount         *account,
                                             GTimeZone               *zone) G_GNUC_WARN_UNUSED_RESULT;
/* Weekly hours alone, without closed days; @hours is shared, not copied. */
WbWorkingCalendar *wb_working_calendar_new_weekly (GArray                  *hours,
                                                   GTimeZone               *zone) G_GNUC_WARN_UNUSED_RESULT;
gboolean           wb_working_is_open       (const WbWorkingCalendar *self,
                                             gint64                   at);
/* Opening time in [from, to); 0 when to <= from. */
gint64             wb_working_elapsed       (const WbWorkingCalendar *self,
                                             gint64                   from,
                                             gint64                   to);
/* The inverse: the first instant by which so much opening time has passed; WB_TIME_NONE = not within
 * the next 366 days. */
gint64             wb_working_add           (const WbWorkingCalendar *self,
                                             gint64                   from,
                                             gint64                   ms);
/* @at itself when it is open then; WB_TIME_NONE as above. */
gint64             wb_working_next_open     (const WbWorkingCalendar *self,
                                             gint64                   at);
/* @at itself when it is closed then; WB_TIME_NONE = open all those days. */
gint64             wb_working_next_close    (const WbWorkingCalendar *self,
                                             gint64                   at);
/* Whether anything is open on that date at all. */
gboolean           wb_working_is_workday    (const WbWorkingCalendar *self,
                                             gint32                   date);

G_END_DECLS
