/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Follows what becomes of coupons in a shop: pages of changed coupons and of orders, each stored with
 * the mark behind it in one transaction, so that a crash repeats a page and loses none. Service and
 * desktop give their own book. Blocking; the shop's thread. */

#pragma once

#include "wb-shop.h"

G_BEGIN_DECLS

typedef enum
{
  WB_SHOP_MARK_COUPONS,
  WB_SHOP_MARK_ORDERS,
} WbShopMarkKind;

#define WB_TYPE_SHOP_BOOK (wb_shop_book_get_type ())
G_DECLARE_INTERFACE (WbShopBook, wb_shop_book, WB, SHOP_BOOK, GObject)

struct _WbShopBookInterface
{
  GTypeInterface parent_iface;

  /* *mark_out: (transfer full) (nullable) */
  gboolean (* load_mark)  (WbShopBook *self, WbShopMarkKind kind, char **mark_out, GError **error);
  /* (nullable) (transfer full) (element-type utf8): the shop's ids of those on a page of coupons that are surplus
   * (wb_shop_rules_is_surplus()). */
  GPtrArray *(* list_surplus) (WbShopBook *self, const WbShopPage *page, GError **error);
  /* Applies the page's items (WbShopCoupon or WbShopOrder by @kind) and page->mark, all or nothing. */
  gboolean (* store_page) (WbShopBook *self, WbShopMarkKind kind, const WbShopPage *page, GError **error);
};

/* Reads on from the book's mark until the shop has no more. Calls store_page for each page, also an
 * empty one whose mark moved. */
gboolean   wb_shop_follow     (WbShop          *shop,
                               WbShopBook      *book,
                               WbShopMarkKind   kind,
                               GCancellable    *cancellable,
                               GError         **error);

G_END_DECLS
