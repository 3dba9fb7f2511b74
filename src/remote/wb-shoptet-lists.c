/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What becomes of coupons in a Shoptet shop. Coupons cannot be asked for by change, so they are
 * read all, pass after pass. Orders have a change feed that names them and no more; each is then
 * read by itself, which is where the requests go. Money given back stands on credit notes, which
 * have a feed of their own (reference/shoptet-api.md 5 and 6).
 *
 * The feeds promise no order and shift while they are paged through, so a pass reads all lines of
 * them first, as often as it takes to have seen as many as there are, and goes on by time. */

#include "config.h"

#include "wb-shoptet-private.h"

#include "wb-coupon-code.h"
#include "wb-shop-reply.h"
#include "wb-time.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define CHANGES_PER_PAGE 1000
#define CREDITS_PER_PAGE 20
/* Orders in one page of ours: what is read again after a crash. */
#define ORDERS_PER_PAGE 50
#define MAX_READS 3
/* A change may become visible a little after its time. */
#define OVERLAP_MS (2 * WB_MINUTE_MS)

static WbShopPage *
new_page (GDestroyNotify free_item)
{
  WbShopPage *page = g_new0 (WbShopPage, 1);

  page->items = g_ptr_array_new_with_free_func (free_item);

  return page;
}

/* "3 1002": the page to read next, and how many coupons there were when the pass began; one that
 * saw that number change has perhaps not seen all. */
static void
read_coupon_mark (const char *mark,
                  int        *page_out,
                  int        *total_out)
{
  g_auto (GStrv) words = g_strsplit (mark ? mark : "", " ", 2);
  gboolean is_whole = words[0] && words[1];

  *page_out = is_whole ? (int) CLAMP (g_ascii_strtoll (words[0], NULL, 10), 1, G_MAXINT) : 1;
  *total_out = is_whole ? (int) CLAMP (g_ascii_strtoll (words[1], NULL, 10), -1, G_MAXINT) : -1;
}

/* Implements list_coupons(). */
WbShopPage *
wb_shoptet_list_coupons (WbShop        *shop,
                         const char    *mark,
                         GCancellable  *cancellable,
                         GError       **error)
{
  WbShoptet *self = WB_SHOPTET (shop);
  g_autoptr (WbShopPage) page = new_page ((GDestroyNotify) wb_shop_coupon_unref);
  g_autoptr (GPtrArray) coupons = NULL;
  g_auto (WbShoptetAnswer) answer = { NULL };
  g_autofree char *path = NULL;
  WbShoptetPaginator where = { 0 };
  int number, total;

  read_coupon_mark (mark, &number, &total);
  path = wb_shoptet_path_coupons (number);
  if (!wb_shoptet_ensure_shop (self, cancellable, error) ||
      !wb_shoptet_call (self, "GET", path, NULL, &answer, cancellable, error))
    return NULL;
  coupons = wb_shoptet_decode_coupons (answer.node, self->zone, NULL, &where, error);
  if (!coupons) {
    wb_shop_reply_adopt (error);
    return NULL;
  }
  g_ptr_array_extend_and_steal (page->items, g_steal_pointer (&coupons));

  page->starts_pass = number == 1;
  if (number == 1)
    total = where.total;
  else if (where.total != total)
    total = -1;
  page->has_more = number < where.page_count;
  page->ends_pass = !page->has_more && total == where.total;
  page->mark = page->has_more ? g_strdup_printf ("%d %d", number + 1, total) : g_strdup ("1 0");

  return g_steal_pointer (&page);
}

static int
compare_changes (const WbShoptetChange *a,
                 gint64                 time,
                 const char            *code)
{
  if (a->time != time)
    return a->time < time ? -1 : 1;

  return strcmp (a->code, code);
}

static int
compare_lines (gconstpointer a,
               gconstpointer b)
{
  const WbShoptetChange *first = *(const WbShoptetChange *const *) a;
  const WbShoptetChange *second = *(const WbShoptetChange *const *) b;

  return compare_changes (first, second->time, second->code);
}

/* Keeps the newest line of each order. */
static void
merge_change (GHashTable      *known,
              WbShoptetChange *change)
{
  const WbShoptetChange *old = g_hash_table_lookup (known, change->code);

  if (old && old->time >= change->time)
    wb_shoptet_change_free (change);
  else
    g_hash_table_replace (known, change->code, change);
}

static gboolean
read_feed_once (WbShoptet     *self,
                const char    *what,
                int            per_page,
                GHashTable    *known,
                int           *total_out,
                gint64        *date_out,
                GCancellable  *cancellable,
                GError       **error)
{
  WbShoptetPaginator where = { .page_count = 1 };

  for (int page = 1; page <= where.page_count; page++) {
    g_autofree char *path = wb_shoptet_path_changes (what, self->queue_since, per_page, page);
    g_autoptr (GPtrArray) changes = g_ptr_array_new ();
    g_auto (WbShoptetAnswer) answer = { NULL };

    if (!wb_shoptet_call (self, "GET", path, NULL, &answer, cancellable, error))
      return FALSE;
    g_ptr_array_set_free_func (changes, (GDestroyNotify) wb_shoptet_change_free);
    if (!wb_shoptet_decode_changes (answer.node, changes, &where, error)) {
      wb_shop_reply_adopt (error);
      return FALSE;
    }
    if (page == 1 && *date_out == WB_TIME_NONE)
      *date_out = answer.date;
    g_ptr_array_set_free_func (changes, NULL);
    for (guint i = 0; i < changes->len; i++)
      merge_change (known, g_ptr_array_index (changes, i));
  }
  *total_out = where.total;

  return TRUE;
}

/* Lines that move to another page while it is read hide one that moves into their place. */
static GHashTable *
read_feed (WbShoptet     *self,
           const char    *what,
           int            per_page,
           gboolean      *complete_out,
           gint64        *date_out,
           GCancellable  *cancellable,
           GError       **error)
{
  g_autoptr (GHashTable) known =
    g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                           (GDestroyNotify) wb_shoptet_change_free);
  int total = 0;

  for (guint i = 0; i < MAX_READS; i++) {
    if (!read_feed_once (self, what, per_page, known, &total, date_out, cancellable, error))
      return NULL;
    if ((int) g_hash_table_size (known) >= total)
      break;
  }
  *complete_out = (int) g_hash_table_size (known) >= total;

  return g_steal_pointer (&known);
}

/* The order a credit note is for is read again, as if it had changed with it. A deleted note no
 * longer tells its order. */
static gboolean
queue_credit (WbShoptet              *self,
              const WbShoptetChange  *change,
              GHashTable             *orders,
              GCancellable           *cancellable,
              GError                **error)
{
  g_autofree char *path = wb_shoptet_path_credit (change->code);
  g_auto (WbShoptetAnswer) answer = { NULL };
  g_autoptr (GError) local_error = NULL;
  g_autoptr (WbShoptetCredit) credit = NULL;
  WbShoptetChange *order;

  if (!wb_shoptet_call (self, "GET", path, NULL, &answer, cancellable, &local_error)) {
    if (answer.status == 404 && answer.code)
      return TRUE;
    g_propagate_error (error, g_steal_pointer (&local_error));
    return FALSE;
  }
  credit = wb_shoptet_decode_credit (answer.node, error);
  if (!credit) {
    wb_shop_reply_adopt (error);
    return FALSE;
  }
  if (!credit->order_code)
    return TRUE;
  if (!g_hash_table_contains (orders, credit->order_code)) {
    order = g_new0 (WbShoptetChange, 1);
    order->code = g_strdup (credit->order_code);
    order->time = change->time;
    g_hash_table_replace (orders, order->code, order);
  }
  g_ptr_array_add (self->credits, g_steal_pointer (&credit));

  return TRUE;
}

static gboolean
queue_credits (WbShoptet     *self,
               GHashTable    *orders,
               gboolean      *complete_out,
               GCancellable  *cancellable,
               GError       **error)
{
  g_autoptr (GHashTable) notes = NULL;
  g_autoptr (GError) local_error = NULL;
  gint64 date = WB_TIME_NONE;
  GHashTableIter iter;
  gpointer value;

  if (self->no_credits)
    return TRUE;
  notes = read_feed (self, "credit-notes", CREDITS_PER_PAGE, complete_out, &date, cancellable,
                     &local_error);
  if (g_error_matches (local_error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_FORBIDDEN)) {
    /* The check of the connection says so; used coupons are worth following all the same. */
    self->no_credits = TRUE;
    return TRUE;
  }
  if (!notes) {
    g_propagate_error (error, g_steal_pointer (&local_error));
    return FALSE;
  }
  g_hash_table_iter_init (&iter, notes);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    const WbShoptetChange *change = value;

    if (!change->is_deleted && !queue_credit (self, change, orders, cancellable, error))
      return FALSE;
  }

  return TRUE;
}

static void
adopt_queue (WbShoptet  *self,
             GHashTable *orders)
{
  GHashTableIter iter;
  gpointer value;

  g_clear_pointer (&self->queue, g_ptr_array_unref);
  self->queue = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_shoptet_change_free);
  self->queue_next = 0;
  g_hash_table_iter_init (&iter, orders);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    g_hash_table_iter_steal (&iter);
    g_ptr_array_add (self->queue, value);
  }
  g_ptr_array_sort (self->queue, compare_lines);
}

static gboolean
fill_queue (WbShoptet     *self,
            gint64         since,
            GCancellable  *cancellable,
            GError       **error)
{
  g_autoptr (GHashTable) orders = NULL;
  gboolean has_all_orders = TRUE;
  gboolean has_all_credits = TRUE;
  gint64 date = WB_TIME_NONE;

  g_clear_pointer (&self->queue_mark, g_free);
  g_clear_pointer (&self->credits, g_ptr_array_unref);
  self->credits = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_shoptet_credit_free);
  self->queue_since = since;
  orders = read_feed (self, "orders", CHANGES_PER_PAGE, &has_all_orders, &date, cancellable,
                      error);
  if (!orders || !queue_credits (self, orders, &has_all_credits, cancellable, error))
    return FALSE;

  /* The server's own time: ours may be wrong. Where it tells none, or a line may be missing, the
   * next pass begins where this one did. */
  self->queue_until = since;
  if (date != WB_TIME_NONE && has_all_orders && has_all_credits)
    self->queue_until = MAX (since, date - OVERLAP_MS);
  adopt_queue (self, orders);

  return TRUE;
}

/* "SINCE", or in the middle of a pass "SINCE TIME CODE": the line that was read last. */
static gboolean
read_order_mark (WbShoptet   *self,
                 const char  *mark,
                 gint64      *since_out,
                 gint64      *time_out,
                 char       **code_out)
{
  g_auto (GStrv) words = g_strsplit (mark ? mark : "", " ", 3);
  gint64 oldest = wb_clock_now (self->clock) - WB_SHOPTET_HISTORY_DAYS * WB_DAY_MS;

  *since_out = words[0] ? MAX (g_ascii_strtoll (words[0], NULL, 10), oldest) : oldest;
  if (!words[0] || !words[1] || !words[2])
    return FALSE;
  *time_out = g_ascii_strtoll (words[1], NULL, 10);
  *code_out = g_strdup (words[2]);

  return TRUE;
}

/* Goes on with the queue we have, or reads the feeds again and goes to the line after the mark. */
static gboolean
seek_queue (WbShoptet     *self,
            const char    *mark,
            GCancellable  *cancellable,
            GError       **error)
{
  gint64 since, time = 0;
  g_autofree char *code = NULL;
  gboolean is_within;

  if (self->queue && mark && g_strcmp0 (mark, self->queue_mark) == 0)
    return TRUE;
  is_within = read_order_mark (self, mark, &since, &time, &code);
  if (!fill_queue (self, since, cancellable, error))
    return FALSE;
  while (is_within && self->queue_next < self->queue->len &&
         compare_changes (g_ptr_array_index (self->queue, self->queue_next), time, code) <= 0)
    self->queue_next++;

  return TRUE;
}

static gboolean
add_credits_of (WbShoptet     *self,
                const char    *by,
                const char    *code,
                GPtrArray     *credits,
                GCancellable  *cancellable,
                GError       **error)
{
  WbShoptetPaginator where = { .page_count = 1 };

  for (int page = 1; page <= where.page_count; page++) {
    g_autofree char *path = wb_shoptet_path_credits (by, code, page);
    g_auto (WbShoptetAnswer) answer = { NULL };
    g_autoptr (GPtrArray) found = NULL;

    if (!wb_shoptet_call (self, "GET", path, NULL, &answer, cancellable, error))
      return FALSE;
    found = wb_shoptet_decode_credits (answer.node, &where, error);
    if (!found) {
      wb_shop_reply_adopt (error);
      return FALSE;
    }
    g_ptr_array_extend_and_steal (credits, g_steal_pointer (&found));
  }

  return TRUE;
}

static gboolean
has_credit (GPtrArray  *credits,
            const char *code)
{
  for (guint i = 0; i < credits->len; i++) {
    const WbShoptetCredit *credit = g_ptr_array_index (credits, i);

    if (strcmp (credit->code, code) == 0)
      return TRUE;
  }

  return FALSE;
}

/* Of papers that may not be read, credit notes are known from the feed alone. */
static void
add_credits_of_pass (WbShoptet         *self,
                     const WbShopOrder *order,
                     GPtrArray         *credits)
{
  for (guint i = 0; i < self->credits->len; i++) {
    const WbShoptetCredit *credit = g_ptr_array_index (self->credits, i);
    WbShoptetCredit *copy;

    if (g_strcmp0 (credit->order_code, order->code) != 0 || has_credit (credits, credit->code))
      continue;
    copy = g_new0 (WbShoptetCredit, 1);
    *copy = *credit;
    copy->code = g_strdup (credit->code);
    copy->order_code = g_strdup (credit->order_code);
    g_ptr_array_add (credits, copy);
  }
}

/* Only orders with a coupon that may be ours are worth the two requests: a shop's own codes are
 * short, and may be on every other order. */
static gboolean
is_worth_refunds (const WbShopOrder *order)
{
  for (guint i = 0; i < order->coupons->len; i++) {
    const WbShopOrderCoupon *coupon = g_ptr_array_index (order->coupons, i);

    if (coupon->code[0] == '\0' || wb_coupon_code_is_valid (coupon->code))
      return TRUE;
  }

  return FALSE;
}

/* A credit note belongs to an invoice or, in shops without them, to a proof of payment: those of
 * earlier passes count as well as the newest. *n_out: how many papers the order has. */
static gboolean
add_credits_by (WbShoptet     *self,
                const char    *path,
                const char    *list,
                const char    *by,
                GPtrArray     *credits,
                guint         *n_out,
                GCancellable  *cancellable,
                GError       **error)
{
  g_auto (WbShoptetAnswer) answer = { NULL };
  g_auto (GStrv) papers = NULL;

  *n_out = 0;
  if (!wb_shoptet_call (self, "GET", path, NULL, &answer, cancellable, error))
    return FALSE;
  papers = wb_shoptet_decode_papers (answer.node, list, error);
  if (!papers) {
    wb_shop_reply_adopt (error);
    return FALSE;
  }
  for (; papers[*n_out]; (*n_out)++) {
    if (!add_credits_of (self, by, papers[*n_out], credits, cancellable, error))
      return FALSE;
  }

  return TRUE;
}

static gboolean
add_credits_of_proofs (WbShoptet          *self,
                       const WbShopOrder  *order,
                       GPtrArray          *credits,
                       GCancellable       *cancellable,
                       GError            **error)
{
  g_autofree char *path = wb_shoptet_path_proofs (order->code);
  GError *local_error = NULL;
  guint n = 0;

  if (self->no_proofs || add_credits_by (self, path, "items", "proofPaymentCode", credits,
                                         &n, cancellable, &local_error))
    return TRUE;
  if (g_error_matches (local_error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_FORBIDDEN)) {
    self->no_proofs = TRUE;
    g_clear_error (&local_error);
    return TRUE;
  }
  g_propagate_error (error, local_error);

  return FALSE;
}

static gboolean
read_refunds (WbShoptet     *self,
              WbShopOrder   *order,
              GCancellable  *cancellable,
              GError       **error)
{
  g_autoptr (GPtrArray) credits =
    g_ptr_array_new_with_free_func ((GDestroyNotify) wb_shoptet_credit_free);
  g_autofree char *path = wb_shoptet_path_invoices (order->code);
  GError *local_error = NULL;
  guint n_invoices = 0;

  if (self->no_credits || !is_worth_refunds (order))
    return TRUE;
  if (!add_credits_by (self, path, "invoices", "invoiceCode", credits, &n_invoices, cancellable,
                       &local_error)) {
    if (g_error_matches (local_error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_FORBIDDEN)) {
      self->no_credits = TRUE;
      g_clear_error (&local_error);
      return TRUE;
    }
    g_propagate_error (error, local_error);
    return FALSE;
  }
  if (n_invoices == 0 && !add_credits_of_proofs (self, order, credits, cancellable, error))
    return FALSE;
  add_credits_of_pass (self, order, credits);
  wb_shoptet_order_refund (order, credits);

  return TRUE;
}

static WbShopOrder *
read_order (WbShoptet              *self,
            const WbShoptetChange  *change,
            GCancellable           *cancellable,
            GError                **error)
{
  g_autofree char *path = wb_shoptet_path_order (change->code);
  g_auto (WbShoptetAnswer) answer = { NULL };
  g_autoptr (GError) local_error = NULL;
  g_autoptr (WbShopOrder) order = NULL;

  if (change->is_deleted)
    return wb_shoptet_order_gone (change->code, change->time);
  if (!wb_shoptet_call (self, "GET", path, NULL, &answer, cancellable, &local_error)) {
    /* Deleted since the feed was read. */
    if (answer.status == 404 && answer.code)
      return wb_shoptet_order_gone (change->code, change->time);
    g_propagate_error (error, g_steal_pointer (&local_error));
    return NULL;
  }
  order = wb_shoptet_decode_order (answer.node, self->eshop->paid_states, error);
  if (!order) {
    wb_shop_reply_adopt (error);
    return NULL;
  }
  if (!read_refunds (self, order, cancellable, error))
    return NULL;

  return g_steal_pointer (&order);
}

static void
set_order_mark (WbShoptet  *self,
                WbShopPage *page)
{
  page->has_more = self->queue_next < self->queue->len;
  if (page->has_more) {
    const WbShoptetChange *last = g_ptr_array_index (self->queue, self->queue_next - 1);

    page->mark = g_strdup_printf ("%" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %s",
                                  self->queue_since, last->time, last->code);
    g_free (self->queue_mark);
    self->queue_mark = g_strdup (page->mark);
  } else {
    page->mark = g_strdup_printf ("%" G_GINT64_FORMAT, self->queue_until);
    g_clear_pointer (&self->queue, g_ptr_array_unref);
    g_clear_pointer (&self->queue_mark, g_free);
  }
}

/* Implements list_orders(). What was read before a request failed is given out first: the next call
 * meets the trouble again. */
WbShopPage *
wb_shoptet_list_orders (WbShop        *shop,
                        const char    *mark,
                        GCancellable  *cancellable,
                        GError       **error)
{
  WbShoptet *self = WB_SHOPTET (shop);
  g_autoptr (WbShopPage) page = new_page ((GDestroyNotify) wb_shop_order_unref);

  if (!wb_shoptet_ensure_shop (self, cancellable, error) ||
      !seek_queue (self, mark, cancellable, error))
    return NULL;
  while (self->queue_next < self->queue->len && page->items->len < ORDERS_PER_PAGE) {
    g_autoptr (GError) local_error = NULL;
    WbShopOrder *order = read_order (self, g_ptr_array_index (self->queue, self->queue_next),
                                     cancellable, &local_error);

    if (!order) {
      if (page->items->len > 0 && !g_cancellable_is_cancelled (cancellable))
        break;
      /* The caller's mark is where the queue stands no longer. */
      self->queue_next -= page->items->len;
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
    g_ptr_array_add (page->items, order);
    self->queue_next++;
  }
  set_order_mark (self, page);

  return g_steal_pointer (&page);
}
