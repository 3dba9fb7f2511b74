/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Coupons (retino-api.md B.7). */

#pragma once

#include "wb-coupon.h"
#include "wb-wire.h"

G_BEGIN_DECLS

WbCoupon *wb_wire_coupon_decode  (JsonNode  *node,
                        GError   **error) G_GNUC_WARN_UNUSED_RESULT;
JsonNode *wb_wire_coupon_encode  (const WbCoupon *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
