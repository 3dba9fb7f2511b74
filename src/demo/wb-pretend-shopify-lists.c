/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Lists of discounts and orders: Shopify's search syntax as far as Winback speaks it, sorting, and
 * cursors that hold the last value and id. A term that is not known is refused, where the real shop
 * would look for it as a word. */

#include "config.h"

#include "wb-pretend-shopify-private.h"

#include "wb-time.h"
#include "wb-wire.h"

#include <string.h>

typedef struct
{
  char *name;         /* (owned) "updated_at" */
  char *comparison;   /* (owned) "", ">", ">=", "<", "<=" */
  char *value;        /* (owned) without quotes */
} Term;

static void
free_term (gpointer data)
{
  Term *term = data;

  g_free (term->name);
  g_free (term->comparison);
  g_free (term->value);
  g_free (term);
}

/* name:'a value' or name:>=value; NULL = something else stands there. */
static GPtrArray *
parse_query (const char *text)
{
  g_autoptr (GPtrArray) terms = g_ptr_array_new_with_free_func (free_term);
  const char *p = text ? text : "";

  for (p += strspn (p, " "); *p != '\0'; p += strspn (p, " ")) {
    Term *term = g_new0 (Term, 1);
    gsize length = strspn (p, "abcdefghijklmnopqrstuvwxyz_");
    const char *end;

    g_ptr_array_add (terms, term);
    if (length == 0 || p[length] != ':')
      return NULL;
    term->name = g_strndup (p, length);
    p += length + 1;
    length = strspn (p, "<>=");
    term->comparison = g_strndup (p, length);
    p += length;
    end = *p == '\'' ? strchr (p + 1, '\'') : p + strcspn (p, " ");
    if (!end)
      return NULL;
    term->value = *p == '\'' ? g_strndup (p + 1, (gsize) (end - p) - 1) :
                  g_strndup (p, (gsize) (end - p));
    p = *end == '\'' ? end + 1 : end;
  }

  return g_steal_pointer (&terms);
}

static gboolean
compare_numbers (gint64      number,
                 const char *comparison,
                 gint64      limit)
{
  if (strcmp (comparison, ">") == 0)
    return number > limit;
  if (strcmp (comparison, ">=") == 0)
    return number >= limit;
  if (strcmp (comparison, "<") == 0)
    return number < limit;
  if (strcmp (comparison, "<=") == 0)
    return number <= limit;

  return number == limit;
}

static const struct { const char *term, *member; } time_terms[] = {
  { "updated_at", "updatedAt" }, { "created_at", "createdAt" }, { "starts_at", "startsAt" },
  { "ends_at", "endsAt" },
};

static gboolean
has_tag (JsonObject *discount,
         const char *tag)
{
  JsonArray *tags = json_object_has_member (discount, "tags") ?
                    json_object_get_array_member (discount, "tags") : NULL;

  for (guint i = 0; tags && i < json_array_get_length (tags); i++) {
    if (g_ascii_strcasecmp (json_array_get_string_element (tags, i), tag) == 0)
      return TRUE;
  }

  return FALSE;
}

static gboolean
is_match (WbPretendShopify *self,
          JsonObject       *item,
          const Term       *term)
{
  gint64 ms = 0;

  for (guint i = 0; i < G_N_ELEMENTS (time_terms); i++) {
    if (strcmp (term->name, time_terms[i].term) != 0)
      continue;
    wb_time_parse (term->value, &ms);
    return compare_numbers (shopify_get_ms (item, time_terms[i].member), term->comparison, ms);
  }
  if (strcmp (term->name, "status") == 0)
    return g_ascii_strcasecmp (shopify_status (self, item), term->value) == 0;
  if (strcmp (term->name, "tag") == 0)
    return has_tag (item, term->value);
  if (strcmp (term->name, "title") == 0)
    return g_ascii_strcasecmp (json_object_get_string_member (item, "title"), term->value) == 0;

  return compare_numbers (shopify_count_uses (self, item), term->comparison,
                          g_ascii_strtoll (term->value, NULL, 10));
}

static gboolean
is_known_term (const Term *term)
{
  static const char *const others[] = { "status", "tag", "title", "times_used", NULL };
  gint64 ms = 0;

  for (guint i = 0; i < G_N_ELEMENTS (time_terms); i++) {
    if (strcmp (term->name, time_terms[i].term) == 0)
      return wb_time_parse (term->value, &ms);
  }

  return g_strv_contains (others, term->name);
}

/* The items that match; NULL with an error for a query that cannot be read. */
static GPtrArray *
filter (WbPretendShopify  *self,
        GPtrArray         *items,
        const char        *query,
        JsonObject       **error_out)
{
  g_autoptr (GPtrArray) terms = parse_query (query);
  g_autoptr (GPtrArray) found = g_ptr_array_new ();
  gboolean is_known = terms != NULL;

  for (guint i = 0; is_known && i < terms->len; i++)
    is_known = is_known_term (terms->pdata[i]);
  for (guint i = 0; is_known && i < items->len; i++) {
    gboolean matches = TRUE;

    for (guint j = 0; j < terms->len && matches; j++)
      matches = is_match (self, items->pdata[i], terms->pdata[j]);
    if (matches)
      g_ptr_array_add (found, items->pdata[i]);
  }
  if (is_known)
    return g_steal_pointer (&found);
  *error_out = shopify_new_error ("BAD_REQUEST", "The search query is not understood");

  return NULL;
}

typedef struct
{
  const char *member;   /* (nullable) sorted by; NULL = id */
} Sorting;

static gint64
sort_value (JsonObject    *item,
            const Sorting *sorting)
{
  gint64 ms = sorting->member ? shopify_get_ms (item, sorting->member) : 0;

  return ms == WB_TIME_NONE ? G_MAXINT64 : ms;
}

static int
compare_items (gconstpointer a,
               gconstpointer b,
               gpointer      data)
{
  JsonObject *first = *(JsonObject *const *) a;
  JsonObject *second = *(JsonObject *const *) b;
  gint64 first_value = sort_value (first, data);
  gint64 second_value = sort_value (second, data);

  if (first_value == second_value) {
    first_value = json_object_get_int_member (first, "id");
    second_value = json_object_get_int_member (second, "id");
  }

  return first_value < second_value ? -1 : first_value > second_value;
}

/* They mostly stand in order already, and comparing is dear. */
static void
sort_items (GPtrArray *items,
            Sorting   *sorting)
{
  for (guint i = 1; i < items->len; i++) {
    if (compare_items (&items->pdata[i - 1], &items->pdata[i], sorting) > 0) {
      g_ptr_array_sort_with_data (items, compare_items, sorting);
      return;
    }
  }
}

static char *
make_cursor (JsonObject    *item,
             const Sorting *sorting)
{
  gint64 id = json_object_get_int_member (item, "id");
  g_autofree char *json =
    g_strdup_printf ("{\"last_id\":%" G_GINT64_FORMAT ",\"last_value\":\"%" G_GINT64_FORMAT "\"}",
                     id, sorting->member ? sort_value (item, sorting) : id);

  return g_base64_encode ((const guchar *) json, strlen (json));
}

/* Where to go on behind @cursor. */
static gboolean
find_start (GPtrArray     *items,
            const Sorting *sorting,
            const char    *cursor,
            guint         *start_out)
{
  gsize length = 0;
  g_autofree char *json = cursor ? (char *) g_base64_decode (cursor, &length) : NULL;
  g_autoptr (JsonNode) node = NULL;
  JsonObject *object;
  gint64 last_id;
  gint64 last_value;

  *start_out = 0;
  if (!cursor)
    return TRUE;
  node = wb_wire_parse (json, (gssize) length, WB_WIRE_MAX_BODY_BYTES, NULL);
  if (!node || !JSON_NODE_HOLDS_OBJECT (node))
    return FALSE;
  object = json_node_get_object (node);
  if (!json_object_has_member (object, "last_id") || !json_object_has_member (object, "last_value"))
    return FALSE;
  last_id = json_object_get_int_member (object, "last_id");
  last_value = g_ascii_strtoll (json_object_get_string_member (object, "last_value"), NULL, 10);
  for (; *start_out < items->len; ++*start_out) {
    JsonObject *item = items->pdata[*start_out];
    gint64 value = sorting->member ? sort_value (item, sorting) :
                   json_object_get_int_member (item, "id");

    if (value > last_value ||
        (value == last_value && json_object_get_int_member (item, "id") > last_id))
      break;
  }

  return TRUE;
}

static const char *
text_argument (JsonObject *arguments,
               const char *name)
{
  JsonNode *node = json_object_get_member (arguments, name);

  return node && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_string (node) : NULL;
}

static const char *
find_sort_member (const char *key)
{
  static const struct { const char *key, *member; } keys[] = {
    { "UPDATED_AT", "updatedAt" }, { "CREATED_AT", "createdAt" }, { "STARTS_AT", "startsAt" },
    { "ENDS_AT", "endsAt" }, { "PROCESSED_AT", "processedAt" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++) {
    if (g_strcmp0 (keys[i].key, key) == 0)
      return keys[i].member;
  }

  return NULL;
}

static JsonObject *
show_item (WbPretendShopify *self,
           const char       *field,
           JsonObject       *item,
           const Sorting    *sorting)
{
  JsonObject *out = strcmp (field, "orders") == 0 ? shopify_show_order (self, item) :
                    shopify_show_discount (self, item);
  g_autofree char *cursor = make_cursor (item, sorting);

  json_object_set_string_member (out, "__cursor", cursor);

  return out;
}

/* Lists learn of changes late; what is asked for by id or code is as it is (reference 4). */
static void
drop_fresh (WbPretendShopify *self,
            GPtrArray        *items)
{
  for (guint i = items->len; i > 0; i--) {
    if (shopify_get_ms (items->pdata[i - 1], "updatedAt") + self->search_lag_ms >
        wb_clock_now (self->clock))
      g_ptr_array_remove_index (items, i - 1);
  }
}

JsonNode *
shopify_list (WbPretendShopify  *self,
              const char        *field,
              JsonObject        *arguments,
              JsonObject       **error_out)
{
  gboolean is_orders = strcmp (field, "orders") == 0;
  g_autoptr (GPtrArray) found = NULL;
  Sorting sorting = { find_sort_member (text_argument (arguments, "sortKey")) };
  JsonObject *out;
  JsonArray *items;
  int first = wb_graphql_first (arguments);
  guint start = 0;
  guint end;

  if (first < 1 || first > 250) {
    *error_out = shopify_new_error ("BAD_REQUEST", "first must be between 1 and 250");
    return NULL;
  }
  found = filter (self, is_orders ? self->orders : self->discounts,
                  text_argument (arguments, "query"), error_out);
  if (!found)
    return NULL;
  if (strcmp (field, "discountNodes") == 0)
    drop_fresh (self, found);
  sort_items (found, &sorting);
  if (!find_start (found, &sorting, text_argument (arguments, "after"), &start)) {
    *error_out = shopify_new_error ("BAD_REQUEST", "Invalid cursor for current pagination sort.");
    return NULL;
  }
  end = MIN (found->len, start + (guint) first);
  out = json_object_new ();
  items = json_array_new ();
  for (guint i = start; i < end; i++)
    json_array_add_object_element (items, show_item (self, field, found->pdata[i], &sorting));
  json_object_set_array_member (out, "__items", items);
  json_object_set_boolean_member (out, "__has_next", end < found->len);
  json_object_set_boolean_member (out, "__has_previous", start > 0);

  return shopify_take (out);
}

JsonNode *
shopify_count (WbPretendShopify *self,
               JsonObject       *arguments)
{
  JsonObject *count = json_object_new ();
  JsonObject *error = NULL;
  g_autoptr (GPtrArray) found = filter (self, self->discounts, text_argument (arguments, "query"),
                                        &error);

  g_clear_pointer (&error, json_object_unref);
  json_object_set_int_member (count, "count", found ? found->len : 0);
  json_object_set_string_member (count, "precision", "EXACT");

  return shopify_take (count);
}
