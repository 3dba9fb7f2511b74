/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Where the keyboard goes when a page is shown, and when what has it is taken out of sight. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void       wb_keyboard_leave         (GtkWidget *widget);
void       wb_keyboard_start         (GtkWidget *page,
                                      GtkWidget *target);

G_END_DECLS
