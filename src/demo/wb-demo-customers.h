/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Customers who ask for calls while the demo runs, through the same addresses as real ones. */

#pragma once

#include "wb-clock.h"
#include "wb-random.h"

G_BEGIN_DECLS

typedef struct _WbDemoCustomers WbDemoCustomers;

/* @every_secs: how long from one to the next, on average, by @clock. */
WbDemoCustomers *wb_demo_customers_start  (const char       *url,
                                           const char       *staff_token,
                                           int               every_secs,
                                           WbClock          *clock,
                                           WbRandom         *random,
                                           GError          **error) G_GNUC_WARN_UNUSED_RESULT;
void             wb_demo_customers_stop   (WbDemoCustomers  *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbDemoCustomers, wb_demo_customers_stop)

G_END_DECLS
