/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The numbers of results as they stand in cells, on tiles and in the report: one place, so that the
 * window, the paper and a screen reader say the same. All give new strings; any thread. */

#pragma once

#include "wb-results-model.h"

G_BEGIN_DECLS

typedef enum
{
  WB_RESULTS_TOOL,
  WB_RESULTS_OFFERED,
  WB_RESULTS_SHOWN,
  WB_RESULTS_TAKEN,
  WB_RESULTS_ORDERED,
  WB_RESULTS_SHARE,
  WB_RESULTS_REVENUE,
  WB_RESULTS_CHANGE,
  WB_N_RESULTS_COLUMNS,
} WbResultsColumn;

/* What a cell says; neither is ever NULL. */
typedef struct
{
  char *text;   /* (owned) */
  char *note;   /* (owned) below it, quieter; "" = nothing */
} WbResultsCell;

void        wb_results_cell_clear      (WbResultsCell         *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (WbResultsCell, wb_results_cell_clear)

const char *wb_results_column_title    (WbResultsColumn        column);
/* What its numbers mean; NULL = the title says it. */
const char *wb_results_column_hint     (WbResultsColumn        column);
void        wb_results_cell_make       (WbResultsCell         *self_out,
                                        const WbResultsModel  *model,
                                        const WbToolResult    *tool,
                                        WbResultsColumn        column);

/* Where a tool's share stands against the period before. */
typedef enum
{
  WB_RESULTS_SAME,
  WB_RESULTS_UP,
  WB_RESULTS_DOWN,
} WbResultsTrend;

WbResultsTrend wb_results_get_trend    (const WbToolResult    *tool);

/* "22 Oct – 20 Nov 2026" */
char       *wb_results_format_period   (const WbPeriod        *period) G_GNUC_WARN_UNUSED_RESULT;
/* "86%"; "–" of none. */
char       *wb_results_format_percent  (double                 share) G_GNUC_WARN_UNUSED_RESULT;
char       *wb_results_format_share    (gint64                 n,
                                        gint64                 n_all) G_GNUC_WARN_UNUSED_RESULT;
/* "between 80% and 91%" */
char       *wb_results_format_range    (const WbInterval      *interval) G_GNUC_WARN_UNUSED_RESULT;
/* One number with what it is of. */
typedef struct
{
  char *figure;   /* (owned) "86%" */
  char *title;    /* (owned) "of calls within 24 h" */
  char *detail;   /* (owned) "between 80% and 91%" */
  char *before;   /* (owned) "74% in the period before"; "" = nothing to say */
} WbResultsTile;

typedef enum
{
  WB_RESULTS_IN_GOAL,
  WB_RESULTS_IN_PROMISE,
  WB_RESULTS_CALL_ORDERS,
  WB_RESULTS_STILL_OPEN,   /* in coupons, today */
  WB_N_RESULTS_TILES,
} WbResultsTileKind;

void        wb_results_tile_clear      (WbResultsTile         *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (WbResultsTile, wb_results_tile_clear)
/* @goal_hours: the account's. FALSE = there is nothing to tell, and @self_out is empty. */
gboolean    wb_results_tile_make       (WbResultsTile         *self_out,
                                        const WbResultsModel  *model,
                                        WbResultsTileKind      kind,
                                        int                    goal_hours);

/* The end of all bars: a round share that nothing goes past. */
double      wb_results_get_scale       (const WbResultsModel  *model);

/* A count in words; WB_COUNT_NONE = a dash. */
char      *wb_results_format_count (gint64 count) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
