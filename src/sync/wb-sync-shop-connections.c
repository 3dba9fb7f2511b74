/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The connections to shops at level 0. A shop's key is among the secrets under the connection's id
 * and nowhere else; the row has everything but it. */

#include "config.h"

#include "wb-sync-shops-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "wb-staff-actions.h"
#include "wb-time.h"

static gboolean
refuse (int          code,
        const char  *words,
        GError     **error)
{
  g_set_error_literal (error, WB_ACTION_ERROR, code, words);

  return FALSE;
}

static gboolean
require_plain (WbSync  *self,
               GError **error)
{
  if (wb_sync_is_plain (self) && self->keys)
    return TRUE;

  return refuse (WB_ACTION_ERROR_NOT_OFFERED,
                 _ ("Shops are connected at the service that this workspace belongs to, not here"),
                 error);
}

static WbShopSecret *
lookup_secret (WbSync                  *self,
               const WbShopConnection  *connection,
               GCancellable            *cancellable,
               GError                 **error)
{
  g_autofree char *name = wb_shop_connection_secret_name (connection->id);
  char *text = wb_sync_connection_lookup (self->keys, name, cancellable, error);
  WbShopSecret *secret = NULL;

  if (!text)
    return NULL;
  secret = wb_shop_secret_parse (connection->platform, text, error);
  wb_shop_secret_wipe (text);

  return secret;
}

/* A private authority's certificate, in a file for as long as a client is made: that is how TLS
 * takes it, and the workspace is where it is kept. */
static char *
write_authority (WbSync                  *self,
                 const WbShopConnection  *connection,
                 GError                 **error)
{
  g_autofree char *path = g_build_filename (wb_workspace_get_dir (self->workspace),
                                            "shop-ca-XXXXXX", NULL);
  int fd = g_mkstemp_full (path, O_RDWR | O_CLOEXEC, 0600);
  gsize length = strlen (connection->ca_pem);
  gsize written = 0;
  int cause = fd < 0 ? errno : 0;

  while (cause == 0 && written < length) {
    gssize n = write (fd, connection->ca_pem + written, length - written);

    if (n < 0 && errno != EINTR)
      cause = errno;
    written += n > 0 ? (gsize) n : 0;
  }
  if (fd >= 0)
    close (fd);
  if (cause == 0)
    return g_steal_pointer (&path);
  g_unlink (path);
  g_set_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_NOT_ALLOWED,
               _ ("The certificate authority cannot be written to %s: %s"),
               wb_workspace_get_dir (self->workspace), g_strerror (cause));

  return NULL;
}

WbShop *
wb_sync_open_shop (WbSync                  *self,
                   const WbShopConnection  *connection,
                   const WbShopSecret      *secret,
                   GCancellable            *cancellable,
                   GError                 **error)
{
  g_autoptr (WbShopSecret) stored = NULL;
  g_autoptr (WbRandom) random = wb_system_random_new ();
  g_autofree char *ca_file = NULL;
  WbShopAddress address = { .platform = connection->platform, .url = connection->url,
                            .allow_loopback = TRUE };
  WbShop *shop = NULL;

  if (!secret) {
    stored = lookup_secret (self, connection, cancellable, error);
    if (!stored)
      return NULL;
  }
  if (connection->ca_pem && *connection->ca_pem != '\0') {
    ca_file = write_authority (self, connection, error);
    if (!ca_file)
      return NULL;
  }
  address.secret = secret ? secret : stored;
  address.ca_file = ca_file;
  shop = wb_shop_open (&address, wb_workspace_get_clock (self->workspace), random, error);
  if (ca_file)
    g_unlink (ca_file);

  return shop;
}

/**
 * wb_sync_check_shop:
 * @self: an engine at level 0
 * @connection: platform, address and authority; an id only when @secret is `NULL`
 * @secret: (nullable): what the shop lets us in with; `NULL` = what is stored for the connection
 * @step: (nullable): told of each step, in this thread
 * @data: for @step
 * @cancellable: (nullable): stops it
 *
 * Asks the shop; stores nothing. Blocking; worker thread.
 *
 * Returns: (transfer full): what it can do; `NULL` with %WB_REMOTE_ERROR in words for its owner, or
 *   %WB_ACTION_ERROR at level 1
 */
WbShopCaps *
wb_sync_check_shop (WbSync                  *self,
                    const WbShopConnection  *connection,
                    const WbShopSecret      *secret,
                    WbShopStepFunc           step,
                    gpointer                 data,
                    GCancellable            *cancellable,
                    GError                 **error)
{
  g_autoptr (WbShop) shop = NULL;

  g_return_val_if_fail (WB_IS_SYNC (self), NULL);
  g_return_val_if_fail (connection && connection->platform && connection->url, NULL);
  g_return_val_if_fail (secret || connection->id, NULL);
  g_return_val_if_fail (!error || !*error, NULL);

  if (!require_plain (self, error))
    return NULL;
  shop = wb_sync_open_shop (self, connection, secret, cancellable, error);

  return shop ? wb_shop_check (shop, step, data, cancellable, error) : NULL;
}

static void
set_text (char       **field,
          const char  *value)
{
  char *old = *field;

  *field = g_strdup (value);
  g_free (old);
}

/* The form addresses are compared in, and a name where none was given. */
static gboolean
complete (WbSync            *self,
          WbShopConnection  *connection,
          GError           **error)
{
  g_autofree char *url = wb_shop_normalize_url (connection->platform, connection->url);
  g_autoptr (GUri) uri = url ? g_uri_parse (url, G_URI_FLAGS_NONE, NULL) : NULL;

  if (!url || !uri) {
    g_set_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_NOT_ALLOWED,
                 _ ("“%s” is no address of a shop"), connection->url);
    return FALSE;
  }
  set_text (&connection->url, url);
  if (!connection->name || *connection->name == '\0') {
    const char *own = connection->caps ? connection->caps->name : NULL;

    set_text (&connection->name, own && *own != '\0' ? own : g_uri_get_host (uri));
  }
  set_text (&connection->connection, connection->caps ? "connected" : "waiting");
  set_text (&connection->error_message, NULL);
  connection->checked_at = connection->caps ? wb_sync_server_now (self) : WB_TIME_NONE;

  return TRUE;
}

static gboolean
store_secret (WbSync                  *self,
              const WbShopConnection  *connection,
              const WbShopSecret      *secret,
              GCancellable            *cancellable,
              GError                 **error)
{
  g_autofree char *name = wb_shop_connection_secret_name (connection->id);
  /* Translators: %s is a shop's address; the name of a password in the keyring. */
  g_autofree char *label = g_strdup_printf (_ ("Winback: key of the shop %s"), connection->url);
  char *text = wb_shop_secret_format (secret);
  gboolean ok = wb_sync_connection_store (self->keys, name, label, text, cancellable, error);

  wb_shop_secret_wipe (text);

  return ok;
}

static gboolean
store_row (WbSync                  *self,
           const WbShopConnection  *connection,
           GError                 **error)
{
  WbDb *db = wb_sync_begin (self, error);

  return db && wb_sync_end (self, wb_shop_connection_put (db, connection, error),
                            WB_TABLE_ACCOUNT | WB_TABLE_COUPONS, error);
}

/* FALSE without an error = there is none (any more). */
static WbShopConnection *
get_connection (WbSync      *self,
                const char  *id,
                GError     **error)
{
  g_autoptr (WbDb) reader = wb_workspace_open_reader (self->workspace, error);
  GError *cause = NULL;
  WbShopConnection *connection = NULL;

  if (!reader)
    return NULL;
  connection = wb_shop_connection_get (reader, id, &cause);
  if (cause)
    g_propagate_error (error, cause);
  else if (!connection)
    refuse (WB_ACTION_ERROR_NOT_FOUND, _ ("This shop is not connected any more"), error);

  return connection;
}

/* Name and address are the row's to refuse; that is tried before the key is changed, since a key is
 * not taken back with a transaction. */
static gboolean
is_free (WbSync                  *self,
         const WbShopConnection  *connection,
         GError                 **error)
{
  WbDb *db = wb_sync_begin (self, error);
  gboolean ok = FALSE;

  if (!db)
    return FALSE;
  ok = wb_shop_connection_put (db, connection, error);
  wb_sync_rollback (self);

  return ok;
}

/* One that was connected before keeps the id that its coupons name. */
static gboolean
give_id (WbSync            *self,
         WbShopConnection  *connection,
         GError           **error)
{
  g_autoptr (WbDb) reader = wb_workspace_open_reader (self->workspace, error);

  if (!reader)
    return FALSE;
  connection->id = wb_shop_connection_recall (reader, connection);
  if (!connection->id)
    connection->id = wb_random_uuid (wb_workspace_get_random (self->workspace));

  return TRUE;
}

/**
 * wb_sync_put_shop:
 * @self: an engine at level 0
 * @connection: as it was checked, its `caps` included; its id and name are set where they are
 * missing
 * @secret: (nullable): its key; `NULL` = unchanged
 * @cancellable: (nullable): stops it before anything is stored
 *
 * Keeps a connection: the key first, then the row, so that no row is without its key. Its worker
 * starts, or starts again. Blocking; worker thread.
 *
 * Returns: `TRUE` if it is stored; `FALSE` with %WB_REMOTE_ERROR, %WB_ACTION_ERROR, or the store's
 *   error when name or address are taken
 */
gboolean
wb_sync_put_shop (WbSync              *self,
                  WbShopConnection    *connection,
                  const WbShopSecret  *secret,
                  GCancellable        *cancellable,
                  GError             **error)
{
  gboolean is_new = FALSE;

  g_return_val_if_fail (WB_IS_SYNC (self), FALSE);
  g_return_val_if_fail (connection && connection->platform && connection->url, FALSE);
  g_return_val_if_fail (secret || connection->id, FALSE);
  g_return_val_if_fail (!error || !*error, FALSE);

  if (!require_plain (self, error) || !complete (self, connection, error))
    return FALSE;
  is_new = !connection->id;
  if (is_new && !give_id (self, connection, error))
    return FALSE;
  if (!is_free (self, connection, error) ||
      (secret && !store_secret (self, connection, secret, cancellable, error)))
    return FALSE;
  if (!store_row (self, connection, error)) {
    g_autofree char *name = wb_shop_connection_secret_name (connection->id);

    if (is_new)
      wb_sync_connection_clear (self->keys, name, NULL, NULL);
    return FALSE;
  }
  wb_sync_shops_renew (self);

  return TRUE;
}

/**
 * wb_sync_pause_shop:
 * @self: an engine at level 0
 * @connection_id: a connection
 * @paused: whether it rests
 * @cancellable: (nullable): unused
 *
 * A shop that rests is asked nothing; what was to be made in it waits. Blocking; worker thread.
 *
 * Returns: whether it is stored
 */
gboolean
wb_sync_pause_shop (WbSync        *self,
                    const char    *connection_id,
                    gboolean       paused,
                    GCancellable  *cancellable,
                    GError       **error)
{
  g_autoptr (WbShopConnection) connection = NULL;

  g_return_val_if_fail (WB_IS_SYNC (self), FALSE);
  g_return_val_if_fail (connection_id, FALSE);
  g_return_val_if_fail (!error || !*error, FALSE);

  if (!require_plain (self, error))
    return FALSE;
  connection = get_connection (self, connection_id, error);
  if (!connection)
    return FALSE;
  if (!connection->is_paused == !paused)
    return TRUE;
  connection->is_paused = paused;
  if (!store_row (self, connection, error))
    return FALSE;
  wb_sync_shops_renew (self);

  return TRUE;
}

/* What was to be made there is over; where it may have been made, its story says to look. */
static gboolean
fail_issues (WbSync     *self,
             WbDb       *db,
             GPtrArray  *issues,
             GError    **error)
{
  gboolean ok = TRUE;

  for (guint i = 0; ok && i < issues->len; i++) {
    WbIssueRow *row = g_ptr_array_index (issues, i);

    set_text (&row->error_code, WB_ISSUE_ERROR_REFUSED);
    if (row->step == WB_ISSUE_PREPARED) {
      set_text (&row->error_message, _ ("The shop was disconnected before it was asked"));
    } else {
      g_free (row->error_message);
      /* Translators: %s is a coupon's code. */
      row->error_message = g_strdup_printf (_ ("The shop was disconnected before it was certain. "
                                               "Look for %s there, and delete it"), row->code);
    }
    row->step = WB_ISSUE_FAILED;
    ok = wb_issue_store_save (db, row, wb_sync_server_now (self), error);
  }

  return ok;
}

/* It rests from now on, unless a coupon of it is being made; who paused it before has given those
 * up. */
static gboolean
begin_removal (WbSync      *self,
               const char  *id,
               GError     **error)
{
  g_autoptr (WbShopConnection) connection = NULL;
  g_autoptr (GPtrArray) issues = NULL;
  GError *cause = NULL;
  gboolean ok = FALSE;
  WbDb *db = wb_sync_begin (self, error);

  if (!db)
    return FALSE;
  connection = wb_shop_connection_get (db, id, &cause);
  issues = connection ? wb_issue_store_list (db, id, &cause) : NULL;
  if (cause)
    g_propagate_error (error, cause);
  else if (!connection)
    refuse (WB_ACTION_ERROR_NOT_FOUND, _ ("This shop is not connected any more"), error);
  else if (issues->len > 0 && !connection->is_paused)
    refuse (WB_ACTION_ERROR_OPEN,
            _ ("A coupon is being made in this shop. Wait until it is done, or pause the shop "
               "first"),
            error);
  else
    ok = fail_issues (self, db, issues, error);
  if (ok) {
    connection->is_paused = TRUE;
    ok = wb_shop_connection_put (db, connection, error);
  }

  return wb_sync_end (self, ok, WB_TABLE_ACCOUNT | WB_TABLE_COUPONS, error);
}

/**
 * wb_sync_remove_shop:
 * @self: an engine at level 0
 * @connection_id: a connection
 * @cancellable: (nullable): stops it
 *
 * Forgets a shop and its key; its coupons stay. Of a paused one, coupons that were to be made fail
 * with words that say so. The key goes before the row, so that none is left
 * behind unseen: when it cannot be cleared, the connection stays, paused. Blocking; worker thread.
 *
 * Returns: `TRUE` if it is gone; `FALSE` with %WB_ACTION_ERROR_OPEN while a coupon is being
 *   made
 */
gboolean
wb_sync_remove_shop (WbSync        *self,
                     const char    *connection_id,
                     GCancellable  *cancellable,
                     GError       **error)
{
  g_autofree char *name = NULL;
  WbDb *db = NULL;

  g_return_val_if_fail (WB_IS_SYNC (self), FALSE);
  g_return_val_if_fail (connection_id, FALSE);
  g_return_val_if_fail (!error || !*error, FALSE);

  if (!require_plain (self, error) || !begin_removal (self, connection_id, error))
    return FALSE;
  wb_sync_shops_renew (self);
  name = wb_shop_connection_secret_name (connection_id);
  if (!wb_sync_connection_clear (self->keys, name, cancellable, error))
    return FALSE;
  db = wb_sync_begin (self, error);

  return db && wb_sync_end (self, wb_shop_connection_remove (db, connection_id, error),
                            WB_TABLE_ACCOUNT | WB_TABLE_COUPONS, error);
}

/* Writes what is news into @connection; whether anything is. */
static gboolean
take_state (WbSync           *self,
            WbShopConnection *connection,
            const WbShopCaps *caps,
            const GError     *problem,
            gboolean          is_synced)
{
  const char *state = problem ? "error" : caps || is_synced ? "connected" : connection->connection;
  const char *words = problem ? problem->message : NULL;
  gboolean changed = caps || is_synced || g_strcmp0 (state, connection->connection) != 0 ||
                     g_strcmp0 (words, connection->error_message) != 0;

  set_text (&connection->connection, state);
  set_text (&connection->error_message, words);
  if (caps) {
    g_clear_pointer (&connection->caps, wb_shop_caps_unref);
    connection->caps = wb_shop_caps_ref ((WbShopCaps *) caps);
    connection->checked_at = wb_sync_server_now (self);
  }
  if (is_synced)
    connection->last_sync_at = wb_sync_server_now (self);

  return changed;
}

gboolean
wb_sync_keep_shop_state (WbSync            *self,
                         const char        *id,
                         const WbShopCaps  *caps,
                         const GError      *problem,
                         gboolean           is_synced,
                         GError           **error)
{
  g_autoptr (WbShopConnection) connection = NULL;
  GError *cause = NULL;
  WbDb *db = wb_sync_begin (self, error);

  if (!db)
    return FALSE;
  connection = wb_shop_connection_get (db, id, &cause);
  if (cause) {
    wb_sync_rollback (self);
    g_propagate_error (error, cause);
    return FALSE;
  }
  /* Removed meanwhile. */
  if (!connection || !take_state (self, connection, caps, problem, is_synced)) {
    wb_sync_rollback (self);
    return TRUE;
  }

  return wb_sync_end (self, wb_shop_connection_put (db, connection, error), WB_TABLE_ACCOUNT,
                      error);
}
