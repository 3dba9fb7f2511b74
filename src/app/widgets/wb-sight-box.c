/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* See wb-sight-box.h. A part that waits is a child that is not child-visible: it stands in the
 * accessible tree, but costs neither styles nor layout. Its place is kept as high as it was when it
 * was last seen. A part that moves makes its box draw again by itself; that the page was scrolled
 * or has another height is heard from the adjustment. */

#include "config.h"

#include "wb-sight-box.h"

/* Shadows reach further than what casts them. */
#define MARGIN 24.0f
/* px; of a part that nobody has seen yet. Rather too low: of several, one too many is filled. */
#define UNSEEN_HEIGHT 240
/* px; of a window that has no size yet. */
#define USUAL_HEIGHT 800

typedef struct
{
  gboolean is_due;         /* laid out, not waiting for its frame */
  gboolean is_stale;       /* to be filled first */
  int minimum;             /* width */
  int natural;
  int height;
} Place;

struct _WbSightBox
{
  GtkWidget parent_instance;

  int spacing;
  GtkWidget *port;           /* (unowned) (nullable) the viewport around it, while it is mapped */
  GtkAdjustment *adjustment; /* (owned) (nullable) of @port */
  guint follow_id;           /* idle, 0 = none */
  WbSightBoxFill fill;       /* (nullable) */
  gpointer fill_data;
};

static void wb_sight_box_buildable_init (GtkBuildableIface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (WbSightBox, wb_sight_box, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_BUILDABLE,
                                                      wb_sight_box_buildable_init))

enum
{
  PROP_0,
  PROP_SPACING,
  N_PROPS,
};
static GParamSpec *properties[N_PROPS];

static GtkBuildableIface *parent_buildable_iface;

static GQuark place_quark;

static Place *
get_place (GtkWidget *part)
{
  return g_object_get_qdata (G_OBJECT (part), place_quark);
}

static gboolean
is_waiting (GtkWidget *part)
{
  Place *place = get_place (part);

  return gtk_widget_should_layout (part) && (!place->is_due || place->is_stale);
}

/* How far down there is something to be seen: by the viewport, or as long as it has no size yet, by
 * what is around it. */
static int
get_reach (WbSightBox *self)
{
  GtkWidget *port = gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_VIEWPORT);
  GtkAdjustment *adjustment =
    port ? gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (port)) : NULL;
  int height = 0;

  if (!port)
    return G_MAXINT;
  for (GtkWidget *at = port; at && height == 0; at = gtk_widget_get_parent (at))
    height = gtk_widget_get_height (at);

  if (height == 0)
    height = USUAL_HEIGHT;

  return height + (adjustment ? (int) gtk_adjustment_get_value (adjustment) : 0);
}

static void
fill_part (WbSightBox *self,
           GtkWidget  *part)
{
  Place *place = get_place (part);

  if (!place->is_stale)
    return;
  place->is_stale = FALSE;
  if (self->fill)
    self->fill (part, self->fill_data);
}

/* Ahead of the layout, so that it gets its styles first: measured without, it is measured twice. */
static void
set_due (GtkWidget *part,
         gboolean   is_due)
{
  get_place (part)->is_due = is_due;
  gtk_widget_set_child_visible (part, is_due);
}

/* Fills what is in sight or above it: what is above, filled later, would move what is seen. */
static void
fill_to (WbSightBox *self,
         int         reach)
{
  int y = 0;

  for (GtkWidget *part = gtk_widget_get_first_child (GTK_WIDGET (self)); part && y < reach;
       part = gtk_widget_get_next_sibling (part)) {
    fill_part (self, part);
    set_due (part, TRUE);
    if (gtk_widget_should_layout (part))
      y += get_place (part)->height + self->spacing;
  }
}

/* The next part, from top to bottom; one that hides itself gives way to the one after it. */
static gboolean
follow_cb (gpointer user_data)
{
  WbSightBox *self = WB_SIGHT_BOX (user_data);

  self->follow_id = 0;
  for (GtkWidget *part = gtk_widget_get_first_child (GTK_WIDGET (self)); part;
       part = gtk_widget_get_next_sibling (part)) {
    gboolean was_waiting = is_waiting (part);

    fill_part (self, part);
    if (!gtk_widget_should_layout (part) || !was_waiting)
      continue;
    set_due (part, TRUE);
    break;
  }
  gtk_widget_queue_resize (GTK_WIDGET (self));
  /* So that the frame comes after which the next one follows. */
  gtk_widget_queue_draw (GTK_WIDGET (self));

  return G_SOURCE_REMOVE;
}

static gboolean
is_in_sight (WbSightBox *self,
             GtkWidget  *part)
{
  graphene_rect_t bounds;

  if (!self->port || !gtk_widget_compute_bounds (part, self->port, &bounds))
    return TRUE;

  return bounds.origin.y - MARGIN < (float) gtk_widget_get_height (self->port) &&
         bounds.origin.y + bounds.size.height + MARGIN > 0;
}

static void
wb_sight_box_snapshot (GtkWidget   *widget,
                       GtkSnapshot *snapshot)
{
  WbSightBox *self = WB_SIGHT_BOX (widget);

  for (GtkWidget *part = gtk_widget_get_first_child (widget); part;
       part = gtk_widget_get_next_sibling (part)) {
    if (gtk_widget_get_mapped (part) && is_in_sight (self, part))
      gtk_widget_snapshot_child (widget, part, snapshot);
  }
  if (self->follow_id == 0 && !wb_sight_box_is_done (self))
    self->follow_id = g_idle_add_full (G_PRIORITY_LOW, follow_cb, self, NULL);
}

static void
measure_widths (WbSightBox *self,
                int        *minimum_out,
                int        *natural_out)
{
  *minimum_out = *natural_out = 0;
  for (GtkWidget *part = gtk_widget_get_first_child (GTK_WIDGET (self)); part;
       part = gtk_widget_get_next_sibling (part)) {
    Place *place = get_place (part);

    if (!gtk_widget_should_layout (part))
      continue;
    if (place->is_due)
      gtk_widget_measure (part, GTK_ORIENTATION_HORIZONTAL, -1, &place->minimum, &place->natural,
                          NULL, NULL);
    *minimum_out = MAX (*minimum_out, place->minimum);
    *natural_out = MAX (*natural_out, place->natural);
  }
}

static int
measure_height (WbSightBox *self,
                int         width)
{
  int y = 0;

  for (GtkWidget *part = gtk_widget_get_first_child (GTK_WIDGET (self)); part;
       part = gtk_widget_get_next_sibling (part)) {
    Place *place = get_place (part);

    if (!gtk_widget_should_layout (part))
      continue;
    if (place->is_due)
      gtk_widget_measure (part, GTK_ORIENTATION_VERTICAL, width, &place->height, NULL, NULL, NULL);
    y += place->height + self->spacing;
  }

  return MAX (0, y - self->spacing);
}

static GtkSizeRequestMode
wb_sight_box_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
wb_sight_box_measure (GtkWidget      *widget,
                      GtkOrientation  orientation,
                      int             for_size,
                      int            *minimum,
                      int            *natural,
                      int            *minimum_baseline,
                      int            *natural_baseline)
{
  WbSightBox *self = WB_SIGHT_BOX (widget);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    measure_widths (self, minimum, natural);
  else
    *minimum = *natural = measure_height (self, for_size);
}

static void
wb_sight_box_size_allocate (GtkWidget *widget,
                            int        width,
                            int        height,
                            int        baseline)
{
  WbSightBox *self = WB_SIGHT_BOX (widget);
  int y = 0;

  measure_height (self, width);
  for (GtkWidget *part = gtk_widget_get_first_child (widget); part;
       part = gtk_widget_get_next_sibling (part)) {
    Place *place = get_place (part);

    if (!gtk_widget_should_layout (part))
      continue;
    if (place->is_due)
      gtk_widget_size_allocate (part, &(GtkAllocation) { 0, y, width, place->height }, -1);
    y += place->height + self->spacing;
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

/* Of a page that is opened again, only what will be seen is mapped with it. */
static void
put_off (WbSightBox *self)
{
  int reach = get_reach (self);
  int y = 0;

  for (GtkWidget *part = gtk_widget_get_first_child (GTK_WIDGET (self)); part;
       part = gtk_widget_get_next_sibling (part)) {
    set_due (part, y < reach);
    if (gtk_widget_should_layout (part))
      y += get_place (part)->height + self->spacing;
  }
}

static void
wb_sight_box_map (GtkWidget *widget)
{
  WbSightBox *self = WB_SIGHT_BOX (widget);

  self->port = gtk_widget_get_ancestor (widget, GTK_TYPE_VIEWPORT);
  if (self->port) {
    self->adjustment =
      g_object_ref (gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->port)));
    g_signal_connect_swapped (self->adjustment, "value-changed", G_CALLBACK (wb_sight_box_hurry),
                              self);
    g_signal_connect_swapped (self->adjustment, "value-changed",
                              G_CALLBACK (gtk_widget_queue_draw), self);
    g_signal_connect_swapped (self->adjustment, "changed", G_CALLBACK (gtk_widget_queue_draw),
                              self);
  }
  put_off (self);
  fill_to (self, get_reach (self));
  GTK_WIDGET_CLASS (wb_sight_box_parent_class)->map (widget);
}

static void
wb_sight_box_unmap (GtkWidget *widget)
{
  WbSightBox *self = WB_SIGHT_BOX (widget);

  g_clear_handle_id (&self->follow_id, g_source_remove);
  GTK_WIDGET_CLASS (wb_sight_box_parent_class)->unmap (widget);
  leave_port (self);
}

/* Where the keyboard goes, all is to stand in its place. */
static gboolean
wb_sight_box_focus (GtkWidget        *widget,
                    GtkDirectionType  direction)
{
  WbSightBox *self = WB_SIGHT_BOX (widget);

  if (!wb_sight_box_is_done (self)) {
    wb_sight_box_hurry (self);
    wb_sight_box_size_allocate (widget, gtk_widget_get_width (widget),
                                gtk_widget_get_height (widget), -1);
  }

  return GTK_WIDGET_CLASS (wb_sight_box_parent_class)->focus (widget, direction);
}

static void
wb_sight_box_add_child (GtkBuildable *buildable,
                        GtkBuilder   *builder,
                        GObject      *child,
                        const char   *type)
{
  if (GTK_IS_WIDGET (child))
    wb_sight_box_append (WB_SIGHT_BOX (buildable), GTK_WIDGET (child));
  else
    parent_buildable_iface->add_child (buildable, builder, child, type);
}

static void
wb_sight_box_buildable_init (GtkBuildableIface *iface)
{
  parent_buildable_iface = g_type_interface_peek_parent (iface);
  iface->add_child = wb_sight_box_add_child;
}

static void
wb_sight_box_set_property (GObject      *object,
                           guint         prop_id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  WbSightBox *self = WB_SIGHT_BOX (object);

  switch (prop_id) {
    case PROP_SPACING:
      self->spacing = g_value_get_int (value);
      gtk_widget_queue_resize (GTK_WIDGET (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
wb_sight_box_dispose (GObject *object)
{
  WbSightBox *self = WB_SIGHT_BOX (object);
  GtkWidget *part = NULL;

  g_clear_handle_id (&self->follow_id, g_source_remove);
  leave_port (self);
  while ((part = gtk_widget_get_first_child (GTK_WIDGET (object))))
    gtk_widget_unparent (part);

  G_OBJECT_CLASS (wb_sight_box_parent_class)->dispose (object);
}

static void
wb_sight_box_class_init (WbSightBoxClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = wb_sight_box_set_property;
  object_class->dispose = wb_sight_box_dispose;
  widget_class->get_request_mode = wb_sight_box_get_request_mode;
  widget_class->measure = wb_sight_box_measure;
  widget_class->size_allocate = wb_sight_box_size_allocate;
  widget_class->map = wb_sight_box_map;
  widget_class->unmap = wb_sight_box_unmap;
  widget_class->focus = wb_sight_box_focus;
  widget_class->snapshot = wb_sight_box_snapshot;

  properties[PROP_SPACING] =
    g_param_spec_int ("spacing", NULL, NULL, 0, G_MAXINT, 0,
                      G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_css_name (widget_class, "sightbox");
  place_quark = g_quark_from_static_string ("wb-sight-place");
}

static void
wb_sight_box_init (WbSightBox *self)
{
}

/**
 * wb_sight_box_append:
 * @self: a box
 * @part: (transfer floating): stands below the others
 */
void
wb_sight_box_append (WbSightBox *self,
                     GtkWidget  *part)
{
  Place *place = NULL;

  g_return_if_fail (WB_IS_SIGHT_BOX (self));
  g_return_if_fail (GTK_IS_WIDGET (part));

  place = g_new0 (Place, 1);
  place->height = UNSEEN_HEIGHT;
  g_object_set_qdata_full (G_OBJECT (part), place_quark, place, g_free);
  gtk_widget_set_child_visible (part, FALSE);
  gtk_widget_insert_before (part, GTK_WIDGET (self), NULL);
}

/**
 * wb_sight_box_set_fill:
 * @self: a box
 * @fill: (scope notified): puts into a part what it is to show
 * @user_data: for @fill; outlives the box
 */
void
wb_sight_box_set_fill (WbSightBox     *self,
                       WbSightBoxFill  fill,
                       gpointer        user_data)
{
  g_return_if_fail (WB_IS_SIGHT_BOX (self));

  self->fill = fill;
  self->fill_data = user_data;
}

/**
 * wb_sight_box_renew:
 * @self: a box
 *
 * There is something else to show: parts in sight are filled before this returns, the others in the
 * frames after.
 */
void
wb_sight_box_renew (WbSightBox *self)
{
  g_return_if_fail (WB_IS_SIGHT_BOX (self));

  for (GtkWidget *part = gtk_widget_get_first_child (GTK_WIDGET (self)); part;
       part = gtk_widget_get_next_sibling (part))
    get_place (part)->is_stale = TRUE;
  fill_to (self, get_reach (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * wb_sight_box_hurry:
 * @self: a box
 *
 * Fills all of it, and lays it out in the next frame.
 */
void
wb_sight_box_hurry (WbSightBox *self)
{
  g_return_if_fail (WB_IS_SIGHT_BOX (self));

  if (wb_sight_box_is_done (self))
    return;
  for (GtkWidget *part = gtk_widget_get_first_child (GTK_WIDGET (self)); part;
       part = gtk_widget_get_next_sibling (part)) {
    fill_part (self, part);
    set_due (part, TRUE);
  }
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

/**
 * wb_sight_box_is_done:
 * @self: a box
 *
 * Returns: whether no part waits any more
 */
gboolean
wb_sight_box_is_done (WbSightBox *self)
{
  g_return_val_if_fail (WB_IS_SIGHT_BOX (self), TRUE);

  for (GtkWidget *part = gtk_widget_get_first_child (GTK_WIDGET (self)); part;
       part = gtk_widget_get_next_sibling (part)) {
    if (is_waiting (part) || get_place (part)->is_stale)
      return FALSE;
  }

  return TRUE;
}
