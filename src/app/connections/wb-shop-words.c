/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Words of shops; see wb-shop-words.h. */

#include "config.h"

#include "wb-shop-words.h"

#include "wb-format.h"
#include "wb-time.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  const char *platform;
  const char *name;
  const char *address;
  const char *key;
} Platform;

static const Platform platforms[] = {
  { "shoptet", "Shoptet", N_ ("Address of the shop, such as https://www.example.cz"),
    N_ ("In the shop’s administration: Connections, Private API. This needs the plan Premium; "
        "other shops use the token of an add-on.") },
  { "shopify", "Shopify", N_ ("Address of the shop, such as example.myshopify.com"),
    N_ ("In Shopify’s Dev Dashboard: the client ID and secret of an app of your own, installed in "
        "the shop. Older shops may have the token of a custom app. It may read and write discounts "
        "and read orders.") },
  { "woocommerce", "WooCommerce", N_ ("Address of the shop, such as https://www.example.com"),
    N_ ("In WordPress: WooCommerce, Settings, Advanced, REST API. The key needs the permission "
        "“Read/Write”.") },
};

typedef struct
{
  const char *name;
  const char *label;
  gboolean is_hidden;
} Secret;

static const Secret secrets[] = {
  { "private_token", N_ ("Private API token"), TRUE },
  { "oauth_token", N_ ("Add-on’s OAuth token"), TRUE },
  { "token_url", N_ ("Address that gives API tokens"), FALSE },
  { "access_token", N_ ("Admin API access token"), TRUE },
  { "client_id", N_ ("Client ID"), FALSE },
  { "client_secret", N_ ("Client secret"), TRUE },
  { "consumer_key", N_ ("Consumer key"), FALSE },
  { "consumer_secret", N_ ("Consumer secret"), TRUE },
};

static const struct
{
  const char *first_name;
  const char *label;
} sets[] = {
  { "private_token", N_ ("Private token") },
  { "oauth_token", N_ ("Token of an add-on") },
  { "access_token", N_ ("Admin token") },
  { "client_id", N_ ("Client ID and secret") },
  { "consumer_key", N_ ("Consumer key and secret") },
};

/**
 * wb_shop_platforms:
 *
 * Returns: (transfer none) (array zero-terminated=1): the platforms a shop can be added on
 */
const char *const *
wb_shop_platforms (void)
{
  static const char *const names[] = { "shoptet", "shopify", "woocommerce", NULL };

  return names;
}

static const Platform *
find_platform (const char *platform)
{
  for (guint i = 0; i < G_N_ELEMENTS (platforms); i++) {
    if (g_strcmp0 (platforms[i].platform, platform) == 0)
      return &platforms[i];
  }

  return NULL;
}

/**
 * wb_shop_platform_name:
 * @platform: (nullable): the API's name
 *
 * Returns: (transfer none): its own name; for an unknown one what the API says
 */
const char *
wb_shop_platform_name (const char *platform)
{
  const Platform *found = find_platform (platform);

  return found ? found->name : platform ? platform : "";
}

const char *
wb_shop_address_hint (const char *platform)
{
  const Platform *found = find_platform (platform);

  return found ? _ (found->address) : "";
}

const char *
wb_shop_key_hint (const char *platform)
{
  const Platform *found = find_platform (platform);

  return found ? _ (found->key) : "";
}

/**
 * wb_shop_secret_label:
 * @name: a name of wb-shop-secret.h
 *
 * Returns: (transfer none): what it is called in the shop's administration
 */
const char *
wb_shop_secret_label (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (secrets); i++) {
    if (g_str_equal (secrets[i].name, name))
      return _ (secrets[i].label);
  }

  return name;
}

gboolean
wb_shop_secret_is_hidden (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (secrets); i++) {
    if (g_str_equal (secrets[i].name, name))
      return secrets[i].is_hidden;
  }

  return TRUE;
}

const char *
wb_shop_secret_set_label (const char *first_name)
{
  for (guint i = 0; i < G_N_ELEMENTS (sets); i++) {
    if (g_str_equal (sets[i].first_name, first_name))
      return _ (sets[i].label);
  }

  return wb_shop_secret_label (first_name);
}

typedef struct
{
  const char *connection;
  const char *icon;
  const char *words;
} State;

static const State states[] = {
  { "connected", "emblem-ok-symbolic", NC_ ("a shop", "Connected") },
  { "error", "dialog-error-symbolic", NC_ ("a shop", "Not connected") },
  { "disabled", "action-unavailable-symbolic", NC_ ("a shop", "Paused") },
  { "waiting", "content-loading-symbolic", NC_ ("a shop", "Not checked yet") },
};

static const State *
find_state (const WbMerchantStore *store)
{
  for (guint i = 0; i < G_N_ELEMENTS (states); i++) {
    if (g_strcmp0 (store->connection, states[i].connection) == 0)
      return &states[i];
  }

  return NULL;
}

const char *
wb_shop_state_icon (const WbMerchantStore *store)
{
  const State *found = find_state (store);

  return found ? found->icon : "content-loading-symbolic";
}

/**
 * wb_shop_state_words:
 * @store: a shop
 *
 * Returns: (transfer none): the state of its connection in a word or two
 */
const char *
wb_shop_state_words (const WbMerchantStore *store)
{
  const State *found = find_state (store);

  if (found)
    return g_dpgettext2 (GETTEXT_PACKAGE, "a shop", found->words);

  return store->connection ? store->connection : "";
}

static void
add_part (GPtrArray *parts,
          char      *part)
{
  if (part && *part)
    g_ptr_array_add (parts, part);
  else
    g_free (part);
}

/**
 * wb_shop_describe:
 * @context: the workspace
 * @store: a shop
 *
 * Returns: (transfer full): platform, address, currencies and when it was last asked, in one line
 */
char *
wb_shop_describe (WbContext             *context,
                  const WbMerchantStore *store)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *when = NULL;
  const char *host = store->url ? strstr (store->url, "://") : NULL;

  add_part (parts, g_strdup (wb_shop_platform_name (store->platform)));
  add_part (parts, g_strdup (host ? host + 3 : store->url));
  add_part (parts, store->currencies ? g_strjoinv (", ", store->currencies) : NULL);
  if (store->last_sync_at != WB_TIME_NONE) {
    when = wb_format_when (store->last_sync_at, wb_context_now (context),
                           wb_context_get_zone (context));
    add_part (parts, g_strdup_printf (_ ("synced %s"), when));
  }
  g_ptr_array_add (parts, NULL);

  return g_strjoinv (" · ", (char **) parts->pdata);
}

const char *
wb_shop_note_icon (WbShopNoteKind kind)
{
  switch (kind) {
    case WB_SHOP_NOTE_CAN:
      return "object-select-symbolic";
    case WB_SHOP_NOTE_CANNOT:
      return "action-unavailable-symbolic";
    case WB_SHOP_NOTE_MISSING:
    default:
      return "dialog-warning-symbolic";
  }
}

const char *
wb_shop_note_kind_words (WbShopNoteKind kind)
{
  switch (kind) {
    case WB_SHOP_NOTE_CAN:
      return C_ ("a shop", "Can");
    case WB_SHOP_NOTE_CANNOT:
      return C_ ("a shop", "Cannot");
    case WB_SHOP_NOTE_MISSING:
    default:
      return C_ ("a shop", "To be done");
  }
}
