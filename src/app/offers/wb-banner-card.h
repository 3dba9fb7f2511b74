/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The banner section of the Offers page: which banner customers see, until when, and where a click
 * on it leads. */

#pragma once

#include "wb-context.h"
#include "wb-offer-editor.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define WB_TYPE_BANNER_CARD (wb_banner_card_get_type ())
G_DECLARE_FINAL_TYPE (WbBannerCard, wb_banner_card, WB, BANNER_CARD, AdwBin)

/* Signal "shown": another banner is chosen, or there is more of it to see. */

void            wb_banner_card_set_context    (WbBannerCard  *self,
                                               WbContext     *context);
void            wb_banner_card_set_editor     (WbBannerCard  *self,
                                               WbOfferEditor *editor);
void            wb_banner_card_set_read_only  (WbBannerCard  *self,
                                               gboolean       read_only);
void            wb_banner_card_jump_to        (WbBannerCard  *self,
                                               WbOfferField   field);
void            wb_banner_card_set_advice     (WbBannerCard  *self,
                                               GPtrArray     *advice);
/* What the preview shows. */
const WbBanner *wb_banner_card_get_banner     (WbBannerCard  *self);
GdkPaintable   *wb_banner_card_get_paintable  (WbBannerCard  *self);

G_END_DECLS
