/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* See wb-interval-bar.h. */

#include "config.h"

#include "wb-interval-bar.h"

#include "compat.h"

#include <adwaita.h>
#include <math.h>

#define BAR_HEIGHT 20
#define BAR_WIDTH 96
#define TRACK_HEIGHT 6.0f
#define RANGE_ALPHA 0.42f
#define TRACK_ALPHA 0.13f
#define DOT_RADIUS 5.0f
#define BEFORE_WIDTH 2.0f
#define BEFORE_HEIGHT 16.0f
#define BEFORE_ALPHA 0.55f
#define KEY_SIZE 12

struct _WbIntervalBar
{
  GtkWidget parent_instance;

  WbInterval interval;
  double before;
  double max;
  WbChartTone tone;
};

G_DEFINE_FINAL_TYPE (WbIntervalBar, wb_interval_bar, GTK_TYPE_WIDGET)

/**
 * wb_interval_bar_get_style:
 * @widget: where it is drawn
 * @style_out: (out caller-allocates): colours of the theme
 */
void
wb_interval_bar_get_style (GtkWidget    *widget,
                           WbChartStyle *style_out)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();
  GdkRGBA text;

  wb_compat_get_color (widget, &text);
  wb_chart_style_screen (style_out, adw_style_manager_get_dark (manager),
                         adw_style_manager_get_high_contrast (manager), &text);
}

static GdkRGBA
with_alpha (GdkRGBA color,
            float   alpha)
{
  color.alpha *= alpha;

  return color;
}

static void
add_rounded (GtkSnapshot   *snapshot,
             float          from,
             float          to,
             float          middle,
             float          height,
             const GdkRGBA *color)
{
  GskRoundedRect rect;

  gsk_rounded_rect_init_from_rect (
    &rect, &GRAPHENE_RECT_INIT (from, middle - height / 2, MAX (to - from, height), height),
    height / 2);
  gtk_snapshot_push_rounded_clip (snapshot, &rect);
  gtk_snapshot_append_color (snapshot, color, &rect.bounds);
  gtk_snapshot_pop (snapshot);
}

/* A dot on either end stays whole. */
static float
place (WbIntervalBar *self,
       double         value)
{
  float width = (float) gtk_widget_get_width (GTK_WIDGET (self)) - 2 * DOT_RADIUS;
  float x = (float) (CLAMP (value / self->max, 0, 1)) * width;

  if (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL)
    x = width - x;

  return x + DOT_RADIUS;
}

static void
wb_interval_bar_snapshot (GtkWidget   *widget,
                          GtkSnapshot *snapshot)
{
  WbIntervalBar *self = WB_INTERVAL_BAR (widget);
  float middle = (float) gtk_widget_get_height (widget) / 2;
  float width = (float) gtk_widget_get_width (widget);
  float low = place (self, self->interval.low);
  float high = place (self, self->interval.high);
  float dot = place (self, self->interval.value);
  float strength = adw_style_manager_get_high_contrast (adw_style_manager_get_default ()) ? 2 : 1;
  WbChartStyle style;
  GdkRGBA track, range, before;

  wb_interval_bar_get_style (widget, &style);
  track = with_alpha (style.text, TRACK_ALPHA * strength);
  range = with_alpha (style.tones[self->tone], MIN (1, RANGE_ALPHA * strength));
  before = with_alpha (style.text, MIN (1, BEFORE_ALPHA * strength));
  add_rounded (snapshot, 0, width, middle, TRACK_HEIGHT, &track);
  add_rounded (snapshot, MIN (low, high), MAX (low, high), middle, TRACK_HEIGHT, &range);
  if (!isnan (self->before))
    gtk_snapshot_append_color (snapshot, &before,
                               &GRAPHENE_RECT_INIT (place (self, self->before) - BEFORE_WIDTH / 2,
                                                    middle - BEFORE_HEIGHT / 2, BEFORE_WIDTH,
                                                    BEFORE_HEIGHT));
  add_rounded (snapshot, dot - DOT_RADIUS, dot + DOT_RADIUS, middle, 2 * DOT_RADIUS,
               &style.tones[self->tone]);
}

static void
wb_interval_bar_measure (GtkWidget      *widget,
                         GtkOrientation  orientation,
                         int             for_size,
                         int            *minimum,
                         int            *natural,
                         int            *minimum_baseline,
                         int            *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_VERTICAL ? BAR_HEIGHT : BAR_WIDTH;
}

static void
wb_interval_bar_class_init (WbIntervalBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->snapshot = wb_interval_bar_snapshot;
  widget_class->measure = wb_interval_bar_measure;
  gtk_widget_class_set_css_name (widget_class, "intervalbar");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
wb_interval_bar_init (WbIntervalBar *self)
{
  self->before = NAN;
  self->max = 1;
}

/**
 * wb_interval_bar_new:
 *
 * Returns: (transfer floating): a bar; main thread, as all here
 */
GtkWidget *
wb_interval_bar_new (void)
{
  return g_object_new (WB_TYPE_INTERVAL_BAR, NULL);
}

/**
 * wb_interval_bar_set:
 * @self: a bar
 * @interval: what it shows
 * @before: the value before; NAN = none
 * @max: the end of the bar
 * @tone: in which colour
 */
void
wb_interval_bar_set (WbIntervalBar    *self,
                     const WbInterval *interval,
                     double            before,
                     double            max,
                     WbChartTone       tone)
{
  g_return_if_fail (WB_IS_INTERVAL_BAR (self));
  g_return_if_fail (max > 0);

  self->interval = *interval;
  self->before = before;
  self->max = max;
  self->tone = tone;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
draw_key_cb (GtkDrawingArea *area,
             cairo_t        *cr,
             int             width,
             int             height,
             gpointer        user_data)
{
  WbChartStyle style;

  wb_interval_bar_get_style (GTK_WIDGET (area), &style);
  wb_chart_draw_key (GPOINTER_TO_INT (user_data), WB_CHART_BARS, &style, cr, 0, 0, height);
}

/**
 * wb_interval_bar_new_key:
 * @tone: a tool's
 *
 * Returns: (transfer floating): a square of it
 */
GtkWidget *
wb_interval_bar_new_key (WbChartTone tone)
{
  GtkWidget *key = g_object_new (GTK_TYPE_DRAWING_AREA, "accessible-role",
                                 GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);

  gtk_drawing_area_set_content_width (GTK_DRAWING_AREA (key), KEY_SIZE);
  gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (key), KEY_SIZE);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (key), draw_key_cb, GINT_TO_POINTER (tone),
                                  NULL);
  gtk_widget_set_valign (key, GTK_ALIGN_CENTER);

  return key;
}
