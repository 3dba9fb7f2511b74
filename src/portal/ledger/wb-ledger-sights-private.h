/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the files of the ledger's sights share: reading events, and the numbers that they add up to. */

#pragma once

#include "wb-ledger-sights.h"

G_BEGIN_DECLS

/* The numbers of a row of the rollup, in the order of its columns. */
enum
{
  WB_SUM_IMPRESSIONS,
  WB_SUM_IMPRESSIONS_RAW,
  WB_SUM_CLICKS,
  WB_SUM_CLICKS_RAW,
  WB_SUM_FILTERED,   /* by verdict, from WB_VERDICT_HEAD on */
  WB_N_SUMS = WB_SUM_FILTERED + WB_N_VERDICTS - 1,
};

#define WB_SUM_COLUMNS \
  "impressions, impressions_raw, clicks, clicks_raw, head, prefetch, agent, burst, repeat"

typedef struct
{
  gint64 row;
  const char *type;   /* (unowned) */
  WbVerdict before;   /* as it is stored */
} WbSightRow;

/* Events of one ticket, by (at, id). */
typedef struct
{
  GArray *sights;       /* (owned) (element-type WbSight) */
  GArray *rows;         /* (owned) (element-type WbSightRow) of the same order */
  GStringChunk *texts;  /* (owned) what both point to */
} WbSightList;

void       wb_sight_list_init    (WbSightList   *self);
void       wb_sight_list_clear   (WbSightList   *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (WbSightList, wb_sight_list_clear)
void       wb_sight_list_empty   (WbSightList   *self);
/* Of a row of WB_SIGHT_COLUMNS and a verdict (wb_ledger_recount_find_verdict()). */
#define WB_SIGHT_COLUMNS \
  "row, id, at, kind, ticket, type, banner, placement, is_head, is_ahead, agent"
/* One that is not understood is told of once, and is left out. */
void       wb_sight_list_take    (WbSightList   *self,
                                  WbLedger      *ledger,
                                  WbStmt        *stmt);

void       wb_sight_add_numbers  (const WbSight *sight,
                                  WbVerdict      verdict,
                                  gint64         sign,
                                  gint64         numbers[WB_N_SUMS]);
/* Adds to a row of "sight_count@", or of "sight_fixed". */
gboolean   wb_ledger_sum_add     (WbLedger      *self,
                                  WbLedgerSet    set,
                                  const char    *table,
                                  gint32         day,
                                  const WbSight *sight,
                                  const char    *type,
                                  const gint64   numbers[WB_N_SUMS],
                                  GError       **error);
gboolean   wb_ledger_sight_set_verdict (WbLedger *self,
                                  WbLedgerSet    set,
                                  gint64         row,
                                  WbVerdict      verdict,
                                  GError       **error);
void       wb_ledger_judge_free  (WbLedgerJudge *self);
/* The rules that hold: read once, and again when others were set. */
const WbClickRules *wb_ledger_judge_rules (WbLedger *self,
                                  WbLedgerSet    set,
                                  GError       **error);
/* A ticket has more or fewer confirmed clicks than its document says. */
gboolean   wb_ledger_sight_count_ticket (WbLedger *self,
                                  const char    *ticket_id,
                                  int            more,
                                  GError       **error);

G_END_DECLS
