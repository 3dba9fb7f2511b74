/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Coupon, code and where its making stands are written in the request's transaction, which holds
 * the idempotency row too, so that from here on a repeat finds this coupon and no other is made. */

#include "config.h"

#include "wb-api-coupon-make.h"

#include "wb-coupon-code.h"
#include "wb-ledger-coupons.h"
#include "wb-ledger-story.h"
#include "wb-money.h"
#include "wb-offer-set.h"
#include "wb-portal-shops.h"
#include "wb-time.h"
#include "wb-validity.h"

/* How long a request waits for the shop before it is told that the coupon is pending. */
#define ANSWER_AFTER_MS (20 * WB_SECOND_MS)
#define CODE_PREFIX "BACK"

/* Days are counted where the shop stands. */
static GTimeZone *
find_zone (const WbStoreAccess *access,
           const WbAccount     *account)
{
  GTimeZone *zone = NULL;

  if (access->time_zone)
    zone = g_time_zone_new_identifier (access->time_zone);

  return zone ? zone : wb_ledger_account_zone (account);
}

static WbCoupon *
new_coupon (WbPortalRequest    *request,
            const WbCouponPlan *plan,
            GTimeZone          *zone)
{
  WbCoupon *coupon = wb_coupon_new ();

  coupon->id = wb_random_uuid (request->portal->random);
  coupon->ticket = g_strdup (plan->ticket->id);
  coupon->ticket_code = g_strdup (plan->ticket->code);
  coupon->ticket_type = g_strdup (plan->ticket->type);
  coupon->store = g_strdup (plan->store->id);
  coupon->platform = g_strdup (plan->store->platform);
  coupon->settings_version = plan->settings_version;
  coupon->issued_by = g_strdup (plan->issued_by);
  coupon->activity = g_strdup (plan->activity);
  coupon->kind = g_strdup (plan->kind);
  coupon->amount = g_strdup (plan->amount);
  coupon->currency = g_strdup (plan->currency);
  coupon->min_order_value = g_strdup (plan->min_order_value);
  coupon->placement = g_strdup (plan->placement);
  coupon->state = g_strdup (WB_COUPON_PENDING);
  coupon->created_at = request->now;
  coupon->expires_at = wb_validity_expires_at (
    wb_validity_last_day (request->now, plan->validity_days, zone), zone);
  coupon->used_at = WB_TIME_NONE;

  return coupon;
}

gboolean
wb_api_coupon_make (WbPortalRequest     *request,
                    const WbCouponPlan  *plan,
                    GError             **error)
{
  WbLedger *ledger = request->portal->ledger;
  g_auto (WbStoreAccess) access = { NULL };
  g_autoptr (WbMerchantStore) store = NULL;
  g_autoptr (GTimeZone) zone = NULL;
  g_autoptr (WbCoupon) coupon = NULL;
  g_autofree char *code = NULL;

  if (!wb_ledger_store_get (ledger, plan->store->id, &store, &access, error))
    return FALSE;

  zone = find_zone (&access, plan->account);
  coupon = new_coupon (request, plan, zone);
  code = wb_coupon_code_new (CODE_PREFIX, request->portal->random);
  if (!wb_ledger_coupon_save (ledger, coupon, TRUE, plan->issued_by, error) ||
      !wb_ledger_issue_add (ledger, coupon, code, plan->replaces, error) ||
      !wb_ledger_story_tell (ledger, coupon->id, WB_COUPON_EVENT_ASKED, plan->issued_by, NULL,
                             error))
    return FALSE;
  wb_api_coupon_wait (request, coupon->id, 201, TRUE);

  return TRUE;
}

gboolean
wb_api_coupon_make_again (WbPortalRequest  *request,
                          WbCoupon         *coupon,
                          GError          **error)
{
  WbLedger *ledger = request->portal->ledger;
  g_auto (WbStoreAccess) access = { NULL };
  g_autoptr (WbMerchantStore) store = NULL;
  g_autoptr (WbAccount) account = NULL;
  g_autoptr (GTimeZone) zone = NULL;
  g_autofree char *code = NULL;
  gint64 asked_at = 0;

  if (!wb_ledger_store_get (ledger, coupon->store, &store, &access, error) ||
      !wb_ledger_account_get (ledger, &account, error) ||
      !wb_ledger_story_last_asked (ledger, coupon, &asked_at, error))
    return FALSE;

  zone = find_zone (&access, account);
  coupon->expires_at = wb_validity_anew (coupon->expires_at, asked_at, request->now, zone);
  g_free (coupon->state);
  coupon->state = g_strdup (WB_COUPON_PENDING);
  g_clear_pointer (&coupon->error_code, g_free);
  g_clear_pointer (&coupon->error_message, g_free);
  code = wb_coupon_code_new (CODE_PREFIX, request->portal->random);
  if (!wb_ledger_coupon_save (ledger, coupon, FALSE, request->user->id, error) ||
      !wb_ledger_issue_add (ledger, coupon, code, NULL, error) ||
      !wb_ledger_story_tell (ledger, coupon->id, WB_COUPON_EVENT_RETRIED, request->user->id, NULL,
                             error))
    return FALSE;
  wb_api_coupon_wait (request, coupon->id, 200, TRUE);

  return TRUE;
}

gboolean
wb_api_coupon_check_shop (WbPortalRequest *request,
                          const char      *store_id)
{
  g_autoptr (WbMerchantStore) store = NULL;
  g_auto (WbStoreAccess) access = { NULL };
  g_autoptr (GError) error = NULL;

  if (store_id && !wb_ledger_store_get (request->portal->ledger, store_id, &store, &access,
                                        &error)) {
    wb_portal_request_fail (request, error);
    return FALSE;
  }
  if (store && !access.is_paused && wb_portal_shops_has (request->portal->shops, store_id))
    return TRUE;

  request->retry_after_secs = 60;
  wb_portal_request_refuse (request, 503, "shop_unavailable",
                            access.is_paused ? "The shop is paused here at the moment."
                                             : "This service is not connected to the shop.");

  return FALSE;
}

void
wb_api_coupon_wait (WbPortalRequest *request,
                    const char      *coupon_id,
                    guint            status,
                    gboolean         is_new)
{
  request->coupon = g_strdup (coupon_id);
  request->hand_over = is_new;
  request->late_status = status;
  request->when = WB_PORTAL_ANSWER_ON_COUPON;
  request->wait_until = request->now + ANSWER_AFTER_MS;
}

static gint64
start_of_month (gint64           now,
                const WbAccount *account)
{
  g_autoptr (GTimeZone) zone = wb_ledger_account_zone (account);
  gint32 today = wb_date_of_time (now, zone);
  g_autofree char *text = wb_date_format (today);
  gint32 first = today - (gint32) (g_ascii_strtoll (text + strlen ("YYYY-MM-"), NULL, 10) - 1);

  return wb_date_start (first, zone);
}

static const WbMoney *
find_budget (const WbAccount *account,
             const char      *currency)
{
  for (guint i = 0; account->coupon_budget && i < account->coupon_budget->len; i++) {
    const WbMoney *money = &g_array_index (account->coupon_budget, WbMoney, i);

    if (g_str_equal (money->currency, currency))
      return money;
  }

  return NULL;
}

gboolean
wb_api_coupon_check_budget (WbPortalRequest  *request,
                            const WbAccount  *account,
                            const char       *kind,
                            const char       *amount,
                            const char       *currency,
                            const char       *replaced,
                            gboolean         *within_out,
                            GError          **error)
{
  const WbMoney *budget = find_budget (account, currency);
  WbMoney value = WB_MONEY_NONE;
  gint64 spent = 0;

  *within_out = TRUE;
  if (!budget || !g_str_equal (kind, WB_COUPON_KIND_FIXED))
    return TRUE;
  if (!wb_ledger_coupon_spent (request->portal->ledger, currency,
                               start_of_month (request->now, account), replaced, &spent, error))
    return FALSE;
  wb_money_parse_api (amount, currency, TRUE, &value, NULL);
  *within_out = spent + value.minor <= budget->minor;

  return TRUE;
}
