/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the demo's customers saw, clicked and bought before today, so that Banners and Results have
 * something to say: true to the offers of each day, and to the calls and coupons that there are. */

#pragma once

#include "wb-demo-data.h"
#include "wb-ledger-sights.h"

G_BEGIN_DECLS

/* Without a coupon, by a customer who took something before. */
typedef struct
{
  gint64 at;         /* WB_TIME_NONE = none */
  guint percent;     /* of what a usual order there is worth */
} WbDemoOrder;

typedef struct _WbDemoResults WbDemoResults;

WbDemoResults *wb_demo_results_new  (WbDemoData *data) G_GNUC_WARN_UNUSED_RESULT;
void           wb_demo_results_free (WbDemoResults *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbDemoResults, wb_demo_results_free)

/* What happened around a ticket; @call, @coupon: (nullable): its own, as they ended. */
void           wb_demo_results_add  (WbDemoResults *self, const WbTicket *ticket, const WbActivity *call,
                                     const WbCoupon *coupon, WbDemoOrder *order_out);
/* (transfer none) (element-type WbLedgerSight): by (ticket, at, id) */
GArray        *wb_demo_results_get_sights (WbDemoResults *self);

G_END_DECLS
