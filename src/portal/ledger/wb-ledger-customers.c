/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Customers' keys; see wb-ledger-customers.h. */

#include "config.h"

#include "wb-ledger-customers.h"

#include <string.h>

/* 128 bits (reference/retino-api.md B.10). */
#define KEY_BYTES 16

/**
 * wb_ledger_customer_key_new:
 * @self: the ledger
 *
 * Returns: (transfer full): 32 hex digits
 */
char *
wb_ledger_customer_key_new (WbLedger *self)
{
  return wb_ledger_new_secret (self, KEY_BYTES);
}

/**
 * wb_ledger_customer_key_is_valid:
 * @key: a text
 *
 * Returns: whether it looks like a key; whether it is one, only the ledger knows
 */
gboolean
wb_ledger_customer_key_is_valid (const char *key)
{
  return strlen (key) == 2 * KEY_BYTES && strspn (key, "0123456789abcdef") == 2 * KEY_BYTES;
}

/**
 * wb_ledger_customer_key_hash:
 * @key: a key
 *
 * Returns: (transfer full): what is kept of it
 */
char *
wb_ledger_customer_key_hash (const char *key)
{
  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, key, -1);
}

/**
 * wb_ledger_customer_key_add:
 * @self: the ledger
 * @key: a key
 * @ticket_id: the ticket it opens; earlier keys of it go on working
 * @error: return location (WB_DB_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_customer_key_add (WbLedger    *self,
                            const char  *key,
                            const char  *ticket_id,
                            GError     **error)
{
  g_autofree char *hash = wb_ledger_customer_key_hash (key);
  g_autoptr (WbStmt) stmt = NULL;

  stmt = wb_db_prepare (self->db,
                        "INSERT INTO customer_key (key_sha256, ticket, created_at)"
                        " VALUES (?, ?, ?) ON CONFLICT (key_sha256) DO UPDATE SET"
                        " ticket = excluded.ticket",
                        error);
  if (!stmt)
    return FALSE;

  wb_stmt_bind_text (stmt, 1, hash);
  wb_stmt_bind_text (stmt, 2, ticket_id);
  wb_stmt_bind_int64 (stmt, 3, wb_ledger_now (self));

  return wb_stmt_run (stmt, error);
}

/**
 * wb_ledger_customer_find:
 * @self: the ledger
 * @key_sha256: what wb_ledger_customer_key_hash() gives
 * @ticket_id_out: (out) (transfer full) (nullable): the ticket it opens; `NULL` when unknown
 * @error: return location (WB_DB_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_customer_find (WbLedger    *self,
                         const char  *key_sha256,
                         char       **ticket_id_out,
                         GError     **error)
{
  g_autoptr (WbStmt) stmt = NULL;
  gboolean has_row = FALSE;

  *ticket_id_out = NULL;
  stmt = wb_db_prepare (self->db, "SELECT ticket FROM customer_key WHERE key_sha256 = ?", error);
  if (!stmt)
    return FALSE;

  wb_stmt_bind_text (stmt, 1, key_sha256);
  if (!wb_stmt_step (stmt, &has_row, error))
    return FALSE;
  if (has_row)
    *ticket_id_out = wb_stmt_dup_text (stmt, 0);

  return TRUE;
}

/**
 * wb_ledger_customer_forget:
 * @self: the ledger
 * @ticket_id: a ticket that is being deleted
 * @error: return location (WB_DB_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_customer_forget (WbLedger    *self,
                           const char  *ticket_id,
                           GError     **error)
{
  g_autoptr (WbStmt) stmt = NULL;

  stmt = wb_db_prepare (self->db, "DELETE FROM customer_key WHERE ticket = ?", error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_text (stmt, 1, ticket_id);

  return wb_stmt_run (stmt, error);
}
