/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a shop can do; see wb-wire-shop-caps.h. It is shown and advised with, never decided by, so
 * all but the shape itself is read leniently: a newer service may tell more than this knows. */

#include "config.h"

#include "wb-wire-shop-caps.h"

#include "wb-wire-builder.h"
#include "wb-wire-reader.h"

static void
read_notes (WbWireReader *reader,
            WbShopCaps   *self)
{
  JsonArray *notes = wb_wire_read_array (reader, "notes", WB_WIRE_OPTIONAL);

  for (guint i = 0; notes && i < json_array_get_length (notes); i++) {
    WbWireReader child;
    g_autofree char *kind = NULL;
    g_autofree char *code = NULL;
    g_autofree char *value = NULL;
    WbShopNoteKind known = WB_SHOP_NOTE_CAN;

    wb_wire_enter_element (reader, "notes", notes, i, WB_WIRE_REQUIRED, &child);
    kind = wb_wire_read_text (&child, "kind", WB_WIRE_REQUIRED);
    code = wb_wire_read_text (&child, "code", WB_WIRE_REQUIRED);
    value = wb_wire_read_text (&child, "value", WB_WIRE_LENIENT);
    /* A kind that nobody here knows says nothing that could be shown. */
    if (code && wb_shop_note_kind_from_text (kind, &known))
      wb_shop_caps_add_note (self, known, code, value);
  }
}

/**
 * wb_wire_shop_caps_decode:
 * @node: `caps` of a store, src/portal/API.md
 *
 * Returns: (transfer full): the record; `NULL` with WB_WIRE_ERROR_BAD_SHAPE
 */
WbShopCaps *
wb_wire_shop_caps_decode (JsonNode  *node,
                          GError   **error)
{
  g_autoptr (WbShopCaps) self = NULL;
  WbWireReader reader;

  g_return_val_if_fail (node, NULL);
  g_return_val_if_fail (!error || !*error, NULL);

  self = wb_shop_caps_new ();
  wb_wire_reader_init (&reader, node);
  self->percent = wb_wire_read_bool (&reader, "percent", WB_WIRE_LENIENT, FALSE);
  self->fixed = wb_wire_read_bool (&reader, "fixed", WB_WIRE_LENIENT, FALSE);
  self->minimum = wb_wire_read_bool (&reader, "minimum", WB_WIRE_LENIENT, FALSE);
  self->expiry = wb_wire_read_bool (&reader, "expiry", WB_WIRE_LENIENT, FALSE);
  self->email_restriction = wb_wire_read_bool (&reader, "email_restriction", WB_WIRE_LENIENT,
                                               FALSE);
  self->prices_include_vat = wb_wire_read_bool (&reader, "prices_include_vat", WB_WIRE_LENIENT,
                                                FALSE);
  self->vat_known = wb_wire_read_bool (&reader, "vat_known", WB_WIRE_LENIENT, FALSE);
  self->code_chars_max = wb_wire_read_small (&reader, "code_chars_max", WB_WIRE_LENIENT, 0);
  g_strfreev (self->currencies);
  self->currencies = wb_wire_read_ids (&reader, "currencies", WB_WIRE_OPTIONAL);
  self->time_zone = wb_wire_read_text (&reader, "time_zone", WB_WIRE_LENIENT);
  self->name = wb_wire_read_text (&reader, "name", WB_WIRE_LENIENT);
  self->platform = wb_wire_read_text (&reader, "platform", WB_WIRE_LENIENT);
  self->template_title = wb_wire_read_text (&reader, "template", WB_WIRE_LENIENT);
  read_notes (&reader, self);

  return wb_wire_reader_finish (&reader, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * wb_wire_shop_caps_encode:
 * @self: the record
 *
 * Returns: (transfer full): it in the form of src/portal/API.md
 */
JsonNode *
wb_wire_shop_caps_encode (const WbShopCaps *self)
{
  JsonObject *object = NULL;
  JsonArray *notes = NULL;

  g_return_val_if_fail (self, NULL);

  object = json_object_new ();
  json_object_set_boolean_member (object, "percent", self->percent);
  json_object_set_boolean_member (object, "fixed", self->fixed);
  json_object_set_boolean_member (object, "minimum", self->minimum);
  json_object_set_boolean_member (object, "expiry", self->expiry);
  json_object_set_boolean_member (object, "email_restriction", self->email_restriction);
  json_object_set_boolean_member (object, "prices_include_vat", self->prices_include_vat);
  json_object_set_boolean_member (object, "vat_known", self->vat_known);
  json_object_set_int_member (object, "code_chars_max", self->code_chars_max);
  wb_wire_put_texts (object, "currencies", self->currencies);
  wb_wire_put_text (object, "time_zone", self->time_zone);
  wb_wire_put_text (object, "name", self->name);
  wb_wire_put_text (object, "platform", self->platform);
  wb_wire_put_text (object, "template", self->template_title);
  notes = json_array_sized_new (self->notes->len);
  for (guint i = 0; i < self->notes->len; i++) {
    const WbShopNote *note = g_ptr_array_index (self->notes, i);
    JsonObject *item = json_object_new ();

    wb_wire_put_text (item, "kind", wb_shop_note_kind_to_text (note->kind));
    wb_wire_put_text (item, "code", note->code);
    wb_wire_put_text (item, "value", note->value);
    json_array_add_object_element (notes, item);
  }
  json_object_set_array_member (object, "notes", notes);

  return wb_wire_take_object (object);
}
