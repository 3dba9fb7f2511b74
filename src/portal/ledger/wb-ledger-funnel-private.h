/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the files of the funnel share. Facts are written first; then what they may have changed is
 * named, and counted at the end: rows from their facts, coupons and orders, orders from the rows and
 * links, sums from the rows. Nothing is added to what was there, so that the order in which facts
 * come does not matter. */

#pragma once

#include "wb-ledger-funnel.h"
#include "wb-time.h"

G_BEGIN_DECLS

/* So long after taking something an order of the same customer may be because of it; so long, too, a
 * row is open (design.md 7). */
#define WB_FUNNEL_WINDOW_MS (30 * WB_DAY_MS)
/* So long a client has to notice that a day became another one. */
#define WB_FUNNEL_NOTICE_MS (48 * WB_HOUR_MS)

typedef struct _WbFunnelCount WbFunnelCount;

/* The counts of a sum: offered, shown, taken, used, used_probable, open. */
#define WB_N_FUNNEL_COUNTS 6

/* What a sum is to be changed by. Counts are added, so that one more offer costs the same on a day of
 * many. Money is summed anew, of the rows that have some, in one order: so fractions stay the same. */
typedef struct
{
  gint64 counts[WB_N_FUNNEL_COUNTS];
  gboolean has_money;   /* money of it may be another */
} WbFunnelDelta;

struct _WbFunnelCount
{
  WbLedger *ledger;    /* (unowned) */
  WbLedgerSet set;
  GTimeZone *zone;     /* (unowned) (nullable) the account's, while counting */
  gint64 now;          /* ms, while counting */
  guint depth;         /* how many callers are within */
  gboolean is_quiet;   /* days do not count as changed: history is made, or made anew */
  GHashTable *rows;    /* (owned) (element-type utf8) keys of rows to count */
  GHashTable *sums;    /* (owned) (element-type utf8 WbFunnelDelta) sums to change, by their keys */
};

/* Each begin has one end, whatever happens between; only the outermost one counts. @done: whether all
 * went well so far; else nothing is counted. In one transaction. */
WbFunnelCount *wb_funnel_begin     (WbLedger *ledger, WbLedgerSet set);
gboolean       wb_funnel_end       (WbFunnelCount *self, gboolean done, GError **error);
void           wb_funnel_count_free (WbFunnelCount *self);

/* Something that happened, told to each set that has (or is to have) the ticket: the one that is served,
 * and the one that is being counted, unless it comes to the ticket later. @ticket_id: (nullable): NULL =
 * orders, which are counted last. */
typedef gboolean (*WbFunnelAct) (WbFunnelCount *self, gconstpointer data, GError **error);
gboolean       wb_funnel_run       (WbLedger *ledger, const char *ticket_id, WbFunnelAct act,
                                    gconstpointer data, GError **error);

/* A statement on the set's tables, as wb_ledger_prepare() has it. */
WbStmt        *wb_funnel_prepare   (WbFunnelCount *self, const char *sql, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A row's facts are others now. */
void           wb_funnel_touch_row (WbFunnelCount *self, const char *ticket_id, const char *tool);
/* (transfer none): the change of one sum, to be added to. */
WbFunnelDelta *wb_funnel_touch_sum (WbFunnelCount *self, gint64 day, const char *tool, const char *type,
                                    const char *placement, const char *currency);
/* Makes sure that there is a row to write a fact into. @type: (nullable): the ticket's when it was
 * offered; NULL = as it is now. */
gboolean       wb_funnel_need_row  (WbFunnelCount *self, const char *ticket_id, const char *tool,
                                    const char *type, GError **error);

/* wb-ledger-funnel-rows.c: counts one row. */
gboolean       wb_funnel_count_row (WbFunnelCount *self, const char *ticket_id, const char *tool,
                                    GError **error);
/* wb-ledger-funnel-orders.c: finds anew which row the order counts for, and names the rows whose money
 * that changes. @is_changed: the order itself is another one than before. */
gboolean       wb_funnel_assign_order  (WbFunnelCount *self, const char *store_id, const char *remote_id,
                                        gboolean is_changed, GError **error);
/* The same for all orders of a customer between two instants. */
gboolean       wb_funnel_assign_window (WbFunnelCount *self, const char *who, const char *shop, gint64 from,
                                        gint64 to, GError **error);
gboolean       wb_funnel_assign_coupon (WbFunnelCount *self, const char *coupon_id, GError **error);
/* wb-ledger-funnel-sums.c: changes one sum. @key: day, tool, type, placement, currency. */
gboolean       wb_funnel_make_sum  (WbFunnelCount *self, const char *const *key,
                                    const WbFunnelDelta *delta, GError **error);
/* wb-ledger-funnel-sights.c: what the ticket's views and clicks tell. */
gboolean       wb_funnel_take_sights (WbFunnelCount *self, const char *ticket_id, GError **error);
gboolean       wb_funnel_offer     (WbFunnelCount *self, const char *ticket_id, WbTool tool,
                                    WbPlacements placement, gint64 at, GError **error);
/* wb-ledger-funnel-fill.c: the ticket's rows in the set that is being counted, from the facts of those
 * that are served; and the same of so many orders after one. */
gboolean       wb_funnel_copy_rows (WbFunnelCount *self, const char *ticket_id, GError **error);
gboolean       wb_funnel_copy_order (WbFunnelCount *self, const char *store_id, const char *remote_id,
                                     GError **error);
/* (nullable) (transfer full): the keyed sum of an e-mail; NULL for none. */
char          *wb_funnel_who       (WbLedger *ledger, const char *email);

G_END_DECLS
