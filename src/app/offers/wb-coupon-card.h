/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The coupon section of the Offers page: a WbOfferEditor's fields, each with its problem below it. */

#pragma once

#include "wb-offer-editor.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define WB_TYPE_COUPON_CARD (wb_coupon_card_get_type ())
G_DECLARE_FINAL_TYPE (WbCouponCard, wb_coupon_card, WB, COUPON_CARD, AdwBin)

void       wb_coupon_card_set_editor    (WbCouponCard  *self,
                                         WbOfferEditor *editor);
void       wb_coupon_card_set_read_only (WbCouponCard  *self,
                                         gboolean       read_only);
void       wb_coupon_card_set_compact   (WbCouponCard  *self,
                                         gboolean       compact);
void       wb_coupon_card_set_today     (WbCouponCard  *self,
                                         gint64         now,
                                         GTimeZone     *zone);
void       wb_coupon_card_jump_to       (WbCouponCard  *self,
                                         WbOfferField   field,
                                         const char    *currency);

void wb_coupon_card_set_advice    (WbCouponCard  *self,
                                   GPtrArray     *advice);

G_END_DECLS
