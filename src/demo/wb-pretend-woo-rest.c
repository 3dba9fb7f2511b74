/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* WordPress' REST server as far as coupons need it: routes, parameters, rights, errors. The order
 * of its checks shows in which of several errors is answered: sign-in, route, JSON, parameters,
 * rights. */

#include "config.h"

#include "wb-pretend-woo-private.h"

#include "wb-oauth1.h"

#include <stdlib.h>
#include <string.h>

#define ORDERS "/wc/v3/orders"
#define COUPONS "/wc/v3/coupons"
#define ITEM_VERBS "GET, POST, PUT, PATCH, DELETE"

/**
 * pretend_answer_json:
 * @answer: filled
 * @status: HTTP status
 * @node: (transfer full): what to say
 *
 * Writes @node the way PHP does: slashes escaped, everything outside ASCII as `\uXXXX`.
 */
void
pretend_answer_json (WbPretendAnswer *answer,
                     guint            status,
                     JsonNode        *node)
{
  g_autofree char *text = json_to_string (node, FALSE);

  answer->status = status;
  answer->content_type = "application/json; charset=UTF-8";
  g_string_truncate (answer->body, 0);
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (c == '/')
      g_string_append (answer->body, "\\/");
    else if (c < 0x80)
      g_string_append_c (answer->body, (char) c);
    else if (c < 0x10000)
      g_string_append_printf (answer->body, "\\u%04x", c);
    else
      g_string_append_printf (answer->body, "\\u%04x\\u%04x", 0xd800 + ((c - 0x10000) >> 10),
                              0xdc00 + ((c - 0x10000) & 0x3ff));
  }
  json_node_unref (node);
}

/**
 * pretend_new_error:
 * @status: HTTP status
 * @code: the error's code
 * @message: its words
 *
 * Returns: (transfer full): an error of the plain form
 */
JsonObject *
pretend_new_error (guint       status,
                   const char *code,
                   const char *message)
{
  JsonObject *error = json_object_new ();
  JsonObject *data = json_object_new ();

  json_object_set_string_member (error, "code", code);
  json_object_set_string_member (error, "message", message);
  json_object_set_int_member (data, "status", status);
  json_object_set_object_member (error, "data", data);

  return error;
}

/**
 * pretend_answer_object:
 * @answer: filled
 * @status: HTTP status
 * @object: (transfer full): what to say
 *
 * Answers an object.
 */
void
pretend_answer_object (WbPretendAnswer *answer,
                       guint            status,
                       JsonObject      *object)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_node_take_object (node, object);
  pretend_answer_json (answer, status, node);
}

/**
 * pretend_answer_error:
 * @answer: filled
 * @status: HTTP status
 * @code: the error's code
 * @message: its words
 *
 * Answers an error of the plain form.
 */
void
pretend_answer_error (WbPretendAnswer *answer,
                      guint            status,
                      const char      *code,
                      const char      *message)
{
  pretend_answer_object (answer, status, pretend_new_error (status, code, message));
}

/* Faults of parameters: names in the order of the check, with what is wrong. */
typedef struct
{
  JsonObject *texts;     /* (owned) name -> sentence */
  JsonObject *details;   /* (owned) */
  GString *names;        /* (owned) */
} Faults;

static void
add_fault (Faults     *faults,
           const char *name,
           const char *code,
           const char *text,
           gboolean    tells_param)
{
  JsonObject *detail = json_object_new ();

  json_object_set_string_member (detail, "code", code);
  json_object_set_string_member (detail, "message", text);
  if (tells_param) {
    JsonObject *data = json_object_new ();

    json_object_set_string_member (data, "param", name);
    json_object_set_object_member (detail, "data", data);
  } else {
    json_object_set_null_member (detail, "data");
  }
  json_object_set_string_member (faults->texts, name, text);
  json_object_set_object_member (faults->details, name, detail);
  g_string_append_printf (faults->names, "%s%s", faults->names->len > 0 ? ", " : "", name);
}

/* Answers them if there are any; frees @faults. */
static gboolean
answer_faults (Faults          *faults,
               WbPretendAnswer *answer)
{
  gboolean is_bad = faults->names->len > 0;

  if (is_bad) {
    g_autofree char *message = g_strconcat ("Invalid parameter(s): ", faults->names->str, NULL);
    JsonObject *error = pretend_new_error (400, "rest_invalid_param", message);
    JsonObject *data = json_object_get_object_member (error, "data");

    json_object_set_object_member (data, "params", json_object_ref (faults->texts));
    json_object_set_object_member (data, "details", json_object_ref (faults->details));
    pretend_answer_object (answer, 400, error);
  }
  json_object_unref (faults->texts);
  json_object_unref (faults->details);
  g_string_free (faults->names, TRUE);

  return is_bad;
}

static Faults
new_faults (void)
{
  return (Faults) { json_object_new (), json_object_new (), g_string_new (NULL) };
}

static gboolean
is_integer (JsonNode *node)
{
  const char *text;
  char *end = NULL;

  if (!JSON_NODE_HOLDS_VALUE (node))
    return FALSE;
  if (json_node_get_value_type (node) != G_TYPE_STRING)
    return json_node_get_value_type (node) == G_TYPE_INT64;
  text = json_node_get_string (node);
  g_ascii_strtoll (text, &end, 10);

  return text[0] != '\0' && *end == '\0';
}

static gboolean
is_boolean (JsonNode *node)
{
  static const char *const words[] = { "true", "false", "TRUE", "FALSE", "0", "1", "", NULL };

  if (!JSON_NODE_HOLDS_VALUE (node))
    return FALSE;
  if (json_node_get_value_type (node) == G_TYPE_STRING)
    return g_strv_contains (words, json_node_get_string (node));
  if (json_node_get_value_type (node) == G_TYPE_INT64)
    return json_node_get_int (node) == 0 || json_node_get_int (node) == 1;

  return json_node_get_value_type (node) == G_TYPE_BOOLEAN;
}

static gboolean
is_string (JsonNode *node)
{
  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING;
}

static gboolean
is_array (JsonNode *node)
{
  return JSON_NODE_HOLDS_ARRAY (node) || is_string (node);
}

/* Amounts and dates take anything: that is what makes "abc" a coupon of 0.00 (012, 030). */
static gboolean
check_coupon_params (JsonObject      *params,
                     WbPretendAnswer *answer)
{
  static const struct {
    const char *name;
    const char *type;
    gboolean (*is) (JsonNode *node);
  } schema[] = {
    { "code", "string", is_string },
    { "description", "string", is_string },
    { "status", "string", is_string },
    { "individual_use", "boolean", is_boolean },
    { "product_ids", "array", is_array },
    { "excluded_product_ids", "array", is_array },
    { "usage_limit", "integer", is_integer },
    { "usage_limit_per_user", "integer", is_integer },
    { "limit_usage_to_x_items", "integer", is_integer },
    { "free_shipping", "boolean", is_boolean },
    { "product_categories", "array", is_array },
    { "excluded_product_categories", "array", is_array },
    { "exclude_sale_items", "boolean", is_boolean },
    { "email_restrictions", "array", is_array },
    { "meta_data", "array", is_array },
  };
  static const char *const types[] = { "percent", "fixed_cart", "fixed_product", NULL };
  Faults faults = new_faults ();
  JsonNode *type = json_object_get_member (params, "discount_type");

  for (guint i = 0; i < G_N_ELEMENTS (schema); i++) {
    JsonNode *node = json_object_get_member (params, schema[i].name);

    if (node && !JSON_NODE_HOLDS_NULL (node) && !schema[i].is (node)) {
      g_autofree char *text =
        g_strdup_printf ("%s is not of type %s.", schema[i].name, schema[i].type);

      add_fault (&faults, schema[i].name, "rest_invalid_type", text, TRUE);
    }
  }
  if (type && !JSON_NODE_HOLDS_NULL (type) &&
      !(is_string (type) && g_strv_contains (types, json_node_get_string (type))))
    add_fault (&faults, "discount_type", "rest_not_in_enum",
               "discount_type is not one of percent, fixed_cart, and fixed_product.", FALSE);

  return !answer_faults (&faults, answer);
}

static gboolean
check_list_params (WbPretendWoo           *self,
                   const WbPretendRequest *request,
                   WbPretendAnswer        *answer)
{
  static const char *const orders[] = { "asc", "desc", NULL };
  static const char *const bys[] = {
    "date", "id", "include", "title", "slug", "modified", NULL
  };
  Faults faults = new_faults ();
  const char *page = wb_pretend_request_param (request, "page");
  const char *per_page = wb_pretend_request_param (request, "per_page");
  const char *order = wb_pretend_request_param (request, "order");
  const char *by = wb_pretend_request_param (request, "orderby");
  const char *after = wb_pretend_request_param (request, "modified_after");
  gint64 ignored = 0;

  if (page && atoi (page) < 1)
    add_fault (&faults, "page", "rest_out_of_bounds",
               "page must be greater than or equal to 1", FALSE);
  if (per_page && (atoi (per_page) < 1 || atoi (per_page) > 100))
    add_fault (&faults, "per_page", "rest_out_of_bounds",
               "per_page must be between 1 (inclusive) and 100 (inclusive)", FALSE);
  if (after && !pretend_parse_date (after, self->zone, FALSE, &ignored))
    add_fault (&faults, "modified_after", "rest_invalid_date", "Invalid date.", FALSE);
  if (order && !g_strv_contains (orders, order))
    add_fault (&faults, "order", "rest_not_in_enum", "order is not one of asc and desc.", FALSE);
  if (by && !g_strv_contains (bys, by))
    add_fault (&faults, "orderby", "rest_not_in_enum",
               "orderby is not one of date, id, include, title, slug, and modified.", FALSE);

  return !answer_faults (&faults, answer);
}

static void
answer_bad_json (WbPretendAnswer *answer,
                 int              php_code,
                 const char      *php_message)
{
  JsonObject *error = pretend_new_error (400, "rest_invalid_json", "Invalid JSON body passed.");
  JsonObject *data = json_object_get_object_member (error, "data");

  json_object_set_int_member (data, "json_error_code", php_code);
  json_object_set_string_member (data, "json_error_message", php_message);
  pretend_answer_object (answer, 400, error);
}

/* Form fields and the query's parameters; JSON wins. NULL = answered. */
static JsonObject *
read_params (const WbPretendRequest *request,
             WbPretendAnswer        *answer)
{
  g_autoptr (JsonObject) params = json_object_new ();
  const char *type = g_hash_table_lookup (request->headers, "content-type");
  gsize length = 0;
  const char *data = g_bytes_get_data (request->body, &length);

  for (guint i = 0; i < request->query_params->len; i += 2)
    json_object_set_string_member (params, request->query_params->pdata[i],
                                   request->query_params->pdata[i + 1]);
  if (length == 0 || !type)
    return g_steal_pointer (&params);

  if (g_str_has_prefix (type, "application/x-www-form-urlencoded")) {
    g_autofree char *text = g_strndup (data, length);
    g_autoptr (GPtrArray) fields = wb_oauth1_split_query (text);

    for (guint i = 0; i < fields->len; i += 2)
      json_object_set_string_member (params, fields->pdata[i], fields->pdata[i + 1]);
  } else if (g_str_has_prefix (type, "application/json")) {
    g_autoptr (JsonNode) root = NULL;

    if (!g_utf8_validate (data, (gssize) length, NULL)) {
      answer_bad_json (answer, 5, "Malformed UTF-8 characters, possibly incorrectly encoded");
      return NULL;
    }
    /* PHP does not know a byte order mark. */
    if ((guchar) data[0] != 0xef)
      root = wb_wire_parse (data, (gssize) length, WB_WIRE_MAX_REQUEST_BYTES, NULL);
    if (!root) {
      answer_bad_json (answer, 4, "Syntax error");
      return NULL;
    }
    if (JSON_NODE_HOLDS_OBJECT (root)) {
      g_autoptr (GList) names = json_object_get_members (json_node_get_object (root));

      for (GList *l = names; l; l = l->next)
        json_object_set_member (params, l->data, json_node_copy (
                                  json_object_get_member (json_node_get_object (root), l->data)));
    }
  }

  return g_steal_pointer (&params);
}

/* What a route is, and what one must be allowed for it. */
typedef enum
{
  ROUTE_NONE,
  ROUTE_INDEX,
  ROUTE_LIST,
  ROUTE_CREATE,
  ROUTE_ITEM,
  ROUTE_BATCH,
  ROUTE_SETTING,
  ROUTE_CURRENCY,
  ROUTE_ORDERS,
  ROUTE_ORDER_CREATE,
  ROUTE_ORDER,
  ROUTE_REFUNDS,
} RouteKind;

typedef struct
{
  RouteKind kind;
  const char *allow;
  gint64 id;
  const char *last;
} Route;

static gboolean
has_verb (const char *allow,
          const char *method)
{
  g_auto (GStrv) verbs = g_strsplit (allow, ", ", -1);

  return g_strv_contains ((const char *const *) verbs, method);
}

/* "/wc/v3/orders", "/wc/v3/orders/57" and "/wc/v3/orders/57/refunds" */
static Route
find_order_route (const char *route,
                  const char *method)
{
  g_auto (GStrv) parts = g_strsplit (route + strlen (ORDERS), "/", -1);
  guint n = g_strv_length (parts);
  gint64 id = 0;

  if (n == 0)
    return (Route) { strcmp (method, "GET") == 0 ? ROUTE_ORDERS : ROUTE_ORDER_CREATE, "GET, POST",
                     0, "" };
  if (n < 2 || parts[0][0] != '\0' ||
      !g_ascii_string_to_signed (parts[1], 10, 1, G_MAXINT64, &id, NULL))
    return (Route) { ROUTE_NONE, "", 0, "" };
  if (n == 2)
    return (Route) { ROUTE_ORDER, ITEM_VERBS, id, "" };
  if (n == 3 && strcmp (parts[2], "refunds") == 0)
    return (Route) { ROUTE_REFUNDS, "GET, POST", id, "" };

  return (Route) { ROUTE_NONE, "", 0, "" };
}

static Route
find_route (const char *route,
            const char *method)
{
  Route found = { ROUTE_NONE, "", 0, strrchr (route, '/') };

  if (found.last)
    found.last++;
  if (strcmp (route, "/") == 0)
    found = (Route) { ROUTE_INDEX, "GET", 0, "" };
  else if (strcmp (route, COUPONS) == 0)
    found = (Route) { strcmp (method, "GET") == 0 ? ROUTE_LIST : ROUTE_CREATE, "GET, POST", 0, "" };
  else if (strcmp (route, COUPONS "/batch") == 0)
    found = (Route) { ROUTE_BATCH, "POST, PUT, PATCH", 0, "" };
  else if (g_str_has_prefix (route, COUPONS "/") && strlen (found.last) < 18 &&
           found.last == route + strlen (COUPONS "/") && found.last[0] != '\0' &&
           strspn (found.last, "0123456789") == strlen (found.last))
    found = (Route) { ROUTE_ITEM, ITEM_VERBS, g_ascii_strtoll (found.last, NULL, 10), "" };
  else if (g_str_has_prefix (route, ORDERS))
    found = find_order_route (route, method);
  else if (g_str_has_prefix (route, "/wc/v3/settings/general/") ||
           g_str_has_prefix (route, "/wc/v3/settings/tax/"))
    found = (Route) { ROUTE_SETTING, "GET, POST, PUT, PATCH", 0, found.last };
  else if (strcmp (route, "/wc/v3/data/currencies/current") == 0)
    found = (Route) { ROUTE_CURRENCY, "GET", 0, "" };
  if (!has_verb (found.allow, method) ||
      (found.kind == ROUTE_SETTING && strcmp (method, "GET") != 0))
    found.kind = ROUTE_NONE;

  return found;
}

static void
answer_no_right (WbPretendAnswer *answer,
                 RouteKind        kind,
                 const char      *method,
                 gboolean         is_known)
{
  guint status = is_known ? 403 : 401;

  if (kind == ROUTE_CREATE || kind == ROUTE_ORDER_CREATE)
    pretend_answer_error (answer, status, "woocommerce_rest_cannot_create",
                          "Sorry, you are not allowed to create resources.");
  else if (kind == ROUTE_BATCH)
    pretend_answer_error (answer, status, "woocommerce_rest_cannot_batch",
                          "Sorry, you are not allowed to batch manipulate this resource.");
  else if (kind == ROUTE_ITEM && strcmp (method, "DELETE") == 0)
    pretend_answer_error (answer, status, "woocommerce_rest_cannot_delete",
                          "Sorry, you are not allowed to delete this resource.");
  else if (kind == ROUTE_ITEM && strcmp (method, "GET") == 0)
    pretend_answer_error (answer, status, "woocommerce_rest_cannot_view",
                          "Sorry, you cannot view this resource.");
  else if (kind == ROUTE_ITEM)
    pretend_answer_error (answer, status, "woocommerce_rest_cannot_edit",
                          "Sorry, you are not allowed to edit this resource.");
  else
    pretend_answer_error (answer, status, "woocommerce_rest_cannot_view",
                          "Sorry, you cannot list resources.");
}

/* Parameters before rights, as WordPress checks them. FALSE = answered. */
static gboolean
check_params (WbPretendWoo           *self,
              const WbPretendRequest *request,
              const Route            *route,
              JsonObject             *params,
              WbPretendAnswer        *answer)
{
  if (route->kind == ROUTE_LIST || route->kind == ROUTE_ORDERS)
    return check_list_params (self, request, answer);
  if (route->kind == ROUTE_CREATE && !json_object_has_member (params, "code")) {
    JsonObject *error =
      pretend_new_error (400, "rest_missing_callback_param", "Missing parameter(s): code");
    JsonArray *names = json_array_new ();

    json_array_add_string_element (names, "code");
    json_object_set_array_member (json_object_get_object_member (error, "data"), "params", names);
    pretend_answer_object (answer, 400, error);
    return FALSE;
  }
  if (route->kind == ROUTE_CREATE || route->kind == ROUTE_ITEM)
    return check_coupon_params (params, answer);

  return TRUE;
}

static void
run_route (WbPretendWoo           *self,
           const WbPretendRequest *request,
           const Route            *route,
           JsonObject             *params,
           WbPretendAnswer        *answer)
{
  switch (route->kind) {
    case ROUTE_INDEX: pretend_site_index (self, request, answer); break;
    case ROUTE_LIST: pretend_list_handle (self, request, answer); break;
    case ROUTE_CREATE: pretend_items_create (self, request, params, answer); break;
    case ROUTE_ITEM: pretend_items_item (self, request, params, route->id, answer); break;
    case ROUTE_BATCH: pretend_items_batch (self, request, params, answer); break;
    case ROUTE_CURRENCY: pretend_site_currency (self, request, answer); break;
    case ROUTE_ORDERS: pretend_orders_list (self, request, answer); break;
    case ROUTE_ORDER_CREATE: pretend_orders_create (self, request, params, answer); break;
    case ROUTE_ORDER: pretend_orders_item (self, request, params, route->id, answer); break;
    case ROUTE_REFUNDS: pretend_orders_refunds (self, request, params, route->id, answer); break;
    case ROUTE_SETTING:
      if (!pretend_site_setting (self, request, route->last, answer))
        pretend_answer_error (answer, 404, "rest_setting_setting_invalid", "Invalid setting.");
      break;
    case ROUTE_NONE:
    default: g_assert_not_reached ();
  }
}

/* The route below the API's root; NULL = no part of it. */
static char *
dup_route (const WbPretendRequest *request)
{
  const char *by_query = wb_pretend_request_param (request, "rest_route");
  char *route;

  if (g_str_has_prefix (request->path, "/wp-json"))
    route = g_strdup (request->path + strlen ("/wp-json"));
  else if (by_query && (strcmp (request->path, "/") == 0 ||
                        strcmp (request->path, "/index.php") == 0))
    route = g_strdup (by_query);
  else
    return NULL;
  while (strlen (route) > 1 && g_str_has_suffix (route, "/"))
    route[strlen (route) - 1] = '\0';
  if (route[0] == '\0') {
    g_free (route);
    route = g_strdup ("/");
  }

  return route;
}

/**
 * pretend_rest_handle:
 * @self: the store
 * @request: what came; its method is the overriding one, if there was one
 * @answer: filled
 *
 * Answers as the store would without any fault.
 */
void
pretend_rest_handle (WbPretendWoo           *self,
                     const WbPretendRequest *request,
                     WbPretendAnswer        *answer)
{
  g_autofree char *path = pretend_front (request)->no_rewrites ? NULL : dup_route (request);
  g_autofree char *root = g_strdup_printf ("<%s/wp-json/>; rel=\"https://api.w.org/\"",
                                           pretend_front (request)->home_url);
  g_autofree char *message = NULL;
  g_autoptr (JsonObject) params = NULL;
  const PretendKey *key;
  const char *code = NULL;
  Route route;

  if (!path) {
    wb_pretend_answer_html (answer, 404, "404 Not Found", "404 Not Found");
    if (pretend_front (request)->no_rewrites)
      answer->content_type = "text/html";
    return;
  }
  wb_pretend_answer_add_header (answer, "Link", root);
  key = pretend_sign_in (self, request, &code, &message);
  if (code) {
    pretend_answer_error (answer, 401, code, message);
    return;
  }
  route = find_route (path, request->method);
  if (route.kind == ROUTE_NONE) {
    pretend_answer_error (answer, 404, "rest_no_route",
                          "No route was found matching the URL and request method.");
    return;
  }
  if (route.kind == ROUTE_INDEX || (key && key->has_rights))
    wb_pretend_answer_add_header (answer, "Allow", route.allow);

  params = read_params (request, answer);
  if (!params || !check_params (self, request, &route, params, answer))
    return;
  if (route.kind != ROUTE_INDEX && !(key && key->has_rights) &&
      !(route.kind == ROUTE_ITEM && !pretend_coupon_find (self, route.id)))
    answer_no_right (answer, route.kind, request->method, key != NULL);
  else
    run_route (self, request, &route, params, answer);
}
