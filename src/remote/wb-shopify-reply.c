/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Turns an answer of Shopify into JSON or a decision, in the order of reference/shopify-api.md 9:
 * status, JSON, `errors` as a text or a list, `data`; userErrors come after that, in the decoders.
 * */

#include "config.h"

#include "wb-shopify-json.h"

#include "wb-shop-reply.h"
#include "wb-time.h"
#include "wb-woocommerce-json.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define MAX_WORDS 200

static JsonObject *
get_object (JsonObject *object,
            const char *name)
{
  JsonNode *node = object ? json_object_get_member (object, name) : NULL;

  return node && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

static const char *
get_text (JsonObject *object,
          const char *name)
{
  JsonNode *node = object ? json_object_get_member (object, name) : NULL;

  if (!node || !JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;

  return json_node_get_string (node);
}

static double
get_number (JsonObject *object,
            const char *name)
{
  JsonNode *node = object ? json_object_get_member (object, name) : NULL;

  if (!node || !JSON_NODE_HOLDS_VALUE (node) ||
      (json_node_get_value_type (node) != G_TYPE_INT64 &&
       json_node_get_value_type (node) != G_TYPE_DOUBLE))
    return -1;

  return json_node_get_double (node);
}

static void
read_cost (JsonObject    *object,
           WbShopifyCost *cost)
{
  JsonObject *told = get_object (get_object (object, "extensions"), "cost");
  JsonObject *status = get_object (told, "throttleStatus");

  cost->requested = get_number (told, "requestedQueryCost");
  cost->maximum = get_number (status, "maximumAvailable");
  cost->available = get_number (status, "currentlyAvailable");
  cost->restore_per_sec = get_number (status, "restoreRate");
}

/* Statuses that say all there is to say, whatever the body. */
static gboolean
set_status_error (guint    status,
                  GError **error)
{
  switch (status) {
    case 401:
      g_set_error_literal (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_UNAUTHORIZED,
                           _ ("Shopify does not take this access token: it is wrong, or the app "
                              "was removed from the shop"));
      return TRUE;
    case 402:
      g_set_error_literal (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_FORBIDDEN,
                           _ ("Shopify has frozen the shop: its owner has a bill to pay there"));
      return TRUE;
    case 403:
      g_set_error_literal (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_FORBIDDEN,
                           _ ("Shopify does not let this app into the shop"));
      return TRUE;
    case 404:
      g_set_error_literal (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_UNEXPECTED_REPLY,
                           _ ("There is no Shopify shop at this address"));
      return TRUE;
    case 423:
      /* Passing: nothing was done, and the lock may be one for asking too often. */
      g_set_error_literal (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_RATE_LIMITED,
                           _ ("Shopify has locked the shop for now; if that lasts, ask Shopify"));
      return TRUE;
    case 429:
      g_set_error_literal (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_RATE_LIMITED,
                           _ ("The shop asks us to slow down"));
      return TRUE;
    default:
      return FALSE;
  }
}

/* "`write_discounts` access scope. …" -> write_discounts */
static char *
find_scope (const char *required)
{
  const char *start = required ? strchr (required, '`') : NULL;
  const char *end = start ? strchr (start + 1, '`') : NULL;

  return end && end > start + 1 ? g_strndup (start + 1, (gsize) (end - start) - 1) : NULL;
}

static void
set_denied_error (const char  *required,
                  const char  *words,
                  GError     **error)
{
  g_autofree char *scope = find_scope (required);

  if (scope)
    /* Translators: %s is the name of a permission in Shopify, such as "write_discounts". */
    g_set_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_FORBIDDEN,
                 _ ("The app lacks the permission “%s”: grant it in the app’s settings in Shopify"),
                 scope);
  else
    g_set_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_FORBIDDEN,
                 _ ("Shopify does not let this app do that: %s"), words);
}

/* Codes of requests that were refused before anything was done. Those of the query language itself
 * begin with a small letter: "undefinedField". */
static gboolean
is_refusal_code (const char *code)
{
  static const char *const codes[] = {
    "INVALID_VARIABLE", "MAX_INPUT_SIZE_EXCEEDED", "MAX_COST_EXCEEDED", "BAD_REQUEST", NULL
  };

  return code && (g_ascii_islower (code[0]) || g_strv_contains (codes, code));
}

static void
set_coded_error (const char     *code,
                 JsonObject     *extensions,
                 const char     *words,
                 WbShopifyCost  *cost,
                 GError        **error)
{
  if (g_strcmp0 (code, "THROTTLED") == 0) {
    cost->is_throttled = TRUE;
    set_status_error (429, error);
  } else if (g_strcmp0 (code, "ACCESS_DENIED") == 0) {
    set_denied_error (get_text (extensions, "requiredAccess"), words, error);
  } else if (g_strcmp0 (code, "SHOP_INACTIVE") == 0) {
    set_status_error (402, error);
  } else if (g_strcmp0 (code, "RESOURCE_NOT_FOUND") == 0) {
    g_set_error_literal (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_NOT_FOUND,
                         _ ("The shop has no such coupon"));
  } else if (is_refusal_code (code)) {
    cost->is_too_costly = strcmp (code, "MAX_COST_EXCEEDED") == 0;
    g_set_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_REJECTED, _ ("Shopify refused: %s"),
                 words);
  } else {
    /* INTERNAL_SERVER_ERROR, TIMEOUT and whatever comes later: what was done is not known. */
    g_set_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_SERVER_FAULT,
                 _ ("Shopify has a fault: %s"), words);
  }
}

/* The first of `errors` that is an error; FALSE = there is none. */
static gboolean
set_listed_error (JsonNode       *errors,
                  WbShopifyCost  *cost,
                  GError        **error)
{
  JsonArray *list;
  JsonObject *first;
  g_autofree char *words = NULL;

  if (!errors || JSON_NODE_HOLDS_NULL (errors))
    return FALSE;
  if (JSON_NODE_HOLDS_VALUE (errors) && json_node_get_value_type (errors) == G_TYPE_STRING) {
    words = wb_woocommerce_plain_text (json_node_get_string (errors), -1, MAX_WORDS);
    g_set_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_REJECTED, _ ("Shopify refused: %s"),
                 words);
    return TRUE;
  }
  list = JSON_NODE_HOLDS_ARRAY (errors) ? json_node_get_array (errors) : NULL;
  if (list && json_array_get_length (list) == 0)
    return FALSE;
  first = list && JSON_NODE_HOLDS_OBJECT (json_array_get_element (list, 0)) ?
          json_array_get_object_element (list, 0) : NULL;
  words = wb_woocommerce_plain_text (get_text (first, "message") ? get_text (first, "message") :
                                                                   "?", -1, MAX_WORDS);
  set_coded_error (get_text (get_object (first, "extensions"), "code"),
                   get_object (first, "extensions"), words, cost, error);

  return TRUE;
}

/**
 * wb_shopify_read_reply:
 * @reply: an answer of the GraphQL address
 * @cost_out: (out caller-allocates): what it says of points, also when it is an error
 * @error: return location
 *
 * Codes of [error@WB_REMOTE_ERROR]: `UNAUTHORIZED`; `FORBIDDEN` by scope (naming it), plan, a
 * frozen shop; `RATE_LIMITED` also for a locked shop; `NOT_FOUND` for an id of something else;
 * `REJECTED` when it was refused before anything was done; `SERVER_FAULT`, after which nothing is
 * known; `UNEXPECTED_REPLY` for a page of somebody else and for an address without a shop.
 *
 * Returns: (transfer full): `data`
 */
JsonNode *
wb_shopify_read_reply (const WbHttpReply  *reply,
                       WbShopifyCost      *cost_out,
                       GError            **error)
{
  g_autoptr (JsonNode) node = NULL;
  JsonObject *object;
  JsonNode *data;
  const char *text;
  gsize length = 0;

  g_return_val_if_fail (reply && reply->body && cost_out, NULL);

  *cost_out = (WbShopifyCost) { -1, -1, -1, -1, FALSE, FALSE };
  text = g_bytes_get_data (reply->body, &length);
  node = text ? wb_wire_parse (text, (gssize) length, WB_WIRE_MAX_BODY_BYTES, NULL) : NULL;
  object = node && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  read_cost (object, cost_out);
  cost_out->is_throttled = reply->status == 429;
  /* A firewall's page is not Shopify's 403. */
  if ((object || reply->status != 403) && set_status_error (reply->status, error))
    return NULL;
  if (!object || reply->status >= 500 || reply->status < 200 ||
      (reply->status >= 300 && reply->status < 400)) {
    wb_shop_reply_set_foreign (reply, error);
    return NULL;
  }
  if (set_listed_error (json_object_get_member (object, "errors"), cost_out, error))
    return NULL;
  data = json_object_get_member (object, "data");
  if (reply->status != 200 || !data || !JSON_NODE_HOLDS_OBJECT (data)) {
    g_set_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_UNEXPECTED_REPLY,
                 _ ("The shop's answer is not understood (%s)"), "data");
    return NULL;
  }

  return json_node_copy (data);
}

/* Bodies are JSON or HTML; the code stands in either. */
static gboolean
names (const char *body,
       const char *code)
{
  return body && strstr (body, code);
}

/**
 * wb_shopify_read_token_reply:
 * @reply: an answer of the token address
 * @error: return location; as wb_shopify_read_reply(); nothing of the body is repeated, it may hold
 *   a token
 *
 * Returns: (transfer full): the JSON of a success
 */
JsonNode *
wb_shopify_read_token_reply (const WbHttpReply  *reply,
                             GError            **error)
{
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *body = NULL;
  const char *data;
  gsize length = 0;

  g_return_val_if_fail (reply && reply->body, NULL);

  data = g_bytes_get_data (reply->body, &length);
  body = data ? g_strndup (data, length) : NULL;
  if (names (body, "app_not_installed")) {
    g_set_error_literal (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_UNAUTHORIZED,
                         _ ("The app is not installed in this shop: install it from Shopify’s Dev "
                            "Dashboard, then try again"));
  } else if (names (body, "shop_not_permitted")) {
    g_set_error_literal (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_UNAUTHORIZED,
                         _ ("The app belongs to another organisation than the shop, so Shopify "
                            "gives it no token: make the app in the shop’s own organisation"));
  } else if (reply->status == 200) {
    node = data ? wb_wire_parse (data, (gssize) length, WB_WIRE_MAX_BODY_BYTES, NULL) : NULL;
    if (!node)
      g_set_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_UNEXPECTED_REPLY,
                   _ ("The shop's answer is not understood (%s)"), "access_token");
  } else if (reply->status == 400 || reply->status == 401) {
    g_set_error_literal (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_UNAUTHORIZED,
                         _ ("Shopify does not take this client ID and client secret"));
  } else if (!set_status_error (reply->status, error)) {
    wb_shop_reply_set_foreign (reply, error);
  }
  if (body)
    explicit_bzero (body, strlen (body));

  return g_steal_pointer (&node);
}
