/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Codes in the text of a row, and the guess when there is none. */

#include "wb-coupon-code.h"
#include "wb-coupon-match.h"

#include <string.h>

static void
test_coupon_code_in_text (void)
{
  static const struct {
    const char *text;
    const char *codes;   /* with spaces between */
  } cases[] = {
    { "Slevový kupon č. RMK7F3KQ2XW - Sleva 100 Kč", "RMK7F3KQ2XW" },
    { "Zľavový kupón č. RMK7F3KQ2XW", "RMK7F3KQ2XW" },
    { "Rabattgutschein RMK7F3KQ2XW–10 %", "RMK7F3KQ2XW" },
    { "(RMK7F3KQ2XW)", "RMK7F3KQ2XW" },
    { "rmk7f3kq2xw", "RMK7F3KQ2XW" },
    { "Kupón RMK7F3KQ2XW a WBABCDEFGHJK, RMK7F3KQ2XW", "RMK7F3KQ2XW WBABCDEFGHJK" },
    { "Slevový kupon - Sleva 208 Kč", "" },
    { "", "" },
    /* A part of a longer word is none, nor is one with a character no code has. */
    { "XRMK7F3KQ2XW2345678", "" },
    { "RMK7F3KQ2XWé", "" },
    { "RMK7F3KQ2X0W", "" },
    { "ABC234567", "" },
    /* Words of a language that happen to be as long as a code. */
    { "Rabattgutschein slevovykupon", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_auto (GStrv) found = wb_coupon_code_find_in_text (cases[i].text);
    g_autofree char *codes = g_strjoinv (" ", found);

    g_test_message ("%s", cases[i].text);
    g_assert_cmpstr (codes, ==, cases[i].codes);
  }
}

/* A row that names a merchant's own coupon is not nameless. */
static void
test_coupon_code_foreign (void)
{
  static const struct {
    const char *text;
    const char *code;
  } cases[] = {
    { "Slevový kupon č. LETO10 - Sleva 100 Kč", "LETO10" },
    { "Slevový kupon č. vip2026 - Sleva 10 %", "VIP2026" },
    { "Rabatt: SOMMER", "SOMMER" },
    { "Slevový kupon - Sleva 208 Kč", NULL },
    { "Coupon - 10 EUR", NULL },
    { "Coupon - 10EUR off", NULL },
    { "Kupón č. ČAJ2026", NULL },
    { "Voucher 2026", NULL },
    { "", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *code = wb_coupon_code_find_foreign (cases[i].text);

    g_test_message ("%s", cases[i].text);
    g_assert_cmpstr (code, ==, cases[i].code);
  }
}

static WbShopOrder *
new_order (const char *email,
           gint64      minor,
           const char *currency,
           gint64      created_at)
{
  WbShopOrder *order = wb_shop_order_new ();
  WbShopOrderCoupon *named = wb_shop_order_coupon_new ();
  WbShopOrderCoupon *row = wb_shop_order_coupon_new ();

  order->remote_id = g_strdup ("1");
  order->code = g_strdup ("1");
  order->email = g_strdup (email);
  order->created_at = created_at;
  named->code = g_strdup ("SUMMERSALE");
  g_ptr_array_add (order->coupons, named);
  row->code = g_strdup ("");
  row->discount.minor = minor;
  g_strlcpy (row->discount.currency, currency, sizeof row->discount.currency);
  g_ptr_array_add (order->coupons, row);

  return order;
}

static void
test_coupon_match (void)
{
  static const WbCouponCandidate candidates[] = {
    { "AAAAAAAAAA", "jana@example.com", { 20000, "CZK" }, 1000 },
    { "BBBBBBBBBB", "jana@example.com", { 30000, "CZK" }, 1000 },
    { "CCCCCCCCCC", "petr@example.com", { 20000, "CZK" }, 1000 },
    { "DDDDDDDDDD", NULL, { 50000, "CZK" }, 1000 },
    { "EEEEEEEEEE", "eva@example.com", { 10000, "CZK" }, 1000 },
    { "FFFFFFFFFF", "eva@example.com", { 10000, "CZK" }, 2000 },
    { "GGGGGGGGGG", "ivo@example.com", { 0, "" }, 1000 },
  };
  static const struct {
    const char *email;
    gint64 minor;
    const char *currency;
    gint64 created_at;
    const char *code;
  } cases[] = {
    { "jana@example.com", 20000, "CZK", 5000, "AAAAAAAAAA" },
    { "Jana@Example.com", 30000, "CZK", 5000, "BBBBBBBBBB" },
    { "petr@example.com", 20000, "CZK", 1000, "CCCCCCCCCC" },
    { "eva@example.com", 10000, "CZK", 1500, "EEEEEEEEEE" },
    /* Two fit. */
    { "eva@example.com", 10000, "CZK", 2500, NULL },
    { "jana@example.com", 20000, "CZK", 999, NULL },
    { "jana@example.com", 20000, "EUR", 5000, NULL },
    { "jana@example.com", 20001, "CZK", 5000, NULL },
    { "olga@example.com", 20000, "CZK", 5000, NULL },
    { NULL, 50000, "CZK", 5000, NULL },
    { "ivo@example.com", 0, "", 5000, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (WbShopOrder) order = new_order (cases[i].email, cases[i].minor, cases[i].currency,
                                               cases[i].created_at);
    const WbShopOrderCoupon *row = wb_coupon_match_unnamed (order);
    const WbCouponCandidate *found;

    g_test_message ("%u", i);
    g_assert_nonnull (row);
    g_assert_cmpstr (row->code, ==, "");
    found = wb_coupon_match_find (candidates, G_N_ELEMENTS (candidates), order, row);
    g_assert_cmpstr (found ? found->code : NULL, ==, cases[i].code);
  }
}

static void
test_coupon_match_unnamed (void)
{
  g_autoptr (WbShopOrder) order = new_order ("jana@example.com", 20000, "CZK", 5000);

  g_assert_nonnull (wb_coupon_match_unnamed (order));
  order->is_test = TRUE;
  g_assert_null (wb_coupon_match_unnamed (order));
  order->is_test = FALSE;
  order->state = WB_SHOP_ORDER_CANCELLED;
  g_assert_null (wb_coupon_match_unnamed (order));
  order->state = WB_SHOP_ORDER_PAID;
  g_ptr_array_set_size (order->coupons, 1);
  g_assert_null (wb_coupon_match_unnamed (order));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wb/domain/coupon-match/codes-in-text", test_coupon_code_in_text);
  g_test_add_func ("/wb/domain/coupon-match/foreign-codes", test_coupon_code_foreign);
  g_test_add_func ("/wb/domain/coupon-match/find", test_coupon_match);
  g_test_add_func ("/wb/domain/coupon-match/unnamed", test_coupon_match_unnamed);

  return g_test_run ();
}
