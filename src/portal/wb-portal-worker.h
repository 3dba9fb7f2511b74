/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A shop's worker: one thread that makes and disables coupons as they are asked for, and in between
 * follows what becomes of them. It only talks HTTP; every step it takes is stored by the serving thread
 * first (design.md 5). */

#pragma once

#include "wb-ledger-coupons.h"
#include "wb-portal-private.h"

G_BEGIN_DECLS

/* How often a shop is read, by the portal's clock. Orders tell what was used; the walk through all
 * coupons finds what was taken away in the shop, or used without an order that names it. */
#define WB_PORTAL_ORDERS_EVERY_MS (5 * WB_MINUTE_MS)
#define WB_PORTAL_COUPONS_EVERY_MS (6 * WB_HOUR_MS)
/* Currencies, rights and modules change seldom. */
#define WB_PORTAL_CHECK_EVERY_MS WB_DAY_MS
/* What was left unfinished goes first. */
#define WB_PORTAL_FIRST_FOLLOW_MS (10 * WB_SECOND_MS)
/* A shop that fails is tried again after this long, twice as long, … */
#define WB_PORTAL_FAILED_MS WB_MINUTE_MS
#define WB_PORTAL_FAILED_MOST_MS WB_HOUR_MS

typedef struct _WbPortalWorker WbPortalWorker;

/* All of these in the serving thread, but for _free. */
WbPortalWorker *wb_portal_worker_start  (WbPortal         *portal,
                                         const char       *store_id) G_GNUC_WARN_UNUSED_RESULT;
/* @job: (transfer full) */
void            wb_portal_worker_put    (WbPortalWorker   *self,
                                         WbCouponJob      *job);
/* Its store's row was changed by somebody else. */
void            wb_portal_worker_reload (WbPortalWorker   *self);
/* Cancels what it does; it ends soon. */
void            wb_portal_worker_end    (WbPortalWorker   *self);
gboolean        wb_portal_worker_is_over (WbPortalWorker  *self);
/* Waits for its end, for which the serving thread must run. Any other thread; the serving one when it
 * is over. */
void            wb_portal_worker_free   (WbPortalWorker   *self);

G_END_DECLS
