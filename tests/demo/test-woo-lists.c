/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What WooCommerce lists, and what becomes of it here: no coupon is lost while others come and go, every
 * change of an order is told, a coupon is ended for good, and all of it at the rate we allow ourselves. */

#include "wb-pretend-woo.h"
#include "wb-shop-rate.h"
#include "wb-time.h"
#include "wb-woocommerce.h"

#include <string.h>

#define KEY "ck_1111111111111111111111111111111111111111"
#define SECRET "cs_2222222222222222222222222222222222222222"

typedef struct
{
  WbMovableClock *clock;
  WbRandom *random;
  WbPretendWoo *store;
  WbShop *shop;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  const char *url = NULL;
  gint64 now = 0;

  wb_time_parse ("2026-11-21T20:00:00Z", &now);
  fixture->clock = wb_movable_clock_new (now, FALSE);
  wb_movable_clock_set_auto_advance (fixture->clock, TRUE);
  fixture->random = wb_seeded_random_new (3);
  fixture->store = wb_pretend_woo_new (data, WB_CLOCK (fixture->clock), &error);
  g_assert_no_error (error);
  url = wb_pretend_woo_listen (fixture->store, NULL, &error);
  g_assert_no_error (error);
  wb_pretend_woo_add_key (fixture->store, KEY, SECRET, WB_WOO_KEY_READ_WRITE, TRUE);
  fixture->shop = wb_woocommerce_new (url, KEY, SECRET, wb_http_new (NULL, WB_CLOCK (fixture->clock), NULL),
                                      WB_CLOCK (fixture->clock), fixture->random, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_object_unref (fixture->shop);
  wb_pretend_woo_free (fixture->store);
  g_object_unref (fixture->random);
  g_object_unref (fixture->clock);
}

static gint64
put_coupon (Fixture    *fixture,
            const char *code)
{
  g_autofree char *json = g_strdup_printf ("{\"code\":\"%s\",\"amount\":\"200.00\",\"usage_limit\":1}", code);

  return wb_pretend_woo_put_coupon (fixture->store, json);
}

static void
put_coupons (Fixture *fixture,
             guint    n)
{
  for (guint i = 0; i < n; i++) {
    g_autofree char *code = g_strdup_printf ("wb%05u", i);

    put_coupon (fixture, code);
  }
}

/* All coupons of a pass, as a set of ids; between two pages @between happens. */
static GHashTable *
read_pass (Fixture *fixture,
           void (*between)(Fixture *fixture, guint page))
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *mark = NULL;

  for (guint n = 0;; n++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (WbShopPage) page = wb_shop_list_coupons (fixture->shop, mark, NULL, &error);

    g_assert_no_error (error);
    g_assert_cmpint (page->starts_pass, ==, n == 0);
    g_assert_cmpint (page->ends_pass, ==, !page->has_more);
    for (guint i = 0; i < page->items->len; i++) {
      const WbShopCoupon *coupon = g_ptr_array_index (page->items, i);

      /* Nothing twice in a pass. */
      g_assert_true (g_hash_table_add (seen, g_strdup (coupon->remote_id)));
    }
    if (!page->has_more)
      break;
    g_assert_cmpstr (page->mark, !=, mark);
    g_free (mark);
    mark = g_strdup (page->mark);
    g_assert_cmpuint (n, <, 200);
    if (between)
      between (fixture, n);
  }

  return g_steal_pointer (&seen);
}

static void
test_pass (Fixture       *fixture,
           gconstpointer  data)
{
  static const guint sizes[] = { 0, 1, 99, 100, 101, 199, 200, 650 };
  guint there = 0;

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++) {
    g_autoptr (GHashTable) seen = NULL;

    g_test_message ("%u coupons", sizes[i]);
    for (; there < sizes[i]; there++) {
      g_autofree char *code = g_strdup_printf ("wb%05u", there);

      put_coupon (fixture, code);
    }
    seen = read_pass (fixture, NULL);
    g_assert_cmpuint (g_hash_table_size (seen), ==, sizes[i]);
  }
}

/* Deletes what was listed already, as an owner who cleans up does, and adds some at the end. */
static void
clean_up (Fixture *fixture,
          guint    page)
{
  static const guint many[] = { 1, 30, 130, 0, 250 };

  for (guint i = 0; page < G_N_ELEMENTS (many) && i < many[page]; i++) {
    static gint64 next;

    if (page == 0 && i == 0)
      next = 11;
    wb_pretend_woo_remove_coupon (fixture->store, next++);
  }
  put_coupons (fixture, 1);
}

static void
test_deleted_meanwhile (Fixture       *fixture,
                        gconstpointer  data)
{
  g_autoptr (GHashTable) seen = NULL;

  put_coupons (fixture, 1000);
  seen = read_pass (fixture, clean_up);
  /* 411 of the oldest are gone by now. None of the others was left out. */
  for (gint64 id = 11 + 411; id < 11 + 1000; id++) {
    g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, id);

    if (!g_hash_table_contains (seen, text))
      g_error ("coupon %s was left out", text);
  }
}

/* A mark outlives the program, and one that cannot be read starts again. */
static void
test_coupon_mark (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr (WbShopPage) first = NULL;
  g_autoptr (WbShopPage) second = NULL;
  g_autoptr (WbShopPage) again = NULL;
  g_autoptr (GError) error = NULL;

  put_coupons (fixture, 150);
  first = wb_shop_list_coupons (fixture->shop, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (first->items->len, ==, 100);
  second = wb_shop_list_coupons (fixture->shop, first->mark, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (second->items->len, ==, 50);
  g_assert_true (second->ends_pass);
  /* The next pass begins where this one ended. */
  again = wb_shop_list_coupons (fixture->shop, second->mark, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (again->starts_pass);
  g_assert_cmpuint (again->items->len, ==, 100);
  g_clear_pointer (&again, wb_shop_page_free);
  again = wb_shop_list_coupons (fixture->shop, "nonsense", NULL, &error);
  g_assert_no_error (error);
  g_assert_true (again->starts_pass);
}

/* Somebody else's coupon that has what ours never have does not hide ours. */
static void
test_strange_coupon (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autoptr (WbShopPage) page = NULL;
  g_autoptr (GError) error = NULL;
  const WbShopCoupon *strange = NULL;

  put_coupon (fixture, "ours-1");
  wb_pretend_woo_put_coupon (fixture->store, "{\"code\":\"theirs\",\"discount_type\":\"percent\",\"amount\":\"free\"}");
  put_coupon (fixture, "ours-2");
  page = wb_shop_list_coupons (fixture->shop, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (page->items->len, ==, 3);
  strange = g_ptr_array_index (page->items, 1);
  g_assert_cmpstr (strange->code, ==, "theirs");
  g_assert_nonnull (strange->oddity);
}

/* What the shop tells of an order now; NULL = it tells nothing of it. */
static WbShopOrder *
look_at_order (Fixture *fixture,
               gint64   id)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, id);
  g_autoptr (WbShopPage) page = NULL;
  g_autoptr (GError) error = NULL;

  page = wb_shop_list_orders (fixture->shop, NULL, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < page->items->len; i++) {
    WbShopOrder *order = g_ptr_array_index (page->items, i);

    if (strcmp (order->remote_id, text) == 0)
      return wb_shop_order_ref (order);
  }

  return NULL;
}

static int
usage_of (Fixture    *fixture,
          const char *code)
{
  g_autoptr (GPtrArray) found = wb_shop_find_code (fixture->shop, code, NULL, NULL);

  g_assert_cmpuint (found->len, ==, 1);

  return ((WbShopCoupon *) g_ptr_array_index (found, 0))->usage_count;
}

static guint
count_refund_requests (Fixture *fixture)
{
  g_autoptr (GPtrArray) requests = wb_pretend_woo_take_requests (fixture->store);
  guint n = 0;

  for (guint i = 0; i < requests->len; i++)
    n += strstr (g_ptr_array_index (requests, i), "/refunds?") ? 1 : 0;

  return n;
}

/* What is done to an order, one thing after another, and what is told of it and its coupon then. */
static void
test_order_life (Fixture       *fixture,
                 gconstpointer  data)
{
  static const struct {
    const char *what;
    const char *status;      /* NULL = what happens is something else: */
    const char *refund;
    gboolean drops_coupon;
    WbShopOrderState state;
    gint64 total;
    gint64 refunded;
    guint n_asked;           /* times that its own list of refunds is read, where orders hide them */
    guint n_coupons;
    int usage;
  } rows[] = {
    { "placed", "pending", NULL, FALSE, WB_SHOP_ORDER_OPEN, 80000, 0, 0, 1, 1 },
    { "on hold", "on-hold", NULL, FALSE, WB_SHOP_ORDER_OPEN, 80000, 0, 0, 1, 1 },
    { "paid", "processing", NULL, FALSE, WB_SHOP_ORDER_PAID, 80000, 0, 0, 1, 1 },
    { "sent", "completed", NULL, FALSE, WB_SHOP_ORDER_PAID, 80000, 0, 1, 1, 1 },
    { "a part back", NULL, "300.00", FALSE, WB_SHOP_ORDER_PAID, 80000, 30000, 1, 1, 1 },
    { "another part back", NULL, "100.50", FALSE, WB_SHOP_ORDER_PAID, 80000, 40050, 1, 1, 1 },
    { "the rest back", NULL, "399.50", FALSE, WB_SHOP_ORDER_REFUNDED, 80000, 80000, 0, 1, 1 },
    { "cancelled", "cancelled", NULL, FALSE, WB_SHOP_ORDER_CANCELLED, 80000, 80000, 0, 1, 0 },
    { "taken up again", "processing", NULL, FALSE, WB_SHOP_ORDER_PAID, 80000, 80000, 1, 1, 1 },
    { "failed", "failed", NULL, FALSE, WB_SHOP_ORDER_CANCELLED, 80000, 80000, 0, 1, 0 },
    { "paid after all", "completed", NULL, FALSE, WB_SHOP_ORDER_PAID, 80000, 80000, 1, 1, 1 },
    { "its coupon taken off", NULL, NULL, TRUE, WB_SHOP_ORDER_PAID, 100000, 80000, 0, 0, 0 },
  };
  const WbPretendWooOptions *options = data;
  gboolean hides = options && options->hides_refunds;
  gboolean tells = FALSE;
  gint64 id = 0;

  put_coupon (fixture, "wb23456789ab");
  wb_pretend_woo_keep_requests (fixture->store);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (WbShopOrder) order = NULL;

    g_test_message ("%s", rows[i].what);
    wb_movable_clock_advance (fixture->clock, 2 * WB_MINUTE_MS);
    if (i == 0)
      id = wb_pretend_woo_place_order (fixture->store, "Alena@Example.com", "1000.00", "WB23456789AB", rows[i].status);
    else if (rows[i].status)
      wb_pretend_woo_set_order_status (fixture->store, id, rows[i].status);
    else if (rows[i].refund)
      wb_pretend_woo_refund_order (fixture->store, id, rows[i].refund);
    else if (rows[i].drops_coupon)
      wb_pretend_woo_remove_order_coupons (fixture->store, id);

    order = look_at_order (fixture, id);
    if (!order)
      g_error ("the order is not told of");
    g_assert_cmpint (order->state, ==, rows[i].state);
    g_assert_cmpint (order->total.minor, ==, rows[i].total);
    /* What orders may hide is asked for where it counts, of those that are paid and have a coupon of
     * ours; once a refund was listed, no more. */
    tells = tells || (rows[i].refund && !hides);
    g_assert_cmpuint (count_refund_requests (fixture), ==, tells ? 0 : rows[i].n_asked);
    g_assert_cmpint (order->refunded.minor, ==,
                     hides && rows[i].n_asked == 0 && rows[i].state != WB_SHOP_ORDER_REFUNDED ? 0 : rows[i].refunded);
    g_assert_cmpstr (order->email, ==, "alena@example.com");
    g_assert_cmpint (order->updated_at, ==, wb_clock_now (WB_CLOCK (fixture->clock)));
    g_assert_cmpuint (order->coupons->len, ==, rows[i].n_coupons);
    if (rows[i].n_coupons > 0) {
      const WbShopOrderCoupon *coupon = g_ptr_array_index (order->coupons, 0);

      g_assert_cmpstr (coupon->code, ==, "WB23456789AB");
      g_assert_cmpint (coupon->discount.minor, ==, 20000);
      g_assert_nonnull (coupon->remote_id);
    }
    g_assert_cmpint (usage_of (fixture, "WB23456789AB"), ==, rows[i].usage);
  }

  /* A second use is refused, and the draft it leaves is no order. */
  g_assert_cmpint (wb_pretend_woo_place_order (fixture->store, "b@example.com", "10.00", "WBNONE", "pending"), ==, 0);
}

/* Each order of several pages comes, also when many have the same second, and nothing new is nothing. */
static void
test_order_pages (Fixture       *fixture,
                  gconstpointer  data)
{
  static const guint batches[] = { 30, 250, 1, 99, 100, 101, 5 };
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *mark = NULL;
  guint n_placed = 0;
  gint64 last = 0;

  for (guint i = 0; i < G_N_ELEMENTS (batches); i++) {
    g_autoptr (GError) error = NULL;
    gboolean has_more = TRUE;

    g_test_message ("batch of %u", batches[i]);
    /* All within one second. */
    for (guint j = 0; j < batches[i]; j++, n_placed++)
      wb_pretend_woo_place_order (fixture->store, "a@example.com", "10.00", NULL, "processing");
    while (has_more) {
      g_autoptr (WbShopPage) page = wb_shop_list_orders (fixture->shop, mark, NULL, &error);

      g_assert_no_error (error);
      for (guint j = 0; j < page->items->len; j++) {
        WbShopOrder *order = g_ptr_array_index (page->items, j);

        g_hash_table_add (seen, g_strdup (order->remote_id));
        if (j > 0)
          g_assert_cmpint (order->updated_at, >=, last);
        last = order->updated_at;
      }
      has_more = page->has_more;
      g_free (mark);
      mark = g_strdup (page->mark);
    }
    g_assert_cmpuint (g_hash_table_size (seen), ==, n_placed);
    wb_movable_clock_advance (fixture->clock, 10 * WB_MINUTE_MS);
  }

  /* Asked again, the shop has nothing that was not told. */
  {
    g_autoptr (WbShopPage) quiet = NULL;
    g_autoptr (GError) error = NULL;

    quiet = wb_shop_list_orders (fixture->shop, mark, NULL, &error);
    g_assert_no_error (error);
    g_assert_cmpuint (quiet->items->len, ==, 0);
    g_assert_cmpstr (quiet->mark, ==, mark);
    /* Who comes back with an older mark is told again: the page behind it was not kept. */
    g_clear_pointer (&quiet, wb_shop_page_free);
    quiet = wb_shop_list_orders (fixture->shop, NULL, NULL, &error);
    g_assert_no_error (error);
    g_assert_cmpuint (quiet->items->len, ==, 100);
  }
}

/* An order that is committed some minutes later than it is dated is not passed over. */
static void
test_late_order (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr (WbShopPage) before = NULL;
  g_autoptr (WbShopPage) after = NULL;
  g_autoptr (GError) error = NULL;

  wb_pretend_woo_place_order (fixture->store, "a@example.com", "10.00", NULL, "processing");
  before = wb_shop_list_orders (fixture->shop, NULL, NULL, &error);
  g_assert_no_error (error);
  wb_pretend_woo_put_order (fixture->store, "{\"status\":\"processing\",\"total\":\"5.00\","
                            "\"date_modified_gmt\":\"2026-11-21T19:57:00\"}");
  after = wb_shop_list_orders (fixture->shop, before->mark, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (after->items->len, ==, 1);
  g_assert_cmpint (((WbShopOrder *) g_ptr_array_index (after->items, 0))->total.minor, ==, 500);
}

/* Without a mark the newest month comes, and no drafts. */
static void
test_first_orders (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autoptr (WbShopPage) page = NULL;
  g_autoptr (GError) error = NULL;

  wb_pretend_woo_put_order (fixture->store, "{\"status\":\"completed\",\"date_modified_gmt\":\"2026-10-01T00:00:00\"}");
  wb_pretend_woo_put_order (fixture->store, "{\"status\":\"completed\",\"date_modified_gmt\":\"2026-10-22T00:00:00\"}");
  wb_pretend_woo_put_order (fixture->store, "{\"status\":\"checkout-draft\"}");
  page = wb_shop_list_orders (fixture->shop, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (page->items->len, ==, 1);
  g_assert_false (page->has_more);
}

/* What is done before, and what disabling makes of it. */
static void
test_disable (Fixture       *fixture,
              gconstpointer  data)
{
  static const struct {
    const char *members;
    gboolean disabled;
    guint n_writes;
  } rows[] = {
    { "\"code\":\"d1\"", TRUE, 1 },
    { "\"code\":\"d2\","
      "\"date_expires\":\"2027-01-01T00:00:00\",\"date_expires_gmt\":\"2026-12-31T23:00:00\"", TRUE, 1 },
    { "\"code\":\"d3\",\"usage_count\":1", FALSE, 0 },
    /* Already so. */
    { "\"code\":\"d4\","
      "\"date_expires\":\"2026-01-01T00:00:00\",\"date_expires_gmt\":\"2025-12-31T23:00:00\"", TRUE, 0 },
    { "\"code\":\"d5\",\"status\":\"draft\"", TRUE, 0 },
    { "\"code\":\"d6\",\"status\":\"trash\"", TRUE, 0 },
  };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *json = g_strdup_printf ("{%s}", rows[i].members);
    g_autofree char *id =
      g_strdup_printf ("%" G_GINT64_FORMAT, wb_pretend_woo_put_coupon (fixture->store, json));
    guint before = wb_pretend_woo_count_requests (fixture->store, "PUT");
    g_autoptr (WbShopCoupon) after = NULL;

    g_test_message ("%s", rows[i].members);
    g_assert_cmpint (wb_shop_disable (fixture->shop, id, NULL, &error), ==, rows[i].disabled);
    if (rows[i].disabled)
      g_assert_no_error (error);
    else
      g_assert_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_CONFLICT);
    g_clear_error (&error);
    g_assert_cmpuint (wb_pretend_woo_count_requests (fixture->store, "PUT"), ==, before + rows[i].n_writes);

    after = wb_shop_read_back (fixture->shop, id, NULL, &error);
    g_assert_no_error (error);
    if (rows[i].disabled)
      g_assert_true (!after->is_live || after->expires_at < wb_clock_now (WB_CLOCK (fixture->clock)));
    /* It stays in the shop, and again is well. */
    if (rows[i].disabled)
      g_assert_true (wb_shop_disable (fixture->shop, id, NULL, &error));
  }

  /* One that is gone is as good as ended; and the checkout takes none that has. */
  g_assert_true (wb_shop_disable (fixture->shop, "999999", NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (wb_pretend_woo_place_order (fixture->store, "a@example.com", "10.00", "d1", "pending"), ==, 0);
}

/* Trouble on the way is told, and trying again does it. */
static void
test_disable_faults (Fixture       *fixture,
                     gconstpointer  data)
{
  static const WbPretendFault faults[] = {
    WB_PRETEND_FAULT_500_BEFORE, WB_PRETEND_FAULT_500_AFTER, WB_PRETEND_FAULT_SILENT_BEFORE,
    WB_PRETEND_FAULT_SILENT_AFTER, WB_PRETEND_FAULT_CUT, WB_PRETEND_FAULT_429, WB_PRETEND_FAULT_HTML,
    WB_PRETEND_FAULT_UNAUTHORIZED,
  };

  for (guint i = 0; i < G_N_ELEMENTS (faults); i++) {
    g_autofree char *code = g_strdup_printf ("x%u", i);
    g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, put_coupon (fixture, code));
    g_autoptr (GError) error = NULL;

    g_test_message ("%s", wb_pretend_fault_to_text (faults[i]));
    wb_pretend_woo_add_fault (fixture->store, faults[i], WB_PRETEND_REQUEST_REMOVE, 1);
    g_assert_false (wb_shop_disable (fixture->shop, id, NULL, &error));
    g_assert_nonnull (error);
    g_clear_error (&error);
    g_assert_true (wb_shop_disable (fixture->shop, id, NULL, &error));
    g_assert_no_error (error);
    g_assert_cmpint (wb_pretend_woo_place_order (fixture->store, "a@example.com", "10.00", code, "pending"), ==, 0);
  }
}

/* Whoever asks us to wait is not asked before. */
static void
test_obeys (Fixture       *fixture,
            gconstpointer  data)
{
  static const struct {
    WbPretendFault fault;
    gint64 wait_ms;
  } rows[] = {
    { WB_PRETEND_FAULT_429, 30 * WB_SECOND_MS },
    { WB_PRETEND_FAULT_423, 600 * WB_SECOND_MS },
    { WB_PRETEND_FAULT_500_BEFORE, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GPtrArray) found = NULL;
    g_autoptr (GError) error = NULL;
    gint64 before = 0;

    g_test_message ("%s", wb_pretend_fault_to_text (rows[i].fault));
    wb_pretend_woo_add_fault (fixture->store, rows[i].fault, WB_PRETEND_REQUEST_FIND, 1);
    found = wb_shop_find_code (fixture->shop, "NONE", NULL, &error);
    g_assert_null (found);
    g_assert_true (wb_remote_error_is_passing (error));
    g_clear_error (&error);
    before = wb_clock_now (WB_CLOCK (fixture->clock));
    found = wb_shop_find_code (fixture->shop, "NONE", NULL, &error);
    g_assert_no_error (error);
    g_assert_cmpint (wb_clock_now (WB_CLOCK (fixture->clock)) - before, ==, rows[i].wait_ms);
  }
}

static double
count_spent (gpointer data)
{
  return wb_pretend_woo_count_requests (((Fixture *) data)->store, NULL);
}

static guint
count_refusals (gpointer data)
{
  return 0;
}

static void
test_rate (Fixture       *fixture,
           gconstpointer  data)
{
  const WbShopRate rate = {
    .name = "WooCommerce",
    .shop = fixture->shop,
    .clock = fixture->clock,
    .capacity = WB_WOOCOMMERCE_BURST,
    .per_sec = WB_WOOCOMMERCE_REQUESTS_PER_SEC,
    .count_spent = count_spent,
    .count_refusals = count_refusals,
    .data = fixture,
  };

  put_coupons (fixture, 10000);
  for (guint i = 0; i < 10000; i++) {
    if (i % 5 == 0)
      wb_movable_clock_advance (fixture->clock, WB_MINUTE_MS);
    wb_pretend_woo_place_order (fixture->store, "a@example.com", "10.00", NULL, "processing");
  }
  wb_shop_rate_check (&rate, WB_SHOP_MARK_COUPONS, 10000);
  /* A full bucket again. */
  wb_movable_clock_advance (fixture->clock, WB_MINUTE_MS);
  wb_shop_rate_check (&rate, WB_SHOP_MARK_ORDERS, 10000);
}

int
main (int    argc,
      char **argv)
{
  static const WbPretendWooOptions hides_refunds = { .price_decimals = 2, .hides_refunds = TRUE };

  g_test_init (&argc, &argv, NULL);

#define ADD(name, test) g_test_add ("/wb/woo-lists/" name, Fixture, NULL, set_up, test, tear_down)
  ADD ("pass", test_pass);
  ADD ("deleted-meanwhile", test_deleted_meanwhile);
  ADD ("coupon-mark", test_coupon_mark);
  ADD ("strange-coupon", test_strange_coupon);
  ADD ("order-life", test_order_life);
  g_test_add ("/wb/woo-lists/order-life-hides-refunds", Fixture, &hides_refunds, set_up, test_order_life,
              tear_down);
  ADD ("order-pages", test_order_pages);
  ADD ("late-order", test_late_order);
  ADD ("first-orders", test_first_orders);
  ADD ("disable", test_disable);
  ADD ("disable-faults", test_disable_faults);
  ADD ("obeys", test_obeys);
  ADD ("rate", test_rate);
#undef ADD

  return g_test_run ();
}
