/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Text to read above the window: the summary of results, which can be copied, and how they are
 * counted. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define WB_TYPE_RESULTS_TEXT_WINDOW (wb_results_text_window_get_type ())
G_DECLARE_FINAL_TYPE (WbResultsTextWindow, wb_results_text_window, WB, RESULTS_TEXT_WINDOW, AdwWindow)

GtkWidget *wb_results_text_window_new          (const char          *title,
                                                gboolean             can_copy) G_GNUC_WARN_UNUSED_RESULT;
/* @heading: (nullable) */
void       wb_results_text_window_add          (WbResultsTextWindow *self,
                                                const char          *heading,
                                                const char          *text);
/* All of it. */
const char *wb_results_text_window_get_text    (WbResultsTextWindow *self);

G_END_DECLS
