/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* One worker thread per shop: it only talks HTTP, and every step it takes is stored by the serving
 * thread first (design.md 5). */

#pragma once

#include "wb-portal-private.h"

G_BEGIN_DECLS

/* Starts a worker for each store that can be reached, with what was left unfinished. */
WbPortalShops *wb_portal_shops_start   (WbPortal       *portal,
                                        GError        **error) G_GNUC_WARN_UNUSED_RESULT;
/* Cancels and joins all. The serving thread must still be running its loop. */
void           wb_portal_shops_stop    (WbPortalShops  *self);

gboolean       wb_portal_shops_has     (WbPortalShops  *self,
                                        const char     *store_id);
/* Hands a stored issue to its shop's worker. */
gboolean       wb_portal_shops_add     (WbPortalShops  *self,
                                        const char     *coupon_id,
                                        GError        **error);

G_END_DECLS
