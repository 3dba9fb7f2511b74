/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Remarketing settings of a type; see wb-wire-offer-set.h. They are money and go back to the server
 * as a whole, so nothing of another type is passed over: it would be saved away. Amounts stay text;
 * whether they are well-formed is for wb_offer_set_validate() to say. */

#include "config.h"

#include "wb-wire-offer-set.h"

#include "wb-time.h"
#include "wb-wire-builder.h"
#include "wb-wire-reader.h"

static WbPlacements
read_placements (WbWireReader *tool)
{
  g_auto (GStrv) texts = wb_wire_read_ids (tool, "placements", WB_WIRE_OPTIONAL);
  WbPlacements placements = WB_PLACEMENT_NONE;

  for (guint i = 0; texts[i]; i++)
    placements |= wb_placement_from_text (texts[i]);

  return placements;
}

static void
read_coupon (WbWireReader *tools,
             WbOfferSet   *self)
{
  WbWireReader coupon;
  JsonArray *array = NULL;

  if (!wb_wire_enter (tools, "coupon", WB_WIRE_OPTIONAL, &coupon))
    return;

  self->coupon_enabled = wb_wire_read_bool (&coupon, "enabled", WB_WIRE_REQUIRED, FALSE);
  self->coupon_placements = read_placements (&coupon);
  self->validity_days = wb_wire_read_small (&coupon, "validity_days", WB_WIRE_OPTIONAL, -1);
  array = wb_wire_read_array (&coupon, "amounts", WB_WIRE_OPTIONAL);
  for (guint i = 0; array && i < json_array_get_length (array); i++) {
    WbWireReader child;
    WbCouponAmount *amount = NULL;

    if (!wb_wire_enter_element (&coupon, "amounts", array, i, WB_WIRE_REQUIRED, &child))
      return;
    amount = wb_coupon_amount_new ();
    g_ptr_array_add (self->amounts, amount);
    amount->currency = wb_wire_read_text (&child, "currency", WB_WIRE_REQUIRED);
    amount->kind = wb_wire_read_text (&child, "kind", WB_WIRE_OPTIONAL);
    if (!amount->kind)
      amount->kind = g_strdup (WB_COUPON_KIND_FIXED);
    amount->amount = wb_wire_read_decimal (&child, "amount", WB_WIRE_OPTIONAL);
    amount->min_order_value = wb_wire_read_decimal (&child, "min_order_value", WB_WIRE_OPTIONAL);
  }
}

static void
read_call (WbWireReader *tools,
           WbOfferSet   *self)
{
  WbWireReader call;
  WbLangText *text = NULL;

  if (!wb_wire_enter (tools, "call_request", WB_WIRE_OPTIONAL, &call))
    return;

  self->call_enabled = wb_wire_read_bool (&call, "enabled", WB_WIRE_REQUIRED, FALSE);
  self->call_placements = read_placements (&call);
  text = wb_wire_read_lang_text (&call, "text", WB_WIRE_OPTIONAL);
  if (text) {
    wb_lang_text_unref (self->call_text);
    self->call_text = text;
  }
  self->call_deadline_days = wb_wire_read_small (&call, "deadline_days", WB_WIRE_OPTIONAL,
                                                 self->call_deadline_days);
}

static void
read_banner (WbWireReader *tools,
             WbOfferSet   *self)
{
  WbWireReader banner;

  if (!wb_wire_enter (tools, "banner", WB_WIRE_OPTIONAL, &banner))
    return;

  self->banner_enabled = wb_wire_read_bool (&banner, "enabled", WB_WIRE_REQUIRED, FALSE);
  self->banner_placements = read_placements (&banner);
  self->banner = wb_wire_read_id (&banner, "banner", WB_WIRE_OPTIONAL);
  self->banner_target_url = wb_wire_read_text (&banner, "target_url", WB_WIRE_OPTIONAL);
}

/**
 * wb_wire_offer_set_decode:
 * @node: the settings of one type, of reference/retino-api.md B.5; in the body of a PUT the
 *   read-only members may be missing, `type` included
 *
 * A tool that is missing is off. Placements that are not known are left out.
 *
 * Returns: (transfer full): the settings; `NULL` with WB_WIRE_ERROR_BAD_SHAPE
 */
WbOfferSet *
wb_wire_offer_set_decode (JsonNode  *node,
                          GError   **error)
{
  g_autoptr (WbOfferSet) self = NULL;
  WbWireReader reader;
  WbWireReader tools;

  g_return_val_if_fail (node, NULL);
  g_return_val_if_fail (!error || !*error, NULL);

  self = wb_offer_set_new ();
  wb_wire_reader_init (&reader, node);
  self->type = wb_wire_read_id (&reader, "type", WB_WIRE_OPTIONAL);
  if (!self->type)
    self->type = g_strdup ("");
  wb_wire_enter (&reader, "tools", WB_WIRE_REQUIRED, &tools);
  read_coupon (&tools, self);
  read_call (&tools, self);
  read_banner (&tools, self);
  self->updated_at = wb_wire_read_time (&reader, "updated_at", WB_WIRE_OPTIONAL);
  self->updated_by = wb_wire_read_id (&reader, "updated_by", WB_WIRE_OPTIONAL);
  self->version = wb_wire_read_int (&reader, "version", WB_WIRE_OPTIONAL, 0);

  return wb_wire_reader_finish (&reader, error) ? g_steal_pointer (&self) : NULL;
}

static JsonObject *
encode_tool (gboolean     enabled,
             WbPlacements placements)
{
  const WbPlacements all[] = {
    WB_PLACEMENT_PORTAL, WB_PLACEMENT_TICKET_DETAIL, WB_PLACEMENT_EMAIL
  };
  JsonObject *tool = json_object_new ();
  JsonArray *array = json_array_new ();

  json_object_set_boolean_member (tool, "enabled", enabled);
  for (guint i = 0; i < G_N_ELEMENTS (all); i++) {
    if (placements & all[i])
      json_array_add_string_element (array, wb_placement_to_text (all[i]));
  }
  json_object_set_array_member (tool, "placements", array);

  return tool;
}

static JsonObject *
encode_coupon (const WbOfferSet *self)
{
  JsonObject *tool = encode_tool (self->coupon_enabled, self->coupon_placements);
  JsonArray *amounts = json_array_sized_new (self->amounts->len);

  for (guint i = 0; i < self->amounts->len; i++) {
    const WbCouponAmount *amount = g_ptr_array_index (self->amounts, i);
    JsonObject *object = json_object_new ();

    wb_wire_put_text (object, "currency", amount->currency);
    wb_wire_put_text (object, "kind", amount->kind);
    wb_wire_put_text (object, "amount", amount->amount);
    wb_wire_put_text (object, "min_order_value", amount->min_order_value);
    json_array_add_object_element (amounts, object);
  }
  json_object_set_array_member (tool, "amounts", amounts);
  if (self->validity_days == -1)
    json_object_set_null_member (tool, "validity_days");
  else
    json_object_set_int_member (tool, "validity_days", self->validity_days);

  return tool;
}

/**
 * wb_wire_offer_set_encode:
 * @self: the settings
 *
 * Returns: (transfer full): them in the form of reference/retino-api.md B.5, read-only members
 *   included (a server ignores them in a PUT)
 */
JsonNode *
wb_wire_offer_set_encode (const WbOfferSet *self)
{
  const char *order[] = { "coupon", "call_request", "banner", NULL };
  JsonObject *object = NULL;
  JsonObject *tools = NULL;
  JsonObject *call = NULL;
  JsonObject *banner = NULL;

  g_return_val_if_fail (self, NULL);

  object = json_object_new ();
  wb_wire_put_text (object, "type", self->type);
  tools = json_object_new ();
  json_object_set_object_member (tools, "coupon", encode_coupon (self));
  call = encode_tool (self->call_enabled, self->call_placements);
  wb_wire_put_lang_text (call, "text", self->call_text);
  json_object_set_int_member (call, "deadline_days", self->call_deadline_days);
  json_object_set_object_member (tools, "call_request", call);
  banner = encode_tool (self->banner_enabled, self->banner_placements);
  wb_wire_put_text (banner, "banner", self->banner);
  wb_wire_put_text (banner, "target_url", self->banner_target_url);
  json_object_set_object_member (tools, "banner", banner);
  json_object_set_object_member (object, "tools", tools);
  wb_wire_put_texts (object, "display_order", (GStrv) order);
  wb_wire_put_time (object, "updated_at", self->updated_at);
  wb_wire_put_text (object, "updated_by", self->updated_by);
  json_object_set_int_member (object, "version", self->version);

  return wb_wire_take_object (object);
}
