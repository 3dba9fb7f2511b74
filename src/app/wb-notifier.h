/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Tells the person here of calls that want attention, through the desktop's notifications: a new
 * request, the goal, an hour before the promise (wb-reminder.h). What is shown is taken back as soon
 * as it is no longer true. Main thread only. */

#pragma once

#include "wb-context.h"

G_BEGIN_DECLS

#define WB_TYPE_NOTIFIER (wb_notifier_get_type ())
G_DECLARE_FINAL_TYPE (WbNotifier, wb_notifier, WB, NOTIFIER, GObject)

/* The actions a notification starts are @application's: app.open-call ('s' a call's id),
 * app.snooze-call ('s'), app.open-queue. */
WbNotifier *wb_notifier_new            (GApplication *application,
                                        WbContext    *context) G_GNUC_WARN_UNUSED_RESULT;
/* The call whose card is in front of the person; NULL = none. Nothing is told of it. */
void        wb_notifier_set_open_call  (WbNotifier   *self,
                                        const char   *activity_id);
/* Puts a call off for an hour and takes its notification back; says why if that is refused. */
void        wb_notifier_snooze         (WbNotifier   *self,
                                        const char   *activity_id);

G_END_DECLS
