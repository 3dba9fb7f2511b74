/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Offer sets that are made from something else: what is proposed when remarketing is activated, an
 * earlier version gone back to, another type's offers copied. */

#pragma once

#include "wb-account.h"
#include "wb-offer-set.h"
#include "wb-ticket-type.h"

G_BEGIN_DECLS

/* For a type that was never configured: amounts and minimums per currency of @stores, higher for
 * returns than for claims; texts in the account's languages; everything switched off, placements
 * chosen; valid by B.5 once a tool is switched on (banner: needs a picture). Version 0. */
WbOfferSet *wb_offer_set_propose       (const WbTicketType *type,
                                        const WbAccount    *account,
                                        GPtrArray          *stores) G_GNUC_WARN_UNUSED_RESULT;
/* The tools of @old, to be saved over @current (its type and version). */
WbOfferSet *wb_offer_set_go_back       (const WbOfferSet   *old,
                                        const WbOfferSet   *current) G_GNUC_WARN_UNUSED_RESULT;
/* The tools of @from for the type of @to, all switched off. */
WbOfferSet *wb_offer_set_copy_tools    (const WbOfferSet   *from,
                                        const WbOfferSet   *to) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
