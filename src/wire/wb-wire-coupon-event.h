/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A line of a coupon's story, `GET /coupons/{id}/events` (src/portal/API.md). */

#pragma once

#include "wb-coupon-event.h"
#include "wb-wire.h"

G_BEGIN_DECLS

WbCouponEvent *wb_wire_coupon_event_decode  (JsonNode             *node,
                                             GError              **error) G_GNUC_WARN_UNUSED_RESULT;
JsonNode      *wb_wire_coupon_event_encode  (const WbCouponEvent  *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
