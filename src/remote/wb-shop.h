/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A shop that makes and knows coupons: one interface, a client per platform (design.md 8). Blocking;
 * one object per thread. */

#pragma once

#include "wb-http.h"
#include "wb-money.h"
#include "wb-record.h"

G_BEGIN_DECLS

/* What a coupon should be, or is, in a shop. */
typedef struct
{
  char *remote_id;        /* (owned) (nullable) the shop's id */
  char *code;             /* (owned) as we made it; compared without case */
  gboolean is_percent;
  int percent_hundredths; /* 12.50 % = 1250 */
  WbMoney amount;         /* fixed */
  WbMoney min_order;      /* minor 0 = none */
  gint64 expires_at;      /* ms: the last second it is valid; WB_TIME_NONE = never */
  int usage_limit;        /* 1; 0 = none */
  char *email;            /* (owned) (nullable) only this customer */
  char *ticket_mark;      /* (owned) our ticket's id, stored beside the coupon */
  int usage_count;        /* read only */
  gboolean is_live;       /* read only: published, not trashed or draft */
  char *oddity;           /* (owned) (nullable) read only: in words, what it has that no field here can say */
} WbShopCoupon;

WB_DECLARE_RECORD (WbShopCoupon, wb_shop_coupon)

typedef struct
{
  gboolean percent;
  gboolean fixed;
  gboolean minimum;
  gboolean expiry;
  gboolean email_restriction;
  GStrv currencies;   /* (owned) */
  char *time_zone;    /* (owned) IANA name or "+HH:MM" */
  char *name;         /* (owned) (nullable) the shop's own name */
  char *platform;     /* (owned) */
} WbShopCaps;

WB_DECLARE_RECORD (WbShopCaps, wb_shop_caps)

#define WB_TYPE_SHOP (wb_shop_get_type ())
G_DECLARE_INTERFACE (WbShop, wb_shop, WB, SHOP, GObject)

struct _WbShopInterface
{
  GTypeInterface parent_iface;

  WbShopCaps   *(* check)     (WbShop *self, GCancellable *cancellable, GError **error);
  WbShopCoupon *(* create)    (WbShop *self, const WbShopCoupon *coupon, GCancellable *cancellable, GError **error);
  /* All coupons with that code (races may have made several); empty = none. */
  GPtrArray    *(* find_code) (WbShop *self, const char *code, GCancellable *cancellable, GError **error);
  WbShopCoupon *(* read_back) (WbShop *self, const char *remote_id, GCancellable *cancellable, GError **error);
  /* Already gone is success. */
  gboolean      (* remove)    (WbShop *self, const char *remote_id, GCancellable *cancellable, GError **error);
  /* How long the last answer asked to wait, -1 = it did not. Optional. */
  gint64        (* get_retry_after_ms) (WbShop *self);
};

WbShopCaps   *wb_shop_check      (WbShop *self, GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;
WbShopCoupon *wb_shop_create     (WbShop *self, const WbShopCoupon *coupon, GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray    *wb_shop_find_code  (WbShop *self, const char *code, GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;
WbShopCoupon *wb_shop_read_back  (WbShop *self, const char *remote_id, GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean      wb_shop_remove     (WbShop *self, const char *remote_id, GCancellable *cancellable, GError **error);
gint64        wb_shop_get_retry_after_ms (WbShop *self);

/* The first difference that matters between what was meant and what the shop stored, in words for
 * people; NULL = the same. */
char         *wb_shop_coupon_difference (const WbShopCoupon *meant, const WbShopCoupon *stored) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
