/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* How often banners were shown and clicked, summed by day, banner, placement and ticket type
 * (reference/retino-api.md B.9). */

#pragma once

#include "wb-ledger.h"

G_BEGIN_DECLS

/* A second click so soon after the first is the same one. */
#define WB_LEDGER_CLICK_SECS 30

/* What is counted. */
typedef struct
{
  gint32 day;             /* in the account's zone */
  const char *banner;     /* (unowned), as all below */
  const char *placement;
  const char *type;       /* ticket type */
  const char *ticket;
} WbLedgerShown;

gboolean   wb_ledger_count_shown   (WbLedger             *self,
                                    const WbLedgerShown  *sight,
                                    GError              **error);
gboolean   wb_ledger_count_click   (WbLedger             *self,
                                    const WbLedgerShown  *sight,
                                    gboolean              by_person,
                                    gboolean             *counted_out,
                                    GError              **error);
gboolean   wb_ledger_counts_prune  (WbLedger             *self,
                                    GError              **error);

G_END_DECLS
