/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Where everything of a chart stands; see wb-chart-private.h. Lengths follow the height of a line,
 * so that large letters get a large chart. */

#include "config.h"

#include "wb-chart-private.h"

#include <math.h>

/* Of the width, at most, for the names of rows. */
#define NAMES_SHARE 0.42
#define MOST_STEPS 5
/* A count that is off by less than this is a whole one. */
#define NEARLY 1e-9

PangoLayout *
wb_chart_layout (PangoContext       *pango,
                 const WbChartStyle *style,
                 const char         *text,
                 gboolean            bold)
{
  PangoLayout *layout = pango_layout_new (pango);
  PangoFontDescription *font =
    pango_font_description_copy (pango_context_get_font_description (pango));
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  pango_font_description_set_size (font, (int) (style->font_points * PANGO_SCALE));
  pango_font_description_set_weight (font, bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum"));
  pango_layout_set_attributes (layout, attributes);
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_text (layout, text, -1);

  return layout;
}

double
wb_chart_layout_width (PangoLayout *layout)
{
  int width = 0;

  pango_layout_get_size (layout, &width, NULL);

  return (double) width / PANGO_SCALE;
}

double
wb_chart_layout_height (PangoLayout *layout)
{
  int height = 0;

  pango_layout_get_size (layout, NULL, &height);

  return (double) height / PANGO_SCALE;
}

static double
measure (PangoContext       *pango,
         const WbChartStyle *style,
         const char         *text)
{
  g_autoptr (PangoLayout) layout = wb_chart_layout (pango, style, text, FALSE);

  return wb_chart_layout_width (layout);
}

static double
get_line (PangoContext       *pango,
          const WbChartStyle *style)
{
  g_autoptr (PangoLayout) layout = wb_chart_layout (pango, style, "0", FALSE);

  return wb_chart_layout_height (layout);
}

double
wb_chart_nice_step (double   max,
                    guint    n_most,
                    gboolean whole)
{
  static const double factors[] = { 1, 2, 5, 10 };
  double least = 0;
  double power = 0;

  g_return_val_if_fail (n_most > 0, 1);

  if (!(max > 0))
    return 1;
  least = max / n_most * (1 - NEARLY);
  power = pow (10, floor (log10 (least)));
  for (guint i = 0; i < G_N_ELEMENTS (factors); i++) {
    double step = factors[i] * power;

    if (step >= least)
      return whole ? MAX (step, 1) : step;
  }

  return 10 * power;
}

static gboolean
can_stand (const double *middles,
           const double *widths,
           const guint  *labels,
           guint         n,
           guint         stride,
           double        gap)
{
  for (guint i = stride; i < n; i += stride) {
    guint this = labels[i];
    guint last = labels[i - stride];

    if (fabs (middles[this] - middles[last]) < (widths[this] + widths[last]) / 2 + gap)
      return FALSE;
  }

  return TRUE;
}

void
wb_chart_thin (const double *middles,
               const double *widths,
               guint         n,
               double        gap,
               gboolean     *shown_out)
{
  /* Weeks, where single days have no room: a day of the week then stays the same one. */
  static const guint strides[] = { 1, 2, 3, 4, 7, 14, 28, 56, 112, 224, G_MAXUINT };
  g_autofree guint *labels = g_new (guint, MAX (n, 1));
  guint n_labels = 0;
  guint stride = 1;

  for (guint i = 0; i < n; i++) {
    shown_out[i] = FALSE;
    if (widths[i] > 0)
      labels[n_labels++] = i;
  }
  for (guint i = 0; i < G_N_ELEMENTS (strides); i++) {
    stride = strides[i];
    if (stride >= n_labels || can_stand (middles, widths, labels, n_labels, stride, gap))
      break;
  }
  for (guint i = 0; i < n_labels; i += MIN (stride, n_labels))
    shown_out[labels[i]] = TRUE;
}

double
wb_chart_sum (const WbChartData *data,
              guint              index)
{
  double sum = 0;

  for (guint i = 0; i < data->series->len; i++) {
    const WbChartSeries *series = g_ptr_array_index (data->series, i);

    if (!isnan (series->values[index]))
      sum += MAX (series->values[index], 0);
  }

  return sum;
}

static gboolean
is_whole (const double *values,
          guint         n)
{
  for (guint i = 0; values && i < n; i++) {
    if (!isnan (values[i]) && fabs (values[i] - nearbyint (values[i])) > NEARLY)
      return FALSE;
  }

  return TRUE;
}

/* The highest value, and whether all of them count things. */
static double
survey (const WbChartData *data,
        gboolean          *whole_out)
{
  gboolean stacked = data->kind == WB_CHART_BARS || data->kind == WB_CHART_ROWS;
  double max = 0;

  *whole_out = TRUE;
  for (guint i = 0; i < data->n_points && stacked; i++)
    max = MAX (max, wb_chart_sum (data, i));
  for (guint i = 0; i < data->series->len; i++) {
    const WbChartSeries *series = g_ptr_array_index (data->series, i);

    *whole_out = *whole_out && is_whole (series->values, data->n_points) &&
                 is_whole (series->low, data->n_points) && is_whole (series->high, data->n_points);
    for (guint at = 0; at < data->n_points && !stacked; at++) {
      if (series->values[at] > max)
        max = series->values[at];
      if (series->high && series->high[at] > max)
        max = series->high[at];
    }
  }

  return max;
}

char *
wb_chart_axis_words (const WbChartData *data,
                     double             value)
{
  return (data->axis_format ? data->axis_format : data->format)(value, data->format_data);
}

static void
scale (WbChartPlan       *plan,
       const WbChartData *data,
       guint              n_most)
{
  gboolean whole = FALSE;
  double max = survey (data, &whole);

  if (!isnan (data->max))
    max = data->max;
  plan->step = wb_chart_nice_step (max, n_most, whole);
  plan->n_steps = (guint) MAX (1, ceil (max / plan->step - NEARLY));
  plan->top = isnan (data->max) || !(data->max > 0) ? plan->step * plan->n_steps : data->max;
  if (plan->top < plan->step * plan->n_steps)
    plan->n_steps--;
}

static double
measure_axis (const WbChartPlan  *plan,
              const WbChartData  *data,
              const WbChartStyle *style,
              PangoContext       *pango)
{
  double widest = 0;

  for (guint i = 0; i <= plan->n_steps; i++) {
    g_autofree char *words = wb_chart_axis_words (data, i * plan->step);

    widest = MAX (widest, measure (pango, style, words));
  }

  return widest;
}

static void
stand (WbChartPlan        *plan,
       const WbChartData  *data,
       const WbChartStyle *style,
       PangoContext       *pango,
       double              width,
       double              height)
{
  double axis = 0;
  double room = height - 2.1 * plan->line;

  scale (plan, data, (guint) CLAMP (room / (2.4 * plan->line), 1, MOST_STEPS));
  axis = measure_axis (plan, data, style, pango) + 0.6 * plan->line;
  plan->y = 0.6 * plan->line;
  plan->height = MAX (room, 1);
  plan->width = MAX (width - axis - 1, 1);
  plan->x = plan->is_rtl ? 1 : axis;
  plan->slot = plan->width / MAX (data->n_points, 1);
}

static double
measure_names (const WbChartData  *data,
               const WbChartStyle *style,
               PangoContext       *pango)
{
  double widest = 0;

  for (guint i = 0; i < data->n_points; i++)
    widest = MAX (widest, measure (pango, style, data->labels[i]));

  return widest;
}

/* Room after the bars for what they are. */
static double
measure_sums (const WbChartData  *data,
              const WbChartStyle *style,
              PangoContext       *pango)
{
  double widest = 0;

  for (guint i = 0; i < data->n_points; i++) {
    g_autofree char *words = wb_chart_row_words (data, i);

    widest = MAX (widest, measure (pango, style, words));
  }

  return widest;
}

static void
lie (WbChartPlan        *plan,
     const WbChartData  *data,
     const WbChartStyle *style,
     PangoContext       *pango,
     double              width,
     double              height)
{
  double names = MIN (ceil (measure_names (data, style, pango)) + 1, NAMES_SHARE * width);
  double before = names > 0 ? names + 0.8 * plan->line : 0;
  double after = 0;

  if (data->kind == WB_CHART_ROWS) {
    gboolean whole = FALSE;
    double max = survey (data, &whole);

    plan->top = !isnan (data->max) ? data->max : max > 0 ? max : 1;
    plan->step = plan->top;
    after = measure_sums (data, style, pango) + 0.6 * plan->line;
    plan->height = MAX (height, 1);
  } else {
    scale (plan, data, (guint) CLAMP ((width - before) / (5 * plan->line), 1, MOST_STEPS));
    /* The last mark's words stand half beyond it. */
    after = measure_axis (plan, data, style, pango) / 2 + 1;
    before = MAX (before, after);
    plan->height = MAX (height - 1.6 * plan->line, 1);
  }
  plan->width = MAX (width - before - after, 1);
  plan->x = plan->is_rtl ? after : before;
  plan->slot = plan->height / MAX (data->n_points, 1);
}

void
wb_chart_plan_make (WbChartPlan        *plan,
                    const WbChartData  *data,
                    const WbChartStyle *style,
                    PangoContext       *pango,
                    double              width,
                    double              height)
{
  *plan = (WbChartPlan) { 0 };
  plan->line = get_line (pango, style);
  plan->is_rtl = style->is_rtl;
  plan->is_lying = data->kind == WB_CHART_ROWS || data->kind == WB_CHART_INTERVALS;
  if (plan->is_lying)
    lie (plan, data, style, pango, width, height);
  else
    stand (plan, data, style, pango, width, height);
}

/**
 * wb_chart_get_height:
 * @self: what is drawn
 * @style: how
 * @pango: its letters
 *
 * Returns: a height at which all of it can be read, in the units of @pango
 */
double
wb_chart_get_height (const WbChartData  *self,
                     const WbChartStyle *style,
                     PangoContext       *pango)
{
  double line = get_line (pango, style);

  if (!self || wb_chart_data_is_empty (self))
    return 6 * line;
  if (self->kind == WB_CHART_ROWS)
    return 2.1 * line * self->n_points;
  if (self->kind == WB_CHART_INTERVALS)
    return 2.1 * line * self->n_points + 1.6 * line;

  return 13 * line;
}

int
wb_chart_plan_find (const WbChartPlan *plan,
                    guint              n_points,
                    double             x,
                    double             y)
{
  double along = plan->is_lying ? y - plan->y : x - plan->x;
  double room = plan->is_lying ? plan->height : plan->width;

  if (n_points == 0 || along < 0 || along >= room)
    return -1;
  if (!plan->is_lying && plan->is_rtl)
    along = room - along;

  return (int) MIN (floor (along / plan->slot), n_points - 1.0);
}

double
wb_chart_plan_middle (const WbChartPlan *plan,
                      guint              index)
{
  double along = (index + 0.5) * plan->slot;

  if (plan->is_lying)
    return plan->y + along;

  return plan->is_rtl ? plan->x + plan->width - along : plan->x + along;
}

double
wb_chart_plan_place (const WbChartPlan *plan,
                     double             value)
{
  double share = CLAMP (value / plan->top, 0, 1);

  if (!plan->is_lying)
    return plan->y + plan->height * (1 - share);

  return plan->is_rtl ? plan->x + plan->width * (1 - share) : plan->x + plan->width * share;
}
