/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A banner in the picker: its picture, name, days and state. */

#pragma once

#include "wb-banner-item.h"
#include "wb-banner-pictures.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define WB_TYPE_BANNER_TILE (wb_banner_tile_get_type ())
G_DECLARE_FINAL_TYPE (WbBannerTile, wb_banner_tile, WB, BANNER_TILE, AdwBin)

GtkWidget *wb_banner_tile_new       (WbContext        *context,
                                     WbBannerPictures *pictures) G_GNUC_WARN_UNUSED_RESULT;
void       wb_banner_tile_set_item  (WbBannerTile     *self,
                                     WbBannerItem     *item);

G_END_DECLS
