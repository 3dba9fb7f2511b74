/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The pretend shop's envelopes, its rights, and the way from a path to what answers it. */

#include "config.h"

#include "wb-pretend-shoptet-private.h"

#include "wb-time.h"

#include <string.h>

static const char *const area_paths[WB_PRETEND_SHOPTET_N_AREAS] = {
  "/api/discount-coupons", "/api/orders", "/api/credit-notes", "/api/invoices",
};

void
shoptet_set_text (JsonObject *object,
                  const char *name,
                  const char *text)
{
  if (text)
    json_object_set_string_member (object, name, text);
  else
    json_object_set_null_member (object, name);
}

void
shoptet_set_price (JsonObject *object,
                   const char *name,
                   gint64      hundredths)
{
  g_autofree char *text =
    g_strdup_printf ("%s%" G_GINT64_FORMAT ".%02d", hundredths < 0 ? "-" : "",
                     ABS (hundredths) / 100, (int) (ABS (hundredths) % 100));

  json_object_set_string_member (object, name, text);
}

/* "2026-11-26T09:14:17+0100" */
void
shoptet_set_time (WbPretendShoptet *self,
                  JsonObject       *object,
                  const char       *name,
                  gint64            ms)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (ms / WB_SECOND_MS);
  g_autoptr (GDateTime) local = g_date_time_to_timezone (utc, self->zone);
  g_autofree char *text = g_date_time_format (local, "%Y-%m-%dT%H:%M:%S%z");

  json_object_set_string_member (object, name, text);
}

void
shoptet_add_error (JsonArray  *errors,
                   const char *code,
                   const char *message,
                   const char *instance)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "errorCode", code);
  json_object_set_string_member (object, "message", message);
  json_object_set_string_member (object, "instance", instance);
  json_array_add_object_element (errors, object);
}

/**
 * shoptet_answer:
 * @self: the shop
 * @answer: filled
 * @status: HTTP status
 * @data: (transfer full) (nullable): what is told
 * @errors: (transfer full) (nullable): what went wrong
 */
void
shoptet_answer (WbPretendShoptet *self,
                WbPretendAnswer  *answer,
                guint             status,
                JsonObject       *data,
                JsonArray        *errors)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  JsonObject *metadata = json_object_new ();
  g_autofree char *id = g_strdup_printf ("019c8c34-64f3-7328-af43-%012u", ++self->next_request);
  g_autofree char *text = NULL;

  if (data)
    json_object_set_object_member (object, "data", data);
  else
    json_object_set_null_member (object, "data");
  if (errors)
    json_object_set_array_member (object, "errors", errors);
  else
    json_object_set_null_member (object, "errors");
  json_object_set_string_member (metadata, "requestId", id);
  json_object_set_object_member (object, "metadata", metadata);
  json_node_take_object (node, object);
  text = json_to_string (node, FALSE);

  answer->status = status;
  answer->content_type = "application/json; charset=utf-8";
  g_string_assign (answer->body, text);
  wb_pretend_answer_add_header (answer, "X-Request-ID", id);
}

void
shoptet_refuse (WbPretendShoptet *self,
                WbPretendAnswer  *answer,
                guint             status,
                const char       *code,
                const char       *message,
                const char       *instance)
{
  JsonArray *errors = json_array_new ();

  shoptet_add_error (errors, code, message, instance);
  shoptet_answer (self, answer, status, NULL, errors);
}

static guint
read_number (const WbPretendRequest *request,
             const char             *name,
             guint                   fallback)
{
  const char *text = wb_pretend_request_param (request, name);
  guint64 number = text ? g_ascii_strtoull (text, NULL, 10) : 0;

  return number > 0 && number < G_MAXINT ? (guint) number : fallback;
}

/* Too long a page is cut without a word. */
JsonObject *
shoptet_paginate (const WbPretendRequest *request,
                  guint                   total,
                  guint                   per_page,
                  guint                   max_per_page,
                  guint                  *first_out,
                  guint                  *end_out)
{
  JsonObject *object = json_object_new ();
  guint size = MIN (read_number (request, "itemsPerPage", per_page), max_per_page);
  guint page = read_number (request, "page", 1);

  *first_out = (guint) MIN ((guint64) (page - 1) * size, total);
  *end_out = MIN (*first_out + size, total);
  json_object_set_int_member (object, "totalCount", total);
  json_object_set_int_member (object, "page", page);
  json_object_set_int_member (object, "pageCount", MAX ((total + size - 1) / size, 1));
  json_object_set_int_member (object, "itemsOnPage", *end_out - *first_out);
  json_object_set_int_member (object, "itemsPerPage", size);

  return object;
}

static JsonObject *
new_currency (const char *code,
              gboolean    is_default)
{
  static const char *const accounts[] = { "accountNumber", "iban", "bic", "ownerName" };
  JsonObject *object = json_object_new ();
  JsonObject *display = json_object_new ();
  JsonObject *account = json_object_new ();

  json_object_set_string_member (object, "code", code);
  json_object_set_string_member (object, "title", code);
  json_object_set_boolean_member (object, "isDefault", is_default);
  json_object_set_boolean_member (object, "isDefaultAdmin", is_default);
  json_object_set_boolean_member (object, "isDefaultDocuments", is_default);
  json_object_set_boolean_member (object, "isVisible", TRUE);
  json_object_set_string_member (object, "exchangeRate", is_default ? "1.00000000" : "25.10000000");
  json_object_set_int_member (object, "priority", 1);
  json_object_set_string_member (display, "text", code);
  json_object_set_string_member (display, "location", "right");
  json_object_set_string_member (display, "decimalsSeparator", ",");
  json_object_set_string_member (display, "thousandsSeparator", " ");
  json_object_set_object_member (object, "display", display);
  json_object_set_int_member (object, "priceDecimalPlaces", 2);
  json_object_set_int_member (object, "documentPriceDecimalPlaces", 2);
  json_object_set_string_member (object, "rounding", "none");
  json_object_set_null_member (object, "minimalOrderValue");
  for (guint i = 0; i < G_N_ELEMENTS (accounts); i++)
    json_object_set_null_member (account, accounts[i]);
  json_object_set_object_member (object, "bankAccount", account);

  return object;
}

static JsonObject *
new_contact (WbPretendShoptet *self)
{
  static const char *const none[] = {
    "eshopCategory", "eshopSubtitle", "contactPerson", "email", "phone", "mobilePhone",
    "skypeAccount", "contactPhotoUrl",
  };
  JsonObject *contact = json_object_new ();
  g_autofree char *url = g_strconcat (self->url, "/", NULL);

  json_object_set_int_member (contact, "eshopId", 222651);
  json_object_set_string_member (contact, "eshopName", self->name);
  json_object_set_string_member (contact, "url", url);
  json_object_set_string_member (contact, "eshopTitle", self->name);
  for (guint i = 0; i < G_N_ELEMENTS (none); i++)
    json_object_set_null_member (contact, none[i]);

  return contact;
}

static JsonObject *
new_settings (WbPretendShoptet *self)
{
  static const char *const no[] = {
    "cashDeskOnly", "exchangeRateFlip", "oss", "stockControlDisabled", "wholesaleSplitActive",
  };
  JsonObject *settings = json_object_new ();
  JsonObject *prices = json_object_new ();

  json_object_set_boolean_member (settings, "vatPayer", TRUE);
  json_object_set_boolean_member (settings, "trackStockClaims", TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (no); i++)
    json_object_set_boolean_member (settings, no[i], FALSE);
  json_object_set_int_member (settings, "maxProductAmount", 5000);
  json_object_set_int_member (settings, "maxEmailAmount", 1000);
  json_object_set_int_member (prices, "id", 1);
  json_object_set_string_member (prices, "name", "Výchozí");
  json_object_set_object_member (settings, "defaultPricelist", prices);
  json_object_set_string_member (settings, "timezone", self->zone_name);
  json_object_set_string_member (settings, "dateFormat", "j.n.Y");
  json_object_set_string_member (settings, "timeFormat", "H:i");
  json_object_set_string_member (settings, "internals", "cs");
  json_object_set_string_member (settings, "negativeStockAmount", "allowed");

  return settings;
}

/* Only sent when asked for. */
static JsonObject *
new_statuses (void)
{
  static const struct { int id; const char *name; gboolean paid; } rows[] = {
    { -1, "Nevyřízená", FALSE }, { -2, "Vyřizuje se", FALSE }, { -3, "Vyřízena", FALSE },
    { -4, "Stornována", FALSE }, { 7, "Zaplaceno převodem", TRUE },
  };
  JsonObject *section = json_object_new ();
  JsonArray *list = json_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    JsonObject *status = json_object_new ();

    json_object_set_int_member (status, "id", rows[i].id);
    json_object_set_int_member (status, "order", i + 1);
    json_object_set_string_member (status, "name", rows[i].name);
    json_object_set_boolean_member (status, "markAsPaid", rows[i].paid);
    json_array_add_object_element (list, status);
  }
  json_object_set_array_member (section, "statuses", list);
  json_object_set_int_member (section, "defaultStatus", -1);

  return section;
}

static JsonArray *
new_modules (WbPretendShoptet *self)
{
  JsonArray *modules = json_array_new ();
  JsonObject *module;

  if (self->has_coupon_module) {
    module = json_object_new ();
    json_object_set_string_member (module, "title", "Slevové kupóny");
    json_object_set_string_member (module, "name", "discountCoupons");
    json_array_add_object_element (modules, module);
  }

  return modules;
}

static void
answer_eshop (WbPretendShoptet       *self,
              const WbPretendRequest *request,
              WbPretendAnswer        *answer)
{
  const char *include = wb_pretend_request_param (request, "include");
  JsonObject *data = json_object_new ();
  JsonArray *currencies = json_array_new ();

  for (guint i = 0; self->currencies[i]; i++)
    json_array_add_object_element (currencies, new_currency (self->currencies[i], i == 0));
  json_object_set_object_member (data, "contactInformation", new_contact (self));
  json_object_set_object_member (data, "settings", new_settings (self));
  json_object_set_array_member (data, "currencies", currencies);
  json_object_set_array_member (data, "taxClasses", json_array_new ());
  json_object_set_array_member (data, "activeModules", new_modules (self));
  json_object_set_array_member (data, "urls", json_array_new ());
  if (include && strstr (include, "orderStatuses"))
    json_object_set_object_member (data, "orderStatuses", new_statuses ());
  shoptet_answer (self, answer, 200, data, NULL);
}

static void
answer_endpoints (WbPretendShoptet *self,
                  WbPretendAnswer  *answer)
{
  JsonObject *data = json_object_new ();
  JsonArray *list = json_array_new ();

  for (guint i = 0; i < WB_PRETEND_SHOPTET_N_AREAS; i++) {
    JsonObject *endpoint, *group;

    if (self->denies_read[i] && self->denies_write[i])
      continue;
    endpoint = json_object_new ();
    group = json_object_new ();
    json_object_set_string_member (endpoint, "endpoint", area_paths[i]);
    json_object_set_string_member (endpoint, "description", area_paths[i]);
    json_object_set_int_member (group, "id", i + 1);
    json_object_set_string_member (group, "description", area_paths[i]);
    json_object_set_object_member (endpoint, "group", group);
    json_object_set_string_member (endpoint, "access", self->denies_read[i] ? "write" :
                                   self->denies_write[i] ? "read" : "both");
    json_object_set_null_member (endpoint, "action");
    json_array_add_object_element (list, endpoint);
  }
  json_object_set_array_member (data, "endpoints", list);
  shoptet_answer (self, answer, 200, data, NULL);
}

static gboolean
is_denied (WbPretendShoptet       *self,
           const WbPretendRequest *request)
{
  for (guint i = 0; i < WB_PRETEND_SHOPTET_N_AREAS; i++) {
    if (g_str_has_prefix (request->path, area_paths[i]))
      return strcmp (request->method, "GET") == 0 ? self->denies_read[i] : self->denies_write[i];
  }

  return FALSE;
}

/* The part behind @prefix, decoded; NULL = the path is not below it, or deeper. */
static char *
take_tail (const WbPretendRequest *request,
           const char             *prefix)
{
  const char *tail = request->path + strlen (prefix);

  if (!g_str_has_prefix (request->path, prefix) || *tail == '\0' || strchr (tail, '/'))
    return NULL;

  return g_uri_unescape_string (tail, NULL);
}

static void
answer_no_route (WbPretendShoptet *self,
                 WbPretendAnswer  *answer)
{
  shoptet_refuse (self, answer, 404, "url-not-found", "There is nothing at this address.",
                  "unknown");
}

static void
handle_coupons (WbPretendShoptet       *self,
                const WbPretendRequest *request,
                JsonNode               *body,
                WbPretendAnswer        *answer)
{
  g_autofree char *code = NULL;

  if (!self->has_coupon_module) {
    shoptet_refuse (self, answer, 403, "missing-module",
                    "Method requires active discountCoupons module in eshop.", "discountCoupons");
    return;
  }
  code = take_tail (request, "/api/discount-coupons/");
  if (strcmp (request->path, "/api/discount-coupons") == 0)
    shoptet_coupons (self, request, body, answer);
  else if (strcmp (request->path, "/api/discount-coupons/templates") == 0)
    shoptet_templates (self, request, body, answer);
  else if (code)
    shoptet_coupon (self, request, code, answer);
  else
    answer_no_route (self, answer);
}

static void
handle_get (WbPretendShoptet       *self,
            const WbPretendRequest *request,
            WbPretendAnswer        *answer)
{
  g_autofree char *order = take_tail (request, "/api/orders/");
  g_autofree char *credit = take_tail (request, "/api/credit-notes/");

  if (strcmp (request->method, "GET") != 0)
    answer_no_route (self, answer);
  else if (strcmp (request->path, "/api/eshop") == 0)
    answer_eshop (self, request, answer);
  else if (strcmp (request->path, "/api/system/endpoints") == 0)
    answer_endpoints (self, answer);
  else if (strcmp (request->path, "/api/invoices") == 0)
    shoptet_invoices (self, request, answer);
  else if (strcmp (request->path, "/api/proof-payments") == 0)
    shoptet_proofs (self, request, answer);
  else if (strcmp (request->path, "/api/credit-notes") == 0)
    shoptet_credits (self, request, answer);
  else if (g_strcmp0 (order, "changes") == 0)
    shoptet_order_changes (self, request, answer);
  else if (order)
    shoptet_order (self, order, answer);
  else if (g_strcmp0 (credit, "changes") == 0)
    shoptet_credit_changes (self, request, answer);
  else if (credit)
    shoptet_credit (self, credit, answer);
  else
    answer_no_route (self, answer);
}

/**
 * shoptet_handle:
 * @self: the shop
 * @request: what came, signed in
 * @answer: filled
 */
void
shoptet_handle (WbPretendShoptet       *self,
                const WbPretendRequest *request,
                WbPretendAnswer        *answer)
{
  gsize length = 0;
  const char *text = g_bytes_get_data (request->body, &length);
  g_autoptr (JsonNode) body = NULL;

  if (is_denied (self, request)) {
    shoptet_refuse (self, answer, 403, "invalid-token-no-rights",
                    "Your access token \"pri..ate\" has no defined rights for this resource.",
                    "access-token");
    return;
  }
  if (length > 0) {
    body = wb_wire_parse (text, (gssize) length, WB_WIRE_MAX_BODY_BYTES, NULL);
    if (!body) {
      shoptet_refuse (self, answer, 422, "invalid-request-data", "Invalid JSON.", "unknown");
      return;
    }
  }
  if (g_str_has_prefix (request->path, "/api/discount-coupons"))
    handle_coupons (self, request, body, answer);
  else
    handle_get (self, request, answer);
}
