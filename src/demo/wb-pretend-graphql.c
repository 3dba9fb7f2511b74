/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Reads a GraphQL document; see the header. What it does not read (block strings, subscriptions,
 * directives but @include and @skip) is an error and not passed over. */

#include "config.h"

#include "wb-pretend-graphql.h"

#include "wb-wire.h"

#include <gio/gio.h>
#include <string.h>

#define MAX_DEPTH 40

typedef struct
{
  const char *start;
  const char *p;
  guint depth;
  GError *error;     /* (owned) (nullable) the first */
} Parser;

static void
free_node (gpointer data)
{
  WbGraphqlNode *node = data;

  g_free (node->alias);
  g_free (node->name);
  json_object_unref (node->arguments);
  g_clear_pointer (&node->include, json_node_unref);
  g_clear_pointer (&node->skip, json_node_unref);
  g_clear_pointer (&node->selection, g_ptr_array_unref);
  g_free (node);
}

static void
free_variable (gpointer data)
{
  WbGraphqlVariable *variable = data;

  g_free (variable->name);
  g_free (variable->type);
  g_clear_pointer (&variable->fallback, json_node_unref);
  g_free (variable);
}

/**
 * wb_graphql_document_free:
 * @self: (transfer full) (nullable): a document
 */
void
wb_graphql_document_free (WbGraphqlDocument *self)
{
  if (!self)
    return;
  g_free (self->name);
  g_ptr_array_unref (self->variables);
  g_clear_pointer (&self->selection, g_ptr_array_unref);
  g_hash_table_unref (self->fragments);
  g_free (self);
}

static void
fail (Parser     *self,
      const char *words)
{
  if (!self->error)
    self->error = g_error_new (G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                               "syntax error, %s at character %u", words,
                               (guint) (self->p - self->start) + 1);
}

static void
skip_space (Parser *self)
{
  for (;; self->p++) {
    if (*self->p == '#')
      self->p += strcspn (self->p, "\n");
    if (*self->p == '\0' || !strchr (" \t\r\n,", *self->p))
      return;
  }
}

static gboolean
take (Parser     *self,
      const char *token)
{
  skip_space (self);
  if (self->error || strncmp (self->p, token, strlen (token)) != 0)
    return FALSE;
  self->p += strlen (token);

  return TRUE;
}

static void
expect (Parser     *self,
        const char *token)
{
  g_autofree char *words = g_strdup_printf ("expected \"%s\"", token);

  if (!take (self, token))
    fail (self, words);
}

static gboolean
is_name_start (char c)
{
  return g_ascii_isalpha (c) || c == '_';
}

/* "" after an error. */
static char *
parse_name (Parser *self)
{
  const char *start;

  skip_space (self);
  start = self->p;
  if (self->error || !is_name_start (*start)) {
    fail (self, "expected a name");
    return g_strdup ("");
  }
  while (g_ascii_isalnum (*self->p) || *self->p == '_')
    self->p++;

  return g_strndup (start, (gsize) (self->p - start));
}

static void
locate (Parser *self,
        guint  *line_out,
        guint  *column_out)
{
  const char *line = self->start;

  skip_space (self);
  *line_out = 1;
  for (const char *p = self->start; p < self->p; p++) {
    if (*p == '\n') {
      ++*line_out;
      line = p + 1;
    }
  }
  *column_out = (guint) (self->p - line) + 1;
}

static JsonNode *
parse_text (Parser *self)
{
  JsonNode *node = NULL;
  const char *start = self->p++;
  g_autofree char *json = NULL;

  while (*self->p != '"' && *self->p != '\0' && *self->p != '\n')
    self->p += *self->p == '\\' && self->p[1] != '\0' ? 2 : 1;
  if (*self->p == '"') {
    self->p++;
    json = g_strndup (start, (gsize) (self->p - start));
    node = wb_wire_parse (json, -1, WB_WIRE_MAX_BODY_BYTES, NULL);
  }
  if (!node)
    fail (self, "bad string");

  return node;
}

static JsonNode *
parse_number (Parser *self)
{
  const char *start = self->p;
  gsize length = strspn (start, "+-.0123456789eE");
  g_autofree char *text = g_strndup (start, length);
  JsonNode *node = json_node_new (JSON_NODE_VALUE);

  self->p += length;
  if (strpbrk (text, ".eE"))
    json_node_set_double (node, g_ascii_strtod (text, NULL));
  else
    json_node_set_int (node, g_ascii_strtoll (text, NULL, 10));

  return node;
}

static JsonNode *
new_text (const char *text)
{
  JsonNode *node = json_node_new (JSON_NODE_VALUE);

  json_node_set_string (node, text);

  return node;
}

/* A variable becomes {"$": name}: no literal has such a member. */
static JsonNode *
parse_variable (Parser *self)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  g_autofree char *name = NULL;

  self->p++;
  name = parse_name (self);
  json_object_set_string_member (object, "$", name);
  json_node_take_object (node, object);

  return node;
}

static JsonNode *
parse_word (Parser *self)
{
  g_autofree char *name = parse_name (self);
  JsonNode *node;

  if (strcmp (name, "null") == 0)
    return json_node_new (JSON_NODE_NULL);
  if (strcmp (name, "true") != 0 && strcmp (name, "false") != 0)
    return new_text (name);
  node = json_node_new (JSON_NODE_VALUE);
  json_node_set_boolean (node, name[0] == 't');

  return node;
}

static JsonNode *parse_value (Parser *self);

static JsonNode *
parse_list (Parser *self)
{
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);
  JsonArray *array = json_array_new ();

  expect (self, "[");
  while (!self->error && !take (self, "]"))
    json_array_add_element (array, parse_value (self));
  json_node_take_array (node, array);

  return node;
}

static JsonNode *
parse_object (Parser *self)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();

  expect (self, "{");
  while (!self->error && !take (self, "}")) {
    g_autofree char *name = parse_name (self);

    expect (self, ":");
    json_object_set_member (object, name, parse_value (self));
  }
  json_node_take_object (node, object);

  return node;
}

/* Never NULL. */
static JsonNode *
parse_value (Parser *self)
{
  JsonNode *node = NULL;

  skip_space (self);
  if (++self->depth > MAX_DEPTH)
    fail (self, "too deep");
  if (self->error)
    node = NULL;
  else if (*self->p == '$')
    node = parse_variable (self);
  else if (*self->p == '"')
    node = parse_text (self);
  else if (*self->p == '[')
    node = parse_list (self);
  else if (*self->p == '{')
    node = parse_object (self);
  else if (g_ascii_isdigit (*self->p) || *self->p == '-')
    node = parse_number (self);
  else
    node = parse_word (self);
  self->depth--;

  return node ? node : json_node_new (JSON_NODE_NULL);
}

static JsonObject *
parse_arguments (Parser *self)
{
  JsonObject *arguments = json_object_new ();

  if (!take (self, "("))
    return arguments;
  while (!self->error && !take (self, ")")) {
    g_autofree char *name = parse_name (self);

    expect (self, ":");
    json_object_set_member (arguments, name, parse_value (self));
  }

  return arguments;
}

static void
parse_directives (Parser        *self,
                  WbGraphqlNode *node)
{
  while (take (self, "@")) {
    g_autofree char *name = parse_name (self);
    g_autoptr (JsonObject) arguments = parse_arguments (self);
    JsonNode *condition = json_object_get_member (arguments, "if");

    if (condition && strcmp (name, "include") == 0 && !node->include)
      node->include = json_node_copy (condition);
    else if (condition && strcmp (name, "skip") == 0 && !node->skip)
      node->skip = json_node_copy (condition);
    else
      fail (self, "unknown directive");
  }
}

static GPtrArray *parse_selection (Parser *self);

static void
parse_fragment_use (Parser        *self,
                    WbGraphqlNode *node)
{
  skip_space (self);
  node->kind = WB_GRAPHQL_INLINE;
  if (is_name_start (*self->p)) {
    g_autofree char *name = parse_name (self);

    if (strcmp (name, "on") != 0)
      node->kind = WB_GRAPHQL_SPREAD;
    node->name = node->kind == WB_GRAPHQL_SPREAD ? g_steal_pointer (&name) : parse_name (self);
  } else {
    node->name = g_strdup ("");
  }
  node->arguments = json_object_new ();
  parse_directives (self, node);
  if (node->kind == WB_GRAPHQL_INLINE)
    node->selection = parse_selection (self);
}

static WbGraphqlNode *
parse_node (Parser *self)
{
  WbGraphqlNode *node = g_new0 (WbGraphqlNode, 1);

  locate (self, &node->line, &node->column);
  if (take (self, "...")) {
    parse_fragment_use (self, node);
    return node;
  }
  node->name = parse_name (self);
  if (take (self, ":")) {
    node->alias = node->name;
    node->name = parse_name (self);
  }
  node->arguments = parse_arguments (self);
  parse_directives (self, node);
  skip_space (self);
  if (*self->p == '{')
    node->selection = parse_selection (self);

  return node;
}

static GPtrArray *
parse_selection (Parser *self)
{
  GPtrArray *selection = g_ptr_array_new_with_free_func (free_node);

  if (++self->depth > MAX_DEPTH)
    fail (self, "too deep");
  expect (self, "{");
  while (!self->error && !take (self, "}"))
    g_ptr_array_add (selection, parse_node (self));
  self->depth--;

  return selection;
}

/* "[ID!]!", put together again without white space. */
static char *
parse_type (Parser *self)
{
  g_autoptr (GString) type = g_string_new (NULL);
  guint open = 0;
  g_autofree char *name = NULL;

  for (; take (self, "["); open++)
    g_string_append_c (type, '[');
  name = parse_name (self);
  g_string_append (type, name);
  for (;;) {
    if (take (self, "!"))
      g_string_append_c (type, '!');
    else if (open > 0 && take (self, "]"))
      g_string_append_c (type, ']'), open--;
    else
      break;
  }
  if (open > 0)
    fail (self, "expected \"]\"");

  return g_string_free (g_steal_pointer (&type), FALSE);
}

static void
parse_variables (Parser    *self,
                 GPtrArray *variables)
{
  if (!take (self, "("))
    return;
  while (!self->error && !take (self, ")")) {
    WbGraphqlVariable *variable = g_new0 (WbGraphqlVariable, 1);

    locate (self, &variable->line, &variable->column);
    expect (self, "$");
    variable->name = parse_name (self);
    expect (self, ":");
    variable->type = parse_type (self);
    if (take (self, "="))
      variable->fallback = parse_value (self);
    g_ptr_array_add (variables, variable);
  }
}

static void
parse_fragment (Parser            *self,
                WbGraphqlDocument *document)
{
  WbGraphqlNode *node = g_new0 (WbGraphqlNode, 1);
  g_autofree char *on = NULL;
  char *name = parse_name (self);

  node->kind = WB_GRAPHQL_INLINE;
  on = parse_name (self);
  if (strcmp (on, "on") != 0)
    fail (self, "expected \"on\"");
  node->name = parse_name (self);
  node->arguments = json_object_new ();
  node->selection = parse_selection (self);
  g_hash_table_insert (document->fragments, name, node);
}

/* Whether it is the one wanted. */
static void
parse_operation (Parser            *self,
                 const char        *kind,
                 const char        *wanted,
                 WbGraphqlDocument *document)
{
  g_autofree char *name = NULL;
  g_autoptr (GPtrArray) variables = g_ptr_array_new_with_free_func (free_variable);
  GPtrArray *selection;

  skip_space (self);
  if (is_name_start (*self->p))
    name = parse_name (self);
  parse_variables (self, variables);
  selection = parse_selection (self);
  if (document->selection || (wanted && g_strcmp0 (wanted, name) != 0)) {
    if (!wanted)
      fail (self, "an operation name is required");
    g_ptr_array_unref (selection);
    return;
  }
  document->is_mutation = strcmp (kind, "mutation") == 0;
  document->name = g_steal_pointer (&name);
  document->selection = selection;
  g_ptr_array_unref (document->variables);
  document->variables = g_steal_pointer (&variables);
}

/**
 * wb_graphql_parse:
 * @text: a document
 * @operation: (nullable): which of its operations; `NULL` = its only one
 * @error: return location; `G_IO_ERROR_INVALID_DATA`
 *
 * Returns: (transfer full): the document
 */
WbGraphqlDocument *
wb_graphql_parse (const char  *text,
                  const char  *operation,
                  GError     **error)
{
  g_autoptr (WbGraphqlDocument) document = g_new0 (WbGraphqlDocument, 1);
  Parser parser = { .start = text, .p = text };

  g_return_val_if_fail (text, NULL);

  document->variables = g_ptr_array_new_with_free_func (free_variable);
  document->fragments = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_node);
  for (skip_space (&parser); !parser.error && *parser.p != '\0'; skip_space (&parser)) {
    g_autofree char *kind = *parser.p == '{' ? g_strdup ("query") : parse_name (&parser);

    if (strcmp (kind, "fragment") == 0)
      parse_fragment (&parser, document);
    else if (strcmp (kind, "query") == 0 || strcmp (kind, "mutation") == 0)
      parse_operation (&parser, kind, operation, document);
    else
      fail (&parser, "unexpected word");
  }
  if (!document->selection)
    fail (&parser, "no operation");
  if (parser.error) {
    g_propagate_error (error, parser.error);
    return NULL;
  }

  return g_steal_pointer (&document);
}

static void
print_text (GString    *out,
            const char *text)
{
  g_autoptr (JsonNode) node = new_text (text);
  g_autofree char *json = json_to_string (node, FALSE);

  g_string_append (out, json);
}

static void
print_double (GString *out,
              double   number)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (buffer, sizeof buffer, "%.15g", number);
  g_string_append (out, buffer);
  if (!strpbrk (buffer, ".e"))
    g_string_append (out, ".0");
}

static void
print_node (GString  *out,
            JsonNode *node)
{
  g_autofree char *json = NULL;

  if (JSON_NODE_HOLDS_ARRAY (node)) {
    JsonArray *array = json_node_get_array (node);

    for (guint i = 0; i < json_array_get_length (array); i++) {
      g_string_append_c (out, i == 0 ? '[' : ',');
      print_node (out, json_array_get_element (array, i));
    }
    g_string_append (out, json_array_get_length (array) == 0 ? "[]" : "]");
  } else if (JSON_NODE_HOLDS_OBJECT (node)) {
    JsonObjectIter iter;
    const char *name = NULL;
    JsonNode *member = NULL;
    gboolean is_first = TRUE;

    g_string_append_c (out, '{');
    json_object_iter_init_ordered (&iter, json_node_get_object (node));
    while (json_object_iter_next_ordered (&iter, &name, &member)) {
      if (!is_first)
        g_string_append_c (out, ',');
      is_first = FALSE;
      print_text (out, name);
      g_string_append_c (out, ':');
      print_node (out, member);
    }
    g_string_append_c (out, '}');
  } else if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_DOUBLE) {
    print_double (out, json_node_get_double (node));
  } else {
    json = json_to_string (node, FALSE);
    g_string_append (out, json);
  }
}

/**
 * wb_graphql_print:
 * @node: a value
 *
 * Numbers with a fraction are written with the digits a person would: json-glib makes
 * 0.10000000000000001 of 0.1.
 *
 * Returns: (transfer full): JSON
 */
char *
wb_graphql_print (JsonNode *node)
{
  g_autoptr (GString) out = g_string_new (NULL);

  g_return_val_if_fail (node, NULL);

  print_node (out, node);

  return g_string_free (g_steal_pointer (&out), FALSE);
}
