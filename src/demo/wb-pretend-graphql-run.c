/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Picks what a document selects out of the JSON that resolvers give: whole objects with their
 * "__typename", lists as arrays; a list that is paged by its resolver is an object with "__items"
 * and "__has_next". */

#include "config.h"

#include "wb-pretend-graphql.h"

#include <string.h>

/* Where in the answer we are, for errors. */
typedef struct _Place Place;

struct _Place
{
  const Place *parent;     /* (nullable) */
  const char *name;        /* (nullable) NULL = `index` */
  guint index;
};

static void select_into (WbGraphqlRun *self, GPtrArray *selection, const char *type,
                         JsonObject *source, const Place *place, JsonObject *out, double *cost);

static void
add_path (JsonObject  *error,
          const Place *place)
{
  g_autoptr (GPtrArray) places = g_ptr_array_new ();
  JsonArray *path = json_array_new ();

  for (; place; place = place->parent)
    g_ptr_array_insert (places, 0, (gpointer) place);
  for (guint i = 0; i < places->len; i++) {
    const Place *one = g_ptr_array_index (places, i);

    if (one->name)
      json_array_add_string_element (path, one->name);
    else
      json_array_add_int_element (path, one->index);
  }
  json_object_set_array_member (error, "path", path);
}

/* Who may write may read. */
static gboolean
has_scope (WbGraphqlRun *self,
           const char   *scope)
{
  g_autofree char *write_scope = g_str_has_prefix (scope, "read_") ?
                                 g_strconcat ("write_", scope + strlen ("read_"), NULL) : NULL;

  return self->scopes && (g_strv_contains (self->scopes, scope) ||
                          (write_scope && g_strv_contains (self->scopes, write_scope)));
}

/* Whether the field is denied; says so in the answer then. */
static gboolean
deny (WbGraphqlRun         *self,
      const WbGraphqlField *field,
      const WbGraphqlNode  *node,
      const Place          *place)
{
  g_autofree char *full_name = g_strconcat (field->type, ".", field->field, NULL);
  gboolean is_hidden = self->hidden && g_strv_contains (self->hidden, full_name);
  g_autofree char *required = NULL;
  g_autofree char *message = NULL;
  JsonObject *error;

  if (!is_hidden && (!field->scope || has_scope (self, field->scope)))
    return FALSE;
  if (is_hidden) {
    message = g_strdup_printf ("This app is not approved to access the %s field. See "
                               "https://shopify.dev/docs/apps/launch/protected-customer-data for "
                               "more details.", field->field);
  } else {
    required = g_strdup_printf ("`%s` access scope.", field->scope);
    message = g_strdup_printf ("Access denied for %s field. Required access: %s", field->field,
                               required);
  }
  error = wb_graphql_add_error (self, message, "ACCESS_DENIED", node);
  if (required) {
    JsonObject *extensions = json_object_get_object_member (error, "extensions");

    json_object_set_string_member (extensions, "documentation",
                                   "https://shopify.dev/api/usage/access-scopes");
    json_object_set_string_member (extensions, "requiredAccess", required);
  }
  add_path (error, place);

  return TRUE;
}

/* The base64 that Shopify makes of the last id and the value sorted by. */
static char *
make_cursor (JsonObject *item)
{
  g_autofree char *json = NULL;
  const char *id;

  if (json_object_has_member (item, "__cursor"))
    return g_strdup (json_object_get_string_member (item, "__cursor"));
  id = strrchr (json_object_get_string_member (item, "id"), '/') + 1;
  json = g_strdup_printf ("{\"last_id\":%s,\"last_value\":\"%s\"}", id, id);

  return g_base64_encode ((const guchar *) json, strlen (json));
}

static void
set_cursor (JsonObject *out,
            const char *name,
            JsonArray  *items,
            guint       at)
{
  g_autofree char *cursor = NULL;

  if (at >= json_array_get_length (items)) {
    json_object_set_null_member (out, name);
    return;
  }
  cursor = make_cursor (json_array_get_object_element (items, at));
  json_object_set_string_member (out, name, cursor);
}

static JsonObject *
make_page_info (JsonArray *items,
                gboolean   has_next,
                gboolean   has_previous)
{
  JsonObject *info = json_object_new ();

  json_object_set_boolean_member (info, "hasNextPage", has_next);
  json_object_set_boolean_member (info, "hasPreviousPage", has_previous);
  set_cursor (info, "startCursor", items, 0);
  set_cursor (info, "endCursor", items, json_array_get_length (items) - 1);

  return info;
}

/* A list with its edges, nodes and pageInfo, as an object to select from. */
static JsonObject *
make_connection (JsonNode            *value,
                 const WbGraphqlNode *node,
                 JsonObject          *variables,
                 guint               *n_items_out)
{
  g_autoptr (JsonObject) arguments = wb_graphql_arguments (node, variables);
  int first = wb_graphql_first (arguments);
  JsonObject *connection = json_object_new ();
  JsonObject *paged = JSON_NODE_HOLDS_OBJECT (value) ? json_node_get_object (value) : NULL;
  JsonArray *all = paged ? json_object_get_array_member (paged, "__items") :
                   json_node_get_array (value);
  JsonArray *nodes = json_array_new ();
  JsonArray *edges = json_array_new ();
  guint n = json_array_get_length (all);
  gboolean has_next = paged && json_object_get_boolean_member (paged, "__has_next");
  gboolean has_previous = paged && json_object_get_boolean_member (paged, "__has_previous");

  if (!paged && first > 0 && n > (guint) first) {
    n = (guint) first;
    has_next = TRUE;
  }
  for (guint i = 0; i < n; i++) {
    JsonObject *item = json_array_get_object_element (all, i);
    JsonObject *edge = json_object_new ();
    g_autofree char *cursor = make_cursor (item);

    json_array_add_object_element (nodes, json_object_ref (item));
    json_object_set_string_member (edge, "cursor", cursor);
    json_object_set_object_member (edge, "node", json_object_ref (item));
    json_array_add_object_element (edges, edge);
  }
  json_object_set_object_member (connection, "pageInfo",
                                 make_page_info (nodes, has_next, has_previous));
  json_object_set_array_member (connection, "nodes", nodes);
  json_object_set_array_member (connection, "edges", edges);
  *n_items_out = n;

  return connection;
}

static const char *
runtime_type (JsonObject *source,
              const char *type)
{
  return json_object_has_member (source, "__typename") ?
         json_object_get_string_member (source, "__typename") : type;
}

static JsonNode *
take_object (JsonObject *object)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_node_take_object (node, object);

  return node;
}

static JsonNode *
complete_object (WbGraphqlRun        *self,
                 const WbGraphqlNode *node,
                 const char          *bare,
                 JsonObject          *source,
                 const Place         *place,
                 double              *cost)
{
  JsonObject *out = json_object_new ();

  select_into (self, node->selection, runtime_type (source, bare), source, place, out, cost);

  return take_object (out);
}

static JsonNode *
complete_connection (WbGraphqlRun        *self,
                     const WbGraphqlNode *node,
                     const char          *bare,
                     JsonNode            *value,
                     const Place         *place,
                     double              *cost)
{
  guint n = 0;
  g_autoptr (JsonObject) connection = make_connection (value, node, self->variables, &n);
  double inside = 0;
  JsonNode *result = complete_object (self, node, bare, connection, place, &inside);

  /* @inside is of all nodes: what one costs on the average, at the price of a list. */
  *cost += 2;
  if (n > 0)
    *cost += wb_graphql_list_factor (self->schema, (int) n) * inside / n;

  return result;
}

static JsonNode *
complete (WbGraphqlRun        *self,
          const WbGraphqlNode *node,
          const char          *bare,
          JsonNode            *value,
          const Place         *place,
          double              *cost)
{
  if (!node->selection)
    return value ? json_node_copy (value) : json_node_new (JSON_NODE_NULL);
  if (!value || JSON_NODE_HOLDS_NULL (value)) {
    *cost += wb_graphql_object_cost (bare);
    return json_node_new (JSON_NODE_NULL);
  }
  if (g_str_has_suffix (bare, "Connection"))
    return complete_connection (self, node, bare, value, place, cost);
  if (JSON_NODE_HOLDS_ARRAY (value)) {
    JsonNode *result = json_node_new (JSON_NODE_ARRAY);
    JsonArray *out = json_array_new ();
    JsonArray *list = json_node_get_array (value);

    for (guint i = 0; i < json_array_get_length (list); i++) {
      const Place inner = { .parent = place, .index = i };

      json_array_add_element (out, complete (self, node, bare, json_array_get_element (list, i),
                                             &inner, cost));
    }
    json_node_take_array (result, out);
    return result;
  }
  *cost += wb_graphql_object_cost (bare);

  return complete_object (self, node, bare, json_node_get_object (value), place, cost);
}

static void
select_field (WbGraphqlRun        *self,
              const WbGraphqlNode *node,
              const char          *type,
              JsonObject          *source,
              const Place         *parent,
              JsonObject          *out,
              double              *cost)
{
  const char *name = node->alias ? node->alias : node->name;
  const Place place = { .parent = parent, .name = name };
  const WbGraphqlField *field;
  g_autofree char *bare = NULL;

  if (strcmp (node->name, "__typename") == 0) {
    json_object_set_string_member (out, name, type);
    return;
  }
  field = wb_graphql_find (self->schema->fields, type, node->name);
  if (deny (self, field, node, &place)) {
    json_object_set_null_member (out, name);
    return;
  }
  bare = wb_graphql_bare_type (field->result);
  json_object_set_member (out, name, complete (self, node, bare,
                                               json_object_get_member (source, node->name), &place,
                                               cost));
}

static void
select_into (WbGraphqlRun *self,
             GPtrArray    *selection,
             const char   *type,
             JsonObject   *source,
             const Place  *place,
             JsonObject   *out,
             double       *cost)
{
  for (guint i = 0; i < selection->len; i++) {
    const WbGraphqlNode *node = g_ptr_array_index (selection, i);
    const WbGraphqlNode *fragment = wb_graphql_fragment (self->document, node);

    if (wb_graphql_is_left_out (node, self->variables))
      continue;
    if (node->kind == WB_GRAPHQL_FIELD)
      select_field (self, node, type, source, place, out, cost);
    else if (fragment->name[0] == '\0' || strcmp (fragment->name, type) == 0)
      select_into (self, fragment->selection, type, source, place, out, cost);
  }
}

/* A field of the operation itself, in the order in which they stand. */
static void
run_root (WbGraphqlRun        *self,
          const WbGraphqlNode *node,
          JsonObject          *data)
{
  const char *root = wb_graphql_root_type (self->document);
  const char *name = node->alias ? node->alias : node->name;
  const WbGraphqlField *field = wb_graphql_find (self->schema->fields, root, node->name);
  const Place place = { .name = name };
  g_autoptr (JsonObject) arguments = wb_graphql_arguments (node, self->variables);
  g_autoptr (JsonNode) value = NULL;
  g_autofree char *bare = wb_graphql_bare_type (field->result);
  JsonObject *error = NULL;
  double cost = 0;

  if (deny (self, field, node, &place)) {
    json_object_set_null_member (data, name);
    self->actual += self->document->is_mutation ? 10 : 1;
    return;
  }
  value = self->resolve (node->name, arguments, &error, self->data);
  if (error) {
    add_path (error, &place);
    json_array_add_object_element (self->errors, error);
  }
  json_object_set_member (data, name, complete (self, node, bare, value, &place, &cost));
  if (self->document->is_mutation)
    /* The payload, and the objects it gives, are in the 10. */
    cost = MAX (10, 8 + cost);
  else if (strcmp (bare, "Count") == 0)
    cost = 10;
  self->actual += cost;
}

/**
 * wb_graphql_execute:
 * @self: a run that was found good
 *
 * Returns: (transfer full): "data"
 */
JsonObject *
wb_graphql_execute (WbGraphqlRun *self)
{
  JsonObject *data = json_object_new ();
  GPtrArray *selection = self->document->selection;

  for (guint i = 0; i < selection->len; i++) {
    const WbGraphqlNode *node = g_ptr_array_index (selection, i);

    if (node->kind == WB_GRAPHQL_FIELD && !wb_graphql_is_left_out (node, self->variables))
      run_root (self, node, data);
  }
  self->actual = MIN (self->actual, self->requested);

  return data;
}
