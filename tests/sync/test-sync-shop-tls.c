/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A shop behind a private authority: its certificate is kept with the connection, is trusted for that
 * shop alone, and leaves no file behind. */

#include "config.h"

#include "wb-shop-desk.h"

#include <string.h>

static WbShopConnection *
new_connection (const char *url,
                const char *pem)
{
  WbShopConnection *connection = wb_shop_connection_new ();

  connection->name = g_strdup ("Obchod");
  connection->platform = g_strdup ("woocommerce");
  connection->url = g_strdup (url);
  connection->ca_pem = g_strdup (pem);

  return connection;
}

static guint
count_files (WbShopDesk *shop,
             const char *prefix)
{
  g_autofree char *path = g_build_filename (shop->desk->root, "workspace", NULL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (dir)))
    n += g_str_has_prefix (name, prefix);

  return n;
}

static void
test_sync_shop_tls_private_authority (void)
{
  g_autoptr (WbShopDesk) shop = wb_shop_desk_new (TRUE);
  g_autofree char *tls_file = wb_stub_data_path ("tls/server.pem");
  g_autofree char *ca_file = wb_stub_data_path ("tls/ca.pem");
  const WbPretendWooFront front = { .tls_file = tls_file };
  g_autoptr (WbShopSecret) secret = wb_shop_desk_secret (SHOP_SECRET_TEXT);
  g_autoptr (WbShopConnection) plain = NULL;
  g_autoptr (WbShopConnection) trusting = NULL;
  g_autoptr (WbShopConnection) broken = NULL;
  g_autoptr (WbCouponOrder) order = wb_shop_desk_order ("t1");
  g_autoptr (WbCoupon) coupon = NULL;
  g_autofree char *pem = NULL;
  g_autoptr (GError) error = NULL;
  const char *url = wb_pretend_woo_listen (shop->woo, &front, &error);

  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (ca_file, &pem, NULL, &error));
  plain = new_connection (url, NULL);
  g_assert_null (wb_sync_check_shop (shop->desk->sync, plain, secret, NULL, NULL, NULL, &error));
  g_assert_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_TLS);
  g_clear_error (&error);
  broken = new_connection (url, "no certificate");
  g_assert_null (wb_sync_check_shop (shop->desk->sync, broken, secret, NULL, NULL, NULL, &error));
  g_assert_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_TLS);
  g_clear_error (&error);
  g_assert_cmpuint (count_files (shop, "shop-ca"), ==, 0);

  trusting = new_connection (url, pem);
  trusting->caps = wb_sync_check_shop (shop->desk->sync, trusting, secret, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (wb_sync_put_shop (shop->desk->sync, trusting, secret, NULL, &error));
  /* From the workspace, as after a restart. */
  wb_shop_desk_restart (shop);
  wb_shop_desk_add_ticket (shop, "t1");
  coupon = wb_sync_issue_coupon (shop->desk->sync, order, 3600, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (coupon->state, ==, WB_COUPON_ACTIVE);
  g_assert_cmpuint (count_files (shop, "shop-ca"), ==, 0);
  g_assert_cmpuint (count_files (shop, "workspace.db"), >=, 1);
}

int
main (int    argc,
      char **argv)
{
  g_setenv ("SOUP_FORCE_HTTP1", "1", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sync/shop-tls/private-authority", test_sync_shop_tls_private_authority);

  return g_test_run ();
}
