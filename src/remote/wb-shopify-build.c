/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What is sent to Shopify, and what is refused before it is sent (reference/shopify-api.md 3 and
 * 11: zero makes a useless discount there, 10 instead of 0.1 is refused). */

#include "config.h"

#include "wb-shopify-json.h"

#include "wb-time.h"
#include "wb-validity.h"
#include "wb-woocommerce-json.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define DOMAIN ".myshopify.com"
#define ADMIN "admin.shopify.com/store/"
#define MAX_TAG_CHARS 255

static gboolean
refuse (GError     **error,
        const char  *message)
{
  g_set_error_literal (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_NOT_ALLOWED, message);

  return FALSE;
}

/* A shop's name as it stands before ".myshopify.com". */
static gboolean
is_shop_name (const char *name)
{
  return g_ascii_isalnum (name[0]) &&
         strspn (name, "abcdefghijklmnopqrstuvwxyz0123456789-") == strlen (name);
}

/**
 * wb_shopify_normalize_shop:
 * @shop_url: the shop as its owner types or copies it: its name alone, `name.myshopify.com`, an
 *   address of its administration, with or without scheme and path
 * @error: return location; `WB_REMOTE_ERROR_NOT_ALLOWED` in words for people
 *
 * A shop's own domain is refused: the API does not answer there, and nothing tells which shop it
 * is.
 *
 * Returns: (transfer full): `https://name.myshopify.com`; a loopback address without its path
 */
char *
wb_shopify_normalize_shop (const char  *shop_url,
                           GError     **error)
{
  g_autofree char *trimmed = NULL;
  g_autofree char *name = NULL;
  g_autofree char *lower = NULL;
  g_autoptr (GUri) uri = NULL;
  const char *rest;

  g_return_val_if_fail (shop_url, NULL);

  trimmed = g_strstrip (g_strdup (shop_url));
  uri = g_uri_parse (trimmed, G_URI_FLAGS_NONE, NULL);
  if (uri && g_uri_get_host (uri) && strcmp (g_uri_get_scheme (uri), "http") == 0) {
    g_autofree char *base = g_uri_join (G_URI_FLAGS_NONE, "http", NULL, g_uri_get_host (uri),
                                        g_uri_get_port (uri), "", NULL, NULL);

    /* Over http only this computer is let pass. */
    return wb_http_check_url (base, error) ? g_steal_pointer (&base) : NULL;
  }

  lower = g_ascii_strdown (trimmed, -1);
  rest = strstr (lower, "://") ? strstr (lower, "://") + 3 : lower;
  if (g_str_has_prefix (rest, ADMIN))
    rest += strlen (ADMIN);
  name = g_strndup (rest, strcspn (rest, "/?#:"));
  if (g_str_has_suffix (name, DOMAIN))
    name[strlen (name) - strlen (DOMAIN)] = '\0';
  if (!is_shop_name (name)) {
    refuse (error, _ ("Enter the shop’s address that ends in .myshopify.com. It stands in Shopify "
                      "under Settings › Domains"));
    return NULL;
  }

  return g_strconcat ("https://", name, DOMAIN, NULL);
}

/**
 * wb_shopify_tidy_shop:
 * @shop_url: as for wb_shopify_normalize_shop()
 *
 * Returns: (transfer full): the address; one that would be refused with a scheme and without the
 *   slash at its end
 */
char *
wb_shopify_tidy_shop (const char *shop_url)
{
  char *shop;

  g_return_val_if_fail (shop_url, NULL);

  shop = wb_shopify_normalize_shop (shop_url, NULL);

  return shop ? shop : wb_woocommerce_normalize_site (shop_url);
}

/**
 * wb_shopify_check_secret:
 * @name: what it is: `access_token`, `client_id` or `client_secret`
 * @value: what was pasted
 * @error: return location; `WB_REMOTE_ERROR_NOT_ALLOWED` in words for people
 *
 * A line break in a token would end up in a header.
 *
 * Returns: whether @value has a form that it can have
 */
gboolean
wb_shopify_check_secret (const char  *name,
                         const char  *value,
                         GError     **error)
{
  gboolean is_plain;

  g_return_val_if_fail (name && value, FALSE);

  is_plain = value[0] != '\0';
  for (const char *p = value; *p != '\0'; p++)
    is_plain = is_plain && (g_ascii_isalnum (*p) || strchr ("_-.", *p));
  if (!is_plain) {
    g_set_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_NOT_ALLOWED,
                 _ ("“%s” holds something that no Shopify key holds"), name);
    return FALSE;
  }
  /* The secret that Shopify shows beside it is pasted by mistake. */
  if (strcmp (name, "access_token") == 0 &&
      (!g_str_has_prefix (value, "shp") || g_str_has_prefix (value, "shpss_")))
    return refuse (error, _ ("An Admin API access token of Shopify starts with “shpat_”"));

  return TRUE;
}

/**
 * wb_shopify_check_coupon:
 * @coupon: what is to be made
 * @shop_currency: the currency of the shop; amounts are sent without one
 * @error: return location; `WB_REMOTE_ERROR_NOT_ALLOWED` in words for people
 *
 * Returns: whether Shopify can store exactly this
 */
gboolean
wb_shopify_check_coupon (const WbShopCoupon  *coupon,
                         const char          *shop_currency,
                         GError             **error)
{
  g_return_val_if_fail (coupon && shop_currency, FALSE);

  if (!coupon->code || coupon->code[0] == '\0' || strlen (coupon->code) > MAX_TAG_CHARS ||
      strspn (coupon->code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-") != strlen (coupon->code))
    return refuse (error, _ ("A coupon code may hold only capital letters, digits and dashes"));
  if (coupon->is_percent &&
      (coupon->percent_hundredths <= 0 || coupon->percent_hundredths > 10000))
    return refuse (error, _ ("A percentage must be above 0 and at most 100"));
  if (!coupon->is_percent && coupon->amount.minor <= 0)
    return refuse (error, _ ("The amount of a coupon must be above zero"));
  if (coupon->min_order.minor < 0)
    return refuse (error, _ ("The minimum order cannot be below zero"));
  if ((!coupon->is_percent && strcmp (coupon->amount.currency, shop_currency) != 0) ||
      (coupon->min_order.minor != 0 && strcmp (coupon->min_order.currency, shop_currency) != 0)) {
    g_set_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_NOT_ALLOWED,
                 _ ("This shop’s coupons are in %s only"), shop_currency);
    return FALSE;
  }
  if (coupon->ticket_mark &&
      strlen (WB_SHOPIFY_TICKET_TAG) + strlen (coupon->ticket_mark) > MAX_TAG_CHARS)
    return refuse (error, _ ("The ticket’s number is too long for the shop to keep"));

  return TRUE;
}

static char *
quote (const char *text)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_VALUE);

  json_node_set_string (node, text);

  return wb_wire_print (node);
}

static void
append_text (GString    *json,
             const char *name,
             const char *value)
{
  g_autofree char *quoted = value ? quote (value) : g_strdup ("null");

  if (json->str[json->len - 1] != '{')
    g_string_append_c (json, ',');
  g_string_append_printf (json, "\"%s\":%s", name, quoted);
}

static void
append_bool (GString    *json,
             const char *name,
             gboolean    value)
{
  if (json->str[json->len - 1] != '{')
    g_string_append_c (json, ',');
  g_string_append_printf (json, "\"%s\":%s", name, value ? "true" : "false");
}

/**
 * wb_shopify_build_request:
 * @document: what is asked
 * @variables_json: (nullable): its variables as the text of a JSON object
 *
 * Returns: (transfer full): the body of the request
 */
char *
wb_shopify_build_request (WbShopifyDocument  document,
                          const char        *variables_json)
{
  g_autoptr (GString) json = g_string_new ("{");

  append_text (json, "query", wb_shopify_document_text (document));
  append_text (json, "operationName", wb_shopify_document_name (document));
  if (variables_json)
    g_string_append_printf (json, ",\"variables\":%s", variables_json);
  g_string_append_c (json, '}');

  return g_string_free (g_steal_pointer (&json), FALSE);
}

/* 12.50 % = 1250 hundredths = "0.125": of integers, with no digit that is not meant. */
static char *
format_fraction (int hundredths)
{
  char *text;

  if (hundredths == 10000)
    return g_strdup ("1");
  text = g_strdup_printf ("0.%04d", hundredths);
  for (gsize length = strlen (text); text[length - 1] == '0'; length--)
    text[length - 1] = '\0';

  return text;
}

static void
append_value (GString            *json,
              const WbShopCoupon *coupon)
{
  g_autofree char *value = coupon->is_percent ? format_fraction (coupon->percent_hundredths) :
                           wb_money_format_api (&coupon->amount);

  g_string_append (json, ",\"customerGets\":{\"items\":{\"all\":true},\"value\":");
  if (coupon->is_percent)
    g_string_append_printf (json, "{\"percentage\":%s}}", value);
  else
    g_string_append_printf (json, "{\"discountAmount\":{\"amount\":\"%s\","
                            "\"appliesOnEachItem\":false}}}", value);
}

static void
append_tags (GString            *json,
             const WbShopCoupon *coupon)
{
  g_string_append (json, ",\"tags\":[\"" WB_SHOPIFY_TAG "\"");
  if (coupon->ticket_mark) {
    g_autofree char *tag = g_strconcat (WB_SHOPIFY_TICKET_TAG, coupon->ticket_mark, NULL);
    g_autofree char *quoted = quote (tag);

    g_string_append_printf (json, ",%s", quoted);
  }
  g_string_append_c (json, ']');
}

/**
 * wb_shopify_build_create:
 * @coupon: what is to be made, passed by wb_shopify_check_coupon()
 * @starts_at: from when on it is valid, in ms of the shop's clock
 * @customer_id: (nullable): the only customer who may use it
 * @customers: whether the answer may name customers
 *
 * The title is the code, since customers see it. What the coupon may be combined with is left to
 * the default, which is nothing.
 *
 * Returns: (transfer full): the variables of `WB_SHOPIFY_CREATE`
 */
char *
wb_shopify_build_create (const WbShopCoupon *coupon,
                         gint64              starts_at,
                         const char         *customer_id,
                         gboolean            customers)
{
  g_autoptr (GString) json = g_string_new ("{\"input\":{");
  g_autofree char *starts = wb_validity_shopify (starts_at);

  g_return_val_if_fail (coupon && coupon->code, NULL);

  append_text (json, "title", coupon->code);
  append_text (json, "code", coupon->code);
  append_text (json, "startsAt", starts);
  if (coupon->expires_at != WB_TIME_NONE) {
    g_autofree char *ends = wb_validity_shopify (coupon->expires_at);

    append_text (json, "endsAt", ends);
  }
  if (coupon->usage_limit > 0)
    g_string_append_printf (json, ",\"usageLimit\":%d", coupon->usage_limit);
  append_bool (json, "appliesOncePerCustomer", TRUE);
  if (customer_id) {
    g_autofree char *quoted = quote (customer_id);

    g_string_append_printf (json, ",\"context\":{\"customers\":{\"add\":[%s]}}", quoted);
  } else {
    g_string_append (json, ",\"context\":{\"all\":\"ALL\"}");
  }
  append_value (json, coupon);
  if (coupon->min_order.minor > 0) {
    g_autofree char *minimum = wb_money_format_api (&coupon->min_order);

    g_string_append_printf (json, ",\"minimumRequirement\":{\"subtotal\":"
                            "{\"greaterThanOrEqualToSubtotal\":\"%s\"}}", minimum);
  }
  append_tags (json, coupon);
  g_string_append_c (json, '}');
  append_bool (json, "customers", customers);
  g_string_append_c (json, '}');

  return g_string_free (g_steal_pointer (&json), FALSE);
}

/**
 * wb_shopify_build_lookup:
 * @document: a document about one thing
 * @value: the code, id or e-mail address it is about
 * @customers: whether the answer may name customers; not for all documents
 *
 * Returns: (transfer full): its variables
 */
char *
wb_shopify_build_lookup (WbShopifyDocument  document,
                         const char        *value,
                         gboolean           customers)
{
  g_autoptr (GString) json = g_string_new ("{");

  g_return_val_if_fail (value, NULL);

  if (document == WB_SHOPIFY_CUSTOMER) {
    g_autofree char *quoted = quote (value);

    g_string_append_printf (json, "\"identifier\":{\"emailAddress\":%s}", quoted);
  } else {
    append_text (json, document == WB_SHOPIFY_BY_CODE ? "code" : "id", value);
  }
  if (document == WB_SHOPIFY_BY_CODE || document == WB_SHOPIFY_BY_ID)
    append_bool (json, "customers", customers);
  g_string_append_c (json, '}');

  return g_string_free (g_steal_pointer (&json), FALSE);
}

/**
 * wb_shopify_build_page:
 * @document: `WB_SHOPIFY_COUPONS` or `WB_SHOPIFY_ORDERS`
 * @first: how many, at most 250
 * @after: (nullable): the cursor of the page before
 * @query: (nullable): what is looked for
 * @is_full: coupons by id instead of by change
 * @private_data: whether the answer may name customers or their e-mail addresses
 *
 * Returns: (transfer full): its variables
 */
char *
wb_shopify_build_page (WbShopifyDocument  document,
                       int                first,
                       const char        *after,
                       const char        *query,
                       gboolean           is_full,
                       gboolean           private_data)
{
  g_autoptr (GString) json = g_string_new (NULL);

  g_return_val_if_fail (first > 0 && first <= 250, NULL);

  g_string_append_printf (json, "{\"first\":%d", first);
  append_text (json, "after", after);
  append_text (json, "query", query);
  if (document == WB_SHOPIFY_COUPONS) {
    append_text (json, "sort", is_full ? "ID" : "UPDATED_AT");
    append_bool (json, "customers", private_data);
  } else {
    append_bool (json, "email", private_data);
  }
  g_string_append_c (json, '}');

  return g_string_free (g_steal_pointer (&json), FALSE);
}

/**
 * wb_shopify_build_token:
 * @client_id: the app's id
 * @client_secret: its secret
 *
 * Returns: (transfer full): the form that asks for a token; wipe it after use
 */
char *
wb_shopify_build_token (const char *client_id,
                        const char *client_secret)
{
  g_return_val_if_fail (client_id && client_secret, NULL);

  /* Both hold letters, digits, "_", "-" and "." only: wb_shopify_check_secret(). */
  return g_strconcat ("grant_type=client_credentials&client_id=", client_id, "&client_secret=",
                      client_secret, NULL);
}

/**
 * wb_shopify_mark_clear:
 * @self: a mark
 */
void
wb_shopify_mark_clear (WbShopifyMark *self)
{
  g_clear_pointer (&self->cursor, g_free);
}

/**
 * wb_shopify_mark_parse:
 * @text: what wb_shopify_mark_format() made
 * @mark_out: (out caller-allocates): the mark
 *
 * Returns: `FALSE` when @text is none of ours: begin anew
 */
gboolean
wb_shopify_mark_parse (const char    *text,
                       WbShopifyMark *mark_out)
{
  g_auto (GStrv) parts = NULL;
  gint64 numbers[3];

  g_return_val_if_fail (text && mark_out, FALSE);

  memset (mark_out, 0, sizeof *mark_out);
  parts = g_strsplit (text, " ", 5);
  if (g_strv_length (parts) != 5 || strlen (parts[0]) != 1 || !strchr ("CF", parts[0][0]))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++) {
    if (strcmp (parts[i + 1], "-") == 0)
      numbers[i] = WB_TIME_NONE;
    else if (!g_ascii_string_to_signed (parts[i + 1], 10, 0, G_MAXINT64, &numbers[i], NULL))
      return FALSE;
  }
  if (numbers[0] == WB_TIME_NONE || strchr (parts[4], ' '))
    return FALSE;
  mark_out->is_full = parts[0][0] == 'F';
  mark_out->since = numbers[0];
  mark_out->began_at = numbers[1];
  mark_out->full_at = numbers[2];
  mark_out->cursor = strcmp (parts[4], "-") == 0 ? NULL : g_strdup (parts[4]);

  return TRUE;
}

static char *
format_number (gint64 ms)
{
  return ms == WB_TIME_NONE ? g_strdup ("-") : g_strdup_printf ("%" G_GINT64_FORMAT, ms);
}

/**
 * wb_shopify_mark_format:
 * @self: a mark
 *
 * Returns: (transfer full): it as text
 */
char *
wb_shopify_mark_format (const WbShopifyMark *self)
{
  g_autofree char *began_at = format_number (self->began_at);
  g_autofree char *full_at = format_number (self->full_at);

  return g_strdup_printf ("%c %" G_GINT64_FORMAT " %s %s %s", self->is_full ? 'F' : 'C',
                          self->since, began_at, full_at, self->cursor ? self->cursor : "-");
}
