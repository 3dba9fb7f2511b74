/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Error bodies; see wb-wire-api-error.h. Reading one never fails: what a server says about its own
 * refusal is shown as far as it can be understood. */

#include "config.h"

#include "wb-wire-api-error.h"

#include "wb-wire-builder.h"


/* The code of a field error that has none, as with Django. */
#define CODE_INVALID "invalid"

static void
init_api_error (WbApiError *self)
{
  self->problems = wb_problems_new ();
}

static void
clear_api_error (WbApiError *self)
{
  g_free (self->detail);
  g_free (self->code);
  g_free (self->request_id);
  g_ptr_array_unref (self->problems);
  g_clear_pointer (&self->current, json_node_unref);
}

WB_DEFINE_RECORD (WbApiError, wb_api_error, init_api_error, clear_api_error)

static const char *
peek_string (JsonNode *node)
{
  if (!node || !JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;

  return json_node_get_string (node);
}

/* A message, an object with one, a list of either, or (Django) fields within a field. The depth is
 * bounded by WB_WIRE_MAX_DEPTH. */
static void
collect_problems (WbApiError *self,
                  const char *path,
                  JsonNode   *node)
{
  const char *message = peek_string (node);

  if (message) {
    wb_problems_add (self->problems, CODE_INVALID, message, "%s", path);
  } else if (JSON_NODE_HOLDS_ARRAY (node)) {
    JsonArray *array = json_node_get_array (node);

    for (guint i = 0; i < json_array_get_length (array); i++)
      collect_problems (self, path, json_array_get_element (array, i));
  } else if (JSON_NODE_HOLDS_OBJECT (node)) {
    JsonObject *object = json_node_get_object (node);
    const char *code = peek_string (json_object_get_member (object, "code"));
    JsonObjectIter iter;
    const char *name = NULL;
    JsonNode *member = NULL;

    message = peek_string (json_object_get_member (object, "message"));
    if (code || message) {
      wb_problems_add (self->problems, code ? code : CODE_INVALID, message ? message : code,
                       "%s", path);
      return;
    }
    json_object_iter_init_ordered (&iter, object);
    while (json_object_iter_next_ordered (&iter, &name, &member)) {
      g_autofree char *inner = g_strconcat (path, *path == '\0' ? "" : ".", name, NULL);

      collect_problems (self, inner, member);
    }
  }
}

/* {"field": ["…"]}: every member that is a list or an object is a field, but for our own names. */
static void
collect_django_problems (WbApiError *self,
                         JsonObject *object)
{
  JsonObjectIter iter;
  const char *name = NULL;
  JsonNode *member = NULL;

  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &member)) {
    if (JSON_NODE_HOLDS_VALUE (member) || g_str_equal (name, "current") ||
        g_str_equal (name, "errors"))
      continue;
    collect_problems (self, g_str_equal (name, "non_field_errors") ? "" : name, member);
  }
}

/**
 * wb_wire_api_error_decode:
 * @node: (nullable): a parsed error body; `NULL` = it was no JSON
 *
 * Reads our form and Django's (reference/retino-api.md B.1). Where no `detail` came, the first
 * field's message stands for it.
 *
 * Returns: (transfer full): the record; empty if nothing was understood
 */
WbApiError *
wb_wire_api_error_decode (JsonNode *node)
{
  WbApiError *self = wb_api_error_new ();
  JsonObject *object = NULL;
  JsonNode *errors = NULL;
  JsonNode *current = NULL;

  if (!node)
    return self;
  if (!JSON_NODE_HOLDS_OBJECT (node)) {
    collect_problems (self, "", node);
  } else {
    object = json_node_get_object (node);
    self->detail = g_strdup (peek_string (json_object_get_member (object, "detail")));
    self->code = g_strdup (peek_string (json_object_get_member (object, "code")));
    self->request_id = g_strdup (peek_string (json_object_get_member (object, "request_id")));
    errors = json_object_get_member (object, "errors");
    if (errors)
      collect_problems (self, "", errors);
    else
      collect_django_problems (self, object);
    current = json_object_get_member (object, "current");
    if (current && JSON_NODE_HOLDS_OBJECT (current))
      self->current = json_node_ref (current);
  }
  if (!self->detail && self->problems->len > 0)
    self->detail = g_strdup (((WbProblem *) g_ptr_array_index (self->problems, 0))->message);

  return self;
}

static JsonObject *
encode_problems (GPtrArray *problems)
{
  JsonObject *errors = json_object_new ();

  for (guint i = 0; i < problems->len; i++) {
    const WbProblem *problem = g_ptr_array_index (problems, i);
    JsonObject *object = json_object_new ();

    if (!json_object_has_member (errors, problem->path))
      json_object_set_array_member (errors, problem->path, json_array_new ());
    wb_wire_put_text (object, "code", problem->code);
    wb_wire_put_text (object, "message", problem->message);
    json_array_add_object_element (json_object_get_array_member (errors, problem->path), object);
  }

  return errors;
}

/**
 * wb_wire_api_error_encode:
 * @self: what a server refuses with
 *
 * `current` is written only where there is one; it is shared, not copied.
 *
 * Returns: (transfer full): the body of reference/retino-api.md B.1
 */
JsonNode *
wb_wire_api_error_encode (const WbApiError *self)
{
  JsonObject *object = NULL;

  g_return_val_if_fail (self, NULL);

  object = json_object_new ();
  wb_wire_put_text (object, "detail", self->detail);
  wb_wire_put_text (object, "code", self->code);
  wb_wire_put_text (object, "request_id", self->request_id);
  json_object_set_object_member (object, "errors", encode_problems (self->problems));
  if (self->current)
    json_object_set_member (object, "current", json_node_copy (self->current));

  return wb_wire_take_object (object);
}
