/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The tolerant reader: what a plain Retino may send, form by form. */

#include "config.h"

#include "wb-time.h"
#include "wb-wire-page.h"
#include "wb-wire-ticket.h"

static WbTicket *
decode (const char *json)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = wb_wire_parse (json, -1, WB_WIRE_MAX_BODY_BYTES, &error);
  WbTicket *ticket = NULL;

  g_test_message ("%s", json);
  g_assert_no_error (error);
  ticket = wb_wire_ticket_decode (node, &error);
  g_assert_no_error (error);
  g_assert_nonnull (ticket);

  return ticket;
}

typedef struct
{
  const char *members;   /* of a ticket */
  const char *want;      /* NULL = nothing */
} Row;

/* References: a text, an object with an id, null, missing. */
static void
test_ticket_references (void)
{
  const Row rows[] = {
    { "\"type\":\"t1\"", "t1" },
    { "\"type\":{\"id\":\"t1\",\"name\":{\"cs\":\"Vratka\"}}", "t1" },
    { "\"type\":7", "7" },
    { "\"type\":null", NULL },
    { "\"type\":\"\"", NULL },
    { "\"type\":{\"id\":null}", NULL },
    { "\"type\":[\"t1\"]", NULL },
    { "\"code\":\"x\"", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *json = g_strdup_printf ("{\"id\":\"e1\",%s}", rows[i].members);
    g_autoptr (WbTicket) ticket = decode (json);

    g_assert_cmpstr (ticket->type, ==, rows[i].want);
  }
}

/* The customer, in three places, each field on its own; null wherever it may turn null. */
static void
test_ticket_customer_places (void)
{
  const Row rows[] = {
    { "\"customer\":{\"phone\":\"+420601\"}", "+420601" },
    { "\"customer_phone\":\"+420602\"", "+420602" },
    { "\"bound_order\":{\"customer\":{\"phone\":\"+420603\"}}", "+420603" },
    { "\"customer\":{\"phone\":\"+420601\"},\"customer_phone\":\"+420602\"", "+420601" },
    { "\"customer\":{\"phone\":null},\"customer_phone\":\"+420602\"", "+420602" },
    { "\"customer\":{\"phone\":\"\"},\"customer_phone\":null,"
      "\"bound_order\":{\"customer\":{\"phone\":\"+420603\"}}", "+420603" },
    { "\"customer\":null,\"customer_phone\":null,\"bound_order\":null", NULL },
    { "\"customer\":{\"phone\":null},\"bound_order\":{\"customer\":null}", NULL },
    { "\"customer\":\"Jana\",\"customer_phone\":{},\"bound_order\":{\"customer\":[]}", NULL },
    { "\"customer\":{\"phone\":420601}", "420601" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *json = g_strdup_printf ("{\"id\":\"e1\",%s}", rows[i].members);
    g_autoptr (WbTicket) ticket = decode (json);

    g_assert_cmpstr (ticket->customer_phone, ==, rows[i].want);
  }
}

/* Money as text or number, with fewer or surplus digits; what is no money is not shown as any. */
static void
test_ticket_money_forms (void)
{
  const struct
  {
    const char *value;
    gint64 minor;
    gboolean is_none;
  } rows[] = {
    { "\"1599.00\"", 159900, FALSE },
    { "1599", 159900, FALSE },
    { "1599.5", 159950, FALSE },
    { "199.9", 19990, FALSE },
    { "0.1", 10, FALSE },
    { "\"1599.0000\"", 159900, FALSE },
    { "\"1599\"", 159900, FALSE },
    { "null", 0, TRUE },
    { "\"\"", 0, TRUE },
    { "\"free\"", 0, TRUE },
    { "true", 0, TRUE },
    { "1e300", 0, TRUE },
    { "{}", 0, TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *json =
      g_strdup_printf ("{\"id\":\"e1\",\"bound_order\":{\"currency\":\"CZK\"},"
                       "\"products\":[{\"price\":{\"with_vat\":%s}}]}", rows[i].value);
    g_autoptr (WbTicket) ticket = decode (json);
    const WbProduct *product = g_ptr_array_index (ticket->products, 0);

    g_assert_cmpint (wb_money_is_none (&product->price_with_vat), ==, rows[i].is_none);
    g_assert_cmpint (product->price_with_vat.minor, ==, rows[i].minor);
  }
}

/* A price whose currency nobody tells is none. */
static void
test_ticket_money_needs_currency (void)
{
  g_autoptr (WbTicket) ticket = decode ("{\"id\":\"e1\",\"bound_order\":null,"
                                        "\"products\":[{\"price\":{\"with_vat\":\"10.00\"}}]}");
  const WbProduct *product = g_ptr_array_index (ticket->products, 0);

  g_assert_false (ticket->has_order);
  g_assert_true (wb_money_is_none (&product->price_with_vat));
}

/* Times with Z or an offset, with 0 to 6 digits. */
static void
test_ticket_time_forms (void)
{
  const struct
  {
    const char *value;
    gint64 ms;
  } rows[] = {
    { "\"2025-10-03T09:58:00Z\"", G_GINT64_CONSTANT (1759485480000) },
    { "\"2025-10-03T09:58:00.5Z\"", G_GINT64_CONSTANT (1759485480500) },
    { "\"2025-10-03T09:58:00.123Z\"", G_GINT64_CONSTANT (1759485480123) },
    { "\"2025-10-03T09:58:00.123456Z\"", G_GINT64_CONSTANT (1759485480123) },
    { "\"2025-10-03T09:58:00+00:00\"", G_GINT64_CONSTANT (1759485480000) },
    { "\"2025-10-03T11:58:00.000000+02:00\"", G_GINT64_CONSTANT (1759485480000) },
    { "null", WB_TIME_NONE },
    { "\"yesterday\"", WB_TIME_NONE },
    { "1759485480", WB_TIME_NONE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *json = g_strdup_printf ("{\"id\":\"e1\",\"updated_at\":%s}", rows[i].value);
    g_autoptr (WbTicket) ticket = decode (json);

    g_assert_cmpint (ticket->updated_at, ==, rows[i].ms);
  }
}

/* A list of level 1 has no history: what is stored stays. Level 0 sends it in lists, too. */
static void
test_ticket_history_sent_or_not (void)
{
  g_autoptr (WbTicket) without = decode ("{\"id\":\"e1\"}");
  g_autoptr (WbTicket) null = decode ("{\"id\":\"e1\",\"history_items\":null}");
  g_autoptr (WbTicket) broken = decode ("{\"id\":\"e1\",\"history_items\":\"none\"}");
  g_autoptr (WbTicket) empty = decode ("{\"id\":\"e1\",\"history_items\":[]}");
  g_autoptr (WbTicket) with =
    decode ("{\"id\":\"e1\",\"history_items\":[{\"history_item_type\":\"made_up\","
            "\"history_item_data\":{\"text\":\"A\"}},null,{\"id\":\"h2\"}]}");
  const WbHistoryItem *first = g_ptr_array_index (with->history, 0);
  const WbHistoryItem *second = g_ptr_array_index (with->history, 1);

  g_assert_false (without->has_history);
  g_assert_false (null->has_history);
  g_assert_false (broken->has_history);
  g_assert_true (empty->has_history);
  g_assert_true (with->has_history);
  g_assert_cmpuint (with->history->len, ==, 2);
  g_assert_cmpstr (first->id, ==, "#0");
  g_assert_cmpstr (first->type, ==, "made_up");
  g_assert_cmpstr (first->text, ==, "A");
  g_assert_cmpstr (second->id, ==, "h2");
  g_assert_cmpstr (second->text, ==, NULL);
}

/* Unknown members are ignored; tags may be ids or objects. */
static void
test_ticket_unknown_members (void)
{
  g_autoptr (WbTicket) ticket =
    decode ("{\"id\":\"e1\",\"custom\":{\"deep\":[1,2]},\"code\":20250042,"
            "\"tags\":[\"a\",{\"id\":\"b\"},null,3]}");

  g_assert_cmpstr (ticket->code, ==, "20250042");
  g_assert_cmpuint (g_strv_length (ticket->tags), ==, 3);
  g_assert_cmpstr (ticket->tags[1], ==, "b");
}

static void
test_ticket_tombstone (void)
{
  g_autoptr (WbTicket) ticket = decode ("{\"id\":\"e9\",\"deleted_at\":\"2025-10-04T08:00:01.000Z\","
                                        "\"updated_at\":\"2025-10-04T08:00:01.000Z\",\"version\":5}");
  g_autoptr (JsonNode) encoded = wb_wire_ticket_encode (ticket);
  g_autofree char *text = wb_wire_print (encoded);

  g_assert_cmpstr (text, ==, "{\"id\":\"e9\",\"deleted_at\":\"2025-10-04T08:00:01.000Z\","
                   "\"updated_at\":\"2025-10-04T08:00:01.000Z\",\"version\":5}");
}

/* The three members that a ticket is refused for, with the path in a page. */
static void
test_ticket_refuses (void)
{
  const struct
  {
    const char *json;
    const char *message;
  } rows[] = {
    { "{\"code\":\"1\"}", "results[1].id: missing" },
    { "{\"id\":null}", "results[1].id: null where a value is needed" },
    { "{\"id\":true}", "results[1].id: expected id, got boolean" },
    { "{\"id\":\"e1\",\"version\":\"12\"}", "results[1].version: expected integer, got string" },
    { "{\"id\":\"e1\",\"version\":99999999999999999999}",
      "results[1].version: expected integer, got number" },
    { "{\"id\":\"e1\",\"deleted_at\":\"x\"}",
      "results[1].deleted_at: not a time like 2025-10-03T09:58:00.000Z" },
    { "[]", "results[1].$: expected object, got array" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *json = g_strdup_printf ("{\"results\":[{\"id\":\"e0\"},%s]}", rows[i].json);
    g_autoptr (GError) error = NULL;
    g_autoptr (JsonNode) node = wb_wire_parse (json, -1, WB_WIRE_MAX_BODY_BYTES, &error);
    g_autoptr (WbWirePage) page = NULL;

    g_assert_no_error (error);
    page = wb_wire_page_decode (node, (WbWireDecodeFunc) wb_wire_ticket_decode,
                                (GDestroyNotify) wb_ticket_unref, &error);
    g_assert_error (error, WB_WIRE_ERROR, WB_WIRE_ERROR_BAD_SHAPE);
    g_assert_cmpstr (error->message, ==, rows[i].message);
    g_assert_null (page);
  }
}

/* How long a page of 100 tickets takes; shown with --verbose, judged by the bench. */
static void
test_ticket_page_speed (void)
{
  g_autofree char *path = g_build_filename (TEST_DATA_DIR, "samples", "ticket.json", NULL);
  g_autofree char *ticket = NULL;
  g_autoptr (GString) body = g_string_new ("{\"count\":100,\"current_page\":1,\"total_pages\":1,"
                                           "\"results\":[");
  g_autoptr (GError) error = NULL;
  gint64 start = 0;

  g_file_get_contents (path, &ticket, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < 100; i++)
    g_string_append_printf (body, "%s%s", i > 0 ? "," : "", ticket);
  g_string_append (body, "]}");

  start = g_get_monotonic_time ();
  for (guint round = 0; round < 20; round++) {
    g_autoptr (JsonNode) node = wb_wire_parse (body->str, (gssize) body->len,
                                               WB_WIRE_MAX_BODY_BYTES, &error);
    g_autoptr (WbWirePage) page = NULL;

    g_assert_no_error (error);
    page = wb_wire_page_decode (node, (WbWireDecodeFunc) wb_wire_ticket_decode,
                                (GDestroyNotify) wb_ticket_unref, &error);
    g_assert_no_error (error);
    g_assert_cmpuint (page->items->len, ==, 100);
  }
  g_test_message ("%" G_GSIZE_FORMAT " bytes: %" G_GINT64_FORMAT " µs a page", body->len,
                  (g_get_monotonic_time () - start) / 20);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wb/wire/ticket/references", test_ticket_references);
  g_test_add_func ("/wb/wire/ticket/customer-places", test_ticket_customer_places);
  g_test_add_func ("/wb/wire/ticket/money-forms", test_ticket_money_forms);
  g_test_add_func ("/wb/wire/ticket/money-needs-currency", test_ticket_money_needs_currency);
  g_test_add_func ("/wb/wire/ticket/time-forms", test_ticket_time_forms);
  g_test_add_func ("/wb/wire/ticket/history-sent-or-not", test_ticket_history_sent_or_not);
  g_test_add_func ("/wb/wire/ticket/unknown-members", test_ticket_unknown_members);
  g_test_add_func ("/wb/wire/ticket/tombstone", test_ticket_tombstone);
  g_test_add_func ("/wb/wire/ticket/refuses", test_ticket_refuses);
  g_test_add_func ("/wb/wire/ticket/page-speed", test_ticket_page_speed);

  return g_test_run ();
}
