/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* "Valid for 14 days" said exactly, once, so that no shop client counts days for itself. */

#include "config.h"

#include "wb-validity.h"

/**
 * wb_validity_last_day:
 * @issued_at: when the coupon was issued, in Unix milliseconds
 * @days: for how many days, 1 to 365
 * @shop_zone: the shop's time zone
 *
 * Issued 21 November for 14 days → 5 December (design.md 4).
 *
 * Returns: the last valid day, in days since 1970-01-01
 */
gint32
wb_validity_last_day (gint64     issued_at,
                      int        days,
                      GTimeZone *shop_zone)
{
  g_return_val_if_fail (shop_zone, WB_DATE_NONE);
  g_return_val_if_fail (days >= 0, WB_DATE_NONE);

  return wb_date_of_time (issued_at, shop_zone) + days;
}

/**
 * wb_validity_expires_at:
 * @last_day: from [func@wb_validity_last_day]
 * @shop_zone: the shop's time zone
 *
 * The last second of the last valid day, as `expires_at` says it (reference/retino-api.md B.7).
 *
 * Returns: Unix milliseconds
 */
gint64
wb_validity_expires_at (gint32     last_day,
                        GTimeZone *shop_zone)
{
  g_return_val_if_fail (shop_zone, WB_TIME_NONE);

  return wb_date_start (last_day + 1, shop_zone) - WB_SECOND_MS;
}

/**
 * wb_validity_anew:
 * @expires_at: ms, as it was promised
 * @asked_at: ms, when it was asked for last
 * @now: ms, when it is asked for again
 * @shop_zone: the shop's time zone
 *
 * A coupon that is made again is valid for as many days as it was to be, counted from now on.
 *
 * Returns: Unix milliseconds
 */
gint64
wb_validity_anew (gint64     expires_at,
                  gint64     asked_at,
                  gint64     now,
                  GTimeZone *shop_zone)
{
  int days = 0;

  g_return_val_if_fail (shop_zone, WB_TIME_NONE);

  days = wb_date_of_time (expires_at, shop_zone) - wb_date_of_time (asked_at, shop_zone);

  return wb_validity_expires_at (wb_validity_last_day (now, days, shop_zone), shop_zone);
}

/**
 * wb_validity_woocommerce:
 * @last_day: from [func@wb_validity_last_day]
 *
 * What WooCommerce must be sent as `date_expires`: without an offset it is read in the site's own
 * zone, and a bare date would end the coupon at the *start* of that day
 * (reference/woocommerce-api.md 3).
 *
 * Returns: (transfer full): "YYYY-MM-DDT23:59:59"
 */
char *
wb_validity_woocommerce (gint32 last_day)
{
  g_autofree char *date = wb_date_format (last_day);

  g_return_val_if_fail (date, NULL);

  return g_strconcat (date, "T23:59:59", NULL);
}

/**
 * wb_validity_shoptet:
 * @last_day: from [func@wb_validity_last_day]
 *
 * What Shoptet must be sent as `validTo`. It knows days only. Its documentation calls the date the
 * upper limit and does not say whether that day still counts; its administration shows it as the
 * day until which a coupon is valid, and so it is read here. Were it ever seen to end a coupon at
 * the start of the day, customers would lose one, and this is where it is added.
 *
 * Returns: (transfer full): "YYYY-MM-DD"
 */
char *
wb_validity_shoptet (gint32 last_day)
{
  return wb_date_format (last_day);
}

/**
 * wb_validity_shopify:
 * @expires_at: from [func@wb_validity_expires_at]
 *
 * What Shopify must be sent as `endsAt`: an instant, so the shop's zone is in it already; in UTC
 * and whole seconds, as it comes back (reference/shopify-api.md 3).
 *
 * Returns: (transfer full): "YYYY-MM-DDThh:mm:ssZ"
 */
char *
wb_validity_shopify (gint64 expires_at)
{
  g_autoptr (GDateTime) time = NULL;

  g_return_val_if_fail (expires_at != WB_TIME_NONE, NULL);

  time = g_date_time_new_from_unix_utc (expires_at / WB_SECOND_MS);

  return time ? g_date_time_format (time, "%Y-%m-%dT%H:%M:%SZ") : NULL;
}
