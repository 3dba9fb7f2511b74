/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Single coupons and batches of them (recordings 006 to 034 and 050 to 073). */

#include "config.h"

#include "wb-pretend-woo-private.h"

#include <string.h>

#define COUPONS "/wc/v3/coupons"
#define ITEM_VERBS "GET, POST, PUT, PATCH, DELETE"
#define BATCH_MAX 100

static gboolean
is_string (JsonNode *node)
{
  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING;
}

/* The coupon with its links, as single answers carry it. */
static JsonObject *
present (JsonObject             *coupon,
         const WbPretendRequest *request,
         const char             *fields)
{
  JsonObject *copy = pretend_coupon_copy (coupon);
  g_autofree char *id =
    g_strdup_printf ("%" G_GINT64_FORMAT, json_object_get_int_member (copy, "id"));

  pretend_add_links (copy, request, COUPONS, id, ITEM_VERBS);
  pretend_keep_fields (copy, fields, TRUE);

  return copy;
}

/**
 * pretend_items_create:
 * @self: the store
 * @request: what came
 * @params: its parameters, valid
 * @answer: filled
 *
 * Makes a coupon.
 */
void
pretend_items_create (WbPretendWoo           *self,
                      const WbPretendRequest *request,
                      JsonObject             *params,
                      WbPretendAnswer        *answer)
{
  PretendProblem problem = { 0 };
  const char *fields = NULL;
  JsonObject *coupon = pretend_coupon_create (self, params, &problem);
  g_autofree char *location = NULL;

  if (!coupon) {
    pretend_answer_error (answer, problem.status, problem.code, problem.message);
    return;
  }
  fields = wb_pretend_request_param (request, "_fields");
  pretend_answer_object (answer, 201, present (coupon, request, fields));
  location = g_strdup_printf ("%s/wp-json" COUPONS "/%" G_GINT64_FORMAT,
                              pretend_front (request)->home_url,
                              json_object_get_int_member (coupon, "id"));
  wb_pretend_answer_add_header (answer, "Location", location);
}

static void
handle_delete (WbPretendWoo           *self,
               const WbPretendRequest *request,
               JsonObject             *coupon,
               gboolean                force,
               WbPretendAnswer        *answer)
{
  JsonObject *shown = present (coupon, request, wb_pretend_request_param (request, "_fields"));

  if (force) {
    g_ptr_array_remove (self->coupons, coupon);
  } else if (strcmp (json_object_get_string_member (coupon, "status"), "trash") == 0) {
    json_object_unref (shown);
    pretend_answer_error (answer, 410, "woocommerce_rest_already_trashed",
                          "The shop_coupon has already been deleted.");
    return;
  } else {
    pretend_coupon_trash (self, coupon);
  }
  pretend_answer_object (answer, 200, shown);
}

static gboolean
is_true (JsonObject *params,
         const char *name)
{
  JsonNode *node = json_object_get_member (params, name);

  if (!node || !JSON_NODE_HOLDS_VALUE (node))
    return FALSE;
  if (is_string (node))
    return strcmp (json_node_get_string (node), "true") == 0 ||
           strcmp (json_node_get_string (node), "1") == 0;

  return json_node_get_boolean (node);
}

/**
 * pretend_items_item:
 * @self: the store
 * @request: what came
 * @params: its parameters, valid
 * @id: a coupon's id
 * @answer: filled
 *
 * Reads, changes or deletes the coupon @id.
 */
void
pretend_items_item (WbPretendWoo           *self,
                    const WbPretendRequest *request,
                    JsonObject             *params,
                    gint64                  id,
                    WbPretendAnswer        *answer)
{
  JsonObject *coupon = pretend_coupon_find (self, id);
  gboolean is_write = strcmp (request->method, "GET") != 0 &&
                      strcmp (request->method, "DELETE") != 0;
  PretendProblem problem = { 0 };

  if (!coupon) {
    pretend_answer_error (answer, is_write ? 400 : 404, "woocommerce_rest_shop_coupon_invalid_id",
                          "Invalid ID.");
    return;
  }
  if (strcmp (request->method, "DELETE") == 0)
    handle_delete (self, request, coupon, is_true (params, "force"), answer);
  else if (is_write && !pretend_coupon_update (self, coupon, params, &problem))
    pretend_answer_error (answer, problem.status, problem.code, problem.message);
  else
    pretend_answer_object (answer, 200,
                           present (coupon, request,
                                    wb_pretend_request_param (request, "_fields")));
}

static JsonObject *
batch_failure (gint64                id,
               const PretendProblem *problem)
{
  JsonObject *item = json_object_new ();

  json_object_set_int_member (item, "id", id);
  json_object_set_object_member (item, "error",
                                 pretend_new_error (problem->status, problem->code,
                                                    problem->message));

  return item;
}

static gint64
id_of (JsonNode *node)
{
  if (!node || !JSON_NODE_HOLDS_VALUE (node))
    return 0;

  return is_string (node) ? g_ascii_strtoll (json_node_get_string (node), NULL, 10) :
         json_node_get_int (node);
}

static JsonObject *
do_batch_item (WbPretendWoo           *self,
               const WbPretendRequest *request,
               const char             *what,
               JsonNode               *node)
{
  g_autoptr (JsonObject) params = JSON_NODE_HOLDS_OBJECT (node) ? json_node_dup_object (node) :
                                  json_object_new ();
  PretendProblem problem = { 0 };
  JsonObject *coupon;
  gint64 id = 0;

  if (strcmp (what, "create") == 0) {
    coupon = pretend_coupon_create (self, params, &problem);
    return coupon ? present (coupon, request, NULL) : batch_failure (0, &problem);
  }
  id = id_of (JSON_NODE_HOLDS_OBJECT (node) ? json_object_get_member (params, "id") : node);
  coupon = pretend_coupon_find (self, id);
  if (!coupon) {
    problem = (PretendProblem) { strcmp (what, "delete") == 0 ? 404 : 400,
                                 "woocommerce_rest_shop_coupon_invalid_id", "Invalid ID." };
    return batch_failure (id, &problem);
  }
  if (strcmp (what, "delete") == 0) {
    JsonObject *shown = present (coupon, request, NULL);

    g_ptr_array_remove (self->coupons, coupon);
    return shown;
  }
  json_object_remove_member (params, "id");
  if (!pretend_coupon_update (self, coupon, params, &problem))
    return batch_failure (id, &problem);

  return present (coupon, request, NULL);
}

/* PHP walks the members of an object as it walks a list (065). */
static GList *
items_of (JsonNode *node)
{
  if (JSON_NODE_HOLDS_ARRAY (node))
    return json_array_get_elements (json_node_get_array (node));

  return JSON_NODE_HOLDS_OBJECT (node) ?
         json_object_get_values (json_node_get_object (node)) : NULL;
}

/**
 * pretend_items_batch:
 * @self: the store
 * @request: what came
 * @params: its parameters, valid
 * @answer: filled
 *
 * Does up to 100 things; the answer is 200 whatever becomes of each.
 */
void
pretend_items_batch (WbPretendWoo           *self,
                     const WbPretendRequest *request,
                     JsonObject             *params,
                     WbPretendAnswer        *answer)
{
  static const char *const lists[] = { "create", "update", "delete" };
  JsonObject *results = json_object_new ();
  guint total = 0;

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++) {
    JsonNode *node = json_object_get_member (params, lists[i]);
    g_autoptr (GList) items = node ? items_of (node) : NULL;

    total += g_list_length (items);
  }
  if (total > BATCH_MAX) {
    json_object_unref (results);
    pretend_answer_error (answer, 413, "woocommerce_rest_request_entity_too_large",
                          "Unable to accept more than 100 items for this request.");
    return;
  }
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++) {
    JsonNode *node = json_object_get_member (params, lists[i]);
    g_autoptr (GList) items = node ? items_of (node) : NULL;
    JsonArray *done;

    if (!items)
      continue;
    done = json_array_new ();
    for (GList *l = items; l; l = l->next)
      json_array_add_object_element (done, do_batch_item (self, request, lists[i], l->data));
    json_object_set_array_member (results, lists[i], done);
  }
  if (json_object_get_size (results) == 0) {
    g_autoptr (JsonArray) empty = json_array_new ();

    json_object_unref (results);
    pretend_answer_json (answer, 200, json_node_init_array (json_node_alloc (), empty));
    return;
  }
  pretend_answer_object (answer, 200, results);
}
