/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Charts alone: each kind, with and without a point that is read out, right to left and empty. */

#include "config.h"

#include "shots.h"

#include "wb-chart.h"

#include <math.h>

/* 2026-10-22: the thirty days before the fixtures' today. */
#define FIRST_DAY 20748
#define N_DAYS 30

static WbChartData *
make_bars (void)
{
  WbChartData *data =
    wb_chart_data_new_days (WB_CHART_BARS, "Offers taken per day", FIRST_DAY, FIRST_DAY + N_DAYS - 1);
  WbChartSeries *coupon = wb_chart_data_add (data, "Coupon", WB_CHART_TONE_COUPON);
  WbChartSeries *call = wb_chart_data_add (data, "Call", WB_CHART_TONE_CALL);
  WbChartSeries *banner = wb_chart_data_add (data, "Banner", WB_CHART_TONE_BANNER);

  for (guint i = 0; i < N_DAYS; i++) {
    coupon->values[i] = 6 + (i * 7) % 15;
    call->values[i] = 2 + (i * 5) % 11;
    banner->values[i] = (i * 3) % 8;
  }
  wb_chart_data_summarise (data, TRUE);

  return data;
}

static WbChartData *
make_lines (void)
{
  WbChartData *data =
    wb_chart_data_new_days (WB_CHART_LINES, "Clicks and views of a year", FIRST_DAY - 335, FIRST_DAY + 29);
  WbChartSeries *views = wb_chart_data_add (data, "Views", WB_CHART_TONE_SECOND);
  WbChartSeries *clicks = wb_chart_data_add (data, "Clicks", WB_CHART_TONE_MAIN);

  for (guint i = 0; i < data->n_points; i++) {
    views->values[i] = i > 100 && i < 130 ? NAN : 500 + 200 * sin (i / 9.0) + (i * 37) % 60;
    clicks->values[i] = 120 + 60 * sin (i / 11.0) + (i * 17) % 30;
  }
  wb_chart_data_summarise (data, TRUE);

  return data;
}

static WbChartData *
make_rows (WbChartKind kind)
{
  static const char *const names[] = { "Last portal step", "Ticket page", "E-mail" };
  WbChartData *data = wb_chart_data_new (kind, "By placement", G_N_ELEMENTS (names));
  WbChartSeries *series = wb_chart_data_add (data, "Clicks", WB_CHART_TONE_MAIN);

  if (kind == WB_CHART_INTERVALS) {
    series->low = g_new (double, 3);
    series->high = g_new (double, 3);
  }
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    wb_chart_data_set_point (data, i, names[i], names[i]);
    series->values[i] = 1204.0 / (i + 1);
    if (series->low) {
      series->low[i] = series->values[i] * 0.8;
      series->high[i] = series->values[i] * 1.25;
    }
  }
  wb_chart_data_summarise (data, TRUE);

  return data;
}

static void
append (GtkWidget   *box,
        WbChartData *data,
        int          cursor,
        gboolean     is_rtl)
{
  GtkWidget *card = wb_chart_card_new ();
  GtkWidget *chart = NULL;

  wb_chart_card_set_data (WB_CHART_CARD (card), data);
  gtk_box_append (GTK_BOX (box), card);
  chart = app_find (card, WB_TYPE_CHART);
  wb_chart_set_cursor (WB_CHART (chart), cursor);
  if (is_rtl)
    gtk_widget_set_direction (chart, GTK_TEXT_DIR_RTL);
  wb_chart_data_unref (data);
}

/**
 * shots_charts:
 * @dir: where to
 * @look: how wide and dark
 */
void
shots_charts (const char *dir,
              const Look *look)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      look->dark ? ADW_COLOR_SCHEME_FORCE_DARK
                                                 : ADW_COLOR_SCHEME_FORCE_LIGHT);
  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 12);
  gtk_widget_set_margin_top (box, 12);
  gtk_widget_set_margin_bottom (box, 12);
  append (box, make_bars (), -1, FALSE);
  append (box, make_bars (), 22, TRUE);
  append (box, make_lines (), 200, FALSE);
  append (box, make_rows (WB_CHART_ROWS), 0, FALSE);
  append (box, make_rows (WB_CHART_ROWS), -1, FALSE);
  gtk_toggle_button_set_active (
    GTK_TOGGLE_BUTTON (app_find (gtk_widget_get_last_child (box), GTK_TYPE_TOGGLE_BUTTON)), TRUE);
  append (box, make_bars (), -1, FALSE);
  gtk_toggle_button_set_active (
    GTK_TOGGLE_BUTTON (app_find (gtk_widget_get_last_child (box), GTK_TYPE_TOGGLE_BUTTON)), TRUE);
  append (box, make_rows (WB_CHART_INTERVALS), -1, FALSE);
  append (box, wb_chart_data_new_days (WB_CHART_BARS, "Clicks per day", FIRST_DAY, FIRST_DAY + 6), -1,
          FALSE);
  gtk_window_set_child (GTK_WINDOW (window), box);
  gtk_window_set_default_size (GTK_WINDOW (window), MIN (look->width, 860), 1400);
  gtk_window_present (GTK_WINDOW (window));
  app_wait_frames (window, FRAMES_TO_SETTLE);
  shots_take_picture (window, dir, "charts", look->suffix);
  gtk_window_destroy (GTK_WINDOW (window));
}
