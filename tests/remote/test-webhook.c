/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Signatures of webhooks: vectors of the three platforms, and what a real WooCommerce delivered. */

#include "wb-webhook.h"

#include <json-glib/json-glib.h>
#include <string.h>

#define RECORDED_SECRET "example-webhook-secret"

static GBytes *
load (const char *folder,
      const char *file)
{
  g_autofree char *path = g_build_filename (TEST_DATA_DIR, folder, file, NULL);
  g_autoptr (GError) error = NULL;
  char *text = NULL;
  gsize length = 0;

  g_file_get_contents (path, &text, &length, &error);
  g_assert_no_error (error);

  return g_bytes_new_take (text, length);
}

/* Verifies; and nothing near it does. */
static void
check (const char *platform,
       const char *secret,
       GBytes     *body,
       const char *signature)
{
  gsize length = 0;
  const char *data = g_bytes_get_data (body, &length);
  g_autofree char *changed = g_memdup2 (data, length);
  g_autofree char *wrong = g_strdup (signature);
  g_autofree char *longer = g_strconcat (signature, "=", NULL);
  g_autofree char *other_secret = g_strconcat (secret, "x", NULL);
  g_autoptr (GBytes) other = NULL;
  g_autoptr (GBytes) cut = g_bytes_new (data, length - 1);

  g_assert_true (wb_webhook_verify (platform, secret, body, signature));

  changed[length / 2] ^= 1;
  other = g_bytes_new (changed, length);
  g_assert_false (wb_webhook_verify (platform, secret, other, signature));
  g_assert_false (wb_webhook_verify (platform, secret, cut, signature));
  g_assert_false (wb_webhook_verify (platform, other_secret, body, signature));
  g_assert_false (wb_webhook_verify (platform, "", body, signature));
  g_assert_false (wb_webhook_verify (platform, secret, body, NULL));
  g_assert_false (wb_webhook_verify (platform, secret, body, ""));
  g_assert_false (wb_webhook_verify (platform, secret, body, longer));
  g_assert_false (wb_webhook_verify ("magento", secret, body, signature));
  for (gsize i = 0; wrong[i]; i++) {
    wrong[i] = wrong[i] == 'A' ? 'B' : 'A';
    g_assert_false (wb_webhook_verify (platform, secret, body, wrong));
    wrong[i] = signature[i];
  }
}

static void
test_vectors (void)
{
  g_autoptr (GBytes) text = load ("shops", "webhook-vectors.json");
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  JsonArray *vectors = NULL;

  json_parser_load_from_data (parser, g_bytes_get_data (text, NULL), (gssize) g_bytes_get_size (text), &error);
  g_assert_no_error (error);
  vectors = json_node_get_array (json_parser_get_root (parser));
  g_assert_cmpuint (json_array_get_length (vectors), ==, 3);
  for (guint i = 0; i < json_array_get_length (vectors); i++) {
    JsonObject *vector = json_array_get_object_element (vectors, i);
    const char *platform = json_object_get_string_member (vector, "platform");
    const char *body = json_object_get_string_member (vector, "body");
    g_autoptr (GBytes) bytes = g_bytes_new (body, strlen (body));

    g_test_message ("%s", platform);
    g_assert_cmpstr (wb_webhook_header (platform), ==, json_object_get_string_member (vector, "header"));
    check (platform, json_object_get_string_member (vector, "key"), bytes,
           json_object_get_string_member (vector, "value"));
  }
  g_assert_null (wb_webhook_header ("magento"));
}

static void
test_recorded (void)
{
  static const struct {
    const char *file;
    const char *signature;
  } rows[] = {
    { "webhook-delivery-006-coupon-created.json", "eQqhbluEMyBv24gPJB6Mz75rtvigEjXK3iMqE1HElLk=" },
    { "webhook-delivery-007-coupon-updated.json", "rWxvWuzKGZ19vIULjeCL0J7HmNa4OaZan3QWOTXO47w=" },
    { "webhook-delivery-008-order-created.json", "tO2QMIVaxS835aRXj4511ltE0RrbljttrMOkMfoA8eo=" },
    { "webhook-delivery-009-order-updated.json", "tO2QMIVaxS835aRXj4511ltE0RrbljttrMOkMfoA8eo=" },
    { "webhook-delivery-010-order-updated.json", "T0uSB1RaDiHwvV8yGqZ8oiGnLly1Akf1wRlMEh1Pv/g=" },
    { "webhook-delivery-011-coupon-created.json", "dxnsASWEF5JHKJyUQPDPxX2wmjgrvBvfA3fFS+9PEFQ=" },
    { "webhook-delivery-012-coupon-deleted.json", "44LZ7kKhoZe20Gyoz5HxIq2fAYvVk8rnrnmyLK4K//M=" },
  };
  g_autoptr (GBytes) ping = load ("woocommerce-recorded", "webhook-delivery-001-ping.txt");

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GBytes) body = load ("woocommerce-recorded", rows[i].file);

    g_test_message ("%s", rows[i].file);
    check ("woocommerce", RECORDED_SECRET, body, rows[i].signature);
  }
  /* The ping at the start is not signed. */
  g_assert_false (wb_webhook_verify ("woocommerce", RECORDED_SECRET, ping, NULL));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wb/webhook/vectors", test_vectors);
  g_test_add_func ("/wb/webhook/recorded", test_recorded);

  return g_test_run ();
}
