/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the files of recounting share. */

#pragma once

#include "wb-ledger-recount.h"

G_BEGIN_DECLS

typedef enum
{
  WB_RECOUNT_CLEAR,     /* empties what an earlier one left that was given up */
  WB_RECOUNT_TICKETS,
  WB_RECOUNT_ORDERS,
  WB_RECOUNT_CALLS,
  WB_RECOUNT_COMPARE,   /* at its end the tables change places */
  WB_RECOUNT_SETTLE,    /* verdicts, and tickets' own numbers */
  WB_RECOUNT_SWEEP,
  WB_N_RECOUNT_STEPS,
} WbRecountStep;

typedef struct
{
  WbRecountStep step;
  char *after;         /* (owned) the last that the step was done for; "" = none yet */
  char *rules;         /* (owned) (nullable) */
  char *zone;          /* (owned) */
  gint64 n_changed;
} WbRecount;

void       wb_recount_clear         (WbRecount *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (WbRecount, wb_recount_clear)

/* In a transaction: does some of the step, about until then (monotonic), and moves `after` on.
 * @done_out: the step is done. */
gboolean   wb_recount_do            (WbLedger *ledger, WbRecount *self, gint64 until, gboolean *done_out,
                                     GError **error);
gboolean   wb_recount_settle_ticket (WbLedger *ledger, const char *ticket_id, GError **error);

G_END_DECLS
