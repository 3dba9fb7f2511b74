/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The two threads (design.md 5). Pull reads and then listens; push empties the outbox and sleeps
 * until a row is due. Each has a client of its own and waits for one thing at a time, through a
 * GCancellable that waking and stopping cancel: so a wake cuts a wait or a long-poll short, and a
 * stop anything, in milliseconds. Pull alone says in the published state how things stand. */

#include "config.h"

#include "wb-sync-shops-private.h"

#include <glib/gi18n-lib.h>

#include "wb-time.h"

#define LONG_POLL_SECS 25
#define POLL_MS WB_MINUTE_MS
#define ELSEWHERE_MS (5 * WB_SECOND_MS)
#define FAILED_MS (10 * WB_SECOND_MS)

static gboolean
is_stopping (WbSync *self)
{
  gboolean stopping = FALSE;

  g_mutex_lock (&self->lock);
  stopping = self->stopping;
  g_mutex_unlock (&self->lock);

  return stopping;
}

static WbClock *
get_clock (WbSync *self)
{
  return wb_workspace_get_clock (self->workspace);
}

/* What the thread is about to do. @can_cut: a wait, which a wake ends (at once, if the thread was
 * woken meanwhile); what is no wait is done to its end, and a wake that comes then ends the next
 * wait. So no wake is lost: it is followed by a whole step. */
static GCancellable *
begin_doing (WbSync     *self,
             WbSyncLoop *loop,
             gboolean    can_cut)
{
  GCancellable *doing = g_cancellable_new ();
  gboolean is_cut = FALSE;

  g_mutex_lock (&self->lock);
  is_cut = self->stopping || (can_cut && loop->woken);
  loop->woken = FALSE;
  loop->can_cut = can_cut;
  loop->doing = g_object_ref (doing);
  g_mutex_unlock (&self->lock);
  if (is_cut)
    g_cancellable_cancel (doing);

  return doing;
}

static void
end_doing (WbSync     *self,
           WbSyncLoop *loop)
{
  g_mutex_lock (&self->lock);
  g_clear_object (&loop->doing);
  g_mutex_unlock (&self->lock);
}

static gint64
get_steady (WbSync *self)
{
  return wb_clock_steady (get_clock (self));
}

/* By steady time, so that setting the clock neither stalls nor hurries anything; %G_MAXINT64 =
 * until woken. */
static void
nap (WbSync     *self,
     WbSyncLoop *loop,
     gint64      until_ms)
{
  g_autoptr (GCancellable) doing = begin_doing (self, loop, TRUE);

  wb_clock_wait_steady (get_clock (self), until_ms, doing, NULL);
  end_doing (self, loop);
}

/* The server asked for a pause: a wake does not end it, for the same answer would come again. */
static void
hold (WbSync     *self,
      WbSyncLoop *loop,
      gint64      retry_after_ms)
{
  if (retry_after_ms < 0)
    return;
  g_mutex_lock (&self->lock);
  loop->held_until = get_steady (self) + retry_after_ms;
  g_mutex_unlock (&self->lock);
}

static void
wait_while_held (WbSync     *self,
                 WbSyncLoop *loop)
{
  gint64 until = 0;

  g_mutex_lock (&self->lock);
  until = loop->held_until;
  g_mutex_unlock (&self->lock);
  while (!is_stopping (self) && get_steady (self) < until)
    nap (self, loop, until);
}

/* Wakes a thread; when stopping, cancels whatever it does. */
static void
cut (WbSync     *self,
     WbSyncLoop *loop)
{
  g_autoptr (GCancellable) doing = NULL;

  g_mutex_lock (&self->lock);
  loop->woken = TRUE;
  if (loop->doing && (loop->can_cut || self->stopping))
    doing = g_object_ref (loop->doing);
  g_mutex_unlock (&self->lock);
  if (doing)
    g_cancellable_cancel (doing);
}

static gboolean
needs_token (const GError *error)
{
  return g_error_matches (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_UNAUTHORIZED) ||
         g_error_matches (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_SECRET_LOCKED) ||
         g_error_matches (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_SECRET_UNAVAILABLE);
}

/* What pulling met: said in the state, and waited out. */
static void
rest_after (WbSync       *self,
            const GError *error,
            gint64        retry_after_ms,
            int           n_failures)
{
  gint64 steady = get_steady (self);
  gint64 now = wb_sync_server_now (self);
  gint64 wait_ms = FAILED_MS;

  if (needs_token (error)) {
    wb_sync_set_phase (self, WB_SYNC_NEEDS_TOKEN, error->message, WB_TIME_NONE);
    nap (self, &self->pull, G_MAXINT64);
    return;
  }
  if (error->domain == WB_DB_ERROR) {
    wb_sync_set_phase (self, WB_SYNC_FAILED, error->message, now + wait_ms);
  } else {
    wait_ms = wb_sync_back_off_ms (self, n_failures, retry_after_ms);
    hold (self, &self->pull, retry_after_ms);
    wb_sync_set_phase (self, WB_SYNC_OFFLINE, error->message, now + wait_ms);
  }
  nap (self, &self->pull, steady + wait_ms);
}

/* Waits for the sync lock; FALSE = stopping. */
static gboolean
wait_for_lock (WbSync *self)
{
  while (!is_stopping (self)) {
    g_autoptr (GError) error = NULL;

    if (wb_sync_take_lock (self, &error))
      return TRUE;
    if (g_error_matches (error, WB_SYNC_ERROR, WB_SYNC_ERROR_ELSEWHERE)) {
      gint64 until = get_steady (self) + ELSEWHERE_MS;

      wb_sync_set_phase (self, WB_SYNC_ELSEWHERE, error->message,
                         wb_sync_server_now (self) + ELSEWHERE_MS);
      nap (self, &self->pull, until);
    } else {
      rest_after (self, error, -1, 1);
    }
  }

  return FALSE;
}

static gboolean
has_feed (WbSync *self)
{
  g_autoptr (WbAccount) account = wb_sync_dup_account (self);

  return account && wb_account_has_feature (account, WB_FEATURE_EVENTS);
}

/* One step of pulling: a whole pass, or what comes after one. */
static gboolean
pull_step (WbSync      *self,
           WbHelpdesk  *helpdesk,
           gboolean     is_fresh,
           GError     **error)
{
  g_autoptr (GCancellable) doing = NULL;
  gboolean ok = FALSE;

  if (is_fresh && !has_feed (self)) {
    nap (self, &self->pull, get_steady (self) + POLL_MS);
    if (is_stopping (self))
      return g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "stopping"), FALSE;
  }
  /* Only a long-poll is a wait: a first read is not begun anew for a click on “sync now”. */
  doing = begin_doing (self, &self->pull, is_fresh);
  ok = is_fresh ? wb_sync_listen (self, helpdesk, LONG_POLL_SECS, doing, error)
                : wb_sync_pull (self, helpdesk, doing, error);
  end_doing (self, &self->pull);

  return ok;
}

/* What waits for its next try goes now. */
static void
hurry (WbSync *self)
{
  g_mutex_lock (&self->lock);
  self->hurry = TRUE;
  g_mutex_unlock (&self->lock);
  cut (self, &self->push);
}

static void
let_push (WbSync *self)
{
  g_mutex_lock (&self->lock);
  self->may_push = TRUE;
  g_mutex_unlock (&self->lock);
  cut (self, &self->push);
}

static gpointer
run_pull (gpointer data)
{
  WbSync *self = data;
  g_autoptr (WbHelpdesk) helpdesk = NULL;
  gboolean is_fresh = FALSE;
  int n_failures = 0;

  if (!wait_for_lock (self))
    return NULL;
  wb_sync_set_phase (self, WB_SYNC_CONNECTING, NULL, WB_TIME_NONE);
  /* What an ended program was sending goes again before anything is read, so that nothing is shown
   * as sent that is not. */
  wb_sync_recover_outbox (self, NULL);
  let_push (self);
  wb_sync_shops_start (self, NULL);

  while (!is_stopping (self)) {
    g_autoptr (GError) error = NULL;
    gint64 retry_after_ms = -1;
    gboolean is_new = !helpdesk;

    wait_while_held (self, &self->pull);
    if (is_stopping (self))
      break;
    if (is_new) {
      g_autoptr (GCancellable) doing = begin_doing (self, &self->pull, FALSE);

      helpdesk = wb_sync_make_helpdesk (self, doing, &error);
      end_doing (self, &self->pull);
    }
    if (helpdesk && pull_step (self, helpdesk, is_fresh, &error)) {
      /* What the other thread gave up on may go now. */
      if (n_failures > 0)
        hurry (self);
      n_failures = 0;
      is_fresh = TRUE;
      wb_sync_set_phase (self, WB_SYNC_LIVE, NULL, WB_TIME_NONE);
      continue;
    }
    if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
      /* Woken: everything is asked for anew, the short lists, too. */
      is_fresh = FALSE;
      continue;
    }
    if (helpdesk)
      retry_after_ms = wb_helpdesk_get_last (helpdesk)->retry_after_ms;
    n_failures++;
    is_fresh = FALSE;
    if (needs_token (error)) {
      g_clear_pointer (&helpdesk, wb_helpdesk_free);
      /* The token may have been renewed since the client was made: once more with a new one. */
      if (!is_new)
        continue;
    }
    rest_after (self, error, retry_after_ms, n_failures);
  }

  return NULL;
}

static gboolean
may_push (WbSync *self)
{
  gboolean may = FALSE;

  g_mutex_lock (&self->lock);
  may = self->may_push;
  g_mutex_unlock (&self->lock);

  return may;
}

/* Gives the number of the step. */
static guint
begin_push (WbSync *self)
{
  gboolean has_hurry = FALSE;
  guint step = 0;
  WbDb *db = NULL;

  g_mutex_lock (&self->lock);
  step = ++self->push_begun;
  has_hurry = self->hurry;
  self->hurry = FALSE;
  g_mutex_unlock (&self->lock);
  if (has_hurry)
    db = wb_sync_begin (self, NULL);
  if (db)
    wb_sync_end (self, wb_outbox_hurry (db, NULL), WB_TABLE_NONE, NULL);

  return step;
}

static void
end_push (WbSync *self,
          guint   step)
{
  g_autoptr (GCancellable) end = NULL;

  g_mutex_lock (&self->lock);
  self->push_ended = step;
  end = self->push_end;
  self->push_end = g_cancellable_new ();
  g_mutex_unlock (&self->lock);
  g_cancellable_cancel (end);
}

/* Sends what is due. Gives until when to sleep, steady. */
static gint64
push_step (WbSync      *self,
           WbHelpdesk **helpdesk,
           int         *n_failures)
{
  g_autoptr (GCancellable) doing = begin_doing (self, &self->push, FALSE);
  g_autoptr (GError) error = NULL;
  gint64 wake_at = WB_TIME_NONE;
  gint64 retry_after_ms = -1;
  gboolean is_new = !*helpdesk;
  gboolean ok = FALSE;

  if (is_new)
    *helpdesk = wb_sync_make_helpdesk (self, doing, &error);
  ok = *helpdesk && wb_sync_push (self, *helpdesk, doing, &error);
  end_doing (self, &self->push);
  wb_sync_count_outbox (self, NULL);

  if (ok) {
    *n_failures = 0;
    g_mutex_lock (&self->lock);
    wake_at = self->push_wake_at;
    g_mutex_unlock (&self->lock);
    if (wake_at == WB_TIME_NONE)
      return G_MAXINT64;
    return get_steady (self) + MAX (wake_at - wb_sync_server_now (self), 0);
  }
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return 0;
  if (*helpdesk)
    retry_after_ms = wb_helpdesk_get_last (*helpdesk)->retry_after_ms;
  if (needs_token (error)) {
    g_clear_pointer (helpdesk, wb_helpdesk_free);
    /* The token may have been renewed since the client was made: once more with a new one. */
    return is_new ? G_MAXINT64 : 0;
  }
  (*n_failures)++;
  hold (self, &self->push, retry_after_ms);

  return get_steady (self) + wb_sync_back_off_ms (self, *n_failures, retry_after_ms);
}

static gpointer
run_push (gpointer data)
{
  WbSync *self = data;
  WbHelpdesk *helpdesk = NULL;
  int n_failures = 0;

  while (!is_stopping (self)) {
    gint64 until = G_MAXINT64;

    wait_while_held (self, &self->push);
    if (may_push (self) && !is_stopping (self)) {
      guint step = begin_push (self);

      until = push_step (self, &helpdesk, &n_failures);
      end_push (self, step);
    }
    nap (self, &self->push, until);
  }
  g_clear_pointer (&helpdesk, wb_helpdesk_free);

  return NULL;
}

void
wb_sync_wake_push (WbSync *self)
{
  cut (self, &self->push);
}

void
wb_sync_wake_pull (WbSync *self)
{
  cut (self, &self->pull);
}

static void
workspace_changed_cb (WbWorkspace *workspace,
                      guint        tables,
                      WbSync      *self)
{
  if (tables & (WB_TABLE_COUPONS | WB_TABLE_ACCOUNT))
    wb_sync_shops_wake (self);
  if (!(tables & WB_TABLE_OUTBOX))
    return;
  wb_sync_count_outbox (self, wb_workspace_get_reader (workspace));
  cut (self, &self->push);
}

/**
 * wb_sync_start:
 * @self: an engine
 *
 * Starts the two threads; nothing happens when they run already. A new row in the outbox wakes the
 * pushing one by itself. Main thread.
 */
void
wb_sync_start (WbSync *self)
{
  g_return_if_fail (WB_IS_SYNC (self));

  if (self->is_running)
    return;
  self->is_running = TRUE;
  self->stopping = FALSE;
  self->may_push = FALSE;
  self->pull.woken = FALSE;
  self->push.woken = FALSE;
  self->pull.held_until = 0;
  self->push.held_until = 0;
  self->changed_handler = g_signal_connect (self->workspace, "changed",
                                            G_CALLBACK (workspace_changed_cb), self);
  self->pull.thread = g_thread_new ("wb-pull", run_pull, self);
  self->push.thread = g_thread_new ("wb-push", run_push, self);
}

/**
 * wb_sync_stop:
 * @self: an engine
 *
 * Cancels what the threads are doing and waits for their end, which comes at once or nearly. What
 * was being sent goes again at the next start, with the same key. Main thread.
 */
void
wb_sync_stop (WbSync *self)
{
  g_return_if_fail (WB_IS_SYNC (self));

  if (!self->is_running)
    return;
  g_mutex_lock (&self->lock);
  self->stopping = TRUE;
  g_mutex_unlock (&self->lock);
  cut (self, &self->pull);
  cut (self, &self->push);
  g_thread_join (g_steal_pointer (&self->pull.thread));
  g_thread_join (g_steal_pointer (&self->push.thread));
  wb_sync_shops_stop (self);
  g_clear_signal_handler (&self->changed_handler, self->workspace);
  /* Else it is another thread's, or was never had. */
  if (self->may_push)
    wb_sync_drop_lock (self);
  self->is_running = FALSE;
  wb_sync_set_phase (self, WB_SYNC_IDLE, NULL, WB_TIME_NONE);
}

/**
 * wb_sync_wake:
 * @self: an engine
 *
 * Tries now: cuts every wait short, the long-poll included, and what waits for its next try is due.
 * Only a pause that the server itself asked for (`Retry-After`) lasts. For “sync now”, the network
 * being back, a new token. Any thread.
 */
void
wb_sync_wake (WbSync *self)
{
  g_return_if_fail (WB_IS_SYNC (self));

  wb_sync_hurry_stats (self);
  cut (self, &self->pull);
  hurry (self);
  wb_sync_shops_hurry (self);
}
