/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Names for screen readers; see wb-spoken.h. */

#include "config.h"

#include "wb-spoken.h"

/**
 * wb_spoken_set_name:
 * @widget: a widget, such as a row
 * @name: what it is called, translated
 *
 * Names it so, and not by its title as well.
 */
void
wb_spoken_set_name (GtkWidget  *widget,
                    const char *name)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (name);

  gtk_accessible_reset_relation (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

/**
 * wb_spoken_set_inner_name:
 * @widget: a menu button or a drop-down list
 * @name: what it is called, translated, and what is chosen
 *
 * Names the button inside it: that is what has the keyboard.
 */
void
wb_spoken_set_inner_name (GtkWidget  *widget,
                          const char *name)
{
  GtkWidget *button = NULL;

  g_return_if_fail (GTK_IS_MENU_BUTTON (widget) || GTK_IS_DROP_DOWN (widget));

  button = gtk_widget_get_first_child (widget);
  wb_spoken_set_name (button, name);
}

/**
 * wb_spoken_drop_underline:
 * @button: a button whose label underlines a letter
 *
 * Names it by its label as it is seen: the button itself would say the underline, too.
 */
void
wb_spoken_drop_underline (GtkWidget *button)
{
  g_return_if_fail (GTK_IS_BUTTON (button));

  gtk_accessible_reset_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL);
}
