/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A banner's picture, no higher than its place allows, or words in its place. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define WB_TYPE_BANNER_VIEW (wb_banner_view_get_type ())
G_DECLARE_FINAL_TYPE (WbBannerView, wb_banner_view, WB, BANNER_VIEW, AdwBin)

/* Property "height": the most it takes, px. */

void wb_banner_view_show  (WbBannerView *self,
                           GdkPaintable *paintable,
                           const char   *alt_text,
                           const char   *words);

G_END_DECLS
