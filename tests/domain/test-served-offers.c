/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a customer is offered: every way to switch and place three tools, and each reason to leave
 * one out with its twin that is offered. A case starts from a set that is right and spoils a thing. */

#include "wb-served-offers.h"

#define DAY 20000

typedef struct
{
  WbAccount *account;   /* (owned) */
  WbOfferSet *set;      /* (owned) */
  WbBanner *banner;     /* (owned) */
  WbServedAsk ask;
} Case;

typedef void (*Spoil) (Case *c);

static void
set_text (char       **place,
          const char  *text)
{
  g_free (*place);
  *place = g_strdup (text);
}

static WbCouponAmount *
row (Case       *c,
     const char *currency)
{
  return wb_offer_set_ensure_amount (c->set, currency);
}

static void
init_set (Case *c)
{
  c->set = wb_offer_set_new ();
  c->set->type = g_strdup ("b1");
  for (WbTool tool = WB_TOOL_COUPON; tool < WB_N_TOOLS; tool++) {
    wb_offer_set_set_on (c->set, tool, TRUE);
    wb_offer_set_set_placements (c->set, tool, WB_PLACEMENT_PORTAL | WB_PLACEMENT_TICKET_DETAIL |
                                 WB_PLACEMENT_EMAIL);
  }
  set_text (&row (c, "CZK")->amount, "200.00");
  set_text (&row (c, "CZK")->min_order_value, "1000.00");
  set_text (&row (c, "EUR")->amount, "8.00");
  set_text (&row (c, "EUR")->min_order_value, "40.00");
  c->set->validity_days = 30;
  wb_lang_text_set (c->set->call_text, "en", "Shall we call?");
  wb_lang_text_set (c->set->call_text, "cs", "Zavolat?");
  c->set->banner = g_strdup ("b7");
  c->set->banner_target_url = g_strdup ("https://example.cz/akce");
}

static void
init_case (Case *c)
{
  const char *languages[] = { "cs", "sk", "en", NULL };

  c->account = wb_account_new ();
  c->account->default_language = g_strdup ("cs");
  g_strfreev (c->account->languages);
  c->account->languages = g_strdupv ((char **) languages);
  init_set (c);
  c->banner = wb_banner_new ();
  c->banner->id = g_strdup ("b7");
  c->banner->picture = wb_picture_new ();
  c->banner->picture->url = g_strdup ("https://cdn.example.com/f/b7.png");
  c->banner->starts_on = c->banner->ends_on = WB_DATE_NONE;
  wb_lang_text_set (c->banner->alt_text, "cs", "Podzim");
  c->ask = (WbServedAsk) {
    c->account, c->set, c->banner, WB_PLACEMENT_PORTAL, "en", "CZK", DAY
  };
}

static void
clear_case (Case *c)
{
  wb_account_unref (c->account);
  wb_offer_set_unref (c->set);
  wb_banner_unref (c->banner);
}

/* One line an offer: all that is in it. */
static char *
say (const WbServedOffers *served)
{
  GString *text = g_string_new (served->language);

  for (guint i = 0; i < served->offers->len; i++) {
    const WbServedOffer *offer = g_ptr_array_index (served->offers, i);

    if (offer->tool == WB_TOOL_COUPON)
      g_string_append_printf (text, "|%s %s %s %s %d", offer->kind, offer->amount,
                              offer->currency,
                              offer->min_order_value ? offer->min_order_value : "-",
                              offer->validity_days);
    else if (offer->tool == WB_TOOL_CALL_REQUEST)
      g_string_append_printf (text, "|%s", offer->text);
    else
      g_string_append_printf (text, "|%s %s '%s' %s", offer->banner, offer->image_url,
                              offer->alt_text, offer->target_url);
  }

  return g_string_free (text, FALSE);
}

/* *INDENT-OFF* */
#define SPOIL(name, ...)                       \
  static void spoil_ ## name (Case *c)         \
  {                                            \
    __VA_ARGS__;                               \
  }

SPOIL (nothing, (void) c)
SPOIL (euro, c->ask.order_currency = "EUR")
SPOIL (no_order, c->ask.order_currency = NULL)
SPOIL (unpriced_currency, c->ask.order_currency = "PLN")
SPOIL (amount_missing, set_text (&row (c, "CZK")->amount, NULL))
SPOIL (amount_empty, set_text (&row (c, "CZK")->amount, ""))
SPOIL (amount_short, set_text (&row (c, "CZK")->amount, "200"))
SPOIL (amount_zero, set_text (&row (c, "CZK")->amount, "0.00"))
SPOIL (amount_cent, set_text (&row (c, "CZK")->amount, "0.01"))
SPOIL (amount_word, set_text (&row (c, "CZK")->amount, "lots"))
SPOIL (amount_negative, set_text (&row (c, "CZK")->amount, "-5.00"))
SPOIL (other_missing, set_text (&row (c, "EUR")->amount, NULL))
SPOIL (minimum_missing, set_text (&row (c, "CZK")->min_order_value, NULL))
SPOIL (minimum_zero, set_text (&row (c, "CZK")->min_order_value, "0"))
SPOIL (minimum_word, set_text (&row (c, "CZK")->min_order_value, "some"))
SPOIL (no_validity, c->set->validity_days = -1)
SPOIL (zero_validity, c->set->validity_days = 0)
SPOIL (one_day, c->set->validity_days = 1)
SPOIL (unknown_kind, set_text (&row (c, "CZK")->kind, "points"))
SPOIL (percent, set_text (&row (c, "CZK")->kind, "percent");
       set_text (&row (c, "CZK")->amount, "12.50"))
SPOIL (percent_all, spoil_percent (c); set_text (&row (c, "CZK")->amount, "100"))
SPOIL (percent_above, spoil_percent (c); set_text (&row (c, "CZK")->amount, "100.01"))
SPOIL (percent_zero, spoil_percent (c); set_text (&row (c, "CZK")->amount, "0.00"))
SPOIL (percent_missing, spoil_percent (c); set_text (&row (c, "CZK")->amount, NULL))

SPOIL (czech, c->ask.language = "cs")
SPOIL (untold, c->ask.language = NULL)
SPOIL (foreign, c->ask.language = "fr")
SPOIL (unwritten, c->ask.language = "sk")
SPOIL (english_blank, wb_lang_text_set (c->set->call_text, "en", " \n"))
SPOIL (only_slovak, wb_lang_text_set (c->set->call_text, "en", NULL);
       wb_lang_text_set (c->set->call_text, "cs", NULL);
       wb_lang_text_set (c->set->call_text, "sk", "Volat?"))
SPOIL (silent, wb_lang_text_set (c->set->call_text, "en", NULL);
       wb_lang_text_set (c->set->call_text, "cs", ""))
SPOIL (alt_english, wb_lang_text_set (c->banner->alt_text, "en", "Autumn"))
SPOIL (alt_none, wb_lang_text_set (c->banner->alt_text, "cs", NULL))

SPOIL (banner_gone, c->ask.banner = NULL)
SPOIL (banner_unset, set_text (&c->set->banner, NULL))
SPOIL (banner_other, set_text (&c->set->banner, "b8"))
SPOIL (banner_archived, c->banner->archived = TRUE)
SPOIL (banner_pictureless, g_clear_pointer (&c->banner->picture, wb_picture_unref))
SPOIL (banner_starts_today, c->banner->starts_on = DAY)
SPOIL (banner_starts_tomorrow, c->banner->starts_on = DAY + 1)
SPOIL (banner_ends_today, c->banner->ends_on = DAY)
SPOIL (banner_ended_yesterday, c->banner->ends_on = DAY - 1)
SPOIL (target_missing, set_text (&c->set->banner_target_url, NULL))
SPOIL (target_empty, set_text (&c->set->banner_target_url, ""))
/* *INDENT-ON* */

#define COUPON "|fixed 200.00 CZK 1000.00 30"
#define CALL "|Shall we call?"
#define BANNER "|b7 https://cdn.example.com/f/b7.png 'Podzim' https://example.cz/akce"
#define REST CALL BANNER

static void
test_served_offers_rules (void)
{
  static const struct {
    const char *name;
    Spoil spoil;
    const char *served;
    WbServedGap coupon;
    WbServedGap banner;
  } cases[] = {
    { "all of it", spoil_nothing, "en" COUPON REST },
    { "an order in euros", spoil_euro, "en|fixed 8.00 EUR 40.00 30" REST },
    { "no order", spoil_no_order, "en" REST,
      WB_SERVED_GAP_NO_ORDER },
    { "an order in a currency without an amount", spoil_unpriced_currency, "en" REST,
      WB_SERVED_GAP_NO_AMOUNT },
    { "amount missing", spoil_amount_missing, "en" REST,
      WB_SERVED_GAP_NO_AMOUNT },
    { "amount empty", spoil_amount_empty, "en" REST,
      WB_SERVED_GAP_NO_AMOUNT },
    { "amount with fewer digits", spoil_amount_short, "en" COUPON REST },
    { "amount zero", spoil_amount_zero, "en" REST,
      WB_SERVED_GAP_NO_AMOUNT },
    { "amount of a cent", spoil_amount_cent, "en|fixed 0.01 CZK 1000.00 30" REST },
    { "amount that is none", spoil_amount_word, "en" REST,
      WB_SERVED_GAP_NO_AMOUNT },
    { "amount below zero", spoil_amount_negative, "en" REST,
      WB_SERVED_GAP_NO_AMOUNT },
    { "amount missing in another currency", spoil_other_missing, "en" COUPON REST },
    { "no minimum", spoil_minimum_missing, "en|fixed 200.00 CZK - 30" REST },
    { "minimum zero", spoil_minimum_zero, "en|fixed 200.00 CZK 0.00 30" REST },
    { "minimum that is none", spoil_minimum_word, "en" REST,
      WB_SERVED_GAP_BAD_MINIMUM },
    { "validity missing", spoil_no_validity, "en" REST,
      WB_SERVED_GAP_NO_VALIDITY },
    { "validity zero", spoil_zero_validity, "en" REST,
      WB_SERVED_GAP_NO_VALIDITY },
    { "a day", spoil_one_day, "en|fixed 200.00 CZK 1000.00 1" REST },
    { "a kind we do not know", spoil_unknown_kind, "en" REST,
      WB_SERVED_GAP_UNKNOWN_KIND },
    { "percent", spoil_percent, "en|percent 12.50 CZK 1000.00 30" REST },
    { "100 percent", spoil_percent_all, "en|percent 100 CZK 1000.00 30" REST },
    { "more than 100 percent", spoil_percent_above, "en" REST,
      WB_SERVED_GAP_NO_AMOUNT },
    { "0 percent", spoil_percent_zero, "en" REST,
      WB_SERVED_GAP_NO_AMOUNT },
    { "percent missing", spoil_percent_missing, "en" REST,
      WB_SERVED_GAP_NO_AMOUNT },
    { "Czech", spoil_czech, "cs" COUPON "|Zavolat?" BANNER },
    { "no language asked for", spoil_untold, "cs" COUPON "|Zavolat?" BANNER },
    { "a language the account has not", spoil_foreign, "cs" COUPON "|Zavolat?" BANNER },
    { "a language without a text", spoil_unwritten, "sk" COUPON "|Zavolat?" BANNER },
    { "a blank text", spoil_english_blank, "en" COUPON "|Zavolat?" BANNER },
    { "a text in a third language", spoil_only_slovak, "en" COUPON "|Volat?" BANNER },
    { "no text at all", spoil_silent, "en" COUPON "|Shall we call you?" BANNER },
    { "alt text in the language", spoil_alt_english,
      "en" COUPON CALL "|b7 https://cdn.example.com/f/b7.png 'Autumn' https://example.cz/akce" },
    { "no alt text", spoil_alt_none,
      "en" COUPON CALL "|b7 https://cdn.example.com/f/b7.png '' https://example.cz/akce" },
    { "a banner that is not there", spoil_banner_gone, "en" COUPON CALL, WB_SERVED_GAP_NONE,
      WB_SERVED_GAP_UNKNOWN_BANNER },
    { "no banner chosen", spoil_banner_unset, "en" COUPON CALL, WB_SERVED_GAP_NONE,
      WB_SERVED_GAP_NO_BANNER },
    { "another banner chosen", spoil_banner_other, "en" COUPON CALL, WB_SERVED_GAP_NONE,
      WB_SERVED_GAP_UNKNOWN_BANNER },
    { "an archived banner", spoil_banner_archived, "en" COUPON CALL, WB_SERVED_GAP_NONE,
      WB_SERVED_GAP_ARCHIVED },
    { "a banner without a picture", spoil_banner_pictureless, "en" COUPON CALL, WB_SERVED_GAP_NONE,
      WB_SERVED_GAP_UNKNOWN_BANNER },
    { "a banner from today", spoil_banner_starts_today, "en" COUPON REST },
    { "a banner from tomorrow", spoil_banner_starts_tomorrow, "en" COUPON CALL, WB_SERVED_GAP_NONE,
      WB_SERVED_GAP_UPCOMING },
    { "a banner until today", spoil_banner_ends_today, "en" COUPON REST },
    { "a banner until yesterday", spoil_banner_ended_yesterday, "en" COUPON CALL, WB_SERVED_GAP_NONE,
      WB_SERVED_GAP_OVER },
    { "a banner that leads nowhere", spoil_target_missing, "en" COUPON CALL, WB_SERVED_GAP_NONE,
      WB_SERVED_GAP_NO_TARGET },
    { "a banner with an empty address", spoil_target_empty, "en" COUPON CALL, WB_SERVED_GAP_NONE,
      WB_SERVED_GAP_NO_TARGET },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (WbServedOffers) served = NULL;
    g_autofree char *text = NULL;
    Case c;

    init_case (&c);
    cases[i].spoil (&c);
    g_test_message ("%s", cases[i].name);
    served = wb_served_offers_make (&c.ask);
    text = say (served);
    g_assert_cmpstr (text, ==, cases[i].served);
    g_assert_cmpint (wb_served_offers_find_gap (&c.ask, WB_TOOL_COUPON), ==, cases[i].coupon);
    g_assert_cmpint (wb_served_offers_find_gap (&c.ask, WB_TOOL_CALL_REQUEST), ==,
                     WB_SERVED_GAP_NONE);
    g_assert_cmpint (wb_served_offers_find_gap (&c.ask, WB_TOOL_BANNER), ==, cases[i].banner);
    clear_case (&c);
  }
}

/* 8 ways to switch the tools on, 8 ways to place each of them, 3 places to look at. */
static void
test_served_offers_every_combination (void)
{
  static const WbPlacements places[] = {
    WB_PLACEMENT_PORTAL, WB_PLACEMENT_TICKET_DETAIL, WB_PLACEMENT_EMAIL
  };
  static const char *const said[WB_N_TOOLS] = { COUPON, CALL, BANNER };
  guint n_offers = 0;
  Case c;

  init_case (&c);
  for (guint on = 0; on < 8; on++) {
    for (guint where = 0; where < 8 * 8 * 8; where++) {
      for (WbTool tool = WB_TOOL_COUPON; tool < WB_N_TOOLS; tool++) {
        wb_offer_set_set_on (c.set, tool, (on >> tool & 1) != 0);
        wb_offer_set_set_placements (c.set, tool, (WbPlacements) (where >> 3 * tool & 7));
      }
      for (gsize i = 0; i < G_N_ELEMENTS (places); i++) {
        g_autoptr (WbServedOffers) served = NULL;
        g_autoptr (GString) expected = g_string_new ("en");
        g_autofree char *text = NULL;

        c.ask.placement = places[i];
        for (WbTool tool = WB_TOOL_COUPON; tool < WB_N_TOOLS; tool++) {
          WbServedGap gap = WB_SERVED_GAP_NONE;

          if ((on >> tool & 1) == 0)
            gap = WB_SERVED_GAP_OFF;
          else if (((where >> 3 * tool & 7) & places[i]) == 0)
            gap = WB_SERVED_GAP_ELSEWHERE;
          else
            g_string_append (expected, said[tool]);
          g_assert_cmpint (wb_served_offers_find_gap (&c.ask, tool), ==, gap);
        }
        served = wb_served_offers_make (&c.ask);
        text = say (served);
        g_assert_cmpstr (text, ==, expected->str);
        g_assert_cmpint (served->placement, ==, places[i]);
        n_offers += served->offers->len;
      }
    }
  }
  /* Each tool is on in half of 8 x 512 sets and placed at each of 3 places in half of those. */
  g_assert_cmpuint (n_offers, ==, 3 * 3 * 8 * 512 / 4);
  clear_case (&c);
}

/* An account that tells no language has its texts served all the same. */
static void
test_served_offers_account_without_languages (void)
{
  g_autoptr (WbServedOffers) served = NULL;
  g_autofree char *text = NULL;
  Case c;

  init_case (&c);
  g_clear_pointer (&c.account->default_language, g_free);
  g_strfreev (c.account->languages);
  c.account->languages = g_new0 (char *, 1);
  served = wb_served_offers_make (&c.ask);
  text = say (served);
  g_assert_cmpstr (text, ==, "en" COUPON REST);
  clear_case (&c);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wb/domain/served-offers/rules", test_served_offers_rules);
  g_test_add_func ("/wb/domain/served-offers/every-combination",
                   test_served_offers_every_combination);
  g_test_add_func ("/wb/domain/served-offers/account-without-languages",
                   test_served_offers_account_without_languages);

  return g_test_run ();
}
