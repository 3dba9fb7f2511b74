/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* `shop add`, `check`, `list`, `pause`, `resume` and `remove`. */

#pragma once

#include "wb-ledger.h"
#include "wb-portal-options.h"

G_BEGIN_DECLS

gboolean   wb_portal_shop_commands_add     (const WbPortalCommand  *command,
                                            WbLedger               *ledger,
                                            GError                **error);
gboolean   wb_portal_shop_commands_check   (const WbPortalCommand  *command,
                                            WbLedger               *ledger,
                                            GError                **error);
gboolean   wb_portal_shop_commands_list    (const WbPortalCommand  *command,
                                            WbLedger               *ledger,
                                            GError                **error);
gboolean   wb_portal_shop_commands_pause   (const WbPortalCommand  *command,
                                            WbLedger               *ledger,
                                            GError                **error);
gboolean   wb_portal_shop_commands_resume  (const WbPortalCommand  *command,
                                            WbLedger               *ledger,
                                            GError                **error);
gboolean   wb_portal_shop_commands_remove  (const WbPortalCommand  *command,
                                            WbLedger               *ledger,
                                            GError                **error);

G_END_DECLS
