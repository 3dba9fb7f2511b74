/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A pretend shop that a workspace at level 0 is connected to, as Connections would have done it. The
 * fixture has .level_0 and .with_keys. */

#pragma once

#include "app-fixture.h"

#include "wb-pretend-woo.h"

G_BEGIN_DECLS

typedef struct
{
  WbPretendWoo *woo;     /* (owned) */
  char *connection_id;   /* (owned) */
} LocalShop;

void  local_shop_set_up     (LocalShop *self, AppFixture *app, const char *name, const char *currency);
void  local_shop_tear_down  (LocalShop *self);
/* The first ticket whose order is in that currency. */
char *local_shop_find_ticket (AppFixture *app, const char *currency);

G_END_DECLS
