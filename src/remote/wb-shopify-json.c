/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Coupons and the shop itself as Shopify tells them (reference/shopify-api.md 3 and 4). Decimals
 * come back with other zeros than they were sent with and are compared as money. */

#include "config.h"

#include "wb-shopify-json.h"

#include "wb-time.h"
#include "wb-wire-reader.h"
#include "wb-woocommerce-json.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_WORDS 200

/**
 * wb_shopify_shop_clear:
 * @self: a shop
 */
void
wb_shopify_shop_clear (WbShopifyShop *self)
{
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->domain, g_free);
  g_clear_pointer (&self->currency, g_free);
  g_clear_pointer (&self->time_zone, g_free);
  g_clear_pointer (&self->scopes, g_strfreev);
}

/**
 * wb_shopify_shop_may:
 * @self: a shop
 * @scope: a permission, such as "read_orders"
 *
 * Returns: whether it was granted; a permission to write is one to read too
 */
gboolean
wb_shopify_shop_may (const WbShopifyShop *self,
                     const char          *scope)
{
  g_autofree char *write_scope = NULL;

  g_return_val_if_fail (self && self->scopes && scope, FALSE);

  if (g_strv_contains ((const char *const *) self->scopes, scope))
    return TRUE;
  if (!g_str_has_prefix (scope, "read_"))
    return FALSE;
  write_scope = g_strconcat ("write_", scope + strlen ("read_"), NULL);

  return g_strv_contains ((const char *const *) self->scopes, write_scope);
}

static void
read_shop (WbWireReader  *data,
           WbShopifyShop *shop)
{
  WbWireReader reader;
  g_autoptr (GTimeZone) zone = NULL;

  wb_wire_enter (data, "shop", WB_WIRE_REQUIRED, &reader);
  shop->name = wb_wire_read_text (&reader, "name", WB_WIRE_REQUIRED);
  shop->domain = wb_wire_read_text (&reader, "myshopifyDomain", WB_WIRE_REQUIRED);
  shop->currency = wb_wire_read_text (&reader, "currencyCode", WB_WIRE_REQUIRED);
  shop->time_zone = wb_wire_read_text (&reader, "ianaTimezone", WB_WIRE_REQUIRED);
  shop->taxes_included = wb_wire_read_bool (&reader, "taxesIncluded", WB_WIRE_REQUIRED, FALSE);
  if (shop->currency && wb_currency_digits (shop->currency) < 0)
    wb_wire_reader_refuse (&reader, "currencyCode", _ ("no currency that we know"));
  if (shop->time_zone)
    zone = g_time_zone_new_identifier (shop->time_zone);
  if (shop->time_zone && !zone)
    wb_wire_reader_refuse (&reader, "ianaTimezone", _ ("no time zone that we know"));
}

static void
read_scopes (WbWireReader  *data,
             WbShopifyShop *shop)
{
  g_autoptr (GPtrArray) scopes = g_ptr_array_new_with_free_func (g_free);
  WbWireReader reader;
  JsonArray *list;

  wb_wire_enter (data, "currentAppInstallation", WB_WIRE_REQUIRED, &reader);
  list = wb_wire_read_array (&reader, "accessScopes", WB_WIRE_REQUIRED);
  for (guint i = 0; list && i < json_array_get_length (list); i++) {
    WbWireReader scope;
    char *handle;

    wb_wire_enter_element (&reader, "accessScopes", list, i, WB_WIRE_REQUIRED, &scope);
    handle = wb_wire_read_text (&scope, "handle", WB_WIRE_REQUIRED);
    if (handle)
      g_ptr_array_add (scopes, handle);
  }
  g_ptr_array_add (scopes, NULL);
  shop->scopes = (GStrv) g_ptr_array_free (g_steal_pointer (&scopes), FALSE);
}

static void
read_versions (WbWireReader  *data,
               WbShopifyShop *shop)
{
  JsonArray *list = wb_wire_read_array (data, "publicApiVersions", WB_WIRE_REQUIRED);

  for (guint i = 0; list && i < json_array_get_length (list); i++) {
    WbWireReader version;
    g_autofree char *handle = NULL;

    wb_wire_enter_element (data, "publicApiVersions", list, i, WB_WIRE_REQUIRED, &version);
    handle = wb_wire_read_text (&version, "handle", WB_WIRE_REQUIRED);
    if (g_strcmp0 (handle, WB_SHOPIFY_API_VERSION) == 0)
      shop->is_supported = wb_wire_read_bool (&version, "supported", WB_WIRE_REQUIRED, FALSE);
  }
}

/**
 * wb_shopify_decode_shop:
 * @data: the answer to `WB_SHOPIFY_CHECK`
 * @shop_out: (out caller-allocates): who the shop is
 * @error: return location; `WB_WIRE_ERROR_BAD_SHAPE` naming the member
 *
 * Returns: whether all of it was there
 */
gboolean
wb_shopify_decode_shop (JsonNode       *data,
                        WbShopifyShop  *shop_out,
                        GError        **error)
{
  WbWireReader reader;

  g_return_val_if_fail (data && shop_out, FALSE);

  memset (shop_out, 0, sizeof *shop_out);
  wb_wire_reader_init (&reader, data);
  read_shop (&reader, shop_out);
  read_scopes (&reader, shop_out);
  read_versions (&reader, shop_out);
  if (wb_wire_reader_finish (&reader, error))
    return TRUE;
  wb_shopify_shop_clear (shop_out);

  return FALSE;
}

static void
set_oddity (WbShopCoupon *coupon,
            const char   *words)
{
  if (!coupon->oddity)
    coupon->oddity = g_strdup (words);
}

static void
read_percentage (WbShopCoupon *coupon,
                 WbWireReader *value)
{
  g_autofree char *fraction = wb_wire_read_decimal (value, "percentage", WB_WIRE_REQUIRED);
  gint64 scaled = 0;

  coupon->is_percent = TRUE;
  if (!fraction)
    return;
  /* 0.125 is 12.50 %. More digits than that were never ours. */
  if (wb_decimal_parse (fraction, 4, &scaled, NULL) && scaled <= 10000)
    coupon->percent_hundredths = (int) scaled;
  else
    set_oddity (coupon, _ ("The shop saved a percentage with more digits"));
}

/* One with more places than its currency has is none, which the comparison tells as unreadable. */
static void
read_money (WbWireReader *parent,
            const char   *name,
            WbMoney      *money_out)
{
  WbWireReader reader;
  g_autofree char *amount = NULL;
  g_autofree char *currency = NULL;

  *money_out = WB_MONEY_NONE;
  wb_wire_enter (parent, name, WB_WIRE_REQUIRED, &reader);
  amount = wb_wire_read_decimal (&reader, "amount", WB_WIRE_REQUIRED);
  currency = wb_wire_read_text (&reader, "currencyCode", WB_WIRE_REQUIRED);
  if (amount && currency)
    wb_money_parse_api (amount, currency, TRUE, money_out, NULL);
}

static void
read_value (WbShopCoupon *coupon,
            WbWireReader *discount)
{
  WbWireReader gets, items, value;
  g_autofree char *what = NULL;
  g_autofree char *kind = NULL;

  wb_wire_enter (discount, "customerGets", WB_WIRE_REQUIRED, &gets);
  wb_wire_enter (&gets, "items", WB_WIRE_OPTIONAL, &items);
  what = wb_wire_read_text (&items, "__typename", WB_WIRE_OPTIONAL);
  if (what && strcmp (what, "AllDiscountItems") != 0)
    set_oddity (coupon, _ ("The shop limits the coupon to some products"));
  wb_wire_enter (&gets, "value", WB_WIRE_REQUIRED, &value);
  kind = wb_wire_read_text (&value, "__typename", WB_WIRE_REQUIRED);
  if (g_strcmp0 (kind, "DiscountPercentage") == 0) {
    read_percentage (coupon, &value);
  } else if (g_strcmp0 (kind, "DiscountAmount") == 0) {
    read_money (&value, "amount", &coupon->amount);
    if (wb_wire_read_bool (&value, "appliesOnEachItem", WB_WIRE_REQUIRED, FALSE))
      set_oddity (coupon, _ ("The shop takes the amount off each item"));
  } else if (kind) {
    set_oddity (coupon, _ ("The shop saved another kind of discount"));
  }
}

static void
read_minimum (WbShopCoupon *coupon,
              WbWireReader *discount)
{
  WbWireReader minimum;
  g_autofree char *kind = NULL;

  if (!wb_wire_enter (discount, "minimumRequirement", WB_WIRE_OPTIONAL, &minimum))
    return;
  kind = wb_wire_read_text (&minimum, "__typename", WB_WIRE_REQUIRED);
  if (g_strcmp0 (kind, "DiscountMinimumSubtotal") == 0) {
    read_money (&minimum, "greaterThanOrEqualToSubtotal", &coupon->min_order);
    if (!wb_wire_reader_failed (discount) && wb_money_is_none (&coupon->min_order))
      set_oddity (coupon, _ ("The shop saved a minimum order that cannot be read"));
  } else if (kind) {
    set_oddity (coupon, _ ("The shop asks for a number of items in the order"));
  }
}

/* For whom: everybody, or the customers named. Where addresses are not shown, the customer's id
 * stands for the address, so that a limit is never taken for none. */
static void
read_context (WbShopCoupon *coupon,
              WbWireReader *discount)
{
  WbWireReader context, customer, address;
  g_autofree char *kind = NULL;
  g_autofree char *email = NULL;
  JsonArray *customers;

  if (!wb_wire_enter (discount, "context", WB_WIRE_OPTIONAL, &context))
    return;
  kind = wb_wire_read_text (&context, "__typename", WB_WIRE_REQUIRED);
  if (!kind || strcmp (kind, "DiscountBuyerSelectionAll") == 0)
    return;
  customers = wb_wire_read_array (&context, "customers", WB_WIRE_OPTIONAL);
  if (strcmp (kind, "DiscountCustomers") != 0 || !customers ||
      json_array_get_length (customers) != 1) {
    set_oddity (coupon, _ ("The shop limits the coupon to some customers"));
    return;
  }
  wb_wire_enter_element (&context, "customers", customers, 0, WB_WIRE_REQUIRED, &customer);
  if (wb_wire_enter (&customer, "defaultEmailAddress", WB_WIRE_OPTIONAL, &address))
    email = wb_wire_read_text (&address, "emailAddress", WB_WIRE_PRESENT);
  coupon->email = email ? g_steal_pointer (&email) :
                  wb_wire_read_text (&customer, "id", WB_WIRE_REQUIRED);
}

static void
read_combination (WbShopCoupon *coupon,
                  WbWireReader *discount)
{
  WbWireReader combines;

  if (!wb_wire_enter (discount, "combinesWith", WB_WIRE_OPTIONAL, &combines))
    return;
  if (wb_wire_read_bool (&combines, "orderDiscounts", WB_WIRE_REQUIRED, FALSE) ||
      wb_wire_read_bool (&combines, "productDiscounts", WB_WIRE_REQUIRED, FALSE) ||
      wb_wire_read_bool (&combines, "shippingDiscounts", WB_WIRE_REQUIRED, FALSE))
    set_oddity (coupon, _ ("The shop lets the coupon be combined with others"));
}

static void
read_code (WbShopCoupon *coupon,
           WbWireReader *discount,
           const char   *asked_code)
{
  WbWireReader codes, code;
  JsonArray *nodes;

  wb_wire_enter (discount, "codes", WB_WIRE_REQUIRED, &codes);
  nodes = wb_wire_read_array (&codes, "nodes", WB_WIRE_REQUIRED);
  if (!nodes)
    return;
  if (json_array_get_length (nodes) != 1) {
    set_oddity (coupon, _ ("The shop has several codes for this discount"));
    if (asked_code || json_array_get_length (nodes) == 0) {
      coupon->code = g_strdup (asked_code ? asked_code : "");
      return;
    }
  }
  wb_wire_enter_element (&codes, "nodes", nodes, 0, WB_WIRE_REQUIRED, &code);
  coupon->code = wb_wire_read_text (&code, "code", WB_WIRE_REQUIRED);
}

static void
read_tags (WbShopCoupon *coupon,
           WbWireReader *discount)
{
  g_auto (GStrv) tags = wb_wire_read_ids (discount, "tags", WB_WIRE_OPTIONAL);

  for (guint i = 0; tags && tags[i]; i++) {
    if (g_str_has_prefix (tags[i], WB_SHOPIFY_TICKET_TAG) && !coupon->ticket_mark)
      coupon->ticket_mark = g_strdup (tags[i] + strlen (WB_SHOPIFY_TICKET_TAG));
  }
}

static void
read_basic (WbShopCoupon *coupon,
            WbWireReader *discount,
            const char   *asked_code)
{
  g_autofree char *status = wb_wire_read_text (discount, "status", WB_WIRE_REQUIRED);

  read_code (coupon, discount, asked_code);
  read_value (coupon, discount);
  read_minimum (coupon, discount);
  read_context (coupon, discount);
  read_combination (coupon, discount);
  read_tags (coupon, discount);
  coupon->expires_at = wb_wire_read_time (discount, "endsAt", WB_WIRE_PRESENT);
  coupon->usage_limit = wb_wire_read_small (discount, "usageLimit", WB_WIRE_PRESENT, 0);
  coupon->usage_count = wb_wire_read_small (discount, "asyncUsageCount", WB_WIRE_REQUIRED, 0);
  coupon->is_live = g_strcmp0 (status, "ACTIVE") == 0;
}

/* By its code or id it is a DiscountCodeNode, in a list a DiscountNode. */
static void
enter_discount (WbWireReader *node,
                WbWireNeed    need,
                WbWireReader *discount)
{
  wb_wire_enter (node, wb_wire_has (node, "discount") ? "discount" : "codeDiscount", need,
                 discount);
}

/**
 * wb_shopify_decode_coupon:
 * @node: a `DiscountCodeNode`, or a `DiscountNode`
 * @asked_code: (nullable): the code by which it was found
 * @error: return location; `WB_WIRE_ERROR_BAD_SHAPE` naming the member
 *
 * A discount of another kind (buy X get Y, free shipping, an app's) is a coupon with an oddity.
 *
 * Returns: (transfer full): the coupon
 */
WbShopCoupon *
wb_shopify_decode_coupon (JsonNode    *node,
                          const char  *asked_code,
                          GError     **error)
{
  g_autoptr (WbShopCoupon) coupon = wb_shop_coupon_new ();
  WbWireReader reader, discount;
  g_autofree char *kind = NULL;

  g_return_val_if_fail (node, NULL);

  wb_wire_reader_init (&reader, node);
  coupon->remote_id = wb_wire_read_text (&reader, "id", WB_WIRE_REQUIRED);
  enter_discount (&reader, WB_WIRE_REQUIRED, &discount);
  kind = wb_wire_read_text (&discount, "__typename", WB_WIRE_REQUIRED);
  if (g_strcmp0 (kind, "DiscountCodeBasic") == 0) {
    read_basic (coupon, &discount, asked_code);
  } else {
    coupon->code = g_strdup (asked_code ? asked_code : "");
    set_oddity (coupon, _ ("The shop saved another kind of discount"));
  }
  if (!wb_wire_reader_finish (&reader, error))
    return NULL;

  return g_steal_pointer (&coupon);
}

/**
 * wb_shopify_list_clear:
 * @self: a page
 */
void
wb_shopify_list_clear (WbShopifyList *self)
{
  g_clear_pointer (&self->items, g_ptr_array_unref);
  g_clear_pointer (&self->cursor, g_free);
}

/* Ours carry our tag. Somebody may have taken it off; then what it looks like has to do, and one
 * too many does no harm. */
static gboolean
is_ours (JsonNode           *node,
         const WbShopCoupon *coupon)
{
  WbWireReader reader, discount;
  g_auto (GStrv) tags = NULL;
  g_autofree char *title = NULL;

  wb_wire_reader_init (&reader, node);
  enter_discount (&reader, WB_WIRE_LENIENT, &discount);
  tags = wb_wire_read_ids (&discount, "tags", WB_WIRE_LENIENT);
  title = wb_wire_read_text (&discount, "title", WB_WIRE_LENIENT);

  return (tags && g_strv_contains ((const char *const *) tags, WB_SHOPIFY_TAG)) ||
         (coupon->usage_limit == 1 && g_strcmp0 (title, coupon->code) == 0);
}

/**
 * wb_shopify_decode_coupons:
 * @data: the answer to `WB_SHOPIFY_COUPONS`
 * @list_out: (out caller-allocates): the page; its items are those that may be ours
 * @error: return location; `WB_WIRE_ERROR_BAD_SHAPE` naming the member
 *
 * Returns: whether it is such a page
 */
gboolean
wb_shopify_decode_coupons (JsonNode       *data,
                           WbShopifyList  *list_out,
                           GError        **error)
{
  WbWireReader reader, list, info;
  JsonArray *nodes;

  g_return_val_if_fail (data && list_out, FALSE);

  memset (list_out, 0, sizeof *list_out);
  list_out->items = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_shop_coupon_unref);
  wb_wire_reader_init (&reader, data);
  wb_wire_enter (&reader, "discountNodes", WB_WIRE_REQUIRED, &list);
  wb_wire_enter (&list, "pageInfo", WB_WIRE_REQUIRED, &info);
  list_out->has_more = wb_wire_read_bool (&info, "hasNextPage", WB_WIRE_REQUIRED, FALSE);
  list_out->cursor = wb_wire_read_text (&info, "endCursor", WB_WIRE_PRESENT);
  nodes = wb_wire_read_array (&list, "nodes", WB_WIRE_REQUIRED);
  if (!wb_wire_reader_finish (&reader, error)) {
    wb_shopify_list_clear (list_out);
    return FALSE;
  }
  for (guint i = 0; i < json_array_get_length (nodes); i++) {
    JsonNode *node = json_array_get_element (nodes, i);
    g_autoptr (WbShopCoupon) coupon = wb_shopify_decode_coupon (node, NULL, error);

    if (!coupon) {
      g_prefix_error (error, "discountNodes.nodes[%u].", i);
      wb_shopify_list_clear (list_out);
      return FALSE;
    }
    if (is_ours (node, coupon))
      g_ptr_array_add (list_out->items, g_steal_pointer (&coupon));
  }

  return TRUE;
}

/**
 * wb_shopify_decode_customer:
 * @data: the answer to `WB_SHOPIFY_CUSTOMER`
 * @id_out: (out) (transfer full) (nullable): the customer; `NULL` = there is none
 * @email_out: (out) (transfer full) (nullable): the address as the shop has it; `NULL` = not shown
 * @error: return location; `WB_WIRE_ERROR_BAD_SHAPE` naming the member
 *
 * Returns: whether it is an answer about a customer
 */
gboolean
wb_shopify_decode_customer (JsonNode  *data,
                            char     **id_out,
                            char     **email_out,
                            GError   **error)
{
  WbWireReader reader, customer, address;
  g_autofree char *id = NULL;
  g_autofree char *email = NULL;

  g_return_val_if_fail (data && id_out && email_out, FALSE);

  *id_out = NULL;
  *email_out = NULL;
  wb_wire_reader_init (&reader, data);
  if (wb_wire_enter (&reader, "customerByIdentifier", WB_WIRE_PRESENT, &customer)) {
    id = wb_wire_read_text (&customer, "id", WB_WIRE_REQUIRED);
    if (wb_wire_enter (&customer, "defaultEmailAddress", WB_WIRE_PRESENT, &address))
      email = wb_wire_read_text (&address, "emailAddress", WB_WIRE_PRESENT);
  }
  if (!wb_wire_reader_finish (&reader, error))
    return FALSE;
  *id_out = g_steal_pointer (&id);
  *email_out = g_steal_pointer (&email);

  return TRUE;
}

/**
 * wb_shopify_decode_token:
 * @node: the answer of the token address
 * @token_out: (out) (transfer full): the token; wipe it after use
 * @expires_in_secs_out: (out): for how long it is good
 * @error: return location; `WB_WIRE_ERROR_BAD_SHAPE` naming the member, never its value
 *
 * Returns: whether there is a token
 */
gboolean
wb_shopify_decode_token (JsonNode  *node,
                         char     **token_out,
                         gint64    *expires_in_secs_out,
                         GError   **error)
{
  WbWireReader reader;
  g_autofree char *token = NULL;
  gint64 expires_in = 0;

  g_return_val_if_fail (node && token_out && expires_in_secs_out, FALSE);

  wb_wire_reader_init (&reader, node);
  token = wb_wire_read_text (&reader, "access_token", WB_WIRE_REQUIRED);
  expires_in = wb_wire_read_int (&reader, "expires_in", WB_WIRE_REQUIRED, 0);
  if (token && !wb_shopify_check_secret ("access_token", token, NULL))
    wb_wire_reader_refuse (&reader, "access_token", _ ("no token"));
  if (!wb_wire_reader_finish (&reader, error))
    return FALSE;
  *token_out = g_steal_pointer (&token);
  *expires_in_secs_out = expires_in;

  return TRUE;
}

static gboolean
has_field (WbWireReader *user_error,
           const char   *name)
{
  g_auto (GStrv) field = wb_wire_read_ids (user_error, "field", WB_WIRE_LENIENT);
  guint length = field ? g_strv_length (field) : 0;

  return length > 0 && strcmp (field[length - 1], name) == 0;
}

/* What the shop would not do, and what follows from it. */
static void
set_user_errors (WbWireReader  *payload,
                 JsonArray     *list,
                 GError       **error)
{
  g_autoptr (GString) words = g_string_new (NULL);
  WbRemoteError code = WB_REMOTE_ERROR_REJECTED;

  for (guint i = 0; i < json_array_get_length (list); i++) {
    WbWireReader one;
    g_autofree char *name = NULL;
    g_autofree char *message = NULL;
    g_autofree char *plain = NULL;

    wb_wire_enter_element (payload, "userErrors", list, i, WB_WIRE_LENIENT, &one);
    name = wb_wire_read_text (&one, "code", WB_WIRE_LENIENT);
    message = wb_wire_read_text (&one, "message", WB_WIRE_LENIENT);
    plain = wb_woocommerce_plain_text (message ? message : "", -1, MAX_WORDS);
    if (g_strcmp0 (name, "TAKEN") == 0 && has_field (&one, "code"))
      code = WB_REMOTE_ERROR_CONFLICT;
    else if (has_field (&one, "id"))
      code = WB_REMOTE_ERROR_NOT_FOUND;
    if (plain[0] != '\0')
      g_string_append_printf (words, "%s%s", words->len > 0 ? "; " : "", plain);
  }
  if (code == WB_REMOTE_ERROR_CONFLICT)
    g_set_error_literal (error, WB_REMOTE_ERROR, (gint) code,
                         _ ("The shop already has a coupon with this code"));
  else if (code == WB_REMOTE_ERROR_NOT_FOUND)
    g_set_error_literal (error, WB_REMOTE_ERROR, (gint) code, _ ("The shop has no such coupon"));
  else
    /* Translators: %s is what Shopify said, in English. */
    g_set_error (error, WB_REMOTE_ERROR, (gint) code, _ ("Shopify refused: %s"),
                 words->len > 0 ? words->str : "?");
}

/**
 * wb_shopify_decode_payload:
 * @data: the answer to a mutation
 * @mutation: its name
 * @error: return location; [error@WB_REMOTE_ERROR] for userErrors: `CONFLICT` the code is taken,
 *   `NOT_FOUND` no such id, else `REJECTED`; `WB_WIRE_ERROR_BAD_SHAPE` naming the member
 *
 * Shopify answers 200 to what it refuses (reference/shopify-api.md 9.3).
 *
 * Returns: (transfer none): what the mutation gave
 */
JsonNode *
wb_shopify_decode_payload (JsonNode    *data,
                           const char  *mutation,
                           GError     **error)
{
  WbWireReader reader, payload;
  JsonArray *user_errors;

  g_return_val_if_fail (data && mutation, NULL);

  wb_wire_reader_init (&reader, data);
  wb_wire_enter (&reader, mutation, WB_WIRE_REQUIRED, &payload);
  user_errors = wb_wire_read_array (&payload, "userErrors", WB_WIRE_REQUIRED);
  if (!wb_wire_reader_finish (&reader, error))
    return NULL;
  if (json_array_get_length (user_errors) > 0) {
    set_user_errors (&payload, user_errors, error);
    return NULL;
  }

  return wb_wire_peek (&reader, mutation);
}
