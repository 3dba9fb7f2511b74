/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What became of each offer: one row per ticket and tool (offered, shown, taken, ordered), and the
 * sums by day that GET /remarketing/stats/funnel serves (design.md 7, wb-stat-rows.h). Who ordered is
 * compared by a keyed sum of the e-mail, never kept in the clear. */

#pragma once

#include "wb-account.h"
#include "wb-activity.h"
#include "wb-ledger-sights.h"
#include "wb-ledger.h"
#include "wb-offer-set.h"
#include "wb-shop-order.h"
#include "wb-stat-rows.h"

G_BEGIN_DECLS

/* All in a transaction; repeats change nothing; each keeps the rollup right. @placement:
 * WB_PLACEMENT_NONE = staff. */
gboolean   wb_ledger_funnel_offer  (WbLedger *self, const char *ticket_id, WbTool tool, WbPlacements placement, gint64 at, GError **error);
/* `shown` of all tools and the banner's taking, counted anew from the ticket's sights
 * (wb-ledger-sights.h): what a scanner fetched was not shown, a filtered click took nothing. */
gboolean   wb_ledger_funnel_sights (WbLedger *self, const char *ticket_id, GError **error);
/* The same for one that was just stored and turned over no other one, by reading no others: @sight as it
 * was judged. */
gboolean   wb_ledger_funnel_sight  (WbLedger *self, WbLedgerSet set, const WbLedgerSight *sight, GError **error);
gboolean   wb_ledger_funnel_sights_of (WbLedger *self, WbLedgerSet set, const char *ticket_id, GError **error);
/* Taking something never offered offers it. @store_id: (nullable) the shop of the ticket's order. */
gboolean   wb_ledger_funnel_take   (WbLedger *self, const char *ticket_id, WbTool tool, WbPlacements placement, gint64 at, GError **error);
/* A coupon's state, order, revenue or being on a call may be another: counts its ticket anew. */
gboolean   wb_ledger_funnel_coupon (WbLedger *self, const char *coupon_id, GError **error);
/* A call is another one now: whoever asks for one takes that offer. Statistics of calls, too. */
gboolean   wb_ledger_funnel_call   (WbLedger *self, const WbActivity *call, GError **error);
/* A stored ticket's customer may be another one now; that its type or order is changes nothing. */
gboolean   wb_ledger_funnel_ticket (WbLedger *self, const char *ticket_id, const char *email, GError **error);
/* A ticket is being deleted: what was counted of it stays, and who it was is forgotten. */
gboolean   wb_ledger_funnel_forget (WbLedger *self, const char *ticket_id, GError **error);
/* Orders as a shop told them, coupon or not: those of a customer who took something in the 30 days
 * before are probable ones, unless a coupon of ours says whose they are. Each order counts once, for
 * what was taken last before it. */
gboolean   wb_ledger_funnel_orders (WbLedger *self, const char *store_id, GPtrArray *orders, GError **error);
/* The account is another one now: its goal. Its days are wb_ledger_sights_set_zone()'s. */
gboolean   wb_ledger_funnel_account (WbLedger *self, const WbAccount *account, GError **error);
/* Time closes what is open: whether there is anything, and doing some of it. */
gboolean   wb_ledger_funnel_is_due (WbLedger *self);
gboolean   wb_ledger_funnel_pass_time (WbLedger *self, gboolean *more_out, GError **error);
/* Many facts in one transaction: what they change is counted when it is released. */
void       wb_ledger_funnel_hold   (WbLedger *self);
gboolean   wb_ledger_funnel_release (WbLedger *self, GError **error);
/* The ledger is being opened: one that had no funnel gets what it knows. Not in a transaction. */
gboolean   wb_ledger_funnel_open   (WbLedger *self, GError **error);
/* The ledger has another secret than before. */
gboolean   wb_ledger_funnel_rekey  (WbLedger *self, GError **error);

/* (element-type WbFunnelRow) by day, tool, type, placement, currency. */
GPtrArray *wb_ledger_funnel_rows   (WbLedger *self, gint32 from, gint32 to, gint64 limit, gint64 offset, gint64 *count_out, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The last day that does not change any more: the day before the oldest that is still open, or changed in the last 48 h. */
gint32     wb_ledger_funnel_final  (WbLedger *self, GError **error);

G_END_DECLS
