/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A kind of ticket; see wb-ticket-type.h. */

#include "config.h"

#include "wb-ticket-type.h"

static void
init_ticket_type (WbTicketType *self)
{
}

static void
clear_ticket_type (WbTicketType *self)
{
  g_free (self->id);
  g_clear_pointer (&self->name, wb_lang_text_unref);
  g_free (self->kind);
  g_free (self->color);
}

WB_DEFINE_RECORD (WbTicketType, wb_ticket_type, init_ticket_type, clear_ticket_type)
