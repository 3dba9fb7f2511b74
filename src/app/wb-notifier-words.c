/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a notification of calls says; see wb-notifier-words.h. It is read at a glance and perhaps an
 * hour later, so it names instants, not spans. */

#include "config.h"

#include "wb-notifier-words.h"

#include "wb-format.h"

#include <glib/gi18n-lib.h>

/* As many names as a line of a notification has room for. */
#define NAMES_SHOWN 3

static int
get_goal_hours (WbContext *context)
{
  const WbAccount *account = wb_context_get_account (context);

  return account ? account->call_goal_hours : 0;
}

static char *
dup_title (WbContext        *context,
           WbReminderKind    kind,
           const WbActivity *call)
{
  int hours = get_goal_hours (context);

  if (wb_context_now (context) >= call->original_due_at)
    return g_strdup (_ ("A promised call is late"));
  if (kind == WB_REMINDER_PROMISE)
    return g_strdup (_ ("Call within the hour"));
  if (kind == WB_REMINDER_GOAL)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Not answered within %d hour",
                                         "Not answered within %d hours", (gulong) hours),
                            hours);

  return g_strdup (_ ("New call"));
}

static const char *
get_name (const WbActivity *call)
{
  return call->customer_name && *call->customer_name ? call->customer_name : call->ticket_code;
}

static GNotification *
new_notification (const char *title,
                  const char *body)
{
  GNotification *notification = g_notification_new (title);

  g_notification_set_body (notification, body);

  return notification;
}

GNotification *
wb_notifier_words_call (WbContext        *context,
                        WbReminderKind    kind,
                        const WbActivity *call)
{
  g_autofree char *title = dup_title (context, kind, call);
  g_autofree char *when = wb_format_when (call->original_due_at, wb_context_now (context),
                                          wb_context_get_zone (context));
  /* TRANSLATORS: %s is a time, e.g. “today 14:30” or “Mon 9:15” */
  g_autofree char *promise = g_strdup_printf (_ ("Promised by %s"), when);
  g_autofree char *body = wb_format_join (WB_TEXT (get_name (call)),
                                          WB_TEXT (wb_context_get_type_name (context,
                                                                             call->ticket_type)),
                                          promise, NULL);
  GNotification *notification = new_notification (title, body);

  g_notification_set_default_action_and_target (notification, "app.open-call", "s", call->id);
  g_notification_add_button_with_target (notification, C_ ("notification", "Open"),
                                         "app.open-call", "s", call->id);
  g_notification_add_button_with_target (notification, C_ ("notification", "Snooze for an hour"),
                                         "app.snooze-call", "s", call->id);
  if (kind != WB_REMINDER_NEW)
    g_notification_set_priority (notification, G_NOTIFICATION_PRIORITY_HIGH);

  return notification;
}

static char *
dup_title_of_several (WbReminderKind kind,
                      guint          n)
{
  switch (kind) {
    case WB_REMINDER_NEW:
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d new call", "%d new calls", n),
                              (int) n);
    case WB_REMINDER_GOAL:
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d call not answered in time",
                                           "%d calls not answered in time", n),
                              (int) n);
    case WB_REMINDER_PROMISE:
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d call to make within the hour",
                                           "%d calls to make within the hour", n),
                              (int) n);
    default:
      g_assert_not_reached ();
  }
}

GNotification *
wb_notifier_words_calls (WbReminderKind  kind,
                         GPtrArray      *calls)
{
  g_autofree char *title = dup_title_of_several (kind, calls->len);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autofree char *body = NULL;
  GNotification *notification = NULL;

  for (guint i = 0; i < MIN (calls->len, NAMES_SHOWN); i++)
    g_ptr_array_add (names, (char *) WB_TEXT (get_name (g_ptr_array_index (calls, i))));
  if (calls->len > NAMES_SHOWN)
    g_ptr_array_add (names, (char *) "…");
  g_ptr_array_add (names, NULL);
  body = g_strjoinv (", ", (char **) names->pdata);

  notification = new_notification (title, body);
  g_notification_set_default_action (notification, "app.open-queue");
  g_notification_add_button (notification, C_ ("notification", "Open"), "app.open-queue");
  if (kind != WB_REMINDER_NEW)
    g_notification_set_priority (notification, G_NOTIFICATION_PRIORITY_HIGH);

  return notification;
}

GNotification *
wb_notifier_words_refused (const GError *error,
                           const char   *activity_id)
{
  GNotification *notification = new_notification (_ ("The call was not put off"), error->message);

  g_notification_set_default_action_and_target (notification, "app.open-call", "s", activity_id);

  return notification;
}
