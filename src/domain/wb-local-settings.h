/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a person sets for themselves on this computer, kept in the workspace so that the window and
 * winbackctl go by the same: when calling is fair, when to be told, what to count. */

#pragma once

#include "wb-account.h"
#include "wb-problem.h"
#include "wb-record.h"

G_BEGIN_DECLS

typedef struct
{
  GArray *calling_hours;         /* (owned) (element-type WbHours) in the customer's time; Mon-Sat 8-20 */
  GArray *notification_hours;    /* (owned) (element-type WbHours) in this computer's time; Mon-Fri 8-18 */
  gboolean notify_new;           /* TRUE */
  gboolean notify_goal;          /* TRUE */
  gboolean notify_promise;       /* TRUE */
  gboolean count_opening_hours;  /* FALSE */
  gboolean run_in_background;    /* FALSE: until asked */
  gboolean background_asked;     /* FALSE: the question comes once */
} WbLocalSettings;

WB_DECLARE_RECORD (WbLocalSettings, wb_local_settings)

WbLocalSettings *wb_local_settings_copy      (const WbLocalSettings *self) G_GNUC_WARN_UNUSED_RESULT;
gboolean         wb_local_settings_equal     (const WbLocalSettings *a,
                                              const WbLocalSettings *b);
/* Problems at "calling_hours[i]", "notification_hours[i]". */
GPtrArray       *wb_local_settings_validate  (const WbLocalSettings *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
