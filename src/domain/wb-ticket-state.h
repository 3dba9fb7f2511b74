/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A state in a ticket's process (reference/retino-api.md B.3). */

#pragma once

#include "wb-lang-text.h"

G_BEGIN_DECLS

typedef struct
{
  char *id;          /* (owned) */
  WbLangText *name;  /* (owned) (nullable) */
  char *type;        /* (owned) (nullable) ticket type id */
  char *step;        /* (owned) (nullable) new|waiting|resolving|decision|resolved */
  char *color;       /* (owned) (nullable) */
  int position;
  gint64 version;
} WbTicketState;

WB_DECLARE_RECORD (WbTicketState, wb_ticket_state)

G_END_DECLS
