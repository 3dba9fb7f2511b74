/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What is wrong with a field, below it: icon and words, gone when all is well. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* px: more than a line of the usual font needs. */
#define WB_PROBLEM_LABEL_LINE_HEIGHT 20

#define WB_TYPE_PROBLEM_LABEL (wb_problem_label_get_type ())
G_DECLARE_FINAL_TYPE (WbProblemLabel, wb_problem_label, WB, PROBLEM_LABEL, AdwBin)

GtkWidget *wb_problem_label_new       (void) G_GNUC_WARN_UNUSED_RESULT;
void       wb_problem_label_keep_room (WbProblemLabel *self);
gboolean   wb_problem_label_has_text (WbProblemLabel *self);
void       wb_problem_label_set_text  (WbProblemLabel *self,
                                       const char     *text);
void       wb_problem_label_mark      (WbProblemLabel *self,
                                       GtkWidget      *field,
                                       gboolean        wrong);

G_END_DECLS
