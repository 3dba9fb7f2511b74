/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The comparison that decides whether a coupon is the one that was meant. */

#include "wb-shop.h"
#include "wb-time.h"

#include <string.h>

static WbShopCoupon *
new_coupon (void)
{
  WbShopCoupon *coupon = wb_shop_coupon_new ();

  coupon->code = g_strdup ("WBABC234");
  coupon->amount = (WbMoney) { 20000, "CZK" };
  coupon->min_order = (WbMoney) { 100000, "CZK" };
  coupon->expires_at = G_GINT64_CONSTANT (1796511599000);
  coupon->usage_limit = 1;
  coupon->email = g_strdup ("Alena@Example.com");
  coupon->ticket_mark = g_strdup ("t1");

  return coupon;
}

static void
set_text (char       **field,
          const char  *value)
{
  g_free (*field);
  *field = g_strdup (value);
}

static void change_nothing (WbShopCoupon *c)
{
}
static void change_case (WbShopCoupon *c)
{
  set_text (&c->code, "wbabc234");
}
static void change_code (WbShopCoupon *c)
{
  set_text (&c->code, "wbabc235");
}
static void change_email_case (WbShopCoupon *c)
{
  set_text (&c->email, "alena@example.com");
}
static void change_email (WbShopCoupon *c)
{
  set_text (&c->email, "b@example.com");
}
static void change_email_none (WbShopCoupon *c)
{
  set_text (&c->email, NULL);
}
static void change_millis (WbShopCoupon *c)
{
  c->expires_at += 999;
}
static void change_second (WbShopCoupon *c)
{
  c->expires_at += 1000;
}
static void change_never (WbShopCoupon *c)
{
  c->expires_at = WB_TIME_NONE;
}
static void change_amount (WbShopCoupon *c)
{
  c->amount.minor = 0;
}
static void change_unreadable (WbShopCoupon *c)
{
  c->amount = WB_MONEY_NONE;
}
static void change_currency (WbShopCoupon *c)
{
  strcpy (c->amount.currency, "EUR");
}
static void change_minimum (WbShopCoupon *c)
{
  c->min_order.minor = 0;
}
static void change_kind (WbShopCoupon *c)
{
  c->is_percent = TRUE;
}
static void change_limit (WbShopCoupon *c)
{
  c->usage_limit = 2;
}
static void change_no_limit (WbShopCoupon *c)
{
  c->usage_limit = 0;
}
static void change_live (WbShopCoupon *c)
{
  c->is_live = FALSE;
}
static void change_mark (WbShopCoupon *c)
{
  set_text (&c->ticket_mark, "t2");
}
static void change_oddity (WbShopCoupon *c)
{
  set_text (&c->oddity, "odd");
}
static void change_used (WbShopCoupon *c)
{
  c->usage_count = 1;
}
static void change_id (WbShopCoupon *c)
{
  set_text (&c->remote_id, "5");
}

static void
test_shop_difference (void)
{
  static const struct {
    void (*change) (WbShopCoupon *coupon);
    const char *part;   /* of the sentence; NULL = no difference */
  } cases[] = {
    { change_nothing, NULL },
    { change_id, NULL },
    { change_case, NULL },
    { change_code, "wbabc235" },
    { change_email_case, NULL },
    { change_email, "another e-mail" },
    { change_email_none, "anybody" },
    { change_millis, NULL },
    { change_second, "2026-12-05 22:59:59" },
    { change_never, "never" },
    { change_amount, "value" },
    { change_unreadable, "unreadable" },
    { change_currency, "value" },
    { change_minimum, "minimum" },
    { change_kind, "percentage" },
    { change_limit, "2 uses" },
    { change_no_limit, "without limit" },
    { change_live, "publish" },
    { change_mark, "ticket" },
    { change_oddity, "odd" },
    { change_used, "already been used" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (WbShopCoupon) meant = new_coupon ();
    g_autoptr (WbShopCoupon) stored = new_coupon ();
    g_autofree char *difference = NULL;

    cases[i].change (stored);
    difference = wb_shop_coupon_difference (meant, stored);
    g_test_message ("%u: %s", i, difference ? difference : "same");
    if (!cases[i].part)
      g_assert_null (difference);
    else
      g_assert_nonnull (strstr (difference, cases[i].part));
  }
}

static void
test_shop_difference_percent (void)
{
  g_autoptr (WbShopCoupon) meant = new_coupon ();
  g_autoptr (WbShopCoupon) stored = new_coupon ();
  g_autofree char *same = NULL;
  g_autofree char *other = NULL;

  meant->is_percent = stored->is_percent = TRUE;
  meant->percent_hundredths = stored->percent_hundredths = 1250;
  same = wb_shop_coupon_difference (meant, stored);
  g_assert_null (same);
  stored->percent_hundredths = 1300;
  other = wb_shop_coupon_difference (meant, stored);
  g_assert_cmpstr (other, ==, "The shop saved the value 13% instead of 12.5%");
}

/* No minimum beside no currency is the same as a minimum of zero. */
static void
test_shop_difference_no_minimum (void)
{
  g_autoptr (WbShopCoupon) meant = new_coupon ();
  g_autoptr (WbShopCoupon) stored = new_coupon ();
  g_autofree char *same = NULL;
  g_autofree char *other = NULL;

  meant->min_order = WB_MONEY_NONE;
  stored->min_order = (WbMoney) { 0, "CZK" };
  same = wb_shop_coupon_difference (meant, stored);
  g_assert_null (same);
  stored->min_order.minor = 1;
  other = wb_shop_coupon_difference (meant, stored);
  g_assert_nonnull (other);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/remote/shop/difference", test_shop_difference);
  g_test_add_func ("/remote/shop/difference-percent", test_shop_difference_percent);
  g_test_add_func ("/remote/shop/difference-no-minimum", test_shop_difference_no_minimum);

  return g_test_run ();
}
