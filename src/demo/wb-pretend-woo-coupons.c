/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What WooCommerce makes of the values it is given. Each oddity here was recorded (the numbers are
 * those of tests/data/woocommerce-recorded), however wrong it looks. */

#include "config.h"

#include "wb-pretend-woo-private.h"

#include "wb-time.h"

#include <string.h>

/* Text, number, or nothing. */
static char *
dup_scalar (JsonNode *node)
{
  if (!node || !JSON_NODE_HOLDS_VALUE (node))
    return g_strdup ("");
  switch (json_node_get_value_type (node)) {
    case G_TYPE_STRING: return g_strdup (json_node_get_string (node));
    case G_TYPE_INT64: return g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (node));
    case G_TYPE_BOOLEAN: return g_strdup (json_node_get_boolean (node) ? "1" : "");
    default: break;
  }

  return json_to_string (node, FALSE);
}

static gboolean
refuse (PretendProblem *problem,
        const char     *code,
        const char     *message)
{
  *problem = (PretendProblem) { 400, code, message };

  return FALSE;
}

static JsonArray *
list_of (JsonNode *node)
{
  JsonArray *list = json_array_new ();
  g_auto (GStrv) parts = NULL;

  if (JSON_NODE_HOLDS_ARRAY (node)) {
    json_array_unref (list);
    return json_array_ref (json_node_get_array (node));
  }
  /* Comma-separated, as in a form. */
  parts = g_strsplit (json_node_get_string (node) ? json_node_get_string (node) : "", ",", -1);
  for (guint i = 0; parts[i]; i++) {
    if (g_strstrip (parts[i])[0] != '\0')
      json_array_add_string_element (list, parts[i]);
  }

  return list;
}

static void
set_ids (JsonObject *coupon,
         const char *name,
         JsonNode   *node)
{
  g_autoptr (JsonArray) given = list_of (node);
  JsonArray *ids = json_array_new ();

  for (guint i = 0; i < json_array_get_length (given); i++) {
    g_autofree char *text = dup_scalar (json_array_get_element (given, i));
    gint64 id = ABS (g_ascii_strtoll (text, NULL, 10));

    if (id != 0)
      json_array_add_int_element (ids, id);
  }
  json_object_set_array_member (coupon, name, ids);
}

/* One that is no address is dropped without a word (021). */
static void
set_emails (JsonObject *coupon,
            JsonNode   *node)
{
  g_autoptr (JsonArray) given = list_of (node);
  JsonArray *emails = json_array_new ();

  for (guint i = 0; i < json_array_get_length (given); i++) {
    g_autofree char *text = dup_scalar (json_array_get_element (given, i));
    g_autofree char *email = pretend_sanitize_email (text);

    if (email[0] != '\0')
      json_array_add_string_element (emails, email);
  }
  json_object_set_array_member (coupon, "email_restrictions", emails);
}

static void
set_limit (JsonObject *coupon,
           const char *name,
           JsonNode   *node)
{
  g_autofree char *text = dup_scalar (node);
  gint64 value = ABS (g_ascii_strtoll (text, NULL, 10));

  if (value == 0)
    json_object_set_null_member (coupon, name);
  else
    json_object_set_int_member (coupon, name, value);
}

static void
set_flag (JsonObject *coupon,
          const char *name,
          JsonNode   *node)
{
  g_autofree char *text = dup_scalar (node);

  json_object_set_boolean_member (coupon, name, strcmp (text, "1") == 0 ||
                                  g_ascii_strcasecmp (text, "true") == 0 ||
                                  g_ascii_strcasecmp (text, "yes") == 0);
}

static void
set_expiry (WbPretendWoo *self,
            JsonObject   *coupon,
            JsonNode     *node)
{
  g_autofree char *text = dup_scalar (node);
  g_autofree char *local = NULL;
  g_autofree char *gmt = NULL;
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  gint64 ms = 0;

  if (text[0] == '\0') {
    json_object_set_null_member (coupon, "date_expires");
    json_object_set_null_member (coupon, "date_expires_gmt");
    return;
  }
  /* What cannot be read is the beginning of time (030). */
  if (!pretend_parse_date (text, self->zone, FALSE, &ms))
    pretend_parse_date ("1970-01-01", self->zone, FALSE, &ms);
  local = pretend_local_text (ms, self->zone);
  gmt = pretend_local_text (ms, utc);
  json_object_set_string_member (coupon, "date_expires", local);
  json_object_set_string_member (coupon, "date_expires_gmt", gmt);
}

/* An entry with a known id or key is changed, others are added. */
static void
set_meta (WbPretendWoo *self,
          JsonObject   *coupon,
          JsonNode     *node)
{
  JsonArray *entries = json_object_get_array_member (coupon, "meta_data");
  g_autoptr (JsonArray) given = list_of (node);

  for (guint i = 0; i < json_array_get_length (given); i++) {
    JsonNode *element = json_array_get_element (given, i);
    JsonObject *entry;

    if (!JSON_NODE_HOLDS_OBJECT (element) ||
        !json_object_has_member (json_node_get_object (element), "key") ||
        !json_object_has_member (json_node_get_object (element), "value"))
      continue;
    entry = json_object_new ();
    json_object_set_int_member (entry, "id", self->next_meta_id++);
    json_object_set_member (entry, "key", json_node_copy (
                              json_object_get_member (json_node_get_object (element), "key")));
    json_object_set_member (entry, "value", json_node_copy (
                              json_object_get_member (json_node_get_object (element), "value")));
    json_array_add_object_element (entries, entry);
  }
}

static gboolean
set_code (WbPretendWoo   *self,
          JsonObject     *coupon,
          JsonNode       *node,
          PretendProblem *problem)
{
  g_autofree char *text = dup_scalar (node);
  g_autofree char *code = pretend_format_code (text);

  if (!self->in_race &&
      pretend_coupon_by_code (self, code, json_object_get_int_member (coupon, "id")))
    return refuse (problem, "woocommerce_rest_coupon_code_already_exists",
                   "The coupon code already exists");
  json_object_set_string_member (coupon, "code", code);

  return TRUE;
}

static gboolean
set_amount (WbPretendWoo   *self,
            JsonObject     *coupon,
            JsonNode       *node,
            PretendProblem *problem)
{
  g_autofree char *text = dup_scalar (node);
  gint64 amount = pretend_parse_amount (text, self->decimal_comma);
  g_autofree char *formatted = NULL;

  if (amount < 0)
    return refuse (problem, "coupon_invalid_amount", "Invalid discount amount.");
  formatted = pretend_format_amount (amount);
  json_object_set_string_member (coupon, "amount", formatted);

  return TRUE;
}

static gboolean
set_type (JsonObject     *coupon,
          JsonNode       *node,
          PretendProblem *problem)
{
  static const char *const types[] = { "percent", "fixed_cart", "fixed_product", NULL };
  g_autofree char *type = dup_scalar (node);

  if (!g_strv_contains (types, type))
    return refuse (problem, "coupon_invalid_discount_type", "Invalid discount type.");
  json_object_set_string_member (coupon, "discount_type", type);

  return TRUE;
}

/* Limits, flags and lists; what is not known, is read-only or is null changes nothing (053,
 * 056). */
static void
set_plain (WbPretendWoo *self,
           JsonObject   *coupon,
           const char   *name,
           JsonNode     *node)
{
  static const char *const texts[] = { "description", "status", NULL };
  static const char *const amounts[] = { "minimum_amount", "maximum_amount", NULL };
  static const char *const limits[] = {
    "usage_limit", "usage_limit_per_user", "limit_usage_to_x_items", NULL
  };
  static const char *const flags[] = {
    "individual_use", "free_shipping", "exclude_sale_items", NULL
  };
  static const char *const ids[] = {
    "product_ids", "excluded_product_ids", "product_categories", "excluded_product_categories", NULL
  };
  g_autofree char *text = dup_scalar (node);

  if (g_strv_contains (texts, name)) {
    json_object_set_string_member (coupon, name, text);
  } else if (g_strv_contains (amounts, name)) {
    gint64 hundredths = pretend_parse_amount (text, self->decimal_comma);
    g_autofree char *amount = pretend_format_amount (MAX (hundredths, 0));

    json_object_set_string_member (coupon, name, amount);
  } else if (g_strv_contains (limits, name)) {
    set_limit (coupon, name, node);
  } else if (g_strv_contains (flags, name)) {
    set_flag (coupon, name, node);
  } else if (g_strv_contains (ids, name)) {
    set_ids (coupon, name, node);
  } else if (strcmp (name, "email_restrictions") == 0) {
    set_emails (coupon, node);
  } else if (strcmp (name, "date_expires") == 0) {
    set_expiry (self, coupon, node);
  } else if (strcmp (name, "meta_data") == 0) {
    set_meta (self, coupon, node);
  }
}

static gboolean
set_values (WbPretendWoo   *self,
            JsonObject     *coupon,
            JsonObject     *params,
            PretendProblem *problem)
{
  g_autoptr (GList) names = json_object_get_members (params);

  for (GList *l = names; l; l = l->next) {
    const char *name = l->data;
    JsonNode *node = json_object_get_member (params, name);

    if (JSON_NODE_HOLDS_NULL (node))
      continue;
    if (strcmp (name, "code") == 0) {
      if (!set_code (self, coupon, node, problem))
        return FALSE;
    } else if (strcmp (name, "amount") == 0) {
      if (!set_amount (self, coupon, node, problem))
        return FALSE;
    } else if (strcmp (name, "discount_type") == 0) {
      if (!set_type (coupon, node, problem))
        return FALSE;
    } else {
      set_plain (self, coupon, name, node);
    }
  }
  if (strcmp (json_object_get_string_member (coupon, "discount_type"), "percent") == 0 &&
      pretend_parse_amount (json_object_get_string_member (coupon, "amount"), FALSE) > 10000)
    return refuse (problem, "coupon_invalid_amount", "Invalid discount amount.");

  return TRUE;
}

static void
set_times (WbPretendWoo *self,
           JsonObject   *coupon,
           const char   *name)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autofree char *local = pretend_local_text (wb_clock_now (self->clock), self->zone);
  g_autofree char *gmt = pretend_local_text (wb_clock_now (self->clock), utc);
  g_autofree char *gmt_name = g_strconcat (name, "_gmt", NULL);

  json_object_set_string_member (coupon, name, local);
  json_object_set_string_member (coupon, gmt_name, gmt);
}

/* All members in the order they are answered in. */
static JsonObject *
new_coupon (WbPretendWoo *self)
{
  static const char blank[] =
    "{\"id\":0,\"code\":\"\",\"amount\":\"0.00\",\"status\":\"publish\",\"date_created\":null,"
    "\"date_created_gmt\":null,\"date_modified\":null,\"date_modified_gmt\":null,"
    "\"discount_type\":\"fixed_cart\",\"description\":\"\",\"date_expires\":null,"
    "\"date_expires_gmt\":null,\"usage_count\":0,\"individual_use\":false,\"product_ids\":[],"
    "\"excluded_product_ids\":[],\"usage_limit\":null,\"usage_limit_per_user\":null,"
    "\"limit_usage_to_x_items\":null,\"free_shipping\":false,\"product_categories\":[],"
    "\"excluded_product_categories\":[],\"exclude_sale_items\":false,"
    "\"minimum_amount\":\"0.00\",\"maximum_amount\":\"0.00\",\"email_restrictions\":[],"
    "\"used_by\":[],\"meta_data\":[]}";
  g_autoptr (JsonNode) node = wb_wire_parse (blank, -1, WB_WIRE_MAX_BODY_BYTES, NULL);
  JsonObject *coupon = json_node_dup_object (node);

  set_times (self, coupon, "date_created");
  set_times (self, coupon, "date_modified");

  return coupon;
}

/**
 * pretend_coupon_find:
 * @self: the store
 * @id: an id
 *
 * Returns: (transfer none) (nullable): the coupon, be it published or not
 */
JsonObject *
pretend_coupon_find (WbPretendWoo *self,
                     gint64        id)
{
  for (guint i = 0; i < self->coupons->len; i++) {
    JsonObject *coupon = g_ptr_array_index (self->coupons, i);

    if (json_object_get_int_member (coupon, "id") == id)
      return coupon;
  }

  return NULL;
}

/**
 * pretend_coupon_by_code:
 * @self: the store
 * @formatted_code: of pretend_format_code()
 * @except_id: an id that does not count; 0 = all count
 *
 * Returns: (transfer none) (nullable): the one of that code: of several the newest, of those the
 *   lowest id (155)
 */
JsonObject *
pretend_coupon_by_code (WbPretendWoo *self,
                        const char   *formatted_code,
                        gint64        except_id)
{
  JsonObject *best = NULL;

  for (guint i = 0; i < self->coupons->len; i++) {
    JsonObject *coupon = g_ptr_array_index (self->coupons, i);

    if (json_object_get_int_member (coupon, "id") == except_id ||
        strcmp (json_object_get_string_member (coupon, "status"), "publish") != 0 ||
        strcmp (json_object_get_string_member (coupon, "code"), formatted_code) != 0)
      continue;
    if (!best || strcmp (json_object_get_string_member (coupon, "date_created_gmt"),
                         json_object_get_string_member (best, "date_created_gmt")) > 0)
      best = coupon;
  }

  return best;
}

/**
 * pretend_coupon_copy:
 * @coupon: a coupon
 *
 * Returns: (transfer full): a deep copy
 */
JsonObject *
pretend_coupon_copy (JsonObject *coupon)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autofree char *text = NULL;
  g_autoptr (JsonNode) copy = NULL;

  json_node_set_object (node, coupon);
  text = json_to_string (node, FALSE);
  copy = wb_wire_parse (text, -1, WB_WIRE_MAX_BODY_BYTES, NULL);

  return json_node_dup_object (copy);
}

/**
 * pretend_coupon_create:
 * @self: the store
 * @params: what was asked for
 * @problem: (out): why not
 *
 * Returns: (transfer none) (nullable): the stored coupon
 */
JsonObject *
pretend_coupon_create (WbPretendWoo   *self,
                       JsonObject     *params,
                       PretendProblem *problem)
{
  g_autoptr (JsonObject) coupon = new_coupon (self);
  g_autofree char *code = dup_scalar (json_object_get_member (params, "code"));

  if (code[0] == '\0') {
    refuse (problem, "woocommerce_rest_empty_coupon_code", "The coupon code cannot be empty.");
    return NULL;
  }
  if (!set_values (self, coupon, params, problem))
    return NULL;
  json_object_set_int_member (coupon, "id", self->next_id++);
  g_ptr_array_add (self->coupons, json_object_ref (coupon));

  return coupon;
}

/**
 * pretend_coupon_update:
 * @self: the store
 * @coupon: a stored coupon
 * @params: what is to change
 * @problem: (out): why not; nothing is changed then
 *
 * Only code, description and status count as a modification (050, 051, 059).
 *
 * Returns: whether it is done
 */
gboolean
pretend_coupon_update (WbPretendWoo   *self,
                       JsonObject     *coupon,
                       JsonObject     *params,
                       PretendProblem *problem)
{
  static const char *const noticed[] = { "code", "description", "status" };
  g_autoptr (JsonObject) changed = pretend_coupon_copy (coupon);
  g_autoptr (GList) names = NULL;
  gboolean is_modified = FALSE;

  if (!set_values (self, changed, params, problem))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (noticed); i++)
    is_modified |= strcmp (json_object_get_string_member (coupon, noticed[i]),
                           json_object_get_string_member (changed, noticed[i])) != 0;
  if (is_modified)
    set_times (self, changed, "date_modified");
  names = json_object_get_members (changed);
  for (GList *l = names; l; l = l->next)
    json_object_set_member (coupon, l->data,
                            json_node_copy (json_object_get_member (changed, l->data)));

  return TRUE;
}

/**
 * pretend_coupon_put:
 * @self: the store
 * @members: any members of a coupon
 *
 * Returns: (transfer none): the stored coupon
 */
JsonObject *
pretend_coupon_put (WbPretendWoo *self,
                    JsonObject   *members)
{
  JsonObject *coupon = new_coupon (self);
  g_autoptr (GList) names = json_object_get_members (members);

  json_object_set_int_member (coupon, "id", self->next_id);
  for (GList *l = names; l; l = l->next)
    json_object_set_member (coupon, l->data,
                            json_node_copy (json_object_get_member (members, l->data)));
  self->next_id = MAX (self->next_id, json_object_get_int_member (coupon, "id") + 1);
  g_ptr_array_add (self->coupons, coupon);

  return coupon;
}

static void
add_meta (WbPretendWoo *self,
          JsonArray    *entries,
          const char   *key,
          const char   *value)
{
  JsonObject *entry = json_object_new ();

  json_object_set_int_member (entry, "id", self->next_meta_id++);
  json_object_set_string_member (entry, "key", key);
  json_object_set_string_member (entry, "value", value);
  json_array_add_object_element (entries, entry);
}

/**
 * pretend_coupon_trash:
 * @self: the store
 * @coupon: a stored coupon
 *
 * Moves it to the trash, with the traces that leaves (071).
 */
void
pretend_coupon_trash (WbPretendWoo *self,
                      JsonObject   *coupon)
{
  JsonArray *entries = json_object_get_array_member (coupon, "meta_data");
  g_autofree char *now = g_strdup_printf ("%" G_GINT64_FORMAT,
                                          wb_clock_now (self->clock) / WB_SECOND_MS);

  add_meta (self, entries, "_wp_trash_meta_status",
            json_object_get_string_member (coupon, "status"));
  add_meta (self, entries, "_wp_trash_meta_time", now);
  add_meta (self, entries, "_wp_desired_post_slug", json_object_get_string_member (coupon, "code"));
  json_object_set_string_member (coupon, "status", "trash");
}
