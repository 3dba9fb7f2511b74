/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The rows of a ticket's card, made of records: one function per kind of row. */

#pragma once

#include "wb-activity.h"
#include "wb-context.h"
#include "wb-coupon.h"
#include "wb-ticket.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkWidget *wb_ticket_rows_new_product  (WbContext           *context,
                                        const WbProduct     *product);
GtkWidget *wb_ticket_rows_new_order    (WbContext           *context,
                                        const WbTicket      *ticket);
GtkWidget *wb_ticket_rows_new_call     (WbContext           *context,
                                        const WbActivity    *call);
GtkWidget *wb_ticket_rows_new_coupon   (WbContext           *context,
                                        const WbCoupon      *coupon);
GtkWidget *wb_ticket_rows_new_history  (WbContext           *context,
                                        const WbHistoryItem *item);

G_END_DECLS
