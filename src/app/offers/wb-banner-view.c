/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A banner's picture; see wb-banner-view.h. */

#include "config.h"

#include "wb-banner-view.h"

#define HEIGHT_USUAL 200

struct _WbBannerView
{
  AdwBin parent_instance;

  GtkWidget *box;
  GtkWidget *picture;
  GtkWidget *words;
  int height;  /* px; the most it takes */
};

G_DEFINE_FINAL_TYPE (WbBannerView, wb_banner_view, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_HEIGHT,
  N_PROPS,
};
static GParamSpec *properties[N_PROPS];

static GtkSizeRequestMode
wb_banner_view_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

/* As high as the picture is at that width, and never more than allowed or than the picture has. */
static int
measure_picture (WbBannerView *self,
                 GdkPaintable *paintable,
                 int           width)
{
  int own_width = gdk_paintable_get_intrinsic_width (paintable);
  int own_height = gdk_paintable_get_intrinsic_height (paintable);
  int height = own_height;

  if (width >= 0 && width < own_width)
    height = (int) ((gint64) own_height * width / MAX (own_width, 1));

  return CLAMP (height, 1, self->height);
}

static void
wb_banner_view_measure (GtkWidget      *widget,
                        GtkOrientation  orientation,
                        int             for_size,
                        int            *minimum,
                        int            *natural,
                        int            *minimum_baseline,
                        int            *natural_baseline)
{
  WbBannerView *self = WB_BANNER_VIEW (widget);
  GdkPaintable *paintable = gtk_picture_get_paintable (GTK_PICTURE (self->picture));

  *minimum_baseline = *natural_baseline = -1;
  if (!paintable) {
    gtk_widget_measure (self->box, orientation, for_size, minimum, natural, NULL, NULL);
  } else if (orientation == GTK_ORIENTATION_HORIZONTAL) {
    *minimum = 0;
    *natural = gdk_paintable_get_intrinsic_width (paintable);
  } else {
    *minimum = *natural = measure_picture (self, paintable, for_size);
  }
}

static void
wb_banner_view_size_allocate (GtkWidget *widget,
                              int        width,
                              int        height,
                              int        baseline)
{
  gtk_widget_allocate (WB_BANNER_VIEW (widget)->box, width, height, baseline, NULL);
}

static void
wb_banner_view_set_property (GObject      *object,
                             guint         property_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  WbBannerView *self = WB_BANNER_VIEW (object);

  switch (property_id) {
    case PROP_HEIGHT:
      self->height = g_value_get_int (value);
      gtk_widget_queue_resize (GTK_WIDGET (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
  }
}

static void
wb_banner_view_class_init (WbBannerViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = wb_banner_view_set_property;
  widget_class->get_request_mode = wb_banner_view_get_request_mode;
  widget_class->measure = wb_banner_view_measure;
  widget_class->size_allocate = wb_banner_view_size_allocate;

  properties[PROP_HEIGHT] = g_param_spec_int ("height", NULL, NULL, 1, G_MAXINT, HEIGHT_USUAL,
                                              G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
wb_banner_view_init (WbBannerView *self)
{
  self->height = HEIGHT_USUAL;
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  self->picture = gtk_picture_new ();
  self->words = gtk_label_new (NULL);

  gtk_picture_set_content_fit (GTK_PICTURE (self->picture), GTK_CONTENT_FIT_SCALE_DOWN);
  gtk_label_set_wrap (GTK_LABEL (self->words), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (self->words), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_justify (GTK_LABEL (self->words), GTK_JUSTIFY_CENTER);
  gtk_widget_add_css_class (self->words, "dim-label");
  gtk_widget_add_css_class (self->words, "caption");

  gtk_widget_set_vexpand (self->picture, TRUE);
  gtk_widget_set_vexpand (self->words, TRUE);
  gtk_widget_set_vexpand (GTK_WIDGET (self), FALSE);
  gtk_widget_set_visible (self->picture, FALSE);
  gtk_box_append (GTK_BOX (self->box), self->picture);
  gtk_box_append (GTK_BOX (self->box), self->words);
  gtk_widget_set_overflow (self->box, GTK_OVERFLOW_HIDDEN);
  gtk_widget_add_css_class (self->box, "banner-view");
  adw_bin_set_child (ADW_BIN (self), self->box);
  /* Its own measure() is asked instead. */
  gtk_widget_set_layout_manager (GTK_WIDGET (self), NULL);
}

/**
 * wb_banner_view_show:
 * @self: a view
 * @paintable: (nullable): the picture
 * @alt_text: (nullable): what it says, for those who do not see it
 * @words: what stands in its place without one; "" = nothing yet
 */
void
wb_banner_view_show (WbBannerView *self,
                     GdkPaintable *paintable,
                     const char   *alt_text,
                     const char   *words)
{
  g_return_if_fail (WB_IS_BANNER_VIEW (self));
  g_return_if_fail (!paintable || GDK_IS_PAINTABLE (paintable));
  g_return_if_fail (words);

  gtk_picture_set_paintable (GTK_PICTURE (self->picture), paintable);
  gtk_picture_set_alternative_text (GTK_PICTURE (self->picture), alt_text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->picture), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  alt_text ? alt_text : "", -1);
  /* A label without text is a pixel lower than it says. */
  gtk_label_set_text (GTK_LABEL (self->words), *words != '\0' ? words : " ");
  gtk_widget_queue_resize (GTK_WIDGET (self));
  gtk_widget_set_visible (self->picture, paintable != NULL);
  gtk_widget_set_visible (self->words, !paintable);
}
