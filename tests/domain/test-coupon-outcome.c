/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What orders make of a coupon: used, cancelled, refunded whole and in part, twice, in two currencies. */

#include "wb-coupon-outcome.h"
#include "wb-time.h"

#define NOW 1000000

typedef struct
{
  const char *code;         /* NULL = the row ends */
  WbShopOrderState state;
  gint64 total;
  gint64 refunded;
  gint64 created_at;
  const char *currency;     /* NULL = CZK */
  gboolean is_test;
  gboolean is_guess;
} Order;

typedef struct
{
  const char *name;
  const char *state;        /* the coupon's before */
  gint64 expires_at;
  Order orders[4];
  const char *want_state;
  const char *want_order;
  const char *want_revenue; /* NULL = none */
  const char *want_refunded;
  guint want_n;
  gboolean want_probable;
  gboolean want_mixed;
  gboolean is_counted;      /* used before, and no order was known of */
} Case;

static const Case cases[] = {
  { "nobody used it", "active", NOW + 1, { { NULL } }, "active", NULL, NULL, NULL, 0 },
  { "nobody used it in time", "active", NOW - 1, { { NULL } }, "expired", NULL, NULL, NULL, 0 },
  { "on its last instant", "active", NOW, { { NULL } }, "active", NULL, NULL, NULL, 0 },
  { "without an end", "active", WB_TIME_NONE, { { NULL } }, "active", NULL, NULL, NULL, 0 },
  { "paid", "active", NOW + 1, { { "A", WB_SHOP_ORDER_PAID, 125000, 0, 5 } },
    "used", "A", "1250.00", NULL, 1 },
  { "not paid yet, used all the same", "active", NOW + 1,
    { { "A", WB_SHOP_ORDER_OPEN, 125000, 0, 5 } }, "used", "A", "1250.00", NULL, 1 },
  { "used, and its time is over now", "used", NOW - 1,
    { { "A", WB_SHOP_ORDER_PAID, 125000, 0, 5 } }, "used", "A", "1250.00", NULL, 1 },
  { "an order of an expired one was told late", "expired", NOW - 1,
    { { "A", WB_SHOP_ORDER_PAID, 125000, 0, 5 } }, "used", "A", "1250.00", NULL, 1 },
  { "cancelled: free again", "used", NOW + 1,
    { { "A", WB_SHOP_ORDER_CANCELLED, 125000, 0, 5 } }, "active", NULL, NULL, NULL, 0 },
  { "cancelled too late to be free", "used", NOW - 1,
    { { "A", WB_SHOP_ORDER_CANCELLED, 125000, 0, 5 } }, "expired", NULL, NULL, NULL, 0 },
  { "cancelled, and the shop counts it all the same", "used", NOW + 1,
    { { "A", WB_SHOP_ORDER_CANCELLED, 125000, 0, 5 } }, "used", NULL, NULL, NULL, 0, FALSE, FALSE, TRUE },
  { "counted, then its order is told", "used", NOW + 1,
    { { "A", WB_SHOP_ORDER_PAID, 125000, 0, 5 } }, "used", "A", "1250.00", NULL, 1, FALSE, FALSE, TRUE },
  { "given back in part", "used", NOW + 1,
    { { "A", WB_SHOP_ORDER_PAID, 125000, 25000, 5 } }, "used", "A", "1000.00", "250.00", 1 },
  { "given back whole: stays used, brought nothing", "used", NOW + 1,
    { { "A", WB_SHOP_ORDER_REFUNDED, 125000, 125000, 5 } }, "used", "A", "0.00", "1250.00", 1 },
  { "given back whole, without the sum being told", "used", NOW + 1,
    { { "A", WB_SHOP_ORDER_REFUNDED, 125000, 0, 5 } }, "used", "A", "0.00", "1250.00", 1 },
  { "more given back than paid", "used", NOW + 1,
    { { "A", WB_SHOP_ORDER_PAID, 125000, 900000, 5 } }, "used", "A", "0.00", "1250.00", 1 },
  { "a test order", "active", NOW + 1, { { "A", WB_SHOP_ORDER_PAID, 125000, 0, 5, NULL, TRUE } },
    "active", NULL, NULL, NULL, 0 },
  { "cancelled, then used again", "used", NOW + 1,
    { { "A", WB_SHOP_ORDER_CANCELLED, 125000, 0, 5 }, { "B", WB_SHOP_ORDER_PAID, 90000, 0, 9 } },
    "used", "B", "900.00", NULL, 1 },
  { "twice by a race in the shop: the first is told, both count", "used", NOW + 1,
    { { "B", WB_SHOP_ORDER_PAID, 90000, 0, 9 }, { "A", WB_SHOP_ORDER_PAID, 10000, 0, 5 } },
    "used", "A", "1000.00", NULL, 2 },
  { "two currencies are never added", "used", NOW + 1,
    { { "A", WB_SHOP_ORDER_PAID, 10000, 0, 5 }, { "B", WB_SHOP_ORDER_PAID, 900, 0, 9, "EUR" } },
    "used", "A", "100.00", NULL, 2, FALSE, TRUE },
  { "another currency than the coupon's", "used", NOW + 1,
    { { "A", WB_SHOP_ORDER_PAID, 4990, 0, 5, "EUR" } }, "used", "A", "49.90", NULL, 1 },
  { "a guess", "active", NOW + 1,
    { { "A", WB_SHOP_ORDER_PAID, 125000, 0, 5, NULL, FALSE, TRUE } },
    "used", "A", "1250.00", NULL, 1, TRUE },
  { "certain beats a guess", "active", NOW + 1,
    { { "A", WB_SHOP_ORDER_PAID, 125000, 0, 5, NULL, FALSE, TRUE },
      { "B", WB_SHOP_ORDER_PAID, 90000, 0, 9 } }, "used", "B", "900.00", NULL, 1 },
  { "used in the shop after we disabled it", "disabled", NOW + 1,
    { { "A", WB_SHOP_ORDER_PAID, 125000, 0, 5 } }, "used", "A", "1250.00", NULL, 1 },
  { "disabled, no order", "disabled", NOW + 1, { { NULL } }, "disabled", NULL, NULL, NULL, 0 },
  { "disabled, its order cancelled", "disabled", NOW + 1,
    { { "A", WB_SHOP_ORDER_CANCELLED, 125000, 0, 5 } }, "disabled", NULL, NULL, NULL, 0 },
  { "failed, no order", "failed", NOW + 1, { { NULL } }, "failed", NULL, NULL, NULL, 0 },
  { "pending, no order", "pending", NOW + 1, { { NULL } }, "pending", NULL, NULL, NULL, 0 },
  { "expired stays so", "expired", NOW - 1, { { NULL } }, "expired", NULL, NULL, NULL, 0 },
};

static WbShopOrder *
make_order (const Order *from)
{
  const char *currency = from->currency ? from->currency : "CZK";
  WbShopOrder *order = wb_shop_order_new ();
  WbShopOrderCoupon *coupon = wb_shop_order_coupon_new ();

  order->remote_id = g_strconcat ("gid-", from->code, NULL);
  order->code = g_strdup (from->code);
  order->state = from->state;
  order->is_test = from->is_test;
  order->total.minor = from->total;
  g_strlcpy (order->total.currency, currency, sizeof order->total.currency);
  order->refunded.minor = from->refunded;
  g_strlcpy (order->refunded.currency, currency, sizeof order->refunded.currency);
  order->created_at = from->created_at;
  order->updated_at = from->created_at;
  /* Shops write codes in their own case. */
  coupon->code = g_strdup ("vrat8kq2mx4th7");
  coupon->is_certain = !from->is_guess;
  g_ptr_array_add (order->coupons, coupon);

  return order;
}

static WbCoupon *
make_coupon (const Case *row)
{
  WbCoupon *coupon = wb_coupon_new ();

  coupon->id = g_strdup ("05000001");
  coupon->code = g_strdup ("VRAT8KQ2MX4TH7");
  coupon->state = g_strdup (row->state);
  coupon->expires_at = row->expires_at;
  if (g_str_equal (row->state, "used") && !row->is_counted)
    coupon->used_order_code = g_strdup (row->orders[0].code);

  return coupon;
}

static void
test_judge (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    const Case *row = &cases[i];
    g_autoptr (WbCoupon) coupon = make_coupon (row);
    g_autoptr (GPtrArray) orders =
      g_ptr_array_new_with_free_func ((GDestroyNotify) wb_shop_order_unref);
    g_auto (WbCouponOutcome) outcome = { NULL };
    g_auto (WbCouponOutcome) again = { NULL };

    g_test_message ("%s", row->name);
    for (guint j = 0; row->orders[j].code; j++)
      g_ptr_array_add (orders, make_order (&row->orders[j]));

    wb_coupon_outcome_judge (coupon, orders, NOW, &outcome);
    wb_coupon_outcome_apply (&outcome, coupon);
    g_assert_cmpstr (coupon->state, ==, row->want_state);
    g_assert_cmpstr (coupon->used_order_code, ==, row->want_order);
    g_assert_cmpstr (coupon->revenue, ==, row->want_revenue);
    g_assert_cmpstr (coupon->refunded, ==, row->want_refunded);
    g_assert_cmpint (coupon->used_at == WB_TIME_NONE, ==, row->want_order == NULL);
    g_assert_cmpuint (outcome.n_orders, ==, row->want_n);
    g_assert_cmpint (coupon->is_probable, ==, row->want_probable);
    g_assert_cmpint (outcome.is_mixed, ==, row->want_mixed);

    /* Told again, nothing moves. */
    wb_coupon_outcome_judge (coupon, orders, NOW, &again);
    g_assert_false (wb_coupon_outcome_apply (&again, coupon));
  }
}

/* An order of somebody else's coupon says nothing of this one. */
static void
test_other_code (void)
{
  g_autoptr (WbCoupon) coupon = make_coupon (&cases[0]);
  g_autoptr (GPtrArray) orders =
    g_ptr_array_new_with_free_func ((GDestroyNotify) wb_shop_order_unref);
  g_auto (WbCouponOutcome) outcome = { NULL };

  g_free (coupon->code);
  coupon->code = g_strdup ("VRAT8KQ2MX4TH8");
  g_ptr_array_add (orders, make_order (&(Order) { "A", WB_SHOP_ORDER_PAID, 100, 0, 5 }));
  wb_coupon_outcome_judge (coupon, orders, NOW, &outcome);
  g_assert_cmpstr (outcome.state, ==, "active");
  g_assert_cmpuint (outcome.n_orders, ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/coupon-outcome/judge", test_judge);
  g_test_add_func ("/coupon-outcome/other-code", test_other_code);

  return g_test_run ();
}
