/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What is sent to Shoptet. Every level of a body is closed there: a member too many refuses the
 * whole request, and a coupon that is not quite right is left out without a word
 * (reference/shoptet-api.md 4). */

#include "config.h"

#include "wb-shoptet-json.h"

#include "wb-time.h"
#include "wb-validity.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define CODE_MAX 16

static gboolean
refuse (GError     **error,
        const char  *message)
{
  g_set_error_literal (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_NOT_ALLOWED, message);

  return FALSE;
}

/* Prices have two places there, whatever the currency has. */
static gboolean
is_sendable (const WbMoney *money)
{
  int digits = wb_currency_digits (money->currency);

  return digits >= 0 && (digits < 3 || (digits == 3 && money->minor % 10 == 0));
}

static char *
format_price (const WbMoney *money)
{
  int digits = wb_currency_digits (money->currency);
  gint64 minor = money->minor;

  for (; digits < 2; digits++)
    minor *= 10;
  for (; digits > 2; digits--)
    minor /= 10;

  return g_strdup_printf ("%" G_GINT64_FORMAT ".%02d", minor / 100, (int) (minor % 100));
}

static gboolean
check_money (const WbMoney      *money,
             const char *const  *currencies,
             GError            **error)
{
  if (!g_strv_contains (currencies, money->currency)) {
    /* Translators: %s is a currency, as "EUR". */
    g_set_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_NOT_ALLOWED,
                 _ ("This shop does not sell in %s"), money->currency);
    return FALSE;
  }
  if (!is_sendable (money))
    return refuse (error, _ ("Shoptet keeps two decimal places of an amount"));

  return TRUE;
}

/**
 * wb_shoptet_check_coupon:
 * @coupon: what is to be made
 * @currencies: those of the shop
 * @error: return location; `WB_REMOTE_ERROR_NOT_ALLOWED` in words for people
 *
 * Returns: whether Shoptet can store exactly this
 */
gboolean
wb_shoptet_check_coupon (const WbShopCoupon  *coupon,
                         const char *const   *currencies,
                         GError             **error)
{
  g_return_val_if_fail (coupon && currencies, FALSE);

  if (!coupon->code || coupon->code[0] == '\0' || strlen (coupon->code) > CODE_MAX ||
      strspn (coupon->code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") != strlen (coupon->code))
    return refuse (error, _ ("A coupon code for Shoptet holds at most 16 capital letters and "
                             "digits"));
  if (coupon->is_percent &&
      (coupon->percent_hundredths <= 0 || coupon->percent_hundredths > 10000))
    return refuse (error, _ ("A percentage must be above 0 and at most 100"));
  if (!coupon->is_percent && coupon->amount.minor <= 0)
    return refuse (error, _ ("The amount of a coupon must be above zero"));
  if (coupon->min_order.minor < 0)
    return refuse (error, _ ("The minimum order cannot be below zero"));
  if (coupon->usage_limit > 1)
    return refuse (error, _ ("A Shoptet coupon can be used once or without limit"));
  if (coupon->email)
    return refuse (error, _ ("A Shoptet coupon cannot be limited to one customer"));
  if (!coupon->is_percent && !check_money (&coupon->amount, currencies, error))
    return FALSE;
  if (coupon->min_order.minor != 0 && !check_money (&coupon->min_order, currencies, error))
    return FALSE;
  if (!coupon->is_percent && coupon->min_order.minor != 0 &&
      strcmp (coupon->amount.currency, coupon->min_order.currency) != 0)
    return refuse (error, _ ("The amount and the minimum order must be in the same currency"));

  return TRUE;
}

static void
add_string (JsonBuilder *builder,
            const char  *name,
            const char  *value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
}

static void
begin (JsonBuilder *builder)
{
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "data");
  json_builder_begin_object (builder);
}

static JsonNode *
end (JsonBuilder *builder)
{
  json_builder_end_object (builder);
  json_builder_end_object (builder);

  return json_builder_get_root (builder);
}

/* In "coupons": [ { */
static void
begin_coupon (JsonBuilder *builder,
              const char  *code)
{
  begin (builder);
  json_builder_set_member_name (builder, "coupons");
  json_builder_begin_array (builder);
  json_builder_begin_object (builder);
  add_string (builder, "code", code);
}

static JsonNode *
end_coupon (JsonBuilder *builder)
{
  json_builder_end_object (builder);
  json_builder_end_array (builder);

  return end (builder);
}

/* A currency is needed with any price, and a price of the other kind of discount is refused. */
static void
add_value (JsonBuilder        *builder,
           const WbShopCoupon *coupon)
{
  add_string (builder, "discountType", coupon->is_percent ? "percentual" : "fixed");
  if (coupon->is_percent) {
    g_autofree char *ratio = g_strdup_printf ("%d.%04d", coupon->percent_hundredths / 10000,
                                              coupon->percent_hundredths % 10000);

    add_string (builder, "ratio", ratio);
  } else {
    g_autofree char *amount = format_price (&coupon->amount);

    add_string (builder, "amount", amount);
  }
  if (coupon->min_order.minor > 0) {
    g_autofree char *minimum = format_price (&coupon->min_order);

    add_string (builder, "minPrice", minimum);
  }
  if (!coupon->is_percent)
    add_string (builder, "currency", coupon->amount.currency);
  else if (coupon->min_order.minor > 0)
    add_string (builder, "currency", coupon->min_order.currency);
}

/**
 * wb_shoptet_encode_coupon:
 * @coupon: what is to be made, passed by wb_shoptet_check_coupon()
 * @template_guid: the template that says where it applies
 * @zone: the shop's zone
 *
 * The body of `POST /api/discount-coupons` for one coupon. There is no `validFrom`: without it a
 * coupon holds at once, while a computer whose clock is a day ahead would make one that does not
 * hold yet.
 *
 * Returns: (transfer full): the body
 */
JsonNode *
wb_shoptet_encode_coupon (const WbShopCoupon *coupon,
                          const char         *template_guid,
                          GTimeZone          *zone)
{
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();

  g_return_val_if_fail (coupon && coupon->code && template_guid && zone, NULL);

  begin_coupon (builder, coupon->code);
  add_value (builder, coupon);
  add_string (builder, "template", template_guid);
  add_string (builder, "shippingPrice", "cart");
  if (coupon->expires_at != WB_TIME_NONE) {
    g_autofree char *last = wb_validity_shoptet (wb_date_of_time (coupon->expires_at, zone));

    add_string (builder, "validTo", last);
  }
  json_builder_set_member_name (builder, "reusable");
  json_builder_add_boolean_value (builder, coupon->usage_limit == 0);
  if (coupon->ticket_mark)
    add_string (builder, "remark", coupon->ticket_mark);

  return end_coupon (builder);
}

/**
 * wb_shoptet_encode_end:
 * @code: a coupon's code
 * @last_day: the last day it shall hold, in days since 1970-01-01
 *
 * The body of `PATCH /api/discount-coupons` that ends a coupon: members left out stay as they are.
 *
 * Returns: (transfer full): the body
 */
JsonNode *
wb_shoptet_encode_end (const char *code,
                       gint32      last_day)
{
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();
  g_autofree char *date = wb_validity_shoptet (last_day);

  g_return_val_if_fail (code && date, NULL);

  begin_coupon (builder, code);
  add_string (builder, "validTo", date);

  return end_coupon (builder);
}

/**
 * wb_shoptet_encode_template:
 * @title: what it is called, at most 64 characters
 *
 * The body of `POST /api/discount-coupons/templates` for a template without any limit.
 *
 * Returns: (transfer full): the body
 */
JsonNode *
wb_shoptet_encode_template (const char *title)
{
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();

  g_return_val_if_fail (title, NULL);

  begin (builder);
  add_string (builder, "title", title);
  add_string (builder, "productSelectionMode", "parameters");

  return end (builder);
}

static char *
append_escaped (const char *path,
                const char *text)
{
  g_autofree char *escaped = g_uri_escape_string (text, NULL, FALSE);

  return g_strconcat (path, escaped, NULL);
}

char *
wb_shoptet_path_coupon (const char *code)
{
  g_return_val_if_fail (code, NULL);

  return append_escaped ("/api/discount-coupons/", code);
}

char *
wb_shoptet_path_coupons (int page)
{
  return g_strdup_printf ("/api/discount-coupons?itemsPerPage=1000&page=%d", page);
}

char *
wb_shoptet_path_order (const char *code)
{
  g_return_val_if_fail (code, NULL);

  return append_escaped ("/api/orders/", code);
}

/**
 * wb_shoptet_path_changes:
 * @what: `orders` or `credit-notes`
 * @from: since when, in Unix milliseconds
 * @per_page: how many lines a page shall have
 * @page: from 1
 *
 * The offset is written without a colon, and its `+` escaped, or it would be read as a space.
 *
 * Returns: (transfer full): the path with its query
 */
char *
wb_shoptet_path_changes (const char *what,
                         gint64      from,
                         int         per_page,
                         int         page)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (from / WB_SECOND_MS);
  g_autofree char *time = utc ? g_date_time_format (utc, "%Y-%m-%dT%H:%M:%S") : NULL;

  g_return_val_if_fail (what && time, NULL);

  return g_strdup_printf ("/api/%s/changes?from=%s%%2B0000&itemsPerPage=%d&page=%d", what, time,
                          per_page, page);
}

char *
wb_shoptet_path_credit (const char *code)
{
  g_return_val_if_fail (code, NULL);

  return append_escaped ("/api/credit-notes/", code);
}

char *
wb_shoptet_path_invoices (const char *order_code)
{
  g_return_val_if_fail (order_code, NULL);

  return append_escaped ("/api/invoices?itemsPerPage=100&orderCode=", order_code);
}

char *
wb_shoptet_path_proofs (const char *order_code)
{
  g_return_val_if_fail (order_code, NULL);

  return append_escaped ("/api/proof-payments?itemsPerPage=100&orderCode=", order_code);
}

char *
wb_shoptet_path_credits (const char *by,
                         const char *code,
                         int         page)
{
  g_autofree char *escaped = NULL;

  g_return_val_if_fail (by && code, NULL);

  escaped = g_uri_escape_string (code, NULL, FALSE);

  return g_strdup_printf ("/api/credit-notes?itemsPerPage=20&page=%d&%s=%s", page, by, escaped);
}

/**
 * wb_shoptet_normalize_url:
 * @url: the shop's address as its owner types or copies it: without a scheme, with the page of its
 *   administration
 *
 * Returns: (transfer full): its origin, without a slash at the end; not checked
 */
char *
wb_shoptet_normalize_url (const char *url)
{
  g_autofree char *trimmed = NULL;
  char *origin;
  char *host;

  g_return_val_if_fail (url, NULL);

  trimmed = g_strstrip (g_strdup (url));
  origin = strstr (trimmed, "://") ? g_strdup (trimmed) : g_strconcat ("https://", trimmed, NULL);
  host = strstr (origin, "://") + 3;
  host[strcspn (host, "/?#")] = '\0';

  return origin;
}
