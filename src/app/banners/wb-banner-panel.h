/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A banner in the list of the Banners page: its picture, what is the matter with it, and what was
 * counted. */

#pragma once

#include "wb-banner-entry.h"
#include "wb-banner-pictures.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define WB_TYPE_BANNER_PANEL (wb_banner_panel_get_type ())
G_DECLARE_FINAL_TYPE (WbBannerPanel, wb_banner_panel, WB, BANNER_PANEL, AdwBin)

GtkWidget *wb_banner_panel_new       (WbContext        *context,
                                      WbBannerPictures *pictures) G_GNUC_WARN_UNUSED_RESULT;
void       wb_banner_panel_set_entry (WbBannerPanel    *self,
                                      WbBannerEntry    *entry);

/* An icon and words in the state's colour, in a box; shared with the details. */
GtkWidget *wb_banner_state_line_new  (void) G_GNUC_WARN_UNUSED_RESULT;
void       wb_banner_state_line_set  (GtkWidget        *line,
                                      const WbBanner   *banner,
                                      WbContext        *context);

G_END_DECLS
