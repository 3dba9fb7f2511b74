/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A share and how far it may be off, as a bar: where the number lies, between what, and a line where
 * it was before. It says nothing to a screen reader: the words stand beside it. */

#pragma once

#include "wb-chart.h"
#include "wb-interval.h"

G_BEGIN_DECLS

#define WB_TYPE_INTERVAL_BAR (wb_interval_bar_get_type ())
G_DECLARE_FINAL_TYPE (WbIntervalBar, wb_interval_bar, WB, INTERVAL_BAR, GtkWidget)

GtkWidget *wb_interval_bar_new        (void) G_GNUC_WARN_UNUSED_RESULT;
/* @before: the value before; NAN = none. @max: the right end, above 0; bars below one another share it. */
void       wb_interval_bar_set        (WbIntervalBar    *self,
                                       const WbInterval *interval,
                                       double            before,
                                       double            max,
                                       WbChartTone       tone);
/* The style of the theme that @widget stands in. */
void       wb_interval_bar_get_style  (GtkWidget        *widget,
                                       WbChartStyle     *style_out);
/* A square of a tool's colour and pattern, as legends have it. */
GtkWidget *wb_interval_bar_new_key    (WbChartTone       tone) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
