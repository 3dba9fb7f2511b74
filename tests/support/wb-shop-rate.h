/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Reads a large pretend shop to the end and watches how: at what rate by the shop's clock, whether the shop
 * ever had to say no, and whether memory stays flat. The same for each platform. */

#pragma once

#include "wb-shop-follow.h"

G_BEGIN_DECLS

typedef struct
{
  const char *name;
  WbShop *shop;
  WbMovableClock *clock;         /* the shop's and ours; it must advance by itself */
  /* What the platform lets us spend: @capacity at once, @per_sec from then on. */
  double capacity;
  double per_sec;
  /* Points spent at the shop so far, as it counts them (requests, or query cost). */
  double (* count_spent)         (gpointer data);
  /* How often it said 429 or the like. */
  guint (* count_refusals)       (gpointer data);
  gpointer data;
} WbShopRate;

/* Follows @kind to the end: @n_items different ones come, at 95 % and more of the rate and never above. */
void       wb_shop_rate_check    (const WbShopRate  *rate,
                                  WbShopMarkKind     kind,
                                  guint              n_items);

G_END_DECLS
