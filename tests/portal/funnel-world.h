/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A ledger that facts are told to, one line each, through the hooks that the service uses; and beside
 * it those same facts in plain tables, from which what the funnel should say is asked in SQL that knows
 * nothing of ours.
 *
 * Days are counted from BASE_DAY; a time is such a day with a fraction.
 *   ticket ID TYPE EMAIL SHOP CURRENCY     ("-" = none)
 *   offer TICKET TOOL PLACEMENT TIME
 *   view TICKET PLACEMENT TOOLS TIME WHO   (TOOLS: coupon+call_request; WHO: person, bot)
 *   click TICKET PLACEMENT TIME WHO        (person, head)
 *   call ID TICKET PLACEMENT TIME
 *   coupon ID TICKET PLACEMENT ACTIVITY STATE TIME [REVENUE CURRENCY ORDER]
 *   order ID SHOP EMAIL COUPON STATE TOTAL REFUNDED TIME CURRENCY
 *         (STATE: open, paid, cancelled, refunded, test; COUPON: its id, "?" before it = guessed;
 *         of "c2+c1" the first is the newest)
 *   delete TICKET / email TICKET EMAIL / type TICKET TYPE
 *   now TIME */

#pragma once

#include "wb-ledger-funnel.h"
#include "wb-random.h"
#include "wb-time.h"

G_BEGIN_DECLS

/* Wednesday 2025-01-01 */
#define BASE_DAY 20089

typedef struct
{
  char *dir;              /* (owned) */
  char *zone;             /* (owned) */
  GStringChunk *texts;    /* (owned) of times, as rows have them */
  WbMovableClock *clock;  /* (owned) */
  WbLedger *ledger;       /* (owned) */
  WbDb *facts;            /* (owned) the plain tables */
} World;

World     *world_new       (const char *zone);
void       world_free      (World *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (World, world_free)

gint64     world_time      (World *self, const char *text);
/* Facts apart by "; ". */
void       world_tell      (World *self, const char *facts);
/* One row a line: "DAY tool type placement currency offered/shown/taken/used/probable/open R+P", by the
 * ledger; by the plain tables; and straight from the ledger's rows without the sums. */
char      *world_dump      (World *self);
char      *world_expect    (World *self);
void       world_assert    (World *self);
gint64     world_ask       (World *self, const char *sql);

G_END_DECLS
