/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The merchant's account; see wb-account.h. */

#include "config.h"

#include "wb-account.h"

#include "wb-time.h"

/* What a server that does not tell is taken to promise (design.md 4). */
#define CALL_GOAL_HOURS 24

static void
init_account (WbAccount *self)
{
  self->languages = g_new0 (char *, 1);
  self->currencies = g_new0 (char *, 1);
  self->features = g_new0 (char *, 1);
  self->remarketing_activated_at = WB_TIME_NONE;
  self->call_goal_hours = CALL_GOAL_HOURS;
  self->business_hours = g_array_new (FALSE, TRUE, sizeof (WbHours));
  self->closed_days = g_array_new (FALSE, TRUE, sizeof (gint32));
  self->coupon_cap = g_array_new (FALSE, TRUE, sizeof (WbMoney));
  self->coupon_budget = g_array_new (FALSE, TRUE, sizeof (WbMoney));
  self->coupon_cap_percent_hundredths = -1;
}

static void
clear_account (WbAccount *self)
{
  g_free (self->id);
  g_clear_pointer (&self->name, wb_lang_text_unref);
  g_free (self->time_zone);
  g_free (self->default_language);
  g_strfreev (self->languages);
  g_strfreev (self->currencies);
  g_free (self->default_currency);
  g_free (self->default_ticket_type);
  g_free (self->numbering_prefix);
  g_free (self->portal_url);
  g_free (self->color_primary);
  g_free (self->color_button_text);
  g_free (self->color_background);
  g_free (self->color_text);
  g_free (self->font);
  g_free (self->corner_radius);
  g_strfreev (self->features);
  g_array_unref (self->business_hours);
  g_array_unref (self->closed_days);
  g_array_unref (self->coupon_cap);
  g_array_unref (self->coupon_budget);
}

WB_DEFINE_RECORD (WbAccount, wb_account, init_account, clear_account)

/**
 * wb_account_has_feature:
 * @self: (nullable): the account; `NULL` at level 0
 * @feature: one of the WB_FEATURE_ names
 *
 * Whether the server offers this part of the contract; a client asks only for what is named
 * (reference/retino-api.md B.0).
 *
 * Returns: `TRUE` if it does
 */
gboolean
wb_account_has_feature (const WbAccount *self,
                        const char      *feature)
{
  g_return_val_if_fail (feature, FALSE);

  return self && self->features && g_strv_contains ((const char *const *) self->features, feature);
}
