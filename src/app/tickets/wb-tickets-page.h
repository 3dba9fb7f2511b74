/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Tickets: everything found as it is typed, and the card of the one chosen. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define WB_TYPE_TICKETS_PAGE (wb_tickets_page_get_type ())
G_DECLARE_FINAL_TYPE (WbTicketsPage, wb_tickets_page, WB, TICKETS_PAGE, AdwBin)

/* Construct property "context" (WbContext). */

G_END_DECLS
