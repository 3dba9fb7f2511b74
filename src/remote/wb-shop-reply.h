/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Answers that no platform sends (a firewall, a proxy, broken JSON) as errors in words: the same for
 * all shops. Inside remote only. */

#pragma once

#include "wb-http.h"
#include "wb-shop.h"

G_BEGIN_DECLS

void       wb_shop_reply_set_foreign (const WbHttpReply  *reply,
                                      GError            **error);
/* Turns a WB_WIRE_ERROR of a decoder into a WB_REMOTE_ERROR; leaves others alone. */
void       wb_shop_reply_adopt       (GError            **error);
/* What find_code() and read_back() say where a shop has one coupon of a code at most, by what a look-up
 * gave: @coupon, or @failure, or neither, and then there is none. Both are taken. */
GPtrArray    *wb_shop_reply_list_found (WbShopCoupon *coupon,
                                        GError       *failure,
                                        GError      **error) G_GNUC_WARN_UNUSED_RESULT;
WbShopCoupon *wb_shop_reply_need_found (WbShopCoupon *coupon,
                                        GError       *failure,
                                        GError      **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
