/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A window with all banners, to choose one from, to mend their words and days, and to archive those
 * that are done with. */

#pragma once

#include "wb-banner-pictures.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define WB_TYPE_BANNER_PICKER (wb_banner_picker_get_type ())
G_DECLARE_FINAL_TYPE (WbBannerPicker, wb_banner_picker, WB, BANNER_PICKER, AdwWindow)

/* Signals: "chosen" (const char *id), "add" (a new one is wanted). It closes itself after either. */

WbBannerPicker *wb_banner_picker_new  (WbContext        *context,
                                       WbBannerPictures *pictures,
                                       const char       *chosen_id) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
