/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The Banners page: the list, one banner from top to bottom, its charts as tables, the choice of a
 * period, without counts, empty, without a portal, unreadable, offline. */

#include "config.h"

#include "shots.h"

#include "banners-fixture.h"
#include "dialog-support.h"

#include "wb-banner-store.h"
#include "wb-banners-page.h"
#include "wb-chart.h"
#include "wb-page.h"
#include "wb-period-button.h"

static GtkWidget *
open_page (AdwApplication *application,
           AppFixture     *fixture,
           const Look     *look)
{
  GtkWidget *window = shots_open_window (application, look);

  wb_window_set_context (WB_WINDOW (window), fixture->context);
  wb_window_show_page (WB_WINDOW (window), "banners");
  gtk_window_present (GTK_WINDOW (window));
  app_wait_frames (window, 4 * FRAMES_TO_SETTLE);

  return window;
}

static void
scroll (GtkWidget *window,
        GtkWidget *page,
        double     share)
{
  for (guint i = 0;; i++) {
    GtkWidget *scroller = dialog_find_nth (page, GTK_TYPE_SCROLLED_WINDOW, i);
    GtkAdjustment *adjustment = NULL;

    if (!scroller)
      break;
    if (!gtk_widget_get_mapped (scroller))
      continue;
    adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));
    gtk_adjustment_set_value (adjustment, share * (gtk_adjustment_get_upper (adjustment) -
                                                   gtk_adjustment_get_page_size (adjustment)));
    break;
  }
  app_wait_frames (window, FRAMES_TO_SETTLE);
}

static void
shoot_detail (GtkWidget  *window,
              AppFixture *fixture,
              const char *dir,
              const Look *look)
{
  GtkWidget *page = wb_window_get_page (WB_WINDOW (window), "banners");
  g_autoptr (GPtrArray) banners =
    wb_banner_store_list (wb_context_get_reader (fixture->context), NULL);
  const WbBanner *banner = g_ptr_array_index (banners, 0);
  GtkWidget *chart = NULL;

  g_assert_true (wb_page_show_object (WB_PAGE (page), banner->id));
  app_wait_frames (window, 3 * FRAMES_TO_SETTLE);
  shots_take_picture (window, dir, "banner", look->suffix);
  chart = app_find (page, WB_TYPE_CHART);
  wb_chart_set_cursor (WB_CHART (chart), 12);
  scroll (window, page, 0.5);
  shots_take_picture (window, dir, "banner-middle", look->suffix);
  scroll (window, page, 1);
  shots_take_picture (window, dir, "banner-end", look->suffix);
  /* The chart's own: the menus have toggles, too. */
  gtk_toggle_button_set_active (
    GTK_TOGGLE_BUTTON (app_find (app_find (page, WB_TYPE_CHART_CARD), GTK_TYPE_TOGGLE_BUTTON)),
    TRUE);
  scroll (window, page, 0.4);
  shots_take_picture (window, dir, "banner-table", look->suffix);
}

static void
shoot_period (AdwApplication *application,
              AppFixture     *fixture,
              const char     *dir,
              const Look     *look)
{
  GtkWidget *window = open_page (application, fixture, look);
  GtkWidget *button = app_find (wb_window_get_page (WB_WINDOW (window), "banners"),
                                WB_TYPE_PERIOD_BUTTON);
  GtkWidget *menu = adw_bin_get_child (ADW_BIN (button));
  GtkWidget *popover = NULL;

  wb_period_button_choose (WB_PERIOD_BUTTON (button), WB_PERIOD_CUSTOM,
                           &(WbPeriod) { BANNERS_TODAY - 40, BANNERS_TODAY - 10 });
  gtk_menu_button_popup (GTK_MENU_BUTTON (menu));
  app_wait_frames (window, 3 * FRAMES_TO_SETTLE);
  popover = GTK_WIDGET (gtk_menu_button_get_popover (GTK_MENU_BUTTON (menu)));
  shots_take_picture (popover, dir, "banners-period", look->suffix);
  wb_period_button_choose (WB_PERIOD_BUTTON (button), WB_PERIOD_30_DAYS, NULL);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
shoot_state (AdwApplication *application,
             AppFixture     *fixture,
             const char     *name,
             const char     *dir,
             const Look     *look)
{
  GtkWidget *window = open_page (application, fixture, look);

  shots_take_picture (window, dir, name, look->suffix);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
remove_banners (AppFixture *fixture)
{
  g_autoptr (GError) error = NULL;
  WbDb *db = wb_workspace_begin (fixture->workspace, &error);
  g_autoptr (GPtrArray) ids = wb_banner_store_all_ids (db, &error);

  for (guint i = 0; i < ids->len; i++)
    wb_banner_store_remove (db, g_ptr_array_index (ids, i), G_MAXINT64, &error);
  wb_workspace_commit (fixture->workspace, WB_TABLE_BANNERS, &error);
  g_assert_no_error (error);
}

/* A workspace that cannot be read, and what it has without a server: numbers, then not one banner. */
static void
shoot_troubles (AdwApplication *application,
                const char     *dir,
                const Look     *look)
{
  static const AppFixtureOptions options = {
    .n_tickets = 40, .n_calls = 5, .as_manager = TRUE, .with_sync = TRUE,
  };
  AppFixture fixture = { 0 };
  g_autoptr (GPtrArray) rows = NULL;
  GtkWidget *window = NULL;

  app_fixture_set_up (&fixture, &options);
  banners_fixture_offer (&fixture);
  rows = banners_fixture_make_year (&fixture);
  banners_fixture_read (&fixture, BANNERS_TODAY - 364, rows);
  app_run_sql (&fixture, "ALTER TABLE stat_day RENAME TO stat_day_away");
  shoot_state (application, &fixture, "banners-error", dir, look);
  app_run_sql (&fixture, "ALTER TABLE stat_day_away RENAME TO stat_day");
  app_go_offline (&fixture);
  window = open_page (application, &fixture, look);
  shots_take_picture (window, dir, "banners-offline", look->suffix);
  gtk_window_destroy (GTK_WINDOW (window));
  remove_banners (&fixture);
  shoot_state (application, &fixture, "banners-offline-empty", dir, look);
  wb_sync_stop (fixture.sync);
  app_fixture_tear_down (&fixture, NULL);
}

/**
 * shots_banners:
 * @application: whose windows
 * @dir: where to
 * @look: how wide and dark
 */
void
shots_banners (AdwApplication *application,
               const char     *dir,
               const Look     *look)
{
  static const AppFixtureOptions options = { 40, 5, TRUE, FALSE };
  static const AppFixtureOptions plain_options = { 40, 0, TRUE, TRUE };
  AppFixture fixture = { 0 };
  AppFixture plain = { 0 };
  g_autoptr (GPtrArray) rows = NULL;
  GtkWidget *window = NULL;

  app_fixture_set_up (&fixture, &options);
  shoot_state (application, &fixture, "banners-uncounted", dir, look);
  banners_fixture_offer (&fixture);
  shoot_state (application, &fixture, "banners-unread", dir, look);
  rows = banners_fixture_make_year (&fixture);
  banners_fixture_read (&fixture, BANNERS_TODAY - 364, rows);
  window = open_page (application, &fixture, look);
  shots_take_picture (window, dir, "banners", look->suffix);
  shoot_detail (window, &fixture, dir, look);
  gtk_window_destroy (GTK_WINDOW (window));
  shoot_period (application, &fixture, dir, look);
  remove_banners (&fixture);
  shoot_state (application, &fixture, "banners-empty", dir, look);
  app_fixture_tear_down (&fixture, NULL);

  app_fixture_set_up (&plain, &plain_options);
  shoot_state (application, &plain, "banners-absent", dir, look);
  app_fixture_tear_down (&plain, NULL);
  shoot_troubles (application, dir, look);
}
