/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Tags (retino-api.md B.3). */

#pragma once

#include "wb-tag.h"
#include "wb-wire.h"

G_BEGIN_DECLS

WbTag *wb_wire_tag_decode  (JsonNode  *node,
                        GError   **error) G_GNUC_WARN_UNUSED_RESULT;
JsonNode *wb_wire_tag_encode  (const WbTag *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
