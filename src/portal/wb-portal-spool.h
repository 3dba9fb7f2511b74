/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Views and clicks on their way to the ledger. A customer is redirected at once, whatever the
 * ledger's state: a sight is written as a line at the end of the journal LEDGER.sights (kept when the
 * program is killed), and moved into the ledger some moments later, many in one transaction. While the
 * ledger is locked, full or gone they wait in the journal; while not even that can be written, in
 * memory. A line carries its own id, so one that was stored and not yet cut off is not stored twice.
 * Serving thread. */

#pragma once

#include "wb-ledger-sights.h"

G_BEGIN_DECLS

/* At most this many wait in memory, those that the ledger refused among them; more are left in the
 * journal until there is room. Where not even the journal takes them, further ones are not counted, which
 * the log says once. */
#define WB_PORTAL_SPOOL_MAX 100000

/* Before the sum of a customer's key, in place of the ticket that it opens: while the ledger could not
 * be asked. */
#define WB_PORTAL_SPOOL_KEY "key:"

typedef struct _WbPortalSpool WbPortalSpool;

/* @path: the journal's; NULL = only memory (tests). Reads what an earlier run left. Fails
 * (WB_PORTAL_ERROR_USAGE) when another program has the journal; one that cannot be written is tried
 * again with each sight. */
WbPortalSpool *wb_portal_spool_open   (const char           *path,
                                       WbClock              *clock,
                                       WbRandom             *random,
                                       GError              **error) G_GNUC_WARN_UNUSED_RESULT;
/* Nothing is lost: what was not moved stays in the journal. */
void           wb_portal_spool_close  (WbPortalSpool        *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbPortalSpool, wb_portal_spool_close)
/* Cannot fail. The sight's id and `at` are given here. */
void           wb_portal_spool_add    (WbPortalSpool        *self,
                                       const WbLedgerSight  *sight);
guint          wb_portal_spool_count  (WbPortalSpool        *self);
/* When the oldest waiting one was seen; WB_TIME_NONE = none waits. */
gint64         wb_portal_spool_oldest (WbPortalSpool        *self);
/* Moves what waits into @ledger in short transactions, waiting for no lock, and begins no further one
 * after @budget_ms. FALSE = some still waits, with @error set if the ledger did not take it; tried
 * again by the caller's timer and before each reading of statistics. */
gboolean       wb_portal_spool_drain  (WbPortalSpool        *self,
                                       WbLedger             *ledger,
                                       int                   budget_ms,
                                       GError              **error);

G_END_DECLS
