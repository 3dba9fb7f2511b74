/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The call sheet: calls on paper or in a PDF, for an outage or a hand-over. Each has a box to tick, and
 * room for when it was made, how it ended and a note. Main thread only. */

#pragma once

#include "wb-context.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Opens the print dialog, which can also print to a file. @calls: (element-type WbActivity) in their
 * order; @title: what they are, translated ("Late", "Mine"). */
void       wb_call_sheet_print   (GtkWindow   *parent,
                                  WbContext   *context,
                                  GPtrArray   *calls,
                                  const char  *title);
/* Writes a PDF on the paper that is usual here. Errors: what GtkPrintOperation says. */
gboolean   wb_call_sheet_export  (WbContext   *context,
                                  GPtrArray   *calls,
                                  const char  *title,
                                  const char  *path,
                                  GError     **error);

G_END_DECLS
