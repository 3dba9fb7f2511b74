/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The event feed: everything that changed, in one order (reference/retino-api.md B.11). */

#pragma once

#include "wb-ledger.h"

G_BEGIN_DECLS

#define WB_LEDGER_EVENT_DAYS 30

gboolean   wb_ledger_event_add    (WbLedger     *self,
                                   const char   *kind,
                                   const char   *change,
                                   const char   *actor,
                                   const char   *object_id,
                                   gint64        object_version,
                                   JsonNode     *object,
                                   GError      **error);
gboolean   wb_ledger_events_head  (WbLedger     *self,
                                   gint64       *seq_out,
                                   GError      **error);
gboolean   wb_ledger_events_floor (WbLedger     *self,
                                   gint64       *seq_out,
                                   GError      **error);
gboolean   wb_ledger_events_read  (WbLedger     *self,
                                   gint64        after,
                                   int           limit,
                                   GStrv         kinds,
                                   GPtrArray   **events_out,
                                   gint64       *next_out,
                                   gboolean     *has_more_out,
                                   GError      **error);
gboolean   wb_ledger_events_prune (WbLedger     *self,
                                   GError      **error);

G_END_DECLS
