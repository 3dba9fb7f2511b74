/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A chart in the window; see wb-chart.h. The point that the pointer or the keys are at is read out:
 * in a box beside it, and as the accessible description, whose change a screen reader speaks. Until
 * then the description is the summary. What was drawn is kept for as long as it would be drawn the
 * same. */

#include "config.h"

#include "wb-chart-private.h"

#include "compat.h"

#include <adwaita.h>
#include <math.h>
#include <string.h>

/* Letters of a chart, of those around it. */
#define FONT_SHARE 0.82
#define READOUT_FONT_SHARE 0.88
#define READOUT_MARGIN 8.0

struct _WbChart
{
  GtkWidget parent_instance;

  WbChartData *data;       /* (owned) (nullable) */
  int cursor;
  GskRenderNode *drawn;    /* (owned) (nullable) @data, in the way that follows */
  WbChartStyle drawn_style;
  guint drawn_serial;      /* of the Pango context */
  int drawn_width;
  int drawn_height;
};

G_DEFINE_FINAL_TYPE (WbChart, wb_chart, GTK_TYPE_WIDGET)

static double
get_font_points (WbChart *self)
{
  PangoContext *pango = gtk_widget_get_pango_context (GTK_WIDGET (self));
  const PangoFontDescription *font = pango_context_get_font_description (pango);
  double size = (double) pango_font_description_get_size (font) / PANGO_SCALE;
  double resolution = pango_cairo_context_get_resolution (pango);

  if (!pango_font_description_get_size_is_absolute (font))
    return size;

  return size * 72 / (resolution > 0 ? resolution : 96);
}

static void
get_style (WbChart      *self,
           WbChartStyle *style)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();
  GdkRGBA text = { 0 };

  wb_compat_get_color (GTK_WIDGET (self), &text);
  wb_chart_style_screen (style, adw_style_manager_get_dark (manager),
                         adw_style_manager_get_high_contrast (manager), &text);
  style->font_points = get_font_points (self) * FONT_SHARE;
  style->cursor = self->cursor;
  style->is_rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
}

static void
update_spoken (WbChart *self)
{
  g_autofree char *words = NULL;

  if (self->data && self->cursor >= 0)
    words = wb_chart_data_dup_words (self->data, (guint) self->cursor);
  else
    words = g_strdup (self->data ? self->data->summary : "");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  self->data ? self->data->title : "",
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, words, -1);
}

/* What is read out is laid out as a table: name at one side, value at the other. */
typedef struct
{
  PangoLayout *name;       /* (owned) */
  PangoLayout *value;      /* (owned) (nullable) */
  WbChartTone tone;
} ReadoutLine;

static void
clear_line (ReadoutLine *line)
{
  g_clear_object (&line->name);
  g_clear_object (&line->value);
}

static GArray *
lay_out_readout (WbChart            *self,
                 const WbChartStyle *style,
                 double             *width_out)
{
  PangoContext *pango = gtk_widget_get_pango_context (GTK_WIDGET (self));
  GArray *lines = g_array_new (FALSE, TRUE, sizeof (ReadoutLine));
  guint at = (guint) self->cursor;
  ReadoutLine head = { 0 };
  double height = 0;

  g_array_set_clear_func (lines, (GDestroyNotify) clear_line);
  head.name = wb_chart_layout (pango, style, self->data->points[at], TRUE);
  height = wb_chart_layout_height (head.name);
  *width_out = wb_chart_layout_width (head.name);
  g_array_append_val (lines, head);
  for (guint i = 0; i < self->data->series->len; i++) {
    const WbChartSeries *series = g_ptr_array_index (self->data->series, i);
    g_autofree char *value = NULL;
    ReadoutLine line = { 0 };

    if (self->data->kind == WB_CHART_INTERVALS && isnan (series->values[at]))
      continue;
    value = wb_chart_data_dup_value (self->data, series, at);
    line.name = wb_chart_layout (pango, style, series->name, FALSE);
    line.value = wb_chart_layout (pango, style, value, TRUE);
    line.tone = series->tone;
    *width_out = MAX (*width_out, wb_chart_layout_width (line.name) +
                      wb_chart_layout_width (line.value) + 2.4 * height);
    g_array_append_val (lines, line);
  }

  return lines;
}

/* Beside the point, on the side where there is room. */
static void
place_readout (WbChart           *self,
               const WbChartPlan *plan,
               double             width,
               double             height,
               double            *x_out,
               double            *y_out)
{
  double all_width = gtk_widget_get_width (GTK_WIDGET (self));
  double all_height = gtk_widget_get_height (GTK_WIDGET (self));
  double middle = wb_chart_plan_middle (plan, (guint) self->cursor);
  double value = wb_chart_plan_place (plan, wb_chart_sum (self->data, (guint) self->cursor));
  double gap = plan->line * 0.7;

  if (plan->is_lying) {
    *x_out = CLAMP (plan->x + plan->width / 2 - width / 2, 0, MAX (all_width - width, 0));
    *y_out = middle + plan->slot / 2 + 2;
    if (*y_out + height > all_height)
      *y_out = middle - plan->slot / 2 - height - 2;
  } else {
    *x_out = middle + plan->slot / 2 + gap;
    if (*x_out + width > all_width)
      *x_out = middle - plan->slot / 2 - gap - width;
    *y_out = value - height / 2;
  }
  *x_out = CLAMP (*x_out, 0, MAX (all_width - width, 0));
  *y_out = CLAMP (*y_out, 0, MAX (all_height - height, 0));
}

static void
add_round_box (cairo_t *cr,
               double   x,
               double   y,
               double   width,
               double   height,
               double   radius)
{
  cairo_new_sub_path (cr);
  cairo_arc (cr, x + width - radius, y + radius, radius, -G_PI_2, 0);
  cairo_arc (cr, x + width - radius, y + height - radius, radius, 0, G_PI_2);
  cairo_arc (cr, x + radius, y + height - radius, radius, G_PI_2, G_PI);
  cairo_arc (cr, x + radius, y + radius, radius, G_PI, 1.5 * G_PI);
  cairo_close_path (cr);
}

static void
draw_readout_line (WbChart            *self,
                   const WbChartStyle *style,
                   const ReadoutLine  *line,
                   cairo_t            *cr,
                   double              x,
                   double              y,
                   double              width)
{
  double height = wb_chart_layout_height (line->name);
  double key = line->value ? height * 0.6 : 0;
  double indent = line->value ? height * 1.05 : 0;
  double name_width = wb_chart_layout_width (line->name);

  if (line->value)
    wb_chart_draw_key (line->tone, self->data->kind, style, cr,
                       style->is_rtl ? x + width - key : x, y + (height - key) / 2, key);
  wb_chart_set_source (cr, &style->text, 1);
  cairo_move_to (cr, style->is_rtl ? x + width - indent - name_width : x + indent, y);
  pango_cairo_show_layout (cr, line->name);
  if (line->value) {
    cairo_move_to (cr, style->is_rtl ? x : x + width - wb_chart_layout_width (line->value), y);
    pango_cairo_show_layout (cr, line->value);
  }
}

/* As dark as a tooltip, in every theme. */
static void
draw_readout (WbChart            *self,
              const WbChartStyle *chart_style,
              const WbChartPlan  *plan,
              cairo_t            *cr)
{
  const GdkRGBA white = { 1, 1, 1, 1 };
  g_autoptr (GArray) lines = NULL;
  WbChartStyle style = { 0 };
  double line_height = 0;
  double width = 0;
  double height = 0;
  double x = 0;
  double y = 0;

  wb_chart_style_screen (&style, TRUE, chart_style->high_contrast, &white);
  style.is_rtl = chart_style->is_rtl;
  style.font_points = get_font_points (self) * READOUT_FONT_SHARE;
  lines = lay_out_readout (self, &style, &width);
  line_height = wb_chart_layout_height (g_array_index (lines, ReadoutLine, 0).name) + 2;
  height = lines->len * line_height + 2 * READOUT_MARGIN - 2;
  width += 2 * READOUT_MARGIN + 4;
  place_readout (self, plan, width, height, &x, &y);

  cairo_new_path (cr);
  add_round_box (cr, x + 0.5, y + 0.5, width - 1, height - 1, 7);
  cairo_set_source_rgba (cr, 0.11, 0.11, 0.11, chart_style->high_contrast ? 1 : 0.93);
  cairo_fill_preserve (cr);
  wb_chart_set_source (cr, &white, chart_style->high_contrast ? 1 : 0.14);
  cairo_set_line_width (cr, 1);
  cairo_set_dash (cr, NULL, 0, 0);
  cairo_stroke (cr);
  for (guint i = 0; i < lines->len; i++)
    draw_readout_line (self, &style, &g_array_index (lines, ReadoutLine, i), cr,
                       x + READOUT_MARGIN + 2, y + READOUT_MARGIN + i * line_height,
                       width - 2 * READOUT_MARGIN - 4);
}

static void
make_plan (WbChart     *self,
           WbChartPlan *plan)
{
  WbChartStyle style = { 0 };

  get_style (self, &style);
  wb_chart_plan_make (plan, self->data, &style, gtk_widget_get_pango_context (GTK_WIDGET (self)),
                      gtk_widget_get_width (GTK_WIDGET (self)),
                      gtk_widget_get_height (GTK_WIDGET (self)));
}

/* A row says what it is right after its bar. */
static gboolean
says_itself (const WbChartData *data)
{
  return data->kind == WB_CHART_ROWS && data->series->len == 1;
}

static void
draw_anew (WbChart            *self,
           const WbChartStyle *style,
           int                 width,
           int                 height)
{
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));

  wb_chart_draw (self->data, style, gtk_widget_get_pango_context (GTK_WIDGET (self)), cr, width,
                 height);
  if (self->cursor >= 0 && !says_itself (self->data)) {
    WbChartPlan plan = { 0 };

    make_plan (self, &plan);
    draw_readout (self, style, &plan, cr);
  }
  cairo_destroy (cr);
  g_clear_pointer (&self->drawn, gsk_render_node_unref);
  self->drawn = gtk_snapshot_free_to_node (snapshot);
  self->drawn_style = *style;
  self->drawn_serial =
    pango_context_get_serial (gtk_widget_get_pango_context (GTK_WIDGET (self)));
  self->drawn_width = width;
  self->drawn_height = height;
}

static gboolean
is_drawn (WbChart            *self,
          const WbChartStyle *style,
          int                 width,
          int                 height)
{
  PangoContext *pango = gtk_widget_get_pango_context (GTK_WIDGET (self));

  return self->drawn && self->drawn_width == width && self->drawn_height == height &&
         self->drawn_serial == pango_context_get_serial (pango) &&
         memcmp (&self->drawn_style, style, sizeof *style) == 0;
}

static void
wb_chart_snapshot (GtkWidget   *widget,
                   GtkSnapshot *snapshot)
{
  WbChart *self = WB_CHART (widget);
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);
  WbChartStyle style = { 0 };

  if (!self->data || width <= 0 || height <= 0)
    return;

  get_style (self, &style);
  if (!is_drawn (self, &style, width, height))
    draw_anew (self, &style, width, height);
  gtk_snapshot_append_node (snapshot, self->drawn);
}

static void
wb_chart_measure (GtkWidget      *widget,
                  GtkOrientation  orientation,
                  int             for_size,
                  int            *minimum,
                  int            *natural,
                  int            *minimum_baseline,
                  int            *natural_baseline)
{
  WbChart *self = WB_CHART (widget);
  PangoContext *pango = gtk_widget_get_pango_context (widget);
  WbChartStyle style = { 0 };
  double height = 0;

  get_style (self, &style);
  height = wb_chart_get_height (self->data, &style, pango);
  if (orientation == GTK_ORIENTATION_VERTICAL) {
    *minimum = *natural = (int) ceil (height);
    return;
  }
  *minimum = 160;
  *natural = 480;
}

static void
point_at (WbChart *self,
          double   x,
          double   y)
{
  WbChartPlan plan = { 0 };

  if (!self->data || wb_chart_data_is_empty (self->data))
    return;

  make_plan (self, &plan);
  wb_chart_set_cursor (self, wb_chart_plan_find (&plan, self->data->n_points, x, y));
}

static void
pointer_moved_cb (GtkEventControllerMotion *controller,
                  double                    x,
                  double                    y,
                  WbChart                  *self)
{
  point_at (self, x, y);
}

static void
pointer_left_cb (GtkEventControllerMotion *controller,
                 WbChart                  *self)
{
  if (!gtk_widget_has_focus (GTK_WIDGET (self)))
    wb_chart_set_cursor (self, -1);
}

static void
pressed_cb (GtkGestureClick *gesture,
            int              n_press,
            double           x,
            double           y,
            WbChart         *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self));
  point_at (self, x, y);
}

static void
focus_left_cb (GtkEventControllerFocus *controller,
               WbChart                 *self)
{
  wb_chart_set_cursor (self, -1);
}

/* Days go by weeks, a year by months. */
static int
get_page (WbChart *self)
{
  return self->data->n_points > 92 ? 30 : 7;
}

/* How far a key goes; G_MAXINT and G_MININT are the ends, 0 is no key of ours. */
static int
get_travel (WbChart *self,
            guint    keyval)
{
  gboolean is_lying =
    self->data->kind == WB_CHART_ROWS || self->data->kind == WB_CHART_INTERVALS;
  int on = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL && !is_lying ? -1 : 1;

  switch (keyval) {
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
      return -on;
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
      return on;
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      return is_lying ? -1 : 0;
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      return is_lying ? 1 : 0;
    case GDK_KEY_Page_Up:
    case GDK_KEY_KP_Page_Up:
      return -get_page (self);
    case GDK_KEY_Page_Down:
    case GDK_KEY_KP_Page_Down:
      return get_page (self);
    case GDK_KEY_Home:
    case GDK_KEY_KP_Home:
      return G_MININT;
    case GDK_KEY_End:
    case GDK_KEY_KP_End:
      return G_MAXINT;
    default:
      return 0;
  }
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint                  keyval,
                guint                  keycode,
                GdkModifierType        state,
                WbChart               *self)
{
  int last = 0;
  int travel = 0;

  if (!self->data || wb_chart_data_is_empty (self->data) ||
      (state & gtk_accelerator_get_default_mod_mask ()) != 0)
    return GDK_EVENT_PROPAGATE;
  if (keyval == GDK_KEY_Escape && self->cursor >= 0) {
    wb_chart_set_cursor (self, -1);
    return GDK_EVENT_STOP;
  }
  travel = get_travel (self, keyval);
  if (travel == 0)
    return GDK_EVENT_PROPAGATE;

  last = (int) self->data->n_points - 1;
  if (travel == G_MAXINT || travel == G_MININT)
    wb_chart_set_cursor (self, travel > 0 ? last : 0);
  else if (self->cursor < 0)
    wb_chart_set_cursor (self, travel > 0 ? 0 : last);
  else
    wb_chart_set_cursor (self, CLAMP (self->cursor + travel, 0, last));

  return GDK_EVENT_STOP;
}

static void
wb_chart_finalize (GObject *object)
{
  WbChart *self = WB_CHART (object);

  g_clear_pointer (&self->drawn, gsk_render_node_unref);
  g_clear_pointer (&self->data, wb_chart_data_unref);

  G_OBJECT_CLASS (wb_chart_parent_class)->finalize (object);
}

static void
wb_chart_class_init (WbChartClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = wb_chart_finalize;
  widget_class->measure = wb_chart_measure;
  widget_class->snapshot = wb_chart_snapshot;
  gtk_widget_class_set_css_name (widget_class, "chart");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
wb_chart_init (WbChart *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  AdwStyleManager *manager = adw_style_manager_get_default ();
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  self->cursor = -1;
  gtk_widget_set_focusable (widget, TRUE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  g_signal_connect (focus, "leave", G_CALLBACK (focus_left_cb), self);
  g_signal_connect (motion, "enter", G_CALLBACK (pointer_moved_cb), self);
  g_signal_connect (motion, "motion", G_CALLBACK (pointer_moved_cb), self);
  g_signal_connect (motion, "leave", G_CALLBACK (pointer_left_cb), self);
  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (widget, keys);
  gtk_widget_add_controller (widget, focus);
  gtk_widget_add_controller (widget, motion);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (click));
  g_signal_connect_object (manager, "notify::dark", G_CALLBACK (gtk_widget_queue_draw), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (manager, "notify::high-contrast", G_CALLBACK (gtk_widget_queue_draw),
                           self, G_CONNECT_SWAPPED);
}

/**
 * wb_chart_new:
 *
 * Returns: (transfer floating): a chart that shows nothing yet
 */
GtkWidget *
wb_chart_new (void)
{
  return g_object_new (WB_TYPE_CHART, NULL);
}

/**
 * wb_chart_set_data:
 * @self: a chart
 * @data: (nullable): what to show, not changed any more
 *
 * A cursor stays where it is if the points are the same ones.
 */
void
wb_chart_set_data (WbChart     *self,
                   WbChartData *data)
{
  gboolean same = FALSE;

  g_return_if_fail (WB_IS_CHART (self));

  same = self->data && data && !wb_chart_data_is_empty (data) &&
         g_strv_equal ((const char *const *) self->data->points,
                       (const char *const *) data->points);
  if (data)
    wb_chart_data_ref (data);
  g_clear_pointer (&self->data, wb_chart_data_unref);
  g_clear_pointer (&self->drawn, gsk_render_node_unref);
  self->data = data;
  if (!same)
    self->cursor = -1;
  /* Without anything to go through there is nothing to stop at. */
  gtk_widget_set_focusable (GTK_WIDGET (self), !wb_chart_data_is_empty (data));
  update_spoken (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * wb_chart_get_cursor:
 * @self: a chart
 *
 * Returns: the point that is read out; -1 = none
 */
int
wb_chart_get_cursor (WbChart *self)
{
  g_return_val_if_fail (WB_IS_CHART (self), -1);

  return self->cursor;
}

/**
 * wb_chart_set_cursor:
 * @self: a chart
 * @index: the point to read out; -1 = none
 */
void
wb_chart_set_cursor (WbChart *self,
                     int      index)
{
  g_return_if_fail (WB_IS_CHART (self));

  if (index < 0 || !self->data || (guint) index >= self->data->n_points)
    index = -1;
  if (index == self->cursor)
    return;

  self->cursor = index;
  update_spoken (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
