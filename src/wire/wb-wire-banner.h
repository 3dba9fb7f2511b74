/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Uploaded pictures and banners (retino-api.md B.8; period: design.md 7). */

#pragma once

#include "wb-banner.h"
#include "wb-wire.h"

G_BEGIN_DECLS

WbPicture *wb_wire_picture_decode  (JsonNode         *node,
                                    GError          **error) G_GNUC_WARN_UNUSED_RESULT;
JsonNode  *wb_wire_picture_encode  (const WbPicture  *self) G_GNUC_WARN_UNUSED_RESULT;
WbBanner  *wb_wire_banner_decode   (JsonNode         *node,
                                    GError          **error) G_GNUC_WARN_UNUSED_RESULT;
JsonNode  *wb_wire_banner_encode   (const WbBanner   *self) G_GNUC_WARN_UNUSED_RESULT;

/* Bodies. Create: name, file, alt_text, starts_on, ends_on. Patch: the members that differ. */
JsonNode  *wb_wire_banner_create_body    (const WbBanner *self) G_GNUC_WARN_UNUSED_RESULT;
WbBanner  *wb_wire_banner_create_decode  (JsonNode       *node,
                                          GError        **error) G_GNUC_WARN_UNUSED_RESULT;
JsonNode  *wb_wire_banner_patch_body     (const WbBanner *before,
                                          const WbBanner *after) G_GNUC_WARN_UNUSED_RESULT;
WbBanner  *wb_wire_banner_patch_apply    (JsonNode       *node,
                                          const WbBanner *before,
                                          GError        **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
