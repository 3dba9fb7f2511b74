/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Days as people type and read them: their own order of day, month and year, or ISO's. Patterns are
 * those of strftime(), as locales have them. Any thread. */

#pragma once

#include "wb-time.h"

G_BEGIN_DECLS

const char *wb_date_text_get_pattern  (void);
gboolean    wb_date_text_parse        (const char *text,
                                       const char *pattern,
                                       gint32      today,
                                       gint32     *date_out);
char       *wb_date_text_format       (gint32      date,
                                       const char *pattern) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
