/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Banners as the server has them, with what staff changed and is not sent yet on top, and their
 * pictures, kept by content so that they show offline (design.md 6). */

#pragma once

#include "wb-banner.h"
#include "wb-db.h"

G_BEGIN_DECLS

gboolean   wb_banner_store_apply       (WbDb *db, const WbBanner *banner, gboolean *changed_out, GError **error);
gboolean   wb_banner_store_remove      (WbDb *db, const char *id, gint64 version, GError **error);
WbBanner  *wb_banner_store_get         (WbDb *db, const char *id, GError **error) G_GNUC_WARN_UNUSED_RESULT;  /* NULL without error = none */
/* Newest first, archived ones too. */
GPtrArray *wb_banner_store_list        (WbDb *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* By sha256; NULL without an error = not kept here. */
GBytes    *wb_banner_store_get_picture (WbDb *db, const char *sha256, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean   wb_banner_store_put_picture (WbDb *db, const char *sha256, GBytes *bytes, gint64 now, GError **error);

G_END_DECLS
