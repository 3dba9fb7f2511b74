/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Connecting shops; see wb-portal-shop-commands.h. A shop is asked before it is stored, so that a
 * wrong key or address is said where it was typed. A service that runs takes over what is written
 * here within a second. */

#include "config.h"

#include "wb-portal-shop-commands.h"

#include <glib/gi18n-lib.h>

#include "wb-ledger-account.h"
#include "wb-ledger-shops.h"
#include "wb-portal-secret.h"
#include "wb-shop-open.h"
#include "wb-time.h"

static gboolean
find_by_url (WbLedger         *ledger,
             const char       *platform,
             const char       *url,
             WbMerchantStore **store_out,
             GError          **error)
{
  g_autoptr (GPtrArray) stores = wb_ledger_store_list (ledger, error);

  *store_out = NULL;
  for (guint i = 0; stores && i < stores->len; i++) {
    WbMerchantStore *store = g_ptr_array_index (stores, i);
    g_autofree char *known = store->url ? wb_shop_normalize_url (store->platform, store->url)
                                        : NULL;

    if (g_str_equal (store->platform, platform) &&
        g_strcmp0 (known ? known : store->url, url) == 0)
      *store_out = wb_merchant_store_ref (store);
  }

  return stores ? TRUE : FALSE;
}

/* By what `shop list` shows of it. */
static gboolean
find_by_name (WbLedger         *ledger,
              const char       *name,
              WbMerchantStore **store_out,
              WbStoreAccess    *access_out,
              GError          **error)
{
  g_autoptr (GPtrArray) stores = wb_ledger_store_list (ledger, error);
  g_autofree char *folded = g_utf8_casefold (name, -1);
  const char *id = NULL;

  for (guint i = 0; stores && !id && i < stores->len; i++) {
    const WbMerchantStore *store = g_ptr_array_index (stores, i);
    g_autofree char *own = g_utf8_casefold (store->name ? store->name : "", -1);

    if (g_str_equal (store->store_id, name) || g_str_equal (store->id, name) ||
        g_str_equal (own, folded))
      id = store->id;
  }
  if (stores && !id)
    g_set_error (error, WB_PORTAL_ERROR, WB_PORTAL_ERROR_INVALID,
                 _ ("There is no shop %s. See “shop list”."), name);

  return id && wb_ledger_store_get (ledger, id, store_out, access_out, error);
}

static void
fill_store (const WbPortalCommand *command,
            WbMerchantStore       *store,
            WbShopCaps            *caps)
{
  g_autoptr (GUri) uri = g_uri_parse (store->url, G_URI_FLAGS_NONE, NULL);
  const char *host = uri ? g_uri_get_host (uri) : store->url;

  if (command->store_id || !store->store_id) {
    g_free (store->store_id);
    store->store_id = g_strdup (command->store_id ? command->store_id : host);
  }
  if (command->name || !store->name) {
    g_free (store->name);
    store->name = g_strdup (command->name ? command->name : caps->name ? caps->name : host);
  }
  if (caps->currencies) {
    g_strfreev (store->currencies);
    store->currencies = g_strdupv (caps->currencies);
  }
  g_free (store->connection);
  store->connection = g_strdup ("connected");
  g_clear_pointer (&store->error_message, g_free);
  g_clear_pointer (&store->caps, wb_shop_caps_unref);
  store->caps = wb_shop_caps_ref (caps);
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
      !wb_ledger_shop_set_paused (ledger, store->id, FALSE, error) ||
      !wb_ledger_shop_set_checked (ledger, store->id, error) ||
      !add_currencies (ledger, store, error)) {
    wb_db_rollback (ledger->db);
    return FALSE;
  }

  return wb_db_commit (ledger->db, error);
}

/* The step that was begun and did not pass is the one the error is about. */
static void
print_step (WbShopStep step,
            gboolean   done,
            gpointer   data)
{
  gboolean *is_open = data;

  if (done)
    g_print ("  ✓ %s\n", wb_shop_step_words (step));
  *is_open = !done;
}

static void
print_notes (const WbShopCaps *caps,
             WbShopNoteKind    kind,
             const char       *mark)
{
  for (guint i = 0; i < caps->notes->len; i++) {
    const WbShopNote *note = g_ptr_array_index (caps->notes, i);
    g_autofree char *words = NULL;

    if (note->kind != kind)
      continue;
    words = wb_shop_note_words (note);
    g_print ("  %s %s\n", mark, words);
  }
}

/* (transfer full) (nullable): what the shop can do, printed; each step as it passes. */
static WbShopCaps *
ask_shop (WbLedger               *ledger,
          const WbMerchantStore  *store,
          const WbStoreAccess    *access,
          gboolean                allow_loopback,
          GError                **error)
{
  g_autoptr (WbShop) shop = wb_portal_make_shop (store, access->secret_file, access->ca_file,
                                                 allow_loopback, ledger->clock, ledger->random,
                                                 error);
  WbShopCaps *caps = NULL;
  gboolean is_open = FALSE;

  if (!shop)
    return NULL;

  caps = wb_shop_check (shop, print_step, &is_open, NULL, error);
  if (!caps) {
    if (is_open)
      g_print ("  ✗ %s\n", (*error)->message);
    return NULL;
  }
  print_notes (caps, WB_SHOP_NOTE_CAN, "+");
  print_notes (caps, WB_SHOP_NOTE_CANNOT, "−");
  print_notes (caps, WB_SHOP_NOTE_MISSING, "!");

  return caps;
}

static gboolean
check_usage (const WbPortalCommand  *command,
             GError                **error)
{
  const char *platform = command->words[2];

  if (!wb_shop_secret_names (platform)) {
    g_set_error (error, WB_PORTAL_ERROR, WB_PORTAL_ERROR_USAGE,
                 _ ("There is no platform %s. Write shoptet, shopify or woocommerce."), platform);
    return FALSE;
  }
  if (!command->secret_file) {
    g_set_error_literal (error, WB_PORTAL_ERROR, WB_PORTAL_ERROR_USAGE,
                         _ ("Give --secret-file FILE: mode 0600, lines name=value."));
    return FALSE;
  }

  return TRUE;
}

/* Orders name their shop by it, so two shops cannot share it. */
static gboolean
check_store_id (WbLedger               *ledger,
                const WbMerchantStore  *store,
                GError                **error)
{
  g_autoptr (WbMerchantStore) other = NULL;

  if (!wb_ledger_store_find (ledger, store->store_id, &other, error))
    return FALSE;
  if (other && !g_str_equal (other->id, store->id)) {
    g_set_error (error, WB_PORTAL_ERROR, WB_PORTAL_ERROR_INVALID,
                 _ ("There is another shop %s. Give --store-id, as this shop is called on orders."),
                 store->store_id);
    return FALSE;
  }

  return TRUE;
}

static WbMerchantStore *
new_store (WbLedger    *ledger,
           const char  *platform,
           const char  *url,
           GError     **error)
{
  g_autoptr (WbMerchantStore) store = wb_merchant_store_new ();

  store->platform = g_strdup (platform);
  store->url = g_strdup (url);
  if (!wb_ledger_shop_recall (ledger, store, error))
    return NULL;

  return g_steal_pointer (&store);
}

gboolean
wb_portal_shop_commands_add (const WbPortalCommand  *command,
                             WbLedger               *ledger,
                             GError                **error)
{
  g_auto (WbStoreAccess) access = { NULL };
  g_autoptr (WbMerchantStore) store = NULL;
  g_autoptr (WbShopCaps) caps = NULL;
  g_autofree char *url = NULL;
  gboolean is_new = FALSE;

  if (!check_usage (command, error))
    return FALSE;
  url = wb_shop_normalize_url (command->words[2], command->words[3]);
  if (!url)
    url = g_strdup (command->words[3]);
  if (!find_by_url (ledger, command->words[2], url, &store, error))
    return FALSE;
  is_new = !store;
  if (is_new)
    store = new_store (ledger, command->words[2], url, error);
  if (!store)
    return FALSE;

  /* The service may be started from another folder. */
  access.secret_file = g_canonicalize_filename (command->secret_file, NULL);
  access.ca_file = command->ca ? g_canonicalize_filename (command->ca, NULL) : NULL;
  caps = ask_shop (ledger, store, &access, command->allow_loopback, error);
  if (!caps)
    return FALSE;

  access.time_zone = g_strdup (caps->time_zone);
  fill_store (command, store, caps);
  if (!check_store_id (ledger, store, error) ||
      !store_shop (ledger, store, &access, is_new, error))
    return FALSE;

  g_print (_ ("%s is connected as “%s”.\n"), store->name, store->store_id);

  return TRUE;
}

static gboolean
save_store (WbLedger             *ledger,
            WbMerchantStore      *store,
            const WbStoreAccess  *access,
            GError              **error)
{
  if (!wb_db_begin_immediate (ledger->db, error))
    return FALSE;
  if (!wb_ledger_store_save (ledger, store, access, FALSE, error) ||
      !wb_ledger_shop_set_checked (ledger, store->id, error)) {
    wb_db_rollback (ledger->db);
    return FALSE;
  }

  return wb_db_commit (ledger->db, error);
}

/* What the shop answers now is what everybody is told from now on; a paused one stays paused. */
gboolean
wb_portal_shop_commands_check (const WbPortalCommand  *command,
                               WbLedger               *ledger,
                               GError                **error)
{
  g_auto (WbStoreAccess) access = { NULL };
  g_autoptr (WbMerchantStore) store = NULL;
  g_autoptr (WbShopCaps) caps = NULL;
  g_autoptr (GError) local_error = NULL;

  if (!find_by_name (ledger, command->words[2], &store, &access, error))
    return FALSE;
  if (!access.secret_file) {
    g_set_error (error, WB_PORTAL_ERROR, WB_PORTAL_ERROR_INVALID,
                 _ ("%s is not connected. “shop add” connects it."), store->store_id);
    return FALSE;
  }

  caps = ask_shop (ledger, store, &access, command->allow_loopback, &local_error);
  if (caps) {
    g_free (access.time_zone);
    access.time_zone = g_strdup (caps->time_zone);
    fill_store (command, store, caps);
  } else {
    g_free (store->connection);
    store->connection = g_strdup ("error");
    g_free (store->error_message);
    store->error_message = g_strdup (local_error->message);
  }
  if (access.is_paused) {
    g_free (store->connection);
    store->connection = g_strdup ("disabled");
  }
  /* What was wrong with the command says nothing about the shop. */
  if (!g_error_matches (local_error, WB_PORTAL_ERROR, WB_PORTAL_ERROR_USAGE) &&
      !save_store (ledger, store, &access, error))
    return FALSE;
  if (!caps) {
    g_propagate_error (error, g_steal_pointer (&local_error));
    return FALSE;
  }
  g_print (_ ("%s is in order.\n"), store->name ? store->name : store->store_id);

  return TRUE;
}

static gboolean
set_paused (const WbPortalCommand  *command,
            WbLedger               *ledger,
            gboolean                paused,
            GError                **error)
{
  g_auto (WbStoreAccess) access = { NULL };
  g_autoptr (WbMerchantStore) store = NULL;

  if (!find_by_name (ledger, command->words[2], &store, &access, error))
    return FALSE;
  if (access.is_paused == paused)
    return TRUE;

  /* Its worker says what it is when it has asked it. */
  g_free (store->connection);
  store->connection = g_strdup (paused ? "disabled" : "waiting");
  g_clear_pointer (&store->error_message, g_free);

  return wb_ledger_shop_set_paused (ledger, store->id, paused, error) &&
         wb_ledger_store_save (ledger, store, NULL, FALSE, error);
}

gboolean
wb_portal_shop_commands_pause (const WbPortalCommand  *command,
                               WbLedger               *ledger,
                               GError                **error)
{
  return set_paused (command, ledger, TRUE, error);
}

gboolean
wb_portal_shop_commands_resume (const WbPortalCommand  *command,
                                WbLedger               *ledger,
                                GError                **error)
{
  return set_paused (command, ledger, FALSE, error);
}

gboolean
wb_portal_shop_commands_remove (const WbPortalCommand  *command,
                                WbLedger               *ledger,
                                GError                **error)
{
  g_auto (WbStoreAccess) access = { NULL };
  g_autoptr (WbMerchantStore) store = NULL;
  WbShopCounts counts;

  if (!find_by_name (ledger, command->words[2], &store, &access, error) ||
      !wb_ledger_shop_count (ledger, store->id, &counts, error))
    return FALSE;
  if (counts.n_making > 0) {
    g_set_error (error, WB_PORTAL_ERROR, WB_PORTAL_ERROR_INVALID,
                 g_dngettext (GETTEXT_PACKAGE,
                              "%d coupon is still being made or disabled in this shop. Wait for "
                              "it.",
                              "%d coupons are still being made or disabled in this shop. Wait for "
                              "them.",
                              (gulong) counts.n_making),
                 (int) counts.n_making);
    return FALSE;
  }

  return wb_ledger_shop_remove (ledger, store->id, error);
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
    g_autofree char *synced = store->last_sync_at == WB_TIME_NONE
      ? g_strdup ("-") : wb_time_format (store->last_sync_at);
    WbShopCounts counts;

    if (!wb_ledger_shop_count (ledger, store->id, &counts, error))
      return FALSE;
    g_print ("%s\t%s\t%s\t%s\t%s\t%s\t%s\t%" G_GINT64_FORMAT "\t%" G_GINT64_FORMAT
             "\t%" G_GINT64_FORMAT "\t%s\n",
             store->store_id, store->platform, store->connection, currencies,
             store->url ? store->url : "", store->name ? store->name : "", synced,
             counts.n_coupons, counts.n_active, counts.n_making,
             store->error_message ? store->error_message : "");
  }

  return stores ? TRUE : FALSE;
}
