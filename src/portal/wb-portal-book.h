/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The ledger as a shop's worker sees it: each call is carried to the serving thread and back, and
 * what belongs together is one transaction there. Any thread but the serving one. */

#pragma once

#include "wb-coupon-issuer.h"
#include "wb-ledger-coupons.h"
#include "wb-ledger-shops.h"
#include "wb-portal-private.h"
#include "wb-shop-follow.h"

G_BEGIN_DECLS

#define WB_TYPE_PORTAL_BOOK (wb_portal_book_get_type ())
G_DECLARE_FINAL_TYPE (WbPortalBook, wb_portal_book, WB, PORTAL_BOOK, GObject)

/* A WbCouponLedger and a WbShopBook of one store. */
WbPortalBook *wb_portal_book_new             (WbPortal          *portal,
                                              const char        *store_id) G_GNUC_WARN_UNUSED_RESULT;

/* Whether a pass through all coupons ended since this was last asked. */
gboolean      wb_portal_book_take_pass_ended (WbPortalBook      *self);

/* How the shop answers: "connected", with what it can (nullable), or "error" with why. */
void          wb_portal_book_tell_connection (WbPortalBook      *self,
                                              const char        *connection,
                                              const char        *message,
                                              const WbShopCaps  *caps);
/* Runs @func in a transaction of the ledger, which is committed when it gives TRUE. */
typedef gboolean (* WbPortalBookFunc) (WbLedger *ledger, gpointer data, GError **error);
gboolean      wb_portal_book_write           (WbPortalBook      *self,
                                              WbPortalBookFunc   func,
                                              gpointer           data,
                                              GError           **error);
gboolean      wb_portal_book_read            (WbPortalBook      *self,
                                              WbPortalBookFunc   func,
                                              gpointer           data,
                                              GError           **error);
/* Whoever waits for the coupon is answered. */
void          wb_portal_book_tell_coupon     (WbPortalBook      *self,
                                              const char        *coupon_id);

G_END_DECLS
