/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The lines a shop's secret is written in; what is refused is refused without repeating a secret. */

#include "wb-shop-secret.h"

#include "wb-remote-error.h"

#include <gio/gio.h>
#include <string.h>

#define PLANTED "s3cr3t-planted"

static void
test_accepted (void)
{
  static const struct {
    const char *platform;
    const char *text;
    const char *name;
    const char *value;
    const char *formatted;
  } rows[] = {
    { "woocommerce", "consumer_key=ck_1\nconsumer_secret=cs_2\n", "consumer_secret", "cs_2",
      "consumer_key=ck_1\nconsumer_secret=cs_2\n" },
    { "woocommerce", "  consumer_secret = cs_2 \r\n\r\n# mine\r\nconsumer_key= ck_1", "consumer_key",
      "ck_1", "consumer_secret=cs_2\nconsumer_key=ck_1\n" },
    { "woocommerce", "\xef\xbb\xbf" "consumer_key=ck_1\nconsumer_secret=a=b==", "consumer_secret",
      "a=b==", "consumer_key=ck_1\nconsumer_secret=a=b==\n" },
    { "shoptet", "private_token=1-a-2", "private_token", "1-a-2", "private_token=1-a-2\n" },
    { "shoptet", "oauth_token=t\ntoken_url=https://shop.example/token\ntemplate=8d1f-22", "template",
      "8d1f-22", "oauth_token=t\ntoken_url=https://shop.example/token\ntemplate=8d1f-22\n" },
    { "shopify", "access_token=shpat_1", "access_token", "shpat_1", "access_token=shpat_1\n" },
    { "shopify", "client_id=1\nclient_secret=2", "client_id", "1", "client_id=1\nclient_secret=2\n" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (WbShopSecret) secret = wb_shop_secret_parse (rows[i].platform, rows[i].text, &error);
    g_autoptr (WbShopSecret) again = NULL;
    char *text = NULL;

    g_test_message ("row %u", i);
    g_assert_no_error (error);
    g_assert_cmpstr (wb_shop_secret_get (secret, rows[i].name), ==, rows[i].value);
    g_assert_null (wb_shop_secret_get (secret, "another"));
    text = wb_shop_secret_format (secret);
    g_assert_cmpstr (text, ==, rows[i].formatted);
    again = wb_shop_secret_parse (rows[i].platform, text, &error);
    g_assert_no_error (error);
    g_assert_cmpstr (wb_shop_secret_get (again, rows[i].name), ==, rows[i].value);
    wb_shop_secret_wipe (text);
  }
}

static void
test_refused (void)
{
  static const struct {
    const char *platform;
    const char *text;
    const char *says;
  } rows[] = {
    { "woocommerce", "", "consumer_key" },
    { "woocommerce", "# nothing\n", "consumer_key" },
    { "woocommerce", "consumer_key=" PLANTED, "consumer_secret" },
    { "woocommerce", PLANTED "\nconsumer_secret=" PLANTED, "Line 1" },
    { "woocommerce", "consumer_key=a\n" PLANTED "=b\n", "Line 2" },
    { "woocommerce", "consumer_key=" PLANTED "\nconsumer_key=" PLANTED, "twice" },
    { "woocommerce", "consumer_key=\nconsumer_secret=" PLANTED, "consumer_key" },
    { "woocommerce", "consumer_key=" PLANTED " b\nconsumer_secret=c", "consumer_key" },
    { "woocommerce", "consumer_key=" PLANTED "\rX-Evil: 1\nconsumer_secret=c", "consumer_key" },
    { "woocommerce", "consumer_key=" PLANTED "\xc3\xa9\nconsumer_secret=c", "consumer_key" },
    { "woocommerce", "private_token=" PLANTED, "Line 1" },
    { "woocommerce", "template=" PLANTED, "Line 1" },
    { "shoptet", "template=" PLANTED, "private_token" },
    { "shoptet", "oauth_token=" PLANTED, "token_url" },
    { "shoptet", "private_token=" PLANTED "\noauth_token=b\ntoken_url=c", "not both" },
    { "shoptet", "private_token=" PLANTED "\ntoken_url=c", "not both" },
    { "shopify", "client_secret=" PLANTED, "client_id" },
    { "shopify", "consumer_key=" PLANTED, "access_token" },
    { "magento", "access_token=" PLANTED, "woocommerce" },
    { "", "access_token=" PLANTED, "woocommerce" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = NULL;

    g_test_message ("row %u", i);
    g_assert_null (wb_shop_secret_parse (rows[i].platform, rows[i].text, &error));
    g_assert_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_NOT_ALLOWED);
    g_assert_nonnull (strstr (error->message, rows[i].says));
    g_assert_null (strstr (error->message, PLANTED));
  }
}

static void
test_names (void)
{
  const char *const *names = wb_shop_secret_names ("shoptet");

  g_assert_cmpstr (names[0], ==, "private_token");
  g_assert_null (names[1]);
  g_assert_cmpstr (names[2], ==, "oauth_token");
  g_assert_cmpstr (names[3], ==, "token_url");
  g_assert_null (names[4]);
  g_assert_null (names[5]);
  g_assert_nonnull (wb_shop_secret_names ("shopify"));
  g_assert_nonnull (wb_shop_secret_names ("woocommerce"));
  g_assert_null (wb_shop_secret_names ("magento"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wb/shop-secret/accepted", test_accepted);
  g_test_add_func ("/wb/shop-secret/refused", test_refused);
  g_test_add_func ("/wb/shop-secret/names", test_names);

  return g_test_run ();
}
