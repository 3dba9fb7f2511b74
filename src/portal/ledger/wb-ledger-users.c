/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Staff and tokens. A token has 160 random bits, so a plain hash keeps it and finds it again. */

#include "config.h"

#include "wb-ledger-users.h"

#include "wb-ledger-events.h"
#include "wb-wire-user.h"

/**
 * wb_ledger_token_new:
 * @self: the ledger
 *
 * Returns: (transfer full): 40 hex digits from the random source
 */
char *
wb_ledger_token_new (WbLedger *self)
{
  return wb_ledger_new_secret (self, WB_TOKEN_LENGTH / 2);
}

/**
 * wb_ledger_token_is_valid:
 * @token: (nullable): what somebody sent
 *
 * Returns: whether it has a token's form
 */
gboolean
wb_ledger_token_is_valid (const char *token)
{
  if (!token || strlen (token) != WB_TOKEN_LENGTH)
    return FALSE;

  for (const char *c = token; *c; c++) {
    if (!g_ascii_isxdigit (*c))
      return FALSE;
  }

  return TRUE;
}

static char *
hash_token (const char *token)
{
  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, token, -1);
}

/**
 * wb_ledger_user_put:
 * @self: the ledger
 * @user: a user
 * @error: return location (WB_DB_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_user_put (WbLedger      *self,
                    const WbUser  *user,
                    GError       **error)
{
  g_autofree char *doc = wb_ledger_print (wb_wire_user_encode (user));
  g_autoptr (WbStmt) stmt = NULL;

  stmt = wb_db_prepare (self->db,
                        "INSERT INTO staff (id, email, version, doc) VALUES (?, ?, ?, ?)"
                        " ON CONFLICT (id) DO UPDATE SET email = excluded.email,"
                        " version = excluded.version, doc = excluded.doc",
                        error);
  if (!stmt)
    return FALSE;

  wb_stmt_bind_text (stmt, 1, user->id);
  wb_stmt_bind_text (stmt, 2, user->email);
  wb_stmt_bind_int64 (stmt, 3, user->version);
  wb_stmt_bind_text (stmt, 4, doc);

  return wb_stmt_run (stmt, error);
}

/**
 * wb_ledger_user_save:
 * @self: the ledger, in a transaction
 * @user: a user as they shall be; gets its next version
 * @is_new: whether they were not there before
 * @error: return location (WB_DB_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_user_save (WbLedger  *self,
                     WbUser    *user,
                     gboolean   is_new,
                     GError   **error)
{
  user->version++;

  return wb_ledger_user_put (self, user, error) &&
         wb_ledger_event_add (self, "user", is_new ? "created" : "updated", NULL, user->id,
                              user->version, wb_wire_user_encode (user), error);
}

/**
 * wb_ledger_user_set_token:
 * @self: the ledger
 * @user_id: whose
 * @token: (nullable): the new token; `NULL` = none. The old one is dead either way
 * @error: return location (WB_DB_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_user_set_token (WbLedger    *self,
                          const char  *user_id,
                          const char  *token,
                          GError     **error)
{
  g_autofree char *hash = token ? hash_token (token) : NULL;
  g_autoptr (WbStmt) stmt = NULL;

  stmt = wb_db_prepare (self->db, "UPDATE staff SET token_sha256 = ? WHERE id = ?", error);
  if (!stmt)
    return FALSE;

  wb_stmt_bind_text (stmt, 1, hash);
  wb_stmt_bind_text (stmt, 2, user_id);

  return wb_stmt_run (stmt, error);
}

/**
 * wb_ledger_user_get:
 * @self: the ledger
 * @id: a user's id
 * @user_out: (out) (transfer full) (nullable): the user; `NULL` when unknown
 * @error: return location (WB_DB_ERROR, WB_WIRE_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_user_get (WbLedger    *self,
                    const char  *id,
                    WbUser     **user_out,
                    GError     **error)
{
  return wb_ledger_find (self, "SELECT doc FROM staff WHERE id = ?", id,
                         (WbWireDecodeFunc) wb_wire_user_decode, (gpointer *) user_out, error);
}

/**
 * wb_ledger_user_by_token:
 * @self: the ledger
 * @token: what somebody sent
 * @user_out: (out) (transfer full) (nullable): its user, if there is one and they are active
 * @error: return location (WB_DB_ERROR, WB_WIRE_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_user_by_token (WbLedger    *self,
                         const char  *token,
                         WbUser     **user_out,
                         GError     **error)
{
  g_autofree char *hash = NULL;

  *user_out = NULL;
  if (!wb_ledger_token_is_valid (token))
    return TRUE;

  hash = hash_token (token);
  if (!wb_ledger_find (self, "SELECT doc FROM staff WHERE token_sha256 = ?", hash,
                       (WbWireDecodeFunc) wb_wire_user_decode, (gpointer *) user_out, error))
    return FALSE;
  if (*user_out && !(*user_out)->active)
    g_clear_pointer (user_out, wb_user_unref);

  return TRUE;
}

/**
 * wb_ledger_user_by_email:
 * @self: the ledger
 * @email: an address, compared without case
 * @user_out: (out) (transfer full) (nullable): the user; `NULL` when unknown
 * @error: return location (WB_DB_ERROR, WB_WIRE_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_user_by_email (WbLedger    *self,
                         const char  *email,
                         WbUser     **user_out,
                         GError     **error)
{
  return wb_ledger_find (self, "SELECT doc FROM staff WHERE lower (email) = lower (?)", email,
                         (WbWireDecodeFunc) wb_wire_user_decode, (gpointer *) user_out, error);
}

/**
 * wb_ledger_user_list:
 * @self: the ledger
 * @error: return location (WB_DB_ERROR, WB_WIRE_ERROR)
 *
 * Returns: (transfer full) (element-type WbUser): all users
 */
GPtrArray *
wb_ledger_user_list (WbLedger  *self,
                     GError   **error)
{
  g_autoptr (WbLedgerQuery) query = wb_ledger_query_new ("staff");

  wb_ledger_query_order (query, "row");

  return wb_ledger_query_run (query, self, G_MAXINT, 0, (WbWireDecodeFunc) wb_wire_user_decode,
                              (GDestroyNotify) wb_user_unref, error);
}
