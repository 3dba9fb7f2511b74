/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A thread that waits on the clock (a main loop can only wait for real time) and rings in the
 * context given. */

#include "config.h"

#include "wb-portal-alarm.h"

#include "wb-time.h"

struct _WbPortalAlarm
{
  WbClock *clock;          /* (owned) */
  GMainContext *context;   /* (owned) */
  GSourceFunc ring;
  gpointer data;           /* (unowned) */
  GThread *thread;         /* (owned) */

  GMutex mutex;
  GCond cond;
  gint64 at;               /* (mutex) WB_TIME_NONE = not set */
  gboolean ending;         /* (mutex) */
  GCancellable *waiting;   /* (owned) (nullable) (mutex) of the wait under way */
};

static void
ring_alarm (WbPortalAlarm *self)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, self->ring, self->data, NULL);
  g_source_attach (source, self->context);
}

static gpointer
run_alarm (gpointer data)
{
  WbPortalAlarm *self = data;

  g_mutex_lock (&self->mutex);
  while (!self->ending) {
    g_autoptr (GCancellable) waiting = NULL;
    gint64 at = self->at;
    gboolean reached = FALSE;

    if (at == WB_TIME_NONE) {
      g_cond_wait (&self->cond, &self->mutex);
      continue;
    }

    waiting = g_cancellable_new ();
    self->waiting = g_object_ref (waiting);
    g_mutex_unlock (&self->mutex);

    reached = wb_clock_wait (self->clock, at, waiting, NULL);

    g_mutex_lock (&self->mutex);
    g_clear_object (&self->waiting);
    if (reached && !self->ending && self->at == at) {
      self->at = WB_TIME_NONE;
      ring_alarm (self);
    }
  }
  g_mutex_unlock (&self->mutex);

  return NULL;
}

/**
 * wb_portal_alarm_new:
 * @clock: whose time counts
 * @context: where it rings
 * @ring: called in @context; returns `G_SOURCE_REMOVE`
 * @data: (not nullable): for @ring; outlives the context's loop
 *
 * Returns: (transfer full): an alarm that is not set
 */
WbPortalAlarm *
wb_portal_alarm_new (WbClock      *clock,
                     GMainContext *context,
                     GSourceFunc   ring,
                     gpointer      data)
{
  WbPortalAlarm *self = g_new0 (WbPortalAlarm, 1);

  self->clock = g_object_ref (clock);
  self->context = g_main_context_ref (context);
  self->ring = ring;
  self->data = data;
  self->at = WB_TIME_NONE;
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  self->thread = g_thread_new ("wb-portal-alarm", run_alarm, self);

  return self;
}

/**
 * wb_portal_alarm_free:
 * @self: (transfer full): an alarm
 */
void
wb_portal_alarm_free (WbPortalAlarm *self)
{
  g_mutex_lock (&self->mutex);
  self->ending = TRUE;
  if (self->waiting)
    g_cancellable_cancel (self->waiting);
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);

  g_thread_join (self->thread);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
  g_clear_object (&self->clock);
  g_main_context_unref (self->context);
  g_free (self);
}

/**
 * wb_portal_alarm_set:
 * @self: an alarm
 * @at: when to ring, ms; `WB_TIME_NONE` = not at all
 *
 * In place of what was set before. Any thread.
 */
void
wb_portal_alarm_set (WbPortalAlarm *self,
                     gint64         at)
{
  g_return_if_fail (self);

  g_mutex_lock (&self->mutex);
  if (self->at != at) {
    self->at = at;
    if (self->waiting)
      g_cancellable_cancel (self->waiting);
    g_cond_signal (&self->cond);
  }
  g_mutex_unlock (&self->mutex);
}
