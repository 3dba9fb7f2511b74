/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Colours of charts and what goes with each: a pattern, a dash, a shape. The three tools' colours
 * differ in lightness too, and each stands at 3 to 1 or more against what is behind it (WCAG 2.1,
 * 1.4.11). */

#include "config.h"

#include "wb-chart-private.h"

#include <math.h>

typedef struct
{
  const char *light;
  const char *dark;
} ToneColors;

static const ToneColors tone_colors[WB_N_CHART_TONES] = {
  [WB_CHART_TONE_COUPON] = { "#1756a6", "#4a8ce4" },
  [WB_CHART_TONE_CALL] = { "#128472", "#40c4ae" },
  [WB_CHART_TONE_BANNER] = { "#d67b1c", "#ffcb8b" },
  [WB_CHART_TONE_MAIN] = { "#3584e4", "#62a0ea" },
  [WB_CHART_TONE_SECOND] = { "#813d9c", "#d4a5e3" },
  [WB_CHART_TONE_QUIET] = { "#8a8891", "#9a98a2" },
};

typedef enum
{
  PATTERN_NONE,
  PATTERN_RISING,
  PATTERN_DOTS,
  PATTERN_FALLING,
  PATTERN_LEVEL,
} Pattern;

static const Pattern tone_patterns[WB_N_CHART_TONES] = {
  [WB_CHART_TONE_COUPON] = PATTERN_NONE,  [WB_CHART_TONE_CALL] = PATTERN_RISING,
  [WB_CHART_TONE_BANNER] = PATTERN_DOTS,  [WB_CHART_TONE_MAIN] = PATTERN_NONE,
  [WB_CHART_TONE_SECOND] = PATTERN_LEVEL, [WB_CHART_TONE_QUIET] = PATTERN_FALLING,
};

void
wb_chart_set_source (cairo_t       *cr,
                     const GdkRGBA *color,
                     double         alpha)
{
  cairo_set_source_rgba (cr, color->red, color->green, color->blue, color->alpha * alpha);
}

static void
set_tones (WbChartStyle *style,
           gboolean      is_dark)
{
  for (guint i = 0; i < WB_N_CHART_TONES; i++) {
    if (!gdk_rgba_parse (&style->tones[i], is_dark ? tone_colors[i].dark : tone_colors[i].light))
      g_assert_not_reached ();
  }
}

/**
 * wb_chart_style_paper:
 * @style: (out): for white paper; its patterns are strong, because colour is not sure to be there
 */
void
wb_chart_style_paper (WbChartStyle *style)
{
  *style = (WbChartStyle) { .cursor = -1, .font_points = 8, .high_contrast = TRUE };
  set_tones (style, FALSE);
  style->text = (GdkRGBA) { 0, 0, 0, 1 };
  style->quiet = (GdkRGBA) { 0.35f, 0.35f, 0.35f, 1 };
  style->grid = (GdkRGBA) { 0.8f, 0.8f, 0.8f, 1 };
  style->background = (GdkRGBA) { 1, 1, 1, 1 };
}

/**
 * wb_chart_style_screen:
 * @style: (out): for the window
 * @is_dark: whether the window is dark
 * @high_contrast: whether the person asked for high contrast
 * @text: the colour of words there
 */
void
wb_chart_style_screen (WbChartStyle  *style,
                       gboolean       is_dark,
                       gboolean       high_contrast,
                       const GdkRGBA *text)
{
  *style = (WbChartStyle) { .cursor = -1, .font_points = 9, .high_contrast = high_contrast };
  set_tones (style, is_dark);
  style->text = *text;
  style->quiet = *text;
  style->quiet.alpha *= high_contrast ? 1 : 0.7f;
  style->grid = *text;
  style->grid.alpha *= high_contrast ? 0.5f : 0.13f;
  /* A card's. */
  if (!gdk_rgba_parse (&style->background, is_dark ? "#383838" : "#ffffff"))
    g_assert_not_reached ();
}

/* Lines or dots over a fill, @unit apart; @cr is clipped to it. */
static void
draw_pattern (cairo_t *cr,
              Pattern  pattern,
              double   unit)
{
  double x1 = 0;
  double y1 = 0;
  double x2 = 0;
  double y2 = 0;

  cairo_clip_extents (cr, &x1, &y1, &x2, &y2);
  if (pattern == PATTERN_LEVEL) {
    for (double y = floor (y1 / unit) * unit; y < y2 + unit; y += unit) {
      cairo_move_to (cr, x1, y);
      cairo_line_to (cr, x2, y);
    }
    cairo_stroke (cr);
    return;
  }
  if (pattern == PATTERN_DOTS) {
    for (double y = floor (y1 / unit) * unit; y < y2 + unit; y += unit) {
      for (double x = floor (x1 / unit) * unit; x < x2 + unit; x += unit) {
        cairo_new_sub_path (cr);
        cairo_arc (cr, x, y, unit * 0.22, 0, 2 * G_PI);
      }
    }
    cairo_fill (cr);
    return;
  }

  /* Lines x - y = const, or x + y = const: those of neighbours meet. */
  for (double at = floor ((pattern == PATTERN_RISING ? x1 + y1 : x1 - y2) / unit) * unit;
       at < (pattern == PATTERN_RISING ? x2 + y2 : x2 - y1) + unit; at += unit) {
    cairo_move_to (cr, pattern == PATTERN_RISING ? at - y1 : at + y1, y1);
    cairo_line_to (cr, pattern == PATTERN_RISING ? at - y2 : at + y2, y2);
  }
  cairo_stroke (cr);
}

/* Fills the current path with a tone and its pattern; in high contrast it gets an outline. @unit: a
 * length to scale by, such as an eighth of a line. */
void
wb_chart_fill_tone (cairo_t            *cr,
                    WbChartTone         tone,
                    gboolean            is_alone,
                    const WbChartStyle *style,
                    double              unit)
{
  Pattern pattern = is_alone ? PATTERN_NONE : tone_patterns[tone];

  wb_chart_set_source (cr, &style->tones[tone], 1);
  cairo_fill_preserve (cr);
  if (pattern != PATTERN_NONE) {
    cairo_path_t *path = cairo_copy_path (cr);

    cairo_save (cr);
    cairo_clip (cr);
    wb_chart_set_source (cr, &style->background, style->high_contrast ? 1 : 0.38);
    cairo_set_line_width (cr, style->high_contrast ? unit * 0.75 : unit * 0.5);
    cairo_set_dash (cr, NULL, 0, 0);
    draw_pattern (cr, pattern, unit * 3);
    cairo_restore (cr);
    cairo_append_path (cr, path);
    cairo_path_destroy (path);
  }
  if (style->high_contrast) {
    wb_chart_set_source (cr, &style->text, 1);
    cairo_set_line_width (cr, unit * 0.5);
    cairo_stroke_preserve (cr);
  }
  cairo_new_path (cr);
}

void
wb_chart_set_dash (cairo_t     *cr,
                   WbChartTone  tone,
                   double       unit)
{
  const double dashed[] = { unit * 4, unit * 2 };
  const double dotted[] = { unit * 1.2, unit * 1.6 };
  const double mixed[] = { unit * 5, unit * 1.6, unit * 1.2, unit * 1.6 };

  switch (tone_patterns[tone]) {
    case PATTERN_RISING:
      cairo_set_dash (cr, dashed, G_N_ELEMENTS (dashed), 0);
      break;
    case PATTERN_DOTS:
    case PATTERN_FALLING:
      cairo_set_dash (cr, dotted, G_N_ELEMENTS (dotted), 0);
      break;
    case PATTERN_LEVEL:
      cairo_set_dash (cr, mixed, G_N_ELEMENTS (mixed), 0);
      break;
    case PATTERN_NONE:
    default:
      cairo_set_dash (cr, NULL, 0, 0);
      break;
  }
}

/* A dot, square, diamond or triangle: lines are told apart by these as well. */
void
wb_chart_draw_marker (cairo_t            *cr,
                      WbChartTone         tone,
                      const WbChartStyle *style,
                      double              x,
                      double              y,
                      double              size)
{
  double half = size / 2;

  cairo_new_path (cr);
  switch (tone_patterns[tone]) {
    case PATTERN_RISING:
      cairo_rectangle (cr, x - half * 0.9, y - half * 0.9, size * 0.9, size * 0.9);
      break;
    case PATTERN_DOTS:
      cairo_move_to (cr, x, y - half * 1.15);
      cairo_line_to (cr, x + half * 1.15, y);
      cairo_line_to (cr, x, y + half * 1.15);
      cairo_line_to (cr, x - half * 1.15, y);
      cairo_close_path (cr);
      break;
    case PATTERN_LEVEL:
    case PATTERN_FALLING:
      cairo_move_to (cr, x, y - half * 1.1);
      cairo_line_to (cr, x + half * 1.1, y + half * 0.85);
      cairo_line_to (cr, x - half * 1.1, y + half * 0.85);
      cairo_close_path (cr);
      break;
    case PATTERN_NONE:
    default:
      cairo_arc (cr, x, y, half, 0, 2 * G_PI);
      break;
  }
  wb_chart_set_source (cr, &style->tones[tone], 1);
  cairo_fill_preserve (cr);
  cairo_set_dash (cr, NULL, 0, 0);
  wb_chart_set_source (cr, style->high_contrast ? &style->text : &style->background, 1);
  cairo_set_line_width (cr, MAX (size * 0.14, 0.5));
  cairo_stroke (cr);
}

/**
 * wb_chart_draw_key:
 * @tone: whose
 * @kind: the chart's: lines have another key than bars
 * @style: how it is drawn
 * @cr: where to
 * @x: its left edge
 * @y: its top edge
 * @size: its width and height
 */
void
wb_chart_draw_key (WbChartTone         tone,
                   WbChartKind         kind,
                   const WbChartStyle *style,
                   cairo_t            *cr,
                   double              x,
                   double              y,
                   double              size)
{
  cairo_save (cr);
  cairo_new_path (cr);
  if (kind == WB_CHART_LINES) {
    cairo_set_line_width (cr, size / 6);
    wb_chart_set_source (cr, &style->tones[tone], 1);
    wb_chart_set_dash (cr, tone, size / 8);
    cairo_move_to (cr, x, y + size / 2);
    cairo_line_to (cr, x + size, y + size / 2);
    cairo_stroke (cr);
    wb_chart_draw_marker (cr, tone, style, x + size / 2, y + size / 2, size * 0.6);
  } else if (kind == WB_CHART_INTERVALS) {
    wb_chart_draw_marker (cr, tone, style, x + size / 2, y + size / 2, size * 0.75);
  } else {
    cairo_rectangle (cr, x, y, size, size);
    wb_chart_fill_tone (cr, tone, FALSE, style, size / 7);
  }
  cairo_restore (cr);
}
