/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Makes the client of a shop for its platform; see wb-shop-open.h. */

#include "config.h"

#include "wb-shop-open.h"

#include "wb-shopify-json.h"
#include "wb-shopify.h"
#include "wb-shoptet-json.h"
#include "wb-shoptet.h"
#include "wb-woocommerce-json.h"
#include "wb-woocommerce.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

/* @url is normalized; @http is taken. */
typedef WbShop *(*OpenFunc) (const WbShopAddress  *address,
                             const char           *url,
                             WbHttp               *http,
                             WbClock              *clock,
                             WbRandom             *random,
                             GError              **error);

static WbShop *
open_woocommerce (const WbShopAddress  *address,
                  const char           *url,
                  WbHttp               *http,
                  WbClock              *clock,
                  WbRandom             *random,
                  GError              **error)
{
  return wb_woocommerce_new (url, wb_shop_secret_get (address->secret, "consumer_key"),
                             wb_shop_secret_get (address->secret, "consumer_secret"), http, clock,
                             random, error);
}

/* All shops of Shoptet have one API, whatever their own address is; a pretend shop is its own. */
static WbShop *
open_shoptet (const WbShopAddress  *address,
              const char           *url,
              WbHttp               *http,
              WbClock              *clock,
              WbRandom             *random,
              GError              **error)
{
  g_autoptr (WbHttp) owned_http = http;
  const char *token_url = wb_shop_secret_get (address->secret, "token_url");

  if (!address->allow_loopback && token_url && wb_shop_url_is_loopback (token_url)) {
    g_set_error_literal (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_NOT_ALLOWED,
                         _ ("The address that gives out tokens is this computer"));
    return NULL;
  }

  return wb_shoptet_new (wb_shop_url_is_loopback (url) ? url : NULL, address->secret,
                         g_steal_pointer (&owned_http), clock, error);
}

static WbShop *
open_shopify (const WbShopAddress  *address,
              const char           *url,
              WbHttp               *http,
              WbClock              *clock,
              WbRandom             *random,
              GError              **error)
{
  return wb_shopify_new (url, address->secret, http, clock, error);
}

/* A row per platform: how its addresses are tidied, and how its client is made. */
static const struct
{
  const char *platform;
  char *(*tidy) (const char *url);
  OpenFunc open;
} platforms[] = {
  { "shoptet", wb_shoptet_normalize_url, open_shoptet },
  { "shopify", wb_shopify_tidy_shop, open_shopify },
  { "woocommerce", wb_woocommerce_normalize_site, open_woocommerce },
};

static int
find_platform (const char *platform)
{
  for (guint i = 0; i < G_N_ELEMENTS (platforms); i++) {
    if (g_strcmp0 (platforms[i].platform, platform) == 0)
      return (int) i;
  }

  return -1;
}

/**
 * wb_shop_normalize_url:
 * @platform: its platform
 * @url: an address as its owner types or copies it
 *
 * Makes no call and refuses nothing: wb_shop_open() does.
 *
 * Returns: (transfer full) (nullable): the address as it is kept and compared, with its scheme,
 *   scheme and host in lower case, no slash at the end; `NULL` for an unknown platform
 */
char *
wb_shop_normalize_url (const char *platform,
                       const char *url)
{
  int found = find_platform (platform);
  char *tidied = NULL;
  char *host = NULL;

  g_return_val_if_fail (url, NULL);

  if (found < 0)
    return NULL;
  tidied = platforms[found].tidy (url);
  host = tidied ? strstr (tidied, "://") : NULL;
  if (host) {
    char *end = host + 3 + strcspn (host + 3, "/");

    for (char *p = tidied; p < end; p++)
      *p = g_ascii_tolower (*p);
  }

  return tidied;
}

/* "127.1" and "2130706433" are this computer, too, to who looks a name up. */
static gboolean
is_odd_number (const char *host)
{
  const char *last = strrchr (host, '.');

  last = last ? last + 1 : host;

  return g_ascii_isdigit (*last) && !strchr (host, ':');
}

/**
 * wb_shop_url_is_loopback:
 * @url: an address
 *
 * Returns: whether it names this computer itself; numbers that are no usual address count as such
 */
gboolean
wb_shop_url_is_loopback (const char *url)
{
  g_autoptr (GUri) uri = NULL;
  g_autoptr (GInetAddress) address = NULL;
  g_autofree char *host = NULL;

  g_return_val_if_fail (url, FALSE);

  uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);
  if (!uri || !g_uri_get_host (uri))
    return FALSE;
  host = g_ascii_strdown (g_uri_get_host (uri), -1);
  if (g_str_has_suffix (host, "."))
    host[strlen (host) - 1] = '\0';

  address = g_inet_address_new_from_string (host);
  if (address)
    return g_inet_address_get_is_loopback (address) || g_inet_address_get_is_any (address) ||
           g_str_has_prefix (host, "::ffff:");

  return strcmp (host, "localhost") == 0 || g_str_has_suffix (host, ".localhost") ||
         is_odd_number (host);
}

/**
 * wb_shop_open:
 * @address: the shop
 * @clock: for its client
 * @random: for its client
 * @error: return location; `WB_REMOTE_ERROR_NOT_ALLOWED` for an address or secret that cannot be,
 *   `WB_REMOTE_ERROR_TLS` for an authority file that cannot be used
 *
 * Asks the shop nothing yet.
 *
 * Returns: (transfer full): its client, of the calling thread
 */
WbShop *
wb_shop_open (const WbShopAddress  *address,
              WbClock              *clock,
              WbRandom             *random,
              GError              **error)
{
  WbHttpOptions options = { .user_agent = "Winback/" WB_VERSION };
  g_autofree char *url = NULL;
  WbHttp *http = NULL;
  int found = -1;

  g_return_val_if_fail (address && address->platform && address->url && address->secret, NULL);
  g_return_val_if_fail (WB_IS_CLOCK (clock) && WB_IS_RANDOM (random), NULL);

  found = find_platform (address->platform);
  if (found < 0) {
    g_set_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_NOT_ALLOWED,
                 _ ("Shops on “%s” are not known here; write shoptet, shopify or woocommerce"),
                 address->platform);
    return NULL;
  }

  url = wb_shop_normalize_url (address->platform, address->url);
  if (!wb_http_check_url (url, error))
    return NULL;
  if (!address->allow_loopback && wb_shop_url_is_loopback (url)) {
    g_set_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_NOT_ALLOWED,
                 _ ("%s is this computer, and no shop"), url);
    return NULL;
  }

  options.ca_file = address->ca_file;
  http = wb_http_new (&options, clock, error);
  if (!http)
    return NULL;

  return platforms[found].open (address, url, http, clock, random, error);
}
