/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The shops that this service makes coupons in: a worker for each (wb-portal-worker.h), kept in step with
 * the ledger's stores, which the command line changes while the service runs. The serving thread's,
 * but for the end. */

#pragma once

#include "wb-portal-private.h"

G_BEGIN_DECLS

WbPortalShops *wb_portal_shops_new     (WbPortal       *portal) G_GNUC_WARN_UNUSED_RESULT;
/* Starts a worker for each store that can be reached, with what was left unfinished; tells those
 * whose row changed, and ends those whose row is gone. */
gboolean       wb_portal_shops_refresh (WbPortalShops  *self,
                                        GError        **error);
/* Nothing is taken from here on, and all workers are cancelled. */
void           wb_portal_shops_stop    (WbPortalShops  *self);
/* Waits for them to end. Another thread than the serving one, which must be running its loop and asks
 * for nothing any more. */
void           wb_portal_shops_join    (WbPortalShops  *self);
void           wb_portal_shops_free    (WbPortalShops  *self);

gboolean       wb_portal_shops_has     (WbPortalShops  *self,
                                        const char     *store_id);
/* Hands what there is to do for a coupon to its shop's worker. */
gboolean       wb_portal_shops_add     (WbPortalShops  *self,
                                        const char     *coupon_id,
                                        GError        **error);

G_END_DECLS
