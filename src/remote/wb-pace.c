/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A bucket of points that fills with time; see wb-pace.h. It counts on steady time, so that nobody
 * who sets the clock makes a shop see a burst. */

#include "config.h"

#include "wb-pace.h"

#include "wb-time.h"

#include <math.h>

/* A point that lacks less than this is there: thousands of sums of doubles stay far below. */
#define TINY 1e-6

struct _WbPace
{
  WbClock *clock;       /* (owned) */
  double capacity;
  double per_sec;
  double available;     /* at `counted_at` */
  gint64 counted_at;    /* steady ms */
  gint64 held_until;    /* steady ms; nothing is spent before */
};

/**
 * wb_pace_new:
 * @capacity: how many points may be spent at once
 * @per_sec: how many come back each second
 * @clock: what is waited on
 *
 * Returns: (transfer full): a full bucket
 */
WbPace *
wb_pace_new (double   capacity,
             double   per_sec,
             WbClock *clock)
{
  WbPace *self = NULL;

  g_return_val_if_fail (capacity > 0 && per_sec > 0, NULL);
  g_return_val_if_fail (WB_IS_CLOCK (clock), NULL);

  self = g_new0 (WbPace, 1);
  self->clock = g_object_ref (clock);
  self->capacity = capacity;
  self->per_sec = per_sec;
  self->available = capacity;
  self->counted_at = wb_clock_steady (clock);
  self->held_until = self->counted_at;

  return self;
}

/**
 * wb_pace_free:
 * @self: (transfer full) (nullable): a bucket
 */
void
wb_pace_free (WbPace *self)
{
  if (!self)
    return;
  g_clear_object (&self->clock);
  g_free (self);
}

/* Adds what has come back since it was counted last. */
static gint64
count (WbPace *self)
{
  gint64 now = wb_clock_steady (self->clock);

  /* Another epoch: what is held is held for as long as before. */
  if (now < self->counted_at)
    self->held_until -= self->counted_at - now;
  else
    self->available = MIN (self->available + (double) (now - self->counted_at) / WB_SECOND_MS *
                           self->per_sec, MAX (self->capacity, self->available));
  self->counted_at = now;

  return now;
}

/**
 * wb_pace_wait:
 * @self: a bucket
 * @cost: how many points what comes next takes; more than the bucket holds waits until it is full
 * @cancellable: (nullable): ends the wait
 * @error: return location; `G_IO_ERROR_CANCELLED`
 *
 * Waits until @cost points are there, and no hold lasts, and spends them. Blocking; the thread that
 * owns @self.
 *
 * Returns: whether they were spent
 */
gboolean
wb_pace_wait (WbPace        *self,
              double         cost,
              GCancellable  *cancellable,
              GError       **error)
{
  double needed = 0;
  gint64 now = 0;

  g_return_val_if_fail (self && cost >= 0, FALSE);

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;

  for (;;) {
    gint64 until = 0;

    now = count (self);
    needed = MIN (cost, self->capacity);
    if (now >= self->held_until && self->available >= needed - TINY)
      break;
    until = now + (gint64) ceil (MAX (needed - self->available, 0) / self->per_sec * WB_SECOND_MS);
    if (!wb_clock_wait_steady (self->clock, MAX (until, MAX (self->held_until, now + 1)),
                               cancellable, error))
      return FALSE;
  }
  self->available -= cost;

  return TRUE;
}

/**
 * wb_pace_correct:
 * @self: a bucket
 * @available: what the server says is left now
 * @capacity: how much may be spent at once, <= 0 = as before
 * @per_sec: how much comes back each second, <= 0 = as before
 *
 * The server counts better than we do: others may use the same limit.
 */
void
wb_pace_correct (WbPace *self,
                 double  available,
                 double  capacity,
                 double  per_sec)
{
  g_return_if_fail (self);

  count (self);
  if (capacity > 0)
    self->capacity = capacity;
  if (per_sec > 0)
    self->per_sec = per_sec;
  self->available = MIN (available, self->capacity);
}

/**
 * wb_pace_hold:
 * @self: a bucket
 * @ms: how long the server asked to wait
 *
 * Nothing is spent for that long; a shorter hold never ends a longer one.
 */
void
wb_pace_hold (WbPace *self,
              gint64  ms)
{
  g_return_if_fail (self);

  self->held_until = MAX (self->held_until, count (self) + MAX (ms, 0));
}
