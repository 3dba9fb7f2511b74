/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Users; see wb-wire-user.h. Level 0 has them, too: all but the id is read leniently, and a role
 * that is not understood is an agent's (reference/retino-api.md B.3). */

#include "config.h"

#include "wb-wire-user.h"

#include "wb-time.h"
#include "wb-wire-builder.h"
#include "wb-wire-reader.h"

/**
 * wb_wire_user_decode:
 * @node: a user of reference/retino-api.md B.3
 *
 * Returns: (transfer full): the record; `NULL` with WB_WIRE_ERROR_BAD_SHAPE
 */
WbUser *
wb_wire_user_decode (JsonNode  *node,
                     GError   **error)
{
  g_autoptr (WbUser) self = NULL;
  WbWireReader reader;

  g_return_val_if_fail (node, NULL);
  g_return_val_if_fail (!error || !*error, NULL);

  self = wb_user_new ();
  wb_wire_reader_init (&reader, node);
  self->id = wb_wire_read_id (&reader, "id", WB_WIRE_REQUIRED);
  self->role = wb_wire_read_text (&reader, "role", WB_WIRE_LENIENT);
  if (!self->role)
    self->role = g_strdup ("");
  self->email = wb_wire_read_text (&reader, "email", WB_WIRE_LENIENT);
  self->full_name = wb_wire_read_text (&reader, "full_name", WB_WIRE_LENIENT);
  self->phone_number = wb_wire_read_text (&reader, "phone_number", WB_WIRE_LENIENT);
  self->last_activity_at = wb_wire_read_time (&reader, "last_activity_at", WB_WIRE_LENIENT);
  self->date_joined = wb_wire_read_time (&reader, "date_joined", WB_WIRE_LENIENT);
  self->active = wb_wire_read_bool (&reader, "active", WB_WIRE_LENIENT, TRUE);
  self->version = wb_wire_read_int (&reader, "version", WB_WIRE_OPTIONAL, 0);

  return wb_wire_reader_finish (&reader, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * wb_wire_user_encode:
 * @self: the record
 *
 * Returns: (transfer full): it in the form of reference/retino-api.md B.3
 */
JsonNode *
wb_wire_user_encode (const WbUser *self)
{
  JsonObject *object = NULL;

  g_return_val_if_fail (self, NULL);

  object = json_object_new ();
  wb_wire_put_text (object, "id", self->id);
  wb_wire_put_text (object, "role", self->role);
  wb_wire_put_text (object, "email", self->email);
  wb_wire_put_text (object, "full_name", self->full_name);
  wb_wire_put_text (object, "phone_number", self->phone_number);
  wb_wire_put_time (object, "last_activity_at", self->last_activity_at);
  wb_wire_put_time (object, "date_joined", self->date_joined);
  json_object_set_boolean_member (object, "active", self->active);
  json_object_set_int_member (object, "version", self->version);

  return wb_wire_take_object (object);
}
