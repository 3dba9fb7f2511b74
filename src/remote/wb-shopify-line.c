/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* One call to Shopify, from the token to the points left: see the header. A token got for a client
 * id lives for a day and is held here only; it is renewed when less than five minutes are left of
 * it, or once when the shop no longer takes it. */

#include "config.h"

#include "wb-shopify-line.h"

#include "wb-pace.h"
#include "wb-shop-reply.h"
#include "wb-time.h"

#include <string.h>

#define PATH "/admin/api/" WB_SHOPIFY_API_VERSION "/graphql.json"
#define TOKEN_PATH "/admin/oauth/access_token"
/* A standard shop (reference/shopify-api.md 8); each answer tells the shop's own. */
#define BUCKET_POINTS 2000
#define POINTS_PER_SEC 100
#define RENEW_BEFORE_MS (5 * WB_MINUTE_MS)
/* Somebody else spends the same points: wait as told, but not for ever. */
#define MAX_THROTTLED 3

struct _WbShopifyLine
{
  char *url;                    /* (owned) of the API */
  char *token_url;              /* (owned) */
  char *client_id;              /* (owned) (nullable) NULL = the token is the secret */
  char *client_secret;          /* (owned) (nullable) wiped */
  char *token;                  /* (owned) (nullable) wiped */
  gint64 token_until;           /* ms; WB_TIME_NONE = no end known */
  WbHttp *http;                 /* (owned) */
  WbClock *clock;               /* (owned) */
  WbPace *pace;                 /* (owned) */
  double costs[WB_N_SHOPIFY_DOCUMENTS];
  char *version;                /* (owned) (nullable) that answered */
  gint64 retry_after_ms;        /* -1 = none */
  gint64 ahead_ms;              /* the shop's clock against ours */
  gboolean was_answered;
};

static gboolean
take_secret (WbShopifyLine       *self,
             const WbShopSecret  *secret,
             GError             **error)
{
  static const char *const names[] = { "access_token", "client_id", "client_secret" };
  char **places[] = { &self->token, &self->client_id, &self->client_secret };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    const char *value = wb_shop_secret_get (secret, names[i]);

    if (value && !wb_shopify_check_secret (names[i], value, error))
      return FALSE;
    *places[i] = g_strdup (value);
  }

  return TRUE;
}

/**
 * wb_shopify_line_new:
 * @shop_url: as its owner types it
 * @secret: `access_token`, or `client_id` and `client_secret`
 * @http: (transfer full): the transport
 * @clock: for the pace and the token's end
 * @error: return location; `WB_REMOTE_ERROR_NOT_ALLOWED` in words for people
 *
 * Returns: (transfer full): a line; nothing is asked yet
 */
WbShopifyLine *
wb_shopify_line_new (const char          *shop_url,
                     const WbShopSecret  *secret,
                     WbHttp              *http,
                     WbClock             *clock,
                     GError             **error)
{
  g_autoptr (WbShopifyLine) self = g_new0 (WbShopifyLine, 1);
  g_autofree char *base = NULL;

  g_return_val_if_fail (shop_url && secret && http && WB_IS_CLOCK (clock), NULL);

  self->http = http;
  self->clock = g_object_ref (clock);
  self->pace = wb_pace_new (BUCKET_POINTS, POINTS_PER_SEC, clock);
  self->token_until = WB_TIME_NONE;
  self->retry_after_ms = -1;
  for (guint i = 0; i < WB_N_SHOPIFY_DOCUMENTS; i++)
    self->costs[i] = wb_shopify_document_cost (i);
  base = wb_shopify_normalize_shop (shop_url, error);
  if (!base || !wb_http_check_url (base, error) || !take_secret (self, secret, error))
    return NULL;
  self->url = g_strconcat (base, PATH, NULL);
  self->token_url = g_strconcat (base, TOKEN_PATH, NULL);

  return g_steal_pointer (&self);
}

/**
 * wb_shopify_line_free:
 * @self: (transfer full) (nullable): a line
 */
void
wb_shopify_line_free (WbShopifyLine *self)
{
  if (!self)
    return;
  g_free (self->url);
  g_free (self->token_url);
  g_free (self->client_id);
  wb_shop_secret_wipe (self->client_secret);
  wb_shop_secret_wipe (self->token);
  wb_http_free (self->http);
  g_clear_object (&self->clock);
  wb_pace_free (self->pace);
  g_free (self->version);
  g_free (self);
}

/* What every answer tells beside its body. */
static void
note_reply (WbShopifyLine     *self,
            const WbHttpReply *reply)
{
  self->was_answered = TRUE;
  self->retry_after_ms = reply->retry_after_ms;
  if (reply->retry_after_ms > 0)
    wb_pace_hold (self->pace, reply->retry_after_ms);
  if (reply->date != WB_TIME_NONE)
    self->ahead_ms = reply->date - wb_clock_now (self->clock);
}

static gboolean
fetch_token (WbShopifyLine  *self,
             GCancellable   *cancellable,
             GError        **error)
{
  g_autofree char *form = wb_shopify_build_token (self->client_id, self->client_secret);
  g_autoptr (GBytes) body = g_bytes_new_with_free_func (form, strlen (form), NULL, NULL);
  const char *headers[] = { "Accept", "application/json", NULL };
  const WbHttpRequest request = {
    .method = "POST", .url = self->token_url, .headers = (GStrv) headers, .body = body,
    .content_type = "application/x-www-form-urlencoded",
  };
  g_autoptr (WbHttpReply) reply = wb_http_send (self->http, &request, cancellable, error);
  g_autoptr (JsonNode) node = NULL;
  gint64 expires_in_secs = 0;
  gboolean is_good;

  explicit_bzero (form, strlen (form));
  if (!reply)
    return FALSE;
  note_reply (self, reply);
  node = wb_shopify_read_token_reply (reply, error);
  if (!node)
    return FALSE;
  g_clear_pointer (&self->token, wb_shop_secret_wipe);
  is_good = wb_shopify_decode_token (node, &self->token, &expires_in_secs, error);
  wb_shop_reply_adopt (is_good ? NULL : error);
  if (is_good)
    self->token_until = wb_clock_now (self->clock) +
                        CLAMP (expires_in_secs, 0, 366 * 24 * 3600) * WB_SECOND_MS;

  return is_good;
}

static gboolean
ensure_token (WbShopifyLine  *self,
              GCancellable   *cancellable,
              GError        **error)
{
  if (self->token && (self->token_until == WB_TIME_NONE ||
                      wb_clock_now (self->clock) < self->token_until - RENEW_BEFORE_MS))
    return TRUE;

  return fetch_token (self, cancellable, error);
}

/* Learns what this document asks for and what is left. */
static void
note_cost (WbShopifyLine       *self,
           WbShopifyDocument    document,
           const WbShopifyCost *cost)
{
  if (cost->requested >= 0)
    self->costs[document] = cost->requested;
  if (cost->available >= 0)
    wb_pace_correct (self->pace, cost->available, cost->maximum, cost->restore_per_sec);
  if (cost->is_throttled && cost->available >= 0 && cost->restore_per_sec > 0 &&
      self->retry_after_ms < 0)
    self->retry_after_ms = (gint64) (MAX (cost->requested - cost->available, 0) /
                                     cost->restore_per_sec * WB_SECOND_MS);
}

static JsonNode *
send_once (WbShopifyLine      *self,
           WbShopifyDocument   document,
           GBytes             *body,
           WbShopifyCost      *cost,
           GCancellable       *cancellable,
           GError            **error)
{
  const char *headers[] = {
    "Accept", "application/json", "X-Shopify-Access-Token", self->token, NULL
  };
  const WbHttpRequest request = {
    .method = "POST", .url = self->url, .headers = (GStrv) headers, .body = body,
    .content_type = "application/json",
  };
  g_autoptr (WbHttpReply) reply = wb_http_send (self->http, &request, cancellable, error);
  const char *version;
  JsonNode *data;

  if (!reply)
    return NULL;
  note_reply (self, reply);
  version = g_hash_table_lookup (reply->headers, "x-shopify-api-version");
  if (version) {
    g_free (self->version);
    self->version = g_strdup (version);
  }
  data = wb_shopify_read_reply (reply, cost, error);
  note_cost (self, document, cost);

  return data;
}

/**
 * wb_shopify_line_ask:
 * @self: a line
 * @document: what is asked
 * @variables_json: (nullable): its variables
 * @too_costly_out: (out) (optional): whether it was refused for what it may cost
 * @cancellable: (nullable): cancels waiting and call
 * @error: return location; as wb_shopify_read_reply()
 *
 * Waits until the points for it are there, asks, and learns from the answer what is left. Blocking.
 *
 * Returns: (transfer full): `data`
 */
JsonNode *
wb_shopify_line_ask (WbShopifyLine      *self,
                     WbShopifyDocument   document,
                     const char         *variables_json,
                     gboolean           *too_costly_out,
                     GCancellable       *cancellable,
                     GError            **error)
{
  g_autofree char *text = wb_shopify_build_request (document, variables_json);
  g_autoptr (GBytes) body = g_bytes_new (text, strlen (text));
  gboolean is_renewed = FALSE;

  if (too_costly_out)
    *too_costly_out = FALSE;
  self->retry_after_ms = -1;
  self->was_answered = FALSE;
  for (guint throttled = 0;;) {
    WbShopifyCost cost = { .requested = -1, .available = -1 };
    g_autoptr (GError) local_error = NULL;
    JsonNode *data;

    if (!ensure_token (self, cancellable, error) ||
        !wb_pace_wait (self->pace, self->costs[document], cancellable, error))
      return NULL;
    data = send_once (self, document, body, &cost, cancellable, &local_error);
    if (data)
      return data;
    if (too_costly_out)
      *too_costly_out = cost.is_too_costly;
    if (self->client_id && !is_renewed &&
        g_error_matches (local_error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_UNAUTHORIZED)) {
      g_clear_pointer (&self->token, wb_shop_secret_wipe);
      is_renewed = TRUE;
    } else if (cost.is_throttled && cost.available >= 0 && ++throttled <= MAX_THROTTLED) {
      continue;
    } else {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  }
}

/**
 * wb_shopify_line_get_retry_after_ms:
 * @self: a line
 *
 * Returns: how long the last answer asked to wait; -1 = it did not
 */
gint64
wb_shopify_line_get_retry_after_ms (WbShopifyLine *self)
{
  return self->retry_after_ms;
}

/**
 * wb_shopify_line_get_version:
 * @self: a line
 *
 * Returns: (nullable): the version of the API that answered last
 */
const char *
wb_shopify_line_get_version (WbShopifyLine *self)
{
  return self->version;
}

/**
 * wb_shopify_line_was_answered:
 * @self: a line
 *
 * Returns: whether the last question had an answer at all, be it a refusal
 */
gboolean
wb_shopify_line_was_answered (WbShopifyLine *self)
{
  return self->was_answered;
}

/**
 * wb_shopify_line_shop_now:
 * @self: a line
 *
 * A coupon that starts now by a clock that runs ahead would not be valid yet in the shop.
 *
 * Returns: ms of the shop's clock, ours until an answer told it
 */
gint64
wb_shopify_line_shop_now (WbShopifyLine *self)
{
  return wb_clock_now (self->clock) + self->ahead_ms;
}
