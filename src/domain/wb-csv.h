/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CSV for spreadsheets (RFC 4180, UTF-8, CRLF), one row at a time so that a million rows cost no
 * memory. A cell that a spreadsheet would run as a formula is made harmless (ecosystem.md: CSV). */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Appends one row. @cells: NULL-terminated; a number's cell is written as it is only when it is one. */
void       wb_csv_append_row   (GString            *out,
                                const char *const  *cells);
void       wb_csv_append_cell  (GString            *out,
                                const char         *text,
                                gboolean            is_last);

G_END_DECLS
