/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Activities (retino-api.md B.6). */

#pragma once

#include "wb-activity.h"
#include "wb-wire.h"

G_BEGIN_DECLS

WbActivity *wb_wire_activity_decode  (JsonNode  *node,
                        GError   **error) G_GNUC_WARN_UNUSED_RESULT;
JsonNode *wb_wire_activity_encode  (const WbActivity *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
