/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The account and the merchant's shops; see wb-ledger-account.h. */

#include "config.h"

#include "wb-ledger-account.h"

#include "wb-ledger-events.h"
#include "wb-ledger-funnel.h"
#include "wb-ledger-sights.h"
#include "wb-portal-features.h"
#include "wb-wire-account.h"
#include "wb-wire-merchant-store.h"

/**
 * wb_ledger_account_get:
 * @self: the ledger
 * @account_out: (out) (transfer full) (nullable): the account; `NULL` in a bare ledger
 * @error: return location (WB_DB_ERROR, WB_WIRE_ERROR)
 *
 * Its `features` are what this portal serves, whatever was stored.
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_account_get (WbLedger   *self,
                       WbAccount **account_out,
                       GError    **error)
{
  gpointer record = NULL;

  if (!wb_ledger_find (self, "SELECT doc FROM account", NULL,
                       (WbWireDecodeFunc) wb_wire_account_decode, &record, error))
    return FALSE;

  *account_out = record;
  if (*account_out) {
    g_strfreev ((*account_out)->features);
    (*account_out)->features = wb_portal_features ();
  }

  return TRUE;
}

/**
 * wb_ledger_account_put:
 * @self: the ledger
 * @account: the account
 * @error: return location (WB_DB_ERROR)
 *
 * There is one account: another one's row is replaced. In another time zone statistics are counted
 * anew, as their days are others.
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_account_put (WbLedger         *self,
                       const WbAccount  *account,
                       GError          **error)
{
  g_autofree char *doc = wb_ledger_print (wb_wire_account_encode (account));
  g_autoptr (WbStmt) stmt = NULL;

  if (!wb_db_exec (self->db, "DELETE FROM account", error))
    return FALSE;

  stmt = wb_db_prepare (self->db, "INSERT INTO account (id, version, doc) VALUES (?, ?, ?)",
                        error);
  if (!stmt)
    return FALSE;

  wb_stmt_bind_text (stmt, 1, account->id);
  wb_stmt_bind_int64 (stmt, 2, account->version);
  wb_stmt_bind_text (stmt, 3, doc);

  return wb_stmt_run (stmt, error) &&
         wb_ledger_sights_set_zone (self, account->time_zone, error) &&
         wb_ledger_funnel_account (self, account, error);
}

/**
 * wb_ledger_account_save:
 * @self: the ledger, in a transaction
 * @account: the account as it shall be; gets its next version
 * @actor: (nullable): who changes it
 * @error: return location (WB_DB_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_account_save (WbLedger    *self,
                        WbAccount   *account,
                        const char  *actor,
                        GError     **error)
{
  account->version++;

  return wb_ledger_account_put (self, account, error) &&
         wb_ledger_event_add (self, "account", "updated", actor, account->id, account->version,
                              wb_wire_account_encode (account), error);
}

/**
 * wb_ledger_account_zone:
 * @account: (nullable): the account
 *
 * Returns: (transfer full): its time zone; UTC where it is not one
 */
GTimeZone *
wb_ledger_account_zone (const WbAccount *account)
{
  GTimeZone *zone = NULL;

  if (account && account->time_zone)
    zone = g_time_zone_new_identifier (account->time_zone);

  return zone ? zone : g_time_zone_new_utc ();
}

void
wb_store_access_clear (WbStoreAccess *self)
{
  g_clear_pointer (&self->secret_file, g_free);
  g_clear_pointer (&self->ca_file, g_free);
  g_clear_pointer (&self->time_zone, g_free);
}

/**
 * wb_ledger_store_get:
 * @self: the ledger
 * @id: the store's id
 * @store_out: (out) (transfer full) (nullable): the store; `NULL` when unknown
 * @access_out: (out caller-allocates): how to reach it
 * @error: return location (WB_DB_ERROR, WB_WIRE_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_store_get (WbLedger         *self,
                     const char       *id,
                     WbMerchantStore **store_out,
                     WbStoreAccess    *access_out,
                     GError          **error)
{
  g_autoptr (WbStmt) stmt = NULL;
  gboolean has_row = FALSE;

  *store_out = NULL;
  *access_out = (WbStoreAccess) { NULL };
  stmt = wb_db_prepare (self->db,
                        "SELECT doc, secret_file, ca_file, time_zone, paused FROM merchant_store"
                        " WHERE id = ?",
                        error);
  if (!stmt)
    return FALSE;

  wb_stmt_bind_text (stmt, 1, id);
  if (!wb_stmt_step (stmt, &has_row, error))
    return FALSE;
  if (!has_row)
    return TRUE;

  *store_out = wb_ledger_decode (wb_stmt_get_text (stmt, 0),
                                 (WbWireDecodeFunc) wb_wire_merchant_store_decode, error);
  if (!*store_out)
    return FALSE;
  access_out->secret_file = wb_stmt_dup_text (stmt, 1);
  access_out->ca_file = wb_stmt_dup_text (stmt, 2);
  access_out->time_zone = wb_stmt_dup_text (stmt, 3);
  access_out->is_paused = wb_stmt_get_int64 (stmt, 4) != 0;

  return TRUE;
}

/**
 * wb_ledger_store_find:
 * @self: the ledger
 * @store_id: the merchant's own name of the store, as orders carry it
 * @store_out: (out) (transfer full) (nullable): the store; `NULL` when unknown
 * @error: return location (WB_DB_ERROR, WB_WIRE_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_store_find (WbLedger         *self,
                      const char       *store_id,
                      WbMerchantStore **store_out,
                      GError          **error)
{
  return wb_ledger_find (self, "SELECT doc FROM merchant_store WHERE store_id = ?", store_id,
                         (WbWireDecodeFunc) wb_wire_merchant_store_decode,
                         (gpointer *) store_out, error);
}

/**
 * wb_ledger_store_list:
 * @self: the ledger
 * @error: return location (WB_DB_ERROR, WB_WIRE_ERROR)
 *
 * Returns: (transfer full) (element-type WbMerchantStore): all stores
 */
GPtrArray *
wb_ledger_store_list (WbLedger  *self,
                      GError   **error)
{
  g_autoptr (WbLedgerQuery) query = wb_ledger_query_new ("merchant_store");

  wb_ledger_query_order (query, "row");

  return wb_ledger_query_run (query, self, G_MAXINT, 0,
                              (WbWireDecodeFunc) wb_wire_merchant_store_decode,
                              (GDestroyNotify) wb_merchant_store_unref, error);
}

/**
 * wb_ledger_store_put:
 * @self: the ledger
 * @store: a store
 * @access: (nullable): how to reach it; `NULL` = as before
 * @error: return location (WB_DB_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_store_put (WbLedger               *self,
                     const WbMerchantStore  *store,
                     const WbStoreAccess    *access,
                     GError                **error)
{
  g_autofree char *doc = wb_ledger_print (wb_wire_merchant_store_encode (store));
  g_autoptr (WbStmt) stmt = NULL;
  g_autoptr (WbStmt) access_stmt = NULL;

  stmt = wb_db_prepare (self->db,
                        "INSERT INTO merchant_store (id, store_id, version, doc)"
                        " VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET"
                        " store_id = excluded.store_id, version = excluded.version,"
                        " doc = excluded.doc",
                        error);
  if (!stmt)
    return FALSE;

  wb_stmt_bind_text (stmt, 1, store->id);
  wb_stmt_bind_text (stmt, 2, store->store_id);
  wb_stmt_bind_int64 (stmt, 3, store->version);
  wb_stmt_bind_text (stmt, 4, doc);
  if (!wb_stmt_run (stmt, error))
    return FALSE;
  if (!access)
    return TRUE;

  access_stmt = wb_db_prepare (self->db,
                               "UPDATE merchant_store SET secret_file = ?, ca_file = ?,"
                               " time_zone = ? WHERE id = ?",
                               error);
  if (!access_stmt)
    return FALSE;

  wb_stmt_bind_text (access_stmt, 1, access->secret_file);
  wb_stmt_bind_text (access_stmt, 2, access->ca_file);
  wb_stmt_bind_text (access_stmt, 3, access->time_zone);
  wb_stmt_bind_text (access_stmt, 4, store->id);

  return wb_stmt_run (access_stmt, error);
}

/**
 * wb_ledger_store_save:
 * @self: the ledger, in a transaction
 * @store: a store as it shall be; gets its next version
 * @access: (nullable): how to reach it; `NULL` = as before
 * @is_new: whether it was not there before
 * @error: return location (WB_DB_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_store_save (WbLedger             *self,
                      WbMerchantStore      *store,
                      const WbStoreAccess  *access,
                      gboolean              is_new,
                      GError              **error)
{
  store->version++;

  return wb_ledger_store_put (self, store, access, error) &&
         wb_ledger_event_add (self, "store", is_new ? "created" : "updated", NULL, store->id,
                              store->version, wb_wire_merchant_store_encode (store), error);
}
