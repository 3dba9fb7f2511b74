/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The routes of orders in the pretend store, and what tests do with orders past its API. */

#include "config.h"

#include "wb-pretend-woo-private.h"

#include <stdlib.h>
#include <string.h>

#define ORDERS "/wc/v3/orders"
#define ITEM_VERBS "GET, POST, PUT, PATCH, DELETE"

static void
add_link (JsonObject *links,
          const char *name,
          const char *href,
          gboolean    is_embeddable)
{
  JsonObject *link = json_object_new ();
  JsonArray *list = json_array_new ();

  if (is_embeddable)
    json_object_set_boolean_member (link, "embeddable", TRUE);
  json_object_set_string_member (link, "href", href);
  json_array_add_object_element (list, link);
  json_object_set_array_member (links, name, list);
}

/* As it is answered: a copy with its links. */
static JsonObject *
present (JsonObject             *order,
         const WbPretendRequest *request,
         gboolean                keep_links)
{
  JsonObject *copy = pretend_coupon_copy (order);
  const char *home = pretend_front (request)->home_url;
  gint64 customer = json_object_get_int_member (order, "customer_id");
  const char *key = json_object_get_string_member (order, "order_key");
  g_autofree char *id =
    g_strdup_printf ("%" G_GINT64_FORMAT, json_object_get_int_member (order, "id"));
  g_autofree char *pay = g_strdup_printf ("%s/checkout/order-pay/%s/?pay_for_order=true&key=%s",
                                          home, id, key);
  g_autofree char *templates = g_strdup_printf ("%s/wp-json" ORDERS "/%s/actions/email_templates",
                                                home, id);
  JsonObject *links = NULL;

  json_object_set_string_member (copy, "payment_url", pay);
  pretend_add_links (copy, request, ORDERS, id, ITEM_VERBS);
  links = json_object_get_object_member (copy, "_links");
  add_link (links, "email_templates", templates, TRUE);
  if (customer > 0) {
    g_autofree char *href = g_strdup_printf ("%s/wp-json/wc/v3/customers/%" G_GINT64_FORMAT, home,
                                             customer);

    add_link (links, "customer", href, FALSE);
  }
  pretend_keep_fields (copy, wb_pretend_request_param (request, "_fields"), keep_links);

  return copy;
}

static JsonArray *
array_param (JsonObject *params,
             const char *name)
{
  JsonNode *node = json_object_get_member (params, name);

  return node && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

static const char *
text_param (JsonObject *params,
            const char *name,
            const char *fallback)
{
  JsonNode *node = json_object_get_member (params, name);

  return node && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING ?
         json_node_get_string (node) : fallback;
}

static void
copy_params (JsonObject *order,
             JsonObject *params)
{
  static const char *const names[] = { "payment_method", "payment_method_title", "customer_note" };
  JsonNode *billing = json_object_get_member (params, "billing");
  JsonObject *address = json_object_get_object_member (order, "billing");
  g_autoptr (GList) members = json_object_get_members (address);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    json_object_set_string_member (order, names[i], text_param (params, names[i], ""));
  for (GList *l = members; l && billing && JSON_NODE_HOLDS_OBJECT (billing); l = l->next) {
    const char *text = text_param (json_node_get_object (billing), l->data, NULL);

    if (text)
      json_object_set_string_member (address, l->data, text);
  }
}

static gint64
customer_of (JsonObject *params)
{
  JsonNode *node = json_object_get_member (params, "customer_id");

  return node && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_INT64 ?
         json_node_get_int (node) : 0;
}

/* One that is refused for its coupon stays behind as a draft (recordings 124 to 127). */
static void
answer_bad_coupon (WbPretendWoo    *self,
                   JsonObject      *order,
                   const char      *words,
                   WbPretendAnswer *answer)
{
  JsonObject *error = pretend_new_error (400, "woocommerce_rest_invalid_coupon", words);

  json_object_set_string_member (order, "status", "checkout-draft");
  pretend_order_keep (self, order);
  json_object_set_int_member (json_object_get_object_member (error, "data"), "new_draft_order_id",
                              json_object_get_int_member (order, "id"));
  pretend_answer_object (answer, 400, error);
}

static void
create (WbPretendWoo           *self,
        const WbPretendRequest *request,
        JsonObject             *params,
        WbPretendAnswer        *answer)
{
  JsonObject *order = pretend_order_new (self);
  g_autofree char *key = g_strdup_printf ("wc_order_%" G_GINT64_FORMAT, self->next_id);
  g_autofree char *words = NULL;
  g_autofree char *location = NULL;

  json_object_set_string_member (order, "order_key", key);
  json_object_set_int_member (order, "customer_id", customer_of (params));
  copy_params (order, params);
  if (!pretend_order_add_items (self, order, array_param (params, "line_items"))) {
    json_object_unref (order);
    pretend_answer_error (answer, 400, "woocommerce_rest_required_product_reference",
                          "Product ID or SKU is required.");
    return;
  }
  words = pretend_order_apply (self, order, array_param (params, "coupon_lines"));
  if (words) {
    answer_bad_coupon (self, order, words, answer);
    return;
  }
  pretend_order_keep (self, order);
  pretend_order_set_status (self, order, text_param (params, "status", "pending"), TRUE);

  pretend_answer_object (answer, 201, present (order, request, TRUE));
  location = g_strdup_printf ("%s/wp-json" ORDERS "/%" G_GINT64_FORMAT,
                              pretend_front (request)->home_url,
                              json_object_get_int_member (order, "id"));
  wb_pretend_answer_add_header (answer, "Location", location);
}

static void
change (WbPretendWoo           *self,
        const WbPretendRequest *request,
        JsonObject             *params,
        JsonObject             *order,
        WbPretendAnswer        *answer)
{
  JsonArray *coupons = array_param (params, "coupon_lines");
  const char *status = text_param (params, "status", NULL);
  g_autofree char *words = NULL;

  if (coupons) {
    pretend_order_drop_coupons (self, order);
    words = pretend_order_apply (self, order, coupons);
    if (words) {
      pretend_answer_error (answer, 400, "woocommerce_rest_invalid_coupon", words);
      return;
    }
  }
  if (status)
    pretend_order_set_status (self, order, status, FALSE);
  pretend_answer_object (answer, 200, present (order, request, TRUE));
}

static void
delete (WbPretendWoo           *self,
        const WbPretendRequest *request,
        JsonObject             *order,
        WbPretendAnswer        *answer)
{
  JsonObject *shown = present (order, request, TRUE);

  /* With "force" the use of its coupons is not given back (tried on a real store, not recorded). */
  if (g_strcmp0 (wb_pretend_request_param (request, "force"), "true") == 0)
    g_ptr_array_remove (self->orders, order);
  else
    pretend_order_set_status (self, order, "trash", FALSE);
  pretend_answer_object (answer, 200, shown);
}

/**
 * pretend_orders_item:
 * @self: the store
 * @request: what came
 * @params: its parameters
 * @id: an order's id
 * @answer: filled
 *
 * Reads, changes or deletes the order @id.
 */
void
pretend_orders_item (WbPretendWoo           *self,
                     const WbPretendRequest *request,
                     JsonObject             *params,
                     gint64                  id,
                     WbPretendAnswer        *answer)
{
  JsonObject *order = pretend_order_find (self, id);

  if (!order)
    pretend_answer_error (answer, strcmp (request->method, "GET") == 0 ||
                          strcmp (request->method, "DELETE") == 0 ? 404 : 400,
                          "woocommerce_rest_shop_order_invalid_id", "Invalid ID.");
  else if (strcmp (request->method, "GET") == 0)
    pretend_answer_object (answer, 200, present (order, request, TRUE));
  else if (strcmp (request->method, "DELETE") == 0)
    delete (self, request, order, answer);
  else
    change (self, request, params, order, answer);
}

/**
 * pretend_orders_create:
 * @self: the store
 * @request: a `POST orders`
 * @params: its parameters
 * @answer: filled
 */
void
pretend_orders_create (WbPretendWoo           *self,
                       const WbPretendRequest *request,
                       JsonObject             *params,
                       WbPretendAnswer        *answer)
{
  create (self, request, params, answer);
}

/* One refund in full (recording 136), or as a list shows it. */
static JsonObject *
present_refund (WbPretendWoo           *self,
                const WbPretendRequest *request,
                JsonObject             *order,
                JsonObject             *refund)
{
  const char *home = pretend_front (request)->home_url;
  gint64 order_id = json_object_get_int_member (order, "id");
  g_autofree char *up = g_strdup_printf (ORDERS "/%" G_GINT64_FORMAT, order_id);
  g_autofree char *collection = g_strconcat (up, "/refunds", NULL);
  g_autofree char *up_href = g_strconcat (home, "/wp-json", up, NULL);
  g_autofree char *id =
    g_strdup_printf ("%" G_GINT64_FORMAT, json_object_get_int_member (refund, "id"));
  g_autoptr (JsonNode) node = wb_wire_parse (
    "{\"id\":0,\"date_created\":\"\",\"date_created_gmt\":\"\",\"amount\":\"\",\"reason\":\"\","
    "\"refunded_by\":1,\"refunded_payment\":false,\"meta_data\":[{\"id\":29,"
    "\"key\":\"_refund_type\",\"value\":\"partial\"}],\"line_items\":[],\"shipping_lines\":[],"
    "\"tax_lines\":[],\"fee_lines\":[]}", -1, WB_WIRE_MAX_BODY_BYTES, NULL);
  JsonObject *shown = json_node_dup_object (node);

  json_object_set_int_member (shown, "id", json_object_get_int_member (refund, "id"));
  /* The order changed when it was given back, and not since: near enough. */
  json_object_set_string_member (shown, "date_created",
                                 json_object_get_string_member (order, "date_modified"));
  json_object_set_string_member (shown, "date_created_gmt",
                                 json_object_get_string_member (order, "date_modified_gmt"));
  json_object_set_string_member (shown, "amount",
                                 json_object_get_string_member (refund, "total") + 1);
  json_object_set_string_member (shown, "reason", json_object_get_string_member (refund, "reason"));
  pretend_add_links (shown, request, collection, id, "GET, DELETE");
  add_link (json_object_get_object_member (shown, "_links"), "up", up_href, FALSE);

  return shown;
}

/**
 * pretend_orders_refunds:
 * @self: the store
 * @request: a `GET` or `POST` of `orders/ID/refunds`
 * @params: its parameters
 * @id: an order's id
 * @answer: filled
 */
void
pretend_orders_refunds (WbPretendWoo           *self,
                        const WbPretendRequest *request,
                        JsonObject             *params,
                        gint64                  id,
                        WbPretendAnswer        *answer)
{
  JsonObject *order = pretend_order_find (self, id);
  JsonArray *refunds = order ? json_object_get_array_member (order, "refunds") : NULL;
  g_autofree char *location = NULL;
  gint64 refund_id = 0;
  gint64 amount = 0;

  if (!order) {
    pretend_answer_error (answer, 404, "woocommerce_rest_invalid_order_id", "Invalid order ID.");
    return;
  }
  if (strcmp (request->method, "GET") == 0) {
    JsonArray *list = json_array_new ();
    JsonNode *node = json_node_new (JSON_NODE_ARRAY);

    for (guint i = 0; i < json_array_get_length (refunds); i++)
      json_array_add_object_element (list, present_refund (
                                       self, request, order,
                                       json_array_get_object_element (refunds, i)));
    json_node_take_array (node, list);
    pretend_answer_json (answer, 200, node);
    return;
  }

  amount = pretend_parse_amount (text_param (params, "amount", "0"), FALSE);
  refund_id = pretend_order_refund (self, order, amount, text_param (params, "reason", ""));
  if (refund_id == 0) {
    pretend_answer_error (answer, 400, "woocommerce_rest_invalid_order_refund",
                          "Refund amount must be greater than zero.");
    return;
  }
  pretend_answer_object (answer, 201, present_refund (
                           self, request, order,
                           json_array_get_object_element (
                             refunds, json_array_get_length (refunds) - 1)));
  /* The real one forgets to fill its pattern in (recording 136). */
  location = g_strdup_printf ("%s/wp-json" ORDERS "/(?P<order_id>[\\d]+)/refunds/%" G_GINT64_FORMAT,
                              pretend_front (request)->home_url, refund_id);
  wb_pretend_answer_add_header (answer, "Location", location);
}

static gboolean
matches_status (JsonObject *order,
                const char *wanted)
{
  const char *status = json_object_get_string_member (order, "status");
  g_auto (GStrv) list = NULL;

  if (!wanted || strcmp (wanted, "any") == 0)
    return strcmp (status, "trash") != 0;
  list = g_strsplit (wanted, ",", -1);

  return g_strv_contains ((const char *const *) list, status);
}

/**
 * pretend_orders_list:
 * @self: the store
 * @request: a `GET orders` whose parameters are valid
 * @answer: filled
 *
 * Answers one page.
 */
void
pretend_orders_list (WbPretendWoo           *self,
                     const WbPretendRequest *request,
                     WbPretendAnswer        *answer)
{
  const char *status = wb_pretend_request_param (request, "status");
  g_autofree char *limit = pretend_dup_modified_limit (self, request);
  g_autoptr (GPtrArray) found = g_ptr_array_new ();
  g_autoptr (GPtrArray) page = NULL;
  JsonArray *list = json_array_new ();
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);

  for (guint i = 0; i < self->orders->len; i++) {
    JsonObject *order = g_ptr_array_index (self->orders, i);

    if (matches_status (order, status) && pretend_is_modified_after (order, limit))
      g_ptr_array_add (found, order);
  }
  page = pretend_cut_page (request, found, ORDERS, answer);
  for (guint i = 0; i < page->len; i++) {
    JsonObject *shown = present (g_ptr_array_index (page, i), request, FALSE);

    if (self->hides_refunds && json_object_has_member (shown, "refunds"))
      json_object_set_array_member (shown, "refunds", json_array_new ());
    json_array_add_object_element (list, shown);
  }
  json_node_take_array (node, list);
  pretend_answer_json (answer, 200, node);
}

/**
 * wb_pretend_woo_put_product:
 * @self: a store
 * @id: its id
 * @name: what it is called
 * @sku: the store's own number
 * @price: decimal text
 *
 * Puts goods on its shelves.
 */
void
wb_pretend_woo_put_product (WbPretendWoo *self,
                            gint64        id,
                            const char   *name,
                            const char   *sku,
                            const char   *price)
{
  g_autoptr (GMutexLocker) locker = NULL;
  PretendProduct *product = NULL;

  g_return_if_fail (self && name && sku && price);

  locker = g_mutex_locker_new (&self->mutex);
  product = g_new0 (PretendProduct, 1);
  product->id = id;
  product->name = g_strdup (name);
  product->sku = g_strdup (sku);
  product->price = pretend_parse_amount (price, FALSE);
  g_ptr_array_add (self->products, product);
}

/**
 * wb_pretend_woo_put_order:
 * @self: a store
 * @json: an object with any members of an order
 *
 * Stores an order past all checks; coupons it names are not used by that.
 *
 * Returns: its id
 */
gint64
wb_pretend_woo_put_order (WbPretendWoo *self,
                          const char   *json)
{
  g_autoptr (GMutexLocker) locker = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GList) names = NULL;
  JsonObject *order = NULL;

  g_return_val_if_fail (self && json, 0);

  node = wb_wire_parse (json, -1, WB_WIRE_MAX_BODY_BYTES, NULL);
  g_return_val_if_fail (node && JSON_NODE_HOLDS_OBJECT (node), 0);
  locker = g_mutex_locker_new (&self->mutex);
  order = pretend_order_new (self);
  names = json_object_get_members (json_node_get_object (node));
  for (GList *l = names; l; l = l->next) {
    JsonNode *value = json_object_get_member (json_node_get_object (node), l->data);

    if (strcmp (l->data, "_links") != 0)
      json_object_set_member (order, l->data, json_node_copy (value));
  }
  pretend_order_keep (self, order);
  pretend_remember (self, "POST");

  return json_object_get_int_member (order, "id");
}

/**
 * wb_pretend_woo_place_order:
 * @self: a store
 * @email: whose
 * @amount: what the goods cost, decimal text
 * @code: (nullable): a coupon to use
 * @status: what the order is: "processing", ...
 *
 * As a customer does at the checkout.
 *
 * Returns: its id; 0 = the store will not take the coupon
 */
gint64
wb_pretend_woo_place_order (WbPretendWoo *self,
                            const char   *email,
                            const char   *amount,
                            const char   *code,
                            const char   *status)
{
  g_autoptr (GMutexLocker) locker = NULL;
  g_autoptr (JsonArray) coupons = NULL;
  g_autofree char *words = NULL;
  JsonObject *order = NULL;

  g_return_val_if_fail (self && email && amount && status, 0);

  locker = g_mutex_locker_new (&self->mutex);
  order = pretend_order_new (self);
  json_object_set_string_member (order, "created_via", "checkout");
  json_object_set_string_member (json_object_get_object_member (order, "billing"), "email", email);
  pretend_order_add_goods (self, order, pretend_parse_amount (amount, FALSE));
  if (code) {
    JsonObject *line = json_object_new ();

    coupons = json_array_new ();
    json_object_set_string_member (line, "code", code);
    json_array_add_object_element (coupons, line);
  }
  words = pretend_order_apply (self, order, coupons);
  if (words) {
    json_object_unref (order);
    return 0;
  }
  pretend_order_keep (self, order);
  pretend_order_set_status (self, order, status, TRUE);
  pretend_remember (self, "POST");

  return json_object_get_int_member (order, "id");
}

/**
 * wb_pretend_woo_set_order_status:
 * @self: a store
 * @id: an order's id
 * @status: what it becomes
 *
 * As the store's owner does.
 */
void
wb_pretend_woo_set_order_status (WbPretendWoo *self,
                                 gint64        id,
                                 const char   *status)
{
  g_autoptr (GMutexLocker) locker = NULL;
  JsonObject *order = NULL;

  g_return_if_fail (self && status);

  locker = g_mutex_locker_new (&self->mutex);
  order = pretend_order_find (self, id);
  g_return_if_fail (order);
  pretend_order_set_status (self, order, status, FALSE);
  pretend_remember (self, "POST");
}

/**
 * wb_pretend_woo_refund_order:
 * @self: a store
 * @id: an order's id
 * @amount: decimal text
 *
 * As the store's owner does.
 */
void
wb_pretend_woo_refund_order (WbPretendWoo *self,
                             gint64        id,
                             const char   *amount)
{
  g_autoptr (GMutexLocker) locker = NULL;
  JsonObject *order = NULL;

  g_return_if_fail (self && amount);

  locker = g_mutex_locker_new (&self->mutex);
  order = pretend_order_find (self, id);
  g_return_if_fail (order);
  pretend_order_refund (self, order, pretend_parse_amount (amount, FALSE), "");
  pretend_remember (self, "POST");
}

/**
 * wb_pretend_woo_remove_order_coupons:
 * @self: a store
 * @id: an order's id
 *
 * As the store's owner does.
 */
void
wb_pretend_woo_remove_order_coupons (WbPretendWoo *self,
                                     gint64        id)
{
  g_autoptr (GMutexLocker) locker = NULL;
  JsonObject *order = NULL;

  g_return_if_fail (self);

  locker = g_mutex_locker_new (&self->mutex);
  order = pretend_order_find (self, id);
  g_return_if_fail (order);
  pretend_order_drop_coupons (self, order);
  pretend_remember (self, "POST");
}
