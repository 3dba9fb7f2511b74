/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* How calls were answered, by the day they were asked for (GET /remarketing/stats/calls). Beside each
 * call stands what wb-answered.h judges by, so that counting reads columns and no documents. */

#pragma once

#include "wb-activity.h"
#include "wb-ledger.h"
#include "wb-stat-rows.h"

G_BEGIN_DECLS

/* In a transaction: a call is another one now; other activities leave no trace. */
gboolean   wb_ledger_call_row_put     (WbLedger *self, const WbActivity *activity, GError **error);
/* In a transaction: a ticket is deleted, and its activities with it: calls that nobody answered will
 * never be. */
gboolean   wb_ledger_call_rows_delete (WbLedger *self, const char *ticket_id, GError **error);
/* In a transaction: into the statistics that are being counted, by their days, unless it is there. */
gboolean   wb_ledger_call_row_copy    (WbLedger *self, const char *activity_id, gint64 asked_at, GError **error);

/* (element-type WbCallCount) by day and type, judged at the present time by @goal_hours. */
GPtrArray *wb_ledger_call_counts      (WbLedger *self, gint32 from, gint32 to, int goal_hours, gint64 limit,
                                       gint64 offset, gint64 *count_out,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The day before the oldest that is open, not decided yet, or changed in the last 48 h. */
gboolean   wb_ledger_call_final       (WbLedger *self, int goal_hours, gint32 *final_out, GError **error);

G_END_DECLS
