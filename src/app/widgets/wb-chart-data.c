/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a chart shows, as values and as words; see wb-chart.h. */

#include "config.h"

#include "wb-chart-private.h"

#include "wb-format.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Past these many days the axis names months. */
#define MOST_NAMED_DAYS 92
/* Digits of a number in a table for machines; more would be noise of binary fractions. */
#define PLAIN_DIGITS "%.12g"

static char *
format_count (double   value,
              gpointer data)
{
  return g_strdup_printf ("%'.0f", value);
}

static void
free_series (WbChartSeries *series)
{
  g_free (series->name);
  g_free (series->values);
  g_free (series->low);
  g_free (series->high);
  g_free (series);
}

/**
 * wb_chart_data_new:
 * @kind: how it is drawn
 * @title: what it is about, translated
 * @n_points: days or named things
 *
 * Returns: (transfer full): data without series; points have no names yet
 */
WbChartData *
wb_chart_data_new (WbChartKind  kind,
                   const char  *title,
                   guint        n_points)
{
  WbChartData *self = g_new0 (WbChartData, 1);

  g_atomic_ref_count_init (&self->refs);
  self->kind = kind;
  self->title = g_strdup (title);
  self->summary = g_strdup ("");
  self->point_title = g_strdup ("");
  self->n_points = n_points;
  self->points = g_new0 (char *, n_points + 1);
  self->labels = g_new0 (char *, n_points + 1);
  for (guint i = 0; i < n_points; i++) {
    self->points[i] = g_strdup ("");
    self->labels[i] = g_strdup ("");
  }
  self->series = g_ptr_array_new_with_free_func ((GDestroyNotify) free_series);
  self->format = format_count;
  self->max = NAN;

  return self;
}

WbChartData *
wb_chart_data_ref (WbChartData *self)
{
  g_atomic_ref_count_inc (&self->refs);

  return self;
}

void
wb_chart_data_unref (WbChartData *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;

  if (self->format_free)
    self->format_free (self->format_data);
  g_free (self->title);
  g_free (self->summary);
  g_free (self->point_title);
  g_free (self->empty_words);
  g_strfreev (self->points);
  g_strfreev (self->labels);
  g_strfreev (self->keys);
  g_strfreev (self->notes);
  g_ptr_array_unref (self->series);
  g_free (self);
}

/**
 * wb_chart_data_add:
 * @self: data that is not shown yet
 * @name: the series' name, translated
 * @tone: its colour and pattern
 *
 * Returns: (transfer none): the new series, all values NAN
 */
WbChartSeries *
wb_chart_data_add (WbChartData *self,
                   const char  *name,
                   WbChartTone  tone)
{
  WbChartSeries *series = g_new0 (WbChartSeries, 1);

  series->name = g_strdup (name);
  series->tone = tone;
  series->values = g_new (double, MAX (self->n_points, 1));
  for (guint i = 0; i < self->n_points; i++)
    series->values[i] = NAN;
  g_ptr_array_add (self->series, series);

  return series;
}

/**
 * wb_chart_data_set_point:
 * @self: data that is not shown yet
 * @index: which point
 * @name: its whole name, translated
 * @label: its short one for the axis; "" = none
 */
void
wb_chart_data_set_point (WbChartData *self,
                         guint        index,
                         const char  *name,
                         const char  *label)
{
  g_return_if_fail (index < self->n_points);

  g_free (self->points[index]);
  g_free (self->labels[index]);
  self->points[index] = g_strdup (name);
  self->labels[index] = g_strdup (label);
}

static char *
name_day (GDateTime *day)
{
  /* TRANSLATORS: a day as the whole of it is named; as g_date_time_format() */
  return g_date_time_format (day, C_ ("day of a chart", "%A, %-d %B %Y"));
}

static char *
label_day (GDateTime *day,
           guint      index,
           guint      n)
{
  if (n <= MOST_NAMED_DAYS)
    return wb_format_keep_together (g_date_time_format (day, C_ ("day of this year", "%-d %b")));
  if (g_date_time_get_day_of_month (day) != 1)
    return g_strdup ("");
  /* TRANSLATORS: a month below a chart, the first one of a year and the others; as
   * g_date_time_format() */
  return g_date_time_get_month (day) == 1
           ? wb_format_keep_together (g_date_time_format (day, C_ ("month of a chart", "%b %Y")))
           : g_date_time_format (day, C_ ("month of a chart", "%b"));
}

/**
 * wb_chart_data_new_days:
 * @kind: how it is drawn
 * @title: what it is about, translated
 * @from: the first day, days since 1970-01-01
 * @to: the last day
 *
 * Returns: (transfer full): data whose points are those days, named in the person's locale
 */
WbChartData *
wb_chart_data_new_days (WbChartKind  kind,
                        const char  *title,
                        gint32       from,
                        gint32       to)
{
  guint n = to >= from ? (guint) (to - from) + 1 : 0;
  WbChartData *self = wb_chart_data_new (kind, title, n);
  g_autoptr (GDateTime) first = g_date_time_new_from_unix_utc ((gint64) from * WB_DAY_MS / 1000);

  g_free (self->point_title);
  self->point_title = g_strdup (C_ ("column", "Day"));
  self->keys = g_new0 (char *, n + 1);
  for (guint i = 0; first && i < n; i++) {
    g_autoptr (GDateTime) day = g_date_time_add_days (first, (int) i);
    g_autofree char *name = name_day (day);
    g_autofree char *label = label_day (day, i, n);

    wb_chart_data_set_point (self, i, name, label);
    self->keys[i] = wb_date_format (from + (gint32) i);
  }

  return self;
}

/**
 * wb_chart_data_is_empty:
 * @self: (nullable): data
 *
 * Returns: whether there is nothing to draw
 */
gboolean
wb_chart_data_is_empty (const WbChartData *self)
{
  gboolean needs_more = FALSE;

  if (!self)
    return TRUE;

  needs_more = self->kind == WB_CHART_BARS || self->kind == WB_CHART_ROWS;
  for (guint i = 0; i < self->series->len; i++) {
    const WbChartSeries *series = g_ptr_array_index (self->series, i);

    for (guint at = 0; at < self->n_points; at++) {
      if (!isnan (series->values[at]) && (!needs_more || series->values[at] > 0))
        return FALSE;
    }
  }

  return TRUE;
}

/**
 * wb_chart_data_dup_value:
 * @self: data
 * @series: one of its series
 * @index: which point
 *
 * Returns: (transfer full): the value in words, with its interval if it has one
 */
char *
wb_chart_data_dup_value (const WbChartData   *self,
                         const WbChartSeries *series,
                         guint                index)
{
  g_autofree char *value = NULL;
  g_autofree char *low = NULL;
  g_autofree char *high = NULL;

  g_return_val_if_fail (index < self->n_points, NULL);

  if (isnan (series->values[index]))
    return g_strdup (C_ ("value", "none"));
  value = self->format (series->values[index], self->format_data);
  if (!series->low || !series->high || isnan (series->low[index]) || isnan (series->high[index]))
    return g_steal_pointer (&value);

  low = self->format (series->low[index], self->format_data);
  high = self->format (series->high[index], self->format_data);
  /* TRANSLATORS: a value and how far it may be off: “12 % (8 % to 16 %)” */
  return g_strdup_printf (_ ("%s (%s to %s)"), value, low, high);
}

/**
 * wb_chart_data_dup_words:
 * @self: data
 * @index: which point
 *
 * Returns: (transfer full): the point and all its values
 */
char *
wb_chart_data_dup_words (const WbChartData *self,
                         guint              index)
{
  g_autoptr (GString) words = NULL;
  gboolean has_many = self->series->len > 1;

  g_return_val_if_fail (index < self->n_points, NULL);

  words = g_string_new (self->points[index]);
  for (guint i = 0; i < self->series->len; i++) {
    const WbChartSeries *series = g_ptr_array_index (self->series, i);
    g_autofree char *value = NULL;

    /* Tools of their own rows have nothing to say about the others'. */
    if (has_many && isnan (series->values[index]) && self->kind == WB_CHART_INTERVALS)
      continue;
    value = wb_chart_data_dup_value (self, series, index);
    g_string_append (words, i == 0 ? ": " : ", ");
    g_string_append_printf (words, "%s %s", series->name, value);
  }

  return g_string_free (g_steal_pointer (&words), FALSE);
}

/* “Clicks: 1,204 in all, most on Monday, 3 November 2025 (57).” */
static void
append_series (const WbChartData   *self,
               const WbChartSeries *series,
               gboolean             total,
               GString             *words)
{
  int highest = -1;
  double sum = 0;
  g_autofree char *most = NULL;
  g_autofree char *all = NULL;

  for (guint i = 0; i < self->n_points; i++) {
    if (isnan (series->values[i]))
      continue;
    sum += series->values[i];
    if (highest < 0 || series->values[i] > series->values[highest])
      highest = (int) i;
  }
  if (words->len > 0)
    g_string_append_c (words, ' ');
  if (highest < 0 || (total && sum <= 0)) {
    /* TRANSLATORS: of a series in a chart: “Banner: none.” */
    g_string_append_printf (words, _ ("%s: none."), series->name);
    return;
  }

  most = wb_chart_data_dup_value (self, series, (guint) highest);
  all = self->format (sum, self->format_data);
  if (total)
    /* TRANSLATORS: of a series in a chart: “Clicks: 1,204 in all; the most is Monday, 3 November
     * 2025, with 57.” */
    g_string_append_printf (words, _ ("%s: %s in all; the most is %s, with %s."), series->name, all,
                            self->points[highest], most);
  else
    /* TRANSLATORS: of a series in a chart: “Rate: the highest is Monday, 3 November 2025, with
     * 12 %.” */
    g_string_append_printf (words, _ ("%s: the highest is %s, with %s."), series->name,
                            self->points[highest], most);
}

/**
 * wb_chart_data_summarise:
 * @self: data that is not shown yet, with its values
 * @total: whether its values may be added up
 */
void
wb_chart_data_summarise (WbChartData *self,
                         gboolean     total)
{
  g_autoptr (GString) words = g_string_new (NULL);

  if (wb_chart_data_is_empty (self)) {
    g_string_append (words, wb_chart_data_get_empty_words (self));
  } else {
    for (guint i = 0; i < self->series->len; i++)
      append_series (self, g_ptr_array_index (self->series, i), total, words);
  }
  g_free (self->summary);
  self->summary = g_string_free (g_steal_pointer (&words), FALSE);
}

char *
wb_chart_row_words (const WbChartData *data,
                    guint              index)
{
  g_autofree char *value = data->format (wb_chart_sum (data, index), data->format_data);

  return wb_format_join (value, data->notes ? data->notes[index] : "", NULL);
}

/* What stands where there is nothing to draw. */
const char *
wb_chart_data_get_empty_words (const WbChartData *self)
{
  return self && self->empty_words ? self->empty_words : _ ("Nothing in this period");
}

static char *
write_plain (const double *values,
             guint         index)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  if (!values || isnan (values[index]))
    return g_strdup ("");

  return g_strdup (g_ascii_formatd (text, sizeof text, PLAIN_DIGITS, values[index]));
}

static void
append_cells (const WbChartData *self,
              int                index,
              GPtrArray         *row)
{
  for (guint i = 0; i < self->series->len; i++) {
    const WbChartSeries *series = g_ptr_array_index (self->series, i);

    if (index >= 0) {
      g_ptr_array_add (row, write_plain (series->values, (guint) index));
      if (series->low && series->high) {
        g_ptr_array_add (row, write_plain (series->low, (guint) index));
        g_ptr_array_add (row, write_plain (series->high, (guint) index));
      }
      continue;
    }
    g_ptr_array_add (row, g_strdup (series->name));
    if (series->low && series->high) {
      /* TRANSLATORS: columns of a file: the lower and upper end of how far a value may be off */
      g_ptr_array_add (row, g_strdup_printf (_ ("%s, at least"), series->name));
      g_ptr_array_add (row, g_strdup_printf (_ ("%s, at most"), series->name));
    }
  }
}

/**
 * wb_chart_data_to_rows:
 * @self: data
 *
 * Numbers are plain, as spreadsheets of all locales take them; what is not there is "".
 *
 * Returns: (transfer full) (element-type GStrv): the header and a row per point
 */
GPtrArray *
wb_chart_data_to_rows (const WbChartData *self)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);

  char **names = self->keys ? self->keys : self->points;

  for (int i = -1; i < (int) self->n_points; i++) {
    g_autoptr (GPtrArray) row = g_ptr_array_new ();

    g_ptr_array_add (row, g_strdup (i < 0 ? self->point_title : names[i]));
    append_cells (self, i, row);
    g_ptr_array_add (row, NULL);
    g_ptr_array_add (rows, g_ptr_array_free (g_steal_pointer (&row), FALSE));
  }

  return rows;
}
