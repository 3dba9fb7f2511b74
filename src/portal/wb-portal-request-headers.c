/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a request's headers say: what its sender has already, where it was sent to and by whom. */

#include "config.h"

#include "wb-portal-request.h"

#include <string.h>

/* What a host is made of that may stand in an address we give out. */
#define HOST_CHARS G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS ".-_:"

/**
 * wb_portal_etag_matches:
 * @header: the value of If-Match or If-None-Match
 * @etag: an entity tag without quotes
 *
 * Returns: whether the header names it
 */
gboolean
wb_portal_etag_matches (const char *header,
                        const char *etag)
{
  g_auto (GStrv) tags = g_strsplit (header, ",", -1);

  for (guint i = 0; tags[i]; i++) {
    char *tag = g_strstrip (tags[i]);
    gsize length = 0;

    if (g_str_equal (tag, "*"))
      return TRUE;
    if (g_str_has_prefix (tag, "W/"))
      tag += 2;
    length = strlen (tag);
    if (length >= 2 && tag[0] == '"' && tag[length - 1] == '"') {
      tag[length - 1] = '\0';
      tag++;
    }
    if (g_str_equal (tag, etag))
      return TRUE;
  }

  return FALSE;
}

/**
 * wb_portal_request_has_current:
 * @self: a request with an answer
 *
 * Returns: whether If-None-Match names the answer's entity tag
 */
gboolean
wb_portal_request_has_current (WbPortalRequest *self)
{
  const char *header = soup_message_headers_get_one (
    soup_server_message_get_request_headers (self->message), "If-None-Match");

  return self->etag && header && wb_portal_etag_matches (header, self->etag);
}

/**
 * wb_portal_request_dup_origin:
 * @self: a request
 *
 * What --public-url says; else the address that the request came to, which a proxy in front serves
 * in TLS; else, when it named no host to speak of, where the portal is from this computer.
 *
 * Returns: (transfer full): the scheme, host and port that others reach this portal at
 */
char *
wb_portal_request_dup_origin (WbPortalRequest *self)
{
  WbPortal *portal = self->portal;
  gboolean secure = portal->tls_cert || portal->behind_proxy;
  GUri *uri = NULL;
  const char *name = NULL;
  g_autofree char *host = NULL;
  int port = 0;

  if (portal->public_url)
    return g_strdup (portal->public_url);

  /* Made of the Host header, which libsoup has taken apart. */
  uri = soup_server_message_get_uri (self->message);
  name = g_uri_get_host (uri);
  if (!name || !*name || name[strspn (name, HOST_CHARS)] != '\0')
    return wb_portal_dup_origin (portal);

  port = g_uri_get_port (uri);
  host = g_strdup_printf (strchr (name, ':') ? "[%s]" : "%s", name);
  /* A port that was not named is the one of plain http, though a proxy may stand in front. */
  if (port <= 0 || port == (portal->tls_cert ? 443 : 80) || (secure && port == 443))
    return g_strdup_printf ("%s://%s", secure ? "https" : "http", host);

  return g_strdup_printf ("%s://%s:%d", secure ? "https" : "http", host, port);
}

/**
 * wb_portal_request_dup_client:
 * @self: a request
 *
 * Behind a proxy it is what the proxy says, which is the last one it names: the others are the
 * client's own words.
 *
 * Returns: (transfer full): the address that limits are counted by
 */
char *
wb_portal_request_dup_client (WbPortalRequest *self)
{
  const char *host = soup_server_message_get_remote_host (self->message);
  const char *forwarded = NULL;
  const char *comma = NULL;

  if (self->portal->behind_proxy)
    forwarded = soup_message_headers_get_list (
      soup_server_message_get_request_headers (self->message), "X-Forwarded-For");
  if (!forwarded)
    return g_strdup (host ? host : "");

  comma = strrchr (forwarded, ',');

  return g_strstrip (g_strdup (comma ? comma + 1 : forwarded));
}
