/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the desktop is told of calls, when, and what is taken back. */

#include "config.h"

#include "app-fixture.h"
#include "fake-desktop.h"

#include "wb-call-store.h"
#include "wb-deadline.h"
#include "wb-local-settings-store.h"
#include "wb-notifier.h"
#include "wb-outbox.h"
#include "wb-staff-actions.h"

#include <string.h>

typedef struct
{
  AppFixture app;
  FakeDesktop *desktop;
  GApplication *application;
  WbNotifier *notifier;
  guint n_calls;
} Fixture;

/* Long enough for a look that was put off for a moment. */
#define LOOK_MS 350

static gboolean
over_cb (gpointer data)
{
  *(gboolean *) data = TRUE;

  return G_SOURCE_REMOVE;
}

static gboolean
is_over (gpointer data)
{
  return *(gboolean *) data;
}

static void
wait_a_moment (Fixture *fixture,
               guint    ms)
{
  gboolean over = FALSE;

  g_timeout_add (ms, over_cb, &over);
  app_wait_until (is_over, &over);
  app_wait_written (&fixture->app);
}

static void
start_notifier (Fixture *fixture)
{
  fixture->notifier = wb_notifier_new (fixture->application, fixture->app.context);
  wait_a_moment (fixture, LOOK_MS);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  app_fixture_set_up (&fixture->app, data);
  fixture->desktop = fake_desktop_new (FALSE);
  fixture->application = g_application_new ("org.example.WinbackNotifier", G_APPLICATION_DEFAULT_FLAGS);
  g_application_register (fixture->application, NULL, &error);
  g_assert_no_error (error);
  app_wait_written (&fixture->app);
  start_notifier (fixture);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  app_wait_written (&fixture->app);
  g_assert_finalize_object (fixture->notifier);
  g_object_unref (fixture->application);
  app_fixture_tear_down (&fixture->app, data);
  fake_desktop_free (fixture->desktop);
}

static gint64
now (Fixture *fixture)
{
  return wb_context_now (fixture->app.context);
}

static void
store_call (Fixture    *fixture,
            WbActivity *call)
{
  g_autoptr (GError) error = NULL;
  WbDb *db = wb_workspace_begin (fixture->app.workspace, &error);

  g_assert_no_error (error);
  call->version++;
  wb_call_store_apply (db, call, NULL, &error);
  g_assert_no_error (error);
  wb_workspace_commit (fixture->app.workspace, WB_TABLE_CALLS, &error);
  g_assert_no_error (error);
}

/* A customer's request, as the server tells of it. */
static WbActivity *
add_call (Fixture *fixture,
          gint64   created_at)
{
  WbActivity *call = wb_activity_new ();

  call->id = g_strdup_printf ("call-%u", ++fixture->n_calls);
  call->ticket = g_strdup ("ticket-1");
  call->ticket_code = g_strdup_printf ("WB-%u", fixture->n_calls);
  call->kind = g_strdup ("call_request");
  call->status = g_strdup ("open");
  call->customer_name = g_strdup_printf ("Jana Nováková %u", fixture->n_calls);
  call->customer_phone = g_strdup ("+420601123456");
  call->created_at = created_at;
  call->original_due_at = wb_deadline_promise (created_at, wb_context_get_zone (fixture->app.context));
  call->due_at = call->original_due_at;
  call->updated_at = created_at;
  store_call (fixture, call);

  return call;
}

/* Time passes, and something in the workspace changes: the notifier looks. */
static void
look_after (Fixture *fixture,
            gint64   ms)
{
  g_autoptr (GError) error = NULL;

  wb_movable_clock_advance (fixture->app.clock, ms);
  g_assert_nonnull (wb_workspace_begin (fixture->app.workspace, &error));
  wb_workspace_commit (fixture->app.workspace, WB_TABLE_CALLS, &error);
  g_assert_no_error (error);
  wait_a_moment (fixture, LOOK_MS);
}

static void
assert_action (GVariant   *dict,
               const char *key,
               const char *action,
               const char *target)
{
  const char *name = NULL;
  g_autoptr (GVariant) value = NULL;

  g_assert_true (g_variant_lookup (dict, key, "&s", &name));
  g_assert_cmpstr (name, ==, action);
  value = g_variant_lookup_value (dict, g_str_equal (key, "action") ? "target"
                                                                    : "default-action-target", NULL);
  if (target)
    g_assert_cmpstr (g_variant_get_string (value, NULL), ==, target);
  else
    g_assert_null (value);
}

static void
test_notifier_backlog_is_no_news (Fixture       *fixture,
                                  gconstpointer  data)
{
  look_after (fixture, 0);
  g_assert_cmpuint (fake_desktop_count_sent (fixture->desktop), ==, 0);
}

static void
test_notifier_tells_of_a_new_call (Fixture       *fixture,
                                   gconstpointer  data)
{
  g_autoptr (WbActivity) call = add_call (fixture, now (fixture) + WB_MINUTE_MS);
  g_autoptr (GVariant) buttons = NULL;
  g_autoptr (GVariant) open = NULL;
  g_autoptr (GVariant) snooze = NULL;
  const char *label = NULL;

  look_after (fixture, WB_MINUTE_MS);
  g_assert_cmpuint (fake_desktop_count_shown (fixture->desktop), ==, 1);
  g_assert_cmpstr (fake_desktop_get_text (fixture->desktop, call->id, "title"), ==, "New call");
  g_assert_cmpstr (fake_desktop_get_text (fixture->desktop, call->id, "body"), ==,
                   "Jana Nováková 1 · Promised by Sun 10:43");
  assert_action (fake_desktop_get (fixture->desktop, call->id), "default-action", "app.open-call",
                 call->id);
  buttons = g_variant_lookup_value (fake_desktop_get (fixture->desktop, call->id), "buttons", NULL);
  g_assert_cmpuint (g_variant_n_children (buttons), ==, 2);
  open = g_variant_get_child_value (buttons, 0);
  snooze = g_variant_get_child_value (buttons, 1);
  g_variant_lookup (open, "label", "&s", &label);
  g_assert_cmpstr (label, ==, "Open");
  assert_action (open, "action", "app.open-call", call->id);
  g_variant_lookup (snooze, "label", "&s", &label);
  g_assert_cmpstr (label, ==, "Snooze for an hour");
  assert_action (snooze, "action", "app.snooze-call", call->id);

  /* Once, over a restart too. */
  look_after (fixture, WB_MINUTE_MS);
  g_assert_finalize_object (fixture->notifier);
  start_notifier (fixture);
  g_assert_cmpuint (fake_desktop_count_sent (fixture->desktop), ==, 1);
}

/* Of one call there is one notification: a later one takes the place of an earlier. */
static void
test_notifier_replaces (Fixture       *fixture,
                        gconstpointer  data)
{
  g_autoptr (WbActivity) call = add_call (fixture, now (fixture) + WB_MINUTE_MS);

  look_after (fixture, WB_MINUTE_MS);
  call->created_at -= 23 * WB_HOUR_MS;
  call->original_due_at -= 23 * WB_HOUR_MS;
  store_call (fixture, call);
  look_after (fixture, WB_HOUR_MS);
  g_assert_cmpuint (fake_desktop_count_sent (fixture->desktop), ==, 2);
  g_assert_cmpuint (fake_desktop_count_shown (fixture->desktop), ==, 1);
  g_assert_cmpstr (fake_desktop_get_text (fixture->desktop, call->id, "title"), ==,
                   "Not answered within 24 hours");
}

static void
test_notifier_warns_before_the_promise (Fixture       *fixture,
                                        gconstpointer  data)
{
  gint64 promise = now (fixture) + 3 * WB_HOUR_MS;
  g_autoptr (WbActivity) call = add_call (fixture, promise - 2 * WB_DAY_MS);

  look_after (fixture, 0);
  g_assert_cmpuint (fake_desktop_count_sent (fixture->desktop), ==, 0);
  look_after (fixture, 2 * WB_HOUR_MS - WB_MINUTE_MS);
  g_assert_cmpuint (fake_desktop_count_sent (fixture->desktop), ==, 0);
  look_after (fixture, WB_MINUTE_MS);
  g_assert_cmpstr (fake_desktop_get_text (fixture->desktop, call->id, "title"), ==,
                   "Call within the hour");
  g_assert_cmpstr (fake_desktop_get_text (fixture->desktop, call->id, "priority"), ==, "high");
  g_assert_null (strstr (fake_desktop_get_text (fixture->desktop, call->id, "body"), "601"));
}

/* Waits for the next instant at which there is something to say, by its own timer. */
static void
test_notifier_waits_by_itself (Fixture       *fixture,
                               gconstpointer  data)
{
  gint64 promise = now (fixture) + WB_HOUR_MS + 2 * WB_SECOND_MS;
  g_autoptr (WbActivity) call = add_call (fixture, promise - 2 * WB_DAY_MS);

  look_after (fixture, 0);
  g_assert_cmpuint (fake_desktop_count_sent (fixture->desktop), ==, 0);
  wb_movable_clock_advance (fixture->app.clock, 2 * WB_SECOND_MS);
  wait_a_moment (fixture, 3500);
  g_assert_cmpuint (fake_desktop_count_sent (fixture->desktop), ==, 1);
}

static void
test_notifier_keeps_to_the_hours (Fixture       *fixture,
                                  gconstpointer  data)
{
  g_autoptr (WbActivity) call = NULL;
  g_autoptr (WbActivity) done = NULL;

  /* Friday evening, 18:42 on this computer, which goes by UTC. */
  look_after (fixture, 9 * WB_HOUR_MS);
  call = add_call (fixture, now (fixture) + WB_MINUTE_MS);
  done = add_call (fixture, now (fixture) + WB_MINUTE_MS);
  look_after (fixture, WB_HOUR_MS);
  g_assert_cmpuint (fake_desktop_count_sent (fixture->desktop), ==, 0);

  /* What is no longer true by Monday is not told then. */
  g_free (done->status);
  done->status = g_strdup ("closed");
  done->closed_at = now (fixture);
  store_call (fixture, done);
  look_after (fixture, 2 * WB_DAY_MS + 12 * WB_HOUR_MS);
  g_assert_cmpuint (fake_desktop_count_sent (fixture->desktop), ==, 0);
  look_after (fixture, WB_HOUR_MS);
  g_assert_cmpuint (fake_desktop_count_shown (fixture->desktop), ==, 1);
  g_assert_cmpstr (fake_desktop_get_text (fixture->desktop, call->id, "title"), ==,
                   "A promised call is late");
}

static void
test_notifier_takes_back (Fixture       *fixture,
                          gconstpointer  data)
{
  static const char *const reasons[] = { "closed", "taken", "opened", "mine" };

  for (gsize i = 0; i < G_N_ELEMENTS (reasons); i++) {
    g_autoptr (WbActivity) call = add_call (fixture, now (fixture) + WB_MINUTE_MS);

    g_test_message ("%s", reasons[i]);
    look_after (fixture, WB_MINUTE_MS);
    g_assert_nonnull (fake_desktop_get (fixture->desktop, call->id));
    if (g_str_equal (reasons[i], "closed")) {
      g_free (call->status);
      call->status = g_strdup ("closed");
      call->closed_at = now (fixture);
      store_call (fixture, call);
    } else if (g_str_equal (reasons[i], "opened")) {
      wb_notifier_set_open_call (fixture->notifier, call->id);
      wb_notifier_set_open_call (fixture->notifier, NULL);
    } else {
      call->assignee = g_strdup (g_str_equal (reasons[i], "taken") ? fixture->app.manager_id
                                                                   : fixture->app.agent_id);
      store_call (fixture, call);
    }
    look_after (fixture, 0);
    /* One's own call is still to be made. */
    g_assert_cmpint (fake_desktop_get (fixture->desktop, call->id) != NULL, ==,
                     g_str_equal (reasons[i], "mine"));
  }
}

/* A notification outlives the program that sent it. */
static void
test_notifier_takes_back_of_an_earlier_run (Fixture       *fixture,
                                            gconstpointer  data)
{
  g_autoptr (WbActivity) call = add_call (fixture, now (fixture) + WB_MINUTE_MS);

  look_after (fixture, WB_MINUTE_MS);
  g_assert_finalize_object (fixture->notifier);
  start_notifier (fixture);
  g_assert_nonnull (fake_desktop_get (fixture->desktop, call->id));
  g_free (call->status);
  call->status = g_strdup ("closed");
  call->closed_at = now (fixture);
  store_call (fixture, call);
  look_after (fixture, 0);
  g_assert_null (fake_desktop_get (fixture->desktop, call->id));
}

static void
test_notifier_is_silent_about_the_open_card (Fixture       *fixture,
                                             gconstpointer  data)
{
  wb_notifier_set_open_call (fixture->notifier, "call-1");
  wb_activity_unref (add_call (fixture, now (fixture) + WB_MINUTE_MS));
  look_after (fixture, WB_MINUTE_MS);
  g_assert_cmpuint (fake_desktop_count_sent (fixture->desktop), ==, 0);
  /* Nor afterwards: the person saw it come. */
  wb_notifier_set_open_call (fixture->notifier, NULL);
  look_after (fixture, WB_MINUTE_MS);
  g_assert_cmpuint (fake_desktop_count_sent (fixture->desktop), ==, 0);
}

static void
test_notifier_several_are_one (Fixture       *fixture,
                               gconstpointer  data)
{
  g_autoptr (GPtrArray) calls = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_activity_unref);
  g_autoptr (WbActivity) more = NULL;

  for (guint i = 0; i < 5; i++)
    g_ptr_array_add (calls, add_call (fixture, now (fixture) + (i + 1) * WB_SECOND_MS));
  look_after (fixture, WB_MINUTE_MS);
  g_assert_cmpuint (fake_desktop_count_shown (fixture->desktop), ==, 1);
  g_assert_cmpstr (fake_desktop_get_text (fixture->desktop, "new-calls", "title"), ==,
                   "5 new calls");
  g_assert_cmpstr (fake_desktop_get_text (fixture->desktop, "new-calls", "body"), ==,
                   "Jana Nováková 1, Jana Nováková 2, Jana Nováková 3, …");
  assert_action (fake_desktop_get (fixture->desktop, "new-calls"), "default-action",
                 "app.open-queue", NULL);

  /* Those that still wait are counted with the next. */
  for (guint i = 0; i < 4; i++) {
    WbActivity *call = g_ptr_array_index (calls, i);

    g_free (call->status);
    call->status = g_strdup ("closed");
    call->closed_at = now (fixture);
    store_call (fixture, call);
  }
  g_ptr_array_add (calls, add_call (fixture, now (fixture)));
  more = add_call (fixture, now (fixture));
  look_after (fixture, WB_MINUTE_MS);
  g_assert_cmpstr (fake_desktop_get_text (fixture->desktop, "new-calls", "title"), ==,
                   "3 new calls");

  /* Who has a card open has seen the queue. */
  wb_notifier_set_open_call (fixture->notifier, more->id);
  look_after (fixture, 0);
  g_assert_cmpuint (fake_desktop_count_shown (fixture->desktop), ==, 0);
}

static void
test_notifier_snoozes (Fixture       *fixture,
                       gconstpointer  data)
{
  g_autoptr (WbActivity) call = add_call (fixture, now (fixture) + WB_MINUTE_MS);
  g_autoptr (WbActivity) after = NULL;

  look_after (fixture, WB_MINUTE_MS);
  wb_notifier_snooze (fixture->notifier, call->id);
  wait_a_moment (fixture, LOOK_MS);
  g_assert_null (fake_desktop_get (fixture->desktop, call->id));
  after = wb_call_store_get (wb_context_get_reader (fixture->app.context), call->id, NULL);
  g_assert_cmpint (after->due_at, ==, now (fixture) + WB_HOUR_MS);
  g_assert_cmpint (after->original_due_at, ==, call->original_due_at);
}

static void
test_notifier_says_why_it_did_not_snooze (Fixture       *fixture,
                                          gconstpointer  data)
{
  g_autoptr (WbActivity) call = add_call (fixture, now (fixture) + WB_MINUTE_MS);

  look_after (fixture, WB_MINUTE_MS);
  call->assignee = g_strdup (fixture->app.manager_id);
  store_call (fixture, call);
  wb_notifier_snooze (fixture->notifier, call->id);
  wait_a_moment (fixture, LOOK_MS);
  g_assert_cmpstr (fake_desktop_get_text (fixture->desktop, "snooze-refused", "title"), ==,
                   "The call was not put off");
  assert_action (fake_desktop_get (fixture->desktop, "snooze-refused"), "default-action",
                 "app.open-call", call->id);
}

static void
test_notifier_keeps_to_what_is_wanted (Fixture       *fixture,
                                       gconstpointer  data)
{
  g_autoptr (WbLocalSettings) settings = wb_local_settings_new ();
  g_autoptr (GError) error = NULL;
  WbDb *db = wb_workspace_begin (fixture->app.workspace, &error);

  settings->notify_new = FALSE;
  wb_local_settings_store_put (db, settings, &error);
  g_assert_no_error (error);
  wb_workspace_commit (fixture->app.workspace, WB_TABLE_ACCOUNT, &error);
  wb_activity_unref (add_call (fixture, now (fixture) + WB_MINUTE_MS));
  look_after (fixture, WB_MINUTE_MS);
  g_assert_cmpuint (fake_desktop_count_sent (fixture->desktop), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  static const AppFixtureOptions backlog = { .n_tickets = 30, .n_calls = 20 };
  static const AppFixtureOptions empty = { .n_tickets = 3, .n_calls = 0 };

  g_setenv ("GNOTIFICATION_BACKEND", "gtk", TRUE);
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) \
  g_test_add ("/app/notifier/" path, Fixture, &empty, set_up, function, tear_down)
  g_test_add ("/app/notifier/backlog-is-no-news", Fixture, &backlog, set_up,
              test_notifier_backlog_is_no_news, tear_down);
  ADD ("tells-of-a-new-call", test_notifier_tells_of_a_new_call);
  ADD ("replaces", test_notifier_replaces);
  ADD ("warns-before-the-promise", test_notifier_warns_before_the_promise);
  ADD ("waits-by-itself", test_notifier_waits_by_itself);
  ADD ("keeps-to-the-hours", test_notifier_keeps_to_the_hours);
  ADD ("takes-back", test_notifier_takes_back);
  ADD ("takes-back-of-an-earlier-run", test_notifier_takes_back_of_an_earlier_run);
  ADD ("is-silent-about-the-open-card", test_notifier_is_silent_about_the_open_card);
  ADD ("several-are-one", test_notifier_several_are_one);
  ADD ("snoozes", test_notifier_snoozes);
  ADD ("says-why-it-did-not-snooze", test_notifier_says_why_it_did_not_snooze);
  ADD ("keeps-to-what-is-wanted", test_notifier_keeps_to_what_is_wanted);

  return g_test_run ();
}
