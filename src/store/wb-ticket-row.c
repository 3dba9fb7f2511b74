/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A ticket as a row; see wb-ticket-row.h. Products, tags and history are read as a unit and so are
 * JSON in a column, written by hand: it is on the path of the first load, where a tree of nodes for
 * each ticket would be felt. */

#include "config.h"

#include "wb-ticket-row.h"

#include <string.h>

#include "wb-time.h"
#include "wb-workspace-private.h"

/* Room for this many tickets of one second beside each other, as a power of two. */
#define BITS_IN_SECOND 8

static void
append_json_text (GString    *json,
                  const char *text)
{
  const char *plain = text;

  g_string_append_c (json, '"');
  for (const char *p = text;; p++) {
    guchar byte = (guchar) * p;

    if (byte >= 0x20 && byte != '"' && byte != '\\')
      continue;
    g_string_append_len (json, plain, p - plain);
    plain = p + 1;
    if (byte == '\0')
      break;
    if (byte < 0x20)
      g_string_append_printf (json, "\\u%04x", byte);
    else
      g_string_append_printf (json, "\\%c", byte);
  }
  g_string_append_c (json, '"');
}

static void
append_name (GString    *json,
             const char *name)
{
  if (json->str[json->len - 1] != '{')
    g_string_append_c (json, ',');
  g_string_append_c (json, '"');
  g_string_append (json, name);
  g_string_append (json, "\":");
}

static void
append_member (GString    *json,
               const char *name,
               const char *text)
{
  if (!text)
    return;
  append_name (json, name);
  append_json_text (json, text);
}

static void
append_number (GString    *json,
               const char *name,
               gint64      number)
{
  char digits[24];

  append_name (json, name);
  g_snprintf (digits, sizeof digits, "%" G_GINT64_FORMAT, number);
  g_string_append (json, digits);
}

static char *
print_products (const WbTicket *ticket)
{
  GString *json = NULL;

  if (ticket->products->len == 0)
    return NULL;
  json = g_string_sized_new (160 * ticket->products->len);
  for (guint i = 0; i < ticket->products->len; i++) {
    const WbProduct *product = g_ptr_array_index (ticket->products, i);

    g_string_append (json, i == 0 ? "[{" : ",{");
    append_member (json, "id", product->id);
    append_member (json, "item", product->bound_order_item);
    append_member (json, "name", product->name);
    append_member (json, "variant", product->variant);
    append_member (json, "maker", product->manufacturer);
    append_number (json, "milli", product->amount_milli);
    if (!wb_money_is_none (&product->price_with_vat)) {
      append_number (json, "price", product->price_with_vat.minor);
      append_member (json, "currency", product->price_with_vat.currency);
    }
    g_string_append_c (json, '}');
  }
  g_string_append_c (json, ']');

  return g_string_free (json, FALSE);
}

static char *
print_tags (const WbTicket *ticket)
{
  GString *json = NULL;

  if (!ticket->tags || !ticket->tags[0])
    return NULL;
  json = g_string_new (NULL);
  for (guint i = 0; ticket->tags[i]; i++) {
    g_string_append_c (json, i == 0 ? '[' : ',');
    append_json_text (json, ticket->tags[i]);
  }
  g_string_append_c (json, ']');

  return g_string_free (json, FALSE);
}

/* NULL when it was not sent. */
char *
wb_ticket_row_history (const WbTicket *ticket)
{
  GString *json = NULL;

  if (!ticket->has_history)
    return NULL;
  json = g_string_new ("[");
  for (guint i = 0; i < ticket->history->len; i++) {
    const WbHistoryItem *item = g_ptr_array_index (ticket->history, i);

    g_string_append (json, i == 0 ? "{" : ",{");
    append_member (json, "id", item->id);
    append_member (json, "type", item->type);
    append_member (json, "text", item->text);
    append_member (json, "user", item->user);
    if (item->created_at != WB_TIME_NONE)
      append_number (json, "at", item->created_at);
    g_string_append_c (json, '}');
  }
  g_string_append_c (json, ']');

  return g_string_free (json, FALSE);
}

/* The row id a new ticket gets: the second of its creation, then 8 bits of its id. The order of
 * rows is so the order of creation, and the same ticket met twice in a load meets itself. Whoever
 * finds the place taken by another takes the next one. */
gint64
wb_ticket_row_choose (const WbTicket *ticket)
{
  gint64 at = ticket->created_at != WB_TIME_NONE ? ticket->created_at : ticket->updated_at;
  gint64 secs = at == WB_TIME_NONE ? 0 : CLAMP (at / WB_SECOND_MS, 0, G_MAXINT32 * (gint64) 100);
  guint hash = g_str_hash (ticket->id);

  hash ^= hash >> 16;
  hash ^= hash >> 8;

  return 1 + (secs << BITS_IN_SECOND | (hash & ((1u << BITS_IN_SECOND) - 1)));
}

char *
wb_ticket_row_search (const WbTicket *ticket,
                      const char     *unsent_phone)
{
  const char *texts[64] = {
    ticket->code, ticket->customer_name, ticket->customer_email, ticket->order_code,
    ticket->order_remote_id,
  };
  guint n_texts = 5;

  for (guint i = 0; i < ticket->products->len && n_texts + 3 <= G_N_ELEMENTS (texts); i++) {
    const WbProduct *product = g_ptr_array_index (ticket->products, i);

    texts[n_texts++] = product->name;
    texts[n_texts++] = product->variant;
    texts[n_texts++] = product->manufacturer;
  }

  return wb_search_text (texts, n_texts, unsent_phone ? unsent_phone : ticket->customer_phone);
}

void
wb_ticket_row_bind (WbStmt         *stmt,
                    gint64          row,
                    const WbTicket *ticket,
                    const char     *search,
                    const char     *history)
{
  g_autofree char *products = print_products (ticket);
  g_autofree char *tags = print_tags (ticket);
  int i = 0;

  wb_stmt_bind_int64 (stmt, ++i, row);
  wb_stmt_bind_text (stmt, ++i, ticket->id);
  wb_stmt_bind_int64 (stmt, ++i, ticket->version);
  wb_store_bind_time (stmt, ++i, ticket->created_at);
  wb_store_bind_time (stmt, ++i, ticket->updated_at);
  wb_store_bind_time (stmt, ++i, ticket->closed_at);
  wb_stmt_bind_text (stmt, ++i, ticket->code ? ticket->code : "");
  wb_stmt_bind_text (stmt, ++i, ticket->company);
  wb_stmt_bind_text (stmt, ++i, ticket->type);
  wb_stmt_bind_text (stmt, ++i, ticket->state);
  wb_stmt_bind_text (stmt, ++i, ticket->owner);
  wb_stmt_bind_text (stmt, ++i, ticket->customer_name);
  wb_stmt_bind_text (stmt, ++i, ticket->customer_email);
  wb_stmt_bind_text (stmt, ++i, ticket->customer_phone);
  wb_stmt_bind_text (stmt, ++i, ticket->customer_language);
  wb_stmt_bind_int64 (stmt, ++i, ticket->has_order);
  wb_stmt_bind_text (stmt, ++i, ticket->order_id);
  wb_stmt_bind_text (stmt, ++i, ticket->order_code);
  wb_stmt_bind_text (stmt, ++i, ticket->order_remote_id);
  wb_stmt_bind_text (stmt, ++i, ticket->order_store_id);
  if (ticket->order_date == WB_DATE_NONE)
    wb_stmt_bind_null (stmt, ++i);
  else
    wb_stmt_bind_int64 (stmt, ++i, ticket->order_date);
  wb_stmt_bind_text (stmt, ++i, ticket->order_currency);
  /* In the order's currency; the API has no other. */
  if (wb_money_is_none (&ticket->order_price_with_vat))
    wb_stmt_bind_null (stmt, ++i);
  else
    wb_stmt_bind_int64 (stmt, ++i, ticket->order_price_with_vat.minor);
  wb_stmt_bind_text (stmt, ++i, products);
  wb_stmt_bind_text (stmt, ++i, tags);
  wb_stmt_bind_int64 (stmt, ++i, ticket->has_remarketing);
  wb_stmt_bind_text (stmt, ++i, ticket->coupon);
  wb_stmt_bind_text (stmt, ++i, ticket->call_request);
  wb_stmt_bind_int64 (stmt, ++i, ticket->banner_clicks);
  wb_stmt_bind_text (stmt, ++i, ticket->portal_url);
  wb_stmt_bind_text (stmt, ++i, search);
  wb_stmt_bind_text (stmt, ++i, history);
}

static char *
dup_member (JsonObject *object,
            const char *name)
{
  return g_strdup (json_object_get_string_member_with_default (object, name, NULL));
}

static void
set_money (WbMoney    *money,
           gint64      minor,
           const char *currency)
{
  money->minor = minor;
  g_strlcpy (money->currency, currency ? currency : "", sizeof money->currency);
}

static gboolean
read_products (WbTicket    *ticket,
               const char  *text,
               GError     **error)
{
  g_autoptr (JsonNode) node = NULL;
  JsonArray *array = NULL;

  if (!text)
    return TRUE;
  node = wb_store_parse (text, error);
  if (!node)
    return FALSE;
  array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++) {
    JsonObject *object = json_array_get_object_element (array, i);
    WbProduct *product = wb_product_new ();

    product->id = dup_member (object, "id");
    product->bound_order_item = dup_member (object, "item");
    product->name = dup_member (object, "name");
    product->variant = dup_member (object, "variant");
    product->manufacturer = dup_member (object, "maker");
    product->amount_milli = json_object_get_int_member_with_default (object, "milli", 1000);
    if (json_object_has_member (object, "price"))
      set_money (&product->price_with_vat, json_object_get_int_member (object, "price"),
                 json_object_get_string_member_with_default (object, "currency", NULL));
    g_ptr_array_add (ticket->products, product);
  }

  return TRUE;
}

static gboolean
read_tags (WbTicket    *ticket,
           const char  *text,
           GError     **error)
{
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GStrvBuilder) builder = NULL;
  JsonArray *array = NULL;

  if (!text)
    return TRUE;
  node = wb_store_parse (text, error);
  if (!node)
    return FALSE;
  array = json_node_get_array (node);
  builder = g_strv_builder_new ();
  for (guint i = 0; i < json_array_get_length (array); i++)
    g_strv_builder_add (builder, json_array_get_string_element (array, i));
  g_strfreev (ticket->tags);
  ticket->tags = g_strv_builder_end (builder);

  return TRUE;
}

gboolean
wb_ticket_row_read_history (WbTicket    *ticket,
                            const char  *history,
                            GError     **error)
{
  g_autoptr (JsonNode) node = NULL;
  JsonArray *array = NULL;

  if (!history)
    return TRUE;
  node = wb_store_parse (history, error);
  if (!node)
    return FALSE;
  ticket->has_history = TRUE;
  array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++) {
    JsonObject *object = json_array_get_object_element (array, i);
    WbHistoryItem *item = wb_history_item_new ();

    item->id = dup_member (object, "id");
    item->type = dup_member (object, "type");
    item->text = dup_member (object, "text");
    item->user = dup_member (object, "user");
    item->created_at = json_object_get_int_member_with_default (object, "at", WB_TIME_NONE);
    g_ptr_array_add (ticket->history, item);
  }

  return TRUE;
}

static void
read_order (WbStmt   *stmt,
            WbTicket *ticket,
            int       i)
{
  ticket->has_order = wb_stmt_get_int64 (stmt, i) != 0;
  ticket->order_id = wb_stmt_dup_text (stmt, i + 1);
  ticket->order_code = wb_stmt_dup_text (stmt, i + 2);
  ticket->order_remote_id = wb_stmt_dup_text (stmt, i + 3);
  ticket->order_store_id = wb_stmt_dup_text (stmt, i + 4);
  ticket->order_date = wb_stmt_is_null (stmt, i + 5) ? WB_DATE_NONE
                                                     : (gint32) wb_stmt_get_int64 (stmt, i + 5);
  ticket->order_currency = wb_stmt_dup_text (stmt, i + 6);
  if (!wb_stmt_is_null (stmt, i + 7))
    set_money (&ticket->order_price_with_vat, wb_stmt_get_int64 (stmt, i + 7),
               ticket->order_currency);
}

WbTicket *
wb_ticket_row_read (WbStmt  *stmt,
                    GError **error)
{
  g_autoptr (WbTicket) ticket = wb_ticket_new ();
  int i = 0;

  ticket->id = wb_stmt_dup_text (stmt, i++);
  ticket->version = wb_stmt_get_int64 (stmt, i++);
  ticket->created_at = wb_store_get_time (stmt, i++);
  ticket->updated_at = wb_store_get_time (stmt, i++);
  ticket->closed_at = wb_store_get_time (stmt, i++);
  ticket->code = wb_stmt_dup_text (stmt, i++);
  ticket->company = wb_stmt_dup_text (stmt, i++);
  ticket->type = wb_stmt_dup_text (stmt, i++);
  ticket->state = wb_stmt_dup_text (stmt, i++);
  ticket->owner = wb_stmt_dup_text (stmt, i++);
  ticket->customer_name = wb_stmt_dup_text (stmt, i++);
  ticket->customer_email = wb_stmt_dup_text (stmt, i++);
  ticket->customer_phone = wb_stmt_dup_text (stmt, i++);
  ticket->customer_language = wb_stmt_dup_text (stmt, i++);
  read_order (stmt, ticket, i);
  i += 8;
  if (!read_products (ticket, wb_stmt_get_text (stmt, i++), error) ||
      !read_tags (ticket, wb_stmt_get_text (stmt, i++), error))
    return NULL;
  ticket->has_remarketing = wb_stmt_get_int64 (stmt, i++) != 0;
  ticket->coupon = wb_stmt_dup_text (stmt, i++);
  ticket->call_request = wb_stmt_dup_text (stmt, i++);
  ticket->banner_clicks = (int) wb_stmt_get_int64 (stmt, i++);
  ticket->portal_url = wb_stmt_dup_text (stmt, i++);
  if (!wb_stmt_is_null (stmt, i)) {
    const char *phone = wb_stmt_get_text (stmt, i);

    g_free (ticket->customer_phone);
    ticket->customer_phone = *phone != '\0' ? g_strdup (phone) : NULL;
  }

  return g_steal_pointer (&ticket);
}
