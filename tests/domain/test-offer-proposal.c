/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What is proposed, gone back to and copied: proposals meet the rules in every currency there is,
 * an old version comes back as it was, and a copy arrives switched off. */

#include "wb-offer-proposal.h"

#include "wb-merchant-store.h"
#include "wb-time.h"

static GPtrArray *
new_stores (const char *currency,
            const char *second)
{
  GPtrArray *stores = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_merchant_store_unref);
  const char *list[] = { currency, second, NULL };
  WbMerchantStore *store = wb_merchant_store_new ();
  WbMerchantStore *feed = wb_merchant_store_new ();
  const char *not_ours[] = { "USD", NULL };

  store->id = g_strdup ("c1");
  store->supports_coupons = TRUE;
  g_strfreev (store->currencies);
  store->currencies = g_strdupv ((char **) list);
  g_ptr_array_add (stores, store);
  feed->id = g_strdup ("c2");
  g_strfreev (feed->currencies);
  feed->currencies = g_strdupv ((char **) not_ours);
  g_ptr_array_add (stores, feed);

  return stores;
}

static WbAccount *
new_account (void)
{
  static const char *const languages[] = { "cs", "sk", "pl", "de", "en", "hu", NULL };
  WbAccount *account = wb_account_new ();

  account->default_language = g_strdup ("cs");
  g_strfreev (account->languages);
  account->languages = g_strdupv ((char **) languages);

  return account;
}

static WbOfferSet *
propose (const char *kind,
         GPtrArray  *stores)
{
  g_autoptr (WbTicketType) type = wb_ticket_type_new ();
  g_autoptr (WbAccount) account = new_account ();

  type->id = g_strdup ("b1000001");
  type->kind = g_strdup (kind);

  return wb_offer_set_propose (type, account, stores);
}

static void
test_offer_proposal_amounts (void)
{
  static const struct
  {
    const char *kind;
    const char *currency;
    const char *amount;
    const char *min_order_value;
  } rows[] = {
    { "return", "CZK", "200.00", "1000.00" },
    { "claim", "CZK", "100.00", "500.00" },
    { "custom", "CZK", "100.00", "500.00" },
    { NULL, "CZK", "100.00", "500.00" },
    { "return", "EUR", "8.00", "40.00" },
    { "claim", "EUR", "4.00", "20.00" },
    { "return", "PLN", "40.00", "200.00" },
    { "claim", "PLN", "20.00", "100.00" },
    { "return", "JPY", "1000", "5000" },
    { "claim", "KWD", "1.500", "7.500" },
    { "return", "CLF", "0.2000", "1.0000" },
    { "return", "CHF", "10.00", "50.00" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GPtrArray) stores = new_stores (rows[i].currency, NULL);
    g_autoptr (WbOfferSet) set = propose (rows[i].kind, stores);
    const WbCouponAmount *amount = NULL;

    g_test_message ("%s %s", rows[i].kind ? rows[i].kind : "(none)", rows[i].currency);
    /* The shop that issues no coupons adds no row. */
    g_assert_cmpuint (set->amounts->len, ==, 1);
    amount = g_ptr_array_index (set->amounts, 0);
    g_assert_cmpstr (amount->currency, ==, rows[i].currency);
    g_assert_cmpstr (amount->kind, ==, "fixed");
    g_assert_cmpstr (amount->amount, ==, rows[i].amount);
    g_assert_cmpstr (amount->min_order_value, ==, rows[i].min_order_value);
  }
}

static void
test_offer_proposal_is_off (void)
{
  g_autoptr (GPtrArray) stores = new_stores ("CZK", "EUR");
  g_autoptr (WbOfferSet) set = propose ("return", stores);

  g_assert_cmpstr (set->type, ==, "b1000001");
  g_assert_cmpint (set->version, ==, 0);
  g_assert_cmpint (set->updated_at, ==, WB_TIME_NONE);
  for (WbTool tool = WB_TOOL_COUPON; tool < WB_N_TOOLS; tool++) {
    g_assert_false (wb_offer_set_is_on (set, tool));
    g_assert_cmpint (wb_offer_set_get_placements (set, tool), !=, WB_PLACEMENT_NONE);
  }
  g_assert_cmpint (set->validity_days, ==, 14);
}

static void
test_offer_proposal_asks_in_each_language (void)
{
  g_autoptr (WbOfferSet) set = propose ("return", NULL);

  g_assert_cmpuint (set->call_text->texts->len, ==, 6);
  g_assert_cmpstr (g_ptr_array_index (set->call_text->languages, 0), ==, "cs");
  g_assert_cmpstr (wb_lang_text_get (set->call_text, "cs"), ==, "Chcete, abychom vám zavolali?");
  g_assert_cmpstr (wb_lang_text_get (set->call_text, "de"), ==, "Sollen wir Sie anrufen?");
  g_assert_cmpstr (wb_lang_text_get (set->call_text, "hu"), ==,
                   wb_lang_text_get (set->call_text, "en"));
}

/* Every currency there is, for each kind of type: right as soon as it is switched on, round, and
 * never less for a return than for a claim. */
static void
test_offer_proposal_meets_the_rules (void)
{
  guint n_currencies = 0;

  for (int code = 0; code < 26 * 26 * 26; code++) {
    char currency[] = { (char) ('A' + code / 676), (char) ('A' + code / 26 % 26),
                        (char) ('A' + code % 26), '\0' };
    g_autoptr (GPtrArray) stores = NULL;
    WbOfferContext context = { .default_language = "cs" };
    gint64 values[2] = { 0 };
    static const char *const kinds[] = { "claim", "return" };

    if (wb_currency_digits (currency) < 0)
      continue;
    n_currencies++;
    stores = new_stores (currency, "CZK");
    context.stores = stores;
    for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++) {
      g_autoptr (WbOfferSet) set = propose (kinds[i], stores);
      g_autoptr (GPtrArray) problems = NULL;
      const WbCouponAmount *amount = wb_offer_set_find_amount (set, currency);
      WbMoney money = WB_MONEY_NONE;

      wb_offer_set_set_on (set, WB_TOOL_COUPON, TRUE);
      wb_offer_set_set_on (set, WB_TOOL_CALL_REQUEST, TRUE);
      problems = wb_offer_set_validate (set, &context);
      g_assert_cmpuint (problems->len, ==, 0);
      g_assert_true (wb_money_parse_api (amount->amount, currency, FALSE, &money, NULL));
      values[i] = money.minor;
    }
    g_assert_cmpint (values[1], >, values[0]);
  }
  g_assert_cmpuint (n_currencies, >, 150);
}

/* A set in which everything is told, and in an order of its own. */
static WbOfferSet *
new_set (const char *type,
         gint64      version)
{
  WbOfferSet *set = wb_offer_set_new ();
  static const char *const currencies[] = { "EUR", "CZK", "EUR" };

  set->type = g_strdup (type);
  set->coupon_enabled = TRUE;
  set->coupon_placements = WB_PLACEMENT_EMAIL;
  for (gsize i = 0; i < G_N_ELEMENTS (currencies); i++) {
    WbCouponAmount *amount = wb_coupon_amount_new ();

    amount->currency = g_strdup (currencies[i]);
    amount->kind = g_strdup (i == 1 ? "points" : "fixed");
    amount->amount = i == 2 ? NULL : g_strdup ("7.0");
    amount->min_order_value = i == 0 ? NULL : g_strdup ("");
    g_ptr_array_add (set->amounts, amount);
  }
  set->validity_days = 21;
  set->call_enabled = TRUE;
  set->call_placements = WB_PLACEMENT_PORTAL;
  wb_lang_text_set (set->call_text, "en", "Call?");
  wb_lang_text_set (set->call_text, "cs", "Zavolat?");
  set->call_deadline_days = 2;
  set->banner_enabled = TRUE;
  set->banner_placements = WB_PLACEMENT_TICKET_DETAIL;
  set->banner = g_strdup ("03000001");
  set->banner_target_url = g_strdup ("https://example.cz");
  set->updated_at = version * 1000;
  set->updated_by = g_strdup_printf ("user %d", (int) version);
  set->version = version;

  return set;
}

static void
assert_same_tools (const WbOfferSet *a,
                   const WbOfferSet *b)
{
  g_assert_true (wb_offer_set_equal_tools (a, b));
  g_assert_cmpuint (a->amounts->len, ==, b->amounts->len);
  for (guint i = 0; i < a->amounts->len; i++) {
    const WbCouponAmount *mine = g_ptr_array_index (a->amounts, i);
    const WbCouponAmount *other = g_ptr_array_index (b->amounts, i);

    g_assert_true (mine != other);
    g_assert_cmpstr (mine->currency, ==, other->currency);
    g_assert_cmpstr (mine->kind, ==, other->kind);
    g_assert_cmpstr (mine->amount, ==, other->amount);
    g_assert_cmpstr (mine->min_order_value, ==, other->min_order_value);
  }
  for (guint i = 0; i < a->call_text->languages->len; i++)
    g_assert_cmpstr (g_ptr_array_index (a->call_text->languages, i), ==,
                     g_ptr_array_index (b->call_text->languages, i));
  g_assert_cmpint (a->call_deadline_days, ==, b->call_deadline_days);
}

static void
test_offer_proposal_go_back (void)
{
  g_autoptr (WbOfferSet) old = new_set ("b1", 3);
  g_autoptr (WbOfferSet) current = new_set ("b1", 9);
  g_autoptr (WbOfferSet) back = NULL;

  old->call_enabled = FALSE;
  current->validity_days = 5;
  back = wb_offer_set_go_back (old, current);
  assert_same_tools (back, old);
  g_assert_false (wb_offer_set_equal_tools (back, current));
  g_assert_cmpstr (back->type, ==, "b1");
  g_assert_cmpint (back->version, ==, 9);
  g_assert_cmpint (back->updated_at, ==, 9000);
  g_assert_cmpstr (back->updated_by, ==, "user 9");
}

static void
test_offer_proposal_copy_arrives_off (void)
{
  g_autoptr (WbOfferSet) from = new_set ("b1", 3);
  g_autoptr (WbOfferSet) to = new_set ("b2", 0);
  g_autoptr (WbOfferSet) copy = wb_offer_set_copy_tools (from, to);

  for (WbTool tool = WB_TOOL_COUPON; tool < WB_N_TOOLS; tool++) {
    g_assert_false (wb_offer_set_is_on (copy, tool));
    g_assert_true (wb_offer_set_is_on (from, tool));
    wb_offer_set_set_on (copy, tool, TRUE);
  }
  assert_same_tools (copy, from);
  g_assert_cmpstr (copy->type, ==, "b2");
  g_assert_cmpint (copy->version, ==, 0);
  g_assert_cmpstr (copy->updated_by, ==, "user 0");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wb/domain/offer-proposal/amounts", test_offer_proposal_amounts);
  g_test_add_func ("/wb/domain/offer-proposal/is-off", test_offer_proposal_is_off);
  g_test_add_func ("/wb/domain/offer-proposal/asks-in-each-language",
                   test_offer_proposal_asks_in_each_language);
  g_test_add_func ("/wb/domain/offer-proposal/meets-the-rules",
                   test_offer_proposal_meets_the_rules);
  g_test_add_func ("/wb/domain/offer-proposal/go-back", test_offer_proposal_go_back);
  g_test_add_func ("/wb/domain/offer-proposal/copy-arrives-off",
                   test_offer_proposal_copy_arrives_off);

  return g_test_run ();
}
