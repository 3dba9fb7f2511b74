/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A shop's worker: what it does when; see wb-portal-worker.h. What it does is in
 * wb-portal-worker-jobs.c and wb-portal-worker-follow.c. */

#include "config.h"

#include "wb-portal-worker-private.h"

#include "wb-portal-secret.h"
#include "wb-time.h"

typedef enum
{
  WORK_END,
  WORK_RELOAD,
  WORK_JOB,
  WORK_FOLLOW,
} Work;

static gint64
earlier (gint64 a,
         gint64 b)
{
  if (a == WB_TIME_NONE || b == WB_TIME_NONE)
    return a == WB_TIME_NONE ? b : a;

  return MIN (a, b);
}

/* With the mutex held. */
static void
wake (WbPortalWorker *self)
{
  if (self->waiting)
    g_cancellable_cancel (self->waiting);
  if (self->following)
    g_cancellable_cancel (self->following);
  g_cond_signal (&self->cond);
}

/* With the mutex held: the job that comes first; FALSE = there is none. */
static gboolean
find_job (WbPortalWorker *self,
          guint          *index_out,
          gint64         *due_out)
{
  *due_out = WB_TIME_NONE;
  for (guint i = 0; i < self->jobs->len; i++) {
    const WbCouponJob *job = g_ptr_array_index (self->jobs, i);

    if (*due_out == WB_TIME_NONE || job->not_before < *due_out) {
      *due_out = job->not_before;
      *index_out = i;
    }
  }

  return self->jobs->len > 0;
}

/* With the mutex held, which is let go meanwhile. A job, a change and the end cut it short. */
static void
wait_until (WbPortalWorker *self,
            gint64          due)
{
  g_autoptr (GCancellable) waiting = NULL;

  if (due == WB_TIME_NONE) {
    g_cond_wait (&self->cond, &self->mutex);
    return;
  }

  waiting = g_cancellable_new ();
  self->waiting = g_object_ref (waiting);
  g_mutex_unlock (&self->mutex);
  wb_clock_wait (self->portal->clock, due, waiting, NULL);
  g_mutex_lock (&self->mutex);
  g_clear_object (&self->waiting);
}

/* Waits for the next thing to do: coupons that are asked for first, then following. */
static Work
wait_for_work (WbPortalWorker  *self,
               WbCouponJob    **job_out,
               GCancellable   **following_out)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  for (;;) {
    gint64 now = wb_clock_now (self->portal->clock);
    gint64 follow_due = earlier (self->orders_due, self->coupons_due);
    gint64 job_due = WB_TIME_NONE;
    guint index = 0;
    gboolean has_job = FALSE;

    if (self->ending)
      return WORK_END;
    if (self->must_reload || (self->reload_due != WB_TIME_NONE && self->reload_due <= now)) {
      self->must_reload = FALSE;
      return WORK_RELOAD;
    }
    has_job = self->store && !self->access.is_paused && find_job (self, &index, &job_due);
    if (has_job && job_due <= now) {
      *job_out = g_ptr_array_steal_index (self->jobs, index);
      return WORK_JOB;
    }
    if (follow_due != WB_TIME_NONE && follow_due <= now) {
      self->following = g_cancellable_new ();
      *following_out = g_object_ref (self->following);
      return WORK_FOLLOW;
    }
    wait_until (self, earlier (self->reload_due, earlier (job_due, follow_due)));
  }
}

static void
plan (WbPortalWorker    *self,
      const WbShopState *state)
{
  gint64 first = wb_clock_now (self->portal->clock) + WB_PORTAL_FIRST_FOLLOW_MS;

  self->n_failures = 0;
  self->reload_due = WB_TIME_NONE;
  self->checked_at = state->checked_at;
  self->orders_due = first;
  self->coupons_due = first;
  if (state->orders_at != WB_TIME_NONE)
    self->orders_due = MAX (first, state->orders_at + WB_PORTAL_ORDERS_EVERY_MS);
  if (state->coupons_at != WB_TIME_NONE)
    self->coupons_due = MAX (first, state->coupons_at + WB_PORTAL_COUPONS_EVERY_MS);
  if (!self->store || state->is_paused)
    self->orders_due = self->coupons_due = WB_TIME_NONE;
}

typedef struct
{
  WbPortalWorker *worker;
  WbShopState state;
} ReloadCall;

static gboolean
load_store (WbLedger  *ledger,
            gpointer   data,
            GError   **error)
{
  ReloadCall *call = data;
  WbPortalWorker *self = call->worker;

  g_clear_pointer (&self->store, wb_merchant_store_unref);
  wb_store_access_clear (&self->access);

  return wb_ledger_store_get (ledger, self->store_id, &self->store, &self->access, error) &&
         wb_ledger_shop_get_state (ledger, self->store_id, &call->state, error);
}

/* When to try again what failed; each time in a row later. */
static gint64
back_off (WbPortalWorker *self)
{
  gint64 wait = WB_PORTAL_FAILED_MS << MIN (self->n_failures, 10u);

  self->n_failures++;

  return wb_clock_now (self->portal->clock) + MIN (wait, WB_PORTAL_FAILED_MOST_MS);
}

/* Without its settings nothing is done for the shop: it may have been paused. */
static void
put_reload_off (WbPortalWorker *self)
{
  g_clear_pointer (&self->store, wb_merchant_store_unref);
  self->orders_due = self->coupons_due = WB_TIME_NONE;
  self->reload_due = back_off (self);
}

/* As the ledger has it now; a client with an old key or address is of no use. */
static void
reload (WbPortalWorker *self)
{
  ReloadCall call = { self, { FALSE, WB_TIME_NONE, WB_TIME_NONE, WB_TIME_NONE } };
  g_autoptr (GError) error = NULL;

  g_clear_object (&self->shop);
  if (wb_portal_book_read (self->book, load_store, &call, &error)) {
    plan (self, &call.state);
  } else {
    g_message ("A shop's settings could not be read: %s", error->message);
    put_reload_off (self);
  }
}

static WbShop *
make_shop (WbPortalWorker  *self,
           GError         **error)
{
  WbPortal *portal = self->portal;
  g_autoptr (WbRandom) random = NULL;

  if (portal->shop_factory)
    return portal->shop_factory (self->store, portal->shop_factory_data, error);

  /* The portal's own source of randomness belongs to the serving thread. */
  random = wb_system_random_new ();

  return wb_portal_make_shop (self->store, self->access.secret_file, self->access.ca_file,
                              portal->allow_loopback, portal->clock, random, error);
}

static gboolean
is_check_due (WbPortalWorker *self)
{
  return !self->store->caps || self->checked_at == WB_TIME_NONE ||
         wb_clock_now (self->portal->clock) >= self->checked_at + WB_PORTAL_CHECK_EVERY_MS;
}

gboolean
wb_portal_worker_connect (WbPortalWorker  *self,
                          gboolean         must_check,
                          GCancellable    *cancellable,
                          GError         **error)
{
  gboolean is_connected = g_strcmp0 (self->store->connection, "connected") == 0;
  g_autoptr (WbShopCaps) caps = NULL;

  if (!self->shop)
    self->shop = make_shop (self, error);
  if (!self->shop)
    return FALSE;
  /* A customer waits for a coupon: what is known will do. */
  if (is_connected && self->access.time_zone && !(must_check && is_check_due (self)))
    return TRUE;

  caps = wb_shop_check (self->shop, NULL, NULL, cancellable, error);
  if (!caps)
    return FALSE;

  self->checked_at = wb_clock_now (self->portal->clock);
  g_free (self->store->connection);
  self->store->connection = g_strdup ("connected");
  g_clear_pointer (&self->store->caps, wb_shop_caps_unref);
  self->store->caps = wb_shop_caps_ref (caps);
  if (!self->access.time_zone)
    self->access.time_zone = g_strdup (caps->time_zone);
  wb_portal_book_tell_connection (self->book, "connected", NULL, caps);

  return TRUE;
}

/* The secret is read again next time: a person may have put it right. */
void
wb_portal_worker_fail (WbPortalWorker *self,
                       const GError   *error)
{
  g_clear_object (&self->shop);
  g_free (self->store->connection);
  self->store->connection = g_strdup ("error");
  wb_portal_book_tell_connection (self->book, "error", error->message, NULL);
}

/* Once may be chance; the second time people are told. */
static void
put_follow_off (WbPortalWorker *self,
                const GError   *error)
{
  gboolean is_shops = error->domain == WB_REMOTE_ERROR || error->domain == WB_PORTAL_ERROR;
  gboolean is_passing = error->domain == WB_REMOTE_ERROR && wb_remote_error_is_passing (error);
  gint64 again = back_off (self);

  g_message ("Shop %s could not be read: %s", self->store->store_id, error->message);
  if (is_shops && (!is_passing || self->n_failures > 1))
    wb_portal_worker_fail (self, error);
  self->orders_due = MAX (self->orders_due, again);
  self->coupons_due = MAX (self->coupons_due, again);
}

static void
follow (WbPortalWorker *self,
        GCancellable   *following)
{
  g_autoptr (GError) error = NULL;

  if (wb_portal_worker_follow (self, following, &error))
    self->n_failures = 0;
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    put_follow_off (self, error);

  g_mutex_lock (&self->mutex);
  g_clear_object (&self->following);
  g_mutex_unlock (&self->mutex);
}

static gpointer
run_worker (gpointer data)
{
  WbPortalWorker *self = data;
  Work work = WORK_RELOAD;

  while (work != WORK_END) {
    WbCouponJob *job = NULL;
    g_autoptr (GCancellable) following = NULL;

    work = wait_for_work (self, &job, &following);
    if (work == WORK_RELOAD)
      reload (self);
    else if (work == WORK_JOB)
      wb_portal_worker_do_job (self, job);
    else if (work == WORK_FOLLOW)
      follow (self, following);
  }
  g_clear_object (&self->shop);
  g_atomic_int_set (&self->is_over, 1);

  return NULL;
}

WbPortalWorker *
wb_portal_worker_start (WbPortal   *portal,
                        const char *store_id)
{
  WbPortalWorker *self = g_new0 (WbPortalWorker, 1);

  self->portal = portal;
  self->store_id = g_strdup (store_id);
  self->book = wb_portal_book_new (portal, store_id);
  self->stop = g_cancellable_new ();
  self->jobs = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_coupon_job_free);
  self->orders_due = self->coupons_due = self->checked_at = self->reload_due = WB_TIME_NONE;
  self->must_reload = TRUE;
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  self->thread = g_thread_new ("wb-portal-shop", run_worker, self);

  return self;
}

void
wb_portal_worker_put (WbPortalWorker *self,
                      WbCouponJob    *job)
{
  g_mutex_lock (&self->mutex);
  /* What was known of the same coupon is out of date. */
  for (guint i = self->jobs->len; i > 0; i--) {
    const WbCouponJob *other = g_ptr_array_index (self->jobs, i - 1);

    if (g_str_equal (other->coupon, job->coupon))
      g_ptr_array_remove_index (self->jobs, i - 1);
  }
  g_ptr_array_add (self->jobs, job);
  wake (self);
  g_mutex_unlock (&self->mutex);
}

void
wb_portal_worker_reload (WbPortalWorker *self)
{
  g_mutex_lock (&self->mutex);
  self->must_reload = TRUE;
  wake (self);
  g_mutex_unlock (&self->mutex);
}

void
wb_portal_worker_end (WbPortalWorker *self)
{
  g_mutex_lock (&self->mutex);
  self->ending = TRUE;
  g_cancellable_cancel (self->stop);
  wake (self);
  g_mutex_unlock (&self->mutex);
}

gboolean
wb_portal_worker_is_over (WbPortalWorker *self)
{
  return g_atomic_int_get (&self->is_over) != 0;
}

void
wb_portal_worker_free (WbPortalWorker *self)
{
  wb_portal_worker_end (self);
  g_thread_join (self->thread);
  g_clear_pointer (&self->store, wb_merchant_store_unref);
  wb_store_access_clear (&self->access);
  g_object_unref (self->book);
  g_object_unref (self->stop);
  g_clear_object (&self->waiting);
  g_clear_object (&self->following);
  g_ptr_array_unref (self->jobs);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
  g_free (self->store_id);
  g_free (self);
}
