/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Where the keyboard goes when what has it is taken out of sight. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void       wb_keyboard_leave         (GtkWidget *widget);

G_END_DECLS
