/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The one door JSON comes in by: what it takes, what it mends and what it refuses. */

#include "config.h"

#include "wb-wire.h"

#include <string.h>

static char *
load_sample (const char *name)
{
  g_autofree char *path = g_build_filename (TEST_DATA_DIR, "samples", name, NULL);
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);

  return text;
}

typedef struct
{
  const char *json;
  const char *printed;
} Taken;

/* What comes in and what the parsed value prints as. */
static const Taken taken[] = {
  { "{}", "{}" },
  { " [ ] ", "[]" },
  { " \"a\" \n", "\"a\"" },
  { "true\n", "true" },
  { "-1.5 ", "-1.5" },
  { "\xef\xbb\xbf{\"a\":1}", "{\"a\":1}" },
  { "{\"a\":[true,false,null,-1,0,1.5,1e3]}", "{\"a\":[true,false,null,-1,0,1.5,1000.0]}" },
  { "{\"a\":\"\\u017eluť\"}\n", "{\"a\":\"žluť\"}" },
  { "[\"\\ud83d\\ude00\"]", "[\"😀\"]" },
  { "[\"[[[[{{{\\\"[[\"]", "[\"[[[[{{{\\\"[[\"]" },
  /* Mended. */
  { "[\"\\ud83d\"]", "[\"\xef\xbf\xbd\"]" },
  { "[\"\\ude00a\"]", "[\"\xef\xbf\xbd" "a\"]" },
  { "[\"\\ud83d\\u0041\"]", "[\"\xef\xbf\xbd" "A\"]" },
  { "[\"a\\u0000b\"]", "[\"a\xef\xbf\xbd" "b\"]" },
  { "[9223372036854775807]", "[9.2233720368547758e+18]" },
  { "[99999999999999999999]", "[9.9999999999999999e+19]" },
  { "[999999999999999999]", "[999999999999999999]" },
};

static void
test_wire_takes (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (taken); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (JsonNode) node = NULL;
    g_autofree char *printed = NULL;

    g_test_message ("%s", taken[i].json);
    node = wb_wire_parse (taken[i].json, -1, 1000, &error);
    g_assert_no_error (error);
    g_assert_nonnull (node);
    printed = wb_wire_print (node);
    if (strstr (taken[i].printed, "e+"))
      g_assert_cmpint (json_node_get_value_type (json_array_get_element (json_node_get_array (node),
                                                                         0)), ==, G_TYPE_DOUBLE);
    else
      g_assert_cmpstr (printed, ==, taken[i].printed);
  }
}

typedef struct
{
  const char *json;
  gssize length;
  WbWireError code;
  const char *message;   /* a part of it */
} Refused;

static const Refused refused[] = {
  { "", 0, WB_WIRE_ERROR_NOT_JSON, "Empty" },
  { " \n ", -1, WB_WIRE_ERROR_NOT_JSON, "Empty" },
  { "\xef\xbb\xbf", -1, WB_WIRE_ERROR_NOT_JSON, "Empty" },
  { "<!DOCTYPE html>\n<html>…", -1, WB_WIRE_ERROR_NOT_JSON, "HTML instead of JSON: <!DOCTYPE html>" },
  { "\n <html><head>\x1b[0m</head>", -1, WB_WIRE_ERROR_NOT_JSON, "HTML instead of JSON: <html><head> [0m" },
  { "{\"a\":\"\xe9\"}", -1, WB_WIRE_ERROR_NOT_JSON, "Not UTF-8 at byte 7" },
  { "\xff\xfe{\0}\0", 6, WB_WIRE_ERROR_NOT_JSON, "Not UTF-8 at byte 1" },
  { "{\"a\0\":1}", 8, WB_WIRE_ERROR_NOT_JSON, "Not UTF-8 at byte 4" },
  { "{\"a\":1", -1, WB_WIRE_ERROR_NOT_JSON, "cut off after 6 bytes" },
  { "{\"a\":\"\xc5", -1, WB_WIRE_ERROR_NOT_JSON, "cut off after 7 bytes" },
  { "[\"\\", -1, WB_WIRE_ERROR_NOT_JSON, "cut off" },
  { "[\"\\u12", -1, WB_WIRE_ERROR_NOT_JSON, "cut off" },
  { "[-", -1, WB_WIRE_ERROR_NOT_JSON, "cut off" },
  { "[1.", -1, WB_WIRE_ERROR_NOT_JSON, "cut off" },
  { "[1e+", -1, WB_WIRE_ERROR_NOT_JSON, "cut off" },
  { "[1] [2]", -1, WB_WIRE_ERROR_NOT_JSON, "follows after its end" },
  { "\"a\"{\"b\":[1]}", -1, WB_WIRE_ERROR_NOT_JSON, "follows after its end" },
  { "1 {}", -1, WB_WIRE_ERROR_NOT_JSON, "follows after its end" },
  { "true {}", -1, WB_WIRE_ERROR_NOT_JSON, "follows after its end" },
  { "null\"a\"", -1, WB_WIRE_ERROR_NOT_JSON, "follows after its end" },
  { "\"a\",", -1, WB_WIRE_ERROR_NOT_JSON, "follows after its end" },
  { "]", -1, WB_WIRE_ERROR_NOT_JSON, "byte 1" },
  { "[1,]", -1, WB_WIRE_ERROR_NOT_JSON, "Not JSON" },
  { "[1}", -1, WB_WIRE_ERROR_NOT_JSON, "Not JSON" },
  { "{\"a\" 1}", -1, WB_WIRE_ERROR_NOT_JSON, "Not JSON" },
  /* What json-glib would take. */
  { "[0123]", -1, WB_WIRE_ERROR_NOT_JSON, "byte 2" },
  { "[0x10]", -1, WB_WIRE_ERROR_NOT_JSON, "byte 3" },
  { "[.5]", -1, WB_WIRE_ERROR_NOT_JSON, "byte 2" },
  { "[1.]", -1, WB_WIRE_ERROR_NOT_JSON, "byte 4" },
  { "[1e999]", -1, WB_WIRE_ERROR_NOT_JSON, "byte 2" },
  { "[\"\\q\"]", -1, WB_WIRE_ERROR_NOT_JSON, "byte 3" },
  { "[\"\\u12g4\"]", -1, WB_WIRE_ERROR_NOT_JSON, "byte 3" },
  { "/* \" */ [1]", -1, WB_WIRE_ERROR_NOT_JSON, "byte 1" },
  { "// x\n[1]", -1, WB_WIRE_ERROR_NOT_JSON, "byte 1" },
  { "var a = [1];", -1, WB_WIRE_ERROR_NOT_JSON, "byte 1" },
  { "['a']", -1, WB_WIRE_ERROR_NOT_JSON, "byte 2" },
  { "[NaN]", -1, WB_WIRE_ERROR_NOT_JSON, "byte 2" },
  { "not found", -1, WB_WIRE_ERROR_NOT_JSON, "byte 2" },
};

static void
test_wire_refuses (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (JsonNode) node = NULL;
    g_autofree char *shown = g_utf8_make_valid (refused[i].json, -1);

    g_test_message ("%s", shown);
    node = wb_wire_parse (refused[i].json, refused[i].length, 1000, &error);
    g_assert_error (error, WB_WIRE_ERROR, (int) refused[i].code);
    g_assert_null (node);
    if (!strstr (error->message, refused[i].message))
      g_error ("“%s” does not say “%s”", error->message, refused[i].message);
  }
}

static void
test_wire_refuses_large (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (JsonNode) fits = wb_wire_parse ("[1,2]", -1, 5, &error);

  g_assert_no_error (error);
  g_assert_nonnull (fits);
  node = wb_wire_parse ("[1,2 ]", -1, 5, &error);
  g_assert_error (error, WB_WIRE_ERROR, WB_WIRE_ERROR_TOO_LARGE);
  g_assert_null (node);
}

/* One level less is taken; a body that would overflow the stack is refused, hidden or not. */
static void
test_wire_refuses_deep (void)
{
  const guint depths[] = { WB_WIRE_MAX_DEPTH, WB_WIRE_MAX_DEPTH + 1, 200000 };

  for (guint i = 0; i < G_N_ELEMENTS (depths); i++) {
    for (guint form = 0; form < 2; form++) {
      const char *open = form == 0 ? "[" : "{\"a\":";
      const char *close = form == 0 ? "]" : "}";
      g_autoptr (GString) body = g_string_new (NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonNode) node = NULL;

      for (guint n = 0; n < depths[i]; n++)
        g_string_append (body, open);
      g_string_append (body, "1");
      for (guint n = 0; n < depths[i]; n++)
        g_string_append (body, close);

      node = wb_wire_parse (body->str, (gssize) body->len, WB_WIRE_MAX_BODY_BYTES, &error);
      if (depths[i] <= WB_WIRE_MAX_DEPTH) {
        g_assert_no_error (error);
        g_assert_nonnull (node);
      } else {
        g_assert_error (error, WB_WIRE_ERROR, WB_WIRE_ERROR_TOO_DEEP);
        g_assert_null (node);
      }
    }
  }
}

/* A body cut at any byte is refused and says so; only the whole one is taken. */
static void
test_wire_refuses_cut_at_every_byte (void)
{
  g_autofree char *sample = g_strchomp (load_sample ("ticket.json"));
  gsize length = strlen (sample);

  for (gsize cut = 0; cut <= length; cut++) {
    g_autoptr (GError) error = NULL;
    /* In memory of exactly that size, so that a read past the end is seen by the sanitizer. */
    g_autofree char *copy = g_malloc (cut > 0 ? cut : 1);
    g_autoptr (JsonNode) node = NULL;

    memcpy (copy, sample, cut);
    node = wb_wire_parse (copy, (gssize) cut, WB_WIRE_MAX_BODY_BYTES, &error);
    if (cut == length) {
      g_assert_no_error (error);
      g_assert_nonnull (node);
    } else {
      g_assert_error (error, WB_WIRE_ERROR, WB_WIRE_ERROR_NOT_JSON);
      g_assert_null (node);
      g_assert_nonnull (strstr (error->message, cut == 0 ? "Empty" : "cut off"));
    }
  }
}

/* A long line is shown up to 80 characters, whole ones. */
static void
test_wire_shows_first_line (void)
{
  g_autoptr (GString) body = g_string_new ("<p>");
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = NULL;
  const char *shown = NULL;

  for (guint i = 0; i < 1000; i++)
    g_string_append (body, "ž");
  node = wb_wire_parse (body->str, -1, WB_WIRE_MAX_BODY_BYTES, &error);
  g_assert_null (node);
  g_assert_error (error, WB_WIRE_ERROR, WB_WIRE_ERROR_NOT_JSON);
  shown = strstr (error->message, "<p>");
  g_assert_nonnull (shown);
  g_assert_cmpint (g_utf8_strlen (shown, -1), ==, 80);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wb/wire/wire/takes", test_wire_takes);
  g_test_add_func ("/wb/wire/wire/refuses", test_wire_refuses);
  g_test_add_func ("/wb/wire/wire/refuses-large", test_wire_refuses_large);
  g_test_add_func ("/wb/wire/wire/refuses-deep", test_wire_refuses_deep);
  g_test_add_func ("/wb/wire/wire/refuses-cut-at-every-byte", test_wire_refuses_cut_at_every_byte);
  g_test_add_func ("/wb/wire/wire/shows-first-line", test_wire_shows_first_line);

  return g_test_run ();
}
