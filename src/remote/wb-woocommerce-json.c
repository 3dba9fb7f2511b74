/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Coupons, settings and the index of WooCommerce REST v3, both ways
 * (reference/woocommerce-api.md 3, 4 and 9). */

#include "config.h"

#include "wb-woocommerce-json.h"

#include "wb-time.h"
#include "wb-wire-reader.h"

#include <glib/gi18n-lib.h>
#include <string.h>


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

static gboolean
is_number (JsonNode *node)
{
  return node && JSON_NODE_HOLDS_VALUE (node) &&
         (json_node_get_value_type (node) == G_TYPE_INT64 ||
          json_node_get_value_type (node) == G_TYPE_DOUBLE);
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
  WbWireReader reader;
  JsonArray *namespaces;
  JsonNode *offset;
  g_autofree char *name = NULL;
  g_autofree char *zone = NULL;

  g_return_val_if_fail (node && index_out, FALSE);

  memset (index_out, 0, sizeof *index_out);
  wb_wire_reader_init (&reader, node);
  name = wb_wire_read_text (&reader, "name", WB_WIRE_PRESENT);
  zone = wb_wire_read_text (&reader, "timezone_string", WB_WIRE_PRESENT);
  namespaces = wb_wire_read_array (&reader, "namespaces", WB_WIRE_REQUIRED);
  offset = wb_wire_peek (&reader, "gmt_offset");
  if ((!zone || zone[0] == '\0') && !is_number (offset))
    wb_wire_reader_refuse (&reader, "gmt_offset", _ ("not a number"));
  if (!wb_wire_reader_finish (&reader, error))
    return FALSE;

  index_out->time_zone = zone && zone[0] != '\0' ? g_steal_pointer (&zone) :
                         format_offset (json_node_get_double (offset));
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
  WbWireReader reader;
  g_autofree char *code = NULL;

  g_return_val_if_fail (node, NULL);

  wb_wire_reader_init (&reader, node);
  code = wb_wire_read_text (&reader, "code", WB_WIRE_REQUIRED);
  if (code && wb_currency_digits (code) < 0)
    wb_wire_reader_refuse (&reader, "code", _ ("no currency that we know"));
  if (!wb_wire_reader_finish (&reader, error))
    return NULL;

  return g_steal_pointer (&code);
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
  WbWireReader reader;
  g_autofree char *value = NULL;

  g_return_val_if_fail (node, NULL);

  wb_wire_reader_init (&reader, node);
  value = wb_wire_read_text (&reader, "value", WB_WIRE_REQUIRED);
  if (!wb_wire_reader_finish (&reader, error))
    return NULL;

  return g_steal_pointer (&value);
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

static void
decode_value (WbShopCoupon *coupon,
              WbWireReader *reader,
              const char   *currency)
{
  g_autofree char *kind = wb_wire_read_text (reader, "discount_type", WB_WIRE_REQUIRED);
  g_autofree char *amount = wb_wire_read_text (reader, "amount", WB_WIRE_REQUIRED);
  g_autofree char *minimum = wb_wire_read_text (reader, "minimum_amount", WB_WIRE_PRESENT);

  if (wb_wire_reader_failed (reader))
    return;

  coupon->is_percent = strcmp (kind, "percent") == 0;
  if (!coupon->is_percent && strcmp (kind, "fixed_cart") != 0)
    coupon->oddity = g_strdup (_ ("The shop saved another kind of discount"));
  /* A price with more places than its currency has is told as "unreadable" by the comparison. */
  if (coupon->is_percent) {
    if (!parse_hundredths (amount, &coupon->percent_hundredths))
      wb_wire_reader_refuse (reader, "amount", _ ("not a percentage"));
  } else if (!wb_money_parse_api (amount, currency, TRUE, &coupon->amount, NULL)) {
    coupon->amount = WB_MONEY_NONE;
  }
  if (minimum && minimum[0] != '\0' &&
      !wb_money_parse_api (minimum, currency, TRUE, &coupon->min_order, NULL)) {
    coupon->min_order = WB_MONEY_NONE;
    if (!coupon->oddity)
      coupon->oddity = g_strdup (_ ("The shop saved a minimum order that cannot be read"));
  }
}

/* The ticket's mark; other plugins' entries may hold anything. */
static void
decode_meta (WbShopCoupon *coupon,
             WbWireReader *reader)
{
  JsonArray *entries = wb_wire_read_array (reader, "meta_data", WB_WIRE_REQUIRED);

  for (guint i = 0; entries && i < json_array_get_length (entries); i++) {
    WbWireReader entry;
    g_autofree char *key = NULL;
    g_autofree char *value = NULL;

    wb_wire_enter_element (reader, "meta_data", entries, i, WB_WIRE_LENIENT, &entry);
    key = wb_wire_read_text (&entry, "key", WB_WIRE_LENIENT);
    value = wb_wire_read_text (&entry, "value", WB_WIRE_LENIENT);
    if (value && g_strcmp0 (key, WB_WOOCOMMERCE_TICKET_KEY) == 0) {
      g_free (coupon->ticket_mark);
      coupon->ticket_mark = g_steal_pointer (&value);
    }
  }
}

static void
decode_emails (WbShopCoupon *coupon,
               WbWireReader *reader)
{
  g_auto (GStrv) emails = wb_wire_read_ids (reader, "email_restrictions", WB_WIRE_REQUIRED);

  if (emails && emails[0])
    coupon->email = g_strjoinv (", ", emails);
}

/* Without a zone, in UTC. */
static void
decode_expiry (WbShopCoupon *coupon,
               WbWireReader *reader)
{
  g_autofree char *expires = wb_wire_read_text (reader, "date_expires_gmt", WB_WIRE_PRESENT);
  g_autofree char *utc = expires ? g_strconcat (expires, "Z", NULL) : NULL;

  if (utc && !wb_time_parse (utc, &coupon->expires_at))
    wb_wire_reader_refuse (reader, "date_expires_gmt", _ ("not a time"));
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
  g_autofree char *status = NULL;
  WbWireReader reader;
  gint64 id;

  g_return_val_if_fail (node && currency, NULL);

  wb_wire_reader_init (&reader, node);
  id = wb_wire_read_int (&reader, "id", WB_WIRE_REQUIRED, 0);
  coupon->remote_id = g_strdup_printf ("%" G_GINT64_FORMAT, id);
  coupon->code = wb_wire_read_text (&reader, "code", WB_WIRE_REQUIRED);
  decode_value (coupon, &reader, currency);
  decode_expiry (coupon, &reader);
  coupon->usage_limit = wb_wire_read_small (&reader, "usage_limit", WB_WIRE_PRESENT, 0);
  coupon->usage_count = wb_wire_read_small (&reader, "usage_count", WB_WIRE_REQUIRED, 0);
  decode_emails (coupon, &reader);
  decode_meta (coupon, &reader);
  /* Shops older than the member publish at once. */
  status = wb_wire_read_text (&reader, "status", WB_WIRE_LENIENT);
  coupon->is_live = !status || strcmp (status, "publish") == 0;
  if (!wb_wire_reader_finish (&reader, error))
    return NULL;
  decode_oddity (coupon, json_node_get_object (node));

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

/* A coupon of somebody else's that has what ours never have. */
static WbShopCoupon *
decode_strange (JsonNode *node)
{
  g_autoptr (WbShopCoupon) coupon = wb_shop_coupon_new ();
  g_autofree char *status = NULL;
  WbWireReader reader;
  gint64 id;

  wb_wire_reader_init (&reader, node);
  id = wb_wire_read_int (&reader, "id", WB_WIRE_REQUIRED, 0);
  coupon->remote_id = g_strdup_printf ("%" G_GINT64_FORMAT, id);
  coupon->code = wb_wire_read_text (&reader, "code", WB_WIRE_REQUIRED);
  status = wb_wire_read_text (&reader, "status", WB_WIRE_LENIENT);
  coupon->is_live = !status || strcmp (status, "publish") == 0;
  coupon->oddity = g_strdup (_ ("The shop saved a coupon that cannot be read"));
  if (!wb_wire_reader_finish (&reader, NULL))
    return NULL;

  return g_steal_pointer (&coupon);
}

/**
 * wb_woocommerce_decode_all_coupons:
 * @node: a page of coupons, whosever they are
 * @currency: the shop's currency
 * @n_listed_out: (out): how many stood on the page
 * @error: return location; `WB_WIRE_ERROR_BAD_SHAPE`
 *
 * One coupon that cannot be read does not hide the others.
 *
 * Returns: (transfer full) (element-type WbShopCoupon): the coupons, in the page's order
 */
GPtrArray *
wb_woocommerce_decode_all_coupons (JsonNode    *node,
                                   const char  *currency,
                                   guint       *n_listed_out,
                                   GError     **error)
{
  g_autoptr (GPtrArray) coupons =
    g_ptr_array_new_with_free_func ((GDestroyNotify) wb_shop_coupon_unref);
  JsonArray *list;

  g_return_val_if_fail (node && currency && n_listed_out, NULL);

  if (!JSON_NODE_HOLDS_ARRAY (node)) {
    g_set_error (error, WB_WIRE_ERROR, WB_WIRE_ERROR_BAD_SHAPE, "coupons: not a list");
    return NULL;
  }
  list = json_node_get_array (node);
  *n_listed_out = json_array_get_length (list);
  for (guint i = 0; i < *n_listed_out; i++) {
    JsonNode *element = json_array_get_element (list, i);
    WbShopCoupon *coupon = wb_woocommerce_decode_coupon (element, currency, NULL);

    if (!coupon)
      coupon = decode_strange (element);
    if (coupon)
      g_ptr_array_add (coupons, coupon);
  }

  return g_steal_pointer (&coupons);
}
