/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* One ticket: customer, order, products, calls, coupons and history; header bar included. */

#pragma once

#include "wb-context.h"
#include "wb-ticket.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define WB_TYPE_TICKET_CARD (wb_ticket_card_get_type ())
G_DECLARE_FINAL_TYPE (WbTicketCard, wb_ticket_card, WB, TICKET_CARD, AdwBin)

GtkWidget  *wb_ticket_card_new         (WbContext      *context) G_GNUC_WARN_UNUSED_RESULT;
void        wb_ticket_card_set_ticket  (WbTicketCard   *self,
                                        const char     *ticket_id);
const char *wb_ticket_card_get_ticket  (WbTicketCard   *self);

G_END_DECLS
