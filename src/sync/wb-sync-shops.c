/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Coupons as people ask for them; see wb-sync-shops.h. At level 0 the wish is stored first, and
 * then made by the shop's worker; by this thread where no worker of this program runs and no other
 * program has the workspace; else by the other program's, which notices the commit. */

#include "config.h"

#include "wb-sync-shops-private.h"

#include <glib/gi18n-lib.h>

#include "wb-coupon-store.h"
#include "wb-staff-actions.h"
#include "wb-time.h"

/* How often another program's work is looked at. */
#define LOOK_MS 200
/* A person waits for a repeated coupon as for a new one. */
#define RETRY_WAIT_SECS 20

static void
init_order (WbCouponOrder *self)
{
}

static void
clear_order (WbCouponOrder *self)
{
  g_free (self->ticket);
  g_free (self->connection);
  g_free (self->kind);
  g_free (self->amount);
  g_free (self->currency);
  g_free (self->min_order_value);
}

WB_DEFINE_RECORD (WbCouponOrder, wb_coupon_order, init_order, clear_order)

static gint64
get_steady (WbSync *self)
{
  return wb_clock_steady (wb_workspace_get_clock (self->workspace));
}

static WbCoupon *
get_coupon (WbSync      *self,
            const char  *id,
            GError     **error)
{
  g_autoptr (WbDb) reader = wb_workspace_open_reader (self->workspace, error);
  GError *cause = NULL;
  WbCoupon *coupon = NULL;

  if (!reader)
    return NULL;
  coupon = wb_coupon_store_get (reader, id, &cause);
  if (cause)
    g_propagate_error (error, cause);
  else if (!coupon)
    g_set_error_literal (error, WB_ACTION_ERROR, WB_ACTION_ERROR_NOT_FOUND,
                         _ ("This coupon is not here (any more)"));

  return coupon;
}

/* This thread works for the shop until the coupon is settled or the time is over. FALSE =
 * @error. */
static gboolean
work_here (WbSync          *self,
           const WbCoupon  *coupon,
           gint64           until,
           GCancellable    *cancellable,
           GError         **error)
{
  g_autoptr (WbSyncShop) work = wb_sync_shop_new (self, coupon->store, cancellable);
  WbClock *clock = wb_workspace_get_clock (self->workspace);

  for (;;) {
    g_autoptr (WbCoupon) now = NULL;
    GError *cause = NULL;
    gint64 next = 0;

    if (!wb_sync_shop_refresh (work, &cause)) {
      if (cause)
        g_propagate_error (error, cause);
      return !cause;
    }
    if (!wb_sync_shop_issue (work, &next, error))
      return FALSE;
    now = get_coupon (self, coupon->id, error);
    if (!now)
      return FALSE;
    if (!g_str_equal (now->state, WB_COUPON_PENDING) || next >= until)
      return TRUE;
    if (!wb_clock_wait_steady (clock, next, cancellable, error))
      return FALSE;
  }
}

/* Whether this thread may and did work for the shop: while the engine runs, the lock is its own to
 * take; it waits for it and then starts workers. Another thread that asked before works alone. */
static gboolean
try_work_here (WbSync          *self,
               const WbCoupon  *coupon,
               gint64           until,
               GCancellable    *cancellable,
               GError         **error)
{
  g_autoptr (GError) busy = NULL;

  if (g_atomic_int_get (&self->is_running))
    return FALSE;
  if (!wb_sync_take_lock (self, &busy)) {
    if (!g_error_matches (busy, WB_SYNC_ERROR, WB_SYNC_ERROR_ELSEWHERE))
      g_propagate_error (error, g_steal_pointer (&busy));
    return FALSE;
  }
  work_here (self, coupon, until, cancellable, error);
  wb_sync_drop_lock (self);

  return TRUE;
}

/* Until the coupon is settled, or @wait_secs are over. */
static WbCoupon *
await_coupon (WbSync        *self,
              const char    *id,
              guint          wait_secs,
              GCancellable  *cancellable,
              GError       **error)
{
  WbClock *clock = wb_workspace_get_clock (self->workspace);
  gint64 until = get_steady (self) + wait_secs * WB_SECOND_MS;

  for (;;) {
    guint count = wb_sync_shops_get_count (self);
    g_autoptr (WbCoupon) coupon = get_coupon (self, id, error);
    GError *cause = NULL;

    if (!coupon || !g_str_equal (coupon->state, WB_COUPON_PENDING) ||
        get_steady (self) >= until)
      return g_steal_pointer (&coupon);
    if (wb_sync_shops_are_running (self))
      wb_sync_shops_await (self, count, until, cancellable, &cause);
    /* As far as it goes in this time: the next program to sync goes on. */
    else if (try_work_here (self, coupon, until, cancellable, &cause) && !cause)
      return get_coupon (self, id, error);
    else if (!cause)
      wb_clock_wait_steady (clock, MIN (until, get_steady (self) + LOOK_MS), cancellable, &cause);
    if (cause) {
      g_propagate_error (error, cause);
      return NULL;
    }
  }
}

static gboolean
require_plain (WbSync  *self,
               GError **error)
{
  if (wb_sync_is_plain (self) && self->keys)
    return TRUE;
  g_set_error_literal (error, WB_ACTION_ERROR, WB_ACTION_ERROR_NOT_OFFERED,
                       _ ("The service that this workspace belongs to makes the coupons itself"));

  return FALSE;
}

/**
 * wb_sync_issue_coupon:
 * @self: an engine at level 0
 * @order: what to give, for which ticket
 * @wait_secs: how long to wait for the shop
 * @cancellable: (nullable): stops waiting; the wish stands
 *
 * Judges and stores the wish, then waits for what becomes of it. Blocking; worker thread.
 *
 * Returns: (transfer full): the coupon as it then is: active, failed with its `error_message`, or
 *   pending, which is “not confirmed yet” and settled by itself later; `NULL` with %WB_ACTION_ERROR
 *   in words when nothing was stored, or with the workspace's error
 */
WbCoupon *
wb_sync_issue_coupon (WbSync               *self,
                      const WbCouponOrder  *order,
                      guint                 wait_secs,
                      GCancellable         *cancellable,
                      GError              **error)
{
  g_autoptr (WbCoupon) coupon = NULL;

  g_return_val_if_fail (WB_IS_SYNC (self), NULL);
  g_return_val_if_fail (order && order->ticket && order->kind && order->amount && order->currency,
                        NULL);
  g_return_val_if_fail (!error || !*error, NULL);

  if (!require_plain (self, error))
    return NULL;
  coupon = wb_sync_shop_place_order (self, order, error);
  if (!coupon)
    return NULL;
  wb_sync_shops_wake (self);

  return await_coupon (self, coupon->id, wait_secs, cancellable, error);
}

typedef struct
{
  WbCouponOrder *order;   /* (owned) */
  guint wait_secs;
} Issue;

static void
free_issue (gpointer data)
{
  Issue *issue = data;

  wb_coupon_order_unref (issue->order);
  g_free (issue);
}

static void
return_coupon (GTask    *task,
               WbCoupon *coupon,
               GError   *error)
{
  if (coupon)
    g_task_return_pointer (task, coupon, (GDestroyNotify) wb_coupon_unref);
  else
    g_task_return_error (task, error);
}

static void
issue_coupon_thread_cb (GTask        *task,
                        gpointer      source,
                        gpointer      data,
                        GCancellable *cancellable)
{
  const Issue *issue = data;
  GError *error = NULL;
  WbCoupon *coupon = wb_sync_issue_coupon (source, issue->order, issue->wait_secs, cancellable,
                                           &error);

  return_coupon (task, coupon, error);
}

/**
 * wb_sync_issue_coupon_async:
 * @self: an engine at level 0
 * @order: what to give, for which ticket
 * @wait_secs: how long to wait for the shop
 * @cancellable: (nullable): stops waiting
 * @callback: called on this thread's context
 * @user_data: for @callback
 *
 * wb_sync_issue_coupon() on a thread of its own.
 */
void
wb_sync_issue_coupon_async (WbSync              *self,
                            const WbCouponOrder *order,
                            guint                wait_secs,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  Issue *issue = NULL;

  g_return_if_fail (WB_IS_SYNC (self));
  g_return_if_fail (order);

  issue = g_new0 (Issue, 1);
  issue->order = wb_coupon_order_ref ((WbCouponOrder *) order);
  issue->wait_secs = wait_secs;
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, wb_sync_issue_coupon_async);
  g_task_set_task_data (task, issue, free_issue);
  g_task_run_in_thread (task, issue_coupon_thread_cb);
}

/**
 * wb_sync_issue_coupon_finish:
 * @self: an engine
 * @result: what the callback was given
 *
 * Returns: (transfer full): as wb_sync_issue_coupon()
 */
WbCoupon *
wb_sync_issue_coupon_finish (WbSync        *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* By the shop's worker, or by this thread. A request or two beside another program's is no harm:
 * the shop's own limit is met by waiting, and what is stored is stored once. */
static WbCoupon *
disable_here (WbSync          *self,
              const WbCoupon  *coupon,
              GCancellable    *cancellable,
              GError         **error)
{
  g_autoptr (WbSyncShop) work = NULL;
  WbCoupon *disabled = NULL;
  GError *cause = NULL;

  if (wb_sync_shops_disable (self, coupon->store, coupon->id, cancellable, &disabled, error))
    return disabled;
  work = wb_sync_shop_new (self, coupon->store, cancellable);
  if (wb_sync_shop_refresh (work, &cause))
    return wb_sync_shop_disable (work, coupon->id, error);
  if (!cause)
    cause = g_error_new_literal (WB_ACTION_ERROR, WB_ACTION_ERROR_INVALID,
                                 _ ("The shop of this coupon is paused, or not connected any "
                                    "more"));
  g_propagate_error (error, cause);

  return NULL;
}

static WbCoupon *
do_plain (WbSync        *self,
          const char    *coupon_id,
          WbCouponDeed   deed,
          GCancellable  *cancellable,
          GError       **error)
{
  g_autoptr (WbCoupon) coupon = NULL;

  if (deed == WB_COUPON_DEED_DISABLE) {
    coupon = get_coupon (self, coupon_id, error);
    return coupon && wb_sync_shop_check_disable (coupon, error) ? disable_here (self, coupon,
                                                                                cancellable, error)
                                                                : NULL;
  }
  coupon = wb_sync_shop_place_again (self, coupon_id, error);
  if (!coupon)
    return NULL;
  wb_sync_shops_wake (self);

  return await_coupon (self, coupon_id, RETRY_WAIT_SECS, cancellable, error);
}

static WbCoupon *
send_deed (WbSync        *self,
           WbHelpdesk    *helpdesk,
           const char    *coupon_id,
           gint64         version,
           WbCouponDeed   deed,
           GCancellable  *cancellable,
           GError       **error)
{
  g_autofree char *key = wb_random_uuid (wb_workspace_get_random (self->workspace));
  GError *cause = NULL;
  WbCoupon *coupon = NULL;

  for (guint i = 0; !coupon && i < 2; i++) {
    g_clear_error (&cause);
    coupon = deed == WB_COUPON_DEED_DISABLE
             ? wb_helpdesk_disable_coupon (helpdesk, coupon_id, version, key, cancellable, &cause)
             : wb_helpdesk_retry_coupon (helpdesk, coupon_id, version, key, cancellable, &cause);
    /* No answer: once more with the same key, which does nothing twice. */
    if (!g_error_matches (cause, WB_REMOTE_ERROR, WB_REMOTE_ERROR_TIMEOUT) &&
        !g_error_matches (cause, WB_REMOTE_ERROR, WB_REMOTE_ERROR_OFFLINE))
      break;
  }
  if (cause)
    g_propagate_error (error, cause);

  return coupon;
}

static gboolean
keep_coupon (WbSync    *self,
             WbCoupon  *coupon,
             GError   **error)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new ();

  g_ptr_array_add (items, coupon);

  return wb_sync_apply_coupons (self, items, 1, NULL, error);
}

/* On the version seen here, and, where somebody was faster, once on theirs: what they did may well
 * allow it still, and the server says so if not. */
static WbCoupon *
do_served (WbSync          *self,
           WbHelpdesk      *helpdesk,
           const WbCoupon  *known,
           WbCouponDeed     deed,
           GCancellable    *cancellable,
           GError         **error)
{
  g_autoptr (WbCoupon) current = NULL;
  g_autoptr (GError) cause = NULL;
  WbCoupon *coupon = send_deed (self, helpdesk, known->id, known->version, deed, cancellable,
                                &cause);

  if (coupon || !g_error_matches (cause, WB_REMOTE_ERROR, WB_REMOTE_ERROR_STALE)) {
    if (cause)
      g_propagate_error (error, g_steal_pointer (&cause));
    return coupon;
  }
  current = wb_helpdesk_get_coupon (helpdesk, known->id, cancellable, error);
  if (!current || !keep_coupon (self, current, error))
    return NULL;

  return send_deed (self, helpdesk, known->id, current->version, deed, cancellable, error);
}

static WbCoupon *
do_full (WbSync        *self,
         const char    *coupon_id,
         WbCouponDeed   deed,
         GCancellable  *cancellable,
         GError       **error)
{
  g_autoptr (WbCoupon) known = get_coupon (self, coupon_id, error);
  g_autoptr (WbCoupon) coupon = NULL;
  WbHelpdesk *helpdesk = known ? wb_sync_take_spare (self, cancellable, error) : NULL;
  gboolean is_good = FALSE;

  if (!helpdesk)
    return NULL;
  coupon = do_served (self, helpdesk, known, deed, cancellable, error);
  is_good = wb_helpdesk_get_last (helpdesk)->status != 401;
  if (!wb_sync_requested (self, helpdesk, coupon ? error : NULL))
    g_clear_pointer (&coupon, wb_coupon_unref);
  wb_sync_give_spare (self, helpdesk, is_good);

  return coupon && keep_coupon (self, coupon, error) ? g_steal_pointer (&coupon) : NULL;
}

/**
 * wb_sync_do_coupon:
 * @self: an engine
 * @coupon_id: a coupon
 * @deed: what to do with it
 * @cancellable: (nullable): stops waiting
 *
 * Takes a coupon out of use, or has a failed one made again; in its shop at level 0, by the service
 * at level 1. Never queued: it is done, or an error says why not. Blocking; worker thread.
 *
 * Returns: (transfer full): the coupon as it then is; `NULL` with %WB_REMOTE_ERROR_CONFLICT when it
 *   was used or has not failed, another %WB_REMOTE_ERROR, or %WB_ACTION_ERROR
 */
WbCoupon *
wb_sync_do_coupon (WbSync        *self,
                   const char    *coupon_id,
                   WbCouponDeed   deed,
                   GCancellable  *cancellable,
                   GError       **error)
{
  g_return_val_if_fail (WB_IS_SYNC (self), NULL);
  g_return_val_if_fail (coupon_id, NULL);
  g_return_val_if_fail (!error || !*error, NULL);

  if (!wb_sync_is_plain (self))
    return do_full (self, coupon_id, deed, cancellable, error);

  return require_plain (self, error) ? do_plain (self, coupon_id, deed, cancellable, error) : NULL;
}

typedef struct
{
  char *coupon_id;   /* (owned) */
  WbCouponDeed deed;
} Wish;

static void
free_wish (gpointer data)
{
  Wish *wish = data;

  g_free (wish->coupon_id);
  g_free (wish);
}

static void
do_coupon_thread_cb (GTask        *task,
                     gpointer      source,
                     gpointer      data,
                     GCancellable *cancellable)
{
  const Wish *wish = data;
  GError *error = NULL;
  WbCoupon *coupon = wb_sync_do_coupon (source, wish->coupon_id, wish->deed, cancellable, &error);

  return_coupon (task, coupon, error);
}

/**
 * wb_sync_do_coupon_async:
 * @self: an engine
 * @coupon_id: a coupon
 * @deed: what to do with it
 * @cancellable: (nullable): stops waiting
 * @callback: called on this thread's context
 * @user_data: for @callback
 *
 * wb_sync_do_coupon() on a thread of its own.
 */
void
wb_sync_do_coupon_async (WbSync              *self,
                         const char          *coupon_id,
                         WbCouponDeed         deed,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  Wish *wish = NULL;

  g_return_if_fail (WB_IS_SYNC (self));
  g_return_if_fail (coupon_id);

  wish = g_new0 (Wish, 1);
  wish->coupon_id = g_strdup (coupon_id);
  wish->deed = deed;
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, wb_sync_do_coupon_async);
  g_task_set_task_data (task, wish, free_wish);
  g_task_run_in_thread (task, do_coupon_thread_cb);
}

/**
 * wb_sync_do_coupon_finish:
 * @self: an engine
 * @result: what the callback was given
 *
 * Returns: (transfer full): as wb_sync_do_coupon()
 */
WbCoupon *
wb_sync_do_coupon_finish (WbSync        *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * wb_sync_fetch_coupon_story:
 * @self: an engine
 * @coupon_id: a coupon
 * @cancellable: (nullable): stops it
 *
 * Reads what happened to a coupon and stores it; at level 0, and where the server does not tell it,
 * there is nothing to read. Blocking; worker thread.
 *
 * Returns: `TRUE` if what can be known is stored; `FALSE` with a %WB_REMOTE_ERROR or %WB_DB_ERROR
 */
gboolean
wb_sync_fetch_coupon_story (WbSync        *self,
                            const char    *coupon_id,
                            GCancellable  *cancellable,
                            GError       **error)
{
  g_autoptr (WbAccount) account = NULL;
  g_autoptr (GPtrArray) events = NULL;
  WbHelpdesk *helpdesk = NULL;
  gboolean is_good = FALSE;
  WbDb *db = NULL;

  g_return_val_if_fail (WB_IS_SYNC (self), FALSE);
  g_return_val_if_fail (coupon_id, FALSE);
  g_return_val_if_fail (!error || !*error, FALSE);

  account = wb_sync_dup_account (self);
  if (!account || !wb_account_has_feature (account, WB_FEATURE_COUPON_EVENTS))
    return TRUE;
  helpdesk = wb_sync_take_spare (self, cancellable, error);
  if (!helpdesk)
    return FALSE;
  events = wb_helpdesk_get_coupon_events (helpdesk, coupon_id, cancellable, error);
  is_good = wb_helpdesk_get_last (helpdesk)->status != 401;
  if (!wb_sync_requested (self, helpdesk, events ? error : NULL))
    g_clear_pointer (&events, g_ptr_array_unref);
  wb_sync_give_spare (self, helpdesk, is_good);
  if (!events)
    return FALSE;
  db = wb_sync_begin (self, error);

  return db && wb_sync_end (self, wb_coupon_story_replace (db, coupon_id, events, error),
                            WB_TABLE_COUPONS, error);
}

static void
fetch_coupon_story_thread_cb (GTask        *task,
                              gpointer      source,
                              gpointer      data,
                              GCancellable *cancellable)
{
  GError *error = NULL;

  if (wb_sync_fetch_coupon_story (source, data, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * wb_sync_fetch_coupon_story_async:
 * @self: an engine
 * @coupon_id: a coupon
 * @cancellable: (nullable): stops it
 * @callback: called on this thread's context
 * @user_data: for @callback
 *
 * wb_sync_fetch_coupon_story() on a thread of its own.
 */
void
wb_sync_fetch_coupon_story_async (WbSync              *self,
                                  const char          *coupon_id,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (WB_IS_SYNC (self));
  g_return_if_fail (coupon_id);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, wb_sync_fetch_coupon_story_async);
  g_task_set_task_data (task, g_strdup (coupon_id), g_free);
  g_task_run_in_thread (task, fetch_coupon_story_thread_cb);
}

/**
 * wb_sync_fetch_coupon_story_finish:
 * @self: an engine
 * @result: what the callback was given
 *
 * Returns: as wb_sync_fetch_coupon_story()
 */
gboolean
wb_sync_fetch_coupon_story_finish (WbSync        *self,
                                   GAsyncResult  *result,
                                   GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
