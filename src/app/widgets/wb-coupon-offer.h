/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The coupon of a ticket's customer, below every card that gives one: what is offered today, the
 * request on its way, and what came of it. Main thread only. */

#pragma once

#include "wb-context.h"
#include "wb-coupon.h"
#include "wb-sync-shops.h"

G_BEGIN_DECLS

#define WB_TYPE_COUPON_OFFER (wb_coupon_offer_get_type ())
G_DECLARE_FINAL_TYPE (WbCouponOffer, wb_coupon_offer, WB, COUPON_OFFER, GObject)

/* Signal "changed": it was asked for a coupon, or the answer is here.
 * Signal "answered" (const char *ticket_id, const char *code, GError *error), before "changed": the
 * code when there is one, the error when there is no coupon; the ticket may not be shown any more. */

WbCouponOffer  *wb_coupon_offer_new             (WbContext     *context) G_GNUC_WARN_UNUSED_RESULT;
void            wb_coupon_offer_stop            (WbCouponOffer *self);
void            wb_coupon_offer_set_ticket      (WbCouponOffer *self,
                                                 const char    *ticket_id,
                                                 const char    *type_id,
                                                 const char    *currency,
                                                 const char    *activity_id);
/* The live coupon gives way to the new one, which switches it off in the shop first. */
void            wb_coupon_offer_set_replacing   (WbCouponOffer *self,
                                                 gboolean       replacing);
void            wb_coupon_offer_read            (WbCouponOffer *self);

gboolean        wb_coupon_offer_can_give        (WbCouponOffer *self);
gboolean        wb_coupon_offer_is_asking       (WbCouponOffer *self);
gboolean        wb_coupon_offer_is_unconfirmed  (WbCouponOffer *self);
gboolean        wb_coupon_offer_has_live        (WbCouponOffer *self);
const WbCoupon *wb_coupon_offer_get_coupon      (WbCouponOffer *self);
const char     *wb_coupon_offer_get_problem     (WbCouponOffer *self);
char           *wb_coupon_offer_describe        (WbCouponOffer *self) G_GNUC_WARN_UNUSED_RESULT;

void            wb_coupon_offer_give            (WbCouponOffer *self);

/* Level 0: nothing is set up on a server, so the person says what it is to be. */
gboolean        wb_coupon_offer_can_issue       (WbCouponOffer *self);
void            wb_coupon_offer_issue           (WbCouponOffer *self,
                                                 WbCouponOrder *order);
const char     *wb_coupon_offer_get_currency    (WbCouponOffer *self);

/* What a coupon is and how far it has come, in words. */
char           *wb_coupon_describe              (WbContext      *context,
                                                 const WbCoupon *coupon) G_GNUC_WARN_UNUSED_RESULT;
char           *wb_coupon_describe_state        (WbContext      *context,
                                                 const WbCoupon *coupon) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
