/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The Banners page: all banners with what was counted of them in a period, and all about one. A
 * WbPage; its objects are banners. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define WB_TYPE_BANNERS_PAGE (wb_banners_page_get_type ())
G_DECLARE_FINAL_TYPE (WbBannersPage, wb_banners_page, WB, BANNERS_PAGE, AdwBin)

/* Construct property "context" (WbContext). */

G_END_DECLS
