/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* OAuth 1.0a signatures against vectors computed from the RFC and requests that a real WooCommerce
 * accepted or refused. */

#include "wb-oauth1.h"

#include <json-glib/json-glib.h>
#include <string.h>

static JsonNode *
load_json (const char *name)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autofree char *path = g_build_filename (TEST_DATA_DIR, name, NULL);
  g_autoptr (GError) error = NULL;

  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);

  return json_node_ref (json_parser_get_root (parser));
}

static WbOauth1Method
method_of (const char *text)
{
  return strcmp (text, "HMAC-SHA1") == 0 ? WB_OAUTH1_HMAC_SHA1 : WB_OAUTH1_HMAC_SHA256;
}

static void
test_oauth1_escape (void)
{
  static const struct { const char *text, *escaped; } cases[] = {
    { "", "" },
    { "abcXYZ019-._~", "abcXYZ019-._~" },
    { " +&=/:", "%20%2B%26%3D%2F%3A" },
    { "%41", "%2541" },
    { "ž\n", "%C5%BE%0A" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *escaped = wb_oauth1_escape (cases[i].text);

    g_assert_cmpstr (escaped, ==, cases[i].escaped);
  }
}

static void
test_oauth1_split_query (void)
{
  static const char query[] = "a=1&b=x%20y+z&flag&&c=%zz%4&include%5B0%5D=22&d=%C5%BE";
  g_autoptr (GPtrArray) params = wb_oauth1_split_query (query);
  static const char *const expected[] = {
    "a", "1", "b", "x y z", "flag", "", "c", "%zz%4", "include[0]", "22", "d", "ž",
  };
  g_autoptr (GPtrArray) none = wb_oauth1_split_query (NULL);

  g_assert_cmpuint (params->len, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < params->len; i++)
    g_assert_cmpstr (params->pdata[i], ==, expected[i]);
  g_assert_cmpuint (none->len, ==, 0);
}

static void
test_oauth1_vectors (void)
{
  g_autoptr (JsonNode) root = load_json ("woocommerce/oauth1-vectors.json");
  JsonArray *vectors = json_node_get_array (root);

  g_assert_cmpuint (json_array_get_length (vectors), ==, 4);
  for (guint i = 0; i < json_array_get_length (vectors); i++) {
    JsonObject *vector = json_array_get_object_element (vectors, i);
    JsonObject *members = json_object_get_object_member (vector, "params");
    g_autoptr (GPtrArray) params = g_ptr_array_new_with_free_func (g_free);
    g_autoptr (GList) names = json_object_get_members (members);
    const char *method_text = json_object_get_string_member (members, "oauth_signature_method");
    WbOauth1Method method = method_of (method_text);
    g_autofree char *base_string = NULL;
    g_autofree char *signature = NULL;
    g_autofree char *other = NULL;

    g_test_message ("%s", json_object_get_string_member (vector, "name"));
    for (GList *l = names; l; l = l->next) {
      g_ptr_array_add (params, g_strdup (l->data));
      g_ptr_array_add (params, g_strdup (json_object_get_string_member (members, l->data)));
    }
    base_string = wb_oauth1_base_string (json_object_get_string_member (vector, "method"),
                                         json_object_get_string_member (vector, "url"), params);
    g_assert_cmpstr (base_string, ==, json_object_get_string_member (vector, "baseString"));
    signature = wb_oauth1_signature (
      method, json_object_get_string_member (vector, "consumerSecret"), base_string);
    g_assert_cmpstr (signature, ==, json_object_get_string_member (vector, "oauth_signature"));
    other = wb_oauth1_signature (method, "cs_another", base_string);
    g_assert_cmpstr (other, !=, signature);
  }
}

/* What the store said to each signed request tells whether our own signature must be the one sent.
 * The recorder noted a base string for PLAINTEXT that was never signed: left out. */
static void
test_oauth1_recorded (void)
{
  g_autoptr (JsonNode) root = load_json ("woocommerce-recorded/index.json");
  JsonArray *requests = json_object_get_array_member (json_node_get_object (root), "requests");
  guint accepted = 0;
  guint refused = 0;

  for (guint i = 0; i < json_array_get_length (requests); i++) {
    JsonObject *request = json_array_get_object_element (requests, i);
    const char *url, *question, *key;
    const char *sent_signature = NULL;
    const char *sent_method = NULL;
    gint64 status;
    WbOauth1Method method;
    g_autoptr (GPtrArray) params = NULL;
    g_autofree char *base_url = NULL;
    g_autofree char *base_string = NULL;
    g_autofree char *secret = NULL;
    g_autofree char *signature = NULL;

    if (!json_object_has_member (request, "oauth_signature_base_string"))
      continue;
    g_test_message ("%s", json_object_get_string_member (request, "file"));
    url = json_object_get_string_member (request, "url");
    question = strchr (url, '?');
    base_url = g_strndup (url, (gsize) (question - url));
    params = wb_oauth1_split_query (question + 1);
    for (guint j = 0; j < params->len; j += 2) {
      if (strcmp (params->pdata[j], "oauth_signature") == 0)
        sent_signature = params->pdata[j + 1];
      else if (strcmp (params->pdata[j], "oauth_signature_method") == 0)
        sent_method = params->pdata[j + 1];
    }
    if (strcmp (sent_method, "PLAINTEXT") == 0)
      continue;
    base_string = wb_oauth1_base_string (
      json_object_get_string_member (request, "method"), base_url, params);
    g_assert_cmpstr (base_string, ==, json_object_get_string_member (
                       request, "oauth_signature_base_string"));

    key = json_object_get_string_member (request, "oauth_signing_key");
    g_assert_true (g_str_has_suffix (key, "&"));
    secret = g_strndup (key, strlen (key) - 1);
    method = method_of (sent_method);
    signature = wb_oauth1_signature (method, secret, base_string);
    status = json_object_get_int_member (request, "status");
    if (status < 300) {
      g_assert_cmpstr (signature, ==, sent_signature);
      accepted++;
    } else if (strstr (json_object_get_string_member (request, "file"), "bad-signature")) {
      g_assert_cmpstr (signature, !=, sent_signature);
      refused++;
    }
  }
  g_assert_cmpuint (accepted, ==, 5);
  g_assert_cmpuint (refused, ==, 1);
}

static void
test_oauth1_sign_url (void)
{
  /* Recorded as 088: the same query, key, time and nonce must give the very same URL. */
  static const char unsigned_url[] =
    "http://127.0.0.1:8080/wp-json/wc/v3/coupons"
    "?per_page=1&_fields=id%2Ccode&search=voucher%20500%2B%C5%BE%26%3D";
  static const char signed_url[] =
    "http://127.0.0.1:8080/wp-json/wc/v3/coupons?per_page=1&_fields=id%2Ccode&search=voucher%20500%2B%C5%BE%26%3D"
    "&oauth_consumer_key=ck_1111111111111111111111111111111111111111&oauth_timestamp=1795290778"
    "&oauth_nonce=7e6f286ff3705c25101737c258e1b65e&oauth_signature_method=HMAC-SHA256"
    "&oauth_signature=SxY1f0stJrgyCyOWZVGXokgtT0qIVBzHo6bdjo1MhRA%3D";
  g_autofree char *url = wb_oauth1_sign_url (WB_OAUTH1_HMAC_SHA256, "GET", unsigned_url,
                                             "ck_1111111111111111111111111111111111111111",
                                             "cs_2222222222222222222222222222222222222222",
                                             1795290778, "7e6f286ff3705c25101737c258e1b65e");
  g_autofree char *bare = wb_oauth1_sign_url (WB_OAUTH1_HMAC_SHA1, "post", "http://127.0.0.1/x", "ck", "cs", 1, "n");

  g_assert_cmpstr (url, ==, signed_url);
  g_assert_true (g_str_has_prefix (bare, "http://127.0.0.1/x?oauth_consumer_key=ck&oauth_timestamp=1&oauth_nonce=n&"
                                   "oauth_signature_method=HMAC-SHA1&oauth_signature="));
  g_assert_null (strstr (url, "cs_2"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/remote/oauth1/escape", test_oauth1_escape);
  g_test_add_func ("/remote/oauth1/split-query", test_oauth1_split_query);
  g_test_add_func ("/remote/oauth1/agrees-with-computed-vectors", test_oauth1_vectors);
  g_test_add_func ("/remote/oauth1/agrees-with-a-real-store", test_oauth1_recorded);
  g_test_add_func ("/remote/oauth1/sign-url", test_oauth1_sign_url);

  return g_test_run ();
}
