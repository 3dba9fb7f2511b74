/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Tickets; see wb-wire-ticket.h and reference/retino-api.md B.0 and B.4.
 *
 * A ticket comes from servers of both levels, so nearly every member is read leniently: a ticket
 * without a price or an owner is worth showing, a ticket left out is lost. Three are not: without
 * its `id` it is no ticket; a `version` read as 0 would never be applied again; a `deleted_at` not
 * understood would turn a tombstone into a live, empty ticket. What was not understood in the
 * history or the remarketing member counts as not sent, so that the stored one stays. */

#include "config.h"

#include "wb-wire-ticket.h"

#include "wb-time.h"
#include "wb-wire-builder.h"
#include "wb-wire-reader.h"

/* One piece, in thousandths. */
#define ONE_MILLI 1000

static WbMoney
read_price (WbWireReader *reader,
            const char   *currency)
{
  WbWireReader price;
  WbMoney money = WB_MONEY_NONE;
  g_autofree char *text = NULL;

  if (!currency || !wb_wire_enter (reader, "price", WB_WIRE_LENIENT, &price))
    return WB_MONEY_NONE;
  text = wb_wire_read_decimal (&price, "with_vat", WB_WIRE_LENIENT);
  if (!text || !wb_money_parse_api (text, currency, TRUE, &money, NULL))
    return WB_MONEY_NONE;

  return money;
}

/* The first place that has it wins, field by field: any of them may be null. */
static char *
read_customer (WbWireReader *ticket,
               WbWireReader *customer,
               WbWireReader *order_customer,
               const char   *name,
               const char   *flat_name)
{
  g_autofree char *text = wb_wire_read_text (customer, name, WB_WIRE_LENIENT);

  if (!text || *text == '\0') {
    g_free (text);
    text = wb_wire_read_text (ticket, flat_name, WB_WIRE_LENIENT);
  }
  if (!text || *text == '\0') {
    g_free (text);
    text = wb_wire_read_text (order_customer, name, WB_WIRE_LENIENT);
  }

  return text && *text != '\0' ? g_steal_pointer (&text) : NULL;
}

static void
read_order (WbWireReader *order,
            WbTicket     *self)
{
  self->has_order = TRUE;
  self->order_id = wb_wire_read_id (order, "id", WB_WIRE_LENIENT);
  self->order_code = wb_wire_read_text (order, "code", WB_WIRE_LENIENT);
  self->order_remote_id = wb_wire_read_text (order, "remote_id", WB_WIRE_LENIENT);
  self->order_store_id = wb_wire_read_text (order, "store_id", WB_WIRE_LENIENT);
  self->order_date = wb_wire_read_date (order, "order_date", WB_WIRE_LENIENT);
  self->order_currency = wb_wire_read_text (order, "currency", WB_WIRE_LENIENT);
  self->order_price_with_vat = read_price (order, self->order_currency);
}

/* A quantity, in thousandths; what cannot be read is one piece, for a line is at least that. */
static gint64
read_amount (WbWireReader *product)
{
  JsonNode *node = wb_wire_peek (product, "amount");
  g_autofree char *text = NULL;
  char *end = NULL;
  double amount = 0;

  if (!node)
    return ONE_MILLI;
  text = wb_wire_dup_decimal (node);
  if (!text || *text == '\0')
    return ONE_MILLI;
  amount = g_ascii_strtod (text, &end);
  if (*end != '\0' || !(amount >= 0 && amount <= 1e12))
    return ONE_MILLI;

  return (gint64) (amount * ONE_MILLI + 0.5);
}

static void
read_products (WbWireReader *reader,
               WbTicket     *self)
{
  JsonArray *array = wb_wire_read_array (reader, "products", WB_WIRE_LENIENT);
  guint n = array ? json_array_get_length (array) : 0;

  for (guint i = 0; i < n; i++) {
    WbWireReader child;
    WbProduct *product = NULL;

    if (!wb_wire_enter_element (reader, "products", array, i, WB_WIRE_LENIENT, &child))
      continue;
    product = wb_product_new ();
    g_ptr_array_add (self->products, product);
    product->id = wb_wire_read_id (&child, "id", WB_WIRE_LENIENT);
    product->bound_order_item = wb_wire_read_id (&child, "bound_order_item", WB_WIRE_LENIENT);
    product->name = wb_wire_read_text (&child, "name", WB_WIRE_LENIENT);
    product->variant = wb_wire_read_text (&child, "variant", WB_WIRE_LENIENT);
    product->manufacturer = wb_wire_read_text (&child, "manufacturer", WB_WIRE_LENIENT);
    product->amount_milli = read_amount (&child);
    product->price_with_vat = read_price (&child, self->order_currency);
  }
}

static void
read_history (WbWireReader *reader,
              WbTicket     *self)
{
  JsonArray *array = wb_wire_read_array (reader, "history_items", WB_WIRE_LENIENT);

  if (!array)
    return;

  self->has_history = TRUE;
  for (guint i = 0; i < json_array_get_length (array); i++) {
    WbWireReader child;
    WbWireReader data;
    WbHistoryItem *item = NULL;

    if (!wb_wire_enter_element (reader, "history_items", array, i, WB_WIRE_LENIENT, &child))
      continue;
    item = wb_history_item_new ();
    g_ptr_array_add (self->history, item);
    item->id = wb_wire_read_id (&child, "id", WB_WIRE_LENIENT);
    if (!item->id)
      item->id = g_strdup_printf ("#%u", i);
    item->type = wb_wire_read_text (&child, "history_item_type", WB_WIRE_LENIENT);
    if (!item->type)
      item->type = g_strdup ("");
    wb_wire_enter (&child, "history_item_data", WB_WIRE_LENIENT, &data);
    item->text = wb_wire_read_text (&data, "text", WB_WIRE_LENIENT);
    item->created_at = wb_wire_read_time (&child, "created_at", WB_WIRE_LENIENT);
    item->user = wb_wire_read_id (&child, "user", WB_WIRE_LENIENT);
  }
}

static void
read_remarketing (WbWireReader *reader,
                  WbTicket     *self)
{
  WbWireReader child;

  if (!wb_wire_enter (reader, "remarketing", WB_WIRE_LENIENT, &child))
    return;

  self->has_remarketing = TRUE;
  self->coupon = wb_wire_read_id (&child, "coupon", WB_WIRE_LENIENT);
  self->call_request = wb_wire_read_id (&child, "call_request", WB_WIRE_LENIENT);
  self->banner_clicks = wb_wire_read_small (&child, "banner_clicks", WB_WIRE_LENIENT, 0);
}

/**
 * wb_wire_ticket_decode:
 * @node: a ticket of either level, or a tombstone
 *
 * Reads a ticket tolerantly; see the head of the file for what is refused.
 *
 * Returns: (transfer full): the ticket; `NULL` with WB_WIRE_ERROR_BAD_SHAPE
 */
WbTicket *
wb_wire_ticket_decode (JsonNode  *node,
                       GError   **error)
{
  g_autoptr (WbTicket) self = NULL;
  WbWireReader reader;
  WbWireReader order;
  WbWireReader customer;
  WbWireReader order_customer;

  g_return_val_if_fail (node, NULL);
  g_return_val_if_fail (!error || !*error, NULL);

  self = wb_ticket_new ();
  wb_wire_reader_init (&reader, node);
  self->id = wb_wire_read_id (&reader, "id", WB_WIRE_REQUIRED);
  self->company = wb_wire_read_id (&reader, "company", WB_WIRE_LENIENT);
  self->code = wb_wire_read_text (&reader, "code", WB_WIRE_LENIENT);
  if (!self->code)
    self->code = g_strdup ("");
  self->type = wb_wire_read_id (&reader, "type", WB_WIRE_LENIENT);
  self->state = wb_wire_read_id (&reader, "state", WB_WIRE_LENIENT);
  self->owner = wb_wire_read_id (&reader, "owner", WB_WIRE_LENIENT);
  if (wb_wire_enter (&reader, "bound_order", WB_WIRE_LENIENT, &order))
    read_order (&order, self);
  wb_wire_enter (&order, "customer", WB_WIRE_LENIENT, &order_customer);
  wb_wire_enter (&reader, "customer", WB_WIRE_LENIENT, &customer);
  self->customer_name = read_customer (&reader, &customer, &order_customer,
                                       "name", "customer_name");
  self->customer_email = read_customer (&reader, &customer, &order_customer,
                                        "email", "customer_email");
  self->customer_phone = read_customer (&reader, &customer, &order_customer,
                                        "phone", "customer_phone");
  self->customer_language = wb_wire_read_text (&customer, "language", WB_WIRE_LENIENT);
  read_products (&reader, self);
  g_strfreev (self->tags);
  self->tags = wb_wire_read_ids (&reader, "tags", WB_WIRE_LENIENT);
  read_history (&reader, self);
  self->created_at = wb_wire_read_time (&reader, "created_at", WB_WIRE_LENIENT);
  self->updated_at = wb_wire_read_time (&reader, "updated_at", WB_WIRE_LENIENT);
  self->closed_at = wb_wire_read_time (&reader, "closed_at", WB_WIRE_LENIENT);
  self->deleted_at = wb_wire_read_time (&reader, "deleted_at", WB_WIRE_OPTIONAL);
  read_remarketing (&reader, self);
  self->portal_url = wb_wire_read_text (&reader, "portal_url", WB_WIRE_LENIENT);
  self->version = wb_wire_read_int (&reader, "version", WB_WIRE_OPTIONAL, 0);

  return wb_wire_reader_finish (&reader, error) ? g_steal_pointer (&self) : NULL;
}

static void
put_price (JsonObject    *object,
           const WbMoney *money)
{
  g_autofree char *text = NULL;
  JsonObject *price = NULL;

  if (wb_money_is_none (money)) {
    json_object_set_null_member (object, "price");
    return;
  }
  text = wb_money_format_api (money);
  price = json_object_new ();
  wb_wire_put_text (price, "with_vat", text);
  json_object_set_object_member (object, "price", price);
}

static void
put_order (JsonObject     *object,
           const WbTicket *self)
{
  JsonObject *order = NULL;

  if (!self->has_order) {
    json_object_set_null_member (object, "bound_order");
    return;
  }
  order = json_object_new ();
  wb_wire_put_text (order, "id", self->order_id);
  wb_wire_put_text (order, "code", self->order_code);
  wb_wire_put_text (order, "remote_id", self->order_remote_id);
  wb_wire_put_text (order, "store_id", self->order_store_id);
  wb_wire_put_date (order, "order_date", self->order_date);
  wb_wire_put_text (order, "currency", self->order_currency);
  put_price (order, &self->order_price_with_vat);
  json_object_set_object_member (object, "bound_order", order);
}

static void
put_products (JsonObject *object,
              GPtrArray  *products)
{
  JsonArray *array = json_array_sized_new (products->len);

  for (guint i = 0; i < products->len; i++) {
    const WbProduct *product = g_ptr_array_index (products, i);
    JsonObject *element = json_object_new ();

    wb_wire_put_text (element, "id", product->id);
    wb_wire_put_text (element, "bound_order_item", product->bound_order_item);
    wb_wire_put_text (element, "name", product->name);
    wb_wire_put_text (element, "variant", product->variant);
    wb_wire_put_text (element, "manufacturer", product->manufacturer);
    if (product->amount_milli % ONE_MILLI == 0)
      json_object_set_int_member (element, "amount", product->amount_milli / ONE_MILLI);
    else
      json_object_set_double_member (element, "amount",
                                     (double) product->amount_milli / ONE_MILLI);
    put_price (element, &product->price_with_vat);
    json_array_add_object_element (array, element);
  }
  json_object_set_array_member (object, "products", array);
}

static void
put_history (JsonObject *object,
             GPtrArray  *history)
{
  JsonArray *array = json_array_sized_new (history->len);

  for (guint i = 0; i < history->len; i++) {
    const WbHistoryItem *item = g_ptr_array_index (history, i);
    JsonObject *element = json_object_new ();
    JsonObject *data = json_object_new ();

    wb_wire_put_text (element, "id", item->id);
    wb_wire_put_text (element, "history_item_type", item->type);
    wb_wire_put_text (data, "text", item->text);
    json_object_set_object_member (element, "history_item_data", data);
    wb_wire_put_time (element, "created_at", item->created_at);
    wb_wire_put_text (element, "user", item->user);
    json_array_add_object_element (array, element);
  }
  json_object_set_array_member (object, "history_items", array);
}

static JsonNode *
encode_tombstone (const WbTicket *self)
{
  JsonObject *object = json_object_new ();

  wb_wire_put_text (object, "id", self->id);
  wb_wire_put_time (object, "deleted_at", self->deleted_at);
  wb_wire_put_time (object, "updated_at", self->updated_at);
  json_object_set_int_member (object, "version", self->version);

  return wb_wire_take_object (object);
}

/**
 * wb_wire_ticket_encode:
 * @self: a ticket
 *
 * A deleted one is written as its tombstone. `history_items` and `portal_url`, which only the
 * detail has, are written when the record has a history.
 *
 * Returns: (transfer full): it in the form of reference/retino-api.md B.4
 */
JsonNode *
wb_wire_ticket_encode (const WbTicket *self)
{
  JsonObject *object = NULL;
  JsonObject *customer = NULL;
  JsonObject *remarketing = NULL;

  g_return_val_if_fail (self, NULL);

  if (self->deleted_at != WB_TIME_NONE)
    return encode_tombstone (self);

  object = json_object_new ();
  wb_wire_put_text (object, "id", self->id);
  wb_wire_put_text (object, "company", self->company);
  wb_wire_put_text (object, "code", self->code);
  wb_wire_put_text (object, "type", self->type);
  wb_wire_put_text (object, "state", self->state);
  wb_wire_put_text (object, "owner", self->owner);
  customer = json_object_new ();
  wb_wire_put_text (customer, "name", self->customer_name);
  wb_wire_put_text (customer, "email", self->customer_email);
  wb_wire_put_text (customer, "phone", self->customer_phone);
  wb_wire_put_text (customer, "language", self->customer_language);
  json_object_set_object_member (object, "customer", customer);
  put_order (object, self);
  put_products (object, self->products);
  wb_wire_put_texts (object, "tags", self->tags);
  if (self->has_history) {
    put_history (object, self->history);
    wb_wire_put_text (object, "portal_url", self->portal_url);
  }
  wb_wire_put_time (object, "created_at", self->created_at);
  wb_wire_put_time (object, "updated_at", self->updated_at);
  wb_wire_put_time (object, "closed_at", self->closed_at);
  wb_wire_put_time (object, "deleted_at", self->deleted_at);
  remarketing = json_object_new ();
  wb_wire_put_text (remarketing, "coupon", self->coupon);
  wb_wire_put_text (remarketing, "call_request", self->call_request);
  json_object_set_int_member (remarketing, "banner_clicks", self->banner_clicks);
  json_object_set_object_member (object, "remarketing", remarketing);
  json_object_set_int_member (object, "version", self->version);

  return wb_wire_take_object (object);
}
