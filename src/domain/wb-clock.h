/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The only way to learn or wait for the time below `app` (design.md section 4), so that back-off,
 * leases, rate limits and deadlines are tested in no time. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define WB_TYPE_CLOCK (wb_clock_get_type ())
G_DECLARE_INTERFACE (WbClock, wb_clock, WB, CLOCK, GObject)

struct _WbClockInterface
{
  GTypeInterface parent_iface;

  gint64       (* now)         (WbClock *self);
  /* ms since a start that nobody can set (the machine's), sleep included. */
  gint64       (* steady)      (WbClock *self);
  /* Names that start, so that instants of two programs compare: the boot's id. */
  const char * (* epoch)       (WbClock *self);
  gboolean     (* wait)        (WbClock       *self,
                                gint64         until_ms,
                                GCancellable  *cancellable,
                                GError       **error);
  /* The same by steady time: whoever sets the clock neither shortens nor lengthens it. */
  gboolean     (* wait_steady) (WbClock       *self,
                                gint64         until_ms,
                                GCancellable  *cancellable,
                                GError       **error);
};

gint64      wb_clock_now         (WbClock       *self);
gint64      wb_clock_steady      (WbClock       *self);
const char *wb_clock_epoch       (WbClock       *self);
gboolean    wb_clock_wait        (WbClock       *self,
                                  gint64         until_ms,
                                  GCancellable  *cancellable,
                                  GError       **error);
gboolean    wb_clock_wait_steady (WbClock       *self,
                                  gint64         until_ms,
                                  GCancellable  *cancellable,
                                  GError       **error);

/* The computer's own clock. */
#define WB_TYPE_SYSTEM_CLOCK (wb_system_clock_get_type ())
G_DECLARE_FINAL_TYPE (WbSystemClock, wb_system_clock, WB, SYSTEM_CLOCK, GObject)

WbClock   *wb_system_clock_new  (void) G_GNUC_WARN_UNUSED_RESULT;

/* A clock that a test or the demo moves. A "stopped" one only moves when told, and a wait on it
 * returns as soon as the time has been moved far enough (or at once, moving the time itself, when
 * "auto advance" is on); a running one also advances with real time from where it was set. */
#define WB_TYPE_MOVABLE_CLOCK (wb_movable_clock_get_type ())
G_DECLARE_FINAL_TYPE (WbMovableClock, wb_movable_clock, WB, MOVABLE_CLOCK, GObject)

WbMovableClock *wb_movable_clock_new              (gint64          now_ms,
                                                   gboolean        running) G_GNUC_WARN_UNUSED_RESULT;
void            wb_movable_clock_set_auto_advance (WbMovableClock *self,
                                                   gboolean        auto_advance);
void            wb_movable_clock_advance          (WbMovableClock *self,
                                                   gint64          ms);
/* Somebody sets the clock on the wall: now() jumps, steady() does not. */
void            wb_movable_clock_set_wall         (WbMovableClock *self,
                                                   gint64          now_ms);
/* The computer starts anew: steady() begins again under another epoch, now() goes on. */
void            wb_movable_clock_reboot           (WbMovableClock *self);

G_END_DECLS
