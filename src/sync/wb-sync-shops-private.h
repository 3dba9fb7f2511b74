/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the files about shops share: the workers of level 0 and what they are asked to do. */

#pragma once

#include "wb-coupon-issuer.h"
#include "wb-issue-store.h"
#include "wb-shop-follow.h"
#include "wb-sync-object.h"
#include "wb-sync-shops.h"

G_BEGIN_DECLS

/* One connection's work. It belongs to the thread that works: one of its own while the engine runs,
 * else the caller's. */
typedef struct
{
  WbSync *sync;                  /* (unowned) */
  char *id;                      /* (owned) of the connection */
  WbShopConnection *connection;  /* (owned) (nullable) as last read */
  WbShop *shop;                  /* (owned) (nullable) its client */
  guint generation;              /* of the connections when the client was made */
  WbDb *reader;                  /* (owned) (nullable) */
  GHashTable *dues;              /* (owned) (element-type utf8 gint64) coupon id -> steady: not before */
  GHashTable *seen;              /* (owned) (nullable) (element-type utf8) coupon ids of the pass under way */
  gint64 pass_began_at;          /* ms: of that pass */
  gint64 follow_at;              /* steady: orders, and coupons where that is due */
  gint64 list_at;                /* steady: the shop's own list of coupons */
  gint64 open_at;                /* steady: no client before; it was refused */
  int n_failures;                /* of following, in a row */
  void (* between) (gpointer data);  /* (nullable) called between the pages of what is followed */
  gpointer between_data;         /* (unowned) */
  GCancellable *cancellable;     /* (owned) ends the calls to the shop */
} WbSyncShop;

WbSyncShop  *wb_sync_shop_new        (WbSync          *sync,
                                      const char      *connection_id,
                                      GCancellable    *cancellable) G_GNUC_WARN_UNUSED_RESULT;
void         wb_sync_shop_free       (WbSyncShop      *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbSyncShop, wb_sync_shop_free)
/* Reads the connection anew. FALSE without an error = there is nothing to work for: removed or
 * paused. */
gboolean     wb_sync_shop_refresh    (WbSyncShop      *self,
                                      GError         **error);
/* (transfer none) The client, made and checked where needed. */
WbShop      *wb_sync_shop_get_client (WbSyncShop      *self,
                                      GError         **error);
/* Makes the coupons whose time has come. What the shop answers is kept with them and with the
 * connection; an error is the workspace's, or G_IO_ERROR_CANCELLED. *next_out: when (steady) the next
 * one is due; %G_MAXINT64 = none waits. */
gboolean     wb_sync_shop_issue      (WbSyncShop      *self,
                                      gint64          *next_out,
                                      GError         **error);
/* Orders and the shop's list, if their time has come. @problem_out: (optional) what the shop's trouble
 * was; it is kept with the connection, too. An error as above. */
gboolean     wb_sync_shop_follow     (WbSyncShop      *self,
                                      GError         **problem_out,
                                      GError         **error);
/* Takes an active coupon out of use in its shop and here; gives it as it then is. */
WbCoupon    *wb_sync_shop_disable    (WbSyncShop      *self,
                                      const char      *coupon_id,
                                      GError         **error) G_GNUC_WARN_UNUSED_RESULT;

/* Keeps what became of an issue and what orders say (wb-sync-shop-ledger.c). */
#define WB_TYPE_SYNC_SHOP_LEDGER (wb_sync_shop_ledger_get_type ())
G_DECLARE_FINAL_TYPE (WbSyncShopLedger, wb_sync_shop_ledger, WB, SYNC_SHOP_LEDGER, GObject)

WbSyncShopLedger *wb_sync_shop_ledger_new (WbSync *sync, const WbIssueRow *row) G_GNUC_WARN_UNUSED_RESULT;

#define WB_TYPE_SYNC_SHOP_BOOK (wb_sync_shop_book_get_type ())
G_DECLARE_FINAL_TYPE (WbSyncShopBook, wb_sync_shop_book, WB, SYNC_SHOP_BOOK, GObject)

/* @shop is what its pages come from: the work may drop its client between two of them. */
WbSyncShopBook *wb_sync_shop_book_new (WbSyncShop *work,
                                       WbShop     *shop) G_GNUC_WARN_UNUSED_RESULT;

/* A coupon with the words why it cannot be taken out of use, NULL = it can. */
gboolean     wb_sync_shop_check_disable (const WbCoupon *coupon, GError **error);
/* Stores that an active coupon is out of use, or that it was used first. */
WbCoupon    *wb_sync_shop_store_retired (WbSync *sync, const char *coupon_id, gboolean was_used, const char *why, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What staff ask for, judged and stored: a pending coupon with its code (wb-sync-shop-order.c). */
WbCoupon    *wb_sync_shop_place_order (WbSync *self, const WbCouponOrder *order, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* A failed one from the beginning. */
WbCoupon    *wb_sync_shop_place_again (WbSync *self, const char *coupon_id, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The connections (wb-sync-shop-connections.c). */
WbShop      *wb_sync_open_shop       (WbSync *self, const WbShopConnection *connection, const WbShopSecret *secret, GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* What a shop told of itself, or why it does not answer; kept when it is news. */
gboolean     wb_sync_keep_shop_state (WbSync *self, const char *id, const WbShopCaps *caps, const GError *problem, gboolean is_synced, GError **error);

/* The threads (wb-sync-shop-threads.c). */
typedef struct _WbSyncShops WbSyncShops;

WbSyncShops *wb_sync_shops_new       (WbSync          *sync);
void         wb_sync_shops_free      (WbSyncShops     *self);
guint        wb_sync_shops_get_generation (WbSync     *self);
/* A connection is another one now: clients are made anew. */
void         wb_sync_shops_renew     (WbSync          *self);
/* Something is to be done. Any thread. */
void         wb_sync_shops_wake      (WbSync          *self);
/* Follows at once, as a person asks. */
void         wb_sync_shops_hurry     (WbSync          *self);
/* Something is settled: whoever waits for a coupon looks again. */
void         wb_sync_shops_settled   (WbSync          *self);
/* How often that was; and waits until it was once more than @count, or until @until_ms (steady).
 * FALSE = @cancellable. */
guint        wb_sync_shops_get_count (WbSync          *self);
gboolean     wb_sync_shops_await     (WbSync          *self,
                                      guint            count,
                                      gint64           until_ms,
                                      GCancellable    *cancellable,
                                      GError         **error);
gboolean     wb_sync_shops_are_running (WbSync        *self);
/* Has the connection's worker take a coupon out of use, so that all that is asked of a shop is asked by
 * one client. FALSE = no worker runs; do it yourself. */
gboolean     wb_sync_shops_disable   (WbSync          *self,
                                      const char      *connection_id,
                                      const char      *coupon_id,
                                      GCancellable    *cancellable,
                                      WbCoupon       **coupon_out,
                                      GError         **error);
/* One round over all connections, in this thread: what was left over, then orders and coupons. */
gboolean     wb_sync_shops_round     (WbSync          *self,
                                      GCancellable    *cancellable,
                                      GError         **error);

G_END_DECLS
