/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Equal cells; see wb-tiles.h. GtkFlowBox was not taken: it puts a focusable wrapper around each
 * child, so that Tab stops twice at each button. */

#include "config.h"

#include "wb-tiles.h"

struct _WbTiles
{
  GtkWidget parent_instance;

  int min_tile_width;
  int max_columns;
  int spacing;
};

static void wb_tiles_buildable_init (GtkBuildableIface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (WbTiles, wb_tiles, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_BUILDABLE, wb_tiles_buildable_init))

enum
{
  PROP_0,
  PROP_MIN_TILE_WIDTH,
  PROP_MAX_COLUMNS,
  PROP_SPACING,
  N_PROPS,
};
static GParamSpec *properties[N_PROPS];

static GtkBuildableIface *parent_buildable_iface;

/* The widest minimum, the widest natural width and the number of those shown. */
static int
survey (WbTiles *self,
        int     *minimum_out,
        int     *natural_out)
{
  int n = 0;

  *minimum_out = *natural_out = 0;
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self)); child;
       child = gtk_widget_get_next_sibling (child)) {
    int minimum = 0;
    int natural = 0;

    if (!gtk_widget_should_layout (child))
      continue;
    gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, NULL, NULL);
    *minimum_out = MAX (*minimum_out, minimum);
    *natural_out = MAX (*natural_out, natural);
    n++;
  }

  return n;
}

static int
count_fitting (WbTiles *self,
               int      width,
               int      tile)
{
  return tile > 0 ? (width + self->spacing) / (tile + self->spacing) : self->max_columns;
}

/* As many as show all their words; two may shorten theirs rather than stand below each other. */
static int
count_columns (WbTiles *self,
               int      width,
               int      minimum,
               int      natural,
               int      n)
{
  int whole = count_fitting (self, width, MAX (natural, self->min_tile_width));
  int shortened = count_fitting (self, width, MAX (minimum, self->min_tile_width));

  return CLAMP (MIN (MAX (whole, MIN (shortened, 2)), n), 1, self->max_columns);
}

static int
get_tile_height (WbTiles *self,
                 int      tile_width,
                 int     *natural_out)
{
  int tallest = 0;

  *natural_out = 0;
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self)); child;
       child = gtk_widget_get_next_sibling (child)) {
    int minimum = 0;
    int natural = 0;

    if (!gtk_widget_should_layout (child))
      continue;
    gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, tile_width, &minimum, &natural, NULL,
                        NULL);
    tallest = MAX (tallest, minimum);
    *natural_out = MAX (*natural_out, natural);
  }

  return tallest;
}

static void
wb_tiles_measure (GtkWidget      *widget,
                  GtkOrientation  orientation,
                  int             for_size,
                  int            *minimum,
                  int            *natural,
                  int            *minimum_baseline,
                  int            *natural_baseline)
{
  WbTiles *self = WB_TILES (widget);
  int tile_minimum = 0;
  int tile_natural = 0;
  int n = survey (self, &tile_minimum, &tile_natural);
  int columns = 0;
  int rows = 0;

  if (orientation == GTK_ORIENTATION_HORIZONTAL) {
    columns = MIN (n, self->max_columns);
    *minimum = tile_minimum;
    *natural = MAX (0, columns * (MAX (tile_natural, self->min_tile_width) + self->spacing) -
                    self->spacing);
    return;
  }

  if (for_size < 0)
    for_size = tile_minimum;
  columns = count_columns (self, for_size, tile_minimum, tile_natural, n);
  rows = (n + columns - 1) / columns;
  *minimum = get_tile_height (
    self, MAX (tile_minimum, (for_size - (columns - 1) * self->spacing) / columns), natural);
  *minimum = MAX (0, rows * (*minimum + self->spacing) - self->spacing);
  *natural = MAX (0, rows * (*natural + self->spacing) - self->spacing);
}

static void
wb_tiles_size_allocate (GtkWidget *widget,
                        int        width,
                        int        height,
                        int        baseline)
{
  WbTiles *self = WB_TILES (widget);
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int minimum = 0;
  int natural = 0;
  int n = survey (self, &minimum, &natural);
  int columns = count_columns (self, width, minimum, natural, n);
  int rows = MAX (1, (n + columns - 1) / columns);
  int tile_width = (width - (columns - 1) * self->spacing) / columns;
  int tile_height = (height - (rows - 1) * self->spacing) / rows;
  int i = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child)) {
    int column = i % columns;
    int x = column * (tile_width + self->spacing);
    int y = i / columns * (tile_height + self->spacing);

    if (!gtk_widget_should_layout (child))
      continue;
    if (rtl)
      x = width - x - tile_width;
    gtk_widget_size_allocate (child, &(GtkAllocation) { x, y, tile_width, tile_height }, -1);
    i++;
  }
}

static GtkSizeRequestMode
wb_tiles_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
wb_tiles_add_child (GtkBuildable *buildable,
                    GtkBuilder   *builder,
                    GObject      *child,
                    const char   *type)
{
  if (GTK_IS_WIDGET (child))
    wb_tiles_append (WB_TILES (buildable), GTK_WIDGET (child));
  else
    parent_buildable_iface->add_child (buildable, builder, child, type);
}

static void
wb_tiles_buildable_init (GtkBuildableIface *iface)
{
  parent_buildable_iface = g_type_interface_peek_parent (iface);
  iface->add_child = wb_tiles_add_child;
}

static void
wb_tiles_get_property (GObject    *object,
                       guint       prop_id,
                       GValue     *value,
                       GParamSpec *pspec)
{
  WbTiles *self = WB_TILES (object);

  switch (prop_id) {
    case PROP_MIN_TILE_WIDTH:
      g_value_set_int (value, self->min_tile_width);
      break;
    case PROP_MAX_COLUMNS:
      g_value_set_int (value, self->max_columns);
      break;
    case PROP_SPACING:
      g_value_set_int (value, self->spacing);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
wb_tiles_set_property (GObject      *object,
                       guint         prop_id,
                       const GValue *value,
                       GParamSpec   *pspec)
{
  WbTiles *self = WB_TILES (object);

  switch (prop_id) {
    case PROP_MIN_TILE_WIDTH:
      self->min_tile_width = g_value_get_int (value);
      break;
    case PROP_MAX_COLUMNS:
      self->max_columns = g_value_get_int (value);
      break;
    case PROP_SPACING:
      self->spacing = g_value_get_int (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
wb_tiles_dispose (GObject *object)
{
  GtkWidget *child = NULL;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))))
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (wb_tiles_parent_class)->dispose (object);
}

static void
wb_tiles_class_init (WbTilesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->dispose = wb_tiles_dispose;
  object_class->get_property = wb_tiles_get_property;
  object_class->set_property = wb_tiles_set_property;
  widget_class->get_request_mode = wb_tiles_get_request_mode;
  widget_class->measure = wb_tiles_measure;
  widget_class->size_allocate = wb_tiles_size_allocate;
  gtk_widget_class_set_css_name (widget_class, "tiles");

  properties[PROP_MIN_TILE_WIDTH] =
    g_param_spec_int ("min-tile-width", NULL, NULL, 0, G_MAXINT, 140, flags);
  properties[PROP_MAX_COLUMNS] =
    g_param_spec_int ("max-columns", NULL, NULL, 1, G_MAXINT, 3, flags);
  properties[PROP_SPACING] = g_param_spec_int ("spacing", NULL, NULL, 0, G_MAXINT, 12, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
wb_tiles_init (WbTiles *self)
{
  self->min_tile_width = 140;
  self->max_columns = 3;
  self->spacing = 12;
}

/**
 * wb_tiles_append:
 * @self: the tiles
 * @child: (transfer floating): goes into the next cell
 */
void
wb_tiles_append (WbTiles   *self,
                 GtkWidget *child)
{
  g_return_if_fail (WB_IS_TILES (self));
  g_return_if_fail (GTK_IS_WIDGET (child));

  gtk_widget_insert_before (child, GTK_WIDGET (self), NULL);
}
