/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A clock that runs several times as fast as real time and shows the same in all programs that are
 * given the same start: so that leases run out and back-offs pass within a test, with agents and
 * service in step. */

#pragma once

#include "wb-clock.h"

G_BEGIN_DECLS

#define WB_TYPE_FAST_CLOCK (wb_fast_clock_get_type ())
G_DECLARE_FINAL_TYPE (WbFastClock, wb_fast_clock, WB, FAST_CLOCK, GObject)

/* Shows @from_ms when the machine's monotonic clock shows @from_usec. */
WbClock *wb_fast_clock_new           (gint64       from_ms,
                                      gint64       from_usec,
                                      guint        factor) G_GNUC_WARN_UNUSED_RESULT;
/* Lets @ms pass at once for this program, which nobody waits through, and for those that are given its
 * new @from_usec. */
void     wb_fast_clock_skip          (WbFastClock *self,
                                      gint64       ms);
gint64   wb_fast_clock_get_from_usec (WbFastClock *self);

G_END_DECLS
