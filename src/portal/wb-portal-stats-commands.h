/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* winback-portal stats …: the rules by which clicks are judged, and counting anew. */

#pragma once

#include "wb-ledger.h"
#include "wb-portal-options.h"

G_BEGIN_DECLS

/* Shows them; with a file sets them and counts history anew. */
gboolean   wb_portal_stats_commands_rules    (const WbPortalCommand  *command,
                                              WbLedger               *ledger,
                                              GError                **error);
gboolean   wb_portal_stats_commands_rebuild  (const WbPortalCommand  *command,
                                              WbLedger               *ledger,
                                              GError                **error);
/* Not in a transaction: what a command asked to be counted anew, if it did. */
gboolean   wb_portal_stats_commands_finish   (WbLedger               *ledger,
                                              GError                **error);

G_END_DECLS
