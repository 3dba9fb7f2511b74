/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The helpdesk client's part in single coupons: out of use, made again, and their story. */

#include "config.h"

#include "wb-helpdesk.h"

#include "wb-coupon-event.h"
#include "wb-stub-server.h"

#include <string.h>

#define TOKEN "0123456789abcdef0123456789abcdef01234567"
#define KEY "5b1d8f1e-5f4c-4a8e-9c51-6f2f0d8f2a10"
#define COUPON(state, version) \
  "{\"id\":\"05000001\",\"ticket\":\"e1\",\"ticket_code\":\"20250042\",\"ticket_type\":\"b1\",\"store\":\"c1\"," \
  "\"platform\":\"shoptet\",\"remote_id\":\"77\",\"code\":\"VRAT8KQ2MX4TH7\",\"kind\":\"fixed\"," \
  "\"amount\":\"200.00\",\"currency\":\"CZK\",\"min_order_value\":\"1000.00\",\"placement\":\"portal\"," \
  "\"state\":\"" state "\",\"created_at\":\"2025-10-03T10:01:00.000Z\"," \
  "\"expires_at\":\"2025-11-02T22:59:59.000Z\",\"used_at\":null,\"used_order_code\":null,\"error\":null," \
  "\"updated_at\":\"2025-10-03T10:01:02.000Z\",\"version\":" version "}"

typedef struct
{
  WbStubServer *server;
  WbClock *clock;
  WbHelpdesk *helpdesk;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autofree char *url = NULL;
  g_autoptr (GError) error = NULL;
  WbHttp *http = NULL;

  fixture->server = wb_stub_server_new (NULL);
  fixture->clock = WB_CLOCK (wb_movable_clock_new (0, FALSE));
  url = wb_stub_server_dup_url (fixture->server, "/api/v2/");
  http = wb_http_new (NULL, fixture->clock, &error);
  fixture->helpdesk = wb_helpdesk_new (url, TOKEN, WB_AUTH_TOKEN, http, &error);
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

typedef WbCoupon *(*Deed) (WbHelpdesk    *self,
                           const char    *id,
                           gint64 version,
                           const char    *key,
                           GCancellable  *cancellable,
                           GError       **error);

static void
test_deeds_name_version_and_key (Fixture       *fixture,
                                 gconstpointer  data)
{
  const struct
  {
    Deed deed;
    const char *path;
    const char *answer;
    const char *state;
  } rows[] = {
    { wb_helpdesk_disable_coupon, "/api/v2/coupons/05000001/disable", COUPON ("disabled", "3"), WB_COUPON_DISABLED },
    { wb_helpdesk_retry_coupon, "/api/v2/coupons/05000001/retry", COUPON ("pending", "3"), WB_COUPON_PENDING },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (WbCoupon) coupon = NULL;
    g_autoptr (WbStubRequest) request = NULL;

    g_test_message ("%s", rows[i].path);
    wb_stub_server_queue_json (fixture->server, "POST", rows[i].path, 200, rows[i].answer);
    coupon = rows[i].deed (fixture->helpdesk, "05000001", 2, KEY, NULL, &error);
    g_assert_no_error (error);
    g_assert_cmpstr (coupon->state, ==, rows[i].state);
    g_assert_cmpint (coupon->version, ==, 3);
    request = wb_stub_server_dup_request (fixture->server, i);
    g_assert_cmpstr (wb_stub_request_get_header (request, "Idempotency-Key"), ==, KEY);
    g_assert_cmpstr (wb_stub_request_get_header (request, "If-Match"), ==, "\"2\"");
    g_assert_cmpmem (g_bytes_get_data (request->body, NULL), g_bytes_get_size (request->body), "{}", 2);
  }
}

static void
test_deeds_refused_say_why (Fixture       *fixture,
                            gconstpointer  data)
{
  const struct
  {
    guint status;
    const char *body;
    int code;
    const char *words;
  } rows[] = {
    { 409, "{\"detail\":\"It was used.\",\"code\":\"coupon_used\"}", WB_REMOTE_ERROR_CONFLICT, "It was used." },
    { 412, "{\"detail\":\"Changed.\",\"code\":\"stale\",\"current\":" COUPON ("used", "4") "}",
      WB_REMOTE_ERROR_STALE, NULL },
    { 403, "{\"detail\":\"Managers only.\",\"code\":\"role_required\"}", WB_REMOTE_ERROR_FORBIDDEN, "Managers" },
    { 404, "{\"detail\":\"None.\",\"code\":\"not_found\"}", WB_REMOTE_ERROR_NOT_FOUND, NULL },
    { 503, "{}", WB_REMOTE_ERROR_SERVER_FAULT, NULL },
    { 200, "{\"id\":1}", WB_REMOTE_ERROR_UNEXPECTED_REPLY, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = NULL;

    g_test_message ("status %u", rows[i].status);
    wb_stub_server_queue_json (fixture->server, "POST", "/api/v2/coupons/05000001/disable", rows[i].status,
                               rows[i].body);
    g_assert_null (wb_helpdesk_disable_coupon (fixture->helpdesk, "05000001", 2, KEY, NULL, &error));
    g_assert_error (error, WB_REMOTE_ERROR, rows[i].code);
    if (rows[i].words)
      g_assert_nonnull (strstr (error->message, rows[i].words));
  }
}

/* A story of five lines in pages of two; a line is written while we page. */
static void
answer_events_cb (WbStubServer        *server,
                  const WbStubRequest *request,
                  WbStubReply         *reply,
                  gpointer             data)
{
  static const char *const kinds[] = { "asked", "sent", "sent", "uncertain", "found", "made" };
  g_autofree char *page_text = wb_stub_request_dup_param (request, "page");
  guint page = page_text ? (guint) g_ascii_strtoull (page_text, NULL, 10) : 1;
  GString *json = g_string_new (NULL);
  g_autofree char *text = NULL;

  g_string_append_printf (json, "{\"count\":6,\"current_page\":%u,\"total_pages\":3,\"results\":[", page);
  for (guint i = (page - 1) * 2; i < page * 2; i++)
    g_string_append_printf (json, "%s{\"id\":\"e%u\",\"coupon\":\"05000001\",\"at\":\"2025-10-03T10:01:0%u.000Z\","
                            "\"kind\":\"%s\"}", i % 2 ? "," : "", i == 2 ? 1 : i, i, kinds[i]);
  g_string_append (json, "]}");
  text = g_string_free (json, FALSE);
  wb_stub_reply_set_json (reply, 200, text);
}

static void
test_story_is_read_to_the_last_page (Fixture       *fixture,
                                     gconstpointer  data)
{
  static const char *const kinds[] = { "asked", "sent", "uncertain", "found", "made" };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) events = NULL;

  wb_stub_server_handle (fixture->server, "GET", "/api/v2/coupons/05000001/events", answer_events_cb, NULL);
  events = wb_helpdesk_get_coupon_events (fixture->helpdesk, "05000001", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (events->len, ==, G_N_ELEMENTS (kinds));
  for (guint i = 0; i < events->len; i++)
    g_assert_cmpstr (((WbCouponEvent *) g_ptr_array_index (events, i))->kind, ==, kinds[i]);
  g_assert_cmpuint (wb_stub_server_count (fixture->server), ==, 3);
}

static void
test_story_of_no_coupon_is_an_error (Fixture       *fixture,
                                     gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  wb_stub_server_queue_json (fixture->server, "GET", "/api/v2/coupons/05000001/events", 404, "{}");
  g_assert_null (wb_helpdesk_get_coupon_events (fixture->helpdesk, "05000001", NULL, &error));
  g_assert_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_NOT_FOUND);
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/remote/helpdesk-coupons/deeds-name-version-and-key", test_deeds_name_version_and_key);
  ADD ("/remote/helpdesk-coupons/deeds-refused-say-why", test_deeds_refused_say_why);
  ADD ("/remote/helpdesk-coupons/story-is-read-to-the-last-page", test_story_is_read_to_the_last_page);
  ADD ("/remote/helpdesk-coupons/story-of-no-coupon-is-an-error", test_story_of_no_coupon_is_an_error);

  return g_test_run ();
}
