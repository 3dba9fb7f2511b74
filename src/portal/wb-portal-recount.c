/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The thread that counts anew; see wb-portal-recount.h. It opens the ledger only when woken, and
 * waits a while when the ledger cannot be written. */

#include "config.h"

#include "wb-portal-recount.h"

#include "wb-ledger-recount.h"
#include "wb-random.h"

/* Until a ledger that was locked, full or gone is tried again. */
#define AGAIN_MS 1000
/* After trouble that does not pass. */
#define FAILED_MS (60 * 1000)

struct _WbPortalRecount
{
  char *path;       /* (owned) */
  WbClock *clock;   /* (owned) */
  GThread *thread;  /* (owned) */

  GMutex mutex;
  GCond cond;
  gboolean woken;   /* (mutex) */
  gboolean ending;  /* (mutex) */
};

/* Whether it ends. */
static gboolean
pause_for (WbPortalRecount *self,
           gint64           wait_ms)
{
  gint64 until = g_get_monotonic_time () + wait_ms * G_TIME_SPAN_MILLISECOND;
  gboolean ending = FALSE;

  g_mutex_lock (&self->mutex);
  while (!self->ending && g_cond_wait_until (&self->cond, &self->mutex, until))
    continue;
  ending = self->ending;
  g_mutex_unlock (&self->mutex);

  return ending;
}

/* Trouble that passes is waited out: so is a lock that another program holds for long. */
static gboolean
passes (const GError *error)
{
  return error->domain == WB_DB_ERROR &&
         (error->code == WB_DB_ERROR_BUSY || error->code == WB_DB_ERROR_FULL ||
          error->code == WB_DB_ERROR_READ_ONLY);
}

static void
count (WbPortalRecount *self)
{
  g_autoptr (WbRandom) random = wb_system_random_new ();
  g_autoptr (WbLedger) ledger = NULL;
  g_autoptr (GError) error = NULL;
  gboolean more = TRUE;

  ledger = wb_ledger_open (self->path, self->clock, random, TRUE, &error);
  while (ledger && more) {
    gint64 wait_ms = WB_LEDGER_RECOUNT_PAUSE_MS;

    if (!wb_ledger_recount_step (ledger, WB_LEDGER_RECOUNT_STEP_MS, &more, &error)) {
      if (!passes (error))
        break;
      g_clear_error (&error);
      wait_ms = AGAIN_MS;
    }
    if (more && pause_for (self, wait_ms))
      return;
  }
  if (error) {
    g_message ("Statistics could not be counted anew: %s", error->message);
    /* What does not pass is neither tried nor told each time somebody asks. */
    pause_for (self, FAILED_MS);
  }
}

static gpointer
run (gpointer data)
{
  WbPortalRecount *self = data;

  g_mutex_lock (&self->mutex);
  while (!self->ending) {
    if (!self->woken) {
      g_cond_wait (&self->cond, &self->mutex);
      continue;
    }
    self->woken = FALSE;
    g_mutex_unlock (&self->mutex);
    count (self);
    g_mutex_lock (&self->mutex);
  }
  g_mutex_unlock (&self->mutex);

  return NULL;
}

/**
 * wb_portal_recount_new:
 * @path: the ledger's file
 * @clock: where the time comes from
 *
 * Returns: (transfer full): a thread that waits to be woken
 */
WbPortalRecount *
wb_portal_recount_new (const char *path,
                       WbClock    *clock)
{
  WbPortalRecount *self = g_new0 (WbPortalRecount, 1);

  self->path = g_strdup (path);
  self->clock = g_object_ref (clock);
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  self->thread = g_thread_new ("wb-recount", run, self);

  return self;
}

/**
 * wb_portal_recount_free:
 * @self: (transfer full): what counts
 */
void
wb_portal_recount_free (WbPortalRecount *self)
{
  g_mutex_lock (&self->mutex);
  self->ending = TRUE;
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);

  g_thread_join (self->thread);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
  g_clear_object (&self->clock);
  g_free (self->path);
  g_free (self);
}

/**
 * wb_portal_recount_wake:
 * @self: what counts
 *
 * There may be something to count anew.
 */
void
wb_portal_recount_wake (WbPortalRecount *self)
{
  g_return_if_fail (self);

  g_mutex_lock (&self->mutex);
  self->woken = TRUE;
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);
}
