/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The event feed; see wb-wire-event.h. An event of a kind that is not known is kept, so that the
 * cursor moves past it; its object is read by the decoder of its kind when it is applied. */

#include "config.h"

#include "wb-wire-event.h"

#include "wb-time.h"
#include "wb-wire-builder.h"
#include "wb-wire-reader.h"

#include <string.h>

static void
init_event (WbEvent *self)
{
  self->created_at = WB_TIME_NONE;
}

static void
clear_event (WbEvent *self)
{
  g_free (self->id);
  g_free (self->event_type);
  g_free (self->actor);
  g_free (self->kind);
  g_free (self->object_id);
  g_clear_pointer (&self->object, json_node_unref);
}

WB_DEFINE_RECORD (WbEvent, wb_event, init_event, clear_event)

/**
 * wb_event_page_free:
 * @self: (transfer full) (nullable): a page
 *
 * Frees the page and lets go of its events.
 */
void
wb_event_page_free (WbEventPage *self)
{
  if (!self)
    return;

  g_clear_pointer (&self->events, g_ptr_array_unref);
  g_free (self->next_cursor);
  g_free (self);
}

/* Settings have no id of their own: they are their type's. */
static const char *
name_id (const char *kind)
{
  return g_str_equal (kind, "remarketing_settings") ? "type" : "id";
}

static void
read_event (WbWireReader *reader,
            WbEvent      *self)
{
  WbWireReader object;
  const char *dot = NULL;

  self->id = wb_wire_read_id (reader, "id", WB_WIRE_REQUIRED);
  self->event_type = wb_wire_read_text (reader, "event_type", WB_WIRE_REQUIRED);
  self->created_at = wb_wire_read_time (reader, "created_at", WB_WIRE_OPTIONAL);
  self->actor = wb_wire_read_id (reader, "actor", WB_WIRE_LENIENT);
  if (!self->event_type)
    return;

  dot = strchr (self->event_type, '.');
  self->kind = dot ? g_strndup (self->event_type, (gsize) (dot - self->event_type))
                   : g_strdup (self->event_type);
  self->deleted = g_str_has_suffix (self->event_type, ".deleted");
  if (!wb_wire_enter (reader, self->kind, WB_WIRE_OPTIONAL, &object))
    return;

  self->object = json_node_ref (wb_wire_peek (reader, self->kind));
  self->object_id = wb_wire_read_id (&object, name_id (self->kind), WB_WIRE_OPTIONAL);
  self->object_version = wb_wire_read_int (&object, "version", WB_WIRE_OPTIONAL, 0);
}

/**
 * wb_wire_event_page_decode:
 * @node: the answer of GET /events, reference/retino-api.md B.11
 *
 * Returns: (transfer full): the page; `NULL` with WB_WIRE_ERROR_BAD_SHAPE
 */
WbEventPage *
wb_wire_event_page_decode (JsonNode  *node,
                           GError   **error)
{
  g_autoptr (WbEventPage) self = NULL;
  WbWireReader reader;
  JsonArray *results = NULL;

  g_return_val_if_fail (node, NULL);
  g_return_val_if_fail (!error || !*error, NULL);

  self = g_new0 (WbEventPage, 1);
  self->events = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_event_unref);
  wb_wire_reader_init (&reader, node);
  results = wb_wire_read_array (&reader, "results", WB_WIRE_REQUIRED);
  self->next_cursor = wb_wire_read_text (&reader, "next_cursor", WB_WIRE_REQUIRED);
  self->has_more = wb_wire_read_bool (&reader, "has_more", WB_WIRE_OPTIONAL, FALSE);
  for (guint i = 0; results && i < json_array_get_length (results); i++) {
    WbWireReader child;
    WbEvent *event = NULL;

    if (!wb_wire_enter_element (&reader, "results", results, i, WB_WIRE_REQUIRED, &child))
      break;
    event = wb_event_new ();
    g_ptr_array_add (self->events, event);
    read_event (&child, event);
    if (wb_wire_reader_failed (&reader))
      break;
  }

  return wb_wire_reader_finish (&reader, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * wb_wire_event_encode:
 * @self: an event
 *
 * Returns: (transfer full): one entry of the feed; its object is shared, not copied
 */
JsonNode *
wb_wire_event_encode (const WbEvent *self)
{
  JsonObject *object = NULL;

  g_return_val_if_fail (self, NULL);
  g_return_val_if_fail (self->kind, NULL);

  object = json_object_new ();
  wb_wire_put_text (object, "id", self->id);
  wb_wire_put_text (object, "event_type", self->event_type);
  wb_wire_put_time (object, "created_at", self->created_at);
  wb_wire_put_text (object, "actor", self->actor);
  if (self->object)
    json_object_set_member (object, self->kind, json_node_copy (self->object));
  else
    json_object_set_null_member (object, self->kind);

  return wb_wire_take_object (object);
}
