/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A window for a new banner, or for the words and days of one. A new one goes to the server at once
 * and only at once; while it is not known what became of it, the window keeps what was typed, also
 * when it is closed. A change of an old one is stored and sent like all changes. */

#pragma once

#include "wb-banner-form-picture.h"
#include "wb-banner-upload.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define WB_TYPE_BANNER_FORM (wb_banner_form_get_type ())
G_DECLARE_FINAL_TYPE (WbBannerForm, wb_banner_form, WB, BANNER_FORM, AdwWindow)

WbBannerForm        *wb_banner_form_new          (WbContext        *context,
                                                  WbBannerUpload   *upload) G_GNUC_WARN_UNUSED_RESULT;
WbBannerForm        *wb_banner_form_new_edit     (WbContext        *context,
                                                  WbBannerPictures *pictures,
                                                  const WbBanner   *banner) G_GNUC_WARN_UNUSED_RESULT;
WbBannerFormPicture *wb_banner_form_get_picture  (WbBannerForm     *self);

G_END_DECLS
