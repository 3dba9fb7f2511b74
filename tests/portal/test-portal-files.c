/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Uploads and the public addresses of pictures (reference/retino-api.md B.8). */

#include "config.h"

#include <string.h>

#include "portal-fixture.h"
#include "wb-image-probe.h"

#define FORM "multipart/form-data; boundary=b"

static void
test_formats (void)
{
  static const struct {
    const char *image;
    const char *file_name;
    const char *mime_type;
    const char *extension;
  } rows[] = {
    { "banner.png", "podzim.png", "image/png", ".png" },
    { "banner.jpg", "podzim.jpeg", "image/jpeg", ".jpg" },
    { "banner.gif", "podzim.gif", "image/gif", ".gif" },
    { "banner.webp", "podzim.webp", "image/webp", ".webp" },
    { "banner.png", "lies.jpg", "image/png", ".png" },
  };
  g_autoptr (Fixture) fixture = fixture_new ();

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GBytes) image = load_image (rows[i].image);
    g_autofree char *key = g_strdup_printf ("k%u", i);
    g_autoptr (Answer) made = ask_upload (fixture, MANAGER, key, rows[i].file_name, image);
    g_autofree char *sum = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, image);
    g_autofree char *quoted = g_strdup_printf ("\"%s\"", sum);
    g_autofree char *header = g_strdup_printf ("If-None-Match: %s\r\n", quoted);
    g_autofree char *url = NULL;
    g_autofree char *origin = NULL;
    g_autofree char *path = NULL;
    g_autoptr (Answer) fetched = NULL;
    g_autoptr (Answer) same = NULL;
    g_autoptr (Answer) head = NULL;

    g_test_message ("%s as %s", rows[i].image, rows[i].file_name);
    assert_status (made, 201);
    assert_text (made, "name", rows[i].file_name);
    assert_text (made, "mime_type", rows[i].mime_type);
    assert_text (made, "sha256", sum);
    g_assert_cmpint (answer_int (made, "size"), ==, (gint64) g_bytes_get_size (image));
    g_assert_cmpint (answer_int (made, "image.width"), >=, WB_IMAGE_WIDTH_MIN);
    g_assert_cmpint (answer_int (made, "image.height"), >=, WB_IMAGE_HEIGHT_MIN);

    url = answer_text (made, "url");
    origin = g_strdup ("http://127.0.0.1/f/");
    g_assert_true (g_str_has_prefix (url, origin));
    g_assert_true (g_str_has_suffix (url, rows[i].extension));

    /* For everybody, for ever, and as nothing but what it is. */
    path = g_strconcat ("/", url + strlen ("http://127.0.0.1"), NULL);
    fetched = ask (fixture, "GET", path, NULL, NULL, NULL);
    assert_status (fetched, 200);
    g_assert_true (g_bytes_equal (fetched->content, image));
    g_assert_cmpstr (answer_header (fetched, "content-type"), ==, rows[i].mime_type);
    g_assert_cmpstr (answer_header (fetched, "cache-control"), ==,
                     "public, max-age=31536000, immutable");
    g_assert_cmpstr (answer_header (fetched, "x-content-type-options"), ==, "nosniff");
    g_assert_cmpstr (answer_header (fetched, "etag"), ==, quoted);
    same = ask (fixture, "GET", path, NULL, header, NULL);
    assert_status (same, 304);
    g_assert_cmpuint (g_bytes_get_size (same->content), ==, 0);
    head = ask (fixture, "HEAD", path, NULL, NULL, NULL);
    assert_status (head, 200);
    g_assert_cmpuint (g_bytes_get_size (head->content), ==, 0);
    g_assert_cmpstr (answer_header (head, "content-length"), ==,
                     answer_header (fetched, "content-length"));
  }
  /* One content, kept once. */
  g_assert_cmpint (ask_ledger (fixture, "SELECT count(*) FROM file"), ==, 5);
  g_assert_cmpint (ask_ledger (fixture, "SELECT count(*) FROM picture"), ==, 4);
}

static void
test_addresses (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (GBytes) image = load_image ("banner.png");
  g_autoptr (Answer) made = ask_upload (fixture, MANAGER, "k", "a.png", image);
  g_autofree char *id = answer_text (made, "id");
  const struct {
    const char *method;
    const char *before;
    const char *name;
    const char *after;
    guint status;
  } rows[] = {
    { "GET", "", id, ".png", 200 },
    { "GET", "", id, ".jpg", 404 },
    { "GET", "", id, ".", 404 },
    { "GET", "", id, "", 404 },
    { "GET", "", id, ".png.png", 404 },
    { "GET", "x", id, ".png", 404 },
    { "GET", "", "", "", 404 },
    { "GET", "", "", ".png", 404 },
    { "POST", "", id, ".png", 405 },
    { "DELETE", "", id, ".png", 405 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *path = g_strconcat ("//f/", rows[i].before, rows[i].name, rows[i].after, NULL);
    g_autoptr (Answer) answer = ask (fixture, rows[i].method, path, NULL, NULL, NULL);

    g_test_message ("%s %s", rows[i].method, path);
    assert_status (answer, rows[i].status);
    if (rows[i].status != 200)
      g_assert_cmpstr (answer_header (answer, "cache-control"), ==, "no-store");
  }
}

static void
test_refusals (void)
{
  static const struct {
    const char *why;
    const char *image;
    gsize length;          /* 0 = all of it */
    guint status;
    const char *code;
  } rows[] = {
    { "no picture", NULL, 0, 415, "unsupported_media_type" },
    { "another kind of picture", "picture.heic", 0, 415, "unsupported_media_type" },
    { "cut in half", "banner.png", 1400, 400, "image_unreadable" },
    { "its head alone", "banner.jpg", 200, 400, "image_unreadable" },
    { "nothing at all", "banner.png", 1, 415, "unsupported_media_type" },
  };
  g_autoptr (Fixture) fixture = fixture_new ();

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    static const char svg[] = "<svg xmlns='http://www.w3.org/2000/svg' width='800' height='200'/>";
    g_autoptr (GBytes) whole = rows[i].image ? load_image (rows[i].image)
                                             : g_bytes_new_static (svg, sizeof svg - 1);
    g_autoptr (GBytes) image = rows[i].length > 0
      ? g_bytes_new_from_bytes (whole, 0, rows[i].length) : g_bytes_ref (whole);
    g_autoptr (Answer) answer = ask_upload (fixture, MANAGER, "k", "a.png", image);

    g_test_message ("%s", rows[i].why);
    assert_refused (answer, rows[i].status, rows[i].code);
    assert_text (answer, "errors.file.0.code", rows[i].code);
    g_assert_true (answer_has (answer, "request_id"));
  }
  g_assert_cmpint (ask_ledger (fixture, "SELECT count(*) FROM file"), ==, 0);
  g_assert_cmpint (ask_ledger (fixture, "SELECT count(*) FROM picture"), ==, 0);
}

static void
test_dimensions (void)
{
  static const struct {
    guint16 width;
    guint status;
  } rows[] = {
    { WB_IMAGE_WIDTH_MAX + 1, 400 },
    { WB_IMAGE_WIDTH_MAX, 201 },
    { 60000, 400 },
  };
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (GBytes) image = load_image ("banner.gif");

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GByteArray) wide = g_byte_array_new ();
    g_autoptr (GBytes) bytes = NULL;
    g_autoptr (Answer) answer = NULL;

    g_test_message ("%u pixels wide", rows[i].width);
    g_byte_array_append (wide, g_bytes_get_data (image, NULL), (guint) g_bytes_get_size (image));
    /* The width of a GIF's screen, least byte first. */
    wide->data[6] = (guint8) (rows[i].width & 0xff);
    wide->data[7] = (guint8) (rows[i].width >> 8);
    bytes = g_byte_array_free_to_bytes (g_steal_pointer (&wide));
    answer = ask_upload (fixture, MANAGER, rows[i].status == 201 ? "k1" : "k2", "a.gif", bytes);
    assert_status (answer, rows[i].status);
    if (rows[i].status == 400)
      assert_text (answer, "code", "image_dimensions");
  }
}

static void
test_rights_and_forms (void)
{
  static const struct {
    const char *why;
    const char *token;
    const char *key;
    const char *field;
    const char *content_type;
    guint status;
    const char *code;
  } rows[] = {
    { "nobody", NULL, "k", "file", FORM, 401, "token_invalid" },
    { "an agent", EVA, "k", "file", FORM, 403, "role_required" },
    { "role before key", EVA, NULL, "file", FORM, 403, "role_required" },
    { "no key", MANAGER, NULL, "file", FORM, 400, "idempotency_key_required" },
    { "no form", MANAGER, "k", "file", "image/png", 415, "unsupported_media_type" },
    { "another form", MANAGER, "k", "file", "multipart/mixed; boundary=b", 415, "unsupported_media_type" },
    { "no boundary", MANAGER, "k", "file", "multipart/form-data", 400, "invalid_request" },
    { "another boundary", MANAGER, "k", "file", "multipart/form-data; boundary=c", 400, "invalid_request" },
    { "another field", MANAGER, "k", "image", FORM, 400, "invalid_request" },
    { "all is well", MANAGER, "k", "file", FORM, 201, "" },
  };
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (GBytes) image = load_image ("banner.png");

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GBytes) form = make_form ("b", rows[i].field, "a.png", image);
    g_autoptr (Answer) answer = ask_form (fixture, rows[i].token, rows[i].key,
                                          rows[i].content_type, g_bytes_get_size (form), form);

    g_test_message ("%s", rows[i].why);
    assert_refused (answer, rows[i].status, rows[i].code);
  }
}

/* The connection breaks half-way: nothing was uploaded, and the same key may be sent again. */
static void
test_cut_in_half (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (GBytes) image = load_image ("banner.png");
  g_autoptr (GBytes) form = make_form ("b", "file", "a.png", image);
  gsize length = g_bytes_get_size (form);
  g_autoptr (GBytes) half = g_bytes_new_from_bytes (form, 0, length / 2);
  g_autoptr (Answer) broken = ask_form (fixture, MANAGER, "k", FORM, length, half);
  g_autoptr (Answer) short_form = NULL;
  g_autoptr (Answer) whole = NULL;

  g_assert_cmpuint (broken->status, !=, 201);
  g_assert_cmpint (ask_ledger (fixture, "SELECT count(*) FROM file"), ==, 0);

  /* Announced as short as it is, it is still no whole form. */
  short_form = ask_form (fixture, MANAGER, "k", FORM, length / 2, half);
  assert_refused (short_form, 400, "invalid_request");
  whole = ask_form (fixture, MANAGER, "k", FORM, length, form);
  assert_status (whole, 201);
  g_assert_null (answer_header (whole, "idempotency-replayed"));
  g_assert_cmpint (ask_ledger (fixture, "SELECT count(*) FROM file"), ==, 1);
}

static void
test_repeated (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (GBytes) image = load_image ("banner.png");
  g_autoptr (GBytes) other = load_image ("banner.gif");
  g_autoptr (GBytes) form = make_form ("another", "file", "a.png", image);
  g_autoptr (Answer) first = ask_upload (fixture, MANAGER, "k", "a.png", image);
  g_autoptr (Answer) again = ask_upload (fixture, MANAGER, "k", "a.png", image);
  g_autoptr (Answer) other_boundary = NULL;
  g_autoptr (Answer) other_content = NULL;
  g_autoptr (Answer) other_name = NULL;
  g_autoptr (Answer) other_key = NULL;

  assert_status (first, 201);
  assert_status (again, 201);
  g_assert_cmpstr (answer_header (again, "idempotency-replayed"), ==, "true");
  g_assert_cmpstr (again->body, ==, first->body);

  /* The boundary is the client's own business. */
  other_boundary = ask_form (fixture, MANAGER, "k", "multipart/form-data; boundary=another",
                             g_bytes_get_size (form), form);
  assert_status (other_boundary, 201);
  g_assert_cmpstr (other_boundary->body, ==, first->body);

  other_content = ask_upload (fixture, MANAGER, "k", "a.png", other);
  assert_refused (other_content, 422, "idempotency_key_reused");
  other_name = ask_upload (fixture, MANAGER, "k", "b.png", image);
  assert_refused (other_name, 422, "idempotency_key_reused");
  g_assert_cmpint (ask_ledger (fixture, "SELECT count(*) FROM file"), ==, 1);

  other_key = ask_upload (fixture, MANAGER, "k2", "a.png", image);
  assert_status (other_key, 201);
  g_assert_cmpint (ask_ledger (fixture, "SELECT count(*) FROM file"), ==, 2);
}

static void
test_too_large (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autofree char *zeros = g_malloc0 (WB_IMAGE_BYTES_MAX + 1);
  g_autoptr (GBytes) most = g_bytes_new_static (zeros, WB_IMAGE_BYTES_MAX);
  g_autoptr (GBytes) more = g_bytes_new_static (zeros, WB_IMAGE_BYTES_MAX + 1);
  g_autoptr (Answer) allowed = ask_upload (fixture, MANAGER, "k", "a.png", most);
  g_autoptr (Answer) refused = ask_upload (fixture, MANAGER, "k", "a.png", more);
  g_autoptr (Answer) announced = NULL;
  g_autoptr (Answer) patient = NULL;
  g_autoptr (Answer) elsewhere = NULL;
  g_autoptr (Answer) in_chunks = NULL;
  g_autoptr (Answer) after = NULL;

  /* It came through, and was looked at. */
  assert_refused (allowed, 415, "unsupported_media_type");
  assert_refused (refused, 413, "file_too_large");
  g_assert_true (answer_has (refused, "request_id"));

  /* 50 MB, answered without one byte of it; also when it waits to be asked for. */
  announced = ask_form (fixture, MANAGER, "k", FORM, 50 * 1000 * 1000, NULL);
  assert_refused (announced, 413, "file_too_large");
  g_assert_nonnull (strstr (announced->body, "2 MiB"));
  patient = ask (fixture, "POST", "/files", MANAGER,
                 "Expect: 100-continue\r\nContent-Length: 50000000\r\n", NULL);
  assert_refused (patient, 413, "file_too_large");

  /* The room is for files alone. */
  elsewhere = ask (fixture, "POST", "/remarketing/banners", MANAGER,
                   "Content-Length: 2000000\r\n", NULL);
  assert_refused (elsewhere, 413, "file_too_large");
  g_assert_nonnull (strstr (elsewhere->body, "1 MiB"));

  {
    GSocketConnection *connection = ask_begin (fixture, "POST", "/files", MANAGER,
                                               "Content-Type: " FORM "\r\n"
                                               "Transfer-Encoding: chunked\r\n", NULL);
    GOutputStream *stream = g_io_stream_get_output_stream (G_IO_STREAM (connection));

    for (int i = 0; i < 4; i++) {
      g_output_stream_write_all (stream, "100000\r\n", 8, NULL, NULL, NULL);
      g_output_stream_write_all (stream, zeros, 0x100000, NULL, NULL, NULL);
      g_output_stream_write_all (stream, "\r\n", 2, NULL, NULL, NULL);
    }
    in_chunks = ask_end (connection);
  }
  assert_refused (in_chunks, 413, "file_too_large");
  after = ask (fixture, "GET", "/account/me", EVA, NULL, NULL);
  assert_status (after, 200);
}

static char *
upload (Fixture    *fixture,
        const char *key)
{
  g_autoptr (GBytes) image = load_image ("banner.png");
  g_autoptr (Answer) made = ask_upload (fixture, MANAGER, key, "a.png", image);

  assert_status (made, 201);

  return answer_text (made, "id");
}

static void
test_removed_after_a_day (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autofree char *banner = add_banner (fixture, "Podzim", "");
  g_autofree char *unbound = upload (fixture, "k1");
  g_autofree char *path = g_strdup_printf ("//f/%s.png", unbound);
  g_autofree char *body = g_strdup_printf (
    "{\"name\":\"A\",\"file\":\"%s\",\"alt_text\":{\"cs\":\"a\"}}", unbound);
  g_autofree char *banner_path = g_strdup_printf ("/remarketing/banners/%s", banner);
  g_autoptr (Answer) there = NULL;
  g_autoptr (Answer) gone = NULL;
  g_autoptr (Answer) late = NULL;
  g_autoptr (Answer) shown = NULL;
  g_autoptr (Answer) picture = NULL;
  g_autoptr (Answer) deleted = NULL;
  g_autofree char *url = NULL;
  g_autofree char *bound_path = NULL;

  fixture_advance (fixture, WB_DAY_MS - 1);
  there = ask (fixture, "GET", path, NULL, NULL, NULL);
  assert_status (there, 200);

  fixture_advance (fixture, 1);
  gone = ask (fixture, "GET", path, NULL, NULL, NULL);
  assert_status (gone, 404);
  late = ask_write (fixture, "POST", "/remarketing/banners", MANAGER, -1, body);
  assert_refused (late, 400, "file_unknown");

  /* One that a banner shows stays, with the content that both shared. */
  shown = ask (fixture, "GET", banner_path, EVA, NULL, NULL);
  url = answer_text (shown, "file.url");
  bound_path = g_strconcat ("/", url + strlen ("http://127.0.0.1"), NULL);
  picture = ask (fixture, "GET", bound_path, NULL, NULL, NULL);
  assert_status (picture, 200);
  g_assert_cmpint (ask_ledger (fixture, "SELECT count(*) FROM file"), ==, 1);
  g_assert_cmpint (ask_ledger (fixture, "SELECT count(*) FROM picture"), ==, 1);

  /* With its banner it goes as well, bytes and all. */
  deleted = ask (fixture, "DELETE", banner_path, MANAGER, "If-Match: \"1\"\r\n", NULL);
  assert_status (deleted, 204);
  gone = (answer_free (gone), ask (fixture, "GET", bound_path, NULL, NULL, NULL));
  assert_status (gone, 404);
  g_assert_cmpint (ask_ledger (fixture, "SELECT count(*) FROM picture"), ==, 0);
}

/* Nobody needs to ask: the time that passes is enough. */
static void
test_removed_unasked (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autofree char *unbound = upload (fixture, "k1");
  gint64 until = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;

  g_assert_cmpint (ask_ledger (fixture, "SELECT count(*) FROM file"), ==, 1);
  fixture_advance (fixture, WB_DAY_MS);
  while (ask_ledger (fixture, "SELECT count(*) FROM file") > 0) {
    g_assert_cmpint (g_get_monotonic_time (), <, until);
    g_thread_yield ();
  }
  g_assert_cmpint (ask_ledger (fixture, "SELECT count(*) FROM picture"), ==, 0);
}

static void
test_survives_restart (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autofree char *id = upload (fixture, "k1");
  g_autofree char *path = g_strdup_printf ("//f/%s.png", id);
  g_autoptr (GBytes) image = load_image ("banner.png");
  g_autoptr (Answer) fetched = NULL;
  g_autoptr (Answer) again = NULL;

  fixture_restart (fixture);
  fetched = ask (fixture, "GET", path, NULL, NULL, NULL);
  g_assert_true (g_bytes_equal (fetched->content, image));
  again = ask_upload (fixture, MANAGER, "k1", "a.png", image);
  g_assert_cmpstr (answer_header (again, "idempotency-replayed"), ==, "true");
  assert_text (again, "id", id);
}

/* Where pictures and clicks are said to be, by where the request came to and by what is told. */
static void
test_public_url (void)
{
  static const struct {
    const char *public_url;
    gboolean behind_proxy;
    const char *host;
    const char *origin;
  } rows[] = {
    { NULL, FALSE, "127.0.0.1:8480", "http://127.0.0.1:8480" },
    { NULL, FALSE, "api.example.com", "http://api.example.com" },
    { NULL, FALSE, "[::1]:8480", "http://[::1]:8480" },
    { NULL, FALSE, "", NULL },
    { NULL, FALSE, "a b", NULL },
    { NULL, FALSE, "evil\"<x>", NULL },
    { NULL, TRUE, "api.example.com", "https://api.example.com" },
    { NULL, TRUE, "api.example.com:8443", "https://api.example.com:8443" },
    { "https://cdn.example.com", FALSE, "127.0.0.1:8480", "https://cdn.example.com" },
    { "https://cdn.example.com/winback/", TRUE, "api.example.com", "https://cdn.example.com/winback" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Fixture) fixture = fixture_new_stopped ();
    g_autoptr (GBytes) image = load_image ("banner.png");
    g_autoptr (GBytes) form = make_form ("b", "file", "a.png", image);
    g_autofree char *headers = NULL;
    g_autofree char *url = NULL;
    g_autofree char *start = NULL;
    g_autoptr (Answer) made = NULL;

    g_test_message ("%s, %s", rows[i].host, rows[i].public_url ? rows[i].public_url : "not told");
    fixture->public_url = rows[i].public_url;
    fixture->behind_proxy = rows[i].behind_proxy;
    fixture->host = rows[i].host;
    fixture_restart (fixture);
    made = ask_form (fixture, MANAGER, "k", FORM, g_bytes_get_size (form), form);
    assert_status (made, 201);
    url = answer_text (made, "url");
    /* What is no host leads to where the portal is from here. */
    start = rows[i].origin
      ? g_strconcat (rows[i].origin, "/f/", NULL)
      : g_strdup_printf ("http://127.0.0.1:%u/f/", wb_portal_get_port (fixture->portal));
    g_assert_true (g_str_has_prefix (url, start));
  }
}

static void
test_public_url_refused (void)
{
  static const char *const urls[] = {
    "", "api.example.com", "ftp://api.example.com", "https://", "https://me@api.example.com",
    "https://api.example.com?x", "https://api.example.com#x",
  };

  for (guint i = 0; i < G_N_ELEMENTS (urls); i++) {
    g_autoptr (Fixture) fixture = fixture_new_stopped ();
    g_autoptr (WbRandom) random = wb_system_random_new ();
    WbPortalOptions options = { .db_path = fixture->db, .public_url = urls[i] };
    g_autoptr (GError) error = NULL;
    g_autoptr (WbPortal) portal = wb_portal_open (&options, WB_CLOCK (fixture->clock), random, &error);

    g_test_message ("“%s”", urls[i]);
    g_assert_null (portal);
    g_assert_error (error, WB_PORTAL_ERROR, WB_PORTAL_ERROR_USAGE);
  }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wb/portal/files/four-formats-come-back-as-they-were", test_formats);
  g_test_add_func ("/wb/portal/files/one-address-each", test_addresses);
  g_test_add_func ("/wb/portal/files/what-is-no-banner-is-refused", test_refusals);
  g_test_add_func ("/wb/portal/files/too-many-pixels-are-refused", test_dimensions);
  g_test_add_func ("/wb/portal/files/managers-send-whole-forms", test_rights_and_forms);
  g_test_add_func ("/wb/portal/files/cut-in-half-is-not-uploaded", test_cut_in_half);
  g_test_add_func ("/wb/portal/files/repeated-is-uploaded-once", test_repeated);
  g_test_add_func ("/wb/portal/files/too-large-is-refused-unread", test_too_large);
  g_test_add_func ("/wb/portal/files/unbound-is-removed-after-a-day", test_removed_after_a_day);
  g_test_add_func ("/wb/portal/files/unbound-is-removed-unasked", test_removed_unasked);
  g_test_add_func ("/wb/portal/files/uploads-survive-a-restart", test_survives_restart);
  g_test_add_func ("/wb/portal/files/addresses-follow-the-request", test_public_url);
  g_test_add_func ("/wb/portal/files/public-url-is-a-whole-address", test_public_url_refused);

  return g_test_run ();
}
