/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What drawn rows share; see wb-coupon-paint.h. */

#include "config.h"

#include "wb-coupon-paint.h"

#include "compat.h"
#include "wb-coupon-words.h"
#include "wb-format.h"

#include <math.h>

#define ICON_SIZE WB_COUPON_ICON_SIZE
#define MOST_STATES 8
/* Laid out words that are kept: amounts, days and names of some thousand rows. */
#define MOST_LAYOUTS 512
#define MOST_OF_KEY 512
/* What rows say most is said in these. */
#define LETTERS                                                      \
  "0123456789 ABCDEFGHIJKLMNOPQRSTUVWXYZ abcdefghijklmnopqrstuvwxyz" \
  " .,:·%-–áéíúýčěřšž€"
/* The window comes first, and what the person does in it at once. */
#define WARM_PAUSE_MS 700

/* An icon in its colour, as pixels: a symbolic one is recoloured each time it is drawn. */
typedef struct
{
  GdkTexture *texture;                      /* (owned) (nullable) */
  GdkRGBA color;
  int scale;
} Stamp;

struct _WbCouponPaint
{
  GtkWidget *owner;                         /* (unowned) */
  GHashTable *layouts;                      /* (owned) (element-type utf8 PangoLayout) */
  gint32 today;                             /* the day for which they say what they say */
  PangoAttrList *attributes[2][2];          /* (owned) small or not, bold or not */
  GtkWidget *images[MOST_STATES];           /* (owned by the widget tree) for CSS alone */
  Stamp stamps[MOST_STATES];
  GtkIconPaintable *copy;                   /* (owned) (nullable) */
  guint warm_id;                            /* timeout or idle: what rows need is made */
  guint n_warm;                             /* how much of it is there */
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
  g_clear_handle_id (&self->warm_id, g_source_remove);
  for (guint i = 0; i < MOST_STATES; i++) {
    g_clear_pointer (&self->images[i], gtk_widget_unparent);
    g_clear_object (&self->stamps[i].texture);
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

/* What many rows say in one column, by what they say it of: the words need not be made to find
 * them. FALSE = each row says something else. */
static gboolean
describe (WbCouponColumn  column,
          WbContext      *context,
          const WbCoupon *coupon,
          char           *key,
          gsize           size)
{
  GTimeZone *zone = wb_context_get_zone (context);
  gint32 day = WB_DATE_NONE;
  gint64 at = column == WB_COUPON_COLUMN_EXPIRES ? coupon->expires_at : coupon->created_at;
  gsize length = 0;

  switch (column) {
    case WB_COUPON_COLUMN_STATE:
      length = (gsize) g_snprintf (key, size, "s %s", WB_TEXT (coupon->state));
      break;
    case WB_COUPON_COLUMN_VALUE:
      length = (gsize) g_snprintf (key, size, "v %s %s %s", WB_TEXT (coupon->kind),
                                   WB_TEXT (coupon->amount), WB_TEXT (coupon->currency));
      break;
    case WB_COUPON_COLUMN_MINIMUM:
      length = (gsize) g_snprintf (key, size, "m %s %s", WB_TEXT (coupon->min_order_value),
                                   WB_TEXT (coupon->currency));
      break;
    case WB_COUPON_COLUMN_SHOP:
      length = (gsize) g_snprintf (key, size, "c %s", WB_TEXT (coupon->store));
      break;
    case WB_COUPON_COLUMN_EXPIRES:
    case WB_COUPON_COLUMN_ISSUED:
      day = at == WB_TIME_NONE ? WB_DATE_NONE : wb_date_of_time (at, zone);
      length = (gsize) g_snprintf (key, size, "%d %d %s", (int) column, (int) day,
                                   column == WB_COUPON_COLUMN_EXPIRES ? ""
                                   : coupon->issued_by                ? coupon->issued_by
                                                                      : "-");
      break;
    default:
      return FALSE;
  }

  return length < size;
}

/**
 * wb_coupon_paint_layout:
 * @self: what rows share
 * @column: a column
 * @context: for names, the clock and the zone
 * @coupon: a coupon
 * @small: in small letters
 * @bold: in bold ones
 *
 * Rows share what many of them say in one column: making words and laying them out is most of what
 * a row costs.
 *
 * Returns: (transfer full) (nullable): what stands in that cell; `NULL` = nothing
 */
PangoLayout *
wb_coupon_paint_layout (WbCouponPaint  *self,
                        WbCouponColumn  column,
                        WbContext      *context,
                        const WbCoupon *coupon,
                        gboolean        small,
                        gboolean        bold)
{
  char key[MOST_OF_KEY] = { small ? 's' : '-', bold ? 'b' : '-', '\0' };
  gboolean is_shared = describe (column, context, coupon, key + 2, sizeof key - 2);
  PangoLayout *layout = is_shared ? g_hash_table_lookup (self->layouts, key) : NULL;
  g_autofree char *text = NULL;

  if (!layout) {
    text = wb_coupon_column_make_text (column, context, coupon);
    layout = new_layout (self, text, small, bold);
    if (!is_shared)
      return layout;
    if (g_hash_table_size (self->layouts) >= MOST_LAYOUTS)
      g_hash_table_remove_all (self->layouts);
    g_hash_table_insert (self->layouts, g_strdup (key), layout);
  }

  return g_object_ref (layout);
}

/**
 * wb_coupon_paint_forget:
 * @self: what rows share
 *
 * Names that rows show may have changed, or how days are said.
 */
void
wb_coupon_paint_forget (WbCouponPaint *self)
{
  g_hash_table_remove_all (self->layouts);
}

/**
 * wb_coupon_paint_set_today:
 * @self: what rows share
 * @today: the day it is, from which days are said
 */
void
wb_coupon_paint_set_today (WbCouponPaint *self,
                           gint32         today)
{
  if (self->today != today)
    wb_coupon_paint_forget (self);
  self->today = today;
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

static GdkTexture *
make_texture (WbCouponPaint *self,
              const char    *name,
              const GdkRGBA *color,
              int            scale)
{
  GskRenderer *renderer = gtk_native_get_renderer (gtk_widget_get_native (self->owner));
  g_autoptr (GtkIconPaintable) icon = look_up (self, name);
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderNode) node = NULL;

  gtk_snapshot_scale (snapshot, (float) scale, (float) scale);
  draw_icon (icon, snapshot, 0, 0, color);
  node = gtk_snapshot_free_to_node (snapshot);
  if (!node)
    return NULL;

  return gsk_renderer_render_texture (
    renderer, node,
    &GRAPHENE_RECT_INIT (0, 0, (float) (ICON_SIZE * scale), (float) (ICON_SIZE * scale)));
}

static GdkTexture *
get_stamp (WbCouponPaint *self,
           guint          state)
{
  Stamp *of_state = &self->stamps[state];
  int scale = gtk_widget_get_scale_factor (self->owner);
  GdkRGBA color = { 0 };

  wb_compat_get_color (self->images[state], &color);
  if (!of_state->texture || scale != of_state->scale ||
      !gdk_rgba_equal (&color, &of_state->color)) {
    g_clear_object (&of_state->texture);
    of_state->texture =
      make_texture (self, wb_coupon_state_icon (wb_coupon_states[state]), &color, scale);
    of_state->color = color;
    of_state->scale = scale;
  }

  return of_state->texture;
}

static void
stamp (WbCouponPaint *self,
       guint          state,
       GtkSnapshot   *snapshot,
       float          x,
       float          y)
{
  GdkTexture *texture = get_stamp (self, state);

  if (texture)
    gtk_snapshot_append_texture (snapshot, texture,
                                 &GRAPHENE_RECT_INIT (x, y, ICON_SIZE, ICON_SIZE));
}

/* Cairo keeps letters once they are drawn, wherever that was. */
static void
draw_letters (WbCouponPaint *self,
              gboolean       bold)
{
  g_autoptr (PangoLayout) layout = new_layout (self, LETTERS, TRUE, bold);
  int scale = gtk_widget_get_scale_factor (self->owner);
  cairo_surface_t *surface = NULL;
  cairo_t *cr = NULL;
  int width = 0;
  int height = 0;

  pango_layout_get_pixel_size (layout, &width, &height);
  surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width * scale, height * scale);
  cairo_surface_set_device_scale (surface, scale, scale);
  cr = cairo_create (surface);
  pango_cairo_show_layout (cr, layout);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

/* A little at a time, so that no frame waits for it. */
static gboolean
warm_cb (gpointer user_data)
{
  WbCouponPaint *self = user_data;
  guint state = self->n_warm - 2;

  self->warm_id = 0;
  if (!gtk_widget_get_native (self->owner) ||
      !gtk_native_get_renderer (gtk_widget_get_native (self->owner)))
    return G_SOURCE_REMOVE;
  if (self->n_warm < 2)
    draw_letters (self, self->n_warm == 1);
  else if (wb_coupon_states[state])
    get_stamp (self, state);
  else
    return G_SOURCE_REMOVE;
  self->n_warm++;
  self->warm_id = g_idle_add_full (G_PRIORITY_LOW, warm_cb, self, NULL);

  return G_SOURCE_REMOVE;
}

/**
 * wb_coupon_paint_warm:
 * @self: what rows share
 *
 * The owner has a window: makes the letters and icons of rows before the first row is drawn, when
 * nothing else is to be done. They are half of what the first rows cost.
 */
void
wb_coupon_paint_warm (WbCouponPaint *self)
{
  if (self->n_warm == 0 && self->warm_id == 0)
    self->warm_id =
      g_timeout_add_full (G_PRIORITY_LOW, WARM_PAUSE_MS, warm_cb, self, NULL);
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
    if (g_strcmp0 (wb_coupon_states[i], state) == 0)
      stamp (self, i, snapshot, roundf (x), roundf (y));
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
