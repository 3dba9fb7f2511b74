/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a manager is doing to the account's preferences, apart from any widget: texts as typed, the
 * account they make, and what is wrong with it. Fields are named as the rules name them, except that
 * opening hours have one per day: "call_goal_hours", "business_hours.0" (Monday) … "business_hours.6",
 * "closed_days", "coupon_cap.CZK", "coupon_budget.CZK", "coupon_cap_percent". */

#pragma once

#include "wb-account.h"

#include <glib-object.h>

G_BEGIN_DECLS

#define WB_TYPE_ACCOUNT_FORM (wb_account_form_get_type ())
G_DECLARE_FINAL_TYPE (WbAccountForm, wb_account_form, WB, ACCOUNT_FORM, GObject)

/* A WbForm: its signal "changed" tells of closed days too. */

WbAccountForm   *wb_account_form_new             (const WbAccount *shown,
                                                  GPtrArray       *stores,
                                                  const char      *locale) G_GNUC_WARN_UNUSED_RESULT;

GStrv            wb_account_form_dup_currencies  (WbAccountForm   *self) G_GNUC_WARN_UNUSED_RESULT;
const char      *wb_account_form_get_text        (WbAccountForm   *self,
                                                  const char      *field);
void             wb_account_form_type            (WbAccountForm   *self,
                                                  const char      *field,
                                                  const char      *text);
GArray          *wb_account_form_get_closed_days (WbAccountForm   *self);
void             wb_account_form_add_closed_day  (WbAccountForm   *self,
                                                  gint32           day);
void             wb_account_form_drop_closed_day (WbAccountForm   *self,
                                                  gint32           day);

const char      *wb_account_form_find_problem    (WbAccountForm   *self,
                                                  const char      *field);
guint            wb_account_form_count_problems  (WbAccountForm   *self);
gboolean         wb_account_form_is_dirty        (WbAccountForm   *self);
const WbAccount *wb_account_form_get_base        (WbAccountForm   *self);
WbAccount       *wb_account_form_dup_account     (WbAccountForm   *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
