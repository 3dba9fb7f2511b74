/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* PATCH bodies; see wb-patch.h. They are handled as JSON, since what the server said is kept so and
 * a member that is not understood here must come out as it went in. */

#include "config.h"

#include "wb-patch.h"

const char *const wb_patch_account_members[] = {
  "call_goal_hours", "business_hours", "closed_days", "coupon_cap", "coupon_budget",
  "coupon_cap_percent", NULL
};

const char *const wb_patch_banner_members[] = {
  "name", "alt_text", "starts_on", "ends_on", "archived", NULL
};

/* NULL stands for a member that is missing or null, which say the same. */
static JsonNode *
find_member (JsonNode   *object,
             const char *name)
{
  JsonNode *member = NULL;

  if (!object || !JSON_NODE_HOLDS_OBJECT (object))
    return NULL;
  member = json_object_get_member (json_node_get_object (object), name);

  return member && !JSON_NODE_HOLDS_NULL (member) ? member : NULL;
}

static gboolean
equal_values (JsonNode *a,
              JsonNode *b)
{
  if (!a || !b)
    return a == b;

  return json_node_equal (a, b);
}

static void
put_member (JsonObject *object,
            const char *name,
            JsonNode   *value)
{
  if (value)
    json_object_set_member (object, name, json_node_copy (value));
  else
    json_object_set_null_member (object, name);
}

static JsonNode *
take_object (JsonObject *object)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_node_take_object (node, object);

  return node;
}

/**
 * wb_patch_make:
 * @before: an object
 * @after: the same object as it is to be
 * @members: (array zero-terminated=1): the members that may be changed
 *
 * Returns: (transfer full): an object of the members whose values differ, with those of @after
 */
JsonNode *
wb_patch_make (JsonNode          *before,
               JsonNode          *after,
               const char *const *members)
{
  JsonObject *patch = NULL;

  g_return_val_if_fail (before && after && members, NULL);

  patch = json_object_new ();
  for (guint i = 0; members[i]; i++) {
    JsonNode *value = find_member (after, members[i]);

    if (!equal_values (find_member (before, members[i]), value))
      put_member (patch, members[i], value);
  }

  return take_object (patch);
}

/**
 * wb_patch_is_empty:
 * @patch: a patch
 *
 * Returns: whether it changes nothing
 */
gboolean
wb_patch_is_empty (JsonNode *patch)
{
  g_return_val_if_fail (patch && JSON_NODE_HOLDS_OBJECT (patch), TRUE);

  return json_object_get_size (json_node_get_object (patch)) == 0;
}

/**
 * wb_patch_apply:
 * @object: an object
 * @patch: what is to change of it
 *
 * Returns: (transfer full): the changed object; @object stays as it is
 */
JsonNode *
wb_patch_apply (JsonNode *object,
                JsonNode *patch)
{
  JsonNode *sources[] = { object, patch };
  JsonObject *changed = NULL;

  g_return_val_if_fail (object && JSON_NODE_HOLDS_OBJECT (object), NULL);
  g_return_val_if_fail (patch && JSON_NODE_HOLDS_OBJECT (patch), NULL);

  changed = json_object_new ();
  for (guint i = 0; i < G_N_ELEMENTS (sources); i++) {
    JsonObjectIter iter;
    const char *name = NULL;
    JsonNode *value = NULL;

    json_object_iter_init_ordered (&iter, json_node_get_object (sources[i]));
    while (json_object_iter_next_ordered (&iter, &name, &value))
      json_object_set_member (changed, name, json_node_copy (value));
  }

  return take_object (changed);
}

/* A value as a clash shows it: text as it is, anything else as JSON. */
static char *
print_value (JsonNode *value)
{
  if (!value)
    return NULL;
  if (JSON_NODE_HOLDS_VALUE (value) && json_node_get_value_type (value) == G_TYPE_STRING)
    return g_strdup (json_node_get_string (value));

  return json_to_string (value, FALSE);
}

static void
add_clash (GPtrArray  *clashes,
           const char *path,
           JsonNode   *base,
           JsonNode   *mine,
           JsonNode   *theirs)
{
  WbFieldClash *clash = wb_field_clash_new ();

  clash->path = g_strdup (path);
  clash->base = print_value (base);
  clash->mine = print_value (mine);
  clash->theirs = print_value (theirs);
  g_ptr_array_add (clashes, clash);
}

/* One value three ways; mine where both changed it, which is a clash then. */
static JsonNode *
merge_value (GPtrArray  *clashes,
             const char *path,
             JsonNode   *base,
             JsonNode   *mine,
             JsonNode   *theirs)
{
  if (equal_values (mine, base))
    return theirs;
  if (!equal_values (mine, theirs) && !equal_values (theirs, base))
    add_clash (clashes, path, base, mine, theirs);

  return mine;
}

static gboolean
holds_keys (JsonNode *value)
{
  return !value || JSON_NODE_HOLDS_OBJECT (value);
}

/* Key by key: what is mine in my order, then what only they have. */
static JsonNode *
merge_keys (GPtrArray  *clashes,
            const char *name,
            JsonNode   *base,
            JsonNode   *mine,
            JsonNode   *theirs)
{
  JsonNode *sources[] = { mine, theirs, base };
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  JsonObject *merged = json_object_new ();

  for (guint i = 0; i < G_N_ELEMENTS (sources); i++) {
    JsonObjectIter iter;
    const char *key = NULL;

    if (!sources[i])
      continue;
    json_object_iter_init_ordered (&iter, json_node_get_object (sources[i]));
    while (json_object_iter_next_ordered (&iter, &key, NULL)) {
      g_autofree char *path = g_strconcat (name, ".", key, NULL);
      JsonNode *value = NULL;

      if (!g_hash_table_add (seen, (gpointer) key))
        continue;
      value = merge_value (clashes, path, find_member (base, key), find_member (mine, key),
                           find_member (theirs, key));
      if (value)
        json_object_set_member (merged, key, json_node_copy (value));
    }
  }

  return take_object (merged);
}

/**
 * wb_patch_merge:
 * @base: (nullable): the object the person saw; `NULL` = it is not known, so that whatever differs
 *   clashes
 * @patch: what they changed of it
 * @theirs: the object as it is now
 * @clashes_out: (out) (transfer full) (element-type WbFieldClash): members, or keys of members,
 *   that were changed here and there to something else; @patch has its way in the result
 *
 * Puts two changes of one object together.
 *
 * Returns: (transfer full): what is still to be changed of @theirs
 */
JsonNode *
wb_patch_merge (JsonNode   *base,
                JsonNode   *patch,
                JsonNode   *theirs,
                GPtrArray **clashes_out)
{
  g_autoptr (GPtrArray) clashes = NULL;
  JsonObject *merged = NULL;
  JsonObjectIter iter;
  const char *name = NULL;
  JsonNode *member = NULL;

  g_return_val_if_fail (patch && JSON_NODE_HOLDS_OBJECT (patch), NULL);
  g_return_val_if_fail (theirs && clashes_out, NULL);

  clashes = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_field_clash_unref);
  merged = json_object_new ();
  json_object_iter_init_ordered (&iter, json_node_get_object (patch));
  while (json_object_iter_next_ordered (&iter, &name, &member)) {
    JsonNode *mine = find_member (patch, name);
    JsonNode *their_value = find_member (theirs, name);
    JsonNode *base_value = find_member (base, name);
    g_autoptr (JsonNode) keys = NULL;
    JsonNode *value = NULL;

    if (mine && JSON_NODE_HOLDS_OBJECT (mine) && holds_keys (their_value) &&
        holds_keys (base_value))
      value = keys = merge_keys (clashes, name, base_value, mine, their_value);
    else
      value = merge_value (clashes, name, base_value, mine, their_value);
    if (!equal_values (value, their_value))
      put_member (merged, name, value);
  }
  *clashes_out = g_steal_pointer (&clashes);

  return take_object (merged);
}
