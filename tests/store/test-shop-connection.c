/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Connections to shops: all that is known of them comes back, and no two have one name or address. */

#include "config.h"

#include "wb-issue-store.h"
#include "wb-shop-connection.h"

#include "store-fixture.h"

static WbShopConnection *
make_connection (const char *id,
                 const char *name,
                 const char *url)
{
  WbShopConnection *connection = wb_shop_connection_new ();

  connection->id = g_strdup (id);
  connection->name = g_strdup (name);
  connection->platform = g_strdup ("woocommerce");
  connection->url = g_strdup (url);

  return connection;
}

/* @connection: (transfer full); the transaction ends with it. */
static gboolean
put (Fixture           *fixture,
     WbShopConnection  *connection,
     GError           **error)
{
  g_autoptr (WbShopConnection) owned = connection;
  WbDb *db = wb_workspace_begin (fixture->ws, error);

  if (!wb_shop_connection_put (db, owned, error)) {
    wb_workspace_rollback (fixture->ws);
    return FALSE;
  }

  return wb_workspace_commit (fixture->ws, WB_TABLE_ACCOUNT, error);
}

static WbShopConnection *
make_full (void)
{
  WbShopConnection *connection = make_connection ("a1", "Hlavní e-shop", "https://shop.example");
  const char *currencies[] = { "CZK", "EUR", NULL };

  connection->ca_pem = g_strdup ("-----BEGIN CERTIFICATE-----\n");
  connection->is_paused = TRUE;
  g_free (connection->connection);
  connection->connection = g_strdup ("error");
  connection->error_message = g_strdup ("The key is not valid any more");
  connection->checked_at = NOW;
  connection->last_sync_at = NOW + 1;
  connection->caps = wb_shop_caps_new ();
  g_strfreev (connection->caps->currencies);
  connection->caps->currencies = g_strdupv ((GStrv) currencies);
  connection->caps->percent = TRUE;
  g_free (connection->caps->time_zone);
  connection->caps->time_zone = g_strdup ("Europe/Prague");
  g_free (connection->caps->platform);
  connection->caps->platform = g_strdup ("woocommerce");
  wb_shop_caps_add_note (connection->caps, WB_SHOP_NOTE_MISSING, WB_SHOP_NOTE_COUPONS_OFF, NULL);

  return connection;
}

static void
test_connection_comes_back (Fixture       *fixture,
                            gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbShopConnection) back = NULL;
  g_autoptr (WbMerchantStore) store = NULL;

  g_assert_true (put (fixture, make_full (), &error));
  g_assert_no_error (error);
  back = wb_shop_connection_get (wb_workspace_get_reader (fixture->ws), "a1", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (back->name, ==, "Hlavní e-shop");
  g_assert_cmpstr (back->platform, ==, "woocommerce");
  g_assert_cmpstr (back->url, ==, "https://shop.example");
  g_assert_cmpstr (back->ca_pem, ==, "-----BEGIN CERTIFICATE-----\n");
  g_assert_true (back->is_paused);
  g_assert_cmpstr (back->connection, ==, "error");
  g_assert_cmpstr (back->error_message, ==, "The key is not valid any more");
  g_assert_cmpint (back->checked_at, ==, NOW);
  g_assert_cmpint (back->last_sync_at, ==, NOW + 1);
  g_assert_true (back->caps->percent);
  g_assert_cmpstr (back->caps->currencies[1], ==, "EUR");
  g_assert_nonnull (wb_shop_caps_find_note (back->caps, WB_SHOP_NOTE_MISSING, WB_SHOP_NOTE_COUPONS_OFF));

  store = wb_shop_connection_to_store (back);
  g_assert_cmpstr (store->id, ==, "a1");
  g_assert_cmpstr (store->name, ==, "Hlavní e-shop");
  g_assert_cmpstr (store->connection, ==, "disabled");
  g_assert_cmpstr (store->currencies[0], ==, "CZK");
  g_assert_true (store->supports_coupons);
}

static void
test_connection_new_one_waits (Fixture       *fixture,
                               gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbShopConnection) back = NULL;
  g_autoptr (WbShopConnection) none = NULL;

  g_assert_true (put (fixture, make_connection ("a1", "Shop", "https://shop.example"), &error));
  back = wb_shop_connection_get (wb_workspace_get_reader (fixture->ws), "a1", &error);
  g_assert_cmpstr (back->connection, ==, "waiting");
  g_assert_null (back->caps);
  g_assert_cmpint (back->checked_at, ==, WB_TIME_NONE);
  none = wb_shop_connection_get (wb_workspace_get_reader (fixture->ws), "a2", &error);
  g_assert_no_error (error);
  g_assert_null (none);
}

static void
test_connection_names_and_addresses (Fixture       *fixture,
                                     gconstpointer  data)
{
  const struct
  {
    const char *id;
    const char *name;
    const char *url;
    int code;  /* -1 = taken in */
  } rows[] = {
    { "a1", "Žluťoučký", "https://a.example", -1 },
    { "a2", "ŽLUŤOUČKÝ ", "https://b.example", WB_ACTION_ERROR_EXISTS },
    { "a2", "Other", "https://a.example", WB_ACTION_ERROR_EXISTS },
    { "a2", " ", "https://b.example", WB_ACTION_ERROR_INVALID },
    { "a2", "Other", "", WB_ACTION_ERROR_INVALID },
    { "a2", "Another", "https://b.example", -1 },
    /* Its own name and address are its own. */
    { "a1", "žluťoučký", "https://a.example", -1 },
    { "a1", "another", "https://a.example", WB_ACTION_ERROR_EXISTS },
  };
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) problem = NULL;
    gboolean stored = put (fixture, make_connection (rows[i].id, rows[i].name, rows[i].url), &problem);

    g_test_message ("row %u", i);
    g_assert_cmpint (stored, ==, rows[i].code < 0);
    if (!stored)
      g_assert_error (problem, WB_ACTION_ERROR, rows[i].code);
  }
  all = wb_shop_connection_list (wb_workspace_get_reader (fixture->ws), &error);
  g_assert_cmpuint (all->len, ==, 2);
  g_assert_cmpstr (((WbShopConnection *) all->pdata[0])->name, ==, "Another");
  g_assert_cmpstr (((WbShopConnection *) all->pdata[1])->name, ==, "žluťoučký");
}

static gboolean
remove_connection (Fixture     *fixture,
                   const char  *id,
                   GError     **error)
{
  WbDb *db = wb_workspace_begin (fixture->ws, error);

  if (!wb_shop_connection_remove (db, id, error)) {
    wb_workspace_rollback (fixture->ws);
    return FALSE;
  }

  return wb_workspace_commit (fixture->ws, WB_TABLE_ACCOUNT, error);
}

static void
test_connection_is_removed (Fixture       *fixture,
                            gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbCoupon) coupon = make_coupon ("c1", "t1", 1);
  g_autoptr (WbCoupon) kept = NULL;
  g_autoptr (WbIssueRow) issue = wb_issue_row_new ();
  g_autofree char *mark = NULL;
  WbDb *db = NULL;

  g_assert_true (put (fixture, make_full (), &error));
  coupon->store = g_strdup ("a1");
  issue->coupon = g_strdup ("c1");
  issue->connection = g_strdup ("a1");
  issue->code = g_strdup ("AAAA");
  db = wb_workspace_begin (fixture->ws, &error);
  g_assert_true (wb_issue_store_add (db, coupon, issue, NULL, &error));
  g_assert_true (wb_issue_store_set_mark (db, "a1", "orders", "m1", &error));
  g_assert_true (wb_workspace_commit (fixture->ws, WB_TABLE_COUPONS, &error));

  g_assert_false (remove_connection (fixture, "a1", &error));
  g_assert_error (error, WB_ACTION_ERROR, WB_ACTION_ERROR_OPEN);
  g_clear_error (&error);

  issue->step = WB_ISSUE_ROW_DONE;
  db = wb_workspace_begin (fixture->ws, &error);
  g_assert_true (wb_issue_store_save (db, issue, NOW, &error));
  g_assert_true (wb_workspace_commit (fixture->ws, WB_TABLE_COUPONS, &error));
  g_assert_true (remove_connection (fixture, "a1", &error));
  g_assert_no_error (error);
  g_assert_true (remove_connection (fixture, "a1", &error));
  mark = wb_issue_store_dup_mark (wb_workspace_get_reader (fixture->ws), "a1", "orders");
  g_assert_null (mark);
  kept = wb_coupon_store_get (wb_workspace_get_reader (fixture->ws), "c1", &error);
  g_assert_cmpstr (kept->store, ==, "a1");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  FIXTURE_ADD ("/wb/store/shop-connection/comes-back", test_connection_comes_back);
  FIXTURE_ADD ("/wb/store/shop-connection/new-one-waits", test_connection_new_one_waits);
  FIXTURE_ADD ("/wb/store/shop-connection/names-and-addresses", test_connection_names_and_addresses);
  FIXTURE_ADD ("/wb/store/shop-connection/is-removed", test_connection_is_removed);

  return g_test_run ();
}
