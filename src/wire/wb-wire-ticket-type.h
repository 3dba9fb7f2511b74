/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Ticket types (retino-api.md B.3). */

#pragma once

#include "wb-ticket-type.h"
#include "wb-wire.h"

G_BEGIN_DECLS

WbTicketType *wb_wire_ticket_type_decode  (JsonNode  *node,
                        GError   **error) G_GNUC_WARN_UNUSED_RESULT;
JsonNode *wb_wire_ticket_type_encode  (const WbTicketType *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
