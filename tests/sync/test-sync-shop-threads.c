/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The workers of level 0's shops on their threads, and two programs on one workspace. The clock stands
 * unless a test moves it, so that only a wake, never a timeout, can make what is waited for happen. */

#include "config.h"

#include "wb-shop-desk.h"

#include <string.h>

#include "wb-coupon-store.h"
#include "wb-meta-store.h"
#include "wb-staff-actions.h"

#define WAIT_SECS 20

typedef struct
{
  WbSync *sync;
  WbCouponOrder *order;
  GCancellable *cancellable;
  WbCoupon *coupon;
  GError *error;
  gint is_done;
} Asked;

static gpointer
ask_thread (gpointer data)
{
  Asked *asked = data;

  asked->coupon = wb_sync_issue_coupon (asked->sync, asked->order, WAIT_SECS, asked->cancellable, &asked->error);
  g_atomic_int_set (&asked->is_done, TRUE);
  g_main_context_wakeup (NULL);

  return NULL;
}

static gboolean
is_answered (WbSyncDesk    *desk,
             gconstpointer  data)
{
  return g_atomic_int_get (&((Asked *) data)->is_done);
}

static void
clear_asked (Asked *asked)
{
  g_clear_pointer (&asked->coupon, wb_coupon_unref);
  g_clear_error (&asked->error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Asked, clear_asked)

/* Without the helpdesk: only the shops' threads. */
static void
start_shops (WbShopDesk *shop)
{
  g_assert_true (wb_workspace_try_lock_sync (shop->desk->workspace, NULL, NULL));
  g_assert_true (wb_sync_shops_start (shop->desk->sync, NULL));
}

static void
test_sync_shop_threads_new_one_is_made_at_once (void)
{
  g_autoptr (WbShopDesk) shop = wb_shop_desk_new (FALSE);
  g_autoptr (WbCouponOrder) order = wb_shop_desk_order ("t1");
  g_auto (Asked) asked = { .sync = shop->desk->sync, .order = order };
  GThread *thread = NULL;

  wb_shop_desk_connect (shop);
  wb_shop_desk_add_ticket (shop, "t1");
  start_shops (shop);
  thread = g_thread_new ("ask", ask_thread, &asked);
  wb_sync_desk_wait (shop->desk, "the coupon", is_answered, &asked);
  g_thread_join (thread);
  g_assert_no_error (asked.error);
  g_assert_cmpstr (asked.coupon->state, ==, WB_COUPON_ACTIVE);
  g_assert_cmpuint (wb_pretend_woo_count_code (shop->woo, asked.coupon->code), ==, 1);
}

static gboolean
is_settled (WbSyncDesk    *desk,
            gconstpointer  data)
{
  g_autoptr (WbCoupon) coupon = wb_coupon_store_get (wb_sync_desk_db (desk), data, NULL);

  return coupon && !g_str_equal (coupon->state, WB_COUPON_PENDING);
}

/* As the whole engine starts, with its helpdesk. */
static void
test_sync_shop_threads_leftovers_are_finished_at_start (void)
{
  g_autoptr (WbShopDesk) shop = wb_shop_desk_new (FALSE);
  g_autoptr (WbCouponOrder) order = wb_shop_desk_order ("t1");
  g_autoptr (WbCoupon) left = NULL;
  g_autoptr (WbCoupon) made = NULL;
  g_autoptr (GError) error = NULL;

  wb_shop_desk_connect (shop);
  wb_shop_desk_add_ticket (shop, "t1");
  left = wb_sync_shop_place_order (shop->desk->sync, order, &error);
  g_assert_no_error (error);
  wb_shop_desk_restart (shop);
  wb_sync_start (shop->desk->sync);
  wb_sync_desk_wait (shop->desk, "what was left over", is_settled, left->id);
  wb_sync_stop (shop->desk->sync);
  made = wb_shop_desk_coupon (shop, left->id);
  g_assert_cmpstr (made->state, ==, WB_COUPON_ACTIVE);
  g_assert_cmpuint (wb_pretend_woo_count_coupons (shop->woo), ==, 1);
}

static gboolean
is_created (WbSyncDesk    *desk,
            gconstpointer  data)
{
  return wb_pretend_woo_count_coupons (((WbShopDesk *) data)->woo) > 0;
}

/* The program ends while the shop still thinks: at once, and the coupon is not lost. */
static void
test_sync_shop_threads_stop_is_at_once (void)
{
  g_autoptr (WbShopDesk) shop = wb_shop_desk_new (FALSE);
  g_autoptr (WbCouponOrder) order = wb_shop_desk_order ("t1");
  g_auto (Asked) asked = { .sync = shop->desk->sync, .order = order };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (WbCoupon) pending = NULL;
  g_autoptr (WbCoupon) made = NULL;
  GThread *thread = NULL;
  gint64 began = 0;

  asked.cancellable = cancellable;
  wb_shop_desk_connect (shop);
  wb_shop_desk_add_ticket (shop, "t1");
  start_shops (shop);
  wb_pretend_woo_add_fault (shop->woo, WB_PRETEND_FAULT_HOLD_AFTER, WB_PRETEND_REQUEST_CREATE, 1);
  thread = g_thread_new ("ask", ask_thread, &asked);
  while (!is_created (shop->desk, shop))
    g_thread_yield ();
  began = g_get_monotonic_time ();
  g_cancellable_cancel (cancellable);
  g_thread_join (thread);
  g_assert_error (asked.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  wb_sync_shops_stop (shop->desk->sync);
  g_assert_cmpint (g_get_monotonic_time () - began, <, 2 * G_TIME_SPAN_SECOND);
  pending = wb_shop_desk_coupon_of (shop, "t1");
  g_assert_cmpstr (pending->state, ==, WB_COUPON_PENDING);
  g_assert_null (pending->code);
  wb_pretend_woo_release (shop->woo);

  /* It was made, and is found: no second one. */
  g_assert_true (wb_sync_shops_start (shop->desk->sync, NULL));
  wb_sync_desk_wait (shop->desk, "the one that was made", is_settled, pending->id);
  made = wb_shop_desk_coupon (shop, pending->id);
  g_assert_cmpstr (made->state, ==, WB_COUPON_ACTIVE);
  g_assert_cmpuint (wb_pretend_woo_count_coupons (shop->woo), ==, 1);
}

/* A second seat at the same workspace: its own connection, lock and clock. */
typedef struct
{
  WbMovableClock *clock;   /* runs */
  WbWorkspace *workspace;
  WbSync *sync;
} Other;

static void
open_other (WbShopDesk *shop,
            Other      *other)
{
  g_autofree char *dir = g_build_filename (shop->desk->root, "workspace", NULL);
  g_autofree char *spec = g_strconcat ("file:", shop->secrets, NULL);
  g_autoptr (GError) error = NULL;
  WbSecrets *secrets = wb_secrets_new (spec, &error);

  g_assert_no_error (error);
  other->clock = wb_movable_clock_new (shop->desk->fake->now, TRUE);
  other->workspace = wb_workspace_open (dir, WB_CLOCK (other->clock), shop->desk->random, &error);
  g_assert_no_error (error);
  other->sync = wb_sync_new_for_workspace (other->workspace, secrets, NULL);
}

static void
close_other (Other *other)
{
  g_assert_finalize_object (other->sync);
  wb_workspace_close (other->workspace);
  g_assert_finalize_object (other->workspace);
  g_object_unref (other->clock);
}

static gboolean
notice_cb (gpointer workspace)
{
  wb_workspace_notice_others (workspace);

  return G_SOURCE_CONTINUE;
}

static void
workspace_changed_cb (WbWorkspace *workspace,
                      guint        tables,
                      WbSync      *sync)
{
  wb_sync_shops_wake (sync);
}

/* winbackctl beside the window: what it stores, the window's worker makes, and it waits for that. */
static void
test_sync_shop_threads_second_program_stores_and_waits (void)
{
  g_autoptr (WbShopDesk) shop = wb_shop_desk_new (FALSE);
  g_autoptr (WbCouponOrder) order = wb_shop_desk_order ("t1");
  g_auto (Asked) asked = { .order = order };
  Other other = { NULL };
  GThread *thread = NULL;
  guint notice = 0;
  guint n_posts = 0;
  gulong handler = 0;

  wb_shop_desk_connect (shop);
  n_posts = wb_pretend_woo_count_requests (shop->woo, "POST");
  wb_shop_desk_add_ticket (shop, "t1");
  start_shops (shop);
  handler = g_signal_connect (shop->desk->workspace, "changed", G_CALLBACK (workspace_changed_cb), shop->desk->sync);
  notice = g_timeout_add (20, notice_cb, shop->desk->workspace);
  open_other (shop, &other);
  asked.sync = other.sync;
  thread = g_thread_new ("ask", ask_thread, &asked);
  wb_sync_desk_wait (shop->desk, "the other program's coupon", is_answered, &asked);
  g_thread_join (thread);
  g_assert_no_error (asked.error);
  g_assert_cmpstr (asked.coupon->state, ==, WB_COUPON_ACTIVE);
  g_assert_cmpuint (wb_pretend_woo_count_coupons (shop->woo), ==, 1);
  g_assert_cmpuint (wb_pretend_woo_count_requests (shop->woo, "POST"), ==, n_posts + 1);
  g_source_remove (notice);
  g_signal_handler_disconnect (shop->desk->workspace, handler);
  wb_sync_shops_stop (shop->desk->sync);
  close_other (&other);
}

/* The program that had the workspace goes away without having made it: who waits makes it. */
static void
test_sync_shop_threads_waiting_program_takes_over (void)
{
  g_autoptr (WbShopDesk) shop = wb_shop_desk_new (FALSE);
  g_autoptr (WbCouponOrder) order = wb_shop_desk_order ("t1");
  g_auto (Asked) asked = { .order = order };
  Other other = { NULL };
  GThread *thread = NULL;

  wb_shop_desk_connect (shop);
  wb_shop_desk_add_ticket (shop, "t1");
  g_assert_true (wb_workspace_try_lock_sync (shop->desk->workspace, NULL, NULL));
  open_other (shop, &other);
  asked.sync = other.sync;
  thread = g_thread_new ("ask", ask_thread, &asked);
  while (wb_shop_desk_issues (shop) == 0)
    g_thread_yield ();
  g_assert_cmpuint (wb_pretend_woo_count_coupons (shop->woo), ==, 0);
  wb_workspace_unlock_sync (shop->desk->workspace);
  wb_sync_desk_wait (shop->desk, "the coupon", is_answered, &asked);
  g_thread_join (thread);
  g_assert_no_error (asked.error);
  g_assert_cmpstr (asked.coupon->state, ==, WB_COUPON_ACTIVE);
  g_assert_cmpuint (wb_pretend_woo_count_coupons (shop->woo), ==, 1);
  close_other (&other);
}

static gboolean
is_elsewhere (WbSyncDesk    *desk,
              gconstpointer  data)
{
  g_autoptr (WbSyncState) state = wb_sync_dup_state (desk->sync);

  return state->phase == WB_SYNC_ELSEWHERE;
}

/* The engine starts while a thread makes a coupon: it waits for that, and the lock is its own then. */
static void
test_sync_shop_threads_engine_waits_for_who_works (void)
{
  g_autoptr (WbShopDesk) shop = wb_shop_desk_new (FALSE);
  g_autoptr (WbCouponOrder) order = wb_shop_desk_order ("t1");
  g_auto (Asked) asked = { .sync = shop->desk->sync, .order = order };
  g_autoptr (WbCoupon) later = NULL;
  g_autoptr (WbCouponOrder) next = wb_shop_desk_order ("t2");
  g_autoptr (GError) error = NULL;
  Other other = { NULL };
  GThread *thread = NULL;

  wb_shop_desk_connect (shop);
  wb_shop_desk_add_ticket (shop, "t1");
  wb_shop_desk_add_ticket (shop, "t2");
  wb_pretend_woo_add_fault (shop->woo, WB_PRETEND_FAULT_HOLD_AFTER, WB_PRETEND_REQUEST_CREATE, 1);
  thread = g_thread_new ("ask", ask_thread, &asked);
  while (!is_created (shop->desk, shop))
    g_thread_yield ();
  wb_sync_start (shop->desk->sync);
  wb_sync_desk_wait (shop->desk, "the engine to wait", is_elsewhere, NULL);
  wb_pretend_woo_release (shop->woo);
  wb_sync_desk_wait (shop->desk, "the coupon", is_answered, &asked);
  g_thread_join (thread);
  g_assert_no_error (asked.error);
  g_assert_cmpstr (asked.coupon->state, ==, WB_COUPON_ACTIVE);

  later = wb_sync_shop_place_order (shop->desk->sync, next, &error);
  g_assert_no_error (error);
  wb_sync_desk_wait (shop->desk, "the engine's own coupon", is_settled, later->id);
  g_assert_cmpuint (wb_pretend_woo_count_coupons (shop->woo), ==, 2);
  open_other (shop, &other);
  g_assert_false (wb_workspace_try_lock_sync (other.workspace, NULL, &error));
  g_assert_no_error (error);
  wb_sync_stop (shop->desk->sync);
  g_assert_true (wb_workspace_try_lock_sync (other.workspace, NULL, &error));
  wb_workspace_unlock_sync (other.workspace);
  close_other (&other);
}

/* Two threads, each with a coupon: the second one leaves the shop to the first, and the lock, too. */
static void
test_sync_shop_threads_one_works_at_a_time (void)
{
  g_autoptr (WbShopDesk) shop = wb_shop_desk_new (TRUE);
  g_autoptr (WbCouponOrder) order = wb_shop_desk_order ("t1");
  g_autoptr (WbCouponOrder) next = wb_shop_desk_order ("t2");
  g_auto (Asked) asked = { .sync = shop->desk->sync, .order = order };
  g_autoptr (WbCoupon) waits = NULL;
  g_autoptr (GError) error = NULL;
  Other other = { NULL };
  GThread *thread = NULL;

  wb_shop_desk_connect (shop);
  wb_shop_desk_add_ticket (shop, "t1");
  wb_shop_desk_add_ticket (shop, "t2");
  wb_pretend_woo_add_fault (shop->woo, WB_PRETEND_FAULT_HOLD_AFTER, WB_PRETEND_REQUEST_CREATE, 1);
  thread = g_thread_new ("ask", ask_thread, &asked);
  while (!is_created (shop->desk, shop))
    g_thread_yield ();
  waits = wb_sync_issue_coupon (shop->desk->sync, next, WAIT_SECS, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (waits->state, ==, WB_COUPON_PENDING);
  g_assert_cmpuint (wb_pretend_woo_count_coupons (shop->woo), ==, 1);
  open_other (shop, &other);
  g_assert_false (wb_workspace_try_lock_sync (other.workspace, NULL, &error));
  g_assert_no_error (error);
  wb_pretend_woo_release (shop->woo);
  g_thread_join (thread);
  g_assert_no_error (asked.error);
  g_assert_cmpstr (asked.coupon->state, ==, WB_COUPON_ACTIVE);
  g_assert_true (wb_workspace_try_lock_sync (other.workspace, NULL, &error));
  wb_workspace_unlock_sync (other.workspace);
  close_other (&other);
}

static void
test_sync_shop_threads_disable_goes_through_the_worker (void)
{
  g_autoptr (WbShopDesk) shop = wb_shop_desk_new (FALSE);
  g_autoptr (WbCouponOrder) order = wb_shop_desk_order ("t1");
  g_auto (Asked) asked = { .sync = shop->desk->sync, .order = order };
  g_autoptr (WbCoupon) disabled = NULL;
  g_autoptr (GError) error = NULL;

  wb_shop_desk_connect (shop);
  wb_shop_desk_add_ticket (shop, "t1");
  start_shops (shop);
  ask_thread (&asked);
  g_assert_no_error (asked.error);
  disabled = wb_sync_do_coupon (shop->desk->sync, asked.coupon->id, WB_COUPON_DEED_DISABLE, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (disabled->state, ==, WB_COUPON_DISABLED);
  g_assert_false (wb_shop_desk_is_spendable (shop, asked.coupon->code));
}

/* Paused: nothing is asked. At work again: what waited is made, without a restart. */
static void
test_sync_shop_threads_pause_and_resume (void)
{
  g_autoptr (WbShopDesk) shop = wb_shop_desk_new (FALSE);
  g_autoptr (WbCouponOrder) order = wb_shop_desk_order ("t1");
  g_autoptr (WbCoupon) left = NULL;
  g_autoptr (WbCoupon) made = NULL;
  g_autoptr (GError) error = NULL;
  guint n_before = 0;

  wb_shop_desk_connect (shop);
  wb_shop_desk_add_ticket (shop, "t1");
  left = wb_sync_shop_place_order (shop->desk->sync, order, &error);
  g_assert_no_error (error);
  g_assert_true (wb_sync_pause_shop (shop->desk->sync, shop->connection, TRUE, NULL, &error));
  n_before = wb_pretend_woo_count_requests (shop->woo, NULL);
  start_shops (shop);
  wb_sync_shops_stop (shop->desk->sync);
  start_shops (shop);
  g_assert_cmpuint (wb_pretend_woo_count_requests (shop->woo, NULL), ==, n_before);
  g_assert_true (wb_sync_pause_shop (shop->desk->sync, shop->connection, FALSE, NULL, &error));
  wb_sync_desk_wait (shop->desk, "the resumed shop", is_settled, left->id);
  made = wb_shop_desk_coupon (shop, left->id);
  g_assert_cmpstr (made->state, ==, WB_COUPON_ACTIVE);
}

static gboolean
is_in_error (WbSyncDesk    *desk,
             gconstpointer  data)
{
  g_autoptr (WbShopConnection) connection = wb_shop_connection_get (wb_sync_desk_db (desk), data, NULL);

  return connection && g_strcmp0 (connection->connection, "error") == 0 && connection->error_message;
}

/* A key that is no longer good is told of; a new one is used at once. */
static void
test_sync_shop_threads_new_key_is_used_at_once (void)
{
  g_autoptr (WbShopDesk) shop = wb_shop_desk_new (FALSE);
  g_autoptr (WbCouponOrder) order = wb_shop_desk_order ("t1");
  g_autoptr (WbShopConnection) connection = NULL;
  g_autoptr (WbShopSecret) secret = wb_shop_desk_secret (SHOP_SECRET_TEXT);
  g_autoptr (WbCoupon) left = NULL;
  g_autoptr (WbCoupon) made = NULL;
  g_autoptr (GError) error = NULL;

  wb_shop_desk_connect (shop);
  wb_shop_desk_add_ticket (shop, "t1");
  wb_pretend_woo_add_fault (shop->woo, WB_PRETEND_FAULT_UNAUTHORIZED, WB_PRETEND_REQUEST_ANY, 1000);
  start_shops (shop);
  wb_sync_desk_wait (shop->desk, "the refused key", is_in_error, shop->connection);
  left = wb_sync_shop_place_order (shop->desk->sync, order, &error);
  g_assert_no_error (error);
  wb_pretend_woo_clear_faults (shop->woo);
  connection = wb_shop_connection_get (wb_sync_desk_db (shop->desk), shop->connection, &error);
  g_assert_true (wb_sync_put_shop (shop->desk->sync, connection, secret, NULL, &error));
  g_assert_no_error (error);
  wb_sync_desk_wait (shop->desk, "the coupon by the new key", is_settled, left->id);
  made = wb_shop_desk_coupon (shop, left->id);
  g_assert_cmpstr (made->state, ==, WB_COUPON_ACTIVE);
}

int
main (int    argc,
      char **argv)
{
  g_setenv ("SOUP_FORCE_HTTP1", "1", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sync/shop-threads/new-one-is-made-at-once", test_sync_shop_threads_new_one_is_made_at_once);
  g_test_add_func ("/sync/shop-threads/leftovers-are-finished-at-start",
                   test_sync_shop_threads_leftovers_are_finished_at_start);
  g_test_add_func ("/sync/shop-threads/stop-is-at-once", test_sync_shop_threads_stop_is_at_once);
  g_test_add_func ("/sync/shop-threads/second-program-stores-and-waits",
                   test_sync_shop_threads_second_program_stores_and_waits);
  g_test_add_func ("/sync/shop-threads/waiting-program-takes-over", test_sync_shop_threads_waiting_program_takes_over);
  g_test_add_func ("/sync/shop-threads/engine-waits-for-who-works", test_sync_shop_threads_engine_waits_for_who_works);
  g_test_add_func ("/sync/shop-threads/one-works-at-a-time", test_sync_shop_threads_one_works_at_a_time);
  g_test_add_func ("/sync/shop-threads/disable-goes-through-the-worker",
                   test_sync_shop_threads_disable_goes_through_the_worker);
  g_test_add_func ("/sync/shop-threads/pause-and-resume", test_sync_shop_threads_pause_and_resume);
  g_test_add_func ("/sync/shop-threads/new-key-is-used-at-once", test_sync_shop_threads_new_key_is_used_at_once);

  return g_test_run ();
}
