/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* See the header. Waiting blocks on a condition that the cancellable wakes. */

#include "config.h"

#include "wb-fast-clock.h"

struct _WbFastClock
{
  GObject parent_instance;

  gint64 from_ms;
  GMutex mutex;
  gint64 from_usec;        /* (mutex) */
  guint factor;
};

typedef struct
{
  GMutex mutex;
  GCond cond;
} Wakeup;

static gint64
wb_fast_clock_now (WbClock *clock)
{
  WbFastClock *self = WB_FAST_CLOCK (clock);

  return self->from_ms + (g_get_monotonic_time () - wb_fast_clock_get_from_usec (self)) * self->factor / 1000;
}

static gint64
wb_fast_clock_steady (WbClock *clock)
{
  return wb_fast_clock_now (clock) - WB_FAST_CLOCK (clock)->from_ms;
}

/* All programs of a test run in one boot. */
static const char *
wb_fast_clock_epoch (WbClock *clock)
{
  return "fast";
}

static void
wait_cancelled_cb (GCancellable *cancellable,
                   Wakeup       *wakeup)
{
  g_mutex_lock (&wakeup->mutex);
  g_cond_broadcast (&wakeup->cond);
  g_mutex_unlock (&wakeup->mutex);
}

static gboolean
wb_fast_clock_wait_steady (WbClock       *clock,
                           gint64         until_ms,
                           GCancellable  *cancellable,
                           GError       **error)
{
  WbFastClock *self = WB_FAST_CLOCK (clock);
  Wakeup wakeup = { 0 };
  gulong handler = 0;
  gint64 left_ms = 0;

  g_mutex_init (&wakeup.mutex);
  g_cond_init (&wakeup.cond);
  if (cancellable)
    handler = g_cancellable_connect (cancellable, G_CALLBACK (wait_cancelled_cb), &wakeup, NULL);
  g_mutex_lock (&wakeup.mutex);
  while (!g_cancellable_is_cancelled (cancellable) &&
         (left_ms = until_ms - wb_fast_clock_steady (clock)) > 0) {
    /* Whoever waits for ever is woken by the cancellable. */
    gint64 left_usec = MIN (left_ms, 3600000) * 1000 / self->factor + 1;

    g_cond_wait_until (&wakeup.cond, &wakeup.mutex, g_get_monotonic_time () + left_usec);
  }
  g_mutex_unlock (&wakeup.mutex);
  g_cancellable_disconnect (cancellable, handler);
  g_cond_clear (&wakeup.cond);
  g_mutex_clear (&wakeup.mutex);

  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}

/* Nobody sets this clock, so it is the same; whoever waits for ever waits so by either. */
static gboolean
wb_fast_clock_wait (WbClock       *clock,
                    gint64         until_ms,
                    GCancellable  *cancellable,
                    GError       **error)
{
  gint64 from_ms = WB_FAST_CLOCK (clock)->from_ms;

  return wb_fast_clock_wait_steady (clock, until_ms == G_MAXINT64 ? until_ms : until_ms - from_ms,
                                    cancellable, error);
}

static void
wb_fast_clock_iface_init (WbClockInterface *iface)
{
  iface->now = wb_fast_clock_now;
  iface->steady = wb_fast_clock_steady;
  iface->epoch = wb_fast_clock_epoch;
  iface->wait = wb_fast_clock_wait;
  iface->wait_steady = wb_fast_clock_wait_steady;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (WbFastClock, wb_fast_clock, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (WB_TYPE_CLOCK, wb_fast_clock_iface_init))

static void
wb_fast_clock_finalize (GObject *object)
{
  g_mutex_clear (&WB_FAST_CLOCK (object)->mutex);

  G_OBJECT_CLASS (wb_fast_clock_parent_class)->finalize (object);
}

static void
wb_fast_clock_class_init (WbFastClockClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = wb_fast_clock_finalize;
}

static void
wb_fast_clock_init (WbFastClock *self)
{
  g_mutex_init (&self->mutex);
}

WbClock *
wb_fast_clock_new (gint64 from_ms,
                   gint64 from_usec,
                   guint  factor)
{
  WbFastClock *self = g_object_new (WB_TYPE_FAST_CLOCK, NULL);

  self->from_ms = from_ms;
  self->from_usec = from_usec;
  self->factor = factor;

  return WB_CLOCK (self);
}

void
wb_fast_clock_skip (WbFastClock *self,
                    gint64       ms)
{
  g_mutex_lock (&self->mutex);
  self->from_usec -= ms * 1000 / self->factor;
  g_mutex_unlock (&self->mutex);
}

gint64
wb_fast_clock_get_from_usec (WbFastClock *self)
{
  gint64 from_usec = 0;

  g_mutex_lock (&self->mutex);
  from_usec = self->from_usec;
  g_mutex_unlock (&self->mutex);

  return from_usec;
}
