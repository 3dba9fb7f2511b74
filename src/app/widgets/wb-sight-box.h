/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A box of a long page that scrolls, of which only the children in sight are drawn: GTK would draw
 * all of them before the first frame. They all stand there for keyboard and screen reader. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define WB_TYPE_SIGHT_BOX (wb_sight_box_get_type ())
G_DECLARE_FINAL_TYPE (WbSightBox, wb_sight_box, WB, SIGHT_BOX, GtkBox)

G_END_DECLS
