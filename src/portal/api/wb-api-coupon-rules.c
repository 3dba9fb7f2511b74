/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* An agent gives what the offer says or less of it; a manager is held by the account's caps alone;
 * both by the month's budget and by one coupon per ticket. */

#include "config.h"

#include "wb-api-coupon-rules.h"

#include "wb-api-coupon-make.h"
#include "wb-ledger-account.h"
#include "wb-ledger-activities.h"
#include "wb-ledger-coupons.h"
#include "wb-ledger-settings.h"
#include "wb-time.h"
#include "wb-wire-coupon.h"
#include "wb-wire-write.h"

#define AMOUNT_PATH "tools.coupon.amounts[0]."
#define TOOL_PATH "tools.coupon."

void
wb_coupon_grant_clear (WbCouponGrant *self)
{
  g_clear_pointer (&self->account, wb_account_unref);
  g_clear_pointer (&self->settings, wb_offer_set_unref);
  g_clear_pointer (&self->store, wb_merchant_store_unref);
  g_clear_pointer (&self->replaced, wb_coupon_unref);
}

/* A manager may give one on a ticket without an order, if only one shop could be meant. */
static gboolean
guess_store (WbPortalRequest  *request,
             const char       *currency,
             WbMerchantStore **store_out,
             GError          **error)
{
  g_autoptr (GPtrArray) stores = wb_ledger_store_list (request->portal->ledger, error);
  WbMerchantStore *found = NULL;

  if (!stores)
    return FALSE;

  for (guint i = 0; i < stores->len; i++) {
    WbMerchantStore *store = g_ptr_array_index (stores, i);

    if (!store->supports_coupons ||
        !g_strv_contains ((const char *const *) store->currencies, currency))
      continue;
    if (found)
      return TRUE;
    found = store;
  }
  *store_out = found ? wb_merchant_store_ref (found) : NULL;

  return TRUE;
}

static gboolean
load_grant (WbPortalRequest  *request,
            WbCouponGrant    *grant,
            GError          **error)
{
  WbLedger *ledger = request->portal->ledger;
  const WbTicket *ticket = request->object;
  const WbCouponRequest *body = request->input;

  if (!wb_ledger_account_get (ledger, &grant->account, error))
    return FALSE;
  if (ticket->type &&
      !wb_ledger_settings_get (ledger, ticket->type, &grant->settings, error))
    return FALSE;
  if (ticket->has_order && ticket->order_store_id)
    return wb_ledger_store_find (ledger, ticket->order_store_id, &grant->store, error);
  if (!request->is_manager)
    return TRUE;

  return guess_store (request, body->currency, &grant->store, error);
}

/* The rules for a coupon's fields are those of the settings, so they are judged as settings. */
static void
check_fields (const WbCouponRequest *body,
              const WbMerchantStore *store,
              const WbAccount       *account,
              GPtrArray             *problems)
{
  g_autoptr (WbOfferSet) set = wb_offer_set_new ();
  g_autoptr (WbMerchantStore) as_asked = wb_merchant_store_new ();
  g_autoptr (GPtrArray) stores = g_ptr_array_new ();
  g_autoptr (GPtrArray) found = NULL;
  WbCouponAmount *amount = wb_offer_set_ensure_amount (set, body->currency);
  WbOfferContext context = { .stores = stores, .default_language = account->default_language };

  if (!g_strv_contains ((const char *const *) store->currencies, body->currency)) {
    wb_problems_add (problems, "currency_unknown", "The shop does not sell in this currency.",
                     "currency");
    return;
  }

  g_free (as_asked->id);
  as_asked->id = g_strdup (store->id);
  as_asked->supports_coupons = store->supports_coupons;
  g_strfreev (as_asked->currencies);
  as_asked->currencies = g_strsplit (body->currency, ",", 1);
  g_ptr_array_add (stores, as_asked);

  set->coupon_enabled = TRUE;
  set->coupon_placements = WB_PLACEMENT_PORTAL;
  set->validity_days = body->validity_days;
  g_free (amount->kind);
  amount->kind = g_strdup (body->kind);
  g_free (amount->amount);
  amount->amount = g_strdup (body->amount);
  g_free (amount->min_order_value);
  amount->min_order_value = g_strdup (body->min_order_value);

  found = wb_offer_set_validate (set, &context);
  for (guint i = 0; i < found->len; i++) {
    const WbProblem *problem = g_ptr_array_index (found, i);
    const char *path = problem->path;

    if (g_str_has_prefix (path, AMOUNT_PATH))
      path += strlen (AMOUNT_PATH);
    else if (g_str_has_prefix (path, TOOL_PATH))
      path += strlen (TOOL_PATH);
    wb_problems_add (problems, problem->code, problem->message, "%s", path);
  }
}

static gboolean
check_activity (WbPortalRequest  *request,
                GPtrArray        *problems,
                GError          **error)
{
  const WbTicket *ticket = request->object;
  const WbCouponRequest *body = request->input;
  g_autoptr (WbActivity) activity = NULL;

  if (!body->activity)
    return TRUE;
  if (!wb_ledger_activity_get (request->portal->ledger, body->activity, &activity, error))
    return FALSE;
  if (!activity || !g_str_equal (activity->ticket, ticket->id))
    wb_problems_add (problems, "activity_unknown", "This ticket has no such call.", "activity");

  return TRUE;
}

/* Minor units, or hundredths of a percent; both have passed the rules. */
static gint64
read_value (const char *kind,
            const char *text,
            const char *currency)
{
  gboolean percent = g_strcmp0 (kind, WB_COUPON_KIND_PERCENT) == 0;
  WbMoney money = WB_MONEY_NONE;

  if (!text || !wb_money_parse_api (text, percent ? "EUR" : currency, TRUE, &money, NULL))
    return 0;

  return money.minor;
}

static gboolean
is_within_offer (const WbCouponRequest  *body,
                 const WbOfferSet       *settings,
                 const char            **detail_out)
{
  const WbCouponAmount *offer = wb_offer_set_find_amount (settings, body->currency);

  if (!offer || g_strcmp0 (offer->kind, body->kind) != 0) {
    *detail_out = "The offer has no coupon of this kind in this currency. Ask a manager.";
    return FALSE;
  }
  if (read_value (body->kind, body->amount, body->currency) >
      read_value (offer->kind, offer->amount, offer->currency)) {
    *detail_out = "This is more than the offer says. Ask a manager.";
    return FALSE;
  }
  if (read_value (WB_COUPON_KIND_FIXED, body->min_order_value, body->currency) <
      read_value (WB_COUPON_KIND_FIXED, offer->min_order_value, offer->currency)) {
    *detail_out = "The least order is smaller than the offer says. Ask a manager.";
    return FALSE;
  }
  if (body->validity_days > settings->validity_days) {
    *detail_out = "This is valid for longer than the offer says. Ask a manager.";
    return FALSE;
  }

  return TRUE;
}

static gboolean
is_offer_on (const WbCouponGrant *grant)
{
  return grant->settings && grant->settings->coupon_enabled;
}

static const WbMoney *
find_money (GArray     *amounts,
            const char *currency)
{
  for (guint i = 0; amounts && i < amounts->len; i++) {
    const WbMoney *money = &g_array_index (amounts, WbMoney, i);

    if (g_str_equal (money->currency, currency))
      return money;
  }

  return NULL;
}

static gboolean
is_within_cap (const WbCouponRequest *body,
               const WbAccount       *account)
{
  gint64 value = read_value (body->kind, body->amount, body->currency);
  const WbMoney *cap = find_money (account->coupon_cap, body->currency);

  if (g_str_equal (body->kind, WB_COUPON_KIND_PERCENT))
    return account->coupon_cap_percent_hundredths < 0 ||
           value <= account->coupon_cap_percent_hundredths;

  return !cap || value <= cap->minor;
}

static gboolean
check_limits (WbPortalRequest     *request,
              const WbCouponGrant *grant)
{
  const WbTicket *ticket = request->object;
  const WbCouponRequest *body = request->input;
  const char *detail = NULL;

  if (request->is_manager) {
    if (!is_within_cap (body, grant->account))
      detail = "This is more than the account allows.";
  } else if (g_strcmp0 (body->currency, ticket->order_currency) != 0) {
    detail = "This is not the currency of the ticket's order. Ask a manager.";
  } else if (is_offer_on (grant)) {
    is_within_offer (body, grant->settings, &detail);
  }
  if (detail)
    wb_portal_request_refuse (request, 403, "above_limit", detail);

  return !detail;
}

static gboolean
check_budget (WbPortalRequest      *request,
              const WbCouponGrant  *grant,
              GError              **error)
{
  const WbCouponRequest *body = request->input;
  gboolean within = FALSE;

  if (!wb_api_coupon_check_budget (request, grant->account, body->kind, body->amount,
                                   body->currency, grant->replaced ? grant->replaced->id : NULL,
                                   &within, error))
    return FALSE;
  if (!within)
    wb_portal_request_refuse (request, 409, "budget_spent",
                              "This month's budget for coupons is spent. Ask a manager.");

  return TRUE;
}

static gboolean
check_state (WbPortalRequest  *request,
             WbCouponGrant    *grant,
             GError          **error)
{
  const WbTicket *ticket = request->object;
  const WbCouponRequest *body = request->input;
  g_autoptr (WbCoupon) in_way = NULL;
  gboolean replace = body->replace;

  if (!request->is_manager && !is_offer_on (grant)) {
    wb_portal_request_refuse (request, 409, "offer_disabled",
                              "Coupons are switched off for this kind of ticket.");
    return TRUE;
  }
  if (!wb_ledger_coupon_in_way (request->portal->ledger, ticket->id, &in_way, error))
    return FALSE;
  /* What is still being made cannot be taken back yet. */
  if (in_way && (!replace || g_str_equal (in_way->state, WB_COUPON_PENDING))) {
    wb_portal_request_refuse_current (request, 409, "coupon_exists",
                                      replace ? "The ticket's coupon is still being made."
                                              : "This ticket has a coupon already.",
                                      wb_wire_coupon_encode (in_way));
    return TRUE;
  }
  /* Only the worker of the new one's shop takes the old one out of use; ids are each shop's own. */
  if (in_way && g_str_equal (in_way->state, WB_COUPON_ACTIVE) &&
      g_strcmp0 (in_way->store, grant->store->id) != 0) {
    wb_portal_request_refuse_current (request, 409, "coupon_exists",
                                      "The ticket's coupon is in another shop. Disable it first.",
                                      wb_wire_coupon_encode (in_way));
    return TRUE;
  }
  if (in_way && g_str_equal (in_way->state, WB_COUPON_ACTIVE))
    grant->replaced = g_steal_pointer (&in_way);

  return check_budget (request, grant, error);
}

/* TRUE = the fields are all right; FALSE = answered, or @error. */
static gboolean
judge_fields (WbPortalRequest      *request,
              const WbCouponGrant  *grant,
              GError              **error)
{
  const WbCouponRequest *body = request->input;
  g_autoptr (GPtrArray) problems = wb_problems_new ();

  if (!check_activity (request, problems, error))
    return FALSE;
  if (grant->store)
    check_fields (body, grant->store, grant->account, problems);
  else if (request->is_manager)
    wb_problems_add (problems, "currency_unknown",
                     "No shop can be told from this ticket and currency.", "currency");
  if (problems->len > 0) {
    wb_portal_request_invalid (request, problems);
    return FALSE;
  }
  if (!grant->store) {
    wb_portal_request_refuse (request, 403, "above_limit",
                              "This ticket names no shop. Ask a manager.");
    return FALSE;
  }

  return TRUE;
}

/**
 * wb_api_coupon_rules_judge:
 * @request: a request for a coupon, with its ticket and body
 * @grant: what it is about, for the caller to clear
 *
 * Returns: whether the coupon may be given; when not, the request is answered
 */
gboolean
wb_api_coupon_rules_judge (WbPortalRequest *request,
                           WbCouponGrant   *grant)
{
  g_autoptr (GError) error = NULL;

  if (load_grant (request, grant, &error) && judge_fields (request, grant, &error) &&
      check_limits (request, grant))
    check_state (request, grant, &error);
  if (error)
    wb_portal_request_fail (request, error);

  return request->status == 0;
}
