/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* RFC 5849, section 3.4, for requests that carry all their parameters in the URL: neither a JSON
 * body nor a header takes part in the signature. */

#include "config.h"

#include "wb-oauth1.h"

#include <string.h>

typedef struct
{
  char *name;   /* (owned) escaped */
  char *value;  /* (owned) escaped */
} Pair;

static void
free_pair (gpointer data)
{
  Pair *pair = data;

  g_free (pair->name);
  g_free (pair->value);
  g_free (pair);
}

/* RFC 5849 3.4.1.3.2: by name, then by value, both already escaped, byte by byte. */
static int
compare_pairs (gconstpointer a,
               gconstpointer b)
{
  const Pair *first = *(const Pair *const *) a;
  const Pair *second = *(const Pair *const *) b;
  int by_name = strcmp (first->name, second->name);

  return by_name != 0 ? by_name : strcmp (first->value, second->value);
}

/**
 * wb_oauth1_method_to_text:
 * @method: a signature method
 *
 * Returns: (transfer none): its name in `oauth_signature_method`
 */
const char *
wb_oauth1_method_to_text (WbOauth1Method method)
{
  return method == WB_OAUTH1_HMAC_SHA1 ? "HMAC-SHA1" : "HMAC-SHA256";
}

/**
 * wb_oauth1_escape:
 * @text: bytes to escape
 *
 * RFC 3986 percent-encoding as RFC 5849 3.6 wants it: everything but letters, digits and `-._~`,
 * with upper-case digits.
 *
 * Returns: (transfer full): the escaped text
 */
char *
wb_oauth1_escape (const char *text)
{
  GString *escaped;

  g_return_val_if_fail (text, NULL);

  escaped = g_string_sized_new (strlen (text));
  for (const char *p = text; *p != '\0'; p++) {
    if (g_ascii_isalnum (*p) || strchr ("-._~", *p))
      g_string_append_c (escaped, *p);
    else
      g_string_append_printf (escaped, "%%%02X", (guint8) * p);
  }

  return g_string_free (escaped, FALSE);
}

/* A query's "+" is a space, as the server's PHP reads it. */
static char *
unescape (const char *text,
          gsize       length)
{
  GString *plain = g_string_sized_new (length);

  for (gsize i = 0; i < length; i++) {
    if (text[i] == '%' && i + 2 < length && g_ascii_isxdigit (text[i + 1]) &&
        g_ascii_isxdigit (text[i + 2])) {
      g_string_append_c (plain, (char) (g_ascii_xdigit_value (text[i + 1]) * 16 +
                                        g_ascii_xdigit_value (text[i + 2])));
      i += 2;
    } else {
      g_string_append_c (plain, text[i] == '+' ? ' ' : text[i]);
    }
  }

  return g_string_free (plain, FALSE);
}

/**
 * wb_oauth1_split_query:
 * @query: (nullable): what stands after the "?" of a URL
 *
 * Returns: (transfer full) (element-type utf8): decoded names and values in turn, in the order of
 *   the query
 */
GPtrArray *
wb_oauth1_split_query (const char *query)
{
  GPtrArray *params = g_ptr_array_new_with_free_func (g_free);
  g_auto (GStrv) parts = g_strsplit (query ? query : "", "&", -1);

  for (guint i = 0; parts[i]; i++) {
    const char *equals = strchr (parts[i], '=');
    gsize name_length = equals ? (gsize) (equals - parts[i]) : strlen (parts[i]);

    if (parts[i][0] == '\0')
      continue;
    g_ptr_array_add (params, unescape (parts[i], name_length));
    g_ptr_array_add (params, equals ? unescape (equals + 1, strlen (equals + 1)) : g_strdup (""));
  }

  return params;
}

/**
 * wb_oauth1_base_string:
 * @http_method: the verb
 * @url: scheme, host, port where it is not the usual one, and path; no query
 * @params: (element-type utf8): decoded names and values in turn; `oauth_signature` is left out
 *
 * The text that is signed (RFC 5849 3.4.1).
 *
 * Returns: (transfer full): the base string
 */
char *
wb_oauth1_base_string (const char *http_method,
                       const char *url,
                       GPtrArray  *params)
{
  g_autoptr (GPtrArray) pairs = g_ptr_array_new_with_free_func (free_pair);
  g_autoptr (GString) joined = g_string_new (NULL);
  g_autofree char *upper_method = NULL;
  g_autofree char *escaped_url = NULL;
  g_autofree char *escaped_params = NULL;

  g_return_val_if_fail (http_method && url && params, NULL);
  g_return_val_if_fail (params->len % 2 == 0, NULL);

  for (guint i = 0; i < params->len; i += 2) {
    Pair *pair;

    if (strcmp (params->pdata[i], "oauth_signature") == 0)
      continue;
    pair = g_new0 (Pair, 1);
    pair->name = wb_oauth1_escape (params->pdata[i]);
    pair->value = wb_oauth1_escape (params->pdata[i + 1]);
    g_ptr_array_add (pairs, pair);
  }
  g_ptr_array_sort (pairs, compare_pairs);

  for (guint i = 0; i < pairs->len; i++) {
    const Pair *pair = g_ptr_array_index (pairs, i);

    g_string_append_printf (joined, "%s%s=%s", i > 0 ? "&" : "", pair->name, pair->value);
  }

  upper_method = g_ascii_strup (http_method, -1);
  escaped_url = wb_oauth1_escape (url);
  escaped_params = wb_oauth1_escape (joined->str);

  return g_strdup_printf ("%s&%s&%s", upper_method, escaped_url, escaped_params);
}

/**
 * wb_oauth1_signature:
 * @method: how to sign
 * @consumer_secret: the secret; there is no token, so the key is this and a lone "&"
 * @base_string: what wb_oauth1_base_string() gave
 *
 * Returns: (transfer full): the signature in base64
 */
char *
wb_oauth1_signature (WbOauth1Method  method,
                     const char     *consumer_secret,
                     const char     *base_string)
{
  g_autofree char *key = NULL;
  g_autoptr (GHmac) hmac = NULL;
  guint8 digest[32];
  gsize length = sizeof digest;

  g_return_val_if_fail (consumer_secret && base_string, NULL);

  key = g_strconcat (consumer_secret, "&", NULL);
  hmac = g_hmac_new (method == WB_OAUTH1_HMAC_SHA1 ? G_CHECKSUM_SHA1 : G_CHECKSUM_SHA256,
                     (const guchar *) key, strlen (key));
  g_hmac_update (hmac, (const guchar *) base_string, -1);
  g_hmac_get_digest (hmac, digest, &length);

  return g_base64_encode (digest, length);
}

static void
add_param (GPtrArray  *params,
           GString    *query,
           const char *name,
           const char *value)
{
  g_autofree char *escaped = wb_oauth1_escape (value);

  g_ptr_array_add (params, g_strdup (name));
  g_ptr_array_add (params, g_strdup (value));
  g_string_append_printf (query, "%s%s=%s", query->len > 0 ? "&" : "", name, escaped);
}

/**
 * wb_oauth1_sign_url:
 * @method: how to sign
 * @http_method: the verb
 * @url: the absolute URL with the query that is to be sent; no fragment
 * @consumer_key: the key
 * @consumer_secret: its secret; never part of the result
 * @timestamp_secs: now, in Unix seconds
 * @nonce: a text never used before with this key
 *
 * `oauth_version` is left out, as WooCommerce's own clients do.
 *
 * Returns: (transfer full): the URL with the OAuth parameters after its own
 */
char *
wb_oauth1_sign_url (WbOauth1Method  method,
                    const char     *http_method,
                    const char     *url,
                    const char     *consumer_key,
                    const char     *consumer_secret,
                    gint64          timestamp_secs,
                    const char     *nonce)
{
  const char *question;
  g_autofree char *base_url = NULL;
  g_autofree char *timestamp = NULL;
  g_autofree char *base_string = NULL;
  g_autofree char *signature = NULL;
  g_autoptr (GPtrArray) params = NULL;
  g_autoptr (GString) query = NULL;

  g_return_val_if_fail (http_method && url && consumer_key && consumer_secret && nonce, NULL);

  question = strchr (url, '?');
  base_url = question ? g_strndup (url, (gsize) (question - url)) : g_strdup (url);
  params = wb_oauth1_split_query (question ? question + 1 : NULL);
  query = g_string_new (question ? question + 1 : "");
  timestamp = g_strdup_printf ("%" G_GINT64_FORMAT, timestamp_secs);

  add_param (params, query, "oauth_consumer_key", consumer_key);
  add_param (params, query, "oauth_timestamp", timestamp);
  add_param (params, query, "oauth_nonce", nonce);
  add_param (params, query, "oauth_signature_method", wb_oauth1_method_to_text (method));
  base_string = wb_oauth1_base_string (http_method, base_url, params);
  signature = wb_oauth1_signature (method, consumer_secret, base_string);
  add_param (params, query, "oauth_signature", signature);

  return g_strdup_printf ("%s?%s", base_url, query->str);
}
