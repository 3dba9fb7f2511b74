/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Turns an answer of Shoptet into its envelope or a decision, by status and `errorCode`
 * (reference/shoptet-api.md 2). The shop's own words are shown only where they cannot hold a token
 * or a customer's data. */

#include "config.h"

#include "wb-shoptet-json.h"

#include "wb-shop-reply.h"
#include "wb-woocommerce-json.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_WORDS 200

static const char *
string_member (JsonObject *object,
               const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  if (!node || !JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;

  return json_node_get_string (node);
}

/* The first error of an envelope; NULL = there is none. */
static JsonObject *
first_error (JsonNode *node)
{
  JsonNode *errors;
  JsonNode *first;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return NULL;
  errors = json_object_get_member (json_node_get_object (node), "errors");
  if (!errors || !JSON_NODE_HOLDS_ARRAY (errors) ||
      json_array_get_length (json_node_get_array (errors)) == 0)
    return NULL;
  first = json_array_get_element (json_node_get_array (errors), 0);

  return JSON_NODE_HOLDS_OBJECT (first) ? json_node_get_object (first) : NULL;
}

/**
 * wb_shoptet_dup_errors:
 * @node: an envelope
 * @code_out: (out) (optional) (nullable) (transfer full): the first error's `errorCode`
 *
 * A success may still tell what it left out.
 *
 * Returns: (transfer full) (nullable): the first error's words on one line; `NULL` = there is none
 */
char *
wb_shoptet_dup_errors (JsonNode  *node,
                       char     **code_out)
{
  JsonObject *object;
  const char *code;
  const char *message;

  g_return_val_if_fail (node, NULL);

  if (code_out)
    *code_out = NULL;
  object = first_error (node);
  if (!object)
    return NULL;
  code = string_member (object, "errorCode");
  message = string_member (object, "message");
  if (code_out)
    *code_out = g_strdup (code);
  if (!message || message[0] == '\0')
    message = code ? code : "?";

  return wb_woocommerce_plain_text (message, -1, MAX_WORDS);
}

static gboolean
is_duplicate (const char *code)
{
  return strstr (code, "duplicat") || strstr (code, "already-exist");
}

static WbRemoteError
classify (guint       status,
          const char *code)
{
  if (is_duplicate (code))
    return WB_REMOTE_ERROR_CONFLICT;
  if (strcmp (code, "discount-coupon-not-found") == 0)
    return WB_REMOTE_ERROR_NOT_FOUND;   /* 404 for one, 422 when nothing of a bulk is left */

  switch (status) {
    case 401: return WB_REMOTE_ERROR_UNAUTHORIZED;
    case 403: return WB_REMOTE_ERROR_FORBIDDEN;
    case 404: return WB_REMOTE_ERROR_NOT_FOUND;
    case 409: return WB_REMOTE_ERROR_CONFLICT;
    /* A write like this one is under way: nothing was done, and it may simply go again. */
    case 423: return WB_REMOTE_ERROR_RATE_LIMITED;
    case 429: return WB_REMOTE_ERROR_RATE_LIMITED;
    default: return status >= 500 ? WB_REMOTE_ERROR_SERVER_FAULT : WB_REMOTE_ERROR_REJECTED;
  }
}

static char *
describe_right (guint       status,
                const char *code,
                JsonObject *object)
{
  const char *instance = string_member (object, "instance");

  if (strcmp (code, "expired-token") == 0)
    return g_strdup (_ ("The shop's token has run out"));
  if (strcmp (code, "missing-module") == 0)
    /* Translators: %s is the name of an add-on in the shop's administration. */
    return g_strdup_printf (_ ("The shop does not have the add-on “%s”: order it in the shop's "
                               "administration"),
                            g_strcmp0 (instance, WB_SHOPTET_COUPON_MODULE) == 0 || !instance ?
                            WB_SHOPTET_COUPON_MODULE_TITLE : instance);
  if (strcmp (code, "invalid-token-no-rights") == 0)
    return g_strdup (_ ("The token may not do this: allow it in the shop's administration, where "
                        "the token was made"));
  if (status == 401)
    return g_strdup (_ ("The shop does not know this token. Make one in the shop's administration: "
                        "Connections › Private API (Shoptet Premium only)"));

  return g_strdup (_ ("The shop does not allow this to the token"));
}

static char *
describe_refusal (guint       status,
                  const char *code,
                  JsonObject *object,
                  const char *words)
{
  if (status == 401 || status == 403)
    return describe_right (status, code, object);
  if (strcmp (code, "discount-coupon-not-found") == 0)
    return g_strdup (_ ("The shop has no such coupon"));
  if (strcmp (code, "discount-coupon-template-not-found") == 0)
    return g_strdup (_ ("The template that coupons were to follow is gone from the shop: choose "
                        "another"));
  if (strcmp (code, "discount-coupon-already-used") == 0)
    return g_strdup (_ ("The coupon was already used"));
  if (is_duplicate (code))
    return g_strdup (_ ("The shop already has a coupon with this code"));
  if (status == 413)
    return g_strdup (_ ("That was more than the shop takes at once"));
  if (status == 423)
    return g_strdup (_ ("The shop is still busy with the same request"));
  if (status == 429)
    return g_strdup (_ ("The shop asks us to slow down"));
  if (status == 503)
    return g_strdup (_ ("The shop is down for maintenance"));
  if (status >= 500)
    return g_strdup_printf (_ ("The shop has a fault (%u): %s"), status, words);

  return g_strdup_printf (_ ("The shop refused (%u): %s"), status, words);
}

/* Statuses that come without a body, from the web server in front of the shop. */
static gboolean
set_bare_error (guint    status,
                GError **error)
{
  const char *message = NULL;

  switch (status) {
    case 423: message = _ ("The shop is still busy with the same request"); break;
    case 429: message = _ ("The shop asks us to slow down"); break;
    case 503: message = _ ("The shop is down for maintenance"); break;
    default: break;
  }
  if (!message)
    return FALSE;
  g_set_error_literal (error, WB_REMOTE_ERROR, (gint) classify (status, ""), message);

  return TRUE;
}

/**
 * wb_shoptet_read_reply:
 * @reply: an answer
 * @code_out: (out) (optional) (nullable) (transfer full): the `errorCode` of the shop's error
 * @error: return location
 *
 * Codes of [error@WB_REMOTE_ERROR]: `NOT_FOUND` no such coupon or order; `CONFLICT` the code is
 * taken or the coupon used; `UNAUTHORIZED`, `FORBIDDEN`; `RATE_LIMITED` too fast, or the same write
 * is still running; `REJECTED` with the shop's words; `SERVER_FAULT`; `UNEXPECTED_REPLY` for what
 * is no envelope.
 *
 * Returns: (transfer full): the envelope of a success, `NULL` on error
 */
JsonNode *
wb_shoptet_read_reply (const WbHttpReply  *reply,
                       char              **code_out,
                       GError            **error)
{
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *words = NULL;
  g_autofree char *code = NULL;
  g_autofree char *message = NULL;
  const char *data;
  gsize length = 0;

  g_return_val_if_fail (reply && reply->body, NULL);

  if (code_out)
    *code_out = NULL;
  data = g_bytes_get_data (reply->body, &length);
  node = data ? wb_wire_parse (data, (gssize) length, WB_WIRE_MAX_BODY_BYTES, NULL) : NULL;
  if (node && (!JSON_NODE_HOLDS_OBJECT (node) ||
               !json_object_has_member (json_node_get_object (node), "data")))
    g_clear_pointer (&node, json_node_unref);
  if (node && reply->status >= 200 && reply->status < 300)
    return g_steal_pointer (&node);

  words = node ? wb_shoptet_dup_errors (node, &code) : NULL;
  if (!words) {
    if (!set_bare_error (reply->status, error))
      wb_shop_reply_set_foreign (reply, error);
    return NULL;
  }
  message = describe_refusal (reply->status, code ? code : "", first_error (node), words);
  g_set_error_literal (error, WB_REMOTE_ERROR, (gint) classify (reply->status, code ? code : ""),
                       message);
  if (code_out)
    *code_out = g_steal_pointer (&code);

  return NULL;
}
