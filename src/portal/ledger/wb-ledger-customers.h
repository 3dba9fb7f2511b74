/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Customers' keys: who has one is the customer of its ticket (reference/retino-api.md B.10). Kept by
 * their SHA-256 alone, so that the ledger opens nobody's page. A ticket's own key is derived from a
 * secret beside the ledger, so that staff can be told the customer's link at any time; others, drawn
 * at random, may open it as well. */

#pragma once

#include "wb-ledger.h"

G_BEGIN_DECLS

/* Reads or makes the secret, and sees that each ticket has a key made from it. */
gboolean   wb_ledger_customers_open     (WbLedger    *self,
                                         const char  *ledger_path,
                                         GError     **error);
/* The ticket's key; NULL = there is no such ticket. */
gboolean   wb_ledger_customer_key_get   (WbLedger    *self,
                                         const char  *ticket_id,
                                         char       **key_out,
                                         GError     **error);
gboolean   wb_ledger_customer_key_ensure (WbLedger   *self,
                                         const char  *ticket_id,
                                         GError     **error);
/* All earlier keys of the ticket stop working. */
gboolean   wb_ledger_customer_key_renew (WbLedger    *self,
                                         const char  *ticket_id,
                                         GError     **error);
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
/* The same, and the ticket's type; what a redirect needs and no more. */
gboolean   wb_ledger_customer_find_type (WbLedger    *self,
                                         const char  *key_sha256,
                                         char       **ticket_id_out,
                                         char       **type_out,
                                         GError     **error);
gboolean   wb_ledger_customer_forget    (WbLedger    *self,
                                         const char  *ticket_id,
                                         GError     **error);

G_END_DECLS
