/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Children in equal cells, as many beside each other as there is room for. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define WB_TYPE_TILES (wb_tiles_get_type ())
G_DECLARE_FINAL_TYPE (WbTiles, wb_tiles, WB, TILES, GtkWidget)

/* Properties: "min-tile-width" (px), "max-columns", "spacing" (px). */

void       wb_tiles_append       (WbTiles   *self,
                                  GtkWidget *child);

G_END_DECLS
