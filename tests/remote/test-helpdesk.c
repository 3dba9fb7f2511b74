/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The helpdesk client against servers of both levels, and against what is no helpdesk. */

#include "config.h"

#include "wb-helpdesk.h"

#include "wb-stub-server.h"
#include "wb-time.h"

#include <string.h>

#define TOKEN "0123456789abcdef0123456789abcdef01234567"
#define EMPTY_PAGE "{\"count\":0,\"current_page\":1,\"total_pages\":1,\"results\":[]}"
#define ACCOUNT \
  "{\"id\":\"a1\",\"name\":{\"en\":\"Furniture\"},\"time_zone\":\"Europe/Prague\"," \
  "\"default_language\":\"cs\",\"languages\":[\"cs\"],\"currencies\":[\"CZK\"]," \
  "\"default_currency\":\"CZK\",\"features\":[\"events\"],\"version\":4}"

typedef struct
{
  WbStubServer *server;
  WbClock *clock;
  WbHelpdesk *helpdesk;
} Fixture;

static WbHelpdesk *
make_helpdesk (Fixture     *fixture,
               const char  *base_url,
               const char  *token,
               GError     **error)
{
  g_autoptr (GError) http_error = NULL;
  WbHttp *http = wb_http_new (NULL, fixture->clock, &http_error);

  g_assert_no_error (http_error);
  return wb_helpdesk_new (base_url, token, WB_AUTH_TOKEN, http, error);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autofree char *url = NULL;
  g_autoptr (GError) error = NULL;

  fixture->server = wb_stub_server_new (NULL);
  fixture->clock = WB_CLOCK (wb_movable_clock_new (0, FALSE));
  url = wb_stub_server_dup_url (fixture->server, "/api/v2/");
  fixture->helpdesk = make_helpdesk (fixture, url, TOKEN, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  wb_helpdesk_free (fixture->helpdesk);
  wb_stub_server_free (fixture->server);
  g_object_unref (fixture->clock);
}

static void
test_helpdesk_request_carries_what_the_contract_asks (Fixture       *fixture,
                                                      gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbAccount) account = NULL;
  g_autoptr (WbStubRequest) request = NULL;
  gboolean not_modified = TRUE;

  wb_stub_server_queue (fixture->server, "GET", "/api/v2/account", 200, "application/json", ACCOUNT, -1,
                        "ETag", "\"4\"");
  account = wb_helpdesk_get_account (fixture->helpdesk, NULL, &not_modified, NULL, &error);
  g_assert_no_error (error);
  g_assert_false (not_modified);
  g_assert_cmpstr (account->time_zone, ==, "Europe/Prague");
  g_assert_cmpstr (wb_helpdesk_get_last (fixture->helpdesk)->etag, ==, "4");
  g_assert_cmpuint (wb_helpdesk_get_last (fixture->helpdesk)->status, ==, 200);
  g_assert_cmpint (wb_helpdesk_get_last (fixture->helpdesk)->date, !=, WB_TIME_NONE);
  request = wb_stub_server_dup_request (fixture->server, 0);
  g_assert_cmpstr (wb_stub_request_get_header (request, "Authorization"), ==, "Token " TOKEN);
  g_assert_cmpstr (wb_stub_request_get_header (request, "Accept"), ==, "application/json");
  g_assert_nonnull (strstr (wb_stub_request_get_header (request, "Accept-Language"), "en"));
  g_assert_null (wb_stub_request_get_header (request, "If-None-Match"));
  g_assert_null (wb_stub_request_get_header (request, "If-Match"));
  g_assert_null (wb_stub_request_get_header (request, "Idempotency-Key"));
}

static void
test_helpdesk_unchanged_is_success_and_null (Fixture       *fixture,
                                             gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbStubRequest) request = NULL;
  gboolean not_modified = FALSE;

  wb_stub_server_queue (fixture->server, "GET", "/api/v2/account", 304, NULL, NULL, 0, NULL, NULL);
  g_assert_null (wb_helpdesk_get_account (fixture->helpdesk, "4", &not_modified, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (not_modified);
  request = wb_stub_server_dup_request (fixture->server, 0);
  g_assert_cmpstr (wb_stub_request_get_header (request, "If-None-Match"), ==, "\"4\"");

  not_modified = FALSE;
  wb_stub_server_queue (fixture->server, "GET", "/api/v2/users", 304, NULL, NULL, 0, NULL, NULL);
  g_assert_null (wb_helpdesk_get_page (fixture->helpdesk, "users", NULL, "7", &not_modified, NULL,
                                       &error));
  g_assert_no_error (error);
  g_assert_true (not_modified);
}

/* A server as the probe meets it. */
typedef struct
{
  const char *name;
  const char *account_form;   /* the Authorization that /account takes; NULL = any */
  guint account_status;       /* with it */
  const char *types_form;
  guint types_status;
  const char *account_body;   /* (nullable) */
  int error;                  /* -1 = success */
  WbLevel level;
  WbAuthForm form;
  guint n_account;            /* requests to /account */
  guint n_types;
} ProbeCase;

static const ProbeCase probe_cases[] = {
  { "level 1", "Token " TOKEN, 200, NULL, 404, ACCOUNT, -1, WB_LEVEL_FULL, WB_AUTH_TOKEN, 1, 0 },
  { "level 1, bare token", TOKEN, 200, NULL, 404, ACCOUNT, -1, WB_LEVEL_FULL, WB_AUTH_BARE, 2, 0 },
  { "level 0", NULL, 404, "Token " TOKEN, 200, NULL, -1, WB_LEVEL_PLAIN, WB_AUTH_TOKEN, 1, 1 },
  { "level 0, bare token", NULL, 404, TOKEN, 200, NULL, -1, WB_LEVEL_PLAIN, WB_AUTH_BARE, 2, 2 },
  { "level 0 that checks the token first", TOKEN, 404, TOKEN, 200, NULL, -1, WB_LEVEL_PLAIN,
    WB_AUTH_BARE, 2, 1 },
  { "wrong token", "other", 200, NULL, 200, NULL, WB_REMOTE_ERROR_UNAUTHORIZED, 0, 0, 2, 0 },
  { "wrong token at level 0", NULL, 404, "other", 200, NULL, WB_REMOTE_ERROR_UNAUTHORIZED, 0, 0, 2, 2 },
  { "not allowed", NULL, 403, NULL, 200, NULL, WB_REMOTE_ERROR_FORBIDDEN, 0, 0, 1, 0 },
  { "busy", NULL, 429, NULL, 200, NULL, WB_REMOTE_ERROR_RATE_LIMITED, 0, 0, 1, 0 },
  { "broken", NULL, 500, NULL, 200, NULL, WB_REMOTE_ERROR_SERVER_FAULT, 0, 0, 1, 0 },
  { "nothing there", NULL, 404, NULL, 404, NULL, WB_REMOTE_ERROR_NOT_FOUND, 0, 0, 1, 1 },
  { "a web page", NULL, 200, NULL, 200, "<!DOCTYPE html><p>Hello</p>", WB_REMOTE_ERROR_UNEXPECTED_REPLY,
    0, 0, 1, 0 },
};

static void
answer_probe (WbStubServer        *server,
              const WbStubRequest *request,
              WbStubReply         *reply,
              gpointer             data)
{
  const ProbeCase *expected = data;
  gboolean is_account = g_str_has_suffix (request->path, "/account");
  const char *form = is_account ? expected->account_form : expected->types_form;
  guint status = is_account ? expected->account_status : expected->types_status;
  const char *body = is_account && expected->account_body ? expected->account_body : EMPTY_PAGE;

  if (form && g_strcmp0 (wb_stub_request_get_header (request, "Authorization"), form) != 0)
    wb_stub_reply_set_json (reply, 401, "{\"detail\":\"Invalid token.\",\"code\":\"token_invalid\"}");
  else
    wb_stub_reply_set_json (reply, status, status == 200 ? body : "{\"detail\":\"No.\"}");
}

static void
test_helpdesk_probe_finds_level_and_form (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (probe_cases); i++) {
    const ProbeCase *expected = &probe_cases[i];
    g_autoptr (GError) error = NULL;
    g_autoptr (WbAccount) account = NULL;
    Fixture fixture = { 0 };
    WbLevel level = WB_LEVEL_PLAIN;
    WbAuthForm form = WB_AUTH_TOKEN;
    gboolean is_fine;

    g_test_message ("%s", expected->name);
    set_up (&fixture, NULL);
    wb_stub_server_handle (fixture.server, "GET", "/api/v2", answer_probe, (gpointer) expected);
    is_fine = wb_helpdesk_probe (fixture.helpdesk, &level, &form, &account, NULL, &error);
    if (expected->error < 0) {
      g_assert_no_error (error);
      g_assert_true (is_fine);
      g_assert_cmpint (level, ==, expected->level);
      g_assert_cmpint (form, ==, expected->form);
      g_assert_cmpint (account != NULL, ==, level == WB_LEVEL_FULL);
    } else {
      g_assert_false (is_fine);
      g_assert_error (error, WB_REMOTE_ERROR, expected->error);
      g_assert_null (account);
    }
    g_assert_cmpuint (wb_stub_server_count_for (fixture.server, NULL, "/api/v2/account"), ==,
                      expected->n_account);
    g_assert_cmpuint (wb_stub_server_count_for (fixture.server, NULL, "/api/v2/types"), ==,
                      expected->n_types);
    tear_down (&fixture, NULL);
  }
}

static const char *const resources[] = {
  "account/stores", "users", "types", "states", "tags", "tickets", "tickets/search", "activities",
  "coupons", "remarketing/settings",
};

static void
test_helpdesk_lists_are_paged (Fixture       *fixture,
                               gconstpointer  data)
{
  char *query[] = { (char *) "page", (char *) "2", (char *) "updated_at_from",
                    (char *) "2025-10-01T08:00:00.000+02:00", NULL };

  for (guint i = 0; i < G_N_ELEMENTS (resources); i++) {
    g_autofree char *path = g_strconcat ("/api/v2/", resources[i], NULL);
    g_autoptr (GError) error = NULL;
    g_autoptr (WbWirePage) page = NULL;
    g_autoptr (WbWirePage) end = NULL;
    g_autoptr (WbStubRequest) request = NULL;

    g_test_message ("%s", resources[i]);
    wb_stub_server_forget (fixture->server);
    wb_stub_server_queue_json (fixture->server, "GET", path, 200,
                               "{\"count\":7,\"current_page\":2,\"total_pages\":2,\"results\":[]}");
    page = wb_helpdesk_get_page (fixture->helpdesk, resources[i], query, NULL, NULL, NULL, &error);
    g_assert_no_error (error);
    g_assert_cmpint (page->count, ==, 7);
    request = wb_stub_server_dup_request (fixture->server, 0);
    g_assert_cmpstr (request->query, ==,
                     "page=2&updated_at_from=2025-10-01T08%3A00%3A00.000%2B02%3A00");

    wb_stub_server_queue_json (fixture->server, "GET", path, 404, "{\"code\":\"invalid_page\"}");
    end = wb_helpdesk_get_page (fixture->helpdesk, resources[i], query, NULL, NULL, NULL, &error);
    g_assert_no_error (error);
    g_assert_cmpuint (end->items->len, ==, 0);
    g_assert_cmpint (end->total_pages, ==, 1);

    g_assert_null (wb_helpdesk_get_page (fixture->helpdesk, resources[i], NULL, NULL, NULL, NULL,
                                         &error));
    g_assert_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_NOT_FOUND);
  }
}

static void
test_helpdesk_page_items_are_decoded (Fixture       *fixture,
                                      gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbWirePage) page = NULL;
  const WbUser *user;

  wb_stub_server_queue_json (fixture->server, "GET", "/api/v2/users", 200,
                             "{\"count\":1,\"current_page\":1,\"total_pages\":1,\"results\":["
                             "{\"id\":\"d1\",\"role\":\"Manager\",\"full_name\":\"Eva Dvořáková\"}]}");
  page = wb_helpdesk_get_page (fixture->helpdesk, "users", NULL, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (page->items->len, ==, 1);
  user = g_ptr_array_index (page->items, 0);
  g_assert_cmpstr (user->full_name, ==, "Eva Dvořáková");
}

static const struct
{
  guint status;
  const char *body;
  const char *content_type;
  int error;
  const char *words;    /* that the message must hold */
} error_cases[] = {
  { 400, "{\"detail\":\"Some fields are not valid.\",\"code\":\"validation_failed\",\"errors\":{"
    "\"tools.coupon.amounts[1].amount\":[{\"code\":\"not_positive\",\"message\":\"Enter an amount.\"}]}}",
    "application/json", WB_REMOTE_ERROR_REJECTED,
    "Some fields are not valid. tools.coupon.amounts[1].amount: Enter an amount." },
  { 400, "{\"due_at\":[\"Not a date.\"]}", "application/json", WB_REMOTE_ERROR_REJECTED,
    "due_at: Not a date." },
  { 401, "{\"detail\":\"Invalid token.\"}", "application/json", WB_REMOTE_ERROR_UNAUTHORIZED,
    "Invalid token." },
  { 403, "{\"detail\":\"Managers only.\",\"code\":\"role_required\"}", "application/json",
    WB_REMOTE_ERROR_FORBIDDEN, "Managers only." },
  { 404, "", NULL, WB_REMOTE_ERROR_NOT_FOUND, "404" },
  { 405, "{}", "application/json", WB_REMOTE_ERROR_REJECTED, "405" },
  { 408, "", NULL, WB_REMOTE_ERROR_TIMEOUT, "408" },
  { 409, "{\"detail\":\"Eva has it.\",\"code\":\"already_assigned\"}", "application/json",
    WB_REMOTE_ERROR_CONFLICT, "Eva has it." },
  { 409, "{\"detail\":\"Still running.\",\"code\":\"request_in_progress\"}", "application/json",
    WB_REMOTE_ERROR_TIMEOUT, "Still running." },
  { 410, "{\"code\":\"cursor_expired\"}", "application/json", WB_REMOTE_ERROR_GONE, "410" },
  { 412, "{\"detail\":\"Changed.\",\"current\":{\"version\":9}}", "application/json",
    WB_REMOTE_ERROR_STALE, "Changed." },
  { 422, "{\"detail\":\"Key used.\"}", "application/json", WB_REMOTE_ERROR_REJECTED, "Key used." },
  { 428, "{\"detail\":\"Version wanted.\"}", "application/json", WB_REMOTE_ERROR_REJECTED,
    "Version wanted." },
  { 429, "<html>Slow down</html>", "text/html", WB_REMOTE_ERROR_RATE_LIMITED, "429" },
  { 500, "Traceback (most recent call last)", "text/plain", WB_REMOTE_ERROR_SERVER_FAULT, "500" },
  { 502, "<html><h1>Bad Gateway</h1></html>", "text/html", WB_REMOTE_ERROR_SERVER_FAULT, "502" },
  { 503, "{\"detail\":\"Back\\nat noon.\"}", "application/json", WB_REMOTE_ERROR_SERVER_FAULT,
    "Back at noon." },
  { 302, "", NULL, WB_REMOTE_ERROR_UNEXPECTED_REPLY, "https://elsewhere.example/x" },
  { 200, "{\"id\":\"a1\",\"time_z", "application/json", WB_REMOTE_ERROR_UNEXPECTED_REPLY, "cannot be read" },
  { 200, "", NULL, WB_REMOTE_ERROR_UNEXPECTED_REPLY, "cannot be read" },
  { 200, "[]", "application/json", WB_REMOTE_ERROR_UNEXPECTED_REPLY, "cannot be read" },
  { 200, "{\"id\":7}", "application/json", WB_REMOTE_ERROR_UNEXPECTED_REPLY, "cannot be read" },
  { 200, " <html>Please sign in</html>", "text/plain", WB_REMOTE_ERROR_UNEXPECTED_REPLY, "web page" },
  { 304, "", NULL, WB_REMOTE_ERROR_UNEXPECTED_REPLY, "cannot be read" },
};

static void
test_helpdesk_answers_become_decisions (Fixture       *fixture,
                                        gconstpointer  data)
{
  for (guint i = 0; i < G_N_ELEMENTS (error_cases); i++) {
    g_autoptr (GError) error = NULL;
    const WbReplyInfo *last;

    g_test_message ("%u %s", error_cases[i].status, error_cases[i].body);
    wb_stub_server_queue (fixture->server, "GET", "/api/v2/account", error_cases[i].status,
                          error_cases[i].content_type, error_cases[i].body, -1,
                          "Location", "https://elsewhere.example/x?key=secret");
    g_assert_null (wb_helpdesk_get_account (fixture->helpdesk, NULL, NULL, NULL, &error));
    g_assert_error (error, WB_REMOTE_ERROR, error_cases[i].error);
    if (!strstr (error->message, error_cases[i].words))
      g_error ("“%s” does not say “%s”", error->message, error_cases[i].words);
    g_assert_null (strchr (error->message, '\n'));
    g_assert_null (strstr (error->message, "secret"));
    last = wb_helpdesk_get_last (fixture->helpdesk);
    g_assert_cmpuint (last->status, ==, error_cases[i].status);
    g_assert_cmpint (last->api_error != NULL, ==, error_cases[i].status >= 400);
  }
}

static void
test_helpdesk_deep_json_is_refused (Fixture       *fixture,
                                    gconstpointer  data)
{
  g_autofree char *deep = g_strnfill (200000, '[');
  g_autoptr (GError) error = NULL;

  wb_stub_server_queue_json (fixture->server, "GET", "/api/v2/account", 200, deep);
  g_assert_null (wb_helpdesk_get_account (fixture->helpdesk, NULL, NULL, NULL, &error));
  g_assert_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_UNEXPECTED_REPLY);
}

static void
test_helpdesk_token_is_in_no_error (Fixture       *fixture,
                                    gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  const WbApiError *api_error;
  const WbProblem *problem;

  wb_stub_server_queue_json (fixture->server, "GET", "/api/v2/account", 401,
                             "{\"detail\":\"No such token: " TOKEN ".\",\"errors\":{\"x\":["
                             "{\"code\":\"bad\",\"message\":\"Token " TOKEN "\"}]}}");
  g_assert_null (wb_helpdesk_get_account (fixture->helpdesk, NULL, NULL, NULL, &error));
  g_assert_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_UNAUTHORIZED);
  g_assert_nonnull (strstr (error->message, "No such token: …"));
  g_assert_null (strstr (error->message, TOKEN));
  api_error = wb_helpdesk_get_last (fixture->helpdesk)->api_error;
  g_assert_null (strstr (api_error->detail, TOKEN));
  problem = g_ptr_array_index (api_error->problems, 0);
  g_assert_null (strstr (problem->message, TOKEN));
}

static const struct
{
  const char *token;
  gboolean is_fine;
} token_cases[] = {
  { TOKEN, TRUE },
  { "a.b-c_d~e+f/g=", TRUE },
  { "", FALSE },
  { TOKEN "\n", FALSE },
  { "01234567\r\nX-Evil: 1", FALSE },
  { "0123 4567", FALSE },
  { "01234567\t", FALSE },
  { "žluťoučký", FALSE },
};

static void
test_helpdesk_token_is_checked_before_sending (Fixture       *fixture,
                                               gconstpointer  data)
{
  for (guint i = 0; i < G_N_ELEMENTS (token_cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (WbHelpdesk) helpdesk = make_helpdesk (fixture, "https://helpdesk.example",
                                                     token_cases[i].token, &error);

    g_test_message ("case %u", i);
    g_assert_cmpint (helpdesk != NULL, ==, token_cases[i].is_fine);
    if (!token_cases[i].is_fine) {
      g_assert_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_NOT_ALLOWED);
      g_assert_null (strstr (error->message, "0123"));
    }
  }
}

static const struct
{
  const char *text;
  const char *expected;   /* NULL = refused */
} url_cases[] = {
  { "https://helpdesk.example", "https://helpdesk.example/api/v2" },
  { " https://helpdesk.example/ \n", "https://helpdesk.example/api/v2" },
  { "https://helpdesk.example/api/v2", "https://helpdesk.example/api/v2" },
  { "https://helpdesk.example/api/v2//", "https://helpdesk.example/api/v2" },
  { "https://helpdesk.example/desk", "https://helpdesk.example/desk" },
  { "http://127.0.0.1:8080", "http://127.0.0.1:8080/api/v2" },
  { "http://helpdesk.example", NULL },
  { "https://helpdesk.example?x=1", NULL },
  { "https://helpdesk.example/#x", NULL },
  { "helpdesk.example", NULL },
};

static void
test_helpdesk_url_is_normalized (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (url_cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *url = wb_helpdesk_normalize_url (url_cases[i].text, &error);

    g_test_message ("%s", url_cases[i].text);
    g_assert_cmpstr (url, ==, url_cases[i].expected);
    if (!url_cases[i].expected)
      g_assert_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_NOT_ALLOWED);
  }
}

static const struct
{
  const char *op;
  const char *id;
  gint64 if_match;
  const char *method;
  const char *path;
  const char *sent_match;   /* NULL = no If-Match */
} write_cases[] = {
  { "activity.assign", "04", 2, "POST", "/api/v2/activities/04/assign", "\"2\"" },
  { "activity.assign", "04", 0, "POST", "/api/v2/activities/04/assign", NULL },
  { "activity.reschedule", "04", 3, "POST", "/api/v2/activities/04/reschedule", "\"3\"" },
  { "activity.complete", "04", 4, "POST", "/api/v2/activities/04/complete", "\"4\"" },
  { "activity.reopen", "04", 5, "POST", "/api/v2/activities/04/reopen", "\"5\"" },
  { "activity.note", "04", 5, "POST", "/api/v2/activities/04/notes", NULL },
  { "settings.put", "b1", 17, "PUT", "/api/v2/remarketing/settings/b1", "\"17\"" },
  { "settings.put", "b1", 0, "PUT", "/api/v2/remarketing/settings/b1", "\"0\"" },
  { "ticket.phone", "e1", 12, "PATCH", "/api/v2/tickets/e1", "\"12\"" },
  { "ticket.phone", "e1", 0, "PATCH", "/api/v2/tickets/e1", NULL },
  { "ticket.coupon", "e1", 12, "POST", "/api/v2/tickets/e1/coupons", NULL },
  { "activity.assign", "a/b?c", 1, "POST", "/api/v2/activities/a/b?c/assign", "\"1\"" },
};

static void
test_helpdesk_writes_go_where_they_belong (Fixture       *fixture,
                                           gconstpointer  data)
{
  g_autoptr (JsonNode) body = json_from_string ("{\"a\":1}", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (write_cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (JsonNode) answer = NULL;
    g_autoptr (WbStubRequest) request = NULL;

    g_test_message ("%s %" G_GINT64_FORMAT, write_cases[i].op, write_cases[i].if_match);
    wb_stub_server_forget (fixture->server);
    wb_stub_server_queue (fixture->server, write_cases[i].method, write_cases[i].path, 200,
                          "application/json", "{\"version\":18}", -1, "Idempotency-Replayed", "true");
    answer = wb_helpdesk_write (fixture->helpdesk, write_cases[i].op, write_cases[i].id, body,
                                write_cases[i].if_match, "key-1", NULL, &error);
    g_assert_no_error (error);
    g_assert_cmpint (json_object_get_int_member (json_node_get_object (answer), "version"), ==, 18);
    g_assert_true (wb_helpdesk_get_last (fixture->helpdesk)->replayed);
    request = wb_stub_server_dup_request (fixture->server, 0);
    g_assert_cmpstr (request->method, ==, write_cases[i].method);
    g_assert_cmpstr (wb_stub_request_get_header (request, "Idempotency-Key"), ==, "key-1");
    g_assert_cmpstr (wb_stub_request_get_header (request, "If-Match"), ==, write_cases[i].sent_match);
    g_assert_cmpstr (wb_stub_request_get_header (request, "Content-Type"), ==, "application/json");
    g_assert_cmpmem (g_bytes_get_data (request->body, NULL), g_bytes_get_size (request->body),
                     "{\"a\":1}", 7);
  }
}

static void
test_helpdesk_write_without_an_answer (Fixture       *fixture,
                                       gconstpointer  data)
{
  g_autoptr (JsonNode) body = json_from_string ("{}", NULL);
  g_autoptr (GError) error = NULL;

  wb_stub_server_queue (fixture->server, "PATCH", "/api/v2/tickets/e1", 204, NULL, NULL, 0, NULL, NULL);
  g_assert_null (wb_helpdesk_write (fixture->helpdesk, "ticket.phone", "e1", body, 0, "k", NULL,
                                    &error));
  g_assert_no_error (error);
  g_assert_false (wb_helpdesk_get_last (fixture->helpdesk)->replayed);
}

static void
test_helpdesk_stale_write_brings_the_current (Fixture       *fixture,
                                              gconstpointer  data)
{
  g_autoptr (JsonNode) body = json_from_string ("{}", NULL);
  g_autoptr (GError) error = NULL;
  const WbApiError *api_error;

  wb_stub_server_queue_json (fixture->server, "POST", "/api/v2/activities/04/assign", 412,
                             "{\"code\":\"version_mismatch\",\"current\":{\"version\":9}}");
  g_assert_null (wb_helpdesk_write (fixture->helpdesk, "activity.assign", "04", body, 2, "k", NULL,
                                    &error));
  g_assert_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_STALE);
  api_error = wb_helpdesk_get_last (fixture->helpdesk)->api_error;
  g_assert_cmpint (json_object_get_int_member (json_node_get_object (api_error->current), "version"),
                   ==, 9);
}

static void
test_helpdesk_events_are_asked_for_by_cursor (Fixture       *fixture,
                                              gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbEventPage) page = NULL;
  g_autoptr (WbEventPage) oldest = NULL;
  g_autoptr (WbStubRequest) request = NULL;
  g_autoptr (WbStubRequest) second = NULL;
  const char *answer = "{\"results\":[],\"next_cursor\":\"MDAw\",\"has_more\":false}";

  wb_stub_server_queue_json (fixture->server, "GET", "/api/v2/events", 200, answer);
  page = wb_helpdesk_get_events (fixture->helpdesk, "a=b&c", 100, 0, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (page->next_cursor, ==, "MDAw");
  request = wb_stub_server_dup_request (fixture->server, 0);
  g_assert_cmpstr (request->query, ==, "limit=100&wait=0&after=a%3Db%26c");

  wb_stub_server_queue_json (fixture->server, "GET", "/api/v2/events", 200, answer);
  oldest = wb_helpdesk_get_events (fixture->helpdesk, NULL, 500, 25, NULL, &error);
  g_assert_no_error (error);
  second = wb_stub_server_dup_request (fixture->server, 1);
  g_assert_cmpstr (second->query, ==, "limit=500&wait=25");

  wb_stub_server_queue_json (fixture->server, "GET", "/api/v2/events", 410,
                             "{\"code\":\"cursor_expired\"}");
  g_assert_null (wb_helpdesk_get_events (fixture->helpdesk, "old", 100, 0, NULL, &error));
  g_assert_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_GONE);
}

static void
test_helpdesk_objects_are_found_by_id (Fixture       *fixture,
                                       gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbTicket) ticket = NULL;
  g_autoptr (WbUser) me = NULL;

  wb_stub_server_queue_json (fixture->server, "GET", "/api/v2/tickets/e/1", 200,
                             "{\"id\":\"e/1\",\"code\":\"20250042\",\"created_at\":\"2025-10-03T09:58:00Z\","
                             "\"updated_at\":\"2025-10-03T10:00:00.000Z\"}");
  ticket = wb_helpdesk_get_ticket (fixture->helpdesk, "e/1", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (ticket->code, ==, "20250042");
  wb_stub_server_queue_json (fixture->server, "GET", "/api/v2/account/me", 200, "{\"id\":\"d1\"}");
  me = wb_helpdesk_get_me (fixture->helpdesk, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (me->id, ==, "d1");
  g_assert_null (wb_helpdesk_get_activity (fixture->helpdesk, "04", NULL, &error));
  g_assert_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_null (wb_helpdesk_get_coupon (fixture->helpdesk, "05", NULL, &error));
  g_assert_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_null (wb_helpdesk_get_settings (fixture->helpdesk, "b1", NULL, &error));
  g_assert_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_NOT_FOUND);
  g_assert_cmpuint (wb_stub_server_count_for (fixture->server, "GET", "/api/v2/activities/04"), ==, 1);
  g_assert_cmpuint (wb_stub_server_count_for (fixture->server, "GET", "/api/v2/coupons/05"), ==, 1);
  g_assert_cmpuint (wb_stub_server_count_for (fixture->server, "GET",
                                              "/api/v2/remarketing/settings/b1"), ==, 1);
}

static void
test_helpdesk_lease_is_renewed (Fixture       *fixture,
                                gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbStubRequest) request = NULL;

  wb_stub_server_queue_json (fixture->server, "POST", "/api/v2/activities/04/renew", 200, "{}");
  g_assert_true (wb_helpdesk_renew (fixture->helpdesk, "04", 900, NULL, &error));
  g_assert_no_error (error);
  request = wb_stub_server_dup_request (fixture->server, 0);
  g_assert_cmpmem (g_bytes_get_data (request->body, NULL), g_bytes_get_size (request->body),
                   "{\"lease_secs\":900}", 18);
  g_assert_null (wb_stub_request_get_header (request, "If-Match"));
  g_assert_null (wb_stub_request_get_header (request, "Idempotency-Key"));
  wb_stub_server_queue_json (fixture->server, "POST", "/api/v2/activities/04/renew", 409,
                             "{\"code\":\"already_assigned\"}");
  g_assert_false (wb_helpdesk_renew (fixture->helpdesk, "04", 900, NULL, &error));
  g_assert_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_CONFLICT);
}

#define ADD(name, func) \
  g_test_add ("/remote/helpdesk/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("request-carries-what-the-contract-asks", test_helpdesk_request_carries_what_the_contract_asks);
  ADD ("unchanged-is-success-and-null", test_helpdesk_unchanged_is_success_and_null);
  ADD ("lists-are-paged", test_helpdesk_lists_are_paged);
  ADD ("page-items-are-decoded", test_helpdesk_page_items_are_decoded);
  ADD ("answers-become-decisions", test_helpdesk_answers_become_decisions);
  ADD ("deep-json-is-refused", test_helpdesk_deep_json_is_refused);
  ADD ("token-is-in-no-error", test_helpdesk_token_is_in_no_error);
  ADD ("token-is-checked-before-sending", test_helpdesk_token_is_checked_before_sending);
  ADD ("writes-go-where-they-belong", test_helpdesk_writes_go_where_they_belong);
  ADD ("write-without-an-answer", test_helpdesk_write_without_an_answer);
  ADD ("stale-write-brings-the-current", test_helpdesk_stale_write_brings_the_current);
  ADD ("events-are-asked-for-by-cursor", test_helpdesk_events_are_asked_for_by_cursor);
  ADD ("objects-are-found-by-id", test_helpdesk_objects_are_found_by_id);
  ADD ("lease-is-renewed", test_helpdesk_lease_is_renewed);
  g_test_add_func ("/remote/helpdesk/probe-finds-level-and-form",
                   test_helpdesk_probe_finds_level_and_form);
  g_test_add_func ("/remote/helpdesk/url-is-normalized", test_helpdesk_url_is_normalized);
  return g_test_run ();
}
