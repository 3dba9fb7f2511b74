/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a screen reader calls a widget: GTK 4.8 says everything it knows one after another, such as
 * a row's own name and its title again. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void       wb_spoken_set_name        (GtkWidget  *widget,
                                      const char *name);
void       wb_spoken_set_inner_name  (GtkWidget  *widget,
                                      const char *name);
void       wb_spoken_drop_underline  (GtkWidget  *button);

G_END_DECLS
