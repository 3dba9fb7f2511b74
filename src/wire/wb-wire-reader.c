/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Total accessors for JSON objects; see wb-wire-reader.h. */

#include "config.h"

#include "wb-wire-reader-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

static void
append_path (GString            *path,
             const WbWireReader *reader)
{
  if (!reader->parent)
    return;

  append_path (path, reader->parent);
  if (path->len > 0)
    g_string_append_c (path, '.');
  g_string_append (path, reader->name);
  if (reader->index >= 0)
    g_string_append_printf (path, "[%d]", reader->index);
}

static const char *
name_type (JsonNode *node)
{
  switch (json_node_get_node_type (node)) {
    case JSON_NODE_OBJECT:
      return "object";
    case JSON_NODE_ARRAY:
      return "array";
    case JSON_NODE_VALUE:
      if (json_node_get_value_type (node) == G_TYPE_STRING)
        return "string";
      return json_node_get_value_type (node) == G_TYPE_BOOLEAN ? "boolean" : "number";
    case JSON_NODE_NULL:
    default:
      return "null";
  }
}

/**
 * wb_wire_reader_refuse:
 * @self: a reader
 * @name: (nullable): the member; `NULL` = the object itself
 * @what: what is wrong with it, translated
 *
 * Remembers the first thing that is wrong, as WB_WIRE_ERROR_BAD_SHAPE “path: what”.
 */
void
wb_wire_reader_refuse (WbWireReader *self,
                       const char   *name,
                       const char   *what)
{
  g_autoptr (GString) path = NULL;

  g_return_if_fail (self);
  g_return_if_fail (what);

  if (self->root->failure)
    return;

  path = g_string_new (NULL);
  append_path (path, self);
  if (name) {
    if (path->len > 0)
      g_string_append_c (path, '.');
    g_string_append (path, name);
  }
  if (path->len == 0)
    g_string_append_c (path, '$');
  self->root->failure = g_error_new (WB_WIRE_ERROR, WB_WIRE_ERROR_BAD_SHAPE,
                                     "%s: %s", path->str, what);
}

void
wb_wire_reader_refuse_type (WbWireReader *self,
                            const char   *name,
                            JsonNode     *node,
                            const char   *expected)
{
  /* Translators: JSON's own words for types, e.g. “expected string, got number”. */
  g_autofree char *what = g_strdup_printf (_ ("expected %s, got %s"), expected, name_type (node));

  wb_wire_reader_refuse (self, name, what);
}

/* The member, unless it is missing or null; says so if that is not allowed. */
JsonNode *
wb_wire_reader_find (WbWireReader *self,
                     const char   *name,
                     WbWireNeed    need)
{
  JsonNode *node = NULL;

  if (!self->object || self->root->failure)
    return NULL;

  node = json_object_get_member (self->object, name);
  if (!node) {
    if (need == WB_WIRE_REQUIRED || need == WB_WIRE_PRESENT)
      wb_wire_reader_refuse (self, name, _ ("missing"));
    return NULL;
  }
  if (json_node_get_node_type (node) == JSON_NODE_NULL) {
    if (need == WB_WIRE_REQUIRED)
      wb_wire_reader_refuse (self, name, _ ("null where a value is needed"));
    return NULL;
  }

  return node;
}

gboolean
wb_wire_node_holds (JsonNode *node,
                    GType     type)
{
  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == type;
}

/**
 * wb_wire_reader_init:
 * @self: (out caller-allocates): a reader
 * @node: what should be an object
 *
 * Begins reading an object; anything else is the first failure, at the path “$”.
 */
void
wb_wire_reader_init (WbWireReader *self,
                     JsonNode     *node)
{
  g_return_if_fail (self);
  g_return_if_fail (node);

  *self = (WbWireReader) { .index = -1, .root = self };
  if (JSON_NODE_HOLDS_OBJECT (node))
    self->object = json_node_get_object (node);
  else
    wb_wire_reader_refuse_type (self, NULL, node, "object");
}

/**
 * wb_wire_reader_finish:
 * @self: a reader made by wb_wire_reader_init()
 *
 * Ends reading; every reader is ended once.
 *
 * Returns: `FALSE` with WB_WIRE_ERROR_BAD_SHAPE if anything was refused
 */
gboolean
wb_wire_reader_finish (WbWireReader  *self,
                       GError       **error)
{
  g_return_val_if_fail (self && self->root == self, FALSE);

  if (self->failure) {
    g_propagate_error (error, g_steal_pointer (&self->failure));
    return FALSE;
  }

  return TRUE;
}

/**
 * wb_wire_reader_failed:
 * @self: a reader
 *
 * Returns: whether something was refused already, for loops that may stop
 */
gboolean
wb_wire_reader_failed (const WbWireReader *self)
{
  g_return_val_if_fail (self, TRUE);

  return self->root->failure != NULL;
}

/**
 * wb_wire_enter:
 * @self: a reader
 * @name: a member
 * @need: what is taken
 * @child: (out caller-allocates): a reader of the member; lives no longer than @self
 *
 * Returns: whether the member is an object; if not, @child gives nothing for every read
 */
gboolean
wb_wire_enter (WbWireReader *self,
               const char   *name,
               WbWireNeed    need,
               WbWireReader *child)
{
  JsonNode *node = wb_wire_reader_find (self, name, need);

  *child = (WbWireReader) { .parent = self, .name = name, .index = -1, .root = self->root };
  if (!node)
    return FALSE;
  if (!JSON_NODE_HOLDS_OBJECT (node)) {
    if (need != WB_WIRE_LENIENT)
      wb_wire_reader_refuse_type (self, name, node, "object");
    return FALSE;
  }
  child->object = json_node_get_object (node);

  return TRUE;
}

/**
 * wb_wire_enter_element:
 * @self: a reader
 * @name: the member that is the list
 * @array: the list, from wb_wire_read_array()
 * @index: which element
 * @need: LENIENT: an element of another type is passed over; else it is refused
 * @child: (out caller-allocates): a reader of the element; lives no longer than @self
 *
 * Returns: whether the element is an object
 */
gboolean
wb_wire_enter_element (WbWireReader *self,
                       const char   *name,
                       JsonArray    *array,
                       guint         index,
                       WbWireNeed    need,
                       WbWireReader *child)
{
  JsonNode *node = json_array_get_element (array, index);

  *child = (WbWireReader) {
    .parent = self, .name = name, .index = (int) index, .root = self->root
  };
  if (!JSON_NODE_HOLDS_OBJECT (node)) {
    if (need != WB_WIRE_LENIENT)
      wb_wire_reader_refuse_type (child, NULL, node, "object");
    return FALSE;
  }
  child->object = json_node_get_object (node);

  return TRUE;
}

/**
 * wb_wire_has:
 * @self: a reader
 * @name: a member
 *
 * Returns: whether the member was sent at all, null included
 */
gboolean
wb_wire_has (const WbWireReader *self,
             const char         *name)
{
  return self->object && json_object_has_member (self->object, name);
}

/**
 * wb_wire_peek:
 * @self: a reader
 * @name: a member
 *
 * Returns: (transfer none) (nullable): the member as it came, null nodes included
 */
JsonNode *
wb_wire_peek (const WbWireReader *self,
              const char         *name)
{
  return self->object ? json_object_get_member (self->object, name) : NULL;
}

/**
 * wb_wire_read_int:
 * @self: a reader
 * @name: a member
 * @need: what is taken
 * @fallback: what nothing gives
 *
 * A whole number; 2.0 is one.
 *
 * Returns: the number
 */
gint64
wb_wire_read_int (WbWireReader *self,
                  const char   *name,
                  WbWireNeed    need,
                  gint64        fallback)
{
  JsonNode *node = wb_wire_reader_find (self, name, need);

  if (!node)
    return fallback;
  if (wb_wire_node_holds (node, G_TYPE_INT64))
    return json_node_get_int (node);
  if (wb_wire_node_holds (node, G_TYPE_DOUBLE)) {
    double number = json_node_get_double (node);

    /* Up to 2^53 a double is exactly the number that was written. */
    if (number == floor (number) && fabs (number) <= 9007199254740992.0)
      return (gint64) number;
  }
  if (need != WB_WIRE_LENIENT)
    wb_wire_reader_refuse_type (self, name, node, "integer");

  return fallback;
}

/**
 * wb_wire_read_small:
 * @self: a reader
 * @name: a member
 * @need: what is taken
 * @fallback: what nothing gives
 *
 * As wb_wire_read_int(), for a number that must fit an int.
 *
 * Returns: the number
 */
int
wb_wire_read_small (WbWireReader *self,
                    const char   *name,
                    WbWireNeed    need,
                    int           fallback)
{
  gint64 number = wb_wire_read_int (self, name, need, fallback);

  if (number < G_MININT || number > G_MAXINT) {
    if (need != WB_WIRE_LENIENT)
      wb_wire_reader_refuse (self, name, _ ("out of range"));
    return fallback;
  }

  return (int) number;
}

/**
 * wb_wire_read_bool:
 * @self: a reader
 * @name: a member
 * @need: what is taken
 * @fallback: what nothing gives
 *
 * Returns: the member
 */
gboolean
wb_wire_read_bool (WbWireReader *self,
                   const char   *name,
                   WbWireNeed    need,
                   gboolean      fallback)
{
  JsonNode *node = wb_wire_reader_find (self, name, need);

  if (!node)
    return fallback;
  if (wb_wire_node_holds (node, G_TYPE_BOOLEAN))
    return json_node_get_boolean (node);
  if (need != WB_WIRE_LENIENT)
    wb_wire_reader_refuse_type (self, name, node, "boolean");

  return fallback;
}
