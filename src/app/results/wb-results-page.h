/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Which offer brings customers back: the conclusion, the tools side by side, charts, calls; as a
 * report and as files. Everybody may read it. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define WB_TYPE_RESULTS_PAGE (wb_results_page_get_type ())
G_DECLARE_FINAL_TYPE (WbResultsPage, wb_results_page, WB, RESULTS_PAGE, AdwBin)

/* A WbPage. Actions: results.again, results.all-currencies, results.year, results.read,
 * results.explain, results.report, results.csv ('s' table), results.chart-csv ('s' chart). */

G_END_DECLS
