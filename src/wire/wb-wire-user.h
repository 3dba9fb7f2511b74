/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Users (retino-api.md B.3). */

#pragma once

#include "wb-user.h"
#include "wb-wire.h"

G_BEGIN_DECLS

WbUser *wb_wire_user_decode  (JsonNode  *node,
                        GError   **error) G_GNUC_WARN_UNUSED_RESULT;
JsonNode *wb_wire_user_encode  (const WbUser *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
