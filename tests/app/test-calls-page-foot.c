/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What stands around the list of the Calls page: the call sheet, the share answered at the foot, and
 * the strip that says this computer's clock is wrong. */

#include "config.h"

#include "calls-page-fixture.h"

#include "wb-server-time.h"

static gboolean
has_print_dialog (gpointer data)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++) {
    g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

    if (gtk_window_get_transient_for (window) == data && gtk_widget_get_mapped (GTK_WIDGET (window)))
      return TRUE;
  }

  return FALSE;
}

static void
test_page_prints (CallsPageFixture *fixture,
                  gconstpointer     data)
{
  GListModel *windows = gtk_window_get_toplevels ();

  g_assert_false (has_print_dialog (fixture->window));
  g_assert_true (calls_page_press (fixture, GDK_KEY_p, GDK_CONTROL_MASK));
  app_wait_until (has_print_dialog, fixture->window);
  for (guint i = g_list_model_get_n_items (windows); i > 0; i--) {
    g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i - 1);

    if (gtk_window_get_transient_for (window) == GTK_WINDOW (fixture->window))
      gtk_window_close (window);
  }
  app_wait_frames (fixture->window, 3);
}

/* There is nothing to print, so nothing opens. */
static void
test_page_prints_nothing (CallsPageFixture *fixture,
                          gconstpointer     data)
{
  calls_page_expect_words (fixture, "Nobody is waiting");
  calls_page_press (fixture, GDK_KEY_p, GDK_CONTROL_MASK);
  app_wait_frames (fixture->window, 5);
  g_assert_false (has_print_dialog (fixture->window));
}

static void
test_page_says_share (CallsPageFixture *fixture,
                      gconstpointer     data)
{
  const WbAccount *account = wb_context_get_account (fixture->app.context);
  WbAnsweredShare goal = { 0 };
  WbAnsweredShare promise = { 0 };
  g_autofree char *words = NULL;
  g_autoptr (GError) error = NULL;

  wb_call_store_answered (calls_page_get_reader (fixture), APP_NOW - 7 * WB_DAY_MS, APP_NOW,
                          account->call_goal_hours, &goal, &promise, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (goal.n_counted, >, 0);
  g_assert_cmpuint (promise.n_counted, >, 0);
  words = g_strdup_printf ("Last 7 days: %d%% within %d h · %d%% within 2 days",
                           wb_answered_percent (&goal), account->call_goal_hours,
                           wb_answered_percent (&promise));
  calls_page_expect_words (fixture, words);
}

static void
test_page_has_nothing_to_count (CallsPageFixture *fixture,
                                gconstpointer     data)
{
  calls_page_expect_words (fixture, "Nothing answered to count yet");
}

/* As if the server had just told its time. */
static void
learn_time (CallsPageFixture *fixture,
            gint64            server_ms)
{
  WbServerTime time = { 0 };
  g_autoptr (GError) error = NULL;
  WbDb *db = wb_workspace_begin (fixture->app.workspace, &error);

  g_assert_no_error (error);
  wb_server_time_read (&time, db);
  wb_server_time_learn (&time, WB_CLOCK (fixture->app.clock), server_ms);
  wb_server_time_store (&time, db, &error);
  g_assert_no_error (error);
  wb_workspace_commit (fixture->app.workspace, WB_TABLE_SYNC, &error);
  g_assert_no_error (error);
}

/* In the unit by which people set clocks; and the queue goes by the server's. */
static void
test_page_says_clock_is_wrong (CallsPageFixture *fixture,
                               gconstpointer     data)
{
  static const struct
  {
    gint64 ahead_ms;
    const char *words;
  } cases[] = {
    { 59 * WB_MINUTE_MS, "This computer’s clock is 1 h ahead" },
    { -WB_HOUR_MS, "This computer’s clock is 1 h behind" },
    { 25 * WB_MINUTE_MS, "This computer’s clock is 25 min ahead" },
    { -24 * WB_HOUR_MS, "This computer’s clock is 24 h behind" },
    { 3 * 24 * WB_HOUR_MS, "This computer’s clock is 3 days ahead" },
  };

  g_assert_null (calls_page_find_words (fixture->page, "This computer’s clock"));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    learn_time (fixture, APP_NOW - cases[i].ahead_ms);
    calls_page_expect_words (fixture, cases[i].words);
    fixture->query.now = APP_NOW - cases[i].ahead_ms;
    calls_page_expect_list (fixture);
  }
  g_assert_nonnull (calls_page_find_words (fixture->page, "Winback goes by the server’s time."));
  learn_time (fixture, APP_NOW);
  fixture->query.now = APP_NOW;
  calls_page_expect_list (fixture);
  app_wait_frames (fixture->window, 3);
  g_assert_null (calls_page_find_words (fixture->page, "This computer’s clock"));
}

int
main (int   argc,
      char *argv[])
{
  static const AppFixtureOptions empty = { 20, 0, FALSE, FALSE };
  g_autoptr (AdwApplication) application = NULL;

  g_test_init (&argc, &argv, NULL);
  adw_init ();
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  application = app_get_application ();

#define ADD(path, data, function) \
  g_test_add ("/winback/app/calls-page-foot/" path, CallsPageFixture, data, calls_page_set_up, function, \
              calls_page_tear_down)
  ADD ("prints-the-group", NULL, test_page_prints);
  ADD ("prints-no-empty-list", &empty, test_page_prints_nothing);
  ADD ("says-the-share-answered", NULL, test_page_says_share);
  ADD ("has-nothing-to-count-yet", &empty, test_page_has_nothing_to_count);
  ADD ("says-that-the-clock-is-wrong", NULL, test_page_says_clock_is_wrong);

  return g_test_run ();
}
