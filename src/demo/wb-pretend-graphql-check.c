/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Whether a document may run, and with which variables: Shopify's own errors for what it may not
* (tests/data/shopify-recorded), and the points it takes.
*
* The points of a list is fitted to all recordings there: 2 + round (1.8 ln first) times a node, at
* least once; objects 1, money and page information nothing, a mutation 10 with what it gives. */

#include "config.h"

#include "wb-pretend-graphql.h"

#include "wb-money.h"
#include "wb-time.h"

#include <math.h>
#include <string.h>

/**
 * wb_graphql_run_init:
 * @self: to be filled
 * @schema: the types
 * @document: what is to run
 */
void
wb_graphql_run_init (WbGraphqlRun            *self,
                     const WbGraphqlSchema   *schema,
                     const WbGraphqlDocument *document)
{
  memset (self, 0, sizeof *self);
  self->schema = schema;
  self->document = document;
  self->variables = json_object_new ();
  self->errors = json_array_new ();
}

/**
 * wb_graphql_run_clear:
 * @self: a run
 */
void
wb_graphql_run_clear (WbGraphqlRun *self)
{
  g_clear_pointer (&self->variables, json_object_unref);
  g_clear_pointer (&self->errors, json_array_unref);
}

const WbGraphqlField *
wb_graphql_find (const WbGraphqlField *table,
                 const char           *type,
                 const char           *field)
{
  for (; table->type; table++) {
    if (strcmp (table->type, type) == 0 && (!field || strcmp (table->field, field) == 0))
      return table;
  }

  return NULL;
}

char *
wb_graphql_bare_type (const char *type)
{
  char *bare = g_strdup (type + strspn (type, "["));

  bare[strcspn (bare, "]!")] = '\0';

  return bare;
}

const char *
wb_graphql_root_type (const WbGraphqlDocument *document)
{
  return document->is_mutation ? "Mutation" : "QueryRoot";
}

const WbGraphqlNode *
wb_graphql_fragment (const WbGraphqlDocument *document,
                     const WbGraphqlNode     *node)
{
  return node->kind == WB_GRAPHQL_SPREAD ? g_hash_table_lookup (document->fragments, node->name) :
                                           node;
}

static JsonNode *
resolve (JsonNode   *literal,
         JsonObject *variables)
{
  JsonNode *result;

  if (JSON_NODE_HOLDS_ARRAY (literal)) {
    JsonArray *array = json_array_new ();

    for (guint i = 0; i < json_array_get_length (json_node_get_array (literal)); i++)
      json_array_add_element (array, resolve (json_array_get_element (json_node_get_array (literal),
                                                                      i), variables));
    result = json_node_new (JSON_NODE_ARRAY);
    json_node_take_array (result, array);
    return result;
  }
  if (!JSON_NODE_HOLDS_OBJECT (literal))
    return json_node_copy (literal);

  if (json_object_has_member (json_node_get_object (literal), "$")) {
    const char *name = json_object_get_string_member (json_node_get_object (literal), "$");
    JsonNode *value = json_object_get_member (variables, name);

    return value ? json_node_copy (value) : json_node_new (JSON_NODE_NULL);
  } else {
    JsonObject *object = json_object_new ();
    g_autoptr (GList) names = json_object_get_members (json_node_get_object (literal));

    for (GList *l = names; l; l = l->next)
      json_object_set_member (object, l->data,
                              resolve (json_object_get_member (json_node_get_object (literal),
                                                               l->data), variables));
    result = json_node_new (JSON_NODE_OBJECT);
    json_node_take_object (result, object);
    return result;
  }
}

JsonObject *
wb_graphql_arguments (const WbGraphqlNode *node,
                      JsonObject          *variables)
{
  g_autoptr (JsonNode) literal = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (JsonNode) resolved = NULL;

  json_node_set_object (literal, node->arguments);
  resolved = resolve (literal, variables);

  return json_node_dup_object (resolved);
}

int
wb_graphql_first (JsonObject *arguments)
{
  JsonNode *first = json_object_get_member (arguments, "first");

  return first && JSON_NODE_HOLDS_VALUE (first) ? (int) json_node_get_int (first) : 0;
}

static gboolean
is_true (JsonNode   *literal,
         JsonObject *variables)
{
  g_autoptr (JsonNode) value = resolve (literal, variables);

  return JSON_NODE_HOLDS_VALUE (value) && json_node_get_boolean (value);
}

gboolean
wb_graphql_is_left_out (const WbGraphqlNode *node,
                        JsonObject          *variables)
{
  return (node->include && !is_true (node->include, variables)) ||
         (node->skip && is_true (node->skip, variables));
}

JsonObject *
wb_graphql_add_error (WbGraphqlRun        *self,
                      const char          *message,
                      const char          *code,
                      const WbGraphqlNode *node)
{
  JsonObject *error = json_object_new ();
  JsonObject *extensions = json_object_new ();

  json_object_set_string_member (error, "message", message);
  if (node) {
    JsonArray *locations = json_array_new ();
    JsonObject *location = json_object_new ();

    json_object_set_int_member (location, "line", node->line);
    json_object_set_int_member (location, "column", node->column);
    json_array_add_object_element (locations, location);
    json_object_set_array_member (error, "locations", locations);
  }
  json_object_set_string_member (extensions, "code", code);
  json_object_set_object_member (error, "extensions", extensions);
  json_array_add_object_element (self->errors, error);

  return error;
}

/* Whether some "name:Type" of @arguments is @name; its type. */
static char *
find_argument (const char *arguments,
               const char *name)
{
  g_auto (GStrv) parts = g_strsplit (arguments ? arguments : "", " ", -1);

  for (guint i = 0; parts[i]; i++) {
    char *colon = strchr (parts[i], ':');

    if (colon && strlen (name) == (gsize) (colon - parts[i]) && g_str_has_prefix (parts[i], name))
      return g_strdup (colon + 1);
  }

  return NULL;
}

static void
set_path (JsonObject *error,
          GPtrArray  *path,
          const char *name,
          const char *argument)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < path->len; i++)
    json_array_add_string_element (array, path->pdata[i]);
  json_array_add_string_element (array, name);
  if (argument)
    json_array_add_string_element (array, argument);
  json_object_set_array_member (error, "path", array);
}

static gboolean
check_arguments (WbGraphqlRun         *self,
                 const WbGraphqlNode  *node,
                 const WbGraphqlField *field,
                 GPtrArray            *path)
{
  g_autoptr (GList) names = json_object_get_members (node->arguments);
  g_auto (GStrv) parts = g_strsplit (field->arguments ? field->arguments : "", " ", -1);

  for (GList *l = names; l; l = l->next) {
    g_autofree char *type = find_argument (field->arguments, l->data);
    g_autofree char *message = NULL;
    JsonObject *error;
    JsonObject *extensions;

    if (type && !(json_object_get_null_member (node->arguments, l->data) &&
                  g_str_has_suffix (type, "!")))
      continue;
    message = type ?
              g_strdup_printf ("Argument '%s' on Field '%s' has an invalid value (null). Expected "
                               "type '%s'.", (char *) l->data, node->name, type) :
              g_strdup_printf ("Field '%s' doesn't accept argument '%s'", node->name,
                               (char *) l->data);
    error = wb_graphql_add_error (self, message, type ? "argumentLiteralsIncompatible" :
                                                        "argumentNotAccepted", node);
    extensions = json_object_get_object_member (error, "extensions");
    json_object_set_string_member (extensions, "typeName", "Field");
    json_object_set_string_member (extensions, "argumentName", l->data);
    set_path (error, path, node->name, l->data);
    return FALSE;
  }
  for (guint i = 0; parts[i]; i++) {
    g_autofree char *name = g_strndup (parts[i], strcspn (parts[i], ":"));
    g_autofree char *message = NULL;

    if (!g_str_has_suffix (parts[i], "!") || json_object_has_member (node->arguments, name))
      continue;
    message = g_strdup_printf ("Field '%s' is missing required arguments: %s", node->name, name);
    wb_graphql_add_error (self, message, "missingRequiredArguments", node);
    return FALSE;
  }

  return TRUE;
}

static gboolean
refuse_field (WbGraphqlRun        *self,
              const WbGraphqlNode *node,
              const char          *type,
              GPtrArray           *path)
{
  g_autofree char *message = g_strdup_printf ("Field '%s' doesn't exist on type '%s'", node->name,
                                              type);
  JsonObject *error = wb_graphql_add_error (self, message, "undefinedField", node);
  JsonObject *extensions = json_object_get_object_member (error, "extensions");

  json_object_set_string_member (extensions, "typeName", type);
  json_object_set_string_member (extensions, "fieldName", node->name);
  set_path (error, path, node->alias ? node->alias : node->name, NULL);

  return FALSE;
}

static gboolean check_selection (WbGraphqlRun *self, GPtrArray *selection, const char *type,
                                 GPtrArray *path);

static gboolean
check_field (WbGraphqlRun        *self,
             const WbGraphqlNode *node,
             const char          *type,
             GPtrArray           *path)
{
  const WbGraphqlField *field;
  g_autofree char *bare = NULL;
  gboolean is_composite;
  gboolean is_good;

  if (strcmp (node->name, "__typename") == 0)
    return TRUE;
  field = wb_graphql_find (self->schema->fields, type, node->name);
  if (!field)
    return refuse_field (self, node, type, path);
  if (!check_arguments (self, node, field, path))
    return FALSE;
  bare = wb_graphql_bare_type (field->result);
  is_composite = wb_graphql_find (self->schema->fields, bare, NULL) != NULL;
  if (is_composite != (node->selection != NULL)) {
    g_autofree char *message = g_strdup_printf (is_composite ?
                                                "Field must have selections (field '%s')" :
                                                "Selections can't be made on scalars (field '%s')",
                                                node->name);

    wb_graphql_add_error (self, message, "selectionMismatch", node);
    return FALSE;
  }
  if (!is_composite)
    return TRUE;
  g_ptr_array_add (path, node->alias ? node->alias : node->name);
  is_good = check_selection (self, node->selection, bare, path);
  g_ptr_array_set_size (path, (int) path->len - 1);

  return is_good;
}

static gboolean
check_selection (WbGraphqlRun *self,
                 GPtrArray    *selection,
                 const char   *type,
                 GPtrArray    *path)
{
  /* A fragment that spreads itself. */
  if (path->len > 60) {
    wb_graphql_add_error (self, "Too deep", "queryTooDeep", NULL);
    return FALSE;
  }
  for (guint i = 0; i < selection->len; i++) {
    const WbGraphqlNode *node = g_ptr_array_index (selection, i);
    const WbGraphqlNode *fragment = wb_graphql_fragment (self->document, node);
    gboolean is_good;

    if (node->kind == WB_GRAPHQL_FIELD) {
      if (!check_field (self, node, type, path))
        return FALSE;
      continue;
    }
    if (!fragment || (fragment->name[0] != '\0' &&
                      !wb_graphql_find (self->schema->fields, fragment->name, NULL))) {
      g_autofree char *message = g_strdup_printf ("No such type %s, so it can't be a fragment "
                                                  "condition", fragment ? fragment->name :
                                                                          node->name);

      wb_graphql_add_error (self, message, "undefinedType", node);
      return FALSE;
    }
    g_ptr_array_add (path, fragment->name);
    is_good = check_selection (self, fragment->selection,
                               fragment->name[0] != '\0' ? fragment->name : type, path);
    g_ptr_array_set_size (path, (int) path->len - 1);
    if (!is_good)
      return FALSE;
  }

  return TRUE;
}

/**
 * wb_graphql_validate:
 * @self: a run
 *
 * Returns: whether all its fields and arguments exist
 */
gboolean
wb_graphql_validate (WbGraphqlRun *self)
{
  g_autoptr (GPtrArray) path = g_ptr_array_new ();
  g_autofree char *start = g_strdup_printf ("%s%s%s",
                                            self->document->is_mutation ? "mutation" : "query",
                                            self->document->name ? " " : "",
                                            self->document->name ? self->document->name : "");

  g_ptr_array_add (path, start);

  return check_selection (self, self->document->selection,
                          wb_graphql_root_type (self->document), path);
}

typedef struct
{
  GString *path;         /* (owned) "customerGets.value" */
  char *explanation;     /* (owned) (nullable) the first problem */
  gboolean has_message;
} Coercion;

static gboolean
complain (Coercion *coercion,
          char     *explanation)
{
  coercion->explanation = explanation;

  return FALSE;
}

static gboolean
is_decimal (const char *text)
{
  gsize whole;

  text += *text == '-' || *text == '+';
  whole = strspn (text, "0123456789");
  text += whole;
  if (*text == '.') {
    gsize places = strspn (++text, "0123456789");

    text += places;
    whole += places;
  }

  return whole > 0 && *text == '\0';
}

static gboolean
coerce_scalar (const char *type,
               JsonNode   *value,
               Coercion   *coercion)
{
  GType kind = JSON_NODE_HOLDS_VALUE (value) ? json_node_get_value_type (value) : G_TYPE_INVALID;
  g_autofree char *json = wb_graphql_print (value);
  gint64 ms;

  if (strcmp (type, "Decimal") == 0) {
    const char *text = kind == G_TYPE_STRING ? json_node_get_string (value) : json;

    coercion->has_message = TRUE;
    return is_decimal (text) ||
           complain (coercion, g_strdup_printf ("invalid decimal '%s'", text));
  }
  if ((strcmp (type, "Int") == 0 && kind != G_TYPE_INT64) ||
      (strcmp (type, "Boolean") == 0 && kind != G_TYPE_BOOLEAN) ||
      (strcmp (type, "Float") == 0 && kind != G_TYPE_INT64 && kind != G_TYPE_DOUBLE) ||
      (strcmp (type, "ID") == 0 && kind != G_TYPE_STRING && kind != G_TYPE_INT64) ||
      (strcmp (type, "String") == 0 && kind != G_TYPE_STRING))
    return complain (coercion, g_strdup_printf ("Could not coerce value %s to %s", json, type));
  if (strcmp (type, "DateTime") == 0 &&
      (kind != G_TYPE_STRING || !wb_time_parse (json_node_get_string (value), &ms)))
    return complain (coercion, g_strdup_printf ("invalid DateTime %s", json));

  return TRUE;
}

static gboolean coerce_value (WbGraphqlRun *self, const char *type, JsonNode *value,
                              Coercion *coercion);

static gboolean
coerce_object (WbGraphqlRun *self,
               const char   *type,
               JsonNode     *value,
               Coercion     *coercion)
{
  g_autoptr (GList) names = NULL;

  if (!JSON_NODE_HOLDS_OBJECT (value)) {
    g_autofree char *json = wb_graphql_print (value);

    return complain (coercion, g_strdup_printf ("Expected \"%s\" to be a key-value object.", json));
  }
  names = json_object_get_members (json_node_get_object (value));
  for (GList *l = names; l; l = l->next) {
    const WbGraphqlField *field = wb_graphql_find (self->schema->inputs, type, l->data);
    gsize length = coercion->path->len;

    g_string_append_printf (coercion->path, "%s%s", length > 0 ? "." : "", (char *) l->data);
    if (!field)
      return complain (coercion, g_strdup_printf ("Field is not defined on %s", type));
    if (!coerce_value (self, field->result,
                       json_object_get_member (json_node_get_object (value), l->data), coercion))
      return FALSE;
    g_string_truncate (coercion->path, length);
  }

  return TRUE;
}

static gboolean
coerce_value (WbGraphqlRun *self,
              const char   *type,
              JsonNode     *value,
              Coercion     *coercion)
{
  g_autofree char *bare = wb_graphql_bare_type (type);

  if (!value || JSON_NODE_HOLDS_NULL (value))
    return !g_str_has_suffix (type, "!") ||
           complain (coercion, g_strdup ("Expected value to not be null"));
  if (type[0] == '[') {
    /* A single value stands for a list of one. */
    JsonArray *array = JSON_NODE_HOLDS_ARRAY (value) ? json_node_get_array (value) : NULL;
    gsize length = coercion->path->len;

    for (guint i = 0; array && i < json_array_get_length (array); i++) {
      g_string_append_printf (coercion->path, "%s%u", length > 0 ? "." : "", i);
      if (!coerce_value (self, bare, json_array_get_element (array, i), coercion))
        return FALSE;
      g_string_truncate (coercion->path, length);
    }
    return TRUE;
  }
  if (wb_graphql_find (self->schema->inputs, bare, NULL))
    return coerce_object (self, bare, value, coercion);

  return coerce_scalar (bare, value, coercion);
}

static void
refuse_variable (WbGraphqlRun            *self,
                 const WbGraphqlVariable *variable,
                 JsonNode                *value,
                 const Coercion          *coercion)
{
  const WbGraphqlNode place = { .line = variable->line, .column = variable->column };
  g_autofree char *where = coercion->path->len > 0 ?
                           g_strdup_printf (" for %s (%s)", coercion->path->str,
                                            coercion->explanation) : g_strdup ("");
  g_autofree char *message =
    g_strdup_printf ("Variable $%s of type %s was provided invalid value%s", variable->name,
                     variable->type, where);
  JsonObject *error = wb_graphql_add_error (self, message, "INVALID_VARIABLE", &place);
  JsonObject *extensions = json_object_get_object_member (error, "extensions");
  JsonArray *problems = json_array_new ();
  JsonObject *problem = json_object_new ();
  JsonArray *path = json_array_new ();
  g_auto (GStrv) parts = g_strsplit (coercion->path->str, ".", -1);

  for (guint i = 0; parts[i]; i++)
    json_array_add_string_element (path, parts[i]);
  json_object_set_array_member (problem, "path", path);
  json_object_set_string_member (problem, "explanation", coercion->explanation);
  if (coercion->has_message)
    json_object_set_string_member (problem, "message", coercion->explanation);
  json_array_add_object_element (problems, problem);
  json_object_set_member (extensions, "value", value ? json_node_copy (value) :
                          json_node_new (JSON_NODE_NULL));
  json_object_set_array_member (extensions, "problems", problems);
}

/**
 * wb_graphql_coerce:
 * @self: a run
 * @variables: (nullable): what came with the request
 *
 * Returns: whether they are of the types that the document declares
 */
gboolean
wb_graphql_coerce (WbGraphqlRun *self,
                   JsonObject   *variables)
{
  GPtrArray *declared = self->document->variables;

  for (guint i = 0; i < declared->len; i++) {
    const WbGraphqlVariable *variable = g_ptr_array_index (declared, i);
    JsonNode *value = variables ? json_object_get_member (variables, variable->name) : NULL;
    Coercion coercion = { .path = g_string_new (NULL) };

    if (!value)
      value = variable->fallback;
    if (!coerce_value (self, variable->type, value, &coercion))
      refuse_variable (self, variable, value, &coercion);
    else if (value)
      json_object_set_member (self->variables, variable->name, json_node_copy (value));
    g_string_free (coercion.path, TRUE);
    g_free (coercion.explanation);
  }

  return json_array_get_length (self->errors) == 0;
}

double
wb_graphql_list_factor (const WbGraphqlSchema *schema,
                        int                    n)
{
  if (n <= 0)
    return 0;

  return schema->linear_costs ? n : MAX (1, round (1.8 * log (n)));
}

double
wb_graphql_object_cost (const char *bare_type)
{
  return strcmp (bare_type, "MoneyV2") == 0 || strcmp (bare_type, "PageInfo") == 0 ? 0 : 1;
}

static double count_selection (WbGraphqlRun *self, GPtrArray *selection, const char *type);

static double
count_field (WbGraphqlRun        *self,
             const WbGraphqlNode *node,
             const char          *type)
{
  const WbGraphqlField *field = wb_graphql_find (self->schema->fields, type, node->name);
  g_autofree char *bare = field ? wb_graphql_bare_type (field->result) : NULL;
  g_autoptr (JsonObject) arguments = NULL;

  if (!node->selection)
    return 0;
  if (strcmp (type, "QueryRoot") == 0 && strcmp (bare, "Count") == 0)
    return 10;
  if (!g_str_has_suffix (bare, "Connection"))
    return wb_graphql_object_cost (bare) + count_selection (self, node->selection, bare);
  arguments = wb_graphql_arguments (node, self->variables);

  return 2 + wb_graphql_list_factor (self->schema, wb_graphql_first (arguments)) *
         count_selection (self, node->selection, bare);
}

/* Of the fragments on the members of a union only the dearest counts. */
static double
count_selection (WbGraphqlRun *self,
                 GPtrArray    *selection,
                 const char   *type)
{
  double sum = 0;
  double dearest = 0;

  for (guint i = 0; i < selection->len; i++) {
    const WbGraphqlNode *node = g_ptr_array_index (selection, i);
    const WbGraphqlNode *fragment = wb_graphql_fragment (self->document, node);
    double points;

    if (wb_graphql_is_left_out (node, self->variables))
      continue;
    if (node->kind == WB_GRAPHQL_FIELD) {
      sum += count_field (self, node, type);
      continue;
    }
    points = count_selection (self, fragment->selection,
                              fragment->name[0] != '\0' ? fragment->name : type);
    if (fragment->name[0] == '\0' || strcmp (fragment->name, type) == 0)
      sum += points;
    else
      dearest = MAX (dearest, points);
  }

  return sum + dearest;
}

/* 10, and what stands below the objects that it gives. */
static double
count_mutation (WbGraphqlRun        *self,
                const WbGraphqlNode *node)
{
  const WbGraphqlField *field = wb_graphql_find (self->schema->fields, "Mutation", node->name);
  g_autofree char *payload = wb_graphql_bare_type (field->result);
  double points = 10;

  for (guint i = 0; i < node->selection->len; i++) {
    const WbGraphqlNode *child = g_ptr_array_index (node->selection, i);
    const WbGraphqlField *given = child->kind == WB_GRAPHQL_FIELD ?
                                  wb_graphql_find (self->schema->fields, payload, child->name) :
                                  NULL;
    g_autofree char *bare = given ? wb_graphql_bare_type (given->result) : NULL;

    if (given && child->selection)
      points += count_selection (self, child->selection, bare);
  }

  return points;
}

/**
 * wb_graphql_count:
 * @self: a run with its variables
 *
 * Fills what it takes before anything is known of the answer.
 */
void
wb_graphql_count (WbGraphqlRun *self)
{
  GPtrArray *selection = self->document->selection;

  self->requested = 0;
  if (!self->document->is_mutation) {
    self->requested = count_selection (self, selection, "QueryRoot");
    return;
  }
  for (guint i = 0; i < selection->len; i++) {
    const WbGraphqlNode *node = g_ptr_array_index (selection, i);

    if (node->kind == WB_GRAPHQL_FIELD && node->selection)
      self->requested += count_mutation (self, node);
  }
}
