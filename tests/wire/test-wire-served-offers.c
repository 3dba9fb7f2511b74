/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The answer a customer's page gets, letter by letter in the form of reference/retino-api.md B.10,
 * with and without what only the service knows. */

#include "wb-wire-served-offers.h"

#include "wb-wire.h"

static WbServedOffer *
add_offer (WbServedOffers *served,
           WbTool          tool)
{
  WbServedOffer *offer = wb_served_offer_new ();

  offer->tool = tool;
  g_ptr_array_add (served->offers, offer);

  return offer;
}

static WbServedOffers *
new_served (void)
{
  WbServedOffers *served = wb_served_offers_new ();
  WbServedOffer *offer;

  served->placement = WB_PLACEMENT_PORTAL;
  served->language = g_strdup ("cs");
  offer = add_offer (served, WB_TOOL_COUPON);
  offer->kind = g_strdup ("fixed");
  offer->amount = g_strdup ("200.00");
  offer->currency = g_strdup ("CZK");
  offer->min_order_value = g_strdup ("1000.00");
  offer->validity_days = 30;
  offer = add_offer (served, WB_TOOL_CALL_REQUEST);
  offer->text = g_strdup ("Chcete, abychom vám zavolali?");
  offer = add_offer (served, WB_TOOL_BANNER);
  offer->banner = g_strdup ("03000001");
  offer->image_url = g_strdup ("https://cdn.example.com/f/02000001.png");
  offer->alt_text = g_strdup ("Podzimní sleva");
  offer->target_url = g_strdup ("https://secret-target.example.cz/");

  return served;
}

static WbAccount *
new_account (void)
{
  WbAccount *account = wb_account_new ();

  account->color_primary = g_strdup ("#1d4ed8");
  account->color_button_text = g_strdup ("#ffffff");
  account->color_background = g_strdup ("#ffffff");
  account->color_text = g_strdup ("#111827");

  return account;
}

#define HEAD                                                                                \
  "{\"placement\":\"portal\",\"language\":\"cs\",\"colors\":{\"primary\":\"#1d4ed8\","            \
  "\"button_text\":\"#ffffff\",\"background\":\"#ffffff\",\"text\":\"#111827\"},\"offers\":["
#define COUPON                                                                              \
  "{\"tool\":\"coupon\",\"kind\":\"fixed\",\"amount\":\"200.00\",\"currency\":\"CZK\","           \
  "\"min_order_value\":\"1000.00\",\"validity_days\":30,\"coupon\":"
#define CALL                                                                                \
  "{\"tool\":\"call_request\",\"text\":\"Chcete, abychom vám zavolali?\",\"requested\":"
#define BANNER                                                                              \
  "{\"tool\":\"banner\",\"banner\":\"03000001\","                                             \
  "\"image_url\":\"https://cdn.example.com/f/02000001.png\",\"alt_text\":\"Podzimní sleva\","   \
  "\"click_url\":"
#define CLICK "https://api.example.com/api/v2/portal/k7/banner/03000001?placement=portal"

static void
check (const WbServedOffers *served,
       const WbServedFacts  *facts,
       const char           *expected)
{
  g_autoptr (WbAccount) account = new_account ();
  g_autoptr (JsonNode) node = wb_wire_served_offers_encode (served, account, facts);
  g_autofree char *text = wb_wire_print (node);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_wire_served_offers_as_in_the_contract (void)
{
  g_autoptr (WbServedOffers) served = new_served ();
  const WbServedFacts facts = { NULL, FALSE, CLICK };

  check (served, &facts,
         HEAD COUPON "null}," CALL "false}," BANNER "\"" CLICK "\"}]}");
}

static void
test_wire_served_offers_with_facts (void)
{
  g_autoptr (WbServedOffers) served = new_served ();
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) coupon =
    wb_wire_parse ("{\"id\":\"05000001\",\"code\":\"VRAT8KQ2MX4TH7\"}", -1, 100, &error);
  const WbServedFacts facts = { coupon, TRUE, CLICK };

  g_assert_no_error (error);
  check (served, &facts,
         HEAD COUPON "{\"id\":\"05000001\",\"code\":\"VRAT8KQ2MX4TH7\"}}," CALL "true}," BANNER
         "\"" CLICK "\"}]}");
}

static void
test_wire_served_offers_without_facts (void)
{
  g_autoptr (WbServedOffers) served = new_served ();

  check (served, NULL, HEAD COUPON "null}," CALL "false}," BANNER "null}]}");
}

/* Absent is null, never missing; and no offer is an empty list. */
static void
test_wire_served_offers_absent (void)
{
  g_autoptr (WbServedOffers) served = wb_served_offers_new ();
  g_autoptr (WbAccount) account = wb_account_new ();
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *text = NULL;
  WbServedOffer *offer;

  served->placement = WB_PLACEMENT_TICKET_DETAIL;
  served->language = g_strdup ("en");
  node = wb_wire_served_offers_encode (served, account, NULL);
  text = wb_wire_print (node);
  g_assert_cmpstr (text, ==,
                   "{\"placement\":\"ticket_detail\",\"language\":\"en\",\"colors\":"
                   "{\"primary\":null,\"button_text\":null,\"background\":null,\"text\":null},"
                   "\"offers\":[]}");

  offer = add_offer (served, WB_TOOL_COUPON);
  offer->kind = g_strdup ("percent");
  offer->amount = g_strdup ("10");
  offer->currency = g_strdup ("EUR");
  offer->validity_days = 1;
  served->placement = WB_PLACEMENT_EMAIL;
  check (served, NULL,
         "{\"placement\":\"email\",\"language\":\"en\",\"colors\":{\"primary\":\"#1d4ed8\","
         "\"button_text\":\"#ffffff\",\"background\":\"#ffffff\",\"text\":\"#111827\"},\"offers\":["
         "{\"tool\":\"coupon\",\"kind\":\"percent\",\"amount\":\"10\",\"currency\":\"EUR\","
         "\"min_order_value\":null,\"validity_days\":1,\"coupon\":null}]}");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wb/wire/served-offers/as-in-the-contract",
                   test_wire_served_offers_as_in_the_contract);
  g_test_add_func ("/wb/wire/served-offers/with-facts", test_wire_served_offers_with_facts);
  g_test_add_func ("/wb/wire/served-offers/without-facts", test_wire_served_offers_without_facts);
  g_test_add_func ("/wb/wire/served-offers/absent", test_wire_served_offers_absent);

  return g_test_run ();
}
