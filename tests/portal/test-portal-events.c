/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The event feed: order, cursors, long-poll, expiry (reference/retino-api.md B.11). */

#include "config.h"

#include "portal-fixture.h"

#define ASSIGN(id) "/activities/" id "/assign"
#define ME "{\"assignee\":\"me\"}"

/* Nothing happens in it by itself when time passes. */
static Fixture *
new_quiet (void)
{
  Fixture *fixture = fixture_new_stopped ();

  fixture_pause_shop (fixture);
  fixture_start (fixture);

  return fixture;
}

static char *
get_head (Fixture *fixture)
{
  g_autoptr (Answer) head = ask (fixture, "GET", "/events?after=head", EVA, NULL, NULL);

  assert_status (head, 200);
  g_assert_false (answer_has (head, "results.0"));

  return answer_text (head, "next_cursor");
}

static char *
make_path (const char *cursor,
           const char *rest)
{
  return g_strdup_printf ("/events?after=%s%s", cursor, rest);
}

static void
take (Fixture    *fixture,
      const char *path,
      int         version)
{
  g_autoptr (Answer) answer = ask_write (fixture, "POST", path, EVA, version, ME);

  assert_status (answer, 200);
}

/* Until the long-poll stands: it is the one request that a user with it has under way. */
static void
settle (Fixture *fixture)
{
  g_autoptr (Answer) answer = ask (fixture, "GET", "/account/me", EVA, NULL, NULL);

  assert_status (answer, 200);
}

static void
test_order_and_pages (void)
{
  g_autoptr (Fixture) fixture = new_quiet ();
  g_autofree char *head = get_head (fixture);
  g_autofree char *path = make_path (head, "&limit=2");
  g_autofree char *cursor = NULL;
  g_autoptr (Answer) first = NULL;
  g_autoptr (Answer) object = NULL;

  take (fixture, ASSIGN (CALL_1), 1);
  take (fixture, ASSIGN (CALL_2), 1);
  {
    g_autoptr (Answer) phone = ask_write (fixture, "PATCH", "/tickets/" TICKET_1, EVA, 1,
                                          "{\"customer\":{\"phone\":\"+420777123456\"}}");

    assert_status (phone, 200);
  }

  first = ask (fixture, "GET", path, PETR, NULL, NULL);
  assert_text (first, "results.0.event_type", "activity.updated");
  assert_text (first, "results.0.activity.id", CALL_1);
  assert_text (first, "results.0.activity.assignee", EVA_ID);
  assert_text (first, "results.0.activity.version", "2");
  assert_text (first, "results.0.actor", EVA_ID);
  assert_text (first, "results.1.activity.id", CALL_2);
  g_assert_false (answer_has (first, "results.2"));
  assert_text (first, "has_more", "true");

  /* The whole object, as its GET gives it. */
  object = ask (fixture, "GET", "/activities/" CALL_2, PETR, NULL, NULL);
  {
    g_autofree char *told = answer_text (first, "results.1.activity");
    g_autofree char *own = json_to_string (object->json, FALSE);

    g_assert_cmpstr (told, ==, own);
  }

  cursor = answer_text (first, "next_cursor");
  {
    g_autofree char *next = make_path (cursor, "&limit=2");
    g_autoptr (Answer) second = ask (fixture, "GET", next, PETR, NULL, NULL);
    g_autoptr (Answer) again = ask (fixture, "GET", next, PETR, NULL, NULL);

    /* The call follows the ticket's number. */
    assert_text (second, "results.0.event_type", "activity.updated");
    assert_text (second, "results.0.activity.customer.phone", "+420777123456");
    assert_text (second, "results.1.event_type", "ticket.updated");
    assert_text (second, "results.1.ticket.history_items.0.id", ID ("60", 1));
    assert_text (second, "has_more", "false");
    g_assert_cmpstr (again->body, ==, second->body);
  }
}

static void
test_types (void)
{
  g_autoptr (Fixture) fixture = new_quiet ();
  g_autofree char *head = get_head (fixture);
  g_autofree char *coupons = make_path (head, "&types=coupon");
  g_autofree char *both = make_path (head, "&types=coupon,activity");
  g_autoptr (Answer) none = NULL;
  g_autoptr (Answer) some = NULL;

  take (fixture, ASSIGN (CALL_1), 1);
  none = ask (fixture, "GET", coupons, EVA, NULL, NULL);
  g_assert_false (answer_has (none, "results.0"));
  some = ask (fixture, "GET", both, EVA, NULL, NULL);
  g_assert_true (answer_has (some, "results.0"));

  /* What was left out need not be read again. */
  {
    g_autofree char *cursor = answer_text (none, "next_cursor");

    assert_text (some, "next_cursor", cursor);
  }
}

static void
test_long_poll (void)
{
  g_autoptr (Fixture) fixture = new_quiet ();
  g_autofree char *head = get_head (fixture);
  g_autofree char *path = make_path (head, "&wait=25");
  GSocketConnection *waiting = ask_begin (fixture, "GET", path, EVA, NULL, NULL);
  g_autoptr (Answer) told = NULL;
  g_autoptr (Answer) empty = NULL;
  g_autofree char *cursor = NULL;
  g_autofree char *next = NULL;

  settle (fixture);
  take (fixture, ASSIGN (CALL_1), 1);
  /* The clock stands still, so only the change can have answered it. */
  told = ask_end (waiting);
  assert_status (told, 200);
  assert_text (told, "results.0.activity.id", CALL_1);

  cursor = answer_text (told, "next_cursor");
  next = make_path (cursor, "&wait=25");
  waiting = ask_begin (fixture, "GET", next, EVA, NULL, NULL);
  /* Its 25 seconds begin when it is read, which the test cannot see. */
  do
    fixture_advance (fixture, 25 * WB_SECOND_MS);
  while (!g_socket_condition_timed_wait (g_socket_connection_get_socket (waiting), G_IO_IN,
                                         50 * G_TIME_SPAN_MILLISECOND, NULL, NULL));
  empty = ask_end (waiting);
  assert_status (empty, 200);
  g_assert_false (answer_has (empty, "results.0"));
  assert_text (empty, "next_cursor", cursor);
}

static void
test_lease_wakes (void)
{
  g_autoptr (Fixture) fixture = new_quiet ();
  g_autoptr (Answer) taken = ask_write (fixture, "POST", ASSIGN (CALL_1), EVA, 1,
                                        "{\"assignee\":\"me\",\"lease_secs\":60}");
  g_autofree char *head = get_head (fixture);
  g_autofree char *path = make_path (head, "&wait=25");
  g_autoptr (Answer) told = NULL;
  GSocketConnection *waiting = NULL;

  assert_status (taken, 200);
  fixture_advance (fixture, 50 * WB_SECOND_MS);
  waiting = ask_begin (fixture, "GET", path, EVA, NULL, NULL);
  settle (fixture);
  fixture_advance (fixture, 10 * WB_SECOND_MS);
  told = ask_end (waiting);
  assert_text (told, "results.0.event_type", "activity.updated");
  assert_text (told, "results.0.activity.assignee", "");
  assert_text (told, "results.0.actor", "");
}

static void
test_stop_answers (void)
{
  g_autoptr (Fixture) fixture = new_quiet ();
  g_autofree char *head = get_head (fixture);
  g_autofree char *path = make_path (head, "&wait=25");
  GSocketConnection *waiting = ask_begin (fixture, "GET", path, EVA, NULL, NULL);
  g_autoptr (Answer) answer = NULL;

  settle (fixture);
  fixture_restart (fixture);
  answer = ask_end (waiting);
  assert_status (answer, 200);
  assert_text (answer, "next_cursor", head);
}

static void
test_client_gone (void)
{
  g_autoptr (Fixture) fixture = fixture_new_stopped ();
  g_autofree char *head = NULL;
  g_autofree char *path = NULL;

  /* Four at once is all a user may: the fifth only gets in once those that left were noticed. */
  fixture->rate_limit = 10000;
  fixture_restart (fixture);
  head = get_head (fixture);
  path = make_path (head, "&wait=25");
  for (int i = 0; i < 4; i++) {
    g_autoptr (GSocketConnection) waiting = ask_begin (fixture, "GET", path, EVA, NULL, NULL);

    g_io_stream_close (G_IO_STREAM (waiting), NULL, NULL);
  }
  for (int i = 0; i < 5000; i++) {
    g_autoptr (Answer) answer = ask (fixture, "GET", "/account/me", EVA, NULL, NULL);

    if (g_strcmp0 (answer_header (answer, "x-ratelimit-remaining"), "0") == 0)
      break;
    if (answer->status == 200 && i > 20)
      return;
  }
  g_assert_not_reached ();
}

static void
test_expired_cursors (void)
{
  g_autoptr (Fixture) fixture = new_quiet ();
  g_autofree char *old = get_head (fixture);
  g_autofree char *old_path = make_path (old, "");
  g_autofree char *newer = NULL;
  g_autofree char *newer_path = NULL;
  g_autoptr (Answer) in_time = NULL;
  g_autoptr (Answer) expired = NULL;
  g_autoptr (Answer) newest = NULL;
  g_autoptr (Answer) from_start = NULL;
  g_autoptr (Answer) from_ahead = NULL;

  take (fixture, ASSIGN (CALL_1), 1);
  newer = get_head (fixture);
  newer_path = make_path (newer, "");
  fixture_advance (fixture, 30 * WB_DAY_MS);
  in_time = ask (fixture, "GET", old_path, EVA, NULL, NULL);
  assert_status (in_time, 200);
  assert_text (in_time, "results.0.activity.id", CALL_1);

  fixture_advance (fixture, 1);
  expired = ask (fixture, "GET", old_path, EVA, NULL, NULL);
  assert_refused (expired, 410, "cursor_expired");
  /* Nothing came after this one, so nothing was missed. */
  newest = ask (fixture, "GET", newer_path, EVA, NULL, NULL);
  assert_status (newest, 200);
  from_start = ask (fixture, "GET", "/events", EVA, NULL, NULL);
  assert_status (from_start, 200);
  g_assert_false (answer_has (from_start, "results.0"));
  /* base64 of 99999 */
  from_ahead = ask (fixture, "GET", "/events?after=OTk5OTk", EVA, NULL, NULL);
  assert_refused (from_ahead, 410, "cursor_expired");

  /* It stays so once the rows are deleted, over a restart too. */
  fixture_advance (fixture, 2 * WB_DAY_MS);
  fixture_restart (fixture);
  {
    g_autoptr (Answer) still = ask (fixture, "GET", old_path, EVA, NULL, NULL);
    g_autoptr (Answer) good = ask (fixture, "GET", newer_path, EVA, NULL, NULL);

    assert_refused (still, 410, "cursor_expired");
    assert_status (good, 200);
  }
}

static void
test_refused_leaves_no_trace (void)
{
  g_autoptr (Fixture) fixture = new_quiet ();
  g_autofree char *head = get_head (fixture);
  g_autofree char *after = NULL;
  g_autoptr (Answer) refused = ask_write (fixture, "POST", ASSIGN (CALL_3), EVA, 1, ME);

  assert_refused (refused, 409, "activity_closed");
  after = get_head (fixture);
  g_assert_cmpstr (after, ==, head);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wb/portal/events/have-one-order-and-pages", test_order_and_pages);
  g_test_add_func ("/wb/portal/events/are-chosen-by-type", test_types);
  g_test_add_func ("/wb/portal/events/answer-a-long-poll-at-once", test_long_poll);
  g_test_add_func ("/wb/portal/events/a-lease-that-ends-wakes-a-long-poll", test_lease_wakes);
  g_test_add_func ("/wb/portal/events/stopping-answers-who-waits", test_stop_answers);
  g_test_add_func ("/wb/portal/events/a-client-that-goes-is-noticed", test_client_gone);
  g_test_add_func ("/wb/portal/events/cursors-expire-after-30-days", test_expired_cursors);
  g_test_add_func ("/wb/portal/events/a-refusal-leaves-none", test_refused_leaves_no_trace);

  return g_test_run ();
}
