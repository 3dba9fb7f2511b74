/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A ticket in the list: one widget that draws all its words itself, as fast lists need it
 * (reference/floors.md 2), and says them to assistive technology. */

#pragma once

#include "wb-context.h"
#include "wb-row-list.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define WB_TYPE_TICKET_LINE (wb_ticket_line_get_type ())
G_DECLARE_FINAL_TYPE (WbTicketLine, wb_ticket_line, WB, TICKET_LINE, GtkWidget)

GtkWidget  *wb_ticket_line_new         (WbContext   *context) G_GNUC_WARN_UNUSED_RESULT;
void        wb_ticket_line_set_row     (WbTicketLine *self,
                                       WbRow       *row);
void        wb_ticket_line_refresh     (WbTicketLine *self);
const char *wb_ticket_line_get_spoken  (WbTicketLine *self);

G_END_DECLS
