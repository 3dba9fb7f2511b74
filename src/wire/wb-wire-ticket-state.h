/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Ticket states (retino-api.md B.3). */

#pragma once

#include "wb-ticket-state.h"
#include "wb-wire.h"

G_BEGIN_DECLS

WbTicketState *wb_wire_ticket_state_decode  (JsonNode  *node,
                        GError   **error) G_GNUC_WARN_UNUSED_RESULT;
JsonNode *wb_wire_ticket_state_encode  (const WbTicketState *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
