/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the files of the ledger at level 0 share. */

#pragma once

#include "wb-issue-store.h"

G_BEGIN_DECLS

gboolean   wb_coupon_story_add      (WbDb                 *db,
                                     const char           *coupon_id,
                                     const WbCouponEvent  *event,
                                     GError              **error);
gboolean   wb_coupon_story_tell     (WbDb                 *db,
                                     const char           *coupon_id,
                                     const char           *kind,
                                     gint64                at,
                                     const char           *by,
                                     const char           *text,
                                     GError              **error);

/* Orders that name coupons made here. Stores @order with those of its coupons that are in @codes
 * (upper case); none = what is stored of it goes. @touched (element-type utf8) gains the codes that
 * it names or named. */
gboolean   wb_shop_order_store_put  (WbDb                 *db,
                                     const char           *connection,
                                     const WbShopOrder    *order,
                                     GHashTable           *codes,
                                     GHashTable           *touched,
                                     GError              **error);
/* (element-type WbShopOrder) each with the one coupon of @code. */
GPtrArray *wb_shop_order_store_list (WbDb                 *db,
                                     const char           *connection,
                                     const char           *code,
                                     GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
