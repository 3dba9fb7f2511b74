/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a customer's page is told; see wb-wire-served-offers.h. The target of a banner is left out:
 * the customer goes there by the address that counts. */

#include "config.h"

#include "wb-wire-served-offers.h"

#include "wb-wire-account.h"
#include "wb-wire-builder.h"

static void
put_coupon (JsonObject          *object,
            const WbServedOffer *offer,
            const WbServedFacts *facts)
{
  wb_wire_put_text (object, "kind", offer->kind);
  wb_wire_put_text (object, "amount", offer->amount);
  wb_wire_put_text (object, "currency", offer->currency);
  wb_wire_put_text (object, "min_order_value", offer->min_order_value);
  json_object_set_int_member (object, "validity_days", offer->validity_days);
  if (facts && facts->coupon)
    json_object_set_member (object, "coupon", json_node_copy (facts->coupon));
  else
    json_object_set_null_member (object, "coupon");
}

static void
put_call_request (JsonObject          *object,
                  const WbServedOffer *offer,
                  const WbServedFacts *facts)
{
  wb_wire_put_text (object, "text", offer->text);
  json_object_set_boolean_member (object, "requested", facts && facts->call_requested);
}

static void
put_banner (JsonObject          *object,
            const WbServedOffer *offer,
            const WbServedFacts *facts)
{
  wb_wire_put_text (object, "banner", offer->banner);
  wb_wire_put_text (object, "image_url", offer->image_url);
  wb_wire_put_text (object, "alt_text", offer->alt_text);
  wb_wire_put_text (object, "click_url", facts ? facts->click_url : NULL);
}

static JsonObject *
encode_offer (const WbServedOffer *offer,
              const WbServedFacts *facts)
{
  JsonObject *object = json_object_new ();

  wb_wire_put_text (object, "tool", wb_tool_to_text (offer->tool));
  if (offer->tool == WB_TOOL_COUPON)
    put_coupon (object, offer, facts);
  else if (offer->tool == WB_TOOL_CALL_REQUEST)
    put_call_request (object, offer, facts);
  else
    put_banner (object, offer, facts);

  return object;
}

/**
 * wb_wire_served_offers_encode:
 * @self: what is offered
 * @account: whose portal it is offered in; its colours go with the offers
 * @facts: (nullable): what the service knows of the ticket
 *
 * Returns: (transfer full): the answer in the form of reference/retino-api.md B.10
 */
JsonNode *
wb_wire_served_offers_encode (const WbServedOffers *self,
                              const WbAccount      *account,
                              const WbServedFacts  *facts)
{
  JsonObject *object;
  JsonArray *offers;

  g_return_val_if_fail (self, NULL);
  g_return_val_if_fail (account, NULL);

  object = json_object_new ();
  wb_wire_put_text (object, "placement", wb_placement_to_text (self->placement));
  wb_wire_put_text (object, "language", self->language);
  wb_wire_account_put_colors (object, account);
  offers = json_array_sized_new (self->offers->len);
  for (guint i = 0; i < self->offers->len; i++)
    json_array_add_object_element (offers,
                                   encode_offer (g_ptr_array_index (self->offers, i), facts));
  json_object_set_array_member (object, "offers", offers);

  return wb_wire_take_object (object);
}
