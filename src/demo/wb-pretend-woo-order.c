/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* One order of the pretend store: what it is made of, what coupons do to it, and what it does to
 * them (recordings 124 to 140). Without taxes and shipping. */

#include "config.h"

#include "wb-pretend-woo-private.h"

#include "wb-time.h"

#include <string.h>

/* The members in WooCommerce's order; what changes is set afterwards, in its place. */
static const char blank_order[] =
  "{\"id\":0,\"parent_id\":0,\"status\":\"pending\",\"currency\":\"\",\"version\":\"10.5.2\","
  "\"prices_include_tax\":false,\"date_created\":null,\"date_modified\":null,"
  "\"discount_total\":\"0.00\",\"discount_tax\":\"0.00\",\"shipping_total\":\"0.00\","
  "\"shipping_tax\":\"0.00\",\"cart_tax\":\"0.00\",\"total\":\"0.00\",\"total_tax\":\"0.00\","
  "\"customer_id\":0,\"order_key\":\"\",\"billing\":{\"first_name\":\"\",\"last_name\":\"\","
  "\"company\":\"\",\"address_1\":\"\",\"address_2\":\"\",\"city\":\"\",\"state\":\"\","
  "\"postcode\":\"\",\"country\":\"\",\"email\":\"\",\"phone\":\"\"},\"shipping\":{"
  "\"first_name\":\"\",\"last_name\":\"\",\"company\":\"\",\"address_1\":\"\",\"address_2\":\"\","
  "\"city\":\"\",\"state\":\"\",\"postcode\":\"\",\"country\":\"\",\"phone\":\"\"},"
  "\"payment_method\":\"\",\"payment_method_title\":\"\",\"transaction_id\":\"\","
  "\"customer_ip_address\":\"\",\"customer_user_agent\":\"\",\"created_via\":\"rest-api\","
  "\"customer_note\":\"\",\"date_completed\":null,\"date_paid\":null,\"cart_hash\":\"\","
  "\"number\":\"\",\"meta_data\":[],\"line_items\":[],\"tax_lines\":[],\"shipping_lines\":[],"
  "\"fee_lines\":[],\"coupon_lines\":[],\"refunds\":[],\"payment_url\":\"\",\"is_editable\":false,"
  "\"needs_payment\":false,\"needs_processing\":true,\"date_created_gmt\":null,"
  "\"date_modified_gmt\":null,\"date_completed_gmt\":null,\"date_paid_gmt\":null,"
  "\"currency_symbol\":\"\"}";

static void
set_time (WbPretendWoo *self,
          JsonObject   *order,
          const char   *member)
{
  gint64 now = wb_clock_now (self->clock);
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autofree char *local = pretend_local_text (now, self->zone);
  g_autofree char *gmt = pretend_local_text (now, utc);
  g_autofree char *gmt_member = g_strconcat (member, "_gmt", NULL);

  json_object_set_string_member (order, member, local);
  json_object_set_string_member (order, gmt_member, gmt);
}

static void
set_money (JsonObject *object,
           const char *member,
           gint64      hundredths)
{
  g_autofree char *text = pretend_format_amount (hundredths);

  json_object_set_string_member (object, member, text);
}

static gint64
get_money (JsonObject *object,
           const char *member)
{
  return pretend_parse_amount (json_object_get_string_member (object, member), FALSE);
}

static const char *
get_symbol (const char *currency)
{
  return strcmp (currency, "CZK") == 0 ? "Kč" : strcmp (currency, "EUR") == 0 ? "€" : currency;
}

/* "500", "387.5": without needless places, in a JSON number and in some texts. */
static char *
format_short (gint64 hundredths)
{
  g_autofree char *text = pretend_format_amount (hundredths);
  gsize length = strlen (text);

  while (length > 0 && text[length - 1] == '0')
    length--;
  if (length > 0 && text[length - 1] == '.')
    length--;

  return g_strndup (text, length);
}

static void
set_number (JsonObject *object,
            const char *member,
            gint64      hundredths)
{
  if (hundredths % 100 == 0)
    json_object_set_int_member (object, member, hundredths / 100);
  else
    json_object_set_double_member (object, member, (double) hundredths / 100);
}

/**
 * pretend_order_new:
 * @self: the store
 *
 * Returns: (transfer full): an order of now, without goods, that is nowhere yet
 */
JsonObject *
pretend_order_new (WbPretendWoo *self)
{
  g_autoptr (JsonNode) node = wb_wire_parse (blank_order, -1, WB_WIRE_MAX_BODY_BYTES, NULL);
  JsonObject *order = json_node_dup_object (node);

  json_object_set_string_member (order, "currency", self->currency);
  json_object_set_string_member (order, "currency_symbol", get_symbol (self->currency));
  set_time (self, order, "date_created");
  set_time (self, order, "date_modified");

  return order;
}

/**
 * pretend_order_find:
 * @self: the store
 * @id: an order's id
 *
 * Returns: (transfer none) (nullable): the order
 */
JsonObject *
pretend_order_find (WbPretendWoo *self,
                    gint64        id)
{
  for (guint i = 0; i < self->orders->len; i++) {
    JsonObject *order = g_ptr_array_index (self->orders, i);

    if (json_object_get_int_member (order, "id") == id)
      return order;
  }

  return NULL;
}

/**
 * pretend_order_keep:
 * @self: the store
 * @order: (transfer full): an order of pretend_order_new()
 *
 * Stores it under the next id, or under its own if it has one.
 */
void
pretend_order_keep (WbPretendWoo *self,
                    JsonObject   *order)
{
  gint64 id = json_object_get_int_member (order, "id");
  g_autofree char *number = NULL;

  if (id == 0)
    id = self->next_id;
  self->next_id = MAX (self->next_id, id + 1);
  json_object_set_int_member (order, "id", id);
  number = g_strdup_printf ("%" G_GINT64_FORMAT, id);
  if (json_object_get_string_member (order, "number")[0] == '\0')
    json_object_set_string_member (order, "number", number);
  g_ptr_array_add (self->orders, order);
}

/* @product: (nullable): what the line sells. */
static JsonObject *
new_line (WbPretendWoo         *self,
          const PretendProduct *product,
          gint64                quantity)
{
  g_autoptr (JsonNode) node = wb_wire_parse (
    "{\"id\":0,\"name\":\"\",\"product_id\":0,\"variation_id\":0,\"quantity\":1,"
    "\"tax_class\":\"\",\"subtotal\":\"\",\"subtotal_tax\":\"0.00\",\"total\":\"\","
    "\"total_tax\":\"0.00\",\"taxes\":[],\"meta_data\":[],\"sku\":\"\",\"global_unique_id\":\"\","
    "\"price\":0,\"image\":{\"id\":\"\",\"src\":\"\"},\"parent_name\":null}",
    -1, WB_WIRE_MAX_BODY_BYTES, NULL);
  JsonObject *line = json_node_dup_object (node);

  json_object_set_int_member (line, "id", self->next_item_id++);
  json_object_set_string_member (line, "name", product->name);
  json_object_set_int_member (line, "product_id", product->id);
  json_object_set_int_member (line, "quantity", quantity);
  json_object_set_string_member (line, "sku", product->sku);
  set_money (line, "subtotal", product->price * quantity);
  set_money (line, "total", product->price * quantity);
  set_number (line, "price", product->price);

  return line;
}

/**
 * pretend_order_add_goods:
 * @self: the store
 * @order: an order
 * @price: in hundredths
 *
 * Puts one thing of that price into it.
 */
void
pretend_order_add_goods (WbPretendWoo *self,
                         JsonObject   *order,
                         gint64        price)
{
  const PretendProduct product = { 1, (char *) "Goods", (char *) "GOODS", price };

  json_array_add_object_element (json_object_get_array_member (order, "line_items"),
                                 new_line (self, &product, 1));
  set_money (order, "total", price);
}

/**
 * pretend_order_add_items:
 * @self: the store
 * @order: an order
 * @wanted: (nullable): `line_items` as asked for
 *
 * Puts goods into it at their price.
 *
 * Returns: `FALSE` for goods that the store does not have
 */
gboolean
pretend_order_add_items (WbPretendWoo *self,
                         JsonObject   *order,
                         JsonArray    *wanted)
{
  JsonArray *lines = json_array_new ();
  gint64 total = 0;

  json_object_set_array_member (order, "line_items", lines);
  for (guint i = 0; wanted && i < json_array_get_length (wanted); i++) {
    JsonNode *node = json_array_get_element (wanted, i);
    JsonObject *want = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
    gint64 product_id = want ? json_object_get_int_member_with_default (want, "product_id", 0) : 0;
    gint64 quantity = want ? json_object_get_int_member_with_default (want, "quantity", 1) : 0;
    const PretendProduct *product = NULL;

    for (guint j = 0; j < self->products->len; j++) {
      const PretendProduct *other = g_ptr_array_index (self->products, j);

      product = other->id == product_id ? other : product;
    }
    if (!product || quantity < 1 || quantity > 10000)
      return FALSE;

    json_array_add_object_element (lines, new_line (self, product, quantity));
    total += product->price * quantity;
  }
  set_money (order, "total", total);

  return TRUE;
}

static gint64
get_subtotal (JsonObject *order)
{
  JsonArray *lines = json_object_get_array_member (order, "line_items");
  gint64 subtotal = 0;

  for (guint i = 0; i < json_array_get_length (lines); i++)
    subtotal += get_money (json_array_get_object_element (lines, i), "subtotal");

  return subtotal;
}

/* Spreads the discounts over the goods, and sums up. */
static void
total_up (JsonObject *order)
{
  JsonArray *lines = json_object_get_array_member (order, "line_items");
  JsonArray *coupons = json_object_get_array_member (order, "coupon_lines");
  gint64 subtotal = get_subtotal (order);
  gint64 discount = 0;
  gint64 left = 0;

  for (guint i = 0; i < json_array_get_length (coupons); i++)
    discount += get_money (json_array_get_object_element (coupons, i), "discount");
  left = discount = MIN (discount, subtotal);
  for (guint i = 0; i < json_array_get_length (lines); i++) {
    JsonObject *line = json_array_get_object_element (lines, i);
    gint64 own = get_money (line, "subtotal");
    gint64 part = subtotal > 0 ? discount * own / subtotal : 0;

    if (i + 1 == json_array_get_length (lines))
      part = left;
    left -= part;
    set_money (line, "total", own - part);
    set_number (line, "price", (own - part) / json_object_get_int_member (line, "quantity"));
  }
  set_money (order, "discount_total", discount);
  set_money (order, "total", subtotal - discount);
}

static gboolean
matches_email (JsonObject *coupon,
               const char *email)
{
  JsonArray *allowed = json_object_get_array_member (coupon, "email_restrictions");
  g_autofree char *lower = g_utf8_strdown (email, -1);

  for (guint i = 0; i < json_array_get_length (allowed); i++) {
    if (g_pattern_match_simple (json_array_get_string_element (allowed, i), lower))
      return TRUE;
  }

  return json_array_get_length (allowed) == 0;
}

static gboolean
has_expired (WbPretendWoo *self,
             JsonObject   *coupon)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  gint64 expires = 0;

  return !json_object_get_null_member (coupon, "date_expires_gmt") &&
         pretend_parse_date (json_object_get_string_member (coupon, "date_expires_gmt"), utc, TRUE,
                             &expires) &&
         expires < wb_clock_now (self->clock);
}

/* The shop's words why not, NULL = it may be used. HTML and all (recordings 124 to 130). */
static char *
refuse_coupon (WbPretendWoo *self,
               JsonObject   *order,
               JsonObject   *coupon,
               const char   *code)
{
  JsonObject *billing = json_object_get_object_member (order, "billing");
  gint64 minimum = coupon ? get_money (coupon, "minimum_amount") : 0;
  gint64 limit = 0;

  if (!coupon)
    return g_strdup_printf ("Coupon &quot;%s&quot; cannot be applied because it does not exist.",
                            code);
  if (!json_object_get_null_member (coupon, "usage_limit"))
    limit = json_object_get_int_member (coupon, "usage_limit");
  if (limit > 0 && json_object_get_int_member (coupon, "usage_count") >= limit)
    return g_strdup_printf ("Usage limit for coupon &quot;%s&quot; has been reached.", code);
  if (has_expired (self, coupon))
    return g_strdup_printf ("Coupon &quot;%s&quot; has expired.", code);
  if (minimum > get_subtotal (order)) {
    g_autofree char *amount = pretend_format_amount (minimum);

    return g_strdup_printf (
      "The minimum spend for coupon &quot;%s&quot; is <span class=\"woocommerce-Price-amount "
      "amount\"><bdi>%s&nbsp;<span class=\"woocommerce-Price-currencySymbol\">%s</span></bdi>"
      "</span>.", code, self->decimal_comma ? g_strdelimit (amount, ".", ',') : amount,
      strcmp (self->currency, "CZK") == 0 ? "&#075;&#269;" : self->currency);
  }
  if (!matches_email (coupon, json_object_get_string_member (billing, "email")))
    return g_strdup_printf ("Please enter a valid email at checkout to use coupon code "
                            "&quot;%s&quot;.", code);

  return NULL;
}

/* What ties the order to the coupon even when that is renamed: [22,"code",null,500]. */
static char *
format_info (JsonObject *coupon,
             gboolean    is_percent,
             const char *amount)
{
  return g_strdup_printf ("[%" G_GINT64_FORMAT ",\"%s\",%s,%s]",
                          json_object_get_int_member (coupon, "id"),
                          json_object_get_string_member (coupon, "code"),
                          is_percent ? "\"percent\"" : "null", amount);
}

static JsonObject *
new_coupon_line (WbPretendWoo *self,
                 JsonObject   *order,
                 JsonObject   *coupon)
{
  gboolean is_percent =
    strcmp (json_object_get_string_member (coupon, "discount_type"), "percent") == 0;
  gint64 amount = get_money (coupon, "amount");
  gint64 total = get_money (order, "total");
  gint64 discount = is_percent ? (total * amount + 5000) / 10000 : MIN (amount, total);
  g_autofree char *discount_text = format_short (discount);
  g_autofree char *amount_text = format_short (amount);
  g_autofree char *info = format_info (coupon, is_percent, amount_text);
  JsonObject *line = json_object_new ();
  JsonObject *meta = json_object_new ();
  JsonArray *entries = json_array_new ();

  json_object_set_int_member (line, "id", self->next_item_id++);
  json_object_set_string_member (line, "code", json_object_get_string_member (coupon, "code"));
  json_object_set_string_member (line, "discount", discount_text);
  json_object_set_string_member (line, "discount_tax", "0");
  json_object_set_int_member (meta, "id", self->next_meta_id++);
  json_object_set_string_member (meta, "key", "coupon_info");
  json_object_set_string_member (meta, "value", info);
  json_object_set_string_member (meta, "display_key", "coupon_info");
  json_object_set_string_member (meta, "display_value", info);
  json_array_add_object_element (entries, meta);
  json_object_set_array_member (line, "meta_data", entries);
  json_object_set_string_member (line, "discount_type", is_percent ? "percent" : "fixed_cart");
  set_number (line, "nominal_amount", amount);
  json_object_set_boolean_member (line, "free_shipping", FALSE);

  return line;
}

/**
 * pretend_order_apply:
 * @self: the store
 * @order: an order with its goods
 * @wanted: (nullable): `coupon_lines` as asked for; those it has now go
 *
 * Takes the coupons off the price. They are not used by that: see pretend_order_set_status().
 *
 * Returns: (transfer full) (nullable): why the store will not; nothing is changed then
 */
char *
pretend_order_apply (WbPretendWoo *self,
                     JsonObject   *order,
                     JsonArray    *wanted)
{
  g_autoptr (JsonArray) lines = json_array_new ();

  for (guint i = 0; wanted && i < json_array_get_length (wanted); i++) {
    JsonNode *node = json_array_get_element (wanted, i);
    JsonObject *want = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
    const char *given =
      want ? json_object_get_string_member_with_default (want, "code", "") : "";
    g_autofree char *code = pretend_format_code (given);
    JsonObject *coupon = pretend_coupon_by_code (self, code, 0);
    char *words = refuse_coupon (self, order, coupon, code);

    if (words)
      return words;
    json_array_add_object_element (lines, new_coupon_line (self, order, coupon));
  }
  json_object_set_array_member (order, "coupon_lines", g_steal_pointer (&lines));
  total_up (order);

  return NULL;
}

/* Whether an order of that status counts as a use of its coupons: also an unpaid one. */
static gboolean
uses_coupons (const char *status)
{
  static const char *const without[] = { "cancelled", "failed", "trash", "checkout-draft", NULL };

  return !g_strv_contains (without, status);
}

/* Adds a use of each of its coupons, or takes one back. */
static void
count_use (WbPretendWoo *self,
           JsonObject   *order,
           gboolean      is_used)
{
  JsonArray *lines = json_object_get_array_member (order, "coupon_lines");
  JsonObject *billing = json_object_get_object_member (order, "billing");
  gint64 customer = json_object_get_int_member (order, "customer_id");
  g_autofree char *who = customer > 0 ? g_strdup_printf ("%" G_GINT64_FORMAT, customer) :
                         g_utf8_strdown (json_object_get_string_member (billing, "email"), -1);

  for (guint i = 0; i < json_array_get_length (lines); i++) {
    JsonObject *line = json_array_get_object_element (lines, i);
    JsonObject *coupon =
      pretend_coupon_by_code (self, json_object_get_string_member (line, "code"), 0);
    JsonArray *users = coupon ? json_object_get_array_member (coupon, "used_by") : NULL;
    gint64 count = coupon ? json_object_get_int_member (coupon, "usage_count") : 0;

    if (!coupon)
      continue;
    json_object_set_int_member (coupon, "usage_count", MAX (count + (is_used ? 1 : -1), 0));
    if (is_used)
      json_array_add_string_element (users, who);
    for (guint j = 0; !is_used && j < json_array_get_length (users); j++) {
      if (strcmp (json_array_get_string_element (users, j), who) == 0) {
        json_array_remove_element (users, j);
        break;
      }
    }
  }
}

/**
 * pretend_order_set_status:
 * @self: the store
 * @order: an order
 * @status: what it becomes
 * @is_new: whether it was nothing before
 *
 * With what that means for its dates and its coupons.
 */
void
pretend_order_set_status (WbPretendWoo *self,
                          JsonObject   *order,
                          const char   *status,
                          gboolean      is_new)
{
  gboolean used = !is_new && uses_coupons (json_object_get_string_member (order, "status"));
  gboolean is_paid = strcmp (status, "processing") == 0 || strcmp (status, "completed") == 0;
  gboolean is_open = strcmp (status, "pending") == 0;

  if (used != uses_coupons (status))
    count_use (self, order, !used);
  json_object_set_string_member (order, "status", status);
  if (is_paid && json_object_get_null_member (order, "date_paid"))
    set_time (self, order, "date_paid");
  if (strcmp (status, "completed") == 0 && json_object_get_null_member (order, "date_completed"))
    set_time (self, order, "date_completed");
  json_object_set_boolean_member (order, "is_editable", is_open || strcmp (status, "on-hold") == 0);
  json_object_set_boolean_member (order, "needs_payment",
                                  (is_open || strcmp (status, "failed") == 0) &&
                                  get_money (order, "total") > 0);
  set_time (self, order, "date_modified");
}

/**
 * pretend_order_drop_coupons:
 * @self: the store
 * @order: an order
 *
 * Takes its coupons off: each can be used again, and the goods cost what they cost.
 */
void
pretend_order_drop_coupons (WbPretendWoo *self,
                            JsonObject   *order)
{
  if (uses_coupons (json_object_get_string_member (order, "status")))
    count_use (self, order, FALSE);
  json_object_set_array_member (order, "coupon_lines", json_array_new ());
  total_up (order);
  set_time (self, order, "date_modified");
}

/**
 * pretend_order_refund:
 * @self: the store
 * @order: an order
 * @amount: in hundredths
 * @reason: in words
 *
 * Gives money back. Its total stays; all of it back makes it "refunded".
 *
 * Returns: the refund's id; 0 = more than the order is worth
 */
gint64
pretend_order_refund (WbPretendWoo *self,
                      JsonObject   *order,
                      gint64        amount,
                      const char   *reason)
{
  JsonArray *refunds = json_object_get_array_member (order, "refunds");
  JsonObject *refund = NULL;
  g_autofree char *text = pretend_format_amount (amount);
  g_autofree char *negative = g_strconcat ("-", text, NULL);
  gint64 before = 0;

  for (guint i = 0; i < json_array_get_length (refunds); i++) {
    const char *total = json_object_get_string_member (json_array_get_object_element (refunds, i),
                                                       "total");

    before += pretend_parse_amount (total + 1, FALSE);
  }
  if (amount <= 0 || before + amount > get_money (order, "total"))
    return 0;

  refund = json_object_new ();
  json_object_set_int_member (refund, "id", self->next_id++);
  json_object_set_string_member (refund, "reason", reason);
  json_object_set_string_member (refund, "total", negative);
  json_array_add_object_element (refunds, refund);
  set_time (self, order, "date_modified");
  if (before + amount == get_money (order, "total"))
    pretend_order_set_status (self, order, "refunded", FALSE);

  return json_object_get_int_member (refund, "id");
}
