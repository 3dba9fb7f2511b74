/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the notifier writes into the workspace; part of WbNotifier. */

#pragma once

#include "wb-context.h"
#include "wb-reminder-store.h"

G_BEGIN_DECLS

/* All are finished with wb_context_write_finish(). @reminders: (element-type WbDueReminder) */
void       wb_notifier_work_mark      (WbContext           *context,
                                       GPtrArray           *reminders,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data);
void       wb_notifier_work_baseline  (WbContext           *context,
                                       const WbReminderAsk *ask,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data);
void       wb_notifier_work_snooze    (WbContext           *context,
                                       const char          *activity_id,
                                       gint64               due_at,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data);

G_END_DECLS
