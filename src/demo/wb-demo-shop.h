/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* One of the demo's shops, whatever its platform: started, its credentials by the names that secret
 * files and the ready line have, its past, customers who buy, and faults. Any thread. */

#pragma once

#include "wb-clock.h"
#include "wb-coupon.h"
#include "wb-pretend-fault.h"
#include "wb-random.h"

G_BEGIN_DECLS

typedef struct _WbDemoShopServer WbDemoShopServer;

typedef struct
{
  const char *platform;    /* shoptet, shopify or woocommerce */
  const char *name;
  const char *currency;
  const char *time_zone;
  const char *state_file;
  guint16 last_port;       /* taken if it is free; 0 = any */
} WbDemoShopSetup;

/* The platforms there are; NULL at the end. */
const char       *wb_demo_shop_platform   (guint                    index);
/* @random: what the credentials are drawn by. */
WbDemoShopServer *wb_demo_shop_start      (const WbDemoShopSetup   *setup,
                                           WbClock                 *clock,
                                           WbRandom                *random,
                                           GError                 **error) G_GNUC_WARN_UNUSED_RESULT;
void              wb_demo_shop_stop       (WbDemoShopServer        *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbDemoShopServer, wb_demo_shop_stop)

const char       *wb_demo_shop_get_url    (WbDemoShopServer        *self);
/* "name=value" lines. */
const char       *wb_demo_shop_get_secret (WbDemoShopServer        *self);

/* A coupon as the shop would have stored what our client sends, made now by the shop's clock. */
gboolean          wb_demo_shop_put_coupon (WbDemoShopServer        *self,
                                           const WbCoupon          *coupon,
                                           char                   **remote_id_out,
                                           GError                 **error);
/* A customer buys for @total and pays @paid, the coupon taken off (decimal text). Gives the order's
 * number (transfer full); NULL = the shop does not take the coupon. */
char             *wb_demo_shop_buy        (WbDemoShopServer        *self,
                                           const char              *email,
                                           const char              *total,
                                           const char              *paid,
                                           const char              *code) G_GNUC_WARN_UNUSED_RESULT;
/* Many changes: what the shop keeps on the disk is written when it is let go. */
void              wb_demo_shop_hold       (WbDemoShopServer        *self,
                                           gboolean                 is_held);
/* The shop's own id of the order of that number. */
char             *wb_demo_shop_dup_order_id (WbDemoShopServer      *self,
                                           const char              *order) G_GNUC_WARN_UNUSED_RESULT;
/* Gives part of an order back. */
void              wb_demo_shop_refund     (WbDemoShopServer        *self,
                                           const char              *order,
                                           const char              *amount);
/* Coupons that can be spent or were; @code: (nullable) only those of that code, in any case. */
guint             wb_demo_shop_count_code (WbDemoShopServer        *self,
                                           const char              *code);
void              wb_demo_shop_add_fault  (WbDemoShopServer        *self,
                                           WbPretendFault           fault,
                                           const char              *request,
                                           guint                    times);
void              wb_demo_shop_clear_faults (WbDemoShopServer      *self);

G_END_DECLS
