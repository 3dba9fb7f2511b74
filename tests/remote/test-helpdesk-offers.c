/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The helpdesk client's part in managers' offers: uploads, banners, pictures, earlier versions. */

#include "config.h"

#include "wb-helpdesk.h"

#include "wb-image-probe.h"
#include "wb-stub-server.h"
#include "wb-test-pictures.h"
#include "wb-time.h"

#include <string.h>

#define TOKEN "0123456789abcdef0123456789abcdef01234567"
#define KEY "5b1d8f1e-5f4c-4a8e-9c51-6f2f0d8f2a10"
#define SHA256 "9f2c64b1c3b7b8f4e0a1d2c3b4a5968778695a4b3c2d1e0f9f2c64b1c3b7b8f4"
#define PICTURE \
  "\"id\":\"02000001\",\"name\":\"podzim.png\",\"mime_type\":\"image/png\",\"size\":148201," \
  "\"sha256\":\"" SHA256 "\",\"url\":\"https://cdn.example/f/02000001.png\"," \
  "\"image\":{\"width\":1200,\"height\":300}"
#define BANNER \
  "{\"id\":\"03000001\",\"name\":\"Podzim\",\"file\":{" PICTURE "},\"alt_text\":{\"cs\":\"Sleva\"}," \
  "\"starts_on\":\"2025-10-01\",\"ends_on\":null,\"archived\":false,\"used_by\":[\"b1\"]," \
  "\"created_at\":\"2025-09-30T12:00:00.000Z\",\"updated_at\":\"2025-09-30T12:00:00.000Z\",\"version\":1}"

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

static void
test_upload_is_a_form_that_repeats_exactly (Fixture       *fixture,
                                            gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_bytes_new_static ("\x89PNG\r\n--x\0y", 11);
  g_autoptr (WbPicture) picture = NULL;
  g_autoptr (WbPicture) again = NULL;
  g_autoptr (WbStubRequest) first = NULL;
  g_autoptr (WbStubRequest) second = NULL;
  static const char form[] =
    "--winback-" KEY "\r\n"
    "Content-Disposition: form-data; name=\"file\"; filename=\"pod%22zim_š.png\"\r\n"
    "Content-Type: image/png\r\n\r\n"
    "\x89PNG\r\n--x\0y\r\n"
    "--winback-" KEY "--\r\n";

  for (guint i = 0; i < 2; i++)
    wb_stub_server_queue_json (fixture->server, "POST", "/api/v2/files", 201, "{" PICTURE "}");
  picture = wb_helpdesk_upload_picture (fixture->helpdesk, "pod\"zim\nš.png", "image/png", bytes, KEY,
                                        NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (picture->id, ==, "02000001");
  g_assert_cmpint (picture->width, ==, 1200);
  again = wb_helpdesk_upload_picture (fixture->helpdesk, "pod\"zim\nš.png", "image/png", bytes, KEY,
                                      NULL, &error);
  g_assert_no_error (error);
  first = wb_stub_server_dup_request (fixture->server, 0);
  second = wb_stub_server_dup_request (fixture->server, 1);
  g_assert_cmpstr (wb_stub_request_get_header (first, "Content-Type"), ==,
                   "multipart/form-data; boundary=winback-" KEY);
  g_assert_cmpstr (wb_stub_request_get_header (first, "Idempotency-Key"), ==, KEY);
  g_assert_null (wb_stub_request_get_header (first, "If-Match"));
  g_assert_cmpmem (g_bytes_get_data (first->body, NULL), g_bytes_get_size (first->body), form,
                   sizeof form - 1);
  g_assert_true (g_bytes_equal (first->body, second->body));
}

static void
test_upload_refused_has_the_servers_words (Fixture       *fixture,
                                           gconstpointer  data)
{
  const struct
  {
    guint status;
    const char *body;
    int code;
  } rows[] = {
    { 400, "{\"detail\":\"Too wide.\",\"code\":\"image_dimensions\"}", WB_REMOTE_ERROR_REJECTED },
    { 413, "{\"detail\":\"Too large.\",\"code\":\"file_too_large\"}", WB_REMOTE_ERROR_REJECTED },
    { 403, "{\"detail\":\"Managers only.\",\"code\":\"role_required\"}", WB_REMOTE_ERROR_FORBIDDEN },
    { 503, "{}", WB_REMOTE_ERROR_SERVER_FAULT },
    { 201, "{\"id\":1}", WB_REMOTE_ERROR_UNEXPECTED_REPLY },
  };
  g_autoptr (GBytes) bytes = g_bytes_new_static (wb_test_png_black, sizeof wb_test_png_black);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = NULL;

    g_test_message ("status %u", rows[i].status);
    wb_stub_server_queue_json (fixture->server, "POST", "/api/v2/files", rows[i].status, rows[i].body);
    g_assert_null (wb_helpdesk_upload_picture (fixture->helpdesk, "a.png", "image/png", bytes, KEY, NULL,
                                               &error));
    g_assert_error (error, WB_REMOTE_ERROR, rows[i].code);
    if (strstr (rows[i].body, "Too"))
      g_assert_nonnull (strstr (error->message, "Too "));
  }
}

static void
test_banner_is_made_and_read (Fixture       *fixture,
                              gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbBanner) banner = wb_banner_new ();
  g_autoptr (WbBanner) made = NULL;
  g_autoptr (WbBanner) read = NULL;
  g_autoptr (WbWirePage) page = NULL;
  g_autoptr (WbStubRequest) request = NULL;
  g_autofree char *body = NULL;
  char *query[] = { (char *) "archived", (char *) "all", NULL };

  banner->name = g_strdup ("Podzim");
  banner->picture = wb_picture_new ();
  banner->picture->id = g_strdup ("02000001");
  wb_lang_text_set (banner->alt_text, "cs", "Sleva");
  wb_date_parse ("2025-10-01", &banner->starts_on);
  wb_stub_server_queue_json (fixture->server, "POST", "/api/v2/remarketing/banners", 201, BANNER);
  made = wb_helpdesk_create_banner (fixture->helpdesk, banner, KEY, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (made->id, ==, "03000001");
  request = wb_stub_server_dup_request (fixture->server, 0);
  body = g_strndup (g_bytes_get_data (request->body, NULL), g_bytes_get_size (request->body));
  g_assert_cmpstr (wb_stub_request_get_header (request, "Idempotency-Key"), ==, KEY);
  g_assert_nonnull (strstr (body, "\"file\":\"02000001\""));
  g_assert_nonnull (strstr (body, "\"starts_on\":\"2025-10-01\""));

  wb_stub_server_queue_json (fixture->server, "GET", "/api/v2/remarketing/banners/03000001", 200, BANNER);
  read = wb_helpdesk_get_banner (fixture->helpdesk, "03000001", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (read->picture->sha256, ==, SHA256);
  wb_stub_server_queue_json (fixture->server, "GET", "/api/v2/remarketing/banners", 200,
                             "{\"count\":1,\"current_page\":1,\"total_pages\":1,\"results\":[" BANNER "]}");
  page = wb_helpdesk_get_page (fixture->helpdesk, "remarketing/banners", query, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (page->items->len, ==, 1);
}

/* A picture of @data at @path of the test's own server. */
static WbPicture *
make_picture (Fixture      *fixture,
              const guint8 *data,
              gsize         size)
{
  WbPicture *picture = wb_picture_new ();

  picture->id = g_strdup ("f1");
  picture->sha256 = g_compute_checksum_for_data (G_CHECKSUM_SHA256, data, size);
  picture->url = wb_stub_server_dup_url (fixture->server, "/f/1.png");

  return picture;
}

static void
queue_file (Fixture      *fixture,
            guint         status,
            const guint8 *data,
            gsize         size)
{
  wb_stub_server_queue (fixture->server, "GET", "/f/1.png", status, "image/png", (const char *) data,
                        (gssize) size, NULL, NULL);
}

static void
test_picture_is_fetched_without_the_token (Fixture       *fixture,
                                           gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbPicture) picture = make_picture (fixture, wb_test_png_black, sizeof wb_test_png_black);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (WbStubRequest) request = NULL;

  queue_file (fixture, 200, wb_test_png_black, sizeof wb_test_png_black);
  bytes = wb_helpdesk_get_picture (fixture->helpdesk, picture, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), wb_test_png_black,
                   sizeof wb_test_png_black);
  request = wb_stub_server_dup_request (fixture->server, 0);
  g_assert_null (wb_stub_request_get_header (request, "Authorization"));
  g_assert_cmpstr (wb_stub_request_get_header (request, "Accept"), ==, "image/*");
  /* The clock of whoever keeps files is not the server's. */
  g_assert_cmpint (wb_helpdesk_get_last (fixture->helpdesk)->date, ==, WB_TIME_NONE);
}

static void
test_picture_must_be_the_one_uploaded (Fixture       *fixture,
                                       gconstpointer  data)
{
  static const guint8 text[] = "<svg xmlns=\"http://www.w3.org/2000/svg\"/>";
  g_autofree guint8 *huge = g_malloc0 (WB_IMAGE_BYTES_MAX + 1);
  const struct
  {
    const char *what;
    const guint8 *told;     /* what the server says was uploaded */
    gsize told_size;
    const guint8 *data;     /* what comes */
    gsize size;
    guint status;
    int code;
  } rows[] = {
    { "another file", wb_test_png_black, sizeof wb_test_png_black, wb_test_png_white,
      sizeof wb_test_png_white, 200, WB_REMOTE_ERROR_UNEXPECTED_REPLY },
    { "half of it", wb_test_png_black, sizeof wb_test_png_black, wb_test_png_black,
      sizeof wb_test_png_black / 2, 200, WB_REMOTE_ERROR_UNEXPECTED_REPLY },
    { "no picture", text, sizeof text, text, sizeof text, 200, WB_REMOTE_ERROR_UNEXPECTED_REPLY },
    { "too large", huge, WB_IMAGE_BYTES_MAX + 1, huge, WB_IMAGE_BYTES_MAX + 1, 200,
      WB_REMOTE_ERROR_UNEXPECTED_REPLY },
    { "gone", wb_test_png_black, sizeof wb_test_png_black, text, sizeof text, 404,
      WB_REMOTE_ERROR_NOT_FOUND },
    { "moved", wb_test_png_black, sizeof wb_test_png_black, text, sizeof text, 302,
      WB_REMOTE_ERROR_UNEXPECTED_REPLY },
    { "broken", wb_test_png_black, sizeof wb_test_png_black, text, sizeof text, 500,
      WB_REMOTE_ERROR_SERVER_FAULT },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (WbPicture) picture = make_picture (fixture, rows[i].told, rows[i].told_size);

    g_test_message ("%s", rows[i].what);
    queue_file (fixture, rows[i].status, rows[i].data, rows[i].size);
    g_assert_null (wb_helpdesk_get_picture (fixture->helpdesk, picture, NULL, &error));
    g_assert_error (error, WB_REMOTE_ERROR, rows[i].code);
    g_assert_null (strstr (error->message, "svg"));
  }
}

static void
test_picture_is_not_fetched_in_the_clear (Fixture       *fixture,
                                          gconstpointer  data)
{
  const char *urls[] = { "http://cdn.example/f/1.png", "file:///etc/passwd", "f/1.png", "" };

  for (guint i = 0; i < G_N_ELEMENTS (urls); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (WbPicture) picture = make_picture (fixture, wb_test_png_black, sizeof wb_test_png_black);

    g_free (picture->url);
    picture->url = g_strdup (urls[i]);
    g_assert_null (wb_helpdesk_get_picture (fixture->helpdesk, picture, NULL, &error));
    g_assert_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_NOT_ALLOWED);
  }
  g_assert_cmpuint (wb_stub_server_count (fixture->server), ==, 0);
}

/* A server with @n versions, in pages of two whatever is asked. */
static void
answer_versions_cb (WbStubServer        *server,
                    const WbStubRequest *request,
                    WbStubReply         *reply,
                    gpointer             data)
{
  const guint *n = data;
  g_autofree char *page_text = wb_stub_request_dup_param (request, "page");
  guint page = page_text ? (guint) g_ascii_strtoull (page_text, NULL, 10) : 1;
  GString *json = g_string_new (NULL);
  g_autofree char *text = NULL;

  g_string_append_printf (json, "{\"count\":%u,\"current_page\":%u,\"total_pages\":%u,\"results\":[", *n,
                          page, (*n + 1) / 2);
  for (guint i = (page - 1) * 2; i < MIN (*n, page * 2); i++)
    /* One was saved while we page: the second page repeats the first one's last. */
    g_string_append_printf (json, "%s{\"version\":%u,\"updated_at\":\"2025-10-01T07:00:00.000Z\","
                            "\"updated_by\":\"d1\",\"tools\":{\"coupon\":{\"enabled\":false,"
                            "\"placements\":[],\"amounts\":[],\"validity_days\":%u}}}",
                            i % 2 ? "," : "", page == 2 && i == 2 ? *n - 1 : *n - i, *n - i);
  g_string_append (json, "]}");
  text = g_string_free (json, FALSE);
  wb_stub_reply_set_json (reply, 200, text);
}

static void
test_versions_are_read_to_the_last_page (Fixture       *fixture,
                                         gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) versions = NULL;
  g_autoptr (GPtrArray) none = NULL;
  static guint n = 5;
  static guint zero = 0;

  wb_stub_server_handle (fixture->server, "GET", "/api/v2/remarketing/settings/b1/versions",
                         answer_versions_cb, &n);
  wb_stub_server_handle (fixture->server, "GET", "/api/v2/remarketing/settings/b2/versions",
                         answer_versions_cb, &zero);
  versions = wb_helpdesk_get_versions (fixture->helpdesk, "b1", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (versions->len, ==, 4);
  for (guint i = 0; i < versions->len; i++) {
    const gint64 expected[] = { 5, 4, 2, 1 };
    const WbOfferSet *set = g_ptr_array_index (versions, i);

    g_assert_cmpint (set->version, ==, expected[i]);
    g_assert_cmpstr (set->type, ==, "b1");
    g_assert_cmpstr (set->updated_by, ==, "d1");
  }
  g_assert_cmpuint (wb_stub_server_count (fixture->server), ==, 3);
  none = wb_helpdesk_get_versions (fixture->helpdesk, "b2", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (none->len, ==, 0);

  g_assert_null (wb_helpdesk_get_versions (fixture->helpdesk, "b3", NULL, &error));
  g_assert_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_NOT_FOUND);
}

static void
test_writes_of_managers_go_where_they_should (Fixture       *fixture,
                                              gconstpointer  data)
{
  const struct
  {
    const char *op;
    const char *id;
    const char *path;
    gboolean has_key;
  } rows[] = {
    { "account.patch", "account", "/api/v2/account", TRUE },
    { "account.remarketing", "account", "/api/v2/account/addons/remarketing", FALSE },
    { "banner.patch", "03 1", "/api/v2/remarketing/banners/03 1", TRUE },
  };
  g_autoptr (JsonNode) body = json_from_string ("{\"x\":1}", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (JsonNode) answer = NULL;
    g_autoptr (WbStubRequest) request = NULL;

    g_test_message ("%s", rows[i].op);
    wb_stub_server_queue_json (fixture->server, "PATCH", rows[i].path, 200, "{\"version\":8}");
    answer = wb_helpdesk_write (fixture->helpdesk, rows[i].op, rows[i].id, body, 7, KEY, NULL, &error);
    g_assert_no_error (error);
    g_assert_nonnull (answer);
    request = wb_stub_server_dup_request (fixture->server, i);
    g_assert_cmpstr (wb_stub_request_get_header (request, "If-Match"), ==, "\"7\"");
    g_assert_cmpstr (wb_stub_request_get_header (request, "Idempotency-Key"), ==,
                     rows[i].has_key ? KEY : NULL);
  }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) \
  g_test_add ("/wb/remote/helpdesk-offers/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("upload-is-a-form-that-repeats-exactly", test_upload_is_a_form_that_repeats_exactly);
  ADD ("upload-refused-has-the-servers-words", test_upload_refused_has_the_servers_words);
  ADD ("banner-is-made-and-read", test_banner_is_made_and_read);
  ADD ("picture-is-fetched-without-the-token", test_picture_is_fetched_without_the_token);
  ADD ("picture-must-be-the-one-uploaded", test_picture_must_be_the_one_uploaded);
  ADD ("picture-is-not-fetched-in-the-clear", test_picture_is_not_fetched_in_the_clear);
  ADD ("versions-are-read-to-the-last-page", test_versions_are_read_to_the_last_page);
  ADD ("writes-of-managers-go-where-they-should", test_writes_of_managers_go_where_they_should);

  return g_test_run ();
}
