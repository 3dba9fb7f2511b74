/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A coupon in words; see wb-coupon-words.h. */

#include "config.h"

#include "wb-coupon-words.h"

#include "wb-format.h"

#include <glib/gi18n-lib.h>

const char *const wb_coupon_states[] = {
  WB_COUPON_ACTIVE, WB_COUPON_USED, WB_COUPON_EXPIRED, WB_COUPON_PENDING, WB_COUPON_FAILED,
  WB_COUPON_DISABLED, NULL,
};

static const struct
{
  const char *state;
  const char *label;
  const char *icon;
  const char *css_class;
} state_table[] = {
  { WB_COUPON_ACTIVE, NC_ ("state of a coupon", "Open"), "wb-coupon-symbolic", "open" },
  { WB_COUPON_USED, NC_ ("state of a coupon", "Used"), "object-select-symbolic", "used" },
  { WB_COUPON_EXPIRED, NC_ ("state of a coupon", "Expired"), "document-open-recent-symbolic",
    "over" },
  { WB_COUPON_PENDING, NC_ ("state of a coupon", "Being made"), "content-loading-symbolic",
    "waiting" },
  { WB_COUPON_FAILED, NC_ ("state of a coupon", "Not made"), "dialog-warning-symbolic", "failed" },
  { WB_COUPON_DISABLED, NC_ ("state of a coupon", "Switched off"), "action-unavailable-symbolic",
    "over" },
};

static int
find_state (const char *state)
{
  for (guint i = 0; i < G_N_ELEMENTS (state_table); i++) {
    if (g_strcmp0 (state_table[i].state, state) == 0)
      return (int) i;
  }

  return -1;
}

/**
 * wb_coupon_state_label:
 * @state: (nullable): `WB_COUPON_…`
 *
 * Returns: (transfer none): its name, translated; that of a newer server as it came
 */
const char *
wb_coupon_state_label (const char *state)
{
  int i = find_state (state);

  return i < 0 ? WB_TEXT (state)
               : g_dpgettext2 (GETTEXT_PACKAGE, "state of a coupon", state_table[i].label);
}

/**
 * wb_coupon_state_icon:
 * @state: (nullable): `WB_COUPON_…`
 *
 * Returns: (transfer none): the icon that stands beside its name
 */
const char *
wb_coupon_state_icon (const char *state)
{
  int i = find_state (state);

  return i < 0 ? "dialog-question-symbolic" : state_table[i].icon;
}

/**
 * wb_coupon_state_class:
 * @state: (nullable): `WB_COUPON_…`
 *
 * Returns: (transfer none): "open", "used", "over", "waiting" or "failed"
 */
const char *
wb_coupon_state_class (const char *state)
{
  int i = find_state (state);

  return i < 0 ? "waiting" : state_table[i].css_class;
}

/**
 * wb_coupon_money:
 * @amount: (nullable): the API's decimal text
 * @currency: (nullable): its currency
 *
 * Returns: (transfer full): “1 250 Kč”; what cannot be read as it came, "" for `NULL`
 */
char *
wb_coupon_money (const char *amount,
                 const char *currency)
{
  return wb_format_offer_value (NULL, amount, currency);
}

/**
 * wb_coupon_money_minor:
 * @minor: an amount in minor units
 * @currency: its currency; one that nobody knows has two digits
 *
 * Returns: (transfer full): “84 200 Kč”
 */
char *
wb_coupon_money_minor (gint64      minor,
                       const char *currency)
{
  WbMoney money = { minor, "" };

  if (wb_currency_digits (currency) < 0)
    return g_strdup_printf ("%" G_GINT64_FORMAT ".%02d %s", minor / 100, (int) ABS (minor % 100),
                            currency);
  g_strlcpy (money.currency, currency, sizeof money.currency);

  return wb_money_format_symbol (&money, NULL, TRUE);
}

static gboolean
is_above_zero (const char *amount,
               const char *currency)
{
  WbMoney money = WB_MONEY_NONE;

  return amount && currency && wb_money_parse_api (amount, currency, TRUE, &money, NULL) &&
         money.minor > 0;
}

/**
 * wb_coupon_is_refunded:
 * @coupon: a coupon
 *
 * Returns: `TRUE` if something of what its order brought was given back
 */
gboolean
wb_coupon_is_refunded (const WbCoupon *coupon)
{
  return is_above_zero (coupon->refunded, coupon->revenue_currency);
}

char *
wb_coupon_words_value (const WbCoupon *coupon)
{
  return wb_format_offer_value (coupon->kind, coupon->amount, coupon->currency);
}

char *
wb_coupon_words_minimum (const WbCoupon *coupon)
{
  return is_above_zero (coupon->min_order_value, coupon->currency)
           ? wb_coupon_money (coupon->min_order_value, coupon->currency)
           : g_strdup ("");
}

static char *
format_day (WbContext *context,
            gint64     at)
{
  GTimeZone *zone = wb_context_get_zone (context);

  if (at == WB_TIME_NONE)
    return g_strdup ("");

  return wb_format_date (wb_date_of_time (at, zone), wb_context_now (context), zone);
}

char *
wb_coupon_words_expires (WbContext      *context,
                         const WbCoupon *coupon)
{
  return format_day (context, coupon->expires_at);
}

char *
wb_coupon_words_ticket (WbContext      *context,
                        const WbCoupon *coupon)
{
  const char *type = wb_context_get_type_name (context, coupon->ticket_type);
  g_autofree char *words = NULL;

  /* The code tells it apart, so it is the type that is cut off where there is no room. */
  words = g_strdup_printf ("%s %s", WB_TEXT (coupon->ticket_code), WB_TEXT (type));

  return g_strdup (g_strstrip (words));
}

char *
wb_coupon_words_shop (WbContext      *context,
                      const WbCoupon *coupon)
{
  return g_strdup (WB_TEXT (wb_context_get_shop_name (context, coupon->store)));
}

/**
 * wb_coupon_words_issuer:
 * @context: the workspace
 * @coupon: a coupon
 *
 * Returns: (transfer full): who gave it; a customer who pressed the button gave it to themselves
 */
char *
wb_coupon_words_issuer (WbContext      *context,
                        const WbCoupon *coupon)
{
  const char *name = NULL;

  if (!coupon->issued_by)
    return g_strdup (C_ ("issuer of a coupon", "Customer"));
  name = wb_context_get_user_name (context, coupon->issued_by);

  return g_strdup (name ? name : C_ ("issuer of a coupon", "Former colleague"));
}

char *
wb_coupon_words_issued (WbContext      *context,
                        const WbCoupon *coupon)
{
  g_autofree char *day = format_day (context, coupon->created_at);
  g_autofree char *issuer = wb_coupon_words_issuer (context, coupon);

  return wb_format_join (day, issuer, NULL);
}

char *
wb_coupon_words_used (WbContext      *context,
                      const WbCoupon *coupon)
{
  g_autofree char *day = NULL;

  if (g_strcmp0 (coupon->state, WB_COUPON_USED) != 0)
    return g_strdup ("");
  day = format_day (context, coupon->used_at);

  return wb_format_join (day, WB_TEXT (coupon->used_order_code),
                         coupon->is_probable ? C_ ("use of a coupon", "probably") : "", NULL);
}

/* (transfer full): “1 250”, the currency being known; a fraction of nothing is left out. */
static char *
make_number (const char *amount,
             const char *currency)
{
  WbMoney money = WB_MONEY_NONE;
  g_autofree char *text = NULL;
  gint64 unit = 1;
  int digits = 0;

  if (!wb_money_parse_api (amount, currency, TRUE, &money, NULL))
    return g_strdup (amount);
  text = wb_money_format_plain (&money, NULL);
  for (; digits < wb_currency_digits (currency); digits++)
    unit *= 10;
  if (digits > 0 && money.minor % unit == 0)
    *g_utf8_offset_to_pointer (text, g_utf8_strlen (text, -1) - digits - 1) = '\0';

  return g_steal_pointer (&text);
}

static char *
make_revenue (const WbCoupon *coupon,
              gboolean        is_short)
{
  g_autofree char *revenue = NULL;
  g_autofree char *refunded = NULL;

  if (!coupon->revenue)
    return g_strdup ("");
  revenue = wb_coupon_money (coupon->revenue, coupon->revenue_currency);
  if (!wb_coupon_is_refunded (coupon))
    return g_steal_pointer (&revenue);
  refunded = is_short ? make_number (coupon->refunded, coupon->revenue_currency)
                      : wb_coupon_money (coupon->refunded, coupon->revenue_currency);

  /* TRANSLATORS: what a coupon brought, and in brackets what of it was given back already */
  return g_strdup_printf (C_ ("revenue of a coupon", "%s (−%s)"), revenue, refunded);
}

char *
wb_coupon_words_revenue (const WbCoupon *coupon)
{
  return make_revenue (coupon, FALSE);
}

char *
wb_coupon_words_revenue_short (const WbCoupon *coupon)
{
  return make_revenue (coupon, TRUE);
}

char *
wb_coupon_words_sentence (WbContext      *context,
                          const WbCoupon *coupon,
                          const char     *customer)
{
  g_autofree char *offer = wb_format_offer (coupon->kind, coupon->amount, coupon->min_order_value,
                                            coupon->currency);
  g_autofree char *ticket = wb_coupon_words_ticket (context, coupon);
  g_autofree char *used = wb_coupon_words_used (context, coupon);
  g_autofree char *revenue = wb_coupon_words_revenue (coupon);
  g_autofree char *shop = wb_coupon_words_shop (context, coupon);
  g_autofree char *issued = wb_coupon_words_issued (context, coupon);
  g_autofree char *day = wb_coupon_words_expires (context, coupon);
  g_autofree char *until =
    *day ? g_strdup_printf (_ ("valid to the end of %s"), day) : g_strdup ("");
  g_autofree char *line = wb_format_join (
    coupon->code ? coupon->code : _ ("Coupon without a code yet"),
    wb_coupon_state_label (coupon->state), offer, until, ticket, WB_TEXT (customer), shop, issued,
    used, revenue, NULL);

  return g_strdelimit (g_steal_pointer (&line), "\n", ' ');
}
