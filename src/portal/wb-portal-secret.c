/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Reads a shop's secret and makes the shop's client; see wb-portal-secret.h. */

#include "config.h"

#include "wb-portal-secret.h"

#include "wb-http.h"
#include "wb-portal-private-file.h"
#include "wb-shop-open.h"

/**
 * wb_portal_secret_read:
 * @platform: whose secret it is
 * @path: a file of mode 0600 with lines `name=value`
 * @error: return location (WB_PORTAL_ERROR_SECRET)
 *
 * Returns: (transfer full): the secret; `NULL` with @error set, whose message never has the file's
 *   words
 */
WbShopSecret *
wb_portal_secret_read (const char  *platform,
                       const char  *path,
                       GError     **error)
{
  g_autoptr (WbShopSecret) secret = NULL;
  g_autoptr (GError) cause = NULL;
  char *text = NULL;

  g_return_val_if_fail (platform && path, NULL);

  if (!wb_portal_private_file_read (path, &text, error))
    return NULL;

  secret = wb_shop_secret_parse (platform, text, &cause);
  wb_shop_secret_wipe (text);
  if (!secret)
    g_set_error (error, WB_PORTAL_ERROR, WB_PORTAL_ERROR_SECRET,
                 "The secret file %s cannot be used: %s.", path, cause->message);

  return g_steal_pointer (&secret);
}

/**
 * wb_portal_check_shop_url:
 * @url: where a shop is said to stand
 * @allow_loopback: whether this computer's own addresses will do
 * @error: return location (WB_PORTAL_ERROR_USAGE, WB_REMOTE_ERROR_NOT_ALLOWED)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_portal_check_shop_url (const char  *url,
                          gboolean     allow_loopback,
                          GError     **error)
{
  if (!wb_http_check_url (url, error))
    return FALSE;
  if (!allow_loopback && wb_shop_url_is_loopback (url)) {
    g_set_error (error, WB_PORTAL_ERROR, WB_PORTAL_ERROR_USAGE,
                 "%s is on this computer. Give --allow-loopback if that is meant.", url);
    return FALSE;
  }

  return TRUE;
}

WbShop *
wb_portal_make_shop (const WbMerchantStore  *store,
                     const char             *secret_file,
                     const char             *ca_file,
                     gboolean                allow_loopback,
                     WbClock                *clock,
                     WbRandom               *random,
                     GError                **error)
{
  g_autoptr (WbShopSecret) secret = NULL;
  g_autofree char *url = wb_shop_normalize_url (store->platform, store->url);
  WbShopAddress address = {
    .platform = store->platform,
    .url = url ? url : store->url,
    .ca_file = ca_file,
    .allow_loopback = allow_loopback,
  };

  if (!wb_portal_check_shop_url (address.url, allow_loopback, error))
    return NULL;
  secret = wb_portal_secret_read (store->platform, secret_file, error);
  if (!secret)
    return NULL;
  address.secret = secret;

  return wb_shop_open (&address, clock, random, error);
}
