/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Issues coupons in a pretend shop while everything that can go wrong does, and our program is killed at
 * any of its steps: at the end there is exactly one live coupon of the code, or none and the ledger says
 * why. The same for each platform. */

#pragma once

#include "wb-coupon-issuer.h"
#include "wb-pretend-fault.h"

G_BEGIN_DECLS

typedef struct
{
  const char *name;                /* of the platform, for messages */
  /* A client of the shop, as a program that has just been started makes it. */
  WbShop *(* open_shop)            (gpointer data);
  /* Live coupons of that code, seen past the API. */
  guint (* count_code)             (gpointer data, const char *code);
  void (* add_fault)               (gpointer data, WbPretendFault fault, const char *request, guint times);
  void (* clear_faults)            (gpointer data);
  /* Lets requests arrive whose client has gone. */
  void (* release)                 (gpointer data);
  /* (nullable) Forgets what the shop holds, so that it does not grow from run to run. */
  void (* clear_shop)              (gpointer data);
  gpointer data;
  WbMovableClock *clock;           /* the shop's and ours; it must advance by itself */
  /* What is issued; code and ticket mark are replaced. */
  const WbShopCoupon *coupon;
  /* Faults that the platform does not have end the list before: WB_PRETEND_FAULT_NONE. NULL = all but
   * those that hold. */
  const WbPretendFault *faults;
} WbIssueMatrix;

/* Each fault at each request of an issue, alone and together with a death of our program at each of its
 * steps. */
void       wb_issue_matrix_run_each   (const WbIssueMatrix *m);
/* @n_runs issues with faults, deaths and late arrivals drawn from @seed; a failure names its seed. */
void       wb_issue_matrix_run        (const WbIssueMatrix *m,
                                       guint32              seed,
                                       guint                n_runs);

G_END_DECLS
