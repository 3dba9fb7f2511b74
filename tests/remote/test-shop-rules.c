/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What service and desktop decide alike about shops and their coupons. */

#include "config.h"

#include "wb-shop-rules.h"

#include "wb-offer-set.h"
#include "wb-time.h"

#define NOW G_GINT64_CONSTANT (1763719200000)

/* A shop whose disable() ends as told. */
#define TEST_TYPE_SHOP (test_shop_get_type ())
G_DECLARE_FINAL_TYPE (TestShop, test_shop, TEST, SHOP, GObject)

struct _TestShop
{
  GObject parent_instance;

  int code;   /* -1 = it works */
  guint n_calls;
};

static gboolean
test_shop_disable (WbShop        *shop,
                   const char    *remote_id,
                   GCancellable  *cancellable,
                   GError       **error)
{
  TestShop *self = TEST_SHOP (shop);

  self->n_calls++;
  g_assert_cmpstr (remote_id, ==, "77");
  if (self->code < 0)
    return TRUE;
  g_set_error_literal (error, WB_REMOTE_ERROR, self->code, "As told");

  return FALSE;
}

static void
test_shop_iface_init (WbShopInterface *iface)
{
  iface->disable = test_shop_disable;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TestShop, test_shop, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (WB_TYPE_SHOP, test_shop_iface_init))

static void
test_shop_class_init (TestShopClass *klass)
{
}

static void
test_shop_init (TestShop *self)
{
}

static void
test_shop_rules_retire_is_certain_or_an_error (void)
{
  const struct
  {
    const char *what;
    int code;
    gboolean retired;
    gboolean used;
  } rows[] = {
    { "disabled", -1, TRUE, FALSE },
    { "used first", WB_REMOTE_ERROR_CONFLICT, TRUE, TRUE },
    { "gone", WB_REMOTE_ERROR_NOT_FOUND, TRUE, FALSE },
    { "no answer", WB_REMOTE_ERROR_TIMEOUT, FALSE, FALSE },
    { "no key", WB_REMOTE_ERROR_UNAUTHORIZED, FALSE, FALSE },
    { "refused", WB_REMOTE_ERROR_REJECTED, FALSE, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (TestShop) shop = g_object_new (TEST_TYPE_SHOP, NULL);
    g_autoptr (GError) error = NULL;
    gboolean used = TRUE;

    g_test_message ("%s", rows[i].what);
    shop->code = rows[i].code;
    g_assert_cmpint (wb_shop_rules_retire (WB_SHOP (shop), "77", &used, NULL, &error), ==, rows[i].retired);
    g_assert_cmpint (used, ==, rows[i].used);
    if (!rows[i].retired)
      g_assert_error (error, WB_REMOTE_ERROR, rows[i].code);
    else
      g_assert_no_error (error);
    g_assert_cmpuint (shop->n_calls, ==, 1);
  }
}

static void
test_shop_rules_trouble_is_tried_again_in_its_time (void)
{
  const struct
  {
    int code;
    gboolean person;
  } rows[] = {
    { WB_REMOTE_ERROR_OFFLINE, FALSE },
    { WB_REMOTE_ERROR_TIMEOUT, FALSE },
    { WB_REMOTE_ERROR_RATE_LIMITED, FALSE },
    { WB_REMOTE_ERROR_SERVER_FAULT, FALSE },
    { WB_REMOTE_ERROR_UNAUTHORIZED, TRUE },
    { WB_REMOTE_ERROR_FORBIDDEN, TRUE },
    { WB_REMOTE_ERROR_TLS, TRUE },
    { WB_REMOTE_ERROR_UNEXPECTED_REPLY, TRUE },
    { WB_REMOTE_ERROR_SECRET_LOCKED, TRUE },
  };
  g_autoptr (GError) ours = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_NO_SPACE, "Full");

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = g_error_new_literal (WB_REMOTE_ERROR, rows[i].code, "As told");

    g_test_message ("code %d", rows[i].code);
    g_assert_cmpint (wb_shop_rules_needs_person (error), ==, rows[i].person);
    g_assert_cmpint (wb_shop_rules_retry_ms (error), ==, (rows[i].person ? 60 : 5) * WB_SECOND_MS);
  }
  g_assert_false (wb_shop_rules_needs_person (ours));
}

static WbCoupon *
new_coupon (const char *state)
{
  WbCoupon *coupon = wb_coupon_new ();

  coupon->id = g_strdup ("c1");
  coupon->ticket = g_strdup ("t1");
  coupon->state = g_strdup (state);
  coupon->kind = g_strdup (WB_COUPON_KIND_FIXED);
  coupon->amount = g_strdup ("200.00");
  coupon->currency = g_strdup ("CZK");
  coupon->expires_at = NOW + WB_DAY_MS;

  return coupon;
}

static void
test_shop_rules_list_is_judged_by_the_table (void)
{
  const struct
  {
    const char *what;
    const char *state;
    const char *order;
    gboolean is_there;
    gboolean is_live;
    int uses;
    const char *becomes;
    const char *kind;   /* NULL = nothing new */
  } rows[] = {
    { "as it was", WB_COUPON_ACTIVE, NULL, TRUE, TRUE, 0, WB_COUPON_ACTIVE, NULL },
    { "used", WB_COUPON_ACTIVE, NULL, TRUE, TRUE, 1, WB_COUPON_USED, WB_COUPON_EVENT_USED },
    { "used, then taken away", WB_COUPON_ACTIVE, NULL, TRUE, FALSE, 1, WB_COUPON_USED, WB_COUPON_EVENT_USED },
    { "trashed", WB_COUPON_ACTIVE, NULL, TRUE, FALSE, 0, WB_COUPON_DISABLED, WB_COUPON_EVENT_GONE },
    { "deleted", WB_COUPON_ACTIVE, NULL, FALSE, FALSE, 0, WB_COUPON_DISABLED, WB_COUPON_EVENT_GONE },
    { "free again", WB_COUPON_USED, NULL, TRUE, TRUE, 0, WB_COUPON_ACTIVE, WB_COUPON_EVENT_FREED },
    { "an order is better known", WB_COUPON_USED, "17", TRUE, TRUE, 0, WB_COUPON_USED, NULL },
    { "used and deleted", WB_COUPON_USED, NULL, FALSE, FALSE, 0, WB_COUPON_USED, NULL },
    { "expired and deleted", WB_COUPON_EXPIRED, NULL, FALSE, FALSE, 0, WB_COUPON_EXPIRED, NULL },
    { "disabled and used", WB_COUPON_DISABLED, NULL, TRUE, TRUE, 1, WB_COUPON_DISABLED, NULL },
    { "being made", WB_COUPON_PENDING, NULL, FALSE, FALSE, 0, WB_COUPON_PENDING, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (WbCoupon) coupon = new_coupon (rows[i].state);
    g_autoptr (WbShopCoupon) seen = wb_shop_coupon_new ();
    g_autoptr (WbCouponEvent) event = NULL;

    g_test_message ("%s", rows[i].what);
    coupon->used_order_code = g_strdup (rows[i].order);
    seen->is_live = rows[i].is_live;
    seen->usage_count = rows[i].uses;
    event = wb_shop_rules_judge (coupon, rows[i].is_there ? seen : NULL, NOW);
    g_assert_cmpstr (coupon->state, ==, rows[i].becomes);
    g_assert_cmpstr (event ? event->kind : NULL, ==, rows[i].kind);
    if (event) {
      g_assert_cmpstr (event->coupon, ==, "c1");
      g_assert_cmpint (event->at, ==, NOW);
      g_assert_cmpint (coupon->updated_at, ==, NOW);
    }
    if (g_strcmp0 (rows[i].kind, WB_COUPON_EVENT_USED) == 0)
      g_assert_cmpint (coupon->used_at, ==, NOW);
  }
}

/* Used before it was over, and read later: for a month. */
static void
test_shop_rules_late_use (void)
{
  g_autoptr (WbCoupon) coupon = new_coupon (WB_COUPON_EXPIRED);
  g_autoptr (WbShopCoupon) seen = wb_shop_coupon_new ();
  g_autoptr (WbCouponEvent) used = NULL;

  seen->usage_count = 1;
  coupon->expires_at = NOW - 30 * WB_DAY_MS - 1;
  g_assert_null (wb_shop_rules_judge (coupon, seen, NOW));
  coupon->expires_at = NOW - 30 * WB_DAY_MS;
  used = wb_shop_rules_judge (coupon, seen, NOW);
  g_assert_nonnull (used);
  g_assert_cmpstr (coupon->state, ==, WB_COUPON_USED);
  g_assert_cmpint (coupon->used_at, ==, coupon->expires_at);
}

/* Time is up before this program has looked at its clock: the coupon expired, nobody took it away. */
static void
test_shop_rules_over_is_not_gone (void)
{
  g_autoptr (WbCoupon) coupon = new_coupon (WB_COUPON_ACTIVE);
  g_autoptr (WbShopCoupon) seen = wb_shop_coupon_new ();
  g_autoptr (WbCouponEvent) gone = NULL;

  seen->is_live = FALSE;
  coupon->expires_at = NOW - 1;
  g_assert_null (wb_shop_rules_judge (coupon, seen, NOW));
  g_assert_null (wb_shop_rules_judge (coupon, NULL, NOW));
  g_assert_cmpstr (coupon->state, ==, WB_COUPON_ACTIVE);
  coupon->expires_at = NOW;
  gone = wb_shop_rules_judge (coupon, seen, NOW);
  g_assert_cmpstr (coupon->state, ==, WB_COUPON_DISABLED);
}

static void
test_shop_rules_wanted_carries_every_value (void)
{
  g_autoptr (WbCoupon) coupon = new_coupon (WB_COUPON_PENDING);
  g_autoptr (WbShopCoupon) fixed = wb_shop_rules_wanted (coupon, "BACKABC", NULL);
  g_autoptr (WbShopCoupon) percent = NULL;

  g_assert_cmpstr (fixed->code, ==, "BACKABC");
  g_assert_null (fixed->remote_id);
  g_assert_false (fixed->is_percent);
  g_assert_cmpint (fixed->amount.minor, ==, 20000);
  g_assert_cmpint (fixed->min_order.minor, ==, 0);
  g_assert_cmpstr (fixed->min_order.currency, ==, "CZK");
  g_assert_cmpint (fixed->expires_at, ==, NOW + WB_DAY_MS);
  g_assert_cmpint (fixed->usage_limit, ==, 1);
  g_assert_cmpstr (fixed->ticket_mark, ==, "t1");

  g_free (coupon->kind);
  coupon->kind = g_strdup (WB_COUPON_KIND_PERCENT);
  g_free (coupon->amount);
  coupon->amount = g_strdup ("12.5");
  coupon->min_order_value = g_strdup ("1000.00");
  percent = wb_shop_rules_wanted (coupon, "BACKABC", "77");
  g_assert_true (percent->is_percent);
  g_assert_cmpint (percent->percent_hundredths, ==, 1250);
  g_assert_cmpint (percent->min_order.minor, ==, 100000);
  g_assert_cmpstr (percent->remote_id, ==, "77");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/remote/shop-rules/retire-is-certain-or-an-error", test_shop_rules_retire_is_certain_or_an_error);
  g_test_add_func ("/remote/shop-rules/trouble-is-tried-again-in-its-time",
                   test_shop_rules_trouble_is_tried_again_in_its_time);
  g_test_add_func ("/remote/shop-rules/list-is-judged-by-the-table", test_shop_rules_list_is_judged_by_the_table);
  g_test_add_func ("/remote/shop-rules/over-is-not-gone", test_shop_rules_over_is_not_gone);
  g_test_add_func ("/remote/shop-rules/late-use", test_shop_rules_late_use);
  g_test_add_func ("/remote/shop-rules/wanted-carries-every-value", test_shop_rules_wanted_carries_every_value);

  return g_test_run ();
}
