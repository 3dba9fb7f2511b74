/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* All about one banner: its picture and days, where it is used, and what was counted of it in the
 * period. Made when the first banner is opened. */

#pragma once

#include "wb-banner-entry.h"
#include "wb-banner-pictures.h"
#include "wb-period.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define WB_TYPE_BANNER_DETAIL (wb_banner_detail_get_type ())
G_DECLARE_FINAL_TYPE (WbBannerDetail, wb_banner_detail, WB, BANNER_DETAIL, AdwBin)

/* Buttons and menu are actions of the page: banners.back, banners.edit, banners.archive,
 * banners.save-numbers. Signal "save-csv" (const char *about, WbChartData): a chart is to be saved.
 * Signal "period-changed". */

GtkWidget  *wb_banner_detail_new         (WbContext        *context,
                                          WbBannerPictures *pictures) G_GNUC_WARN_UNUSED_RESULT;
/* Reads anew what is counted of it. */
void        wb_banner_detail_show        (WbBannerDetail   *self,
                                          WbBannerEntry    *entry,
                                          gint32            today);
const char *wb_banner_detail_get_id      (WbBannerDetail   *self);
GtkWidget  *wb_banner_detail_get_notice  (WbBannerDetail   *self);
GtkWidget  *wb_banner_detail_get_period_button (WbBannerDetail *self);
/* (element-type WbBannerCount) what is shown, by day, placement and type. */
GPtrArray  *wb_banner_detail_get_rows    (WbBannerDetail   *self);

G_END_DECLS
