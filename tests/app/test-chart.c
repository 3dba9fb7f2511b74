/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Charts: steps of the axis, labels that have room, what is under the pointer, what is drawn, and
 * what keys and pointer read out. */

#include "config.h"

#include "app-fixture.h"
#include "wb-chart-legend.h"
#include "wb-chart-private.h"
#include "wb-chart.h"

#include <math.h>

#define WIDTH 600
#define HEIGHT 240
/* 2025-11-03, a Monday. */
#define MONDAY 20395

static WbChartData *
make_days (WbChartKind kind,
           guint       n)
{
  WbChartData *data = wb_chart_data_new_days (kind, "Offers taken", MONDAY, MONDAY + (gint32) n - 1);
  WbChartSeries *coupon = wb_chart_data_add (data, "Coupon", WB_CHART_TONE_COUPON);
  WbChartSeries *call = wb_chart_data_add (data, "Call", WB_CHART_TONE_CALL);
  WbChartSeries *banner = wb_chart_data_add (data, "Banner", WB_CHART_TONE_BANNER);

  for (guint i = 0; i < n; i++) {
    coupon->values[i] = 20;
    call->values[i] = 10;
    banner->values[i] = 10;
  }

  return data;
}

static PangoContext *
make_pango (void)
{
  PangoContext *pango = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  PangoFontDescription *font = pango_font_description_from_string ("Sans 10");

  pango_context_set_font_description (pango, font);
  pango_font_description_free (font);

  return pango;
}

static void
test_chart_steps_are_nice (void)
{
  static const struct
  {
    double max;
    guint n_most;
    gboolean whole;
    double step;
  } table[] = {
    { 0, 5, TRUE, 1 },      { 1, 5, TRUE, 1 },       { 3, 5, TRUE, 1 },
    { 5, 5, TRUE, 1 },      { 6, 5, TRUE, 2 },       { 10, 5, TRUE, 2 },
    { 11, 5, TRUE, 5 },     { 38, 4, TRUE, 10 },     { 41, 4, TRUE, 20 },
    { 60, 3, TRUE, 20 },    { 1204, 5, TRUE, 500 },  { 999999, 5, TRUE, 200000 },
    { 1, 5, FALSE, 0.2 },   { 0.18, 5, FALSE, 0.05 }, { 0.05, 5, FALSE, 0.01 },
    { 0.3, 3, FALSE, 0.1 }, { 7, 1, TRUE, 10 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++) {
    double step = wb_chart_nice_step (table[i].max, table[i].n_most, table[i].whole);

    g_test_message ("%g in %u: %g", table[i].max, table[i].n_most, step);
    g_assert_cmpfloat_with_epsilon (step, table[i].step, 1e-12);
    if (table[i].max > 0)
      g_assert_cmpfloat (step * table[i].n_most, >=, table[i].max * (1 - 1e-6));
  }
}

/* As many as there is room for, evenly, none over another. */
static void
test_chart_labels_are_thinned (void)
{
  static const struct
  {
    guint n;
    double slot;
    double width;
    guint shown;
    guint stride;
  } table[] = {
    { 7, 100, 40, 7, 1 },  { 30, 20, 40, 10, 3 },  { 30, 30, 40, 15, 2 },
    { 30, 10, 40, 5, 7 },  { 90, 5, 40, 7, 14 },  { 2, 10, 40, 1, 2 },
    { 1, 10, 40, 1, 1 },   { 0, 10, 40, 0, 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++) {
    double middles[400] = { 0 };
    double widths[400] = { 0 };
    gboolean shown[400] = { FALSE };
    guint n_shown = 0;

    for (guint at = 0; at < table[i].n; at++) {
      middles[at] = (at + 0.5) * table[i].slot;
      widths[at] = table[i].width;
    }
    wb_chart_thin (middles, widths, table[i].n, 10, shown);
    for (guint at = 0; at < table[i].n; at++) {
      n_shown += shown[at] ? 1 : 0;
      g_assert_true (shown[at] == (at % table[i].stride == 0));
    }
    g_test_message ("%u labels of %g in %g: %u", table[i].n, table[i].width, table[i].slot,
                    n_shown);
    g_assert_cmpuint (n_shown, ==, table[i].shown);
  }
}

/* What has no label takes part in nothing: months of a year. */
static void
test_chart_thins_only_labels (void)
{
  double middles[] = { 5, 15, 25, 35, 45, 55 };
  double widths[] = { 0, 18, 0, 0, 18, 0 };
  gboolean shown[6] = { FALSE };

  wb_chart_thin (middles, widths, 6, 5, shown);
  for (guint i = 0; i < 6; i++)
    g_assert_true (shown[i] == (i == 1 || i == 4));
}

static void
test_chart_year_names_months (void)
{
  g_autoptr (WbChartData) year =
    wb_chart_data_new_days (WB_CHART_LINES, "Year", MONDAY - 364, MONDAY);
  g_autoptr (WbChartData) week = wb_chart_data_new_days (WB_CHART_LINES, "Week", MONDAY, MONDAY + 6);
  guint n = 0;

  g_assert_cmpuint (year->n_points, ==, 365);
  g_assert_cmpuint (g_strv_length (year->points), ==, 365);
  for (guint i = 0; i < year->n_points; i++)
    n += *year->labels[i] != '\0' ? 1 : 0;
  g_assert_cmpuint (n, ==, 12);
  g_assert_cmpstr (week->points[0], ==, "Monday, 3 November 2025");
  g_assert_cmpstr (week->labels[6], ==, "9\302\240Nov");
  g_assert_cmpstr (week->keys[0], ==, "2025-11-03");
}

static void
test_chart_finds_what_is_pointed_at (void)
{
  PangoContext *pango = make_pango ();
  static const WbChartKind kinds[] = { WB_CHART_BARS, WB_CHART_LINES, WB_CHART_ROWS,
                                       WB_CHART_INTERVALS };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
    for (guint rtl = 0; rtl < 2; rtl++) {
      g_autoptr (WbChartData) data = make_days (kinds[i], 12);
      WbChartStyle style = { 0 };
      WbChartPlan plan = { 0 };

      g_test_message ("kind %u, %s", kinds[i], rtl ? "right to left" : "left to right");
      wb_chart_style_paper (&style);
      style.is_rtl = rtl;
      wb_chart_plan_make (&plan, data, &style, pango, WIDTH, HEIGHT);
      for (guint at = 0; at < 12; at++) {
        double middle = wb_chart_plan_middle (&plan, at);

        g_assert_cmpint (wb_chart_plan_find (&plan, 12, plan.is_lying ? 200 : middle,
                                             plan.is_lying ? middle : 50),
                         ==, at);
      }
      g_assert_cmpint (wb_chart_plan_find (&plan, 12, -5, -5), ==, -1);
      g_assert_cmpint (wb_chart_plan_find (&plan, 12, WIDTH + 5, HEIGHT + 5), ==, -1);
      /* In rows the first one is on top either way. */
      g_assert_true ((wb_chart_plan_middle (&plan, 0) > wb_chart_plan_middle (&plan, 11)) ==
                     (rtl && !plan.is_lying));
    }
  }
  g_object_unref (pango);
}

static cairo_surface_t *
draw (const WbChartData  *data,
      const WbChartStyle *style,
      WbChartPlan        *plan)
{
  PangoContext *pango = make_pango ();
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, WIDTH, HEIGHT);
  cairo_t *cr = cairo_create (surface);

  cairo_set_source_rgba (cr, style->background.red, style->background.green,
                         style->background.blue, 1);
  cairo_paint (cr);
  wb_chart_draw (data, style, pango, cr, WIDTH, HEIGHT);
  if (!wb_chart_data_is_empty (data))
    wb_chart_plan_make (plan, data, style, pango, WIDTH, HEIGHT);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  g_object_unref (pango);

  return surface;
}

static void
get_pixel (cairo_surface_t *surface,
           double           x,
           double           y,
           int             *rgb)
{
  const guint8 *at = cairo_image_surface_get_data (surface) +
                     (int) y * cairo_image_surface_get_stride (surface) + (int) x * 4;

  rgb[0] = at[2];
  rgb[1] = at[1];
  rgb[2] = at[0];
}

static gboolean
is_color (const int     *rgb,
          const GdkRGBA *color)
{
  return ABS (rgb[0] - color->red * 255) < 4 && ABS (rgb[1] - color->green * 255) < 4 &&
         ABS (rgb[2] - color->blue * 255) < 4;
}

/* Of a piece of a bar: how much has the tone's very colour. */
static double
get_share (cairo_surface_t *surface,
           const GdkRGBA   *color,
           double           x,
           double           y,
           int              size)
{
  int n = 0;

  for (int dy = 0; dy < size; dy++) {
    for (int dx = 0; dx < size; dx++) {
      int rgb[3] = { 0 };

      get_pixel (surface, x + dx - size / 2.0, y + dy - size / 2.0, rgb);
      n += is_color (rgb, color) ? 1 : 0;
    }
  }

  return (double) n / (size * size);
}

static void
make_style (WbChartStyle *style,
            int           look)
{
  const GdkRGBA black = { 0, 0, 0, 0.8f };
  const GdkRGBA white = { 1, 1, 1, 1 };

  if (look == 3)
    wb_chart_style_paper (style);
  else
    wb_chart_style_screen (style, look == 1, look == 2, look == 1 ? &white : &black);
}

/* A stack of 20, 10 and 10: each piece is where its numbers say, in its tone, and the patterned
 * ones are not all of one colour. */
static void
test_chart_draws_stacks (void)
{
  for (int look = 0; look < 4; look++) {
    g_autoptr (WbChartData) data = make_days (WB_CHART_BARS, 7);
    WbChartStyle style = { 0 };
    WbChartPlan plan = { 0 };
    cairo_surface_t *surface = NULL;
    double x = 0;
    int rgb[3] = { 0 };

    g_test_message ("look %d", look);
    make_style (&style, look);
    surface = draw (data, &style, &plan);
    x = wb_chart_plan_middle (&plan, 3);
    g_assert_cmpfloat (plan.top, ==, 40);

    g_assert_cmpfloat (get_share (surface, &style.tones[WB_CHART_TONE_COUPON], x,
                                  wb_chart_plan_place (&plan, 10), 16), ==, 1);
    g_assert_cmpfloat (get_share (surface, &style.tones[WB_CHART_TONE_CALL], x,
                                  wb_chart_plan_place (&plan, 25), 16), >, 0.2);
    g_assert_cmpfloat (get_share (surface, &style.tones[WB_CHART_TONE_CALL], x,
                                  wb_chart_plan_place (&plan, 25), 16), <, 0.95);
    g_assert_cmpfloat (get_share (surface, &style.tones[WB_CHART_TONE_BANNER], x,
                                  wb_chart_plan_place (&plan, 35), 16), >, 0.2);
    g_assert_cmpfloat (get_share (surface, &style.tones[WB_CHART_TONE_BANNER], x,
                                  wb_chart_plan_place (&plan, 35), 16), <, 0.95);
    /* Nothing between two bars but the background. */
    get_pixel (surface, x + plan.slot / 2, wb_chart_plan_place (&plan, 5), rgb);
    g_assert_true (is_color (rgb, &style.background));
    cairo_surface_destroy (surface);
  }
}

/* In high contrast a bar has an outline in the colour of words. */
static void
test_chart_outlines_in_high_contrast (void)
{
  for (int look = 0; look < 3; look += 2) {
    g_autoptr (WbChartData) data = make_days (WB_CHART_BARS, 7);
    WbChartStyle style = { 0 };
    WbChartPlan plan = { 0 };
    cairo_surface_t *surface = NULL;
    int darkest = 255;

    make_style (&style, look);
    surface = draw (data, &style, &plan);
    for (double x = wb_chart_plan_middle (&plan, 3) - plan.slot / 2;
         x < wb_chart_plan_middle (&plan, 3); x += 1) {
      int rgb[3] = { 0 };

      get_pixel (surface, x, wb_chart_plan_place (&plan, 10), rgb);
      darkest = MIN (darkest, MAX (rgb[0], MAX (rgb[1], rgb[2])));
    }
    g_test_message ("look %d: %d", look, darkest);
    g_assert_true ((darkest < 130) == (look == 2));
    cairo_surface_destroy (surface);
  }
}

static double
get_channel (double value)
{
  return value <= 0.04045 ? value / 12.92 : pow ((value + 0.055) / 1.055, 2.4);
}

static double
get_luminance (const GdkRGBA *color)
{
  return 0.2126 * get_channel (color->red) + 0.7152 * get_channel (color->green) +
         0.0722 * get_channel (color->blue);
}

/* WCAG 2.1: 3 to 1 against what is behind; and the tools' tones differ without their hues. */
static void
test_chart_tones_can_be_told_apart (void)
{
  for (int look = 0; look < 4; look++) {
    WbChartStyle style = { 0 };
    double lights[WB_N_CHART_TONES] = { 0 };
    double behind = 0;

    make_style (&style, look);
    behind = get_luminance (&style.background);
    for (guint i = 0; i < WB_N_CHART_TONES; i++) {
      double light = get_luminance (&style.tones[i]);
      double contrast = (MAX (light, behind) + 0.05) / (MIN (light, behind) + 0.05);

      g_test_message ("look %d, tone %u: %.2f to 1", look, i, contrast);
      g_assert_cmpfloat (contrast, >=, 3);
      lights[i] = 116 * cbrt (light) - 16;
    }
    for (guint i = 0; i < 3; i++)
      g_assert_cmpfloat (fabs (lights[i] - lights[(i + 1) % 3]), >, 10);
  }
}

static void
test_chart_lines_stop_at_gaps (void)
{
  g_autoptr (WbChartData) data = wb_chart_data_new_days (WB_CHART_LINES, "Rate", 0, 39);
  WbChartSeries *rate = wb_chart_data_add (data, "Rate", WB_CHART_TONE_MAIN);
  WbChartStyle style = { 0 };
  WbChartPlan plan = { 0 };
  cairo_surface_t *surface = NULL;
  int rgb[3] = { 0 };

  for (guint i = 0; i < 40; i++)
    rate->values[i] = i < 10 || i >= 30 ? 0.5 : NAN;
  data->max = 1;
  make_style (&style, 0);
  surface = draw (data, &style, &plan);
  g_assert_cmpfloat (plan.top, ==, 1);
  get_pixel (surface, wb_chart_plan_middle (&plan, 5), wb_chart_plan_place (&plan, 0.5), rgb);
  g_assert_true (is_color (rgb, &style.tones[WB_CHART_TONE_MAIN]));
  get_pixel (surface, wb_chart_plan_middle (&plan, 20), wb_chart_plan_place (&plan, 0.5), rgb);
  g_assert_true (is_color (rgb, &style.background));
  cairo_surface_destroy (surface);
}

static void
test_chart_draws_rows_and_intervals (void)
{
  static const WbChartKind kinds[] = { WB_CHART_ROWS, WB_CHART_INTERVALS };

  for (guint i = 0; i < 4; i++) {
    g_autoptr (WbChartData) data = wb_chart_data_new (kinds[i / 2], "Where", 2);
    WbChartSeries *series = wb_chart_data_add (data, "Clicks", WB_CHART_TONE_MAIN);
    WbChartStyle style = { 0 };
    WbChartPlan plan = { 0 };
    cairo_surface_t *surface = NULL;
    int rgb[3] = { 0 };

    wb_chart_data_set_point (data, 0, "Portal", "Portal");
    wb_chart_data_set_point (data, 1, "E-mail", "E-mail");
    series->values[0] = 80;
    series->values[1] = 20;
    if (kinds[i / 2] == WB_CHART_INTERVALS) {
      series->low = g_new (double, 2);
      series->high = g_new (double, 2);
      series->low[0] = series->low[1] = 10;
      series->high[0] = series->high[1] = 90;
    }
    make_style (&style, 0);
    style.is_rtl = i % 2 == 1;
    surface = draw (data, &style, &plan);
    /* In rows of bars the second one is short; the interval's band goes on, paler than its dot. */
    get_pixel (surface, wb_chart_plan_place (&plan, 20), wb_chart_plan_middle (&plan, 1), rgb);
    if (kinds[i / 2] == WB_CHART_INTERVALS)
      g_assert_true (is_color (rgb, &style.tones[WB_CHART_TONE_MAIN]));
    get_pixel (surface, wb_chart_plan_place (&plan, 60), wb_chart_plan_middle (&plan, 1), rgb);
    g_assert_true (is_color (rgb, &style.background) == (kinds[i / 2] == WB_CHART_ROWS));
    get_pixel (surface, wb_chart_plan_place (&plan, 60), wb_chart_plan_middle (&plan, 0), rgb);
    g_assert_false (is_color (rgb, &style.background));
    cairo_surface_destroy (surface);
  }
}

/* A share that is said after the value has its room, however long the names are. */
static void
test_chart_rows_keep_their_notes (void)
{
  g_autoptr (WbChartData) data = wb_chart_data_new (WB_CHART_ROWS, "Where", 1);
  WbChartSeries *series = wb_chart_data_add (data, "Clicks", WB_CHART_TONE_MAIN);
  PangoContext *pango = make_pango ();
  WbChartStyle style = { 0 };
  WbChartPlan plain = { 0 };
  WbChartPlan noted = { 0 };
  g_autofree char *words = NULL;

  wb_chart_data_set_point (data, 0, "Last step", "The last step of the portal, which is long");
  series->values[0] = 404;
  make_style (&style, 0);
  wb_chart_plan_make (&plain, data, &style, pango, 300, 30);
  data->notes = g_strsplit ("3.6%", "|", -1);
  words = wb_chart_row_words (data, 0);
  g_assert_cmpstr (words, ==, "404 · 3.6%");
  wb_chart_plan_make (&noted, data, &style, pango, 300, 30);
  g_assert_cmpfloat (noted.x + noted.width, <, plain.x + plain.width - 20);
  g_object_unref (pango);
}

static void
test_chart_empty_says_so (void)
{
  g_autoptr (WbChartData) zero = make_days (WB_CHART_BARS, 3);
  g_autoptr (WbChartData) none = wb_chart_data_new_days (WB_CHART_LINES, "Rate", 0, 5);
  g_autoptr (WbChartData) flat = wb_chart_data_new_days (WB_CHART_LINES, "Rate", 0, 0);
  WbChartStyle style = { 0 };
  WbChartPlan plan = { 0 };
  cairo_surface_t *surface = NULL;
  guint n_inked = 0;

  for (guint i = 0; i < zero->series->len; i++) {
    WbChartSeries *series = g_ptr_array_index (zero->series, i);

    for (guint at = 0; at < 3; at++)
      series->values[at] = 0;
  }
  wb_chart_data_add (none, "Rate", WB_CHART_TONE_MAIN);
  wb_chart_data_add (flat, "Rate", WB_CHART_TONE_MAIN)->values[0] = 0;
  g_assert_true (wb_chart_data_is_empty (zero));
  g_assert_true (wb_chart_data_is_empty (none));
  g_assert_true (wb_chart_data_is_empty (NULL));
  g_assert_false (wb_chart_data_is_empty (flat));

  zero->empty_words = g_strdup ("No clicks in this period");
  wb_chart_data_summarise (zero, TRUE);
  g_assert_cmpstr (zero->summary, ==, "No clicks in this period");
  make_style (&style, 3);
  surface = draw (zero, &style, &plan);
  for (int x = WIDTH / 4; x < WIDTH * 3 / 4; x++) {
    for (int y = HEIGHT / 2 - 6; y < HEIGHT / 2 + 6; y++) {
      int rgb[3] = { 0 };

      get_pixel (surface, x, y, rgb);
      n_inked += rgb[0] < 200 ? 1 : 0;
    }
  }
  g_assert_cmpuint (n_inked, >, 50);
  cairo_surface_destroy (surface);
}

static void
test_chart_rows_are_the_data (void)
{
  g_autoptr (WbChartData) data = make_days (WB_CHART_BARS, 2);
  WbChartSeries *share = wb_chart_data_add (data, "Share", WB_CHART_TONE_MAIN);
  g_autoptr (GPtrArray) rows = NULL;
  g_autofree char *header = NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  share->values[1] = 0.125;
  share->low = g_new (double, 2);
  share->high = g_new (double, 2);
  share->low[0] = share->high[0] = NAN;
  share->low[1] = 0.1;
  share->high[1] = 0.15;
  rows = wb_chart_data_to_rows (data);
  g_assert_cmpuint (rows->len, ==, 3);
  header = g_strjoinv ("|", g_ptr_array_index (rows, 0));
  first = g_strjoinv ("|", g_ptr_array_index (rows, 1));
  second = g_strjoinv ("|", g_ptr_array_index (rows, 2));
  g_assert_cmpstr (header, ==, "Day|Coupon|Call|Banner|Share|Share, at least|Share, at most");
  g_assert_cmpstr (first, ==, "2025-11-03|20|10|10|||");
  g_assert_cmpstr (second, ==, "2025-11-04|20|10|10|0.125|0.1|0.15");
}

static void
test_chart_summary_names_the_most (void)
{
  g_autoptr (WbChartData) data = wb_chart_data_new_days (WB_CHART_BARS, "Clicks", MONDAY, MONDAY + 1);
  WbChartSeries *clicks = wb_chart_data_add (data, "Clicks", WB_CHART_TONE_MAIN);

  clicks->values[0] = 3;
  clicks->values[1] = 9;
  wb_chart_data_summarise (data, TRUE);
  g_assert_cmpstr (data->summary, ==,
                   "Clicks: 12 in all; the most is Tuesday, 4 November 2025, with 9.");
  wb_chart_data_summarise (data, FALSE);
  g_assert_cmpstr (data->summary, ==, "Clicks: the highest is Tuesday, 4 November 2025, with 9.");
}

/* The widget. */

static GtkWidget *
show_chart (GtkWidget   **window_out,
            WbChartData  *data)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *chart = wb_chart_new ();

  wb_chart_set_data (WB_CHART (chart), data);
  gtk_window_set_default_size (GTK_WINDOW (window), WIDTH, HEIGHT);
  gtk_window_set_child (GTK_WINDOW (window), chart);
  gtk_window_present (GTK_WINDOW (window));
  app_wait_frames (window, 2);
  *window_out = window;

  return chart;
}

static void
press (GtkWidget *widget,
       guint      keyval)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++) {
    g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);
    gboolean used = FALSE;

    if (GTK_IS_EVENT_CONTROLLER_KEY (controller))
      g_signal_emit_by_name (controller, "key-pressed", keyval, 0, 0, &used);
  }
}

static void
assert_spoken (GtkWidget  *chart,
               const char *description)
{
  g_autofree char *difference = gtk_test_accessible_check_property (
    GTK_ACCESSIBLE (chart), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description);

  g_assert_cmpstr (difference, ==, NULL);
}

static void
test_chart_keys_read_out (void)
{
  static const struct
  {
    guint keyval;
    int cursor;
  } table[] = {
    { GDK_KEY_Up, -1 },        { GDK_KEY_Right, 0 },     { GDK_KEY_Right, 1 },
    { GDK_KEY_Left, 0 },       { GDK_KEY_Left, 0 },      { GDK_KEY_Page_Down, 7 },
    { GDK_KEY_End, 29 },       { GDK_KEY_Right, 29 },    { GDK_KEY_Page_Up, 22 },
    { GDK_KEY_Home, 0 },       { GDK_KEY_Down, 0 },      { GDK_KEY_Escape, -1 },
    { GDK_KEY_Left, 29 },
  };
  g_autoptr (WbChartData) data = make_days (WB_CHART_BARS, 30);
  GtkWidget *window = NULL;
  GtkWidget *chart = NULL;

  g_free (data->summary);
  data->summary = g_strdup ("Coupons are taken most.");
  chart = show_chart (&window, data);
  g_assert_true (gtk_widget_grab_focus (chart));
  assert_spoken (chart, "Coupons are taken most.");
  for (guint i = 0; i < G_N_ELEMENTS (table); i++) {
    g_test_message ("%s", gdk_keyval_name (table[i].keyval));
    press (chart, table[i].keyval);
    g_assert_cmpint (wb_chart_get_cursor (WB_CHART (chart)), ==, table[i].cursor);
  }
  assert_spoken (chart, "Tuesday, 2 December 2025: Coupon 20, Call 10, Banner 10");
  press (chart, GDK_KEY_Home);
  assert_spoken (chart, "Monday, 3 November 2025: Coupon 20, Call 10, Banner 10");
  press (chart, GDK_KEY_Escape);
  assert_spoken (chart, "Coupons are taken most.");
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Right to left the days go on to the left; in rows, down. */
static void
test_chart_keys_follow_the_picture (void)
{
  g_autoptr (WbChartData) days = make_days (WB_CHART_BARS, 5);
  g_autoptr (WbChartData) rows = make_days (WB_CHART_ROWS, 5);
  GtkWidget *window = NULL;
  GtkWidget *chart = show_chart (&window, days);

  gtk_widget_set_direction (chart, GTK_TEXT_DIR_RTL);
  gtk_widget_grab_focus (chart);
  press (chart, GDK_KEY_Home);
  press (chart, GDK_KEY_Left);
  g_assert_cmpint (wb_chart_get_cursor (WB_CHART (chart)), ==, 1);

  wb_chart_set_data (WB_CHART (chart), rows);
  press (chart, GDK_KEY_Home);
  press (chart, GDK_KEY_Down);
  g_assert_cmpint (wb_chart_get_cursor (WB_CHART (chart)), ==, 1);
  press (chart, GDK_KEY_Up);
  g_assert_cmpint (wb_chart_get_cursor (WB_CHART (chart)), ==, 0);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* New numbers of the same days leave the cursor; other days do not. What is empty takes no focus. */
static void
test_chart_cursor_stays_with_its_points (void)
{
  g_autoptr (WbChartData) data = make_days (WB_CHART_BARS, 5);
  g_autoptr (WbChartData) same = make_days (WB_CHART_BARS, 5);
  g_autoptr (WbChartData) other = make_days (WB_CHART_BARS, 6);
  g_autoptr (WbChartData) empty = wb_chart_data_new_days (WB_CHART_BARS, "Nothing", 0, 4);
  GtkWidget *window = NULL;
  GtkWidget *chart = show_chart (&window, data);

  wb_chart_set_cursor (WB_CHART (chart), 3);
  wb_chart_set_data (WB_CHART (chart), same);
  g_assert_cmpint (wb_chart_get_cursor (WB_CHART (chart)), ==, 3);
  wb_chart_set_data (WB_CHART (chart), other);
  g_assert_cmpint (wb_chart_get_cursor (WB_CHART (chart)), ==, -1);
  wb_chart_set_cursor (WB_CHART (chart), 6);
  g_assert_cmpint (wb_chart_get_cursor (WB_CHART (chart)), ==, -1);
  g_assert_true (gtk_widget_get_focusable (chart));
  wb_chart_set_data (WB_CHART (chart), empty);
  g_assert_false (gtk_widget_get_focusable (chart));
  gtk_window_destroy (GTK_WINDOW (window));
}

/* The card. */

typedef struct
{
  GtkWidget *window;
  GtkWidget *card;
  WbChartData *saved;      /* (owned) (nullable) what save-csv told of */
} CardFixture;

static void
saved_cb (WbChartCard *card,
          WbChartData *data,
          CardFixture *fixture)
{
  g_clear_pointer (&fixture->saved, wb_chart_data_unref);
  fixture->saved = wb_chart_data_ref (data);
}

static void
card_fixture_set_up (CardFixture   *fixture,
                     gconstpointer  data)
{
  fixture->window = gtk_window_new ();
  fixture->card = wb_chart_card_new ();
  g_signal_connect (fixture->card, "save-csv", G_CALLBACK (saved_cb), fixture);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), WIDTH, 2 * HEIGHT);
  gtk_window_set_child (GTK_WINDOW (fixture->window), fixture->card);
  gtk_window_present (GTK_WINDOW (fixture->window));
}

static void
card_fixture_tear_down (CardFixture   *fixture,
                        gconstpointer  data)
{
  g_clear_pointer (&fixture->saved, wb_chart_data_unref);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
}

static void
collect_cells (GtkWidget *widget,
               GString   *out)
{
  if (GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget))
    g_string_append_printf (out, "%s|", gtk_label_get_text (GTK_LABEL (widget)));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    collect_cells (child, out);
}

/* The same numbers as words in a grid with headers, which the toggle brings and takes. */
static void
test_chart_card_table_is_the_data (CardFixture   *fixture,
                                   gconstpointer  user_data)
{
  g_autoptr (WbChartData) data = make_days (WB_CHART_BARS, 2);
  g_autoptr (GString) cells = g_string_new (NULL);
  WbChartSeries *banner = g_ptr_array_index (data->series, 2);
  GtkWidget *toggle = app_find (fixture->card, GTK_TYPE_TOGGLE_BUTTON);
  GtkWidget *table = NULL;

  banner->values[1] = NAN;
  wb_chart_card_set_data (WB_CHART_CARD (fixture->card), data);
  app_wait_frames (fixture->window, 2);
  g_assert_null (app_find (fixture->card, GTK_TYPE_COLUMN_VIEW));
  g_assert_true (gtk_widget_get_mapped (app_find (fixture->card, WB_TYPE_CHART)));

  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (toggle), TRUE);
  app_wait_frames (fixture->window, 3);
  table = app_find (fixture->card, GTK_TYPE_COLUMN_VIEW);
  g_assert_nonnull (table);
  g_assert_true (gtk_widget_get_mapped (table));
  g_assert_false (gtk_widget_get_mapped (app_find (fixture->card, WB_TYPE_CHART)));
  collect_cells (table, cells);
  g_assert_cmpstr (cells->str, ==,
                   "Day|Coupon|Call|Banner|Monday, 3 November 2025|20|10|10|"
                   "Tuesday, 4 November 2025|20|10|none|");
  /* By keyboard: the rows take the focus. */
  g_assert_true (gtk_widget_child_focus (table, GTK_DIR_TAB_FORWARD));

  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (toggle), FALSE);
  g_assert_true (gtk_widget_get_mapped (app_find (fixture->card, WB_TYPE_CHART)));
}

/* Other data while the table is shown are shown as a table. */
static void
test_chart_card_table_follows (CardFixture   *fixture,
                               gconstpointer  user_data)
{
  g_autoptr (WbChartData) data = make_days (WB_CHART_BARS, 2);
  g_autoptr (WbChartData) other = make_days (WB_CHART_BARS, 1);
  g_autoptr (GString) cells = g_string_new (NULL);

  wb_chart_card_set_data (WB_CHART_CARD (fixture->card), data);
  gtk_toggle_button_set_active (
    GTK_TOGGLE_BUTTON (app_find (fixture->card, GTK_TYPE_TOGGLE_BUTTON)), TRUE);
  ((WbChartSeries *) g_ptr_array_index (other->series, 0))->values[0] = 77;
  wb_chart_card_set_data (WB_CHART_CARD (fixture->card), other);
  app_wait_frames (fixture->window, 3);
  collect_cells (app_find (fixture->card, GTK_TYPE_COLUMN_VIEW), cells);
  g_assert_cmpstr (cells->str, ==,
                   "Day|Coupon|Call|Banner|Monday, 3 November 2025|77|10|10|");
}

static void
text_read_cb (GObject      *clipboard,
              GAsyncResult *result,
              gpointer      user_data)
{
  char **text_out = user_data;

  *text_out = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (clipboard), result, NULL);
}

static gboolean
has_text (gpointer data)
{
  return *(char **) data != NULL;
}

static void
test_chart_card_saves_and_copies (CardFixture   *fixture,
                                  gconstpointer  user_data)
{
  g_autoptr (WbChartData) data = make_days (WB_CHART_BARS, 1);
  g_autofree char *text = NULL;

  /* Nothing to save yet. */
  g_assert_false (gtk_widget_activate_action (fixture->card, "chart.save-csv", NULL) &&
                  fixture->saved);
  wb_chart_card_set_data (WB_CHART_CARD (fixture->card), data);
  gtk_widget_activate_action (fixture->card, "chart.save-csv", NULL);
  g_assert_true (fixture->saved == data);

  gtk_widget_activate_action (fixture->card, "chart.copy-csv", NULL);
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (fixture->card), NULL, text_read_cb,
                                 &text);
  app_wait_until (has_text, &text);
  g_assert_cmpstr (text, ==, "Day,Coupon,Call,Banner\r\n2025-11-03,20,10,10\r\n");
}

/* Nothing in it: no table, no file, no legend, and words instead of bars. */
static void
test_chart_card_empty (CardFixture   *fixture,
                       gconstpointer  user_data)
{
  g_autoptr (WbChartData) data = make_days (WB_CHART_BARS, 2);
  g_autoptr (WbChartData) empty = wb_chart_data_new_days (WB_CHART_BARS, "Clicks", 0, 1);
  GtkWidget *toggle = app_find (fixture->card, GTK_TYPE_TOGGLE_BUTTON);
  GtkWidget *legend = app_find (fixture->card, WB_TYPE_CHART_LEGEND);

  wb_chart_card_set_data (WB_CHART_CARD (fixture->card), data);
  g_assert_true (gtk_widget_get_sensitive (toggle));
  g_assert_true (gtk_widget_get_visible (legend));
  wb_chart_data_add (empty, "Clicks", WB_CHART_TONE_MAIN);
  wb_chart_data_add (empty, "Views", WB_CHART_TONE_SECOND);
  wb_chart_card_set_data (WB_CHART_CARD (fixture->card), empty);
  g_assert_false (gtk_widget_get_sensitive (toggle));
  g_assert_false (gtk_widget_get_visible (legend));
  gtk_widget_activate_action (fixture->card, "chart.save-csv", NULL);
  g_assert_null (fixture->saved);
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add_func ("/app/chart/steps-are-nice", test_chart_steps_are_nice);
  g_test_add_func ("/app/chart/labels-are-thinned", test_chart_labels_are_thinned);
  g_test_add_func ("/app/chart/thins-only-labels", test_chart_thins_only_labels);
  g_test_add_func ("/app/chart/year-names-months", test_chart_year_names_months);
  g_test_add_func ("/app/chart/finds-what-is-pointed-at", test_chart_finds_what_is_pointed_at);
  g_test_add_func ("/app/chart/draws-stacks", test_chart_draws_stacks);
  g_test_add_func ("/app/chart/outlines-in-high-contrast", test_chart_outlines_in_high_contrast);
  g_test_add_func ("/app/chart/tones-can-be-told-apart", test_chart_tones_can_be_told_apart);
  g_test_add_func ("/app/chart/lines-stop-at-gaps", test_chart_lines_stop_at_gaps);
  g_test_add_func ("/app/chart/draws-rows-and-intervals", test_chart_draws_rows_and_intervals);
  g_test_add_func ("/app/chart/rows-keep-their-notes", test_chart_rows_keep_their_notes);
  g_test_add_func ("/app/chart/empty-says-so", test_chart_empty_says_so);
  g_test_add_func ("/app/chart/rows-are-the-data", test_chart_rows_are_the_data);
  g_test_add_func ("/app/chart/summary-names-the-most", test_chart_summary_names_the_most);
  g_test_add_func ("/app/chart/keys-read-out", test_chart_keys_read_out);
  g_test_add_func ("/app/chart/keys-follow-the-picture", test_chart_keys_follow_the_picture);
  g_test_add_func ("/app/chart/cursor-stays-with-its-points",
                   test_chart_cursor_stays_with_its_points);
  g_test_add ("/app/chart/card-table-is-the-data", CardFixture, NULL, card_fixture_set_up,
              test_chart_card_table_is_the_data, card_fixture_tear_down);
  g_test_add ("/app/chart/card-table-follows", CardFixture, NULL, card_fixture_set_up,
              test_chart_card_table_follows, card_fixture_tear_down);
  g_test_add ("/app/chart/card-saves-and-copies", CardFixture, NULL, card_fixture_set_up,
              test_chart_card_saves_and_copies, card_fixture_tear_down);
  g_test_add ("/app/chart/card-empty", CardFixture, NULL, card_fixture_set_up,
              test_chart_card_empty, card_fixture_tear_down);

  return g_test_run ();
}
