/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Coupons and shops, for the window and winbackctl: at level 1 by asking the service, at level 0 by
 * speaking to the shops from here, one worker thread per connection (design.md 2 and 7). Which of the
 * two is decided inside; callers see one set of functions. */

#pragma once

#include "wb-shop-connection.h"
#include "wb-shop-open.h"
#include "wb-sync.h"

G_BEGIN_DECLS

/* Connections of level 0. Blocking; worker threads. */

/* Asks the shop, telling each step; stores nothing. @secret NULL = the one stored for
 * connection->id. */
WbShopCaps *wb_sync_check_shop      (WbSync *self, const WbShopConnection *connection, const WbShopSecret *secret, WbShopStepFunc step, gpointer data, GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Keeps a connection that was checked: the secret first (NULL = unchanged), then the row; the worker
 * starts, or starts again. An id of NULL gets one. */
gboolean    wb_sync_put_shop        (WbSync *self, WbShopConnection *connection, const WbShopSecret *secret, GCancellable *cancellable, GError **error);
gboolean    wb_sync_pause_shop      (WbSync *self, const char *connection_id, gboolean paused, GCancellable *cancellable, GError **error);
/* Refused while a coupon of it is being made (WB_STAFF_ERROR with words): pause it, or wait. */
gboolean    wb_sync_remove_shop     (WbSync *self, const char *connection_id, GCancellable *cancellable, GError **error);

/* Coupons. */

/* Level 0: what to issue, by staff, for a ticket. Stored first, then made by the connection's worker
 * (or by this program when it alone has the workspace). Waits up to @wait_secs for the outcome and
 * gives the coupon as it then is: active, failed (error_message), or pending = not confirmed yet. */
typedef struct
{
  char *ticket;            /* (owned) ticket id */
  char *connection;        /* (owned) (nullable) NULL = the only one that takes the currency */
  char *kind;              /* (owned) WB_COUPON_KIND_... */
  char *amount;            /* (owned) decimal text */
  char *currency;          /* (owned) */
  char *min_order_value;   /* (owned) (nullable) */
  int validity_days;
  gboolean replace;        /* an older live one of the ticket is disabled in the shop first */
} WbCouponOrder;

WB_DECLARE_RECORD (WbCouponOrder, wb_coupon_order)

WbCoupon   *wb_sync_issue_coupon    (WbSync *self, const WbCouponOrder *order, guint wait_secs, GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void        wb_sync_issue_coupon_async  (WbSync *self, const WbCouponOrder *order, guint wait_secs, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
WbCoupon   *wb_sync_issue_coupon_finish (WbSync *self, GAsyncResult *result, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Both levels: B.7's `/disable` and `/retry`, or the shop itself. Gives the coupon as it then is.
 * WB_REMOTE_ERROR_CONFLICT: it was used, or it is active already. */
typedef enum
{
  WB_COUPON_DEED_DISABLE,
  WB_COUPON_DEED_RETRY,
} WbCouponDeed;

WbCoupon   *wb_sync_do_coupon       (WbSync *self, const char *coupon_id, WbCouponDeed deed, GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void        wb_sync_do_coupon_async  (WbSync *self, const char *coupon_id, WbCouponDeed deed, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
WbCoupon   *wb_sync_do_coupon_finish (WbSync *self, GAsyncResult *result, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Level 1 with the feature "coupon_events": reads the coupon's story and stores it
 * (wb_coupon_story_list). At level 0 it is here already: returns TRUE at once. */
gboolean    wb_sync_fetch_coupon_story  (WbSync *self, const char *coupon_id, GCancellable *cancellable, GError **error);
void        wb_sync_fetch_coupon_story_async  (WbSync *self, const char *coupon_id, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean    wb_sync_fetch_coupon_story_finish (WbSync *self, GAsyncResult *result, GError **error);

/* The workers of level 0; wb_sync_start()/stop() of the engine call these too. */
gboolean    wb_sync_shops_start     (WbSync *self, GError **error);
void        wb_sync_shops_stop      (WbSync *self);

G_END_DECLS
