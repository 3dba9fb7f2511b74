/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Giving the customer of a ticket the coupon that its type offers: what it would be, the one press,
 * and what came of it. */

#pragma once

#include "wb-context.h"
#include "wb-ticket.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define WB_TYPE_COUPON_GIVER (wb_coupon_giver_get_type ())
G_DECLARE_FINAL_TYPE (WbCouponGiver, wb_coupon_giver, WB, COUPON_GIVER, AdwBin)

GtkWidget *wb_coupon_giver_new         (WbContext      *context) G_GNUC_WARN_UNUSED_RESULT;
void       wb_coupon_giver_set_ticket  (WbCouponGiver  *self,
                                        const WbTicket *ticket,
                                        const char     *activity_id);
/* The same for a new coupon in place of the ticket's live one (managers). */
void       wb_coupon_giver_replace     (WbCouponGiver  *self,
                                        const WbTicket *ticket,
                                        const char     *activity_id);
void       wb_coupon_giver_refresh     (WbCouponGiver  *self);

G_END_DECLS
