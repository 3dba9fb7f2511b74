/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* /coupons and /tickets/{id}/coupons: reading them (reference/retino-api.md B.7) and giving one
 * (design.md 7); who may give what is in wb-api-coupon-rules.c. */

#include "config.h"

#include "wb-api-coupon-rules.h"
#include "wb-api.h"

#include "wb-coupon-code.h"
#include "wb-ledger-account.h"
#include "wb-ledger-coupons.h"
#include "wb-ledger-tickets.h"
#include "wb-portal-shops.h"
#include "wb-time.h"
#include "wb-validity.h"
#include "wb-wire-coupon.h"
#include "wb-wire-ticket.h"
#include "wb-wire-write.h"

/* How long a request waits for the shop before it is told that the coupon is pending. */
#define ANSWER_AFTER_MS (20 * WB_SECOND_MS)
#define CODE_PREFIX "BACK"

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

static WbCoupon *
make_coupon (WbPortalRequest     *request,
             const WbCouponGrant *grant,
             const WbStoreAccess *access)
{
  const WbTicket *ticket = request->object;
  const WbCouponRequest *body = request->input;
  g_autoptr (GTimeZone) zone = NULL;
  WbCoupon *coupon = wb_coupon_new ();

  if (access->time_zone)
    zone = g_time_zone_new_identifier (access->time_zone);
  if (!zone)
    zone = wb_ledger_account_zone (grant->account);

  coupon->id = wb_random_uuid (request->portal->random);
  coupon->ticket = g_strdup (ticket->id);
  coupon->ticket_code = g_strdup (ticket->code);
  coupon->ticket_type = g_strdup (ticket->type);
  coupon->store = g_strdup (grant->store->id);
  coupon->platform = g_strdup (grant->store->platform);
  coupon->settings_version = grant->settings ? grant->settings->version : 0;
  coupon->issued_by = g_strdup (request->user->id);
  coupon->activity = g_strdup (body->activity);
  coupon->kind = g_strdup (body->kind);
  coupon->amount = g_strdup (body->amount);
  coupon->currency = g_strdup (body->currency);
  coupon->min_order_value = g_strdup (body->min_order_value);
  coupon->state = g_strdup (WB_COUPON_PENDING);
  coupon->created_at = request->now;
  coupon->expires_at = wb_validity_expires_at (
    wb_validity_last_day (request->now, body->validity_days, zone), zone);
  coupon->used_at = WB_TIME_NONE;

  return coupon;
}

/* Coupon, code and where its making stands: the caller's transaction holds the idempotency row too,
 * so that from here on a repeat finds this coupon and no other is made. */
static gboolean
store_coupon (WbPortalRequest      *request,
              const WbCouponGrant  *grant,
              GError              **error)
{
  WbLedger *ledger = request->portal->ledger;
  g_auto (WbStoreAccess) access = { NULL };
  g_autoptr (WbMerchantStore) store = NULL;
  g_autoptr (WbCoupon) coupon = NULL;
  g_autofree char *code = NULL;

  if (!wb_ledger_store_get (ledger, grant->store->id, &store, &access, error))
    return FALSE;

  coupon = make_coupon (request, grant, &access);
  code = wb_coupon_code_new (CODE_PREFIX, request->portal->random);
  request->coupon = g_strdup (coupon->id);

  return wb_ledger_coupon_save (ledger, coupon, TRUE, request->user->id, error) &&
         wb_ledger_issue_add (ledger, coupon, code,
                              grant->replaced ? grant->replaced->id : NULL, error);
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

  if (!wb_api_coupon_rules_judge (request, &grant))
    return;
  if (!wb_portal_shops_has (request->portal->shops, grant.store->id)) {
    request->retry_after_secs = 60;
    wb_portal_request_refuse (request, 503, "shop_unavailable",
                              "This service is not connected to the ticket's shop.");
    return;
  }
  if (!store_coupon (request, &grant, &error)) {
    wb_portal_request_fail (request, error);
    return;
  }

  request->when = WB_PORTAL_ANSWER_ON_COUPON;
  request->wait_until = request->now + ANSWER_AFTER_MS;
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
 * Answers with the coupon as it is now: active, pending, or the shop's refusal.
 */
void
wb_api_coupons_answer (WbPortalRequest *request)
{
  g_autoptr (WbCoupon) coupon = NULL;
  g_autoptr (GError) error = NULL;

  if (!wb_ledger_coupon_get (request->portal->ledger, request->coupon, &coupon, &error))
    wb_portal_request_fail (request, error);
  else if (g_str_equal (coupon->state, WB_COUPON_FAILED))
    answer_failed (request, coupon);
  else
    wb_portal_request_reply_version (request, 201, wb_wire_coupon_encode (coupon),
                                     coupon->version);
}

static const WbRoute routes[] = {
  { .method = "GET", .path = "/coupons", .handle = list_coupons },
  { .method = "GET", .path = "/coupons/{id}", .load = load_coupon, .handle = get_coupon },
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
