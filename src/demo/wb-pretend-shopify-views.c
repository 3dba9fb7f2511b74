/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Shows what is kept as GraphQL may ask for it: gids, times in UTC and whole seconds, decimals
 * with at least one place and no more than needed. */

#include "config.h"

#include "wb-pretend-shopify-private.h"

#include "wb-time.h"

#include <string.h>

gint64
shopify_now (WbPretendShopify *self)
{
  return wb_clock_now (self->clock) / WB_SECOND_MS * WB_SECOND_MS;
}

char *
shopify_gid (const char *kind,
             gint64      id)
{
  return g_strdup_printf ("gid://shopify/%s/%" G_GINT64_FORMAT, kind, id);
}

gint64
shopify_parse_gid (const char *gid,
                   const char *kind)
{
  g_autofree char *prefix = kind ? g_strdup_printf ("gid://shopify/%s/", kind) : NULL;

  if (!gid || (prefix && !g_str_has_prefix (gid, prefix)) || !strrchr (gid, '/'))
    return 0;

  return g_ascii_strtoll (strrchr (gid, '/') + 1, NULL, 10);
}

char *
shopify_time (gint64 ms)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (ms / WB_SECOND_MS);

  return g_date_time_format (time, "%Y-%m-%dT%H:%M:%SZ");
}

char *
shopify_decimal (const char *text)
{
  g_autoptr (GString) decimal = g_string_new (text);

  if (!strchr (decimal->str, '.'))
    g_string_append (decimal, ".0");
  while (g_str_has_suffix (decimal->str, "0") && !g_str_has_suffix (decimal->str, ".0"))
    g_string_truncate (decimal, decimal->len - 1);

  return g_string_free (g_steal_pointer (&decimal), FALSE);
}

JsonObject *
shopify_money (const char *amount,
               const char *currency)
{
  JsonObject *money = json_object_new ();
  g_autofree char *decimal = shopify_decimal (amount);

  json_object_set_string_member (money, "__typename", "MoneyV2");
  json_object_set_string_member (money, "amount", decimal);
  json_object_set_string_member (money, "currencyCode", currency);

  return money;
}

JsonNode *
shopify_take (JsonObject *object)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_node_take_object (node, object);

  return node;
}

/* A number that may be null or missing. */
gint64
shopify_get_ms (JsonObject *object,
                const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_int (node) : WB_TIME_NONE;
}

static void
show_time (JsonObject *out,
           JsonObject *kept,
           const char *name)
{
  gint64 ms = shopify_get_ms (kept, name);
  g_autofree char *text = ms == WB_TIME_NONE ? NULL : shopify_time (ms);

  if (text)
    json_object_set_string_member (out, name, text);
  else
    json_object_set_null_member (out, name);
}

static void
show_member (JsonObject *out,
             JsonObject *kept,
             const char *name)
{
  JsonNode *node = json_object_get_member (kept, name);

  json_object_set_member (out, name, node ? json_node_copy (node) :
                          json_node_new (JSON_NODE_NULL));
}

const char *
shopify_status (WbPretendShopify *self,
                JsonObject       *discount)
{
  gint64 now = shopify_now (self);
  gint64 ends_at = shopify_get_ms (discount, "endsAt");

  if (ends_at != WB_TIME_NONE && ends_at <= now)
    return "EXPIRED";

  return shopify_get_ms (discount, "startsAt") > now ? "SCHEDULED" : "ACTIVE";
}

/* As far as the shop has counted by now. */
guint
shopify_count_uses (WbPretendShopify *self,
                    JsonObject       *discount)
{
  JsonArray *uses = json_object_get_array_member (discount, "uses");
  guint n = 0;

  for (guint i = 0; i < json_array_get_length (uses); i++)
    n += json_array_get_int_element (uses, i) + self->count_lag_ms <= wb_clock_now (self->clock);

  return n;
}

static JsonArray *
show_codes (WbPretendShopify *self,
            JsonObject       *discount)
{
  JsonArray *codes = json_object_get_array_member (discount, "codes");
  JsonArray *out = json_array_new ();

  for (guint i = 0; i < json_array_get_length (codes); i++) {
    JsonObject *kept = json_array_get_object_element (codes, i);
    JsonObject *code = json_object_new ();
    g_autofree char *gid = shopify_gid ("DiscountRedeemCode",
                                        json_object_get_int_member (kept, "id"));

    json_object_set_string_member (code, "id", gid);
    show_member (code, kept, "code");
    json_object_set_int_member (code, "asyncUsageCount",
                                i == 0 ? shopify_count_uses (self, discount) : 0);
    json_array_add_object_element (out, code);
  }

  return out;
}

JsonObject *
shopify_show_customer (JsonObject *customer)
{
  JsonObject *out = json_object_new ();
  JsonObject *address = json_object_new ();
  g_autofree char *gid = shopify_gid ("Customer", json_object_get_int_member (customer, "id"));

  json_object_set_string_member (out, "id", gid);
  show_member (address, customer, "emailAddress");
  json_object_set_object_member (out, "defaultEmailAddress", address);

  return out;
}

static JsonObject *
find_customer (WbPretendShopify *self,
               gint64            id)
{
  for (guint i = 0; i < self->customers->len; i++) {
    if (json_object_get_int_member (self->customers->pdata[i], "id") == id)
      return self->customers->pdata[i];
  }

  return NULL;
}

static JsonObject *
show_context (WbPretendShopify *self,
              JsonObject       *discount)
{
  JsonObject *context = json_object_new ();
  JsonArray *customers = json_array_new ();
  JsonArray *gids;

  if (json_object_get_null_member (discount, "customers")) {
    json_object_set_string_member (context, "__typename", "DiscountBuyerSelectionAll");
    json_object_set_string_member (context, "all", "ALL");
    json_array_unref (customers);
    return context;
  }
  gids = json_object_get_array_member (discount, "customers");
  for (guint i = 0; i < json_array_get_length (gids); i++) {
    JsonObject *customer =
      find_customer (self, shopify_parse_gid (json_array_get_string_element (gids, i), NULL));

    if (customer)
      json_array_add_object_element (customers, shopify_show_customer (customer));
  }
  json_object_set_string_member (context, "__typename", "DiscountCustomers");
  json_object_set_array_member (context, "customers", customers);

  return context;
}

static void
show_minimum (WbPretendShopify *self,
              JsonObject       *discount,
              JsonObject       *out)
{
  JsonObject *minimum = json_object_new ();

  if (json_object_has_member (discount, "minSubtotal")) {
    json_object_set_string_member (minimum, "__typename", "DiscountMinimumSubtotal");
    json_object_set_object_member (minimum, "greaterThanOrEqualToSubtotal",
                                   shopify_money (json_object_get_string_member (discount,
                                                                                 "minSubtotal"),
                                                  self->currency));
  } else if (json_object_has_member (discount, "minQuantity")) {
    json_object_set_string_member (minimum, "__typename", "DiscountMinimumQuantity");
    json_object_set_string_member (minimum, "greaterThanOrEqualToQuantity",
                                   json_object_get_string_member (discount, "minQuantity"));
  } else {
    json_object_unref (minimum);
    json_object_set_null_member (out, "minimumRequirement");
    return;
  }
  json_object_set_object_member (out, "minimumRequirement", minimum);
}

static JsonObject *
show_gets (WbPretendShopify *self,
           JsonObject       *discount)
{
  JsonObject *gets = json_object_new ();
  JsonObject *value = json_object_new ();
  JsonObject *items = json_object_new ();

  if (json_object_has_member (discount, "percentage")) {
    json_object_set_string_member (value, "__typename", "DiscountPercentage");
    json_object_set_double_member (value, "percentage",
                                   json_object_get_double_member (discount, "percentage"));
  } else {
    json_object_set_string_member (value, "__typename", "DiscountAmount");
    json_object_set_object_member (value, "amount",
                                   shopify_money (json_object_get_string_member (discount,
                                                                                 "amount"),
                                                  self->currency));
    json_object_set_boolean_member (value, "appliesOnEachItem",
                                    json_object_get_boolean_member (discount, "each"));
  }
  json_object_set_string_member (items, "__typename", "AllDiscountItems");
  json_object_set_boolean_member (items, "allItems", TRUE);
  json_object_set_object_member (gets, "value", value);
  json_object_set_object_member (gets, "items", items);
  json_object_set_boolean_member (gets, "appliesOnOneTimePurchase",
                                  json_object_get_boolean_member (discount, "oneTime"));
  json_object_set_boolean_member (gets, "appliesOnSubscription",
                                  json_object_get_boolean_member (discount, "subscription"));

  return gets;
}

/* "$5.00", or "5.00 CZK" where the sign is not known here. */
static char *
people_money (WbPretendShopify *self,
              const char       *decimal)
{
  const char *point = strchr (decimal, '.');
  g_autofree char *text = g_strconcat (decimal, point && strlen (point) == 2 ? "0" : "", NULL);
  gboolean is_dollar = strcmp (self->currency, "USD") == 0 || strcmp (self->currency, "CAD") == 0;

  return is_dollar ? g_strconcat ("$", text, NULL) :
         g_strconcat (text, " ", self->currency, NULL);
}

static char *
make_summary (WbPretendShopify *self,
              JsonObject       *discount)
{
  g_autoptr (GString) summary = g_string_new (NULL);

  if (json_object_has_member (discount, "percentage")) {
    char buffer[G_ASCII_DTOSTR_BUF_SIZE];

    g_ascii_formatd (buffer, sizeof buffer, "%.10g",
                     json_object_get_double_member (discount, "percentage") * 100);
    g_string_append_printf (summary, "%s%%", buffer);
  } else {
    g_autofree char *money = people_money (self,
                                           json_object_get_string_member (discount, "amount"));

    g_string_append (summary, money);
  }
  g_string_append (summary, self->sells_subscriptions ? " off one-time purchase products" :
                                                        " off entire order");
  if (json_object_has_member (discount, "minSubtotal")) {
    g_autofree char *money = people_money (self, json_object_get_string_member (discount,
                                                                                "minSubtotal"));

    g_string_append_printf (summary, " • Minimum purchase of %s", money);
  }
  if (json_object_get_boolean_member (discount, "appliesOncePerCustomer"))
    g_string_append (summary, " • One use per customer");

  return g_string_free (g_steal_pointer (&summary), FALSE);
}

static JsonObject *
show_basic (WbPretendShopify *self,
            JsonObject       *discount)
{
  static const char *const times[] = { "startsAt", "endsAt", "createdAt", "updatedAt" };
  static const char *const members[] = {
    "title", "usageLimit", "appliesOncePerCustomer", "recurringCycleLimit", "tags", "combinesWith"
  };
  JsonObject *out = json_object_new ();
  JsonArray *classes = json_array_new ();
  JsonObject *count = json_object_new ();
  g_autofree char *summary = make_summary (self, discount);

  json_object_set_string_member (out, "__typename", "DiscountCodeBasic");
  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    show_member (out, discount, members[i]);
  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    show_time (out, discount, times[i]);
  json_object_set_string_member (out, "status", shopify_status (self, discount));
  json_object_set_string_member (out, "summary", summary);
  json_object_set_int_member (out, "asyncUsageCount", shopify_count_uses (self, discount));
  json_array_add_string_element (classes, "ORDER");
  json_object_set_array_member (out, "discountClasses", classes);
  json_object_set_array_member (out, "codes", show_codes (self, discount));
  json_object_set_int_member (count, "count",
                              json_array_get_length (json_object_get_array_member (discount,
                                                                                   "codes")));
  json_object_set_string_member (count, "precision", "EXACT");
  json_object_set_object_member (out, "codesCount", count);
  json_object_set_object_member (out, "context", show_context (self, discount));
  show_minimum (self, discount, out);
  json_object_set_object_member (out, "customerGets", show_gets (self, discount));
  json_object_set_object_member (out, "totalSales", shopify_money ("0", self->currency));

  return out;
}

JsonObject *
shopify_show_discount (WbPretendShopify *self,
                       JsonObject       *discount)
{
  JsonObject *out = json_object_new ();
  JsonObject *basic = show_basic (self, discount);
  g_autofree char *gid = shopify_gid ("DiscountCodeNode",
                                      json_object_get_int_member (discount, "id"));

  json_object_set_string_member (out, "id", gid);
  json_object_set_object_member (out, "codeDiscount", basic);
  json_object_set_object_member (out, "discount", json_object_ref (basic));
  json_object_set_null_member (out, "metafield");
  json_object_set_array_member (out, "metafields", json_array_new ());

  return out;
}

/* A tenth in the customer's currency, where that is another one. */
static JsonObject *
show_bag (WbPretendShopify *self,
          JsonObject       *order,
          const char       *name)
{
  JsonObject *bag = json_object_new ();
  const char *presentment = json_object_get_string_member (order, "presentmentCurrencyCode");
  gint64 minor = json_object_get_int_member (order, name);
  g_autofree char *amount = g_strdup_printf ("%" G_GINT64_FORMAT ".%02d", minor / 100,
                                             (int) (minor % 100));
  gint64 paid = strcmp (presentment, self->currency) == 0 ? minor : minor / 10;
  g_autofree char *paid_amount = g_strdup_printf ("%" G_GINT64_FORMAT ".%02d", paid / 100,
                                                  (int) (paid % 100));

  json_object_set_object_member (bag, "shopMoney", shopify_money (amount, self->currency));
  json_object_set_object_member (bag, "presentmentMoney",
                                 shopify_money (paid_amount, presentment));

  return bag;
}

static JsonArray *
show_applications (JsonObject *order)
{
  JsonArray *codes = json_object_get_array_member (order, "discountCodes");
  JsonArray *out = json_array_new ();

  for (guint i = 0; i < json_array_get_length (codes); i++) {
    JsonObject *application = json_object_new ();
    g_autofree char *gid = shopify_gid ("DiscountApplication", (gint64) i + 1);

    json_object_set_string_member (application, "__typename", "DiscountCodeApplication");
    json_object_set_string_member (application, "id", gid);
    json_object_set_int_member (application, "index", i);
    json_object_set_string_member (application, "targetType", "LINE_ITEM");
    json_object_set_string_member (application, "code", json_array_get_string_element (codes, i));
    json_array_add_object_element (out, application);
  }

  return out;
}

JsonObject *
shopify_show_order (WbPretendShopify *self,
                    JsonObject       *order)
{
  static const char *const bags[] = {
    "totalPriceSet", "currentTotalPriceSet", "totalDiscountsSet", "totalRefundedSet"
  };
  static const char *const members[] = {
    "name", "test", "email", "displayFinancialStatus", "presentmentCurrencyCode", "discountCodes"
  };
  static const char *const times[] = { "createdAt", "updatedAt", "processedAt", "cancelledAt" };
  JsonObject *out = json_object_new ();
  g_autofree char *gid = shopify_gid ("Order", json_object_get_int_member (order, "id"));

  json_object_set_string_member (out, "id", gid);
  json_object_set_string_member (out, "legacyResourceId", strrchr (gid, '/') + 1);
  json_object_set_string_member (out, "currencyCode", self->currency);
  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    show_member (out, order, members[i]);
  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    show_time (out, order, times[i]);
  for (guint i = 0; i < G_N_ELEMENTS (bags); i++)
    json_object_set_object_member (out, bags[i], show_bag (self, order, bags[i]));
  json_object_set_null_member (out, "customer");
  json_object_set_array_member (out, "discountApplications", show_applications (order));

  return out;
}
