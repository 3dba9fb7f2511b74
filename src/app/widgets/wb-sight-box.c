/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* See wb-sight-box.h. A child that moves makes its box draw again by itself; that the page was
 * scrolled or has another height is heard from the adjustment. */

#include "config.h"

#include "wb-sight-box.h"

/* Shadows reach further than what casts them. */
#define MARGIN 24.0f

struct _WbSightBox
{
  GtkBox parent_instance;

  GtkWidget *port;           /* (nullable) the viewport around it, while it is mapped */
  GtkAdjustment *adjustment; /* (owned) (nullable) of @port */
};

G_DEFINE_FINAL_TYPE (WbSightBox, wb_sight_box, GTK_TYPE_BOX)

static gboolean
is_in_sight (WbSightBox *self,
             GtkWidget  *child)
{
  graphene_rect_t bounds;

  if (!self->port || !gtk_widget_compute_bounds (child, self->port, &bounds))
    return TRUE;

  return bounds.origin.y - MARGIN < (float) gtk_widget_get_height (self->port) &&
         bounds.origin.y + bounds.size.height + MARGIN > 0;
}

static void
wb_sight_box_snapshot (GtkWidget   *widget,
                       GtkSnapshot *snapshot)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child)) {
    if (is_in_sight (WB_SIGHT_BOX (widget), child))
      gtk_widget_snapshot_child (widget, child, snapshot);
  }
}

static void
leave_port (WbSightBox *self)
{
  if (self->adjustment)
    g_signal_handlers_disconnect_by_data (self->adjustment, self);
  g_clear_object (&self->adjustment);
  self->port = NULL;
}

static void
wb_sight_box_map (GtkWidget *widget)
{
  WbSightBox *self = WB_SIGHT_BOX (widget);

  self->port = gtk_widget_get_ancestor (widget, GTK_TYPE_VIEWPORT);
  if (self->port) {
    self->adjustment =
      g_object_ref (gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->port)));
    g_signal_connect_swapped (self->adjustment, "value-changed",
                              G_CALLBACK (gtk_widget_queue_draw), self);
    g_signal_connect_swapped (self->adjustment, "changed", G_CALLBACK (gtk_widget_queue_draw),
                              self);
  }
  GTK_WIDGET_CLASS (wb_sight_box_parent_class)->map (widget);
}

static void
wb_sight_box_unmap (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (wb_sight_box_parent_class)->unmap (widget);
  leave_port (WB_SIGHT_BOX (widget));
}

static void
wb_sight_box_dispose (GObject *object)
{
  leave_port (WB_SIGHT_BOX (object));

  G_OBJECT_CLASS (wb_sight_box_parent_class)->dispose (object);
}

static void
wb_sight_box_class_init (WbSightBoxClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = wb_sight_box_dispose;
  widget_class->map = wb_sight_box_map;
  widget_class->unmap = wb_sight_box_unmap;
  widget_class->snapshot = wb_sight_box_snapshot;
}

static void
wb_sight_box_init (WbSightBox *self)
{
}
