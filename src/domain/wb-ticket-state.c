/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A state in a ticket's process; see wb-ticket-state.h. */

#include "config.h"

#include "wb-ticket-state.h"

static void
init_ticket_state (WbTicketState *self)
{
}

static void
clear_ticket_state (WbTicketState *self)
{
  g_free (self->id);
  g_clear_pointer (&self->name, wb_lang_text_unref);
  g_free (self->type);
  g_free (self->step);
  g_free (self->color);
}

WB_DEFINE_RECORD (WbTicketState, wb_ticket_state, init_ticket_state, clear_ticket_state)
