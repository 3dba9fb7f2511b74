/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Who may give what coupon on which ticket (the table of design.md 7). */

#pragma once

#include "wb-account.h"
#include "wb-coupon.h"
#include "wb-merchant-store.h"
#include "wb-offer-set.h"
#include "wb-portal-request.h"

G_BEGIN_DECLS

/* What a request that may go on is about. */
typedef struct
{
  WbAccount *account;       /* (owned) */
  WbOfferSet *settings;     /* (owned) (nullable) of the ticket's type; NULL = it has none */
  WbMerchantStore *store;   /* (owned) where the coupon is made */
  WbCoupon *replaced;       /* (owned) (nullable) to be disabled in the shop first */
} WbCouponGrant;

void       wb_coupon_grant_clear      (WbCouponGrant    *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (WbCouponGrant, wb_coupon_grant_clear)

/* FALSE = the request is answered with what stands against it. */
gboolean   wb_api_coupon_rules_judge  (WbPortalRequest  *request,
                                       WbCouponGrant    *grant);

G_END_DECLS
