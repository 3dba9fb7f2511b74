/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Customers ask to be called (reference/retino-api.md B.10): what is refused, what a request makes,
 * and that a ticket has one open call however often it is asked for. */

#include "config.h"

#include "portal-fixture.h"

#define KEY_1 "00112233445566778899aabbccddeeff"   /* of ticket 1: in CZK, call 1 is open */
#define KEY_3 "fedcba9876543210fedcba9876543210"   /* of ticket 3: no order, its call is closed */
#define UNKNOWN "00000000000000000000000000000000"
#define PATH(key) "/portal/" key "/call-request"
#define IN_PORTAL "{\"placement\":\"portal\"}"
#define NEW_PHONE "+420777888999"
#define WITH_PHONE "{\"placement\":\"portal\",\"phone\":\"" NEW_PHONE "\"}"

/* Calls are offered in the portal and in mails, where the type has no coupon. */
static void
offer_calls (Fixture  *fixture,
             gboolean  enabled)
{
  g_autofree char *body = g_strdup_printf (
    "{\"tools\":{\"coupon\":{\"enabled\":false,\"placements\":[],\"amounts\":[],\"validity_days\":null},"
    "\"call_request\":{\"enabled\":%s,\"placements\":[\"portal\",\"email\"],\"text\":{\"cs\":\"Máme zavolat?\"}},"
    "\"banner\":{\"enabled\":false,\"placements\":[],\"banner\":null,\"target_url\":null}}}",
    enabled ? "true" : "false");
  g_autoptr (Answer) before = ask (fixture, "GET", "/remarketing/settings/" TYPE_RETURN, MANAGER, NULL, NULL);
  g_autoptr (Answer) put = ask_write (fixture, "PUT", "/remarketing/settings/" TYPE_RETURN, MANAGER,
                                      answer_int (before, "version"), body);

  assert_status (put, 200);
}

static Fixture *
new_merchant (int rate_limit)
{
  Fixture *fixture = fixture_new_stopped ();

  g_assert_true (wb_portal_import_customer_key (fixture->portal, TICKET_1, KEY_1, NULL));
  g_assert_true (wb_portal_import_customer_key (fixture->portal, TICKET_3, KEY_3, NULL));
  fixture->rate_limit = rate_limit;
  fixture_restart (fixture);
  offer_calls (fixture, TRUE);

  return fixture;
}

static Answer *
request_call (Fixture    *fixture,
              const char *path,
              const char *body)
{
  return ask (fixture, "POST", path, NULL, NULL, body);
}

static gint64
count_open (Fixture *fixture)
{
  return ask_ledger (fixture, "SELECT count(*) FROM activity WHERE ticket = '" TICKET_3 "' AND status = 'open'");
}

static gint64
count_events (Fixture *fixture)
{
  return ask_ledger (fixture, "SELECT count(*) FROM event");
}

/* What is refused leaves no trace; each has a twin among the numbers below that is accepted. */
static void
test_refusals (void)
{
  static const struct {
    const char *method;
    const char *path;
    const char *body;
    guint status;
    const char *code;
  } rows[] = {
    { "POST", PATH (UNKNOWN), IN_PORTAL, 404, "not_found" },
    { "POST", PATH ("x"), IN_PORTAL, 404, "not_found" },
    { "POST", PATH (KEY_3) "/more", IN_PORTAL, 404, "not_found" },
    { "GET", PATH (KEY_3) "?placement=portal", NULL, 405, "method_not_allowed" },
    { "HEAD", PATH (KEY_3) "?placement=portal", NULL, 405, NULL },
    { "PUT", PATH (KEY_3), IN_PORTAL, 405, "method_not_allowed" },
    { "POST", PATH (KEY_3), NULL, 400, "invalid_request" },
    { "POST", PATH (KEY_3), "{", 400, "invalid_request" },
    { "POST", PATH (KEY_3), "[]", 400, "invalid_request" },
    { "POST", PATH (KEY_3), "{}", 400, "invalid_request" },
    { "POST", PATH (KEY_3) "?placement=portal", "{}", 400, "invalid_request" },
    { "POST", PATH (KEY_3), "{\"placement\":\"everywhere\"}", 400, "invalid_request" },
    { "POST", PATH (KEY_3), "{\"placement\":\"portal\",\"phone\":[]}", 400, "invalid_request" },
    { "POST", PATH (KEY_3), "{\"placement\":\"ticket_detail\"}", 409, "offer_disabled" },
  };
  g_autoptr (Fixture) fixture = new_merchant (WB_PORTAL_RATE_OFF);
  gint64 n_events = count_events (fixture);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Answer) answer = ask (fixture, rows[i].method, rows[i].path, NULL, NULL, rows[i].body);

    g_test_message ("%s %s %s", rows[i].method, rows[i].path, rows[i].body ? rows[i].body : "");
    assert_status (answer, rows[i].status);
    if (rows[i].code)
      assert_text (answer, "code", rows[i].code);
    g_assert_cmpstr (answer_header (answer, "referrer-policy"), ==, "no-referrer");
  }
  g_assert_cmpint (count_open (fixture), ==, 0);
  g_assert_cmpint (count_events (fixture), ==, n_events);
}

/* A number is taken when it is sure whose it is: with its country's code, or by the customer's. */
static void
test_phones (void)
{
  static const struct {
    const char *typed;     /* as in JSON */
    const char *language;  /* of the customer */
    const char *currency;  /* of the order */
    const char *phone;     /* NULL = refused */
  } rows[] = {
    { "\"+420 777 888 999\"", NULL, NULL, NEW_PHONE },
    { "\"00420777888999\"", "de", "EUR", NEW_PHONE },
    /* The account's country, where nothing is known of the customer. */
    { "\"777 888 999\"", NULL, NULL, NEW_PHONE },
    { "\"777 888 999\"", "en", "EUR", NEW_PHONE },
    /* The customer's own comes before it. */
    { "\"512 345 678\"", "pl", NULL, "+48512345678" },
    { "\"512 345 678\"", NULL, "PLN", "+48512345678" },
    { "\"0905 123 456\"", "sk", "EUR", "+421905123456" },
    { "\"06 20 123 4567\"", "hu", "HUF", "+36201234567" },
    /* A Slovak who orders in Czechia: only one of the two has this number. */
    { "\"0905 123 456\"", "sk", "CZK", "+421905123456" },
    { "\"777 888 999\"", "sk", "CZK", NEW_PHONE },
    /* Both have it: nobody knows whose telephone would ring. */
    { "\"777 888 999\"", "pl", "CZK", NULL },
    { "\"777 888 99\"", "cs", "CZK", NULL },
    { "\"0171 2345678\"", "pl", "PLN", NULL },
    { "\"+420 777 888 99\"", "cs", "CZK", NULL },
    { "\"call me\"", NULL, NULL, NULL },
    { "\"777888999 ext. 5\"", NULL, NULL, NULL },
    { "\"+4207778889991234567\"", NULL, NULL, NULL },
    /* Calls to it would cost the merchant extra. */
    { "\"+420 906 123 456\"", NULL, NULL, NULL },
    { "\"906 123 456\"", "cs", "CZK", NULL },
    { "\"+49 900 1234567\"", "de", "EUR", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Fixture) fixture = fixture_new_stopped ();
    g_autoptr (WbTicket) ticket = wb_ticket_new ();
    g_autofree char *body = g_strdup_printf ("{\"placement\":\"portal\",\"phone\":%s}", rows[i].typed);
    g_autoptr (Answer) answer = NULL;
    g_autoptr (Answer) after = NULL;

    g_test_message ("%s of a customer of “%s” with an order in %s", rows[i].typed,
                    rows[i].language ? rows[i].language : "", rows[i].currency ? rows[i].currency : "nothing");
    ticket->id = g_strdup (TICKET_3);
    ticket->code = g_strdup ("20250044");
    ticket->type = g_strdup (TYPE_RETURN);
    ticket->customer_language = g_strdup (rows[i].language);
    ticket->has_order = rows[i].currency ? TRUE : FALSE;
    ticket->order_currency = g_strdup (rows[i].currency);
    ticket->order_date = WB_DATE_NONE;
    ticket->created_at = ticket->updated_at = NOW;
    ticket->closed_at = ticket->deleted_at = WB_TIME_NONE;
    ticket->version = 1;
    g_assert_true (wb_portal_import_ticket (fixture->portal, ticket, NULL));
    g_assert_true (wb_portal_import_customer_key (fixture->portal, TICKET_3, KEY_3, NULL));
    fixture_start (fixture);
    offer_calls (fixture, TRUE);

    answer = request_call (fixture, PATH (KEY_3), body);
    after = ask (fixture, "GET", "/tickets/" TICKET_3, EVA, NULL, NULL);
    assert_text (after, "customer.phone", rows[i].phone ? rows[i].phone : "");
    if (rows[i].phone) {
      assert_status (answer, 201);
    } else {
      assert_refused (answer, 400, "phone_invalid");
      assert_text (answer, "errors.phone.0.code", "phone_invalid");
    }
    g_assert_cmpint (count_open (fixture), ==, rows[i].phone ? 1 : 0);
  }
}

/* The call, its ticket, the events and what is served after it. */
static void
test_makes_call (void)
{
  g_autoptr (Fixture) fixture = new_merchant (WB_PORTAL_RATE_OFF);
  g_autoptr (Answer) head = ask (fixture, "GET", "/events?after=head", EVA, NULL, NULL);
  g_autofree char *cursor = answer_text (head, "next_cursor");
  g_autofree char *feed = g_strdup_printf ("/events?after=%s", cursor);
  g_autoptr (Answer) made = request_call (fixture, PATH (KEY_3), WITH_PHONE);
  g_autofree char *id = answer_text (made, "id");
  g_autofree char *path = g_strconcat ("/activities/", id, NULL);
  g_autoptr (Answer) call = ask (fixture, "GET", path, EVA, NULL, NULL);
  g_autoptr (Answer) ticket = ask (fixture, "GET", "/tickets/" TICKET_3, EVA, NULL, NULL);
  g_autoptr (Answer) events = ask (fixture, "GET", feed, EVA, NULL, NULL);
  g_autoptr (Answer) offers = ask (fixture, "GET", "/portal/" KEY_3 "/offers?placement=portal", NULL, NULL, NULL);

  assert_status (made, 201);
  g_assert_cmpuint (json_object_get_size (json_node_get_object (made->json)), ==, 2);
  /* 12:00 in Prague, two days later. */
  assert_text (made, "due_at", "2025-10-05T10:00:00.000Z");

  assert_text (call, "ticket", TICKET_3);
  assert_text (call, "ticket_code", "20250044");
  assert_text (call, "ticket_type", TYPE_RETURN);
  assert_text (call, "kind", "call_request");
  assert_text (call, "name", "Zavolat zákazníkovi");
  assert_text (call, "status", "open");
  assert_text (call, "assignee", "");
  assert_text (call, "lease_until", "");
  assert_text (call, "customer.name", "Karel Čapek");
  assert_text (call, "customer.phone", NEW_PHONE);
  assert_text (call, "placement", "portal");
  assert_text (call, "created_at", "2025-10-03T10:00:00.000Z");
  assert_text (call, "due_at", "2025-10-05T10:00:00.000Z");
  assert_text (call, "original_due_at", "2025-10-05T10:00:00.000Z");
  assert_text (call, "called_at", "");
  assert_text (call, "closed_at", "");
  g_assert_false (answer_has (call, "attempts.0"));
  g_assert_cmpint (answer_int (call, "version"), ==, 1);

  assert_text (ticket, "customer.phone", NEW_PHONE);
  assert_text (ticket, "remarketing.call_request", id);
  g_assert_cmpint (answer_int (ticket, "version"), ==, 2);

  /* The closed call follows the ticket's number; then the new one, its ticket, and who asked. */
  assert_text (events, "results.0.event_type", "activity.updated");
  assert_text (events, "results.0.activity.id", CALL_3);
  assert_text (events, "results.0.activity.customer.phone", NEW_PHONE);
  assert_text (events, "results.1.event_type", "activity.created");
  assert_text (events, "results.1.activity.id", id);
  assert_text (events, "results.1.actor", "");
  assert_text (events, "results.2.event_type", "ticket.updated");
  assert_text (events, "results.2.ticket.id", TICKET_3);
  g_assert_cmpint (answer_int (events, "results.2.ticket.version"), ==, 2);
  assert_text (events, "results.3.event_type", "portal.call_requested");
  assert_text (events, "results.3.portal.ticket", TICKET_3);
  assert_text (events, "results.3.portal.placement", "portal");
  g_assert_false (answer_has (events, "results.4"));
  assert_text (offers, "offers.0.tool", "call_request");
  assert_text (offers, "offers.0.requested", "true");
}

/* The promise is the same hour two days on, in the account's zone, over both changes of the clock. */
static void
test_promise_over_clock_change (void)
{
  static const struct {
    gint64 now;
    const char *due_at;
  } rows[] = {
    /* 2025-10-25 12:00 in Prague: two days on it is winter. */
    { G_GINT64_CONSTANT (1761386400000), "2025-10-27T11:00:00.000Z" },
    /* 2026-03-28 12:00: two days on it is summer. */
    { G_GINT64_CONSTANT (1774695600000), "2026-03-30T10:00:00.000Z" },
    /* 2026-03-27 02:30: that hour does not come on the 29th. */
    { G_GINT64_CONSTANT (1774575000000), "2026-03-29T01:00:00.000Z" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Fixture) fixture = new_merchant (WB_PORTAL_RATE_OFF);
    g_autoptr (Answer) made = NULL;

    g_test_message ("%s", rows[i].due_at);
    fixture_advance (fixture, rows[i].now - NOW);
    made = request_call (fixture, PATH (KEY_3), IN_PORTAL);
    assert_status (made, 201);
    assert_text (made, "due_at", rows[i].due_at);
  }
}

/* No number is a wish too: e-mail instead. An empty field is none. */
static void
test_without_number (void)
{
  static const char *const bodies[] = {
    IN_PORTAL, "{\"placement\":\"email\",\"phone\":null}", "{\"placement\":\"portal\",\"phone\":\"  \"}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++) {
    g_autoptr (Fixture) fixture = new_merchant (WB_PORTAL_RATE_OFF);
    g_autoptr (Answer) made = request_call (fixture, PATH (KEY_3), bodies[i]);
    g_autofree char *id = answer_text (made, "id");
    g_autofree char *path = g_strconcat ("/activities/", id, NULL);
    g_autoptr (Answer) call = ask (fixture, "GET", path, EVA, NULL, NULL);

    g_test_message ("%s", bodies[i]);
    assert_status (made, 201);
    assert_text (call, "customer.phone", "");
    assert_text (call, "placement", i == 1 ? "email" : "portal");
  }
}

/* Asking again gives the call there is. */
static void
test_again (void)
{
  g_autoptr (Fixture) fixture = new_merchant (WB_PORTAL_RATE_OFF);
  g_autoptr (Answer) first = request_call (fixture, PATH (KEY_3), IN_PORTAL);
  g_autofree char *id = answer_text (first, "id");
  g_autofree char *path = g_strconcat ("/activities/", id, NULL);
  g_autoptr (Answer) taken = NULL;
  g_autoptr (Answer) put_off = NULL;
  g_autoptr (Answer) same = NULL;
  g_autoptr (Answer) number = NULL;
  g_autoptr (Answer) wrong = NULL;
  g_autoptr (Answer) off = NULL;
  g_autoptr (Answer) call = NULL;
  g_autoptr (Answer) ticket = NULL;
  g_autofree char *assign = g_strconcat (path, "/assign", NULL);
  g_autofree char *reschedule = g_strconcat (path, "/reschedule", NULL);
  gint64 n_events = 0;

  assert_status (first, 201);
  taken = ask_write (fixture, "POST", assign, EVA, 1, "{\"assignee\":\"me\"}");
  assert_status (taken, 200);
  put_off = ask_write (fixture, "POST", reschedule, EVA, 2, "{\"due_at\":\"2025-10-04T08:00:00.000Z\"}");
  assert_status (put_off, 200);

  n_events = count_events (fixture);
  same = request_call (fixture, PATH (KEY_3), "{\"placement\":\"email\"}");
  assert_status (same, 200);
  assert_text (same, "id", id);
  assert_text (same, "due_at", "2025-10-04T08:00:00.000Z");
  g_assert_cmpint (count_events (fixture), ==, n_events);

  /* A number put right stands on the call and on the ticket, and takes the call from nobody. */
  number = request_call (fixture, PATH (KEY_3), WITH_PHONE);
  assert_status (number, 200);
  assert_text (number, "id", id);
  call = ask (fixture, "GET", path, EVA, NULL, NULL);
  assert_text (call, "customer.phone", NEW_PHONE);
  assert_text (call, "assignee", EVA_ID);
  assert_text (call, "placement", "portal");
  g_assert_cmpint (answer_int (call, "version"), ==, 4);
  ticket = ask (fixture, "GET", "/tickets/" TICKET_3, EVA, NULL, NULL);
  assert_text (ticket, "customer.phone", NEW_PHONE);
  assert_text (ticket, "remarketing.call_request", id);
  n_events = count_events (fixture);
  wrong = request_call (fixture, PATH (KEY_3), "{\"placement\":\"portal\",\"phone\":\"123\"}");
  assert_refused (wrong, 400, "phone_invalid");

  /* What was promised stands when it is not offered any more. */
  offer_calls (fixture, FALSE);
  n_events = count_events (fixture);
  off = request_call (fixture, PATH (KEY_3), WITH_PHONE);
  assert_status (off, 200);
  assert_text (off, "id", id);
  g_assert_cmpint (count_events (fixture), ==, n_events);
  g_assert_cmpint (count_open (fixture), ==, 1);
}

/* One that is closed keeps nobody from asking again. */
static void
test_after_closed (void)
{
  g_autoptr (Fixture) fixture = new_merchant (WB_PORTAL_RATE_OFF);
  g_autoptr (Answer) first = request_call (fixture, PATH (KEY_3), IN_PORTAL);
  g_autofree char *id = answer_text (first, "id");
  g_autofree char *complete = g_strdup_printf ("/activities/%s/complete", id);
  g_autoptr (Answer) done = ask_write (fixture, "POST", complete, EVA, 1, "{\"outcome\":\"resolved\"}");
  g_autoptr (Answer) second = request_call (fixture, PATH (KEY_3), IN_PORTAL);
  g_autofree char *second_id = answer_text (second, "id");
  g_autoptr (Answer) ticket = ask (fixture, "GET", "/tickets/" TICKET_3, EVA, NULL, NULL);

  assert_status (first, 201);
  assert_status (done, 200);
  assert_status (second, 201);
  g_assert_cmpstr (second_id, !=, id);
  assert_text (ticket, "remarketing.call_request", second_id);
  g_assert_cmpint (count_open (fixture), ==, 1);
}

static void
test_not_offered (void)
{
  g_autoptr (Fixture) fixture = new_merchant (WB_PORTAL_RATE_OFF);
  g_autoptr (Answer) off = NULL;
  g_autoptr (Answer) deactivated = NULL;
  g_autoptr (Answer) inactive = NULL;
  g_autoptr (Answer) inactive_open = NULL;
  g_autoptr (Answer) activated = NULL;
  g_autoptr (Answer) made = NULL;

  offer_calls (fixture, FALSE);
  off = request_call (fixture, PATH (KEY_3), WITH_PHONE);
  assert_refused (off, 409, "offer_disabled");
  offer_calls (fixture, TRUE);
  deactivated = ask (fixture, "PATCH", "/account/addons/remarketing", MANAGER, "If-Match: \"4\"\r\n",
                     "{\"active\":false}");
  assert_status (deactivated, 200);
  inactive = request_call (fixture, PATH (KEY_3), WITH_PHONE);
  assert_refused (inactive, 403, "addon_inactive");
  inactive_open = request_call (fixture, PATH (KEY_1), WITH_PHONE);
  assert_refused (inactive_open, 403, "addon_inactive");
  /* Nothing refused has kept the number. */
  g_assert_cmpint (ask_ledger (fixture, "SELECT count(*) FROM ticket WHERE doc LIKE '%777888999%'"), ==, 0);
  activated = ask (fixture, "PATCH", "/account/addons/remarketing", MANAGER, "If-Match: \"5\"\r\n",
                   "{\"active\":true}");
  assert_status (activated, 200);
  made = request_call (fixture, PATH (KEY_3), WITH_PHONE);
  assert_status (made, 201);
}

typedef struct
{
  Fixture *fixture;
  const char *body;
  guint status;
  char *id;
} Racer;

static gpointer
race (gpointer data)
{
  Racer *racer = data;
  g_autoptr (Answer) answer = request_call (racer->fixture, PATH (KEY_3), racer->body);

  racer->status = answer->status;
  racer->id = answer_text (answer, "id");

  return NULL;
}

static void
test_two_at_once (void)
{
  g_autoptr (Fixture) fixture = new_merchant (WB_PORTAL_RATE_OFF);

  for (int round = 0; round < 50; round++) {
    Racer one = { fixture, IN_PORTAL, 0, NULL };
    Racer other = { fixture, WITH_PHONE, 0, NULL };
    GThread *threads[] = { g_thread_new ("one", race, &one), g_thread_new ("other", race, &other) };
    g_autofree char *complete = NULL;
    g_autoptr (Answer) call = NULL;
    g_autoptr (Answer) done = NULL;

    g_thread_join (threads[0]);
    g_thread_join (threads[1]);
    g_assert_cmpuint (one.status + other.status, ==, 401);
    g_assert_cmpstr (one.id, ==, other.id);
    g_assert_cmpint (count_open (fixture), ==, 1);
    complete = g_strdup_printf ("/activities/%s", one.id);
    call = ask (fixture, "GET", complete, EVA, NULL, NULL);
    assert_text (call, "customer.phone", NEW_PHONE);
    g_free (complete);
    complete = g_strdup_printf ("/activities/%s/complete", one.id);
    done = ask_write (fixture, "POST", complete, EVA, answer_int (call, "version"), "{\"outcome\":\"resolved\"}");
    assert_status (done, 200);
    g_free (one.id);
    g_free (other.id);
  }
}

/* Its limits are those of everything else a customer asks. */
static void
test_limits (void)
{
  g_autoptr (Fixture) fixture = new_merchant (WB_PORTAL_RATE_DEFAULT);
  g_autoptr (Answer) offers = ask (fixture, "GET", "/portal/" KEY_3 "/offers?placement=portal", NULL, NULL, NULL);
  g_autoptr (Answer) refused = NULL;
  g_autoptr (Answer) other = NULL;

  assert_status (offers, 200);
  for (int i = 1; i < WB_PORTAL_RATE_KEY; i++) {
    g_autoptr (Answer) answer = request_call (fixture, PATH (KEY_3), IN_PORTAL);

    assert_status (answer, i == 1 ? 201 : 200);
  }
  refused = request_call (fixture, PATH (KEY_3), WITH_PHONE);
  assert_refused (refused, 429, "rate_limited");
  g_assert_cmpstr (answer_header (refused, "retry-after"), ==, "60");
  other = request_call (fixture, PATH (KEY_1), IN_PORTAL);
  assert_status (other, 200);
  assert_text (other, "id", CALL_1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wb/portal/call-request/what-is-refused-leaves-no-trace", test_refusals);
  g_test_add_func ("/wb/portal/call-request/numbers-are-taken-when-sure", test_phones);
  g_test_add_func ("/wb/portal/call-request/makes-a-call-with-its-promise", test_makes_call);
  g_test_add_func ("/wb/portal/call-request/promise-keeps-the-hour", test_promise_over_clock_change);
  g_test_add_func ("/wb/portal/call-request/needs-no-number", test_without_number);
  g_test_add_func ("/wb/portal/call-request/again-gives-the-open-one", test_again);
  g_test_add_func ("/wb/portal/call-request/after-a-closed-one-a-new-one", test_after_closed);
  g_test_add_func ("/wb/portal/call-request/only-where-it-is-offered", test_not_offered);
  g_test_add_func ("/wb/portal/call-request/two-at-once-make-one-call", test_two_at_once);
  g_test_add_func ("/wb/portal/call-request/limits-are-the-customers", test_limits);

  return g_test_run ();
}
