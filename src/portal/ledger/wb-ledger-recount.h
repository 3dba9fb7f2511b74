/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Counting statistics anew, by other rules or in another time zone or to be sure, while they are served:
 * a little at a time, each in a short transaction, into tables of their own (0007-recount.sql). What is
 * served stays as it was counted before until all is there; then the tables change places in one
 * transaction, which raises the epoch when a number came out different. What happens meanwhile is told
 * to both. How far it came stands in the ledger, so whoever opens it next goes on there: any program,
 * and two at once do not harm each other.
 *
 * Tickets are gone through by their ids, each whole: its views and clicks judged, its rows counted; then
 * orders, then calls. Then both are compared, and change places. At the end new verdicts take the place
 * of the old ones, ticket by ticket, and the old tables are emptied. */

#pragma once

#include "wb-ledger.h"

G_BEGIN_DECLS

/* What a step takes as a rule; a ticket is not parted. */
#define WB_LEDGER_RECOUNT_STEP_MS 25
/* Between two steps whoever waits to write has its turn. */
#define WB_LEDGER_RECOUNT_PAUSE_MS 5

/* In a transaction: history is to be counted by @rules (nullable: as they are) in the days of @zone
 * (nullable: as it is). What is counted by something else is given up; the same goes on. */
gboolean    wb_ledger_recount_ask       (WbLedger *self, const char *rules, const char *zone, GError **error);
gboolean    wb_ledger_recount_is_due    (WbLedger *self, gboolean *is_due_out, GError **error);
/* Does a step in a transaction of its own, or all of them in the one under way. */
gboolean    wb_ledger_recount_step      (WbLedger *self, int budget_ms, gboolean *more_out, GError **error);
/* Asks for what is in force (or was asked for), and does all of it; in steps, pausing, unless in a
 * transaction. @n_changed_out: (nullable): rows of sums that came out different. */
gboolean    wb_ledger_recount_run       (WbLedger *self, gint64 *n_changed_out, GError **error);
/* How far it is, to see whether somebody is at it; (nullable): not at all. */
char       *wb_ledger_recount_dup_mark  (WbLedger *self) G_GNUC_WARN_UNUSED_RESULT;

/* For the files of statistics, in a transaction. Whether the set that comes has the ticket already
 * (@ticket_id NULL: orders), so that what happens to it is told to that as well. */
gboolean    wb_ledger_recount_has       (WbLedger *self, const char *ticket_id, gboolean *has_out, GError **error);
gboolean    wb_ledger_recount_is_counting (WbLedger *self, gboolean *is_counting_out, GError **error);
/* By what the set that comes is counted; NULL texts: nothing comes, or the default rules. */
gboolean    wb_ledger_recount_dup_rules (WbLedger *self, char **rules_out, GError **error);
gboolean    wb_ledger_recount_dup_zone  (WbLedger *self, char **zone_out, GError **error);
/* What was last asked for; both NULL when nothing was. */
gboolean    wb_ledger_recount_dup_target (WbLedger *self, char **rules_out, char **zone_out, GError **error);
/* (static): the SQL for the verdict of a row of `sight` in a set. */
gboolean    wb_ledger_recount_find_verdict (WbLedger *self, WbLedgerSet set, const char **sql_out, GError **error);
/* The ticket's new verdicts are its verdicts, if they are to be. */
gboolean    wb_ledger_recount_settle    (WbLedger *self, const char *ticket_id, GError **error);
/* What is counted by is the same, and the facts are not: from the start again. */
gboolean    wb_ledger_recount_restart   (WbLedger *self, GError **error);

G_END_DECLS
