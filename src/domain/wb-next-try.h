/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* When to try again: the few times worth proposing, and which of them suits what happened. An attempt
 * that reached nobody proposes another part of the day than those before. Pure. */

#pragma once

#include "wb-activity.h"
#include "wb-working-time.h"

G_BEGIN_DECLS

/* After so many attempts that reached nobody it is said that there were so many. */
#define WB_ATTEMPTS_MANY 3

typedef struct
{
  const char *label;  /* (unowned) translated: "Tomorrow at 9:00" */
  gint64 at;          /* ms */
} WbNextTry;

typedef struct
{
  gint64 now;                         /* ms, server time */
  GTimeZone *zone;                    /* (unowned) the account's */
  const WbWorkingCalendar *calendar;  /* (unowned) (nullable) for "next working day" */
  const char *phone;                  /* (unowned) (nullable) the customer's */
  GArray *calling_hours;              /* (unowned) (nullable) (element-type WbHours) */
  GPtrArray *attempts;                /* (unowned) (nullable) (element-type WbAttempt) so far */
  WbOutcome attempt;                  /* how this one went; WB_OUTCOME_NONE = a plain snooze */
} WbNextTryAsk;

/* In an hour, this afternoon, tomorrow 9:00, next working day, and for an attempt the proposed one
 * among them; by time, never past, never two the same. @proposed_out: index of the one to focus.
 * (element-type WbNextTry) */
GArray    *wb_next_try_list      (const WbNextTryAsk *ask,
                                  guint              *proposed_out) G_GNUC_WARN_UNUSED_RESULT;
/* The times that are always worth offering, each by itself. */
typedef enum
{
  WB_NEXT_TRY_HOUR,
  WB_NEXT_TRY_AFTERNOON,
  WB_NEXT_TRY_TOMORROW,
  WB_NEXT_TRY_WORKDAY,
  WB_N_NEXT_TRIES,
} WbNextTryUsual;
/* ms; WB_TIME_NONE = it is too late for this afternoon, or nobody works in the next two weeks. */
gint64     wb_next_try_usual     (WbNextTryUsual      which,
                                  const WbNextTryAsk *ask);
/* How many attempts in a row, up to the newest, reached nobody. */
guint      wb_next_try_count_vain (GPtrArray         *attempts);

G_END_DECLS
