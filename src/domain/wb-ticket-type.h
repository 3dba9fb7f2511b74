/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A kind of ticket: return, claim, exchange, ... (reference/retino-api.md B.3). */

#pragma once

#include "wb-lang-text.h"

G_BEGIN_DECLS

typedef struct
{
  char *id;          /* (owned) */
  WbLangText *name;  /* (owned) (nullable) */
  char *kind;        /* (owned) (nullable) return|claim|custom; NULL at level 0 */
  char *color;       /* (owned) (nullable) */
  int position;      /* order in lists; 0 where not told */
  gint64 version;
} WbTicketType;

WB_DECLARE_RECORD (WbTicketType, wb_ticket_type)

G_END_DECLS
