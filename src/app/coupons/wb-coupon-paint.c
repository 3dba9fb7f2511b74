/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What drawn rows share; see wb-coupon-paint.h. */

#include "config.h"

#include "wb-coupon-paint.h"

#include "compat.h"
#include "wb-coupon-words.h"

#define ICON_SIZE WB_COUPON_ICON_SIZE
#define MOST_STATES 8
/* Laid out words that are kept: amounts, days and names of some thousand rows. */
#define MOST_LAYOUTS 512

struct _WbCouponPaint
{
  GtkWidget *owner;                         /* (unowned) */
  GHashTable *layouts;                      /* (owned) (element-type utf8 PangoLayout) */
  PangoAttrList *attributes[2][2];          /* (owned) small or not, bold or not */
  GtkWidget *images[MOST_STATES];           /* (owned by the widget tree) for CSS alone */
  GtkIconPaintable *icons[MOST_STATES];     /* (owned) (nullable) */
  GtkIconPaintable *copy;                   /* (owned) (nullable) */
};

/* Icons take their colours from CSS by way of images that are never shown. */

static PangoAttrList *
new_attributes (gboolean small,
                gboolean bold)
{
  PangoAttrList *attributes = pango_attr_list_new ();

  if (bold)
    pango_attr_list_insert (attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
  if (small)
    pango_attr_list_insert (attributes, pango_attr_scale_new (0.92));
  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum"));

  return attributes;
}

WbCouponPaint *
wb_coupon_paint_new (GtkWidget *owner)
{
  WbCouponPaint *self = g_new0 (WbCouponPaint, 1);

  self->owner = owner;
  self->layouts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  for (guint i = 0; i < 4; i++)
    self->attributes[i / 2][i % 2] = new_attributes (i / 2, i % 2);
  for (guint i = 0; wb_coupon_states[i]; i++) {
    g_assert (i < MOST_STATES);
    self->images[i] = gtk_image_new ();
    gtk_widget_add_css_class (self->images[i], "coupon-state");
    gtk_widget_add_css_class (self->images[i], wb_coupon_state_class (wb_coupon_states[i]));
    gtk_widget_set_child_visible (self->images[i], FALSE);
    gtk_widget_set_parent (self->images[i], owner);
  }

  return self;
}

void
wb_coupon_paint_free (WbCouponPaint *self)
{
  for (guint i = 0; i < MOST_STATES; i++) {
    g_clear_pointer (&self->images[i], gtk_widget_unparent);
    g_clear_object (&self->icons[i]);
  }
  for (guint i = 0; i < 4; i++)
    pango_attr_list_unref (self->attributes[i / 2][i % 2]);
  g_hash_table_unref (self->layouts);
  g_clear_object (&self->copy);
  g_free (self);
}

/* The letters are those of the table: a change of them reaches all layouts by its Pango context. */
static PangoLayout *
new_layout (WbCouponPaint *self,
            const char    *text,
            gboolean       small,
            gboolean       bold)
{
  PangoLayout *layout = gtk_widget_create_pango_layout (self->owner, text);

  pango_layout_set_attributes (layout, self->attributes[small][bold]);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  pango_layout_set_auto_dir (layout, FALSE);

  return layout;
}

static gboolean
is_of_many (WbCouponColumn column)
{
  return column != WB_COUPON_COLUMN_CODE && column != WB_COUPON_COLUMN_TICKET &&
         column != WB_COUPON_COLUMN_USED && column != WB_COUPON_COLUMN_REVENUE;
}

/* Rows share what many of them say in one column: laying words out is most of what a row costs. */
PangoLayout *
wb_coupon_paint_layout (WbCouponPaint  *self,
                        WbCouponColumn  column,
                        const char     *text,
                        gboolean        small,
                        gboolean        bold)
{
  g_autofree char *key = NULL;
  PangoLayout *layout = NULL;

  if (!is_of_many (column))
    return new_layout (self, text, small, bold);

  key = g_strdup_printf ("%d %d %d %s", (int) column, small, bold, text);
  layout = g_hash_table_lookup (self->layouts, key);
  if (layout)
    return g_object_ref (layout);

  if (g_hash_table_size (self->layouts) >= MOST_LAYOUTS)
    g_hash_table_remove_all (self->layouts);
  layout = new_layout (self, text, small, bold);
  g_hash_table_insert (self->layouts, g_steal_pointer (&key), g_object_ref (layout));

  return layout;
}

static GtkIconPaintable *
look_up (WbCouponPaint *self,
         const char    *name)
{
  return gtk_icon_theme_lookup_icon (
    gtk_icon_theme_get_for_display (gtk_widget_get_display (self->owner)), name, NULL, ICON_SIZE,
    gtk_widget_get_scale_factor (self->owner), gtk_widget_get_direction (self->owner),
    GTK_ICON_LOOKUP_FORCE_SYMBOLIC);
}

static void
draw_icon (GtkIconPaintable *icon,
           GtkSnapshot      *snapshot,
           float             x,
           float             y,
           const GdkRGBA    *color)
{
  GdkRGBA colors[4] = { *color, *color, *color, *color };

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (x, y));
  gtk_symbolic_paintable_snapshot_symbolic (GTK_SYMBOLIC_PAINTABLE (icon), snapshot, ICON_SIZE,
                                            ICON_SIZE, colors, G_N_ELEMENTS (colors));
  gtk_snapshot_restore (snapshot);
}

void
wb_coupon_paint_state (WbCouponPaint     *self,
                       GtkSnapshot       *snapshot,
                       const WbCouponRow *row,
                       float              x,
                       float              y)
{
  const char *state = row ? row->coupon->state : NULL;

  for (guint i = 0; wb_coupon_states[i]; i++) {
    GdkRGBA color = { 0 };

    if (g_strcmp0 (wb_coupon_states[i], state) != 0)
      continue;
    if (!self->icons[i])
      self->icons[i] = look_up (self, wb_coupon_state_icon (state));
    wb_compat_get_color (self->images[i], &color);
    draw_icon (self->icons[i], snapshot, x, y, &color);
  }
}

void
wb_coupon_paint_copy (WbCouponPaint *self,
                      GtkSnapshot   *snapshot,
                      float          x,
                      float          y,
                      const GdkRGBA *color)
{
  if (!self->copy)
    self->copy = look_up (self, "edit-copy-symbolic");
  draw_icon (self->copy, snapshot, x, y, color);
}
