/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The way back while a split view is folded; see wb-back-button.h. */

#include "config.h"

#include "wb-back-button.h"

#include "wb-split-view.h"

#include <glib/gi18n-lib.h>

struct _WbBackButton
{
  AdwBin parent_instance;

  GtkWidget *button;   /* (owned by the widget tree) */
  WbSplitView *view;   /* (unowned) (nullable) while rooted: an ancestor */
  GBinding *binding;   /* (unowned) (nullable) */
};

G_DEFINE_FINAL_TYPE (WbBackButton, wb_back_button, ADW_TYPE_BIN)

/* The nearest split view in whose content we are. */
static WbSplitView *
find_view (GtkWidget *widget)
{
  for (GtkWidget *w = gtk_widget_get_parent (widget); w; w = gtk_widget_get_parent (w)) {
    GtkWidget *parent = gtk_widget_get_parent (w);

    if (parent && WB_IS_SPLIT_VIEW (parent) &&
        wb_split_view_get_content (WB_SPLIT_VIEW (parent)) == w)
      return WB_SPLIT_VIEW (parent);
  }

  return NULL;
}

static void
clicked_cb (WbBackButton *self)
{
  if (self->view)
    wb_split_view_set_show_content (self->view, FALSE);
}

static void
wb_back_button_root (GtkWidget *widget)
{
  WbBackButton *self = WB_BACK_BUTTON (widget);

  GTK_WIDGET_CLASS (wb_back_button_parent_class)->root (widget);

  self->view = find_view (widget);
  if (self->view)
    self->binding = g_object_bind_property (self->view, "folded", self, "visible",
                                            G_BINDING_SYNC_CREATE);
}

static void
wb_back_button_unroot (GtkWidget *widget)
{
  WbBackButton *self = WB_BACK_BUTTON (widget);

  g_clear_pointer (&self->binding, g_binding_unbind);
  self->view = NULL;

  GTK_WIDGET_CLASS (wb_back_button_parent_class)->unroot (widget);
}

static void
wb_back_button_class_init (WbBackButtonClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->root = wb_back_button_root;
  widget_class->unroot = wb_back_button_unroot;
}

static void
wb_back_button_init (WbBackButton *self)
{
  self->button = gtk_button_new_from_icon_name ("go-previous-symbolic");
  gtk_widget_set_tooltip_text (self->button, _ ("Back"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Back"), -1);
  g_signal_connect_swapped (self->button, "clicked", G_CALLBACK (clicked_cb), self);
  adw_bin_set_child (ADW_BIN (self), self->button);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}
