/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* When staff are reminded: never outside their hours, never of what is not theirs to do. */

#include "wb-reminder.h"
#include "wb-time.h"

static gint64
at (const char *text)
{
  gint64 ms = WB_TIME_NONE;

  g_assert_true (!text || wb_time_parse (text, &ms));

  return ms;
}

/* Asked for on Thursday 19 November 2026 at 11:00 in Prague; the promise is Saturday's. */
static WbActivity *
make_call (const char *created_at,
           const char *promise)
{
  WbActivity *call = wb_activity_new ();

  call->kind = g_strdup ("call_request");
  call->status = g_strdup ("open");
  call->created_at = at (created_at);
  call->original_due_at = at (promise);
  call->due_at = call->original_due_at;

  return call;
}

static void
test_show_at (void)
{
  static const struct {
    WbReminderKind kind;
    const char *created_at;
    const char *promise;
    int goal_hours;
    const char *at;
    const char *show_at;
  } cases[] = {
    /* In the hours (8-18 in Prague, Monday to Friday): at once. */
    { WB_REMINDER_NEW, "2026-11-19T10:00:00Z", NULL, 24, "2026-11-19T10:00:00Z",
      "2026-11-19T10:00:00Z" },
    { WB_REMINDER_GOAL, "2026-11-19T10:00:00Z", NULL, 24, "2026-11-20T10:00:00Z",
      "2026-11-20T10:00:00Z" },
    { WB_REMINDER_GOAL, "2026-11-19T10:00:00Z", NULL, 4, "2026-11-19T14:00:00Z",
      "2026-11-19T14:00:00Z" },
    /* To the millisecond at both ends. */
    { WB_REMINDER_NEW, "2026-11-19T07:00:00Z", NULL, 24, "2026-11-19T07:00:00Z",
      "2026-11-19T07:00:00Z" },
    { WB_REMINDER_NEW, "2026-11-19T06:59:59.999Z", NULL, 24, "2026-11-19T06:59:59.999Z",
      "2026-11-19T07:00:00Z" },
    { WB_REMINDER_NEW, "2026-11-19T16:59:59.999Z", NULL, 24, "2026-11-19T16:59:59.999Z",
      "2026-11-19T16:59:59.999Z" },
    { WB_REMINDER_NEW, "2026-11-19T17:00:00Z", NULL, 24, "2026-11-19T17:00:00Z",
      "2026-11-20T07:00:00Z" },
    /* Over the weekend: on Monday. */
    { WB_REMINDER_NEW, "2026-11-20T20:00:00Z", NULL, 24, "2026-11-20T20:00:00Z",
      "2026-11-23T07:00:00Z" },
    { WB_REMINDER_PROMISE, "2026-11-19T10:00:00Z", "2026-11-21T10:00:00Z", 24,
      "2026-11-21T09:00:00Z", "2026-11-23T07:00:00Z" },
    /* An hour before the promise. */
    { WB_REMINDER_PROMISE, "2026-11-17T10:00:00Z", "2026-11-19T10:00:00Z", 24,
      "2026-11-19T09:00:00Z", "2026-11-19T09:00:00Z" },
    /* The clock goes forward on the Sunday between. */
    { WB_REMINDER_GOAL, "2026-03-27T20:00:00Z", NULL, 24, "2026-03-28T20:00:00Z",
      "2026-03-30T06:00:00Z" },
    { WB_REMINDER_PROMISE, NULL, NULL, 24, NULL, NULL },
    { WB_REMINDER_GOAL, NULL, NULL, 24, NULL, NULL },
    { WB_REMINDER_NEW, NULL, NULL, 24, NULL, NULL },
  };
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Prague");
  g_autoptr (WbLocalSettings) settings = wb_local_settings_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (WbActivity) call = make_call (cases[i].created_at, cases[i].promise);

    g_test_message ("row %u", (guint) i);
    g_assert_cmpint (wb_reminder_at (cases[i].kind, call, cases[i].goal_hours), ==,
                     at (cases[i].at));
    g_assert_cmpint (wb_reminder_show_at (cases[i].kind, call, cases[i].goal_hours, "me", settings,
                                          zone), ==, at (cases[i].show_at));
  }
}

/* Each refusal beside what it is refused for; without it the reminder comes. */
static void
test_not_shown (void)
{
  static const struct {
    const char *status;
    const char *kind;
    const char *assignee;
    const char *me;
    gboolean is_shown;
  } cases[] = {
    { "open", "call_request", NULL, "me", TRUE },    { "open", "call_request", "me", "me", TRUE },
    { "open", "call_request", NULL, NULL, TRUE },    { "open", "call_request", "you", "me", FALSE },
    { "open", "call_request", "you", NULL, FALSE },  { "closed", "call_request", NULL, "me", FALSE },
    { "closed", "call_request", "me", "me", FALSE }, { "open", "task", NULL, "me", FALSE },
  };
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Prague");
  g_autoptr (WbLocalSettings) settings = wb_local_settings_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (WbActivity) call = make_call ("2026-11-19T10:00:00Z", "2026-11-21T10:00:00Z");

    g_test_message ("%s %s held by %s for %s", cases[i].status, cases[i].kind,
                    cases[i].assignee ? cases[i].assignee : "nobody",
                    cases[i].me ? cases[i].me : "nobody");
    g_free (call->status);
    call->status = g_strdup (cases[i].status);
    g_free (call->kind);
    call->kind = g_strdup (cases[i].kind);
    call->assignee = g_strdup (cases[i].assignee);
    for (guint kind = 0; kind < WB_N_REMINDERS; kind++)
      g_assert_cmpint (wb_reminder_show_at ((WbReminderKind) kind, call, 24, cases[i].me, settings,
                                            zone) != WB_TIME_NONE, ==, cases[i].is_shown);
  }
}

static void
test_switched_off (void)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Prague");
  g_autoptr (WbActivity) call = make_call ("2026-11-19T10:00:00Z", "2026-11-21T10:00:00Z");

  for (guint off = 0; off <= WB_N_REMINDERS; off++) {
    g_autoptr (WbLocalSettings) settings = wb_local_settings_new ();

    settings->notify_new = off != WB_REMINDER_NEW;
    settings->notify_goal = off != WB_REMINDER_GOAL;
    settings->notify_promise = off != WB_REMINDER_PROMISE;
    for (guint kind = 0; kind < WB_N_REMINDERS; kind++)
      g_assert_cmpint (wb_reminder_show_at ((WbReminderKind) kind, call, 24, "me", settings, zone) !=
                       WB_TIME_NONE, ==, kind != off);

    g_array_set_size (settings->notification_hours, 0);
    for (guint kind = 0; kind < WB_N_REMINDERS; kind++)
      g_assert_cmpint (wb_reminder_show_at ((WbReminderKind) kind, call, 24, "me", settings, zone),
                       ==, WB_TIME_NONE);
  }
}

static void
test_words (void)
{
  g_assert_cmpstr (wb_reminder_to_text (WB_REMINDER_NEW), ==, "new");
  g_assert_cmpstr (wb_reminder_to_text (WB_REMINDER_GOAL), ==, "goal");
  g_assert_cmpstr (wb_reminder_to_text (WB_REMINDER_PROMISE), ==, "promise");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wb/domain/reminder/show-at", test_show_at);
  g_test_add_func ("/wb/domain/reminder/not-shown", test_not_shown);
  g_test_add_func ("/wb/domain/reminder/switched-off", test_switched_off);
  g_test_add_func ("/wb/domain/reminder/words", test_words);

  return g_test_run ();
}
