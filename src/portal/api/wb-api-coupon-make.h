/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Making a coupon of what staff or the offer decided, and disabling and retrying one: what is written
 * before the shop's worker gets it. */

#pragma once

#include "wb-coupon.h"
#include "wb-ledger-account.h"
#include "wb-portal-request.h"
#include "wb-ticket.h"

G_BEGIN_DECLS

/* What the coupon is to be. All unowned. */
typedef struct
{
  const WbTicket *ticket;
  const WbAccount *account;
  const WbMerchantStore *store;
  gint64 settings_version;
  const char *kind;
  const char *amount;
  const char *currency;
  const char *min_order_value;  /* (nullable) */
  int validity_days;
  const char *issued_by;        /* (nullable) NULL = the customer */
  const char *activity;         /* (nullable) */
  const char *placement;        /* (nullable) */
  const char *replaces;         /* (nullable) */
} WbCouponPlan;

/* In the request's transaction; the request then waits for the coupon. */
gboolean   wb_api_coupon_make         (WbPortalRequest     *request,
                                       const WbCouponPlan  *plan,
                                       GError             **error);
/* A failed one is pending again, with a new code: the shop has none of it
 * (wb-coupon-issuer.h). */
gboolean   wb_api_coupon_make_again   (WbPortalRequest     *request,
                                       WbCoupon            *coupon,
                                       GError             **error);
/* Whether this service can ask the store now; when not, the request is answered with a 503. */
gboolean   wb_api_coupon_check_shop   (WbPortalRequest     *request,
                                       const char          *store_id);
/* The request is answered when the shop is done with the coupon, or after 20 s; @is_new: its worker
 * has not got it yet. */
void       wb_api_coupon_wait         (WbPortalRequest     *request,
                                       const char          *coupon_id,
                                       guint                status,
                                       gboolean             is_new);
/* Whether a coupon of so much is within what the month's budget leaves. */
gboolean   wb_api_coupon_check_budget (WbPortalRequest     *request,
                                       const WbAccount     *account,
                                       const char          *kind,
                                       const char          *amount,
                                       const char          *currency,
                                       const char          *replaced,
                                       gboolean            *within_out,
                                       GError             **error);

G_END_DECLS
