/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Makes and changes discounts, with the userErrors of the recordings (reference/shopify-api.md 3).
 * A discount is kept as JSON: id, title, codes, startsAt, endsAt, createdAt, updatedAt, uses,
 * usageLimit, appliesOncePerCustomer, recurringCycleLimit, combinesWith, customers (null = all),
 * percentage or amount with each, oneTime, subscription, minSubtotal, minQuantity, tags. */

#include "config.h"

#include "wb-pretend-shopify-private.h"

#include "wb-time.h"
#include "wb-wire.h"

#include <string.h>

#define MAX_CHARS 255
#define MAX_CODES 250

/**
 * shopify_add_user_error:
 * @user_errors: a payload's list
 * @path: (nullable): the field as "a.b.c"; `NULL` = none
 * @message: in words
 * @code: (nullable): of DiscountErrorCode
 */
void
shopify_add_user_error (JsonArray  *user_errors,
                        const char *path,
                        const char *message,
                        const char *code)
{
  JsonObject *error = json_object_new ();

  if (path) {
    g_auto (GStrv) parts = g_strsplit (path, ".", -1);
    JsonArray *field = json_array_new ();

    for (guint i = 0; parts[i]; i++)
      json_array_add_string_element (field, parts[i]);
    json_object_set_array_member (error, "field", field);
  } else {
    json_object_set_null_member (error, "field");
  }
  json_object_set_string_member (error, "message", message);
  if (code)
    json_object_set_string_member (error, "code", code);
  else
    json_object_set_null_member (error, "code");
  json_object_set_null_member (error, "extraInfo");
  json_array_add_object_element (user_errors, error);
}

static void
complain (JsonArray  *user_errors,
          const char *argument,
          const char *path,
          const char *message,
          const char *code)
{
  g_autofree char *full = g_strconcat (argument, ".", path, NULL);

  shopify_add_user_error (user_errors, full, message, code);
}

static JsonObject *
get_object (JsonObject *object,
            const char *name)
{
  JsonNode *node = object ? json_object_get_member (object, name) : NULL;

  return node && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

static const char *
get_text (JsonObject *object,
          const char *name)
{
  JsonNode *node = object ? json_object_get_member (object, name) : NULL;

  return node && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_string (node) : NULL;
}

static gboolean
is_given (JsonObject *object,
          const char *name)
{
  return json_object_has_member (object, name);
}

/* A Decimal, which may come as a number. */
static char *
dup_decimal (JsonNode *node)
{
  return json_node_get_value_type (node) == G_TYPE_STRING ? json_node_dup_string (node) :
         wb_graphql_print (node);
}

static void
apply_amount (JsonObject *discount,
              JsonObject *amount,
              const char *argument,
              JsonArray  *user_errors)
{
  const char *path = "customerGets.value.discountAmount.amount";
  g_autofree char *text = is_given (amount, "amount") ?
                          dup_decimal (json_object_get_member (amount, "amount")) : g_strdup ("0");
  g_autofree char *decimal = shopify_decimal (text);

  if (text[0] == '-')
    complain (user_errors, argument, path, "Value must be less than or equal to 0",
              "LESS_THAN_OR_EQUAL_TO");
  else if (strcspn (text, ".") >= 19)
    complain (user_errors, argument, path, "Value must be greater than -1000000000000000000",
              "LESS_THAN");
  json_object_remove_member (discount, "percentage");
  json_object_set_string_member (discount, "amount", decimal);
  json_object_set_boolean_member (discount, "each", is_given (amount, "appliesOnEachItem") &&
                                  json_object_get_boolean_member (amount, "appliesOnEachItem"));
}

static void
apply_value (JsonObject *discount,
             JsonObject *gets,
             const char *argument,
             JsonArray  *user_errors)
{
  JsonObject *value = get_object (gets, "value");

  if (value && is_given (value, "percentage")) {
    double percentage = json_object_get_double_member (value, "percentage");

    if (percentage < 0 || percentage > 1)
      complain (user_errors, argument, "customerGets.value.percentage",
                "Value must be between 0.0 and 1.0", "VALUE_OUTSIDE_RANGE");
    json_object_remove_member (discount, "amount");
    json_object_set_double_member (discount, "percentage", percentage);
  } else if (value && get_object (value, "discountAmount")) {
    apply_amount (discount, get_object (value, "discountAmount"), argument, user_errors);
  }
  if (is_given (gets, "appliesOnOneTimePurchase"))
    json_object_set_boolean_member (discount, "oneTime",
                                    json_object_get_boolean_member (gets,
                                                                    "appliesOnOneTimePurchase"));
  if (is_given (gets, "appliesOnSubscription"))
    json_object_set_boolean_member (discount, "subscription",
                                    json_object_get_boolean_member (gets, "appliesOnSubscription"));
}

/* The only code of a discount that has none else; its id stays. */
static void
set_code (WbPretendShopify *self,
          JsonObject       *discount,
          const char       *code)
{
  JsonArray *codes = json_object_get_array_member (discount, "codes");
  JsonObject *one;

  if (json_array_get_length (codes) == 0) {
    one = json_object_new ();
    json_object_set_int_member (one, "id", self->next_id++);
    json_array_add_object_element (codes, one);
  }
  one = json_array_get_object_element (codes, 0);
  json_object_set_string_member (one, "code", code);
}

static void
apply_code (WbPretendShopify *self,
            JsonObject       *discount,
            JsonObject       *input,
            JsonObject       *old,
            const char       *argument,
            JsonArray        *user_errors)
{
  const char *code = get_text (input, "code");
  JsonObject *other = code ? shopify_find_code (self, code) : NULL;

  if (!code)
    complain (user_errors, argument, "code", "Code can't be blank", "BLANK");
  else if (code[0] == '\0')
    complain (user_errors, argument, "code", "Code is too short (minimum is 1 character)",
              "TOO_SHORT");
  else if (strpbrk (code, "\r\n"))
    complain (user_errors, argument, "code", "Code cannot contain newline characters.", "INVALID");
  else if (g_utf8_strlen (code, -1) > MAX_CHARS)
    complain (user_errors, argument, "code", "Code is too long (maximum is 255 characters)",
              "TOO_LONG");
  else if (other && other != old)
    complain (user_errors, argument, "code", "Code must be unique. Please try a different code.",
              "TAKEN");
  else
    set_code (self, discount, code);
}

static void
apply_title (JsonObject *discount,
             JsonObject *input,
             const char *argument,
             JsonArray  *user_errors)
{
  const char *title = get_text (input, "title");

  if (!title || title[0] == '\0')
    complain (user_errors, argument, "title", "Title can't be blank", "BLANK");
  else if (g_utf8_strlen (title, -1) > MAX_CHARS)
    complain (user_errors, argument, "title", "Title is too long (maximum is 255 characters)",
              "TOO_LONG");
  else
    json_object_set_string_member (discount, "title", title);
}

/* Seconds only, whatever was sent. */
static void
apply_time (JsonObject *discount,
            JsonObject *input,
            const char *name)
{
  const char *text = get_text (input, name);
  gint64 ms = 0;

  if (text && wb_time_parse (text, &ms))
    json_object_set_int_member (discount, name, ms / WB_SECOND_MS * WB_SECOND_MS);
  else
    json_object_set_null_member (discount, name);
}

static void
apply_times (JsonObject *discount,
             JsonObject *input,
             const char *argument,
             JsonArray  *user_errors)
{
  if (is_given (input, "startsAt"))
    apply_time (discount, input, "startsAt");
  if (is_given (input, "endsAt"))
    apply_time (discount, input, "endsAt");
  if (shopify_get_ms (discount, "startsAt") == WB_TIME_NONE)
    complain (user_errors, argument, "startsAt", "Starts at can't be blank", "BLANK");
  else if (shopify_get_ms (discount, "endsAt") != WB_TIME_NONE &&
           shopify_get_ms (discount, "endsAt") <= shopify_get_ms (discount, "startsAt"))
    complain (user_errors, argument, "endsAt", "Ends at needs to be after starts_at", "INVALID");
}

static void
apply_limits (JsonObject *discount,
              JsonObject *input,
              const char *argument,
              JsonArray  *user_errors)
{
  gint64 limit = shopify_get_ms (input, "usageLimit");
  gint64 cycles = shopify_get_ms (input, "recurringCycleLimit");

  if (limit != WB_TIME_NONE && limit > G_MAXINT32)
    complain (user_errors, argument, "usageLimit",
              "Usage limit must be less than or equal to 2147483647", "LESS_THAN_OR_EQUAL_TO");
  if (limit != WB_TIME_NONE && limit <= 0)
    complain (user_errors, argument, "usageLimit", "Usage limit must be greater than 0",
              "GREATER_THAN");
  if (limit != WB_TIME_NONE && limit < G_MININT32)
    complain (user_errors, argument, "usageLimit",
              "Usage limit must be greater than or equal to -2147483648",
              "GREATER_THAN_OR_EQUAL_TO");
  if (cycles != WB_TIME_NONE && cycles > G_MAXINT32)
    complain (user_errors, argument, "recurringCycleLimit",
              "Recurring cycle limit must be less than or equal to 2147483647",
              "LESS_THAN_OR_EQUAL_TO");
  if (is_given (input, "usageLimit"))
    json_object_set_member (discount, "usageLimit",
                            json_node_copy (json_object_get_member (input, "usageLimit")));
  if (cycles != WB_TIME_NONE)
    json_object_set_int_member (discount, "recurringCycleLimit", cycles);
  if (is_given (input, "appliesOncePerCustomer"))
    json_object_set_boolean_member (discount, "appliesOncePerCustomer",
                                    json_object_get_boolean_member (input,
                                                                    "appliesOncePerCustomer"));
}

static void
apply_minimum (JsonObject *discount,
               JsonObject *input,
               const char *argument,
               JsonArray  *user_errors)
{
  JsonObject *minimum = get_object (input, "minimumRequirement");
  JsonObject *subtotal = get_object (minimum, "subtotal");
  JsonObject *quantity = get_object (minimum, "quantity");

  if (!is_given (input, "minimumRequirement"))
    return;
  if (subtotal && quantity) {
    complain (user_errors, argument,
              "minimumRequirement.subtotal.greaterThanOrEqualToSubtotal",
              "Minimum subtotal cannot be defined when minimum quantity is.", "CONFLICT");
    complain (user_errors, argument,
              "minimumRequirement.quantity.greaterThanOrEqualToQuantity",
              "Minimum quantity cannot be defined when minimum subtotal is.", "CONFLICT");
  }
  json_object_remove_member (discount, "minSubtotal");
  json_object_remove_member (discount, "minQuantity");
  if (subtotal && is_given (subtotal, "greaterThanOrEqualToSubtotal")) {
    g_autofree char *text =
      dup_decimal (json_object_get_member (subtotal, "greaterThanOrEqualToSubtotal"));
    g_autofree char *decimal = shopify_decimal (text);

    json_object_set_string_member (discount, "minSubtotal", decimal);
  } else if (quantity) {
    json_object_set_string_member (discount, "minQuantity",
                                   get_text (quantity, "greaterThanOrEqualToQuantity"));
  }
}

static void
apply_context (WbPretendShopify *self,
               JsonObject       *discount,
               JsonObject       *input,
               gboolean          is_new,
               const char       *argument,
               JsonArray        *user_errors)
{
  JsonObject *context = get_object (input, "context");
  JsonObject *customers = get_object (context, "customers");
  JsonNode *added = customers ? json_object_get_member (customers, "add") : NULL;

  if (!context) {
    if (is_new)
      complain (user_errors, argument, "context", "Context can't be blank", "BLANK");
    return;
  }
  if (!added || !JSON_NODE_HOLDS_ARRAY (added)) {
    json_object_set_null_member (discount, "customers");
    return;
  }
  for (guint i = 0; i < json_array_get_length (json_node_get_array (added)); i++) {
    const char *gid = json_array_get_string_element (json_node_get_array (added), i);
    gboolean is_known = FALSE;

    for (guint j = 0; j < self->customers->len; j++)
      is_known = is_known || json_object_get_int_member (self->customers->pdata[j], "id") ==
                 shopify_parse_gid (gid, "Customer");
    if (!is_known)
      complain (user_errors, argument, "context.customers.add", "Customer is invalid", "INVALID");
  }
  json_object_set_member (discount, "customers", json_node_copy (added));
}

static void
apply_rest (JsonObject *discount,
            JsonObject *input)
{
  static const char *const classes[] = {
    "productDiscounts", "orderDiscounts", "shippingDiscounts"
  };
  JsonObject *combines = get_object (input, "combinesWith");
  JsonObject *kept = json_object_get_object_member (discount, "combinesWith");

  for (guint i = 0; combines && i < G_N_ELEMENTS (classes); i++) {
    if (is_given (combines, classes[i]))
      json_object_set_boolean_member (kept, classes[i],
                                      json_object_get_boolean_member (combines, classes[i]));
  }
  if (is_given (input, "tags"))
    json_object_set_member (discount, "tags",
                            json_node_copy (json_object_get_member (input, "tags")));
}

static JsonObject *
new_discount (WbPretendShopify *self)
{
  JsonObject *discount = json_object_new ();
  JsonObject *combines = json_object_new ();

  json_object_set_int_member (discount, "id", self->next_id++);
  json_object_set_array_member (discount, "codes", json_array_new ());
  json_object_set_array_member (discount, "uses", json_array_new ());
  json_object_set_array_member (discount, "tags", json_array_new ());
  json_object_set_null_member (discount, "startsAt");
  json_object_set_null_member (discount, "endsAt");
  json_object_set_null_member (discount, "usageLimit");
  json_object_set_null_member (discount, "customers");
  json_object_set_boolean_member (discount, "appliesOncePerCustomer", FALSE);
  json_object_set_int_member (discount, "recurringCycleLimit", 1);
  json_object_set_boolean_member (discount, "oneTime", TRUE);
  json_object_set_boolean_member (discount, "subscription", FALSE);
  json_object_set_boolean_member (combines, "productDiscounts", FALSE);
  json_object_set_boolean_member (combines, "orderDiscounts", FALSE);
  json_object_set_boolean_member (combines, "shippingDiscounts", FALSE);
  json_object_set_object_member (discount, "combinesWith", combines);
  json_object_set_int_member (discount, "createdAt", shopify_now (self));

  return discount;
}

static void
forget_codes (WbPretendShopify *self,
              JsonObject       *discount)
{
  JsonArray *codes = json_object_get_array_member (discount, "codes");

  for (guint i = 0; i < json_array_get_length (codes); i++) {
    JsonObject *one = json_array_get_object_element (codes, i);
    g_autofree char *upper = g_utf8_strup (json_object_get_string_member (one, "code"), -1);

    if (g_hash_table_lookup (self->by_code, upper) == discount)
      g_hash_table_remove (self->by_code, upper);
  }
}

/**
 * shopify_index:
 * @self: the shop
 * @discount: one of its discounts
 *
 * Makes it be found by id and codes.
 */
void
shopify_index (WbPretendShopify *self,
               JsonObject       *discount)
{
  JsonArray *codes = json_object_get_array_member (discount, "codes");
  gint64 *id = g_new (gint64, 1);

  *id = json_object_get_int_member (discount, "id");
  g_hash_table_replace (self->by_id, id, json_object_ref (discount));
  for (guint i = 0; i < json_array_get_length (codes); i++) {
    JsonObject *one = json_array_get_object_element (codes, i);

    g_hash_table_replace (self->by_code,
                          g_utf8_strup (json_object_get_string_member (one, "code"), -1),
                          json_object_ref (discount));
  }
}

static JsonObject *
copy_object (JsonObject *object)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autofree char *text = NULL;
  g_autoptr (JsonNode) copy = NULL;

  json_node_set_object (node, object);
  text = wb_graphql_print (node);
  copy = wb_wire_parse (text, -1, WB_WIRE_MAX_BODY_BYTES, NULL);

  return json_node_dup_object (copy);
}

/* Gives @discount the members of @draft. */
static void
adopt (JsonObject *discount,
       JsonObject *draft)
{
  g_autoptr (GList) names = json_object_get_members (draft);

  json_object_remove_member (discount, "percentage");
  json_object_remove_member (discount, "amount");
  json_object_remove_member (discount, "minSubtotal");
  json_object_remove_member (discount, "minQuantity");
  for (GList *l = names; l; l = l->next)
    json_object_set_member (discount, l->data,
                            json_node_copy (json_object_get_member (draft, l->data)));
}

JsonObject *
shopify_apply_input (WbPretendShopify *self,
                     JsonObject       *discount,
                     JsonObject       *input,
                     const char       *argument,
                     JsonArray        *user_errors)
{
  JsonObject *gets = get_object (input, "customerGets");
  g_autoptr (JsonObject) draft = discount ? copy_object (discount) : new_discount (self);

  if (gets)
    apply_value (draft, gets, argument, user_errors);
  else if (!discount)
    complain (user_errors, argument, "customerGets", "Customer gets can't be blank", "BLANK");
  if (!discount || is_given (input, "code"))
    apply_code (self, draft, input, discount, argument, user_errors);
  if (!discount || is_given (input, "title"))
    apply_title (draft, input, argument, user_errors);
  apply_times (draft, input, argument, user_errors);
  apply_limits (draft, input, argument, user_errors);
  apply_minimum (draft, input, argument, user_errors);
  apply_context (self, draft, input, !discount, argument, user_errors);
  apply_rest (draft, input);
  if (json_array_get_length (user_errors) > 0)
    return NULL;

  json_object_set_int_member (draft, "updatedAt", shopify_now (self));
  if (discount) {
    forget_codes (self, discount);
    adopt (discount, draft);
  } else {
    discount = g_steal_pointer (&draft);
    g_ptr_array_add (self->discounts, discount);
  }
  shopify_index (self, discount);

  return discount;
}

void
shopify_delete (WbPretendShopify *self,
                JsonObject       *discount)
{
  gint64 id = json_object_get_int_member (discount, "id");

  self->n_deleted++;
  forget_codes (self, discount);
  g_hash_table_remove (self->by_id, &id);
  g_ptr_array_remove (self->discounts, discount);
}

static JsonNode *
make_payload (WbPretendShopify *self,
              JsonObject       *discount,
              JsonArray        *user_errors)
{
  JsonObject *payload = json_object_new ();

  if (discount)
    json_object_set_object_member (payload, "codeDiscountNode",
                                   shopify_show_discount (self, discount));
  else
    json_object_set_null_member (payload, "codeDiscountNode");
  json_object_set_array_member (payload, "userErrors", user_errors);

  return shopify_take (payload);
}

static JsonNode *
create (WbPretendShopify *self,
        JsonObject       *arguments)
{
  JsonArray *user_errors = json_array_new ();
  JsonObject *discount =
    shopify_apply_input (self, NULL, json_object_get_object_member (arguments, "basicCodeDiscount"),
                         "basicCodeDiscount", user_errors);

  return make_payload (self, discount, user_errors);
}

static JsonNode *
update (WbPretendShopify *self,
        JsonObject       *arguments)
{
  JsonArray *user_errors = json_array_new ();
  JsonObject *discount = shopify_find_discount (self,
                                                json_object_get_string_member (arguments, "id"));

  if (!discount)
    shopify_add_user_error (user_errors, "id", "Discount does not exist", NULL);
  else
    discount = shopify_apply_input (self, discount,
                                    json_object_get_object_member (arguments, "basicCodeDiscount"),
                                    "basicCodeDiscount", user_errors);

  return make_payload (self, discount, user_errors);
}

static void
set_active (WbPretendShopify *self,
            JsonObject       *discount,
            gboolean          is_active)
{
  gint64 now = shopify_now (self);
  const char *status = shopify_status (self, discount);

  if (strcmp (status, is_active ? "ACTIVE" : "EXPIRED") == 0)
    return;
  if (strcmp (status, "SCHEDULED") == 0)
    json_object_set_int_member (discount, "startsAt", now);
  if (is_active)
    json_object_set_null_member (discount, "endsAt");
  else
    json_object_set_int_member (discount, "endsAt", now);
  json_object_set_int_member (discount, "updatedAt", now);
}

static JsonNode *
switch_one (WbPretendShopify *self,
            JsonObject       *arguments,
            gboolean          is_active)
{
  JsonArray *user_errors = json_array_new ();
  JsonObject *discount = shopify_find_discount (self,
                                                json_object_get_string_member (arguments, "id"));

  if (!discount)
    shopify_add_user_error (user_errors, "id", "Code discount does not exist.", "INVALID");
  else
    set_active (self, discount, is_active);

  return make_payload (self, discount, user_errors);
}

static JsonNode *
delete_one (WbPretendShopify *self,
            JsonObject       *arguments)
{
  JsonObject *payload = json_object_new ();
  JsonArray *user_errors = json_array_new ();
  const char *gid = json_object_get_string_member (arguments, "id");
  JsonObject *discount = shopify_find_discount (self, gid);

  json_object_set_null_member (payload, "deletedCodeDiscountId");
  if (discount) {
    json_object_set_string_member (payload, "deletedCodeDiscountId", gid);
    shopify_delete (self, discount);
  } else {
    shopify_add_user_error (user_errors, "id", "Code discount does not exist.", "INVALID");
  }
  json_object_set_array_member (payload, "userErrors", user_errors);

  return shopify_take (payload);
}

static JsonNode *
make_job (WbPretendShopify *self,
          gboolean          is_done,
          JsonArray        *user_errors)
{
  JsonObject *payload = json_object_new ();

  if (json_array_get_length (user_errors) == 0) {
    JsonObject *job = json_object_new ();
    g_autofree char *gid = shopify_gid ("Job", self->next_id++);

    json_object_set_string_member (job, "id", gid);
    json_object_set_boolean_member (job, "done", is_done);
    json_object_set_object_member (payload, "job", job);
  } else {
    json_object_set_null_member (payload, "job");
  }
  json_object_set_array_member (payload, "userErrors", user_errors);

  return shopify_take (payload);
}

static gboolean
is_set (JsonObject *arguments,
        const char *name)
{
  return json_object_has_member (arguments, name) && !json_object_get_null_member (arguments, name);
}

/* Only by ids; that a search would do is a thing this shop lacks. */
static JsonNode *
act_in_bulk (WbPretendShopify *self,
             JsonObject       *arguments,
             gboolean          deletes)
{
  JsonArray *user_errors = json_array_new ();
  int n = is_set (arguments, "ids") + is_set (arguments, "search") +
          is_set (arguments, "savedSearchId");
  JsonArray *ids = is_set (arguments, "ids") ? json_object_get_array_member (arguments, "ids") :
                                               NULL;

  if (n > 1)
    shopify_add_user_error (user_errors, NULL,
                            "Only one of 'ids', 'search' or 'saved_search_id' is allowed.",
                            "TOO_MANY_ARGUMENTS");
  else if (!ids)
    shopify_add_user_error (user_errors, NULL,
                            "Missing expected argument key: 'ids', 'search' or 'saved_search_id'.",
                            "MISSING_ARGUMENT");
  for (guint i = 0; n == 1 && ids && i < json_array_get_length (ids); i++) {
    JsonObject *discount = shopify_find_discount (self, json_array_get_string_element (ids, i));

    if (discount && deletes)
      shopify_delete (self, discount);
    else if (discount)
      set_active (self, discount, FALSE);
  }

  return make_job (self, FALSE, user_errors);
}

/* The answer is that of a job just begun; here it is done at once. */
static JsonNode *
add_codes (WbPretendShopify  *self,
           JsonObject        *arguments,
           JsonObject       **error_out)
{
  JsonArray *added = json_object_get_array_member (arguments, "codes");
  JsonObject *discount =
    shopify_find_discount (self, json_object_get_string_member (arguments, "discountId"));
  JsonObject *payload = json_object_new ();
  JsonArray *user_errors = json_array_new ();
  guint n = json_array_get_length (added);

  if (n > MAX_CODES) {
    g_autofree char *message = g_strdup_printf ("The input array size of %u is greater than the "
                                                "maximum allowed of 250.", n);

    *error_out = shopify_new_error ("MAX_INPUT_SIZE_EXCEEDED", message);
    json_object_unref (payload);
    json_array_unref (user_errors);
    return NULL;
  }
  json_object_set_null_member (payload, "bulkCreation");
  if (!discount)
    shopify_add_user_error (user_errors, "discountId", "Code discount does not exist.", "INVALID");
  for (guint i = 0; discount && i < n; i++) {
    const char *code = get_text (json_array_get_object_element (added, i), "code");
    JsonObject *one;

    if (!code || shopify_find_code (self, code))
      continue;
    one = json_object_new ();
    json_object_set_int_member (one, "id", self->next_id++);
    json_object_set_string_member (one, "code", code);
    json_array_add_object_element (json_object_get_array_member (discount, "codes"), one);
    shopify_index (self, discount);
  }
  if (discount) {
    JsonObject *bulk = json_object_new ();
    g_autofree char *gid = shopify_gid ("DiscountRedeemCodeBulkCreation", self->next_id++);

    json_object_set_string_member (bulk, "id", gid);
    json_object_set_boolean_member (bulk, "done", FALSE);
    json_object_set_int_member (bulk, "codesCount", n);
    json_object_set_int_member (bulk, "importedCount", 0);
    json_object_set_int_member (bulk, "failedCount", 0);
    json_object_set_object_member (payload, "bulkCreation", bulk);
  }
  json_object_set_array_member (payload, "userErrors", user_errors);

  return shopify_take (payload);
}

static JsonNode *
remove_codes (WbPretendShopify *self,
              JsonObject       *arguments)
{
  JsonArray *user_errors = json_array_new ();
  JsonArray *ids = json_object_get_array_member (arguments, "ids");
  JsonObject *discount =
    shopify_find_discount (self, json_object_get_string_member (arguments, "discountId"));
  JsonArray *codes = discount ? json_object_get_array_member (discount, "codes") : NULL;

  if (!discount)
    shopify_add_user_error (user_errors, "discountId", "Code discount does not exist.", "INVALID");
  for (guint i = 0; discount && i < json_array_get_length (ids); i++) {
    gint64 id = shopify_parse_gid (json_array_get_string_element (ids, i), "DiscountRedeemCode");

    forget_codes (self, discount);
    for (guint j = json_array_get_length (codes); j > 0; j--) {
      if (json_object_get_int_member (json_array_get_object_element (codes, j - 1), "id") == id)
        json_array_remove_element (codes, j - 1);
    }
    shopify_index (self, discount);
  }

  return make_job (self, TRUE, user_errors);
}

JsonNode *
shopify_mutate (WbPretendShopify  *self,
                const char        *field,
                JsonObject        *arguments,
                JsonObject       **error_out)
{
  if (strcmp (field, "discountCodeBasicCreate") == 0)
    return create (self, arguments);
  if (strcmp (field, "discountCodeBasicUpdate") == 0)
    return update (self, arguments);
  if (strcmp (field, "discountCodeActivate") == 0)
    return switch_one (self, arguments, TRUE);
  if (strcmp (field, "discountCodeDeactivate") == 0)
    return switch_one (self, arguments, FALSE);
  if (strcmp (field, "discountCodeDelete") == 0)
    return delete_one (self, arguments);
  if (strcmp (field, "discountCodeBulkDelete") == 0)
    return act_in_bulk (self, arguments, TRUE);
  if (strcmp (field, "discountCodeBulkDeactivate") == 0)
    return act_in_bulk (self, arguments, FALSE);
  if (strcmp (field, "discountRedeemCodeBulkAdd") == 0)
    return add_codes (self, arguments, error_out);

  return remove_codes (self, arguments);
}
