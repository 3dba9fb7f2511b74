/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Coupons; see wb-wire-coupon.h. What a coupon is worth, until when and in which state is refused
 * when it is of another type; where it came from is only shown and is read leniently. */

#include "config.h"

#include "wb-wire-coupon.h"

#include "wb-time.h"
#include "wb-wire-builder.h"
#include "wb-wire-reader.h"

static void
put_failure (JsonObject     *object,
             const WbCoupon *self)
{
  JsonObject *failure = NULL;

  if (!self->error_code && !self->error_message) {
    json_object_set_null_member (object, "error");
    return;
  }
  failure = json_object_new ();
  wb_wire_put_text (failure, "code", self->error_code);
  wb_wire_put_text (failure, "message", self->error_message);
  json_object_set_object_member (object, "error", failure);
}

/**
 * wb_wire_coupon_decode:
 * @node: a coupon of reference/retino-api.md B.7
 *
 * Returns: (transfer full): the record; `NULL` with WB_WIRE_ERROR_BAD_SHAPE
 */
WbCoupon *
wb_wire_coupon_decode (JsonNode  *node,
                       GError   **error)
{
  g_autoptr (WbCoupon) self = NULL;
  WbWireReader reader;
  WbWireReader failure;

  g_return_val_if_fail (node, NULL);
  g_return_val_if_fail (!error || !*error, NULL);

  self = wb_coupon_new ();
  wb_wire_reader_init (&reader, node);
  self->id = wb_wire_read_id (&reader, "id", WB_WIRE_REQUIRED);
  self->ticket = wb_wire_read_id (&reader, "ticket", WB_WIRE_REQUIRED);
  self->ticket_code = wb_wire_read_text (&reader, "ticket_code", WB_WIRE_LENIENT);
  self->ticket_type = wb_wire_read_id (&reader, "ticket_type", WB_WIRE_LENIENT);
  self->store = wb_wire_read_id (&reader, "store", WB_WIRE_LENIENT);
  self->platform = wb_wire_read_text (&reader, "platform", WB_WIRE_LENIENT);
  self->remote_id = wb_wire_read_text (&reader, "remote_id", WB_WIRE_LENIENT);
  self->code = wb_wire_read_text (&reader, "code", WB_WIRE_OPTIONAL);
  self->settings_version = wb_wire_read_int (&reader, "settings_version", WB_WIRE_LENIENT, 0);
  self->issued_by = wb_wire_read_id (&reader, "issued_by", WB_WIRE_LENIENT);
  self->activity = wb_wire_read_id (&reader, "activity", WB_WIRE_LENIENT);
  self->kind = wb_wire_read_text (&reader, "kind", WB_WIRE_REQUIRED);
  self->amount = wb_wire_read_decimal (&reader, "amount", WB_WIRE_REQUIRED);
  self->currency = wb_wire_read_text (&reader, "currency", WB_WIRE_REQUIRED);
  self->min_order_value = wb_wire_read_decimal (&reader, "min_order_value", WB_WIRE_OPTIONAL);
  self->placement = wb_wire_read_text (&reader, "placement", WB_WIRE_LENIENT);
  self->state = wb_wire_read_text (&reader, "state", WB_WIRE_REQUIRED);
  self->created_at = wb_wire_read_time (&reader, "created_at", WB_WIRE_REQUIRED);
  self->expires_at = wb_wire_read_time (&reader, "expires_at", WB_WIRE_OPTIONAL);
  self->used_at = wb_wire_read_time (&reader, "used_at", WB_WIRE_OPTIONAL);
  self->used_order_code = wb_wire_read_text (&reader, "used_order_code", WB_WIRE_LENIENT);
  self->revenue = wb_wire_read_decimal (&reader, "revenue", WB_WIRE_LENIENT);
  self->revenue_currency = wb_wire_read_text (&reader, "revenue_currency", WB_WIRE_LENIENT);
  self->refunded = wb_wire_read_decimal (&reader, "refunded", WB_WIRE_LENIENT);
  self->is_probable = wb_wire_read_bool (&reader, "probable", WB_WIRE_LENIENT, FALSE);
  wb_wire_enter (&reader, "error", WB_WIRE_LENIENT, &failure);
  self->error_code = wb_wire_read_text (&failure, "code", WB_WIRE_LENIENT);
  self->error_message = wb_wire_read_text (&failure, "message", WB_WIRE_LENIENT);
  self->updated_at = wb_wire_read_time (&reader, "updated_at", WB_WIRE_REQUIRED);
  self->version = wb_wire_read_int (&reader, "version", WB_WIRE_OPTIONAL, 0);

  return wb_wire_reader_finish (&reader, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * wb_wire_coupon_encode:
 * @self: the record
 *
 * Returns: (transfer full): it in the form of reference/retino-api.md B.7
 */
JsonNode *
wb_wire_coupon_encode (const WbCoupon *self)
{
  JsonObject *object = NULL;

  g_return_val_if_fail (self, NULL);

  object = json_object_new ();
  wb_wire_put_text (object, "id", self->id);
  wb_wire_put_text (object, "ticket", self->ticket);
  wb_wire_put_text (object, "ticket_code", self->ticket_code);
  wb_wire_put_text (object, "ticket_type", self->ticket_type);
  wb_wire_put_text (object, "store", self->store);
  wb_wire_put_text (object, "platform", self->platform);
  wb_wire_put_text (object, "remote_id", self->remote_id);
  wb_wire_put_text (object, "code", self->code);
  json_object_set_int_member (object, "settings_version", self->settings_version);
  wb_wire_put_text (object, "issued_by", self->issued_by);
  wb_wire_put_text (object, "activity", self->activity);
  wb_wire_put_text (object, "kind", self->kind);
  wb_wire_put_text (object, "amount", self->amount);
  wb_wire_put_text (object, "currency", self->currency);
  wb_wire_put_text (object, "min_order_value", self->min_order_value);
  wb_wire_put_text (object, "placement", self->placement);
  wb_wire_put_text (object, "state", self->state);
  wb_wire_put_time (object, "created_at", self->created_at);
  wb_wire_put_time (object, "expires_at", self->expires_at);
  wb_wire_put_time (object, "used_at", self->used_at);
  wb_wire_put_text (object, "used_order_code", self->used_order_code);
  wb_wire_put_text (object, "revenue", self->revenue);
  wb_wire_put_text (object, "revenue_currency", self->revenue_currency);
  wb_wire_put_text (object, "refunded", self->refunded);
  json_object_set_boolean_member (object, "probable", self->is_probable);
  put_failure (object, self);
  wb_wire_put_time (object, "updated_at", self->updated_at);
  json_object_set_int_member (object, "version", self->version);

  return wb_wire_take_object (object);
}
