/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* When to try again: the few times worth proposing. Pure. */

#pragma once

#include "wb-activity.h"
#include "wb-time.h"

G_BEGIN_DECLS

typedef struct
{
  const char *label;  /* (unowned) translated: “Tomorrow morning” */
  gint64 at;          /* ms */
} WbSnoozeTime;

/* In the order they come; never one in the past, never two the same. (element-type WbSnoozeTime) */
GArray    *wb_snooze_times_list     (gint64      now,
                                     GTimeZone  *zone) G_GNUC_WARN_UNUSED_RESULT;
/* Which of them suits an attempt that ended so; WB_OUTCOME_NONE = a plain snooze. */
guint      wb_snooze_times_propose  (GArray     *times,
                                     WbOutcome   attempt,
                                     gint64      now);

G_END_DECLS
