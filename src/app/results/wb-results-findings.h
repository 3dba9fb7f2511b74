/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What follows from the numbers: the conclusion on top, whether they may still rise, and advice with
 * a button where an act follows. */

#pragma once

#include "wb-results-model.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define WB_TYPE_RESULTS_FINDINGS (wb_results_findings_get_type ())
G_DECLARE_FINAL_TYPE (WbResultsFindings, wb_results_findings, WB, RESULTS_FINDINGS, AdwBin)

GtkWidget *wb_results_findings_new       (void) G_GNUC_WARN_UNUSED_RESULT;
/* @limits: (nullable) what the numbers do not cover, translated. */
void       wb_results_findings_set_model (WbResultsFindings    *self,
                                          const WbResultsModel *model,
                                          const char           *limits);

G_END_DECLS
