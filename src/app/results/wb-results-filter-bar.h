/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Of what results are shown: period, ticket type, currency. */

#pragma once

#include "wb-context.h"
#include "wb-results-model.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define WB_TYPE_RESULTS_FILTER_BAR (wb_results_filter_bar_get_type ())
G_DECLARE_FINAL_TYPE (WbResultsFilterBar, wb_results_filter_bar, WB, RESULTS_FILTER_BAR, AdwBin)

/* Signal "changed": the question is another. */

/* @question: (transfer none) what it changes; outlives it. */
GtkWidget *wb_results_filter_bar_new            (WbContext          *context,
                                                 WbResultsQuestion  *question) G_GNUC_WARN_UNUSED_RESULT;
/* Says anew what is asked; types may be called otherwise now, and the day may be another. */
void       wb_results_filter_bar_refresh        (WbResultsFilterBar *self);
void       wb_results_filter_bar_choose         (WbResultsFilterBar *self,
                                                 WbPeriodKind        kind);
/* (element-type utf8) Currencies there are besides the account's. */
void       wb_results_filter_bar_set_currencies (WbResultsFilterBar *self,
                                                 GPtrArray          *currencies);

G_END_DECLS
