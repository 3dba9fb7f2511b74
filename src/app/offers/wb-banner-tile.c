/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A banner in the picker; see wb-banner-tile.h. */

#include "config.h"

#include "wb-banner-tile.h"

#include "wb-banner-view.h"
#include "wb-banner-words.h"
#include "wb-format.h"

#include <glib/gi18n-lib.h>

#define TILE_WIDTH 132
#define PICTURE_HEIGHT 84

struct _WbBannerTile
{
  AdwBin parent_instance;

  GtkWidget *view;
  GtkWidget *name;
  GtkWidget *state;

  WbContext *context;          /* (owned) */
  WbBannerPictures *pictures;  /* (owned) */
  WbBannerItem *item;          /* (owned) (nullable) */
  gulong pictures_id;
  gulong item_id;
};

G_DEFINE_FINAL_TYPE (WbBannerTile, wb_banner_tile, ADW_TYPE_BIN)

static void
refresh (WbBannerTile *self)
{
  const WbBanner *banner = self->item ? wb_banner_item_get_banner (self->item) : NULL;
  GtkWidget *parent = gtk_widget_get_parent (GTK_WIDGET (self));
  WbPictureState state = WB_PICTURE_NOT_HERE;
  GdkTexture *texture = NULL;
  g_autofree char *period = NULL;
  g_autofree char *use = NULL;
  g_autofree char *words = NULL;
  g_autofree char *spoken = NULL;

  if (!banner)
    return;

  texture = wb_banner_pictures_get (self->pictures, banner->picture, WB_PICTURE_SIDE_TILE, &state);
  wb_banner_view_show (WB_BANNER_VIEW (self->view), texture ? GDK_PAINTABLE (texture) : NULL,
                       wb_context_pick_text (self->context, banner->alt_text),
                       wb_picture_state_to_words (state, TRUE));
  period = wb_banner_describe_period (banner, wb_context_now (self->context),
                                      wb_context_get_zone (self->context));
  use = wb_banner_describe_use (banner, self->context);
  words = wb_format_join (banner->archived ? C_ ("banner", "Archived") : "", period, use, NULL);
  spoken = wb_format_join (WB_TEXT (banner->name), words, NULL);
  gtk_label_set_text (GTK_LABEL (self->name), banner->name ? banner->name : "");
  gtk_label_set_text (GTK_LABEL (self->state), words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  /* What gets the focus is the list's own widget around us. */
  if (parent)
    gtk_accessible_update_property (GTK_ACCESSIBLE (parent), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken,
                                    -1);
}

static void
picture_changed_cb (WbBannerTile *self,
                    const char   *sha256)
{
  const WbBanner *banner = self->item ? wb_banner_item_get_banner (self->item) : NULL;

  if (banner && (!sha256 || g_strcmp0 (banner->picture->sha256, sha256) == 0))
    refresh (self);
}

static void
wb_banner_tile_dispose (GObject *object)
{
  WbBannerTile *self = WB_BANNER_TILE (object);

  wb_banner_tile_set_item (self, NULL);
  g_clear_signal_handler (&self->pictures_id, self->pictures);
  g_clear_object (&self->pictures);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (wb_banner_tile_parent_class)->dispose (object);
}

static void
wb_banner_tile_class_init (WbBannerTileClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = wb_banner_tile_dispose;
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
wb_banner_tile_init (WbBannerTile *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);

  self->view = g_object_new (WB_TYPE_BANNER_VIEW, "height", PICTURE_HEIGHT, NULL);
  self->name = gtk_label_new (NULL);
  self->state = gtk_label_new (NULL);
  gtk_widget_set_size_request (self->view, TILE_WIDTH, PICTURE_HEIGHT);
  gtk_widget_set_margin_bottom (self->view, 3);
  gtk_label_set_ellipsize (GTK_LABEL (self->name), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (self->name), 0);
  gtk_widget_add_css_class (self->name, "heading");
  gtk_label_set_wrap (GTK_LABEL (self->state), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (self->state), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (self->state), 0);
  gtk_label_set_lines (GTK_LABEL (self->state), 3);
  gtk_label_set_ellipsize (GTK_LABEL (self->state), PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars (GTK_LABEL (self->state), 1);
  gtk_widget_add_css_class (self->state, "dim-label");
  gtk_widget_add_css_class (self->state, "caption");
  gtk_box_append (GTK_BOX (box), self->view);
  gtk_box_append (GTK_BOX (box), self->name);
  gtk_box_append (GTK_BOX (box), self->state);
  adw_bin_set_child (ADW_BIN (self), box);
}

/**
 * wb_banner_tile_new:
 * @context: the workspace
 * @pictures: its pictures
 *
 * Returns: (transfer floating): a tile without a banner
 */
GtkWidget *
wb_banner_tile_new (WbContext        *context,
                    WbBannerPictures *pictures)
{
  WbBannerTile *self = NULL;

  g_return_val_if_fail (WB_IS_CONTEXT (context), NULL);
  g_return_val_if_fail (WB_IS_BANNER_PICTURES (pictures), NULL);

  self = g_object_new (WB_TYPE_BANNER_TILE, NULL);
  self->context = g_object_ref (context);
  self->pictures = g_object_ref (pictures);
  self->pictures_id = g_signal_connect_swapped (pictures, "changed",
                                                G_CALLBACK (picture_changed_cb), self);

  return GTK_WIDGET (self);
}

/**
 * wb_banner_tile_set_item:
 * @self: a tile
 * @item: (nullable): what it shows
 */
void
wb_banner_tile_set_item (WbBannerTile *self,
                         WbBannerItem *item)
{
  g_return_if_fail (WB_IS_BANNER_TILE (self));

  g_clear_signal_handler (&self->item_id, self->item);
  g_set_object (&self->item, item);
  if (!item)
    return;

  self->item_id = g_signal_connect_swapped (item, "changed", G_CALLBACK (refresh), self);
  refresh (self);
}
