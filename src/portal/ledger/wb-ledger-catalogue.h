/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Ticket types, states and tags. */

#pragma once

#include "wb-ledger.h"
#include "wb-tag.h"
#include "wb-ticket-state.h"
#include "wb-ticket-type.h"

G_BEGIN_DECLS

gboolean   wb_ledger_type_put    (WbLedger             *self,
                                  const WbTicketType   *type,
                                  GError              **error);
gboolean   wb_ledger_type_get    (WbLedger             *self,
                                  const char           *id,
                                  WbTicketType        **type_out,
                                  GError              **error);
GPtrArray *wb_ledger_type_list   (WbLedger             *self,
                                  GError              **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean   wb_ledger_state_put   (WbLedger             *self,
                                  const WbTicketState  *state,
                                  GError              **error);
gboolean   wb_ledger_state_get   (WbLedger             *self,
                                  const char           *id,
                                  WbTicketState       **state_out,
                                  GError              **error);
/* The first state of that step that a type has. */
gboolean   wb_ledger_state_first (WbLedger             *self,
                                  const char           *type_id,
                                  const char           *step,
                                  WbTicketState       **state_out,
                                  GError              **error);
gboolean   wb_ledger_tag_put     (WbLedger             *self,
                                  const WbTag          *tag,
                                  GError              **error);

G_END_DECLS
