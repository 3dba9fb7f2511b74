/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The shop itself, rights, templates, tokens and coupons, as Shoptet's API answers them
 * (reference/shoptet-api.md 1, 3, 4 and 5). Prices come as strings, now and then as numbers. */

#include "config.h"

#include "wb-shoptet-json.h"

#include "wb-time.h"
#include "wb-validity.h"

#include <glib/gi18n-lib.h>
#include <string.h>

void
wb_shoptet_eshop_free (WbShoptetEshop *self)
{
  if (!self)
    return;
  g_free (self->name);
  g_free (self->url);
  g_free (self->time_zone);
  g_strfreev (self->currencies);
  g_clear_pointer (&self->paid_states, g_hash_table_unref);
  g_free (self);
}

void
wb_shoptet_token_free (WbShoptetToken *self)
{
  if (!self)
    return;
  if (self->token)
    explicit_bzero (self->token, strlen (self->token));
  g_free (self->token);
  g_free (self);
}

/* The shop's own currency first, then the others that customers see. */
static GStrv
read_currencies (WbWireReader *data)
{
  JsonArray *list = wb_wire_read_array (data, "currencies", WB_WIRE_REQUIRED);
  g_autoptr (GPtrArray) codes = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; list && i < json_array_get_length (list); i++) {
    WbWireReader currency;
    g_autofree char *code = NULL;
    gboolean is_default, is_visible;

    wb_wire_enter_element (data, "currencies", list, i, WB_WIRE_REQUIRED, &currency);
    code = wb_wire_read_text (&currency, "code", WB_WIRE_REQUIRED);
    is_default = wb_wire_read_bool (&currency, "isDefault", WB_WIRE_REQUIRED, FALSE);
    is_visible = wb_wire_read_bool (&currency, "isVisible", WB_WIRE_OPTIONAL, TRUE);
    /* One that we cannot count in is left alone, as is one that nobody can pay in. */
    if (!code || wb_currency_digits (code) < 0 || !(is_default || is_visible))
      continue;
    g_ptr_array_insert (codes, is_default ? 0 : -1, g_steal_pointer (&code));
  }
  if (list && codes->len == 0)
    wb_wire_reader_refuse (data, "currencies", _ ("no currency that we know"));
  g_ptr_array_add (codes, NULL);

  return (GStrv) g_ptr_array_steal (codes, NULL);
}

/* Only there when asked for. */
static GHashTable *
read_paid_states (WbWireReader *data)
{
  GHashTable *paid = g_hash_table_new (NULL, NULL);
  WbWireReader section;
  JsonArray *list;

  wb_wire_enter (data, "orderStatuses", WB_WIRE_OPTIONAL, &section);
  list = wb_wire_read_array (&section, "statuses", WB_WIRE_OPTIONAL);
  for (guint i = 0; list && i < json_array_get_length (list); i++) {
    WbWireReader status;

    wb_wire_enter_element (&section, "statuses", list, i, WB_WIRE_REQUIRED, &status);
    if (wb_wire_read_bool (&status, "markAsPaid", WB_WIRE_OPTIONAL, FALSE))
      g_hash_table_add (paid, GINT_TO_POINTER (wb_wire_read_small (&status, "id", WB_WIRE_REQUIRED,
                                                                   0)));
  }

  return paid;
}

static gboolean
read_has_module (WbWireReader *data,
                 const char   *name)
{
  JsonArray *list = wb_wire_read_array (data, "activeModules", WB_WIRE_REQUIRED);
  gboolean found = FALSE;

  for (guint i = 0; list && i < json_array_get_length (list); i++) {
    WbWireReader module;
    g_autofree char *module_name = NULL;

    wb_wire_enter_element (data, "activeModules", list, i, WB_WIRE_REQUIRED, &module);
    module_name = wb_wire_read_text (&module, "name", WB_WIRE_REQUIRED);
    found = found || g_strcmp0 (module_name, name) == 0;
  }

  return found;
}

/**
 * wb_shoptet_decode_eshop:
 * @node: the answer to `GET /api/eshop?include=orderStatuses`
 * @error: return location; `WB_WIRE_ERROR_BAD_SHAPE` naming the member
 *
 * Returns: (transfer full): what the shop tells of itself
 */
WbShoptetEshop *
wb_shoptet_decode_eshop (JsonNode  *node,
                         GError   **error)
{
  g_autoptr (WbShoptetEshop) eshop = g_new0 (WbShoptetEshop, 1);
  WbWireReader reader, data, contact, settings;

  g_return_val_if_fail (node, NULL);

  wb_wire_reader_init (&reader, node);
  wb_wire_enter (&reader, "data", WB_WIRE_REQUIRED, &data);
  wb_wire_enter (&data, "contactInformation", WB_WIRE_REQUIRED, &contact);
  eshop->name = wb_wire_read_text (&contact, "eshopName", WB_WIRE_REQUIRED);
  eshop->url = wb_wire_read_text (&contact, "url", WB_WIRE_LENIENT);
  wb_wire_enter (&data, "settings", WB_WIRE_REQUIRED, &settings);
  eshop->time_zone = wb_wire_read_text (&settings, "timezone", WB_WIRE_REQUIRED);
  eshop->is_vat_payer = wb_wire_read_bool (&settings, "vatPayer", WB_WIRE_REQUIRED, FALSE);
  eshop->currencies = read_currencies (&data);
  eshop->has_coupons = read_has_module (&data, WB_SHOPTET_COUPON_MODULE);
  eshop->paid_states = read_paid_states (&data);
  if (!wb_wire_reader_finish (&reader, error))
    return NULL;

  return g_steal_pointer (&eshop);
}

/**
 * wb_shoptet_decode_rights:
 * @node: the answer to `GET /api/system/endpoints`
 * @part: what the names of the endpoints in question contain: `discount-coupons`
 * @rights_out: (out): a bit set of `WbShoptetRight`; 0 = nothing is said about them
 * @error: return location; `WB_WIRE_ERROR_BAD_SHAPE`
 *
 * How endpoints are named there is not documented; a list that says nothing about @part is
 * therefore no reason to refuse.
 *
 * Returns: whether it is that list
 */
gboolean
wb_shoptet_decode_rights (JsonNode    *node,
                          const char  *part,
                          guint       *rights_out,
                          GError     **error)
{
  WbWireReader reader, data;
  JsonArray *list;
  guint rights = 0;

  g_return_val_if_fail (node && part && rights_out, FALSE);

  wb_wire_reader_init (&reader, node);
  wb_wire_enter (&reader, "data", WB_WIRE_REQUIRED, &data);
  list = wb_wire_read_array (&data, "endpoints", WB_WIRE_REQUIRED);
  for (guint i = 0; list && i < json_array_get_length (list); i++) {
    WbWireReader endpoint;
    g_autofree char *name = NULL;
    g_autofree char *access = NULL;

    wb_wire_enter_element (&data, "endpoints", list, i, WB_WIRE_REQUIRED, &endpoint);
    name = wb_wire_read_text (&endpoint, "endpoint", WB_WIRE_REQUIRED);
    access = wb_wire_read_text (&endpoint, "access", WB_WIRE_REQUIRED);
    if (!name || !access || !strstr (name, part))
      continue;
    if (strcmp (access, "write") != 0)
      rights |= WB_SHOPTET_RIGHT_READ;
    if (strcmp (access, "read") != 0)
      rights |= WB_SHOPTET_RIGHT_WRITE;
  }
  if (!wb_wire_reader_finish (&reader, error))
    return FALSE;
  *rights_out = rights;

  return TRUE;
}

/**
 * wb_shoptet_decode_template:
 * @node: the answer to `GET /api/discount-coupons/templates`
 * @guid: (nullable): the one that was chosen
 * @title: without @guid, what it is called
 * @guid_out: (out) (nullable) (transfer full): its GUID; `NULL` = the shop has no such template
 * @title_out: (out) (nullable) (transfer full): its title
 * @error: return location; `WB_WIRE_ERROR_BAD_SHAPE`
 *
 * Returns: whether it is a list of templates
 */
gboolean
wb_shoptet_decode_template (JsonNode    *node,
                            const char  *guid,
                            const char  *title,
                            char       **guid_out,
                            char       **title_out,
                            GError     **error)
{
  WbWireReader reader, data;
  JsonArray *list;

  g_return_val_if_fail (node && (guid || title) && guid_out && title_out, FALSE);

  *guid_out = NULL;
  *title_out = NULL;
  wb_wire_reader_init (&reader, node);
  wb_wire_enter (&reader, "data", WB_WIRE_REQUIRED, &data);
  list = wb_wire_read_array (&data, "couponTemplates", WB_WIRE_REQUIRED);
  for (guint i = 0; list && i < json_array_get_length (list); i++) {
    WbWireReader template;
    g_autofree char *its_guid = NULL;
    g_autofree char *its_title = NULL;

    wb_wire_enter_element (&data, "couponTemplates", list, i, WB_WIRE_REQUIRED, &template);
    its_guid = wb_wire_read_text (&template, "guid", WB_WIRE_REQUIRED);
    its_title = wb_wire_read_text (&template, "title", WB_WIRE_REQUIRED);
    if (*guid_out || !its_guid || !its_title ||
        (guid ? g_ascii_strcasecmp (its_guid, guid) : strcmp (its_title, title)) != 0)
      continue;
    *guid_out = g_steal_pointer (&its_guid);
    *title_out = g_steal_pointer (&its_title);
  }
  if (wb_wire_reader_finish (&reader, error))
    return TRUE;
  g_clear_pointer (guid_out, g_free);
  g_clear_pointer (title_out, g_free);

  return FALSE;
}

/**
 * wb_shoptet_decode_new_template:
 * @node: the answer to `POST /api/discount-coupons/templates`
 * @error: return location; `WB_WIRE_ERROR_BAD_SHAPE`
 *
 * Returns: (transfer full): its GUID
 */
char *
wb_shoptet_decode_new_template (JsonNode  *node,
                                GError   **error)
{
  WbWireReader reader, data;
  g_autofree char *guid = NULL;

  g_return_val_if_fail (node, NULL);

  wb_wire_reader_init (&reader, node);
  wb_wire_enter (&reader, "data", WB_WIRE_REQUIRED, &data);
  guid = wb_wire_read_text (&data, "guid", WB_WIRE_REQUIRED);
  if (!wb_wire_reader_finish (&reader, error))
    return NULL;

  return g_steal_pointer (&guid);
}

/**
 * wb_shoptet_decode_token:
 * @node: the answer of an add-on's token address; no envelope
 * @error: return location; `WB_WIRE_ERROR_BAD_SHAPE`
 *
 * Returns: (transfer full): the token
 */
WbShoptetToken *
wb_shoptet_decode_token (JsonNode  *node,
                         GError   **error)
{
  g_autoptr (WbShoptetToken) token = g_new0 (WbShoptetToken, 1);
  WbWireReader reader;

  g_return_val_if_fail (node, NULL);

  wb_wire_reader_init (&reader, node);
  token->token = wb_wire_read_text (&reader, "access_token", WB_WIRE_REQUIRED);
  token->expires_in_secs = wb_wire_read_small (&reader, "expires_in", WB_WIRE_LENIENT, 1800);
  if (token->token && (token->token[0] == '\0' || strpbrk (token->token, " \t\r\n")))
    wb_wire_reader_refuse (&reader, "access_token", _ ("not a token"));
  if (!wb_wire_reader_finish (&reader, error))
    return NULL;

  return g_steal_pointer (&token);
}

static char *
read_price (WbWireReader *reader,
            const char   *name)
{
  return wb_wire_read_decimal (reader, name, WB_WIRE_PRESENT);
}

static void
read_value (WbShopCoupon *coupon,
            WbWireReader *reader)
{
  g_autofree char *kind = wb_wire_read_text (reader, "discountType", WB_WIRE_REQUIRED);
  g_autofree char *amount = read_price (reader, "amount");
  g_autofree char *ratio = read_price (reader, "ratio");
  g_autofree char *minimum = read_price (reader, "minPrice");
  g_autofree char *currency = wb_wire_read_text (reader, "currency", WB_WIRE_PRESENT);
  gint64 scaled = 0;

  if (wb_wire_reader_failed (reader))
    return;

  coupon->is_percent = strcmp (kind, "percentual") == 0;
  if (!coupon->is_percent && strcmp (kind, "fixed") != 0)
    coupon->oddity = g_strdup (_ ("The shop saved another kind of discount"));
  /* A ratio has four places: "0.1250" is 12.50 %. */
  if (coupon->is_percent) {
    if (!wb_decimal_parse (ratio, 4, &scaled, NULL) || scaled < 0 || scaled > 10000)
      wb_wire_reader_refuse (reader, "ratio", _ ("not a percentage"));
    coupon->percent_hundredths = (int) scaled;
  } else if (!wb_money_parse_api (amount, currency, TRUE, &coupon->amount, NULL)) {
    /* The comparison tells it as "unreadable". */
    coupon->amount = WB_MONEY_NONE;
  }
  if (minimum && !wb_money_parse_api (minimum, currency, TRUE, &coupon->min_order, NULL) &&
      !coupon->oddity)
    coupon->oddity = g_strdup (_ ("The shop saved a minimum order that cannot be read"));
}

static void
read_term (WbShopCoupon *coupon,
           WbWireReader *reader,
           GTimeZone    *zone)
{
  gint32 last = wb_wire_read_date (reader, "validTo", WB_WIRE_PRESENT);

  if (last != WB_DATE_NONE)
    coupon->expires_at = wb_validity_expires_at (last, zone);
}

static void
read_oddity (WbShopCoupon *coupon,
             WbWireReader *reader,
             const char   *template_guid)
{
  g_autofree char *template = wb_wire_read_text (reader, "template", WB_WIRE_LENIENT);
  g_autofree char *shipping = wb_wire_read_text (reader, "shippingPrice", WB_WIRE_LENIENT);

  if (coupon->oddity)
    return;
  if (template_guid && template && g_ascii_strcasecmp (template, template_guid) != 0)
    coupon->oddity = g_strdup (_ ("The shop saved the coupon under another template"));
  else if (g_strcmp0 (shipping, "free") == 0)
    coupon->oddity = g_strdup (_ ("The shop added free shipping to the coupon"));
}

static WbShopCoupon *
read_coupon (WbWireReader *reader,
             GTimeZone    *zone,
             const char   *template_guid)
{
  WbShopCoupon *coupon = wb_shop_coupon_new ();

  coupon->code = wb_wire_read_text (reader, "code", WB_WIRE_REQUIRED);
  /* A coupon has no other name there. */
  coupon->remote_id = g_strdup (coupon->code);
  read_value (coupon, reader);
  read_term (coupon, reader, zone);
  coupon->usage_limit = wb_wire_read_bool (reader, "reusable", WB_WIRE_REQUIRED, FALSE) ? 0 : 1;
  coupon->usage_count = wb_wire_read_small (reader, "usedCount", WB_WIRE_REQUIRED, 0);
  coupon->ticket_mark = wb_wire_read_text (reader, "remark", WB_WIRE_LENIENT);
  read_oddity (coupon, reader, template_guid);

  return coupon;
}

/**
 * wb_shoptet_decode_coupon:
 * @node: the answer to `GET /api/discount-coupons/<code>`
 * @zone: the shop's zone
 * @template_guid: (nullable): the template it should follow
 * @error: return location; `WB_WIRE_ERROR_BAD_SHAPE` naming the member
 *
 * Returns: (transfer full): the coupon
 */
WbShopCoupon *
wb_shoptet_decode_coupon (JsonNode    *node,
                          GTimeZone   *zone,
                          const char  *template_guid,
                          GError     **error)
{
  g_autoptr (WbShopCoupon) coupon = NULL;
  WbWireReader reader, data, inner;

  g_return_val_if_fail (node && zone, NULL);

  wb_wire_reader_init (&reader, node);
  wb_wire_enter (&reader, "data", WB_WIRE_REQUIRED, &data);
  wb_wire_enter (&data, "coupon", WB_WIRE_REQUIRED, &inner);
  coupon = read_coupon (&inner, zone, template_guid);
  if (!wb_wire_reader_finish (&reader, error))
    return NULL;

  return g_steal_pointer (&coupon);
}

/**
 * wb_shoptet_read_paginator:
 * @data: the `data` of a page
 * @paginator: (out): where the list stands
 */
void
wb_shoptet_read_paginator (WbWireReader       *data,
                           WbShoptetPaginator *paginator)
{
  WbWireReader inner;

  g_return_if_fail (data && paginator);

  wb_wire_enter (data, "paginator", WB_WIRE_REQUIRED, &inner);
  paginator->page = wb_wire_read_small (&inner, "page", WB_WIRE_REQUIRED, 1);
  paginator->page_count = wb_wire_read_small (&inner, "pageCount", WB_WIRE_REQUIRED, 1);
  paginator->total = wb_wire_read_small (&inner, "totalCount", WB_WIRE_REQUIRED, 0);
}

/**
 * wb_shoptet_decode_coupons:
 * @node: a page of coupons, or the answer to making or changing some
 * @zone: the shop's zone
 * @template_guid: (nullable): the template they should follow
 * @paginator_out: (out) (optional): where the list stands; `NULL` = it is no page
 * @error: return location; `WB_WIRE_ERROR_BAD_SHAPE`
 *
 * Returns: (transfer full) (element-type WbShopCoupon): the coupons, in that order
 */
GPtrArray *
wb_shoptet_decode_coupons (JsonNode            *node,
                           GTimeZone           *zone,
                           const char          *template_guid,
                           WbShoptetPaginator  *paginator_out,
                           GError             **error)
{
  g_autoptr (GPtrArray) coupons =
    g_ptr_array_new_with_free_func ((GDestroyNotify) wb_shop_coupon_unref);
  WbWireReader reader, data;
  JsonArray *list;

  g_return_val_if_fail (node && zone, NULL);

  wb_wire_reader_init (&reader, node);
  wb_wire_enter (&reader, "data", WB_WIRE_REQUIRED, &data);
  list = wb_wire_read_array (&data, "coupons", WB_WIRE_REQUIRED);
  for (guint i = 0; list && i < json_array_get_length (list); i++) {
    WbWireReader inner;

    wb_wire_enter_element (&data, "coupons", list, i, WB_WIRE_REQUIRED, &inner);
    g_ptr_array_add (coupons, read_coupon (&inner, zone, template_guid));
  }
  if (paginator_out)
    wb_shoptet_read_paginator (&data, paginator_out);
  if (!wb_wire_reader_finish (&reader, error))
    return NULL;

  return g_steal_pointer (&coupons);
}
