/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* How WooCommerce signs a request in: keys by Basic or in the query where PHP sees https, else
 * OAuth 1.0a; and only below wp-json/wc/ (recordings 074 to 098). */

#include "config.h"

#include "wb-pretend-woo-private.h"

#include "wb-oauth1.h"
#include "wb-time.h"

#include <string.h>

/* Timestamps may be that far off, and a nonce is remembered that long. */
#define OAUTH_WINDOW_SECS (15 * 60)

static const char *const oauth_names[] = {
  "oauth_consumer_key", "oauth_timestamp", "oauth_nonce", "oauth_signature",
  "oauth_signature_method",
};

static const PretendKey *
find_key (WbPretendWoo *self,
          const char   *key)
{
  for (guint i = 0; i < self->keys->len; i++) {
    const PretendKey *candidate = g_ptr_array_index (self->keys, i);

    if (g_strcmp0 (candidate->key, key) == 0)
      return candidate;
  }

  return NULL;
}

static const PretendKey *
refuse (const char **code_out,
        char       **message_out,
        const char  *message)
{
  *code_out = "woocommerce_rest_authentication_error";
  *message_out = g_strdup (message);

  return NULL;
}

/* A key nobody knows is no key at all (076); a known one with another secret is an error (077). */
static const PretendKey *
sign_in_by_pair (WbPretendWoo  *self,
                 const char    *key,
                 const char    *secret,
                 const char   **code_out,
                 char         **message_out)
{
  const PretendKey *found = find_key (self, key);

  if (found && strcmp (found->secret, secret) != 0)
    return refuse (code_out, message_out, "Consumer secret is invalid.");

  return found;
}

static const PretendKey *
sign_in_by_basic (WbPretendWoo            *self,
                  const WbPretendRequest  *request,
                  const char             **code_out,
                  char                   **message_out)
{
  const char *header = g_hash_table_lookup (request->headers, "authorization");
  g_autofree char *text = NULL;
  g_autofree guchar *decoded = NULL;
  char *colon;
  gsize length = 0;

  if (!header || g_ascii_strncasecmp (header, "Basic ", 6) != 0)
    return NULL;
  decoded = g_base64_decode (header + 6, &length);
  text = g_strndup ((const char *) decoded, length);
  colon = strchr (text, ':');
  if (!colon)
    return NULL;
  *colon = '\0';

  return sign_in_by_pair (self, text, colon + 1, code_out, message_out);
}

static gboolean
check_signature (WbPretendWoo            *self,
                 const WbPretendRequest  *request,
                 const PretendKey        *key,
                 const char             **message_out)
{
  const char *method = wb_pretend_request_param (request, "oauth_signature_method");
  g_autofree char *url = g_strconcat (pretend_front (request)->home_url, request->path, NULL);
  g_autofree char *base_string = NULL;
  g_autofree char *expected = NULL;
  WbOauth1Method oauth_method;

  if (strcmp (method, "HMAC-SHA1") == 0) {
    oauth_method = WB_OAUTH1_HMAC_SHA1;
  } else if (strcmp (method, "HMAC-SHA256") == 0) {
    oauth_method = WB_OAUTH1_HMAC_SHA256;
  } else {
    *message_out = "Invalid signature - signature method is invalid.";
    return FALSE;
  }
  base_string = wb_oauth1_base_string (request->method, url, request->query_params);
  expected = wb_oauth1_signature (oauth_method, key->secret, base_string);
  if (g_strcmp0 (expected, wb_pretend_request_param (request, "oauth_signature")) == 0)
    return TRUE;
  *message_out = "Invalid signature - provided signature does not match.";

  return FALSE;
}

static gboolean
is_stale (gpointer nonce,
          gpointer value,
          gpointer data)
{
  const gint64 *used = value;
  const gint64 *now = data;

  return *used < *now - OAUTH_WINDOW_SECS;
}

static gboolean
check_nonce (WbPretendWoo            *self,
             const WbPretendRequest  *request,
             const char             **message_out)
{
  gint64 timestamp =
    g_ascii_strtoll (wb_pretend_request_param (request, "oauth_timestamp"), NULL, 10);
  gint64 now = wb_clock_now (self->clock) / WB_SECOND_MS;
  const char *key = wb_pretend_request_param (request, "oauth_consumer_key");
  g_autofree char *nonce =
    g_strconcat (key, " ", wb_pretend_request_param (request, "oauth_nonce"), NULL);

  if (timestamp < now - OAUTH_WINDOW_SECS || timestamp > now + OAUTH_WINDOW_SECS) {
    *message_out = "Invalid timestamp.";
    return FALSE;
  }
  g_hash_table_foreach_remove (self->nonces, is_stale, &now);
  if (g_hash_table_contains (self->nonces, nonce)) {
    *message_out = "Invalid nonce - nonce has already been used.";
    return FALSE;
  }
  g_hash_table_insert (self->nonces, g_steal_pointer (&nonce),
                       g_memdup2 (&timestamp, sizeof timestamp));

  return TRUE;
}

static const PretendKey *
sign_in_by_oauth (WbPretendWoo            *self,
                  const WbPretendRequest  *request,
                  const char             **code_out,
                  char                   **message_out)
{
  g_autoptr (GString) missing = g_string_new (NULL);
  const PretendKey *key;
  const char *message = NULL;
  guint n_missing = 0;

  for (guint i = 0; i < G_N_ELEMENTS (oauth_names); i++) {
    if (!wb_pretend_request_param (request, oauth_names[i]))
      g_string_append_printf (missing, "%s%s", n_missing++ > 0 ? ", " : "", oauth_names[i]);
  }
  if (n_missing == G_N_ELEMENTS (oauth_names))
    return NULL;
  if (n_missing > 0) {
    *code_out = "woocommerce_rest_authentication_missing_parameter";
    *message_out = g_strdup_printf ("Missing OAuth parameter%s %s", n_missing > 1 ? "s" : "",
                                    missing->str);
    return NULL;
  }

  key = find_key (self, wb_pretend_request_param (request, "oauth_consumer_key"));
  if (!key)
    return refuse (code_out, message_out, "Consumer key is invalid.");
  if (!check_signature (self, request, key, &message) || !check_nonce (self, request, &message))
    return refuse (code_out, message_out, message);

  return key;
}

static gboolean
may (const PretendKey *key,
     const char       *method)
{
  gboolean is_read = strcmp (method, "GET") == 0 || strcmp (method, "HEAD") == 0 ||
                     strcmp (method, "OPTIONS") == 0;

  return (key->permission & (is_read ? WB_WOO_KEY_READ : WB_WOO_KEY_WRITE)) != 0;
}

/**
 * pretend_sign_in:
 * @self: the store
 * @request: what came
 * @code_out: (out): the error's code, when refused
 * @message_out: (out) (transfer full): its words
 *
 * Returns: (transfer none) (nullable): the key; `NULL` without a code = anonymous
 */
const PretendKey *
pretend_sign_in (WbPretendWoo            *self,
                 const WbPretendRequest  *request,
                 const char             **code_out,
                 char                   **message_out)
{
  const PretendKey *key = NULL;
  const char *query_key = wb_pretend_request_param (request, "consumer_key");
  const char *query_secret = wb_pretend_request_param (request, "consumer_secret");

  *code_out = NULL;
  if (!strstr (request->path, "wp-json/wc/"))
    return NULL;
  if (g_str_has_prefix (pretend_front (request)->home_url, "https:")) {
    if (query_key && query_secret)
      key = sign_in_by_pair (self, query_key, query_secret, code_out, message_out);
    else
      key = sign_in_by_basic (self, request, code_out, message_out);
  }
  if (!key && !*code_out)
    key = sign_in_by_oauth (self, request, code_out, message_out);
  if (key && !may (key, request->method))
    return refuse (code_out, message_out,
                   strcmp (request->method, "GET") == 0 ?
                   "The API key provided does not have read permissions." :
                   "The API key provided does not have write permissions.");

  return key;
}
