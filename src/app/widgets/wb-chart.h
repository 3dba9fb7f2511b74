/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Bars or lines over days or named things: drawn from the same data on screen, on paper and as a
 * table. WbChartData is a plain value; wb-chart-draw.c draws it with cairo and Pango wherever asked;
 * the widget adds hover, a keyboard cursor (Left, Right, Home, End) and what a screen reader says. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef enum
{
  WB_CHART_BARS,         /* stacked, when there are several series */
  WB_CHART_LINES,
  WB_CHART_INTERVALS,    /* one row per point: a dot and how far it may be off */
  WB_CHART_ROWS,         /* bars that lie, one row per point: for named things, whose names are long */
} WbChartKind;

/* Which of the chart's colours; each has its own pattern or dash too, so that colour is never alone. */
typedef enum
{
  WB_CHART_TONE_COUPON,
  WB_CHART_TONE_CALL,
  WB_CHART_TONE_BANNER,
  WB_CHART_TONE_MAIN,
  WB_CHART_TONE_SECOND,
  WB_CHART_TONE_QUIET,   /* filtered, before */
  WB_N_CHART_TONES,
} WbChartTone;

typedef struct
{
  char *name;            /* (owned) for legend, table and readout */
  WbChartTone tone;
  double *values;        /* (owned) (array length=n_points) NAN = none */
  double *low;           /* (owned) (nullable) (array length=n_points) of intervals */
  double *high;          /* (owned) (nullable) */
} WbChartSeries;

/* Words for a value: "1,204", "12 %", "386 420 Kč". New string. */
typedef char *(* WbChartFormat) (double value, gpointer data);

typedef struct
{
  gatomicrefcount refs;
  WbChartKind kind;
  char *title;           /* (owned) */
  char *summary;         /* (owned) what the chart shows, in sentences: a screen reader's text */
  char *point_title;     /* (owned) the table's first column: "Day", "Placement" */
  char *empty_words;     /* (owned) (nullable) said in the chart's place: "No clicks in this period" */
  guint n_points;
  char **points;         /* (owned) full names, one each: "Monday, 3 November 2025" */
  char **labels;         /* (owned) short ones for the axis: "3 Nov"; the chart leaves out what has no room;
                          * "" = none */
  char **keys;           /* (owned) (nullable) what files call them instead: "2025-11-03" */
  char **notes;          /* (owned) (nullable) (array length=n_points) of rows: said after the value, "" = none */
  GPtrArray *series;     /* (owned) (element-type WbChartSeries) */
  WbChartFormat format;  /* of values; a whole number in the locale unless set */
  WbChartFormat axis_format; /* (nullable) shorter, for the axis */
  gpointer format_data;  /* (owned) by @format_free */
  GDestroyNotify format_free;
  double max;            /* top of the axis; NAN = from the values */
} WbChartData;

WbChartData   *wb_chart_data_new     (WbChartKind kind, const char *title, guint n_points) G_GNUC_WARN_UNUSED_RESULT;
WbChartData   *wb_chart_data_ref     (WbChartData *self);
void           wb_chart_data_unref   (WbChartData *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbChartData, wb_chart_data_unref)
/* All values NAN. (transfer none), to be filled before the data is shown. */
WbChartSeries *wb_chart_data_add     (WbChartData *self, const char *name, WbChartTone tone);
void           wb_chart_data_set_point (WbChartData *self, guint index, const char *name, const char *label);
/* No value; of bars none above 0 either. */
gboolean       wb_chart_data_is_empty  (const WbChartData *self);
/* Sets @self->summary from the values: what each series is in all (@total; not for shares) and where it
 * is highest. */
void           wb_chart_data_summarise (WbChartData *self, gboolean total);
/* Words for one value of a series: "12", "12 (8 to 16)", "none" for NAN; and for a point, one line per
 * series: "Monday, 3 November 2025: Coupon 12, Call 3". */
char          *wb_chart_data_dup_value (const WbChartData *self, const WbChartSeries *series, guint index) G_GNUC_WARN_UNUSED_RESULT;
char          *wb_chart_data_dup_words (const WbChartData *self, guint index) G_GNUC_WARN_UNUSED_RESULT;
/* Points for the days of a period, named in the locale. */
WbChartData   *wb_chart_data_new_days  (WbChartKind kind, const char *title, gint32 from, gint32 to) G_GNUC_WARN_UNUSED_RESULT;
/* As rows for wb_csv_append_row(): header first. Numbers plain. (element-type GStrv) */
GPtrArray     *wb_chart_data_to_rows   (const WbChartData *self) G_GNUC_WARN_UNUSED_RESULT;

/* How it is drawn; colours of a theme or of paper. */
typedef struct
{
  GdkRGBA tones[WB_N_CHART_TONES];
  GdkRGBA text;
  GdkRGBA quiet;         /* axis labels */
  GdkRGBA grid;
  GdkRGBA background;
  gboolean high_contrast; /* outlines and patterns are drawn strongly; on paper too */
  double font_points;
  int cursor;            /* point that is read out; -1 = none */
  gboolean is_rtl;
} WbChartStyle;

void           wb_chart_style_paper    (WbChartStyle *style);
/* @text: the colour of words there. */
void           wb_chart_style_screen   (WbChartStyle *style, gboolean is_dark, gboolean high_contrast, const GdkRGBA *text);
/* A height at which all can be read, in the units of @pango. */
double         wb_chart_get_height     (const WbChartData *self, const WbChartStyle *style, PangoContext *pango);
/* A square of a series' tone and pattern, for legends. */
void           wb_chart_draw_key       (WbChartTone tone, WbChartKind kind, const WbChartStyle *style,
                                        cairo_t *cr, double x, double y, double size);
void           wb_chart_draw           (const WbChartData *self, const WbChartStyle *style, PangoContext *pango,
                                        cairo_t *cr, double width, double height);

#define WB_TYPE_CHART (wb_chart_get_type ())
G_DECLARE_FINAL_TYPE (WbChart, wb_chart, WB, CHART, GtkWidget)

GtkWidget     *wb_chart_new            (void);
/* NULL = nothing to show. */
void           wb_chart_set_data       (WbChart *self, WbChartData *data);
/* The point under the cursor; -1 = none. */
int            wb_chart_get_cursor     (WbChart *self);
void           wb_chart_set_cursor     (WbChart *self, int index);

/* A card with the title, legend, the chart or the same data as a table (a toggle), and a menu to save
 * or copy it as CSV. Signal "save-csv" (WbChartData). */
#define WB_TYPE_CHART_CARD (wb_chart_card_get_type ())
G_DECLARE_FINAL_TYPE (WbChartCard, wb_chart_card, WB, CHART_CARD, GtkWidget)

GtkWidget     *wb_chart_card_new       (void);
void           wb_chart_card_set_data  (WbChartCard *self, WbChartData *data);
/* (transfer none) (nullable) */
WbChartData   *wb_chart_card_get_data  (WbChartCard *self);

G_END_DECLS
