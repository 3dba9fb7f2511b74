/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A shop that makes and knows coupons: one interface, a client per platform (design.md 8). Blocking;
 * one object per thread. */

#pragma once

#include "wb-http.h"
#include "wb-money.h"
#include "wb-record.h"
#include "wb-shop-caps.h"
#include "wb-shop-order.h"

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

/* A page of something a shop lists, and where to go on. */
typedef struct
{
  GPtrArray *items;     /* (owned) (element-type WbShopCoupon or WbShopOrder) */
  char *mark;           /* (owned) where the next call goes on, be it at once or tomorrow: keep it with the items */
  gboolean has_more;    /* there is more right now */
  gboolean starts_pass; /* coupons of a platform that cannot tell changes: the first page of all */
  gboolean ends_pass;   /* ... and the last: a live coupon not seen since the first is gone */
} WbShopPage;

void       wb_shop_page_free (WbShopPage *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbShopPage, wb_shop_page_free)

/* A step of checking a connection, for a window that shows them as they pass. */
typedef enum
{
  WB_SHOP_STEP_REACH,      /* the address answers, as the platform does */
  WB_SHOP_STEP_SIGN_IN,    /* it takes our key */
  WB_SHOP_STEP_READ,       /* name, currencies, time zone */
  WB_SHOP_STEP_COUPONS,    /* coupons may be made: rights, module, template */
  WB_SHOP_STEP_ORDERS,     /* orders may be read */
  WB_N_SHOP_STEPS,
} WbShopStep;

/* Called in the thread of the check: a step begins (@done FALSE), then passed. The step that was
 * begun and not passed is the one the error is about. */
typedef void (* WbShopStepFunc) (WbShopStep step, gboolean done, gpointer data);

/* For clients: tells @step, which may be NULL. */
void        wb_shop_tell_step  (WbShopStepFunc step, gpointer data, WbShopStep which, gboolean done);
/* Translated, for a list of steps: "The shop’s answer". */
const char *wb_shop_step_words (WbShopStep step);

#define WB_TYPE_SHOP (wb_shop_get_type ())
G_DECLARE_INTERFACE (WbShop, wb_shop, WB, SHOP, GObject)

struct _WbShopInterface
{
  GTypeInterface parent_iface;

  WbShopCaps   *(* check)     (WbShop *self, WbShopStepFunc step, gpointer data, GCancellable *cancellable, GError **error);
  WbShopCoupon *(* create)    (WbShop *self, const WbShopCoupon *coupon, GCancellable *cancellable, GError **error);
  /* All coupons with that code (races may have made several); empty = none. */
  GPtrArray    *(* find_code) (WbShop *self, const char *code, GCancellable *cancellable, GError **error);
  WbShopCoupon *(* read_back) (WbShop *self, const char *remote_id, GCancellable *cancellable, GError **error);
  /* Already gone is success. */
  gboolean      (* remove)    (WbShop *self, const char *remote_id, GCancellable *cancellable, GError **error);
  /* Cannot be spent any more, and stays in the shop's history. Already so, or gone: success.
   * WB_REMOTE_ERROR_CONFLICT = it was used. */
  gboolean      (* disable)   (WbShop *self, const char *remote_id, GCancellable *cancellable, GError **error);
  /* Coupons changed since @mark (NULL = from the start), as far as the platform can tell; else all of
   * them, pass after pass. */
  WbShopPage   *(* list_coupons) (WbShop *self, const char *mark, GCancellable *cancellable, GError **error);
  /* Orders changed since @mark (NULL = the newest month), oldest change first, drafts left out; with the
   * coupons each used, refunds and cancellations. Pages overlap: apply by remote_id. */
  WbShopPage   *(* list_orders)  (WbShop *self, const char *mark, GCancellable *cancellable, GError **error);
  /* How long the last answer asked to wait, -1 = it did not. Optional. */
  gint64        (* get_retry_after_ms) (WbShop *self);
};

/* @step: (nullable). */
WbShopCaps   *wb_shop_check      (WbShop *self, WbShopStepFunc step, gpointer data, GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;
WbShopCoupon *wb_shop_create     (WbShop *self, const WbShopCoupon *coupon, GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray    *wb_shop_find_code  (WbShop *self, const char *code, GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;
WbShopCoupon *wb_shop_read_back  (WbShop *self, const char *remote_id, GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean      wb_shop_remove     (WbShop *self, const char *remote_id, GCancellable *cancellable, GError **error);
gboolean      wb_shop_disable    (WbShop *self, const char *remote_id, GCancellable *cancellable, GError **error);
WbShopPage   *wb_shop_list_coupons (WbShop *self, const char *mark, GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;
WbShopPage   *wb_shop_list_orders  (WbShop *self, const char *mark, GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gint64        wb_shop_get_retry_after_ms (WbShop *self);

/* The first difference that matters between what was meant and what the shop stored, in words for
 * people; NULL = the same. */
char         *wb_shop_coupon_difference (const WbShopCoupon *meant, const WbShopCoupon *stored) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
