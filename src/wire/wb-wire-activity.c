/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Activities; see wb-wire-activity.h.
 *
 * Only level 1 has them, so the contract is ours and a wrong type is a fault worth hearing of: what
 * the queue decides by (who holds it, whether it is open, when it is due, its version) is refused.
 * What is only shown (texts, the customer) is read as nothing: a call without its note can still be
 * made, a call that is not shown cannot. */

#include "config.h"

#include "wb-wire-activity.h"

#include "wb-time.h"
#include "wb-wire-builder.h"
#include "wb-wire-reader.h"

static void
read_attempts (WbWireReader *reader,
               WbActivity   *self)
{
  JsonArray *array = wb_wire_read_array (reader, "attempts", WB_WIRE_OPTIONAL);
  guint n = array ? json_array_get_length (array) : 0;

  for (guint i = 0; i < n && !wb_wire_reader_failed (reader); i++) {
    WbWireReader child;
    WbAttempt *attempt = NULL;

    if (!wb_wire_enter_element (reader, "attempts", array, i, WB_WIRE_REQUIRED, &child))
      return;
    attempt = wb_attempt_new ();
    g_ptr_array_add (self->attempts, attempt);
    attempt->at = wb_wire_read_time (&child, "at", WB_WIRE_REQUIRED);
    attempt->user = wb_wire_read_id (&child, "user", WB_WIRE_LENIENT);
    attempt->outcome = wb_wire_read_text (&child, "outcome", WB_WIRE_REQUIRED);
    attempt->note = wb_wire_read_text (&child, "note", WB_WIRE_LENIENT);
  }
}

/**
 * wb_wire_activity_decode:
 * @node: an activity of reference/retino-api.md B.6
 *
 * Returns: (transfer full): the activity; `NULL` with WB_WIRE_ERROR_BAD_SHAPE
 */
WbActivity *
wb_wire_activity_decode (JsonNode  *node,
                         GError   **error)
{
  g_autoptr (WbActivity) self = NULL;
  WbWireReader reader;
  WbWireReader customer;

  g_return_val_if_fail (node, NULL);
  g_return_val_if_fail (!error || !*error, NULL);

  self = wb_activity_new ();
  wb_wire_reader_init (&reader, node);
  self->id = wb_wire_read_id (&reader, "id", WB_WIRE_REQUIRED);
  self->ticket = wb_wire_read_id (&reader, "ticket", WB_WIRE_REQUIRED);
  self->ticket_code = wb_wire_read_text (&reader, "ticket_code", WB_WIRE_LENIENT);
  self->ticket_type = wb_wire_read_id (&reader, "ticket_type", WB_WIRE_OPTIONAL);
  self->kind = wb_wire_read_text (&reader, "kind", WB_WIRE_REQUIRED);
  self->name = wb_wire_read_text (&reader, "name", WB_WIRE_LENIENT);
  self->description = wb_wire_read_text (&reader, "description", WB_WIRE_LENIENT);
  self->status = wb_wire_read_text (&reader, "status", WB_WIRE_REQUIRED);
  self->outcome = wb_wire_read_text (&reader, "outcome", WB_WIRE_OPTIONAL);
  self->note = wb_wire_read_text (&reader, "note", WB_WIRE_LENIENT);
  self->called_at = wb_wire_read_time (&reader, "called_at", WB_WIRE_OPTIONAL);
  self->assignee = wb_wire_read_id (&reader, "assignee", WB_WIRE_OPTIONAL);
  self->lease_until = wb_wire_read_time (&reader, "lease_until", WB_WIRE_OPTIONAL);
  wb_wire_enter (&reader, "customer", WB_WIRE_LENIENT, &customer);
  self->customer_name = wb_wire_read_text (&customer, "name", WB_WIRE_LENIENT);
  self->customer_phone = wb_wire_read_text (&customer, "phone", WB_WIRE_LENIENT);
  self->placement = wb_wire_read_text (&reader, "placement", WB_WIRE_LENIENT);
  self->created_at = wb_wire_read_time (&reader, "created_at", WB_WIRE_REQUIRED);
  self->due_at = wb_wire_read_time (&reader, "due_at", WB_WIRE_REQUIRED);
  self->original_due_at = wb_wire_read_time (&reader, "original_due_at", WB_WIRE_OPTIONAL);
  self->closed_at = wb_wire_read_time (&reader, "closed_at", WB_WIRE_OPTIONAL);
  self->closed_by = wb_wire_read_id (&reader, "closed_by", WB_WIRE_OPTIONAL);
  read_attempts (&reader, self);
  self->updated_at = wb_wire_read_time (&reader, "updated_at", WB_WIRE_REQUIRED);
  self->version = wb_wire_read_int (&reader, "version", WB_WIRE_OPTIONAL, 0);
  /* Without a promise of its own, what is due is what was promised. */
  if (self->original_due_at == WB_TIME_NONE)
    self->original_due_at = self->due_at;

  return wb_wire_reader_finish (&reader, error) ? g_steal_pointer (&self) : NULL;
}

static JsonArray *
encode_attempts (GPtrArray *attempts)
{
  JsonArray *array = json_array_sized_new (attempts->len);

  for (guint i = 0; i < attempts->len; i++) {
    const WbAttempt *attempt = g_ptr_array_index (attempts, i);
    JsonObject *object = json_object_new ();

    wb_wire_put_time (object, "at", attempt->at);
    wb_wire_put_text (object, "user", attempt->user);
    wb_wire_put_text (object, "outcome", attempt->outcome);
    wb_wire_put_text (object, "note", attempt->note);
    json_array_add_object_element (array, object);
  }

  return array;
}

/**
 * wb_wire_activity_encode:
 * @self: an activity
 *
 * Returns: (transfer full): it in the form of reference/retino-api.md B.6
 */
JsonNode *
wb_wire_activity_encode (const WbActivity *self)
{
  JsonObject *object = NULL;
  JsonObject *customer = NULL;

  g_return_val_if_fail (self, NULL);

  object = json_object_new ();
  wb_wire_put_text (object, "id", self->id);
  wb_wire_put_text (object, "ticket", self->ticket);
  wb_wire_put_text (object, "ticket_code", self->ticket_code);
  wb_wire_put_text (object, "ticket_type", self->ticket_type);
  wb_wire_put_text (object, "kind", self->kind);
  wb_wire_put_text (object, "name", self->name);
  wb_wire_put_text (object, "description", self->description);
  wb_wire_put_text (object, "status", self->status);
  wb_wire_put_text (object, "outcome", self->outcome);
  wb_wire_put_text (object, "note", self->note);
  wb_wire_put_time (object, "called_at", self->called_at);
  wb_wire_put_text (object, "assignee", self->assignee);
  wb_wire_put_time (object, "lease_until", self->lease_until);
  customer = json_object_new ();
  wb_wire_put_text (customer, "name", self->customer_name);
  wb_wire_put_text (customer, "phone", self->customer_phone);
  json_object_set_object_member (object, "customer", customer);
  wb_wire_put_text (object, "placement", self->placement);
  wb_wire_put_time (object, "created_at", self->created_at);
  wb_wire_put_time (object, "due_at", self->due_at);
  wb_wire_put_time (object, "original_due_at", self->original_due_at);
  wb_wire_put_time (object, "closed_at", self->closed_at);
  wb_wire_put_text (object, "closed_by", self->closed_by);
  json_object_set_array_member (object, "attempts", encode_attempts (self->attempts));
  wb_wire_put_time (object, "updated_at", self->updated_at);
  json_object_set_int_member (object, "version", self->version);

  return wb_wire_take_object (object);
}
