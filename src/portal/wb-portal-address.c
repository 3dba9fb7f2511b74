/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Addresses for people outside; see wb-portal-address.h. */

#include "config.h"

#include "wb-portal-address.h"

#include <string.h>

#include "wb-portal.h"

#define META_ADDRESS "public_url"

/**
 * wb_portal_address_clean:
 * @url: what was given as --public-url
 * @error: return location (WB_PORTAL_ERROR_USAGE)
 *
 * Returns: (transfer full): it without a slash at the end; `NULL` with @error set when it is no
 *   whole http or https address
 */
char *
wb_portal_address_clean (const char  *url,
                         GError     **error)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);
  const char *const schemes[] = { "https", "http", NULL };
  char *clean = NULL;

  if (!uri || !g_strv_contains (schemes, g_uri_get_scheme (uri)) || !g_uri_get_host (uri) ||
      !*g_uri_get_host (uri) || g_uri_get_userinfo (uri) || g_uri_get_query (uri) ||
      g_uri_get_fragment (uri)) {
    g_set_error (error, WB_PORTAL_ERROR, WB_PORTAL_ERROR_USAGE,
                 "“%s” is no address to be reached at. Give one like https://api.example.com.",
                 url);
    return NULL;
  }

  clean = g_strdup (url);
  while (g_str_has_suffix (clean, "/"))
    clean[strlen (clean) - 1] = '\0';

  return clean;
}

/**
 * wb_portal_address_remember:
 * @ledger: the ledger
 * @origin: where a portal that starts is reached
 * @error: return location (WB_DB_ERROR)
 *
 * For commands, which run beside the portal and give out addresses of it.
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_portal_address_remember (WbLedger    *ledger,
                            const char  *origin,
                            GError     **error)
{
  g_autofree char *known = wb_portal_address_recall (ledger);

  if (g_strcmp0 (known, origin) == 0)
    return TRUE;

  return wb_ledger_set_meta (ledger, META_ADDRESS, origin, error);
}

/**
 * wb_portal_address_recall:
 * @ledger: the ledger
 *
 * Returns: (transfer full) (nullable): where the portal that started last is reached; `NULL` = none
 *   has yet
 */
char *
wb_portal_address_recall (WbLedger *ledger)
{
  return wb_ledger_dup_meta (ledger, META_ADDRESS);
}

/**
 * wb_portal_address_offers:
 * @origin: where the portal is reached
 * @key: a customer's key
 * @language: (nullable): two letters; `NULL` = the customer's own
 *
 * Returns: (transfer full): where that customer is told what is offered in the portal
 */
char *
wb_portal_address_offers (const char *origin,
                          const char *key,
                          const char *language)
{
  return g_strdup_printf ("%s/api/v2/portal/%s/offers?placement=portal%s%s", origin, key,
                          language ? "&lang=" : "", language ? language : "");
}
