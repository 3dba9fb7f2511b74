/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Reads a shop's secret and makes the shop's client; see wb-portal-secret.h. */

#include "config.h"

#include "wb-portal-secret.h"

#include <gio/gio.h>

#include "wb-http.h"
#include "wb-portal-private-file.h"
#include "wb-woocommerce.h"

static gboolean
set_secret_error (GError     **error,
                  const char  *path,
                  const char  *what)
{
  g_set_error (error, WB_PORTAL_ERROR, WB_PORTAL_ERROR_SECRET, "The secret file %s %s", path,
               what);

  return FALSE;
}

/**
 * wb_portal_secret_read:
 * @path: a file of mode 0600
 * @key_out: (out) (transfer full): the consumer key
 * @secret_out: (out) (transfer full): the consumer secret
 * @error: return location (WB_PORTAL_ERROR_SECRET)
 *
 * The two stand apart by a colon, a blank or a line's end.
 *
 * Returns: `FALSE` with @error set, whose message never has the file's words
 */
gboolean
wb_portal_secret_read (const char  *path,
                       char       **key_out,
                       char       **secret_out,
                       GError     **error)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) words = NULL;
  const char *found[2] = { NULL, NULL };
  guint n_found = 0;

  g_return_val_if_fail (path, FALSE);

  if (!wb_portal_private_file_read (path, &text, error))
    return FALSE;

  words = g_strsplit_set (text, ": \t\r\n", -1);
  for (guint i = 0; words[i]; i++) {
    if (!*words[i])
      continue;
    if (n_found < 2)
      found[n_found] = words[i];
    n_found++;
  }
  if (n_found != 2)
    return set_secret_error (error, path,
                             "must hold the consumer key and the consumer secret, each on its own"
                             " line.");

  *key_out = g_strdup (found[0]);
  *secret_out = g_strdup (found[1]);

  return TRUE;
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
  g_autoptr (GUri) uri = NULL;
  g_autoptr (GInetAddress) address = NULL;
  const char *host = NULL;
  gboolean is_loopback = FALSE;

  if (!wb_http_check_url (url, error))
    return FALSE;

  uri = g_uri_parse (url, G_URI_FLAGS_NONE, error);
  if (!uri)
    return FALSE;
  host = g_uri_get_host (uri);
  address = host ? g_inet_address_new_from_string (host) : NULL;
  is_loopback = address ? g_inet_address_get_is_loopback (address)
                        : g_strcmp0 (host, "localhost") == 0;
  if (is_loopback && !allow_loopback) {
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
  WbHttpOptions options = {
    .user_agent = "Winback-Portal/" WB_VERSION,
    .ca_file = ca_file,
  };
  g_autofree char *key = NULL;
  g_autofree char *secret = NULL;
  WbHttp *http = NULL;

  if (!g_str_equal (store->platform, "woocommerce")) {
    g_set_error (error, WB_PORTAL_ERROR, WB_PORTAL_ERROR_USAGE,
                 "Coupons cannot be made on %s yet.", store->platform);
    return NULL;
  }
  if (!wb_portal_check_shop_url (store->url, allow_loopback, error) ||
      !wb_portal_secret_read (secret_file, &key, &secret, error))
    return NULL;

  http = wb_http_new (&options, clock, error);
  if (!http)
    return NULL;

  return wb_woocommerce_new (store->url, key, secret, http, clock, random, error);
}
