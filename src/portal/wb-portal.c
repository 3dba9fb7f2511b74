/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The portal's life: opening, the serving thread, time passing, the end; see wb-portal.h. */

#include "config.h"

#include "wb-portal-private.h"

#include "wb-ledger-activities.h"
#include "wb-ledger-coupons.h"
#include "wb-ledger-events.h"
#include "wb-ledger-files.h"
#include "wb-ledger-replies.h"
#include "wb-ledger-sights.h"
#include "wb-ledger-users.h"
#include "wb-portal-address.h"
#include "wb-portal-server.h"
#include "wb-portal-shops.h"
#include "wb-portal-wait.h"
#include "wb-time.h"

/* How often to look whether another program, the command line, wrote into the ledger. */
#define NOTICE_SECS 1
#define PRUNE_EVERY_MS WB_DAY_MS

G_DEFINE_QUARK (wb-portal-error-quark, wb_portal_error)
G_DEFINE_FINAL_TYPE (WbPortal, wb_portal, G_TYPE_OBJECT)

static void
clear_extra (gpointer data)
{
  WbPortalExtra *extra = data;

  g_free (extra->path);
}

static void
wb_portal_dispose (GObject *object)
{
  WbPortal *self = WB_PORTAL (object);

  wb_portal_stop (self);
  g_clear_pointer (&self->ledger, wb_ledger_close);

  G_OBJECT_CLASS (wb_portal_parent_class)->dispose (object);
}

static void
wb_portal_finalize (GObject *object)
{
  WbPortal *self = WB_PORTAL (object);

  g_clear_pointer (&self->limits, wb_portal_limits_free);
  g_clear_pointer (&self->key_limits, wb_portal_limits_free);
  g_clear_pointer (&self->address_limits, wb_portal_limits_free);
  wb_portal_targets_free (self->targets);
  g_ptr_array_unref (self->waiting);
  g_array_unref (self->extras);
  g_clear_object (&self->clock);
  g_clear_object (&self->random);
  g_free (self->listen);
  g_free (self->tls_cert);
  g_free (self->tls_key);
  g_free (self->public_url);
  g_free (self->recount_mark);

  G_OBJECT_CLASS (wb_portal_parent_class)->finalize (object);
}

static void
wb_portal_class_init (WbPortalClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = wb_portal_dispose;
  object_class->finalize = wb_portal_finalize;
}

static void
wb_portal_init (WbPortal *self)
{
  self->waiting = g_ptr_array_new ();
  self->targets = wb_portal_targets_new ();
  self->extras = g_array_new (FALSE, FALSE, sizeof (WbPortalExtra));
  g_array_set_clear_func (self->extras, clear_extra);
  self->next_due = WB_TIME_NONE;
  self->pruned_at = WB_TIME_NONE;
}

/* Customers have limits of their own (reference/retino-api.md B.1). */
static void
make_limits (WbPortal *self,
             int       per_minute)
{
  gboolean off = per_minute == WB_PORTAL_RATE_OFF;

  self->limits = wb_portal_limits_new (per_minute == 0 ? WB_PORTAL_RATE_DEFAULT : per_minute);
  self->key_limits = wb_portal_limits_new (off ? WB_PORTAL_RATE_OFF : WB_PORTAL_RATE_KEY);
  self->address_limits = wb_portal_limits_new (off ? WB_PORTAL_RATE_OFF : WB_PORTAL_RATE_ADDRESS);
}

/**
 * wb_portal_open:
 * @options: what it serves and how; copied
 * @clock: where the time comes from, in answers, leases and limits
 * @random: where ids, codes and tokens come from; from now on the serving thread's
 * @error: return location (WB_DB_ERROR, WB_PORTAL_ERROR_USAGE)
 *
 * Opens the ledger. Nothing is served yet.
 *
 * Returns: (transfer full): the portal; `NULL` with @error set
 */
WbPortal *
wb_portal_open (const WbPortalOptions  *options,
                WbClock                *clock,
                WbRandom               *random,
                GError                **error)
{
  g_autoptr (WbPortal) self = NULL;

  g_return_val_if_fail (options && options->db_path, NULL);
  g_return_val_if_fail (WB_IS_CLOCK (clock), NULL);
  g_return_val_if_fail (WB_IS_RANDOM (random), NULL);

  self = g_object_new (WB_TYPE_PORTAL, NULL);
  self->clock = g_object_ref (clock);
  self->random = g_object_ref (random);
  self->listen = g_strdup (options->listen ? options->listen : "127.0.0.1:0");
  self->tls_cert = g_strdup (options->tls_cert);
  self->tls_key = g_strdup (options->tls_key);
  self->behind_proxy = options->behind_proxy;
  self->allow_loopback = options->allow_loopback;
  make_limits (self, options->rate_limit_per_minute);
  if (options->public_url) {
    self->public_url = wb_portal_address_clean (options->public_url, error);
    if (!self->public_url)
      return NULL;
  }
  self->ledger = wb_ledger_open (options->db_path, clock, random, options->bare, error);
  if (!self->ledger)
    return NULL;

  return g_steal_pointer (&self);
}

gboolean
wb_portal_begin (WbPortal  *self,
                 GError   **error)
{
  return wb_db_begin_immediate (self->ledger->db, error);
}

gboolean
wb_portal_try_begin (WbPortal  *self,
                     GError   **error)
{
  return wb_db_try_begin_immediate (self->ledger->db, error);
}

void
wb_portal_tell_events (WbPortal *self)
{
  if (self->ledger->n_events != self->n_events_told) {
    self->n_events_told = self->ledger->n_events;
    wb_portal_wait_tell_events (self);
  }
}

gboolean
wb_portal_commit (WbPortal  *self,
                  GError   **error)
{
  if (!wb_db_commit (self->ledger->db, error))
    return FALSE;

  wb_portal_tell_events (self);
  self->next_due = WB_TIME_NONE;

  return TRUE;
}

void
wb_portal_rollback (WbPortal *self)
{
  if (wb_db_in_transaction (self->ledger->db))
    wb_db_rollback (self->ledger->db);
  self->ledger->n_events = self->n_events_told;
}

static gboolean
run_passing (WbPortal  *self,
             gint64     now,
             gboolean   may_wait,
             GError   **error)
{
  if (!(may_wait ? wb_portal_begin (self, error) : wb_portal_try_begin (self, error)))
    return FALSE;
  if (!wb_ledger_activities_expire (self->ledger, error) ||
      !wb_ledger_coupons_expire (self->ledger, error) ||
      !wb_ledger_files_prune (self->ledger, error))
    return FALSE;

  if (self->pruned_at == WB_TIME_NONE || now >= self->pruned_at + PRUNE_EVERY_MS) {
    if (!wb_ledger_events_prune (self->ledger, error) ||
        !wb_ledger_reply_prune (self->ledger, error) ||
        !wb_ledger_sights_prune (self->ledger, error))
      return FALSE;
    self->pruned_at = now;
  }

  return wb_portal_commit (self, error);
}

static gint64
earlier (gint64 a,
         gint64 b)
{
  if (a == WB_TIME_NONE || b == WB_TIME_NONE)
    return a == WB_TIME_NONE ? b : a;

  return MIN (a, b);
}

/* When time alone changes something in the ledger. */
static gboolean
find_next_due (WbPortal  *self,
               gint64    *due_out,
               GError   **error)
{
  gint64 lease = WB_TIME_NONE;
  gint64 expiry = WB_TIME_NONE;
  gint64 file = WB_TIME_NONE;

  if (!wb_ledger_activities_next (self->ledger, &lease, error) ||
      !wb_ledger_coupons_next (self->ledger, &expiry, error) ||
      !wb_ledger_files_next (self->ledger, &file, error))
    return FALSE;

  /* A coupon is still good in its last millisecond. */
  *due_out = earlier (lease, expiry == WB_TIME_NONE ? WB_TIME_NONE : expiry + 1);
  *due_out = earlier (*due_out, file);
  *due_out = earlier (*due_out, self->pruned_at + PRUNE_EVERY_MS);

  return TRUE;
}

/**
 * wb_portal_pass_time:
 * @self: the portal, in the serving thread
 * @may_wait: whether to wait for another program that writes; `FALSE` where somebody else would
 * wait with it: what was missed is done with the next request
 *
 * Does what the time that passed has brought: leases that ran out, coupons that expired, uploads
 * that nothing shows, answers that wait no longer.
 */
void
wb_portal_pass_time (WbPortal *self,
                     gboolean  may_wait)
{
  g_autoptr (GError) error = NULL;
  gint64 now = wb_clock_now (self->clock);

  if (self->next_due == WB_TIME_NONE || now >= self->next_due || self->pass_missed) {
    self->pass_missed = FALSE;
    if (!run_passing (self, now, may_wait, &error) ||
        !find_next_due (self, &self->next_due, &error)) {
      wb_portal_rollback (self);
      self->pass_missed = !may_wait && g_error_matches (error, WB_DB_ERROR, WB_DB_ERROR_BUSY);
      if (!self->pass_missed)
        g_message ("What time has brought could not be stored: %s", error->message);
      self->next_due = now + WB_SECOND_MS;
    }
  }
  wb_portal_wait_pass_time (self, now);
}

/**
 * wb_portal_rearm:
 * @self: the portal, in the serving thread
 *
 * Sets the alarm to the next instant at which time alone changes something.
 */
void
wb_portal_rearm (WbPortal *self)
{
  gint64 due = wb_portal_wait_pass_time (self, wb_clock_now (self->clock));

  if (self->next_due == WB_TIME_NONE)
    find_next_due (self, &self->next_due, NULL);
  if (self->alarm)
    wb_portal_alarm_set (self->alarm, earlier (due, self->next_due));
}

static gboolean
alarm_cb (gpointer data)
{
  WbPortal *self = data;

  wb_portal_pass_time (self, FALSE);
  wb_portal_rearm (self);

  return G_SOURCE_REMOVE;
}

/* Shops that were added, changed, paused or removed. */
static void
refresh_shops (WbPortal *self)
{
  g_autoptr (GError) error = NULL;

  if (self->shops && !wb_portal_shops_refresh (self->shops, &error))
    g_message ("What changed about the shops could not be read: %s", error->message);
}

static gboolean
notice_cb (gpointer data)
{
  WbPortal *self = data;
  gint64 version = 0;

  if (wb_db_data_version (self->ledger->db, &version, NULL) && version != self->data_version) {
    self->data_version = version;
    self->next_due = WB_TIME_NONE;
    refresh_shops (self);
    wb_portal_wait_tell_events (self);
    wb_portal_rearm (self);
  }
  wb_portal_notice_recount (self, FALSE);

  return G_SOURCE_CONTINUE;
}

typedef struct
{
  WbPortal *portal;
  WbPortalCall func;
  gpointer data;
  GMutex mutex;
  GCond cond;
  gboolean done;
} Call;

static gboolean
call_cb (gpointer data)
{
  Call *call = data;

  call->func (call->portal, call->data);

  g_mutex_lock (&call->mutex);
  call->done = TRUE;
  g_cond_signal (&call->cond);
  g_mutex_unlock (&call->mutex);

  return G_SOURCE_REMOVE;
}

void
wb_portal_call (WbPortal     *self,
                WbPortalCall  func,
                gpointer      data)
{
  Call call = { .portal = self, .func = func, .data = data };
  g_autoptr (GSource) source = NULL;

  if (!self->thread || self->thread == g_thread_self ()) {
    func (self, data);
    return;
  }

  g_mutex_init (&call.mutex);
  g_cond_init (&call.cond);
  source = g_idle_source_new ();
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, call_cb, &call, NULL);
  g_source_attach (source, self->context);

  g_mutex_lock (&call.mutex);
  while (!call.done)
    g_cond_wait (&call.cond, &call.mutex);
  g_mutex_unlock (&call.mutex);

  g_mutex_clear (&call.mutex);
  g_cond_clear (&call.cond);
}

typedef struct
{
  GError **error;
  gboolean started;
} ShopsCall;

static void
start_shops (WbPortal *self,
             gpointer  data)
{
  ShopsCall *call = data;

  self->shops = wb_portal_shops_new (self);
  call->started = wb_portal_shops_refresh (self->shops, call->error);
  /* Not before: whoever has been trying to connect asks at once, maybe for a coupon. */
  if (call->started)
    wb_portal_server_start (self->server);
}

/* From here on whoever wants a coupon is told to come again. */
static void
stop_shops (WbPortal *self,
            gpointer  data)
{
  wb_portal_shops_stop (self->shops);
}

static gpointer
run_serving (gpointer data)
{
  WbPortal *self = data;
  g_autoptr (GSource) notice = g_timeout_source_new_seconds (NOTICE_SECS);

  g_main_context_push_thread_default (self->context);
  g_source_set_callback (notice, notice_cb, self, NULL);
  g_source_attach (notice, self->context);
  wb_portal_pass_time (self, TRUE);
  wb_portal_rearm (self);
  wb_portal_drain_sights (self, 0);
  wb_portal_targets_find (self->targets, self->ledger, NULL, "");
  wb_portal_notice_recount (self, TRUE);

  g_main_loop_run (self->loop);

  wb_portal_server_drain (self->server);
  wb_portal_end_sights (self);
  g_clear_pointer (&self->server, wb_portal_server_free);
  g_source_destroy (notice);
  g_main_context_pop_thread_default (self->context);

  return NULL;
}

/**
 * wb_portal_dup_origin:
 * @self: a portal that listens
 *
 * Returns: (transfer full): where it is from this computer
 */
char *
wb_portal_dup_origin (WbPortal *self)
{
  return g_strdup_printf ("%s://%s:%u", self->tls_cert ? "https" : "http",
                          self->tls_cert ? "localhost" : "127.0.0.1", self->port);
}

/**
 * wb_portal_start:
 * @self: an opened portal
 * @error: return location (WB_PORTAL_ERROR, WB_DB_ERROR)
 *
 * Starts serving. When it returns, the port is open. Not from the serving thread.
 *
 * Returns: `FALSE` with @error set; then nothing runs
 */
gboolean
wb_portal_start (WbPortal  *self,
                 GError   **error)
{
  ShopsCall call = { error, FALSE };
  g_autofree char *origin = NULL;

  g_return_val_if_fail (WB_IS_PORTAL (self), FALSE);
  g_return_val_if_fail (!self->thread && !self->importing, FALSE);

  self->server = wb_portal_server_new (self, error);
  if (!self->server)
    return FALSE;
  self->port = wb_portal_server_get_port (self->server);
  origin = self->public_url ? g_strdup (self->public_url) : wb_portal_dup_origin (self);
  if (!wb_portal_address_remember (self->ledger, origin, error) ||
      !wb_portal_open_sights (self, error)) {
    g_clear_pointer (&self->server, wb_portal_server_free);
    return FALSE;
  }

  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  self->alarm = wb_portal_alarm_new (self->clock, self->context, alarm_cb, self);
  self->recount = wb_portal_recount_new (wb_db_get_path (self->ledger->db), self->clock);
  wb_db_data_version (self->ledger->db, &self->data_version, NULL);
  self->thread = g_thread_new ("wb-portal", run_serving, self);

  /* From here on the ledger is the serving thread's, so the workers are started by it. */
  wb_portal_call (self, start_shops, &call);
  if (!call.started)
    wb_portal_stop (self);

  return call.started;
}

/**
 * wb_portal_stop:
 * @self: a portal
 *
 * Ends serving: what is paused is answered, workers stop where they are (the ledger knows how to go
 * on), the threads are joined. Nothing to do when it does not run.
 */
void
wb_portal_stop (WbPortal *self)
{
  g_return_if_fail (WB_IS_PORTAL (self));
  g_return_if_fail (!self->thread || self->thread != g_thread_self ());

  if (!self->thread)
    return;

  /* Workers store through the serving thread, so they go first; what it still serves asks the
   * shops, so they are there to its end. */
  wb_portal_call (self, stop_shops, NULL);
  wb_portal_shops_join (self->shops);
  g_main_loop_quit (self->loop);
  g_thread_join (g_steal_pointer (&self->thread));
  g_clear_pointer (&self->shops, wb_portal_shops_free);
  g_clear_pointer (&self->alarm, wb_portal_alarm_free);
  g_clear_pointer (&self->recount, wb_portal_recount_free);
  g_clear_pointer (&self->loop, g_main_loop_unref);
  g_clear_pointer (&self->context, g_main_context_unref);
}

/**
 * wb_portal_get_port:
 * @self: a started portal
 *
 * Returns: the port it listens on
 */
guint16
wb_portal_get_port (WbPortal *self)
{
  g_return_val_if_fail (WB_IS_PORTAL (self), 0);

  return self->port;
}

/**
 * wb_portal_dup_url:
 * @self: a started portal
 *
 * Returns: (transfer full): the base of its API as seen from this computer
 */
char *
wb_portal_dup_url (WbPortal *self)
{
  g_autofree char *origin = NULL;

  g_return_val_if_fail (WB_IS_PORTAL (self), NULL);

  origin = wb_portal_dup_origin (self);

  return g_strconcat (origin, "/api/v2", NULL);
}

/**
 * wb_portal_new_token:
 * @self: a portal that is not started
 *
 * Returns: (transfer full): 40 hex digits
 */
char *
wb_portal_new_token (WbPortal *self)
{
  g_return_val_if_fail (WB_IS_PORTAL (self), NULL);

  return wb_ledger_token_new (self->ledger);
}

/**
 * wb_portal_set_shop_factory:
 * @self: a portal that is not started
 * @factory: (scope forever): makes the client of a store, in the store's worker thread
 * @data: for @factory
 */
void
wb_portal_set_shop_factory (WbPortal            *self,
                            WbPortalShopFactory  factory,
                            gpointer             data)
{
  g_return_if_fail (WB_IS_PORTAL (self));

  self->shop_factory = factory;
  self->shop_factory_data = data;
}

/**
 * wb_portal_add_handler:
 * @self: a portal that is not started
 * @path: a path outside the API, "/demo/clock"
 * @handler: (scope forever): answers it, in the serving thread
 * @data: for @handler
 */
void
wb_portal_add_handler (WbPortal        *self,
                       const char      *path,
                       WbPortalHandler  handler,
                       gpointer         data)
{
  WbPortalExtra extra = { g_strdup (path), handler, data };

  g_return_if_fail (WB_IS_PORTAL (self));

  g_array_append_val (self->extras, extra);
}
