/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a notification of calls says. Never more of a customer than the name: it may be read on a
 * locked screen. Main thread only. */

#pragma once

#include "wb-activity.h"
#include "wb-context.h"
#include "wb-reminder.h"

G_BEGIN_DECLS

GNotification *wb_notifier_words_call   (WbContext        *context,
                                         WbReminderKind    kind,
                                         const WbActivity *call) G_GNUC_WARN_UNUSED_RESULT;
/* Several at once. @calls: (element-type WbActivity) */
GNotification *wb_notifier_words_calls  (WbReminderKind    kind,
                                         GPtrArray        *calls) G_GNUC_WARN_UNUSED_RESULT;
GNotification *wb_notifier_words_refused (const GError    *error,
                                          const char      *activity_id) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
