/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The computer's clock and the clock that is moved by hand. Waiting blocks on a condition that
 * the cancellable's signal wakes, so a cancelled wait returns at once and nothing ever polls. */

#include "config.h"

#include "wb-clock.h"

#include <time.h>

/* The monotonic clock stands still while a computer sleeps; looking at the real one this often
 * bounds how late a wait ends after a wake-up. */
#define LOOK_AGAIN_MS 30000

#define BOOT_ID_FILE "/proc/sys/kernel/random/boot_id"

/* What a clock shows: the wall's time or the steady one. */
typedef gint64 (*ReadFunc) (WbClock *clock);

G_DEFINE_INTERFACE (WbClock, wb_clock, G_TYPE_OBJECT)

struct _WbSystemClock
{
  GObject parent_instance;
};

struct _WbMovableClock
{
  GObject parent_instance;

  GMutex mutex;
  GCond changed;
  gint64 wall_ms;         /* what the clock showed when last set (mutex: mutex) */
  gint64 steady_ms;       /* steady time of that (mutex: mutex) */
  gint64 set_at_usec;     /* monotonic time of that (mutex: mutex) */
  GPtrArray *epochs;      /* (owned) (element-type utf8) the last is this one's (mutex: mutex) */
  gboolean running;       /* never changes after construction */
  gboolean auto_advance;  /* (mutex: mutex) */
};

/* What the cancellable's handler needs to wake one waiter. */
typedef struct
{
  GMutex *mutex;
  GCond *cond;
} Wakeup;

static void
wait_cancelled_cb (GCancellable *cancellable,
                   gpointer      user_data)
{
  Wakeup *wakeup = user_data;

  g_mutex_lock (wakeup->mutex);
  g_cond_broadcast (wakeup->cond);
  g_mutex_unlock (wakeup->mutex);
}

static void
wb_clock_default_init (WbClockInterface *iface)
{
}

static gint64
wb_system_clock_now (WbClock *clock)
{
  return g_get_real_time () / 1000;
}

/* A boot by its id; without /proc, something that no other program takes for the same boot. */
static gpointer
read_boot_id (gpointer data)
{
  char *id = NULL;

  if (g_file_get_contents (BOOT_ID_FILE, &id, NULL, NULL) && *g_strstrip (id) != '\0')
    return id;
  g_free (id);

  return g_uuid_string_random ();
}

static gint64
wb_system_clock_steady (WbClock *clock)
{
  struct timespec time = { 0 };

  if (clock_gettime (CLOCK_BOOTTIME, &time) != 0)
    return g_get_monotonic_time () / 1000;

  return (gint64) time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

static const char *
wb_system_clock_epoch (WbClock *clock)
{
  static GOnce once = G_ONCE_INIT;

  return g_once (&once, read_boot_id, NULL);
}

static gboolean
wait_for (WbClock       *clock,
          ReadFunc       read,
          gint64         until_ms,
          GCancellable  *cancellable,
          GError       **error)
{
  GMutex mutex;
  GCond cond;
  Wakeup wakeup = { &mutex, &cond };
  gulong handler = 0;
  gboolean arrived = FALSE;

  g_mutex_init (&mutex);
  g_cond_init (&cond);
  if (cancellable)
    handler = g_cancellable_connect (cancellable, G_CALLBACK (wait_cancelled_cb), &wakeup, NULL);

  g_mutex_lock (&mutex);
  while (!g_cancellable_is_cancelled (cancellable)) {
    gint64 now_ms = read (clock);

    if (now_ms >= until_ms) {
      arrived = TRUE;
      break;
    }
    g_cond_wait_until (&cond, &mutex,
                       g_get_monotonic_time () + MIN (until_ms - now_ms, LOOK_AGAIN_MS) * 1000);
  }
  g_mutex_unlock (&mutex);

  /* Disconnecting waits for a handler that is just running, so it comes after the unlock. */
  g_cancellable_disconnect (cancellable, handler);
  g_cond_clear (&cond);
  g_mutex_clear (&mutex);

  if (!arrived)
    g_cancellable_set_error_if_cancelled (cancellable, error);

  return arrived;
}

static gboolean
wb_system_clock_wait (WbClock       *clock,
                      gint64         until_ms,
                      GCancellable  *cancellable,
                      GError       **error)
{
  return wait_for (clock, wb_system_clock_now, until_ms, cancellable, error);
}

static gboolean
wb_system_clock_wait_steady (WbClock       *clock,
                             gint64         until_ms,
                             GCancellable  *cancellable,
                             GError       **error)
{
  return wait_for (clock, wb_system_clock_steady, until_ms, cancellable, error);
}

static void
wb_system_clock_iface_init (WbClockInterface *iface)
{
  iface->now = wb_system_clock_now;
  iface->steady = wb_system_clock_steady;
  iface->epoch = wb_system_clock_epoch;
  iface->wait = wb_system_clock_wait;
  iface->wait_steady = wb_system_clock_wait_steady;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (WbSystemClock, wb_system_clock, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (WB_TYPE_CLOCK, wb_system_clock_iface_init))

static void
wb_system_clock_class_init (WbSystemClockClass *klass)
{
}

static void
wb_system_clock_init (WbSystemClock *self)
{
}

/* What has passed by itself since the clock was set last; with the mutex held. */
static gint64
get_run_ms (WbMovableClock *self)
{
  return self->running ? (g_get_monotonic_time () - self->set_at_usec) / 1000 : 0;
}

static gint64
wb_movable_clock_now (WbClock *clock)
{
  WbMovableClock *self = WB_MOVABLE_CLOCK (clock);
  gint64 now_ms;

  g_mutex_lock (&self->mutex);
  now_ms = self->wall_ms + get_run_ms (self);
  g_mutex_unlock (&self->mutex);

  return now_ms;
}

static gint64
wb_movable_clock_steady (WbClock *clock)
{
  WbMovableClock *self = WB_MOVABLE_CLOCK (clock);
  gint64 steady_ms;

  g_mutex_lock (&self->mutex);
  steady_ms = self->steady_ms + get_run_ms (self);
  g_mutex_unlock (&self->mutex);

  return steady_ms;
}

static const char *
wb_movable_clock_epoch (WbClock *clock)
{
  WbMovableClock *self = WB_MOVABLE_CLOCK (clock);
  const char *epoch = NULL;

  g_mutex_lock (&self->mutex);
  epoch = g_ptr_array_index (self->epochs, self->epochs->len - 1);
  g_mutex_unlock (&self->mutex);

  return epoch;
}

/* @shown: the wall's time or the steady one, of @self. */
static gboolean
wait_for_movable (WbMovableClock  *self,
                  const gint64    *shown,
                  gint64           until_ms,
                  GCancellable    *cancellable,
                  GError         **error)
{
  Wakeup wakeup = { &self->mutex, &self->changed };
  gulong handler = 0;
  gboolean arrived = FALSE;

  if (cancellable)
    handler = g_cancellable_connect (cancellable, G_CALLBACK (wait_cancelled_cb), &wakeup, NULL);

  g_mutex_lock (&self->mutex);
  while (!g_cancellable_is_cancelled (cancellable)) {
    gint64 now_ms = *shown + get_run_ms (self);

    if (now_ms < until_ms && self->auto_advance && until_ms != G_MAXINT64) {
      self->wall_ms += until_ms - now_ms;
      self->steady_ms += until_ms - now_ms;
      now_ms = until_ms;
      g_cond_broadcast (&self->changed);
    }
    if (now_ms >= until_ms) {
      arrived = TRUE;
      break;
    }
    if (self->running)
      g_cond_wait_until (&self->changed, &self->mutex,
                         g_get_monotonic_time () + MIN (until_ms - now_ms, LOOK_AGAIN_MS) * 1000);
    else
      g_cond_wait (&self->changed, &self->mutex);
  }
  g_mutex_unlock (&self->mutex);

  g_cancellable_disconnect (cancellable, handler);

  if (!arrived)
    g_cancellable_set_error_if_cancelled (cancellable, error);

  return arrived;
}

static gboolean
wb_movable_clock_wait (WbClock       *clock,
                       gint64         until_ms,
                       GCancellable  *cancellable,
                       GError       **error)
{
  WbMovableClock *self = WB_MOVABLE_CLOCK (clock);

  return wait_for_movable (self, &self->wall_ms, until_ms, cancellable, error);
}

static gboolean
wb_movable_clock_wait_steady (WbClock       *clock,
                              gint64         until_ms,
                              GCancellable  *cancellable,
                              GError       **error)
{
  WbMovableClock *self = WB_MOVABLE_CLOCK (clock);

  return wait_for_movable (self, &self->steady_ms, until_ms, cancellable, error);
}

static void
wb_movable_clock_iface_init (WbClockInterface *iface)
{
  iface->now = wb_movable_clock_now;
  iface->steady = wb_movable_clock_steady;
  iface->epoch = wb_movable_clock_epoch;
  iface->wait = wb_movable_clock_wait;
  iface->wait_steady = wb_movable_clock_wait_steady;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (WbMovableClock, wb_movable_clock, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (WB_TYPE_CLOCK, wb_movable_clock_iface_init))

static void
wb_movable_clock_finalize (GObject *object)
{
  WbMovableClock *self = WB_MOVABLE_CLOCK (object);

  g_ptr_array_unref (self->epochs);
  g_cond_clear (&self->changed);
  g_mutex_clear (&self->mutex);

  G_OBJECT_CLASS (wb_movable_clock_parent_class)->finalize (object);
}

static void
wb_movable_clock_class_init (WbMovableClockClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = wb_movable_clock_finalize;
}

/* An epoch of its own, which no clock of another program or test shares. Earlier ones stay as long
 * as the clock: somebody may be reading them. */
static void
begin_epoch (WbMovableClock *self)
{
  g_ptr_array_add (self->epochs, g_uuid_string_random ());
}

static void
wb_movable_clock_init (WbMovableClock *self)
{
  g_mutex_init (&self->mutex);
  g_cond_init (&self->changed);
  self->epochs = g_ptr_array_new_with_free_func (g_free);
  begin_epoch (self);
}

/**
 * wb_clock_now:
 * @self: a clock
 *
 * Any thread.
 *
 * Returns: Unix milliseconds, UTC
 */
gint64
wb_clock_now (WbClock *self)
{
  g_return_val_if_fail (WB_IS_CLOCK (self), 0);

  return WB_CLOCK_GET_IFACE (self)->now (self);
}

/**
 * wb_clock_steady:
 * @self: a clock
 *
 * The time since a start that nobody can set: it never jumps and never goes back, and runs on while
 * the computer sleeps. Two of them compare only within one wb_clock_epoch(). Any thread.
 *
 * Returns: milliseconds
 */
gint64
wb_clock_steady (WbClock *self)
{
  g_return_val_if_fail (WB_IS_CLOCK (self), 0);

  return WB_CLOCK_GET_IFACE (self)->steady (self);
}

/**
 * wb_clock_epoch:
 * @self: a clock
 *
 * Any thread.
 *
 * Returns: (transfer none): a name of the start that wb_clock_steady() counts from; of the
 *   computer's clock the id of its boot, the same in all programs
 */
const char *
wb_clock_epoch (WbClock *self)
{
  g_return_val_if_fail (WB_IS_CLOCK (self), NULL);

  return WB_CLOCK_GET_IFACE (self)->epoch (self);
}

/**
 * wb_clock_wait:
 * @self: a clock
 * @until_ms: the instant to wait for, in Unix milliseconds; `G_MAXINT64` waits for the cancellable
 * @cancellable: (nullable): wakes the wait at once
 * @error: where to store an error
 *
 * Blocks the calling thread until the clock shows @until_ms or more; returns at once when it does
 * already. Any thread but the main one.
 *
 * Returns: `TRUE` when the time has come; `FALSE` with `G_IO_ERROR_CANCELLED`
 */
gboolean
wb_clock_wait (WbClock       *self,
               gint64         until_ms,
               GCancellable  *cancellable,
               GError       **error)
{
  g_return_val_if_fail (WB_IS_CLOCK (self), FALSE);
  g_return_val_if_fail (!cancellable || G_IS_CANCELLABLE (cancellable), FALSE);
  g_return_val_if_fail (!error || !*error, FALSE);

  return WB_CLOCK_GET_IFACE (self)->wait (self, until_ms, cancellable, error);
}

/**
 * wb_clock_wait_steady:
 * @self: a clock
 * @until_ms: the instant to wait for, by wb_clock_steady(); `G_MAXINT64` waits for the cancellable
 * @cancellable: (nullable): wakes the wait at once
 * @error: where to store an error
 *
 * wb_clock_wait() for what lasts as long as it lasts, whatever the clock on the wall is set to
 * meanwhile: back-off, polling. Any thread but the main one.
 *
 * Returns: `TRUE` when the time has come; `FALSE` with `G_IO_ERROR_CANCELLED`
 */
gboolean
wb_clock_wait_steady (WbClock       *self,
                      gint64         until_ms,
                      GCancellable  *cancellable,
                      GError       **error)
{
  g_return_val_if_fail (WB_IS_CLOCK (self), FALSE);
  g_return_val_if_fail (!cancellable || G_IS_CANCELLABLE (cancellable), FALSE);
  g_return_val_if_fail (!error || !*error, FALSE);

  return WB_CLOCK_GET_IFACE (self)->wait_steady (self, until_ms, cancellable, error);
}

/**
 * wb_system_clock_new:
 *
 * Returns: (transfer full): the computer's clock
 */
WbClock *
wb_system_clock_new (void)
{
  return g_object_new (WB_TYPE_SYSTEM_CLOCK, NULL);
}

/**
 * wb_movable_clock_new:
 * @now_ms: what it shows first, in Unix milliseconds
 * @running: whether it goes on with real time from there, or stands until it is moved
 *
 * Returns: (transfer full): a clock for tests and the demo
 */
WbMovableClock *
wb_movable_clock_new (gint64   now_ms,
                      gboolean running)
{
  WbMovableClock *self = g_object_new (WB_TYPE_MOVABLE_CLOCK, NULL);

  self->wall_ms = now_ms;
  self->set_at_usec = g_get_monotonic_time ();
  self->running = running;

  return self;
}

/**
 * wb_movable_clock_set_auto_advance:
 * @self: a movable clock
 * @auto_advance: whether a wait moves the clock to its end itself and returns at once
 *
 * Waits that already block are let go, too. Any thread.
 */
void
wb_movable_clock_set_auto_advance (WbMovableClock *self,
                                   gboolean        auto_advance)
{
  g_return_if_fail (WB_IS_MOVABLE_CLOCK (self));

  g_mutex_lock (&self->mutex);
  self->auto_advance = auto_advance;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->mutex);
}

/**
 * wb_movable_clock_advance:
 * @self: a movable clock
 * @ms: by how much; a negative number sets it back, as a corrected computer clock is
 *
 * Lets time pass and wakes the waits whose time has come. Steady time passes with it and never goes
 * back. Any thread.
 */
void
wb_movable_clock_advance (WbMovableClock *self,
                          gint64          ms)
{
  g_return_if_fail (WB_IS_MOVABLE_CLOCK (self));

  g_mutex_lock (&self->mutex);
  self->wall_ms += ms;
  self->steady_ms += MAX (ms, 0);
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->mutex);
}

/**
 * wb_movable_clock_set_wall:
 * @self: a movable clock
 * @now_ms: what it shows from now on, in Unix milliseconds
 *
 * Sets the clock as somebody sets that of a computer: no time passes by it. Any thread.
 */
void
wb_movable_clock_set_wall (WbMovableClock *self,
                           gint64          now_ms)
{
  g_return_if_fail (WB_IS_MOVABLE_CLOCK (self));

  g_mutex_lock (&self->mutex);
  self->wall_ms = now_ms - get_run_ms (self);
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->mutex);
}

/**
 * wb_movable_clock_reboot:
 * @self: a movable clock
 *
 * As if the computer had been started anew just now. Not while somebody waits by steady time. Any
 * thread.
 */
void
wb_movable_clock_reboot (WbMovableClock *self)
{
  g_return_if_fail (WB_IS_MOVABLE_CLOCK (self));

  g_mutex_lock (&self->mutex);
  self->steady_ms = -get_run_ms (self);
  begin_epoch (self);
  g_mutex_unlock (&self->mutex);
}
