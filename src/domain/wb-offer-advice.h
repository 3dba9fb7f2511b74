/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a manager may want to think over though nothing forbids it: kept apart from the rules of
 * wb_offer_set_validate(), and never in the way of a save. */

#pragma once

#include "wb-account.h"
#include "wb-banner.h"
#include "wb-offer-set.h"

G_BEGIN_DECLS

typedef struct
{
  const WbAccount *account;   /* (unowned) colours and default language */
  GPtrArray *types;           /* (element-type WbTicketType) (unowned) */
  GPtrArray *others;          /* (element-type WbOfferSet) (unowned) of the other types, as shown */
  const WbBanner *banner;     /* (unowned) (nullable) the one @self names, if known */
  gint64 now;                 /* ms */
  gint32 today;               /* in the account's zone */
  const char *locale;         /* (unowned) (nullable) for amounts in the sentences */
  const WbOfferSet *saved;    /* (unowned) (nullable) the set as stored; NULL = @self is it */
  gint64 banner_since;        /* ms since when the stored set has shown its banner; 0 = not known,
                               * then since the set's last change */
} WbAdviceContext;

/* Codes: "claim_as_generous" (a claim's coupon is worth as much as a return's, in some currency or
 * percent; at the claim's amount), "banner_over", "banner_upcoming", "banner_unchanged" (enabled and
 * the same picture for 30 days or more), "weak_contrast" (button text on primary, or text on
 * background, below WB_CONTRAST_ENOUGH; path "portal.colors"). Only tools that are on are advised
 * on: what is off, no customer sees. */
GPtrArray *wb_offer_set_advise  (const WbOfferSet      *self,
                                 const WbAdviceContext *context) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
