/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Orders, invoices and credit notes of the pretend shop. The feeds list what changed in the order
 * it came into being and not when it changed: no order is promised, and who counts on one must fall
 * here. An order with a credit note has an invoice that the note is for. */

#include "config.h"

#include "wb-pretend-shoptet-private.h"

#include "wb-time.h"

#include <string.h>

#define HISTORY_MS (30 * WB_DAY_MS)

void
shoptet_credit_free (gpointer data)
{
  ShoptetCredit *credit = data;

  g_free (credit->code);
  g_free (credit);
}

void
shoptet_order_free (gpointer data)
{
  ShoptetOrder *order = data;

  g_free (order->code);
  g_free (order->email);
  g_free (order->row);
  g_clear_pointer (&order->credits, g_ptr_array_unref);
  g_free (order);
}

ShoptetOrder *
shoptet_add_order (WbPretendShoptet *self)
{
  ShoptetOrder *order = g_new0 (ShoptetOrder, 1);

  order->code = g_strdup_printf ("2026%06u", self->next_order++);
  order->created_at = wb_clock_now (self->clock);
  order->changed_at = order->created_at;
  order->status = -1;
  g_strlcpy (order->currency, self->currencies[0], sizeof order->currency);
  g_ptr_array_add (self->orders, order);

  return order;
}

/* Numbers count up, so orders stand in their order; NULL = there is none. */
ShoptetOrder *
shoptet_find_order (WbPretendShoptet *self,
                    const char       *code)
{
  guint low = 0;
  guint high = self->orders->len;

  while (low < high) {
    guint middle = low + (high - low) / 2;
    ShoptetOrder *order = g_ptr_array_index (self->orders, middle);
    int compared = strcmp (order->code, code);

    if (compared == 0)
      return order->is_deleted ? NULL : order;
    if (compared < 0)
      low = middle + 1;
    else
      high = middle;
  }

  return NULL;
}

/* FALSE = answered: the time is missing, or no time. A bare "+" in a URL is a space. */
static gboolean
read_from (WbPretendShoptet       *self,
           const WbPretendRequest *request,
           WbPretendAnswer        *answer,
           gint64                 *from_out)
{
  const char *from = wb_pretend_request_param (request, "from");

  if (from && wb_time_parse (from, from_out)) {
    *from_out = MAX (*from_out, wb_clock_now (self->clock) - HISTORY_MS);
    return TRUE;
  }
  shoptet_refuse (self, answer, 400, "validation-error", "Parameter \"from\" is not a date-time.",
                  "from");

  return FALSE;
}

/* A line of a feed. */
typedef struct
{
  const char *code;
  gint64 time;
  gboolean is_deleted;
} Change;

static void
add_if_since (GArray     *changes,
              gint64      from,
              const char *code,
              gint64      time,
              gboolean    is_deleted)
{
  const Change change = { code, time, is_deleted };

  if (time / WB_SECOND_MS >= from / WB_SECOND_MS)
    g_array_append_val (changes, change);
}

static int
compare_changes (gconstpointer a,
                 gconstpointer b)
{
  const Change *first = a;
  const Change *second = b;

  return first->time < second->time ? -1 : first->time > second->time;
}

static void
answer_page (WbPretendShoptet *self,
             WbPretendAnswer  *answer,
             const char       *name,
             JsonArray        *list,
             JsonObject       *paginator)
{
  JsonObject *data = json_object_new ();

  shoptet_cost (self, json_array_get_length (list));
  json_object_set_array_member (data, name, list);
  json_object_set_object_member (data, "paginator", paginator);
  shoptet_answer (self, answer, 200, data, NULL);
}

static void
answer_changes (WbPretendShoptet       *self,
                const WbPretendRequest *request,
                WbPretendAnswer        *answer,
                GArray                 *changes,
                guint                   max_per_page)
{
  JsonArray *list = json_array_new ();
  guint first, end;
  JsonObject *paginator = shoptet_paginate (request, changes->len, 20, max_per_page, &first, &end);

  for (guint i = first; i < end; i++) {
    const Change *change = &g_array_index (changes, Change, i);
    JsonObject *line = json_object_new ();

    json_object_set_string_member (line, "code", change->code);
    shoptet_set_time (self, line, "changeTime", change->time);
    json_object_set_string_member (line, "changeType", change->is_deleted ? "delete" : "edit");
    json_array_add_object_element (list, line);
  }
  answer_page (self, answer, "changes", list, paginator);
}

void
shoptet_order_changes (WbPretendShoptet       *self,
                       const WbPretendRequest *request,
                       WbPretendAnswer        *answer)
{
  g_autoptr (GArray) changes = g_array_new (FALSE, FALSE, sizeof (Change));
  gint64 from = 0;

  if (!read_from (self, request, answer, &from))
    return;
  for (guint i = 0; i < self->orders->len; i++) {
    const ShoptetOrder *order = g_ptr_array_index (self->orders, i);

    add_if_since (changes, from, order->code, order->changed_at, order->is_deleted);
  }
  if (self->sorts_feed)
    g_array_sort (changes, compare_changes);
  answer_changes (self, request, answer, changes, 1000);
  if (self->shifts) {
    shoptet_find_order (self, self->shifts)->changed_at = wb_clock_now (self->clock);
    g_clear_pointer (&self->shifts, g_free);
  }
}

static JsonObject *
new_price (const char *currency,
           gint64      with_vat)
{
  JsonObject *price = json_object_new ();
  gint64 vat = with_vat * 21 / 121;

  shoptet_set_price (price, "vat", vat);
  shoptet_set_price (price, "toPay", with_vat);
  json_object_set_string_member (price, "currencyCode", currency);
  shoptet_set_price (price, "withoutVat", with_vat - vat);
  shoptet_set_price (price, "withVat", with_vat);
  json_object_set_string_member (price, "exchangeRate", "1.00000000");

  return price;
}

static JsonObject *
new_item_price (gint64 with_vat)
{
  JsonObject *price = json_object_new ();
  gint64 vat = with_vat * 21 / 121;

  shoptet_set_price (price, "withVat", with_vat);
  shoptet_set_price (price, "withoutVat", with_vat - vat);
  shoptet_set_price (price, "vat", vat);
  json_object_set_string_member (price, "vatRate", "21.00");

  return price;
}

static void
set_nulls (JsonObject        *object,
           const char *const *names)
{
  for (guint i = 0; names[i]; i++)
    json_object_set_null_member (object, names[i]);
}

static JsonObject *
new_item (guint       id,
          const char *type,
          const char *name,
          const char *code,
          gint64      with_vat)
{
  static const char *const none[] = {
    "productGuid", "ean", "variantName", "brand", "remark", "additionalField", "amountUnit",
    "purchasePrice", "recyclingFee", "warrantyDescription", NULL,
  };
  JsonObject *item = json_object_new ();
  JsonObject *status = json_object_new ();

  set_nulls (item, none);
  json_object_set_string_member (item, "itemType", type);
  json_object_set_string_member (item, "name", name);
  shoptet_set_text (item, "code", code);
  json_object_set_string_member (item, "weight", "0.000");
  json_object_set_string_member (item, "amount", "1.000");
  json_object_set_string_member (item, "priceRatio", "1.0000");
  json_object_set_int_member (status, "id", -1);
  json_object_set_string_member (status, "name", "Nevyřízená");
  json_object_set_object_member (item, "status", status);
  json_object_set_object_member (item, "itemPrice", new_item_price (with_vat));
  json_object_set_object_member (item, "unitPrice", new_item_price (with_vat));
  json_object_set_int_member (item, "itemId", id);
  json_object_set_string_member (item, "amountCompleted", "0.000");

  return item;
}

static JsonObject *
new_address (void)
{
  static const char *const none[] = {
    "company", "fullName", "street", "houseNumber", "city", "district", "additional", "zip",
    "countryCode", "regionName", "regionShortcut", "companyId", "taxId", "vatId", NULL,
  };
  JsonObject *address = json_object_new ();

  set_nulls (address, none);

  return address;
}

static void
set_order_state (JsonObject         *object,
                 const ShoptetOrder *order)
{
  static const struct { int id; const char *name; } names[] = {
    { -1, "Nevyřízená" }, { -2, "Vyřizuje se" }, { -3, "Vyřízena" }, { -4, "Stornována" },
    { 7, "Zaplaceno převodem" },
  };
  JsonObject *status = json_object_new ();

  json_object_set_int_member (status, "id", order->status);
  json_object_set_null_member (status, "name");
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    if (names[i].id == order->status)
      json_object_set_string_member (status, "name", names[i].name);
  }
  json_object_set_object_member (object, "status", status);
  if (order->paid < 0)
    json_object_set_null_member (object, "paid");
  else
    json_object_set_boolean_member (object, "paid", order->paid);
}

static JsonObject *
order_to_json (WbPretendShoptet   *self,
               const ShoptetOrder *order)
{
  static const char *const none[] = {
    "externalCode", "phone", "clientIPAddress", "customerGuid", "billingMethod", "paymentMethod",
    "shipping", "deliveryAddress", NULL,
  };
  JsonObject *object = json_object_new ();
  JsonArray *items = json_array_new ();
  g_autofree char *admin_url = g_strconcat (self->url, "/admin/", NULL);

  json_object_set_string_member (object, "code", order->code);
  json_object_set_string_member (object, "guid", order->code);
  shoptet_set_time (self, object, "creationTime", order->created_at);
  shoptet_set_time (self, object, "changeTime", order->changed_at);
  shoptet_set_text (object, "email", order->email);
  set_nulls (object, none);
  json_object_set_boolean_member (object, "vatPayer", TRUE);
  json_object_set_boolean_member (object, "cashDeskOrder", FALSE);
  json_object_set_int_member (object, "stockId", 1);
  json_object_set_boolean_member (object, "addressesEqual", TRUE);
  json_object_set_string_member (object, "adminUrl", admin_url);
  set_order_state (object, order);
  json_object_set_object_member (object, "price",
                                 new_price (order->currency, order->goods - order->discount));
  json_object_set_object_member (object, "billingAddress", new_address ());
  json_array_add_object_element (items, new_item (1, "product", "Svetr vlněný", "SV-001/M",
                                                  order->goods));
  if (order->row)
    json_array_add_object_element (items, new_item (2, "discount-coupon", order->row, NULL,
                                                    -order->discount));
  json_object_set_array_member (object, "items", items);

  return object;
}

void
shoptet_order (WbPretendShoptet *self,
               const char       *code,
               WbPretendAnswer  *answer)
{
  const ShoptetOrder *order = shoptet_find_order (self, code);
  JsonObject *data = NULL;

  if (!order) {
    shoptet_refuse (self, answer, 404, "order-not-found", "Order was not found.", code);
    return;
  }
  data = json_object_new ();
  json_object_set_object_member (data, "order", order_to_json (self, order));
  shoptet_answer (self, answer, 200, data, NULL);
}

/* "F" and the order's number is an invoice, "P" and that a proof of payment. */
static char
get_letter (WbPretendShoptet *self)
{
  return self->writes_proofs ? 'P' : 'F';
}

/* Which order an invoice or a proof of payment is for. NULL = there is none. */
static const ShoptetOrder *
find_invoiced (WbPretendShoptet *self,
               const char       *code)
{
  const ShoptetOrder *order = code && code[0] == get_letter (self) ?
                              shoptet_find_order (self, code + 1) : NULL;

  return order && order->credits ? order : NULL;
}

void
shoptet_proofs (WbPretendShoptet       *self,
                const WbPretendRequest *request,
                WbPretendAnswer        *answer)
{
  static const char *const none[] = { "proformaInvoiceCode", "invoiceCode", "billFullName", NULL };
  const char *code = wb_pretend_request_param (request, "orderCode");
  const ShoptetOrder *order = code ? shoptet_find_order (self, code) : NULL;
  gboolean has_one = self->writes_proofs && order && order->credits;
  JsonArray *list = json_array_new ();
  guint first, end;
  JsonObject *paginator = shoptet_paginate (request, has_one ? 1 : 0, 20, 100, &first, &end);

  if (first < end) {
    g_autofree char *proof = g_strconcat ("P", order->code, NULL);
    JsonObject *object = json_object_new ();

    json_object_set_string_member (object, "code", proof);
    json_object_set_string_member (object, "orderCode", order->code);
    shoptet_set_time (self, object, "issueDate", order->created_at);
    shoptet_set_price (object, "payment", order->goods - order->discount);
    json_object_set_boolean_member (object, "isValid", TRUE);
    json_object_set_boolean_member (object, "closed", FALSE);
    json_object_set_string_member (object, "invoicingExchangeRate", "1.00000000");
    set_nulls (object, none);
    json_array_add_object_element (list, object);
  }
  answer_page (self, answer, "items", list, paginator);
}

void
shoptet_invoices (WbPretendShoptet       *self,
                  const WbPretendRequest *request,
                  WbPretendAnswer        *answer)
{
  static const char *const none[] = { "varSymbol", "billCompany", "billFullName", NULL };
  const char *code = wb_pretend_request_param (request, "orderCode");
  const ShoptetOrder *order = code ? shoptet_find_order (self, code) : NULL;
  JsonArray *list = json_array_new ();
  guint first, end;
  gboolean has_one = !self->writes_proofs && order && order->credits;
  JsonObject *paginator = shoptet_paginate (request, has_one ? 1 : 0, 20, 1000, &first, &end);

  if (first < end) {
    g_autofree char *invoice = g_strconcat ("F", order->code, NULL);
    JsonObject *object = json_object_new ();

    json_object_set_string_member (object, "code", invoice);
    json_object_set_boolean_member (object, "isValid", TRUE);
    json_object_set_array_member (object, "proformaInvoiceCodes", json_array_new ());
    json_object_set_string_member (object, "orderCode", order->code);
    shoptet_set_time (self, object, "creationTime", order->created_at);
    json_object_set_object_member (object, "price",
                                   new_price (order->currency, order->goods - order->discount));
    json_object_set_boolean_member (object, "paid", TRUE);
    set_nulls (object, none);
    json_array_add_object_element (list, object);
  }
  answer_page (self, answer, "invoices", list, paginator);
}

static void
set_credit_head (WbPretendShoptet    *self,
                 JsonObject          *object,
                 const ShoptetOrder  *order,
                 const ShoptetCredit *credit)
{
  g_autofree char *paper = g_strdup_printf ("%c%s", get_letter (self), order->code);

  json_object_set_string_member (object, "code", credit->code);
  json_object_set_boolean_member (object, "isValid", TRUE);
  shoptet_set_text (object, "invoiceCode", self->writes_proofs ? NULL : paper);
  shoptet_set_text (object, "proofPaymentCode", self->writes_proofs ? paper : NULL);
  json_object_set_string_member (object, "orderCode", order->code);
  shoptet_set_time (self, object, "creationTime", credit->changed_at);
  shoptet_set_time (self, object, "changeTime", credit->changed_at);
  json_object_set_object_member (object, "price",
                                 new_price (order->currency, -credit->hundredths));
}

void
shoptet_credits (WbPretendShoptet       *self,
                 const WbPretendRequest *request,
                 WbPretendAnswer        *answer)
{
  static const char *const none[] = { "varSymbol", "billCompany", "billFullName", NULL };
  const char *paper = wb_pretend_request_param (request, self->writes_proofs ? "proofPaymentCode"
                                                                             : "invoiceCode");
  const ShoptetOrder *order = find_invoiced (self, paper);
  guint total = order ? order->credits->len : 0;
  JsonArray *list = json_array_new ();
  guint first, end;
  JsonObject *paginator = shoptet_paginate (request, total, 20, 20, &first, &end);

  for (guint i = first; i < end; i++) {
    JsonObject *object = json_object_new ();

    set_credit_head (self, object, order, order->credits->pdata[i]);
    set_nulls (object, none);
    json_array_add_object_element (list, object);
  }
  answer_page (self, answer, "creditNotes", list, paginator);
}

void
shoptet_credit_changes (WbPretendShoptet       *self,
                        const WbPretendRequest *request,
                        WbPretendAnswer        *answer)
{
  g_autoptr (GArray) changes = g_array_new (FALSE, FALSE, sizeof (Change));
  gint64 from = 0;

  if (!read_from (self, request, answer, &from))
    return;
  for (guint i = 0; i < self->orders->len; i++) {
    const ShoptetOrder *order = g_ptr_array_index (self->orders, i);

    for (guint j = 0; order->credits && j < order->credits->len; j++) {
      const ShoptetCredit *credit = g_ptr_array_index (order->credits, j);

      add_if_since (changes, from, credit->code, credit->changed_at, FALSE);
    }
  }
  answer_changes (self, request, answer, changes, 20);
}

static JsonObject *
credit_to_json (WbPretendShoptet    *self,
                const ShoptetOrder  *order,
                const ShoptetCredit *credit)
{
  static const char *const none[] = {
    "dueDate", "taxDate", "constSymbol", "specSymbol", "stockAmountChangeType", "weight",
    "completePackageWeight", "billingMethod", "deliveryAddress", "documentRemark", NULL,
  };
  static const char *const of_customer[] = { "guid", "phone", "email", "remark", NULL };
  static const char *const of_shop[] = { "bankAccount", "iban", "bic", NULL };
  JsonObject *object = json_object_new ();
  JsonObject *customer = json_object_new ();
  JsonObject *shop = json_object_new ();

  set_credit_head (self, object, order, credit);
  set_nulls (object, none);
  json_object_set_int_member (object, "varSymbol", 1);
  json_object_set_object_member (object, "billingAddress", new_address ());
  json_object_set_boolean_member (object, "addressesEqual", TRUE);
  set_nulls (customer, of_customer);
  json_object_set_object_member (object, "customer", customer);
  set_nulls (shop, of_shop);
  json_object_set_boolean_member (shop, "vatPayer", TRUE);
  json_object_set_object_member (object, "eshop", shop);
  json_object_set_array_member (object, "items", json_array_new ());
  json_object_set_boolean_member (object, "vatPayer", TRUE);

  return object;
}

void
shoptet_credit (WbPretendShoptet *self,
                const char       *code,
                WbPretendAnswer  *answer)
{
  for (guint i = 0; i < self->orders->len; i++) {
    const ShoptetOrder *order = g_ptr_array_index (self->orders, i);

    for (guint j = 0; order->credits && j < order->credits->len; j++) {
      const ShoptetCredit *credit = g_ptr_array_index (order->credits, j);
      JsonObject *data = NULL;

      if (strcmp (credit->code, code) != 0)
        continue;
      data = json_object_new ();
      json_object_set_object_member (data, "creditNote", credit_to_json (self, order, credit));
      shoptet_answer (self, answer, 200, data, NULL);
      return;
    }
  }
  shoptet_refuse (self, answer, 404, "credit-note-not-found", "Credit note was not found.", code);
}
