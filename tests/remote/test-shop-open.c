/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Making a shop's client from what its owner typed: addresses in one form, and no way to one of this
 * computer's own services. */

#include "wb-shop-open.h"

#include "wb-remote-error.h"
#include "wb-shoptet.h"
#include "wb-woocommerce.h"

#include <gio/gio.h>
#include <string.h>

#define WOO_SECRET "consumer_key=ck_1\nconsumer_secret=cs_planted\n"

static void
test_normalize (void)
{
  static const struct {
    const char *platform;
    const char *url;
    const char *wanted;
  } rows[] = {
    { "woocommerce", "shop.example", "https://shop.example" },
    { "woocommerce", " HTTPS://Shop.Example/ ", "https://shop.example" },
    { "woocommerce", "https://shop.example/Sub/wp-admin/", "https://shop.example/Sub" },
    { "woocommerce", "http://127.0.0.1:8080/", "http://127.0.0.1:8080" },
    { "shoptet", "www.obchod.example", "https://www.obchod.example" },
    { "shoptet", "https://www.Obchod.example/admin/prehled/?x=1#y", "https://www.obchod.example" },
    { "shoptet", " http://127.0.0.1:8080/ ", "http://127.0.0.1:8080" },
    { "magento", "https://shop.example", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *url = wb_shop_normalize_url (rows[i].platform, rows[i].url);
    g_autofree char *again = url ? wb_shop_normalize_url (rows[i].platform, url) : NULL;

    g_test_message ("%s %s", rows[i].platform, rows[i].url);
    g_assert_cmpstr (url, ==, rows[i].wanted);
    g_assert_cmpstr (again, ==, rows[i].wanted);
  }
}

static void
test_loopback (void)
{
  static const struct {
    const char *url;
    gboolean loopback;
  } rows[] = {
    { "https://shop.example", FALSE },
    { "https://127.0.0.1", TRUE },
    { "https://127.9.9.9:8443/x", TRUE },
    { "https://localhost", TRUE },
    { "https://LocalHost.", TRUE },
    { "https://shop.localhost", TRUE },
    { "https://localhost.example", FALSE },
    { "https://[::1]:1", TRUE },
    { "https://[::ffff:127.0.0.1]", TRUE },
    { "https://0.0.0.0", TRUE },
    { "https://127.1", TRUE },
    { "https://2130706433", TRUE },
    { "https://0x7f000001", TRUE },
    { "https://93.184.216.34", FALSE },
    { "https://4shop.example", FALSE },
    { "https://[2001:db8::1]", FALSE },
    { "no address", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_test_message ("%s", rows[i].url);
    g_assert_cmpint (wb_shop_url_is_loopback (rows[i].url), ==, rows[i].loopback);
  }
}

static void
test_open (void)
{
  static const struct {
    const char *platform;
    const char *url;
    const char *ca_file;
    gboolean allow_loopback;
    int code;              /* -1 = opens */
  } rows[] = {
    { "woocommerce", "shop.example", NULL, FALSE, -1 },
    { "woocommerce", "http://127.0.0.1:8080", NULL, TRUE, -1 },
    { "woocommerce", "http://127.0.0.1:8080", NULL, FALSE, WB_REMOTE_ERROR_NOT_ALLOWED },
    { "woocommerce", "https://localhost", NULL, FALSE, WB_REMOTE_ERROR_NOT_ALLOWED },
    { "woocommerce", "http://shop.example", NULL, TRUE, WB_REMOTE_ERROR_NOT_ALLOWED },
    { "woocommerce", "https://a:b@shop.example", NULL, FALSE, WB_REMOTE_ERROR_NOT_ALLOWED },
    { "woocommerce", "ftp://shop.example", NULL, FALSE, WB_REMOTE_ERROR_NOT_ALLOWED },
    { "woocommerce", "", NULL, FALSE, WB_REMOTE_ERROR_NOT_ALLOWED },
    { "woocommerce", "https://shop.example", "/nonexistent", FALSE, WB_REMOTE_ERROR_TLS },
    { "magento", "https://shop.example", NULL, FALSE, WB_REMOTE_ERROR_NOT_ALLOWED },
  };
  g_autoptr (WbClock) clock = wb_system_clock_new ();
  g_autoptr (WbRandom) random = wb_system_random_new ();
  g_autoptr (WbShopSecret) secret = wb_shop_secret_parse ("woocommerce", WOO_SECRET, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    const WbShopAddress address = {
      rows[i].platform, rows[i].url, secret, rows[i].ca_file, rows[i].allow_loopback
    };
    g_autoptr (GError) error = NULL;
    g_autoptr (WbShop) shop = wb_shop_open (&address, clock, random, &error);

    g_test_message ("%s %s", rows[i].platform, rows[i].url);
    if (rows[i].code < 0) {
      g_assert_no_error (error);
      g_assert_true (WB_IS_WOOCOMMERCE (shop));
    } else {
      g_assert_null (shop);
      g_assert_error (error, WB_REMOTE_ERROR, rows[i].code);
      g_assert_null (strstr (error->message, "cs_planted"));
    }
  }
}

/* An add-on's token address is an address, too. */
static void
test_open_shoptet (void)
{
  static const struct {
    const char *url;
    const char *secret;
    gboolean allow_loopback;
    gboolean opens;
  } rows[] = {
    { "www.obchod.example", "private_token=planted", FALSE, TRUE },
    { "http://127.0.0.1:8080", "private_token=planted", TRUE, TRUE },
    { "http://127.0.0.1:8080", "private_token=planted", FALSE, FALSE },
    { "obchod.example", "oauth_token=planted\ntoken_url=https://partner.example/token", FALSE, TRUE },
    { "obchod.example", "oauth_token=planted\ntoken_url=http://partner.example/token", FALSE, FALSE },
    { "obchod.example", "oauth_token=planted\ntoken_url=http://127.0.0.1:1/token", FALSE, FALSE },
    { "obchod.example", "oauth_token=planted\ntoken_url=http://127.0.0.1:1/token", TRUE, TRUE },
    { "obchod.example", "private_token=planted\ntemplate=6f1d0c52-3a44-4b1e-9b57-0d9f6a1c2e31", FALSE, TRUE },
    { "obchod.example", "private_token=planted\ntemplate=Winback", FALSE, FALSE },
  };
  g_autoptr (WbClock) clock = wb_system_clock_new ();
  g_autoptr (WbRandom) random = wb_system_random_new ();

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (WbShopSecret) secret = wb_shop_secret_parse ("shoptet", rows[i].secret, &error);
    const WbShopAddress address = {
      .platform = "shoptet", .url = rows[i].url, .secret = secret, .allow_loopback = rows[i].allow_loopback,
    };
    g_autoptr (WbShop) shop = NULL;

    g_assert_no_error (error);
    shop = wb_shop_open (&address, clock, random, &error);
    g_test_message ("%u", i);
    if (rows[i].opens) {
      g_assert_no_error (error);
      g_assert_true (WB_IS_SHOPTET (shop));
    } else {
      g_assert_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_NOT_ALLOWED);
      g_assert_null (strstr (error->message, "planted"));
    }
  }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wb/shop-open/normalize", test_normalize);
  g_test_add_func ("/wb/shop-open/loopback", test_loopback);
  g_test_add_func ("/wb/shop-open/open", test_open);
  g_test_add_func ("/wb/shop-open/open-shoptet", test_open_shoptet);

  return g_test_run ();
}
