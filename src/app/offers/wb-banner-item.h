/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A banner in a list: the same object for as long as the list lives, so that selection and focus
 * stay where they are when the banner changes. */

#pragma once

#include "wb-banner.h"

#include <glib-object.h>

G_BEGIN_DECLS

#define WB_TYPE_BANNER_ITEM (wb_banner_item_get_type ())
G_DECLARE_FINAL_TYPE (WbBannerItem, wb_banner_item, WB, BANNER_ITEM, GObject)

/* Signal "changed": its banner is another. */

WbBannerItem *wb_banner_item_new         (WbBanner       *banner) G_GNUC_WARN_UNUSED_RESULT;
WbBanner     *wb_banner_item_get_banner  (WbBannerItem   *self);
void          wb_banner_item_set_banner  (WbBannerItem   *self,
                                          WbBanner       *banner);

G_END_DECLS
