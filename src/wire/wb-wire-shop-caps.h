/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a shop can and cannot do, as `caps` of a store (src/portal/API.md) and as the workspace keeps
 * it. */

#pragma once

#include "wb-shop-caps.h"
#include "wb-wire.h"

G_BEGIN_DECLS

WbShopCaps *wb_wire_shop_caps_decode  (JsonNode          *node,
                                       GError           **error) G_GNUC_WARN_UNUSED_RESULT;
JsonNode   *wb_wire_shop_caps_encode  (const WbShopCaps  *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
