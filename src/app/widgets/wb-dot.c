/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A coloured dot; see wb-dot.h. */

#include "config.h"

#include "wb-dot.h"

struct _WbDot
{
  GtkWidget parent_instance;

  GdkRGBA color;
};

G_DEFINE_FINAL_TYPE (WbDot, wb_dot, GTK_TYPE_WIDGET)

static void
wb_dot_measure (GtkWidget      *widget,
                GtkOrientation  orientation,
                int             for_size,
                int            *minimum,
                int            *natural,
                int            *minimum_baseline,
                int            *natural_baseline)
{
  *minimum = *natural = WB_DOT_SIZE;
}

static void
wb_dot_snapshot (GtkWidget   *widget,
                 GtkSnapshot *snapshot)
{
  WbDot *self = WB_DOT (widget);

  wb_dot_draw (snapshot, (gtk_widget_get_width (widget) - WB_DOT_SIZE) / 2.0f,
               (gtk_widget_get_height (widget) - WB_DOT_SIZE) / 2.0f, &self->color);
}

static void
wb_dot_class_init (WbDotClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->measure = wb_dot_measure;
  widget_class->snapshot = wb_dot_snapshot;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
wb_dot_init (WbDot *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * wb_dot_new:
 *
 * Returns: (transfer floating): a dot that is not shown until it has a colour
 */
GtkWidget *
wb_dot_new (void)
{
  return g_object_new (WB_TYPE_DOT, NULL);
}

/**
 * wb_dot_set_color:
 * @self: a dot
 * @color: (nullable): #rrggbb; what is no colour hides the dot
 */
void
wb_dot_set_color (WbDot      *self,
                  const char *color)
{
  g_return_if_fail (WB_IS_DOT (self));

  gtk_widget_set_visible (GTK_WIDGET (self), color && gdk_rgba_parse (&self->color, color));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * wb_dot_draw:
 * @snapshot: where to
 * @x: its left edge
 * @y: its top edge
 * @color: its colour
 */
void
wb_dot_draw (GtkSnapshot   *snapshot,
             float          x,
             float          y,
             const GdkRGBA *color)
{
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (x, y, WB_DOT_SIZE, WB_DOT_SIZE);
  GskRoundedRect circle;

  gsk_rounded_rect_init_from_rect (&circle, &bounds, WB_DOT_SIZE / 2.0f);
  gtk_snapshot_push_rounded_clip (snapshot, &circle);
  gtk_snapshot_append_color (snapshot, color, &bounds);
  gtk_snapshot_pop (snapshot);
}
