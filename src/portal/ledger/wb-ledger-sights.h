/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Views and clicks of banners as raw events with their verdict (wb-click-rules.h), and the rollup by
 * day that statistics are read from (reference/retino-api.md B.9). The rollup can be made anew from
 * the events, with the same rules or others, and then is the same to the row. */

#pragma once

#include "wb-click-rules.h"
#include "wb-ledger.h"
#include "wb-stat-rows.h"

G_BEGIN_DECLS

/* A sight with its ticket's type as it was. */
typedef struct
{
  WbSight sight;
  const char *type;       /* (unowned) */
  guint offered;          /* tools that this answer offered, 1 << WbTool each; 0 for clicks */
} WbLedgerSight;

/* In a transaction: stores one (a known id changes nothing: @is_new_out), judges it and those near it,
 * and corrects the rollup. A confirmed click tells an event and raises the ticket's banner_clicks. */
gboolean    wb_ledger_sight_add     (WbLedger *self, const WbLedgerSight *sight, gboolean *is_new_out, GError **error);
/* In a transaction: many at once, for seeding, with the verdicts they have. @are_judged: they are
 * counted as well; else a recount is to follow. */
gboolean    wb_ledger_sights_load   (WbLedger *self, const WbLedgerSight *sights, gsize n, gboolean are_judged, GError **error);
/* The rules in force; the defaults until others were set. Setting them, in a transaction, asks for a
 * recount (wb-ledger-recount.h): they hold once history is judged by them. */
WbClickRules *wb_ledger_click_rules (WbLedger *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean    wb_ledger_set_click_rules (WbLedger *self, const WbClickRules *rules, GError **error);
/* In a transaction: the account's days are those of @time_zone; asks for a recount if they were
 * others. Which days the statistics are of: dup_zone; the account's from the first time on. */
gboolean    wb_ledger_sights_set_zone (WbLedger *self, const char *time_zone, GError **error);
char       *wb_ledger_sights_dup_zone (WbLedger *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* (transfer none): the zone that days of a set are of. */
GTimeZone  *wb_ledger_judge_zone    (WbLedger *self, WbLedgerSet set, GError **error);
/* What was counted anew is served from now on. @rules: (nullable) as they were. */
gboolean    wb_ledger_sights_take_over (WbLedger *self, const char *rules, const char *zone, GError **error);
/* In a transaction: forgets events of more than WB_LEDGER_SIGHT_DAYS ago; their sums stay. */
#define WB_LEDGER_SIGHT_DAYS 400
gboolean    wb_ledger_sights_prune  (WbLedger *self, GError **error);

typedef struct
{
  gint32 from;
  gint32 to;
  const char *banner;     /* (nullable), as below */
  const char *type;
  const char *placement;
} WbLedgerStatAsk;

/* (element-type WbBannerCount) ordered by day, banner, placement, type; @limit rows from @offset. */
GPtrArray  *wb_ledger_banner_counts (WbLedger *self, const WbLedgerStatAsk *ask, gint64 limit, gint64 offset,
                                     gint64 *count_out, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* From 1 on. Raised, in a transaction, by whatever counted history anew. */
gint64      wb_ledger_stat_epoch    (WbLedger *self);
gboolean    wb_ledger_stat_epoch_raise (WbLedger *self, GError **error);

G_END_DECLS
