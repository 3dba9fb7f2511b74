/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A coupon's story; see wb-wire-coupon-event.h. It is only shown: what orders it and says what
 * happened must be there, the rest is read leniently. */

#include "config.h"

#include "wb-wire-coupon-event.h"

#include "wb-wire-builder.h"
#include "wb-wire-reader.h"

/**
 * wb_wire_coupon_event_decode:
 * @node: a line of a coupon's story, src/portal/API.md
 *
 * Returns: (transfer full): the record; `NULL` with WB_WIRE_ERROR_BAD_SHAPE
 */
WbCouponEvent *
wb_wire_coupon_event_decode (JsonNode  *node,
                             GError   **error)
{
  g_autoptr (WbCouponEvent) self = NULL;
  WbWireReader reader;

  g_return_val_if_fail (node, NULL);
  g_return_val_if_fail (!error || !*error, NULL);

  self = wb_coupon_event_new ();
  wb_wire_reader_init (&reader, node);
  self->id = wb_wire_read_id (&reader, "id", WB_WIRE_REQUIRED);
  self->coupon = wb_wire_read_id (&reader, "coupon", WB_WIRE_REQUIRED);
  self->at = wb_wire_read_time (&reader, "at", WB_WIRE_REQUIRED);
  self->kind = wb_wire_read_text (&reader, "kind", WB_WIRE_REQUIRED);
  self->by = wb_wire_read_id (&reader, "by", WB_WIRE_LENIENT);
  self->order_code = wb_wire_read_text (&reader, "order_code", WB_WIRE_LENIENT);
  self->amount = wb_wire_read_decimal (&reader, "amount", WB_WIRE_LENIENT);
  self->currency = wb_wire_read_text (&reader, "currency", WB_WIRE_LENIENT);
  self->value = wb_wire_read_text (&reader, "value", WB_WIRE_LENIENT);
  self->text = wb_wire_read_text (&reader, "text", WB_WIRE_LENIENT);

  return wb_wire_reader_finish (&reader, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * wb_wire_coupon_event_encode:
 * @self: the record
 *
 * Returns: (transfer full): it in the form of src/portal/API.md
 */
JsonNode *
wb_wire_coupon_event_encode (const WbCouponEvent *self)
{
  JsonObject *object = NULL;

  g_return_val_if_fail (self, NULL);

  object = json_object_new ();
  wb_wire_put_text (object, "id", self->id);
  wb_wire_put_text (object, "coupon", self->coupon);
  wb_wire_put_time (object, "at", self->at);
  wb_wire_put_text (object, "kind", self->kind);
  wb_wire_put_text (object, "by", self->by);
  wb_wire_put_text (object, "order_code", self->order_code);
  wb_wire_put_text (object, "amount", self->amount);
  wb_wire_put_text (object, "currency", self->currency);
  wb_wire_put_text (object, "value", self->value);
  wb_wire_put_text (object, "text", self->text);

  return wb_wire_take_object (object);
}
