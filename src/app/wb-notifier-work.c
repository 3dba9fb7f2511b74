/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The notifier's writes; see wb-notifier-work.h. */

#include "config.h"

#include "wb-notifier-work.h"

#include "wb-staff-actions.h"

typedef struct
{
  GPtrArray *reminders;  /* (owned) (element-type WbDueReminder) */
  gint64 now;
} Marks;

static void
marks_free (gpointer data)
{
  Marks *marks = data;

  g_ptr_array_unref (marks->reminders);
  g_free (marks);
}

static gboolean
mark_all (WbDb      *db,
          gpointer   data,
          GError   **error)
{
  Marks *marks = data;

  for (guint i = 0; i < marks->reminders->len; i++) {
    const WbDueReminder *reminder = g_ptr_array_index (marks->reminders, i);

    if (!wb_reminder_store_mark (db, reminder->activity->id, reminder->kind, marks->now, error))
      return FALSE;
  }

  return TRUE;
}

static gboolean
store_marks (WbWorkspace  *workspace,
             gpointer      data,
             GError      **error)
{
  return wb_context_transact (workspace, mark_all, data, WB_TABLE_NONE, error);
}

void
wb_notifier_work_mark (WbContext           *context,
                       GPtrArray           *reminders,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  Marks *marks = g_new0 (Marks, 1);

  marks->reminders = g_ptr_array_ref (reminders);
  marks->now = wb_context_now (context);
  wb_context_write_async (context, store_marks, marks, marks_free, NULL, callback, user_data);
}

typedef struct
{
  WbReminderAsk ask;
  char *me;                   /* (owned) (nullable) */
  WbLocalSettings *settings;  /* (owned) */
  GTimeZone *zone;            /* (owned) */
} Baseline;

static void
baseline_free (gpointer data)
{
  Baseline *baseline = data;

  g_free (baseline->me);
  wb_local_settings_unref (baseline->settings);
  g_time_zone_unref (baseline->zone);
  g_free (baseline);
}

static gboolean
put_baseline (WbDb      *db,
              gpointer   data,
              GError   **error)
{
  Baseline *baseline = data;

  return wb_reminder_store_baseline (db, &baseline->ask, error);
}

static gboolean
store_baseline (WbWorkspace  *workspace,
                gpointer      data,
                GError      **error)
{
  return wb_context_transact (workspace, put_baseline, data, WB_TABLE_NONE, error);
}

void
wb_notifier_work_baseline (WbContext           *context,
                           const WbReminderAsk *ask,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  Baseline *baseline = g_new0 (Baseline, 1);

  baseline->me = g_strdup (ask->me);
  baseline->settings = wb_local_settings_copy (ask->settings);
  baseline->zone = g_time_zone_ref (ask->zone);
  baseline->ask = *ask;
  baseline->ask.me = baseline->me;
  baseline->ask.settings = baseline->settings;
  wb_context_write_async (context, store_baseline, baseline, baseline_free, NULL, callback,
                          user_data);
}

typedef struct
{
  char *id;     /* (owned) */
  gint64 due_at;
} Snooze;

static void
snooze_free (gpointer data)
{
  Snooze *snooze = data;

  g_free (snooze->id);
  g_free (snooze);
}

static gboolean
store_snooze (WbWorkspace  *workspace,
              gpointer      data,
              GError      **error)
{
  Snooze *snooze = data;

  return wb_action_snooze (workspace, snooze->id, snooze->due_at, WB_OUTCOME_NONE, NULL, error);
}

void
wb_notifier_work_snooze (WbContext           *context,
                         const char          *activity_id,
                         gint64               due_at,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  Snooze *snooze = g_new0 (Snooze, 1);

  snooze->id = g_strdup (activity_id);
  snooze->due_at = due_at;
  wb_context_write_async (context, store_snooze, snooze, snooze_free, NULL, callback, user_data);
}
