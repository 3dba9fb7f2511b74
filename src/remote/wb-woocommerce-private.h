/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* How the WooCommerce client is divided: wb-woocommerce.c sends and signs, -check.c says what is wrong
 * with a connection, -coupons.c works on single coupons, -lists.c reads coupons and orders page by page. */

#pragma once

#include "wb-pace.h"
#include "wb-woocommerce-json.h"
#include "wb-woocommerce.h"

G_BEGIN_DECLS

#define WB_WOOCOMMERCE_API "wc/v3/"

struct _WbWoocommerce
{
  GObject parent_instance;

  char *root_url;            /* (owned) ".../wp-json/" */
  char *key;                 /* (owned) */
  char *secret;              /* (owned) wiped at the end */
  char *basic;               /* (owned) (nullable) the Authorization header; NULL = OAuth */
  WbHttp *http;              /* (owned) */
  WbClock *clock;            /* (owned) */
  WbRandom *random;          /* (owned) */
  WbPace *pace;              /* (owned) */
  char *currency;            /* (owned) (nullable) until it was asked for */
  GTimeZone *zone;           /* (owned) (nullable) until it was asked for */
  gint64 retry_after_ms;     /* of the last answer; -1 = none */

  gboolean lists_refunds;    /* an order came with refunds: those without have none */

  /* The page of orders that was told last, so that the next one does not repeat it. */
  char *told_mark;           /* (owned) (nullable) the mark behind it */
  GHashTable *told;          /* (owned) (element-type utf8) checksums of its orders as they came */
};

/* One answer. */
typedef struct
{
  JsonNode *node;     /* (owned) (nullable) NULL = an error was set */
  char *code;         /* (owned) (nullable) the shop's error code */
  guint status;       /* 0 = none came */
  int total_pages;
} WoocommerceAnswer;

void          woocommerce_clear_answer  (WoocommerceAnswer *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (WoocommerceAnswer, woocommerce_clear_answer)

/* Whether and with which key a call signs in. */
typedef enum
{
  WOOCOMMERCE_SIGN_IN,
  WOOCOMMERCE_ANONYMOUS,   /* the index: from WooCommerce 11.1 on a key outside wc/ routes is refused */
} WoocommerceSignIn;

/* @route stands below "wp-json/", with its query. Waits for its turn. */
gboolean      woocommerce_call          (WbWoocommerce *self, const char *method, const char *route,
                                         WoocommerceSignIn sign_in, JsonNode *body, WoocommerceAnswer *answer,
                                         GCancellable *cancellable, GError **error);
gboolean      woocommerce_load_index    (WbWoocommerce *self, WbWoocommerceIndex *index_out,
                                         GCancellable *cancellable, GError **error);
gboolean      woocommerce_load_currency (WbWoocommerce *self, WoocommerceAnswer *answer,
                                         GCancellable *cancellable, GError **error);
/* A coupon carries neither currency nor zone: both are the shop's. */
gboolean      woocommerce_ensure_shop   (WbWoocommerce *self, GCancellable *cancellable, GError **error);

WbShopCaps   *woocommerce_check         (WbShop *shop, WbShopStepFunc step, gpointer data,
                                         GCancellable *cancellable, GError **error);

WbShopCoupon *woocommerce_create        (WbShop *shop, const WbShopCoupon *coupon, GCancellable *cancellable,
                                         GError **error);
GPtrArray    *woocommerce_find_code     (WbShop *shop, const char *code, GCancellable *cancellable, GError **error);
WbShopCoupon *woocommerce_read_back     (WbShop *shop, const char *remote_id, GCancellable *cancellable, GError **error);
gboolean      woocommerce_remove        (WbShop *shop, const char *remote_id, GCancellable *cancellable, GError **error);
gboolean      woocommerce_disable       (WbShop *shop, const char *remote_id, GCancellable *cancellable, GError **error);

WbShopPage   *woocommerce_list_coupons  (WbShop *shop, const char *mark, GCancellable *cancellable, GError **error);
WbShopPage   *woocommerce_list_orders   (WbShop *shop, const char *mark, GCancellable *cancellable, GError **error);

G_END_DECLS
