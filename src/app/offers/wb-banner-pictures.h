/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The pictures of banners as they are kept in the workspace, decoded off the main thread when first
 * asked for. Main thread only. */

#pragma once

#include "wb-banner.h"
#include "wb-context.h"
#include "wb-picture-loader.h"

G_BEGIN_DECLS

#define WB_TYPE_BANNER_PICTURES (wb_banner_pictures_get_type ())
G_DECLARE_FINAL_TYPE (WbBannerPictures, wb_banner_pictures, WB, BANNER_PICTURES, GObject)

typedef enum
{
  WB_PICTURE_LOADING,
  WB_PICTURE_SHOWN,
  WB_PICTURE_NOT_HERE,   /* it was not fetched yet */
  WB_PICTURE_NO_DECODER, /* this computer cannot show its kind; customers' browsers can */
} WbPictureState;

/* Signal "changed" (const char *sha256): that picture has got another state; NULL = any may have. */

WbBannerPictures *wb_banner_pictures_new        (WbContext        *context) G_GNUC_WARN_UNUSED_RESULT;
GdkTexture       *wb_banner_pictures_get        (WbBannerPictures *self,
                                                 const WbPicture  *picture,
                                                 int               side_max,
                                                 WbPictureState   *state_out);
void              wb_banner_pictures_stop       (WbBannerPictures *self);
const char       *wb_picture_state_to_words     (WbPictureState    state,
                                                 gboolean          brief);

G_END_DECLS
