/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Whom the demo's customers are made of: names, addresses and numbers of the countries it sells to.
 * Telephone numbers are of ranges kept for fiction where a country has one. */

#pragma once

#include "wb-random.h"

G_BEGIN_DECLS

/* One of the three shops; the order is that of the demo's stores. */
typedef enum
{
  WB_DEMO_SHOP_CZ,
  WB_DEMO_SHOP_EU,
  WB_DEMO_SHOP_PL,
  WB_DEMO_N_SHOPS,
} WbDemoShop;

typedef struct
{
  char *name;            /* (owned) */
  char *email;           /* (owned) */
  char *phone;           /* (owned) */
  const char *language;  /* (unowned) */
  WbDemoShop shop;       /* where such a customer buys */
} WbDemoPerson;

void        wb_demo_person_init   (WbDemoPerson *self,
                                   WbRandom     *random);
void        wb_demo_person_clear  (WbDemoPerson *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (WbDemoPerson, wb_demo_person_clear)

/* What a person bought and wants, in the language of the shop. */
typedef struct
{
  const char *name;
  const char *variant;       /* (nullable) */
  const char *manufacturer;
  gint64 price_minor;        /* in the shop's currency */
} WbDemoProduct;

void        wb_demo_product_pick  (WbDemoProduct *product_out,
                                   WbDemoShop     shop,
                                   WbRandom      *random);

G_END_DECLS
