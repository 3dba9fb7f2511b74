/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Customers' keys: who has one is the customer of its ticket (reference/retino-api.md B.10). Kept by
 * their SHA-256 alone, so that the ledger opens nobody's page. */

#pragma once

#include "wb-ledger.h"

G_BEGIN_DECLS

char      *wb_ledger_customer_key_new   (WbLedger    *self) G_GNUC_WARN_UNUSED_RESULT;
gboolean   wb_ledger_customer_key_is_valid (const char *key);
char      *wb_ledger_customer_key_hash  (const char  *key) G_GNUC_WARN_UNUSED_RESULT;
gboolean   wb_ledger_customer_key_add   (WbLedger    *self,
                                         const char  *key,
                                         const char  *ticket_id,
                                         GError     **error);
gboolean   wb_ledger_customer_find      (WbLedger    *self,
                                         const char  *key_sha256,
                                         char       **ticket_id_out,
                                         GError     **error);
gboolean   wb_ledger_customer_forget    (WbLedger    *self,
                                         const char  *ticket_id,
                                         GError     **error);

G_END_DECLS
