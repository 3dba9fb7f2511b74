/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Customers who ask for calls and take coupons while the demo runs, through the same addresses as real
 * ones, and buy with them. */

#pragma once

#include "wb-clock.h"
#include "wb-coupon.h"
#include "wb-random.h"

G_BEGIN_DECLS

typedef struct _WbDemoCustomers WbDemoCustomers;

/* One of them goes to the coupon's shop with it. In the customers' thread. */
typedef void (* WbDemoBuy) (const WbCoupon *coupon,
                            const char     *email,
                            gpointer        data);

/* @every_secs: how long from one to the next, on average, by @clock. */
WbDemoCustomers *wb_demo_customers_start  (const char       *url,
                                           const char       *staff_token,
                                           int               every_secs,
                                           WbClock          *clock,
                                           WbRandom         *random,
                                           WbDemoBuy         buy,
                                           gpointer          buy_data,
                                           GError          **error) G_GNUC_WARN_UNUSED_RESULT;
void             wb_demo_customers_stop   (WbDemoCustomers  *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbDemoCustomers, wb_demo_customers_stop)

G_END_DECLS
