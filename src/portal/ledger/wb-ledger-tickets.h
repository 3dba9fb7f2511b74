/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Tickets with their history and what a search finds them by. */

#pragma once

#include "wb-ledger.h"
#include "wb-ticket.h"

G_BEGIN_DECLS

gboolean   wb_ledger_ticket_get      (WbLedger        *self,
                                      const char      *id,
                                      WbTicket       **ticket_out,
                                      GError         **error);
gboolean   wb_ledger_ticket_by_code  (WbLedger        *self,
                                      const char      *code,
                                      WbTicket       **ticket_out,
                                      GError         **error);
gboolean   wb_ledger_ticket_put      (WbLedger        *self,
                                      const WbTicket  *ticket,
                                      GError         **error);
gboolean   wb_ledger_ticket_save     (WbLedger        *self,
                                      WbTicket        *ticket,
                                      gboolean         is_new,
                                      const char      *actor,
                                      GError         **error);
gboolean   wb_ledger_ticket_delete   (WbLedger        *self,
                                      WbTicket        *ticket,
                                      GError         **error);
/* The ticket is the caller's to save. */
gboolean   wb_ledger_ticket_set_phone (WbLedger      *self,
                                      WbTicket        *ticket,
                                      const char      *phone,
                                      const char      *actor,
                                      GError         **error);
/* An entry of the history, which also is a change of the ticket. */
gboolean   wb_ledger_ticket_note     (WbLedger        *self,
                                      const char      *ticket_id,
                                      const char      *type,
                                      const char      *text,
                                      const char      *actor,
                                      GError         **error);
gboolean   wb_ledger_ticket_remember (WbLedger        *self,
                                      WbTicket        *ticket,
                                      const char      *type,
                                      const char      *text,
                                      const char      *actor,
                                      GError         **error);
/* The FTS5 question for what a person typed; NULL = nothing to look for. */
char      *wb_ledger_ticket_search   (const char      *typed) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
