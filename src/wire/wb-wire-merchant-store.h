/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Entries of GET /account/stores (retino-api.md B.2). */

#pragma once

#include "wb-merchant-store.h"
#include "wb-wire.h"

G_BEGIN_DECLS

WbMerchantStore *wb_wire_merchant_store_decode  (JsonNode  *node,
                        GError   **error) G_GNUC_WARN_UNUSED_RESULT;
JsonNode *wb_wire_merchant_store_encode  (const WbMerchantStore *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
