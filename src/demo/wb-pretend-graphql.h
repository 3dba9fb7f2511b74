/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Just enough of GraphQL for a pretend shop: parses a document, checks it against a table of types,
 * says what it costs, coerces variables, and picks what was selected out of JSON. It knows no shop. */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

typedef enum
{
  WB_GRAPHQL_FIELD,
  WB_GRAPHQL_INLINE,   /* ... on Type */
  WB_GRAPHQL_SPREAD,   /* ...Name */
} WbGraphqlKind;

typedef struct
{
  WbGraphqlKind kind;
  char *alias;             /* (owned) (nullable) the name in the answer; NULL = the field's own */
  char *name;              /* (owned) field, type condition ("" = none) or fragment */
  JsonObject *arguments;   /* (owned) literals; a variable is {"$": name} */
  JsonNode *include;       /* (owned) (nullable) of @include */
  JsonNode *skip;          /* (owned) (nullable) of @skip */
  GPtrArray *selection;    /* (owned) (nullable) (element-type WbGraphqlNode) */
  guint line;
  guint column;
} WbGraphqlNode;

typedef struct
{
  char *name;              /* (owned) */
  char *type;              /* (owned) "[ID!]!" */
  JsonNode *fallback;      /* (owned) (nullable) */
  guint line;
  guint column;
} WbGraphqlVariable;

typedef struct
{
  gboolean is_mutation;
  char *name;              /* (owned) (nullable) */
  GPtrArray *variables;    /* (owned) (element-type WbGraphqlVariable) */
  GPtrArray *selection;    /* (owned) (element-type WbGraphqlNode) */
  GHashTable *fragments;   /* (owned) (element-type utf8 WbGraphqlNode) */
} WbGraphqlDocument;

/* One operation, or the one named @operation. G_IO_ERROR_INVALID_DATA with words. */
WbGraphqlDocument *wb_graphql_parse         (const char *text, const char *operation, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void               wb_graphql_document_free (WbGraphqlDocument *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbGraphqlDocument, wb_graphql_document_free)

/* A field of an object, or of an input object (then without arguments). Types as written in a schema. */
typedef struct
{
  const char *type;
  const char *field;
  const char *result;
  const char *arguments;   /* (nullable) "first:Int after:String" */
  const char *scope;       /* (nullable) who lacks it is denied the field */
} WbGraphqlField;

/* Ends with a NULL type. @inputs likewise. */
typedef struct
{
  const WbGraphqlField *fields;
  const WbGraphqlField *inputs;
  gboolean linear_costs;   /* as documented until 2024: each node of a list at full price */
} WbGraphqlSchema;

/* The value of a field of the operation itself; NULL = null. @error_out: (nullable) the answer's error. */
typedef JsonNode *(* WbGraphqlResolver) (const char *field, JsonObject *arguments, JsonObject **error_out, gpointer data);

typedef struct
{
  const WbGraphqlSchema *schema;
  const WbGraphqlDocument *document;
  JsonObject *variables;       /* (owned) coerced */
  const char *const *scopes;   /* granted */
  const char *const *hidden;   /* "Type.field" that is denied whatever the scopes */
  WbGraphqlResolver resolve;
  gpointer data;
  JsonArray *errors;           /* (owned) of the answer */
  double requested;
  double actual;
} WbGraphqlRun;

void               wb_graphql_run_init      (WbGraphqlRun *self, const WbGraphqlSchema *schema, const WbGraphqlDocument *document);
void               wb_graphql_run_clear     (WbGraphqlRun *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (WbGraphqlRun, wb_graphql_run_clear)
/* Whether it may run, first the document, then the variables; else `errors` says why not. */
gboolean           wb_graphql_validate      (WbGraphqlRun *self);
gboolean           wb_graphql_coerce        (WbGraphqlRun *self, JsonObject *variables);
/* Fills `requested`. */
void               wb_graphql_count         (WbGraphqlRun *self);
/* "data"; fills `actual`. */
JsonObject        *wb_graphql_execute       (WbGraphqlRun *self) G_GNUC_WARN_UNUSED_RESULT;

/* Inside. @field NULL = any: whether @type has fields at all. */
const WbGraphqlField *wb_graphql_find       (const WbGraphqlField *table, const char *type, const char *field);
char              *wb_graphql_bare_type     (const char *type) G_GNUC_WARN_UNUSED_RESULT;
const char        *wb_graphql_root_type     (const WbGraphqlDocument *document);
/* What a node of a fragment stands for; NULL = no such fragment. */
const WbGraphqlNode *wb_graphql_fragment    (const WbGraphqlDocument *document, const WbGraphqlNode *node);
JsonObject        *wb_graphql_arguments     (const WbGraphqlNode *node, JsonObject *variables) G_GNUC_WARN_UNUSED_RESULT;
int                wb_graphql_first         (JsonObject *arguments);
gboolean           wb_graphql_is_left_out   (const WbGraphqlNode *node, JsonObject *variables);
/* Points of a list of @n nodes, without what a node costs. */
double             wb_graphql_list_factor   (const WbGraphqlSchema *schema, int n);
/* Points of an object itself: money is as free as a number. */
double             wb_graphql_object_cost   (const char *bare_type);
JsonObject        *wb_graphql_add_error     (WbGraphqlRun *self, const char *message, const char *code, const WbGraphqlNode *node);

/* JSON as Shopify writes it: 0.1 and 1.0. */
char              *wb_graphql_print         (JsonNode *node) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
