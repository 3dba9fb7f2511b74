/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Banners as the server has them, with what staff changed and is not sent yet on top, and their
 * pictures, kept by content so that they show offline (design.md 6). */

#pragma once

#include "wb-banner.h"
#include "wb-db.h"

G_BEGIN_DECLS

/* All pictures together; those of archived banners and of none go first, then the oldest. */
#define WB_PICTURES_BYTES_MAX (64 * 1024 * 1024)

gboolean   wb_banner_store_apply        (WbDb            *db,
                                         const WbBanner  *banner,
                                         gboolean        *changed_out,
                                         GError         **error);
gboolean   wb_banner_store_remove       (WbDb            *db,
                                         const char      *id,
                                         gint64           version,
                                         GError         **error);
/* Shown; NULL without an error = none. */
WbBanner  *wb_banner_store_get          (WbDb            *db,
                                         const char      *id,
                                         GError         **error) G_GNUC_WARN_UNUSED_RESULT;
WbBanner  *wb_banner_store_get_server   (WbDb            *db,
                                         const char      *id,
                                         GError         **error) G_GNUC_WARN_UNUSED_RESULT;
/* Newest first, archived ones too. */
GPtrArray *wb_banner_store_list         (WbDb            *db,
                                         GError         **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *wb_banner_store_all_ids      (WbDb            *db,
                                         GError         **error) G_GNUC_WARN_UNUSED_RESULT;

/* By sha256; NULL without an error = not kept here. */
GBytes    *wb_banner_store_get_picture  (WbDb            *db,
                                         const char      *sha256,
                                         GError         **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean   wb_banner_store_put_picture  (WbDb            *db,
                                         const char      *sha256,
                                         GBytes          *bytes,
                                         gint64           now,
                                         GError         **error);
/* (element-type WbPicture) what banners show and is not kept here, as far as there is room. */
GPtrArray *wb_banner_store_list_missing (WbDb            *db,
                                         GError         **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
