/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Answers kept for repeats; stored in the transaction of what they tell about. */

#include "config.h"

#include "wb-ledger-replies.h"

#include "wb-time.h"

/**
 * wb_ledger_reply_free:
 * @self: (transfer full): an answer
 */
void
wb_ledger_reply_free (WbLedgerReply *self)
{
  g_free (self->request_sha256);
  g_free (self->etag);
  g_free (self->body);
  g_free (self->coupon);
  g_free (self);
}

/**
 * wb_ledger_reply_hash:
 * @method: "POST", …
 * @path: the request's path
 * @body: its body
 *
 * Returns: (transfer full): what two requests share exactly when they ask the same
 */
char *
wb_ledger_reply_hash (const char *method,
                      const char *path,
                      GBytes     *body)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  gsize size = 0;
  const guchar *data = g_bytes_get_data (body, &size);

  g_checksum_update (sum, (const guchar *) method, (gssize) strlen (method) + 1);
  g_checksum_update (sum, (const guchar *) path, (gssize) strlen (path) + 1);
  if (size > 0)
    g_checksum_update (sum, data, (gssize) size);

  return g_strdup (g_checksum_get_string (sum));
}

/**
 * wb_ledger_reply_get:
 * @self: the ledger
 * @user_id: whose key it is
 * @key: the request's idempotency key
 * @reply_out: (out) (transfer full) (nullable): what was answered; `NULL` = the key is new, or
 *   older than seven days
 * @error: return location (WB_DB_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_reply_get (WbLedger       *self,
                     const char     *user_id,
                     const char     *key,
                     WbLedgerReply **reply_out,
                     GError        **error)
{
  g_autoptr (WbStmt) stmt = NULL;
  WbLedgerReply *reply = NULL;
  gboolean has_row = FALSE;

  *reply_out = NULL;
  stmt = wb_db_prepare (self->db,
                        "SELECT request_sha256, status, etag, body, coupon FROM reply"
                        " WHERE user = ? AND key = ? AND created_at >= ?",
                        error);
  if (!stmt)
    return FALSE;

  wb_stmt_bind_text (stmt, 1, user_id);
  wb_stmt_bind_text (stmt, 2, key);
  wb_stmt_bind_int64 (stmt, 3, wb_ledger_now (self) - WB_LEDGER_REPLY_DAYS * WB_DAY_MS);
  if (!wb_stmt_step (stmt, &has_row, error))
    return FALSE;
  if (!has_row)
    return TRUE;

  reply = g_new0 (WbLedgerReply, 1);
  reply->request_sha256 = wb_stmt_dup_text (stmt, 0);
  reply->status = (guint) wb_stmt_get_int64 (stmt, 1);
  reply->etag = wb_stmt_dup_text (stmt, 2);
  reply->body = wb_stmt_dup_text (stmt, 3);
  reply->coupon = wb_stmt_dup_text (stmt, 4);
  *reply_out = reply;

  return TRUE;
}

/**
 * wb_ledger_reply_put:
 * @self: the ledger, in the transaction of the effect
 * @user_id: whose key it is
 * @key: the request's idempotency key
 * @reply: what is being answered
 * @error: return location (WB_DB_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_reply_put (WbLedger             *self,
                     const char           *user_id,
                     const char           *key,
                     const WbLedgerReply  *reply,
                     GError              **error)
{
  g_autoptr (WbStmt) stmt = NULL;

  /* A row of the same key can only be one that is too old to count. */
  stmt = wb_db_prepare (self->db,
                        "INSERT OR REPLACE INTO reply (user, key, request_sha256, created_at,"
                        " status, etag, body, coupon) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                        error);
  if (!stmt)
    return FALSE;

  wb_stmt_bind_text (stmt, 1, user_id);
  wb_stmt_bind_text (stmt, 2, key);
  wb_stmt_bind_text (stmt, 3, reply->request_sha256);
  wb_stmt_bind_int64 (stmt, 4, wb_ledger_now (self));
  wb_stmt_bind_int64 (stmt, 5, reply->status);
  wb_stmt_bind_text (stmt, 6, reply->etag);
  wb_stmt_bind_text (stmt, 7, reply->body);
  wb_stmt_bind_text (stmt, 8, reply->coupon);

  return wb_stmt_run (stmt, error);
}

/**
 * wb_ledger_reply_prune:
 * @self: the ledger
 * @error: return location (WB_DB_ERROR)
 *
 * Deletes what is older than seven days.
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_reply_prune (WbLedger  *self,
                       GError   **error)
{
  g_autoptr (WbStmt) stmt = NULL;

  stmt = wb_db_prepare (self->db, "DELETE FROM reply WHERE created_at < ?", error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_int64 (stmt, 1, wb_ledger_now (self) - WB_LEDGER_REPLY_DAYS * WB_DAY_MS);

  return wb_stmt_run (stmt, error);
}
