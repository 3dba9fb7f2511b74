/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Tickets, read tolerantly (retino-api.md B.0, B.4). */

#pragma once

#include "wb-ticket.h"
#include "wb-wire.h"

G_BEGIN_DECLS

WbTicket *wb_wire_ticket_decode  (JsonNode  *node,
                        GError   **error) G_GNUC_WARN_UNUSED_RESULT;
JsonNode *wb_wire_ticket_encode  (const WbTicket *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
