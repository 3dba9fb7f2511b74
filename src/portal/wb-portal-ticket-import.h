/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Tickets from a file of JSON lines in the API's form, upserted by code (design.md 7). */

#pragma once

#include "wb-ledger.h"

G_BEGIN_DECLS

typedef struct
{
  guint n_added;
  guint n_changed;
  guint n_same;
  guint n_deleted;
} WbTicketImportCount;

gboolean   wb_portal_ticket_import  (WbLedger             *ledger,
                                     GInputStream         *lines,
                                     WbTicketImportCount  *count_out,
                                     GError              **error);

G_END_DECLS
