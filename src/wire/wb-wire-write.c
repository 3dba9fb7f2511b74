/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The bodies of writes; see wb-wire-write.h. They are read strictly: what a person asked for is
 * done as it was written or not at all. Ranges and rights are for the service to judge. */

#include "config.h"

#include "wb-wire-write.h"

#include "wb-time.h"
#include "wb-wire-builder.h"
#include "wb-wire-reader.h"

/* No work for a new record of zeros. */
static void
init_nothing (gpointer self)
{
}

static void
clear_assign_body (WbAssignBody *self)
{
  g_free (self->assignee);
}

WB_DEFINE_RECORD (WbAssignBody, wb_assign_body, init_nothing, clear_assign_body)

/**
 * wb_wire_assign_body_decode:
 * @node: the body of POST /activities/{id}/assign
 *
 * `assignee` must be there; null gives the call back.
 *
 * Returns: (transfer full): the body; `NULL` with WB_WIRE_ERROR_BAD_SHAPE
 */
WbAssignBody *
wb_wire_assign_body_decode (JsonNode  *node,
                            GError   **error)
{
  g_autoptr (WbAssignBody) self = NULL;
  WbWireReader reader;

  g_return_val_if_fail (node, NULL);
  g_return_val_if_fail (!error || !*error, NULL);

  self = wb_assign_body_new ();
  wb_wire_reader_init (&reader, node);
  self->assignee = wb_wire_read_text (&reader, "assignee", WB_WIRE_PRESENT);
  self->lease_secs = wb_wire_read_small (&reader, "lease_secs", WB_WIRE_OPTIONAL, 0);

  return wb_wire_reader_finish (&reader, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * wb_wire_assign_body_encode:
 * @self: the body
 *
 * Returns: (transfer full): its JSON; `lease_secs` only where there is a lease
 */
JsonNode *
wb_wire_assign_body_encode (const WbAssignBody *self)
{
  JsonObject *object = NULL;

  g_return_val_if_fail (self, NULL);

  object = json_object_new ();
  wb_wire_put_text (object, "assignee", self->assignee);
  if (self->lease_secs > 0)
    json_object_set_int_member (object, "lease_secs", self->lease_secs);

  return wb_wire_take_object (object);
}

static void
init_reschedule_body (WbRescheduleBody *self)
{
  self->due_at = WB_TIME_NONE;
  self->attempt_at = WB_TIME_NONE;
}

static void
clear_reschedule_body (WbRescheduleBody *self)
{
  g_free (self->attempt_outcome);
  g_free (self->attempt_note);
}

WB_DEFINE_RECORD (WbRescheduleBody, wb_reschedule_body, init_reschedule_body, clear_reschedule_body)

/**
 * wb_wire_reschedule_body_decode:
 * @node: the body of POST /activities/{id}/reschedule
 *
 * Returns: (transfer full): the body; `NULL` with WB_WIRE_ERROR_BAD_SHAPE
 */
WbRescheduleBody *
wb_wire_reschedule_body_decode (JsonNode  *node,
                                GError   **error)
{
  g_autoptr (WbRescheduleBody) self = NULL;
  WbWireReader reader;
  WbWireReader attempt;

  g_return_val_if_fail (node, NULL);
  g_return_val_if_fail (!error || !*error, NULL);

  self = wb_reschedule_body_new ();
  wb_wire_reader_init (&reader, node);
  self->due_at = wb_wire_read_time (&reader, "due_at", WB_WIRE_REQUIRED);
  self->has_attempt = wb_wire_enter (&reader, "attempt", WB_WIRE_OPTIONAL, &attempt);
  self->attempt_outcome = wb_wire_read_text (&attempt, "outcome", WB_WIRE_REQUIRED);
  self->attempt_note = wb_wire_read_text (&attempt, "note", WB_WIRE_OPTIONAL);
  self->attempt_at = wb_wire_read_time (&attempt, "at", WB_WIRE_OPTIONAL);

  return wb_wire_reader_finish (&reader, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * wb_wire_reschedule_body_encode:
 * @self: the body
 *
 * Returns: (transfer full): its JSON
 */
JsonNode *
wb_wire_reschedule_body_encode (const WbRescheduleBody *self)
{
  JsonObject *object = NULL;
  JsonObject *attempt = NULL;

  g_return_val_if_fail (self, NULL);

  object = json_object_new ();
  wb_wire_put_time (object, "due_at", self->due_at);
  if (self->has_attempt) {
    attempt = json_object_new ();
    wb_wire_put_text (attempt, "outcome", self->attempt_outcome);
    wb_wire_put_text (attempt, "note", self->attempt_note);
    wb_wire_put_time (attempt, "at", self->attempt_at);
    json_object_set_object_member (object, "attempt", attempt);
  } else {
    json_object_set_null_member (object, "attempt");
  }

  return wb_wire_take_object (object);
}

static void
init_complete_body (WbCompleteBody *self)
{
  self->called_at = WB_TIME_NONE;
}

static void
clear_complete_body (WbCompleteBody *self)
{
  g_free (self->outcome);
  g_free (self->note);
}

WB_DEFINE_RECORD (WbCompleteBody, wb_complete_body, init_complete_body, clear_complete_body)

/**
 * wb_wire_complete_body_decode:
 * @node: the body of POST /activities/{id}/complete or …/notes
 *
 * Whether an outcome or a note is needed depends on which of the two it is.
 *
 * Returns: (transfer full): the body; `NULL` with WB_WIRE_ERROR_BAD_SHAPE
 */
WbCompleteBody *
wb_wire_complete_body_decode (JsonNode  *node,
                              GError   **error)
{
  g_autoptr (WbCompleteBody) self = NULL;
  WbWireReader reader;

  g_return_val_if_fail (node, NULL);
  g_return_val_if_fail (!error || !*error, NULL);

  self = wb_complete_body_new ();
  wb_wire_reader_init (&reader, node);
  self->outcome = wb_wire_read_text (&reader, "outcome", WB_WIRE_OPTIONAL);
  self->note = wb_wire_read_text (&reader, "note", WB_WIRE_OPTIONAL);
  self->called_at = wb_wire_read_time (&reader, "called_at", WB_WIRE_OPTIONAL);

  return wb_wire_reader_finish (&reader, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * wb_wire_complete_body_encode:
 * @self: the body
 *
 * Returns: (transfer full): its JSON
 */
JsonNode *
wb_wire_complete_body_encode (const WbCompleteBody *self)
{
  JsonObject *object = NULL;

  g_return_val_if_fail (self, NULL);

  object = json_object_new ();
  wb_wire_put_text (object, "outcome", self->outcome);
  wb_wire_put_text (object, "note", self->note);
  wb_wire_put_time (object, "called_at", self->called_at);

  return wb_wire_take_object (object);
}

static void
init_reopen_body (WbReopenBody *self)
{
  self->due_at = WB_TIME_NONE;
}

static void
clear_reopen_body (WbReopenBody *self)
{
  g_free (self->reason);
}

WB_DEFINE_RECORD (WbReopenBody, wb_reopen_body, init_reopen_body, clear_reopen_body)

/**
 * wb_wire_reopen_body_decode:
 * @node: the body of POST /activities/{id}/reopen
 *
 * Returns: (transfer full): the body; `NULL` with WB_WIRE_ERROR_BAD_SHAPE
 */
WbReopenBody *
wb_wire_reopen_body_decode (JsonNode  *node,
                            GError   **error)
{
  g_autoptr (WbReopenBody) self = NULL;
  WbWireReader reader;

  g_return_val_if_fail (node, NULL);
  g_return_val_if_fail (!error || !*error, NULL);

  self = wb_reopen_body_new ();
  wb_wire_reader_init (&reader, node);
  self->due_at = wb_wire_read_time (&reader, "due_at", WB_WIRE_REQUIRED);
  self->reason = wb_wire_read_text (&reader, "reason", WB_WIRE_OPTIONAL);

  return wb_wire_reader_finish (&reader, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * wb_wire_reopen_body_encode:
 * @self: the body
 *
 * Returns: (transfer full): its JSON
 */
JsonNode *
wb_wire_reopen_body_encode (const WbReopenBody *self)
{
  JsonObject *object = NULL;

  g_return_val_if_fail (self, NULL);

  object = json_object_new ();
  wb_wire_put_time (object, "due_at", self->due_at);
  wb_wire_put_text (object, "reason", self->reason);

  return wb_wire_take_object (object);
}

static void
clear_call_request_body (WbCallRequestBody *self)
{
  g_free (self->placement);
  g_free (self->phone);
}

WB_DEFINE_RECORD (WbCallRequestBody, wb_call_request_body, init_nothing, clear_call_request_body)

/**
 * wb_wire_call_request_body_decode:
 * @node: the body of POST /portal/{key}/call-request
 *
 * Returns: (transfer full): the body; `NULL` with WB_WIRE_ERROR_BAD_SHAPE
 */
WbCallRequestBody *
wb_wire_call_request_body_decode (JsonNode  *node,
                                  GError   **error)
{
  g_autoptr (WbCallRequestBody) self = NULL;
  WbWireReader reader;

  g_return_val_if_fail (node, NULL);
  g_return_val_if_fail (!error || !*error, NULL);

  self = wb_call_request_body_new ();
  wb_wire_reader_init (&reader, node);
  self->placement = wb_wire_read_text (&reader, "placement", WB_WIRE_REQUIRED);
  self->phone = wb_wire_read_text (&reader, "phone", WB_WIRE_OPTIONAL);

  return wb_wire_reader_finish (&reader, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * wb_wire_call_request_body_encode:
 * @self: the body
 *
 * Returns: (transfer full): its JSON
 */
JsonNode *
wb_wire_call_request_body_encode (const WbCallRequestBody *self)
{
  JsonObject *object = NULL;

  g_return_val_if_fail (self, NULL);

  object = json_object_new ();
  wb_wire_put_text (object, "placement", self->placement);
  wb_wire_put_text (object, "phone", self->phone);

  return wb_wire_take_object (object);
}

static void
clear_coupon_request (WbCouponRequest *self)
{
  g_free (self->currency);
  g_free (self->kind);
  g_free (self->amount);
  g_free (self->min_order_value);
  g_free (self->activity);
}

WB_DEFINE_RECORD (WbCouponRequest, wb_coupon_request, init_nothing, clear_coupon_request)

/**
 * wb_wire_coupon_request_decode:
 * @node: the body of POST /tickets/{id}/coupons
 *
 * Returns: (transfer full): the body; `NULL` with WB_WIRE_ERROR_BAD_SHAPE
 */
WbCouponRequest *
wb_wire_coupon_request_decode (JsonNode  *node,
                               GError   **error)
{
  g_autoptr (WbCouponRequest) self = NULL;
  WbWireReader reader;

  g_return_val_if_fail (node, NULL);
  g_return_val_if_fail (!error || !*error, NULL);

  self = wb_coupon_request_new ();
  wb_wire_reader_init (&reader, node);
  self->currency = wb_wire_read_text (&reader, "currency", WB_WIRE_REQUIRED);
  self->kind = wb_wire_read_text (&reader, "kind", WB_WIRE_REQUIRED);
  self->amount = wb_wire_read_decimal (&reader, "amount", WB_WIRE_REQUIRED);
  self->min_order_value = wb_wire_read_decimal (&reader, "min_order_value", WB_WIRE_OPTIONAL);
  self->validity_days = wb_wire_read_small (&reader, "validity_days", WB_WIRE_REQUIRED, 0);
  self->activity = wb_wire_read_text (&reader, "activity", WB_WIRE_OPTIONAL);
  self->replace = wb_wire_read_bool (&reader, "replace", WB_WIRE_OPTIONAL, FALSE);

  return wb_wire_reader_finish (&reader, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * wb_wire_coupon_request_encode:
 * @self: the body
 *
 * Returns: (transfer full): its JSON; `activity` and `replace` only where they say something
 */
JsonNode *
wb_wire_coupon_request_encode (const WbCouponRequest *self)
{
  JsonObject *object = NULL;

  g_return_val_if_fail (self, NULL);

  object = json_object_new ();
  wb_wire_put_text (object, "currency", self->currency);
  wb_wire_put_text (object, "kind", self->kind);
  wb_wire_put_text (object, "amount", self->amount);
  wb_wire_put_text (object, "min_order_value", self->min_order_value);
  json_object_set_int_member (object, "validity_days", self->validity_days);
  if (self->activity)
    wb_wire_put_text (object, "activity", self->activity);
  if (self->replace)
    json_object_set_boolean_member (object, "replace", TRUE);

  return wb_wire_take_object (object);
}

static void
clear_ticket_patch (WbTicketPatch *self)
{
  g_free (self->state);
  g_free (self->owner);
  g_free (self->customer_phone);
}

WB_DEFINE_RECORD (WbTicketPatch, wb_ticket_patch, init_nothing, clear_ticket_patch)

/**
 * wb_wire_ticket_patch_decode:
 * @node: the body of PATCH /tickets/{id}
 *
 * A member that is missing stays as it is; one that is null is taken away.
 *
 * Returns: (transfer full): the body; `NULL` with WB_WIRE_ERROR_BAD_SHAPE
 */
WbTicketPatch *
wb_wire_ticket_patch_decode (JsonNode  *node,
                             GError   **error)
{
  g_autoptr (WbTicketPatch) self = NULL;
  WbWireReader reader;
  WbWireReader customer;

  g_return_val_if_fail (node, NULL);
  g_return_val_if_fail (!error || !*error, NULL);

  self = wb_ticket_patch_new ();
  wb_wire_reader_init (&reader, node);
  self->has_state = wb_wire_has (&reader, "state");
  self->state = wb_wire_read_text (&reader, "state", WB_WIRE_OPTIONAL);
  self->has_owner = wb_wire_has (&reader, "owner");
  self->owner = wb_wire_read_text (&reader, "owner", WB_WIRE_OPTIONAL);
  wb_wire_enter (&reader, "customer", WB_WIRE_OPTIONAL, &customer);
  self->has_phone = wb_wire_has (&customer, "phone");
  self->customer_phone = wb_wire_read_text (&customer, "phone", WB_WIRE_OPTIONAL);

  return wb_wire_reader_finish (&reader, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * wb_wire_ticket_patch_encode:
 * @self: the body
 *
 * Returns: (transfer full): its JSON, with the members that are set
 */
JsonNode *
wb_wire_ticket_patch_encode (const WbTicketPatch *self)
{
  JsonObject *object = NULL;
  JsonObject *customer = NULL;

  g_return_val_if_fail (self, NULL);

  object = json_object_new ();
  if (self->has_state)
    wb_wire_put_text (object, "state", self->state);
  if (self->has_owner)
    wb_wire_put_text (object, "owner", self->owner);
  if (self->has_phone) {
    customer = json_object_new ();
    wb_wire_put_text (customer, "phone", self->customer_phone);
    json_object_set_object_member (object, "customer", customer);
  }

  return wb_wire_take_object (object);
}
