/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Ticket states; see wb-wire-ticket-state.h. Level 0 has them, too: all but the id is read
 * leniently. */

#include "config.h"

#include "wb-wire-ticket-state.h"

#include "wb-wire-builder.h"
#include "wb-wire-reader.h"

/**
 * wb_wire_ticket_state_decode:
 * @node: a state of reference/retino-api.md B.3
 *
 * Returns: (transfer full): the record; `NULL` with WB_WIRE_ERROR_BAD_SHAPE
 */
WbTicketState *
wb_wire_ticket_state_decode (JsonNode  *node,
                             GError   **error)
{
  g_autoptr (WbTicketState) self = NULL;
  WbWireReader reader;

  g_return_val_if_fail (node, NULL);
  g_return_val_if_fail (!error || !*error, NULL);

  self = wb_ticket_state_new ();
  wb_wire_reader_init (&reader, node);
  self->id = wb_wire_read_id (&reader, "id", WB_WIRE_REQUIRED);
  self->name = wb_wire_read_lang_text (&reader, "name", WB_WIRE_LENIENT);
  self->type = wb_wire_read_id (&reader, "type", WB_WIRE_LENIENT);
  self->step = wb_wire_read_text (&reader, "step", WB_WIRE_LENIENT);
  self->color = wb_wire_read_text (&reader, "color", WB_WIRE_LENIENT);
  self->position = wb_wire_read_small (&reader, "position", WB_WIRE_LENIENT, 0);
  self->version = wb_wire_read_int (&reader, "version", WB_WIRE_OPTIONAL, 0);

  return wb_wire_reader_finish (&reader, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * wb_wire_ticket_state_encode:
 * @self: the record
 *
 * Returns: (transfer full): it in the form of reference/retino-api.md B.3
 */
JsonNode *
wb_wire_ticket_state_encode (const WbTicketState *self)
{
  JsonObject *object = NULL;

  g_return_val_if_fail (self, NULL);

  object = json_object_new ();
  wb_wire_put_text (object, "id", self->id);
  wb_wire_put_lang_text (object, "name", self->name);
  wb_wire_put_text (object, "type", self->type);
  wb_wire_put_text (object, "step", self->step);
  wb_wire_put_text (object, "color", self->color);
  json_object_set_int_member (object, "position", self->position);
  json_object_set_int_member (object, "version", self->version);

  return wb_wire_take_object (object);
}
