/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* See wb-shop-rate.h. Memory is compared between an early page and the last: what a client keeps of
 * pages it has told would show there. */

#include "wb-shop-rate.h"

#include "wb-time.h"

#include <gio/gio.h>
#include <malloc.h>

/* The first pages fill caches of the libraries. */
#define WARM_PAGES 10
/* What a hundred pages may leave behind. */
#define MAX_GROWTH_BYTES (2 * 1024 * 1024)

G_DECLARE_FINAL_TYPE (RateBook, rate_book, RATE, BOOK, GObject)

struct _RateBook
{
  GObject parent_instance;

  char *mark;              /* (owned) (nullable) */
  GHashTable *seen;        /* (owned) (element-type gint) hashes of ids: the test's own memory */
  guint n_pages;
  gsize early_bytes;
  gsize last_bytes;
  gsize own_bytes;         /* of @seen, roughly, when last_bytes was taken */
};

static void rate_book_iface_init (WbShopBookInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (RateBook, rate_book, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (WB_TYPE_SHOP_BOOK, rate_book_iface_init))

static gboolean
rate_book_load_mark (WbShopBook      *book,
                     WbShopMarkKind   kind,
                     char           **mark_out,
                     GError         **error)
{
  *mark_out = g_strdup (RATE_BOOK (book)->mark);

  return TRUE;
}

static gboolean
rate_book_store_page (WbShopBook        *book,
                      WbShopMarkKind     kind,
                      const WbShopPage  *page,
                      GError           **error)
{
  RateBook *self = RATE_BOOK (book);

  for (guint i = 0; i < page->items->len; i++) {
    gpointer item = g_ptr_array_index (page->items, i);
    const char *id = kind == WB_SHOP_MARK_ORDERS ? ((WbShopOrder *) item)->remote_id :
                                                   ((WbShopCoupon *) item)->remote_id;

    g_hash_table_add (self->seen, GUINT_TO_POINTER (g_str_hash (id)));
  }
  g_free (self->mark);
  self->mark = g_strdup (page->mark);
  self->n_pages++;
  self->last_bytes = mallinfo2 ().uordblks;
  if (self->n_pages == WARM_PAGES)
    self->early_bytes = self->last_bytes;

  return TRUE;
}

static void
rate_book_iface_init (WbShopBookInterface *iface)
{
  iface->load_mark = rate_book_load_mark;
  iface->store_page = rate_book_store_page;
}

static void
rate_book_finalize (GObject *object)
{
  RateBook *self = RATE_BOOK (object);

  g_free (self->mark);
  g_hash_table_unref (self->seen);

  G_OBJECT_CLASS (rate_book_parent_class)->finalize (object);
}

static void
rate_book_class_init (RateBookClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = rate_book_finalize;
}

static void
rate_book_init (RateBook *self)
{
  self->seen = g_hash_table_new (NULL, NULL);
}

/**
 * wb_shop_rate_check:
 * @rate: a platform with a large shop
 * @kind: what is read
 * @n_items: how many there are
 *
 * Fails the test unless all came, at the rate that is allowed.
 */
void
wb_shop_rate_check (const WbShopRate *rate,
                    WbShopMarkKind    kind,
                    guint             n_items)
{
  g_autoptr (RateBook) book = g_object_new (rate_book_get_type (), NULL);
  g_autoptr (GError) error = NULL;
  gint64 began = wb_clock_steady (WB_CLOCK (rate->clock));
  double spent_before = rate->count_spent (rate->data);
  guint refused_before = rate->count_refusals (rate->data);
  double seconds = 0;
  double spent = 0;
  double allowed = 0;

  g_assert_true (wb_shop_follow (rate->shop, WB_SHOP_BOOK (book), kind, NULL, &error));
  g_assert_no_error (error);

  seconds = (double) (wb_clock_steady (WB_CLOCK (rate->clock)) - began) / WB_SECOND_MS;
  spent = rate->count_spent (rate->data) - spent_before;
  allowed = rate->capacity + seconds * rate->per_sec;
  g_test_message ("%s: %u %s on %u pages, %.0f of %.0f points in %.1f s: %.1f %%", rate->name,
                  g_hash_table_size (book->seen), kind == WB_SHOP_MARK_ORDERS ? "orders" : "coupons", book->n_pages,
                  spent, allowed, seconds, 100 * spent / allowed);

  g_assert_cmpuint (g_hash_table_size (book->seen), >=, n_items - n_items / 1000);
  g_assert_cmpuint (g_hash_table_size (book->seen), <=, n_items);
  g_assert_cmpuint (rate->count_refusals (rate->data), ==, refused_before);
  g_assert_cmpfloat (spent, <=, allowed + 0.01);
  g_assert_cmpfloat (spent, >=, 0.95 * allowed);
  g_assert_cmpuint (book->n_pages, >, WARM_PAGES);
  if (book->last_bytes > book->early_bytes)
    g_assert_cmpuint (book->last_bytes - book->early_bytes, <, MAX_GROWTH_BYTES);
}
