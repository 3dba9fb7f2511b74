/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* One request to Shoptet: its turn, its token, its answer. One at a time; the shop allows three per
 * token. */

#include "config.h"

#include "wb-shoptet-private.h"

#include "wb-shop-reply.h"
#include "wb-time.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* How often a call waits for a bucket that others have filled, and for how long at most. */
#define MAX_WAITS 4
#define MAX_WAIT_MS (2 * WB_MINUTE_MS)
#define LOCK_MS (5 * WB_SECOND_MS)
/* A token is not used to its last minute. */
#define TOKEN_SPARE_SECS 60
#define ESHOP_AGE_MS WB_HOUR_MS

/**
 * wb_shoptet_answer_clear:
 * @self: an answer
 */
void
wb_shoptet_answer_clear (WbShoptetAnswer *self)
{
  g_clear_pointer (&self->node, json_node_unref);
  g_clear_pointer (&self->code, g_free);
}

/* "12/200" */
static void
heed_bucket (WbShoptet         *self,
             const WbHttpReply *reply)
{
  const char *text = g_hash_table_lookup (reply->headers, "x-ratelimit-bucket-filling");
  char *end = NULL;
  guint64 filled, capacity;
  double usable;

  if (!text)
    return;
  filled = g_ascii_strtoull (text, &end, 10);
  if (end == text || *end != '/')
    return;
  capacity = g_ascii_strtoull (end + 1, NULL, 10);
  if (capacity == 0 || capacity > 1000000 || filled > 1000000)
    return;
  usable = (double) capacity * WB_SHOPTET_USABLE_DROPS / WB_SHOPTET_BUCKET_DROPS;
  wb_pace_correct (self->pace, usable - (double) filled, usable, 0);
}

static const char *
string_member (JsonNode   *node,
               const char *name)
{
  JsonNode *member = node && JSON_NODE_HOLDS_OBJECT (node) ?
                     json_object_get_member (json_node_get_object (node), name) : NULL;

  if (!member || !JSON_NODE_HOLDS_VALUE (member) ||
      json_node_get_value_type (member) != G_TYPE_STRING)
    return NULL;

  return json_node_get_string (member);
}

static void
set_token_error (WbShoptet          *self,
                 const WbHttpReply  *reply,
                 JsonNode           *node,
                 GError            **error)
{
  const char *code = string_member (node, "error");

  if (g_strcmp0 (code, "maximum_tokens_reached") == 0) {
    g_set_error_literal (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_RATE_LIMITED,
                         _ ("Shoptet gives an add-on five tokens at a time, and all are in use. "
                            "One is free again within half an hour"));
    self->retry_after_ms = 5 * WB_MINUTE_MS;
  } else if (code || reply->status == 401 || reply->status == 403) {
    g_set_error_literal (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_UNAUTHORIZED,
                         _ ("Shoptet does not take the add-on's OAuth token: install the add-on in "
                            "the shop again and paste its new token"));
  } else {
    wb_shop_reply_set_foreign (reply, error);
  }
}

/* Add-ons: an API token from the OAuth token. The address is the partner's and not the API's: it
 * has no part in the rate. */
static gboolean
fetch_token (WbShoptet        *self,
             WbShoptetAnswer  *answer,
             GCancellable     *cancellable,
             GError          **error)
{
  g_autofree char *bearer = g_strconcat ("Bearer ", self->oauth_token, NULL);
  char *headers[] = { (char *) "Authorization", bearer, (char *) "Accept",
                      (char *) "application/json", NULL };
  const WbHttpRequest request = { .method = "GET", .url = self->token_url, .headers = headers };
  g_autoptr (WbHttpReply) reply = wb_http_send (self->http, &request, cancellable, error);
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (WbShoptetToken) token = NULL;
  const char *data;
  gsize length = 0;

  explicit_bzero (bearer, strlen (bearer));
  if (!reply)
    return FALSE;
  answer->status = reply->status;
  self->retry_after_ms = reply->retry_after_ms;
  data = g_bytes_get_data (reply->body, &length);
  node = data ? wb_wire_parse (data, (gssize) length, WB_WIRE_MAX_BODY_BYTES, NULL) : NULL;
  if (reply->status >= 200 && reply->status < 300 && node && !string_member (node, "error"))
    token = wb_shoptet_decode_token (node, NULL);
  if (!token) {
    answer->code = g_strdup (string_member (node, "error"));
    set_token_error (self, reply, node, error);
    return FALSE;
  }
  g_clear_pointer (&self->api_token, wb_shoptet_token_free);
  self->api_token_until = wb_clock_steady (self->clock) +
                          MAX (token->expires_in_secs - TOKEN_SPARE_SECS, 0) * WB_SECOND_MS;
  self->api_token = g_steal_pointer (&token);

  return TRUE;
}

static gboolean
ensure_token (WbShoptet        *self,
              WbShoptetAnswer  *answer,
              GCancellable     *cancellable,
              GError          **error)
{
  if (self->private_token ||
      (self->api_token && wb_clock_steady (self->clock) < self->api_token_until))
    return TRUE;

  return fetch_token (self, answer, cancellable, error);
}

static WbHttpReply *
send_once (WbShoptet     *self,
           const char    *method,
           const char    *path,
           GBytes        *body,
           GCancellable  *cancellable,
           GError       **error)
{
  g_autofree char *url = g_strconcat (self->api_url, path, NULL);
  char *headers[] = {
    (char *) (self->private_token ? "Shoptet-Private-API-Token" : "Shoptet-Access-Token"),
    self->private_token ? self->private_token : self->api_token->token,
    (char *) "Accept", (char *) "application/json",
    /* Asked for on every call, with a body or without. */
    (char *) (body ? NULL : "Content-Type"), (char *) "application/json", NULL,
  };
  const WbHttpRequest request = {
    .method = method, .url = url, .headers = headers, .body = body,
    .content_type = body ? "application/json" : NULL,
  };
  WbHttpReply *reply;

  if (!wb_pace_wait (self->pace, 1, cancellable, error))
    return NULL;
  reply = wb_http_send (self->http, &request, cancellable, error);
  if (reply)
    heed_bucket (self, reply);

  return reply;
}

/* A full bucket did nothing: whatever the request was, it may go again. */
static gboolean
waits_for_bucket (WbShoptet         *self,
                  const WbHttpReply *reply,
                  guint              n_waits)
{
  gint64 wait_ms = reply->retry_after_ms >= 0 ? reply->retry_after_ms :
                                                WB_SECOND_MS << MIN (n_waits, 4);

  if (reply->status != 429 || n_waits >= MAX_WAITS || wait_ms > MAX_WAIT_MS)
    return FALSE;
  wb_pace_hold (self->pace, wait_ms);

  return TRUE;
}

static void
explain_token (WbShoptet  *self,
               GError    **error)
{
  if (!self->oauth_token || !error ||
      !g_error_matches (*error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_UNAUTHORIZED))
    return;
  g_clear_error (error);
  g_set_error_literal (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_UNAUTHORIZED,
                       _ ("The shop does not take the add-on's token: see in the shop whether the "
                          "add-on is still installed"));
}

/**
 * wb_shoptet_call:
 * @self: the client
 * @method: the verb
 * @path: with its query
 * @body: (nullable): what is sent
 * @answer: (out): what came
 * @cancellable: (nullable): cancels the call and its waits
 * @error: return location
 *
 * Waits its turn, signs in, and takes a new token once when the old one has run out.
 *
 * Returns: whether it is a success
 */
gboolean
wb_shoptet_call (WbShoptet        *self,
                 const char       *method,
                 const char       *path,
                 JsonNode         *body,
                 WbShoptetAnswer  *answer,
                 GCancellable     *cancellable,
                 GError          **error)
{
  g_autofree char *text = body ? wb_wire_print (body) : NULL;
  g_autoptr (GBytes) bytes = text ? g_bytes_new (text, strlen (text)) : NULL;
  g_autoptr (GError) local_error = NULL;
  gboolean is_renewed = FALSE;

  self->retry_after_ms = -1;
  for (guint n_waits = 0;; n_waits++) {
    g_autoptr (WbHttpReply) reply = NULL;

    wb_shoptet_answer_clear (answer);
    g_clear_error (&local_error);
    if (!ensure_token (self, answer, cancellable, error))
      return FALSE;
    reply = send_once (self, method, path, bytes, cancellable, error);
    if (!reply)
      return FALSE;
    answer->status = reply->status;
    answer->date = reply->date;
    self->retry_after_ms = reply->retry_after_ms;
    if (waits_for_bucket (self, reply, n_waits))
      continue;
    answer->node = wb_shoptet_read_reply (reply, &answer->code, &local_error);
    if (answer->node)
      return TRUE;
    if (g_strcmp0 (answer->code, "expired-token") != 0 || !self->oauth_token || is_renewed)
      break;
    is_renewed = TRUE;
    self->api_token_until = G_MININT64;
  }

  if (answer->status == 423 && self->retry_after_ms < 0)
    self->retry_after_ms = LOCK_MS;
  explain_token (self, &local_error);
  g_propagate_error (error, g_steal_pointer (&local_error));

  return FALSE;
}

/**
 * wb_shoptet_adopt_shop:
 * @self: the client
 * @node: the answer to `GET /api/eshop`
 * @error: return location
 *
 * Returns: whether the shop was understood; it is then known to @self
 */
gboolean
wb_shoptet_adopt_shop (WbShoptet  *self,
                       JsonNode   *node,
                       GError    **error)
{
  g_autoptr (WbShoptetEshop) eshop = wb_shoptet_decode_eshop (node, error);
  g_autoptr (GTimeZone) zone = NULL;

  if (!eshop) {
    wb_shop_reply_adopt (error);
    return FALSE;
  }
  zone = g_time_zone_new_identifier (eshop->time_zone);
  if (!zone) {
    g_set_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_UNEXPECTED_REPLY,
                 _ ("The shop's time zone “%s” is not known here"), eshop->time_zone);
    return FALSE;
  }
  g_clear_pointer (&self->eshop, wb_shoptet_eshop_free);
  g_clear_pointer (&self->zone, g_time_zone_unref);
  self->eshop = g_steal_pointer (&eshop);
  self->zone = g_steal_pointer (&zone);
  self->eshop_until = wb_clock_steady (self->clock) + ESHOP_AGE_MS;

  return TRUE;
}

/**
 * wb_shoptet_ensure_shop:
 * @self: the client
 * @cancellable: (nullable): cancels the call
 * @error: return location
 *
 * Returns: whether `eshop` and `zone` are there, and not of yesterday
 */
gboolean
wb_shoptet_ensure_shop (WbShoptet     *self,
                        GCancellable  *cancellable,
                        GError       **error)
{
  g_auto (WbShoptetAnswer) answer = { NULL };

  if (self->eshop && wb_clock_steady (self->clock) < self->eshop_until)
    return TRUE;

  return wb_shoptet_call (self, "GET", WB_SHOPTET_PATH_ESHOP, NULL, &answer, cancellable, error) &&
         wb_shoptet_adopt_shop (self, answer.node, error);
}
