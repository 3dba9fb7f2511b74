/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A new banner on its way to the server. Uploads are never queued (design.md 7): when it is not
 * known what became of one, the same request goes again when a person says so, and there is one
 * banner at most. Main thread only. */

#pragma once

#include "wb-context.h"
#include "wb-picture-loader.h"

G_BEGIN_DECLS

#define WB_TYPE_BANNER_UPLOAD (wb_banner_upload_get_type ())
G_DECLARE_FINAL_TYPE (WbBannerUpload, wb_banner_upload, WB, BANNER_UPLOAD, GObject)

typedef enum
{
  WB_UPLOAD_IDLE,         /* nothing was sent, or it was refused: it may be changed */
  WB_UPLOAD_SENDING,
  WB_UPLOAD_UNCONFIRMED,  /* the server may have it or not: the same goes again, unchanged */
  WB_UPLOAD_DONE,
} WbUploadState;

/* Signal "changed": its state is another. */

WbBannerUpload  *wb_banner_upload_new          (WbContext       *context) G_GNUC_WARN_UNUSED_RESULT;
void             wb_banner_upload_send         (WbBannerUpload  *self,
                                                WbLoadedPicture *picture,
                                                const WbBanner  *words);
void             wb_banner_upload_send_again   (WbBannerUpload  *self);
void             wb_banner_upload_give_up      (WbBannerUpload  *self);
WbUploadState    wb_banner_upload_get_state    (WbBannerUpload  *self);
const char      *wb_banner_upload_get_refusal  (WbBannerUpload  *self);
const char      *wb_banner_upload_get_name     (WbBannerUpload  *self);
const WbBanner  *wb_banner_upload_get_banner   (WbBannerUpload  *self);
void             wb_banner_upload_stop         (WbBannerUpload  *self);

G_END_DECLS
