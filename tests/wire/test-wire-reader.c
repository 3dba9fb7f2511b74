/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Missing, null and wrong type are three things; the path of the first that is refused is told. */

#include "config.h"

#include "wb-time.h"
#include "wb-wire-reader.h"

static JsonNode *
parse (const char *json)
{
  g_autoptr (GError) error = NULL;
  JsonNode *node = wb_wire_parse (json, -1, 10000, &error);

  g_assert_no_error (error);

  return node;
}

/* For each need: what a missing, a null, a wrong and a right member give. */
static void
test_reader_needs (void)
{
  const struct
  {
    const char *json;
    const char *refused[4];   /* by need; NULL = taken */
  } rows[] = {
    { "{}", { "a: missing", "a: missing", NULL, NULL } },
    { "{\"a\":null}", { "a: null where a value is needed", NULL, NULL, NULL } },
    { "{\"a\":true}", { "a: expected string, got boolean", "a: expected string, got boolean",
                        "a: expected string, got boolean", NULL } },
    { "{\"a\":\"\"}", { "a: empty where a value is needed", NULL, NULL, NULL } },
    { "{\"a\":\"x\"}", { NULL, NULL, NULL, NULL } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    for (WbWireNeed need = WB_WIRE_REQUIRED; need <= WB_WIRE_LENIENT; need++) {
      g_autoptr (JsonNode) node = parse (rows[i].json);
      g_autoptr (GError) error = NULL;
      g_autofree char *text = NULL;
      WbWireReader reader;
      gboolean ok = FALSE;

      g_test_message ("%s, need %d", rows[i].json, (int) need);
      wb_wire_reader_init (&reader, node);
      text = wb_wire_read_text (&reader, "a", need);
      ok = wb_wire_reader_finish (&reader, &error);
      if (rows[i].refused[need]) {
        g_assert_false (ok);
        g_assert_error (error, WB_WIRE_ERROR, WB_WIRE_ERROR_BAD_SHAPE);
        g_assert_cmpstr (error->message, ==, rows[i].refused[need]);
      } else {
        g_assert_no_error (error);
        g_assert_true (ok);
      }
    }
  }
}

/* The path goes through objects and lists; the first failure stays, later reads give nothing. */
static void
test_reader_path (void)
{
  g_autoptr (JsonNode) node = parse ("{\"tools\":{\"amounts\":[{\"a\":1},{\"a\":\"x\"}]},\"b\":\"ok\"}");
  g_autoptr (GError) error = NULL;
  g_autofree char *after = NULL;
  WbWireReader reader;
  WbWireReader tools;
  WbWireReader element;
  JsonArray *array = NULL;

  wb_wire_reader_init (&reader, node);
  g_assert_true (wb_wire_enter (&reader, "tools", WB_WIRE_REQUIRED, &tools));
  array = wb_wire_read_array (&tools, "amounts", WB_WIRE_REQUIRED);
  g_assert_true (wb_wire_enter_element (&tools, "amounts", array, 1, WB_WIRE_REQUIRED, &element));
  g_assert_cmpint (wb_wire_read_int (&element, "a", WB_WIRE_REQUIRED, -7), ==, -7);
  g_assert_true (wb_wire_reader_failed (&reader));
  wb_wire_reader_refuse (&reader, "b", "second");
  after = wb_wire_read_text (&reader, "b", WB_WIRE_REQUIRED);
  g_assert_null (after);
  g_assert_false (wb_wire_reader_finish (&reader, &error));
  g_assert_cmpstr (error->message, ==, "tools.amounts[1].a: expected integer, got string");
}

/* An object that is not there gives nothing and refuses nothing. */
static void
test_reader_absent_object (void)
{
  g_autoptr (JsonNode) node = parse ("{\"portal\":null}");
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  WbWireReader reader;
  WbWireReader portal;
  WbWireReader colors;

  wb_wire_reader_init (&reader, node);
  g_assert_false (wb_wire_enter (&reader, "portal", WB_WIRE_OPTIONAL, &portal));
  g_assert_false (wb_wire_enter (&portal, "colors", WB_WIRE_REQUIRED, &colors));
  text = wb_wire_read_text (&colors, "primary", WB_WIRE_REQUIRED);
  g_assert_null (text);
  g_assert_true (wb_wire_reader_finish (&reader, &error));
  g_assert_no_error (error);
}

static void
test_reader_ints (void)
{
  const struct
  {
    const char *value;
    gboolean ok;
    gint64 number;
  } rows[] = {
    { "7", TRUE, 7 },
    { "-7", TRUE, -7 },
    { "7.0", TRUE, 7 },
    { "1e3", TRUE, 1000 },
    { "999999999999999999", TRUE, G_GINT64_CONSTANT (999999999999999999) },
    { "7.5", FALSE, 0 },
    { "99999999999999999999", FALSE, 0 },
    { "1e300", FALSE, 0 },
    { "\"7\"", FALSE, 0 },
    { "true", FALSE, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *json = g_strdup_printf ("{\"a\":%s}", rows[i].value);
    g_autoptr (JsonNode) node = parse (json);
    g_autoptr (GError) error = NULL;
    WbWireReader reader;
    gint64 number = 0;

    g_test_message ("%s", rows[i].value);
    wb_wire_reader_init (&reader, node);
    number = wb_wire_read_int (&reader, "a", WB_WIRE_REQUIRED, 0);
    g_assert_cmpint (wb_wire_reader_finish (&reader, &error), ==, rows[i].ok);
    g_assert_cmpint (number, ==, rows[i].number);
  }
}

/* A number that does not fit an int is refused, not cut to size. */
static void
test_reader_small_range (void)
{
  g_autoptr (JsonNode) node = parse ("{\"a\":2147483647,\"b\":2147483648}");
  g_autoptr (GError) error = NULL;
  WbWireReader reader;

  wb_wire_reader_init (&reader, node);
  g_assert_cmpint (wb_wire_read_small (&reader, "a", WB_WIRE_REQUIRED, 0), ==, G_MAXINT);
  g_assert_cmpint (wb_wire_read_small (&reader, "b", WB_WIRE_LENIENT, 5), ==, 5);
  g_assert_false (wb_wire_reader_failed (&reader));
  g_assert_cmpint (wb_wire_read_small (&reader, "b", WB_WIRE_REQUIRED, 5), ==, 5);
  g_assert_false (wb_wire_reader_finish (&reader, &error));
  g_assert_cmpstr (error->message, ==, "b: out of range");
}

static void
test_reader_decimals (void)
{
  const struct
  {
    const char *value;
    const char *text;
  } rows[] = {
    { "\"200.00\"", "200.00" },
    { "200", "200" },
    { "199.9", "199.9" },
    { "0.1", "0.1" },
    { "-3.25", "-3.25" },
    { "0.30000000000000004", "0.30000000000000004" },
    { "true", NULL },
    { "[]", NULL },
    { "{}", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (JsonNode) node = parse (rows[i].value);
    g_autofree char *text = wb_wire_dup_decimal (node);

    g_test_message ("%s", rows[i].value);
    g_assert_cmpstr (text, ==, rows[i].text);
  }
}

static void
test_reader_lang_text (void)
{
  g_autoptr (JsonNode) node = parse ("{\"a\":{\"cs\":\"Vratka\",\"en\":null,\"sk\":\"Vrátka\"},"
                                     "\"b\":\"Return\",\"c\":{\"cs\":1,\"en\":\"x\"}}");
  g_autoptr (WbLangText) object = NULL;
  g_autoptr (WbLangText) plain = NULL;
  g_autoptr (WbLangText) lenient = NULL;
  g_autoptr (WbLangText) strict = NULL;
  g_autoptr (GError) error = NULL;
  WbWireReader reader;

  wb_wire_reader_init (&reader, node);
  object = wb_wire_read_lang_text (&reader, "a", WB_WIRE_REQUIRED);
  plain = wb_wire_read_lang_text (&reader, "b", WB_WIRE_REQUIRED);
  lenient = wb_wire_read_lang_text (&reader, "c", WB_WIRE_LENIENT);
  strict = wb_wire_read_lang_text (&reader, "c", WB_WIRE_OPTIONAL);
  g_assert_cmpuint (object->texts->len, ==, 2);
  g_assert_cmpstr (wb_lang_text_get (object, "sk"), ==, "Vrátka");
  g_assert_cmpstr (wb_lang_text_get (plain, ""), ==, "Return");
  g_assert_cmpuint (lenient->texts->len, ==, 1);
  g_assert_null (strict);
  g_assert_false (wb_wire_reader_finish (&reader, &error));
  g_assert_cmpstr (error->message, ==, "c.cs: expected string, got number");
}

/* A date, the date part of a time, nothing, or a refusal. */
static void
test_reader_dates (void)
{
  const struct
  {
    const char *value;
    gint32 days;
    gboolean ok;
  } rows[] = {
    { "\"2025-09-28\"", 20359, TRUE },
    { "\"2025-09-28T22:30:00.000Z\"", 20359, TRUE },
    { "null", WB_DATE_NONE, TRUE },
    { "\"28. 9. 2025\"", WB_DATE_NONE, FALSE },
    { "20250928", WB_DATE_NONE, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *json = g_strdup_printf ("{\"a\":%s}", rows[i].value);
    g_autoptr (JsonNode) node = parse (json);
    g_autoptr (GError) error = NULL;
    WbWireReader reader;

    g_test_message ("%s", rows[i].value);
    wb_wire_reader_init (&reader, node);
    g_assert_cmpint (wb_wire_read_date (&reader, "a", WB_WIRE_OPTIONAL), ==, rows[i].days);
    g_assert_cmpint (wb_wire_reader_finish (&reader, &error), ==, rows[i].ok);
  }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wb/wire/reader/needs", test_reader_needs);
  g_test_add_func ("/wb/wire/reader/path", test_reader_path);
  g_test_add_func ("/wb/wire/reader/absent-object", test_reader_absent_object);
  g_test_add_func ("/wb/wire/reader/ints", test_reader_ints);
  g_test_add_func ("/wb/wire/reader/small-range", test_reader_small_range);
  g_test_add_func ("/wb/wire/reader/decimals", test_reader_decimals);
  g_test_add_func ("/wb/wire/reader/lang-text", test_reader_lang_text);
  g_test_add_func ("/wb/wire/reader/dates", test_reader_dates);

  return g_test_run ();
}
