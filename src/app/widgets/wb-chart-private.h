/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Where everything of a chart stands: what is drawn, pointed at and read out goes by one plan. */

#pragma once

#include "wb-chart.h"

G_BEGIN_DECLS

/* Lengths in the units of the Pango context: pixels on screen, points on paper. */
typedef struct
{
  double x;              /* the area of values */
  double y;
  double width;
  double height;
  double line;           /* height of a line of labels */
  double slot;           /* what a point has: of the width, in rows of the height */
  double step;           /* between marks of the value axis */
  double top;            /* value at its end */
  guint n_steps;
  gboolean is_lying;     /* one row per point */
  gboolean is_rtl;
} WbChartPlan;

void        wb_chart_plan_make       (WbChartPlan        *plan,
                                      const WbChartData  *data,
                                      const WbChartStyle *style,
                                      PangoContext       *pango,
                                      double              width,
                                      double              height);
/* Which point is at a place; -1 = none. */
int         wb_chart_plan_find       (const WbChartPlan  *plan,
                                      guint               n_points,
                                      double              x,
                                      double              y);
/* The middle of a point's slot, and the place of a value. */
double      wb_chart_plan_middle     (const WbChartPlan  *plan,
                                      guint               index);
double      wb_chart_plan_place      (const WbChartPlan  *plan,
                                      double              value);

/* 1, 2 or 5 times a power of ten, so that @max has at most @n_most steps; whole numbers if asked. */
double      wb_chart_nice_step       (double              max,
                                      guint               n_most,
                                      gboolean            whole);
/* Which of @n labels, at their @middles, @widths wide (0 = no label), are shown: as many as leave
 * @gap between them, evenly. */
void        wb_chart_thin            (const double       *middles,
                                      const double       *widths,
                                      guint               n,
                                      double              gap,
                                      gboolean           *shown_out);

PangoLayout *wb_chart_layout         (PangoContext       *pango,
                                      const WbChartStyle *style,
                                      const char         *text,
                                      gboolean            bold) G_GNUC_WARN_UNUSED_RESULT;
double      wb_chart_layout_width    (PangoLayout        *layout);
double      wb_chart_layout_height   (PangoLayout        *layout);
char       *wb_chart_axis_words      (const WbChartData  *data,
                                      double              value) G_GNUC_WARN_UNUSED_RESULT;
/* All series of a point, in the order they are stacked. */
double      wb_chart_sum             (const WbChartData  *data,
                                      guint               index);
/* What stands after a row's bar: “404 · 3.6%”. */
char       *wb_chart_row_words       (const WbChartData  *data,
                                      guint               index) G_GNUC_WARN_UNUSED_RESULT;
const char *wb_chart_data_get_empty_words (const WbChartData *self);

/* wb-chart-paint.c: tones and their patterns. */
void        wb_chart_set_source      (cairo_t            *cr,
                                      const GdkRGBA      *color,
                                      double              alpha);
/* @is_alone: there is nothing to tell it apart from, so it needs no pattern. */
void        wb_chart_fill_tone       (cairo_t            *cr,
                                      WbChartTone         tone,
                                      gboolean            is_alone,
                                      const WbChartStyle *style,
                                      double              unit);
void        wb_chart_set_dash        (cairo_t            *cr,
                                      WbChartTone         tone,
                                      double              unit);
void        wb_chart_draw_marker     (cairo_t            *cr,
                                      WbChartTone         tone,
                                      const WbChartStyle *style,
                                      double              x,
                                      double              y,
                                      double              size);

G_END_DECLS
