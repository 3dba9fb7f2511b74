/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Single numbers beside the comparison: calls answered in time, orders after calls, and what is still
 * open in coupons. */

#pragma once

#include "wb-results-model.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define WB_TYPE_RESULTS_CALLS (wb_results_calls_get_type ())
G_DECLARE_FINAL_TYPE (WbResultsCalls, wb_results_calls, WB, RESULTS_CALLS, AdwBin)

GtkWidget *wb_results_calls_new       (void) G_GNUC_WARN_UNUSED_RESULT;
void       wb_results_calls_set_model (WbResultsCalls       *self,
                                       const WbResultsModel *model,
                                       int                   goal_hours);

G_END_DECLS
