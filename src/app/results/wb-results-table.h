/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The tools side by side: a table where it has room, a card per tool where it has not. Its widgets
 * are made once; other numbers only change their words. */

#pragma once

#include "wb-results-model.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define WB_TYPE_RESULTS_TABLE (wb_results_table_get_type ())
G_DECLARE_FINAL_TYPE (WbResultsTable, wb_results_table, WB, RESULTS_TABLE, GtkWidget)

GtkWidget *wb_results_table_new       (void) G_GNUC_WARN_UNUSED_RESULT;
void       wb_results_table_set_model (WbResultsTable *self,
                                       WbResultsModel *model);
/* All it says, a line per tool. */
char      *wb_results_table_dup_text  (WbResultsTable *self) G_GNUC_WARN_UNUSED_RESULT;
gboolean   wb_results_table_is_narrow (WbResultsTable *self);

G_END_DECLS
