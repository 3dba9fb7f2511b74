/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The bodies of writes, both ways, and the event feed's kinds. */

#include "config.h"

#include "wb-wire-event.h"
#include "wb-wire-page.h"
#include "wb-wire-write.h"

typedef struct
{
  const char *json;
  const char *result;   /* what it is written as again, or the refusal */
} Row;

static void
check_rows (const Row        *rows,
            guint             n_rows,
            WbWireDecodeFunc  decode,
            WbWireEncodeFunc  encode,
            GDestroyNotify    unref)
{
  for (guint i = 0; i < n_rows; i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (JsonNode) node = wb_wire_parse (rows[i].json, -1, 10000, &error);
    gpointer body = NULL;

    g_test_message ("%s", rows[i].json);
    g_assert_no_error (error);
    body = decode (node, &error);
    if (rows[i].result[0] == '{') {
      g_autoptr (JsonNode) encoded = NULL;
      g_autofree char *text = NULL;

      g_assert_no_error (error);
      encoded = encode (body);
      text = wb_wire_print (encoded);
      g_assert_cmpstr (text, ==, rows[i].result);
      unref (body);
    } else {
      g_assert_error (error, WB_WIRE_ERROR, WB_WIRE_ERROR_BAD_SHAPE);
      g_assert_cmpstr (error->message, ==, rows[i].result);
      g_assert_null (body);
    }
  }
}

#define CHECK(rows, prefix)                                                              \
  check_rows (rows, G_N_ELEMENTS (rows), (WbWireDecodeFunc) wb_wire_ ## prefix ## _decode,   \
              (WbWireEncodeFunc) wb_wire_ ## prefix ## _encode, (GDestroyNotify) wb_ ## prefix ## _unref)

static void
test_write_assign (void)
{
  const Row rows[] = {
    { "{\"assignee\":\"me\",\"lease_secs\":900}", "{\"assignee\":\"me\",\"lease_secs\":900}" },
    { "{\"assignee\":null}", "{\"assignee\":null}" },
    { "{\"assignee\":\"d1\",\"lease_secs\":null,\"more\":1}", "{\"assignee\":\"d1\"}" },
    { "{}", "assignee: missing" },
    { "{\"assignee\":[]}", "assignee: expected string, got array" },
    { "{\"assignee\":\"me\",\"lease_secs\":\"900\"}", "lease_secs: expected integer, got string" },
  };

  CHECK (rows, assign_body);
}

static void
test_write_reschedule (void)
{
  const Row rows[] = {
    { "{\"due_at\":\"2025-10-05T14:00:00.000Z\",\"attempt\":{\"outcome\":\"no_answer\",\"note\":null,"
      "\"at\":\"2025-10-04T08:00:00.000Z\"}}",
      "{\"due_at\":\"2025-10-05T14:00:00.000Z\",\"attempt\":{\"outcome\":\"no_answer\",\"note\":null,"
      "\"at\":\"2025-10-04T08:00:00.000Z\"}}" },
    { "{\"due_at\":\"2025-10-05T16:00:00+02:00\"}",
      "{\"due_at\":\"2025-10-05T14:00:00.000Z\",\"attempt\":null}" },
    { "{\"attempt\":null}", "due_at: missing" },
    { "{\"due_at\":\"2025-10-05T14:00:00.000Z\",\"attempt\":{\"note\":\"x\"}}",
      "attempt.outcome: missing" },
    { "{\"due_at\":\"2025-10-05T14:00:00.000Z\",\"attempt\":\"no_answer\"}",
      "attempt: expected object, got string" },
  };

  CHECK (rows, reschedule_body);
}

static void
test_write_complete (void)
{
  const Row rows[] = {
    { "{\"outcome\":\"exchange_agreed\",\"note\":\"Výměna za modré.\","
      "\"called_at\":\"2025-10-05T09:12:00.000Z\"}",
      "{\"outcome\":\"exchange_agreed\",\"note\":\"Výměna za modré.\","
      "\"called_at\":\"2025-10-05T09:12:00.000Z\"}" },
    { "{}", "{\"outcome\":null,\"note\":null,\"called_at\":null}" },
    { "{\"outcome\":{}}", "outcome: expected string, got object" },
    { "{\"called_at\":\"now\"}", "called_at: not a time like 2025-10-03T09:58:00.000Z" },
  };

  CHECK (rows, complete_body);
}

static void
test_write_reopen (void)
{
  const Row rows[] = {
    { "{\"due_at\":\"2025-10-06T09:00:00.000Z\",\"reason\":\"Omylem uzavřeno\"}",
      "{\"due_at\":\"2025-10-06T09:00:00.000Z\",\"reason\":\"Omylem uzavřeno\"}" },
    { "{\"reason\":\"x\"}", "due_at: missing" },
  };

  CHECK (rows, reopen_body);
}

static void
test_write_call_request (void)
{
  const Row rows[] = {
    { "{\"placement\":\"portal\",\"phone\":\"+420601123456\"}",
      "{\"placement\":\"portal\",\"phone\":\"+420601123456\"}" },
    { "{\"placement\":\"email\",\"more\":1}", "{\"placement\":\"email\",\"phone\":null}" },
    { "{\"phone\":\"+420601123456\"}", "placement: missing" },
    { "{\"placement\":\"portal\",\"phone\":{}}", "phone: expected string, got object" },
  };

  CHECK (rows, call_request_body);
}

static void
test_write_coupon_request (void)
{
  const Row rows[] = {
    { "{\"currency\":\"CZK\",\"kind\":\"fixed\",\"amount\":\"200.00\",\"min_order_value\":\"1000.00\","
      "\"validity_days\":30,\"activity\":\"a1\",\"replace\":true}",
      "{\"currency\":\"CZK\",\"kind\":\"fixed\",\"amount\":\"200.00\",\"min_order_value\":\"1000.00\","
      "\"validity_days\":30,\"activity\":\"a1\",\"replace\":true}" },
    { "{\"currency\":\"CZK\",\"kind\":\"fixed\",\"amount\":199.5,\"validity_days\":30}",
      "{\"currency\":\"CZK\",\"kind\":\"fixed\",\"amount\":\"199.5\",\"min_order_value\":null,"
      "\"validity_days\":30}" },
    { "{\"currency\":\"CZK\",\"kind\":\"fixed\",\"validity_days\":30}", "amount: missing" },
    { "{\"currency\":\"CZK\",\"kind\":\"fixed\",\"amount\":true,\"validity_days\":30}",
      "amount: expected decimal string, got boolean" },
    { "{\"currency\":\"CZK\",\"kind\":\"fixed\",\"amount\":\"1\",\"validity_days\":4294967297}",
      "validity_days: out of range" },
    { "{\"currency\":\"CZK\",\"kind\":\"fixed\",\"amount\":\"1\",\"validity_days\":1,\"replace\":\"yes\"}",
      "replace: expected boolean, got string" },
  };

  CHECK (rows, coupon_request);
}

static void
test_write_ticket_patch (void)
{
  const Row rows[] = {
    { "{\"customer\":{\"phone\":\"+420601\"}}", "{\"customer\":{\"phone\":\"+420601\"}}" },
    { "{\"customer\":{\"phone\":null},\"owner\":null}",
      "{\"owner\":null,\"customer\":{\"phone\":null}}" },
    { "{\"state\":\"s1\",\"customer\":null}", "{\"state\":\"s1\"}" },
    { "{}", "{}" },
    { "{\"customer\":{\"phone\":{}}}", "customer.phone: expected string, got object" },
  };

  CHECK (rows, ticket_patch);
}

/* What an event is about, by its type; one of a kind not known moves the cursor all the same. */
static void
test_write_event_kinds (void)
{
  const struct
  {
    const char *json;
    const char *kind;
    const char *object_id;
    gint64 version;
    gboolean deleted;
  } rows[] = {
    { "\"event_type\":\"activity.updated\",\"activity\":{\"id\":\"a1\",\"version\":2}", "activity", "a1", 2,
      FALSE },
    { "\"event_type\":\"ticket.deleted\",\"ticket\":{\"id\":\"e1\",\"version\":5}", "ticket", "e1", 5, TRUE },
    { "\"event_type\":\"remarketing_settings.updated\",\"remarketing_settings\":{\"type\":\"b1\","
      "\"version\":18}", "remarketing_settings", "b1", 18, FALSE },
    { "\"event_type\":\"account.updated\",\"account\":{\"id\":\"c1\",\"version\":4}", "account", "c1", 4,
      FALSE },
    { "\"event_type\":\"portal.call_requested\",\"portal\":{\"ticket\":\"e1\"}", "portal", NULL, 0, FALSE },
    { "\"event_type\":\"moon.landed\"", "moon", NULL, 0, FALSE },
    { "\"event_type\":\"strange\"", "strange", NULL, 0, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *json = g_strdup_printf ("{\"results\":[{\"id\":\"1\",%s}],\"next_cursor\":\"c\"}",
                                             rows[i].json);
    g_autoptr (GError) error = NULL;
    g_autoptr (JsonNode) node = wb_wire_parse (json, -1, 10000, &error);
    g_autoptr (WbEventPage) page = NULL;
    const WbEvent *event = NULL;

    g_test_message ("%s", json);
    page = wb_wire_event_page_decode (node, &error);
    g_assert_no_error (error);
    g_assert_cmpstr (page->next_cursor, ==, "c");
    g_assert_false (page->has_more);
    event = g_ptr_array_index (page->events, 0);
    g_assert_cmpstr (event->kind, ==, rows[i].kind);
    g_assert_cmpstr (event->object_id, ==, rows[i].object_id);
    g_assert_cmpint (event->object_version, ==, rows[i].version);
    g_assert_cmpint (event->deleted, ==, rows[i].deleted);
  }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wb/wire/write/assign", test_write_assign);
  g_test_add_func ("/wb/wire/write/reschedule", test_write_reschedule);
  g_test_add_func ("/wb/wire/write/complete", test_write_complete);
  g_test_add_func ("/wb/wire/write/reopen", test_write_reopen);
  g_test_add_func ("/wb/wire/write/call-request", test_write_call_request);
  g_test_add_func ("/wb/wire/write/coupon-request", test_write_coupon_request);
  g_test_add_func ("/wb/wire/write/ticket-patch", test_write_ticket_patch);
  g_test_add_func ("/wb/wire/write/event-kinds", test_write_event_kinds);

  return g_test_run ();
}
