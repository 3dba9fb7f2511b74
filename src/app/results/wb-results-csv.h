/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Results as files for spreadsheets. Numbers are plain, money stands in a column per currency. */

#pragma once

#include "wb-results-charts.h"

G_BEGIN_DECLS

/* Of what there is a file, besides the charts. */
typedef enum
{
  WB_RESULTS_FILE_TOOLS,   /* the comparison */
  WB_RESULTS_FILE_TYPES,   /* the same by ticket type */
  WB_RESULTS_FILE_DAYS,    /* the same by day */
  WB_RESULTS_FILE_CALLS,   /* the period and the one before */
  WB_N_RESULTS_FILES,
} WbResultsFile;

const char *wb_results_file_to_text (WbResultsFile         file);
gboolean    wb_results_file_from_text (const char         *text,
                                     WbResultsFile        *file_out);
/* For wb_csv_saver_ask(). */
GPtrArray  *wb_results_csv_make     (const WbResultsModel *model,
                                     WbResultsFile         file,
                                     WbResultsNameFunc     name_type,
                                     gpointer              name_data) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
