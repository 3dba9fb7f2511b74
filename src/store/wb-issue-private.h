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
 * (upper case), or with @guessed (nullable), which it may have used without naming it; none = what is
 * stored of it goes. @touched (element-type utf8) gains the codes that it names or named. */
gboolean   wb_shop_order_store_put  (WbDb                 *db,
                                     const char           *connection,
                                     const WbShopOrder    *order,
                                     GHashTable           *codes,
                                     const char           *guessed,
                                     GHashTable           *touched,
                                     GError              **error);
/* (element-type WbShopOrder) each with the one coupon of @code. */
GPtrArray *wb_shop_order_store_list (WbDb                 *db,
                                     const char           *connection,
                                     const char           *code,
                                     GError              **error) G_GNUC_WARN_UNUSED_RESULT;

/* *code_out (transfer full): of the coupon made here that @order may have used without naming it;
 * NULL = none, or more than one fits. */
gboolean   wb_issue_guess_find      (WbDb                 *db,
                                     const char           *connection,
                                     const WbShopOrder    *order,
                                     char                **code_out,
                                     GError              **error);
/* Takes guesses out of @orders unless the shop says that @coupon was used. */
void       wb_issue_guess_drop      (const WbCoupon       *coupon,
                                     GPtrArray            *orders);

G_END_DECLS
