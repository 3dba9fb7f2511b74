/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The order of checks, headers, errors, idempotency, entity tags, limits and bad input: what holds
 * for every endpoint (reference/retino-api.md B.1). */

#include "config.h"

#include "portal-fixture.h"

#define ASSIGN "/activities/" CALL_1 "/assign"
#define ME "{\"assignee\":\"me\"}"
#define KEY(k) "Idempotency-Key: " k "\r\n"
#define MATCH(v) "If-Match: \"" #v "\"\r\n"

static void
test_order_of_checks (void)
{
  static const struct {
    const char *why;
    const char *method;
    const char *path;
    const char *token;
    const char *headers;
    const char *body;
    guint status;
    const char *code;
  } rows[] = {
    { "no token, before the route", "GET", "/nothing", NULL, NULL, NULL, 401, "token_invalid" },
    { "a wrong token", "GET", "/account", "5555555555555555555555555555555555555555", NULL, NULL,
      401, "token_invalid" },
    { "not a token", "GET", "/account", "x", NULL, NULL, 401, "token_invalid" },
    { "a user who left", "GET", "/account", GONE, NULL, NULL, 401, "token_invalid" },
    { "no such address", "GET", "/nothing", EVA, NULL, NULL, 404, "not_found" },
    { "a slash at the end", "GET", "/tickets/", EVA, NULL, NULL, 404, "not_found" },
    { "outside the base", "GET", "//other", EVA, NULL, NULL, 404, "not_found" },
    { "no such method", "DELETE", "/account", EVA, NULL, NULL, 405, "method_not_allowed" },
    { "method before object", "DELETE", "/activities/nothing", EVA, NULL, NULL, 405, "method_not_allowed" },
    { "role before object", "PUT", "/remarketing/settings/nothing", EVA, NULL, NULL, 403, "role_required" },
    { "object before body", "POST", "/activities/nothing/assign", EVA, NULL, "{", 404, "not_found" },
    { "key before body", "POST", ASSIGN, EVA, MATCH (1), "{", 400, "idempotency_key_required" },
    { "body before version", "POST", ASSIGN, EVA, KEY ("a"), "{", 400, "invalid_request" },
    { "no body", "POST", ASSIGN, EVA, KEY ("a") MATCH (1), NULL, 400, "invalid_request" },
    { "a body of another shape", "POST", ASSIGN, EVA, KEY ("a") MATCH (1), "[]", 400, "invalid_request" },
    { "a member of another type", "POST", ASSIGN, EVA, KEY ("a") MATCH (1), "{\"assignee\":[]}",
      400, "invalid_request" },
    { "a version is needed", "POST", ASSIGN, EVA, KEY ("a"),
      "{\"assignee\":\"me\",\"lease_secs\":1}", 428, "precondition_required" },
    { "version before fields", "POST", ASSIGN, EVA, KEY ("a") MATCH (7),
      "{\"assignee\":\"me\",\"lease_secs\":1}", 412, "version_mismatch" },
    { "fields before state", "POST", "/activities/" CALL_3 "/assign", EVA, KEY ("a") MATCH (1),
      "{\"assignee\":\"me\",\"lease_secs\":1}", 400, "validation_failed" },
    { "state", "POST", "/activities/" CALL_3 "/assign", EVA, KEY ("a") MATCH (1), ME, 409, "activity_closed" },
    { "role of a body, before the object", "POST", "/activities/nothing/assign", EVA, KEY ("a"),
      "{\"assignee\":\"" PETR_ID "\"}", 403, "role_required" },
    { "and all is well", "POST", ASSIGN, EVA, KEY ("a") MATCH (1), ME, 200, "" },
  };
  g_autoptr (Fixture) fixture = fixture_new ();

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Answer) answer = NULL;

    g_test_message ("%s", rows[i].why);
    answer = ask (fixture, rows[i].method, rows[i].path, rows[i].token, rows[i].headers,
                  rows[i].body);
    assert_refused (answer, rows[i].status, rows[i].code);
    g_assert_nonnull (answer_header (answer, "x-request-id"));
    g_assert_cmpstr (answer_header (answer, "date"), ==, "Fri, 03 Oct 2025 10:00:00 GMT");
    g_assert_nonnull (answer_header (answer, "x-ratelimit-limit"));
    g_assert_nonnull (answer_header (answer, "x-ratelimit-remaining"));
    g_assert_nonnull (answer_header (answer, "x-ratelimit-reset"));
    if (rows[i].status >= 400) {
      assert_text (answer, "request_id", answer_header (answer, "x-request-id"));
      g_assert_true (answer_has (answer, "detail"));
      g_assert_true (answer_has (answer, "errors"));
    }
    if (rows[i].status == 405)
      g_assert_nonnull (answer_header (answer, "allow"));
    if (rows[i].status == 412) {
      assert_text (answer, "current.id", CALL_1);
      g_assert_cmpstr (answer_header (answer, "etag"), ==, "\"1\"");
      g_assert_cmpint (answer_int (answer, "current.version"), ==, 1);
    }
  }
}

static void
test_token_forms (void)
{
  static const char *const headers[] = {
    "Authorization: Token " EVA "\r\n",
    "Authorization: token " EVA "\r\n",
    "Authorization: " EVA "\r\n",
  };
  g_autoptr (Fixture) fixture = fixture_new ();

  for (guint i = 0; i < G_N_ELEMENTS (headers); i++) {
    g_autoptr (Answer) answer = ask (fixture, "GET", "/account/me", NULL, headers[i], NULL);

    assert_status (answer, 200);
    assert_text (answer, "id", EVA_ID);
  }
}

static void
test_idempotent_replay (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Answer) first = NULL;
  g_autoptr (Answer) again = NULL;
  g_autoptr (Answer) other_body = NULL;
  g_autoptr (Answer) other_user = NULL;
  g_autoptr (Answer) refused = NULL;
  g_autoptr (Answer) sent_again = NULL;
  g_autoptr (Answer) forgotten = NULL;

  first = ask (fixture, "POST", ASSIGN, EVA, KEY ("k1") MATCH (1), ME);
  assert_status (first, 200);
  g_assert_null (answer_header (first, "idempotency-replayed"));

  /* The version sent is stale by now, and is not looked at. */
  again = ask (fixture, "POST", ASSIGN, EVA, KEY ("k1") MATCH (1), ME);
  assert_status (again, 200);
  g_assert_cmpstr (answer_header (again, "idempotency-replayed"), ==, "true");
  g_assert_cmpstr (again->body, ==, first->body);
  g_assert_cmpstr (answer_header (again, "etag"), ==, answer_header (first, "etag"));

  other_body = ask (fixture, "POST", ASSIGN, EVA, KEY ("k1") MATCH (2), "{\"assignee\":null}");
  assert_refused (other_body, 422, "idempotency_key_reused");
  other_user = ask (fixture, "POST", ASSIGN, PETR, KEY ("k1") MATCH (2), ME);
  assert_refused (other_user, 409, "already_assigned");

  /* A refused write is not remembered. */
  refused = ask (fixture, "POST", ASSIGN, EVA, KEY ("k2") MATCH (1), "{\"assignee\":null}");
  assert_refused (refused, 412, "version_mismatch");
  sent_again = ask (fixture, "POST", ASSIGN, EVA, KEY ("k2") MATCH (2), "{\"assignee\":null}");
  assert_status (sent_again, 200);
  assert_text (sent_again, "assignee", "");

  /* Seven days, and not longer. */
  fixture_advance (fixture, 7 * WB_DAY_MS + 1);
  forgotten = ask (fixture, "POST", ASSIGN, EVA, KEY ("k1") MATCH (1), ME);
  assert_refused (forgotten, 412, "version_mismatch");
}

static void
test_replay_survives_restart (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Answer) first = ask (fixture, "POST", ASSIGN, EVA, KEY ("k1") MATCH (1), ME);
  g_autoptr (Answer) again = NULL;

  assert_status (first, 200);
  fixture_restart (fixture);
  again = ask (fixture, "POST", ASSIGN, EVA, KEY ("k1") MATCH (1), ME);
  assert_status (again, 200);
  g_assert_cmpstr (again->body, ==, first->body);
}

static void
test_long_key (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autofree char *longest = g_strnfill (255, 'k');
  g_autofree char *good = g_strdup_printf ("Idempotency-Key: %s\r\n" MATCH (1), longest);
  g_autofree char *bad = g_strdup_printf ("Idempotency-Key: k%s\r\n" MATCH (1), longest);
  g_autoptr (Answer) refused = ask (fixture, "POST", ASSIGN, EVA, bad, ME);
  g_autoptr (Answer) taken = NULL;

  assert_refused (refused, 400, "invalid_request");
  taken = ask (fixture, "POST", ASSIGN, EVA, good, ME);
  assert_status (taken, 200);
}

static void
test_etags (void)
{
  static const char *const paths[] = {
    "/account", "/account/me", "/account/stores", "/users", "/types", "/states", "/tags",
    "/tickets/" TICKET_1, "/remarketing/settings", "/remarketing/settings/" TYPE_RETURN,
    "/activities/" CALL_1, "/coupons/" COUPON_1,
  };
  g_autoptr (Fixture) fixture = fixture_new ();

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++) {
    g_autoptr (Answer) whole = ask (fixture, "GET", paths[i], EVA, NULL, NULL);
    g_autoptr (Answer) same = NULL;
    g_autoptr (Answer) other = NULL;
    g_autofree char *header = NULL;

    g_test_message ("%s", paths[i]);
    assert_status (whole, 200);
    g_assert_nonnull (answer_header (whole, "etag"));
    header = g_strdup_printf ("If-None-Match: \"x\", %s\r\n", answer_header (whole, "etag"));
    same = ask (fixture, "GET", paths[i], EVA, header, NULL);
    assert_status (same, 304);
    g_assert_cmpstr (same->body, ==, "");
    g_assert_cmpstr (answer_header (same, "etag"), ==, answer_header (whole, "etag"));
    other = ask (fixture, "GET", paths[i], EVA, "If-None-Match: \"other\"\r\n", NULL);
    assert_status (other, 200);
    g_assert_cmpstr (other->body, ==, whole->body);
  }
}

static void
test_etag_changes (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (Answer) before = ask (fixture, "GET", "/activities/" CALL_1, EVA, NULL, NULL);
  g_autoptr (Answer) taken = ask_write (fixture, "POST", ASSIGN, EVA, 1, ME);
  g_autoptr (Answer) after = ask (fixture, "GET", "/activities/" CALL_1, EVA,
                                  "If-None-Match: \"1\"\r\n", NULL);

  g_assert_cmpstr (answer_header (before, "etag"), ==, "\"1\"");
  g_assert_cmpstr (answer_header (taken, "etag"), ==, "\"2\"");
  assert_status (after, 200);
  g_assert_cmpstr (answer_header (after, "etag"), ==, "\"2\"");
}

static void
test_rate_limit (void)
{
  g_autoptr (Fixture) fixture = fixture_new_stopped ();

  /* The portal that is open now has no limit; the next one has. */
  fixture->rate_limit = 3;
  fixture_restart (fixture);

  for (int i = 0; i < 3; i++) {
    g_autoptr (Answer) answer = ask (fixture, "GET", "/account/me", EVA, NULL, NULL);
    g_autofree char *remaining = g_strdup_printf ("%d", 2 - i);

    assert_status (answer, 200);
    g_assert_cmpstr (answer_header (answer, "x-ratelimit-limit"), ==, "3");
    g_assert_cmpstr (answer_header (answer, "x-ratelimit-remaining"), ==, remaining);
    g_assert_cmpstr (answer_header (answer, "x-ratelimit-reset"), ==, "1759485660");
  }

  {
    g_autoptr (Answer) refused = ask (fixture, "GET", "/nothing", EVA, NULL, NULL);
    g_autoptr (Answer) nobody = ask (fixture, "GET", "/nothing", NULL, NULL, NULL);
    g_autoptr (Answer) other = ask (fixture, "GET", "/account/me", PETR, NULL, NULL);
    g_autoptr (Answer) later = NULL;

    assert_refused (refused, 429, "rate_limited");
    g_assert_cmpstr (answer_header (refused, "retry-after"), ==, "60");
    assert_refused (nobody, 401, "token_invalid");
    assert_status (other, 200);
    fixture_advance (fixture, WB_MINUTE_MS);
    later = ask (fixture, "GET", "/account/me", EVA, NULL, NULL);
    assert_status (later, 200);
  }
}

static void
test_four_at_once (void)
{
  g_autoptr (Fixture) fixture = fixture_new_stopped ();
  GSocketConnection *waiting[4] = { NULL };
  g_autoptr (Answer) head = NULL;
  g_autofree char *path = NULL;

  fixture->rate_limit = 100;
  fixture_restart (fixture);
  head = ask (fixture, "GET", "/events?after=head", EVA, NULL, NULL);
  path = g_strdup_printf ("/events?wait=25&after=%s",
                          json_object_get_string_member (json_node_get_object (head->json),
                                                         "next_cursor"));
  for (guint i = 0; i < G_N_ELEMENTS (waiting); i++)
    waiting[i] = ask_begin (fixture, "GET", path, EVA, NULL, NULL);

  /* Connections are accepted in turn, but requests are read as they come: wait until all four are
   * there by asking until the fifth is refused. */
  for (;;) {
    g_autoptr (Answer) fifth = ask (fixture, "GET", "/account/me", EVA, NULL, NULL);

    if (fifth->status == 429) {
      assert_refused (fifth, 429, "rate_limited");
      g_assert_cmpstr (answer_header (fifth, "retry-after"), ==, "1");
      break;
    }
    assert_status (fifth, 200);
  }

  fixture_advance (fixture, 25 * WB_SECOND_MS);
  for (guint i = 0; i < G_N_ELEMENTS (waiting); i++) {
    g_autoptr (Answer) answer = ask_end (waiting[i]);

    assert_status (answer, 200);
  }
}

static void
test_big_bodies (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autofree char *most = g_strnfill (1024 * 1024, ' ');
  g_autofree char *more = g_strnfill (1024 * 1024 + 1, ' ');
  g_autoptr (GString) chunked = g_string_new (NULL);
  g_autoptr (Answer) allowed = NULL;
  g_autoptr (Answer) refused = NULL;
  g_autoptr (Answer) announced = NULL;
  g_autoptr (Answer) in_chunks = NULL;
  g_autoptr (Answer) after = NULL;

  allowed = ask (fixture, "POST", ASSIGN, EVA, KEY ("a") MATCH (1), most);
  assert_refused (allowed, 400, "invalid_request");
  refused = ask (fixture, "POST", ASSIGN, EVA, KEY ("a") MATCH (1), more);
  assert_refused (refused, 413, "file_too_large");

  /* Answered without one byte of the body. */
  announced = ask (fixture, "POST", ASSIGN, EVA, "Content-Length: 300000000\r\n", NULL);
  assert_refused (announced, 413, "file_too_large");

  for (int i = 0; i < 200; i++)
    g_string_append_printf (chunked, "4000\r\n%.*s\r\n", 0x4000, more);
  {
    GSocketConnection *connection = ask_begin (fixture, "POST", ASSIGN, EVA,
                                               "Transfer-Encoding: chunked\r\n", NULL);

    g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)),
                               chunked->str, chunked->len, NULL, NULL, NULL);
    in_chunks = ask_end (connection);
  }
  assert_refused (in_chunks, 413, "file_too_large");

  after = ask (fixture, "GET", "/account/me", EVA, NULL, NULL);
  assert_status (after, 200);
}

static void
test_bad_json (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autofree char *open = g_strnfill (200000, '[');
  g_autofree char *deep = g_strdup_printf ("{\"assignee\":%s", open);
  const char *const bodies[] = {
    deep, open, "", "{", "{\"assignee\":\"me\"", "null", "\"me\"", "<html></html>", "\xff\xfe",
    "{\"assignee\":\"\xc3\x28\"}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++) {
    g_autoptr (Answer) answer = ask (fixture, "POST", ASSIGN, EVA, KEY ("a") MATCH (1), bodies[i]);
    g_autofree char *shown = g_utf8_make_valid (bodies[i], MIN (strlen (bodies[i]), 40));

    g_test_message ("%s", shown);
    assert_refused (answer, 400, "invalid_request");
  }
}

static void
test_bad_parameters (void)
{
  static const struct {
    const char *path;
    guint status;
    const char *code;
  } rows[] = {
    { "/tickets?page=0", 400, "invalid_request" },
    { "/tickets?page=x", 400, "invalid_request" },
    { "/tickets?page=99999999999999999999", 400, "invalid_request" },
    { "/tickets?page=2", 404, "invalid_page" },
    { "/tickets?page=1", 200, "" },
    { "/tickets?page_size=101", 400, "invalid_request" },
    { "/tickets?page_size=100", 200, "" },
    { "/tickets?page_size=1&page=3", 200, "" },
    { "/tickets?page_size=1&page=4", 404, "invalid_page" },
    { "/tickets?ordering=customer", 400, "invalid_request" },
    { "/tickets?ordering=-code", 200, "" },
    { "/tickets?ordering=", 400, "invalid_request" },
    { "/tickets?updated_at_from=yesterday", 400, "invalid_request" },
    { "/tickets?updated_at_from=2025-10-01T08:00:00.000000Z", 200, "" },
    { "/tickets?created_at_to=2025", 400, "invalid_request" },
    { "/tickets?closed_at_from=x", 400, "invalid_request" },
    { "/tickets?is_closed=maybe", 400, "invalid_request" },
    { "/tickets?include_deleted=1", 400, "invalid_request" },
    { "/tickets?nothing=known", 200, "" },
    { "/activities?status=x", 400, "invalid_request" },
    { "/activities?kind=x", 400, "invalid_request" },
    { "/activities?due_from=x", 400, "invalid_request" },
    { "/activities?ordering=assignee", 400, "invalid_request" },
    { "/coupons?ordering=code", 400, "invalid_request" },
    { "/events?limit=501", 400, "invalid_request" },
    { "/events?wait=26", 400, "invalid_request" },
    { "/events?after=!!", 400, "invalid_request" },
    { "/tags?page=2", 404, "invalid_page" },
    { "/tags", 200, "" },
  };
  g_autoptr (Fixture) fixture = fixture_new ();

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Answer) answer = ask (fixture, "GET", rows[i].path, EVA, NULL, NULL);

    g_test_message ("%s", rows[i].path);
    assert_refused (answer, rows[i].status, rows[i].code);
  }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wb/portal/checks/come-in-the-contracts-order", test_order_of_checks);
  g_test_add_func ("/wb/portal/checks/take-a-token-with-and-without-its-word", test_token_forms);
  g_test_add_func ("/wb/portal/checks/repeats-get-the-stored-answer", test_idempotent_replay);
  g_test_add_func ("/wb/portal/checks/stored-answers-survive-a-restart",
                   test_replay_survives_restart);
  g_test_add_func ("/wb/portal/checks/keys-have-at-most-255-characters", test_long_key);
  g_test_add_func ("/wb/portal/checks/what-has-an-etag-answers-304", test_etags);
  g_test_add_func ("/wb/portal/checks/a-change-changes-the-etag", test_etag_changes);
  g_test_add_func ("/wb/portal/checks/rate-limit-refuses-and-says-when", test_rate_limit);
  g_test_add_func ("/wb/portal/checks/a-fifth-request-at-once-is-refused", test_four_at_once);
  g_test_add_func ("/wb/portal/checks/bodies-over-1-mib-are-refused-unread", test_big_bodies);
  g_test_add_func ("/wb/portal/checks/bad-json-is-refused", test_bad_json);
  g_test_add_func ("/wb/portal/checks/bad-parameters-are-refused", test_bad_parameters);

  return g_test_run ();
}
