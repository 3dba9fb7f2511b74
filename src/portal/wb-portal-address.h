/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Where the portal is reached by others, and the address of a customer there. */

#pragma once

#include "wb-ledger.h"

G_BEGIN_DECLS

char      *wb_portal_address_clean     (const char  *url,
                                        GError     **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean   wb_portal_address_remember  (WbLedger    *ledger,
                                        const char  *origin,
                                        GError     **error);
char      *wb_portal_address_recall    (WbLedger    *ledger) G_GNUC_WARN_UNUSED_RESULT;
char      *wb_portal_address_offers    (const char  *origin,
                                        const char  *key,
                                        const char  *language) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
