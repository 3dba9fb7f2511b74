/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Stores; see wb-wire-merchant-store.h. Which currencies an offer must cover hangs on them, so what
 * decides that is refused when it is of another type. */

#include "config.h"

#include "wb-wire-merchant-store.h"

#include "wb-time.h"
#include "wb-wire-builder.h"
#include "wb-wire-reader.h"
#include "wb-wire-shop-caps.h"

/* What a shop can do is advice: where it cannot be read, it was not told. */
static WbShopCaps *
read_caps (WbWireReader *reader)
{
  JsonNode *node = wb_wire_peek (reader, "caps");

  return node && JSON_NODE_HOLDS_OBJECT (node) ? wb_wire_shop_caps_decode (node, NULL) : NULL;
}

/**
 * wb_wire_merchant_store_decode:
 * @node: a store of reference/retino-api.md B.2
 *
 * Returns: (transfer full): the record; `NULL` with WB_WIRE_ERROR_BAD_SHAPE
 */
WbMerchantStore *
wb_wire_merchant_store_decode (JsonNode  *node,
                               GError   **error)
{
  g_autoptr (WbMerchantStore) self = NULL;
  WbWireReader reader;
  WbWireReader failure;

  g_return_val_if_fail (node, NULL);
  g_return_val_if_fail (!error || !*error, NULL);

  self = wb_merchant_store_new ();
  wb_wire_reader_init (&reader, node);
  self->id = wb_wire_read_id (&reader, "id", WB_WIRE_REQUIRED);
  self->store_id = wb_wire_read_text (&reader, "store_id", WB_WIRE_REQUIRED);
  self->name = wb_wire_read_text (&reader, "name", WB_WIRE_LENIENT);
  self->platform = wb_wire_read_text (&reader, "platform", WB_WIRE_REQUIRED);
  self->url = wb_wire_read_text (&reader, "url", WB_WIRE_LENIENT);
  g_strfreev (self->currencies);
  self->currencies = wb_wire_read_ids (&reader, "currencies", WB_WIRE_OPTIONAL);
  self->connection = wb_wire_read_text (&reader, "connection", WB_WIRE_REQUIRED);
  self->last_sync_at = wb_wire_read_time (&reader, "last_sync_at", WB_WIRE_LENIENT);
  self->supports_coupons = wb_wire_read_bool (&reader, "supports_coupons", WB_WIRE_OPTIONAL, FALSE);
  wb_wire_enter (&reader, "error", WB_WIRE_LENIENT, &failure);
  self->error_message = wb_wire_read_text (&failure, "message", WB_WIRE_LENIENT);
  self->caps = read_caps (&reader);
  self->version = wb_wire_read_int (&reader, "version", WB_WIRE_OPTIONAL, 0);

  return wb_wire_reader_finish (&reader, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * wb_wire_merchant_store_encode:
 * @self: the record
 *
 * Returns: (transfer full): it in the form of reference/retino-api.md B.2
 */
JsonNode *
wb_wire_merchant_store_encode (const WbMerchantStore *self)
{
  JsonObject *object = NULL;

  g_return_val_if_fail (self, NULL);

  object = json_object_new ();
  wb_wire_put_text (object, "id", self->id);
  wb_wire_put_text (object, "store_id", self->store_id);
  wb_wire_put_text (object, "name", self->name);
  wb_wire_put_text (object, "platform", self->platform);
  wb_wire_put_text (object, "url", self->url);
  wb_wire_put_texts (object, "currencies", self->currencies);
  wb_wire_put_text (object, "connection", self->connection);
  wb_wire_put_time (object, "last_sync_at", self->last_sync_at);
  json_object_set_boolean_member (object, "supports_coupons", self->supports_coupons);
  if (self->error_message) {
    JsonObject *failure = json_object_new ();

    wb_wire_put_text (failure, "message", self->error_message);
    json_object_set_object_member (object, "error", failure);
  } else {
    json_object_set_null_member (object, "error");
  }
  if (self->caps)
    json_object_set_member (object, "caps", wb_wire_shop_caps_encode (self->caps));
  else
    json_object_set_null_member (object, "caps");
  json_object_set_int_member (object, "version", self->version);

  return wb_wire_take_object (object);
}
