/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Banners and their bodies, both ways. The examples of the contract, and every damaged form of them,
 * are in test-wire-samples.c; here stand the period, what is missing, and what a patch says. */

#include "config.h"

#include "wb-wire-banner.h"

#include <string.h>

#define PICTURE                                                                                    \
  "{\"id\":\"f1\",\"mime_type\":\"image/png\",\"size\":10,\"sha256\":\"9f\",\"url\":\"https://c/f1\""   \
  ",\"image\":{\"width\":600,\"height\":100}}"

static JsonNode *
parse (const char *json)
{
  g_autoptr (GError) error = NULL;
  JsonNode *node = wb_wire_parse (json, -1, WB_WIRE_MAX_BODY_BYTES, &error);

  g_assert_no_error (error);

  return node;
}

static WbBanner *
decode (const char *json)
{
  g_autoptr (JsonNode) node = parse (json);
  g_autoptr (GError) error = NULL;
  WbBanner *banner = wb_wire_banner_decode (node, &error);

  g_assert_no_error (error);

  return banner;
}

static gint32
day (const char *text)
{
  gint32 days = 0;

  g_assert_true (wb_date_parse (text, &days));

  return days;
}

static void
test_banner_reads_all (void)
{
  g_autoptr (WbBanner) banner = decode (
    "{\"id\":\"03000001\",\"name\":\"Podzim\",\"file\":" PICTURE ",\"alt_text\":{\"cs\":\"Sleva\","
    "\"en\":\"Sale\"},\"starts_on\":\"2025-10-01\",\"ends_on\":\"2025-10-31\",\"archived\":true,"
    "\"used_by\":[\"b1\",\"b2\"],\"created_at\":\"2025-09-30T12:00:00.000Z\","
    "\"updated_at\":\"2025-09-30T12:00:00.001Z\",\"version\":7,\"more\":{}}");

  g_assert_cmpstr (banner->id, ==, "03000001");
  g_assert_cmpstr (banner->name, ==, "Podzim");
  g_assert_cmpstr (banner->picture->id, ==, "f1");
  g_assert_null (banner->picture->name);
  g_assert_cmpstr (banner->picture->mime_type, ==, "image/png");
  g_assert_cmpint (banner->picture->size, ==, 10);
  g_assert_cmpstr (banner->picture->sha256, ==, "9f");
  g_assert_cmpstr (banner->picture->url, ==, "https://c/f1");
  g_assert_cmpint (banner->picture->width, ==, 600);
  g_assert_cmpint (banner->picture->height, ==, 100);
  g_assert_cmpstr (wb_lang_text_get (banner->alt_text, "en"), ==, "Sale");
  g_assert_cmpint (banner->starts_on, ==, day ("2025-10-01"));
  g_assert_cmpint (banner->ends_on, ==, day ("2025-10-31"));
  g_assert_true (banner->archived);
  g_assert_cmpuint (g_strv_length (banner->used_by), ==, 2);
  g_assert_cmpint (banner->updated_at, ==, banner->created_at + 1);
  g_assert_cmpint (banner->version, ==, 7);
}

static void
test_banner_missing_is_open (void)
{
  static const char *const forms[] = {
    "{\"id\":\"b\",\"file\":{\"id\":\"f\",\"url\":\"u\"}}",
    "{\"id\":\"b\",\"name\":null,\"file\":{\"id\":\"f\",\"url\":\"u\"},\"alt_text\":null,"
    "\"starts_on\":null,\"ends_on\":null,\"archived\":null,\"used_by\":null}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (forms); i++) {
    g_autoptr (WbBanner) banner = decode (forms[i]);

    g_assert_cmpstr (banner->name, ==, "");
    g_assert_cmpuint (banner->alt_text->texts->len, ==, 0);
    g_assert_cmpint (banner->starts_on, ==, WB_DATE_NONE);
    g_assert_cmpint (banner->ends_on, ==, WB_DATE_NONE);
    g_assert_false (banner->archived);
    g_assert_cmpuint (g_strv_length (banner->used_by), ==, 0);
    g_assert_cmpstr (banner->picture->mime_type, ==, "");
    g_assert_cmpint (banner->picture->width, ==, 0);
  }
}

static void
test_banner_refuses (void)
{
  static const struct
  {
    const char *json;
    const char *message;
  } rows[] = {
    { "{\"file\":" PICTURE "}", "id: missing" },
    { "{\"id\":\"b\"}", "file: missing" },
    { "{\"id\":\"b\",\"file\":\"f1\"}", "file: expected object, got string" },
    { "{\"id\":\"b\",\"file\":{\"url\":\"u\"}}", "file.id: missing" },
    { "{\"id\":\"b\",\"file\":{\"id\":\"f\"}}", "file.url: missing" },
    { "{\"id\":\"b\",\"file\":" PICTURE ",\"starts_on\":\"2025-02-30\"}",
      "starts_on: not a date like 2025-10-03" },
    { "{\"id\":\"b\",\"file\":" PICTURE ",\"ends_on\":1}", "ends_on: expected date, got number" },
    { "{\"id\":\"b\",\"file\":" PICTURE ",\"archived\":\"no\"}",
      "archived: expected boolean, got string" },
    { "{\"id\":\"b\",\"file\":" PICTURE ",\"alt_text\":{\"cs\":1}}",
      "alt_text.cs: expected string, got number" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (JsonNode) node = parse (rows[i].json);
    g_autoptr (GError) error = NULL;

    g_test_message ("%s", rows[i].json);
    g_assert_null (wb_wire_banner_decode (node, &error));
    g_assert_error (error, WB_WIRE_ERROR, WB_WIRE_ERROR_BAD_SHAPE);
    g_assert_cmpstr (error->message, ==, rows[i].message);
  }
}

static void
test_banner_create_body (void)
{
  static const struct
  {
    const char *json;
    const char *again;   /* what it is written as, or the refusal */
  } rows[] = {
    { "{\"name\":\"A\",\"file\":\"f1\",\"alt_text\":{\"cs\":\"S\"},\"starts_on\":\"2025-10-01\","
      "\"ends_on\":null}",
      "{\"name\":\"A\",\"file\":\"f1\",\"alt_text\":{\"cs\":\"S\"},\"starts_on\":\"2025-10-01\","
      "\"ends_on\":null}" },
    { "{\"name\":\"A\",\"file\":{\"id\":\"f1\"},\"archived\":true,\"id\":\"x\",\"version\":9}",
      "{\"name\":\"A\",\"file\":\"f1\",\"alt_text\":{},\"starts_on\":null,\"ends_on\":null}" },
    { "{}", "{\"name\":\"\",\"file\":null,\"alt_text\":{},\"starts_on\":null,\"ends_on\":null}" },
    { "{\"name\":[]}", "name: expected string, got array" },
    { "{\"file\":[]}", "file: expected id, got array" },
    { "{\"starts_on\":\"soon\"}", "starts_on: not a date like 2025-10-03" },
    { "[]", "$: expected object, got array" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (JsonNode) node = parse (rows[i].json);
    g_autoptr (GError) error = NULL;
    g_autoptr (WbBanner) banner = wb_wire_banner_create_decode (node, &error);

    g_test_message ("%s", rows[i].json);
    if (rows[i].again[0] == '{') {
      g_autoptr (JsonNode) body = NULL;
      g_autofree char *text = NULL;

      g_assert_no_error (error);
      g_assert_false (banner->archived);
      g_assert_null (banner->id);
      body = wb_wire_banner_create_body (banner);
      text = wb_wire_print (body);
      g_assert_cmpstr (text, ==, rows[i].again);
    } else {
      g_assert_null (banner);
      g_assert_error (error, WB_WIRE_ERROR, WB_WIRE_ERROR_BAD_SHAPE);
      g_assert_cmpstr (error->message, ==, rows[i].again);
    }
  }
}

/* Banners that differ in one thing from the first, and the body that says so. */
static const struct
{
  const char *json;
  const char *patch;
} edits[] = {
  { "\"name\":\"A\",\"alt_text\":{\"cs\":\"S\",\"en\":\"T\"},\"starts_on\":\"2025-10-01\"", "{}" },
  { "\"name\":\"A\",\"alt_text\":{\"en\":\"T\",\"cs\":\"S\"},\"starts_on\":\"2025-10-01\"", "{}" },
  { "\"name\":\"B\",\"alt_text\":{\"cs\":\"S\",\"en\":\"T\"},\"starts_on\":\"2025-10-01\"",
    "{\"name\":\"B\"}" },
  { "\"name\":\"A\",\"alt_text\":{\"cs\":\"S\"},\"starts_on\":\"2025-10-01\"",
    "{\"alt_text\":{\"cs\":\"S\"}}" },
  { "\"name\":\"A\",\"alt_text\":{},\"starts_on\":\"2025-10-01\"", "{\"alt_text\":{}}" },
  { "\"name\":\"A\",\"alt_text\":{\"cs\":\"S\",\"en\":\"T\"}", "{\"starts_on\":null}" },
  { "\"name\":\"A\",\"alt_text\":{\"cs\":\"S\",\"en\":\"T\"},\"starts_on\":\"2025-10-01\","
    "\"ends_on\":\"2025-10-02\"", "{\"ends_on\":\"2025-10-02\"}" },
  { "\"name\":\"A\",\"alt_text\":{\"cs\":\"S\",\"en\":\"T\"},\"starts_on\":\"2025-10-01\","
    "\"archived\":true", "{\"archived\":true}" },
};

static WbBanner *
edit (gsize index)
{
  g_autofree char *json = g_strdup_printf ("{\"id\":\"b\",\"version\":3,\"used_by\":[\"t\"],"
                                           "\"file\":" PICTURE ",%s}", edits[index].json);

  return decode (json);
}

static void
test_banner_patch_says_what_differs (void)
{
  g_autoptr (WbBanner) before = edit (0);

  for (gsize i = 0; i < G_N_ELEMENTS (edits); i++) {
    g_autoptr (WbBanner) after = edit (i);
    g_autoptr (JsonNode) body = wb_wire_banner_patch_body (before, after);
    g_autofree char *text = wb_wire_print (body);

    g_assert_cmpstr (text, ==, edits[i].patch);
  }
}

/* From each to each: what one side says, the other understands. */
static void
test_banner_patch_is_understood (void)
{
  for (gsize from = 0; from < G_N_ELEMENTS (edits); from++) {
    for (gsize to = 0; to < G_N_ELEMENTS (edits); to++) {
      g_autoptr (WbBanner) before = edit (from);
      g_autoptr (WbBanner) after = edit (to);
      g_autoptr (JsonNode) body = wb_wire_banner_patch_body (before, after);
      g_autoptr (GError) error = NULL;
      g_autoptr (WbBanner) got = wb_wire_banner_patch_apply (body, before, &error);
      g_autoptr (JsonNode) left = NULL;

      g_assert_no_error (error);
      left = wb_wire_banner_patch_body (got, after);
      g_assert_cmpuint (json_object_get_size (json_node_get_object (left)), ==, 0);
    }
  }
}

static void
test_banner_patch_keeps_the_servers (void)
{
  g_autoptr (WbBanner) before = edit (0);
  g_autoptr (JsonNode) node = parse ("{\"id\":\"x\",\"file\":\"f2\",\"used_by\":[],\"version\":99,"
                                     "\"created_at\":null,\"name\":null,\"archived\":null}");
  g_autoptr (JsonNode) bad = parse ("{\"archived\":1}");
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) bad_error = NULL;
  g_autoptr (WbBanner) got = wb_wire_banner_patch_apply (node, before, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (got->id, ==, "b");
  g_assert_cmpstr (got->picture->id, ==, "f1");
  g_assert_cmpuint (g_strv_length (got->used_by), ==, 1);
  g_assert_cmpint (got->version, ==, 3);
  g_assert_cmpstr (got->name, ==, "");
  g_assert_false (got->archived);

  g_assert_null (wb_wire_banner_patch_apply (bad, before, &bad_error));
  g_assert_error (bad_error, WB_WIRE_ERROR, WB_WIRE_ERROR_BAD_SHAPE);
  g_assert_cmpstr (before->name, ==, "A");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wb/wire/banner/reads-all", test_banner_reads_all);
  g_test_add_func ("/wb/wire/banner/missing-is-open", test_banner_missing_is_open);
  g_test_add_func ("/wb/wire/banner/refuses", test_banner_refuses);
  g_test_add_func ("/wb/wire/banner/create-body", test_banner_create_body);
  g_test_add_func ("/wb/wire/banner/patch-says-what-differs", test_banner_patch_says_what_differs);
  g_test_add_func ("/wb/wire/banner/patch-is-understood", test_banner_patch_is_understood);
  g_test_add_func ("/wb/wire/banner/patch-keeps-the-servers", test_banner_patch_keeps_the_servers);

  return g_test_run ();
}
