/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Templates and coupons of the pretend shop. A body with a member that the API does not know is
 * refused whole; a coupon that is not right is left out, and nobody is told
 * (reference/shoptet-api.md 4). */

#include "config.h"

#include "wb-pretend-shoptet-private.h"

#include "wb-money.h"
#include "wb-time.h"

#include <string.h>

#define MAX_COUPONS 999

void
shoptet_template_free (gpointer data)
{
  ShoptetTemplate *template = data;

  g_free (template->guid);
  g_free (template->title);
  g_free (template);
}

void
shoptet_coupon_free (gpointer data)
{
  ShoptetCoupon *coupon = data;

  g_free (coupon->code);
  g_free (coupon->template_guid);
  g_free (coupon->shipping);
  g_free (coupon->remark);
  g_free (coupon);
}

ShoptetTemplate *
shoptet_add_template (WbPretendShoptet *self,
                      const char       *guid,
                      const char       *title)
{
  ShoptetTemplate *template = g_new0 (ShoptetTemplate, 1);

  template->guid = guid ? g_strdup (guid) :
                   g_strdup_printf ("6f1d0c52-3a44-4b1e-9b57-%012u", self->templates->len + 1);
  template->title = g_strdup (title);
  g_ptr_array_add (self->templates, template);

  return template;
}

static JsonObject *
template_to_json (const ShoptetTemplate *template,
                  gboolean               with_products)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "guid", template->guid);
  json_object_set_string_member (object, "title", template->title);
  json_object_set_null_member (object, "customerGroup");
  json_object_set_null_member (object, "categories");
  json_object_set_null_member (object, "brands");
  json_object_set_null_member (object, "productFlags");
  json_object_set_string_member (object, "productSelectionMode", "parameters");
  if (with_products)
    json_object_set_null_member (object, "products");

  return object;
}

static gboolean
has_only (JsonObject        *object,
          const char *const *names)
{
  g_autoptr (GList) members = json_object_get_members (object);

  for (GList *l = members; l; l = l->next) {
    if (!g_strv_contains (names, l->data))
      return FALSE;
  }

  return TRUE;
}

/* Its `data`; NULL = the body is not one that has just that. */
static JsonObject *
open_body (JsonNode *body)
{
  static const char *const names[] = { "data", NULL };
  JsonObject *object = body && JSON_NODE_HOLDS_OBJECT (body) ? json_node_get_object (body) : NULL;
  JsonNode *data = object && has_only (object, names) ? json_object_get_member (object, "data") :
                                                        NULL;

  return data && JSON_NODE_HOLDS_OBJECT (data) ? json_node_get_object (data) : NULL;
}

static const char *
text_of (JsonObject *object,
         const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING ?
         json_node_get_string (node) : NULL;
}

static void
refuse_body (WbPretendShoptet *self,
             WbPretendAnswer  *answer,
             const char       *instance)
{
  shoptet_refuse (self, answer, 422, "invalid-request-data",
                  "The request does not match the schema.", instance);
}

void
shoptet_templates (WbPretendShoptet       *self,
                   const WbPretendRequest *request,
                   JsonNode               *body,
                   WbPretendAnswer        *answer)
{
  static const char *const names[] = { "title", "productSelectionMode", NULL };
  JsonObject *data = NULL;

  if (strcmp (request->method, "POST") == 0) {
    const char *title;

    data = open_body (body);
    title = data && has_only (data, names) ? text_of (data, "title") : NULL;
    if (!title || title[0] == '\0' || g_utf8_strlen (title, -1) > 64)
      refuse_body (self, answer, "data.title");
    else
      shoptet_answer (self, answer, 201,
                      template_to_json (shoptet_add_template (self, NULL, title), TRUE), NULL);
  } else {
    JsonArray *list = json_array_new ();

    for (guint i = 0; i < self->templates->len; i++)
      json_array_add_object_element (list, template_to_json (self->templates->pdata[i], FALSE));
    data = json_object_new ();
    json_object_set_array_member (data, "couponTemplates", list);
    shoptet_answer (self, answer, 200, data, NULL);
  }
}

static gboolean
has_template (WbPretendShoptet *self,
              const char       *guid)
{
  for (guint i = 0; i < self->templates->len; i++) {
    if (strcmp (((ShoptetTemplate *) self->templates->pdata[i])->guid, guid) == 0)
      return TRUE;
  }

  return FALSE;
}

ShoptetCoupon *
shoptet_find_coupon (WbPretendShoptet *self,
                     const char       *code)
{
  g_autofree char *upper = g_ascii_strup (code, -1);

  return g_hash_table_lookup (self->by_code, upper);
}

void
shoptet_keep_coupon (WbPretendShoptet *self,
                     ShoptetCoupon    *coupon)
{
  g_ptr_array_add (self->coupons, coupon);
  g_hash_table_insert (self->by_code, g_ascii_strup (coupon->code, -1), coupon);
}

void
shoptet_drop_coupon (WbPretendShoptet *self,
                     ShoptetCoupon    *coupon)
{
  g_autofree char *upper = g_ascii_strup (coupon->code, -1);

  g_hash_table_remove (self->by_code, upper);
  g_ptr_array_remove (self->coupons, coupon);
}

/* The day named by validTo still counts. */
gboolean
shoptet_coupon_is_over (WbPretendShoptet    *self,
                        const ShoptetCoupon *coupon)
{
  gint32 today = wb_date_of_time (wb_clock_now (self->clock), self->zone);

  return (coupon->valid_to != WB_DATE_NONE && coupon->valid_to < today) ||
         (coupon->valid_from != WB_DATE_NONE && coupon->valid_from > today);
}

static void
set_date (JsonObject *object,
          const char *name,
          gint32      date)
{
  g_autofree char *text = date == WB_DATE_NONE ? NULL : wb_date_format (date);

  shoptet_set_text (object, name, text);
}

JsonObject *
shoptet_coupon_to_json (WbPretendShoptet    *self,
                        const ShoptetCoupon *coupon)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "code", coupon->code);
  shoptet_set_time (self, object, "creationTime", coupon->created_at);
  json_object_set_string_member (object, "discountType",
                                 coupon->is_percent ? "percentual" : "fixed");
  if (coupon->is_percent) {
    g_autofree char *ratio = g_strdup_printf ("%d.%04d", coupon->ratio / 10000,
                                              coupon->ratio % 10000);

    json_object_set_null_member (object, "amount");
    json_object_set_string_member (object, "ratio", ratio);
  } else {
    shoptet_set_price (object, "amount", coupon->amount);
    json_object_set_null_member (object, "ratio");
  }
  if (coupon->min_price > 0)
    shoptet_set_price (object, "minPrice", coupon->min_price);
  else
    json_object_set_null_member (object, "minPrice");
  shoptet_set_text (object, "currency", coupon->currency[0] ? coupon->currency : NULL);
  json_object_set_string_member (object, "template", coupon->template_guid);
  json_object_set_string_member (object, "shippingPrice", coupon->shipping);
  set_date (object, "validFrom", coupon->valid_from);
  set_date (object, "validTo", coupon->valid_to);
  json_object_set_boolean_member (object, "reusable", coupon->reusable);
  json_object_set_int_member (object, "usedCount", coupon->used);
  shoptet_set_text (object, "remark", coupon->remark);

  return object;
}

/* Absent and null are the same, and fine. */
static gboolean
read_hundredths (JsonObject *object,
                 const char *name,
                 int         places,
                 gint64     *value_out)
{
  const char *text = text_of (object, name);

  return !text || wb_decimal_parse (text, places, value_out, NULL);
}

static gboolean
read_date (JsonObject *object,
           const char *name,
           gint32     *date_out)
{
  const char *text = text_of (object, name);

  *date_out = WB_DATE_NONE;

  return !text || wb_date_parse (text, date_out);
}

static const char *
read_value (WbPretendShoptet *self,
            JsonObject       *object,
            ShoptetCoupon    *coupon)
{
  const char *kind = text_of (object, "discountType");
  const char *currency = text_of (object, "currency");
  gint64 ratio = 0;

  coupon->is_percent = g_strcmp0 (kind, "percentual") == 0;
  if (!coupon->is_percent && g_strcmp0 (kind, "fixed") != 0)
    return "Unknown discount type.";
  if (!read_hundredths (object, "amount", 2, &coupon->amount) ||
      !read_hundredths (object, "minPrice", 2, &coupon->min_price) ||
      !read_hundredths (object, "ratio", 4, &ratio))
    return "Not a price.";
  coupon->ratio = (int) ratio;
  if (coupon->is_percent && (text_of (object, "amount") || ratio <= 0 || ratio > 10000))
    return "For \"percentual\" discount type you cannot provide \"amount\" property";
  if (!coupon->is_percent && (text_of (object, "ratio") || coupon->amount <= 0))
    return "Invalid value for property \"amount\". Value must be higher than zero.";
  if (!currency && (!coupon->is_percent || coupon->min_price > 0))
    return "Missing \"currency\" field. It is required when price is specified in body.";
  if (currency && !g_strv_contains ((const char *const *) self->currencies, currency))
    return "Unknown currency.";
  g_strlcpy (coupon->currency, currency ? currency : "", sizeof coupon->currency);

  return NULL;
}

static const char *
read_rest (WbPretendShoptet *self,
           JsonObject       *object,
           ShoptetCoupon    *coupon)
{
  const char *code = text_of (object, "code");
  const char *template = text_of (object, "template");

  if (!code)
    return "Codes are not made up here.";
  if (shoptet_find_coupon (self, code))
    return "Discount coupon code already exists.";
  if (!template || !has_template (self, template))
    return "Discount coupon template was not found.";
  if (!read_date (object, "validFrom", &coupon->valid_from) ||
      !read_date (object, "validTo", &coupon->valid_to))
    return "Not a date.";
  coupon->code = g_strdup (code);
  coupon->template_guid = g_strdup (template);
  coupon->shipping = g_strdup (text_of (object, "shippingPrice"));
  coupon->reusable = json_object_get_boolean_member_with_default (object, "reusable", FALSE);
  coupon->remark = g_strdup (text_of (object, "remark"));

  return NULL;
}

ShoptetCoupon *
shoptet_make_coupon (WbPretendShoptet  *self,
                     JsonObject        *object,
                     const char       **why_out)
{
  ShoptetCoupon *coupon = g_new0 (ShoptetCoupon, 1);
  const char *why = read_value (self, object, coupon);

  if (!why)
    why = read_rest (self, object, coupon);
  if (why) {
    shoptet_coupon_free (coupon);
    *why_out = why;
    return NULL;
  }
  coupon->created_at = wb_clock_now (self->clock);

  return coupon;
}

/* What the schema says of one coupon; FALSE refuses the whole request. */
static gboolean
is_well_formed (JsonNode *node,
                gboolean  is_new)
{
  static const char *const names[] = {
    "code", "discountType", "amount", "ratio", "minPrice", "currency", "template", "shippingPrice",
    "validFrom", "validTo", "reusable", "remark", NULL,
  };
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  const char *code;

  if (!object || !has_only (object, names))
    return FALSE;
  code = text_of (object, "code");
  if (code && (code[0] == '\0' || g_utf8_strlen (code, -1) > 16))
    return FALSE;
  if (!is_new)
    return code != NULL;

  return text_of (object, "discountType") && text_of (object, "template") &&
         text_of (object, "shippingPrice") && json_object_has_member (object, "reusable");
}

/* The rows of a bulk; NULL = refused, and answered. */
static JsonArray *
open_rows (WbPretendShoptet *self,
           JsonNode         *body,
           gboolean          is_new,
           WbPretendAnswer  *answer)
{
  static const char *const names[] = { "coupons", NULL };
  JsonObject *data = open_body (body);
  JsonNode *list = data && has_only (data, names) ? json_object_get_member (data, "coupons") : NULL;
  JsonArray *rows = list && JSON_NODE_HOLDS_ARRAY (list) ? json_node_get_array (list) : NULL;

  if (!rows || json_array_get_length (rows) == 0) {
    refuse_body (self, answer, "data.coupons");
    return NULL;
  }
  if (json_array_get_length (rows) > MAX_COUPONS) {
    shoptet_refuse (self, answer, 413, "too-many-items", "At most 999 coupons.", "data.coupons");
    return NULL;
  }
  for (guint i = 0; i < json_array_get_length (rows); i++) {
    if (!is_well_formed (json_array_get_element (rows, i), is_new)) {
      refuse_body (self, answer, "data.coupons");
      return NULL;
    }
  }

  return rows;
}

static void
answer_rows (WbPretendShoptet *self,
             guint             status,
             JsonArray        *coupons,
             JsonArray        *errors,
             WbPretendAnswer  *answer)
{
  JsonObject *data = json_object_new ();

  if (json_array_get_length (errors) == 0)
    g_clear_pointer (&errors, json_array_unref);
  json_object_set_array_member (data, "coupons", coupons);
  shoptet_answer (self, answer, status, data, errors);
}

static void
create_coupons (WbPretendShoptet *self,
                JsonNode         *body,
                WbPretendAnswer  *answer)
{
  JsonArray *rows = open_rows (self, body, TRUE, answer);
  JsonArray *made = NULL;
  JsonArray *errors = NULL;

  if (!rows)
    return;
  made = json_array_new ();
  errors = json_array_new ();
  for (guint i = 0; i < json_array_get_length (rows); i++) {
    const char *why = NULL;
    ShoptetCoupon *coupon = shoptet_make_coupon (self, json_array_get_object_element (rows, i),
                                                 &why);
    g_autofree char *instance = g_strdup_printf ("data.coupons[%u]", i);

    if (coupon) {
      shoptet_keep_coupon (self, coupon);
      json_array_add_object_element (made, shoptet_coupon_to_json (self, coupon));
    } else if (self->explains) {
      shoptet_add_error (errors, "invalid-request-data", why, instance);
    }
  }
  answer_rows (self, 201, made, errors, answer);
}

/* Only the dates and the note may change here; that is all that anybody asks this shop for. */
static gboolean
change_coupon (ShoptetCoupon *coupon,
               JsonObject    *row)
{
  static const char *const names[] = { "code", "validFrom", "validTo", "remark", NULL };

  if (!has_only (row, names))
    return FALSE;
  if (json_object_has_member (row, "validFrom") &&
      !read_date (row, "validFrom", &coupon->valid_from))
    return FALSE;
  if (json_object_has_member (row, "validTo") && !read_date (row, "validTo", &coupon->valid_to))
    return FALSE;
  if (json_object_has_member (row, "remark")) {
    g_free (coupon->remark);
    coupon->remark = g_strdup (text_of (row, "remark"));
  }

  return TRUE;
}

static void
update_coupons (WbPretendShoptet *self,
                JsonNode         *body,
                WbPretendAnswer  *answer)
{
  JsonArray *rows = open_rows (self, body, FALSE, answer);
  JsonArray *changed = NULL;
  JsonArray *errors = NULL;

  if (!rows)
    return;
  changed = json_array_new ();
  errors = json_array_new ();
  for (guint i = 0; i < json_array_get_length (rows); i++) {
    JsonObject *row = json_array_get_object_element (rows, i);
    ShoptetCoupon *coupon = shoptet_find_coupon (self, text_of (row, "code"));
    g_autofree char *instance = g_strdup_printf ("data.coupons[%u].code", i);

    if (!coupon)
      shoptet_add_error (errors, "discount-coupon-not-found", "Discount coupon was not found.",
                         instance);
    else if (!change_coupon (coupon, row))
      shoptet_add_error (errors, "invalid-request-data", "The change is not possible.", instance);
    else
      json_array_add_object_element (changed, shoptet_coupon_to_json (self, coupon));
  }
  answer_rows (self, json_array_get_length (changed) > 0 ? 200 : 422, changed, errors, answer);
}

static void
list_coupons (WbPretendShoptet       *self,
              const WbPretendRequest *request,
              WbPretendAnswer        *answer)
{
  JsonObject *data = json_object_new ();
  JsonArray *list = json_array_new ();
  guint first, end;
  JsonObject *paginator = shoptet_paginate (request, self->coupons->len, 1000, 1000, &first, &end);

  for (guint i = first; i < end; i++)
    json_array_add_object_element (list, shoptet_coupon_to_json (self, self->coupons->pdata[i]));
  json_object_set_array_member (data, "coupons", list);
  json_object_set_object_member (data, "paginator", paginator);
  shoptet_cost (self, end - first);
  shoptet_answer (self, answer, 200, data, NULL);
}

void
shoptet_coupons (WbPretendShoptet       *self,
                 const WbPretendRequest *request,
                 JsonNode               *body,
                 WbPretendAnswer        *answer)
{
  if (strcmp (request->method, "POST") == 0)
    create_coupons (self, body, answer);
  else if (strcmp (request->method, "PATCH") == 0)
    update_coupons (self, body, answer);
  else
    list_coupons (self, request, answer);
}

void
shoptet_coupon (WbPretendShoptet       *self,
                const WbPretendRequest *request,
                const char             *code,
                WbPretendAnswer        *answer)
{
  ShoptetCoupon *coupon = shoptet_find_coupon (self, code);

  if (!coupon) {
    g_autofree char *message = g_strdup_printf ("Discount coupon with code \"%s\" was not found.",
                                                code);

    shoptet_refuse (self, answer, 404, "discount-coupon-not-found", message, code);
  } else if (strcmp (request->method, "DELETE") == 0) {
    shoptet_drop_coupon (self, coupon);
    shoptet_answer (self, answer, 200, NULL, NULL);
  } else {
    JsonObject *data = json_object_new ();

    json_object_set_object_member (data, "coupon", shoptet_coupon_to_json (self, coupon));
    shoptet_answer (self, answer, 200, data, NULL);
  }
}
