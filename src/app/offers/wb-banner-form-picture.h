/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The place of the picture in the form of a banner: one is dropped there, pasted or chosen, and
 * shown; or the one that the banner has is shown, which never changes. */

#pragma once

#include "wb-banner-pictures.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define WB_TYPE_BANNER_FORM_PICTURE (wb_banner_form_picture_get_type ())
G_DECLARE_FINAL_TYPE (WbBannerFormPicture, wb_banner_form_picture, WB, BANNER_FORM_PICTURE, AdwBin)

/* Signal "changed": another picture, or none, or a problem. */

void             wb_banner_form_picture_load_file      (WbBannerFormPicture *self,
                                                        GFile               *file);
void             wb_banner_form_picture_load_drop      (WbBannerFormPicture *self,
                                                        GdkDrop             *drop);
void             wb_banner_form_picture_paste          (WbBannerFormPicture *self);
WbLoadedPicture *wb_banner_form_picture_get_loaded     (WbBannerFormPicture *self);
/* "Choose a picture first." */
void             wb_banner_form_picture_ask            (WbBannerFormPicture *self);
void             wb_banner_form_picture_set_kept       (WbBannerFormPicture *self,
                                                        WbBannerPictures    *pictures,
                                                        const WbBanner      *banner);
void             wb_banner_form_picture_set_locked     (WbBannerFormPicture *self,
                                                        gboolean             locked);

G_END_DECLS
