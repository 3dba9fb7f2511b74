/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* An order as a shop tells it, as far as coupons and revenue need it: which coupons it used, what it
 * is worth, what was given back. Read by the shops' clients; judged by wb-coupon-outcome.h. */

#pragma once

#include "wb-money.h"
#include "wb-record.h"

G_BEGIN_DECLS

  typedef enum
  {
    WB_SHOP_ORDER_OPEN,     /* placed, not paid (yet) */
    WB_SHOP_ORDER_PAID,     /* paid, or done */
    WB_SHOP_ORDER_CANCELLED, /* cancelled, failed, deleted: the coupon is free again */
    WB_SHOP_ORDER_REFUNDED, /* all of it was given back; the coupon stays used */
  } WbShopOrderState;

/* One coupon of an order. */
  typedef struct
  {
    char *code;       /* (owned) upper case, as we compare codes */
    char *remote_id;  /* (owned) (nullable) the coupon's id in the shop, where the order tells it */
    WbMoney discount; /* with tax; WB_MONEY_NONE = not told */
    gboolean is_certain; /* FALSE = guessed (Shoptet, when no name of a row carries the code) */
  } WbShopOrderCoupon;

  WB_DECLARE_RECORD (WbShopOrderCoupon, wb_shop_order_coupon)

  typedef struct
  {
    char *remote_id;    /* (owned) the shop's id; the key */
    char *code;         /* (owned) the number people know */
    WbShopOrderState state;
    gboolean is_test;   /* counts for nothing */
    WbMoney total;      /* with tax, before refunds, in the order's currency */
    WbMoney refunded;   /* >= 0, same currency; all of `total` when REFUNDED */
    char *email;        /* (owned) (nullable) lower case; some plans do not tell it */
    gint64 created_at;  /* ms */
    gint64 updated_at;  /* ms */
    GPtrArray *coupons; /* (owned) (element-type WbShopOrderCoupon) never NULL; often empty */
  } WbShopOrder;

  WB_DECLARE_RECORD (WbShopOrder, wb_shop_order)

  const char *wb_shop_order_state_to_text   (WbShopOrderState state);
  gboolean    wb_shop_order_state_from_text (const char *text, WbShopOrderState *state_out);

G_END_DECLS
