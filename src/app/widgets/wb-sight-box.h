/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A long page that scrolls, one part below another. What is in sight, and what is above it, is
 * filled and laid out at once; what is below follows in the frames after, one part a frame, so that
 * a page opens as fast as what is seen of it. Whoever scrolls, or comes by the keyboard, finds all
 * of it. Of all that is there, only what is in sight is drawn. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define WB_TYPE_SIGHT_BOX (wb_sight_box_get_type ())
G_DECLARE_FINAL_TYPE (WbSightBox, wb_sight_box, WB, SIGHT_BOX, GtkWidget)

/* Puts into a part what it is to show now; it may hide it. */
typedef void (* WbSightBoxFill) (GtkWidget *part, gpointer user_data);

void wb_sight_box_append   (WbSightBox     *self,
                            GtkWidget      *part);
void wb_sight_box_set_fill (WbSightBox     *self,
                            WbSightBoxFill  fill,
                            gpointer        user_data);
void wb_sight_box_renew    (WbSightBox     *self);
void wb_sight_box_hurry    (WbSightBox     *self);
gboolean wb_sight_box_is_done (WbSightBox  *self);

G_END_DECLS
