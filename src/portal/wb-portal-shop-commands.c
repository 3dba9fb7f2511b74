/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Connecting shops; see wb-portal-shop-commands.h. A shop is asked before it is stored, so that a
 * wrong key or address is said where it was typed. */

#include "config.h"

#include "wb-portal-shop-commands.h"

#include <glib/gi18n-lib.h>

#include "wb-ledger-account.h"
#include "wb-portal-secret.h"

static gboolean
find_by_url (WbLedger         *ledger,
             const char       *url,
             WbMerchantStore **store_out,
             GError          **error)
{
  g_autoptr (GPtrArray) stores = wb_ledger_store_list (ledger, error);

  *store_out = NULL;
  for (guint i = 0; stores && i < stores->len; i++) {
    WbMerchantStore *store = g_ptr_array_index (stores, i);

    if (g_strcmp0 (store->url, url) == 0)
      *store_out = wb_merchant_store_ref (store);
  }

  return stores ? TRUE : FALSE;
}

static void
fill_store (const WbPortalCommand *command,
            WbLedger              *ledger,
            WbMerchantStore       *store,
            const WbShopCaps      *caps)
{
  g_autoptr (GUri) uri = g_uri_parse (store->url, G_URI_FLAGS_NONE, NULL);
  const char *host = uri ? g_uri_get_host (uri) : store->url;

  if (command->store_id || !store->store_id) {
    g_free (store->store_id);
    store->store_id = g_strdup (command->store_id ? command->store_id : host);
  }
  g_free (store->name);
  store->name = g_strdup (command->name ? command->name : caps->name ? caps->name : host);
  if (caps->currencies) {
    g_strfreev (store->currencies);
    store->currencies = g_strdupv (caps->currencies);
  }
  g_free (store->connection);
  store->connection = g_strdup ("connected");
  store->last_sync_at = wb_ledger_now (ledger);
  store->supports_coupons = TRUE;
}

/* Amounts are entered per currency of the account's shops, so it must know them. */
static gboolean
add_currencies (WbLedger               *ledger,
                const WbMerchantStore  *store,
                GError                **error)
{
  g_autoptr (WbAccount) account = NULL;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  gboolean changed = FALSE;

  if (!wb_ledger_account_get (ledger, &account, error))
    return FALSE;

  g_strv_builder_addv (builder, (const char **) account->currencies);
  for (guint i = 0; store->currencies && store->currencies[i]; i++) {
    if (!g_strv_contains ((const char *const *) account->currencies, store->currencies[i])) {
      g_strv_builder_add (builder, store->currencies[i]);
      changed = TRUE;
    }
  }
  if (!changed)
    return TRUE;

  g_strfreev (account->currencies);
  account->currencies = g_strv_builder_end (builder);

  return wb_ledger_account_save (ledger, account, NULL, error);
}

static gboolean
store_shop (WbLedger             *ledger,
            WbMerchantStore      *store,
            const WbStoreAccess  *access,
            gboolean              is_new,
            GError              **error)
{
  if (!wb_db_begin_immediate (ledger->db, error))
    return FALSE;
  if (!wb_ledger_store_save (ledger, store, access, is_new, error) ||
      !add_currencies (ledger, store, error)) {
    wb_db_rollback (ledger->db);
    return FALSE;
  }

  return wb_db_commit (ledger->db, error);
}

gboolean
wb_portal_shop_commands_add (const WbPortalCommand  *command,
                             WbLedger               *ledger,
                             GError                **error)
{
  const char *platform = command->words[2];
  const char *url = command->words[3];
  g_auto (WbStoreAccess) access = { NULL };
  g_autoptr (WbMerchantStore) store = NULL;
  g_autoptr (WbShop) shop = NULL;
  g_autoptr (WbShopCaps) caps = NULL;
  gboolean is_new = FALSE;

  if (!g_str_equal (platform, "woocommerce") || !command->secret_file) {
    g_set_error_literal (error, WB_PORTAL_ERROR, WB_PORTAL_ERROR_USAGE,
                         _ ("Write: shop add woocommerce URL --secret-file FILE"));
    return FALSE;
  }
  if (!find_by_url (ledger, url, &store, error))
    return FALSE;

  is_new = !store;
  if (is_new) {
    store = wb_merchant_store_new ();
    g_free (store->id);
    store->id = wb_random_uuid (ledger->random);
    store->version = 0;
    g_free (store->platform);
    store->platform = g_strdup (platform);
    store->url = g_strdup (url);
  }

  /* The service may be started from another folder. */
  access.secret_file = g_canonicalize_filename (command->secret_file, NULL);
  access.ca_file = command->ca ? g_canonicalize_filename (command->ca, NULL) : NULL;
  shop = wb_portal_make_shop (store, access.secret_file, access.ca_file, command->allow_loopback,
                              ledger->clock, ledger->random, error);
  caps = shop ? wb_shop_check (shop, NULL, NULL, NULL, error) : NULL;
  if (!caps)
    return FALSE;

  access.time_zone = g_strdup (caps->time_zone);
  fill_store (command, ledger, store, caps);
  if (!store_shop (ledger, store, &access, is_new, error))
    return FALSE;

  g_print (_ ("%s is connected as “%s”. A service that runs must be started again.\n"),
           store->name, store->store_id);

  return TRUE;
}

gboolean
wb_portal_shop_commands_list (const WbPortalCommand  *command,
                              WbLedger               *ledger,
                              GError                **error)
{
  g_autoptr (GPtrArray) stores = wb_ledger_store_list (ledger, error);

  for (guint i = 0; stores && i < stores->len; i++) {
    const WbMerchantStore *store = g_ptr_array_index (stores, i);
    g_autofree char *currencies = g_strjoinv (",", store->currencies);

    g_print ("%s\t%s\t%s\t%s\t%s\t%s\n", store->store_id, store->platform, store->connection,
             currencies, store->url ? store->url : "", store->name ? store->name : "");
  }

  return stores ? TRUE : FALSE;
}
