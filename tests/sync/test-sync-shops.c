/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Level 0's own shops, step by step: connecting, giving, replacing, disabling, trying again. The clock
 * jumps over each wait, so whatever has to wait for a minute is done at once. */

#define _GNU_SOURCE
#include "config.h"

#include "wb-shop-desk.h"

#include <glib/gstdio.h>
#include <string.h>

#include "wb-account-store.h"
#include "wb-coupon-store.h"
#include "wb-offer-set.h"
#include "wb-pretend-shopify.h"
#include "wb-pretend-shoptet.h"
#include "wb-staff-actions.h"

#define WAIT_SECS 3600

typedef struct
{
  WbShopStep begun[2 * WB_N_SHOP_STEPS];
  guint n;
  guint n_done;
} Steps;

static void
note_step_cb (WbShopStep step,
              gboolean   done,
              gpointer   data)
{
  Steps *steps = data;

  if (done)
    steps->n_done++;
  else if (steps->n < G_N_ELEMENTS (steps->begun))
    steps->begun[steps->n++] = step;
}

static WbShopConnection *
new_connection (const char *name,
                const char *url)
{
  WbShopConnection *connection = wb_shop_connection_new ();

  connection->name = g_strdup (name);
  connection->platform = g_strdup ("woocommerce");
  connection->url = g_strdup (url);

  return connection;
}

static void
test_sync_shops_check_tells_steps_and_stores_nothing (void)
{
  g_autoptr (WbShopDesk) shop = wb_shop_desk_new (TRUE);
  g_autoptr (WbShopConnection) connection = new_connection ("Obchod", shop->url);
  g_autoptr (WbShopSecret) good = wb_shop_desk_secret (SHOP_SECRET_TEXT);
  g_autoptr (WbShopSecret) wrong = wb_shop_desk_secret ("consumer_key=ck_no\nconsumer_secret=cs_no\n");
  g_autoptr (WbShopCaps) caps = NULL;
  g_autoptr (GPtrArray) stored = NULL;
  g_autoptr (GError) error = NULL;
  Steps steps = { .n = 0 };
  Steps failed = { .n = 0 };

  caps = wb_sync_check_shop (shop->desk->sync, connection, good, note_step_cb, &steps, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_strv_contains ((const char *const *) caps->currencies, "CZK"));
  g_assert_cmpuint (steps.n, ==, WB_N_SHOP_STEPS);
  g_assert_cmpuint (steps.n_done, ==, steps.n);
  g_assert_cmpint (steps.begun[0], ==, WB_SHOP_STEP_REACH);

  g_assert_null (wb_sync_check_shop (shop->desk->sync, connection, wrong, note_step_cb, &failed, NULL, &error));
  g_assert_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_UNAUTHORIZED);
  g_assert_null (strstr (error->message, "cs_no"));
  g_assert_cmpint (failed.begun[failed.n - 1], ==, WB_SHOP_STEP_SIGN_IN);
  g_assert_cmpuint (failed.n_done, ==, failed.n - 1);
  stored = wb_shop_connection_list (wb_sync_desk_db (shop->desk), NULL);
  g_assert_cmpuint (stored->len, ==, 0);
  g_assert_false (g_file_test (shop->secrets, G_FILE_TEST_EXISTS));
}

static gboolean
file_has (const char *path,
          const char *needle)
{
  g_autofree char *text = NULL;
  gsize length = 0;

  return g_file_get_contents (path, &text, &length, NULL) && memmem (text, length, needle, strlen (needle));
}

/* Of all there is of a workspace. */
static gboolean
folder_has (const char *path,
            const char *needle)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;
  gboolean found = FALSE;

  while (dir && (name = g_dir_read_name (dir))) {
    g_autofree char *file = g_build_filename (path, name, NULL);

    if (file_has (file, needle)) {
      g_test_message ("%s has %s", name, needle);
      found = TRUE;
    }
  }

  return found;
}

static void
test_sync_shops_key_is_nowhere_but_among_secrets (void)
{
  g_autoptr (WbShopDesk) shop = wb_shop_desk_new (TRUE);
  g_autofree char *workspace = g_build_filename (shop->desk->root, "workspace", NULL);
  g_autoptr (WbCouponOrder) order = wb_shop_desk_order ("t1");
  g_autoptr (WbCoupon) coupon = NULL;
  g_autoptr (WbShopConnection) stored = NULL;
  g_autoptr (GError) error = NULL;

  wb_shop_desk_connect (shop);
  wb_shop_desk_add_ticket (shop, "t1");
  coupon = wb_sync_issue_coupon (shop->desk->sync, order, WAIT_SECS, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (coupon->state, ==, WB_COUPON_ACTIVE);
  /* A key that is refused later is told of in words, too. */
  wb_pretend_woo_add_fault (shop->woo, WB_PRETEND_FAULT_UNAUTHORIZED, WB_PRETEND_REQUEST_ANY, 20);
  wb_sync_shops_renew (shop->desk->sync);
  g_assert_null (wb_sync_do_coupon (shop->desk->sync, coupon->id, WB_COUPON_DEED_DISABLE, NULL, &error));
  g_assert_nonnull (error);
  g_assert_null (strstr (error->message, "planted"));

  g_assert_true (file_has (shop->secrets, "planted"));
  g_assert_true (folder_has (workspace, "Obchod"));
  g_assert_false (folder_has (workspace, "planted"));
  g_assert_false (folder_has (workspace, "ck_"));
}

static void
test_sync_shops_shop_is_a_store_of_the_merchant (void)
{
  g_autoptr (WbShopDesk) shop = wb_shop_desk_new (TRUE);
  g_autoptr (GPtrArray) stores = NULL;
  g_auto (GStrv) currencies = NULL;

  wb_shop_desk_connect (shop);
  stores = wb_merchant_store_list (wb_sync_desk_db (shop->desk), NULL);
  g_assert_cmpuint (stores->len, ==, 1);
  currencies = wb_merchant_stores_coupon_currencies (stores);
  g_assert_cmpuint (g_strv_length (currencies), ==, 1);
  g_assert_cmpstr (currencies[0], ==, "CZK");
  g_assert_cmpstr (((WbMerchantStore *) g_ptr_array_index (stores, 0))->id, ==, shop->connection);
}

static void
test_sync_shops_name_and_address_are_taken_once (void)
{
  g_autoptr (WbShopDesk) shop = wb_shop_desk_new (TRUE);
  g_autoptr (WbShopConnection) same_name = new_connection (" OBCHOD ", "https://other.example");
  g_autoptr (WbShopConnection) same_url = NULL;
  g_autoptr (WbShopSecret) other = wb_shop_desk_secret ("consumer_key=ck_other\nconsumer_secret=cs_other\n");
  g_autoptr (GError) error = NULL;
  g_autofree char *slashed = NULL;

  wb_shop_desk_connect (shop);
  slashed = g_strconcat (shop->url, "/", NULL);
  same_url = new_connection ("Druhý", slashed);
  g_assert_false (wb_sync_put_shop (shop->desk->sync, same_name, other, NULL, &error));
  g_assert_error (error, WB_ACTION_ERROR, WB_ACTION_ERROR_EXISTS);
  g_clear_error (&error);
  g_assert_false (wb_sync_put_shop (shop->desk->sync, same_url, other, NULL, &error));
  g_assert_error (error, WB_ACTION_ERROR, WB_ACTION_ERROR_EXISTS);
  g_assert_false (file_has (shop->secrets, "ck_other"));
}

static void
test_sync_shops_coupon_is_made_once_and_told (void)
{
  g_autoptr (WbShopDesk) shop = wb_shop_desk_new (TRUE);
  g_autoptr (WbCouponOrder) order = wb_shop_desk_order ("t1");
  g_autoptr (WbCoupon) coupon = NULL;
  g_autofree char *story = NULL;
  g_autofree char *json = NULL;
  g_autoptr (GError) error = NULL;

  wb_shop_desk_connect (shop);
  wb_shop_desk_add_ticket (shop, "t1");
  coupon = wb_sync_issue_coupon (shop->desk->sync, order, WAIT_SECS, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (coupon->state, ==, WB_COUPON_ACTIVE);
  g_assert_cmpstr (coupon->amount, ==, "200.00");
  g_assert_cmpstr (coupon->store, ==, shop->connection);
  g_assert_cmpstr (coupon->ticket_code, ==, "2025t1");
  g_assert_nonnull (coupon->remote_id);
  g_assert_cmpuint (wb_pretend_woo_count_coupons (shop->woo), ==, 1);
  g_assert_cmpuint (wb_pretend_woo_count_code (shop->woo, coupon->code), ==, 1);
  json = wb_pretend_woo_dup_coupon (shop->woo, coupon->code);
  g_assert_nonnull (strstr (json, "\"minimum_amount\":\"1000.00\""));
  story = wb_shop_desk_story (shop, coupon->id);
  g_assert_cmpstr (story, ==, "asked sent made");
  g_assert_cmpuint (wb_shop_desk_issues (shop), ==, 0);
}

/* Everything that can be known to be wrong is said before anything is stored or any shop asked. */
static void
test_sync_shops_wishes_are_judged (void)
{
  const struct
  {
    const char *what;
    const char *ticket;
    const char *connection;
    const char *kind;
    const char *amount;
    const char *currency;
    const char *minimum;
    int days;
    int code;   /* -1 = it is made */
  } rows[] = {
    { "no such ticket", "t9", NULL, "fixed", "200", "CZK", "0", 14, WB_ACTION_ERROR_NOT_FOUND },
    { "no such shop", "t1", "c9", "fixed", "200", "CZK", "0", 14, WB_ACTION_ERROR_NOT_FOUND },
    { "another currency", "t1", NULL, "fixed", "200", "EUR", "0", 14, WB_ACTION_ERROR_INVALID },
    { "nothing", "t1", NULL, "fixed", "0", "CZK", "0", 14, WB_ACTION_ERROR_INVALID },
    { "less than nothing", "t1", NULL, "fixed", "-5", "CZK", "0", 14, WB_ACTION_ERROR_INVALID },
    { "no number", "t1", NULL, "fixed", "lots", "CZK", "0", 14, WB_ACTION_ERROR_INVALID },
    { "too many digits", "t1", NULL, "fixed", "1.005", "CZK", "0", 14, WB_ACTION_ERROR_INVALID },
    { "more than all", "t1", NULL, "percent", "100.01", "CZK", "0", 14, WB_ACTION_ERROR_INVALID },
    { "no percent", "t1", NULL, "percent", "0", "CZK", "0", 14, WB_ACTION_ERROR_INVALID },
    { "a bad minimum", "t1", NULL, "fixed", "200", "CZK", "-1", 14, WB_ACTION_ERROR_INVALID },
    { "no day", "t1", NULL, "fixed", "200", "CZK", "0", 0, WB_ACTION_ERROR_INVALID },
    { "too many days", "t1", NULL, "fixed", "200", "CZK", "0", 366, WB_ACTION_ERROR_INVALID },
    { "percent", "t2", NULL, "percent", "12.5", "CZK", NULL, 365, -1 },
    { "one day", "t3", NULL, "fixed", "0.01", "CZK", NULL, 1, -1 },
  };
  g_autoptr (WbShopDesk) shop = wb_shop_desk_new (TRUE);
  guint n_made = 0;

  wb_shop_desk_connect (shop);
  for (guint i = 1; i <= 3; i++) {
    g_autofree char *id = g_strdup_printf ("t%u", i);

    wb_shop_desk_add_ticket (shop, id);
  }
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (WbCouponOrder) order = wb_coupon_order_new ();
    g_autoptr (WbCoupon) coupon = NULL;
    g_autoptr (GError) error = NULL;

    g_test_message ("%s", rows[i].what);
    order->ticket = g_strdup (rows[i].ticket);
    order->connection = g_strdup (rows[i].connection);
    order->kind = g_strdup (rows[i].kind);
    order->amount = g_strdup (rows[i].amount);
    order->currency = g_strdup (rows[i].currency);
    order->min_order_value = g_strdup (rows[i].minimum);
    order->validity_days = rows[i].days;
    coupon = wb_sync_issue_coupon (shop->desk->sync, order, WAIT_SECS, NULL, &error);
    if (rows[i].code < 0) {
      g_assert_no_error (error);
      g_assert_cmpstr (coupon->state, ==, WB_COUPON_ACTIVE);
      n_made++;
    } else {
      g_assert_error (error, WB_ACTION_ERROR, rows[i].code);
      g_assert_cmpuint (wb_shop_desk_issues (shop), ==, 0);
    }
    g_assert_cmpuint (wb_pretend_woo_count_coupons (shop->woo), ==, n_made);
  }
}

static void
test_sync_shops_second_needs_replacing (void)
{
  g_autoptr (WbShopDesk) shop = wb_shop_desk_new (TRUE);
  g_autoptr (WbCouponOrder) order = wb_shop_desk_order ("t1");
  g_autoptr (WbCoupon) first = NULL;
  g_autoptr (WbCoupon) second = NULL;
  g_autoptr (WbCoupon) old = NULL;
  g_autofree char *story = NULL;
  g_autoptr (GError) error = NULL;

  wb_shop_desk_connect (shop);
  wb_shop_desk_add_ticket (shop, "t1");
  first = wb_sync_issue_coupon (shop->desk->sync, order, WAIT_SECS, NULL, &error);
  g_assert_no_error (error);
  g_assert_null (wb_sync_issue_coupon (shop->desk->sync, order, WAIT_SECS, NULL, &error));
  g_assert_error (error, WB_ACTION_ERROR, WB_ACTION_ERROR_EXISTS);
  g_assert_nonnull (strstr (error->message, first->code));
  g_clear_error (&error);
  g_assert_cmpuint (wb_pretend_woo_count_coupons (shop->woo), ==, 1);

  order->replace = TRUE;
  second = wb_sync_issue_coupon (shop->desk->sync, order, WAIT_SECS, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (second->state, ==, WB_COUPON_ACTIVE);
  g_assert_cmpstr (second->code, !=, first->code);
  old = wb_shop_desk_coupon (shop, first->id);
  g_assert_cmpstr (old->state, ==, WB_COUPON_DISABLED);
  story = wb_shop_desk_story (shop, first->id);
  g_assert_cmpstr (story, ==, "asked sent made disabled");
  g_assert_true (wb_shop_desk_is_spendable (shop, second->code));
  g_assert_false (wb_shop_desk_is_spendable (shop, first->code));
}

static void
follow (WbShopDesk *shop)
{
  g_autoptr (GError) error = NULL;

  wb_movable_clock_advance (shop->desk->clock, 2 * WB_HOUR_MS);
  wb_sync_shops_round (shop->desk->sync, NULL, &error);
  g_assert_no_error (error);
}

/* A coupon whose order was cancelled can be spent again beside the one that was given meanwhile: both go. */
static void
test_sync_shops_replacing_leaves_none_behind (void)
{
  g_autoptr (WbShopDesk) shop = wb_shop_desk_new (TRUE);
  g_autoptr (WbCouponOrder) order = wb_shop_desk_order ("t1");
  g_autoptr (WbCoupon) first = NULL;
  g_autoptr (WbCoupon) second = NULL;
  g_autoptr (WbCoupon) third = NULL;
  g_autoptr (WbCoupon) freed = NULL;
  g_autoptr (WbCoupon) over = NULL;
  g_autoptr (WbCoupon) also_over = NULL;
  g_autoptr (GError) error = NULL;
  gint64 placed = 0;

  wb_shop_desk_connect (shop);
  wb_shop_desk_add_ticket (shop, "t1");
  first = wb_sync_issue_coupon (shop->desk->sync, order, WAIT_SECS, NULL, &error);
  g_assert_no_error (error);
  placed = wb_pretend_woo_place_order (shop->woo, "jana@example.cz", "2000.00", first->code, "completed");
  g_assert_cmpint (placed, >, 0);
  follow (shop);
  second = wb_sync_issue_coupon (shop->desk->sync, order, WAIT_SECS, NULL, &error);
  g_assert_no_error (error);
  wb_pretend_woo_set_order_status (shop->woo, placed, "cancelled");
  follow (shop);
  freed = wb_shop_desk_coupon (shop, first->id);
  g_assert_cmpstr (freed->state, ==, WB_COUPON_ACTIVE);

  order->replace = TRUE;
  third = wb_sync_issue_coupon (shop->desk->sync, order, WAIT_SECS, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (third->state, ==, WB_COUPON_ACTIVE);
  over = wb_shop_desk_coupon (shop, first->id);
  g_assert_cmpstr (over->state, ==, WB_COUPON_DISABLED);
  also_over = wb_shop_desk_coupon (shop, second->id);
  g_assert_cmpstr (also_over->state, ==, WB_COUPON_DISABLED);
  g_assert_false (wb_shop_desk_is_spendable (shop, first->code));
  g_assert_false (wb_shop_desk_is_spendable (shop, second->code));
  g_assert_true (wb_shop_desk_is_spendable (shop, third->code));
}

static void
test_sync_shops_disabled_is_over_in_the_shop (void)
{
  g_autoptr (WbShopDesk) shop = wb_shop_desk_new (TRUE);
  g_autoptr (WbCouponOrder) order = wb_shop_desk_order ("t1");
  g_autoptr (WbCoupon) coupon = NULL;
  g_autoptr (WbCoupon) disabled = NULL;
  g_autoptr (GError) error = NULL;

  wb_shop_desk_connect (shop);
  wb_shop_desk_add_ticket (shop, "t1");
  coupon = wb_sync_issue_coupon (shop->desk->sync, order, WAIT_SECS, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (wb_shop_desk_is_spendable (shop, coupon->code));
  disabled = wb_sync_do_coupon (shop->desk->sync, coupon->id, WB_COUPON_DEED_DISABLE, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (disabled->state, ==, WB_COUPON_DISABLED);
  g_assert_false (wb_shop_desk_is_spendable (shop, coupon->code));
  g_assert_null (wb_sync_do_coupon (shop->desk->sync, coupon->id, WB_COUPON_DEED_DISABLE, NULL, &error));
  g_assert_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_CONFLICT);
  g_clear_error (&error);
  g_assert_null (wb_sync_do_coupon (shop->desk->sync, coupon->id, WB_COUPON_DEED_RETRY, NULL, &error));
  g_assert_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_CONFLICT);
}

static void
test_sync_shops_failed_is_tried_again (void)
{
  g_autoptr (WbShopDesk) shop = wb_shop_desk_new (TRUE);
  g_autoptr (WbCouponOrder) order = wb_shop_desk_order ("t1");
  g_autoptr (WbCoupon) failed = NULL;
  g_autoptr (WbCoupon) again = NULL;
  g_autofree char *story = NULL;
  g_autoptr (GError) error = NULL;

  wb_shop_desk_connect (shop);
  wb_shop_desk_add_ticket (shop, "t1");
  wb_pretend_woo_add_fault (shop->woo, WB_PRETEND_FAULT_OTHER_AMOUNT, WB_PRETEND_REQUEST_CREATE, 1);
  failed = wb_sync_issue_coupon (shop->desk->sync, order, WAIT_SECS, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (failed->state, ==, WB_COUPON_FAILED);
  g_assert_nonnull (failed->error_message);
  g_assert_cmpuint (wb_pretend_woo_count_coupons (shop->woo), ==, 0);

  /* As many days as were promised, from now on: even where they are over. */
  wb_movable_clock_advance (shop->desk->clock, 20 * WB_DAY_MS);
  again = wb_sync_do_coupon (shop->desk->sync, failed->id, WB_COUPON_DEED_RETRY, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (again->state, ==, WB_COUPON_ACTIVE);
  g_assert_cmpstr (again->id, ==, failed->id);
  g_assert_cmpint (again->expires_at, ==, failed->expires_at + 20 * WB_DAY_MS);
  g_assert_null (again->error_message);
  g_assert_cmpuint (wb_pretend_woo_count_coupons (shop->woo), ==, 1);
  story = wb_shop_desk_story (shop, failed->id);
  g_assert_true (g_str_has_prefix (story, "asked sent removed failed retried sent"));
  g_assert_true (g_str_has_suffix (story, "made"));
}

/* Whatever the network does once, the customer gets one coupon in the end. */
static void
test_sync_shops_faults_pass (void)
{
  static const WbPretendFault faults[] = {
    WB_PRETEND_FAULT_429, WB_PRETEND_FAULT_500_BEFORE, WB_PRETEND_FAULT_500_AFTER,
    WB_PRETEND_FAULT_SILENT_BEFORE, WB_PRETEND_FAULT_SILENT_AFTER, WB_PRETEND_FAULT_CUT, WB_PRETEND_FAULT_DROP,
    WB_PRETEND_FAULT_DUPLICATE, WB_PRETEND_FAULT_HTML,
  };
  static const char *const requests[] = { WB_PRETEND_REQUEST_CREATE, WB_PRETEND_REQUEST_FIND };
  g_autoptr (WbShopDesk) shop = wb_shop_desk_new (TRUE);
  guint n = 0;

  wb_shop_desk_connect (shop);
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++) {
    for (guint j = 0; j < G_N_ELEMENTS (requests); j++) {
      g_autofree char *id = g_strdup_printf ("t%u", ++n);
      g_autoptr (WbCouponOrder) order = wb_shop_desk_order (id);
      g_autoptr (WbCoupon) coupon = NULL;
      g_autoptr (GError) error = NULL;

      g_test_message ("%s at %s", wb_pretend_fault_to_text (faults[i]), requests[j]);
      wb_shop_desk_add_ticket (shop, id);
      wb_pretend_woo_add_fault (shop->woo, faults[i], requests[j], 1);
      coupon = wb_sync_issue_coupon (shop->desk->sync, order, WAIT_SECS, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (coupon->state, ==, WB_COUPON_ACTIVE);
      g_assert_cmpuint (wb_pretend_woo_count_code (shop->woo, coupon->code), ==, 1);
      g_assert_cmpuint (wb_pretend_woo_count_coupons (shop->woo), ==, n);
      wb_pretend_woo_clear_faults (shop->woo);
    }
  }
}

/* A minute is a minute, whatever somebody makes of the clock on the wall meanwhile. */
static void
test_sync_shops_clock_may_be_set (void)
{
  const gint64 jumps[] = { -WB_DAY_MS, WB_DAY_MS, -400 * WB_DAY_MS };

  for (guint i = 0; i < G_N_ELEMENTS (jumps); i++) {
    g_autoptr (WbShopDesk) shop = wb_shop_desk_new (TRUE);
    g_autoptr (WbCouponOrder) order = wb_shop_desk_order ("t1");
    g_autoptr (WbSyncShop) work = NULL;
    g_autoptr (WbCoupon) coupon = NULL;
    g_autoptr (GError) error = NULL;
    WbClock *clock = WB_CLOCK (shop->desk->clock);
    gint64 next = 0;
    gint64 steady = 0;

    g_test_message ("by %" G_GINT64_FORMAT " days", jumps[i] / WB_DAY_MS);
    wb_shop_desk_connect (shop);
    wb_shop_desk_add_ticket (shop, "t1");
    wb_pretend_woo_add_fault (shop->woo, WB_PRETEND_FAULT_SILENT_BEFORE, WB_PRETEND_REQUEST_CREATE, 1);
    coupon = wb_sync_shop_place_order (shop->desk->sync, order, &error);
    g_assert_no_error (error);
    work = wb_sync_shop_new (shop->desk->sync, shop->connection, NULL);
    g_assert_true (wb_sync_shop_refresh (work, &error));
    steady = wb_clock_steady (clock);
    g_assert_true (wb_sync_shop_issue (work, &next, &error));
    g_assert_no_error (error);
    g_assert_cmpint (next, >=, steady + 60 * WB_SECOND_MS);
    g_assert_cmpint (next, <, steady + 80 * WB_SECOND_MS);

    wb_movable_clock_set_wall (shop->desk->clock, wb_clock_now (clock) + jumps[i]);
    /* Not before its time. */
    g_assert_true (wb_sync_shop_issue (work, &next, &error));
    g_assert_cmpuint (wb_pretend_woo_count_coupons (shop->woo), ==, 0);
    wb_movable_clock_advance (shop->desk->clock, next - wb_clock_steady (clock));
    g_assert_true (wb_sync_shop_issue (work, &next, &error));
    g_assert_no_error (error);
    g_assert_cmpint (next, ==, G_MAXINT64);
    g_assert_cmpuint (wb_pretend_woo_count_coupons (shop->woo), ==, 1);
  }
}

static void
test_sync_shops_removal_leaves_no_key (void)
{
  g_autoptr (WbShopDesk) shop = wb_shop_desk_new (TRUE);
  g_autoptr (WbCouponOrder) order = wb_shop_desk_order ("t1");
  g_autoptr (WbCoupon) pending = NULL;
  g_autoptr (WbCoupon) over = NULL;
  g_autoptr (GPtrArray) left = NULL;
  g_autoptr (GError) error = NULL;

  wb_shop_desk_connect (shop);
  wb_shop_desk_add_ticket (shop, "t1");
  /* Nobody works: it stays to be made. */
  pending = wb_sync_shop_place_order (shop->desk->sync, order, &error);
  g_assert_no_error (error);
  g_assert_false (wb_sync_remove_shop (shop->desk->sync, shop->connection, NULL, &error));
  g_assert_error (error, WB_ACTION_ERROR, WB_ACTION_ERROR_OPEN);
  g_clear_error (&error);
  g_assert_true (file_has (shop->secrets, "planted"));

  g_assert_true (wb_sync_pause_shop (shop->desk->sync, shop->connection, TRUE, NULL, &error));
  g_assert_null (wb_sync_issue_coupon (shop->desk->sync, order, 0, NULL, &error));
  g_assert_error (error, WB_ACTION_ERROR, WB_ACTION_ERROR_EXISTS);
  g_clear_error (&error);
  g_assert_true (wb_sync_remove_shop (shop->desk->sync, shop->connection, NULL, &error));
  g_assert_no_error (error);
  g_assert_false (file_has (shop->secrets, "planted"));
  left = wb_shop_connection_list (wb_sync_desk_db (shop->desk), NULL);
  g_assert_cmpuint (left->len, ==, 0);
  over = wb_shop_desk_coupon (shop, pending->id);
  g_assert_cmpstr (over->state, ==, WB_COUPON_FAILED);
  g_assert_cmpuint (wb_pretend_woo_count_coupons (shop->woo), ==, 0);
  g_assert_false (wb_sync_remove_shop (shop->desk->sync, shop->connection, NULL, &error));
  g_assert_error (error, WB_ACTION_ERROR, WB_ACTION_ERROR_NOT_FOUND);
}

/* One that is connected by its own kind of key; gives the id. */
static char *
connect_platform (WbShopDesk *shop,
                  const char *platform,
                  const char *url,
                  const char *key)
{
  g_autoptr (WbShopConnection) connection = new_connection (platform, url);
  g_autoptr (WbShopSecret) secret = NULL;
  g_autoptr (GError) error = NULL;

  g_free (connection->platform);
  connection->platform = g_strdup (platform);
  secret = wb_shop_secret_parse (platform, key, &error);
  g_assert_no_error (error);
  connection->caps = wb_sync_check_shop (shop->desk->sync, connection, secret, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  wb_sync_put_shop (shop->desk->sync, connection, secret, NULL, &error);
  g_assert_no_error (error);

  return g_strdup (connection->id);
}

/* A shop that comes back to where it was has the coupons that were made in it: what becomes of them is
 * seen. One at another address, even of the same store, has not. */
static void
test_sync_shops_removed_shop_comes_back (void)
{
  g_autoptr (WbShopDesk) shop = wb_shop_desk_new (TRUE);
  g_autoptr (WbCouponOrder) order = wb_shop_desk_order ("t1");
  g_autoptr (WbCoupon) made = NULL;
  g_autoptr (WbCoupon) away = NULL;
  g_autoptr (WbCoupon) used = NULL;
  g_autofree char *first = NULL;
  g_autofree char *other = NULL;
  g_autofree char *again = NULL;
  g_autofree char *typed = NULL;
  g_autoptr (GError) error = NULL;

  wb_shop_desk_connect (shop);
  first = g_strdup (shop->connection);
  wb_shop_desk_add_ticket (shop, "t1");
  made = wb_sync_issue_coupon (shop->desk->sync, order, WAIT_SECS, NULL, &error);
  g_assert_no_error (error);
  wb_sync_remove_shop (shop->desk->sync, first, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (wb_pretend_woo_place_order (shop->woo, "jana@example.cz", "2000.00", made->code, "completed"), >, 0);
  other = connect_platform (shop, "woocommerce", wb_pretend_woo_listen (shop->woo, NULL, &error), SHOP_SECRET_TEXT);
  g_assert_cmpstr (other, !=, first);
  follow (shop);
  away = wb_shop_desk_coupon (shop, made->id);
  g_assert_cmpstr (away->state, ==, WB_COUPON_ACTIVE);
  wb_sync_remove_shop (shop->desk->sync, other, NULL, &error);
  g_assert_no_error (error);

  /* However it is typed. */
  typed = g_strconcat (shop->url, "/", NULL);
  again = connect_platform (shop, "woocommerce", typed, SHOP_SECRET_TEXT);
  g_assert_cmpstr (again, ==, first);
  follow (shop);
  used = wb_shop_desk_coupon (shop, made->id);
  g_assert_cmpstr (used->state, ==, WB_COUPON_USED);
}

/* Three shops of three platforms beside one another: who is meant has to be said, each makes its own, all
 * are followed, and what is disabled is over. */
static void
test_sync_shops_three_platforms_work_alike (void)
{
  g_autoptr (WbShopDesk) shop = wb_shop_desk_new (TRUE);
  g_autoptr (GError) error = NULL;
  g_autoptr (WbPretendShoptet) shoptet = wb_pretend_shoptet_new (NULL, WB_CLOCK (shop->desk->clock), &error);
  g_autoptr (WbPretendShopify) shopify = wb_pretend_shopify_new (NULL, WB_CLOCK (shop->desk->clock), &error);
  g_auto (GStrv) ids = g_new0 (char *, 4);

  g_assert_no_error (error);
  wb_pretend_shoptet_add_private_token (shoptet, "planted-shoptet");
  wb_pretend_shopify_add_token (shopify, "shpat_planted");
  wb_shop_desk_connect (shop);
  ids[0] = g_strdup (shop->connection);
  ids[1] = connect_platform (shop, "shoptet", wb_pretend_shoptet_listen (shoptet, 0, NULL, &error),
                             "private_token=planted-shoptet\n");
  ids[2] = connect_platform (shop, "shopify", wb_pretend_shopify_listen (shopify, 0, NULL, &error),
                             "access_token=shpat_planted\n");
  for (guint i = 0; i < 3; i++) {
    g_autofree char *ticket = g_strdup_printf ("t%u", i);
    g_autoptr (WbCouponOrder) order = wb_shop_desk_order (ticket);
    g_autoptr (WbCoupon) coupon = NULL;
    g_autoptr (WbCoupon) after = NULL;
    g_autoptr (WbCoupon) disabled = NULL;
    guint counts[3] = { 0 };

    g_test_message ("shop %u", i);
    wb_shop_desk_add_ticket (shop, ticket);
    g_assert_null (wb_sync_issue_coupon (shop->desk->sync, order, 0, NULL, &error));
    g_assert_error (error, WB_ACTION_ERROR, WB_ACTION_ERROR_INVALID);
    g_clear_error (&error);
    order->connection = g_strdup (ids[i]);
    coupon = wb_sync_issue_coupon (shop->desk->sync, order, WAIT_SECS, NULL, &error);
    g_assert_no_error (error);
    g_assert_cmpstr (coupon->state, ==, WB_COUPON_ACTIVE);
    counts[0] = wb_pretend_woo_count_code (shop->woo, coupon->code);
    counts[1] = wb_pretend_shoptet_count_code (shoptet, coupon->code);
    counts[2] = wb_pretend_shopify_count_code (shopify, coupon->code);
    for (guint j = 0; j < 3; j++)
      g_assert_cmpuint (counts[j], ==, i == j ? 1 : 0);
    follow (shop);
    after = wb_shop_desk_coupon (shop, coupon->id);
    g_assert_cmpstr (after->state, ==, WB_COUPON_ACTIVE);
    disabled = wb_sync_do_coupon (shop->desk->sync, coupon->id, WB_COUPON_DEED_DISABLE, NULL, &error);
    g_assert_no_error (error);
    g_assert_cmpstr (disabled->state, ==, WB_COUPON_DISABLED);
  }
}

static void
test_sync_shops_are_the_services_at_level_1 (void)
{
  g_autoptr (WbSyncDesk) desk = wb_sync_desk_new (1);
  g_autoptr (WbShopConnection) connection = new_connection ("Obchod", "https://shop.example");
  g_autoptr (WbShopSecret) secret = wb_shop_desk_secret (SHOP_SECRET_TEXT);
  g_autoptr (WbCouponOrder) order = wb_shop_desk_order ("t1");
  g_autoptr (GError) error = NULL;

  g_assert_false (wb_sync_put_shop (desk->sync, connection, secret, NULL, &error));
  g_assert_error (error, WB_ACTION_ERROR, WB_ACTION_ERROR_NOT_OFFERED);
  g_clear_error (&error);
  g_assert_null (wb_sync_issue_coupon (desk->sync, order, 0, NULL, &error));
  g_assert_error (error, WB_ACTION_ERROR, WB_ACTION_ERROR_NOT_OFFERED);
}

/* The service's coupons: by its endpoints, with what it answers stored. */
static char *
print_coupon (WbSyncDesk *desk,
              const char *id)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);

  json_node_set_object (node, wb_fake_helpdesk_find (desk->fake, desk->fake->coupons, id));

  return json_to_string (node, FALSE);
}

static void
answer_deed_cb (WbStubServer        *server,
                const WbStubRequest *request,
                WbStubReply         *reply,
                gpointer             data)
{
  WbSyncDesk *desk = data;
  g_autofree char *body = NULL;
  const char *match = wb_stub_request_get_header (request, "If-Match");
  JsonObject *coupon = NULL;
  g_autofree char *version = NULL;

  g_mutex_lock (&desk->fake->lock);
  coupon = wb_fake_helpdesk_find (desk->fake, desk->fake->coupons, "k1");
  version = g_strdup_printf ("\"%" G_GINT64_FORMAT "\"", json_object_get_int_member (coupon, "version"));
  if (g_strcmp0 (match, version) != 0) {
    wb_stub_reply_set_json (reply, 412, "{\"detail\":\"Changed.\",\"code\":\"stale\"}");
  } else {
    json_object_set_string_member (coupon, "state", "disabled");
    json_object_set_int_member (coupon, "version", json_object_get_int_member (coupon, "version") + 1);
    body = print_coupon (desk, "k1");
    wb_stub_reply_set_json (reply, 200, body);
  }
  g_mutex_unlock (&desk->fake->lock);
}

static void
answer_coupon_cb (WbStubServer        *server,
                  const WbStubRequest *request,
                  WbStubReply         *reply,
                  gpointer             data)
{
  WbSyncDesk *desk = data;
  g_autofree char *body = NULL;

  g_mutex_lock (&desk->fake->lock);
  body = print_coupon (desk, "k1");
  g_mutex_unlock (&desk->fake->lock);
  wb_stub_reply_set_json (reply, 200, body);
}

static void
test_sync_shops_service_disables (void)
{
  g_autoptr (WbSyncDesk) desk = wb_sync_desk_new (1);
  g_autoptr (WbCoupon) disabled = NULL;
  g_autoptr (GError) error = NULL;
  JsonObject *coupon = NULL;

  wb_fake_helpdesk_add_ticket (desk->fake, "t1", desk->fake->now);
  coupon = wb_fake_helpdesk_add_coupon (desk->fake, "k1", "t1");
  wb_sync_desk_pull (desk);
  /* Somebody else is faster: ours is a version behind. */
  json_object_set_int_member (coupon, "version", json_object_get_int_member (coupon, "version") + 3);
  wb_stub_server_handle (desk->fake->stub, "POST", "/api/v2/coupons/k1/disable", answer_deed_cb, desk);
  wb_stub_server_handle (desk->fake->stub, "GET", "/api/v2/coupons/k1", answer_coupon_cb, desk);
  disabled = wb_sync_do_coupon (desk->sync, "k1", WB_COUPON_DEED_DISABLE, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (disabled->state, ==, WB_COUPON_DISABLED);
  g_clear_pointer (&disabled, wb_coupon_unref);
  disabled = wb_coupon_store_get (wb_sync_desk_db (desk), "k1", &error);
  g_assert_cmpstr (disabled->state, ==, WB_COUPON_DISABLED);
}

/* A customer's order, and what becomes of it: the coupon follows each time, and nothing is told twice. */
static void
test_sync_shops_orders_are_followed (void)
{
  g_autoptr (WbShopDesk) shop = wb_shop_desk_new (TRUE);
  g_autoptr (WbCouponOrder) order = wb_shop_desk_order ("t1");
  g_autoptr (WbCoupon) coupon = NULL;
  const struct
  {
    const char *what;
    const char *status;     /* of the order; NULL = as it is */
    const char *refund;     /* (nullable) */
    const char *state;
    const char *revenue;
    const char *story_end;
  } rows[] = {
    { "used", "processing", NULL, WB_COUPON_USED, "1300.00", "made used" },
    { "seen again", NULL, NULL, WB_COUPON_USED, "1300.00", "made used" },
    { "partly refunded", NULL, "300.00", WB_COUPON_USED, "1000.00", "made used refunded" },
    { "cancelled", "cancelled", NULL, WB_COUPON_ACTIVE, NULL, "made used refunded freed" },
  };
  g_autoptr (GError) error = NULL;
  gint64 id = 0;

  wb_shop_desk_connect (shop);
  wb_shop_desk_add_ticket (shop, "t1");
  coupon = wb_sync_issue_coupon (shop->desk->sync, order, WAIT_SECS, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (WbCoupon) now = NULL;
    g_autoptr (WbShopConnection) connection = NULL;
    g_autofree char *story = NULL;

    g_test_message ("%s", rows[i].what);
    if (i == 0) {
      id = wb_pretend_woo_place_order (shop->woo, "alena@example.com", "1500.00", coupon->code, rows[i].status);
      g_assert_cmpint (id, >, 0);
    } else if (rows[i].status) {
      wb_pretend_woo_set_order_status (shop->woo, id, rows[i].status);
    }
    if (rows[i].refund)
      wb_pretend_woo_refund_order (shop->woo, id, rows[i].refund);
    follow (shop);
    now = wb_shop_desk_coupon (shop, coupon->id);
    g_assert_cmpstr (now->state, ==, rows[i].state);
    g_assert_cmpstr (now->revenue, ==, rows[i].revenue);
    story = wb_shop_desk_story (shop, coupon->id);
    if (!g_str_has_suffix (story, rows[i].story_end))
      g_error ("%s", story);
    connection = wb_shop_connection_get (wb_sync_desk_db (shop->desk), shop->connection, &error);
    g_assert_cmpstr (connection->connection, ==, "connected");
    g_assert_cmpint (connection->last_sync_at, !=, WB_TIME_NONE);
  }
}

/* Deleted in the shop's own pages: no longer worth anything here. */
static void
test_sync_shops_deleted_in_the_shop_is_gone (void)
{
  g_autoptr (WbShopDesk) shop = wb_shop_desk_new (TRUE);
  g_autoptr (WbCouponOrder) first = wb_shop_desk_order ("t1");
  g_autoptr (WbCouponOrder) second = wb_shop_desk_order ("t2");
  g_autoptr (WbCoupon) gone = NULL;
  g_autoptr (WbCoupon) kept = NULL;
  g_autoptr (WbCoupon) now = NULL;
  g_autoptr (WbCoupon) still = NULL;
  g_autofree char *story = NULL;
  g_autoptr (GError) error = NULL;

  wb_shop_desk_connect (shop);
  wb_shop_desk_add_ticket (shop, "t1");
  wb_shop_desk_add_ticket (shop, "t2");
  gone = wb_sync_issue_coupon (shop->desk->sync, first, WAIT_SECS, NULL, &error);
  kept = wb_sync_issue_coupon (shop->desk->sync, second, WAIT_SECS, NULL, &error);
  g_assert_no_error (error);
  wb_pretend_woo_remove_coupon (shop->woo, g_ascii_strtoll (gone->remote_id, NULL, 10));
  follow (shop);
  follow (shop);
  now = wb_shop_desk_coupon (shop, gone->id);
  g_assert_cmpstr (now->state, ==, WB_COUPON_DISABLED);
  story = wb_shop_desk_story (shop, gone->id);
  g_assert_true (g_str_has_suffix (story, "made gone"));
  still = wb_shop_desk_coupon (shop, kept->id);
  g_assert_cmpstr (still->state, ==, WB_COUPON_ACTIVE);
}

static void
drop_client_cb (gpointer data)
{
  g_clear_object (&((WbSyncShop *) data)->shop);
}

/* As when a coupon's making between two pages finds that the key is no longer good. */
static void
test_sync_shops_pages_outlive_the_client (void)
{
  g_autoptr (WbShopDesk) shop = wb_shop_desk_new (TRUE);
  g_autoptr (WbCouponOrder) order = wb_shop_desk_order ("t1");
  g_autoptr (WbSyncShop) work = NULL;
  g_autoptr (WbCoupon) gone = NULL;
  g_autoptr (WbCoupon) now = NULL;
  g_autoptr (GError) problem = NULL;
  g_autoptr (GError) error = NULL;

  wb_shop_desk_connect (shop);
  wb_shop_desk_add_ticket (shop, "t1");
  gone = wb_sync_issue_coupon (shop->desk->sync, order, WAIT_SECS, NULL, &error);
  g_assert_no_error (error);
  wb_pretend_woo_remove_coupon (shop->woo, g_ascii_strtoll (gone->remote_id, NULL, 10));
  /* A page before the one that ends the pass. */
  wb_pretend_woo_place_order (shop->woo, "alena@example.com", "1500.00", NULL, "processing");
  wb_movable_clock_advance (shop->desk->clock, WB_HOUR_MS);
  work = wb_sync_shop_new (shop->desk->sync, shop->connection, NULL);
  work->between = drop_client_cb;
  work->between_data = work;
  g_assert_true (wb_sync_shop_refresh (work, &error));
  g_assert_true (wb_sync_shop_follow (work, &problem, &error));
  g_assert_no_error (error);
  g_assert_no_error (problem);
  now = wb_shop_desk_coupon (shop, gone->id);
  g_assert_cmpstr (now->state, ==, WB_COUPON_DISABLED);
}

/* A request that was given up long ago lands after all: the second one goes, ours stays. */
static void
test_sync_shops_very_late_surplus_is_removed (void)
{
  g_autoptr (WbShopDesk) shop = wb_shop_desk_new (TRUE);
  g_autoptr (WbCouponOrder) order = wb_shop_desk_order ("t1");
  g_autoptr (WbCoupon) coupon = NULL;
  g_autoptr (WbCoupon) now = NULL;
  g_autoptr (GError) error = NULL;

  wb_shop_desk_connect (shop);
  wb_shop_desk_add_ticket (shop, "t1");
  wb_pretend_woo_add_fault (shop->woo, WB_PRETEND_FAULT_LATE, WB_PRETEND_REQUEST_CREATE, 1);
  coupon = wb_sync_issue_coupon (shop->desk->sync, order, WAIT_SECS, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (coupon->state, ==, WB_COUPON_ACTIVE);
  wb_pretend_woo_release (shop->woo);
  while (wb_pretend_woo_count_code (shop->woo, coupon->code) < 2)
    g_thread_yield ();
  follow (shop);
  g_assert_cmpuint (wb_pretend_woo_count_code (shop->woo, coupon->code), ==, 1);
  g_assert_true (wb_shop_desk_is_spendable (shop, coupon->code));
  now = wb_shop_desk_coupon (shop, coupon->id);
  g_assert_cmpstr (now->state, ==, WB_COUPON_ACTIVE);
}

static void
test_sync_shops_time_is_over (void)
{
  g_autoptr (WbShopDesk) shop = wb_shop_desk_new (TRUE);
  g_autoptr (WbCouponOrder) order = wb_shop_desk_order ("t1");
  g_autoptr (WbCoupon) coupon = NULL;
  g_autoptr (WbCoupon) before = NULL;
  g_autoptr (WbCoupon) after = NULL;
  g_autoptr (GError) error = NULL;

  wb_shop_desk_connect (shop);
  wb_shop_desk_add_ticket (shop, "t1");
  coupon = wb_sync_issue_coupon (shop->desk->sync, order, WAIT_SECS, NULL, &error);
  g_assert_no_error (error);
  wb_movable_clock_advance (shop->desk->clock, 13 * WB_DAY_MS);
  follow (shop);
  before = wb_shop_desk_coupon (shop, coupon->id);
  g_assert_cmpstr (before->state, ==, WB_COUPON_ACTIVE);
  wb_movable_clock_advance (shop->desk->clock, 2 * WB_DAY_MS);
  follow (shop);
  after = wb_shop_desk_coupon (shop, coupon->id);
  g_assert_cmpstr (after->state, ==, WB_COUPON_EXPIRED);
}

int
main (int    argc,
      char **argv)
{
  g_setenv ("SOUP_FORCE_HTTP1", "1", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sync/shops/check-tells-steps-and-stores-nothing",
                   test_sync_shops_check_tells_steps_and_stores_nothing);
  g_test_add_func ("/sync/shops/key-is-nowhere-but-among-secrets", test_sync_shops_key_is_nowhere_but_among_secrets);
  g_test_add_func ("/sync/shops/shop-is-a-store-of-the-merchant", test_sync_shops_shop_is_a_store_of_the_merchant);
  g_test_add_func ("/sync/shops/name-and-address-are-taken-once", test_sync_shops_name_and_address_are_taken_once);
  g_test_add_func ("/sync/shops/coupon-is-made-once-and-told", test_sync_shops_coupon_is_made_once_and_told);
  g_test_add_func ("/sync/shops/wishes-are-judged", test_sync_shops_wishes_are_judged);
  g_test_add_func ("/sync/shops/second-needs-replacing", test_sync_shops_second_needs_replacing);
  g_test_add_func ("/sync/shops/replacing-leaves-none-behind", test_sync_shops_replacing_leaves_none_behind);
  g_test_add_func ("/sync/shops/disabled-is-over-in-the-shop", test_sync_shops_disabled_is_over_in_the_shop);
  g_test_add_func ("/sync/shops/failed-is-tried-again", test_sync_shops_failed_is_tried_again);
  g_test_add_func ("/sync/shops/faults-pass", test_sync_shops_faults_pass);
  g_test_add_func ("/sync/shops/clock-may-be-set", test_sync_shops_clock_may_be_set);
  g_test_add_func ("/sync/shops/orders-are-followed", test_sync_shops_orders_are_followed);
  g_test_add_func ("/sync/shops/deleted-in-the-shop-is-gone", test_sync_shops_deleted_in_the_shop_is_gone);
  g_test_add_func ("/sync/shops/pages-outlive-the-client", test_sync_shops_pages_outlive_the_client);
  g_test_add_func ("/sync/shops/very-late-surplus-is-removed", test_sync_shops_very_late_surplus_is_removed);
  g_test_add_func ("/sync/shops/time-is-over", test_sync_shops_time_is_over);
  g_test_add_func ("/sync/shops/removal-leaves-no-key", test_sync_shops_removal_leaves_no_key);
  g_test_add_func ("/sync/shops/removed-shop-comes-back", test_sync_shops_removed_shop_comes_back);
  g_test_add_func ("/sync/shops/three-platforms-work-alike", test_sync_shops_three_platforms_work_alike);
  g_test_add_func ("/sync/shops/are-the-services-at-level-1", test_sync_shops_are_the_services_at_level_1);
  g_test_add_func ("/sync/shops/service-disables", test_sync_shops_service_disables);

  return g_test_run ();
}
