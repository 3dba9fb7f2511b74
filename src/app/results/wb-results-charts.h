/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the charts of results show: the same data on the page, in the report and in files. */

#pragma once

#include "wb-chart.h"
#include "wb-results-model.h"

G_BEGIN_DECLS

typedef enum
{
  WB_RESULTS_CHART_TAKEN,    /* per day, by tool */
  WB_RESULTS_CHART_ORDERED,  /* per day of the offer, by tool */
  WB_RESULTS_CHART_REVENUE,  /* the same in money, of one currency */
  WB_RESULTS_CHART_TYPES,    /* of 100 offered, by ticket type and tool */
  WB_RESULTS_CHART_CALLS,    /* how calls ended */
  WB_N_RESULTS_CHARTS,
} WbResultsChart;

/* What a ticket type is called; NULL = nobody knows. */
typedef const char *(* WbResultsNameFunc) (gpointer data, const char *id);

/* For names of files, and in the export menu. */
const char   *wb_results_chart_to_text (WbResultsChart         chart);
const char   *wb_results_chart_title   (WbResultsChart         chart);
/* NULL = nothing to show in this one: money of all currencies, a comparison of one type. */
WbChartData  *wb_results_chart_make    (WbResultsChart         chart,
                                        const WbResultsModel  *model,
                                        WbResultsNameFunc      name_type,
                                        gpointer               name_data) G_GNUC_WARN_UNUSED_RESULT;
WbChartTone   wb_results_tone_of_tool  (WbTool                 tool);

G_END_DECLS
