/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What all windows above the main one have in common. Main thread only. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void       wb_dialog_install    (GtkWidgetClass *widget_class);
void       wb_dialog_open       (GtkWindow      *self,
                                 GtkWindow      *parent,
                                 int             width,
                                 int             height);

G_END_DECLS
