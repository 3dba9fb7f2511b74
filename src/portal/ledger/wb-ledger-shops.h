/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The following of shops: how far each was read, what its own list says about our coupons, and
 * whether it is paused. */

#pragma once

#include "wb-coupon.h"
#include "wb-ledger.h"
#include "wb-merchant-store.h"
#include "wb-shop-follow.h"

G_BEGIN_DECLS

/* Times are ms, WB_TIME_NONE = never. */
typedef struct
{
  gboolean is_paused;
  gint64 checked_at;
  gint64 orders_at;    /* orders were last read to their end */
  gint64 coupons_at;
} WbShopState;

gboolean   wb_ledger_shop_get_state   (WbLedger          *self,
                                       const char        *store_id,
                                       WbShopState       *state_out,
                                       GError           **error);
gboolean   wb_ledger_shop_set_checked (WbLedger          *self,
                                       const char        *store_id,
                                       GError           **error);
gboolean   wb_ledger_shop_set_paused  (WbLedger          *self,
                                       const char        *store_id,
                                       gboolean           paused,
                                       GError           **error);
/* Its row goes, and an event tells that; its coupons and orders stay. */
gboolean   wb_ledger_shop_remove      (WbLedger          *self,
                                       const char        *store_id,
                                       GError           **error);
gboolean   wb_ledger_shop_recall      (WbLedger          *self,
                                       WbMerchantStore   *store,
                                       GError           **error);

/* For a WbShopBook. */
gboolean   wb_ledger_shop_load_mark   (WbLedger          *self,
                                       const char        *store_id,
                                       WbShopMarkKind     kind,
                                       char             **mark_out,
                                       GError           **error);
gboolean   wb_ledger_shop_take_page   (WbLedger          *self,
                                       const char        *store_id,
                                       WbShopMarkKind     kind,
                                       const WbShopPage  *page,
                                       GError           **error);
/* The shop was read to its end; the store's last_sync_at moves. */
gboolean   wb_ledger_shop_end_follow  (WbLedger          *self,
                                       const char        *store_id,
                                       WbShopMarkKind     kind,
                                       GError           **error);
/* (element-type WbCoupon): active ones that a whole pass did not meet. */
GPtrArray *wb_ledger_shop_missing     (WbLedger          *self,
                                       const char        *store_id,
                                       GError           **error) G_GNUC_WARN_UNUSED_RESULT;
/* (element-type WbCoupon): active ones that the shop says are used, though no order tells so; and
 * those that an order may have used without naming them. */
GPtrArray *wb_ledger_shop_counted     (WbLedger          *self,
                                       const char        *store_id,
                                       GError           **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean   wb_ledger_shop_uncount     (WbLedger          *self,
                                       const char        *coupon_id,
                                       GError           **error);
/* What the shop itself says ended an active coupon. */
gboolean   wb_ledger_shop_end_coupon  (WbLedger          *self,
                                       const char        *coupon_id,
                                       const char        *state,
                                       const char        *kind,
                                       GError           **error);

typedef struct
{
  gint64 n_coupons;
  gint64 n_active;
  gint64 n_making;     /* being made, or being disabled */
} WbShopCounts;

gboolean   wb_ledger_shop_count       (WbLedger          *self,
                                       const char        *store_id,
                                       WbShopCounts      *counts_out,
                                       GError           **error);

G_END_DECLS
