/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Remarketing settings of a type (retino-api.md B.5). */

#pragma once

#include "wb-offer-set.h"
#include "wb-wire.h"

G_BEGIN_DECLS

WbOfferSet *wb_wire_offer_set_decode  (JsonNode  *node,
                        GError   **error) G_GNUC_WARN_UNUSED_RESULT;
JsonNode *wb_wire_offer_set_encode  (const WbOfferSet *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
