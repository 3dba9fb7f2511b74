/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The pretend shop in a file: templates, coupons and orders, so that a demo goes on where it ended.
 * */

#include "config.h"

#include "wb-pretend-shoptet-private.h"

#include "wb-time.h"
#include "wb-wire-reader.h"

#include <gio/gio.h>

static JsonArray *
save_credits (const ShoptetOrder *order)
{
  JsonArray *list = json_array_new ();

  for (guint i = 0; order->credits && i < order->credits->len; i++) {
    const ShoptetCredit *credit = g_ptr_array_index (order->credits, i);
    JsonObject *object = json_object_new ();

    json_object_set_string_member (object, "code", credit->code);
    json_object_set_int_member (object, "changed_at", credit->changed_at);
    json_object_set_int_member (object, "hundredths", credit->hundredths);
    json_array_add_object_element (list, object);
  }

  return list;
}

static JsonObject *
save_order (const ShoptetOrder *order)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "code", order->code);
  json_object_set_int_member (object, "created_at", order->created_at);
  json_object_set_int_member (object, "changed_at", order->changed_at);
  shoptet_set_text (object, "email", order->email);
  json_object_set_int_member (object, "status", order->status);
  json_object_set_int_member (object, "paid", order->paid);
  json_object_set_string_member (object, "currency", order->currency);
  json_object_set_int_member (object, "goods", order->goods);
  json_object_set_int_member (object, "discount", order->discount);
  shoptet_set_text (object, "row", order->row);
  json_object_set_boolean_member (object, "is_deleted", order->is_deleted);
  json_object_set_array_member (object, "credits", save_credits (order));

  return object;
}

/**
 * shoptet_save_state:
 * @self: the shop
 *
 * Returns: `FALSE` when there is a file for the state and it could not be written
 */
gboolean
shoptet_save_state (WbPretendShoptet *self)
{
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *text = NULL;
  JsonObject *state = NULL;
  JsonArray *templates, *coupons, *orders;

  if (!self->state_file || self->is_held)
    return TRUE;
  state = json_object_new ();
  templates = json_array_new ();
  coupons = json_array_new ();
  orders = json_array_new ();
  for (guint i = 0; i < self->templates->len; i++) {
    const ShoptetTemplate *template = g_ptr_array_index (self->templates, i);
    JsonObject *object = json_object_new ();

    json_object_set_string_member (object, "guid", template->guid);
    json_object_set_string_member (object, "title", template->title);
    json_array_add_object_element (templates, object);
  }
  for (guint i = 0; i < self->coupons->len; i++)
    json_array_add_object_element (coupons, shoptet_coupon_to_json (self, self->coupons->pdata[i]));
  for (guint i = 0; i < self->orders->len; i++)
    json_array_add_object_element (orders, save_order (self->orders->pdata[i]));
  json_object_set_array_member (state, "templates", templates);
  json_object_set_array_member (state, "coupons", coupons);
  json_object_set_array_member (state, "orders", orders);
  json_object_set_int_member (state, "next_order", self->next_order);
  json_object_set_int_member (state, "next_credit", self->next_credit);
  node = json_node_new (JSON_NODE_OBJECT);
  json_node_take_object (node, state);
  text = json_to_string (node, FALSE);

  return g_file_set_contents (self->state_file, text, -1, NULL);
}

static void
load_credits (ShoptetOrder *order,
              WbWireReader *reader)
{
  JsonArray *list = wb_wire_read_array (reader, "credits", WB_WIRE_REQUIRED);

  for (guint i = 0; list && i < json_array_get_length (list); i++) {
    ShoptetCredit *credit = g_new0 (ShoptetCredit, 1);
    WbWireReader inner;

    if (!order->credits)
      order->credits = g_ptr_array_new_with_free_func (shoptet_credit_free);
    g_ptr_array_add (order->credits, credit);
    wb_wire_enter_element (reader, "credits", list, i, WB_WIRE_REQUIRED, &inner);
    credit->code = wb_wire_read_text (&inner, "code", WB_WIRE_REQUIRED);
    credit->changed_at = wb_wire_read_int (&inner, "changed_at", WB_WIRE_REQUIRED, 0);
    credit->hundredths = wb_wire_read_int (&inner, "hundredths", WB_WIRE_REQUIRED, 0);
  }
}

static void
load_order (WbPretendShoptet *self,
            WbWireReader     *reader)
{
  ShoptetOrder *order = shoptet_add_order (self);
  g_autofree char *currency = NULL;

  g_free (order->code);
  order->code = wb_wire_read_text (reader, "code", WB_WIRE_REQUIRED);
  order->created_at = wb_wire_read_int (reader, "created_at", WB_WIRE_REQUIRED, 0);
  order->changed_at = wb_wire_read_int (reader, "changed_at", WB_WIRE_REQUIRED, 0);
  order->email = wb_wire_read_text (reader, "email", WB_WIRE_PRESENT);
  order->status = wb_wire_read_small (reader, "status", WB_WIRE_REQUIRED, 0);
  order->paid = wb_wire_read_small (reader, "paid", WB_WIRE_REQUIRED, 0);
  currency = wb_wire_read_text (reader, "currency", WB_WIRE_REQUIRED);
  g_strlcpy (order->currency, currency ? currency : "", sizeof order->currency);
  order->goods = wb_wire_read_int (reader, "goods", WB_WIRE_REQUIRED, 0);
  order->discount = wb_wire_read_int (reader, "discount", WB_WIRE_REQUIRED, 0);
  order->row = wb_wire_read_text (reader, "row", WB_WIRE_PRESENT);
  order->is_deleted = wb_wire_read_bool (reader, "is_deleted", WB_WIRE_REQUIRED, FALSE);
  load_credits (order, reader);
}

static void
load_template (WbPretendShoptet *self,
               WbWireReader     *reader)
{
  g_autofree char *guid = wb_wire_read_text (reader, "guid", WB_WIRE_REQUIRED);
  g_autofree char *title = wb_wire_read_text (reader, "title", WB_WIRE_REQUIRED);

  if (guid && title)
    shoptet_add_template (self, guid, title);
}

static void
load_coupon (WbPretendShoptet *self,
             WbWireReader     *reader)
{
  const char *why = NULL;
  gint64 created_at = wb_wire_read_time (reader, "creationTime", WB_WIRE_REQUIRED);
  int used = wb_wire_read_small (reader, "usedCount", WB_WIRE_REQUIRED, 0);
  ShoptetCoupon *coupon = NULL;

  if (wb_wire_reader_failed (reader))
    return;
  coupon = shoptet_make_coupon (self, reader->object, &why);
  if (!coupon) {
    wb_wire_reader_refuse (reader, "code", why);
    return;
  }
  coupon->created_at = created_at;
  coupon->used = used;
  shoptet_keep_coupon (self, coupon);
}

static void
load_list (WbPretendShoptet *self,
           WbWireReader     *reader,
           const char       *name,
           void (*load)(WbPretendShoptet *self, WbWireReader *reader))
{
  JsonArray *list = wb_wire_read_array (reader, name, WB_WIRE_REQUIRED);

  for (guint i = 0; list && i < json_array_get_length (list); i++) {
    WbWireReader inner;

    if (wb_wire_enter_element (reader, name, list, i, WB_WIRE_REQUIRED, &inner))
      load (self, &inner);
  }
}

/**
 * shoptet_load_state:
 * @self: a new shop with a state file
 * @error: return location; `GFileError` or [error@WB_WIRE_ERROR]
 *
 * Returns: whether the state is loaded, or there was none
 */
gboolean
shoptet_load_state (WbPretendShoptet  *self,
                    GError           **error)
{
  g_autofree char *text = NULL;
  g_autoptr (JsonNode) node = NULL;
  WbWireReader reader;
  gsize length = 0;

  if (!g_file_test (self->state_file, G_FILE_TEST_EXISTS))
    return TRUE;
  if (!g_file_get_contents (self->state_file, &text, &length, error))
    return FALSE;
  node = wb_wire_parse (text, (gssize) length, WB_WIRE_MAX_BODY_BYTES, error);
  if (!node)
    return FALSE;
  wb_wire_reader_init (&reader, node);
  load_list (self, &reader, "templates", load_template);
  load_list (self, &reader, "coupons", load_coupon);
  load_list (self, &reader, "orders", load_order);
  self->next_order = (guint) wb_wire_read_small (&reader, "next_order", WB_WIRE_REQUIRED, 1);
  self->next_credit = (guint) wb_wire_read_small (&reader, "next_credit", WB_WIRE_REQUIRED, 1);

  return wb_wire_reader_finish (&reader, error);
}
