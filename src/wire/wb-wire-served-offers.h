/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The answer of GET /portal/{key}/offers (retino-api.md B.10). */

#pragma once

#include "wb-account.h"
#include "wb-served-offers.h"
#include "wb-wire.h"

G_BEGIN_DECLS

/* What only the service knows of a ticket; any may be empty. */
typedef struct
{
  JsonNode *coupon;         /* (unowned) (nullable) the ticket's coupon as of B.7, or null */
  gboolean call_requested;
  const char *click_url;    /* (unowned) (nullable) the counting address of the banner */
} WbServedFacts;

JsonNode *wb_wire_served_offers_encode  (const WbServedOffers *self,
                                         const WbAccount      *account,
                                         const WbServedFacts  *facts) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
