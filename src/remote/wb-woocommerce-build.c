/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What is sent to WooCommerce, and what is refused before it is sent, because the shop would take
 * it and store something else (reference/woocommerce-api.md 10, traps 2 to 4). */

#include "config.h"

#include "wb-woocommerce-json.h"

#include "wb-time.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static gboolean
is_email_local (const char *text,
                gsize       length)
{
  if (length == 0 || text[0] == '.' || text[length - 1] == '.')
    return FALSE;
  for (gsize i = 0; i < length; i++) {
    if (!g_ascii_isalnum (text[i]) && !strchr ("!#$%&'+/=?^_`{|}~.-", text[i]))
      return FALSE;
    if (text[i] == '.' && text[i + 1] == '.')
      return FALSE;
  }

  return TRUE;
}

/**
 * wb_woocommerce_email_is_valid:
 * @email: (nullable): a customer's address
 *
 * Whether WooCommerce keeps @email as a restriction. It drops one it does not like without a word,
 * and the coupon is then open to everybody (recording 021); a `*` would mean many people.
 *
 * Returns: `TRUE` for a plain address
 */
gboolean
wb_woocommerce_email_is_valid (const char *email)
{
  const char *at;
  g_auto (GStrv) labels = NULL;

  at = email ? strchr (email, '@') : NULL;
  if (!at || strlen (email) > 254 || !is_email_local (email, (gsize) (at - email)))
    return FALSE;

  labels = g_strsplit (at + 1, ".", -1);
  if (g_strv_length (labels) < 2)
    return FALSE;
  for (guint i = 0; labels[i]; i++) {
    gsize length = strlen (labels[i]);

    if (length == 0 || labels[i][0] == '-' || labels[i][length - 1] == '-')
      return FALSE;
    for (gsize j = 0; j < length; j++) {
      if (!g_ascii_isalnum (labels[i][j]) && labels[i][j] != '-')
        return FALSE;
    }
  }

  return TRUE;
}

static gboolean
refuse (GError     **error,
        const char  *message)
{
  g_set_error_literal (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_NOT_ALLOWED, message);

  return FALSE;
}

/* Three places (KWD) do not survive: the shop rounds to two (recording 011). */
static gboolean
has_at_most_two_places (const WbMoney *money)
{
  return wb_currency_digits (money->currency) < 3 || money->minor % 10 == 0;
}

/**
 * wb_woocommerce_check_coupon:
 * @coupon: what is to be made
 * @shop_currency: the shop's only currency
 * @error: return location; `WB_REMOTE_ERROR_NOT_ALLOWED` in words for people
 *
 * Returns: whether WooCommerce can store exactly this
 */
gboolean
wb_woocommerce_check_coupon (const WbShopCoupon  *coupon,
                             const char          *shop_currency,
                             GError             **error)
{
  g_return_val_if_fail (coupon && shop_currency, FALSE);

  if (!coupon->code || coupon->code[0] == '\0' ||
      strspn (coupon->code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-") != strlen (coupon->code))
    return refuse (error, _ ("A coupon code may hold only capital letters, digits and dashes"));
  if (coupon->is_percent &&
      (coupon->percent_hundredths <= 0 || coupon->percent_hundredths > 10000))
    return refuse (error, _ ("A percentage must be above 0 and at most 100"));
  if (!coupon->is_percent && coupon->amount.minor <= 0)
    return refuse (error, _ ("The amount of a coupon must be above zero"));
  if (coupon->min_order.minor < 0)
    return refuse (error, _ ("The minimum order cannot be below zero"));
  if ((!coupon->is_percent && strcmp (coupon->amount.currency, shop_currency) != 0) ||
      (coupon->min_order.minor != 0 && strcmp (coupon->min_order.currency, shop_currency) != 0)) {
    g_set_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_NOT_ALLOWED,
                 _ ("This shop sells in %s only"), shop_currency);
    return FALSE;
  }
  if ((!coupon->is_percent && !has_at_most_two_places (&coupon->amount)) ||
      (coupon->min_order.minor != 0 && !has_at_most_two_places (&coupon->min_order)))
    return refuse (error, _ ("WooCommerce keeps two decimal places of an amount"));
  if (coupon->email && !wb_woocommerce_email_is_valid (coupon->email))
    return refuse (error, _ ("The customer's e-mail address is not one that the shop would keep"));

  return TRUE;
}

/**
 * wb_woocommerce_format_expiry:
 * @expires_at: the last second the coupon is valid, in ms
 * @zone: the shop's zone
 *
 * The shop's local time without an offset, as its own screens show it. A local time that comes
 * twice (a zone whose clocks go back at midnight) is written with its offset, which the shop
 * honours too (recording 026).
 *
 * Returns: (transfer full): `YYYY-MM-DDThh:mm:ss`, rarely followed by `+hh:mm`
 */
char *
wb_woocommerce_format_expiry (gint64     expires_at,
                              GTimeZone *zone)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (expires_at / WB_SECOND_MS);
  g_autoptr (GDateTime) local = NULL;
  g_autoptr (GDateTime) again = NULL;

  g_return_val_if_fail (utc && zone, NULL);

  local = g_date_time_to_timezone (utc, zone);
  again = g_date_time_new (zone, g_date_time_get_year (local), g_date_time_get_month (local),
                           g_date_time_get_day_of_month (local), g_date_time_get_hour (local),
                           g_date_time_get_minute (local), g_date_time_get_second (local));
  if (again && g_date_time_to_unix (again) == g_date_time_to_unix (local)) {
    /* The other side of the overlap is an hour away at most. */
    g_autoptr (GDateTime) before = g_date_time_add_hours (local, -1);
    g_autoptr (GDateTime) after = g_date_time_add_hours (local, 1);

    if (g_date_time_get_hour (before) != g_date_time_get_hour (local) &&
        g_date_time_get_hour (after) != g_date_time_get_hour (local))
      return g_date_time_format (local, "%Y-%m-%dT%H:%M:%S");
  }

  return g_date_time_format (local, "%Y-%m-%dT%H:%M:%S%:z");
}

static void
add_string (JsonBuilder *builder,
            const char  *name,
            const char  *value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
}

/**
 * wb_woocommerce_encode_coupon:
 * @coupon: what is to be made, passed by wb_woocommerce_check_coupon()
 * @zone: the shop's zone
 *
 * The body of `POST coupons`: amounts as strings with a dot, one use, not to be combined, our
 * ticket's id beside it.
 *
 * Returns: (transfer full): the body
 */
JsonNode *
wb_woocommerce_encode_coupon (const WbShopCoupon *coupon,
                              GTimeZone          *zone)
{
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();
  g_autofree char *amount = NULL;

  g_return_val_if_fail (coupon && coupon->code && zone, NULL);

  if (coupon->is_percent)
    amount = g_strdup_printf ("%d.%02d", coupon->percent_hundredths / 100,
                              coupon->percent_hundredths % 100);
  else
    amount = wb_money_format_api (&coupon->amount);

  json_builder_begin_object (builder);
  add_string (builder, "code", coupon->code);
  add_string (builder, "discount_type", coupon->is_percent ? "percent" : "fixed_cart");
  add_string (builder, "amount", amount);
  json_builder_set_member_name (builder, "individual_use");
  json_builder_add_boolean_value (builder, TRUE);
  if (coupon->usage_limit > 0) {
    json_builder_set_member_name (builder, "usage_limit");
    json_builder_add_int_value (builder, coupon->usage_limit);
  }
  if (coupon->min_order.minor > 0) {
    g_autofree char *minimum = wb_money_format_api (&coupon->min_order);

    add_string (builder, "minimum_amount", minimum);
  }
  if (coupon->expires_at != WB_TIME_NONE) {
    g_autofree char *expires = wb_woocommerce_format_expiry (coupon->expires_at, zone);

    add_string (builder, "date_expires", expires);
  }
  if (coupon->email) {
    json_builder_set_member_name (builder, "email_restrictions");
    json_builder_begin_array (builder);
    json_builder_add_string_value (builder, coupon->email);
    json_builder_end_array (builder);
  }
  if (coupon->ticket_mark) {
    json_builder_set_member_name (builder, "meta_data");
    json_builder_begin_array (builder);
    json_builder_begin_object (builder);
    add_string (builder, "key", WB_WOOCOMMERCE_TICKET_KEY);
    add_string (builder, "value", coupon->ticket_mark);
    json_builder_end_object (builder);
    json_builder_end_array (builder);
  }
  json_builder_end_object (builder);

  return json_builder_get_root (builder);
}

/**
 * wb_woocommerce_normalize_site:
 * @site_url: the site as its owner types or copies it: without a scheme, with the admin's path,
 * with   a slash at the end
 *
 * Returns: (transfer full): the site's address, without a slash at the end; not checked
 */
char *
wb_woocommerce_normalize_site (const char *site_url)
{
  static const char *const tails[] = { "/wp-admin", "/wp-json", "/wp-login.php", "/index.php" };
  g_autofree char *trimmed = NULL;
  char *site;
  char *host;

  g_return_val_if_fail (site_url, NULL);

  trimmed = g_strstrip (g_strdup (site_url));
  site = strstr (trimmed, "://") ? g_strdup (trimmed) : g_strconcat ("https://", trimmed, NULL);
  host = strstr (site, "://") + 3;
  site[strcspn (site, "?#")] = '\0';
  for (guint i = 0; i < G_N_ELEMENTS (tails); i++) {
    char *found = strstr (host, tails[i]);

    if (found)
      *found = '\0';
  }
  for (gsize length = strlen (host); length > 0 && host[length - 1] == '/'; length--)
    host[length - 1] = '\0';

  return site;
}

static gboolean
is_key (const char *text,
        const char *prefix)
{
  gsize good = 0;

  while (g_ascii_isalnum (text[good]) || text[good] == '_')
    good++;

  return g_str_has_prefix (text, prefix) && good > strlen (prefix) && text[good] == '\0';
}

/**
 * wb_woocommerce_check_keys:
 * @key: what should be a consumer key
 * @secret: what should be its secret
 * @error: return location; `WB_REMOTE_ERROR_NOT_ALLOWED` in words for people
 *
 * Keys are pasted, and a line break in one would end up in a header.
 *
 * Returns: whether both have the form of what they should be
 */
gboolean
wb_woocommerce_check_keys (const char  *key,
                           const char  *secret,
                           GError     **error)
{
  g_return_val_if_fail (key && secret, FALSE);

  if (!is_key (key, "ck_"))
    return refuse (error, _ ("A WooCommerce consumer key starts with “ck_” and holds letters and "
                             "digits only"));
  if (!is_key (secret, "cs_"))
    return refuse (error, _ ("A WooCommerce consumer secret starts with “cs_” and holds letters "
                             "and digits only"));

  return TRUE;
}
