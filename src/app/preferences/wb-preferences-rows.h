/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Rows of the preferences that show and change a field of a form. Main thread only. */

#pragma once

#include "wb-form.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Both keep the form and follow it while they live. What is wrong stands in place of the title, so
 * that nothing moves when it appears. */
GtkWidget  *wb_preferences_entry_new       (WbForm        *form,
                                            const char    *field,
                                            const char    *title,
                                            const char    *group,
                                            gboolean       read_only) G_GNUC_WARN_UNUSED_RESULT;
GtkWidget  *wb_preferences_spin_new        (WbForm        *form,
                                            const char    *field,
                                            const char    *title,
                                            const char    *subtitle,
                                            int            max,
                                            gboolean       read_only) G_GNUC_WARN_UNUSED_RESULT;
const char *wb_preferences_row_get_field   (GtkWidget     *row);
const char *wb_preferences_row_get_title   (GtkWidget     *row);

G_END_DECLS
