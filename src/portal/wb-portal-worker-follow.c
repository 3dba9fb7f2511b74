/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Reading what became of coupons in a shop: its own list of them, which tells what is gone or
 * was used, and the orders that used them. A job that comes cuts it short; the marks in the
 * ledger say where to go on. */

#include "config.h"

#include "wb-portal-worker-private.h"

#include "wb-coupon-event.h"
#include "wb-ledger-guesses.h"
#include "wb-time.h"

typedef GPtrArray *(*ListFunc) (WbLedger *ledger, const char *store_id, GError **error);

typedef struct
{
  const char *store_id;
  const char *coupon_id;
  const char *state;
  const char *kind;
  gboolean is_used;
  WbShopMarkKind mark;
  ListFunc list;
  GPtrArray *coupons;
} FollowCall;

static gboolean
load_list (WbLedger  *ledger,
           gpointer   data,
           GError   **error)
{
  FollowCall *call = data;

  call->coupons = call->list (ledger, call->store_id, error);

  return call->coupons ? TRUE : FALSE;
}

static gboolean
end_coupon (WbLedger  *ledger,
            gpointer   data,
            GError   **error)
{
  FollowCall *call = data;

  return wb_ledger_shop_end_coupon (ledger, call->coupon_id, call->state, call->kind, error);
}

/* Used: by an order that was waiting for that, or by none that is known. */
static gboolean
settle_count (WbLedger  *ledger,
              gpointer   data,
              GError   **error)
{
  FollowCall *call = data;
  gboolean found = FALSE;

  if (!wb_ledger_guess_settle (ledger, call->coupon_id, call->is_used, &found, error))
    return FALSE;
  if (!call->is_used)
    return wb_ledger_shop_uncount (ledger, call->coupon_id, error);

  return found || end_coupon (ledger, data, error);
}

static gboolean
end_follow (WbLedger  *ledger,
            gpointer   data,
            GError   **error)
{
  FollowCall *call = data;

  return wb_ledger_shop_end_follow (ledger, call->store_id, call->mark, error);
}

static GPtrArray *
list_coupons (WbPortalWorker  *self,
              ListFunc         list,
              GError         **error)
{
  FollowCall call = { .store_id = self->store_id, .list = list };

  return wb_portal_book_read (self->book, load_list, &call, error) ? call.coupons : NULL;
}

/* What a whole pass did not meet is asked for by its code before it is called gone: rows move while
 * a list is read. */
static gboolean
settle_missing (WbPortalWorker  *self,
                GCancellable    *cancellable,
                GError         **error)
{
  g_autoptr (GPtrArray) missing = list_coupons (self, wb_ledger_shop_missing, error);

  for (guint i = 0; missing && i < missing->len; i++) {
    const WbCoupon *coupon = g_ptr_array_index (missing, i);
    g_autoptr (GPtrArray) found = wb_shop_find_code (self->shop, coupon->code, cancellable, error);
    FollowCall call = { .coupon_id = coupon->id,
                        .state = WB_COUPON_DISABLED,
                        .kind = WB_COUPON_EVENT_GONE };

    if (!found)
      return FALSE;
    if (found->len == 0 && !wb_portal_book_write (self->book, end_coupon, &call, error))
      return FALSE;
  }

  return missing ? TRUE : FALSE;
}

/* The shop counts a use, and no order that can be read names the coupon: it is used all the same.
 */
static gboolean
settle_counted (WbPortalWorker  *self,
                GCancellable    *cancellable,
                GError         **error)
{
  g_autoptr (GPtrArray) counted = list_coupons (self, wb_ledger_shop_counted, error);

  for (guint i = 0; counted && i < counted->len; i++) {
    const WbCoupon *coupon = g_ptr_array_index (counted, i);
    g_autoptr (GPtrArray) found = wb_shop_find_code (self->shop, coupon->code, cancellable, error);
    FollowCall call = { .coupon_id = coupon->id,
                        .state = WB_COUPON_USED,
                        .kind = WB_COUPON_EVENT_USED };
    if (!found)
      return FALSE;
    for (guint j = 0; j < found->len; j++)
      call.is_used |= ((WbShopCoupon *) g_ptr_array_index (found, j))->usage_count > 0;
    if (!wb_portal_book_write (self->book, settle_count, &call, error))
      return FALSE;
  }

  return counted ? TRUE : FALSE;
}

static gboolean
follow_kind (WbPortalWorker  *self,
             WbShopMarkKind   kind,
             GCancellable    *cancellable,
             GError         **error)
{
  FollowCall call = { .store_id = self->store_id, .mark = kind };

  if (!wb_shop_follow (self->shop, WB_SHOP_BOOK (self->book), kind, cancellable, error))
    return FALSE;
  if (kind == WB_SHOP_MARK_ORDERS && !settle_counted (self, cancellable, error))
    return FALSE;
  if (kind == WB_SHOP_MARK_COUPONS && wb_portal_book_take_pass_ended (self->book) &&
      !settle_missing (self, cancellable, error))
    return FALSE;

  return wb_portal_book_write (self->book, end_follow, &call, error);
}

/**
 * wb_portal_worker_follow:
 * @self: the worker, in its thread
 * @cancellable: ends it between or inside calls
 * @error: return location
 *
 * Returns: whether all that is due was read; else it stays due
 */
gboolean
wb_portal_worker_follow (WbPortalWorker  *self,
                         GCancellable    *cancellable,
                         GError         **error)
{
  gint64 now = wb_clock_now (self->portal->clock);

  if (!wb_portal_worker_connect (self, TRUE, cancellable, error))
    return FALSE;

  if (self->coupons_due <= now) {
    if (!follow_kind (self, WB_SHOP_MARK_COUPONS, cancellable, error))
      return FALSE;
    self->coupons_due = now + WB_PORTAL_COUPONS_EVERY_MS;
    /* A use that was counted there has an order. */
    self->orders_due = now;
  }
  if (self->orders_due <= now) {
    if (!follow_kind (self, WB_SHOP_MARK_ORDERS, cancellable, error))
      return FALSE;
    self->orders_due = now + WB_PORTAL_ORDERS_EVERY_MS;
  }

  return TRUE;
}
