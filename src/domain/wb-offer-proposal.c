/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Offer sets made from something else. A proposal is a start that a manager changes: round amounts,
 * about a fifth of the order they ask for, higher for returns than for claims because a return
 * loses a sale and a claim does not. */

#include "config.h"

#include "wb-offer-proposal.h"

#include "wb-customer-text.h"
#include "wb-merchant-store.h"

#define VALIDITY_DAYS 14

typedef struct
{
  const char *amount;
  const char *min_order_value;
} Value;

typedef struct
{
  const char *currency;
  Value on_return;
  Value otherwise;
} Proposal;

static const Proposal proposals[] = {
  { "CZK", { "200.00", "1000.00" }, { "100.00", "500.00" } },
  { "EUR", { "8.00", "40.00" }, { "4.00", "20.00" } },
  { "PLN", { "40.00", "200.00" }, { "20.00", "100.00" } },
  { "HUF", { "3000.00", "15000.00" }, { "1500.00", "7500.00" } },
  { "RON", { "40.00", "200.00" }, { "20.00", "100.00" } },
  { "BGN", { "16.00", "80.00" }, { "8.00", "40.00" } },
  { "GBP", { "8.00", "40.00" }, { "4.00", "20.00" } },
  { "SEK", { "100.00", "500.00" }, { "50.00", "250.00" } },
  { "NOK", { "100.00", "500.00" }, { "50.00", "250.00" } },
  { "DKK", { "60.00", "300.00" }, { "30.00", "150.00" } },
  { "UAH", { "400.00", "2000.00" }, { "200.00", "1000.00" } },
};

/* For any other currency, by the digits it has: those with fewer have smaller units. */
static const Proposal by_digits[] = {
  { NULL, { "1000", "5000" }, { "500", "2500" } },
  { NULL, { "10.00", "50.00" }, { "5.00", "25.00" } },
  { NULL, { "10.00", "50.00" }, { "5.00", "25.00" } },
  { NULL, { "3.000", "15.000" }, { "1.500", "7.500" } },
  { NULL, { "0.2000", "1.0000" }, { "0.1000", "0.5000" } },
};

static const Value *
propose_value (const char *currency,
               gboolean    on_return)
{
  int digits = wb_currency_digits (currency);
  const Proposal *proposal = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (proposals); i++) {
    if (g_strcmp0 (proposals[i].currency, currency) == 0)
      proposal = &proposals[i];
  }
  if (!proposal && digits >= 0 && digits < (int) G_N_ELEMENTS (by_digits))
    proposal = &by_digits[digits];
  if (!proposal)
    return NULL;

  return on_return ? &proposal->on_return : &proposal->otherwise;
}

static void
propose_coupon (WbOfferSet *self,
                GPtrArray  *stores,
                gboolean    on_return)
{
  g_auto (GStrv) currencies = wb_merchant_stores_coupon_currencies (stores);

  self->coupon_placements = WB_PLACEMENT_PORTAL | WB_PLACEMENT_TICKET_DETAIL;
  self->validity_days = VALIDITY_DAYS;
  for (gsize i = 0; currencies[i]; i++) {
    const Value *value = propose_value (currencies[i], on_return);
    WbCouponAmount *amount = wb_coupon_amount_new ();

    /* A currency we do not know still has its row, for a person to fill in. */
    amount->currency = g_strdup (currencies[i]);
    amount->kind = g_strdup (WB_COUPON_KIND_FIXED);
    amount->amount = g_strdup (value ? value->amount : NULL);
    amount->min_order_value = g_strdup (value ? value->min_order_value : NULL);
    g_ptr_array_add (self->amounts, amount);
  }
}

static void
propose_call (WbOfferSet      *self,
              const WbAccount *account)
{
  self->call_placements = WB_PLACEMENT_PORTAL | WB_PLACEMENT_TICKET_DETAIL | WB_PLACEMENT_EMAIL;
  if (account->default_language)
    wb_lang_text_set (self->call_text, account->default_language,
                      wb_customer_text (WB_CUSTOMER_TEXT_CALL_QUESTION,
                                        account->default_language));
  for (gsize i = 0; account->languages && account->languages[i]; i++)
    wb_lang_text_set (self->call_text, account->languages[i],
                      wb_customer_text (WB_CUSTOMER_TEXT_CALL_QUESTION, account->languages[i]));
}

/**
 * wb_offer_set_propose:
 * @type: the type it is for; only the kind "return" is proposed the higher amounts
 * @account: the account, for its languages
 * @stores: (nullable) (element-type WbMerchantStore): the connected shops, for their currencies
 *
 * A start for a type that was never configured: amounts and minimums, 14 days, the question of the
 * call request in each language (languages without one of ours have it in English), and the usual
 * places. Everything is off. Any thread.
 *
 * Returns: (transfer full): the set, of version 0; once coupon or call request is switched on, it
 *   meets every rule of [func@wb_offer_set_validate] that no shop's absence breaks
 */
WbOfferSet *
wb_offer_set_propose (const WbTicketType *type,
                      const WbAccount    *account,
                      GPtrArray          *stores)
{
  WbOfferSet *self;

  g_return_val_if_fail (type, NULL);
  g_return_val_if_fail (account, NULL);

  self = wb_offer_set_new ();
  self->type = g_strdup (type->id);
  propose_coupon (self, stores, g_strcmp0 (type->kind, "return") == 0);
  propose_call (self, account);
  self->banner_placements = WB_PLACEMENT_PORTAL;

  return self;
}

/* A copy of @from that stands where @to does: what the server keeps is @to's. */
static WbOfferSet *
copy_in_place_of (const WbOfferSet *from,
                  const WbOfferSet *to)
{
  WbOfferSet *self = wb_offer_set_copy (from);

  g_free (self->type);
  self->type = g_strdup (to->type);
  self->updated_at = to->updated_at;
  g_free (self->updated_by);
  self->updated_by = g_strdup (to->updated_by);
  self->version = to->version;

  return self;
}

/**
 * wb_offer_set_go_back:
 * @old: an earlier version
 * @current: the set as it is now
 *
 * What to save so that the tools are again those of @old, on or off as they were then, to the byte.
 * It becomes a new version: nothing is rewritten. Any thread.
 *
 * Returns: (transfer full): the tools of @old with the type and version of @current
 */
WbOfferSet *
wb_offer_set_go_back (const WbOfferSet *old,
                      const WbOfferSet *current)
{
  g_return_val_if_fail (old, NULL);
  g_return_val_if_fail (current, NULL);

  return copy_in_place_of (old, current);
}

/**
 * wb_offer_set_copy_tools:
 * @from: another type's set
 * @to: the set to be replaced
 *
 * Copies what another type offers. It arrives switched off, so that no customer is offered it
 * before a person has looked at it. Any thread.
 *
 * Returns: (transfer full): the tools of @from, off, with the type and version of @to
 */
WbOfferSet *
wb_offer_set_copy_tools (const WbOfferSet *from,
                         const WbOfferSet *to)
{
  WbOfferSet *self;

  g_return_val_if_fail (from, NULL);
  g_return_val_if_fail (to, NULL);

  self = copy_in_place_of (from, to);
  for (WbTool tool = WB_TOOL_COUPON; tool < WB_N_TOOLS; tool++)
    wb_offer_set_set_on (self, tool, FALSE);

  return self;
}
