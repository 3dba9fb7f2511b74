/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the pretend shop keeps in its file, what it tells to whoever checks it, and what goes wrong
 * with a discount behind the back of who asked for it. */

#include "config.h"

#include "wb-pretend-shopify-private.h"

#include "wb-time.h"
#include "wb-wire.h"

#include <stdio.h>

static JsonArray *
to_array (GPtrArray *objects)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < objects->len; i++)
    json_array_add_object_element (array, json_object_ref (objects->pdata[i]));

  return array;
}

gboolean
shopify_save (WbPretendShopify *self)
{
  g_autoptr (JsonNode) node = NULL;
  JsonObject *state;
  g_autofree char *text = NULL;

  if (!self->state_file || self->is_held)
    return TRUE;
  state = json_object_new ();
  json_object_set_int_member (state, "next_id", self->next_id);
  json_object_set_array_member (state, "discounts", to_array (self->discounts));
  json_object_set_array_member (state, "orders", to_array (self->orders));
  json_object_set_array_member (state, "customers", to_array (self->customers));
  node = shopify_take (state);
  text = wb_graphql_print (node);

  return g_file_set_contents (self->state_file, text, -1, NULL);
}

static gboolean
read_array (JsonObject *state,
            const char *name,
            GPtrArray  *objects)
{
  JsonNode *node = json_object_get_member (state, name);

  if (!node || !JSON_NODE_HOLDS_ARRAY (node))
    return FALSE;
  for (guint i = 0; i < json_array_get_length (json_node_get_array (node)); i++) {
    JsonNode *element = json_array_get_element (json_node_get_array (node), i);

    if (!JSON_NODE_HOLDS_OBJECT (element) ||
        !json_object_has_member (json_node_get_object (element), "id"))
      return FALSE;
    g_ptr_array_add (objects, json_object_ref (json_node_get_object (element)));
  }

  return TRUE;
}

gboolean
shopify_load (WbPretendShopify  *self,
              GError           **error)
{
  g_autofree char *text = NULL;
  g_autoptr (JsonNode) root = NULL;
  JsonObject *state;

  if (!g_file_test (self->state_file, G_FILE_TEST_EXISTS))
    return TRUE;
  if (!g_file_get_contents (self->state_file, &text, NULL, error))
    return FALSE;
  root = wb_wire_parse (text, -1, WB_WIRE_MAX_BODY_BYTES, error);
  if (!root)
    return FALSE;
  state = JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;
  if (!state || !json_object_has_member (state, "next_id") ||
      !read_array (state, "discounts", self->discounts) ||
      !read_array (state, "orders", self->orders) ||
      !read_array (state, "customers", self->customers)) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                         "Not the state of a pretend Shopify shop");
    return FALSE;
  }
  self->next_id = json_object_get_int_member (state, "next_id");
  for (guint i = 0; i < self->discounts->len; i++)
    shopify_index (self, self->discounts->pdata[i]);

  return TRUE;
}

static void
append_line (WbPretendShopify *self,
             const char       *line)
{
  FILE *file = fopen (self->record_file, "a");

  g_assert (file);
  fprintf (file, "%s\n", line);
  fclose (file);
}

static void
add_types (JsonArray            *types,
           const WbGraphqlField *field)
{
  for (; field->type; field++) {
    g_autofree char *line = g_strdup_printf ("%s.%s(%s): %s", field->type, field->field,
                                             field->arguments ? field->arguments : "",
                                             field->result);

    json_array_add_string_element (types, line);
  }
}

/* "Type.field(argument:Type ...): Type", for outputs and inputs. */
void
shopify_record_types (WbPretendShopify *self)
{
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *line = NULL;
  JsonObject *object;
  JsonArray *types;

  if (!self->record_file)
    return;
  object = json_object_new ();
  types = json_array_new ();
  add_types (types, shopify_fields);
  add_types (types, shopify_inputs);
  json_object_set_array_member (object, "types", types);
  node = shopify_take (object);
  line = wb_graphql_print (node);
  append_line (self, line);
}

/* Where it answered as a shop does, and not as a firewall. */
void
shopify_record (WbPretendShopify       *self,
                const WbPretendRequest *request,
                const WbPretendAnswer  *answer)
{
  gsize length = 0;
  const char *question = g_bytes_get_data (request->body, &length);
  g_autofree char *line = NULL;

  if (!self->record_file || answer->status != 200)
    return;
  line = g_strdup_printf ("{\"request\":%.*s,\"answer\":%s}", (int) length, question,
                          answer->body->str);
  append_line (self, line);
}

/* One unit more, be it of money or a hundredth. */
static void
add_unit (JsonObject *discount)
{
  if (json_object_has_member (discount, "percentage")) {
    json_object_set_double_member (discount, "percentage",
                                   json_object_get_double_member (discount, "percentage") + 0.01);
  } else {
    g_autofree char *amount =
      g_strdup_printf ("%" G_GINT64_FORMAT ".0",
                       g_ascii_strtoll (json_object_get_string_member (discount, "amount"), NULL,
                                        10) + 1);

    json_object_set_string_member (discount, "amount", amount);
  }
}

/* The newest discount, after its answer was made. A second one of the same code cannot be: codes
 * are unique in a shop, races included. */
void
shopify_spoil (WbPretendShopify *self,
               WbPretendFault    fault)
{
  JsonObject *discount = g_ptr_array_index (self->discounts, self->discounts->len - 1);
  gint64 ends_at = shopify_get_ms (discount, "endsAt");

  switch ((int) fault) {
    case WB_PRETEND_FAULT_DROP:
      shopify_delete (self, discount);
      break;
    case WB_PRETEND_FAULT_OTHER_AMOUNT:
      add_unit (discount);
      break;
    case WB_PRETEND_FAULT_OTHER_EXPIRY:
      if (ends_at != WB_TIME_NONE)
        json_object_set_int_member (discount, "endsAt", ends_at + WB_DAY_MS);
      break;
    case WB_PRETEND_FAULT_DROP_EMAIL:
      json_object_set_null_member (discount, "customers");
      break;
    default:
      break;
  }
}
