/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The running demo's insides, for the files that put it together. */

#pragma once

#include "wb-demo-customers.h"
#include "wb-demo-folder.h"
#include "wb-demo-results.h"
#include "wb-demo-shop.h"
#include "wb-demo.h"

G_BEGIN_DECLS

struct _WbDemo
{
  WbDemoFolder folder;
  WbMovableClock *clock;  /* (owned) */
  WbDemoData *data;       /* (owned) */
  WbPortal *portal;       /* (owned) */
  char *url;              /* (owned) the portal's */
  WbDemoCustomers *customers;  /* (owned) (nullable) */
  WbDemoShopServer *shops[WB_DEMO_N_SHOPS];  /* (owned) */
  WbDemoResults *results; /* (owned) (nullable) while filling, as all below */
  GPtrArray *orders[WB_DEMO_N_SHOPS];  /* (owned) (nullable) (element-type WbShopOrder) */
  WbTicket *ticket;       /* (owned) (nullable) put in last; its call and coupon follow */
  WbActivity *call;       /* (owned) (nullable) its own */
  WbCoupon *coupon;       /* (owned) (nullable) its own */
};

/* The shop of a store's id; and an order there for goods that the coupon is good for (nullable: the
 * shop does not take it). */
WbDemoShop wb_demo_find_shop  (WbDemo          *self,
                               const char      *store_id);
char      *wb_demo_spend      (WbDemo          *self,
                               const WbCoupon  *coupon,
                               const char      *email,
                               WbMoney         *paid_out) G_GNUC_WARN_UNUSED_RESULT;

/* Puts what is not there yet into the portal, in one transaction. Before it starts. */
gboolean   wb_demo_fill  (WbDemo  *self,
                          GError **error);

G_END_DECLS
