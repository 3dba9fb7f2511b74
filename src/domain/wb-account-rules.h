/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a manager may set on the account itself: goal hours, opening hours, closed days, caps and
 * budgets of coupons (reference/retino-api.md B.2). One judge for the preferences and the service. */

#pragma once

#include "wb-account.h"
#include "wb-problem.h"

G_BEGIN_DECLS

#define WB_CALL_GOAL_HOURS_MAX 720

/* Problems at "call_goal_hours", "business_hours[i]", "closed_days[i]", "coupon_cap.CZK",
 * "coupon_budget.CZK", "coupon_cap_percent". */
GPtrArray *wb_account_validate  (const WbAccount *self) G_GNUC_WARN_UNUSED_RESULT;
WbAccount *wb_account_copy      (const WbAccount *self) G_GNUC_WARN_UNUSED_RESULT;
gboolean   wb_account_equal_settings (const WbAccount *a,
                                      const WbAccount *b);

G_END_DECLS
