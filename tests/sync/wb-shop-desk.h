/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A desk at level 0 with a shop of its own: the workplace of the engine's tests, and a pretend
 * WooCommerce on loopback that knows one key. */

#pragma once

#include "wb-issue-store.h"
#include "wb-pretend-woo.h"
#include "wb-sync-desk.h"
#include "wb-sync-shops-private.h"

G_BEGIN_DECLS

#define SHOP_KEY "ck_planted000000000000000000000000000000001"
#define SHOP_SECRET "cs_planted000000000000000000000000000000002"
#define SHOP_SECRET_TEXT "consumer_key=" SHOP_KEY "\nconsumer_secret=" SHOP_SECRET "\n"

typedef struct
{
  WbSyncDesk *desk;        /* (owned) */
  WbPretendWoo *woo;       /* (owned) CZK */
  const char *url;         /* (unowned) */
  char *secrets;           /* (owned) where its file is */
  char *connection;        /* (owned) (nullable) id, once connected */
} WbShopDesk;

/* @waits_by_itself: the clock jumps to the end of each wait; else it stands. */
WbShopDesk *wb_shop_desk_new      (gboolean     waits_by_itself);
void        wb_shop_desk_free     (WbShopDesk  *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbShopDesk, wb_shop_desk_free)

/* The program is started again. */
void        wb_shop_desk_restart  (WbShopDesk  *self);
WbShopSecret *wb_shop_desk_secret (const char  *text);
/* Connects the shop, which must work. */
void        wb_shop_desk_connect  (WbShopDesk  *self);
/* Any address; gives the id. */
char       *wb_shop_desk_connect_to (WbShopDesk *self, const char *name, const char *url);
void        wb_shop_desk_add_ticket (WbShopDesk *self, const char *id);
/* 200 CZK from 1000, 14 days. */
WbCouponOrder *wb_shop_desk_order (const char  *ticket);
WbCoupon   *wb_shop_desk_coupon   (WbShopDesk  *self, const char *id);
/* The newest of a ticket; NULL = none. */
WbCoupon   *wb_shop_desk_coupon_of (WbShopDesk *self, const char *ticket);
/* "asked sent made" */
char       *wb_shop_desk_story    (WbShopDesk  *self, const char *coupon_id);
/* Whether a customer could spend it in the shop. */
gboolean    wb_shop_desk_is_spendable (WbShopDesk *self, const char *code);
guint       wb_shop_desk_issues   (WbShopDesk  *self);

G_END_DECLS
