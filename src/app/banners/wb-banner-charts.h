/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The charts of one banner, made from its counts. */

#pragma once

#include "wb-chart.h"
#include "wb-context.h"
#include "wb-period.h"
#include "wb-stat-rows.h"

G_BEGIN_DECLS

/* @rows: (element-type WbBannerCount) of one banner, by day, placement and type. All new. */
WbChartData *wb_banner_charts_clicks     (GPtrArray      *rows,
                                          const WbPeriod *period,
                                          gint32          today) G_GNUC_WARN_UNUSED_RESULT;
/* Only what is counted: no mails. */
WbChartData *wb_banner_charts_views      (GPtrArray      *rows,
                                          const WbPeriod *period,
                                          gint32          today) G_GNUC_WARN_UNUSED_RESULT;
WbChartData *wb_banner_charts_placements (GPtrArray      *rows) G_GNUC_WARN_UNUSED_RESULT;
WbChartData *wb_banner_charts_types      (GPtrArray      *rows,
                                          WbContext      *context) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
