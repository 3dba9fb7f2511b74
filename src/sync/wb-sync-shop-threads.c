/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The threads of level 0: one per connected shop, and one that starts and ends them as connections
 * come and go, and lets coupons expire. They run only in the program that has the workspace's sync
 * lock, so that no shop is asked from two places.
 *
 * Each waits for one thing at a time, by steady time and through a GCancellable that waking
 * cancels. Stopping cancels the calls to the shops, too; whatever they were doing is in the
 * workspace. */

#include "config.h"

#include "wb-sync-shops-private.h"

#include "wb-time.h"

#define EXPIRE_MS (10 * WB_MINUTE_MS)
/* After trouble with the workspace itself. */
#define TROUBLE_MS (10 * WB_SECOND_MS)

/* Somebody who sleeps. */
typedef struct
{
  gboolean woken;        /* (mutex lock) go round at once */
  GCancellable *napping; /* (owned) (nullable) (mutex lock) */
} Sleeper;

/* A coupon to be taken out of use by the shop's own worker. */
typedef struct
{
  gatomicrefcount refs;
  char *coupon_id;       /* (owned) */
  gboolean is_done;      /* (mutex lock) */
  WbCoupon *coupon;      /* (owned) (nullable) (mutex lock) */
  GError *error;         /* (owned) (nullable) (mutex lock) */
  GCancellable *done;    /* (owned) cancelled when it is */
} Deed;

typedef struct
{
  struct _WbSyncShops *shops;   /* (unowned) */
  WbSyncShop *work;             /* (owned) (its thread) */
  char *id;                     /* (owned) */
  GThread *thread;              /* (owned) */
  Sleeper sleeper;
  GQueue deeds;                 /* (mutex lock) (element-type Deed) */
  gboolean hurry;               /* (mutex lock) follow now */
  gboolean is_over;             /* (mutex lock) the thread has ended, or is about to */
} Worker;

struct _WbSyncShops
{
  WbSync *sync;            /* (unowned) */

  GMutex lock;
  GThread *manager;        /* (owned) (nullable) who starts and stops */
  Sleeper sleeper;         /* the manager's */
  gboolean is_running;     /* (mutex lock) */
  gboolean stopping;       /* (mutex lock) */
  GCancellable *stop;      /* (owned) (nullable) ends the calls to the shops */
  GPtrArray *workers;      /* (owned) (mutex lock) (element-type Worker) */
  guint generation;        /* (mutex lock) of the connections */
  guint n_settled;         /* (mutex lock) */
  GPtrArray *waiters;      /* (owned) (mutex lock) (element-type GCancellable) */
};

static void
free_deed (gpointer data)
{
  Deed *deed = data;

  if (!g_atomic_ref_count_dec (&deed->refs))
    return;
  g_clear_pointer (&deed->coupon, wb_coupon_unref);
  g_clear_error (&deed->error);
  g_object_unref (deed->done);
  g_free (deed->coupon_id);
  g_free (deed);
}

static void
free_worker (gpointer data)
{
  Worker *worker = data;

  wb_sync_shop_free (worker->work);
  g_queue_clear_full (&worker->deeds, free_deed);
  g_clear_object (&worker->sleeper.napping);
  g_free (worker->id);
  g_free (worker);
}

WbSyncShops *
wb_sync_shops_new (WbSync *sync)
{
  WbSyncShops *self = g_new0 (WbSyncShops, 1);

  self->sync = sync;
  g_mutex_init (&self->lock);
  self->workers = g_ptr_array_new_with_free_func (free_worker);
  self->waiters = g_ptr_array_new_with_free_func (g_object_unref);

  return self;
}

void
wb_sync_shops_free (WbSyncShops *self)
{
  g_assert (!self->is_running);
  g_ptr_array_unref (self->workers);
  g_ptr_array_unref (self->waiters);
  g_mutex_clear (&self->lock);
  g_free (self);
}

static WbClock *
get_clock (WbSyncShops *self)
{
  return wb_workspace_get_clock (self->sync->workspace);
}

static gboolean
is_stopping (WbSyncShops *self)
{
  gboolean stopping = FALSE;

  g_mutex_lock (&self->lock);
  stopping = self->stopping;
  g_mutex_unlock (&self->lock);

  return stopping;
}

/* With the lock held. */
static void
wake (Sleeper *sleeper)
{
  sleeper->woken = TRUE;
  if (sleeper->napping)
    g_cancellable_cancel (sleeper->napping);
}

/* A wake that comes before the nap ends it at once: none is lost. */
static void
nap (WbSyncShops *self,
     Sleeper     *sleeper,
     gint64       until_ms)
{
  g_autoptr (GCancellable) napping = g_cancellable_new ();

  g_mutex_lock (&self->lock);
  if (sleeper->woken || self->stopping)
    g_cancellable_cancel (napping);
  sleeper->napping = g_object_ref (napping);
  g_mutex_unlock (&self->lock);
  wb_clock_wait_steady (get_clock (self), until_ms, napping, NULL);
  g_mutex_lock (&self->lock);
  g_clear_object (&sleeper->napping);
  sleeper->woken = FALSE;
  g_mutex_unlock (&self->lock);
}

static Deed *
take_deed (Worker *worker)
{
  Deed *deed = NULL;

  g_mutex_lock (&worker->shops->lock);
  deed = g_queue_pop_head (&worker->deeds);
  g_mutex_unlock (&worker->shops->lock);

  return deed;
}

static void
end_deed (Worker   *worker,
          Deed     *deed,
          WbCoupon *coupon,
          GError   *error)
{
  g_mutex_lock (&worker->shops->lock);
  deed->coupon = coupon;
  deed->error = error;
  deed->is_done = TRUE;
  g_mutex_unlock (&worker->shops->lock);
  g_cancellable_cancel (deed->done);
  free_deed (deed);
}

static void
do_deeds (Worker *worker)
{
  Deed *deed = NULL;

  while ((deed = take_deed (worker))) {
    GError *error = NULL;
    WbCoupon *coupon = wb_sync_shop_disable (worker->work, deed->coupon_id, &error);

    if (!coupon && !error)
      error = g_error_new_literal (WB_REMOTE_ERROR, WB_REMOTE_ERROR_NOT_FOUND, "no such coupon");
    end_deed (worker, deed, coupon, error);
  }
}

/* A long list of orders does not keep a person waiting for a coupon. */
static void
work_between_cb (gpointer data)
{
  Worker *worker = data;
  gint64 next = 0;

  do_deeds (worker);
  wb_sync_shop_issue (worker->work, &next, NULL);
}

static gboolean
take_hurry (Worker *worker)
{
  gboolean hurry = FALSE;

  g_mutex_lock (&worker->shops->lock);
  hurry = worker->hurry;
  worker->hurry = FALSE;
  g_mutex_unlock (&worker->shops->lock);

  return hurry;
}

/* Gives until when to sleep, steady; -1 = there is nothing to work for. */
static gint64
run_round (Worker *worker)
{
  WbSyncShop *work = worker->work;
  g_autoptr (GError) error = NULL;
  gint64 next = G_MAXINT64;

  if (!wb_sync_shop_refresh (work, &error))
    return error ? wb_clock_steady (get_clock (worker->shops)) + TROUBLE_MS : -1;
  if (take_hurry (worker))
    work->follow_at = work->open_at = 0;
  do_deeds (worker);
  if (wb_sync_shop_issue (work, &next, &error) && wb_sync_shop_follow (work, NULL, &error)) {
    /* What came meanwhile has woken this thread. */
    return MIN (next, MAX (work->follow_at, work->open_at));
  }

  return wb_clock_steady (get_clock (worker->shops)) + TROUBLE_MS;
}

static gpointer
run_worker (gpointer data)
{
  Worker *worker = data;
  WbSyncShops *self = worker->shops;
  Deed *deed = NULL;
  gint64 until = 0;

  while (!is_stopping (self) && (until = run_round (worker)) >= 0)
    nap (self, &worker->sleeper, until);

  g_mutex_lock (&self->lock);
  worker->is_over = TRUE;
  wake (&self->sleeper);
  g_mutex_unlock (&self->lock);
  while ((deed = take_deed (worker)))
    end_deed (worker, deed, NULL,
              g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "stopping"));

  return NULL;
}

/* With the lock held. */
static Worker *
find_worker (WbSyncShops *self,
             const char  *id)
{
  for (guint i = 0; i < self->workers->len; i++) {
    Worker *worker = g_ptr_array_index (self->workers, i);

    if (!worker->is_over && g_str_equal (worker->id, id))
      return worker;
  }

  return NULL;
}

static void
start_worker (WbSyncShops *self,
              const char  *id)
{
  Worker *worker = g_new0 (Worker, 1);

  worker->shops = self;
  worker->id = g_strdup (id);
  worker->work = wb_sync_shop_new (self->sync, id, self->stop);
  worker->work->between = work_between_cb;
  worker->work->between_data = worker;
  g_queue_init (&worker->deeds);
  g_mutex_lock (&self->lock);
  g_ptr_array_add (self->workers, worker);
  g_mutex_unlock (&self->lock);
  worker->thread = g_thread_new ("wb-shop", run_worker, worker);
}

/* Joins the threads that have ended, or all. */
static void
reap (WbSyncShops *self,
      gboolean     all)
{
  g_autoptr (GPtrArray) over = g_ptr_array_new_with_free_func (free_worker);

  g_mutex_lock (&self->lock);
  for (guint i = self->workers->len; i > 0; i--) {
    Worker *worker = g_ptr_array_index (self->workers, i - 1);

    if (all || worker->is_over)
      g_ptr_array_add (over, g_ptr_array_steal_index (self->workers, i - 1));
  }
  g_mutex_unlock (&self->lock);
  for (guint i = 0; i < over->len; i++)
    g_thread_join (((Worker *) g_ptr_array_index (over, i))->thread);
}

/* Each shop that is connected and not paused has a worker. */
static gboolean
hire (WbSyncShops  *self,
      GError      **error)
{
  g_autoptr (WbDb) reader = wb_workspace_open_reader (self->sync->workspace, error);
  g_autoptr (GPtrArray) connections = reader ? wb_shop_connection_list (reader, error) : NULL;

  for (guint i = 0; connections && i < connections->len; i++) {
    const WbShopConnection *connection = g_ptr_array_index (connections, i);
    gboolean has_worker = FALSE;

    g_mutex_lock (&self->lock);
    has_worker = find_worker (self, connection->id) != NULL;
    g_mutex_unlock (&self->lock);
    if (!has_worker && !connection->is_paused)
      start_worker (self, connection->id);
  }

  return connections != NULL;
}

/* Gives when that is due next. */
static gint64
expire (WbSyncShops *self,
        gint64       due)
{
  gint64 steady = wb_clock_steady (get_clock (self));
  guint n = 0;
  WbDb *db = NULL;

  if (steady < due)
    return due;
  db = wb_sync_begin (self->sync, NULL);
  if (!db || !wb_issue_store_expire (db, wb_sync_server_now (self->sync), &n, NULL) || n == 0) {
    if (db)
      wb_sync_rollback (self->sync);
  } else if (wb_sync_commit (self->sync, WB_TABLE_COUPONS, NULL)) {
    wb_sync_shops_settled (self->sync);
  }

  return steady + EXPIRE_MS;
}

static gpointer
run_manager (gpointer data)
{
  WbSyncShops *self = data;
  gint64 expire_at = 0;

  while (!is_stopping (self)) {
    gint64 until = expire_at = expire (self, expire_at);

    reap (self, FALSE);
    if (!hire (self, NULL))
      until = wb_clock_steady (get_clock (self)) + TROUBLE_MS;
    nap (self, &self->sleeper, until);
  }
  reap (self, TRUE);

  return NULL;
}

/**
 * wb_sync_shops_start:
 * @self: an engine that has the workspace's sync lock
 * @error: return location; unused so far
 *
 * Starts the workers of level 0; at level 1 there are none. Nothing happens when they run already.
 * Any thread.
 *
 * Returns: `TRUE`
 */
gboolean
wb_sync_shops_start (WbSync  *self,
                     GError **error)
{
  WbSyncShops *shops = NULL;

  g_return_val_if_fail (WB_IS_SYNC (self), FALSE);

  shops = self->shops;
  if (!wb_sync_is_plain (self) || !self->keys)
    return TRUE;
  g_mutex_lock (&shops->lock);
  if (!shops->is_running) {
    shops->is_running = TRUE;
    shops->stopping = FALSE;
    shops->sleeper.woken = FALSE;
    shops->stop = g_cancellable_new ();
    shops->manager = g_thread_new ("wb-shops", run_manager, shops);
  }
  g_mutex_unlock (&shops->lock);

  return TRUE;
}

/**
 * wb_sync_shops_stop:
 * @self: an engine
 *
 * Cancels what the workers are doing and waits for their end, which comes at once or nearly. What
 * was being made goes on at the next start. Any thread.
 */
void
wb_sync_shops_stop (WbSync *self)
{
  WbSyncShops *shops = NULL;

  g_return_if_fail (WB_IS_SYNC (self));

  shops = self->shops;
  g_mutex_lock (&shops->lock);
  if (!shops->is_running) {
    g_mutex_unlock (&shops->lock);
    return;
  }
  shops->stopping = TRUE;
  wake (&shops->sleeper);
  for (guint i = 0; i < shops->workers->len; i++)
    wake (&((Worker *) g_ptr_array_index (shops->workers, i))->sleeper);
  g_mutex_unlock (&shops->lock);
  g_cancellable_cancel (shops->stop);
  g_thread_join (g_steal_pointer (&shops->manager));
  g_mutex_lock (&shops->lock);
  shops->is_running = FALSE;
  g_mutex_unlock (&shops->lock);
  g_clear_object (&shops->stop);
  wb_sync_shops_settled (self);
}

guint
wb_sync_shops_get_generation (WbSync *self)
{
  guint generation = 0;

  g_mutex_lock (&self->shops->lock);
  generation = self->shops->generation;
  g_mutex_unlock (&self->shops->lock);

  return generation;
}

void
wb_sync_shops_renew (WbSync *self)
{
  g_mutex_lock (&self->shops->lock);
  self->shops->generation++;
  g_mutex_unlock (&self->shops->lock);
  wb_sync_shops_wake (self);
}

static void
wake_all (WbSync   *self,
          gboolean  hurry)
{
  WbSyncShops *shops = self->shops;

  g_mutex_lock (&shops->lock);
  wake (&shops->sleeper);
  for (guint i = 0; i < shops->workers->len; i++) {
    Worker *worker = g_ptr_array_index (shops->workers, i);

    worker->hurry |= hurry;
    wake (&worker->sleeper);
  }
  g_mutex_unlock (&shops->lock);
}

void
wb_sync_shops_wake (WbSync *self)
{
  wake_all (self, FALSE);
}

void
wb_sync_shops_hurry (WbSync *self)
{
  wake_all (self, TRUE);
}

gboolean
wb_sync_shops_are_running (WbSync *self)
{
  gboolean running = FALSE;

  g_mutex_lock (&self->shops->lock);
  running = self->shops->is_running && !self->shops->stopping;
  g_mutex_unlock (&self->shops->lock);

  return running;
}

void
wb_sync_shops_settled (WbSync *self)
{
  WbSyncShops *shops = self->shops;

  g_mutex_lock (&shops->lock);
  shops->n_settled++;
  for (guint i = 0; i < shops->waiters->len; i++)
    g_cancellable_cancel (g_ptr_array_index (shops->waiters, i));
  g_mutex_unlock (&shops->lock);
}

guint
wb_sync_shops_get_count (WbSync *self)
{
  guint count = 0;

  g_mutex_lock (&self->shops->lock);
  count = self->shops->n_settled;
  g_mutex_unlock (&self->shops->lock);

  return count;
}

static void
cancel_cb (GCancellable *cancellable,
           GCancellable *waiter)
{
  g_cancellable_cancel (waiter);
}

/* Until @waiter is cancelled, the time has come, or the person gives up (FALSE). */
static gboolean
wait_for (WbSyncShops   *shops,
          GCancellable  *waiter,
          gint64         until_ms,
          GCancellable  *cancellable,
          GError       **error)
{
  gulong handler = cancellable ? g_cancellable_connect (cancellable, G_CALLBACK (cancel_cb), waiter,
                                                        NULL) : 0;

  wb_clock_wait_steady (get_clock (shops), until_ms, waiter, NULL);
  if (handler != 0)
    g_cancellable_disconnect (cancellable, handler);

  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}

gboolean
wb_sync_shops_await (WbSync        *self,
                     guint          count,
                     gint64         until_ms,
                     GCancellable  *cancellable,
                     GError       **error)
{
  WbSyncShops *shops = self->shops;
  g_autoptr (GCancellable) waiter = g_cancellable_new ();
  gboolean ok = FALSE;

  g_mutex_lock (&shops->lock);
  if (shops->n_settled != count)
    g_cancellable_cancel (waiter);
  g_ptr_array_add (shops->waiters, g_object_ref (waiter));
  g_mutex_unlock (&shops->lock);
  ok = wait_for (shops, waiter, until_ms, cancellable, error);
  g_mutex_lock (&shops->lock);
  g_ptr_array_remove_fast (shops->waiters, waiter);
  g_mutex_unlock (&shops->lock);

  return ok;
}

gboolean
wb_sync_shops_disable (WbSync        *self,
                       const char    *connection_id,
                       const char    *coupon_id,
                       GCancellable  *cancellable,
                       WbCoupon     **coupon_out,
                       GError       **error)
{
  WbSyncShops *shops = self->shops;
  Deed *deed = NULL;
  Worker *worker = NULL;

  *coupon_out = NULL;
  g_mutex_lock (&shops->lock);
  worker = shops->is_running && !shops->stopping ? find_worker (shops, connection_id) : NULL;
  if (worker) {
    deed = g_new0 (Deed, 1);
    g_atomic_ref_count_init (&deed->refs);
    g_atomic_ref_count_inc (&deed->refs);
    deed->coupon_id = g_strdup (coupon_id);
    deed->done = g_cancellable_new ();
    g_queue_push_tail (&worker->deeds, deed);
    wake (&worker->sleeper);
  }
  g_mutex_unlock (&shops->lock);
  if (!deed)
    return FALSE;

  if (wait_for (shops, deed->done, G_MAXINT64, cancellable, error)) {
    g_mutex_lock (&shops->lock);
    *coupon_out = g_steal_pointer (&deed->coupon);
    if (deed->error)
      g_propagate_error (error, g_steal_pointer (&deed->error));
    g_mutex_unlock (&shops->lock);
  }
  free_deed (deed);

  return TRUE;
}

/* All that one shop has to do now. FALSE = the workspace, or @cancellable. */
static gboolean
round_of (WbSync        *self,
          const char    *id,
          GCancellable  *cancellable,
          GError       **problem_out,
          GError       **error)
{
  g_autoptr (WbSyncShop) work = wb_sync_shop_new (self, id, cancellable);
  GError *cause = NULL;
  gint64 next = 0;

  if (!wb_sync_shop_refresh (work, &cause)) {
    if (cause)
      g_propagate_error (error, cause);
    return !cause;
  }

  return wb_sync_shop_issue (work, &next, error) && wb_sync_shop_follow (work, problem_out, error);
}

/* The first trouble of a shop is the error, when all have had their turn. */
gboolean
wb_sync_shops_round (WbSync        *self,
                     GCancellable  *cancellable,
                     GError       **error)
{
  g_autoptr (WbDb) reader = NULL;
  g_autoptr (GPtrArray) connections = NULL;
  g_autoptr (GError) first = NULL;

  if (!wb_sync_is_plain (self) || !self->keys)
    return TRUE;
  reader = wb_workspace_open_reader (self->workspace, error);
  connections = reader ? wb_shop_connection_list (reader, error) : NULL;
  if (!connections)
    return FALSE;
  for (guint i = 0; i < connections->len; i++) {
    const WbShopConnection *connection = g_ptr_array_index (connections, i);
    g_autoptr (GError) problem = NULL;

    if (!round_of (self, connection->id, cancellable, &problem, error))
      return FALSE;
    if (!problem || first)
      continue;
    first = g_steal_pointer (&problem);
    g_prefix_error (&first, "%s: ", connection->name);
  }
  expire (self->shops, 0);
  if (first)
    g_propagate_error (error, g_steal_pointer (&first));

  return !first;
}
