/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* See offer-editor-fixture.h. */

#include "config.h"

#include "offer-editor-fixture.h"

WbMerchantStore *
offer_test_new_store (const char *name,
                      const char *currencies)
{
  WbMerchantStore *store = wb_merchant_store_new ();

  store->id = g_strdup (name);
  store->store_id = g_strdup (name);
  store->name = g_strdup (name);
  store->platform = g_strdup ("woocommerce");
  store->currencies = g_strsplit (currencies, ",", -1);
  store->connection = g_strdup ("connected");
  store->supports_coupons = TRUE;

  return store;
}

GPtrArray *
offer_test_new_stores (void)
{
  GPtrArray *stores = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_merchant_store_unref);

  g_ptr_array_add (stores, offer_test_new_store ("oslo.cz", "CZK"));
  g_ptr_array_add (stores, offer_test_new_store ("oslo.eu", "EUR"));

  return stores;
}

void
offer_test_add_amount (WbOfferSet *set,
                       const char *currency,
                       const char *kind,
                       const char *amount,
                       const char *minimum)
{
  WbCouponAmount *row = wb_offer_set_ensure_amount (set, currency);

  g_free (row->kind);
  row->kind = g_strdup (kind);
  row->amount = g_strdup (amount);
  row->min_order_value = g_strdup (minimum);
}

/* All tools set up, so that what the editor does not show can be seen to survive. */
WbOfferSet *
offer_test_new_set (void)
{
  WbOfferSet *set = wb_offer_set_new ();

  set->type = g_strdup ("b1");
  set->version = 7;
  set->coupon_enabled = TRUE;
  set->coupon_placements = WB_PLACEMENT_PORTAL;
  set->validity_days = 14;
  offer_test_add_amount (set, "CZK", WB_COUPON_KIND_FIXED, "200.00", "1000.00");
  offer_test_add_amount (set, "EUR", WB_COUPON_KIND_FIXED, "8.00", "40.00");
  set->call_enabled = TRUE;
  set->call_placements = WB_PLACEMENT_EMAIL;
  wb_lang_text_set (set->call_text, "cs", "Zavolat?");
  set->banner_enabled = TRUE;
  set->banner_placements = WB_PLACEMENT_PORTAL;
  set->banner = g_strdup ("03");
  set->banner_target_url = g_strdup ("https://oslo.cz/akce");

  return set;
}

WbOfferEditor *
offer_test_new_editor (const char *locale)
{
  g_autoptr (GPtrArray) stores = offer_test_new_stores ();
  g_autoptr (WbOfferSet) set = offer_test_new_set ();

  return wb_offer_editor_new (set, stores, "cs", locale);
}

void
offer_test_assert_equal_tools (const WbOfferSet *a,
                               const WbOfferSet *b)
{
  g_assert_true (wb_offer_set_equal_tools (a, b));
}

const WbOfferProblem *
offer_test_find_tool_problem (WbOfferEditor *editor,
                              WbTool         tool,
                              WbOfferField   field,
                              const char    *detail,
                              const char    *code)
{
  GPtrArray *problems = wb_offer_editor_get_problems (editor);

  for (guint i = 0; i < problems->len; i++) {
    const WbOfferProblem *problem = g_ptr_array_index (problems, i);

    if (problem->tool == tool && problem->field == field &&
        g_strcmp0 (problem->detail, detail) == 0 && g_str_equal (problem->code, code))
      return problem;
  }

  return NULL;
}

const WbOfferProblem *
offer_test_find_problem (WbOfferEditor *editor,
                         WbOfferField   field,
                         const char    *currency,
                         const char    *code)
{
  return offer_test_find_tool_problem (editor, WB_TOOL_COUPON, field, currency, code);
}
