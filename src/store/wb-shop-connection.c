/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Connections to shops at level 0; see wb-shop-connection.h. */

#include "config.h"

#include "wb-shop-connection.h"

#include <glib/gi18n-lib.h>

#include "wb-meta-store.h"
#include "wb-staff-actions.h"
#include "wb-time.h"
#include "wb-wire-shop-caps.h"
#include "wb-workspace-private.h"

#define READ \
  "SELECT id, name, platform, url, ca_pem, is_paused, connection, error_message, caps," \
  " checked_at, last_sync_at FROM shop_connection"

/* Under which a secret is kept, before the connection's id. */
#define SECRET_PREFIX "shop-"

static void
init_connection (WbShopConnection *self)
{
  self->connection = g_strdup ("waiting");
  self->checked_at = WB_TIME_NONE;
  self->last_sync_at = WB_TIME_NONE;
}

static void
clear_connection (WbShopConnection *self)
{
  g_free (self->id);
  g_free (self->name);
  g_free (self->platform);
  g_free (self->url);
  g_free (self->ca_pem);
  g_free (self->connection);
  g_free (self->error_message);
  g_clear_pointer (&self->caps, wb_shop_caps_unref);
}

WB_DEFINE_RECORD (WbShopConnection, wb_shop_connection, init_connection, clear_connection)

static WbShopConnection *
read_connection (WbStmt  *stmt,
                 GError **error)
{
  g_autoptr (WbShopConnection) self = wb_shop_connection_new ();

  self->id = wb_stmt_dup_text (stmt, 0);
  self->name = wb_stmt_dup_text (stmt, 1);
  self->platform = wb_stmt_dup_text (stmt, 2);
  self->url = wb_stmt_dup_text (stmt, 3);
  self->ca_pem = wb_stmt_dup_text (stmt, 4);
  self->is_paused = wb_stmt_get_int64 (stmt, 5) != 0;
  g_free (self->connection);
  self->connection = wb_stmt_dup_text (stmt, 6);
  self->error_message = wb_stmt_dup_text (stmt, 7);
  if (!wb_stmt_is_null (stmt, 8)) {
    g_autoptr (JsonNode) node = wb_store_parse (wb_stmt_get_text (stmt, 8), error);

    self->caps = node ? wb_wire_shop_caps_decode (node, error) : NULL;
    if (!self->caps)
      return NULL;
  }
  self->checked_at = wb_store_get_time (stmt, 9);
  self->last_sync_at = wb_store_get_time (stmt, 10);

  return g_steal_pointer (&self);
}

/**
 * wb_shop_connection_list:
 * @db: a reader, or the open transaction
 *
 * Returns: (transfer full) (element-type WbShopConnection): all of them, by name; `NULL` with a
 *   %WB_DB_ERROR
 */
GPtrArray *
wb_shop_connection_list (WbDb    *db,
                         GError **error)
{
  g_autoptr (GPtrArray) connections = NULL;
  g_autoptr (WbStmt) stmt = NULL;
  gboolean has_row = FALSE;

  g_return_val_if_fail (db, NULL);

  connections = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_shop_connection_unref);
  stmt = wb_db_prepare (db, READ " ORDER BY name_key", error);
  if (!stmt)
    return NULL;
  while (wb_stmt_step (stmt, &has_row, error)) {
    WbShopConnection *connection = NULL;

    if (!has_row)
      return g_steal_pointer (&connections);
    connection = read_connection (stmt, error);
    if (!connection)
      return NULL;
    g_ptr_array_add (connections, connection);
  }

  return NULL;
}

/**
 * wb_shop_connection_get:
 * @db: a reader, or the open transaction
 * @id: its id
 *
 * Returns: (transfer full) (nullable): the connection; `NULL` without an error when there is none
 */
WbShopConnection *
wb_shop_connection_get (WbDb        *db,
                        const char  *id,
                        GError     **error)
{
  g_autoptr (WbStmt) stmt = NULL;
  gboolean has_row = FALSE;

  g_return_val_if_fail (db, NULL);
  g_return_val_if_fail (id, NULL);

  stmt = wb_db_prepare (db, READ " WHERE id = ?1", error);
  if (!stmt)
    return NULL;
  wb_stmt_bind_text (stmt, 1, id);
  if (!wb_stmt_step (stmt, &has_row, error) || !has_row)
    return NULL;

  return read_connection (stmt, error);
}

/* Names are compared without case, and without the spaces around them. */
static char *
make_name_key (const char *name)
{
  g_autofree char *stripped = g_strstrip (g_strdup (name));
  g_autofree char *cased = g_utf8_casefold (stripped, -1);

  return g_utf8_normalize (cased, -1, G_NORMALIZE_ALL);
}

static gboolean
refuse_if_taken (WbDb        *db,
                 const char  *sql,
                 const char  *value,
                 const char  *id,
                 const char  *sentence,
                 GError     **error)
{
  gboolean taken = FALSE;

  if (!wb_store_exists (db, sql, value, id, &taken, error))
    return FALSE;
  if (taken)
    g_set_error_literal (error, WB_ACTION_ERROR, WB_ACTION_ERROR_EXISTS, sentence);

  return !taken;
}

static gboolean
check_connection (WbDb                    *db,
                  const WbShopConnection  *self,
                  const char              *name_key,
                  GError                 **error)
{
  if (!name_key || *name_key == '\0' || !self->url || *self->url == '\0') {
    g_set_error_literal (error, WB_ACTION_ERROR, WB_ACTION_ERROR_INVALID,
                         _ ("Give the shop a name and an address"));
    return FALSE;
  }

  return refuse_if_taken (db, "SELECT 1 FROM shop_connection WHERE name_key = ?1 AND id <> ?2",
                          name_key, self->id,
                          _ ("Another shop has this name; choose a different one"), error) &&
         refuse_if_taken (db, "SELECT 1 FROM shop_connection WHERE url = ?1 AND id <> ?2",
                          self->url, self->id,
                          _ ("This shop is connected already"), error);
}

/**
 * wb_shop_connection_put:
 * @db: the open transaction
 * @connection: with its id
 *
 * See the header.
 *
 * Returns: `TRUE` if it is stored; `FALSE` with %WB_ACTION_ERROR_EXISTS, %WB_ACTION_ERROR_INVALID
 *   (no name, no address) or a %WB_DB_ERROR
 */
gboolean
wb_shop_connection_put (WbDb                    *db,
                        const WbShopConnection  *connection,
                        GError                 **error)
{
  g_autofree char *name_key = NULL;
  g_autofree char *caps = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (WbStmt) stmt = NULL;

  g_return_val_if_fail (db, FALSE);
  g_return_val_if_fail (connection && connection->id && connection->platform, FALSE);
  g_return_val_if_fail (!error || !*error, FALSE);

  name_key = connection->name ? make_name_key (connection->name) : NULL;
  if (!check_connection (db, connection, name_key, error))
    return FALSE;
  node = connection->caps ? wb_wire_shop_caps_encode (connection->caps) : NULL;
  caps = wb_store_print (node);
  stmt = wb_db_prepare (db, "INSERT INTO shop_connection (id, name, name_key, platform, url,"
                        " ca_pem, is_paused, connection, error_message, caps, checked_at,"
                        " last_sync_at)"
                        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)"
                        " ON CONFLICT (id) DO UPDATE SET name = ?2, name_key = ?3, platform = ?4,"
                        " url = ?5, ca_pem = ?6, is_paused = ?7, connection = ?8,"
                        " error_message = ?9, caps = ?10, checked_at = ?11, last_sync_at = ?12",
                        error);
  if (!stmt)
    return FALSE;
  wb_stmt_bind_text (stmt, 1, connection->id);
  wb_stmt_bind_text (stmt, 2, connection->name);
  wb_stmt_bind_text (stmt, 3, name_key);
  wb_stmt_bind_text (stmt, 4, connection->platform);
  wb_stmt_bind_text (stmt, 5, connection->url);
  wb_stmt_bind_text (stmt, 6, connection->ca_pem);
  wb_stmt_bind_int64 (stmt, 7, connection->is_paused);
  wb_stmt_bind_text (stmt, 8, connection->connection);
  wb_stmt_bind_text (stmt, 9, connection->error_message);
  wb_stmt_bind_text (stmt, 10, caps);
  wb_store_bind_time (stmt, 11, connection->checked_at);
  wb_store_bind_time (stmt, 12, connection->last_sync_at);

  return wb_stmt_run (stmt, error);
}

static char *
name_removed (const WbShopConnection *self)
{
  return g_strconcat (WB_META_REMOVED_SHOP, self->platform, " ", self->url, NULL);
}

/**
 * wb_shop_connection_recall:
 * @db: the workspace
 * @connection: a new one, with its platform and its address as it is kept
 *
 * The shop that was removed from there is the same shop still: with its id its coupons are
 * followed again.
 *
 * Returns: (transfer full) (nullable): the id it had; `NULL` = there was none, or another has it
 */
char *
wb_shop_connection_recall (WbDb                   *db,
                           const WbShopConnection *connection)
{
  g_autofree char *name = NULL;
  g_autofree char *id = NULL;
  gboolean is_taken = FALSE;

  g_return_val_if_fail (db, NULL);
  g_return_val_if_fail (connection && connection->platform && connection->url, NULL);

  name = name_removed (connection);
  id = wb_workspace_dup_meta (db, name);
  if (!id || !wb_store_exists (db, "SELECT 1 FROM shop_connection WHERE id = ?1", id, NULL,
                               &is_taken, NULL))
    return NULL;

  return is_taken ? NULL : g_steal_pointer (&id);
}

static gboolean
remember_removed (WbDb        *db,
                  const char  *id,
                  GError     **error)
{
  GError *cause = NULL;
  g_autoptr (WbShopConnection) connection = wb_shop_connection_get (db, id, &cause);
  g_autofree char *name = NULL;

  if (cause) {
    g_propagate_error (error, cause);
    return FALSE;
  }
  if (!connection || !connection->url)
    return TRUE;
  name = name_removed (connection);

  return wb_workspace_set_meta (db, name, id, error);
}

/**
 * wb_shop_connection_remove:
 * @db: the open transaction
 * @id: its id; one that is not stored is removed already
 *
 * Forgets a shop but its id: its address, how far it was followed, and its orders. Refused while a
 * coupon is being made in it, for nobody could look that one up any more.
 *
 * Returns: `TRUE` if it is gone; `FALSE` with %WB_ACTION_ERROR_OPEN or a %WB_DB_ERROR
 */
gboolean
wb_shop_connection_remove (WbDb        *db,
                           const char  *id,
                           GError     **error)
{
  gboolean is_making = FALSE;

  g_return_val_if_fail (db, FALSE);
  g_return_val_if_fail (id, FALSE);
  g_return_val_if_fail (!error || !*error, FALSE);

  if (!wb_store_exists (db, "SELECT 1 FROM coupon_issue WHERE connection = ?1 LIMIT 1", id, NULL,
                        &is_making, error))
    return FALSE;
  if (is_making) {
    g_set_error_literal (error, WB_ACTION_ERROR, WB_ACTION_ERROR_OPEN,
                         _ ("A coupon is being made in this shop; wait until it is done"));
    return FALSE;
  }

  return remember_removed (db, id, error) &&
         wb_store_run (db, "DELETE FROM shop_order WHERE connection = ?1", id, NULL, error) &&
         wb_store_run (db, "DELETE FROM shop_mark WHERE connection = ?1", id, NULL, error) &&
         wb_store_run (db, "DELETE FROM shop_connection WHERE id = ?1", id, NULL, error);
}

/**
 * wb_shop_connection_secret_name:
 * @id: a connection's id
 *
 * Returns: (transfer full): the name its secret is stored under
 */
char *
wb_shop_connection_secret_name (const char *id)
{
  g_return_val_if_fail (id, NULL);

  return g_strconcat (SECRET_PREFIX, id, NULL);
}

/**
 * wb_shop_connection_to_store:
 * @self: a connection
 *
 * Returns: (transfer full): it as a store of the merchant, as the rest of the program knows them
 */
WbMerchantStore *
wb_shop_connection_to_store (const WbShopConnection *self)
{
  WbMerchantStore *store = NULL;

  g_return_val_if_fail (self, NULL);

  store = wb_merchant_store_new ();
  g_free (store->id);
  store->id = g_strdup (self->id);
  g_free (store->store_id);
  store->store_id = g_strdup (self->name);
  g_free (store->name);
  store->name = g_strdup (self->name);
  g_free (store->platform);
  store->platform = g_strdup (self->platform);
  g_free (store->url);
  store->url = g_strdup (self->url);
  g_free (store->connection);
  store->connection = g_strdup (self->is_paused ? "disabled" : self->connection);
  store->last_sync_at = self->last_sync_at;
  store->supports_coupons = TRUE;
  store->error_message = g_strdup (self->error_message);
  if (self->caps)
    store->caps = wb_shop_caps_ref (self->caps);
  if (self->caps && self->caps->currencies) {
    g_strfreev (store->currencies);
    store->currencies = g_strdupv (self->caps->currencies);
  }

  return store;
}
