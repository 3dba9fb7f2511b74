/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the tones and patterns of a chart stand for, in as many lines as are needed. */

#pragma once

#include "wb-chart.h"

G_BEGIN_DECLS

#define WB_TYPE_CHART_LEGEND (wb_chart_legend_get_type ())
G_DECLARE_FINAL_TYPE (WbChartLegend, wb_chart_legend, WB, CHART_LEGEND, GtkWidget)

/* One series needs no legend: it is then hidden. */
void       wb_chart_legend_set_data (WbChartLegend *self,
                                     WbChartData   *data);

G_END_DECLS
