/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* "What will the customer get?"; see wb-coupon-forecast.h. What is sent is told in the platform's
 * own terms, since that is what the shop's owner sees there (reference/shoptet-api.md 4,
 * shopify-api.md 3, woocommerce-api.md 3). */

#include "config.h"

#include "wb-coupon-forecast.h"

#include "wb-offer-diff.h"
#include "wb-time.h"
#include "wb-validity.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static void
init_line (WbForecastLine *self)
{
}

static void
clear_line (WbForecastLine *self)
{
  g_free (self->code);
  g_free (self->words);
}

WB_DEFINE_RECORD (WbForecastLine, wb_forecast_line, init_line, clear_line)

typedef struct
{
  const WbOfferSet *set;
  const WbCouponAmount *row;   /* (nullable) */
  const char *currency;
  const WbMerchantStore *store;
  gint64 now;
  GTimeZone *zone;             /* (owned) the shop's */
  GPtrArray *lines;            /* (owned) */
} Forecast;

/* Takes @words. */
static void
add (Forecast       *self,
     WbForecastKind  kind,
     const char     *code,
     char           *words)
{
  WbForecastLine *line = wb_forecast_line_new ();

  line->kind = kind;
  line->code = g_strdup (code);
  line->words = words;
  g_ptr_array_add (self->lines, line);
}

static const char *
shop_name (const Forecast *self)
{
  const WbMerchantStore *store = self->store;

  return store->name ? store->name : store->store_id ? store->store_id : store->platform;
}

static gboolean
is_percent (const Forecast *self)
{
  return g_strcmp0 (self->row->kind, WB_COUPON_KIND_PERCENT) == 0;
}

static gboolean
is_platform (const Forecast *self,
             const char     *platform)
{
  return g_strcmp0 (self->store->platform, platform) == 0;
}

static gboolean
has_minimum (const Forecast *self)
{
  const char *minimum = self->row->min_order_value;
  gint64 scaled = 0;

  return minimum && *minimum && (!wb_decimal_parse (minimum, 4, &scaled, NULL) || scaled > 0);
}

static char *
value_words (const Forecast *self)
{
  return wb_amount_for_people (self->row->amount, self->currency, is_percent (self), NULL);
}

static char *
minimum_words (const Forecast *self)
{
  return wb_amount_for_people (self->row->min_order_value, self->currency, FALSE, NULL);
}

static gint32
last_day (const Forecast *self)
{
  return wb_validity_last_day (self->now, self->set->validity_days, self->zone);
}

static char *
day_words (const Forecast *self)
{
  gint64 end = wb_validity_expires_at (last_day (self), self->zone);
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (end / WB_SECOND_MS);
  g_autoptr (GDateTime) local = utc ? g_date_time_to_timezone (utc, self->zone) : NULL;

  /* Translators: the last day of a coupon. */
  return local ? g_date_time_format (local, C_ ("last day of a coupon", "%-d %B %Y"))
               : g_strdup ("");
}

/* What stands in the way before a coupon is even thought of. */
static void
add_shop_obstacles (Forecast *self)
{
  const WbMerchantStore *store = self->store;

  if (!store->supports_coupons)
    add (self, WB_FORECAST_CANNOT, "no_coupons",
         g_strdup_printf (_ ("%s cannot make coupons"), shop_name (self)));
  if (g_strcmp0 (store->connection, "disabled") == 0)
    add (self, WB_FORECAST_CANNOT, "paused",
         g_strdup_printf (_ ("%s is paused: no coupons are made until it goes on"),
                          shop_name (self)));
  else if (g_strcmp0 (store->connection, "error") == 0)
    add (self, WB_FORECAST_CANNOT, "disconnected",
         store->error_message
           ? g_strdup_printf (_ ("%s does not let Winback in: %s"), shop_name (self),
                              store->error_message)
           : g_strdup_printf (_ ("%s does not let Winback in"), shop_name (self)));
  if (store->currencies && store->currencies[0] &&
      !g_strv_contains ((const char *const *) store->currencies, self->currency)) {
    g_autofree char *currencies = g_strjoinv (", ", store->currencies);

    add (self, WB_FORECAST_CANNOT, "wrong_currency",
         g_strdup_printf (_ ("%s makes coupons in %s, not in %s"), shop_name (self), currencies,
                          self->currency));
  }
}

/* What is missing stops coupons, unless it is only about following them or about a later day. */
static gboolean
is_obstacle (const WbShopNote *note)
{
  if (note->kind != WB_SHOP_NOTE_MISSING || g_str_equal (note->code, WB_SHOP_NOTE_API_VERSION))
    return FALSE;

  return !g_str_equal (note->code, WB_SHOP_NOTE_SCOPE) || !note->value ||
         strstr (note->value, "discount");
}

static void
add_offer_obstacles (Forecast *self)
{
  const WbShopCaps *caps = self->store->caps;

  if (!self->set || self->set->version == 0) {
    add (self, WB_FORECAST_CANNOT, "not_configured",
         g_strdup (_ ("This ticket type offers nothing yet")));
    return;
  }
  if (!self->set->coupon_enabled)
    add (self, WB_FORECAST_CANNOT, "not_enabled",
         g_strdup (_ ("The coupon of this ticket type is switched off")));
  if (!self->row || !self->row->amount || !*self->row->amount) {
    add (self, WB_FORECAST_CANNOT, "no_amount",
         g_strdup_printf (_ ("There is no amount in %s"), self->currency));
    return;
  }
  if (self->set->validity_days <= 0)
    add (self, WB_FORECAST_CANNOT, "no_validity",
         g_strdup (_ ("It is not set how many days the coupon is valid")));
  if (!caps)
    return;

  if (is_percent (self) ? !caps->percent : !caps->fixed)
    add (self, WB_FORECAST_CANNOT, "kind",
         g_strdup (is_percent (self) ? _ ("This shop cannot make coupons worth a percentage")
                                     : _ ("This shop cannot make coupons worth a fixed amount")));
  if (has_minimum (self) && !caps->minimum)
    add (self, WB_FORECAST_CANNOT, "minimum",
         g_strdup (_ ("This shop cannot ask for a minimum order")));
  if (!caps->expiry)
    add (self, WB_FORECAST_CANNOT, "expiry",
         g_strdup (_ ("This shop cannot end a coupon on a day")));
  for (guint i = 0; i < caps->notes->len; i++) {
    const WbShopNote *note = g_ptr_array_index (caps->notes, i);

    if (is_obstacle (note))
      add (self, WB_FORECAST_CANNOT, note->code, wb_shop_note_words (note));
  }
}

/* Ten per cent as the platform wants it: "10.00", "0.1000" (Shoptet), "0.1" (Shopify). */
static char *
percent_sent (const Forecast *self)
{
  gint64 hundredths = 0;

  if (!wb_decimal_parse (self->row->amount, 2, &hundredths, NULL))
    return g_strdup (self->row->amount);
  if (is_platform (self, "shoptet") || is_platform (self, "shopify"))
    return g_strdup_printf ("%d.%04d", (int) (hundredths / 10000), (int) (hundredths % 10000));

  return g_strdup_printf ("%d.%02d", (int) (hundredths / 100), (int) (hundredths % 100));
}

static const char *
field (const Forecast *self,
       const char     *shoptet,
       const char     *shopify,
       const char     *woocommerce)
{
  return is_platform (self, "shoptet")   ? shoptet
         : is_platform (self, "shopify") ? shopify
                                         : woocommerce;
}

static char *
end_sent (const Forecast *self)
{
  gint32 day = last_day (self);

  if (is_platform (self, "shoptet"))
    return wb_date_format (day);
  if (is_platform (self, "shopify"))
    return wb_time_format (wb_validity_expires_at (day, self->zone));

  return wb_validity_woocommerce (day);
}

static void
add_sent (Forecast *self)
{
  g_autofree char *percent = is_percent (self) ? percent_sent (self) : NULL;
  const char *value = percent ? percent : self->row->amount;
  g_autofree char *end = self->set->validity_days > 0 ? end_sent (self) : NULL;

  add (self, WB_FORECAST_SENT, "value",
       g_strdup_printf ("%s = %s%s%s",
                        percent ? field (self, "ratio", "percentage", "percent")
                                : field (self, "amount", "discountAmount", "fixed_cart"),
                        value, percent ? "" : " ", percent ? "" : self->currency));
  if (has_minimum (self))
    add (self, WB_FORECAST_SENT, "minimum",
         g_strdup_printf ("%s = %s %s",
                          field (self, "minPrice", "greaterThanOrEqualToSubtotal",
                                 "minimum_amount"),
                          self->row->min_order_value, self->currency));
  if (end)
    add (self, WB_FORECAST_SENT, "validity",
         g_strdup_printf ("%s = %s", field (self, "validTo", "endsAt", "date_expires"), end));
  add (self, WB_FORECAST_SENT, "once",
       g_strdup (field (self, "reusable = false", "usageLimit = 1", "usage_limit = 1")));
}

static void
add_result (Forecast *self)
{
  g_autofree char *value = value_words (self);
  g_autofree char *minimum = has_minimum (self) ? minimum_words (self) : NULL;
  g_autofree char *day = self->set->validity_days > 0 ? day_words (self) : NULL;

  add (self, WB_FORECAST_RESULT, "value",
       minimum ? g_strdup_printf (_ ("%s off an order of %s or more, once"), value, minimum)
               : g_strdup_printf (_ ("%s off any order, once"), value));
  if (day)
    add (self, WB_FORECAST_RESULT, "validity",
         g_strdup_printf (_ ("To the end of %s by the shop’s clock (%s)"), day,
                          g_time_zone_get_identifier (self->zone)));
}

/* What the platform makes of it besides; percentages neither convert nor know VAT. */
static gboolean
concerns (const Forecast   *self,
          const WbShopNote *note)
{
  static const char *const for_amounts[] = {
    WB_SHOP_NOTE_ONE_CURRENCY, WB_SHOP_NOTE_VAT_INCLUDED, WB_SHOP_NOTE_VAT_EXCLUDED, NULL,
  };
  static const char *const for_all[] = {
    WB_SHOP_NOTE_TEMPLATE, WB_SHOP_NOTE_EMAIL, WB_SHOP_NOTE_CODE_LENGTH, NULL,
  };

  if (note->kind == WB_SHOP_NOTE_MISSING)
    return !is_obstacle (note);
  if (g_strv_contains (for_amounts, note->code))
    return !is_percent (self) || has_minimum (self);

  /* That a coupon can be limited to one address is no news: ours are not. */
  return g_strv_contains (for_all, note->code) &&
         (note->kind == WB_SHOP_NOTE_CANNOT || !g_str_equal (note->code, WB_SHOP_NOTE_EMAIL));
}

static void
add_notes (Forecast *self)
{
  const WbShopCaps *caps = self->store->caps;

  if (is_platform (self, "woocommerce"))
    add (self, WB_FORECAST_NOTE, "midnight",
         g_strdup (_ ("The shop would end it at the start of that day, so the last second of the "
                      "day is sent with it")));
  if (!caps) {
    /* One that is connected was checked; the service has not said what came of it. */
    add (self, WB_FORECAST_NOTE, "not_checked",
         g_strdup (g_strcmp0 (self->store->connection, "connected") == 0
                   ? _ ("What else the shop makes of it, the service has not told yet")
                   : _ ("What else the shop makes of it is known after its connection is "
                        "checked")));
    return;
  }
  for (guint i = 0; i < caps->notes->len; i++) {
    const WbShopNote *note = g_ptr_array_index (caps->notes, i);

    if (concerns (self, note))
      add (self, WB_FORECAST_NOTE, note->code, wb_shop_note_words (note));
  }
}

static gboolean
is_readable (const Forecast *self)
{
  WbMoney money;
  gint64 hundredths = 0;

  if (is_percent (self))
    return wb_decimal_parse (self->row->amount, 2, &hundredths, NULL) && hundredths > 0 &&
           hundredths <= 10000;

  return wb_money_parse_api (self->row->amount, self->currency, TRUE, &money, NULL) &&
         money.minor > 0;
}

/**
 * wb_coupon_forecast:
 * @set: (nullable): the type's offers; `NULL` = not configured
 * @currency: the order's currency
 * @store: the shop
 * @now: ms; when the coupon would be issued
 * @account_zone: used when the shop's own zone is not known
 *
 * Tells what would come of the offer in that shop: what is in the way first, then what the customer
 * gets, what the shop makes of it, and what is sent. Any thread.
 *
 * Returns: (transfer full) (element-type WbForecastLine): at least one line
 */
GPtrArray *
wb_coupon_forecast (const WbOfferSet      *set,
                    const char            *currency,
                    const WbMerchantStore *store,
                    gint64                 now,
                    GTimeZone             *account_zone)
{
  Forecast self = { .set = set, .currency = currency, .store = store, .now = now };
  g_autoptr (GTimeZone) zone = NULL;

  g_return_val_if_fail (currency && store && account_zone, NULL);

  if (store->caps && store->caps->time_zone)
    zone = g_time_zone_new_identifier (store->caps->time_zone);
  self.zone = zone ? zone : account_zone;
  self.row = set ? wb_offer_set_find_amount (set, currency) : NULL;
  self.lines = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_forecast_line_unref);

  add_offer_obstacles (&self);
  add_shop_obstacles (&self);
  if (!self.row || !self.row->amount || !*self.row->amount)
    return self.lines;
  if (!is_readable (&self)) {
    add (&self, WB_FORECAST_CANNOT, "bad_amount",
         g_strdup_printf (_ ("“%s” is no amount a coupon can have"), self.row->amount));
    return self.lines;
  }

  add_result (&self);
  add_notes (&self);
  add_sent (&self);

  return self.lines;
}

/**
 * wb_coupon_forecast_works:
 * @lines: (element-type WbForecastLine): from [func@wb_coupon_forecast]
 *
 * Returns: whether a coupon would come of it: nothing stands in the way
 */
gboolean
wb_coupon_forecast_works (GPtrArray *lines)
{
  g_return_val_if_fail (lines, FALSE);

  for (guint i = 0; i < lines->len; i++) {
    const WbForecastLine *line = g_ptr_array_index (lines, i);

    if (line->kind == WB_FORECAST_CANNOT)
      return FALSE;
  }

  return TRUE;
}
