/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a customer is offered in one place; see wb-served-offers.h. The service answers with it and
 * the window's preview draws it, drafts included: what a draft still lacks is not offered, for the
 * service could not keep it. */

#include "config.h"

#include "wb-served-offers.h"

#include "wb-customer-text.h"
#include "wb-plain-text.h"

/* 0 < p <= 100 with up to two digits (reference/retino-api.md B.5). */
#define PERCENT_DIGITS 2
#define PERCENT_MAX_SCALED 10000

static void
init_served_offer (WbServedOffer *self)
{
}

static void
clear_served_offer (WbServedOffer *self)
{
  g_free (self->kind);
  g_free (self->amount);
  g_free (self->currency);
  g_free (self->min_order_value);
  g_free (self->text);
  g_free (self->banner);
  g_free (self->image_url);
  g_free (self->alt_text);
  g_free (self->target_url);
}

WB_DEFINE_RECORD (WbServedOffer, wb_served_offer, init_served_offer, clear_served_offer)

static void
init_served_offers (WbServedOffers *self)
{
  self->offers = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_served_offer_unref);
}

static void
clear_served_offers (WbServedOffers *self)
{
  g_free (self->language);
  g_ptr_array_unref (self->offers);
}

WB_DEFINE_RECORD (WbServedOffers, wb_served_offers, init_served_offers, clear_served_offers)

static const char *
choose_language (const WbServedAsk *ask)
{
  const char *const *languages = (const char *const *) ask->account->languages;

  if (ask->language && g_strv_contains (languages, ask->language))
    return ask->language;
  if (ask->account->default_language)
    return ask->account->default_language;

  return languages[0] ? languages[0] : "en";
}

/* As wb_lang_text_pick(), but a language left blank says nothing. */
static const char *
pick_text (const WbLangText *text,
           const char       *language,
           const char       *default_language)
{
  const char *wanted[] = { language, default_language };

  for (gsize i = 0; i < G_N_ELEMENTS (wanted); i++) {
    const char *found = wanted[i] ? wb_lang_text_get (text, wanted[i]) : NULL;

    if (!wb_text_is_blank (found))
      return found;
  }
  for (guint i = 0; text && i < text->texts->len; i++) {
    const char *found = g_ptr_array_index (text->texts, i);

    if (!wb_text_is_blank (found))
      return found;
  }

  return NULL;
}

/* With all digits of its currency (reference/retino-api.md B.1); NULL for what is not money. */
static char *
read_money (const char *text,
            const char *currency,
            gboolean    may_be_zero)
{
  WbMoney money = WB_MONEY_NONE;

  if (!wb_money_parse_api (text, currency, TRUE, &money, NULL) || money.minor < 0 ||
      (money.minor == 0 && !may_be_zero))
    return NULL;

  return wb_money_format_api (&money);
}

static char *
read_percent (const char *text)
{
  gint64 scaled = 0;

  if (!wb_decimal_parse (text, PERCENT_DIGITS, &scaled, NULL) || scaled <= 0 ||
      scaled > PERCENT_MAX_SCALED)
    return NULL;

  return g_strdup (text);
}

static const WbCouponAmount *
find_amount (const WbServedAsk *ask)
{
  return ask->order_currency ? wb_offer_set_find_amount (ask->set, ask->order_currency) : NULL;
}

static char *
read_amount (const WbCouponAmount *amount)
{
  if (g_strcmp0 (amount->kind, WB_COUPON_KIND_PERCENT) == 0)
    return read_percent (amount->amount);

  return read_money (amount->amount, amount->currency, FALSE);
}

/* Without an order no shop could be asked for a coupon. */
static WbServedGap
find_coupon_gap (const WbServedAsk *ask)
{
  const WbCouponAmount *amount = find_amount (ask);
  g_autofree char *value = NULL;
  g_autofree char *minimum = NULL;

  if (!ask->order_currency)
    return WB_SERVED_GAP_NO_ORDER;
  if (!amount)
    return WB_SERVED_GAP_NO_AMOUNT;
  if (g_strcmp0 (amount->kind, WB_COUPON_KIND_FIXED) != 0 &&
      g_strcmp0 (amount->kind, WB_COUPON_KIND_PERCENT) != 0)
    return WB_SERVED_GAP_UNKNOWN_KIND;

  value = read_amount (amount);
  if (!value)
    return WB_SERVED_GAP_NO_AMOUNT;
  minimum = read_money (amount->min_order_value, amount->currency, TRUE);
  if (!minimum && !wb_text_is_blank (amount->min_order_value))
    return WB_SERVED_GAP_BAD_MINIMUM;

  return ask->set->validity_days < 1 ? WB_SERVED_GAP_NO_VALIDITY : WB_SERVED_GAP_NONE;
}

static WbServedGap
find_banner_gap (const WbServedAsk *ask)
{
  const WbBanner *banner = ask->banner;

  if (wb_text_is_blank (ask->set->banner))
    return WB_SERVED_GAP_NO_BANNER;
  if (!banner || !banner->picture || g_strcmp0 (banner->id, ask->set->banner) != 0)
    return WB_SERVED_GAP_UNKNOWN_BANNER;
  if (banner->archived)
    return WB_SERVED_GAP_ARCHIVED;

  switch (wb_banner_get_phase (banner, ask->today)) {
    case WB_BANNER_UPCOMING:
      return WB_SERVED_GAP_UPCOMING;
    case WB_BANNER_OVER:
      return WB_SERVED_GAP_OVER;
    case WB_BANNER_RUNNING:
    default:
      return wb_text_is_blank (ask->set->banner_target_url) ? WB_SERVED_GAP_NO_TARGET
                                                    : WB_SERVED_GAP_NONE;
  }
}

static WbServedOffer *
make_coupon (const WbServedAsk *ask)
{
  WbServedOffer *offer = wb_served_offer_new ();
  const WbCouponAmount *amount = find_amount (ask);

  g_assert (amount);
  offer->tool = WB_TOOL_COUPON;
  offer->kind = g_strdup (amount->kind);
  offer->amount = read_amount (amount);
  offer->currency = g_strdup (amount->currency);
  offer->min_order_value = read_money (amount->min_order_value, amount->currency, TRUE);
  offer->validity_days = ask->set->validity_days;

  return offer;
}

static WbServedOffer *
make_call_request (const WbServedAsk *ask,
                   const char        *language)
{
  WbServedOffer *offer = wb_served_offer_new ();
  const char *text = pick_text (ask->set->call_text, language, ask->account->default_language);

  offer->tool = WB_TOOL_CALL_REQUEST;
  offer->text = g_strdup (text ? text : wb_customer_text (WB_CUSTOMER_TEXT_CALL_QUESTION,
                                                          language));

  return offer;
}

static WbServedOffer *
make_banner (const WbServedAsk *ask,
             const char        *language)
{
  const char *alt_text = pick_text (ask->banner->alt_text, language,
                                    ask->account->default_language);
  WbServedOffer *offer = wb_served_offer_new ();

  offer->tool = WB_TOOL_BANNER;
  offer->banner = g_strdup (ask->banner->id);
  offer->image_url = g_strdup (ask->banner->picture->url);
  offer->alt_text = g_strdup (alt_text ? alt_text : "");
  offer->target_url = g_strdup (ask->set->banner_target_url);

  return offer;
}

/**
 * wb_served_offers_make:
 * @ask: whose offers, where, in which language and currency, and on which day
 *
 * What a customer is offered in one place: the tools that are on there, coupon first, then the call
 * request, then the banner. Left out are a coupon without a value in the order's currency, of a
 * kind we do not know or without validity, and a banner that is unknown, archived, outside its
 * period or leads nowhere. Texts come in the language asked for if the account has it, else in the
 * account's default, else in the first there is; a call request that says nothing asks our own
 * question. Any thread.
 *
 * Returns: (transfer full): the offers
 */
WbServedOffers *
wb_served_offers_make (const WbServedAsk *ask)
{
  WbServedOffers *self;

  g_return_val_if_fail (ask, NULL);
  g_return_val_if_fail (ask->account, NULL);
  g_return_val_if_fail (ask->set, NULL);
  g_return_val_if_fail (wb_placement_to_text (ask->placement), NULL);

  self = wb_served_offers_new ();
  self->placement = ask->placement;
  self->language = g_strdup (choose_language (ask));

  for (WbTool tool = WB_TOOL_COUPON; tool < WB_N_TOOLS; tool++) {
    if (wb_served_offers_find_gap (ask, tool) != WB_SERVED_GAP_NONE)
      continue;
    if (tool == WB_TOOL_COUPON)
      g_ptr_array_add (self->offers, make_coupon (ask));
    else if (tool == WB_TOOL_CALL_REQUEST)
      g_ptr_array_add (self->offers, make_call_request (ask, self->language));
    else
      g_ptr_array_add (self->offers, make_banner (ask, self->language));
  }

  return self;
}

/**
 * wb_served_offers_find_gap:
 * @ask: as for [func@wb_served_offers_make]
 * @tool: one of the tools
 *
 * Any thread.
 *
 * Returns: why [func@wb_served_offers_make] leaves @tool out; the first of several reasons
 */
WbServedGap
wb_served_offers_find_gap (const WbServedAsk *ask,
                           WbTool             tool)
{
  g_return_val_if_fail (ask, WB_SERVED_GAP_OFF);
  g_return_val_if_fail (tool < WB_N_TOOLS, WB_SERVED_GAP_OFF);

  if (!wb_offer_set_is_on (ask->set, tool))
    return WB_SERVED_GAP_OFF;
  if (!(wb_offer_set_get_placements (ask->set, tool) & ask->placement))
    return WB_SERVED_GAP_ELSEWHERE;
  if (tool == WB_TOOL_COUPON)
    return find_coupon_gap (ask);

  return tool == WB_TOOL_BANNER ? find_banner_gap (ask) : WB_SERVED_GAP_NONE;
}
