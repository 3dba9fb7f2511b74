/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The shops' workers; see wb-portal-shops.h. A worker takes the job whose time has come, runs the
 * issuer, and puts back what is not settled yet as the ledger has it. */

#include "config.h"

#include "wb-portal-shops.h"

#include "wb-ledger-account.h"
#include "wb-ledger-coupons.h"
#include "wb-portal-secret.h"
#include "wb-portal-wait.h"
#include "wb-time.h"

/* Until a shop that cannot be reached, or a key that is no longer good, is tried again. */
#define RETRY_MS (5 * WB_SECOND_MS)
#define PERSON_MS (60 * WB_SECOND_MS)

typedef struct
{
  WbPortalShops *shops;     /* (unowned) */
  WbMerchantStore *store;   /* (owned) as at start */
  WbStoreAccess access;     /* (owned) */
  GThread *thread;          /* (owned) */
  GCancellable *stop;       /* (owned) ends the work and the calls to the shop */

  GMutex mutex;
  GCond cond;
  GPtrArray *jobs;          /* (owned) (element-type WbCouponJob) (mutex) */
  GCancellable *waiting;    /* (owned) (nullable) (mutex) of the wait for a job's time */
  gboolean ending;          /* (mutex) */
} Worker;

struct _WbPortalShops
{
  WbPortal *portal;         /* (unowned) */
  GHashTable *workers;      /* (owned) (element-type utf8 Worker) by store id */
  WbCouponLedger *ledger;   /* (owned) */
};

/* The ledger as workers see it: each call is carried to the serving thread and back. */
#define WB_TYPE_PORTAL_COUPON_LEDGER (wb_portal_coupon_ledger_get_type ())
G_DECLARE_FINAL_TYPE (WbPortalCouponLedger, wb_portal_coupon_ledger, WB, PORTAL_COUPON_LEDGER,
                      GObject)

struct _WbPortalCouponLedger
{
  GObject parent_instance;

  WbPortal *portal;         /* (unowned) */
};

typedef struct
{
  const WbIssue *issue;
  gboolean stored;
  GError *error;
} StoreCall;

static void
store_issue (WbPortal *portal,
             gpointer  data)
{
  StoreCall *call = data;

  if (!wb_portal_begin (portal, &call->error))
    return;

  call->stored = wb_ledger_issue_store (portal->ledger, call->issue, &call->error) &&
                 wb_portal_commit (portal, &call->error);
  if (!call->stored)
    wb_portal_rollback (portal);
  else if (call->issue->step == WB_ISSUE_DONE || call->issue->step == WB_ISSUE_FAILED)
    wb_portal_wait_tell_coupon (portal, call->issue->id);
  wb_portal_rearm (portal);
}

static gboolean
wb_portal_coupon_ledger_store (WbCouponLedger  *ledger,
                               const WbIssue   *issue,
                               GError         **error)
{
  StoreCall call = { issue, FALSE, NULL };

  wb_portal_call (WB_PORTAL_COUPON_LEDGER (ledger)->portal, store_issue, &call);
  if (call.error)
    g_propagate_error (error, call.error);

  return call.stored;
}

static void
wb_portal_coupon_ledger_iface_init (WbCouponLedgerInterface *iface)
{
  iface->store = wb_portal_coupon_ledger_store;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (WbPortalCouponLedger, wb_portal_coupon_ledger, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (WB_TYPE_COUPON_LEDGER,
                                                      wb_portal_coupon_ledger_iface_init))

static void
wb_portal_coupon_ledger_class_init (WbPortalCouponLedgerClass *klass)
{
}

static void
wb_portal_coupon_ledger_init (WbPortalCouponLedger *self)
{
}

static void
free_worker (gpointer data)
{
  Worker *worker = data;

  wb_merchant_store_unref (worker->store);
  wb_store_access_clear (&worker->access);
  g_object_unref (worker->stop);
  g_clear_object (&worker->waiting);
  g_ptr_array_unref (worker->jobs);
  g_mutex_clear (&worker->mutex);
  g_cond_clear (&worker->cond);
  g_free (worker);
}

static void
put_job (Worker      *worker,
         WbCouponJob *job)
{
  g_mutex_lock (&worker->mutex);
  g_ptr_array_add (worker->jobs, job);
  if (worker->waiting)
    g_cancellable_cancel (worker->waiting);
  g_cond_signal (&worker->cond);
  g_mutex_unlock (&worker->mutex);
}

/* The job to be done first; waits until there is one and its time has come. NULL = ending. */
static WbCouponJob *
take_job (Worker  *worker,
          WbClock *clock)
{
  WbCouponJob *job = NULL;

  g_mutex_lock (&worker->mutex);
  while (!worker->ending) {
    g_autoptr (GCancellable) waiting = NULL;
    guint best = 0;

    if (worker->jobs->len == 0) {
      g_cond_wait (&worker->cond, &worker->mutex);
      continue;
    }
    for (guint i = 1; i < worker->jobs->len; i++) {
      const WbCouponJob *one = g_ptr_array_index (worker->jobs, i);
      const WbCouponJob *first = g_ptr_array_index (worker->jobs, best);

      if (one->issue->not_before < first->issue->not_before)
        best = i;
    }
    job = g_ptr_array_index (worker->jobs, best);
    if (job->issue->not_before <= wb_clock_now (clock)) {
      g_ptr_array_steal_index (worker->jobs, best);
      break;
    }

    /* A new job, and the end, cut this short. */
    waiting = g_cancellable_new ();
    worker->waiting = g_object_ref (waiting);
    g_mutex_unlock (&worker->mutex);
    wb_clock_wait (clock, job->issue->not_before, waiting, NULL);
    g_mutex_lock (&worker->mutex);
    g_clear_object (&worker->waiting);
    job = NULL;
  }
  if (worker->ending)
    g_clear_pointer (&job, wb_coupon_job_free);
  g_mutex_unlock (&worker->mutex);

  return job;
}

typedef struct
{
  const char *store_id;
  const char *connection;
  const WbShopCaps *caps;
} ConnectionCall;

static void
store_connection (WbPortal *portal,
                  gpointer  data)
{
  ConnectionCall *call = data;
  g_autoptr (WbMerchantStore) store = NULL;
  g_auto (WbStoreAccess) access = { NULL };
  g_autoptr (GError) error = NULL;
  gboolean changed = FALSE;

  if (!wb_portal_begin (portal, &error) ||
      !wb_ledger_store_get (portal->ledger, call->store_id, &store, &access, &error))
    goto out;

  changed = store && g_strcmp0 (store->connection, call->connection) != 0;
  if (changed) {
    g_free (store->connection);
    store->connection = g_strdup (call->connection);
  }
  if (store && call->caps) {
    if (call->caps->time_zone && g_strcmp0 (access.time_zone, call->caps->time_zone) != 0) {
      g_free (access.time_zone);
      access.time_zone = g_strdup (call->caps->time_zone);
      changed = TRUE;
    }
    if (call->caps->currencies &&
        !g_strv_equal ((const char *const *) call->caps->currencies,
                       (const char *const *) store->currencies)) {
      g_strfreev (store->currencies);
      store->currencies = g_strdupv (call->caps->currencies);
      changed = TRUE;
    }
    if (changed)
      store->last_sync_at = wb_clock_now (portal->clock);
  }
  if (changed && wb_ledger_store_save (portal->ledger, store, &access, FALSE, &error))
    wb_portal_commit (portal, &error);

  out:
  wb_portal_rollback (portal);
  if (error)
    g_message ("The state of a shop's connection could not be stored: %s", error->message);
}

static void
tell_connection (Worker           *worker,
                 const char       *connection,
                 const WbShopCaps *caps)
{
  ConnectionCall call = { worker->store->id, connection, caps };

  wb_portal_call (worker->shops->portal, store_connection, &call);
}

static WbShop *
make_shop (Worker  *worker,
           GError **error)
{
  WbPortal *portal = worker->shops->portal;
  g_autoptr (WbRandom) random = NULL;

  if (portal->shop_factory)
    return portal->shop_factory (worker->store, portal->shop_factory_data, error);

  /* The portal's own source of randomness belongs to the serving thread. */
  random = wb_system_random_new ();

  return wb_portal_make_shop (worker->store, worker->access.secret_file, worker->access.ca_file,
                              portal->allow_loopback, portal->clock, random, error);
}

/* Makes the client, and asks the shop what is not known of it yet. */
static WbShop *
connect_shop (Worker  *worker,
              GError **error)
{
  g_autoptr (WbShop) shop = make_shop (worker, error);
  g_autoptr (WbShopCaps) caps = NULL;

  if (!shop)
    return NULL;
  if (worker->access.time_zone && g_strcmp0 (worker->store->connection, "connected") == 0)
    return g_steal_pointer (&shop);

  caps = wb_shop_check (shop, NULL, NULL, worker->stop, error);
  if (!caps)
    return NULL;
  tell_connection (worker, "connected", caps);

  return g_steal_pointer (&shop);
}

typedef struct
{
  const char *coupon_id;
  const char *state;
  WbCouponJob *job;
  gboolean done;
  GError *error;
} CouponCall;

static void
store_replaced (WbPortal *portal,
                gpointer  data)
{
  CouponCall *call = data;
  g_autoptr (WbCoupon) coupon = NULL;

  if (!wb_portal_begin (portal, &call->error))
    return;

  if (wb_ledger_coupon_get (portal->ledger, call->coupon_id, &coupon, &call->error) && coupon) {
    g_free (coupon->state);
    coupon->state = g_strdup (call->state);
    if (g_str_equal (call->state, WB_COUPON_USED))
      coupon->used_at = wb_clock_now (portal->clock);
    call->done = wb_ledger_coupon_save (portal->ledger, coupon, FALSE, NULL, &call->error) &&
                 wb_portal_commit (portal, &call->error);
  }
  wb_portal_rollback (portal);
}

/* Disables the coupon that another one replaces; a used one stays as it is. */
static gboolean
disable_replaced (Worker       *worker,
                  WbShop       *shop,
                  WbCouponJob  *job,
                  GError      **error)
{
  CouponCall call = { .coupon_id = job->replaces, .state = WB_COUPON_DISABLED };
  g_autoptr (WbShopCoupon) old = NULL;
  g_autoptr (GError) local_error = NULL;

  if (!job->replaces_remote)
    return TRUE;

  old = wb_shop_read_back (shop, job->replaces_remote, worker->stop, &local_error);
  if (old && old->usage_count > 0) {
    call.state = WB_COUPON_USED;
  } else if (old) {
    wb_shop_remove (shop, job->replaces_remote, worker->stop, &local_error);
  }
  /* One that is gone from the shop is disabled enough. */
  if (local_error &&
      !g_error_matches (local_error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_NOT_FOUND)) {
    g_propagate_error (error, g_steal_pointer (&local_error));
    return FALSE;
  }

  wb_portal_call (worker->shops->portal, store_replaced, &call);
  if (!call.done) {
    g_propagate_error (error, call.error);
    return FALSE;
  }
  g_clear_pointer (&job->replaces_remote, g_free);

  return TRUE;
}

static void
reload_job (WbPortal *portal,
            gpointer  data)
{
  CouponCall *call = data;

  wb_ledger_issue_job (portal->ledger, call->coupon_id, &call->job, &call->error);
}

/* Puts a job that is not settled back, as the ledger has it. */
static void
retry_job (Worker       *worker,
           WbCouponJob  *job,
           const GError *error)
{
  g_autoptr (WbCouponJob) owned = job;
  CouponCall call = { .coupon_id = job->issue->id };
  gboolean passing = error->domain == WB_REMOTE_ERROR ? wb_remote_error_is_passing (error)
                                                      : error->domain != WB_PORTAL_ERROR;
  gint64 later = wb_clock_now (worker->shops->portal->clock) + (passing ? RETRY_MS : PERSON_MS);

  g_message ("Coupon %s is not settled in its shop yet: %s", job->issue->id, error->message);
  if (!passing)
    tell_connection (worker, "error", NULL);

  wb_portal_call (worker->shops->portal, reload_job, &call);
  g_clear_error (&call.error);
  if (!call.job)
    return;

  call.job->issue->not_before = MAX (call.job->issue->not_before, later);
  put_job (worker, call.job);
}

static gpointer
run_worker (gpointer data)
{
  Worker *worker = data;
  WbPortal *portal = worker->shops->portal;
  g_autoptr (WbShop) shop = NULL;
  WbCouponJob *job = NULL;

  while ((job = take_job (worker, portal->clock))) {
    g_autoptr (GError) error = NULL;

    if (!shop)
      shop = connect_shop (worker, &error);
    if (shop && disable_replaced (worker, shop, job, &error) &&
        wb_coupon_issuer_run (job->issue, worker->shops->ledger, shop, portal->clock,
                              worker->stop, &error)) {
      wb_coupon_job_free (job);
      continue;
    }
    if (g_cancellable_is_cancelled (worker->stop))
      wb_coupon_job_free (job);
    else
      retry_job (worker, job, error);
  }

  return NULL;
}

static void
start_worker (WbPortalShops   *self,
              WbMerchantStore *store,
              WbStoreAccess   *access)
{
  Worker *worker = g_new0 (Worker, 1);

  worker->shops = self;
  worker->store = wb_merchant_store_ref (store);
  worker->access = *access;
  *access = (WbStoreAccess) { NULL };
  worker->stop = g_cancellable_new ();
  worker->jobs = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_coupon_job_free);
  g_mutex_init (&worker->mutex);
  g_cond_init (&worker->cond);
  g_hash_table_insert (self->workers, g_strdup (store->id), worker);
  worker->thread = g_thread_new ("wb-portal-shop", run_worker, worker);
}

static gboolean
start_workers (WbPortalShops  *self,
               GError        **error)
{
  WbLedger *ledger = self->portal->ledger;
  g_autoptr (GPtrArray) stores = wb_ledger_store_list (ledger, error);

  if (!stores)
    return FALSE;

  for (guint i = 0; i < stores->len; i++) {
    const WbMerchantStore *listed = g_ptr_array_index (stores, i);
    g_autoptr (WbMerchantStore) store = NULL;
    g_auto (WbStoreAccess) access = { NULL };

    if (!wb_ledger_store_get (ledger, listed->id, &store, &access, error))
      return FALSE;
    if (access.secret_file || (self->portal->shop_factory && store->supports_coupons))
      start_worker (self, store, &access);
  }

  return TRUE;
}

WbPortalShops *
wb_portal_shops_start (WbPortal  *portal,
                       GError   **error)
{
  WbPortalShops *self = g_new0 (WbPortalShops, 1);
  WbPortalCouponLedger *ledger = g_object_new (WB_TYPE_PORTAL_COUPON_LEDGER, NULL);
  g_autoptr (GPtrArray) ids = NULL;

  self->portal = portal;
  ledger->portal = portal;
  self->ledger = WB_COUPON_LEDGER (ledger);
  self->workers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_worker);

  if (start_workers (self, error))
    ids = wb_ledger_issue_list (portal->ledger, error);
  for (guint i = 0; ids && i < ids->len; i++) {
    if (!wb_portal_shops_add (self, g_ptr_array_index (ids, i), error))
      g_clear_pointer (&ids, g_ptr_array_unref);
  }
  if (!ids) {
    wb_portal_shops_stop (self);
    return NULL;
  }

  return self;
}

void
wb_portal_shops_stop (WbPortalShops *self)
{
  GHashTableIter iter;
  gpointer value = NULL;

  g_hash_table_iter_init (&iter, self->workers);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    Worker *worker = value;

    g_cancellable_cancel (worker->stop);
    g_mutex_lock (&worker->mutex);
    worker->ending = TRUE;
    if (worker->waiting)
      g_cancellable_cancel (worker->waiting);
    g_cond_signal (&worker->cond);
    g_mutex_unlock (&worker->mutex);
  }

  g_hash_table_iter_init (&iter, self->workers);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    g_thread_join (((Worker *) value)->thread);

  g_hash_table_unref (self->workers);
  g_object_unref (self->ledger);
  g_free (self);
}

gboolean
wb_portal_shops_has (WbPortalShops *self,
                     const char    *store_id)
{
  return g_hash_table_contains (self->workers, store_id);
}

gboolean
wb_portal_shops_add (WbPortalShops  *self,
                     const char     *coupon_id,
                     GError        **error)
{
  g_autoptr (WbCouponJob) job = NULL;
  Worker *worker = NULL;

  if (!wb_ledger_issue_job (self->portal->ledger, coupon_id, &job, error))
    return FALSE;

  /* A shop that is no longer connected keeps its unfinished coupons pending until it is again. */
  worker = job ? g_hash_table_lookup (self->workers, job->store) : NULL;
  if (worker)
    put_job (worker, g_steal_pointer (&job));

  return TRUE;
}
