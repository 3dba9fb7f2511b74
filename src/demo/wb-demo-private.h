/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The running demo's insides, for the files that put it together. */

#pragma once

#include "wb-demo-customers.h"
#include "wb-demo-folder.h"
#include "wb-demo.h"

G_BEGIN_DECLS

typedef struct
{
  WbPretendWoo *woo;  /* (owned) */
  const char *url;    /* (unowned) the store's */
  char *key;          /* (owned) */
  char *secret;       /* (owned) */
} WbDemoRunningShop;

struct _WbDemo
{
  WbDemoFolder folder;
  WbMovableClock *clock;  /* (owned) */
  WbDemoData *data;       /* (owned) */
  WbPortal *portal;       /* (owned) */
  char *url;              /* (owned) the portal's */
  WbDemoCustomers *customers;  /* (owned) (nullable) */
  WbDemoRunningShop shops[WB_DEMO_N_SHOPS];
};

/* Puts what is not there yet into the portal, in one transaction. Before it starts. */
gboolean   wb_demo_fill  (WbDemo  *self,
                          GError **error);

G_END_DECLS
