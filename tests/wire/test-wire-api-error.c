/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Error bodies: ours, Django's and anything else. */

#include "config.h"

#include "wb-wire-api-error.h"

static WbApiError *
decode (const char *json)
{
  g_autoptr (JsonNode) node = wb_wire_parse (json, -1, 10000, NULL);
  WbApiError *error = wb_wire_api_error_decode (node);

  g_test_message ("%s", json);
  g_assert_nonnull (error);
  g_assert_nonnull (error->problems);

  return error;
}

static void
test_api_error_sample (void)
{
  g_autofree char *path = g_build_filename (TEST_DATA_DIR, "samples", "api-error.json", NULL);
  g_autofree char *text = NULL;
  g_autoptr (WbApiError) self = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (JsonNode) encoded = NULL;
  const WbProblem *problem = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  node = wb_wire_parse (text, -1, 10000, NULL);
  self = wb_wire_api_error_decode (node);
  g_assert_cmpstr (self->code, ==, "validation_failed");
  g_assert_cmpstr (self->detail, ==, "Some fields are not valid.");
  g_assert_cmpstr (self->request_id, ==, "req_01");
  g_assert_cmpuint (self->problems->len, ==, 1);
  problem = g_ptr_array_index (self->problems, 0);
  g_assert_cmpstr (problem->path, ==, "tools.coupon.amounts[1].amount");
  g_assert_cmpstr (problem->code, ==, "not_positive");
  g_assert_null (self->current);
  encoded = wb_wire_api_error_encode (self);
  g_assert_true (json_node_equal (node, encoded));
}

/* Several problems at one path, and the present object of a 412, both ways. */
static void
test_api_error_round_trip (void)
{
  g_autoptr (WbApiError) self = decode (
    "{\"detail\":\"Changed meanwhile.\",\"code\":\"version_mismatch\",\"request_id\":null,\"errors\":"
    "{\"a.b\":[{\"code\":\"x\",\"message\":\"X\"},{\"code\":\"y\",\"message\":\"Y\"}],\"c\":["
    "{\"code\":\"z\",\"message\":\"Z\"}]},\"current\":{\"id\":\"1\",\"version\":3}}");
  g_autoptr (JsonNode) encoded = wb_wire_api_error_encode (self);
  g_autofree char *text = wb_wire_print (encoded);

  g_assert_cmpstr (text, ==,
                   "{\"detail\":\"Changed meanwhile.\",\"code\":\"version_mismatch\",\"request_id\":null,"
                   "\"errors\":{\"a.b\":[{\"code\":\"x\",\"message\":\"X\"},{\"code\":\"y\",\"message\":\"Y\"}],"
                   "\"c\":[{\"code\":\"z\",\"message\":\"Z\"}]},\"current\":{\"id\":\"1\",\"version\":3}}");
}

static void
test_api_error_forms (void)
{
  const struct
  {
    const char *json;
    const char *detail;
    guint n_problems;
    const char *first_path;
  } rows[] = {
    { "{\"detail\":\"Invalid token.\"}", "Invalid token.", 0, NULL },
    { "{\"phone\":[\"Enter a number.\",\"Too long.\"]}", "Enter a number.", 2, "phone" },
    { "{\"non_field_errors\":[\"No.\"]}", "No.", 1, "" },
    { "{\"customer\":{\"phone\":[\"No.\"]}}", "No.", 1, "customer.phone" },
    { "{\"detail\":\"D\",\"state\":[\"No.\"]}", "D", 1, "state" },
    { "{\"errors\":{\"a\":\"plain\"}}", "plain", 1, "a" },
    { "{\"errors\":{\"a\":[{\"code\":\"only_code\"}]}}", "only_code", 1, "a" },
    { "[\"First.\",\"Second.\"]", "First.", 2, "" },
    { "\"text\"", "text", 1, "" },
    { "{\"detail\":5,\"code\":{},\"current\":\"x\",\"errors\":7}", NULL, 0, NULL },
    { "{}", NULL, 0, NULL },
    { "null", NULL, 0, NULL },
    { "12", NULL, 0, NULL },
  };
  g_autoptr (WbApiError) none = wb_wire_api_error_decode (NULL);

  g_assert_cmpuint (none->problems->len, ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (WbApiError) self = decode (rows[i].json);

    g_assert_cmpstr (self->detail, ==, rows[i].detail);
    g_assert_cmpuint (self->problems->len, ==, rows[i].n_problems);
    if (rows[i].first_path) {
      const WbProblem *problem = g_ptr_array_index (self->problems, 0);

      g_assert_cmpstr (problem->path, ==, rows[i].first_path);
    }
    g_assert_null (self->current);
  }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wb/wire/api-error/sample", test_api_error_sample);
  g_test_add_func ("/wb/wire/api-error/round-trip", test_api_error_round_trip);
  g_test_add_func ("/wb/wire/api-error/forms", test_api_error_forms);

  return g_test_run ();
}
