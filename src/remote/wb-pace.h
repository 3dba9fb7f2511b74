/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Keeps a client to its platform's published rate by waiting (design.md 8): a bucket that drains (or
 * refills) with time, corrected by what the server says of it. Waits on the clock that is passed in,
 * so ten thousand requests are tested in no time. One thread. */

#pragma once

#include "wb-clock.h"

G_BEGIN_DECLS

typedef struct _WbPace WbPace;

/* @capacity: points that may be spent at once; @per_sec: points that come back each second. */
WbPace    *wb_pace_new      (double         capacity,
                             double         per_sec,
                             WbClock       *clock) G_GNUC_WARN_UNUSED_RESULT;
void       wb_pace_free     (WbPace        *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbPace, wb_pace_free)

/* Waits until @cost points are there and spends them. G_IO_ERROR_CANCELLED. */
gboolean   wb_pace_wait     (WbPace        *self,
                             double         cost,
                             GCancellable  *cancellable,
                             GError       **error);
/* The server says what is left now; and perhaps other limits (<= 0 = as before). */
void       wb_pace_correct  (WbPace        *self,
                             double         available,
                             double         capacity,
                             double         per_sec);
/* The server asked to wait that long before anything else. */
void       wb_pace_hold     (WbPace        *self,
                             gint64         ms);

G_END_DECLS
