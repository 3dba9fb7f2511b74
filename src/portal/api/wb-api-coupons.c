/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* /coupons and /tickets/{id}/coupons: reading them, disabling and retrying (reference/retino-api.md
 * B.7), and giving one (design.md 7); who may give what is in wb-api-coupon-rules.c. */

#include "config.h"

#include "wb-api-coupon-make.h"
#include "wb-api-coupon-rules.h"
#include "wb-api.h"

#include "wb-ledger-coupons.h"
#include "wb-ledger-tickets.h"
#include "wb-wire-coupon-event.h"
#include "wb-wire-coupon.h"
#include "wb-wire-ticket.h"
#include "wb-wire-write.h"

static gboolean
load_coupon (WbPortalRequest  *request,
             GError          **error)
{
  WbCoupon *coupon = NULL;

  if (!wb_ledger_coupon_get (request->portal->ledger, request->id, &coupon, error))
    return FALSE;
  wb_portal_request_set_object (request, coupon, (GDestroyNotify) wb_coupon_unref,
                                coupon ? coupon->version : 0,
                                (WbWireEncodeFunc) wb_wire_coupon_encode);

  return TRUE;
}

static gboolean
load_ticket (WbPortalRequest  *request,
             GError          **error)
{
  WbTicket *ticket = NULL;

  if (!wb_ledger_ticket_get (request->portal->ledger, request->id, &ticket, error))
    return FALSE;
  wb_portal_request_set_object (request, ticket, (GDestroyNotify) wb_ticket_unref,
                                ticket ? ticket->version : 0,
                                (WbWireEncodeFunc) wb_wire_ticket_encode);

  return TRUE;
}

static void
get_coupon (WbPortalRequest *request)
{
  const WbCoupon *coupon = request->object;

  wb_portal_request_reply_version (request, 200, wb_wire_coupon_encode (coupon),
                                   coupon->version);
}

static void
answer_coupons (WbPortalRequest *request,
                WbLedgerQuery   *query)
{
  wb_api_answer_page (request, query, (WbWireDecodeFunc) wb_wire_coupon_decode,
                      (GDestroyNotify) wb_coupon_unref, (WbWireEncodeFunc) wb_wire_coupon_encode,
                      FALSE);
}

static void
list_coupons (WbPortalRequest *request)
{
  static const char *const orders[] = { "created_at", "updated_at", NULL };
  static const char *const texts[] = { "ticket", "type", "store", "currency", "state", NULL };
  g_autoptr (WbLedgerQuery) query = wb_ledger_query_new ("coupon");
  const char *search = wb_portal_request_param (request, "search");

  if (!wb_api_where_times (request, query, "updated_at_from", NULL, "updated_at") ||
      !wb_api_order_by (request, query, "-created_at", orders))
    return;

  wb_api_where_texts (request, query, texts);
  if (search) {
    g_autofree char *code = g_ascii_strup (search, -1);

    wb_ledger_query_text (query, "instr (code, ?) > 0", code);
  }
  answer_coupons (request, query);
}

static void
list_ticket_coupons (WbPortalRequest *request)
{
  static const char *const orders[] = { "created_at", "updated_at", NULL };
  g_autoptr (WbLedgerQuery) query = wb_ledger_query_new ("coupon");

  if (!wb_api_order_by (request, query, "-created_at", orders))
    return;
  wb_ledger_query_text (query, "ticket = ?", request->id);
  answer_coupons (request, query);
}

static gboolean
make_coupon (WbPortalRequest      *request,
             const WbCouponGrant  *grant,
             GError              **error)
{
  const WbCouponRequest *body = request->input;
  const WbCouponPlan plan = {
    .ticket = request->object,
    .account = grant->account,
    .store = grant->store,
    .settings_version = grant->settings ? grant->settings->version : 0,
    .kind = body->kind,
    .amount = body->amount,
    .currency = body->currency,
    .min_order_value = body->min_order_value,
    .validity_days = body->validity_days,
    .issued_by = request->user->id,
    .activity = body->activity,
    .replaces = grant->replaced ? grant->replaced->id : NULL,
  };

  return wb_api_coupon_make (request, &plan, error);
}

static void
authorize_give (WbPortalRequest *request)
{
  const WbCouponRequest *body = request->input;

  if (body && body->replace && !request->is_manager)
    wb_portal_request_refuse (request, 403, "role_required",
                              "Only a manager replaces a coupon.");
}

static void
give_coupon (WbPortalRequest *request)
{
  g_auto (WbCouponGrant) grant = { NULL };
  g_autoptr (GError) error = NULL;

  if (!wb_api_coupon_rules_judge (request, &grant) ||
      !wb_api_coupon_check_shop (request, grant.store->id))
    return;
  if (!make_coupon (request, &grant, &error))
    wb_portal_request_fail (request, error);
}

static void
refuse_coupon (WbPortalRequest *request,
               const WbCoupon  *coupon,
               const char      *code,
               const char      *detail)
{
  wb_portal_request_refuse_current (request, 409, code, detail, wb_wire_coupon_encode (coupon));
}

/* What cannot be spent any more needs no disabling: done already. */
static void
disable_coupon (WbPortalRequest *request)
{
  const WbCoupon *coupon = request->object;
  g_autoptr (GError) error = NULL;

  if (g_str_equal (coupon->state, WB_COUPON_USED)) {
    refuse_coupon (request, coupon, "coupon_used", "The customer has used this coupon.");
    return;
  }
  if (!wb_coupon_is_live (coupon)) {
    wb_portal_request_reply_version (request, 200, wb_wire_coupon_encode (coupon),
                                     coupon->version);
    return;
  }
  if (!wb_api_coupon_check_shop (request, coupon->store))
    return;
  if (!wb_ledger_disable_add (request->portal->ledger, coupon, request->user->id, &error)) {
    wb_portal_request_fail (request, error);
    return;
  }

  /* One that is still being made is with its worker already. */
  wb_api_coupon_wait (request, coupon->id, 200,
                      !g_str_equal (coupon->state, WB_COUPON_PENDING));
  request->wants_disabled = TRUE;
}

/* What stands against making a failed one again. */
static gboolean
check_retry (WbPortalRequest  *request,
             const WbCoupon   *coupon,
             GError          **error)
{
  g_autoptr (WbCoupon) in_way = NULL;
  g_autoptr (WbAccount) account = NULL;
  gboolean within = FALSE;

  if (wb_coupon_is_live (coupon)) {
    refuse_coupon (request, coupon, "coupon_active",
                   "This coupon did not fail: it is there, or being made.");
    return TRUE;
  }
  if (!g_str_equal (coupon->state, WB_COUPON_FAILED)) {
    refuse_coupon (request, coupon, "coupon_used",
                   "This coupon did not fail: it was used, or its time is over.");
    return TRUE;
  }
  if (!wb_ledger_coupon_in_way (request->portal->ledger, coupon->ticket, &in_way, error) ||
      !wb_ledger_account_get (request->portal->ledger, &account, error) ||
      !wb_api_coupon_check_budget (request, account, coupon->kind, coupon->amount,
                                   coupon->currency, NULL, &within, error))
    return FALSE;
  if (in_way)
    refuse_coupon (request, in_way, "coupon_exists", "This ticket has another coupon by now.");
  else if (!within)
    wb_portal_request_refuse (request, 409, "budget_spent",
                              "This month's budget for coupons is spent.");
  else
    wb_api_coupon_check_shop (request, coupon->store);

  return TRUE;
}

static void
retry_coupon (WbPortalRequest *request)
{
  WbCoupon *coupon = request->object;
  g_autoptr (GError) error = NULL;

  if (!check_retry (request, coupon, &error) ||
      (request->status == 0 && !wb_api_coupon_make_again (request, coupon, &error)))
    wb_portal_request_fail (request, error);
}

static void
list_events (WbPortalRequest *request)
{
  g_autoptr (WbLedgerQuery) query = wb_ledger_query_new ("coupon_event");

  wb_ledger_query_text (query, "coupon = ?", request->id);
  wb_ledger_query_order (query, "row");
  wb_api_answer_page (request, query, (WbWireDecodeFunc) wb_wire_coupon_event_decode,
                      (GDestroyNotify) wb_coupon_event_unref,
                      (WbWireEncodeFunc) wb_wire_coupon_event_encode, FALSE);
}

static void
answer_failed (WbPortalRequest *request,
               const WbCoupon  *coupon)
{
  gboolean unavailable = g_strcmp0 (coupon->error_code, "shop_unavailable") == 0;

  wb_portal_request_refuse_current (request, unavailable ? 503 : 502,
                                    unavailable ? "shop_unavailable" : "shop_rejected",
                                    coupon->error_message ? coupon->error_message
                                                          : "The shop refused the coupon.",
                                    wb_wire_coupon_encode (coupon));
  if (unavailable)
    request->retry_after_secs = 60;
}

/**
 * wb_api_coupons_answer:
 * @request: a coupon request that waited
 *
 * Answers with the coupon as it is now, which may be pending, or with the shop's refusal.
 */
void
wb_api_coupons_answer (WbPortalRequest *request)
{
  g_autoptr (WbCoupon) coupon = NULL;
  g_autoptr (GError) error = NULL;

  if (!wb_ledger_coupon_get (request->portal->ledger, request->coupon, &coupon, &error))
    wb_portal_request_fail (request, error);
  else if (request->wants_disabled && g_str_equal (coupon->state, WB_COUPON_USED))
    refuse_coupon (request, coupon, "coupon_used", "The customer was faster and used it.");
  else if (!request->wants_disabled && g_str_equal (coupon->state, WB_COUPON_FAILED))
    answer_failed (request, coupon);
  else
    wb_portal_request_reply_version (request, request->late_status,
                                     wb_wire_coupon_encode (coupon), coupon->version);
}

static const WbRoute routes[] = {
  { .method = "GET", .path = "/coupons", .handle = list_coupons },
  { .method = "GET", .path = "/coupons/{id}", .load = load_coupon, .handle = get_coupon },
  { .method = "GET", .path = "/coupons/{id}/events", .load = load_coupon, .handle = list_events },
  { .method = "POST",
    .path = "/coupons/{id}/disable",
    .flags = WB_ROUTE_MANAGER | WB_ROUTE_VERSION | WB_ROUTE_KEY,
    .load = load_coupon,
    .handle = disable_coupon },
  { .method = "POST",
    .path = "/coupons/{id}/retry",
    .flags = WB_ROUTE_MANAGER | WB_ROUTE_VERSION | WB_ROUTE_KEY | WB_ROUTE_ADDON,
    .load = load_coupon,
    .handle = retry_coupon },
  { .method = "GET",
    .path = "/tickets/{id}/coupons",
    .load = load_ticket,
    .handle = list_ticket_coupons },
  { .method = "POST",
    .path = "/tickets/{id}/coupons",
    .flags = WB_ROUTE_KEY | WB_ROUTE_ADDON,
    .load = load_ticket,
    .decode = (gpointer (*)(JsonNode *, GError **))wb_wire_coupon_request_decode,
    .free_input = (GDestroyNotify) wb_coupon_request_unref,
    .authorize = authorize_give,
    .handle = give_coupon },
};

const WbRoute *
wb_api_coupons_routes (guint *n_out)
{
  *n_out = G_N_ELEMENTS (routes);

  return routes;
}
