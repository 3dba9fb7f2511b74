/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The legend of a chart, drawn; see wb-chart-legend.h. */

#include "config.h"

#include "wb-chart-legend.h"

#include "wb-chart-private.h"

#include "compat.h"

#include <adwaita.h>
#include <math.h>

/* Of a line's height. */
#define KEY_SHARE 0.7
#define KEY_GAP_SHARE 0.4
#define ITEM_GAP_SHARE 1.0

struct _WbChartLegend
{
  GtkWidget parent_instance;

  WbChartData *data;       /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (WbChartLegend, wb_chart_legend, GTK_TYPE_WIDGET)

/* Puts the items one after another, in lines as long as @width; draws them if there is @cr. Gives
 * the height; @longest_out: the widest item. */
static double
lay_out (WbChartLegend *self,
         double         width,
         cairo_t       *cr,
         double        *longest_out)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();
  gboolean is_rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  GdkRGBA text = { 0 };
  WbChartStyle style = { 0 };
  double line = 0;
  double x = 0;
  double y = 0;

  wb_compat_get_color (GTK_WIDGET (self), &text);
  wb_chart_style_screen (&style, adw_style_manager_get_dark (manager),
                         adw_style_manager_get_high_contrast (manager), &text);
  *longest_out = 0;
  for (guint i = 0; self->data && i < self->data->series->len; i++) {
    const WbChartSeries *series = g_ptr_array_index (self->data->series, i);
    g_autoptr (PangoLayout) name = gtk_widget_create_pango_layout (GTK_WIDGET (self), series->name);
    double key = 0;
    double indent = 0;
    double item = 0;

    line = wb_chart_layout_height (name);
    key = round (line * KEY_SHARE);
    indent = key + line * KEY_GAP_SHARE;
    item = indent + wb_chart_layout_width (name);
    if (x > 0 && x + item > width) {
      x = 0;
      y += line + 2;
    }
    if (cr) {
      wb_chart_draw_key (series->tone, self->data->kind, &style, cr,
                         is_rtl ? width - x - key : x, round (y + (line - key) / 2), key);
      wb_chart_set_source (cr, &text, 1);
      cairo_move_to (cr, is_rtl ? width - x - item : x + indent, y);
      pango_cairo_show_layout (cr, name);
    }
    *longest_out = MAX (*longest_out, item);
    x += item + line * ITEM_GAP_SHARE;
  }

  return y + line;
}

static GtkSizeRequestMode
wb_chart_legend_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
wb_chart_legend_measure (GtkWidget      *widget,
                         GtkOrientation  orientation,
                         int             for_size,
                         int            *minimum,
                         int            *natural,
                         int            *minimum_baseline,
                         int            *natural_baseline)
{
  WbChartLegend *self = WB_CHART_LEGEND (widget);
  double longest = 0;
  double height = lay_out (self, for_size < 0 ? G_MAXINT : for_size, NULL, &longest);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *minimum = *natural = (int) ceil (longest);
  else
    *minimum = *natural = (int) ceil (height);
}

static void
wb_chart_legend_snapshot (GtkWidget   *widget,
                          GtkSnapshot *snapshot)
{
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);
  double longest = 0;
  cairo_t *cr = NULL;

  if (width <= 0 || height <= 0)
    return;

  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  lay_out (WB_CHART_LEGEND (widget), width, cr, &longest);
  cairo_destroy (cr);
}

static void
wb_chart_legend_finalize (GObject *object)
{
  WbChartLegend *self = WB_CHART_LEGEND (object);

  g_clear_pointer (&self->data, wb_chart_data_unref);

  G_OBJECT_CLASS (wb_chart_legend_parent_class)->finalize (object);
}

static void
wb_chart_legend_class_init (WbChartLegendClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = wb_chart_legend_finalize;
  widget_class->get_request_mode = wb_chart_legend_get_request_mode;
  widget_class->measure = wb_chart_legend_measure;
  widget_class->snapshot = wb_chart_legend_snapshot;
  gtk_widget_class_set_css_name (widget_class, "chartlegend");
  /* Chart and table name their series by themselves; a legend is for eyes. */
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
wb_chart_legend_init (WbChartLegend *self)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();

  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  g_signal_connect_object (manager, "notify::dark", G_CALLBACK (gtk_widget_queue_draw), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (manager, "notify::high-contrast", G_CALLBACK (gtk_widget_queue_draw),
                           self, G_CONNECT_SWAPPED);
}

/**
 * wb_chart_legend_set_data:
 * @self: a legend
 * @data: (nullable): whose series to name
 */
void
wb_chart_legend_set_data (WbChartLegend *self,
                          WbChartData   *data)
{
  g_return_if_fail (WB_IS_CHART_LEGEND (self));

  if (data)
    wb_chart_data_ref (data);
  g_clear_pointer (&self->data, wb_chart_data_unref);
  self->data = data;
  gtk_widget_set_visible (GTK_WIDGET (self),
                          data && data->series->len > 1 && !wb_chart_data_is_empty (data));
  gtk_widget_queue_resize (GTK_WIDGET (self));
}
