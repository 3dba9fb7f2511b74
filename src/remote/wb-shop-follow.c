/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Reads a shop's pages into a book; see wb-shop-follow.h. The book's mark moves only together with
 * what stands before it: whoever dies between two pages reads one of them twice. */

#include "config.h"

#include "wb-shop-follow.h"

#include <glib/gi18n-lib.h>

G_DEFINE_INTERFACE (WbShopBook, wb_shop_book, G_TYPE_OBJECT)

static void
wb_shop_book_default_init (WbShopBookInterface *iface)
{
}

static WbShopPage *
ask (WbShop          *shop,
     WbShopMarkKind   kind,
     const char      *mark,
     GCancellable    *cancellable,
     GError         **error)
{
  return kind == WB_SHOP_MARK_COUPONS ? wb_shop_list_coupons (shop, mark, cancellable, error) :
         wb_shop_list_orders (shop, mark, cancellable, error);
}

/* Before the page is stored: a page that is read again after a crash still tells of them. */
static gboolean
remove_surplus (WbShop            *shop,
                WbShopBook        *book,
                const WbShopPage  *page,
                GCancellable      *cancellable,
                GError           **error)
{
  g_autoptr (GPtrArray) surplus = WB_SHOP_BOOK_GET_IFACE (book)->list_surplus (book, page, error);

  for (guint i = 0; surplus && i < surplus->len; i++) {
    if (!wb_shop_remove (shop, g_ptr_array_index (surplus, i), cancellable, error))
      return FALSE;
  }

  return surplus != NULL;
}

/* Whether there is anything to keep: something listed, a new place to go on from, or a pass over
 * all coupons that begins or ends. */
static gboolean
says_something (const WbShopPage *page,
                const char       *mark)
{
  return page->items->len > 0 || page->starts_pass || page->ends_pass ||
         g_strcmp0 (page->mark, mark) != 0;
}

/**
 * wb_shop_follow:
 * @shop: a shop
 * @book: where its pages and marks are kept
 * @kind: what is followed
 * @cancellable: (nullable): ends it between or inside calls
 * @error: return location; a [error@WB_REMOTE_ERROR], the book's own, or `G_IO_ERROR_CANCELLED`
 *
 * Reads on from the book's mark until the shop has no more. What was stored before an error stays,
 * and the next call goes on behind it. Blocking; the thread that owns @shop.
 *
 * Returns: whether the shop has been read to the end
 */
gboolean
wb_shop_follow (WbShop          *shop,
                WbShopBook      *book,
                WbShopMarkKind   kind,
                GCancellable    *cancellable,
                GError         **error)
{
  g_autofree char *mark = NULL;
  gboolean has_more = TRUE;

  g_return_val_if_fail (WB_IS_SHOP (shop) && WB_IS_SHOP_BOOK (book), FALSE);

  if (!WB_SHOP_BOOK_GET_IFACE (book)->load_mark (book, kind, &mark, error))
    return FALSE;

  while (has_more) {
    g_autoptr (WbShopPage) page = NULL;
    gboolean moved = FALSE;

    if (g_cancellable_set_error_if_cancelled (cancellable, error))
      return FALSE;
    page = ask (shop, kind, mark, cancellable, error);
    if (!page)
      return FALSE;

    if (kind == WB_SHOP_MARK_COUPONS && WB_SHOP_BOOK_GET_IFACE (book)->list_surplus &&
        !remove_surplus (shop, book, page, cancellable, error))
      return FALSE;
    moved = g_strcmp0 (page->mark, mark) != 0;
    has_more = page->has_more;
    if (says_something (page, mark) &&
        !WB_SHOP_BOOK_GET_IFACE (book)->store_page (book, kind, page, error))
      return FALSE;
    /* The same page would come for ever. */
    if (has_more && !moved) {
      g_set_error_literal (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_UNEXPECTED_REPLY,
                           _ ("The shop lists the same page again and again"));
      return FALSE;
    }
    g_free (mark);
    mark = g_strdup (page->mark);
  }

  return TRUE;
}
