/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Data of the charts; see wb-results-charts.h. Days stand alone up to a quarter of a year; beyond
 * it they are put together in weeks, from Monday on. */

#include "config.h"

#include "wb-results-charts.h"

#include "wb-activity.h"
#include "wb-coupon-words.h"
#include "wb-format.h"
#include "wb-results-words.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define MOST_DAYS 92
#define WEEK_DAYS 7
/* 1970-01-01 was a Thursday. */
#define EPOCH_WEEKDAY 3

static const struct
{
  const char *name;
  const char *title;
} chart_table[WB_N_RESULTS_CHARTS] = {
  [WB_RESULTS_CHART_TAKEN] = { "taken", N_ ("Offers taken") },
  [WB_RESULTS_CHART_ORDERED] = { "ordered", N_ ("Ordered again, by the day of the offer") },
  [WB_RESULTS_CHART_REVENUE] = { "revenue", N_ ("Revenue, by the day of the offer") },
  [WB_RESULTS_CHART_TYPES] = { "types", N_ ("Of 100 offered, ordered again, by ticket type") },
  [WB_RESULTS_CHART_CALLS] = { "calls", N_ ("How calls ended") },
};

const char *
wb_results_chart_to_text (WbResultsChart chart)
{
  g_return_val_if_fail (chart < WB_N_RESULTS_CHARTS, NULL);

  return chart_table[chart].name;
}

const char *
wb_results_chart_title (WbResultsChart chart)
{
  g_return_val_if_fail (chart < WB_N_RESULTS_CHARTS, "");

  return _ (chart_table[chart].title);
}

WbChartTone
wb_results_tone_of_tool (WbTool tool)
{
  switch (tool) {
    case WB_TOOL_COUPON:
      return WB_CHART_TONE_COUPON;
    case WB_TOOL_CALL_REQUEST:
      return WB_CHART_TONE_CALL;
    default:
      return WB_CHART_TONE_BANNER;
  }
}

static gint32
get_monday (gint32 day)
{
  return day - (((day + EPOCH_WEEKDAY) % WEEK_DAYS) + WEEK_DAYS) % WEEK_DAYS;
}

static gboolean
is_weekly (const WbPeriod *period)
{
  return wb_period_days (period) > MOST_DAYS;
}

static char *
format_day (gint32      day,
            const char *format)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc ((gint64) day * WB_DAY_MS / 1000);

  return wb_format_keep_together (time ? g_date_time_format (time, format) : g_strdup (""));
}

/* The first and the last week may be cut by the period; they are named by their Monday as all. */
static WbChartData *
new_weeks (const char     *title,
           const WbPeriod *period)
{
  gint32 first = get_monday (period->from);
  guint n = (guint) ((get_monday (period->to) - first) / WEEK_DAYS) + 1;
  WbChartData *data = wb_chart_data_new (WB_CHART_BARS, title, n);

  g_free (data->point_title);
  data->point_title = g_strdup (_ ("Week"));
  for (guint i = 0; i < n; i++) {
    gint32 monday = first + (gint32) i * WEEK_DAYS;
    g_autofree char *day = format_day (monday, C_ ("day of another year", "%-d %b %Y"));
    /* TRANSLATORS: %s is its Monday, e.g. “3 Nov 2025” */
    g_autofree char *name = g_strdup_printf (_ ("Week from %s"), day);
    g_autofree char *label = format_day (monday, C_ ("day of this year", "%-d %b"));

    wb_chart_data_set_point (data, i, name, label);
  }

  return data;
}

/* Charts and their files are in crowns, not in hellers. */
static double
get_minor_units (const char *currency)
{
  int digits = wb_currency_digits (currency);

  return pow (10, digits < 0 ? 2 : digits);
}

static double
get_value (const WbResultsModel *model,
           WbResultsChart        chart,
           const WbFunnelRow    *row)
{
  switch (chart) {
    case WB_RESULTS_CHART_TAKEN:
      return (double) row->taken;
    case WB_RESULTS_CHART_ORDERED:
      return (double) wb_results_model_count_orders (model, row);
    default:
      return (double) (row->revenue +
                       (model->question->with_probable ? row->revenue_probable : 0)) /
             get_minor_units (model->question->currency);
  }
}

/* Back in whole minor units: what was divided for the drawing is said exactly. */
static char *
format_money_cb (double   value,
                 gpointer data)
{
  return wb_coupon_money_minor (llround (value * get_minor_units (data)), data);
}

static void
set_text (char **field,
          char  *text)
{
  g_free (*field);
  *field = text;
}

static WbChartData *
make_days (WbResultsChart        chart,
           const WbResultsModel *model)
{
  const WbPeriod *period = &model->question->period;
  gboolean weekly = is_weekly (period);
  gint32 first = weekly ? get_monday (period->from) : period->from;
  int step = weekly ? WEEK_DAYS : 1;
  WbChartData *data =
    weekly ? new_weeks (wb_results_chart_title (chart), period)
           : wb_chart_data_new_days (WB_CHART_BARS, wb_results_chart_title (chart), period->from,
                                     period->to);

  if (chart == WB_RESULTS_CHART_REVENUE) {
    data->format = format_money_cb;
    data->format_data = g_strdup (model->question->currency);
    data->format_free = g_free;
  }
  for (WbTool tool = 0; tool < WB_N_TOOLS; tool++) {
    WbChartSeries *series =
      wb_chart_data_add (data, wb_tool_words (tool), wb_results_tone_of_tool (tool));

    for (guint i = 0; i < data->n_points; i++)
      series->values[i] = 0;
    for (guint i = 0; i < model->days->len; i++) {
      const WbFunnelRow *row = g_ptr_array_index (model->days, i);

      if (row->has_tool && row->tool == tool && row->day >= period->from && row->day <= period->to)
        series->values[(row->day - first) / step] += get_value (model, chart, row);
    }
  }
  set_text (&data->empty_words,
            g_strdup (chart == WB_RESULTS_CHART_TAKEN ? _ ("No offer was taken in this period")
                      : chart == WB_RESULTS_CHART_ORDERED
                        ? _ ("No order followed an offer of this period yet")
                        : _ ("No order of this period brought money yet")));
  wb_chart_data_summarise (data, TRUE);

  return data;
}

static char *
format_share_cb (double   value,
                 gpointer data)
{
  return wb_results_format_percent (value);
}

static gboolean
is_enough (const WbResultsModel *model,
           const WbFunnelRow    *row)
{
  return row->offered >= WB_RESULTS_MIN_OFFERED &&
         wb_results_model_count_orders (model, row) >= WB_RESULTS_MIN_ORDERS;
}

static guint
count_types (const WbResultsModel *model)
{
  guint n = 0;

  for (guint i = 0; i < model->types->len; i++) {
    const WbFunnelRow *row = g_ptr_array_index (model->types, i);
    const WbFunnelRow *last = i > 0 ? g_ptr_array_index (model->types, i - 1) : NULL;

    n += !last || g_strcmp0 (row->type, last->type) != 0;
  }

  return n;
}

static void
put_interval (WbChartData      *data,
              WbChartSeries    *series,
              guint             point,
              const WbInterval *share)
{
  if (!series->low) {
    series->low = g_new (double, data->n_points);
    series->high = g_new (double, data->n_points);
    for (guint i = 0; i < data->n_points; i++)
      series->low[i] = series->high[i] = series->values[i];
  }
  series->values[point] = share->value;
  series->low[point] = share->low;
  series->high[point] = share->high;
}

/* All that has enough, and in words what has not: a dot without sense would be looked at. */
static char *
summarise_types (const WbChartData *data,
                 const GString     *missing)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < data->n_points; i++) {
    for (guint j = 0; j < data->series->len; j++) {
      const WbChartSeries *series = g_ptr_array_index (data->series, j);
      g_autofree char *value = NULL;

      if (isnan (series->values[i]))
        continue;
      value = wb_chart_data_dup_value (data, series, i);
      /* TRANSLATORS: a ticket type with its tool, and its share: “Return, Coupon: 18% (16% to 20
       * %).” */
      g_string_append_printf (text, _ ("%s: %s."), data->points[i], value);
      g_string_append_c (text, ' ');
    }
  }
  if (missing->len > 0)
    g_string_append_printf (text, _ ("Not enough yet: %s."), missing->str);

  return g_strchomp (g_string_free (text, FALSE));
}

/* One row per type and tool that has enough to be compared. */
static WbChartData *
make_types (const WbResultsModel *model,
            WbResultsNameFunc     name_type,
            gpointer              name_data)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new ();
  g_autoptr (GString) missing = g_string_new (NULL);
  WbChartSeries *series[WB_N_TOOLS] = { NULL };
  WbChartData *data = NULL;

  if (model->question->type || count_types (model) < 2)
    return NULL;
  for (guint i = 0; i < model->types->len; i++) {
    const WbFunnelRow *row = g_ptr_array_index (model->types, i);
    const char *type = row->type ? name_type (name_data, row->type) : NULL;

    if (row->offered == 0)
      continue;
    if (is_enough (model, row))
      g_ptr_array_add (rows, (gpointer) row);
    else
      g_string_append_printf (missing, C_ ("ticket type and tool", "%s%s, %s"),
                              missing->len > 0 ? "; " : "", type ? type : WB_TEXT (row->type),
                              wb_tool_words (row->tool));
  }

  data = wb_chart_data_new (WB_CHART_INTERVALS, wb_results_chart_title (WB_RESULTS_CHART_TYPES),
                            rows->len);
  data->format = format_share_cb;
  set_text (&data->point_title, g_strdup (_ ("Ticket type")));
  set_text (&data->empty_words, g_strdup (_ ("Not enough of any ticket type yet")));
  for (WbTool tool = 0; tool < WB_N_TOOLS; tool++)
    series[tool] = wb_chart_data_add (data, wb_tool_words (tool), wb_results_tone_of_tool (tool));
  for (guint i = 0; i < rows->len; i++) {
    const WbFunnelRow *row = g_ptr_array_index (rows, i);
    const char *type = row->type ? name_type (name_data, row->type) : NULL;
    WbInterval share =
      wb_interval_share (wb_results_model_count_orders (model, row), row->offered);
    /* TRANSLATORS: a ticket type and a tool: “Return, Coupon” */
    g_autofree char *name = g_strdup_printf (C_ ("ticket type and tool", "%s, %s"),
                                             type ? type : WB_TEXT (row->type),
                                             wb_tool_words (row->tool));

    wb_chart_data_set_point (data, i, name, name);
    put_interval (data, series[row->tool], i, &share);
  }
  set_text (&data->summary, summarise_types (data, missing));

  return data;
}

static WbChartData *
make_calls (const WbResultsModel *model)
{
  WbChartData *data = NULL;
  WbChartSeries *series = NULL;

  if (model->calls->asked == 0)
    return NULL;

  /* Those that are still open stand last. */
  data = wb_chart_data_new (WB_CHART_ROWS, wb_results_chart_title (WB_RESULTS_CHART_CALLS),
                            WB_N_CALL_ENDS + 1);
  set_text (&data->point_title, g_strdup (_ ("Outcome")));
  series = wb_chart_data_add (data, _ ("Calls"), WB_CHART_TONE_CALL);
  for (WbCallEnd end = 0; end < WB_N_CALL_ENDS; end++) {
    const char *words = wb_outcome_label (wb_outcome_from_text (wb_call_end_to_text (end)));

    wb_chart_data_set_point (data, end, words, words);
    series->values[end] = (double) model->calls->ends[end];
  }
  wb_chart_data_set_point (data, WB_N_CALL_ENDS, _ ("Still open"), _ ("Still open"));
  series->values[WB_N_CALL_ENDS] = (double) model->calls->open;
  set_text (&data->empty_words, g_strdup (_ ("No call was asked for in this period")));
  wb_chart_data_summarise (data, TRUE);

  return data;
}

/**
 * wb_results_chart_make:
 * @chart: which
 * @model: the numbers
 * @name_type: what ticket types are called
 * @name_data: for @name_type
 *
 * Returns: (transfer full) (nullable): what it shows; `NULL` = it makes no sense of these numbers
 */
WbChartData *
wb_results_chart_make (WbResultsChart        chart,
                       const WbResultsModel *model,
                       WbResultsNameFunc     name_type,
                       gpointer              name_data)
{
  g_return_val_if_fail (model, NULL);

  switch (chart) {
    case WB_RESULTS_CHART_REVENUE:
      return model->question->currency ? make_days (chart, model) : NULL;
    case WB_RESULTS_CHART_TAKEN:
    case WB_RESULTS_CHART_ORDERED:
      return make_days (chart, model);
    case WB_RESULTS_CHART_TYPES:
      return make_types (model, name_type, name_data);
    case WB_RESULTS_CHART_CALLS:
      return make_calls (model);
    default:
      g_assert_not_reached ();
  }
}
