/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Replays what was recorded of real Shopify shops (tests/data/shopify-recorded) against the pretend one
 * and compares status, shape, codes and values. Ids are compared by being the same thing each time they
 * come, times that the shop makes by their form, cursors by what is inside. */

#include "wb-http.h"
#include "wb-pretend-graphql.h"
#include "wb-pretend-shopify.h"
#include "wb-time.h"
#include "wb-wire.h"

#include <string.h>

#define TOKEN "shpat_11111111111111111111111111111111"

typedef struct
{
  const char *file;
  const char *query;        /* where it stands; "PUT" = a discount that was there before */
  const char *variables;    /* (nullable) where they stand, or "{" and JSON with "@path" */
  const char *answer;       /* where it stands */
  const char *keeps;        /* (nullable) aliases; NULL = all */
  const char *now;          /* (nullable) */
} Step;

#define FILE_1 "discount-code-basic-lifecycle.json"
#define FILE_2 "discount-status-time-window-derivation.json"
#define FILE_3 "discount-activate-deactivate-edge-cases.json"
#define FILE_4 "discount-delete-unknown-id.json"
#define FILE_5 "discount-value-bounds.json"
#define FILE_6 "discount-code-required-blank-validation.json"
#define FILE_7 "discount-invalid-date-range-all-types.json"
#define FILE_8 "discount-numeric-bounds.json"
#define FILE_9 "discount-validation-branches.json"
#define FILE_10 "discount-upstream-fixed-amount-activate.json"
#define FILE_11 "discount-redeem-code-bulk.json"
#define READ_1 "{\"id\":\"@variables.id\",\"code\":\"@variables.updatedCode\"}"
#define READ_11 "{\"id\":\"@variables.discountId\",\"exactAddedCode\":\"@variables.addedCode\"," \
  "\"lowerAddedCode\":\"@variables.lowerAddedCode\",\"removedCode\":\"@variables.seedCode\"}"

static const Step steps[] = {
  { FILE_1, "upstreamCalls.0.query", NULL, "upstreamCalls.0.response.body", NULL, NULL },
  { FILE_1, "requests.create.query", "requests.create.variables", "create.payload", NULL, "2026-07-14T15:49:38Z" },
  { FILE_1, "requests.update.query", "requests.update.variables", "update.payload", NULL, "2026-07-14T15:49:39Z" },
  { FILE_1, "requests.read.query", READ_1, "readAfterUpdate.payload", NULL, NULL },
  { FILE_1, "requests.deactivate.query", "requests.deactivate.variables", "deactivate.payload", NULL, NULL },
  { FILE_1, "requests.read.query", READ_1, "readAfterDeactivate.payload", NULL, NULL },
  { FILE_1, "requests.activate.query", "requests.activate.variables", "activate.payload", NULL,
    "2026-07-14T15:49:40Z" },
  { FILE_1, "requests.read.query", READ_1, "readAfterActivate.payload", NULL, NULL },
  { FILE_1, "requests.delete.query", "requests.delete.variables", "cleanup.payload", NULL, NULL },
  { FILE_1, "requests.read.query", READ_1, "readAfterDelete.payload", NULL, NULL },
  { FILE_2, "requests.create.query", "requests.create.variables", "create.payload", NULL, "2026-05-05T03:13:14Z" },
  { FILE_2, "requests.read.query", "requests.read.variables", "read.payload", NULL, "2026-05-05T03:15:14Z" },
  { FILE_2, "requests.delete.query", "{\"id\":\"@variables.scheduled\"}", "cleanup.scheduled.payload", NULL, NULL },
  { FILE_2, "requests.delete.query", "{\"id\":\"@variables.expired\"}", "cleanup.expired.payload", NULL, NULL },
  { FILE_2, "requests.delete.query", "{\"id\":\"@variables.active\"}", "cleanup.active.payload", NULL, NULL },
  { FILE_3, "upstreamCalls.0.query", "upstreamCalls.0.variables", "upstreamCalls.0.response.body", NULL, NULL },
  { FILE_3, "requests.create.query", "requests.create.variables", "create.response.payload", NULL,
    "2026-06-15T01:41:30Z" },
  { FILE_3, "requests.deactivate.query", "requests.deactivate.variables", "deactivate.response.payload", NULL, NULL },
  { FILE_3, "requests.activate.query", "requests.activate.variables", "activate.response.payload", NULL, NULL },
  { FILE_3, "requests.readAfterActivate.query", "requests.readAfterActivate.variables",
    "readAfterActivate.response.payload", NULL, NULL },
  { FILE_3, "requests.unknown.query", NULL, "unknown.response.payload", "codeActivate codeDeactivate", NULL },
  { FILE_3, "requests.cleanup.query", "requests.cleanup.variables", "cleanup.response.payload", NULL, NULL },
  { FILE_4, "requests.setup.query", "requests.setup.variables", "setup.response.payload", "codeSetup",
    "2026-05-06T04:29:26Z" },
  { FILE_4, "requests.unknownCodeDelete.query", "requests.unknownCodeDelete.variables",
    "unknownCodeDelete.response.payload", NULL, NULL },
  { FILE_4, "requests.codeDelete.query", "requests.codeDelete.variables", "codeDelete.response.payload", NULL, NULL },
  { FILE_5, "cases.bounds.query", "cases.bounds.variables", "cases.bounds.response", NULL, NULL },
  { FILE_5, "cases.nonNumeric.query", "cases.nonNumeric.variables", "cases.nonNumeric.response", NULL, NULL },
  { FILE_5, "cleanup.query", "cleanup.variables", "cleanup.response", NULL, NULL },
  { FILE_6, "codeRequiredValidation.query", "codeRequiredValidation.variables", "codeRequiredValidation.response",
    "basicMissing basicEmpty basicNewline basicTooLong", NULL },
  { FILE_7, "cases.codeBasic.query", "cases.codeBasic.variables", "cases.codeBasic.response", NULL, NULL },
  { FILE_8, "setup.request.query", "setup.request.variables", "setup.response.payload", "codeSetup", NULL },
  { FILE_8, "cases.codeCreate.request.query", "cases.codeCreate.request.variables", "cases.codeCreate.response.payload",
    NULL, NULL },
  { FILE_8, "cases.codeUpdate.request.query", "cases.codeUpdate.request.variables", "cases.codeUpdate.response.payload",
    NULL, NULL },
  { FILE_9, "validation.missingInput.query", "validation.missingInput.variables", "validation.missingInput.response",
    NULL, NULL },
  { FILE_9, "validation.inlineNullInput.query", "validation.inlineNullInput.variables",
    "validation.inlineNullInput.response", NULL, NULL },
  { FILE_9, "PUT", "validation.omnibus.variables.duplicate", NULL, NULL, NULL },
  { FILE_9, "validation.omnibus.query", "validation.omnibus.variables", "validation.omnibus.response",
    "duplicate unknownUpdate codeBulk", NULL },
  { FILE_10, "requests.setupCreate.query", "requests.setupCreate.variables", "setup.create.response.payload", NULL,
    "2026-07-05T23:31:21Z" },
  { FILE_10, "requests.activate.query", "requests.activate.variables", "activate.response.payload", NULL, NULL },
  { FILE_10, "requests.readAfterActivate.query", "requests.readAfterActivate.variables",
    "readAfterActivate.response.payload", NULL, NULL },
  { FILE_11, "requests.create.query", "requests.create.variables", "create.payload", NULL, "2026-06-30T14:56:42Z" },
  { FILE_11, "requests.read.query", READ_11, "initialRead.payload", NULL, NULL },
  { FILE_11, "requests.add.query", "requests.add.variables", "add.payload", NULL, NULL },
  { FILE_11, "requests.read.query", READ_11, "readAfterAdd.payload", NULL, NULL },
  { FILE_11, "requests.delete.query", "requests.delete.variables", "deleteCodes.payload", NULL, NULL },
  { FILE_11, "requests.read.query", READ_11, "readAfterDelete.payload", NULL, NULL },
  { FILE_11, "requests.cleanup.query", "requests.cleanup.variables", "cleanup.payload", NULL, NULL },
};

/* What is recorded and not replayed. */
static const struct { const char *file, *what, *why; } exclusions[] = {
  { "discount-nodes-catalog.json", "all", "the question was not kept" },
  { "discount-title-validation.json", "all", "the questions were not kept, only their names" },
  { "discount-code-basic-detail-read.json", "all", "asks for events and metafields, which no part of Winback does" },
  { FILE_3, "automaticActivate, automaticDeactivate", "automatic discounts have no codes" },
  { FILE_4, "automaticSetup, unknownAutomaticDelete, automaticDelete", "automatic discounts have no codes" },
  { FILE_6, "bxgy…, freeShipping…", "other kinds of discount" },
  { FILE_7, "all but codeBasic", "other kinds of discount" },
  { FILE_8, "automaticCreate, automaticUpdate, recurringFloat…", "automatic discounts have no codes" },
  { FILE_9, "badRefs", "limits to products; Winback makes none" },
  { FILE_9, "invalidAutomatic, blank…, invalid…FreeShipping, automaticBulk", "other kinds of discount" },
};

static JsonNode *
load_recording (const char *file)
{
  g_autofree char *path = g_build_filename (TEST_DATA_DIR, "shopify-recorded", file, NULL);
  g_autofree char *text = NULL;
  JsonNode *node;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  node = wb_wire_parse (text, -1, WB_WIRE_MAX_BODY_BYTES, NULL);
  g_assert_nonnull (node);

  return node;
}

static JsonNode *
at (JsonNode   *node,
    const char *path)
{
  g_auto (GStrv) parts = g_strsplit (path, ".", -1);

  for (guint i = 0; parts[i] && node; i++)
    node = JSON_NODE_HOLDS_ARRAY (node) ?
           json_array_get_element (json_node_get_array (node), (guint) atoi (parts[i])) :
           json_object_get_member (json_node_get_object (node), parts[i]);
  g_assert_nonnull (node);

  return node;
}

static gboolean
is_word (const char *words,
         const char *word)
{
  g_auto (GStrv) list = g_strsplit (words, " ", -1);

  return g_strv_contains ((const char *const *) list, word);
}

/* The end of the field at @p: behind its selection. */
static const char *
skip_field (const char *p)
{
  int depth = 0;

  for (; *p != '\0'; p++) {
    depth += (*p == '{' || *p == '(') - (*p == '}' || *p == ')');
    if (depth == 0 && *p == '}')
      return p + 1;
  }

  return p;
}

/* The definitions of the variables that @body uses. */
static char *
keep_variables (const char *header,
                const char *body)
{
  g_autoptr (GString) kept = g_string_new (NULL);
  const char *open = strchr (header, '(');
  g_auto (GStrv) parts = open ? g_strsplit (open + 1, "$", -1) : NULL;

  g_string_append_len (kept, header, open ? open - header : (gssize) strlen (header));
  for (guint i = 1, n = 0; parts && parts[i]; i++) {
    g_autofree char *name = g_strndup (parts[i], strcspn (parts[i], ": "));
    g_autofree char *use = g_strconcat ("$", name, NULL);
    g_autofree char *type = g_strndup (parts[i], strcspn (parts[i], "\n),"));
    const char *found = strstr (body, use);

    if (found && !g_ascii_isalnum (found[strlen (use)]))
      g_string_append_printf (kept, "%s$%s", n++ == 0 ? "(" : " ", type);
  }
  if (strchr (kept->str, '('))
    g_string_append (kept, ") ");

  return g_string_free (g_steal_pointer (&kept), FALSE);
}

static char *
keep_aliases (const char *query,
              const char *keeps)
{
  g_autofree char *header = g_strndup (query, strcspn (query, "{"));
  g_autoptr (GString) body = g_string_new (NULL);
  g_autofree char *new_header = NULL;
  const char *p = strchr (query, '{') + 1;

  for (p += strspn (p, " \n"); *p != '}' && *p != '\0'; p += strspn (p, " \n")) {
    const char *end = skip_field (p);
    g_autofree char *alias = g_strndup (p, strcspn (p, ":"));

    if (is_word (keeps, alias))
      g_string_append_len (body, p, end - p);
    p = end;
  }
  new_header = keep_variables (header, body->str);

  return g_strdup_printf ("%s{%s}", new_header, body->str);
}

typedef struct
{
  WbMovableClock *clock;
  WbPretendShopify *shop;
  WbHttp *http;
  char *url;                 /* (owned) */
  GHashTable *ids;           /* (owned) recorded -> ours */
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  const WbPretendShopifyOptions options = {
    .currency = "CAD", .taxes_excluded = TRUE, .sells_subscriptions = TRUE, .search_lag_ms = WB_MINUTE_MS,
    .points_per_sec = 100000,
  };
  g_autoptr (GError) error = NULL;
  const char *url;
  gint64 now = 0;

  wb_time_parse ("2026-05-01T00:00:00Z", &now);
  fixture->clock = wb_movable_clock_new (now, FALSE);
  fixture->shop = wb_pretend_shopify_new (&options, WB_CLOCK (fixture->clock), &error);
  g_assert_no_error (error);
  url = wb_pretend_shopify_listen (fixture->shop, 0, NULL, &error);
  g_assert_no_error (error);
  fixture->url = g_strconcat (url, "/admin/api/2026-04/graphql.json", NULL);
  wb_pretend_shopify_add_token (fixture->shop, TOKEN);
  fixture->http = wb_http_new (NULL, WB_CLOCK (fixture->clock), &error);
  g_assert_no_error (error);
  fixture->ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  wb_http_free (fixture->http);
  wb_pretend_shopify_free (fixture->shop);
  g_hash_table_unref (fixture->ids);
  g_free (fixture->url);
  g_assert_finalize_object (fixture->clock);
}

/* "@path" is what stands there in @root; recorded ids become ours. */
static JsonNode *
translate (Fixture  *fixture,
           JsonNode *node,
           JsonNode *root)
{
  JsonNode *result;

  if (JSON_NODE_HOLDS_OBJECT (node)) {
    g_autoptr (GList) names = json_object_get_members (json_node_get_object (node));
    JsonObject *object = json_object_new ();

    for (GList *l = names; l; l = l->next)
      json_object_set_member (object, l->data,
                              translate (fixture, json_object_get_member (json_node_get_object (node), l->data), root));
    result = json_node_new (JSON_NODE_OBJECT);
    json_node_take_object (result, object);
    return result;
  }
  if (JSON_NODE_HOLDS_ARRAY (node)) {
    JsonArray *array = json_array_new ();

    for (guint i = 0; i < json_array_get_length (json_node_get_array (node)); i++)
      json_array_add_element (array, translate (fixture, json_array_get_element (json_node_get_array (node), i), root));
    result = json_node_new (JSON_NODE_ARRAY);
    json_node_take_array (result, array);
    return result;
  }
  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING) {
    const char *text = json_node_get_string (node);

    if (text[0] == '@')
      return translate (fixture, at (root, text + 1), root);
    if (g_hash_table_contains (fixture->ids, text)) {
      result = json_node_new (JSON_NODE_VALUE);
      json_node_set_string (result, g_hash_table_lookup (fixture->ids, text));
      return result;
    }
  }

  return json_node_copy (node);
}

static JsonNode *
ask (Fixture    *fixture,
     const char *query,
     JsonNode   *variables)
{
  const char *headers[] = { "X-Shopify-Access-Token", TOKEN, NULL };
  g_autoptr (JsonNode) body = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  g_autofree char *text = NULL;
  g_autoptr (GBytes) bytes = NULL;
  WbHttpRequest request = { .method = "POST", .url = fixture->url, .headers = (GStrv) headers,
                            .content_type = "application/json" };
  g_autoptr (GError) error = NULL;
  g_autoptr (WbHttpReply) reply = NULL;
  gsize length = 0;
  const char *data;
  JsonNode *answer;

  json_object_set_string_member (object, "query", query);
  if (variables)
    json_object_set_member (object, "variables", json_node_copy (variables));
  json_node_take_object (body, object);
  text = wb_graphql_print (body);
  bytes = g_bytes_new (text, strlen (text));
  request.body = bytes;
  reply = wb_http_send (fixture->http, &request, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (reply->status, ==, 200);
  g_assert_cmpstr (g_hash_table_lookup (reply->headers, "x-shopify-api-version"), ==, "2026-10");
  data = g_bytes_get_data (reply->body, &length);
  answer = wb_wire_parse (data, (gssize) length, WB_WIRE_MAX_BODY_BYTES, &error);
  g_assert_no_error (error);

  return answer;
}

/* A cursor holds the last id and value. */
static gboolean
is_cursor (const char *text)
{
  gsize length = 0;
  g_autofree char *json = (char *) g_base64_decode (text, &length);
  g_autofree char *copy = g_strndup (json, length);

  return strstr (copy, "{\"last_id\":") == copy && strstr (copy, ",\"last_value\":\"");
}

static gboolean
is_same_text (Fixture    *fixture,
              const char *name,
              const char *recorded,
              const char *ours)
{
  const char *known;

  if (g_str_has_prefix (recorded, "gid://") && !g_str_has_suffix (recorded, "/0")) {
    known = g_hash_table_lookup (fixture->ids, recorded);
    if (!known)
      g_hash_table_insert (fixture->ids, g_strdup (recorded), g_strdup (ours));
    return g_str_has_prefix (ours, "gid://") && (!known || strcmp (known, ours) == 0);
  }
  if (g_str_has_suffix (name, "ursor"))
    return is_cursor (recorded) && is_cursor (ours);
  if (strcmp (name, "createdAt") == 0 || strcmp (name, "updatedAt") == 0)
    return strlen (ours) == strlen (recorded) && g_str_has_suffix (ours, "Z");

  return strcmp (recorded, ours) == 0;
}

/* The recorded value that our answer differs in first, as a path; NULL = the same. */
static char *
find_difference (Fixture    *fixture,
                 const char *name,
                 JsonNode   *recorded,
                 JsonNode   *ours)
{
  if (JSON_NODE_HOLDS_OBJECT (recorded) && JSON_NODE_HOLDS_OBJECT (ours)) {
    g_autoptr (GList) names = json_object_get_members (json_node_get_object (recorded));

    if (json_object_get_size (json_node_get_object (recorded)) != json_object_get_size (json_node_get_object (ours)))
      return g_strdup_printf ("%s: other members", name);
    for (GList *l = names; l; l = l->next) {
      JsonNode *member = json_object_get_member (json_node_get_object (ours), l->data);
      g_autofree char *below = NULL;

      if (!member)
        return g_strdup_printf ("%s.%s: missing", name, (char *) l->data);
      below = find_difference (fixture, l->data, json_object_get_member (json_node_get_object (recorded), l->data),
                               member);
      if (below)
        return g_strdup_printf ("%s.%s", name, below);
    }
    return NULL;
  }
  if (JSON_NODE_HOLDS_ARRAY (recorded) && JSON_NODE_HOLDS_ARRAY (ours)) {
    JsonArray *list = json_node_get_array (recorded);

    if (json_array_get_length (list) != json_array_get_length (json_node_get_array (ours)))
      return g_strdup_printf ("%s: other length", name);
    for (guint i = 0; i < json_array_get_length (list); i++) {
      char *below = find_difference (fixture, name, json_array_get_element (list, i),
                                     json_array_get_element (json_node_get_array (ours), i));

      if (below)
        return below;
    }
    return NULL;
  }
  if (json_node_get_value_type (recorded) == G_TYPE_STRING && json_node_get_value_type (ours) == G_TYPE_STRING &&
      is_same_text (fixture, name, json_node_get_string (recorded), json_node_get_string (ours)))
    return NULL;
  if (json_node_equal (recorded, ours))
    return NULL;

  {
    g_autofree char *one = wb_graphql_print (recorded);
    g_autofree char *other = wb_graphql_print (ours);

    return g_strdup_printf ("%s: %s instead of %s", name, other, one);
  }
}

static void
keep_members (JsonNode   *answer,
              const char *keeps)
{
  JsonObject *data = json_object_get_object_member (json_node_get_object (answer), "data");
  g_autoptr (GList) names = json_object_get_members (data);

  for (GList *l = names; l; l = l->next) {
    if (!is_word (keeps, l->data))
      json_object_remove_member (data, l->data);
  }
}

/* What a question takes is compared, what is left of the points and what came back for empty lists is
 * not; nor of a part of a recorded question. */
static void
settle_cost (JsonNode *answer,
             gboolean  is_part)
{
  JsonObject *object = json_node_get_object (answer);
  JsonObject *cost;

  if (!json_object_has_member (object, "extensions"))
    return;
  cost = json_object_get_object_member (json_object_get_object_member (object, "extensions"), "cost");
  json_object_set_null_member (cost, "actualQueryCost");
  if (is_part)
    json_object_set_null_member (cost, "requestedQueryCost");
  json_object_set_int_member (json_object_get_object_member (cost, "throttleStatus"), "currentlyAvailable", 0);
  json_object_set_int_member (json_object_get_object_member (cost, "throttleStatus"), "restoreRate", 0);
}

static void
run_step (Fixture    *fixture,
          const Step *step)
{
  g_autoptr (JsonNode) root = load_recording (step->file);
  g_autoptr (JsonNode) given = step->variables && step->variables[0] == '{' ?
                               wb_wire_parse (step->variables, -1, WB_WIRE_MAX_BODY_BYTES, NULL) : NULL;
  g_autoptr (JsonNode) variables = step->variables ?
                                   translate (fixture, given ? given : at (root, step->variables), root) : NULL;
  g_autofree char *query = NULL;
  g_autoptr (JsonNode) recorded = NULL;
  g_autoptr (JsonNode) answer = NULL;
  g_autofree char *difference = NULL;
  gint64 now = 0;

  if (step->now) {
    wb_time_parse (step->now, &now);
    wb_movable_clock_set_wall (fixture->clock, now);
  }
  if (strcmp (step->query, "PUT") == 0) {
    g_autofree char *json = wb_graphql_print (variables);

    g_assert_cmpint (wb_pretend_shopify_put_coupon (fixture->shop, json), >, 0);
    return;
  }
  query = step->keeps ? keep_aliases (json_node_get_string (at (root, step->query)), step->keeps) :
          json_node_dup_string (at (root, step->query));
  recorded = json_node_copy (at (root, step->answer));
  if (step->keeps)
    keep_members (recorded, step->keeps);
  answer = ask (fixture, query, variables);
  settle_cost (recorded, step->keeps != NULL);
  settle_cost (answer, step->keeps != NULL);
  difference = find_difference (fixture, "answer", recorded, answer);
  if (difference)
    g_test_message ("%s %s: %s", step->file, step->answer, difference);
  g_assert_null (difference);
}

static void
test_recordings (Fixture       *fixture,
                 gconstpointer  data)
{
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++) {
    g_test_message ("%s %s", steps[i].file, steps[i].answer ? steps[i].answer : steps[i].query);
    run_step (fixture, &steps[i]);
  }
}

static void
test_all_files (void)
{
  g_autofree char *folder = g_build_filename (TEST_DATA_DIR, "shopify-recorded", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (dir))) {
    gboolean is_known = !g_str_has_suffix (name, ".json");

    for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
      is_known = is_known || strcmp (steps[i].file, name) == 0;
    for (guint i = 0; i < G_N_ELEMENTS (exclusions); i++)
      is_known = is_known || strcmp (exclusions[i].file, name) == 0;
    g_test_message ("%s", name);
    g_assert_true (is_known);
    n++;
  }
  g_assert_cmpuint (n, >, 10);
  for (guint i = 0; i < G_N_ELEMENTS (exclusions); i++)
    g_test_message ("not replayed: %s %s: %s", exclusions[i].file, exclusions[i].what, exclusions[i].why);
}

/* The comparison itself sees what is different. */
static void
test_comparison (Fixture       *fixture,
                 gconstpointer  data)
{
  static const struct { const char *recorded, *ours; gboolean same; } cases[] = {
    { "{\"a\":\"gid://x/Y/1\",\"b\":\"gid://x/Y/1\"}", "{\"a\":\"gid://x/Y/7\",\"b\":\"gid://x/Y/7\"}", TRUE },
    { "{\"a\":\"gid://x/Y/2\",\"b\":\"gid://x/Y/2\"}", "{\"a\":\"gid://x/Y/7\",\"b\":\"gid://x/Y/8\"}", FALSE },
    { "{\"a\":\"1.0\"}", "{\"a\":\"1.00\"}", FALSE },
    { "{\"a\":1}", "{\"a\":2}", FALSE },
    { "{\"a\":1}", "{\"a\":1,\"b\":1}", FALSE },
    { "{\"a\":1}", "{\"b\":1}", FALSE },
    { "{\"a\":[1]}", "{\"a\":[]}", FALSE },
    { "{\"a\":null}", "{\"a\":\"\"}", FALSE },
    { "{\"updatedAt\":\"2026-07-14T15:49:39Z\"}", "{\"updatedAt\":\"2026-07-14T15:49:41Z\"}", TRUE },
    { "{\"endsAt\":\"2026-07-14T15:49:39Z\"}", "{\"endsAt\":\"2026-07-14T15:49:41Z\"}", FALSE },
    { "{\"endCursor\":\"eyJsYXN0X2lkIjoxLCJsYXN0X3ZhbHVlIjoiMSJ9\"}", "{\"endCursor\":\"abc\"}", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (JsonNode) recorded = json_from_string (cases[i].recorded, NULL);
    g_autoptr (JsonNode) ours = json_from_string (cases[i].ours, NULL);
    g_autofree char *difference = find_difference (fixture, "x", recorded, ours);

    g_test_message ("%u", i);
    g_assert_cmpint (difference == NULL, ==, cases[i].same);
  }
}

/* What is not in the schema is refused, and nothing is done. */
static void
test_refusals (Fixture       *fixture,
               gconstpointer  data)
{
  static const struct { const char *query, *code; } cases[] = {
    { "{ shop { nonsense } }", "undefinedField" },
    { "{ nonsense { id } }", "undefinedField" },
    { "{ shop }", "selectionMismatch" },
    { "{ shop { name { first } } }", "selectionMismatch" },
    { "{ codeDiscountNode { id } }", "missingRequiredArguments" },
    { "{ codeDiscountNode(id: \"x\", nonsense: 1) { id } }", "argumentNotAccepted" },
    { "{ shop { ... on Nonsense { id } } }", "undefinedType" },
    { "{ shop { ...Nowhere } }", "undefinedType" },
    { "{ shop {", "PARSE_ERROR" },
    { "subscription { shop { name } }", "PARSE_ERROR" },
    { "query A { shop { name } } query B { shop { name } }", "PARSE_ERROR" },
    { "{ shop { name @nonsense } }", "PARSE_ERROR" },
    { "query($id: ID!) { codeDiscountNode(id: $id) { id } }", "INVALID_VARIABLE" },
    { "{ discountNodes(first: 5, query: \"nonsense:1\") { nodes { id } } }", "BAD_REQUEST" },
    { "{ discountNodes(first: 251) { nodes { id } } }", "BAD_REQUEST" },
    { "{ discountNodes(first: 5, after: \"x\") { nodes { id } } }", "BAD_REQUEST" },
    { "{ codeDiscountNode(id: \"gid://shopify/Order/1\") { id } }", "RESOURCE_NOT_FOUND" },
    { "fragment F on Shop { ...F } query { shop { ...F } }", "queryTooDeep" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (JsonNode) answer = NULL;

    g_test_message ("%s", cases[i].query);
    answer = ask (fixture, cases[i].query, NULL);
    g_assert_cmpstr (json_node_get_string (at (answer, "errors.0.extensions.code")), ==, cases[i].code);
  }
  g_assert_cmpuint (wb_pretend_shopify_count_coupons (fixture->shop), ==, 0);
}

#define ADD(path, function) g_test_add ("/wb/demo/pretend-shopify/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("recordings", test_recordings);
  g_test_add_func ("/wb/demo/pretend-shopify/all-files", test_all_files);
  ADD ("comparison", test_comparison);
  ADD ("refusals", test_refusals);

  return g_test_run ();
}
