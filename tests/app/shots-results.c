/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The Results page: with two years of statistics, of all currencies, too young, with nothing, never
 * read, at level 0, offline, unreadable; its text, how it is counted, and the report as it comes out
 * of a printer. */

#include "config.h"

#include "shots.h"

#include "results-fixture.h"

#include "wb-page.h"
#include "wb-results-page-private.h"
#include "wb-results-report.h"

#define REPORT_DPI "70"

static GtkWidget *
open_page (AdwApplication *application,
           AppFixture     *fixture,
           const Look     *look)
{
  GtkWidget *window = shots_open_window (application, look);

  wb_window_set_context (WB_WINDOW (window), fixture->context);
  wb_window_show_page (WB_WINDOW (window), "results");
  gtk_window_present (GTK_WINDOW (window));
  app_wait_frames (window, 4 * FRAMES_TO_SETTLE);

  return window;
}

static WbResultsPage *
get_page (GtkWidget *window)
{
  return WB_RESULTS_PAGE (wb_window_get_page (WB_WINDOW (window), "results"));
}

/* The page in as many pictures as it is screens high. */
static void
shoot_down (GtkWidget  *window,
            const char *dir,
            const Look *look)
{
  GtkWidget *scroller =
    gtk_widget_get_ancestor (get_page (window)->tools_card, GTK_TYPE_SCROLLED_WINDOW);
  GtkAdjustment *place = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));
  double step = gtk_adjustment_get_page_size (place);
  double end = gtk_adjustment_get_upper (place) - step;

  for (int i = 2; gtk_adjustment_get_value (place) < end; i++) {
    g_autofree char *name = g_strdup_printf ("results-down-%d", i);

    gtk_adjustment_set_value (place, MIN (end, (i - 1) * step));
    app_wait_frames (window, FRAMES_TO_SETTLE);
    shots_take_picture (window, dir, name, look->suffix);
  }
  gtk_adjustment_set_value (place, 0);
}

static void
shoot_dialog (GtkWidget  *dialog,
              const char *dir,
              const char *name,
              const Look *look)
{
  app_wait_frames (dialog, 2 * FRAMES_TO_SETTLE);
  shots_take_picture (dialog, dir, name, look->suffix);
  gtk_window_destroy (GTK_WINDOW (dialog));
}

static void
shoot_story (AdwApplication *application,
             const char     *dir,
             const char     *name,
             ResultsStory    story,
             const Look     *look)
{
  static const AppFixtureOptions options = { 240, 10, TRUE };
  AppFixture fixture = { NULL };
  ResultsRows rows = { { NULL } };
  GtkWidget *window = NULL;

  app_fixture_set_up (&fixture, &options);
  results_fixture_fill (&rows, &fixture, story);
  window = open_page (application, &fixture, look);
  shots_take_picture (window, dir, name, look->suffix);
  gtk_window_destroy (GTK_WINDOW (window));
  results_fixture_clear (&rows);
  app_fixture_tear_down (&fixture, NULL);
}

static void
shoot_unread (AdwApplication           *application,
              const char               *dir,
              const char               *name,
              const AppFixtureOptions  *options,
              const char              **features,
              const Look               *look)
{
  AppFixture fixture = { NULL };
  GtkWidget *window = NULL;

  app_fixture_set_up (&fixture, options);
  if (features)
    results_fixture_offer (&fixture, features);
  window = open_page (application, &fixture, look);
  shots_take_picture (window, dir, name, look->suffix);
  gtk_window_destroy (GTK_WINDOW (window));
  app_fixture_tear_down (&fixture, NULL);
}

/* DIR/results-report-1.png and so on, where the program for it is installed. */
static void
shoot_report (WbResultsPage *page,
              const char    *dir)
{
  g_autoptr (WbResultsReport) report = wb_results_report_new (page->context, page->model);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = wb_results_report_draw (report, NULL, &error);
  g_autofree char *path = g_build_filename (dir, "results-report.pdf", NULL);
  g_autofree char *prefix = g_build_filename (dir, "results-report", NULL);
  const char *argv[] = { "pdftoppm", "-r", REPORT_DPI, "-png", path, prefix, NULL };

  g_assert_no_error (error);
  g_file_set_contents (path, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes),
                       &error);
  g_assert_no_error (error);
  g_print ("%s\n", path);
  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL,
                NULL);
}

static void
shoot_years (AdwApplication *application,
             const char     *dir,
             const Look     *look)
{
  static const AppFixtureOptions options = { 240, 10, TRUE };
  AppFixture fixture = { NULL };
  ResultsRows rows = { { NULL } };
  GtkWidget *window = NULL;

  app_fixture_set_up (&fixture, &options);
  results_fixture_fill (&rows, &fixture, RESULTS_YEARS);
  window = open_page (application, &fixture, look);
  shots_take_picture (window, dir, "results", look->suffix);
  shoot_down (window, dir, look);
  shoot_dialog (wb_results_page_read_aloud (get_page (window)), dir, "results-words", look);
  shoot_dialog (wb_results_page_explain (get_page (window)), dir, "results-counted", look);
  if (*look->suffix == '\0')
    shoot_report (get_page (window), dir);
  gtk_widget_activate_action (GTK_WIDGET (get_page (window)), "results.all-currencies", NULL);
  app_wait_frames (window, 3 * FRAMES_TO_SETTLE);
  shots_take_picture (window, dir, "results-currencies", look->suffix);
  gtk_window_destroy (GTK_WINDOW (window));

  results_fixture_clear (&rows);
  app_fixture_tear_down (&fixture, NULL);
}

/* A workspace whose numbers cannot be read, and those of the last time without a server. */
static void
shoot_troubles (AdwApplication *application,
                const char     *dir,
                const Look     *look)
{
  static const AppFixtureOptions options = {
    .n_tickets = 240, .n_calls = 10, .as_manager = TRUE, .with_sync = TRUE,
  };
  AppFixture fixture = { NULL };
  ResultsRows rows = { { NULL } };
  GtkWidget *window = NULL;

  app_fixture_set_up (&fixture, &options);
  results_fixture_fill (&rows, &fixture, RESULTS_YEARS);
  app_run_sql (&fixture, "ALTER TABLE stat_day RENAME TO stat_day_away");
  window = open_page (application, &fixture, look);
  shots_take_picture (window, dir, "results-error", look->suffix);
  app_run_sql (&fixture, "ALTER TABLE stat_day_away RENAME TO stat_day");
  gtk_widget_activate_action (GTK_WIDGET (get_page (window)), "results.again", NULL);
  app_go_offline (&fixture);
  app_wait_frames (window, 4 * FRAMES_TO_SETTLE);
  shots_take_picture (window, dir, "results-offline", look->suffix);
  wb_sync_stop (fixture.sync);
  gtk_window_destroy (GTK_WINDOW (window));
  results_fixture_clear (&rows);
  app_fixture_tear_down (&fixture, NULL);
}

/* Nothing was read yet, and nobody answers. */
static void
shoot_never_reached (AdwApplication  *application,
                     const char      *dir,
                     const char     **features,
                     const Look      *look)
{
  static const AppFixtureOptions options = {
    .n_tickets = 60, .n_calls = 10, .as_manager = TRUE, .with_sync = TRUE,
  };
  AppFixture fixture = { NULL };
  GtkWidget *window = NULL;

  app_fixture_set_up (&fixture, &options);
  results_fixture_offer (&fixture, features);
  app_go_offline (&fixture);
  window = open_page (application, &fixture, look);
  shots_take_picture (window, dir, "results-offline-unread", look->suffix);
  wb_sync_stop (fixture.sync);
  gtk_window_destroy (GTK_WINDOW (window));
  app_fixture_tear_down (&fixture, NULL);
}

/**
 * shots_results:
 * @application: what windows belong to
 * @dir: where pictures go
 * @look: how
 */
void
shots_results (AdwApplication *application,
               const char     *dir,
               const Look     *look)
{
  static const AppFixtureOptions plain = { 60, 0, TRUE, TRUE };
  static const AppFixtureOptions full = { 60, 10, TRUE };
  static const char *features[] = { WB_FEATURE_REMARKETING, WB_FEATURE_STATS, WB_FEATURE_FUNNEL,
                                    NULL };

  shoot_years (application, dir, look);
  shoot_story (application, dir, "results-young", RESULTS_WEEK, look);
  shoot_story (application, dir, "results-nothing", RESULTS_NOTHING, look);
  shoot_unread (application, dir, "results-loading", &full, features, look);
  shoot_unread (application, dir, "results-absent", &full, NULL, look);
  shoot_unread (application, dir, "results-level-0", &plain, NULL, look);
  shoot_troubles (application, dir, look);
  shoot_never_reached (application, dir, features, look);
}
