/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Following a shop: no page is lost when somebody dies between two, and the shop is asked on until
 * it has no more. The shop lists ten numbered pages; the book can refuse to write. */

#include "wb-shop-follow.h"

#include <gio/gio.h>
#include <stdlib.h>

#define N_PAGES 10

G_DECLARE_FINAL_TYPE (TestShop, test_shop, TEST, SHOP, GObject)

struct _TestShop
{
  GObject parent_instance;

  guint n_asked;
  guint empty_page;    /* has no items, but a mark; G_MAXUINT = none */
  guint broken_page;   /* is an error, once; G_MAXUINT = none */
  guint stuck_page;    /* says there is more behind its own mark; G_MAXUINT = none */
  gboolean in_passes;
  GCancellable *cancels_after_first;   /* (nullable) */
};

static void test_shop_iface_init (WbShopInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TestShop, test_shop, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (WB_TYPE_SHOP, test_shop_iface_init))

static WbShopOrder *
new_order (guint number)
{
  WbShopOrder *order = wb_shop_order_new ();

  order->remote_id = g_strdup_printf ("%u", number);

  return order;
}

/* The mark is the number of the next page. */
static WbShopPage *
test_shop_list_orders (WbShop        *shop,
                       const char    *mark,
                       GCancellable  *cancellable,
                       GError       **error)
{
  TestShop *self = TEST_SHOP (shop);
  guint page_number = mark ? (guint) atoi (mark) : 0;
  g_autoptr (WbShopPage) page = g_new0 (WbShopPage, 1);

  self->n_asked++;
  if (page_number == self->broken_page) {
    self->broken_page = G_MAXUINT;
    g_set_error_literal (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_SERVER_FAULT, "down");
    return NULL;
  }
  page->items = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_shop_order_unref);
  if (page_number < N_PAGES && page_number != self->empty_page) {
    g_ptr_array_add (page->items, new_order (page_number * 2));
    g_ptr_array_add (page->items, new_order (page_number * 2 + 1));
  }
  page->has_more = page_number + 1 < N_PAGES;
  page->mark = g_strdup_printf ("%u", page_number == self->stuck_page ? page_number :
                                MIN (page_number + 1, N_PAGES));
  page->starts_pass = self->in_passes && page_number == 0;
  page->ends_pass = self->in_passes && page_number >= N_PAGES;
  if (self->cancels_after_first)
    g_cancellable_cancel (self->cancels_after_first);

  return g_steal_pointer (&page);
}

static WbShopPage *
test_shop_list_coupons (WbShop        *shop,
                        const char    *mark,
                        GCancellable  *cancellable,
                        GError       **error)
{
  g_set_error_literal (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_FORBIDDEN, "coupons");

  return NULL;
}

static void
test_shop_iface_init (WbShopInterface *iface)
{
  iface->list_orders = test_shop_list_orders;
  iface->list_coupons = test_shop_list_coupons;
}

static void
test_shop_class_init (TestShopClass *klass)
{
}

static void
test_shop_init (TestShop *self)
{
  self->empty_page = G_MAXUINT;
  self->broken_page = G_MAXUINT;
  self->stuck_page = G_MAXUINT;
}

G_DECLARE_FINAL_TYPE (TestBook, test_book, TEST, BOOK, GObject)

struct _TestBook
{
  GObject parent_instance;

  char *mark;            /* (owned) (nullable) */
  GHashTable *seen;      /* (owned) (element-type utf8 utf8) remote ids */
  guint n_stored;        /* pages */
  guint n_starts;
  guint n_ends;
  guint refuses_page;    /* the how many-th page to store; G_MAXUINT = none */
  gboolean cannot_load;
};

static void test_book_iface_init (WbShopBookInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TestBook, test_book, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (WB_TYPE_SHOP_BOOK, test_book_iface_init))

static gboolean
test_book_load_mark (WbShopBook      *book,
                     WbShopMarkKind   kind,
                     char           **mark_out,
                     GError         **error)
{
  TestBook *self = TEST_BOOK (book);

  if (self->cannot_load) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, "no disk");
    return FALSE;
  }
  *mark_out = g_strdup (self->mark);

  return TRUE;
}

static gboolean
test_book_store_page (WbShopBook        *book,
                      WbShopMarkKind     kind,
                      const WbShopPage  *page,
                      GError           **error)
{
  TestBook *self = TEST_BOOK (book);

  if (self->n_stored == self->refuses_page) {
    self->refuses_page = G_MAXUINT;
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE, "full");
    return FALSE;
  }
  g_assert_cmpint (kind, ==, WB_SHOP_MARK_ORDERS);
  self->n_stored++;
  self->n_starts += page->starts_pass ? 1 : 0;
  self->n_ends += page->ends_pass ? 1 : 0;
  for (guint i = 0; i < page->items->len; i++) {
    const WbShopOrder *order = g_ptr_array_index (page->items, i);

    g_hash_table_add (self->seen, g_strdup (order->remote_id));
  }
  g_free (self->mark);
  self->mark = g_strdup (page->mark);

  return TRUE;
}

static void
test_book_iface_init (WbShopBookInterface *iface)
{
  iface->load_mark = test_book_load_mark;
  iface->store_page = test_book_store_page;
}

static void
test_book_finalize (GObject *object)
{
  TestBook *self = TEST_BOOK (object);

  g_free (self->mark);
  g_hash_table_unref (self->seen);

  G_OBJECT_CLASS (test_book_parent_class)->finalize (object);
}

static void
test_book_class_init (TestBookClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = test_book_finalize;
}

static void
test_book_init (TestBook *self)
{
  self->seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->refuses_page = G_MAXUINT;
}

static gboolean
follow (TestShop  *shop,
        TestBook  *book,
        GError   **error)
{
  return wb_shop_follow (WB_SHOP (shop), WB_SHOP_BOOK (book), WB_SHOP_MARK_ORDERS, NULL, error);
}

static void
test_to_the_end (void)
{
  g_autoptr (TestShop) shop = g_object_new (test_shop_get_type (), NULL);
  g_autoptr (TestBook) book = g_object_new (test_book_get_type (), NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (follow (shop, book, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (g_hash_table_size (book->seen), ==, 2 * N_PAGES);
  g_assert_cmpuint (book->n_stored, ==, N_PAGES);
  g_assert_cmpuint (shop->n_asked, ==, N_PAGES);
  g_assert_cmpstr (book->mark, ==, "10");

  /* Again: there is nothing new, and nothing to store. */
  g_assert_true (follow (shop, book, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (shop->n_asked, ==, N_PAGES + 1);
  g_assert_cmpuint (book->n_stored, ==, N_PAGES);
}

/* Wherever the shop fails or the book cannot write, the next call misses nothing. */
static void
test_interrupted (void)
{
  for (guint page = 0; page < N_PAGES; page++) {
    for (guint who = 0; who < 2; who++) {
      g_autoptr (TestShop) shop = g_object_new (test_shop_get_type (), NULL);
      g_autoptr (TestBook) book = g_object_new (test_book_get_type (), NULL);
      g_autoptr (GError) error = NULL;

      g_test_message ("%s at page %u", who == 0 ? "shop" : "book", page);
      if (who == 0)
        shop->broken_page = page;
      else
        book->refuses_page = page;
      g_assert_false (follow (shop, book, &error));
      if (who == 0)
        g_assert_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_SERVER_FAULT);
      else
        g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
      g_clear_error (&error);
      g_assert_cmpuint (book->n_stored, ==, page);
      g_assert_cmpuint (g_hash_table_size (book->seen), ==, 2 * page);

      g_assert_true (follow (shop, book, &error));
      g_assert_no_error (error);
      g_assert_cmpuint (g_hash_table_size (book->seen), ==, 2 * N_PAGES);
      /* Only the page it happened at was asked for twice. */
      g_assert_cmpuint (shop->n_asked, ==, N_PAGES + 1);
    }
  }
}

/* A page of nothing that matters still moves the mark, or it would be read for ever. */
static void
test_empty_page (void)
{
  g_autoptr (TestShop) shop = g_object_new (test_shop_get_type (), NULL);
  g_autoptr (TestBook) book = g_object_new (test_book_get_type (), NULL);
  g_autoptr (GError) error = NULL;

  shop->empty_page = 4;
  g_assert_true (follow (shop, book, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (book->n_stored, ==, N_PAGES);
  g_assert_cmpuint (g_hash_table_size (book->seen), ==, 2 * (N_PAGES - 1));
  g_assert_cmpstr (book->mark, ==, "10");
}

/* The end of a pass is told although nothing else is: what was not seen is gone. */
static void
test_pass (void)
{
  g_autoptr (TestShop) shop = g_object_new (test_shop_get_type (), NULL);
  g_autoptr (TestBook) book = g_object_new (test_book_get_type (), NULL);
  g_autoptr (GError) error = NULL;

  shop->in_passes = TRUE;
  g_assert_true (follow (shop, book, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (book->n_starts, ==, 1);
  g_assert_cmpuint (book->n_ends, ==, 0);
  g_assert_true (follow (shop, book, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (book->n_ends, ==, 1);
}

static void
test_stuck (void)
{
  g_autoptr (TestShop) shop = g_object_new (test_shop_get_type (), NULL);
  g_autoptr (TestBook) book = g_object_new (test_book_get_type (), NULL);
  g_autoptr (GError) error = NULL;

  shop->stuck_page = 3;
  g_assert_false (follow (shop, book, &error));
  g_assert_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_UNEXPECTED_REPLY);
  g_assert_cmpuint (shop->n_asked, ==, 4);
}

static void
test_refused (void)
{
  g_autoptr (TestShop) shop = g_object_new (test_shop_get_type (), NULL);
  g_autoptr (TestBook) book = g_object_new (test_book_get_type (), NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  /* Coupons are asked for by their own function. */
  g_assert_false (wb_shop_follow (WB_SHOP (shop), WB_SHOP_BOOK (book), WB_SHOP_MARK_COUPONS, NULL,
                                  &error));
  g_assert_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_FORBIDDEN);
  g_clear_error (&error);

  /* Cancelled while the first page comes: it is kept, the second is not asked for. */
  shop->cancels_after_first = cancellable;
  g_assert_false (wb_shop_follow (WB_SHOP (shop), WB_SHOP_BOOK (book), WB_SHOP_MARK_ORDERS,
                                  cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_cmpuint (shop->n_asked, ==, 1);
  g_assert_cmpuint (book->n_stored, ==, 1);

  book->cannot_load = TRUE;
  g_assert_false (follow (shop, book, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_FAILED);
  g_assert_cmpuint (shop->n_asked, ==, 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wb/shop-follow/to-the-end", test_to_the_end);
  g_test_add_func ("/wb/shop-follow/interrupted", test_interrupted);
  g_test_add_func ("/wb/shop-follow/empty-page", test_empty_page);
  g_test_add_func ("/wb/shop-follow/pass", test_pass);
  g_test_add_func ("/wb/shop-follow/stuck", test_stuck);
  g_test_add_func ("/wb/shop-follow/refused", test_refused);

  return g_test_run ();
}
