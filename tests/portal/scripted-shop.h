/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A shop that misbehaves as told. What it holds outlives its client, as a real shop outlives the
 * portal's process. */

#pragma once

#include "wb-portal.h"

G_BEGIN_DECLS

typedef enum
{
  SHOP_WORKS,
  SHOP_FAILS_BEFORE,   /* the connection breaks, nothing came into being */
  SHOP_FAILS_AFTER,    /* the coupon came into being, the answer got lost */
  SHOP_REFUSES,        /* 400 with words */
  SHOP_STORES_OTHER,   /* stores half the amount */
  SHOP_HANGS,          /* until released or cancelled; nothing came into being if cancelled */
} ShopMode;

typedef struct _ShopState ShopState;

ShopState *shop_state_new        (void);
void       shop_state_free       (ShopState *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShopState, shop_state_free)

/* For the next `create` only; later ones work. */
void       shop_state_set_mode   (ShopState *self, ShopMode mode);
/* Waits until a `create` hangs. */
void       shop_state_wait_hang  (ShopState *self);
void       shop_state_release    (ShopState *self);
guint      shop_state_count      (ShopState *self);
guint      shop_state_creates    (ShopState *self);
/* Waits a moment for the n-th `create`; whether it came. */
gboolean   shop_state_wait_creates (ShopState *self, guint n_creates);
/* (transfer full) (nullable) */
WbShopCoupon *shop_state_dup     (ShopState *self, guint index);

/* How many of them can still be spent. */
guint      shop_state_live       (ShopState *self);
/* A customer spends one, without an order that tells of it; @is_used FALSE takes that back. */
void       shop_state_spend      (ShopState *self, const char *code, gboolean is_used);
/* The shop has a draft by the same code, too. */
void       shop_state_add_draft  (ShopState *self, const char *code);
/* What a late request makes beside ours: of the code and ticket of the coupon at @index. */
void       shop_state_add_late   (ShopState *self, guint index, const char *remote_id, const char *ticket_mark);
/* Somebody deletes one in the shop itself. */
void       shop_state_lose       (ShopState *self, const char *code);
/* @order: (transfer full): it is placed, or changed; listed once, from its page on. */
void       shop_state_put_order  (ShopState *self, WbShopOrder *order);
/* How often orders were listed; with @is_down, neither lists nor checks work from now on. */
guint      shop_state_lists      (ShopState *self);
void       shop_state_set_down   (ShopState *self, gboolean is_down);

/* A WbPortalShopFactory; @data is the state. */
WbShop    *scripted_shop_make    (const WbMerchantStore *store, gpointer data, GError **error);

G_END_DECLS
