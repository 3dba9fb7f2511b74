/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Checks signatures of webhooks; see wb-webhook.h. */

#include "config.h"

#include "wb-webhook.h"

#include <string.h>

#define MAX_DIGEST_BYTES 64

/* How a platform signs: over the raw body, with one key. */
static const struct
{
  const char *platform;
  const char *header;
  GChecksumType type;
  gboolean is_hex;         /* lower case; otherwise Base64 */
} platforms[] = {
  { "shoptet", "Shoptet-Webhook-Signature", G_CHECKSUM_SHA1, TRUE },
  { "shopify", "X-Shopify-Hmac-Sha256", G_CHECKSUM_SHA256, FALSE },
  { "woocommerce", "X-WC-Webhook-Signature", G_CHECKSUM_SHA256, FALSE },
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
 * wb_webhook_header:
 * @platform: a platform's name
 *
 * Returns: (transfer none) (nullable): the name of the header with its signature
 */
const char *
wb_webhook_header (const char *platform)
{
  int found = find_platform (platform);

  return found < 0 ? NULL : platforms[found].header;
}

static char *
sign (guint       which,
      const char *secret,
      GBytes     *body)
{
  guint8 digest[MAX_DIGEST_BYTES];
  gsize n_digest = sizeof digest;
  gsize n_body = 0;
  const guint8 *data = g_bytes_get_data (body, &n_body);
  GHmac *hmac = g_hmac_new (platforms[which].type, (const guchar *) secret, strlen (secret));
  char *text = NULL;

  if (n_body > 0)
    g_hmac_update (hmac, data, (gssize) n_body);
  if (platforms[which].is_hex) {
    text = g_strdup (g_hmac_get_string (hmac));
  } else {
    g_hmac_get_digest (hmac, digest, &n_digest);
    text = g_base64_encode (digest, n_digest);
  }
  g_hmac_unref (hmac);

  return text;
}

/* Where they differ does not show in the time it takes; how long a signature is, is no secret. */
static gboolean
equals_in_constant_time (const char *a,
                         const char *b)
{
  gsize length = strlen (a);
  volatile guchar difference = 0;

  if (strlen (b) != length)
    return FALSE;
  for (gsize i = 0; i < length; i++)
    difference |= (guchar) (a[i] ^ b[i]);

  return difference == 0;
}

/**
 * wb_webhook_verify:
 * @platform: whose message it is said to be
 * @secret: the key that was agreed on
 * @body: what came
 * @signature: (nullable): what the header says
 *
 * An empty secret verifies nothing: everybody knows it.
 *
 * Returns: whether @body was signed with @secret
 */
gboolean
wb_webhook_verify (const char *platform,
                   const char *secret,
                   GBytes     *body,
                   const char *signature)
{
  int found = find_platform (platform);
  g_autofree char *wanted = NULL;

  g_return_val_if_fail (secret && body, FALSE);

  if (found < 0 || !signature || !*secret)
    return FALSE;
  wanted = sign ((guint) found, secret, body);

  return equals_in_constant_time (wanted, signature);
}
