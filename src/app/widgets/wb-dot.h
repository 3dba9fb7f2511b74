/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A dot in a colour that the helpdesk gave a type or a state; always beside its name. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define WB_TYPE_DOT (wb_dot_get_type ())
G_DECLARE_FINAL_TYPE (WbDot, wb_dot, WB, DOT, GtkWidget)

GtkWidget *wb_dot_new        (void) G_GNUC_WARN_UNUSED_RESULT;
void       wb_dot_set_color  (WbDot       *self,
                              const char  *color);

/* For widgets that draw themselves: a dot of %WB_DOT_SIZE pixels at @x, @y. */
#define WB_DOT_SIZE 8
void       wb_dot_draw       (GtkSnapshot *snapshot,
                              float        x,
                              float        y,
                              const GdkRGBA *color);

G_END_DECLS
