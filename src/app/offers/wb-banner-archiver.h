/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Archives banners and brings them back, with an offer to undo. Main thread only. */

#pragma once

#include "wb-banner.h"
#include "wb-context.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define WB_TYPE_BANNER_ARCHIVER (wb_banner_archiver_get_type ())
G_DECLARE_FINAL_TYPE (WbBannerArchiver, wb_banner_archiver, WB, BANNER_ARCHIVER, GObject)

/* Signal "failed" (const char *words): the change was not stored. */

WbBannerArchiver *wb_banner_archiver_new  (WbContext        *context) G_GNUC_WARN_UNUSED_RESULT;
void              wb_banner_archiver_set  (WbBannerArchiver *self,
                                           AdwToastOverlay  *overlay,
                                           const WbBanner   *banner,
                                           gboolean          archived);

G_END_DECLS
