/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Counts statistics anew beside the serving thread, on a thread and a connection of its own, in steps
 * that are short enough for those who write meanwhile (wb-ledger-recount.h). */

#pragma once

#include "wb-clock.h"

G_BEGIN_DECLS

typedef struct _WbPortalRecount WbPortalRecount;

/* @path: the ledger's. Nothing is done until it is woken. */
WbPortalRecount *wb_portal_recount_new  (const char       *path,
                                         WbClock          *clock) G_GNUC_WARN_UNUSED_RESULT;
/* Ends between two steps; the next one that is made goes on. */
void             wb_portal_recount_free (WbPortalRecount  *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbPortalRecount, wb_portal_recount_free)
/* There may be something to do. Any thread. */
void             wb_portal_recount_wake (WbPortalRecount  *self);

G_END_DECLS
