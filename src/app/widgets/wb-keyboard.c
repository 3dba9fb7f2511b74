/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* See wb-keyboard.h. */

#include "config.h"

#include "wb-keyboard.h"

/**
 * wb_keyboard_leave:
 * @widget: what is to be hidden
 *
 * Moves the keyboard, if it is in @widget, to what stands around it. The toolkit does so itself a
 * frame after the widget was hidden, and holds the widget until then; of two that are hidden before
 * that frame, one in the other, it holds the inner one for ever (GTK 4.8).
 */
void
wb_keyboard_leave (GtkWidget *widget)
{
  GtkRoot *root = NULL;
  GtkWidget *focus = NULL;
  gboolean could_focus = FALSE;

  g_return_if_fail (GTK_IS_WIDGET (widget));

  root = gtk_widget_get_root (widget);
  focus = root ? gtk_root_get_focus (root) : NULL;
  if (!focus || (focus != widget && !gtk_widget_is_ancestor (focus, widget)))
    return;

  could_focus = gtk_widget_get_can_focus (widget);
  gtk_widget_set_can_focus (widget, FALSE);
  for (GtkWidget *around = gtk_widget_get_parent (widget); around;
       around = gtk_widget_get_parent (around)) {
    if (gtk_widget_grab_focus (around))
      break;
  }
  focus = gtk_root_get_focus (root);
  if (focus && (focus == widget || gtk_widget_is_ancestor (focus, widget)))
    gtk_root_set_focus (root, NULL);
  gtk_widget_set_can_focus (widget, could_focus);
}
