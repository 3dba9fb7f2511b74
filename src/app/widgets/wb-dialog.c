/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Windows above the main one; see wb-dialog.h. */

#include "config.h"

#include "wb-dialog.h"

/**
 * wb_dialog_install:
 * @widget_class: the class of a window, in its class_init
 *
 * Escape and Ctrl+W close it. The main window keeps its own focus meanwhile, so that closing leads
 * back to where one was.
 */
void
wb_dialog_install (GtkWidgetClass *widget_class)
{
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_w, GDK_CONTROL_MASK, "window.close",
                                       NULL);
}

/**
 * wb_dialog_open:
 * @self: a window that was not shown yet
 * @parent: (nullable): the window it stands above; `NULL` = none
 * @width: how wide it would like to be, in px
 * @height: how high, in px
 *
 * Shows it above @parent, modal, and no larger: on a phone the parent is as wide as the screen.
 */
void
wb_dialog_open (GtkWindow *self,
                GtkWindow *parent,
                int        width,
                int        height)
{
  g_return_if_fail (GTK_IS_WINDOW (self));

  if (parent) {
    int parent_width = gtk_widget_get_width (GTK_WIDGET (parent));
    int parent_height = gtk_widget_get_height (GTK_WIDGET (parent));

    gtk_window_set_transient_for (self, parent);
    gtk_window_set_destroy_with_parent (self, TRUE);
    if (parent_width > 0)
      width = MIN (width, parent_width);
    if (parent_height > 0)
      height = MIN (height, parent_height);
  }
  gtk_window_set_modal (self, TRUE);
  gtk_window_set_default_size (self, width, height);
  gtk_window_present (self);
}
