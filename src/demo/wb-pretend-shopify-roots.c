/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Answers the fields of a query or mutation, and says what kind of request a document is. */

#include "config.h"

#include "wb-pretend-shopify-private.h"

#include <string.h>

JsonObject *
shopify_new_error (const char *code,
                   const char *message)
{
  JsonObject *error = json_object_new ();
  JsonObject *extensions = json_object_new ();

  json_object_set_string_member (error, "message", message);
  json_object_set_string_member (extensions, "code", code);
  json_object_set_object_member (error, "extensions", extensions);

  return error;
}

JsonObject *
shopify_find_discount (WbPretendShopify *self,
                       const char       *gid)
{
  gint64 id = shopify_parse_gid (gid, "DiscountCodeNode");

  return g_hash_table_lookup (self->by_id, &id);
}

JsonObject *
shopify_find_code (WbPretendShopify *self,
                   const char       *code)
{
  g_autofree char *upper = g_utf8_strup (code, -1);

  return g_hash_table_lookup (self->by_code, upper);
}

static JsonNode *
show_shop (WbPretendShopify *self)
{
  JsonObject *shop = json_object_new ();
  JsonArray *currencies = json_array_new ();

  json_object_set_string_member (shop, "name", self->name);
  json_object_set_string_member (shop, "myshopifyDomain", "pretend-shop.myshopify.com");
  json_object_set_string_member (shop, "currencyCode", self->currency);
  json_array_add_string_element (currencies, self->currency);
  json_object_set_array_member (shop, "enabledPresentmentCurrencies", currencies);
  json_object_set_string_member (shop, "ianaTimezone", self->zone_name);
  json_object_set_boolean_member (shop, "taxesIncluded", !self->taxes_excluded);
  json_object_set_boolean_member (shop, "taxShipping", FALSE);

  return shopify_take (shop);
}

static JsonNode *
take_array (JsonArray *array)
{
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);

  json_node_take_array (node, array);

  return node;
}

static void
add_version (JsonArray  *versions,
             const char *handle,
             gboolean    is_supported)
{
  JsonObject *version = json_object_new ();

  json_object_set_string_member (version, "handle", handle);
  json_object_set_boolean_member (version, "supported", is_supported);
  json_array_add_object_element (versions, version);
}

static JsonNode *
show_versions (WbPretendShopify *self)
{
  JsonArray *versions = json_array_new ();

  add_version (versions, "2026-04", TRUE);
  add_version (versions, "2026-07", TRUE);
  add_version (versions, "2026-10", self->is_supported);
  add_version (versions, "unstable", FALSE);

  return take_array (versions);
}

static JsonNode *
show_installation (WbPretendShopify *self)
{
  JsonObject *installation = json_object_new ();
  JsonArray *scopes = json_array_new ();

  for (guint i = 0; self->scopes[i]; i++) {
    JsonObject *scope = json_object_new ();

    json_object_set_string_member (scope, "handle", self->scopes[i]);
    json_array_add_object_element (scopes, scope);
  }
  json_object_set_array_member (installation, "accessScopes", scopes);

  return shopify_take (installation);
}

/* By id: an id of another family is an error, not null (reference 4). */
static JsonNode *
show_by_id (WbPretendShopify  *self,
            const char        *gid,
            gboolean           as_discount,
            JsonObject       **error_out)
{
  JsonObject *discount = shopify_find_discount (self, gid);
  JsonObject *out;

  if (!discount) {
    if (!as_discount && !g_str_has_prefix (gid, "gid://shopify/DiscountCodeNode/")) {
      g_autofree char *message = g_strdup_printf ("Invalid id: %s", gid);

      *error_out = shopify_new_error ("RESOURCE_NOT_FOUND", message);
    }
    return NULL;
  }
  out = shopify_show_discount (self, discount);

  return shopify_take (out);
}

static JsonNode *
show_customer (WbPretendShopify *self,
               JsonObject       *identifier)
{
  const char *email = json_object_get_string_member_with_default (identifier, "emailAddress", "");

  for (guint i = 0; i < self->customers->len; i++) {
    const char *known = json_object_get_string_member (self->customers->pdata[i], "emailAddress");

    if (g_ascii_strcasecmp (known, email) == 0)
      return shopify_take (shopify_show_customer (self->customers->pdata[i]));
  }

  return NULL;
}

/* A WbGraphqlResolver. */
JsonNode *
shopify_resolve (const char  *field,
                 JsonObject  *arguments,
                 JsonObject **error_out,
                 gpointer     data)
{
  WbPretendShopify *self = data;

  if (strcmp (field, "shop") == 0)
    return show_shop (self);
  if (strcmp (field, "publicApiVersions") == 0)
    return show_versions (self);
  if (strcmp (field, "currentAppInstallation") == 0)
    return show_installation (self);
  if (strcmp (field, "codeDiscountNodeByCode") == 0) {
    JsonObject *found = shopify_find_code (self, json_object_get_string_member (arguments, "code"));

    return found ? shopify_take (shopify_show_discount (self, found)) : NULL;
  }
  if (strcmp (field, "codeDiscountNode") == 0 || strcmp (field, "discountNode") == 0)
    return show_by_id (self, json_object_get_string_member (arguments, "id"),
                       strcmp (field, "discountNode") == 0, error_out);
  if (strcmp (field, "discountNodesCount") == 0)
    return shopify_count (self, arguments);
  if (strcmp (field, "customerByIdentifier") == 0)
    return show_customer (self, json_object_get_object_member (arguments, "identifier"));
  if (strcmp (field, "orders") == 0 || strcmp (field, "discountNodes") == 0)
    return shopify_list (self, field, arguments, error_out);

  return shopify_mutate (self, field, arguments, error_out);
}

const char *
shopify_classify (const WbGraphqlDocument *document)
{
  static const struct { const char *field, *request; } classes[] = {
    { "discountCodeBasicCreate", WB_PRETEND_REQUEST_CREATE },
    { "discountCodeDelete", WB_PRETEND_REQUEST_REMOVE },
    { "discountCodeDeactivate", WB_PRETEND_REQUEST_REMOVE },
    { "codeDiscountNodeByCode", WB_PRETEND_REQUEST_FIND },
    { "codeDiscountNode", WB_PRETEND_REQUEST_FIND },
    { "discountNodes", WB_PRETEND_REQUEST_FIND },
    { "orders", WB_PRETEND_REQUEST_ORDERS },
  };

  for (guint i = 0; i < document->selection->len; i++) {
    const WbGraphqlNode *node = g_ptr_array_index (document->selection, i);

    for (guint j = 0; j < G_N_ELEMENTS (classes); j++) {
      if (strcmp (node->name, classes[j].field) == 0)
        return classes[j].request;
    }
  }

  return WB_PRETEND_REQUEST_CHECK;
}
