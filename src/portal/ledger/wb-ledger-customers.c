/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Customers' keys; see wb-ledger-customers.h. */

#include "config.h"

#include "wb-ledger-customers.h"

#include <string.h>

#include "wb-ledger-funnel.h"
#include "wb-portal-private-file.h"
#include "wb-portal.h"

/* 128 bits (reference/retino-api.md B.10). */
#define KEY_BYTES 16
#define SECRET_BYTES 32
#define META_SECRET_SUM "link_secret_sha256"

/* Which of the ticket's keys is the present one; 0 = there is no such ticket. */
static gboolean
find_generation (WbLedger    *self,
                 const char  *ticket_id,
                 gint64      *generation_out,
                 GError     **error)
{
  g_autoptr (WbStmt) stmt = NULL;
  gboolean has_row = FALSE;

  *generation_out = 0;
  stmt = wb_db_prepare (self->db,
                        "SELECT key_generation FROM ticket WHERE id = ? AND deleted_at IS NULL",
                        error);
  if (!stmt)
    return FALSE;

  wb_stmt_bind_text (stmt, 1, ticket_id);
  if (!wb_stmt_step (stmt, &has_row, error))
    return FALSE;
  if (has_row)
    *generation_out = wb_stmt_get_int64 (stmt, 0);

  return TRUE;
}

/* (transfer full): the first 128 bits of a HMAC-SHA256. */
static char *
derive_key (WbLedger   *self,
            const char *ticket_id,
            gint64      generation)
{
  g_autofree char *message = g_strdup_printf ("%s %" G_GINT64_FORMAT, ticket_id, generation);
  char *key = g_compute_hmac_for_string (G_CHECKSUM_SHA256, (const guchar *) self->link_secret,
                                         strlen (self->link_secret), message, -1);

  key[2 * KEY_BYTES] = '\0';

  return key;
}

static gboolean
add_key (WbLedger    *self,
         const char  *key,
         const char  *ticket_id,
         gint64       generation,
         GError     **error)
{
  g_autofree char *hash = wb_ledger_customer_key_hash (key);
  g_autoptr (WbStmt) stmt = NULL;

  stmt = wb_db_prepare (self->db,
                        "INSERT INTO customer_key (key_sha256, ticket, created_at, generation)"
                        " VALUES (?, ?, ?, nullif (?, 0)) ON CONFLICT (key_sha256) DO UPDATE SET"
                        " ticket = excluded.ticket, generation = excluded.generation",
                        error);
  if (!stmt)
    return FALSE;

  wb_stmt_bind_text (stmt, 1, hash);
  wb_stmt_bind_text (stmt, 2, ticket_id);
  wb_stmt_bind_int64 (stmt, 3, wb_ledger_now (self));
  wb_stmt_bind_int64 (stmt, 4, generation);

  return wb_stmt_run (stmt, error);
}

static gboolean
read_secret (WbLedger    *self,
             const char  *path,
             GError     **error)
{
  g_autofree char *text = NULL;

  if (!wb_portal_private_file_read (path, &text, error))
    return FALSE;
  g_strchomp (text);
  if (strlen (text) != 2 * SECRET_BYTES || strspn (text, "0123456789abcdef") != 2 * SECRET_BYTES) {
    g_set_error (error, WB_PORTAL_ERROR, WB_PORTAL_ERROR_SECRET,
                 "The secret file %s is not one of ours. Put it back, or remove it: customers then"
                 " get other links.",
                 path);
    return FALSE;
  }
  self->link_secret = g_steal_pointer (&text);

  return TRUE;
}

static gboolean
make_secret (WbLedger    *self,
             const char  *path,
             GError     **error)
{
  g_autofree char *secret = wb_ledger_new_secret (self, SECRET_BYTES);
  g_autofree char *line = g_strconcat (secret, "\n", NULL);

  if (!wb_portal_private_file_write (path, line, error))
    return FALSE;
  self->link_secret = g_steal_pointer (&secret);

  return TRUE;
}

static gboolean
run_sql (WbLedger    *self,
         const char  *sql,
         const char  *value,
         GError     **error)
{
  g_autoptr (WbStmt) stmt = wb_db_prepare (self->db, sql, error);

  if (!stmt)
    return FALSE;
  if (value)
    wb_stmt_bind_text (stmt, 1, value);

  return wb_stmt_run (stmt, error);
}

/* A ledger that was put back without its secret has another one now: what was derived from the old
 * one still opens its ticket, but is not the ticket's own key any more. */
static gboolean
notice_other_secret (WbLedger  *self,
                     GError   **error)
{
  g_autofree char *sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, self->link_secret, -1);
  g_autofree char *known = wb_ledger_dup_meta (self, META_SECRET_SUM);

  if (g_strcmp0 (known, sum) == 0)
    return TRUE;
  if (known && (!run_sql (self, "UPDATE customer_key SET generation = NULL", NULL, error) ||
                !wb_ledger_funnel_rekey (self, error)))
    return FALSE;

  return wb_ledger_set_meta (self, META_SECRET_SUM, sum, error);
}

/* Tickets of an earlier version of this program, or of an earlier secret. */
static gboolean
fill_in (WbLedger  *self,
         GError   **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (WbStmt) stmt = NULL;
  gboolean has_row = FALSE;

  stmt = wb_db_prepare (self->db,
                        "SELECT id FROM ticket WHERE deleted_at IS NULL AND NOT EXISTS"
                        " (SELECT 1 FROM customer_key WHERE customer_key.ticket = ticket.id"
                        " AND customer_key.generation = ticket.key_generation)",
                        error);
  if (!stmt)
    return FALSE;
  do {
    if (!wb_stmt_step (stmt, &has_row, error))
      return FALSE;
    if (has_row)
      g_ptr_array_add (ids, wb_stmt_dup_text (stmt, 0));
  } while (has_row);

  for (guint i = 0; i < ids->len; i++) {
    if (!wb_ledger_customer_key_ensure (self, g_ptr_array_index (ids, i), error))
      return FALSE;
  }

  return TRUE;
}

/**
 * wb_ledger_customers_open:
 * @self: a ledger that is being opened
 * @ledger_path: its file; the secret is kept beside it in a file of that name with ".key" after it
 * @error: return location (WB_DB_ERROR, WB_PORTAL_ERROR_SECRET)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_customers_open (WbLedger    *self,
                          const char  *ledger_path,
                          GError     **error)
{
  g_autofree char *path = g_strconcat (ledger_path, ".key", NULL);

  /* Two programs may start on one new file: the second sees what the first made. */
  if (!wb_db_begin_immediate (self->db, error))
    return FALSE;
  if (!(g_file_test (path, G_FILE_TEST_EXISTS) ? read_secret (self, path, error)
                                               : make_secret (self, path, error)) ||
      !notice_other_secret (self, error) || !fill_in (self, error)) {
    wb_db_rollback (self->db);
    return FALSE;
  }

  return wb_db_commit (self->db, error);
}

/**
 * wb_ledger_customer_key_get:
 * @self: the ledger
 * @ticket_id: a ticket's id
 * @key_out: (out) (transfer full) (nullable): its present key; `NULL` when there is no such ticket
 * @error: return location (WB_DB_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_customer_key_get (WbLedger    *self,
                            const char  *ticket_id,
                            char       **key_out,
                            GError     **error)
{
  gint64 generation = 0;

  *key_out = NULL;
  if (!find_generation (self, ticket_id, &generation, error))
    return FALSE;
  if (generation > 0)
    *key_out = derive_key (self, ticket_id, generation);

  return TRUE;
}

/**
 * wb_ledger_customer_key_ensure:
 * @self: the ledger, in a transaction
 * @ticket_id: a stored ticket
 * @error: return location (WB_DB_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_customer_key_ensure (WbLedger    *self,
                               const char  *ticket_id,
                               GError     **error)
{
  g_autofree char *key = NULL;
  gint64 generation = 0;

  if (!find_generation (self, ticket_id, &generation, error))
    return FALSE;
  if (generation == 0)
    return TRUE;
  key = derive_key (self, ticket_id, generation);

  return add_key (self, key, ticket_id, generation, error);
}

/**
 * wb_ledger_customer_key_renew:
 * @self: the ledger, in a transaction
 * @ticket_id: a stored ticket, whose link got into wrong hands
 * @error: return location (WB_DB_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_customer_key_renew (WbLedger    *self,
                              const char  *ticket_id,
                              GError     **error)
{
  return wb_ledger_customer_forget (self, ticket_id, error) &&
         run_sql (self, "UPDATE ticket SET key_generation = key_generation + 1 WHERE id = ?",
                  ticket_id, error) &&
         wb_ledger_customer_key_ensure (self, ticket_id, error);
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
  return add_key (self, key, ticket_id, 0, error);
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
 * wb_ledger_customer_find_type:
 * @self: the ledger
 * @key_sha256: what wb_ledger_customer_key_hash() gives
 * @ticket_id_out: (out) (transfer full) (nullable): the ticket it opens; `NULL` when unknown
 * @type_out: (out) (transfer full) (nullable): the ticket's type
 * @error: return location (WB_DB_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_customer_find_type (WbLedger    *self,
                              const char  *key_sha256,
                              char       **ticket_id_out,
                              char       **type_out,
                              GError     **error)
{
  g_autoptr (WbStmt) stmt = NULL;
  gboolean has_row = FALSE;

  *ticket_id_out = NULL;
  *type_out = NULL;
  stmt = wb_db_prepare (self->db,
                        "SELECT ticket.id, ticket.type FROM customer_key JOIN ticket"
                        " ON ticket.id = customer_key.ticket"
                        " WHERE key_sha256 = ? AND deleted_at IS NULL",
                        error);
  if (!stmt)
    return FALSE;

  wb_stmt_bind_text (stmt, 1, key_sha256);
  if (!wb_stmt_step (stmt, &has_row, error))
    return FALSE;
  if (has_row) {
    *ticket_id_out = wb_stmt_dup_text (stmt, 0);
    *type_out = wb_stmt_dup_text (stmt, 1);
  }

  return TRUE;
}

/**
 * wb_ledger_customer_forget:
 * @self: the ledger
 * @ticket_id: a ticket that is being deleted, or gets another key
 * @error: return location (WB_DB_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_customer_forget (WbLedger    *self,
                           const char  *ticket_id,
                           GError     **error)
{
  return run_sql (self, "DELETE FROM customer_key WHERE ticket = ?", ticket_id, error);
}
