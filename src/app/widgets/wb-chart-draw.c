/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Draws a chart with cairo and Pango, on screen as on paper; see wb-chart.h. */

#include "config.h"

#include "wb-chart-private.h"

#include <math.h>

/* Lines with more points than this have markers only at the cursor. */
#define MOST_MARKERS 31

typedef struct
{
  const WbChartData *data;
  const WbChartStyle *style;
  PangoContext *pango;
  cairo_t *cr;
  double width;
  double height;
  WbChartPlan plan;
  double unit;             /* an eighth of a line: gaps, dashes, corners */
} Pen;

typedef enum
{
  AT_LEFT,
  AT_MIDDLE,
  AT_RIGHT,
} Side;

/* Words whose @side is at @x, and whose middle is at @y; they stay within the chart. */
static void
put_words (const Pen     *pen,
           const char    *text,
           const GdkRGBA *color,
           Side           side,
           double         x,
           double         y,
           double         room)
{
  g_autoptr (PangoLayout) layout = wb_chart_layout (pen->pango, pen->style, text, FALSE);
  double width = 0;

  if (room > 0)
    pango_layout_set_width (layout, (int) (room * PANGO_SCALE));
  width = wb_chart_layout_width (layout);
  if (room > 0 && pango_layout_is_ellipsized (layout) == FALSE)
    pango_layout_set_width (layout, -1);
  if (side != AT_LEFT)
    x -= side == AT_MIDDLE ? width / 2 : width;
  x = CLAMP (x, 0, MAX (pen->width - width, 0));
  wb_chart_set_source (pen->cr, color, 1);
  cairo_move_to (pen->cr, x, y - wb_chart_layout_height (layout) / 2);
  pango_cairo_show_layout (pen->cr, layout);
}

/* On a pixel of the screen; paper has none, and is not harmed. */
static double
crisp (double at)
{
  return floor (at) + 0.5;
}

static void
draw_empty (const Pen *pen)
{
  g_autoptr (PangoLayout) layout =
    wb_chart_layout (pen->pango, pen->style, wb_chart_data_get_empty_words (pen->data), FALSE);

  pango_layout_set_single_paragraph_mode (layout, FALSE);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_NONE);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_alignment (layout, PANGO_ALIGN_CENTER);
  pango_layout_set_width (layout, (int) (pen->width * PANGO_SCALE));
  wb_chart_set_source (pen->cr, &pen->style->quiet, 1);
  cairo_move_to (pen->cr, 0, (pen->height - wb_chart_layout_height (layout)) / 2);
  pango_cairo_show_layout (pen->cr, layout);
}

static void
draw_value_axis (const Pen *pen)
{
  const WbChartPlan *plan = &pen->plan;

  cairo_set_dash (pen->cr, NULL, 0, 0);
  cairo_set_line_width (pen->cr, 1);
  for (guint i = 0; i <= plan->n_steps; i++) {
    double value = i * plan->step;
    double at = crisp (wb_chart_plan_place (plan, value));
    g_autofree char *words = wb_chart_axis_words (pen->data, value);

    wb_chart_set_source (pen->cr, &pen->style->grid, 1);
    if (plan->is_lying) {
      cairo_move_to (pen->cr, at, plan->y);
      cairo_line_to (pen->cr, at, plan->y + plan->height);
    } else {
      cairo_move_to (pen->cr, plan->x, at);
      cairo_line_to (pen->cr, plan->x + plan->width, at);
    }
    cairo_stroke (pen->cr);
    if (plan->is_lying)
      put_words (pen, words, &pen->style->quiet, AT_MIDDLE, at, pen->height - plan->line * 0.6, 0);
    else if (plan->is_rtl)
      put_words (pen, words, &pen->style->quiet, AT_LEFT,
                 plan->x + plan->width + plan->line * 0.6, at, 0);
    else
      put_words (pen, words, &pen->style->quiet, AT_RIGHT, plan->x - plan->line * 0.6, at, 0);
  }
}

static void
draw_point_labels (const Pen *pen)
{
  guint n = pen->data->n_points;
  g_autofree double *middles = g_new0 (double, n);
  g_autofree double *widths = g_new0 (double, n);
  g_autofree gboolean *shown = g_new0 (gboolean, n);

  for (guint i = 0; i < n; i++) {
    const char *label = pen->data->labels[i];

    middles[i] = wb_chart_plan_middle (&pen->plan, i);
    if (*label != '\0') {
      g_autoptr (PangoLayout) layout = wb_chart_layout (pen->pango, pen->style, label, FALSE);

      widths[i] = wb_chart_layout_width (layout);
    }
  }
  wb_chart_thin (middles, widths, n, pen->plan.line * 0.9, shown);
  for (guint i = 0; i < n; i++) {
    if (shown[i])
      put_words (pen, pen->data->labels[i], &pen->style->quiet, AT_MIDDLE, middles[i],
                 pen->height - pen->plan.line * 0.55, 0);
  }
}

static void
draw_row_names (const Pen *pen)
{
  const WbChartPlan *plan = &pen->plan;
  double gap = plan->line * 0.8;
  double room = plan->is_rtl ? pen->width - plan->x - plan->width - gap : plan->x - gap;

  for (guint i = 0; i < pen->data->n_points && room > 0; i++)
    put_words (pen, pen->data->labels[i], &pen->style->text, plan->is_rtl ? AT_RIGHT : AT_LEFT,
               plan->is_rtl ? pen->width : 0, wb_chart_plan_middle (plan, i), room);
}

/* Behind the point that is read out. */
static void
draw_cursor (const Pen *pen)
{
  const WbChartPlan *plan = &pen->plan;
  int at = pen->style->cursor;
  double middle = 0;
  double slot = MAX (plan->slot, pen->unit * 3);

  if (at < 0 || (guint) at >= pen->data->n_points)
    return;

  middle = wb_chart_plan_middle (plan, (guint) at);
  if (plan->is_lying)
    cairo_rectangle (pen->cr, 0, middle - plan->slot / 2, pen->width, plan->slot);
  else
    cairo_rectangle (pen->cr, middle - slot / 2, plan->y, slot, plan->height);
  wb_chart_set_source (pen->cr, &pen->style->text, 0.08);
  if (!pen->style->high_contrast) {
    cairo_fill (pen->cr);
    return;
  }
  cairo_fill_preserve (pen->cr);
  wb_chart_set_source (pen->cr, &pen->style->text, 1);
  cairo_set_line_width (pen->cr, 1);
  cairo_stroke (pen->cr);
}

/* A bar's piece, with round corners where it ends. */
static void
add_piece (cairo_t *cr,
           double   x,
           double   y,
           double   width,
           double   height,
           double   radius)
{
  cairo_new_path (cr);
  if (radius <= 0 || width < 2 * radius || height < radius) {
    cairo_rectangle (cr, x, y, width, height);
    return;
  }
  cairo_move_to (cr, x, y + height);
  cairo_arc (cr, x + radius, y + radius, radius, G_PI, 1.5 * G_PI);
  cairo_arc (cr, x + width - radius, y + radius, radius, 1.5 * G_PI, 2 * G_PI);
  cairo_line_to (cr, x + width, y + height);
  cairo_close_path (cr);
}

/* Where a piece of a stack lies between what is below it and with it. */
static void
draw_piece (const Pen           *pen,
            const WbChartSeries *series,
            guint                index,
            double               below,
            gboolean             is_last)
{
  const WbChartPlan *plan = &pen->plan;
  double from = wb_chart_plan_place (plan, below);
  double to = wb_chart_plan_place (plan, below + series->values[index]);
  double middle = wb_chart_plan_middle (plan, index);
  double thick = plan->is_lying ? MIN (plan->slot * 0.5, plan->line * 1.1)
                                : MIN (plan->slot * 0.86, plan->line * 5);
  double radius = is_last && !plan->is_lying && thick > 4 * pen->unit ? pen->unit * 1.2 : 0;
  /* Pieces stand a hair apart. */
  double gap = below > 0 && fabs (to - from) > 3 ? 1 : 0;

  if (plan->slot - thick < 1 && !plan->is_lying && plan->slot > 3)
    thick = plan->slot - 1;
  if (plan->is_lying)
    add_piece (pen->cr, MIN (from, to) + (plan->is_rtl ? 0 : gap), middle - thick / 2,
               MAX (fabs (to - from) - gap, 1), thick, 0);
  else
    add_piece (pen->cr, middle - thick / 2, to, MAX (thick, 0.5), MAX (from - to - gap, 1), radius);
  wb_chart_fill_tone (pen->cr, series->tone, pen->data->series->len == 1, pen->style, pen->unit);
}

static void
draw_stack (const Pen *pen,
            guint      index)
{
  double below = 0;
  const WbChartSeries *last = NULL;

  for (guint i = 0; i < pen->data->series->len; i++) {
    const WbChartSeries *series = g_ptr_array_index (pen->data->series, i);

    if (series->values[index] > 0)
      last = series;
  }
  for (guint i = 0; i < pen->data->series->len; i++) {
    const WbChartSeries *series = g_ptr_array_index (pen->data->series, i);

    if (!(series->values[index] > 0))
      continue;
    draw_piece (pen, series, index, below, series == last);
    below += series->values[index];
  }
}

/* What the bar says in all, where it ends. */
static void
draw_row_sum (const Pen *pen,
              guint      index)
{
  const WbChartPlan *plan = &pen->plan;
  double sum = wb_chart_sum (pen->data, index);
  double end = wb_chart_plan_place (plan, sum);
  g_autofree char *words = wb_chart_row_words (pen->data, index);

  put_words (pen, words, &pen->style->text, plan->is_rtl ? AT_RIGHT : AT_LEFT,
             plan->is_rtl ? end - plan->line * 0.5 : end + plan->line * 0.5,
             wb_chart_plan_middle (plan, index), 0);
}

static void
draw_line (const Pen           *pen,
           const WbChartSeries *series)
{
  cairo_t *cr = pen->cr;
  gboolean goes_on = FALSE;

  cairo_new_path (cr);
  for (guint i = 0; i < pen->data->n_points; i++) {
    double x = wb_chart_plan_middle (&pen->plan, i);

    if (isnan (series->values[i])) {
      goes_on = FALSE;
      continue;
    }
    if (goes_on)
      cairo_line_to (cr, x, wb_chart_plan_place (&pen->plan, series->values[i]));
    else
      cairo_move_to (cr, x, wb_chart_plan_place (&pen->plan, series->values[i]));
    goes_on = TRUE;
  }
  wb_chart_set_source (cr, &pen->style->tones[series->tone], 1);
  wb_chart_set_dash (cr, series->tone, pen->unit);
  cairo_set_line_width (cr, pen->unit * 1.1);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_stroke (cr);
}

static gboolean
stands_alone (const WbChartSeries *series,
              guint                index,
              guint                n)
{
  return (index == 0 || isnan (series->values[index - 1])) &&
         (index + 1 == n || isnan (series->values[index + 1]));
}

static void
draw_markers (const Pen           *pen,
              const WbChartSeries *series)
{
  guint n = pen->data->n_points;

  for (guint i = 0; i < n; i++) {
    gboolean here = (int) i == pen->style->cursor;

    if (isnan (series->values[i]) ||
        (!here && n > MOST_MARKERS && !stands_alone (series, i, n)))
      continue;
    wb_chart_draw_marker (pen->cr, series->tone, pen->style, wb_chart_plan_middle (&pen->plan, i),
                          wb_chart_plan_place (&pen->plan, series->values[i]),
                          pen->unit * (here ? 5 : 3.6));
  }
}

static void
draw_band (const Pen     *pen,
           const GdkRGBA *color,
           double         alpha,
           double         from,
           double         to,
           double         y,
           double         thick)
{
  cairo_new_path (pen->cr);
  cairo_rectangle (pen->cr, MIN (from, to), y - thick / 2, MAX (fabs (to - from), 1), thick);
  wb_chart_set_source (pen->cr, color, alpha);
  if (!pen->style->high_contrast) {
    cairo_fill (pen->cr);
    return;
  }
  cairo_fill_preserve (pen->cr);
  wb_chart_set_source (pen->cr, &pen->style->text, 1);
  cairo_set_line_width (pen->cr, 1);
  cairo_stroke (pen->cr);
}

/* Those of the series that have a value there share the row. */
static void
draw_intervals (const Pen *pen,
                guint      index)
{
  const WbChartPlan *plan = &pen->plan;
  guint n_here = 0;
  guint nth = 0;

  for (guint i = 0; i < pen->data->series->len; i++) {
    const WbChartSeries *series = g_ptr_array_index (pen->data->series, i);

    n_here += isnan (series->values[index]) ? 0 : 1;
  }
  for (guint i = 0; i < pen->data->series->len; i++) {
    const WbChartSeries *series = g_ptr_array_index (pen->data->series, i);
    const GdkRGBA *color = &pen->style->tones[series->tone];
    double y = wb_chart_plan_middle (plan, index);

    if (isnan (series->values[index]))
      continue;
    y += ((nth++ + 0.5) / n_here - 0.5) * plan->slot * 0.8;
    if (series->low && series->high && !isnan (series->low[index]) && !isnan (series->high[index]))
      draw_band (pen, color, 0.38, wb_chart_plan_place (plan, series->low[index]),
                 wb_chart_plan_place (plan, series->high[index]), y, pen->unit * 3.4);
    wb_chart_draw_marker (pen->cr, series->tone, pen->style,
                          wb_chart_plan_place (plan, series->values[index]), y, pen->unit * 5.6);
  }
}

static void
draw_points (const Pen *pen)
{
  if (pen->data->kind == WB_CHART_LINES) {
    for (guint i = 0; i < pen->data->series->len; i++)
      draw_line (pen, g_ptr_array_index (pen->data->series, i));
    for (guint i = 0; i < pen->data->series->len; i++)
      draw_markers (pen, g_ptr_array_index (pen->data->series, i));
    return;
  }
  for (guint i = 0; i < pen->data->n_points; i++) {
    if (pen->data->kind == WB_CHART_INTERVALS) {
      draw_intervals (pen, i);
      continue;
    }
    draw_stack (pen, i);
    if (pen->data->kind == WB_CHART_ROWS)
      draw_row_sum (pen, i);
  }
}

/**
 * wb_chart_draw:
 * @self: what is drawn
 * @style: how
 * @pango: its letters: the font's family is that of the context, its size the style's
 * @cr: where to, from 0, 0
 * @width: of all of it, in the units of @pango
 * @height: of all of it
 *
 * Draws the chart without its title and legend.
 */
void
wb_chart_draw (const WbChartData  *self,
               const WbChartStyle *style,
               PangoContext       *pango,
               cairo_t            *cr,
               double              width,
               double              height)
{
  Pen pen = { .data = self, .style = style, .pango = pango, .cr = cr, .width = width,
              .height = height };

  g_return_if_fail (self);

  cairo_save (cr);
  if (wb_chart_data_is_empty (self)) {
    draw_empty (&pen);
  } else {
    wb_chart_plan_make (&pen.plan, self, style, pango, width, height);
    pen.unit = pen.plan.line / 8;
    draw_cursor (&pen);
    if (self->kind != WB_CHART_ROWS)
      draw_value_axis (&pen);
    if (pen.plan.is_lying)
      draw_row_names (&pen);
    else
      draw_point_labels (&pen);
    draw_points (&pen);
  }
  cairo_restore (cr);
}
