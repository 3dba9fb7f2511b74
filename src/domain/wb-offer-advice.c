/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Advice on offers; see wb-offer-advice.h for what is advised on, and apart from what. */

#include "config.h"

#include "wb-offer-advice.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "wb-contrast.h"
#include "wb-ticket-type.h"
#include "wb-time.h"

#define BANNER_PATH "tools.banner.banner"
#define COLORS_PATH "portal.colors"

/* A picture that customers have seen for a month is passed over. */
#define BANNER_DAYS_MAX 30

#define PERCENT_DIGITS 2

static const WbTicketType *
find_type (const WbAdviceContext *context,
           const char            *id)
{
  for (guint i = 0; context->types && i < context->types->len; i++) {
    const WbTicketType *type = g_ptr_array_index (context->types, i);

    if (g_strcmp0 (type->id, id) == 0)
      return type;
  }

  return NULL;
}

static gboolean
is_kind (const WbTicketType *type,
         const char         *kind)
{
  return type && g_strcmp0 (type->kind, kind) == 0;
}

/* The value of one row as an integer that two rows of the same kind and currency share. */
static gboolean
read_value (const WbCouponAmount *amount,
            gint64               *value_out)
{
  WbMoney money = WB_MONEY_NONE;

  if (!amount->amount)
    return FALSE;
  if (g_strcmp0 (amount->kind, WB_COUPON_KIND_PERCENT) == 0)
    return wb_decimal_parse (amount->amount, PERCENT_DIGITS, value_out, NULL);
  if (g_strcmp0 (amount->kind, WB_COUPON_KIND_FIXED) != 0 ||
      !wb_money_parse_api (amount->amount, amount->currency, TRUE, &money, NULL))
    return FALSE;
  *value_out = money.minor;

  return TRUE;
}

/* "200 Kč", or "10 %" in the way of the person's language. */
static char *
format_value (const WbCouponAmount  *amount,
              const WbAdviceContext *context)
{
  WbMoney money = WB_MONEY_NONE;

  if (g_strcmp0 (amount->kind, WB_COUPON_KIND_FIXED) == 0 &&
      wb_money_parse_api (amount->amount, amount->currency, TRUE, &money, NULL))
    return wb_money_format_symbol (&money, context->locale, TRUE);

  return wb_percent_format (amount->amount, context->locale);
}

/* The row of a return's coupon that @mine is worth as much as; NULL when there is none. */
static const WbCouponAmount *
find_equalled (const WbCouponAmount   *mine,
               const WbAdviceContext  *context,
               const WbTicketType    **type_out)
{
  gint64 value = 0;

  if (!read_value (mine, &value) || value <= 0)
    return NULL;

  for (guint i = 0; context->others && i < context->others->len; i++) {
    const WbOfferSet *other = g_ptr_array_index (context->others, i);
    const WbTicketType *type = find_type (context, other->type);
    const WbCouponAmount *theirs = NULL;
    gint64 their_value = 0;

    if (!other->coupon_enabled || !is_kind (type, "return"))
      continue;
    theirs = wb_offer_set_find_amount (other, mine->currency);
    if (theirs && g_strcmp0 (theirs->kind, mine->kind) == 0 &&
        read_value (theirs, &their_value) && value >= their_value) {
      *type_out = type;
      return theirs;
    }
  }

  return NULL;
}

static void
advise_on_coupon (GPtrArray             *advice,
                  const WbOfferSet      *self,
                  const WbAdviceContext *context)
{
  if (!self->coupon_enabled || !is_kind (find_type (context, self->type), "claim"))
    return;

  for (guint i = 0; i < self->amounts->len; i++) {
    const WbCouponAmount *amount = g_ptr_array_index (self->amounts, i);
    const WbTicketType *type = NULL;
    const WbCouponAmount *equalled = find_equalled (amount, context, &type);
    g_autofree char *language = NULL;
    g_autofree char *value = NULL;
    g_autofree char *message = NULL;
    const char *name = NULL;

    if (!equalled)
      continue;

    value = format_value (equalled, context);
    language = context->locale ? g_strndup (context->locale, strcspn (context->locale, "_.@"))
                               : NULL;
    name = wb_lang_text_pick (type->name, language, context->account->default_language);
    message = g_strdup_printf (
      /* Translators: the first %s is a ticket type such as Return, the second an amount */
      _ ("“%s” gives %s. A return loses you a sale and a claim does not, so give less here."),
      name ? name : type->id, value);
    wb_problems_add (advice, "claim_as_generous", message, "tools.coupon.amounts[%u].amount", i);
    /* One percentage holds for all currencies. */
    if (g_strcmp0 (amount->kind, WB_COUPON_KIND_PERCENT) == 0)
      return;
  }
}

/* Whether customers have seen this picture for too long. */
static gboolean
is_unchanged (const WbOfferSet      *self,
              const WbAdviceContext *context)
{
  const WbOfferSet *saved = context->saved ? context->saved : self;
  gint64 since = context->banner_since != 0 ? context->banner_since : saved->updated_at;

  /* What was only just chosen is not old. */
  if (!saved->banner_enabled || g_strcmp0 (saved->banner, self->banner) != 0)
    return FALSE;
  if (since == WB_TIME_NONE || context->now - since < BANNER_DAYS_MAX * WB_DAY_MS)
    return FALSE;

  return !context->banner || context->banner->starts_on == WB_DATE_NONE ||
         context->today - context->banner->starts_on >= BANNER_DAYS_MAX;
}

static void
advise_on_banner (GPtrArray             *advice,
                  const WbOfferSet      *self,
                  const WbAdviceContext *context)
{
  const WbBanner *banner = context->banner;
  WbBannerPhase phase;

  if (!self->banner_enabled || !self->banner)
    return;

  phase = banner ? wb_banner_get_phase (banner, context->today) : WB_BANNER_RUNNING;
  if (phase == WB_BANNER_OVER)
    wb_problems_add (advice, "banner_over",
                     _ ("The last day of this banner has passed, so customers do not see it. "
                        "Choose another one, or a later last day."),
                     BANNER_PATH);
  else if (phase == WB_BANNER_UPCOMING)
    wb_problems_add (advice, "banner_upcoming",
                     _ ("The first day of this banner is still to come; until then customers do "
                        "not see it."),
                     BANNER_PATH);
  else if (is_unchanged (self, context))
    wb_problems_add (advice, "banner_unchanged",
                     _ ("Customers have seen this picture for 30 days or more. A new one is "
                        "noticed again."),
                     BANNER_PATH);
}

/* The ratio of two colours in words; NULL when it is enough, or when one is no colour. */
static char *
dup_weak_contrast (const char *front,
                   const char *back)
{
  WbRgb a = { 0 };
  WbRgb b = { 0 };
  double ratio;

  if (!wb_rgb_parse (front, &a) || !wb_rgb_parse (back, &b))
    return NULL;
  ratio = wb_contrast_ratio (a, b);
  if (ratio >= WB_CONTRAST_ENOUGH)
    return NULL;

  /* Cut and not rounded: 4.499 is not enough, and must not read as 4.50. */
  return g_strdup_printf ("%.2f", floor (ratio * 100) / 100);
}

static void
advise_on_colors (GPtrArray             *advice,
                  const WbOfferSet      *self,
                  const WbAdviceContext *context)
{
  const WbAccount *account = context->account;
  gboolean has_button = self->coupon_enabled || self->call_enabled;
  g_autofree char *on_button = NULL;
  g_autofree char *on_page = NULL;

  if (has_button)
    on_button = dup_weak_contrast (account->color_button_text, account->color_primary);
  if (on_button) {
    g_autofree char *message = g_strdup_printf (
      /* Translators: %s is a ratio such as 3.20 */
      _ ("The text on buttons is hard to read: its contrast is %s, and 4.5 is needed. Choose "
         "other colours for the portal."), on_button);

    wb_problems_add (advice, "weak_contrast", message, COLORS_PATH);
  }

  if (has_button || self->banner_enabled)
    on_page = dup_weak_contrast (account->color_text, account->color_background);
  if (on_page) {
    g_autofree char *message = g_strdup_printf (
      /* Translators: %s is a ratio such as 3.20 */
      _ ("The text is hard to read on its background: its contrast is %s, and 4.5 is needed. "
         "Choose other colours for the portal."), on_page);

    wb_problems_add (advice, "weak_contrast", message, COLORS_PATH);
  }
}

/**
 * wb_offer_set_advise:
 * @self: a set, stored or being edited
 * @context: what it is seen beside
 *
 * What a manager may want to think over: `claim_as_generous`, `banner_over`, `banner_upcoming`,
 * `banner_unchanged` and `weak_contrast`, as wb-offer-advice.h says. Any thread.
 *
 * Returns: (transfer full) (element-type WbProblem): the advice, each with a path, a code and a
 *   translated sentence; empty when there is none
 */
GPtrArray *
wb_offer_set_advise (const WbOfferSet      *self,
                     const WbAdviceContext *context)
{
  GPtrArray *advice;

  g_return_val_if_fail (self, NULL);
  g_return_val_if_fail (context && context->account, NULL);

  advice = wb_problems_new ();
  advise_on_coupon (advice, self, context);
  advise_on_banner (advice, self, context);
  advise_on_colors (advice, self, context);

  return advice;
}
