/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Coupons, settings and the index of WooCommerce REST v3, both ways
 * (reference/woocommerce-api.md 3, 4 and 9). */

#include "config.h"

#include "wb-woocommerce-json.h"

#include "wb-time.h"

#include <glib/gi18n-lib.h>
#include <string.h>


static JsonNode *
get_member (JsonObject  *object,
            const char  *name,
            const char  *type_name,
            GError     **error)
{
  JsonNode *node = json_object_get_member (object, name);

  if (!node)
    g_set_error (error, WB_WIRE_ERROR, WB_WIRE_ERROR_BAD_SHAPE, "%s: missing, %s expected", name,
                 type_name);

  return node;
}

static gboolean
read_string (JsonObject  *object,
             const char  *name,
             gboolean     nullable,
             const char **value_out,
             GError     **error)
{
  JsonNode *node = get_member (object, name, "string", error);

  if (!node)
    return FALSE;
  if (nullable && JSON_NODE_HOLDS_NULL (node)) {
    *value_out = NULL;
    return TRUE;
  }
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING) {
    g_set_error (error, WB_WIRE_ERROR, WB_WIRE_ERROR_BAD_SHAPE, "%s: not a string", name);
    return FALSE;
  }
  *value_out = json_node_get_string (node);

  return TRUE;
}

static gboolean
read_int (JsonObject  *object,
          const char  *name,
          gboolean     nullable,
          gint64      *value_out,
          GError     **error)
{
  JsonNode *node = get_member (object, name, "integer", error);

  if (!node)
    return FALSE;
  if (nullable && JSON_NODE_HOLDS_NULL (node)) {
    *value_out = 0;
    return TRUE;
  }
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_INT64) {
    g_set_error (error, WB_WIRE_ERROR, WB_WIRE_ERROR_BAD_SHAPE, "%s: not an integer", name);
    return FALSE;
  }
  *value_out = json_node_get_int (node);

  return TRUE;
}

static gboolean
read_list (JsonObject  *object,
           const char  *name,
           JsonArray  **value_out,
           GError     **error)
{
  JsonNode *node = get_member (object, name, "list", error);

  if (!node)
    return FALSE;
  if (!JSON_NODE_HOLDS_ARRAY (node)) {
    g_set_error (error, WB_WIRE_ERROR, WB_WIRE_ERROR_BAD_SHAPE, "%s: not a list", name);
    return FALSE;
  }
  *value_out = json_node_get_array (node);

  return TRUE;
}

static JsonObject *
get_object (JsonNode    *node,
            const char  *what,
            GError     **error)
{
  if (!node || !JSON_NODE_HOLDS_OBJECT (node)) {
    g_set_error (error, WB_WIRE_ERROR, WB_WIRE_ERROR_BAD_SHAPE, "%s: not an object", what);
    return NULL;
  }

  return json_node_get_object (node);
}

/**
 * wb_woocommerce_index_clear:
 * @self: an index
 *
 * Frees what the fields hold.
 */
void
wb_woocommerce_index_clear (WbWoocommerceIndex *self)
{
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->time_zone, g_free);
}

/* A site set to a bare offset has an empty zone name; halves and quarters of an hour exist. */
static char *
format_offset (double hours)
{
  int minutes = (int) (hours * 60.0 + (hours < 0 ? -0.5 : 0.5));

  return g_strdup_printf ("%c%02d:%02d", minutes < 0 ? '-' : '+', ABS (minutes) / 60,
                          ABS (minutes) % 60);
}

/**
 * wb_woocommerce_decode_index:
 * @node: the answer to `GET /wp-json/`, reduced or not
 * @index_out: (out caller-allocates): what it tells
 * @error: return location; `WB_WIRE_ERROR_BAD_SHAPE` naming the member
 *
 * Returns: whether it is the index of a WordPress site
 */
gboolean
wb_woocommerce_decode_index (JsonNode            *node,
                             WbWoocommerceIndex  *index_out,
                             GError             **error)
{
  JsonObject *object = get_object (node, "index", error);
  JsonArray *namespaces = NULL;
  JsonNode *offset;
  const char *name = NULL;
  const char *zone = NULL;

  g_return_val_if_fail (index_out, FALSE);

  memset (index_out, 0, sizeof *index_out);
  if (!object ||
      !read_list (object, "namespaces", &namespaces, error) ||
      !read_string (object, "name", TRUE, &name, error) ||
      !read_string (object, "timezone_string", TRUE, &zone, error))
    return FALSE;

  if (zone && zone[0] != '\0') {
    index_out->time_zone = g_strdup (zone);
  } else {
    offset = json_object_get_member (object, "gmt_offset");
    if (!offset || !JSON_NODE_HOLDS_VALUE (offset) ||
        (json_node_get_value_type (offset) != G_TYPE_INT64 &&
         json_node_get_value_type (offset) != G_TYPE_DOUBLE)) {
      g_set_error (error, WB_WIRE_ERROR, WB_WIRE_ERROR_BAD_SHAPE, "gmt_offset: not a number");
      return FALSE;
    }
    index_out->time_zone = format_offset (json_node_get_double (offset));
  }
  index_out->name = name && name[0] != '\0' ? wb_woocommerce_plain_text (name, -1, 100) : NULL;
  for (guint i = 0; i < json_array_get_length (namespaces); i++) {
    JsonNode *element = json_array_get_element (namespaces, i);

    if (JSON_NODE_HOLDS_VALUE (element) &&
        g_strcmp0 (json_node_get_string (element), "wc/v3") == 0)
      index_out->has_wc_v3 = TRUE;
  }

  return TRUE;
}

/**
 * wb_woocommerce_decode_currency:
 * @node: the answer to `GET data/currencies/current`
 * @error: return location; `WB_WIRE_ERROR_BAD_SHAPE`
 *
 * Returns: (transfer full): the shop's currency, ISO 4217
 */
char *
wb_woocommerce_decode_currency (JsonNode  *node,
                                GError   **error)
{
  JsonObject *object = get_object (node, "currency", error);
  const char *code = NULL;

  if (!object || !read_string (object, "code", FALSE, &code, error))
    return NULL;
  if (wb_currency_digits (code) < 0) {
    g_set_error (error, WB_WIRE_ERROR, WB_WIRE_ERROR_BAD_SHAPE, "code: no currency that we know");
    return NULL;
  }

  return g_strdup (code);
}

/**
 * wb_woocommerce_decode_setting:
 * @node: the answer to `GET settings/<group>/<id>`
 * @error: return location; `WB_WIRE_ERROR_BAD_SHAPE`
 *
 * Returns: (transfer full): the setting's value
 */
char *
wb_woocommerce_decode_setting (JsonNode  *node,
                               GError   **error)
{
  JsonObject *object = get_object (node, "setting", error);
  const char *value = NULL;

  if (!object || !read_string (object, "value", FALSE, &value, error))
    return NULL;

  return g_strdup (value);
}

/* Hundredths of "12.50"; surplus zeros are let pass. */
static gboolean
parse_hundredths (const char *text,
                  int        *hundredths_out)
{
  int value = 0;
  guint places = 0;
  gboolean seen_point = FALSE;

  if (text[0] == '\0')
    return FALSE;
  for (const char *p = text; *p != '\0'; p++) {
    if (*p == '.' && !seen_point && p > text) {
      seen_point = TRUE;
    } else if (g_ascii_isdigit (*p) && (places < 2 || *p == '0') && value < 10000000) {
      if (seen_point)
        places++;
      if (places <= 2)
        value = value * 10 + (*p - '0');
    } else {
      return FALSE;
    }
  }
  for (; places < 2; places++)
    value *= 10;
  *hundredths_out = value;

  return TRUE;
}

static gboolean
decode_value (WbShopCoupon  *coupon,
              JsonObject    *object,
              const char    *currency,
              GError       **error)
{
  const char *kind = NULL;
  const char *amount = NULL;
  const char *minimum = NULL;

  if (!read_string (object, "discount_type", FALSE, &kind, error) ||
      !read_string (object, "amount", FALSE, &amount, error) ||
      !read_string (object, "minimum_amount", FALSE, &minimum, error))
    return FALSE;

  coupon->is_percent = strcmp (kind, "percent") == 0;
  if (!coupon->is_percent && strcmp (kind, "fixed_cart") != 0)
    coupon->oddity = g_strdup (_ ("The shop saved another kind of discount"));
  /* A price with more places than its currency has is told as "unreadable" by the comparison. */
  if (coupon->is_percent) {
    if (!parse_hundredths (amount, &coupon->percent_hundredths)) {
      g_set_error (error, WB_WIRE_ERROR, WB_WIRE_ERROR_BAD_SHAPE, "amount: not a percentage");
      return FALSE;
    }
  } else if (!wb_money_parse_api (amount, currency, TRUE, &coupon->amount, NULL)) {
    coupon->amount = WB_MONEY_NONE;
  }
  if (minimum[0] != '\0' &&
      !wb_money_parse_api (minimum, currency, TRUE, &coupon->min_order, NULL)) {
    coupon->min_order = WB_MONEY_NONE;
    if (!coupon->oddity)
      coupon->oddity = g_strdup (_ ("The shop saved a minimum order that cannot be read"));
  }

  return TRUE;
}

static gboolean
decode_emails (WbShopCoupon  *coupon,
               JsonObject    *object,
               GError       **error)
{
  JsonArray *emails = NULL;
  g_autoptr (GString) joined = g_string_new (NULL);

  if (!read_list (object, "email_restrictions", &emails, error))
    return FALSE;
  for (guint i = 0; i < json_array_get_length (emails); i++) {
    JsonNode *element = json_array_get_element (emails, i);

    if (!JSON_NODE_HOLDS_VALUE (element) || !json_node_get_string (element)) {
      g_set_error (error, WB_WIRE_ERROR, WB_WIRE_ERROR_BAD_SHAPE,
                   "email_restrictions[%u]: not a string", i);
      return FALSE;
    }
    g_string_append_printf (joined, "%s%s", i > 0 ? ", " : "", json_node_get_string (element));
  }
  if (joined->len > 0)
    coupon->email = g_strdup (joined->str);

  return TRUE;
}

/* The ticket's mark; other plugins' entries may hold anything. */
static gboolean
decode_meta (WbShopCoupon  *coupon,
             JsonObject    *object,
             GError       **error)
{
  JsonArray *entries = NULL;

  if (!read_list (object, "meta_data", &entries, error))
    return FALSE;
  for (guint i = 0; i < json_array_get_length (entries); i++) {
    JsonNode *element = json_array_get_element (entries, i);
    const char *key = NULL;
    const char *value = NULL;

    if (JSON_NODE_HOLDS_OBJECT (element) &&
        read_string (json_node_get_object (element), "key", FALSE, &key, NULL) &&
        strcmp (key, WB_WOOCOMMERCE_TICKET_KEY) == 0 &&
        read_string (json_node_get_object (element), "value", FALSE, &value, NULL)) {
      g_free (coupon->ticket_mark);
      coupon->ticket_mark = g_strdup (value);
    }
  }

  return TRUE;
}

static gboolean
is_zero (const char *amount)
{
  return strspn (amount, "0.") == strlen (amount);
}

static gboolean
is_set (JsonNode *node)
{
  if (!node || JSON_NODE_HOLDS_NULL (node))
    return FALSE;
  if (JSON_NODE_HOLDS_ARRAY (node))
    return json_array_get_length (json_node_get_array (node)) > 0;
  if (JSON_NODE_HOLDS_OBJECT (node))
    return TRUE;

  switch (json_node_get_value_type (node)) {
    case G_TYPE_BOOLEAN: return json_node_get_boolean (node);
    case G_TYPE_STRING: return !is_zero (json_node_get_string (node));
    case G_TYPE_INT64: return json_node_get_int (node) != 0;
    default: return TRUE;
  }
}

/* Terms we never ask for: a plugin or another program put them there. */
static void
decode_oddity (WbShopCoupon *coupon,
               JsonObject   *object)
{
  static const char *const limits[] = {
    "product_ids", "excluded_product_ids", "product_categories", "excluded_product_categories",
    "exclude_sale_items", "maximum_amount", "usage_limit_per_user", "limit_usage_to_x_items",
  };
  JsonNode *individual = json_object_get_member (object, "individual_use");

  for (guint i = 0; !coupon->oddity && i < G_N_ELEMENTS (limits); i++) {
    if (is_set (json_object_get_member (object, limits[i])))
      /* Translators: %s is the name of a field of WooCommerce, such as "product_ids". */
      coupon->oddity = g_strdup_printf (_ ("The shop added a limit to the coupon (%s)"), limits[i]);
  }
  if (!coupon->oddity && is_set (json_object_get_member (object, "free_shipping")))
    coupon->oddity = g_strdup (_ ("The shop added free shipping to the coupon"));
  if (!coupon->oddity && individual && !is_set (individual))
    coupon->oddity = g_strdup (_ ("The shop lets the coupon be combined with others"));
}

/**
 * wb_woocommerce_decode_coupon:
 * @node: a coupon as WooCommerce answers it
 * @currency: the shop's currency; coupons carry none
 * @error: return location; `WB_WIRE_ERROR_BAD_SHAPE` naming the member
 *
 * Returns: (transfer full): the coupon
 */
WbShopCoupon *
wb_woocommerce_decode_coupon (JsonNode    *node,
                              const char  *currency,
                              GError     **error)
{
  g_autoptr (WbShopCoupon) coupon = wb_shop_coupon_new ();
  JsonObject *object = get_object (node, "coupon", error);
  const char *code = NULL;
  const char *expires = NULL;
  const char *status = NULL;
  gint64 id = 0;
  gint64 limit = 0;
  gint64 count = 0;

  g_return_val_if_fail (currency, NULL);

  if (!object ||
      !read_int (object, "id", FALSE, &id, error) ||
      !read_string (object, "code", FALSE, &code, error) ||
      !decode_value (coupon, object, currency, error) ||
      !read_string (object, "date_expires_gmt", TRUE, &expires, error) ||
      !read_int (object, "usage_limit", TRUE, &limit, error) ||
      !read_int (object, "usage_count", FALSE, &count, error) ||
      !decode_emails (coupon, object, error) ||
      !decode_meta (coupon, object, error))
    return NULL;

  coupon->remote_id = g_strdup_printf ("%" G_GINT64_FORMAT, id);
  coupon->code = g_strdup (code);
  coupon->usage_limit = (int) CLAMP (limit, 0, G_MAXINT);
  coupon->usage_count = (int) CLAMP (count, 0, G_MAXINT);
  /* Shops older than the member publish at once. */
  coupon->is_live = !read_string (object, "status", FALSE, &status, NULL) ||
                    strcmp (status, "publish") == 0;
  if (expires) {
    g_autofree char *utc = g_strconcat (expires, "Z", NULL);

    if (!wb_time_parse (utc, &coupon->expires_at)) {
      g_set_error (error, WB_WIRE_ERROR, WB_WIRE_ERROR_BAD_SHAPE, "date_expires_gmt: not a time");
      return NULL;
    }
  }
  decode_oddity (coupon, object);

  return g_steal_pointer (&coupon);
}

/**
 * wb_woocommerce_decode_coupons:
 * @node: a page of coupons
 * @currency: the shop's currency
 * @error: return location; `WB_WIRE_ERROR_BAD_SHAPE`
 *
 * Returns: (transfer full) (element-type WbShopCoupon): the coupons, in the page's order
 */
GPtrArray *
wb_woocommerce_decode_coupons (JsonNode    *node,
                               const char  *currency,
                               GError     **error)
{
  g_autoptr (GPtrArray) coupons =
    g_ptr_array_new_with_free_func ((GDestroyNotify) wb_shop_coupon_unref);
  JsonArray *list;

  g_return_val_if_fail (node && currency, NULL);

  if (!JSON_NODE_HOLDS_ARRAY (node)) {
    g_set_error (error, WB_WIRE_ERROR, WB_WIRE_ERROR_BAD_SHAPE, "coupons: not a list");
    return NULL;
  }
  list = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (list); i++) {
    WbShopCoupon *coupon =
      wb_woocommerce_decode_coupon (json_array_get_element (list, i), currency, error);

    if (!coupon) {
      g_prefix_error (error, "[%u].", i);
      return NULL;
    }
    g_ptr_array_add (coupons, coupon);
  }

  return g_steal_pointer (&coupons);
}
