/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A customer takes the coupon that is offered (reference/retino-api.md B.10): one per ticket,
 * however often the button is pressed, as the settings say it at that moment. */

#include "config.h"

#include "wb-api-visit.h"

#include "wb-api-coupon-make.h"
#include "wb-ledger-coupons.h"
#include "wb-ledger-events.h"
#include "wb-wire-builder.h"
#include "wb-wire-coupon.h"
#include "wb-wire-write.h"

static void
read_placement (WbVisit *visit)
{
  g_autoptr (WbCallRequestBody) body = wb_visit_read_body (visit);

  if (body)
    wb_visit_set_placement (visit, body->placement);
}

/* (nullable): the amount in the currency of the ticket's order. */
static const WbCouponAmount *
find_amount (WbVisit *visit)
{
  const WbTicket *ticket = visit->ticket;

  if (!ticket->has_order || !ticket->order_currency)
    return NULL;

  return wb_offer_set_find_amount (visit->settings, ticket->order_currency);
}

/* The shop of the ticket's order, if it takes coupons in the order's currency. */
static gboolean
find_store (WbVisit          *visit,
            WbMerchantStore **store_out,
            GError          **error)
{
  const WbTicket *ticket = visit->ticket;

  *store_out = NULL;
  if (ticket->has_order && ticket->order_store_id &&
      !wb_ledger_store_find (visit->request->portal->ledger, ticket->order_store_id, store_out,
                             error))
    return FALSE;
  if (*store_out &&
      (!(*store_out)->supports_coupons || !ticket->order_currency ||
       !g_strv_contains ((const char *const *) (*store_out)->currencies, ticket->order_currency)))
    g_clear_pointer (store_out, wb_merchant_store_unref);

  return TRUE;
}

/**
 * wb_api_coupon_can_click:
 * @visit: a loaded visit, with its placement
 * @store_out: (out) (transfer full) (nullable): where a click makes a coupon; `NULL` = it makes
 *   none: none is offered here, or the month's budget is spent
 * @error: return location (WB_DB_ERROR, WB_WIRE_ERROR)
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_api_coupon_can_click (WbVisit          *visit,
                         WbMerchantStore **store_out,
                         GError          **error)
{
  const WbCouponAmount *amount = find_amount (visit);
  gboolean within = FALSE;
  WbServedAsk ask;

  *store_out = NULL;
  wb_visit_init_ask (visit, &ask);
  if (!amount || wb_served_offers_find_gap (&ask, WB_TOOL_COUPON) != WB_SERVED_GAP_NONE)
    return TRUE;
  if (!wb_api_coupon_check_budget (visit->request, visit->account, amount->kind, amount->amount,
                                   amount->currency, NULL, &within, error))
    return FALSE;

  return !within || find_store (visit, store_out, error);
}

static gboolean
tell_of_click (WbVisit  *visit,
               GError  **error)
{
  JsonObject *portal = json_object_new ();

  wb_wire_put_text (portal, "ticket", visit->ticket->id);
  wb_wire_put_text (portal, "placement", wb_placement_to_text (visit->placement));
  wb_wire_put_text (portal, "banner", NULL);

  return wb_ledger_event_add (visit->request->portal->ledger, "portal", "coupon_requested", NULL,
                              visit->ticket->id, 0, wb_wire_take_object (portal), error);
}

static gboolean
make_coupon (WbVisit                *visit,
             const WbMerchantStore  *store,
             GError                **error)
{
  const WbCouponAmount *amount = find_amount (visit);
  WbCouponPlan plan = {
    .ticket = visit->ticket,
    .account = visit->account,
    .store = store,
    .settings_version = visit->settings->version,
    .validity_days = visit->settings->validity_days,
    .placement = wb_placement_to_text (visit->placement),
  };

  g_assert (amount);
  plan.kind = amount->kind;
  plan.amount = amount->amount;
  plan.currency = amount->currency;
  plan.min_order_value = amount->min_order_value;

  return wb_api_coupon_make (visit->request, &plan, error) && tell_of_click (visit, error);
}

/* The one there is, whatever became of it; one that is being made is waited for. */
static void
answer_newest (WbVisit        *visit,
               const WbCoupon *coupon)
{
  if (g_str_equal (coupon->state, WB_COUPON_PENDING))
    wb_api_coupon_wait (visit->request, coupon->id, 200, FALSE);
  else
    wb_portal_request_reply (visit->request, 200, wb_wire_coupon_encode (coupon));
}

/**
 * wb_api_coupon_click:
 * @visit: a loaded visit
 * @error: return location (WB_DB_ERROR, WB_WIRE_ERROR)
 *
 * Answers with 201 for a coupon that is new and 200 for the ticket's newest that did not fail.
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_api_coupon_click (WbVisit  *visit,
                     GError  **error)
{
  WbPortalRequest *request = visit->request;
  g_autoptr (WbCoupon) newest = NULL;
  g_autoptr (WbMerchantStore) store = NULL;

  wb_visit_check_active (visit);
  if (request->status == 0)
    read_placement (visit);
  if (request->status != 0)
    return TRUE;

  if (!wb_ledger_coupon_newest (request->portal->ledger, visit->ticket->id, &newest, error))
    return FALSE;
  if (newest) {
    answer_newest (visit, newest);
    return TRUE;
  }
  if (!wb_api_coupon_can_click (visit, &store, error))
    return FALSE;
  if (!store) {
    wb_portal_request_refuse (request, 409, "offer_disabled", "No coupon is offered here.");
    return TRUE;
  }

  return !wb_api_coupon_check_shop (request, store->id) || make_coupon (visit, store, error);
}
