/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Where it shows: three tools by three places, each cell by itself. One stop for Tab; arrow keys
 * move between the cells and Space switches one. */

#pragma once

#include "wb-offer-editor.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define WB_TYPE_PLACEMENT_GRID (wb_placement_grid_get_type ())
G_DECLARE_FINAL_TYPE (WbPlacementGrid, wb_placement_grid, WB, PLACEMENT_GRID, AdwBin)

void wb_placement_grid_set_editor     (WbPlacementGrid *self,
                                       WbOfferEditor   *editor);
void wb_placement_grid_set_read_only  (WbPlacementGrid *self,
                                       gboolean         read_only);
void wb_placement_grid_jump_to        (WbPlacementGrid *self,
                                       WbTool           tool);

G_END_DECLS
