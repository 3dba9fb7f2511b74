/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The report of a period as a PDF on A4: its words are taken on the main thread, since names are
 * looked up there; the pages are drawn on a worker. */

#pragma once

#include "wb-context.h"
#include "wb-results-charts.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _WbResultsReport WbResultsReport;

/* Main thread. */
WbResultsReport *wb_results_report_new          (WbContext            *context,
                                                 const WbResultsModel *model) G_GNUC_WARN_UNUSED_RESULT;
void             wb_results_report_free         (WbResultsReport      *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbResultsReport, wb_results_report_free)

/* Any thread, one at a time. @n_pages_out: (optional) */
GBytes          *wb_results_report_draw         (WbResultsReport      *self,
                                                 guint                *n_pages_out,
                                                 GError              **error) G_GNUC_WARN_UNUSED_RESULT;

/* Draws @self (transfer full) into @file, replaced as a whole or not at all. */
void             wb_results_report_write_async  (WbResultsReport      *self,
                                                 GFile                *file,
                                                 GCancellable         *cancellable,
                                                 GAsyncReadyCallback   callback,
                                                 gpointer              user_data);
gboolean         wb_results_report_write_finish (GAsyncResult         *result,
                                                 GError              **error);

G_END_DECLS
