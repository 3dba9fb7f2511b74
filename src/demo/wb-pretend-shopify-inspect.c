/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What tests and the demo see of the shop and do to it past its API: its settings, customers,
 * orders and coupons. */

#include "config.h"

#include "wb-pretend-shopify-private.h"

#include "wb-money.h"
#include "wb-time.h"
#include "wb-wire.h"

#include <string.h>

/**
 * wb_pretend_shopify_add_token:
 * @self: a shop
 * @token: an access token that never ends
 */
void
wb_pretend_shopify_add_token (WbPretendShopify *self,
                              const char       *token)
{
  g_autoptr (GMutexLocker) locker = NULL;
  gint64 *until;

  g_return_if_fail (self && token);

  locker = g_mutex_locker_new (&self->mutex);
  until = g_new (gint64, 1);
  *until = WB_TIME_NONE;
  g_hash_table_replace (self->tokens, g_strdup (token), until);
}

/**
 * wb_pretend_shopify_drop_tokens:
 * @self: a shop
 *
 * No token given so far is good any more.
 */
void
wb_pretend_shopify_drop_tokens (WbPretendShopify *self)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_if_fail (self);

  locker = g_mutex_locker_new (&self->mutex);
  g_hash_table_remove_all (self->tokens);
}

/**
 * wb_pretend_shopify_count_tokens:
 * @self: a shop
 *
 * Returns: how many tokens apps were given
 */
guint
wb_pretend_shopify_count_tokens (WbPretendShopify *self)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_val_if_fail (self, 0);

  locker = g_mutex_locker_new (&self->mutex);

  return self->n_tokens;
}

/**
 * wb_pretend_shopify_set_scopes:
 * @self: a shop
 * @scopes: what is granted, space-separated
 */
void
wb_pretend_shopify_set_scopes (WbPretendShopify *self,
                               const char       *scopes)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_if_fail (self && scopes);

  locker = g_mutex_locker_new (&self->mutex);
  g_strfreev (self->scopes);
  self->scopes = g_strsplit (scopes, " ", -1);
}

/**
 * wb_pretend_shopify_set_version:
 * @self: a shop
 * @served: the version of the API that answers
 * @is_supported: whether 2026-10 still is
 */
void
wb_pretend_shopify_set_version (WbPretendShopify *self,
                                const char       *served,
                                gboolean          is_supported)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_if_fail (self && served);

  locker = g_mutex_locker_new (&self->mutex);
  g_free (self->version);
  self->version = g_strdup (served);
  self->is_supported = is_supported;
}

/**
 * wb_pretend_shopify_set_frozen:
 * @self: a shop
 * @is_frozen: whether its owner has not paid
 */
void
wb_pretend_shopify_set_frozen (WbPretendShopify *self,
                               gboolean          is_frozen)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_if_fail (self);

  locker = g_mutex_locker_new (&self->mutex);
  self->is_frozen = is_frozen;
}

/**
 * wb_pretend_shopify_set_hides_email:
 * @self: a shop
 * @hides: whether its plan keeps addresses from apps
 */
void
wb_pretend_shopify_set_hides_email (WbPretendShopify *self,
                                    gboolean          hides)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_if_fail (self);

  locker = g_mutex_locker_new (&self->mutex);
  self->hides_email = hides;
}

/**
 * wb_pretend_shopify_add_customer:
 * @self: a shop
 * @email: a customer's address
 *
 * Returns: the customer's id
 */
gint64
wb_pretend_shopify_add_customer (WbPretendShopify *self,
                                 const char       *email)
{
  g_autoptr (GMutexLocker) locker = NULL;
  JsonObject *customer;
  gint64 id;

  g_return_val_if_fail (self && email, 0);

  locker = g_mutex_locker_new (&self->mutex);
  id = self->next_id++;
  customer = json_object_new ();
  json_object_set_int_member (customer, "id", id);
  json_object_set_string_member (customer, "emailAddress", email);
  g_ptr_array_add (self->customers, customer);
  shopify_save (self);

  return id;
}

/**
 * wb_pretend_shopify_queue_fault:
 * @self: a shop
 * @fault: what is to go wrong
 * @request: with which requests: `WB_PRETEND_REQUEST_…`, or "token"
 * @times: with how many
 */
void
wb_pretend_shopify_queue_fault (WbPretendShopify *self,
                                WbPretendFault    fault,
                                const char       *request,
                                guint             times)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_if_fail (self && request);

  locker = g_mutex_locker_new (&self->mutex);
  wb_pretend_faults_add (self->faults, fault, request, times);
}

/**
 * wb_pretend_shopify_clear_faults:
 * @self: a shop
 */
void
wb_pretend_shopify_clear_faults (WbPretendShopify *self)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_if_fail (self);

  locker = g_mutex_locker_new (&self->mutex);
  wb_pretend_faults_free (self->faults);
  self->faults = wb_pretend_faults_new ();
}

/**
 * wb_pretend_shopify_clear:
 * @self: a shop
 *
 * Forgets discounts, orders and what was asked; customers stay.
 */
void
wb_pretend_shopify_clear (WbPretendShopify *self)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_if_fail (self);

  locker = g_mutex_locker_new (&self->mutex);
  g_hash_table_remove_all (self->by_code);
  g_hash_table_remove_all (self->by_id);
  g_ptr_array_set_size (self->discounts, 0);
  g_ptr_array_set_size (self->orders, 0);
  g_ptr_array_set_size (self->requests, 0);
  shopify_save (self);
}

/* Hundredths of a decimal text. */
static gint64
parse_minor (const char *text)
{
  WbMoney money = WB_MONEY_NONE;

  if (text)
    wb_money_parse_api (text, "EUR", TRUE, &money, NULL);

  return money.minor;
}

static void
use_codes (WbPretendShopify *self,
           JsonArray        *codes)
{
  for (guint i = 0; i < json_array_get_length (codes); i++) {
    JsonObject *discount = shopify_find_code (self, json_array_get_string_element (codes, i));

    if (!discount)
      continue;
    json_array_add_int_element (json_object_get_array_member (discount, "uses"),
                                wb_clock_now (self->clock));
    json_object_set_int_member (discount, "updatedAt", shopify_now (self));
  }
}

static JsonObject *
new_order (WbPretendShopify            *self,
           const WbPretendShopifyOrder *order,
           gint64                       at)
{
  JsonObject *kept = json_object_new ();
  JsonArray *codes = json_array_new ();
  g_auto (GStrv) words = g_strsplit (order->codes ? order->codes : "", " ", -1);
  g_autofree char *name = g_strdup_printf ("#%u", 1001 + self->orders->len);
  gint64 total = parse_minor (order->total);

  for (guint i = 0; words[i]; i++) {
    if (words[i][0] != '\0')
      json_array_add_string_element (codes, words[i]);
  }
  json_object_set_int_member (kept, "id", self->next_id++);
  json_object_set_string_member (kept, "name", name);
  json_object_set_int_member (kept, "createdAt", at);
  json_object_set_int_member (kept, "processedAt", at);
  json_object_set_int_member (kept, "updatedAt", at);
  json_object_set_null_member (kept, "cancelledAt");
  json_object_set_boolean_member (kept, "test", order->is_test);
  json_object_set_string_member (kept, "displayFinancialStatus",
                                 order->financial ? order->financial : "PAID");
  json_object_set_string_member (kept, "presentmentCurrencyCode",
                                 order->presentment ? order->presentment : self->currency);
  json_object_set_array_member (kept, "discountCodes", codes);
  if (order->email)
    json_object_set_string_member (kept, "email", order->email);
  else
    json_object_set_null_member (kept, "email");
  json_object_set_int_member (kept, "totalPriceSet", total);
  json_object_set_int_member (kept, "currentTotalPriceSet", total);
  json_object_set_int_member (kept, "totalDiscountsSet", parse_minor (order->discount));
  json_object_set_int_member (kept, "totalRefundedSet", 0);

  return kept;
}

/**
 * wb_pretend_shopify_place_order:
 * @self: a shop
 * @order: what is ordered
 *
 * Returns: the order's id
 */
gint64
wb_pretend_shopify_place_order (WbPretendShopify            *self,
                                const WbPretendShopifyOrder *order)
{
  g_autoptr (GMutexLocker) locker = NULL;
  JsonObject *kept;

  g_return_val_if_fail (self && order && order->total, 0);

  locker = g_mutex_locker_new (&self->mutex);
  kept = new_order (self, order, shopify_now (self));
  g_ptr_array_add (self->orders, kept);
  use_codes (self, json_object_get_array_member (kept, "discountCodes"));
  shopify_save (self);

  return json_object_get_int_member (kept, "id");
}

static JsonObject *
find_order (WbPretendShopify *self,
            gint64            id)
{
  for (guint i = 0; i < self->orders->len; i++) {
    if (json_object_get_int_member (self->orders->pdata[i], "id") == id)
      return self->orders->pdata[i];
  }

  return NULL;
}

/**
 * wb_pretend_shopify_dup_order_name:
 * @self: a shop
 * @id: an order
 *
 * Returns: (transfer full) (nullable): what people call it
 */
char *
wb_pretend_shopify_dup_order_name (WbPretendShopify *self,
                                   gint64            id)
{
  g_autoptr (GMutexLocker) locker = NULL;
  JsonObject *order;

  g_return_val_if_fail (self, NULL);

  locker = g_mutex_locker_new (&self->mutex);
  order = find_order (self, id);

  return order ? g_strdup (json_object_get_string_member (order, "name")) : NULL;
}

/**
 * wb_pretend_shopify_find_order:
 * @self: a shop
 * @name: what people call an order
 *
 * Returns: its id; 0 = there is none
 */
gint64
wb_pretend_shopify_find_order (WbPretendShopify *self,
                               const char       *name)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_val_if_fail (self && name, 0);

  locker = g_mutex_locker_new (&self->mutex);
  for (guint i = 0; i < self->orders->len; i++) {
    JsonObject *order = self->orders->pdata[i];

    if (g_strcmp0 (json_object_get_string_member (order, "name"), name) == 0)
      return json_object_get_int_member (order, "id");
  }

  return 0;
}

/**
 * wb_pretend_shopify_cancel_order:
 * @self: a shop
 * @id: an order
 */
void
wb_pretend_shopify_cancel_order (WbPretendShopify *self,
                                 gint64            id)
{
  g_autoptr (GMutexLocker) locker = NULL;
  JsonObject *order;

  g_return_if_fail (self);

  locker = g_mutex_locker_new (&self->mutex);
  order = find_order (self, id);
  g_return_if_fail (order);
  json_object_set_int_member (order, "cancelledAt", shopify_now (self));
  json_object_set_int_member (order, "updatedAt", shopify_now (self));
  shopify_save (self);
}

/**
 * wb_pretend_shopify_refund_order:
 * @self: a shop
 * @id: an order
 * @amount: all that was given back by now
 *
 * Goods come back for the money: the order's present total goes down with it.
 */
void
wb_pretend_shopify_refund_order (WbPretendShopify *self,
                                 gint64            id,
                                 const char       *amount)
{
  g_autoptr (GMutexLocker) locker = NULL;
  JsonObject *order;
  gint64 refunded;
  gint64 total;

  g_return_if_fail (self && amount);

  locker = g_mutex_locker_new (&self->mutex);
  order = find_order (self, id);
  g_return_if_fail (order);
  refunded = parse_minor (amount);
  total = json_object_get_int_member (order, "totalPriceSet");
  json_object_set_int_member (order, "totalRefundedSet", refunded);
  json_object_set_int_member (order, "currentTotalPriceSet", MAX (total - refunded, 0));
  json_object_set_string_member (order, "displayFinancialStatus",
                                 refunded >= total ? "REFUNDED" : "PARTIALLY_REFUNDED");
  json_object_set_int_member (order, "updatedAt", shopify_now (self));
  shopify_save (self);
}

/**
 * wb_pretend_shopify_count_requests:
 * @self: a shop
 * @request: (nullable): `WB_PRETEND_REQUEST_…` or "token"; `NULL` = all
 *
 * Returns: how many came
 */
guint
wb_pretend_shopify_count_requests (WbPretendShopify *self,
                                   const char       *request)
{
  g_autoptr (GMutexLocker) locker = NULL;
  guint n = 0;

  g_return_val_if_fail (self, 0);

  locker = g_mutex_locker_new (&self->mutex);
  for (guint i = 0; i < self->requests->len; i++)
    n += !request || strcmp (self->requests->pdata[i], request) == 0;

  return n;
}

/**
 * wb_pretend_shopify_count_throttled:
 * @self: a shop
 *
 * Returns: how many requests came for which there were no points
 */
guint
wb_pretend_shopify_count_throttled (WbPretendShopify *self)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_val_if_fail (self, 0);

  locker = g_mutex_locker_new (&self->mutex);

  return self->n_throttled;
}

/**
 * wb_pretend_shopify_get_spent:
 * @self: a shop
 *
 * Returns: the points that all requests took
 */
double
wb_pretend_shopify_get_spent (WbPretendShopify *self)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_val_if_fail (self, 0);

  locker = g_mutex_locker_new (&self->mutex);

  return self->spent;
}

void
wb_pretend_shopify_hold (WbPretendShopify *self,
                         gboolean          is_held)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_if_fail (self);

  locker = g_mutex_locker_new (&self->mutex);
  self->is_held = is_held;
  shopify_save (self);
}

/**
 * wb_pretend_shopify_count_coupons:
 * @self: a shop
 *
 * Returns: how many discounts can be spent now
 */
guint
wb_pretend_shopify_count_coupons (WbPretendShopify *self)
{
  g_autoptr (GMutexLocker) locker = NULL;
  guint n = 0;

  g_return_val_if_fail (self, 0);

  locker = g_mutex_locker_new (&self->mutex);
  for (guint i = 0; i < self->discounts->len; i++)
    n += strcmp (shopify_status (self, self->discounts->pdata[i]), "ACTIVE") == 0;

  return n;
}

/**
 * wb_pretend_shopify_count_code:
 * @self: a shop
 * @code: a code, in any case
 *
 * Returns: how many discounts have it
 */
guint
wb_pretend_shopify_count_code (WbPretendShopify *self,
                               const char       *code)
{
  g_autoptr (GMutexLocker) locker = NULL;
  guint n = 0;

  g_return_val_if_fail (self && code, 0);

  locker = g_mutex_locker_new (&self->mutex);
  for (guint i = 0; i < self->discounts->len; i++) {
    JsonArray *codes = json_object_get_array_member (self->discounts->pdata[i], "codes");

    for (guint j = 0; j < json_array_get_length (codes); j++)
      n += g_ascii_strcasecmp (json_object_get_string_member (json_array_get_object_element (codes,
                                                                                             j),
                                                              "code"), code) == 0;
  }

  return n;
}

/**
 * wb_pretend_shopify_dup_coupon:
 * @self: a shop
 * @code: a code, in any case
 *
 * Returns: (transfer full) (nullable): its DiscountCodeNode as JSON
 */
char *
wb_pretend_shopify_dup_coupon (WbPretendShopify *self,
                               const char       *code)
{
  g_autoptr (GMutexLocker) locker = NULL;
  g_autoptr (JsonNode) node = NULL;
  JsonObject *discount;

  g_return_val_if_fail (self && code, NULL);

  locker = g_mutex_locker_new (&self->mutex);
  discount = shopify_find_code (self, code);
  if (!discount)
    return NULL;
  node = shopify_take (shopify_show_discount (self, discount));

  return wb_graphql_print (node);
}

/**
 * wb_pretend_shopify_put_coupon:
 * @self: a shop
 * @json: members of `DiscountCodeBasicInput`
 *
 * Returns: the discount's number, 0 = refused
 */
gint64
wb_pretend_shopify_put_coupon (WbPretendShopify *self,
                               const char       *json)
{
  g_autoptr (GMutexLocker) locker = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (JsonArray) user_errors = json_array_new ();
  JsonObject *discount;

  g_return_val_if_fail (self && json, 0);

  node = wb_wire_parse (json, -1, WB_WIRE_MAX_BODY_BYTES, NULL);
  g_return_val_if_fail (node && JSON_NODE_HOLDS_OBJECT (node), 0);
  locker = g_mutex_locker_new (&self->mutex);
  discount = shopify_apply_input (self, NULL, json_node_get_object (node), "basicCodeDiscount",
                                  user_errors);
  shopify_save (self);

  return discount ? json_object_get_int_member (discount, "id") : 0;
}

/**
 * wb_pretend_shopify_remove_coupon:
 * @self: a shop
 * @code: a code; its discount is deleted
 */
void
wb_pretend_shopify_remove_coupon (WbPretendShopify *self,
                                  const char       *code)
{
  g_autoptr (GMutexLocker) locker = NULL;
  JsonObject *discount;

  g_return_if_fail (self && code);

  locker = g_mutex_locker_new (&self->mutex);
  discount = shopify_find_code (self, code);
  if (discount)
    shopify_delete (self, discount);
  shopify_save (self);
}

static void
put_one (WbPretendShopify *self,
         const char       *code,
         gint64            at)
{
  g_autofree char *starts = shopify_time (at);
  g_autofree char *json =
    g_strdup_printf ("{\"title\":\"%s\",\"code\":\"%s\",\"startsAt\":\"%s\",\"usageLimit\":1,"
                     "\"context\":{\"all\":\"ALL\"},\"tags\":[\"winback\","
                     "\"winback-ticket:%s\"],\"customerGets\":{\"items\":{\"all\":true},"
                     "\"value\":{\"percentage\":0.1}}}", code, code, starts, code);
  g_autoptr (JsonNode) node = wb_wire_parse (json, -1, WB_WIRE_MAX_BODY_BYTES, NULL);
  g_autoptr (JsonArray) user_errors = json_array_new ();
  JsonObject *discount = shopify_apply_input (self, NULL, json_node_get_object (node),
                                              "basicCodeDiscount", user_errors);

  g_assert (discount);
  json_object_set_int_member (discount, "createdAt", at);
  json_object_set_int_member (discount, "updatedAt", at);
}

/**
 * wb_pretend_shopify_put_many:
 * @self: a shop
 * @prefix: of the codes
 * @n_coupons: how many coupons
 * @n_orders: how many orders
 *
 * Fills the shop past its API.
 */
void
wb_pretend_shopify_put_many (WbPretendShopify *self,
                             const char       *prefix,
                             guint             n_coupons,
                             guint             n_orders)
{
  g_autoptr (GMutexLocker) locker = NULL;
  gint64 now;

  g_return_if_fail (self && prefix);

  locker = g_mutex_locker_new (&self->mutex);
  now = shopify_now (self);
  for (guint i = 0; i < n_coupons; i++) {
    g_autofree char *code = g_strdup_printf ("%s-%u", prefix, i);

    put_one (self, code, now - (n_coupons - i) * WB_SECOND_MS);
  }
  for (guint i = 0; i < n_orders; i++) {
    g_autofree char *code = g_strdup_printf ("%s-%u", prefix, i);
    const WbPretendShopifyOrder order = { .codes = code, .total = "900.00", .discount = "100.00",
                                          .email = "jana@shop.example" };

    g_ptr_array_add (self->orders, new_order (self, &order,
                                              now - (n_orders - i) * WB_SECOND_MS));
  }
  shopify_save (self);
}
